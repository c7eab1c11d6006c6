package server

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
)

// hits are the documents that a query finds, with how well.
type hits map[uint32]float64

// evaluate runs a query over the corpus. base bounds it to those documents
// that the filters let through.
func (c *corpus) evaluate(ctx context.Context, q *query, base func(uint32) bool) (hits, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	switch {
	case q.all:
		out := make(hits, len(c.docs))
		for n := range c.docs {
			if base(uint32(n)) && (q.field == "" || c.has(uint32(n), q.field)) {
				out[uint32(n)] = 1
			}
		}
		return out, nil
	case q.word != "":
		return c.lookup([]string{q.word}, q.field, base, func(v []string) bool { return slices.Contains(v, q.word) }), nil
	case q.phrase != nil:
		return c.phrase(q, base), nil
	case q.like != "" || q.fuzzy != "":
		return c.expand(q, base), nil
	case q.span != nil:
		return c.scan(ctx, base, func(n uint32) bool {
			for _, v := range c.values(n, q.field) {
				if q.span.holds(v) {
					return true
				}
			}
			return false
		})
	case q.not != nil:
		sub, err := c.evaluate(ctx, q.not, base)
		if err != nil {
			return nil, err
		}
		return c.scan(ctx, base, func(n uint32) bool { _, in := sub[n]; return !in })
	case q.or != nil:
		out := hits{}
		for _, s := range q.or {
			sub, err := c.evaluate(ctx, s, base)
			if err != nil {
				return nil, err
			}
			for n, v := range sub {
				out[n] += v
			}
		}
		return out, nil
	}
	var out hits
	// What rules in before what rules out, so that the latter runs over little.
	for _, negative := range []bool{false, true} {
		for _, s := range q.and {
			if (s.not != nil) != negative {
				continue
			}
			within := base
			if out != nil {
				known := out
				within = func(n uint32) bool { _, ok := known[n]; return ok }
			}
			if negative && out != nil {
				sub, err := c.evaluate(ctx, s.not, within)
				if err != nil {
					return nil, err
				}
				for n := range sub {
					delete(out, n)
				}
				continue
			}
			sub, err := c.evaluate(ctx, s, within)
			if err != nil {
				return nil, err
			}
			for n := range sub {
				sub[n] += out[n]
			}
			out = sub
		}
	}
	return out, nil
}

// idf is how telling a word is.
func (c *corpus) idf(df int) float64 {
	return math.Log(1 + (float64(len(c.docs))-float64(df)+.5)/(float64(df)+.5))
}

// lookup finds documents by words that are all there; with a field, only
// those where one value of it passes check.
func (c *corpus) lookup(ws []string, field string, base func(uint32) bool, check func(words []string) bool) hits {
	out := hits{}
	for i, w := range ws {
		post := c.posts[w]
		idf := c.idf(len(post))
		next := hits{}
		for _, p := range post {
			n := p >> 1
			was, ok := out[n]
			if i > 0 && !ok || i == 0 && !base(n) {
				continue
			}
			s := idf
			if p&1 == 1 {
				s *= 3 // a word of a name weighs three times one of the text
			}
			next[n] = was + s
		}
		out = next
	}
	if field != "" && !isText(field) {
		for n := range out {
			if !slices.ContainsFunc(c.values(n, field), func(v string) bool { return check(words(v)) }) {
				delete(out, n)
			}
		}
		if len(out) == 0 && isColumn(field) {
			// The columns (id, schema, data sets) are not among the words.
			for n := range c.docs {
				if base(uint32(n)) && slices.ContainsFunc(c.values(uint32(n), field), func(v string) bool { return check(words(v)) }) {
					out[uint32(n)] = 1
				}
			}
		}
	}
	return out
}

func isText(field string) bool { return field == "text" }

func isColumn(field string) bool {
	switch field {
	case "id", "schema", "datasets", "caption", "referents", "target", "first_seen", "last_seen", "last_change":
		return true
	}
	return false
}

func (c *corpus) phrase(q *query, base func(uint32) bool) hits {
	inRow := func(v []string) bool {
		for i := 0; i+len(q.phrase) <= len(v); i++ {
			if slices.Equal(v[i:i+len(q.phrase)], q.phrase) {
				return true
			}
		}
		return false
	}
	out := c.lookup(q.phrase, q.field, base, inRow)
	if q.field == "" || isText(q.field) {
		for n := range out {
			e := c.get(n)
			found := false
			for prop := range e.Properties {
				if found = slices.ContainsFunc(e.strings(prop), func(v string) bool { return inRow(words(v)) }); found {
					break
				}
			}
			if !found {
				delete(out, n)
			}
		}
	}
	return out
}

