package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"khasan/internal/pgserver"
	"khasan/table"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// TestMain lets the test binary be the program for the trial's processes.
func TestMain(m *testing.M) {
	if os.Getenv("KHASAN_NATS") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// TestTrial is the trial with few rows (KHASAN_NATS_ROWS for more): a cluster of
// three, three workers, a server and a worker killed, into PostgreSQL as well
// where it is installed.
func TestTrial(t *testing.T) {
	n := 6000
	if s := os.Getenv("KHASAN_NATS_ROWS"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	o := trialOptions{n: n, block: 16, nodes: 3, workers: 3}
	url, stop, err := pgserver.Start()
	if err == nil {
		defer stop()
		o.records = url
	} else if !errors.Is(err, pgserver.ErrNone) {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	var out bytes.Buffer
	if err := trial(ctx, o, &out, t.Output()); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	t.Log(out.String())
}

// TestAgain puts the same rows twice and gives a job out twice: the answers are
// there once.
func TestAgain(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	s, err := startNode(nodeOptions{name: "t", store: t.TempDir(), alone: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { s.Shutdown(); s.WaitForShutdown() }()
	js, close, err := connectIn(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	defer close()
	const rows = "key,name,birth\na,KIM Jong Un,1984-01-08\nb,Ingeborg Abrahamsen,\nc,Nobody,yesterday\n"
	for range 2 {
		in, err := table.Read("rows", strings.NewReader(rows), nil)
		if err != nil {
			t.Fatal(err)
		}
		if rows, jobs, err := putRows(ctx, js, "one", 2, in); rows != 3 || jobs != 2 || err != nil {
			t.Fatal(rows, jobs, err)
		}
	}
	st, err := js.Stream(ctx, jobsStream)
	if err != nil || st.CachedInfo().State.Msgs != 2 {
		t.Fatalf("put twice: %+v, %v; want 2 jobs", st.CachedInfo().State, err)
	}
	w, err := newWorker(ctx, js, "w", "", "")
	if err != nil {
		t.Fatal(err)
	}
	defer w.close()
	c, err := js.Consumer(ctx, jobsStream, consumerName)
	if err != nil {
		t.Fatal(err)
	}
	msgs, err := c.Fetch(2)
	if err != nil {
		t.Fatal(err)
	}
	for m := range msgs.Messages() {
		// As when the first acknowledgement is lost.
		for range 2 {
			if err := w.do(ctx, m); err != nil {
				t.Fatal(err)
			}
		}
	}
	if w.jobs.Load() != 2 || w.again.Load() != 2 {
		t.Errorf("%d jobs answered, %d known already; want 2 and 2", w.jobs.Load(), w.again.Load())
	}
	// Beyond the window of message ids the job's place decides.
	late := nats.NewMsg(answersPrefix + "one")
	late.Data = []byte(`{"batch":"one","n":0,"worker":"x","rows":[{"n":1,"key":"a"},{"n":2,"key":"b"}]}`)
	if _, err := js.PublishMsg(ctx, late); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	got, err := collect(ctx, js, "one", time.Second, &out, nil)
	if err != nil || got.rows != 3 || got.jobs != 2 || got.twice != 1 {
		t.Fatalf("collected %+v, %v", got, err)
	}
	for _, want := range []string{`"key":"a","query":"KIM Jong Un","band":"match"`, `"key":"b","query":"Ingeborg Abrahamsen","band":"none"`, `is no date`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the answers lack %s:\n%s", want, out.String())
		}
	}
	if n, err := js.Stream(ctx, jobsStream); err != nil || n.CachedInfo().State.Msgs != 0 {
		t.Errorf("jobs are left: %+v, %v", n.CachedInfo().State, err)
	}
	var _ jetstream.JetStream = js
}

// TestOneMachine runs everything in one process, twice over one folder.
func TestOneMachine(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "rows.csv")
	if err := trialRows(file, 500); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"one", "two"} {
		var out, log bytes.Buffer
		if err := run(t.Context(), []string{"batch", "-store", filepath.Join(dir, "store"), "-batch", want, file}, &out, &log); err != nil {
			t.Fatal(err, log.String())
		}
		if n := strings.Count(out.String(), "\n"); n != 500 || strings.Count(out.String(), `"query":"KIM Jong Un","band":"match"`) != 5 {
			t.Errorf("run %d: %d answers, %d of them matches", i, n, strings.Count(out.String(), `"query":"KIM Jong Un","band":"match"`))
		}
	}
}
