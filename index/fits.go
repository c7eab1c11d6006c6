package index

import (
	"math/bits"
	"slices"
	"sync/atomic"

	"khasan/match"
	"khasan/name"
)

// asked is what is known of a reading of the query before anything is compared.
type asked struct {
	least  float64 // log-odds that are wanted
	firm   bool    // the query is a firm
	free   bool    // no bound can be given: every name goes through
	n      int
	weight [2][match.MaxTokens]float32 // as for a person, as for a firm
	total  [2]float32
	bag    [match.MaxTokens]uint32
	bears  uint32 // words by which names are found, titles not counted
	single uint32 // words of one letter
	shared uint32 // words that count when shared
	whole  uint32 // bag of all that counts in the whole name, and how long it is
	length int
	afar   bool                    // in other than Latin letters
	threes [match.MaxTokens]uint32 // bags of three neighbours as one
	nthree int
	real   [2]bool
	toks   [match.MaxTokens]*name.Token
	rarity [match.MaxTokens]float32
	word   [match.MaxTokens]match.Word // made when first wanted
	made   uint32
	text   [64]byte // the whole name, when it fits
}

// listed is the same of a form.
type listed struct {
	words [match.MaxTokens]uint32 // of the query, those it is like
	units [match.MaxTokens]uint64 // those it is found by
	bag   [match.MaxTokens]uint32
	// What the bound has come to so far.
	balance match.Balance
	weight  [match.MaxTokens]float32
	length  int // of the whole name
	lone    int // words of one letter
}

func (a *asked) begin() {
	a.n, a.bears, a.single, a.shared, a.whole, a.length, a.nthree = 0, 0, 0, 0, 0, 0, 0
	a.free, a.afar, a.made = false, false, 0
	a.total, a.real = [2]float32{}, [2]bool{}
}

func (a *asked) add(t *name.Token, surprise float32, bears bool) {
	i := a.n
	a.n++
	own := uint32(1) << i
	a.toks[i], a.rarity[i] = t, surprise
	if bears && t.Role != name.Title {
		a.bears |= own
	}
	if len(t.Fold) == 1 {
		a.single |= own
	}
	if i == 0 {
		a.afar = !latin(t.Text)
	}
	if match.Syllable(t.Text) {
		surprise = 0
	}
	a.bag[i] = bagOf(cut(t.Fold))
	for k := range 2 {
		w, generic := match.Weight(t.Role, len(t.Fold), surprise, k == 1)
		a.weight[k][i] = w
		a.total[k] += w
		if !generic {
			a.real[k] = true
			a.shared |= own
		}
	}
	if wholeRole(t.Role) {
		a.whole |= a.bag[i] & letters
		if a.length+len(t.Fold) <= len(a.text) {
			copy(a.text[a.length:], t.Fold)
		}
		a.length += len(t.Fold)
	}
	if i >= 2 {
		if n := a.bag[i]>>26 + a.bag[i-1]>>26 + a.bag[i-2]>>26; n <= 32 {
			a.threes[a.nthree] = (a.bag[i]|a.bag[i-1]|a.bag[i-2])&letters | n<<26
			a.nthree++
		}
	}
}

func (a *asked) end(full bool) { a.free = full || !a.real[0] || !a.real[1] }

// wholeRole reports whether a word of a role counts in the whole name.
func wholeRole(r name.Role) bool {
	return r != name.Title && r != name.LegalForm && r != name.Prefix
}

