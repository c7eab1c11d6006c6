package reading

import (
	"slices"
	"strings"
)

// This file reads exchanges: what is given for something else ("in return for
// wheat", "gegen Weizen"), and the two halves of a swap told one after the other.

// isExch reports whether an item stands under a mark of exchange: "in return
// for", "im Tausch gegen"; loose: also one that means it beside an act only
// ("swapped shells for wheat").
func isExch(it *item, f *frame) bool {
	if len(it.marks) == 0 {
		return false
	}
	m := it.marks[0]
	return m == "exch" || f.Marks[m] == "exch"
}

// partitive: "reçoit en échange du pétrole": the goods of the act itself, "in
// return" and an article of some.
func (s *sent) partitive(a *act) int {
	if s.x.lang.code != "fr" {
		return -1
	}
	for n, k := range s.clauses[a.clause].items {
		it := &s.items[k]
		if w := s.word(it, "prep"); w == nil || w.value != "exch" || k < a.item {
			continue
		}
		if t := s.str(it); !strings.HasSuffix(t, " du") && !strings.HasSuffix(t, " des") {
			continue
		}
		for _, g := range s.clauses[a.clause].items[n:] {
			if gi := &s.items[g]; s.isGoods(gi) && isExch(gi, a.frame) && s.accepts(a.frame, gi) {
				return g
			}
		}
	}
	return -1
}

// exchanged gives the goods for which an act is done, and the party whose they
// are when a word of origin says so.
func (s *sent) exchanged(a *act) (goods []int, owner *cand) {
	for _, k := range s.clauses[a.clause].items {
		it := &s.items[k]
		if !s.isGoods(it) || it.mention >= 0 || slices.Contains(a.goods, k) || k == a.item || !isExch(it, a.frame) {
			continue
		}
		g := s.good(it)
		if g.flags == "quality" || g.flags == "site" || g.class == "debt" {
			continue
		}
		if it.marks[0] != "exch" && len(a.goods) > 0 && top(s.good(&s.items[a.goods[0]]).class) == "arms" && top(g.class) == "arms" {
			continue // "missiles against tanks"
		}
		goods = append(goods, k)
		for _, j := range s.goodsList(k) {
			if !slices.Contains(goods, j) && !slices.Contains(a.goods, j) {
				goods = append(goods, j)
			}
		}
		break
	}
	for k := range s.cands {
		if cd := &s.cands[k]; cd.origin && slices.Contains(goods, cd.head) {
			owner = cd
		}
	}
	return goods, owner
}

// trades settles who gives what in an act of exchange: it has a direction when
// both goods are named.
func (s *sent) trades(a *act) {
	f := a.frame
	if f.Subj != "from" && f.Subj != "to" || f.op() {
		return
	}
	goods, owner := s.exchanged(a)
	if len(goods) == 0 {
		return
	}
	if f.Kind == "trade" {
		a.recip = false
		if len(a.goods) > 0 {
			// "swapped shells for Russian wheat": whose wheat it is
			if owner != nil && a.to.entity == "" && owner.entity != a.from.entity {
				a.to = fill{owner.entity, owner.acts, owner.item, "whose goods are taken for it", 0.7}
			}
			for k := range s.cands {
				// "swapped Russian oil for shells": who got it names himself
				if cd := &s.cands[k]; cd.origin && slices.Contains(a.goods, cd.head) && a.to.entity != "" && cd.entity == a.to.entity && cd.entity != a.from.entity {
					a.from, a.to = a.to, a.from
					break
				}
			}
		}
	} else if owner != nil {
		open, have := &a.to, &a.from
		if f.Subj == "to" {
			open, have = have, open
		}
		if open.entity == "" && have.entity != owner.entity {
			*open = fill{owner.entity, owner.acts, owner.item, "whose goods are taken for it", 0.6}
		}
	}
	a.exch = goods
}

