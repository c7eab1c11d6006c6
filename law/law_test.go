package law_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"khasan/entity"
	"khasan/law"
)

func book(t testing.TB) *law.Book {
	t.Helper()
	b, err := law.Default()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestWire holds the ruling to its wire form.
func TestWire(t *testing.T) {
	b := book(t)
	r, err := b.Judge(law.Dealing{Class: "coal", From: "KP", To: "CN", On: law.Period{From: entity.Day(2018, 3, 1)}}, &law.Options{Explain: true})
	if err != nil {
		t.Fatal(err)
	}
	j, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(j, &m); err != nil {
		t.Fatal(err)
	}
	if m["verdict"] != "barred" || m["on"] != "2018-03-01" {
		t.Errorf("verdict %v on %v", m["verdict"], m["on"])
	}
	if got, ok := m["missing"].([]any); !ok || len(got) != 0 {
		t.Errorf("missing = %v, want an empty list", m["missing"])
	}
	f := m["measures"].([]any)[0].(map[string]any)
	for k, want := range map[string]any{"id": "un-dprk-2371-8", "instrument": "S/RES/2371 (2017)", "paragraph": "8", "verdict": "barred", "in_force_from": "2017-08-05", "in_force_to": nil, "exemption": nil, "verified": true} {
		if got, ok := f[k]; !ok || got != want {
			t.Errorf("%s = %v, want %v", k, got, want)
		}
	}
	if c, ok := f["clauses"].([]any); !ok || len(c) < 4 {
		t.Errorf("clauses = %v, want the steps that decided", f["clauses"])
	}
	// Without explanations there are no clauses and no near misses.
	r, _ = b.Judge(law.Dealing{Class: "coal", From: "KP", To: "CN", On: law.Period{From: entity.Day(2018, 3, 1)}}, nil)
	if len(r.Measures[0].Clauses) != 0 || len(r.NearestMisses) != 0 {
		t.Errorf("clauses %v, near misses %v without Explain", r.Measures[0].Clauses, r.NearestMisses)
	}
}

// TestNoDay: without a day the asked day counts, and the ruling says so.
func TestNoDay(t *testing.T) {
	b := book(t)
	d := law.Dealing{Class: "coal", From: "KP", To: "CN"}
	r, err := b.Judge(d, &law.Options{Today: entity.Day(2015, 1, 1)})
	if err != nil || r.Verdict != law.NotBarred || r.On != "2015-01-01" || len(r.Notes) == 0 || !strings.Contains(r.Notes[0], "no day was given") {
		t.Errorf("%+v, %v", r, err)
	}
	r, err = b.Judge(d, nil)
	if err != nil || r.Verdict != law.Barred || r.On != "" || !slices.Contains(r.Missing, "the day of the dealing") {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestSame: the same dealing gives the same bytes, also from many goroutines.
func TestSame(t *testing.T) {
	b := book(t)
	ds := slices.Collect(b.Sample(300, 7))
	want := make([]string, len(ds))
	for i, d := range ds {
		r, err := b.Judge(d, &law.Options{Explain: true})
		if err != nil {
			t.Fatal(err)
		}
		j, _ := json.Marshal(r)
		want[i] = string(j)
	}
	done := make(chan string)
	for range 4 {
		go func() {
			for i, d := range ds {
				r, err := b.Judge(d, &law.Options{Explain: true})
				j, _ := json.Marshal(r)
				if err != nil || string(j) != want[i] {
					done <- d.ID
					return
				}
			}
			done <- ""
		}()
	}
	for range 4 {
		if id := <-done; id != "" {
			t.Errorf("dealing %s was ruled on differently the second time", id)
		}
	}
	if a, c := slices.Collect(b.Sample(50, 7)), slices.Collect(b.Sample(50, 7)); len(a) != 50 || a[49].ID != c[49].ID || a[49].From != c[49].From || a[49].Class != c[49].Class {
		t.Error("the generated dealings differ from run to run")
	}
}

// TestLint: each kind of fault is named, with file and measure.
func TestLint(t *testing.T) {
	good := `regime: test
instrument: Test Order 1
binds: US
target: [KP]
measures:
  - id: test-1
    paragraph: "1"
    title: Umbrellas
    says: No umbrellas to the DPRK.
    force: decides
    direction: to_target
    classes: [goods.umbrellas]
    hs: ["6601"]
    hs_status: in_text
    in_force: [{from: 2020-01-01}]
    verified: {substance: true, paragraph: true, date: true}
    sources: [MEMORY]
`
	load := func(s string) (*law.Book, error) {
		return law.Load(fstest.MapFS{"test/order.yaml": {Data: []byte(s)}})
	}
	b, err := load(good)
	if err != nil {
		t.Fatal(err)
	}
	d := law.Dealing{HS: "6601", From: "US", To: "KP", On: law.Period{From: entity.Day(2020, 1, 1)}}
	if r, err := b.Judge(d, nil); err != nil || r.Verdict != law.Barred {
		t.Fatalf("a book of one's own: %+v, %v", r, err)
	}
	for _, c := range []struct{ from, to, want string }{
		{"title: Umb", "titel: Umb", "field titel not found"},
		{"force: decides", "force: bans", `force "bans"`},
		{"from: 2020-01-01", "from: 2020-02-30", "has no day 30"},
		{"from: 2020-01-01", "from: 2020-01-01, to: 2019-01-01", "ends before it begins"},
		{"target: [KP]", "target: [XQ]", "no country code"},
		{`"6601"`, `"6609"`, "has no heading 6609"},
		{"sources: [MEMORY]", "sources: []", "no source"},
		{"sources: [MEMORY]", "sources: [BLOG]", "not in sources.yaml"},
		{"goods.umbrellas", "umbrellas", "not in classes.yaml"},
		{"direction: to_target", "direction: out", `direction "out"`},
		{"hs_status: in_text", "hs_status: maybe", "hs_status"},
		{"binds: US", "binds: Mars", `binds "Mars"`},
		{"id: test-1", "id: Test 1", "want words of small letters"},
		{"says: No umbrellas to the DPRK.", "says: ''", "says is missing"},
		{"    in_force: [{from: 2020-01-01}]\n", "", "in_force is missing"},
		{"verified:", "supersedes: [test-0]\n    verified:", "not held"},
		{"verified:", "secondary: will\n    verified:", "secondary"},
		{"verified:", "exemptions: [{kind: favour, text: x}]\n    verified:", `kind "favour"`},
		{"verified:", "exemptions: [{kind: purpose, text: x, frees: true}]\n    verified:", "must say when"},
	} {
		bad := strings.Replace(good, c.from, c.to, 1)
		if bad == good {
			t.Fatalf("%q is not in the good file", c.from)
		}
		_, err := load(bad)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "test/order.yaml") {
			t.Errorf("%q: error %v, want %q and the file's name in it", c.to, err, c.want)
		}
	}
}

// TestTestLanguage: a test file says what is wrong with it.
func TestTestLanguage(t *testing.T) {
	for in, want := range map[string]string{
		"no section":                        "no test in it",
		"-- a --\ndealing: {class: coal}\n": "want the keys dealing and want",
		"-- a --\ndealing: {class: coal}\nwant:\n  - {on: 2020}\n":                     "cannot fail",
		"-- a --\ndealing: {class: coal}\nwant:\n  - {on: 2020, verdict: forbidden}\n": `verdict "forbidden"`,
		"-- a --\ndealing: {class: coal}\nwant:\n  - {on: 2020, verdikt: barred}\n":    "verdikt",
		"-- a --\ndealing: coal\nwant: []\n":                                           "want a mapping",
	} {
		if _, err := law.ParseTests("t.txtar", []byte(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", in, err, want)
		}
	}
	ts, err := law.ParseTests("t.txtar", []byte("-- a --\ndealing: {class: coal, from: KP, to: CN}\nwant:\n  - {on: 2018-03-01, verdict: not_barred}\n  - {on: 2018-03-01, by: [un-dprk-9999-1]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range book(t).RunTest(&ts[0]) {
		if r.OK {
			t.Errorf("line %d passed, and must not", r.Want)
		}
	}
}

// TestParseDealings reads the forms that people write.
func TestParseDealings(t *testing.T) {
	for in, n := range map[string]int{
		"class: coal\nfrom: KP\nto: CN\non: 2018-03-01\n":                     1,
		"- {class: coal}\n- {hs: 0307.59, on: 2017-04/2017-10}\n":             2,
		"class: coal\n---\nclass: oil\n":                                      2,
		`{"class":"coal","from":"KP","on":{"from":"2017-04","to":"2017-10"}}`: 1,
		"{\"class\":\"coal\"}\n{\"class\":\"oil\"}\n":                         2,
		`[{"hs":"0307","via":["CN"],"means":{"ship_to_ship":true}}]`:          1,
	} {
		ds, err := law.ParseDealings([]byte(in))
		if err != nil || len(ds) != n {
			t.Errorf("%q: %d dealings, %v; want %d", in, len(ds), err, n)
			continue
		}
		// What was read is written and read again without loss.
		j, err := json.Marshal(ds)
		if err != nil {
			t.Fatal(err)
		}
		again, err := law.ParseDealings(j)
		k, _ := json.Marshal(again)
		if err != nil || string(k) != string(j) {
			t.Errorf("%s reads back as %s, %v", j, k, err)
		}
		var viaJSON []law.Dealing
		if err := json.Unmarshal(j, &viaJSON); err != nil {
			t.Errorf("%s: %v", j, err)
		}
	}
	for in, want := range map[string]string{
		"":                             "no dealing",
		"klass: coal":                  "no key of a dealing",
		"class: coal\non: 2018-13-01":  "no month 13",
		"class: coal\non: {von: 2018}": "von",
		"on: {from: 2018, to: 2017}":   "ends before it begins",
		"class: [coal":                 "line",
		"parties: [{nom: x}]":          "nom",
	} {
		if _, err := law.ParseDealings([]byte(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q in it", in, err, want)
		}
	}
}

// TestFacts compares the records with the facts they were made from.
func TestFacts(t *testing.T) {
	data, err := os.ReadFile("../../shared/facts/measures.json")
	if err != nil {
		t.Skip("the facts are not at hand")
	}
	var facts []struct {
		ID, Instrument, Paragraph string
		From                      string `json:"in_force_from"`
		Paragraph2                bool   `json:"paragraph_number_verified"`
		Date                      bool   `json:"date_verified"`
		Substance                 bool   `json:"substance_verified"`
		Summary                   string
	}
	if err := json.Unmarshal(data, &facts); err != nil {
		t.Fatal(err)
	}
	b := book(t)
	for _, f := range facts {
		m, ok := b.Measure(f.ID)
		if !ok {
			t.Errorf("%s is not held", f.ID)
			continue
		}
		if m.Instrument != f.Instrument || m.Paragraph != f.Paragraph && f.Paragraph != "-" {
			t.Errorf("%s: %s %s, want %s %s", f.ID, m.Instrument, m.Paragraph, f.Instrument, f.Paragraph)
		}
		if v := (law.Verified{Substance: f.Substance, Paragraph: f.Paragraph2, Date: f.Date}); m.Verified != v {
			t.Errorf("%s: verified %+v, want %+v", f.ID, m.Verified, v)
		}
		if m.From() != f.From && f.ID != "eu-rus-2" { // eu-rus-2 has its first stage too
			t.Errorf("%s: first day %s, want %s", f.ID, m.From(), f.From)
		}
		if len(f.Summary) > 60 && strings.Contains(f.Summary, m.Says) {
			t.Errorf("%s: says is not our own sentence", f.ID)
		}
	}
	if len(facts) > len(b.Measures()) {
		t.Errorf("%d measures held, %d in the facts", len(b.Measures()), len(facts))
	}
}

// TestShow: every measure can be shown, every regime drawn.
func TestShow(t *testing.T) {
	b := book(t)
	for _, m := range b.Measures() {
		s := b.Show(m)
		for _, want := range []string{m.ID, m.Says, "force", "sources"} {
			if !strings.Contains(s, want) {
				t.Errorf("%s: %q is missing", m.ID, want)
			}
		}
	}
	m, _ := b.Measure("un-dprk-2371-8")
	for _, want := range []string{"since 2017-08-05", "wind-down", "replaces", "un-dprk-2270-29", "CH on 2017-10-18"} {
		if s := b.Show(m); !strings.Contains(s, want) {
			t.Errorf("%q is missing in\n%s", want, s)
		}
	}
	for _, r := range b.Regimes() {
		var w strings.Builder
		if err := b.Timeline(&w, r); err != nil || !strings.HasPrefix(w.String(), "<svg") {
			t.Errorf("%s: %v", r, err)
		}
	}
	if err := b.Timeline(&strings.Builder{}, "un-xyz"); err == nil {
		t.Error("a regime that is not held was drawn")
	}
}

func FuzzParseDealings(f *testing.F) {
	for _, s := range []string{"class: coal\nfrom: KP\non: 2018-03-01", `{"hs":"0307.59","on":"2017-04/2017-10"}`, "legs: [{class: oil}, {goods: [уголь]}]"} {
		f.Add(s)
	}
	b, err := law.Default()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ds, err := law.ParseDealings([]byte(s))
		if err != nil {
			return
		}
		for _, d := range ds {
			r, err := b.Judge(d, &law.Options{Explain: true})
			if err == nil && !slices.Contains([]law.Verdict{law.Barred, law.Conditional, law.Unknown, law.NotBarred}, r.Verdict) {
				t.Fatalf("verdict %q", r.Verdict)
			}
			if err == nil && r.Verdict == law.Unknown && len(r.Missing) == 0 {
				t.Fatalf("unknown, and nothing is missing: %q", s)
			}
		}
	})
}

func FuzzParseTests(f *testing.F) {
	f.Add("-- a --\ndealing: {class: coal}\nwant:\n  - {verdict: barred, with: {from: KP}}\n")
	b, err := law.Default()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ts, err := law.ParseTests("f", []byte(s))
		if err != nil {
			return
		}
		for i := range ts {
			b.RunTest(&ts[i])
		}
	})
}

func FuzzLoad(f *testing.F) {
	f.Add("binds: US\ntarget: [KP]\ninstrument: X\nmeasures:\n  - {id: a, paragraph: b, title: c, says: d, force: decides, direction: to_target, classes: [coal], hs: ['2701'], hs_status: in_text, in_force: [{from: 2020-01-01}], sources: [MEMORY]}\n", "goods:\n  - {id: x, class: coal, hs: ['27'], words: {en: [coal], ja: [石炭]}}\n")
	f.Fuzz(func(t *testing.T, measure, goods string) {
		b, err := law.Load(fstest.MapFS{"test/a.yaml": {Data: []byte(measure)}, "goods.yaml": {Data: []byte(goods)}})
		if err != nil {
			return
		}
		for d := range b.Sample(5, 1) {
			if _, err := b.Judge(d, &law.Options{Explain: true}); err != nil {
				t.Fatal(err)
			}
		}
	})
}
