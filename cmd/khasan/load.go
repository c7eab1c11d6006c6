package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/term"

	"khasan/index"
	"khasan/source"
	"khasan/starter"
)

const loadUsage = `
Build a data folder from list files: official lists in their published
formats, recognised by content, packed or not.

  khasan load -o DIR FILE...
  khasan load -o DIR -add FILE...
  khasan load -o DIR -again

FILE may be a folder; OFAC's CSV set (sdn, add, alt, comments) is one list.
The new snapshot replaces the folder's old one at once and whole; when a file
cannot be read, nothing changes. The versions of a list are kept, so that
questions can be asked as of a day (-on); of several versions given the
youngest is loaded, and with -add none that is older than the one there is.

Example:

  khasan load -o data consolidated.xml sdn.csv add.csv alt.csv sdn_comments.csv
`

func runLoad(ctx context.Context, p *program, args []string) (int, error) {
	f := p.flags("load", loadUsage)
	out := f.String("o", p.getenv("KHASAN_DATA"), "data folder `DIR` to write (made when missing)")
	add := f.Bool("add", false, "keep the folder's other lists")
	again := f.Bool("again", false, "make the snapshot again from what the folder has")
	forget := f.Bool("no-history", false, "keep no versions for -on and 'khasan history'")
	pack := f.String("starter", "", "write the facts alone, packed as starter data, to `FILE`")
	quiet := f.Bool("q", false, "no progress on standard error")
	rest, err := parse(f, args)
	if err != nil {
		return 0, err
	}
	if len(rest) == 0 && !*again {
		return 0, usagef("which lists? Give files or folders")
	}
	if *out == "" && *pack == "" {
		return 0, usagef("where to? Give a data folder with -o")
	}
	var lists []index.Source
	var read []*source.List
	if len(rest) > 0 {
		if lists, read, err = readLists(rest); err != nil {
			return 0, err
		}
	}
	if *pack != "" {
		return 0, writeStarter(ctx, *pack, lists)
	}
	if err := os.MkdirAll(*out, 0o755); err != nil {
		return 0, err
	}
	opt := &index.UpdateOptions{Today: today(), Replace: !*add && !*again, Rebuild: *again, Force: true, Backfill: *add, NoHistory: *forget}
	line := p.progress(*quiet)
	opt.Progress = func(list string, n int) { line("%s: %d records", list, n) }
	outcomes, st, err := index.Update(ctx, *out, lists, opt)
	line("")
	var errs []error
	for _, o := range outcomes {
		errs = append(errs, o.Err)
		if o.Warning != "" {
			fmt.Fprintf(p.err, "warning: %s\n", o.Warning)
		}
	}
	if err = errors.Join(append(errs, err)...); err != nil {
		if *add {
			return 0, err
		}
		return 0, fmt.Errorf("nothing was changed in %s: %w", *out, err)
	}
	stored := 0
	for _, o := range outcomes {
		if o.Stored {
			stored++
			fmt.Fprintf(p.out, "%-18s %-10s %7d parties: stored for -on; the version of %s stays loaded\n", o.ID, o.Date, o.Entities, o.Was.Date)
		}
	}
	for _, l := range st.Lists {
		fmt.Fprintf(p.out, "%-18s %-10s %7d parties %8d names  %s\n", l.ID, l.Date, l.Entities, l.Names, l.Format)
	}
	for _, l := range read {
		if note := oddities(l); note != "" {
			fmt.Fprintf(p.err, "warning: %s: %s\n", l.ID, note)
		}
	}
	if st.Bytes == 0 && stored > 0 {
		return exitClear, nil
	}
	if st.Bytes == 0 {
		fmt.Fprintf(p.out, "%s: nothing is new\n", *out)
		return exitClear, nil
	}
	fmt.Fprintf(p.out, "%s: %d records, %d names, %d bytes\n", filepath.Join(*out, index.SnapshotName), st.Entities, st.Names, st.Bytes)
	return exitClear, nil
}

// progress returns a function that shows one line of progress on standard
// error in the place of the last, and clears it when the line is empty. It
// shows nothing when quiet or when nobody is looking.
func (p *program) progress(quiet bool) func(format string, a ...any) {
	f, ok := p.err.(*os.File)
	if quiet || !ok || !term.IsTerminal(int(f.Fd())) {
		return func(string, ...any) {}
	}
	return func(format string, a ...any) { fmt.Fprintf(p.err, "\r\x1b[K%.100s", fmt.Sprintf(format, a...)) }
}

// readLists recognises the files given; all errors are reported together.
func readLists(paths []string) (lists []index.Source, read []*source.List, err error) {
	var errs []error
	for l, err := range source.ReadFiles(paths) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		lists, read = append(lists, sourceOf(l)), append(read, l)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, nil, err
	}
	if len(lists) == 0 {
		return nil, nil, fmt.Errorf("no list found in %s", strings.Join(paths, ", "))
	}
	return lists, read, nil
}

// sourceOf hands a read list to the index.
func sourceOf(l *source.List) index.Source {
	s := index.Source{List: index.List{ID: l.ID, Title: l.Title, Authority: l.Authority, Format: l.Format, Date: l.Date, DateFrom: l.DateFrom, SHA256: l.SHA256}}
	for _, f := range l.Files {
		s.Files = append(s.Files, filepath.Base(f.Name))
	}
	s.Stream = l.Entities()
	if l.Delta {
		s.Removed = l.Removed
	}
	return s
}

// writeStarter packs the facts of the lists.
func writeStarter(ctx context.Context, path string, lists []index.Source) error {
	b, err := starter.Make(ctx, lists)
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o644)
}
