package eval

import (
	"encoding/csv"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"runtime"
	"strconv"
	"strings"
	"time"

	"khasan/entity"
	"khasan/match"
)

// A Pair is one labelled pair of names.
type Pair struct {
	Schema       string
	Name1, Name2 string
	Match        bool
	Quality      string // "STRONG", "MEDIUM", "WEAK": how sure the label is
	Score        float64
}

// ReadPairs reads labelled pairs: CSV with a header that has at least schema,
// name1, name2 and is_match (true or false), and quality when there is one.
func ReadPairs(r io.Reader) ([]Pair, error) {
	rows, col, err := readTable(r, ',', "schema", "name1", "name2", "is_match")
	if err != nil {
		return nil, fmt.Errorf("pairs: %w", err)
	}
	var out []Pair
	for i, row := range rows {
		m, err := strconv.ParseBool(strings.ToLower(row[col["is_match"]]))
		if err != nil {
			return nil, fmt.Errorf("pairs: row %d: is_match: %w", i+2, err)
		}
		p := Pair{Schema: row[col["schema"]], Name1: row[col["name1"]], Name2: row[col["name2"]], Match: m}
		if k, ok := col["quality"]; ok {
			p.Quality = row[k]
		}
		out = append(out, p)
	}
	return out, nil
}

// Halves divides pairs by a hash of their two names (FNV-1a, 32 bits, the
// names with a tab between): those to work with, whose misses may be read, and
// those to measure on only. A pair stays in its half whatever else the file
// holds.
func Halves(pairs []Pair) (work, measure []Pair) {
	for _, p := range pairs {
		h := fnv.New32a()
		io.WriteString(h, p.Name1+"\t"+p.Name2)
		if h.Sum32()>>16&1 == 0 {
			work = append(work, p)
		} else {
			measure = append(measure, p)
		}
	}
	return work, measure
}

// readTable reads a delimited file whose first line names the columns; need
// are those it must have.
func readTable(r io.Reader, comma rune, need ...string) (rows [][]string, col map[string]int, err error) {
	c := csv.NewReader(r)
	c.Comma = comma
	c.FieldsPerRecord = -1
	c.LazyQuotes = true
	all, err := c.ReadAll()
	if err != nil {
		return nil, nil, err
	}
	if len(all) == 0 {
		return nil, nil, errors.New("the file is empty")
	}
	col = map[string]int{}
	most := 0
	for i, h := range all[0] {
		col[strings.TrimPrefix(strings.TrimSpace(h), "\ufeff")] = i
	}
	for _, n := range need {
		k, ok := col[n]
		if !ok {
			return nil, nil, fmt.Errorf("there is no column %q", n)
		}
		most = max(most, k)
	}
	for i, row := range all[1:] {
		if len(row) <= most {
			return nil, nil, fmt.Errorf("row %d has %d columns", i+2, len(row))
		}
		for len(row) < len(all[0]) {
			row = append(row, "")
		}
		rows = append(rows, row)
	}
	return rows, col, nil
}

// ScorePairs compares the two names of every pair, as a query and a listed
// primary name of the pair's schema, and sets its score; opt may be nil. It
// returns the time a pair takes, parsing included.
func ScorePairs(pairs []Pair, opt *match.Options) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	start := cpuTime()
	for i := range pairs {
		p := &pairs[i]
		r := match.Compare(single(p.Schema, p.Name1), single(p.Schema, p.Name2), opt)
		p.Score = r.Score
	}
	return (cpuTime() - start) / time.Duration(max(len(pairs), 1))
}

func single(schema, full string) *match.Party {
	return match.Of(&entity.Entity{Schema: schema, Names: []entity.Name{{Full: full}}})
}

// A Count is a two by two table.
type Count struct{ TP, FP, FN, TN int }

// Add counts one decision.
func (c *Count) Add(truth, said bool) {
	switch {
	case truth && said:
		c.TP++
	case said:
		c.FP++
	case truth:
		c.FN++
	default:
		c.TN++
	}
}

// N is how many were counted.
func (c Count) N() int { return c.TP + c.FP + c.FN + c.TN }

// Precision is the share of what was said that is true; 0 when nothing was.
func (c Count) Precision() float64 { return ratio(c.TP, c.TP+c.FP) }

