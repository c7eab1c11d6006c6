package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"khasan"
	"khasan/entity"
	"khasan/law"
	"khasan/store"
)

// TestReplay keeps answers of each kind, closes everything, and gets the same
// bytes again from a new engine; another engine is refused.
func TestReplay(t *testing.T) {
	ctx := t.Context()
	eng, err := khasan.Open("", nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../examples/summit.en.txt")
	if err != nil {
		t.Fatal(err)
	}
	place := filepath.Join(t.TempDir(), "records.db")
	s, err := store.Open(ctx, place)
	if err != nil {
		t.Fatal(err)
	}
	var records []store.Record
	put := func(r store.Record, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	at := time.Date(2026, 11, 24, 3, 0, 0, 123456789, time.UTC)
	who, err := eng.Who(ctx, khasan.WhoQuery{Name: "김정은", Explain: true, Entity: entity.Entity{
		Schema: entity.Person, Births: []entity.Date{entity.Day(1984, 1, 8)}, Countries: []entity.Country{{Code: "KP", Link: "nationality"}}}})
	if err != nil {
		t.Fatal(err)
	}
	put(store.OfWho(at, "test", who))
	what, err := eng.What(ctx, law.Dealing{Class: "coal", From: "KP", To: "CN", Via: []string{"RU"}, On: law.Period{From: entity.Day(2018, 3, 1)},
		Parties: []law.Party{{Role: "seller", Name: "Korea Mining Development Trading Corporation"}}})
	if err != nil {
		t.Fatal(err)
	}
	put(store.OfWhat(at, "test", what))
	q := khasan.WhereQuery{Date: entity.Day(2023, 9, 25)}
	where, err := eng.Where(ctx, "summit.en.txt", text, q)
	if err != nil {
		t.Fatal(err)
	}
	put(store.OfWhere(at, "test", q, where))
	if _, err := s.Append(ctx, records...); err != nil {
		t.Fatal(err)
	}
	s.Close()
	eng.Close()

	if s, err = store.Open(ctx, place); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if eng, err = khasan.Open("", nil); err != nil {
		t.Fatal(err)
	}
	defer eng.Close()
	for seq := range int64(3) {
		r, err := s.Record(ctx, seq+1)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.Replay(ctx, eng, r, text); err != nil {
			t.Errorf("%s: %v", r.Kind, err)
		}
		r.Answer = append([]byte(nil), r.Answer...)
		r.Answer[len(r.Answer)/2] ^= 1
		if _, err := store.Replay(ctx, eng, r, text); !errors.Is(err, store.ErrOtherAnswer) {
			t.Errorf("%s with another answer: %v", r.Kind, err)
		}
	}
	r, _ := s.Record(ctx, 3)
	if _, err := store.Replay(ctx, eng, r, []byte("another text")); !errors.Is(err, store.ErrDocument) {
		t.Errorf("another document: %v", err)
	}
	other, err := khasan.Open("", &khasan.Options{Threshold: 0.6})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := store.Replay(ctx, other, r, text); !errors.Is(err, store.ErrOtherVersion) {
		t.Errorf("another engine: %v", err)
	}
}
