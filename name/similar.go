package name

import "strings"

// Evidence says by what two words were found alike.
type Evidence uint8

const (
	NoEvidence    Evidence = iota
	Equal                  // the same folded form
	KeyEqual               // a shared key: spellings of one word
	Transliterate          // letters of two scripts that usually stand for each other
	Edit                   // a few edits apart
	Abbreviation           // one is the beginning of the other
	InitialOnly            // one is the first letter of the other
	NicknameOnly           // a nickname and its name
)

var evidenceNames = [...]string{"none", "equal", "key", "transliteration", "edit", "abbreviation", "initial", "nickname"}

func (e Evidence) String() string {
	if int(e) < len(evidenceNames) {
		return evidenceNames[e]
	}
	return "none"
}

// Meets is the similarity from which two words count as spellings of one word.
const Meets = 0.8

// Similarity says how alike two words are, 0 to 1, and by what. Words of two
// scripts are compared by the learned weights of across.tsv, words of one
// script by weighted edits. It allocates nothing.
func Similarity(a, b *Token) (float64, Evidence) { return similarity(a, b, nil) }

// similarity is Similarity, remembering in c, when it is not nil, what words
// of two scripts gain.
func similarity(a, b *Token, c *Crossings) (float64, Evidence) {
	if a.Fold == b.Fold {
		if a.Fold == "" {
			return 0, NoEvidence
		}
		return 1, Equal
	}
	if a.Fold == "" || b.Fold == "" || a.Role == Number || b.Role == Number {
		return 0, NoEvidence
	}
	if len(a.Fold) == 1 || len(b.Fold) == 1 {
		if a.Fold[0] == b.Fold[0] {
			return 0.6, InitialOnly
		}
		return 0, NoEvidence
	}
	best, by := 0.0, NoEvidence
	for _, x := range a.Keys {
		for _, y := range b.Keys {
			if x != y {
				continue
			}
			switch {
			case strings.HasPrefix(x, "nick:"):
				if best < 0.8 {
					best, by = 0.8, NicknameOnly
				}
			case strings.HasPrefix(x, "l:") && len(x) < 7:
				if best < 0.85 {
					best, by = 0.85, KeyEqual
				}
			case strings.HasPrefix(x, "l:"):
				best, by = 0.93, KeyEqual
			default:
				return 0.93, KeyEqual
			}
		}
	}
	sa, sb := textScript(a.Text), textScript(b.Text)
	if sa != sb {
		// The script farther from Latin is read by what was learned of it; the
		// other's romanisation stands for Latin letters.
		if remote(sb) > remote(sa) {
			a, b, sa, sb = b, a, sb, sa
		}
		if learned(sa) && remote(sa) > remote(sb) {
			s := c.likely(sa, a, b.Fold)
			if by == KeyEqual && s < borneOut && !(best == 0.93 && sa == cyrillic) {
				best, by = 0, NoEvidence // a key for the sound that the letters do not bear out
			}
			if s > best {
				best, by = s, Transliterate
			}
			return best, by
		}
	}
	if best == 0.93 {
		return best, by
	}
	if s := 1 - Cost(a.Fold, b.Fold, sa.abjad() != sb.abjad()); s > best {
		best, by = s, Edit
	}
	if best < 0.7 && (a.Role == Initial || b.Role == Initial || sa == sb) {
		short, long := a.Fold, b.Fold
		if len(short) > len(long) {
			short, long = long, short
		}
		if len(short) >= 3 && strings.HasPrefix(long, short) {
			best, by = 0.7, Abbreviation
		}
	}
	return best, by
}

// remote orders scripts by how far their romanisation is from what the Latin
// press writes.
func remote(s script) int {
	switch s {
	case han:
		return 6
	case hangul:
		return 5
	case kana:
		return 4
	case arabic:
		return 3
	case hebrew:
		return 2
	case cyrillic:
		return 1
	}
	return 0
}

// likely turns the gain of a pair of words of two scripts into a similarity:
// Meets from meetGain on.
func likely(sc script, a *Token, t string) float64 {
	s := a.Fold
	if bagsApart(s, t) {
		return 0
	}
	var spans [maxTranslit]charSpan
	g := gain(sc, s, t, charSpans(spans[:0], sc, a.Text))
	if endsYa(sc, a) {
		var b [maxTranslit]byte
		b[copy(b[:], s)-1] = 'i'
		g = max(g, gain(sc, string(b[:len(s)]), t, nil))
	}
	over := float64(g - meetGain[sc])
	if over >= 0 {
		return min(Meets+over/700, 0.97)
	}
	return max(Meets+over/150, 0)
}

