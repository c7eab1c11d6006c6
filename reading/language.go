package reading

import "strings"

// order is where a language's clauses put the verb.
type order uint8

const (
	orderSVO order = iota
	orderV2        // second in main clauses, last in subordinate ones
	orderSOV
	orderVSO
)

// A language is the table of a grammar's habits; the words are in data/.
type language struct {
	code string
	order
	// capNouns: common nouns begin with a capital (German).
	capNouns bool
	// compounds: nouns are written together (Waffenlieferung).
	compounds bool
	// commaClauses: every subordinate clause is set off by commas.
	commaClauses bool
	// adjAfter: adjectives follow their noun.
	adjAfter bool
	// dative: a bare name before another bare name or the object may be the
	// receiver ("gab Russland Waffen", "gave Russia arms").
	dative bool
	// proDrop: a clause may go without a subject.
	proDrop bool
	// negConcord: several negations in one clause are one ("no vendió nunca").
	negConcord bool
	// ordinalDot: "13. September" does not end a sentence.
	ordinalDot bool
	// spaceless: words are not parted; the trie is walked at every character.
	spaceless bool
	// lattice: words are not parted, and verbs go on as endings.tsv says (Japanese):
	// the cheapest row of words is taken; see lattice.
	lattice bool
	// glued: case particles (Korean) are glued to the word; see particles.
	glued bool
	// proclitic: particles (Arabic) are glued before the word; see clitics.
	proclitic bool

	// caseMarks: case endings do what prepositions do elsewhere (Russian): a bare
	// phrase that cannot be nominative stands under the mark "gen", "dat" or
	// "ins", and a preposition with the accusative is marked "в+acc".
	caseMarks bool
	// juxtapose: a name right before a noun is its attribute (Chinese, Japanese,
	// Korean), with or without a word of kind "poss" between.
	juxtapose bool

	// ending says of a verb form that closes a clause (languages whose verbs come
	// last) how the clause joins what follows: main, that, cond, coord, inf, rel ...
	ending func(w string) string

	verb func(spec string) []form
	noun func(spec string) []form
	name func(name, paradigm string) []form

	abbrev    map[string]bool
	particles map[string]string
	aux       map[string]uint32 // forms of verbs that follow another (Korean), with their features
	suffixes  []string          // nouns that may be written on to a party's name (Korean)
	clitics   map[string]string
}

// svo reports whether the verb stands before its object.
func (l *language) svo() bool { return l.order == orderSVO || l.order == orderVSO }

// languages returns a fresh table of all languages that have lexicons.
func languages() []*language {
	ls := []*language{
		german(),
		english(),
		russian(),
		ukrainian(),
		french(),
		spanish(),
		korean(),
		chinese(),
		japanese(),
		arabic(),
	}
	for _, l := range ls {
		l.abbrev = map[string]bool{}
		l.particles = map[string]string{}
		l.clitics = map[string]string{}
		if l.verb == nil {
			l.verb = listedForms
		}
		if l.noun == nil {
			l.noun = listedForms
		}
		if l.name == nil {
			l.name = func(name, paradigm string) []form { return []form{{name, anyCase}} }
		}
	}
	return ls
}

// listedForms reads a word whose forms are given one by one, parted by commas,
// each with its features after a colon: "fournir:inf,fournit:fin,fourni:part".
// A form without features is a base form.
func listedForms(spec string) []form {
	var out []form
	for _, p := range strings.Split(spec, ",") {
		t, f, _ := strings.Cut(strings.TrimSpace(p), ":")
		if t != "" {
			out = append(out, form{t, parseFeat(f)})
		}
	}
	return out
}
