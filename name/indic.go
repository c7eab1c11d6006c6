package name

// The scripts of India share one layout since ISCII: a letter is known by its
// offset within its block of 128. Inherent vowels are written, except at the
// end of a word in the languages that drop it there. Tamil writes k, t, p for
// g, d, b too; Similarity treats those as near.

var indicConsonants = [...]string{ // offsets 0x15 to 0x39
	"k", "kh", "g", "gh", "n", "ch", "chh", "j", "jh", "n", "t", "th", "d", "dh", "n", "t", "th", "d", "dh", "n",
	"n", "p", "ph", "b", "bh", "m", "y", "r", "r", "l", "l", "l", "v", "sh", "sh", "s", "h",
}

var indicVowels = [...]string{ // offsets 0x05 to 0x14 (letters) and, from 0x3E as the second, signs
	"a", "a", "i", "i", "u", "u", "ri", "li", "e", "e", "e", "ai", "o", "o", "o", "au",
}

// Sinhala has an order of its own: consonants U+0D9A to U+0DC6.
var sinhalaConsonants = [...]string{
	"k", "kh", "g", "gh", "n", "ng", "ch", "chh", "j", "jh", "n", "gn", "nj", "t", "th", "d", "dh", "n", "nd", "th", "th", "d", "dh", "n", "",
	"nd", "p", "ph", "b", "bh", "m", "mb", "y", "r", "", "l", "", "", "v", "sh", "sh", "s", "h", "l", "f",
}

func romaniseIndic(dst []byte, w string) []byte {
	bare := false // the last consonant still bears its inherent vowel
	block := rune(0)
	for _, c := range w {
		if c < 0x900 || c >= 0xE00 {
			if bare {
				dst = append(dst, 'a')
			}
			bare = false
			dst = appendASCII(dst, c)
			continue
		}
		block = c &^ 0x7F
		o := c & 0x7F
		if block == 0xD80 {
			switch {
			case o >= 0x05 && o <= 0x16:
				dst = append(dst, [...]string{"a", "a", "ae", "ae", "i", "i", "u", "u", "ri", "ri", "li", "li", "e", "e", "ai", "o", "o", "au"}[o-5]...)
				bare = false
			case o >= 0x1A && o <= 0x46:
				if bare {
					dst = append(dst, 'a')
				}
				dst = append(dst, sinhalaConsonants[o-0x1A]...)
				bare = true
			case o == 0x4A:
				bare = false
			case o >= 0x4F && o <= 0x5F:
				dst = append(dst, [...]string{"a", "ae", "ae", "i", "i", "u", "", "u", "ri", "e", "e", "ai", "o", "o", "au", "l", ""}[min(o-0x4F, 16)]...)
				bare = false
			case o == 0x02:
				if bare {
					dst = append(dst, 'a')
				}
				dst = append(dst, 'n')
				bare = false
			}
			continue
		}
		switch {
		case o >= 0x15 && o <= 0x39:
			if bare {
				dst = append(dst, 'a')
			}
			s := indicConsonants[o-0x15]
			if block == 0x980 && o == 0x30 {
				s = "r"
			}
			dst = append(dst, s...)
			bare = true
		case o >= 0x05 && o <= 0x14:
			if bare {
				dst = append(dst, 'a')
			}
			dst = append(dst, indicVowels[o-5]...)
			bare = false
		case o >= 0x3E && o <= 0x4C:
			dst = append(dst, indicVowels[o-0x3E+1]...)
			bare = false
		case o == 0x4D: // virama
			bare = false
		case o == 0x01, o == 0x02, o == 0x70:
			if bare {
				dst = append(dst, 'a')
			}
			dst = append(dst, 'n')
			bare = false
		case o == 0x3C: // nukta: the letters Urdu lends
			if n := len(dst); n > 0 && bare {
				switch dst[n-1] {
				case 'j':
					dst[n-1] = 'z'
				case 'h':
					if n > 1 && dst[n-2] == 'p' {
						dst = append(dst[:n-2], 'f')
					}
				case 'k':
					dst[n-1] = 'q'
				case 'd':
					dst[n-1] = 'r'
				}
			}
		case o >= 0x58 && o <= 0x5F && block == 0x900:
			if bare {
				dst = append(dst, 'a')
			}
			dst = append(dst, [...]string{"q", "kh", "gh", "z", "r", "rh", "f", "y"}[o-0x58]...)
			bare = true
		case o >= 0x5C && o <= 0x5F:
			if bare {
				dst = append(dst, 'a')
			}
			dst = append(dst, [...]string{"r", "rh", "f", "y"}[o-0x5C]...)
			bare = true
		case o >= 0x66 && o <= 0x6F:
			dst = append(dst, byte('0'+o-0x66))
			bare = false
		case block == 0xD00 && o >= 0x7A: // Malayalam chillu letters
			dst = append(dst, [...]string{"n", "n", "r", "l", "l", "k"}[o-0x7A]...)
			bare = false
		}
	}
	// Telugu, Kannada, Malayalam, Oriya and Sinhala sound the last inherent
	// vowel; the northern languages and Tamil do not.
	if bare && (block == 0xB00 || block >= 0xC00) {
		dst = append(dst, 'a')
	}
	return dst
}

