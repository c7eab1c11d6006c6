package reading

import "strings"

// modalGoverns: a modal verb governs verbs of its clause and, as the mood of
// the whole predicate, what the clause's nouns tell of.
func (s *sent) modalGoverns(a *act, k int, own bool) bool {
	if !own || !s.x.lang.svo() {
		return true
	}
	// SVO: the modal of another predicate further right does not reach back to a verb
	if !a.noun && !a.attr && k > a.item {
		return false
	}
	return true
}

// negGoverns decides whether an adverb of negation at item k negates the act.
func (s *sent) negGoverns(a *act, k, ci int, own bool) bool {
	w := s.word(&s.items[k], "neg")
	weak := strings.Contains(w.value, "weak")
	if weak && s.x.lang.glued {
		return false // "전혀", "결코" only strengthen a negation
	}
	if own && !a.noun && !a.attr {
		if weak && s.x.lang.capNouns {
			return true
		}
		if s.x.lang.svo() {
			// it stands before the verb it negates; another verb may stand between only as operator
			if k > a.item && s.x.lang.caseMarks && a.feat&fInf != 0 && k+1 < len(s.items) && s.items[k+1].clause == ci && (s.word(&s.items[k+1], "aux") != nil || s.items[k+1].guess || s.items[k+1].verb() != nil && s.x.frames[s.items[k+1].verb().ref].op()) {
				return true // "принять не можем"
			}
			if k > a.item && s.x.lang.spaceless {
				return s.takesPlace(k) // "会面没有举行": not of another predicate
			}
			if k > a.item {
				return s.x.lang.code != "en" && !s.x.lang.caseMarks || strings.Contains(w.value, "post")
			}
			for j := k + 1; j < a.item; j++ {
				if e := s.items[j].verb(); e != nil && s.items[j].clause == ci {
					f := &s.x.frames[e.ref]
					if s.x.lang.caseMarks && e.feat&fInf != 0 && a.feat&fInf != 0 && s.wordIn(k, j, "aux") && !s.butIn(j, a.item) {
						continue // "не должна поставлять, продавать"
					}
					if !f.op() {
						return false
					}
				}
				if s.items[j].punct && s.items[j].clause == ci && strings.ContainsAny(s.str(&s.items[j]), ",;") && s.word(&s.items[min(j+1, len(s.items)-1)], "coord") != nil {
					return false
				}
			}
			return true
		}
		return s.negHead(a, k, ci)
	}
	if own {
		if weak {
			return false
		}
		// a noun: only what directly precedes it, or the negation of a verb that says the act takes place
		if k+1 == a.item || k+2 == a.item && s.word(&s.items[k+1], "art") != nil {
			return true
		}
		if s.x.lang.caseMarks && k+1 < len(s.items) && s.items[k+1].guess && len(s.items[a.item].marks) == 0 {
			return true // "не пропустила партию": a verb that no lexicon holds
		}
		return s.lightVerb(a, ci) && s.negHead(a, k, ci)
	}
	if s.x.lang.caseMarks && a.feat&fInf != 0 && !a.noun && s.sharesModal(a) {
		return !weak // "не должна поставлять или передавать"
	}
	// the clause above: it negates the operator that governs
	return s.hasOp(ci) && !weak
}

// takesPlace reports whether the verb after the negation at k only says that
// something takes place or succeeds.
func (s *sent) takesPlace(k int) bool {
	for j := k + 1; j < len(s.items) && j <= k+3; j++ {
		it := &s.items[j]
		if s.word(it, "takesplace") != nil {
			return true
		}
		if e := it.verb(); e != nil {
			return s.x.frames[e.ref].Effect == "done"
		}
		if it.punct {
			return false
		}
	}
	return false
}

// wordIn reports whether a function word of a kind stands among items i to j.
func (s *sent) wordIn(i, j int, kind string) bool {
	for ; i < j; i++ {
		if s.word(&s.items[i], kind) != nil {
			return true
		}
	}
	return false
}

// butIn reports whether "but" stands among items i to j.
func (s *sent) butIn(i, j int) bool {
	for ; i < j; i++ {
		if w := s.word(&s.items[i], "coord"); w != nil && w.value == "but" {
			return true
		}
	}
	return false
}

// negHead: in a clause whose verb comes last, "nicht" negates the verb unless
// it stands right before a phrase that is set against another ("nicht X,
// sondern Y") or another act's verb follows it first.
func (s *sent) negHead(a *act, k, ci int) bool {
	for j := k + 1; j < len(s.items) && j <= k+12; j++ {
		it := &s.items[j]
		if it.punct && j+1 < len(s.items) {
			if t := strings.ToLower(s.str(&s.items[j+1])); t == "sondern" {
				// only the phrase is denied when it is a party or the goods; then the dealing as told is denied too
				return true
			}
		}
	}
	// another verb in the clause between the negation and the act's verb takes it
	if k < a.item {
		for j := k + 1; j < a.item; j++ {
			if e := s.items[j].verb(); e != nil && s.items[j].clause == ci && !s.x.frames[e.ref].op() && !a.noun {
				return false
			}
		}
	}
	return true
}

