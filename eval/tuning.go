package eval

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"khasan/match"
)

// A Tuning is what thresholds do to labelled pairs and, when there are any, to
// the alerts of a time that is past.
type Tuning struct {
	Pairs, True int
	// Points are in steps of 0.01, from 0.01 to 0.99.
	Points []TuningPoint
	// Bins are ten, by score: is what scores 0.8 true in eight of ten cases?
	Bins []TuningBin
	// Brier is the mean squared distance of score and truth; 0 is perfect, 0.25
	// what always saying 0.5 reaches.
	Brier  float64
	Alerts *AlertTuning
	// Other is the same with other weights, Changes which they are; nil when no
	// others were tried.
	Other   *Tuning
	Changes []WeightChange
}

// A WeightChange is a term whose weight was another.
type WeightChange struct {
	Term      string
	Now, Then float64
}

// Changes lists the terms in which weights differ from those in use.
func Changes(w match.Weights) []WeightChange {
	var out []WeightChange
	for t, now := range match.DefaultWeights() {
		if w[t] != now {
			out = append(out, WeightChange{match.Term(t).String(), float64(now), float64(w[t])})
		}
	}
	return out
}

// A TuningPoint is what one threshold does to the pairs.
type TuningPoint struct {
	Threshold float64
	Count
}

// FalseHits is the share of pairs that are none and hit all the same.
func (p *TuningPoint) FalseHits() float64 { return ratio(p.FP, p.FP+p.TN) }

// A TuningBin is the pairs of one span of scores.
type TuningBin struct {
	From, To float64
	N, True  int
	Mean     float64 // of the scores
}

// Share is the share of the bin's pairs that are matches.
func (b *TuningBin) Share() float64 { return ratio(b.True, b.N) }

// AlertTuning is what another threshold would have done to recorded alerts.
type AlertTuning struct {
	From, To time.Time
	// Points are in steps of 0.01 from the review band's threshold on, or from the
	// least score of an alert when that is lower.
	Points []AlertPoint
	// Unread are alerts of which the record does not hold both parties, so that
	// they cannot be compared with other weights.
	Unread int
	// Asked are recorded questions put again with a low threshold: it says what
	// lower thresholds would have brought.
	Questions int
	Asked     []AskedPoint
}

// An AlertPoint is what of the alerts stays at one threshold.
type AlertPoint struct {
	Threshold float64
	// Raised is how many would have been raised; of these Confirmed, Cleared and
	// Waiting by what became of them. Lost are confirmed ones that would not.
	Raised, Confirmed, Cleared, Waiting, Lost int
}

// An AskedPoint is how many questions would have had a hit, and how many hits
// there would have been.
type AskedPoint struct {
	Threshold       float64
	Questions, Hits int
}

// An AlertScore is an alert's score and what became of it: "confirmed",
// "cleared", or anything else for one that waits.
type AlertScore struct {
	Score float64
	State string
}

// Tune computes what thresholds do to pairs that have been scored.
func Tune(pairs []Pair) Tuning {
	t := Tuning{Pairs: len(pairs), Bins: make([]TuningBin, 10)}
	for i := range t.Bins {
		t.Bins[i].From, t.Bins[i].To = float64(i)/10, float64(i+1)/10
	}
	for i := range pairs {
		p := &pairs[i]
		truth := 0.0
		b := &t.Bins[min(int(p.Score*10), 9)]
		b.N++
		b.Mean += p.Score
		if p.Match {
			truth = 1
			t.True++
			b.True++
		}
		t.Brier += (p.Score - truth) * (p.Score - truth)
	}
	for i := range t.Bins {
		t.Bins[i].Mean /= float64(max(t.Bins[i].N, 1))
	}
	t.Brier /= float64(max(len(pairs), 1))
	for k := 1; k < 100; k++ {
		p := TuningPoint{Threshold: float64(k) / 100}
		for i := range pairs {
			p.Add(pairs[i].Match, pairs[i].Score >= p.Threshold)
		}
		t.Points = append(t.Points, p)
	}
	return t
}

