package name

// Kana: Hepburn, as foreign names are heard. Long vowels and doubled
// consonants are written single.

// kanaRows gives the reading of katakana U+30A1 to U+30FA; hiragana lies 0x60
// below. Small letters begin with a sign that romaniseKana understands.
var kanaSigns = [...]string{
	"-a", "a", "-i", "i", "-u", "u", "-e", "e", "-o", "o", "ka", "ga", "ki", "gi", "ku", "gu", "ke", "ge", "ko", "go",
	"sa", "za", "shi", "ji", "su", "zu", "se", "ze", "so", "zo", "ta", "da", "chi", "ji", "-t", "tsu", "zu", "te", "de", "to", "do",
	"na", "ni", "nu", "ne", "no", "ha", "ba", "pa", "hi", "bi", "pi", "fu", "bu", "pu", "he", "be", "pe", "ho", "bo", "po",
	"ma", "mi", "mu", "me", "mo", "-ya", "ya", "-yu", "yu", "-yo", "yo", "ra", "ri", "ru", "re", "ro", "-wa", "wa", "i", "e", "o", "n",
	"vu", "ka", "ke", "va", "vi", "ve", "vo",
}

func romaniseKana(dst []byte, w string) []byte {
	start := len(dst)
	for _, c := range w {
		if c >= 0x3041 && c <= 0x3096 {
			c += 0x60
		}
		if c < 0x30A1 || c > 0x30FA {
			if c == 0x30FC { // long vowel
				continue
			}
			dst = appendASCII(dst, c)
			continue
		}
		s := kanaSigns[c-0x30A1]
		if s[0] != '-' {
			dst = append(dst, s...)
			continue
		}
		if s == "-t" {
			continue
		}
		n := len(dst)
		if n-start < 2 {
			dst = append(dst, s[1:]...)
			continue
		}
		last := dst[n-1]
		switch {
		case len(s) == 3: // small ya, yu, yo
			switch {
			case last == 'i' && n-start >= 3 && (dst[n-2] == 'h' && (dst[n-3] == 's' || dst[n-3] == 'c')), last == 'i' && dst[n-2] == 'j':
				dst = append(dst[:n-1], s[2]) // sha, cha, ja
			case last == 'i' || last == 'u' || last == 'e':
				dst = append(dst[:n-1], s[1:]...)
			default:
				dst = append(dst, s[1:]...)
			}
		default: // small a, i, u, e, o replaces the vowel before it
			if dst[n-1] == s[1] { // a drawn-out vowel
				continue
			}
			switch {
			case last == 'u' && n-start == 1 || last == 'u' && isVowelByte(dst[n-2]):
				dst = append(dst[:n-1], 'w', s[1]) // wi, we, wo
			case last == 'u' && (dst[n-2] == 'k' || dst[n-2] == 'g'):
				dst = append(dst[:n-1], 'w', s[1])
			default:
				dst = append(dst[:n-1], s[1])
			}
		}
	}
	return dst
}

func isVowelByte(c byte) bool {
	switch c {
	case 'a', 'e', 'i', 'o', 'u', 'y':
		return true
	}
	return false
}
