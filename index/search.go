package index

import (
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

// A unit is something of the query that may be one word of a listed name: a
// word, two neighbouring words joined, or a half of a word.
type unit struct {
	*like        // the tokens it is like
	words uint32 // which words of the query it stands for
	aside bool   // not looked up by: a particle, a legal form
}

// search is the workspace of one search.
type search struct {
	units     []unit
	tokens    []uint32
	hashes    []uint32 // of pieces of a word
	runs      []uint32 // what is found under them
	folds     []string
	ids       []uint32    // what was found under a piece of a word
	exact     [2][]uint32 // what two halves of a word are
	of        []uint32    // names of a form
	form      []uint32    // words of forms
	mark      []bool
	found     []uint64 // form, name of the query, its reading
	table     []uint64 // open addressing: token plus one, place in slots plus one; 0 is free
	shift     uint32   // by which what is used of it is found
	hashed    bool     // the slots are found by table
	places    []uint32 // else by these: of each token its slot plus one, above the lap
	lap       uint32
	slots     []slot // the tokens that any unit is like
	asks      []ask
	key       []byte
	keys      []string
	rare      []byte
	active    uint64            // the units that are looked up by
	once      []uint64          // a bit for each form that has been found, see meet
	sure      [sureWords]uint64 // see note
	homes     []uint64          // hash of the forms of mets: the form above its place in mets, plus one
	ranked    bool              // see rank
	ranks     []uint32
	mets      []met
	ties      []tie            // of slots
	verdicts  [verdicts]uint64 // see enough
	sieve     sieve
	tags      []uint32 // see gather
	round     uint32
	meetings  []meeting
	lows      []uint16 // forms of a chunk
	sightings []sighting
	loosely   uint32      // see soft
	lists     [3][]uint16 // slots: those gone through first, that only the commonest unit has, that are not looked up by
	again     []uint32    // forms that two words like units of the query have been found in
	looked    uint32      // see recall
	pattern   pattern
	toks      []name.Token
	reads     []name.Reading
	forms     []uint32
	gone      []uint32 // forms of a token whose notes are taken back
	crossed   name.Crossings
	scan      name.Scan
	sorted    []byFold
	asked     asked
	listed    listed
	cards     [sifted]*card                   // of forms being sifted
	read      [sifted]card                    // room for them
	hit       [sifted][match.MaxTokens]uint32 // of forms being sifted: the slots of their words, plus one
	token     name.Token
	word      match.Word
	how       []match.Known
	held      []held // listed words made ready, by their numbers
	spare     []*held
	ready     []*match.Word // the words of a form being compared
	roles     []name.Role
	compared  uint32 // how many forms were compared
	results   []match.Result
	picks     []pick
}

// slot is a token that units of the query are like.
type slot struct {
	place
	words uint32 // of the query, those the token is like
	units uint64
	at    uint32 // its place among what the unit first is like
	first uint8  // the first unit it is like, of those that say how alike if there is one
	says  bool   // that unit says it
	// Of the token, known when it is first met again; see names.add.
	known  bool
	exact  uint32 // the word of the query that it is equal to
	weight [2]float32
}

// search adds to s.found every form that can score at least s.asked.least, and
// no less than the review threshold, against a reading: those that share two
// bearing words with it, counting similar ones, those whose only bearing word
// is like its only one, and those equal to it when spaces are left out.
func (x *names) search(s *search, toks []name.Token, tag uint64) {
	s.mark = bearing(toks, s.mark)
	s.units = s.units[:0]
	s.slots = s.slots[:0]
	words := 0
	full := false
	prev := -1
	var before uint32
	a := &s.asked
	a.begin()
	x.recall(s, toks)
	for i := range toks {
		if a.n == match.MaxTokens || full || len(s.units) > maxUnits-8 {
			full = true
			break
		}
		t := &toks[i]
		if t.Fold == "" {
			a.surprise = append(a.surprise, -1)
			continue
		}
		own, kind := uint32(1)<<a.n, aWord
		if s.mark[i] {
			kind = bearer
			if counts(t) {
				words++
			}
		}
		r := x.word(s, &s.asks[2*i], t, kind)
		a.surprise = append(a.surprise, r.rarity)
		a.add(t, r.rarity, s.mark[i])
		if len(t.Fold) > 1 || s.mark[i] {
			s.unit(&r.like, own, kind == aWord)
		}
		for k := range r.halves {
			if full = len(s.units) >= maxUnits-2; full {
				break
			}
			s.unit(&r.halves[k], own, false)
		}
		if prev >= 0 && joinable(&toks[prev], t) {
			s.unit(x.pair(s, &s.asks[2*i+1], &toks[prev], t), own|before, false)
		}
		prev, before = i, own
	}
	a.end(full)
	if h, ok := hashWhole(toks); ok {
		s.take(&x.whole, h, tag)
		s.take(&x.whole, hashText(toks), tag)
	}
	if h, ok := hashAs(toks); ok { // of a listed name that leaves nothing out
		s.take(&x.whole, h, tag)
	}
	if words == 1 {
		for i := range s.units {
			if u := &s.units[i]; !u.aside {
				for k := range u.ids[:u.firm] {
					s.take(&x.single, mix(u.ids[k].id), tag)
				}
			}
		}
	}
	if !a.firm {
		x.abbreviated(s, words, tag)
	}
	if a.lettered {
		var keys [name.Initials]uint32
		letterKeys(&keys, toks, true)
		for _, h := range keys {
			if h != 0 {
				s.take(&x.whole, h, tag)
			}
		}
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
		// And an edit away, where letters agree but in part.
		for i := range s.units {
			u := &s.units[i]
			for k := range u.ids[u.firm:] {
				s.take(&x.single, mix(u.ids[u.firm+k].id), tag)
			}
		}
	}
	if len(s.units) < 2 {
		return
	}
	x.index(s)
	if !x.gather(s) {
		x.meet(s)
	}
	x.sift(s, tag, false)
	if !a.firm && words > 1 && x.particles(s) {
		x.sift(s, tag, true)
	}
}

// particles fills s.again with the forms whose only word that counts is like a
// word of the query when another word of it is like a particle: Abbu Ayyub is
// Abu Ayyub, of which only Ayyub is looked up. It reports whether there are any.
func (x *names) particles(s *search) bool {
	soft := uint32(0)
	for i := range s.units {
		if u := &s.units[i]; u.soft && u.how != nil && !u.aside {
			soft |= u.words
		}
	}
	s.again = s.again[:0]
	if soft == 0 {
		return false
	}
	for i := range s.units {
		u := &s.units[i]
		if u.aside || u.how == nil || soft&^u.words == 0 {
			continue
		}
		for k := range u.ids[:u.firm] {
			for i, end := x.single.run(mix(u.ids[k].id)); i < end; i++ {
				s.again = append(s.again, x.single.val(i))
			}
		}
	}
	slices.Sort(s.again)
	s.again = slices.Compact(s.again)
	return len(s.again) > 0
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

// posts appends the forms that have a token.
func (x *names) posts(dst []uint32, l *slot) []uint32 {
	if l.from&onlyForm != 0 {
		return append(dst, l.from&^onlyForm)
	}
	b := x.post[l.from:]
	n := int(l.n)
	if n < x.size.short {
		for range n {
			f := uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16
			if x.size.wide == 4 {
				f |= uint32(b[3]) << 24
			}
			dst, b = append(dst, f), b[x.size.wide:]
		}
		return dst
	}
	for n > 0 {
		chunk, some := uint32(b[0])|uint32(b[1])<<8, int(b[2])+int(b[3])<<8+1
		n -= some
		b = b[4:]
		for range some {
			dst, b = append(dst, chunk<<16|uint32(b[0])|uint32(b[1])<<8), b[2:]
		}
	}
	return dst
}

// index makes the slots, and what slotOf finds them by.
func (x *names) index(s *search) {
	all := 0
	for i := range s.units {
		all += len(s.units[i].ids)
	}
	if s.hashed = !x.gathers || len(x.attr) > 2*gathered || all >= onceMore; s.hashed {
		s.hash(all)
	} else {
		if s.places == nil {
			s.places = make([]uint32, len(x.attr)/2)
		}
		if s.lap++; s.lap > tagLow {
			clear(s.places)
			s.lap = 1
		}
	}
	s.active = 0
	slots := slices.Grow(s.slots[:0], all)[:all]
	big := !x.gathers
	if s.ties = s.ties[:0]; big {
		s.ties = slices.Grow(s.ties, all)[:all]
	}
	n := 0
	for i := range s.units {
		u := &s.units[i]
		if !u.aside {
			s.active |= 1 << (i & 63)
		}
		if !s.hashed && !big {
			n = enter(slots, n, s.places, s.lap<<16, u, uint8(i))
			continue
		}
		for k, at := range u.ids {
			var e uint32
			if s.hashed {
				h := probeAt(at.id, s.table, s.shift)
				if e = uint32(s.table[h]); e == 0 {
					s.table[h] = uint64(at.id+1)<<32 | uint64(n+1)
				}
			} else if p := &s.places[at.id]; *p > s.lap<<16 {
				e = *p - s.lap<<16
			} else {
				*p = s.lap<<16 + uint32(n) + 1
			}
			if e == 0 {
				l := &slots[n]
				n++
				l.set(at, u, uint8(i), k)
				if big {
					s.ties[n-1].set(u, l, k < u.firm)
				}
				continue
			}
			l := &slots[e-1]
			l.join(u, uint8(i), k)
			if big {
				s.ties[e-1].join(l, k < u.firm)
			}
		}
	}
	s.slots = slots[:n]
	if big {
		s.ties = s.ties[:n]
	}
}

// enter is index for a unit whose slots are found by places. It calls nothing, so
// that all it needs stays in registers.
//
//go:noinline
func enter(slots []slot, n int, places []uint32, base uint32, u *unit, i uint8) int {
	for k, at := range u.ids {
		p := &places[at.id]
		if e := *p; e > base {
			slots[e-base-1].join(u, i, k)
			continue
		}
		l := &slots[n]
		n++
		*p = base + uint32(n)
		l.set(at, u, i, k)
	}
	return n
}

// set makes a slot of the k-th token that the i-th unit is like.
func (l *slot) set(at place, u *unit, i uint8, k int) {
	l.place = at
	l.words, l.units, l.first, l.at, l.known, l.says = u.words, 1<<(i&63), i, uint32(k), false, u.how != nil
}

// join adds to a slot that the token is the k-th that another unit is like.
func (l *slot) join(u *unit, i uint8, k int) {
	l.words |= u.words
	l.units |= 1 << (i & 63)
	if !l.says && u.how != nil {
		l.first, l.at, l.says = i, uint32(k), true
	}
}

// hash makes room in the table of tokens for so many.
func (s *search) hash(all int) {
	need := 256
	for need < 4*all {
		need *= 2
	}
	if cap(s.table) < need {
		s.table = make([]uint64, need)
	}
	s.table = s.table[:need]
	clear(s.table)
	s.shift = uint32(32 - bits.Len32(uint32(need-1)))
}

// slotOf is the place in s.slots of what a token is like, plus one; 0 when it
// is like nothing.
func (s *search) slotOf(id uint32) uint32 {
	if s.hashed {
		return uint32(s.table[probeAt(id, s.table, s.shift)])
	}
	if p, base := s.places[id], s.lap<<16; p > base {
		return p - base
	}
	return 0
}

// probeAt is where a token is in a table, or would be.
func probeAt(id uint32, table []uint64, shift uint32) uint32 {
	m := uint32(len(table) - 1)
	k := id * 0x9E3779B1 >> (shift & 31)
	for {
		k &= m
		if e := uint32(table[k] >> 32); e == id+1 || e == 0 {
			return k
		}
		k++
	}
}

// unit adds something that may be one word of a listed name.
func (s *search) unit(l *like, own uint32, aside bool) {
	if len(l.ids) > 0 {
		s.units = append(s.units, unit{like: l, words: own, aside: aside})
	}
}

// most names and readings of a query that are looked up.
const (
	mostNames    = 1 << 16
	mostReadings = 1 << readingBits
)

// hits is Search over parsed names.
func (x *names) hits(dst []Hit, queries []name.Name, least float64) []Hit {
	s := x.pool.Get().(*search)
	s.found = s.found[:0]
	s.asked.least = least
	for i := range queries[:min(len(queries), mostNames)] {
		s.asked.kind(queries[i].Kind)
		for j := range queries[i].Readings[:min(len(queries[i].Readings), mostReadings)] {
			x.search(s, queries[i].Readings[j].Tokens, uint64(i<<readingBits|j))
		}
	}
	slices.Sort(s.found)
	s.of = s.of[:0]
	last := ^uint32(0)
	for _, h := range s.found {
		if f := uint32(h >> queryBits); f != last {
			last = f
			s.of = x.namesOf(s.of, f)
		}
	}
	slices.Sort(s.of)
	for _, n := range slices.Compact(s.of) {
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
