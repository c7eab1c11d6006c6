package match

import (
	"math/rand/v2"
	"testing"
)

// TestRuneDistance holds the bounded distance to the plain one.
func TestRuneDistance(t *testing.T) {
	plain := func(a, b []rune) int {
		row := make([]int, len(b)+1)
		for j := range row {
			row[j] = j
		}
		for i := range a {
			diag := row[0]
			row[0] = i + 1
			for j := range b {
				v := diag
				if a[i] != b[j] {
					v++
				}
				diag = row[j+1]
				row[j+1] = min(v, row[j]+1, diag+1)
			}
		}
		return row[len(b)]
	}
	rng := rand.New(rand.NewPCG(3, 4))
	word := func() []rune {
		w := make([]rune, rng.IntN(9))
		for i := range w {
			w[i] = 'а' + rune(rng.IntN(3))
		}
		return w
	}
	near := 0
	for range 20000 {
		a, b, most := word(), word(), 1+rng.IntN(3)
		want := min(plain(a, b), most+1)
		if want <= most {
			near++
		}
		if got := runeDistance(a, b, most); got != want {
			t.Fatalf("%q, %q up to %d: %d, want %d", string(a), string(b), most, got, want)
		}
	}
	if near < 1000 {
		t.Errorf("only %d near pairs were drawn", near)
	}
}
