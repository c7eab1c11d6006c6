package server

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// errSyntax is a search text that cannot be read.
var errSyntax = errors.New("the search text cannot be read")

// A query is one node of a search: exactly one of its parts is set.
type query struct {
	all    bool      // everything
	word   string    // one word, folded
	phrase []string  // words in a row
	like   string    // a pattern with * and ?
	fuzzy  string    // one word, up to edits edits away
	edits  int       // for fuzzy
	span   *spanTerm // [a TO b]
	and    []*query
	or     []*query
	not    *query
	field  string // restricts to a field; "" is names and text
}

// A spanTerm is a range of values, compared as text.
type spanTerm struct {
	from, to         string // "*" is open
	fromOpen, toOpen bool   // the end itself is not in
}

// parseQuery reads Lucene's query language, as far as people type it: words
// (all must be there), "phrases", field:value, AND OR NOT + - and parentheses,
// * and ?, word~, [a TO b], and ^ (which only weighs).
func parseQuery(s string) (*query, error) {
	if len(s) > 10_000 {
		return nil, fmt.Errorf("%w: longer than 10000 bytes", errSyntax)
	}
	p := &queryParser{s: []rune(s)}
	q, err := p.clauses(0)
	if err != nil {
		return nil, err
	}
	if p.pos < len(p.s) {
		return nil, fmt.Errorf("%w: unexpected %q", errSyntax, string(p.s[p.pos]))
	}
	if q == nil {
		return &query{all: true}, nil
	}
	return q, nil
}

// simpleQuery takes every word as it is: no operator means anything.
func simpleQuery(s string) *query {
	var q query
	for _, w := range words(s) {
		q.and = append(q.and, &query{word: w})
	}
	if len(q.and) == 0 {
		return &query{all: true}
	}
	return &q
}

type queryParser struct {
	s   []rune
	pos int
}

func (p *queryParser) space() {
	for p.pos < len(p.s) && unicode.IsSpace(p.s[p.pos]) {
		p.pos++
	}
}

// keyword takes AND, OR, NOT, && or || when it stands here as a word.
func (p *queryParser) keyword() string {
	for _, k := range []string{"AND", "OR", "NOT", "&&", "||"} {
		r := []rune(k)
		if p.pos+len(r) <= len(p.s) && slices.Equal(p.s[p.pos:p.pos+len(r)], r) {
			end := p.pos + len(r)
			if end == len(p.s) || unicode.IsSpace(p.s[end]) || p.s[end] == '(' {
				p.pos = end
				switch k {
				case "&&":
					return "AND"
				case "||":
					return "OR"
				}
				return k
			}
		}
	}
	return ""
}

// clauses reads up to the end or a closing parenthesis. OR binds weaker than
// AND, which is what stands between two clauses when nothing does.
func (p *queryParser) clauses(depth int) (*query, error) {
	if depth > 32 {
		return nil, fmt.Errorf("%w: parentheses nest too deep", errSyntax)
	}
	var or, and []*query
	joiner := "start"
	for {
		p.space()
		if p.pos >= len(p.s) || p.s[p.pos] == ')' {
			break
		}
		not := false
		switch k := p.keyword(); k {
		case "AND", "OR":
			if joiner != "" {
				return nil, fmt.Errorf("%w: nothing before %s", errSyntax, k)
			}
			if k == "OR" {
				or = append(or, joinAnd(and))
				and = nil
			}
			joiner = k
			continue
		case "NOT":
			not = true
			p.space()
			if p.pos >= len(p.s) {
				return nil, fmt.Errorf("%w: nothing after NOT", errSyntax)
			}
		}
		if c := p.s[p.pos]; c == '-' || c == '!' || c == '+' {
			p.pos++
			not = not != (c != '+')
			if p.pos >= len(p.s) || unicode.IsSpace(p.s[p.pos]) {
				return nil, fmt.Errorf("%w: nothing after %q", errSyntax, string(c))
			}
		}
		q, err := p.clause(depth)
		if err != nil {
			return nil, err
		}
		joiner = ""
		if q == nil {
			continue
		}
		if not {
			q = &query{not: q}
		}
		and = append(and, q)
	}
	if joiner == "AND" || joiner == "OR" {
		return nil, fmt.Errorf("%w: nothing after %s", errSyntax, joiner)
	}
	if or == nil {
		return joinAnd(and), nil
	}
	or = append(or, joinAnd(and))
	return &query{or: slices.DeleteFunc(or, func(q *query) bool { return q == nil })}, nil
}

