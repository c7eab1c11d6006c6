package reading

import (
	"strings"
	"unicode/utf8"
)

// An item is a stretch of tokens that one entry (or none) explains: the unit
// in which clauses and frames are read.
type item struct {
	a, b       int // tokens
	start, end int // bytes
	ents       []entry
	// mods are the entries of the first part of a compound (Waffen|lieferung).
	mods  []entry
	punct bool
	num   bool
	poss  bool // followed by 's
	glued bool // its marks are particles glued to it
	hyph  bool // followed by a hyphen and another word
	// join, tense and mood are what a verb's ending says (languages with endings.tsv).
	join  string
	guess bool // looks like a verb that no lexicon holds, or is one of no act
	tense uint32
	mood  mood
	// joinNext: a particle joins it to the next name or goods ("와", "과").
	joinNext bool
	upper    bool
	seat     bool // says where a party of a contract sits
	mention  int  // index into the sentence's mentions, -1 for none
	// marks are the prepositions or case particles it stands under, the outermost first.
	marks []string
	cases uint32
	det   string // def, indef, neg, dem, poss, or ""
	neg   bool   // a negating determiner governs it
	// clause is the clause it belongs to.
	clause int
}

// walker matches forms in a token row.
type walker struct {
	x    *lexicon
	text string
	toks []token
	buf  []byte
	// ids[i] is the word number of token i, 0 for one no form has, -1 when not
	// looked up yet.
	ids []int32
	// for lattice: the least cost up to a token, the word that ends there, where it begins.
	cost []int32
	best []edge
	prev []int32
}

func (w *walker) reset(x *lexicon, text string, toks []token) {
	w.x, w.text, w.toks = x, text, toks
	if cap(w.ids) < len(toks) {
		w.ids = make([]int32, len(toks)+len(toks)/2)
	}
	w.ids = w.ids[:len(toks)]
	for i := range w.ids {
		w.ids[i] = -1
	}
}

func (w *walker) id(i int) int32 {
	if w.ids[i] >= 0 {
		return w.ids[i]
	}
	t := w.toks[i]
	w.buf = appendWord(w.buf[:0], w.text[t.start:t.end])
	if t.kind == tPoss {
		w.buf = append(w.buf[:0], "'s"...)
	}
	id := w.x.vocab[string(w.buf)]
	w.ids[i] = id
	return id
}

// A match is a run of tokens that stands in the lexicon.
type match struct {
	b    int // token after the last
	ents []entry
	// before and after are the values of clitics and particles glued to it.
	before, after string
	// cut is how many bytes of the last token are particle, skip of the first clitic.
	cut, skip int
}

// longest finds the longest form at token i whose entries pass keep.
func (w *walker) longest(i int, keep func(e *entry, i, b int) bool) (match, bool) {
	var best match
	found := false
	take := func(node int32, b int, before, after string, cut, skip int) {
		out := w.x.out[node]
		if len(out) == 0 {
			return
		}
		n := 0
		for k := range out {
			if keep(&out[k], i, b) {
				n++
			}
		}
		if n == 0 {
			return
		}
		ents := out
		if n < len(out) {
			ents = make([]entry, 0, n)
			for k := range out {
				if keep(&out[k], i, b) {
					ents = append(ents, out[k])
				}
			}
		}
		best = match{b, ents, before, after, cut, skip}
		found = true
	}
	w.walk(0, i, i, take)
	return best, found
}

type takeFunc func(node int32, b int, before, after string, cut, skip int)

func (w *walker) walk(node int32, start, i int, take takeFunc) {
	for i < len(w.toks) {
		t := w.toks[i]
		if t.kind == tPunct {
			return
		}
		if t.kind == tHyph {
			if i == start {
				return
			}
			i++
			continue
		}
		if t.newline && i > start && t.space && i-start > 12 {
			return
		}
		id := w.id(i)
		if id != 0 {
			if n, ok := w.x.next[uint64(node)<<32|uint64(uint32(id))]; ok {
				take(n, i+1, "", "", 0, 0)
				if w.x.lang.glued && t.kind == tHang && len(w.x.out[n]) == 0 {
					w.particle(node, i, take) // the beginning of a longer form, but also a word with its particle
				}
				node = n
				i++
				continue
			}
		}
		if w.x.lang.glued && t.kind == tHang {
			w.particle(node, i, take)
		}
		return
	}
}

