package reading

import "strings"

// A clause is one predicate with its parts.
type clause struct {
	typ    string // main, rel, that, whether, cond, time, cause, conc, inf, purpose, coord, part, speech, paren
	parent int    // -1 for none
	items  []int
	ante   int    // for rel: the item it says something about, -1 for none
	relMk  string // for rel: the preposition before the pronoun
	relCs  uint32 // for rel: the pronoun's cases
	hasFin bool
	verbs  int    // verbs and auxiliaries seen
	subj   int    // index of the subject among cands, -1 for none
	obj    int    // a bare second party, -1 for none
	pron   string // entity the subject pronoun stands for
	red    bool   // a participle that describes a noun, no relative pronoun
	notdo  bool   // says what is not done ("instead of selling")
	ex     bool   // a list of examples was opened ("such as")
	before int    // 1 + the clause joined before it in a row (verb-final languages), 0 for none
}

// isFinite reports whether the item is a finite verb or auxiliary.
func (s *sent) isFinite(it *item) bool {
	if f, ok := s.wordFeat(it, "aux"); ok {
		return f&(fFin|fPast) != 0
	}
	if e := it.get(eSep); e != nil {
		return true
	}
	if s.word(it, "takesplace") != nil || it.guess {
		return true
	}
	if e := it.verb(); e != nil && !it.poss {
		return e.feat&fFin != 0
	}
	return false
}

func (s *sent) isVerbal(it *item) bool {
	return it.guess || it.verb() != nil || it.get(eSep) != nil || s.word(it, "aux") != nil || s.word(it, "takesplace") != nil
}

// subOf finds the subordinator of an item.
func (s *sent) subOf(it *item) string {
	if w := s.word(it, "sub"); w != nil {
		v, _, _ := strings.Cut(w.value, " ")
		return v
	}
	return ""
}

// hasSub reports whether the item is a subordinator of the kind.
func (s *sent) hasSub(it *item, value string) bool {
	for i := range it.ents {
		if e := &it.ents[i]; e.kind == eWord && s.x.words[e.ref].kind == "sub" && s.x.words[e.ref].value == value {
			return true
		}
	}
	return false
}

