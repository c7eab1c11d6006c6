package reading

import (
	"slices"
	"strings"
)

// seeks reports whether a clause has an operator of asking.
func (s *sent) seeks(ci int) bool {
	for k := range s.acts {
		if s.acts[k].clause == ci && s.acts[k].frame.Effect == "sought" {
			return true
		}
	}
	return false
}

// asked finds who asks for an act ("Russia asked North Korea to supply"): the
// subject of an operator before it whose object does the act.
func (s *sent) asked(a *act) (k int, ok bool) {
	if c := &s.clauses[a.clause]; c.typ == "inf" && c.parent >= 0 && s.objectControl(c.parent) && s.seeks(c.parent) && s.clauses[c.parent].obj >= 0 && s.clauses[c.parent].subj >= 0 {
		return s.clauses[c.parent].subj, true
	}
	for n := range s.acts {
		o := &s.acts[n]
		if o.frame.Effect != "sought" || o.frame.Control != "obj" || o.noun || o.clause != a.clause || o.item > a.item || o.passive {
			continue
		}
		subj, obj := -1, -1
		for k := range s.cands {
			cd := &s.cands[k]
			if s.items[cd.head].clause != a.clause || len(cd.marks) > 0 || cd.origin {
				continue
			}
			if cd.head < o.item {
				subj = k
			} else if cd.head < a.item {
				obj = k
			}
		}
		if subj >= 0 && obj >= 0 {
			return subj, true
		}
	}
	return -1, false
}

// askedTo: "ロシアは北朝鮮に弾薬を供給するよう求めた": who is asked stands under
// the receiver's mark before the act, and does it; who asks is the subject outside.
func (s *sent) askedTo(a *act) {
	if s.items[a.item].join != "you" && !s.asksKorean(a) {
		return
	}
	p := s.clauses[a.clause].parent
	if p < 0 || !s.seeks(p) || !s.objectControl(p) {
		return
	}
	for k := range s.acts {
		if o := &s.acts[k]; o.clause == p && !o.noun && o.frame.Effect == "sought" && o.feat&fPass != 0 {
			return // "求められている": the subject outside is asked
		}
	}
	who := -1
	for k := range s.cands {
		cd := &s.cands[k]
		if s.items[cd.head].clause != a.clause || cd.origin {
			continue
		}
		if isSubjectMark(cd.marks) {
			return // it names the doer itself
		}
		if who < 0 && len(cd.marks) == 1 && cd.marks[0] == "to" {
			who = k
		}
	}
	if who < 0 {
		return
	}
	cd := &s.cands[who]
	doer := fill{cd.entity, cd.acts, cd.item, "is asked to do it", 0.9}
	se, sa, at, _ := s.subject(p)
	asker := fill{se, sa, at, "asks for it", 0.6}
	if a.to.item == cd.item {
		a.to = fill{}
	}
	if a.frame.Subj == "from" {
		a.from = doer
		if a.to.entity == "" && se != cd.entity {
			a.to = asker
		}
	} else if a.frame.Subj == "to" {
		a.to = doer
		if a.from.entity == cd.entity {
			a.from = fill{}
		}
	}
}

// asksKorean reports whether a verb stands in a form in which one is asked to do
// it ("보내 달라고", "보내 줄 것을", "보내도록").
func (s *sent) asksKorean(a *act) bool {
	if !s.x.lang.glued || a.noun {
		return false
	}
	w := s.str(&s.items[a.item])
	for _, e := range []string{"도록", "라고", "달라고", "달라는", "달라며", "달라", "주기를", "기를", "라는", "라며"} {
		if strings.HasSuffix(w, e) && !strings.HasSuffix(w, "이라고") {
			return true
		}
	}
	if c := &s.clauses[a.clause]; c.typ == "that" && a.item+1 < len(s.items) {
		return strings.HasPrefix(s.str(&s.items[a.item+1]), "것") || strings.HasPrefix(s.str(&s.items[a.item+1]), "달라")
	}
	return false
}

// hasVerb reports whether a clause has a verb of an act.
func (s *sent) hasVerb(ci int) bool {
	for _, k := range s.clauses[ci].items {
		if s.items[k].verb() != nil {
			return true
		}
	}
	return false
}

