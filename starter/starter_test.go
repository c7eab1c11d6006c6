package starter_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"khasan/index"
	"khasan/name"
	"khasan/source"
	"khasan/starter"
)

// sources reads the two lists that the starter data is made from.
func sources(t *testing.T) []index.Source {
	t.Helper()
	shared := filepath.Join("..", "..", "shared", "data")
	if _, err := os.Stat(shared); err != nil {
		t.Skip("no shared data")
	}
	var out []index.Source
	for l, err := range source.ReadFiles([]string{filepath.Join(shared, "ofac", "trio_2023-12-28"), filepath.Join(shared, "un", "consolidated_2026-08-01.xml.gz")}) {
		if err != nil {
			t.Fatal(err)
		}
		s := index.Source{List: index.List{ID: l.ID, Title: l.Title, Authority: l.Authority, Format: l.Format, Date: l.Date, DateFrom: l.DateFrom, SHA256: l.SHA256}, Stream: l.Entities()}
		for _, f := range l.Files {
			s.Files = append(s.Files, filepath.Base(f.Name))
		}
		out = append(out, s)
	}
	return out
}

// TestReproducible makes the file again from the published lists, and writes
// it when KHASAN_UPDATE is set.
func TestReproducible(t *testing.T) {
	again, err := starter.Make(t.Context(), sources(t))
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("KHASAN_UPDATE") != "" {
		if err := os.WriteFile("starter.zst", again, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	built, err := os.ReadFile("starter.zst")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again, built) {
		t.Error("starter.zst is not what the lists give today: the readers of the lists have changed; make it again with KHASAN_UPDATE=1 and look at the difference")
	}
	if len(built) > 3_500_000 {
		t.Errorf("%d bytes are too many to be built in", len(built))
	}
}

func TestOpen(t *testing.T) {
	ix, err := starter.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := ix.Verify(); err != nil {
		t.Error(err)
	}
	parties := 0
	for _, l := range ix.Lists() {
		parties += l.Entities
		if l.Date.IsZero() || l.SHA256 == "" {
			t.Errorf("list %s has no date or digest", l.ID)
		}
	}
	if parties != 1011+13821 {
		t.Errorf("%d parties, want the UN's 1011 and OFAC's 13821", parties)
	}
	words := 0
	for i := range ix.Len() {
		x, err := ix.Entity(uint32(i))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range x.Listings {
			if l.Reason != "" {
				t.Fatalf("%s: prose %q", x.ID, l.Reason)
			}
		}
		for k, vs := range x.Props {
			for _, v := range vs {
				if n := len(strings.Fields(v)); n > 25 {
					words++
					t.Logf("%s: %s: %q", x.ID, k, v)
				}
			}
		}
	}
	if words > 0 {
		t.Errorf("%d properties of more than 25 words: prose?", words)
	}
	if hits := ix.Search(nil, []name.Name{name.Parse("Kim Jong Un", name.Person)}, 0); len(hits) == 0 {
		t.Error("nobody is found")
	}
}

// TestOpenIn keeps the expanded data and opens it the second time, also when
// what is kept was damaged.
func TestOpenIn(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	open := func() string {
		start := time.Now()
		ix, err := starter.OpenIn(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer ix.Close()
		t.Log(time.Since(start))
		return ix.Digest()
	}
	first := open()
	if open() != first {
		t.Error("not what was kept")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "starter-*.khasan"))
	if len(files) != 1 {
		t.Fatal(files)
	}
	if err := os.Truncate(files[0], 100_000); err != nil {
		t.Fatal(err)
	}
	if got, again := open(), open(); got != first || again != first {
		t.Error("damage was not mended")
	}
	// A folder that cannot be made is no error.
	dir = filepath.Join(files[0], "below-a-file")
	if open() != first {
		t.Error("not the same")
	}
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := starter.Open(); err != nil {
			b.Fatal(err)
		}
	}
}
