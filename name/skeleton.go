package name

import "math/bits"

// How a Latin spelling sounds depends on the language that spelt it: Хрущёв is
// Khrushchev, Chruschtschow, Khrouchtchev, Chroesjtsjov, Hruščov and Jruschov.
// Each habit maps a spelling back to consonants; words that share the result
// of any two habits are spellings of one word. Vowels count only where there
// are few consonants, by class of the first and the last.

// A habit is a language's way of spelling sounds.
type habit uint8

const (
	english habit = iota
	german
	french
	dutch
	slavic // Polish, Czech, Serbo-Croatian, and the scholarly ISO 9
	italian
	spanish
	turkish
	habits
)

// Sounds: b d f g k l m n p r t s as themselves; v and w are f, z is s;
// S sh and zh, C ch and j of English, c ts, x kh and h.

type sounds struct {
	b     [24]byte
	n     int
	last  byte // sound before, if no vowel came between
	first byte // class of the first vowel: a, i (e, i, y), u (o, u)
	final byte // class of the vowel the word ends in, 0 when it ends in a consonant
	lead  bool // begins with a vowel
	any   bool
	sites uint16 // where habits differ that were come to, a bit each
}

// A site is a place in hear where habits differ. The first ones, by the number of
// a habit, are those where one differs from all others.
type site uint8

const (
	siteZ  = site(habits) + iota // z is ts
	siteH                        // h is silent
	siteGU                       // gu is g
	siteGN                       // gn is n
	siteCH                       // these have more than one difference
	siteJ
	sites
)

// siteSets are the habits that differ from the others at a site.
var siteSets = [siteCH]uint8{
	1 << english, 1 << german, 1 << french, 1 << dutch, 1 << slavic, 1 << italian, 1 << spanish, 1 << turkish,
	1<<german | 1<<italian, 1<<french | 1<<italian | 1<<spanish, 1<<french | 1<<spanish, 1<<french | 1<<italian,
}

// alikeAt are, for each site and habit, the habits that do there what it does.
var alikeAt = func() (t [sites][habits]uint8) {
	parts := [sites][]uint8{siteCH: {1<<german | 1<<dutch | 1<<slavic, 1 << french, 1 << italian, 1<<english | 1<<spanish | 1<<turkish},
		siteJ: {1 << english, 1<<french | 1<<turkish, 1 << spanish, 1<<german | 1<<dutch | 1<<slavic | 1<<italian}}
	for k, set := range siteSets {
		parts[k] = []uint8{set, ^set}
	}
	for k := range t {
		for _, set := range parts[k] {
			for h := range habits {
				if set>>h&1 != 0 {
					t[k][h] = set
				}
			}
		}
	}
	return t
}()

// alike are the habits that hear what h was heard to hear, itself among them.
func (s *sounds) alike(h habit) uint8 {
	all := ^uint8(0)
	for m := s.sites; m != 0; m &= m - 1 {
		all &= alikeAt[bits.TrailingZeros16(m)][h]
	}
	return all
}

// asks is a habit, for sites where there is more than one difference.
func (s *sounds) asks(h habit, at site) habit {
	s.sites |= 1 << at
	return h
}

// in reports whether a habit is among those that differ at a site; is, whether
// it is a certain one.
func (s *sounds) in(h habit, at site) bool {
	s.sites |= 1 << at
	return siteSets[at]>>h&1 != 0
}

func (s *sounds) is(h, which habit) bool {
	s.sites |= 1 << which
	return h == which
}

func (s *sounds) add(c byte) {
	s.final = 0
	s.any = true
	if c == s.last || s.n == len(s.b) {
		return
	}
	switch {
	case c == 'C' && s.last == 'S': // shch
		s.last = 'S'
		return
	case c == 's' && s.last == 't':
		s.b[s.n-1], s.last = 'c', 'c'
		return
	case c == 'S' && s.last == 't':
		s.b[s.n-1], s.last = 'C', 'C'
		return
	case (c == 'S' || c == 'C' || c == 's') && s.last == 'd':
		if c == 's' {
			c = 'c'
		} else {
			c = 'C'
		}
		s.b[s.n-1], s.last = c, c
		return
	case c == 'c' && s.last == 't', c == 'C' && s.last == 't':
		s.b[s.n-1], s.last = c, c
		return
	}
	s.b[s.n] = c
	s.n++
	s.last = c
}