// sift adds to s.found those of s.again that can score what is wanted against
// the reading being looked up. It goes over some at a time, touching what the
// next step needs of all of them (see meet).
func (x *names) sift(s *search, tag uint64) {
	const batch = 32
	var at [batch]int
	var kinds [batch]name.Kind
	var roles [batch][]byte
	var forms [batch][]uint32
	for rest := s.again; len(rest) > 0; {
		now := rest[:min(len(rest), batch)]
		rest = rest[len(now):]
		all := 0
		for i, f := range now {
			at[i] = int(x.formOff.at(int(f)))
			kinds[i], _, roles[i] = x.shapeOf(f)
			all += len(roles[i])
		}
		for i := range now {
			s.looked ^= uint32(x.tokens.at(at[i]))
		}
		s.words = slices.Grow(s.words[:0], all)
		n := 0
		for i, f := range now {
			from := len(s.words)
			for k, r := range roles[i] {
				s.words = append(s.words, uint32(x.tokens.at(at[i]+k))|uint32(r)<<roleShift)
			}
			if form := s.words[from:]; s.shares(form) {
				for _, w := range form {
					s.looked ^= x.attr[2*(w&tokenMask)]
				}
				now[n], forms[n], kinds[n] = f, form, kinds[i]
				n++
			} else {
				s.words = s.words[:from]
			}
		}
		for i, f := range now[:n] {
			if x.fits(s, kinds[i], forms[i]) {
				s.found = append(s.found, uint64(f)<<queryBits|tag)
			}
		}
	}
}

// like is what a token is like, nil when it is like nothing.
func (s *search) like(id uint32) *slot {
	if s.bloom[id>>6%bloomWords]>>(id&63)&1 == 0 {
		return nil
	}
	if h := &s.slot[s.at(id)]; h.token != 0 {
		return h
	}
	return nil
}

// shares reports whether two bearing words of a form are like two units, and
// the names do not contradict each other in two words.
func (s *search) shares(form []uint32) bool {
	var units uint64
	var covered uint32
	n, bear, titles := 0, 0, 0
	for _, w := range form {
		h := s.like(w & tokenMask)
		if h != nil {
			covered |= h.words
		}
		if h != nil && posted(w) {
			units |= h.units
			n++
		}
		if w&substantive == 0 {
			continue
		}
		if w>>roleShift&roleMask == uint32(name.Title) {
			titles++
		} else {
			bear++
		}
	}
	return n >= 2 && units&(units-1) != 0 && (bear-n < 2+titles || bits.OnesCount32(s.asked.bears&^covered) < 2)
}

// fits reports whether a form that shares enough can score what is wanted.
func (x *names) fits(s *search, kind name.Kind, form []uint32) bool {
	a, l := &s.asked, &s.listed
	if a.free || a.least < -20 || len(form) > match.MaxTokens {
		return true
	}
	covered := uint32(0)
	for i, w := range form {
		if h := s.like(w & tokenMask); h != nil {
			l.words[i], l.units[i] = h.words, h.units
			covered |= h.words
		} else {
			l.words[i], l.units[i] = 0, 0
		}
	}
	k := 0
	if a.firm {
		k = 1
	}
	if x.reaches(s, form, k, covered) {
		return true
	}
	if k == 0 && kind == name.Organization && x.reaches(s, form, 1, covered) {
		return true
	}
	return x.joined(s, form, covered)
}