// expand finds by pattern or by likeness: over all words, the vocabulary being
// far smaller than the text.
func (c *corpus) expand(q *query, base func(uint32) bool) hits {
	test := func(w string) bool { return matchesLike(q.like, w) }
	if q.fuzzy != "" {
		test = func(w string) bool { return within(q.fuzzy, w, q.edits) }
	}
	out := hits{}
	var ws []string
	for w := range c.posts {
		if test(w) {
			ws = append(ws, w)
		}
	}
	slices.Sort(ws)
	for _, w := range ws[:min(len(ws), 1024)] {
		for n, v := range c.lookup([]string{w}, q.field, base, func(vs []string) bool { return slices.ContainsFunc(vs, test) }) {
			out[n] = max(out[n], v)
		}
	}
	if isColumn(q.field) && q.like != "" {
		for n := range c.docs {
			if base(uint32(n)) && slices.ContainsFunc(c.values(uint32(n), q.field), func(v string) bool { return matchesLike(q.like, strings.ToLower(v)) }) {
				out[uint32(n)] = 1
			}
		}
	}
	return out
}

// scan tests every document that base lets through.
func (c *corpus) scan(ctx context.Context, base, test func(uint32) bool) (hits, error) {
	out := hits{}
	for n := range c.docs {
		if n%4096 == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
		if base(uint32(n)) && test(uint32(n)) {
			out[uint32(n)] = 1
		}
	}
	return out, nil
}

func (c *corpus) has(n uint32, field string) bool { return len(c.values(n, field)) > 0 }

// values are the values of a field: a column, a group of properties by type
// ("countries", "names"), or a property ("properties.birthDate", "birthDate").
func (c *corpus) values(n uint32, field string) []string {
	d := &c.docs[n]
	one := func(s string) []string {
		if s == "" {
			return nil
		}
		return []string{s}
	}
	pick := func(t *interner, ids []uint16) []string {
		out := make([]string, len(ids))
		for i, id := range ids {
			out[i] = t.names[id]
		}
		return out
	}
	switch field {
	case "id":
		return one(d.id)
	case "caption":
		return one(d.caption)
	case "schema":
		return one(c.schemata.names[d.schema])
	case "datasets":
		return pick(&c.datasets, d.datasets)
	case "topics":
		return pick(&c.topics, d.topics)
	case "countries":
		return pick(&c.countries, d.countries)
	case "genders":
		return pick(&c.genders, d.genders)
	case "first_seen":
		return one(d.firstSeen)
	case "last_seen":
		return one(d.lastSeen)
	case "last_change":
		return one(d.lastChange)
	case "target":
		if d.target {
			return []string{"true"}
		}
		return []string{"false"}
	}
	e := c.get(n)
	if field == "referents" {
		return e.Referents
	}
	for _, t := range ftmTypes {
		if t.group != field {
			continue
		}
		var out []string
		for _, prop := range e.propNames() {
			if c.model.typeOf(e.Schema, prop) == t.typ {
				out = append(out, e.strings(prop)...)
			}
		}
		return out
	}
	if field == "" || field == "text" {
		var out []string
		for _, prop := range e.propNames() {
			out = append(out, e.strings(prop)...)
		}
		return out
	}
	return e.strings(strings.TrimPrefix(field, "properties."))
}

// A scope is what may be found at all: data sets, schemata, and more.
type scope struct {
	datasets       map[string]bool // nil: all
	schemata       map[string]bool // nil: all
	excludeSchema  map[string]bool
	excludeIDs     map[string]bool
	topics         []string // any of
	changedSince   string
	targetOnly     *bool
	filters        []filter
	allOfEachField bool // every value given for a field must be there, not one of them
}

// A filter wants a field to have one of these values (or all of them).
type filter struct {
	field  string
	values []string
}

