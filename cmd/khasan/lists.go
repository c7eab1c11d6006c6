package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"khasan/source"
)

const listsUsage = `
What is loaded: each list with its date, age, counts and digest. The exit code
is 3 when a list is older than 30 days or does not say its date.

  khasan lists [options]
  khasan lists -check DIR

-check loads nothing: it reads every file below DIR and says which list it is,
how many parties, names, numbers and links it has, or what is wrong with it.

Example:

  khasan lists
`

// runLists prints the loaded lists; it exits with 3 when one of them is old.
func runLists(_ context.Context, p *program, args []string) (int, error) {
	f := p.flags("lists", listsUsage)
	c := p.common(f)
	verify := f.Bool("verify", false, "read the whole snapshot and compare every checksum")
	check := f.String("check", "", "say what each list file below `DIR` holds")
	if rest, err := parse(f, args); err != nil {
		return 0, err
	} else if len(rest) > 0 {
		return 0, usagef("lists takes no arguments")
	}
	if *check != "" {
		return p.checkLists(*check, *c.json)
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
		age, known := ageOn(l.Date, c.askedDay())
		if !known {
			age = -1
		}
		stale := !known || age > staleAfter
		if stale {
			code = exitFound
		}
		if *c.json {
			enc.Encode(map[string]any{"list": l, "age_days": age, "stale": stale})
			continue
		}
		days, note := fmt.Sprintf("%5d days", age), ""
		switch {
		case !known:
			days, note = "   no date", "  it does not say how old it is"
		case stale:
			note = "  old: load a newer one"
		}
		if l.Note != "" {
			note += "  " + l.Note
		}
		fmt.Fprintf(p.out, "%-18s %-10s %s %7d parties %8d names  %s  sha256 %.16s%s\n", l.ID, l.Date, days, l.Entities, l.Names, l.Format, l.SHA256, note)
	}
	return code, nil
}

// checkLists prints what every file of a folder holds, a line a list; it exits
// with 3 when one cannot be read.
func (p *program) checkLists(dir string, asJSON bool) (int, error) {
	code, n := exitClear, 0
	enc := json.NewEncoder(p.out)
	enc.SetEscapeHTML(false)
	if !asJSON {
		fmt.Fprintf(p.out, "%-16s %-26s %-10s %8s %8s %8s %8s  %s\n", "list", "format", "date", "parties", "names", "numbers", "links", "file")
	}
	for c := range source.Check(dir) {
		n++
		at := c.Path
		if rel, err := filepath.Rel(dir, c.Path); err == nil {
			at = rel
		}
		if c.Err != nil {
			code = exitFound
		}
		if asJSON {
			m := map[string]any{"file": at}
			if c.List != nil {
				m["list"], m["format"], m["date"], m["sha256"], m["count"] = c.List.ID, c.List.Format, c.List.Date, c.List.SHA256, c.Count
			}
			if c.Err != nil {
				m["error"] = c.Err.Error()
			} else if note := oddities(c.List); note != "" {
				m["note"] = note
			}
			enc.Encode(map[string]any{"check": m})
			continue
		}
		var id, format, date string
		if c.List != nil {
			id, format, date = c.List.ID, c.List.Format, c.List.Date.String()
		}
		if c.Err != nil {
			fmt.Fprintf(p.out, "%-16s %-26s %-10s cannot be read: %v\n", id, format, date, c.Err)
			continue
		}
		note := oddities(c.List)
		if note != "" {
			note = "  (" + note + ")"
		}
		fmt.Fprintf(p.out, "%-16s %-26s %-10s %8d %8d %8d %8d  %s%s\n", id, format, date, c.Count.Entities, c.Count.Names, c.Count.Identifiers, c.Count.Edges, at, note)
	}
	if n == 0 {
		return 0, fmt.Errorf("%s: no list files in this folder", dir)
	}
	return code, nil
}

// oddities says what of a list that was read to its end was passed over: too
// little to refuse it, enough to look.
func oddities(l *source.List) string {
	var out []string
	if n := len(l.Unknown); n > 0 {
		out = append(out, fmt.Sprintf("not known and left out: %s", strings.Join(l.Unknown[:min(n, 12)], ", ")))
	}
	if n := len(l.Repeated); n > 0 {
		out = append(out, fmt.Sprintf("stands in it more than once: %s", strings.Join(l.Repeated[:min(n, 12)], ", ")))
	}
	return strings.Join(out, "; ")
}