// Thai consonants U+0E01 to U+0E2E as they begin a syllable (RTGS, 1999).
var thaiConsonants = [...]string{
	"k", "kh", "kh", "kh", "kh", "kh", "ng", "ch", "ch", "ch", "s", "ch", "y", "d", "t", "th", "th", "th", "n", "d", "t", "th", "th", "th", "n",
	"b", "p", "ph", "f", "ph", "f", "ph", "m", "y", "r", "rue", "l", "lue", "w", "s", "s", "s", "h", "l", "", "h",
}

func romaniseThai(dst []byte, w string) []byte {
	var rs [maxRunes]rune
	n := 0
	for _, c := range w {
		if c >= 0xE80 && c < 0xF00 { // Lao lies 0x80 above Thai
			c -= 0x80
		}
		if c >= 0xE48 && c <= 0xE4B || c == 0xE4E || c == 0xE47 || n == len(rs) {
			continue // tone marks
		}
		rs[n] = c
		n++
	}
	cons := func(i int) bool { return i >= 0 && i < n && rs[i] >= 0xE01 && rs[i] <= 0xE2E }
	vowel := func(i int) bool { return i < n && rs[i] >= 0xE30 && rs[i] <= 0xE3A }
	pending := ""
	open := 0 // consonants since the last vowel
	for i := 0; i < n; i++ {
		c := rs[i]
		switch {
		case c >= 0xE40 && c <= 0xE44:
			pending = [...]string{"e", "ae", "o", "ai", "ai"}[c-0xE40]
			open = 0
		case i+1 < n && rs[i+1] == 0xE4C: // thanthakhat silences
			i++
		case cons(i):
			if pending == "" && open == 1 && !vowel(i) && !(vowel(i + 1)) && len(dst) > 0 {
				// two bare consonants make a syllable with o between them
				if i+1 >= n || cons(i+1) || rs[i+1] >= 0xE40 {
					dst = append(dst, 'o')
				}
			} else if pending == "" && open == 1 && vowel(i+1) {
				dst = append(dst, 'a')
			}
			dst = append(dst, thaiConsonants[c-0xE01]...)
			if pending != "" {
				dst = append(dst, pending...)
				pending = ""
				open = 0
				if i+1 < n && rs[i+1] == 0xE32 && dst[len(dst)-1] == 'e' { // เ-า
					dst = append(dst[:len(dst)-1], "ao"...)
					i++
				}
				open = 2
			} else {
				open++
			}
		case vowel(i):
			dst = append(dst, [...]string{"a", "a", "a", "am", "i", "i", "ue", "ue", "u", "u", ""}[c-0xE30]...)
			open = 2
		case c == 0xE4D:
			dst = append(dst, 'm')
		case c >= 0xE50 && c <= 0xE59:
			dst = append(dst, byte('0'+c-0xE50))
		default:
			dst = appendASCII(dst, c)
		}
	}
	return dst
}

// Burmese consonants U+1000 to U+1021 (MLCTS made plain, as names are written).
var burmeseConsonants = [...]string{
	"k", "kh", "g", "g", "ng", "s", "hs", "z", "z", "ny", "ny", "t", "ht", "d", "d", "n", "t", "ht", "d", "d", "n", "p", "hp", "b", "b", "m",
	"y", "y", "l", "w", "th", "h", "l", "",
}

