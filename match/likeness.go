package match

import (
	"math/bits"
	"unicode/utf8"

	"khasan/name"
)

// How two words were found to be one.
type relation uint8

const (
	equal   relation = iota
	variant          // a shared skeleton or language key: spellings of one word
	nick             // a shared nickname group
	initial          // one is the other's first letter
	edited           // some edits apart
	afar             // words of two scripts alike by the learned weights only
	joined           // two words on one side are one word on the other
	unlike
)

// likeness is the cost of taking word a for word b, 0 (the same) to 1 (not at
// all), and why. Alone says that neither name has another word. Across remembers
// what words of two scripts were found to be.
func likeness(a, b *token, alone bool, across *name.Crossings) (float32, relation) {
	if a.fold == b.fold {
		if a.text != b.text && a.text != "" && b.text != "" && a.text[0] >= 0xE0 && b.text[0] >= 0xE0 {
			// The same reading of other signs: 石 and 市 are both "shi".
			if c := writtenCost(a, b, variant); c > 0 {
				return c, variant
			}
		}
		return 0, equal
	}
	la, lb := len(a.fold), len(b.fold)
	if la == 0 || lb == 0 {
		return 1, unlike
	}
	if a.role == name.Suffix && b.role == name.Suffix && otherBearer(a.fold, b.fold) {
		return 1, unlike // a second and a third, however alike they are written
	}
	if la == 1 || lb == 1 {
		if a.latin != b.latin && len(a.text) > 1 && len(b.text) > 1 {
			if r, ok := sharedKey(a, b); ok && r == variant {
				return crossKey, variant // Ё and Yo
			}
		}
		if a.fold[0] == b.fold[0] && (a.role == name.Initial || b.role == name.Initial || la != lb) && !a.number && !b.number {
			return 0.3, initial
		}
		return 1, unlike
	}
	if a.number || b.number {
		return 1, unlike
	}
	cost, rel := float32(1), unlike
	if r, ok := sharedKey(a, b); ok && (a.latin == b.latin || r == nick || !sharedSound(a, b) || across.BearsOut(a.src, b.src)) {
		rel = r
		cost = 0.12
		switch {
		case r == nick:
			cost = 0.30
		case a.latin != b.latin:
			cost = crossKey
		case sameWord(a, b):
			cost = classCost
		}
	} else if a.skel != "" && a.skel == b.skel && len(a.skel) >= 2 {
		rel, cost = variant, 0.22
		if len(a.skel) >= 4 {
			cost = 0.15
		}
	}
	if (a.syllable || b.syllable) && cost == 1 {
		return 1, unlike // another syllable is another name, not a slip
	}
	if a.latin != b.latin && !a.syllable && !b.syllable {
		// Between scripts the learned weights of letters decide, for words of
		// the query that agree with a Latin word in their coarse skeleton; for
		// names of one word, whether they agree or not (index/alone.go finds
		// them). The other way round (a Latin query, a listed name in another
		// script) folded forms and keys must do: lists give a Latin name with
		// nearly every other.
		same := !a.latin && name.SameBlock(a.src, b.src)
		if same || alone && !a.latin {
			if sim := across.Across(a.src, b.src); sim > 0 {
				if c := float32(1-sim) * crossCost; c < cost {
					if rel, cost = variant, c; !same || alone {
						rel = afar
					}
				}
			}
		}
		if cost < 1 {
			return cost, rel
		}
	}
	if rel == variant && cost > oneCost && a.latin && b.latin && name.OneName(a.fold, b.fold) {
		return oneCost, variant
	}
	long := max(la, lb)
	room := allowance(long)
	if a.acronym || b.acronym {
		return cost, rel // a letter makes another firm of it
	}
	if rel == variant && a.latin && b.latin && !sameClass(a, b) {
		// The habits of two languages may make one word of two that share but
		// their consonants: the more letters differ the less it says.
		if d := levenshtein(a.fold, b.fold); d > 2 {
			cost += 0.1 * float32(d-2)
		}
	}
	if bits.OnesCount32(a.bag&^b.bag) <= 2 && bits.OnesCount32(b.bag&^a.bag) <= 2 && name.Near(a.fold, b.fold) {
		if c := distance(a.fold, b.fold, 2.5) / room; c < cost {
			cost, rel = c, edited
		}
		if rel == edited && a.latin != b.latin && !a.syllable && !b.syllable {
			// Near in a romanisation, of skeletons too short to tell (Юлия, Yulia).
			far, near := a.src, b.src
			if a.latin {
				far, near = near, far
			}
			if sim := across.Across(far, near); sim >= name.Meets {
				// Still found as an edit: what an index looks up does not change.
				cost = min(cost, float32(1-sim)*crossCost)
			}
		}
	}
	if rel > equal && rel != unlike && a.text != "" && b.text != "" && a.text[0] >= 0x80 && b.text[0] >= 0x80 {
		if c := writtenCost(a, b, rel); c > cost {
			if cost = c; cost >= 1 {
				return 1, unlike
			}
		}
	}
	return cost, rel
}

