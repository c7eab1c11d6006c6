package reading

import (
	"strings"
	"unicode/utf8"
)

func arabic() *language {
	return &language{code: "ar", order: orderVSO, adjAfter: true, dative: true, proDrop: true, negConcord: true, proclitic: true, verb: arabicVerb, noun: arabicNoun, name: arabicName}
}

// objects are the pronouns that are written onto verbs and nouns.
var objects = []string{"ه", "ها", "هم", "هما", "نا"}

// arabicVerb conjugates a verb given as perfect and imperfect of the third
// person masculine ("أرسل يرسل", words after them stay: "حصل يحصل على"); a
// single form, or one with its features after a colon, stands as it is.
func arabicVerb(spec string) []form {
	if strings.Contains(spec, ":") {
		return listedForms(spec)
	}
	w := strings.Fields(spec)
	tail := ""
	var perf, impf string
	switch {
	case len(w) >= 2 && (strings.HasPrefix(w[1], "ي")) && !strings.HasPrefix(w[0], "ي"):
		perf, impf = w[0], w[1]
		tail = strings.Join(w[2:], " ")
	case strings.HasPrefix(w[0], "ي") || strings.HasPrefix(w[0], "ت"), len(w) > 1 && !strings.HasPrefix(w[1], "ي") && len(w[0]) < 6:
		return []form{{spec, fFin}}
	default:
		perf = w[0]
		tail = strings.Join(w[1:], " ")
	}
	if tail != "" {
		tail = " " + tail
	}
	var out []form
	add := func(f uint32, text string) { out = append(out, form{text + tail, f}) }
	cut := func(s string) string { _, n := utf8.DecodeLastRuneInString(s); return s[:len(s)-n] }
	p := uint32(fFin | fPast)
	weak := strings.HasSuffix(perf, "ى") || strings.HasSuffix(perf, "ا")
	add(p, perf)
	if weak {
		b := cut(perf)
		for _, e := range []string{"ت", "وا", "يا", "تا", "ينا"} {
			add(p, b+e)
		}
		for _, o := range objects {
			add(p, b+"ا"+o)
			add(p, b+"ت"+o)
		}
	} else {
		for _, e := range []string{"ت", "وا", "ا", "تا", "نا", "ن"} {
			add(p, perf+e)
		}
		for _, o := range objects {
			add(p, perf+o)
			add(p, perf+"ت"+o)
			add(p, perf+"و"+o)
		}
	}
	if impf == "" {
		return out
	}
	stem := impf[len("ي"):]
	i := uint32(fFin | fInf)
	stems := []string{stem}
	r := []rune(stem)
	switch n := len(r); {
	case r[n-1] == 'ي' || r[n-1] == 'و' || r[n-1] == 'ى':
		stems = append(stems, cut(stem)) // jussive: "لم يشتر"
	case n == 3 && (r[1] == 'ي' || r[1] == 'و' || r[1] == 'ا'):
		stems = append(stems, string(r[0])+string(r[2])) // "لم يبع"
	case n >= 4 && r[n-2] == 'ي':
		stems = append(stems, string(r[:n-2])+string(r[n-1])) // "لم يستضف"
	}
	for k, st := range stems {
		for _, pre := range []string{"ي", "ت", "ن"} {
			add(i, pre+st)
			for _, o := range objects {
				add(i, pre+strings.Replace(st, "ى", "ا", 1)+o)
			}
		}
		if k > 0 {
			continue
		}
		b := st
		if weak := r[len(r)-1]; weak == 'ي' || weak == 'و' || weak == 'ى' {
			b = cut(st)
		}
		for _, e := range []string{"ون", "وا", "ان"} {
			add(i, "ي"+b+e)
			add(i, "ت"+b+e)
		}
	}
	return out
}