// latticeSlots: who pays for goods receives them; and what Japanese endings and
// order say of a verb's sides.
func (s *sent) latticeSlots(a *act) {
	it := &s.items[a.item]
	c := &s.clauses[a.clause]
	f := a.frame
	if f.Subj == "from" && c.typ == "rel" && c.parent >= 0 && a.to.entity == "" && (s.x.lang.lattice || s.x.lang.order == orderVSO) && s.paysIn(c.parent) {
		// "北朝鮮が供給した石炭の代金を支払う", "ثمن الفحم الذي أرسلته كوريا": who pays receives
		if e, acts, at, _ := s.subject(c.parent); e != "" && e != a.from.entity {
			a.put("to", e, acts, at, "payer for it", 0.6)
		}
	}
	if s.x.lang.order == orderVSO && f.Subj == "to" && a.from.entity == "" && len(a.goods) > 0 && attached(s.str(&s.items[a.goods[0]])) {
		// "الحظر عن طهران ... اشترت الهند نفطها": whose goods they are
		for k := len(s.cands) - 1; k >= 0; k-- {
			cd := &s.cands[k]
			if cd.item < a.goods[0] && strings.HasPrefix(cd.entity, "country:") && cd.entity != a.to.entity && cd.item < a.item {
				a.put("from", cd.entity, cd.acts, cd.item, "whose goods they are", 0.55)
				break
			}
		}
	}
	if !s.x.lang.lattice {
		return
	}
	if it.mood&mCaus != 0 && f.Subj == "from" {
		// "北朝鮮に修理させる": who is made to do it stands under に
		for k := range s.cands {
			cd := &s.cands[k]
			if s.items[cd.head].clause != a.clause || cd.origin || len(cd.marks) != 1 || cd.marks[0] != "to" {
				continue
			}
			if a.from.entity != "" && a.from.entity != cd.entity {
				a.to = a.from
				a.to.by = "makes it be done"
			}
			a.from = fill{cd.entity, cd.acts, cd.item, "is made to do it", 0.85}
			break
		}
	}
	if f.Kind == "move" && a.to.entity == "" && it.join != "" {
		// "ナホトカにて積載、清津着予定": where it arrives stands after it, without a verb of its own
		for k := range s.cands {
			cd := &s.cands[k]
			if ci := s.items[cd.head].clause; cd.head > a.item && ci == a.clause+1 && len(cd.marks) == 1 && cd.marks[0] == "into" && !s.hasVerb(ci) {
				a.put("to", cd.entity, cd.acts, cd.item, "mark into in the clause after", 0.7)
			}
		}
	}
	if f.Subj == "from" && a.to.entity == "" {
		// "北朝鮮が求めていたミサイルを引き渡した": who sought the goods receives them
		for _, g := range a.goods {
			if ri := s.relativeOf(g); ri >= 0 && s.seeks(ri) && s.clauses[ri].subj >= 0 {
				if cd := &s.cands[s.clauses[ri].subj]; cd.entity != a.from.entity {
					a.put("to", cd.entity, cd.acts, cd.item, "who sought the goods", 0.7)
				}
			}
		}
	}
	if f.Kind == "work" && c.typ == "rel" && c.ante >= 0 && a.from.entity == "" {
		if m := s.items[c.ante].mention; m >= 0 && party(s.ments[m].Entity, s.ments[m].ActsFor) != party(a.to.entity, a.to.acts) {
			a.put("from", s.ments[m].Entity, s.ments[m].ActsFor, c.ante, "people named by their country", 0.8)
		}
	}
	// "供与したのはソ連だ": what the cleft sets apart does it
	if it.join == "that" && strings.HasSuffix(s.str(it), "の") && a.item+2 < len(s.items) && s.word(&s.items[a.item+1], "postp") != nil && s.word(&s.items[a.item+1], "postp").value == "topic" {
		n := &s.items[a.item+2]
		if n.mention >= 0 && !n.isAdj() && a.item+3 < len(s.items) && (s.word(&s.items[a.item+3], "ending") != nil || s.items[a.item+3].punct) {
			m := &s.ments[n.mention]
			if f.Subj == "from" && a.from.entity == "" || f.Subj == "to" && a.to.entity == "" {
				a.put(f.Subj, m.Entity, m.ActsFor, a.item+2, "set apart as the doer", 0.85)
			}
		}
	}
}

