package index

import (
	"math/bits"
	"slices"
	"strings"
	"sync/atomic"

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
	from, firm, to int    // its similar tokens in search.tokens, the loose ones from firm on
	words          uint32 // which bearing words of the query it stands for
}

// search is the workspace of one search.
type search struct {
	units   []unit
	tokens  []uint32
	mark    []bool
	forms   []uint32
	at1     uint32             // the words that the unit being made stands for
	all     int                // how many bearing words the query has
	slot    []slot             // open addressing: token → units it is similar to
	bloom   [bloomWords]uint64 // tokens in slot, by their low bits
	used    []uint32
	keys    []string
	rare    []byte
	buf     []byte
	pattern pattern
	toks    []name.Token
	reads   []name.Reading
	crossed name.Crossings
}

type slot struct {
	token uint32 // plus one; 0 is free
	units uint64
}

// search appends to dst every form that can score at or above the review
// threshold against a reading: those that share two bearing words with it,
// counting similar ones, those whose only bearing word is like its only one,
// and those equal to it when spaces are left out.
func (x *names) search(s *search, toks []name.Token) {
	s.mark = bearing(toks, s.mark)
	s.units, s.tokens = s.units[:0], s.tokens[:0]
	words := 0
	s.all = 0
	prev := -1
	var before uint32
	for i := range toks {
		if i >= 24 || len(s.units) > maxUnits-8 {
			break
		}
		t := &toks[i]
		if t.Fold == "" {
			continue
		}
		s.at1 = 0
		if s.mark[i] {
			if t.Role != name.Title {
				s.at1 = 1 << s.all
				s.all++
			}
			x.unit(s, t)
			if counts(t) {
				words++
			}
			x.halves(s, t.Fold)
		}
		own := s.at1
		s.at1 |= before
		before = own
		// Neighbours joined, particles too: "al sabah" is "alsabah".
		if prev >= 0 && len(toks[prev].Fold)+len(t.Fold) <= 31 && len(toks[prev].Fold)+len(t.Fold) >= 4 && !digits(t.Fold) {
			s.buf = append(append(s.buf[:0], toks[prev].Fold...), t.Fold...)
			x.unit1(s, view(s.buf))
		}
		prev = i
	}
	if h, ok := hashWhole(toks); ok {
		s.forms = append(s.forms, x.whole.find(h)...)
		s.forms = append(s.forms, x.whole.find(hashText(toks))...)
	}
	if words == 1 && len(s.units) > 0 {
		for _, u := range s.units {
			for _, id := range s.tokens[u.from:u.firm] {
				s.forms = append(s.forms, x.single.find(id)...)
			}
		}
	}
	if len(s.units) < 2 {
		return
	}
	s.index()
	for i := range s.units {
		u := &s.units[i]
		for _, id := range s.tokens[u.from:u.firm] {
			post := x.post[x.postOff[id]:x.postOff[id+1]]
			if len(post) > frequent {
				for j := range s.units {
					v := &s.units[j]
					if j == i {
						continue
					}
					for _, id2 := range s.tokens[v.from:v.to] {
						firm := id2 < loose
						if id2 &= tokenMask; firm && j > i {
							continue // comes with i and j exchanged
						}
						if id2 != id && x.postOff[id2+1]-x.postOff[id2] > frequent {
							for _, f := range x.pairs.find(hashPair(id, id2)) {
								if s.shares(x.form, x.formOff[f]) {
									s.forms = append(s.forms, f)
								}
							}
						}
					}
				}
				continue
			}
			for _, at := range post {
				if s.shares(x.form, at) {
					s.forms = append(s.forms, x.formAt(at))
				}
			}
		}
	}
	for _, k := range s.used {
		s.slot[k] = slot{}
	}
	s.used = s.used[:0]
	s.bloom = [bloomWords]uint64{}
}

