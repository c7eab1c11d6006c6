package eval

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"khasan/entity"
	"khasan/index"
	"khasan/match"
)

// Exactness compares what an index finds with what comparing every query with
// every name finds.
type Exactness struct {
	Queries int
	// Match and Review count pairs of a query and a listed name that score at
	// or above the two thresholds by name; Lost those the index did not find.
	Match, MatchLost   int
	Review, ReviewLost int
	Examples           []string
}

// MixedQueries makes n queries of four kinds in turn, from the names of an
// index and from innocents: innocent, exact, misspelt (one or two edits, some
// with words in another order or run together), and names in other scripts.
func MixedQueries(ix *index.Index, innocents []Subject, n int, seed uint64) ([]string, error) {
	rng := rand.New(rand.NewPCG(seed, 7))
	var listed, other []string
	for i := range uint32(ix.Len()) {
		if ix.NumNames(i) == 0 {
			continue
		}
		e, err := ix.Entity(i)
		if err != nil {
			return nil, err
		}
		for j := range e.Names {
			if ascii(e.Names[j].Full) {
				listed = append(listed, e.Names[j].Full)
			} else {
				other = append(other, e.Names[j].Full)
			}
		}
	}
	if len(listed) == 0 {
		return nil, nil
	}
	if len(other) == 0 {
		other = listed
	}
	out := make([]string, 0, n)
	for len(out) < n {
		switch len(out) % 4 {
		case 0:
			if len(innocents) > 0 {
				out = append(out, innocents[rng.IntN(len(innocents))].Name)
				continue
			}
			fallthrough
		case 1:
			out = append(out, listed[rng.IntN(len(listed))])
		case 2:
			out = append(out, Misspell(listed[rng.IntN(len(listed))], rng))
		case 3:
			out = append(out, other[rng.IntN(len(other))])
		}
	}
	return out, nil
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// Misspell makes one or two slips in a name: a letter left out, doubled, other
// or exchanged with its neighbour; now and then the first word put last or a
// space lost.
func Misspell(s string, rng *rand.Rand) string {
	r := []rune(s)
	for range 1 + rng.IntN(2) {
		if len(r) < 4 {
			return s
		}
		i := 1 + rng.IntN(len(r)-2)
		switch rng.IntN(9) {
		case 0, 1:
			r[i], r[i-1] = r[i-1], r[i]
		case 2, 3:
			r = slices.Delete(r, i, i+1)
		case 4, 5:
			r = slices.Insert(r, i, r[i])
		case 6:
			r[i] = rune('a' + rng.IntN(26))
		case 7:
			if k := slices.Index(r, ' '); k > 0 {
				r = append(append(slices.Clone(r[k+1:]), ' '), r[:k]...)
			}
		case 8:
			if k := slices.Index(r, ' '); k > 0 {
				r = slices.Delete(r, k, k+1)
			}
		}
	}
	return string(r)
}

// Exact compares every query with every listed name, by name alone, and the
// index with that.
func Exact(ix *index.Index, queries []string) (*Exactness, error) {
	type listedName struct {
		hit    index.Hit
		party  match.Party
		schema string
	}
	var all []listedName
	for i := range uint32(ix.Len()) {
		if ix.NumNames(i) == 0 {
			continue
		}
		e, err := ix.Entity(i)
		if err != nil {
			return nil, err
		}
		p := match.Of(&e)
		for j := range p.Names {
			all = append(all, listedName{index.Hit{Entity: i, Name: uint32(j)}, match.Party{Schema: e.Schema, Names: p.Names[j : j+1]}, e.Schema})
		}
	}
	parts := make([]Exactness, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for g := range parts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			x := &parts[g]
			opt := &match.Options{NamesOnly: true, Rarity: ix.Rarity}
			for k := g; k < len(queries); k += len(parts) {
				x.Queries++
				q := match.Of(&entity.Entity{Schema: entity.Person, Names: []entity.Name{{Full: queries[k]}}})
				hits := ix.Search(nil, q.Parsed(), match.Odds(match.ReviewAt))
				for i := range all {
					r := match.Compare(q, &all[i].party, opt)
					if r.Score < match.ReviewAt {
						continue
					}
					_, found := slices.BinarySearchFunc(hits, all[i].hit, compareHits)
					x.Review++
					if r.Score >= match.MatchAt {
						x.Match++
					}
					if found {
						continue
					}
					x.ReviewLost++
					if r.Score >= match.MatchAt {
						x.MatchLost++
					}
					if len(x.Examples) < 20 {
						x.Examples = append(x.Examples, queries[k]+" | "+all[i].party.Names[0].Text)
					}
				}
			}
		}()
	}
	wg.Wait()
	out := &Exactness{}
	for _, x := range parts {
		out.Queries += x.Queries
		out.Match += x.Match
		out.MatchLost += x.MatchLost
		out.Review += x.Review
		out.ReviewLost += x.ReviewLost
		out.Examples = append(out.Examples, x.Examples...)
	}
	return out, nil
}

func compareHits(a, b index.Hit) int {
	if a.Entity != b.Entity {
		return int(a.Entity) - int(b.Entity)
	}
	return int(a.Name) - int(b.Name)
}
