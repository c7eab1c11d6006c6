package law_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"khasan/law"
)

// testFiles are the tests beside the data and those of the package.
func testFiles(t testing.TB) []string {
	t.Helper()
	var names []string
	for _, root := range []string{"data", "testdata"} {
		err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(p, ".txtar") {
				names = append(names, p)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// TestData runs the tests beside the data, and counts: every measure that
// decides must reach a dealing, leave one alone, and be tried on both sides of
// its first day.
func TestData(t *testing.T) {
	b := book(t)
	var results []law.TestResult
	tests, failed := 0, 0
	for _, name := range testFiles(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		ts, err := law.ParseTests(name, data)
		if err != nil {
			t.Error(err)
			continue
		}
		for i := range ts {
			tests++
			for _, r := range b.RunTest(&ts[i]) {
				results = append(results, r)
				if !r.OK {
					failed++
					t.Errorf("%s:%d: %s, line %d: %s", r.File, r.Line, r.Test, r.Want, r.Text)
				}
			}
		}
	}
	var deciding, reached, free, starts, sides, all int
	for _, c := range b.Cover(results) {
		deciding++
		if c.Reached > 0 {
			reached++
		} else {
			t.Errorf("%s: no test shows a dealing that it reaches", c.ID)
		}
		if c.Free > 0 {
			free++
		} else {
			t.Errorf("%s: no test shows a dealing that it leaves alone", c.ID)
		}
		starts += c.Starts
		sides += c.Sides
		if c.Sides == c.Starts {
			all++
		} else {
			t.Errorf("%s: %d of %d first days are tried on both sides", c.ID, c.Sides, c.Starts)
		}
	}
	t.Logf("%d measures, %d decide; %d tests with %d rulings wanted, %d wrong", len(b.Measures()), deciding, tests, len(results), failed)
	t.Logf("of %d that decide: %d reach a dealing, %d leave one alone, %d are tried on both sides of every first day (%d of %d first days)", deciding, reached, free, all, sides, starts)
}
