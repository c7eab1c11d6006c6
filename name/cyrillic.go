package name

// Cyrillic by language. The language is told by letters only it has, or by
// how it uses a shared one; what cannot be told is read as Russian.
type cyrLang uint8

const (
	russian cyrLang = iota
	ukrainian
	belarusian
	bulgarian
	serbian // and Macedonian
	turkic  // Kazakh, Kyrgyz, Tatar, Tajik, Mongolian
)

var cyrSchemes = [...]string{"cyrillic-ru", "cyrillic-uk", "cyrillic-be", "cyrillic-bg", "cyrillic-sr", "cyrillic-tk"}

// cyrLanguage tells the language of a lower-case Cyrillic name.
func cyrLanguage(s string) cyrLang {
	lang := russian
	prev := rune(0)
	var beforeHard rune
	for _, c := range s {
		switch c {
		case 'ї', 'є', 'ґ':
			return ukrainian
		case 'ў':
			return belarusian
		case 'ђ', 'ј', 'љ', 'њ', 'ћ', 'џ', 'ѓ', 'ќ', 'ѕ':
			return serbian
		case 'ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'һ', 'ӣ', 'ӯ', 'ҷ', 'ҳ', 'җ':
			return turkic
		case 'і':
			lang = ukrainian
		case 'ы', 'э':
			if lang == ukrainian {
				lang = belarusian
			}
		}
		if prev == 'ъ' && lang == russian {
			switch c {
			case 'е', 'ё', 'ю', 'я':
			default:
				if scriptOf(c) == cyrillic && beforeHard != 0 {
					lang = bulgarian
				}
			}
		}
		if c == 'ъ' {
			beforeHard = prev
		}
		prev = c
	}
	return lang
}

// cyrRussian is the reading of the letters а to я and ѐ to џ in Russian as the
// English press and the US and British name boards write it (BGN/PCGN 1947,
// apostrophes left out); other languages differ in a few letters.
var cyrRussian = [...]string{
	"a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p",
	"r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya",
	"e", "e", "dj", "g", "ye", "dz", "i", "yi", "j", "lj", "nj", "c", "k", "i", "u", "dz",
}

func cyrLetter(c rune, lang cyrLang, first bool, prev rune) string {
	switch lang {
	case ukrainian: // national standard of 2010
		switch c {
		case 'г':
			return "h"
		case 'ґ':
			return "g"
		case 'и':
			return "y"
		case 'й', 'ї':
			if first {
				return "y" + map[bool]string{true: "i"}[c == 'ї']
			}
			return "i"
		case 'є':
			if first {
				return "ye"
			}
			return "ie"
		case 'ю':
			if !first {
				return "iu"
			}
		case 'я':
			if !first {
				return "ia"
			}
		}
	case belarusian:
		switch c {
		case 'г':
			return "h"
		case 'ў':
			return "u"
		case 'е':
			if first {
				return "ye"
			}
		}
	case bulgarian: // Transliteration Act 2009
		switch c {
		case 'х':
			return "h"
		case 'щ':
			return "sht"
		case 'ъ':
			return "a"
		case 'ь':
			return "y"
		}
	case serbian:
		switch c {
		case 'х':
			return "h"
		case 'ц', 'ч', 'ћ':
			return "c"
		case 'ш', 'ѕ':
			return "s"
		case 'ж':
			return "z"
		}
	case turkic:
		switch c {
		case 'ы':
			return "y"
		case 'ж':
			return "zh"
		}
	}
	if c >= 'а' && c <= 'я' {
		return cyrRussian[c-'а']
	}
	if c >= 'ѐ' && c <= 'џ' {
		return cyrRussian[c-'ѐ'+32]
	}
	switch c {
	case 'ґ', 'ғ':
		return "gh"
	case 'ә':
		return "a"
	case 'қ', 'ҡ':
		return "q"
	case 'ң', 'ҥ':
		return "ng"
	case 'ө':
		return "o"
	case 'ұ', 'ү', 'ӯ':
		return "u"
	case 'һ', 'ҳ':
		return "h"
	case 'ӣ':
		return "i"
	case 'ҷ', 'җ':
		return "j"
	case 'ѣ', 'ӗ':
		return "e"
	case 'ѳ':
		return "f"
	case 'ѵ':
		return "i"
	case 'ӑ', 'ӓ':
		return "a"
	case 'ӳ':
		return "u"
	case 'ҫ', 'ҙ':
		return "s"
	}
	return ""
}

func romaniseCyrillic(dst []byte, w string, lang cyrLang) []byte {
	first, prev := true, rune(0)
	for _, c := range w {
		if c < 0x80 {
			dst = appendASCII(dst, c)
		} else {
			dst = append(dst, cyrLetter(c, lang, first, prev)...)
		}
		first, prev = false, c
	}
	return dst
}

// appendASCII appends an ASCII letter or digit in lower case, and nothing else.
func appendASCII(dst []byte, c rune) []byte {
	if c >= 'A' && c <= 'Z' {
		c |= 0x20
	}
	if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
		dst = append(dst, byte(c))
	}
	return dst
}
