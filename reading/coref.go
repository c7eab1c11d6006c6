package reading

import (
	"strings"
)

// doc is the state of one text while it is read.
type doc struct {
	r     *Reader
	text  string
	opt   ReadOptions
	out   *Findings
	seen  map[string]int
	topic string         // the state that the text names first
	told  map[string]int // names of parties that act for a state, by state
	// subjects of the clauses read so far, the last one at the end
	subjects    []subjectRef
	era         When
	scene       string // the state in which the last sentence is set
	goodsSeen   string // class of the goods named last, for "the material"
	goodsAt     int
	nextID      int
	firm        string           // the state of the firm described last
	self        string           // the state in which the writer of a letter sits
	closed      bool             // the closing formula of a letter was read
	you         string           // the state in which the addressee of a letter sits
	letter      bool             // the text is a letter: its salutation was read
	heads       []headline       // who is named above a salutation
	firmRef     string           // the state of the firm taken up last ("the client")
	firms       map[int32]string // by the noun that takes it up
	lastPlace   string           // the state last spoken of, and where
	lastPlaceAt int
	oneBack     int // start of the last sentence
	twoBack     int // start of the one before
	work        *sent
	fields      []field // lines of a form
	roles       []field // parties of a contract, as running text names them
	formDoc     string  // what kind of form
}

type subjectRef struct {
	entity, acts string
	start        int  // of its sentence
	subject      bool // false: another party of the clause
	plural       bool
	weak         bool // itself only a reference
}

func actsFor(entity string, d *doc) string {
	if c, ok := strings.CutPrefix(entity, "country:"); ok {
		return c
	}
	for i := len(d.subjects) - 1; i >= 0; i-- {
		if d.subjects[i].entity == entity {
			return d.subjects[i].acts
		}
	}
	return ""
}

// lastGoods is the last dealing with goods, at most two sentences back.
func (d *doc) lastGoods() *Dealing {
	for i := len(d.out.Dealings) - 1; i >= 0; i-- {
		p := &d.out.Dealings[i]
		if p.Start < d.twoBack {
			return nil
		}
		if strings.HasPrefix(p.Class, "finance") || strings.HasPrefix(p.Class, "diplomacy") || strings.HasPrefix(p.Class, "cooperation") || strings.HasPrefix(p.Class, "measure") {
			continue
		}
		return p
	}
	return nil
}

func (d *doc) addDealing(x Dealing) {
	d.out.Dealings = append(d.out.Dealings, x)
	d.nextID++
}

// pronoun is the party a subject pronoun stands for: the subject of the clause
// before in the sentence, else of the sentences before.
func (d *doc) pronoun(s *sent, value string, ci int) string {
	if strings.Contains(value, "first") {
		// "we": the one who speaks
		for k := range s.clauses {
			if k != ci && s.saysThat(k) || s.clauses[k].typ == "speech" {
				if e, _, _, _ := s.subject(k); e != "" {
					return e
				}
				for j := range s.cands {
					if s.items[s.cands[j].head].clause == k {
						return s.cands[j].entity
					}
				}
			}
		}
		if strings.HasPrefix(value, "nom first") && !s.quotes() {
			return writer
		}
		return ""
	}
	if strings.Contains(value, "second") {
		if d.letter && strings.HasPrefix(value, "nom") && !s.quotes() {
			return addressee
		}
		return ""
	}
	if strings.Contains(value, "expl") && s.x.lang.capNouns || strings.Contains(value, "generic") || strings.Contains(value, "dem") {
		return ""
	}
	masc := strings.Contains(value, "masc") || strings.Contains(value, "person")
	fits := func(entity string) bool {
		if masc {
			return strings.HasPrefix(entity, "person:")
		}
		return true
	}
	// German "er", "sie": first a clause of this sentence
	for k := ci - 1; k >= 0; k-- {
		if e, _, _, _ := s.subject(k); e != "" && fits(e) {
			return e
		}
	}
	for i := len(d.subjects) - 1; i >= 0; i-- {
		r := &d.subjects[i]
		if r.start < d.twoBack {
			break
		}
		if r.subject && fits(r.entity) {
			return r.entity
		}
	}
	if d.firmRef != "" && !masc && strings.Contains(value, "nom acc") && !strings.Contains(value, "pl") {
		for i := len(d.subjects) - 1; i >= 0; i-- {
			if d.subjects[i].subject {
				if d.subjects[i].acts == d.firmRef {
					return "country:" + d.firmRef // the firm of which the text speaks
				}
				break
			}
		}
	}
	return ""
}

