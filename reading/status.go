package reading

import (
	"slices"
	"strings"
)

// standing is how an act is told.
type standing struct {
	status   string
	negs     []string
	hedges   []string
	attr     string
	cond     string
	generic  bool
	refused  int  // operators of denial that govern the act
	blocked  bool // forbidden or prevented: no dealing
	skip     bool
	evidence []Evidence
}

// governs says which clauses pass the standing of the clause above them on to
// the acts inside them.
var governs = map[string]bool{"that": true, "inf": true, "whether": true, "purpose": true}

// status decides how an act is told: the cues on its own head first, then those
// of the clauses that govern it.
func (s *sent) status(a *act) standing {
	if a.gapOf != 0 {
		return s.gapStatus(a)
	}
	var st standing
	c := &s.clauses[a.clause]
	base := s.tense(a)
	neg := 0
	modal, hedge, cond, whether := false, false, false, s.ask
	plan := ""
	addNeg := func(i int) {
		st.negs = append(st.negs, s.str(&s.items[i]))
		st.evidence = append(st.evidence, s.ev("negation", i, "governs the act"))
	}
	addHedge := func(i int) {
		st.hedges = append(st.hedges, s.str(&s.items[i]))
		st.evidence = append(st.evidence, s.ev("hedge", i, "in the clause"))
	}
	if a.frame.Status != "" {
		switch a.frame.Status {
		case "hypothetical":
			modal = true
		case "ongoing", "done":
			base = a.frame.Status
		default:
			plan = a.frame.Status
		}
	}
	if a.feat&fInf != 0 && a.item > 0 && a.item+1 < len(s.items) && s.x.lang.order == orderV2 && s.word(&s.items[a.item-1], "zu") != nil {
		// "zu bieten hat": could, not did
		if w := s.word(&s.items[a.item+1], "aux"); w != nil && strings.HasPrefix(w.value, "perf") {
			modal = true
			addHedge(a.item + 1)
		}
	}
	if !a.noun && a.feat&fImp != 0 && plan == "" {
		plan = "sought" // "перечислите", "отгрузите"
	}
	if !a.noun && a.feat&fSubj != 0 && a.feat&fPast == 0 {
		modal = true // the verb's own mood: "livrerait", "vendería", "gäbe"
	}
	if a.noun && !modal {
		// the mood of the verb whose object the act is: "fournirait une aide"
		for _, k := range c.items {
			if e := s.items[k].verb(); e != nil && e.feat&fSubj != 0 && e.feat&(fPast|fPart) == 0 {
				modal = true
			}
		}
	}
	if it := &s.items[a.item]; !a.noun && it.join != "" {
		// what the verb's own ending says
		m := it.mood
		if n := s.nextClose(a.item); it.join == "coord" && n >= 0 && s.items[n].clause != a.clause && it.tense&fNeg == 0 {
			m |= s.items[n].mood &^ mOngoing // "供与し、...するだろう"
		}
		switch {
		case m&mBlock != 0:
			st.blocked = true
		case m&(mAble|mConj|mMust|mImp) != 0:
			modal = true
			addHedge(a.item)
		case m&mVol != 0 && plan == "":
			plan = "planned"
		case m&mWant != 0 && plan == "":
			plan = "sought"
		}
		if it.tense&fNeg != 0 {
			neg++
			addNeg(a.item)
		}
		if (it.join == "noun" || it.join == "coord") && plan == "" && a.clause+1 < len(s.clauses) && !s.hasVerb(a.clause+1) {
			// "積載、5月20日清津着予定": a plan told without a verb
			for k := range s.acts {
				if o := &s.acts[k]; o.noun && o.clause == a.clause+1 && o.frame.Effect == "planned" {
					plan = "planned"
				}
			}
		}
	}
	// own clause
	s.clauseCues(a, a.clause, true, &neg, &modal, &hedge, addNeg, addHedge, &st)
	if p := s.ops(a, a.clause, true, &neg, &modal, &st, addNeg); p != "" && plan == "" {
		plan = p
	}
	if c.typ == "cond" {
		cond = true
	}
	if c.notdo {
		neg++
		addNeg(c.items[0])
	}
	if a.noun {
		// what a relative clause says of the act: "the deal that they announced"
		if ri := s.relativeOf(a.item); ri >= 0 {
			rn := 0
			s.clauseCues(a, ri, false, &rn, &modal, &hedge, addNeg, addHedge, &st)
			if p := s.ops(a, ri, false, &rn, &modal, &st, addNeg); p != "" && plan == "" {
				plan = p
			}
			neg += rn
		}
	}
	// clauses above
	ci := a.clause
	for n := 0; n < 6; n++ {
		cc := &s.clauses[ci]
		if cc.typ == "whether" {
			whether = true
		}
		if cc.typ == "cond" {
			cond = true
		}
		if sp := s.speechOver(ci); sp >= 0 {
			st.attr = s.clauseText(sp)
		}
		if cc.parent < 0 {
			break
		}
		up := cc.parent
		if n := len(cc.items); cc.typ == "that" && n > 0 && cc.items[n-1]+1 < len(s.items) && s.word(&s.items[cc.items[n-1]+1], "thatmodal") != nil {
			modal = true // "供給する義務", "供給する能力": not told as done
		}
		if cc.typ == "that" && s.x.lang.order == orderVSO && plan == "" && s.irrealis(ci) {
			modal = true // "يُنتظر أن تحصل": what is to be, whatever verb says so
		}
		if cc.typ == "conc" && s.unreal(up) {
			modal = true // "même si la Chine achetait ..., il resterait"
		}
		switch {
		case governs[cc.typ], cc.red && s.indefinite(cc.ante):
			pn := 0
			s.clauseCues(a, up, false, &pn, &modal, &hedge, addNeg, addHedge, &st)
			if k := s.falseAfter(up, ci); k >= 0 {
				pn++ // "reports that ..., are invented"
				addNeg(k)
			}
			refused, blocked := st.refused, st.blocked
			if p := s.ops(a, up, false, &pn, &modal, &st, addNeg); p != "" && (plan == "" || p == "denied") {
				plan = p
			}
			if pn > 0 && ci != a.clause && s.saidIn(ci) && s.notOnly(up) {
				pn, st.refused, modal = 0, refused, true // "보냈는지는 확인되지 않았다": not known, not denied
			}
			if cc.red && s.x.lang.spaceless && !s.forbidsIn(a, up) {
				st.blocked = blocked // "运到上海的煤炭不在禁运之列": told, not ruled
			}
			neg += pn
			if cc.typ == "time" && s.x.lang.caseMarks && a.feat&fInf != 0 && plan == "" {
				plan = "planned" // "прежде чем поставлять"
			}
			if cc.typ == "purpose" || cc.typ == "inf" && s.subOf(&s.items[cc.items[0]]) == "inf" {
				if plan == "" {
					plan = "planned"
				}
			}
		case cc.typ == "coord" || cc.typ == "part":
			// a coordinated predicate shares modal, hedge and operator, not the negation
			if len(cc.items) > 0 && !s.ownSubject(ci) {
				pn := 0
				var m2, h2 bool
				s.clauseCues(a, up, false, &pn, &m2, &h2, func(int) {}, addHedge, &st)
				if m2 && !cc.hasFin {
					modal = true
				}
				if s.x.lang.caseMarks && s.sharesModal(a) {
					neg += pn
				}
				hedge = hedge || h2 && (!cc.hasFin || s.x.lang.spaceless)
				if s.x.lang.spaceless && s.isCoordStart(ci) {
					modal = modal || m2
					if p := s.ops(a, up, false, &pn, &modal, &st, addNeg); p != "" && plan == "" {
						plan = p // "承诺提供粮食，并派遣专家"
					}
				}
				if !cc.hasFin && a.feat&(fInf) != 0 {
					if p := s.ops(a, up, false, &pn, &modal, &st, addNeg); p != "" && plan == "" {
						plan = p
					}
				}
			}
		case cc.typ == "cond":
		default:
			n = 6
		}
		ci = up
	}
	for ci := a.clause; ci >= 0; ci = s.clauses[ci].parent {
		for _, k := range s.clauses[ci].items {
			if k != a.item && s.word(&s.items[k], "exempt") != nil {
				st.blocked = true // "does not apply to ..."
			}
		}
		if s.clauses[ci].typ == "rel" && (s.x.lang.caseMarks || s.x.lang.glued) {
			break // "уголь, который отправляют в Корею, под санкции не подпадает": told, not ruled
		}
	}
	if c.typ == "rel" && c.ante >= 0 && c.parent >= 0 && s.items[c.ante].mention < 0 && base == "ongoing" && s.mustDo(c.parent) {
		st.blocked = true // "nationals who work there must leave": whom a rule means
	}
	if st.blocked {
		return st
	}
	if st.attr == "" {
		st.attr = s.attribution(a)
	}
	// a condition set on this clause by another
	conditional := false
	for k := range s.clauses {
		o := &s.clauses[k]
		if o.typ == "cond" && k != a.clause && s.conditionOf(k, a.clause) {
			conditional = true
			st.cond = s.clauseText(k)
		}
	}
	if s.notNeeded(a) && neg%2 == 0 {
		neg++
	}
	if k := s.inCase(a); k >= 0 {
		conditional = true
		st.cond = s.str(&s.items[k])
	}
	denied := neg%2 == 1
	if !denied && st.refused > 0 {
		modal = true // "does not rule out", "does not deny": possible, not told as done
	}
	switch {
	case denied:
		st.status = "denied"
		if cond {
			st.status = "hypothetical"
		}
	case conditional:
		st.status = "conditional"
	case cond || whether:
		st.status = "hypothetical"
	case modal:
		st.status = "hypothetical"
	case plan != "":
		st.status = plan
	case hedge:
		st.status = "hypothetical"
	default:
		st.status = base
	}
	if s.x.lang.caseMarks && StatusGroup(st.status) == "asserted" && s.bareInfinitive(a) {
		st.status = "hypothetical" // an infinitive tells no fact, whatever word governs it
	}
	if st.status == "ongoing" && s.x.lang.caseMarks && s.contract() {
		st.status = "promised" // "оплата производится": what a contract says is to be
	}
	if st.status == "ongoing" && !a.noun && s.underAgreement(a) {
		st.status = "planned" // "under the agreement Russia receives ..."
	}
	if st.status == "ongoing" && !a.noun && containsAny(s.d.formDoc, "contract", "agreement", "addendum", "vertrag", "nachtrag", "contrat", "avenant", "acuerdo", "convenio", "adenda") {
		st.status = "promised" // the text is a contract
	}
	if st.status == "ongoing" && (len(s.d.roles) > 0 || s.x.lang.glued && s.contract()) && (s.byRole(a) || s.betweenRoles(a)) {
		st.status = "promised" // "the Seller delivers": what a contract says its parties do
	}
	if st.status == "ongoing" && !st.generic && !s.since(a.clause) && (a.from.entity == writer || a.to.entity == writer || a.from.entity == addressee || a.to.entity == addressee) {
		st.status = "promised" // "we deliver to you": what a letter says is to be done
	}
	if cond {
		st.cond = "=" // it is itself a condition
	}
	if conditional && strings.HasPrefix(st.cond, "=") {
		st.cond = ""
	}
	return st
}

