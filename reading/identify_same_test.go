package reading_test

import (
	"testing"

	"khasan/entity"
	"khasan/reading"
)

// TestSameLanguage reads short texts that are equally near to two languages,
// again and again: what is found must not change.
func TestSameLanguage(t *testing.T) {
	r, err := reading.New(reading.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{".0auYer:0#IrAn\nGoods:00000:D0", "Seller: Dandong Hwa Co\nIran 5 t", "Kim Un Iran Rason 2023 Tumen"} {
		var was *reading.Findings
		for range 60 {
			got, err := r.ReadText(t.Context(), text, nil, reading.ReadOptions{Date: entity.Day(2023, 9, 25)})
			if err != nil {
				t.Fatal(err)
			}
			if was != nil && (got.Lang != was.Lang || len(got.Mentions) != len(was.Mentions) || len(got.Dealings) != len(was.Dealings)) {
				t.Fatalf("%q is %s with %d mentions, and was %s with %d", text, got.Lang, len(got.Mentions), was.Lang, len(was.Mentions))
			}
			was = got
		}
	}
}