// pronounReceiver is the party that a pronoun in the dative stands for beside a
// verb of giving ("переслав їм", "leur a livré"): the last one spoken of that
// does not give.
func (s *sent) pronounReceiver(a *act) (entity, acts string, at int) {
	at = -1
	for _, k := range s.clauses[a.clause].items {
		it := &s.items[k]
		if f, ok := s.wordFeat(it, "pron"); ok && it.mention < 0 && f&fDat != 0 && f&(fNom|fAcc) == 0 && len(it.marks) == 0 && abs(k-a.item) <= 3 {
			at = k
		}
	}
	if at < 0 {
		return "", "", -1
	}
	fits := func(e, acts string) bool {
		return e != "" && party(e, acts) != party(a.from.entity, a.from.acts) && party(e, acts) != "" && !strings.HasPrefix(e, "region:")
	}
	for k := len(s.cands) - 1; k >= 0; k-- {
		cd := &s.cands[k]
		if cd.item < at && s.items[cd.head].clause != a.clause && !cd.origin && fits(cd.entity, cd.acts) {
			return cd.entity, cd.acts, at
		}
	}
	d := s.d
	for i := len(d.out.Dealings) - 1; i >= 0 && d.out.Dealings[i].Start >= d.twoBack; i-- {
		p := &d.out.Dealings[i]
		for _, x := range []OrNull{p.To, p.From} {
			if fits(entityOf(x), codeOf(x)) {
				return entityOf(x), codeOf(x), at
			}
		}
	}
	for i := len(d.subjects) - 1; i >= 0; i-- {
		r := &d.subjects[i]
		if r.start < d.twoBack {
			break
		}
		if fits(r.entity, r.acts) {
			return r.entity, r.acts, at
		}
	}
	return "", "", -1
}

// noteSubjects keeps the sentence's parties for the sentences that follow.
func (s *sent) noteSubjects() {
	d := s.d
	n := len(d.subjects)
	for ci := range s.clauses {
		c := &s.clauses[ci]
		if c.typ == "rel" || c.typ == "paren" {
			continue
		}
		if c.obj >= 0 {
			cd := &s.cands[c.obj]
			d.subjects = append(d.subjects, subjectRef{cd.entity, cd.acts, s.start, false, false, s.reference(cd)})
		}
		if c.subj >= 0 {
			cd := &s.cands[c.subj]
			d.subjects = append(d.subjects, subjectRef{cd.entity, cd.acts, s.start, true, false, s.reference(cd)})
		}
	}
	// subjects of main clauses last
	for ci := len(s.clauses) - 1; ci >= 0; ci-- {
		c := &s.clauses[ci]
		if (c.typ == "main") && c.subj >= 0 && len(s.clauses) > 1 {
			cd := &s.cands[c.subj]
			d.subjects = append(d.subjects, subjectRef{cd.entity, cd.acts, s.start, true, false, s.reference(cd)})
		}
	}
	for i := range s.items {
		it := &s.items[i]
		if g := s.good(it); g != nil && g.flags == "" && it.mention < 0 && carried(g.class) && g.class != "labour" && g.class != "soldiers" && g.class != "vessels" && g.class != "goods.general" && g.class != "debt" && g.class != "real_property" {
			d.goodsSeen, d.goodsAt = g.class, s.start
		}
	}
	if len(d.subjects) > 200 {
		d.subjects = append(d.subjects[:0], d.subjects[len(d.subjects)-100:]...)
	}
	_ = n
	s.noteFirm()
	s.noteSelf()
	s.noteLetter()
	s.noteYou()
	for i := len(s.items) - 1; i >= 0; i-- {
		if k := s.items[i].mention; k >= 0 && s.ments[k].ActsFor != "" && s.ments[k].Type != "person" {
			d.lastPlace, d.lastPlaceAt = "country:"+s.ments[k].ActsFor, s.start
			break
		}
	}
	// where the sentence is set: a state under "in"
	scene := ""
	for k := range s.cands {
		cd := &s.cands[k]
		if len(cd.marks) > 0 && cd.acts != "" && placeMark[cd.marks[len(cd.marks)-1]] {
			scene = cd.acts
		}
	}
	d.scene = scene
}

