package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"khasan"
	"khasan/entity"
	"khasan/index"
	"khasan/store"
)

// TestEveryByte changes each byte of each field of a small log, one after the
// other: every change must be found, at that record. The log then is what it
// was again.
func TestEveryByte(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "records.db")
	s, err := store.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i := range 4 {
		if _, err := s.Append(ctx, record(i)); err != nil {
			t.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite", path+"?_pragma=synchronous(OFF)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	changes := 0
	broken := func(what string, seq int64) {
		t.Helper()
		changes++
		_, _, err := s.Verify(ctx)
		var b *store.BrokenError
		if !errors.As(err, &b) {
			t.Fatalf("%s was not found: %v", what, err)
		}
		if seq > 0 && b.Seq != seq {
			t.Errorf("%s was found at record %d, not %d", what, b.Seq, seq)
		}
	}
	exec := func(q string, args ...any) {
		t.Helper()
		if _, err := db.Exec(q, args...); err != nil {
			t.Fatal(q, err)
		}
	}
	for seq := int64(1); seq <= 4; seq++ {
		for _, c := range []string{"asker", "kind", "question", "answer", "version", "hash"} {
			var is []byte
			if err := db.QueryRow(`SELECT CAST(`+c+` AS BLOB) FROM record WHERE seq = ?`, seq).Scan(&is); err != nil {
				t.Fatal(err)
			}
			set := `UPDATE record SET ` + c + ` = CAST(? AS TEXT) WHERE seq = ?`
			if c == "hash" {
				set = `UPDATE record SET hash = ? WHERE seq = ?`
			}
			for i := range is {
				was := is[i]
				is[i] ^= 1 << (i % 8)
				exec(set, is, seq)
				broken(fmt.Sprintf("byte %d of %s of record %d", i, c, seq), seq)
				is[i] = was
			}
			exec(set, is, seq)
		}
		for bit := range 62 {
			exec(`UPDATE record SET at = at + ? WHERE seq = ?`, int64(1)<<bit, seq)
			broken(fmt.Sprintf("bit %d of the time of record %d", bit, seq), seq)
			exec(`UPDATE record SET at = at - ? WHERE seq = ?`, int64(1)<<bit, seq)
		}
		for bit := 3; bit < 62; bit++ {
			exec(`UPDATE record SET seq = seq + ? WHERE seq = ?`, int64(1)<<bit, seq)
			broken(fmt.Sprintf("bit %d of the number of record %d", bit, seq), seq)
			exec(`UPDATE record SET seq = ? WHERE seq = ?`, seq, seq+int64(1)<<bit)
		}
	}
	var head []byte
	if err := db.QueryRow(`SELECT hash FROM chain`).Scan(&head); err != nil {
		t.Fatal(err)
	}
	for i := range head {
		head[i] ^= 0x80
		exec(`UPDATE chain SET hash = ?`, head)
		broken(fmt.Sprintf("byte %d of the head", i), 5)
		head[i] ^= 0x80
	}
	exec(`UPDATE chain SET hash = ?`, head)
	if n, _, err := s.Verify(ctx); n != 4 || err != nil {
		t.Fatalf("in the end: %d records, %v", n, err)
	}
	t.Logf("%d changes of one byte, all found", changes)
}

// TestFileBytes changes bytes of the file itself (every 97th; with
// KHASAN_FULL=1 every one): either it is found, or the records read are those
// that were written.
func TestFileBytes(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	path := filepath.Join(dir, "records.db")
	s, err := store.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		if _, err := s.Append(ctx, record(i)); err != nil {
			t.Fatal(err)
		}
	}
	read := func(s *store.Store) (out []store.Record, err error) {
		if _, _, err := s.Verify(ctx); err != nil {
			return nil, err
		}
		for r, err := range s.Records(ctx, 1, 0) {
			if err != nil {
				return nil, err
			}
			out = append(out, r)
		}
		return out, nil
	}
	want, err := read(s)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	step := 97
	if os.Getenv("KHASAN_FULL") != "" {
		step = 1
	}
	found, same := 0, 0
	for i := 0; i < len(whole); i += step {
		other := append([]byte(nil), whole...)
		other[i] ^= 1 << (i % 8)
		at := filepath.Join(dir, fmt.Sprintf("%d.db", i))
		if err := os.WriteFile(at, other, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(ctx, at)
		var got []store.Record
		if err == nil {
			got, err = read(s)
			s.Close()
		}
		switch {
		case err != nil:
			found++
		case reflect.DeepEqual(got, want):
			same++
		default:
			t.Errorf("byte %d of %d: neither found nor without effect", i, len(whole))
		}
		for _, f := range []string{at, at + "-wal", at + "-shm"} {
			os.Remove(f)
		}
	}
	t.Logf("%d bytes of %d changed: %d found, %d without effect on any record", found+same, len(whole), found, same)
	if found == 0 {
		t.Error("no change was found")
	}
}

// TestReplayThousand keeps a thousand answers and gets the same bytes again:
// after a restart, and after the lists have changed, from the versions kept.
func TestReplayThousand(t *testing.T) {
	ctx := t.Context()
	dir, place := t.TempDir(), filepath.Join(t.TempDir(), "records.db")
	given := []string{"Anna", "Oleg", "Min-jun", "Fatima", "Иван", "金"}
	family := []string{"Abrahamsen", "Петренко", "Okafor", "Haddad", "Novák", "正恩", "Lindqvist"}
	load := func(day int, gone, more int) {
		t.Helper()
		src := index.Source{List: index.List{ID: "test", Title: "Test", Date: entity.Day(2026, 1, day), SHA256: fmt.Sprintf("%064d", day)},
			Stream: func(yield func(entity.Entity, error) bool) {
				for i := gone; i < 300+more; i++ {
					x := entity.Entity{ID: fmt.Sprintf("test-%d", i), Schema: entity.Person, Target: true,
						Names:    []entity.Name{{Full: fmt.Sprintf("%s %s %s", given[i%6], given[i/6%6], family[i/36%7])}},
						Births:   []entity.Date{entity.Day(1950+i%50, 1+i%12, 1+i%28)},
						Listings: []entity.Listing{{List: "test", Key: fmt.Sprint(i), Programmes: []string{fmt.Sprint("P", day)}, From: entity.Day(2026, 1, 1)}}}
					if !yield(x, nil) {
						return
					}
				}
			}}
		if _, _, err := index.Update(ctx, dir, []index.Source{src}, nil); err != nil {
			t.Fatal(err)
		}
	}
	load(1, 0, 0)
	eng, err := khasan.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, place)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)
	var records []store.Record
	hits := 0
	for i := range 1000 {
		q := khasan.WhoQuery{Name: given[i%6] + " " + family[i/6%7], Explain: i%2 == 0}
		if i%3 == 0 {
			q.Name = given[i/3%6] + " " + q.Name
			q.Entity.Births = []entity.Date{entity.Day(1950+i%50, 1+i%12, 1+i%28)}
		}
		a, err := eng.Who(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		hits += len(a.Hits)
		r, err := store.OfWho(at, "test", a)
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	if hits < 500 {
		t.Fatalf("only %d hits: the test asks for nothing", hits)
	}
	if _, err := s.Append(ctx, records...); err != nil {
		t.Fatal(err)
	}
	s.Close()
	eng.Close()
	replay := func(opt *khasan.Options) (same, other int) {
		t.Helper()
		s, err := store.Open(ctx, place)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		eng, err := khasan.Open(dir, opt)
		if err != nil {
			t.Fatal(err)
		}
		defer eng.Close()
		for r, err := range s.Records(ctx, 1, 0) {
			if err != nil {
				t.Fatal(err)
			}
			switch _, err := store.Replay(ctx, eng, r, nil); {
			case err == nil:
				same++
			case errors.Is(err, store.ErrOtherVersion):
				other++
			default:
				t.Fatal(err)
			}
		}
		return same, other
	}
	if same, _ := replay(nil); same != 1000 {
		t.Errorf("after a restart %d of 1000 are the same", same)
	}
	load(15, 20, 40)
	if same, other := replay(nil); same != 0 || other != 1000 {
		t.Errorf("other lists: %d the same, %d refused; want none and all", same, other)
	}
	var v khasan.Version
	if eng, err = khasan.Open(dir, nil); err != nil {
		t.Fatal(err)
	}
	v = eng.Version()
	eng.Close()
	v.Lists[0].SHA256 = fmt.Sprintf("%064d", 1)
	if same, _ := replay(&khasan.Options{Lists: v.Lists}); same != 1000 {
		t.Errorf("after an update %d of 1000 are the same, from the lists of then", same)
	}
	v.Lists[0].SHA256 = fmt.Sprintf("%064d", 2)
	if _, err := khasan.Open(dir, &khasan.Options{Lists: v.Lists}); !errors.Is(err, index.ErrNoVersion) {
		t.Errorf("a version that was never there: %v", err)
	}
}
