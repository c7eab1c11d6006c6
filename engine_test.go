package khasan_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"khasan"
	"khasan/entity"
	"khasan/index"
	"khasan/law"
	"khasan/report"
	"khasan/source"
)

func open(t *testing.T) *khasan.Engine {
	t.Helper()
	e, err := khasan.Open("", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

// load builds a data folder from files of the shared folder, or skips.
func load(t *testing.T, files ...string) string {
	t.Helper()
	var paths []string
	for _, f := range files {
		p := filepath.Join("../shared/data", f)
		if _, err := os.Stat(p); err != nil {
			t.Skip("the shared folder of lists is not there")
		}
		paths = append(paths, p)
	}
	dir := t.TempDir()
	var lists []index.Source
	for l, err := range source.ReadFiles(paths) {
		if err != nil {
			t.Fatal(err)
		}
		lists = append(lists, index.Source{List: index.List{ID: l.ID, Date: l.Date, SHA256: l.SHA256}, Stream: l.Entities()})
	}
	if _, err := index.Build(t.Context(), filepath.Join(dir, index.SnapshotName), lists, nil); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestSpellings finds one person from the spellings of four scripts.
func TestSpellings(t *testing.T) {
	e := open(t)
	for _, name := range []string{"김정은", "Ким Чен Ын", "金正恩", "Kim Chong-un", "KIM, Jong Un", "Kim Jong-uns", "Kim Jong Un"} {
		a, err := e.Who(t.Context(), khasan.WhoQuery{Name: name, Explain: true})
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Hits) == 0 || a.Hits[0].ID != "ofac-20157" {
			t.Errorf("%s: not found first: %+v", name, a.Hits)
			continue
		}
		if len(a.Hits[0].Reasons) == 0 || len(a.Hits[0].Features) == 0 {
			t.Errorf("%s: found, but not said why", name)
		}
	}
	if _, err := e.Who(t.Context(), khasan.WhoQuery{}); err != khasan.ErrEmptyQuery {
		t.Errorf("an empty query: %v", err)
	}
}

// TestSameAnswer asks everything twice, and from many goroutines at once: the
// bytes are the same.
func TestSameAnswer(t *testing.T) {
	text, err := os.ReadFile("examples/summit.de.txt")
	if err != nil {
		t.Fatal(err)
	}
	answer := func(e *khasan.Engine) []byte {
		var b bytes.Buffer
		who, err := e.Who(t.Context(), khasan.WhoQuery{Name: "Korea Mining Development Trading", Explain: true})
		if err != nil {
			t.Error(err)
			return nil
		}
		report.JSONWho(&b, who)
		what, err := e.What(t.Context(), law.Dealing{Class: "coal", From: "KP", To: "CN", On: law.Period{From: entity.Day(2018, 3, 1)}})
		if err != nil {
			t.Error(err)
			return nil
		}
		report.JSONWhat(&b, what)
		where, err := e.Where(t.Context(), "summit.de.txt", text, khasan.WhereQuery{Date: entity.Day(2023, 9, 25)})
		if err != nil {
			t.Error(err)
			return nil
		}
		report.JSONWhere(&b, where)
		report.HTMLWhere(&b, where)
		return b.Bytes()
	}
	e := open(t)
	want := answer(e)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if got := answer(e); !bytes.Equal(got, want) {
				t.Error("the same questions gave another answer")
			}
		})
	}
	wg.Wait()
	if got := answer(open(t)); !bytes.Equal(got, want) {
		t.Error("another engine over the same data gave another answer")
	}
}

