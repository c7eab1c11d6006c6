package reading

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	"khasan/entity"
)

// A ListedName is one name of a listed party.
type ListedName struct {
	// Ref is the caller's number of the party; mentions carry it back.
	Ref int
	// Text is the name in any script.
	Text string
	// Schema is the party's schema (entity.Person, ...).
	Schema string
	// Weak names count only beside other evidence, so one word is not enough.
	Weak bool
	// Caption is the party's main name; mentions of all its names get their
	// entity id from it. Empty is Text.
	Caption string
	// Country is the state the party belongs to, when known (alpha-2).
	Country string
}

// Options say what a Reader knows beside its lexicons.
type Options struct {
	// Listed yields the names of listed parties; nil for none.
	Listed iter.Seq[ListedName]
	// Resolve, when not nil, is asked about a full name found in the text that
	// no list name holds as written. It returns the refs of the parties it may
	// be and how sure that is, 0 to 1.
	Resolve func(name, schema string) (refs []int, certainty float64)
}

// ReadOptions say what is known of one text.
type ReadOptions struct {
	// Date is the day the text was written; zero when not known. Words such as
	// "last month" need it.
	Date entity.Date
	// Lang is the text's language (ISO 639-1), "" to find out.
	Lang string
}

// A Reader reads texts. It is immutable and safe for concurrent use.
type Reader struct {
	opt       Options
	lex       map[string]func() (*lexicon, error) // by language, made when first asked for
	langs     []*language
	names     *nameTrie
	nameWords *nameWords
	digest    string
	trace     func(*sent) // for tests: called with each sentence worked out
}

// New makes a Reader. A language's lexicon is made when a text first needs it,
// once; one that does not parse is an error of that reading.
func New(opt Options) (*Reader, error) {
	r := &Reader{opt: opt, lex: map[string]func() (*lexicon, error){}, langs: languages()}
	for _, l := range r.langs {
		r.lex[l.code] = sync.OnceValues(func() (*lexicon, error) {
			x, err := loadLexicon(dataFS, l)
			if err != nil {
				return nil, fmt.Errorf("lexicon %s: %w", l.code, err)
			}
			return x, nil
		})
	}
	var err error
	if r.digest, err = digest(dataFS); err != nil {
		return nil, err
	}
	if r.nameWords, err = loadNameWords(dataFS); err != nil {
		return nil, err
	}
	if opt.Listed != nil {
		r.names = newNameTrie(opt.Listed)
	}
	return r, nil
}

// reads reports whether a language has a lexicon.
func (r *Reader) reads(lang string) bool { return r.lex[lang] != nil }

// lexicon is a language's lexicon, nil when it has none or it does not parse.
func (r *Reader) lexicon(lang string) *lexicon {
	load := r.lex[lang]
	if load == nil {
		return nil
	}
	x, _ := load()
	return x
}

// Lexicon is a digest of all lexicon data: it goes into an answer's version.
func (r *Reader) Lexicon() string { return r.digest }

// Languages lists the languages that are read, ISO 639-1.
func (r *Reader) Languages() []string {
	var out []string
	for _, l := range r.langs {
		out = append(out, l.code)
	}
	return out
}

// A Block is a stretch of text that belongs together: a paragraph, a heading,
// a table cell.
type Block struct {
	Start, End int
	// Kind is paragraph, heading, cell, ...; Zone is main or boilerplate.
	Kind, Zone string
	Page       int
}

// maxBlock bounds how much is worked out at a time.
const maxBlock = 64 << 10

// splitBlocks parts plain text at empty lines.
func splitBlocks(text string) []Block {
	var out []Block
	for i := 0; i < len(text); {
		j := i
		for {
			k := strings.IndexByte(text[j:], '\n')
			if k < 0 {
				j = len(text)
				break
			}
			j += k + 1
			// an empty line ends the block
			e := j
			for e < len(text) && (text[e] == ' ' || text[e] == '\t' || text[e] == '\r') {
				e++
			}
			if e < len(text) && text[e] == '\n' {
				break
			}
			if j-i > maxBlock {
				break
			}
		}
		if strings.TrimSpace(text[i:j]) != "" {
			out = append(out, Block{Start: i, End: j, Kind: "paragraph", Zone: "main"})
		}
		i = j
	}
	return out
}

// bounded parts blocks that are too long, at a space.
func bounded(text string, blocks []Block) []Block {
	ok := true
	for _, b := range blocks {
		if b.End-b.Start > maxBlock {
			ok = false
		}
	}
	if ok {
		return blocks
	}
	var out []Block
	for _, b := range blocks {
		for b.End-b.Start > maxBlock {
			cut := b.Start + maxBlock
			if k := strings.LastIndexAny(text[b.Start:cut], ".!?\n。"); k > maxBlock/2 {
				cut = b.Start + k + 1
			} else if k := strings.LastIndexByte(text[b.Start:cut], ' '); k > 0 {
				cut = b.Start + k + 1
			}
			for cut > b.Start && cut < len(text) && text[cut]&0xC0 == 0x80 {
				cut--
			}
			p := b
			p.End = cut
			out = append(out, p)
			b.Start = cut
		}
		out = append(out, b)
	}
	return out
}

