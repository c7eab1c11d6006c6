package match

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Term is one summand of the log-odds.
type Term uint8

const (
	// TermBase is 1: what to believe before anything is compared.
	TermBase Term = iota
	// TermSame is 1 when the two names are the same text.
	TermSame
	// TermShared is the weight of the words accounted for on both sides, by
	// their rarity, up to 3 ordinary words.
	TermShared
	// TermConflict is the weight of the words that contradict each other: what
	// is left over on both sides, the lesser of the two.
	TermConflict
	// TermConflictShare is the same as a share of the lighter name.
	TermConflictShare
	// TermSoft is the weight of the conflict when the whole names are two edits
	// apart or less: then what is left over on both sides may be a slip itself
	// (KIM KYONG MIN, KIM KYONG IL).
	TermSoft
	// TermMissing is the share of the listed name that the query leaves out.
	TermMissing
	// TermAdded is the share of the query that the listed name does not have.
	TermAdded
	// TermEdits is the sum of the costs of the paired words: edits by length.
	TermEdits
	// TermWorst is the highest cost among them.
	TermWorst
	// TermNear is how near the two whole names are, spaces left out, or word by
	// word when every word is paired: 1 when equal, falling to 0 at three edits.
	TermNear
	// TermKnown counts words paired by edits where both are known names: then
	// it is less likely a slip (Meyer and Mayer, Luis and Luisa).
	TermKnown
	// TermOrder is 1 when paired words stand in another order that is not a
	// mere rotation (family name first).
	TermOrder
	// TermFlipped is 1 when "A son of B" meets "B son of A".
	TermFlipped
	// TermNumeral is 1 when both names have numbers and they differ, 1/2 when
	// only one has.
	TermNumeral
	// TermForm is 1 when both name a legal form and the forms differ.
	TermForm
	// TermSite is 1 when both name places and the places differ.
	TermSite
	// TermInitial counts words paired with an initial.
	TermInitial
	// TermNick counts words paired as nicknames.
	TermNick
	// TermVariant counts words paired as spellings of one word.
	TermVariant
	// TermScript is 1 when the two are written in different scripts.
	TermScript
	// TermSyllables is 1 when one of them is so written in Han or Hangul that
	// its words are single syllables, of which there are but some hundreds.
	TermSyllables
	// TermSingle is 1 when one side has one substantive word only and the
	// other has more.
	TermSingle
	// TermCore is 1 when no distinctive word is shared, only generic ones.
	TermCore
	// TermAbbreviated is 1 when one side gives a person's family name and the
	// first letters of what the other writes out, and the family name and so many
	// letters are seldom found together.
	TermAbbreviated
	// TermBusiness is 1 when one firm's name is a single rare word and the other's
	// that word with its business (Rosneft, Rosneft Oil Company).
	TermBusiness
	// TermAcronym is 1 when one firm's name is the first letters of the other's
	// words (OPMM, Ocean Pearl Maritime Management), 1/2 when it has three of them or
	// is a word that can be spoken. The other terms but TermBase are 0 then.
	TermAcronym

	// TermCeiling is what is taken off a name's sum beyond nameKnee: however
	// well two names agree, other people may bear them, and what dates and
	// numbers say must be able to decide. Its value is log-odds itself.
	TermCeiling

	// From here on terms do not come from the names; their values are
	// log-odds themselves.

	// TermBirth is what the birth dates say (dates of founding or building for
	// other parties).
	TermBirth
	// TermDeath is what the dates of death say.
	TermDeath
	// TermCountry is what the countries say.
	TermCountry
	// TermPlace is what the places of birth say.
	TermPlace
	// TermGender is what the genders say.
	TermGender
	// TermNumber is what documents and numbers say.
	TermNumber
	// TermKind is what the schemata say.
	TermKind

	// NumTerms is how many terms there are.
	NumTerms
)

const firstFact = TermBirth

var termNames = [NumTerms]string{
	"base", "same_text", "shared", "conflict", "conflict_share", "soft_conflict", "missing", "added", "edits", "worst_pair",
	"whole_name", "known_names", "order", "relation_flipped", "numeral", "legal_form", "site", "initial", "nickname", "variant",
	"script", "syllables", "single_word", "no_distinctive_word", "abbreviated", "business", "acronym", "ceiling",
	"birth", "death", "country", "birth_place", "gender", "number", "kind",
}

func (t Term) String() string {
	if t < NumTerms {
		return termNames[t]
	}
	return "unknown"
}

// Weight is the weight of a term: log-odds per unit of its value.
func (t Term) Weight() float64 {
	if t < NumTerms {
		return float64(weights[t])
	}
	return 0
}

// A Cap is a rule that holds a score down whatever the sum says.
type Cap uint8

