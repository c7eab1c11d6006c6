package eval

import (
	"math"

	"khasan/match"
)

// A Sample is one comparison by name with its true answer: what the weights of
// package match are fitted to.
type Sample struct {
	Values [match.NumTerms]float32
	Match  bool
	// Cap is the rule that applies whatever the weights.
	Cap match.Cap
	// Weight is how much the sample counts; Group says where it is from.
	Weight float64
	Group  string
}

// FitOptions bend Fit; the zero value is what the table in match was made with.
type FitOptions struct {
	// Prior are the weights to stay near, by default those in use.
	Prior *[match.NumTerms]float64
	// Pull is how strongly they pull (the ridge); default 2.
	Pull float64
	// Steps of Newton's method at most; default 40.
	Steps int
}

// free lists the terms that are fitted with the sign they must keep: a term
// that speaks against may not come to speak for because of some odd labels.
var free = []struct {
	term match.Term
	sign float64 // 0: either
}{
	{match.TermBase, 0}, {match.TermSame, 1}, {match.TermShared, 1}, {match.TermConflict, -1},
	{match.TermConflictShare, -1}, {match.TermSoft, 1}, {match.TermMissing, -1}, {match.TermAdded, -1}, {match.TermEdits, -1},
	{match.TermWorst, -1}, {match.TermNear, 1}, {match.TermKnown, -1}, {match.TermOrder, -1}, {match.TermFlipped, -1},
	{match.TermNumeral, -1}, {match.TermForm, -1}, {match.TermSite, -1}, {match.TermInitial, -1},
	{match.TermNick, -1}, {match.TermVariant, -1}, {match.TermSyllables, -1}, {match.TermSingle, -1}, {match.TermCore, -1},
}

// Fit finds the weights of the name terms by logistic regression: the least
// weighted log-loss plus a ridge towards the prior, signs kept. It is
// deterministic.
func Fit(samples []Sample, opt FitOptions) [match.NumTerms]float64 {
	var w, prior [match.NumTerms]float64
	for t := range match.NumTerms {
		prior[t] = t.Weight()
	}
	if opt.Prior != nil {
		prior = *opt.Prior
	}
	if opt.Pull == 0 {
		opt.Pull = 2
	}
	if opt.Steps == 0 {
		opt.Steps = 40
	}
	w = prior
	var in []Sample
	for _, s := range samples {
		// What a cap holds down the weights need not.
		if s.Cap != match.PartOnly && s.Cap != match.Contrary && s.Cap != match.OtherKind {
			in = append(in, s)
		}
	}
	samples = in
	n := len(free)
	fixed := make([]bool, n) // at 0, for the sign's sake
	for range opt.Steps {
		// One step of Newton's method on the terms that are not fixed.
		h := make([][]float64, n)
		for i := range h {
			h[i] = make([]float64, n+1)
			h[i][i] = opt.Pull
			h[i][n] = opt.Pull * (w[free[i].term] - prior[free[i].term])
		}
		for k := range samples {
			s := &samples[k]
			z := 0.0
			for _, f := range free {
				z += w[f.term] * float64(s.Values[f.term])
			}
			p := 1 / (1 + math.Exp(-z))
			e := p
			if s.Match {
				e--
			}
			for i := range free {
				x := float64(s.Values[free[i].term])
				if x == 0 {
					continue
				}
				h[i][n] += s.Weight * e * x
				for j := range i + 1 {
					h[i][j] += s.Weight * p * (1 - p) * x * float64(s.Values[free[j].term])
				}
			}
		}
		for i := range n {
			for j := range i {
				h[j][i] = h[i][j]
			}
		}
		for i := range n {
			if fixed[i] {
				for j := range n {
					h[i][j], h[j][i] = 0, 0
				}
				h[i][i], h[i][n] = 1, 0
			}
		}
		step := solve(h)
		move := 0.0
		for i, f := range free {
			d := max(-1, min(1, step[i]))
			w[f.term] -= d
			move = max(move, math.Abs(d))
			if f.sign > 0 && w[f.term] < 0 || f.sign < 0 && w[f.term] > 0 {
				w[f.term], fixed[i] = 0, true
			}
		}
		if move < 1e-6 {
			break
		}
	}
	return w
}

// solve solves a symmetric, positive system given with its right side as last
// column, by elimination with pivots.
func solve(a [][]float64) []float64 {
	n := len(a)
	for c := range n {
		p := c
		for r := c + 1; r < n; r++ {
			if math.Abs(a[r][c]) > math.Abs(a[p][c]) {
				p = r
			}
		}
		a[c], a[p] = a[p], a[c]
		if a[c][c] == 0 {
			continue
		}
		for r := c + 1; r < n; r++ {
			f := a[r][c] / a[c][c]
			for k := c; k <= n; k++ {
				a[r][k] -= f * a[c][k]
			}
		}
	}
	x := make([]float64, n)
	for r := n - 1; r >= 0; r-- {
		v := a[r][n]
		for k := r + 1; k < n; k++ {
			v -= a[r][k] * x[k]
		}
		if a[r][r] != 0 {
			x[r] = v / a[r][r]
		}
	}
	return x
}

// Score is the score that weights give a sample, caps kept.
func (s *Sample) Score(w *[match.NumTerms]float64) float64 {
	if s.Values[match.TermBase] == 0 {
		return 0 // nothing to compare
	}
	z := 0.0
	for _, f := range free {
		z += w[f.term] * float64(s.Values[f.term])
	}
	return 1 / (1 + math.Exp(-min(z, s.Cap.Limit())))
}
