package store_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"khasan"
	"khasan/entity"
	"khasan/internal/pgserver"
	"khasan/store"
)

var day = time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC)

// each runs a test over SQLite and over PostgreSQL, when that is installed.
func each(t *testing.T, f func(t *testing.T, s *store.Store)) {
	t.Run("sqlite", func(t *testing.T) {
		s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "records.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		f(t, s)
	})
	t.Run("postgres", func(t *testing.T) {
		s, err := store.Open(t.Context(), postgres(t))
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		f(t, s)
	})
}

// postgres starts a throw-away server on loopback and returns its URL.
func postgres(t *testing.T) string {
	t.Helper()
	url, stop, err := pgserver.Start()
	if errors.Is(err, pgserver.ErrNone) {
		t.Skip("PostgreSQL is not installed; .ci/run installs it")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return url
}

func record(i int) store.Record {
	return store.Record{At: day.Add(time.Duration(i) * time.Second), Asker: "test", Kind: "who",
		Question: json.RawMessage(fmt.Sprintf(`{"name":"Имя %d"}`, i)), Answer: json.RawMessage(`{"hits":[]}`), Version: json.RawMessage(`{"engine":"x"}`)}
}

func TestAppendVerify(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		if n, _, err := s.Verify(ctx); n != 0 || err != nil {
			t.Fatalf("empty log: %d, %v", n, err)
		}
		var wg sync.WaitGroup
		for g := range 4 {
			wg.Go(func() {
				for i := range 10 {
					if _, err := s.Append(ctx, record(g*100+i), record(g*100+50+i)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		n, head, err := s.Verify(ctx)
		if err != nil || n != 80 || len(head) != 64 {
			t.Fatalf("got %d records, head %q, %v; want 80", n, head, err)
		}
		r, err := s.Record(ctx, 7)
		if err != nil || r.Seq != 7 || !strings.Contains(string(r.Question), "Имя") {
			t.Fatalf("record 7: %+v, %v", r, err)
		}
		if _, err := s.Record(ctx, 81); !errors.Is(err, store.ErrNotFound) {
			t.Fatalf("record 81: %v, want not found", err)
		}
	})
}

// TestTamper changes, removes and inserts behind the log's back; each must be
// found, and at the right record.
func TestTamper(t *testing.T) {
	path := filepath.Join(t.TempDir(), "records.db")
	ctx := t.Context()
	s, err := store.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i := range 20 {
		if _, err := s.Append(ctx, record(i)); err != nil {
			t.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, c := range []struct {
		name, do, undo string
		seq            int64
	}{
		{"question", `UPDATE record SET question = replace(question, '5', '6') WHERE seq = 6`, `UPDATE record SET question = replace(question, '6', '5') WHERE seq = 6`, 6},
		{"asker", `UPDATE record SET asker = 'tesx' WHERE seq = 3`, `UPDATE record SET asker = 'test' WHERE seq = 3`, 3},
		{"time", `UPDATE record SET at = at + 1 WHERE seq = 9`, `UPDATE record SET at = at - 1 WHERE seq = 9`, 9},
		{"order", `UPDATE record SET seq = -seq WHERE seq = 12`, `UPDATE record SET seq = 12 WHERE seq = -12`, 12},
		{"end cut", `UPDATE record SET seq = -seq WHERE seq = 20`, `UPDATE record SET seq = 20 WHERE seq = -20`, 20},
		{"head", `UPDATE chain SET seq = 19`, `UPDATE chain SET seq = 20`, 21},
	} {
		if _, err := db.Exec(c.do); err != nil {
			t.Fatal(err)
		}
		_, _, err := s.Verify(ctx)
		var broken *store.BrokenError
		if !errors.As(err, &broken) || broken.Seq != c.seq {
			t.Errorf("%s: got %v, want broken at %d", c.name, err, c.seq)
		}
		if _, err := db.Exec(c.undo); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.Verify(ctx); err != nil {
			t.Fatalf("%s undone: %v", c.name, err)
		}
	}
}

func hit(programme string) *khasan.Hit {
	x := &entity.Entity{ID: "un-1", Schema: entity.Person, Names: []entity.Name{{Full: "EXAMPLE PERSON"}}}
	return &khasan.Hit{Query: "Example Person", ID: "un-1", Caption: "EXAMPLE PERSON", Schema: entity.Person, Score: 0.9, Band: "match", Entity: x,
		Listings: []khasan.Listing{{List: "un", ID: "1", Programmes: []string{programme}, Reason: "text"}}}
}

func customer(id string) *entity.Entity {
	return &entity.Entity{ID: id, Schema: entity.Person, Names: []entity.Name{{Full: "Example Person"}}, Births: []entity.Date{entity.Day(1970, 2, 3)}}
}

// TestReview walks an alert from hit to clearance to reopening.
func TestReview(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		a, raised, err := s.Raise(ctx, day, customer("c1"), hit("DPRK"))
		if err != nil || !raised || a.State != store.StateOpen {
			t.Fatalf("first hit: %+v %v %v", a, raised, err)
		}
		if _, raised, _ := s.Raise(ctx, day, customer("c1"), hit("DPRK")); raised {
			t.Error("the same hit again raised a second alert")
		}
		if _, err := s.Decide(ctx, day, store.Review{Alert: a.ID, Reviewer: "ann", State: store.StateCleared}); !errors.Is(err, store.ErrNoReason) {
			t.Errorf("without a reason: %v", err)
		}
		if _, err := s.Decide(ctx, day, store.Review{Alert: a.ID, Reviewer: "ann", State: store.StateCleared, Reason: "x", Evidence: "old"}); !errors.Is(err, store.ErrStale) {
			t.Errorf("on other evidence: %v", err)
		}
		four := store.Review{Alert: a.ID, Reviewer: "ann", State: store.StateCleared, Reason: "other birth date", Evidence: a.Evidence, FourEyes: true}
		if a, err = s.Decide(ctx, day, four); err != nil || a.State != store.StateOpen || a.Proposed != store.StateCleared {
			t.Fatalf("first pair of eyes: %+v, %v", a, err)
		}
		if _, err = s.Decide(ctx, day, four); !errors.Is(err, store.ErrSamePair) {
			t.Errorf("the same person twice: %v", err)
		}
		four.Reviewer = "bob"
		if a, err = s.Decide(ctx, day, four); err != nil || a.State != store.StateCleared {
			t.Fatalf("second pair of eyes: %+v, %v", a, err)
		}
		// A change of wording leaves the clearance; another programme does not.
		h := hit("DPRK")
		h.Listings[0].Reason = "another text"
		if a, raised, _ = s.Raise(ctx, day, customer("c1"), h); raised || a.State != store.StateCleared {
			t.Errorf("a change of wording reopened the alert: %+v", a)
		}
		if a, raised, err = s.Raise(ctx, day.Add(time.Hour), customer("c1"), hit("RUSSIA")); err != nil || !raised || a.State != store.StateOpen {
			t.Fatalf("a new programme did not reopen: %+v %v %v", a, raised, err)
		}
		// Nor does a clearance outlive the customer it was given to.
		four.Evidence = a.Evidence
		for _, four.Reviewer = range []string{"ann", "bob"} {
			if _, err := s.Decide(ctx, day, four); err != nil {
				t.Fatal(err)
			}
		}
		moved := customer("c1")
		moved.Births = []entity.Date{entity.Day(1958, 1, 1)}
		if b, raised, err := s.Raise(ctx, day.Add(time.Hour), moved, hit("RUSSIA")); err != nil || !raised || b.State != store.StateOpen {
			t.Fatalf("another date of birth did not reopen: %+v %v %v", b, raised, err)
		} else if gone, come := b.Changes(); len(gone) != 1 || len(come) != 1 || come[0] != (store.Fact{Kind: "customer_birth", Value: "1958-01-01"}) {
			t.Errorf("what changed: %v gone, %v come", gone, come)
		}
		// A cleared pair hides no other.
		if _, raised, _ = s.Raise(ctx, day, customer("c2"), hit("DPRK")); !raised {
			t.Error("another customer's hit was hidden")
		}
		_, ds, err := s.Alert(ctx, a.ID)
		if err != nil || len(ds) != 6 || ds[2].Reviewer != store.System || ds[2].Before != store.StateCleared {
			t.Fatalf("history: %+v, %v", ds, err)
		}
		gone, come := a.Changes()
		if len(gone) != 1 || gone[0] != (store.Fact{Kind: "programme", Value: "un DPRK"}) || len(come) != 1 || come[0].Value != "un RUSSIA" {
			t.Errorf("what changed since the clearance: %v gone, %v come", gone, come)
		}
		// Decisions stand in the log like answers.
		n, _, err := s.Verify(ctx)
		if r, rerr := s.Record(ctx, n); err != nil || rerr != nil || n != 6 || r.Kind != "decision" || r.Asker != store.System {
			t.Errorf("the log holds %d records, the last %+v, %v", n, r, err)
		}
		counts, err := s.Counts(ctx, day.AddDate(0, 0, 3))
		if err != nil || len(counts) != 1 || counts[0].Alerts != 2 || counts[0].Week != 2 || counts[0].Day+counts[0].Month+counts[0].Older != 0 {
			t.Fatalf("counts: %+v, %v", counts, err)
		}
		if err := s.Assign(ctx, day, a.ID, "ann"); err != nil {
			t.Fatal(err)
		}
		if q, err := s.Queue(ctx, store.Filter{States: []string{store.StateOpen}, Assignee: "ann"}); err != nil || len(q) != 1 {
			t.Fatalf("ann's queue: %+v, %v", q, err)
		}
		q, err := s.Queue(ctx, store.Filter{})
		if err != nil || len(q) != 2 {
			t.Fatalf("the queue: %+v, %v", q, err)
		}
		before, after, err := s.Beside(ctx, store.Filter{States: []string{store.StateOpen, store.StateEscalated}}, &q[0])
		if err != nil || before != 0 || after != q[1].ID {
			t.Errorf("beside the first: %d and %d, %v", before, after, err)
		}
		four = store.Review{Alert: q[0].ID, Reviewer: "ann", State: store.StateConfirmed, Reason: "same passport", FourEyes: true}
		if _, err := s.Decide(ctx, day, four); err != nil {
			t.Fatal(err)
		}
		for who, want := range map[string]int64{"ann": 0, "bob": 1} {
			if n, err := s.Waiting(ctx, store.Filter{Second: who}); err != nil || n != want {
				t.Errorf("%d alerts wait for %s as the second, want %d; %v", n, who, want, err)
			}
		}
	})
}

// TestKill ends a writer with SIGKILL again and again: every record that it
// acknowledged must be there, and the chain whole.
func TestKill(t *testing.T) {
	if path := os.Getenv("KHASAN_TEST_WRITER"); path != "" {
		s, err := store.Open(context.Background(), path)
		if err != nil {
			fmt.Println("error", err)
			return
		}
		for i := 0; ; i++ {
			seq, err := s.Append(context.Background(), record(i))
			if err != nil {
				fmt.Println("error", err)
				return
			}
			fmt.Println(seq)
		}
	}
	path := filepath.Join(t.TempDir(), "records.db")
	rounds := 8
	if testing.Short() {
		rounds = 3
	}
	acknowledged := int64(0)
	for range rounds {
		cmd := exec.Command(os.Args[0], "-test.run", "^TestKill$")
		cmd.Env = append(os.Environ(), "KHASAN_TEST_WRITER="+path)
		var out strings.Builder
		cmd.Stdout = &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(300*time.Millisecond + time.Duration(rand.IntN(200))*time.Millisecond)
		cmd.Process.Kill()
		cmd.Wait()
		text := out.String()
		if strings.Contains(text, "error") {
			t.Fatal(text)
		}
		for l := range strings.SplitSeq(text[:strings.LastIndexByte(text, '\n')+1], "\n") {
			if n, err := strconv.ParseInt(l, 10, 64); err == nil {
				acknowledged = max(acknowledged, n)
			}
		}
	}
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	n, _, err := s.Verify(t.Context())
	if err != nil || n < acknowledged || acknowledged == 0 {
		t.Fatalf("%d records are there, %d were acknowledged: %v", n, acknowledged, err)
	}
	t.Logf("%d kills, %d records acknowledged, %d there, chain whole", rounds, acknowledged, n)
}

// TestSecret checks that a password in the address never reaches an error.
func TestSecret(t *testing.T) {
	_, err := store.Open(t.Context(), "postgres://user:s3cr3t@127.0.0.1:1/x?connect_timeout=1")
	if err == nil || strings.Contains(err.Error(), "s3cr3t") {
		t.Fatalf("got %v", err)
	}
}
