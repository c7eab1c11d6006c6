package reading

import "strings"

// A fill is one party in one slot, with what speaks for it.
type fill struct {
	entity, acts string
	item         int // -1 when inherited
	by           string
	score        float64
}

// An act is one trigger with its slots.
type act struct {
	frame     *frame
	item      int
	clause    int
	noun      bool
	attr      bool // an attributive participle ("imported workers")
	passive   bool
	feat      uint32
	goods     []int
	goodsFrom string // how the goods were reached when not here
	classes   []classGoods
	from, to  fill
	via       []fill
	recip     bool
	toSaid    bool     // who receives is said in words that name no party known
	leg       bool     // a part of a way that a later act completes
	gapOf     int      // 1 + index of the act whose verb it shares, 0 for none
	exch      []int    // goods given for it, the other way
	again     *Dealing // the dealing told before that a definite noun takes up
}

type classGoods struct {
	class string
	goods []int
	texts []string
}

// findActs finds the triggers of the sentence, in order.
func (s *sent) findActs() {
	s.acts = s.acts[:0]
	for i := range s.items {
		it := &s.items[i]
		if it.punct || it.mention >= 0 || s.inTitle(i) {
			continue
		}
		asNoun, asVerb := true, true
		if it.get(eVerb) != nil && (it.get(eNoun) != nil || s.isGoods(it)) && !s.x.lang.capNouns {
			asNoun = s.nounContext(i)
			asVerb = !asNoun
		}
		for _, e := range it.ents {
			a := act{item: i, clause: it.clause, feat: e.feat}
			switch e.kind {
			case eVerb:
				if e.feat&(fPart|fPresp|fAdj) == 0 && it.get(eNoun) == nil && s.afterArticle(i) {
					continue // "the flag", "its state"
				}
				if !asVerb || s.x.lang.caseMarks && it.get(ePart) != nil && s.attributiveHere(i) {
					continue
				}
			case eNoun:
				if !asNoun || s.partOfCompound(i) && !s.x.frames[e.ref].op() {
					continue
				}
				a.noun = true
			case ePart:
				if s.x.lang.caseMarks && it.get(eVerb) != nil {
					if !s.attributiveHere(i) {
						continue
					}
				} else if s.x.lang.capNouns && it.get(eVerb) != nil && !s.participleHere(i) {
					continue
				} else if it.get(eVerb) != nil && (s.nextHead(i) < 0 || !s.isGoods(&s.items[s.nextHead(i)])) {
					continue
				}
				a.attr = !s.x.lang.caseMarks || !s.opensClause(i)
			case eSep:
			default:
				continue
			}
			a.frame = &s.x.frames[e.ref]
			if a.frame.Light != "" && !s.light(a.frame, it.clause) {
				continue
			}
			if a.frame.Reflexive && !a.noun && !s.clauseHas(it.clause, "refl") {
				continue
			}
			if a.frame.NoReflexive && !a.noun && s.clauseHas(it.clause, "refl") {
				continue
			}
			s.acts = append(s.acts, a)
		}
	}
}

// participleHere reports whether a form that may be a finite verb or a
// participle ("trainierten") stands inside a noun phrase.
func (s *sent) participleHere(i int) bool {
	if i == 0 {
		return true
	}
	p := &s.items[i-1]
	return s.word(p, "art") != nil || s.word(p, "prep") != nil || p.isAdj() || p.num || !p.upper && len(p.ents) == 0 || p.punct || s.word(p, "coord") != nil
}

// afterArticle reports whether an article or possessive stands right before
// item i, so that a form without case marks is a noun there (English).
func (s *sent) afterArticle(i int) bool {
	l := s.x.lang
	if l.order != orderSVO || l.capNouns || l.caseMarks || l.adjAfter || l.spaceless || i == 0 {
		return false
	}
	p := &s.items[i-1]
	if p.isAdj() && p.mention >= 0 && i > 1 && s.word(&s.items[i-2], "art") != nil && s.items[i].get(eDesc) != nil {
		return true // "a Mexican outfit"
	}
	return p.mention < 0 && s.word(p, "art") != nil && s.word(p, "pron") == nil || p.mention >= 0 && p.poss
}

// joinSeparable keeps the finite part of a separable verb only where its prefix
// ends the clause ("gibt ... weiter"); that prefix is then no preposition.
func (s *sent) joinSeparable() {
	for i := range s.items {
		it := &s.items[i]
		if it.get(eSep) == nil {
			continue
		}
		keep := make([]entry, 0, len(it.ents))
		joined := false
		for _, e := range it.ents {
			if e.kind == eSep && s.sepFollows(i, s.x.seps[e.sep]) >= 0 {
				joined = true // "kündigte ... an" is no "kündigte"
			}
		}
		for _, e := range it.ents {
			if joined && e.kind == eVerb {
				continue
			}
			if e.kind == eSep {
				j := s.sepFollows(i, s.x.seps[e.sep])
				if j < 0 {
					continue
				}
				s.items[j].ents = nil
			}
			keep = append(keep, e)
		}
		it.ents = keep
	}
}

