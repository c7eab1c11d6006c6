package index

import (
	"math/bits"
	"slices"

	"khasan/match"
	"khasan/name"
)

// What can be said of a form's score by which words of it met words of the query,
// before it is read: of most forms that share two common words with a query that
// they cannot score.
//
// The bound is over every way in which match may pair the words. A pair of words
// is met, for the index finds all that match pairs, but for these: letters (forms
// that have them are not left out, letters of the query may be any word), words of
// a form by which it is not looked up (lookSoft tells which words of the query may
// be like one), three words of a form that are one of the query (of long forms
// only: match wants two pairs beside), two that are a particle or a title of the
// query, and three words of the query that are one word (looked up).

// A class is what is known of a form without its words.
type class struct {
	solid  uint8 // words of weight by which it is looked up: 2 to 5, 5 is five or more
	mixed  bool  // there are others, one or two
	firm   bool
	afar   bool // in other than Latin letters
	always bool // nothing is known
}

// lengthClasses is by what the length of the whole name is divided; the rest of
// that is kept in the class.
const lengthClasses = 10

// classes are all there are but for the length.
var classes = func() (all [25]class) {
	all[0] = class{always: true}
	n := 1
	for _, c := range []class{{solid: 5}, {solid: 4, mixed: true}, {solid: 5, firm: true}, {solid: 4, firm: true, mixed: true},
		{solid: 5, afar: true}, {solid: 4, afar: true, mixed: true}, {solid: 3, firm: true, afar: true}, {solid: 2, firm: true, afar: true, mixed: true}} {
		for k := uint8(2); k <= c.solid; k++ {
			c := c
			c.solid = k
			all[n] = c
			n++
		}
	}
	return
}()

// classOf is the class of a form that is entered: its number in classes times
// lengthClasses, and the rest of the length of the whole name.
func (b *namesBuilder) classOf(f uint32) byte {
	form := b.wordsOf(f)
	c := class{firm: name.Kind(b.shapes[2*b.shape[f]+1]) == name.Organization}
	solid, others, length := 0, 0, 0
	for i, w := range form {
		id, role := w&tokenMask, name.Role(w>>roleShift&roleMask)
		n := int(b.bag[id] >> 26)
		if n < 2 {
			return 0
		}
		if wholeRole(role) {
			length += n
		}
		if i == 0 {
			c.afar = b.look[id]&lookAfar != 0
		}
		if posted(w) && isSolid(role, c.firm) {
			solid++
		} else {
			others++
		}
	}
	if solid < 2 || len(form) > match.MaxTokens || others > 2 || others == 2 && solid > 2 {
		return 0
	}
	c.mixed = others > 0
	for i, k := range classes {
		if !k.always && k.firm == c.firm && k.afar == c.afar && k.mixed == c.mixed && int(k.solid) <= solid {
			if i+1 == len(classes) || classes[i+1].solid <= k.solid || int(k.solid) == solid {
				return byte(i*lengthClasses + length%lengthClasses)
			}
		}
	}
	return 0
}

// solidWeight is what a word that is called solid weighs at least: in a person's
// name compared as a person's, in a firm's, and in a person's compared as a firm's.
const (
	solidPerson = 0.6
	solidFirm   = 0.35
	solidAsFirm = 0.4
)

// isSolid reports whether words of a role are solid in a firm's name or another.
func isSolid(role name.Role, firm bool) bool {
	k, least := 0, float32(solidPerson)
	if firm {
		k, least = 1, solidFirm
	}
	w := &roleWeights[k][role]
	return !w.generic && role != name.Initial && w.base >= least
}

// A tie is what a slot says of the words of a query, and its postings.
type tie struct {
	units   uint64
	words   uint32
	from, n uint32
	cost    float32
	word    int8 // the only word of the query it may be, or -1
	slips   uint8
	rare    uint8
	known   bool // how alike they are, or it makes no difference
	firm    bool // not alike by an edit of a short word only
}

// set makes the tie of a slot that is new.
func (t *tie) set(u *unit, l *slot, firm bool) {
	*t = tie{units: l.units, words: l.words, from: l.from, n: l.n, word: -1, rare: l.rare, known: true, firm: firm}
	if u.how != nil {
		t.word, t.known = int8(bits.TrailingZeros32(l.words)), false
		t.load(u.how[l.at].Load())
	}
}

