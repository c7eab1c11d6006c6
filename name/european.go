package name

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Greek, Armenian and Georgian.

var greekLetters = [...]string{ // α to ω
	"a", "v", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s", "s", "t", "y", "f", "ch", "ps", "o",
}

// romaniseGreek follows ELOT 743 and the Greek passport (ISO 843), with the
// digraphs read by sound: ντ d at the start and nt within, μπ b, γκ g, ου ou.
func romaniseGreek(dst []byte, w string) []byte {
	var rs [maxRunes]rune
	n := 0
	for _, c := range w {
		if c >= 0x1F00 && c < 0x2000 || c >= 0x386 && c <= 0x390 || c >= 0x3AA && c <= 0x3CE {
			c = baseRune(c)
		}
		if n < len(rs) {
			rs[n] = c
			n++
		}
	}
	at := func(i int) rune {
		if i < n {
			return rs[i]
		}
		return 0
	}
	for i := 0; i < n; i++ {
		c, d := rs[i], at(i+1)
		two := ""
		switch {
		case c == 'ο' && d == 'υ':
			two = "ou"
		case (c == 'α' || c == 'ε' || c == 'η') && d == 'υ':
			v := "v"
			switch at(i + 2) {
			case 'θ', 'κ', 'ξ', 'π', 'σ', 'ς', 'τ', 'φ', 'χ', 'ψ', 0:
				v = "f"
			}
			two = greekLetters[c-'α'] + v
		case c == 'μ' && d == 'π':
			two = "b"
			if i > 0 && i+2 < n {
				two = "mp"
			}
		case c == 'ν' && d == 'τ':
			two = "nt"
			if i == 0 {
				two = "d"
			}
		case c == 'γ' && d == 'κ':
			two = "g"
			if i > 0 {
				two = "gk"
			}
		case c == 'γ' && (d == 'γ' || d == 'ξ' || d == 'χ'):
			dst = append(dst, 'n')
			continue
		case c == 'τ' && d == 'ζ':
			two = "tz"
		}
		if two != "" {
			dst = append(dst, two...)
			i++
			continue
		}
		if c >= 'α' && c <= 'ω' {
			dst = append(dst, greekLetters[c-'α']...)
		} else {
			dst = appendASCII(dst, c)
		}
	}
	return dst
}

// baseRune is a letter without its marks.
func baseRune(c rune) rune {
	var buf [utf8Max]byte
	d, n := utf8.DecodeRune(norm.NFD.AppendString(buf[:0], string(c)))
	if n == 0 {
		return c
	}
	if d >= 'Α' && d <= 'Ω' {
		d += 0x20
	}
	return d
}

// maxRunes is how many letters of a word are read at most.
const maxRunes = 48

// Armenian: ա (U+0561) to ֆ, eastern values (BGN/PCGN 1981).
var armenianLetters = [...]string{
	"a", "b", "g", "d", "e", "z", "e", "y", "t", "zh", "i", "l", "kh", "ts", "k", "h", "dz", "gh", "ch", "m",
	"y", "n", "sh", "o", "ch", "p", "j", "r", "s", "v", "t", "r", "ts", "v", "p", "k", "o", "f", "ev",
}

func romaniseArmenian(dst []byte, w string) []byte {
	prev := rune(0)
	for i, c := range w {
		switch {
		case c >= 0x531 && c <= 0x556:
			c += 0x30
		}
		switch {
		case c == 'ւ' && prev == 'ո':
			dst[len(dst)-1] = 'u'
		case c == 'ե' && i == 0:
			dst = append(dst, "ye"...)
		case c == 'ո' && i == 0:
			dst = append(dst, "vo"...)
		case c >= 0x561 && c <= 0x587:
			dst = append(dst, armenianLetters[c-0x561]...)
		default:
			dst = appendASCII(dst, c)
		}
		prev = c
	}
	return dst
}

// Georgian: ა (U+10D0) to ჰ, national system of 2002 without apostrophes.
var georgianLetters = [...]string{
	"a", "b", "g", "d", "e", "v", "z", "t", "i", "k", "l", "m", "n", "o", "p", "zh", "r", "s", "t", "u",
	"p", "k", "gh", "q", "sh", "ch", "ts", "dz", "ts", "ch", "kh", "j", "h", "e", "y", "v", "q", "o", "f",
}

func romaniseGeorgian(dst []byte, w string) []byte {
	for _, c := range w {
		switch {
		case c >= 0x1C90 && c < 0x1CC0:
			c = c - 0x1C90 + 0x10D0
		case c >= 0x10A0 && c < 0x10C6:
			c = c - 0x10A0 + 0x10D0
		case c >= 0x2D00 && c < 0x2D26:
			c = c - 0x2D00 + 0x10D0
		}
		if c >= 0x10D0 && c < 0x10D0+rune(len(georgianLetters)) {
			dst = append(dst, georgianLetters[c-0x10D0]...)
		} else {
			dst = appendASCII(dst, c)
		}
	}
	return dst
}
