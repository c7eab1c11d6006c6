package reading

import (
	"slices"
	"strings"
)

// nounContext decides whether a form that may be noun or verb ("supply",
// "ships", "aid") is a noun where it stands.
func (s *sent) nounContext(i int) bool {
	if s.x.lang.spaceless {
		return s.spacelessNoun(i)
	}
	if s.x.lang.order == orderVSO {
		return s.arabicNounHere(i)
	}
	for j := i - 1; j >= 0; j-- {
		it := &s.items[j]
		switch {
		case it.punct:
			return j == i-1 && strings.ContainsAny(s.str(it), "(\"“")
		case s.x.lang.adjAfter && j == i-1 && s.word(it, "art") != nil && s.items[i].get(eVerb).feat&^fPart == 0:
			return true // "l'armée": a participle follows no pronoun
		case s.x.lang.adjAfter && j == i-1 && s.word(it, "art") != nil && s.word(it, "pron") != nil && i+1 < len(s.items) && s.word(&s.items[i+1], "prep") != nil && s.word(&s.items[i+1], "prep").value == "de":
			return true // "la compra de"
		case s.word(it, "zu") != nil && j == i-1, s.word(it, "aux") != nil, s.word(it, "pron") != nil, s.word(it, "rel") != nil && s.word(it, "art") == nil:
			return false
		case s.word(it, "art") != nil, s.word(it, "prep") != nil, it.num:
			return true
		case it.mention >= 0:
			return it.isAdj() && !(s.x.lang.adjAfter && s.headBefore(j) >= 0) || it.poss
		case s.word(it, "neg") != nil:
			return false
		case it.poss:
			return true
		case s.isGoods(it):
			if e := it.get(eGood); e != nil && e.feat&fPl != 0 && j == i-1 {
				// "workers use ..." but "textiles exports"
				return s.items[i].get(eVerb).feat == fFin
			}
			continue
		case s.good(it) != nil:
			continue
		case it.verb() != nil && it.get(eNoun) == nil:
			return true // the object of a verb: "stopped exports"
		case s.word(it, "coord") != nil:
			if j == i-1 && s.items[i].get(eVerb).feat == fFin && i+1 < len(s.items) {
				// "imports coal and exports electronics"
				if n := &s.items[i+1]; s.isGoods(n) || s.word(n, "art") != nil || n.num || n.isAdj() {
					return false
				}
			}
			if j > 0 {
				p := &s.items[j-1]
				return p.get(eNoun) != nil && p.get(eVerb) == nil || s.isGoods(p)
			}
			return true
		case s.desc(it) != nil:
			return false
		}
		if i-j > 3 {
			break
		}
	}
	// nothing before decides: a noun when "of" or "to" follows it
	if i+1 < len(s.items) {
		if w := s.word(&s.items[i+1], "prep"); w != nil {
			return true
		}
	}
	return i == s.firstWord()
}

