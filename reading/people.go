package reading

// People, ships and firms as sides of an act, in languages whose case endings
// tell who does it.

// ownGoodCases is the cases that the form of a word for goods can be.
func (s *sent) ownGoodCases(it *item) uint32 {
	c := uint32(0)
	for k := range it.ents {
		if e := &it.ents[k]; e.kind == eGood && s.x.goods[e.ref].flags != "quality" {
			c |= e.feat & anyCase
		}
	}
	return c
}

// people1 reports whether a word names people who may pass or act: workers or
// soldiers.
func (s *sent) people1(it *item) bool {
	g := s.good(it)
	return g != nil && it.mention < 0 && (g.class == "labour" || g.class == "soldiers")
}

// ofNoun reports whether a name without endings at item i stands right after a
// noun of people, of a firm or office, or of a ship that opens the sentence, so
// that it says whose they are.
func (s *sent) ofNoun(i int) bool {
	if i == 0 {
		return false
	}
	p := &s.items[i-1]
	if p.punct || p.mention >= 0 || p.verb() != nil {
		return false
	}
	if s.people1(p) || s.agentNoun(p) {
		return true
	}
	g := s.good(p)
	return g != nil && g.class == "vessels" && i-1 <= s.firstWord()+2
}

// doers reports whether the people named at item k do the act themselves: their
// form can only be the nominative and the verb is active and has an object
// ("северокорейские инструкторы обучают").
func (s *sent) doers(a *act, k int) bool {
	if !s.x.lang.caseMarks || a.noun || a.attr || s.items[a.item].clause != s.items[k].clause {
		return false
	}
	f := a.frame
	if f.Subj != "from" && !(f.Subj == "to" && f.Obj == "goods") || f.Kind == "train" && f.Subj == "to" || f.op() || s.isPassive(a) {
		return false
	}
	g := s.good(&s.items[k])
	return g != nil && (g.class == "labour" || g.class == "soldiers" || g.class == "vessels") && s.ownGoodCases(&s.items[k]) == fNom
}

// peopleBefore reports whether item k names people in the nominative before
// the verb of their clause.
func (s *sent) peopleBefore(k, verbAt int) bool {
	if !s.x.lang.caseMarks || k > verbAt {
		return false
	}
	g := s.good(&s.items[k])
	return g != nil && (g.class == "labour" || g.class == "soldiers") && len(s.items[k].marks) == 0 && s.ownGoodCases(&s.items[k]) == fNom
}

// agentNoun reports whether a noun that also tells of an act names somebody
// who does it ("покупатель", "поставщик").
func (s *sent) agentNoun(it *item) bool {
	if !s.x.lang.caseMarks || it.mention >= 0 {
		return false
	}
	if d := s.desc(it); d == nil || d.sort != "agent" || s.isGoods(it) {
		return false
	}
	for k := range it.ents {
		if e := &it.ents[k]; e.kind == eNoun && !s.x.frames[e.ref].Generic {
			return false
		}
	}
	return true
}

// seatedNoun reports whether a noun right before a preposition of place and a
// name is a firm or an office there, or people from there.
func (s *sent) seatedNoun(p *item, marks []string) bool {
	if p.mention >= 0 {
		return false
	}
	if s.agentNoun(p) {
		return true
	}
	g := s.good(p)
	if g == nil || g.class != "labour" && g.class != "soldiers" {
		return false
	}
	switch marks[len(marks)-1] {
	case "из", "з":
		return true
	}
	return false
}

// flagged is the ship under whose flag ("под флагом КНДР") the name at item i
// stands, -1 for none.
func (s *sent) flagged(i int) int {
	m := s.items[i].marks
	if m[len(m)-1] != "под_флагом" {
		return -1
	}
	for j := i - 1; j >= 0 && j >= i-5; j-- {
		it := &s.items[j]
		if s.isGoods(it) && s.good(it).class == "vessels" && it.mention < 0 {
			return j
		}
		if it.verb() != nil {
			return -1
		}
	}
	return -1
}

// signers gives the two who sign an agreement on an act without direction its
// two sides ("Россия и КНДР подписали соглашение о сотрудничестве").
func (s *sent) signers(a *act) {
	c := &s.clauses[a.clause]
	if !a.frame.Reciprocal || c.subj < 0 || a.to.entity != "" {
		return
	}
	for k := range s.cands {
		cd := &s.cands[k]
		if k != c.subj && len(cd.marks) == 0 && !cd.origin && s.items[cd.head].clause == a.clause && cd.head < a.item && cd.entity != s.cands[c.subj].entity && s.joined(k, c.subj) {
			a.put("to", cd.entity, cd.acts, cd.item, "joined subject", 0.5*cd.factor)
		}
	}
}

// comesToWork reports whether a verb of coming has a ship or workers for its
// subject, so that nobody pays a visit.
func (s *sent) comesToWork(a *act) bool {
	for k := range s.acts {
		if o := &s.acts[k]; o.item == a.item && o.frame.Kind == "move" && len(o.goods) > 0 {
			return true
		}
	}
	for k := range s.cands {
		if cd := &s.cands[k]; cd.item == a.from.item && a.from.entity != "" {
			if g := s.good(&s.items[cd.head]); g != nil && g.class == "vessels" {
				return true
			}
		}
	}
	return false
}