func joinAnd(qs []*query) *query {
	switch len(qs) {
	case 0:
		return nil
	case 1:
		return qs[0]
	}
	return &query{and: qs}
}

// clause reads one term, phrase, range or group, with its field.
func (p *queryParser) clause(depth int) (*query, error) {
	field := ""
	if save := p.pos; true {
		name := p.bare(":")
		if p.pos < len(p.s) && p.s[p.pos] == ':' && name != "" && p.pos+1 < len(p.s) && !unicode.IsSpace(p.s[p.pos+1]) {
			field = name
			p.pos++
		} else {
			p.pos = save
		}
	}
	q, err := p.value(depth)
	if err != nil || q == nil {
		return q, err
	}
	if p.pos < len(p.s) && p.s[p.pos] == '^' {
		p.pos++
		if n := p.bare(""); n == "" || strings.Trim(n, "0123456789.") != "" {
			return nil, fmt.Errorf("%w: ^ wants a number", errSyntax)
		}
	}
	if field != "" {
		q = inField(q, field)
	}
	return q, nil
}

func inField(q *query, field string) *query {
	if q.field == "" {
		q.field = field
	}
	for _, s := range q.and {
		inField(s, field)
	}
	for _, s := range q.or {
		inField(s, field)
	}
	if q.not != nil {
		inField(q.not, field)
	}
	return q
}

// bare reads characters up to a space or one that means something.
func (p *queryParser) bare(stop string) string {
	var b strings.Builder
	for p.pos < len(p.s) {
		c := p.s[p.pos]
		if c == '\\' {
			if p.pos++; p.pos < len(p.s) {
				b.WriteRune(p.s[p.pos])
				p.pos++
			}
			continue
		}
		if unicode.IsSpace(c) || strings.ContainsRune(`()"[]{}^~`, c) || strings.ContainsRune(stop, c) {
			break
		}
		b.WriteRune(c)
		p.pos++
	}
	return b.String()
}

func (p *queryParser) value(depth int) (*query, error) {
	switch c := p.s[p.pos]; c {
	case '(':
		p.pos++
		q, err := p.clauses(depth + 1)
		if err != nil {
			return nil, err
		}
		if p.pos >= len(p.s) || p.s[p.pos] != ')' {
			return nil, fmt.Errorf("%w: a parenthesis is not closed", errSyntax)
		}
		p.pos++
		return q, nil
	case '"':
		return p.quoted()
	case '[', '{':
		return p.interval()
	case ')', ']', '}', '^', '~', ':':
		return nil, fmt.Errorf("%w: unexpected %q", errSyntax, string(c))
	case '/':
		return nil, fmt.Errorf("%w: regular expressions are not taken", errSyntax)
	}
	text := p.bare(":")
	if p.pos < len(p.s) && p.s[p.pos] == ':' {
		return nil, fmt.Errorf("%w: unexpected %q", errSyntax, ":")
	}
	if p.pos < len(p.s) && p.s[p.pos] == '~' {
		p.pos++
		n := p.bare("")
		ws := words(text)
		edits := 2
		switch n {
		case "0":
			edits = 0
		case "1":
			edits = 1
		case "", "2":
		default:
			if strings.Trim(n, "0123456789.") != "" {
				return nil, fmt.Errorf("%w: ~ wants a number", errSyntax)
			}
		}
		if len(ws) == 1 {
			return &query{fuzzy: ws[0], edits: edits}, nil
		}
		return phraseOf(ws), nil
	}
	if text == "*" {
		return &query{all: true}, nil
	}
	if strings.ContainsAny(text, "*?") {
		return &query{like: strings.ToLower(text)}, nil
	}
	return phraseOf(words(text)), nil
}

