package reading

import (
	"strings"
)

// sent is one sentence being worked out.
type sent struct {
	d       *doc
	x       *lexicon
	w       *walker
	text    string
	items   []item
	ments   []Mention
	hidden  []bool // ments[i] is known but is no finding of its own
	cands   []cand
	clauses []clause
	quoted  []span // items inside quotation marks that are a work's title
	start   int
	end     int
	heading bool
	ask     bool // ends with a question mark
	acts    []act
}

func (it *item) get(k entryKind) *entry {
	for i := range it.ents {
		if it.ents[i].kind == k {
			return &it.ents[i]
		}
	}
	return nil
}

// word returns the item's function word of a kind.
func (s *sent) word(it *item, kind string) *word {
	for i := range it.ents {
		if e := &it.ents[i]; e.kind == eWord || e.kind == eCue {
			if w := &s.x.words[e.ref]; w.kind == kind {
				return w
			}
		}
	}
	return nil
}

// wordFeat returns the features of the item's function word of a kind.
func (s *sent) wordFeat(it *item, kind string) (uint32, bool) {
	for i := range it.ents {
		if e := &it.ents[i]; e.kind == eWord {
			if s.x.words[e.ref].kind == kind {
				return e.feat, true
			}
		}
	}
	return 0, false
}

func (s *sent) good(it *item) *good {
	if e := it.get(eGood); e != nil {
		return &s.x.goods[e.ref]
	}
	return nil
}

// isGoods reports whether the item is something that passes (no mere quality).
func (s *sent) isGoods(it *item) bool {
	g := s.good(it)
	return g != nil && g.flags != "quality" && it.mention < 0
}

func (s *sent) desc(it *item) *desc {
	if e := it.get(eDesc); e != nil {
		return &s.x.descs[e.ref]
	}
	return nil
}

func (s *sent) str(it *item) string { return s.text[it.start:it.end] }

func (it *item) isAdj() bool {
	e := it.get(eActor)
	return e != nil && e.feat&fAdj != 0
}

// feminine: the name takes a feminine article, so that "der" before it is no
// nominative.
func (s *sent) feminine(it *item) bool {
	for _, e := range it.ents {
		if e.kind == eActor && strings.Contains(s.x.actors[e.ref].flags, "fem") {
			return true
		}
	}
	return false
}

// verbForm returns the features of the act's verb, when the item is one.
func (it *item) verb() *entry { return it.get(eVerb) }

// keepFunc says which entries may explain tokens i to b of this sentence.
func (w *walker) keepFunc(first int) func(e *entry, i, b int) bool {
	caps := w.x.lang.capNouns
	return func(e *entry, i, b int) bool {
		if !w.fits(e, i) {
			return false
		}
		if e.kind == eWord && b-i > 1 && i != first && w.x.words[e.ref].kind == "field" {
			return false // "sold to" names a line of a form only at its beginning
		}
		if !caps {
			return true
		}
		switch e.kind {
		case eGood:
			if w.x.goods[e.ref].flags == "quality" {
				return true
			}
			return w.toks[b-1].upper
		case eNoun, eDesc:
			return w.toks[b-1].upper
		case eVerb, eSep, ePart:
			return !w.toks[i].upper || i == first
		}
		return true
	}
}

// pickActor chooses among the parties that one form may mean.
func (d *doc) pickActor(x *lexicon, ents []entry) *entry {
	var best *entry
	for i := range ents {
		e := &ents[i]
		if e.kind != eActor {
			continue
		}
		a := &x.actors[e.ref]
		if a.needs != "" && !d.sees(a.needs) {
			continue
		}
		if y := int(d.opt.Date.Year); y != 0 && (a.from != 0 && y < a.from || a.to != 0 && y > a.to) {
			continue
		}
		if best == nil {
			best = e
		}
	}
	return best
}

func (d *doc) sees(needs string) bool {
	for n := range strings.SplitSeq(needs, ",") {
		if d.seen[n] == 0 {
			return false
		}
	}
	return true
}

