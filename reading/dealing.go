package reading

import (
	"fmt"
	"slices"
	"strings"
)

// party is the wire form of a side: the state for which the entity acts, WORLD,
// or the entity itself.
func party(entity, acts string) string {
	switch {
	case entity == "":
		return ""
	case entity == "region:world":
		return "WORLD"
	case acts != "":
		return acts
	}
	if c, ok := strings.CutPrefix(entity, "country:"); ok {
		return c
	}
	return entity
}

// partyOf names the side itself when it is not the state as such.
func partyOf(entity string) string {
	if strings.HasPrefix(entity, "org:") || strings.HasPrefix(entity, "person:") || strings.HasPrefix(entity, "vessel:") || strings.HasPrefix(entity, "place:") {
		return entity
	}
	return ""
}

// classify decides the class or classes of an act from its frame and goods. It
// reports false when the act is no dealing.
func (s *sent) classify(a *act) bool {
	f := a.frame
	if !a.noun && f.Status != "" && s.x.lang.order == orderSVO && a.item+1 < len(s.items) && s.word(&s.items[a.item+1], "zu") != nil && s.infinitiveNext(a.item+1) {
		return false // "promised to stop ...": the infinitive tells the act
	}
	if f.op() || f.Kind == "prohibit" || f.Kind == "measure" || f.Kind == "violate" || f.Kind == "threat" {
		return false
	}
	// qualities beside the act: "military and technical cooperation"
	if len(f.Map) > 0 {
		if q := s.qualities(a); len(q) > 0 {
			seen := map[string]bool{}
			var out []classGoods
			for _, c := range q {
				if m := f.Map[c]; m != "" && !seen[m] {
					seen[m] = true
					out = append(out, classGoods{class: m})
				}
			}
			if seen["military_technical_cooperation"] {
				out = []classGoods{{class: "military_technical_cooperation"}}
			}
			if len(out) > 0 {
				a.classes = out
				return true
			}
		}
	}
	if len(a.classes) == 0 {
		a.classes = s.classesOf(a.goods)
	}
	if f.Class != "" {
		if f.Needs != "" && len(a.classes) == 0 {
			return false
		}
		cls := f.Class
		for _, c := range a.classes {
			if m := mapped(f.Map, c.class); m != "" {
				cls = m
			}
		}
		var texts []string
		var goods []int
		for _, c := range a.classes {
			texts = append(texts, c.texts...)
			goods = append(goods, c.goods...)
		}
		if f.Kind == "pay" || f.Kind == "invest" || f.Kind == "joint_venture" {
			goods, texts = nil, nil
		}
		a.classes = []classGoods{{class: cls, goods: goods, texts: texts}}
		return true
	}
	if len(a.classes) == 0 {
		return false
	}
	for i := range a.classes {
		switch a.classes[i].class {
		case "debt", "military_site":
			return false
		case "soldiers":
			if f.Kind != "give" && f.Kind != "offer" && f.Kind != "move" {
				return false
			}
			a.classes[i].class = "aid.military"
		case "fishing_rights":
			a.classes[i].class = "seafood"
		}
	}
	return true
}

func mapped(m map[string]string, class string) string {
	for c := class; c != ""; {
		if v := m[c]; v != "" {
			return v
		}
		i := strings.LastIndexByte(c, '.')
		if i < 0 {
			break
		}
		c = c[:i]
	}
	return ""
}

// qualities are the qualifying adjectives before an act's noun or verb, or the
// first part of its compound.
func (s *sent) qualities(a *act) []string {
	var out []string
	add := func(e *entry) {
		if g := &s.x.goods[e.ref]; g.flags == "quality" || a.frame.Map[g.class] != "" {
			out = append(out, g.class)
		}
	}
	it := &s.items[a.item]
	for i := range it.mods {
		if it.mods[i].kind == eGood {
			add(&it.mods[i])
		}
	}
	for j := a.item - 1; j >= 0 && j >= a.item-7; j-- {
		p := &s.items[j]
		if p.punct && s.str(p) != "," || s.isVerbal(p) || s.word(p, "prep") != nil {
			break
		}
		for i := range p.ents {
			if p.ents[i].kind == eGood {
				add(&p.ents[i])
			}
		}
	}
	for j := a.item + 1; j < len(s.items) && j <= a.item+6 && s.items[j].clause == a.clause; j++ {
		p := &s.items[j]
		if p.punct {
			break
		}
		for i := range p.ents {
			if p.ents[i].kind == eGood && a.frame.Map[s.x.goods[p.ents[i].ref].class] != "" {
				add(&p.ents[i])
			}
		}
	}
	return out
}