// negDetGoverns: "no weapons", "keine Lieferung": the determiner's noun is the
// act, its goods, or the subject or object of its verb.
func (s *sent) negDetGoverns(a *act, k int, own bool) bool {
	if !own {
		return false
	}
	h := -1
	for j := k + 1; j < len(s.items) && j <= k+6; j++ {
		it := &s.items[j]
		if it.punct || s.word(it, "prep") != nil {
			break
		}
		if s.head(it) {
			h = j
			break
		}
		if s.isVerbal(it) && it.get(ePart) == nil {
			break
		}
	}
	if h == a.item {
		return true
	}
	for _, g := range a.goods {
		if g == h {
			return true
		}
	}
	if a.noun {
		// "there was no sign of deliveries" denies; "X has no money for the delivery" does not
		return h < 0 && k+1 == a.item
	}
	// a verb: any bare phrase of its clause counts
	if h >= 0 && len(s.items[h].marks) == 0 {
		return true
	}
	return h < 0
}

// lightVerb: the clause's verb only says that the noun's act takes place.
func (s *sent) lightVerb(a *act, ci int) bool {
	if s.onlyAux(ci) {
		return true
	}
	for _, k := range s.clauses[ci].items {
		it := &s.items[k]
		if s.word(it, "takesplace") != nil {
			return true
		}
		for _, e := range it.ents {
			if e.kind == eVerb || e.kind == eSep {
				f := &s.x.frames[e.ref]
				if f.op() && f.Effect != "attr" || f.Kind == "give" && f.ID == "leisten" {
					return true
				}
			}
		}
	}
	return false
}

// onlyAux reports whether a clause's predicate is no more than to be or to
// have ("there has been no", "we have never had any").
func (s *sent) onlyAux(ci int) bool {
	aux := false
	for _, k := range s.clauses[ci].items {
		it := &s.items[k]
		if s.word(it, "aux") != nil {
			aux = true
			continue
		}
		if it.verb() != nil && it.get(eNoun) == nil && !s.isGoods(it) || it.get(eSep) != nil {
			return false
		}
		if len(it.ents) == 0 && !it.upper && !it.num && !it.punct {
			t := s.str(it)
			if s.x.lang.capNouns && (strings.HasSuffix(t, "en") || strings.HasSuffix(t, "t")) || !s.x.lang.capNouns && (strings.HasSuffix(t, "ed") || strings.HasSuffix(t, "ing")) {
				return false
			}
		}
	}
	return aux
}

// hasDenier reports whether an operator of the clause prevents or refuses.
func (s *sent) hasDenier(ci int) bool {
	for k := range s.acts {
		if s.acts[k].clause == ci && s.acts[k].frame.Effect == "denied" {
			return true
		}
	}
	return false
}

func (s *sent) hasOp(ci int) bool {
	for _, k := range s.clauses[ci].items {
		for _, e := range s.items[k].ents {
			if (e.kind == eVerb || e.kind == eSep || e.kind == eNoun) && s.x.frames[e.ref].op() {
				return true
			}
		}
	}
	return false
}

// denyBefore reads a denial of what the sentence before told ("Moscow rejects
// this", "Beides weist Pjöngjang zurück"): claims of others about the party
// that denies are then denied. first is the number of dealings before this
// sentence.
func (s *sent) denyBefore(first int) {
	if len(s.d.out.Dealings) > first {
		return // it tells of dealings itself
	}
	for k := range s.acts {
		o := &s.acts[k]
		if !o.frame.Denial || o.noun {
			continue
		}
		c := &s.clauses[o.clause]
		e, acts, _, _ := s.subject(o.clause)
		by := party(e, acts)
		if c.typ != "main" && c.typ != "coord" || by == "" || !s.takesUp(o.clause) {
			continue
		}
		for i := first - 1; i >= 0; i-- {
			d := &s.d.out.Dealings[i]
			if d.Start < s.d.oneBack {
				break
			}
			if d.Attribution == "" || d.Group() == "denied" || string(d.From) != by && string(d.To) != by || strings.HasPrefix(d.Class, "measure") {
				continue
			}
			d.Status = "denied"
			d.Negations = append(d.Negations, s.str(&s.items[o.item]))
			d.Evidence = append(d.Evidence, s.ev("negation", o.item, "denied in the sentence after"))
		}
	}
}

// takesUp reports whether a clause speaks of what was said before: a pronoun
// that points, or a definite noun of saying ("the report", "diese Vorwürfe").
func (s *sent) takesUp(ci int) bool {
	for _, k := range s.clauses[ci].items {
		it := &s.items[k]
		if it.mention >= 0 {
			continue
		}
		if w := s.word(it, "pron"); w != nil && (strings.Contains(w.value, "dem") || strings.Contains(w.value, "acc")) || s.word(it, "takeup") != nil {
			return true
		}
		if w := s.word(it, "art"); w != nil && (strings.HasPrefix(w.value, "dem") || strings.HasPrefix(w.value, "def")) && (k+1 >= len(s.items) || s.items[k+1].punct || s.isVerbal(&s.items[k+1]) || s.word(&s.items[k+1], "prep") != nil ||
			s.x.lang.capNouns && !s.items[k+1].upper && (k+2 >= len(s.items) || s.items[k+2].punct)) {
			return true // "das", "dies" by itself
		}
		if e := it.get(eNoun); e != nil && s.x.frames[e.ref].Effect == "attr" && it.det != "indef" {
			return true
		}
	}
	return false
}
