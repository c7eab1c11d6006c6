package reading

import "strings"

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

// guessVerbs marks words that no lexicon holds and that end as finite verbs do,
// or that stand under a negation and may.
func (s *sent) guessVerbs() {
	for i := range s.items {
		it := &s.items[i]
		if it.punct || it.num || it.upper || len(it.ents) > 0 || it.end-it.start < 10 {
			continue
		}
		w := s.str(it)
		if hasAnySuffix(w, slavicVerbEnds...) || i > 0 && s.word(&s.items[i-1], "neg") != nil && hasAnySuffix(w, slavicMaybeVerbEnds...) {
			it.guess = true
		}
	}
}

var slavicVerbEnds = []string{"ается", "яется", "уется", "ются", "ится", "ятся", "ался", "ялся", "алась", "ялась", "алось", "ялось", "ались", "ялись", "ился", "илась", "илось", "ились", "нулся", "нулась", "нулись",
	"ает", "яет", "ует", "ают", "яют", "уют", "овал", "овала", "овало", "овали", "ывал", "ывала", "ывали", "ивала", "ивали",
	"ється", "ються", "иться", "яться", "авася", "алася", "алося", "алися", "илася", "илося", "илися", "ував", "увала", "увало", "ували", "ають", "яють", "ують", "юють"}

var slavicMaybeVerbEnds = []string{"на", "но", "ны", "ен", "ан", "ана", "ены", "л", "ла", "ло", "ли", "ет", "ит", "ут", "ют", "ят", "ат", "ем", "им", "ться", "сь", "ся", "в", "ть", "є"}

// predicateHere reports whether a finite verb stands at item i, with no more than
// a negation before it: after a comma it opens a clause of its own.
func (s *sent) predicateHere(i int) bool {
	for j := i; j < len(s.items) && j <= i+1; j++ {
		it := &s.items[j]
		if s.word(it, "neg") != nil && it.verb() == nil {
			continue
		}
		if e := it.verb(); e != nil {
			return e.feat&fFin != 0 && e.feat&(fAdj|fInf) == 0 && it.get(eNoun) == nil && s.word(it, "attr") == nil
		}
		return it.guess
	}
	return false
}

// askedObject finds the party that a verb of asking before an infinitive has for
// its object ("просит Москву продать", "предложила России направить"): it does
// the act. -1 for none.
func (s *sent) askedObject(a *act) int {
	if a.noun || a.feat&fInf == 0 {
		return -1
	}
	for n := range s.acts {
		o := &s.acts[n]
		if o.noun || o.clause != a.clause || o.item >= a.item || o.frame.Control != "obj" && o.frame.ID != "allow" {
			continue
		}
		for k := range s.cands {
			cd := &s.cands[k]
			if cd.head <= o.item || cd.head >= a.item || cd.origin || s.items[cd.head].clause != a.clause {
				continue
			}
			dat := len(cd.marks) == 1 && (cd.marks[0] == "dat" || cd.marks[0] == "у" || cd.marks[0] == "от" || cd.marks[0] == "від")
			acc := len(cd.marks) == 0 && (cd.cases&fAcc != 0 && cd.cases&fNom == 0 || cd.cases == anyCase || s.clauses[a.clause].subj >= 0 && s.clauses[a.clause].subj != k)
			if dat || acc && o.frame.Control == "obj" {
				return k
			}
		}
	}
	return -1
}

// givenTo reports whether a name right after an act's noun, of a form that may be
// genitive or dative, is who receives: the goods follow it.
func (s *sent) givenTo(a *act, cd *cand) bool {
	if !s.x.lang.caseMarks || a.frame.Iobj == "" || cd.head != a.item+1 || cd.head != cd.item || len(a.goods) == 0 || a.goods[0] < cd.head {
		return false
	}
	e := s.items[cd.item].get(eActor)
	if e == nil || e.feat&fDat == 0 || e.feat&fGen == 0 || e.feat&anyCase == anyCase {
		return false
	}
	for j := cd.head + 1; j < a.goods[0]; j++ {
		if it := &s.items[j]; it.mention >= 0 && !it.isAdj() || s.word(it, "prep") != nil {
			return false
		}
	}
	for k := range s.cands {
		o := &s.cands[k]
		if o.head > cd.head && len(o.marks) == 1 && (o.marks[0] == "dat" || o.marks[0] == "в+acc") && s.items[o.head].clause == a.clause && o.head < a.goods[0] {
			return false
		}
	}
	return true
}

// negAfter reports whether a negation comes after item k in its clause.
func (s *sent) negAfter(k, ci int) bool {
	for _, j := range s.clauses[ci].items {
		if w := s.word(&s.items[j], "neg"); j > k && w != nil {
			return true
		}
	}
	return false
}

// negated reports whether a negation stands right before item i.
func (s *sent) negated(i int) bool {
	return i > 0 && s.word(&s.items[i-1], "neg") != nil && s.word(&s.items[i-1], "pseudo") == nil
}