var placeMark = map[string]bool{"in": true, "на": true, "в": true, "en": true, "at": true, "에서": true, "在": true, "loc": true, "で": true, "في": true, "au": true}

// resolveDescriptors gives "the country", "the regime" their party.
func (s *sent) resolveDescriptors() {
	s.resolveThere()
	s.resolvePronouns()
	s.resolveWe()
	s.resolveYou()
	s.resolveSecond()
	for i := range s.items {
		it := &s.items[i]
		dsc := s.desc(it)
		if dsc == nil || it.mention >= 0 || s.inTitle(i) {
			continue
		}
		if len(it.mods) > 0 {
			continue
		}
		for _, e := range it.ents {
			if e.kind == eDesc && s.x.descs[e.ref].sort == "group" && it.mention < 0 {
				s.groupDesc(i, &s.x.descs[e.ref])
			}
		}
		if it.mention < 0 && dsc.value == "head" {
			s.headDesc(i)
		}
		if it.mention < 0 && s.peer(it) {
			s.allyDesc(i)
			continue
		}
		if it.mention < 0 && (dsc.sort == "state" || dsc.sort == "regime") {
			s.stateDesc(i, dsc)
		}
		if it.mention < 0 && dsc.sort == "agent" {
			s.ownAgent(i)
			s.homeGovernment(i)
			s.sameFirm(i, dsc)
		}
	}
	s.appositions()
}

// resolveThere gives "there", "dort", "dorthin" the state or place spoken of
// last: in the sentence, or in the one before.
func (s *sent) resolveThere() {
	for i := range s.items {
		it := &s.items[i]
		w := s.word(it, "there")
		if w == nil || it.mention >= 0 {
			continue
		}
		m := Mention{Entity: s.d.lastPlace, ActsFor: codeOf(OrNull(strings.TrimPrefix(s.d.lastPlace, "country:")))}
		if s.d.lastPlaceAt < s.d.oneBack {
			m = Mention{}
		}
		for j := i - 1; j >= 0; j-- {
			if k := s.items[j].mention; k >= 0 && s.ments[k].ActsFor != "" && s.ments[k].Type != "person" && (s.items[j].clause != it.clause || len(s.items[j].marks) > 0 || s.items[j].isAdj()) {
				m = s.ments[k]
				break
			}
		}
		if m.ActsFor == "" {
			continue
		}
		s.put(i, Mention{Text: s.str(it), Start: it.start, End: it.end, Entity: "country:" + m.ActsFor, Type: "reference", Form: "descriptor", Certainty: 0.75, ActsFor: m.ActsFor, Why: "reference: the place spoken of last", Lang: s.x.lang.code}, true)
	}
}

// resolvePronouns gives a pronoun under a preposition of giving or receiving
// ("from them", "an ihn", "bei ihr") the party spoken of last that is not the
// subject of its own clause.
func (s *sent) resolvePronouns() {
	for i := range s.items {
		it := &s.items[i]
		if !s.partyPronoun(i) {
			continue
		}
		own := ""
		if e, _, at, _ := s.subject(it.clause); e != "" && at < i {
			own = e
		}
		pick := func(entity, acts string) bool {
			if acts == "" || entity == own || party(entity, acts) == party(own, actsFor(own, s.d)) {
				return false
			}
			s.put(i, Mention{Text: s.str(it), Start: it.start, End: it.end, Entity: entity, Type: "reference", Form: "descriptor", Certainty: 0.7, ActsFor: acts, Why: "reference: the party spoken of last", Lang: s.x.lang.code}, true)
			return true
		}
		done := false
		for k := len(s.cands) - 1; k >= 0 && !done; k-- {
			cd := &s.cands[k]
			if cd.item < i && s.items[cd.head].clause != it.clause && !cd.origin && !s.reference(cd) && !strings.HasPrefix(cd.entity, "place:") {
				done = pick(cd.entity, cd.acts)
			}
		}
		for k := len(s.d.subjects) - 1; k >= 0 && !done && s.d.subjects[k].start >= s.d.oneBack; k-- {
			if s.d.subjects[k].weak {
				break
			}
			done = pick(s.d.subjects[k].entity, s.d.subjects[k].acts)
		}
	}
}

