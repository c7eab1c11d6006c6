package name

import "golang.org/x/text/unicode/norm"

// latinFold is the plain form of the letters U+00C0 to U+024F: the letter
// without its marks, and for letters that are no marked ones what their
// languages write when they have no such letter.
var latinFold = func() (t [0x250 - 0xC0]string) {
	for i := range t {
		for _, c := range norm.NFD.String(string(rune(0xC0 + i))) {
			if c >= 'A' && c <= 'Z' {
				c |= 0x20
			}
			if c >= 'a' && c <= 'z' {
				t[i] = string(c)
				break
			}
		}
	}
	for _, p := range [...]struct {
		letters string
		fold    string
	}{
		{"ßẞ", "ss"}, {"Ææ", "ae"}, {"Œœ", "oe"}, {"Øø", "o"}, {"ÐðĐđ", "d"}, {"Þþ", "th"}, {"Łł", "l"},
		{"ıİ", "i"}, {"Ħħ", "h"}, {"Ŧŧ", "t"}, {"Ŋŋ", "ng"}, {"ĸ", "k"}, {"Ĳĳ", "ij"}, {"Ŀŀ", "l"}, {"ŉ", "n"},
		{"Əə", "a"}, {"Ǝǝ", "e"}, {"Ɓɓƀ", "b"}, {"Ɔ", "o"}, {"Ɖ", "d"}, {"Ɛ", "e"}, {"Ɣ", "g"}, {"Ɨ", "i"}, {"Ƙƙ", "k"},
		{"Ɵ", "o"}, {"Ƴƴ", "y"}, {"Ʒʒ", "zh"}, {"ſ", "s"}, {"ƒƑ", "f"}, {"Ƶƶ", "z"}, {"ǃǀǁǂ", ""},
		{"Ǆǅǆ", "dz"}, {"Ǉǈǉ", "lj"}, {"Ǌǋǌ", "nj"}, {"Ǳǲǳ", "dz"}, {"Ȝȝ", "gh"}, {"ª", "a"}, {"º", "o"},
	} {
		for _, c := range p.letters {
			if i := int(c) - 0xC0; i >= 0 && i < len(t) {
				t[i] = p.fold
			}
		}
	}
	return t
}()

// foldLatin is the plain form of a Latin letter of any block.
func foldLatin(c rune) string {
	if c >= 0xC0 && c < 0x250 {
		return latinFold[c-0xC0]
	}
	switch c {
	case 'ɐ', 'ɑ', 'ə':
		return "a"
	case 'ɓ':
		return "b"
	case 'ɔ', 'ɵ':
		return "o"
	case 'ɖ', 'ɗ':
		return "d"
	case 'ɛ':
		return "e"
	case 'ɣ', 'ɡ':
		return "g"
	case 'ɨ', 'ɪ':
		return "i"
	case 'ɲ':
		return "ny"
	case 'ʃ':
		return "sh"
	case 'ʒ':
		return "zh"
	case 'ẞ':
		return "ss"
	case 0xAA:
		return "a"
	case 0xBA:
		return "o"
	}
	var buf [utf8Max]byte
	for _, d := range string(norm.NFKD.AppendString(buf[:0], string(c))) {
		if d >= 'A' && d <= 'Z' {
			d |= 0x20
		}
		if d >= 'a' && d <= 'z' {
			return asciiString[d-'a' : d-'a'+1]
		}
	}
	return ""
}

const (
	utf8Max     = 32
	asciiString = "abcdefghijklmnopqrstuvwxyz"
)

// soundLatin is how a marked Latin letter sounds, for the phoneme keys, where
// that differs from its plain form; "" when it does not.
func soundLatin(c rune) string {
	switch c {
	case 'š', 'ş', 'ș', 'ŝ', 'ś':
		return "S"
	case 'ž', 'ż', 'ź':
		return "S"
	case 'č', 'ć', 'ĉ', 'ċ':
		return "C"
	case 'ď', 'đ':
		return "d"
	case 'ñ', 'ń', 'ň':
		return "n"
	case 'ř':
		return "r"
	case 'ť', 'þ', 'ţ', 'ț':
		return "t"
	case 'ĵ', 'ǧ':
		return "C"
	case 'ħ', 'ḥ', 'ḫ', 'ẖ':
		return "x"
	case 'ġ':
		return "g"
	case 'ł', 'ľ', 'ļ':
		return "l"
	case 'ß':
		return "s"
	}
	return ""
}
