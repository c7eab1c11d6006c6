package index

import (
	"math/bits"

	"khasan/match"
)

// What leaves a form out unread: what of the query met in it, and its sketch.

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