// arabicNoun gives the forms of a noun: each that is listed, parted by commas,
// with and without the article, with the ending of the indefinite accusative,
// and with attached pronouns. Adjectives in a phrase take the article too.
func arabicNoun(spec string) []form {
	var out []form
	seen := map[string]bool{}
	add := func(t string, f uint32) {
		if !seen[t] {
			seen[t] = true
			out = append(out, form{t, f})
		}
	}
	for k, base := range strings.Split(spec, ",") {
		base = strings.TrimSpace(base)
		if base == "" {
			continue
		}
		f := uint32(anyCase)
		if k > 0 {
			f |= fPl
		}
		add(base, f)
		w := strings.Fields(base)
		if strings.HasPrefix(base, "ال") && len(w) == 1 {
			continue
		}
		with := func(from int) string {
			d := append([]string(nil), w...)
			for i := from; i < len(d); i++ {
				if !strings.HasPrefix(d[i], "ال") && utf8.RuneCountInString(d[i]) > 2 {
					d[i] = "ال" + d[i]
				}
			}
			return strings.Join(d, " ")
		}
		add(with(0), f)
		if len(w) > 1 {
			add("ال"+strings.TrimPrefix(base, "ال"), f)
			add(with(1), f) // a noun that another describes takes the article on the second alone
		}
		last := w[len(w)-1]
		if len(w) == 1 {
			suffixed(base, func(t string) { add(t, f) })
		}
		switch {
		case strings.HasSuffix(last, "ون") && utf8.RuneCountInString(last) > 3:
			s := strings.TrimSuffix(base, "ون")
			add(s+"ين", f)
			add("ال"+s+"ين", f)
			add(s+"و", f)
			add(s+"ي", f)
		case len(w) == 1 && strings.HasSuffix(last, "ة") || strings.HasSuffix(last, "ا") || strings.HasSuffix(last, "ى") || strings.HasSuffix(last, "ء") || strings.HasSuffix(last, "ات"):
		default:
			if len(w) <= 3 && !strings.HasPrefix(last, "ال") {
				d := append([]string(nil), w...)
				for i := range d {
					if !strings.HasSuffix(d[i], "ة") {
						d[i] += "ا"
					}
				}
				add(strings.Join(d, " "), f)
				if d = append(d[:0], w...); !strings.HasSuffix(last, "ة") {
					d[len(d)-1] += "ا"
					add(strings.Join(d, " "), f)
				}
			}
		}
		if len(w) > 1 && !strings.HasSuffix(w[0], "ة") && !strings.HasSuffix(w[0], "ات") {
			add(w[0]+"ا "+strings.Join(w[1:], " "), f)
		}
		if len(w) == 1 && k == 0 { // the dual
			s := base
			if t, ok := strings.CutSuffix(base, "ة"); ok {
				s = t + "ت"
			}
			add(s+"ين", f)
			add(s+"ان", f)
			add("ال"+s+"ين", f)
			add("ال"+s+"ان", f)
			if s != base && utf8.RuneCountInString(s) > 4 {
				add(s+"ي", f)
				add(s+"ا", f)
			}
		}
		if len(w) > 1 && k == 0 {
			s, rest := w[0], " "+strings.Join(w[1:], " ")
			if t, ok := strings.CutSuffix(s, "ة"); ok {
				s = t + "ت"
			}
			add(s+"ي"+rest, f)
			add(s+"ين"+rest, f)
		}
	}
	return out
}

// suffixed yields a noun with attached pronouns.
func suffixed(base string, add func(string)) {
	s := base
	switch {
	case strings.HasSuffix(base, "ة"):
		s = strings.TrimSuffix(base, "ة") + "ت"
	case strings.HasSuffix(base, "ى"):
		s = strings.TrimSuffix(base, "ى") + "ا"
	}
	for _, o := range objects {
		add(s + o)
	}
}

// arabicName gives a name as it stands or, for the paradigm adj, an adjective in
// -ي in all its forms ("كوري شمالي": كورية شمالية, الكوريون الشماليون, ...).
func arabicName(name, paradigm string) []form {
	if paradigm != "adj" {
		return []form{{name, anyCase}}
	}
	var out []form
	w := strings.Fields(name)
	for _, e := range []string{"", "ة", "ون", "ين", "ان", "تان", "تين", "ات", "ا"} {
		d := make([]string, len(w))
		for i := range w {
			d[i] = w[i] + e
		}
		t := strings.Join(d, " ")
		out = append(out, form{t, fAdj})
		out = append(out, form{"ال" + strings.Join(d, " ال"), fAdj})
	}
	if len(w) == 1 && utf8.RuneCountInString(name) > 3 {
		// the people: "الروس"
		out = append(out, form{"ال" + strings.TrimSuffix(name, "ي"), fAdj | fPl})
	}
	return out
}