// verbSlots fills the slots of an act told as a verb.
func (s *sent) verbSlots(a *act) {
	c := &s.clauses[a.clause]
	f := a.frame
	a.passive = s.isPassive(a)
	if a.attr && s.x.lang.caseMarks {
		s.participleSlots(a)
		return
	}
	if a.attr {
		s.attrSlots(a)
		return
	}
	ctrl := s.controlled(a)
	personal := f.Kind == "meet" || f.Kind == "visit" || f.Kind == "support"
	var bare []int
	svo := s.x.lang.svo()
	for k := range s.cands {
		cd := &s.cands[k]
		h := &s.items[cd.head]
		if h.clause != a.clause && !(cd.origin && slices.Contains(a.goods, cd.head)) {
			continue
		}
		if s.impersonal(a, cd) {
			a.put(f.Subj, cd.entity, cd.acts, cd.item, "dative of who does it", 0.9*cd.factor)
			continue
		}
		if cd.origin && s.doers(a, cd.head) {
			a.put(f.Subj, cd.entity, cd.acts, cd.item, "people who do it", 0.85*cd.factor)
			continue
		}
		if cd.origin && !s.recipients(cd, a) && !s.shipDeals(cd, a) {
			if slices.Contains(a.goods, cd.head) || s.listed(a.goods, cd.head) {
				role := f.originRole()
				if s.hands(a) == cd.head {
					role = "from" // whose workers they are
				}
				a.put(role, cd.entity, cd.acts, cd.item, "origin word before the goods", 0.8*cd.factor)
			} else if s.x.lang.glued && (f.Kind == "flag" || f.Kind == "bunker" || f.Kind == "insure") && s.isGoods(h) && s.good(h).class == "vessels" && len(cd.marks) == 1 && cd.marks[0] == "to" {
				a.put("to", cd.entity, cd.acts, cd.item, "whose ship it is", 0.8*cd.factor)
			} else if e := h.get(eNoun); e != nil && s.x.frames[e.ref].op() && cd.head < a.item && a.feat&fInf != 0 && f.Subj != "" && f.Subj != "goods" {
				a.put(f.Subj, cd.entity, cd.acts, cd.item, "whose promise or plan it is", 0.7*cd.factor)
			} else if h.get(eNoun) != nil && f.Kind == "violate" {
				a.put("from", cd.entity, cd.acts, cd.item, "possessor", 0.5*cd.factor)
			}
			continue
		}
		if f.Kind == "work" && len(cd.marks) > 0 && s.originOf(a) == party(cd.entity, cd.acts) {
			continue // where they come from
		}
		if k == ctrl {
			a.put(f.Subj, cd.entity, cd.acts, cd.item, "object of the verb that governs", 0.92*cd.factor)
			continue
		}
		if personal && cd.attr && h.get(eDesc) == nil {
			continue // "hosts a North Korean clinic"
		}
		if f.Kind == "threat" || f.Effect != "" && f.Kind != "prohibit" && f.Kind != "measure" {
			continue
		}
		if len(cd.marks) > 0 && !isSubjectMark(cd.marks) {
			if cd.marks[len(cd.marks)-1] == "gen" && !cd.attr {
				continue
			}
			if len(cd.marks) > 1 && cd.marks[0] == "attr" {
				continue // "according to a report of the UN" says who says so
			}
			marks := s.outer(cd)
			if n := len(marks); n > 1 && (f.Kind == "work" || f.Kind == "employ") && genitives[marks[n-1]] {
				if r := f.Marks[marks[n-2]]; r == "to" || r == "to?" {
					marks = marks[:n-1] // "at the building sites of X"
				}
			}
			role, mark := f.role(marks, a.passive)
			if role == f.Subj && role == "from" && f.Marks[mark] != "from" && s.isPlace(cd) {
				role = "via" // "shipped by the port of X": a way, no giver
			}
			if s.x.lang.spaceless && mark == "由" && cd.head > a.item && f.Subj == "to" && !a.passive {
				role = "from" // "收到由朝鲜提供的煤炭"
			}
			if role == "" && cd.marks[len(cd.marks)-1] == "dat" {
				role, mark = f.Iobj, "dat"
				if role == "" && slices.Contains(a.goods, cd.item-1) {
					role, mark = f.originRole(), "gen"
				}
			}
			if role == "between" {
				a.recip = true
				a.put("with", cd.entity, cd.acts, cd.item, "mark "+mark, 0.9*cd.factor)
				continue
			}
			if role == "goods" {
				if s.x.lang.spaceless && slices.Contains(a.goods, cd.head+1) {
					a.put("from", cd.entity, cd.acts, cd.item, "origin word before the goods", 0.8*cd.factor) // "为朝鲜工人延长签证"
				}
				continue
			}
			if role != "" && s.nounsPhrase(a, cd) {
				continue // "der Export nach China brachte ..."
			}
			if role != "" {
				sc := 0.95
				if f.Kind == "pay" && mark == "de" && s.x.lang.adjAfter && cd.head > a.item && s.paid(cd) {
					role = "to" // "paie les combattants de X"
				}
				if s.fronted(cd, a) {
					sc = 0.6
				}
				if f.Kind == "move" && (mark == "vers" || mark == "hacia" || mark == "para" || mark == "pour" || mark == "hasta") {
					sc = 0.97 // where it is bound for, not where it was
				}
				if mark == "por" && !a.passive && !s.causative(a) && a.feat&fPart == 0 && role == f.Subj && s.stateName(cd) && !s.bareBefore(a) {
					role = "via" // "no los conseguimos ni por Turquía"
				}
				if (mark == "par" || mark == "por") && !a.passive && !s.causative(a) && role == f.Subj && len(cd.marks) > 0 && s.bareBefore(a) {
					if f.Subj != "to" {
						continue // the agent of a participle, not of this verb
					}
					role, sc = "from", 0.5 // "importa calamar pescado por flotas de X"
				}
				if mark != marks[len(marks)-1] {
					sc = 0.9
				}
				if role == "via" && mark != marks[len(marks)-1] {
					continue
				}
				if role == "with" {
					a.recip = true
					a.put("to", cd.entity, cd.acts, cd.item, "mark "+mark, sc*cd.factor)
					continue
				}
				if strings.HasSuffix(f.Marks[mark], "?") {
					sc = 0.55
				}
				a.put(role, cd.entity, cd.acts, cd.item, "mark "+mark, sc*cd.factor)
			}
			continue
		}
		bare = append(bare, k)
	}
	// the relative pronoun stands for what it describes
	if c.typ == "rel" && c.ante >= 0 {
		if e, acts, at := s.antecedentParty(c.ante); e != "" && !slices.Contains(a.goods, c.ante) {
			role := ""
			switch {
			case c.relMk != "":
				role, _ = f.role([]string{c.relMk}, a.passive)
			case c.relCs == fDat:
				role = f.Iobj
			case c.relCs == fLoc:
				if r, _ := f.role([]string{"en"}, a.passive); r == "to" {
					role = r // "le Mali, où ... a livré"
				}
			case c.relCs&fNom != 0 && !s.bareSubject(bare, a):
				role = a.frame.Subj
			default:
				if f.Obj != "goods" {
					role = f.Obj
				}
			}
			if role != "" && role != "goods" {
				a.put(role, e, acts, at, "relative pronoun", 0.8)
			}
		}
	}
	if s.x.lang.caseMarks && a.feat&fInf != 0 {
		for k := range s.acts {
			if o := &s.acts[k]; o.noun && o.clause == a.clause && o.item < a.item {
				s.askersOwn(a, o)
			}
		}
	}
	s.bareRoles(a, bare, svo)
	s.politeSubject(a)
	s.topic(a)
	s.dativePronoun(a)
	s.causer(a)
	if k := s.describedAgent(a); k >= 0 {
		cd := &s.cands[k]
		a.put(f.Subj, cd.entity, cd.acts, cd.item, "the party the verb's phrase describes", 0.92*cd.factor)
	}
	// the subject from elsewhere
	sr := a.frame.Subj
	if sr != "" && sr != "goods" && !a.passive {
		have := sr == "from" && a.from.entity != "" && a.from.by != "origin word before the goods" || sr == "to" && a.to.entity != ""
		if !have {
			if e, acts, at, how := s.subject(a.clause); e != "" {
				if how == "" {
					how = "subject"
				}
				other := a.to.entity
				if sr == "to" {
					other = a.from.entity
				}
				if e == other && sr == "from" && a.to.by == "origin word before the goods" && s.poss(a) {
					a.to, other = fill{}, "" // "schulte seine Piloten": another's
				}
				if e != other && !(sr == "from" && at >= 0 && s.fills(a, at)) {
					a.put(sr, e, acts, at, how, 0.8)
				}
			}
		}
	}
	if c.typ == "rel" && s.x.lang.spaceless && f.Subj == "to" && a.to.entity == "" && c.parent >= 0 {
		// "俄罗斯发射了从朝鲜获得的导弹": who has the goods got them
		if e, acts, at, _ := s.subject(c.parent); e != "" && e != a.from.entity {
			a.put("to", e, acts, at, "subject of the clause around it", 0.6)
		}
	}
	s.polite(a)
	s.reason(a)
	s.boughtFor(a)
	s.carrier(a)
	s.contractor(a)
	s.usedBy(a)
	s.madeAt(a)
	if f.Kind == "train" && s.x.lang.spaceless && a.from.entity != "" && a.to.entity == "" {
		for k := range s.cands {
			// "X聘请Y教官训练部队": who has them come is served
			if cd := &s.cands[k]; s.items[cd.head].clause == a.clause && cd.head < a.item && len(cd.marks) == 0 && !cd.origin && cd.entity != a.from.entity {
				a.put("to", cd.entity, cd.acts, cd.item, "who has it done", 0.6*cd.factor)
				break
			}
		}
	}
	if f.Iobj == "to" && a.to.entity == "" && !a.passive {
		if e, acts, at := s.pronounReceiver(a); e != "" {
			a.put("to", e, acts, at, "pronoun, a party spoken of before", 0.5)
		}
	}
	if f.Reciprocal && a.from.entity != "" && a.to.entity == "" {
		for k := range s.cands {
			if s.cands[k].item != a.from.item {
				continue
			}
			for o := range s.cands {
				cd := &s.cands[o]
				if o != k && cd.entity != a.from.entity && s.items[cd.head].clause == s.items[s.cands[k].head].clause && len(cd.marks) == 0 && !cd.origin && (s.tight(k, o) || s.tight(o, k)) {
					a.put("to", cd.entity, cd.acts, cd.item, "joined subject", 0.75*cd.factor)
				}
			}
		}
	}
	s.askedTo(a)
	s.latticeSlots(a)
	if k, ok := s.asked(a); ok {
		cd := &s.cands[k]
		if f.Subj == "from" && a.to.entity == "" && a.from.entity != cd.entity {
			a.put("to", cd.entity, cd.acts, cd.item, "asks for it", 0.6)
		} else if f.Subj == "to" && a.from.entity == "" && a.to.entity != cd.entity {
			a.put("from", cd.entity, cd.acts, cd.item, "asks for it", 0.6)
		}
	}
	s.originAfter(a)
	// origin and receiver are the same: origin words describe the goods only
	if f.Kind == "train" && a.to.entity == "" && a.from.entity != "" {
		// "asked Moscow to train its pilots": those of who asks
		for ci := s.clauses[a.clause].parent; ci >= 0 && a.to.entity == ""; ci = s.clauses[ci].parent {
			if e, acts, at, _ := s.subject(ci); e != "" && party(e, acts) != party(a.from.entity, a.from.acts) && s.poss(a) && governs[s.clauses[a.clause].typ] {
				a.put("to", e, acts, at, "whose men they are", 0.6)
			}
		}
	}
	if a.from.entity != "" && party(a.from.entity, a.from.acts) == party(a.to.entity, a.to.acts) {
		if a.from.by == "origin word before the goods" {
			a.from = fill{}
		} else if a.to.score < a.from.score {
			a.to = fill{}
		}
	}
	if f.Reciprocal || a.recip {
		a.recip = true
	}
}

