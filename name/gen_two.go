//go:build ignore

// Gen_two writes two.bin: which words in Latin, Cyrillic and Arabic letters are known as names, and which pairs
// of them are spellings of one name, so that words near each other which are two
// names can be told from slips. Source: groups of given and family names from
// Wikidata (CC0), as collected by OpenSanctions nomenklatura (MIT), data/names.gz
// of 2025-04-27. Run in this folder, with an empty two.bin (eight zero bytes):
//
//	go run gen_two.go ../../shared/data/names/nomenklatura_names_wikidata_2025-05.txt.gz
//
// A word is known when its groups have spellings in other scripts, three for a Latin
// word and four for others.
// Two are spellings of one name when a group has both, or their groups share at
// least two spellings in other scripts or a quarter of those of the one that has
// fewer.
//
// The file is uint32, little-endian: how many words there are, their hashes,
// and the hashes of the pairs (see TwoHash, SameHash), each sorted.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"log"
	"os"
	"slices"
	"strings"

	"khasan/name"
)

func main() {
	log.SetFlags(0)
	f, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		log.Fatal(err)
	}
	type word struct {
		groups  map[int]bool
		foreign map[string]bool
	}
	words := map[string]*word{}
	byForm := map[string][]string{} // spelling → words of other scripts
	var groups [][]string           // words of each group
	s := bufio.NewScanner(z)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		body, _, _ := strings.Cut(s.Text(), " => ")
		var all []string
		for w := range strings.SplitSeq(body, ",") {
			w = strings.TrimSpace(w)
			if strings.ContainsAny(w, " -") {
				continue
			}
			if _, latin := name.KnownWord(w); latin {
				w = name.Fold(w)
			}
			if len(w) > 1 && !slices.Contains(all, w) {
				all = append(all, w)
			}
		}
		for _, w := range all {
			x := words[w]
			if x == nil {
				x = &word{map[int]bool{}, map[string]bool{}}
				words[w] = x
			}
			x.groups[len(groups)] = true
			for _, v := range all {
				if name.Script(v) != name.Script(w) && !x.foreign[v] {
					x.foreign[v] = true
					byForm[v] = append(byForm[v], w)
				}
			}
		}
		groups = append(groups, all)
	}
	if err := s.Err(); err != nil {
		log.Fatal(err)
	}
	known := map[string]bool{}
	for w, x := range words {
		switch name.Script(w) {
		case "latin":
			known[w] = len(x.foreign) >= 3
		case "arabic", "cyrillic":
			known[w] = len(x.foreign) >= 4
		}
	}
	var hashes, pairs []uint32
	for w, ok := range known {
		if ok {
			hashes = append(hashes, name.TwoHash(w))
		}
	}
	near := func(a, b string) bool { // what can be taken for each other at all
		if !known[a] || !known[b] || a == b || name.Script(a) != name.Script(b) {
			return false
		}
		if name.Near(a, b) {
			return true
		}
		x, y := name.Parse(a, name.Any), name.Parse(b, name.Any)
		if len(x.Readings) == 0 || len(y.Readings) == 0 {
			return false
		}
		t, u := &x.Readings[0].Tokens[0], &y.Readings[0].Tokens[0]
		if t.Skel == u.Skel {
			return true
		}
		for _, k := range t.Keys {
			if slices.Contains(u.Keys, k) {
				return true
			}
		}
		return false
	}
	seen := map[[2]string]bool{}
	try := func(a, b string) {
		if a > b {
			a, b = b, a
		}
		if a == b || seen[[2]string{a, b}] {
			return
		}
		seen[[2]string{a, b}] = true
		if !near(a, b) {
			return
		}
		x, y := words[a], words[b]
		if len(x.foreign) > len(y.foreign) {
			x, y = y, x
		}
		together := false
		for g := range x.groups {
			together = together || y.groups[g]
		}
		n := 0
		for v := range x.foreign {
			if y.foreign[v] {
				n++
			}
		}
		if together || n >= 2 || 4*n >= len(x.foreign) {
			pairs = append(pairs, name.SameHash(a, b))
		}
	}
	for _, set := range groups {
		for i := range set {
			for j := range i {
				try(set[i], set[j])
			}
		}
	}
	for _, set := range byForm {
		for i := range set {
			for j := range i {
				try(set[i], set[j])
			}
		}
	}
	slices.Sort(hashes)
	slices.Sort(pairs)
	hashes, pairs = slices.Compact(hashes), slices.Compact(pairs)
	var out bytes.Buffer
	binary.Write(&out, binary.LittleEndian, uint32(len(hashes)))
	binary.Write(&out, binary.LittleEndian, hashes)
	binary.Write(&out, binary.LittleEndian, pairs)
	if err := os.WriteFile("two.bin", out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
	log.Printf("%d words, %d pairs, %d bytes", len(hashes), len(pairs), out.Len())
}