func (s *sounds) vowel(class byte) {
	if !s.any {
		s.lead = true
	}
	s.any = true
	if s.first == 0 {
		s.first = class
	}
	s.final, s.last = class, 0
}

// key writes the sounds as a key; it is empty for words of fewer than two
// consonants.
func (s *sounds) key(dst []byte) []byte {
	if s.n < 2 {
		return dst
	}
	dst = append(dst, 'l', ':')
	if s.lead {
		dst = append(dst, '0')
	}
	dst = append(dst, s.b[:s.n]...)
	if s.n <= 3 {
		dst = append(dst, '.', s.first)
		if s.n == 2 {
			if s.final == 0 {
				dst = append(dst, '-')
			} else {
				dst = append(dst, s.final)
			}
		}
	}
	return dst
}

func vowelClass(c byte) byte {
	switch c {
	case 'a':
		return 'a'
	case 'o', 'u':
		return 'u'
	}
	return 'i'
}

// hear reads a spelling by a habit. The spelling is lower-case ASCII, with
// capital letters for the sounds of marked letters (see soundLatin).
func (s *sounds) hear(w []byte, h habit) {
	*s = sounds{}
	at := func(i int) byte {
		if i < len(w) {
			return w[i]
		}
		return 0
	}
	soft := func(c byte) bool { return c == 'e' || c == 'i' || c == 'y' }
	for i := 0; i < len(w); i++ {
		c, d, e := w[i], at(i+1), at(i+2)
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			if (c == 'i' || c == 'y') && isVowelByte(d) && d != c && d != 'y' {
				if !s.any {
					s.lead = true
				}
				continue // a glide
			}
			class := vowelClass(c)
			switch {
			case (c == 'a' || c == 'e') && (d == 'i' || d == 'y') && !isVowelByte(e):
				class = 'i'
				i++
			case c == 'o' && (d == 'u' || d == 'o'), c == 'o' && d == 'e' && s.is(h, dutch):
				class = 'u'
				i++
			case c == 'e' && d == 'e', c == 'i' && d == 'e', c == 'a' && d == 'a', c == 'u' && d == 'u':
				i++
			case c == 'a' && d == 'e', c == 'o' && d == 'e', c == 'u' && d == 'e':
				i++ // ä, ö, ü written out
				if c == 'a' {
					class = 'i'
				}
			}
			s.vowel(class)
		case 'c':
			switch {
			case d == 'h':
				i++
				switch s.asks(h, siteCH) {
				case german, dutch, slavic:
					s.add('x')
				case french:
					s.add('S')
				case italian:
					s.add('k')
				default:
					s.add('C')
				}
			case d == 'k':
				i++
				s.add('k')
			case d == 'z' && s.is(h, slavic):
				i++
				s.add('C')
			case s.is(h, slavic):
				s.add('c')
			case s.is(h, turkish):
				s.add('C')
			case soft(d):
				if s.is(h, italian) {
					s.add('C')
				} else if s.is(h, german) {
					s.add('c')
				} else {
					s.add('s')
				}
			default:
				s.add('k')
			}
		case 's':
			switch {
			case d == 'c' && e == 'h':
				i += 2
				if s.is(h, dutch) {
					s.add('s')
					s.add('x')
				} else if s.is(h, italian) {
					s.add('s')
					s.add('k')
				} else {
					s.add('S')
				}
			case d == 'h':
				i++
				s.add('S')
			case d == 'z' && s.is(h, slavic):
				i++
				s.add('S')
			case d == 'j' && s.is(h, dutch):
				i++
				s.add('S')
			case d == 'c' && soft(e):
				i++
				if s.is(h, italian) {
					s.add('S')
				} else {
					s.add('s')
				}
			default:
				s.add('s')
			}
		case 'z':
			switch {
			case d == 'h':
				i++
				s.add('S')
			case d == 'j' && s.is(h, dutch):
				i++
				s.add('S')
			case s.in(h, siteZ):
				s.add('c')
			default:
				s.add('s')
			}
		case 'j':
			switch s.asks(h, siteJ) {
			case english:
				s.add('C')
			case french, turkish:
				s.add('S')
			case spanish:
				s.add('x')
			default: // a glide
				if !s.any {
					s.lead = true
				}
				if i > 0 && !isVowelByte(d) {
					s.final = 'i'
				}
			}
		case 'g':
			switch {
			case d == 'h':
				i++
				s.add('g')
			case d == 'u' && soft(e) && s.in(h, siteGU):
				i++
				s.add('g')
			case soft(d) && s.is(h, french):
				s.add('S')
			case soft(d) && s.is(h, italian):
				s.add('C')
			case soft(d) && s.is(h, spanish):
				s.add('x')
			case d == 'n' && s.in(h, siteGN):
				i++
				s.add('n')
			default:
				s.add('g')
			}
		case 'k':
			if d == 'h' {
				i++
				s.add('x')
			} else {
				s.add('k')
			}
		case 'q':
			s.add('k')
			if d == 'u' && isVowelByte(e) {
				i++
			}
		case 't':
			switch {
			case d == 'h':
				i++
				s.add('t')
			case d == 'z' || d == 's' && e != 'c' && e != 'h' && e != 'j' && e != 'z':
				i++
				s.add('c')
			case d == 'j' && s.is(h, dutch):
				i++
				s.add('C')
			default:
				s.add('t')
			}
		case 'd':
			switch {
			case d == 'h':
				i++
				s.add('d')
			case d == 'j' && !s.is(h, slavic):
				i++
				s.add('C')
			case d == 't':
				i++
				s.add('t')
			default:
				s.add('d')
			}
		case 'p':
			if d == 'h' {
				i++
				s.add('f')
			} else {
				s.add('p')
			}
		case 'r':
			if d == 'h' {
				i++
			}
			s.add('r')
			if d == 'z' && s.is(h, slavic) {
				i++
				s.last = 'r'
			}
		case 'v', 'w':
			s.add('f')
		case 'x':
			if i > 0 && s.is(h, spanish) {
				s.add('x')
			} else {
				s.add('k')
				s.add('s')
			}
		case 'h':
			switch {
			case s.in(h, siteH):
				if !s.any {
					s.lead = true
				}
			case i > 0 && !isVowelByte(d) && isVowelByte(w[i-1]) && s.is(h, german):
				// a German h lengthens the vowel before it
			case i > 0 && i == len(w)-1:
			default:
				s.add('x')
			}
		case 'S', 'C':
			s.add(c)
		default:
			if c >= 'a' && c <= 'z' {
				s.add(c)
			}
		}
	}
}

