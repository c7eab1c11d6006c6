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

// makeDealings turns the sentence's acts into dealings.
func (s *sent) makeDealings() {
	var out []Dealing
	if s.norm() {
		return // "any person who supplies ... commits an offence"
	}
	s.joinLegs()
	for k := range s.acts {
		s.helps(&s.acts[k])
	}
	for k := range s.acts {
		a := &s.acts[k]
		if a.leg || !s.classify(a) {
			continue
		}
		if a.frame.Kind == "meet" && s.getsGoods(a) || a.frame.Kind == "visit" && !a.noun && s.comesToWork(a) {
			continue // "reçut des tracteurs": got, not met
		}
		if a.frame.Kind == "give" && a.to.entity == "" && a.from.entity != "" && len(a.classes) == 1 && a.classes[0].class == "labour" {
			if o := s.originOf(a); o != "-" && o != party(a.from.entity, a.from.acts) {
				continue // "Россия выслала северокорейских рабочих"
			}
		}
		if s.clauseHas(a.clause, "return") && s.people(a) && a.frame.Status != "denied" {
			continue // sent back, sent home
		}
		if a.frame.Kind == "support" && s.givesHere(a) {
			continue // "援助大米": what is given says it
		}
		if a.frame.Kind == "market" && s.actVerb(a) {
			continue // "der Käufer", beside the verb that tells the act
		}
		st := s.status(a)
		if st.blocked || st.skip {
			continue
		}
		if StatusGroup(st.status) == "asserted" && s.notAccepted(a) {
			st.status = "denied" // "귀사가 보내 주신 조개는 ... 인수하지 않기로 했습니다"
		}
		if a.again != nil && (StatusGroup(st.status) == a.again.Group() || st.status != "denied" || !s.hasDenier(a.clause)) {
			continue // says nothing new
		}
		s.inherit(a, out)
		s.humanitarian(a)
		inferred := (s.worth(a) || a.frame.Kind == "pay") && s.infer(a, &st, out)
		if !s.worth(a) || s.onlyWants(a) {
			continue
		}
		if st.status == "ongoing" && s.terms(a) {
			st.status = "promised"
		}
		c := &s.clauses[a.clause]
		it := &s.items[a.item]
		qs, qe := s.quoteSpan(a)
		if s.sentToTrain(a) {
			a.classes = []classGoods{{class: "military_training", goods: a.goods, texts: []string{s.str(&s.items[a.goods[0]])}}}
			a.from, a.to = a.to, a.from
		}
		told := s.spread(a)
		for _, o := range told[:len(told):len(told)] {
			told = append(told, s.counter(o)...)
		}
		for _, a := range told {
			for _, cg := range a.classes {
				d := Dealing{
					Class: cg.class, From: OrNull(party(a.from.entity, a.from.acts)), To: OrNull(party(a.to.entity, a.to.acts)),
					FromParty: partyOf(a.from.entity), ToParty: partyOf(a.to.entity),
					Status: st.status, Start: qs, End: qe, Quote: s.text[qs:qe],
					Trigger: s.str(it), TriggerStart: it.start, TriggerEnd: it.end,
					Goods: cg.texts, Negations: st.negs, Hedges: st.hedges, Attribution: OrNull(st.attr), Condition: OrNull(st.cond),
					Generic: a.frame.Generic || st.generic, Reciprocal: a.recip, Inferred: inferred, Frame: s.x.lang.code + "." + a.frame.ID, Lang: s.x.lang.code,
				}
				d.Class = reliefClass(d.Class, a.from.entity)
				if StatusGroup(d.Status) == "asserted" && s.doubtful(a, cg.goods) {
					d.Status = "hypothetical"
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
				if aidAgency[a.from.entity] && (top(d.Class) == "goods" || top(d.Class) == "aid") {
					d.Class = "aid.humanitarian" // what such a body hands out is aid
				}
				d.half = d.Status == "denied" && s.clauseHas(a.clause, "nobody")
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
				s.predecessor(&d)
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
		if s.x.lang.juxtapose && s.d.toldBefore(&out[i]) {
			continue
		}
		s.d.addDealing(out[i])
	}
}

// toldBefore reports whether a dealing in goods that are only called so ("the
// equipment") says again what one of the two sentences before told.
func (d *doc) toldBefore(x *Dealing) bool {
	if x.Class != "goods.general" {
		return false
	}
	for i := len(d.out.Dealings) - 1; i >= 0 && d.out.Dealings[i].Start >= d.twoBack; i-- {
		if p := &d.out.Dealings[i]; p.From == x.From && p.To == x.To && carried(p.Class) && p.Group() == x.Group() {
			return true
		}
	}
	return false
}

// actVerb reports whether the clause of an act tells another by its verb, of
// the same goods.
func (s *sent) actVerb(a *act) bool {
	for k := range s.acts {
		o := &s.acts[k]
		if o.noun || o.clause != a.clause || o.frame.op() {
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

// givesHere reports whether the word of an act of support tells also of goods
// that pass.
func (s *sent) givesHere(a *act) bool {
	for k := range s.acts {
		if o := &s.acts[k]; o.item == a.item && o.frame != a.frame && o.frame.Kind != "support" && !o.frame.op() && (len(o.goods) > 0 || len(o.classes) > 0) {
			return true
		}
	}
	return false
}

// notAccepted reports whether the sentence goes on to say that who was sent goods
// does not take them over (Korean).
func (s *sent) notAccepted(a *act) bool {
	c := &s.clauses[a.clause]
	if !s.x.lang.glued || a.noun || c.typ != "rel" || c.ante < 0 || a.frame.Kind != "give" {
		return false
	}
	for k := range s.acts {
		o := &s.acts[k]
		if o.noun || o.item <= a.item || o.frame.ID != "receive" || len(o.goods) > 0 && !slices.Contains(o.goods, c.ante) {
			continue
		}
		if o := *o; s.status(&o).status == "denied" {
			return true
		}
	}
	return false
}

// helps makes of helping somebody to make or launch something an act of that
// class ("帮助朝鲜研制卫星", "위성 개발을 돕다").
func (s *sent) helps(a *act) {
	if a.frame.Kind != "support" || !s.x.lang.juxtapose {
		return
	}
	for k := range s.acts {
		o := &s.acts[k]
		if o.item == a.item || o.frame.Kind != "develop" && o.frame.Kind != "build" && o.frame.Kind != "repair" {
			continue
		}
		if o.clause != a.clause && s.clauses[o.clause].parent != a.clause || s.x.lang.order == orderSVO && o.item < a.item || s.x.lang.order == orderSOV && o.item > a.item {
			continue
		}
		cls := o.classes
		if len(cls) == 0 {
			cls = s.classesOf(o.goods)
		}
		if len(cls) == 0 {
			cls = s.classesOf(a.goods)
		}
		if k := o.item - 1; len(cls) == 0 && o.noun && k >= 0 && s.isGoods(&s.items[k]) {
			cls = s.classesOf([]int{k})
		}
		if len(cls) == 0 {
			continue
		}
		a.classes = cls
		f := *a.frame
		f.Class = ""
		a.frame = &f
		o.leg = true
		if a.to.entity == "" && o.from.entity != a.from.entity {
			a.to = o.from
		}
		if a.to.entity == "" && o.noun {
			a.to = o.to
		}
		for k := range s.cands {
			if cd := &s.cands[k]; o.noun && a.to.entity == "" && cd.attr && cd.head == o.item && cd.entity != a.from.entity {
				a.to = fill{cd.entity, cd.acts, cd.item, "whose work is helped", 0.7 * cd.factor}
			}
		}
		for k := range s.acts {
			if p := &s.acts[k]; p.item == o.item {
				p.leg = true
			}
		}
		return
	}
}

// norm reports whether the sentence says what is punished or what holds for
// anybody: it tells of no act.
func (s *sent) norm() bool {
	for i := range s.items {
		it := &s.items[i]
		if s.word(it, "offence") != nil {
			return true
		}
		if s.word(it, "whoever") != nil && (i == s.firstWord() || s.items[i-1].punct || s.word(&s.items[i-1], "sub") != nil) {
			return true
		}
	}
	return false
}

// joinLegs makes one act of a way told in two: "comes by rail from Khasan to
// Rajin and is shipped from there to China" is coal from Russia to China. The
// second act must be of the same goods and have no giver of its own but the
// place that the first one reaches.
func (s *sent) joinLegs() {
	s.sails()
	for i := range s.acts {
		a := &s.acts[i]
		if a.noun || a.attr || a.frame.Kind != "move" || len(a.goods) == 0 {
			continue
		}
		if a.to.entity == "" {
			for k := i + 1; k < len(s.acts) && a.from.entity != ""; k++ {
				b := &s.acts[k]
				if !b.noun && !b.attr && b.item != a.item && (b.frame.Kind == "move" || b.frame.Kind == "give" && b.passive) && b.to.entity != "" && b.from.entity == "" && (len(b.goods) > 0 && b.goods[0] == a.goods[0] || len(b.goods) == 0 && len(b.classes) > 0) {
					b.from, a.leg = a.from, true // "loaded coal in Nampo and discharged it in Dalian"
					break
				}
			}
			continue
		}
		for k := i + 1; k < len(s.acts); k++ {
			b := &s.acts[k]
			if b.noun || b.attr || b.item == a.item || b.frame.Kind != "move" && b.frame.Kind != "give" || b.to.entity == "" || len(b.goods) == 0 || b.goods[0] != a.goods[0] {
				continue
			}
			mid, to := party(a.to.entity, a.to.acts), party(b.to.entity, b.to.acts)
			if from := party(b.from.entity, b.from.acts); from != "" && from != mid && from != party(a.from.entity, a.from.acts) || to == mid {
				continue
			}
			if b.from.entity != "" && party(b.from.entity, b.from.acts) == mid && !b.passive && b.frame.Kind == "give" {
				continue // who receives it sells it on
			}
			b.via = append(b.via, a.to)
			if a.from.entity != "" {
				b.from = a.from
			}
			a.leg = true
			break
		}
	}
}

// sails gives what a ship loaded to the clause after that says whither it went
// ("석탄을 싣고 닝보로 향했다", "装煤后驶往宁波").
func (s *sent) sails() {
	if !s.nounsJoin() {
		return
	}
	for i := range s.acts {
		a := &s.acts[i]
		if a.noun || a.frame.Kind != "move" || a.to.entity != "" || len(a.goods) == 0 || a.from.entity == "" {
			continue
		}
		for k := range s.acts {
			b := &s.acts[k]
			if b.noun || b.item <= a.item || b.frame.Kind != "move" && b.frame.Kind != "give" || b.to.entity == "" || b.from.entity != "" && !strings.HasPrefix(b.from.by, "who") && !strings.HasPrefix(b.from.by, "whose") && b.from.by != "subject of the clause before" || len(b.goods) > 0 && b.goods[0] != a.goods[0] {
				continue
			}
			if s.clauses[b.clause].typ == "rel" || party(b.to.entity, b.to.acts) == party(a.from.entity, a.from.acts) {
				continue
			}
			b.goods, b.classes, b.from, a.leg = a.goods, a.classes, a.from, true
			break
		}
	}
}

// sentToTrain: "sends officers to North Korea for training": who receives them
// gives the training.
func (s *sent) sentToTrain(a *act) bool {
	if a.noun || a.frame.Kind != "give" && a.frame.Kind != "move" || len(a.goods) == 0 || s.good(&s.items[a.goods[0]]).class != "soldiers" {
		return false
	}
	for k := range s.acts {
		o := &s.acts[k]
		if o.noun && o.clause == a.clause && o.frame.Kind == "train" {
			if m := s.items[o.item].marks; len(m) > 0 && (m[len(m)-1] == "for" || m[len(m)-1] == "zu" || m[len(m)-1] == "pour" || m[len(m)-1] == "para" || m[len(m)-1] == "на" || m[len(m)-1] == "для") {
				return true
			}
		}
	}
	return false
}

// people reports whether persons pass in an act.
func (s *sent) people(a *act) bool {
	for i := range a.classes {
		if c := a.classes[i].class; c == "labour" || top(c) == "support" || c == "military_training" {
			return true
		}
	}
	return false
}

// aidAgency are bodies whose purpose is relief.
var aidAgency = map[string]bool{"org:wfp": true, "org:unicef": true, "org:who": true, "org:icrc": true, "org:unhcr": true, "org:ifrc": true, "org:msf": true}

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
			if k == k0 || cd.entity == f.entity || cd.entity == a.from.entity || cd.entity == a.to.entity || !slices.Equal(cd.marks, s.cands[k0].marks) || cd.origin != s.cands[k0].origin || cd.attr != s.cands[k0].attr && !s.peer(&s.items[cd.head]) && !s.peer(&s.items[s.cands[k0].head]) {
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
	and := s.items[i].joinNext
	for k := i + 1; k < j; k++ {
		it := &s.items[k]
		switch {
		case s.word(it, "coord") != nil:
			v := s.word(it, "coord").value
			if v != "and" && v != "or" && v != "nor" {
				return false
			}
			and = true
		case s.andBetween(k, &s.items[i]):
			and = true
		case it.punct && strings.Contains(",、，", s.str(it)), s.word(it, "art") != nil, it.mention >= 0, s.word(it, "prep") != nil:
		case and && s.peer(it):
		default:
			return false
		}
	}
	return and || s.x.lang.caseMarks && j == i+2 && s.items[j].mention >= 0 && s.listAhead(j) // "Сирию, Ливию и Йемен"
}

// peer reports whether an item is a noun that says what one party is to another
// (ally, neighbour, partner).
func (s *sent) peer(it *item) bool {
	d := s.desc(it)
	return d != nil && (d.sort == "ally" || d.sort == "peer")
}

// onlyWants: "wants to supply": the wish is told by the act in the infinitive.
func (s *sent) onlyWants(a *act) bool {
	if a.frame.Kind != "want" || a.noun {
		return false
	}
	for k := range s.acts {
		o := &s.acts[k]
		if o.item == a.item || o.clause != a.clause || o.noun && s.x.lang.order != orderVSO || o.frame.op() || o.frame.Kind == "want" || !o.noun && o.feat&(fInf|fPart) == 0 {
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

// quoteSpan is what to show: the clause, with the clauses inside it.
func (s *sent) quoteSpan(a *act) (int, int) {
	lo, hi := s.items[a.item].start, s.items[a.item].end
	add := func(i int) {
		if i >= 0 {
			lo, hi = min(lo, s.items[i].start), max(hi, s.items[i].end)
		}
	}
	for _, k := range s.clauses[a.clause].items {
		if s.x.lang.lattice && s.word(&s.items[k], "postp") != nil {
			continue // a particle belongs to what stands before it
		}
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
	// a quotation that was begun is closed
	for _, q := range [][2]string{{"«", "»"}, {"「", "」"}, {"『", "』"}, {"《", "》"}} {
		if t := s.text[lo:hi]; strings.HasPrefix(s.text[hi:], q[1]) && strings.Count(t, q[0]) > strings.Count(t, q[1]) {
			hi += len(q[1])
		}
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
		if o.Class == d.Class && slices.Equal(o.Goods, d.Goods) && o.Group() == d.Group() && (o.To == "" && d.From == "" && o.From != d.To || o.From == "" && d.To == "" && o.To != d.From) {
			// "the Seller sells and the Buyer buys": the two halves of one dealing
			if o.To == "" {
				o.To, o.ToParty = d.To, d.ToParty
			} else {
				o.From, o.FromParty = d.From, d.FromParty
			}
			o.Start, o.End = min(o.Start, d.Start), max(o.End, d.End)
			o.Quote = s.text[o.Start:o.End]
			o.Evidence = append(o.Evidence, d.Evidence...)
			return list
		}
		same := o.From == d.From && o.To == d.To
		swapped := o.From == d.To && o.To == d.From && (o.Reciprocal || d.Reciprocal)
		sub := (o.From == d.From || o.From == "" || d.From == "") && (o.To == d.To || o.To == "" || d.To == "")
		if !same && !swapped && !sub {
			continue
		}
		if same && o.Group() != d.Group() && !slices.Equal(o.Goods, d.Goods) {
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
		if slices.Equal(keep.Goods, drop.Goods) && len(keep.Goods) > 0 && s.x.lang.lattice {
			// two acts with the same goods, each with one side ("派遣された労働者が極東で働く")
			if keep.From == "" && drop.From != keep.To {
				keep.From, keep.FromParty = drop.From, drop.FromParty
			}
			if keep.To == "" && drop.To != keep.From {
				keep.To, keep.ToParty = drop.To, drop.ToParty
			}
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
		if s.x.lang.lattice {
			if t := s.amountBeside(g); t != "" {
				return t
			}
			continue
		}
		for j := g - 1; j >= 0 && j >= g-5; j-- {
			it := &s.items[j]
			if it.punct || s.isVerbal(it) || it.mention >= 0 && s.x.lang.glued {
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

// amountBeside is the quantity that follows the goods ("砲弾100万発", "砲弾を100万発")
// or stands before them with の ("100万発の砲弾").
func (s *sent) amountBeside(g int) string {
	counted := func(j int) int { // the item after the words that count
		for j < len(s.items) && (s.items[j].num || s.word(&s.items[j], "counter") != nil) {
			j++
		}
		return j
	}
	j := g + 1
	if j < len(s.items) && s.word(&s.items[j], "plain") != nil {
		j++
	}
	if j < len(s.items) && s.word(&s.items[j], "postp") != nil && s.word(&s.items[j], "postp").value != "の" {
		j++
		if j < len(s.items) && s.word(&s.items[j], "plain") != nil {
			j++
		}
	}
	if j < len(s.items) && s.items[j].num {
		if e := counted(j); e > j+1 && !strings.Contains("年月日時", s.str(&s.items[j+1])) {
			return s.text[s.items[j].start:s.items[e-1].end]
		}
	}
	if g > 1 && s.word(&s.items[g-1], "poss") != nil {
		j := g - 2
		for j > 0 && s.word(&s.items[j], "counter") != nil && !s.items[j].num {
			j--
		}
		if s.items[j].num && j < g-2 {
			return s.text[s.items[j].start:s.items[g-2].end]
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

// getsGoods reports whether the same verb also tells that goods were got.
func (s *sent) getsGoods(a *act) bool {
	for k := range s.acts {
		if o := &s.acts[k]; o.item == a.item && o.frame.Kind == "receive" && len(o.goods) > 0 {
			return true
		}
	}
	return false
}