// parseClauses parts the sentence into clauses.
func (s *sent) parseClauses() {
	l := s.x.lang
	if l.order == orderSOV {
		s.parseFinal()
		return
	}
	s.clauses = append(s.clauses[:0], clause{typ: "main", parent: -1, ante: -1, subj: -1, obj: -1})
	cur := 0
	open := func(typ string, parent int) {
		s.clauses = append(s.clauses, clause{typ: typ, parent: parent, ante: -1, subj: -1, obj: -1})
		cur = len(s.clauses) - 1
	}
	put := func(i int) {
		it := &s.items[i]
		it.clause = cur
		c := &s.clauses[cur]
		c.items = append(c.items, i)
		if s.isVerbal(it) {
			c.verbs++
			if s.isFinite(it) && !(i > 0 && s.word(&s.items[i-1], "zu") != nil) {
				c.hasFin = true
			}
		}
	}
	pop := func() {
		for cur > 0 && (s.clauses[cur].typ == "rel" || s.clauses[cur].typ == "paren") {
			cur = s.clauses[cur].parent
			return
		}
		if s.clauses[cur].parent >= 0 && s.clauses[cur].typ != "coord" {
			cur = s.clauses[cur].parent
		}
	}
	rels := s.relatives()
	boundary := true // the sentence's start, or a mark that may end a clause
	afterComma := false
	for i := 0; i < len(s.items); i++ {
		it := &s.items[i]
		if it.punct {
			switch t := s.str(it); {
			case t == "、" && l.spaceless: // only parts the members of a list
			case strings.Contains(",،、，", t):
				boundary, afterComma = true, true
			case strings.Contains(";；", t):
				open("coord", 0)
				s.clauses[cur].typ = "main"
				boundary, afterComma = true, false
			case (t == ":" || t == "：") && s.saysThat(cur) && s.bareClauseAhead(i+1):
				open("that", cur) // what is said
				boundary, afterComma = true, false
			case t == ":" && l.caseMarks && s.clauses[cur].hasFin && s.finiteSoon(i+1):
				open("coord", 0)
				s.clauses[cur].typ = "main"
				boundary, afterComma = false, false
			case (t == ":" || t == "：") && l.order != orderSOV && s.bareClauseAhead(i+1) && s.clauses[cur].verbs+len(s.clauses[cur].items) > 2:
				open("coord", 0)
				s.clauses[cur].typ = "main" // what follows tells something of its own
				boundary, afterComma = false, false
			case t == ":" && l.order == orderV2 && len(s.clauses[cur].items) == 1 && s.items[s.clauses[cur].items[0]].mention >= 0 && s.bareClauseAhead(i+1):
				open("coord", 0)
				s.clauses[cur].typ = "main" // "Seoul: Nordkorea hat ..."
				boundary, afterComma = false, false
			case t == ":" || t == "–" || t == "—" || t == "：":
				boundary, afterComma = true, true
			case (t == "(" || t == "（") && s.naming(i):
			case t == "(" || t == "（":
				open("paren", cur)
				boundary = true
			case t == ")" || t == "）":
				if s.clauses[cur].typ == "paren" {
					cur = s.clauses[cur].parent
				}
			}
			it.clause = cur
			continue
		}
		if r, ok := rels[i]; ok {
			if boundary && afterComma && s.commaPredicate(i, cur) {
				if t := s.clauses[cur].typ; t != "main" && t != "coord" {
					pop()
				}
				open("coord", cur)
			}
			p := cur
			open("rel", p)
			c := &s.clauses[cur]
			c.ante, c.relCs, c.hasFin, c.red = r[1], fAcc, true, true
			for ; i <= r[0]; i++ {
				put(i)
			}
			i--
			cur = p
			boundary, afterComma = false, false
			continue
		}
		// a preposition before a relative pronoun
		rel, relAt := (*word)(nil), i
		if boundary && afterComma || !l.commaClauses {
			if w := s.word(it, "rel"); w != nil && s.relativeHere(i, cur) {
				rel = w
			} else if s.word(it, "prep") != nil && i+1 < len(s.items) && s.word(&s.items[i+1], "rel") != nil && s.relativeHere(i+1, cur) && (afterComma || s.word(&s.items[i+1], "art") == nil) {
				rel, relAt = s.word(&s.items[i+1], "rel"), i+1
			}
		}
		if rel != nil && l.order == orderV2 && afterComma && s.clauses[cur].typ == "rel" && s.closed(cur, i) && s.clauses[cur].parent >= 0 && s.needsVerb(s.clauses[cur].parent) {
			rel = nil // the clause outside still waits for its verb: it goes on
		}
		if rel != nil && l.caseMarks && relAt == i && s.hasSub(it, "that") && !(i > 1 && s.isGoods(&s.items[i-2])) {
			rel = nil // "що" opens what is said unless goods stand before it
		}
		sub := s.subOf(it)
		if sub == "whether" && s.hasSub(it, "cond") && (boundary || i > 0 && s.items[i-1].verb() == nil && !s.hasSaid(cur)) {
			sub = "cond" // "if": a condition unless a verb of asking or knowing stands before it
		}
		if sub == "that" && l.order == orderVSO {
			sub = s.arabicThat(i)
		}
		if sub == "compare" || sub == "means" {
			sub = ""
		}
		if sub != "" && l.commaClauses && !boundary && !(i > 0 && (s.word(&s.items[i-1], "coord") != nil || s.items[i-1].verb() != nil)) {
			sub = ""
		}
		if sub == "time" && l.order == orderV2 && s.word(it, "prep") != nil && !s.verbCloses(i) {
			sub = "" // "während des Krieges"
		}
		if sub == "time" && s.word(it, "prep") != nil && i+1 < len(s.items) && (s.items[i+1].num || s.items[i+1].get(eTime) != nil) {
			sub = "" // "seit 2013"
		}
		if sub == "inf" && l.commaClauses && !s.zuAhead(i) {
			sub = ""
		}
		if sub == "time" && (!s.finiteAhead(i) || !boundary && s.x.lang.order == orderSVO && i > 0 && s.items[i-1].mention >= 0 && i+1 < len(s.items) && s.items[i+1].verb() != nil && s.word(it, "once") != nil) {
			sub = "" // "Syria once bought"
		}
		switch {
		case s.word(it, "neginf") != nil && s.infinitiveUnder(i):
			open("inf", cur)
			s.clauses[cur].notdo = true
			put(i)
		case afterComma && l.caseMarks && it.get(ePart) != nil:
			// a participle after a comma describes what stands before it
			if s.clauses[cur].typ == "rel" && s.clauses[cur].hasFin {
				pop()
			}
			ante, parent := s.antecedent(i, cur), cur
			if ante >= 0 {
				parent = s.items[ante].clause
			}
			open("rel", parent)
			c := &s.clauses[cur]
			c.ante, c.relCs, c.hasFin = ante, fNom, true
			if it.get(ePart).feat&fPass != 0 {
				c.relCs = fAcc
			}
			put(i)
		case s.reduced(i, cur):
			ante, parent := s.antecedent(i, cur), cur
			if s.clauses[cur].red {
				parent = s.clauses[cur].parent
			}
			if ante >= 0 {
				parent = s.items[ante].clause
			}
			open("rel", parent)
			c := &s.clauses[cur]
			c.ante, c.relCs, c.hasFin, c.red = ante, fAcc, true, true
			put(i)
		case rel != nil:
			if afterComma && s.clauses[cur].typ == "rel" && s.clauses[cur].hasFin {
				pop()
			}
			ante := s.antecedent(i, cur)
			parent := cur
			if ante >= 0 {
				parent = s.items[ante].clause
			}
			open("rel", parent)
			s.clauses[cur].ante = ante
			f, _ := s.wordFeat(&s.items[relAt], "rel")
			s.clauses[cur].relCs = f & anyCase
			if relAt > i {
				v := s.word(it, "prep").value
				s.clauses[cur].relMk, _, _ = strings.Cut(v, " ")
			}
			for ; i < relAt; i++ {
				s.items[i].clause = cur
			}
			s.items[relAt].clause = cur
			s.clauses[cur].items = append(s.clauses[cur].items, relAt)
			boundary, afterComma = false, false
			continue
		case sub != "":
			if afterComma && s.clauses[cur].hasFin && s.clauses[cur].typ != "main" && s.clauses[cur].typ != "coord" && l.commaClauses && sub != "that" && sub != "whether" && sub != "inf" {
				pop()
			} else if s.clauses[cur].typ == "rel" && afterComma && s.clauses[cur].hasFin && !l.commaClauses {
				pop()
			}
			open(sub, cur)
			if sub == "that" && i > 0 && s.items[i-1].get(eNoun) != nil && !s.verbBefore(s.clauses[cur].parent, i-1) {
				s.clauses[cur].ante = i - 1 // "reports that ... are false": the outer verb is still to come
			}
			put(i)
		case boundary && (s.word(it, "condfirst") != nil && (afterComma || i == s.firstWord()) && s.verbFirst(i, cur) || s.verbThenVerb(i)),
			!boundary && s.word(it, "condfirst") != nil && s.modalTurned(i, cur):
			open("cond", cur)
			put(i)
		case boundary && afterComma:
			c := &s.clauses[cur]
			co := s.word(it, "coord")
			switch {
			case co != nil && co.value == "but" && s.gapAhead(i+1, cur):
				open("gap", cur)
				put(i)
			case l.order == orderV2 && co == nil && c.typ == "main" && s.hasSaid(cur) && !s.zuSegment(i) && s.bareClauseAhead(i):
				open("that", cur) // "der Verdacht, X habe ...", "X erklärte, Y habe ..."
				put(i)
			case co != nil && c.typ == "cond" && !s.finiteBeforeComma(i) && c.hasFin:
				put(i)
			case co != nil:
				if c.typ != "main" && s.closed(cur, i) {
					pop()
				}
				if s.clauses[cur].hasFin && (s.verbBeforeBreak(i+1) || s.shortThenSub(i+1)) {
					open("coord", cur)
				}
				put(i)
			case s.speechSegment(i):
				p := cur
				for s.clauses[p].parent >= 0 {
					p = s.clauses[p].parent
				}
				open("speech", p)
				put(i)
			case l.commaClauses && c.typ == "main" && c.verbs > 0 && s.zuSegment(i):
				open("inf", cur)
				put(i)
			case it.verb() != nil && it.verb().feat&fPresp != 0 && it.verb().feat&fFin == 0 && (!l.commaClauses || l.caseMarks):
				if c.typ != "main" && c.typ != "coord" {
					pop()
				}
				open("part", cur)
				put(i)
			case s.commaPredicate(i, cur):
				if c.typ != "main" && c.typ != "coord" {
					pop()
				}
				open("coord", cur)
				put(i)
			case l.adjAfter && c.hasFin && c.parent == 0 && len(s.clauses[0].items) == 0 && !s.isGoods(it) && (c.typ == "conc" || c.typ == "cond" || c.typ == "time" || c.typ == "cause"):
				pop() // a clause that stands before the main one ends at the comma after its verb
				put(i)
			default:
				if c.typ != "main" && c.typ != "coord" && s.closed(cur, i) && !(l.adjAfter && !c.hasFin && (c.typ == "that" || c.typ == "rel" || c.typ == "cond" || c.typ == "time")) {
					if !s.listGoesOn(i) || l.adjAfter && s.subjectPronoun(i) || c.hasFin && (l.order == orderV2 || l.caseMarks && c.typ == "rel" && c.parent >= 0 && !s.clauses[c.parent].hasFin) {
						pop()
						if n := &s.clauses[cur]; n.hasFin && s.isFinite(it) {
							open("coord", cur)
						}
					}
				} else if (c.typ == "main" || c.typ == "coord") && c.hasFin && l.caseMarks && s.predicateHere(i) {
					open("coord", cur)
				} else if (c.typ == "main" || c.typ == "coord") && c.hasFin && s.bareClauseAhead(i) && !s.listInside(i, cur) || (c.typ == "main" || c.typ == "coord") && c.hasFin && s.verbSecond(i, cur) {
					open("coord", cur)
				}
				put(i)
			}
		case s.word(it, "coord") != nil && !boundary && s.word(it, "coord").value == "but" && l.order != orderV2 && s.gapAhead(i+1, cur):
			open("gap", cur)
			put(i)
		case s.word(it, "coord") != nil && !boundary:
			c := &s.clauses[cur]
			if c.verbs > 0 && s.word(it, "coord").value != "nor" && s.verbBeforeBreak(i+1) && s.newPredicate(i+1, cur) {
				typ := "coord"
				parent := cur
				if c.typ == "rel" || c.typ == "cond" || c.typ == "that" || c.typ == "whether" || c.typ == "inf" {
					// coordinated inside: same kind, same parent
					typ = c.typ
					parent = c.parent
					ante, mk, cs := c.ante, c.relMk, c.relCs
					s.items[i].clause = cur
					sub := c.subj
					open(typ, parent)
					n := &s.clauses[cur]
					n.ante, n.relMk, n.relCs, n.subj = ante, mk, cs, sub
					n.ex = true // marks "shares its subject with the clause before"
					put(i)
					boundary, afterComma = false, false
					continue
				}
				open(typ, parent)
			}
			put(i)
		case !l.commaClauses && s.clauses[cur].typ != "main" && s.clauses[cur].typ != "coord" && s.clauses[cur].hasFin && s.isFinite(it) && !s.partOfGroup(i) && (s.clauses[cur].typ == "rel" || s.clauses[cur].typ == "that" && s.clauses[cur].ante >= 0):
			pop()
			put(i)
		default:
			put(i)
		}
		boundary, afterComma = false, false
	}
}