// saidIn reports whether the verb that closes a clause of a verb-final language
// says that something is known or told.
func (s *sent) saidIn(ci int) bool {
	c := &s.clauses[ci]
	if !s.x.lang.glued || len(c.items) == 0 {
		return false
	}
	e := s.items[c.items[len(c.items)-1]].verb()
	return e != nil && (s.x.frames[e.ref].Effect == "attr" || s.x.frames[e.ref].Effect == "hypothetical") && !s.x.frames[e.ref].Denial
}

// notOnly reports whether all that denies in a clause is the word "not".
func (s *sent) notOnly(ci int) bool {
	for k := range s.acts {
		if o := &s.acts[k]; o.clause == ci && o.frame.Effect == "denied" && o.frame.ID != "not" {
			return false
		}
	}
	return true
}

// deniesHere reports whether an item is an operator of denial too: one word
// denies once.
func (s *sent) deniesHere(it *item) bool {
	e := it.verb()
	return e != nil && s.x.frames[e.ref].Effect == "denied"
}

// forbidsIn reports whether a verb of a clause before an act forbids.
func (s *sent) forbidsIn(a *act, ci int) bool {
	for k := range s.acts {
		if o := &s.acts[k]; o.clause == ci && !o.noun && (o.item < a.item || s.items[o.item].get(eNoun) == nil) && o.frame.Effect == "blocked" {
			return true
		}
	}
	return false
}