// shares reports whether the form that begins at a word has two words that are
// like two units, and the two names do not contradict each other in two words
// or more: then no sum of package match reaches review.
func (s *search) shares(form []uint32, at uint32) bool {
	var all uint64
	n, bear, titles := 0, 0, 0
	for {
		w := form[at]
		if w&substantive != 0 {
			if w>>roleShift&roleMask != uint32(name.Title) {
				bear++
			} else {
				titles++
			}
			id := w & tokenMask
			if s.bloom[id>>6%bloomWords]>>(id&63)&1 != 0 {
				if m := s.lookup(id); m != 0 {
					all |= m
					n++
				}
			}
		}
		if w&lastWord != 0 {
			break
		}
		at++
	}
	if n < 2 || all&(all-1) == 0 {
		return false
	}
	if bear-n < 2+titles {
		return true
	}
	var words uint32
	for ; all != 0; all &= all - 1 {
		words |= s.units[bits.TrailingZeros64(all)].words
	}
	return s.all-bits.OnesCount32(words) < 2
}

// formAt is the form that begins at a word.
func (x *names) formAt(at uint32) uint32 {
	f, _ := slices.BinarySearch(x.formOff, at)
	// Forms without words begin where the next one does.
	for x.formOff[f+1] == at {
		f++
	}
	return uint32(f)
}

