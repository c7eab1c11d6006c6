package reading

import "strings"

// feminine: the name takes a feminine article, so that "der" before it is no
// nominative.
func (s *sent) feminine(it *item) bool {
	for _, e := range it.ents {
		if e.kind == eActor && strings.Contains(s.x.actors[e.ref].flags, "fem") {
			return true
		}
	}
	return false
}

// head reports whether an item is the head of a noun phrase.
func (s *sent) head(it *item) bool {
	if it.punct || it.num {
		return false
	}
	if it.mention >= 0 && !it.isAdj() || it.get(eDesc) != nil || it.get(eNoun) != nil || s.isGoods(it) || s.word(it, "pron") != nil {
		return true
	}
	return s.x.lang.capNouns && it.upper && it.get(eActor) == nil && len(it.ents) == 0
}

// attributive prepositions hang a phrase on the noun before them.
var attributive = map[string]bool{"von": true, "in": true, "of": true, "at": true, "bei": true, "near": true, "nahe": true, "on": true, "gen": true,
	"de": true, "du": true, "des": true, "en": true, "d'": true, "del": true, "в": true, "у": true, "на": true, "zu": true, "의": true, "的": true, "の": true, "في": true, "من": true, "au": true, "ex": true}

// genitives are the attributive prepositions that say whose something is.
var genitives = map[string]bool{"de": true, "du": true, "des": true, "d'": true, "del": true, "of": true, "von": true, "gen": true}

// isPlace reports whether a candidate is a town, port or region and no party.
func (s *sent) isPlace(cd *cand) bool {
	m := s.items[cd.item].mention
	return m >= 0 && s.ments[m].Type == "place"
}