// contract reports whether the text names its two parties by their part in it.
func (s *sent) contract() bool {
	return len(s.d.roles) > 1 || hasRole(s.d.fields, "from") && hasRole(s.d.fields, "to")
}

// mustDo reports whether a clause says what somebody must or shall do.
func (s *sent) mustDo(ci int) bool {
	for _, k := range s.clauses[ci].items {
		if w := s.word(&s.items[k], "aux"); w != nil && (strings.Contains(w.value, "must") || strings.Contains(w.value, "fut norm")) {
			return true
		}
	}
	return false
}

// byRole reports whether who does an act is named by his part in a contract.
func (s *sent) byRole(a *act) bool {
	for _, f := range []*fill{&a.from, &a.to} {
		if f.item >= 0 && f.entity != "" && (len(s.items[f.item].ents) == 0 || s.x.lang.caseMarks) {
			if k := s.items[f.item].mention; k >= 0 && strings.HasPrefix(s.ments[k].Why, "reference: the party of the line") {
				return true
			}
		}
	}
	return false
}

// underAgreement reports whether the sentence says before an act that it is what
// an agreement or plan lays down ("según el acuerdo", "laut Vertrag").
func (s *sent) underAgreement(a *act) bool {
	for j := 0; j < a.item; j++ {
		it := &s.items[j]
		e := it.get(eNoun)
		if e == nil || s.x.frames[e.ref].Effect != "planned" || len(it.marks) == 0 {
			continue
		}
		switch it.marks[0] {
		case "attr", "nach", "gemäß", "laut", "under", "unter", "según", "selon", "cadre", "marco", "aufgrund", "by":
			return true
		}
	}
	return false
}

// betweenRoles reports whether both sides of an act are the parties of a contract
// between two.
func (s *sent) betweenRoles(a *act) bool {
	if len(s.d.roles) < 2 {
		return false
	}
	in := func(p string) bool {
		for k := range s.d.roles {
			if r := &s.d.roles[k]; party(r.entity, r.acts) == p {
				return true
			}
		}
		return false
	}
	from, to := party(a.from.entity, a.from.acts), party(a.to.entity, a.to.acts)
	return from != "" && to != "" && from != to && in(from) && in(to)
}