// findMentions makes the sentence's mentions of named parties.
func (s *sent) findMentions() {
	s.findTitles()
	for i := range s.items {
		it := &s.items[i]
		if it.get(eActor) == nil || s.inTitle(i) || s.fictional(i) {
			continue
		}
		e := s.d.pickActor(s.x, it.ents)
		if e == nil {
			continue
		}
		a := &s.x.actors[e.ref]
		form := "name"
		switch {
		case e.feat&fAdj != 0:
			form = "adjective"
		case a.kind == "metonym":
			form = "metonym"
		case a.kind == "abbr":
			form = "abbreviation"
		case a.kind == "ellipsis":
			form = "descriptor"
		case e.feat&fNom == 0 && e.feat != 0:
			form = "inflected"
		}
		c := 0.97
		switch form {
		case "metonym":
			c = 0.9
		case "descriptor":
			c = 0.8
		}
		if strings.Contains(a.flags, "weak") {
			c = 0.6
		}
		m := Mention{Text: s.str(it), Start: it.start, End: it.end, Entity: a.entity, Type: a.typ, Form: form, Certainty: c, ActsFor: a.actsAs, Lang: s.x.lang.code}
		if a.kind == "ellipsis" && i > 0 && s.word(&s.items[i-1], "art") != nil {
			m.Start = s.items[i-1].start
			m.Text = s.text[m.Start:m.End]
		}
		if a.needs != "" {
			m.Why = "short for " + a.needs + ", which the document names"
		}
		s.put(i, m, strings.Contains(a.flags, "hidden"))
	}
}

func (s *sent) put(i int, m Mention, hidden bool) {
	s.items[i].mention = len(s.ments)
	s.ments = append(s.ments, m)
	s.hidden = append(s.hidden, hidden)
}

// findTitles marks quotations that are titles of works: a word such as "film"
// or "book" stands shortly before the opening mark.
func (s *sent) findTitles() {
	for i := 0; i < len(s.items); i++ {
		it := &s.items[i]
		if !it.punct || !strings.ContainsAny(s.str(it), "„“\"«»”《「『") {
			continue
		}
		close := -1
		for j := i + 1; j < len(s.items); j++ {
			if s.items[j].punct && strings.ContainsAny(s.str(&s.items[j]), "“”\"»«》」』") {
				close = j
				break
			}
		}
		if close < 0 {
			return
		}
		title := strings.ContainsAny(s.str(it), "《")
		for j := max(0, i-6); j < i && !title; j++ {
			title = s.word(&s.items[j], "title") != nil
		}
		if title && close-i > 2 {
			s.quoted = append(s.quoted, span{i, close + 1})
		}
		i = close
	}
}

func (s *sent) inTitle(i int) bool {
	for _, q := range s.quoted {
		if i >= q.a && i < q.b {
			return true
		}
	}
	return false
}

// fictional reports whether item i stands in a comparison ("a kind of ...").
func (s *sent) fictional(i int) bool {
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		it := &s.items[j]
		if it.punct {
			return false
		}
		if s.word(it, "fiction") != nil {
			return true
		}
		if it.upper && s.x.lang.capNouns && it.get(eActor) == nil {
			return false
		}
		if s.word(it, "prep") != nil || it.verb() != nil {
			return false
		}
	}
	return false
}

// head reports whether an item is the head of a noun phrase.
func (s *sent) head(it *item) bool {
	if it.punct || it.num {
		return false
	}
	if it.mention >= 0 && !it.isAdj() || it.get(eDesc) != nil || it.get(eNoun) != nil || s.isGoods(it) || s.word(it, "pron") != nil {
		return true
	}
	return s.x.lang.capNouns && it.upper && it.get(eActor) == nil && len(it.ents) == 0
}

// attributive prepositions hang a phrase on the noun before them.
var attributive = map[string]bool{"von": true, "in": true, "of": true, "at": true, "bei": true, "near": true, "nahe": true, "on": true, "gen": true,
	"de": true, "du": true, "des": true, "en": true, "d'": true, "del": true, "в": true, "на": true, "zu": true, "의": true, "的": true, "の": true, "في": true, "من": true, "au": true, "ex": true}

