package reading

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

func japanese() *language {
	return &language{code: "ja", order: orderSOV, lattice: true, proDrop: true, juxtapose: true, verb: japaneseVerb, noun: japaneseNoun, name: japaneseName}
}

// japaneseName gives a name as it stands and, for states, what is made of it:
// -産 and -製 (made there), -人 (its people), -側 (its side), 対- (towards it).
func japaneseName(name, paradigm string) []form {
	out := []form{{name, anyCase}}
	switch paradigm {
	case "adj":
		return []form{{name, fAdj}}
	case "name":
		out = append(out, form{name + "産", fAdj}, form{name + "製", fAdj}, form{name + "籍", fAdj}, form{name + "船籍", fAdj}, form{name + "系", fAdj},
			form{name + "人", anyCase | fPl}, form{name + "側", anyCase}, form{name + "政府", anyCase}, form{name + "当局", anyCase}, form{name + "軍", anyCase}, form{name + "国内", anyCase}, form{"対" + name, anyCase | fTo})
	}
	return out
}

// japaneseNoun gives a noun with and without the plural's たち and ら.
func japaneseNoun(spec string) []form {
	return []form{{spec, anyCase}}
}

// stems are the classes by which verbs and adjectives go on after their stem,
// as the states of endings.tsv name them.
var stems = []string{"", "suru", "kuru", "1", "k", "g", "s", "t", "n", "b", "m", "r", "w", "iku", "adj", "nai"}

// stemShift is where a form's features hold the class of its stem (4 bits).
const stemShift = 20

func stemClass(feat uint32) string { return stems[feat>>stemShift&15] }

// japaneseVerb gives the stem of a verb or adjective in its dictionary form;
// what follows a stem is read by endings.tsv. "/1" (ichidan, or an adjective in
// -い) and "/5" (godan) decide where the form does not.
func japaneseVerb(spec string) []form {
	w, mark, _ := strings.Cut(spec, "/")
	stem, class := w, ""
	cut := func(end, c string) bool {
		if s, ok := strings.CutSuffix(w, end); ok && class == "" {
			stem, class = s, c
			return true
		}
		return false
	}
	switch {
	case cut("する", "suru"), cut("ない", "nai") && mark == "", cut("来る", ""):
	}
	if w == "来る" {
		return []form{{"来", stemFeat("kuru")}}
	}
	if class == "nai" {
		stem += "な"
	}
	if class == "" && strings.HasSuffix(w, "だ") {
		return []form{{w, fFin}}
	}
	if class == "" && strings.HasSuffix(w, "い") {
		cut("い", "adj")
	}
	if class == "" {
		last, n := utf8.DecodeLastRuneInString(w)
		stem = w[:len(w)-n]
		switch last {
		case 'る':
			class = "r"
			if p, _ := utf8.DecodeLastRuneInString(stem); mark == "1" || mark == "" && strings.ContainsRune("いきぎしじちにひびみりえけげせぜてでねへべめれ", p) {
				class = "1"
			}
		case 'く':
			class = "k"
			if strings.HasSuffix(stem, "行") {
				class = "iku"
			}
		case 'ぐ':
			class = "g"
		case 'す':
			class = "s"
		case 'つ':
			class = "t"
		case 'ぬ':
			class = "n"
		case 'ぶ':
			class = "b"
		case 'む':
			class = "m"
		case 'う':
			class = "w"
		default:
			return []form{{w, fFin}}
		}
	}
	if stem == "" {
		// する, ある and the like stand by themselves
		if class != "suru" {
			return nil
		}
		var out []form
		for _, f := range []struct {
			text, next string
			feat       uint32
		}{{"し", "1", 0}, {"され", "1", fPass}, {"する", "", fFin}, {"せず", "", fFin | fNeg}} {
			x := form{f.text, f.feat}
			if f.next != "" {
				x.feat |= stemFeat(f.next)
			}
			out = append(out, x)
		}
		return out
	}
	out := []form{{stem, stemFeat(class)}}
	return out
}

