package reading

import "strings"

// This file reads clauses of languages whose verbs come last and whose particles
// follow the noun (Korean, Japanese): a clause is closed by its verb, whose
// ending says how it joins what follows.

// chunkFinal gives every item its marks: the particles glued to it, and
// postpositions after it ("에 대한", "を通じて").
func (s *sent) chunkFinal() {
	for i := range s.items {
		it := &s.items[i]
		it.joinNext = false
		if !it.glued {
			it.marks = nil
		}
		it.cases = anyCase
		if it.punct {
			continue
		}
		if e := it.get(eActor); e != nil && it.mention >= 0 {
			if m := s.x.actors[e.ref].mark; m != "" {
				it.marks = []string{m}
			} else if e.feat&fTo != 0 {
				it.marks = []string{"to"}
			}
		}
	}
	if s.x.lang.glued {
		s.unknownMarks()
		s.counted()
	}
	for i := range s.items {
		it := &s.items[i]
		if w := s.word(it, "postp"); w != nil {
			if j := s.marked(i); j >= 0 && w.value != "" {
				s.items[j].marks = []string{w.value}
			}
		}
	}
	if s.x.lang.glued {
		for i := 1; i < len(s.items); i++ {
			// "북한에서 만든 의류": where it is from, no act
			if it := &s.items[i]; s.madeThere(i) {
				keep := make([]entry, 0, 1)
				for _, e := range it.ents {
					if e.kind == eWord {
						keep = append(keep, e)
					}
				}
				it.ents = keep
			}
		}
	}
	// "중국과 러시아에": joined names stand under the marks of the last
	for i := len(s.items) - 2; i >= 0; i-- {
		it := &s.items[i]
		j := i + 1
		if s.items[j].punct && strings.ContainsAny(s.str(&s.items[j]), ",，·、") || s.word(&s.items[j], "coord") != nil {
			j++
		}
		if j >= len(s.items) {
			continue
		}
		n := &s.items[j]
		with := len(it.marks) == 1 && it.marks[0] == "with" || len(it.marks) == 0 && j > i+1
		if !with || !(it.mention >= 0 && n.mention >= 0 || s.isGoods(it) && s.isGoods(n)) {
			continue
		}
		if s.x.lang.lattice && j == i+2 && s.items[i+1].punct && it.mention >= 0 && i == s.firstWord() && !s.hasSubject(i) {
			continue // "北朝鮮、ロシアに砲弾を供与": a headline's subject
		}
		if it.mention >= 0 && (len(n.marks) == 0 || n.marks[0] == "nom" || n.marks[0] == "topic") && len(it.marks) == 1 && j == i+1 && !s.listLike(i) {
			// "러시아와 북한이": two subjects
			it.joinNext = true
			it.marks = n.marks
			continue
		}
		it.joinNext = true
		it.marks = n.marks
	}
}

// hasSubject reports whether a phrase after item i is marked as a subject.
func (s *sent) hasSubject(i int) bool {
	for j := i + 1; j < len(s.items); j++ {
		if it := &s.items[j]; len(it.marks) == 1 && (it.marks[0] == "nom" || it.marks[0] == "topic") && it.mention >= 0 {
			return true
		}
	}
	return false
}

// marked is the item to which the postposition at i belongs, -1 for none: what
// stands before it, over brackets, examples ("など") and suffixes ("側").
func (s *sent) marked(i int) int {
	for j := i - 1; j >= 0 && j >= i-12; j-- {
		p := &s.items[j]
		switch {
		case p.punct && s.x.lang.lattice && strings.Contains("）)", s.str(p)):
			for j > 0 && !(s.items[j].punct && strings.Contains("（(", s.str(&s.items[j]))) {
				j--
			}
		case p.punct && strings.Contains("、。，", s.str(p)):
			return -1
		case p.punct:
		case s.x.lang.lattice && (s.word(p, "ex") != nil || s.word(p, "suffix") != nil) && p.mention < 0:
		case p.join != "":
			return -1
		default:
			return j
		}
		if !s.x.lang.lattice && j <= i-2 {
			return -1
		}
	}
	return -1
}

// isPoss reports whether a mark is the possessive particle.
func isPoss(m string) bool { return m == "의" || m == "の" }