// reaches bounds the score of a form, as for a person (k 0) or a firm.
func (x *names) reaches(s *search, form []uint32, k int, covered uint32) bool {
	a, l := &s.asked, &s.listed
	b := &l.balance
	*b = match.Balance{TotalA: a.total[k]}
	var most, mostA float32
	lone, whole, length := 0, uint32(0), 0
	substance := false
	for i, w := range form {
		id := w & tokenMask
		role := name.Role(w >> roleShift & roleMask)
		bag := x.bag(id)
		l.bag[i] = bag
		weight, generic := x.weight(k, role, id)
		substance = substance || !generic
		b.TotalB += weight
		l.weight[i] = weight
		if bag>>26 == 1 {
			lone++
		} else if l.words[i] == 0 {
			b.LeftB += weight
			most = max(most, weight)
		}
		if wholeRole(role) {
			whole |= bag & letters
			length += int(bag >> 26)
		}
	}
	if !substance {
		return true
	}
	for i := range a.n {
		switch own := uint32(1) << i; {
		case covered&own != 0:
			if a.shared&own != 0 {
				b.Gain += a.weight[k][i]
			}
		case a.single&own != 0:
			b.Gain += a.weight[k][i]
		default:
			b.LeftA += a.weight[k][i]
			mostA = max(mostA, a.weight[k][i])
		}
	}
	// A single letter is any word that begins with it.
	b.LeftB = max(0, b.LeftB-float32(bits.OnesCount32(a.single))*most)
	b.LeftA = max(0, b.LeftA-float32(lone)*mostA)
	b.Gain = (b.Gain + float32(lone)*0.35) * sharedWeight
	b.Same = len(form) == a.n && b.LeftA == 0 && b.LeftB == 0
	b.Letters = lone > 0 || a.single != 0
	if x.bothAfar(s, form) {
		b.Apart = 0 // counted in letters of their own
	} else {
		b.Apart = max(length-a.length, a.length-length, bits.OnesCount32(whole&^a.whole), bits.OnesCount32(a.whole&^whole))
	}
	if b.Most() < a.least {
		return false
	}
	l.length, l.lone = length, lone
	return x.still(s, form, k, covered)
}

// still is the same with what the pairs of words cost, and the edits between
// the whole names counted.
func (x *names) still(s *search, form []uint32, k int, covered uint32) bool {
	a, l := &s.asked, &s.listed
	b := &l.balance
	gain, slips := float32(l.lone)*0.35*sharedWeight, 0
	for i := range a.n {
		own := uint32(1) << i
		if covered&own == 0 {
			if a.single&own != 0 {
				gain += a.weight[k][i] * sharedWeight
			}
			continue
		}
		if a.shared&own == 0 {
			continue
		}
		best, few := float32(0), 255
		for j := range form {
			if l.words[j]&own == 0 {
				continue
			}
			how, ok := x.how(s, i, j, form[j]&tokenMask)
			if !ok { // joined or halved
				best, few = a.weight[k][i]*sharedWeight, 0
				break
			}
			if how.Cost < 1 {
				best, few = max(best, how.Gain(a.weight[k][i], l.weight[j])), min(few, int(how.Slips))
			}
		}
		if few == 255 { // like no word after all
			few = 0
			if l.lone == 0 {
				b.LeftA += a.weight[k][i]
			}
		}
		gain += best
		slips += few
	}
	b.Gain, b.Slips = gain, slips
	if b.Most() < a.least {
		return false
	}
	if b.Apart < 3 && (b.Apart < b.Slips || b.LeftA >= 0.3 || b.LeftB >= 0.3) && !x.bothAfar(s, form) {
		var buf [64]byte
		if a.length > len(buf) || l.length > len(buf) {
			b.Apart = 3
		} else {
			n := 0
			for _, w := range form {
				if wholeRole(name.Role(w >> roleShift & roleMask)) {
					n += copy(buf[n:], x.fold(w&tokenMask))
				}
			}
			b.Apart = name.Distance(view(a.text[:a.length]), view(buf[:n]), 3)
		}
	}
	return b.Most() >= a.least
}

// how is how alike the i-th word of the query and the j-th of a form are; not
// ok when the form's may be a part of the other or the other way round.
func (x *names) how(s *search, i, j int, id uint32) (match.Likeness, bool) {
	var cell *atomic.Uint64
	for m := s.listed.units[j]; m != 0; m &= m - 1 {
		u := &s.units[bits.TrailingZeros64(m)]
		if u.words>>i&1 == 0 {
			continue
		}
		if u.how == nil {
			return match.Likeness{}, false
		}
		k, ok := slices.BinarySearch(u.ids[:u.firm], id)
		if !ok {
			if k, ok = slices.BinarySearch(u.ids[u.firm:], id); !ok {
				return match.Likeness{}, false
			}
			k += u.firm
		}
		cell = &u.how[k]
	}
	if cell == nil {
		return match.Likeness{}, false
	}
	if b := cell.Load(); b != 0 {
		return match.Unpack(b), true
	}
	a := &s.asked
	if a.made>>i&1 == 0 {
		a.made |= 1 << i
		a.word[i].Set(a.toks[i])
	}
	s.token, s.keys = x.token(id, s.keys[:0])
	s.word.Set(&s.token)
	how := match.Liken(&a.word[i], &s.word, &s.crossed)
	cell.Store(how.Pack())
	return how, true
}

