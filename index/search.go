package index

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"khasan/match"
	"khasan/name"
)

// A Hit is one name of one entity worth comparing. Name is its position in
// the entity's names.
type Hit struct{ Entity, Name uint32 }

// maxUnits bounds the words of a query that are looked up, joined neighbours
// and halves included.
const maxUnits = 64

// bloomWords makes a filter of 4096 bits.
const bloomWords = 64

// A unit is something of the query that may be one word of a listed name: a
// word, two neighbouring words joined, or a half of a word.
type unit struct {
	like         // the tokens it is like
	words uint32 // which words of the query it stands for
	size  int    // how many forms have them
	aside bool   // not looked up by: a particle, a legal form
}

// search is the workspace of one search.
type search struct {
	units   []unit
	tokens  []uint32
	ids     []uint32    // what was found under a piece of a word
	exact   [2][]uint32 // what two halves of a word are
	of      []uint32    // names of a form
	words   []uint32    // of forms
	mark    []bool
	found   []uint64 // form, name of the query, its reading
	slot    []slot   // open addressing: token → units it is similar to
	bloom   [bloomWords]uint64
	used    []uint32
	keys    []string
	rare    []byte
	buf     []byte
	active  uint64   // the units that are looked up by
	seen    []uint64 // a bit for each form that a unit has been found in
	twice   []uint64 // a bit for each form that another has been found in
	forms   []uint32 // those in seen
	again   []uint32 // those in twice
	looked  uint32   // see meet
	pattern pattern
	toks    []name.Token
	reads   []name.Reading
	crossed name.Crossings
	scan    name.Scan
	asked   asked
	listed  listed
	token   name.Token
	word    match.Word
	names   []name.Name
	results []match.Result
	picks   []pick
}

type slot struct {
	token uint32 // plus one; 0 is free
	words uint32 // of the query, those the token is like
	from  uint32 // its list of forms, how many there are behind; or its only form and onlyForm
	n     uint32 // how many forms
	units uint64
}

// search adds to s.found every form that can score at least s.asked.least, and
// no less than the review threshold, against a reading: those that share two
// bearing words with it, counting similar ones, those whose only bearing word
// is like its only one, and those equal to it when spaces are left out.
func (x *names) search(s *search, toks []name.Token, tag uint64) {
	s.mark = bearing(toks, s.mark)
	s.units = s.units[:0]
	words := 0
	full := false
	prev := -1
	var before uint32
	a := &s.asked
	a.begin()
	for i := range toks {
		if a.n == match.MaxTokens || full || len(s.units) > maxUnits-8 {
			full = true
			break
		}
		t := &toks[i]
		if t.Fold == "" {
			continue
		}
		own, kind := uint32(1)<<a.n, aWord
		if s.mark[i] {
			kind = bearer
			if counts(t) {
				words++
			}
		}
		r := x.word(s, t, kind)
		a.add(t, r.rarity, s.mark[i])
		if len(t.Fold) > 1 || s.mark[i] {
			s.unit(r.like, own, kind == aWord)
		}
		for _, l := range r.halves {
			if full = len(s.units) >= maxUnits-2; full {
				break
			}
			s.unit(l, own, false)
		}
		// Neighbours joined, particles too: "al sabah" is "alsabah".
		if prev >= 0 && len(toks[prev].Fold)+len(t.Fold) <= 31 && len(toks[prev].Fold)+len(t.Fold) >= 4 && !digits(t.Fold) {
			s.buf = append(append(s.buf[:0], toks[prev].Fold...), t.Fold...)
			s.unit(x.pair(s, view(s.buf)), own|before, false)
		}
		prev, before = i, own
	}
	a.end(full)
	if h, ok := hashWhole(toks); ok {
		s.take(&x.whole, h, tag)
		s.take(&x.whole, hashText(toks), tag)
	}
	if words == 1 {
		for i := range s.units {
			if u := &s.units[i]; !u.aside {
				for _, id := range u.ids[:u.firm] {
					s.take(&x.single, mix(id), tag)
				}
			}
		}
	}
	if !a.firm {
		x.abbreviated(s, words, tag)
	}
	if k := business(toks); k >= 0 {
		s.tokens = x.equals(s.tokens[:0], cut(toks[k].Fold))
		for _, id := range s.tokens {
			s.take(&x.single, mix(id), tag)
		}
	}
	if a.n == 1 && a.afar {
		for _, id := range x.alone(s, a.toks[0]) {
			s.take(&x.single, mix(id), tag)
		}
	}
	if len(s.units) < 2 {
		return
	}
	x.index(s)
	x.meet(s)
	x.sift(s, tag)
	for _, k := range s.used {
		s.slot[k] = slot{}
	}
	s.used = s.used[:0]
	s.bloom = [bloomWords]uint64{}
}