// definite reports whether a noun has the article or an attached pronoun: then
// no noun that describes it follows.
func definite(t string) bool {
	t = strings.TrimLeft(t, "وفبكل")
	if strings.HasPrefix(t, "ال") || strings.HasPrefix(t, "لل") {
		return true
	}
	for _, o := range objects[1:] {
		if strings.HasSuffix(t, o) && utf8.RuneCountInString(t) > 5 {
			return true
		}
	}
	return false
}

// unglue parts an Arabic word that is in no lexicon into the particles written
// before it and a word that is: it returns an item for each, and the token
// after the last.
func (w *walker) unglue(i int, s span, keep func(e *entry, i, b int) bool) ([]item, bool) {
	t := w.toks[i]
	word := w.text[t.start:t.end]
	var parts []item
	at := 0
	old := w.ids[i]
	defer func() { w.ids[i] = old }()
	for n := 0; n < 3; n++ {
		r, k := utf8.DecodeRuneInString(word[at:])
		if at+k >= len(word) {
			return nil, false
		}
		c := string(r)
		if _, ok := w.x.lang.clitics[c]; !ok || len(word)-at-k < 4 {
			return nil, false
		}
		rest := word[at+k:]
		if c == "ل" && strings.HasPrefix(rest, "ل") {
			rest = "ا" + rest // "للصين" is ل and الصين
		}
		it := item{a: i, b: i + 1, start: int(t.start) + at, end: int(t.start) + at + k, mention: -1, ents: w.entriesOf(c)}
		parts = append(parts, it)
		at += k
		w.buf = appendWord(w.buf[:0], rest)
		id := w.x.vocab[string(w.buf)]
		if id == 0 {
			continue
		}
		w.ids[i] = id
		short := len(rest) < 6 // two letters: only a function word, after و or ف
		m, ok := w.longest(i, keep)
		if ok && short {
			for _, e := range m.ents {
				ok = ok && e.kind == eWord && at <= 2
			}
		}
		if !ok || m.b > s.b {
			continue
		}
		verb, noun := false, false
		for _, e := range m.ents {
			verb = verb || e.kind == eVerb && e.feat&fInf != 0
			noun = noun || e.kind == eNoun || e.kind == eGood || e.kind == eActor || e.kind == eDesc
		}
		switch c {
		case "س":
			if !verb {
				continue
			}
		case "ل":
			if len(m.ents) > 0 && m.ents[0].kind == eVerb && !verb && !noun {
				parts[len(parts)-1].ents = nil // "لاشترت": what would follow
			}
			if verb && !noun {
				parts[len(parts)-1].ents = w.entriesOf("كي") // "ليزود": in order to
			}
		}
		parts = append(parts, item{a: i, b: m.b, start: int(t.start) + at, end: int(w.toks[m.b-1].end), mention: -1, ents: m.ents})
		return parts, true
	}
	return nil, false
}

// entriesOf are the entries of one word by itself.
func (w *walker) entriesOf(word string) []entry {
	w.buf = appendWord(w.buf[:0], word)
	id := w.x.vocab[string(w.buf)]
	if n, ok := w.x.next[uint64(uint32(id))]; ok && id != 0 {
		return w.x.out[n]
	}
	return nil
}

// idafa reports whether item i is a noun or name right after a noun that it
// describes ("صادرات كوريا الشمالية", "حكومة روسيا").
func (s *sent) idafa(i int) bool {
	if i == 0 || s.x.lang.order != orderVSO {
		return false
	}
	it, p := &s.items[i], &s.items[i-1]
	if it.mention < 0 && !s.isGoods(it) && it.get(eNoun) == nil || it.isAdj() {
		return false
	}
	if p.verb() != nil && !s.arabicNounHere(i-1) {
		return false
	}
	if p.punct || p.mention >= 0 || p.num || p.get(eNoun) == nil && s.desc(p) == nil && !s.isGoods(p) {
		return false
	}
	return !definite(s.str(p))
}

