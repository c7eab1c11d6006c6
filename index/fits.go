package index

import (
	"math/bits"
	"slices"

	"khasan/match"
	"khasan/name"
)

// listed is what is known of a form being weighed beside its card.
type listed struct {
	words [match.MaxTokens]uint32 // of the query, those it is like
	slot  [match.MaxTokens]*slot
	// What the bound has come to so far.
	balance match.Balance
	spare   bool // words are left over though others are like them
}

// sifted is how many forms are sifted at a time.
const sifted = 32

// sift adds to s.found those of s.again that can score what is wanted against
// the reading being looked up. It goes over some at a time, touching what the
// next step needs of all of them (see recall). For any see shares.
func (x *names) sift(s *search, tag uint64, any bool) {
	for rest := s.again; len(rest) > 0; {
		now := rest[:min(len(rest), sifted)]
		rest = rest[len(now):]
		n := 0
		if x.gathers {
			n = x.recallCards(s, now, any)
		} else {
			n = x.readCards(s, now, any)
		}
		for i, f := range now[:n] {
			if x.fits(s, s.cards[i], &s.hit[i]) {
				s.found = append(s.found, uint64(f)<<queryBits|tag)
			}
		}
	}
}

// recallCards puts the cards of those forms that share enough into s.cards,
// from what is remembered; the forms it puts first, and says how many.
func (x *names) recallCards(s *search, now []uint32, any bool) (n int) {
	cards := x.sketched().cards
	for i, f := range now {
		if s.cards[i] = cards[f].Load(); s.cards[i] != nil {
			s.looked ^= s.cards[i].whole
		}
	}
	for i, f := range now {
		c := s.cards[i]
		if c == nil {
			c = x.learn(s, f)
		}
		if len(c.form) > 1 && s.shares(c.form, &s.hit[n], any) {
			now[n], s.cards[n] = f, c
			n++
		}
	}
	return n
}

// readCards is recallCards for what is not remembered.
func (x *names) readCards(s *search, now []uint32, any bool) (n int) {
	var at [sifted]int
	var kinds [sifted]name.Kind
	var roles [sifted][]byte
	var forms [sifted][]uint32
	ids, width, mask := x.tokens.b, x.tokens.width, x.tokens.mask
	brief := x.sketched().brief
	all := 0
	for i, f := range now {
		at[i] = int(x.formOff.at(int(f)))
		kinds[i], _, roles[i] = x.shapeOf(f)
		all += len(roles[i])
	}
	for i := range now {
		s.looked ^= uint32(x.tokens.at(at[i]))
	}
	s.form = slices.Grow(s.form[:0], all)[:all]
	words := s.form
	for i, f := range now {
		if len(roles[i]) < 2 {
			continue // cannot share two
		}
		form := words[:len(roles[i])]
		bit := uint(at[i]) * width
		for k, r := range roles[i] {
			form[k] = uint32(load64(ids, bit>>3)>>(bit&7)&mask) | uint32(r)<<roleShift
			bit += width
		}
		if brief != nil && brief[f].a.Load() == 0 {
			var e sketch
			x.fill(&s.read[0], kinds[i], form)
			e.make(&s.read[0])
			brief[f].c.Store(e.c.Load())
			brief[f].a.Store(e.a.Load())
		}
		if s.shares(form, &s.hit[n], any) {
			for _, w := range form {
				s.looked ^= x.attr[2*(w&tokenMask)]
			}
			now[n], forms[n], kinds[n] = f, form, kinds[i]
			words = words[len(form):]
			n++
		}
	}
	for i, form := range forms[:n] {
		c := &s.read[i]
		x.fill(c, kinds[i], form)
		s.cards[i] = c
	}
	return n
}

// shares reports whether two bearing words of a form are like two units, and
// the names do not contradict each other in two words. It notes in hit what its
// words are like. With any set words by which the form is not looked up count too.
// Of a long name that is looked up in part words that contradict may have a
// partner in the rest.
func (s *search) shares(form []uint32, hit *[match.MaxTokens]uint32, any bool) bool {
	slots := s.slots
	var units uint64
	var covered uint32
	n, bear, titles := 0, 0, 0
	for i, w := range form {
		k := s.slotOf(w & tokenMask)
		if i < len(hit) {
			hit[i] = k
		}
		role := w >> roleShift & roleMask
		if k != 0 {
			l := &slots[k-1]
			covered |= l.words
			if any || w&substantive != 0 || postedRoles>>role&1 != 0 {
				units |= l.units
				n++
			}
		}
		if w&substantive != 0 {
			if bear++; role == uint32(name.Title) {
				titles++
			}
		}
	}
	bear -= titles
	return n >= 2 && units&(units-1) != 0 && (s.asked.part || bear-n < 2+titles || bits.OnesCount32(s.asked.bears&^covered) < 2)
}

