//go:build ignore

// Gen_translit learns which Latin letters stand for which romanised letters of
// another script and writes translit.tsv. Source: the Wikidata name pairs of
// Merhav and Ash, "Design Challenges in Named Entity Transliteration" (COLING
// 2018; CC0), files wd_*_80, every other line; the lines between are left for
// measuring. Run in this folder:
//
//	go run gen_translit.go ../../shared/data/names/wikidata_translit_pairs
//
// Method: both sides are folded, then aligned in segments of up to three
// letters on the foreign side and up to three on the Latin side (either may be
// empty, not both) by expectation maximisation over all alignments (Ristad and
// Yianilos 1998; Jiampojamarn, Kondrak and Sherif 2007). The weight of a pair
// of segments is its pointwise mutual information, ln p(s,t)/(p(s)p(t)): summed over an alignment it says by how many
// nats the two words are likelier to be one name than two.
package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"khasan/name"
)

const (
	maxS, maxT = 3, 3
	sample     = 26000
	rounds     = 8
	dubious    = 5 // nats; pairs that gain less are not learned from
)

type pair struct{ s, t string }

func main() {
	log.SetFlags(0)
	files := [][2]string{{"cyrillic", "russian"}, {"arabic", "arabic"}, {"hebrew", "hebrew"}, {"hangul", "korean"}, {"kana", "katakana"}, {"han", "chinese"}}
	lines := make([][]string, len(files))
	var wg sync.WaitGroup
	slots := make(chan bool, 2)
	for i, f := range files {
		wg.Go(func() {
			slots <- true
			defer func() { <-slots }()
			lines[i] = learn(f[0], load(filepath.Join(os.Args[1], "wd_"+f[1]+"_80.tsv.gz")))
		})
	}
	wg.Wait()
	out, err := os.Create("translit.tsv")
	if err != nil {
		log.Fatal(err)
	}
	defer out.Close()
	for _, ls := range lines {
		for _, l := range ls {
			fmt.Fprintln(out, l)
		}
	}
}

func load(file string) []pair {
	f, err := os.Open(file)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		log.Fatal(err)
	}
	var all []pair
	sc := bufio.NewScanner(z)
	for n := 0; sc.Scan(); n++ {
		if n%2 == 1 {
			continue
		}
		p := strings.Split(sc.Text(), "\t")
		if len(p) < 2 {
			continue
		}
		s, t := name.Fold(strings.ReplaceAll(p[1], " ", "")), name.Fold(strings.ReplaceAll(p[0], " ", ""))
		if letters(s) && letters(t) && len(s) <= 24 && len(t) <= 20 {
			all = append(all, pair{s, t})
		}
	}
	step := max(1, len(all)/sample)
	var out []pair
	for i := 0; i < len(all); i += step {
		out = append(out, all[i])
	}
	return out
}

func letters(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return s != ""
}

func code(s string) uint32 {
	c := uint32(0)
	for i := range len(s) {
		c = c*27 + uint32(s[i]-'a'+1)
	}
	return c
}

func segment(c uint32) string {
	var b []byte
	for ; c > 0; c /= 27 {
		b = append(b, byte('a'+c%27-1))
	}
	slices.Reverse(b)
	return string(b)
}

