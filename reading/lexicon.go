package reading

import (
	"bufio"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"
)

//go:embed data
var dataFS embed.FS

// entryKind says in which lexicon a form stands.
type entryKind uint8

const (
	eActor entryKind = iota // a party, state, body, place
	eDesc                   // a noun that describes one: country, regime
	eGood                   // what passes
	eVerb                   // an act, as a verb
	eNoun                   // an act, as a noun
	eWord                   // a function word
	eCue                    // negation, hedge, ...
	eTime                   // a word of time
	eSep                    // the finite part of a separable verb
	ePart                   // the attributive participle of an act's verb
)

// Features of a form.
const (
	fNom = 1 << iota
	fGen
	fDat
	fAcc
	fIns
	fLoc
	fFin
	fPast
	fInf
	fPart // past participle
	fPresp
	fSubj  // conditional, subjunctive II
	fSubj1 // reported speech
	fPass
	fPl
	fAdj
	fFut
	fNeg
	fTo    // the form says by itself that it is where something goes ("対北朝鮮")
	fFirst // first person: "exportamos", "livrons"
	fSecond
	fImp // imperative
)

const anyCase = fNom | fGen | fDat | fAcc | fIns | fLoc

// An entry says what a form is.
type entry struct {
	kind entryKind
	ref  int32 // index into the lexicon's table of that kind
	feat uint32
	cs   uint8 // counts only with a capital letter (1), in capitals (2)
	sep  int32 // for eSep: index into seps of the prefix to come
}

// A form is one inflected form of a word.
type form struct {
	text string
	feat uint32
}

// actor is a row of actors.tsv (or countries.tsv).
type actor struct {
	entity string // "country:KP"
	typ    string // country, government, person, organisation, place, region, group
	kind   string // name, adj, metonym, abbr, ...
	actsAs string // alpha-2 for which it acts, or ""
	needs  string // entity that must be named elsewhere in the document
	unless string // entity that must not be named half as often
	from   int    // first and last year in which the row holds; 0 is open
	to     int
	flags  string
	pair   string // the second party of a name that joins two ("북러", "朝俄")
	mark   string // the mark under which the name stands by itself ("대북": to)
}

// good is a row of goods.tsv.
type good struct {
	class string
	flags string // generic, mod, head
}

// word is a row of words.tsv or cues.tsv.
type word struct {
	kind  string
	value string
	form  string
}

// timeWord is a row of time.tsv.
type timeWord struct {
	kind  string
	value string
}

// desc is a noun that describes a party.
type desc struct {
	sort  string // state, regime, government, group, west, ...
	value string
}

// frame is one act: who gives and who receives by which marks.
type frame struct {
	Kind    string            `json:"kind"`
	ID      string            `json:"id"`
	Class   string            `json:"class"`
	Effect  string            `json:"effect"`
	Status  string            `json:"status"`
	Verbs   []string          `json:"verbs"`
	Nouns   []string          `json:"nouns"`
	Subj    string            `json:"subj"`
	Obj     string            `json:"obj"`
	Iobj    string            `json:"iobj"`
	Gen     string            `json:"gen"`
	Adj     string            `json:"adj"`
	Marks   map[string]string `json:"marks"`
	Needs   string            `json:"needs"`
	Goods   []string          `json:"goods"`
	Map     map[string]string `json:"map"`
	Control string            `json:"control"`
	// Origin is the role of a word that says whose the goods are ("a North Korean
	// ship"): "" is the giver, "-" none.
	Origin string `json:"origin"`
	// Light is the word that makes an act of a verb that says little by itself
	// ("zur Verfügung" for stellen, "available" for make): a word of kind light.
	Light string `json:"light"`
	// Reciprocal acts have no direction.
	Reciprocal bool `json:"reciprocal"`
	Generic    bool `json:"generic"`
	// Both asks that both sides be known.
	Both bool `json:"both"`
	// NoReflexive: with a reflexive pronoun the verb means something else
	// ("sich beziehen auf").
	NoReflexive bool `json:"no_reflexive"`
	// Reflexive: the verb means the act only with one ("sich leihen").
	Reflexive bool `json:"reflexive"`
	// Denial: the verb denies that something was done or is so (deny, reject),
	// not only that it will be (refuse, stop).
	Denial bool `json:"denial"`
}

