package index

import (
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"

	"khasan/match"
	"khasan/name"
)

// Of an index that is not too large every search has a number for each form: it
// gathers what of the query is met in a form while it goes over the postings,
// and most forms in which two words meet are left out by that and by what is
// remembered of the form, unread.

// gathered is how many forms an index may have for that; a search takes 4 bytes
// each.
const gathered = 1 << 18

// A meeting is a form in which two words are like units of the query.
type meeting struct {
	form    uint32
	n       int32  // words of the form that are
	covered uint32 // the words of the query that they are like
	exact   uint32 // those of them that are equal
	units   uint64
	weight  [2]float32 // what the words weigh at most, as for a person, as for a firm
}

// In a search's tags a form has the number of the search that met it last, and
// below it the slot, or after onceMore the meeting.
const (
	tagLow   = 1<<16 - 1
	onceMore = 1 << 15
)

// gather is meet and the first part of sift: it fills s.again with the forms
// that must be looked at, and reports false when it cannot.
func (x *names) gather(s *search) bool {
	if !x.gathers || len(s.slots) >= onceMore {
		return false
	}
	if len(s.tags) < x.shape.n {
		s.tags, s.round = make([]uint32, x.shape.n), 0
	}
	if s.round++; s.round > tagLow {
		clear(s.tags)
		s.round = 1
	}
	s.meetings = s.meetings[:0]
	s.again = s.again[:0]
	common, size := 0, -1
	for i := range s.units {
		if u := &s.units[i]; !u.aside && u.size > size {
			common, size = i, u.size
		}
	}
	n := len(s.slots)
	for k := range s.lists {
		s.lists[k] = slices.Grow(s.lists[k][:0], n)[:n]
	}
	only := uint64(1) << (common & 63)
	first, second, third := sortSlots(s, x.post, only)
	firsts, commons, asides := s.lists[0][:first], s.lists[1][:second], s.lists[2][:third]
	base, total := s.round<<16, 0
	for _, i := range firsts {
		total += int(s.slots[i].n)
	}
	found := s.room(total)
	again := tagForms(s.slots, firsts, s.tags, x.post, x.size.short, base, found)
	seen := total - again
	for _, h := range found[:again] {
		x.met(s, h)
	}
	if len(s.meetings) >= onceMore-1 {
		return false
	}
	if size > skipCommon*seen {
		for _, i := range firsts {
			s.gone = x.posts(s.gone[:0], &s.slots[i])
			for _, f := range s.gone {
				if s.tags[f] >= base {
					s.tags[f] = 0
					s.again = append(s.again, f)
				}
			}
		}
		return true
	}
	// Two words that are like the same one and no other do not meet.
	x.meetMore(s, commons, base)
	if len(s.meetings) >= onceMore-1 {
		return false
	}
	if len(s.meetings) > 0 {
		x.meetMore(s, asides, base|onceMore)
	}
	x.screen(s)
	return true
}

// meetMore adds slots to the forms whose tags are base or above.
func (x *names) meetMore(s *search, list []uint16, base uint32) {
	total := 0
	for _, i := range list {
		total += int(s.slots[i].n)
	}
	found := s.room(total)
	for _, h := range found[:taggedForms(s.slots, list, s.tags, x.post, x.size.short, base, found)] {
		x.met(s, h)
	}
}

// A sighting is a form below the slot of a word of it.
type sighting uint64

func (s *search) room(n int) []sighting {
	if cap(s.sightings) < n {
		s.sightings = make([]sighting, max(n, 1<<10))
	}
	return s.sightings[:n]
}

// sortSlots puts into s.lists the slots that are gone through first, those that
// only the commonest unit has, and those that are not looked up by; it says how
// many. It looks at each list of forms once, as recall does.
//
//go:noinline
func sortSlots(s *search, post []byte, only uint64) (first, second, third int) {
	slots, active, looked := s.slots, s.active, uint32(0)
	firsts, commons, asides := s.lists[0], s.lists[1], s.lists[2]
	for i := range slots {
		l := &slots[i]
		if l.from&onlyForm == 0 {
			if l.n == 0 {
				continue
			}
			looked ^= uint32(post[l.from])
		}
		switch u := l.units; {
		case u&active == 0:
			asides[third] = uint16(i)
			third++
		case u == only:
			commons[second] = uint16(i)
			second++
		default:
			firsts[first] = uint16(i)
			first++
		}
	}
	s.looked ^= looked
	return
}