// gapStatus is the standing of an act that shares its verb with the clause
// before: that of the act there, but with a negation of its own.
func (s *sent) gapStatus(a *act) standing {
	o := s.acts[a.gapOf-1]
	st := s.status(&o)
	if st.status == "denied" {
		st.status = s.tense(&o)
		if len(st.hedges) > 0 {
			st.status = "hypothetical"
		}
	}
	st.negs, st.evidence = nil, nil
	for _, k := range s.clauses[a.clause].items {
		it := &s.items[k]
		neg := s.word(it, "neg") != nil
		if w := s.word(it, "art"); w != nil && strings.HasPrefix(w.value, "neg") {
			neg = true
		}
		if neg && s.word(it, "pseudo") == nil {
			st.negs = append(st.negs, s.str(it))
			st.evidence = append(st.evidence, s.ev("negation", k, "governs the act"))
		}
	}
	if len(st.negs)%2 == 1 {
		st.status = "denied"
	}
	return st
}

func (s *sent) ev(slot string, i int, by string) Evidence {
	it := &s.items[i]
	return Evidence{Slot: slot, Text: s.str(it), Start: it.start, End: it.end, By: by, Score: 0.9}
}

// ownSubject reports whether a clause has a subject of its own.
func (s *sent) ownSubject(ci int) bool {
	return s.clauses[ci].subj >= 0 || s.clauses[ci].pron != ""
}

// conditionOf reports whether clause k is a condition on clause ci.
func (s *sent) conditionOf(k, ci int) bool {
	p := s.clauses[k].parent
	if p == ci {
		return true
	}
	// through coordination and complements: the condition hangs on what governs the act
	for n := 0; ci >= 0 && n < 5; n++ {
		if ci == p {
			return true
		}
		switch s.clauses[ci].typ {
		case "coord", "that", "inf", "part":
			ci = s.clauses[ci].parent
		default:
			return false
		}
	}
	return false
}

// tense is the plain standing of an act: done or ongoing, planned when future.
func (s *sent) tense(a *act) string {
	if a.attr {
		if a.feat&fPresp != 0 {
			return "ongoing"
		}
		return "done"
	}
	c := &s.clauses[a.clause]
	past, fut, ongoing, can := false, false, false, false
	perf := false
	if p := s.sharedAux(a); p >= 0 {
		c = &s.clauses[s.items[p].clause] // "será vendido y entregado"
	}
	for _, k := range c.items {
		it := &s.items[k]
		if w := s.word(it, "aux"); w != nil {
			f, _ := s.wordFeat(it, "aux")
			if f&fPast != 0 || strings.HasPrefix(w.value, "perf") {
				past = true
			}
			if strings.HasPrefix(w.value, "perf") {
				perf = true
			}
			if f&fFut != 0 || strings.HasPrefix(w.value, "pass fin") && s.x.lang.capNouns && s.infinitiveIn(c) {
				fut = true
			}
			if strings.Contains(w.value, "able") {
				can = true
			}
			_ = can
		}
		if w := s.word(it, "let"); w != nil && w.value == "past" {
			past = true // "ließ ... einfliegen"
		}
		if s.word(it, "ongoing") != nil {
			ongoing = true
		}
		if s.word(it, "future") != nil {
			fut = true
		}
		if e := it.verb(); e != nil && k != a.item && a.noun && e.feat&fPast != 0 {
			past = true
		}
		if e := it.verb(); e != nil && k > a.item && a.noun && s.x.lang.caseMarks && e.feat&fFut != 0 && e.feat&fAdj == 0 {
			fut = true // "передача нарушит"
		}
		if e := it.verb(); e != nil && (k < a.item || a.noun) && e.feat&fFut != 0 && s.x.lang.adjAfter && s.x.frames[e.ref].Effect == "done" {
			fut = true // "seguirá recibiendo"
		}
		if it.join != "" && (k == a.item || a.noun) {
			past = past || it.tense&fPast != 0
			ongoing = ongoing || it.mood&mOngoing != 0 && it.tense&fPast == 0
			if n := s.nextClose(k); it.join == "coord" && n >= 0 && it.tense&fPast == 0 {
				past = past || s.items[n].tense&fPast != 0 && it.mood&mOngoing == 0 // joined: the last verb tells the time
			}
		}
	}
	if !a.noun && a.feat&fFut != 0 {
		fut = true
	}
	if !a.noun {
		if a.feat&fFut != 0 {
			fut = true
		}
		if a.feat&fPast != 0 || a.feat&fPart != 0 && (a.feat&fFin == 0 || s.hasAux(c)) {
			past = true
		}
		if a.passive && !perf && (s.presentPassive(c) || fut && s.x.lang.order == orderSVO) {
			past = false
		}
	}
	switch {
	case fut && (!past || s.x.lang.caseMarks && s.futureAux(c)):
		return "planned"
	case ongoing:
		return "ongoing"
	case past:
		return "done"
	}
	return "ongoing"
}

// sharedAux is the auxiliary of the clause before that a participle joined by
// "and" shares ("wurde umgeladen und weiterverschifft"), -1 for none.
func (s *sent) sharedAux(a *act) int {
	c := &s.clauses[a.clause]
	if a.noun || a.feat&fPart == 0 || c.typ != "coord" && !s.isCoordStart(a.clause) || s.hasAux(c) {
		return -1
	}
	p := c.parent
	if q := s.conjunct(a.clause); q >= 0 {
		p = q
	}
	if p < 0 {
		return -1
	}
	for _, k := range s.clauses[p].items {
		if w := s.word(&s.items[k], "aux"); w != nil && (strings.HasPrefix(w.value, "perf") || strings.HasPrefix(w.value, "pass")) {
			return k
		}
	}
	return -1
}

