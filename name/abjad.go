package name

// Arabic (with Persian, Urdu, Pashto, Kurdish) and Hebrew. Short vowels are
// not written, so the folded form has few vowels; Similarity knows.

// arabicLetter is the reading of a letter; waw, ya and alif are read in
// romaniseArabic, for they are vowels or consonants by their place.
func arabicLetter(c rune) string {
	switch c {
	case 'ب':
		return "b"
	case 'پ':
		return "p"
	case 'ت', 'ط', 'ټ', 'ٹ', 'ٺ':
		return "t"
	case 'ث':
		return "th"
	case 'ج':
		return "j"
	case 'چ', 'څ':
		return "ch"
	case 'ح', 'ه', 'ہ', 'ھ', 'ۀ', 'ۂ', 'ە':
		return "h"
	case 'خ':
		return "kh"
	case 'د', 'ض', 'ډ', 'ڈ', 'ڌ':
		return "d"
	case 'ذ':
		return "dh"
	case 'ر', 'ړ', 'ڑ', 'ڕ':
		return "r"
	case 'ز', 'ظ', 'ځ':
		return "z"
	case 'ژ', 'ږ':
		return "zh"
	case 'س', 'ص':
		return "s"
	case 'ش', 'ښ':
		return "sh"
	case 'غ':
		return "gh"
	case 'ف':
		return "f"
	case 'ڤ':
		return "v"
	case 'ق':
		return "q"
	case 'ك', 'ک', 'ڪ':
		return "k"
	case 'گ', 'ګ', 'ڭ', 'ڨ':
		return "g"
	case 'ل', 'ڵ':
		return "l"
	case 'م':
		return "m"
	case 'ن', 'ں', 'ڼ':
		return "n"
	case 'ة', 'ۃ', 'ى', 'آ', 'ٱ', 'أ', 'ا':
		return "a"
	case 'إ':
		return "i"
	case 'ۆ', 'ۇ', 'ۈ':
		return "u"
	case 'ۋ':
		return "v"
	case 'ې', 'ێ', 'ے', 'ۓ', 'ۍ', 'ئ':
		return "e"
	case 0x64E: // fatha
		return "a"
	case 0x64F:
		return "u"
	case 0x650:
		return "i"
	case 0x64B:
		return "an"
	}
	return ""
}

func romaniseArabic(dst []byte, w string) []byte {
	var rs [maxRunes]rune
	n := 0
	for _, c := range w {
		if n < len(rs) && c != 0x640 { // tatweel
			rs[n] = c
			n++
		}
	}
	vowelAt := func(i int) bool { // a letter that reads as a vowel next to waw or ya
		if i < 0 || i >= n {
			return false
		}
		switch rs[i] {
		case 'ا', 'أ', 'إ', 'آ', 'ى', 'ة', 'و', 'ي', 'ی', 'ۆ', 'ې', 'ێ':
			return true
		}
		return false
	}
	for i := range n {
		switch c := rs[i]; c {
		case 'و', 'ؤ':
			if i == 0 || i+1 < n && (rs[i+1] == 'ا' || rs[i+1] == 'ی' || rs[i+1] == 'ي') || vowelAt(i-1) && i+1 < n {
				dst = append(dst, 'w')
			} else {
				dst = append(dst, 'u')
			}
		case 'ي', 'ی', 'ۑ':
			if i == 0 || i+1 < n && (rs[i+1] == 'ا' || rs[i+1] == 'و') || vowelAt(i-1) && i+1 < n {
				dst = append(dst, 'y')
			} else {
				dst = append(dst, 'i')
			}
		case 'ا':
			if i+1 < n && i == 0 && (rs[1] == 'ي' || rs[1] == 'ی') {
				continue // ای, اي at the start: i, e
			}
			dst = append(dst, 'a')
		case 'ه', 'ہ':
			if i == n-1 && i > 1 && !vowelAt(i-1) {
				dst = append(dst, 'a') // silent final heh of Persian and Urdu
				dst = append(dst, 'h')
			} else {
				dst = append(dst, 'h')
			}
		default:
			if c < 0x80 {
				dst = appendASCII(dst, c)
			} else {
				dst = append(dst, arabicLetter(c)...)
			}
		}
	}
	return dst
}

// Hebrew: א (U+05D0) to ת.
var hebrewLetters = [...]string{
	"a", "b", "g", "d", "h", "u", "z", "h", "t", "i", "kh", "k", "l", "m", "m", "n", "n", "s", "a", "f", "p", "ts", "ts", "k", "r", "sh", "t",
}

func romaniseHebrew(dst []byte, w string) []byte {
	var rs [maxRunes]rune
	n := 0
	for _, c := range w {
		if c >= 0x591 && c <= 0x5C7 && c != 0x5BC { // points, but not dagesh
			continue
		}
		switch c {
		case 0x5F3, '’', '‘', '`':
			c = '\''
		}
		if n < len(rs) {
			rs[n] = c
			n++
		}
	}
	for i := 0; i < n; i++ {
		c := rs[i]
		if i+1 < n && rs[i+1] == '\'' { // geresh
			two := ""
			switch c {
			case 'ג':
				two = "j"
			case 'ז':
				two = "zh"
			case 'צ', 'ץ':
				two = "ch"
			case 'ת':
				two = "th"
			case 'ד':
				two = "dh"
			}
			if two != "" {
				dst = append(dst, two...)
				i++
				continue
			}
		}
		switch c {
		case 'ו':
			switch {
			case i+1 < n && rs[i+1] == 'ו':
				dst = append(dst, 'v')
				i++
			case i == 0:
				dst = append(dst, 'v')
			default:
				dst = append(dst, 'o')
			}
		case 'י':
			if i+1 < n && rs[i+1] == 'י' {
				dst = append(dst, "ai"...)
				i++
			} else if i == 0 {
				dst = append(dst, 'y')
			} else {
				dst = append(dst, 'i')
			}
		case 'ה':
			if i == n-1 && i > 0 {
				dst = append(dst, 'a')
			} else {
				dst = append(dst, 'h')
			}
		case 'פ':
			dst = append(dst, 'p')
		default:
			switch {
			case c >= 0x5D0 && c <= 0x5EA:
				dst = append(dst, hebrewLetters[c-0x5D0]...)
			case c < 0x80:
				dst = appendASCII(dst, c)
			}
		}
	}
	return dst
}