// unknownMarks reads the particle of nouns that no lexicon holds ("상점에"), so
// that a name before them stands under it. Particles that end many other words
// too are left alone.
func (s *sent) unknownMarks() {
	for i := range s.items {
		it := &s.items[i]
		if len(it.ents) > 0 || it.num || it.punct || it.mention >= 0 {
			continue
		}
		w := s.str(it)
		if koreanUnknownVerb(w) {
			continue
		}
		it.marks = nil
		for cut := range w {
			if cut == 0 || len(w)-cut > 12 {
				continue
			}
			switch m := s.x.lang.particles[w[cut:]]; m {
			case "to", "into", "from", "acc", "의", "with":
				if len(w)-cut == 3 && (w[cut:] == "과" || w[cut:] == "와" || w[cut:] == "로") && cut < 6 {
					continue
				}
				it.marks = []string{m}
			}
			if it.marks != nil {
				break
			}
		}
	}
}

// counted gives goods the particle that stands after their number ("근로자 5만여
// 명이", "포탄 1만 발을").
func (s *sent) counted() {
	for i := range s.items {
		it := &s.items[i]
		if !s.isGoods(it) || it.glued {
			continue
		}
		for j := i + 1; j < len(s.items) && j <= i+8; j++ {
			n := &s.items[j]
			if !n.num && s.word(n, "counter") == nil {
				break
			}
			if len(n.marks) > 0 {
				it.marks = n.marks
				if n.marks[0] == "with" && j+1 < len(s.items) && s.isGoods(&s.items[j+1]) {
					it.marks, it.joinNext = s.items[j+1].marks, true
				}
				break
			}
		}
	}
}

func (s *sent) listLike(i int) bool { return false }

// parseFinal parts the sentence into clauses, each closed by its verb.
func (s *sent) parseFinal() {
	s.clauses = s.clauses[:0]
	var pending []int
	lastQuote := -1 // pending items before this index stand outside the quotation
	inQuote := false
	var links []string
	closeClause := func(items []int, typ string) int {
		s.clauses = append(s.clauses, clause{typ: typ, parent: -1, ante: -1, subj: -1, obj: -1, hasFin: true, verbs: 1})
		ci := len(s.clauses) - 1
		for _, k := range items {
			s.items[k].clause = ci
			if !s.items[k].punct {
				s.clauses[ci].items = append(s.clauses[ci].items, k)
			}
		}
		links = append(links, typ)
		return ci
	}
	for i := 0; i < len(s.items); i++ {
		it := &s.items[i]
		pending = append(pending, i)
		if it.punct {
			t := s.str(it)
			if strings.Contains("“「『‘", t) || (t == "\"" || t == "'") && !inQuote {
				inQuote = true
				lastQuote = len(pending)
			} else if strings.Contains("”」』’", t) || (t == "\"" || t == "'") && inQuote {
				inQuote = false
			}
			continue
		}
		typ, ok := s.closes(i)
		if !ok {
			continue
		}
		// a quotation that goes on with "고", "라고" after its closing mark
		j := i + 1
		for j < len(s.items) && s.items[j].punct && strings.Contains("”」』’\"'.", s.str(&s.items[j])) {
			j++
		}
		if j > i+1 && j < len(s.items) && s.items[j].start == s.items[j-1].end && s.word(&s.items[j], "quote") != nil {
			typ = "that"
		}
		from := 0
		switch typ {
		case "that", "cond", "whether", "inf", "purpose", "rel":
			from = s.innerStart(pending, typ, lastQuote)
		}
		inner := pending[from:]
		outer := append([]int(nil), pending[:from]...)
		closeClause(append([]int(nil), inner...), typ)
		pending = outer
		lastQuote = -1
	}
	rest := false
	for _, k := range pending {
		if !s.items[k].punct {
			rest = true
		}
	}
	if rest || len(s.clauses) == 0 {
		closeClause(pending, "main")
	} else {
		for _, k := range pending {
			s.items[k].clause = len(s.clauses) - 1
		}
	}
	s.linkFinal()
}

