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
	if sc == han {
		s = a.Text // characters count, not their readings alone
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

// SameBlock reports whether two words of two scripts have the same coarse
// skeleton, of two classes or more, and but few different letters: the ones an
// index looks up for each other.
func SameBlock(a, b *Token) bool {
	return len(a.Block) >= 2 && a.Block == b.Block && fewOthers(a.Fold, b.Fold)
}

// fewOthers reports whether neither word has more than three letters that the
// other lacks.
func fewOthers(a, b string) bool {
	var x, y uint32
	for i := range len(a) {
		x |= 1 << (a[i] & 31)
	}
	for i := range len(b) {
		y |= 1 << (b[i] & 31)
	}
	return bits.OnesCount32(x&^y) <= 3 && bits.OnesCount32(y&^x) <= 3
}
