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
	// Steps of gradient descent; default 3000.
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
	{match.TermNick, -1}, {match.TermVariant, -1}, {match.TermScript, 0}, {match.TermSingle, -1}, {match.TermCore, -1},
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
		opt.Steps = 1200
	}
	w = prior
	var in []Sample
	for _, s := range samples {
		// What a cap holds down the weights need not.
		if s.Cap != match.PartOnly && s.Cap != match.OtherKind {
			in = append(in, s)
		}
	}
	samples = in
	var m, v [match.NumTerms]float64
	total := 0.0
	for i := range in {
		total += samples[i].Weight
	}
	for step := 1; step <= opt.Steps; step++ {
		var g [match.NumTerms]float64
		for i := range samples {
			s := &samples[i]
			z := 0.0
			for _, f := range free {
				z += w[f.term] * float64(s.Values[f.term])
			}
			e := s.Weight / (1 + math.Exp(-z))
			if s.Match {
				e -= s.Weight
			}
			for _, f := range free {
				g[f.term] += e * float64(s.Values[f.term])
			}
		}
		rate := 0.05
		if step > opt.Steps/2 {
			rate = 0.01
		}
		for _, f := range free {
			t := f.term
			d := (g[t] + opt.Pull*(w[t]-prior[t])) / total
			m[t] = 0.9*m[t] + 0.1*d
			v[t] = 0.999*v[t] + 0.001*d*d
			w[t] -= rate * (m[t] / (1 - math.Pow(0.9, float64(step)))) / (math.Sqrt(v[t]/(1-math.Pow(0.999, float64(step)))) + 1e-9)
			if f.sign > 0 {
				w[t] = max(w[t], 0)
			} else if f.sign < 0 {
				w[t] = min(w[t], 0)
			}
		}
	}
	return w
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