// chunk gives every item the prepositions and the case it stands under.
func (s *sent) chunk() {
	if s.x.lang.order == orderSOV {
		s.chunkFinal()
		return
	}
	var chain, prev []string
	var cases uint32 = anyCase
	det := ""
	neg := false
	headed := false // a head came since the chain began
	loose := 0      // unknown words since the chain began
	coord := false  // "and" stands between the last head and here
	var last *item
	reset := func() {
		chain, prev, headed, coord, loose = nil, nil, false, false, 0
		cases, det, neg = anyCase, "", false
	}
	for i := range s.items {
		it := &s.items[i]
		if it.punct {
			c := s.str(it)
			if c == "、" && last != nil && headed {
				coord = true
				chain = nil
				continue
			}
			if c == "," && i > 0 && i+1 < len(s.items) && last == &s.items[i-1] && last != nil && last.mention >= 0 && s.items[i+1].mention >= 0 && s.listAhead(i+1) && !(len(last.marks) > 0 && last.marks[0] == "attr") {
				coord = true
				chain = nil
				continue
			}
			if c == "(" || c == ")" || strings.Contains("„“”\"«»'’[]", c) {
				continue
			}
			reset()
			last = nil
			continue
		}
		if !it.glued {
			it.marks = nil
		}
		if it.glued { // glued particles are the marks
			it.cases, it.det = anyCase, det
			if s.head(it) {
				last = it
			}
			continue
		}
		if s.word(it, "ex") != nil && it.mention < 0 && s.word(it, "prep") == nil {
			chain, headed, coord, loose = []string{"ex"}, false, false, 0
			cases, det, neg = anyCase, "", false
			continue
		}
		if s.word(it, "attr") != nil && s.word(it, "attr").value == "" {
			chain, headed, coord, loose = []string{"attr"}, false, false, 0
			continue
		}
		if s.andBetween(i, last) {
			coord, chain = true, nil // "向印尼与澳洲"
			continue
		}
		if s.x.lang.caseMarks && loose > 0 && !headed && len(chain) > 0 && (it.num && !s.isYear(i) || s.word(it, "approx") != nil && i+1 < len(s.items) && s.items[i+1].num) {
			chain, loose, cases, det, neg = nil, 0, anyCase, "", false // "на курские позиции 11 тысяч солдат"
		}
		if s.word(it, "approx") != nil && i+1 < len(s.items) && s.items[i+1].num && !s.isYear(i+1) {
			continue // "up to twenty", "около семи тысяч"
		}
		if s.x.lang.order == orderV2 && s.subOf(it) == "time" && s.word(it, "prep") != nil && s.verbCloses(i) {
			reset()
			last = nil
			continue // "während Russland ihm Flugabwehr hinstellte"
		}
		if w := s.word(it, "prep"); w != nil && it.mention < 0 && !(s.word(it, "zu") != nil && s.infinitiveNext(i)) {
			p, _, _ := strings.Cut(w.value, " ")
			if p == "de" && s.someArticle(i) {
				if headed {
					chain = nil
				}
				headed, coord, loose = false, false, 0
				last = nil
				cases, det, neg = anyCase, "indef", false
				continue // "des raffineurs indiens ont acheté"
			}
			if p == "de" && i > 0 && s.word(&s.items[i-1], "quantity") != nil {
				continue // "une centaine d'ouvriers": the workers
			}
			if p == "de" && s.x.lang.adjAfter && i > 0 && s.items[i-1].mention < 0 && s.word(&s.items[i-1], "prep") != nil && len(chain) > 0 && !headed {
				continue // "pour des entreprises": an article
			}
			if len(chain) > 0 && chain[0] == "attr" && !headed {
				chain = append(append([]string(nil), chain...), p)
			} else if attributive[p] && (headed && !(len(prev) > 0 && prev[0] == "attr" && !(genitives[p] && last == &s.items[i-1] && last.mention < 0)) || loose > 0) {
				base := chain
				if headed {
					base = prev
				}
				chain = append(append([]string(nil), base...), p)
			} else {
				chain = []string{p}
			}
			headed, coord, loose = false, false, 0
			cases, det, neg = anyCase, "", false
			if f, _ := s.wordFeat(it, "prep"); f&anyCase != 0 {
				cases = f & anyCase
			}
			if p == "ohne" || p == "without" || p == "sans" || p == "sin" || p == "без" {
				neg = true
			}
			continue
		}
		if f, ok := s.wordFeat(it, "art"); ok && it.mention < 0 && !(len(chain) > 0 && !headed && cases != anyCase && f&cases == 0 && s.word(it, "pron") != nil) {
			v := s.word(it, "art").value
			d, _, _ := strings.Cut(v, " ")
			if headed {
				if f&fGen != 0 && f&(fNom|fAcc) == 0 || f&fGen != 0 && last != nil && i > 0 && last == &s.items[i-1] && last.mention < 0 {
					chain = append(append([]string(nil), prev...), "gen")
				} else {
					chain = nil
				}
				headed, loose = false, 0
			}
			det = d
			neg = d == "neg"
			cases = anyCase
			if f&anyCase != 0 {
				cases = f & anyCase
			}
			if n := len(chain); n > 0 && chain[n-1] == "in" && s.x.lang.capNouns && cases&fDat == 0 {
				// "in den Iran": whereto, not where
				chain = append(append([]string(nil), chain[:n-1]...), "nach")
			}
			continue
		}
		if w := s.word(it, "coord"); w != nil {
			if w.value == "but" && headed {
				chain = nil // "by its own account but no weapons": what follows stands by itself
			}
			coord = last != nil && w.value != "but"
			if p := &s.items[max(0, i-1)]; s.x.lang.capNouns && p != last && !p.upper && len(p.ents) == 0 && !p.punct && !p.num {
				coord, last = false, nil // an unknown verb stands before it: no phrases are joined
			}
			if headed {
				chain = nil
			}
			cases = anyCase
			det, neg = "", false
			continue
		}
		if s.keepsToward(i) {
			continue // "卖给了朝鲜"
		}
		if it.verb() != nil && !s.head(it) || it.guess || s.word(it, "aux") != nil || s.word(it, "sub") != nil {
			reset()
			last = nil
			if s.towards(it) {
				chain = []string{"到"}
			} else if s.awayFrom(it) {
				chain = []string{"从"}
			}
			continue
		}
		it.det, it.neg = det, neg
		it.cases = cases
		if w := s.word(it, "there"); w != nil && it.mention >= 0 {
			if it.marks = []string{w.value}; len(chain) > 0 && !headed && i > 0 && s.word(&s.items[i-1], "prep") != nil {
				it.marks = chain
			}
			reset()
			last = nil
			continue
		}
		if e := it.get(eActor); e != nil && e.feat&anyCase != 0 && it.cases&e.feat != 0 {
			it.cases &= e.feat
		}
		if it.mention >= 0 && s.feminine(it) && i > 0 && strings.EqualFold(s.str(&s.items[i-1]), "der") {
			it.cases &^= fNom
		}
		if f, ok := s.wordFeat(it, "pron"); ok && f&anyCase != 0 {
			it.cases = f & anyCase
		}
		if n := len(chain); it.mention >= 0 && n > 0 && chain[n-1] == "in" && s.x.lang.capNouns && i > 0 && strings.EqualFold(s.str(&s.items[i-1]), "den") && !strings.HasSuffix(s.str(it), "en") && s.ments[it.mention].Form == "name" && !strings.HasSuffix(s.str(it), "SA") {
			chain = append(append([]string(nil), chain[:n-1]...), "nach") // "in den Iran"
		}
		switch {
		case s.actorMark(it) != "":
			it.marks = []string{s.actorMark(it)}
			prev = it.marks
			headed, coord, loose = true, false, 0
			last = it
			det, neg = "", false
			cases = anyCase
		case s.head(it):
			if headed && !coord && len(chain) > 0 && last != nil && i > 0 && last == &s.items[i-1] && it.mention < 0 && last.mention < 0 && !last.hyph && s.nounRow() {
				// "for a trading firm": the nouns of one phrase
			} else if headed && !coord && len(chain) > 0 && s.x.lang.capNouns && last != nil && i > 0 && last == &s.items[i-1] && it.upper && len(it.ents) == 0 && len(last.ents) == 0 {
				// "die Korea Kumsan": one name of several words
			} else if headed && !coord && len(chain) > 0 && !(it.mention >= 0 && last != nil && i > 0 && last == &s.items[i-1] && (last.get(eDesc) != nil || len(last.ents) == 0 || s.ofState(i))) {
				chain = nil // a second bare head, no name after its noun
			}
			if coord && len(chain) == 0 && last != nil {
				chain = last.marks
				if it.cases == anyCase {
					it.cases = last.cases
				}
			}
			if s.idafa(i) {
				chain = append(append([]string(nil), prev...), "gen")
				it.cases = fGen
			}
			if i > 1 && it.mention >= 0 && s.items[i-1].punct && s.str(&s.items[i-1]) == "(" && last != nil && s.naming(i-1) {
				chain, it.cases = last.marks, last.cases
			}
			it.marks = chain
			if s.x.lang.caseMarks && (it.mention >= 0 && !it.isAdj() || it.mention < 0 && it.get(eDesc) != nil || it.mention < 0 && len(chain) == 0 && s.dativeGoods(it)) {
				it.marks = s.slavicMark(i, chain)
			}
			if s.x.lang.caseMarks && s.isGoods(it) && len(chain) > 0 {
				it.marks = s.contents(it, chain)
			}
			prev = chain
			headed, coord, loose = true, false, 0
			last = it
			det, neg = "", false
			cases = anyCase
		case it.isAdj() || s.good(it) != nil:
			if coord && len(chain) == 0 && last != nil {
				chain = last.marks
				coord = false
			}
			it.marks = chain
			if headed {
				it.marks = nil
				chain = nil
				headed = false
			}
		case it.get(eTime) != nil || s.isYear(i):
			it.marks = chain
			prev = chain
			headed, loose = true, 0
			cases, det, neg = anyCase, "", false
		default:
			it.marks = chain
			if headed {
				it.marks = nil
			}
			if s.x.lang.caseMarks && s.word(it, "light") != nil {
				reset() // "под своим флагом"
				continue
			}
			loose++
			if loose > 6 {
				chain = nil
			}
		}
	}
}