// infinitiveUnder reports whether the preposition at i governs an infinitive or
// gerund ("instead of selling", "ohne Öl zu liefern", "sans avoir livré").
func (s *sent) infinitiveUnder(i int) bool {
	if s.x.lang.order == orderV2 {
		return s.zuAhead(i)
	}
	for j := i + 1; j < len(s.items) && j <= i+3; j++ {
		it := &s.items[j]
		if e := it.verb(); e != nil {
			return e.feat&(fInf|fPresp) != 0 && it.mention < 0
		}
		if w := s.word(it, "aux"); w != nil {
			return strings.HasPrefix(w.value, "perf")
		}
		if s.word(it, "pron") == nil && s.word(it, "neg") == nil && s.word(it, "zu") == nil {
			return false
		}
	}
	return false
}

// naming reports whether the brackets that open at i hold no more than the seat
// or state of what stands before them: "Rosneft AG (Moskau, Russland)".
func (s *sent) naming(i int) bool {
	if s.x.lang.order == orderSOV || s.x.lang.spaceless || i == 0 || i+1 >= len(s.items) || s.items[i-1].mention >= 0 && s.ments[s.items[i-1].mention].Type != "organisation" {
		return false
	}
	if p := &s.items[i-1]; !p.upper && p.mention < 0 && p.get(eDesc) == nil {
		return false
	}
	named := false
	for j := i + 1; j < len(s.items) && j <= i+5; j++ {
		it := &s.items[j]
		switch {
		case it.punct && strings.ContainsAny(s.str(it), ")）"):
			return named
		case it.mention >= 0 && !it.isAdj() && s.ments[it.mention].ActsFor != "" && s.ments[it.mention].Type != "person":
			named = true
		case it.punct && s.str(it) == ",":
		default:
			return false
		}
	}
	return false
}

