//go:build ignore

// Command gen_frequency writes frequency.tsv, the table of how common name
// words are, from the published word pairs of Merhav & Ash (COLING 2018), which
// count in how many Wikidata labels of persons a word stands (CC0):
//
//	go run gen_frequency.go ../../shared/data/names/wikidata_translit_pairs
//
// A word's count is the highest it has in any of the files, so that one that
// was transliterated into several scripts is not counted twice.
package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

const least = 12

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: gen_frequency FOLDER")
	}
	files, err := filepath.Glob(filepath.Join(os.Args[1], "wd_*_80.tsv.gz"))
	if err != nil || len(files) == 0 {
		log.Fatalf("no wd_*_80.tsv.gz in %s: %v", os.Args[1], err)
	}
	top := map[string]int{}
	total := 0
	for _, p := range files {
		in := map[string]int{}
		sum := 0
		f, err := os.Open(p)
		if err != nil {
			log.Fatal(err)
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			log.Fatal(err)
		}
		s := bufio.NewScanner(z)
		for s.Scan() {
			c := strings.Split(s.Text(), "\t")
			if len(c) != 3 {
				continue
			}
			n, err := strconv.Atoi(c[2])
			if err != nil {
				continue
			}
			in[c[0]] += n
			sum += n
		}
		if s.Err() != nil {
			log.Fatal(s.Err())
		}
		f.Close()
		total = max(total, sum)
		for w, n := range in {
			top[w] = max(top[w], n)
		}
	}
	var words []string
	for w, n := range top {
		if n >= least {
			words = append(words, w)
		}
	}
	sort.Strings(words)
	out, err := os.Create("frequency.tsv")
	if err != nil {
		log.Fatal(err)
	}
	b := bufio.NewWriter(out)
	fmt.Fprintf(b, "# How often a word stands in the names of persons in Wikidata. Made by gen_frequency.go.\n")
	fmt.Fprintf(b, "# Source: Merhav & Ash, Design Challenges in Named Entity Transliteration, COLING 2018; data from Wikidata, CC0.\n")
	fmt.Fprintf(b, "# Words counted in the largest file: %d. Words below %d are left out.\n", total, least)
	for _, w := range words {
		fmt.Fprintf(b, "%s\t%d\n", w, top[w])
	}
	if err := b.Flush(); err != nil {
		log.Fatal(err)
	}
	if err := out.Close(); err != nil {
		log.Fatal(err)
	}
}
