package server

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed ftm.txt
var ftmText string

// An ftmModel is the FollowTheMoney vocabulary, read from ftm.txt.
type ftmModel struct {
	schemata map[string]*ftmSchema
	names    []string // in the order of the file
	topics   map[string]string
	targets  map[string]bool // topics that make an entity a target
}

// An ftmSchema is one kind of entity.
type ftmSchema struct {
	name, label, plural       string
	matchable, edge, abstract bool
	parents                   []string
	own                       []ftmProp
	// Computed: the schema itself and all it inherits from; all that inherit
	// from it; all properties by name; reverse properties by name.
	isA         map[string]bool
	descendants []string
	meets       map[string]bool // what an entity of this schema may be the same as
	props       map[string]*ftmProp
	order       []*ftmProp
	reverse     map[string]*ftmProp
}

// An ftmProp is one property of a schema.
type ftmProp struct {
	name, typ, label                    string
	matchable                           bool
	schema                              string // where it is declared
	valueSchema, reverse, reverseLabels string // of entity type: what it points at, and the name seen from there
}

// qname is the property's name with the schema that declares it.
func (p *ftmProp) qname() string { return p.schema + ":" + p.name }

// ftmTypes are the property types that group values, with the words for many.
var ftmTypes = []struct{ typ, group, plural string }{
	{"country", "countries", "Countries"},
	{"topic", "topics", "Topics"},
	{"identifier", "identifiers", "Identifiers"},
	{"gender", "genders", "Genders"},
	{"name", "names", "Names"},
	{"date", "dates", "Dates"},
	{"language", "languages", "Languages"},
	{"address", "addresses", "Addresses"},
	{"email", "emails", "E-Mail Addresses"},
	{"phone", "phones", "Phone numbers"},
	{"url", "urls", "URLs"},
	{"entity", "entities", "Entities"},
}

// parseFTM reads the vocabulary. The text is built in, so an error is a fault
// of this package; a test reads it.
func parseFTM(text string) (*ftmModel, error) {
	m := &ftmModel{schemata: map[string]*ftmSchema{}, topics: map[string]string{}, targets: map[string]bool{}}
	var cur *ftmSchema
	inTopics := false
	for n, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		switch {
		case line == "topics":
			inTopics = true
		case inTopics:
			code, label, ok := strings.Cut(strings.TrimSpace(line), ": ")
			if !ok {
				return nil, fmt.Errorf("vocabulary, line %d: want 'topic: label'", n+1)
			}
			code, target := strings.CutPrefix(code, "*")
			m.topics[code], m.targets[code] = label, target
		case line[0] != ' ':
			f := strings.Split(line, "|")
			if len(f) != 4 {
				return nil, fmt.Errorf("vocabulary, line %d: want four fields", n+1)
			}
			name, parents, _ := strings.Cut(f[0], "<")
			cur = &ftmSchema{name: strings.TrimSpace(name), label: strings.TrimSpace(f[2]), plural: strings.TrimSpace(f[3])}
			for p := range strings.SplitSeq(parents, ",") {
				if p = strings.TrimSpace(p); p != "" {
					cur.parents = append(cur.parents, p)
				}
			}
			flags := f[1]
			cur.matchable, cur.edge, cur.abstract = strings.Contains(flags, "m"), strings.Contains(flags, "e"), strings.Contains(flags, "a")
			if m.schemata[cur.name] != nil {
				return nil, fmt.Errorf("vocabulary, line %d: %s is there twice", n+1, cur.name)
			}
			m.schemata[cur.name] = cur
			m.names = append(m.names, cur.name)
		default:
			if cur == nil {
				return nil, fmt.Errorf("vocabulary, line %d: a property before the first schema", n+1)
			}
			text, not := strings.CutPrefix(strings.TrimSpace(line), "-")
			f := strings.Split(text, ":")
			if len(f) != 3 && len(f) != 6 {
				return nil, fmt.Errorf("vocabulary, line %d: want 3 or 6 fields", n+1)
			}
			p := ftmProp{name: f[0], typ: f[1], label: f[2], matchable: !not, schema: cur.name}
			if p.typ == "" {
				p.typ = "string"
			}
			if len(f) == 6 {
				p.valueSchema, p.reverse, p.reverseLabels = f[3], f[4], f[5]
			}
			cur.own = append(cur.own, p)
		}
	}
	return m, m.link()
}

