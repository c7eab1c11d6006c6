package law

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// vocabulary is what may pass: classes, HS headings, words.
type vocabulary struct {
	entries []goodsEntry
	classes map[string]*classEntry
	// words by language and stem of their first token.
	spaced map[string]map[string][]goodsPhrase
	// runs are words of languages written without blanks, by first character.
	runs map[rune][]goodsPhrase
	// byHS is every entry with headings, by chapter.
	byHS  map[string][]hsEntry
	weak  map[[2]string]float64 // language, folded word
	never map[[2]string]bool
}

type goodsEntry struct {
	ID       string              `yaml:"id"`
	Class    string              `yaml:"class"`
	Title    string              `yaml:"title"`
	HS       []string            `yaml:"hs"`
	HSPartly []string            `yaml:"hs_partly"`
	Words    map[string][]string `yaml:"words"`
}

type classEntry struct {
	Class   string   `yaml:"class"`
	Kind    string   `yaml:"kind"`
	Label   string   `yaml:"label"`
	Implies []string `yaml:"implies"`
	Vague   bool     `yaml:"vague"`
	top     int      // number of the top class
}

type hsEntry struct {
	entry  int
	code   string
	partly bool
}

type goodsPhrase struct {
	entry  int
	lang   string
	word   string   // as written in the data
	folded []string // each token folded
	stems  []string
	run    string
	sure   float64
}

// GoodsClass is a class that words or a code may mean.
type GoodsClass struct {
	ID    string // the entry of the vocabulary
	Class string // the dealing class
	Title string
	Lang  string
	// Word is the base form found, Start and End the bytes it takes in the text.
	Word       string
	Start, End int
	// Certainty is 0 to 1: how surely the word, or the code, is of the class.
	Certainty float64
	// HS are the headings of the class.
	HS []string
}

// GoodsWord is one word of the vocabulary.
type GoodsWord struct {
	ID, Class, Lang, Word string
	Certainty             float64
}

type goodsFile struct {
	Goods []goodsEntry `yaml:"goods"`
	Weak  []struct {
		Lang      string  `yaml:"lang"`
		Word      string  `yaml:"word"`
		Certainty float64 `yaml:"certainty"`
	} `yaml:"weak"`
	Never map[string][]string `yaml:"never"`
}

type classesFile struct {
	Classes  []classEntry `yaml:"classes"`
	Services []string     `yaml:"services"`
}

// languages of the vocabulary, in the order of their results.
var languages = []string{"en", "de", "fr", "es", "ru", "uk", "ko", "zh", "ja", "ar"}

func newGoods(f *goodsFile, classes *classesFile) *vocabulary {
	g := &vocabulary{
		entries: f.Goods, classes: map[string]*classEntry{}, spaced: map[string]map[string][]goodsPhrase{},
		runs: map[rune][]goodsPhrase{}, byHS: map[string][]hsEntry{}, weak: map[[2]string]float64{}, never: map[[2]string]bool{},
	}
	tops := map[string]int{}
	for i := range classes.Classes {
		c := &classes.Classes[i]
		t, _, _ := strings.Cut(c.Class, ".")
		if _, ok := tops[t]; !ok {
			tops[t] = len(tops)
		}
		c.top = tops[t]
		g.classes[c.Class] = c
	}
	for _, w := range f.Weak {
		g.weak[[2]string{w.Lang, foldWord(w.Word)}] = w.Certainty
	}
	for _, l := range languages {
		for _, w := range f.Never[l] {
			g.never[[2]string{l, foldWord(w)}] = true
		}
	}
	for i := range g.entries {
		e := &g.entries[i]
		for _, h := range e.HS {
			if len(h) < 2 {
				continue // the linter refuses it
			}
			g.byHS[h[:2]] = append(g.byHS[h[:2]], hsEntry{i, h, false})
		}
		for _, h := range e.HSPartly {
			if len(h) < 2 {
				continue
			}
			g.byHS[h[:2]] = append(g.byHS[h[:2]], hsEntry{i, h, true})
		}
		for _, l := range languages {
			for _, w := range e.Words[l] {
				g.addWord(i, l, w)
			}
		}
	}
	return g
}

func unspaced(lang string) bool { return lang == "zh" || lang == "ja" || lang == "ko" }

