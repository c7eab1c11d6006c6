package web

import (
	"math"
	"strings"

	"khasan"
	"khasan/entity"
	"khasan/match"
)

// A pair is one row of the side-by-side view of two names: what stands on
// each side, and how the two relate.
type pair struct {
	Query, Listed string
	// How is same, near (spelled differently), other (they contradict), extra
	// (only asked), or missing (only listed).
	How string
}

// alignment sets the words of the name asked for and of the listed name that
// met it side by side. It compares the readings that the score was made from,
// so that 金正恩 and KIM JONG UN come out in pairs. It only shows; the score is
// the engine's.
func alignment(q khasan.WhoQuery, h *khasan.Hit) []pair {
	if h.Entity == nil || h.Name == "" {
		return nil
	}
	asked := q.Entity
	asked.Schema = q.Schema
	if strings.TrimSpace(q.Name) != "" {
		asked.Names = append([]entity.Name{{Full: q.Name}}, asked.Names...)
	}
	a, b := match.Of(&asked), match.Of(h.Entity)
	r := match.Compare(a, b, nil)
	if r.Query < 0 || r.Listed < 0 {
		return nil
	}
	left := a.Names[r.Query].Readings[r.QueryReading].Tokens
	right := b.Names[r.Listed].Readings[r.ListedReading].Tokens
	usedL, usedR := make([]bool, len(left)), make([]bool, len(right))
	mate := make([]int, len(left))
	cost := make([]float64, len(left))
	for i := range mate {
		mate[i] = -1
	}
	for range left { // the nearest pair first, until nothing near is left
		best, bi, bj := .5, -1, -1
		for i := range left {
			for j := range right {
				if usedL[i] || usedR[j] {
					continue
				}
				d := distance(left[i].Fold, right[j].Fold)
				// Of equal pairs the one in the same place reads best.
				d += .001 * math.Abs(float64(i-j))
				if d < best {
					best, bi, bj = d, i, j
				}
			}
		}
		if bi < 0 {
			break
		}
		usedL[bi], usedR[bj], mate[bi], cost[bi] = true, true, bj, best
	}
	var rows []pair
	var restR []int
	for j := range right {
		if !usedR[j] {
			restR = append(restR, j)
		}
	}
	for i := range left {
		switch {
		case mate[i] >= 0:
			how := "same"
			if left[i].Fold != right[mate[i]].Fold {
				how = "near"
			}
			rows = append(rows, pair{shown(left[i].Text, left[i].Fold), shown(right[mate[i]].Text, right[mate[i]].Fold), how})
		case len(restR) > 0:
			j := restR[0]
			restR = restR[1:]
			rows = append(rows, pair{shown(left[i].Text, left[i].Fold), shown(right[j].Text, right[j].Fold), "other"})
		default:
			rows = append(rows, pair{shown(left[i].Text, left[i].Fold), "", "extra"})
		}
	}
	for _, j := range restR {
		rows = append(rows, pair{"", shown(right[j].Text, right[j].Fold), "missing"})
	}
	return rows
}

// shown is a word with its Latin reading, when that is another.
func shown(text, fold string) string {
	for _, r := range text {
		if r > 0x24f {
			return text + " (" + fold + ")"
		}
	}
	return text
}

// distance is how far two folded words are apart: 0 equal, 1 nothing shared.
func distance(a, b string) float64 {
	if a == b {
		return 0
	}
	x, y := []rune(a), []rune(b)
	n := max(len(x), len(y))
	if n == 0 {
		return 0
	}
	prev := make([]int, len(y)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range x {
		last := prev[0]
		prev[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			last, prev[j+1] = prev[j+1], min(last+cost, prev[j+1]+1, prev[j]+1)
		}
	}
	return float64(prev[len(y)]) / float64(n)
}
