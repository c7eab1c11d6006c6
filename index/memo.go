package index

import (
	"encoding/binary"
	"slices"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"khasan/match"
	"khasan/name"
)

// memo remembers what words lately asked for are like: in a stream of queries
// the same given names and surnames come again and again. It is a cache only:
// what it holds is what would be computed.
type memo struct {
	tags  [memoSize]atomic.Uint32 // of the words in the slots; 0 is free
	slots [memoSize]atomic.Pointer[remembered]
}

const memoSize = 1 << 16

// memoWays is how many neighbouring slots a word may lie in, so that two words
// in use do not keep throwing each other out.
const memoWays = 8

// remembered is a word and what it is like. The key holds everything that
// similar looks at, for what one word finds must not be given for another: 王
// and "wang" fold alike.
type remembered struct {
	key string
	found
	own [80]byte // of the key, when it is not longer: one part of memory to wait for
}

// wordKind says what of a query a remembered word was.
type wordKind uint8

const (
	aWord   wordKind = iota // as it stands, a particle, a legal form
	bearer                  // a word by which names are found: its halves are looked up, too
	twoWord                 // two neighbours joined: one slip at most
	oneWord                 // the only word of a name, beside names of one word in other scripts
)

// found is what a word is like.
type found struct {
	like
	rarity float32
	halves []like
	alone  []uint32 // see names.alone
}

// like are stored tokens, those alike by an edit of a short word only (loose)
// from firm on.
type like struct {
	ids  []place
	firm int
	size int // how many forms have them
	// how holds how alike each is, made when first wanted: a match.Likeness,
	// packed; 0 when it is not known. Nil for parts of words and joined ones.
	how []atomic.Uint64
	// part says of what halves of a word are like which half they are: where the
	// word is cut, negative for the second half.
	part int8
	// soft says that one of them stands in some name as a word by which the name
	// is not looked up.
	soft bool
}

// place is a stored token, where its postings are behind their number, and how
// many; or its only form and onlyForm; and how surprising it is.
type place struct {
	id, from, n uint32
	rare        uint8
}

// likeOf parts what similar and similar1 give.
func (x *names) likeOf(ids []uint32) like {
	if len(ids) == 0 {
		return like{}
	}
	l := like{ids: make([]place, len(ids))}
	l.firm, _ = slices.BinarySearch(ids, loose)
	for i, id := range ids {
		id &^= loose
		l.ids[i] = place{id, x.postings(id), 1, x.rare(id)}
		l.soft = l.soft || x.look(id)&lookSoft != 0
	}
	for i := range l.ids {
		if p := &l.ids[i]; p.from&onlyForm == 0 {
			n, size := binary.Uvarint(x.post[p.from:])
			p.n = uint32(n)
			p.from += uint32(size)
		}
		l.size += int(l.ids[i].n)
	}
	return l
}

// at is where a token is among those a word is like.
func (l *like) at(id uint32) (int, bool) {
	if k, ok := search32(l.ids[:l.firm], id); ok {
		return k, true
	}
	k, ok := search32(l.ids[l.firm:], id)
	return l.firm + k, ok
}

