package index_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"khasan/entity"
	"khasan/index"
)

func named(id string, day, n int) index.Source {
	ents := sample(n)
	for i := range ents {
		ents[i].ID = id + ents[i].ID
		ents[i].Listings = []entity.Listing{{List: id, Key: ents[i].ID}}
	}
	s := version(day, ents)
	s.ID, s.SHA256 = id, fmt.Sprint(id, day, n)
	return s
}

func update(t *testing.T, dir string, opt *index.UpdateOptions, lists ...index.Source) []index.Outcome {
	t.Helper()
	out, _, err := index.Update(t.Context(), dir, lists, opt)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func loaded(t *testing.T, dir string) map[string]int {
	t.Helper()
	ix, err := index.OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	if err := ix.Verify(); err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, l := range ix.Lists() {
		out[l.ID] = l.Entities + l.Edges
	}
	return out
}

func TestUpdate(t *testing.T) {
	dir := t.TempDir()
	o := update(t, dir, nil, named("a", 1, 100), named("b", 1, 50))
	if !o[0].Changed || !o[1].Changed || fmt.Sprint(loaded(t, dir)) != "map[a:100 b:50]" {
		t.Fatal(o, loaded(t, dir))
	}
	// The same again changes nothing, not even the file's time.
	before, _ := os.Stat(filepath.Join(dir, index.SnapshotName))
	if o := update(t, dir, nil, named("a", 1, 100)); o[0].Changed || o[0].Err != nil {
		t.Error(o)
	}
	if after, _ := os.Stat(filepath.Join(dir, index.SnapshotName)); !os.SameFile(before, after) {
		t.Error("nothing was new and yet the snapshot was replaced")
	}
	// One list shrinks past its guard, one is older, one is cut; a good one
	// beside them goes in.
	cut := named("c", 2, 10)
	cut.Stream = func(yield func(entity.Entity, error) bool) {
		_ = yield(sample(1)[0], nil) && yield(entity.Entity{}, errors.New("cut"))
	}
	o = update(t, dir, nil, named("a", 2, 80), cut, named("b", 3, 51))
	if !errors.Is(o[0].Err, index.ErrShrunk) || o[1].Err != nil || o[2].Err == nil {
		t.Error(o)
	}
	o = update(t, dir, nil, named("b", 2, 51))
	if !errors.Is(o[0].Err, index.ErrOlder) {
		t.Error(o)
	}
	if fmt.Sprint(loaded(t, dir)) != "map[a:100 b:51]" {
		t.Error(loaded(t, dir))
	}
	// Refused versions are not in the history either.
	vs, err := index.NewHistory(dir).Versions("a")
	if err != nil || len(vs) != 1 {
		t.Error(vs, err)
	}
	update(t, dir, &index.UpdateOptions{Force: true}, named("a", 2, 80))
	// Several versions at once: all are kept, the youngest is loaded.
	update(t, dir, nil, named("d", 3, 12), named("d", 1, 10), named("d", 2, 11))
	if fmt.Sprint(loaded(t, dir)) != "map[a:80 b:51 d:12]" {
		t.Error(loaded(t, dir))
	}
	if vs, err := index.NewHistory(dir).Versions("d"); err != nil || len(vs) != 3 || vs[2].Date.Day != 3 {
		t.Error(vs, err)
	}
	// A damaged snapshot is made again from the versions kept.
	if err := os.Truncate(filepath.Join(dir, index.SnapshotName), 1000); err != nil {
		t.Fatal(err)
	}
	update(t, dir, nil, named("d", 4, 12))
	if fmt.Sprint(loaded(t, dir)) != "map[a:80 b:51 d:12]" {
		t.Error(loaded(t, dir))
	}
	update(t, dir, &index.UpdateOptions{Replace: true}, named("d", 4, 12))
	if fmt.Sprint(loaded(t, dir)) != "map[d:12]" {
		t.Error(loaded(t, dir))
	}
	out, _, err := index.Update(t.Context(), dir, []index.Source{named("e", 1, 5), named("d", 5, 1)}, &index.UpdateOptions{Replace: true})
	if err != nil || out[0].Err == nil || fmt.Sprint(loaded(t, dir)) != "map[d:12]" {
		t.Error("a refused list replaced all:", out, err)
	}
}

// TestBackfill stores what is older than the loaded version and puts nothing
// older in force.
func TestBackfill(t *testing.T) {
	dir := t.TempDir()
	opt := &index.UpdateOptions{Force: true, Backfill: true}
	update(t, dir, opt, named("a", 5, 15), named("b", 1, 3))
	before, _ := os.Stat(filepath.Join(dir, index.SnapshotName))
	o := update(t, dir, opt, named("a", 2, 12), named("a", 3, 13))
	if !o[0].Stored || !o[1].Stored || o[0].Changed || o[0].Was.Entities+o[0].Was.Edges != 15 {
		t.Error(o)
	}
	if after, _ := os.Stat(filepath.Join(dir, index.SnapshotName)); !os.SameFile(before, after) {
		t.Error("the snapshot was replaced")
	}
	// One older and one younger at once.
	o = update(t, dir, opt, named("a", 4, 14), named("a", 6, 16))
	if !o[0].Stored || o[1].Stored || !o[1].Changed || fmt.Sprint(loaded(t, dir)) != "map[a:16 b:3]" {
		t.Error(o, loaded(t, dir))
	}
	for day := 2; day <= 6; day++ {
		ix, err := index.OpenDirOn(t.Context(), dir, entity.Day(2024, 1, day))
		if err != nil {
			t.Fatal(err)
		}
		if n := ix.Lists()[0].Entities + ix.Lists()[0].Edges; n != 10+day {
			t.Errorf("on day %d: %d records", day, n)
		}
	}
}

// TestGuards refuses lists that lost their aliases or are of a day to come.
func TestGuards(t *testing.T) {
	dir := t.TempDir()
	today := &index.UpdateOptions{Today: entity.Day(2024, 1, 20)}
	aliased := func(day, n int) index.Source {
		s := named("a", day, 100)
		in := s.Stream
		s.SHA256 += fmt.Sprint(n)
		s.Stream = func(yield func(entity.Entity, error) bool) {
			for x, err := range in {
				x.Names = []entity.Name{{Full: "Party " + x.ID}}
				for i := range n {
					x.Names = append(x.Names, entity.Name{Full: fmt.Sprint("Alias ", i, " ", x.ID)})
				}
				if !yield(x, err) {
					return
				}
			}
		}
		return s
	}
	if o := update(t, dir, today, aliased(1, 2)); o[0].Err != nil {
		t.Fatal(o)
	}
	if o := update(t, dir, today, aliased(2, 1)); !errors.Is(o[0].Err, index.ErrShrunk) || o[0].ID != "a" {
		t.Error("a third of the names lost:", o)
	}
	if o := update(t, dir, today, aliased(3, 3)); !o[0].Changed {
		t.Error(o)
	}
	future := aliased(4, 3)
	future.Date = entity.Day(2052, 1, 1)
	if o := update(t, dir, today, future); !errors.Is(o[0].Err, index.ErrFuture) {
		t.Error("a list of 2052:", o)
	}
	// The newest record's day is no reason to refuse, but no date either.
	future.DateFrom = "newest record"
	if o := update(t, dir, today, future); o[0].Err != nil || !o[0].Changed || !o[0].Date.IsZero() {
		t.Error("a record of 2052:", o)
	}
	tomorrow := aliased(21, 4)
	if o := update(t, dir, today, tomorrow); !o[0].Changed || o[0].Date.Day != 21 {
		t.Error("a list of tomorrow:", o)
	}
	if o := update(t, dir, &index.UpdateOptions{Today: today.Today, Force: true}, aliased(23, 5)); !o[0].Changed {
		t.Error("a forced list:", o)
	}
}

// TestDamagedHistory goes on with today's list though the versions of the past
// are damaged, and keeps those before the damage.
func TestDamagedHistory(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "history", "a.log")
	var at int64
	for day := range 3 {
		update(t, dir, nil, named("a", day+1, 100+day))
		if st, err := os.Stat(path); err != nil {
			t.Fatal(err)
		} else if day == 0 {
			at = st.Size()
		}
	}
	for i := range 2 {
		update(t, dir, nil, named("a", 5+5*i, 110+5*i))
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		b[at+40] ^= 1 // within the second version
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		o := update(t, dir, nil, named("a", 6+5*i, 111+5*i))
		if o[0].Err != nil || !o[0].Changed || o[0].Warning == "" {
			t.Fatal(o)
		}
		vs, err := index.NewHistory(dir).Versions("a")
		if err != nil || len(vs) != 2 || vs[0].Date.Day != 1 || int(vs[1].Date.Day) != 6+5*i {
			t.Fatal(vs, err)
		}
	}
	if got := fmt.Sprint(loaded(t, dir)); got != "map[a:116]" {
		t.Error(got)
	}
	for _, name := range []string{".damaged", ".damaged-2"} {
		if _, err := os.Stat(path + name); err != nil {
			t.Error(err)
		}
	}
}

