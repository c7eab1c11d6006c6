//go:build ignore

// Gen_hanchars learns which Latin letters a Han character stands for in names
// that are written by their sound and writes hanchars.tsv: 施 for sch, 尔 for l.
// What the letters of its reading tell already (translit.tsv) is left out.
// Sources: the Wikidata name pairs of Merhav and Ash (COLING 2018; CC0), file
// wd_chinese_80, every other line; and groups of given and family names from
// Wikidata (CC0), as collected by OpenSanctions nomenklatura (MIT), data/names.gz
// of 2025-04-27, without the pairs that stand in the lines between, which are
// left for measuring. Run in this folder:
//
//	go run gen_hanchars.go ../../shared/data/names
//
// Method: expectation maximisation over all ways of cutting the Latin word into
// as many pieces of up to six letters as there are characters, begun with the
// weights of letters; the weight of a character and a piece is their pointwise
// mutual information in tenths of nats, as in gen_translit.go. Pairs that gain
// less than three nats are not learned from.
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
	"strconv"
	"strings"

	"khasan/name"
)

const (
	most    = 6    // letters of a piece
	rounds  = 7    //
	seen    = 1.5  // times a piece must be met
	more    = 3    // tenths of nats by which it must tell more than the letters do
	dubious = 3    // nats
	prior   = 0.01 // how much the weights of letters count in the first rounds
)

func main() {
	log.SetFlags(0)
	dir := os.Args[1]
	letters := weights()
	learned, left := pairs(filepath.Join(dir, "wikidata_translit_pairs", "wd_chinese_80.tsv.gz"))
	held, known := map[string]bool{}, map[string]bool{}
	for _, p := range left {
		if w, ok := read(p[1], p[0]); ok {
			held[w.key()] = true
		}
	}
	var words []word
	add := func(w word) {
		if k := w.key(); !held[k] && !known[k] {
			known[k] = true
			words = append(words, w)
		}
	}
	for _, p := range learned {
		if w, ok := read(p[1], p[0]); ok {
			add(w)
		}
	}
	for _, g := range groups(filepath.Join(dir, "nomenklatura_names_wikidata_2025-05.txt.gz")) {
		for _, h := range g.han {
			var best word
			gain := -1
			for _, l := range g.latin {
				if w, ok := read(h, l); ok {
					if v := letters.gain(w.fold, w.latin) - 3*(len(w.fold)+len(w.latin)); v > gain {
						gain, best = v, w
					}
				}
			}
			if gain >= 0 {
				add(best)
			}
		}
	}
	log.Print(len(words), " pairs")
	out, err := os.Create("hanchars.tsv")
	if err != nil {
		log.Fatal(err)
	}
	defer out.Close()
	for _, l := range learn(words, letters) {
		fmt.Fprintln(out, l)
	}
}

type unit struct {
	char     rune
	from, to int // of fold
}

type word struct {
	units       []unit
	fold, latin string
}

func (w *word) key() string {
	var b []rune
	for _, u := range w.units {
		b = append(b, u.char)
	}
	return string(b) + "|" + w.latin
}

func read(han, latin string) (w word, ok bool) {
	w.latin = name.Fold(latin)
	for _, c := range han {
		if c < 0x4E00 || c > 0x9FFF {
			return w, false
		}
		f := name.Fold(string(c))
		c = name.Simplified(c)
		w.units = append(w.units, unit{c, len(w.fold), len(w.fold) + len(f)})
		w.fold += f
	}
	plain := func(s string, most int) bool {
		return s != "" && len(s) <= most && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
	}
	return w, plain(w.fold, 24) && plain(w.latin, 20)
}

func lines(file string, each func(n int, line string)) {
	f, err := os.Open(file)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		log.Fatal(err)
	}
	s := bufio.NewScanner(z)
	s.Buffer(nil, 1<<20)
	for n := 0; s.Scan(); n++ {
		each(n, s.Text())
	}
	if s.Err() != nil {
		log.Fatal(s.Err())
	}
}

func pairs(file string) (learned, left [][2]string) {
	lines(file, func(n int, line string) {
		if p := strings.Split(strings.ReplaceAll(line, " ", ""), "\t"); len(p) > 1 {
			if n%2 == 0 {
				learned = append(learned, [2]string{p[0], p[1]})
			} else {
				left = append(left, [2]string{p[0], p[1]})
			}
		}
	})
	return learned, left
}

type group struct{ han, latin []string }

func groups(file string) (out []group) {
	lines(file, func(_ int, line string) {
		line, _, _ = strings.Cut(line, "=>")
		var g group
		for _, w := range strings.Split(line, ",") {
			w = strings.TrimSpace(w)
			if w == "" || strings.ContainsAny(w, " -·・") {
				continue
			}
			switch c := []rune(w)[0]; {
			case c < 0x250:
				g.latin = append(g.latin, w)
			case c >= 0x4E00 && c <= 0x9FFF:
				g.han = append(g.han, w)
			}
		}
		if len(g.latin) > 0 && len(g.latin) <= 40 {
			out = append(out, g)
		}
	})
	return out
}

