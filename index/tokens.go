package index

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"khasan/name"
)

// A token number fits in 25 bits; the word of a form carries the token, its
// role, and whether it is one of the words by which the name is found.
const (
	tokenBits   = 25
	tokenMask   = 1<<tokenBits - 1
	roleShift   = tokenBits + 1
	roleMask    = 31
	substantive = 1 << 31
	bearerBit   = substantive >> roleShift // of a byte of n.roles
)

// Seeds keep the kinds of key apart in one table.
const (
	seedFold = iota + 1
	seedSkel // in e.same only
	seedKey
	seedBlock // coarse skeleton of a word in Latin letters
	seedDelete
	seedInitials // family name of a name whose other words are first letters
	seedLetters  // first letters of a firm's words
	seedAcronym  // word that may be such letters
	seedSegment  = 64
)

// maxWord bounds the stored length of each string of a token.
const maxWord = 200

func cut(s string) string {
	if len(s) > maxWord {
		return s[:maxWord]
	}
	return s
}

// appendWhole writes all of a token that is kept, to tell it from others.
//
//	offset  bytes  what
//	0       1      length of the folded form
//	1       1      length of the text, 255 when it is the folded form
//	2       1      length of the skeleton, 255 when it is the first key
//	3       1      number of keys
//	4       1      length of the block
//	5       ...    folded form, text, skeleton, block
//	...     ...    of each key its length (1) and its text
func appendWhole(b []byte, t *name.Token) []byte {
	fold := cut(t.Fold)
	text, skel, block := cut(t.Text), cut(t.Skel), cut(t.Block)
	head := [5]byte{byte(len(fold)), byte(len(text)), byte(len(skel)), byte(min(len(t.Keys), maxKeys)), byte(len(block))}
	if text == fold {
		head[1], text = asOther, ""
	}
	if skelMode(t) == skelFirst {
		head[2], skel = asOther, ""
	}
	b = append(b, head[:]...)
	b = append(b, fold...)
	b = append(b, text...)
	b = append(b, skel...)
	b = append(b, block...)
	for _, k := range t.Keys[:head[3]] {
		k = cut(k)
		b = append(b, byte(len(k)))
		b = append(b, k...)
	}
	return b
}

// asOther stands for the length of a string that is another one.
const asOther = 255

// inWhole reads from what appendWhole wrote what appendToken writes.
func inWhole(b []byte) (fold, text, block string, keys int, mode byte) {
	fold = view(b[5 : 5+int(b[0])])
	at := 5 + len(fold)
	text = fold
	if b[1] != asOther {
		text = view(b[at : at+int(b[1])])
		at += len(text)
	}
	switch b[2] {
	case 0:
		mode = skelNone
	case asOther:
		mode = skelFirst
	default:
		mode = skelOwn
		at += int(b[2])
	}
	return fold, text, view(b[at : at+int(b[4])]), int(b[3]), mode
}

// maxKeys bounds the keys of a token that are kept.
const maxKeys = 250

// How a stored token has its skeleton.
const (
	skelNone  = iota
	skelFirst // it is the first key
	skelOwn   // it is none of the keys, and its reference stands before theirs
)

func skelMode(t *name.Token) byte {
	switch {
	case t.Skel == "":
		return skelNone
	case len(t.Keys) > 0 && cut(t.Keys[0]) == cut(t.Skel):
		return skelFirst
	}
	return skelOwn
}

// tokenHead is how many bytes stand before a token's strings.
const tokenHead = 3

// What is in the third of them.
const (
	manyKeys  = 15
	skelShift = 4
	ownText   = 64
)