// passes makes the scope into a test over this corpus.
func (c *corpus) passes(s *scope) func(uint32) bool {
	var datasets map[uint16]bool
	if s.datasets != nil {
		datasets = map[uint16]bool{}
		for i, n := range c.datasets.names {
			if s.datasets[n] {
				datasets[uint16(i)] = true
			}
		}
	}
	schemata := map[uint16]bool{}
	for i, n := range c.schemata.names {
		if (s.schemata == nil || s.schemata[n]) && !s.excludeSchema[n] {
			schemata[uint16(i)] = true
		}
	}
	topics := c.topics.set(s.topics)
	in := func(set map[uint16]bool, ids []uint16) bool {
		return slices.ContainsFunc(ids, func(n uint16) bool { return set[n] })
	}
	return func(n uint32) bool {
		d := &c.docs[n]
		if !schemata[d.schema] || datasets != nil && !in(datasets, d.datasets) {
			return false
		}
		if len(s.topics) > 0 && !in(topics, d.topics) || s.changedSince != "" && !(d.lastChange > s.changedSince) {
			return false
		}
		if s.targetOnly != nil && d.target != *s.targetOnly {
			return false
		}
		if s.excludeIDs != nil {
			if s.excludeIDs[d.id] {
				return false
			}
			if e := c.get(n); slices.ContainsFunc(e.Referents, func(r string) bool { return s.excludeIDs[r] }) {
				return false
			}
		}
		for i := range s.filters {
			f := &s.filters[i]
			have := c.values(n, f.field)
			date := c.isDate(f.field)
			test := func(v string) bool {
				return slices.ContainsFunc(have, func(h string) bool {
					return h == v || date && strings.HasPrefix(h, v+"-")
				})
			}
			if s.allOfEachField {
				if slices.ContainsFunc(f.values, func(v string) bool { return !test(v) }) {
					return false
				}
			} else if !slices.ContainsFunc(f.values, test) {
				return false
			}
		}
		return true
	}
}

// isDate says whether a field holds days: a day is in its month and its year.
func (c *corpus) isDate(field string) bool {
	if field == "dates" {
		return true
	}
	name, ok := strings.CutPrefix(field, "properties.")
	if !ok {
		return false
	}
	return c.model.typeOf("", name) == "date"
}

// A ranked is one document found and its weight.
type ranked struct {
	n     uint32
	score float64
}

// sortField is one term of an order.
type sortField struct {
	field string
	desc  bool
}

// rank puts what was found in order: by the fields asked for, then by weight,
// and equal ones by id, so that paging never repeats or skips.
func (c *corpus) rank(h hits, sorts []sortField, byText bool) []ranked {
	out := make([]ranked, 0, len(h))
	for n, s := range h {
		if byText {
			// Parties of whom much is known come first: they are the ones meant.
			s += math.Sqrt(.5 * float64(c.docs[n].values))
		}
		out = append(out, ranked{n, s})
	}
	keys := map[uint32][]string{}
	if len(sorts) > 0 {
		for _, r := range out {
			ks := make([]string, len(sorts))
			for i, s := range sorts {
				v := c.values(r.n, s.field)
				switch {
				case len(v) == 0:
				case s.desc:
					ks[i] = slices.Max(v)
				default:
					ks[i] = slices.Min(v)
				}
			}
			keys[r.n] = ks
		}
	}
	slices.SortFunc(out, func(a, b ranked) int {
		for i, s := range sorts {
			x, y := keys[a.n][i], keys[b.n][i]
			if x == y {
				continue
			}
			if x == "" || y == "" { // without a value: last
				return cmp.Compare(len(y), len(x))
			}
			if s.desc {
				x, y = y, x
			}
			return cmp.Compare(x, y)
		}
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		return cmp.Compare(c.docs[a.n].id, c.docs[b.n].id)
	})
	return out
}

// A facetValue is one value of a facet and how many have it.
type facetValue struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

// A facet counts the values of one field over all that was found.
type facet struct {
	Label  string       `json:"label"`
	Values []facetValue `json:"values"`
}

// facets counts; labels gives the word for a value.
func (c *corpus) facet(h hits, field, label string, labels func(string) string) facet {
	count := map[string]int{}
	for n := range h {
		vs := c.values(n, field)
		for i, v := range vs {
			if !slices.Contains(vs[:i], v) {
				count[v]++
			}
		}
	}
	f := facet{Label: label, Values: make([]facetValue, 0, len(count))}
	for v, n := range count {
		f.Values = append(f.Values, facetValue{v, labels(v), n})
	}
	slices.SortFunc(f.Values, func(a, b facetValue) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return cmp.Compare(a.Name, b.Name)
	})
	if len(f.Values) > 1000 {
		f.Values = f.Values[:1000]
	}
	return f
}