// shipDeals reports whether a candidate is a side by its ship ("北韩油轮与中国船只
// 过驳").
func (s *sent) shipDeals(cd *cand, a *act) bool {
	if a.frame.Kind != "ship_to_ship" || !s.x.lang.juxtapose {
		return false
	}
	g := s.good(&s.items[cd.head])
	return g != nil && g.class == "vessels"
}

// contractor: with whom one agrees on what one gives or gets is the other side
// ("波兰与韩国签署了采购自行火炮的合同", "폴란드가 한국과 전차 구매 계약을 체결했다").
func (s *sent) contractor(a *act) {
	f := a.frame
	if !s.x.lang.juxtapose || f.Reciprocal || f.Subj != "from" && f.Subj != "to" || f.Kind == "pay" || f.Kind == "support" {
		return
	}
	have, open := &a.from, &a.to
	if f.Subj == "to" {
		have, open = open, have
	}
	if open.entity != "" || have.entity == "" {
		return
	}
	agreed := false
	for k := range s.acts {
		if o := &s.acts[k]; o.clause == a.clause && !o.noun && (o.frame.ID == "sign" || o.frame.Effect == "planned" || o.frame.Effect == "promised") {
			agreed = true
		}
	}
	if !agreed {
		return
	}
	for k := range s.cands {
		cd := &s.cands[k]
		if s.items[cd.head].clause != a.clause || cd.origin || len(cd.marks) != 1 || cd.marks[0] != "与" && cd.marks[0] != "with" || party(cd.entity, cd.acts) == party(have.entity, have.acts) {
			continue
		}
		*open = fill{cd.entity, cd.acts, cd.item, "with whom it is agreed", 0.6 * cd.factor}
		return
	}
}

