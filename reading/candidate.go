package reading

import "strings"

// A cand is a noun phrase that may fill a slot: an actor with the marks of the
// phrase in which it stands.
type cand struct {
	item   int    // the actor's item
	head   int    // the head of the phrase (the actor itself, or the noun it belongs to)
	entity string // resolved
	acts   string // alpha-2
	marks  []string
	cases  uint32
	origin bool // says where goods come from: adjective or possessive of head
	attr   bool // adjective or possessive of head
	second bool // the second party of a name that joins two
	factor float64
}

// makeCands finds the phrases that may fill slots.
func (s *sent) makeCands() {
	for i := range s.items {
		it := &s.items[i]
		var c cand
		switch {
		case it.mention >= 0:
			m := &s.ments[it.mention]
			c = cand{item: i, head: i, entity: m.Entity, acts: m.ActsFor, marks: it.marks, cases: it.cases, factor: m.Certainty}
		default:
			if c, ok := s.yours(i); ok {
				s.cands = append(s.cands, c)
			} else if c, ok := s.possessed(i); ok {
				s.cands = append(s.cands, c)
			}
			continue
		}
		if it.seat {
			continue // it only says where a party of a contract sits
		}
		if (c.entity == addressee || c.entity == writer) && len(c.marks) == 0 && s.toYou(i) {
			c.marks = []string{"à"}
		}
		if i > 0 && s.word(&s.items[i-1], "posted") != nil {
			continue
		}
		if n := len(it.marks); n > 0 && it.marks[n-1] == "flag" {
			if h := s.underFlag(i); h >= 0 {
				c.head, c.attr = h, true
				c.marks, c.cases = s.items[h].marks, s.items[h].cases
				s.cands = append(s.cands, c)
			}
			continue
		}
		if o := s.seatOfFirm(i); o >= 0 {
			m, om := &s.ments[it.mention], &s.ments[s.items[o].mention]
			if om.ActsFor == "" {
				om.ActsFor = m.ActsFor
				for k := range s.cands {
					if s.cands[k].item == o {
						s.cands[k].acts = m.ActsFor
					}
				}
			}
			continue
		}
		if i > 1 && s.word(&s.items[i-1], "prep") != nil && s.items[i-2].mention >= 0 {
			if e := s.ments[s.items[i-2].mention].Entity; (e == writer || e == addressee) && s.desc(&s.items[i-2]) != nil {
				continue // "our plant in Tula": where it is
			}
		}
		if i == s.firstWord() && s.dateline(i) {
			continue // where the report was filed
		}
		if s.ofState(i + 1) {
			continue // "黎巴嫩真主党": the state only says whose
		}
		if len(it.marks) > 0 && it.marks[0] == "attr" {
			continue // it only says who says so
		}
		if s.x.lang.glued && it.isAdj() && len(it.marks) == 1 && it.marks[0] == "into" {
			continue // "중국산으로 속여": as what it is passed off
		}
		e := it.get(eActor)
		genOnly := e != nil && !s.x.lang.caseMarks && e.feat&fGen != 0 && e.feat&(fNom|fDat|fAcc) == 0
		if h := s.madeGoods(i); h >= 0 {
			c.head, c.attr, c.origin = h, true, true
			c.marks, c.cases = s.items[h].marks, s.items[h].cases
		} else if s.x.lang.juxtapose && (!it.glued && len(it.marks) == 0 || len(it.marks) == 1 && isPoss(it.marks[0])) && !it.isAdj() && !it.poss {
			if h := s.besideHead(i); h >= 0 {
				hi := &s.items[h]
				c.head, c.attr = h, true
				c.marks, c.cases = hi.marks, hi.cases
				c.origin = s.isGoods(hi) || hi.get(eNoun) != nil
				if s.x.lang.glued && len(hi.marks) == 1 && isPoss(hi.marks[0]) && hi.get(eDesc) != nil && !s.isGoods(hi) {
					if h2 := s.besideKorean(h); h2 >= 0 && s.isGoods(&s.items[h2]) {
						h, hi = h2, &s.items[h2] // "혜산 광산의 구리가"
						c.head, c.origin = h, true
						c.marks, c.cases = hi.marks, hi.cases
					}
				}
				if g := s.good(hi); s.x.lang.glued && g != nil && g.flags == "site" && len(hi.marks) == 1 && isSubjectMark(hi.marks) {
					c.origin = false // "폴란드 조선소가": the yard deals
				}
				if s.isGoods(hi) && s.good(hi).class == "vessels" && s.otherGoods(h) && (s.x.lang.order == orderSVO || len(hi.marks) == 1 && !isPoss(hi.marks[0]) && hi.marks[0] != "acc") {
					c.origin = false // the ship carries, or its side deals
				}
				if c.origin && len(hi.marks) == 1 && s.isGoods(hi) && s.good(hi).class == "vessels" && (hi.marks[0] == "to" || hi.marks[0] == "向" || hi.marks[0] == "到" || hi.marks[0] == "给") {
					c.origin = false // what is given to a ship
				}
				if c.origin && hi.get(eDesc) != nil && s.isGoods(hi) && s.good(hi).flags == "site" {
					c.origin = false // "폴란드 조선소가 고용했다"
				}
				if e := hi.get(eNoun); c.origin && e != nil && s.x.frames[e.ref].Kind == "market" && len(hi.marks) == 1 && marketMark[hi.marks[0]] {
					c.origin = false // "到中国市场"
				}
				if c.origin && s.x.lang.glued && s.meantFor(i, h) {
					c.origin, c.marks = false, []string{"to"}
				}
			}
		} else if it.isAdj() || it.poss || genOnly {
			h := -1
			if s.x.lang.adjAfter && it.isAdj() {
				h = s.headBefore(i)
			} else {
				h = s.nextHead(i)
			}
			if h >= 0 {
				hi := &s.items[h]
				c.head = h
				c.attr = true
				c.marks, c.cases = hi.marks, hi.cases
				if e != nil && s.x.lang.caseMarks && e.feat&anyCase&hi.cases != 0 {
					c.cases = hi.cases & e.feat // "Китайскую упаковку": the adjective tells the case
				}
				switch {
				case s.word(hi, "origin") != nil && s.goodsNear(h) >= 0:
					c.head, c.origin = s.goodsNear(h), true
				case hi.mention >= 0:
					hm := s.ments[hi.mention]
					if hm.Type == "organisation" && hm.ActsFor == "" && it.isAdj() && relief[hm.Entity] {
						s.ments[hi.mention].ActsFor = c.acts // "la Cruz Roja española"
						for k := range s.cands {
							if s.cands[k].item == h {
								s.cands[k].acts = c.acts
							}
						}
					}
					if hm.Type == "person" || hm.Entity == c.entity || hm.Type == "organisation" || hm.Type == "reference" {
						continue // the name itself is the candidate
					}
				case s.isGoods(hi) && s.good(hi).class == "soldiers" && hi.get(eDesc) != nil && s.otherGoods(h):
				case s.isGoods(hi) && s.good(hi).class == "vessels" && (len(hi.marks) > 0 || s.otherGoods(h)):
					// a ship that carries, not one that is sold
				case s.agentNoun(hi) || s.x.lang.caseMarks && s.good(hi) != nil && s.good(hi).flags == "site" && s.desc(hi) != nil:
				case !s.isGoods(hi) && s.dealer(hi):
				case s.isGoods(hi) || hi.get(eNoun) != nil:
					c.origin = true
				case hi.get(eDesc) == nil:
					c.factor *= 0.75
				}
			} else if it.isAdj() && !s.nominal(i) {
				continue
			}
			if e != nil && genOnly && i > 0 && s.x.lang.capNouns {
				// "die Armee Myanmars"
				if d := s.desc(&s.items[i-1]); d != nil && d.sort == "agent" && s.items[i-1].mention < 0 {
					pi := &s.items[i-1]
					c.head, c.attr, c.origin = i-1, true, false
					c.marks, c.cases = pi.marks, pi.cases
				}
			}
		} else if i > 1 && s.items[i-1].punct && s.str(&s.items[i-1]) == "(" && s.items[i-2].mention < 0 && s.naming(i-1) {
			hi := &s.items[i-2]
			c.head, c.attr = i-2, true
			c.marks, c.cases = it.marks, it.cases
			if c.cases == 0 {
				c.cases = hi.cases
			}
		} else if h := s.seated(i); h >= 0 {
			hi := &s.items[h]
			if hi.mention >= 0 {
				if hm := &s.ments[hi.mention]; hm.ActsFor == "" {
					hm.ActsFor = c.acts
					for k := range s.cands {
						if s.cands[k].item == h {
							s.cands[k].acts = c.acts
						}
					}
				}
				continue
			}
			c.head, c.attr = h, true
			c.marks, c.cases = hi.marks, hi.cases
			c.origin = s.isGoods(hi) && s.good(hi).class == "labour"
		} else if i > 0 && !it.isAdj() && len(it.marks) > 0 {
			// "government of X", "Regierung der Ukraine": the phrase of the noun before
			last := it.marks[len(it.marks)-1]
			if p := s.seatOf(i); p >= 0 && (seatMark[last]) {
				pi := &s.items[p]
				c.head, c.attr = p, true
				c.marks, c.cases = pi.marks, pi.cases
				c.origin = s.x.lang.caseMarks && s.isGoods(pi)
			} else if p := s.flagged(i); p >= 0 {
				pi := &s.items[p]
				c.head, c.attr = p, true
				c.marks, c.cases = pi.marks, pi.cases
				c.origin = len(pi.marks) == 0 && !s.otherGoods(p)
			} else if m := s.unknownCase(i); m != "" && last == "gen" {
				c.marks = []string{m} // "силам Хафтара"
			} else if last == "gen" || last == "of" || last == "von" || last == "de" {
				if p := s.prevHead(i); p >= 0 {
					if s.x.lang.adjAfter && p > 0 && s.isGoods(&s.items[p]) {
						if d := s.desc(&s.items[p-1]); d != nil && d.sort == "agent" {
							p-- // "une entreprise textile de Dandong"
						}
					}
					pi := &s.items[p]
					if dsc := s.desc(pi); dsc != nil && dsc.sort == "agent" && pi.mention < 0 {
						c.head, c.attr = p, true
						c.marks, c.cases = pi.marks, pi.cases
					} else if pi.mention < 0 && s.isGoods(pi) && pi.get(eNoun) == nil && last == "gen" {
						c.head, c.origin, c.attr = p, true, true
					}
				}
			}
		}
		s.cands = append(s.cands, c)
		if e != nil && s.x.actors[e.ref].pair != "" {
			c.second, c.entity = true, s.x.actors[e.ref].pair
			_, c.acts, _ = strings.Cut(c.entity, ":")
			s.cands = append(s.cands, c)
		}
	}
}