// hasAux reports whether a clause has an auxiliary of the perfect or passive.
func (s *sent) hasAux(c *clause) bool {
	for _, k := range c.items {
		if w := s.word(&s.items[k], "aux"); w != nil && (strings.HasPrefix(w.value, "perf") || strings.HasPrefix(w.value, "pass") || strings.HasPrefix(w.value, "be")) {
			return true
		}
	}
	return false
}

// presentPassive: "are shipped", "werden geliefert".
func (s *sent) presentPassive(c *clause) bool {
	for _, k := range c.items {
		if w := s.word(&s.items[k], "aux"); w != nil && strings.HasPrefix(w.value, "pass") {
			f, _ := s.wordFeat(&s.items[k], "aux")
			if f&fPast == 0 && f&fFin != 0 {
				return true
			}
			return false
		}
	}
	return false
}

func (s *sent) infinitiveIn(c *clause) bool {
	for _, k := range c.items {
		it := &s.items[k]
		if e := it.verb(); e != nil && e.feat&fInf != 0 {
			for _, j := range c.items {
				if e := s.items[j].verb(); e != nil && e.feat&fPart != 0 && e.feat&fInf == 0 {
					return false
				}
			}
			return true
		}
	}
	return false
}

// clauseCues reads the cues of one clause. own: it is the act's clause.
func (s *sent) clauseCues(a *act, ci int, own bool, neg *int, modal, hedge *bool, addNeg, addHedge func(int), st *standing) {
	c := &s.clauses[ci]
	allowed, norm := -1, false
	before := *neg
	var unproven []int // negations of a proof: counted once
	for _, k := range c.items {
		if n := s.proofAhead(k); n >= 0 && (!own || a.noun) {
			unproven = append(unproven, k)
			*neg++ // "there is not the slightest proof that ..."
			addNeg(k)
		}
	}
	for _, k := range c.items {
		it := &s.items[k]
		if s.word(it, "pseudo") != nil {
			continue
		}
		if it.join != "" && k != a.item {
			s.endingCues(a, k, own, neg, modal, addNeg, addHedge, st)
		}
		if w := s.word(it, "aux"); w != nil {
			switch {
			case strings.Contains(w.value, "modal"):
				if s.modalGoverns(a, k, own) {
					*modal = true
					addHedge(k)
				}
			case strings.Contains(w.value, "allowed"):
				allowed = k
			case strings.Contains(w.value, "able"), strings.Contains(w.value, "should"):
				if s.modalGoverns(a, k, own) {
					*modal = true
					addHedge(k)
				}
			case strings.Contains(w.value, "must"):
				if s.modalGoverns(a, k, own) {
					*modal = true
				}
			}
			if strings.Contains(w.value, "norm") || strings.Contains(w.value, "must") {
				norm = norm || s.modalGoverns(a, k, own)
			}
		} else if s.word(it, "modal") != nil && it.get(eCue) != nil {
			*modal = true
			addHedge(k)
		}
		if s.word(it, "hedgeadj") != nil && own && a.noun && abs(k-a.item) <= 4 && s.describes(k, a) {
			*modal = true // "a possible delivery"
			addHedge(k)
			continue
		}
		if s.word(it, "hedge") != nil && own && s.hedgesMember(a, k) {
			continue // "flour, petrol and presumably missiles"
		}
		if s.word(it, "hedge") != nil || s.word(it, "possible") != nil {
			*hedge = true
			if s.word(it, "possible") != nil {
				*modal = true
			}
			addHedge(k)
		}
		if s.word(it, "generic") != nil {
			st.generic = true
		}
		if s.word(it, "false") != nil && !s.deniesHere(it) && !s.attributeOf(k) && (!own || a.noun || k > a.item && (s.x.lang.spaceless || governs[c.typ])) {
			*neg++ // "reports of ... are baseless", "it is not true that ..."
			addNeg(k)
		}
		if w := s.word(it, "neg"); w != nil && strings.HasSuffix(w.value, " ne") && c.typ != "main" && c.typ != "coord" && !s.clauseHas(ci, "negpart") {
			continue // "craint que Pyongyang n'envoie": no negation without its second word
		}
		if slices.Contains(unproven, k) {
			continue
		}
		if s.x.lang.caseMarks && !own && s.word(it, "proof") != nil && s.negAfter(k, ci) {
			*neg++ // "доказательств того, что ..., нет"
			addNeg(k)
		}
		if w := s.word(it, "neg"); w != nil && s.negGoverns(a, k, ci, own) {
			*neg++
			addNeg(k)
		}
		if w := s.word(it, "art"); w != nil && strings.HasPrefix(w.value, "neg") && k+1 < len(s.items) {
			if dsc := s.desc(&s.items[k+1]); dsc != nil && dsc.sort == "state" && own {
				st.blocked = true // "no state may", "aucun État ne peut"
			}
		}
		if w := s.word(it, "art"); w != nil && strings.HasPrefix(w.value, "neg") && s.negDetGoverns(a, k, own) {
			*neg++
			addNeg(k)
		}
	}
	if s.x.lang.negConcord && own && *neg == before && !a.noun {
		// "Ni Cuba ni Venezuela compran": the row of parties is negated, not the verb
		for _, k := range c.items {
			if w := s.word(&s.items[k], "coord"); w != nil && w.value == "nor" && k < a.item {
				*neg++
				addNeg(k)
				break
			}
		}
	}
	if s.x.lang.negConcord && *neg > before+1 {
		*neg = before + 1
	}
	if norm && (*neg%2 == 1 || s.hasDenier(ci)) {
		st.blocked = true // "shall not", "must prevent": a norm, no dealing
	}
	if allowed >= 0 {
		if *neg%2 == 1 {
			st.blocked = true // "no state may buy": a prohibition
		} else {
			*modal = true
			addHedge(allowed)
		}
	}
	// "without": the act itself stands under it
	if own && s.items[a.item].neg && a.noun {
		if d := s.items[a.item].det; d != "neg" {
			*neg++
			st.negs = append(st.negs, "without")
		}
	}
}

