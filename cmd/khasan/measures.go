package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"khasan/law"
)

const measuresUsage = `
The measures held: list them, search them, show one, draw a regime.

  khasan measures [options] [WORDS]      list those that have all words
  khasan measures show ID...             one with its history
  khasan measures timeline REGIME        a picture (SVG) on standard output
  khasan measures regimes                the regimes and their counts
  khasan measures classes WORDS          the classes that words for goods mean

Example:

  khasan measures coal
  khasan measures show un-dprk-2371-8
  khasan measures timeline un-dprk > un-dprk.svg
`

func runMeasures(ctx context.Context, p *program, args []string) (int, error) {
	f := p.flags("measures", measuresUsage)
	asJSON := f.Bool("json", false, "JSON lines")
	export := f.String("export", "", "write the measures, vocabulary and tests built in to the new folder `DIR`")
	dir := f.String("law", "", "use the measures of `DIR` instead of those built in")
	sample := f.Int("sample", 0, "write `N` generated dealings of mixed regimes as JSON lines, for measuring")
	rest, err := parse(f, args)
	if err != nil {
		return 0, err
	}
	if *export != "" {
		return exportLaw(p, *export)
	}
	if *sample > 0 {
		return writeSample(p, *sample)
	}
	var book *law.Book
	if *dir != "" {
		book, err = law.Load(os.DirFS(*dir))
	} else {
		book, err = law.Default()
	}
	if err != nil {
		return 0, err
	}
	if len(rest) > 0 {
		switch rest[0] {
		case "show":
			return showMeasures(p, book, rest[1:])
		case "timeline":
			if len(rest) != 2 {
				return 0, usagef("timeline wants one regime: %s", strings.Join(book.Regimes(), ", "))
			}
			return exitClear, book.Timeline(p.out, rest[1])
		case "regimes":
			count := map[string]int{}
			for _, m := range book.Measures() {
				count[m.Regime]++
			}
			for _, r := range book.Regimes() {
				fmt.Fprintf(p.out, "%-14s %d\n", r, count[r])
			}
			return exitClear, nil
		case "classes":
			return showClasses(p, book, strings.Join(rest[1:], " "), *asJSON)
		}
	}
	found := book.Search(rest...)
	enc := json.NewEncoder(p.out)
	for _, m := range found {
		if *asJSON {
			err = enc.Encode(map[string]any{"measure": map[string]any{
				"id": m.ID, "regime": m.Regime, "instrument": m.Instrument, "paragraph": m.Paragraph, "title": m.Title, "says": m.Says,
				"binds": m.Binds, "target": m.Target, "force": m.Force, "in_force_from": m.From(), "verified": m.Verified.All(), "sources": m.Sources,
			}})
			if err != nil {
				return 0, err
			}
			continue
		}
		mark := " "
		if !m.Verified.All() {
			mark = "?"
		}
		fmt.Fprintf(p.out, "%-22s %s %s %-28s %-14s %s\n", m.ID, m.From(), mark, m.Instrument, m.Paragraph, m.Title)
	}
	if !*asJSON {
		fmt.Fprintf(p.out, "%d of %d measures; ? marks what is not fully verified; law %s\n", len(found), len(book.Measures()), book.Version())
	}
	return exitClear, nil
}

func showMeasures(p *program, book *law.Book, ids []string) (int, error) {
	if len(ids) == 0 {
		return 0, usagef("show wants the id of a measure")
	}
	for i, id := range ids {
		m, ok := book.Measure(id)
		if !ok {
			hint := ""
			if near := book.Search(strings.Split(id, "-")...); len(near) > 0 {
				hint = "; did you mean " + near[0].ID + "?"
			}
			return 0, fmt.Errorf("there is no measure %q%s", id, hint)
		}
		if i > 0 {
			fmt.Fprintln(p.out)
		}
		fmt.Fprint(p.out, book.Show(m))
	}
	return exitClear, nil
}

func showClasses(p *program, book *law.Book, words string, asJSON bool) (int, error) {
	if words == "" {
		return 0, usagef("classes wants words for goods, or an HS code")
	}
	cs := book.ClassifyGoods(words, "")
	if len(cs) == 0 {
		if byCode, err := book.ClassifyHS(words, ""); err == nil {
			cs = byCode
		}
	}
	enc := json.NewEncoder(p.out)
	for _, c := range cs {
		if asJSON {
			if err := enc.Encode(map[string]any{"class": map[string]any{"class": c.Class, "word": c.Word, "lang": c.Lang, "certainty": c.Certainty, "hs": c.HS, "start": c.Start, "end": c.End}}); err != nil {
				return 0, err
			}
			continue
		}
		fmt.Fprintf(p.out, "%-28s %.2f  %s %s  HS %s\n", c.Class, c.Certainty, c.Word, c.Lang, strings.Join(c.HS, ", "))
	}
	if len(cs) == 0 {
		fmt.Fprintf(p.err, "no class is known for %q\n", words)
	}
	return exitClear, nil
}

// exportLaw copies the measures built in to a new folder.
func exportLaw(p *program, dir string) (int, error) {
	if _, err := os.Stat(dir); err == nil {
		return 0, fmt.Errorf("%s is there already; name a new folder", dir)
	}
	data := law.Data()
	n := 0
	err := fs.WalkDir(data, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(dir, filepath.FromSlash(name))
		if d.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		b, err := fs.ReadFile(data, name)
		if err != nil {
			return err
		}
		n++
		return os.WriteFile(to, b, 0o644)
	})
	if err != nil {
		return 0, err
	}
	fmt.Fprintf(p.out, "%d files in %s; check them with 'khasan lint %s'\n", n, dir, dir)
	return exitClear, nil
}

// writeSample writes generated dealings.
func writeSample(p *program, n int) (int, error) {
	book, err := law.Default()
	if err != nil {
		return 0, err
	}
	w := bufio.NewWriter(p.out)
	enc := json.NewEncoder(w)
	for d := range book.Sample(n, 1) {
		if err := enc.Encode(d); err != nil {
			return 0, err
		}
	}
	return exitClear, w.Flush()
}
