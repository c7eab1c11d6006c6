package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"khasan/entity"
	"khasan/index"
	"khasan/source"
)

const updateUsage = `
Bring a data folder's lists up to date: fetch them from their publishers,
hold them against the guards, keep their versions, and swap the snapshot in
one step. A list that is broken (an outage page, a cut or empty file, a wrong
encoding, unknown elements), that has lost more than a tenth of its parties
or names, that is older than the one loaded or of a day to come is refused,
and its last good version stays. A running service takes the new snapshot when it is told to, or looks
for one by itself: see 'khasan serve -h'.

  khasan update -data DIR [-list LIST]... [-mirror BASE]
  khasan update -data DIR FILE...

Without -list it fetches the lists that the folder has and those that were
asked for before and could not be had (of these a folder fetched/LIST.new
stays; remove it to give one up), or all that have a known address when there
is none. FILEs are taken instead of fetching.

-mirror takes the files from another place: BASE is an address or a folder
that holds them under the last part of their published address, or that in a
folder named by the list; the folder fetched/ of another data folder is one.
-sources reads a JSON file of addresses:
[{"list": "un", "urls": ["https://..."]}].

Example:

  khasan update -data data -list un -list ofac-sdn
`

func runUpdate(ctx context.Context, p *program, args []string) (int, error) {
	f := p.flags("update", updateUsage)
	u := updater{p: p}
	f.StringVar(&u.dir, "data", p.getenv("KHASAN_DATA"), "data folder `DIR` (made when missing)")
	f.Var(&u.only, "list", "fetch this `LIST`; several times or with commas")
	f.StringVar(&u.mirror, "mirror", p.getenv("KHASAN_MIRROR"), "take the files from `BASE`, an address or a folder")
	sources := f.String("sources", p.getenv("KHASAN_SOURCES"), "JSON `FILE` of lists and their addresses, beside and above those built in")
	f.BoolVar(&u.force, "force", false, "take lists that have shrunk or are older")
	f.BoolVar(&u.forget, "no-history", false, "keep no versions")
	f.BoolVar(&u.json, "json", false, "JSON lines, one list a line")
	quiet := f.Bool("q", false, "no progress on standard error")
	f.DurationVar(&u.fetcher.Timeout, "timeout", 5*time.Minute, "longest `TIME` for one file")
	f.Int64Var(&u.fetcher.MaxBytes, "max-bytes", 512<<20, "largest `SIZE` of one file")
	f.IntVar(&u.fetcher.Retries, "retries", 3, "further tries for one file; -1 none")
	every := f.Duration("every", 0, "go on, and update again after each `TIME`")
	rest, err := parse(f, args)
	if err != nil {
		return 0, err
	}
	if u.dir == "" {
		return 0, usagef("which data folder? Give -data")
	}
	if len(rest) > 0 && (len(u.only) > 0 || u.mirror != "" || *every > 0) {
		return 0, usagef("give files, or say what is to be fetched")
	}
	if u.publishers, err = publishers(*sources); err != nil {
		return 0, err
	}
	u.fetcher.UserAgent = "khasan"
	u.line = p.progress(*quiet)
	u.fetcher.Progress = func(url string, n int64) { u.line("%s: %.1f MB", url, float64(n)/1e6) }
	if err := os.MkdirAll(u.dir, 0o755); err != nil {
		return 0, err
	}
	for {
		var refused bool
		u.read = nil
		if len(rest) > 0 {
			refused, err = u.files(ctx, rest)
		} else {
			refused, err = u.fetch(ctx)
		}
		if *every <= 0 || ctx.Err() != nil {
			if err == nil && refused {
				return exitError, nil // each was named as it was refused
			}
			return exitClear, err
		}
		if err != nil {
			fmt.Fprintf(p.err, "khasan update: %v\n", err)
		}
		t := time.NewTimer(*every)
		select {
		case <-ctx.Done():
			t.Stop()
			return exitClear, nil
		case <-t.C:
		}
	}
}

