package index

import (
	"cmp"
	"math"
	"runtime"
	"slices"

	"khasan/match"
	"khasan/name"
)

// A Scored is a listed entity, the position of its name that is most like one
// asked for, and how like it is.
type Scored struct {
	Entity, Name uint32
	match.Result
}

// pick is a name that a result belongs to.
type pick struct {
	entity, name uint32
	result       int
	reading      int
	weak         bool
}

// Screen appends to dst every entity with a name that scores at least the
// log-odds least against one of q by names alone, in the order of the index;
// of its names the one that scores best. What Search promises holds for it;
// names that read alike are compared once. The query must be prepared with the
// index's own [Index.Rarity].
func (ix *Index) Screen(dst []Scored, q *match.Prepared, least float64) []Scored {
	defer runtime.KeepAlive(ix) // or the file might be unmapped under way
	x := ix.names
	s := x.pool.Get().(*search)
	defer x.pool.Put(s)
	s.names = s.names[:0]
	for i := range q.Party().Names {
		s.names = append(s.names, q.Party().Names[i].Name)
	}
	x.find(s, s.names, least)
	s.results, s.picks = s.results[:0], s.picks[:0]
	last := ^uint32(0)
	var c match.Pair
	for _, h := range s.found {
		f := uint32(h >> queryBits)
		if f != last {
			last = f
			s.forms = append(s.forms[:0], f)
			n := x.rebuild(s, s.forms)
			c.Scheme, c.Tokens, c.Surprise, c.Firm = n.Readings[0].Scheme, n.Readings[0].Tokens, s.rare, n.Kind == name.Organization
		}
		c.Query, c.QueryReading = int(h>>readingBits&0xFFFF), int(h&(1<<readingBits-1))
		results := [2]int{-1, -1} // of the form as the first reading of a name, and as a further one
		s.of = x.namesOf(s.of[:0], f)
		for _, n := range s.of {
			at := x.readAs(n, f)
			c.ListedReading = min(at, 1)
			r := &results[c.ListedReading]
			if *r < 0 {
				*r = len(s.results)
				s.results = append(s.results, q.ComparePair(&c))
			}
			if s.results[*r].LogOdds >= least {
				e := x.owner(n)
				s.picks = append(s.picks, pick{e, n - x.firstName(e), *r, at, x.quality.at(int(n)) == weak})
			}
		}
	}
	slices.SortFunc(s.picks, func(a, b pick) int {
		return cmp.Or(cmp.Compare(a.entity, b.entity), cmp.Compare(a.name, b.name), cmp.Compare(a.result, b.result))
	})
	for i := 0; i < len(s.picks); {
		e, best := s.picks[i].entity, math.Inf(-1)
		k, n := 0, len(dst)
		for ; i < len(s.picks) && s.picks[i].entity == e; i++ {
			p := &s.picks[i]
			odds := s.results[p.result].LogOdds
			if p.weak {
				odds = s.results[p.result].Weak().LogOdds
			}
			if odds >= least && odds > best {
				best, k = odds, i
			}
		}
		if math.IsInf(best, -1) {
			continue
		}
		p := &s.picks[k]
		dst = append(dst, Scored{p.entity, p.name, s.results[p.result]})
		dst[n].ListedReading = p.reading
		if p.weak {
			dst[n].Result = dst[n].Weak()
		}
	}
	return dst
}
