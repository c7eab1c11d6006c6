package name

import "math/bits"

// acrossLeast is the similarity from which words of two scripts may be one
// word; below it one in some thousand random pairs would be.
const acrossLeast = 0.62

// Across says how alike two words of two scripts are, one of them Latin, by
// the learned weights of [Similarity]; 0 when they are not alike enough to be
// one word.
func Across(a, b *Token) float64 { return (*Crossings)(nil).Across(a, b) }

// Crossings remembers how alike words of two scripts were found: the names
// that a search compares with one another have most of their words in common.
// It holds what would be computed and nothing else, so answers do not depend
// on it. The zero value is empty; one goroutine at a time. A nil one remembers
// nothing.
type Crossings struct {
	slots []crossing // made when first needed
}

const crossingBits = 9

type crossing struct {
	s, t   [maxTranslit]byte
	ns, nt uint8 // lengths; a free slot has none
	script script
	sim    float64
}

// likely is the function likely, remembered.
func (c *Crossings) likely(sc script, a *Token, t string) float64 {
	s := a.Fold
	if sc == han || endsYa(sc, a) {
		s = a.Text // what is written counts, not how it is read alone
	}
	if c == nil || len(s) == 0 || len(s) > maxTranslit || len(t) > maxTranslit {
		return likely(sc, a, t)
	}
	if c.slots == nil {
		c.slots = make([]crossing, 1<<crossingBits)
	}
	h := uint64(sc)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 0x100000001B3
	}
	h ^= 0x9E3779B97F4A7C15
	for i := range len(t) {
		h = (h ^ uint64(t[i])) * 0x100000001B3
	}
	x := &c.slots[h*0x9E3779B97F4A7C15>>(64-crossingBits)]
	if x.script == sc && string(x.s[:x.ns]) == s && string(x.t[:x.nt]) == t {
		return x.sim
	}
	x.ns, x.nt, x.script = uint8(copy(x.s[:], s)), uint8(copy(x.t[:], t)), sc
	x.sim = likely(sc, a, t)
	return x.sim
}

// Across is the function [Across], remembered.
func (c *Crossings) Across(a, b *Token) float64 {
	s, by := similarity(a, b, c)
	if s < acrossLeast || by == InitialOnly || by == Abbreviation {
		return 0
	}
	return s
}

// BearsOut reports whether the letters of two words of two scripts that share a
// key for how they sound do not speak against it. In Cyrillic letters, whose
// languages the keys know better than the weights do, they never do.
func (c *Crossings) BearsOut(a, b *Token) bool {
	sa, sb := textScript(a.Text), textScript(b.Text)
	if remote(sb) > remote(sa) {
		a, b, sa, sb = b, a, sb, sa
	}
	return !learned(sa) || sa == cyrillic || remote(sa) == remote(sb) || c.likely(sa, a, b.Fold) >= borneOut
}

// borneOut is the similarity by letters from which they bear out a shared key.
const borneOut = Meets - 0.15

// SameBlock reports whether two words of two scripts share a coarse skeleton
// (see [Blocks]) and have but few different letters: the ones an index looks up
// for each other.
func SameBlock(a, b *Token) bool {
	if a.Block == "" || b.Block == "" || !fewOthers(a.Fold, b.Fold) {
		return false
	}
	if a.Block == b.Block {
		return true
	}
	var x, y [maxBlocks]uint64
	xs, ys := Blocks(x[:0], a.Text, a.Fold, a.Block), Blocks(y[:0], b.Text, b.Fold, b.Block)
	for _, h := range xs {
		for _, g := range ys {
			if h == g {
				return true
			}
		}
	}
	return false
}

// maxBlocks is how many skeletons a word has at most.
const maxBlocks = 8