// tieUp makes the ties of all slots.
func (s *search) tieUp() {
	s.ties = slices.Grow(s.ties[:0], len(s.slots))[:len(s.slots)]
	clear(s.ties)
	for i := range s.units {
		u := &s.units[i]
		for k := range u.ids {
			at := s.slotOf(u.ids[k].id) - 1
			if t, l := &s.ties[at], &s.slots[at]; t.units != 0 {
				t.join(l, k < u.firm)
			} else {
				t.set(u, l, k < u.firm)
				if l.units&(l.units-1) != 0 {
					t.join(l, false)
				}
			}
		}
	}
}

// join is set for a slot that another unit has as well.
func (t *tie) join(l *slot, firm bool) {
	t.units, t.words, t.firm = l.units, l.words, t.firm || firm
	t.word, t.known, t.cost, t.slips = -1, true, 0, 0
}

// load takes how alike the words are, when it is known.
func (t *tie) load(b uint64) {
	if b != 0 {
		h := match.Unpack(b)
		t.cost, t.slips, t.known = h.Cost, h.Slips, true
	}
}

// tokenWeights is the most that a word by which a name is found weighs, whatever its
// role, by how surprising it is: as a person's, as a firm's.
var tokenWeights = func() (t [2][256]float32) {
	for i, r := range rarities {
		t[0][i], t[1][i] = 0.7+0.4*r, max(0.7, 0.4+0.7*r)
	}
	return
}()

// A sieve is what is known of the reading being looked up.
type sieve struct {
	on      bool
	pairs   bool   // two pairs of words are wanted, one of them more than an edit of a short word
	assumed uint32 // words of the query that any form may have
	soft    uint32 // that may be like words by which forms are not looked up
	long    uint32 // that may be three words of a form
	aside   int    // words of a form that may be met unseen
	dropped uint64 // units that are not looked up by, for the other half of the word is
	twice   uint64 // units that stand for two words of a form, for the other half was dropped
	shift   uint32 // of the hash of forms
	round   uint32 // of s.verdicts
}

// sieved is how many words a query may have that forms are left out by.
const sieved = 8

// plan readies the sieve for the units there are, and takes from the halves of
// words those that have more forms.
func (x *names) plan(s *search) {
	a, v := &s.asked, &s.sieve
	*v = sieve{round: v.round + 1}
	if a.free || a.least < -20 || a.n > sieved || len(s.slots) > 1<<16 {
		return
	}
	for i := range a.nthree {
		k := int(a.threeAt[i])
		s.key = append(append(append(s.key[:0], a.toks[k-2].Fold...), a.toks[k-1].Fold...), a.toks[k].Fold...)
		if s.tokens = x.equals(s.tokens[:0], view(s.key)); len(s.tokens) > 0 {
			return // three words that are one
		}
	}
	v.on = true
	words := 0
	for i := range a.n {
		fold := a.toks[i].Fold
		if len(fold) >= 6 {
			v.long |= 1 << i
		}
		if a.bears>>i&1 == 0 && len(fold) >= 4 {
			v.aside += 2
		}
		if a.shared>>i&1 != 0 && len(fold) > 1 && !digits(fold) && a.toks[i].Role != name.Number {
			words++
		}
	}
	v.pairs = words > 1 && a.single == 0 && a.least > partOdds
	for i := range s.units {
		if u := &s.units[i]; u.soft && u.part == 0 {
			v.soft |= u.words
		}
	}
	x.halve(s)
}