// TestBeforeAndAfter asks for one dealing on the day before and on the first
// day of a measure.
func TestBeforeAndAfter(t *testing.T) {
	e := open(t)
	ask := func(day entity.Date) *khasan.WhatAnswer {
		a, err := e.What(t.Context(), law.Dealing{Class: "seafood", From: "KP", To: "CN", On: law.Period{From: day}})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	if a := ask(entity.Day(2017, 8, 4)); a.Ruling.Verdict != law.NotBarred {
		t.Errorf("the day before: %s", a.Ruling.Verdict)
	}
	a := ask(entity.Day(2017, 8, 5))
	if a.Ruling.Verdict != law.Barred || !slices.ContainsFunc(a.Ruling.Measures, func(f law.Finding) bool { return f.ID == "un-dprk-2371-9" }) {
		t.Errorf("on the first day: %+v", a.Ruling)
	}
}

// TestSummit reads the commentary that the program was first asked about, over
// the lists of the evening before the summit: who is listed and where, and
// what the law makes of the dealings that must be right.
func TestSummit(t *testing.T) {
	text, err := os.ReadFile("../shared/seed/commentary.de.txt")
	if err != nil {
		t.Skip("the shared folder is not there")
	}
	e, err := khasan.Open(load(t, "un/consolidated_2023-09-12.xml.gz", "ofac/sdn_2023-09-12.csv.gz"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	a, err := e.Where(t.Context(), "commentary.de.txt", text, khasan.WhereQuery{Date: entity.Day(2023, 9, 25)})
	if err != nil {
		t.Fatal(err)
	}
	lists := map[string]map[string]bool{}
	for _, m := range a.Mentions {
		if lists[m.Entity] == nil {
			lists[m.Entity] = map[string]bool{}
		}
		for _, l := range m.Listings {
			lists[m.Entity][l.List] = true
		}
		if a.Text[m.Start:m.End] != m.Text {
			t.Errorf("mention %q does not stand at bytes %d to %d", m.Text, m.Start, m.End)
		}
	}
	for _, who := range []string{"person:vladimir-putin", "person:kim-jong-un"} {
		if !lists[who]["ofac-sdn"] || lists[who]["un"] {
			t.Errorf("%s: on %v, want OFAC's list and not the UN's", who, lists[who])
		}
	}
	if l, named := lists["person:xi-jinping"]; !named || len(l) > 0 {
		t.Errorf("Xi Jinping: named %v, on %v, want named and on no list", named, l)
	}
	type want struct{ class, from, to, group, verdict string }
	for _, w := range []want{
		{"arms", "KP", "RU", "open", "barred"},
		{"military_technology", "RU", "KP", "open", "barred"},
		{"coal", "KP", "WORLD", "asserted", "barred"},
		{"minerals", "KP", "WORLD", "asserted", "barred"},
		{"seafood", "KP", "WORLD", "asserted", "barred"},
		{"textiles", "KP", "WORLD", "asserted", "barred"},
		{"coal", "KP", "RU", "denied", "barred"},
		{"textiles", "KP", "RU", "denied", "barred"},
		{"labour", "KP", "RU", "open", "barred"},
		{"labour", "KP", "SU", "asserted", "not_barred"},
		{"finance.debt_relief", "RU", "KP", "asserted", "not_barred"},
		{"arms.ammunition", "KR", "US", "asserted", "not_barred"},
	} {
		ok := slices.ContainsFunc(a.Dealings, func(d khasan.RuledDealing) bool {
			return strings.HasPrefix(d.Class+".", w.class+".") && string(d.From) == w.from && string(d.To) == w.to &&
				d.Group() == w.group && d.Ruling != nil && string(d.Ruling.Verdict) == w.verdict
		})
		if !ok {
			t.Errorf("not read: %+v", w)
		}
	}
	for _, d := range a.Dealings {
		if a.Text[d.Start:d.End] != d.Quote {
			t.Errorf("dealing %s: the quote does not stand at bytes %d to %d", d.ID, d.Start, d.End)
		}
		if strings.HasPrefix(d.Class, "measure") && d.Ruling != nil {
			t.Errorf("%s: a reference to a measure was ruled on as a dealing", d.ID)
		}
	}
}

// TestReload swaps lists under questions.
func TestReload(t *testing.T) {
	dir := t.TempDir()
	build := func(name string) {
		x := entity.Entity{ID: "t-1", Schema: entity.Company, Target: true, Names: []entity.Name{{Full: name}},
			Listings: []entity.Listing{{List: "t", Key: "1", Authority: "test"}}}
		src := index.Source{List: index.List{ID: "t", Date: entity.Day(2026, 1, 1), SHA256: name}, Stream: func(yield func(entity.Entity, error) bool) { yield(x, nil) }}
		if _, err := index.Build(t.Context(), filepath.Join(dir, index.SnapshotName), []index.Source{src}, nil); err != nil {
			t.Fatal(err)
		}
	}
	build("Zagreus Maritime Holding")
	e, err := khasan.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if changed, err := e.Reload(t.Context()); changed || err != nil {
		t.Fatalf("nothing changed, but Reload says %v, %v", changed, err)
	}
	listed := func(name string) bool {
		a, err := e.Who(t.Context(), khasan.WhoQuery{Name: name})
		if err != nil {
			t.Fatal(err)
		}
		return a.Listed()
	}
	if !listed("Zagreus Maritime Holding") {
		t.Error("not found before the swap")
	}
	build("Perpetua Coal Trading")
	if changed, err := e.Reload(t.Context()); !changed || err != nil {
		t.Fatalf("Reload: %v, %v", changed, err)
	}
	if !listed("Perpetua Coal Trading") || listed("Zagreus Maritime Holding") {
		t.Error("the swap did not take")
	}
	bad := filepath.Join(dir, "bad")
	if err := os.WriteFile(bad, []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(bad, filepath.Join(dir, index.SnapshotName)); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Reload(t.Context()); err == nil {
		t.Error("a damaged snapshot was taken")
	}
	if !listed("Perpetua Coal Trading") {
		t.Error("what was loaded before is gone")
	}
}
