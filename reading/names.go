package reading

import (
	"iter"
	"slices"
	"strings"

	"khasan/entity"
)

// nameTrie finds the names of listed parties. Words are folded (lower case,
// no marks), so that one spelling finds all.
type nameTrie struct {
	vocab map[string]int32
	next  map[uint64]int32
	out   map[int32][]int32 // node to names
	names []listedName
}

type listedName struct {
	ref     int32
	schema  string
	weak    bool
	words   int32
	entity  string
	country string
}

// newNameTrie builds the trie.
func newNameTrie(seq iter.Seq[ListedName]) *nameTrie {
	t := &nameTrie{vocab: map[string]int32{}, next: map[uint64]int32{}, out: map[int32][]int32{}}
	var toks []token
	var buf []byte
	nodes := int32(0)
	for n := range seq {
		toks = tokenize(toks[:0], n.Text, 0, len(n.Text))
		node := int32(0)
		words, letters := int32(0), 0
		for _, k := range toks {
			if k.kind == tPunct || k.kind == tHyph || k.kind == tPoss {
				continue
			}
			buf = foldWord(buf[:0], n.Text[k.start:k.end])
			if len(buf) == 0 {
				continue
			}
			id, ok := t.vocab[string(buf)]
			if !ok {
				id = int32(len(t.vocab) + 1)
				t.vocab[string(buf)] = id
			}
			key := uint64(node)<<32 | uint64(uint32(id))
			c, ok := t.next[key]
			if !ok {
				nodes++
				c = nodes
				t.next[key] = c
			}
			node = c
			words++
			letters += len(buf)
		}
		if node == 0 || letters < 4 || words == 1 && (n.Weak || letters < 6) {
			continue
		}
		cap := n.Caption
		if cap == "" {
			cap = n.Text
		}
		t.names = append(t.names, listedName{int32(n.Ref), n.Schema, n.Weak, words, entityID(n.Schema, cap), n.Country})
		t.out[node] = append(t.out[node], int32(len(t.names)-1))
	}
	return t
}

// entityID makes an id from a schema and a name.
func entityID(schema, name string) string {
	kind := "org:"
	switch schema {
	case entity.Person:
		kind = "person:"
	case entity.Vessel, entity.Airplane:
		kind = "vessel:"
	}
	return kind + slug(name)
}

// slug is a name as it stands in an id: folded words joined by hyphens.
func slug(name string) string {
	var b strings.Builder
	var buf []byte
	for _, t := range tokenize(nil, name, 0, len(name)) {
		if t.kind == tPunct || t.kind == tHyph || t.kind == tPoss {
			continue
		}
		buf = foldWord(buf[:0], name[t.start:t.end])
		if len(buf) == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		b.Write(buf)
	}
	return b.String()
}

// scan finds listed names in a row of tokens. With a sentence it joins them to
// its items; without, they become mentions at once.
func (t *nameTrie) scan(d *doc, text string, toks []token, s *sent) {
	var buf []byte
	id := func(k token) int32 {
		buf = foldWord(buf[:0], text[k.start:k.end])
		if v, ok := t.vocab[string(buf)]; ok {
			return v
		}
		if n := len(buf); n > 4 && buf[n-1] == 's' { // genitive
			return t.vocab[string(buf[:n-1])]
		}
		return 0
	}
	for i := 0; i < len(toks); {
		k := toks[i]
		if k.kind == tPunct || k.kind == tHyph || k.kind == tPoss || k.kind == tWord && !k.upper {
			i++
			continue
		}
		node, best, end := int32(0), int32(0), i
		for j := i; j < len(toks) && j < i+24; j++ {
			x := toks[j]
			if x.kind == tHyph || x.kind == tPunct && text[x.start:x.end] == "," && j > i || x.kind == tPunct && text[x.start:x.end] == "." && !x.space {
				continue
			}
			if x.kind == tPunct || x.kind == tPoss {
				break
			}
			w := id(x)
			if w == 0 {
				break
			}
			n, ok := t.next[uint64(node)<<32|uint64(uint32(w))]
			if !ok {
				break
			}
			node = n
			if _, ok := t.out[n]; ok {
				best, end = n, j+1
			}
		}
		if best == 0 {
			i++
			continue
		}
		t.put(d, text, toks, i, end, best, s)
		i = end
	}
}