// phraseOf is a word, several in a row, or nothing.
func phraseOf(ws []string) *query {
	switch len(ws) {
	case 0:
		return nil
	case 1:
		return &query{word: ws[0]}
	}
	return &query{phrase: ws}
}

func (p *queryParser) quoted() (*query, error) {
	p.pos++
	start := p.pos
	for p.pos < len(p.s) && p.s[p.pos] != '"' {
		if p.s[p.pos] == '\\' {
			p.pos++
		}
		p.pos++
	}
	if p.pos >= len(p.s) {
		return nil, fmt.Errorf("%w: a quotation is not closed", errSyntax)
	}
	text := string(p.s[start:p.pos])
	p.pos++
	if p.pos < len(p.s) && p.s[p.pos] == '~' { // slop: the words need only all be there
		p.pos++
		p.bare("")
		return simpleQuery(text), nil
	}
	return phraseOf(words(text)), nil
}

func (p *queryParser) interval() (*query, error) {
	t := &spanTerm{fromOpen: p.s[p.pos] == '{'}
	p.pos++
	p.space()
	t.from = p.bare("")
	p.space()
	if to := p.bare(""); to != "TO" {
		return nil, fmt.Errorf("%w: a range is written [a TO b]", errSyntax)
	}
	p.space()
	t.to = p.bare("")
	p.space()
	if p.pos >= len(p.s) || p.s[p.pos] != ']' && p.s[p.pos] != '}' || t.from == "" || t.to == "" {
		return nil, fmt.Errorf("%w: a range is written [a TO b]", errSyntax)
	}
	t.toOpen = p.s[p.pos] == '}'
	p.pos++
	return &query{span: t}, nil
}

// holds reports whether a value is in the range. Dates of different
// exactness compare by their common part: 1985-03 is in [1985 TO 1985].
func (t *spanTerm) holds(v string) bool {
	if t.from != "*" {
		if v < t.from || t.fromOpen && v == t.from {
			return false
		}
	}
	if t.to != "*" {
		if cut := v[:min(len(v), len(t.to))]; cut > t.to || t.toOpen && cut == t.to {
			return false
		}
	}
	return true
}

// matchesLike compares a word with a pattern of * and ?.
func matchesLike(pattern, s string) bool {
	p, r := []rune(pattern), []rune(s)
	star, mark := -1, 0
	i, j := 0, 0
	for j < len(r) {
		switch {
		case i < len(p) && p[i] == '*':
			star, mark = i, j
			i++
		case i < len(p) && (p[i] == '?' || p[i] == r[j]):
			i++
			j++
		case star >= 0:
			mark++
			i, j = star+1, mark
		default:
			return false
		}
	}
	for i < len(p) && p[i] == '*' {
		i++
	}
	return i == len(p)
}

// within reports whether b is at most max single-letter edits from a.
func within(a, b string, max int) bool {
	r, t := []rune(a), []rune(b)
	if d := len(r) - len(t); d > max || -d > max {
		return false
	}
	prev, cur := make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range r {
		cur[0] = i + 1
		least := cur[0]
		for j := range t {
			cost := 1
			if r[i] == t[j] {
				cost = 0
			}
			cur[j+1] = min(prev[j]+cost, prev[j+1]+1, cur[j]+1)
			least = min(least, cur[j+1])
		}
		if least > max {
			return false
		}
		prev, cur = cur, prev
	}
	return prev[len(t)] <= max
}
