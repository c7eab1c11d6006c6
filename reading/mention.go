package reading

import (
	"strings"
	"unicode/utf8"
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

func (s *sent) str(it *item) string {
	t := s.text[it.start:it.end]
	if it.punct && len(t) == 2 {
		switch t {
		case "،":
			return ","
		case "؛":
			return ";"
		}
	}
	return t
}

func (it *item) isAdj() bool {
	e := it.get(eActor)
	return e != nil && e.feat&fAdj != 0
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
		if e.kind == eWord && b-i > 1 && i != first && !w.x.lang.spaceless && w.x.words[e.ref].kind == "field" {
			return false // "sold to" names a line of a form only at its beginning
		}
		if !caps {
			if e.kind == eWord && i != first && b == i+1 && w.toks[i].upper && !w.toks[i].caps && w.x.words[e.ref].kind == "aux" {
				return false // "30 May"
			}
			return true
		}
		switch e.kind {
		case eGood:
			if w.x.goods[e.ref].flags == "quality" {
				return true
			}
			return w.toks[b-1].upper || w.toks[b-1].kind == tNum && w.toks[i].upper
		case eNoun, eDesc:
			return w.toks[b-1].upper
		case eVerb, eSep, ePart:
			return !w.toks[i].upper || i == first || w.opens(i)
		}
		return true
	}
}

// opens reports whether token i begins a sentence inside another: after a
// colon or an opening quotation mark.
func (w *walker) opens(i int) bool {
	if i == 0 || w.toks[i-1].kind != tPunct {
		return false
	}
	switch w.text[w.toks[i-1].start:w.toks[i-1].end] {
	case ":", "„", "“", "»", "\"", "–":
		return true
	}
	return false
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
		if a.unless != "" && 2*d.seen[a.unless] > d.seen[a.entity] {
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
		if s.x.lang.lattice && it.get(eGood) != nil && i+1 < len(s.items) && s.word(&s.items[i+1], "postp") != nil && s.word(&s.items[i+1], "postp").value == "acc" {
			continue // "米を送った": rice, not the state
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
		if a.pair != "" {
			// a name that joins two, one character each
			t := m.Text
			_, n := utf8.DecodeRuneInString(t)
			_, k := utf8.DecodeLastRuneInString(t)
			m2 := m
			m2.Entity = a.pair
			_, m2.ActsFor, _ = strings.Cut(a.pair, ":")
			m2.Start, m2.Text = m.End-k, t[len(t)-k:]
			m.End, m.Text = m.Start+n, t[:n]
			m.Form, m2.Form = "abbreviation", "abbreviation"
			s.put(i, m2, false)
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
