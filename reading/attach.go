package reading

import (
	"slices"
	"strings"
)

// What hangs on what in languages whose attributes follow their noun (French,
// Spanish): participles that describe, "de", possessives, pronouns of the one
// who receives, the seat of a firm, the one made to act.

// reduced reports whether the participle at i describes the noun before it
// ("des obus livrés par l'Iran", "carbón comprado a una mina").
func (s *sent) reduced(i, cur int) bool {
	it := &s.items[i]
	e := it.verb()
	if !s.x.lang.adjAfter || i == 0 || e == nil || e.feat&fPart == 0 || e.feat&(fFin|fInf) != 0 || it.get(eNoun) != nil || s.isGoods(it) || it.upper {
		return false
	}
	if f := &s.x.frames[e.ref]; f.op() || f.Kind == "prohibit" {
		return false
	}
	p := &s.items[i-1]
	if s.word(p, "aux") != nil || s.word(p, "coord") != nil || s.word(p, "prep") != nil || s.word(p, "pron") != nil || s.word(p, "sub") != nil || s.word(p, "art") != nil {
		return false
	}
	if s.needsVerb(cur) || s.auxOpen(i) {
		return false
	}
	if !p.punct && !s.head(p) && !p.isAdj() && s.good(p) == nil && len(p.ents) > 0 {
		return false
	}
	if p.punct && s.str(p) != "," {
		return false
	}
	a := s.antecedent(i, cur)
	return a >= 0 && (len(s.items[a].ents) > 0 || a > s.firstWord())
}

// auxOpen reports whether an auxiliary before item i still waits for its verb.
func (s *sent) auxOpen(i int) bool {
	for j := i - 1; j >= 0 && j >= i-8; j-- {
		it := &s.items[j]
		if it.verb() != nil && it.get(eNoun) == nil && s.word(it, "aux") == nil {
			return false
		}
		if w := s.word(it, "aux"); w != nil {
			if j+1 < len(s.items) && s.word(&s.items[j+1], "art") != nil {
				return false // "a la" opens a noun phrase: the verb was "to have"
			}
			return true
		}
		if s.word(it, "sub") != nil || s.word(it, "rel") != nil {
			return false
		}
	}
	return false
}

// outer gives the marks that say what a phrase is to its verb: "de" that hangs
// it on a noun which is no goods is left out ("en la refinería de X").
func (s *sent) outer(cd *cand) []string {
	m := cd.marks
	if !s.x.lang.adjAfter || len(m) == 0 || m[len(m)-1] != "de" {
		return m
	}
	j := cd.item - 1
	for j >= 0 && (s.word(&s.items[j], "art") != nil || s.word(&s.items[j], "prep") != nil) {
		j--
	}
	if j < 0 || s.isGoods(&s.items[j]) || s.items[j].punct || s.items[j].get(eNoun) != nil {
		return m
	}
	// what it hangs on stands itself under the marks before
	h := &s.items[j]
	if h.mention >= 0 && !h.isAdj() {
		return []string{"attributive"} // "le Togo d'Eyadéma"
	}
	if len(m) < 2 {
		return m
	}
	if len(h.ents) == 0 || h.get(eDesc) != nil || h.isAdj() {
		return m[:len(m)-1]
	}
	return m
}

// dateline reports whether the place at item i only says where a report was
// filed: it is set off by a dash at the text's beginning, alone or with a date.
func (s *sent) dateline(i int) bool {
	for j := i + 1; j < len(s.items) && j <= i+9; j++ {
		it := &s.items[j]
		if it.punct {
			switch t := s.str(it); {
			case (t == "–" || t == "—" || t == "-") && s.items[j-1].end < it.start:
				return true
			case strings.Contains(",().-/", t):
				continue
			}
			return false
		}
		if !it.num && it.get(eTime) == nil && !it.upper && len(it.ents) > 0 || it.verb() != nil {
			return false
		}
	}
	return false
}

// fronted reports whether a phrase of place stands before the subject and is
// set off from it ("Au Mali, la junte paie ...").
func (s *sent) fronted(cd *cand, a *act) bool {
	if !s.x.lang.adjAfter || cd.item > 3 || cd.head > a.item {
		return false
	}
	for j := cd.head + 1; j < a.item; j++ {
		if s.items[j].punct && s.str(&s.items[j]) == "," {
			return true
		}
		if s.items[j].mention >= 0 && !s.items[j].isAdj() {
			return false
		}
	}
	return false
}

