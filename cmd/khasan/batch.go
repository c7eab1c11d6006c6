package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"time"

	"khasan/table"

	"khasan"
)

const batchUsage = `
Screen a table of parties: one line out for each row in, in the same order.

  khasan batch [options] -o OUT.jsonl FILE

FILE is CSV, TSV, JSON lines, XLSX or Parquet with a row of column names; "-"
reads JSON lines or CSV from standard input; postgres://...#TABLE reads a table
of PostgreSQL, in the order of its key. Columns are recognised by name (name,
alias, birth, country, nationality, id, passport, imo, type, gender, and key
for your own number of the row), or said with -map.

OUT is JSON lines, or by its name a table: .csv, .xlsx, .parquet. The last two
are written when all rows are answered; until then OUT.part holds the answers.

Memory does not grow with the table. A batch that was ended, however, goes on
where it stopped when the same command is given again: rows already answered
are not asked twice, and the result is the same as of one run.

Example:

  khasan batch -map key=customer_no,name=full_name -o answers.jsonl customers.csv
`

// batchLine is the answer to one row.
type batchLine struct {
	Record batchRecord `json:"record"`
}

type batchRecord struct {
	N     int64  `json:"n"` // row, from 1
	Key   string `json:"key,omitempty"`
	Query string `json:"query"`
	// Band is the gravest band of the hits, "none" without hits, "error" for a
	// row that could not be asked.
	Band  string       `json:"band"`
	Error string       `json:"error,omitempty"`
	Hits  []khasan.Hit `json:"hits"`
}

func runBatch(ctx context.Context, p *program, args []string) (int, error) {
	f := p.flags("batch", batchUsage)
	c := p.common(f)
	var pairs list
	out := f.String("o", "", "write answers to `FILE`: JSON lines, or a table (.csv, .xlsx, .parquet)")
	f.Var(&pairs, "map", "`FIELD=COLUMN` pairs, when the columns have other names")
	typ := f.String("type", "", "`TYPE` of the parties, when no column says: person, organization, ...")
	threshold := f.Float64("threshold", 0, "least `SCORE` of a hit (default: the review band)")
	limit := f.Int("limit", 5, "at most `N` hits a row")
	workers := f.Int("workers", runtime.GOMAXPROCS(0), "`N` rows at once")
	explain := f.Bool("explain", false, "with features and reasons")
	quiet := f.Bool("q", false, "no progress on standard error")
	restart := f.Bool("restart", false, "begin anew, even when OUT holds answers")
	rest, err := parse(f, args)
	if err != nil {
		return 0, err
	}
	if len(rest) != 1 || *out == "" {
		return 0, usagef("give one FILE, and where the answers go with -o")
	}
	columns, err := table.ReadMapping(pairs)
	if err != nil {
		return 0, usagef("-map %v", err)
	}
	schema, err := table.SchemaOf(*typ)
	if err != nil {
		return 0, usagef("-%v", err)
	}
	eng, err := c.open()
	if err != nil {
		return 0, err
	}
	defer eng.Close()

	part := *out
	finish := finisher(*out)
	if finish != nil {
		part = *out + ".part"
		if _, err := os.Stat(*out); err == nil && !*restart {
			if _, err := os.Stat(part); err != nil {
				return 0, fmt.Errorf("%s is there and whole; choose another name, or begin anew with -restart", *out)
			}
		}
	}
	sink, done, err := openSink(part, eng.Version(), *restart)
	if err != nil {
		return 0, err
	}
	defer sink.close()
	if done > 0 {
		fmt.Fprintf(p.err, "%s holds %d answers already; going on with row %d\n", *out, done, done+1)
	}
	rows, size, err := table.Open(ctx, rest[0], p.in, columns)
	if err != nil {
		return 0, err
	}
	counts := map[string]int64{}
	started := time.Now()
	var answered int64
	err = screenRows(ctx, eng, rows, done, max(*workers, 1), khasan.WhoQuery{Schema: schema, Threshold: *threshold, Limit: *limit, Explain: *explain},
		func(r batchRecord, at int64) error {
			counts[r.Band]++
			answered++
			if !*quiet && answered%5000 == 0 {
				sink.flush()
				progress(p.err, answered+done, at, size, answered, time.Since(started))
			}
			return sink.put(r)
		})
	if cerr := sink.close(); err == nil {
		err = cerr
	}
	if !*quiet {
		fmt.Fprint(p.err, "\r\x1b[K")
	}
	if err != nil {
		if errors.Is(err, context.Canceled) {
			return 0, fmt.Errorf("ended after %d rows; give the same command again to go on", answered+done)
		}
		return 0, err
	}
	if finish != nil {
		if err := finish(part, *out, eng.Version()); err != nil {
			return 0, fmt.Errorf("%s: %w; the answers are in %s", *out, err, part)
		}
	}
	d := time.Since(started)
	fmt.Fprintf(p.err, "%d rows in %s (%.0f a second): %d match, %d review, %d none, %d not asked\n", answered, d.Round(time.Millisecond),
		float64(answered)/max(d.Seconds(), 1e-9), counts["match"], counts["review"], counts["none"], counts["error"])
	c.warnStale(eng.Version())
	if counts["match"]+counts["review"] > 0 || sink.found {
		return exitFound, nil
	}
	return exitClear, nil
}

