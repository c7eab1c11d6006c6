package index

import (
	"slices"
	"strings"
	"sync/atomic"

	"khasan/name"
)

// memo remembers what words lately asked for are like: in a stream of queries
// the same given names and surnames come again and again. It is a cache only:
// what it holds is what would be computed.
type memo struct {
	slots [1 << 16]atomic.Pointer[remembered]
}

// memoWays is how many neighbouring slots a word may lie in, so that two words
// in use do not keep throwing each other out.
const memoWays = 4

// remembered holds everything of a word that similar looks at, for what one
// word finds must not be given for another: 王 and "wang" fold alike.
type remembered struct {
	kind              wordKind
	fold, skel, block string
	latin             bool
	text              string // empty when it is the folded form
	role              name.Role
	keys              []string
	found
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
}

// like are stored tokens, those alike by an edit of a short word only (loose)
// from firm on.
type like struct {
	ids  []uint32
	firm int
	// how holds how alike each is, made when first wanted: a match.Likeness,
	// packed; 0 when it is not known. Nil for parts of words and joined ones.
	how []atomic.Uint64
}

// likeOf parts what similar and similar1 give.
func likeOf(ids []uint32) like {
	firm, _ := slices.BinarySearch(ids, loose)
	ids = slices.Clone(ids)
	for i := firm; i < len(ids); i++ {
		ids[i] &^= loose
	}
	return like{ids: ids, firm: firm}
}

// word is what a word of the query is like.
func (x *names) word(s *search, t *name.Token, kind wordKind) *found {
	// Latin words are not compared by their role, nor by their text when that
	// is but the folded form.
	text, role := "", name.Role(0)
	isLatin := latin(t.Text)
	if !isLatin {
		role = t.Role
	}
	if t.Text != t.Fold {
		text = t.Text
	}
	h := mix(hashString(seedFold+uint32(kind), t.Fold) + uint32(len(t.Keys)))
	if text != "" {
		h = mix(h ^ hashString(seedFold, text))
	}
	ways := x.memo.slots[h%uint32(len(x.memo.slots))&^(memoWays-1):][:memoWays]
	free := int(h >> 30)
	for i := range ways {
		r := ways[i].Load()
		if r == nil {
			free = i
			break
		}
		if r.kind == kind && r.fold == t.Fold && r.skel == t.Skel && r.latin == isLatin && r.block == t.Block && r.text == text && r.role == role && slices.Equal(r.keys, t.Keys) {
			return &r.found
		}
	}
	r := &remembered{kind: kind, fold: strings.Clone(t.Fold), skel: strings.Clone(t.Skel), block: strings.Clone(t.Block),
		latin: isLatin, text: strings.Clone(text), role: role}
	for _, k := range t.Keys {
		r.keys = append(r.keys, strings.Clone(k))
	}
	r.rarity = x.rarity(t.Fold)
	r.like = likeOf(x.similar(s, s.tokens[:0], t))
	r.how = make([]atomic.Uint64, len(r.ids))
	if kind == bearer {
		r.halves = x.halves(s, t.Fold)
	}
	if len(t.Fold) <= maxWord && len(t.Keys) <= 32 && len(r.ids) <= 1<<12 {
		ways[free].Store(r)
	}
	return &r.found
}

// pair is what two neighbouring words of the query are like when joined.
func (x *names) pair(s *search, fold string) like {
	h := mix(hashString(seedFold+uint32(twoWord), fold))
	ways := x.memo.slots[h%uint32(len(x.memo.slots))&^(memoWays-1):][:memoWays]
	free := int(h >> 30)
	for i := range ways {
		r := ways[i].Load()
		if r == nil {
			free = i
			break
		}
		if r.kind == twoWord && r.fold == fold {
			return r.like
		}
	}
	r := &remembered{kind: twoWord, fold: strings.Clone(fold)}
	r.like = likeOf(x.similar1(s, s.tokens[:0], fold))
	ways[free].Store(r)
	return r.like
}

// halves are what the two parts are like of a word that is two listed words
// written as one; in a word of eight letters or more one part may have a slip
// in it when the other has four.
func (x *names) halves(s *search, fold string) (out []like) {
	if len(fold) < 4 {
		return nil
	}
	half := func(ids []uint32) { out = append(out, likeOf(ids)) }
	slip := func(fold string) {
		if l := likeOf(x.similar1(s, s.tokens[:0], fold)); len(l.ids) > 0 {
			out = append(out, l)
		}
	}
	// "Okuuk" is O Kuk: a name of one letter, which is a vowel, may be the
	// first. In longer words the slip and the letter are two edits.
	if len(fold) <= 6 && strings.IndexByte("aeiouy", fold[0]) >= 0 {
		slip(fold[1:])
	}
	for i := 2; i+2 <= len(fold) && len(out) < maxUnits; i++ {
		a := x.equals(s.exact[0][:0], fold[:i])
		okA := len(a) > 0
		long := len(fold) >= 8
		if !okA && (!long || len(fold)-i < 4) {
			continue // the other half makes no difference
		}
		b := x.equals(s.exact[1][:0], fold[i:])
		okB := len(b) > 0
		s.exact = [2][]uint32{a, b}
		slipB, slipA := okA && long && i >= 4, okB && long && len(fold)-i >= 4
		if okA && okB || slipB {
			half(a)
		}
		if okA && okB || slipA {
			half(b)
		}
		if slipB {
			slip(fold[i:])
		}
		if slipA {
			slip(fold[:i])
		}
	}
	return out
}