// nounSlots fills the slots of an act told as a noun.
func (s *sent) nounSlots(a *act) {
	f := a.frame
	ti := a.item
	end := len(s.items)
	for j := ti + 1; j < len(s.items); j++ {
		it := &s.items[j]
		if it.clause != a.clause && !it.punct {
			end = j
			break
		}
		if it.punct && strings.ContainsAny(s.str(it), ",;:–—") && !s.listComma(j) {
			end = j
			break
		}
		if s.isVerbal(it) && it.get(eNoun) == nil && !s.isGoods(it) && it.get(ePart) == nil {
			end = j
			break
		}
		if e := it.get(eNoun); e != nil && !s.x.frames[e.ref].op() && s.word(&s.items[j-1], "coord") != nil && len(it.marks) == 0 {
			end = j
			break
		}
	}
	for k := range s.cands {
		cd := &s.cands[k]
		h := cd.head
		switch {
		case f.Kind == "equip" && s.equips(a, k):
			a.put("from", cd.entity, cd.acts, cd.item, "genitive before who is supplied", 0.85*cd.factor)
			a.toSaid = s.items[cd.head+1].mention < 0
			for o := range s.cands {
				if x := &s.cands[o]; x.item == cd.head+1 && x.head == x.item && len(x.marks) == 0 {
					a.put("to", x.entity, x.acts, x.item, "who is supplied", 0.85*x.factor)
				}
			}
		case cd.second:
			if f.Reciprocal && (cd.attr && h == ti || cd.origin && slices.Contains(a.goods, h)) {
				a.put("to", cd.entity, cd.acts, cd.item, "second party of the joined name", 0.85*cd.factor)
			}
		case cd.attr && h == ti && f.Reciprocal && a.from.entity != "" && a.from.entity != cd.entity && s.x.lang.juxtapose:
			a.put("to", cd.entity, cd.acts, cd.item, "second party of the joined name", 0.85*cd.factor)
		case cd.attr && h == ti && s.x.lang.glued && f.Subj == "to" && len(a.goods) > 0 && cd.item < a.goods[0] && a.goods[0] < ti && len(s.items[cd.item].marks) == 0:
			a.put("from", cd.entity, cd.acts, cd.item, "origin word before the goods", 0.8*cd.factor) // "북한 노동자 고용"
		case cd.attr && h == ti && s.x.lang.juxtapose && s.items[cd.item].isAdj() && len(a.goods) > 0:
			a.put("from", cd.entity, cd.acts, cd.item, "made there", 0.85*cd.factor)
		case cd.attr && h == ti:
			a.put(f.Adj, cd.entity, cd.acts, cd.item, "adjective or possessive before the act", 0.85*cd.factor)
		case cd.origin && slices.Contains(a.goods, h):
			if s.x.lang.juxtapose && (s.items[cd.item].isAdj() || f.Subj == "to" && len(s.items[cd.item].marks) == 0) {
				a.put("from", cd.entity, cd.acts, cd.item, "origin word before the goods", 0.8*cd.factor) // "ロシア産原油の輸入"
			} else if h < ti && !s.x.lang.capNouns {
				a.put(f.Adj, cd.entity, cd.acts, cd.item, "adjective or possessive before the act", 0.85*cd.factor)
			} else {
				a.put(f.originRole(), cd.entity, cd.acts, cd.item, "origin word before the goods", 0.8*cd.factor)
			}
		case s.shipDeals(cd, a) && len(cd.marks) == 0 && h < ti:
			a.put("from", cd.entity, cd.acts, cd.item, "whose ship it is", 0.8*cd.factor)
		case cd.origin && !s.shipDeals(cd, a):
		case s.x.lang.juxtapose && h < ti && len(cd.marks) > 0 && s.items[h].clause == a.clause && !s.verbal(h+1, ti):
			role, mark := f.role(cd.marks, false)
			switch {
			case role == "with":
				a.recip = true
				a.put("to", cd.entity, cd.acts, cd.item, "mark "+mark, 0.9*cd.factor)
			case role == "between":
				a.recip = true
				a.put("with", cd.entity, cd.acts, cd.item, "mark "+mark, 0.9*cd.factor)
			case role == "from" || role == "to" || role == "via":
				if role == "to" && mark == "to" && s.x.lang.order == orderSOV && f.Subj == "from" && s.seeks(a.clause) {
					// "러시아는 북한에 공급을 요청했다": who is asked gives
					a.put("from", cd.entity, cd.acts, cd.item, "is asked for it", 0.8*cd.factor)
					if se, sa, at, _ := s.subject(a.clause); se != "" && se != cd.entity {
						a.put("to", se, sa, at, "asks for it", 0.7)
					}
					continue
				}
				sc := 0.9
				if strings.HasSuffix(f.Marks[mark], "?") {
					sc = 0.55
				}
				a.put(role, cd.entity, cd.acts, cd.item, "mark "+mark, sc*cd.factor)
			case isPoss(cd.marks[len(cd.marks)-1]):
				a.put(f.Adj, cd.entity, cd.acts, cd.item, "possessive before the act", 0.8*cd.factor)
			}
		case s.x.lang.order == orderSOV && h > ti && s.items[h].clause == a.clause && len(cd.marks) == 1 && cd.marks[0] == "to" && f.Subj == "from" && s.seeks(a.clause):
			a.put("from", cd.entity, cd.acts, cd.item, "is asked for it", 0.8*cd.factor) // "弾薬の供与を北朝鮮に要請した"
		case h > ti && h < end && len(cd.marks) > 0:
			last := cd.marks[len(cd.marks)-1]
			if (last == "gen" || last == "of" || last == "de") && f.Marks[last] == "" {
				if s.prevHead(cd.item) == ti {
					role := f.Gen
					if s.givenTo(a, cd) {
						role = f.Iobj // "продажа Сирии ракет"
					}
					a.put(role, cd.entity, cd.acts, cd.item, "genitive after the act", 0.8*cd.factor)
					continue
				}
			}
			role, mark := f.role(cd.marks, false)
			if role == "" && last == "dat" {
				role, mark = f.Iobj, "dat"
			}
			if role == "" && last == "ins" {
				role, mark = f.Subj, "ins"
			}
			if role == "via" && mark != last {
				continue
			}
			switch role {
			case "", "goods":
			case "between", "with":
				a.recip = true
				a.put("with", cd.entity, cd.acts, cd.item, "mark "+mark, 0.9*cd.factor)
			default:
				sc := 0.95
				if strings.HasSuffix(f.Marks[mark], "?") {
					sc = 0.55
				}
				a.put(role, cd.entity, cd.acts, cd.item, "mark "+mark, sc*cd.factor)
			}
		}
	}
	if f.Kind == "violate" || f.Kind == "threat" {
		return
	}
	defer s.contractor(a)
	if s.x.lang.caseMarks {
		s.accusedOrDenier(a)
		for k := range s.cands {
			if cd := &s.cands[k]; cd.head > ti && cd.head < end && len(cd.marks) == 0 && cd.cases == anyCase && !cd.origin && !cd.attr {
				s.indeclinable(a, k)
			}
		}
	}
	s.relativeSlots(a)
	s.pairSlots(a)
	s.supplierOf(a)
	s.warnedOf(a)
	s.clauseSlots(a, end)
	if a.from.entity != "" && party(a.from.entity, a.from.acts) == party(a.to.entity, a.to.acts) {
		if a.from.score >= a.to.score {
			a.to = fill{}
		} else {
			a.from = fill{}
		}
	}
	if f.Reciprocal {
		a.recip = true
	}
}