// bothAfar reports whether both names are in other than Latin letters: then
// the edits between the whole names are counted in letters of their own.
func (x *names) bothAfar(s *search, form []uint32) bool {
	return s.asked.afar && x.look(form[0]&tokenMask)&lookAfar != 0
}

// joined reports whether a word without a partner may be part of one when it
// is joined with its neighbours, in a way that the units do not show: three
// words, a part of one letter, or a part with a slip in it.
func (x *names) joined(s *search, form []uint32, covered uint32) bool {
	a, l := &s.asked, &s.listed
	for i := range form {
		if l.words[i] == 0 {
			for _, t := range a.threes[:a.nthree] {
				if alikeBags(t, l.bag[i]) {
					return true
				}
			}
		}
		bag := l.bag[i]
		for j := i + 1; j < len(form) && j < i+3; j++ {
			n := bag>>26 + l.bag[j]>>26
			if n > 32 {
				break
			}
			bag = (bag|l.bag[j])&letters | n<<26
			if l.words[i] != 0 && l.words[j] != 0 && (j < i+2 || l.words[i+1] != 0) {
				continue
			}
			for k := range a.n {
				if alikeBags(bag, a.bag[k]) {
					return true
				}
			}
		}
	}
	return false
}

// alikeBags reports whether two words of such letters may be one edit apart.
func alikeBags(a, b uint32) bool {
	d := int(a>>26) - int(b>>26)
	return d >= -1 && d <= 1 && bits.OnesCount32(a&^b&letters) <= 1 && bits.OnesCount32(b&^a&letters) <= 1
}

// weight is the weight of a stored word, see match.Weight.
func (x *names) weight(k int, role name.Role, id uint32) (float32, bool) {
	t := &roleWeights[k][role&31]
	if x.bag(id)>>26 == 1 {
		return t.single, t.generic
	}
	if x.look(id)&lookSyllable != 0 {
		return t.base, t.generic
	}
	return t.base + t.slope*rarities[x.rare(id)], t.generic
}

type roleWeight struct {
	base, slope, single float32
	generic             bool
}

// roleWeights holds match.Weight by its parts.
var roleWeights = func() (t [2][32]roleWeight) {
	for k := range t {
		for r := range t[k] {
			w := &t[k][r]
			w.base, w.generic = match.Weight(name.Role(r), 9, 0, k == 1)
			top, _ := match.Weight(name.Role(r), 9, name.Rarest, k == 1)
			w.slope = top - w.base
			w.single, _ = match.Weight(name.Role(r), 1, 0, k == 1)
		}
	}
	return
}()

// sharedWeight is the weight of what is shared.
var sharedWeight = float32(match.TermShared.Weight())

// rarities scales a stored surprise to 0 to 1 as match does.
var rarities = func() (t [256]float32) {
	for i := range t {
		low, _ := match.Weight(name.Plain, 9, 0, false)
		top, _ := match.Weight(name.Plain, 9, name.Rarest, false)
		w, _ := match.Weight(name.Plain, 9, float32(i)/20, false)
		t[i] = (w - low) / (top - low)
	}
	return
}()

// What is noted of how a stored word is written.
const (
	lookAfar     = 1 << iota // in other than Latin letters
	lookSyllable             // one sign that is a syllable, Han or Hangul
)

func lookOf(t *name.Token) (b byte) {
	if !latin(t.Text) {
		b |= lookAfar
	}
	if match.Syllable(t.Text) {
		b |= lookSyllable
	}
	return b
}