// chunk gives every item the prepositions and the case it stands under.
func (s *sent) chunk() {
	var chain, prev []string
	var cases uint32 = anyCase
	det := ""
	neg := false
	headed := false // a head came since the chain began
	loose := 0      // unknown words since the chain began
	coord := false  // "and" stands between the last head and here
	var last *item
	reset := func() {
		chain, prev, headed, coord, loose = nil, nil, false, false, 0
		cases, det, neg = anyCase, "", false
	}
	for i := range s.items {
		it := &s.items[i]
		if it.punct {
			c := s.str(it)
			if c == "," && i > 0 && i+1 < len(s.items) && last == &s.items[i-1] && last != nil && last.mention >= 0 && s.items[i+1].mention >= 0 && s.listAhead(i+1) && !(len(last.marks) > 0 && last.marks[0] == "attr") {
				coord = true
				chain = nil
				continue
			}
			if c == "(" || c == ")" || strings.Contains("„“”\"«»'’[]", c) {
				continue
			}
			reset()
			last = nil
			continue
		}
		if !it.glued {
			it.marks = nil
		}
		if it.glued { // glued particles are the marks
			it.cases, it.det = anyCase, det
			if s.head(it) {
				last = it
			}
			continue
		}
		if s.word(it, "ex") != nil && it.mention < 0 && s.word(it, "prep") == nil {
			chain, headed, coord, loose = []string{"ex"}, false, false, 0
			cases, det, neg = anyCase, "", false
			continue
		}
		if s.word(it, "attr") != nil && s.word(it, "attr").value == "" {
			chain, headed, coord, loose = []string{"attr"}, false, false, 0
			continue
		}
		if w := s.word(it, "prep"); w != nil && it.mention < 0 && !(s.word(it, "zu") != nil && s.infinitiveNext(i)) {
			p, _, _ := strings.Cut(w.value, " ")
			if len(chain) > 0 && chain[0] == "attr" && !headed {
				chain = append(append([]string(nil), chain...), p)
			} else if attributive[p] && (headed && !(len(prev) > 0 && prev[0] == "attr") || loose > 0) {
				base := chain
				if headed {
					base = prev
				}
				chain = append(append([]string(nil), base...), p)
			} else {
				chain = []string{p}
			}
			headed, coord, loose = false, false, 0
			cases, det, neg = anyCase, "", false
			if f, _ := s.wordFeat(it, "prep"); f&anyCase != 0 {
				cases = f & anyCase
			}
			if p == "ohne" || p == "without" {
				neg = true
			}
			continue
		}
		if f, ok := s.wordFeat(it, "art"); ok && it.mention < 0 {
			v := s.word(it, "art").value
			d, _, _ := strings.Cut(v, " ")
			if headed {
				if f&fGen != 0 && f&(fNom|fAcc) == 0 || f&fGen != 0 && last != nil && i > 0 && last == &s.items[i-1] && last.mention < 0 {
					chain = append(append([]string(nil), prev...), "gen")
				} else {
					chain = nil
				}
				headed, loose = false, 0
			}
			det = d
			neg = d == "neg"
			cases = anyCase
			if f&anyCase != 0 {
				cases = f & anyCase
			}
			if n := len(chain); n > 0 && chain[n-1] == "in" && s.x.lang.capNouns && cases&fDat == 0 {
				// "in den Iran": whereto, not where
				chain = append(append([]string(nil), chain[:n-1]...), "nach")
			}
			continue
		}
		if s.word(it, "coord") != nil {
			coord = last != nil
			if p := &s.items[max(0, i-1)]; s.x.lang.capNouns && p != last && !p.upper && len(p.ents) == 0 && !p.punct && !p.num {
				coord, last = false, nil // an unknown verb stands before it: no phrases are joined
			}
			if headed {
				chain = nil
			}
			cases = anyCase
			det, neg = "", false
			continue
		}
		if it.verb() != nil && !s.head(it) || s.word(it, "aux") != nil || s.word(it, "sub") != nil {
			reset()
			last = nil
			continue
		}
		it.det, it.neg = det, neg
		it.cases = cases
		if e := it.get(eActor); e != nil && e.feat&anyCase != 0 && it.cases&e.feat != 0 {
			it.cases &= e.feat
		}
		if it.mention >= 0 && s.feminine(it) && i > 0 && strings.EqualFold(s.str(&s.items[i-1]), "der") {
			it.cases &^= fNom
		}
		if f, ok := s.wordFeat(it, "pron"); ok && f&anyCase != 0 {
			it.cases = f & anyCase
		}
		if n := len(chain); it.mention >= 0 && n > 0 && chain[n-1] == "in" && s.x.lang.capNouns && i > 0 && strings.EqualFold(s.str(&s.items[i-1]), "den") && !strings.HasSuffix(s.str(it), "en") && s.ments[it.mention].Form == "name" && !strings.HasSuffix(s.str(it), "SA") {
			chain = append(append([]string(nil), chain[:n-1]...), "nach") // "in den Iran"
		}
		switch {
		case s.head(it):
			if headed && !coord && len(chain) > 0 && !(it.mention >= 0 && last != nil && i > 0 && last == &s.items[i-1] && (last.get(eDesc) != nil || len(last.ents) == 0)) {
				chain = nil // a second bare head, no name after its noun
			}
			if coord && len(chain) == 0 && last != nil {
				chain = last.marks
				if it.cases == anyCase {
					it.cases = last.cases
				}
			}
			it.marks = chain
			prev = chain
			headed, coord, loose = true, false, 0
			last = it
			det, neg = "", false
			cases = anyCase
		case it.isAdj() || s.good(it) != nil:
			if coord && len(chain) == 0 && last != nil {
				chain = last.marks
				coord = false
			}
			it.marks = chain
			if headed {
				it.marks = nil
				chain = nil
				headed = false
			}
		case it.get(eTime) != nil || s.isYear(i):
			it.marks = chain
			prev = chain
			headed, loose = true, 0
			cases, det, neg = anyCase, "", false
		default:
			it.marks = chain
			if headed {
				it.marks = nil
			}
			loose++
			if loose > 6 {
				chain = nil
			}
		}
	}
}

