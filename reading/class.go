package reading

import (
	"slices"
	"strings"
)

// classify decides the class or classes of an act from its frame and goods. It
// reports false when the act is no dealing.
func (s *sent) classify(a *act) bool {
	f := a.frame
	if !a.noun && f.Status != "" && s.x.lang.order == orderSVO && a.item+1 < len(s.items) && s.word(&s.items[a.item+1], "zu") != nil && s.infinitiveNext(a.item+1) {
		return false // "promised to stop ...": the infinitive tells the act
	}
	if !a.noun && f.Status != "" && s.x.lang.order == orderSVO && s.infinitiveAfter(a) {
		return false // "обещал поставить", "a promis de livrer"
	}
	if f.op() || f.Kind == "prohibit" || f.Kind == "measure" || f.Kind == "violate" || f.Kind == "threat" {
		return false
	}
	// qualities beside the act: "military and technical cooperation"
	if len(f.Map) > 0 && f.Class != "" {
		if q := s.qualities(a); len(q) > 0 {
			seen := map[string]bool{}
			var out []classGoods
			for _, c := range q {
				if m := mapped(f.Map, c); m != "" && !seen[m] {
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
	a.classes = oneArms(a.classes)
	for i := range a.classes {
		if c := &a.classes[i]; c.class == "goods.general" && len(c.goods) > 0 && s.known(c.goods[0]) && s.d.goodsSeen != "" && s.d.goodsAt >= s.d.twoBack {
			c.class = s.d.goodsSeen // "the material": what was spoken of
		}
	}
	if f.Class != "" {
		if f.Needs != "" && len(a.classes) == 0 && !s.armyTrained(a) {
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
		if kind := s.inKind(a); kind != nil {
			for _, cg := range s.classesOf(kind) {
				if cg.class != "metals.gold" || s.x.lang.juxtapose { // gold is money
					a.classes = append(a.classes, cg)
				}
			}
		}
		return true
	}
	if len(a.classes) == 0 {
		k := s.unnamed(a)
		if k < 0 {
			return false
		}
		a.goodsFrom = "a word that the lexicon does not hold"
		a.classes = []classGoods{{class: "goods", goods: []int{k}, texts: []string{s.wareText(k)}}}
	}
	for i := range a.classes {
		if m := mapped(f.Map, a.classes[i].class); m != "" {
			a.classes[i].class = m
		}
		switch a.classes[i].class {
		case "debt", "military_site":
			return false
		case "soldiers":
			if f.Kind != "give" && f.Kind != "offer" && f.Kind != "move" {
				return false
			}
			a.classes[i].class = "support.troops" // troops: they fight for who receives them
		case "fishing_rights":
			a.classes[i].class = "seafood"
		}
	}
	return true
}

// armyTrained reports whether who is trained is an army or police, named by its
// state ("캄보디아 해군", "柬埔寨海军").
func (s *sent) armyTrained(a *act) bool {
	if a.frame.Kind != "train" || !s.x.lang.juxtapose || a.to.item < 0 || a.to.entity == "" {
		return false
	}
	for k := range s.cands {
		cd := &s.cands[k]
		if cd.item != a.to.item {
			continue
		}
		t := s.text[s.items[cd.item].start:s.items[cd.head].end]
		for _, e := range []string{"군", "군대", "경찰", "부대", "군부", "军", "军队", "警察", "部队", "軍", "軍隊", "部隊", "警方"} {
			if strings.HasSuffix(t, e) {
				return true
			}
		}
	}
	return false
}

// infinitiveAfter reports whether an act in the infinitive follows in the
// clause of an act or in one that hangs on it: then it tells what passes.
func (s *sent) infinitiveAfter(a *act) bool {
	for k := range s.acts {
		o := &s.acts[k]
		if o.item <= a.item || o.noun || o.feat&fInf == 0 || o.frame.op() || s.x.lang.spaceless {
			continue
		}
		if o.clause == a.clause || s.clauses[o.clause].parent == a.clause && (s.clauses[o.clause].typ == "inf" || s.clauses[o.clause].typ == "purpose") {
			return true
		}
	}
	return false
}

// asAid reports whether an act's noun says as what something is given ("в
// качестве гуманитарной помощи").
func (s *sent) asAid(i int) bool {
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		if s.word(&s.items[j], "asaid") != nil {
			return true
		}
	}
	return false
}

// humanitarian makes goods that an aid organisation gives, or that the clause
// calls aid, humanitarian aid.
func (s *sent) humanitarian(a *act) {
	if a.frame.Kind != "give" && a.frame.Kind != "receive" && a.frame.Kind != "move" || a.noun && a.frame.Kind == "receive" {
		return
	}
	aid := aidBodies[a.from.entity]
	for k := range s.acts {
		o := &s.acts[k]
		if o.clause == a.clause && o.noun && o.frame.Kind == "aid" && (s.asAid(o.item) || o.from.entity == "" || o.to.entity == "") {
			for _, q := range s.qualities(o) {
				aid = aid || q == "humanitarian"
			}
			aid = aid || o.frame.ID == "humanitarian"
		}
	}
	if !aid {
		return
	}
	for i := range a.classes {
		switch c := &a.classes[i]; top(c.class) {
		case "goods", "textiles":
			if c.class != "goods.luxury" && c.class != "goods.statues" {
				c.class = "aid.humanitarian"
			}
		}
	}
	a.classes = slices.CompactFunc(a.classes, func(x, y classGoods) bool { return x.class == y.class })
}

// aidBodies are the organisations whose gifts are humanitarian.
var aidBodies = map[string]bool{"org:unicef": true, "org:wfp": true, "org:who": true, "org:icrc": true, "org:red-cross": true, "org:red-crescent": true,
	"org:fao": true, "org:unhcr": true, "org:unfpa": true, "org:undp": true, "org:msf": true, "org:gavi": true, "org:ocha": true, "org:caritas": true, "org:care": true}

func mapped(m map[string]string, class string) string {
	for c := class; c != ""; {
		if v := m[c]; v == "=" {
			return class
		} else if v != "" {
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
		if g := &s.x.goods[e.ref]; g.flags == "quality" || mapped(a.frame.Map, g.class) != "" {
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
			if p.ents[i].kind == eGood && mapped(a.frame.Map, s.x.goods[p.ents[i].ref].class) != "" {
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
		if gd.class == "technology" || gd.flags == "generic" && s.x.lang.lattice || gd.class == "goods.machinery" && s.x.lang.caseMarks && s.partsOf(g) {
			if of := s.techOf(g); of != nil {
				gd = of
			}
		}
		if gd.class == "goods.vehicles" && (slices.Contains(goods, g-1) && s.good(&s.items[g-1]).class == "goods.luxury" || slices.Contains(goods, g+1) && s.good(&s.items[g+1]).class == "goods.luxury") {
			continue // "아우루스 승용차", "лимузин Aurus": one thing
		}
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

// techOf is what a technology is for, said beside it ("偵察衛星の技術",
// "تكنولوجيا الأقمار الصناعية"): that of arms is military, that of space and of
// weapons of mass destruction is what it is for. nil when not said.
func (s *sent) techOf(i int) *good {
	of := -1
	switch {
	case s.x.lang.caseMarks:
		for j := i + 1; j < len(s.items) && j <= i+3; j++ {
			it := &s.items[j]
			if s.isGoods(it) && (s.ownGoodCases(it)&fGen != 0 || s.ownGoodCases(it)&fDat != 0 && s.word(&s.items[j-1], "prep") != nil) {
				of = j // "технологии производства танков"
				break
			}
			if it.punct || len(it.ents) > 0 && s.word(it, "prep") == nil || it.mention >= 0 {
				break
			}
		}
	case s.x.lang.juxtapose:
		for j := i - 1; j >= 0 && j >= i-3; j-- {
			it := &s.items[j]
			if s.word(it, "poss") != nil || s.word(it, "about") != nil || s.word(it, "postp") != nil && s.word(it, "postp").value == "about" {
				continue
			}
			if s.isGoods(it) && j < i-1 {
				of = j
			}
			break
		}
	case s.x.lang.order == orderSVO || s.x.lang.order == orderV2:
		// "technology for spy satellites", "Technik zum Bau von Satelliten"
		if s.good(&s.items[i]).flags == "generic" {
			return nil
		}
		for j := i + 1; j < len(s.items) && j <= i+5; j++ {
			it := &s.items[j]
			if it.punct || s.isVerbal(it) && it.get(eNoun) == nil && !s.isGoods(it) || it.mention >= 0 && !it.isAdj() || s.word(it, "coord") != nil {
				break
			}
			if s.isGoods(it) && len(it.marks) > 0 {
				of = j
				break
			}
		}
	case s.x.lang.order == orderVSO:
		if i+1 < len(s.items) && s.isGoods(&s.items[i+1]) {
			of = i + 1
		}
	}
	if of < 0 {
		return nil
	}
	g := s.good(&s.items[of])
	if s.good(&s.items[i]).flags == "generic" {
		if g.flags == "generic" {
			return nil
		}
		return g // "化学兵器の部品"
	}
	switch top(g.class) {
	case "arms":
		if s.good(&s.items[i]).class == "goods.machinery" {
			return &good{class: "arms"}
		}
		return &good{class: "military_technology"}
	case "space", "wmd":
		return g
	}
	return nil
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

// known reports whether goods stand under an article that takes up what was
// named before, in the languages whose articles tell so.
func (s *sent) known(i int) bool {
	switch s.items[i].det {
	case "def", "dem":
		return s.x.lang.adjAfter || !s.x.lang.caseMarks && !s.x.lang.glued && s.x.lang.order != orderVSO
	}
	for j := i - 1; j >= 0 && j >= i-3 && s.x.lang.spaceless; j-- {
		if s.word(&s.items[j], "dem") != nil {
			return true
		}
		if s.items[j].punct || s.items[j].verb() != nil {
			break
		}
	}
	return false
}

// oneArms makes helicopters that pass in one list with arms arms.
func oneArms(cs []classGoods) []classGoods {
	arms := -1
	for i := range cs {
		if top(cs[i].class) == "arms" {
			arms = i
		}
	}
	if arms < 0 || len(cs) < 2 {
		return cs
	}
	out := cs[:0:0]
	for i := range cs {
		if i != arms && cs[i].class == "goods.helicopters" {
			cs[arms].goods = append(cs[arms].goods, cs[i].goods...)
			cs[arms].texts = append(cs[arms].texts, cs[i].texts...)
		}
	}
	for i := range cs {
		if i == arms || cs[i].class != "goods.helicopters" {
			out = append(out, cs[i])
		}
	}
	return out
}