// softening says which letters a skeleton does without, because other scripts
// do not write them or write another for them.
type softening struct {
	r bool // r and l that no vowel follows: Yourdon, ヨードン; نورالدين, Nooruddin
	w bool // w: Roscow, روسكو
	j byte // j is left out (Janez, يانيز) or g (راجح, Rageh)
	k bool // ch is k: Christoph, كريستوف
	c bool // c is s: Milica, ミリッツァ
	f bool // f is left out where it may be an h: Akhund, アフンド
	o bool // o beside a vowel is v, in Hebrew: לוי, Levi
	s bool // th is s and dh is z, as Persian reads ث and ذ: ثاقب, Saqib
}

var (
	latinSoft   = [...]softening{{r: true}, {w: true}, {j: '-'}, {k: true}, {c: true}, {r: true, w: true, j: '-'}}
	foreignSoft = [...]softening{{w: true}, {j: 'g'}, {w: true, j: 'g'}, {s: true}, {f: true}, {r: true}, {o: true}}
)

// Blocks appends hashes of the coarse skeletons by which a word (its Text, Fold
// and Block) and one of another script find each other: its Block, and what becomes of it without the
// letters that are lost between scripts, those of Latin words being others than
// those of other scripts. A word without a Block has none.
func Blocks(dst []uint64, text, fold, block string) []uint64 {
	if block == "" {
		return dst
	}
	from := len(dst)
	dst = append(dst, hashBlock(block))
	sc := textScript(text)
	soft := foreignSoft[:]
	if sc == latin {
		soft = latinSoft[:]
	}
	fold = fold[:min(len(fold), 64)]
	marks := uint32(0)
	for i := range len(fold) {
		marks |= 1 << (fold[i] & 31)
	}
	has := func(c byte) bool { return marks>>(c&31)&1 != 0 }
	for _, s := range soft {
		if !(s.r && (sc == latin && has('r') || has('l') && (sc == latin || sc == arabic)) || s.w && has('w') || s.j != 0 && has('j') || s.k && has('c') && has('h') || s.c && has('c') || s.f && sc == kana && has('f') ||
			s.o && sc == hebrew && has('o') || s.s && sc == arabic && has('h') && (has('t') || has('d'))) {
			continue
		}
		var buf, soft [64]byte
		b := buf[:0]
		for i := 0; i < len(fold); i++ {
			c, next := fold[i], byte(0)
			if i+1 < len(fold) {
				next = fold[i+1]
			}
			switch {
			case s.r && (c == 'r' || c == 'l') && !isVowelByte(next), s.w && c == 'w', s.j == '-' && c == 'j', s.f && c == 'f' && next == 'u':
				continue
			case c == 'j' && s.j != 0:
				c = s.j
			case s.k && c == 'c' && next == 'h':
				c = 'k'
				i++
			case s.o && c == 'o' && (isVowelByte(next) || i > 0 && isVowelByte(fold[i-1])):
				c = 'v'
			case s.c && c == 'c' && next != 'h':
				c = 's'
			case s.s && (c == 't' || c == 'd') && next == 'h':
				c = 's'
				i++
			}
			b = append(b, c)
		}
		if len(b) == len(fold) && string(b) == fold {
			continue
		}
		var h uint64
		if k := blockOf(soft[:0], sc, string(b)); len(k) == 0 {
			continue
		} else {
			h = hashBlock(string(k))
		}
		double := false
		for _, g := range dst[from:] {
			double = double || g == h
		}
		if !double {
			dst = append(dst, h)
		}
	}
	return dst
}

func hashBlock(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 0x100000001B3
	}
	return h
}

// fewOthers reports whether neither word has more than four letters that the
// other lacks.
func fewOthers(a, b string) bool {
	var x, y uint32
	for i := range len(a) {
		x |= 1 << (a[i] & 31)
	}
	for i := range len(b) {
		y |= 1 << (b[i] & 31)
	}
	return bits.OnesCount32(x&^y) <= BlockOthers && bits.OnesCount32(y&^x) <= BlockOthers
}

// BlockOthers is how many letters either of two words may have that the other
// lacks for [SameBlock].
const BlockOthers = 4