// looksVerb guesses that a word no lexicon holds is a verb: after a word that
// only stands before verbs, or at the head of a clause, with a verb's ending and
// a subject after it.
func (s *sent) looksVerb(i int) bool {
	it := &s.items[i]
	if len(it.ents) > 0 || it.punct || it.num || it.mention >= 0 {
		return false
	}
	t := foldHamza(s.str(it))
	n := utf8.RuneCountInString(t)
	if n < 3 || strings.HasPrefix(t, "ال") {
		return false
	}
	if i > 0 {
		p := &s.items[i-1]
		if w := s.word(p, "neg"); w != nil && (w.form == "لم" || w.form == "لن" || w.form == "لا") {
			return true
		}
		if s.word(p, "aux") != nil && s.word(p, "aux").form == "قد" {
			return true
		}
		if !p.punct && s.word(p, "coord") == nil && s.subOf(p) == "" && s.word(p, "rel") == nil && s.word(p, "aux") == nil {
			return false
		}
	}
	if n < 4 || i+1 >= len(s.items) {
		return false
	}
	if !(strings.HasSuffix(t, "ت") && !strings.HasSuffix(t, "ات") || strings.HasPrefix(t, "ي")) {
		return false
	}
	x := &s.items[i+1]
	return x.get(eActor) != nil || s.desc(x) != nil || s.word(x, "prep") != nil || len(x.ents) == 0 && strings.HasPrefix(s.text[x.start:x.end], "ال")
}

// oneTense decides between two verbs of one form, one in the perfect and
// masculine, one in the imperfect and feminine ("تسلم": he received, she hands
// over): after س, لم, لن, لا and beside a feminine name it is the imperfect.
func (s *sent) oneTense(i int) {
	it := &s.items[i]
	past, pres := false, false
	for _, e := range it.ents {
		if e.kind == eVerb {
			past = past || e.feat&fInf == 0
			pres = pres || e.feat&fInf != 0
		}
	}
	if !past || !pres {
		return
	}
	imperfect := false
	fem := func(j int) bool {
		if j < 0 || j >= len(s.items) || s.word(&s.items[j], "masc") != nil {
			return false
		}
		e := s.items[j].get(eActor)
		return e != nil && e.feat&fAdj == 0 && strings.HasPrefix(s.x.actors[e.ref].entity, "country:")
	}
	if i > 0 {
		p := &s.items[i-1]
		w := s.word(p, "neg")
		imperfect = s.text[p.start:p.end] == "س" || w != nil && (w.form == "لم" || w.form == "لن" || w.form == "لا") || fem(i-1)
	}
	imperfect = imperfect || fem(i+1)
	var keep []entry
	for _, e := range it.ents {
		if e.kind != eVerb || (e.feat&fInf != 0) == imperfect {
			keep = append(keep, e)
		}
	}
	it.ents = keep
}

// sequel marks words that look like verbs, and keeps "قد" as a word of possibility only before a verb that is not past.
func (s *sent) sequel() {
	for i := range s.items {
		it := &s.items[i]
		it.guess = s.word(it, "verb") != nil && it.get(eNoun) == nil && it.mention < 0 || s.looksVerb(i)
		s.oneTense(i)
		w := s.word(it, "aux")
		if w == nil || !strings.Contains(w.value, "nonpast") {
			continue
		}
		for j := i + 1; j < len(s.items) && j <= i+2; j++ {
			if e := s.items[j].verb(); e != nil {
				if e.feat&fPast != 0 {
					it.ents = nil
				}
				break
			}
			if t := s.word(&s.items[j], "takesplace"); t != nil && !strings.HasPrefix(t.form, "ي") && !strings.HasPrefix(t.form, "تت") && !strings.HasPrefix(t.form, "تج") {
				it.ents = nil
				break
			}
		}
	}
}

// complement reports whether an act's noun under one preposition is what an
// operator before it governs ("تخطط لتزويد", "وعدت بتزويد", "أقدمت على بيع").
func (s *sent) complement(a *act, marks []string) bool {
	if s.x.lang.lattice && len(marks) == 1 && marks[0] == "to" {
		// "輸出に踏み切った", "供与に合意した"
		n := s.nextClose(a.item)
		return n >= 0 && s.items[n].clause == a.clause && s.items[n].verb() != nil && s.x.frames[s.items[n].verb().ref].op()
	}
	if l := s.x.lang; len(marks) == 1 && l.order != orderVSO && !l.caseMarks && !l.spaceless && !l.glued && !l.lattice {
		return s.governed(a, marks[0])
	}
	if s.x.lang.order != orderVSO || len(marks) != 1 {
		return false
	}
	switch marks[0] {
	case "ل", "ب", "على", "في", "إلى", "عن", "من":
	default:
		return false
	}
	for k := range s.acts {
		o := &s.acts[k]
		if o.clause == a.clause && o.item < a.item && o.frame.op() && !s.verbBetween(o.item, a.item) {
			return true
		}
	}
	return false
}

