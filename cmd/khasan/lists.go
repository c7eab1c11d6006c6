package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

const listsUsage = `
What is loaded: each list with its date, age, counts and digest.

  khasan lists [options]

Example:

  khasan lists
`

// runLists prints the loaded lists; it exits with 3 when one of them is old.
func runLists(_ context.Context, p *program, args []string) (int, error) {
	f := p.flags("lists", listsUsage)
	c := p.common(f)
	verify := f.Bool("verify", false, "read the whole snapshot and compare every checksum")
	if rest, err := parse(f, args); err != nil {
		return 0, err
	} else if len(rest) > 0 {
		return 0, usagef("lists takes no arguments")
	}
	eng, err := c.open()
	if err != nil {
		return 0, err
	}
	defer eng.Close()
	if *verify {
		if err := eng.Snapshot().Verify(); err != nil {
			return 0, err
		}
	}
	code := exitClear
	enc := json.NewEncoder(p.out)
	if *c.json {
		enc.Encode(map[string]any{"version": eng.Version()})
	}
	for _, l := range eng.Snapshot().Lists() {
		age, stale := -1, true
		if !l.Date.IsZero() {
			t := time.Date(int(l.Date.Year), time.Month(max(l.Date.Month, 1)), int(max(l.Date.Day, 1)), 0, 0, 0, 0, time.UTC)
			d := time.Since(t)
			age, stale = int(d.Hours()/24), d > staleAfter
		}
		if stale {
			code = exitFound
		}
		if *c.json {
			enc.Encode(map[string]any{"list": l, "age_days": age, "stale": stale})
			continue
		}
		note := ""
		if stale {
			note = "  old: load a newer one"
		}
		if l.Note != "" {
			note += "  " + l.Note
		}
		days := fmt.Sprintf("%5d days", age)
		if age < 0 {
			days, note = "   no date", strings.TrimPrefix(note, "  old: load a newer one")
		}
		fmt.Fprintf(p.out, "%-18s %-10s %s %7d parties %8d names  %s  sha256 %.16s%s\n", l.ID, l.Date, days, l.Entities, l.Names, l.Format, l.SHA256, note)
	}
	return code, nil
}
