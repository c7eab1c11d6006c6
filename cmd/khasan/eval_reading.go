package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"slices"

	"khasan"
	"khasan/entity"
	"khasan/eval"
	"khasan/reading"
)

// evalReading scores what the whole engine reads in annotated texts: "khasan
// eval reading GOLD.json [TEXTFILE]".
func (p *program) evalReading(ctx context.Context, o *evalOptions, files []string) error {
	if len(files) < 1 || len(files) > 2 {
		return usagef("reading wants GOLD.json and, for a single document, its TEXTFILE")
	}
	gold, err := os.ReadFile(files[0])
	if err != nil {
		return err
	}
	text := ""
	if len(files) == 2 {
		b, err := os.ReadFile(files[1])
		if err != nil {
			return err
		}
		text = string(b)
	}
	docs, err := eval.ParseGold(gold, text)
	if err != nil {
		return fmt.Errorf("%s: %w", files[0], err)
	}
	eng, err := khasan.Open(*o.data, nil)
	if err != nil {
		return err
	}
	defer eng.Close()
	var all eval.ReadingScore
	alarms := 0
	by := map[string]*eval.ReadingScore{}
	for i, d := range docs {
		if d.Text == "" {
			return fmt.Errorf("%s: document %d (%s) has no text: name its text file", files[0], i+1, d.Name)
		}
		if sum := sha256.Sum256([]byte(d.Text)); d.SHA256 != "" && d.SHA256 != hex.EncodeToString(sum[:]) {
			fmt.Fprintf(p.err, "warning: %s: the text is not the one that was annotated\n", d.Name)
		}
		q := khasan.WhereQuery{}
		if d.Date != "" {
			if q.Date, err = entity.ParseDate(d.Date); err != nil {
				return fmt.Errorf("%s: document %s: %w", files[0], d.Name, err)
			}
		}
		a, err := eng.Where(ctx, "text.txt", []byte(d.Text), q)
		if err != nil {
			return fmt.Errorf("document %s: %w", d.Name, err)
		}
		f := &reading.Findings{Lang: a.Document.Lang, Threats: a.Threats}
		for _, m := range a.Mentions {
			f.Mentions = append(f.Mentions, m.Mention)
		}
		var barred []reading.Dealing
		for _, x := range a.Dealings {
			f.Dealings = append(f.Dealings, x.Dealing)
			if x.Tier == "A" {
				barred = append(barred, x.Dealing)
			}
		}
		s := eval.ScoreReading(d, f)
		for _, l := range eval.FalseAlarms(d, barred) {
			alarms++
			s.Log = append(s.Log, d.Name+": "+l)
		}
		lang := d.Lang
		if lang == "" {
			lang = a.Document.Lang
		}
		if by[lang] == nil {
			by[lang] = &eval.ReadingScore{}
		}
		by[lang].Add(s)
		all.Add(s)
	}
	if *o.verbose {
		for _, l := range all.Log {
			fmt.Fprintln(p.out, l)
		}
	}
	for _, l := range slices.Sorted(maps.Keys(by)) {
		p.printReading(l, by[l])
	}
	p.printReading("all", &all)
	fmt.Fprintf(p.out, "status, annotated and read:\n")
	for _, k := range slices.Sorted(maps.Keys(all.Confusion)) {
		fmt.Fprintf(p.out, "  %-32s %d\n", k, all.Confusion[k])
	}
	fmt.Fprintf(p.out, "lawful or denied, but reported as a barred act: %d\n", alarms)
	return nil
}

func (p *program) printReading(name string, s *eval.ReadingScore) {
	t := func(what string, c eval.Tally) {
		fmt.Fprintf(p.out, "  %-24s P %.3f  R %.3f  F1 %.3f  (%d right, %d false, %d missed)\n", what, c.P(), c.R(), c.F1(), c.TP, c.FP, c.FN)
	}
	fmt.Fprintf(p.out, "%s: %d documents\n", name, s.Docs)
	t("actors", s.Actors)
	t("  named", s.Named)
	t("  described", s.Described)
	t("  any overlap", s.Spans)
	t("dealings", s.Dealings)
	fmt.Fprintf(p.out, "  direction right          %d of %d\n", s.DirRight, s.DirAll)
	fmt.Fprintf(p.out, "  status group right       %d of %d (exact status %d)\n", s.GroupRight, s.GroupAll, s.StatusRight)
	fmt.Fprintf(p.out, "  false assertions         %d\n  lost assertions          %d\n", s.FalseAssertions, s.LostAssertions)
	fmt.Fprintf(p.out, "  alerts found             %d of %d\n", s.AlertsFound, s.AlertsAll)
	t("threats", s.Threats)
	fmt.Fprintf(p.out, "  dealings where none is   %d\n  parties in distractors   %d\n", s.NoDealingHits, s.DistractorHits)
}