// tagForms tags the forms that have the tokens of some slots with the slot, and
// puts those into found that have a tag of base or above already; it says how
// many. There must be room in found for all. Postings are written as appendPosts
// does, forms being few enough for three bytes.
func tagForms(slots []slot, list []uint16, tags []uint32, post []byte, short int, base uint32, found []sighting) (n int) {
	for _, at := range list {
		l := &slots[at]
		own := base | uint32(at)
		if l.from&onlyForm != 0 {
			f := l.from &^ onlyForm
			if t := tags[f]; t >= base {
				found[n] = sighting(at)<<32 | sighting(f)
				n++
			} else {
				tags[f] = own
			}
			continue
		}
		b, m := post[l.from:], int(l.n)
		if m < short {
			for ; m > 0; m-- {
				f := uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16
				b = b[3:]
				if t := tags[f]; t >= base {
					found[n] = sighting(at)<<32 | sighting(f)
					n++
				} else {
					tags[f] = own
				}
			}
			continue
		}
		for m > 0 {
			chunk, lows, rest := chunkOf(b)
			b = rest
			m -= len(lows)
			n += tagLows(tags[chunk<<16:], lows, base, own, sighting(at)<<32|sighting(chunk)<<16, found[n:n+len(lows)])
		}
	}
	return n
}

// tagLows is tagForms for a chunk of postings. It calls nothing, so that all it
// needs stays in registers, and has no branch that cannot be foreseen.
//
//go:noinline
func tagLows(tags []uint32, lows []uint16, base, own uint32, high sighting, found []sighting) (n int) {
	for _, f := range lows {
		t := tags[f]
		found[n] = high | sighting(f)
		if t >= base {
			n++
		}
		if t < base {
			t = own
		}
		tags[f] = t
	}
	return n
}

// taggedForms is tagForms that does not tag.
func taggedForms(slots []slot, list []uint16, tags []uint32, post []byte, short int, base uint32, found []sighting) (n int) {
	for _, at := range list {
		l := &slots[at]
		if l.from&onlyForm != 0 {
			if f := l.from &^ onlyForm; tags[f] >= base {
				found[n] = sighting(at)<<32 | sighting(f)
				n++
			}
			continue
		}
		b, m := post[l.from:], int(l.n)
		if m < short {
			for ; m > 0; m-- {
				f := uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16
				if b = b[3:]; tags[f] >= base {
					found[n] = sighting(at)<<32 | sighting(f)
					n++
				}
			}
			continue
		}
		for m > 0 {
			chunk, lows, rest := chunkOf(b)
			b = rest
			m -= len(lows)
			n += taggedLows(tags[chunk<<16:], lows, base, sighting(at)<<32|sighting(chunk)<<16, found[n:n+len(lows)])
		}
	}
	return n
}

// taggedLows is taggedForms for a chunk of postings, see tagLows.
//
//go:noinline
func taggedLows(tags []uint32, lows []uint16, base uint32, high sighting, found []sighting) (n int) {
	for _, f := range lows {
		if tags[f] >= base {
			found[n] = high | sighting(f)
			n++
		}
	}
	return n
}

// chunkOf reads a chunk of postings: its number, and what the forms are above
// 65,536 times that. See appendPosts.
func chunkOf(b []byte) (chunk int, lows []uint16, rest []byte) {
	chunk, some := int(b[0])|int(b[1])<<8, int(b[2])+int(b[3])<<8+1
	end := 4 + 2*some
	return chunk, unsafe.Slice((*uint16)(unsafe.Pointer(&b[4:end][0])), some), b[end:]
}

// met adds a slot to the meeting of a form that has been found before.
func (x *names) met(s *search, h sighting) {
	f := uint32(h)
	l := &s.slots[h>>32]
	if !l.known {
		x.know(s, l)
	}
	t := s.tags[f]
	if t&onceMore != 0 {
		m := &s.meetings[t&(onceMore-1)]
		m.n++
		m.covered |= l.words
		m.exact |= l.exact
		m.units |= l.units
		m.weight[0] += l.weight[0]
		m.weight[1] += l.weight[1]
		return
	}
	n := len(s.meetings)
	if n == cap(s.meetings) {
		if n >= onceMore-1 {
			return
		}
		s.meetings = slices.Grow(s.meetings, 64)
	}
	o := &s.slots[t&tagLow]
	if !o.known {
		x.know(s, o)
	}
	s.tags[f] = s.round<<16 | onceMore | uint32(n)
	s.meetings = s.meetings[:n+1]
	m := &s.meetings[n]
	m.form, m.n, m.covered, m.exact, m.units = f, 2, l.words|o.words, l.exact|o.exact, l.units|o.units
	m.weight[0] = l.weight[0] + o.weight[0]
	m.weight[1] = l.weight[1] + o.weight[1]
}

