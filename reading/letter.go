package reading

import "strings"

// A letter has two sides: who writes ("we", "당사", "我方") and who is written to
// ("you", "귀사", "贵方"). Both stand in findings as writer and addressee until
// the end of the text says where they sit: the lines above the salutation, the
// lines "From" and "To", "our office in Singapore", the name below.

// addressee stands for the firm that a letter is written to; no finding keeps it.
const addressee = "self:addressee"

// a headline is a party named above a letter's salutation.
type headline struct {
	acts string
	to   bool // in the dative or on a line "To:"
	from bool // on a line "From:"
}

// noteLetter looks for what a letter says of its two sides.
func (s *sent) noteLetter() {
	d := s.d
	hail := false
	for i := range s.items {
		if s.word(&s.items[i], "salutation") != nil && (!s.westLetter() || i == s.firstWord() && !s.verbal(0, len(s.items))) {
			hail = true
		}
	}
	if hail && s.westLetter() {
		d.letter = true // who is greeted is no sender
		s.sides()
	}
	if !d.letter && s.start < 700 && len(d.out.Dealings) == 0 {
		h := headline{}
		to, from := false, false
		for i := range s.items {
			it := &s.items[i]
			if w := s.word(it, "headline"); w != nil && i <= s.firstWord()+1 {
				to, from = to || w.value == "to", from || w.value == "from"
			}
			to = to || s.word(it, "attn") != nil
			k := it.mention
			if k < 0 || s.ments[k].ActsFor == "" || s.ments[k].Form == "descriptor" || s.verbal(0, i) {
				continue
			}
			if h.acts == "" || strings.HasPrefix(s.ments[k].Entity, "country:") && s.ments[k].Type != "person" {
				h.acts = s.ments[k].ActsFor
			}
			if m := it.marks; s.x.lang.caseMarks && len(m) == 1 && m[0] == "dat" {
				to = true
			}
		}
		if s.x.lang.caseMarks && s.datives() {
			to = true
		}
		h.to, h.from = to, from
		if h.acts != "" && (to || from || !s.verbal(0, len(s.items))) {
			d.heads = append(d.heads, h)
		}
	}
	if d.letter && s.start < 700 && s.x.lang.glued {
		s.laterHeadline()
	}
	if hail && !d.letter {
		d.letter = true
		s.sides()
	}
	s.noteYour()
}

// laterHeadline takes the writer or addressee from a line "발신:" that follows the
// one by which the letter was known.
func (s *sent) laterHeadline() {
	w := s.word(&s.items[s.firstWord()], "headline")
	if w == nil {
		return
	}
	for i := range s.items {
		k := s.items[i].mention
		if k < 0 || s.ments[k].ActsFor == "" || s.ments[k].Form == "descriptor" {
			continue
		}
		if w.value == "to" && s.d.you == "" {
			s.d.you = s.ments[k].ActsFor
		} else if w.value == "from" && s.d.self == "" {
			s.d.self = s.ments[k].ActsFor
		}
		return
	}
}

// polite makes the writer the subject of a polite sentence of a Korean letter
// that names none ("30톤을 선적합니다").
func (s *sent) polite(a *act) {
	f := a.frame
	if !s.d.letter || !s.x.lang.glued || a.noun || a.passive || f.Subj != "from" && f.Subj != "to" || s.quotes() || a.feat&(fSecond|fImp|fFirst) != 0 {
		return
	}
	slot := &a.from
	if f.Subj == "to" {
		slot = &a.to
	}
	if slot.entity != "" && slot.item >= 0 {
		return
	}
	if e, _, _, _ := s.subject(a.clause); e != "" {
		return
	}
	for ci := a.clause; ci >= 0; ci = s.clauses[ci].parent {
		c := &s.clauses[ci]
		if c.typ == "rel" || len(c.items) == 0 {
			return
		}
		if t := s.str(&s.items[c.items[len(c.items)-1]]); c.parent < 0 && strings.HasSuffix(t, "니다") {
			*slot = fill{writer, "", -1, "polite sentence without a subject: the writer", 0.55}
		}
	}
}