// askedFrom: "طلبت روسيا من كوريا الشمالية تزويدها بالفحم": who is asked stands
// under من between the verb of asking and the act's noun, and does the act.
func (s *sent) askedFrom(a *act) {
	if s.x.lang.order != orderVSO {
		return
	}
	for n := range s.acts {
		o := &s.acts[n]
		if o.noun || o.clause != a.clause || o.item > a.item || o.frame.Effect != "sought" && o.frame.ID != "accuse" {
			continue
		}
		for k := range s.cands {
			cd := &s.cands[k]
			if cd.head < o.item || cd.head > a.item || cd.origin || s.items[cd.head].clause != a.clause || len(cd.marks) != 1 || cd.marks[0] != "من" && cd.marks[0] != "إلى" {
				continue
			}
			role, other := a.frame.Subj, "to"
			if role == "to" {
				other = "from"
			}
			a.put(role, cd.entity, cd.acts, cd.item, "is asked to do it", 0.9)
			if e, acts, at, _ := s.subject(a.clause); e != "" && e != cd.entity && (other == "to" && a.to.entity == "" || other == "from" && a.from.entity == "") {
				a.put(other, e, acts, at, "asks for it", 0.6)
			}
			return
		}
	}
}

// attached reports whether a noun bears a pronoun of the third person.
func attached(t string) bool {
	return strings.HasSuffix(t, "ه") || strings.HasSuffix(t, "ها") || strings.HasSuffix(t, "هم")
}

// arabicNounHere decides whether a form that may be verb or verbal noun ("نقل",
// "دعم", "نفى" and "نفي") is a noun at item i.
func (s *sent) arabicNounHere(i int) bool {
	t := s.str(&s.items[i])
	if strings.HasPrefix(t, "ال") {
		return true
	}
	if strings.HasSuffix(t, "ى") {
		return false
	}
	if i > 0 {
		p := &s.items[i-1]
		switch {
		case s.word(p, "coord") != nil && attached(t) && i > 1:
			return false // "وشحنتها": and shipped them
		case s.word(p, "neg") != nil:
			return s.word(p, "neg").form == "عدم"
		case s.word(p, "aux") != nil:
			return false
		case s.word(p, "prep") != nil:
			return true
		case p.verb() != nil && p.get(eNoun) == nil:
			return true
		case p.mention >= 0:
			return p.isAdj()
		case p.get(eNoun) != nil || s.desc(p) != nil || s.isGoods(p):
			return !definite(s.str(p))
		}
	}
	if i+1 < len(s.items) {
		n := &s.items[i+1]
		if n.mention >= 0 && !n.isAdj() || s.desc(n) != nil || s.subOf(n) != "" {
			return false
		}
		if len(n.ents) == 0 && !n.punct && strings.HasPrefix(s.str(n), "ال") {
			return false
		}
	}
	return true
}

// verbGender reports the gender that a verb's form shows: 'f', 'm', 0 when it
// shows none.
func (s *sent) verbGender(i int) byte {
	it := &s.items[i]
	e := it.verb()
	if e == nil {
		return 0
	}
	t := foldHamza(s.str(it))
	if e.feat&fPast != 0 && e.feat&fInf == 0 {
		for _, o := range objects {
			if b, ok := strings.CutSuffix(t, o); ok && strings.HasSuffix(b, "ت") {
				return 'f'
			}
		}
		if strings.HasSuffix(t, "ت") {
			return 'f'
		}
		return 'm'
	}
	if strings.HasPrefix(t, "ت") {
		return 'f'
	}
	if strings.HasPrefix(t, "ي") {
		return 'm'
	}
	return 0
}

func foldHamza(t string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x064b && r <= 0x0652 || r == 0x0640 {
			return -1
		}
		return r
	}, t)
}