// hearCyrillic reads lower-case Cyrillic. The reading of г and ё may be one of
// two: alt chooses the second.
func (s *sounds) hearCyrillic(w string, lang cyrLang, alt bool) {
	*s = sounds{}
	for _, c := range w {
		switch c {
		case 'а', 'я', 'ә':
			s.vowel('a')
		case 'е', 'э', 'и', 'ы', 'є', 'ї', 'і', 'ӣ':
			s.vowel('i')
		case 'ё':
			if alt {
				s.vowel('i')
			} else {
				s.vowel('u')
			}
		case 'о', 'у', 'ю', 'ө', 'ү', 'ұ', 'ӯ':
			s.vowel('u')
		case 'ъ':
			if lang == bulgarian {
				s.vowel('a')
			}
		case 'б':
			s.add('b')
		case 'в', 'ф':
			s.add('f')
		case 'ў':
			s.vowel('u')
		case 'г':
			if (lang == ukrainian || lang == belarusian) != alt {
				s.add('x')
			} else {
				s.add('g')
			}
		case 'ґ', 'ғ':
			s.add('g')
		case 'д', 'ђ':
			s.add('d')
		case 'ж', 'ш', 'щ', 'җ':
			s.add('S')
		case 'з', 'с', 'ѕ':
			s.add('s')
		case 'к', 'қ', 'ќ':
			s.add('k')
		case 'л', 'љ':
			s.add('l')
		case 'м':
			s.add('m')
		case 'н', 'њ', 'ң':
			s.add('n')
		case 'п':
			s.add('p')
		case 'р':
			s.add('r')
		case 'т':
			s.add('t')
		case 'х', 'һ', 'ҳ':
			s.add('x')
		case 'ц':
			s.add('c')
		case 'ч', 'ћ', 'џ', 'ҷ':
			s.add('C')
		case 'й', 'ј':
			if !s.any {
				s.lead = true
			}
		}
	}
}

