package reading

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// The grammatical cases in the order of a paradigm's columns.
const (
	cNom = iota
	cGen
	cDat
	cAcc
	cIns
	cLoc
)

var caseBits = [6]uint32{fNom, fGen, fDat, fAcc, fIns, fLoc}

// A declension holds the forms of a noun by number (singular, plural) and case.
type declension struct {
	gender  byte // m, f, n, p (plural only)
	animate bool
	f       [2][6][]string
}

func (d *declension) set(number int, forms ...string) {
	for c, s := range forms {
		if s != "" {
			d.f[number][c] = strings.Split(s, "/")
		}
	}
}

// slavic is what Russian and Ukrainian paradigms do differently.
type slavic struct {
	noun func(word string) declension
	// adj gives an adjective's endings by gender (m f n p) and case; ok is
	// false when the word is no adjective.
	adj func(word string) (stem string, ends map[byte][6]string, ok bool)
}

// phrase declines "adjective adjective noun +tail": the adjectives agree with
// the noun, the tail stands as it is. A noun may carry a mark: ~ declines as
// an adjective, @ is animate, ^ has no plural; see the noun function for
// others.
func (g slavic) phrase(spec string, plural bool) []form {
	head, tail, _ := strings.Cut(spec, "+")
	words := strings.Fields(head)
	if len(words) == 0 {
		return nil
	}
	if tail = strings.TrimSpace(tail); tail != "" {
		tail = " " + tail
	}
	last := words[len(words)-1]
	only := strings.Contains(last, "^")
	animate := strings.Contains(last, "@")
	last = strings.NewReplacer("^", "", "@", "").Replace(last)
	var d declension
	if w, ok := strings.CutSuffix(last, "~"); ok {
		d = g.substantive(w)
	} else {
		d = g.noun(last)
	}
	d.animate = d.animate || animate
	var out []form
	for n := range 2 {
		if n == 1 && !plural && d.gender != 'p' || n == 1 && only {
			continue
		}
		gender := d.gender
		if n == 1 {
			gender = 'p'
		}
		for c := range 6 {
			heads := d.f[n][c]
			bits := caseBits[c]
			if c == cAcc && (gender == 'm' || gender == 'p') {
				if d.animate {
					heads = d.f[n][cGen]
				} else {
					heads = d.f[n][cNom]
				}
			}
			if n == 1 {
				bits |= fPl
			}
			for _, h := range heads {
				t := h
				ok := true
				for i := len(words) - 2; i >= 0; i-- {
					stem, ends, is := g.adj(words[i])
					if !is {
						t = words[i] + " " + t
						continue
					}
					e := ends[gender][c]
					if c == cAcc && (gender == 'm' || gender == 'p') {
						e = ends[gender][cNom]
						if d.animate {
							e = ends[gender][cGen]
						}
					}
					if e == "" && c != cNom {
						ok = false
						break
					}
					e, _, _ = strings.Cut(e, "/")
					t = stem + e + " " + t
				}
				if ok {
					out = append(out, form{t + tail, bits})
				}
			}
		}
	}
	return joinForms(out)
}

// substantive is the paradigm of an adjective used as a noun.
func (g slavic) substantive(w string) declension {
	stem, ends, ok := g.adj(w)
	d := declension{gender: 'm', animate: true}
	if !ok {
		d.set(0, w, w, w, w, w, w)
		return d
	}
	switch {
	case strings.HasSuffix(w, "ая") || strings.HasSuffix(w, "яя") || strings.HasSuffix(w, "а"):
		d.gender, d.animate = 'f', false
	case strings.HasSuffix(w, "ое") || strings.HasSuffix(w, "ее") || strings.HasSuffix(w, "е"):
		d.gender, d.animate = 'n', false
	case strings.HasSuffix(w, "ые") || strings.HasSuffix(w, "ие") || strings.HasSuffix(w, "і"):
		d.gender, d.animate = 'p', false
	}
	for n, gd := range []byte{d.gender, 'p'} {
		if gd == 'p' && n == 0 {
			continue
		}
		for c := range 6 {
			for e := range strings.SplitSeq(ends[gd][c], "/") {
				d.f[n][c] = append(d.f[n][c], stem+e)
			}
		}
	}
	return d
}