func (g *vocabulary) addWord(entry int, lang, word string) {
	p := goodsPhrase{entry: entry, lang: lang, word: word, sure: 0.95}
	if w, ok := g.weak[[2]string{lang, foldWord(word)}]; ok {
		p.sure = w
	}
	if unspaced(lang) {
		p.run = strings.ReplaceAll(foldWord(word), " ", "")
		r, _ := utf8.DecodeRuneInString(p.run)
		g.runs[r] = append(g.runs[r], p)
		// Longest first, so that a compound wins over its head.
		slices.SortStableFunc(g.runs[r], func(a, b goodsPhrase) int { return len(b.run) - len(a.run) })
		return
	}
	for _, t := range tokens(word) {
		p.folded = append(p.folded, t.fold)
		p.stems = append(p.stems, stem(lang, t.fold))
	}
	if len(p.stems) == 0 {
		return
	}
	if g.spaced[lang] == nil {
		g.spaced[lang] = map[string][]goodsPhrase{}
	}
	k := p.stems[0]
	g.spaced[lang][k] = append(g.spaced[lang][k], p)
	slices.SortStableFunc(g.spaced[lang][k], func(a, b goodsPhrase) int { return len(b.stems) - len(a.stems) })
}

// allWords are all words of the vocabulary, in the order of the data.
func (g *vocabulary) allWords() []GoodsWord {
	var out []GoodsWord
	for i := range g.entries {
		e := &g.entries[i]
		for _, l := range languages {
			for _, w := range e.Words[l] {
				c := 0.95
				if v, ok := g.weak[[2]string{l, foldWord(w)}]; ok {
					c = v
				}
				out = append(out, GoodsWord{e.ID, e.Class, l, w, c})
			}
		}
	}
	return out
}

// classify finds the classes that words mean. lang is a language of the
// vocabulary, or "" for all. Words may be inflected; the longest phrase wins
// (charcoal is no coal). The surest come first.
func (g *vocabulary) classify(text, lang string) []GoodsClass {
	var out []GoodsClass
	toks := tokens(text)
	for _, l := range languages {
		if lang != "" && lang != l {
			continue
		}
		if unspaced(l) {
			continue
		}
		g.classifySpaced(text, toks, l, &out)
	}
	g.classifyRuns(text, toks, lang, &out)
	slices.SortStableFunc(out, func(a, b GoodsClass) int {
		switch {
		case a.Certainty > b.Certainty:
			return -1
		case a.Certainty < b.Certainty:
			return 1
		}
		return a.Start - b.Start
	})
	// One entry once, by its surest word.
	var kept []GoodsClass
	for _, c := range out {
		if !slices.ContainsFunc(kept, func(k GoodsClass) bool { return k.ID == c.ID }) {
			kept = append(kept, c)
		}
	}
	return kept
}

func (g *vocabulary) found(p *goodsPhrase, start, end int, certainty float64) GoodsClass {
	e := &g.entries[p.entry]
	return GoodsClass{ID: e.ID, Class: e.Class, Title: e.Title, Lang: p.lang, Word: p.word, Start: start, End: end, Certainty: certainty, HS: e.HS}
}

func (g *vocabulary) classifySpaced(text string, toks []token, lang string, out *[]GoodsClass) {
	words := g.spaced[lang]
	for i := 0; i < len(toks); {
		t := &toks[i]
		if !t.script(lang) || g.never[[2]string{lang, t.fold}] {
			i++
			continue
		}
		best := 0
		st := stem(lang, t.fold)
		for k := range words[st] {
			p := &words[st][k]
			n := len(p.stems)
			if n < best || i+n > len(toks) {
				continue
			}
			exact, ok := true, true
			for j := 0; j < n; j++ {
				tj := &toks[i+j]
				if tj.fold != p.folded[j] {
					exact = false
					if stem(lang, tj.fold) != p.stems[j] {
						ok = false
						break
					}
				}
			}
			if !ok {
				continue
			}
			sure := p.sure
			if w, ok := g.weak[[2]string{lang, t.fold}]; ok && n == 1 {
				sure = min(sure, w)
			}
			if !exact {
				sure *= 0.95
			}
			*out = append(*out, g.found(p, t.start, toks[i+n-1].end, sure))
			best = n
		}
		if best == 0 && lang == "de" {
			g.compound(t, out)
		}
		i += max(best, 1)
	}
}

