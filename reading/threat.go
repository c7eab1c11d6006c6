package reading

import "strings"

// readThreats finds acts held out against somebody and the measures spoken of.
func (s *sent) readThreats(first int) {
	for k := range s.acts {
		a := &s.acts[k]
		switch a.frame.Kind {
		case "threat":
			s.threat(a, first)
		case "prohibit", "measure":
			s.measureRef(a)
		case "violate":
			s.violation(a)
		}
	}
}

// threat reads one threat: who, against whom, which act, on which condition.
func (s *sent) threat(a *act, first int) {
	t := Threat{Trigger: s.str(&s.items[a.item]), Start: s.start, End: s.end, Quote: s.text[s.start:s.end]}
	if s.items[a.item].get(eWord) != nil {
		return
	}
	if a.noun {
		for k := range s.cands {
			cd := &s.cands[k]
			if cd.attr && cd.head == a.item {
				t.By = OrNull(party(cd.entity, cd.acts))
			}
			if len(cd.marks) > 0 && s.items[cd.head].clause == a.clause && cd.head > a.item && cd.head <= a.item+5 {
				if r, _ := a.frame.role(cd.marks, false); r == "against" {
					t.Against = OrNull(party(cd.entity, cd.acts))
				} else if r == "by" || cd.marks[len(cd.marks)-1] == "gen" || cd.marks[len(cd.marks)-1] == "of" {
					t.By = OrNull(party(cd.entity, cd.acts))
				}
			}
		}
	} else {
		if e, acts, _, _ := s.subject(a.clause); e != "" {
			t.By = OrNull(party(e, acts))
		}
		c := &s.clauses[a.clause]
		for c.obj < 0 && c.typ == "inf" && c.parent >= 0 {
			c = &s.clauses[c.parent]
		}
		if c.obj >= 0 {
			t.Against = OrNull(party(s.cands[c.obj].entity, s.cands[c.obj].acts))
		}
		if c.typ == "speech" {
			for k := range s.cands {
				if cd := &s.cands[k]; s.items[cd.head].clause == a.clause && t.By == "" {
					t.By = OrNull(party(cd.entity, cd.acts))
				}
			}
		}
	}
	gen := t.By != ""
	if a.noun && t.By == "" {
		if e, acts, _, _ := s.subject(a.clause); e != "" {
			t.By = OrNull(party(e, acts))
		}
	}
	// the act held out and its condition are dealings of this sentence
	for i := first; i < len(s.d.out.Dealings); i++ {
		d := &s.d.out.Dealings[i]
		if d.Start < s.start {
			continue
		}
		if d.Status == "conditional" || t.Act == "" && d.Status == "hypothetical" && d.Condition == "" {
			t.Act = OrNull(d.ID)
			if d.Condition != "" {
				t.Condition = d.Condition
			}
			if t.By == "" {
				t.By = d.From
			}
		}
	}
	if t.Condition == "" {
		for k := range s.clauses {
			if s.clauses[k].typ == "cond" {
				t.Condition = OrNull(s.clauseText(k))
			}
		}
	}
	if t.Against == "" {
		for k := range s.clauses {
			if s.clauses[k].typ == "cond" && s.clauses[k].subj >= 0 {
				cd := &s.cands[s.clauses[k].subj]
				if p := OrNull(party(cd.entity, cd.acts)); p != t.By {
					t.Against = p
				}
			}
		}
	}
	if a.noun && gen && t.Against == "" && t.Act == "" {
		if e, acts, _, _ := s.subject(a.clause); e != "" {
			t.Against = OrNull(party(e, acts)) // "X yields to pressure from Y"
		}
	}
	if strings.HasPrefix(string(t.By), "region:") || !a.noun && t.Act == "" && t.Against == "" && t.Condition == "" {
		return
	}
	if t.By == "" || t.Act == "" && t.Against == "" && t.Condition == "" && a.frame.ID != "drohen" {
		return
	}
	if t.By == t.Against {
		t.Against = ""
	}
	for i := range s.d.out.Threats {
		o := &s.d.out.Threats[i]
		if o.Start == t.Start && (o.By == t.By || o.Act == t.Act) {
			return
		}
	}
	s.d.out.Threats = append(s.d.out.Threats, t)
}

// measureRef reads that a body forbids something: no dealing to rule on.
func (s *sent) measureRef(a *act) {
	from, to := "", ""
	for k := range s.cands {
		cd := &s.cands[k]
		if strings.HasPrefix(cd.entity, "org:") && cd.acts == "" && from == "" {
			from = cd.entity
		}
	}
	c := &s.clauses[a.clause]
	for k := range s.cands {
		cd := &s.cands[k]
		if s.items[cd.head].clause != a.clause || strings.HasPrefix(cd.entity, "org:un") {
			continue
		}
		if len(cd.marks) > 0 || cd.origin {
			r, _ := a.frame.role(cd.marks, false)
			if r == "to" || r == "target" || cd.origin && to == "" {
				to = party(cd.entity, cd.acts)
				if r != "" {
					break
				}
			}
		}
	}
	if from == "" && c.subj >= 0 && a.frame.Kind != "measure" {
		from = party(s.cands[c.subj].entity, s.cands[c.subj].acts)
	}
	if m := s.namedMeasure(); m != nil && a.frame.Kind == "prohibit" && strings.HasPrefix(m.Instrument, "S/RES/") {
		if from == "" {
			from = "org:unsc"
		}
		if to == "" {
			to = unscTarget[m.Number]
		}
	}
	if to == "" && !a.noun {
		to = s.barredParty(a, from)
	}
	if from == "" || to == "" || from == to {
		return
	}
	if m := s.items[a.item].marks; a.noun && len(m) > 0 && !caseOnly(m) && !strings.HasPrefix(from, "org:") {
		return // "before the embargo": background
	}
	s.putMeasure(a, "measure.reference", from, to, "ongoing")
}