// marketMark are the marks under which a state's market is the state.
var marketMark = map[string]bool{"to": true, "into": true, "from": true, "到": true, "向": true, "在": true, "从": true}

// nominal reports whether an adjective stands for the people or party it names:
// after an article, a number or a word that counts ("los norcoreanos").
func (s *sent) nominal(i int) bool {
	if !s.x.lang.adjAfter || i == 0 {
		return false
	}
	p := &s.items[i-1]
	if w := s.word(p, "art"); w != nil && w.value != "poss" || p.num || s.word(p, "number") != nil || s.word(p, "quantity") != nil {
		return i+1 >= len(s.items) || !s.head(&s.items[i+1])
	}
	if s.word(p, "prep") == nil {
		return false
	}
	return i > 1 && s.word(&s.items[i-2], "quantity") != nil || strings.HasSuffix(s.str(&s.items[i]), "os") && s.x.lang.code == "es" && (i+1 >= len(s.items) || !s.head(&s.items[i+1]))
}

// seatOfFirm is the firm whose seat the name at i says: "Rosneft AG (Russland)",
// "Ostmetall GmbH, Leipzig, Deutschland"; -1 for none.
func (s *sent) seatOfFirm(i int) int {
	m := &s.ments[s.items[i].mention]
	if s.x.lang.order == orderSOV || s.x.lang.spaceless || m.ActsFor == "" || s.items[i].isAdj() || i == 0 || m.Type != "country" && m.Type != "place" && m.Type != "government" || !s.items[i-1].punct {
		return -1
	}
	bracket := s.str(&s.items[i-1]) == "("
	if !bracket && s.str(&s.items[i-1]) != "," {
		return -1
	}
	firm := func(j int) bool {
		k := s.items[j].mention
		return k >= 0 && s.ments[k].Type == "organisation" && s.items[j].get(eActor) == nil
	}
	for j := i - 1; j >= 0 && j >= i-6; j-- {
		it := &s.items[j]
		switch {
		case it.punct && strings.ContainsAny(s.str(it), ",("):
		case it.mention >= 0 && firm(j):
			if !bracket && i+1 < len(s.items) {
				n := &s.items[i+1]
				if w := s.word(n, "coord"); w != nil && i+2 < len(s.items) && s.items[i+2].mention >= 0 && !firm(i+2) {
					return -1 // a list of parties
				}
			}
			return j
		case it.mention >= 0 && (s.ments[it.mention].Type == "place" || s.ments[it.mention].Type == "government"):
		default:
			return -1
		}
	}
	return -1
}

