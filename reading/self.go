package reading

import "strings"

// writer stands for the firm that writes a letter ("we", "our company") until
// the end of the text says where it sits; no finding keeps it.
const writer = "self:writer"

// quotes reports whether the sentence holds a quotation mark: then "we" may be
// somebody else's.
func (s *sent) quotes() bool {
	return strings.ContainsAny(s.text[s.start:s.end], "\"“”„«»「」『』")
}

// resolveWe makes "us" under a preposition and "our company" the writer.
func (s *sent) resolveWe() {
	if s.quotes() {
		return
	}
	for i := range s.items {
		it := &s.items[i]
		if it.mention >= 0 {
			continue
		}
		if w := s.word(it, "pron"); w != nil && strings.Contains(w.value, "first") && len(it.marks) == 1 && pronounMark[it.marks[0]] && s.word(&s.items[max(0, i-1)], "prep") != nil {
			s.putWriter(i, i)
			continue
		}
		if d := s.desc(it); d != nil && d.sort == "agent" {
			for j := i - 1; j >= 0 && j >= i-2; j-- {
				if w := s.word(&s.items[j], "art"); w != nil {
					if strings.Contains(w.value, "first") && s.word(it, "ownfirm") != nil {
						s.putWriter(j, i)
					}
					break
				}
				if s.items[j].mention >= 0 || s.items[j].punct {
					break
				}
			}
		}
	}
}

func (s *sent) putWriter(a, i int) {
	s.put(i, Mention{Text: s.text[s.items[a].start:s.items[i].end], Start: s.items[a].start, End: s.items[i].end, Entity: writer, Type: "reference", Form: "descriptor", Certainty: 0.7, Lang: s.x.lang.code, Why: "reference: the writer"}, true)
}

// noteSelf looks for where the writer of a letter sits: "we are a company in
// Dandong", "our office in Singapore", "ex warehouse Singapore", and the name
// below the closing formula.
func (s *sent) noteSelf() {
	d := s.d
	if d.self != "" {
		return
	}
	seat := func(i int) bool {
		k := s.items[i].mention
		if k < 0 || s.ments[k].ActsFor == "" || s.ments[k].Type == "person" || s.ments[k].Form == "descriptor" {
			return false
		}
		d.self = s.ments[k].ActsFor
		return true
	}
	if d.closed {
		for i := range s.items {
			if seat(i) {
				return
			}
		}
	}
	if s.quotes() {
		return
	}
	we := -1
	for i := range s.items {
		it := &s.items[i]
		switch {
		case s.word(it, "closing") != nil:
			d.closed = true
			for j := i + 1; j < len(s.items); j++ {
				if seat(j) {
					return
				}
			}
			return
		case s.word(it, "exworks") != nil:
			if i+1 < len(s.items) && seat(i+1) {
				return
			}
		case (s.word(it, "ownplace") != nil || s.x.lang.caseMarks && s.word(it, "ownfirm") != nil) && s.possessive(i, "first"):
			for j := i + 1; j < len(s.items) && j <= i+4; j++ {
				if seat(j) {
					return
				}
				if s.word(&s.items[j], "prep") == nil && s.word(&s.items[j], "art") == nil {
					break
				}
			}
		}
		if w := s.word(it, "pron"); w != nil && strings.HasPrefix(w.value, "nom first") {
			we = i
		}
	}
	if we < 0 {
		return
	}
	// "we are a trading company based in Dandong"
	for k := range s.cands {
		cd := &s.cands[k]
		dsc := s.desc(&s.items[cd.head])
		if cd.acts == "" || cd.head <= we || dsc == nil || dsc.sort != "agent" || s.items[cd.head].clause != s.items[we].clause || len(cd.marks) > 0 {
			continue
		}
		for j := we + 1; j < cd.head; j++ {
			if w := s.word(&s.items[j], "aux"); w != nil && (strings.HasPrefix(w.value, "be") || strings.HasPrefix(w.value, "pass")) && !s.verbal(we, cd.head) {
				d.self = cd.acts
				return
			}
		}
	}
}

// possessive reports whether a possessive of a person stands before item i:
// "our" of the first, "your" of the second.
func (s *sent) possessive(i int, person string) bool {
	for j := i - 1; j >= 0 && j >= i-2; j-- {
		if w := s.word(&s.items[j], "art"); w != nil {
			return strings.Contains(w.value, person)
		}
	}
	return false
}

// nameWriter puts the writer's state where findings hold the writer, and drops
// what then tells of nobody.
func (d *doc) nameWriter() {
	if d.self == "" && len(d.heads) > 0 && !d.heads[0].to && d.heads[0].acts != d.you {
		d.self = d.heads[0].acts // a note without salutation: whose name stands above it
	}
	if d.self == d.you {
		d.you = ""
	}
	put := func(p *OrNull) {
		switch *p {
		case writer:
			*p = OrNull(d.self)
		case addressee:
			*p = OrNull(d.you)
		}
	}
	of := func(p OrNull) bool { return p == writer || p == addressee }
	keep := d.out.Dealings[:0]
	for _, x := range d.out.Dealings {
		if of(x.From) || of(x.To) {
			put(&x.From)
			put(&x.To)
			for i := range x.Evidence {
				switch x.Evidence[i].Text {
				case writer:
					x.Evidence[i].Text = "we"
				case addressee:
					x.Evidence[i].Text = "you"
				}
			}
			if x.From == x.To {
				continue
			}
		}
		keep = append(keep, x)
	}
	d.out.Dealings = keep
	threats := d.out.Threats[:0]
	for _, t := range d.out.Threats {
		put(&t.By)
		put(&t.Against)
		if t.By != "" {
			threats = append(threats, t)
		}
	}
	d.out.Threats = threats
}