func search32(ids []place, id uint32) (int, bool) {
	lo, hi := 0, len(ids)
	for lo < hi {
		if m := int(uint(lo+hi) / 2); ids[m].id < id {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo, lo < len(ids) && ids[lo].id == id
}

// ask is a word that is to be looked up: its key, which lies in the search's
// room, and what may be remembered of it.
type ask struct {
	hash     uint64
	from, to int
	r        *remembered
}

// ask looks where a word would be.
func (m *memo) ask(key []byte, from, to int) ask {
	h := hashKey(key)
	a := ask{hash: h, from: from, to: to}
	at := h % memoSize &^ (memoWays - 1)
	tag := memoTag(h)
	for i := range uint64(memoWays) {
		if m.tags[at+i].Load() == tag {
			a.r = m.slots[at+i].Load()
			break
		}
	}
	return a
}

// put remembers a word, in the place of another if need be.
func (m *memo) put(a *ask, r *remembered) {
	at := a.hash % memoSize &^ (memoWays - 1)
	free := a.hash >> 30 % memoWays
	for i := range uint64(memoWays) {
		if m.tags[at+i].Load() == 0 {
			free = i
			break
		}
	}
	m.slots[at+free].Store(r)
	m.tags[at+free].Store(memoTag(a.hash))
}

func memoTag(h uint64) uint32 { return uint32(h>>32) | 1 }

// hashKey takes eight bytes at a time.
func hashKey(b []byte) uint64 {
	const k = 0x9E3779B97F4A7C15
	h := uint64(len(b)) * k
	for ; len(b) >= 8; b = b[8:] {
		h = (h ^ binary.LittleEndian.Uint64(b)) * k
		h ^= h >> 29
	}
	var last uint64
	for i, c := range b {
		last |= uint64(c) << (8 * i)
	}
	h = (h ^ last) * k
	h ^= h >> 32
	h *= k
	return h ^ h>>29
}

// recall looks up all words of a reading and all pairs of neighbours, and looks
// at what it finds once: the machine waits for many parts of memory at once as
// long as for one. s.asks has two for each word, itself and it joined to the one
// before.
func (x *names) recall(s *search, toks []name.Token) {
	s.key, s.asks = s.key[:0], s.asks[:0]
	prev := -1
	for i := range toks {
		t := &toks[i]
		var own, two ask
		if t.Fold != "" {
			kind := aWord
			if s.mark[i] {
				kind = bearer
			}
			from := len(s.key)
			s.key = appendKey(s.key, t, kind)
			own = x.memo.ask(s.key[from:], from, len(s.key))
			if prev >= 0 && joinable(&toks[prev], t) {
				from = len(s.key)
				s.key = append(append(append(s.key, byte(twoWord)), toks[prev].Fold...), t.Fold...)
				if arabic(toks[prev].Text) && arabic(t.Text) {
					s.key = append(append(append(s.key, 0), toks[prev].Text...), t.Text...)
				}
				two = x.memo.ask(s.key[from:], from, len(s.key))
			}
			prev = i
		}
		s.asks = append(s.asks, own, two)
	}
	for i := range s.asks {
		if r := s.asks[i].r; r != nil {
			s.looked ^= uint32(len(r.key)) ^ uint32(r.own[16])
		}
	}
	for i := range s.asks {
		if r := s.asks[i].r; r != nil && len(r.ids) > 0 {
			s.looked ^= r.ids[0].id
		}
	}
}

// joinable reports whether two neighbours of the query may be one listed word;
// particles too: "al sabah" is "alsabah".
func joinable(a, b *name.Token) bool {
	n := len(a.Fold) + len(b.Fold)
	return n >= 4 && n <= 31 && !digits(b.Fold)
}

// appendKey writes all of a word that similar looks at. Latin words are not
// compared by their role, nor by their text when that is but the folded form.
func appendKey(b []byte, t *name.Token, kind wordKind) []byte {
	far, role, text := byte(0), byte(0), ""
	if !latin(t.Text) {
		far, role = 1, byte(t.Role)
	}
	if t.Text != t.Fold {
		text = t.Text
	}
	b = append(b, byte(kind), far, role)
	b = appendPart(b, t.Fold)
	b = appendPart(b, t.Skel)
	b = appendPart(b, t.Block)
	b = appendPart(b, text)
	for _, k := range t.Keys {
		b = appendPart(b, k)
	}
	return b
}

func appendPart(b []byte, s string) []byte {
	return append(append(b, byte(len(s)), byte(len(s)>>8)), s...)
}

// recalled is what is remembered of a word, nil when nothing is.
func (s *search) recalled(a *ask) *remembered {
	if a.r != nil && a.r.key == view(s.key[a.from:a.to]) {
		return a.r
	}
	return nil
}

// remember gives room for what a word is like, with its key.
func (s *search) remember(a *ask) *remembered {
	r := &remembered{}
	if key := s.key[a.from:a.to]; len(key) <= len(r.own) {
		r.key = view(r.own[:copy(r.own[:], key)])
	} else {
		r.key = string(key)
	}
	return r
}

// word is what a word of the query is like.
func (x *names) word(s *search, a *ask, t *name.Token, kind wordKind) *found {
	if r := s.recalled(a); r != nil {
		return &r.found
	}
	r := s.remember(a)
	r.rarity = x.rarity(t.Fold)
	s.tokens = x.similar(s, s.tokens[:0], t)
	r.like = x.likeOf(s.tokens)
	r.how = make([]atomic.Uint64, len(r.ids))
	if kind == bearer {
		r.halves = x.halves(s, t.Fold, t.Text)
	}
	if len(t.Fold) <= maxWord && len(t.Keys) <= 32 && len(r.ids) <= 1<<12 {
		x.memo.put(a, r)
	}
	return &r.found
}

// pair is what two neighbouring words of the query are like when joined.
func (x *names) pair(s *search, a *ask, t, u *name.Token) *like {
	if r := s.recalled(a); r != nil {
		return &r.like
	}
	r := s.remember(a)
	fold := r.key[1 : 1+len(t.Fold)+len(u.Fold)]
	s.tokens = x.similar1(s, s.tokens[:0], fold)
	if arabic(t.Text) && arabic(u.Text) {
		// Written as one they may be read otherwise, and as other two: the space
		// in a name may stand elsewhere (الله کرم, ال لهکرم).
		text := t.Text + u.Text
		for _, r := range name.Parse(text, name.Person).Readings {
			for k := range r.Tokens {
				if w := &r.Tokens[k]; bears(w) && w.Fold != fold {
					s.tokens = x.equals(s.tokens, cut(w.Fold))
				}
			}
		}
		for i := range text {
			if i > 0 && i != len(t.Text) && len(text) <= maxWord {
				s.tokens = x.two(s, s.tokens, name.Fold(text[:i]), name.Fold(text[i:]))
			}
		}
		s.tokens = distinct(s.tokens, 0)
	}
	r.like = x.likeOf(s.tokens)
	x.memo.put(a, r)
	return &r.like
}

// two appends the tokens of two folded forms when there are any of both.
func (x *names) two(s *search, dst []uint32, first, second string) []uint32 {
	if len(first) < 3 || len(second) < 3 {
		return dst
	}
	a := x.equals(s.exact[0][:0], cut(first))
	b := x.equals(s.exact[1][:0], cut(second))
	if s.exact = [2][]uint32{a, b}; len(a) == 0 || len(b) == 0 {
		return dst
	}
	return append(append(dst, a...), b...)
}

// arabic reports whether a word is in Arabic letters, in which articles and some
// names are read otherwise than letter by letter.
func arabic(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	b, _ := match.Block(r)
	return b == 0x0600
}

// halves are what the two parts are like of a word that is two listed words
// written as one; in a word of seven letters or more one part may have a slip
// in it when the other has four. The word is also cut as it is written.
func (x *names) halves(s *search, fold, text string) (out []like) {
	if len(fold) < 4 {
		return nil
	}
	half := func(ids []uint32, part int) {
		out = append(out, x.likeOf(ids))
		out[len(out)-1].part = int8(part)
	}
	seven := len(fold) == 7 // then the slip must be a letter left out: match wants eight
	slip := func(fold string, part int) {
		s.tokens = x.similar1(s, s.tokens[:0], fold)
		if seven {
			s.tokens = slices.DeleteFunc(s.tokens, func(id uint32) bool { return int(x.bag(id&^loose)>>26) <= len(fold) })
		}
		if len(s.tokens) > 0 {
			half(s.tokens, part)
		}
	}
	// "Okuuk" is O Kuk: a name of one letter, which is a vowel, may be the
	// first. In longer words the slip and the letter are two edits.
	if len(fold) <= 6 && strings.IndexByte("aeiouy", fold[0]) >= 0 {
		slip(fold[1:], 0)
	}
	for i := 2; i+2 <= len(fold) && len(out) < maxUnits; i++ {
		a := x.equals(s.exact[0][:0], fold[:i])
		okA := len(a) > 0
		long := len(fold) >= 7
		if !okA && (!long || len(fold)-i < 4) {
			continue // the other half makes no difference
		}
		b := x.equals(s.exact[1][:0], fold[i:])
		okB := len(b) > 0
		s.exact = [2][]uint32{a, b}
		slipB, slipA := okA && long && i >= 4, okB && long && len(fold)-i >= 4
		if okA && okB || slipB {
			half(a, i)
		}
		if okA && okB || slipA {
			half(b, -i)
		}
		if slipB {
			slip(fold[i:], -i)
		}
		if slipA {
			slip(fold[:i], i)
		}
	}
	if !arabic(text) {
		return out
	}
	// By the signs, of which two words may be read otherwise than one.
	for i := range text {
		if i == 0 || len(text) > maxWord || len(out) >= maxUnits {
			continue
		}
		first, second := name.Fold(text[:i]), name.Fold(text[i:])
		if len(first) < 3 || len(second) < 3 || len(first)+len(second) == len(fold) && fold[:len(first)] == first && fold[len(first):] == second {
			continue
		}
		a := x.equals(s.exact[0][:0], first)
		b := x.equals(s.exact[1][:0], second)
		if s.exact = [2][]uint32{a, b}; len(a) > 0 && len(b) > 0 {
			half(a, 0)
			half(b, 0)
		}
	}
	return out
}