// objectFirst reports whether the bare party k right after the verb at item v is
// its object: a state, which is feminine but for those of kind "masc", after a
// verb in the masculine; or any party in a clause that describes a party.
func (s *sent) objectFirst(v, k int) bool {
	cd := &s.cands[k]
	c := &s.clauses[s.items[v].clause]
	if c.typ == "rel" && c.ante >= 0 && s.items[c.ante].mention >= 0 && !attached(foldHamza(s.str(&s.items[v]))) {
		return true // "كوريا الجنوبية التي باعت بولندا دبابات"
	}
	if cd.item != v+1 || cd.attr {
		return false
	}
	it := &s.items[cd.item]
	if !strings.HasPrefix(cd.entity, "country:") || s.word(it, "masc") != nil || it.mention >= 0 && s.ments[it.mention].Type == "reference" {
		return false
	}
	return s.verbGender(v) == 'm'
}

// equips: "تزويد موسكو الجماعة بصواريخ": with a second noun before the goods, the
// first is who supplies.
func (s *sent) equips(a *act, k int) bool {
	cd := &s.cands[k]
	if cd.head != a.item+1 || cd.item != cd.head || cd.head+1 >= len(s.items) {
		return false
	}
	n := &s.items[cd.head+1]
	if n.punct || n.isAdj() || s.isVerbal(n) || s.isGoods(n) {
		return false
	}
	return n.mention >= 0 || s.desc(n) != nil || len(n.ents) == 0 && strings.HasPrefix(s.str(n), "ال")
}

// arabicThat reads "أن" and "إن" at item i: before a verb in the perfect "إن"
// opens a condition.
func (s *sent) arabicThat(i int) string {
	if s.str(&s.items[i]) == "إن" && i+1 < len(s.items) {
		if e := s.items[i+1].verb(); e != nil && e.feat&fPast != 0 && s.items[i+1].get(eNoun) == nil {
			return "cond"
		}
	}
	return "that"
}

// irrealis reports whether a clause under "أن" begins with a verb in the
// imperfect: it tells what is to be, not what is.
func (s *sent) irrealis(ci int) bool {
	it := s.clauses[ci].items
	if len(it) < 2 {
		return false
	}
	if t := s.str(&s.items[it[0]]); t != "أن" && t != "ان" && t != "بأن" {
		return false
	}
	n := &s.items[it[1]]
	if e := n.verb(); e != nil {
		return e.feat&fInf != 0 && e.feat&fPast == 0
	}
	w := s.word(n, "aux")
	return w != nil && (strings.HasPrefix(w.form, "ت") || strings.HasPrefix(w.form, "ي"))
}

// governor finds, for an act's noun under an operator, the party that the
// operator makes do it (its object), -1 for none; fears reports an operator
// whose subject does not do the act.
func (s *sent) governor(a *act) (obj int, fears bool) {
	obj = -1
	c := &s.clauses[a.clause]
	for k := range s.acts {
		o := &s.acts[k]
		if o.noun || o.clause != a.clause || o.item > a.item || !o.frame.op() {
			continue
		}
		fears = o.frame.Effect == "hypothetical" && o.frame.ID == "doubt"
		if o.frame.Control == "obj" && c.obj >= 0 && s.cands[c.obj].head > o.item && s.cands[c.obj].head < a.item {
			obj = c.obj
		}
	}
	return obj, fears
}

// cargo is the goods named after a word of loading in the sentence, -1 for none;
// where the ship was before is taken as the giver's side.
func (s *sent) cargo(a *act) int {
	at, g := -1, -1
	for i := range s.items {
		if s.word(&s.items[i], "loaded") != nil {
			at = i
		} else if at >= 0 && i-at <= 9 && s.isGoods(&s.items[i]) && s.good(&s.items[i]).class != "vessels" {
			g = i
			break
		}
	}
	if g < 0 {
		return -1
	}
	for k := range s.cands {
		cd := &s.cands[k]
		if cd.head < at && cd.acts != "" && !cd.origin && (len(cd.marks) == 0 || cd.marks[len(cd.marks)-1] == "من" || cd.marks[len(cd.marks)-1] == "في" || cd.marks[len(cd.marks)-1] == "gen") {
			a.put("from", cd.entity, cd.acts, cd.item, "where the ship was loaded", 0.6)
		}
	}
	return g
}