// seatMark are the marks under which a noun names the seat of the party that
// stands right before it.
var seatMark = map[string]bool{"in": true, "aus": true, "from": true, "at": true, "из": true, "з": true, "в+loc": true, "у+loc": true, "в": true}

// seatOf is the noun of an agent right before the preposition of the name at
// i, when nothing else says whose it is ("Firma aus Dandong", "a bank in
// Dalian"); -1 for none.
func (s *sent) seatOf(i int) int {
	j := i - 1
	for j >= 0 && (s.word(&s.items[j], "art") != nil || s.items[j].isAdj()) {
		j--
	}
	if j < 1 || s.word(&s.items[j], "prep") == nil {
		return -1
	}
	p := &s.items[j-1]
	d := s.desc(p)
	if s.x.lang.caseMarks {
		if !s.seatedNoun(p, s.items[i].marks) {
			return -1
		}
	} else if (d == nil || d.sort != "agent") && !s.dealer(p) || p.mention >= 0 || p.get(eNoun) != nil && !s.dealer(p) || s.isGoods(p) {
		return -1
	}
	for k := j - 2; k >= 0 && k >= j-4; k-- {
		q := &s.items[k]
		if q.mention >= 0 && (q.isAdj() || q.poss) {
			return -1
		}
		if q.punct || s.word(q, "art") != nil || s.word(q, "prep") != nil || s.isVerbal(q) {
			break
		}
	}
	return j - 1
}

