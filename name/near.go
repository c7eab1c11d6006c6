package name

// Near reports whether two folded words are few enough edits apart to be
// slips of one another: one edit (a letter more, less, other, or two
// neighbours exchanged) for words of three to five letters, two (counted as
// Levenshtein does) when both have five or more and one has six; words of two
// letters must be equal. Index and match share this rule, so that what one
// looks up is what the other accepts.
func Near(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	d := len(b) - len(a)
	if d > 2 || len(b) < 3 {
		return false
	}
	if len(a) >= 5 && len(b) >= 6 {
		return levenshtein64(a, b) <= 2
	}
	return OneEdit(a, b)
}

// OneEdit reports whether two words are equal or one letter more, less, other,
// or two neighbours exchanged apart.
func OneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) || a[i+1:] == b[i+1:] {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// levenshtein64 is the edit distance by Myers's bit-parallel algorithm (in
// Hyyrö's form, 2003). Words beyond 64 bytes are cut: no word of a name is
// that long.
func levenshtein64(a, b string) int {
	a, b = a[:min(len(a), 64)], b[:min(len(b), 64)]
	if len(a) == 0 {
		return len(b)
	}
	var peq [128]uint64
	for i := range len(a) {
		peq[a[i]&127] |= 1 << i
	}
	pv, mv := ^uint64(0), uint64(0)
	score := len(a)
	last := uint64(1) << (len(a) - 1)
	for i := range len(b) {
		eq := peq[b[i]&127]
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
	return score
}
