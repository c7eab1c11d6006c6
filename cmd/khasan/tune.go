package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"khasan"
	"khasan/eval"
	"khasan/match"
	"khasan/store"
)

// maxAsked bounds the recorded questions that are put again.
const maxAsked = 20_000

// evalTune writes the page of what thresholds do to labelled pairs and to the
// alerts and questions of the last days.
func (p *program) evalTune(ctx context.Context, o *evalOptions, files []string) error {
	var t eval.Tuning
	var pairs []eval.Pair
	for _, name := range files {
		f, err := openPlain(name)
		if err != nil {
			return err
		}
		ps, err := eval.ReadPairs(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		pairs = append(pairs, ps...)
	}
	if len(pairs) == 0 && *o.records == "" {
		return usagef("tune on what? Give labelled pairs, or alerts with -records")
	}
	eval.ScorePairs(pairs)
	t = eval.Tune(pairs)
	if *o.records != "" {
		var err error
		if t.Alerts, err = p.tuneAlerts(ctx, o); err != nil {
			return err
		}
	}
	out := *o.out
	if out == "" {
		return usagef("where does the page go? Give -o FILE.html")
	}
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	title := "Khasan: thresholds"
	if len(files) > 0 {
		title += " on " + strings.Join(files, ", ")
	}
	if err := eval.WriteTuning(f, t, title); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	for _, p2 := range t.Points {
		if k := p2.Threshold; t.Pairs > 0 && (k == match.ReviewAt || k == match.MatchAt) {
			fmt.Fprintf(p.out, "threshold %.2f: recall %.3f, precision %.3f, false hits %.3f\n", k, p2.Recall(), p2.Precision(), p2.FalseHits())
		}
	}
	if t.Pairs > 0 {
		fmt.Fprintf(p.out, "%d pairs, Brier score %.3f\n", t.Pairs, t.Brier)
	}
	if a := t.Alerts; a != nil && len(a.Points) > 0 {
		all := a.Points[0]
		for _, q := range a.Points {
			if q.Threshold == match.MatchAt {
				fmt.Fprintf(p.out, "%d alerts; at %.2f it would have been %d, with %d confirmed ones lost\n", all.Raised, q.Threshold, q.Raised, q.Lost)
			}
		}
	}
	fmt.Fprintln(p.out, out)
	return nil
}

func (p *program) tuneAlerts(ctx context.Context, o *evalOptions) (*eval.AlertTuning, error) {
	if !isURL(*o.records) {
		if _, err := os.Stat(*o.records); err != nil {
			return nil, err
		}
	}
	s, err := store.Open(ctx, *o.records)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	to := time.Now().UTC()
	from := to.AddDate(0, 0, -*o.days)
	alerts, err := s.Since(ctx, from)
	if err != nil {
		return nil, err
	}
	var scores []eval.AlertScore
	for i := range alerts {
		scores = append(scores, eval.AlertScore{Score: alerts[i].Score, State: alerts[i].State})
	}
	t := eval.TuneAlerts(from, to, scores)
	eng, err := khasan.Open(*o.data, &khasan.Options{Cache: p.cache()})
	if err != nil {
		return nil, err
	}
	defer eng.Close()
	var best [][]float64
	for r, err := range s.Records(ctx, 1, 0) {
		if err != nil {
			return nil, err
		}
		if r.Kind != "who" || r.At.Before(from) {
			continue
		}
		if len(best) == maxAsked {
			fmt.Fprintf(p.err, "only the first %d recorded questions are asked again\n", maxAsked)
			break
		}
		var q khasan.WhoQuery
		if err := json.Unmarshal(r.Question, &q); err != nil {
			return nil, fmt.Errorf("record %d: %w", r.Seq, err)
		}
		q.Threshold, q.Limit, q.Explain = match.RelatedAt, 100, false
		a, err := eng.Who(ctx, q)
		if err != nil {
			continue // a question that names nobody any more
		}
		var scores []float64
		for i := range a.Hits {
			scores = append(scores, a.Hits[i].Score)
		}
		best = append(best, scores)
	}
	if t.Questions = len(best); t.Questions == 0 {
		return t, nil
	}
	for k := int(match.RelatedAt * 100); k < 100; k++ {
		a := eval.AskedPoint{Threshold: float64(k) / 100}
		for _, scores := range best {
			n := 0
			for _, x := range scores {
				if x >= a.Threshold {
					n++
				}
			}
			a.Hits += n
			if n > 0 {
				a.Questions++
			}
		}
		t.Asked = append(t.Asked, a)
	}
	return t, nil
}