// seated is the noun whose firm has its seat at the name at item i ("la
// compañía ..., con sede en Pyongyang"), -1 for none.
func (s *sent) seated(i int) int {
	m := s.items[i].marks
	if len(m) == 0 || !s.x.lang.adjAfter {
		return -1
	}
	if last := m[len(m)-1]; last == "depuis" || last == "desde" {
		// "des officiers venus de Pyongyang": people and firms are from there
		for j := i - 1; j >= 0 && j >= i-3; j-- {
			it := &s.items[j]
			if s.word(it, "prep") != nil || s.word(it, "art") != nil {
				continue
			}
			if g := s.good(it); it.mention < 0 && (g != nil && (g.class == "soldiers" || g.class == "labour") || s.desc(it) != nil && s.desc(it).sort == "agent") {
				return j
			}
			break
		}
		return -1
	}
	if m[len(m)-1] != "basé" && m[len(m)-1] != "basado" {
		return -1
	}
	for j := i - 1; j >= 0 && j >= i-14; j-- {
		it := &s.items[j]
		if it.mention >= 0 && !it.isAdj() && s.ments[it.mention].Type == "organisation" {
			return j
		}
		if d := s.desc(it); d != nil && d.sort == "agent" && it.mention < 0 {
			return j
		}
	}
	return -1
}

// possessed makes a candidate of a possessive: "ses mines" are those of the
// party last spoken of.
func (s *sent) possessed(i int) (cand, bool) {
	it := &s.items[i]
	w := s.word(it, "art")
	if s.x.lang.spaceless {
		w = s.word(it, "whose")
	}
	if w != nil && (s.x.lang.code == "de" || s.x.lang.code == "en") && strings.HasPrefix(w.value, "poss") && !strings.Contains(w.value, "first") {
		return s.possessedWest(i)
	}
	if !s.x.lang.adjAfter && !s.x.lang.spaceless || w == nil || w.value != "poss" || i+1 >= len(s.items) || s.word(&s.items[i+1], "aux") != nil {
		return cand{}, false
	}
	if v := s.items[i+1].verb(); v != nil && s.items[i+1].get(eNoun) == nil && v.feat&fFin != 0 && !s.isGoods(&s.items[i+1]) {
		return cand{}, false // "leur commanda"
	}
	h := -1
	for j := i + 1; j < len(s.items) && j <= i+3; j++ {
		n := &s.items[j]
		if n.punct || s.word(n, "prep") != nil || n.mention >= 0 || s.word(n, "relational") != nil {
			return cand{}, false
		}
		if s.head(n) || len(n.ents) == 0 && !n.num {
			h = j
			break
		}
	}
	if h < 0 || s.items[h].get(eTime) != nil {
		return cand{}, false
	}
	hi := &s.items[h]
	for j := h + 1; j < len(s.items) && j <= h+4; j++ {
		if s.items[j].mention >= 0 && s.items[j].isAdj() {
			return cand{}, false // an adjective says whose
		}
		if s.items[j].punct || s.word(&s.items[j], "prep") != nil {
			break
		}
	}
	entity, acts := s.owner()
	if entity == "" {
		return cand{}, false
	}
	c := cand{item: i, head: h, entity: entity, acts: acts, marks: hi.marks, cases: hi.cases, attr: true, factor: 0.7}
	c.origin = s.isGoods(hi) || hi.get(eNoun) != nil
	return c, true
}

// owner is the party a possessive speaks of: a bare party before it in the
// sentence, else the last subject.
func (s *sent) owner() (entity, acts string) {
	for k := len(s.cands) - 1; k >= 0; k-- {
		cd := &s.cands[k]
		if len(cd.marks) == 0 && !cd.origin && !cd.attr && cd.acts != "" {
			return cd.entity, cd.acts
		}
	}
	d := s.d
	for _, subject := range []bool{true, false} {
		for k := len(d.subjects) - 1; k >= 0 && d.subjects[k].start >= d.twoBack; k-- {
			if r := &d.subjects[k]; r.subject == subject && r.acts != "" {
				return r.entity, r.acts
			}
		}
	}
	return "", ""
}

