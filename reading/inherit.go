package reading

import (
	"slices"
	"strings"
)

// worth reports whether an act is told fully enough to be a dealing.
func (s *sent) worth(a *act) bool {
	from, to := party(a.from.entity, a.from.acts), party(a.to.entity, a.to.acts)
	if from == "" && to == "" {
		return false
	}
	if from == to && !strings.HasPrefix(from, "org:") {
		return false
	}
	if m := s.items[a.item].marks; a.noun && a.frame.Kind == "ship_to_ship" && (from == "" || to == "") && len(m) > 0 && (m[len(m)-1] == "经" || m[len(m)-1] == "via" || m[len(m)-1] == "vía") {
		return false // "by way of transfers at sea": how something else was done
	}
	if a.frame.Kind == "ship_to_ship" && (from == "" || to == "") && s.x.lang.spaceless && a.item > 0 && s.word(&s.items[a.item-1], "prep") != nil {
		return false
	}
	if a.frame.Kind == "move" && to == "" {
		return false // carried, but not said whereto
	}
	if s.ask && (from == "" || to == "") {
		return false
	}
	if (from == "" || to == "") && a.frame.Class == "" && len(a.classes) > 0 {
		// money and men with one side only: an everyday matter
		if c := a.classes[0].class; top(c) == "support" || top(c) == "finance" {
			return false
		}
	}
	if from == "" && strings.HasPrefix(to, "person:") || to == "" && strings.HasPrefix(from, "person:") {
		return false // a private person and nobody else
	}
	if m := s.items[a.item].marks; a.noun && a.frame.Kind == "bank" && len(m) > 0 && !caseOnly(m) {
		switch m[len(m)-1] {
		case "auf", "an", "to", "into", "from", "sur", "à", "de", "a", "en", "von", "zu":
			return false // "pays into the account of": where the money goes
		}
	}
	if (from == "" || to == "") && a.noun && s.ruled(a) {
		return false // "any sale of ... would violate", "the sale of food is permitted"
	}
	if (from == "" || to == "") && s.untold() {
		return false // a heading says too little
	}
	if a.frame.Generic && a.frame.Kind != "market" && (from == "" || to == "") {
		return false // "an exporter": not said whereto
	}
	if a.frame.Both && (from == "" || to == "") && !(a.frame.Class == "finance.payment" && !a.noun && to != "" && a.to.score >= 0.8 && s.moneyIn(a.clause)) {
		return false
	}
	if m := s.items[a.item].marks; a.noun && len(m) > 0 && !caseOnly(m) && !s.signed(a) && (a.frame.Kind == "meet" || a.frame.Kind == "partner" || a.frame.Kind == "ally" || a.frame.Kind == "relations") {
		return false // background: "after the summit of ...", "on their meeting"
	}
	if m := s.items[a.item].marks; a.noun && len(m) == 1 && m[0] == "의" && a.frame.Kind == "cooperate" && a.item+1 < len(s.items) && len(s.items[a.item+1].ents) == 0 {
		return false // "경협의 역사"
	}
	// an act told as a noun with one side only known by inheritance is too little
	if a.noun && (from == "" || to == "") && a.from.score < 0.6 && a.to.score < 0.6 {
		return false
	}
	return true
}

// signed reports whether the clause of an act's noun tells that it was signed.
func (s *sent) signed(a *act) bool {
	for k := range s.acts {
		if o := &s.acts[k]; o.clause == a.clause && !o.noun && o.frame.ID == "sign" {
			return true
		}
	}
	return false
}

// ruled reports whether the noun of an act only says what a rule is about.
func (s *sent) ruled(a *act) bool {
	switch s.items[a.item].det {
	case "all", "any":
		return true
	}
	return s.clauseHas(a.clause, "permitted")
}

// moneyIn reports whether a clause names money.
func (s *sent) moneyIn(ci int) bool {
	for _, k := range s.clauses[ci].items {
		if g := s.good(&s.items[k]); g != nil && (g.class == "finance.payment" || g.class == "finance.bulk_cash") {
			return true
		}
	}
	return false
}

// saidElse reports whether the clause says, in words that name no party known,
// what an empty slot holds ("in six African states"): then nothing is taken
// over from before.
func (s *sent) saidElse(a *act) bool {
	if a.toSaid && a.to.entity == "" {
		return true
	}
	for _, k := range s.clauses[a.clause].items {
		it := &s.items[k]
		if it.mention >= 0 || it.punct || len(it.marks) == 0 || s.isGoods(it) || it.get(eTime) != nil || it.get(eNoun) != nil {
			continue
		}
		if it.get(eDesc) == nil && !(len(it.ents) == 0 && it.upper) {
			continue
		}
		r, _ := a.frame.role(it.marks, a.passive)
		if r == "to" && a.to.entity == "" || r == "from" && a.from.entity == "" {
			return true
		}
	}
	return false
}

