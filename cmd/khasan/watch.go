package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"runtime"
	"strings"
	"time"

	"khasan"
	"khasan/entity"
	"khasan/index"
	"khasan/store"
	"khasan/table"
)

const watchUsage = `
Keep customers under watch: when a list changes, only what changed in it is
screened against them.

  khasan watch add -customers FILE TABLE...     index the tables of customers
  khasan watch update -customers FILE TABLE...  take customers that are new or
                                                changed; these alone are screened
  khasan watch remove -customers FILE KEY...    take customers from under watch
  khasan watch run -customers FILE -old OLD     which customers do the parties
                                                touch that are new or changed
                                                since the snapshot OLD?
  khasan watch status -customers FILE           how many, how large
  khasan watch tell -records R -webhook URL     deliver the notices that are left
  khasan watch sample -n N                      N synthetic customers, as CSV
  khasan watch measure -customers FILE -old OLD what a run costs and finds, beside
                                                asking about N customers

TABLE is as for 'khasan batch', also postgres://...#TABLE. OLD is a data folder or snapshot of the lists
before the update; without it all listed parties count as new. Hits are JSON
lines; with -records they become alerts to review, and a clearance opens again
by itself when the listing has changed in a way that matters. With -webhook
each alert raised is told to an address, signed and again and again until it is
taken; what is left stays in the records for 'watch tell'.

Example:

  khasan watch run -customers customers.khasan -old data-yesterday -data data
`

func runWatch(ctx context.Context, p *program, args []string) (int, error) {
	f := p.flags("watch", watchUsage)
	c := p.common(f)
	var pairs list
	customers := f.String("customers", "", "`FILE` with the indexed customers")
	old := f.String("old", "", "data folder or snapshot `OLD` of the lists before the update")
	records := f.String("records", p.getenv("KHASAN_RECORDS"), "raise alerts in the records at `PLACE`")
	threshold := f.Float64("threshold", 0, "least `SCORE` of a hit (default: the review band)")
	webhook := f.String("webhook", p.getenv("KHASAN_WEBHOOK"), "POST a signed notice of each alert raised to `URL`")
	secret := f.String("webhook-secret", "", "`FILE` with the secret of the signature (or KHASAN_WEBHOOK_SECRET)")
	explain := f.Bool("explain", false, "with features and reasons")
	n := f.Int("n", 1000, "`N` synthetic customers")
	plant := f.Int("plant", 0, "of the synthetic customers `N` bear names of listed parties (with -old: new or changed since), half of them misspelt")
	seed := f.Uint64("seed", 1, "`SEED` of the synthetic customers")
	f.Var(&pairs, "map", "`FIELD=COLUMN` pairs, when the columns have other names")
	rest, err := parse(f, args)
	if err != nil {
		return 0, err
	}
	if len(rest) == 0 {
		return 0, usagef("add, update, remove, run, status, tell, sample or measure?")
	}
	if rest[0] == "sample" {
		return 0, sampleCustomers(ctx, p, c, sampleOptions{n: *n, seed: *seed, plant: *plant, old: *old})
	}
	o := watchOptions{customers: *customers, old: *old, records: *records, webhook: *webhook, secret: *secret, threshold: *threshold, explain: *explain}
	if rest[0] == "tell" {
		if o.records == "" || o.webhook == "" {
			return 0, usagef("tell whom of what? Give -webhook and -records")
		}
		h, err := newHook(p, o.webhook, o.secret)
		if err != nil {
			return 0, err
		}
		s, err := store.Open(ctx, o.records)
		if err != nil {
			return 0, err
		}
		defer s.Close()
		return 0, tell(ctx, p, h, s)
	}
	if o.customers == "" {
		return 0, usagef("which customers? Give their file with -customers")
	}
	switch rest[0] {
	case "add":
		if len(rest) < 2 {
			return 0, usagef("which tables? Give at least one")
		}
		return 0, addCustomers(ctx, p, *customers, rest[1:], pairs)
	case "update":
		if len(rest) < 2 {
			return 0, usagef("which tables? Give at least one")
		}
		return updateCustomers(ctx, p, c, o, rest[1:], pairs)
	case "remove":
		if len(rest) < 2 {
			return 0, usagef("which customers? Give their keys")
		}
		return 0, removeCustomers(ctx, p, *customers, rest[1:])
	case "status":
		w, err := openWatched(*customers)
		if err != nil {
			return 0, err
		}
		defer w.close()
		cx := w.base
		if w.changed != nil && w.changed.Len() > 0 {
			fmt.Fprintf(p.out, "%d customers added or changed since\n", w.changed.Len())
		}
		if len(w.gone) > 0 {
			fmt.Fprintf(p.out, "%d customers removed since\n", len(w.gone))
		}
		names := 0
		for _, l := range cx.Lists() {
			names += l.Names
			fmt.Fprintf(p.out, "%s: %d customers, %d names\n", strings.Join(l.Files, ", "), l.Entities, l.Names)
		}
		fmt.Fprintf(p.out, "%s: %d customers, %d bytes, %.0f bytes a customer\n", *customers, cx.Len(), cx.Size(), float64(cx.Size())/float64(max(cx.Len(), 1)))
		return 0, nil
	case "run":
		return watchRun(ctx, p, c, o)
	case "measure":
		return 0, watchMeasure(ctx, p, c, o, *n)
	}
	return 0, usagef("there is no %q: add, update, remove, run, status, tell, sample or measure", rest[0])
}