// classesOf groups goods by their class; finer classes of one family become
// one dealing of the family.
func (s *sent) classesOf(goods []int) []classGoods {
	var out []classGoods
	specific := false
	for _, g := range goods {
		if s.good(&s.items[g]).flags != "generic" {
			specific = true
		}
	}
	for _, g := range goods {
		it := &s.items[g]
		gd := s.good(it)
		if gd.flags == "generic" && specific || gd.flags == "quality" || gd.flags == "site" {
			continue
		}
		found := false
		for i := range out {
			if top(out[i].class) == top(gd.class) && (top(gd.class) == "arms" || top(gd.class) == "minerals" || classWithin(out[i].class, gd.class) || classWithin(gd.class, out[i].class)) {
				if out[i].class != gd.class {
					out[i].class = commonClass(out[i].class, gd.class)
				}
				out[i].goods = append(out[i].goods, g)
				out[i].texts = append(out[i].texts, s.str(it))
				found = true
				break
			}
		}
		if !found {
			out = append(out, classGoods{class: gd.class, goods: []int{g}, texts: []string{s.str(it)}})
		}
	}
	return out
}

func top(c string) string {
	t, _, _ := strings.Cut(c, ".")
	return t
}

func commonClass(a, b string) string {
	for !classWithin(b, a) {
		i := strings.LastIndexByte(a, '.')
		if i < 0 {
			return top(b)
		}
		a = a[:i]
	}
	return a
}

// makeDealings turns the sentence's acts into dealings.
func (s *sent) makeDealings() {
	var out []Dealing
	for k := range s.acts {
		a := &s.acts[k]
		if !s.classify(a) {
			continue
		}
		if s.clauseHas(a.clause, "return") {
			continue // sent back, sent home
		}
		st := s.status(a)
		if st.blocked || st.skip {
			continue
		}
		if a.again != nil && (StatusGroup(st.status) == a.again.Group() || st.status != "denied" || !s.hasDenier(a.clause)) {
			continue // says nothing new
		}
		s.inherit(a, out)
		if !s.worth(a) || s.onlyWants(a) {
			continue
		}
		c := &s.clauses[a.clause]
		it := &s.items[a.item]
		qs, qe := s.quoteSpan(a)
		for _, a := range s.spread(a) {
			for _, cg := range a.classes {
				d := Dealing{
					Class: cg.class, From: OrNull(party(a.from.entity, a.from.acts)), To: OrNull(party(a.to.entity, a.to.acts)),
					FromParty: partyOf(a.from.entity), ToParty: partyOf(a.to.entity),
					Status: st.status, Start: qs, End: qe, Quote: s.text[qs:qe],
					Trigger: s.str(it), TriggerStart: it.start, TriggerEnd: it.end,
					Goods: cg.texts, Negations: st.negs, Hedges: st.hedges, Attribution: OrNull(st.attr), Condition: OrNull(st.cond),
					Generic: a.frame.Generic || st.generic, Reciprocal: a.recip, Frame: s.x.lang.code + "." + a.frame.ID, Lang: s.x.lang.code,
				}
				if d.Goods == nil {
					d.Goods = []string{}
				}
				if d.Negations == nil {
					d.Negations = []string{}
				}
				if d.Hedges == nil {
					d.Hedges = []string{}
				}
				d.Certainty = 0.9
				for _, x := range []struct {
					slot string
					f    *fill
				}{{"from", &a.from}, {"to", &a.to}} {
					if x.f.entity == "" {
						d.Certainty *= 0.7
						continue
					}
					d.Certainty *= 0.5 + x.f.score/2
					ev := Evidence{Slot: x.slot, By: x.f.by, Score: round(x.f.score)}
					if x.f.item >= 0 {
						fi := &s.items[x.f.item]
						ev.Text, ev.Start, ev.End = s.str(fi), fi.start, fi.end
					} else {
						ev.Text = x.f.entity
					}
					d.Evidence = append(d.Evidence, ev)
				}
				for _, v := range a.via {
					d.Via = append(d.Via, party(v.entity, v.acts))
				}
				for _, g := range cg.goods {
					gi := &s.items[g]
					d.Evidence = append(d.Evidence, Evidence{Slot: "goods", Text: s.str(gi), Start: gi.start, End: gi.end, By: or(a.goodsFrom, "goods of the act"), Score: 0.9})
				}
				d.Evidence = append(d.Evidence, st.evidence...)
				d.Certainty = round(d.Certainty)
				d.Time = s.when(a, c, &d)
				d.Amount = s.amount(a)
				d.Place = s.place(a)
				if d.Attribution != "" {
					d.Certainty = round(d.Certainty * 0.9)
				}
				out = s.addDealing(out, d)
			}
		}
	}
	s.linkConditions(out)
	for i := range out {
		s.d.addDealing(out[i])
	}
}