// pairSlots: a name that joins two before an act done together names both its
// sides ("俄朝之间存在武器交易", "북러 무기 거래").
func (s *sent) pairSlots(a *act) {
	if !a.frame.Reciprocal || !s.x.lang.juxtapose {
		return
	}
	for k := range s.cands {
		cd := &s.cands[k]
		if !cd.second || k == 0 || s.items[cd.item].clause != a.clause || cd.item > a.item || a.item-cd.item > 8 {
			continue
		}
		o := &s.cands[k-1]
		a.from = fill{o.entity, o.acts, o.item, "joined name", 0.9 * o.factor}
		a.to = fill{cd.entity, cd.acts, cd.item, "second party of the joined name", 0.9 * cd.factor}
	}
}

// supplierOf: "俄罗斯是缅甸最大的武器供应国", "러시아는 미얀마의 최대 무기 공급국이다":
// the party before the noun is whom it supplies, the subject who does.
func (s *sent) supplierOf(a *act) {
	f := a.frame
	if !f.Generic || f.Kind != "give" && f.Kind != "receive" || !s.x.lang.juxtapose {
		return
	}
	var found []int
	for k := range s.cands {
		cd := &s.cands[k]
		if s.items[cd.head].clause == a.clause && cd.item < a.item && cd.acts != "" && (len(cd.marks) == 0 || isSubjectMark(cd.marks) || isPoss(cd.marks[0]) || cd.attr) {
			found = append(found, k)
		}
	}
	if len(found) < 2 {
		return
	}
	subj, of := &s.cands[found[0]], &s.cands[found[len(found)-1]]
	if party(subj.entity, subj.acts) == party(of.entity, of.acts) {
		return
	}
	give, take := subj, of
	if f.Kind == "receive" {
		give, take = of, subj
	}
	a.from = fill{give.entity, give.acts, give.item, "who is called so", 0.8 * give.factor}
	a.to = fill{take.entity, take.acts, take.item, "whose supplier it is", 0.8 * take.factor}
}

// governedMark are prepositions by which verbs govern what is planned, asked for
// or given up ("verzichtete auf den Kauf", "renonce à la vente").
var governedMark = map[string]bool{"auf": true, "um": true, "über": true, "zu": true, "on": true, "to": true, "from": true, "about": true, "à": true, "a": true, "de": true, "sur": true, "sobre": true, "en": true}

