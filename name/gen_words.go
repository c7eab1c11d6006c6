//go:build ignore

// Gen_words writes words.tsv: words of firms' names by class, and nicknames.
// Sources: legal forms and sectors, OpenSanctions rigour (MIT), org_types.json
// of 2026-04-22 and symbols.json of 2026-06-05; nicknames,
// carltonnorthern/nicknames (Apache-2.0), names.csv of 2025-08-02; countries,
// datasets/country-codes (PDDL) of 2026-05-15. Run in this folder:
//
//	go run gen_words.go ../../shared/data
//
// A line is: kind (form, sector, place, nick), class, then the spellings,
// folded, separated by "|".
package main

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"khasan/name"
)

func main() {
	log.SetFlags(0)
	dir := os.Args[1]
	out, err := os.Create("words.tsv")
	check(err)
	defer out.Close()

	var forms []struct {
		Aliases                   []string
		Display, Compare, Generic string
	}
	check(json.NewDecoder(open(filepath.Join(dir, "codes/rigour_names_org_types.json.gz"))).Decode(&forms))
	class := map[string]map[string]bool{}
	put := func(c, alias string) {
		if f := name.FoldAll(alias); f != "" && len(f) > 1 && len(f) < 60 && !(len(f) < 2) {
			if class[c] == nil {
				class[c] = map[string]bool{}
			}
			class[c][f] = true
		}
	}
	for _, f := range forms {
		c := f.Generic
		if c == "" {
			c = f.Compare
		}
		if c == "" {
			c = f.Display
		}
		c = strings.ToLower(c)
		for _, a := range append(f.Aliases, f.Display, f.Compare) {
			put(c, a)
		}
	}
	write(out, "form", class)

	var symbols struct {
		Domains map[string][]string `json:"org_domains"`
	}
	check(json.NewDecoder(open(filepath.Join(dir, "codes/rigour_names_symbols.json.gz"))).Decode(&symbols))
	class = map[string]map[string]bool{}
	for c, words := range symbols.Domains {
		for _, w := range words {
			if f := name.FoldAll(w); len(f) > 2 && !strings.Contains(f, " ") {
				put(strings.ToLower(c), w)
			}
		}
	}
	write(out, "sector", class)

	class = map[string]map[string]bool{}
	r := csv.NewReader(open(filepath.Join(dir, "codes/country-codes.csv.gz")))
	head, err := r.Read()
	check(err)
	code := slices.Index(head, "ISO3166-1-Alpha-2")
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		check(err)
		for _, h := range []string{"UNTERM English Short", "UNTERM French Short", "UNTERM Spanish Short", "UNTERM Russian Short", "UNTERM Arabic Short", "UNTERM Chinese Short", "CLDR display name"} {
			if i := slices.Index(head, h); i >= 0 && row[code] != "" {
				w, _, _ := strings.Cut(row[i], "(")
				put(strings.ToLower(row[code]), w)
			}
		}
	}
	write(out, "place", class)

	class = map[string]map[string]bool{}
	r = csv.NewReader(open(filepath.Join(dir, "names/nicknames_en.csv.gz")))
	r.FieldsPerRecord = -1
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		check(err)
		if len(row) == 3 && row[1] == "has_nickname" {
			put(name.FoldAll(row[0]), row[2])
		}
	}
	write(out, "nick", class)
}

func write(w io.Writer, kind string, class map[string]map[string]bool) {
	var cs []string
	for c := range class {
		cs = append(cs, c)
	}
	slices.Sort(cs)
	for _, c := range cs {
		var ws []string
		for a := range class[c] {
			ws = append(ws, a)
		}
		slices.Sort(ws)
		fmt.Fprintf(w, "%s\t%s\t%s\n", kind, c, strings.Join(ws, "|"))
	}
}

func open(f string) io.Reader {
	r, err := os.Open(f)
	check(err)
	z, err := gzip.NewReader(r)
	check(err)
	return z
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