// updater is one run of the verb.
type updater struct {
	p                   *program
	dir, mirror         string
	only                list
	force, forget, json bool
	line                func(format string, a ...any) // shows progress
	publishers          []source.Publisher
	fetcher             source.Fetcher
	read                []*source.List
}

// publishers are those built in, with the file's above them.
func publishers(file string) ([]source.Publisher, error) {
	out := source.Publishers()
	if file == "" {
		return out, nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var own []struct {
		List string   `json:"list"`
		URLs []string `json:"urls"`
	}
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.DisallowUnknownFields()
	if err := d.Decode(&own); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for _, o := range own {
		if o.List == "" || len(o.URLs) == 0 {
			return nil, fmt.Errorf("%s: every entry needs a list and urls", file)
		}
		if strings.ContainsAny(o.List, `/\:`) || o.List[0] == '.' {
			return nil, fmt.Errorf("%s: list %q cannot be a folder's name: use letters, digits and hyphens", file, o.List)
		}
		out = slices.DeleteFunc(out, func(q source.Publisher) bool { return q.List == o.List })
		out = append(out, source.Publisher{List: o.List, URLs: o.URLs})
	}
	return out, nil
}

// files takes lists from files.
func (u *updater) files(ctx context.Context, paths []string) (refused bool, err error) {
	var lists []index.Source
	for l, err := range source.ReadFiles(paths) {
		if err != nil {
			refused = true
			u.tell(index.Outcome{Err: err})
			continue
		}
		lists = append(lists, sourceOf(l))
		u.read = append(u.read, l)
	}
	bad, err := u.apply(ctx, lists, nil)
	return refused || bad, err
}

// fetch takes lists from their publishers.
func (u *updater) fetch(ctx context.Context) (refused bool, err error) {
	wanted := []string(u.only)
	if len(wanted) == 0 {
		if ix, err := index.OpenDir(u.dir); err == nil {
			for _, l := range ix.Lists() {
				wanted = append(wanted, l.ID)
			}
			ix.Close()
		}
		wanted = append(wanted, u.missed(wanted)...)
	}
	var take []source.Publisher
	for _, q := range u.publishers {
		if len(wanted) == 0 || slices.Contains(wanted, q.List) {
			take = append(take, q)
		}
	}
	for _, id := range wanted {
		if !slices.ContainsFunc(take, func(q source.Publisher) bool { return q.List == id }) {
			if len(u.only) > 0 {
				return false, fmt.Errorf("no address is known for list %q; give one with -sources", id)
			}
			fmt.Fprintf(u.p.err, "%s: no address is known; it stays as it is\n", id)
		}
	}
	st := u.readState()
	var lists []index.Source
	got := map[string][]source.Fetched{}
	for _, q := range take {
		l, files, err := u.fetchList(ctx, q, st)
		if ctx.Err() != nil {
			return refused, ctx.Err()
		}
		if err != nil {
			refused = true
			u.tell(index.Outcome{List: index.List{ID: q.List}, Err: err})
			continue
		}
		if l == nil {
			u.tell(index.Outcome{List: index.List{ID: q.List}})
			continue
		}
		lists = append(lists, *l)
		got[q.List] = files
	}
	bad, err := u.apply(ctx, lists, func(id string) error { return u.accept(st, id, got[id]) })
	return refused || bad, err
}

// missed are the lists that were asked for once and never taken: what could not
// be had on the first day is not forgotten on the second.
func (u *updater) missed(have []string) []string {
	entries, err := os.ReadDir(filepath.Join(u.dir, fetchedDir))
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		if id, ok := strings.CutSuffix(e.Name(), ".new"); ok && e.IsDir() && !slices.Contains(have, id) {
			out = append(out, id)
		}
	}
	return out
}