// listAhead reports whether the name at i is a member of a list that goes on
// or is closed by "and".
func (s *sent) listAhead(i int) bool {
	for j := i + 1; j+1 < len(s.items) && j < i+12; j++ {
		it := &s.items[j]
		switch {
		case s.word(it, "coord") != nil:
			return s.items[j+1].mention >= 0 || s.word(&s.items[j+1], "art") != nil
		case it.mention >= 0, it.punct && s.str(it) == ",", s.word(it, "art") != nil:
		default:
			return false
		}
	}
	return false
}

// infinitiveNext reports whether a verb's infinitive follows "zu"/"to".
func (s *sent) infinitiveNext(i int) bool {
	for j := i + 1; j < len(s.items) && j <= i+2; j++ {
		it := &s.items[j]
		if e := it.verb(); e != nil && e.feat&fInf != 0 {
			return it.get(eNoun) == nil || !s.items[j].upper
		}
		if s.word(it, "aux") != nil {
			return true
		}
		if s.x.lang.capNouns {
			// an unknown lower-case word in -en
			t := s.str(it)
			return !it.upper && len(it.ents) == 0 && strings.HasSuffix(t, "n")
		}
		if len(it.ents) > 0 {
			return false
		}
	}
	return false
}

// A cand is a noun phrase that may fill a slot: an actor with the marks of the
// phrase in which it stands.
type cand struct {
	item   int    // the actor's item
	head   int    // the head of the phrase (the actor itself, or the noun it belongs to)
	entity string // resolved
	acts   string // alpha-2
	marks  []string
	cases  uint32
	origin bool // says where goods come from: adjective or possessive of head
	attr   bool // adjective or possessive of head
	pron   bool
	factor float64
	by     string
}

