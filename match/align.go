package match

import (
	"math/bits"
	"unicode/utf8"
	"unsafe"

	"khasan/name"
)

// token is a word made ready: its strings, its role and its weight.
type token struct {
	fold, skel string
	text       string // as written
	src        *name.Token
	latin      bool // written in Latin letters
	script     rune // see block
	acronym    bool // consonants only
	syllable   bool // one sign that is a syllable, Han or Hangul
	keys       []string
	keyBag     uint64 // a bit for each of keys: words that share none share no key
	role       name.Role
	bag        uint32 // see bagOf
	letters    int    // of fold
	number     bool
	generic    bool    // bears little by itself: particle, title, legal form, ...
	weight     float32 // by role and rarity; an ordinary name word weighs 1
	rarity     float32 // 0 (everybody's) to 1 (hardly anybody's)
	mate       int8    // position of the paired word on the other side, -1
	cost       float32
	slips      int  // plain edits of the pair
	span       int8 // words of the pair on both sides
	rel        relation
}

// edge is a possible pairing of one or two words of a with one or two of b.
type edge struct {
	cost   float32
	i, j   int8
	ni, nj int8 // how many words each side gives
	rel    relation
	slips  int16 // letters that the words differ in, when known; else -1
}

// scratch is the workspace of one comparison of two readings; it lives as
// long as its Prepared.
type scratch struct {
	a, b     [MaxTokens]token
	na, nb   int
	edges    [96]edge
	nedges   int
	firm     bool
	across   name.Crossings
	cross    bool // the two readings come from different scripts
	whole    int  // edits between the whole strings, spaces left out
	wholeLen int
	near     int     // edits between the two, the order of words left out
	told     float32 // how surprising the words that met are together, in nats
	wa, wb   [64]byte
	known    []Known // see Pair
	looked   uint32
	la, lb   [MaxTokens]uint8 // letters of the words, up to 255
}

// load fills in the two sides; it reports false when either has no words.
func (s *scratch) load(a, b *side, firm bool) bool {
	s.firm = firm
	s.cross = a.script != b.script
	s.na, s.nb = len(a.toks), len(b.toks)
	s.nedges = 0
	if s.na == 0 || s.nb == 0 {
		return false
	}
	copy(s.a[:], a.toks)
	if &b.toks[0] != &s.b[0] {
		copy(s.b[:], b.toks)
	}
	return true
}

// side is one reading made ready.
type side struct {
	script string
	toks   []token
}

// script is the script part of a reading's scheme: "cyrillic-ru" → "cyrillic".
func script(scheme string) string {
	for i := range len(scheme) {
		if scheme[i] == '-' {
			return scheme[:i]
		}
	}
	return scheme
}

// ready makes the words of a reading ready, appending them to dst. rare, when
// not nil, holds their surprise in twentieths of a nat, as an index keeps it,
// and surprise in nats, where it is not negative; otherwise rarity is asked,
// and without that the table of name frequencies.
func ready(dst []token, toks []name.Token, firm bool, rare []byte, surprise []float32, rarity func(string) float32) []token {
	from := len(dst)
	for i := range toks {
		if len(dst)-from == MaxTokens {
			break
		}
		t := &toks[i]
		if t.Fold == "" {
			continue
		}
		dst = append(dst, readyWord(t))
		dst[len(dst)-1].weigh(i, firm, rare, surprise, rarity)
	}
	substance(dst[from:])
	return dst
}

// readyWords is ready for words that are ready but for their roles.
func readyWords(dst []token, words []*Word, roles []name.Role, firm bool, rare []byte, rarity func(string) float32) []token {
	for i, w := range words {
		if len(dst) == MaxTokens {
			break
		}
		if w.t.fold == "" {
			continue
		}
		dst = append(dst, w.t)
		d := &dst[len(dst)-1]
		d.role = roles[i]
		d.number = d.number || d.role == name.Number
		d.weigh(i, firm, rare, nil, rarity)
	}
	substance(dst)
	return dst
}

// weigh says how rare the i-th word of a reading is, and what it weighs; see
// ready.
func (t *token) weigh(i int, firm bool, rare []byte, surprise []float32, rarity func(string) float32) {
	switch {
	case t.syllable:
		// One of some hundred syllables says little, however rare its
		// romanisation is elsewhere.
		t.rarity = 0
	case i < len(rare):
		t.rarity = rarityOf(float32(rare[i]) / 20)
	case i < len(surprise) && surprise[i] >= 0:
		t.rarity = rarityOf(surprise[i])
	case rarity != nil:
		t.rarity = rarityOf(rarity(t.fold))
	default:
		t.rarity = rarityOf(name.Surprise(t.fold))
	}
	t.weight, t.generic = roleWeight(t, firm)
}