// particle tries the beginnings of a Korean word whose rest is a particle.
func (w *walker) particle(node int32, i int, take takeFunc) {
	t := w.toks[i]
	s := w.text[t.start:t.end]
	for cut := len(s); cut > 0; {
		_, n := utf8.DecodeLastRuneInString(s[:cut])
		cut -= n
		if cut == 0 {
			return
		}
		id := w.x.vocab[s[:cut]]
		if id == 0 {
			continue
		}
		v, ok := w.x.lang.particles[s[cut:]]
		if !ok {
			if node == 0 {
				w.suffixed(i, cut, id, take)
			}
			continue
		}
		if n, ok := w.x.next[uint64(node)<<32|uint64(uint32(id))]; ok && len(w.x.out[n]) > 0 {
			take(n, i+1, "", v, len(s)-cut, 0)
			return
		}
	}
}

// suffixed tries a party's name with a noun written on to it, and maybe a
// particle ("단둥은행이", "나홋카항에서").
func (w *walker) suffixed(i, cut int, id int32, take takeFunc) {
	if cut < 6 {
		return
	}
	n, ok := w.x.next[uint64(uint32(id))]
	if !ok {
		return
	}
	named := false
	for k := range w.x.out[n] {
		named = named || w.x.out[n][k].kind == eActor && w.x.out[n][k].feat&fAdj == 0
	}
	if !named {
		return
	}
	t := w.toks[i]
	rest := w.text[int(t.start)+cut : t.end]
	for _, suf := range w.x.lang.suffixes {
		p, ok := strings.CutPrefix(rest, suf)
		if !ok {
			continue
		}
		v := ""
		if p != "" {
			if v, ok = w.x.lang.particles[p]; !ok {
				continue
			}
		}
		take(n, i+1, "", v, len(p), 0)
		return
	}
}

// written finds goods with other nouns written before them in one word
// ("방공미사일을", "폐유조선").
func (w *walker) written(i int, keep func(e *entry, i, b int) bool) (match, bool) {
	t := w.toks[i]
	s := w.text[t.start:t.end]
	if len(s) < 12 {
		return match{}, false // four syllables
	}
	for k := 3; k+6 <= len(s); k += 3 {
		for end := len(s); end >= k+6; end -= 3 {
			mark := ""
			if end < len(s) {
				v, ok := w.x.lang.particles[s[end:]]
				if !ok {
					continue
				}
				mark = v
			}
			if koreanLoose[s[k:end]] {
				continue
			}
			id := w.x.vocab[s[k:end]]
			if id == 0 {
				continue
			}
			n, ok := w.x.next[uint64(uint32(id))]
			if !ok {
				continue
			}
			var ents []entry
			for _, e := range w.x.out[n] {
				if e.kind == eGood && w.x.goods[e.ref].flags == "" && keep(&e, i, i+1) {
					ents = append(ents, e)
				}
			}
			if len(ents) > 0 {
				return match{b: i + 1, ents: ents, after: mark, cut: len(s) - end}, true
			}
		}
	}
	return match{}, false
}

// koreanLoose are goods that end many words of another meaning.
var koreanLoose = map[string]bool{"사과": true, "의사": true, "과자": true, "대구": true, "수수": true, "주석": true, "부대": true, "인력": true, "장갑": true, "모자": true,
	"게임": true, "사료": true, "신발": true, "보리": true, "시계": true, "가스": true, "기름": true, "이불": true, "군인": true, "주류": true, "경유": true, "소주": true, "자금": true, "현금": true, "보험": true, "대부": true, "융자": true, "인부": true, "선원": true}

// numeral is how many characters of a Chinese number stand at token i, 0 when
// there are fewer than two.
func (w *walker) numeral(i int) int {
	if !w.x.lang.spaceless || w.x.lang.lattice || w.toks[i].kind != tHan {
		return 0
	}
	n := 0
	for ; i+n < len(w.toks) && w.toks[i+n].kind == tHan && strings.Contains("〇零一二两兩三四五六七八九十百千万萬亿億余餘", w.text[w.toks[i+n].start:w.toks[i+n].end]); n++ {
	}
	if n < 2 || n == 2 && w.text[w.toks[i].start:w.toks[i+1].end] == "万一" {
		return 0
	}
	return n
}