// appendToken writes the part of a token that no other shares. A string is cut
// at 200 bytes.
//
//	offset  bytes  what
//	0       1      length of the folded form
//	1       1      length of the block
//	2       1      bits 0 to 3 the number of further keys, 15 when there are 15 or
//	               more; bits 4 and 5: 0 it has no skeleton, 1 its skeleton is the
//	               first key, 2 it is none of them; bit 6: its text is not the
//	               folded form
//	3       0, 1   number of further keys, at most 250, when bits 0 to 3 are 15
//	...     0, 1   length of the text, when bit 6 is set
//	...     ...    folded form, text when bit 6 is set, block
func appendToken(b []byte, fold, text, block string, keys int, mode byte) []byte {
	how := byte(min(keys, manyKeys)) | mode<<skelShift
	if text != fold {
		how |= ownText
	}
	b = append(b, byte(len(fold)), byte(len(block)), how)
	if keys >= manyKeys {
		b = append(b, byte(keys))
	}
	if text != fold {
		b = append(b, byte(len(text)))
	} else {
		text = ""
	}
	b = append(b, fold...)
	b = append(b, text...)
	return append(b, block...)
}

// foldIn is the folded form of the token that b begins with.
func foldIn(b []byte) string {
	at := tokenHead
	if b[2]&(manyKeys|ownText) >= manyKeys {
		if b[2]&manyKeys == manyKeys {
			at++
		}
		at += int(b[2] / ownText & 1)
	}
	return view(b[at : at+int(b[0])])
}

// token reads a stored token; its strings point into the snapshot. Keys are
// appended to keys, which is returned.
func (x *names) token(id uint32, keys []string) (t name.Token, all []string) {
	b := x.tok[x.tokenAt(id):]
	fold, block, how := int(b[0]), int(b[1]), b[2]
	b = b[tokenHead:]
	n := int(how & manyKeys)
	if n == manyKeys {
		n, b = int(b[0]), b[1:]
	}
	if how&ownText == 0 {
		t.Fold, b = view(b[:fold]), b[fold:]
		t.Text = t.Fold
	} else {
		text := int(b[0])
		b = b[1:]
		t.Fold, b = view(b[:fold]), b[fold:]
		t.Text, b = view(b[:text]), b[text:]
	}
	t.Block, b = view(b[:block]), b[block:]
	mode := how >> skelShift & 3
	if mode == skelOwn {
		t.Skel, b = x.key(b), b[x.refSize:]
	}
	from := len(keys)
	for range n {
		keys, b = append(keys, x.key(b)), b[x.refSize:]
	}
	if len(keys) > from {
		t.Keys = keys[from:len(keys):len(keys)]
		if mode == skelFirst {
			t.Skel = t.Keys[0]
		}
	}
	return t, keys
}

// plainToken is token without skeleton and keys.
func (x *names) plainToken(id uint32) (t name.Token) {
	b := x.tok[x.tokenAt(id):]
	fold, block, how := int(b[0]), int(b[1]), b[2]
	b = b[tokenHead:]
	if how&manyKeys == manyKeys {
		b = b[1:]
	}
	text := 0
	if how&ownText != 0 {
		text, b = int(b[0]), b[1:]
	}
	t.Fold, b = view(b[:fold]), b[fold:]
	t.Text = t.Fold
	if how&ownText != 0 {
		t.Text, b = view(b[:text]), b[text:]
	}
	t.Block = view(b[:block])
	return t
}

// key is the key that the reference at the beginning of b leads to.
func (x *names) key(b []byte) string {
	at := uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16
	if x.refSize == 4 {
		at |= uint32(b[3]) << 24
	}
	return view(x.keyText[at+1 : at+1+uint32(x.keyText[at])])
}

// tokBlock is for how many tokens tokOff says where they begin.
const tokBlock = 16

// rareBits and lookBits are how wide a token's rarity and look are in its
// second number of attr; above them is how far after the last of tokOff it
// begins.
const (
	rareBits = 8
	lookBits = 3
)

func (x *names) tokenAt(id uint32) uint32 {
	return x.tokOff[id/tokBlock] + x.attr[2*id+1]>>(rareBits+lookBits)
}

// bag, rare and look are what is kept ready of a token; see bagOf, surprise and
// lookOf.
func (x *names) bag(id uint32) uint32 { return x.attr[2*id] }
func (x *names) rare(id uint32) byte  { return byte(x.attr[2*id+1]) }
func (x *names) look(id uint32) byte  { return byte(x.attr[2*id+1] >> rareBits & (1<<lookBits - 1)) }

// fold is the folded form of a stored token.
func (x *names) fold(id uint32) string { return foldIn(x.tok[x.tokenAt(id):]) }