// know fills in what of a slot is wanted when it is met again.
func (x *names) know(s *search, l *slot) {
	l.known = true
	r := rarities[l.rare]
	// No word by which a name is found weighs more, whatever its role.
	l.weight = [2]float32{0.7 + 0.4*r, max(0.7, 0.4+0.7*r)}
	l.exact = 0
	if u := &s.units[l.first]; l.says && !s.asked.twice {
		if h := u.how[l.at].Load(); h != 0 && match.Unpack(h).Cost == 0 {
			l.exact = u.words
		}
	}
}

// screen fills s.again with the forms of meetings that must be looked at.
func (x *names) screen(s *search) {
	a := &s.asked
	seen := x.sketched().of
	if a.free || a.least < -20 {
		for i := range s.meetings {
			s.again = append(s.again, s.meetings[i].form)
		}
		return
	}
	for i := range s.meetings {
		s.looked ^= uint32(seen[s.meetings[i].form].a.Load())
	}
	s.loosely = s.soft()
	for i := range s.meetings {
		m := &s.meetings[i]
		e := &seen[m.form]
		if one := e.a.Load(); one == 0 || x.mayScore(s, m, one, e) {
			s.again = append(s.again, m.form)
		}
	}
}

// A sketch is what is remembered of a form once its words were read. It is a
// cache only.
//
//	a  bits 0 to 25   letters of the whole name, see bagOf
//	   26 to 32       how many there are
//	   33 to 36       words by which the name is found, titles not counted
//	   37, 38         titles
//	   39 to 41       words that do not weigh: particles, forms, letters, ...
//	   42, 43         words of one letter
//	   44             nothing can be said: the form is always looked at
//	   45             a firm's
//	   46 to 53       what the others weigh at least, in sixteenths, as for a person
//	   54 to 61       as for a firm
//	   62             it has one word of more than a letter that is not generic
//	   63             it is known
//	b  bits 0 to 31   lengths that words have
//	   32 to 63       and that two or three neighbours have together
//	c  its signs, see there
type sketch struct{ a, b, c atomic.Uint64 }

const (
	sketchLength = 26
	sketchBear   = 33
	sketchTitles = 37
	sketchOthers = 39
	sketchLone   = 42
	sketchAlways = 1 << 44
	sketchFirm   = 1 << 45
	sketchWeight = 46 // and 8 bits after it
	sketchOne    = 1 << 62
	sketchKnown  = 1 << 63
)

// A card is all that is wanted of a form to bound its score. It is not changed
// once it is made.
type card struct {
	kind      name.Kind
	scheme    byte
	signs     signs   // 0 when it is in Latin letters
	substance [2]bool // it has a word that is not generic, as for a person, as for a firm
	lone      int8    // words of one letter, up to 100
	full      int8    // longer ones that are not generic, up to 100
	length    int     // of the whole name
	whole     uint32  // its letters
	total     [2]float32
	form      []uint32   // as names.form gives it
	is        []cardWord // of each word
	// The letters of each word and the next as one, and of it and the next two:
	// two for each word but the last, 0 when there is none or it is long.
	runs []uint32
}

type cardWord struct {
	bag    uint32
	weight [2]float32
}

// sketches are what is remembered of all forms. It is a cache only.
type sketches struct {
	of    []sketch
	cards []atomic.Pointer[card]
	brief []atomic.Uint64 // of a large index that alone: what a sketch has as a

	mu    sync.Mutex // for making cards
	forms []uint32   // room for them, taken a piece at a time
	words []cardWord
	room  []card
}

// sketched is what is remembered of forms.
func (x *names) sketched() *sketches {
	if k := x.sketches.Load(); k != nil {
		return k
	}
	k := &sketches{}
	if x.gathers {
		k.of, k.cards = make([]sketch, x.shape.n), make([]atomic.Pointer[card], x.shape.n)
	} else {
		k.brief = make([]atomic.Uint64, x.shape.n)
	}
	x.sketches.CompareAndSwap(nil, k)
	return x.sketches.Load()
}