// sepFollows finds the separable prefix at the end of the clause of item i,
// -1 when it is not there.
func (s *sent) sepFollows(i int, prefix string) int {
	for j := i + 1; j < len(s.items); j++ {
		it := &s.items[j]
		if it.punct {
			if strings.ContainsAny(s.str(it), ";:.!?") {
				return -1
			}
			continue
		}
		if strings.EqualFold(s.str(it), prefix) && (j+1 >= len(s.items) || s.items[j+1].punct || s.word(&s.items[j+1], "coord") != nil) {
			return j
		}
	}
	return -1
}

// op reports whether a frame only says how another act stands.
func (f *frame) op() bool {
	return f.Effect != "" && f.Kind != "prohibit" && f.Kind != "measure" || f.Kind == "op"
}

// originRole is the side that a word of origin before the goods names: the
// giver, unless the frame says otherwise ("trained North Korean soldiers").
func (f *frame) originRole() string {
	switch f.Origin {
	case "":
		return "from"
	case "-":
		return ""
	}
	return f.Origin
}

// light reports whether the clause holds the word that makes an act of the
// frame's verb.
func (s *sent) light(f *frame, ci int) bool {
	for _, k := range s.clauses[ci].items {
		if w := s.word(&s.items[k], "light"); w != nil && w.value == f.Light {
			return true
		}
	}
	return false
}

// readActs fills the slots of every act.
func (s *sent) readActs() {
	s.findActs()
	for ci := range s.clauses {
		if s.clauses[ci].typ != "gap" {
			continue
		}
		for k := range s.acts {
			if o := &s.acts[k]; o.clause == s.clauses[ci].parent && !o.noun && !o.attr && !o.frame.op() {
				s.acts = append(s.acts, act{frame: o.frame, item: o.item, clause: ci, feat: o.feat, gapOf: k + 1})
				break
			}
		}
	}
	for k := range s.acts {
		a := &s.acts[k]
		if a.frame.op() {
			continue
		}
		if a.noun {
			s.nounGoods(a)
			s.nounSlots(a)
		} else {
			s.verbGoods(a)
			s.verbSlots(a)
			s.fillGap(a)
		}
	}
	for k := range s.acts {
		s.trades(&s.acts[k])
	}
	s.splitGaps()
	s.joinSwap()
	s.boughtAt()
	s.swaps()
}

func (a *act) put(role, entity, acts string, item int, by string, score float64) {
	if acts == "" && strings.HasPrefix(entity, "place:") {
		return // a sea deals with nobody
	}
	f := fill{entity, acts, item, by, score}
	switch role {
	case "from", "by":
		if a.from.entity == "" || score > a.from.score {
			a.from = f
		}
	case "to", "against", "target":
		if a.to.entity == "" || score > a.to.score {
			a.to = f
		}
	case "via":
		a.via = append(a.via, f)
	case "with":
		if a.from.entity == "" {
			a.from = f
		} else if a.to.entity == "" {
			a.to = f
		}
	}
}

// role finds what a phrase's marks mean to a frame, from the inmost outwards.
func (f *frame) role(marks []string, passive bool) (role, mark string) {
	for i := len(marks) - 1; i >= 0; i-- {
		m := marks[i]
		r, ok := f.Marks[m]
		if base, _, plus := strings.Cut(m, "+"); plus && !ok {
			r, ok = f.Marks[base]
			m = base
		}
		if passive && (m == "von" || m == "by" || m == "durch" || m == "par" || m == "por" || m == "ins" || m == "被" || m == "由" || m == "に") {
			return f.Subj, m
		}
		if ok && i > 0 && m == "de" && marks[i-1] != "de" && r != "goods" {
			// "sur les chantiers de Vladivostok": the phrase around it says the role
			if o := f.Marks[marks[i-1]]; o == "to" || o == "via" {
				r, m = o, marks[i-1]
			}
		}
		if ok {
			if r == "agent" {
				return f.Subj, m
			}
			r = strings.TrimSuffix(r, "?")
			return r, m
		}
		if !attributive[m] {
			return "", ""
		}
	}
	return "", ""
}

// fillGap takes from the act whose verb is shared what the gapped clause does
// not say itself.
func (s *sent) fillGap(a *act) {
	if a.gapOf == 0 {
		return
	}
	o := &s.acts[a.gapOf-1]
	if len(a.goods) == 0 && len(a.classes) == 0 {
		a.goods, a.goodsFrom = o.goods, "goods of the clause before"
	}
	if a.from.entity == "" && o.from.by != "origin word before the goods" {
		a.from = o.from
	}
	if a.to.entity == "" {
		a.to = o.to
	}
}