func TestDelta(t *testing.T) {
	dir := t.TempDir()
	delta := named("a", 2, 3) // ids 0 to 2
	delta.SHA256 = "delta"
	extra := delta.Stream
	delta.Stream = func(yield func(entity.Entity, error) bool) {
		for x, err := range extra {
			if x.Names = []entity.Name{{Full: "Changed"}}; x.ID == "at-2" {
				x.ID = "new"
			}
			if !yield(x, err) {
				return
			}
		}
	}
	delta.Removed = func() ([]string, error) { return []string{"at-7", "never"}, nil }
	if o := update(t, dir, nil, delta, named("b", 1, 1)); o[0].Err == nil || fmt.Sprint(loaded(t, dir)) != "map[b:1]" {
		t.Fatal("a delta without its list was taken:", o)
	}
	update(t, dir, nil, named("a", 1, 20))
	for range 2 { // the second time changes nothing of it
		if o := update(t, dir, nil, delta, named("b", 1, 1)); o[0].Err != nil {
			t.Fatal(o)
		}
	}
	if fmt.Sprint(loaded(t, dir)) != "map[a:20 b:1]" { // one gone, one new
		t.Fatal(loaded(t, dir))
	}
	ix, err := index.OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	if _, ok := ix.ByID("at-7"); ok {
		t.Error("what the delta removes is still there")
	}
	for id, want := range map[string]string{"at-1": "Changed", "new": "Changed", "at-2": "", "at-8": ""} {
		i, ok := ix.ByID(id)
		x, err := ix.Entity(i)
		if !ok || err != nil || (x.Caption() == "Changed") != (want != "") {
			t.Errorf("%s: %v %v %s", id, ok, err, x.Caption())
		}
	}
}