func (s *sent) firstWord() int {
	for i := range s.items {
		if !s.items[i].punct {
			return i
		}
	}
	return 0
}

// closed reports whether a subordinate clause has its verb, so that a comma
// ends it: one that is known, or (where the verb comes last) an unknown word in
// lower case right before the comma.
func (s *sent) closed(ci, i int) bool {
	c := &s.clauses[ci]
	if s.x.lang.caseMarks && c.typ == "purpose" && c.verbs > 0 {
		return true
	}
	if c.hasFin || c.typ == "inf" || c.typ == "part" || c.typ == "paren" {
		return true
	}
	if s.x.lang.order == orderV2 && len(c.items) > 1 {
		p := &s.items[c.items[len(c.items)-1]]
		return len(p.ents) == 0 && !p.upper && !p.num
	}
	return !s.x.lang.commaClauses
}

// relativeHere reports whether the pronoun at i opens a relative clause.
func (s *sent) relativeHere(i, cur int) bool {
	it := &s.items[i]
	if s.x.lang.commaClauses {
		if s.x.lang.order == orderV2 && s.zuSegment(i) {
			return false // "dem Militär Raketen zu überlassen"
		}
		// verb-final: a verb must come before the next comma, and no finite verb directly after
		if i+1 < len(s.items) && s.isFinite(&s.items[i+1]) && s.x.lang.capNouns {
			for j := i + 2; j < len(s.items) && !s.items[j].punct; j++ {
				return false
			}
			return true
		}
		last := -1
		for j := i + 1; j < len(s.items); j++ {
			if s.items[j].punct && strings.ContainsAny(s.str(&s.items[j]), ",;:–—.?!") {
				break
			}
			last = j
		}
		if last < 0 {
			return false
		}
		if s.x.lang.order != orderV2 {
			return true
		}
		li := &s.items[last]
		if s.isVerbal(li) {
			return true
		}
		// an unknown verb: lower case at the clause's end
		return len(li.ents) == 0 && !li.upper && !li.num
	}
	if w := s.word(it, "rel"); w != nil && strings.Contains(w.value, "that") {
		// that: a relative only directly after a noun that is no speech verb
		if i == 0 {
			return false
		}
		p := &s.items[i-1]
		if p.verb() != nil && p.get(eNoun) == nil {
			return false
		}
		if e := p.get(eNoun); e != nil && s.x.frames[e.ref].Kind == "op" {
			return false
		}
		if p.get(eNoun) != nil && s.x.frames[p.get(eNoun).ref].Kind == "threat" {
			return false
		}
		if !s.isGoods(p) && p.get(eNoun) == nil && s.saysThat(cur) {
			return false // "denied on Friday that ..."
		}
		return s.head(p) || len(p.ents) == 0 && !p.punct
	}
	return i > 0
}

