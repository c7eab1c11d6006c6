package khasan_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"khasan"
	"khasan/entity"
	"khasan/index"
)

// TestTouches asks about listed parties backwards, over customers among whom
// some bear listed names, and compares with asking Who about every customer:
// the same pairs, the same scores.
func TestTouches(t *testing.T) {
	e := open(t)
	snap := e.Snapshot()
	r := rand.New(rand.NewPCG(3, 4))
	var listed []uint32
	for len(listed) < 150 {
		i := uint32(r.IntN(snap.Len()))
		if x, err := snap.Entity(i); err == nil && !x.IsEdge() && len(x.Names) > 0 && len(x.Listings) > 0 {
			listed = append(listed, i)
		}
	}
	given, family := []string{"Ahmad", "Ivan", "Kim", "Maria", "Chen", "Olga", "Ali"}, []string{"Ivanov", "Hassan", "Jong Su", "Garcia", "Wei", "Petrova", "Khan"}
	var customers []entity.Entity
	for i := range 1500 {
		c := entity.Entity{ID: fmt.Sprintf("c-%d", i), Schema: entity.Person, Names: []entity.Name{{Full: given[r.IntN(7)] + " " + family[r.IntN(7)]}}}
		if i%5 == 0 {
			x, _ := snap.Entity(listed[r.IntN(len(listed))])
			n := x.Names[r.IntN(len(x.Names))].Full
			if i%10 == 0 && len(n) > 6 { // with a slip
				n = n[:3] + n[4:]
			}
			c.Schema, c.Names[0].Full = x.Schema, n
			if i%3 == 0 {
				c.Births, c.Countries = x.Births, x.Countries
			}
		}
		customers = append(customers, c)
	}
	path := filepath.Join(t.TempDir(), "customers")
	src := index.Source{List: index.List{ID: "customers"}, Stream: func(yield func(entity.Entity, error) bool) {
		for _, c := range customers {
			if !yield(c, nil) {
				return
			}
		}
	}}
	if _, err := index.Build(t.Context(), path, []index.Source{src}, nil); err != nil {
		t.Fatal(err)
	}
	cx, err := index.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer cx.Close()
	type pair struct{ customer, listed string }
	back := map[pair]float64{}
	err = e.Touches(t.Context(), cx, listed, 0.7, true, func(c *entity.Entity, h khasan.Hit) error {
		back[pair{c.ID, h.ID}] = h.Score
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	in := map[string]bool{}
	for _, i := range listed {
		x, _ := snap.Entity(i)
		in[x.ID] = true
	}
	forth, missed := 0, 0
	for _, c := range customers {
		a, err := e.Who(t.Context(), khasan.WhoQuery{Entity: c, Threshold: 0.7, Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range a.Hits {
			if !in[h.ID] {
				continue
			}
			forth++
			score, ok := back[pair{c.ID, h.ID}]
			if !ok {
				missed++
				t.Logf("only forwards: %q and %s %q, %.4f", c.Names[0].Full, h.ID, h.Name, h.Score)
			} else if score != h.Score {
				t.Errorf("%q and %s: %.4f backwards, %.4f forwards", c.Names[0].Full, h.ID, score, h.Score)
			}
		}
	}
	if forth < 100 || float64(missed) > 0.005*float64(forth) {
		t.Errorf("asked forwards %d pairs, of which backwards misses %d", forth, missed)
	}
	t.Logf("%d pairs forwards, %d missed backwards", forth, missed)
}
