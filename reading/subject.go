package reading

// findSubjects finds the subject of each clause and a bare second party.
func (s *sent) findSubjects() {
	for ci := range s.clauses {
		c := &s.clauses[ci]
		verbAt := -1
		for _, k := range c.items {
			if s.isVerbal(&s.items[k]) {
				verbAt = k
				break
			}
		}
		for s.x.lang.order == orderVSO && verbAt >= 0 && verbAt+1 < len(s.items) && s.items[verbAt+1].clause == ci && s.isVerbal(&s.items[verbAt+1]) && s.items[verbAt+1].get(eNoun) == nil {
			verbAt++ // "لم تدفع": the verb itself
		}
		if c.ex {
			c.ex = false
			c.subj = -1
		}
		svo := s.x.lang.svo()
		for k := range s.cands {
			cd := &s.cands[k]
			h := &s.items[cd.head]
			if h.clause != ci || cd.origin && !s.peopleBefore(cd.head, verbAt) {
				continue
			}
			if len(cd.marks) > 0 && !isSubjectMark(cd.marks) {
				continue
			}
			if cd.cases&fNom == 0 || c.typ == "inf" && s.x.lang.order == orderV2 {
				// "..., Moskau Drohnen geliefert zu haben": an infinitive has no subject of its own
				if c.obj < 0 {
					c.obj = k
				}
				continue
			}
			if svo && verbAt >= 0 && cd.head > verbAt && s.x.lang.caseMarks && s.subjectAfter(c, k) {
				if c.subj >= 0 && c.obj < 0 {
					c.obj = c.subj
				}
				c.subj = k
				continue
			}
			if svo && verbAt >= 0 && cd.head > verbAt {
				if c.subj < 0 && (s.inverted(verbAt) && s.beginsClause(verbAt) || s.x.lang.order == orderVSO && !s.sameClauseVerbBetween(verbAt, cd.head) && !s.objectFirst(verbAt, k)) {
					c.subj = k
				} else if c.obj < 0 {
					c.obj = k
				}
				continue
			}
			if svo && verbAt >= 0 {
				if s.x.lang.caseMarks && c.subj >= 0 && cd.cases == anyCase && s.cands[c.subj].cases != anyCase && !s.sameList(c.subj, k) {
					if c.obj < 0 {
						c.obj = k // "Москва КНДР не передавала"
					}
					continue
				}
				// the last bare phrase before the verb, unless an apposition or list follows
				if c.subj < 0 || s.str(&s.items[cd.head]) != "" && !s.sameList(c.subj, k) {
					c.subj = k
				}
				continue
			}
			if c.subj < 0 {
				c.subj = k
			} else if c.obj < 0 && s.cands[c.subj].entity != cd.entity && !s.sameList(c.subj, k) {
				c.obj = k
			}
		}
		if c.subj < 0 && s.x.lang.caseMarks {
			if c.subj = s.spokenIn(ci); c.subj < 0 {
				c.subj = s.beforeVerb(ci, verbAt)
			}
		}
		if c.subj < 0 {
			for _, k := range c.items {
				it := &s.items[k]
				if f, ok := s.wordFeat(it, "pron"); ok && it.mention < 0 && f&fNom != 0 && len(it.marks) == 0 {
					if svo && verbAt >= 0 && k > verbAt && !(s.x.lang.caseMarks && k <= verbAt+2) {
						continue
					}
					c.pron = s.d.pronoun(s, s.word(it, "pron").value, ci)
					if c.pron != "" {
						break
					}
				}
			}
		}
	}
}

// inverted: the verb opens the clause ("said the minister", "Were X to").
func (s *sent) inverted(verbAt int) bool {
	w := s.word(&s.items[verbAt], "condfirst")
	return w != nil
}

// beginsClause reports whether item i is the first of its clause, but for "and".
func (s *sent) beginsClause(i int) bool {
	for _, k := range s.clauses[s.items[i].clause].items {
		if k >= i {
			return true
		}
		if s.word(&s.items[k], "coord") == nil {
			return false
		}
	}
	return true
}

func isSubjectMark(m []string) bool {
	return len(m) == 1 && (m[0] == "nom" || m[0] == "topic")
}

// sameList reports whether two candidates are joined by "and" or a comma.
func (s *sent) sameList(a, b int) bool {
	i, j := s.cands[a].head, min(s.cands[b].item, s.cands[b].head)
	if i >= j {
		return i == s.cands[b].head
	}
	list := s.items[i].joinNext
	for k := i + 1; k < j; k++ {
		it := &s.items[k]
		if s.word(it, "coord") != nil || it.punct && s.str(it) == "," {
			list = true
			continue
		}
		if it.isAdj() || s.word(it, "art") != nil || len(it.ents) == 0 && !it.punct {
			continue
		}
		return false
	}
	return list
}

