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

// pick is a name that a result belongs to, and by which form and readings.
type pick struct {
	entity, name uint32
	by           uint64
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
	s.results, s.picks = s.results[:0], s.picks[:0]
	s.asked.least = least
	asked := q.Party().Names
	for i := range asked[:min(len(asked), mostNames)] {
		n := &asked[i]
		s.asked.kind(n.Kind)
		for j := range n.Readings[:min(len(n.Readings), mostReadings)] {
			s.found = s.found[:0]
			x.search(s, n.Readings[j].Tokens, uint64(i<<readingBits|j))
			x.compare(s, q, least)
		}
	}
	slices.SortFunc(s.picks, func(a, b pick) int {
		return cmp.Or(cmp.Compare(a.entity, b.entity), cmp.Compare(a.name, b.name), cmp.Compare(a.by, b.by))
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

// compare compares what was found for the reading looked up last, with what the
// search knows of its words, and adds to s.picks the names that score enough.
func (x *names) compare(s *search, q *match.Prepared, least float64) {
	slices.Sort(s.found)
	last := ^uint64(0)
	c := match.Pair{Least: least}
	for _, h := range s.found {
		if h == last {
			continue
		}
		last = h
		f := uint32(h >> queryBits)
		kind, scheme, form := x.formOf(s, f)
		c.Firm, c.Any, c.Scheme = kind == name.Organization, kind == name.Any, ""
		if int(scheme) < len(x.schemes) {
			c.Scheme = x.schemes[scheme]
		}
		c.Query, c.QueryReading, c.QuerySurprise = int(h>>readingBits&0xFFFF), int(h&(1<<readingBits-1)), s.asked.surprise
		var all bool
		if c.Known, all = x.likenesses(s, form); all {
			c.Looked = 1<<s.asked.n - 1
		} else {
			c.Known, c.Looked = nil, 0
		}
		x.holdWords(s, form, !all || c.Firm || s.asked.lettered || s.asked.odd)
		c.Words, c.Roles, c.Surprise = s.ready, s.roles, s.rare
		// Whether the form is the first reading of a name makes a difference to
		// names that are the same text only.
		r := len(s.results)
		s.results = append(s.results, match.Result{})
		c.ListedReading = 0
		q.ComparePair(&c, &s.results[r])
		if s.results[r].LogOdds < least {
			s.results = s.results[:r]
			continue
		}
		further := r // of the form as a further reading
		s.of = x.namesOf(s.of[:0], f)
		for _, n := range s.of {
			at, k := x.readAs(n, f), r
			if at > 0 {
				if further == r && s.results[r].Values[match.TermSame] > 0 {
					further = len(s.results)
					s.results = append(s.results, match.Result{})
					c.ListedReading = 1
					q.ComparePair(&c, &s.results[further])
				}
				k = further
			}
			if s.results[k].LogOdds >= least {
				e := x.owner(n)
				s.picks = append(s.picks, pick{e, n - x.firstName(e), h, k, at, x.quality.at(int(n)) == weak})
			}
		}
	}
}

// formOf is the kind, the scheme and the words of a form.
func (x *names) formOf(s *search, f uint32) (name.Kind, byte, []uint32) {
	if x.gathers {
		if c := x.sketched().cards[f].Load(); c != nil {
			return c.kind, c.scheme, c.form
		}
	}
	kind, scheme, _ := x.shapeOf(f)
	s.form = x.form(s.form[:0], f)
	return kind, scheme, s.form
}

// held is a listed word made ready to be compared.
type held struct {
	id   uint32 // plus one
	form uint32 // the form it was wanted for last, by its number among those compared
	full bool   // with its keys and skeleton
	word match.Word
	tok  name.Token
	keys []string
}

// heldWords is how many listed words a search keeps ready: names that are
// compared with one another have most of their words in common.
const heldWords = 1 << 11

// unusual has a bit for each role of words that are not plain, whatever they are,
// see match.Plain.
const unusual = 1<<name.Initial | 1<<name.Suffix | 1<<name.Number

// holdWords fills s.ready, s.roles and s.rare with the words of a form. When how
// alike they are to the query's is known, keys and skeletons are not wanted but
// for words that are compared as letters or numbers.
func (x *names) holdWords(s *search, form []uint32, full bool) {
	if s.held == nil {
		s.held = make([]held, heldWords)
	}
	s.ready, s.roles, s.rare = s.ready[:0], s.roles[:0], s.rare[:0]
	s.compared++
	spare := 0
	for _, w := range form {
		full = full || x.bag(w&tokenMask)>>26 < 2 || unusual>>(w>>roleShift&roleMask)&1 != 0
	}
	for _, w := range form {
		id := w & tokenMask
		role := name.Role(w >> roleShift & roleMask)
		h := &s.held[id*0x9E3779B1>>(32-11)]
		if h.form == s.compared && (h.id != id+1 || h.tok.Role != role) {
			// The place is taken by another word of the form.
			if spare == len(s.spare) {
				s.spare = append(s.spare, new(held))
			}
			h = s.spare[spare]
			spare++
		}
		if h.id != id+1 || full && !h.full {
			h.id, h.full = id+1, full
			if full {
				if h.keys == nil {
					h.keys = make([]string, 0, 12) // most words have fewer
				}
				h.tok, h.keys = x.token(id, h.keys[:0])
			} else {
				h.tok = x.plainToken(id)
			}
			h.word.Set(&h.tok)
		}
		h.tok.Role = role
		h.form = s.compared
		s.ready = append(s.ready, &h.word)
		s.roles = append(s.roles, role)
		s.rare = append(s.rare, x.rare(id))
	}
}