// dealer reports whether a noun names who sells or buys ("Lieferant", "buyer"),
// so that what describes it says who that is.
func (s *sent) dealer(it *item) bool {
	if s.x.lang.caseMarks || s.x.lang.spaceless || s.x.lang.order == orderSOV || s.x.lang.order == orderVSO {
		return false
	}
	for _, e := range it.ents {
		if e.kind == eNoun && s.x.frames[e.ref].Generic {
			switch s.x.frames[e.ref].Kind {
			case "give", "receive", "market":
				return s.word(it, "field") != nil || s.x.frames[e.ref].Kind != "market" || it.get(eDesc) != nil
			}
		}
	}
	return false
}

// besideHead is the noun to which the name at i is joined without any mark
// ("朝鲜煤炭", "북한 노동자"), or by a word of kind "poss"; -1 for none.
func (s *sent) besideHead(i int) int {
	if s.x.lang.glued {
		return s.besideKorean(i)
	}
	reach, loose := 4, false
	if s.x.lang.order == orderSVO {
		reach = 7 // unknown words fall into single characters
	}
	for j := i + 1; j < len(s.items) && j <= i+reach; j++ {
		it := &s.items[j]
		switch {
		case it.punct && j == i+1 && s.x.lang.order == orderSVO && strings.ContainsAny(s.str(it), "—–-－·～") && j+1 < len(s.items) && s.items[j+1].mention >= 0:
			return s.besideHead(j + 1) // "马来西亚—朝鲜合伙企业"
		case it.punct:
			return -1
		case j == i+1 && len(it.ents) == 0 && s.x.lang.order == orderSVO && strings.Contains("矿港市省县厂州岛礦縣廠島", s.str(it)):
			continue // "惠山矿的铜"
		case s.word(it, "posted") != nil:
			// "朝鲜驻俄外交官": posted there
			for j+1 < len(s.items) && s.items[j+1].mention >= 0 {
				j++
			}
			continue
		case s.word(it, "poss") != nil, s.word(it, "made") != nil && j+1 < len(s.items) && s.word(&s.items[j+1], "poss") != nil:
			continue
		case it.mention >= 0:
			return -1
		case loose && !s.isGoods(it) && it.get(eDesc) == nil:
			return -1
		case it.get(eNoun) != nil && it.verb() != nil:
			// noun or verb: a noun when "poss" stands before it
			if s.word(&s.items[j-1], "poss") != nil {
				return j
			}
			return -1
		case s.isGoods(it) || it.get(eDesc) != nil || it.get(eNoun) != nil:
			// the last of several nouns in a row
			if s.x.lang.order == orderSVO && it.get(eDesc) == nil {
				if h := s.tradeOf(j); h > 0 {
					return h // "水产加工企业"
				}
			}
			for j+1 < len(s.items) && !s.items[j].glued && (s.isGoods(&s.items[j+1]) || s.items[j+1].get(eDesc) != nil || s.x.lang.lattice && !s.isGoods(&s.items[j]) && s.unknownNoun(j+1)) {
				j++
			}
			return j
		case s.good(it) != nil:
			continue
		case s.x.lang.glued && (it.num || s.word(it, "counter") != nil):
			continue
		case s.x.lang.glued && len(it.ents) == 0 && !koreanUnknownVerb(s.str(it)):
			if len(it.marks) > 0 {
				return j
			}
			continue
		case s.x.lang.order == orderSVO && (len(it.ents) == 0 && !it.num || s.word(it, "plain") != nil || s.word(it, "made") != nil) && s.agentAhead(j) > 0:
			return s.agentAhead(j) // "朝鲜东海贸易会社"
		default:
			if s.word(&s.items[j-1], "poss") != nil && len(it.ents) == 0 {
				if s.x.lang.lattice && len(it.marks) > 0 && !isPoss(it.marks[0]) && it.join == "" {
					return j // a noun that no lexicon holds: "平壌の百貨店に"
				}
				continue
			}
			return -1
		}
	}
	return -1
}