// governed reports whether an act's noun under a preposition is what an operator
// of its clause governs by it.
func (s *sent) governed(a *act, mark string) bool {
	if !governedMark[mark] {
		return false
	}
	for k := range s.acts {
		o := &s.acts[k]
		if o.clause != a.clause || o.noun || !o.frame.op() || o.passive {
			continue
		}
		switch o.frame.Effect {
		case "denied", "planned", "sought", "promised", "hypothetical":
		default:
			continue
		}
		if s.x.lang.order == orderV2 {
			return mark == "auf" || mark == "um" || mark == "über" || mark == "zu"
		}
		if o.item >= a.item || a.item-o.item > 4 {
			continue
		}
		near := true
		for j := o.item + 1; j < a.item; j++ {
			it := &s.items[j]
			near = near && (s.word(it, "prep") != nil || s.word(it, "art") != nil || len(it.ents) == 0 && !it.punct)
		}
		if near {
			return true
		}
	}
	return false
}

// verbal reports whether a verb stands among items i to j.
func (s *sent) verbal(i, j int) bool {
	for ; i < j; i++ {
		if e := s.items[i].verb(); e != nil && s.items[i].get(eNoun) == nil {
			return true
		}
	}
	return false
}

// relativeOf finds the relative clause that describes item i, -1 for none.
func (s *sent) relativeOf(i int) int {
	for ci := range s.clauses {
		if s.clauses[ci].typ == "rel" && s.clauses[ci].ante == i {
			return ci
		}
	}
	return -1
}

// relativeSlots: "the partnership that X and Y announced": the subject of the
// relative clause does the act.
func (s *sent) relativeSlots(a *act) {
	ci := s.relativeOf(a.item)
	if ci < 0 || !s.hasOp(ci) {
		return
	}
	first := -1
	for k := range s.cands {
		cd := &s.cands[k]
		if s.items[cd.head].clause != ci || cd.origin || len(cd.marks) > 0 || cd.cases&fNom == 0 {
			continue
		}
		if first < 0 {
			first = k
			if a.frame.Subj != "" {
				a.put(a.frame.Subj, cd.entity, cd.acts, cd.item, "subject of the clause that describes it", 0.75*cd.factor)
			}
		} else if s.joined(first, k) && a.frame.Reciprocal {
			a.put("to", cd.entity, cd.acts, cd.item, "joined subject", 0.75*cd.factor)
		}
	}
}

// withMark are the marks of the one with whom something is agreed.
var withMark = map[string]bool{"avec": true, "con": true, "与": true, "mit": true, "with": true}

// caseOnly reports whether marks only say that a phrase is subject or object.
func caseOnly(marks []string) bool {
	return len(marks) == 1 && (marks[0] == "nom" || marks[0] == "topic" || marks[0] == "acc")
}

// outerMarks are the marks under which an act's noun stands, read through a
// noun that only says how it stands ("the start of deliveries").
func (s *sent) outerMarks(i int) []string {
	m := s.items[i].marks
	for n := 0; n < 3 && len(m) > 0; n++ {
		last := m[len(m)-1]
		if last != "gen" && last != "of" && last != "von" && last != "de" {
			break
		}
		p := s.prevHead(i)
		if p < 0 {
			break
		}
		e := s.items[p].get(eNoun)
		if e == nil || !s.x.frames[e.ref].op() && !(s.x.lang.order == orderVSO && s.x.frames[e.ref].Kind == "trade") {
			break // "صفقة بيع صواريخ": the deal is the sale
		}
		i, m = p, s.items[p].marks
	}
	return m
}

// listComma reports whether a comma only parts members of a list.
func (s *sent) listComma(j int) bool {
	return j+1 < len(s.items) && j > 0 && (s.items[j-1].mention >= 0 && s.items[j+1].mention >= 0 || s.isGoods(&s.items[j-1]) && s.isGoods(&s.items[j+1]))
}

