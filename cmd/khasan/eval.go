package main

import (
	"compress/gzip"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"khasan/entity"
	"khasan/eval"
	"khasan/index"
	"khasan/match"
	"khasan/starter"
)

const evalUsage = `
Measure how often the engine is right, on labelled files of yours or ours.

  khasan eval pairs FILE.csv [-threshold T] [-scores OUT.csv] [-halves]
  khasan eval tune [PAIRS.csv...] [-records PLACE] [-weights FILE] -o PAGE.html
  khasan eval retrieval -data DIR -positives P.csv -negatives N.csv [-threshold T]
  khasan eval translit [-unlearned] FILE.tsv...
  khasan eval exact -data DIR [-n QUERIES] [-seed S] [-negatives N.csv]
  khasan eval speed -data DIR [-fresh] [-n QUERIES] [-seed S] [-negatives N.csv]
  khasan eval size -data DIR
  khasan eval synth -data DIR -o DIR2 [-n NAMES] [-seed S]
  khasan eval spellings -data DIR
  khasan eval scripts -data DIR
  khasan eval reading GOLD.json [TEXTFILE] [-v]
  khasan eval fit -data DIR -pairs FILE.csv -positives P.csv -negatives N.csv

pairs: columns schema, name1, name2, is_match and, when there is one, quality;
prints precision, recall and F1 in all, by schema and by quality.
tune: a page with recall, precision and false hits by threshold on your own
pairs, what a score means, and what another threshold would have done to the
alerts and questions recorded in the last -days; with -weights also what other
weights would have done. A line of that file is a term and its weight ("birth
1.5"); terms that are not in it keep theirs. 'khasan eval fit' prints such lines.
retrieval: positives have listed_name and treated_name, innocents full_name,
both may have date_of_birth; prints recall and false hits over a range of
thresholds, by name alone and with the date. Files may be packed with gzip.
translit: two columns with a tab between; prints the share of pairs that meet
and that of random pairs.
exact: compares the index with comparing everybody. synth: writes a snapshot
of made-up names to measure size and speed with. spellings: asks for every
primary name and strong alias as listed. scripts: compares names listed in other
scripts with the Latin names of their party. speed: thread CPU time a query.
size: what each part of a snapshot takes; the names' index is all of n.* but
numbers, dates and countries.
reading: scores the parties and dealings read in annotated texts. fit: prints the weights that package match should have.

Example:

  khasan eval pairs name_pairs.csv -threshold 0.7
`

// runEval dispatches to the measurements.
func runEval(ctx context.Context, p *program, args []string) (int, error) {
	f := p.flags("eval", evalUsage)
	o := evalOptions{
		data:      f.String("data", p.getenv("KHASAN_DATA"), "`DIR` with a snapshot made by 'khasan load'; empty: the starter data built in"),
		threshold: f.Float64("threshold", 0, "least `SCORE` that counts as a hit (default: for pairs the review band's, else the match band's)"),
		scores:    f.String("scores", "", "write the score of every pair to `FILE`"),
		positives: f.String("positives", "", "`FILE` of treated names"),
		negatives: f.String("negatives", "", "`FILE` of innocents; several with commas between"),
		pairs:     f.String("pairs", "", "`FILE` of labelled pairs"),
		n:         f.Int("n", 0, "number of `QUERIES` (default: 2,000 to compare everybody, else 20,000)"),
		out:       f.String("o", "", "synth: write the snapshot of made-up names into `DIR`; tune: write the page to `FILE`"),
		fresh:     f.Bool("fresh", false, "warm up on other queries than those timed"),
		seed:      f.Uint64("seed", 1, "which queries are drawn"),
		unlearned: f.Bool("unlearned", false, "of files of pairs in two scripts take only the lines that the weights of letters were not learned from"),
		records:   f.String("records", p.getenv("KHASAN_RECORDS"), "tune: alerts and questions recorded at `PLACE`"),
		weights:   f.String("weights", "", "tune: what the weights in `FILE` would have done, too"),
		days:      f.Int("days", 30, "tune: of the last `N` days"),
		firms:     f.Bool("firms", false, "exact: ask for firms"),
		halves:    f.Bool("halves", false, "pairs: report the half to work with and the half to measure on; -v and -scores then show the first alone"),
		verbose:   f.Bool("v", false, "name what was missed and what hit wrongly"),
	}
	if len(args) == 0 {
		f.Usage()
		return exitUsage, nil
	}
	rest, err := parse(f, args)
	if err != nil {
		return 0, err
	}
	if len(rest) == 0 {
		return 0, usagef("what is to be measured?")
	}
	what, files := rest[0], rest[1:]
	if *o.threshold == 0 {
		// A label says that a person should see the pair, which is what the review
		// band is for; screening acts on the match band.
		if *o.threshold = match.MatchAt; what == "pairs" {
			*o.threshold = match.ReviewAt
		}
	}
	if *o.n == 0 {
		if *o.n = 20000; what == "exact" {
			*o.n = 2000
		}
	}
	switch what {
	case "pairs":
		return 0, p.evalPairs(&o, files)
	case "tune":
		return 0, p.evalTune(ctx, &o, files)
	case "retrieval":
		return 0, p.evalRetrieval(&o)
	case "translit":
		return 0, p.evalTranslit(&o, files)
	case "exact":
		return 0, p.evalExact(ctx, &o)
	case "reading":
		return 0, p.evalReading(ctx, &o, files)
	case "speed":
		return 0, p.evalSpeed(&o)
	case "size":
		return 0, p.evalSize(&o)
	case "synth":
		return 0, p.evalSynth(ctx, &o)
	case "spellings":
		return 0, p.evalSpellings(&o)
	case "scripts":
		return 0, p.evalScripts(&o)
	case "fit":
		return 0, p.evalFit(&o)
	}
	return 0, usagef("there is no measurement %q", what)
}