// halve takes from the halves of words those that have more forms. A word that is
// two words of a form is found by either of them if another word must be met
// beside it, but may be met unseen when the half left is one by which forms are
// not looked up.
func (x *names) halve(s *search) {
	a, v := &s.asked, &s.sieve
	for i := 0; i < len(s.units); i++ {
		u := &s.units[i]
		if u.part == 0 {
			continue
		}
		var size [2]int
		var soft [2]bool
		var parts [2]uint64
		j := i
		for ; j < len(s.units) && s.units[j].words == u.words && (s.units[j].part == u.part || s.units[j].part == -u.part); j++ {
			k := 0
			if s.units[j].part < 0 {
				k = 1
			}
			size[k] += s.units[j].size
			soft[k] = soft[k] || s.units[j].soft
			parts[k] |= 1 << j
		}
		i = j - 1
		drop := v.pairs && !a.afar && parts[0] != 0 && parts[1] != 0
		switch {
		case soft[0] && soft[1]:
			v.soft |= u.words
		case drop && size[0] >= size[1] && !soft[1]:
			v.dropped |= parts[0]
		case drop && size[1] > size[0] && !soft[0]:
			v.dropped |= parts[1]
		}
	}
	for i := range s.units {
		if u := &s.units[i]; v.dropped>>i&1 != 0 && v.soft&a.shared&^u.words != 0 {
			v.dropped &^= 1 << i // the other word may be met unseen
		}
	}
	s.active &^= v.dropped
	for i := range s.units {
		for d := v.dropped; d != 0 && s.units[i].part != 0; d &= d - 1 {
			if o := &s.units[bits.TrailingZeros64(d)]; o.words == s.units[i].words && o.part == -s.units[i].part {
				v.twice |= 1 << i
			}
		}
	}
}

// partOdds is the highest log-odds of names that share one word.
var partOdds = match.PartOnly.Limit()

// strain fills s.again with the forms of s.mets that may score what is wanted: first
// by their classes, then by what is remembered of those that were read before (see
// brief; 16 bytes a form in memory).
func (x *names) strain(s *search) {
	s.again = s.again[:0]
	for i := range s.mets {
		s.looked ^= uint32(x.class[s.mets[i].form])
	}
	n := 0
	for i := range s.mets {
		if x.mayReach(s, &s.mets[i]) {
			s.mets[n] = s.mets[i]
			n++
		}
	}
	s.mets = s.mets[:n]
	brief := x.sketched().brief
	if brief == nil { // it is a small one that could not be gathered
		for i := range s.mets {
			s.again = append(s.again, s.mets[i].form)
		}
		return
	}
	for i := range s.mets {
		s.looked ^= uint32(brief[s.mets[i].form].a.Load())
	}
	s.loosely = s.soft()
	var e sketch
	e.b.Store(^uint64(0)) // the lengths of its words are not known
	for i := range s.mets {
		m := &s.mets[i]
		k := &brief[m.form]
		if one := k.a.Load(); one != 0 {
			w := k.c.Load()
			e.c.Store(w)
			if t, ok := s.meeting(m); ok && (!x.mayReachBy(s, m, &t, one, signs(w)) || !x.mayScore(s, &t, one, &e)) {
				continue
			}
		}
		s.again = append(s.again, m.form)
	}
}

// meeting is what met in a form, not ok when that may not be all.
func (s *search) meeting(m *met) (t meeting, ok bool) {
	if s.sieve.assumed != 0 || m.n > mostMet {
		return t, false
	}
	t.form = m.form
	for _, at := range m.at[:m.n] {
		l := &s.ties[at]
		if l.units&s.sieve.twice != 0 {
			return t, false
		}
		t.n++
		t.covered |= l.words
		t.units |= l.units
		t.weight[0] += tokenWeights[0][l.rare]
		t.weight[1] += tokenWeights[1][l.rare]
		if l.word >= 0 && l.known && l.cost == 0 && !s.asked.twice {
			t.exact |= l.words
		}
	}
	return t, true
}

// mayReach reports whether a form may score what is wanted.
func (x *names) mayReach(s *search, m *met) bool {
	k := x.class[m.form]
	c := &classes[k/lengthClasses]
	if c.always || m.n > mostMet {
		return true
	}
	e, units, known := s.enoughOf(m, c)
	if units&(units-1) == 0 {
		return false
	}
	if a := &s.asked; !a.afar || !c.afar {
		e.apart = (int(k%lengthClasses) + lengthClasses - a.length%lengthClasses) % lengthClasses
		// Names that are the same text as a whole are found by that.
		e.apart = min(max(1, min(e.apart, lengthClasses-e.apart)), 3)
	}
	if !s.enough(c, k/lengthClasses, &e) || !x.weigh(s, m, c, &e) {
		return false
	}
	if known {
		return true
	}
	for _, at := range m.at[:m.n] {
		if t := &s.ties[at]; !t.known {
			l := &s.slots[at]
			t.load(x.liken(s, &s.units[l.first].how[l.at], int(t.word), l.id))
		}
	}
	return x.weigh(s, m, c, &e)
}