// spread makes an act for each of several parties joined in one slot ("to
// China and Russia").
func (s *sent) spread(a *act) []*act {
	out := []*act{a}
	if a.recip || a.frame.Reciprocal {
		return out
	}
	for _, slot := range []bool{true, false} {
		f := a.to
		if !slot {
			f = a.from
		}
		if f.item < 0 || f.entity == "" {
			continue
		}
		k0 := -1
		for k := range s.cands {
			if s.cands[k].item == f.item {
				k0 = k
			}
		}
		if k0 < 0 {
			continue
		}
		for k := range s.cands {
			cd := &s.cands[k]
			if k == k0 || cd.entity == f.entity || cd.entity == a.from.entity || cd.entity == a.to.entity || !slices.Equal(cd.marks, s.cands[k0].marks) || cd.origin != s.cands[k0].origin || cd.attr != s.cands[k0].attr {
				continue
			}
			lo, hi := min(k, k0), max(k, k0)
			if !s.tight(lo, hi) {
				continue
			}
			b := *a
			nf := fill{cd.entity, cd.acts, cd.item, f.by, f.score}
			if slot {
				b.to = nf
			} else {
				b.from = nf
			}
			out = append(out, &b)
		}
	}
	return out
}

// tight reports whether only "and", commas and articles stand between two
// candidates, and an "and" somewhere in the list.
func (s *sent) tight(a, b int) bool {
	i, j := s.cands[a].head, s.cands[b].item
	if i >= j {
		return false
	}
	and := false
	for k := i + 1; k < j; k++ {
		it := &s.items[k]
		switch {
		case s.word(it, "coord") != nil:
			v := s.word(it, "coord").value
			if v != "and" && v != "or" {
				return false
			}
			and = true
		case it.punct && s.str(it) == ",", s.word(it, "art") != nil, it.mention >= 0, s.word(it, "prep") != nil:
		default:
			return false
		}
	}
	return and
}

// onlyWants: "wants to supply": the wish is told by the act in the infinitive.
func (s *sent) onlyWants(a *act) bool {
	if a.frame.Kind != "want" || a.noun {
		return false
	}
	for k := range s.acts {
		o := &s.acts[k]
		if o.item == a.item || o.clause != a.clause || o.noun || o.frame.op() || o.frame.Kind == "want" || o.feat&(fInf|fPart) == 0 {
			continue
		}
		for _, g := range o.goods {
			if slices.Contains(a.goods, g) {
				return true
			}
		}
	}
	return false
}

