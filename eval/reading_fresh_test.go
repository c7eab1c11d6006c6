package eval_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"khasan/entity"
	"khasan/eval"
	"khasan/reading"
)

// TestFreshSets reads the texts that were annotated before anybody had looked
// at what the reader makes of them, and holds each set to what it has reached:
// F1 of dealings, and no false assertion. doc/reading.md has the first runs.
func TestFreshSets(t *testing.T) {
	least := map[string]float64{
		"fresh.ru": 0.42, "fresh.uk": 0.40, "fresh.ko": 0.75,
		"simple.ru": 0.85, "simple.ko": 0.90, "simple.fr": 0.70, "simple.es": 0.90, "simple.zh": 0.95,
	}
	r, err := reading.New(reading.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for set, want := range least {
		b, err := os.ReadFile(filepath.Join("..", "reading", "testdata", set+".json"))
		if err != nil {
			t.Fatal(err)
		}
		docs, err := eval.ParseGold(b, "")
		if err != nil {
			t.Fatal(err)
		}
		var sum eval.ReadingScore
		for _, d := range docs {
			day, err := entity.ParseDate(d.Date)
			if err != nil {
				t.Fatal(err)
			}
			f, err := r.ReadText(context.Background(), d.Text, nil, reading.ReadOptions{Date: day})
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(set, "."+f.Lang) {
				t.Errorf("%s: language %q", d.Name, f.Lang)
			}
			sum.Add(eval.ScoreReading(d, f))
		}
		t.Logf("%s: %d texts, dealings P %.3f R %.3f F %.3f, direction %d/%d, group %d/%d, false assertions %d", set, sum.Docs, sum.Dealings.P(), sum.Dealings.R(), sum.Dealings.F1(),
			sum.DirRight, sum.DirAll, sum.GroupRight, sum.GroupAll, sum.FalseAssertions)
		if sum.Dealings.F1() < want || sum.FalseAssertions > 0 {
			t.Errorf("%s: F1 %.3f, want %.3f; %d false assertions: %v", set, sum.Dealings.F1(), want, sum.FalseAssertions, sum.Log)
		}
	}
}