// reason: what somebody is punished for another did: "美国以向俄罗斯出售部件为由制裁
// 中国企业".
func (s *sent) reason(a *act) {
	if !s.x.lang.spaceless {
		return
	}
	open, by := -1, -1
	for j := a.item - 1; j >= 0 && !s.items[j].punct; j-- {
		if w := s.word(&s.items[j], "prep"); w != nil && w.value == "以" {
			open = j
			break
		}
	}
	for j := a.item + 1; open >= 0 && j < len(s.items) && j <= a.item+16 && !s.items[j].punct; j++ {
		if s.items[j].end+3 <= len(s.text) && (strings.HasPrefix(s.text[s.items[j].start:], "为由") || strings.HasPrefix(s.text[s.items[j].start:], "為由") || strings.HasPrefix(s.text[s.items[j].start:], "为名")) {
			by = j
			break
		}
	}
	if by < 0 {
		return
	}
	f, slot := a.frame, &a.from
	if f.Subj == "to" {
		slot = &a.to
	}
	if slot.item < open && f.Subj != "" {
		*slot = fill{}
	}
	for k := range s.cands {
		if cd := &s.cands[k]; cd.item > by && s.items[cd.item].clause == s.items[a.item].clause && cd.acts != "" && slot.entity == "" {
			*slot = fill{cd.entity, cd.acts, cd.item, "who is blamed for it", 0.7 * cd.factor}
		}
	}
}

// boughtFor: who buys for somebody else gives him what he buys ("为朝鲜购买豆油").
func (s *sent) boughtFor(a *act) {
	if !s.x.lang.spaceless || a.frame.Kind != "receive" || a.from.entity != "" {
		return
	}
	for k := range s.cands {
		cd := &s.cands[k]
		if s.items[cd.head].clause != a.clause || cd.origin || len(cd.marks) != 1 || cd.marks[0] != "为" || cd.head > a.item || cd.acts == "" {
			continue
		}
		if a.to.entity != "" && party(a.to.entity, a.to.acts) != party(cd.entity, cd.acts) {
			a.from = a.to
			a.from.by = "who buys for another"
		}
		a.to = fill{cd.entity, cd.acts, cd.item, "mark 为", 0.8 * cd.factor}
		return
	}
}

// usedBy: who uses goods that a clause says somebody gave has got them
// ("俄军使用了朝鲜提供的炮弹").
func (s *sent) usedBy(a *act) {
	c := &s.clauses[a.clause]
	if !s.x.lang.juxtapose || c.typ != "rel" || c.ante < 0 || c.parent < 0 || a.frame.Subj != "from" || a.to.entity != "" || a.from.entity == "" || !s.isGoods(&s.items[c.ante]) || !s.clauseHas(c.parent, "uses") {
		return
	}
	if e, acts, at, _ := s.subject(c.parent); e != "" && party(e, acts) != party(a.from.entity, a.from.acts) {
		a.put("to", e, acts, at, "who uses the goods", 0.6)
	}
}

// getsIn reports whether a clause tells of getting goods: who got them may give
// them on.
func (s *sent) getsIn(ci int) bool {
	for k := range s.acts {
		if o := &s.acts[k]; o.clause == ci && o.frame.Kind == "receive" {
			return true
		}
	}
	return false
}

// madeAt: goods come from where a clause that describes them says they were made
// ("북한 공장에서 만든 옷을 들여왔다").
func (s *sent) madeAt(a *act) {
	if !s.x.lang.glued || a.from.entity != "" || a.frame.Kind != "receive" && a.frame.Kind != "move" && a.frame.Kind != "give" {
		return
	}
	for _, g := range a.goods {
		ri := s.relativeOf(g)
		if ri < 0 || ri == a.clause || s.getsIn(ri) {
			continue
		}
		for k := range s.acts {
			// "지난달 선적하신 철광석은 도착하지 않았다": who sent it
			if o := &s.acts[k]; o.clause == ri && !o.noun && o.from.entity != "" && (o.frame.Kind == "give" || o.frame.Kind == "move") && party(o.from.entity, o.from.acts) != party(a.to.entity, a.to.acts) && a.frame.Kind == "move" {
				a.from = o.from
				a.from.by, a.from.score = "who sent the goods", 0.6
				return
			}
		}
		for k := range s.cands {
			cd := &s.cands[k]
			if s.items[cd.head].clause == ri && len(cd.marks) == 1 && cd.marks[0] == "from" && cd.acts != "" && party(cd.entity, cd.acts) != party(a.to.entity, a.to.acts) {
				a.put("from", cd.entity, cd.acts, cd.item, "where the goods were made", 0.6*cd.factor)
				if k := s.clauses[ri].subj; a.frame.Subj == "to" && a.to.entity == "" && k >= 0 && k != s.clauses[a.clause].subj && s.cands[k].entity != cd.entity {
					o := &s.cands[k]
					a.put("to", o.entity, o.acts, o.item, "subject before the clause that describes", 0.6*o.factor)
				}
				return
			}
		}
	}
}

// carrier: who carries goods away from a state, where it is not said whereto,
// has got them ("丹东商人从朝鲜走私鱿鱼", "중국 업자들이 북한에서 오징어를 밀수했다").
func (s *sent) carrier(a *act) {
	f := a.frame
	if f.Kind != "move" || f.Subj != "" || !s.x.lang.juxtapose || a.to.entity != "" && a.to.item >= 0 && len(s.items[a.to.item].marks) > 0 || !strings.HasPrefix(a.from.by, "mark ") {
		return
	}
	for k := range s.cands {
		cd := &s.cands[k]
		if h := &s.items[cd.head]; h.clause != a.clause || cd.origin || cd.acts == "" || len(cd.marks) > 0 && !isSubjectMark(cd.marks) || cd.head > a.item {
			continue
		}
		if party(cd.entity, cd.acts) != party(a.from.entity, a.from.acts) {
			a.put("to", cd.entity, cd.acts, cd.item, "who carries it away", 0.6*cd.factor)
			return
		}
	}
}