// TestKilled kills a process that updates a data folder again and again, at
// random instants, and wants the folder whole each time. KHASAN_KILLS says
// how often; the default is for everyday runs.
func TestKilled(t *testing.T) {
	if dir := os.Getenv("KHASAN_KILLED_DIR"); dir != "" {
		updateForever(t, dir)
		return
	}
	kills := 20
	if n, err := strconv.Atoi(os.Getenv("KHASAN_KILLS")); err == nil {
		kills = n
	}
	dir := t.TempDir()
	update(t, dir, nil, named("k", 1, 400), named("other", 1, 30))
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	states := map[string]int{}
	torn := 0
	for range kills {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$")
		cmd.Env = append(os.Environ(), "KHASAN_KILLED_DIR="+dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(5+r.IntN(250)) * time.Millisecond)
		cmd.Process.Kill()
		cmd.Wait()
		if left, _ := filepath.Glob(filepath.Join(dir, ".khasan-*")); len(left) > 0 {
			torn++
		}
		n := loaded(t, dir) // opens and verifies every byte
		states[fmt.Sprint(n)]++
		if n["other"] != 30 || n["k"] < 400 || n["k"] > 410 {
			t.Fatal(n)
		}
		ix, err := index.OpenDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for i := range ix.Len() {
			if _, err := ix.Entity(uint32(i)); err != nil {
				t.Fatal(err)
			}
		}
		now := ix.Lists()[0]
		ix.Close()
		vs, err := index.NewHistory(dir).Versions("k")
		if err != nil || len(vs) == 0 {
			t.Fatal(vs, err)
		}
		found := false
		for i := range vs {
			found = found || vs[i].SHA256 == now.SHA256
		}
		if !found {
			t.Fatalf("the loaded version %s is not among those kept", now.SHA256)
		}
	}
	t.Logf("%d kills, %d of them while a snapshot was being written; loaded at the end: %d states", kills, torn, len(states))
}

// updateForever is what the process to be killed does.
func updateForever(t *testing.T, dir string) {
	vs, err := index.NewHistory(dir).Versions("k")
	if err != nil {
		t.Fatal(err)
	}
	for i := len(vs); ; i++ {
		s := named("k", 1, 400+i%11)
		s.SHA256 = fmt.Sprint(i)
		if _, _, err := index.Update(t.Context(), dir, []index.Source{s}, nil); err != nil {
			t.Fatal(err)
		}
	}
}
