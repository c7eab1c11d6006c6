package match

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"khasan/entity"
	"khasan/name"
)

// A Feature is one term of a result, in words. Value times Weight is what it
// adds to the log-odds.
type Feature struct {
	Name   string  `json:"name"`
	Value  float64 `json:"value"`
	Weight float64 `json:"weight"`
	Detail string  `json:"detail"`
}

// An Explanation is a result in words.
type Explanation struct {
	Features []Feature
	// Reasons are the sentences that weigh most, heaviest first, at most six.
	Reasons []string
}

// Explain puts a result into words; q and c are those given to [Compare].
func Explain(q, c *Party, r Result) Explanation {
	x := Explanation{Features: r.Features(q, c, nil)}
	order := make([]int, 0, len(x.Features))
	for i, f := range x.Features {
		if f.Name != TermBase.String() && f.Name != TermCeiling.String() && f.Name != TermWorst.String() && f.Name != TermConflictShare.String() && f.Detail != "" {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(a, b int) bool {
		return share(x.Features[order[a]]) > share(x.Features[order[b]])
	})
	for _, i := range order {
		// Several terms may rest on the same words: each is said once.
		for _, d := range strings.Split(x.Features[i].Detail, "; ") {
			if len(x.Reasons) < 6 && !contains(x.Reasons, d) {
				x.Reasons = append(x.Reasons, d)
			}
		}
	}
	return x
}

func share(f Feature) float64 {
	if f.Weight == 0 {
		return 100 // a cap outweighs the rest
	}
	if f.Name == TermBirth.String() && f.Value == 0 {
		return 0.5
	}
	return math.Abs(f.Value * f.Weight)
}

// Features explains a result: every term that is not zero, in the order of
// the table, each with a sentence. q, c and opt are those given to [Compare].
func (r *Result) Features(q, c *Party, opt *Options) []Feature {
	var s *scratch
	if r.Query >= 0 && r.Listed >= 0 {
		var rarity func(string) float32
		if opt != nil {
			rarity = opt.Rarity
		}
		firm := isFirm(q.Schema) || isFirm(c.Schema)
		one := func(n *Name, reading int) *side {
			rare := n.Surprise
			for k := range reading {
				rare = rare[min(len(rare), len(n.Readings[k].Tokens)):]
			}
			r := &n.Readings[reading]
			return &side{script(r.Scheme), ready(nil, r.Tokens, firm, rare, nil, rarity)}
		}
		s = new(scratch)
		s.load(one(&q.Names[r.Query], r.QueryReading), one(&c.Names[r.Listed], r.ListedReading), firm)
		s.align()
		var v [NumTerms]float32
		s.terms(&v)
	}
	var out []Feature
	for t := range NumTerms {
		// Dates that were compared and say nothing are told: a reviewer looks for them.
		told := t == TermBirth && len(q.Births) > 0 && len(c.Births) > 0
		if r.Values[t] == 0 && !told {
			continue
		}
		out = append(out, Feature{
			Name: t.String(), Value: float64(r.Values[t]), Weight: float64(weights[t]),
			Detail: r.detail(t, s, q, c),
		})
	}
	if r.Cap != NoCap && r.LogOdds >= r.Cap.Limit() {
		out = append(out, Feature{Name: "cap_" + capNames[r.Cap], Value: 1, Detail: capDetail[r.Cap]})
	}
	return out
}

var capDetail = [...]string{
	WeakAlias:    "the name that met is a low-quality alias: alone it is never a match",
	KnownNames:   "words that differ are each a known name: without a date or number no more than review",
	Syllables:    "the names meet by syllables that many names share: without a date or number no more than review",
	CommonAcross: "common words met across scripts: without a date or number no more than review",
	SingleWord:   "single words that differ: without a date or number no more than review",
	Numbers:      "both names have numbers, and they differ: no more than review",
	Undated:      "many people bear the name and the list gives no date of birth to compare with: no more than review",
	Initials:     "given names are first letters on one side: without a date or number no more than review",
	Business:     "one name says the firm's business, the other does not (the firm or a daughter of it): without a number no more than review",
	Letters:      "firms named by a few letters, and these differ: without a number no more than review",
	Acronym:      "one firm is called by the first letters of the other's words, as others may be: without a number no more than review",
	PartOnly:     "a single word is shared with a longer name: related at most",
	Contrary:     "the names say what is not true of one party (junior and senior, or one the child of the other): related at most",
	OtherKind:    "the two are different kinds of thing",
}

func (r *Result) detail(t Term, s *scratch, q, c *Party) string {
	switch t {
	case TermBase:
		return "before anything is compared"
	case TermSame:
		return fmt.Sprintf("the names are the same text: %q", c.Names[r.Listed].Text)
	case TermCeiling:
		return "others may bear the same name: beyond a point agreement counts a quarter"
	case TermBirth:
		return dateDetail("birth", q.Births, c.Births)
	case TermDeath:
		return dateDetail("death", q.Deaths, c.Deaths)
	case TermCountry:
		if r.Values[t] > 0 {
			return "a country is shared"
		}
		return "no country is shared: " + codes(q.Countries) + " against " + codes(c.Countries)
	case TermPlace:
		if r.Values[t] > 0 {
			return "place of birth agrees"
		}
		return "places of birth differ"
	case TermGender:
		if r.Values[t] > 0 {
			return "gender agrees"
		}
		return "gender differs"
	case TermNumber:
		if r.Values[t] > 0 {
			return "a document or number is the same"
		}
		return "numbers that should be the same differ"
	case TermKind:
		return fmt.Sprintf("%s against %s", q.Schema, c.Schema)
	}
	if s == nil {
		return ""
	}
	return s.detail(t)
}

func (s *scratch) detail(t Term) string {
	switch t {
	case TermShared:
		return s.pairs(func(a, _ *token) bool { return !a.generic })
	case TermConflict, TermConflictShare:
		return fmt.Sprintf("contradiction: %s against %s", left(s.a[:s.na]), left(s.b[:s.nb]))
	case TermSoft:
		return "though it may be a slip: " + left(s.a[:s.na]) + ", " + left(s.b[:s.nb])
	case TermMissing:
		return "missing in the query: " + left(s.b[:s.nb])
	case TermAdded:
		return "only in the query: " + left(s.a[:s.na])
	case TermEdits:
		return s.pairs(func(a, _ *token) bool { return !a.generic && a.cost > 0 })
	case TermWorst:
		return "the least alike of the paired words"
	case TermNear:
		if s.near == 0 {
			return "the whole names are equal letter by letter"
		}
		return fmt.Sprintf("the whole names are %s apart", edits(s.near))
	case TermKnown:
		return "words that differ are each a known name: " + s.pairs(func(a, b *token) bool {
			return s.apart(a, b) || a.rarity < 0.99 && b.rarity < 0.99 && otherName(a, b)
		})
	case TermOrder:
		return "the words stand in another order"
	case TermFlipped:
		return "child and parent are exchanged"
	case TermNumeral:
		return "numbers in the names differ"
	case TermForm:
		return "legal forms differ"
	case TermSite:
		return "the names name different places"
	case TermInitial:
		return s.pairs(func(a, _ *token) bool { return a.rel == initial })
	case TermNick:
		return s.pairs(func(a, _ *token) bool { return a.rel == nick })
	case TermVariant:
		return s.pairs(func(a, _ *token) bool { return a.rel == variant || a.rel == afar })
	case TermScript:
		return "written in different scripts"
	case TermSyllables:
		return "compared by syllables of Han or Hangul, which many names share"
	case TermSingle:
		return "one side has a single word only"
	case TermCore:
		return "no distinctive word is shared"
	case TermAbbreviated:
		return "the family name is equal and the first letters agree, which together are seldom met: " + s.pairs(func(a, _ *token) bool { return a.mate >= 0 && !a.generic })
	case TermAcronym:
		return "the first letters of the words: " + s.letters()
	case TermBusiness:
		return "a single rare word, and the same with a line of business: " + s.pairs(func(a, _ *token) bool { return a.rel == equal && !a.generic })
	}
	return ""
}

// letters says which word stands for which words.
func (s *scratch) letters() string {
	short, long := s.acronym()
	if short == nil {
		return ""
	}
	var words []string
	for i := range long {
		words = append(words, long[i].text)
	}
	return short.text + ", " + strings.Join(words, " ")
}

func edits(n int) string {
	if n == 1 {
		return "1 edit"
	}
	return fmt.Sprintf("%d edits", n)
}

// pairs writes the chosen word pairs out: "surname equal and rare (zhdanov)".
func (s *scratch) pairs(want func(a, b *token) bool) string {
	var out []string
	for i := range s.na {
		a := &s.a[i]
		if a.mate < 0 {
			continue
		}
		b := &s.b[a.mate]
		if !want(a, b) {
			continue
		}
		what := roleWord(a.role, b.role)
		switch a.rel {
		case equal:
			out = append(out, fmt.Sprintf("%s equal%s (%s)", what, rare(a.rarity), a.fold))
		case variant, afar:
			out = append(out, fmt.Sprintf("%s spelt otherwise%s (%s, %s)", what, rare(a.rarity), a.fold, b.fold))
		case nick:
			out = append(out, fmt.Sprintf("%s a short form (%s, %s)", what, a.fold, b.fold))
		case initial:
			out = append(out, fmt.Sprintf("%s an initial (%s, %s)", what, a.fold, b.fold))
		case joined:
			out = append(out, fmt.Sprintf("%s joined or split (%s, %s)", what, a.fold, b.fold))
		default:
			d := distance(a.fold, b.fold, 6)
			out = append(out, fmt.Sprintf("%s near: %.1f edits%s (%s, %s)", what, d, rare(a.rarity), a.fold, b.fold))
		}
	}
	return strings.Join(out, "; ")
}

func rare(r float32) string {
	switch {
	case r >= 0.8:
		return " and rare"
	case r <= 0.35:
		return " and common"
	}
	return ""
}

func roleWord(a, b name.Role) string {
	r := a
	if r == name.Plain {
		r = b
	}
	switch r {
	case name.Given:
		return "given name"
	case name.Family:
		return "surname"
	case name.Patronymic:
		return "patronymic"
	case name.Nisbah:
		return "name of origin"
	case name.Number:
		return "number"
	case name.LegalForm:
		return "legal form"
	case name.Sector:
		return "line of business"
	case name.PlaceName:
		return "place"
	case name.Nickname:
		return "nickname"
	}
	return "word"
}

func left(toks []token) string {
	var out []string
	for i := range toks {
		if toks[i].mate < 0 && toks[i].weight > 0.15 {
			out = append(out, toks[i].fold)
		}
	}
	if len(out) == 0 {
		return "particles only"
	}
	return strings.Join(out, " ")
}

func codes(cs []entity.Country) string {
	var out []string
	for i := range cs {
		if k := cs[i].Code; k != "" && !contains(out, k) {
			out = append(out, k)
		}
	}
	return strings.Join(out, ", ")
}

func contains(xs []string, x string) bool {
	for _, y := range xs {
		if x == y {
			return true
		}
	}
	return false
}

// dateDetail says how the best pair of dates relates.
func dateDetail(what string, q, c []entity.Date) string {
	var a, b entity.Date
	best := float32(-100)
	for _, x := range q {
		for _, y := range c {
			if x.IsZero() || y.IsZero() {
				continue
			}
			if v := datePair(x, y); v > best {
				best, a, b = v, x, y
			}
		}
	}
	gap := int(a.Year) - int(b.Year)
	if gap < 0 {
		gap = -gap
	}
	switch {
	case best >= dateExact:
		return fmt.Sprintf("date of %s equal (%s)", what, a)
	case best == dateSwapped:
		return fmt.Sprintf("date of %s equal but for day and month exchanged (%s, %s)", what, a, b)
	case a.YearTo != 0 || b.YearTo != 0 || a.Circa || b.Circa:
		return fmt.Sprintf("%s %s against %s, a span or an estimate", what, a, b)
	case gap == 0:
		return fmt.Sprintf("%s year equal (%s, %s)", what, a, b)
	}
	return fmt.Sprintf("%s year differs by %d (%s, %s)", what, gap, a, b)
}