// writtenCost looks at two words of one script that is not Latin as they are
// written: a romanisation leaves vowels and tones out, so that words that look
// near in Latin letters need not be. Where one sign is a syllable, another
// sign is another syllable; only readings that are the same word in other
// habits (리 and 이) are let through, at a cost.
func writtenCost(a, b *token, rel relation) float32 {
	var x, y [32]rune
	n, m := 0, 0
	for _, r := range a.text {
		if n < len(x) {
			x[n] = r
			n++
		}
	}
	for _, r := range b.text {
		if m < len(y) {
			y[m] = r
			m++
		}
	}
	if n == 0 || m == 0 || block(x[0]) != block(y[0]) {
		return 0
	}
	if block(x[0]) == 0x4E00 && name.SameSigns(a.text, b.text) {
		return 0 // simplified on one side
	}
	if syllabic(x[0]) {
		if rel == variant {
			return 0.6
		}
		return 1
	}
	if rel != edited {
		return 0
	}
	if d := runeDistance(x[:n], y[:m], 2); d > 2 || d == 2 && min(n, m) < 5 || d == 1 && min(n, m) < 3 {
		return 1
	}
	return 0
}

// block groups letters by script, coarsely.
func block(r rune) rune {
	switch {
	case r < 0x250:
		return 0
	case r >= 0x3400 && r < 0xA000 || r >= 0x20000:
		return 0x4E00
	case r >= 0xAC00 && r < 0xD7B0:
		return 0xAC00
	case r >= 0x0400 && r < 0x0530:
		return 0x0400
	case r >= 0x0600 && r < 0x0780:
		return 0x0600
	}
	return r >> 7 << 7
}

// Block groups letters by script, coarsely; 0 is Latin. Syllabic says that a
// letter of the block is a syllable.
func Block(r rune) (b rune, isSyllable bool) {
	b = block(r)
	return b, syllabicBlock(b)
}

func syllabic(r rune) bool { return syllabicBlock(block(r)) }

func syllabicBlock(b rune) bool { return b == 0x4E00 || b == 0xAC00 }

// runeDistance is the Levenshtein distance of two words of at most 64 signs,
// counted up to most: any larger one is given as most+1.
func runeDistance(a, b []rune, most int) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if d := len(a) - len(b); d > most || -d > most {
		return most + 1
	}
	// Only what is near the diagonal can stay within most.
	var row [66]int
	for j := range row[:len(b)+2] {
		row[j] = min(j, most+1)
	}
	for i := range a {
		lo, hi := max(0, i-most), min(len(b), i+most+1)
		diag := row[lo]
		if row[0] = min(i+1, most+1); lo > 0 {
			row[lo] = most + 1
		}
		for j := lo; j < hi; j++ {
			v := diag
			if a[i] != b[j] {
				v++
			}
			diag = row[j+1]
			row[j+1] = min(v, row[j]+1, diag+1, most+1)
		}
	}
	return row[len(b)]
}

// allowance is how many edits make two words of a length unlike. It grows
// with length: one letter of three is much, two of ten are little.
func allowance(n int) float32 {
	switch {
	case n <= 2:
		return 1.2
	case n == 3:
		return 1.7
	case n == 4:
		return 2.3
	case n == 5:
		return 2.8
	case n == 6:
		return 3.3
	case n == 7:
		return 3.8
	}
	return min(float32(n)*0.55, 6)
}