// untold reports whether the sentence is no more than a heading.
func (s *sent) untold() bool {
	last := &s.items[len(s.items)-1]
	return s.heading || s.end-s.start < 80 && !(last.punct && strings.ContainsAny(s.str(last), ".!?。…:;”“\"»)"))
}

// inherit fills an empty side from what was said just before: the sentence's
// own earlier dealings, then the last ones of the two sentences before.
func (s *sent) inherit(a *act, here []Dealing) {
	if a.from.entity != "" && a.to.entity != "" {
		return
	}
	f := a.frame
	if f.Kind == "develop" || f.Kind == "meet" && !a.noun || f.Kind == "visit" || f.Kind == "move" && a.to.entity == "" && !a.noun && !s.clauseHas(a.clause, "inreturn") {
		return
	}
	if s.inReturn(a.clause) {
		// "in return": the other side of the dealing told before
		before := slices.Concat(s.d.out.Dealings[max(0, len(s.d.out.Dealings)-8):], here)
		for i := len(before) - 1; i >= 0 && before[i].Start >= s.d.twoBack; i-- {
			p := &before[i]
			if p.From == "" || p.To == "" {
				continue
			}
			from, to := party(a.from.entity, a.from.acts), party(a.to.entity, a.to.acts)
			how := "the other side of the dealing before, in return"
			switch {
			case from == "" && to == string(p.From):
				a.from = fill{entityOf(p.To), codeOf(p.To), -1, how, 0.6}
			case from == "" && to == string(p.To):
				a.from = fill{entityOf(p.From), codeOf(p.From), -1, how, 0.5}
			case to == "" && from == string(p.To):
				a.to = fill{entityOf(p.From), codeOf(p.From), -1, how, 0.6}
			case to == "" && from == string(p.From):
				a.to = fill{entityOf(p.To), codeOf(p.To), -1, how, 0.5}
			case to == "" && from != "" && s.x.lang.adjAfter:
				a.to = fill{entityOf(p.From), codeOf(p.From), -1, how, 0.4} // from a third, in return
			default:
				continue
			}
			return
		}
	}
	if f.Kind == "pay" && (a.from.entity == "") != (a.to.entity == "") && !s.saidElse(a) {
		// what was delivered is paid for: money runs the other way
		for i := len(s.d.out.Dealings) - 1; i >= 0 && s.d.out.Dealings[i].Start >= s.d.twoBack; i-- {
			p := &s.d.out.Dealings[i]
			if p.From == "" || p.To == "" || p.From == "WORLD" || p.To == "WORLD" || !carried(p.Class) {
				continue
			}
			switch from, to := party(a.from.entity, a.from.acts), party(a.to.entity, a.to.acts); {
			case to == "" && from == string(p.To):
				a.to = fill{entityOf(p.From), codeOf(p.From), -1, "who delivered what is paid for", 0.55}
				return
			case from == "" && to == string(p.From):
				a.from = fill{entityOf(p.To), codeOf(p.To), -1, "who received what is paid for", 0.55}
				return
			}
		}
	}
	cls := ""
	if len(a.classes) > 0 {
		cls = a.classes[0].class
	}
	take := func(d *Dealing, factor float64, how string) bool {
		df, dt := string(d.From), string(d.To)
		if df == "" || dt == "" || f.Reciprocal && (df == "WORLD" || dt == "WORLD") {
			return false
		}
		sameFamily := top(d.Class) == top(cls) || f.Reciprocal && d.Reciprocal
		from, to := party(a.from.entity, a.from.acts), party(a.to.entity, a.to.acts)
		switch {
		case from == "" && to == "":
			if f.Kind == "joint_venture" {
				return false // named again, not set up again
			}
			if !sameFamily && !(f.Reciprocal && !a.noun) && !(a.frame.Reciprocal && s.thematic(a)) {
				return false
			}
			if f.Reciprocal && !a.noun && len(a.goods) > 0 && s.good(&s.items[a.goods[0]]).flags == "generic" && !s.x.lang.spaceless && s.x.lang.order != orderSOV {
				return false // "the one ware that is traded": not said between whom
			}
			a.from = fill{entityOf(d.From), codeOf(d.From), -1, how, 0.7 * factor}
			a.to = fill{entityOf(d.To), codeOf(d.To), -1, how, 0.7 * factor}
			a.recip = a.recip || f.Reciprocal
			return true
		case from == "" && to == dt && (sameFamily || cls == "goods.general"):
			a.from = fill{entityOf(d.From), codeOf(d.From), -1, how, 0.7 * factor}
			return true
		case to == "" && from == df && (sameFamily || cls == "goods.general" || s.x.lang.lattice && factor == 1 && (f.Kind == "give" || f.Kind == "offer")) && df != "WORLD" && dt != "WORLD":
			a.to = fill{entityOf(d.To), codeOf(d.To), -1, how, 0.7 * factor}
			return true
		case from == "" && factor < 1 && to != df && s.sameGoods(a) && classWithin(cls, d.Class):
			a.from = fill{entityOf(d.From), codeOf(d.From), -1, "who gave the same goods before", 0.6}
			return true
		case from == "" && factor == 1 && s.x.lang.lattice && f.Kind == "receive" && to == df:
			a.from = fill{entityOf(d.To), codeOf(d.To), -1, "the other side in the sentence", 0.5}
			return true
		case to == "" && factor == 1 && s.x.lang.lattice && f.Subj == "from" && from == dt && d.Class == "finance.payment":
			a.to = fill{entityOf(d.From), codeOf(d.From), -1, "who pays", 0.5}
			return true
		case from == "" && to == dt && carried(cls) && carried(d.Class) && (f.Kind == "move" || f.Kind == "receive" || f.Kind == "give") && s.adds(a):
			a.from = fill{entityOf(d.From), codeOf(d.From), -1, how, 0.55 * factor}
			return true
		case f.Reciprocal && from == "" && to == df:
			a.from = fill{entityOf(d.To), codeOf(d.To), -1, how, 0.6 * factor}
			return true
		case f.Reciprocal && to == "" && from == df:
			a.to = fill{entityOf(d.To), codeOf(d.To), -1, how, 0.6 * factor}
			return true
		case f.Kind == "market" && from == "" && classWithin(d.Class, cls):
			a.from = fill{entityOf(d.From), codeOf(d.From), -1, how, 0.7 * factor}
			return true
		}
		return false
	}
	// "released the North's funds and sends flour": one subject, one receiver
	if c := &s.clauses[a.clause]; a.to.entity == "" && f.Subj == "from" && !a.noun && !a.attr && c.typ == "coord" && c.subj < 0 && !s.saidElse(a) {
		for i := len(here) - 1; i >= 0; i-- {
			if p := &here[i]; string(p.From) == party(a.from.entity, a.from.acts) && p.To != "" && p.To != "WORLD" && p.Group() == "asserted" {
				a.to = fill{entityOf(p.To), codeOf(p.To), -1, "as in the clause before", 0.6}
				return
			}
		}
	}
	// "Poland has sent Ukraine tanks, Hungary sends no weapons"
	if c := &s.clauses[a.clause]; a.to.entity == "" && a.from.entity != "" && f.Subj == "from" && !a.noun && !a.attr && (c.typ == "coord" || c.typ == "main" || c.typ == "gap") && !s.saidElse(a) {
		for i := len(here) - 1; i >= 0; i-- {
			p, from := &here[i], party(a.from.entity, a.from.acts)
			if top(p.Class) == top(cls) && string(p.From) != from && p.From != "" && p.To != "" && p.To != "WORLD" && string(p.To) != from && p.Group() == "asserted" {
				a.to = fill{entityOf(p.To), codeOf(p.To), -1, "as in the clause before", 0.5}
				return
			}
		}
	}
	for i := len(here) - 1; i >= 0; i-- {
		if f.Kind == "market" && a.from.entity == "" && (top(here[i].Class) == top(cls)) && here[i].From != "" && string(here[i].From) != party(a.to.entity, a.to.acts) {
			a.from = fill{entityOf(here[i].From), codeOf(here[i].From), -1, "giver of the same goods in the sentence", 0.65}
			return
		}
		if take(&here[i], 1, "as in the clause before") {
			return
		}
		if df, dt, from := string(here[i].From), string(here[i].To), party(a.from.entity, a.from.acts); a.to.entity == "" && from != "" && dt != "" && from != dt && from != df && top(here[i].Class) == top(cls) && carried(cls) && f.Subj == "from" && s.x.lang.adjAfter && !s.saidElse(a) {
			a.to = fill{entityOf(here[i].To), codeOf(here[i].To), -1, "who receives in the clause before", 0.5}
			return
		}
		if df, dt, to := string(here[i].From), string(here[i].To), party(a.to.entity, a.to.acts); a.from.entity == "" && to != "" && dt != "" && to != dt && to != df && top(here[i].Class) == top(cls) && carried(cls) && f.Subj != "to" {
			a.from = fill{entityOf(here[i].To), codeOf(here[i].To), -1, "who had got it before", 0.55}
			return
		}
	}
	if a.to.entity == "" && a.from.entity != "" && f.Subj == "from" && s.x.lang.juxtapose && !s.saidElse(a) {
		// "若朝鲜弃核，韩国愿提供粮食": who is set the condition gets it
		for k := range s.clauses {
			if o := &s.clauses[k]; o.typ == "cond" && k != a.clause && o.subj >= 0 && s.conditionOf(k, a.clause) {
				if cd := &s.cands[o.subj]; party(cd.entity, cd.acts) != party(a.from.entity, a.from.acts) && cd.acts != "" {
					a.to = fill{cd.entity, cd.acts, cd.item, "who is set the condition", 0.55}
					break
				}
			}
		}
		if a.to.entity != "" {
			return
		}
	}
	if s.saidElse(a) {
		return
	}
	if s.otherParty(a) {
		return
	}
	d := s.d
	for i := len(d.out.Dealings) - 1; i >= 0 && i >= len(d.out.Dealings)-6; i-- {
		p := &d.out.Dealings[i]
		if p.Start < d.twoBack {
			break
		}
		if take(p, 0.8, "as in the sentence before") {
			return
		}
	}
	// labour and the like without a place of work: where the sentence before was set
	if a.to.entity == "" && a.from.entity != "" && (a.attr || f.Kind == "employ" || f.Kind == "move") && d.scene != "" && d.scene != party(a.from.entity, a.from.acts) {
		a.to = fill{"country:" + d.scene, d.scene, -1, "where the sentence before is set", 0.45}
	}
}

