package source

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"khasan/entity"
)

// A Change is a party that two versions of a list do not have alike.
type Change struct {
	// Kind is "added", "removed" or "changed".
	Kind string
	// ID is the party's id, of the new version unless it was removed; Ref the
	// reference a lawyer cites, Name the name to show.
	ID, Ref, Name string
	// Fields are what differs, for a changed party.
	Fields []FieldChange
}

// A FieldChange is what one field lost and what it gained.
type FieldChange struct {
	Field    string // "names", "births", "listing.reason", "props.position", ...
	Old, New []string
}

// Only reports whether the named fields are all that changed; a name ending in
// a dot stands for every field that begins so.
func (c *Change) Only(fields ...string) bool {
	for _, f := range c.Fields {
		if !slices.ContainsFunc(fields, func(s string) bool { return s == f.Field || strings.HasSuffix(s, ".") && strings.HasPrefix(f.Field, s) }) {
			return false
		}
	}
	return true
}

// stableRef are the lists whose references stay with a party when its record
// number changes; elsewhere a reference may be a mere position.
var stableRef = []string{"un", "eu", "uk", "uk-ofsi"}

// summary is what is held of a party for the comparison.
type summary struct {
	id, ref, name string
	fields        []FieldChange // Old holds the values, sorted
}

// Diff compares two versions of a list: the parties added, removed and changed,
// field by field. The order of names, dates and papers within a party, and the
// order of the parties, is no change. Parties are paired by id, then by the
// reference where a list's references are stable (the UN gives a party that it
// lists anew its old reference and another record number). Edges are compared
// like parties. The changes come sorted by kind and id. Both versions' fields
// are held in memory.
func Diff(before, after iter.Seq2[entity.Entity, error]) ([]Change, error) {
	a, err := summaries(before)
	if err != nil {
		return nil, fmt.Errorf("earlier version: %w", err)
	}
	b, err := summaries(after)
	if err != nil {
		return nil, fmt.Errorf("later version: %w", err)
	}
	byID := map[string]int{}
	refs := map[string][]int{}
	for i := range b {
		byID[b[i].id] = i
		if b[i].ref != "" {
			refs[b[i].ref] = append(refs[b[i].ref], i)
		}
	}
	refsA := map[string]int{}
	for i := range a {
		if a[i].ref != "" {
			refsA[a[i].ref]++
		}
	}
	pair := make([]int, len(a))
	taken := make([]bool, len(b))
	for i := range a {
		pair[i] = -1
		if j, ok := byID[a[i].id]; ok && !taken[j] {
			pair[i], taken[j] = j, true
		}
	}
	for i := range a {
		if r := a[i].ref; pair[i] < 0 && r != "" && refsA[r] == 1 && len(refs[r]) == 1 && !taken[refs[r][0]] {
			pair[i], taken[refs[r][0]] = refs[r][0], true
		}
	}
	var out []Change
	for i := range a {
		j := pair[i]
		if j < 0 {
			out = append(out, Change{Kind: "removed", ID: a[i].id, Ref: a[i].ref, Name: a[i].name})
			continue
		}
		if f := compare(a[i].fields, b[j].fields); len(f) > 0 {
			out = append(out, Change{Kind: "changed", ID: b[j].id, Ref: b[j].ref, Name: b[j].name, Fields: f})
		}
	}
	for j := range b {
		if !taken[j] {
			out = append(out, Change{Kind: "added", ID: b[j].id, Ref: b[j].ref, Name: b[j].name})
		}
	}
	slices.SortStableFunc(out, func(x, y Change) int {
		if c := strings.Compare(x.Kind, y.Kind); c != 0 {
			return c
		}
		return strings.Compare(x.ID, y.ID)
	})
	return out, nil
}

func compare(a, b []FieldChange) []FieldChange {
	var out []FieldChange
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case j == len(b) || i < len(a) && a[i].Field < b[j].Field:
			out = append(out, FieldChange{Field: a[i].Field, Old: a[i].Old})
			i++
		case i == len(a) || b[j].Field < a[i].Field:
			out = append(out, FieldChange{Field: b[j].Field, New: b[j].Old})
			j++
		default:
			if !slices.Equal(a[i].Old, b[j].Old) {
				out = append(out, FieldChange{Field: a[i].Field, Old: without(a[i].Old, b[j].Old), New: without(b[j].Old, a[i].Old)})
			}
			i, j = i+1, j+1
		}
	}
	return out
}

func without(a, b []string) []string {
	var out []string
	for _, s := range a {
		if _, ok := slices.BinarySearch(b, s); !ok {
			out = append(out, s)
		}
	}
	return out
}

func summaries(seq iter.Seq2[entity.Entity, error]) ([]summary, error) {
	var out []summary
	for e, err := range seq {
		if err != nil {
			return nil, err
		}
		out = append(out, summarise(&e))
	}
	return out, nil
}

func summarise(e *entity.Entity) summary {
	s := summary{id: e.ID, name: e.Caption()}
	fields := map[string][]string{}
	add := func(field, value string) {
		if value = squash(value); value != "" {
			fields[field] = append(fields[field], value)
		}
	}
	add("schema", e.Schema)
	for _, n := range e.Names {
		add("names", n.Full+" ["+n.Quality.String()+"]")
	}
	for _, d := range e.Births {
		add("births", d.String())
	}
	for _, d := range e.Deaths {
		add("deaths", d.String())
	}
	for _, v := range e.BirthPlaces {
		add("birthPlaces", v)
	}
	for _, v := range e.Genders {
		add("genders", v)
	}
	for _, c := range e.Countries {
		add("countries", c.Link+" "+c.Code)
	}
	for _, a := range e.Addresses {
		add("addresses", strings.TrimSpace(a.Full+" "+a.Detail))
	}
	for _, i := range e.IDs {
		add("ids", strings.Join([]string{i.Kind, i.Number, i.Country, i.Issued.String(), i.Expires.String(), i.Note}, " "))
	}
	for _, l := range e.Listings {
		if s.ref == "" && slices.Contains(stableRef, l.List) {
			s.ref = l.Ref
		}
		add("listing.list", l.List)
		add("listing.key", l.Key)
		add("listing.ref", l.Ref)
		add("listing.from", l.From.String())
		add("listing.to", l.To.String())
		add("listing.reason", l.Reason)
		add("listing.url", l.URL)
		for _, p := range l.Programmes {
			add("listing.programmes", p)
		}
		for _, d := range l.Amended {
			add("listing.amended", d.String())
		}
	}
	for _, t := range e.Topics {
		add("topics", t)
	}
	for k, vs := range e.Props {
		for _, v := range vs {
			add("props."+k, v)
		}
	}
	for f, vs := range fields {
		slices.Sort(vs)
		s.fields = append(s.fields, FieldChange{Field: f, Old: slices.Compact(vs)})
	}
	slices.SortFunc(s.fields, func(a, b FieldChange) int { return strings.Compare(a.Field, b.Field) })
	return s
}