// queryBits hold which name and reading of the query found a form.
const (
	readingBits = 8
	queryBits   = 16 + readingBits
)

// take adds to s.found the forms that a table has under a hash.
func (s *search) take(t *table, h uint32, tag uint64) {
	for i, end := t.run(h); i < end; i++ {
		s.found = append(s.found, uint64(t.val(i))<<queryBits|tag)
	}
}

// meet fills s.again with the forms that two words like units of the query
// have been found in. The words that only the commonest unit has are not looked
// up when they are many more than what was found before: any of that may have
// one of them.
func (x *names) meet(s *search) {
	x.room(s)
	s.forms, s.again = s.forms[:0], s.again[:0]
	common, size := 0, -1
	for i := range s.units {
		if u := &s.units[i]; !u.aside && u.size > size {
			common, size = i, u.size
		}
	}
	for _, k := range s.used {
		if l := &s.slot[k]; l.units&s.active != 0 && l.units != 1<<common {
			x.see(s, l)
		}
	}
	if size > 16*len(s.forms) {
		// Which of them have been found twice makes no difference now.
		s.again, s.forms = s.forms, s.again
	} else {
		for _, k := range s.used {
			if l := &s.slot[k]; l.units == 1<<common {
				x.see(s, l)
			}
		}
	}
	for _, f := range s.forms {
		s.seen[f>>6], s.twice[f>>6] = 0, 0
	}
	for _, f := range s.again {
		s.seen[f>>6], s.twice[f>>6] = 0, 0
	}
}

// room makes room for a bit for each form.
func (x *names) room(s *search) {
	if n := (x.shape.n>>16 + 1) * chunkWords; len(s.seen) < n {
		s.seen, s.twice = make([]uint64, n), make([]uint64, n)
	}
}

// chunkWords are the words of a chunk's bits, see appendPosts.
const chunkWords = 1 << 16 / 64

// see notes the forms that have a token.
func (x *names) see(s *search, l *slot) {
	if l.from&onlyForm != 0 {
		s.note(l.from &^ onlyForm)
		return
	}
	b := x.post[l.from:]
	n := int(l.n)
	switch {
	case n >= x.size.short:
		for n > 0 {
			chunk, some := uint32(b[0])|uint32(b[1])<<8, int(b[2])+int(b[3])<<8+1
			n -= some
			lows := b[4 : 4+2*some]
			b = b[4+2*some:]
			seen, twice := (*[chunkWords]uint64)(s.seen[chunk*chunkWords:]), (*[chunkWords]uint64)(s.twice[chunk*chunkWords:])
			for ; len(lows) >= 2; lows = lows[2:] {
				f := uint32(lows[0]) | uint32(lows[1])<<8
				bit := uint64(1) << (f & 63)
				switch w := seen[f>>6]; {
				case w&bit == 0:
					seen[f>>6] = w | bit
					s.forms = append(s.forms, chunk<<16|f)
				case twice[f>>6]&bit == 0:
					twice[f>>6] |= bit
					s.again = append(s.again, chunk<<16|f)
				}
			}
		}
	case x.size.wide == 3:
		for b := b[:3*n]; len(b) >= 3; b = b[3:] {
			s.note(uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16)
		}
	default:
		for b := b[:4*n]; len(b) >= 4; b = b[4:] {
			s.note(uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24)
		}
	}
}

// note notes a form that a unit has been found in.
func (s *search) note(f uint32) {
	bit := uint64(1) << (f & 63)
	switch w := s.seen[f>>6]; {
	case w&bit == 0:
		s.seen[f>>6] = w | bit
		s.forms = append(s.forms, f)
	case s.twice[f>>6]&bit == 0:
		s.twice[f>>6] |= bit
		s.again = append(s.again, f)
	}
}

