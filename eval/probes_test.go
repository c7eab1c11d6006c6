package eval_test

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"khasan/entity"
	"khasan/match"
)

// TestProbes holds pairs of names from public life, by the phenomenon they
// show, to the bands in testdata/probes.txt.
func TestProbes(t *testing.T) {
	f, err := os.Open("testdata/probes.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	schemas := map[string]string{"person": entity.Person, "firm": entity.Company, "body": entity.Organization, "ship": entity.Vessel}
	n := 0
	s := bufio.NewScanner(f)
	for s.Scan() {
		line := strings.TrimSpace(s.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		x := strings.Split(line, "|")
		if len(x) != 5 || schemas[strings.TrimSpace(x[0])] == "" {
			t.Fatalf("%q: want schema | least | most | name | name", line)
		}
		for i := range x {
			x[i] = strings.TrimSpace(x[i])
		}
		side := func(full string) *match.Party {
			return match.Of(&entity.Entity{Schema: schemas[x[0]], Names: []entity.Name{{Full: full}}})
		}
		for _, way := range [2][2]string{{x[3], x[4]}, {x[4], x[3]}} {
			r := match.Compare(side(way[0]), side(way[1]), nil)
			if b := r.Band; b < band(t, x[1]) || b > band(t, x[2]) {
				t.Errorf("%s against %s: %.3f %v (%v), want %s to %s", way[0], way[1], r.Score, b, r.Cap, x[1], x[2])
			}
		}
		n++
	}
	if n < 100 {
		t.Errorf("%d probes only", n)
	}
}

func band(t *testing.T, s string) match.Band {
	for b := match.None; b <= match.Match; b++ {
		if b.String() == s {
			return b
		}
	}
	t.Fatalf("no band %q", s)
	return 0
}