// fits reports whether a form that shares enough can score what is wanted.
func (x *names) fits(s *search, c *card, hit *[match.MaxTokens]uint32) bool {
	a, l := &s.asked, &s.listed
	if a.free || a.least < -20 || len(c.form) > match.MaxTokens {
		return true
	}
	covered := uint32(0)
	for i := range c.form {
		l.slot[i] = nil
		l.words[i] = 0
		if k := hit[i]; k != 0 {
			h := &s.slots[k-1]
			l.slot[i] = h
			l.words[i] = h.words
			covered |= h.words
		}
	}
	k := 0
	if a.firm {
		k = 1
	}
	both := k == 0 && c.kind == name.Organization
	l.spare = false
	return x.reaches(s, c, k, covered) || both && x.reaches(s, c, 1, covered) || x.joined(s, c, k, both, covered)
}

// reaches bounds the score of a form, as for a person (k 0) or a firm.
func (x *names) reaches(s *search, c *card, k int, covered uint32) bool {
	if !c.substance[k] {
		return true
	}
	a, l := &s.asked, &s.listed
	var most, left float32
	for i := range c.is {
		if w := &c.is[i]; w.bag>>26 != 1 && l.words[i] == 0 {
			left += w.weight[k]
			most = max(most, w.weight[k])
		}
	}
	lone := float32(c.lone)
	g := a.ledger(k, covered)
	b := &l.balance
	*b = match.Balance{TotalA: a.total[k], TotalB: c.total[k]}
	// A single letter is any word that begins with it.
	b.LeftB = max(0, left-float32(bits.OnesCount32(a.single))*most)
	b.LeftA = max(0, g.left-lone*g.big)
	b.Gain = (g.gain + lone*0.35) * sharedWeight
	b.Same = len(c.form) == a.n && b.LeftA == 0 && b.LeftB == 0
	b.Letters = a.abbreviates(c.lone > 0, c.full == 1, k)
	b.Apart = a.apart(c.length, c.whole, c.signs)
	return b.Most() >= a.least && x.still(s, c, k, covered)
}

// still is the same with what the pairs of words cost, and the edits between
// the whole names counted.
func (x *names) still(s *search, c *card, k int, covered uint32) bool {
	a, l := &s.asked, &s.listed
	b := &l.balance
	gain, slips := float32(c.lone)*0.35*sharedWeight, 0
	var like uint32 // words of the form that a word of the query is like
	words, flexible, least, equal := 0, false, float32(1e9), true
	for i := range a.n {
		own := uint32(1) << (i & 31)
		if covered&own == 0 {
			if a.single&own != 0 {
				gain += a.weight[k][i] * sharedWeight
			}
			continue
		}
		generic := a.shared&own == 0
		best, few, exact := float32(0), 255, false
		for j := range c.form {
			if l.words[j]&own == 0 {
				continue
			}
			how, ok := x.how(s, i, j, c.form[j]&tokenMask)
			if !ok { // joined or halved
				best, few, flexible = a.weight[k][i]*sharedWeight, 0, true
				break
			}
			exact = exact || how.Cost == 0
			if generic || how.Cost < 1 {
				best, few = max(best, how.Gain(a.weight[k][i], c.is[j].weight[k])), min(few, int(how.Slips))
				like |= 1 << (j & 31)
			}
		}
		if few == 255 { // like no word after all
			if c.lone == 0 {
				b.LeftA += a.weight[k][i]
			}
			continue
		}
		words++
		equal = equal && exact
		least = min(least, a.weight[k][i])
		if !generic {
			gain += best
			slips += few
		}
	}
	if !flexible {
		x.unpaired(s, c, k, like, words, least)
	}
	b.Gain, b.Slips, b.Same = gain, slips, b.Same && equal
	if b.Most() < a.least {
		return false
	}
	if b.Apart < 3 && (b.Apart < b.Slips || b.LeftA >= 0.3 || b.LeftB >= 0.3) && !(a.afar && c.signs != 0) {
		var buf [64]byte
		if a.length > len(buf) || c.length > len(buf) {
			b.Apart = 3
		} else {
			n := 0
			for _, w := range c.form {
				if wholeRole(name.Role(w >> roleShift & roleMask)) {
					n += copy(buf[n:], x.fold(w&tokenMask))
				}
			}
			b.Apart = name.Distance(view(a.text[:a.length]), view(buf[:n]), 3)
		}
	}
	return b.Most() >= a.least
}