// firstPerson reports whether the subject of a clause is "we" or "I".
func (s *sent) firstPerson(ci int) bool {
	for _, k := range s.clauses[ci].items {
		if w := s.word(&s.items[k], "pron"); w != nil && strings.HasPrefix(w.value, "nom first") && len(s.items[k].marks) == 0 {
			return true
		}
	}
	return false
}

// nounsPhrase reports whether a candidate before the verb belongs to an act
// told by a noun before it.
func (s *sent) nounsPhrase(a *act, cd *cand) bool {
	for k := range s.acts {
		o := &s.acts[k]
		if !o.noun || o.clause != a.clause || o.item > cd.head || cd.head > a.item || o.frame.op() || len(o.goods)+len(o.classes) == 0 || s.items[o.item].marks != nil {
			continue
		}
		if o.from.item == cd.item && o.from.entity != "" && strings.HasPrefix(o.from.by, "mark ") || o.to.item == cd.item && o.to.entity != "" && strings.HasPrefix(o.to.by, "mark ") {
			return true
		}
	}
	return false
}

// goodsBeyond reports whether goods stand after an act's verb in its clause.
func (s *sent) goodsBeyond(a *act) bool {
	for _, k := range s.clauses[a.clause].items {
		if k > a.item && s.isGoods(&s.items[k]) && len(s.items[k].marks) == 0 {
			return true
		}
	}
	return false
}

// originAfter gives goods of the clause before their origin said right after
// them: "Kohle aus Nordkorea wurde umgeladen und nach Südkorea verschifft".
func (s *sent) originAfter(a *act) {
	if a.from.entity != "" || len(a.goods) == 0 || a.frame.Subj != "from" && a.frame.Kind != "move" || !a.passive && a.frame.Kind != "move" || s.items[a.goods[0]].clause == a.clause {
		return
	}
	for k := range s.cands {
		cd := &s.cands[k]
		if cd.item <= a.goods[0] || cd.item > a.goods[0]+3 || cd.origin || len(cd.marks) == 0 || s.items[cd.item].clause != s.items[a.goods[0]].clause {
			continue
		}
		if r, m := a.frame.role(cd.marks, false); r == "from" && party(cd.entity, cd.acts) != party(a.to.entity, a.to.acts) {
			a.put("from", cd.entity, cd.acts, cd.item, "mark "+m+" beside the goods", 0.6*cd.factor)
			return
		}
	}
}

// poss reports whether a possessive stands before an act's goods.
func (s *sent) poss(a *act) bool {
	for _, g := range a.goods {
		if s.items[g].det == "poss" {
			return true
		}
	}
	return false
}

// originOf is the party whose origin word stands before the act's goods.
func (s *sent) originOf(a *act) string {
	for k := range s.cands {
		if cd := &s.cands[k]; cd.origin && slices.Contains(a.goods, cd.head) {
			return party(cd.entity, cd.acts)
		}
	}
	return "-"
}

// fills reports whether the item already fills a slot of the act.
func (s *sent) fills(a *act, at int) bool { return a.to.item == at && a.to.entity != "" }

func (s *sent) bareSubject(bare []int, a *act) bool {
	for _, k := range bare {
		if s.cands[k].cases&fNom != 0 {
			return true
		}
	}
	return false
}

func (s *sent) listed(goods []int, head int) bool {
	for _, g := range goods {
		if g == head {
			return true
		}
	}
	return false
}