// payment in kind: "paid for the shells with oil".
func (s *sent) inKind(a *act) []int {
	if a.frame.Kind != "pay" || a.noun {
		return nil
	}
	for _, k := range s.clauses[a.clause].items {
		it := &s.items[k]
		g := s.good(it)
		if g == nil || g.flags != "" || it.mention >= 0 || !carried(g.class) || g.class == "labour" || g.class == "soldiers" || g.class == "debt" {
			continue
		}
		if s.x.lang.caseMarks && s.ownGoodCases(it) == fIns && len(it.marks) == 0 {
			return []int{k}
		}
		if len(it.marks) == 0 {
			continue
		}
		switch it.marks[len(it.marks)-1] {
		case "con", "avec", "以", "mit", "with":
			return s.goodsList(k)
		case "in", "en":
			if len(it.marks) == 1 && k > 0 && s.word(&s.items[k-1], "prep") != nil {
				return s.goodsList(k) // "payé en charbon"
			}
		case "into":
			if s.x.lang.glued && k < a.item {
				return s.goodsList(k) // "포탄으로 치렀다"
			}
		}
	}
	return nil
}

// paidGoods are the goods for which a payment in kind is made.
func (s *sent) paidGoods(a *act, kind []int) []int {
	for _, k := range s.clauses[a.clause].items {
		it := &s.items[k]
		g := s.good(it)
		if g == nil || g.flags != "" || it.mention >= 0 || !carried(g.class) || slices.Contains(kind, k) || g.class == "debt" {
			continue
		}
		return s.goodsList(k)
	}
	return nil
}

// counter gives the dealings that run the other way beside an act's own.
func (s *sent) counter(a *act) []*act {
	if a.from.entity == "" || a.to.entity == "" || party(a.from.entity, a.from.acts) == party(a.to.entity, a.to.acts) {
		return nil
	}
	var out []*act
	add := func(goods []int, from, to fill, how string) {
		cg := s.classesOf(goods)
		keep := cg[:0]
		for _, c := range cg {
			if c.class == "soldiers" {
				c.class = "support.troops"
			}
			if c.class != "debt" && c.class != "military_site" && c.class != "goods.general" {
				keep = append(keep, c)
			}
		}
		if len(keep) == 0 {
			return
		}
		b := *a
		b.goods, b.classes, b.from, b.to, b.exch, b.recip = goods, keep, from, to, nil, false
		b.goodsFrom = how
		out = append(out, &b)
	}
	if len(a.exch) > 0 {
		add(a.exch, a.to, a.from, "given for it")
	}
	if kind := s.inKind(a); kind != nil {
		if goods := s.paidGoods(a, kind); goods != nil {
			add(goods, a.to, a.from, "what is paid for")
		}
	}
	return out
}

// joinSwap fills the open side of one half of an exchange from the other half:
// "supplies shells and gets oil from Russia", "gives oil and receives shells
// from North Korea".
func (s *sent) joinSwap() {
	s.bothGet()
	for i := range s.acts {
		a := &s.acts[i]
		if !s.halfOfSwap(a) || (a.from.entity == "") == (a.to.entity == "") {
			continue
		}
		for j := range s.acts {
			b := &s.acts[j]
			if j == i || !s.halfOfSwap(b) || b.frame.Subj == a.frame.Subj || b.from.entity == "" || b.to.entity == "" || b.clause == a.clause {
				continue
			}
			if !s.inReturn(b.clause) && !s.inReturn(a.clause) && !s.nextTo(a.clause, b.clause) {
				continue
			}
			how := "the other side of the exchange told beside it"
			from, to := party(a.from.entity, a.from.acts), party(a.to.entity, a.to.acts)
			switch bf, bt := party(b.from.entity, b.from.acts), party(b.to.entity, b.to.acts); {
			case to == "" && from == bt && !s.saidElse(a):
				a.to = fill{b.from.entity, b.from.acts, b.from.item, how, 0.6}
			case from == "" && to == bf && !s.saidElse(a):
				a.from = fill{b.to.entity, b.to.acts, b.to.item, how, 0.6}
			default:
				continue
			}
			break
		}
	}
}

// halfOfSwap reports whether an act's verb gives or gets goods.
func (s *sent) halfOfSwap(a *act) bool {
	k := a.frame.Kind
	return !a.noun && !a.attr && !a.leg && (k == "give" || k == "receive") && (a.frame.Subj == "from" || a.frame.Subj == "to") && len(a.goods)+len(a.classes) > 0
}

// nextTo reports whether "and" joins two clauses directly.
func (s *sent) nextTo(a, b int) bool {
	if a > b {
		a, b = b, a
	}
	c := &s.clauses[b]
	if len(c.items) == 0 {
		return false
	}
	w := s.word(&s.items[c.items[0]], "coord")
	return w != nil && w.value == "and" && (c.parent == a || c.parent == s.clauses[a].parent && c.typ == s.clauses[a].typ)
}

