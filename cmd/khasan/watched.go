package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"khasan"
	"khasan/entity"
	"khasan/index"
	"khasan/store"
	"khasan/table"
)

// Customers under watch are three files: FILE, the index of all that were
// added; FILE.changed, a small index of those that were added or changed since;
// FILE.gone, the keys of those that were removed, one a line. A customer in
// FILE.changed stands for the one of its key in FILE.
type watched struct {
	path          string
	base, changed *index.Index
	gone          map[string]bool
}

func openWatched(path string) (*watched, error) {
	w := &watched{path: path, gone: map[string]bool{}}
	b, err := os.ReadFile(path + ".gone")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, k := range strings.Split(string(b), "\n") {
		if k != "" {
			w.gone[k] = true
		}
	}
	if w.changed, err = index.OpenFile(path + ".changed"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if w.base, err = index.OpenFile(path); err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

func (w *watched) close() {
	if w.base != nil {
		w.base.Close()
	}
	if w.changed != nil {
		w.changed.Close()
	}
}

// live says whether a customer of the base still stands.
func (w *watched) live(id string) bool {
	if w.gone[id] {
		return false
	}
	if w.changed == nil {
		return true
	}
	_, again := w.changed.ByID(id)
	return !again
}

// touch is touchAll over all that are under watch.
func (w *watched) touch(ctx context.Context, eng *khasan.Engine, listed []uint32, threshold float64, explain bool, yield func(*touch) error) error {
	err := touchAll(ctx, eng, w.base, listed, threshold, explain, func(t *touch) error {
		if !w.live(t.customer.ID) {
			return nil
		}
		return yield(t)
	})
	if err != nil || w.changed == nil {
		return err
	}
	return touchAll(ctx, eng, w.changed, listed, threshold, explain, yield)
}

// rewrite makes the index of changed customers anew: those it had, without the
// ones that drop names, and then more.
func (w *watched) rewrite(ctx context.Context, drop func(id string) bool, more []entity.Entity) error {
	src := index.Source{List: index.List{ID: "customers"}, Stream: func(yield func(entity.Entity, error) bool) {
		if w.changed != nil {
			for i := range uint32(w.changed.Len()) {
				x, err := w.changed.Entity(i)
				if err == nil && drop(x.ID) {
					continue
				}
				if !yield(x, err) || err != nil {
					return
				}
			}
		}
		for _, x := range more {
			if !yield(x, nil) {
				return
			}
		}
	}}
	_, err := index.Build(ctx, w.path+".changed", []index.Source{src}, nil)
	return err
}

// saveGone writes the keys of removed customers, whole or not at all.
func (w *watched) saveGone() error {
	var keys []string
	for k := range w.gone {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	f, err := os.CreateTemp(filepath.Dir(w.path), ".khasan-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(strings.Join(append(keys, ""), "\n"))
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), w.path+".gone")
}

// updateCustomers takes tables of customers that are new or changed, screens
// these alone against the lists, and keeps them under watch.
func updateCustomers(ctx context.Context, p *program, c common, o watchOptions, tables, pairs []string) (int, error) {
	columns, err := table.ReadMapping(pairs)
	if err != nil {
		return 0, usagef("-map %v", err)
	}
	w, err := openWatched(o.customers)
	if err != nil {
		return 0, err
	}
	defer w.close()
	var rows []entity.Entity
	at := map[string]int{}
	for x, err := range customersOf(ctx, p, tables, columns) {
		if err != nil {
			return 0, fmt.Errorf("nothing was changed in %s: %w", o.customers, err)
		}
		if strings.HasPrefix(x.ID, "row-") || strings.ContainsAny(x.ID, "\r\n") {
			return 0, fmt.Errorf("nothing was changed in %s: a customer without a key cannot be known again; say which column is it with -map key=COLUMN", o.customers)
		}
		if i, ok := at[x.ID]; ok {
			rows[i] = x // the last of one key counts
			continue
		}
		at[x.ID] = len(rows)
		rows = append(rows, x)
	}
	eng, err := c.open()
	if err != nil {
		return 0, err
	}
	defer eng.Close()
	var s *store.Store
	if o.records != "" {
		if s, err = store.Open(ctx, o.records); err != nil {
			return 0, err
		}
		defer s.Close()
	}
	if err := w.rewrite(ctx, func(id string) bool { _, again := at[id]; return again }, rows); err != nil {
		return 0, err
	}
	enc := json.NewEncoder(p.out)
	enc.SetEscapeHTML(false)
	hits := 0
	for i := range rows {
		a, err := eng.Who(ctx, khasan.WhoQuery{Entity: rows[i], Threshold: o.threshold, Limit: 1000, Explain: s != nil || o.explain})
		if errors.Is(err, khasan.ErrEmptyQuery) {
			continue
		}
		if err != nil {
			return 0, fmt.Errorf("customer %s: %w", rows[i].ID, err)
		}
		for k := range a.Hits {
			var out watchHit
			out.Touch.Customer, out.Touch.Hit = rows[i].ID, a.Hits[k]
			if s != nil {
				al, raised, err := s.Raise(ctx, time.Now().UTC(), &rows[i], &a.Hits[k])
				if err != nil {
					return 0, err
				}
				out.Touch.Alert, out.Touch.Raised = al.ID, raised
			}
			hits++
			if err := enc.Encode(out); err != nil {
				return 0, err
			}
		}
	}
	fmt.Fprintf(p.err, "%d customers taken and screened: %d hits\n", len(rows), hits)
	if hits > 0 {
		return exitFound, nil
	}
	return exitClear, nil
}

// removeCustomers takes customers from under watch. Their alerts stay.
func removeCustomers(ctx context.Context, p *program, path string, keys []string) error {
	w, err := openWatched(path)
	if err != nil {
		return err
	}
	defer w.close()
	var unknown []string
	drop := map[string]bool{}
	for _, k := range keys {
		_, inBase := w.base.ByID(k)
		inChanged := false
		if w.changed != nil {
			_, inChanged = w.changed.ByID(k)
		}
		if !inChanged && (!inBase || w.gone[k]) {
			unknown = append(unknown, k)
			continue
		}
		if inBase {
			w.gone[k] = true
		}
		drop[k] = inChanged
	}
	if len(unknown) > 0 {
		return fmt.Errorf("nothing was changed: no customer under watch has the key %s", strings.Join(unknown, ", "))
	}
	if err := w.saveGone(); err != nil {
		return err
	}
	if w.changed != nil {
		if err := w.rewrite(ctx, func(id string) bool { return drop[id] }, nil); err != nil {
			return err
		}
	}
	fmt.Fprintf(p.out, "%d customers are no longer under watch\n", len(drop))
	return nil
}