// adjective gives all forms of an adjective with the features given.
func (g slavic) adjective(w string, feat uint32) []form {
	stem, ends, ok := g.adj(w)
	if !ok {
		return []form{{w, feat}}
	}
	var out []form
	for _, gd := range []byte{'m', 'f', 'n', 'p'} {
		for c := range 6 {
			b := caseBits[c] | feat
			if gd == 'p' {
				b |= fPl
			}
			for e := range strings.SplitSeq(ends[gd][c], "/") {
				if c == cAcc && (gd == 'm' || gd == 'p') {
					continue
				}
				out = append(out, form{stem + e, b})
				if (c == cNom || c == cGen) && (gd == 'm' || gd == 'p') {
					out = append(out, form{stem + e, b | fAcc})
				}
			}
		}
	}
	return joinForms(out)
}

// joinForms joins equal forms, in the order in which they came.
func joinForms(in []form) []form {
	at := map[string]int{}
	var out []form
	for _, f := range in {
		if i, ok := at[f.text]; ok {
			// a verb form's features stay apart from another's; case bits add up
			out[i].feat |= f.feat
			if f.feat&fPl == 0 {
				out[i].feat &^= fPl
			}
			continue
		}
		at[f.text] = len(out)
		out = append(out, f)
	}
	return out
}

func cutRune(s string) (string, string) {
	_, n := utf8.DecodeLastRuneInString(s)
	return s[:len(s)-n], s[len(s)-n:]
}

func hasAnySuffix(s string, suf ...string) bool {
	return slices.ContainsFunc(suf, func(x string) bool { return strings.HasSuffix(s, x) })
}

// slavicMark adds to the marks of the noun or name at i what its case says: a
// preposition is followed by +acc or +loc where the form decides, a phrase
// without one stands under "gen", "dat" or "ins".
func (s *sent) slavicMark(i int, chain []string) []string {
	it := &s.items[i]
	c := s.ownCase(i)
	if n := len(chain); n > 0 {
		if strings.Contains(chain[n-1], "+") {
			return chain
		}
		if it.mention >= 0 && !it.isAdj() && c&it.cases == 0 && c == fNom {
			it.cases = c
			return nil // "За каждого Москва платит": the preposition governs what stands before
		}
		plus := ""
		switch c &= it.cases; {
		case c&fAcc != 0 && c&fLoc == 0:
			plus = "+acc"
		case c&fLoc != 0 && c&fAcc == 0:
			plus = "+loc"
		}
		if m := chain[n-1]; plus != "" && (m == "в" || m == "на" || m == "у") {
			return append(append([]string(nil), chain[:n-1]...), m+plus)
		}
		return chain
	}
	if c == anyCase && s.ofNoun(i) {
		it.cases = fGen // "гражданам КНДР": a name without endings right after whose it is
		return []string{"gen"}
	}
	if c != 0 {
		it.cases = c
	}
	afterNoun := false
	if j := i - 1; j >= 0 {
		for j > 0 && s.items[j].isAdj() {
			j--
		}
		p := &s.items[j]
		afterNoun = !p.punct && s.word(p, "coord") == nil && p.verb() == nil && !(p.mention >= 0 && s.ments[p.mention].Type == "country") && (s.head(p) || len(p.ents) == 0 && !p.num)
	}
	switch {
	case c == 0 || c&fNom != 0:
		return nil
	case c == fIns:
		it.cases = fIns
		return []string{"ins"}
	case c&fGen != 0 && c&fDat == 0 && (c&fAcc == 0 || afterNoun):
		it.cases = fGen
		return []string{"gen"}
	case c&fDat != 0 && c&fGen == 0:
		it.cases = fDat
		return []string{"dat"}
	case c&fGen != 0 && c&fDat != 0:
		// genitive right after a noun that is no goods, dative elsewhere
		if afterNoun && i > 0 && (!s.isGoods(&s.items[i-1]) || s.people1(&s.items[i-1])) {
			it.cases = fGen
			return []string{"gen"}
		}
		it.cases = fDat
		return []string{"dat"}
	case c&fAcc != 0:
		it.cases = fAcc
	}
	return nil
}

// ownCase is what the forms of a noun and of the adjectives before it let its
// case be.
func (s *sent) ownCase(i int) uint32 {
	it := &s.items[i]
	c := uint32(0)
	for k := range it.ents {
		e := &it.ents[k]
		if e.kind == eActor && it.mention >= 0 || (e.kind == eDesc || e.kind == eGood) && it.mention < 0 {
			c |= e.feat & anyCase
		}
	}
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		p := &s.items[j]
		if p.punct || !p.isAdj() {
			break
		}
		for k := range p.ents {
			if e := &p.ents[k]; e.kind == eActor && e.feat&fAdj != 0 {
				if b := c & e.feat; b != 0 {
					c = b
				}
			}
		}
	}
	return c
}