// mayReachBy is mayReach with a form's sketch.
func (x *names) mayReachBy(s *search, m *met, t *meeting, one uint64, w signs) bool {
	c := &classes[x.class[m.form]/lengthClasses]
	if c.always || one&sketchAlways != 0 {
		return true
	}
	a := &s.asked
	e, _, _ := s.enoughOf(m, c)
	if !a.afar || !c.afar {
		e.apart = max(1, a.apart(int(one>>sketchLength&127), uint32(one)&letters, 0))
	} else if w != 0 {
		e.apart = a.apart(int(one>>sketchLength&127), uint32(one)&letters, w)
	}
	k, _ := c.scale(a.firm)
	e.left = max(0, float32(one>>(sketchWeight+8*k)&255)/16-t.weight[k]-1.1*float32(bits.OnesCount32(a.single)+s.sieve.aside)-1e-3)
	return x.weigh(s, m, c, &e)
}

// An enough is what must be known to bound a form's score when words cost nothing.
type enough struct {
	covered uint32  // words of the query
	forms   int     // words of the form that are met, at most
	apart   int     // edits between the whole names, at least; 3 are as many as more
	firm    bool    // one pair of words may be more than an edit of a short word
	left    float32 // what the words of the form weigh that are not met, at least; 0 when that is not known
}

// enoughOf is what met in a form, and which units, but for how far apart the names
// are; known says that how alike the words are is known.
func (s *search) enoughOf(m *met, c *class) (e enough, units uint64, known bool) {
	v := &s.sieve
	e = enough{covered: v.assumed, forms: bits.OnesCount32(s.asked.single) + v.aside,
		firm: c.solid > 4 || c.solid == 4 && c.mixed} // by three words joined
	if v.assumed != 0 {
		e.forms, e.firm, units = e.forms+2, true, 3
	}
	known = true
	for _, at := range m.at[:m.n] {
		t := &s.ties[at]
		units |= t.units
		e.covered |= t.words
		if e.forms++; t.units&v.twice != 0 {
			e.forms++
		}
		e.firm = e.firm || t.firm
		known = known && t.known
	}
	return e, units, known
}

// verdicts is how many answers of enough a search keeps.
const verdicts = 1 << 9

// enough bounds the score of a form as if words that met were equal and as heavy as
// in the query. What it says is kept for the reading being looked up.
func (s *search) enough(c *class, number byte, e *enough) bool {
	key := e.covered | uint32(number)<<sieved | uint32(min(e.forms, 31))<<(sieved+5) | uint32(e.apart)<<(sieved+10)
	if e.firm {
		key |= 1 << (sieved + 12)
	}
	kept := &s.verdicts[key*0x9E3779B1>>(32-9)]
	if *kept>>1 == uint64(s.sieve.round)<<32|uint64(key) {
		return *kept&1 != 0
	}
	ok := s.mayEnough(c, e)
	*kept = (uint64(s.sieve.round)<<32 | uint64(key)) << 1
	if ok {
		*kept |= 1
	}
	return ok
}

func (s *search) mayEnough(c *class, e *enough) bool {
	a, v := &s.asked, &s.sieve
	soft := uint32(0)
	if c.mixed {
		soft = v.soft &^ e.covered
	}
	if v.pairs && !(a.afar && c.afar) && (!e.firm && soft == 0 || bits.OnesCount32((e.covered|soft)&a.shared) < 2) {
		return false
	}
	if int(c.solid)-e.forms >= 2 && bits.OnesCount32(a.bears&^(e.covered|soft)) >= 2 && !c.mixed {
		return false // two words of each that contradict
	}
	var p pairing
	k, _ := c.scale(a.firm)
	for i := range a.n {
		p.weight[i] = a.weight[k][i]
	}
	return a.reach(v, c, e, e.covered, soft, 1.1*float32(e.forms), &p)
}

// scale says by which weights a form of a class is compared, and what a solid word
// of it weighs at least.
func (c *class) scale(firm bool) (k int, solid float32) {
	switch {
	case c.firm:
		return 1, solidFirm
	case firm:
		return 1, solidAsFirm
	}
	return 0, solidPerson
}

// A pairing says how words of the query are paired, those that are.
type pairing struct {
	cost, weight [sieved]float32
	slips        [sieved]int
}

