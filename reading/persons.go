package reading

import (
	"io/fs"
	"strings"
)

// nameWords are the words by which a person's name is known in Latin script.
type nameWords struct {
	given, family, title map[string]bool
}

func loadNameWords(fsys fs.FS) (*nameWords, error) {
	n := &nameWords{given: map[string]bool{}, family: map[string]bool{}, title: map[string]bool{}}
	err := rows(fsys, "data/given.tsv", 2, func(_ int, c []string) error {
		m := map[string]map[string]bool{"given": n.given, "family": n.family, "title": n.title}[c[0]]
		if m == nil {
			return errKind(c[0])
		}
		for w := range strings.SplitSeq(c[1], "|") {
			m[w] = true
		}
		return nil
	})
	return n, err
}

type errKind string

func (e errKind) Error() string { return "unknown kind " + string(e) }

// findNames looks for names of persons and firms that no lexicon and no list
// holds: a given name or an initial and capitalised words after it, a family
// name that comes first, a title and a name, words that end in a legal form.
func (s *sent) findNames() {
	switch s.x.lang.code {
	case "de", "en", "fr", "es":
	default:
		return
	}
	nw := s.d.r.nameWords
	for i := 0; i < len(s.items); i++ {
		it := &s.items[i]
		if it.mention >= 0 && !it.isAdj() && !it.poss && i+1 < len(s.items) && s.items[i+1].upper && !s.items[i+1].punct && s.items[i+1].mention < 0 && s.ments[it.mention].Type != "person" {
			if e := s.firm(i); e > i+1 { // "Dalian Marine Products Co., Ltd"
				s.putFirm(i, e)
			}
			continue
		}
		if it.mention >= 0 || it.punct || it.num || !it.upper || s.inTitle(i) {
			continue
		}
		w := s.str(it)
		end := -1
		switch {
		case nw.given[w] || s.initial(i):
			end = s.nameEnd(i+1, 3)
			if end == i+1 && s.initial(i) {
				end = -1
			}
		case nw.family[w] && i+1 < len(s.items) && s.nameWord(i+1) && (it.hyph || strings.Contains(s.text[s.items[i+1].start:s.wordEnd(i+1)], "-")):
			end = s.nameEnd(i+1, 2)
		case nw.title[w] && i+1 < len(s.items) && s.nameWord(i+1) && s.items[i+1].start-it.end == 1 && len(s.items[i+1].ents) == 0:
			// the title itself is no part of the name
			if e := s.nameEnd(i+1, 2); e > i+1 {
				s.putName(i+1, e)
				i = e - 1
			}
			continue
		default:
			if e := s.firm(i); e > i+1 {
				s.putFirm(i, e)
			}
			continue
		}
		if end < i+2 {
			continue
		}
		s.putName(i, end)
	}
}

// initial reports whether item i is an initial: one capital and a full stop.
func (s *sent) initial(i int) bool {
	it := &s.items[i]
	return it.end-it.start == 1 && it.upper && i+1 < len(s.items) && s.items[i+1].punct && s.items[i+1].start == it.end && s.text[s.items[i+1].start] == '.'
}

// nameWord reports whether item i may be part of a name: capitalised and
// unknown, or known only as part of a name.
func (s *sent) nameWord(i int) bool {
	it := &s.items[i]
	if it.punct || it.num || !it.upper {
		return false
	}
	if it.mention >= 0 {
		return s.ments[it.mention].Type == "person"
	}
	return len(it.ents) == 0 && it.end-it.start > 1 || s.d.r.nameWords.given[s.str(it)] && it.get(eActor) == nil
}

func (s *sent) wordEnd(i int) int {
	for i+1 < len(s.items) && s.items[i].hyph {
		i++
	}
	return s.items[i].end
}

// nameEnd walks over the words of a name; at most n unknown words.
func (s *sent) nameEnd(i, n int) int {
	for j := i; j < len(s.items); j++ {
		it := &s.items[j]
		if it.punct {
			if s.text[it.start] == '.' && j > 0 && s.initial(j-1) {
				continue
			}
			return j
		}
		if s.initial(j) {
			continue
		}
		if t := s.str(it); (t == "von" || t == "van" || t == "de" || t == "al" || t == "bin" || t == "der") && j+1 < len(s.items) && s.nameWord(j+1) && j > i-1 && j+1 < i+n+1 {
			continue
		}
		if j > i && s.items[j-1].poss || s.items[i-1].poss {
			return i
		}
		if !s.nameWord(j) || n == 0 || j > i && it.start-s.items[j-1].end > 1 {
			return j
		}
		n--
		if !it.hyph && n == 0 {
			return j + 1
		}
	}
	return len(s.items)
}