// bears reports whether a word of a role is one by which a name can be found.
// A title is, for what is a title at one place (Malik) is a name at another,
// but it does not count among the words a name must have.
func bears(t *name.Token) bool {
	switch t.Role {
	case name.Particle, name.Prefix, name.LegalForm, name.Suffix, name.Initial:
		return false
	}
	return len(t.Fold) > 1
}

// posted reports whether a listed word is one that names are looked up by. It
// need not be one by which its own name is found: a query that is read as
// another kind of name may take a legal form or a ship's prefix for a name.
func posted(w uint32) bool {
	return w&substantive != 0 || postedRoles>>(w>>roleShift&roleMask)&1 != 0
}

// postedRoles has a bit for each role of words that are looked up by whatever
// they are to their own name.
const postedRoles = 1<<name.LegalForm | 1<<name.Prefix | 1<<name.Suffix

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// counts reports whether a bearing word is one of those a name must have.
func counts(t *name.Token) bool { return t.Role != name.Title && !digits(t.Fold) }

// bearing marks the words by which a reading is found. A name of particles
// only ("El Señor") is found by them.
func bearing(toks []name.Token, mark []bool) []bool {
	mark = mark[:0]
	any := false
	for i := range toks {
		b := bears(&toks[i])
		any = any || b && counts(&toks[i])
		mark = append(mark, b)
	}
	if !any {
		for i := range toks {
			if r := toks[i].Role; r != name.LegalForm && r != name.Title && len(toks[i].Fold) > 0 {
				mark[i] = true
			}
		}
	}
	return mark
}

// appendPieces appends the hashes of the pieces by which a word alike finds a
// token, see segs.
func appendPieces(dst []uint32, fold, text, block string) []uint32 {
	if digits(fold) {
		return dst
	}
	if latin(text) {
		var room [8]uint64
		for _, h := range name.Blocks(room[:0], text, fold, block) {
			dst = append(dst, blockHash(h))
		}
	}
	if len(fold) >= 2 && len(fold) <= 5 {
		dst = append(dst, hashString(seedDelete, fold))
		for i := range len(fold) {
			dst = append(dst, hashDrop(seedDelete, fold, i))
		}
	}
	if len(fold) >= 5 {
		for k := range 3 {
			from, n := segment(len(fold), k)
			dst = append(dst, hashString(uint32(seedSegment+4*len(fold)+k), fold[from:from+n]))
		}
	}
	return dst
}

// blockHash is that of a skeleton in the table of pieces.
func blockHash(h uint64) uint32 {
	return uint32((h ^ seedBlock) * 0x9E3779B97F4A7C15 >> 32)
}

// latin reports whether a word is written in Latin letters, by its first.
func latin(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return r < 0x250
}

// segment is where the k-th of the three pieces of a word of length n lies.
// Two edits touch at most two of three pieces, so one is intact (Li, Deng,
// Feng: PassJoin, VLDB 2011).
func segment(n, k int) (from, length int) {
	base, more := n/3, n%3
	length = base
	if k >= 3-more {
		length++
	}
	from = k * base
	if extra := k - (3 - more); extra > 0 {
		from += extra
	}
	return from, length
}

// hashDrop is the hash of a word without its i-th letter.
func hashDrop(seed uint32, s string, i int) uint32 {
	h := uint32(2166136261)
	h ^= seed * 0x9E3779B1
	for j := range len(s) {
		if j != i {
			h = (h ^ uint32(s[j])) * 16777619
		}
	}
	return mix(h)
}

// pattern is a word made ready to be compared with many: which letters it has
// and, for each letter, at which places (for Myers's bit-parallel distance).
type pattern struct {
	fold string // lies in own, for the caller's may be overwritten before the next set
	bag  uint32
	peq  [128]uint64
	own  [64]byte
}

func (p *pattern) set(fold string) {
	for i := range len(p.fold) {
		p.peq[p.fold[i]&127] = 0
	}
	p.fold = view(p.own[:copy(p.own[:], fold)])
	p.bag = bagOf(p.fold)
	for i := range len(p.fold) {
		p.peq[p.fold[i]&127] |= 1 << i
	}
}