// verbCloses reports whether the stretch after item i up to the next mark ends
// in a finite verb, so that a word that may be preposition or conjunction opens
// a clause.
func (s *sent) verbCloses(i int) bool {
	if i > 0 && !s.items[i-1].punct && s.word(&s.items[i-1], "coord") == nil {
		return false
	}
	last := -1
	for j := i + 1; j < len(s.items); j++ {
		it := &s.items[j]
		if it.punct && strings.ContainsAny(s.str(it), ",;:.–—?!") {
			break
		}
		if w := s.word(it, "coord"); w != nil && last >= 0 && s.isFinite(&s.items[last]) && s.items[last].get(eNoun) == nil {
			break
		}
		last = j
	}
	if last < i+2 {
		return false
	}
	it := &s.items[last]
	return s.isFinite(it) && it.get(eNoun) == nil || len(it.ents) == 0 && !it.upper && !it.num
}

// someArticle reports whether "des" or "du" at item i is the article of some,
// not "of": at the beginning of a clause or right after a verb, before a noun
// that is no name.
func (s *sent) someArticle(i int) bool {
	if s.x.lang.code != "fr" || i+1 >= len(s.items) {
		return false
	}
	n := &s.items[i+1]
	if n.mention >= 0 && !n.isAdj() || n.punct || n.num {
		return false
	}
	switch strings.ToLower(s.str(&s.items[i])) {
	case "des", "du":
	default:
		return false
	}
	if i == 0 {
		return true
	}
	p := &s.items[i-1]
	switch {
	case p.punct:
		return strings.ContainsAny(s.str(p), ".,;:–—«\"")
	case s.subOf(p) != "", s.word(p, "rel") != nil && s.word(p, "art") == nil:
		return true
	case s.word(p, "coord") != nil:
		return true
	case p.verb() != nil && p.get(eNoun) == nil && !s.isGoods(p):
		return p.verb().feat&fPart == 0 || i > 1 && s.word(&s.items[i-2], "aux") != nil
	}
	return false
}