// participleGoods is the noun that a participle before it describes, with the
// participle's own parties between the two ("поставленные Россией снаряды"),
// -1 for none.
func (s *sent) participleGoods(i int) int {
	for j := i + 1; j < len(s.items) && j <= i+9; j++ {
		it := &s.items[j]
		if it.punct || s.isVerbal(it) && it.get(ePart) == nil {
			return -1
		}
		if s.isGoods(it) && (len(it.marks) == 0 || slices.Equal(it.marks, s.items[i].marks)) {
			return j
		}
		if s.isGoods(it) && it.mention < 0 {
			return j
		}
	}
	return -1
}

// participleSlots fills the slots of a participle that stands before its noun.
func (s *sent) participleSlots(a *act) {
	end := len(s.items)
	if len(a.goods) > 0 {
		end = a.goods[0]
	}
	for k := range s.cands {
		cd := &s.cands[k]
		if cd.origin && slices.Contains(a.goods, cd.head) {
			a.put("from", cd.entity, cd.acts, cd.item, "origin word before the goods", 0.8*cd.factor)
			continue
		}
		h := &s.items[cd.head]
		if h.clause == a.clause && cd.head == a.item+1 && cd.head < end && len(cd.marks) == 0 && !cd.origin && cd.cases == anyCase && a.feat&fPass != 0 {
			a.put(a.frame.Subj, cd.entity, cd.acts, cd.item, "name without endings after the participle", 0.6*cd.factor)
			continue
		}
		if h.clause != a.clause || cd.head < a.item || cd.head > end || len(cd.marks) == 0 {
			continue
		}
		last := cd.marks[len(cd.marks)-1]
		role, mark := a.frame.role(cd.marks, a.feat&fPass != 0)
		if role == "" && last == "dat" {
			role, mark = a.frame.Iobj, "dat"
		}
		if role != "" && role != "goods" && role != "with" && role != "between" {
			a.put(role, cd.entity, cd.acts, cd.item, "mark "+mark, 0.9*cd.factor)
		}
	}
}

// opensClause reports whether item i is the first of a participle's own clause.
func (s *sent) opensClause(i int) bool {
	c := &s.clauses[s.items[i].clause]
	return c.typ == "rel" && len(c.items) > 0 && c.items[0] == i
}

// subjectAfter reports whether the bare candidate k after the verb is the
// subject of clause c: a nominative that cannot be an accusative, or one that
// may be either when nothing before the verb can be the subject.
func (s *sent) subjectAfter(c *clause, k int) bool {
	cd := &s.cands[k]
	if cd.cases&fAcc == 0 {
		return c.subj < 0 || s.cands[c.subj].cases&fAcc != 0 && s.cands[c.subj].cases&fNom != 0
	}
	if c.subj >= 0 || c.pron != "" {
		return false
	}
	for _, i := range c.items {
		it := &s.items[i]
		if i < cd.head {
			if s.word(it, "pron") != nil || s.word(it, "rel") != nil {
				return false
			}
			if e := it.verb(); e != nil && (s.x.frames[e.ref].Obj != "goods" || e.feat&(fPl|fInf) != 0) {
				return false
			}
		}
	}
	return true
}

// caseOrder moves a name that can only be the subject before the others, and
// drops from the free ones what the clause's subject leaves only as object.
func (s *sent) caseOrder(a *act, free []int) []int {
	c := &s.clauses[a.clause]
	if c.subj < 0 || a.passive {
		return free
	}
	sub := &s.cands[c.subj]
	f := a.frame
	if sub.head < a.item {
		// "Москва КНДР не передавала": the name without endings is the receiver
		for n, k := range free {
			if cd := &s.cands[k]; k != c.subj && (cd.head > sub.head || f.Obj == "goods" && f.Iobj != "") && cd.head < a.item && cd.cases == anyCase && sub.cases != anyCase && !s.sameList(c.subj, k) {
				if f.Obj != "goods" && f.Obj != "" {
					a.put(f.Obj, cd.entity, cd.acts, cd.item, "name without endings before the verb", 0.6*cd.factor)
				} else {
					a.put(f.Iobj, cd.entity, cd.acts, cd.item, "name without endings before the verb", 0.6*cd.factor)
				}
				free = append(append([]int(nil), free[:n]...), free[n+1:]...)
				break
			}
		}
		// a name without case endings between verb and goods is the receiver
		for _, k := range free {
			if cd := &s.cands[k]; cd.head > a.item && cd.cases == anyCase && f.Iobj != "" && f.Obj == "goods" {
				sc := 0.7
				if !s.goodsAfter(a, cd.head) {
					sc = 0.55
				}
				a.put(f.Iobj, cd.entity, cd.acts, cd.item, "name without endings beside the goods", sc*cd.factor)
				break
			}
		}
		return free
	}
	a.put(f.Subj, sub.entity, sub.acts, sub.item, "nominative after the verb", 0.85*sub.factor)
	var rest []int
	for _, k := range free {
		cd := &s.cands[k]
		if k == c.subj {
			continue
		}
		if f.Obj != "goods" && f.Obj != "" && cd.cases&fAcc != 0 {
			a.put(f.Obj, cd.entity, cd.acts, cd.item, "accusative", 0.8*cd.factor)
			continue
		}
		if f.Obj == "goods" && f.Iobj != "" && cd.cases == anyCase && cd.head > sub.head {
			a.put(f.Iobj, cd.entity, cd.acts, cd.item, "name without endings beside the goods", 0.55*cd.factor)
			continue
		}
		rest = append(rest, k)
	}
	if len(rest) > 0 && s.cands[rest[0]].head < a.item {
		return nil
	}
	return rest
}