// TuneAlerts computes what thresholds would have done to alerts.
func TuneAlerts(from, to time.Time, alerts []AlertScore) *AlertTuning {
	t := &AlertTuning{From: from, To: to}
	if len(alerts) == 0 {
		return t
	}
	least := 1.0
	for _, a := range alerts {
		least = min(least, a.Score)
	}
	for k := int(math.Floor(min(least, match.ReviewAt) * 100)); k < 100; k++ {
		p := AlertPoint{Threshold: float64(k) / 100}
		for _, a := range alerts {
			stays := a.Score >= p.Threshold
			switch {
			case !stays && a.State == "confirmed":
				p.Lost++
			case !stays:
			case a.State == "confirmed":
				p.Raised++
				p.Confirmed++
			case a.State == "cleared":
				p.Raised++
				p.Cleared++
			default:
				p.Raised++
				p.Waiting++
			}
		}
		t.Points = append(t.Points, p)
	}
	return t
}

// TuneAsked computes what thresholds from the related band's on do to questions,
// by the scores of what each of them found.
func TuneAsked(found [][]float64) (out []AskedPoint) {
	if len(found) == 0 {
		return nil
	}
	for k := int(match.RelatedAt * 100); k < 100; k++ {
		p := AskedPoint{Threshold: float64(k) / 100}
		for _, scores := range found {
			n := 0
			for _, x := range scores {
				if x >= p.Threshold {
					n++
				}
			}
			p.Hits += n
			if n > 0 {
				p.Questions++
			}
		}
		out = append(out, p)
	}
	return out
}

//go:embed tuning.html
var tuningPage string

// WriteTuning writes a tuning as a page that stands by itself: plots as SVG,
// and the numbers behind them as tables.
func WriteTuning(w io.Writer, t Tuning, title string) error {
	page, err := template.New("tuning").Funcs(template.FuncMap{
		"pct": func(x float64) string { return fmt.Sprintf("%.1f %%", 100*x) },
		"two": func(x float64) string { return fmt.Sprintf("%.2f", x) },
		"three": func(x float64) string {
			return fmt.Sprintf("%.3f", x)
		},
		"day":  func(t time.Time) string { return t.UTC().Format("2006-01-02") },
		"band": func(x float64) string { return match.BandOf(x).String() },
	}).Parse(tuningPage)
	if err != nil {
		return err
	}
	xs := func(f func(*TuningPoint) float64) []dot {
		var out []dot
		for i := range t.Points {
			out = append(out, dot{t.Points[i].Threshold, f(&t.Points[i])})
		}
		return out
	}
	marks := []float64{match.ReviewAt, match.MatchAt}
	data := struct {
		Tuning
		Title                                string
		Rates, Trade, Calibration, Raised, Q template.HTML
		Few                                  []TuningPoint
		FewAlerts                            []AlertPoint
		FewAsked                             []AskedPoint
		OtherPairs                           []two[TuningPoint]
		OtherAlerts                          []two[AlertPoint]
		OtherAsked                           []two[AskedPoint]
	}{Tuning: t, Title: title}
	if o := t.Other; o != nil {
		if t.Pairs > 0 {
			data.OtherPairs = side(t.Points, o.Points, func(p TuningPoint) float64 { return p.Threshold })
		}
		if t.Alerts != nil && o.Alerts != nil {
			data.OtherAlerts = side(t.Alerts.Points, o.Alerts.Points, func(p AlertPoint) float64 { return p.Threshold })
			data.OtherAsked = side(t.Alerts.Asked, o.Alerts.Asked, func(p AskedPoint) float64 { return p.Threshold })
		}
	}
	if t.Pairs > 0 {
		data.Rates = plot("Recall, precision and false hits by threshold", "threshold", "share", marks, []series{
			{"recall", "a", xs(func(p *TuningPoint) float64 { return p.Recall() })},
			{"precision", "b", slices.DeleteFunc(xs(func(p *TuningPoint) float64 {
				if p.TP+p.FP == 0 {
					return -1 // nothing is said: neither right nor wrong
				}
				return p.Precision()
			}), func(d dot) bool { return d.y < 0 })},
			{"false-hit rate", "c", xs(func(p *TuningPoint) float64 { return p.FalseHits() })}})
		var trade, calibrated []dot
		for i := range t.Points {
			trade = append(trade, dot{t.Points[i].FalseHits(), t.Points[i].Recall()})
		}
		for i := range t.Bins {
			if t.Bins[i].N > 0 {
				calibrated = append(calibrated, dot{t.Bins[i].Mean, t.Bins[i].Share()})
			}
		}
		data.Trade = plot("Recall against false hits", "false-hit rate", "recall", nil, []series{{"recall", "a", trade}})
		data.Calibration = plot("What a score means", "score", "share that is a match", nil, []series{{"of the pairs", "a", calibrated}, {"as it should be", "d", []dot{{0, 0}, {1, 1}}}})
	}
	for i := 4; i < len(t.Points); i += 5 {
		data.Few = append(data.Few, t.Points[i])
	}
	if a := t.Alerts; a != nil && len(a.Points) > 0 {
		all := float64(max(a.Points[0].Raised, 1))
		var raised, cleared, lost []dot
		for i := range a.Points {
			p := &a.Points[i]
			raised = append(raised, dot{p.Threshold, float64(p.Raised) / all})
			cleared = append(cleared, dot{p.Threshold, float64(p.Cleared) / all})
			lost = append(lost, dot{p.Threshold, float64(p.Lost) / all})
			if i%5 == 0 {
				data.FewAlerts = append(data.FewAlerts, *p)
			}
		}
		data.Raised = plot("Alerts that would have been raised, as a share of those that were", "threshold", "share", marks,
			[]series{{"raised", "a", raised}, {"of them cleared later", "b", cleared}, {"confirmed ones lost", "c", lost}})
	}
	if a := t.Alerts; a != nil && len(a.Asked) > 0 {
		var asked []dot
		for i, p := range a.Asked {
			asked = append(asked, dot{p.Threshold, ratio(p.Questions, a.Questions)})
			if i%5 == 0 {
				data.FewAsked = append(data.FewAsked, p)
			}
		}
		data.Q = plot("Recorded questions that would have had a hit", "threshold", "share of questions", marks, []series{{"with a hit", "a", asked}})
	}
	return page.Execute(w, data)
}

