package name

// Meet reports whether two names are spellings of one name, judged by their
// words alone: in some reading of each, every word that bears meaning has a
// partner of similarity [Meets] or more on the other side, or two neighbours
// together have. The evidence is that of the weakest pair. What the words
// weigh, and what else is known of the parties, is for package match.
func Meet(a, b string, kind Kind) (bool, Evidence) {
	na, nb := Parse(a, kind), Parse(b, kind)
	return na.Meet(&nb)
}

// Meet is the function [Meet] for names already parsed.
func (n *Name) Meet(m *Name) (bool, Evidence) {
	for i := range n.Readings {
		for j := range m.Readings {
			if ok, e := meetReadings(n.Readings[i].Tokens, m.Readings[j].Tokens); ok {
				return true, e
			}
		}
	}
	return false, NoEvidence
}

func bearing(toks []Token, dst []*Token) []*Token {
	for i := range toks {
		switch toks[i].Role {
		case Particle, Title, LegalForm, Prefix, Suffix:
			continue
		}
		if len(dst) < cap(dst) {
			dst = append(dst, &toks[i])
		}
	}
	if len(dst) == 0 {
		for i := range toks {
			if len(dst) < cap(dst) {
				dst = append(dst, &toks[i])
			}
		}
	}
	return dst
}

const maxMeet = 12

func meetReadings(a, b []Token) (bool, Evidence) {
	var ab, bb [maxMeet]*Token
	x, y := bearing(a, ab[:0]), bearing(b, bb[:0])
	if len(x) == 0 || len(y) == 0 {
		return false, NoEvidence
	}
	if len(x) == len(y) {
		used, weakest, by := uint32(0), 2.0, NoEvidence
		all := true
		for i := range x {
			best, at, e := 0.0, -1, NoEvidence
			for j := range y {
				if used&(1<<j) != 0 {
					continue
				}
				s, ev := Similarity(x[i], y[j])
				if s > best {
					best, at, e = s, j, ev
				}
			}
			if at < 0 || best < Meets {
				all = false
				break
			}
			used |= 1 << at
			if best < weakest {
				weakest, by = best, e
			}
		}
		if all {
			return true, by
		}
	}
	if len(x) == 1 && len(y) == 1 || len(x) > 4 || len(y) > 4 {
		return false, NoEvidence
	}
	// Written together on one side and apart on the other.
	if len(x) != len(y) {
		j1, j2 := joinTokens(x), joinTokens(y)
		if j1.Fold == j2.Fold {
			return true, Equal
		}
		if len(x) == 1 || len(y) == 1 {
			if s, e := Similarity(&j1, &j2); s >= Meets && min(len(j1.Fold), len(j2.Fold)) >= 5 {
				return true, e
			}
		}
	}
	return false, NoEvidence
}

// joinTokens is the words run together as one.
func joinTokens(ts []*Token) Token {
	if len(ts) == 1 {
		return *ts[0]
	}
	var t Token
	for _, x := range ts {
		t.Fold += x.Fold
		t.Text += x.Text
	}
	return t
}