// futureAux reports whether the clause has an auxiliary of the future ("будет
// поставлен").
func (s *sent) futureAux(c *clause) bool {
	for _, k := range c.items {
		if f, ok := s.wordFeat(&s.items[k], "aux"); ok && f&fFut != 0 {
			return true
		}
	}
	return false
}

// attributiveHere reports whether a form that may be predicate or attribute
// ("поставлені") is an attribute: it opens a participle's clause, or its goods
// follow and no auxiliary stands before it.
func (s *sent) attributiveHere(i int) bool {
	if s.opensClause(i) {
		return true
	}
	for _, k := range s.clauses[s.items[i].clause].items {
		if k < i && s.word(&s.items[k], "aux") != nil {
			return false
		}
		if k < i && s.isGoods(&s.items[k]) && k+3 >= i {
			return false
		}
	}
	return s.participleGoods(i) >= 0
}

// sharesModal reports whether an infinitive is joined to one of the clause
// before, so that the verb there and its negation govern both.
func (s *sent) sharesModal(a *act) bool {
	c := &s.clauses[a.clause]
	return a.feat&fInf != 0 && (c.typ == "coord" || c.typ == "part") && !c.hasFin && !s.ownSubject(a.clause)
}

// cyrillicLang tells Russian from Ukrainian by the letters only one of them
// has; "" when the sample has none of either.
func cyrillicLang(sample string) string {
	ru, uk := 0, 0
	for _, r := range sample {
		switch r {
		case 'ы', 'э', 'ъ', 'ё', 'Ы', 'Э', 'Ъ', 'Ё':
			ru++
		case 'і', 'ї', 'є', 'ґ', 'І', 'Ї', 'Є', 'Ґ':
			uk++
		}
	}
	switch {
	case uk > ru:
		return "uk"
	case ru > uk:
		return "ru"
	case len(sample) >= 60: // the letters of Ukrainian are too frequent to be missing
		return "ru"
	}
	return ""
}

// indeclinable gives a name without endings after the act the role that its
// place lets it have: right after a noun it is the genitive, after the doer the
// receiver, and beside a passive the receiver or, where the act has none, the
// doer.
func (s *sent) indeclinable(a *act, k int) {
	cd := &s.cands[k]
	f := a.frame
	if cd.head == 0 {
		return
	}
	p := &s.items[cd.head-1]
	switch {
	case !a.noun:
		role := f.Iobj
		if role == "" {
			role = f.Subj
		}
		a.put(role, cd.entity, cd.acts, cd.item, "name without endings after the passive", 0.6*cd.factor)
	case cd.head == a.item+1 && f.Iobj != "" && a.from.entity != "" && a.from.entity != cd.entity && a.to.entity == "" && s.goodsAfter(a, cd.head):
		a.put(f.Iobj, cd.entity, cd.acts, cd.item, "right after the act, before the goods", 0.6*cd.factor)
	case cd.head == a.item+1:
		a.put(f.Gen, cd.entity, cd.acts, cd.item, "right after the act", 0.65*cd.factor)
	case p.mention >= 0 && len(p.marks) > 0 && p.marks[len(p.marks)-1] == "ins" && f.Iobj != "":
		a.put(f.Iobj, cd.entity, cd.acts, cd.item, "after the doer", 0.65*cd.factor)
	}
}