// adds reports whether an act's goods stand under a word that adds them to what
// was told before ("미사일까지", "还得到了").
func (s *sent) adds(a *act) bool {
	for _, g := range a.goods {
		if !s.x.lang.glued {
			break
		}
		rest := s.text[s.items[g].end:]
		for _, p := range []string{"까지", "도 ", "마저", "도,"} {
			if strings.HasPrefix(rest, p) {
				return true
			}
		}
	}
	if s.x.lang.spaceless {
		for _, k := range s.clauses[a.clause].items {
			switch s.str(&s.items[k]) {
			case "还", "也", "另", "又", "還", "亦", "并", "此外", "同时", "还有":
				if k < a.item {
					return true
				}
			}
		}
	}
	return false
}

// sameGoods: "その原油", "these shells": the goods are those spoken of before.
func (s *sent) sameGoods(a *act) bool {
	for _, g := range a.goods {
		if g == 0 {
			continue
		}
		if w := s.word(&s.items[g-1], "art"); w != nil && strings.HasPrefix(w.value, "dem") || s.word(&s.items[g-1], "dem") != nil {
			return true
		}
	}
	return false
}

// thematic: the noun continues the last sentence's theme ("Their aim is ...").
func (s *sent) thematic(a *act) bool {
	for i := range s.items {
		if i >= a.item {
			return false
		}
		it := &s.items[i]
		if w := s.word(it, "art"); w != nil && strings.HasPrefix(w.value, "poss") {
			return true
		}
	}
	return false
}