// Recall is the share of what is true that was said.
func (c Count) Recall() float64 { return ratio(c.TP, c.TP+c.FN) }

// F1 is the harmonic mean of precision and recall.
func (c Count) F1() float64 { return ratio(2*c.TP, 2*c.TP+c.FP+c.FN) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// PairReport is how scored pairs come out at one threshold.
type PairReport struct {
	Threshold float64
	All       Count
	Slices    []Slice // by schema, then by quality
	// Means are mean scores from strong matches to strong non-matches; good
	// scores fall in this order.
	Means []Mean
	// Best is the threshold, in steps of 0.01, with the highest F1 on these
	// very pairs, for information.
	Best   float64
	BestF1 float64
}

// A Slice is a part of the pairs.
type Slice struct {
	Name string
	Count
}

// A Mean is the mean score of the pairs of one label and quality.
type Mean struct {
	Match   bool
	Quality string
	N       int
	Mean    float64
}

// ReportPairs counts scored pairs at a threshold.
func ReportPairs(pairs []Pair, threshold float64) PairReport {
	r := PairReport{Threshold: threshold}
	var schemas, qualities []string
	by := map[string]*Count{}
	for _, p := range pairs {
		r.All.Add(p.Match, p.Score >= threshold)
		for _, k := range []struct {
			list *[]string
			key  string
		}{{&schemas, "schema " + p.Schema}, {&qualities, "quality " + p.Quality}} {
			if by[k.key] == nil {
				by[k.key] = new(Count)
				*k.list = append(*k.list, k.key)
			}
			by[k.key].Add(p.Match, p.Score >= threshold)
		}
	}
	for _, k := range append(schemas, qualities...) {
		r.Slices = append(r.Slices, Slice{k, *by[k]})
	}
	for _, m := range []struct {
		match   bool
		quality string
	}{{true, "STRONG"}, {true, "MEDIUM"}, {true, "WEAK"}, {false, "WEAK"}, {false, "MEDIUM"}, {false, "STRONG"}} {
		n, sum := 0, 0.0
		for _, p := range pairs {
			if p.Match == m.match && p.Quality == m.quality {
				n++
				sum += p.Score
			}
		}
		if n > 0 {
			r.Means = append(r.Means, Mean{m.match, m.quality, n, sum / float64(n)})
		}
	}
	for t := 1; t < 100; t++ {
		var c Count
		for _, p := range pairs {
			c.Add(p.Match, p.Score >= float64(t)/100)
		}
		if f := c.F1(); f > r.BestF1 {
			r.Best, r.BestF1 = float64(t)/100, f
		}
	}
	return r
}

// WritePairReport writes a report as text.
func WritePairReport(w io.Writer, r PairReport) error {
	var b strings.Builder
	line := func(name string, c Count) {
		fmt.Fprintf(&b, "%-24s %5d  P %.3f  R %.3f  F1 %.3f   tp %d fp %d fn %d tn %d\n",
			name, c.N(), c.Precision(), c.Recall(), c.F1(), c.TP, c.FP, c.FN, c.TN)
	}
	fmt.Fprintf(&b, "threshold %.2f (band %s)\n", r.Threshold, match.BandOf(r.Threshold))
	line("all", r.All)
	for _, s := range r.Slices {
		line(s.Name, s.Count)
	}
	b.WriteString("mean score by label and quality, which should fall:\n")
	for _, m := range r.Means {
		kind := "match"
		if !m.Match {
			kind = "non-match"
		}
		fmt.Fprintf(&b, "  %-10s %-7s %4d  %.3f\n", kind, m.Quality, m.N, m.Mean)
	}
	fmt.Fprintf(&b, "best threshold on these pairs themselves: %.2f, F1 %.3f\n", r.Best, r.BestF1)
	_, err := io.WriteString(w, b.String())
	return err
}

// WritePairSummary prints the counts over all pairs at one threshold.
func WritePairSummary(w io.Writer, r PairReport) error {
	c := r.All
	_, err := fmt.Fprintf(w, "at %.2f (band %s): P %.3f  R %.3f  F1 %.3f\n", r.Threshold, match.BandOf(r.Threshold), c.Precision(), c.Recall(), c.F1())
	return err
}