// nounRow reports whether the language puts one noun before another to form a
// phrase (English).
func (s *sent) nounRow() bool {
	l := s.x.lang
	return l.order == orderSVO && !l.capNouns && !l.adjAfter && !l.caseMarks && !l.spaceless
}

// listAhead reports whether the name at i is a member of a list that goes on
// or is closed by "and".
func (s *sent) listAhead(i int) bool {
	for j := i + 1; j+1 < len(s.items) && j < i+12; j++ {
		it := &s.items[j]
		switch {
		case s.word(it, "coord") != nil:
			return s.items[j+1].mention >= 0 || s.word(&s.items[j+1], "art") != nil
		case it.mention >= 0, it.punct && s.str(it) == ",", s.word(it, "art") != nil:
		default:
			return false
		}
	}
	return false
}

// infinitiveNext reports whether a verb's infinitive follows "zu"/"to".
func (s *sent) infinitiveNext(i int) bool {
	for j := i + 1; j < len(s.items) && j <= i+2; j++ {
		it := &s.items[j]
		if e := it.verb(); e != nil && e.feat&fInf != 0 {
			return it.get(eNoun) == nil || !s.items[j].upper
		}
		if s.word(it, "aux") != nil {
			return true
		}
		if s.x.lang.capNouns {
			// an unknown lower-case word in -en
			t := s.str(it)
			return !it.upper && len(it.ents) == 0 && strings.HasSuffix(t, "n")
		}
		if len(it.ents) > 0 {
			return false
		}
	}
	return false
}

// actorMark is the mark that a party's name holds in itself ("au Nord").
func (s *sent) actorMark(it *item) string {
	if e := it.get(eActor); e != nil && it.mention >= 0 && s.x.lang.adjAfter {
		return s.x.actors[e.ref].mark
	}
	return ""
}