// tradeOf is the firm that deals in the goods at i ("煤炭贸易公司"), 0 for none.
func (s *sent) tradeOf(i int) int {
	for j := i + 1; j < len(s.items) && j <= i+4; j++ {
		it := &s.items[j]
		switch {
		case it.mention >= 0 || it.punct:
			return 0
		case it.get(eDesc) != nil && !s.isGoods(it):
			for j+1 < len(s.items) && s.items[j+1].get(eDesc) != nil && s.items[j+1].mention < 0 {
				j++
			}
			return j
		case s.isGoods(it), s.word(it, "made") != nil, it.get(eNoun) != nil && !s.x.frames[it.get(eNoun).ref].op(), len(it.ents) == 0 && !it.num:
		default:
			return 0
		}
	}
	return 0
}

// agentAhead is the firm, body or office that a row of characters no lexicon
// holds ends in, 0 for none.
func (s *sent) agentAhead(i int) int {
	for j := i; j < len(s.items) && j <= i+9; j++ {
		it := &s.items[j]
		switch {
		case it.get(eDesc) != nil && it.mention < 0:
			for j+1 < len(s.items) && s.items[j+1].get(eDesc) != nil && s.items[j+1].mention < 0 {
				j++
			}
			return j
		case it.punct || it.mention >= 0 || s.word(it, "prep") != nil || s.word(it, "aux") != nil || s.word(it, "neg") != nil || s.word(it, "poss") != nil || s.word(it, "coord") != nil || s.word(it, "pron") != nil || it.get(eTime) != nil || it.get(eCue) != nil:
			return 0
		case it.verb() != nil && s.word(it, "made") == nil && !s.inFirmName(j):
			return 0
		}
	}
	return 0
}

