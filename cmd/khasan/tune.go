package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"khasan"
	"khasan/entity"
	"khasan/eval"
	"khasan/match"
	"khasan/store"
	"khasan/table"
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
	eval.ScorePairs(pairs, nil)
	t = eval.Tune(pairs)
	var tried *match.Weights
	if *o.weights != "" {
		w, err := readWeights(*o.weights)
		if err != nil {
			return err
		}
		tried = &w
		eval.ScorePairs(pairs, &match.Options{Weights: tried})
		other := eval.Tune(pairs)
		t.Other, t.Changes = &other, eval.Changes(w)
	}
	if *o.records != "" {
		now, then, err := p.tuneAlerts(ctx, o, tried)
		if err != nil {
			return err
		}
		t.Alerts = now
		if t.Other != nil {
			t.Other.Alerts = then
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
	p.tellTuning(&t, "")
	if t.Other != nil {
		p.tellTuning(t.Other, "with the weights tried: ")
	}
	fmt.Fprintln(p.out, out)
	return nil
}

// tellTuning prints the lines of a tuning that matter most.
func (p *program) tellTuning(t *eval.Tuning, with string) {
	for _, p2 := range t.Points {
		if k := p2.Threshold; t.Pairs > 0 && (k == match.ReviewAt || k == match.MatchAt) {
			fmt.Fprintf(p.out, "%sthreshold %.2f: recall %.3f, precision %.3f, false hits %.3f\n", with, k, p2.Recall(), p2.Precision(), p2.FalseHits())
		}
	}
	if t.Pairs > 0 {
		fmt.Fprintf(p.out, "%s%d pairs, Brier score %.3f\n", with, t.Pairs, t.Brier)
	}
	a := t.Alerts
	if a == nil || len(a.Points) == 0 {
		return
	}
	all := 0
	for _, q := range a.Points {
		all = max(all, q.Raised)
	}
	for _, q := range a.Points {
		if k := q.Threshold; k == match.ReviewAt || k == match.MatchAt {
			fmt.Fprintf(p.out, "%s%d alerts; at %.2f it would have been %d, with %d confirmed ones lost\n", with, all, k, q.Raised, q.Lost)
		}
	}
}

func readWeights(file string) (match.Weights, error) {
	f, err := openPlain(file)
	if err != nil {
		return match.Weights{}, err
	}
	defer f.Close()
	w, err := match.ReadWeights(f)
	if err != nil {
		return w, fmt.Errorf("%s: %w", file, err)
	}
	return w, nil
}

// tuneAlerts computes what thresholds would have done to recorded alerts and
// questions, with the weights in use and, when tried is not nil, with those.
func (p *program) tuneAlerts(ctx context.Context, o *evalOptions, tried *match.Weights) (now, then *eval.AlertTuning, err error) {
	if !table.IsURL(*o.records) {
		if _, err := os.Stat(*o.records); err != nil {
			return nil, nil, err
		}
	}
	s, err := store.Open(ctx, *o.records)
	if err != nil {
		return nil, nil, err
	}
	defer s.Close()
	eng, err := khasan.Open(*o.data, &khasan.Options{Cache: p.cache()})
	if err != nil {
		return nil, nil, err
	}
	defer eng.Close()
	opt := &match.Options{Rarity: eng.Snapshot().Rarity, Weights: tried}
	to := time.Now().UTC()
	from := to.AddDate(0, 0, -*o.days)
	alerts, err := s.Since(ctx, from)
	if err != nil {
		return nil, nil, err
	}
	var scores, others []eval.AlertScore
	unread := 0
	for i := range alerts {
		x := eval.AlertScore{Score: alerts[i].Score, State: alerts[i].State}
		scores = append(scores, x)
		if tried == nil {
			continue
		}
		var customer, listed entity.Entity
		if json.Unmarshal(alerts[i].Subject, &customer) != nil || json.Unmarshal(alerts[i].Party, &listed) != nil || len(customer.Names)+len(customer.IDs) == 0 || listed.ID == "" {
			unread++
		} else {
			x.Score = match.Compare(match.Of(&customer), match.Of(&listed), opt).Score
		}
		others = append(others, x)
	}
	now, then = eval.TuneAlerts(from, to, scores), eval.TuneAlerts(from, to, others)
	then.Unread = unread
	var best, bestThen [][]float64
	for r, err := range s.Records(ctx, 1, 0) {
		if err != nil {
			return nil, nil, err
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
			return nil, nil, fmt.Errorf("record %d: %w", r.Seq, err)
		}
		q.Threshold, q.Limit, q.Explain = match.RelatedAt, 100, false
		a, err := eng.Who(ctx, q)
		if err != nil {
			continue // a question that names nobody any more
		}
		var scores, others []float64
		asked := q.Party()
		party := match.Of(&asked)
		for i := range a.Hits {
			scores = append(scores, a.Hits[i].Score)
			if tried != nil {
				others = append(others, match.Compare(party, match.Of(a.Hits[i].Entity), opt).Score)
			}
		}
		best, bestThen = append(best, scores), append(bestThen, others)
	}
	now.Questions, now.Asked = len(best), eval.TuneAsked(best)
	then.Questions, then.Asked = len(best), eval.TuneAsked(bestThen)
	return now, then, nil
}
