package eval_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"khasan/entity"
	"khasan/eval"
	"khasan/reading"
)

// TestCommentary prints how the development text is read; it is skipped when
// the text is not there.
func TestCommentary(t *testing.T) {
	text, err := os.ReadFile("../../shared/seed/commentary.de.txt")
	if err != nil {
		t.Skip("development text not here")
	}
	gold, err := os.ReadFile("../../shared/gold/commentary.de.json")
	if err != nil {
		t.Skip("annotation not here")
	}
	docs, err := eval.ParseGold(gold, string(text))
	if err != nil {
		t.Fatal(err)
	}
	r, err := reading.New(reading.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := r.ReadText(context.Background(), string(text), nil, reading.ReadOptions{Date: entity.Day(2023, 9, 25)})
	if err != nil {
		t.Fatal(err)
	}
	s := eval.ScoreReading(docs[0], f)
	if g := eval.ScoreReading(docs[0], eval.GoldFindings(docs[0])); g.Actors.F1() != 1 || g.Dealings.F1() != 1 || g.Threats.F1() != 1 || g.GroupRight != g.GroupAll || len(g.Log) > 0 {
		t.Errorf("gold against itself is not perfect: %+v", g)
	}
	for _, l := range s.Log {
		t.Log(l)
	}
	t.Log(fmt.Sprintf("lang %s actors %.3f/%.3f/%.3f dealings P %.3f R %.3f F %.3f dir %d/%d group %d/%d false %d threats %+v nodeal %d distr %d", f.Lang, s.Actors.P(), s.Actors.R(), s.Actors.F1(), s.Dealings.P(), s.Dealings.R(), s.Dealings.F1(), s.DirRight, s.DirAll, s.GroupRight, s.GroupAll, s.FalseAssertions, s.Threats, s.NoDealingHits, s.DistractorHits))
}

// TestOwnParagraphs reads our own annotated paragraphs.
func TestOwnParagraphs(t *testing.T) {
	b, err := os.ReadFile("../reading/testdata/own.json")
	if err != nil {
		t.Fatal(err)
	}
	docs, err := eval.ParseGold(b, "")
	if err != nil {
		t.Fatal(err)
	}
	r, err := reading.New(reading.Options{})
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]*eval.ReadingScore{"de": {}, "en": {}}
	for _, d := range docs {
		day, err := entity.ParseDate(d.Date)
		if err != nil {
			t.Fatal(err)
		}
		if g := eval.ScoreReading(d, eval.GoldFindings(d)); g.Dealings.F1() != 1 {
			t.Errorf("%s: gold against itself: %v", d.Name, g.Log)
		}
		f, err := r.ReadText(context.Background(), d.Text, nil, reading.ReadOptions{Date: day})
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Actors) == 0 { // parties not annotated here
			f.Mentions = nil
		}
		if f.Lang != d.Lang {
			t.Errorf("%s: language %q", d.Name, f.Lang)
		}
		by[d.Lang].Add(eval.ScoreReading(d, f))
	}
	for _, l := range []string{"de", "en"} {
		s := by[l]
		for _, m := range s.Log {
			t.Log(m)
		}
		t.Logf("%s actors %.3f dealings P %.3f R %.3f F %.3f dir %d/%d group %d/%d exact %d false %d nodeal %d", l, s.Actors.F1(), s.Dealings.P(), s.Dealings.R(), s.Dealings.F1(), s.DirRight, s.DirAll, s.GroupRight, s.GroupAll, s.StatusRight, s.FalseAssertions, s.NoDealingHits)
	}
}
