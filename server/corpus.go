package server

import (
	"iter"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// A corpus is one snapshot's parties made ready for text search, filters,
// facets and the walk from party to party. It is read only once built.
type corpus struct {
	model *ftmModel
	get   func(n uint32) *wireEntity
	docs  []document
	byID  map[string]uint32
	// referent maps an id that was merged away to the entity it became.
	referent map[string]uint32
	// posts holds for each word the documents that have it, in order; the
	// lowest bit says that it is in a name.
	posts map[string][]uint32
	// links holds for each entity those that point at it.
	links map[string][]link

	datasets, schemata, topics, countries, genders interner
}

// A document is what filters and sorting need of an entity without reading it.
type document struct {
	id         string
	caption    string
	schema     uint16
	target     bool
	datasets   []uint16
	topics     []uint16
	countries  []uint16
	genders    []uint16
	values     int32
	firstSeen  string
	lastSeen   string
	lastChange string
}

// A link says that entity from points here by its property prop.
type link struct {
	from uint32
	prop string
}

// An interner gives strings small numbers.
type interner struct {
	names []string
	num   map[string]uint16
}

func (t *interner) of(s string) uint16 {
	if n, ok := t.num[s]; ok {
		return n
	}
	if t.num == nil {
		t.num = map[string]uint16{}
	}
	if len(t.names) >= math.MaxUint16 {
		return t.num[""]
	}
	n := uint16(len(t.names))
	t.names, t.num[s] = append(t.names, s), n
	return n
}

func (t *interner) all(ss []string) []uint16 {
	if len(ss) == 0 {
		return nil
	}
	out := make([]uint16, 0, len(ss))
	for _, s := range ss {
		if n := t.of(s); !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// set is the numbers of those strings that are known.
func (t *interner) set(ss []string) map[uint16]bool {
	out := map[uint16]bool{}
	for _, s := range ss {
		if n, ok := t.num[s]; ok {
			out[n] = true
		}
	}
	return out
}

// A card is what the corpus takes of one entity: its head, and its values one
// by one with their property and type.
type card struct {
	id, caption, schema              string
	target                           bool
	datasets, referents              []string
	firstSeen, lastSeen, lastChanged string
	each                             func(func(prop, typ, value string))
}

// cardOf is the card of an entity in its wire form.
func (m *ftmModel) cardOf(e *wireEntity) card {
	return card{id: e.ID, caption: e.Caption, schema: e.Schema, target: e.Target, datasets: e.Datasets, referents: e.Referents,
		firstSeen: deref(e.FirstSeen), lastSeen: deref(e.LastSeen), lastChanged: deref(e.LastChange),
		each: func(yield func(prop, typ, value string)) {
			for prop, vals := range e.Properties {
				typ := m.typeOf(e.Schema, prop)
				for _, v := range vals {
					if s, ok := v.(string); ok {
						yield(prop, typ, s)
					}
				}
			}
		}}
}

// newCorpus reads all entities once. get returns an entity by its place in
// that sequence, and what it returns is not changed.
func newCorpus(m *ftmModel, all iter.Seq[card], get func(uint32) *wireEntity) *corpus {
	c := &corpus{model: m, get: get, byID: map[string]uint32{}, referent: map[string]uint32{}, posts: map[string][]uint32{}, links: map[string][]link{}}
	seen := map[string]uint32{} // word to 2, and 1 when it is in a name
	for e := range all {
		n := uint32(len(c.docs))
		d := document{
			id: e.id, caption: e.caption, target: e.target, schema: c.schemata.of(e.schema), datasets: c.datasets.all(e.datasets),
			firstSeen: e.firstSeen, lastSeen: e.lastSeen, lastChange: e.lastChanged,
		}
		var topics, countries, genders []string
		clear(seen)
		e.each(func(prop, typ, v string) {
			d.values++
			name := uint32(0)
			switch typ {
			case "topic":
				topics = append(topics, v)
			case "country":
				countries = append(countries, v)
			case "gender":
				genders = append(genders, v)
			case "entity":
				c.links[v] = append(c.links[v], link{from: n, prop: prop})
				return
			case "name":
				name = 1
			}
			for _, w := range words(v) {
				seen[w] |= name | 2
			}
		})
		for w, bits := range seen {
			c.posts[w] = append(c.posts[w], n<<1|bits&1)
		}
		slices.Sort(topics)
		slices.Sort(countries)
		slices.Sort(genders)
		d.topics, d.countries, d.genders = c.topics.all(topics), c.countries.all(countries), c.genders.all(genders)
		c.docs = append(c.docs, d)
		c.byID[e.id] = n
		for _, r := range e.referents {
			if r != e.id {
				c.referent[r] = n
			}
		}
	}
	return c
}

// words splits text for search: case folded, without marks, cut where letters
// and digits end.
func words(s string) []string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		s = strings.ToLower(s)
	} else {
		s = cases.Fold().String(norm.NFKD.String(s))
		s = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return -1
			}
			return r
		}, s)
		s = norm.NFC.String(s) // Hangul syllables back together
	}
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// find is an entity by its id; moved says that the id is a former one.
func (c *corpus) find(id string) (n uint32, moved, ok bool) {
	if n, ok := c.byID[id]; ok {
		return n, false, true
	}
	n, ok = c.referent[id]
	return n, ok, ok
}

// neighbours are the links of an entity by property: what it points at, and
// what points at it under the reverse name.
func (c *corpus) neighbours(e *wireEntity) map[string][]uint32 {
	out := map[string][]uint32{}
	add := func(prop string, n uint32) {
		if !slices.Contains(out[prop], n) {
			out[prop] = append(out[prop], n)
		}
	}
	for prop := range e.Properties {
		if c.model.typeOf(e.Schema, prop) != "entity" {
			continue
		}
		for _, v := range e.strings(prop) {
			if n, _, ok := c.find(v); ok {
				add(prop, n)
			}
		}
	}
	ids := append([]string{e.ID}, e.Referents...)
	for _, id := range ids {
		for _, l := range c.links[id] {
			from := c.schemata.names[c.docs[l.from].schema]
			p := c.model.prop(from, l.prop)
			if p == nil || p.reverse == "" {
				continue
			}
			add(p.reverse, l.from)
		}
	}
	return out
}

// nested is the entity with its neighbours in place of their ids. A linking
// record (an ownership, a sanction) brings along what else it points at; the
// way back to the entity stays an id.
func (c *corpus) nested(e *wireEntity) *wireEntity {
	out := e.copied()
	for prop, ns := range c.neighbours(e) {
		var vals []any
		for _, n := range ns {
			adj := c.get(n)
			if adj.ID == e.ID {
				continue
			}
			vals = append(vals, c.nestedLink(adj, e.ID))
		}
		if len(vals) > 0 {
			out.Properties[prop] = vals
		}
	}
	return out
}

// nestedLink is a neighbour of the entity root: a thing as it is, a linking
// record with what it points at besides root.
func (c *corpus) nestedLink(e *wireEntity, root string) *wireEntity {
	if s := c.model.schemata[e.Schema]; s == nil || !s.isA["Interval"] {
		return e
	}
	out := e.copied()
	for prop := range e.Properties {
		if c.model.typeOf(e.Schema, prop) != "entity" {
			continue
		}
		var vals []any
		for _, v := range e.strings(prop) {
			if n, _, ok := c.find(v); ok {
				if adj := c.get(n); adj.ID != root {
					vals = append(vals, adj)
				}
			}
		}
		if len(vals) > 0 {
			out.Properties[prop] = vals
		}
	}
	return out
}