// fetchList downloads the files of one list beside those of its last good
// version. It returns nil when none of them is new.
func (u *updater) fetchList(ctx context.Context, q source.Publisher, st map[string]source.Fetched) (*index.Source, []source.Fetched, error) {
	dir := u.fresh(q.List)
	if err := os.RemoveAll(dir); err != nil {
		return nil, nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, nil, err
	}
	var files []source.Fetched
	var paths []string
	same := u.loaded(q.List)
	for _, address := range q.URLs {
		address = u.mirrored(q.List, address)
		var prev *source.Fetched
		if s, ok := st[address]; ok {
			prev = &s
		}
		g, err := u.fetcher.Fetch(ctx, address, dir, prev)
		if err != nil {
			return nil, nil, err
		}
		if g.Unchanged {
			here := filepath.Join(dir, filepath.Base(g.Path))
			if err := duplicate(g.Path, here); err != nil {
				return nil, nil, err
			}
			g.Path = here
		} else {
			same = false
		}
		if slices.Contains(paths, g.Path) {
			return nil, nil, fmt.Errorf("two addresses of list %s end in one file name, %s: the files cannot lie side by side", q.List, filepath.Base(g.Path))
		}
		files = append(files, *g)
		paths = append(paths, g.Path)
	}
	if same && !u.force {
		return nil, nil, os.RemoveAll(dir)
	}
	var lists []index.Source
	var errs []error
	for l, err := range source.ReadFiles(paths) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		lists = append(lists, sourceOf(l))
		u.read = append(u.read, l)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, nil, err
	}
	if len(lists) != 1 || lists[0].ID != q.List {
		var ids []string
		for _, l := range lists {
			ids = append(ids, l.ID)
		}
		return nil, nil, fmt.Errorf("the address of list %s gives %s", q.List, strings.Join(ids, ", "))
	}
	if l := &lists[0]; l.Date.IsZero() {
		l.Date, l.DateFrom = served(files)
	}
	return &lists[0], files, nil
}

// served is the newest day on which a server says its files were changed, for
// a list that does not state its own. A copy in a folder says only when it was
// copied.
func served(files []source.Fetched) (day entity.Date, from string) {
	for _, f := range files {
		t, err := http.ParseTime(f.LastModified)
		if err != nil || !isWeb(f.URL) {
			continue
		}
		t = t.UTC()
		if d := entity.Day(t.Year(), int(t.Month()), t.Day()); day.IsZero() || d.Compare(day) > 0 {
			day, from = d, "server"
		}
	}
	return day, from
}

// mirrored is where a published file is fetched from.
func (u *updater) mirrored(id, address string) string {
	if u.mirror == "" {
		return address
	}
	name := path.Base(address)
	if a, err := url.Parse(address); err == nil {
		name = path.Base(a.Path)
	}
	if strings.Contains(u.mirror, "://") {
		return strings.TrimRight(u.mirror, "/") + "/" + name
	}
	for _, dir := range []string{filepath.Join(u.mirror, id), u.mirror} {
		for _, n := range []string{name, source.FileName(address)} {
			if p := filepath.Join(dir, n); exists(p) {
				return p
			}
		}
	}
	return filepath.Join(u.mirror, name)
}

func exists(p string) bool {
	_, err := os.Stat(p)
	return err == nil
}

// loaded reports whether the folder's snapshot has a list.
func (u *updater) loaded(id string) bool {
	ix, err := index.OpenDir(u.dir)
	if err != nil {
		return false
	}
	defer ix.Close()
	return slices.ContainsFunc(ix.Lists(), func(l index.List) bool { return l.ID == id })
}

// apply hands lists to the data folder and tells what became of each.
func (u *updater) apply(ctx context.Context, lists []index.Source, accept func(id string) error) (refused bool, err error) {
	opt := &index.UpdateOptions{Today: today(), Force: u.force, NoHistory: u.forget}
	opt.Progress = func(list string, n int) { u.line("%s: %d records", list, n) }
	outcomes, _, err := index.Update(ctx, u.dir, lists, opt)
	if err != nil {
		return refused, err
	}
	for _, o := range outcomes {
		u.tell(o)
		if o.Err != nil {
			refused = true
			continue
		}
		if accept != nil {
			if err := accept(o.ID); err != nil {
				return refused, err
			}
		}
	}
	return refused, nil
}

