package law

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"khasan/entity"
)

// The test language. A test file is a txtar archive: a free comment, then
// sections "-- name --", each a YAML mapping of a dealing and what is wanted:
//
//	-- coal by sea --
//	dealing: {class: coal, from: KP, to: CN}
//	want:
//	  - {on: 2017-08-04, not: [un-dprk-2371-8]}
//	  - {on: 2017-08-05, verdict: barred, by: [un-dprk-2371-8]}
//	  - {on: 2018-03-01, with: {origin: RU, from: RU}, verdict: not_barred}
//	  - {with: {from: XX}, error: not known}

// A Test is one section: a dealing and what is wanted of the ruling.
type Test struct {
	File, Name string
	Line       int // of the section in the file
	dealing    *rawNode
	wants      []testWant
}

// rawNode keeps a mapping unread, so that changes can be laid over it.
type rawNode struct{ node yaml.Node }

// UnmarshalYAML keeps the node.
func (r *rawNode) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: want a mapping", n.Line)
	}
	r.node = *n
	return nil
}

// testWant is one line under want.
type testWant struct {
	On      Period   `yaml:"on"`
	As      []string `yaml:"as"`
	With    *rawNode `yaml:"with"` // keys of the dealing to change
	Verdict Verdict  `yaml:"verdict"`
	// By must bar, Conditional must be conditional, Unknown unknown; Not must do
	// none of these.
	By          []string  `yaml:"by"`
	Conditional []string  `yaml:"conditional"`
	Unknown     []string  `yaml:"unknown"`
	Not         []string  `yaml:"not"`
	Near        []string  `yaml:"near"`    // must be among the nearest misses
	Missing     string    `yaml:"missing"` // must occur in what is missing
	Clause      string    `yaml:"clause"`  // must occur in a clause
	Legs        []Verdict `yaml:"legs"`
	Error       string    `yaml:"error"` // must occur in the error
}

// A TestResult is the outcome of one line under want.
type TestResult struct {
	File string `json:"file"`
	Test string `json:"test"`
	Line int    `json:"line"`
	Want int    `json:"want"` // number of the line under want, from 1
	On   string `json:"on,omitempty"`
	OK   bool   `json:"ok"`
	Text string `json:"text,omitempty"` // what went wrong
	// Reached and Free are the measures that the test names as reaching and as
	// not reaching the dealing.
	Reached []string `json:"-"`
	Free    []string `json:"-"`
}

// ParseTests reads a test file.
func ParseTests(name string, data []byte) ([]Test, error) {
	var out []Test
	for _, sec := range sections(data) {
		var f struct {
			Dealing *rawNode   `yaml:"dealing"`
			Want    []testWant `yaml:"want"`
		}
		dec := yaml.NewDecoder(bytes.NewReader(sec.body))
		dec.KnownFields(true)
		if err := dec.Decode(&f); err != nil {
			return nil, fmt.Errorf("%s:%d: test %q: %w", name, sec.line, sec.name, helpful(err))
		}
		if f.Dealing == nil || len(f.Want) == 0 {
			return nil, fmt.Errorf("%s:%d: test %q: want the keys dealing and want", name, sec.line, sec.name)
		}
		for i, w := range f.Want {
			if w.Verdict == "" && len(w.By)+len(w.Conditional)+len(w.Unknown)+len(w.Not)+len(w.Near)+len(w.Legs) == 0 && w.Missing == "" && w.Clause == "" && w.Error == "" {
				return nil, fmt.Errorf("%s:%d: test %q: line %d under want wants nothing, so it cannot fail", name, sec.line, sec.name, i+1)
			}
			if w.Verdict != "" && !slices.Contains([]Verdict{Barred, Conditional, Unknown, NotBarred}, w.Verdict) {
				return nil, fmt.Errorf("%s:%d: test %q: verdict %q: want barred, conditional, unknown or not_barred", name, sec.line, sec.name, w.Verdict)
			}
		}
		out = append(out, Test{File: name, Name: sec.name, Line: sec.line, dealing: f.Dealing, wants: f.Want})
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: no test in it: want sections that begin with a line \"-- name --\"", name)
	}
	return out, nil
}

type section struct {
	name string
	line int
	body []byte
}

// sections splits a txtar archive; what stands before the first section is a
// comment.
func sections(data []byte) []section {
	var out []section
	n := 0
	for line := range bytes.Lines(data) {
		n++
		t := strings.TrimRight(string(line), "\r\n")
		if name, ok := strings.CutPrefix(t, "-- "); ok && strings.HasSuffix(name, " --") {
			out = append(out, section{name: strings.TrimSpace(strings.TrimSuffix(name, " --")), line: n})
			continue
		}
		if len(out) > 0 {
			s := &out[len(out)-1]
			s.body = append(s.body, line...)
		}
	}
	return out
}

// RunTest runs every line of a test against the book.
func (b *Book) RunTest(t *Test) []TestResult {
	out := make([]TestResult, 0, len(t.wants))
	for i := range t.wants {
		w := &t.wants[i]
		r := TestResult{File: t.File, Test: t.Name, Line: t.Line, Want: i + 1, On: w.On.String()}
		r.Text = b.runWant(t, w, &r)
		r.OK = r.Text == ""
		out = append(out, r)
	}
	return out
}