// reference reports whether a candidate is no name but refers to one.
func (s *sent) reference(cd *cand) bool {
	k := s.items[cd.item].mention
	return k >= 0 && s.ments[k].Form == "descriptor"
}

// partyPronoun reports whether item i is a pronoun that may stand for a party
// under a preposition.
func (s *sent) partyPronoun(i int) bool {
	it := &s.items[i]
	if it.mention >= 0 || s.x.lang.order == orderSOV || len(it.marks) != 1 || !pronounMark[it.marks[0]] {
		return false
	}
	w := s.word(it, "pron")
	if w == nil || strings.Contains(w.value, "first") || strings.Contains(w.value, "generic") || strings.Contains(w.value, "expl") {
		return false
	}
	f, _ := s.wordFeat(it, "pron")
	if f&(fAcc|fDat) == 0 || i == 0 || s.word(&s.items[i-1], "prep") == nil {
		return false
	}
	return s.word(it, "art") == nil || i+1 < len(s.items) && s.x.lang.capNouns && f&fDat != 0
}

var pronounMark = map[string]bool{"у": true, "от": true, "к": true, "для": true, "від": true, "до": true, "to": true, "from": true, "von": true, "an": true, "bei": true, "aus": true}

// appositions: "Südkorea, den neuntgrößten Waffenexporteur der Welt," says once
// more who is meant.
func (s *sent) appositions() {
	for i := 0; i+3 < len(s.items); i++ {
		it := &s.items[i]
		if it.mention < 0 || it.isAdj() || !strings.HasPrefix(s.ments[it.mention].Entity, "country:") || !s.items[i+1].punct || s.str(&s.items[i+1]) != "," {
			continue
		}
		if s.word(&s.items[i+2], "art") == nil {
			continue
		}
		head, end := -1, -1
		for j := i + 3; j < len(s.items) && j < i+12; j++ {
			p := &s.items[j]
			if p.punct {
				if strings.ContainsAny(s.str(p), ",.–—") {
					end = j
				}
				break
			}
			if s.isVerbal(p) && p.get(eNoun) == nil || s.word(p, "prep") != nil && head < 0 || p.mention >= 0 && head < 0 && !p.isAdj() {
				break
			}
			if head < 0 && (p.get(eNoun) != nil || p.get(eDesc) != nil || s.x.lang.capNouns && p.upper && !p.isAdj()) && p.mention < 0 {
				head = j
			}
		}
		if head < 0 || end < 0 || s.items[head].mention >= 0 {
			continue
		}
		last := &s.items[end-1]
		if !last.upper && s.x.lang.capNouns || len(last.ents) == 0 && !last.upper && s.x.lang.capNouns {
			continue
		}
		if !s.x.lang.capNouns && s.items[head].get(eDesc) == nil && s.items[head].get(eNoun) == nil {
			continue
		}
		m := s.ments[it.mention]
		start, stop := s.items[i+2].start, last.end
		s.put(head, Mention{Text: s.text[start:stop], Start: start, End: stop, Entity: m.Entity, Type: "reference", Form: "descriptor", Certainty: 0.85, ActsFor: m.ActsFor, Why: "reference: apposition to the name before it", Lang: s.x.lang.code}, false)
	}
}

// phraseStart is the first item of the noun phrase that item i heads.
func (s *sent) phraseStart(i int) (int, string) {
	j := i
	for j > 0 {
		p := &s.items[j-1]
		if s.word(p, "art") != nil {
			v, _, _ := strings.Cut(s.word(p, "art").value, " ")
			return j - 1, v
		}
		if p.punct || s.word(p, "prep") != nil || s.isVerbal(p) && p.get(ePart) == nil || s.head(p) || s.word(p, "coord") != nil || p.mention >= 0 || i-j > 3 {
			break
		}
		j--
	}
	return j, ""
}