// innerStart finds where, among the items that wait, the clause begins that the
// last of them closes: topics, and for relative clauses what stands before a
// comma, belong to the clause around it.
func (s *sent) innerStart(pending []int, typ string, quote int) int {
	if s.x.lang.lattice && typ == "rel" && s.word(&s.items[pending[len(pending)-1]], "loaded") != nil {
		// "ロシアに砲弾を積んだコンテナを送った": only what it holds stands inside
		for n := len(pending) - 2; n >= 0; n-- {
			it := &s.items[pending[n]]
			if len(it.marks) > 0 && it.marks[0] != "acc" && !isPoss(it.marks[0]) && it.marks[0] != "with" {
				return n + 2
			}
		}
	}
	if quote > 0 && quote < len(pending) {
		return quote
	}
	from := 0
	noms := 0
	for n := len(pending) - 2; n >= 0; n-- {
		it := &s.items[pending[n]]
		if it.punct {
			if typ == "rel" && strings.ContainsAny(s.str(it), ",，、") && !(n > 0 && s.isGoods(&s.items[pending[n-1]])) {
				return n + 1
			}
			continue
		}
		if len(it.marks) > 0 && it.marks[len(it.marks)-1] == "attr" {
			return n + 1
		}
		if len(it.marks) == 1 && it.marks[0] == "topic" {
			if n+1 >= len(pending)-1 && typ == "inf" { // "수출은 하지": the topic is the verb's own
				continue
			}
			return n + 1
		}
		if len(it.marks) == 1 && it.marks[0] == "nom" && it.mention >= 0 {
			noms++
			if noms == 2 {
				return n + 1
			}
		}
		if typ == "rel" && len(it.marks) == 1 && isPoss(it.marks[0]) && noms > 0 {
			return n + 1
		}
	}
	return from
}

// closes reports whether item i is a verb that closes a clause, and how the
// clause joins what follows.
func (s *sent) closes(i int) (string, bool) {
	if s.x.lang.lattice {
		return s.closesLattice(i)
	}
	it := &s.items[i]
	w := s.str(it)
	switch {
	case it.verb() != nil && it.mention < 0:
	case s.word(it, "aux") != nil || s.word(it, "takesplace") != nil || s.word(it, "ending") != nil:
	case len(it.ents) == 0 && !it.num && s.x.lang.code == "ko" && koreanUnknownVerb(w):
	default:
		return "", false
	}
	if x := s.word(it, "ending"); x != nil && x.value != "" {
		return x.value, true
	}
	typ := s.ending(w)
	if typ == "main" && strings.HasSuffix(w, "까") && i+1 < len(s.items) && strings.HasPrefix(s.str(&s.items[i+1]), "봐") {
		typ = "that" // "줄까 봐 우려한다"
	}
	if typ == "purpose" && i+1 < len(s.items) && (strings.HasSuffix(w, "려는") || strings.HasSuffix(w, "려던")) && (s.isGoods(&s.items[i+1]) || s.items[i+1].get(eDesc) != nil || s.items[i+1].mention >= 0) {
		typ = "rel" // "북한으로 가려던 요트"
	}
	if typ == "rel" && i+1 < len(s.items) {
		n := &s.items[i+1]
		switch {
		case s.word(n, "condafter") != nil:
			typ = "cond"
		case s.word(n, "coordafter") != nil:
			typ = "coord"
		case s.word(n, "purposeafter") != nil:
			typ = "purpose"
		case n.verb() != nil || s.word(n, "thatafter") != nil || s.word(n, "neg") != nil || s.word(n, "modal") != nil:
			typ = "that"
		case n.get(eNoun) != nil && s.x.frames[n.get(eNoun).ref].op():
			typ = "that"
		}
	}
	return typ, true
}