// forms parts blocks that are forms into their lines, each in the language of
// its block.
func forms(text string, blocks []Block, langs []string) ([]Block, []string) {
	var out []Block
	var ol []string
	for i, b := range blocks {
		f := splitForm(text, b)
		if f != nil && out == nil {
			out = append(make([]Block, 0, len(blocks)+len(f)), blocks[:i]...)
			ol = append(ol, langs[:i]...)
		}
		switch {
		case f != nil:
			for _, l := range f {
				out = append(out, l)
				ol = append(ol, langs[i])
			}
		case out != nil:
			out = append(out, b)
			ol = append(ol, langs[i])
		}
	}
	if out == nil {
		return blocks, langs
	}
	return out, ol
}

// ReadText reads plain text; blocks may be nil, then empty lines part it.
func (r *Reader) ReadText(ctx context.Context, text string, blocks []Block, opt ReadOptions) (*Findings, error) {
	if blocks == nil {
		blocks = splitBlocks(text)
	}
	blocks = bounded(text, blocks)
	out := &Findings{Mentions: []Mention{}, Dealings: []Dealing{}, Threats: []Threat{}, Measures: []MeasureRef{}, Gaps: []Gap{}}
	d := &doc{r: r, text: text, opt: opt, out: out, seen: map[string]int{}, told: map[string]int{}}
	langs := r.identify(text, blocks, opt.Lang)
	out.Lang = majority(blocks, langs)
	blocks, langs = forms(text, blocks, langs)
	for _, l := range langs {
		if load := r.lex[l]; load != nil {
			if _, err := load(); err != nil {
				return nil, err
			}
		}
	}
	w := &walker{}
	var toks []token
	// first what is named anywhere, so that short forms can be read
	for i, b := range blocks {
		if i%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		x := r.lexicon(langs[i])
		if x == nil {
			continue
		}
		toks = x.tokenize(toks[:0], text, b.Start, b.End)
		w.reset(x, text, toks)
		d.scan(x, w)
	}
	unread := 0
	for i, b := range blocks {
		if i%16 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		out.Measures = measureRefs(out.Measures, text, b.Start, b.End)
		x := r.lexicon(langs[i])
		if x == nil {
			unread += b.End - b.Start
			if r.names != nil {
				toks = tokenize(toks[:0], text, b.Start, b.End)
				r.names.scan(d, text, toks, nil)
			}
			if n := len(out.Gaps); n > 0 && out.Gaps[n-1].Reason == "language not read" && out.Gaps[n-1].Hint == langs[i] {
				out.Gaps[n-1].End = b.End
			} else if b.End-b.Start > 60 || len(blocks) == 1 {
				out.Gaps = append(out.Gaps, Gap{Where: "bytes " + fmt.Sprint(b.Start), Reason: "language not read", Hint: langs[i], Start: b.Start, End: b.End})
			}
			continue
		}
		toks = x.tokenize(toks[:0], text, b.Start, b.End)
		d.block(x, w, toks, b)
	}
	d.finish()
	return out, nil
}

// scan counts the parties named in a block.
func (d *doc) scan(x *lexicon, w *walker) {
	keep := func(e *entry, i, b int) bool { return e.kind == eActor && w.fits(e, i) }
	for i := 0; i < len(w.toks); {
		if k := w.toks[i].kind; k == tPunct || k == tHyph || k == tPoss || k == tNum {
			i++
			continue
		}
		m, ok := w.longest(i, keep)
		if !ok && x.lang.proclitic && w.toks[i].kind == tArab {
			if parts, found := w.unglue(i, span{0, len(w.toks)}, keep); found {
				last := parts[len(parts)-1]
				m, ok = match{b: last.b, ents: last.ents}, true
			}
		}
		if !ok {
			i++
			continue
		}
		for j := range m.ents {
			a := &x.actors[m.ents[j].ref]
			if a.needs == "" && !strings.Contains(a.flags, "weak") {
				d.seen[a.entity]++
				if a.actsAs != "" && d.told != nil && (j == 0 || x.actors[m.ents[0].ref].actsAs != a.actsAs) {
					d.told[a.actsAs]++
					if d.topic == "" {
						d.topic = a.actsAs
					}
				}
			}
		}
		i = m.b
	}
}

// CountMentions counts the parties named in a text of one language, without
// reading what is said of them: the first pass alone, for measuring it.
func (r *Reader) CountMentions(text, lang string) int {
	x := r.lexicon(lang)
	if x == nil {
		return 0
	}
	d := &doc{r: r, text: text, seen: map[string]int{}}
	w := &walker{}
	var toks []token
	for _, b := range bounded(text, splitBlocks(text)) {
		toks = x.tokenize(toks[:0], text, b.Start, b.End)
		w.reset(x, text, toks)
		d.scan(x, w)
	}
	n := 0
	for _, c := range d.seen {
		n += c
	}
	return n
}