const (
	NoCap Cap = iota
	// WeakAlias: the name that met is a low-quality alias and no date or
	// number supports it; at most review.
	WeakAlias
	// KnownNames: a word was taken for another by a slip though each is a known
	// name (Meyer, Mayer), nothing rare stands beside it, and no date or number
	// supports it; at most review.
	KnownNames
	// Syllables: the names met across scripts by single syllables, which many
	// names share, and no date or number supports it; at most review.
	Syllables
	// CommonAcross: the names met across scripts and no rare word is among them,
	// and no date or number supports it; at most review.
	CommonAcross
	// SingleWord: both names are a single word and the words are not the same,
	// and no date or number supports it; at most review.
	SingleWord
	// Numbers: both names have numbers and they differ (Snow Storm 1, Snow Storm
	// 2): sisters, as a rule, of one owner; at most review.
	Numbers
	// Undated: the date of birth is asked for, the list gives none, nothing else
	// beside the name agrees, and many people bear the name; at most review.
	Undated
	// Initials: given names are first letters on one side, and no date or number
	// supports it; at most review.
	Initials
	// Business: a firm's single word met that word with a line of business, and no
	// number supports it: the firm itself or one of its daughters; at most review.
	Business
	// Letters: what tells two firms apart is a word of three letters or less, in
	// which they differ, and no number supports it; at most review.
	Letters
	// Acronym: one firm is called by the first letters of the other's words, as
	// others may be, and no number supports it; at most review.
	Acronym
	// PartOnly: one side has a single word that is part of the other's longer
	// name; at most related.
	PartOnly
	// Contrary: the names say what cannot be true of one party: junior and
	// senior, the son of the other; at most related.
	Contrary
	// OtherKind: the two are different kinds of thing (a ship, a person).
	OtherKind
)

var capNames = [...]string{"", "weak_alias", "known_names", "syllables", "common_across_scripts", "single_word", "numbers", "undated", "initials", "business", "letters", "acronym", "part_only", "contrary", "other_kind"}

func (c Cap) String() string {
	if int(c) < len(capNames) {
		return capNames[c]
	}
	return "unknown"
}

// Limit is the highest log-odds a cap leaves.
func (c Cap) Limit() float64 {
	switch c {
	case WeakAlias, KnownNames, Syllables, CommonAcross, SingleWord, Numbers, Undated, Initials, Business, Letters, Acronym:
		return 0.80 // a score of 0.69
	case PartOnly, Contrary:
		return -0.04 // 0.49
	case OtherKind:
		return -1.2 // 0.23
	}
	return maxOdds
}

const (
	maxOdds    = 9.0
	minOdds    = -12.0
	numberOdds = 4.0 // a score of 0.98

	// Beyond nameKnee a name's log-odds count by nameSlope only.
	nameKnee  = 2.5
	nameSlope = 0.25
)

// Odds is the log-odds of a probability.
func Odds(p float64) float64 { return math.Log(p / (1 - p)) }

// Weights are log-odds for one unit of each term.
type Weights [NumTerms]float32

// DefaultWeights are those in use.
func DefaultWeights() Weights { return weights }

// ReadWeights reads changes to the weights in use: a term and its weight on a
// line; what comes after is a remark, as is a line after "#". A term that is
// unknown or named twice, and a weight that is no number from -100 to
// 100, is an error that says the line.
func ReadWeights(r io.Reader) (Weights, error) {
	w := weights
	var set [NumTerms]bool
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		text, _, _ := strings.Cut(lines.Text(), "#")
		f := strings.Fields(text)
		if len(f) == 0 {
			continue
		}
		t := slices.Index(termNames[:], f[0])
		switch {
		case t < 0:
			return w, fmt.Errorf("line %d: there is no term %q; the terms are %s", n, f[0], strings.Join(termNames[:], ", "))
		case set[t]:
			return w, fmt.Errorf("line %d: %s has a weight already", n, f[0])
		case len(f) < 2:
			return w, fmt.Errorf("line %d: which weight has %s? Write it after the name", n, f[0])
		}
		v, err := strconv.ParseFloat(f[1], 32)
		if err != nil || !(v >= -100 && v <= 100) {
			return w, fmt.Errorf("line %d: the weight %q of %s is no number from -100 to 100", n, f[1], f[0])
		}
		w[t], set[t] = float32(v), true
	}
	if err := lines.Err(); err != nil {
		return w, err
	}
	return w, nil
}

// weights is the table.
var weights = Weights{
	TermBase:          -1.04,
	TermSame:          2.50,
	TermShared:        1.21,
	TermConflict:      -2.79,
	TermConflictShare: -3.71,
	TermSoft:          2.10,
	TermMissing:       -2.65,
	TermAdded:         -2.25,
	TermEdits:         -2.08,
	TermWorst:         -1.39,
	TermNear:          4.02,
	TermKnown:         -0.11,
	TermOrder:         -0.48,
	TermFlipped:       -2.57,
	TermNumeral:       -1.25,
	TermForm:          -0.51,
	TermSite:          -1.69,
	TermInitial:       -0.33,
	TermNick:          -0.61,
	TermVariant:       -0.43,
	TermScript:        0,
	TermSyllables:     -2.94,
	TermSingle:        -2.00,
	TermCore:          -0.68,
	TermAbbreviated:   1.20,
	TermBusiness:      1.10,
	TermAcronym:       1.30,
	TermCeiling:       1,
	TermBirth:         1, TermDeath: 1, TermCountry: 1, TermPlace: 1, TermGender: 1, TermNumber: 1, TermKind: 1,
}
