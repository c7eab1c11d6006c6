package reading

import "slices"

// swapMarks are the marks of what is given in exchange for what an act tells
// ("в обмен на снаряды", "in exchange for shells").
var swapMarks = map[string]bool{"в_обмен": true, "в_обмін": true, "in_exchange": true, "مقابل": true}

// swapped reports whether the goods at item k are what is given for the goods
// of act a: by their mark, or by a word after them ("포탄의 대가로").
func (s *sent) swapped(a *act, k int) bool {
	it := &s.items[k]
	if !s.isGoods(it) || it.mention >= 0 || slices.Contains(a.goods, k) {
		return false
	}
	for _, m := range it.marks {
		if swapMarks[m] || a.frame.Marks[m] == "swap" {
			return true
		}
	}
	if s.x.lang.caseMarks && k > 0 && s.word(&s.items[k-1], "inreturn") != nil && s.ownGoodCases(it)&(fGen|fNom|fAcc) == fGen {
		return true // "взамен рабочей силы"
	}
	if s.x.lang.order != orderSOV || k+1 >= len(s.items) {
		return false
	}
	n := &s.items[k+1]
	if s.word(n, "poss") != nil && k+2 < len(s.items) {
		n = &s.items[k+2]
	}
	return s.word(n, "inreturn") != nil && !n.punct && s.items[k].clause == n.clause && !caseOnly(it.marks)
}

// swaps makes an act of what is given in exchange: the same parties, the other
// way round.
func (s *sent) swaps() {
	s.doneBefore()
	for n, end := 0, len(s.acts); n < end; n++ {
		a := s.acts[n]
		switch a.frame.Kind {
		case "give", "receive", "offer", "move", "want":
		default:
			continue
		}
		if a.frame.op() || len(a.goods) == 0 || a.gapOf != 0 || a.from.entity == "" && a.to.entity == "" || len(s.acts) > 40 {
			continue
		}
		for _, k := range s.clauses[a.clause].items {
			if !s.swapped(&a, k) || slices.Contains(a.goods, k) || !carried(s.good(&s.items[k]).class) {
				continue
			}
			b := a
			b.goods = nil
			for _, g := range s.goodsList(k) {
				if g == k || s.swapped(&a, g) || slices.Equal(s.items[g].marks, s.items[k].marks) {
					b.goods = append(b.goods, g)
				}
			}
			s.swapOwner(&a, b.goods)
			s.acts[n].from, s.acts[n].to = a.from, a.to
			b.from, b.to, b.classes, b.goodsFrom = a.to, a.from, nil, "given in exchange"
			s.acts = append(s.acts, b)
			break
		}
	}
}

// swapOwner fills the side of an act that is still open with the party whose
// goods are taken in exchange ("обменял уран на российское топливо").
func (s *sent) swapOwner(a *act, goods []int) {
	for k := range s.cands {
		cd := &s.cands[k]
		if !cd.origin || !slices.Contains(goods, cd.head) {
			continue
		}
		f := fill{cd.entity, cd.acts, cd.item, "whose goods are taken for it", 0.7}
		p := party(cd.entity, cd.acts)
		switch {
		case a.to.entity == "" && party(a.from.entity, a.from.acts) != p:
			a.to = f
		case a.from.entity == "" && party(a.to.entity, a.to.acts) != p:
			a.from = f
		}
		return
	}
}
