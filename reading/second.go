package reading

import "strings"

// This file reads the second person and the first in letters of German, English,
// French and Spanish: pronouns and possessives, where the others have words of
// their own (letter.go).

// westLetter reports whether a language tells the sides of a letter by pronouns
// and possessives alone.
func (s *sent) westLetter() bool {
	l := s.x.lang
	return l.code == "de" || l.code == "en" || l.code == "fr" || l.code == "es"
}

// second reports whether item i is a word of the second person in a letter: a
// pronoun or a possessive.
func (s *sent) second(i int, kind string) bool {
	if !s.d.letter || s.quotes() || !s.westLetter() {
		return false
	}
	it := &s.items[i]
	w := s.word(it, kind)
	if w == nil {
		return false
	}
	if strings.Contains(w.value, "second") {
		return true
	}
	switch t := s.str(it); s.x.lang.code {
	case "de":
		// the polite form is written with a capital
		if kind == "pron" {
			return t == "Ihnen" || t == "Sie"
		}
		return it.upper && strings.HasPrefix(t, "Ihr")
	case "en":
		return kind == "art" && strings.EqualFold(t, "your")
	case "fr":
		return kind == "art" && (strings.EqualFold(t, "votre") || strings.EqualFold(t, "vos"))
	case "es":
		return kind == "art" && (strings.EqualFold(t, "su") || strings.EqualFold(t, "sus"))
	}
	return false
}

// resolveSecond makes pronouns of the second person the addressee, and "us"
// without a preposition the writer.
func (s *sent) resolveSecond() {
	if !s.d.letter || s.quotes() || !s.westLetter() {
		return
	}
	for i := range s.items {
		it := &s.items[i]
		if it.mention >= 0 {
			continue
		}
		if s.second(i, "pron") {
			s.put(i, Mention{Text: s.str(it), Start: it.start, End: it.end, Entity: addressee, Type: "reference", Form: "descriptor", Certainty: 0.7, Lang: s.x.lang.code, Why: "reference: the addressee"}, true)
			continue
		}
		if w := s.word(it, "pron"); w != nil && len(it.marks) == 0 {
			switch t := strings.ToLower(s.str(it)); {
			case s.x.lang.code == "de" && t == "uns", s.x.lang.code == "en" && t == "us", s.x.lang.code == "es" && t == "nos", s.x.lang.code == "fr" && t == "nous" && s.objectNous(i):
				s.putWriter(i, i)
			}
		}
	}
}

// objectNous: "vous nous avez livré", "qu'il nous a livré": a subject stands
// before it.
func (s *sent) objectNous(i int) bool {
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		it := &s.items[j]
		if it.punct || s.isVerbal(it) {
			return false
		}
		if f, ok := s.wordFeat(it, "pron"); ok && f&fNom != 0 || it.mention >= 0 && !it.isAdj() && len(it.marks) == 0 || s.word(it, "rel") != nil && s.str(it) == "qui" {
			return true
		}
	}
	return false
}

// toYou reports whether "vous" (or "nous") at item i is an object: its verb has
// another subject or is an infinitive.
func (s *sent) toYou(i int) bool {
	if s.x.lang.code != "fr" || i+1 >= len(s.items) {
		return false
	}
	if strings.EqualFold(s.str(&s.items[i]), "nous") {
		return true
	}
	for j := i + 1; j < len(s.items) && j <= i+3; j++ {
		it := &s.items[j]
		if e := it.verb(); e != nil {
			return e.feat&(fInf|fFirst) != 0 || s.objectNous(i) || i > 0 && s.weSay(i)
		}
		if f, ok := s.wordFeat(it, "aux"); ok {
			return f&fFirst != 0 || s.objectNous(i) || i > 0 && s.weSay(i)
		}
		if len(it.ents) > 0 && s.word(it, "pron") == nil && s.word(it, "neg") == nil {
			return false
		}
	}
	return false
}

// weSay reports whether "nous" or "je" stands right before item i.
func (s *sent) weSay(i int) bool {
	w := s.word(&s.items[i-1], "pron")
	return w != nil && strings.HasPrefix(w.value, "nom first")
}

// yours makes a candidate of a possessive of a letter: "your order", "unsere
// Lieferung".
func (s *sent) yours(i int) (cand, bool) {
	if !s.d.letter || s.quotes() || !s.westLetter() || i+1 >= len(s.items) {
		return cand{}, false
	}
	entity := ""
	if s.second(i, "art") {
		entity = addressee
	} else if w := s.word(&s.items[i], "art"); w != nil && strings.Contains(w.value, "first") {
		entity = writer
	}
	if entity == "" {
		return cand{}, false
	}
	for h := i + 1; h < len(s.items) && h <= i+4; h++ {
		n := &s.items[h]
		if n.punct || s.word(n, "prep") != nil || n.mention >= 0 {
			return cand{}, false
		}
		if !s.head(n) && !(len(n.ents) == 0 && !s.x.lang.capNouns && !n.num) {
			continue
		}
		if s.x.lang.nounBefore() && h+1 < len(s.items) && s.items[h+1].get(eNoun) != nil {
			continue
		}
		c := cand{item: i, head: h, entity: entity, marks: n.marks, cases: n.cases, attr: true, factor: 0.7}
		c.origin = s.isGoods(n) || n.get(eNoun) != nil
		return c, true
	}
	return cand{}, false
}

// nounBefore reports whether a language puts a noun before the noun it
// describes (English).
func (l *language) nounBefore() bool {
	return l.order == orderSVO && !l.capNouns && !l.adjAfter && !l.caseMarks && !l.spaceless
}

// noteYou looks for where the addressee sits: "your letter from Istanbul",
// "your office in Minsk", "you in Pyongyang".
func (s *sent) noteYou() {
	d := s.d
	if !d.letter || d.you != "" || s.quotes() || !s.westLetter() {
		return
	}
	for i := range s.items {
		k := s.items[i].mention
		if k < 0 || s.ments[k].ActsFor == "" || s.ments[k].Type == "person" || s.ments[k].Form == "descriptor" || s.items[i].isAdj() || i < 2 {
			continue
		}
		j := i - 1
		for j > 0 && s.word(&s.items[j], "art") != nil {
			j--
		}
		w := s.word(&s.items[j], "prep")
		if w == nil {
			continue
		}
		v, _, _ := strings.Cut(w.value, " ")
		if !seatMark[v] && v != "à" && v != "en" && v != "desde" && v != "depuis" && v != "de" && v != "nach" {
			continue
		}
		for n := j - 1; n >= 0 && n >= j-3; n-- {
			if s.items[n].punct || s.isVerbal(&s.items[n]) {
				break
			}
			if s.second(n, "art") && s.word(&s.items[n+1], "relation") == nil || n == j-1 && s.items[n].mention >= 0 && s.ments[s.items[n].mention].Entity == addressee {
				d.you = s.ments[k].ActsFor
				return
			}
		}
	}
}
