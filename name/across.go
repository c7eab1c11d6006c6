package name

import "math/bits"

// acrossLeast is the similarity from which words of two scripts may be one
// word; below it one in some thousand random pairs would be.
const acrossLeast = 0.62

// Across says how alike two words of two scripts are, one of them Latin, by
// the learned weights of [Similarity]; 0 when they are not alike enough to be
// one word.
func Across(a, b *Token) float64 {
	s, by := Similarity(a, b)
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