// bagOf marks which letters a word has.
func bagOf(s string) (b uint32) {
	for i := range len(s) {
		b |= 1 << (s[i] & 31)
	}
	return b
}

// crossKey is the cost of two words of two scripts that share a key: their
// habits differ of necessity.
const crossKey = 0.06

// crossCost is the cost of what similarity between scripts lacks to 1.
const crossCost = 1.2

// isLatin reports whether a word is written in Latin letters, by its first.
func isLatin(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return r < 0x250
}

// isShort reports whether a word is of one or two signs that are syllables.
func isShort(text string) bool {
	n := 0
	for _, r := range text {
		if n++; n > 2 || !syllabic(r) {
			return false
		}
	}
	return n > 0
}

// isAcronym reports whether a word in Latin letters has no vowel and is short.
func isAcronym(text string) bool {
	if len(text) > 5 {
		return false
	}
	for i := range len(text) {
		if text[i] >= 0x80 || isVowel(text[i]) {
			return false
		}
	}
	return true
}

// Syllable reports whether a word is one sign that is a syllable.
func Syllable(text string) bool {
	r, n := utf8.DecodeRuneInString(text)
	return n == len(text) && n > 1 && syllabic(r)
}

// scriptOf is the script of a word, by its first letter; see block.
func scriptOf(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return block(r)
}

// sharedKey reports whether two words share a further key; nickname keys begin
// with "nick:".
func sharedKey(a, b *token) (relation, bool) {
	found := false
	if a.keyBag&b.keyBag == 0 {
		return nick, false
	}
	for _, x := range a.keys {
		for _, y := range b.keys {
			if x == y {
				if !isNick(x) {
					return variant, true
				}
				found = true
			}
		}
	}
	return nick, found
}

// sharedSound reports whether the keys that two words share are of how they
// sound and nothing else.
func sharedSound(a, b *token) bool {
	for _, x := range a.keys {
		if len(x) > 2 && x[:2] == "l:" || isNick(x) {
			continue
		}
		for _, y := range b.keys {
			if x == y {
				return false
			}
		}
	}
	return true
}

// sameClass reports whether two words share a key that stands for a meaning, so
// that their letters do not matter: a line of business, a country, a known word.
func sameClass(a, b *token) bool {
	for _, x := range a.keys {
		if len(x) < 3 || x[1] == ':' && x[0] != 'w' {
			continue
		}
		for _, y := range b.keys {
			if x == y && !isNick(x) {
				return true
			}
		}
	}
	return false
}

// oneCost is the cost of two spellings that are known to be of one name.
const oneCost = 0.065

// Two spellings that share a key and four consonants are as good as known to be of
// one name: the cost below which that is so, and the letters of such a skeleton of
// the query (a listed word need not bring its own, see Pair.Words).
const sureCost, sureSkeleton = 0.16, len("l:") + 4

// classCost is the cost of two words for one line of business or country: the
// one is the other's abbreviation or translation.
const classCost = 0.04

// sameWord reports whether two words share the key of a line of business or a
// country, or of a word and its abbreviation, and neither is made from the
// other, as banking from bank: that may be another firm's.
func sameWord(a, b *token) bool {
	if x, y := a.fold, b.fold; len(x) >= 4 && len(y) >= 4 && x[:4] == y[:4] {
		return false
	}
	for _, x := range a.keys {
		if len(x) < 3 || x[1] == ':' && !(x[0] == 'w' && x[2] == '=') || isNick(x) {
			continue
		}
		for _, y := range b.keys {
			if x == y {
				return true
			}
		}
	}
	return false
}

// keyBagOf marks each key by its length and some letters.
func keyBagOf(keys []string) (b uint64) {
	for _, k := range keys {
		if n := len(k); n > 0 {
			b |= 1 << ((uint64(n) + uint64(k[n-1])*5 + uint64(k[n/2])*11 + uint64(k[(n-1)*3/4])*23) & 63)
		} else {
			b |= 1
		}
	}
	return b
}

func isNick(k string) bool { return len(k) > 5 && k[:5] == "nick:" }

// Costs of single edits, in hundredths. Vowels are written as one hears them;
// some consonants are written for each other in transliteration, and the
// letters and digits that look alike are taken for each other by readers and
// machines (0 o, 1 i l, 5 s).
const (
	costEdit     = 100
	costVowel    = 70
	costDouble   = 45
	costSwap     = 80
	costAlike    = 60
	costSilentH  = 60
	costGapVowel = 85
)

