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
	least float64 // log-odds that are wanted
	firm  bool    // the query is a firm
	// The query is a firm or may be one: it may be called by its letters.
	lettered bool
	free     bool // no bound can be given: every name goes through
	n        int
	weight   [2][match.MaxTokens]float32 // as for a person, as for a firm
	total    [2]float32
	bag      [match.MaxTokens]uint32
	bears    uint32 // words by which names are found, titles not counted
	single   uint32 // words of one letter
	shared   uint32 // words that count when shared
	whole    uint32 // bag of all that counts in the whole name, and how long it is
	length   int
	afar     bool // in other than Latin letters
	signs    signs
	threes   [match.MaxTokens]uint32 // bags of three neighbours as one
	nthree   int
	threeAt  [match.MaxTokens]uint8 // the last word of each
	twice    bool                   // two words have the same letters
	odd      bool                   // a word is not compared as a plain one, see match.Pair
	real     [2]bool
	full     int // words of more than a letter that are not generic
	toks     [match.MaxTokens]*name.Token
	rarity   [match.MaxTokens]float32
	word     [match.MaxTokens]match.Word // made when first wanted
	made     uint32
	text     [64]byte // the whole name, when it fits
	// Of all words of the reading, how surprising they are, in nats; negative
	// when it is not known.
	surprise []float32
	lengths  uint64 // a bit for each number of letters that is a word's, or one off
	ledgers  [2][16]ledger
	round    uint32 // of ledgers
}

// listed is what is known of a form being weighed beside its card.
type listed struct {
	words [match.MaxTokens]uint32 // of the query, those it is like
	slot  [match.MaxTokens]*slot
	// What the bound has come to so far.
	balance match.Balance
	spare   bool // words are left over though others are like them
}

// kind says what bears the query's name.
func (a *asked) kind(k name.Kind) {
	a.firm, a.lettered = k == name.Organization, k == name.Organization || k == name.Any
}

