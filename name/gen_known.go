//go:build ignore

// Gen_known writes known.bin: words of names in Han, Hangul, kana, Arabic, Hebrew
// and Cyrillic letters beside the Latin words they are known to stand for, where
// the rules of this package do not find it (田中 Tanaka, معمر Moammar). Source: groups of given and
// family names from Wikidata (CC0), as collected by OpenSanctions nomenklatura
// (MIT), data/names.gz of 2025-04-27. Run in this folder, with known.bin empty:
//
//	go run gen_known.go ../../shared/data/names/nomenklatura_names_wikidata_2025-05.txt.gz
//
// The file is sorted pairs of uint32, little-endian: a word's hash (see
// knownHash) and its group.
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
	"sync"

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
	var groups [][]string
	sc := bufio.NewScanner(z)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		l, _, _ := strings.Cut(sc.Text(), "=>")
		var g []string
		east, latin := false, false
		for _, w := range strings.Split(l, ",") {
			w = strings.TrimSpace(w)
			if w == "" || strings.ContainsAny(w, " -·・") {
				continue
			}
			g = append(g, w)
			e, a := name.KnownWord(w)
			east = east || e
			latin = latin || a
		}
		if east && latin && len(g) < 250 {
			groups = append(groups, g)
		}
	}
	log.Print(len(groups), " groups")
	type entry struct{ hash, group uint32 }
	var mu sync.Mutex
	var all []entry
	var wg sync.WaitGroup
	for part := range 2 {
		wg.Go(func() {
			for i := part; i < len(groups); i += 2 {
				var latin, east []string
				for _, w := range groups[i] {
					if e, a := name.KnownWord(w); e {
						east = append(east, w)
					} else if a {
						latin = append(latin, w)
					}
				}
				var missed []string
				for _, e := range east {
					met := false
					for _, l := range latin {
						if name.KnownFound(e, l) {
							met = true
							break
						}
					}
					if !met {
						missed = append(missed, e)
					}
				}
				if len(missed) == 0 {
					continue
				}
				mu.Lock()
				for _, w := range append(missed, latin[:min(len(latin), 60)]...) {
					all = append(all, entry{name.KnownHash(w), uint32(i)})
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	slices.SortFunc(all, func(a, b entry) int {
		if a.hash != b.hash {
			if a.hash < b.hash {
				return -1
			}
			return 1
		}
		return int(a.group) - int(b.group)
	})
	all = slices.Compact(all)
	var out bytes.Buffer
	n := 0
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j].hash == all[i].hash {
			j++
		}
		if j-i <= 6 { // a word of more groups says too little
			for _, e := range all[i:j] {
				binary.Write(&out, binary.LittleEndian, e)
				n++
			}
		}
		i = j
	}
	if err := os.WriteFile("known.bin", out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
	log.Print(n, " entries, ", out.Len(), " bytes")
}
