package index_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"khasan/entity"
	"khasan/index"
)

// version is a list of one day; edit changes the sample's entities.
func version(day int, ents []entity.Entity) index.Source {
	s := source("t", ents)
	s.Date = entity.Day(2024, 1, day)
	s.SHA256 = fmt.Sprint("sha-", day)
	return s
}

func collect(t *testing.T, s index.Source) []entity.Entity {
	t.Helper()
	var out []entity.Entity
	for x, err := range s.Stream {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, x)
	}
	return out
}

// fourVersions are a list that grows, is reshuffled, loses records and changes
// some.
func fourVersions() [][]entity.Entity {
	a := sample(300)
	b := slices.Concat(a[:50], a[60:])
	c := slices.Clone(b)
	slices.Reverse(c[100:200])
	d := slices.Clone(c)
	for i := 0; i < len(d); i += 7 {
		d[i].Names = slices.Concat(d[i].Names, []entity.Name{{Full: "Another Name"}})
	}
	return [][]entity.Entity{a, b, c, slices.Concat(d, a[55:60])}
}

func TestHistory(t *testing.T) {
	dir := t.TempDir()
	h := index.NewHistory(dir)
	versions := fourVersions()
	for i, ents := range versions {
		for again := range 2 {
			_, stored, err := h.Add(t.Context(), version(10*i+1, ents), entity.Day(2024, 3, 1))
			if err != nil {
				t.Fatal(err)
			}
			if stored != (again == 0) {
				t.Fatalf("version %d, turn %d: stored %v", i, again, stored)
			}
		}
	}
	vs, err := h.Versions("t")
	if err != nil || len(vs) != 4 {
		t.Fatal(len(vs), err)
	}
	got := [][3]int{}
	for _, v := range vs {
		got = append(got, [3]int{v.New, v.Gone, v.Changed})
	}
	want := [][3]int{{300, 0, 0}, {0, 10, 0}, {0, 0, 0}, {5, 0, 42}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for i, ents := range versions {
		s, err := h.Source("t", i)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(ents, collect(t, s)); d != "" {
			t.Errorf("version %d: %s", i, d)
		}
	}
	// As of a day: the version of that day or the last before it.
	for day, want := range map[int]int{1: 0, 10: 0, 11: 1, 30: 2, 31: 3} {
		ix, err := index.OpenDirOn(t.Context(), dir, entity.Day(2024, 1, day))
		if err != nil {
			t.Fatal(err)
		}
		if ix.Len() != len(versions[want]) || ix.Lists()[0].Note != "" {
			t.Errorf("on the %dth: %d records, want version %d; %q", day, ix.Len(), want, ix.Lists()[0].Note)
		}
	}
	// Before the first version it is reckoned back, and says so.
	ix, err := index.OpenDirOn(t.Context(), dir, entity.Day(2009, 1, 1))
	if err != nil {
		t.Fatal(err)
	}
	if ix.Lists()[0].Entities != 0 || ix.Lists()[0].Note == "" {
		t.Errorf("all were listed in 2010: %+v", ix.Lists()[0])
	}
	if st, err := os.Stat(filepath.Join(dir, "history", "t.log")); err != nil || st.Size() > 40000 {
		t.Errorf("size %v %v", st.Size(), err)
	}
}

// TestHistoryCut cuts the file at every length: what was stored whole is
// there, and the next version goes behind it.
func TestHistoryCut(t *testing.T) {
	dir := t.TempDir()
	h := index.NewHistory(dir)
	versions := fourVersions()
	path := filepath.Join(dir, "history", "t.log")
	var ends []int
	for i := range 3 {
		if _, _, err := h.Add(t.Context(), version(10*i+1, versions[i]), entity.Date{}); err != nil {
			t.Fatal(err)
		}
		st, _ := os.Stat(path)
		ends = append(ends, int(st.Size()))
	}
	whole, _ := os.ReadFile(path)
	check := func(b []byte, want int) {
		t.Helper()
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		vs, err := h.Versions("t")
		if err != nil || len(vs) != want {
			t.Fatalf("%d bytes: %d versions, want %d, %v", len(b), len(vs), want, err)
		}
		if _, stored, err := h.Add(t.Context(), version(31, versions[3]), entity.Date{}); err != nil || !stored {
			t.Fatal(stored, err)
		}
		s, err := h.Source("t", want)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(versions[3], collect(t, s)); d != "" {
			t.Error(d)
		}
	}
	for n := 0; n < len(whole); n += 1 + len(whole)/12 {
		want := 0
		for _, e := range ends {
			if n >= e {
				want++
			}
		}
		check(whole[:n], want)
		// Lengthened but not written, as after a power cut.
		check(append(slices.Clone(whole[:ends[0]]), make([]byte, n)...), 1)
	}
	for n := 0; n < ends[1]; n += 1 + len(whole)/200 {
		b := slices.Clone(whole)
		b[n] ^= 0x20
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Versions("t"); !errors.Is(err, index.ErrHistory) {
			t.Errorf("byte %d changed unseen: %v", n, err)
		}
	}
}

func TestHistoryNames(t *testing.T) {
	h := index.NewHistory(t.TempDir())
	for _, id := range []string{"", "..", "a/b", `a\b`} {
		s := version(1, sample(1))
		s.ID = id
		if _, _, err := h.Add(t.Context(), s, entity.Date{}); err == nil {
			t.Errorf("id %q was taken", id)
		}
	}
}

func TestLock(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, ".khasan-1"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	unlock, err := index.Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := index.Lock(dir); !errors.Is(err, index.ErrLocked) {
		t.Errorf("locked twice: %v", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	if unlock, err = index.Lock(dir); err != nil {
		t.Fatal(err)
	}
	unlock()
	if _, err := os.Stat(filepath.Join(dir, ".khasan-1")); err == nil {
		t.Error("what a killed writer left is still there")
	}
}