// substance gives the words of a name that is of particles only ("El Señor")
// weights of their own: it is a name all the same.
func substance(own []token) {
	for i := range own {
		if !own[i].generic {
			return
		}
	}
	for i := range own {
		if own[i].role != name.LegalForm || len(own) == 1 {
			own[i].generic, own[i].weight = false, 0.4+0.4*own[i].rarity
		}
	}
}

// readyWord is a word by itself, without its weight.
func readyWord(t *name.Token) token {
	return token{fold: t.Fold, text: t.Text, src: t, latin: isLatin(t.Text), script: scriptOf(t.Text), syllable: Syllable(t.Text), acronym: isAcronym(t.Text),
		skel: t.Skel, keys: t.Keys, keyBag: keyBagOf(t.Keys), role: t.Role, mate: -1, cost: 1, rel: unlike, bag: bagOf(t.Fold), letters: len(t.Fold),
		number: t.Role == name.Number || isDigits(t.Fold)}
}

func roleWeight(t *token, firm bool) (w float32, generic bool) {
	switch t.role {
	case name.Particle:
		if firm {
			return 0.03, true // of, de, and: another language has others
		}
		return 0.10, true
	case name.Title:
		return 0.02, true
	case name.Prefix:
		return 0.05, true
	case name.LegalForm:
		return 0.10, true
	case name.Suffix:
		return 0.25, true
	case name.Initial:
		return 0.35, false
	case name.Nickname:
		return 0.5, false
	case name.Sector:
		return 0.35 + 0.25*t.rarity, false
	case name.Number:
		return 0.5, false
	case name.Patronymic:
		return 0.6, false // left out as often as said
	case name.PlaceName:
		return 0.7, false
	}
	if t.letters == 1 {
		return 0.35, false
	}
	if firm {
		return 0.4 + 0.7*t.rarity, false
	}
	return 0.7 + 0.4*t.rarity, false
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// alignSame pairs every word with the one in its place: for equal texts.
func (s *scratch) alignSame() {
	for i := range s.na {
		for _, t := range [2]*token{&s.a[i], &s.b[i]} {
			t.mate, t.cost, t.rel, t.span, t.slips = int8(i), 0, equal, 2, 0
		}
	}
	s.whole, s.wholeLen = 0, 64
}

// align pairs the words of both sides: every possible pairing with its cost,
// then the cheapest first. Words may also be joined: two on one side against
// one on the other ("Abdul Aziz", "Abdulaziz").
func (s *scratch) align() {
	alone := s.na == 1 && s.nb == 1
	plainB := uint32(0)
	for j := range s.b[:s.nb] {
		t := &s.b[j]
		s.lb[j] = uint8(min(t.letters, 255))
		if t.plain() {
			plainB |= 1 << (j & 31)
		}
	}
	var told [MaxTokens]uint32 // of each word of a, the words of b of which s.known tells
	for k := range s.known {
		n := &s.known[k]
		if int(n.I) >= s.na || plainB>>(n.J&31)&1 == 0 || !s.a[n.I].plain() {
			continue
		}
		told[n.I] |= 1 << (n.J & 31)
		if l := Unpack(n.Likeness); l.Cost < 1 {
			s.add(edge{cost: l.Cost, i: int8(n.I), j: int8(n.J), ni: 1, nj: 1, rel: l.rel, slips: int16(l.Slips)})
		}
	}
	for i := range s.a[:s.na] {
		a := &s.a[i]
		s.la[i] = uint8(min(a.letters, 255))
		rest := uint32(1)<<(s.nb&31) - 1
		if a.plain() {
			if s.looked>>(i&31)&1 != 0 {
				rest &^= plainB
			} else {
				rest &^= told[i]
			}
		}
		for ; rest != 0; rest &= rest - 1 {
			j := bits.TrailingZeros32(rest)
			if a.farFrom(&s.b[j], alone) {
				continue
			}
			if c, r := likeness(a, &s.b[j], alone, &s.across); c < 1 {
				s.add(edge{cost: c, i: int8(i), j: int8(j), ni: 1, nj: 1, rel: r, slips: -1})
			}
		}
	}
	if s.na != s.nb || s.nedges < s.na {
		s.joins(&s.a, s.la[:s.na], &s.b, s.lb[:s.nb], false)
		s.joins(&s.b, s.lb[:s.nb], &s.a, s.la[:s.na], true)
	}
	s.sortEdges()
	for k := range s.nedges {
		e := &s.edges[k]
		if !s.free(e) {
			continue
		}
		for x := range e.ni {
			t := &s.a[e.i+x]
			t.mate, t.cost, t.rel, t.span = e.j, e.cost, e.rel, e.ni+e.nj
			if e.rel == equal || x > 0 {
				continue
			}
			if t.slips = int(e.slips); e.slips < 0 {
				t.slips = slipsOf(t, &s.b[e.j], e.cost, e.rel)
			}
		}
		for x := range e.nj {
			t := &s.b[e.j+x]
			t.mate, t.cost, t.rel = e.i, e.cost, e.rel
		}
	}
	s.wholeStrings()
}

// plain is [Plain] for a word that is ready.
func (t *token) plain() bool {
	return t.letters > 1 && !t.number && t.role != name.Initial && t.role != name.Suffix
}

// Plain reports whether nothing but how a word is written says how alike others
// it is, so that what was found by [Liken] holds for it.
func Plain(role name.Role, fold string) bool {
	return len(fold) > 1 && role != name.Initial && role != name.Suffix && role != name.Number && !isDigits(fold)
}

// farFrom reports whether two words are certainly unlike, at a glance: they share
// no key and no skeleton, need not be looked at across scripts, and differ in
// too many letters.
func (t *token) farFrom(u *token, alone bool) bool {
	if t.letters < 2 || u.letters < 2 || t.keyBag&u.keyBag != 0 || t.skel == u.skel {
		return false
	}
	if t.latin != u.latin && (alone || !t.latin && name.SameBlock(t.src, u.src)) {
		return false
	}
	d := t.letters - u.letters
	return d > 2 || d < -2 || bits.OnesCount32(t.bag&^u.bag) > 2 || bits.OnesCount32(u.bag&^t.bag) > 2
}

// slipsOf is how many letters two paired words differ in; x and y are the first
// of each side when there are several.
func slipsOf(x, y *token, cost float32, rel relation) int {
	switch {
	case rel == variant && cost >= 0.5:
		return 3 // other signs
	case rel == afar || rel == variant && x.latin != y.latin:
		// Letters of a romanisation are not edits; what was agreed on says how
		// near the words are.
		return int(cost * 6)
	case rel == variant:
		return (levenshtein(x.fold, y.fold) + 1) / 3
	case rel != joined:
		return levenshtein(x.fold, y.fold)
	case cost < 0.05:
		return 0
	}
	return 1
}

func (s *scratch) add(e edge) {
	if s.nedges < len(s.edges) {
		s.edges[s.nedges] = e
		s.nedges++
	}
}

func (s *scratch) free(e *edge) bool {
	for x := range e.ni {
		if s.a[e.i+x].mate >= 0 {
			return false
		}
	}
	for x := range e.nj {
		if s.b[e.j+x].mate >= 0 {
			return false
		}
	}
	return true
}

// joins looks for two or three neighbours of a that together are one word of b.
func (s *scratch) joins(a *[MaxTokens]token, la []uint8, b *[MaxTokens]token, lb []uint8, swapped bool) {
	var buf [96]byte
	nb := len(lb)
	lengths := uint64(0) // of the words of b, or one off
	for _, n := range lb {
		lengths |= 7 << min(n, 63) >> 1
	}
	for i := 0; i+1 < len(la); i++ {
		n, written := int(la[i]), 0 // letters of the joined words, and how many are in buf
		for span := 2; span <= 3 && i+span <= len(la); span++ {
			if n += int(la[i+span-1]); n > 31 {
				break
			}
			if n < 4 || lengths>>n&1 == 0 {
				continue
			}
			if a[i].number || a[i+1].number {
				break
			}
			bag := a[i].bag | a[i+1].bag
			if span == 3 {
				bag |= a[i+2].bag
			}
			for j := range nb {
				if d := int(lb[j]) - n; d > 1 || d < -1 || bits.OnesCount32(bag&^b[j].bag) > 1 || bits.OnesCount32(b[j].bag&^bag) > 1 {
					continue
				}
				f := b[j].fold
				if f == a[i].fold {
					continue
				}
				if written < n {
					// Few words are as long as two others together.
					written = 0
					for x := range span {
						written += copy(buf[written:], a[i+x].fold)
					}
				}
				if !b[j].latin && !sameSigns(a[i:i+span], &b[j]) {
					continue
				}
				c := float32(0)
				if view(buf[:n]) != f {
					// A slip is allowed where an index can see through it: the
					// query joined, or one of the two words intact in it.
					first, second := a[i].fold, a[i+1].fold
					if n < 8 || span > 2 || !name.OneEdit(view(buf[:n]), f) ||
						swapped && !(len(first) >= 4 && f[:min(len(first), len(f))] == first ||
							len(second) >= 4 && f[max(0, len(f)-len(second)):] == second) {
						continue
					}
					c = distance(view(buf[:n]), f, 1.2) / allowance(n)
				}
				e := edge{cost: c + 0.04, i: int8(i), j: int8(j), ni: int8(span), nj: 1, rel: joined, slips: -1}
				if swapped {
					e.i, e.j, e.ni, e.nj = int8(j), int8(i), 1, int8(span)
				}
				s.add(e)
			}
		}
	}
}

// sameSigns reports whether words joined are written as a word of their own
// script is, where signs are syllables: 高石 and 高市 are both read Gaoshi.
func sameSigns(words []token, w *token) bool {
	if words[0].script != w.script || !syllabicBlock(w.script) {
		return true
	}
	rest := w.text
	for i := range words {
		t := words[i].text
		if len(t) > len(rest) || rest[:len(t)] != t {
			return false
		}
		rest = rest[len(t):]
	}
	return rest == ""
}

// view is the bytes as a string, not to outlive them.
func view(b []byte) string { return unsafe.String(&b[0], len(b)) }

// sortEdges puts the cheapest first; among equals the longer word, then the
// one nearer to its place.
func (s *scratch) sortEdges() {
	for k := 1; k < s.nedges; k++ {
		e := s.edges[k]
		m := k
		for m > 0 && s.less(&e, &s.edges[m-1]) {
			s.edges[m] = s.edges[m-1]
			m--
		}
		s.edges[m] = e
	}
}

func (s *scratch) less(x, y *edge) bool {
	if x.cost != y.cost {
		return x.cost < y.cost
	}
	if a, b := len(s.a[x.i].fold), len(s.a[y.i].fold); a != b {
		return a > b
	}
	if a, b := apart(x), apart(y); a != b {
		return a < b
	}
	if x.i != y.i {
		return x.i < y.i
	}
	return x.j < y.j
}

func apart(e *edge) int8 {
	if d := e.i - e.j; d > 0 {
		return d
	}
	return e.j - e.i
}

// tooFar is how many edits between two whole names say nothing any more.
const tooFar = 3

// wholeStrings measures the edits between the two names written without
// spaces, titles and legal forms, in order: it sees a space that moved
// ("Arefullaha Ref") where words cannot.
func (s *scratch) wholeStrings() {
	na, bagA := measure(s.a[:s.na])
	nb, bagB := measure(s.b[:s.nb])
	s.wholeLen = max(na, nb)
	s.whole = 1 << 20
	if d, ok := s.written(); ok {
		s.whole = d
		return
	}
	if d := na - nb; na == 0 || nb == 0 || na > 64 || nb > 64 || d >= tooFar || d <= -tooFar ||
		bits.OnesCount32(bagA&^bagB) >= tooFar || bits.OnesCount32(bagB&^bagA) >= tooFar {
		return
	}
	concat(s.wa[:], s.a[:s.na])
	concat(s.wb[:], s.b[:s.nb])
	s.whole = editDistance(s.wa[:na], s.wb[:nb])
}

// measure is how many letters the words that count have, 65 when they are more
// than 64, and which.
func measure(toks []token) (n int, bag uint32) {
	for i := range toks {
		switch t := &toks[i]; t.role {
		case name.Title, name.LegalForm, name.Prefix:
		default:
			n += t.letters
			bag |= t.bag
		}
	}
	return min(n, 65), bag
}

// written is the edits between the two names as written, when both are in one
// script that is not Latin; where signs are syllables each counts thrice.
func (s *scratch) written() (int, bool) {
	ta, tb := s.a[0].text, s.b[0].text
	if ta == "" || tb == "" || ta[0] < 0x80 || tb[0] < 0x80 {
		return 0, false
	}
	first, _ := utf8.DecodeRuneInString(ta)
	other, _ := utf8.DecodeRuneInString(tb)
	if block(first) != block(other) || block(first) == 0 {
		return 0, false
	}
	var x, y [64]rune
	n, m := runes(x[:], s.a[:s.na]), runes(y[:], s.b[:s.nb])
	if n < 0 || m < 0 {
		return 0, false
	}
	d := runeDistance(x[:n], y[:m], tooFar-1)
	if syllabic(first) {
		d *= 3
	}
	return d, true
}

func runes(dst []rune, toks []token) int {
	n := 0
	for i := range toks {
		for _, r := range toks[i].text {
			if n == len(dst) {
				return -1
			}
			dst[n] = name.Simplified(r)
			n++
		}
	}
	return n
}

func levenshtein(a, b string) int {
	var x, y [64]byte
	return editDistance(x[:copy(x[:], a)], y[:copy(y[:], b)])
}

// concat writes the words that count one after another, as many as there is
// room for.
func concat(dst []byte, toks []token) {
	n := 0
	for i := range toks {
		switch toks[i].role {
		case name.Title, name.LegalForm, name.Prefix:
		default:
			n += copy(dst[n:], toks[i].fold)
		}
	}
}