// fits applies an entry's need of capitals.
func (w *walker) fits(e *entry, i int) bool {
	switch e.cs {
	case 1:
		return w.toks[i].upper || w.toks[i].kind != tWord
	case 2:
		return w.toks[i].caps || w.toks[i].kind != tWord
	}
	return true
}

// compound looks for a head at the end of an unknown word and for what stands
// before it: Waffen|lieferung, Militär|technologie, Waffen|exporteur.
func (w *walker) compound(i int) (heads, mods []entry) {
	t := w.toks[i]
	if t.kind != tWord || t.end-t.start < 7 {
		return nil, nil
	}
	s := strings.ToLower(w.text[t.start:t.end])
	for k := 3; k < len(s)-2; k++ {
		if !utf8.RuneStart(s[k]) {
			continue
		}
		h, ok := w.x.heads[s[k:]]
		if !ok {
			continue
		}
		front := s[:k]
		for _, link := range []string{"", "s", "n", "en", "es", "e", "er"} {
			f, ok := strings.CutSuffix(front, link)
			if !ok || len(f) < 2 {
				continue
			}
			if m, ok := w.x.mods[f]; ok {
				return h, m
			}
			if m, ok := w.x.heads[f]; ok {
				return h, m
			}
		}
		if heads == nil {
			heads = h
		}
	}
	return heads, nil
}

// article reports whether a match of several words is a party's by-name that
// begins with an article ("the North").
func (w *walker) article(ents []entry, i int) bool {
	if len(ents) == 0 || ents[0].kind != eActor || w.toks[i].end-w.toks[i].start > 3 {
		return false
	}
	return w.x.actors[ents[0].ref].kind == "ellipsis"
}

// alone is the match of token i by itself.
func (w *walker) alone(i int, keep func(e *entry, i, b int) bool) (match, bool) {
	n, ok := w.x.next[uint64(uint32(w.id(i)))]
	if !ok {
		return match{}, false
	}
	var ents []entry
	for k := range w.x.out[n] {
		if e := &w.x.out[n][k]; keep(e, i, i+1) {
			ents = append(ents, *e)
		}
	}
	return match{b: i + 1, ents: ents}, len(ents) > 0
}

// items parts the tokens of a sentence.
func (w *walker) items(dst []item, s span, keep func(e *entry, i, b int) bool) []item {
	if w.x.lang.lattice {
		return w.lattice(dst, s, keep)
	}
	for i := s.a; i < s.b; {
		t := w.toks[i]
		it := item{a: i, b: i + 1, start: int(t.start), end: int(t.end), mention: -1, upper: t.upper}
		switch {
		case t.kind == tHyph:
			if n := len(dst); n > 0 {
				dst[n-1].hyph = true
			}
			i++
			continue
		case t.kind == tPoss:
			if n := len(dst); n > 0 {
				dst[n-1].poss = true
			}
			i++
			continue
		case t.kind == tPunct:
			it.punct = true
		case w.numeral(i) > 0:
			n := w.numeral(i)
			it.num, it.b, it.end = true, i+n, int(w.toks[i+n-1].end)
		default:
			m, ok := w.longest(i, keep)
			if !ok && w.x.lang.glued && t.kind == tHang {
				m, ok = w.written(i, keep)
			}
			if !ok && w.x.lang.proclitic && t.kind == tArab {
				if parts, found := w.unglue(i, s, keep); found {
					dst = append(dst, parts...)
					i = parts[len(parts)-1].b
					continue
				}
			}
			if ok && m.b > i+1 && w.article(m.ents, i) {
				// "the North" | "North Korean": what begins after the article reaches further
				if n, ok2 := w.longest(i+1, keep); ok2 && n.b > m.b {
					m, ok = w.alone(i, keep)
				}
			}
			if ok && m.b <= s.b {
				it.b = m.b
				it.ents = m.ents
				it.end = int(w.toks[m.b-1].end) - m.cut
				it.start += m.skip
				it.glued = m.after != "" || m.before != ""
				if m.after != "" {
					it.marks = append(it.marks, m.after)
				}
				if m.before != "" {
					it.marks = append(it.marks, m.before)
				}
			} else if t.kind == tNum {
				it.num = true
			} else if w.x.lang.compounds {
				it.ents, it.mods = w.compound(i)
			}
		}
		dst = append(dst, it)
		i = it.b
	}
	return dst
}
