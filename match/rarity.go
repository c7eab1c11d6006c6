package match

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"sync"

	"khasan/name"
)

//go:generate go run gen_frequency.go ../../shared/data/names/wikidata_translit_pairs

//go:embed frequency.tsv
var frequencyTSV string

// frequencyTotal is how many words the largest file behind frequency.tsv
// counts; its head says so.
const frequencyTotal = 622167

// Surprise, in nats, of a word nobody bears in the table, and of the commonest.
const (
	rarest    = 11.5
	commonest = 4.5
)

var frequency = sync.OnceValue(func() map[string]float32 {
	m := make(map[string]float32, 8192)
	for line := range strings.Lines(frequencyTSV) {
		w, n, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || w[0] == '#' {
			continue
		}
		c, err := strconv.Atoi(n)
		if err != nil || c <= 0 {
			continue
		}
		f := name.Fold(w)
		s := float32(math.Log(float64(frequencyTotal) / float64(c)))
		if old, ok := m[f]; !ok || s < old {
			m[f] = s
		}
	}
	return m
})

// Surprise is how surprising a folded word is in the name of somebody, in
// nats, by the bundled table of name frequencies: about 4.5 for "john", 11.5
// for a word the table does not have.
func Surprise(fold string) float32 {
	if s, ok := frequency()[fold]; ok {
		return s
	}
	return rarest
}

// rarityOf scales surprise to 0 (everybody's) to 1 (hardly anybody's); of the
// table and the lists, the one that finds the word more common decides.
func rarityOf(fold string, lists func(string) float32) float32 {
	s := Surprise(fold)
	if lists != nil {
		s = min(s, lists(fold))
	}
	return min(1, max(0, (s-commonest)/(rarest-commonest)))
}