// index fills the hash of tokens to units.
func (x *names) index(s *search) {
	need := 64
	all := 0
	for i := range s.units {
		all += len(s.units[i].ids)
	}
	for need < 4*all {
		need *= 2
	}
	if len(s.slot) < need {
		s.slot = make([]slot, need)
	}
	s.active = 0
	for i := range s.units {
		u := &s.units[i]
		if !u.aside {
			s.active |= 1 << i
		}
		u.size = 0
		for _, id := range u.ids {
			s.bloom[id>>6%bloomWords] |= 1 << (id & 63)
			k := s.at(id)
			l := &s.slot[k]
			if l.token == 0 {
				l.token, l.from = id+1, x.postOff[id]
				s.used = append(s.used, k)
			}
			l.words |= u.words
			l.units |= 1 << i
		}
	}
	// One look at the head of each list of forms before any is gone through: the
	// machine waits for many parts of memory at once as long as for one.
	for _, k := range s.used {
		l := &s.slot[k]
		l.n = 1
		if l.from&onlyForm == 0 {
			n, size := binary.Uvarint(x.post[l.from:])
			l.n = uint32(n)
			l.from += uint32(size)
		}
		for m := l.units; m != 0; m &= m - 1 {
			s.units[bits.TrailingZeros64(m)].size += int(l.n)
		}
	}
}

func (s *search) at(id uint32) uint32 {
	m := uint32(len(s.slot) - 1)
	k := (id * 0x9E3779B1) >> 7 & m
	for s.slot[k].token != 0 && s.slot[k].token != id+1 {
		k = (k + 1) & m
	}
	return k
}

// unit adds something that may be one word of a listed name.
func (s *search) unit(l like, own uint32, aside bool) {
	if len(l.ids) > 0 {
		s.units = append(s.units, unit{like: l, words: own, aside: aside})
	}
}

// find fills s.found with the pairs of a form and a reading of the query, in
// order and once each.
func (x *names) find(s *search, queries []name.Name, least float64) {
	s.found = s.found[:0]
	s.asked.least = least
	for i := range queries[:min(len(queries), 1<<16)] {
		s.asked.firm = queries[i].Kind == name.Organization
		for j := range queries[i].Readings[:min(len(queries[i].Readings), 1<<readingBits)] {
			x.search(s, queries[i].Readings[j].Tokens, uint64(i<<readingBits|j))
		}
	}
	slices.Sort(s.found)
	s.found = slices.Compact(s.found)
}

// hits is Search over parsed names.
func (x *names) hits(dst []Hit, queries []name.Name, least float64) []Hit {
	s := x.pool.Get().(*search)
	x.find(s, queries, least)
	s.again = s.again[:0]
	last := ^uint32(0)
	for _, h := range s.found {
		if f := uint32(h >> queryBits); f != last {
			last = f
			s.again = x.namesOf(s.again, f)
		}
	}
	slices.Sort(s.again)
	for _, n := range slices.Compact(s.again) {
		e := x.owner(n)
		dst = append(dst, Hit{Entity: e, Name: n - x.firstName(e)})
	}
	x.pool.Put(s)
	return dst
}

// nameAt rebuilds the parsed n-th name from the snapshot, without parsing.
// The strings point into the snapshot; the slices into s, until its next use.
func (x *names) nameAt(s *search, n uint32) name.Name {
	s.forms = x.readings(s.forms[:0], n)
	return x.rebuild(s, s.forms)
}

// rebuild is nameAt for some forms.
func (x *names) rebuild(s *search, forms []uint32) name.Name {
	s.toks, s.reads, s.keys, s.rare = s.toks[:0], s.reads[:0], s.keys[:0], s.rare[:0]
	// The backing arrays must not move while slices of them are handed out.
	words := 0
	for _, f := range forms {
		from, to := x.formOff.span(int(f))
		words += int(to - from)
	}
	s.toks = slices.Grow(s.toks, words)
	s.reads = slices.Grow(s.reads, len(forms))
	n := name.Name{}
	for _, f := range forms {
		kind, scheme, roles := x.shapeOf(f)
		n.Kind = kind
		start, at := len(s.toks), int(x.formOff.at(int(f)))
		for i, r := range roles {
			id := uint32(x.tokens.at(at + i))
			var t name.Token
			t, s.keys = x.token(id, s.keys)
			s.rare = append(s.rare, x.rare(id))
			t.Role = name.Role(r & roleMask)
			s.toks = append(s.toks, t)
		}
		r := name.Reading{Tokens: s.toks[start:len(s.toks):len(s.toks)]}
		if int(scheme) < len(x.schemes) {
			r.Scheme = x.schemes[scheme]
		}
		s.reads = append(s.reads, r)
	}
	n.Readings = s.reads
	return n
}