// weigh is enough with what is known of how alike the words are and what they
// weigh.
func (x *names) weigh(s *search, m *met, c *class, e *enough) bool {
	a, v := &s.asked, &s.sieve
	k, _ := c.scale(a.firm)
	var p pairing
	costly, set, covered := uint32(0), v.assumed, v.assumed
	for i := range a.n {
		p.weight[i] = a.weight[k][i]
	}
	has := float32(0)
	if v.assumed != 0 {
		has = 2.2
	}
	for _, at := range m.at[:m.n] {
		t := &s.ties[at]
		has += tokenWeights[k][t.rare]
		if t.units&v.twice != 0 {
			has += 1.1
		}
		if t.word < 0 {
			covered |= t.words
			set |= t.words
			costly &^= t.words
			for w := t.words; w != 0; w &= w - 1 {
				i := bits.TrailingZeros32(w)
				p.cost[i], p.slips[i], p.weight[i] = 0, 0, a.weight[k][i]
			}
			continue
		}
		if t.cost >= 1 {
			continue // like no word after all
		}
		i, own := int(t.word), t.words
		covered |= own
		w := min(a.weight[k][i], tokenWeights[k][t.rare])
		if set&own == 0 {
			set |= own
			p.cost[i], p.slips[i], p.weight[i] = t.cost, int(t.slips), w
			if t.cost > 0 {
				costly |= own
			}
			continue
		}
		if p.cost[i] = min(p.cost[i], t.cost); p.cost[i] == 0 {
			costly &^= own
		}
		p.slips[i], p.weight[i] = min(p.slips[i], int(t.slips)), max(p.weight[i], w)
	}
	soft := uint32(0)
	if c.mixed {
		soft = v.soft &^ covered
	}
	if bits.OnesCount32(costly) > 4 {
		return true
	}
	// Words that differ may be paired or not.
	for without := uint32(0); ; without = (without - costly) & costly {
		if a.reach(v, c, e, covered&^without, soft, has, &p) {
			return true
		}
		if without == costly {
			return false
		}
	}
}

// reach bounds the score when the words covered are paired; has is what the words
// of the form that met weigh at most.
func (a *asked) reach(v *sieve, c *class, e *enough, covered, soft uint32, has float32, p *pairing) bool {
	if v.pairs && !(a.afar && c.afar) && bits.OnesCount32((covered|soft)&a.shared) < 2 {
		return false
	}
	k, solid := c.scale(a.firm)
	floor := solid
	if c.mixed {
		floor = 0 // it may be a title that met
		has++
	}
	var gain, left, edits, worst, most float32
	slips, longest := 0, 0
	for i := range a.n {
		own := uint32(1) << i
		switch {
		case covered&own != 0:
			if a.shared&own == 0 {
				continue
			}
			w, cost := p.weight[i], p.cost[i]
			gain += w * (1 - cost)
			if cost > 0 {
				edits += cost * min(1, w, floor)
				worst = max(worst, cost)
				slips += p.slips[i]
			}
		case a.single&own != 0:
			gain += a.weight[k][i]
		case soft&own != 0:
			gain += min(0.35, a.weight[k][i])
		default:
			left += a.weight[k][i]
			if v.long&own != 0 && a.weight[k][i] > most {
				most, longest = a.weight[k][i], i
			}
		}
	}
	b := match.Balance{TotalA: a.total[k], LeftA: left, Gain: gain * sharedWeight, Loss: match.Toll(edits, worst), Slips: slips, Apart: e.apart, Letters: a.single != 0}
	b.LeftB = max(e.left, float32(int(c.solid)-e.forms)*solid)
	b.TotalB = b.LeftB + has + 1.1*float32(bits.OnesCount32(a.single)+v.aside)
	b.Same = left == 0 && b.LeftB == 0 && edits == 0
	if b.Most() >= a.least {
		return true
	}
	if most == 0 || c.solid < 4 || c.solid == 4 && !c.mixed {
		return false
	}
	// Three words of the form may be one of the query.
	b.LeftA = max(0, left-a.weight[k][longest])
	b.LeftB = 0
	b.Gain = (gain + a.weight[k][longest]) * sharedWeight
	b.TotalB += 3.3
	b.Same = b.LeftA == 0
	return b.Most() >= a.least
}