// subject follows a clause to the party that is its subject: its own, the
// pronoun's, or that of the clause it leans on.
func (s *sent) subject(ci int) (entity, acts string, at int, how string) {
	said := -1
	for n := 0; ci >= 0 && n < 6; n++ {
		c := &s.clauses[ci]
		if c.subj >= 0 {
			cd := &s.cands[c.subj]
			if s.x.lang.glued && said >= 0 && cd.item > said {
				return "", "", -1, "" // "...라고 국정원은 덧붙였다": who says it
			}
			return cd.entity, cd.acts, cd.item, how
		}
		if c.pron != "" {
			return c.pron, actsFor(c.pron, s.d), -1, "pronoun, the party last spoken of"
		}
		if p := s.conjunct(ci); p >= 0 {
			// coordinated inside: the clause before is of the same kind
			if how == "" {
				how = "subject of the clause before"
			}
			ci = p
			continue
		}
		if s.x.lang.order == orderSOV {
			if c.typ == "rel" && c.ante >= 0 && c.relCs&fNom != 0 {
				if m := s.items[c.ante].mention; m >= 0 {
					return s.ments[m].Entity, s.ments[m].ActsFor, c.ante, "what the relative clause describes"
				}
				for k := range s.cands {
					if cd := &s.cands[k]; cd.head == c.ante {
						return cd.entity, cd.acts, cd.item, "what the relative clause describes"
					}
				}
				if s.x.lang.lattice && s.desc(&s.items[c.ante]) != nil {
					return "", "", -1, "" // somebody who is not named: "ぜいたく品を送った男"
				}
			}
			if how == "" {
				how = "subject of the clause around it"
			}
			if c.typ == "that" && len(c.items) > 0 && said < 0 {
				said = c.items[len(c.items)-1]
			}
			if c.before > 0 {
				ci = c.before - 1
			} else {
				ci = c.parent
			}
			continue
		}
		switch c.typ {
		case "coord", "part", "purpose", "gap":
			if p := c.parent; c.typ == "coord" && s.x.lang.spaceless && p >= 0 && s.clauses[p].obj >= 0 && s.objectControl(p) && s.invites(p) {
				cd := &s.cands[s.clauses[p].obj]
				return cd.entity, cd.acts, cd.item, "who is asked to"
			}
			if how == "" {
				how = "subject of the clause before"
			}
			ci = c.parent
		case "inf":
			if how == "" {
				how = "subject of the clause that governs"
			}
			p := &s.clauses[c.parent]
			if p.obj >= 0 && s.objectControl(c.parent) {
				cd := &s.cands[p.obj]
				return cd.entity, cd.acts, cd.item, "object of the clause that governs"
			}
			ci = c.parent
		case "rel":
			if c.ante >= 0 && c.relMk == "" && c.relCs&fNom != 0 {
				if e, acts, at := s.antecedentParty(c.ante); e != "" {
					return e, acts, at, "what the relative clause describes"
				}
			}
			return "", "", -1, ""
		case "conc", "cause", "time":
			if !s.x.lang.proDrop || s.x.lang.spaceless {
				return "", "", -1, ""
			}
			if how == "" {
				how = "subject not said: that of the clause around it"
			}
			ci = c.parent
		case "that":
			if !s.x.lang.proDrop {
				return "", "", -1, ""
			}
			if s.objectControl(c.parent) && !s.x.lang.spaceless {
				// "pidió a China que no venda": who is asked
				for k := range s.cands {
					cd := &s.cands[k]
					if s.items[cd.head].clause == c.parent && len(cd.marks) == 1 && cd.marks[0] == "a" && !cd.origin {
						return cd.entity, cd.acts, cd.item, "is asked to do it"
					}
				}
			}
			if how == "" {
				how = "subject not said: that of the clause that governs"
			}
			ci = c.parent
		default:
			return "", "", -1, ""
		}
	}
	return "", "", -1, ""
}

// invites reports whether a clause tells of somebody asked or invited to do
// what follows.
func (s *sent) invites(ci int) bool {
	for k := range s.acts {
		if o := &s.acts[k]; o.clause == ci && !o.noun && o.frame.ID == "ask" {
			return true
		}
	}
	return false
}

// antecedentParty is the party that the head of a phrase stands for: a name,
// or a noun that a name describes ("Iranian engineers who ...").
func (s *sent) antecedentParty(i int) (entity, acts string, at int) {
	if m := s.items[i].mention; m >= 0 {
		return s.ments[m].Entity, s.ments[m].ActsFor, i
	}
	if s.isGoods(&s.items[i]) && s.items[i].get(eDesc) == nil && s.good(&s.items[i]).class != "labour" && s.good(&s.items[i]).class != "soldiers" {
		return "", "", -1
	}
	for k := range s.cands {
		if cd := &s.cands[k]; cd.head == i && cd.attr {
			return cd.entity, cd.acts, cd.item
		}
	}
	return "", "", -1
}

// conjunct is the clause of the same kind with which "and" joins clause ci
// inside another clause, -1 for none.
func (s *sent) conjunct(ci int) int {
	c := &s.clauses[ci]
	if c.typ == "coord" || c.typ == "main" || !s.isCoordStart(ci) {
		return -1
	}
	for p := ci - 1; p >= 0; p-- {
		if s.clauses[p].typ == c.typ && s.clauses[p].parent == c.parent {
			return p
		}
	}
	return -1
}

func (s *sent) isCoordStart(ci int) bool {
	c := &s.clauses[ci]
	return len(c.items) > 0 && s.word(&s.items[c.items[0]], "coord") != nil
}

// objectControl: the clause's verb makes its object the subject of the
// infinitive ("asked Iran to supply").
func (s *sent) objectControl(ci int) bool {
	for _, k := range s.clauses[ci].items {
		for _, e := range s.items[k].ents {
			if (e.kind == eVerb || e.kind == eSep || e.kind == eNoun) && s.x.frames[e.ref].Control == "obj" {
				return true
			}
		}
	}
	return false
}
