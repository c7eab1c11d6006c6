package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"khasan/entity"
)

// MaxShrink is the share of its parties, or of its names, that a list may lose
// in one update before it is taken for a broken one (names alone are lost when a
// file of aliases is missing). The largest real loss among the UN's
// daily versions of 2021 to 2025 was close to it: about 9 of 100 in October
// 2023, when the entries on Iran ended.
const MaxShrink = 0.10

// UpdateOptions bend an update; nil is good.
type UpdateOptions struct {
	// Today is the day on which the versions are taken in; it is kept with them
	// and stands in for the date of a list that has none.
	Today entity.Date
	// Replace makes the snapshot of the given lists alone; else the lists that
	// the folder has and that are not given stay in it.
	Replace bool
	// Force takes lists that shrink, are older than those loaded, or bear a date
	// that has not come.
	Force bool
	// Backfill stores a version that is older than the one loaded for questions as
	// of a day, and leaves the younger one loaded.
	Backfill bool
	// Rebuild makes the snapshot again though nothing is new, from the records
	// that the folder has: for a version of this program that reads names in
	// another way, or after damage.
	Rebuild bool
	// NoHistory keeps no versions.
	NoHistory bool
	// Progress is called now and then, see BuildOptions.
	Progress func(list string, entities int)
}

// Guards that refuse a list.
var (
	// ErrShrunk: the list has lost more parties than lists do.
	ErrShrunk = errors.New("the list has shrunk past its guard")
	// ErrOlder: the list is older than the one loaded.
	ErrOlder = errors.New("the list is older than the one loaded")
	// ErrTwins: two files are one list of one day, and one of them would be lost.
	ErrTwins = errors.New("two files are the same list of the same day")
	// ErrFuture: the list bears a date after today. Were it taken, every true
	// version after it would be older.
	ErrFuture = errors.New("the list is of a day that has not come")
)

// An Outcome says what became of one given list.
type Outcome struct {
	List
	// Was is the version that was loaded before; its ID is empty when there
	// was none.
	Was List
	// Stored reports that the version is older than the one loaded and was only
	// stored beside it (see UpdateOptions.Backfill).
	Stored bool
	// Changed reports that the snapshot has this version now and had not before.
	Changed bool
	// Warning is what went wrong beside it and was mended: a damaged history
	// that was set aside.
	Warning string
	// Err is why the list was refused; the version loaded before stays.
	Err error
}

