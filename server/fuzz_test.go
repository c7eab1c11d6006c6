package server

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
)

// The parsers that read what clients send never panic, and what they take they
// can use.

func FuzzParseQuery(f *testing.F) {
	for _, s := range []string{"a", `"a b" -c`, "(a OR b) AND NOT c~1", "x:[1 TO *]", "a^2 b*", `\(`, "AND", "((((", "name:(a b)", "[a TO", "~", "a:b:c"} {
		f.Add(s)
	}
	model, err := parseFTM(ftmText)
	if err != nil {
		f.Fatal(err)
	}
	e := &wireEntity{ID: "x", Schema: "Company", Properties: map[string][]any{"name": {"Korea Mining Development Trading Corporation"}, "country": {"kp"}}}
	e.fill()
	c := newCorpus(model, func(yield func(card) bool) { yield(model.cardOf(e)) }, func(uint32) *wireEntity { return e })
	f.Fuzz(func(t *testing.T, s string) {
		q, err := parseQuery(s)
		if err != nil {
			return
		}
		found, err := c.evaluate(context.Background(), q, func(uint32) bool { return true })
		if err != nil || len(found) > 1 {
			t.Errorf("%q: %d found, %v", s, len(found), err)
		}
		c.rank(found, nil, true)
	})
}

func FuzzMatchBody(f *testing.F) {
	for _, s := range []string{`{"queries":{"q":{"schema":"Person","properties":{"name":["x"],"birthDate":1952}}}}`, `{"queries":[]}`, `{}`, `[]`, `{"weights":{"a":"1"},"config":{"b":null},"queries":{"q":{"schema":1}}}`} {
		f.Add(s)
	}
	model, err := parseFTM(ftmText)
	if err != nil {
		f.Fatal(err)
	}
	s := &Server{model: model}
	f.Fuzz(func(t *testing.T, in string) {
		if checkDepth([]byte(in), maxDepth) != nil {
			return
		}
		dec := json.NewDecoder(strings.NewReader(in))
		dec.UseNumber()
		var v any
		if dec.Decode(&v) != nil {
			return
		}
		b, errs := parseMatchBody(v)
		if len(errs) > 0 {
			return
		}
		for _, id := range b.order {
			q := b.queries[id]
			schema, _ := q["schema"].(string)
			props, _ := s.exampleProps(schema, q)
			s.queryEntity(schema, props)
			if _, err := json.Marshal(echo(q)); err != nil {
				t.Errorf("%s: %v", in, err)
			}
		}
	})
}

func FuzzParseWire(f *testing.F) {
	f.Add([]byte(`{"id":"a","schema":"Person","properties":{"name":["x"],"age":7,"owner":{"id":"b"}},"first_seen":"2023-01-01T00:00:00.1Z"}`))
	f.Add([]byte(`{"id":"a","schema":"Person","properties":null,"last_change":"2023"}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		e, err := parseWire(line)
		if err != nil {
			return
		}
		b, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		again, err := parseWire(b)
		if err != nil || again.ID != e.ID || len(again.Properties) != len(e.Properties) {
			t.Errorf("%s: read back as %s, %v", line, b, err)
		}
	})
}

// TestVocabulary holds the table of schemata to a few facts that the rest
// relies on.
func TestVocabulary(t *testing.T) {
	m, err := parseFTM(ftmText)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		a, b string
		want bool
	}{{"Person", "LegalEntity", true}, {"LegalEntity", "Person", true}, {"Person", "Company", false}, {"Company", "Organization", true}, {"Organization", "PublicBody", true}, {"Vessel", "Vehicle", true}, {"Vessel", "Airplane", false}, {"Company", "Thing", false}, {"Address", "Address", true}} {
		if got := m.matchableWith(c.a)[c.b]; got != c.want {
			t.Errorf("%s may be matched with %s: %v", c.a, c.b, got)
		}
	}
	if p := m.prop("Company", "innCode"); p == nil || p.qname() != "LegalEntity:innCode" {
		t.Errorf("innCode of a company: %+v", p)
	}
	if m.schemata["Person"].reverse["sanctions"] == nil || m.schemata["Vessel"].reverse["ownershipAsset"] == nil || m.schemata["Person"].reverse["ownershipAsset"] != nil {
		t.Error("reverse properties")
	}
	if !m.targets["sanction"] || m.targets["mil"] || m.topics["sanction"] != "Sanctioned entity" {
		t.Error("topics")
	}
}