// bareRoles gives roles to phrases without marks by case and order.
func (s *sent) bareRoles(a *act, bare []int, svo bool) {
	f := a.frame
	if len(bare) == 0 {
		return
	}
	objRole := f.Obj
	if objRole == "goods" {
		objRole = ""
	}
	if a.passive {
		role := objRole
		if role == "" {
			role = f.Iobj
		}
		for _, k := range bare {
			cd := &s.cands[k]
			if svo && cd.head > a.item {
				if s.x.lang.caseMarks && cd.cases == anyCase {
					s.indeclinable(a, k)
				}
				continue
			}
			if cd.cases&fDat != 0 && cd.cases&fNom == 0 {
				a.put(f.Iobj, cd.entity, cd.acts, cd.item, "dative", 0.85*cd.factor)
				continue
			}
			if len(a.goods) > 0 && a.goods[0] < cd.head && a.goods[0] < a.item && svo {
				continue
			}
			a.put(role, cd.entity, cd.acts, cd.item, "subject of the passive", 0.75*cd.factor)
		}
		return
	}
	var free []int
	for _, k := range bare {
		cd := &s.cands[k]
		switch {
		case cd.cases&fNom != 0:
			free = append(free, k)
		case cd.cases&fDat != 0 && cd.cases&fAcc == 0 || cd.cases&fDat != 0 && f.Iobj != "" && objRole == "":
			a.put(f.Iobj, cd.entity, cd.acts, cd.item, "dative", 0.9*cd.factor)
		case cd.cases&fAcc != 0 && objRole != "":
			a.put(objRole, cd.entity, cd.acts, cd.item, "accusative", 0.9*cd.factor)
		}
	}
	if s.x.lang.caseMarks {
		free = s.caseOrder(a, free)
	}
	if svo {
		subj := -1
		var after []int
		for _, k := range free {
			cd := &s.cands[k]
			if cd.head < a.item {
				if !s.sameClauseVerbBetween(cd.head, a.item) || subj < 0 {
					subj = k
				}
			} else {
				after = append(after, k)
			}
		}
		by := "before the verb"
		if s.x.lang.order == orderVSO && subj < 0 && len(after) > 0 && !s.sameClauseVerbBetween(a.item, s.cands[after[0]].head) && !s.objectFirst(a.item, after[0]) {
			subj, after, by = after[0], after[1:], "after the verb"
		}
		if subj >= 0 {
			cd := &s.cands[subj]
			if f.Kind == "move" && (f.Subj == "" || f.Subj == "goods") && s.isGoods(&s.items[cd.head]) && s.good(&s.items[cd.head]).class == "vessels" && cd.attr {
				a.put("from", cd.entity, cd.acts, cd.item, "whose ship carries it", 0.5*cd.factor)
			} else if f.Kind == "move" && f.Subj == "" && (s.x.lang.adjAfter || s.x.lang.spaceless || s.x.lang.caseMarks && !s.isGoods(&s.items[cd.head]) || !s.x.lang.caseMarks && !cd.attr && s.stateName(cd)) {
				a.put("from", cd.entity, cd.acts, cd.item, "who moves it", 0.55*cd.factor)
			}
			a.put(f.Subj, cd.entity, cd.acts, cd.item, by, 0.85*cd.factor)
			// two parties joined before the verb of an act done together
			if f.Reciprocal {
				for _, k := range free {
					o := &s.cands[k]
					if o.head < a.item && o.entity != cd.entity && s.joined(k, subj) {
						a.put("to", cd.entity, cd.acts, cd.item, "joined subject", 0.85)
						a.from = fill{o.entity, o.acts, o.item, "joined subject", 0.85}
					}
				}
			}
		}
		for _, k := range after {
			cd := &s.cands[k]
			if objRole != "" {
				a.put(objRole, cd.entity, cd.acts, cd.item, "object after the verb", 0.8*cd.factor)
				break
			}
			if f.Iobj == "to" && s.x.lang.spaceless && cd.head-a.item <= 3 && len(a.goods) > 0 && a.goods[len(a.goods)-1] < a.item {
				a.put("to", cd.entity, cd.acts, cd.item, "right after the verb", 0.85*cd.factor) // "将导弹交付俄罗斯"
				break
			}
			if f.Iobj != "" && s.x.lang.dative && s.goodsAfter(a, cd.head) {
				a.put(f.Iobj, cd.entity, cd.acts, cd.item, "between verb and goods", 0.85*cd.factor)
				break
			}
		}
		return
	}
	used := s.clauses[a.clause].typ == "inf" || s.firstPerson(a.clause) // it has no subject of its own, or one that is no name
	for n, k := range free {
		cd := &s.cands[k]
		if f.Reciprocal && n == 1 && s.joined(free[0], k) {
			a.put("to", cd.entity, cd.acts, cd.item, "joined subject", 0.85)
			continue
		}
		if !used && s.x.lang.glued && f.Kind == "move" && f.Subj == "" {
			a.put("from", cd.entity, cd.acts, cd.item, "who moves it", 0.5*cd.factor)
		}
		if !used {
			if f.Kind == "move" && f.Subj == "" && !cd.attr && s.stateName(cd) {
				a.put("from", cd.entity, cd.acts, cd.item, "who moves it", 0.55*cd.factor)
			}
			a.put(f.Subj, cd.entity, cd.acts, cd.item, "first bare name", 0.8*cd.factor)
			used = true
			continue
		}
		if n > 0 && (s.sameList(free[0], k) && s.joined(free[0], k) || s.cands[free[0]].entity == cd.entity) {
			continue
		}
		if objRole != "" {
			a.put(objRole, cd.entity, cd.acts, cd.item, "second bare name", 0.75*cd.factor)
		} else if f.Iobj != "" && cd.cases&fDat != 0 {
			a.put(f.Iobj, cd.entity, cd.acts, cd.item, "second bare name", 0.75*cd.factor)
		}
		break
	}
}

// stateName reports whether a candidate names a state or its government.
func (s *sent) stateName(cd *cand) bool {
	k := s.items[cd.item].mention
	return k >= 0 && (s.ments[k].Type == "country" || s.ments[k].Type == "government")
}

func (s *sent) sameClauseVerbBetween(i, j int) bool {
	for k := i + 1; k < j; k++ {
		if e := s.items[k].verb(); e != nil && !s.x.frames[e.ref].op() && s.items[k].clause == s.items[j].clause {
			return true
		}
	}
	return false
}

// joined reports whether "and" stands between two candidates.
func (s *sent) joined(a, b int) bool {
	i, j := s.cands[a].head, s.cands[b].item
	if s.cands[a].head == s.cands[b].head && s.x.lang.caseMarks {
		i, j = min(s.cands[a].item, j), max(s.cands[a].item, j) // "российские и корейские ученые"
	} else if i > j {
		i, j = s.cands[b].head, s.cands[a].item
	}
	if s.items[i].joinNext {
		return true
	}
	for k := i + 1; k < j; k++ {
		if s.word(&s.items[k], "coord") != nil {
			return true
		}
	}
	return false
}

// goodsAfter reports whether the goods come after item h.
func (s *sent) goodsAfter(a *act, h int) bool {
	for _, g := range a.goods {
		if g > h {
			return true
		}
	}
	return len(a.goods) == 0 && a.frame.Needs == ""
}

// attrSlots: "imported North Korean workers", "from Iran imported drones".
func (s *sent) attrSlots(a *act) {
	for k := range s.cands {
		cd := &s.cands[k]
		if cd.origin && slices.Contains(a.goods, cd.head) {
			a.put("from", cd.entity, cd.acts, cd.item, "origin word before the goods", 0.8*cd.factor)
			continue
		}
		h := &s.items[cd.head]
		if h.clause == a.clause && a.to.entity == "" && a.frame.Subj == "from" && len(cd.marks) == 0 && !cd.origin && cd.cases&fNom != 0 && s.paysIn(a.clause) {
			a.put("to", cd.entity, cd.acts, cd.item, "payer for it", 0.6*cd.factor)
			continue
		}
		if h.clause != a.clause || len(cd.marks) == 0 || cd.head > a.item || a.item-cd.head > 4 {
			continue
		}
		if role, mark := a.frame.role(cd.marks, a.feat&fPart != 0); role != "" && role != "goods" {
			a.put(role, cd.entity, cd.acts, cd.item, "mark "+mark, 0.85*cd.factor)
		}
	}
}