// clauseSlots fills what an act's noun leaves open from the clause around it:
// the subject of its verb ("X began deliveries"), the dative ("promised Y
// investments"), the payer ("pays for the delivery of ...").
func (s *sent) clauseSlots(a *act, end int) {
	f := a.frame
	c := &s.clauses[a.clause]
	marks := s.outerMarks(a.item)
	if caseOnly(marks) || s.complement(a, marks) || s.x.lang.glued && len(marks) == 1 && marks[0] == "to" && s.signed(a) {
		marks = nil
	}
	s.askedFrom(a)
	copula := s.x.lang.caseMarks && f.Generic && len(marks) == 1 && marks[0] == "ins" // "остается главным покупателем"
	if copula {
		marks = nil
	}
	var light, promise, pay, other, got bool
	for k := range s.acts {
		o := &s.acts[k]
		if o.clause != a.clause || o.item == a.item || o.noun {
			continue
		}
		switch {
		case o.frame.Kind == "pay":
			pay = f.Subj == "from" // "pays for the delivery", "bezahlte die Lieferung"
		case o.frame.ID == "stop":
			other = true
		case o.frame.Kind == "want" && f.Subj == "from" && s.x.lang.caseMarks:
			light, got = true, true // "запросила помощь": who asks receives
		case o.frame.op():
			light = true
			if o.frame.Effect == "promised" || o.frame.Effect == "planned" || o.frame.Effect == "sought" {
				promise = true
			}
		case o.frame.Kind == "receive" && f.Subj == "from" && o.frame.Effect == "":
			light, got = true, true // "recibió un envío de": the subject is who got it
		case o.frame.Kind == "give" || o.frame.Kind == "offer":
			light, promise = true, true
		case s.x.lang.juxtapose && f.Kind == "joint_venture" && o.frame.Kind == "build":
			light = true // "합작회사를 설립했다"
		default:
			light = !f.Reciprocal
			other = true
		}
	}
	if !light && !pay && !other {
		// a verb unknown to the lexicon: the subject may still be the doer
		light = len(marks) == 0 && (c.subj >= 0 && s.cands[c.subj].head < a.item || c.pron != "" && s.onlyAux(a.clause))
		light = light || len(marks) == 0 && s.x.lang.lattice && c.typ == "that"
		if light && (f.Kind == "market" || f.Reciprocal && a.from.entity != "" && a.to.entity != "") {
			light = false
		}
	}
	se, sa, at, how := s.subject(a.clause)
	if how == "" {
		how = "subject of the clause"
	}
	light = light || copula
	if s.x.lang.order == orderVSO {
		switch k, fears := s.governor(a); {
		case k >= 0: // "اتهمت واشنطن الصين بتزويد روسيا": the accused does it
			se, sa, at, how = s.cands[k].entity, s.cands[k].acts, s.cands[k].item, "object of the verb that governs"
		case fears:
			se, light = "", false // "تخشى سيول من نقل ...": who fears does not do it
		}
	}
	if pay && se != "" {
		a.put("to", se, sa, at, "payer for it", 0.7)
		return
	}
	if k := s.askedOf(a); k >= 0 {
		se, sa, at, how = s.cands[k].entity, s.cands[k].acts, s.cands[k].item, "is asked for it"
	}
	if f.Kind == "bank" && f.Subj == "" && se != "" && len(marks) == 0 && (a.from.entity == "") != (a.to.entity == "") {
		// "the bank opened accounts for X", "X kept an account at the bank"
		role := "from"
		if a.from.entity != "" {
			role = "to"
		}
		if party(se, sa) != party(a.from.entity, a.from.acts) && party(se, sa) != party(a.to.entity, a.to.acts) {
			a.put(role, se, sa, at, "subject of the clause", 0.7)
		}
	}
	if light && len(marks) == 0 && se != "" && !(c.subj >= 0 && s.cands[c.subj].attr && s.cands[c.subj].head == a.item) {
		role := f.Subj
		if got && role == "from" {
			role = "to"
		}
		if promise && !f.Reciprocal && a.from.entity == "" && a.to.entity == "" && s.jointly(a.clause) {
			// "X and Y agreed on the dispatch of workers": not said who sends them
		} else if role == "from" && a.from.entity == "" && a.to.entity != se || role == "to" && a.to.entity == "" && a.from.entity != se {
			a.put(role, se, sa, at, how, 0.7)
		} else if f.Kind == "flag" && a.to.entity == "" && a.from.entity != se {
			a.put("to", se, sa, at, "who has it done", 0.6)
		} else if f.Reciprocal && a.to.entity == "" && a.from.entity != se {
			a.put("to", se, sa, at, how, 0.7)
		}
		if f.Reciprocal && a.to.entity == "" && c.subj >= 0 {
			// "X and Y set up a joint venture"
			for k := range s.cands {
				cd := &s.cands[k]
				if k != c.subj && (len(cd.marks) == 0 || s.x.lang.order == orderSOV && isSubjectMark(cd.marks)) && !cd.origin && s.items[cd.head].clause == a.clause && cd.entity != a.from.entity && s.joined(k, c.subj) && abs(s.cands[c.subj].head-cd.head) < 8 {
					a.put("to", cd.entity, cd.acts, cd.item, "joined subject", 0.7)
				}
			}
		}
	}
	if s.x.lang.glued && a.to.entity == "" && a.from.entity != "" && f.Subj == "from" && se != "" && party(se, sa) != party(a.from.entity, a.from.acts) {
		for k := range s.acts {
			if o := &s.acts[k]; o.clause == a.clause && !o.noun && o.frame.ID == "refuse" {
				a.put("to", se, sa, at, "who refuses it", 0.6) // "북한은 한국의 쌀 지원을 거부했다"
			}
		}
	}
	for k := range s.cands {
		cd := &s.cands[k]
		if s.items[cd.head].clause != a.clause || cd.origin || cd.head > a.item && cd.head < end {
			continue
		}
		if len(cd.marks) == 0 && promise && cd.cases&fDat != 0 && cd.cases&fNom == 0 {
			a.put(f.Iobj, cd.entity, cd.acts, cd.item, "dative", 0.85*cd.factor)
			continue
		}
		if len(cd.marks) == 0 && promise && c.obj == k && f.Iobj != "" && s.x.lang.dative && c.subj >= 0 {
			a.put(f.Iobj, cd.entity, cd.acts, cd.item, "second bare name", 0.7*cd.factor)
			continue
		}
		if len(cd.marks) > 0 && (cd.head < a.item || cd.head >= end) {
			role, mark := f.role(cd.marks, false)
			if role == "from" || role == "to" || role == "via" {
				sc := 0.6
				if strings.HasSuffix(f.Marks[mark], "?") {
					sc = 0.4
				}
				if cd.marks[len(cd.marks)-1] == "gen" {
					continue
				}
				if role == "from" && a.from.entity == "" || role == "to" && a.to.entity == "" || role == "via" {
					a.put(role, cd.entity, cd.acts, cd.item, "mark "+mark+" in the clause", sc*cd.factor)
				}
			} else if m := cd.marks[len(cd.marks)-1]; (role == "" || role == "goods") && promise && f.Subj == "from" && a.to.entity == "" && withMark[m] && cd.entity != a.from.entity {
				a.put("to", cd.entity, cd.acts, cd.item, "with whom it is agreed", 0.5*cd.factor)
			} else if (role == "" || role == "goods") && promise && f.Subj == "to" && a.from.entity == "" && withMark[m] && cd.entity != a.to.entity {
				a.put("from", cd.entity, cd.acts, cd.item, "with whom it is agreed", 0.5*cd.factor)
			} else if role == "with" || role == "between" {
				if a.to.entity == "" && cd.entity != a.from.entity {
					a.recip = true
					a.put("with", cd.entity, cd.acts, cd.item, "mark "+mark+" in the clause", 0.6*cd.factor)
				}
			}
		}
	}
}

