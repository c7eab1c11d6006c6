package reading

import (
	"slices"
	"strings"
)

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
	place     *fill
	measure   *fill
	recip     bool
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
		if it.punct || it.mention >= 0 || s.inTitle(i) || s.word(it, "possible") != nil && false {
			continue
		}
		asNoun, asVerb := true, true
		if it.get(eVerb) != nil && it.get(eNoun) != nil && !s.x.lang.capNouns {
			asNoun = s.nounContext(i)
			asVerb = !asNoun
		}
		for _, e := range it.ents {
			a := act{item: i, clause: it.clause, feat: e.feat}
			switch e.kind {
			case eVerb:
				if !asVerb {
					continue
				}
			case eNoun:
				if !asNoun {
					continue
				}
				a.noun = true
			case ePart:
				if it.get(eVerb) != nil && (s.nextHead(i) < 0 || !s.isGoods(&s.items[s.nextHead(i)])) {
					continue
				}
				a.attr = true
			case eSep:
			default:
				continue
			}
			a.frame = &s.x.frames[e.ref]
			s.acts = append(s.acts, a)
		}
	}
}

// nounContext decides whether a form that may be noun or verb ("supply",
// "ships", "aid") is a noun where it stands.
func (s *sent) nounContext(i int) bool {
	for j := i - 1; j >= 0; j-- {
		it := &s.items[j]
		switch {
		case it.punct:
			return j == i-1 && strings.ContainsAny(s.str(it), "(\"“")
		case s.word(it, "zu") != nil && j == i-1, s.word(it, "aux") != nil, s.word(it, "pron") != nil, s.word(it, "rel") != nil && s.word(it, "art") == nil:
			return false
		case s.word(it, "art") != nil, s.word(it, "prep") != nil, it.num:
			return true
		case it.mention >= 0:
			return it.isAdj() || it.poss
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

// joinSeparable keeps the finite part of a separable verb only where its prefix
// ends the clause ("gibt ... weiter"); that prefix is then no preposition.
func (s *sent) joinSeparable() {
	for i := range s.items {
		it := &s.items[i]
		if it.get(eSep) == nil {
			continue
		}
		keep := make([]entry, 0, len(it.ents))
		for _, e := range it.ents {
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

// readActs fills the slots of every act.
func (s *sent) readActs() {
	s.findActs()
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
		}
	}
}

// goodsList extends one goods item by what is coordinated with it and by
// examples ("goods such as coal and fish").
func (s *sent) goodsList(i int) []int {
	list := []int{i}
	for dir := -1; dir <= 1; dir += 2 {
		gap := 0
		for j := i + dir; j >= 0 && j < len(s.items); j += dir {
			it := &s.items[j]
			if s.isGoods(it) && it.get(eVerb) == nil {
				if gap == 0 && s.x.lang.capNouns {
					break
				}
				list = append(list, j)
				gap = 0
				continue
			}
			gap++
			if gap > 4 {
				break
			}
			if s.word(it, "coord") != nil || s.word(it, "ex") != nil || it.num || it.isAdj() || s.word(it, "art") != nil || s.good(it) != nil {
				continue
			}
			if it.punct && strings.ContainsAny(s.str(it), ",،、()") {
				continue
			}
			if len(it.ents) == 0 && !it.punct && (!s.x.lang.capNouns || !it.upper) {
				continue
			}
			if s.x.lang.capNouns && len(it.ents) == 0 && it.upper && j > 0 && s.joins(j) {
				continue
			}
			break
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// joins reports whether item j stands between list marks.
func (s *sent) joins(j int) bool {
	p := &s.items[j-1]
	return s.word(p, "coord") != nil || s.word(p, "ex") != nil || p.punct && s.str(p) == ","
}

// examples adds what a list of examples after the goods names: "the goods that
// X sells, such as A and B".
func (s *sent) examples(list []int) []int {
	last := list[len(list)-1]
	rel := -1
	for ci := range s.clauses {
		if c := &s.clauses[ci]; c.typ == "rel" && c.ante >= 0 && slices.Contains(list, c.ante) {
			rel = ci
			for _, k := range c.items {
				last = max(last, k)
			}
		}
	}
	for j := last + 1; j < len(s.items) && j <= last+3; j++ {
		it := &s.items[j]
		if it.punct || s.word(it, "coord") != nil {
			continue
		}
		if s.word(it, "ex") != nil && (rel >= 0 || j <= last+2) {
			for k := j + 1; k < len(s.items) && k <= j+4; k++ {
				if s.isGoods(&s.items[k]) {
					return append(list, s.goodsList(k)...)
				}
				if s.isVerbal(&s.items[k]) {
					return list
				}
			}
		}
		break
	}
	return list
}

// verbGoods finds what passes in a verb's clause.
func (s *sent) verbGoods(a *act) {
	c := &s.clauses[a.clause]
	f := a.frame
	if a.attr {
		if h := s.nextHead(a.item); h >= 0 {
			a.goods = s.goodsList(h)
			if !s.isGoods(&s.items[h]) {
				a.goods = nil
			}
		}
		return
	}
	best, bestScore := -1, -1.0
	for _, k := range c.items {
		it := &s.items[k]
		if !s.isGoods(it) || k == a.item || s.claimed(k) {
			continue
		}
		score := 1 - 0.02*float64(abs(k-a.item))
		if len(it.marks) > 0 {
			m := it.marks[len(it.marks)-1]
			switch r := f.Marks[m]; {
			case r == "goods":
				score += 0.6
			case m == "acc" || m == "ex" || m == "nom" || m == "topic" || m == "ins":
			case m == "gen" || attributive[m] && r == "":
				score -= 0.3 // "tons of coal": the goods stand under the measure
			case r == "from" || r == "to" || r == "via":
				score -= 2
			default:
				score -= 0.45
			}
		}
		if it.get(eNoun) != nil {
			score -= 0.1
		}
		if !s.accepts(f, it) {
			score -= 1.2
		}
		if s.good(it).flags == "generic" {
			score -= 0.05
		}
		if s.good(it).class == "vessels" {
			score -= 0.7
		}
		if score > bestScore {
			best, bestScore = k, score
		}
	}
	if c.typ == "rel" && c.ante >= 0 && (best < 0 || !s.accepts(f, &s.items[best])) {
		if ai := &s.items[c.ante]; s.isGoods(ai) {
			best, bestScore = c.ante, 1
			a.goodsFrom = "what the relative clause describes"
		} else if g := s.appositionGoods(c.ante); g >= 0 {
			best, bestScore = g, 1
			a.goodsFrom = "named after the colon"
		}
	}
	hasNoun := false
	for _, k := range c.items {
		if e := s.items[k].get(eNoun); e != nil && !s.x.frames[e.ref].op() {
			hasNoun = true
		}
	}
	if hasNoun {
	} else if best < 0 && c.typ == "coord" || best < 0 && c.typ == "part" || best < 0 && c.typ == "inf" && f.Needs != "" {
		// "produces and sells coal": the clause before or after has them
		for _, k := range s.clauses[c.parent].items {
			if s.isGoods(&s.items[k]) && s.accepts(f, &s.items[k]) && k < a.item {
				best, bestScore = k, 0.7
				a.goodsFrom = "goods of the clause before"
			}
		}
	}
	if best < 0 && f.Needs != "" && f.Effect == "" {
		for _, k := range c.items {
			it := &s.items[k]
			if ft, ok := s.wordFeat(it, "pron"); ok && it.mention < 0 && ft&fAcc != 0 && len(it.marks) == 0 {
				if g := s.d.lastGoods(); g != nil {
					a.goodsFrom = "pronoun: " + s.str(it)
					a.classes = []classGoods{{class: g.Class, texts: g.Goods}}
					return
				}
			}
		}
	}
	if (best < 0 || bestScore < -0.5) && (f.Kind == "work" || f.Kind == "employ") {
		// people named by their country: "employs North Koreans", "North Koreans who work"
		for k := range s.cands {
			cd := &s.cands[k]
			e := s.items[cd.item].get(eActor)
			here := s.items[cd.head].clause == a.clause || c.typ == "rel" && c.ante == cd.head
			if e == nil || !here || e.feat&fPl == 0 || e.feat&fAdj != 0 || len(cd.marks) > 0 && s.items[cd.head].clause == a.clause || cd.head > a.item != (f.Kind == "employ") && s.x.lang.order == orderSVO {
				continue
			}
			a.classes = []classGoods{{class: "labour", goods: []int{cd.item}, texts: []string{s.str(&s.items[cd.item])}}}
			a.put("from", cd.entity, cd.acts, cd.item, "people named by their country", 0.8)
			return
		}
	}
	if best < 0 || bestScore < -0.5 {
		return
	}
	a.goods = s.examples(s.goodsList(best))
	if s.good(&s.items[best]).flags == "site" && f.Kind != "visit" {
		a.goods = nil
	}
}

// claimed reports whether goods belong to an act's noun right after them
// ("food aid", "arms exports").
func (s *sent) claimed(k int) bool {
	if s.x.lang.capNouns || k+1 >= len(s.items) {
		return false
	}
	for i := range s.acts {
		if a := &s.acts[i]; a.noun && a.item == k+1 && !a.frame.op() && a.frame.Kind != "market" {
			return true
		}
	}
	return false
}

// appositionGoods: "there is one thing X can offer: workers".
func (s *sent) appositionGoods(ante int) int {
	for j := ante + 1; j < len(s.items); j++ {
		if s.items[j].punct && strings.ContainsAny(s.str(&s.items[j]), ":：") {
			for k := j + 1; k < len(s.items) && k <= j+4; k++ {
				if s.isGoods(&s.items[k]) {
					return k
				}
			}
			return -1
		}
	}
	return -1
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// accepts reports whether a frame takes the goods.
func (s *sent) accepts(f *frame, it *item) bool {
	g := s.good(it)
	if g == nil {
		return false
	}
	if g.class == "vessels" && f.Kind == "move" {
		return false // the ship carries
	}
	if len(f.Goods) == 0 {
		return (g.class != "soldiers" || f.Kind == "give" || f.Kind == "offer") && g.class != "debt" && g.class != "military_site" && g.class != "fishing_rights" || f.Map[g.class] != ""
	}
	for _, c := range f.Goods {
		if classWithin(g.class, c) {
			return true
		}
	}
	return false
}

// classWithin reports whether class a is b or finer.
func classWithin(a, b string) bool {
	return a == b || strings.HasPrefix(a, b) && len(a) > len(b) && a[len(b)] == '.'
}

// nounGoods finds what passes beside an act told as a noun.
func (s *sent) nounGoods(a *act) {
	it := &s.items[a.item]
	if len(it.mods) > 0 {
		for _, e := range it.mods {
			if e.kind == eGood && s.x.goods[e.ref].flags != "quality" {
				g := &s.x.goods[e.ref]
				a.classes = append(a.classes, classGoods{class: g.class, goods: []int{a.item}, texts: []string{s.str(it)}})
				return
			}
		}
	}
	// directly before: "arms deliveries"
	if !s.x.lang.capNouns && a.item > 0 {
		p := &s.items[a.item-1]
		if s.isGoods(p) && p.clause == it.clause && s.accepts(a.frame, p) {
			a.goods = s.goodsList(a.item - 1)
			return
		}
	}
	// after: "deliveries of North Korean arms"
	for j := a.item + 1; j < len(s.items) && j <= a.item+12; j++ {
		n := &s.items[j]
		if n.punct && strings.ContainsAny(s.str(n), ",;:.") || s.isVerbal(n) && !s.isGoods(n) || s.subOf(n) != "" && s.subOf(n) != "compare" {
			break
		}
		if e := n.get(eNoun); e != nil && !s.isGoods(n) && !s.x.frames[e.ref].op() && s.word(&s.items[j-1], "coord") == nil {
			break
		}
		if !s.isGoods(n) || !s.accepts(a.frame, n) {
			continue
		}
		if len(n.marks) > 0 {
			m := n.marks[len(n.marks)-1]
			if m == "gen" || m == "of" || m == "von" || m == "with" || m == "mit" || m == "an" || m == "de" || a.frame.Marks[m] == "goods" || slices.Equal(n.marks, it.marks) || m == "in" && a.frame.Kind == "trade" {
			} else if r := a.frame.Marks[m]; r == "to" || r == "from" || r == "via" {
				continue
			} else if !slices.Equal(n.marks, it.marks) {
				continue
			}
		}
		a.goods = s.examples(s.goodsList(j))
		return
	}
	if a.frame.Kind == "market" {
		for _, k := range s.clauses[a.clause].items {
			n := &s.items[k]
			if s.isGoods(n) && k < a.item && len(n.marks) > 0 && a.frame.Marks[n.marks[len(n.marks)-1]] == "goods" {
				a.goods = s.examples(s.goodsList(k))
				return
			}
		}
	}
	if (it.det == "def" || it.det == "dem") && (a.frame.Kind == "give" || a.frame.Kind == "receive") && !a.frame.Generic {
		if g := s.d.lastGoods(); g != nil && len(g.Goods) > 0 {
			a.classes = []classGoods{{class: g.Class, texts: g.Goods}}
			a.goodsFrom = "the act spoken of before"
			a.again = g
			return
		}
	}
	// the relative clause's or passive verb's subject: "coal, whose export ..."
	if a.frame.Needs != "" && s.clauses[a.clause].typ == "rel" && s.clauses[a.clause].relCs == fGen && s.clauses[a.clause].ante >= 0 {
		if ai := &s.items[s.clauses[a.clause].ante]; s.isGoods(ai) && s.accepts(a.frame, ai) {
			a.goods = s.goodsList(s.clauses[a.clause].ante)
		}
	}
}

func (a *act) put(role, entity, acts string, item int, by string, score float64) {
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
		if passive && (m == "von" || m == "by" || m == "durch" || m == "par" || m == "por" || m == "ins") {
			if ok && r == "agent" || m != "ins" || !ok {
				return f.Subj, m
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

// verbSlots fills the slots of an act told as a verb.
func (s *sent) verbSlots(a *act) {
	c := &s.clauses[a.clause]
	f := a.frame
	a.passive = s.isPassive(a)
	if a.attr {
		s.attrSlots(a)
		return
	}
	var bare []int
	svo := s.x.lang.order == orderSVO
	for k := range s.cands {
		cd := &s.cands[k]
		h := &s.items[cd.head]
		if h.clause != a.clause && !(cd.origin && slices.Contains(a.goods, cd.head)) {
			continue
		}
		if cd.origin {
			if slices.Contains(a.goods, cd.head) || s.listed(a.goods, cd.head) {
				role := "from"
				if f.Kind == "lease" || f.Kind == "build" || f.Kind == "repair" || f.Kind == "train" && false {
					role = ""
				}
				a.put(role, cd.entity, cd.acts, cd.item, "origin word before the goods", 0.8*cd.factor)
			} else if h.get(eNoun) != nil && f.Kind == "violate" {
				a.put("from", cd.entity, cd.acts, cd.item, "possessor", 0.5*cd.factor)
			}
			continue
		}
		if f.Kind == "threat" || f.Effect != "" && f.Kind != "prohibit" && f.Kind != "measure" {
			continue
		}
		if len(cd.marks) > 0 && !isSubjectMark(cd.marks) {
			if cd.marks[len(cd.marks)-1] == "gen" && !cd.attr {
				continue
			}
			role, mark := f.role(cd.marks, a.passive)
			if role == "between" {
				a.recip = true
				a.put("with", cd.entity, cd.acts, cd.item, "mark "+mark, 0.9*cd.factor)
				continue
			}
			if role == "goods" {
				continue
			}
			if role != "" {
				sc := 0.95
				if mark != cd.marks[len(cd.marks)-1] {
					sc = 0.9
				}
				if role == "via" && mark != cd.marks[len(cd.marks)-1] {
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
		if m := s.items[c.ante].mention; m >= 0 && !s.isGoods(&s.items[c.ante]) {
			me := &s.ments[m]
			role := ""
			switch {
			case c.relMk != "":
				role, _ = f.role([]string{c.relMk}, a.passive)
			case c.relCs == fDat:
				role = f.Iobj
			case c.relCs&fNom != 0 && !s.bareSubject(bare, a):
				role = s.subjRole(a)
			default:
				if f.Obj != "goods" {
					role = f.Obj
				}
			}
			if role != "" && role != "goods" {
				a.put(role, me.Entity, me.ActsFor, c.ante, "relative pronoun", 0.85*me.Certainty)
			}
		}
	}
	s.bareRoles(a, bare, svo)
	// the subject from elsewhere
	sr := s.subjRole(a)
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
				if e != other && !(sr == "from" && at >= 0 && s.fills(a, at)) {
					a.put(sr, e, acts, at, how, 0.8)
				}
			}
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
	if k, ok := s.asked(a); ok {
		cd := &s.cands[k]
		if f.Subj == "from" && a.to.entity == "" && a.from.entity != cd.entity {
			a.put("to", cd.entity, cd.acts, cd.item, "asks for it", 0.6)
		} else if f.Subj == "to" && a.from.entity == "" && a.to.entity != cd.entity {
			a.put("from", cd.entity, cd.acts, cd.item, "asks for it", 0.6)
		}
	}
	// origin and receiver are the same: origin words describe the goods only
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

func (s *sent) subjRole(a *act) string { return a.frame.Subj }

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
	if svo {
		subj := -1
		var after []int
		for _, k := range free {
			cd := &s.cands[k]
			if cd.head < a.item {
				if !s.sameClauseVerbBetween(cd.head, a.item) || subj < 0 {
					subj = k
				}
				if s.objBetween(cd.head, a) {
					continue
				}
			} else {
				after = append(after, k)
			}
		}
		if subj >= 0 {
			cd := &s.cands[subj]
			a.put(f.Subj, cd.entity, cd.acts, cd.item, "before the verb", 0.85*cd.factor)
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
			if f.Iobj != "" && s.x.lang.dative && s.goodsAfter(a, cd.head) {
				a.put(f.Iobj, cd.entity, cd.acts, cd.item, "between verb and goods", 0.85*cd.factor)
				break
			}
		}
		return
	}
	used := false
	for n, k := range free {
		cd := &s.cands[k]
		if f.Reciprocal && n == 1 && s.joined(free[0], k) {
			a.put("to", cd.entity, cd.acts, cd.item, "joined subject", 0.85)
			continue
		}
		if !used {
			a.put(f.Subj, cd.entity, cd.acts, cd.item, "first bare name", 0.8*cd.factor)
			used = true
			continue
		}
		if s.sameList(free[0], k) && s.joined(free[0], k) {
			continue
		}
		if s.cands[free[0]].entity == cd.entity {
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

func (s *sent) sameClauseVerbBetween(i, j int) bool {
	for k := i + 1; k < j; k++ {
		if e := s.items[k].verb(); e != nil && !s.x.frames[e.ref].op() && s.items[k].clause == s.items[j].clause {
			return true
		}
	}
	return false
}

func (s *sent) objBetween(i int, a *act) bool { return false }

// joined reports whether "and" stands between two candidates.
func (s *sent) joined(a, b int) bool {
	i, j := s.cands[a].head, s.cands[b].item
	if i > j {
		i, j = s.cands[b].head, s.cands[a].item
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
	if a.feat&fPart == 0 || a.noun {
		return false
	}
	if a.attr {
		return true
	}
	c := &s.clauses[a.clause]
	svo := s.x.lang.order == orderSVO
	perfect := false
	for _, k := range c.items {
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
		}
	}
	if perfect {
		return false
	}
	if s.x.lang.capNouns {
		// "ist/sind geliefert": passive of state when there is no object
		return false
	}
	if a.feat&fFin == 0 {
		return true // a bare participle
	}
	// "weapons supplied by Iran": directly after the goods, and an agent or no subject
	if a.item > 0 && svo {
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
		case cd.attr && h == ti:
			a.put(f.Adj, cd.entity, cd.acts, cd.item, "adjective or possessive before the act", 0.85*cd.factor)
		case cd.origin && slices.Contains(a.goods, h):
			if h < ti && !s.x.lang.capNouns {
				a.put(f.Adj, cd.entity, cd.acts, cd.item, "adjective or possessive before the act", 0.85*cd.factor)
			} else {
				a.put("from", cd.entity, cd.acts, cd.item, "origin word before the goods", 0.8*cd.factor)
			}
		case cd.origin:
		case h > ti && h < end && len(cd.marks) > 0:
			last := cd.marks[len(cd.marks)-1]
			if (last == "gen" || last == "of" || last == "de") && f.Marks[last] == "" {
				if s.prevHead(cd.item) == ti {
					role := f.Gen
					a.put(role, cd.entity, cd.acts, cd.item, "genitive after the act", 0.8*cd.factor)
					continue
				}
			}
			role, mark := f.role(cd.marks, false)
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
	s.relativeSlots(a)
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
		if e == nil || !s.x.frames[e.ref].op() {
			break
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
	var light, promise, pay, other bool
	for k := range s.acts {
		o := &s.acts[k]
		if o.clause != a.clause || o.item == a.item || o.noun {
			continue
		}
		switch {
		case o.frame.Kind == "pay":
			pay = len(marks) > 0 && (f.Subj == "from")
		case o.frame.op():
			light = true
			if o.frame.Effect == "promised" || o.frame.Effect == "planned" || o.frame.Effect == "sought" {
				promise = true
			}
		case o.frame.Kind == "give" || o.frame.Kind == "offer":
			light, promise = true, true
		default:
			light = !f.Reciprocal
			other = true
		}
	}
	if !light && !pay && !other {
		// a verb unknown to the lexicon: the subject may still be the doer
		light = len(marks) == 0 && c.subj >= 0 && s.cands[c.subj].head < a.item
		if light && (f.Kind == "market" || f.Reciprocal && a.from.entity != "" && a.to.entity != "") {
			light = false
		}
	}
	se, sa, at, how := s.subject(a.clause)
	if how == "" {
		how = "subject of the clause"
	}
	if pay && se != "" {
		a.put("to", se, sa, at, "payer for it", 0.7)
		return
	}
	if light && len(marks) == 0 && se != "" && !(c.subj >= 0 && s.cands[c.subj].attr && s.cands[c.subj].head == a.item) {
		role := f.Subj
		if role == "from" && a.from.entity == "" && a.to.entity != se || role == "to" && a.to.entity == "" && a.from.entity != se {
			a.put(role, se, sa, at, how, 0.7)
		} else if f.Reciprocal && a.to.entity == "" && a.from.entity != se {
			a.put("to", se, sa, at, how, 0.7)
		}
		if f.Reciprocal && a.to.entity == "" && c.subj >= 0 {
			// "X and Y set up a joint venture"
			for k := range s.cands {
				cd := &s.cands[k]
				if k != c.subj && len(cd.marks) == 0 && !cd.origin && s.items[cd.head].clause == a.clause && cd.entity != a.from.entity && s.joined(k, c.subj) && abs(s.cands[c.subj].head-cd.head) < 8 {
					a.put("to", cd.entity, cd.acts, cd.item, "joined subject", 0.7)
				}
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
			} else if role == "with" || role == "between" {
				if a.to.entity == "" && cd.entity != a.from.entity {
					a.recip = true
					a.put("with", cd.entity, cd.acts, cd.item, "mark "+mark+" in the clause", 0.6*cd.factor)
				}
			}
		}
	}
}