var alike = func() (t [128][128]bool) {
	for _, p := range []string{"ck", "kq", "cq", "ij", "iy", "jy", "ei", "ou", "uw", "vw", "bp", "dt", "gk", "sz", "bv", "fv", "cs", "gj", "mn", "0o", "1i", "1l", "5s", "6b", "8b", "9g", "zj", "xk", "ae", "ao", "gh", "ue", "lr", "gq"} {
		t[p[0]][p[1]], t[p[1]][p[0]] = true, true
	}
	return
}()

func isVowel(c byte) bool {
	switch c {
	case 'a', 'e', 'i', 'o', 'u', 'y':
		return true
	}
	return false
}

// distance is the weighted Damerau-Levenshtein distance (adjacent letters may
// swap) of two folded words, in edits; more than bound is given as bound+1.
// Words longer than 31 letters are compared by their first 31.
func distance(a, b string, bound float32) float32 {
	const most = 31
	if len(a) > most {
		a = a[:most]
	}
	if len(b) > most {
		b = b[:most]
	}
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] && (len(a) == 1 || len(b) == 1 || a[1] == b[1]) {
		a, b = a[1:], b[1:]
	}
	if d := len(a) - len(b); float32(d)*0.45 > bound || float32(-d)*0.45 > bound {
		return bound + 1
	}
	lim := int(bound * 100)
	var rows [3][most + 1]int
	prev2, prev, cur := &rows[0], &rows[1], &rows[2]
	for j := 1; j <= len(b); j++ {
		prev[j] = prev[j-1] + gap(b, j-1)
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = prev[0] + gap(a, i-1)
		best := cur[0]
		del := gap(a, i-1)
		for j := 1; j <= len(b); j++ {
			v := prev[j-1]
			if a[i-1] != b[j-1] {
				v += subst(a[i-1], b[j-1])
			}
			v = min(v, prev[j]+del, cur[j-1]+gap(b, j-1))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] && a[i-1] != a[i-2] {
				v = min(v, prev2[j-2]+costSwap)
			}
			cur[j] = v
			best = min(best, v)
		}
		if best > lim {
			return bound + 1
		}
		prev2, prev, cur = prev, cur, prev2
	}
	d := prev[len(b)]
	if d > lim {
		return bound + 1
	}
	return float32(d) / 100
}

// gap is the cost of a letter one side has and the other has not.
func gap(s string, i int) int {
	c := s[i]
	switch {
	case i > 0 && s[i-1] == c || i+1 < len(s) && s[i+1] == c:
		return costDouble
	case c == 'h' && i > 0:
		return costSilentH
	case isVowel(c):
		return costGapVowel
	}
	return costEdit
}

func subst(x, y byte) int {
	switch {
	case isVowel(x) && isVowel(y):
		return costVowel
	case x < 128 && y < 128 && alike[x][y]:
		return costAlike
	}
	return costEdit
}

// editDistance counts the letters more, less or other, and neighbours
// exchanged, between two strings of at most 64 bytes; bit-parallel, after Myers
// and Hyyrö (2003, the restricted Damerau form). Longer ones are not compared
// and give a large number.
func editDistance(a, b []byte) int {
	if len(a) > 64 || len(b) > 64 {
		return 1 << 20
	}
	if len(a) == 0 {
		return len(b)
	}
	var peq [128]uint64
	for i, c := range a {
		peq[c&127] |= 1 << i
	}
	pv, mv, d0, old := ^uint64(0), uint64(0), uint64(0), uint64(0)
	score := len(a)
	last := uint64(1) << (len(a) - 1)
	for _, c := range b {
		eq := peq[c&127]
		swap := (^d0 & eq) << 1 & old
		d0 = (((eq & pv) + pv) ^ pv) | eq | mv | swap
		ph := mv | ^(d0 | pv)
		mh := pv & d0
		if ph&last != 0 {
			score++
		}
		if mh&last != 0 {
			score--
		}
		ph = ph<<1 | 1
		mh <<= 1
		pv = mh | ^(d0 | ph)
		mv = ph & d0
		old = eq
	}
	return score
}