// jointly reports whether the subject of a clause is two parties joined by "and".
func (s *sent) jointly(ci int) bool {
	k := s.clauses[ci].subj
	if k < 0 {
		return false
	}
	for o := range s.cands {
		if cd := &s.cands[o]; o != k && cd.entity != s.cands[k].entity && len(cd.marks) == 0 && !cd.origin && s.items[cd.head].clause == ci && s.tight(min(o, k), max(o, k)) {
			return true
		}
	}
	return false
}

// warnedOf: "warned Iran against the delivery", "pidió a China la entrega": whom an
// operator before the noun is aimed at would do it.
func (s *sent) warnedOf(a *act) {
	l := s.x.lang
	if a.frame.Subj != "from" || a.from.entity != "" || l.caseMarks || l.spaceless || l.order == orderSOV || l.order == orderVSO || a.frame.Reciprocal {
		return
	}
	for k := range s.acts {
		o := &s.acts[k]
		if o.noun || o.clause != a.clause || o.item >= a.item || o.frame.Control != "obj" || !o.frame.op() && o.frame.Kind != "threat" {
			continue
		}
		for n := range s.cands {
			cd := &s.cands[n]
			if s.items[cd.head].clause != a.clause || cd.head <= o.item || cd.head >= a.item || cd.origin || party(cd.entity, cd.acts) == party(a.to.entity, a.to.acts) {
				continue
			}
			if len(cd.marks) == 0 || len(cd.marks) == 1 && (cd.marks[0] == "a" || cd.marks[0] == "à") {
				a.put("from", cd.entity, cd.acts, cd.item, "is asked or warned", 0.75*cd.factor)
				return
			}
		}
	}
}