func (b *Book) runWant(t *Test, w *testWant, res *TestResult) string {
	res.Reached = slices.Concat(w.By, w.Conditional, w.Unknown)
	res.Free = w.Not
	for _, id := range slices.Concat(res.Reached, w.Not, w.Near) {
		if b.byID[id] == nil {
			return fmt.Sprintf("there is no measure %q", id)
		}
	}
	d, err := w.dealing(t.dealing)
	var r Ruling
	if err == nil {
		r, err = b.Judge(d, &Options{Explain: true})
	}
	if err != nil {
		if w.Error != "" && strings.Contains(err.Error(), w.Error) {
			return ""
		}
		return "error: " + err.Error()
	}
	if w.Error != "" {
		return fmt.Sprintf("want an error with %q, got the ruling %s", w.Error, r.Verdict)
	}
	var bad []string
	if w.Verdict != "" && r.Verdict != w.Verdict {
		bad = append(bad, fmt.Sprintf("verdict %s, want %s", r.Verdict, w.Verdict))
	}
	has := func(ids []string, v Verdict) {
		for _, id := range ids {
			got := NotBarred
			for i := range r.Measures {
				if r.Measures[i].ID == id {
					got = r.Measures[i].Verdict
				}
			}
			if got != v {
				bad = append(bad, fmt.Sprintf("%s is %s, want %s", id, got, v))
			}
		}
	}
	has(w.By, Barred)
	has(w.Conditional, Conditional)
	has(w.Unknown, Unknown)
	has(w.Not, NotBarred)
	for _, id := range w.Near {
		if !slices.ContainsFunc(r.NearestMisses, func(f Finding) bool { return f.ID == id }) {
			bad = append(bad, id+" is not among the nearest misses")
		}
	}
	if w.Missing != "" && !strings.Contains(strings.Join(r.Missing, "\n"), w.Missing) {
		bad = append(bad, fmt.Sprintf("missing is %q, want %q in it", r.Missing, w.Missing))
	}
	if w.Clause != "" {
		var all []string
		for _, f := range slices.Concat(r.Measures, r.NearestMisses) {
			all = append(all, f.Clauses...)
		}
		if !strings.Contains(strings.Join(all, "\n"), w.Clause) {
			bad = append(bad, fmt.Sprintf("no clause has %q", w.Clause))
		}
	}
	if len(w.Legs) > 0 {
		var legs []Verdict
		for _, l := range r.Legs {
			legs = append(legs, l.Verdict)
		}
		if !slices.Equal(legs, w.Legs) {
			bad = append(bad, fmt.Sprintf("legs are %v, want %v", legs, w.Legs))
		}
	}
	if len(bad) > 0 {
		var ids []string
		for _, f := range r.Measures {
			ids = append(ids, f.ID+" "+string(f.Verdict))
		}
		return strings.Join(bad, "; ") + " (ruling: " + string(r.Verdict) + " by " + strings.Join(ids, ", ") + ")"
	}
	return ""
}

// dealing is the test's dealing with the changes of one line.
func (w *testWant) dealing(base *rawNode) (Dealing, error) {
	n := base.node
	n.Content = slices.Clone(base.node.Content)
	if w.With != nil {
		for i := 0; i+1 < len(w.With.node.Content); i += 2 {
			set := false
			for k := 0; k+1 < len(n.Content); k += 2 {
				if n.Content[k].Value == w.With.node.Content[i].Value {
					n.Content[k+1] = w.With.node.Content[i+1]
					set = true
				}
			}
			if !set {
				n.Content = append(n.Content, w.With.node.Content[i], w.With.node.Content[i+1])
			}
		}
	}
	var d Dealing
	if err := strictNode(&n, &d); err != nil {
		return d, helpful(err)
	}
	if !w.On.IsZero() {
		d.On = w.On
	}
	if w.As != nil {
		d.As = w.As
	}
	return d, nil
}

// dayBefore is the day before an exact one.
func dayBefore(d entity.Date) entity.Date {
	switch {
	case d.Day > 1:
		d.Day--
	case d.Month > 1:
		d.Month--
		d.Day = int8(entity.DaysIn(int(d.Year), int(d.Month)))
	default:
		d.Year, d.Month, d.Day = d.Year-1, 12, 31
	}
	return d
}

// Coverage says what a set of test results shows of one measure.
type Coverage struct {
	ID string `json:"id"`
	// Reached counts dealings that it bars or makes conditional, Free those that
	// it leaves alone.
	Reached int `json:"reached"`
	Free    int `json:"free"`
	// Starts counts its first days, and Sides those of them with a test on the
	// day itself and one on the day before.
	Starts int `json:"starts"`
	Sides  int `json:"sides"`
}

// Cover counts, for every measure that decides, what the results show of it.
func (b *Book) Cover(results []TestResult) []Coverage {
	var out []Coverage
	for _, m := range b.measures {
		if !m.Decides() {
			continue
		}
		c := Coverage{ID: m.ID}
		on, before := map[string]bool{}, map[string]bool{}
		for i := range results {
			r := &results[i]
			if !r.OK {
				continue
			}
			if slices.Contains(r.Reached, m.ID) {
				c.Reached++
				on[r.On] = true
			}
			if slices.Contains(r.Free, m.ID) {
				c.Free++
				before[r.On] = true
			}
		}
		for _, iv := range m.intervals() {
			if iv.FromUncertain {
				continue
			}
			d, err := entity.ParseDate(iv.From)
			if err != nil {
				continue
			}
			c.Starts++
			if on[d.String()] && before[dayBefore(d).String()] {
				c.Sides++
			}
		}
		out = append(out, c)
	}
	return out
}