func (s *sent) stateDesc(i int, dsc *desc) {
	it := &s.items[i]
	a, det := s.phraseStart(i)
	// "das nordkoreanische Regime": the adjective says it
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		p := &s.items[j]
		if p.punct || s.word(p, "prep") != nil || s.word(p, "art") != nil {
			break
		}
		if p.mention >= 0 {
			m := s.ments[p.mention]
			if strings.HasPrefix(m.Entity, "country:") && (p.isAdj() || p.poss) {
				s.putDesc(i, i, m, "its adjective", 0.9)
			}
			return
		}
	}
	// "das verwunschene Königreich Nordkorea", "das Regime in Nordkorea"
	if i+1 < len(s.items) && s.items[i+1].mention >= 0 && !s.items[i+1].isAdj() && det != "" {
		m := s.ments[s.items[i+1].mention]
		if strings.HasPrefix(m.Entity, "country:") && !it.poss {
			s.putDesc(a, i, m, "the name after it", 0.9)
			return
		}
	}
	if i+2 < len(s.items) && s.word(&s.items[i+1], "prep") != nil {
		p := s.word(&s.items[i+1], "prep").value
		p, _, _ = strings.Cut(p, " ")
		k := i + 2
		if k < len(s.items) && s.word(&s.items[k], "art") != nil && k+1 < len(s.items) {
			k++
		}
		if attributive[p] && s.items[k].mention >= 0 && !s.items[k].isAdj() {
			m := s.ments[s.items[k].mention]
			if strings.HasPrefix(m.Entity, "country:") || m.Type == "government" {
				s.putDesc(a, i, m, "the name after it", 0.9)
				return
			}
		}
	}
	// apposition: "Südkorea, einem Land, ..." / "Russland ist isoliert, ein Pariastaat"
	if a > 0 && s.items[a-1].punct && s.str(&s.items[a-1]) == "," && (det == "indef" || det == "def") {
		if a > 1 && s.items[a-2].mention >= 0 && !s.items[a-2].isAdj() {
			m := s.ments[s.items[a-2].mention]
			if strings.HasPrefix(m.Entity, "country:") {
				s.putDesc(a, i, m, "apposition to the name before it", 0.9)
				return
			}
		}
		if det == "indef" {
			c := &s.clauses[s.items[i].clause]
			if c.subj >= 0 && strings.HasPrefix(s.cands[c.subj].entity, "country:") && i+1 < len(s.items) && (s.items[i+1].punct || s.verblessAfter(i)) {
				cd := &s.cands[c.subj]
				s.putDesc(a, i, Mention{Entity: cd.entity, ActsFor: cd.acts}, "apposition to the subject", 0.7)
				return
			}
		}
	}
	if s.x.lang.order == orderVSO && attached(s.str(it)) {
		det = "poss" // "بلاده"
	}
	if dsc.value == "def" {
		// the word itself says that it was named: "同国", the state named last
		if m := s.lastState(i); m != nil {
			s.putDesc(i, i, *m, "the state named last", 0.75)
			return
		}
		det = "def"
	}
	if det == "poss" {
		// "denied that his country ...": that of the one who speaks
		for ci := s.clauses[it.clause].parent; ci >= 0; ci = s.clauses[ci].parent {
			if k := s.clauses[ci].subj; k >= 0 && s.cands[k].acts != "" {
				s.putDesc(a, i, Mention{Entity: "country:" + s.cands[k].acts, ActsFor: s.cands[k].acts}, "the speaker's", 0.7)
				return
			}
		}
	}
	if det == "" && s.x.lang.adjAfter && a > 0 {
		switch strings.ToLower(s.str(&s.items[a-1])) {
		case "au", "du", "al", "del":
			det = "def" // the article is in the preposition
		}
	}
	if det != "def" && det != "dem" {
		return
	}
	if len(it.marks) > 0 && (s.x.lang.adjAfter || s.x.lang.spaceless) {
		// under a preposition: the state the whole text is about
		if e, _, _, _ := s.subject(it.clause); true {
			if f := s.d.foremost(); f != "" && f != e && !s.namedHere(f) {
				s.putDesc(a, i, Mention{Entity: f, ActsFor: strings.TrimPrefix(f, "country:")}, "the state the text speaks of most", 0.6)
				return
			}
		}
	}
	// the subject of the clause or sentence before, never that of its own clause
	own := ""
	c := &s.clauses[it.clause]
	if e, _, at, _ := s.subject(it.clause); e != "" && at < a {
		own = e
	}
	_ = c
	pick := func(entity, acts, why string) bool {
		if entity == "" || entity == own || !strings.HasPrefix(entity, "country:") {
			return false
		}
		s.putDesc(a, i, Mention{Entity: entity, ActsFor: acts}, why, 0.75)
		return true
	}
	for ci := it.clause - 1; ci >= 0; ci-- {
		cc := &s.clauses[ci]
		if len(cc.items) == 0 || cc.items[0] > i {
			continue
		}
		if cc.subj >= 0 && s.cands[cc.subj].item < i && pick(s.cands[cc.subj].entity, s.cands[cc.subj].acts, "subject of the clause before") {
			return
		}
		if cc.obj >= 0 && s.cands[cc.obj].item < i && pick(s.cands[cc.obj].entity, s.cands[cc.obj].acts, "second party of the clause before") {
			return
		}
	}
	if c.typ == "coord" && c.parent >= 0 {
		p := &s.clauses[c.parent]
		if p.obj >= 0 && pick(s.cands[p.obj].entity, s.cands[p.obj].acts, "second party of the clause before") {
			return
		}
	}
	d := s.d
	for k := len(d.subjects) - 1; k >= 0; k-- {
		r := &d.subjects[k]
		if r.start < d.twoBack {
			break
		}
		if r.subject && pick(r.entity, r.acts, "subject of the sentence before") {
			return
		}
	}
	for k := len(d.subjects) - 1; k >= 0; k-- {
		r := &d.subjects[k]
		if r.start < d.twoBack {
			break
		}
		if pick(r.entity, r.acts, "party of the sentence before") {
			return
		}
	}
	if dsc.sort == "regime" {
		e := d.foremost()
		if e == "" || e == own {
			e = d.foremostOf(func(c string) bool { return regimes[c] && "country:"+c != own })
		}
		if e != "" && e != own {
			s.putDesc(a, i, Mention{Entity: e, ActsFor: codeOf(OrNull(strings.TrimPrefix(e, "country:")))}, "the state the text speaks of most", 0.6)
		}
	}
}

