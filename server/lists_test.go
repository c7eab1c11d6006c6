package server_test

import (
	"iter"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"khasan"
	"khasan/entity"
	"khasan/index"
	"khasan/server"
)

// The page of a list says which versions are held and what changed since each.
func TestListVersions(t *testing.T) {
	dir := t.TempDir()
	h := index.NewHistory(dir)
	party := func(id, name, reason string) entity.Entity {
		return entity.Entity{ID: id, Schema: entity.Company, Names: []entity.Name{{Full: name}}, Listings: []entity.Listing{{List: "un", Key: id, Reason: reason}}}
	}
	stream := func(es ...entity.Entity) iter.Seq2[entity.Entity, error] {
		return func(yield func(entity.Entity, error) bool) {
			for _, e := range es {
				if !yield(e, nil) {
					return
				}
			}
		}
	}
	for _, v := range []struct {
		day string
		es  []entity.Entity
	}{
		{"2026-01-01", []entity.Entity{party("a", "Hesong Trading", "coal"), party("b", "Tangun Trading", "arms")}},
		{"2026-02-01", []entity.Entity{party("a", "Hesong Trading", "coal and iron"), party("c", "Paeksan Associated", "arms")}},
	} {
		day, err := entity.ParseDate(v.day)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := h.Add(t.Context(), index.Source{List: index.List{ID: "un", Date: day, SHA256: strings.Repeat("a", 63) + v.day[6:7]}, Stream: stream(v.es...)}, day); err != nil {
			t.Fatal(err)
		}
	}
	ts := serve(t, server.Config{Data: dir})
	page := func(path string, want int) string {
		t.Helper()
		res, out := call(t, "GET", ts.URL+path, "")
		if res.StatusCode != want {
			t.Fatalf("%s: %d, want %d", path, res.StatusCode, want)
		}
		s, _ := out["text"].(string)
		return s
	}
	if s := page("/lists/un", http.StatusOK); !strings.Contains(s, "/lists/un?since=0#since") {
		t.Error("no way to what changed")
	}
	s := page("/lists/un?since=0", http.StatusOK)
	for _, want := range []string{"Since the version of 1 January 2026: 1 new, 1 gone, 1 changed", "Paeksan Associated", "Tangun Trading", "coal and iron"} {
		if !strings.Contains(s, want) {
			t.Errorf("the comparison does not say %q", want)
		}
	}
	for _, none := range []string{"1", "-1", "7", "x"} {
		page("/lists/un?since="+none, http.StatusNotFound)
	}
}

// What is measured of the lists follows the data: their day, their parties and
// names, before and after an update and when one is gone.
func TestListMetrics(t *testing.T) {
	dir := t.TempDir()
	load := func(opt *index.UpdateOptions, id string, date entity.Date, names ...string) {
		t.Helper()
		out, _, err := index.Update(t.Context(), dir, []index.Source{{List: index.List{ID: id, Date: date, SHA256: id + date.String()}, Stream: func(yield func(entity.Entity, error) bool) {
			for i, n := range names {
				x := entity.Entity{ID: id + string(rune('a'+i)), Schema: entity.Company, Names: []entity.Name{{Full: n}, {Full: n + " Ltd"}}}
				if !yield(x, nil) {
					return
				}
			}
		}}}, opt)
		if err != nil || out[0].Err != nil {
			t.Fatal(out, err)
		}
	}
	load(nil, "own", entity.Date{}, "Hesong Trading")
	load(nil, "un", entity.Day(2026, 1, 1), "Tangun Trading", "Paeksan Associated")
	eng, err := khasan.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.New(eng, server.Config{Data: dir})
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(s.Handler())
	t.Cleanup(ts.Close)
	measured := func(want ...string) {
		t.Helper()
		res, out := call(t, "GET", ts.URL+"/metrics", "")
		s, _ := out["text"].(string)
		if res.StatusCode != http.StatusOK {
			t.Fatal(res.Status)
		}
		for _, w := range want {
			none := strings.TrimPrefix(w, "!")
			if strings.Contains(s, "\n"+none) == (none != w) {
				t.Errorf("%s in %s", w, s)
			}
		}
	}
	measured(`khasan_list_parties{list="un"} 2`, `khasan_list_names{list="un"} 4`, `khasan_list_date_seconds{list="un"} 1.7672256e+09`,
		`khasan_list_parties{list="own"} 1`, `!khasan_list_date_seconds{list="own"}`)
	load(&index.UpdateOptions{Replace: true}, "un", entity.Day(2026, 1, 2), "Tangun Trading", "Paeksan Associated", "Hesong Trading")
	if changed, err := s.Reload(t.Context()); err != nil || !changed {
		t.Fatal(changed, err)
	}
	measured(`khasan_list_parties{list="un"} 3`, `khasan_list_names{list="un"} 6`, `khasan_list_date_seconds{list="un"} 1.767312e+09`, `!khasan_list_parties{list="own"}`, `!khasan_list_names{list="own"}`)
}