// hasSaid reports whether a clause ends in an operator, verb or noun, that a
// clause without conjunction may follow.
func (s *sent) hasSaid(ci int) bool {
	items := s.clauses[ci].items
	for n := len(items) - 1; n >= 0 && n >= len(items)-4; n-- {
		for _, e := range s.items[items[n]].ents {
			if (e.kind == eVerb || e.kind == eNoun || e.kind == eSep) && (s.x.frames[e.ref].Kind == "op" || s.x.frames[e.ref].Kind == "threat") {
				return true
			}
		}
	}
	return false
}

// verbBefore reports whether a clause has a verb before item end.
func (s *sent) verbBefore(ci, end int) bool {
	for _, k := range s.clauses[ci].items {
		if k < end && s.isVerbal(&s.items[k]) {
			return true
		}
	}
	return false
}

// gapAhead reports whether what follows "but" at i has no verb of its own and
// takes that of the clause before ("but no weapons to Ukraine").
func (s *sent) gapAhead(i, cur int) bool {
	found := false
	for j := i; j < len(s.items); j++ {
		it := &s.items[j]
		if it.punct {
			break
		}
		if s.isVerbal(it) && !s.isGoods(it) && it.get(eNoun) == nil {
			return false
		}
		if s.isGoods(it) || it.mention >= 0 && len(it.marks) > 0 {
			found = true
		}
	}
	if !found {
		return false
	}
	for _, k := range s.clauses[cur].items {
		for _, e := range s.items[k].ents {
			if (e.kind == eVerb || e.kind == eSep) && !s.x.frames[e.ref].op() {
				return true
			}
		}
	}
	return false
}

// saysThat reports whether a clause has a verb of saying, denying or doubting
// that still waits for what is said.
func (s *sent) saysThat(ci int) bool {
	for _, k := range s.clauses[ci].items {
		for _, e := range s.items[k].ents {
			if e.kind == eVerb && s.x.frames[e.ref].Kind == "op" {
				return true
			}
		}
	}
	return false
}

// antecedent is the head before a relative clause.
func (s *sent) antecedent(i, cur int) int {
	for j := i - 1; j >= 0; j-- {
		it := &s.items[j]
		if it.punct {
			continue
		}
		if s.isVerbal(it) && it.get(eNoun) == nil && it.mention < 0 && !s.isGoods(it) {
			return -1
		}
		if !s.head(it) && (!(len(it.ents) == 0 && !s.x.lang.capNouns && j == i-1) || s.x.lang.adjAfter && !it.upper && j > 0 && s.head(&s.items[j-1])) {
			continue
		}
		// "Sicherheitsrats, die": a measure noun before a genitive is meant
		if it.mention >= 0 && len(it.marks) > 0 {
			last := it.marks[len(it.marks)-1]
			if last == "gen" || last == "of" || last == "von" || last == "de" {
				if p := s.prevHead(j); p >= 0 && s.items[p].get(eNoun) != nil {
					return p
				}
			}
		}
		return j
	}
	return -1
}

