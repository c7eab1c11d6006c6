package name

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Kind says what bears a name; it decides which words are titles, legal forms
// or ship prefixes.
type Kind uint8

const (
	Any Kind = iota
	Person
	Organization
	Vessel
)

// Role says what a token is within its name.
type Role uint8

const (
	Plain Role = iota
	Given
	Family
	Patronymic
	Nisbah
	Particle // al, bin, von, de
	Title
	Suffix // jr, sr, iii
	Initial
	Nickname
	Number
	LegalForm
	Sector // trading, shipping, bank
	PlaceName
	Prefix // MV, MT
)

// A Token is one word of a name in one reading.
type Token struct {
	// Text is the word as written, NFKC, lower case, in its own script.
	Text string
	// Fold is its comparable form: ASCII lower-case letters and digits.
	Fold string
	// Skel is the consonant skeleton that spellings of one word share.
	Skel string
	// Keys are further keys: language skeletons, syllable keys, nickname groups.
	Keys []string
	Role Role
}

// A Reading is one way of reading a name.
type Reading struct {
	// Scheme says which ("latin", "cyrillic-ru", "pinyin", "sino-korean", ...).
	Scheme string
	Tokens []Token
}

// A Name is a parsed name with all its readings, the likeliest first.
type Name struct {
	Text     string
	Kind     Kind
	Readings []Reading
}

// Parse reads a name. It never fails: what cannot be read yields no reading.
func Parse(text string, kind Kind) Name {
	n := Name{Text: text, Kind: kind}
	var r Reading
	r.Scheme = "latin"
	for _, w := range strings.FieldsFunc(text, func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c)
	}) {
		if f := Fold(w); f != "" {
			r.Tokens = append(r.Tokens, Token{Text: strings.ToLower(norm.NFKC.String(w)), Fold: f, Skel: f})
		}
	}
	if len(r.Tokens) > 0 {
		n.Readings = []Reading{r}
	}
	return n
}

// Fold is the comparable Latin form of one word: lower case, no marks.
func Fold(w string) string {
	var b strings.Builder
	for _, c := range norm.NFKD.String(strings.ToLower(w)) {
		if c < 0x80 && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
			b.WriteRune(c)
		}
	}
	return b.String()
}