// letters are the bits of a bag that stand for letters.
const letters = 1<<26 - 1

// bagOf marks which letters a word has, in 26 bits, and its length, up to 63,
// in the 6 above.
func bagOf(s string) uint32 {
	var b uint32
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z':
			b |= 1 << (c - 'a')
		default:
			b |= 1 << (c % 26)
		}
	}
	return b | uint32(min(len(s), 63))<<26
}

// may reports whether two words can be two edits apart (one, when slack is 1)
// judging by the letters they have.
func (p *pattern) may(bag uint32, slack int) bool {
	return bits.OnesCount32(p.bag&^bag&letters) <= slack && bits.OnesCount32(bag&^p.bag&letters) <= slack
}

// within reports whether the edit distance to a word is at most two.
func (p *pattern) within(b string) bool {
	if len(b) > 64 {
		b = b[:64]
	}
	pv, mv := ^uint64(0), uint64(0)
	score := len(p.fold)
	last := uint64(1) << (len(p.fold) - 1)
	for i := range len(b) {
		eq := p.peq[b[i]&127]
		xv := eq | mv
		xh := (((eq & pv) + pv) ^ pv) | eq
		ph := mv | ^(xh | pv)
		mh := pv & xh
		if ph&last != 0 {
			score++
		}
		if mh&last != 0 {
			score--
		}
		ph = ph<<1 | 1
		mh <<= 1
		pv = mh | ^(xv | ph)
		mv = ph & xv
	}
	return score <= 2
}

// loose marks a token that is like a short word by an edit only. Alone, or
// with other such words, it makes no name alike: package match wants one pair
// of words that is more, so no name need be looked up by it.
const loose = 1 << 31

// similar appends the numbers of all stored tokens that match may pair with a
// word: those of the same folded form, skeleton or further key, and those
// [name.Near] it. Sorted, without doubles, loose ones marked and last.
func (x *names) similar(s *search, dst []uint32, t *name.Token) []uint32 {
	fold, skel, keys := t.Fold, t.Skel, t.Keys
	fold, skel = cut(fold), cut(skel)
	from := len(dst)
	dst = x.equals(dst, fold)
	if digits(fold) {
		return dst
	}
	own := len(skel) >= 2
	for _, k := range keys {
		own = own && k != skel
		dst = x.keyed(dst, cut(k))
	}
	if own {
		for _, id := range x.keyed(s.ids[:0], skel) {
			if x.skel(id) == skel {
				dst = append(dst, id)
			}
		}
	}
	p := &s.pattern
	p.set(fold)
	if !latin(t.Text) {
		dst = x.across(s, dst, t)
	}
	dst = x.shortNear(s, dst)
	if n := len(fold); n >= 5 {
		s.hashes = s.hashes[:0]
		for l := max(5, n-2); l <= n+2; l++ {
			if max(l, n) < 6 {
				continue
			}
			for k := range 3 {
				at, w := segment(l, k)
				delta := n - l
				lo := max(0, max(at-k, at+delta-(2-k)))
				hi := min(n-w, min(at+k, at+delta+(2-k)))
				for i := lo; i <= hi; i++ {
					s.hashes = append(s.hashes, hashString(uint32(seedSegment+4*l+k), fold[i:i+w]))
				}
			}
		}
		for _, id := range x.pieces(s, 2) {
			if p.within(x.fold(id)) {
				dst = append(dst, id)
			}
		}
	}
	return distinct(dst, from)
}

// pieces are the tokens under any of s.hashes that can be so many edits away
// from s.pattern, judging by the letters they have; some more than once. All
// parts of memory that a step needs are looked at together before it is gone
// through (see recall): a word not met before waits for some hundred of them.
func (x *names) pieces(s *search, slack int) []uint32 {
	t := &x.segs
	if t.ent.n == 0 {
		return nil
	}
	for _, h := range s.hashes {
		s.looked ^= t.dir.at(int(h >> t.shift))
	}
	for _, h := range s.hashes {
		s.looked ^= uint32(t.ent.at(min(int(t.dir.at(int(h>>t.shift))), t.ent.n-1)))
	}
	s.runs = s.runs[:0]
	for _, h := range s.hashes {
		for i, end := t.run(h); i < end; i++ {
			v := t.val(i)
			s.runs = append(s.runs, v)
			if v&1 == 0 {
				s.looked ^= uint32(t.all[v>>1])
			}
		}
	}
	s.ids = s.ids[:0]
	for _, v := range s.runs {
		if v&1 != 0 {
			s.ids = append(s.ids, v>>1)
		} else {
			s.ids = readList(s.ids, t.all[v>>1:])
		}
	}
	return x.may(s, s.ids, slack)
}

