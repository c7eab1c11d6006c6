package name

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
