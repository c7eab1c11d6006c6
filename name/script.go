package name

import "unicode/utf8"

// script is the writing a letter belongs to, as far as the package tells them
// apart.
type script uint8

const (
	noScript script = iota // digits, signs
	latin
	cyrillic
	greek
	armenian
	georgian
	hebrew
	arabic
	indic // Devanagari and its sisters, U+0900 to U+0DFF
	thai  // and Lao
	burmese
	khmer
	ethiopic
	hangul
	kana
	han
	otherScript
)

var scriptNames = [...]string{"", "latin", "cyrillic", "greek", "armenian", "georgian", "hebrew", "arabic", "indic", "thai", "burmese", "khmer", "ethiopic", "hangul", "kana", "han", "other"}

// scriptOf is the script of a letter or mark by its Unicode block.
func scriptOf(c rune) script {
	switch {
	case c < 0x80:
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			return latin
		}
		return noScript
	case c < 0x250:
		if c == 0xAA || c == 0xBA || c >= 0xC0 && c != 0xD7 && c != 0xF7 {
			return latin
		}
		return noScript
	case c < 0x2B0: // IPA letters, used by African and Azeri alphabets
		return latin
	case c < 0x370: // modifier letters and combining marks
		return noScript
	case c < 0x400:
		return greek
	case c < 0x530:
		return cyrillic
	case c < 0x590:
		return armenian
	case c < 0x600:
		return hebrew
	case c < 0x700, c >= 0x750 && c < 0x780, c >= 0x8A0 && c < 0x900:
		if c >= 0x660 && c <= 0x669 || c >= 0x6F0 && c <= 0x6F9 {
			return noScript
		}
		return arabic
	case c >= 0x900 && c < 0xE00:
		return indic
	case c >= 0xE00 && c < 0xF00:
		return thai
	case c >= 0x1000 && c < 0x10A0:
		return burmese
	case c >= 0x10A0 && c < 0x1100, c >= 0x1C90 && c < 0x1CC0, c >= 0x2D00 && c < 0x2D30:
		return georgian
	case c >= 0x1100 && c < 0x1200, c >= 0x3130 && c < 0x3190, c >= 0xAC00 && c < 0xD7B0:
		return hangul
	case c >= 0x1200 && c < 0x13A0:
		return ethiopic
	case c >= 0x1780 && c < 0x1800:
		return khmer
	case c >= 0x1E00 && c < 0x1F00, c >= 0x2C60 && c < 0x2C80, c >= 0xA720 && c < 0xA800:
		return latin
	case c >= 0x1F00 && c < 0x2000:
		return greek
	case c >= 0x1C80 && c < 0x1C90, c >= 0x2DE0 && c < 0x2E00, c >= 0xA640 && c < 0xA6A0:
		return cyrillic
	case c >= 0x3040 && c < 0x3100, c >= 0x31F0 && c < 0x3200, c >= 0xFF66 && c < 0xFFA0:
		return kana
	case c >= 0x3400 && c < 0xA000, c >= 0xF900 && c < 0xFB00, c >= 0x20000 && c < 0x32000, c == 0x3005, c == 0x3007:
		return han
	case c >= 0xFB1D && c < 0xFB50:
		return hebrew
	case c >= 0xFB50 && c < 0xFE00, c >= 0xFE70 && c < 0xFF00:
		return arabic
	}
	return otherScript
}

// usual is a letter of the stretches that most letters of names are in, in lower
// case, and its script; noScript for all other characters, letters or not.
func usual(c rune) (lower rune, sc script) {
	switch {
	case c >= 0x410 && c < 0x430:
		return c + 0x20, cyrillic
	case c >= 0x430 && c < 0x460:
		return c, cyrillic
	case c >= 0x400 && c < 0x410:
		return c + 0x50, cyrillic
	case c >= 0x4E00 && c < 0xA000:
		return c, han
	case c >= 0xAC00 && c < 0xD7A4:
		return c, hangul
	case c >= 0x620 && c < 0x64B:
		return c, arabic
	case c >= 0x30A1 && c < 0x30FB:
		return c, kana
	case c >= 0x5D0 && c < 0x5EB:
		return c, hebrew
	case c >= 0xE0 && c < 0x100 && c != 0xF7:
		return c, latin
	case c >= 0xC0 && c < 0xDF && c != 0xD7:
		return c + 0x20, latin
	case c >= 0x100 && c < 0x130, c >= 0x14A && c < 0x178:
		return c | 1, latin
	}
	return 0, noScript
}

// textScript is the script of the first letter of a word.
func textScript(s string) script {
	for i := 0; i < len(s); {
		if s[i] < 0x80 {
			if c := s[i] | 0x20; c >= 'a' && c <= 'z' {
				return latin
			}
			i++
			continue
		}
		c, n := utf8.DecodeRuneInString(s[i:])
		if sc := scriptOf(c); sc != noScript {
			return sc
		}
		i += n
	}
	return noScript
}

// abjad reports whether a script leaves short vowels unwritten.
func (s script) abjad() bool { return s == arabic || s == hebrew }

// alikeLatin is the Latin letter that a lower-case Cyrillic, Greek or Armenian
// letter looks like, 0 when none (from Unicode's confusables.txt 15.0, the
// single letters of those three scripts).
func alikeLatin(c rune) byte {
	switch c {
	case 'а', 'α':
		return 'a'
	case 'с', 'ϲ':
		return 'c'
	case 'ԁ':
		return 'd'
	case 'е':
		return 'e'
	case 'ѓ', 'ց':
		return 'g'
	case 'һ', 'հ', 'н':
		return 'h'
	case 'і', 'ι', 'ӏ':
		return 'i'
	case 'ј', 'յ':
		return 'j'
	case 'к', 'κ':
		return 'k'
	case 'м', 'μ':
		return 'm'
	case 'ո', 'п':
		return 'n'
	case 'о', 'ο', 'օ', 'σ':
		return 'o'
	case 'р', 'ρ':
		return 'p'
	case 'ԛ':
		return 'q'
	case 'г':
		return 'r'
	case 'ѕ':
		return 's'
	case 'т', 'τ':
		return 't'
	case 'υ', 'ս':
		return 'u'
	case 'ѵ', 'ν':
		return 'v'
	case 'ԝ', 'ѡ', 'ω':
		return 'w'
	case 'х', 'χ':
		return 'x'
	case 'у', 'γ':
		return 'y'
	case 'β', 'в':
		return 'b'
	case 'ε':
		return 'e'
	case 'η':
		return 'h'
	case 'ζ':
		return 'z'
	}
	return 0
}