// compound reads a German compound by its head, the last part.
func (g *vocabulary) compound(t *token, out *[]GoodsClass) {
	f := t.fold
	for cut := 3; cut < len(f)-3; cut++ {
		if !utf8.RuneStart(f[cut]) {
			continue
		}
		head := f[cut:]
		if g.never[[2]string{"de", head}] {
			continue
		}
		for k := range g.spaced["de"][stem("de", head)] {
			p := &g.spaced["de"][stem("de", head)][k]
			// A stem that was cut down may fit by accident: the head must be
			// close to the whole word, and long enough to mean something.
			if len(p.stems) != 1 || len(p.folded[0]) < 5 || len(head) < len(p.folded[0])-1 {
				continue
			}
			*out = append(*out, g.found(p, t.start, t.end, min(0.75, p.sure)))
			return
		}
	}
}

// particles that may follow a Korean noun.
var particles = []string{"은", "는", "이", "가", "을", "를", "의", "도", "에", "로", "으로", "와", "과", "만", "들", "까지", "부터"}

func (g *vocabulary) classifyRuns(text string, toks []token, lang string, out *[]GoodsClass) {
	if lang != "" && !unspaced(lang) {
		return
	}
	for ti := range toks {
		t := &toks[ti]
		if !t.cjk {
			continue
		}
		f := t.fold
		// Korean phrases may run over blanks.
		for k := ti + 1; k < len(toks) && toks[k].cjk && k < ti+4; k++ {
			f += toks[k].fold
		}
		for i := 0; i < len(t.fold); {
			r, size := utf8.DecodeRuneInString(t.fold[i:])
			taken := 0
			for k := range g.runs[r] {
				p := &g.runs[r][k]
				if lang != "" && p.lang != lang || len(p.run) < taken || !strings.HasPrefix(f[i:], p.run) {
					continue
				}
				if g.neverAt(t.fold, i, len(p.run), p.lang) {
					continue
				}
				sure := p.sure
				if utf8.RuneCountInString(p.run) == 1 {
					rest := t.fold[min(i+len(p.run), len(t.fold)):]
					alone := i == 0 && (rest == "" || p.lang == "ko" && slices.Contains(particles, rest))
					switch {
					case alone:
						sure = max(sure, 0.8)
					case p.lang == "ko":
						continue
					default:
						sure *= 0.7
					}
				}
				*out = append(*out, g.found(p, t.start+i, t.start+i+len(p.run), sure))
				taken = len(p.run)
			}
			i += max(taken, size)
		}
	}
}

// neverAt reports whether a word that is none of ours covers the place.
func (g *vocabulary) neverAt(s string, at, n int, lang string) bool {
	for k := range g.never {
		if k[0] != lang {
			continue
		}
		for from := 0; ; {
			i := strings.Index(s[from:], k[1])
			if i < 0 {
				break
			}
			i += from
			if i <= at && at+n <= i+len(k[1]) {
				return true
			}
			from = i + len(k[1])
		}
	}
	return false
}

// classifyHS finds the classes of a code. A heading that is only partly of a
// class, or that is broader than the class's, has a certainty under 0.7.
func (g *vocabulary) classifyHS(digits string, each func(entry int, heading string, certainty float64)) {
	for _, h := range g.byHS[digits[:2]] {
		switch {
		case strings.HasPrefix(digits, h.code) && !h.partly:
			each(h.entry, h.code, 1)
		case strings.HasPrefix(digits, h.code):
			each(h.entry, h.code, 0.5)
		case strings.HasPrefix(h.code, digits) && len(digits) >= 4:
			each(h.entry, h.code, 0.4)
		}
	}
}

// class finds the entry of a class: its own or that of the class above.
func (g *vocabulary) class(c string) *classEntry {
	for {
		if e := g.classes[c]; e != nil {
			return e
		}
		i := strings.LastIndexByte(c, '.')
		if i < 0 {
			return nil
		}
		c = c[:i]
	}
}

// A token is a run of letters and digits.
type token struct {
	fold       string
	start, end int
	cjk        bool
	cyrillic   bool
	arabic     bool
}