// zuAhead reports whether an infinitive with zu/to comes before the next mark.
func (s *sent) zuAhead(i int) bool {
	for j := i + 1; j < len(s.items); j++ {
		it := &s.items[j]
		if it.punct && strings.ContainsAny(s.str(it), ",;.:") {
			return false
		}
		if s.word(it, "zu") != nil && (s.infinitiveNext(j) || s.x.lang.capNouns && j+1 < len(s.items) && !s.items[j+1].upper) {
			return true
		}
		if e := it.verb(); e != nil && e.feat&fInf != 0 && strings.Contains(s.str(it), "zu") {
			return true
		}
		if len(it.ents) == 0 && !it.upper && strings.Contains(s.str(it), "zu") && strings.HasSuffix(s.str(it), "n") {
			return true
		}
	}
	return false
}

func (s *sent) zuSegment(i int) bool {
	fin := false
	for j := i; j < len(s.items); j++ {
		it := &s.items[j]
		if it.punct && strings.ContainsAny(s.str(it), ",;.:") {
			break
		}
		if _, ok := s.wordFeat(it, "aux"); ok && s.word(&s.items[j-1], "zu") == nil {
			fin = true
		}
		if s.subOf(it) != "" && j == i {
			return false
		}
	}
	return !fin && s.zuAhead(i-1)
}

func (s *sent) finiteAhead(i int) bool {
	for j := i + 1; j < len(s.items); j++ {
		it := &s.items[j]
		if it.punct && strings.ContainsAny(s.str(it), ",;.:") {
			// an unknown verb may have ended it (verb-final languages)
			p := &s.items[j-1]
			return s.x.lang.order == orderV2 && len(p.ents) == 0 && !p.upper && !p.num && j-i > 2
		}
		if s.isFinite(it) {
			return true
		}
		if !s.x.lang.capNouns && len(it.ents) == 0 && j > i+1 && strings.HasSuffix(s.str(it), "ed") {
			return true
		}
	}
	return false
}

func (s *sent) finiteBeforeComma(i int) bool {
	for j := i; j < len(s.items); j++ {
		if s.items[j].punct && s.str(&s.items[j]) == "," {
			return false
		}
		if s.isFinite(&s.items[j]) {
			return true
		}
	}
	return false
}

// verbFirst reports whether a clause without conjunction begins with its verb
// at i and means a condition ("sollte X ...", "were X to ...", "should X ...").
func (s *sent) verbFirst(i, cur int) bool {
	if s.ask && i == s.firstWord() && !s.commaAhead(i) {
		return false
	}
	n := i + 1
	if n >= len(s.items) {
		return false
	}
	if i == s.firstWord() {
		return s.commaAhead(i)
	}
	for cur > 0 && (s.clauses[cur].typ == "rel" || s.clauses[cur].typ == "time" || s.clauses[cur].typ == "inf") {
		cur = s.clauses[cur].parent
	}
	return s.clauses[cur].hasFin
}

// verbThenVerb: a clause that begins with its verb and is followed by another
// that does is a condition ("Liefere Seoul Waffen, so werde Moskau ...", "Kommt
// es dazu, zieht ...").
func (s *sent) verbThenVerb(i int) bool {
	if s.x.lang.order != orderV2 || s.ask || !s.isFinite(&s.items[i]) || s.items[i].get(eNoun) != nil {
		return false
	}
	if i != s.firstWord() && !(s.items[i-1].punct && strings.ContainsAny(s.str(&s.items[i-1]), ":„\"“")) {
		return false
	}
	for j := i + 1; j+1 < len(s.items); j++ {
		if !s.items[j].punct || s.str(&s.items[j]) != "," {
			continue
		}
		n := &s.items[j+1]
		if t := s.str(n); s.isFinite(n) || t == "so" || t == "dann" {
			return true
		}
		if s.subOf(n) == "" && s.word(n, "rel") == nil && s.word(n, "coord") == nil {
			return false
		}
	}
	return false
}

// modalTurned: "buy the oil should Washington lift its embargo": a modal right
// before a subject, in a clause that has its verb, opens a condition.
func (s *sent) modalTurned(i, cur int) bool {
	if s.x.lang.commaClauses || s.ask || i+1 >= len(s.items) || i == 0 || !s.clauses[cur].hasFin {
		return false
	}
	n, p := &s.items[i+1], &s.items[i-1]
	if p.mention >= 0 && !s.isGoods(p) && len(p.marks) == 0 && (n.mention < 0 || !s.verbBefore(cur, i-1)) || s.word(p, "pron") != nil || s.word(p, "rel") != nil || s.word(p, "coord") != nil {
		return false
	}
	if n.mention < 0 && s.word(n, "pron") == nil && s.word(n, "art") == nil {
		return false
	}
	// a verb must follow for the new clause
	for j := i + 2; j < len(s.items) && j < i+10 && !s.items[j].punct; j++ {
		if e := s.items[j].verb(); e != nil && e.feat&fInf != 0 || s.word(&s.items[j], "zu") != nil || len(s.items[j].ents) == 0 {
			return true
		}
	}
	return false
}