// two is what a threshold does with the weights in use and with others.
type two[P any] struct{ Now, Then P }

// side puts points of one threshold side by side, every fifth.
func side[P any](now, then []P, at func(P) float64) (out []two[P]) {
	for i := range now {
		k := int(math.Round(at(now[i]) * 100))
		j := slices.IndexFunc(then, func(p P) bool { return int(math.Round(at(p)*100)) == k })
		if k%5 == 0 && j >= 0 {
			out = append(out, two[P]{now[i], then[j]})
		}
	}
	return out
}

type dot struct{ x, y float64 }

type series struct {
	name, class string
	dots        []dot
}

// plot draws series over a square of 0 to 1 in both directions; marks are
// thresholds to draw a line at.
func plot(title, x, y string, marks []float64, all []series) template.HTML {
	const left, top, wide, high = 56.0, 16.0, 560.0, 260.0
	px := func(v float64) float64 { return left + wide*min(max(v, 0), 1) }
	py := func(v float64) float64 { return top + high*(1-min(max(v, 0), 1)) }
	var b strings.Builder
	esc := template.HTMLEscapeString
	fmt.Fprintf(&b, `<figure><figcaption>%s</figcaption><svg viewBox="0 0 820 330" role="img" aria-label="%s">`, esc(title), esc(title))
	for i := 0; i <= 10; i += 2 {
		v := float64(i) / 10
		fmt.Fprintf(&b, `<path class="grid" d="M%.1f %.1fH%.1fM%.1f %.1fV%.1f"/><text x="%.1f" y="%.1f" class="num">%.1f</text><text x="%.1f" y="%.1f" class="num mid">%.1f</text>`,
			left, py(v), left+wide, px(v), top, top+high, left-8, py(v)+4, v, px(v), top+high+18, v)
	}
	for _, m := range marks {
		fmt.Fprintf(&b, `<path class="mark" d="M%.1f %.1fV%.1f"/><text x="%.1f" y="%.1f" class="num mid">%s</text>`, px(m), top, top+high, px(m), top-4, match.BandOf(m))
	}
	for i, s := range all {
		var d strings.Builder
		for k, p := range s.dots {
			if k == 0 {
				fmt.Fprintf(&d, "M%.1f %.1f", px(p.x), py(p.y))
			} else {
				fmt.Fprintf(&d, "L%.1f %.1f", px(p.x), py(p.y))
			}
		}
		fmt.Fprintf(&b, `<path class="line %s" d="%s"/>`, s.class, d.String())
		at := top + 14 + 22*float64(i)
		fmt.Fprintf(&b, `<path class="line %s" d="M%.1f %.1fh22"/><text x="%.1f" y="%.1f">%s</text>`, s.class, left+wide+14, at-4, left+wide+42, at, esc(s.name))
	}
	fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" class="mid">%s</text><text transform="translate(14 %.1f) rotate(-90)" class="mid">%s</text></svg></figure>`, left+wide/2, top+high+38, esc(x), top+high/2, esc(y))
	return template.HTML(b.String())
}