// dativePronoun fills the receiver (or, of a verb of getting, the giver) that a
// pronoun before the verb stands for: "lui a livré", "les vendió".
func (s *sent) dativePronoun(a *act) {
	f := a.frame
	if !s.x.lang.adjAfter || a.noun || a.passive && f.Obj != "goods" {
		return
	}
	at := -1
	for j := a.item - 1; j >= 0 && j >= a.item-5; j-- {
		it := &s.items[j]
		if ft, ok := s.wordFeat(it, "pron"); ok && it.mention < 0 && ft&fDat != 0 && s.items[j+1].verb() != nil || ok && ft&fDat != 0 && s.word(&s.items[j+1], "aux") != nil {
			at = j
			break
		}
		if s.word(it, "aux") == nil && s.word(it, "neg") == nil && s.word(it, "pron") == nil && it.get(eCue) == nil && len(it.ents) > 0 {
			break
		}
	}
	if at < 0 {
		return
	}
	role, _ := f.role([]string{map[bool]string{true: "à", false: "a"}[s.x.lang.code == "fr"]}, false)
	if role == "" {
		role = f.Iobj
	}
	if role == "to" && a.to.entity != "" && (strings.HasPrefix(a.to.entity, "place:") || party(a.to.entity, a.to.acts) == party(a.from.entity, a.from.acts)) {
		a.to = fill{} // "lui avait promis à Saint-Pétersbourg": the place, not the receiver
	}
	if role != "to" && role != "from" || role == "to" && a.to.entity != "" && a.to.score > 0.7 || role == "from" && a.from.entity != "" && a.from.score > 0.7 {
		return
	}
	self := a.from.entity
	if self == "" && a.to.by == "subject not said: that of the sentence before" {
		self = a.to.entity
	}
	if role == "from" {
		self = a.to.entity
	}
	if self == "" {
		self, _, _, _ = s.subject(a.clause)
	}
	take := func(entity, acts string) bool {
		if entity == "" || entity == self || party(entity, acts) == "" || strings.HasPrefix(entity, "place:") {
			return false
		}
		a.put(role, entity, acts, at, "pronoun, the party spoken of before", 0.7)
		return true
	}
	for ci := a.clause - 1; ci >= 0; ci-- {
		if e, acts, _, _ := s.subject(ci); take(e, acts) {
			return
		}
	}
	d := s.d
	for _, subject := range []bool{true, false} {
		for k := len(d.subjects) - 1; k >= 0 && d.subjects[k].start >= d.twoBack; k-- {
			if r := &d.subjects[k]; r.subject == subject && take(r.entity, r.acts) {
				return
			}
		}
	}
}

// causer gives what is done at somebody's wish to him: "fit instruire sa garde
// par des officiers de X": the subject is the one served.
func (s *sent) causer(a *act) {
	if !s.causative(a) && !(a.frame.Kind == "make" && !a.passive && (a.from.by == "mark in" || a.from.by == "mark en")) || a.frame.Subj != "from" {
		return
	}
	e, acts, at, _ := s.subject(a.clause)
	if e == "" {
		return
	}
	if a.frame.Kind == "make" && (a.from.by == "mark in" || a.from.by == "mark en") {
		a.to = fill{e, acts, at, "who has it made", 0.6}
		return
	}
	if a.from.entity == e && !strings.HasPrefix(a.from.by, "mark ") && !strings.HasPrefix(a.from.by, "origin") {
		a.from = fill{} // who has it done does not do it
	}
	for k := range s.cands {
		cd := &s.cands[k]
		if s.items[cd.head].clause != a.clause || cd.origin || len(cd.marks) == 0 || party(cd.entity, cd.acts) == party(e, acts) || a.from.entity != "" {
			continue
		}
		switch m := cd.marks[len(cd.marks)-1]; {
		case m == "von" || m == "durch" || m == "by" || m == "par" || m == "por":
			a.from = fill{cd.entity, cd.acts, cd.item, "mark " + m + ": is made to do it", 0.85}
		}
	}
	if a.from.entity != "" && a.from.entity != e {
		if a.to.entity == "" || a.to.entity == a.from.entity || a.to.score < 0.6 {
			a.to = fill{e, acts, at, "who has it done", 0.6}
		}
	}
}