// fill makes a card, in the room it has, of a form's words.
func (x *names) fill(c *card, kind name.Kind, form []uint32) {
	*c = card{kind: kind, form: form, is: slices.Grow(c.is[:0], len(form))[:len(form)], runs: c.runs[:0]}
	lone, full := 0, 0
	for i, w := range form {
		at := (*[2]uint32)(x.attr[2*(w&tokenMask):])
		is := &c.is[i]
		is.bag = at[0]
		role := name.Role(w >> roleShift & roleMask)
		for k := range is.weight {
			t := &roleWeights[k][role]
			weight := t.base
			switch {
			case is.bag>>26 == 1:
				weight = t.single
			case at[1]>>rareBits&lookSyllable == 0:
				weight = t.base + t.slope*rarities[byte(at[1])]
			}
			is.weight[k] = weight
			c.total[k] += weight
			c.substance[k] = c.substance[k] || !t.generic
		}
		if is.bag>>26 == 1 {
			lone++
		} else if !roleWeights[0][role].generic {
			full++
		}
		if wholeRole(role) {
			c.whole |= is.bag & letters
			c.length += int(is.bag >> 26)
		}
	}
	for i := 0; i+1 < len(form); i++ {
		two := joinBags(c.is[i].bag, c.is[i+1].bag)
		three := uint32(0)
		if i+2 < len(form) && two != 0 {
			three = joinBags(two, c.is[i+2].bag)
		}
		c.runs = append(c.runs, two, three)
	}
	c.lone, c.full = int8(min(lone, 100)), int8(min(full, 100))
	if len(form) > 0 && x.look(form[0]&tokenMask)&lookAfar != 0 {
		for _, w := range form {
			if t := x.plainToken(w & tokenMask); t.Fold != "" {
				c.signs.add(t.Text)
			}
		}
	}
}

// joinBags is the bag of two words as one, 0 when that is longer than 32 letters.
func joinBags(a, b uint32) uint32 {
	n := a>>26 + b>>26
	if n > 32 {
		return 0
	}
	return (a|b)&letters | n<<26
}

// learn remembers a form.
func (x *names) learn(s *search, f uint32) *card {
	kind, scheme, _ := x.shapeOf(f)
	s.form = x.form(s.form[:0], f)
	form := s.form
	x.fill(&s.read[0], kind, form)
	k := x.sketched()
	k.mu.Lock()
	defer k.mu.Unlock()
	if c := k.cards[f].Load(); c != nil {
		return c
	}
	const room = 1 << 12
	runs := s.read[0].runs
	if len(k.forms) < len(form)+len(runs) {
		k.forms = make([]uint32, max(2*room, len(form)+len(runs)))
	}
	if len(k.words) < len(form) {
		k.words = make([]cardWord, max(room, len(form)))
	}
	if len(k.room) == 0 {
		k.room = make([]card, room/4)
	}
	n := len(form)
	c := &k.room[0]
	*c = s.read[0]
	c.scheme = scheme
	c.form, c.is, c.runs = k.forms[:n:n], k.words[:n:n], k.forms[n:n+len(runs):n+len(runs)]
	copy(c.form, form)
	copy(c.is, s.read[0].is)
	copy(c.runs, runs)
	k.forms, k.words, k.room = k.forms[n+len(runs):], k.words[n:], k.room[1:]
	k.of[f].make(c)
	k.cards[f].Store(c)
	return c
}

// make makes a sketch from a card.
func (e *sketch) make(c *card) {
	var one, two uint64
	var weight [2]float32
	bear, titles, others := 0, 0, 0
	for i, w := range c.form {
		is := &c.is[i]
		role := name.Role(w >> roleShift & roleMask)
		n := int(is.bag >> 26)
		two |= 1 << min(n, 31)
		for j := i - 1; j >= 0 && j >= i-2; j-- {
			n += int(c.is[j].bag >> 26)
			two |= 1 << (32 + min(n, 31))
		}
		if w&substantive != 0 {
			if bear++; role == name.Title {
				titles++
			}
		}
		if is.bag>>26 == 1 || w&substantive == 0 || roleWeights[0][role].generic {
			others++
			continue
		}
		weight[0] += is.weight[0]
		weight[1] += is.weight[1]
	}
	bear -= titles
	one = uint64(c.whole) | uint64(c.length)<<sketchLength | uint64(bear)<<sketchBear | uint64(titles)<<sketchTitles |
		uint64(others)<<sketchOthers | uint64(c.lone)<<sketchLone
	if c.length > 127 || bear > 15 || titles > 3 || others > 7 || c.lone > 3 || weight[0] > 15.5 || weight[1] > 15.5 ||
		len(c.form) > match.MaxTokens || !c.substance[0] || !c.substance[1] {
		one = sketchAlways
	} else {
		for k, w := range weight {
			one |= uint64(w*16) << (sketchWeight + 8*k)
		}
	}
	if c.full == 1 {
		one |= sketchOne
	}
	if c.kind == name.Organization {
		one |= sketchFirm
	}
	e.b.Store(two)
	e.c.Store(uint64(c.signs))
	e.a.Store(one | sketchKnown)
}

