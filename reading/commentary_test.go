package reading_test

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
	for _, l := range s.Log {
		t.Log(l)
	}
	t.Log(fmt.Sprintf("lang %s actors %.3f/%.3f/%.3f dealings P %.3f R %.3f F %.3f dir %d/%d group %d/%d false %d threats %+v nodeal %d distr %d", f.Lang, s.Actors.P(), s.Actors.R(), s.Actors.F1(), s.Dealings.P(), s.Dealings.R(), s.Dealings.F1(), s.DirRight, s.DirAll, s.GroupRight, s.GroupAll, s.FalseAssertions, s.Threats, s.NoDealingHits, s.DistractorHits))
}
