package index_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"khasan/entity"
	"khasan/index"
)

// sample makes n parties that use every field, deterministically.
func sample(n int) []entity.Entity {
	r := rand.New(rand.NewPCG(1, 2))
	given := []string{"Anna", "Иван", "金", "Mohammed", "Jörg", "Kim"}
	family := []string{"Example", "Иванов", "正恩", "al-Sample", "Größe", "Jong Un"}
	var out []entity.Entity
	for i := range n {
		g, f := given[r.IntN(len(given))], family[r.IntN(len(family))]
		x := entity.Entity{
			ID: fmt.Sprintf("t-%d", i), Schema: entity.Person,
			Names: []entity.Name{
				{Full: g + " " + f, Parts: []entity.Part{{Role: entity.RoleGiven, Text: g}, {Role: entity.RoleFamily, Text: f}}, Lang: "x", Script: "Latn", List: "t"},
				{Full: f, Quality: entity.Weak},
			},
			Births:      []entity.Date{{Year: int16(1900 + r.IntN(100)), Month: 3, Circa: i%2 == 0}, {Year: 1960, YearTo: 1964}},
			BirthPlaces: []string{"Place"}, Genders: []string{"male"},
			Countries: []entity.Country{{Code: "KP", Link: "nationality"}},
			Addresses: []entity.Place{{Full: "1 Street, City", City: "City", Country: "KP"}},
			IDs:       []entity.Identifier{{Kind: "passportNumber", Number: fmt.Sprintf("%08d", i/2), Country: "KP", Issued: entity.Day(2001, 2, 3)}},
			Listings: []entity.Listing{{List: fmt.Sprintf("l%d", i%2), Key: fmt.Sprint(i), Ref: "KPi.001", Authority: "A", Programmes: []string{"P"},
				From: entity.Day(2010, 1, 1), Amended: []entity.Date{entity.Day(2011, 1, 1)}, Reason: "why", URL: "u"}},
			Topics: []string{"sanction"}, Props: map[string][]string{"position": {"a", "b"}, "notes": {"n"}},
			Datasets: []string{"d"}, Referents: []string{fmt.Sprintf("old-%d", i)}, Target: true, FirstSeen: "2020-01-01", LastChange: "2021-01-01",
		}
		if i%5 == 4 {
			x = entity.Entity{ID: x.ID, Schema: entity.Ownership, Props: map[string][]string{"owner": {"t-0"}, "asset": {fmt.Sprintf("t-%d", i-1)}, "percentage": {"60"}}}
		}
		out = append(out, x)
	}
	return out
}

func source(id string, ents []entity.Entity) index.Source {
	return index.Source{List: index.List{ID: id, Date: entity.Day(2026, 8, 1), SHA256: "x"}, Stream: func(yield func(entity.Entity, error) bool) {
		for i := range ents {
			if !yield(ents[i], nil) {
				return
			}
		}
	}}
}

func TestRoundTrip(t *testing.T) {
	ents := sample(200)
	dir := t.TempDir()
	path := filepath.Join(dir, index.SnapshotName)
	st, err := index.Build(t.Context(), path, []index.Source{source("t", ents)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	ix, err := index.OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	if ix.Len() != 200 || st.Entities != 200 || ix.Lists()[0].Entities != 160 || ix.Lists()[0].Edges != 40 {
		t.Fatalf("counts: %d, %+v, %+v", ix.Len(), st, ix.Lists())
	}
	for i := range ents {
		x, err := ix.Entity(uint32(i))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(ents[i], x); d != "" {
			t.Fatalf("entity %d: %s", i, d)
		}
		if n, ok := ix.ByID(ents[i].ID); !ok || n != uint32(i) {
			t.Fatalf("id %s: %d %v", ents[i].ID, n, ok)
		}
	}
	if n, ok := ix.ByID("old-7"); !ok || n != 7 {
		t.Errorf("referent: %d %v", n, ok)
	}
	if _, ok := ix.ByID("nobody"); ok {
		t.Error("an id that is not there was found")
	}
	if e := ix.Edges("t-0"); len(e) != 40 {
		t.Errorf("t-0 owns %d, want 40", len(e))
	}
	if _, err := ix.Entity(200); err == nil {
		t.Error("an entity past the end was read")
	}
	if err := ix.Verify(); err != nil {
		t.Error(err)
	}
	// The number of processors must not show.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	again := filepath.Join(dir, "again")
	if _, err := index.Build(t.Context(), again, []index.Source{source("t", ents)}, nil); err != nil {
		t.Fatal(err)
	}
	a, _ := os.ReadFile(path)
	b, _ := os.ReadFile(again)
	if !bytes.Equal(a, b) {
		t.Error("the same lists gave other bytes")
	}
}

// TestDamage flips and cuts: the error says where, nothing crashes, and no
// flipped byte goes unseen.
func TestDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	if _, err := index.Build(t.Context(), path, []index.Source{source("t", sample(40))}, nil); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(whole); n += 1 + len(whole)/300 {
		if _, err := index.FromBytes(whole[:n]); err == nil {
			t.Fatalf("cut at %d of %d was taken", n, len(whole))
		}
	}
	unseen := 0
	for n := 0; n < len(whole); n += 1 + len(whole)/3000 {
		b := bytes.Clone(whole)
		b[n] ^= 0x40
		if _, err := index.FromBytes(b); err == nil {
			unseen++
			// Only padding between sections is covered by no checksum.
			if whole[n] != 0 {
				t.Errorf("byte %d changed unseen", n)
			}
		} else if !strings.Contains(err.Error(), "section") && !strings.Contains(err.Error(), "byte") {
			t.Errorf("byte %d: the error does not say where: %v", n, err)
		}
	}
	t.Logf("%d changes of padding unseen", unseen)
}

func TestBuildKeepsOld(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, index.SnapshotName)
	if _, err := index.Build(t.Context(), path, []index.Source{source("t", sample(10))}, nil); err != nil {
		t.Fatal(err)
	}
	old, _ := os.ReadFile(path)
	bad := source("t", nil)
	bad.Stream = func(yield func(entity.Entity, error) bool) {
		_ = yield(sample(1)[0], nil) && yield(entity.Entity{}, fmt.Errorf("cut"))
	}
	if _, err := index.Build(t.Context(), path, []index.Source{bad}, nil); err == nil {
		t.Fatal("a broken list was taken")
	}
	twice := []index.Source{source("t", sample(10)), source("u", sample(10))}
	if _, err := index.Build(t.Context(), path, twice, nil); err == nil || !strings.Contains(err.Error(), "same id") {
		t.Fatalf("the same ids twice: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := index.Build(ctx, path, []index.Source{source("t", sample(10))}, nil); err == nil {
		t.Fatal("a cancelled build went through")
	}
	now, _ := os.ReadFile(path)
	if !bytes.Equal(old, now) {
		t.Fatal("the old snapshot was touched")
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("left behind: %v", files)
	}
}

func FuzzFromBytes(f *testing.F) {
	path := filepath.Join(f.TempDir(), "s")
	if _, err := index.Build(f.Context(), path, []index.Source{source("t", sample(3))}, nil); err != nil {
		f.Fatal(err)
	}
	b, _ := os.ReadFile(path)
	f.Add(b)
	f.Add([]byte("KHASAN\x1a\x0a"))
	f.Fuzz(func(t *testing.T, b []byte) {
		ix, err := index.FromBytes(b)
		if err != nil {
			return
		}
		for i := range ix.Len() {
			ix.Entity(uint32(i))
			ix.Same(uint32(i))
		}
		ix.ByID("t-0")
		ix.Edges("t-0")
	})
}
