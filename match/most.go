package match

import "khasan/name"

// A Balance is what can be said of two readings before their words are paired:
// enough to bound what [Compare] can make of them.
type Balance struct {
	// TotalA and TotalB are the weights of all words of the query's reading
	// and of the listed one (see [Weight]); LeftA and LeftB the least that
	// stays without a partner.
	TotalA, TotalB, LeftA, LeftB float32
	// Shared is the most that the words with a partner can weigh.
	Shared float32
	// Apart is the least number of edits between the whole names.
	Apart int
	// Same says that the two may be the same text.
	Same bool
}

// Most is the highest log-odds that two readings of such a balance can reach,
// by their names. It rests on these facts of the formula: words left over on
// both sides only lower the sum, the more so the more they weigh; no term but
// TermSame, TermShared, TermNear and TermSoft raises it; and caps lower it.
func (b *Balance) Most() float64 {
	conflict := min(b.LeftA, b.LeftB)
	s := weights[TermBase] + weights[TermShared]*min(b.Shared, 3) + weights[TermConflict]*min(conflict, 2) +
		weights[TermMissing]*(b.LeftB-conflict)/max(b.TotalB, 0.1) + weights[TermAdded]*(b.LeftA-conflict)/max(b.TotalA, 0.1)
	if m := min(b.TotalA, b.TotalB); m > 0 {
		s += weights[TermConflictShare] * conflict / m
	}
	near := b.Apart
	if b.LeftA < 0.3 && b.LeftB < 0.3 {
		near = 0 // counted word by word
	}
	if near < 3 {
		s += weights[TermNear]*(1-float32(near)/3) + weights[TermSoft]*min(conflict, 2)
	}
	if b.Same {
		s += weights[TermSame]
	}
	if s > nameKnee {
		s = nameKnee + (s-nameKnee)*nameSlope
	}
	return float64(s) + 1e-3 // sums are rounded in another order
}

// Weight is what a word of a role weighs in a name of a person or a firm, by
// its number of letters and how surprising it is in nats; generic words are
// those that make no name by themselves, and weigh otherwise where there are
// no others.
func Weight(role name.Role, letters int, surprise float32, firm bool) (weight float32, generic bool) {
	t := token{role: role, letters: letters, rarity: rarityOf(surprise)}
	return roleWeight(&t, firm)
}