// lexicon is all that is known of one language, compiled into a trie over
// word numbers.
type lexicon struct {
	lang    *language
	vocab   map[string]int32
	next    map[uint64]int32
	out     [][]entry
	slab    []entry // memory of entries, while the lexicon is made
	scratch []byte
	actors  []actor
	goods   []good
	words   []word
	times   []timeWord
	descs   []desc
	frames  []frame
	seps    []string
	wares   wares
	// heads and mods are the words of which compounds are made.
	heads map[string][]entry
	mods  map[string][]entry
	// ends is how stems go on, for languages with endings.tsv.
	ends endings
	buf  []token
}

func newLexicon(l *language) *lexicon {
	forms := 30_000
	switch {
	case l.glued:
		forms = 300_000
	case l.caseMarks:
		forms = 90_000
	}
	return &lexicon{lang: l, vocab: make(map[string]int32, forms*2/3), next: make(map[uint64]int32, forms), out: make([][]entry, 1, forms),
		heads: map[string][]entry{}, mods: map[string][]entry{}}
}

// wordID gives the number of a look-up form, making one when it is new.
func (x *lexicon) wordID(w string) int32 {
	if id, ok := x.vocab[w]; ok {
		return id
	}
	id := int32(len(x.vocab) + 1)
	x.vocab[w] = id
	return id
}

// add enters a form.
func (x *lexicon) add(text string, e entry) {
	node := int32(0)
	words := 0
	step := func(w string) {
		id := x.wordID(w)
		words++
		key := uint64(node)<<32 | uint64(uint32(id))
		n, ok := x.next[key]
		if !ok {
			n = int32(len(x.out))
			x.out = append(x.out, nil)
			x.next[key] = n
		}
		node = n
	}
	if x.lang.glued && plainHangul(text) {
		for w := range strings.FieldsSeq(text) { // nothing to fold: by far most forms of Korean
			step(w)
		}
	} else {
		x.buf = tokenize(x.buf[:0], text, 0, len(text))
		for _, t := range x.buf {
			if t.kind == tHyph || t.kind == tPunct {
				continue
			}
			x.scratch = appendWord(x.scratch[:0], text[t.start:t.end])
			step(string(x.scratch))
		}
	}
	if words == 0 {
		return
	}
	for i, o := range x.out[node] {
		if o.kind == e.kind && o.ref == e.ref && o.cs == e.cs && o.sep == e.sep && stemClass(o.feat) == stemClass(e.feat) {
			x.out[node][i].feat |= e.feat
			return
		}
	}
	if x.out[node] == nil {
		// most forms have one entry: they share blocks of memory
		if len(x.slab) == cap(x.slab) {
			x.slab = make([]entry, 0, 4096)
		}
		n := len(x.slab)
		x.slab = append(x.slab, e)
		x.out[node] = x.slab[n : n+1 : n+1]
		return
	}
	x.out[node] = append(x.out[node], e)
}

// plainHangul reports whether a form holds only syllables of Hangul and spaces.
func plainHangul(s string) bool {
	for _, r := range s {
		if (r < 0xac00 || r > 0xd7a3) && r != ' ' {
			return false
		}
	}
	return true
}

// rows reads a tab-separated file; it is no error when there is none.
func rows(fsys fs.FS, name string, cols int, f func(line int, c []string) error) error {
	b, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil
	}
	sc := bufio.NewScanner(strings.NewReader(string(b)))
	sc.Buffer(make([]byte, 1<<20), 1<<20)
	n := 0
	for sc.Scan() {
		n++
		l := strings.TrimRight(sc.Text(), " \r")
		if l == "" || l[0] == '#' {
			continue
		}
		c := strings.Split(l, "\t")
		for len(c) < cols {
			c = append(c, "")
		}
		for i := range c {
			c[i] = strings.TrimSpace(c[i])
		}
		if err := f(n, c); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return sc.Err()
}