// linkFinal gives each clause the clause it hangs on, from right to left.
func (s *sent) linkFinal() {
	n := len(s.clauses)
	for k := n - 1; k >= 0; k-- {
		c := &s.clauses[k]
		if k == n-1 {
			if c.typ != "main" && c.typ != "coord" && c.typ != "inf" && c.typ != "rel" {
				c.parent = -1
			}
			if c.typ != "cond" && c.typ != "whether" {
				c.typ = "main"
			}
			continue
		}
		next := &s.clauses[k+1]
		switch c.typ {
		case "main":
		case "coord":
			// joined to the next clause: of the same kind, under the same clause
			if s.x.lang.lattice && s.markAfter(c) {
				for m := k + 2; next.typ == "rel" && m < n; m++ {
					next = &s.clauses[m] // "提供し、国連の定めた上限を超えて引き渡した": over what only describes
				}
			}
			next.before = k + 1
			c.typ = "main"
			if next.typ == "rel" {
				c.typ, c.parent, c.ante, c.relCs = "rel", next.parent, next.ante, next.relCs
			}
			if next.typ == "that" || next.typ == "whether" || next.typ == "cond" || next.typ == "purpose" {
				c.typ, c.parent = next.typ, next.parent
				s.topicOut(k)
			}
		case "rel":
			c.parent = k + 1
			last := c.items[len(c.items)-1]
			for j := last + 1; j < len(s.items) && j <= last+8; j++ {
				it := &s.items[j]
				if it.punct {
					continue
				}
				if it.mention >= 0 && (s.x.lang.lattice || s.x.lang.glued && s.ments[it.mention].Type != "organisation" && s.ments[it.mention].Type != "person") && len(it.marks) <= 1 && (len(it.marks) == 0 || isPoss(it.marks[0])) {
					// "イラン原油": the name only describes
					if h := s.besideHead(j); h > j {
						j, it = h, &s.items[h]
					}
				}
				if s.head(it) || s.word(it, "container") != nil {
					// the last of several nouns in a row
					for j+1 < len(s.items) && !s.items[j].glued && s.head(&s.items[j+1]) && s.items[j+1].clause == s.items[j].clause && s.items[j].mention < 0 {
						j++
					}
					c.ante = j
					if s.items[j].mention >= 0 || s.items[j].get(eDesc) != nil {
						c.relCs = fNom
					} else {
						c.relCs = fAcc
					}
					c.parent = s.items[j].clause
					break
				}
				if s.isVerbal(it) {
					break
				}
			}
			if c.parent == k {
				c.parent = k + 1
			}
			if p := c.parent; s.x.lang.glued && c.ante >= 0 && s.isGoods(&s.items[c.ante]) && (governs[s.clauses[p].typ] || s.seizes(p)) {
				c.red = true // told inside a claim, it is no more than claimed
			}
		default:
			c.parent = k + 1
		}
	}
}

// seizes reports whether the verb that closes a clause stops what was on its way.
func (s *sent) seizes(ci int) bool {
	c := &s.clauses[ci]
	if len(c.items) == 0 {
		return false
	}
	e := s.items[c.items[len(c.items)-1]].verb()
	return e != nil && s.x.frames[e.ref].ID == "seize"
}

// markAfter reports whether a comma follows a clause's verb.
func (s *sent) markAfter(c *clause) bool {
	if len(c.items) == 0 {
		return false
	}
	j := c.items[len(c.items)-1] + 1
	return j < len(s.items) && s.items[j].punct && strings.Contains("、，", s.str(&s.items[j]))
}

// topicOut moves a topic, with what stands before it, from clause k to the one
// around it when the clause has a subject of its own ("국정원은 북한이 ...
// 보냈으며 ... 보낼 것이라고 보고했다").
func (s *sent) topicOut(k int) {
	c := &s.clauses[k]
	if c.parent < 0 || !s.x.lang.glued {
		return
	}
	topic := -1
	for n, i := range c.items {
		m := s.items[i].marks
		if len(m) != 1 {
			continue
		}
		if m[0] == "topic" && topic < 0 {
			topic = n
		}
		if m[0] == "nom" && topic >= 0 && n > topic && s.items[i].mention >= 0 {
			p := &s.clauses[c.parent]
			out := c.items[:topic+1]
			for _, j := range out {
				s.items[j].clause = c.parent
			}
			p.items = append(append([]int(nil), out...), p.items...)
			c.items = c.items[topic+1:]
			return
		}
	}
}

// ending asks the language how a clause that ends in w joins what follows.
func (s *sent) ending(w string) string {
	if s.x.lang.ending == nil {
		return "main"
	}
	return s.x.lang.ending(w)
}

// madeThere reports whether item i says that what follows was made or caught at
// the place named before it.
func (s *sent) madeThere(i int) bool {
	if s.word(&s.items[i], "made") == nil || i == 0 || i+1 >= len(s.items) {
		return false
	}
	p := &s.items[i-1]
	if p.mention < 0 || len(p.marks) != 1 || p.marks[0] != "from" {
		return false
	}
	for j := i + 1; j < len(s.items) && j <= i+3; j++ {
		if s.isGoods(&s.items[j]) {
			return true
		}
		if len(s.items[j].ents) > 0 {
			return false
		}
	}
	return false
}

// madeGoods is the goods that were made at the place named by item i, -1 for none.
func (s *sent) madeGoods(i int) int {
	if !s.x.lang.glued || i+1 >= len(s.items) || !s.madeThere(i+1) {
		return -1
	}
	for j := i + 2; j < len(s.items); j++ {
		if s.isGoods(&s.items[j]) {
			return j
		}
	}
	return -1
}