// watchOptions are those of the verb's parts.
type watchOptions struct {
	customers, old, records, webhook, secret string
	threshold                                float64
	explain                                  bool
}

// addCustomers indexes tables of customers into one file, whole or not at all.
func addCustomers(ctx context.Context, p *program, path string, tables []string, pairs []string) error {
	columns, err := table.ReadMapping(pairs)
	if err != nil {
		return err
	}
	started := time.Now()
	src := index.Source{List: index.List{ID: "customers"}}
	for _, t := range tables {
		src.Files = append(src.Files, table.Name(t))
	}
	src.Stream = customersOf(ctx, p, tables, columns)
	st, err := index.Build(ctx, path, []index.Source{src}, nil)
	if err != nil {
		return fmt.Errorf("nothing was changed in %s: %w", path, err)
	}
	// What was changed and removed before belongs to the index of before.
	for _, f := range []string{path + ".changed", path + ".gone"} {
		if err := os.Remove(f); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	d := time.Since(started)
	fmt.Fprintf(p.out, "%s: %d customers, %d names, %d bytes (%.0f a customer), built in %s\n", path, st.Entities, st.Names, st.Bytes,
		float64(st.Bytes)/float64(max(st.Entities, 1)), d.Round(time.Millisecond))
	return nil
}

// customersOf reads tables of customers as entities, ready to be indexed.
func customersOf(ctx context.Context, p *program, tables []string, columns table.Mapping) iter.Seq2[entity.Entity, error] {
	return func(yield func(entity.Entity, error) bool) {
		n := 0
		for _, t := range tables {
			rows, _, err := table.Open(ctx, t, p.in, columns)
			if err != nil {
				yield(entity.Entity{}, err)
				return
			}
			stopped := false
			err = rows(func(r table.Row) bool {
				n++
				x := r.Party()
				if x.ID == "" {
					x.ID = fmt.Sprintf("row-%d", n)
				}
				if r.Err != "" {
					yield(x, fmt.Errorf("%s: row %d: %s", table.Name(t), r.N, r.Err))
					stopped = true
					return false
				}
				if !yield(x, nil) {
					stopped = true
				}
				return !stopped
			})
			if stopped {
				return
			}
			if err != nil {
				yield(entity.Entity{}, err)
				return
			}
		}
	}
}

// watchHit is one line of a watch's output.
type watchHit struct {
	Touch struct {
		Customer string     `json:"customer"`
		Alert    int64      `json:"alert,omitempty"`
		Raised   bool       `json:"raised,omitempty"`
		Hit      khasan.Hit `json:"hit"`
	} `json:"touch"`
}

func watchRun(ctx context.Context, p *program, c common, o watchOptions) (int, error) {
	var h *hook
	var err error
	if o.webhook != "" {
		if o.records == "" {
			return 0, usagef("-webhook needs -records: what could not be delivered is kept there")
		}
		if h, err = newHook(p, o.webhook, o.secret); err != nil {
			return 0, err
		}
	}
	w, err := openWatched(o.customers)
	if err != nil {
		return 0, err
	}
	defer w.close()
	eng, err := c.open()
	if err != nil {
		return 0, err
	}
	defer eng.Close()
	var older *index.Index
	if o.old != "" {
		if older, err = openEither(o.old); err != nil {
			return 0, err
		}
		defer older.Close()
	}
	var s *store.Store
	if o.records != "" {
		if s, err = store.Open(ctx, o.records); err != nil {
			return 0, err
		}
		defer s.Close()
		s.Notify(h != nil)
	}
	started := time.Now()
	changed, err := eng.Changed(ctx, older)
	if err != nil {
		return 0, err
	}
	found := time.Since(started)
	enc := json.NewEncoder(p.out)
	enc.SetEscapeHTML(false)
	hits, raised := 0, 0
	err = w.touch(ctx, eng, changed, o.threshold, s != nil || o.explain, func(t *touch) error {
		var out watchHit
		out.Touch.Customer, out.Touch.Hit = t.customer.ID, t.hit
		if s != nil {
			a, new, err := s.Raise(ctx, time.Now().UTC(), &t.customer, &t.hit)
			if err != nil {
				return err
			}
			out.Touch.Alert, out.Touch.Raised = a.ID, new
			if new {
				raised++
			}
		}
		hits++
		return enc.Encode(out)
	})
	if err != nil {
		return 0, err
	}
	fmt.Fprintf(p.err, "%d parties new or changed (found in %s), %d customers: %d hits", len(changed), found.Round(time.Millisecond), w.base.Len(), hits)
	if s != nil {
		fmt.Fprintf(p.err, ", %d alerts raised", raised)
	}
	fmt.Fprintf(p.err, ", screened in %s\n", (time.Since(started) - found).Round(time.Millisecond))
	if h != nil {
		if err := tell(ctx, p, h, s); err != nil {
			return 0, err
		}
	}
	if hits > 0 {
		return exitFound, nil
	}
	return exitClear, nil
}

// tell delivers notices and says what came of it. What is left is no error: the
// records keep it.
func tell(ctx context.Context, p *program, h *hook, s *store.Store) error {
	sent, failed, err := h.deliver(ctx, s)
	if err != nil {
		return err
	}
	left, _, err := s.Unsent(ctx)
	fmt.Fprintf(p.err, "%d notices sent, %d tries failed, %d notices left", sent, failed, left)
	if left > 0 {
		fmt.Fprint(p.err, "; 'khasan watch tell' tries again")
	}
	fmt.Fprintln(p.err)
	return err
}

// A touch is a customer whom a listed party touches.
type touch struct {
	customer entity.Entity
	hit      khasan.Hit
}

// touchAll is Touches on all processors: parties are shared out in runs; what
// they find comes out in the order of the parties.
func touchAll(ctx context.Context, eng *khasan.Engine, cx *index.Index, listed []uint32, threshold float64, explain bool, yield func(*touch) error) error {
	const run = 16
	results := make([]chan []touch, (len(listed)+run-1)/run)
	errs := make(chan error, runtime.GOMAXPROCS(0))
	next := make(chan int)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for i := range results {
		results[i] = make(chan []touch, 1)
	}
	go func() {
		defer close(next)
		for i := range results {
			select {
			case next <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	for range runtime.GOMAXPROCS(0) {
		go func() {
			for i := range next {
				var ts []touch
				err := eng.Touches(ctx, cx, listed[i*run:min((i+1)*run, len(listed))], threshold, explain, func(customer *entity.Entity, h khasan.Hit) error {
					ts = append(ts, touch{*customer, h})
					return nil
				})
				if err != nil {
					errs <- err
					cancel()
					return
				}
				results[i] <- ts
			}
		}()
	}
	for i := range results {
		var ts []touch
		select {
		case ts = <-results[i]:
		case <-ctx.Done():
			select {
			case err := <-errs:
				return err
			default:
				return ctx.Err()
			}
		}
		for k := range ts {
			if err := yield(&ts[k]); err != nil {
				return err
			}
		}
	}
	return nil
}

// openEither opens a data folder or a snapshot.
func openEither(place string) (*index.Index, error) {
	if st, err := os.Stat(place); err == nil && st.IsDir() {
		return index.OpenDir(place)
	}
	return index.OpenFile(place)
}