// clauseHas reports whether a clause holds a word of a kind.
func (s *sent) clauseHas(ci int, kind string) bool {
	for _, k := range s.clauses[ci].items {
		if s.word(&s.items[k], kind) != nil {
			return true
		}
	}
	return false
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func round(f float64) float64 { return float64(int(f*100+0.5)) / 100 }

// worth reports whether an act is told fully enough to be a dealing.
func (s *sent) worth(a *act) bool {
	from, to := party(a.from.entity, a.from.acts), party(a.to.entity, a.to.acts)
	if from == "" && to == "" {
		return false
	}
	if from == to && !strings.HasPrefix(from, "org:") {
		return false
	}
	if a.frame.Kind == "move" && to == "" {
		return false // carried, but not said whereto
	}
	if s.ask && (from == "" || to == "") {
		return false
	}
	if (from == "" || to == "") && s.untold() {
		return false // a heading says too little
	}
	if a.frame.Both && (from == "" || to == "") {
		return false
	}
	if a.noun && len(s.items[a.item].marks) > 0 && (a.frame.Kind == "meet" || a.frame.Kind == "partner" || a.frame.Kind == "ally" || a.frame.Kind == "relations") {
		return false // background: "after the summit of ...", "on their meeting"
	}
	// an act told as a noun with one side only known by inheritance is too little
	if a.noun && (from == "" || to == "") && a.from.score < 0.6 && a.to.score < 0.6 {
		return false
	}
	return true
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
	if f.Kind == "develop" || f.Kind == "meet" && !a.noun || f.Kind == "visit" || f.Kind == "move" && a.to.entity == "" && !a.noun {
		return
	}
	if s.clauseHas(a.clause, "inreturn") || s.clauses[a.clause].parent >= 0 && s.clauseHas(s.clauses[a.clause].parent, "inreturn") {
		// "in return": the other side of the dealing told before
		for i := len(s.d.out.Dealings) - 1; i >= 0 && s.d.out.Dealings[i].Start >= s.d.twoBack; i-- {
			p := &s.d.out.Dealings[i]
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
			default:
				continue
			}
			return
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
			if !sameFamily && !(f.Reciprocal && !a.noun) && !(a.frame.Reciprocal && s.thematic(a)) {
				return false
			}
			a.from = fill{entityOf(d.From), codeOf(d.From), -1, how, 0.7 * factor}
			a.to = fill{entityOf(d.To), codeOf(d.To), -1, how, 0.7 * factor}
			a.recip = a.recip || f.Reciprocal
			return true
		case from == "" && to == dt && (sameFamily || cls == "goods.general"):
			a.from = fill{entityOf(d.From), codeOf(d.From), -1, how, 0.7 * factor}
			return true
		case to == "" && from == df && (sameFamily || cls == "goods.general") && df != "WORLD" && dt != "WORLD":
			a.to = fill{entityOf(d.To), codeOf(d.To), -1, how, 0.7 * factor}
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
	for i := len(here) - 1; i >= 0; i-- {
		if f.Kind == "market" && a.from.entity == "" && (top(here[i].Class) == top(cls)) && here[i].From != "" && string(here[i].From) != party(a.to.entity, a.to.acts) {
			a.from = fill{entityOf(here[i].From), codeOf(here[i].From), -1, "giver of the same goods in the sentence", 0.65}
			return
		}
		if take(&here[i], 1, "as in the clause before") {
			return
		}
	}
	// the one other state that the sentence names
	if a.noun || a.attr {
		other := ""
		acts := ""
		at := -1
		n := 0
		have := party(a.from.entity, a.from.acts) + party(a.to.entity, a.to.acts)
		for k := range s.cands {
			cd := &s.cands[k]
			p := party(cd.entity, cd.acts)
			if p == have || p == "" || strings.HasPrefix(p, "org:") || strings.HasPrefix(p, "person:") || strings.HasPrefix(p, "place:") || strings.HasPrefix(p, "group:") {
				continue
			}
			if p != other {
				n++
			}
			other, acts, at = p, cd.acts, cd.item
		}
		if n == 1 && have != "" && false {
			f := fill{entityOf(OrNull(other)), acts, at, "the only other state in the sentence", 0.4}
			if a.from.entity == "" {
				a.from = f
			} else {
				a.to = f
			}
			return
		}
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

// quoteSpan is what to show: the clause, with the clauses inside it.
func (s *sent) quoteSpan(a *act) (int, int) {
	lo, hi := s.items[a.item].start, s.items[a.item].end
	add := func(i int) {
		if i >= 0 {
			lo, hi = min(lo, s.items[i].start), max(hi, s.items[i].end)
		}
	}
	for _, k := range s.clauses[a.clause].items {
		add(k)
	}
	for _, g := range a.goods {
		add(g)
	}
	add(a.from.item)
	add(a.to.item)
	if c := &s.clauses[a.clause]; c.typ == "rel" && c.ante >= 0 {
		add(c.ante)
	}
	return lo, hi
}

// addDealing appends a dealing unless the sentence tells it already; the one
// that says more is kept.
func (s *sent) addDealing(list []Dealing, d Dealing) []Dealing {
	for i := range list {
		o := &list[i]
		if o.Class != d.Class && !classWithin(o.Class, d.Class) && !classWithin(d.Class, o.Class) {
			continue
		}
		if o.Start >= d.End || d.Start >= o.End {
			continue
		}
		same := o.From == d.From && o.To == d.To
		swapped := o.From == d.To && o.To == d.From && (o.Reciprocal || d.Reciprocal)
		sub := (o.From == d.From || o.From == "" || d.From == "") && (o.To == d.To || o.To == "" || d.To == "")
		if !same && !swapped && !sub {
			continue
		}
		if same && o.Group() != d.Group() && slices.Equal(o.Goods, d.Goods) == false {
			continue
		}
		score := func(x *Dealing) float64 {
			v := x.Certainty
			if x.From != "" {
				v++
			}
			if x.To != "" {
				v++
			}
			if len(x.Class) > 0 && strings.Contains(x.Class, ".") {
				v += 0.05
			}
			return v
		}
		rank := func(x *Dealing) int { return slices.Index(cautious, x.Status) }
		keep, drop := *o, d
		if score(&d) > score(o) {
			keep, drop = d, *o
		}
		// of two readings of one act the more cautious status stands
		if rank(&drop) < rank(&keep) {
			keep.Status, keep.Negations, keep.Hedges = drop.Status, drop.Negations, drop.Hedges
		}
		if keep.Attribution == "" {
			keep.Attribution = drop.Attribution
		}
		list[i] = keep
		return list
	}
	d.ID = fmt.Sprintf("d%d", s.d.nextID+len(list)+1)
	return append(list, d)
}

var cautious = []string{"denied", "conditional", "hypothetical", "planned", "sought", "promised", "ongoing", "done"}

// amount is the quantity before the goods ("25,000 tonnes of").
func (s *sent) amount(a *act) string {
	for _, g := range a.goods {
		for j := g - 1; j >= 0 && j >= g-5; j-- {
			it := &s.items[j]
			if it.punct || s.isVerbal(it) {
				break
			}
			if it.num && it.end-it.start > 0 && s.word(&s.items[max(0, j-1)], "month") == nil {
				if s.isYear(j) {
					break
				}
				return s.text[it.start:s.items[g].start]
			}
		}
	}
	return ""
}

func (s *sent) place(a *act) string {
	for k := range s.cands {
		cd := &s.cands[k]
		if s.items[cd.head].clause == a.clause && strings.HasPrefix(cd.entity, "place:") && cd.item != a.from.item && cd.item != a.to.item {
			return cd.entity
		}
	}
	return ""
}

// linkConditions names the dealing in the condition as the condition of the
// one that hangs on it.
func (s *sent) linkConditions(list []Dealing) {
	for i := range list {
		if list[i].Status != "conditional" {
			continue
		}
		for j := range list {
			if j != i && list[j].Start >= s.start && strings.HasPrefix(string(list[j].Condition), "=") {
				list[i].Condition = OrNull(list[j].ID)
			}
		}
	}
	for i := range list {
		list[i].Condition = OrNull(strings.TrimPrefix(string(list[i].Condition), "="))
		if list[i].Condition == OrNull(list[i].ID) {
			list[i].Condition = ""
		}
	}
}