// describes reports whether the adjective at item k stands with the noun of an
// act: before it, or after it and its complement where adjectives follow.
func (s *sent) describes(k int, a *act) bool {
	if k < a.item {
		for j := k + 1; j < a.item; j++ {
			if it := &s.items[j]; it.punct || s.word(it, "prep") != nil || s.isVerbal(it) && it.get(ePart) == nil && it.get(eNoun) == nil {
				return false
			}
		}
		return true
	}
	if !s.x.lang.adjAfter {
		return false
	}
	for j := a.item + 1; j < k; j++ {
		if it := &s.items[j]; it.punct || s.isVerbal(it) && it.get(eNoun) == nil && !s.isGoods(it) {
			return false
		}
	}
	return true
}

// since reports whether a clause says that something goes on: "still", "since 2015".
func (s *sent) since(ci int) bool {
	for _, k := range s.clauses[ci].items {
		it := &s.items[k]
		if s.word(it, "ongoing") != nil {
			return true
		}
		for _, e := range it.ents {
			if e.kind == eTime && s.x.times[e.ref].kind == "since" {
				return true
			}
		}
	}
	return false
}

// unreal reports whether a clause's verb or auxiliary stands in the conditional.
func (s *sent) unreal(ci int) bool {
	for _, k := range s.clauses[ci].items {
		it := &s.items[k]
		if w := s.word(it, "aux"); w != nil && strings.Contains(w.value, "subj modal") {
			return true
		}
		if e := it.verb(); e != nil && e.feat&fSubj != 0 && e.feat&(fPast|fPart) == 0 {
			return true
		}
		if t := s.str(it); len(it.ents) == 0 && !it.upper && (s.x.lang.code == "fr" && (strings.HasSuffix(t, "rait") || strings.HasSuffix(t, "raient")) || s.x.lang.code == "es" && (strings.HasSuffix(t, "ría") || strings.HasSuffix(t, "rían"))) {
			return true
		}
	}
	return false
}

// falseAfter finds a word of untruth in the rest of clause up that follows the
// clause ci inside it, -1 for none.
func (s *sent) falseAfter(up, ci int) int {
	for k := ci + 1; k < len(s.clauses); k++ {
		c := &s.clauses[k]
		if c.typ != "coord" || c.parent != up || c.subj >= 0 || c.pron != "" {
			continue
		}
		for _, i := range c.items {
			if s.word(&s.items[i], "false") != nil {
				return i
			}
		}
	}
	return -1
}

// proofAhead finds a word of proof that the negation at item k denies ("keinerlei
// Belege", "aucune preuve", "no evidence"), -1 for none.
func (s *sent) proofAhead(k int) int {
	it := &s.items[k]
	neg := false
	if w := s.word(it, "art"); w != nil && strings.HasPrefix(w.value, "neg") {
		neg = true
	} else if w := s.word(it, "neg"); w != nil && !strings.Contains(w.value, "weak") {
		neg = true
	} else if w := s.word(it, "prep"); w != nil && (w.value == "ohne" || w.value == "without" || w.value == "sans" || w.value == "sin") {
		neg = true
	}
	if !neg || s.word(it, "false") != nil || s.word(it, "pseudo") != nil {
		return -1
	}
	for j := k + 1; j < len(s.items) && j <= k+5; j++ {
		n := &s.items[j]
		if n.punct || s.subOf(n) != "" {
			return -1
		}
		if s.word(n, "proof") != nil {
			if s.word(n, "false") != nil {
				return -1 // the cue says so by itself
			}
			return j
		}
	}
	return -1
}

