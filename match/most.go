package match

import (
	"math"

	"khasan/name"
)

// A Balance is what can be said of two readings before their words are paired:
// enough to bound what [Compare] can make of them.
type Balance struct {
	// TotalA and TotalB are the weights of all words of the query's reading
	// and of the listed one (see [Weight]); LeftA and LeftB the least that
	// stays without a partner.
	TotalA, TotalB, LeftA, LeftB float32
	// Gain is the most that the words with a partner can bring (see
	// [Likeness.Gain]).
	Gain float32
	// Loss is the least that the costs of the pairs take off (see [Toll]).
	Loss float32
	// Slips is the least number of edits between words, all of them paired.
	Slips int
	// Apart is the least number of edits between the whole names.
	Apart int
	// Same says that the two may be the same text.
	Same bool
	// Letters says that one of them has first letters for words.
	Letters bool
}

// Most is the highest log-odds that two readings of such a balance can reach,
// by their names. It rests on these facts of the formula: words left over on
// both sides only lower the sum, the more so the more they weigh; no term but
// TermSame, TermShared, TermNear, TermSoft and TermAbbreviated raises it but
// TermBusiness and TermAcronym, whose pairs an index must bring whatever the
// bound; and caps lower it.
func (b *Balance) Most() float64 {
	conflict := min(b.LeftA, b.LeftB)
	s := weights[TermBase] + min(b.Gain, 3*weights[TermShared]) + weights[TermConflict]*min(conflict, 2) +
		weights[TermMissing]*(b.LeftB-conflict)/max(b.TotalB, 0.1) + weights[TermAdded]*(b.LeftA-conflict)/max(b.TotalA, 0.1)
	s -= b.Loss
	if m := min(b.TotalA, b.TotalB); m > 0 {
		s += weights[TermConflictShare] * conflict / m
	}
	near := b.Apart
	if b.LeftA < 0.3 && b.LeftB < 0.3 {
		near = min(near, b.Slips) // counted word by word
	}
	if near < 3 {
		s += weights[TermNear]*(1-float32(near)/3) + weights[TermSoft]*min(conflict, 2)
	}
	if b.Same {
		s += weights[TermSame]
	}
	if b.Letters {
		s += weights[TermAbbreviated]
	}
	if s > nameKnee {
		s = nameKnee + (s-nameKnee)*nameSlope
	}
	return float64(s) + 1e-3 // sums are rounded in another order
}

// Denied is the least LeftB with which Most is below least, whatever TotalB, when
// the whole names are three edits apart or more, they are not the same, and none
// has first letters for words; a large number when that cannot be said.
func (b *Balance) Denied(least float64) float32 {
	const never = 1e9
	if b.TotalA <= 0 || least > nameKnee {
		return never
	}
	// The sum with nothing in conflict, and what each unit of conflict takes off.
	sum := weights[TermBase] + min(b.Gain, 3*weights[TermShared]) + weights[TermAdded]*b.LeftA/max(b.TotalA, 0.1) - float32(least) + 0.01
	off := weights[TermAdded]/max(b.TotalA, 0.1) - weights[TermConflict] - weights[TermConflictShare]/b.TotalA
	d := float32(0)
	if sum > 0 {
		if d = sum / off; off <= 0 || d >= min(b.LeftA, 2) {
			return never
		}
	}
	if b.LeftA < 0.3 {
		d = max(d, 0.3) // with less left over edits are counted word by word
	}
	return d
}

// A Word is a word of a name made ready to be compared with others.
type Word struct{ t token }

// Set makes a word ready, its role left out. It keeps t.
func (w *Word) Set(t *name.Token) {
	w.t = readyWord(t)
	w.t.role, w.t.number = name.Plain, isDigits(t.Fold)
}

// A Likeness is how alike two words of two names are.
type Likeness struct {
	Cost  float32 // 0 the same, 1 unlike
	Slips uint8   // letters that differ
	rel   relation
	cross bool // one is in Latin letters
}

// Liken says how alike a word of a query and a listed one are. A word that
// stands for a number may be less like others than that.
func Liken(a, b *Word, x *name.Crossings) Likeness {
	c, r := likeness(&a.t, &b.t, false, x)
	l := Likeness{Cost: c, rel: r, cross: a.t.latin != b.t.latin}
	switch r {
	case equal, unlike:
	case edited, variant, afar:
		l.Slips = uint8(min(slipsOf(&a.t, &b.t, c, r), 255))
	default:
		l.Slips = 2
	}
	return l
}

// Pack puts a likeness into a word that is not 0; Unpack is the inverse.
func (l Likeness) Pack() uint64 {
	b := uint64(math.Float32bits(l.Cost))<<32 | uint64(l.rel)<<16 | uint64(l.Slips)<<8 | 1
	if l.cross {
		b |= 2
	}
	return b
}

// Unpack is the likeness that Pack packed.
func Unpack(b uint64) Likeness {
	return Likeness{Cost: math.Float32frombits(uint32(b >> 32)), rel: relation(b >> 16 & 255), Slips: uint8(b >> 8), cross: b&2 != 0}
}

// Gain is what the pair can bring to the log-odds if words of such weights are
// paired for each other, at most; never less than 0.
func (l Likeness) Gain(a, b float32) float32 {
	w := min(a, b)
	g := weights[TermShared]*w*(1-l.Cost) + weights[TermEdits]*l.Cost*min(1, w)
	switch l.rel {
	case nick:
		g += weights[TermNick]
	case variant, afar:
		if l.Cost >= sureCost && !l.cross { // below, and between scripts, it may count for nothing
			g += weights[TermVariant]
		}
	}
	return max(g, 0)
}

// Toll is what pairs take off for their edits: those costs are edits in all, each
// times what its words weigh but one at most, and the highest cost is worst.
func Toll(edits, worst float32) float32 {
	return -weights[TermEdits]*min(edits, 3) - weights[TermWorst]*worst
}

// Weight is what a word of a role weighs in a name of a person or a firm, by
// its number of letters and how surprising it is in nats; generic words are
// those that make no name by themselves, and weigh otherwise where there are
// no others.
func Weight(role name.Role, letters int, surprise float32, firm bool) (weight float32, generic bool) {
	t := token{role: role, letters: letters, rarity: rarityOf(surprise)}
	return roleWeight(&t, firm)
}