// tell writes what became of one list.
func (u *updater) tell(o index.Outcome) {
	u.line("")
	for _, l := range u.read {
		if o.Changed && l.ID == o.ID && l.SHA256 == o.SHA256 && oddities(l) != "" {
			o.Warning = strings.TrimPrefix(o.Warning+"; "+l.ID+": "+oddities(l), "; ")
		}
	}
	if o.Warning != "" {
		fmt.Fprintf(u.p.err, "warning: %s\n", o.Warning)
	}
	if u.json {
		m := map[string]any{"list": o.List.ID, "changed": o.Changed}
		if o.List.SHA256 != "" {
			m["date"], m["sha256"], m["entities"] = o.Date.String(), o.SHA256, o.Entities
		}
		if o.Was.ID != "" {
			m["was"] = map[string]any{"date": o.Was.Date.String(), "sha256": o.Was.SHA256, "entities": o.Was.Entities}
		}
		if o.Err != nil {
			m["refused"] = o.Err.Error()
		}
		if o.Warning != "" {
			m["warning"] = o.Warning
		}
		json.NewEncoder(u.p.out).Encode(map[string]any{"update": m})
		return
	}
	switch {
	case o.Err != nil && o.List.ID == "":
		fmt.Fprintf(u.p.err, "refused: %v; what was loaded stays\n", o.Err)
	case o.Err != nil:
		fmt.Fprintf(u.p.err, "refused %s: %v; what was loaded stays\n", o.List.ID, o.Err)
	case !o.Changed:
		fmt.Fprintf(u.p.out, "%-18s nothing new\n", o.List.ID)
	case o.Was.ID == "":
		fmt.Fprintf(u.p.out, "%-18s %-10s %d parties\n", o.List.ID, o.Date, o.Entities)
	default:
		fmt.Fprintf(u.p.out, "%-18s %s → %s  %d → %d parties\n", o.List.ID, o.Was.Date, o.Date, o.Was.Entities, o.Entities)
	}
}

// The files of the last good versions lie in fetched/LIST, and what the next
// conditional request needs in fetched/state.json. New ones go to
// fetched/LIST.new until the list is accepted.
const fetchedDir = "fetched"

func (u *updater) fresh(id string) string { return filepath.Join(u.dir, fetchedDir, id+".new") }

func (u *updater) readState() map[string]source.Fetched {
	st := map[string]source.Fetched{}
	b, err := os.ReadFile(filepath.Join(u.dir, fetchedDir, "state.json"))
	if err == nil && json.Unmarshal(b, &st) != nil {
		return map[string]source.Fetched{} // fetch all again
	}
	return st
}

// accept keeps the files of a list that was taken.
func (u *updater) accept(st map[string]source.Fetched, id string, files []source.Fetched) error {
	old := filepath.Join(u.dir, fetchedDir, id)
	for a, f := range st {
		if filepath.Dir(f.Path) == old {
			delete(st, a)
		}
	}
	if err := u.writeState(st); err != nil {
		return err
	}
	if err := os.RemoveAll(old); err != nil {
		return err
	}
	if err := os.Rename(u.fresh(id), old); err != nil {
		return err
	}
	for _, f := range files {
		f.Path = filepath.Join(old, filepath.Base(f.Path))
		st[f.URL] = f
	}
	return u.writeState(st)
}

func (u *updater) writeState(st map[string]source.Fetched) error {
	b, err := json.MarshalIndent(st, "", "\t")
	if err != nil {
		return err
	}
	path := filepath.Join(u.dir, fetchedDir, "state.json")
	if err := os.WriteFile(path+".new", b, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// duplicate links a file to a second name, or copies it where links are not.
func duplicate(from, to string) error {
	if err := os.Link(from, to); err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}
