package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"khasan/law"
)

const lintUsage = `
Check a folder of measures: unknown keys, bad days, unknown countries and HS
codes, measures without a source; then run the tests beside them. Without a
folder the measures built in are checked.

  khasan lint [options] [DIR]

Example: copy the measures built in, change one, check the copy:

  khasan measures -export my-law
  khasan lint my-law
`

func runLint(ctx context.Context, p *program, args []string) (int, error) {
	f := p.flags("lint", lintUsage)
	asJSON := f.Bool("json", false, "problems as JSON lines")
	rest, err := parse(f, args)
	if err != nil {
		return 0, err
	}
	if len(rest) > 1 {
		return 0, usagef("one folder at a time")
	}
	fsys := law.Data()
	if len(rest) == 1 {
		info, err := os.Stat(rest[0])
		if err != nil {
			return 0, err
		}
		if !info.IsDir() {
			return 0, usagef("%s is no folder; to run one file of tests use 'khasan what -test FILE'", rest[0])
		}
		fsys = os.DirFS(rest[0])
	}
	problems, err := law.Lint(fsys)
	if err != nil {
		return 0, err
	}
	enc := json.NewEncoder(p.out)
	for _, pr := range problems {
		if *asJSON {
			if err := enc.Encode(map[string]any{"problem": pr}); err != nil {
				return 0, err
			}
			continue
		}
		fmt.Fprintln(p.out, pr.Error())
	}
	if len(problems) > 0 {
		fmt.Fprintf(p.err, "%d problems; the tests were not run\n", len(problems))
		return exitFound, nil
	}
	book, err := law.Load(fsys)
	if err != nil {
		return 0, err
	}
	results, err := book.RunTests(fsys)
	if err != nil {
		return 0, err
	}
	return p.testReport(book, results, *asJSON)
}

// runLawTests runs one file of dealings and expected rulings against the
// measures built in.
func runLawTests(ctx context.Context, p *program, file string) (int, error) {
	data, err := readAll(p, file)
	if err != nil {
		return 0, err
	}
	tests, err := law.ParseTests(filepath.Base(file), data)
	if err != nil {
		return 0, err
	}
	book, err := law.Default()
	if err != nil {
		return 0, err
	}
	var results []law.TestResult
	for i := range tests {
		results = append(results, book.RunTest(&tests[i])...)
	}
	return p.testReport(book, results, false)
}

// testReport writes what went wrong and the counts.
func (p *program) testReport(book *law.Book, results []law.TestResult, asJSON bool) (int, error) {
	wrong := 0
	enc := json.NewEncoder(p.out)
	for _, r := range results {
		if asJSON {
			if err := enc.Encode(map[string]any{"test": r}); err != nil {
				return 0, err
			}
		}
		if r.OK {
			continue
		}
		wrong++
		if !asJSON {
			fmt.Fprintf(p.out, "%s:%d: %s, line %d: %s\n", r.File, r.Line, r.Test, r.Want, r.Text)
		}
	}
	if !asJSON {
		reached, sides, starts := 0, 0, 0
		cover := book.Cover(results)
		for _, c := range cover {
			if c.Reached > 0 && c.Free > 0 {
				reached++
			}
			sides += c.Sides
			starts += c.Starts
		}
		fmt.Fprintf(p.out, "law %s: %d measures, %d rulings tested, %d wrong\n", book.Version(), len(book.Measures()), len(results), wrong)
		fmt.Fprintf(p.out, "of %d measures that decide, %d are shown to reach a dealing and to leave one alone; %d of %d first days are tried on both sides\n", len(cover), reached, sides, starts)
	}
	if wrong > 0 {
		return exitFound, nil
	}
	return exitClear, nil
}