// splitGaps parts an act whose verb is shared by several pairs of goods and
// party: "sells coal to China, arms to Syria".
func (s *sent) splitGaps() {
	for i, n := 0, len(s.acts); i < n; i++ {
		a := s.acts[i]
		f := a.frame
		if a.noun || a.attr || a.gapOf != 0 || f.op() || len(a.goods) == 0 || f.Kind != "give" && f.Kind != "receive" && f.Kind != "move" {
			continue
		}
		role := "to"
		if f.Subj == "to" {
			role = "from"
		}
		type pair struct {
			goods []int
			cand  int
		}
		var pairs []pair
		var open []int
		goodsFirst := -1
		for _, k := range s.clauses[a.clause].items {
			it := &s.items[k]
			if s.isGoods(it) && it.mention < 0 && s.accepts(f, it) && !isExch(it, f) && (len(it.marks) == 0 || f.Marks[it.marks[len(it.marks)-1]] == "" || it.marks[len(it.marks)-1] == "de" || f.Marks[it.marks[len(it.marks)-1]] == "goods") {
				if goodsFirst < 0 {
					goodsFirst = 1
				}
				if goodsFirst == 0 && len(pairs) > 0 {
					pairs[len(pairs)-1].goods = append(pairs[len(pairs)-1].goods, k)
				} else {
					open = append(open, k)
				}
				continue
			}
			for ci := range s.cands {
				cd := &s.cands[ci]
				if cd.item != k || cd.origin || len(cd.marks) == 0 {
					continue
				}
				if r, m := f.role(cd.marks, a.passive); r != role || strings.HasSuffix(f.Marks[m], "?") {
					continue
				}
				if goodsFirst < 0 {
					goodsFirst = 0
				}
				if goodsFirst == 1 {
					if len(open) == 0 {
						if len(pairs) > 0 && s.tight(pairs[len(pairs)-1].cand, ci) {
							continue // "to China and Russia"
						}
						pairs = nil
						goodsFirst = -2
						break
					}
					pairs, open = append(pairs, pair{open, ci}), nil
				} else {
					pairs = append(pairs, pair{nil, ci})
				}
				break
			}
			if goodsFirst == -2 {
				break
			}
		}
		if goodsFirst == -2 || len(pairs) < 2 || len(open) > 0 {
			continue
		}
		full := true
		for _, p := range pairs {
			full = full && len(p.goods) > 0
		}
		if !full || party(s.cands[pairs[0].cand].entity, s.cands[pairs[0].cand].acts) == party(s.cands[pairs[1].cand].entity, s.cands[pairs[1].cand].acts) {
			continue
		}
		for n, p := range pairs {
			cd := &s.cands[p.cand]
			b := a
			b.goods, b.classes = p.goods, nil
			v := fill{cd.entity, cd.acts, cd.item, "party beside the goods, the verb is shared", 0.85}
			if role == "to" {
				b.to = v
			} else {
				b.from = v
			}
			if n == 0 {
				s.acts[i] = b
			} else {
				s.acts = append(s.acts, b)
			}
		}
	}
}

// bothGet: "under the deal Russia receives shells and North Korea gets wheat":
// each side gets from the other.
func (s *sent) bothGet() {
	for i := range s.acts {
		a := &s.acts[i]
		for j := i + 1; j < len(s.acts); j++ {
			b := &s.acts[j]
			if !s.halfOfSwap(a) || !s.halfOfSwap(b) || a.frame.Subj != b.frame.Subj || !(s.inReturn(a.clause) || s.inReturn(b.clause) || s.underAgreement(a)) {
				continue
			}
			how := "the other side of the exchange"
			if a.frame.Subj == "to" && a.from.entity == "" && b.from.entity == "" && a.to.entity != "" && b.to.entity != "" && a.to.entity != b.to.entity {
				a.from, b.from = b.to, a.to
				a.from.by, b.from.by = how, how
			} else if a.frame.Subj == "from" && a.to.entity == "" && b.to.entity == "" && a.from.entity != "" && b.from.entity != "" && a.from.entity != b.from.entity {
				a.to, b.to = b.from, a.from
				a.to.by, b.to.by = how, how
			}
		}
	}
}