// foremost is the state that a text names clearly more often than any other.
func (d *doc) foremost() string {
	best, n, second := "", 0, 0
	for e, c := range d.seen {
		if !strings.HasPrefix(e, "country:") {
			continue
		}
		if c > n || c == n && e < best {
			second, best, n = n, e, c
		} else if c > second {
			second = c
		}
	}
	if n < 2 || 2*n < 3*second {
		return ""
	}
	return best
}

// lastState is the state named last before item i, here or in the two sentences
// before; nil for none.
func (s *sent) lastState(i int) *Mention {
	for j := i - 1; j >= 0; j-- {
		if k := s.items[j].mention; k >= 0 && strings.HasPrefix(s.ments[k].Entity, "country:") {
			return &s.ments[k]
		}
	}
	o := s.d.out.Mentions
	for k := len(o) - 1; k >= 0 && o[k].Start >= s.d.twoBack; k-- {
		if strings.HasPrefix(o[k].Entity, "country:") {
			return &o[k]
		}
	}
	return nil
}

// namedHere reports whether the sentence names a party already.
func (s *sent) namedHere(entity string) bool {
	for k := range s.cands {
		if s.cands[k].entity == entity {
			return true
		}
	}
	return false
}

// regimes are the states whose governments the press calls so.
var regimes = map[string]bool{"KP": true, "IR": true, "SY": true, "VE": true, "BY": true, "RU": true, "MM": true, "CU": true, "LY": true, "IQ": true, "NI": true, "ER": true}

// foremostOf is the state among those wanted that a text names most, twice at
// least and more often than any other of them; "" for none.
func (d *doc) foremostOf(want func(code string) bool) string {
	best, n, second := "", 0, 0
	for e, c := range d.seen {
		code, ok := strings.CutPrefix(e, "country:")
		if !ok || !want(code) {
			continue
		}
		if c > n {
			second, best, n = n, e, c
		} else if c > second {
			second = c
		}
	}
	if n < 2 || n == second {
		return ""
	}
	return best
}