// makeCands finds the phrases that may fill slots.
func (s *sent) makeCands() {
	for i := range s.items {
		it := &s.items[i]
		var c cand
		switch {
		case it.mention >= 0:
			m := &s.ments[it.mention]
			c = cand{item: i, head: i, entity: m.Entity, acts: m.ActsFor, marks: it.marks, cases: it.cases, factor: m.Certainty}
		default:
			continue
		}
		if len(it.marks) > 0 && it.marks[0] == "attr" {
			continue // it only says who says so
		}
		e := it.get(eActor)
		genOnly := e != nil && e.feat&fGen != 0 && e.feat&(fNom|fDat|fAcc) == 0
		if it.isAdj() || it.poss || genOnly {
			h := s.nextHead(i)
			if h >= 0 {
				hi := &s.items[h]
				c.head = h
				c.attr = true
				c.marks, c.cases = hi.marks, hi.cases
				switch {
				case hi.mention >= 0:
					hm := s.ments[hi.mention]
					if hm.Type == "person" || hm.Entity == c.entity || hm.Type == "organisation" || hm.Type == "reference" {
						continue // the name itself is the candidate
					}
				case s.isGoods(hi) && s.good(hi).class == "soldiers" && hi.get(eDesc) != nil && s.otherGoods(h):
				case s.isGoods(hi) && s.good(hi).class == "vessels" && (len(hi.marks) > 0 || s.otherGoods(h)):
					// a ship that carries, not one that is sold
				case s.isGoods(hi) || hi.get(eNoun) != nil:
					c.origin = true
				case hi.get(eDesc) == nil:
					c.factor *= 0.75
				}
			} else if it.isAdj() {
				continue
			}
		} else if i > 0 && !it.isAdj() && len(it.marks) > 0 {
			// "government of X", "Regierung der Ukraine": the phrase of the noun before
			last := it.marks[len(it.marks)-1]
			if last == "gen" || last == "of" || last == "von" || last == "de" {
				if p := s.prevHead(i); p >= 0 {
					pi := &s.items[p]
					if dsc := s.desc(pi); dsc != nil && dsc.sort == "agent" && pi.mention < 0 {
						c.head, c.attr = p, true
						c.marks, c.cases = pi.marks, pi.cases
					} else if pi.mention < 0 && s.isGoods(pi) && pi.get(eNoun) == nil && last == "gen" {
						c.head, c.origin, c.attr = p, true, true
					}
				}
			}
		}
		s.cands = append(s.cands, c)
	}
}

// otherGoods reports whether the sentence names goods beside item h.
func (s *sent) otherGoods(h int) bool {
	for i := range s.items {
		if i != h && s.isGoods(&s.items[i]) && s.good(&s.items[i]).class != "vessels" {
			return true
		}
	}
	return false
}

// nextHead is the head of the phrase in which item i is an attribute, or -1.
func (s *sent) nextHead(i int) int {
	loose := -1 // the last unknown word so far: the head when nothing better follows
	for j := i + 1; j < len(s.items) && j <= i+6; j++ {
		it := &s.items[j]
		if it.punct {
			if t := s.str(it); j == i+1 && (t == "(" || t == ")" || t == "\"" || t == "„" || t == "“") {
				continue
			}
			return loose
		}
		if s.word(it, "prep") != nil || s.word(it, "art") != nil || s.word(it, "sub") != nil || s.word(it, "aux") != nil {
			return loose
		}
		if s.word(it, "coord") != nil {
			// "North Korean and Iranian weapons": the next phrase's head
			if j+1 < len(s.items) && (s.items[j+1].isAdj() || s.good(&s.items[j+1]) != nil) && j == i+1 {
				continue
			}
			return loose
		}
		if it.isAdj() || it.poss && it.mention >= 0 {
			if it.mention >= 0 && s.ments[it.mention].Form != "adjective" {
				return j
			}
			continue
		}
		if s.head(it) {
			// in languages that put one noun before another, the last one counts
			if !s.x.lang.capNouns && j+1 < len(s.items) && it.mention < 0 {
				n := &s.items[j+1]
				if n.get(eNoun) != nil && n.mention < 0 || n.get(eDesc) != nil {
					if s.isGoods(it) && n.get(eNoun) != nil {
						return j + 1
					}
					continue
				}
			}
			return j
		}
		if it.verb() != nil && (s.x.lang.capNouns || it.get(ePart) == nil) {
			return loose
		}
		if !s.x.lang.capNouns && len(it.ents) == 0 && !it.num {
			loose = j
		}
	}
	return loose
}

// prevHead is the head of the phrase before item i's preposition or article.
func (s *sent) prevHead(i int) int {
	for j := i - 1; j >= 0 && j >= i-6; j-- {
		it := &s.items[j]
		if it.punct || it.verb() != nil {
			return -1
		}
		if s.head(it) {
			return j
		}
	}
	return -1
}