// table are the weights of letters of Han in translit.tsv.
type table map[[2]string]int

func weights() table {
	b, err := os.ReadFile("translit.tsv")
	if err != nil {
		log.Fatal(err)
	}
	t := table{}
	for _, l := range strings.Split(string(b), "\n") {
		if f := strings.Split(l, "\t"); len(f) == 4 && f[0] == "han" {
			w, err := strconv.Atoi(f[3])
			if err != nil {
				log.Fatal(err)
			}
			t[[2]string{f[1], f[2]}] = w
		}
	}
	return t
}

// gain is the function of that name in translit.go.
func (x table) gain(s, t string) int {
	var best [25][25]int
	for i := range best {
		for j := range best[i] {
			best[i][j] = -1 << 20
		}
	}
	best[0][0] = 0
	for i := 0; i <= len(s); i++ {
		for j := 0; j <= len(t); j++ {
			for k := 0; k <= 3 && i+k <= len(s); k++ {
				for l := 0; l <= 3 && j+l <= len(t); l++ {
					if k+l == 0 || k+l > 5 || k == 0 && l > 1 || l == 0 && k > 2 {
						continue
					}
					w, ok := x[[2]string{s[i : i+k], t[j : j+l]}]
					if k+l == 1 {
						if !ok {
							w = -52
						}
						w, ok = max(w, -52), true
					}
					if ok {
						best[i+k][j+l] = max(best[i+k][j+l], best[i][j]+w)
					}
				}
			}
		}
	}
	return best[len(s)][len(t)]
}

func learn(words []word, letters table) []string {
	var uni [26]float64
	total := 0.
	for _, w := range words {
		for i := range len(w.latin) {
			uni[w.latin[i]-'a']++
			total++
		}
	}
	chance := func(s string) float64 {
		p := 1.
		for i := range len(s) {
			p *= (uni[s[i]-'a'] + 1) / (total + 26)
		}
		return p
	}
	cache := map[[2]string]float64{}
	byLetters := func(fold, piece string) float64 {
		k := [2]string{fold, piece}
		v, ok := cache[k]
		if !ok {
			if v = 0.002; piece != "" {
				v = chance(piece) * math.Exp(float64(letters.gain(fold, piece))/10)
			}
			cache[k] = v
		}
		return v
	}
	var count, prob map[rune]map[string]float64
	drop := make([]bool, len(words))
	for round := range rounds {
		count = map[rune]map[string]float64{}
		for x := range words {
			w := &words[x]
			if drop[x] {
				continue
			}
			n, nt := len(w.units), len(w.latin)
			fw, bw := make([][25]float64, n+1), make([][25]float64, n+1)
			fw[0][0], bw[n][nt] = 1, 1
			type arc struct {
				i, j, l int
				p       float64
			}
			var arcs []arc
			for i, u := range w.units {
				for j := 0; j <= nt; j++ {
					for l := 0; fw[i][j] > 0 && l <= most && j+l <= nt; l++ {
						piece, p := w.latin[j:j+l], 0.
						if round > 0 {
							p = prob[u.char][piece]
						}
						if round < 3 {
							p += prior * byLetters(w.fold[u.from:u.to], piece)
						}
						if p > 0 {
							fw[i+1][j+l] += fw[i][j] * p
							arcs = append(arcs, arc{i, j, l, p})
						}
					}
				}
			}
			z := fw[n][nt]
			if z <= 0 {
				continue
			}
			if round >= 2 && math.Log(z/chance(w.latin)) < dubious {
				drop[x] = true
				continue
			}
			for y := len(arcs) - 1; y >= 0; y-- {
				a := arcs[y]
				b := bw[a.i+1][a.j+a.l]
				if b == 0 {
					continue
				}
				bw[a.i][a.j] += a.p * b
				if g := fw[a.i][a.j] * a.p * b / z; g > 1e-3 {
					c := w.units[a.i].char
					if count[c] == nil {
						count[c] = map[string]float64{}
					}
					count[c][w.latin[a.j:a.j+a.l]] += g
				}
			}
		}
		prob = map[rune]map[string]float64{}
		for c, pieces := range count {
			sum := 0.
			for s, n := range pieces {
				if round >= 2 && n < 0.5 {
					delete(pieces, s)
					continue
				}
				sum += n
			}
			prob[c] = map[string]float64{}
			for s, n := range pieces {
				prob[c][s] = n / (sum + 3)
			}
		}
	}
	all, piece := 0., map[string]float64{}
	for _, pieces := range count {
		for s, n := range pieces {
			piece[s] += n
			all += n
		}
	}
	var out []string
	for c, pieces := range count {
		for s, n := range pieces {
			if n < seen {
				continue
			}
			alone := max(chance(s), piece[s]/all)
			if s == "" {
				alone = max(0.02, piece[s]/all)
			}
			w := int(math.Round(10 * math.Log(prob[c][s]/alone)))
			if w > letters.gain(name.Fold(string(c)), s)+more {
				out = append(out, fmt.Sprintf("%c\t%s\t%d", c, s, w))
			}
		}
	}
	slices.Sort(out)
	log.Print(len(out), " pieces")
	return out
}
