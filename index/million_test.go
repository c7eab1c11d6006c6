package index_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"khasan/entity"
	"khasan/index"
	"khasan/name"
)

// crowd yields n made-up parties whose names are put together from the words
// of names seen in lists of all scripts' romanisations, so that words repeat
// as they do in life: a few are everywhere, most are rare.
func crowd(n int) index.Source {
	s := source("crowd", nil)
	s.Stream = func(yield func(entity.Entity, error) bool) {
		r := rand.New(rand.NewPCG(7, 7))
		zipf := rand.NewZipf(r, 1.1, 8, 200_000)
		for i := range n {
			given, family := crowdWord(zipf.Uint64()), crowdWord(zipf.Uint64()+300_000)
			id := strconv.Itoa(i)
			x := entity.Entity{ID: "c-" + id, Schema: entity.Person, Target: true, Topics: []string{"sanction"}, Datasets: []string{"crowd"},
				Names:     []entity.Name{{Full: given + " " + family, List: "crowd"}},
				Births:    []entity.Date{entity.Day(1930+r.IntN(75), 1+r.IntN(12), 1+r.IntN(28))},
				Countries: []entity.Country{{Code: string([]byte{'A' + byte(r.IntN(26)), 'A' + byte(r.IntN(26))}), Link: "nationality"}},
				Listings:  []entity.Listing{{List: "crowd", Key: id, Authority: "Nobody", Programmes: []string{"P" + strconv.Itoa(r.IntN(40))}, From: entity.Day(2015, 1+r.IntN(12), 1)}},
			}
			for range r.IntN(3) {
				x.Names = append(x.Names, entity.Name{Full: given + " " + crowdWord(zipf.Uint64()) + " " + family, Quality: entity.Strong, List: "crowd"})
			}
			if r.IntN(2) == 0 {
				x.IDs = []entity.Identifier{{Kind: "passportNumber", Number: "P" + strconv.Itoa(10_000_000+i), Country: "KP"}}
			}
			if !yield(x, nil) {
				return
			}
		}
	}
	return s
}

// crowdWord is the k-th word of an endless vocabulary of syllables.
func crowdWord(k uint64) string {
	syllables := strings.Fields("al ba chen da el fa gu ha iv jo ka li ma ni ol pe qu ra sh to ul va wen xi ya zo bek din ov ski san jun mir kim")
	n := uint64(len(syllables))
	var b strings.Builder
	for k += n; k > 0; k /= n {
		b.WriteString(syllables[k%n])
	}
	w := b.String()
	return strings.ToUpper(w[:1]) + w[1:]
}

// TestMillion builds a snapshot of KHASAN_MILLION parties and times its
// opening to the first answer.
func TestMillion(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("KHASAN_MILLION"))
	if err != nil {
		t.Skip("set KHASAN_MILLION=1000000 to build and time a large snapshot")
	}
	dir := t.TempDir()
	var peak uint64
	start := time.Now()
	st, err := index.Build(t.Context(), filepath.Join(dir, index.SnapshotName), []index.Source{crowd(n)}, &index.BuildOptions{Progress: func(string, int) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		peak = max(peak, m.Sys)
	}})
	if err != nil {
		t.Fatal(err)
	}
	build := time.Since(start)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	peak = max(peak, m.Sys)
	t.Logf("%d parties, %d names: built in %v (%.0f a second), from the system %d MB, file %d bytes (%.0f a party)", st.Entities, st.Names,
		build.Round(time.Millisecond), float64(n)/build.Seconds(), peak>>20, st.Bytes, float64(st.Bytes)/float64(n))
	query := []name.Name{name.Parse(crowdWord(5)+" "+crowdWord(300_007), name.Person)}
	for range 3 {
		start = time.Now()
		ix, err := index.OpenDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		open := time.Since(start)
		hits := ix.Search(nil, query, 0)
		if len(hits) == 0 {
			t.Error("nobody found")
		} else if _, err := ix.Entity(hits[0].Entity); err != nil {
			t.Error(err)
		}
		t.Logf("open %v, first answer after %v, %d hits", open, time.Since(start), len(hits))
		start = time.Now()
		if err := ix.Verify(); err != nil {
			t.Error(err)
		}
		t.Logf("verified whole in %v", time.Since(start).Round(time.Millisecond))
		ix.Close()
	}
}

// BenchmarkBuild builds a snapshot of 36,000 parties.
func BenchmarkBuild(b *testing.B) {
	b.ReportAllocs()
	path := filepath.Join(b.TempDir(), "s")
	for b.Loop() {
		if _, err := index.Build(context.Background(), path, []index.Source{crowd(36_000)}, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(36_000*float64(b.N)/b.Elapsed().Seconds(), "parties/s")
}

// BenchmarkOpen opens a snapshot of 36,000 parties; its size is such that every
// checksum is compared.
func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "s")
	st, err := index.Build(context.Background(), path, []index.Source{crowd(36_000)}, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(st.Bytes)/36_000, "bytes/party")
	for b.Loop() {
		ix, err := index.OpenFile(path)
		if err != nil {
			b.Fatal(err)
		}
		ix.Close()
	}
}