func romaniseBurmese(dst []byte, w string) []byte {
	bare := false
	start := len(dst)
	for _, c := range w {
		switch {
		case c >= 0x1000 && c <= 0x1021:
			if bare {
				dst = append(dst, 'a')
			}
			dst = append(dst, burmeseConsonants[c-0x1000]...)
			bare = true
		case c == 0x103F:
			if bare {
				dst = append(dst, 'a')
			}
			dst = append(dst, "th"...)
			bare = true
		case c >= 0x1023 && c <= 0x102A:
			dst = append(dst, [...]string{"i", "i", "u", "u", "e", "", "aw", "aw"}[c-0x1023]...)
			bare = false
		case c >= 0x102B && c <= 0x1032:
			dst = append(dst, [...]string{"a", "a", "i", "i", "u", "u", "e", "e"}[c-0x102B]...)
			bare = false
		case c == 0x1036:
			if bare {
				dst = append(dst, 'a')
			}
			dst = append(dst, 'n')
			bare = false
		case c == 0x1039, c == 0x103A: // virama, asat
			bare = false
		case c == 0x103B, c == 0x103C:
			dst = append(dst, 'y')
		case c == 0x103D:
			dst = append(dst, 'w')
		case c == 0x103E: // ha-htoe goes before its consonant
			if n := len(dst); n > start {
				dst = append(dst, dst[n-1])
				dst[n-1] = 'h'
			}
		case c >= 0x1040 && c <= 0x1049:
			dst = append(dst, byte('0'+c-0x1040))
		default:
			dst = appendASCII(dst, c)
		}
	}
	if bare {
		dst = append(dst, 'a')
	}
	return dst
}

// Khmer consonants U+1780 to U+17A2 (UNGEGN 1972 made plain).
var khmerConsonants = [...]string{
	"k", "kh", "k", "kh", "ng", "ch", "chh", "ch", "chh", "nh", "d", "th", "d", "th", "n", "t", "th", "t", "th", "n", "b", "ph", "p", "ph", "m",
	"y", "r", "l", "v", "sh", "s", "s", "h", "l", "",
}

func romaniseKhmer(dst []byte, w string) []byte {
	bare, stacked := false, false
	for _, c := range w {
		switch {
		case c >= 0x1780 && c <= 0x17A2:
			if bare && !stacked {
				dst = append(dst, 'a')
			}
			dst = append(dst, khmerConsonants[c-0x1780]...)
			bare, stacked = true, false
		case c == 0x17D2:
			stacked = true
		case c >= 0x17A3 && c <= 0x17B3:
			dst = append(dst, [...]string{"a", "a", "e", "ei", "o", "ok", "o", "ov", "rue", "rue", "lue", "lue", "ae", "ai", "ao", "ao", "au"}[c-0x17A3]...)
			bare = false
		case c >= 0x17B6 && c <= 0x17C5:
			dst = append(dst, [...]string{"a", "i", "i", "oe", "eu", "o", "u", "uo", "aeu", "oea", "ie", "e", "ae", "ai", "o", "au"}[c-0x17B6]...)
			bare = false
		case c == 0x17C6:
			dst = append(dst, "om"...)
			bare = false
		case c == 0x17C7:
			dst = append(dst, 'h')
			bare = false
		case c == 0x17C8:
			dst = append(dst, 'a')
			bare = false
		case c >= 0x17E0 && c <= 0x17E9:
			dst = append(dst, byte('0'+c-0x17E0))
		default:
			dst = appendASCII(dst, c)
		}
	}
	return dst
}

// Ethiopic: U+1200 on, eight signs a consonant; the sixth order has no vowel
// or a short one (BGN/PCGN 2007 made plain). "" marks rows of rare letters.
var ethiopicConsonants = [...]string{
	"h", "l", "h", "m", "s", "r", "s", "sh", "k", "kw", "k", "kw", "b", "v", "t", "ch", "h", "hw", "n", "ny", "", "k", "kw", "kh", "khw",
	"w", "", "z", "zh", "y", "d", "d", "j", "g", "gw", "g", "t", "ch", "p", "ts", "ts", "f", "p",
}

func romaniseEthiopic(dst []byte, w string) []byte {
	for _, c := range w {
		if c >= 0x1200 && c < 0x1200+8*rune(len(ethiopicConsonants)) {
			o := int(c - 0x1200)
			k := ethiopicConsonants[o/8]
			dst = append(dst, k...)
			dst = append(dst, [...]string{"e", "u", "i", "a", "e", "", "o", "wa"}[o%8]...)
			if k == "" && o%8 == 0 {
				dst[len(dst)-1] = 'a'
			} else if k == "" && o%8 == 5 {
				dst = append(dst, 'e')
			}
			continue
		}
		dst = appendASCII(dst, c)
	}
	return dst
}