// mayScore reports whether a form may score what is wanted, by its sketch and what
// is met in it: what shares, reaches and joined would say of its words, or more.
func (x *names) mayScore(s *search, m *meeting, one uint64, e *sketch) bool {
	if m.n < 2 || m.units&(m.units-1) == 0 {
		return false
	}
	if one&sketchAlways != 0 {
		return true
	}
	a := &s.asked
	covered := m.covered
	if one>>sketchOthers&7 != 0 {
		// A word that the postings do not tell of may be like one of the query.
		covered |= s.loosely
	}
	bear, titles := int(one>>sketchBear&15), int(one>>sketchTitles&3)
	if bear-int(m.n) >= 2+titles && bits.OnesCount32(a.bears&^covered) >= 2 {
		return false
	}
	k := 0
	if a.firm {
		k = 1
	}
	w := signs(e.c.Load())
	if a.may(m, one, w, k, covered) || k == 0 && one&sketchFirm != 0 && a.may(m, one, w, 1, covered) {
		return true
	}
	if !a.mayJoin(m, one, e.b.Load()) {
		return false
	}
	if !x.gathers {
		return true
	}
	c := x.sketched().cards[m.form].Load()
	return c == nil || a.runs(m, c)
}

// may is the bound of names.reaches by what is known without reading the form.
func (a *asked) may(m *meeting, one uint64, w signs, k int, covered uint32) bool {
	g := a.ledger(k, covered)
	lone := float32(one >> sketchLone & 3)
	weight := float32(one>>(sketchWeight+8*k)&255) / 16
	b := match.Balance{TotalA: a.total[k], TotalB: weight + 1 + 0.5*float32(one>>sketchOthers&7)}
	b.LeftB = max(0, weight-m.weight[k]-float32(bits.OnesCount32(a.single))*1.1-1e-3)
	if lone == 0 && a.single == 0 && b.LeftB >= g.denied && a.apart(int(one>>sketchLength&127), uint32(one)&letters, w) >= 3 {
		return false
	}
	b.LeftA = max(0, g.left-lone*g.big)
	b.Gain = (g.gain + lone*0.35) * sharedWeight
	b.Same = b.LeftA == 0 && b.LeftB == 0
	b.Letters = a.abbreviates(lone > 0, one&sketchOne != 0, k)
	b.Apart = a.apart(int(one>>sketchLength&127), uint32(one)&letters, w)
	return b.Most() >= a.least
}

// mayJoin is names.joined by what is known without reading the form. A word that
// an equal one is met for is paired with that, and with no others joined.
func (a *asked) mayJoin(m *meeting, one, two uint64) bool {
	whole := uint32(one) & letters
	words, runs := uint32(two), uint32(two>>32)
	for i, t := range a.threes[:a.nthree] {
		if m.exact>>(a.threeAt[i]-2)&7 == 0 && words&near(t>>26) != 0 && oneLetter(t&^whole) {
			return true
		}
	}
	for k := range a.n {
		if m.exact>>k&1 == 0 && runs&near(a.bag[k]>>26) != 0 && oneLetter(a.bag[k]&^whole) {
			return true
		}
	}
	return false
}

// runs is mayJoin by the letters of the words.
func (a *asked) runs(m *meeting, c *card) bool {
	lengths := uint64(0)
	for k := range a.n {
		if m.exact>>(k&31)&1 == 0 {
			lengths |= 7 << (a.bag[k] >> 26 & 63) >> 1
		}
	}
	for _, r := range c.runs {
		if lengths>>(r>>26&63)&1 == 0 || r == 0 {
			continue
		}
		for k := range a.n {
			if m.exact>>(k&31)&1 == 0 && alikeBags(r, a.bag[k]) {
				return true
			}
		}
	}
	for i, t := range a.threes[:a.nthree] {
		if m.exact>>(a.threeAt[i]-2)&7 == 0 {
			for j := range c.is {
				if alikeBags(t, c.is[j].bag) {
					return true
				}
			}
		}
	}
	return false
}

// near has a bit for a length and for those one off, as in a sketch.
func near(n uint32) uint32 {
	if n >= 31 {
		return 3 << 30
	}
	return uint32(7 << n >> 1)
}

// soft are the words of the query that some word is like by which its name is
// not looked up.
func (s *search) soft() (words uint32) {
	for i := range s.units {
		if u := &s.units[i]; u.soft {
			words |= u.words
		}
	}
	return words
}