// allyDesc: "its ally" is the state that the text speaks of most.
func (s *sent) allyDesc(i int) {
	a, det := s.phraseStart(i)
	if det != "poss" && det != "def" && !(det == "" && s.x.lang.caseMarks) {
		return
	}
	for j := i + 1; j < len(s.items) && j <= i+3; j++ {
		if m := s.items[j].mention; m >= 0 {
			return // named
		}
	}
	for j := i - 1; j > a; j-- {
		if m := s.items[j].mention; m >= 0 {
			return // "its Russian ally"
		}
	}
	own, ownActs, at, _ := s.subject(s.items[i].clause)
	if own == "" || at > i {
		own, ownActs = s.owner()
	}
	// the last party spoken of with the one whose ally it is
	d := s.d
	for k := len(d.out.Dealings) - 1; k >= 0 && d.out.Dealings[k].Start >= d.twoBack && own != ""; k-- {
		x := &d.out.Dealings[k]
		p := party(own, ownActs)
		for _, o := range [][2]OrNull{{x.From, x.To}, {x.To, x.From}} {
			if string(o[0]) == p && len(o[1]) == 2 && !s.namedHere(entityOf(o[1])) {
				s.putDesc(a, i, Mention{Entity: entityOf(o[1]), ActsFor: codeOf(o[1])}, "the other side of the dealing before", 0.6)
				return
			}
		}
	}
	other := func(c string) bool { return c != party(own, ownActs) && !s.namedHere("country:"+c) }
	if t := d.topic; s.peerOnly(i) && t != "" && d.told[t] >= 3 && other(t) && own != "" {
		s.putDesc(a, i, Mention{Entity: "country:" + t, ActsFor: t}, "the state with which the text begins", 0.5)
		return
	}
	if e := d.foremostOf(func(c string) bool { return regimes[c] && other(c) }); e != "" && own != "" {
		s.putDesc(a, i, Mention{Entity: e, ActsFor: strings.TrimPrefix(e, "country:")}, "the government the text speaks of most", 0.5)
		return
	}
	if e := s.d.foremost(); e != "" && e != own && !s.namedHere(e) {
		s.putDesc(a, i, Mention{Entity: e, ActsFor: strings.TrimPrefix(e, "country:")}, "the state the text speaks of most", 0.5)
	}
}

// headDesc: "the president" alone is the person in office spoken of last.
func (s *sent) headDesc(i int) {
	it := &s.items[i]
	if !isSubjectMark(it.marks) && len(it.marks) > 0 {
		return
	}
	if i > 0 {
		if p := &s.items[i-1]; p.mention >= 0 || s.word(p, "poss") != nil || len(p.ents) == 0 && !p.punct {
			return // "the president of ...", a name
		}
	}
	if i+1 < len(s.items) && (s.items[i+1].mention >= 0 || s.items[i+1].isAdj()) {
		return
	}
	d := s.d
	for k := len(d.subjects) - 1; k >= 0; k-- {
		r := &d.subjects[k]
		if r.start < d.twoBack {
			return
		}
		if strings.HasPrefix(r.entity, "person:") && r.acts != "" {
			s.putDesc(i, i, Mention{Entity: r.entity, ActsFor: r.acts}, "the person in office spoken of before", 0.7)
			return
		}
	}
}

// ownAgent gives "his government", "ihre Armee" the state of the one who speaks
// in the clause above.
func (s *sent) ownAgent(i int) {
	a, det := s.phraseStart(i)
	if det != "poss" || i-a > 2 {
		return
	}
	for ci := s.clauses[s.items[i].clause].parent; ci >= 0; ci = s.clauses[ci].parent {
		if k := s.clauses[ci].subj; k >= 0 && s.cands[k].acts != "" && s.cands[k].item < a {
			acts := s.cands[k].acts
			s.put(i, Mention{Text: s.text[s.items[a].start:s.items[i].end], Start: s.items[a].start, End: s.items[i].end, Entity: "country:" + acts, Type: "reference", Form: "descriptor", Certainty: 0.7, ActsFor: acts, Why: "reference: the speaker's", Lang: s.x.lang.code}, true)
			return
		}
	}
}

// homeGovernment: in the Korean press "the government" by itself, as what the
// sentence is about, is that of the South.
func (s *sent) homeGovernment(i int) {
	it := &s.items[i]
	if !s.x.lang.glued || it.mention >= 0 || i > 0 && i != s.firstWord() && !s.items[i-1].punct && !s.isVerbal(&s.items[i-1]) && !koreanUnknownVerb(s.str(&s.items[i-1])) || s.str(it) != "정부" || !isSubjectMark(it.marks) {
		return
	}
	s.put(i, Mention{Text: s.str(it), Start: it.start, End: it.end, Entity: "country:KR", Type: "reference", Form: "descriptor", Certainty: 0.65, ActsFor: "KR", Why: "reference: the government, in the Korean press", Lang: s.x.lang.code}, true)
}

