package index

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"khasan/entity"
)

func specimen() entity.Entity {
	return entity.Entity{ID: "t-1", Schema: entity.Person, Names: []entity.Name{{Full: "Example Anna", Parts: []entity.Part{{Role: entity.RoleGiven, Text: "Anna"}}}},
		Births: []entity.Date{{Year: 1960, Month: 2, Circa: true}, {Year: 1960, YearTo: 1964}}, Countries: []entity.Country{{Code: "KP", Link: "nationality"}},
		IDs: []entity.Identifier{{Kind: "passportNumber", Number: "1"}}, Listings: []entity.Listing{{List: "t", Programmes: []string{"P"}}},
		Props: map[string][]string{"a": {"b", "c"}}, Target: true}
}

// FuzzRecord reads records that no checksum guards, as a history's are read
// once their frame's checksum holds: an error or an entity, never a crash, and
// an entity is written again as it was read.
func FuzzRecord(f *testing.F) {
	x := specimen()
	f.Add(appendRecord(nil, &x)[4:])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		x, err := decodeRecord(b)
		if err != nil {
			return
		}
		y, err := readRecord(appendRecord(nil, &x))
		if err != nil || !reflect.DeepEqual(x, y) {
			t.Fatalf("%v\n%+v\n%+v", err, x, y)
		}
	})
}

// FuzzFrame applies the body of a history's frame to a list.
func FuzzFrame(f *testing.F) {
	x := specimen()
	rec := appendRecord(nil, &x)[4:]
	x.ID = "t-2"
	other := appendRecord(nil, &x)[4:]
	x.Target = false
	changed := appendRecord(nil, &x)[4:]
	old := &listState{recs: [][]byte{rec, other}}
	for _, now := range []*listState{{recs: [][]byte{rec}}, {recs: [][]byte{changed, rec}}, {}} {
		body, err := difference(old, now, &Version{})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		fb := &frameBody{}
		rest, err := fb.readVersion(b)
		if err != nil {
			return
		}
		fb.rest = rest
		st := listState{recs: [][]byte{rec, other}}
		if st.apply(fb) != nil {
			return
		}
		for range st.source(List{}).Stream {
		}
	})
}

// FuzzLog reads whole files of a history.
func FuzzLog(f *testing.F) {
	dir := f.TempDir()
	x := specimen()
	one := func(yield func(entity.Entity, error) bool) { yield(x, nil) }
	if _, _, err := NewHistory(dir).Add(f.Context(), Source{List: List{ID: "t", SHA256: "1"}, Stream: one}, entity.Date{}); err != nil {
		f.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dir, historyDir, "t.log"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add(binary.LittleEndian.AppendUint64([]byte(historyMagic+frameMark), 1<<62))
	f.Fuzz(func(t *testing.T, b []byte) {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, historyDir), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, historyDir, "t.log"), b, 0o644); err != nil {
			t.Fatal(err)
		}
		h := NewHistory(dir)
		h.Versions("t")
		h.Source("t", 0)
	})
}

// FuzzNames opens the part of a snapshot by which names are found with bytes
// written over a section of it, or the section cut: what opens can be counted
// and no more is promised, but opening itself never crashes.
func FuzzNames(f *testing.F) {
	b := newNamesBuilder()
	var t batch
	for _, n := range []string{"Example Anna", "Иван Пример", "Example Trading Ltd", "金正恩", "Anna"} {
		t.ents = append(t.ents, entity.Entity{Schema: entity.Person, Names: []entity.Name{{Full: n}, {Full: "Example"}}, Births: []entity.Date{{Year: 1960}}})
	}
	r := &reader{all: b.all}
	r.read(&t)
	b.add(&t)
	b.settle([]*reader{r})
	whole := b.sections()
	for i := range whole {
		f.Add(uint8(i), uint16(0), uint16(0), []byte{0xFF, 0xFF, 0, 0x80})
		f.Add(uint8(i), uint16(4), uint16(9), []byte{1})
	}
	f.Fuzz(func(t *testing.T, which uint8, at, cut uint16, over []byte) {
		k := int(which) % len(whole)
		s := slices.Clone(whole[k].data)
		copy(s[min(int(at), len(s)):], over)
		s = s[:len(s)-min(int(cut), len(s))]
		openNames(func(name string) []byte {
			for i := range whole {
				if whole[i].name == name && i != k {
					return whole[i].data
				}
			}
			return s
		})
	})
}