func (s *sent) putName(a, b int) {
	for b > a && s.items[b-1].punct {
		b--
	}
	if b <= a {
		return
	}
	start, end := s.items[a].start, s.items[b-1].end
	text := s.text[start:end]
	if s.x.lang.code == "de" && strings.HasSuffix(text, "s") && !strings.HasSuffix(text, "ss") && b < len(s.items) && s.items[b].upper && !s.items[b].punct {
		text = text[:len(text)-1] // genitive
	}
	m := Mention{Text: s.text[start:end], Start: start, End: end, Entity: "person:" + slug(text), Type: "person", Form: "name", Certainty: 0.7, Lang: s.x.lang.code, Why: "looks like a person's name"}
	s.resolve(&m, text, "Person")
	s.swallow(a, b, m)
}

// resolve asks the caller whether a full name is a listed party's.
func (s *sent) resolve(m *Mention, name, schema string) {
	if f := s.d.r.opt.Resolve; f != nil {
		if refs, c := f(name, schema); len(refs) > 0 {
			m.Refs = refs
			m.Certainty = round(m.Certainty * c)
		}
	}
}

// swallow makes items a to b one mention.
func (s *sent) swallow(a, b int, m Mention) {
	for i := a; i < b; i++ {
		if k := s.items[i].mention; k >= 0 {
			s.hidden[k] = true
		}
	}
	it := s.items[a]
	it.b, it.end = s.items[b-1].b, s.items[b-1].end
	it.poss, it.hyph = s.items[b-1].poss, s.items[b-1].hyph
	it.ents = nil
	it.mods = nil
	it.upper = true
	s.items[a] = it
	s.items = append(s.items[:a+1], s.items[b:]...)
	s.put(a, m, false)
}

// legal forms that end a firm's name.
var legalForms = map[string]bool{"Ltd": true, "Limited": true, "LLC": true, "Inc": true, "Corp": true, "Corporation": true, "GmbH": true, "AG": true, "KG": true, "SA": true, "S.A": true, "SARL": true, "PLC": true, "plc": true, "Pte": true, "JSC": true, "OOO": true, "LLP": true, "Co": true, "Company": true, "B.V": true, "BV": true, "NV": true, "S.L": true, "SL": true, "SpA": true, "Sdn": true, "Bhd": true}

// firm finds a firm's name that begins at item i: capitalised words up to a
// legal form.
func (s *sent) firm(i int) int {
	if i > 0 && s.items[i-1].upper && !s.items[i-1].punct && s.items[i].start-s.items[i-1].end <= 1 && len(s.items[i-1].ents) == 0 {
		return -1
	}
	last := -1
	for j := i; j < len(s.items) && j < i+9; j++ {
		it := &s.items[j]
		if it.punct {
			t := s.str(it)
			if (t == "," || t == "." || t == "&") && j > i && j+1 < len(s.items) && (legalForms[strings.TrimSuffix(s.str(&s.items[j+1]), ".")] || t == "&" || t == "." && last == j-1) {
				continue
			}
			break
		}
		t := strings.TrimSuffix(s.str(it), ".")
		if legalForms[t] && j > i {
			last = j
			continue
		}
		if last >= 0 || !it.upper || it.num || s.word(it, "field") != nil && j == i || s.word(it, "prep") != nil || s.word(it, "art") != nil {
			break
		}
	}
	if last <= i {
		return -1
	}
	return last + 1
}

func (s *sent) putFirm(a, b int) {
	start, end := s.items[a].start, s.items[b-1].end
	if end < len(s.text) && s.text[end] == '.' && s.text[end-1] != '.' && legalAbbrev(s.text[start:end]) {
		// "Ltd." keeps its full stop only inside a sentence; leave it out
		end = s.items[b-1].end
	}
	name := s.text[start:end]
	var words []string
	for w := range strings.FieldsSeq(strings.NewReplacer(",", " ", ".", " ").Replace(name)) {
		if !legalForms[w] {
			words = append(words, w)
		}
	}
	id := slug(strings.Join(words, " "))
	acts := ""
	// the seat named right after: ", Dandong, China" or "of Iran"
	for j := b; j < len(s.items) && j < b+6; j++ {
		if m := s.items[j].mention; m >= 0 {
			acts = s.ments[m].ActsFor
			break
		}
		it := &s.items[j]
		if !it.punct && s.word(it, "prep") == nil && len(it.ents) > 0 || it.punct && !strings.ContainsAny(s.str(it), ",.(") {
			break
		}
	}
	// or an adjective or name inside: "Iran Shipping Company"
	for j := a; j < b && acts == ""; j++ {
		if m := s.items[j].mention; m >= 0 && strings.HasPrefix(s.ments[m].Entity, "country:") {
			acts = s.ments[m].ActsFor
		}
	}
	m := Mention{Text: name, Start: start, End: end, Entity: "org:" + id, Type: "organisation", Form: "name", Certainty: 0.7, ActsFor: acts, Lang: s.x.lang.code, Why: "looks like a firm's name"}
	s.resolve(&m, name, "Company")
	s.swallow(a, b, m)
}

func legalAbbrev(s string) bool {
	for _, w := range []string{"Ltd", "Inc", "Corp", "Co"} {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}
