package name

// Hangul by formula: a syllable is 0xAC00 + (initial*21 + vowel)*28 + final
// (Unicode, chapter 3.12). A syllable has three spellings in common use:
// the Revised Romanisation of 2000, McCune-Reischauer of 1937 (without its
// breve and apostrophe), and what the DPRK's own papers use. Names fold as
// the DPRK and the lists spell them; longer words, which are mostly foreign
// ones, by the Revised Romanisation. All meet in [koreanKeys].

const hangulBase = 0xAC00

func isHangul(c rune) bool { return c >= hangulBase && c < hangulBase+11172 }

func jamo(c rune) (initial, vowel, final int) {
	i := int(c - hangulBase)
	return i / 588, i % 588 / 28, i % 28
}

var (
	dprkInitials = [...]string{"k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "j", "jj", "ch", "kh", "th", "ph", "h"}
	dprkVowels   = [...]string{"a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "u", "ui", "i"}
	dprkFinals   = [...]string{"", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t"}
	rrInitials   = [...]string{"g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"}
	rrVowels     = [...]string{"a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i"}
)

// romaniseHangul reads a word by the Revised Romanisation. The vowel ŭ that
// Korean puts after foreign consonants is kept: Similarity knows how cheap it is.
func romaniseHangul(dst []byte, w string) []byte {
	for _, c := range w {
		if !isHangul(c) {
			dst = appendASCII(dst, c)
			continue
		}
		i, v, f := jamo(c)
		dst = append(dst, rrInitials[i]...)
		dst = append(dst, rrVowels[v]...)
		dst = append(dst, dprkFinals[f]...)
	}
	return dst
}

// foldSyllable spells one syllable as the lists do.
func foldSyllable(dst []byte, c rune, surname bool) []byte {
	i, v, f := jamo(c)
	if surname {
		switch c {
		case '이', '리':
			return append(dst, "ri"...)
		case '최':
			return append(dst, "choe"...)
		case '김':
			return append(dst, "kim"...)
		case '박':
			return append(dst, "pak"...)
		}
	}
	s := dprkInitials[i]
	if len(s) == 2 && s[1] == 'h' && s[0] != 'c' {
		s = s[:1]
	}
	dst = append(dst, s...)
	if i == 9 && v == 16 { // shwi
		dst = append(dst, 'h')
	}
	dst = append(dst, dprkVowels[v]...)
	return append(dst, dprkFinals[f]...)
}

// koreanSurnames are the syllables that begin a Korean name (South Korea's
// census of 2015: the surnames borne by 20,000 people or more, with their
// northern forms).
const koreanSurnames = "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국은편용예경봉사부가복태목형계피두감음빈동온호범좌팽승간상시갈단리림려로라량"

// koreanDouble are the surnames of two syllables.
const koreanDouble = "남궁 황보 제갈 선우 사공 독고 서문 동방"

// koreanKey is the key of a spoken syllable: class of the initial, vowel,
// final. Tense, aspirated and plain initials are one class, as are ae and e,
// and oe, wae and we: spellings do not keep them apart.
func koreanKey(initial byte, vowel, final int) string {
	b := koreanBytes(initial, vowel, final)
	return string(b[:])
}

func koreanBytes(initial byte, vowel, final int) [5]byte {
	switch vowel {
	case 5:
		vowel = 1
	case 7:
		vowel = 3
	case 10, 15:
		vowel = 11
	}
	return [5]byte{'k', ':', initial, byte('a' + vowel), "0kntlmpg"[final]}
}

const hangulClasses = "KKNTTRMPPSS0JJJKTPH"

var finalClass = [...]int{0, 1, 1, 1, 2, 2, 2, 3, 4, 1, 5, 4, 4, 4, 6, 4, 5, 6, 6, 3, 3, 7, 3, 3, 1, 3, 6, 3}

// hangulKeys appends the keys of a Hangul syllable. An initial r is dropped or
// becomes n in the South (이 for 리, 노 for 로).
func hangulKeys(dst []string, c rune, surname bool) []string {
	i, v, f := jamo(c)
	k, fc := hangulClasses[i], finalClass[f]
	dst = append(dst, koreanKey(k, v, fc))
	glide := v == 2 || v == 6 || v == 7 || v == 12 || v == 17 || v == 20
	switch {
	case k == '0' && glide, k == 'N' && surname:
		dst = append(dst, koreanKey('R', v, fc))
	case k == 'R' && glide:
		dst = append(dst, koreanKey('0', v, fc))
	case k == 'R' && surname:
		dst = append(dst, koreanKey('N', v, fc))
	}
	return dst
}

// A latinVowel says which Korean vowels a Latin spelling stands for (numbers
// of the vowel jamo). Longer spellings first.
var latinVowels = [...]struct {
	spelt  string
	vowels string // each byte a vowel, from 'a'
}{
	{"yeou", "g"}, {"yeo", "g"}, {"you", "gr"}, {"yae", "d"}, {"yoo", "rm"}, {"yuh", "g"}, {"weo", "o"}, {"wae", "l"}, {"woo", "n"}, {"eui", "t"}, {"wee", "q"},
	{"yai", "d"}, {"iou", "g"}, {"yer", "g"}, {"yeu", "g"},
	{"ya", "c"}, {"yo", "gm"}, {"yu", "grs"}, {"ye", "dg"}, {"yi", "tu"}, {"wa", "j"}, {"wo", "on"}, {"wi", "q"}, {"we", "l"}, {"wu", "n"}, {"ui", "tq"},
	{"ae", "b"}, {"ai", "b"}, {"ay", "b"}, {"ei", "b"}, {"ey", "b"}, {"eo", "e"}, {"eu", "s"}, {"oe", "l"}, {"oi", "l"}, {"oy", "l"}, {"oo", "n"}, {"ou", "en"}, {"oh", "ei"}, {"uh", "e"}, {"ee", "u"}, {"ie", "u"}, {"ah", "a"}, {"ea", "b"}, {"er", "e"}, {"io", "g"},
	{"a", "a"}, {"e", "b"}, {"i", "u"}, {"o", "ei"}, {"u", "nse"}, {"y", "u"},
}

// koreanSyllable reads a Latin word as one Korean syllable: the initial's
// class, the vowels it may stand for, and the final's class. ok is false when
// the word is none.
func koreanSyllable(w string) (initial byte, vowels string, final int, ok bool) {
	s := w
	initial = '0'
	for _, i := range initialsOf[letterOf(s)] {
		if p := &latinInitials[i]; len(s) > len(p.spelt) && s[:len(p.spelt)] == p.spelt {
			initial, s = p.class, s[len(p.spelt):]
			break
		}
	}
	for _, i := range vowelsOf[letterOf(s)] {
		p := &latinVowels[i]
		if len(s) < len(p.spelt) || s[:len(p.spelt)] != p.spelt {
			continue
		}
		if f, fits := latinFinal(s[len(p.spelt):]); fits {
			return initial, p.vowels, f, true
		}
	}
	return 0, "", 0, false
}

// latinInitials are the spellings of Korean initials, longer ones first.
var latinInitials = [...]struct {
	spelt string
	class byte
}{
	{"tch", 'J'}, {"kk", 'K'}, {"gg", 'K'}, {"gh", 'K'}, {"kh", 'K'}, {"tt", 'T'}, {"dd", 'T'}, {"th", 'T'}, {"pp", 'P'}, {"bb", 'P'}, {"ph", 'P'}, {"ch", 'J'}, {"jj", 'J'}, {"dj", 'J'}, {"ts", 'J'}, {"sh", 'S'}, {"ss", 'S'}, {"rh", 'R'},
	{"g", 'K'}, {"k", 'K'}, {"c", 'K'}, {"n", 'N'}, {"d", 'T'}, {"t", 'T'}, {"r", 'R'}, {"l", 'R'}, {"m", 'M'}, {"b", 'P'}, {"p", 'P'}, {"s", 'S'}, {"j", 'J'}, {"h", 'H'}, {"v", 'P'}, {"z", 'J'},
}

// initialsOf and vowelsOf are the places in latinInitials and latinVowels of
// those that begin with a letter, see letterOf.
var (
	initialsOf = byLetter(len(latinInitials), func(i int) string { return latinInitials[i].spelt })
	vowelsOf   = byLetter(len(latinVowels), func(i int) string { return latinVowels[i].spelt })
)

func byLetter(n int, spelt func(int) string) (of [27][]uint8) {
	for i := range n {
		k := letterOf(spelt(i))
		of[k] = append(of[k], uint8(i))
	}
	return of
}

// letterOf numbers the first letter of a word from 1; 0 is for all else.
func letterOf(s string) int {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return 0
	}
	return int(s[0]-'a') + 1
}

func latinFinal(s string) (int, bool) {
	switch s {
	case "":
		return 0, true
	case "k", "g", "ck":
		return 1, true
	case "n":
		return 2, true
	case "t", "d":
		return 3, true
	case "l", "r", "ll":
		return 4, true
	case "m":
		return 5, true
	case "p", "b":
		return 6, true
	case "ng":
		return 7, true
	}
	return 0, false
}

// latinSurname are the spellings of Korean surnames that the rules do not give.
func latinSurname(w string) string {
	switch w {
	case "lee", "rhee", "yi", "rhie", "leigh", "i", "ree", "lie":
		return "ri"
	case "park", "bark", "paik":
		if w == "paik" {
			return "paek"
		}
		return "pak"
	case "choi", "choy", "chwe", "tchoi", "choe":
		return "choe"
	case "kwak", "gwak":
		return "kwak"
	case "shim":
		return "sim"
	case "woo":
		return "u"
	case "noh", "roh", "rho":
		return "ro"
	case "lim", "yim", "im":
		return "rim"
	case "yoo", "yu", "ryoo", "lyu", "you", "yew":
		return "ryu"
	case "oh":
		return "o"
	case "moon":
		return "mun"
	case "cho", "joe", "jo", "cheo":
		return "jo"
	case "suh", "seo":
		return "so"
	case "kwon", "gwon", "kweon":
		return "kwon"
	case "yoon", "youn":
		return "yun"
	case "hur", "huh", "heo":
		return "ho"
	case "jung", "jeong", "chung", "cheong", "joung", "jeoung", "chong", "jong":
		return "jong"
	case "kang", "gang":
		return "kang"
	case "shin":
		return "sin"
	case "gim":
		return "kim"
	case "chang", "jang":
		return "jang"
	case "chun", "jun", "jeon":
		return "jon"
	case "ahn":
		return "an"
	case "hahn":
		return "han"
	case "koo", "gu":
		return "ku"
	case "ko", "koh", "go":
		return "ko"
	}
	return w
}

// koreanKeys appends the keys of a Latin word that may be a Korean syllable.
func koreanKeys(dst []string, w string, surname bool) []string {
	if len(w) > 7 {
		return dst
	}
	if surname {
		w = latinSurname(w)
	} else if w == "park" {
		w = "pak"
	}
	k, vowels, f, ok := koreanSyllable(w)
	if !ok {
		return dst
	}
	for i := range len(vowels) {
		key := koreanKey(k, int(vowels[i]-'a'), f)
		if !hasString(dst, key) {
			dst = append(dst, key)
		}
	}
	return dst
}

func hasString(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
