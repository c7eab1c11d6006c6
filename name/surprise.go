package name

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"sync"
)

//go:generate go run gen_frequency.go ../../shared/data/names/wikidata_translit_pairs

//go:embed frequency.tsv
var frequencyTSV string

// frequencyTotal is how many words the largest file behind frequency.tsv
// counts; its head says so.
const frequencyTotal = 622167

// Rarest is the surprise of a word that the table of frequencies lacks.
const Rarest = 11.5

// frequency is read once; nothing changes it afterwards.
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
		f := Fold(w)
		s := float32(math.Log(float64(frequencyTotal) / float64(c)))
		if old, ok := m[f]; !ok || s < old {
			m[f] = s
		}
	}
	return m
})

// Surprise is how surprising a folded word is in a person's name, in nats, by
// the bundled table of name frequencies (frequency.tsv, from Wikidata): about
// 4.5 for "john", [Rarest] for a word the table does not have.
func Surprise(fold string) float32 {
	if s, ok := frequency()[fold]; ok {
		return s
	}
	return Rarest
}
