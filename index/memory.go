package index

import (
	"context"

	"khasan/entity"
)

// InMemory indexes entities without a file: the same snapshot, kept in memory.
func InMemory(ents []entity.Entity) (*Index, error) {
	var m memory
	list := Source{List: List{ID: "memory"}, Stream: func(yield func(entity.Entity, error) bool) {
		for i := range ents {
			if !yield(ents[i], nil) {
				return
			}
		}
	}}
	if _, err := buildTo(context.Background(), &m, []Source{list}, nil); err != nil {
		return nil, err
	}
	return FromBytes(m)
}

// memory is a file of bytes that grows as it is written.
type memory []byte

// WriteAt never fails.
func (m *memory) WriteAt(b []byte, off int64) (int, error) {
	if need := int(off) + len(b); need > len(*m) {
		if need > cap(*m) {
			grown := make([]byte, len(*m), max(need, 2*cap(*m)))
			copy(grown, *m)
			*m = grown
		}
		*m = (*m)[:need]
	}
	return copy((*m)[off:], b), nil
}