type evalOptions struct {
	data, scores, positives, negatives, pairs, out, records, weights *string
	threshold                                                        *float64
	n, days                                                          *int
	seed                                                             *uint64
	unlearned, verbose, fresh, halves, firms                         *bool
}

func (o *evalOptions) open() (*index.Index, error) {
	if *o.data == "" {
		return starter.Open()
	}
	return index.OpenDir(*o.data)
}

// openPlain opens a file, unpacking gzip.
func openPlain(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if !strings.HasSuffix(path, ".gz") {
		return f, nil
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{z, f}, nil
}

func readSubjects(paths string) ([]eval.Subject, error) {
	var out []eval.Subject
	for _, path := range strings.Split(paths, ",") {
		if path == "" {
			continue
		}
		f, err := openPlain(path)
		if err != nil {
			return nil, err
		}
		s, err := eval.ReadSubjects(f)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		out = append(out, s...)
	}
	return out, nil
}

func readPairs(path string) ([]eval.Pair, error) {
	f, err := openPlain(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	pairs, err := eval.ReadPairs(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return pairs, nil
}

func (p *program) evalPairs(o *evalOptions, files []string) error {
	if len(files) != 1 {
		return usagef("give one file of pairs")
	}
	pairs, err := readPairs(files[0])
	if err != nil {
		return err
	}
	var measure []eval.Pair
	if *o.halves {
		pairs, measure = eval.Halves(pairs)
		eval.ScorePairs(measure, nil)
	}
	eval.ScorePairs(pairs, nil) // once for the tables to be read
	took := eval.ScorePairs(pairs, nil)
	if *o.scores != "" {
		if err := writeScores(*o.scores, pairs); err != nil {
			return err
		}
	}
	if *o.halves {
		fmt.Fprintln(p.out, "half to measure on only:")
		if err := eval.WritePairReport(p.out, eval.ReportPairs(measure, *o.threshold)); err != nil {
			return err
		}
		if err := eval.WritePairSummary(p.out, eval.ReportPairs(measure, match.MatchAt)); err != nil {
			return err
		}
		fmt.Fprintln(p.out, "\nhalf to work with:")
	}
	if err := eval.WritePairReport(p.out, eval.ReportPairs(pairs, *o.threshold)); err != nil {
		return err
	}
	if *o.threshold != match.MatchAt {
		if err := eval.WritePairSummary(p.out, eval.ReportPairs(pairs, match.MatchAt)); err != nil {
			return err
		}
	}
	fmt.Fprintf(p.out, "%.1f µs a pair, parsing included\n", float64(took.Nanoseconds())/1000)
	if *o.verbose {
		for _, x := range pairs {
			if (x.Score >= *o.threshold) != x.Match {
				fmt.Fprintf(p.out, "%.3f %-5t %s | %s | %s\n", x.Score, x.Match, x.Schema, x.Name1, x.Name2)
			}
		}
	}
	return nil
}

func writeScores(path string, pairs []eval.Pair) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := csv.NewWriter(f)
	w.Write([]string{"schema", "name1", "name2", "is_match", "quality", "score", "band"})
	for _, x := range pairs {
		w.Write([]string{x.Schema, x.Name1, x.Name2, strconv.FormatBool(x.Match), x.Quality,
			strconv.FormatFloat(x.Score, 'f', 4, 64), match.BandOf(x.Score).String()})
	}
	w.Flush()
	if err := w.Error(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func (p *program) evalRetrieval(o *evalOptions) error {
	if *o.positives == "" && *o.negatives == "" {
		return usagef("give -positives, -negatives or both")
	}
	pos, err := readSubjects(*o.positives)
	if err != nil {
		return err
	}
	ix, err := o.open()
	if err != nil {
		return err
	}
	defer ix.Close()
	if *o.negatives == "" {
		*o.negatives = ","
	}
	for _, file := range strings.Split(*o.negatives, ",") {
		neg, err := readSubjects(file)
		if err != nil {
			return err
		}
		r, err := eval.Retrieve(ix, pos, neg, *o.threshold)
		if err != nil {
			return err
		}
		if file != "" {
			fmt.Fprintf(p.out, "innocents: %s\n", file)
		}
		if err := eval.WriteRetrieval(p.out, r, *o.verbose); err != nil {
			return err
		}
		if strings.Trim(*o.negatives, ",") == "" {
			break
		}
	}
	return nil
}

func (p *program) evalTranslit(o *evalOptions, files []string) error {
	if len(files) == 0 {
		return usagef("give a file of pairs")
	}
	for _, path := range files {
		f, err := openPlain(path)
		if err != nil {
			return err
		}
		pairs, err := eval.ReadTranslit(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if *o.unlearned {
			pairs = eval.Unlearned(pairs)
		}
		t := eval.Meet(pairs)
		fmt.Fprintf(p.out, "%s: %d pairs, %.2f %% meet (match %.2f %%, review %.2f %%); of %d random pairs %d meet (%.4f %%)\n",
			path, t.Pairs, 100*t.Share(), 100*float64(t.Match)/float64(max(t.Pairs, 1)), 100*float64(t.Review)/float64(max(t.Pairs, 1)),
			t.Random, t.RandomOK, 100*t.RandomShare())
		if *o.verbose {
			for _, m := range t.Missed {
				fmt.Fprintln(p.out, "missed", m)
			}
			for _, m := range t.Chance {
				fmt.Fprintln(p.out, "by chance", m)
			}
		}
	}
	return nil
}

func (p *program) evalExact(ctx context.Context, o *evalOptions) error {
	ix, err := o.open()
	if err != nil {
		return err
	}
	defer ix.Close()
	innocents, err := readSubjects(*o.negatives)
	if err != nil {
		return err
	}
	queries, err := eval.MixedQueries(ix, innocents, *o.n, *o.seed)
	if err != nil {
		return err
	}
	schema := entity.Person
	if *o.firms {
		schema = entity.Company
	}
	x, err := eval.Exact(ctx, ix, schema, queries, func(done int) { fmt.Fprintf(p.err, "\r%d of %d queries", done, len(queries)) })
	if err != nil {
		return err
	}
	fmt.Fprintln(p.err)
	fmt.Fprintf(p.out, "queries %d; match: %d pairs by comparing everybody, %d of them not found by the index; review and above: %d, %d not found (%.3f %% found); parties with another score %d\n",
		x.Queries, x.Match, x.MatchLost, x.Review, x.ReviewLost, 100*float64(x.Review-x.ReviewLost)/float64(max(x.Review, 1)), x.Other)
	for _, e := range x.Examples {
		fmt.Fprintln(p.out, "  not found:", e)
	}
	return nil
}

func (p *program) evalSynth(ctx context.Context, o *evalOptions) error {
	if *o.out == "" {
		return usagef("give the folder to write into with -o")
	}
	from, err := o.open()
	if err != nil {
		return err
	}
	defer from.Close()
	if err := os.MkdirAll(*o.out, 0o755); err != nil {
		return err
	}
	list := index.Source{List: index.List{ID: "synth", Title: "made-up names"}, Stream: eval.Synth(from, *o.n, *o.seed)}
	cpu := cpuTime()
	for _, err := range list.Stream { // to know what making them up takes
		if err != nil {
			return err
		}
	}
	making := cpuTime() - cpu
	start := time.Now()
	cpu = cpuTime()
	st, err := index.Build(ctx, filepath.Join(*o.out, index.SnapshotName), []index.Source{list}, nil)
	if err != nil {
		return err
	}
	took := time.Since(start)
	cpu = cpuTime() - cpu
	fmt.Fprintf(p.out, "%d parties, %d names, %d bytes; made in %v, %.0f names a second\n", st.Entities, st.Names, st.Bytes, took.Round(time.Millisecond), float64(st.Names)/took.Seconds())
	fmt.Fprintf(p.out, "processor time %v, of which %v to make the names up; without that %.1f µs a name\n", cpu.Round(time.Millisecond), making.Round(time.Millisecond),
		(cpu-making).Seconds()*1e6/float64(max(st.Names, 1)))
	return nil
}

func (p *program) evalSpellings(o *evalOptions) error {
	ix, err := o.open()
	if err != nil {
		return err
	}
	defer ix.Close()
	s, err := eval.Spellings(ix)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "primary names %d, of which not a match when typed as listed: %d\nstrong aliases and former names %d, not: %d\nweak aliases %d, in the match band: %d\n",
		s.Primary, s.PrimaryLost, s.Strong, s.StrongLost, s.Weak, s.WeakMatch)
	for _, e := range s.Examples {
		fmt.Fprintln(p.out, "  not a match:", e)
	}
	return nil
}

func (p *program) evalScripts(o *evalOptions) error {
	ix, err := o.open()
	if err != nil {
		return err
	}
	defer ix.Close()
	for _, firms := range []bool{false, true} {
		s, err := eval.AcrossScripts(ix, firms)
		if err != nil {
			return err
		}
		if firms {
			fmt.Fprintln(p.out, "\nfirms and other organisations")
		} else {
			fmt.Fprintln(p.out, "persons")
		}
		if err := eval.WriteScripts(p.out, s, *o.verbose); err != nil {
			return err
		}
	}
	return nil
}

func (p *program) evalSize(o *evalOptions) error {
	ix, err := o.open()
	if err != nil {
		return err
	}
	defer ix.Close()
	return eval.WriteSize(p.out, ix)
}

func (p *program) evalSpeed(o *evalOptions) error {
	ix, err := o.open()
	if err != nil {
		return err
	}
	defer ix.Close()
	innocents, err := readSubjects(*o.negatives)
	if err != nil {
		return err
	}
	queries, err := eval.MixedQueries(ix, innocents, *o.n, *o.seed)
	if err != nil {
		return err
	}
	before := queries
	if *o.fresh {
		if before, err = eval.MixedQueries(ix, innocents, *o.n, *o.seed+1); err != nil {
			return err
		}
	}
	s, err := eval.Speed(ix, before, queries)
	if err != nil {
		return err
	}
	return eval.WriteSpeed(p.out, s)
}

func (p *program) evalFit(o *evalOptions) error {
	if *o.pairs == "" {
		return usagef("give -pairs")
	}
	pairs, err := readPairs(*o.pairs)
	if err != nil {
		return err
	}
	pos, err := readSubjects(*o.positives)
	if err != nil {
		return err
	}
	neg, err := readSubjects(*o.negatives)
	if err != nil {
		return err
	}
	ix, err := o.open()
	if err != nil {
		return err
	}
	defer ix.Close()
	samples, err := eval.Samples(ix, pairs, pos, neg)
	if err != nil {
		return err
	}
	return eval.WriteFit(p.out, samples)
}
