//go:build ignore

// Gen_across learns how much each pair of segments of translit.tsv, each piece
// of hanchars.tsv and each Latin letter left over says for two words of two
// scripts being one name, given the Latin letter before it (and, for a letter
// left over, the one after), and writes across.tsv. Sources: the Wikidata name
// pairs of Merhav and Ash, "Design Challenges in Named Entity Transliteration"
// (COLING 2018; CC0), files wd_*_80, every other line; and, but for Hangul,
// groups of given and family names from Wikidata (CC0), as collected by
// OpenSanctions nomenklatura (MIT), data/names.gz of 2025-04-27, without the
// pairs that stand in the lines between, which are left for measuring. Run in
// this folder:
//
//	go run gen_across.go ../../shared/data/names
//
// Method: the score of two words is the best sum of weights over all ways of
// cutting both. It is fitted as the logarithm of the odds that they are one name
// when there are 500 random pairs for each true one, by stochastic gradients
// (Adagrad) of the logistic loss, from the weights of the two tables; before
// each round a million random pairs are scored, and those that could matter are
// learned from. One pair in fifty may be no transliteration at all: a pair that
// nothing speaks for teaches nothing. -measure prints what share of the lines
// between gain more than all but so many of 400,000 random pairs.
package main

import (
	"bufio"
	"compress/gzip"
	"flag"
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"khasan/name"
)

const (
	most   = 24      // letters of a word
	random = 1000000 // pairs a round
	odds   = 500     // random pairs for each true one
	noise  = 0.02    // of the pairs to learn from
	rate   = 0.4
	least  = 0.15 // nats that a weight of a letter before must come to
	enough = 40000
	edge   = 0 // before the first letter, after the last
)

var (
	measure = flag.Bool("measure", false, "measure on the lines that are not learned from")
	only    = flag.String("only", "", "one script")
	rounds  = flag.Int("rounds", 6, "")
	pull    = flag.Float64("pull", 0.01, "by which weights of letters before are drawn to nothing each round")
)

func main() {
	log.SetFlags(0)
	flag.Parse()
	dir := flag.Arg(0)
	out, err := os.Create("across.tsv")
	if err != nil {
		log.Fatal(err)
	}
	defer out.Close()
	files := [][2]string{{"cyrillic", "russian"}, {"arabic", "arabic"}, {"hebrew", "hebrew"}, {"hangul", "korean"}, {"kana", "katakana"}, {"han", "chinese"}}
	rows := make([][]string, len(files))
	var wg sync.WaitGroup
	for n, f := range files {
		if *only != "" && *only != f[0] {
			continue
		}
		wg.Go(func() {
			m := newModel(f[0])
			learned, left := m.load(filepath.Join(dir, "wikidata_translit_pairs", "wd_"+f[1]+"_80.tsv.gz"), filepath.Join(dir, "nomenklatura_names_wikidata_2025-05.txt.gz"))
			m.learn(learned, left)
			rows[n] = m.rows()
			log.Print(f[0], " ", len(learned), " pairs, ", len(rows[n]), " rows")
		})
	}
	wg.Wait()
	for _, r := range rows {
		for _, l := range r {
			fmt.Fprintln(out, l)
		}
	}
}

// A pair is a word of another script, romanised, with its characters where they
// are Han, and a Latin one.
type pair struct {
	s, t  string
	chars []char
	plain string // the word as written
}

type char struct {
	c        rune
	from, to int
}

// weight is that of a unit or letter, with what was learned of it.
type weight struct{ v, h float32 }

type unit struct {
	s, piece string
	w        weight
	by       [27]weight // by the Latin letter before
}

type model struct {
	script     string
	units      []unit
	letters    map[string][]int32
	chars      map[string][]int32
	del        [27]weight
	prev, next [27][27]weight // of a letter left over, by the one before and after
	bias, each weight
}