// shortThenSub: "und 2012, nachdem ..., hatte": a few words before a
// subordinate clause open a clause of their own.
func (s *sent) shortThenSub(i int) bool {
	for j := i; j < len(s.items) && j <= i+3; j++ {
		if s.items[j].punct && s.str(&s.items[j]) == "," && j > i {
			return j+1 < len(s.items) && s.subOf(&s.items[j+1]) != ""
		}
		if s.isVerbal(&s.items[j]) || s.isGoods(&s.items[j]) {
			return false
		}
	}
	return false
}

func (s *sent) commaAhead(i int) bool {
	for j := i + 1; j < len(s.items); j++ {
		if s.items[j].punct && s.str(&s.items[j]) == "," {
			return true
		}
	}
	return false
}

// verbBeforeBreak reports whether a verb comes before the next mark.
func (s *sent) verbBeforeBreak(i int) bool {
	for j := i; j < len(s.items); j++ {
		it := &s.items[j]
		if it.punct && strings.ContainsAny(s.str(it), ",;:–—") {
			return false
		}
		if s.subOf(it) != "" && s.subOf(it) != "compare" || !s.x.lang.commaClauses && s.word(it, "rel") != nil && s.word(it, "art") == nil {
			return false
		}
		if s.isVerbal(it) {
			return true
		}
	}
	return false
}

// newPredicate reports whether what follows "and" at i is a predicate of its
// own and not the rest of a noun phrase.
func (s *sent) newPredicate(i, cur int) bool {
	if s.x.lang.order == orderV2 || s.x.lang.order == orderSOV {
		// verb-final: a second complex before the verb. "hat A geliefert und B zugesagt": the clause before has its verb already
		c := &s.clauses[cur]
		if !c.hasFin && c.typ != "inf" {
			return false
		}
		for _, k := range c.items {
			it := &s.items[k]
			if e := it.verb(); e != nil && e.feat&(fPart|fInf) != 0 {
				return true
			}
			if e := it.verb(); e != nil && e.feat&fFin != 0 {
				return true
			}
			if e := it.get(eSep); e != nil && s.sepBefore(k, i-1, s.x.seps[e.sep]) {
				return true
			}
		}
		// an unknown participle or verb directly before "und"
		if i >= 2 {
			p := &s.items[i-2]
			if len(p.ents) == 0 && !p.punct && !p.upper && !p.num && s.x.lang.capNouns && c.hasFin {
				t := s.str(p)
				return strings.HasSuffix(t, "en") || strings.HasSuffix(t, "t")
			}
		}
		return false
	}
	// SVO: "and [subject] verb": the verb comes before any object
	for j := i; j < len(s.items) && j < i+8; j++ {
		it := &s.items[j]
		if it.punct {
			return false
		}
		if s.isVerbal(it) {
			e := it.verb()
			if e != nil && e.feat == fPresp && it.get(eNoun) != nil {
				continue
			}
			return true
		}
		if s.isGoods(it) && j > i {
			return s.verbBeforeBreak(j) && s.finiteBeforeComma(j)
		}
	}
	return false
}

// needsVerb reports whether a clause has its auxiliary but not yet the verb
// that must follow it.
func (s *sent) needsVerb(ci int) bool {
	aux := false
	for _, k := range s.clauses[ci].items {
		it := &s.items[k]
		if w := s.word(it, "aux"); w != nil {
			aux = true
			continue
		}
		if e := it.verb(); e != nil && e.feat&(fInf|fPart) != 0 {
			return false
		}
		if t := s.str(it); aux && len(it.ents) == 0 && !it.upper && !it.num && !it.punct && strings.HasSuffix(t, "en") && len(t) > 5 {
			return false
		}
	}
	return aux
}

// verbSecond reports whether the part after a comma has a finite verb of its
// own, so that it is a clause (languages whose main clauses hold one finite
// verb in the second place).
func (s *sent) verbSecond(i, cur int) bool {
	if s.x.lang.order != orderV2 || s.needsVerb(cur) {
		return false
	}
	for j := i; j < len(s.items); j++ {
		it := &s.items[j]
		if it.punct {
			break
		}
		if s.subOf(it) != "" && s.word(it, "prep") == nil {
			return false
		}
		strict := false
		if f, ok := s.wordFeat(it, "aux"); ok {
			strict = f&(fFin|fPast) != 0
		}
		if e := it.verb(); e != nil {
			strict = e.feat&fFin != 0 && (e.feat&(fInf|fPart|fAdj) == 0 || e.feat&fAdj == 0 && e.feat&fPart == 0 && j+1 < len(s.items) && !s.items[j+1].punct)
		}
		if e := it.get(eSep); e != nil {
			strict = true
		}
		if strict && j > i {
			return true
		}
		if strict && j == i && s.subjectBefore(cur) {
			return true // "X hat ... verkauft, gibt Y aber ...": one subject, two predicates
		}
	}
	return false
}

