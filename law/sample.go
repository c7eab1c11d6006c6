package law

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"

	"khasan/entity"
)

// Sample generates n dealings of mixed regimes for measuring: the same n and
// seed give the same dealings. Some are by class, some by HS code, some by
// words; days run from 2005 to 2026; one in thirty has legs.
func (b *Book) Sample(n int, seed uint64) iter.Seq[Dealing] {
	return func(yield func(Dealing) bool) {
		r := rand.New(rand.NewPCG(seed, 2371))
		states := []string{"KP", "RU", "CN", "IR", "DE", "US", "KR", "JP", "GB", "CH", "CA", "SG", "BY", "LY", "SY", "SO", "FR", "MN", "VN", "AE", "TR", "UA", "EG", "WORLD", ""}
		var classes []string
		for c, e := range b.goods.classes {
			if e.Kind != "act" {
				classes = append(classes, c)
			}
		}
		slices.Sort(classes)
		words := b.goods.allWords()
		headings := make([]string, 0, 1300)
		for h := range b.hs.codes {
			if len(h) == 4 {
				headings = append(headings, h)
			}
		}
		slices.Sort(headings)
		one := func() Dealing {
			y, m := 2005+r.IntN(22), 1+r.IntN(12)
			day := entity.Day(y, m, 1+r.IntN(entity.DaysIn(y, m)))
			d := Dealing{From: states[r.IntN(len(states))], To: states[r.IntN(len(states))], On: Period{From: day}}
			if r.IntN(12) == 0 {
				d.On.From = entity.Date{Year: int16(y)}
			}
			switch k := r.IntN(20); {
			case k < 13:
				d.Class = classes[r.IntN(len(classes))]
			case k < 18:
				d.HS = headings[r.IntN(len(headings))]
			default:
				d.Goods = []string{words[r.IntN(len(words))].Word}
			}
			if r.IntN(15) == 0 {
				d.Origin = states[r.IntN(8)]
			}
			if r.IntN(20) == 0 {
				d.Via = []string{states[r.IntN(8)]}
			}
			if r.IntN(10) == 0 {
				d.As = []string{[]string{"EU", "US", "GB", "CH", "UN"}[r.IntN(5)]}
			}
			return d
		}
		for i := 0; i < n; i++ {
			d := one()
			if r.IntN(30) == 0 {
				legs := Dealing{Legs: []Dealing{d, one()}}
				for k := range legs.Legs {
					if l := &legs.Legs[k]; l.From == l.To {
						l.To = ""
					}
				}
				d = legs
			}
			d.ID = fmt.Sprintf("s%d", i+1)
			if !yield(d) {
				return
			}
		}
	}
}