// unpaired counts as left over what others are like that have no word left to be
// paired with: of two that only one word is like one is. So many words of the
// query are like one of the form or another, the lightest of the weight least.
func (x *names) unpaired(s *search, c *card, k int, like uint32, words int, least float32) {
	a, l := &s.asked, &s.listed
	b := &l.balance
	left, light, n := float32(0), float32(1e9), 0
	for j := range c.is {
		switch w := &c.is[j]; {
		case l.words[j] == 0 || w.bag>>26 == 1:
		case like>>(j&31)&1 != 0:
			n++
			light = min(light, w.weight[k])
		default:
			left += w.weight[k]
		}
	}
	if n > words {
		left += float32(n-words) * light
	}
	if left = left - float32(bits.OnesCount32(a.single)); left > 0 {
		b.LeftB += left
		b.Same, l.spare = false, true
	}
	if more := words - n - int(c.lone); more > 0 {
		b.LeftA += float32(more) * least
		b.Same, l.spare = false, true
	}
}

// joined reports whether a form can score what is wanted because a word without
// a partner may be part of one when it is joined with its neighbours, in a way
// that the units do not show: three words, a part of one letter, or a part with
// a slip in it. As for a person (k 0) or a firm, or both.
func (x *names) joined(s *search, c *card, k int, both bool, covered uint32) bool {
	a, l := &s.asked, &s.listed
	mine, theirs := uint32(0), uint32(0) // words that may be joined
	for i := range c.is {
		if l.words[i] == 0 || l.spare {
			for m, t := range a.threes[:a.nthree] {
				if alikeBags(t, c.is[i].bag) {
					mine |= 7 << (a.threeAt[m] - 2)
					theirs |= 1 << (i & 31)
				}
			}
		}
		for j := i + 1; j < len(c.is) && j < i+3; j++ {
			bag := c.runs[2*i+j-i-1]
			if bag == 0 {
				break
			}
			if a.lengths>>(bag>>26&63)&1 == 0 || !l.spare && l.words[i] != 0 && l.words[j] != 0 && (j < i+2 || l.words[i+1] != 0) {
				continue
			}
			for k := range a.n {
				if alikeBags(bag, a.bag[k]) {
					mine |= 1 << (k & 31)
					theirs |= (2<<(j&31) - 1) &^ (1<<(i&31) - 1)
				}
			}
		}
	}
	return mine != 0 && (x.reachesJoined(s, c, k, covered, mine, theirs) || both && x.reachesJoined(s, c, 1, covered, mine, theirs))
}

// reachesJoined is the bound of reaches when some words may be joined, all that
// may.
func (x *names) reachesJoined(s *search, c *card, k int, covered, mine, theirs uint32) bool {
	a, l := &s.asked, &s.listed
	var most, left float32
	for i := range c.is {
		if w := &c.is[i]; w.bag>>26 != 1 && l.words[i] == 0 && theirs>>(i&31)&1 == 0 {
			left += w.weight[k]
			most = max(most, w.weight[k])
		}
	}
	lone := float32(c.lone)
	g := a.ledger(k, covered|mine)
	b := match.Balance{TotalA: a.total[k], TotalB: c.total[k], Apart: l.balance.Apart}
	b.LeftB = max(0, left-float32(bits.OnesCount32(a.single))*most)
	b.LeftA = max(0, g.left-lone*g.big)
	b.Gain = (g.gain + lone*0.35) * sharedWeight
	b.Letters = a.abbreviates(c.lone > 0, c.full == 1, k)
	return b.Most() >= a.least
}

// alikeBags reports whether two words of such letters may be one edit apart.
func alikeBags(a, b uint32) bool {
	return oneLetter(a&^b) && oneLetter(b&^a) && a>>26-b>>26+1 <= 2
}

// oneLetter reports whether a bag has one letter at most.
func oneLetter(bag uint32) bool {
	bag &= letters
	return bag&(bag-1) == 0
}