// link computes what each schema inherits.
func (m *ftmModel) link() error {
	var inherit func(s *ftmSchema, from string, depth int) error
	inherit = func(s *ftmSchema, from string, depth int) error {
		p := m.schemata[from]
		if p == nil {
			return fmt.Errorf("vocabulary: %s inherits from %s, which is not there", s.name, from)
		}
		if depth > 8 {
			return fmt.Errorf("vocabulary: %s inherits in a circle", s.name)
		}
		for _, q := range p.parents {
			if err := inherit(s, q, depth+1); err != nil {
				return err
			}
		}
		s.isA[from] = true
		for i := range p.own {
			q := &p.own[i]
			if old := s.props[q.name]; old != nil {
				s.order = slices.DeleteFunc(s.order, func(x *ftmProp) bool { return x == old })
			}
			s.props[q.name] = q
			s.order = append(s.order, q)
		}
		return nil
	}
	for _, n := range m.names {
		s := m.schemata[n]
		s.isA, s.props, s.reverse = map[string]bool{}, map[string]*ftmProp{}, map[string]*ftmProp{}
		if err := inherit(s, n, 0); err != nil {
			return err
		}
	}
	for _, n := range m.names {
		s := m.schemata[n]
		for _, d := range m.names {
			if d != n && m.schemata[d].isA[n] {
				s.descendants = append(s.descendants, d)
			}
		}
		s.meets = m.meetsOf(s)
		for i := range s.own {
			p := &s.own[i]
			if p.typ != "entity" {
				continue
			}
			target := m.schemata[p.valueSchema]
			if target == nil {
				return fmt.Errorf("vocabulary: %s points at %s, which is not there", p.qname(), p.valueSchema)
			}
			for _, d := range m.names {
				if t := m.schemata[d]; t.isA[p.valueSchema] {
					t.reverse[p.reverse] = p
				}
			}
		}
	}
	return nil
}

// prop is the property of a schema by its plain name or its full one
// ("Person:birthDate"), or nil.
func (m *ftmModel) prop(schema, name string) *ftmProp {
	if sc, n, ok := strings.Cut(name, ":"); ok {
		schema, name = sc, n
	}
	s := m.schemata[schema]
	if s == nil {
		return nil
	}
	return s.props[name]
}

// matchableWith is the set of schemata an entity of this schema may be the
// same as: itself, and what may be matched above and below it.
func (m *ftmModel) matchableWith(name string) map[string]bool {
	if s := m.schemata[name]; s != nil {
		return s.meets
	}
	return map[string]bool{}
}

// meetsOf computes what matchableWith answers.
func (m *ftmModel) meetsOf(s *ftmSchema) map[string]bool {
	out := map[string]bool{}
	for n := range s.isA {
		if m.schemata[n].matchable {
			out[n] = true
		}
	}
	for _, n := range s.descendants {
		if m.schemata[n].matchable {
			out[n] = true
		}
	}
	return out
}

// within is the schema and all that inherit from it.
func (m *ftmModel) within(name string) map[string]bool {
	out := map[string]bool{name: true}
	if s := m.schemata[name]; s != nil {
		for _, d := range s.descendants {
			out[d] = true
		}
	}
	return out
}

// typeOf is the type of a property whatever schema has it first; "" when none
// has it. Data sets carry schemata this table does not know.
func (m *ftmModel) typeOf(schema, prop string) string {
	if p := m.prop(schema, prop); p != nil {
		return p.typ
	}
	for _, n := range m.names {
		if p := m.schemata[n].props[prop]; p != nil {
			return p.typ
		}
	}
	return ""
}
