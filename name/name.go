package name

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
	// Block is a coarse key: what no spelling habit confuses. It is for
	// finding candidates only and no evidence that two words are one; see
	// [Similarity].
	Block string
	Role  Role
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
