package index

import (
	"math"
	"slices"

	"khasan/name"
)

// A token number fits in 26 bits; the word of a form carries the token, its
// role, and whether it is one of the words by which the name is found.
const (
	tokenBits   = 26
	tokenMask   = 1<<tokenBits - 1
	roleShift   = tokenBits
	roleMask    = 31
	substantive = 1 << 31
)

// Seeds keep the kinds of key apart in one table.
const (
	seedFold = iota + 1
	seedSkel
	seedKey
	seedDelete
	seedSegment = 64
)

// maxWord bounds the stored length of each string of a token.
const maxWord = 200

func cut(s string) string {
	if len(s) > maxWord {
		return s[:maxWord]
	}
	return s
}

// appendToken writes a token as stored: the lengths of its strings and then
// the strings, those equal to the folded form left out.
func appendToken(b []byte, t *name.Token) []byte {
	const same = 255
	fold := cut(t.Fold)
	text, skel := cut(t.Text), cut(t.Skel)
	head := [4]byte{byte(len(fold)), byte(len(text)), byte(len(skel)), byte(min(len(t.Keys), 250))}
	if text == fold {
		head[1], text = same, ""
	}
	if skel == fold {
		head[2], skel = same, ""
	}
	b = append(b, head[:]...)
	b = append(b, fold...)
	b = append(b, text...)
	b = append(b, skel...)
	for _, k := range t.Keys[:head[3]] {
		k = cut(k)
		b = append(b, byte(len(k)))
		b = append(b, k...)
	}
	return b
}

// token reads a stored token; its strings point into the snapshot. Keys are
// appended to keys, which is returned.
func (x *names) token(id uint32, keys []string) (t name.Token, all []string) {
	const same = 255
	b := x.tokBytes[x.tokOff[id]:x.tokOff[id+1]]
	n := [4]int{int(b[0]), int(b[1]), int(b[2]), int(b[3])}
	b = b[4:]
	t.Fold, b = view(b[:n[0]]), b[n[0]:]
	t.Text, t.Skel = t.Fold, t.Fold
	if n[1] != same {
		t.Text, b = view(b[:n[1]]), b[n[1]:]
	}
	if n[2] != same {
		t.Skel, b = view(b[:n[2]]), b[n[2]:]
	}
	from := len(keys)
	for range n[3] {
		k := int(b[0])
		keys, b = append(keys, view(b[1:1+k])), b[1+k:]
	}
	if len(keys) > from {
		t.Keys = keys[from:len(keys):len(keys)]
	}
	return t, keys
}

// fold is the folded form of a stored token.
func (x *names) fold(id uint32) string {
	b := x.tokBytes[x.tokOff[id]:x.tokOff[id+1]]
	return view(b[4 : 4+int(b[0])])
}

