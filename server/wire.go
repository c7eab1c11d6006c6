package server

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A wireEntity is a party as yente's clients get it. The values of Properties
// are strings, or in nested answers further entities.
type wireEntity struct {
	ID         string           `json:"id"`
	Caption    string           `json:"caption"`
	Schema     string           `json:"schema"`
	Properties map[string][]any `json:"properties"`
	Datasets   []string         `json:"datasets"`
	Referents  []string         `json:"referents"`
	Target     bool             `json:"target"`
	FirstSeen  *string          `json:"first_seen"`
	LastSeen   *string          `json:"last_seen"`
	LastChange *string          `json:"last_change"`
}

// parseWire reads one line of FollowTheMoney JSON and puts right what data
// sets leave out: lists that are null, times with a zone.
func parseWire(line []byte) (*wireEntity, error) {
	var in struct {
		wireEntity
		Properties map[string]anyValues `json:"properties"`
	}
	if err := json.Unmarshal(line, &in); err != nil {
		return nil, err
	}
	e := in.wireEntity
	e.Properties = make(map[string][]any, len(in.Properties))
	for k, v := range in.Properties {
		var flat []any
		for _, x := range v {
			switch x := x.(type) {
			case string:
				flat = append(flat, x)
			case map[string]any: // an entity inlined: its id stands for it
				if id, ok := x["id"].(string); ok {
					flat = append(flat, id)
				}
			case float64, bool:
				flat = append(flat, fmt.Sprint(x))
			}
		}
		if len(flat) > 0 {
			e.Properties[k] = flat
		}
	}
	if e.ID == "" || e.Schema == "" {
		return nil, fmt.Errorf("an entity needs id and schema")
	}
	e.fill()
	return &e, nil
}

// anyValues takes a list, or one value where a writer left the list out.
type anyValues []any

func (a *anyValues) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		var vs []any
		err := json.Unmarshal(b, &vs)
		*a = vs
		return err
	}
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	if v != nil {
		*a = anyValues{v}
	}
	return nil
}

// captionProps are the properties by which an entity is called, the first that
// it has, as the schemata name them.
var captionProps = [...]string{"name", "alias", "previousName", "weakAlias", "full", "publicKey", "title", "fileName", "passportNumber", "number", "imoNumber",
	"registrationNumber", "accountNumber", "iban", "authorityId", "program", "role", "relationship", "purpose", "amount"}

// fill puts in what the wire form always has.
func (e *wireEntity) fill() {
	if e.Properties == nil {
		e.Properties = map[string][]any{}
	}
	if e.Datasets == nil {
		e.Datasets = []string{}
	}
	if e.Referents == nil {
		e.Referents = []string{}
	}
	e.FirstSeen, e.LastSeen, e.LastChange = isoSeconds(e.FirstSeen), isoSeconds(e.LastSeen), isoSeconds(e.LastChange)
	if e.Caption == "" {
		e.Caption = e.ID
		for _, prop := range captionProps {
			if v := e.strings(prop); len(v) > 0 {
				e.Caption = v[0]
				break
			}
		}
	}
}

// isoSeconds writes a time as YYYY-MM-DDTHH:MM:SS without a zone, which is
// what clients of this wire form parse.
func isoSeconds(s *string) *string {
	if s == nil || *s == "" {
		return nil
	}
	t := *s
	if z, err := time.Parse(time.RFC3339Nano, t); err == nil {
		t = z.UTC().Format("2006-01-02T15:04:05")
	} else {
		t = strings.TrimSuffix(strings.Replace(t, " ", "T", 1), "Z")
		switch len(t) {
		case len("2006-01-02"):
			t += "T00:00:00"
		case len("2006-01-02T15"):
			t += ":00:00"
		case len("2006-01-02T15:04"):
			t += ":00"
		}
		if len(t) > len("2006-01-02T15:04:05") && t[19] == '.' {
			t = t[:19]
		}
	}
	return &t
}

// strings are the values of a property that are plain text.
func (e *wireEntity) strings(prop string) []string {
	vals := e.Properties[prop]
	out := make([]string, 0, len(vals))
	for _, v := range vals {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// propNames are the names of the properties in order, so that nothing depends
// on the order of a map.
func (e *wireEntity) propNames() []string {
	names := make([]string, 0, len(e.Properties))
	for n := range e.Properties {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// copied is a copy whose properties may be changed.
func (e *wireEntity) copied() *wireEntity {
	c := *e
	c.Properties = make(map[string][]any, len(e.Properties))
	for k, v := range e.Properties {
		c.Properties[k] = v
	}
	return &c
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
