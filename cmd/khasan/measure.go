package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"khasan"
	"khasan/entity"
	"khasan/index"
)

// watchMeasure runs an update against the customers and prints what it costs;
// then asks Who about the planted customers ('watch sample -plant') and n
// others and prints what that finds that the update missed, and what asking
// about everybody would cost.
func watchMeasure(ctx context.Context, p *program, c common, o watchOptions, n int) error {
	cx, err := index.OpenFile(o.customers)
	if err != nil {
		return err
	}
	defer cx.Close()
	eng, err := c.open()
	if err != nil {
		return err
	}
	defer eng.Close()
	var older *index.Index
	if o.old != "" {
		if older, err = openEither(o.old); err != nil {
			return err
		}
		defer older.Close()
	}
	fmt.Fprintf(p.out, "%d customers, %d bytes, %.0f a customer\n", cx.Len(), cx.Size(), float64(cx.Size())/float64(max(cx.Len(), 1)))
	changed, err := eng.Changed(ctx, older)
	if err != nil {
		return err
	}
	type pair struct{ customer, listed string }
	back := map[pair]float64{}
	started, cpu := time.Now(), cpuTime()
	err = touchAll(ctx, eng, cx, changed, o.threshold, false, func(t *touch) error {
		back[pair{t.customer.ID, t.hit.ID}] = t.hit.Score
		return nil
	})
	if err != nil {
		return err
	}
	wall, spent := time.Since(started), cpuTime()-cpu
	fmt.Fprintf(p.out, "update: %d parties new or changed, %d hits, %.1f s of CPU, %.1f s on the clock\n", len(changed), len(back), spent.Seconds(), wall.Seconds())

	in := map[string]bool{}
	for _, i := range changed {
		x, err := eng.Snapshot().Entity(i)
		if err != nil {
			return err
		}
		in[x.ID] = true
	}
	forth, both, other := 0, 0, 0
	ask := func(x *entity.Entity) error {
		a, err := eng.Who(ctx, khasan.WhoQuery{Entity: *x, Threshold: o.threshold, Limit: 1 << 20})
		if err != nil {
			return fmt.Errorf("customer %s: %w", x.ID, err)
		}
		for _, h := range a.Hits {
			// Records of one party come under the best of them.
			ids := []khasan.Same{{ID: h.ID}}
			for i, id := range append(ids, h.Also...) {
				if !in[id.ID] {
					continue
				}
				score, ok := back[pair{x.ID, id.ID}]
				if i > 0 && !ok {
					continue // shown with the other record, whatever it scores itself
				}
				forth++
				if ok {
					both++
				}
				if ok && i == 0 && score != h.Score {
					other++
				}
			}
		}
		return nil
	}
	planted := 0
	for {
		i, ok := cx.ByID(fmt.Sprintf("planted-%d", planted))
		if !ok {
			break
		}
		planted++
		x, err := cx.Entity(i)
		if err == nil {
			err = ask(&x)
		}
		if err != nil {
			return err
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	n = min(n, cx.Len())
	cpu = cpuTime()
	for range n {
		x, err := cx.Entity(uint32(r.IntN(cx.Len())))
		if err == nil {
			err = ask(&x)
		}
		if err != nil {
			return err
		}
	}
	d := cpuTime() - cpu
	share := 1.0
	if forth > 0 {
		share = float64(both) / float64(forth)
	}
	fmt.Fprintf(p.out, "asked about %d planted and %d other customers: %d hits on those parties, %d of them found by the update (%.2f %%), %d with another score\n",
		planted, n, forth, both, 100*share, other)
	per := d.Seconds() / float64(max(n, 1))
	fmt.Fprintf(p.out, "a customer costs %.0f us, so asking about all: %.0f s of CPU, %.0f times the update\n", per*1e6, per*float64(cx.Len()), per*float64(cx.Len())/max(spent.Seconds(), 1e-9))
	return nil
}