func newModel(script string) *model {
	m := &model{script: script, letters: map[string][]int32{}, chars: map[string][]int32{}}
	for c := 1; c < 27; c++ {
		m.del[c].v = -5.2
	}
	table("translit.tsv", 4, func(f []string) {
		if f[0] != script {
			return
		}
		w := number(f[3])
		if f[1] == "" {
			m.del[f[2][0]&31].v = max(w, -5.2)
			return
		}
		if f[2] == "" && len(f[1]) == 1 {
			w = max(w, -5.2)
		}
		m.add(m.letters, f[1], f[2], w)
	})
	for c := byte('a'); c <= 'z'; c++ { // every letter of the other side may be left over
		s := string(c)
		if !slices.ContainsFunc(m.letters[s], func(u int32) bool { return m.units[u].piece == "" }) {
			m.add(m.letters, s, "", -5.2)
		}
	}
	if script == "han" {
		table("hanchars.tsv", 3, func(f []string) { m.add(m.chars, f[0], f[1], number(f[2])) })
	}
	m.bias.v, m.each.v = -3, -0.6
	return m
}

func (m *model) add(to map[string][]int32, s, piece string, w float32) {
	to[s] = append(to[s], int32(len(m.units)))
	m.units = append(m.units, unit{s: s, piece: piece, w: weight{v: w}})
}

func table(file string, columns int, each func(f []string)) {
	b, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	for l := range strings.Lines(string(b)) {
		if f := strings.Split(strings.TrimSuffix(l, "\n"), "\t"); len(f) == columns {
			each(f)
		}
	}
}

func number(s string) float32 {
	n, err := strconv.Atoi(s)
	if err != nil {
		log.Fatal(err)
	}
	return float32(n) / 10
}

// read makes a pair of a word of another script and a Latin one.
func (m *model) read(foreign, latin string) (p pair, ok bool) {
	p.t = name.Fold(latin)
	if m.script == "han" {
		var b []rune
		for _, c := range foreign {
			if c < 0x4E00 || c > 0x9FFF {
				return p, false
			}
			f := name.Fold(string(c))
			c = name.Simplified(c)
			p.chars = append(p.chars, char{c, len(p.s), len(p.s) + len(f)})
			p.s += f
			b = append(b, c)
		}
		p.plain = string(b)
	} else {
		p.plain = foreign
		for _, r := range name.Parse(foreign, name.Person).Readings {
			if len(r.Tokens) == 1 {
				p.s = r.Tokens[0].Fold
				break
			}
		}
	}
	letters := func(s string, n int) bool {
		return s != "" && len(s) <= n && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
	}
	return p, letters(p.s, most) && letters(p.t, 20)
}

func (p *pair) key() string { return p.plain + "|" + p.t }

func (m *model) load(pairs, groups string) (learned, left []pair) {
	reserved, known := map[string]bool{}, map[string]bool{}
	var all []pair
	lines(pairs, func(n int, line string) {
		f := strings.Split(strings.ReplaceAll(line, " ", ""), "\t")
		if len(f) < 2 {
			return
		}
		if p, ok := m.read(f[1], f[0]); ok {
			if n%2 == 0 {
				all = append(all, p)
			} else {
				left = append(left, p)
				reserved[p.key()] = true
			}
		}
	})
	for _, p := range all {
		if k := p.key(); !reserved[k] && !known[k] {
			known[k] = true
			learned = append(learned, p)
		}
	}
	if m.script == "hangul" {
		return learned, left // nearly all groups are Korean names, spelt by rule
	}
	var more []pair
	lines(groups, func(_ int, line string) {
		line, _, _ = strings.Cut(line, "=>")
		var latin, foreign []string
		for _, w := range strings.Split(line, ",") {
			w = strings.TrimSpace(w)
			if w == "" || strings.ContainsAny(w, " -·・") {
				continue
			}
			if c := []rune(w)[0]; c < 0x250 {
				latin = append(latin, w)
			} else if m.writes(c) {
				foreign = append(foreign, w)
			}
		}
		if len(latin) > 40 {
			return
		}
		for _, w := range foreign {
			var best pair
			gain := float32(-3)
			for _, l := range latin {
				p, ok := m.read(w, l)
				if ok && (reserved[p.key()] || known[p.key()]) {
					gain = 1000
				} else if ok {
					if v := m.score(&p, &p, nil); v > gain {
						gain, best = v, p
					}
				}
			}
			if best.t != "" && gain < 1000 {
				known[best.key()] = true
				more = append(more, best)
			}
		}
	})
	step := max(1, float64(len(more))/float64(enough))
	for i := 0.; int(i) < len(more); i += step {
		learned = append(learned, more[int(i)])
	}
	return learned, left
}