// script reports whether the token may be a word of the language.
func (t *token) script(lang string) bool {
	switch lang {
	case "ru", "uk":
		return t.cyrillic
	case "ar":
		return t.arabic
	}
	return !t.cyrillic && !t.arabic && !t.cjk
}

func tokens(s string) []token {
	var out []token
	start := -1
	cjk := false
	flush := func(end int) {
		if start < 0 {
			return
		}
		t := token{fold: foldWord(s[start:end]), start: start, end: end, cjk: cjk}
		r, _ := utf8.DecodeRuneInString(t.fold)
		t.cyrillic, t.arabic = unicode.Is(unicode.Cyrillic, r), unicode.Is(unicode.Arabic, r)
		out = append(out, t)
		start = -1
	}
	for i, r := range s {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
		isCJK := unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r == 'ー'
		if !letter && !isCJK {
			flush(i)
			continue
		}
		if start >= 0 && isCJK != cjk {
			flush(i)
		}
		if start < 0 {
			start, cjk = i, isCJK
		}
	}
	flush(len(s))
	return out
}

// foldWord lowers a word and drops what spelling varies in: ё, Arabic hamzas.
func foldWord(s string) string {
	return strings.Map(func(r rune) rune {
		r = unicode.ToLower(r)
		switch r {
		case 'ё':
			return 'е'
		case 'أ', 'إ', 'آ':
			return 'ا'
		case 'ة':
			return 'ه'
		case 'ى':
			return 'ي'
		case '\u0301', '\u064b', '\u064c', '\u064d', '\u064e', '\u064f', '\u0650', '\u0651', '\u0652':
			return -1
		}
		return r
	}, s)
}

// endings by language, the longest first. They are cut only when four letters
// stay (three in Cyrillic), so that short words are compared whole.
var endings = map[string][]string{
	"en": {"es", "s"},
	"de": {"innen", "ern", "en", "er", "es", "em", "e", "n", "s"},
	"fr": {"es", "s", "x", "e"},
	"es": {"es", "s"},
	"ru": {"иями", "ями", "ами", "ого", "его", "ому", "ему", "ыми", "ими", "иях", "ией", "иям", "ов", "ев", "ей", "ой", "ый", "ий", "ая", "яя", "ое", "ее", "ые", "ие", "ую", "юю", "ам", "ям", "ах", "ях", "ом", "ем", "ых", "их", "ым", "им", "ью", "ия", "ии", "ию", "у", "ю", "а", "я", "о", "е", "ы", "и", "ь"},
	"uk": {"іями", "ями", "ами", "ого", "його", "ому", "ими", "іях", "ією", "іям", "ів", "їв", "ей", "ою", "ий", "ій", "ая", "яя", "оє", "еє", "ові", "еві", "их", "им", "ам", "ям", "ах", "ях", "ом", "ем", "ія", "ії", "ію", "у", "ю", "а", "я", "о", "е", "и", "і", "ї", "ь", "є"},
	"ar": {"ات", "ون", "ين", "ه"},
}

// stem cuts the ending off a folded word, and from Slavic stems the fleeting
// vowel (уголь, угля).
func stem(lang, w string) string {
	if lang == "ar" {
		for _, p := range []string{"وال", "بال", "لل", "ال"} {
			if rest, ok := strings.CutPrefix(w, p); ok && utf8.RuneCountInString(rest) >= 3 {
				w = rest
				break
			}
		}
	}
	keep := 4
	slavic := lang == "ru" || lang == "uk"
	if slavic || lang == "ar" {
		keep = 3
	}
	n := utf8.RuneCountInString(w)
	for _, e := range endings[lang] {
		if strings.HasSuffix(w, e) && n-utf8.RuneCountInString(e) >= keep {
			w = w[:len(w)-len(e)]
			break
		}
	}
	if slavic {
		if r := []rune(w); len(r) >= 4 {
			if v := r[len(r)-2]; (v == 'о' || v == 'е') && !vowel(r[len(r)-1]) && !vowel(r[len(r)-3]) {
				return string(r[:len(r)-2]) + string(r[len(r)-1])
			}
		}
	}
	return w
}

func vowel(r rune) bool { return strings.ContainsRune("аеиоуыэюяіїє", r) }
