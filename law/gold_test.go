package law_test

import (
	"encoding/json"
	"os"
	"regexp"
	"testing"

	"khasan/entity"
	"khasan/law"
)

var yearForm = regexp.MustCompile(`^\d{4}$`)

// TestGoldDealings rules on the dealings annotated in a news commentary, as
// they were annotated: class, ends and day decide; nothing is read here.
func TestGoldDealings(t *testing.T) {
	data, err := os.ReadFile("../../shared/gold/commentary.de.json")
	if err != nil {
		t.Skip("the annotation is not at hand")
	}
	var gold struct {
		Dealings []struct {
			ID, Class string
			From, To  *string
			Expect    *string
			Goods     []string
			Time      struct{ Norm string }
		}
	}
	if err := json.Unmarshal(data, &gold); err != nil {
		t.Fatal(err)
	}
	b := book(t)
	for _, g := range gold.Dealings {
		d := law.Dealing{ID: g.ID, Class: g.Class, Goods: g.Goods, On: law.Period{From: entity.Day(2023, 9, 25)}}
		if g.From != nil {
			d.From = *g.From
		}
		if g.To != nil {
			d.To = *g.To
		}
		if yearForm.MatchString(g.Time.Norm) {
			d.On.From, _ = entity.ParseDate(g.Time.Norm)
		}
		if g.Time.Norm == "1980s..1990s" {
			d.On = law.Period{From: entity.Date{Year: 1980}, To: entity.Date{Year: 1999}}
		}
		r, err := b.Judge(d, &law.Options{Explain: true})
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		want := ""
		if g.Expect != nil {
			want = *g.Expect
		}
		var ids []string
		for _, f := range r.Measures {
			ids = append(ids, f.ID+" "+string(f.Verdict))
		}
		t.Logf("%s %s %s>%s %s: %s (want %s) %v missing %q", g.ID, g.Class, d.From, d.To, r.On, r.Verdict, want, ids, r.Missing)
		ok := true
		switch want {
		case "barred-class":
			ok = r.Verdict == law.Barred || g.Class == "measure.violation"
		case "not-barred", "before-measure":
			ok = r.Verdict == law.NotBarred
		case "depends-on-date":
			d.On.From = entity.Day(2023, 9, 25)
			later, err := b.Judge(d, nil)
			ok = err == nil && r.Verdict == law.NotBarred && later.Verdict != law.NotBarred
		}
		if !ok {
			t.Errorf("%s %s %s>%s: %s, annotated as %s", g.ID, g.Class, d.From, d.To, r.Verdict, want)
		}
	}
}