// writes reports whether a letter is of the model's script.
func (m *model) writes(c rune) bool {
	switch m.script {
	case "han":
		return c >= 0x4E00 && c <= 0x9FFF
	case "kana":
		return c >= 0x30A1 && c <= 0x30FF
	case "arabic":
		return c >= 0x600 && c < 0x700
	case "hebrew":
		return c >= 0x590 && c < 0x600
	case "cyrillic":
		return c >= 0x400 && c < 0x530
	}
	return false
}

// A step of a path: a unit, or -1 for a Latin letter left over.
type step struct {
	unit    int32
	i, j, l int8 // where it comes from, and how many Latin letters it takes
}

func before(t string, j int) byte {
	if j == 0 {
		return edge
	}
	return t[j-1] & 31
}

func after(t string, j int) byte {
	if j+1 >= len(t) {
		return edge
	}
	return t[j+1] & 31
}

// score is that of the foreign word of a and the Latin one of b; path, when it
// is not nil, receives the steps of the best way, from the last.
func (m *model) score(a, b *pair, path *[]step) float32 {
	const never = -1e9
	s, t := a.s, b.t
	var best [most + 1][21]float32
	var from [most + 1][21]step
	for i := range len(s) + 1 {
		for j := range len(t) + 1 {
			best[i][j] = never
		}
	}
	best[0][0] = 0
	for i := 0; i <= len(s); i++ {
		for j := range len(t) {
			c := t[j] & 31
			v := best[i][j] + m.del[c].v + m.prev[c][before(t, j)].v + m.next[c][after(t, j)].v
			if v > best[i][j+1] {
				best[i][j+1], from[i][j+1] = v, step{-1, int8(i), int8(j), 1}
			}
		}
		take := func(list []int32, to int) {
			for _, u := range list {
				x := &m.units[u]
				l := len(x.piece)
				for j := 0; j+l <= len(t); j++ {
					if best[i][j] == never || t[j:j+l] != x.piece {
						continue
					}
					if v := best[i][j] + x.w.v + x.by[before(t, j)].v; v > best[to][j+l] {
						best[to][j+l], from[to][j+l] = v, step{u, int8(i), int8(j), int8(l)}
					}
				}
			}
		}
		for k := 1; k <= 3 && i+k <= len(s); k++ {
			take(m.letters[s[i:i+k]], i+k)
		}
		for _, c := range a.chars {
			if c.from == i {
				take(m.chars[string(c.c)], c.to)
			}
		}
	}
	if path != nil {
		*path = (*path)[:0]
		for i, j := len(s), len(t); i > 0 || j > 0; {
			st := from[i][j]
			*path = append(*path, st)
			i, j = int(st.i), int(st.j)
		}
	}
	return best[len(s)][len(t)] + m.bias.v + m.each.v*float32(len(t))
}

func (m *model) learn(learned, left []pair) {
	type sample struct {
		i, j   int
		weight float64
	}
	rng := rand.New(rand.NewPCG(7, 7))
	for round := range *rounds {
		rnd := make([]sample, random)
		for x := range rnd {
			for rnd[x].weight == 0 {
				i, j := rng.IntN(len(learned)), rng.IntN(len(learned))
				if learned[i].t != learned[j].t && learned[i].plain != learned[j].plain {
					rnd[x] = sample{i, j, odds * float64(len(learned)) / random}
				}
			}
		}
		scores := make([]float32, random)
		both(random, func(x int) { scores[x] = m.score(&learned[rnd[x].i], &learned[rnd[x].j], nil) })
		var all []sample
		for x, v := range scores {
			if v > -7 {
				all = append(all, rnd[x])
			}
		}
		for i := range learned {
			all = append(all, sample{i, i, 1})
		}
		rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		pace := rate
		if round >= *rounds*2/3 {
			pace /= 3
		}
		var path []step
		loss := 0.
		for _, x := range all {
			a, b := &learned[x.i], &learned[x.j]
			p := 1 / (1 + math.Exp(-float64(m.score(a, b, &path))))
			g := 0.
			if x.i == x.j {
				loss -= math.Log(noise + (1-noise)*p)
				g = -(1 - noise) * p * (1 - p) / (noise + (1-noise)*p)
			} else {
				loss -= x.weight * math.Log(max(1-p, 1e-9))
				g = min(x.weight*p, 5)
			}
			if math.Abs(g) > 1e-4 {
				m.move(path, b.t, g, pace)
			}
		}
		for u := range m.units {
			for c := range m.units[u].by {
				shrink(&m.units[u].by[c].v, float32(*pull))
			}
		}
		if *measure && (round%3 == 0 || round == *rounds-1) {
			log.Printf("%s round %d: loss %.4f, %s", m.script, round, loss/float64(len(learned)), m.measure(left))
		}
	}
}