// barredParty is the state whose dealings a verb of prohibition bars when no
// preposition says so: its bare object ("bans North Korea from ..."), whose
// goods or acts are barred ("forbids the export of Russian oil"), or who would
// act in the clause it governs.
func (s *sent) barredParty(a *act, from string) string {
	subj := s.clauses[a.clause].subj
	best, rank := "", 0
	for k := range s.cands {
		cd := &s.cands[k]
		ci := s.items[cd.head].clause
		p := party(cd.entity, cd.acts)
		if k == subj || cd.acts == "" || p == from || ci != a.clause && s.clauses[ci].parent != a.clause {
			continue
		}
		r := 0
		switch {
		case cd.origin || cd.attr:
			r = 1
		case len(cd.marks) == 0 && (cd.head > a.item || s.x.lang.order != orderSVO):
			r = 3
		case caseOnly(cd.marks), len(cd.marks) == 1 && (cd.marks[0] == "à" || cd.marks[0] == "a" || cd.marks[0] == "to"):
			r = 2
		}
		if r > rank {
			best, rank = p, r
		}
	}
	return best
}

func (s *sent) putMeasure(a *act, class, from, to, status string) {
	it := &s.items[a.item]
	qs, qe := s.quoteSpan(a)
	st := s.status(a)
	if class == "measure.violation" {
		status = st.status
	}
	d := Dealing{Class: class, From: OrNull(from), To: OrNull(to), Status: status, Start: qs, End: qe, Quote: s.text[qs:qe],
		Trigger: s.str(it), TriggerStart: it.start, TriggerEnd: it.end, Goods: []string{}, Negations: st.negs, Hedges: st.hedges,
		Attribution: OrNull(st.attr), Certainty: 0.7, Frame: s.x.lang.code + "." + a.frame.ID, Lang: s.x.lang.code}
	if d.Negations == nil {
		d.Negations = []string{}
	}
	if d.Hedges == nil {
		d.Hedges = []string{}
	}
	d.Time = s.when(a, &s.clauses[a.clause], &d)
	for i := len(s.d.out.Dealings) - 1; i >= 0; i-- {
		o := &s.d.out.Dealings[i]
		if o.Start < s.start {
			break
		}
		if o.Class == d.Class && o.From == d.From && o.To == d.To {
			return
		}
	}
	s.d.nextID++
	d.ID = dealingID(s.d.nextID)
	s.d.out.Dealings = append(s.d.out.Dealings, d)
}

// violation reads that somebody breaks a measure.
func (s *sent) violation(a *act) {
	// it must be a measure that is broken
	ok := false
	for i := range s.items {
		it := &s.items[i]
		for _, e := range it.ents {
			if (e.kind == eNoun || e.kind == eVerb) && (s.x.frames[e.ref].Kind == "measure" || s.x.frames[e.ref].Kind == "prohibit") {
				ok = true
			}
		}
	}
	if !ok {
		return
	}
	from, to := party(a.from.entity, a.from.acts), ""
	if from == "" {
		if e, acts, _, _ := s.subject(a.clause); e != "" && !strings.HasPrefix(e, "org:un") {
			from = party(e, acts)
		}
	}
	for k := range s.acts {
		o := &s.acts[k]
		if o.frame.Kind == "prohibit" || o.frame.Kind == "measure" {
			for j := range s.cands {
				cd := &s.cands[j]
				if s.items[cd.head].clause == o.clause && len(cd.marks) > 0 && o.clause != a.clause || s.items[cd.head].clause == o.clause && len(cd.marks) > 0 {
					if r, _ := o.frame.role(cd.marks, false); r == "target" || r == "to" {
						to = party(cd.entity, cd.acts)
					}
				}
			}
		}
	}
	if from == "" {
		// the party whose standing the sentence is about
		for k := range s.cands {
			cd := &s.cands[k]
			if p := party(cd.entity, cd.acts); p != to && cd.acts != "" && !strings.HasPrefix(cd.entity, "org:") {
				from = p
				break
			}
		}
	}
	if m := s.namedMeasure(); m != nil && to == "" {
		to = unscTarget[m.Number]
	}
	if from == "" || to == "" || from == to {
		return // not said whose measures are broken
	}
	s.putMeasure(a, "measure.violation", from, to, "")
}