func stemFeat(class string) uint32 {
	return uint32(slices.Index(stems, class)) << stemShift
}

// A mood is what a verb's ending says beside tense, voice and negation.
type mood uint16

const (
	mOngoing mood = 1 << iota
	mAble         // できる
	mWant         // たい
	mVol          // しよう
	mConj         // だろう, かもしれない
	mMust         // なければならない
	mBlock        // てはならない
	mImp          // せよ
	mCaus         // させる
)

// An ending is how a verb goes on after its stem.
type ending struct {
	join  string // how its clause joins what follows: fin, coord, cond, whether, that, you, tame, imp
	runes int    // characters
	feat  uint32
	mood  mood
}

type endingRow struct {
	text, next string
	feat       uint32
	mood       mood
}

// endings is the automaton of endings.tsv.
type endings map[string][]endingRow

func loadEndings(fsys fs.FS, dir string) (endings, error) {
	e := endings{}
	err := rows(fsys, path.Join(dir, "endings.tsv"), 4, func(n int, c []string) error {
		r := endingRow{text: c[1], next: c[2]}
		if r.next == "" {
			return fmt.Errorf("no next state")
		}
		for w := range strings.FieldsSeq(c[3]) {
			switch w {
			case "past", "pass", "neg":
				f := parseFeat(w)
				if w == "past" {
					f = fPast
				}
				r.feat |= f
			case "ong":
				r.mood |= mOngoing
			case "able":
				r.mood |= mAble
			case "want":
				r.mood |= mWant
			case "vol":
				r.mood |= mVol
			case "conj":
				r.mood |= mConj
			case "must":
				r.mood |= mMust
			case "block":
				r.mood |= mBlock
			case "imp":
				r.mood |= mImp
			case "caus":
				r.mood |= mCaus
			default:
				return fmt.Errorf("unknown feature %q", w)
			}
		}
		e[c[0]] = append(e[c[0]], r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, rs := range e {
		for _, r := range rs {
			if r.next[0] != '.' && e[r.next] == nil {
				return nil, fmt.Errorf("%s/endings.tsv: state %q has no rows", dir, r.next)
			}
		}
	}
	return e, nil
}

// read yields every way in which text goes on after a stem.
func (e endings) read(state, text string, yield func(ending)) {
	var walk func(state, rest string, x ending, depth int)
	walk = func(state, rest string, x ending, depth int) {
		for i := range e[state] {
			r := &e[state][i]
			if !strings.HasPrefix(rest, r.text) {
				continue
			}
			y := x
			y.runes += utf8.RuneCountInString(r.text)
			// two negations in one ending are none
			y.feat ^= r.feat & fNeg
			y.feat |= r.feat &^ fNeg
			y.mood |= r.mood
			if r.next[0] == '.' {
				y.join = r.next[1:]
				y.feat |= fFin
				if y.mood&(mMust|mBlock) != 0 {
					y.feat &^= fNeg
				}
				yield(y)
				continue
			}
			if depth < 12 {
				walk(r.next, rest[len(r.text):], y, depth+1)
			}
		}
	}
	walk(state, text, ending{}, 0)
}

// An edge is one word that may begin at a token.
type edge struct {
	b    int // token after its last
	cost int32
	ents []entry
	end  *ending
	kind edgeKind
}

type edgeKind uint8

const (
	gWord edgeKind = iota
	gParticle
	gPunct
	gUnknown
	gVerb
)

// lattice parts a sentence of a language whose words are not parted: of all
// rows of known words, verbs with their endings, and unknown stretches by
// script, it takes the one that costs least.
func (w *walker) lattice(dst []item, s span, keep func(e *entry, i, b int) bool) []item {
	n := s.b - s.a
	const inf = 1 << 30
	if cap(w.cost) < n+1 {
		w.cost = make([]int32, n+64)
		w.best = make([]edge, n+64)
		w.prev = make([]int32, n+64)
	}
	cost, best, prev := w.cost[:n+1], w.best[:n+1], w.prev[:n+1]
	for i := range cost {
		cost[i] = inf
		best[i] = edge{}
	}
	cost[0] = 0
	best[0].kind = gPunct
	for p := 0; p < n; p++ {
		if cost[p] == inf {
			continue
		}
		i := s.a + p
		at, before := cost[p], &best[p]
		add := func(e edge) {
			q := e.b - s.a
			if q > n {
				return
			}
			c := at + e.cost
			if e.kind == gParticle {
				switch before.kind {
				case gPunct:
					c += 150
				case gUnknown:
					c += 10
				case gVerb:
					if before.end != nil && before.end.join == "coord" && before.end.feat == fFin && before.end.mood == 0 {
						c += 60 // "引き渡し" before を is the noun
					}
				}
			}
			if c < cost[q] {
				cost[q], best[q], prev[q] = c, e, int32(p)
			}
		}
		w.edges(i, s, keep, add)
	}
	at := len(dst)
	for q := n; q > 0; q = int(prev[q]) {
		p := int(prev[q])
		e := &best[q]
		i := s.a + p
		t := w.toks[i]
		it := item{a: i, b: e.b, start: int(t.start), end: int(w.toks[e.b-1].end), mention: -1, upper: t.upper, ents: e.ents}
		switch t.kind {
		case tHyph:
			it.end = 0 // dropped below
		case tPunct:
			it.punct = true
		case tNum:
			it.num = len(e.ents) == 0
		}
		if e.end != nil {
			it.join, it.mood, it.tense = e.end.join, e.end.mood, e.end.feat
		}
		dst = append(dst, it)
	}
	slices.Reverse(dst[at:])
	return slices.DeleteFunc(dst, func(it item) bool { return it.end == 0 && it.b > 0 })
}

// edges finds the words that may begin at token i.
func (w *walker) edges(i int, s span, keep func(e *entry, i, b int) bool, add func(edge)) {
	t := w.toks[i]
	switch t.kind {
	case tPunct:
		add(edge{b: i + 1, kind: gPunct})
		// "・" between goods is read as a mark
		return
	case tHyph, tPoss:
		add(edge{b: i + 1, kind: gPunct})
		return
	case tNum:
		add(edge{b: i + 1, cost: 60})
	case tHan:
		w.unknownHan(i, s, add)
	case tKana:
		add(edge{b: i + 1, cost: 200, kind: gUnknown})
		w.unknownVerb(i, i+1, 190, s, add)
	default:
		add(edge{b: i + 1, cost: 180, kind: gUnknown})
	}
	// known words
	node := int32(0)
	for j := i; j < s.b; j++ {
		k := w.toks[j].kind
		if k == tPunct || k == tHyph && j == i {
			return
		}
		if k == tHyph {
			continue
		}
		if w.toks[j].space && j > i && w.toks[j].kind != tWord && w.toks[j].kind != tNum {
			return
		}
		id := w.id(j)
		if id == 0 {
			return
		}
		next, ok := w.x.next[uint64(node)<<32|uint64(uint32(id))]
		if !ok {
			return
		}
		node = next
		w.known(w.x.out[node], i, j+1, s, keep, add)
	}
}

// known adds the edges of the entries that end before token b.
func (w *walker) known(out []entry, i, b int, s span, keep func(e *entry, i, b int) bool, add func(edge)) {
	if len(out) == 0 {
		return
	}
	var plain []entry
	var verbs []entry
	content, particle := false, false
	for k := range out {
		e := &out[k]
		if !keep(e, i, b) {
			continue
		}
		if e.feat>>stemShift&15 != 0 && (e.kind == eVerb || e.kind == eWord) {
			verbs = append(verbs, *e)
			continue
		}
		plain = append(plain, *e)
		switch e.kind {
		case eWord, eCue:
			switch w.x.words[e.ref].kind {
			case "postp", "quote":
				particle = true
			case "plain", "counter", "suffix", "coord", "ex":
			default:
				content = true
			}
		default:
			content = true
		}
	}
	if len(plain) > 0 {
		c := int32(100)
		if b == i+1 && w.toks[i].kind == tHan {
			r := firstRune(w.text[w.toks[i].start:])
			kana := r >= 0x3041 && r <= 0x309f
			switch {
			case kana && particle:
				c = 60
			case kana:
				c = 110
			case content:
				c = 160
			}
		}
		kind := gWord
		if particle && !content {
			kind = gParticle
			c -= 10
		}
		add(edge{b: b, cost: c, ents: plain, kind: kind})
	}
	if len(verbs) == 0 {
		return
	}
	rest := w.text[w.toks[b-1].end:w.toks[s.b-1].end]
	for k := 0; k < len(verbs); k++ {
		class := stemClass(verbs[k].feat)
		// the entries of one stem and class go together
		same := []entry{verbs[k]}
		for m := k + 1; m < len(verbs); m++ {
			if stemClass(verbs[m].feat) == class {
				same = append(same, verbs[m])
				verbs = slices.Delete(verbs, m, m+1)
				m--
			}
		}
		w.x.ends.read(class, rest, func(x ending) {
			q := w.skip(b, x.runes, s)
			if q < 0 || x.join == "noun" && !w.nounEnds(i, q, s) {
				return
			}
			ents := make([]entry, len(same))
			for m, e := range same {
				e.feat = e.feat&^(15<<stemShift) | x.feat
				ents[m] = e
			}
			c := int32(100)
			if x.join == "imp" {
				c += 60
			}
			if x.join == "coord" && x.runes <= 1 && x.mood == 0 {
				c += 10
				if i > s.a && w.text[w.toks[i-1].start:w.toks[i-1].end] == "を" && q < s.b && w.toks[q].kind == tPunct {
					c -= 60 // "石炭を買い付け、"
				}
			}
			if x.join == "noun" {
				c -= 5
			} else if x.runes == 0 {
				c += 40 // a bare stem that joins what follows
			}
			if q-i == 1 {
				c += 120
			}
			if x.mood&mAble != 0 && class != "suru" && class != "1" {
				c += 20 // "届けた" is of 届ける before it is of 届く
			}
			add(edge{b: q, cost: c, ents: ents, end: &x, kind: gVerb})
		})
	}
}

// nounEnds reports whether the noun of tokens i to b, which する may follow,
// tells the act of its clause by itself: goods under を before it and a mark
// after it.
func (w *walker) nounEnds(i, b int, s span) bool {
	if i <= s.a || w.text[w.toks[i-1].start:w.toks[i-1].end] != "を" {
		return false
	}
	return b >= s.b || w.toks[b].kind == tPunct
}

// skip is the token n characters after token b, -1 when they are not all
// tokens of one character.
func (w *walker) skip(b, n int, s span) int {
	for ; n > 0; n-- {
		if b >= s.b || w.toks[b].kind != tHan {
			return -1
		}
		b++
	}
	return b
}

// unknownHan adds stretches of characters that no lexicon need hold: kanji in a
// row, with or without an ending of する, or with okurigana.
func (w *walker) unknownHan(i int, s span, add func(edge)) {
	kana := func(j int) bool {
		r := firstRune(w.text[w.toks[j].start:])
		return r >= 0x3041 && r <= 0x309f
	}
	if kana(i) {
		for n, j := 0, i; j < s.b && n < 5 && w.toks[j].kind == tHan && kana(j); j++ {
			n++
			add(edge{b: j + 1, cost: int32(160 + 60*n), kind: gUnknown})
		}
		return
	}
	n := 0
	for j := i; j < s.b && w.toks[j].kind == tHan && !kana(j) && n < 8; j++ {
		n++
		add(edge{b: j + 1, cost: int32(180 + 80*n), kind: gUnknown})
		if n >= 2 && n <= 4 {
			w.unknownVerb(i, j+1, int32(190+70*n), s, add)
		}
		if n <= 2 {
			w.okuri(i, j+1, int32(230+50*n), s, add)
		}
	}
}

// unknownVerb adds an unknown word with an ending of する.
func (w *walker) unknownVerb(i, b int, c int32, s span, add func(edge)) {
	if b >= s.b {
		return
	}
	rest := w.text[w.toks[b-1].end:w.toks[s.b-1].end]
	switch firstRune(rest) {
	case 'し', 'す', 'さ', 'せ', 'で':
	default:
		return
	}
	w.x.ends.read("suru", rest, func(x ending) {
		if q := w.skip(b, x.runes, s); q >= 0 && x.runes > 0 {
			add(edge{b: q, cost: c, end: &x, kind: gVerb})
		}
	})
}

// okuri adds kanji and the kana of a verb or adjective of which only the end is
// known: its class is not, so the class that reads most is taken.
func (w *walker) okuri(i, b int, c int32, s span, add func(edge)) {
	if b >= s.b || w.toks[b].kind != tHan {
		return
	}
	rest := w.text[w.toks[b-1].end:w.toks[s.b-1].end]
	f, size := utf8.DecodeRuneInString(rest)
	// one kana of the stem, then an ichidan, r or adjective ending ("広げる", "下がる"); or the ending at once ("続く")
	for _, class := range []string{"k", "s", "m", "w", "r", "b", "g", "adj"} {
		w.x.ends.read(class, rest, func(x ending) {
			if x.runes < 2 && !(x.runes == 1 && x.join == "fin") || x.join == "imp" || x.join == "that" && x.runes < 3 {
				return
			}
			if q := w.skip(b, x.runes, s); q >= 0 {
				add(edge{b: q, cost: c + 40, end: &x, kind: gVerb})
			}
		})
	}
	stemKana := func(set string) bool { return strings.ContainsRune(set, f) }
	deeper := func(class string) {
		w.x.ends.read(class, rest[size:], func(x ending) {
			if x.runes < 1 || x.join == "imp" || x.runes == 1 && x.join == "coord" {
				return
			}
			if q := w.skip(b, x.runes+1, s); q >= 0 {
				add(edge{b: q, cost: c + 20, end: &x, kind: gVerb})
			}
		})
	}
	if stemKana("いきぎしじちにびみりえけげせてねべめれ") {
		deeper("1")
	}
	if stemKana("がかまばわさたらくぐる") {
		deeper("r")
	}
	if stemKana("しきら") {
		deeper("adj")
	}
	if stemKana("かさらばわ") {
		deeper("s")
	}
}

// tokenize parts a text as the language needs it.
func (x *lexicon) tokenize(dst []token, text string, from, to int) []token {
	dst = tokenize(dst, text, from, to)
	if x.lang.lattice {
		dst = x.splitKana(text, dst)
	}
	return dst
}

// splitKana parts runs of katakana that no form of the lexicon is into a known
// beginning and the rest, or a beginning and a known end ("ロシアメディア").
func (x *lexicon) splitKana(text string, toks []token) []token {
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if t.kind != tKana || t.end-t.start < 15 || x.vocab[text[t.start:t.end]] != 0 {
			continue
		}
		w := text[t.start:t.end]
		cut := 0
		for k := len(w) - 6; k >= 6; k -= 3 {
			if x.vocab[w[:k]] != 0 && !strings.HasPrefix(w[k:], "ー") {
				cut = k
				break
			}
		}
		for k := 6; cut == 0 && k <= len(w)-9; k += 3 {
			if x.vocab[w[k:]] != 0 {
				cut = k
			}
		}
		if cut == 0 {
			continue
		}
		a, b := t, t
		a.end = t.start + int32(cut)
		b.start, b.space, b.newline = a.end, false, false
		toks[i] = a
		toks = slices.Insert(toks, i+1, b)
	}
	return toks
}

// partOfCompound reports whether a noun is only the first part of a longer one
// that no lexicon holds ("運搬船", "輸出先"): then it tells of no act.
func (s *sent) partOfCompound(i int) bool {
	if !s.x.lang.lattice || i+1 >= len(s.items) || s.items[i].join != "" {
		return false
	}
	n := &s.items[i+1]
	if n.start != s.items[i].end {
		return false
	}
	return s.unknownNoun(i+1) && isHan(firstRune(s.str(n))) && firstRune(s.str(n)) >= 0x3400 || s.word(n, "container") != nil || s.word(n, "counter") != nil && n.get(eGood) == nil
}

// closesLattice says how the clause that the verb at item i ends joins what
// follows.
func (s *sent) closesLattice(i int) (string, bool) {
	it := &s.items[i]
	if w := s.word(it, "ending"); w != nil && it.join == "" {
		return w.value, true
	}
	if s.word(it, "takesplace") != nil && it.join == "" {
		return "main", true
	}
	if it.join == "coord" && it.verb() == nil && i+1 < len(s.items) && !s.items[i+1].punct && s.word(it, "loaded") == nil && it.tense&(fPast|fNeg) == 0 {
		return "", false // "上限を超えて引き渡した": how it was done
	}
	switch it.join {
	case "adv":
		return "", false
	case "noun":
		return "coord", true
	case "":
		if e := it.verb(); e != nil && it.mention < 0 && e.feat&fFin != 0 {
			return s.finJoin(i), true
		}
		return "", false
	case "coord", "cond", "whether", "that":
		if it.join == "that" && s.nextIsQuote(i) {
			return "that", true
		}
		return it.join, true
	case "tame":
		if it.tense&(fPast|fNeg) != 0 || it.mood&mOngoing != 0 {
			return "coord", true
		}
		return "purpose", true
	case "you":
		return "that", true
	case "imp":
		return "main", true
	}
	return s.finJoin(i), true
}

func (s *sent) nextIsQuote(i int) bool {
	j := i + 1
	for j < len(s.items) && s.items[j].punct && strings.Contains("」』”’", s.str(&s.items[j])) {
		j++
	}
	return j < len(s.items) && s.word(&s.items[j], "quote") != nil
}

// finJoin: a finite form ends the sentence, or stands before what it describes
// or what is said of it.
func (s *sent) finJoin(i int) string {
	j := i + 1
	for j < len(s.items) && s.items[j].punct && strings.Contains("」』”’）)", s.str(&s.items[j])) {
		j++
	}
	if j >= len(s.items) {
		return "main"
	}
	n := &s.items[j]
	switch {
	case n.punct && strings.Contains("、，,", s.str(n)):
		return "main"
	case n.punct:
		return "main"
	case s.word(n, "quote") != nil:
		if s.items[i].tense&fPast != 0 || j > i+1 {
			return "that"
		}
		// "供与すると、...": a condition, unless a verb of saying follows
		if j+1 < len(s.items) && s.items[j+1].punct && strings.Contains("、，", s.str(&s.items[j+1])) || s.word(n, "quote").form == "と、" {
			if !s.opAhead(j + 1) {
				return "cond"
			}
		}
		return "that"
	case n.verb() != nil && s.x.frames[n.verb().ref].op(), s.word(n, "thatnoun") != nil, s.word(n, "thatmodal") != nil:
		return "that"
	case n.get(eNoun) != nil && s.x.frames[n.get(eNoun).ref].op():
		return "that"
	case s.word(n, "ending") != nil, s.word(n, "neg") != nil, s.word(n, "modal") != nil, s.word(n, "false") != nil, s.word(n, "hedge") != nil && n.get(eCue) != nil:
		return "that"
	}
	return "rel"
}

// opAhead reports whether a verb of saying, planning or doubting follows whose
// clause has no other such verb before it.
func (s *sent) opAhead(i int) bool {
	for j := i; j < len(s.items); j++ {
		it := &s.items[j]
		if e := it.verb(); e != nil {
			f := &s.x.frames[e.ref]
			return f.Effect == "attr" || f.Effect == "denied"
		}
		if it.join != "" && it.join != "coord" {
			return false
		}
	}
	return false
}
