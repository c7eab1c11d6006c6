package match

import (
	"math/rand/v2"
	"testing"
)

// TestMost holds the weights to what [Balance.Most] rests on: no term but those
// it counts raises a name's sum, and what is left over lowers it the more the
// more it weighs.
func TestMost(t *testing.T) {
	for term := range firstFact {
		switch term {
		case TermSame, TermShared, TermNear, TermSoft, TermCeiling, TermAbbreviated, TermBusiness, TermAcronym:
			continue
		}
		if weights[term] > 0 {
			t.Errorf("%v raises the sum by %.2f: Most must count it", term, weights[term])
		}
	}
	if weights[TermConflict]+weights[TermSoft] > 0 {
		t.Error("a conflict of names that are near raises the sum")
	}
	if weights[TermConflictShare] > min(weights[TermMissing], weights[TermAdded]) {
		t.Error("a word left over on one side lowers the sum more than one left over on both")
	}
	var prev float64
	for i, left := range []float32{0, 0.2, 0.5, 1, 1.5, 2.5} {
		b := Balance{TotalA: 3, TotalB: 3, LeftA: left, LeftB: left, Gain: 3, Apart: 9}
		if got := b.Most(); i > 0 && got > prev {
			t.Errorf("with %.1f left over on both sides at most %.3f, with less %.3f", left, got, prev)
		} else {
			prev = got
		}
	}
}

// TestDenied: with so much left over on the other side as Denied says, or more,
// Most is below what is wanted whatever that side weighs.
func TestDenied(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	said := 0
	for range 200_000 {
		b := Balance{Gain: rng.Float32() * 5, TotalA: 0.1 + rng.Float32()*6, Apart: 3 + rng.IntN(3), Slips: rng.IntN(4)}
		b.LeftA = rng.Float32() * b.TotalA
		if rng.IntN(4) == 0 {
			b.LeftA = 0
		}
		least := rng.Float64()*5 - 2
		d := b.Denied(least)
		if d > 100 {
			continue
		}
		said++
		b.LeftB = d + rng.Float32()*rng.Float32()*4
		b.TotalB = b.LeftB + rng.Float32()*6
		if most := b.Most(); most >= least {
			t.Fatalf("least %v: %+v reaches %v, but %v left over are denied", least, b, most, d)
		}
	}
	if said < 20_000 {
		t.Errorf("said something %d times only", said)
	}
}
