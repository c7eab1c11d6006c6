package reading_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"khasan/reading"
)

// TestHostile reads 60 KB of one phrase over and over, without a full stop:
// the cost of a sentence must stay bounded.
func TestHostile(t *testing.T) {
	r := newReader(t)
	for _, w := range []string{"Nordkorea liefert Waffen an Russland und ", "Kim ", "die Lieferung ", "wenn ", "weapons ", "Russia sold ", "( ", "\" ", "der die das ", "Korea's ", "X Ltd ", "1.2.3"} {
		text := strings.Repeat(w, 60000/len(w))
		for _, lang := range []string{"de", "en"} {
			start := time.Now()
			if _, err := r.ReadText(context.Background(), text, nil, reading.ReadOptions{Lang: lang}); err != nil {
				t.Fatal(err)
			}
			if d := time.Since(start); d > 10*time.Second {
				t.Errorf("%s: 60 KB of %q took %v", lang, w, d)
			}
		}
	}
}
