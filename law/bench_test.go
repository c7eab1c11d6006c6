package law_test

import (
	"slices"
	"testing"

	"khasan/law"
)

// BenchmarkJudge rules on a million generated dealings of mixed regimes, over
// and over, on one core.
//
//	go test ./law -run - -bench Judge -cpu 1
func BenchmarkJudge(b *testing.B) {
	bk := book(b)
	n := 1_000_000
	if testing.Short() {
		n = 20_000
	}
	ds := slices.Collect(bk.Sample(n, 1))
	for _, mode := range []struct {
		name string
		opt  *law.Options
	}{{"plain", nil}, {"explained", &law.Options{Explain: true}}} {
		b.Run(mode.name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			b.ResetTimer()
			for b.Loop() {
				if _, err := bk.Judge(ds[i], mode.opt); err != nil {
					b.Fatal(err)
				}
				if i++; i == len(ds) {
					i = 0
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rulings/s")
		})
	}
}