// causative reports whether an act's infinitive stands under "faire".
func (s *sent) causative(a *act) bool {
	if a.noun || a.item == 0 || a.feat&fInf == 0 && !s.haveDone(a) {
		return false
	}
	if s.x.lang.order == orderV2 {
		return a.frame.Light == "" && s.clauseHas(a.clause, "let")
	}
	if s.haveDone(a) {
		return true
	}
	w := s.word(&s.items[a.item-1], "aux")
	return w != nil && strings.HasPrefix(w.value, "caus")
}

// haveDone: "had its police trained by ...", "has shirts made in ...": have, an
// object, and a participle.
func (s *sent) haveDone(a *act) bool {
	if s.x.lang.code != "en" || a.feat&fPart == 0 || a.item == 0 {
		return false
	}
	object := false
	for j := a.item - 1; j >= 0 && s.items[j].clause == a.clause; j-- {
		it := &s.items[j]
		if w := s.word(it, "aux"); w != nil {
			return object && (strings.HasPrefix(w.value, "perf"))
		}
		if it.verb() != nil && it.get(eNoun) == nil && !s.isGoods(it) || it.punct || s.word(it, "prep") != nil {
			return false
		}
		object = object || s.head(it)
	}
	return false
}

// hands finds workers who do an act ("bâti par des ouvriers nord-coréens"): what
// passes is their work. -1 for none.
func (s *sent) hands(a *act) int {
	if a.noun || a.frame.Kind != "build" && a.frame.Kind != "repair" {
		return -1
	}
	for _, k := range s.clauses[a.clause].items {
		it := &s.items[k]
		if g := s.good(it); g != nil && g.class == "labour" && it.mention < 0 && (len(it.marks) > 0 || s.x.lang.caseMarks) {
			if s.x.lang.caseMarks && s.ownGoodCases(it) == fIns && s.isPassive(a) {
				return k
			}
			for _, m := range it.marks {
				if m == "силами" || m == "par" || m == "por" || m == "由" || m == "by" {
					return k
				}
			}
		}
	}
	return -1
}

// relief are the bodies whose gifts are aid.
var relief = map[string]bool{"org:unicef": true, "org:wfp": true, "org:who": true, "org:fao": true, "org:icrc": true, "org:red-cross": true, "org:msf": true, "org:undp": true, "org:ifrc": true, "org:unfpa": true, "org:gavi": true}

// reliefClass makes food, medicine and money that a relief body gives aid.
func reliefClass(class, fromEntity string) string {
	if !relief[fromEntity] {
		return class
	}
	switch {
	case classWithin(class, "goods"), class == "finance.payment", class == "finance", class == "aid":
		return "aid.humanitarian"
	}
	return class
}

// boughtAt makes the place where goods were got, told by a participle, the side
// they come from: "des limousines achetées en Allemagne ont été expédiées".
func (s *sent) boughtAt() {
	for k := range s.acts {
		o := &s.acts[k]
		if o.noun || !s.clauses[o.clause].red || o.from.entity == "" || o.to.entity != "" {
			continue
		}
		for n := range s.acts {
			a := &s.acts[n]
			if a.clause != o.clause && a.from.entity == "" && a.frame.Subj == "from" && !a.frame.op() && party(a.to.entity, a.to.acts) != party(o.from.entity, o.from.acts) && slices.Contains(a.goods, s.clauses[o.clause].ante) {
				a.from = fill{o.from.entity, o.from.acts, o.from.item, "where the goods were got", 0.6}
			}
		}
	}
}