// endingCues reads what the ending of the verb at item k says of an act that it
// governs: an act's noun in its clause, or an act in a clause inside.
func (s *sent) endingCues(a *act, k int, own bool, neg *int, modal *bool, addNeg, addHedge func(int), st *standing) {
	it := &s.items[k]
	e := it.verb()
	op := e != nil && s.x.frames[e.ref].op()
	if own && (!a.noun || e != nil && !op) {
		return // another act's verb
	}
	if it.mood&mBlock != 0 || it.mood&mMust != 0 && op && s.x.frames[e.ref].Effect == "denied" {
		st.blocked = true // "防止するものとする": a norm
	}
	if it.mood&(mAble|mConj|mMust|mImp|mVol|mWant) != 0 {
		*modal = true
		addHedge(k)
	}
	if it.tense&fNeg == 0 {
		return
	}
	switch {
	case op && (s.x.frames[e.ref].Effect == "attr" || s.x.frames[e.ref].Effect == "hypothetical"), !own && !op:
		*modal = true // "has not confirmed that ..."
		addHedge(k)
	default:
		*neg++
		addNeg(k)
	}
}

// nextClose is the next item after i whose ending closes a clause, -1 for none.
func (s *sent) nextClose(i int) int {
	for j := i + 1; j < len(s.items); j++ {
		if s.items[j].join != "" {
			return j
		}
	}
	return -1
}

// attributeOf reports whether the word of untruth at item k only describes a
// noun after it that is no claim ("under false names").
func (s *sent) attributeOf(k int) bool {
	l := s.x.lang
	if l.capNouns || l.adjAfter || l.order != orderSVO || l.caseMarks || l.spaceless || k+1 >= len(s.items) || k == 0 {
		return false
	}
	n, p := &s.items[k+1], &s.items[k-1]
	if n.punct || n.mention >= 0 || s.word(n, "prep") != nil || s.word(n, "coord") != nil || s.word(n, "sub") != nil || s.word(n, "aux") != nil {
		return false
	}
	if e := n.get(eNoun); e != nil && s.x.frames[e.ref].op() {
		return false
	}
	return s.word(p, "prep") != nil || s.word(p, "art") != nil
}

// hedgesMember reports whether the hedge at item k concerns one member of the
// act's list of goods only: it stands between "and" or a comma and that member.
func (s *sent) hedgesMember(a *act, k int) bool {
	return len(a.goods) > 1 && k > 0 && (s.word(&s.items[k-1], "coord") != nil || s.items[k-1].punct && s.str(&s.items[k-1]) == ",") && s.hedgedGoods(a, k) > a.goods[0]
}

// hedgedGoods is the first of the act's goods after item k, with no verb or
// mark between; -1 for none.
func (s *sent) hedgedGoods(a *act, k int) int {
	for j := k + 1; j < len(s.items) && j <= k+4; j++ {
		if slices.Contains(a.goods, j) {
			return j
		}
		if s.items[j].punct || s.isVerbal(&s.items[j]) || s.word(&s.items[j], "prep") != nil {
			return -1
		}
	}
	return -1
}

// doubtful reports whether a hedge stands before the only goods of a class.
func (s *sent) doubtful(a *act, goods []int) bool {
	if len(goods) == 0 || len(a.goods) < 2 {
		return false
	}
	for _, k := range s.clauses[a.clause].items {
		if s.word(&s.items[k], "hedge") != nil && s.hedgesMember(a, k) && s.hedgedGoods(a, k) == goods[0] {
			return true
		}
	}
	return false
}

// ops applies the operators of one clause and returns the status they give.
func (s *sent) ops(a *act, ci int, own bool, neg *int, modal *bool, st *standing, addNeg func(int)) string {
	plan := ""
	refused := -1
	for k := range s.acts {
		o := &s.acts[k]
		if o.clause != ci || o.item == a.item || o.frame == a.frame {
			continue
		}
		f := o.frame
		if f.Effect == "denied" && o.item == refused {
			continue // one word in two frames denies once
		}
		if f.Effect == "" && a.noun && !o.noun && f.Status != "" && f.Status != "ongoing" && own && s.opReaches(o, a) && (len(s.outerMarks(a.item)) == 0 || s.x.lang.glued && caseOnly(s.outerMarks(a.item))) {
			// "offered food aid", "pledged aid"
			if f.Status == "hypothetical" {
				*modal = true
			} else if plan == "" {
				plan = f.Status
			}
			continue
		}
		if f.Effect == "" {
			continue
		}
		if own && !s.opReaches(o, a) {
			continue
		}
		switch f.Effect {
		case "blocked":
			st.blocked = true
		case "denied":
			if s.punished(o, a) {
				continue
			}
			*neg++
			st.refused++
			refused = o.item
			addNeg(o.item)
		case "planned", "sought", "promised":
			if (f.ID == "sign" || s.signs(o.item)) && (a.frame.Kind == "ally" || a.frame.Kind == "partner" || a.frame.Kind == "joint_venture") && (o.feat&(fPast|fPart) != 0 || s.x.lang.spaceless) {
				break // a treaty signed is an alliance made
			}
			if plan == "" || plan == "planned" {
				plan = f.Effect
			}
			st.evidence = append(st.evidence, s.ev("status", o.item, "operator "+f.ID))
		case "hypothetical":
			if f.ID == "allow" && a.frame.Kind == "flag" {
				continue // to allow its flag to be flown is to lend it
			}
			if s.x.lang.spaceless && s.underVia(o.item) {
				continue // "经委员会批准": with leave
			}
			*modal = true
			st.hedges = append(st.hedges, s.str(&s.items[o.item]))
		case "threat":
			if plan == "" {
				plan = "hypothetical"
			}
		case "attr":
			if !o.noun && s.unsaid(o.item) {
				*modal = true // "не подтверждает", "has not confirmed"
			}
			if st.attr == "" {
				e, _, at, _ := s.subject(ci)
				if at >= 0 {
					st.attr = s.str(&s.items[at])
				} else if e != "" {
					st.attr = e
				}
			}
		}
	}
	return plan
}