// paysIn reports whether a clause tells of paying.
func (s *sent) paysIn(ci int) bool {
	for k := range s.acts {
		if s.acts[k].clause == ci && s.acts[k].frame.Kind == "pay" {
			return true
		}
	}
	return false
}

// isPassive decides the voice of a verb.
func (s *sent) isPassive(a *act) bool {
	if a.feat&fPass != 0 {
		return true
	}
	for k := a.item - 1; k >= 0 && !a.noun && s.x.lang.spaceless; k-- {
		it := &s.items[k]
		if it.clause != a.clause || it.verb() != nil && !s.x.frames[it.verb().ref].op() {
			break
		}
		if s.word(it, "passmark") != nil {
			return true
		}
	}
	if a.feat&fPart == 0 || a.noun {
		return false
	}
	if a.attr {
		return true
	}
	c := &s.clauses[a.clause]
	svo := s.x.lang.svo()
	perfect := false
	for n := range c.items {
		k := c.items[n]
		if svo {
			k = c.items[len(c.items)-1-n] // the nearest one before the verb decides
		}
		w := s.word(&s.items[k], "aux")
		if w == nil {
			continue
		}
		if svo {
			if k > a.item {
				continue
			}
			if s.verbBetween(k, a.item) {
				continue
			}
		}
		if strings.HasPrefix(w.value, "pass") {
			if s.x.lang.order == orderV2 || svo {
				return true
			}
		}
		if strings.HasPrefix(w.value, "perf") {
			perfect = true
			if svo {
				break
			}
		}
	}
	if perfect {
		return false
	}
	if p := s.sharedAux(a); p >= 0 && (a.feat&fFin == 0 || c.subj < 0 && !s.goodsBeyond(a)) {
		return strings.HasPrefix(s.word(&s.items[p], "aux").value, "pass")
	}
	if s.x.lang.capNouns {
		// "ist/sind geliefert": passive of state when there is no object
		return false
	}
	if a.feat&fFin == 0 {
		return true // a bare participle
	}
	// "weapons supplied by Iran": directly after the goods, and an agent or no subject
	if a.item > 0 && svo && a.frame.Subj != "goods" {
		p := &s.items[a.item-1]
		n := a.item + 1
		if s.isGoods(p) || len(p.ents) == 0 && !p.punct && n < len(s.items) && s.str(&s.items[n]) == "by" {
			if n < len(s.items) && s.str(&s.items[n]) == "by" {
				return true
			}
			for k := range s.cands {
				cd := &s.cands[k]
				if s.items[cd.head].clause == a.clause && cd.head < a.item && len(cd.marks) == 0 && !cd.origin {
					return false
				}
			}
			return c.subj < 0 && c.pron == ""
		}
	}
	return false
}

// verbBetween reports whether another act's verb stands between i and j.
func (s *sent) verbBetween(i, j int) bool {
	for k := i + 1; k < j; k++ {
		if e := s.items[k].verb(); e != nil && s.items[k].clause == s.items[j].clause {
			return true
		}
		if s.word(&s.items[k], "coord") != nil && k-i > 1 {
			return false
		}
	}
	return false
}

// controlled finds a party under "a" or "à" right after an operator whose
// object does the act ("acusa a Teherán de vender", "demande à l'Iran de
// livrer"), -1 for none.
func (s *sent) controlled(a *act) int {
	if s.x.lang.caseMarks {
		return s.askedObject(a)
	}
	if !s.x.lang.adjAfter {
		return -1
	}
	for n := range s.acts {
		o := &s.acts[n]
		if o.noun || o.clause != a.clause || o.item >= a.item || o.frame.Control != "obj" {
			continue
		}
		for k := range s.cands {
			cd := &s.cands[k]
			if len(cd.marks) == 1 && (cd.marks[0] == "a" || cd.marks[0] == "à") && cd.head > o.item && cd.head < a.item && cd.head-o.item <= 5 && !cd.origin {
				return k
			}
		}
	}
	return -1
}

// paid reports whether a party stands with the people who are paid: "les
// combattants de X".
func (s *sent) paid(cd *cand) bool {
	p := cd.item - 1
	for p >= 0 && s.good(&s.items[p]) == nil && s.desc(&s.items[p]) == nil && !s.items[p].punct && cd.item-p < 5 {
		p--
	}
	if p < 0 {
		return false
	}
	g := s.good(&s.items[p])
	return g != nil && (g.class == "soldiers" || g.class == "labour") || s.desc(&s.items[p]) != nil
}

// bareBefore reports whether a party without a mark stands before the act's verb
// in its clause.
func (s *sent) bareBefore(a *act) bool {
	for k := range s.cands {
		cd := &s.cands[k]
		if len(cd.marks) == 0 && !cd.origin && cd.head < a.item && s.items[cd.head].clause == a.clause {
			return true
		}
	}
	return false
}

// recipients reports whether a phrase names people of a state who get what
// passes ("a los agricultores norcoreanos"), not people who pass.
func (s *sent) recipients(cd *cand, a *act) bool {
	g := s.good(&s.items[cd.head])
	if g == nil || g.class != "labour" && g.class != "soldiers" || len(cd.marks) == 0 || slices.Contains(a.goods, cd.head) || !s.x.lang.adjAfter {
		return false
	}
	r, _ := a.frame.role(cd.marks, false)
	return r == "to"
}