// datives reports whether a firm or office stands in the dative at the head of
// a line ("Торгпредству КНДР").
func (s *sent) datives() bool {
	for i := range s.items {
		it := &s.items[i]
		if it.punct {
			continue
		}
		if s.desc(it) == nil {
			if it.isAdj() || len(it.ents) == 0 {
				continue
			}
			return false
		}
		return len(it.marks) == 1 && it.marks[0] == "dat"
	}
	return false
}

// sides tells writer from addressee by the lines above the salutation.
func (s *sent) sides() {
	d := s.d
	for _, h := range d.heads {
		switch {
		case h.to && d.you == "":
			d.you = h.acts
		case h.from && d.self == "":
			d.self = h.acts
		}
	}
	for _, h := range d.heads {
		if h.to || h.from {
			continue
		}
		switch {
		case d.self == "":
			d.self = h.acts // the letterhead comes first
		case d.you == "" && h.acts != d.self:
			d.you = h.acts
		}
	}
}

// noteYour takes where the addressee sits from "your plant in X".
func (s *sent) noteYour() {
	d := s.d
	if d.you != "" || s.quotes() {
		return
	}
	for i := range s.items {
		it := &s.items[i]
		own := s.word(it, "ownplace") != nil && s.possessive(i, "second")
		if w := s.word(it, "reader"); w != nil {
			own = true
		} else if w := s.word(it, "pron"); w != nil && strings.Contains(w.value, "second") && d.letter && len(it.marks) > 0 {
			own = true // "у вас в Даляне"
		}
		if !own {
			continue
		}
		for j := i + 1; j < len(s.items) && j <= i+4; j++ {
			n := &s.items[j]
			if k := n.mention; k >= 0 && s.ments[k].ActsFor != "" && s.ments[k].Form != "descriptor" && s.ments[k].Type != "person" {
				if j == i+1 || s.word(&s.items[j-1], "prep") != nil || s.word(&s.items[j-1], "poss") != nil {
					d.you = s.ments[k].ActsFor
					return
				}
			}
			if s.word(n, "prep") == nil && s.word(n, "art") == nil && s.word(n, "poss") == nil {
				break
			}
		}
	}
}

// resolveYou makes "you" and "your company" the addressee, and the words by
// which a firm calls itself the writer.
func (s *sent) resolveYou() {
	if s.quotes() {
		return
	}
	for i := range s.items {
		it := &s.items[i]
		if it.mention >= 0 {
			continue
		}
		if s.word(it, "reader") != nil {
			s.putSide(i, i, addressee)
			continue
		}
		if s.word(it, "writer") != nil {
			s.putSide(i, i, writer)
			continue
		}
		if w := s.word(it, "pron"); w != nil && s.d.letter && (strings.Contains(w.value, "second") || strings.Contains(w.value, "first")) {
			f, _ := s.wordFeat(it, "pron")
			side := writer
			if strings.Contains(w.value, "second") {
				side = addressee
			}
			switch {
			case len(it.marks) > 0 && i > 0 && s.word(&s.items[i-1], "prep") != nil:
				s.putSide(i, i, side)
			case s.x.lang.caseMarks && f&fDat != 0 && f&fGen == 0:
				s.putSide(i, i, side)
				it.ents = []entry{{kind: eActor, feat: fDat}}
			}
			continue
		}
		if d := s.desc(it); d != nil && d.sort == "agent" && s.possessive(i, "second") && s.word(it, "ownfirm") != nil {
			s.putSide(i-1, i, addressee)
		}
	}
}

// ownSides reports whether a sentence has words for the writer or addressee.
func (s *sent) ownSides(i int) bool {
	it := &s.items[i]
	if s.word(it, "reader") != nil || s.word(it, "writer") != nil {
		return true
	}
	w := s.word(it, "pron")
	return w != nil && s.d.letter && (strings.Contains(w.value, "second") || strings.Contains(w.value, "first"))
}