// Block classes: what no spelling habit confuses, coarsely. 0 is a vowel or
// silent.
var blockClass = [256]byte{
	'b': 'P', 'p': 'P', 'f': 'P', 'v': 'P', 'w': 'P',
	'd': 'T', 't': 'T',
	'k': 'K', 'g': 'K', 'q': 'K', 'c': 'K', 'x': 'K',
	's': 'S', 'z': 'S', 'j': 'S',
	'm': 'N', 'n': 'N',
	'l': 'R', 'r': 'R',
}

// blockOf appends the coarse candidate key of a word. The x and q of pinyin are
// sibilants, and its er stands for an r or an l that Block takes as one.
func blockOf(dst []byte, sc script, fold string) []byte {
	var plain [64]byte
	if sc == han {
		n := copy(plain[:], fold)
		for i := range n {
			if plain[i] == 'x' || plain[i] == 'q' {
				plain[i] = 's'
			}
		}
		return appendBlock(dst, string(plain[:n]))
	}
	if sc == arabic || sc == hebrew {
		return abjadBlock(dst, fold[:min(len(fold), 64)])
	}
	return appendBlock(dst, fold[:min(len(fold), 64)])
}

// abjadBlock is appendBlock for a word without short vowels: neighbours of one
// class have a vowel between them (mmr is Muammar), and a w is one itself but
// where a word or a syllable begins.
func abjadBlock(dst []byte, fold string) []byte {
	var one [8]byte
	for i := 0; i < len(fold); i++ {
		c := fold[i]
		if c == 'w' && i > 0 && !(i+1 < len(fold) && (isVowelByte(fold[i+1]) || fold[i+1] == 'w')) {
			continue
		}
		if i+1 < len(fold) && (c == 't' && (fold[i+1] == 's' || fold[i+1] == 'c') || c == 'd' && (fold[i+1] == 'z' || fold[i+1] == 'j') ||
			(c == 'k' || c == 's' || c == 'c' || c == 'g' || c == 't' || c == 'd') && fold[i+1] == 'h') {
			// One sound written with two letters.
			dst = append(dst, appendBlock(one[:0], fold[i:i+2])...)
			i++
			continue
		}
		dst = append(dst, appendBlock(one[:0], fold[i:i+1])...)
	}
	return dst
}

// appendBlock writes the coarse candidate key of a folded word: six classes of
// consonants, neighbours of one class written once, h and vowels left out.
func appendBlock(dst []byte, fold string) []byte {
	last := byte(0)
	for i := 0; i < len(fold); i++ {
		c := fold[i]
		k := blockClass[c]
		var d byte
		if i+1 < len(fold) {
			d = fold[i+1]
		}
		switch c {
		case 'c':
			if d == 'h' || d == 'e' || d == 'i' || d == 'y' || d == 'z' || d == 0 && i > 0 && (fold[i-1] == 'i' || fold[i-1] == 'e') {
				k = 'S' // and the ending -ić
			}
		case 'x':
			if last != 'K' {
				dst = append(dst, 'K')
			}
			k, last = 'S', 'K'
		case 't':
			if d == 's' || d == 'c' || d == 'z' {
				continue
			}
		case 'd':
			if d == 'z' || d == 'j' {
				continue
			}
		case 'k':
			if d == 'h' {
				k = 0 // kh and h are one sound
				i++
			}
		}
		if k != 0 && k != last {
			dst = append(dst, k)
		}
		last = k
	}
	return dst
}