// may leaves of some tokens those that s.pattern may be so near to, and looks at
// their texts once.
func (x *names) may(s *search, ids []uint32, slack int) []uint32 {
	for _, id := range ids {
		s.looked ^= x.attr[2*id]
	}
	n := 0
	for _, id := range ids {
		if s.pattern.may(x.bag(id), slack) {
			s.looked ^= x.tokOff[id/tokBlock]
			ids[n] = id
			n++
		}
	}
	for _, id := range ids[:n] {
		s.looked ^= uint32(x.tok[x.tokenAt(id)])
	}
	return ids[:n]
}

// across appends the Latin tokens that may be the same word as one in another
// script: they share a coarse skeleton, and they are alike by the learned
// weights of letters.
func (x *names) across(s *search, dst []uint32, t *name.Token) []uint32 {
	var room [8]uint64
	s.hashes = s.hashes[:0]
	for _, h := range name.Blocks(room[:0], t.Text, cut(t.Fold), cut(t.Block)) {
		s.hashes = append(s.hashes, blockHash(h))
	}
	if len(s.hashes) == 0 {
		return dst
	}
	ids := x.pieces(s, name.BlockOthers)
	if len(ids) > fewAcross && s.scan.Set(t) {
		// Those that share a key are found by it.
		s.sorted = s.sorted[:0]
		for _, id := range ids {
			s.sorted = append(s.sorted, byFold{foldOrder(x.fold(id)), id})
		}
		slices.SortFunc(s.sorted, func(a, b byFold) int {
			if a.order != b.order {
				return cmp.Compare(a.order, b.order)
			}
			if a.id == b.id || a.order>>56 <= 7 {
				return cmp.Compare(a.id, b.id)
			}
			f, g := x.fold(a.id), x.fold(b.id)
			return cmp.Or(cmp.Compare(len(f), len(g)), strings.Compare(f, g), cmp.Compare(a.id, b.id))
		})
		s.sorted = slices.Compact(s.sorted)
		s.folds = s.folds[:0]
		for i, w := range s.sorted {
			ids[i] = w.id
			s.folds = append(s.folds, x.fold(w.id))
		}
		s.runs = s.scan.Alike(s.runs[:0], s.folds)
		for i, k := range s.runs {
			ids[i] = ids[k]
		}
		ids = ids[:len(s.runs)]
	}
	for _, id := range ids {
		u, keys := x.token(id, s.keys[:0])
		s.keys = keys
		if !name.SameBlock(t, &u) {
			continue
		}
		if sim := s.crossed.Across(t, &u); sim >= name.Meets {
			dst = append(dst, id)
		} else if sim > 0 {
			dst = append(dst, id|loose)
		}
	}
	return dst
}

// byFold is a token and where its folded form stands among others; see foldOrder.
type byFold struct {
	order uint64
	id    uint32
}

// foldOrder orders words by length and then by their letters, as far as the
// seventh: the length in the upper byte.
func foldOrder(s string) uint64 {
	o := uint64(min(len(s), 255)) << 56
	for i := range min(len(s), 7) {
		o |= uint64(s[i]) << (48 - 8*i)
	}
	return o
}

// fewAcross is for how many words it is not worth while to make a scan ready.
const fewAcross = 12

