package name

// Acronyms: a firm called by the first letters of its words.

const (
	leastAcronym = 3
	mostAcronym  = 7
)

// A LetterWord is what a word of a firm's name gives to an acronym: its role, and
// its first letter (of its text, for a legal form), 0 when that is no ASCII letter.
type LetterWord struct {
	Role    Role
	First   byte
	General bool // a word like company or group
}

// LetterOf is what a word gives, by its role, its text and its folded form.
func LetterOf(role Role, text, fold string, keys []string) LetterWord {
	w := LetterWord{Role: role}
	if role == Particle && len(fold) > 4 {
		w.Role = PlaceName // republic: a word of a country's name, and it has its letter
	}
	if text != "" && text[0] < 0x80 {
		if role == LegalForm {
			fold = text
		}
		if fold != "" && fold[0] >= 'a' && fold[0] <= 'z' {
			w.First = fold[0]
		}
	}
	if role == Sector {
		w.General = hasGeneral(keys)
	}
	return w
}

// Initials is how many ways [AppendInitials] knows.
const Initials = 4

// AppendInitials appends the first letters of a firm's words in one of the ways
// from 0 to Initials: legal forms and particles left out, with the ones, with
// the others, with both. It appends nothing for names that are not called by
// their letters: of fewer than three words that are neither, of too many, with
// numbers, or in other letters.
func AppendInitials(dst []byte, words []LetterWord, way int) []byte {
	n, from := 0, len(dst)
	for _, w := range words {
		switch w.Role {
		case Number, Initial:
			return dst[:from]
		case Title, Prefix:
			continue
		case Particle:
			if way&1 == 0 {
				continue
			}
		case LegalForm:
			if way&2 == 0 {
				continue
			}
		default:
			n++
		}
		if w.First == 0 || len(dst)-from == mostAcronym {
			return dst[:from]
		}
		dst = append(dst, w.First)
	}
	if n < leastAcronym {
		return dst[:from]
	}
	return dst
}

// Acronym is the place of the only word that tells a firm which may be called by
// its letters (OPMM Co.), -1 for other names. What is beside it may be a country
// or a word like company.
func Acronym(words []LetterWord) int {
	at := -1
	for i, w := range words {
		switch w.Role {
		case Particle, LegalForm, Title, Prefix, PlaceName:
		case Sector:
			if !w.General {
				return -1
			}
		case Plain:
			if at >= 0 || w.First == 0 {
				return -1
			}
			at = i
		default:
			return -1
		}
	}
	return at
}

// Lettered says how surely a word of letters is an acronym and not a word that
// is spoken: 1 for one of five letters or more, or of four that nobody can
// speak, 0.5 for others of three and four letters, 0 for what cannot be one.
func Lettered(fold string) float32 {
	if len(fold) < leastAcronym || len(fold) > mostAcronym {
		return 0
	}
	run, most, vowels := 0, 0, 0
	for i := range len(fold) {
		switch c := fold[i]; {
		case c < 'a' || c > 'z':
			return 0
		case isVowelByte(c):
			vowels++
			run = 0
		default:
			run++
			most = max(most, run)
		}
	}
	if len(fold) >= 5 || len(fold) == 4 && (vowels == 0 || most >= 3) {
		return 1
	}
	return 0.5
}