// block reads one block in one language.
func (d *doc) block(x *lexicon, w *walker, toks []token, b Block) {
	d.era = When{}
	sp := sentences(d.text, toks, x.lang)
	w.reset(x, d.text, toks)
	if d.work == nil {
		d.work = &sent{d: d, text: d.text}
	}
	s := d.work // its slices are used again
	s.x, s.w = x, w
	for _, p := range sp {
		s.read(p, b)
	}
}

// read works one sentence out.
func (s *sent) read(p span, b Block) {
	toks := s.w.toks
	s.items = s.items[:0]
	s.ments, s.hidden, s.cands, s.acts, s.quoted = nil, nil, s.cands[:0], s.acts[:0], nil
	s.start, s.end = int(toks[p.a].start), int(toks[p.b-1].end)
	first := p.a
	for first < p.b && toks[first].kind == tPunct {
		first++
	}
	s.items = s.w.items(s.items, p, s.w.keepFunc(first))
	for i := range s.items {
		if it := &s.items[i]; len(it.ents) == 1 && s.word(it, "number") != nil {
			it.num, it.ents = true, nil
		} else if e := it.get(eVerb); e != nil && s.x.lang.adjAfter && (e.feat == fPresp || it.get(eNoun) == nil && !s.isGoods(it)) && it.get(eDesc) != nil && i > 0 && s.word(&s.items[i-1], "art") != nil {
			it.ents = slices.DeleteFunc(slices.Clone(it.ents), func(e entry) bool { return e.kind == eVerb }) // "un négociant"
		} else if s.subOf(it) != "" && it.get(eVerb) != nil {
			// "хотя" is no form of "хотеть"
			it.ents = slices.DeleteFunc(slices.Clone(it.ents), func(e entry) bool { return e.kind == eVerb })
		}
	}
	if s.x.lang.caseMarks {
		s.guessVerbs()
	}
	s.joinAux()
	s.shortVerbs()
	s.joinSeparable()
	s.takenUp()
	if s.x.lang.proclitic {
		s.sequel()
	}
	end := strings.TrimRight(s.text[s.start:s.end], "“”\"») 」』")
	s.ask = strings.HasSuffix(end, "?") || strings.HasSuffix(end, "؟") || strings.HasSuffix(end, "？")
	s.heading = b.Kind == "heading"
	s.findMentions()
	if s.d.r.names != nil {
		s.d.r.names.scan(s.d, s.text, toks[p.a:p.b], s)
	}
	s.findNames()
	s.namedRoles()
	worth := false
	for i := range s.items {
		it := &s.items[i]
		if it.mention >= 0 || it.get(eDesc) != nil || it.get(eVerb) != nil || it.get(eNoun) != nil {
			worth = true
			break
		}
	}
	if worth {
		n := len(s.d.out.Dealings)
		s.chunk()
		s.makeCands()
		s.parseClauses()
		s.findSubjects()
		if s.hasDesc() {
			s.resolveDescriptors()
			s.cands = s.cands[:0]
			s.chunk()
			s.makeCands()
			for i := range s.clauses {
				s.clauses[i].subj, s.clauses[i].obj, s.clauses[i].pron = -1, -1, ""
			}
			s.findSubjects()
		}
		s.noteEra()
		if !s.readField() && !s.fiction() {
			s.readActs()
			s.makeDealings()
			s.denyBefore(n)
			s.readThreats(n)
			if s.d.r.trace != nil {
				s.d.r.trace(s)
			}
		}
		s.noteSubjects()
	} else {
		s.noteEra()
		s.readField()
		s.noteLetter()
		for i := range s.items {
			s.d.closed = s.d.closed || s.word(&s.items[i], "closing") != nil
		}
	}
	for i := range s.ments {
		if !s.hidden[i] {
			s.d.out.Mentions = append(s.d.out.Mentions, s.ments[i])
		}
	}
	s.d.twoBack, s.d.oneBack = s.d.oneBack, s.start
}

func (s *sent) hasDesc() bool {
	for i := range s.items {
		if s.items[i].get(eDesc) != nil || s.word(&s.items[i], "there") != nil || s.partyPronoun(i) || s.ownSides(i) || s.second(i, "pron") {
			return true
		}
	}
	return false
}

// fiction reports whether the sentence speaks of figures of fiction.
func (s *sent) fiction() bool {
	for i := range s.items {
		if s.word(&s.items[i], "fictional") != nil {
			return true
		}
	}
	return false
}

func dealingID(n int) string { return fmt.Sprintf("d%d", n) }

// finish sorts and numbers what was found.
func (d *doc) finish() {
	d.readForm()
	d.nameWriter()
	d.dropHalves()
	o := d.out
	slices.SortStableFunc(o.Mentions, func(a, b Mention) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	o.Mentions = slices.CompactFunc(o.Mentions, func(a, b Mention) bool { return a.Start == b.Start && a.End == b.End })
}