// similar1 is similar with one plain edit at most and no further keys: what
// match allows for words joined or split.
func (x *names) similar1(s *search, dst []uint32, fold string) []uint32 {
	from := len(dst)
	p := &s.pattern
	p.set(cut(fold))
	dst = x.equals(dst, p.fold)
	dst = x.shortNear(s, dst)
	if n := len(p.fold); n >= 5 {
		// One edit, or an exchange across a border, spares the first or the
		// last piece.
		s.hashes = s.hashes[:0]
		for l := max(5, n-1); l <= n+1; l++ {
			if max(l, n) < 6 {
				continue
			}
			for k := 0; k < 3; k += 2 {
				at, w := segment(l, k)
				if k == 2 {
					at += n - l
				}
				s.hashes = append(s.hashes, hashString(uint32(seedSegment+4*l+k), p.fold[at:at+w]))
			}
		}
		for _, id := range x.pieces(s, 1) {
			if name.OneEdit(p.fold, x.fold(id)) {
				dst = append(dst, id)
			}
		}
	}
	return distinct(dst, from)
}

// distinct sorts what was found and drops doubles; a token found both ways is
// not loose.
func distinct(dst []uint32, from int) []uint32 {
	slices.Sort(dst[from:])
	out := slices.Compact(dst[from:])
	firm, _ := slices.BinarySearch(out, loose)
	n := firm
	for _, id := range out[firm:] {
		if _, found := slices.BinarySearch(out[:firm], id&^loose); !found {
			out[n] = id
			n++
		}
	}
	return append(dst[:from], out[:n]...)
}

// equals appends the tokens of a folded form.
func (x *names) equals(dst []uint32, fold string) []uint32 {
	for i, end := x.folds.run(hashString(seedFold, fold)); i < end; i++ {
		if id := x.folds.val(i); x.fold(id) == fold {
			dst = append(dst, id)
		}
	}
	return dst
}

// keyed appends the tokens that have a key, or have it as skeleton.
func (x *names) keyed(dst []uint32, key string) []uint32 {
	for i, end := x.keys.run(hashString(seedKey, key)); i < end; i++ {
		b := x.keyText[x.keys.val(i):]
		if n := 1 + int(b[0]); view(b[1:n]) == key {
			return readList(dst, b[n:])
		}
	}
	return dst
}

// shortNear appends the tokens of at most five letters that are one edit away.
func (x *names) shortNear(s *search, dst []uint32) []uint32 {
	p := &s.pattern
	fold := p.fold
	if len(fold) < 2 || len(fold) > 5 {
		return dst
	}
	s.hashes = append(s.hashes[:0], hashString(seedDelete, fold))
	for i := range len(fold) {
		s.hashes = append(s.hashes, hashDrop(seedDelete, fold, i))
	}
	for _, id := range x.pieces(s, 1) {
		if name.Near(fold, x.fold(id)) {
			if len(fold) < 6 && x.bag(id)>>26 < 6 {
				id |= loose
			}
			dst = append(dst, id)
		}
	}
	return dst
}

// skel is the skeleton of a stored token.
func (x *names) skel(id uint32) string {
	b := x.tok[x.tokenAt(id):]
	fold, block, how := int(b[0]), int(b[1]), b[2]
	if how>>skelShift&3 == skelNone {
		return ""
	}
	at := tokenHead + fold + block
	if how&manyKeys == manyKeys {
		at++
	}
	if how&ownText != 0 {
		text := tokenHead
		if how&manyKeys == manyKeys {
			text++
		}
		at += 1 + int(b[text])
	}
	return x.key(b[at:])
}

// rarity is how surprising a folded word is, in nats: by the table of name
// frequencies or by the share of listed parties that bear it, whichever finds
// it more common. A word borne by three parties or fewer is not common.
func (x *names) rarity(fold string) float32 {
	fold = cut(fold)
	for i, end := x.folds.run(hashString(seedFold, fold)); i < end; i++ {
		if id := x.folds.val(i); x.fold(id) == fold {
			return float32(x.rare(id)) / 20
		}
	}
	return name.Surprise(fold)
}

// surprise is a token's stored rarity, in twentieths of a nat.
func surprise(fold string, bearers, parties int) byte {
	s := float64(name.Surprise(fold))
	if bearers > 3 {
		s = min(s, math.Log(float64(max(parties, 1))/float64(bearers-3)))
	}
	return byte(20 * max(s, 0))
}