func (a *asked) begin() {
	a.n, a.bears, a.single, a.shared, a.whole, a.length, a.nthree = 0, 0, 0, 0, 0, 0, 0
	a.signs, a.full = 0, 0
	a.free, a.afar, a.twice, a.odd, a.made, a.surprise = false, false, false, false, 0, a.surprise[:0]
	a.total, a.real, a.lengths = [2]float32{}, [2]bool{}, 0
	a.round++
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
	a.odd = a.odd || !match.Plain(t.Role, t.Fold)
	if i == 0 {
		a.afar = !latin(t.Text)
	}
	if a.afar {
		a.signs.add(t.Text)
	}
	if match.Syllable(t.Text) {
		surprise = 0
	}
	a.bag[i] = bagOf(cut(t.Fold))
	a.twice = a.twice || slices.Contains(a.bag[:i], a.bag[i])
	a.lengths |= 7 << (a.bag[i] >> 26) >> 1
	for k := range 2 {
		w, generic := match.Weight(t.Role, len(t.Fold), surprise, k == 1)
		a.weight[k][i] = w
		a.total[k] += w
		if !generic {
			a.real[k] = true
			a.shared |= own
			if k == 0 && len(t.Fold) > 1 {
				a.full++
			}
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
			a.threeAt[a.nthree] = uint8(i)
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
		if brief != nil && brief[f].Load() == 0 {
			var e sketch
			x.fill(&s.read[0], kinds[i], form)
			e.make(&s.read[0])
			brief[f].Store(e.a.Load())
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
	return n >= 2 && units&(units-1) != 0 && (bear-n < 2+titles || bits.OnesCount32(s.asked.bears&^covered) < 2)
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

// ledger is what a query's reading brings to a bound when some of its words are
// covered.
type ledger struct {
	round           uint32
	covered         uint32
	gain, left, big float32 // what may be shared, what is left over, the heaviest of it
	denied          float32 // see match.Balance.Denied; for names without letters for words
}

// ledger is that for words covered.
func (a *asked) ledger(k int, covered uint32) *ledger {
	g := &a.ledgers[k][(covered^covered>>4)%16]
	if g.round == a.round && g.covered == covered {
		return g
	}
	*g = ledger{round: a.round, covered: covered}
	for i := range a.n {
		switch own := uint32(1) << i; {
		case covered&own != 0:
			if a.shared&own != 0 {
				g.gain += a.weight[k][i]
			}
		case a.single&own != 0:
			g.gain += a.weight[k][i]
		default:
			g.left += a.weight[k][i]
			g.big = max(g.big, a.weight[k][i])
		}
	}
	b := match.Balance{Gain: g.gain * sharedWeight, LeftA: g.left, TotalA: a.total[k]}
	g.denied = b.Denied(a.least)
	return g
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

// apart is how many letters the whole name and that of a form are apart at least.
// Two in one script that is not Latin are counted in its signs.
func (a *asked) apart(length int, whole uint32, signs signs) int {
	d := max(length-a.length, a.length-length, bits.OnesCount32(whole&^a.whole), bits.OnesCount32(a.whole&^whole))
	if a.afar && signs != 0 {
		d = min(d, a.signs.apart(signs))
	}
	return d
}

// signs are the letters of a whole name that is not in Latin ones, as written:
// bits 0 to 48 which, 49 whether each is a syllable, 50 to 55 how many, 63 for
// more than 62, and above them which script.
type signs uint64

const (
	signBits   = 49
	signLength = signBits + 1
	signScript = 56
)

// add adds a word.
func (s *signs) add(text string) {
	n := *s >> signLength & 63
	for _, r := range text {
		if *s == 0 {
			block, syllables := match.Block(r)
			*s = signs(block>>7%255+1) << signScript
			if syllables {
				*s |= 1 << signBits
			}
		}
		*s |= 1 << (uint32(r) % signBits)
		n++
	}
	*s = *s&^(63<<signLength) | min(n, 63)<<signLength
}

// apart is how many letters two names in one script are apart at least, many
// when they are not in one.
func (s signs) apart(t signs) int {
	if s>>signScript != t>>signScript {
		return 1 << 20
	}
	n, m := int(s>>signLength&63), int(t>>signLength&63)
	if n == 63 || m == 63 {
		return 0
	}
	const bag = 1<<signBits - 1
	d := max(n-m, m-n, bits.OnesCount64(uint64(s&^t&bag)), bits.OnesCount64(uint64(t&^s&bag)))
	if s>>signBits&1 != 0 {
		d *= 3
	}
	return d
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

// how is how alike the i-th word of the query and the j-th of a form are; not
// ok when the form's may be a part of the other or the other way round.
func (x *names) how(s *search, i, j int, id uint32) (match.Likeness, bool) {
	l := s.listed.slot[j]
	if l == nil {
		return match.Likeness{}, false
	}
	var cell *atomic.Uint64
	for m := l.units; m != 0; m &= m - 1 {
		k := bits.TrailingZeros64(m)
		u := &s.units[k]
		if u.words>>i&1 == 0 {
			continue
		}
		if u.how == nil {
			return match.Likeness{}, false
		}
		if cell = u.cell(l, k, id); cell == nil {
			return match.Likeness{}, false
		}
	}
	if cell == nil {
		return match.Likeness{}, false
	}
	return match.Unpack(x.liken(s, cell, i, id)), true
}

// cell is where it is kept how alike the k-th unit, this one, and a token are.
func (u *unit) cell(l *slot, k int, id uint32) *atomic.Uint64 {
	if int(l.first) == k {
		return &u.how[l.at]
	}
	if at, ok := u.at(id); ok {
		return &u.how[at]
	}
	return nil
}

// liken is how alike the i-th word of the query and a token are, packed, from
// where it is kept or put there.
func (x *names) liken(s *search, cell *atomic.Uint64, i int, id uint32) uint64 {
	if b := cell.Load(); b != 0 {
		return b
	}
	a := &s.asked
	if a.made>>i&1 == 0 {
		a.made |= 1 << i
		a.word[i].Set(a.toks[i])
	}
	s.token, s.keys = x.token(id, s.keys[:0])
	s.word.Set(&s.token)
	b := match.Liken(&a.word[i], &s.word, &s.crossed).Pack()
	cell.Store(b)
	return b
}

// likenesses fills s.how with what is known of how alike the words of the
// reading being looked up and those of a form are, for match.Pair; not ok when
// that is not all.
func (x *names) likenesses(s *search, form []uint32) (known []match.Known, ok bool) {
	n := len(form)
	if len(s.slots) == 0 || n > match.MaxTokens || n == 1 && s.asked.n == 1 {
		return nil, false
	}
	s.how = s.how[:0]
	for j, w := range form {
		id := w & tokenMask
		k := s.slotOf(id)
		if k == 0 {
			if x.bag(id)>>26 == 0 {
				return nil, false
			}
			continue
		}
		l := &s.slots[k-1]
		for m := l.units; m != 0; m &= m - 1 {
			k := bits.TrailingZeros64(m)
			if u := &s.units[k]; u.how != nil {
				i := bits.TrailingZeros32(u.words)
				if cell := u.cell(l, k, id); cell != nil {
					s.how = append(s.how, match.Known{I: uint8(i), J: uint8(j), Likeness: x.liken(s, cell, i, id)})
				}
			}
		}
	}
	return s.how, len(s.how) <= 64
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

// abbreviates reports whether one of the names may be a family name with first
// letters for the rest, see match.TermAbbreviated: whether a form has letters
// for words, and whether a single word besides.
func (a *asked) abbreviates(letters, one bool, k int) bool {
	return k == 0 && (letters || a.single != 0) && (one || a.full == 1)
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
	lookSoft                 // it stands in some name as a word by which that is not looked up
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