// impersonal reports whether a dative names who does an infinitive under a verb
// without subject ("Ирану удалось купить", "КНДР запрещено поставлять").
func (s *sent) impersonal(a *act, cd *cand) bool {
	if !s.x.lang.caseMarks || a.noun || a.feat&fInf == 0 || cd.origin || cd.head > a.item || s.items[cd.head].clause != a.clause || !s.clauseHas(a.clause, "impersonal") {
		return false
	}
	return len(cd.marks) == 1 && cd.marks[0] == "dat" || len(cd.marks) == 0 && cd.cases == anyCase
}

// askersOwn gives the party in the genitive after a noun of asking or wanting
// its side of the act ("просьба Пхеньяна о поставке", "попытка Сирии закупить").
func (s *sent) askersOwn(a, o *act) {
	if o.frame.Effect == "" && o.frame.Kind != "want" || o.frame.Effect == "attr" || o.frame.Effect == "blocked" {
		return
	}
	for k := range s.cands {
		cd := &s.cands[k]
		own := cd.head == o.item && cd.attr || cd.head == o.item+1 && (len(cd.marks) == 1 && cd.marks[0] == "gen" || len(cd.marks) == 0 && cd.cases == anyCase)
		if !own || cd.head > a.item {
			continue
		}
		role := a.frame.Subj
		if (o.frame.Effect == "sought" || o.frame.Kind == "want") && role == "from" && (o.frame.Control == "obj" || o.frame.Kind == "want") && !s.tries(o) {
			role = "to" // who asks for a delivery receives it
		}
		if role == "from" && a.from.entity == "" && a.to.entity != cd.entity || role == "to" && a.to.entity == "" && a.from.entity != cd.entity {
			a.put(role, cd.entity, cd.acts, cd.item, "whose wish or plan it is", 0.65*cd.factor)
		}
		return
	}
}

// tries reports whether a noun says that somebody tries to do something himself.
func (s *sent) tries(o *act) bool { return s.word(&s.items[o.item], "tries") != nil }

// askedOf is the party that is asked for an act told by a noun under an infinitive
// ("потребовал от Москвы прекратить закупки"), -1 for none.
func (s *sent) askedOf(a *act) int {
	if !s.x.lang.caseMarks {
		return -1
	}
	for n := range s.acts {
		if o := &s.acts[n]; !o.noun && o.clause == a.clause && o.item < a.item && o.frame.op() && o.feat&fInf != 0 {
			if k := s.askedObject(o); k >= 0 {
				return k
			}
		}
	}
	return -1
}

// inCase is the preposition that sets a condition on an act in its clause ("в
// случае эмбарго"), -1 for none.
func (s *sent) inCase(a *act) int {
	for _, k := range s.clauses[a.clause].items {
		if w := s.word(&s.items[k], "prep"); w != nil && strings.HasPrefix(w.value, "in_case") {
			if m := s.items[a.item].marks; a.noun && len(m) > 0 && m[0] == "in_case" {
				return -1
			}
			return k
		}
	}
	return -1
}

// spokenIn is the capital or office in which, without a subject, something is
// said ("В Пхеньяне заявили"), -1 for none.
func (s *sent) spokenIn(ci int) int {
	says := -1
	for _, k := range s.clauses[ci].items {
		e := s.items[k].verb()
		if e == nil {
			continue
		}
		if f := &s.x.frames[e.ref]; says < 0 && e.feat&fPl != 0 && e.feat&fFin != 0 && (f.Effect == "attr" || f.Denial || f.Effect == "planned" || f.Effect == "promised" || f.ID == "await") {
			says = k
		}
	}
	if says < 0 {
		return -1
	}
	for k := range s.cands {
		cd := &s.cands[k]
		if s.items[cd.head].clause == ci && cd.head < says && !cd.origin && len(cd.marks) == 1 && (cd.marks[0] == "в+loc" || cd.marks[0] == "в" || cd.marks[0] == "у+loc" || cd.marks[0] == "у") {
			return k
		}
	}
	return -1
}

// notNeeded reports whether the clause around a relative one says of what it
// describes that it is not wanted ("бригада, которую вы готовы прислать, нам не
// нужна").
func (s *sent) notNeeded(a *act) bool {
	c := &s.clauses[a.clause]
	if !s.x.lang.caseMarks || c.typ != "rel" || c.ante < 0 || c.parent < 0 {
		return false
	}
	for _, k := range s.clauses[c.parent].items {
		if k > a.item && s.word(&s.items[k], "needed") != nil && s.negated(k) {
			return true
		}
	}
	return false
}