// topic takes the subject of the sentence before where a language leaves the
// subject out and nothing in the clause could be one.
func (s *sent) topic(a *act) {
	f := a.frame
	if !s.x.lang.proDrop || s.x.lang.order != orderSVO || a.noun || a.passive || f.Subj != "from" && f.Subj != "to" {
		return
	}
	c := &s.clauses[a.clause]
	if c.typ != "main" && c.typ != "coord" || a.feat&fFin == 0 && !s.hasAux(c) && !s.weDo(a) && !s.youDo(a) {
		return
	}
	if e, _, _, _ := s.subject(a.clause); e != "" {
		return
	}
	if s.d.letter && (s.youDo(a) || s.weAsk(a)) && !s.quotes() {
		if f.Subj == "from" && a.from.entity == "" || f.Subj == "to" && a.to.entity == "" {
			a.put(f.Subj, addressee, "", -1, "second person: the addressee", 0.7)
		}
		return
	}
	if s.weDo(a) {
		if (f.Subj == "from" && a.from.entity == "" || f.Subj == "to" && a.to.entity == "") && !s.quotes() {
			a.put(f.Subj, writer, "", -1, "first person: the writer", 0.7)
		}
		return
	}
	for _, k := range c.items {
		it := &s.items[k]
		if k >= a.item {
			break
		}
		if t := strings.ToLower(s.str(it)); t == "se" || s.word(it, "passmark") != nil {
			return
		}
		if ft, ok := s.wordFeat(it, "pron"); ok && s.word(it, "art") == nil && ft&fNom == 0 {
			continue
		}
		if len(it.marks) == 0 && (s.head(it) || len(it.ents) == 0 && !it.num && !it.punct) {
			return
		}
	}
	have, other := a.from.entity, a.to.entity
	if f.Subj == "to" {
		have, other = other, have
	}
	if have != "" {
		return
	}
	d := s.d
	for k := len(d.subjects) - 1; k >= 0 && d.subjects[k].start >= d.oneBack; k-- {
		if r := &d.subjects[k]; r.subject && r.acts != "" && r.entity != other {
			a.put(f.Subj, r.entity, r.acts, -1, "subject not said: that of the sentence before", 0.5)
			return
		}
	}
}

// weDo reports whether an act's verb, or the auxiliary or operator before it,
// is in the first person.
func (s *sent) weDo(a *act) bool {
	if a.feat&fFirst != 0 {
		return true
	}
	for _, k := range s.clauses[a.clause].items {
		if k >= a.item {
			break
		}
		it := &s.items[k]
		if e := it.verb(); e != nil && e.feat&fFirst != 0 {
			return true
		}
		if f, ok := s.wordFeat(it, "aux"); ok && f&fFirst != 0 {
			return true
		}
	}
	return false
}

// punished reports whether an operator of stopping is what befell somebody for
// the act: "fue detenido por haber vendido".
func (s *sent) punished(o, a *act) bool {
	if !s.x.lang.adjAfter || o.noun || o.feat&fPart == 0 || a.noun {
		return false
	}
	for j := o.item + 1; j < a.item; j++ {
		if w := s.word(&s.items[j], "prep"); w != nil && (w.value == "por" || w.value == "pour") && j+1 < len(s.items) && (s.word(&s.items[j+1], "aux") != nil || j+1 == a.item) {
			return true
		}
	}
	return false
}

// underVia reports whether "经" stands shortly before item i ("经委员会批准").
func (s *sent) underVia(i int) bool {
	for j := i - 1; j >= 0 && j >= i-5; j-- {
		if s.items[j].punct {
			return false
		}
		if w := s.word(&s.items[j], "prep"); w != nil {
			return w.value == "经"
		}
	}
	return false
}

// possessedWest makes a candidate of a possessive before a noun of an agent in
// German and English: "dass seine Werften", "its shipyards" are those of the
// party spoken of in the clause above.
func (s *sent) possessedWest(i int) (cand, bool) {
	for h := i + 1; h < len(s.items) && h <= i+3; h++ {
		n := &s.items[h]
		if n.punct || s.word(n, "prep") != nil || n.mention >= 0 {
			return cand{}, false
		}
		if !s.head(n) {
			continue
		}
		d := s.desc(n)
		g := s.good(n)
		people := g != nil && (g.class == "soldiers" || g.class == "labour")
		if (d == nil || d.sort != "agent") && !people || n.get(eNoun) != nil {
			return cand{}, false
		}
		entity, acts := s.owner()
		if entity == "" || acts == "" {
			return cand{}, false
		}
		c := cand{item: i, head: h, entity: entity, acts: acts, marks: n.marks, cases: n.cases, attr: true, factor: 0.65}
		c.origin = people && s.isGoods(n)
		return c, true
	}
	return cand{}, false
}