func shrink(v *float32, by float32) {
	switch {
	case *v > by:
		*v -= by
	case *v < -by:
		*v += by
	default:
		*v = 0
	}
}

// move makes a step against the gradient along a path.
func (m *model) move(path []step, t string, g, rate float64) {
	up := func(w *weight, g float64) {
		w.h += float32(g * g)
		w.v -= float32(rate * g / math.Sqrt(float64(w.h)+1))
	}
	for _, st := range path {
		j := int(st.j)
		if st.unit < 0 {
			c := t[j] & 31
			up(&m.del[c], g)
			up(&m.prev[c][before(t, j)], g)
			up(&m.next[c][after(t, j)], g)
			continue
		}
		u := &m.units[st.unit]
		up(&u.w, g)
		up(&u.by[before(t, j)], g)
	}
	up(&m.bias, g)
	up(&m.each, g*float64(len(t))/5)
}

// measure says what share of pairs scores more than all but 1 in so many random
// ones.
func (m *model) measure(left []pair) string {
	const n = 400000
	rng := rand.New(rand.NewPCG(1, 2))
	chosen := make([][2]int, 0, n)
	for len(chosen) < n {
		i, j := rng.IntN(len(left)), rng.IntN(len(left))
		if left[i].t != left[j].t && left[i].plain != left[j].plain {
			chosen = append(chosen, [2]int{i, j})
		}
	}
	own, others := make([]float32, len(left)), make([]float32, n)
	both(len(left), func(i int) { own[i] = m.score(&left[i], &left[i], nil) })
	both(n, func(x int) { others[x] = m.score(&left[chosen[x][0]], &left[chosen[x][1]], nil) })
	slices.Sort(others)
	out := ""
	for _, d := range []int{20000, 10000, 5000, 1000, 100} {
		at, above := others[n-n/d], 0
		for _, v := range own {
			if v > at {
				above++
			}
		}
		out += fmt.Sprintf(" 1 in %d: %.4f (%.1f)", d, float64(above)/float64(len(own)), at)
	}
	return out
}

// rows are the lines of the table: script, letters or character, Latin piece,
// tenths of nats, and what a letter before it adds ("^" is none). A Latin letter
// left over has no letters; "p" and "n" rows tell what the letter before and
// after add. The last row is the bias.
func (m *model) rows() []string {
	tenths := func(v float32) int { return int(math.Round(10 * float64(v))) }
	list := func(by *[27]weight) string {
		s := ""
		for c := range by {
			if v := by[c].v; v >= least || v <= -least {
				s += fmt.Sprintf(" %c%d", "^abcdefghijklmnopqrstuvwxyz"[c], tenths(v))
			}
		}
		return strings.TrimSpace(s)
	}
	var out []string
	for i := range m.units {
		u := &m.units[i]
		out = append(out, fmt.Sprintf("%s\t%s\t%s\t%d\t%s", m.script, u.s, u.piece, tenths(u.w.v+m.each.v*float32(len(u.piece))), list(&u.by)))
	}
	for c := 1; c < 27; c++ {
		l := string(rune('a' + c - 1))
		out = append(out, fmt.Sprintf("%s\t\t%s\t%d\t%s\t%s", m.script, l, tenths(m.del[c].v+m.each.v), list(&m.prev[c]), list(&m.next[c])))
	}
	slices.Sort(out)
	return append(out, fmt.Sprintf("%s\t\t\t%d\t", m.script, tenths(m.bias.v)))
}

func both(n int, f func(i int)) {
	var wg sync.WaitGroup
	for part := range 2 {
		wg.Go(func() {
			for i := part; i < n; i += 2 {
				f(i)
			}
		})
	}
	wg.Wait()
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
