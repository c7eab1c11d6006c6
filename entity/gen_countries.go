//go:build ignore

// Gen_countries writes countries.txt: under which names, folded as
// [FoldCountry] folds, each state and territory is known.
//
//	go run gen_countries.go -codes ../../shared/data/codes
//
// Sources: Unicode CLDR territory names (Unicode licence v3) and the
// territories of OpenSanctions' rigour (MIT).
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"khasan/entity"
)

// locales are the languages in which lists and papers name states.
var locales = []string{"en", "de", "fr", "es", "it", "pt", "ru", "uk", "ar", "fa", "tr", "ja", "zh", "zh-Hant", "ko", "vi", "id", "pl", "nl"}

// within maps territories that rigour keeps apart to the state whose ISO code
// they have.
var within = map[string]string{"ua-cri": "UA", "ua-dpr": "UA", "ua-lpr": "UA", "ge-ab": "GE", "ge-os": "GE",
	"md-pmr": "MD", "cy-trnc": "CY", "iq-kr": "IQ", "gb-sct": "GB", "gb-eng": "GB", "gb-wls": "GB", "gb-nir": "GB", "dd": "DE", "cshh": "CS", "suhh": "SU", "yucs": "YU", "ddde": "DE"}

func lines(path string, each func([]byte)) {
	f, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		log.Fatal(err)
	}
	s := bufio.NewScanner(z)
	s.Buffer(nil, 1<<24)
	for s.Scan() {
		each(s.Bytes())
	}
	if err := s.Err(); err != nil {
		log.Fatal(err)
	}
}

func plain(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

func main() {
	codes := flag.String("codes", "", "folder with the CLDR and rigour files")
	flag.Parse()
	owner := map[string]string{} // folded name -> code; "" when claimed twice
	rank := map[string]int{}
	add := func(code, s string, weight int) {
		for _, v := range []string{s, plain(s)} {
			k := entity.FoldCountry(v)
			if k == "" || len(k) < 4 && k[0] < 0x80 {
				continue // abbreviations come from the code columns only
			}
			switch {
			case rank[k] < weight:
				owner[k], rank[k] = code, weight
			case rank[k] == weight && owner[k] != code:
				owner[k] = ""
			}
		}
	}
	iso3 := map[string]string{}
	lines(filepath.Join(*codes, "rigour_territories_data.jsonl.gz"), func(b []byte) {
		var t struct {
			Code, Name, Alpha3 string
			Full               string   `json:"full_name"`
			Strong             []string `json:"names_strong"`
			Weak               []string `json:"names_weak"`
		}
		if err := json.Unmarshal(b, &t); err != nil {
			log.Fatal(err)
		}
		code := strings.ToUpper(t.Code)
		if w := within[t.Code]; w != "" {
			code = w
		}
		if len(code) != 2 || code == "EU" || code == "ZZ" {
			return
		}
		if t.Alpha3 != "" && len(t.Code) == 2 {
			iso3[code] = strings.ToUpper(t.Alpha3)
		}
		add(code, t.Name, 4)
		add(code, t.Full, 4)
		for _, s := range t.Strong {
			add(code, s, 3)
		}
		for _, s := range t.Weak {
			if bytes.IndexFunc([]byte(s), func(r rune) bool { return r > 0x7f }) < 0 {
				add(code, s, 1)
			}
		}
	})
	lines(filepath.Join(*codes, "cldr_territories_all_locales.jsonl.gz"), func(b []byte) {
		var t struct {
			Locale      string
			Territories map[string]string
		}
		if err := json.Unmarshal(b, &t); err != nil {
			log.Fatal(err)
		}
		if !slices.Contains(locales, t.Locale) {
			return
		}
		for k, v := range t.Territories {
			code, _, _ := strings.Cut(k, "-alt-")
			if len(code) != 2 || code == "EU" || code == "ZZ" || code == "UN" || code == "EZ" || code[0] == 'X' && code != "XK" || code == "QO" {
				continue
			}
			w := 2
			if t.Locale == "en" {
				w = 5
			}
			add(code, v, w)
		}
	})
	names := map[string][]string{}
	for k, c := range owner {
		if c != "" {
			names[c] = append(names[c], k)
		}
	}
	var all []string
	for c := range names {
		all = append(all, c)
	}
	slices.Sort(all)
	var out bytes.Buffer
	out.WriteString("# Written by gen_countries.go: ISO 3166-1 alpha-2, alpha-3, then folded names.\n# Unicode CLDR territory names (Unicode licence v3), rigour territories (MIT).\n")
	for _, c := range all {
		slices.Sort(names[c])
		fmt.Fprintf(&out, "%s\t%s\t%s\n", c, iso3[c], strings.Join(names[c], "|"))
	}
	if err := os.WriteFile("countries.txt", out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}