// subjectBefore reports whether a clause has a bare party or head before its
// finite verb, so that a verb after a comma may share it.
func (s *sent) subjectBefore(ci int) bool {
	bare := false
	for _, k := range s.clauses[ci].items {
		it := &s.items[k]
		if s.isFinite(it) {
			return bare
		}
		bare = bare || s.head(it) && len(it.marks) == 0 && it.cases&fNom != 0
	}
	return false
}

// listInside reports whether the comma before item i only parts members of a
// list in a clause that still waits for its verb ("darf Maschinen, Fahrzeuge
// oder Eisen ... ausführen").
func (s *sent) listInside(i, cur int) bool {
	return s.x.lang.order == orderV2 && i > 1 && s.isGoods(&s.items[i]) && s.isGoods(&s.items[i-2]) && s.needsVerb(cur)
}

// sepBefore reports whether the separable prefix stands right before item end.
func (s *sent) sepBefore(i, end int, prefix string) bool {
	return end-1 > i && strings.EqualFold(s.str(&s.items[end-1]), prefix)
}

// subjectPronoun reports whether a pronoun that can only be a subject stands at i.
func (s *sent) subjectPronoun(i int) bool {
	f, ok := s.wordFeat(&s.items[i], "pron")
	return ok && f&fNom != 0 && f&fAcc == 0 && s.word(&s.items[i], "art") == nil
}

// listGoesOn reports whether the part after a comma continues a list.
func (s *sent) listGoesOn(i int) bool {
	for j := i; j < len(s.items); j++ {
		it := &s.items[j]
		if it.punct {
			return true
		}
		if s.isVerbal(it) {
			return false
		}
		if s.word(it, "coord") != nil && j > i {
			return !s.verbBeforeBreak(j)
		}
		if s.x.lang.capNouns && len(it.ents) == 0 && !it.upper && !it.num && j+1 == len(s.items) {
			return false
		}
	}
	return false
}

// bareClauseAhead reports whether a whole clause (subject and finite verb)
// follows a comma without conjunction.
func (s *sent) bareClauseAhead(i int) bool {
	subj := false
	for j := i; j < len(s.items); j++ {
		it := &s.items[j]
		if it.punct {
			if j == i && strings.ContainsAny(s.str(it), "\"“„«") {
				continue
			}
			return false
		}
		if s.word(it, "coord") != nil && j > i && j+1 < len(s.items) && s.isFinite(&s.items[j+1]) && s.items[j-1].mention >= 0 && len(s.items[j-1].marks) > 0 {
			return false // "arms to Syria and sends ...": no subject of its own
		}
		if it.mention >= 0 || s.word(it, "pron") != nil {
			subj = true
		}
		if w := s.word(it, "art"); s.x.lang.adjAfter && w != nil && (w.value == "def" || w.value == "dem") && j <= i+1 {
			subj = true // "..., el material fue entregado"
		}
		if s.isFinite(it) && j > i {
			return subj
		}
	}
	return false
}

// partOfGroup reports whether the finite form at i only continues a verb group
// ("has supplied", "did deliver").
func (s *sent) partOfGroup(i int) bool {
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		it := &s.items[j]
		if s.word(it, "aux") != nil || s.word(it, "zu") != nil {
			return true
		}
		if s.word(it, "neg") == nil && len(it.ents) > 0 && it.get(eCue) == nil && it.get(eTime) == nil {
			return false
		}
	}
	return false
}

// speechSegment reports whether the part of the sentence from i to its end
// only says who said the rest: "the Kremlin threatened", "sagte Peskow".
func (s *sent) speechSegment(i int) bool {
	for j := i; j < len(s.items) && s.x.lang.caseMarks; j++ {
		if s.word(&s.items[j], "false") != nil {
			return false // "..., Тегеран называет вымыслом"
		}
		if s.items[j].punct && s.str(&s.items[j]) == "," {
			break
		}
	}
	verb, n := false, 0
	for j := i; j < len(s.items); j++ {
		it := &s.items[j]
		if it.punct {
			if strings.ContainsAny(s.str(it), ".!?“”\"") {
				continue
			}
			return verb && s.str(it) == ";"
		}
		n++
		if n > 8 {
			return false
		}
		if s.subOf(it) != "" || s.isGoods(it) || s.word(it, "neg") != nil {
			return false // "..., ist nicht belegt"
		}
		if it.verb() != nil {
			says := false
			for _, e := range it.ents {
				if e.kind == eVerb {
					f := &s.x.frames[e.ref]
					says = says || f.Kind == "threat" || f.Kind == "op" && f.Effect == "attr"
				}
			}
			if !says {
				return false
			}
			verb = true
		}
	}
	return verb
}