func learn(script string, pairs []pair) []string {
	var us, ut [26]float64
	uni := func() {
		us, ut = [26]float64{}, [26]float64{}
		ns, nt := 0., 0.
		for _, p := range pairs {
			for i := range len(p.s) {
				us[p.s[i]-'a']++
				ns++
			}
			for i := range len(p.t) {
				ut[p.t[i]-'a']++
				nt++
			}
		}
		for i := range us {
			us[i] = (us[i] + 1) / (ns + 26)
			ut[i] = (ut[i] + 1) / (nt + 26)
		}
	}
	uni()
	prior := func(s, t string) float64 { // of the first round: short segments, alike
		p := 1e-3
		for range len(s) {
			p *= 0.04
		}
		for range len(t) {
			p *= 0.04
		}
		if len(s) == 0 || len(t) == 0 {
			p *= 0.2
		}
		if len(s) > 0 && len(t) > 0 && s[0] == t[0] {
			p *= 20
		}
		return p
	}
	prob := map[uint64]float64{}
	get := func(s, t string, round int) float64 {
		if round == 0 {
			return prior(s, t)
		}
		return prob[uint64(code(s))<<32|uint64(code(t))]
	}
	for round := range rounds {
		count := map[uint64]float64{}
		var like []float64
		for _, p := range pairs {
			ns, nt := len(p.s), len(p.t)
			var fw, bw [32][32]float64
			fw[0][0] = 1
			type arc struct {
				i, j, k, l int
				p          float64
			}
			var arcs []arc
			for i := 0; i <= ns; i++ {
				for j := 0; j <= nt; j++ {
					if fw[i][j] == 0 {
						continue
					}
					for k := 0; k <= maxS && i+k <= ns; k++ {
						for l := 0; l <= maxT && j+l <= nt; l++ {
							if k+l == 0 || k+l > 5 || k == 0 && l > 1 || l == 0 && k > 2 {
								continue
							}
							if q := get(p.s[i:i+k], p.t[j:j+l], round); q > 0 {
								fw[i+k][j+l] += fw[i][j] * q
								arcs = append(arcs, arc{i, j, k, l, q})
							}
						}
					}
				}
			}
			z := fw[ns][nt]
			if z <= 0 {
				like = append(like, -99)
				continue
			}
			base := 0.
			for i := range ns {
				base += math.Log(us[p.s[i]-'a'])
			}
			for i := range nt {
				base += math.Log(ut[p.t[i]-'a'])
			}
			like = append(like, math.Log(z)-base)
			bw[ns][nt] = 1
			for x := len(arcs) - 1; x >= 0; x-- {
				a := arcs[x]
				b := bw[a.i+a.k][a.j+a.l]
				if b == 0 {
					continue
				}
				bw[a.i][a.j] += a.p * b
				if g := fw[a.i][a.j] * a.p * b / z; g > 1e-4 {
					count[uint64(code(p.s[a.i:a.i+a.k]))<<32|uint64(code(p.t[a.j:a.j+a.l]))] += g
				}
			}
		}
		total := 0.
		least := 0.3
		if round >= 3 {
			least = 3
		}
		var keys []uint64
		for k := range count {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			// long segments must earn their place
			s, t := segment(uint32(k>>32)), segment(uint32(k))
			if d := len(s) + len(t); count[k] < least || round >= 2 && d > 4 && count[k] < 8 {
				delete(count, k)
				continue
			}
			total += count[k]
		}
		clear(prob)
		for _, k := range keys {
			if c, ok := count[k]; ok {
				prob[k] = c / total
			}
		}
		if round >= 2 && round < rounds-1 {
			// Pairs that are likelier two names than one: a family name beside
			// a given name, a translation.
			var kept []pair
			for i, p := range pairs {
				if like[i] > dubious {
					kept = append(kept, p)
				}
			}
			pairs = kept
			uni()
		}
	}
	type row struct {
		s, t string
		w    float64
	}
	var rows []row
	ps, pt := map[string]float64{}, map[string]float64{}
	for k, q := range prob {
		ps[segment(uint32(k>>32))] += q
		pt[segment(uint32(k))] += q
	}
	for k, q := range prob {
		s, t := segment(uint32(k>>32)), segment(uint32(k))
		bs, bt := 1., 1.
		for i := range len(s) {
			bs *= us[s[i]-'a']
		}
		for i := range len(t) {
			bt *= ut[t[i]-'a']
		}
		if s != "" {
			bs = max(bs, ps[s])
		}
		if t != "" {
			bt = max(bt, pt[t])
		}
		rows = append(rows, row{s, t, math.Log(q / (bs * bt))})
	}
	slices.SortFunc(rows, func(a, b row) int {
		return strings.Compare(a.s+"\x00"+a.t, b.s+"\x00"+b.t)
	})
	var out []string
	for _, r := range rows {
		if r.w < -5 {
			continue
		}
		out = append(out, fmt.Sprintf("%s\t%s\t%s\t%d", script, r.s, r.t, int(math.Round(10*r.w))))
	}
	log.Print(script, " ", len(pairs), " pairs, ", len(out), " segments")
	return out
}