// inFirmName reports whether a word that may be a verb stands inside the name of
// a firm ("大连鸿运贸易有限公司").
func (s *sent) inFirmName(i int) bool {
	it := &s.items[i]
	if it.get(eNoun) == nil && it.end-it.start > 3 {
		return false
	}
	for j := i + 1; j < len(s.items) && j <= i+6; j++ {
		n := &s.items[j]
		if d := n.get(eDesc); d != nil && s.word(n, "ownfirm") != nil {
			return true
		}
		if n.punct || n.mention >= 0 || n.num || s.word(n, "prep") != nil || s.word(n, "aux") != nil || s.word(n, "poss") != nil || s.isGoods(n) && n.get(eNoun) == nil || n.verb() != nil && n.get(eNoun) == nil {
			return false
		}
	}
	return false
}

// besideKorean is the noun that a row of nouns after the name at i ends in: the
// first that has a particle, or the last before a number, mark or verb
// ("훈춘의 수산물 가공업체가": the firm, not its wares); -1 for none.
func (s *sent) besideKorean(i int) int {
	h := -1
	for j := i + 1; j < len(s.items) && j <= i+6; j++ {
		it := &s.items[j]
		noun := s.isGoods(it) || it.get(eDesc) != nil || it.get(eNoun) != nil || s.word(it, "role") != nil || s.word(it, "field") != nil || s.word(it, "container") != nil
		unknown := len(it.ents) == 0 && !it.num && !it.punct && !koreanUnknownVerb(s.str(it))
		switch {
		case it.punct || it.mention >= 0:
			return h
		case s.word(it, "posted") != nil || s.word(it, "poss") != nil:
			continue
		case it.num || s.word(it, "counter") != nil || s.word(it, "number") != nil:
			if h >= 0 {
				return h
			}
			continue
		case !noun && it.verb() != nil, !noun && s.word(it, "postp") != nil, s.word(it, "neg") != nil, s.word(it, "coord") != nil, s.word(it, "coordafter") != nil:
			return h
		case noun:
			if s.items[i].glued && h < 0 && it.get(eNoun) != nil && it.verb() != nil {
				return j
			}
			h = j
			if len(it.marks) > 0 || it.hyph || it.get(eNoun) != nil && s.x.frames[it.get(eNoun).ref].op() {
				return h
			}
		case s.good(it) != nil:
			continue
		case unknown:
			m := len(it.marks) > 0 || subjectEnding(s.str(it))
			if h >= 0 && !m {
				continue // "석탄 대량 반입"
			}
			if m {
				return j
			}
		default:
			return h
		}
	}
	return h
}

// subjectEnding reports whether a word no lexicon holds ends in a particle of
// the subject.
func subjectEnding(w string) bool {
	if len(w) < 9 {
		return false
	}
	for _, p := range []string{"이", "가", "은", "는", "도", "께서"} {
		if strings.HasSuffix(w, p) {
			return true
		}
	}
	return false
}

// unknownNoun reports whether item i is a noun that no lexicon holds.
func (s *sent) unknownNoun(i int) bool {
	it := &s.items[i]
	return len(it.ents) == 0 && !it.punct && !it.num && it.join == "" && it.mention < 0
}

// goodsNear is the goods of which a word of origin at h speaks ("anthracite of
// Russian origin", "Kohle russischen Ursprungs"), -1 for none.
func (s *sent) goodsNear(h int) int {
	for j := h - 1; j >= 0 && j >= h-6; j-- {
		if s.isGoods(&s.items[j]) {
			return j
		}
		if s.items[j].punct {
			break
		}
	}
	return -1
}

// meantFor reports whether a word between a name and goods says that they are
// for the one named ("북한 환자용 의약품").
func (s *sent) meantFor(i, h int) bool {
	for j := i + 1; j < h; j++ {
		if w := s.str(&s.items[j]); len(w) > 3 && len(s.items[j].ents) == 0 && strings.HasSuffix(w, "용") {
			return true
		}
	}
	return false
}