// unsaid reports whether the verb of saying at item i is negated ("не
// подтверждает", "n'ont pas été confirmées", "no se confirmó").
func (s *sent) unsaid(i int) bool {
	for j := i - 1; j >= 0 && j >= i-4 && s.items[j].clause == s.items[i].clause; j-- {
		it := &s.items[j]
		if s.word(it, "neg") != nil {
			return s.word(it, "pseudo") == nil
		}
		if it.mention >= 0 || it.punct || s.word(it, "prep") != nil || s.word(it, "aux") == nil && it.verb() != nil {
			return false
		}
	}
	return false
}

// signs reports whether the verb at item i says that an agreement was made.
func (s *sent) signs(i int) bool {
	for _, e := range s.items[i].ents {
		if (e.kind == eVerb || e.kind == eSep) && strings.HasPrefix(s.x.frames[e.ref].ID, "sign") {
			return true
		}
	}
	return false
}

// opReaches reports whether an operator in the act's own clause governs it.
func (s *sent) opReaches(o, a *act) bool {
	if !o.noun {
		if o.attr {
			return false
		}
		if a.noun {
			// the noun must be the operator's object or subject, not hang in a phrase of place or time
			if m := s.items[a.item].marks; len(m) > 0 {
				switch m[len(m)-1] {
				case "nach", "vor", "seit", "after", "before", "since", "during", "während", "bei", "trotz", "despite":
					return false
				}
			}
			return true
		}
		if s.x.lang.spaceless && o.item > a.item && o.frame.Effect == "planned" {
			for j := a.item - 1; j >= 0 && j >= a.item-4 && !s.items[j].punct; j-- {
				if s.str(&s.items[j]) == "就" {
					return true // "正就购买导弹与朝鲜谈判"
				}
			}
		}
		if s.x.lang.svo() {
			return o.item < a.item
		}
		// verb-final: an infinitive or participle beside a finite operator
		return true
	}
	if s.x.lang.spaceless && !a.noun && o.item > a.item && o.item < len(s.items) && s.word(&s.items[o.item-1], "poss") != nil {
		return true // "关于购买武器的指控"
	}
	// operator noun: directly before the act ("plan for the delivery", "Ziel ist die Lieferung")
	if o.item < a.item {
		for j := o.item + 1; j < a.item; j++ {
			if s.x.lang.caseMarks && o.frame.Effect == "blocked" && len(s.items[o.item].marks) > 0 && s.isFinite(&s.items[j]) {
				return false // "в случае эмбарго Москва увеличит поставки"
			}
			it := &s.items[j]
			if it.punct && strings.ContainsAny(s.str(it), ";:") {
				return false
			}
			if e := it.verb(); e != nil && it.get(eNoun) == nil && !s.x.frames[e.ref].op() && a.noun {
				return false
			}
		}
		if !a.noun {
			// "signed a contract to supply": infinitive after it
			return a.feat&fInf != 0
		}
		return true
	}
	return false
}

// speechOver finds a clause that says who said the rest.
func (s *sent) speechOver(ci int) int {
	for k := range s.clauses {
		if s.clauses[k].typ == "speech" {
			return k
		}
	}
	return -1
}

func (s *sent) clauseText(ci int) string {
	c := &s.clauses[ci]
	if len(c.items) == 0 {
		return ""
	}
	return s.text[s.items[c.items[0]].start:s.items[c.items[len(c.items)-1]].end]
}

// attribution is "according to ..." in the sentence.
func (s *sent) attribution(a *act) string {
	for i := range s.items {
		it := &s.items[i]
		w := s.word(it, "attr")
		if w == nil {
			continue
		}
		if w.value == "before" || w.value == "post" { // "Berichten zufolge", "X zufolge"
			j := i
			for j > 0 && !s.items[j-1].punct && i-j < 4 {
				j--
			}
			return s.text[s.items[j].start:it.end]
		}
		j := i
		for j+1 < len(s.items) && !s.items[j+1].punct && !s.isVerbal(&s.items[j+1]) && j-i < 7 {
			j++
		}
		return s.text[it.start:s.items[j].end]
	}
	return ""
}

// indefinite reports whether item i stands without an article that makes it a
// known one: then what describes it is told as the clause around it is.
func (s *sent) indefinite(i int) bool {
	switch s.items[i].det {
	case "def", "dem", "poss":
		return false
	}
	return true
}
