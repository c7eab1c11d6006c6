package index

import (
	"fmt"

	"khasan/entity"
)

// Index finds parties by name, number, date and country.
type Index struct {
	names *names
	ents  []entity.Entity
	byID  map[string]uint32
}

// InMemory indexes entities as they are, without a snapshot on disk.
func InMemory(ents []entity.Entity) (*Index, error) {
	b := newNamesBuilder()
	ix := &Index{ents: ents, byID: make(map[string]uint32, len(ents))}
	for i := range ents {
		b.add(&ents[i])
		ix.byID[ents[i].ID] = uint32(i)
	}
	get := map[string][]byte{}
	for _, s := range b.sections() {
		get[s.name] = s.data
	}
	var err error
	if ix.names, err = openNames(func(k string) []byte { return get[k] }); err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	return ix, nil
}

// Len is how many entities there are.
func (ix *Index) Len() int { return len(ix.ents) }

// Entity is the i-th entity.
func (ix *Index) Entity(i uint32) (entity.Entity, error) {
	if int(i) >= len(ix.ents) {
		return entity.Entity{}, fmt.Errorf("index: there is no entity %d", i)
	}
	return ix.ents[i], nil
}

// ByID is the number of the entity with an id.
func (ix *Index) ByID(id string) (uint32, bool) {
	i, ok := ix.byID[id]
	return i, ok
}