// beforeVerb is a name without endings that stands right before the verb of a
// clause which has no other subject ("По линии МЧС КНДР получила"), -1 for none.
func (s *sent) beforeVerb(ci, verbAt int) int {
	if verbAt < 2 {
		return -1
	}
	e := s.items[verbAt].verb()
	if e == nil || e.feat&fFin == 0 || e.feat&(fPass|fPl|fFirst|fSecond) != 0 {
		return -1
	}
	for k := range s.cands {
		cd := &s.cands[k]
		if cd.item != verbAt-1 || s.items[cd.item].clause != ci || cd.origin {
			continue
		}
		p := &s.items[cd.item-1]
		a := s.items[cd.item].get(eActor)
		if a == nil || a.feat&anyCase != anyCase || s.word(p, "prep") != nil || s.desc(p) != nil || s.isGoods(p) || p.mention >= 0 {
			return -1
		}
		cd.marks, cd.head, cd.cases, cd.attr = nil, cd.item, fNom, false
		return k
	}
	return -1
}

// partsOf reports whether parts for arms are meant ("запасные части к танкам").
func (s *sent) partsOf(i int) bool {
	if i+2 >= len(s.items) {
		return false
	}
	w := s.word(&s.items[i+1], "prep")
	g := s.good(&s.items[i+2])
	return w != nil && g != nil && top(g.class) == "arms" && (strings.HasPrefix(w.value, "к ") || strings.HasPrefix(w.value, "для ") || strings.HasPrefix(w.value, "до "))
}

// unknownCase is the mark of a noun that no lexicon holds right before the name
// at item i, as its plural ending tells it; "" when it does not.
func (s *sent) unknownCase(i int) string {
	if !s.x.lang.caseMarks || i == 0 {
		return ""
	}
	p := &s.items[i-1]
	if p.punct || p.num || p.upper || len(p.ents) > 0 || p.guess || len(p.marks) > 0 {
		return ""
	}
	switch w := s.str(p); {
	case hasAnySuffix(w, "ам", "ям"):
		return "dat"
	case hasAnySuffix(w, "ами", "ями"):
		return "ins"
	}
	return ""
}

// finiteSoon reports whether a finite verb comes before the sentence's end, outside
// relative clauses.
func (s *sent) finiteSoon(i int) bool {
	skip := false
	for j := i; j < len(s.items); j++ {
		it := &s.items[j]
		if it.punct {
			if s.str(it) == "," {
				skip = j+1 < len(s.items) && (s.word(&s.items[j+1], "rel") != nil || s.items[j+1].get(ePart) != nil) && !skip
			}
			continue
		}
		if !skip && s.isFinite(it) && it.get(eNoun) == nil && it.get(ePart) == nil {
			return true
		}
	}
	return false
}

// doneBefore gives an act the side that a participle before its goods names
// ("обещанные Россией самолеты КНДР не получила").
func (s *sent) doneBefore() {
	if !s.x.lang.caseMarks {
		return
	}
	for n := range s.acts {
		o := &s.acts[n]
		if !o.attr || o.feat&fPass == 0 || len(o.goods) == 0 || o.from.entity == "" {
			continue
		}
		for k := range s.acts {
			a := &s.acts[k]
			if k != n && !a.frame.op() && a.from.entity == "" && len(a.goods) > 0 && a.goods[0] == o.goods[0] && party(a.to.entity, a.to.acts) != party(o.from.entity, o.from.acts) {
				a.from = o.from
				a.from.by, a.from.score = "who is said to give the goods", 0.6
			}
		}
	}
}

// onPaper reports whether goods hang on a noun between the verb and them that is
// only words about them: a request, an offer, a list, a contract.
func (s *sent) onPaper(a *act, k int) bool {
	if k < a.item || a.frame.Effect != "" || a.noun {
		return false
	}
	for j := k - 1; j > a.item && j >= k-6; j-- {
		it := &s.items[j]
		switch {
		case it.punct || s.isVerbal(it) && it.get(eNoun) == nil:
			return false
		case s.word(it, "paper") != nil:
			return true
		case it.get(eNoun) != nil:
			f := &s.x.frames[it.get(eNoun).ref]
			return f.op() || f.Kind == "want" || f.Kind == "offer"
		case s.isGoods(it):
			return false
		case it.mention >= 0 && !it.isAdj():
			return false
		}
	}
	return false
}

// bareInfinitive reports whether an act stands in the infinitive and nothing in
// its clause or the one above says that it is done ("начал поставлять", "помог
// построить").
func (s *sent) bareInfinitive(a *act) bool {
	if a.noun || a.attr || a.feat&fInf == 0 || a.feat&fFin != 0 {
		return false
	}
	for n, ci := 0, a.clause; ci >= 0 && n < 3; n, ci = n+1, s.clauses[ci].parent {
		for _, k := range s.clauses[ci].items {
			it := &s.items[k]
			if k == a.item {
				continue
			}
			if s.word(it, "aux") != nil || s.word(it, "impersonal") != nil {
				return false
			}
			for _, e := range it.ents {
				if e.kind == eVerb && e.feat&fFin != 0 && (s.x.frames[e.ref].Effect == "done" || s.x.frames[e.ref].ID == "help") {
					return false
				}
			}
		}
	}
	return true
}