func (s *sent) putSide(a, i int, side string) {
	why := "reference: the writer"
	if side == addressee {
		why = "reference: the addressee"
	}
	s.put(i, Mention{Text: s.text[s.items[a].start:s.items[i].end], Start: s.items[a].start, End: s.items[i].end, Entity: side, Type: "reference", Form: "descriptor", Certainty: 0.7, Lang: s.x.lang.code, Why: why}, true)
}

// otherSide fills the open side of an act of which one side is the writer or
// the addressee of a letter with the other of the two.
func (s *sent) otherSide(a *act) bool {
	if !s.d.letter {
		return false
	}
	subj := ""
	if !a.noun {
		subj, _, _, _ = s.subject(a.clause) // "Вы предлагаете отгрузить из Чхонджина": the place overlays the side
	}
	for _, p := range []struct{ have, open *fill }{{&a.from, &a.to}, {&a.to, &a.from}} {
		if p.open.entity != "" || p.have.entity == "" {
			continue
		}
		have := p.have.entity
		if (subj == writer || subj == addressee) && strings.HasPrefix(have, "place:") && (a.frame.Subj == "from") == (p.have == &a.from) {
			have = subj
		}
		switch have {
		case writer:
			*p.open = fill{addressee, "", -1, "the addressee of the letter", 0.5}
			return true
		case addressee:
			*p.open = fill{writer, "", -1, "the writer of the letter", 0.5}
			return true
		}
	}
	return false
}

// youDo reports whether an act's verb, or one before it, is in the second
// person or an imperative.
func (s *sent) youDo(a *act) bool {
	if a.feat&(fSecond|fImp) != 0 {
		return true
	}
	for _, k := range s.clauses[a.clause].items {
		if k >= a.item {
			break
		}
		if e := s.items[k].verb(); e != nil && e.feat&(fSecond|fImp) != 0 {
			return true
		}
		if f, ok := s.wordFeat(&s.items[k], "aux"); ok && f&fSecond != 0 {
			return true
		}
	}
	return false
}

// weAsk reports whether "we ask" governs an infinitive of an act: then the one
// written to does it.
func (s *sent) weAsk(a *act) bool {
	if a.feat&fInf == 0 {
		return false
	}
	for _, ci := range []int{a.clause, s.clauses[a.clause].parent} {
		if ci < 0 {
			continue
		}
		for k := range s.acts {
			o := &s.acts[k]
			if o.clause == ci && !o.noun && o.item < a.item && o.frame.Effect == "sought" && o.frame.Control == "obj" && o.feat&fFirst != 0 {
				return true
			}
		}
	}
	return false
}

// politeSubject: what a verb's politeness says of who does it, in a letter: an
// honorific speaks of the addressee, a humble or promising form of the writer.
func (s *sent) politeSubject(a *act) {
	f := a.frame
	if s.x.lang.order != orderSOV || !s.d.letter || a.noun || a.passive || f.Subj != "from" && f.Subj != "to" || s.quotes() {
		return
	}
	if f.Subj == "from" && a.from.entity != "" || f.Subj == "to" && a.to.entity != "" || s.clauses[a.clause].subj >= 0 {
		return
	}
	switch {
	case a.feat&(fSecond|fImp) != 0:
		a.put(f.Subj, addressee, "", -1, "honorific: the addressee", 0.6)
	case a.feat&fFirst != 0:
		a.put(f.Subj, writer, "", -1, "humble form: the writer", 0.6)
	}
}

// terms reports whether an act told in the present tense is part of what a letter
// offers or asks ("отгружаем из Находки", "оплату принимаем наличными"): it has
// the writer or the one written to for a side, and no word says that it goes on.
func (s *sent) terms(a *act) bool {
	if !s.d.letter && s.d.self == "" || a.frame.Kind == "employ" || a.frame.Kind == "work" || s.clauseHas(a.clause, "ongoing") {
		return false
	}
	for _, e := range []string{a.from.entity, a.to.entity} {
		if e == writer || e == addressee {
			return true
		}
	}
	return false
}