// endsYa reports whether an Arabic word ends in ى, which is read as a but stands
// for ي in Persian, Pashto and Egypt: حقانى.
func endsYa(sc script, t *Token) bool {
	return sc == arabic && len(t.Fold) <= maxTranslit && strings.HasSuffix(t.Text, "ى") && strings.HasSuffix(t.Fold, "a")
}

// meetGain is, by script, the gain from which two words meet; as the only words
// of their names they do from 11 less on. Chosen so that of random pairs one in
// five to ten thousand does, known words included: see doc/accuracy.md.
var meetGain = [otherScript + 1]int{cyrillic: 5, arabic: 8, hebrew: 5, hangul: -2, kana: 9, han: 14}

// bagsApart is a cheap bound: two words of which one is three times as long as
// the other, and more, are not worth the full comparison.
func bagsApart(s, t string) bool {
	return len(s) > 3*len(t)+3 || len(t) > 3*len(s)+3
}

// Cost is the weighted edit distance of two folded words as a share of what
// makes words of their length unlike, 0 (equal) to 1. Vowels, doubled letters,
// letters that sound or look alike and neighbours exchanged cost less than a
// whole edit; between a script without vowels and one with them (abjad) vowels
// cost next to nothing.
func Cost(a, b string, abjad bool) float64 {
	const most = 31
	a, b = a[:min(len(a), most)], b[:min(len(b), most)]
	if a == b {
		return 0
	}
	n := max(len(a), len(b))
	room := 0.55*float64(n) + 0.25
	if n <= 3 {
		room = 0.6 * float64(n)
	}
	limit := int(room * 100)
	if d := len(a) - len(b); !abjad && (d > n/2 || -d > n/2) {
		return 1
	}
	var rows [3][most + 1]int
	prev2, prev, cur := &rows[0], &rows[1], &rows[2]
	for j := 1; j <= len(b); j++ {
		prev[j] = prev[j-1] + gapCost(b, j-1, abjad)
	}
	for i := 1; i <= len(a); i++ {
		del := gapCost(a, i-1, abjad)
		cur[0] = prev[0] + del
		best := cur[0]
		for j := 1; j <= len(b); j++ {
			v := prev[j-1]
			if a[i-1] != b[j-1] {
				v += substCost(a[i-1], b[j-1], abjad)
			}
			v = min(v, prev[j]+del, cur[j-1]+gapCost(b, j-1, abjad))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] && a[i-1] != a[i-2] {
				v = min(v, prev2[j-2]+75)
			}
			cur[j] = v
			best = min(best, v)
		}
		if best > limit {
			return 1
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return min(float64(prev[len(b)])/100/room, 1)
}

// gapCost is the cost, in hundredths of an edit, of a letter that only one
// side has.
func gapCost(s string, i int, abjad bool) int {
	c := s[i]
	switch {
	case isVowelByte(c):
		if abjad {
			return 12
		}
		return 70
	case i > 0 && s[i-1] == c || i+1 < len(s) && s[i+1] == c:
		if abjad {
			return 10
		}
		return 40
	case c == 'h':
		return 55
	case abjad && c == 'w':
		return 35
	}
	return 100
}

func substCost(x, y byte, abjad bool) int {
	if isVowelByte(x) && isVowelByte(y) {
		if abjad {
			return 15
		}
		return 55
	}
	if alikeCost[x&127][y&127] {
		return 50
	}
	return 100
}

// alikeCost marks letters taken for each other: by ear in some language, by
// the eye or a scanner, or by neighbouring romanisations.
var alikeCost = func() (t [128][128]bool) {
	for _, p := range strings.Fields("ck kq cq ij jy vw fv bp bv dt gk gq gj sz sx zj cs ks xk mn uw ov fp lr gh kh th 0o 1i 1l 5s 6b 8b 9g hn rn vy") {
		t[p[0]][p[1]], t[p[1]][p[0]] = true, true
	}
	return
}()

// Distance is the number of letters more, less, other, or exchanged with their
// neighbour between two folded words, counted up to most: any larger distance
// is given as most+1. Bit-parallel (Hyyrö 2003); words beyond 64 bytes are cut.
func Distance(a, b string, most int) int {
	a, b = a[:min(len(a), 64)], b[:min(len(b), 64)]
	if d := len(a) - len(b); d > most || -d > most {
		return most + 1
	}
	if len(a) == 0 {
		return len(b)
	}
	var peq [128]uint64
	for i := range len(a) {
		peq[a[i]&127] |= 1 << i
	}
	pv, mv, d0, old := ^uint64(0), uint64(0), uint64(0), uint64(0)
	score := len(a)
	last := uint64(1) << (len(a) - 1)
	for i := range len(b) {
		eq := peq[b[i]&127]
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
		pv = mh<<1 | ^(d0 | ph)
		mv = ph & d0
		old = eq
	}
	return min(score, most+1)
}