// otherGoods reports whether the sentence names goods beside item h.
func (s *sent) otherGoods(h int) bool {
	for i := range s.items {
		if i != h && s.isGoods(&s.items[i]) && s.good(&s.items[i]).class != "vessels" {
			return true
		}
	}
	return false
}

// nextHead is the head of the phrase in which item i is an attribute, or -1.
func (s *sent) nextHead(i int) int {
	loose := -1 // the last unknown word so far: the head when nothing better follows
	for j := i + 1; j < len(s.items) && j <= i+6; j++ {
		it := &s.items[j]
		if it.punct {
			if t := s.str(it); j == i+1 && (t == "(" || t == ")" || t == "«" || t == "\"" || t == "„" || t == "“") {
				continue
			}
			return loose
		}
		if s.word(it, "prep") != nil || s.word(it, "art") != nil || s.word(it, "sub") != nil || s.word(it, "aux") != nil {
			return loose
		}
		if s.word(it, "coord") != nil {
			// "North Korean and Iranian weapons": the next phrase's head
			if j+1 < len(s.items) && (s.items[j+1].isAdj() || s.good(&s.items[j+1]) != nil) && j == i+1 {
				continue
			}
			return loose
		}
		if it.isAdj() || it.poss && it.mention >= 0 {
			if it.mention >= 0 && s.ments[it.mention].Form != "adjective" {
				return j
			}
			continue
		}
		if s.word(it, "origin") != nil {
			return j
		}
		if s.head(it) {
			// in languages that put one noun before another, the last one counts
			if !s.x.lang.capNouns && j+1 < len(s.items) && it.mention < 0 && !it.glued {
				n := &s.items[j+1]
				if n.get(eNoun) != nil && n.mention < 0 || n.get(eDesc) != nil {
					if s.isGoods(it) && n.get(eNoun) != nil {
						return j + 1
					}
					continue
				}
			}
			return j
		}
		if it.verb() != nil && (s.x.lang.capNouns || it.get(ePart) == nil) {
			return loose
		}
		if !s.x.lang.capNouns && len(it.ents) == 0 && !it.num {
			loose = j
		}
	}
	return loose
}

// headBefore is the noun that an adjective after it describes ("le charbon
// nord-coréen"); other adjectives may stand between.
func (s *sent) headBefore(i int) int {
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		it := &s.items[j]
		if it.punct && strings.ContainsAny(s.str(it), "«»\"“”") {
			continue
		}
		if it.punct || s.word(it, "prep") != nil || s.word(it, "art") != nil || s.word(it, "aux") != nil {
			return -1
		}
		if it.isAdj() || s.word(it, "coord") != nil || s.good(it) != nil && !s.isGoods(it) {
			continue
		}
		if it.verb() != nil && it.get(eNoun) == nil {
			return -1
		}
		if s.head(it) || len(it.ents) == 0 && !it.num {
			return j
		}
		return -1
	}
	return -1
}

// prevHead is the head of the phrase before item i's preposition or article.
func (s *sent) prevHead(i int) int {
	for j := i - 1; j >= 0 && j >= i-6; j-- {
		it := &s.items[j]
		if it.punct || it.verb() != nil && !(s.x.lang.adjAfter && (s.isGoods(it) || it.get(eDesc) != nil)) {
			return -1
		}
		if s.head(it) && !(s.x.lang.adjAfter && s.word(it, "art") != nil) {
			return j
		}
	}
	return -1
}

// underFlag is the ship of which the name at i says the flag: "der unter der Flagge
// Togos fahrende Tanker", "a tanker flying the flag of Togo"; -1 for none.
func (s *sent) underFlag(i int) int {
	ship := func(j int) bool {
		g := s.good(&s.items[j])
		return g != nil && g.class == "vessels" && s.items[j].mention < 0
	}
	for j := i + 1; s.x.lang.capNouns && j < len(s.items) && j <= i+3 && !s.items[j].punct; j++ {
		if ship(j) {
			return j
		}
	}
	for j := i - 1; j >= 0 && j >= i-5; j-- {
		if ship(j) {
			return j
		}
	}
	return -1
}