// screenRows asks about rows with several workers and hands the answers on in
// the order of the rows; rows up to skip are passed over.
func screenRows(ctx context.Context, eng *khasan.Engine, rows table.Rows, skip int64, workers int, base khasan.WhoQuery, put func(batchRecord, int64) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type job struct {
		rows []table.Row
		out  chan []batchRecord
	}
	jobs := make(chan job, workers*2)
	order := make(chan job, workers*2)
	var readErr error
	go func() {
		defer close(order)
		defer close(jobs)
		var chunk []table.Row
		send := func() bool {
			if len(chunk) == 0 {
				return true
			}
			j := job{chunk, make(chan []batchRecord, 1)}
			chunk = nil
			select {
			case order <- j:
			case <-ctx.Done():
				return false
			}
			select {
			case jobs <- j:
				return true
			case <-ctx.Done():
				return false
			}
		}
		readErr = rows(func(r table.Row) bool {
			if r.N <= skip {
				return ctx.Err() == nil
			}
			chunk = append(chunk, r)
			return len(chunk) < 64 || send()
		})
		send()
	}()
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for j := range jobs {
				out := make([]batchRecord, len(j.rows))
				for i := range j.rows {
					out[i] = screenRow(ctx, eng, &j.rows[i], base)
				}
				j.out <- out
			}
		})
	}
	var err error
	for j := range order {
		if err != nil {
			continue
		}
		select {
		case out := <-j.out:
			if err = ctx.Err(); err != nil {
				continue
			}
			for i, r := range out {
				if err = put(r, j.rows[i].At); err != nil {
					cancel()
					break
				}
			}
		case <-ctx.Done():
			err = ctx.Err()
		}
	}
	wg.Wait()
	return errors.Join(err, readErr)
}

func screenRow(ctx context.Context, eng *khasan.Engine, r *table.Row, base khasan.WhoQuery) batchRecord {
	out := batchRecord{N: r.N, Key: r.Key, Query: r.Name, Band: "none", Hits: []khasan.Hit{}}
	if r.Err != "" {
		out.Band, out.Error = "error", r.Err
		return out
	}
	q := khasan.WhoQuery{Name: r.Name, Schema: r.Schema, Entity: r.More}
	if q.Schema == "" {
		q.Schema = base.Schema
	}
	q.Threshold, q.Limit, q.Explain = base.Threshold, base.Limit, base.Explain
	a, err := eng.Who(ctx, q)
	if err != nil {
		out.Band, out.Error = "error", err.Error()
		return out
	}
	out.Query = a.Query.Name
	if len(a.Hits) > 0 {
		out.Hits, out.Band = a.Hits, a.Hits[0].Band
	}
	return out
}

func progress(w io.Writer, n, at, size, answered int64, d time.Duration) {
	rate := float64(answered) / max(d.Seconds(), 1e-9)
	if size <= 0 || at <= 0 {
		fmt.Fprintf(w, "\r\x1b[K%d rows, %.0f a second", n, rate)
		return
	}
	share := min(float64(at)/float64(size), 1)
	left := time.Duration(float64(n)/share*(1-share)/max(rate, 1e-9)*1e9) * time.Nanosecond
	fmt.Fprintf(w, "\r\x1b[K%d rows, %.0f %%, %.0f a second, %s left", n, 100*share, rate, left.Round(time.Second))
}