// index fills the hash of tokens to units.
func (s *search) index() {
	need := 1
	for need < 4*len(s.tokens) {
		need *= 2
	}
	if len(s.slot) < need {
		s.slot = make([]slot, need)
	}
	for i, u := range s.units {
		for _, id := range s.tokens[u.from:u.to] {
			id &= tokenMask
			s.bloom[id>>6%bloomWords] |= 1 << (id & 63)
			k := s.at(id)
			if s.slot[k].token == 0 {
				s.slot[k].token = id + 1
				s.used = append(s.used, k)
			}
			s.slot[k].units |= 1 << i
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

func (s *search) lookup(id uint32) uint64 {
	return s.slot[s.at(id)].units
}

func (x *names) unit(s *search, t *name.Token) {
	from := len(s.tokens)
	s.tokens = x.similarCached(s, s.tokens, t)
	s.close(from)
}

// close makes the tokens added since from a unit.
func (s *search) close(from int) {
	if len(s.tokens) == from {
		return
	}
	firm, _ := slices.BinarySearch(s.tokens[from:], loose)
	s.units = append(s.units, unit{from: from, firm: from + firm, to: len(s.tokens), words: s.at1})
}

// unit1 adds a unit made by joining or splitting: one plain edit at most.
func (x *names) unit1(s *search, fold string) {
	from := len(s.tokens)
	s.tokens = x.similar1(s, s.tokens, fold)
	s.close(from)
}

// halves adds the two parts of a word that is two listed words written as
// one; when the word itself is unknown one part may have a slip in it.
func (x *names) halves(s *search, fold string) {
	if len(fold) < 4 {
		return
	}
	_, known := x.exact(fold)
	for i := 2; i+2 <= len(fold) && len(s.units) < maxUnits-2; i++ {
		a, okA := x.exact(fold[:i])
		if !okA && (known || len(fold) < 8 || len(fold)-i < 4) {
			continue // the other half makes no difference
		}
		b, okB := x.exact(fold[i:])
		switch {
		case okA && okB:
			x.half(s, a)
			x.half(s, b)
		case known || len(fold) < 8:
		case okA && i >= 4:
			x.half(s, a)
			x.unit1(s, fold[i:])
		case okB && len(fold)-i >= 4:
			x.unit1(s, fold[:i])
			x.half(s, b)
		}
	}
}

func (x *names) half(s *search, ids []uint32) {
	from := len(s.tokens)
	s.tokens = append(s.tokens, ids...)
	s.close(from)
}

// exact finds the tokens of a folded form.
func (x *names) exact(fold string) ([]uint32, bool) {
	ids := x.keys.find(hashString(seedFold, fold))
	for _, id := range ids {
		if x.fold(id) == fold {
			return ids, true
		}
	}
	return nil, false
}

// memo remembers the similar tokens of words lately asked for: in a stream of
// queries the same given names and surnames come again and again. It is a
// cache only: what it holds is what would be computed.
type memo struct {
	slots [1 << 16]atomic.Pointer[remembered]
}

// memoWays is how many neighbouring slots a word may lie in, so that two words
// in use do not keep throwing each other out.
const memoWays = 4

// remembered holds everything of a word that similar looks at, for what one
// word finds must not be given for another: 王 and "wang" fold alike.
type remembered struct {
	fold, skel, block string
	latin             bool
	text              string // empty for a word in Latin letters
	role              name.Role
	keys              []string
	ids               []uint32
}

func (x *names) similarCached(s *search, dst []uint32, t *name.Token) []uint32 {
	// Latin words are not compared by their role or their text.
	text, role := "", name.Role(0)
	isLatin := latin(t.Text)
	if !isLatin {
		text, role = t.Text, t.Role
	}
	h := hashString(seedFold, t.Fold)
	h = mix(h ^ hashString(seedSkel, t.Skel) ^ hashString(seedBlock, text))
	for _, k := range t.Keys {
		h = mix(h ^ hashString(seedKey, k))
	}
	ways := x.memo.slots[h%uint32(len(x.memo.slots))&^(memoWays-1):][:memoWays]
	free := int(h >> 30)
	for i := range ways {
		r := ways[i].Load()
		if r == nil {
			free = i
			break
		}
		if r.fold == t.Fold && r.skel == t.Skel && r.block == t.Block && r.latin == isLatin && r.text == text && r.role == role && slices.Equal(r.keys, t.Keys) {
			return append(dst, r.ids...)
		}
	}
	from := len(dst)
	dst = x.similar(s, dst, t)
	if len(t.Fold) <= maxWord && len(t.Keys) <= 32 && len(dst)-from <= 1<<12 {
		r := &remembered{fold: strings.Clone(t.Fold), skel: strings.Clone(t.Skel), block: strings.Clone(t.Block),
			latin: isLatin, text: strings.Clone(text), role: role, ids: slices.Clone(dst[from:])}
		for _, k := range t.Keys {
			r.keys = append(r.keys, strings.Clone(k))
		}
		ways[free].Store(r)
	}
	return dst
}

// find is Search over parsed names.
func (x *names) find(dst []Hit, queries []name.Name) []Hit {
	s := x.pool.Get().(*search)
	s.forms = s.forms[:0]
	for i := range queries {
		for j := range queries[i].Readings {
			x.search(s, queries[i].Readings[j].Tokens)
		}
	}
	slices.Sort(s.forms)
	last := ^uint32(0)
	for _, f := range s.forms {
		if n := x.formName[f]; n != last {
			last = n
			e := x.nameEnt[n]
			dst = append(dst, Hit{Entity: e, Name: n - x.entName[e]})
		}
	}
	x.pool.Put(s)
	return dst
}

// nameAt rebuilds the parsed n-th name from the snapshot, without parsing.
// The strings point into the snapshot; the slices into s, until its next use.
func (x *names) nameAt(s *search, n uint32) name.Name {
	from, to := x.nameForm[n], x.nameForm[n+1]
	s.toks, s.reads, s.keys, s.rare = s.toks[:0], s.reads[:0], s.keys[:0], s.rare[:0]
	// The backing arrays must not move while slices of them are handed out.
	words := int(x.formOff[to] - x.formOff[from])
	s.toks = slices.Grow(s.toks, words)
	s.reads = slices.Grow(s.reads, int(to-from))
	for f := from; f < to; f++ {
		start := len(s.toks)
		for _, w := range x.form[x.formOff[f]:x.formOff[f+1]] {
			var t name.Token
			t, s.keys = x.token(w&tokenMask, s.keys)
			s.rare = append(s.rare, x.rare[w&tokenMask])
			t.Role = name.Role(w >> roleShift & roleMask)
			s.toks = append(s.toks, t)
		}
		r := name.Reading{Tokens: s.toks[start:len(s.toks):len(s.toks)]}
		if k := x.formBits[f] & 255; int(k) < len(x.schemes) {
			r.Scheme = x.schemes[k]
		}
		s.reads = append(s.reads, r)
	}
	return name.Name{Kind: name.Kind(x.nameBits[n] >> 8 & 255), Readings: s.reads}
}