// Update takes lists into a data folder, all in one step for readers: each is
// read to its end first, held against its guards, and its version stored; then
// one new snapshot takes the place of the old. A list that is broken or
// refused leaves its last good version in place and does not hold up the
// others. However the process ends, the folder has a whole snapshot: the old
// or the new one.
//
// Several versions of one list may be given; they are stored in the order of
// their dates and the last is loaded. The error says why the folder itself
// could not be written; what is wrong with a list is in its Outcome.
func Update(ctx context.Context, dir string, lists []Source, opt *UpdateOptions) ([]Outcome, Stats, error) {
	if opt == nil {
		opt = &UpdateOptions{}
	}
	unlock, err := Lock(dir)
	if err != nil {
		return nil, Stats{}, err
	}
	defer unlock()
	apart, err := ReadApart(dir)
	if err != nil {
		return nil, Stats{}, err
	}
	var kept []Source
	now, err := OpenDir(dir)
	switch {
	case err == nil:
		defer now.Close()
		kept = now.Sources()
	case errors.Is(err, os.ErrNotExist) || opt.Replace:
	default:
		// The snapshot is of another version of this program, or damaged: make it
		// again from its records, or else from the versions kept.
		saved, release := rescue(dir)
		if len(saved) == 0 {
			return nil, Stats{}, err
		}
		defer release()
		kept = saved
	}
	lists = slices.Clone(lists)
	slices.SortStableFunc(lists, func(a, b Source) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), a.Date.Compare(b.Date))
	})
	h := NewHistory(dir)
	var out []Outcome
	next := map[string]Source{}
	refused := false
	for _, s := range lists {
		o := Outcome{List: s.List}
		base, some := next[s.ID]
		if i := slices.IndexFunc(kept, func(k Source) bool { return k.ID == s.ID }); !some && i >= 0 {
			base, some = kept[i], true
		}
		if some {
			o.Was = base.List
		}
		twin := slices.IndexFunc(lists, func(t Source) bool {
			return t.ID == s.ID && t.Date == s.Date && t.SHA256 != s.SHA256 && t.Removed == nil && s.Removed == nil
		})
		switch {
		case twin >= 0:
			o.Err = fmt.Errorf("%w: %s and %s; give the one that counts, or give parts of one list ids of their own", ErrTwins, fileOf(&s.List), fileOf(&lists[twin].List))
		case s.Removed == nil:
		case some && base.SHA256 == s.SHA256: // applied already
			o.List = base.List
			out = append(out, o)
			continue
		case some:
			s = s.over(base)
		default:
			o.Err = fmt.Errorf("it is a delta, and no version of list %s is loaded that it could change", s.ID)
		}
		// The newest day that a list's records state is wrong when it has not come.
		if s.DateFrom == "newest record" && tooLate(s.Date, opt.Today) {
			s.Date, s.DateFrom = entity.Date{}, ""
		}
		if o.Err == nil {
			o.List, o.Err = take(ctx, h, s, &o, opt)
		}
		if errors.Is(o.Err, ErrHistory) {
			// A damaged past is no reason to go on with an old list.
			aside, err := h.setAside(s.ID)
			if err != nil {
				return nil, Stats{}, err
			}
			o.Warning = fmt.Sprintf("%v; it was moved to %s, and a new one has the versions before the damage and those from now on", o.Err, aside)
			o.List, o.Err = take(ctx, h, s, &o, opt)
		}
		if old := opt.Backfill && some && !o.Date.IsZero() && o.Date.Compare(base.Date) < 0; o.Err == nil && old {
			o.Stored = true
			out = append(out, o)
			continue
		}
		if o.Err != nil {
			if ctx.Err() != nil {
				return nil, Stats{}, ctx.Err()
			}
			refused = true
		} else {
			o.Changed = o.Was.SHA256 != s.SHA256 || o.Was.Date != s.Date
			s.List = o.List
			next[s.ID] = s
		}
		out = append(out, o)
	}
	if opt.Replace && refused {
		return out, Stats{}, nil
	}
	var build []Source
	changed := now == nil || opt.Replace // nil also when it is damaged
	for _, k := range kept {
		if _, ok := next[k.ID]; !ok && !opt.Replace {
			build = append(build, k)
		}
	}
	for _, s := range next {
		build = append(build, s)
	}
	for i := range out {
		changed = changed || out[i].Changed
	}
	if !opt.Rebuild && (!changed || len(next) == 0) || len(build) == 0 {
		return out, Stats{}, nil
	}
	slices.SortFunc(build, func(a, b Source) int { return cmp.Compare(a.ID, b.ID) })
	st, err := Build(ctx, filepath.Join(dir, SnapshotName), build, &BuildOptions{Progress: opt.Progress, Apart: apart})
	return out, st, err
}

// fileOf names what a list was read from.
func fileOf(l *List) string {
	if len(l.Files) == 0 {
		return cmp.Or(l.Format, l.SHA256)
	}
	return l.Files[0]
}

