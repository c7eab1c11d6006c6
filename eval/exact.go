package eval

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"khasan/entity"
	"khasan/index"
	"khasan/match"
	"khasan/name"
)

// Exactness compares what an index finds with what comparing every query with
// every name finds.
type Exactness struct {
	Queries int
	// Match and Review count pairs of a query and a listed name that score at
	// or above the two thresholds by name; Lost those the index did not find.
	Match, MatchLost   int
	Review, ReviewLost int
	// Other counts parties that the index gives another score than the best of
	// their names has.
	Other    int
	Examples []string
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

// everybody is the listed names without what is there twice: each distinct
// reading, and the names that have it.
type everybody struct {
	pairs []match.Pair // as ComparePair wants them, but for whose they are
	of    [][]bearer
}

// bearer is a name that has a reading.
type bearer struct {
	hit     index.Hit
	reading int
	weak    bool
}

func listedNames(ix *index.Index) *everybody {
	x := &everybody{}
	known := map[string]int{}
	var r index.Rebuilt
	var key []byte
	for i := range uint32(ix.Len()) {
		for n := range ix.NumNames(i) {
			h := index.Hit{Entity: i, Name: uint32(n)}
			ix.Name(h, &r)
			rare := r.Surprise
			for k := range r.Readings {
				y := &r.Readings[k]
				key = append(append(key[:0], byte(r.Kind), 0), y.Scheme...)
				for j := range y.Tokens {
					t := &y.Tokens[j]
					key = fmt.Appendf(key, "\x00%d %s %s %s %s", t.Role, t.Text, t.Fold, t.Skel, t.Keys)
				}
				at, ok := known[string(key)]
				if !ok {
					at = len(x.pairs)
					known[string(key)] = at
					x.of = append(x.of, nil)
					p := match.Pair{Scheme: y.Scheme, Firm: r.Kind == name.Organization, Any: r.Kind == name.Any, Surprise: slices.Clone(rare[:len(y.Tokens)]), Tokens: slices.Clone(y.Tokens)}
					for j := range p.Tokens {
						p.Tokens[j].Keys = slices.Clone(p.Tokens[j].Keys)
					}
					p.Ready(false, ix.Rarity)
					x.pairs = append(x.pairs, p)
				}
				rare = rare[len(y.Tokens):]
				x.of[at] = append(x.of[at], bearer{h, k, r.Quality == entity.Weak})
			}
		}
	}
	return x
}

// Exact compares every reading of every query, as a name of a party of the schema, with every reading of every
// listed name, by name alone and without any bound, and the index with that.
// Readings that are the same are compared once for all that have them. Progress,
// when it is not nil, is called now and then with the queries done. It stops when
// ctx ends.
func Exact(ctx context.Context, ix *index.Index, schema string, queries []string, progress func(int)) (*Exactness, error) {
	all := listedNames(ix)
	parts := make([]Exactness, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	var next, done atomic.Int64
	for g := range parts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for {
				k := int(next.Add(1)) - 1
				if k >= len(queries) || ctx.Err() != nil {
					return
				}
				all.ask(ix, schema, queries[k], &parts[g])
				if n := done.Add(1); progress != nil && n%100 == 0 {
					progress(int(n))
				}
			}
		}()
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out := &Exactness{}
	for _, x := range parts {
		out.Queries += x.Queries
		out.Match += x.Match
		out.MatchLost += x.MatchLost
		out.Review += x.Review
		out.ReviewLost += x.ReviewLost
		out.Other += x.Other
		out.Examples = append(out.Examples, x.Examples...)
	}
	slices.Sort(out.Examples)
	return out, nil
}

// ask adds what one query shows.
func (all *everybody) ask(ix *index.Index, schema, query string, x *Exactness) {
	x.Queries++
	q := match.Of(&entity.Entity{Schema: schema, Names: []entity.Name{{Full: query}}})
	if len(q.Names) == 0 {
		return
	}
	p := match.Prepare(q, &match.Options{NamesOnly: true, Rarity: ix.Rarity})
	best := map[index.Hit]float64{}
	least := match.Odds(match.ReviewAt)
	for i := range all.pairs {
		c := all.pairs[i]
		for r := range q.Names[0].Readings {
			c.QueryReading = r
			for c.ListedReading = 0; c.ListedReading < 2; c.ListedReading++ {
				var res match.Result
				p.ComparePair(&c, &res)
				if res.LogOdds < least {
					break // another place in its name makes it no better
				}
				for _, b := range all.of[i] {
					if min(b.reading, 1) != c.ListedReading {
						continue
					}
					odds := res.LogOdds
					if b.weak {
						odds = res.Weak().LogOdds
					}
					if old, ok := best[b.hit]; !ok || odds > old {
						best[b.hit] = odds
					}
				}
			}
		}
	}
	hits := ix.Search(nil, q.Parsed(), least)
	byParty := map[uint32]float64{}
	for h, odds := range best {
		_, found := slices.BinarySearchFunc(hits, h, compareHits)
		x.Review++
		strong := odds >= match.Odds(match.MatchAt)
		if strong {
			x.Match++
		}
		if old, ok := byParty[h.Entity]; !ok || odds > old {
			byParty[h.Entity] = odds
		}
		if found {
			continue
		}
		x.ReviewLost++
		if strong {
			x.MatchLost++
		}
		e, err := ix.Entity(h.Entity)
		if err == nil && len(x.Examples) < 200 {
			x.Examples = append(x.Examples, fmt.Sprintf("%.3f %s | %s", 1/(1+math.Exp(-odds)), query, e.Names[h.Name].Full))
		}
	}
	got := ix.Screen(nil, p, least)
	for i := range got {
		if odds, ok := byParty[got[i].Entity]; !ok || odds != got[i].LogOdds {
			x.Other++
		}
	}
}

func compareHits(a, b index.Hit) int {
	if a.Entity != b.Entity {
		return int(a.Entity) - int(b.Entity)
	}
	return int(a.Name) - int(b.Name)
}