// loadLexicon compiles the files of one language.
func loadLexicon(fsys fs.FS, l *language) (*lexicon, error) {
	x := newLexicon(l)
	dir := "data/" + l.code
	if err := x.loadCountries(fsys); err != nil {
		return nil, err
	}
	// entity type name paradigm options; several names parted by "|"
	known := map[string]int32{} // names that have a row, and the row
	for _, file := range []string{path.Join("data", "actors.tsv"), path.Join(dir, "actors.tsv")} {
		err := rows(fsys, file, 5, func(n int, c []string) error {
			a, err := parseActor(c)
			if err != nil {
				return err
			}
			x.actors = append(x.actors, a)
			ref := int32(len(x.actors) - 1)
			for _, name := range strings.Split(c[2], "|") {
				x.addActor(name, c[3], ref, !strings.Contains(a.flags, "anycase"))
				known[name] = ref
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for _, g := range gazetteers {
		if err := x.loadGazetteer(fsys, g.file, g.sort, known); err != nil {
			return nil, err
		}
	}
	if err := x.loadWares(fsys); err != nil {
		return nil, err
	}
	err := rows(fsys, path.Join(dir, "goods.tsv"), 3, func(n int, c []string) error {
		x.goods = append(x.goods, good{class: c[0], flags: c[2]})
		ref := int32(len(x.goods) - 1)
		for _, name := range strings.Split(c[1], "|") {
			for _, f := range l.noun(name) {
				x.add(f.text, entry{kind: eGood, ref: ref, feat: f.feat})
				if l.compounds && !strings.ContainsAny(f.text, " -") {
					x.heads[strings.ToLower(f.text)] = append(x.heads[strings.ToLower(f.text)], entry{kind: eGood, ref: ref, feat: f.feat})
				}
			}
			if l.compounds && !strings.ContainsAny(name, " ") {
				base, _, _ := strings.Cut(name, ",")
				x.mods[strings.ToLower(base)] = append(x.mods[strings.ToLower(base)], entry{kind: eGood, ref: ref})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, file := range []string{"words.tsv", "cues.tsv"} {
		kind := eWord
		if file == "cues.tsv" {
			kind = eCue
		}
		err := rows(fsys, path.Join(dir, file), 3, func(n int, c []string) error {
			for _, name := range strings.Split(c[1], "|") {
				if c[0] == "abbr" {
					l.abbrev[strings.ToLower(strings.TrimSuffix(name, "."))] = true
					continue
				}
				if c[0] == "particle" {
					l.particles[name] = c[2]
					continue
				}
				if c[0] == "suffix" && l.glued {
					l.suffixes = append(l.suffixes, name)
					continue
				}
				if c[0] == "clitic" {
					l.clitics[name] = c[2]
					continue
				}
				if c[0] == "verb" || c[0] == "uses" || c[0] == "loaded" && l.lattice {
					x.words = append(x.words, word{kind: c[0], value: c[2], form: name})
					for _, f := range l.verb(name) {
						x.add(f.text, entry{kind: kind, ref: int32(len(x.words) - 1), feat: f.feat})
					}
					continue
				}
				x.words = append(x.words, word{kind: c[0], value: c[2], form: name})
				x.add(name, entry{kind: kind, ref: int32(len(x.words) - 1), feat: parseFeat(c[2])})
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	err = rows(fsys, path.Join(dir, "time.tsv"), 3, func(n int, c []string) error {
		for _, name := range strings.Split(c[1], "|") {
			x.times = append(x.times, timeWord{kind: c[0], value: c[2]})
			x.add(name, entry{kind: eTime, ref: int32(len(x.times) - 1), cs: caseNeed(name, true)})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = rows(fsys, path.Join(dir, "descriptors.tsv"), 3, func(n int, c []string) error {
		x.descs = append(x.descs, desc{sort: c[0], value: c[2]})
		ref := int32(len(x.descs) - 1)
		for _, name := range strings.Split(c[1], "|") {
			for _, f := range l.noun(name) {
				x.add(f.text, entry{kind: eDesc, ref: ref, feat: f.feat})
				if l.compounds {
					x.heads[strings.ToLower(f.text)] = append(x.heads[strings.ToLower(f.text)], entry{kind: eDesc, ref: ref, feat: f.feat})
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := x.loadFrames(fsys, dir); err != nil {
		return nil, err
	}
	if l.lattice {
		if x.ends, err = loadEndings(fsys, dir); err != nil {
			return nil, err
		}
	}
	x.buf = nil
	return x, nil
}

func (x *lexicon) loadCountries(fsys fs.FS) error {
	col := -1
	return rows(fsys, "data/countries.tsv", 11, func(n int, c []string) error {
		if col < 0 {
			if col = slices.Index(c, x.lang.code); col < 0 {
				return fmt.Errorf("no column for language %q", x.lang.code)
			}
			return nil
		}
		if c[col] == "" {
			return nil
		}
		x.actors = append(x.actors, actor{entity: "country:" + c[0], typ: "country", kind: "name", actsAs: c[0]})
		ref := int32(len(x.actors) - 1)
		for _, name := range strings.Split(c[col], "|") {
			x.addActor(name, "name", ref, true)
		}
		return nil
	})
}

// addActor enters a name with the forms of its paradigm.
func (x *lexicon) addActor(name, paradigm string, ref int32, cs bool) {
	for _, f := range x.lang.name(name, paradigm) {
		x.add(f.text, entry{kind: eActor, ref: ref, feat: f.feat, cs: caseNeed(f.text, cs)})
	}
}

// caseNeed says whether a form must be written with a capital (1) or in
// capitals throughout (2, for short ones: US, UN) to count.
func caseNeed(text string, cs bool) uint8 {
	if !cs || !unicode.IsUpper(firstRune(text)) {
		return 0
	}
	if len(text) <= 4 && strings.ToUpper(text) == text {
		return 2
	}
	return 1
}

var typeOf = map[string]string{"country": "country", "person": "person", "org": "organisation", "place": "place", "group": "reference", "region": "region", "vessel": "vessel"}

// parseActor reads entity, kind, name(s), paradigm, options.
func parseActor(c []string) (actor, error) {
	a := actor{entity: c[0], kind: c[1]}
	sort, code, ok := strings.Cut(c[0], ":")
	if !ok || typeOf[sort] == "" {
		return a, fmt.Errorf("entity %q is none of country:, person:, org:, place:, region:, group:, vessel: with an id", c[0])
	}
	a.typ = typeOf[sort]
	if sort == "country" {
		a.actsAs = code
		if c[1] == "metonym" {
			a.typ = "government"
		}
		if c[1] == "ellipsis" {
			a.typ = "reference"
		}
	}
	if c[2] == "" {
		return a, fmt.Errorf("no name")
	}
	for _, o := range strings.Fields(c[4]) {
		k, v, _ := strings.Cut(o, "=")
		switch k {
		case "for":
			a.actsAs = v
		case "needs":
			a.needs = v
		case "unless":
			a.unless = v
		case "from":
			fmt.Sscanf(v, "%d", &a.from)
		case "to":
			fmt.Sscanf(v, "%d", &a.to)
		case "type":
			a.typ = v
		case "pair":
			a.pair = v
		case "mark":
			a.mark = v
		case "anycase", "fem", "hidden", "weak":
			a.flags += k + " "
		default:
			return a, fmt.Errorf("unknown option %q", o)
		}
	}
	return a, nil
}

func parseFeat(s string) uint32 {
	var f uint32
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '.' || r == '+' }) {
		switch w {
		case "nom":
			f |= fNom
		case "gen":
			f |= fGen
		case "dat":
			f |= fDat
		case "acc":
			f |= fAcc
		case "ins":
			f |= fIns
		case "loc":
			f |= fLoc
		case "fin":
			f |= fFin
		case "past":
			f |= fPast | fFin
		case "inf":
			f |= fInf
		case "part":
			f |= fPart
		case "presp":
			f |= fPresp
		case "subj":
			f |= fSubj | fFin
		case "subj1":
			f |= fSubj1 | fFin
		case "pass":
			f |= fPass
		case "pl":
			f |= fPl
		case "adj":
			f |= fAdj
		case "fut":
			f |= fFut | fFin
		case "neg":
			f |= fNeg
		case "p1":
			f |= fFirst
		case "p2":
			f |= fSecond
		case "imp":
			f |= fImp | fFin
		}
	}
	return f
}

// loadFrames reads the kinds of acts, which all languages share, and the
// language's own frames. A line without id sets the marks of a kind.
func (x *lexicon) loadFrames(fsys fs.FS, dir string) error {
	kinds := map[string]frame{}
	for _, file := range []string{"data/kinds.jsonl", path.Join(dir, "acts.jsonl")} {
		err := rows(fsys, file, 1, func(n int, c []string) error {
			var f frame
			dec := json.NewDecoder(strings.NewReader(strings.Join(c, "\t")))
			dec.DisallowUnknownFields()
			if err := dec.Decode(&f); err != nil {
				return err
			}
			base, ok := kinds[f.Kind]
			f = merge(base, f)
			if f.ID == "" {
				kinds[f.Kind] = f
				return nil
			}
			if !ok {
				return fmt.Errorf("frame %q: no kind %q", f.ID, f.Kind)
			}
			x.addFrame(f)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// merge lays f over base.
func merge(base, f frame) frame {
	pick := func(a, b string) string {
		if b == "-" {
			return ""
		}
		if b != "" {
			return b
		}
		return a
	}
	m := map[string]string{}
	for k, v := range base.Marks {
		m[k] = v
	}
	for k, v := range f.Marks {
		m[k] = v
		if v == "" {
			delete(m, k)
		}
	}
	for k, v := range caseless(m) {
		m[k] = v
	}
	f.Marks = m
	f.Class = pick(base.Class, f.Class)
	f.Effect = pick(base.Effect, f.Effect)
	f.Status = pick(base.Status, f.Status)
	f.Subj = pick(base.Subj, f.Subj)
	f.Obj = pick(base.Obj, f.Obj)
	f.Iobj = pick(base.Iobj, f.Iobj)
	f.Gen = pick(base.Gen, f.Gen)
	f.Adj = pick(base.Adj, f.Adj)
	f.Needs = pick(base.Needs, f.Needs)
	f.Control = pick(base.Control, f.Control)
	if f.Origin == "" {
		f.Origin = base.Origin
	}
	if f.Goods == nil {
		f.Goods = base.Goods
	}
	if f.Map == nil {
		f.Map = base.Map
	}
	f.Reciprocal = f.Reciprocal || base.Reciprocal
	f.Generic = f.Generic || base.Generic
	f.Both = f.Both || base.Both
	return f
}

// caseless gives what a preposition with a name without endings ("в КНДР") may
// mean to a frame that knows the preposition only with a case ("в+acc").
func caseless(marks map[string]string) map[string]string {
	out := map[string]string{}
	for _, plus := range []string{"+loc", "+acc"} {
		for k, v := range marks {
			if p, ok := strings.CutSuffix(k, plus); ok && v != "place" && !strings.HasSuffix(v, "?") {
				if _, has := marks[p]; !has {
					out[p] = v + "?"
				}
			}
		}
	}
	return out
}

func (x *lexicon) addFrame(f frame) {
	x.frames = append(x.frames, f)
	ref := int32(len(x.frames) - 1)
	for _, v := range f.Verbs {
		for _, w := range x.lang.verb(v) {
			kind := eVerb
			if w.feat&fAdj != 0 {
				kind = ePart
			}
			if w.feat&fSep != 0 {
				fin, prefix, _ := strings.Cut(w.text, "…")
				x.seps = append(x.seps, prefix)
				x.add(fin, entry{kind: eSep, ref: ref, feat: w.feat, sep: int32(len(x.seps) - 1)})
				continue
			}
			x.add(w.text, entry{kind: kind, ref: ref, feat: w.feat})
		}
	}
	for _, v := range f.Nouns {
		for _, w := range x.lang.noun(v) {
			x.add(w.text, entry{kind: eNoun, ref: ref, feat: w.feat})
			if x.lang.compounds && !strings.Contains(w.text, " ") {
				k := strings.ToLower(w.text)
				x.heads[k] = append(x.heads[k], entry{kind: eNoun, ref: ref, feat: w.feat})
			}
		}
	}
}

// fSep marks the finite part of a separable verb; its form is "gibt…weiter".
const fSep = 1 << 30

// digest is the SHA-256 of all lexicon files, in the order of their names.
func digest(fsys fs.FS) (string, error) {
	h := sha256.New()
	err := fs.WalkDir(fsys, "data", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(fsys, p)
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%s %d\n", p, len(b))
		h.Write(b)
		return nil
	})
	return hex.EncodeToString(h.Sum(nil)[:8]), err
}
