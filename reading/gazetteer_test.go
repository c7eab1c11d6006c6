package reading

import (
	"context"
	"os"
	"strings"
	"testing"

	"khasan/entity"
)

// TestGazetteers checks the tables of names with a column for each language.
func TestGazetteers(t *testing.T) {
	states := map[string]bool{"": true, "SU": true}
	if err := rows(os.DirFS("."), "data/countries.tsv", 11, func(_ int, c []string) error { states[c[0]] = true; return nil }); err != nil {
		t.Fatal(err)
	}
	for _, g := range gazetteers {
		seen, head := map[string]bool{}, []string(nil)
		err := rows(os.DirFS("."), g.file, gazetteerCols+10, func(n int, c []string) error {
			if head == nil {
				head = c
				return nil
			}
			if len(c) != len(head) {
				t.Errorf("%s:%d: %d columns, the head has %d", g.file, n, len(c), len(head))
			}
			if seen[c[0]] {
				t.Errorf("%s:%d: %s stands twice", g.file, n, c[0])
			}
			seen[c[0]] = true
			if !states[c[1]] {
				t.Errorf("%s:%d: no state %q", g.file, n, c[1])
			}
			for i, cell := range c[gazetteerCols:] {
				for _, name := range strings.Split(cell, "|") {
					if name != strings.TrimSpace(name) || cell != "" && name == "" {
						t.Errorf("%s:%d: column %s: an empty name or white space in %q", g.file, n, head[gazetteerCols+i], cell)
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		if len(seen) == 0 {
			t.Errorf("%s: no rows", g.file)
		}
	}
}

func TestGazetteerNames(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		text, entity, acts string // acts "" and entity "-": not to be found
		name               string
	}{
		{"Lloyd Austin flew home. Austin said nothing.", "person:lloyd-austin", "US", "Austin"},
		{"The company has its seat in Austin and sells lamps.", "-", "", "Austin"},
		{"Die Ware kam aus Noworossijsk und ging nach Mersin.", "place:novorossiysk", "RU", "Noworossijsk"},
		{"Письмо Ибрахима Раиси пришло вчера.", "person:ebrahim-raisi", "IR", "Ибрахима Раиси"},
		{"선박이 나홋카에서 출항했다.", "place:nakhodka", "RU", "나홋카"},
		{"Le cargo a quitté Lattaquié hier soir.", "place:latakia", "SY", "Lattaquié"},
	} {
		f, err := r.ReadText(context.Background(), tc.text, nil, ReadOptions{Date: entity.Day(2023, 9, 25)})
		if err != nil {
			t.Fatal(err)
		}
		at := strings.LastIndex(tc.text, tc.name)
		found := false
		for _, m := range f.Mentions {
			if m.Start <= at && at < m.End && strings.HasPrefix(m.Entity, "p") {
				found = found || m.Entity == tc.entity && m.ActsFor == tc.acts
				if tc.entity == "-" && m.Entity == "person:lloyd-austin" {
					t.Errorf("%q: %q is %s", tc.text, m.Text, m.Entity)
				}
			}
		}
		if tc.entity != "-" && !found {
			t.Errorf("%q: %q is not %s, acting for %s; mentions %+v", tc.text, tc.name, tc.entity, tc.acts, f.Mentions)
		}
	}
}

// TestLexicons makes every language's lexicon, which a Reader does only when a
// text needs it.
func TestLexicons(t *testing.T) {
	for _, l := range languages() {
		x, err := loadLexicon(dataFS, l)
		if err != nil {
			t.Errorf("%s: %v", l.code, err)
			continue
		}
		if len(x.actors) < 500 || len(x.frames) < 50 || len(x.goods) < 30 {
			t.Errorf("%s: %d parties, %d frames, %d rows of goods: too few", l.code, len(x.actors), len(x.frames), len(x.goods))
		}
	}
}