func entityOf(p OrNull) string {
	if p == "WORLD" {
		return "region:world"
	}
	if strings.Contains(string(p), ":") || p == "" {
		return string(p)
	}
	return "country:" + string(p)
}

func codeOf(p OrNull) string {
	if len(p) == 2 {
		return string(p)
	}
	return ""
}

// carried reports whether what passes is goods, arms or work, not money, talk or
// a measure.
func carried(class string) bool {
	switch top(class) {
	case "finance", "diplomacy", "measure", "cooperation", "visit", "support", "unspecified":
		return false
	}
	return true
}

// inReturn reports whether a clause or one around it says "in return".
func (s *sent) inReturn(ci int) bool {
	for ; ci >= 0; ci = s.clauses[ci].parent {
		if s.clauseHas(ci, "inreturn") {
			return true
		}
	}
	return false
}

// otherParty fills the open side of what one party of a contract between two
// does with the other party.
func (s *sent) otherParty(a *act) bool {
	var a1, a2 *field
	for k := range s.d.roles {
		r := &s.d.roles[k]
		switch {
		case a1 == nil:
			a1 = r
		case party(r.entity, r.acts) == party(a1.entity, a1.acts):
		case a2 == nil:
			a2 = r
		case party(r.entity, r.acts) != party(a2.entity, a2.acts):
			return false
		}
	}
	if a2 == nil || !s.byRole(a) {
		return false
	}
	open, have := &a.to, &a.from
	if a.from.entity == "" {
		open, have = &a.from, &a.to
	}
	if open.entity != "" || have.entity == "" {
		return false
	}
	for _, r := range []*field{a1, a2} {
		if party(r.entity, r.acts) != party(have.entity, have.acts) {
			*open = fill{r.entity, r.acts, -1, "the other party of the contract", 0.5}
			return true
		}
	}
	return false
}