// accusedOrDenier: who is accused of an act does it ("обвинили КНДР в
// поставках"); who denies reports of it is the side that they do not name.
func (s *sent) accusedOrDenier(a *act) {
	f := a.frame
	c := &s.clauses[a.clause]
	if k := s.askedOf(a); k >= 0 {
		s.sideOf(a, k, 0.7, "is asked for it")
		return
	}
	for k := range s.acts {
		o := &s.acts[k]
		if o.clause != a.clause || o.item > a.item {
			continue
		}
		if o.noun {
			s.askersOwn(a, o)
			continue
		}
		n, sc, by := -1, 0.7, "accused of it"
		switch {
		case o.frame.ID == "stop":
			continue // who stops it has no part in it
		case (o.frame.Effect == "attr" || o.frame.ID == "suspect") && o.frame.Control == "obj" && c.obj >= 0:
			n = c.obj
		case o.frame.Effect == "sought" && o.frame.Control == "obj" && c.obj >= 0 && s.cands[c.obj].head > o.item && s.cands[c.obj].head < a.item:
			n, by = c.obj, "asked for it"
		case o.frame.Effect == "planned" && c.subj >= 0 && len(s.items[a.item].marks) > 0:
			n, sc, by = c.subj, 0.5, "subject of the agreement on it"
			s.partner(a, o, f)
			s.signers(a)
		case o.frame.Effect == "sought" && o.frame.Control == "" && c.subj >= 0 && len(s.items[a.item].marks) > 0:
			n, sc, by = c.subj, 0.6, "who wants it"
		case (o.frame.Effect == "denied" && o.frame.ID != "deny" || o.frame.Effect == "promised") && c.subj >= 0:
			n, sc, by = c.subj, 0.55, "subject of the clause"
		case o.frame.Effect == "denied" && o.frame.ID == "deny" && c.subj >= 0:
			n, sc, by = c.subj, 0.55, "denies it"
		default:
			continue
		}
		s.sideOf(a, n, sc, by)
	}
	if c.subj >= 0 && s.clauseHas(a.clause, "false") {
		s.sideOf(a, c.subj, 0.55, "calls it untrue")
	}
}

// sideOf gives candidate n the side of an act that is still open.
func (s *sent) sideOf(a *act, n int, sc float64, by string) {
	f := a.frame
	{
		cd := &s.cands[n]
		role := f.Subj
		if role == "from" && a.from.entity != "" {
			role = "to"
		} else if role == "to" && a.to.entity != "" {
			role = "from"
		}
		other := a.to
		if role == "to" {
			other = a.from
		}
		if (role == "from" && a.from.entity == "" || role == "to" && a.to.entity == "") && party(other.entity, other.acts) != party(cd.entity, cd.acts) {
			a.put(role, cd.entity, cd.acts, cd.item, by, sc*cd.factor)
		}
	}
}

// partner gives the party with whom an agreement is made ("подписала с Сирией
// контракт на ремонт") the side that its subject does not take.
func (s *sent) partner(a, o *act, f *frame) {
	for k := range s.cands {
		cd := &s.cands[k]
		if s.items[cd.head].clause != a.clause || cd.head > a.item || cd.head < o.item || len(cd.marks) == 0 {
			continue
		}
		if m := cd.marks[len(cd.marks)-1]; m != "с" && m != "з" {
			continue
		}
		if f.Subj == "from" && a.to.entity == "" {
			a.put("to", cd.entity, cd.acts, cd.item, "partner of the agreement on it", 0.45*cd.factor)
		} else if f.Subj == "to" && a.from.entity == "" {
			a.put("from", cd.entity, cd.acts, cd.item, "partner of the agreement on it", 0.45*cd.factor)
		}
	}
}

// contents marks goods that something is laden with ("контейнеры с
// боеприпасами"): under "с" in the instrumental they pass with what holds them.
func (s *sent) contents(it *item, chain []string) []string {
	m := chain[len(chain)-1]
	if m != "с" && m != "з" {
		return chain
	}
	c := uint32(0)
	for k := range it.ents {
		if e := &it.ents[k]; e.kind == eGood {
			c |= e.feat & anyCase
		}
	}
	if c&fIns == 0 || c&fGen != 0 {
		return chain
	}
	return append(append([]string(nil), chain[:len(chain)-1]...), "ins")
}

// dativeGoods reports whether a word for goods stands in a form that can only
// be the dative, so that it receives and does not pass ("передал судну").
func (s *sent) dativeGoods(it *item) bool {
	c := uint32(0)
	for k := range it.ents {
		if e := &it.ents[k]; e.kind == eGood {
			c |= e.feat & anyCase
		}
	}
	return c&fDat != 0 && c&^(fDat|fLoc) == 0
}