// bears reports whether a word of a role is one by which a name can be found.
func bears(t *name.Token) bool {
	switch t.Role {
	case name.Particle, name.Title, name.Prefix, name.LegalForm, name.Suffix, name.Initial:
		return false
	}
	return len(t.Fold) > 1
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// bearing marks the words by which a reading is found. A name of particles
// only ("El Señor") is found by them.
func bearing(toks []name.Token, mark []bool) []bool {
	mark = mark[:0]
	any := false
	for i := range toks {
		b := bears(&toks[i])
		any = any || b && !digits(toks[i].Fold)
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

// addKeys enters a token under every key by which a similar one finds it.
func addKeys(keys, segs *tableBuilder, id uint32, t *name.Token) {
	fold, skel := cut(t.Fold), cut(t.Skel)
	keys.add(hashString(seedFold, fold), id)
	if len(skel) >= 2 {
		keys.add(hashString(seedSkel, skel), id)
	}
	for _, k := range t.Keys {
		keys.add(hashString(seedKey, cut(k)), id)
	}
	if digits(fold) {
		return
	}
	if len(fold) >= 2 && len(fold) <= 5 {
		segs.add(hashString(seedDelete, fold), id)
		for i := range len(fold) {
			segs.add(hashDrop(fold, i), id)
		}
	}
	if len(fold) >= 5 {
		for k := range 3 {
			from, n := segment(len(fold), k)
			segs.add(hashString(uint32(seedSegment+4*len(fold)+k), fold[from:from+n]), id)
		}
	}
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
func hashDrop(s string, i int) uint32 {
	h := uint32(2166136261)
	seed := uint32(seedDelete)
	h ^= seed * 0x9E3779B1
	for j := range len(s) {
		if j != i {
			h = (h ^ uint32(s[j])) * 16777619
		}
	}
	return mix(h)
}

// similar appends the numbers of all stored tokens that match may pair with a
// word: those of the same folded form, skeleton or further key, and those
// [name.Near] it. Sorted, without doubles.
func (x *names) similar(dst []uint32, fold, skel string, keys []string) []uint32 {
	fold, skel = cut(fold), cut(skel)
	from := len(dst)
	for _, id := range x.keys.find(hashString(seedFold, fold)) {
		if x.fold(id) == fold {
			dst = append(dst, id)
		}
	}
	if digits(fold) {
		return dst
	}
	if len(skel) >= 2 {
		for _, id := range x.keys.find(hashString(seedSkel, skel)) {
			if x.skel(id) == skel {
				dst = append(dst, id)
			}
		}
	}
	for _, k := range keys {
		// A hash shared by chance costs one needless candidate, no more.
		dst = append(dst, x.keys.find(hashString(seedKey, cut(k)))...)
	}
	if len(fold) >= 2 && len(fold) <= 5 {
		dst = x.near(dst, hashString(seedDelete, fold), fold)
		for i := range len(fold) {
			dst = x.near(dst, hashDrop(fold, i), fold)
		}
	}
	if len(fold) >= 5 {
		n := len(fold)
		for l := max(5, n-2); l <= n+2; l++ {
			if max(l, n) < 6 {
				continue
			}
			for k := range 3 {
				p, w := segment(l, k)
				delta := n - l
				lo := max(0, max(p-k, p+delta-(2-k)))
				hi := min(n-w, min(p+k, p+delta+(2-k)))
				for s := lo; s <= hi; s++ {
					dst = x.near(dst, hashString(uint32(seedSegment+4*l+k), fold[s:s+w]), fold)
				}
			}
		}
	}
	slices.Sort(dst[from:])
	return append(dst[:from], slices.Compact(dst[from:])...)
}

func (x *names) near(dst []uint32, hash uint32, fold string) []uint32 {
	for _, id := range x.segs.find(hash) {
		if f := x.fold(id); name.Near(fold, f) {
			dst = append(dst, id)
		}
	}
	return dst
}

func (x *names) skel(id uint32) string {
	b := x.tokBytes[x.tokOff[id]:x.tokOff[id+1]]
	f := int(b[0])
	if b[2] == 255 {
		return view(b[4 : 4+f])
	}
	from := 4 + f
	if b[1] != 255 {
		from += int(b[1])
	}
	return view(b[from : from+int(b[2])])
}

// Rarity is how surprising a folded word is in the loaded lists, in nats, by
// the share of parties that bear it; a word borne by three parties or fewer
// says nothing about how common it is and counts as rare (12 nats).
func (x *names) rarity(fold string) float32 {
	fold = cut(fold)
	best := float32(unknownWord)
	for _, id := range x.keys.find(hashString(seedFold, fold)) {
		if x.fold(id) == fold {
			best = min(best, float32(x.rare[id])/20)
		}
	}
	return best
}

const unknownWord = 12

// surprise is a token's stored rarity: twentieths of a nat.
func surprise(bearers, parties int) byte {
	if bearers <= 3 {
		return unknownWord * 20
	}
	s := math.Log(float64(max(parties, 1)) / float64(bearers-3))
	return byte(20 * min(max(s, 0), unknownWord))
}
