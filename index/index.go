package index

import (
	"runtime"
	"strings"

	"khasan/entity"
	"khasan/name"
)

// Search appends to dst every listed name that can reach the log-odds least by
// name against one of the parsed names of a query, weighed by the index's own
// [Index.Rarity], sorted by entity and name. Those below the review threshold
// need not be among them: names that share but one word with the query are
// not, nor are words of titles, particles and legal forms looked up.
func (ix *Index) Search(dst []Hit, query []name.Name, least float64) []Hit {
	defer runtime.KeepAlive(ix) // or the file might be unmapped under way
	return ix.names.hits(dst, query, least)
}

// Number gives the entities with a document or number, compared by letters
// and digits alone. Different numbers may share a hash: compare them.
func (ix *Index) Number(number string) []uint32 {
	h, ok := hashNumber(number)
	if !ok {
		return nil
	}
	return ix.names.numbers.find(nil, h)
}

// Born gives the entities whose birth date may be d: the day when d has one,
// else the month or the year.
func (ix *Index) Born(d entity.Date) []uint32 {
	return ix.names.facts.find(nil, hashDay(entity.Date{Year: d.Year, Month: d.Month, Day: d.Day}))
}

// Country gives the entities linked to a state, by its ISO code in upper case.
func (ix *Index) Country(code string) []uint32 {
	return ix.names.facts.find(nil, hashCountry(code))
}

// Rarity is how surprising a folded word is in the loaded lists, in nats.
func (ix *Index) Rarity(fold string) float32 { return ix.names.rarity(fold) }

// NumNames is how many names entity i has.
func (ix *Index) NumNames(i uint32) int {
	from, to := ix.names.ents.span(int(i))
	return to - from
}

// A Rebuilt is room for a parsed name taken from a snapshot.
type Rebuilt struct {
	name.Name
	Quality entity.Quality
	// Surprise holds how surprising each word is, reading after reading, in
	// twentieths of a nat.
	Surprise []byte
	s        search
}

// Name rebuilds a parsed name of a hit from the snapshot without parsing it.
// Its strings stay valid while the index does, its slices until r is used
// again. Text is not kept in this part of a snapshot and is empty.
func (ix *Index) Name(h Hit, r *Rebuilt) {
	x := ix.names
	n := x.firstName(h.Entity) + h.Name
	r.Name = x.nameAt(&r.s, n)
	r.Surprise = r.s.rare
	r.Quality = entity.Quality(x.quality.at(int(n)))
}

// A Section is one part of the snapshot's file, see file.go.
type Section struct {
	Name  string
	Bytes int
}

// Sections are the parts of the file, in their order.
func (ix *Index) Sections() []Section {
	out := make([]Section, len(ix.file.entries))
	for i, e := range ix.file.entries {
		out[i] = Section{e.name, int(e.len)}
	}
	return out
}

// NameBytes is the size of the part of the snapshot by which names are found.
func (ix *Index) NameBytes() int {
	n := 0
	for _, s := range ix.Sections() {
		if strings.HasPrefix(s.Name, "n.") && s.Name != "n.numbers" && s.Name != "n.facts" {
			n += s.Bytes
		}
	}
	return n
}