func (t *nameTrie) put(d *doc, text string, toks []token, a, b int, node int32, s *sent) {
	start, end := int(toks[a].start), int(toks[b-1].end)
	var refs []int
	first := t.names[t.out[node][0]]
	for _, n := range t.out[node] {
		refs = append(refs, int(t.names[n].ref))
	}
	slices.Sort(refs)
	refs = slices.Compact(refs)
	words := first.words
	single := words == 1
	vessel := first.schema == entity.Vessel || first.schema == entity.Airplane
	if single && (vessel || !toks[a].upper) && !shipBefore(text, start) {
		return
	}
	if words <= 2 && vessel && !shipBefore(text, start) && !toks[a].caps {
		return
	}
	typ, acts := "organisation", first.country
	switch {
	case first.schema == entity.Person:
		typ = "person"
		acts = ""
	case vessel:
		typ = "vessel"
	}
	c := 0.95
	if single {
		c = 0.7
	}
	m := Mention{Text: text[start:end], Start: start, End: end, Entity: first.entity, Type: typ, Form: "name", Certainty: c, ActsFor: acts, Refs: refs, Why: "name on a list"}
	if s == nil {
		d.out.Mentions = append(d.out.Mentions, m)
		return
	}
	m.Lang = s.x.lang.code
	s.overlay(m, single)
}

// overlay joins a listed name to the items it covers.
func (s *sent) overlay(m Mention, single bool) {
	lo, hi := -1, -1
	for i := range s.items {
		if s.items[i].end > m.Start && s.items[i].start < m.End {
			if lo < 0 {
				lo = i
			}
			hi = i
		}
	}
	if lo < 0 || s.inTitle(lo) {
		return
	}
	for i := lo; i <= hi; i++ {
		if k := s.items[i].mention; k >= 0 {
			have := &s.ments[k]
			if have.Start <= m.Start && have.End >= m.End {
				if have.Start == m.Start && have.End == m.End || have.Type == m.Type && have.Type == "person" {
					if have.Type == m.Type || have.Type == "organisation" {
						have.Refs = m.Refs
					}
				}
				return
			}
		}
	}
	if single {
		// one word that the lexicons know as a common word is no name
		it := &s.items[lo]
		if len(it.ents) > 0 || lo == s.firstWord() {
			return
		}
	}
	// the name swallows the items it covers
	for i := lo; i <= hi; i++ {
		if k := s.items[i].mention; k >= 0 {
			s.hidden[k] = true
		}
	}
	it := s.items[lo]
	it.b, it.end = s.items[hi].b, max(s.items[hi].end, m.End)
	it.poss = s.items[hi].poss
	it.ents = nil
	it.upper = true
	s.items[lo] = it
	s.items = append(s.items[:lo+1], s.items[hi+1:]...)
	s.put(lo, m, false)
}

// shipBefore reports whether a word that announces a ship stands before.
func shipBefore(text string, at int) bool {
	from := max(0, at-30)
	t := strings.ToLower(text[from:at])
	for _, w := range []string{"vessel ", "ship ", "tanker ", "mv ", "m/v ", "mt ", "m/t ", "m.v. ", "frachter ", "schiff ", "schiffs ", "navire ", "buque ", "судно ", "танкер ", "vessel: ", "freighter ", "carrier "} {
		if strings.HasSuffix(t, w) {
			return true
		}
	}
	return false
}

// foldWord appends the folded form of a word: lower case, Latin letters
// without marks; other scripts as they are.
func foldWord(dst []byte, w string) []byte {
	for i := 0; i < len(w); i++ {
		if w[i] >= 0x80 {
			return foldSlow(dst, w)
		}
	}
	for i := 0; i < len(w); i++ {
		c := w[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			dst = append(dst, c)
		}
	}
	return dst
}
