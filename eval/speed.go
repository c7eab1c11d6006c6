package eval

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"time"

	"khasan/entity"
	"khasan/index"
	"khasan/match"
	"khasan/name"
)

// A Timing is what one core does with mixed queries over an index.
type Timing struct {
	Entities, Names int
	Bytes           int // the whole snapshot
	IndexBytes      int // the part of it by which names are found
	Kinds           []KindTiming
}

// A KindTiming is the cost of one kind of query, parsing and scoring included.
type KindTiming struct {
	Kind          string
	Queries       int
	Mean          time.Duration
	P50, P99, Max time.Duration
	Parse         time.Duration // the mean share of parsing
	Hits          float64       // parties found a query, in the review band or above
	Allocs        float64       // allocations a query
}

// Speed asks every query on one thread with the clock running, after what is to
// be asked before: the same queries, so that all words are remembered, or
// others, so that many are new. What the clock takes itself is taken off. Queries are those of [MixedQueries]: four kinds
// in turn.
func Speed(ix *index.Index, before, queries []string) (*Timing, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	t := &Timing{Entities: ix.Len(), Bytes: ix.Size(), IndexBytes: ix.NameBytes()}
	for i := range uint32(ix.Len()) {
		t.Names += ix.NumNames(i)
	}
	s := NewScreener(ix)
	s.Least = match.Odds(match.ReviewAt)
	kinds := [...]string{"innocent", "exact", "misspelt", "other script"}
	took := make([]time.Duration, len(queries))
	parse := make([]time.Duration, len(queries))
	hits := make([]int, len(queries))
	var parser name.Parser
	q := match.Party{Schema: entity.Person, Names: make([]match.Name, 1)}
	for _, x := range before {
		q.Names[0].Name = *parser.Parse(x, name.Person)
		if _, err := s.Screen(&q, false); err != nil {
			return nil, err
		}
	}
	runtime.GC()
	clock := clockCost()
	var start, after runtime.MemStats
	runtime.ReadMemStats(&start)
	for i := range queries {
		t0 := cpuTime()
		q.Names[0].Name = *parser.Parse(queries[i], name.Person)
		t1 := cpuTime()
		got, err := s.Screen(&q, false)
		if err != nil {
			return nil, err
		}
		took[i], parse[i], hits[i] = max(cpuTime()-t0-2*clock, 0), max(t1-t0-clock, 0), len(got)
	}
	runtime.ReadMemStats(&after)
	allocs := float64(after.Mallocs-start.Mallocs) / float64(max(len(queries), 1))
	for k := -1; k < len(kinds); k++ {
		kt := KindTiming{Kind: "all", Allocs: allocs}
		if k >= 0 {
			kt.Kind, kt.Allocs = kinds[k], 0
		}
		var d []time.Duration
		var sum, psum time.Duration
		n := 0
		for i := range queries {
			if k >= 0 && i%len(kinds) != k {
				continue
			}
			d = append(d, took[i])
			sum += took[i]
			psum += parse[i]
			n += hits[i]
		}
		if len(d) == 0 {
			continue
		}
		slices.Sort(d)
		c := time.Duration(len(d))
		kt.Queries, kt.Mean, kt.Parse, kt.Hits = len(d), sum/c, psum/c, float64(n)/float64(c)
		kt.P50, kt.P99, kt.Max = d[len(d)/2], d[len(d)*99/100], d[len(d)-1]
		t.Kinds = append(t.Kinds, kt)
	}
	return t, nil
}

// clockCost is what reading the clock takes itself, so that it can be taken off:
// half a microsecond is a tenth of a short query.
func clockCost() time.Duration {
	d := make([]time.Duration, 1001)
	last := cpuTime()
	for i := range d {
		t := cpuTime()
		d[i], last = t-last, t
	}
	slices.Sort(d)
	return d[len(d)/2]
}

// WriteSpeed writes a timing as text.
func WriteSpeed(w io.Writer, t *Timing) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d entities, %d names; snapshot %.1f MB, of which the names' index %.1f MB, %.1f bytes a name; %s on one core\n",
		t.Entities, t.Names, float64(t.Bytes)/1e6, float64(t.IndexBytes)/1e6, float64(t.IndexBytes)/float64(max(t.Names, 1)), clockName)
	fmt.Fprintf(&b, "%-14s %8s %10s %10s %10s %10s %10s %10s %8s %8s\n", "queries", "number", "a second", "mean", "p50", "p99", "most", "parsing", "found", "allocs")
	for _, k := range t.Kinds {
		fmt.Fprintf(&b, "%-14s %8d %10.0f %10s %10s %10s %10s %10s %8.2f %8.1f\n", k.Kind, k.Queries, 1/k.Mean.Seconds(),
			micro(k.Mean), micro(k.P50), micro(k.P99), micro(k.Max), micro(k.Parse), k.Hits, k.Allocs)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func micro(d time.Duration) string { return fmt.Sprintf("%.1f µs", float64(d.Nanoseconds())/1000) }