// sameFirm gives "the company", "die Bank" the state of the firm described last
// ("a trading house in Piraeus").
func (s *sent) sameFirm(i int, dsc *desc) {
	it := &s.items[i]
	d := s.d
	if dsc.value != "firm" && dsc.value != "client" || it.mention >= 0 || d.firm == "" || it.poss && s.x.lang.order == orderV2 {
		return
	}
	if _, det := s.phraseStart(i); det != "def" && det != "dem" {
		return
	}
	for k := range s.cands {
		if cd := &s.cands[k]; cd.head == i {
			return // it is said whose
		}
	}
	for j := i + 1; j < len(s.items) && j <= i+3; j++ {
		if s.items[j].mention >= 0 && !s.items[j].isAdj() {
			return // "the company X", "the bank of X"
		}
		if s.items[j].punct || s.isVerbal(&s.items[j]) {
			break
		}
	}
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		if s.items[j].mention >= 0 && (s.items[j].isAdj() || s.items[j].poss) {
			return
		}
	}
	// once "the client" is somebody, it stays him
	e := it.get(eDesc)
	firm, ok := d.firms[e.ref]
	if !ok || dsc.value != "client" {
		firm = d.firm
		if d.firms == nil {
			d.firms = map[int32]string{}
		}
		d.firms[e.ref] = firm
	}
	d.firmRef = firm
	s.put(i, Mention{Text: s.str(it), Start: it.start, End: it.end, Entity: "country:" + firm, Type: "reference", Form: "descriptor", Certainty: 0.65, ActsFor: firm, Why: "reference: the firm described last", Lang: s.x.lang.code}, true)
}

// noteFirm keeps the state of the firm that a sentence describes.
func (s *sent) noteFirm() {
	for k := range s.cands {
		cd := &s.cands[k]
		if !cd.attr || cd.acts == "" || cd.head == cd.item {
			continue
		}
		if d := s.desc(&s.items[cd.head]); d != nil && d.value == "firm" {
			s.d.firm = cd.acts
		}
	}
}

func (s *sent) verblessAfter(i int) bool {
	for j := i + 1; j < len(s.items); j++ {
		if s.items[j].punct {
			return true
		}
		if s.isVerbal(&s.items[j]) {
			return false
		}
	}
	return true
}

func (s *sent) groupDesc(i int, dsc *desc) {
	if dsc.value != "" {
		a := i
		for a > 0 {
			p := &s.items[a-1]
			if p.punct || s.word(p, "prep") != nil || s.word(p, "art") != nil || s.isVerbal(p) || s.head(p) || s.word(p, "coord") != nil || i-a > 1 {
				break
			}
			a--
		}
		s.putGroup(a, i, "group:"+dsc.value, s.items[i].end, 0.8)
		return
	}
	// what stands in the description says which group is meant
	end := i
	for j := i + 1; j < len(s.items) && j <= i+14; j++ {
		it := &s.items[j]
		if it.punct && !strings.Contains(",", s.str(it)) {
			break
		}
		for _, e := range it.ents {
			if e.kind == eDesc && s.x.descs[e.ref].sort == "groupkey" {
				for j+1 < len(s.items) && !s.items[j+1].punct {
					j++
				}
				end = j
				s.putGroup(i, i, "group:"+s.x.descs[e.ref].value, s.items[end].end, 0.7)
				return
			}
		}
	}
}

func (s *sent) putGroup(a, i int, entity string, end int, c float64) {
	m := Mention{Text: s.text[s.items[a].start:end], Start: s.items[a].start, End: end, Entity: entity, Type: "reference", Form: "descriptor", Certainty: c, Lang: s.x.lang.code, Why: "described, not named"}
	s.put(i, m, false)
}

func (s *sent) putDesc(a, i int, m Mention, why string, c float64) {
	start, end := s.items[a].start, s.items[i].end
	acts := m.ActsFor
	if acts == "" {
		acts, _ = strings.CutPrefix(m.Entity, "country:")
	}
	s.put(i, Mention{Text: s.text[start:end], Start: start, End: end, Entity: m.Entity, Type: "reference", Form: "descriptor", Certainty: c, ActsFor: acts, Why: "reference: " + why, Lang: s.x.lang.code}, false)
}

// peerOnly reports whether the noun at i says "neighbour" or the like, not "ally".
func (s *sent) peerOnly(i int) bool {
	d := s.desc(&s.items[i])
	return d != nil && d.sort == "peer"
}
