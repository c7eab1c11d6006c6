package eval

import (
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"

	"khasan/entity"
	"khasan/index"
	"khasan/match"
)

// Samples makes what the weights are fitted to: the labelled pairs; positives
// against the party they must find; listed names against themselves, as listed
// and misspelt; and innocents against the party that comes nearest to them.
func Samples(ix *index.Index, pairs []Pair, positives, negatives []Subject) ([]Sample, error) {
	var out []Sample
	for _, p := range pairs {
		r := match.Compare(single(p.Schema, p.Name1), single(p.Schema, p.Name2), &match.Options{NamesOnly: true})
		s := Sample{Values: r.Values, Cap: r.Cap, Match: p.Match, Weight: 1, Group: "pairs"}
		if p.Quality == "WEAK" {
			s.Weight = 0.4
		}
		out = append(out, s)
	}
	type ask struct {
		q     *match.Party
		right []string // one of the names the party found must have; nil: any
		s     Sample
	}
	var asks []ask
	for _, x := range positives {
		asks = append(asks, ask{single(entity.Person, x.Name), []string{plainKey(x.Listed)}, Sample{Match: true, Weight: 0.5, Group: "treated"}})
	}
	rng := rand.New(rand.NewPCG(3, 3))
	for range 3000 {
		if ix.Len() == 0 {
			break
		}
		i := uint32(rng.IntN(ix.Len()))
		if ix.NumNames(i) == 0 {
			continue
		}
		e, err := ix.Entity(i)
		if err != nil {
			return nil, err
		}
		n := e.Names[rng.IntN(len(e.Names))]
		if n.Quality == entity.Weak {
			continue
		}
		asks = append(asks,
			ask{single(e.Schema, n.Full), []string{plainKey(n.Full)}, Sample{Match: true, Weight: 0.05, Group: "as listed"}},
			ask{single(e.Schema, Misspell(n.Full, rng)), []string{plainKey(n.Full)}, Sample{Match: true, Weight: 0.05, Group: "misspelt"}})
	}
	for _, x := range negatives {
		asks = append(asks, ask{single(entity.Person, x.Name), nil, Sample{Weight: 0.05, Group: "innocents"}})
	}
	res := make([]*Sample, len(asks))
	errs := make([]error, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for g := range errs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s := NewScreener(ix)
			for i := g; i < len(asks); i += len(errs) {
				got, err := s.Screen(asks[i].q, false)
				if err != nil {
					errs[g] = err
					return
				}
				var best *index.Scored
				for k := range got {
					if best != nil && got[k].LogOdds <= best.LogOdds {
						continue
					}
					if asks[i].right != nil {
						e, err := ix.Entity(got[k].Entity)
						if err != nil {
							errs[g] = err
							return
						}
						if !slices.ContainsFunc(e.Names, func(n entity.Name) bool { return slices.Contains(asks[i].right, plainKey(n.Full)) }) {
							continue
						}
					}
					best = &got[k]
				}
				// What scores next to nothing teaches next to nothing.
				if best != nil && (best.LogOdds > -5 || asks[i].s.Match) {
					x := asks[i].s
					x.Values, x.Cap = best.Values, best.Cap
					res[i] = &x
				}
			}
		}()
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	for _, s := range res {
		if s != nil {
			out = append(out, *s)
		}
	}
	return out, nil
}

// A Validation is how weights fitted to most pairs do on the rest.
type Validation struct {
	Count           // over all divisions
	F1s   []float64 // of each division
}

// Spread is the least and the greatest F1 of a division.
func (v *Validation) Spread() (least, most float64) {
	if len(v.F1s) == 0 {
		return 0, 0
	}
	return slices.Min(v.F1s), slices.Max(v.F1s)
}

// CrossValidate fits to everything but one fifth of the labelled pairs, scores
// that fifth, and so on round, for ten divisions; it gives the counts at the
// thresholds. Unless opt says otherwise, the weights in use are not the prior:
// they were fitted to these very pairs. [Neutral] is.
func CrossValidate(samples []Sample, opt FitOptions, thresholds ...float64) []Validation {
	var pairs, rest []Sample
	for _, s := range samples {
		if s.Group == "pairs" {
			pairs = append(pairs, s)
		} else {
			rest = append(rest, s)
		}
	}
	if opt.Prior == nil {
		n := Neutral()
		opt.Prior = &n
	}
	out := make([]Validation, len(thresholds))
	const seeds = 10
	scores := make([][]float64, seeds)
	var wg sync.WaitGroup
	slots := make(chan bool, runtime.GOMAXPROCS(0))
	for seed := range scores {
		scores[seed] = make([]float64, len(pairs))
		wg.Go(func() {
			slots <- true
			defer func() { <-slots }()
			perm := rand.New(rand.NewPCG(uint64(seed), 5)).Perm(len(pairs))
			for k := range 5 {
				train := slices.Clone(rest)
				for i, p := range perm {
					if i%5 != k {
						train = append(train, pairs[p])
					}
				}
				w := Fit(train, opt)
				for i, p := range perm {
					if i%5 == k {
						scores[seed][p] = pairs[p].Score(&w)
					}
				}
			}
		})
	}
	wg.Wait()
	for i, at := range thresholds {
		for seed := range scores {
			var c Count
			for p := range pairs {
				c.Add(pairs[p].Match, scores[seed][p] >= at)
				out[i].Add(pairs[p].Match, scores[seed][p] >= at)
			}
			out[i].F1s = append(out[i].F1s, c.F1())
		}
	}
	return out
}

// Neutral are weights that no labelled pair has spoken to: every term counts
// one, by its sign, and nothing where it has none.
func Neutral() (w [match.NumTerms]float64) {
	for _, f := range free {
		w[f.term] = f.sign
	}
	return w
}

// WriteFit fits and writes the weights beside those in use, with the
// cross-validated F1 of the pairs.
func WriteFit(w io.Writer, samples []Sample) error {
	got := Fit(samples, FitOptions{})
	var b strings.Builder
	groups := map[string][2]int{}
	var order []string
	for i := range samples {
		g, ok := groups[samples[i].Group]
		if !ok {
			order = append(order, samples[i].Group)
		}
		g[0]++
		if samples[i].Score(&got) >= match.MatchAt {
			g[1]++
		}
		groups[samples[i].Group] = g
	}
	for _, k := range order {
		fmt.Fprintf(&b, "%-12s %6d samples, %6d in the match band with the new weights\n", k, groups[k][0], groups[k][1])
	}
	at := []float64{match.ReviewAt, 0.6, match.MatchAt}
	for _, pull := range []float64{0.5, 2, 8} {
		for i, v := range CrossValidate(samples, FitOptions{Pull: pull}, at...) {
			least, most := v.Spread()
			fmt.Fprintf(&b, "pairs, cross-validated from nothing, pull %.1f, threshold %.2f: P %.3f R %.3f F1 %.3f (%.3f to %.3f)\n",
				pull, at[i], v.Precision(), v.Recall(), v.F1(), least, most)
		}
	}
	b.WriteString("term                  new    in use\n")
	for _, f := range free {
		fmt.Fprintf(&b, "%-18s %7.2f   %7.2f\n", f.term, got[f.term], f.term.Weight())
	}
	_, err := io.WriteString(w, b.String())
	return err
}