// over is the list that a delta makes of a version: what the delta does not
// name stays in its place, what it changes is put there, and what it adds
// follows. The delta is held in memory while it is applied.
func (s Source) over(base Source) Source {
	delta, removed := s.Stream, s.Removed
	s.Removed = nil
	s.Stream = func(yield func(entity.Entity, error) bool) {
		ids, err := removed()
		if err != nil {
			yield(entity.Entity{}, err)
			return
		}
		gone := make(map[string]bool, len(ids))
		for _, id := range ids {
			gone[id] = true
		}
		changed := map[string]entity.Entity{}
		var order []string
		for x, err := range delta {
			if err != nil {
				yield(x, err)
				return
			}
			if _, twice := changed[x.ID]; !twice {
				order = append(order, x.ID)
			}
			changed[x.ID] = x
		}
		for x, err := range base.Stream {
			if err != nil {
				yield(x, err)
				return
			}
			if y, ok := changed[x.ID]; ok {
				delete(changed, x.ID)
				x = y
			} else if gone[x.ID] {
				continue
			}
			if !yield(x, nil) {
				return
			}
		}
		for _, id := range order {
			if x, ok := changed[id]; ok && !yield(x, nil) {
				return
			}
		}
	}
	return s
}

// rescue reads the lists of a folder whose snapshot does not open.
func rescue(dir string) ([]Source, func() error) {
	none := func() error { return nil }
	if data, unmap, err := mapFile(filepath.Join(dir, SnapshotName)); err == nil {
		if ix, err := openRecords(data); err == nil {
			return ix.Sources(), unmap
		}
		unmap()
	}
	kept, err := NewHistory(dir).SourcesOn(entity.Day(9999, 12, 31))
	if err != nil {
		return nil, none
	}
	return kept, none
}

// take reads a list to its end, holds it against the guards, and stores it.
func take(ctx context.Context, h *History, s Source, o *Outcome, opt *UpdateOptions) (List, error) {
	guard := func(l *List) error {
		if opt.Force {
			return nil
		}
		if tooLate(l.Date, opt.Today) {
			return fmt.Errorf("%w: it is of %s, today is %s; if the clock is right and the list is wanted, force it", ErrFuture, l.Date, opt.Today)
		}
		if o.Was.ID == "" {
			return nil
		}
		if lost := o.Was.Entities - l.Entities; float64(lost) > MaxShrink*float64(o.Was.Entities) {
			return fmt.Errorf("%w: it has %d parties, the one of %s has %d; if that is so, force it", ErrShrunk, l.Entities, o.Was.Date, o.Was.Entities)
		}
		if lost := o.Was.Names - l.Names; float64(lost) > MaxShrink*float64(o.Was.Names) {
			return fmt.Errorf("%w: it has %d names, the one of %s has %d; is a file of aliases missing? If that is so, force it", ErrShrunk, l.Names, o.Was.Date, o.Was.Names)
		}
		if !l.Date.IsZero() && l.Date.Compare(o.Was.Date) < 0 {
			if l.DateFrom == "newest record" {
				return fmt.Errorf("%w: its newest record is of %s, that of the other of %s; if the publisher took off the records after that, force it", ErrOlder, l.Date, o.Was.Date)
			}
			return fmt.Errorf("%w: it is of %s, the other of %s; 'khasan load -add' stores it for questions as of its day; if it is to replace the other, force it", ErrOlder, l.Date, o.Was.Date)
		}
		return nil
	}
	if opt.NoHistory {
		l := s.List
		l.Entities, l.Edges, l.Names = 0, 0, 0
		for x, err := range s.Stream {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return s.List, err
			}
			l.count(&x)
		}
		return l, guard(&l)
	}
	v, _, err := h.add(ctx, s, opt.Today, guard)
	if err != nil {
		return s.List, err
	}
	return v.List, nil
}

// tooLate reports whether a date is past tomorrow: it may be tomorrow already
// where the publisher is.
func tooLate(d, today entity.Date) bool {
	if d.IsZero() || today.IsZero() {
		return false
	}
	t := time.Date(int(today.Year), time.Month(today.Month), int(today.Day)+1, 0, 0, 0, 0, time.UTC)
	return d.First().Compare(entity.Day(t.Year(), int(t.Month()), t.Day())) > 0
}

// count adds one entity to the list's counts.
func (l *List) count(x *entity.Entity) {
	if x.IsEdge() {
		l.Edges++
	} else {
		l.Entities++
	}
	l.Names += len(x.Names)
}
