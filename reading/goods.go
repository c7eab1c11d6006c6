package reading

import (
	"slices"
	"strings"
)

// goodsList extends one goods item by what is coordinated with it and by
// examples ("goods such as coal and fish").
func (s *sent) goodsList(i int) []int {
	i = s.goodsHead(i)
	list := []int{i}
	for dir := -1; dir <= 1; dir += 2 {
		gap := 0
		parted := s.x.lang.order != orderVSO && !s.x.lang.caseMarks // two nouns in a row are no list in Arabic
		for j := i + dir; j >= 0 && j < len(s.items); j += dir {
			it := &s.items[j]
			if it.clause != s.items[i].clause && (s.clauses[it.clause].typ == "gap" || s.clauses[s.items[i].clause].typ == "gap") {
				break
			}
			if s.isGoods(it) && s.x.lang.caseMarks && len(it.marks) == 1 && it.marks[0] == "dat" {
				break
			}
			if s.x.lang.glued && dir > 0 && gap == 0 && j == i+1 && len(s.items[i].marks) == 1 && s.items[i].marks[0] == "acc" && !s.items[i].joinNext {
				break // "비료를 차관으로": the object ends
			}
			if s.isGoods(it) && it.get(eVerb) == nil {
				if gap == 0 && s.x.lang.capNouns || !parted && !(gap == 0 && s.x.lang.caseMarks && s.good(it).class == s.good(&s.items[i]).class) {
					break
				}
				if h := s.goodsHead(j); h != j || h == i {
					if h != i && s.items[h].get(eVerb) == nil {
						list = append(list, h) // the others of its row only describe it
					}
					gap = 0
					continue
				}
				if c := top(s.good(it).class); (c == "real_property" || c == "vessels") && c != top(s.good(&s.items[i]).class) {
					break // "ex warehouse", "by ship": no member of a list of goods
				}
				parted = s.x.lang.order != orderVSO && !s.x.lang.caseMarks
				list = append(list, j)
				gap = 0
				continue
			}
			gap++
			if gap > 4 {
				break
			}
			parted = parted || s.word(it, "coord") != nil || s.word(it, "ex") != nil || it.punct
			if s.word(it, "coord") != nil || s.word(it, "ex") != nil || s.word(it, "hedge") != nil || it.num || it.isAdj() || s.word(it, "art") != nil || s.good(it) != nil || s.word(it, "counter") != nil {
				continue
			}
			if it.punct && strings.ContainsAny(s.str(it), ",،、()") {
				continue
			}
			if w := s.word(it, "prep"); w != nil && w.value == "de" && s.x.lang.adjAfter && j > 0 && (s.word(&s.items[j-1], "coord") != nil || s.items[j-1].punct) {
				continue // "des chars et des avions": the article of some
			}
			if w := s.word(it, "prep"); w != nil && w.value == "与" {
				continue // "and" between goods
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

// nounsJoin reports whether nouns in a row make one (Chinese, Korean).
func (s *sent) nounsJoin() bool {
	return s.x.lang.glued || s.x.lang.spaceless && s.x.lang.order == orderSVO
}

// goodsHead is the last of several goods in a row, which the ones before only
// describe ("芯片技术", "벤츠 승용차"); one that says nothing of its own, or a luxury
// that does, is taken instead.
func (s *sent) goodsHead(i int) int {
	if !s.nounsJoin() {
		return i
	}
	h := i
	for h+1 < len(s.items) && !s.items[h].glued && s.isGoods(&s.items[h+1]) && s.items[h].get(eVerb) == nil && s.items[h+1].get(eVerb) == nil && s.items[h].mention < 0 && !s.items[h].hyph {
		h++
	}
	for j := h; j >= 0 && s.isGoods(&s.items[j]) && (j == h || !s.items[j].glued); j-- {
		if s.good(&s.items[j]).class == "goods.luxury" {
			return j
		}
	}
	for h > i && s.good(&s.items[h]).flags == "generic" {
		h--
	}
	return h
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
	if a.attr && s.x.lang.caseMarks {
		if h := s.participleGoods(a.item); h >= 0 {
			a.goods = s.goodsList(h)
		}
		return
	}
	if a.attr {
		if h := s.nextHead(a.item); h >= 0 {
			a.goods = s.goodsList(h)
			if !s.isGoods(&s.items[h]) {
				a.goods = nil
			}
		}
		return
	}
	if k := s.hands(a); k >= 0 {
		a.goods, a.goodsFrom = []int{k}, "who does the work"
		return
	}
	best, bestScore := -1, -1.0
	for _, k := range c.items {
		it := &s.items[k]
		if !s.isGoods(it) || k == a.item || s.claimed(k) || isExch(it, f) || s.good(it).flags == "body" && f.Kind != "train" {
			continue
		}
		if s.x.lang.spaceless && s.x.lang.order == orderSVO && s.tradeOf(k) > 0 {
			continue // "水产加工企业": what the firm deals in
		}
		if s.x.lang.lattice && len(it.marks) == 1 && isPoss(it.marks[0]) && k+2 < len(s.items) && s.isGoods(&s.items[k+2]) && s.good(&s.items[k+2]).flags == "" && s.good(&s.items[k+2]).class != "technology" {
			continue // "無煙炭の代金": it only describes the goods after it
		}
		g := s.good(it)
		score := 1 - 0.02*float64(abs(k-a.item))
		if len(it.marks) > 0 {
			m := it.marks[len(it.marks)-1]
			switch r := f.Marks[m]; {
			case s.swapped(a, k):
				score -= 2
			case r == "goods":
				score += 0.6
			case m == "acc" || m == "ex" || m == "nom" || m == "topic" || m == "ins":
			case m == "gen" || attributive[m] && r == "":
				score -= 0.3 // "tons of coal": the goods stand under the measure
			case s.x.lang.order == orderVSO && (m == "ل" || m == "من"):
				score -= 0.3 // "تصديرها للفحم", "أطنان من الفحم"
			case m == "de":
				score -= 0.1 // the partitive: "livrer des armes"
			case m == "von" && s.quantityBefore(k):
				// "eine kleine Zahl von Drohnen"
			case m == "для" && s.x.lang.caseMarks && g.class != "vessels" && !s.people1(it):
				score -= 0.6 // "материалы для производства оружия"
			case m == "a" && (f.Kind == "train" || f.Kind == "employ"):
			case r == "from" || r == "to" || r == "via":
				score -= 2
			default:
				score -= 0.45
			}
		}
		if it.get(eNoun) != nil {
			score -= 0.1
		}
		if s.x.lang.caseMarks && f.ID != "permit" && s.people1(it) && s.ownGoodCases(it) == fDat {
			continue // "помог программистам"
		}
		if s.x.lang.caseMarks && s.onPaper(a, k) {
			continue // "направил запрос на 50 ракет": what is asked for does not pass
		}
		if s.x.lang.caseMarks && s.doers(a, k) {
			continue // "инструкторы обучают": who does it does not pass
		}
		if !s.accepts(f, it) {
			if len(f.Goods) > 0 {
				continue
			}
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
	if best < 0 {
		if g := s.partitive(a); g >= 0 {
			best, bestScore = g, 0.9
		}
	}
	if best < 0 && s.x.lang.lattice {
		// "砲弾を積んだコンテナを送った": what is in the container
		for _, k := range c.items {
			if s.word(&s.items[k], "container") == nil {
				continue
			}
			if ri := s.relativeOf(k); ri >= 0 && s.clauseHas(ri, "loaded") {
				for _, g := range s.clauses[ri].items {
					if s.isGoods(&s.items[g]) && s.accepts(f, &s.items[g]) {
						best, bestScore = g, 0.8
						a.goodsFrom = "what the container holds"
					}
				}
			}
		}
	}
	if best < 0 && s.x.lang.order == orderVSO && f.ID == "flow" {
		// "غادرت السفينة نامبو محملة بالفحم وستصل إلى الصين": what the ship carries
		if g := s.cargo(a); g >= 0 {
			a.goods, a.goodsFrom = s.goodsList(g), "what the ship carries"
			return
		}
	}
	if best < 0 && s.x.lang.order == orderVSO && f.Needs != "" && f.Effect == "" && c.typ != "rel" && attached(foldHamza(s.str(&s.items[a.item]))) {
		// "وشحنتها": the pronoun on the verb
		for k := range s.acts {
			if o := &s.acts[k]; o.item < a.item && !o.frame.op() && len(o.goods) > 0 {
				a.goods, a.goodsFrom = o.goods, "pronoun on the verb: goods of the act before"
			}
		}
		if len(a.goods) > 0 {
			return
		}
	}
	if best < 0 && s.x.lang.lattice && f.Needs != "" && f.Effect == "" && c.typ != "rel" {
		// "ロシアから石炭を買っているが、北朝鮮からは買っていない": the goods are those of the act before
		marked := false
		for k := range s.cands {
			cd := &s.cands[k]
			marked = marked || s.items[cd.head].clause == a.clause && len(cd.marks) == 1 && (cd.marks[0] == "from" || cd.marks[0] == "to" || cd.marks[0] == "into")
		}
		for k := range s.acts {
			o := &s.acts[k]
			if marked && o.item < a.item && !o.frame.op() && (o.frame.Kind == f.Kind || o.frame.Kind == "move" && f.Kind == "give") && len(o.goods) > 0 && o.clause != a.clause {
				a.goods, a.goodsFrom = o.goods, "goods of the act before"
			}
		}
		if len(a.goods) > 0 {
			return
		}
	}
	for ci := c.parent; best < 0 && ci >= 0 && s.x.lang.lattice && c.typ != "rel"; ci = s.clauses[ci].parent {
		for _, k := range s.clauses[ci].items {
			if it := &s.items[k]; k < a.item && s.isGoods(it) && len(it.marks) == 1 && it.marks[0] == "topic" && s.accepts(f, it) {
				best, bestScore = k, 0.7
				a.goodsFrom = "what the sentence is about"
			}
		}
	}
	if c.typ == "rel" && c.ante >= 0 && (best < 0 || !s.accepts(f, &s.items[best]) || bestScore < 0.75 && len(s.items[best].marks) > 0 && s.isGoods(&s.items[c.ante]) && c.relMk == "" && s.accepts(f, &s.items[c.ante])) {
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
	if hasNoun || s.ownObject(a) {
	} else if best < 0 && c.typ == "coord" || best < 0 && c.typ == "part" || best < 0 && c.typ == "inf" && f.Needs != "" {
		// "produces and sells coal": the clause before or after has them
		for k := range s.acts {
			if o := &s.acts[k]; s.nounsJoin() && o.clause == c.parent && o.item < a.item && len(o.goods) > 0 && s.accepts(f, &s.items[o.goods[0]]) && !o.frame.op() {
				best, bestScore = o.goods[0], 0.75
				a.goodsFrom = "goods of the act before"
			}
		}
		for _, k := range s.clauses[c.parent].items {
			if it := &s.items[k]; s.isGoods(it) && s.accepts(f, it) && k < a.item && bestScore < 0.75 && !(len(it.marks) > 0 && it.marks[0] == "attr") {
				best, bestScore = k, 0.7
				a.goodsFrom = "goods of the clause before"
			}
		}
	}
	if best < 0 && !hasNoun && f.Needs != "" && f.Effect == "" && a.item == c.items[len(c.items)-1] {
		// "the Seller sells and the Buyer buys coal": the goods come with the second verb
		for ci := a.clause + 1; ci < len(s.clauses); ci++ {
			n := &s.clauses[ci]
			shared := s.x.lang.caseMarks && n.subj < 0 && s.isCoordStart(ci) // "принимает и оплачивает товар"
			if n.typ != "coord" || n.parent != a.clause || n.subj < 0 && !shared || c.subj < 0 && !shared || len(n.items) == 0 || n.items[0] > a.item+2 {
				continue
			}
			items := n.items
			for m := ci + 1; m < len(s.clauses) && s.x.lang.caseMarks; m++ {
				if o := &s.clauses[m]; o.typ == "coord" && o.parent == ci && o.subj < 0 {
					items = slices.Concat(items, o.items)
				}
			}
			for _, k := range items {
				if s.isGoods(&s.items[k]) && s.accepts(f, &s.items[k]) && best < 0 {
					best, bestScore = k, 0.7
					a.goodsFrom = "goods of the clause after"
				}
			}
		}
	}
	if best < 0 && s.x.lang.glued && f.Needs != "" {
		// "무기는 제공한 적이 없다": the topic stands outside
		for ci := a.clause; best < 0 && s.clauses[ci].parent >= 0 && (s.clauses[ci].typ == "that" || s.clauses[ci].typ == "inf"); {
			ci = s.clauses[ci].parent
			for _, k := range s.clauses[ci].items {
				it := &s.items[k]
				if k < a.item && s.isGoods(it) && s.accepts(f, it) && len(it.marks) == 1 && (it.marks[0] == "topic" || it.marks[0] == "acc") {
					best, bestScore = k, 0.6
					a.goodsFrom = "topic of the clause around it"
				}
			}
		}
	}
	if best < 0 && f.Needs != "" && f.Effect == "" && (f.Obj == "goods" || f.Obj == "" || s.x.lang.caseMarks || s.x.lang.order == orderVSO) {
		passive := s.isPassive(a)
		for _, k := range c.items {
			it := &s.items[k]
			if s.word(it, "art") != nil && !(k+1 < len(s.items) && s.isVerbal(&s.items[k+1])) && !s.x.lang.capNouns {
				continue // "la Syrie", no "la livre"
			}
			ft, ok := s.wordFeat(it, "pron")
			if ok && s.x.lang.nounBefore() && !passive && k < a.item {
				continue // "it bought": the subject
			}
			ok = ok && it.mention < 0 && !strings.Contains(s.word(it, "pron").value, "expl") && len(it.marks) == 0 && (ft&fAcc != 0 || passive && ft&fNom != 0 && k < a.item)
			if ok || s.nonePronoun(k) {
				if cg := s.goodsBefore(a); cg != nil {
					a.goodsFrom = "pronoun: " + s.str(it)
					a.classes = cg
					return
				}
			}
		}
	}
	if (best < 0 || bestScore < -0.5) && (f.Kind == "work" || f.Kind == "employ") {
		// people named by their country: "employs North Koreans", "North Koreans who work"
		for k := range s.cands {
			cd := &s.cands[k]
			here := s.items[cd.head].clause == a.clause || c.typ == "rel" && c.ante == cd.head
			if !here || !s.inhabitants(cd) || len(cd.marks) > 0 && s.items[cd.head].clause == a.clause && !s.counts(cd) || cd.head > a.item != (f.Kind == "employ") && s.x.lang.svo() {
				continue
			}
			a.classes = []classGoods{{class: "labour", goods: []int{cd.item}, texts: []string{s.str(&s.items[cd.item])}}}
			a.put("from", cd.entity, cd.acts, cd.item, "people named by their country", 0.8)
			return
		}
	}
	if (best < 0 || bestScore < 0.2 && s.good(&s.items[best]).class == "vessels") && s.nounsJoin() && f.Needs != "" && f.Effect == "" && !hasNoun {
		if cg := s.countedGoods(a); cg != nil {
			a.classes, a.goodsFrom = cg, "counted: what was spoken of before"
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

// countedGoods: a number with its measure and no goods after it takes up what was
// spoken of ("买进约八十万桶", "200톤을 사들였다").
func (s *sent) countedGoods(a *act) []classGoods {
	if s.d.goodsSeen == "" || s.d.goodsAt < s.d.twoBack {
		return nil
	}
	for _, k := range s.clauses[a.clause].items {
		it := &s.items[k]
		if !it.num || k+1 >= len(s.items) || s.isYear(k) {
			continue
		}
		m := s.str(&s.items[k+1])
		for _, u := range []string{"桶", "吨", "噸", "枚", "发", "發", "辆", "輛", "架", "台", "艘", "箱", "톤", "배럴", "발", "대", "척", "상자"} {
			if m == u && s.measures(u, s.d.goodsSeen) && !(k+2 < len(s.items) && s.isGoods(&s.items[k+2])) {
				return []classGoods{{class: s.d.goodsSeen}}
			}
		}
	}
	return nil
}

// measures reports whether goods of a class are counted so.
func (s *sent) measures(unit, class string) bool {
	switch unit {
	case "桶", "배럴":
		return top(class) == "oil"
	case "枚", "发", "發", "발":
		return top(class) == "arms"
	case "辆", "輛", "架", "台", "대":
		return class == "goods.vehicles" || class == "arms" || class == "goods.machinery" || class == "goods.electrical" || class == "goods.helicopters" || class == "goods.luxury"
	case "艘", "척":
		return class == "vessels" || class == "arms"
	}
	return top(class) != "arms" && class != "labour"
}

// quantityBefore reports whether goods hang by their preposition on a noun that
// only counts them: one the lexicon does not hold, without a mark of its own.
func (s *sent) quantityBefore(k int) bool {
	j := k - 1
	for j >= 0 && s.word(&s.items[j], "prep") == nil {
		if s.items[j].punct || s.head(&s.items[j]) {
			return false
		}
		j--
	}
	if j < 1 {
		return false
	}
	p := &s.items[j-1]
	return p.num || p.upper && len(p.ents) == 0 && len(p.marks) == 0
}

// inhabitants reports whether a name is that of a state's people in the plural.
func (s *sent) inhabitants(cd *cand) bool {
	it := &s.items[cd.item]
	for _, e := range it.ents {
		if e.kind != eActor {
			continue
		}
		if e.feat&fPl != 0 && e.feat&fAdj == 0 {
			return true
		}
		if e.feat&fAdj != 0 && s.x.lang.adjAfter && cd.head == cd.item && strings.HasSuffix(s.str(it), "s") {
			return true // "miles de norcoreanos"
		}
	}
	return false
}

// counts reports whether people named by their country stand under a word that
// only counts them or marks them as the object ("thousands of North Koreans",
// "a miles de norcoreanos").
func (s *sent) counts(cd *cand) bool {
	if len(cd.marks) != 1 {
		return false
	}
	switch cd.marks[0] {
	case "of", "von", "a":
	case "de":
	default:
		return false
	}
	for j := cd.item - 1; j >= 0 && j >= cd.item-4; j-- {
		it := &s.items[j]
		if it.verb() != nil || it.punct {
			return cd.marks[0] == "a"
		}
		if it.num || s.word(it, "quantity") != nil || s.word(it, "number") != nil {
			return true
		}
	}
	return false
}

// nonePronoun reports whether item i denies by itself what was spoken of before
// ("none were sent", "geliefert wurde keines").
func (s *sent) nonePronoun(i int) bool {
	it := &s.items[i]
	if len(it.marks) > 0 || it.mention >= 0 {
		return false
	}
	if w := s.word(it, "neg"); w != nil && strings.HasPrefix(w.value, "pron goods") {
		return true
	}
	w := s.word(it, "art")
	if w == nil || !strings.HasPrefix(w.value, "neg") || !s.x.lang.capNouns {
		return false
	}
	return i+1 >= len(s.items) || s.items[i+1].punct || s.isVerbal(&s.items[i+1]) || s.word(&s.items[i+1], "prep") != nil
}

// goodsBefore is what passed in the act before this one, in the sentence or in
// one of the two before it.
func (s *sent) goodsBefore(a *act) []classGoods {
	for k := len(s.acts) - 1; k >= 0; k-- {
		if o := &s.acts[k]; o.item < a.item && o.clause != a.clause && len(o.goods) > 0 && o.frame.Class == "" && !o.frame.op() {
			if cg := s.classesOf(o.goods); len(cg) > 0 {
				return cg
			}
		}
	}
	if g := s.d.lastGoods(); g != nil {
		return []classGoods{{class: g.Class, texts: g.Goods}}
	}
	return nil
}

// ownObject reports whether an unknown noun stands as the object right after a
// verb, so that it takes none from the clause before ("восстанавливали ГЭС").
func (s *sent) ownObject(a *act) bool {
	if s.x.lang.order != orderSVO || s.x.lang.spaceless || a.item+1 >= len(s.items) {
		return false
	}
	n := &s.items[a.item+1]
	return s.x.lang.caseMarks && len(n.ents) == 0 && !n.punct && !n.num && n.clause == a.clause && n.mention < 0 && n.end-n.start > 8
}

// claimed reports whether goods belong to an act's noun right after them
// ("food aid", "arms exports").
func (s *sent) claimed(k int) bool {
	if s.x.lang.capNouns || k+1 >= len(s.items) {
		return false
	}
	for i := range s.acts {
		if a := &s.acts[i]; a.noun && (a.item == k+1 || a.item == k+2 && s.x.lang.lattice && s.word(&s.items[k+1], "poss") != nil) && !a.frame.op() && a.frame.Kind != "market" {
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
	if g.flags == "body" && f.Kind != "train" {
		return false
	}
	if g.class == "vessels" && f.Kind == "move" {
		return false // the ship carries
	}
	if len(f.Goods) == 0 {
		return (g.class != "soldiers" || f.Kind == "give" || f.Kind == "offer") && g.class != "debt" && g.class != "military_site" && (g.class != "fishing_rights" || f.Kind == "give" || f.Kind == "receive") || f.Map[g.class] != ""
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
		k := a.item - 1
		for s.x.lang.lattice && k > 0 && (s.word(&s.items[k], "poss") != nil || s.word(&s.items[k], "ex") != nil || k == a.item-1 && s.unknownNoun(k)) {
			k-- // "武器などの輸出", "砲弾の追加供給"
		}
		for s.x.lang.glued && k > 0 && (s.items[k].num || s.word(&s.items[k], "counter") != nil) && !s.isGoods(&s.items[k]) {
			k-- // "자주포 54문 수출"
		}
		p := &s.items[k]
		if s.isGoods(p) && p.clause == it.clause && s.accepts(a.frame, p) {
			a.goods = s.goodsList(k)
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
		if !s.isGoods(n) || !s.accepts(a.frame, n) || isExch(n, a.frame) {
			continue
		}
		if len(n.marks) > 0 {
			m := n.marks[len(n.marks)-1]
			if m == "gen" || m == "of" || m == "von" || m == "with" || m == "mit" || m == "an" || m == "de" || a.frame.Marks[m] == "goods" || s.x.lang.order == orderVSO && (m == "ل" || m == "من") || slices.Equal(n.marks, it.marks) || m == "in" && a.frame.Kind == "trade" {
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
