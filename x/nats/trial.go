package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"khasan/table"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/nats-io/nats.go/jetstream"
)

type trialOptions struct {
	n, block, nodes, workers int
	data, records            string
}

// trial runs servers and workers as processes on this machine, puts rows, ends
// the server that leads the stream of jobs and one worker with SIGKILL when a
// third is answered, starts them again when half is, and proves that every row
// was answered once.
func trial(ctx context.Context, o trialOptions, out, log io.Writer) error {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "khasan-trial")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	ports := make([]int, 2*o.nodes)
	for i := range ports {
		if ports[i], err = freePort(); err != nil {
			return err
		}
	}
	var urls, routes []string
	for i := range o.nodes {
		urls = append(urls, fmt.Sprintf("nats://127.0.0.1:%d", ports[2*i]))
		routes = append(routes, fmt.Sprintf("nats://127.0.0.1:%d", ports[2*i+1]))
	}
	url := strings.Join(urls, ",")
	running := map[string]*exec.Cmd{}
	start := func(name string, args ...string) error {
		c := exec.Command(exe, args...)
		c.Stderr = log
		c.Env = append(os.Environ(), "KHASAN_NATS=1")
		if err := c.Start(); err != nil {
			return err
		}
		running[name] = c
		return nil
	}
	kill := func(name string) {
		if c := running[name]; c != nil {
			c.Process.Kill()
			c.Wait()
			delete(running, name)
		}
	}
	defer func() {
		for name := range running {
			kill(name)
		}
	}()
	node := func(i int) error {
		args := []string{"node", "-name", fmt.Sprintf("n%d", i+1), "-store", filepath.Join(dir, fmt.Sprintf("n%d", i+1)), "-port", fmt.Sprint(ports[2*i])}
		if o.nodes > 1 {
			args = append(args, "-cluster-port", fmt.Sprint(ports[2*i+1]), "-routes", strings.Join(routes, ","))
		}
		return start(fmt.Sprintf("n%d", i+1), args...)
	}
	replicas := 1
	if o.nodes >= 3 {
		replicas = 3
	}
	work := func(i int) error {
		return start(fmt.Sprintf("w%d", i+1), "work", "-url", url, "-name", fmt.Sprintf("w%d", i+1), "-data", o.data, "-records", o.records, "-replicas", fmt.Sprint(replicas), "-at", "2")
	}
	for i := range o.nodes {
		if err := node(i); err != nil {
			return err
		}
	}
	js, close, err := connect(ctx, url, replicas)
	if err != nil {
		return err
	}
	defer close()
	file := filepath.Join(dir, "rows.csv")
	if err := trialRows(file, o.n); err != nil {
		return err
	}
	in, _, err := table.Open(ctx, file, nil, nil)
	if err != nil {
		return err
	}
	started := time.Now()
	for i := range o.workers {
		if err := work(i); err != nil {
			return err
		}
	}
	put := make(chan error, 1)
	go func() {
		rows, jobs, err := putRows(ctx, js, "trial", o.block, in)
		fmt.Fprintf(log, "put %d rows in %d jobs in %s\n", rows, jobs, time.Since(started).Round(time.Millisecond))
		put <- err
	}()
	jobs := (o.n + o.block - 1) / o.block
	killed, restarted := "", false
	var collected bytes.Buffer
	var events []string
	last := time.Now()
	t, err := collect(ctx, js, "trial", 0, &keysOnly{w: &collected}, func(t tally) bool {
		if time.Since(last) > 10*time.Second {
			last = time.Now()
			fmt.Fprintf(log, "%d rows answered after %s\n", t.rows, time.Since(started).Round(time.Second))
		}
		switch {
		case killed == "" && t.jobs >= jobs/3:
			killed = leader(ctx, js, o.nodes)
			kill(killed)
			kill("w1")
			events = append(events, fmt.Sprintf("%s (led the stream of jobs) and worker w1 killed after %d rows", killed, t.rows))
		case killed != "" && !restarted && t.jobs >= jobs/2:
			restarted = true
			for i := range o.nodes {
				if fmt.Sprintf("n%d", i+1) == killed {
					if err := node(i); err != nil {
						fmt.Fprintln(log, err)
					}
				}
			}
			if err := work(0); err != nil {
				fmt.Fprintln(log, err)
			}
			events = append(events, fmt.Sprintf("both started again after %d rows", t.rows))
		}
		return t.jobs >= jobs
	})
	if err != nil {
		return err
	}
	if err := <-put; err != nil {
		return err
	}
	took := time.Since(started)
	// Is anything else still to come? A job answered twice would be seen here.
	var left uint64
	err = patiently(ctx, 2*ackWait, func(ctx context.Context) error {
		c, err := js.Consumer(ctx, jobsStream, consumerName)
		if err != nil {
			return err
		}
		i, err := c.Info(ctx)
		if err != nil {
			return err
		}
		if left = i.NumPending + uint64(i.NumAckPending); left > 0 {
			return fmt.Errorf("%d jobs are still waiting or not acknowledged", left)
		}
		return nil
	})
	if err != nil {
		return err
	}
	again, err := collect(ctx, js, "trial", 2*time.Second, io.Discard, nil)
	if err != nil {
		return err
	}
	keys := strings.Fields(collected.String())
	slices.Sort(keys)
	distinct := len(slices.Compact(slices.Clone(keys)))
	fmt.Fprintf(out, "%d servers, %d workers, %d rows in %d jobs of %d, replicas %d\n", o.nodes, o.workers, o.n, jobs, o.block, replicas)
	for _, e := range events {
		fmt.Fprintln(out, " ", e)
	}
	fmt.Fprintf(out, "answered %d rows, %d different keys, in %s: %.0f rows a second\n", t.rows, distinct, took.Round(time.Millisecond), float64(t.rows)/took.Seconds())
	fmt.Fprintf(out, "in the stream in the end: %d rows, %d jobs twice; no job left\n", again.rows, again.twice)
	var names []string
	for name := range again.by {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		s := again.by[name]
		d := s.last.Sub(s.first).Seconds()
		fmt.Fprintf(out, "  %s: %d rows, %.0f a second\n", name, s.rows, float64(s.rows)/max(d, 1e-9))
	}
	if distinct != o.n || t.rows != int64(o.n) || again.rows != int64(o.n) || again.twice != 0 {
		return fmt.Errorf("of %d rows %d were answered, %d keys differ, %d jobs came twice", o.n, again.rows, distinct, again.twice)
	}
	if killed == "" || !restarted {
		return fmt.Errorf("nobody was killed: the trial was over too soon; give it more rows with -n")
	}
	if o.records != "" {
		db, err := pgxpool.New(ctx, o.records)
		if err != nil {
			return err
		}
		defer db.Close()
		var rows, found int64
		if err := db.QueryRow(ctx, `SELECT COUNT(*), COUNT(DISTINCT key) FROM khasan_answer WHERE batch = 'trial'`).Scan(&rows, &found); err != nil {
			return err
		}
		fmt.Fprintf(out, "in PostgreSQL: %d rows, %d different keys\n", rows, found)
		if rows != int64(o.n) || found != rows {
			return fmt.Errorf("PostgreSQL has %d rows of %d", rows, o.n)
		}
	}
	return nil
}

// leader is the server that leads the stream of jobs.
func leader(ctx context.Context, js jetstream.JetStream, nodes int) string {
	var name string
	patiently(ctx, 10*time.Second, func(ctx context.Context) error {
		s, err := js.Stream(ctx, jobsStream)
		if err == nil && s.CachedInfo().Cluster != nil {
			name = s.CachedInfo().Cluster.Leader
		}
		return err
	})
	if !strings.HasPrefix(name, "n") {
		name = "n1"
	}
	return name
}

// trialRows writes synthetic rows, one in a hundred of a listed name.
func trialRows(path string, n int) error {
	r := rand.New(rand.NewPCG(11, 5))
	given := strings.Fields("Anna Oleg Min-jun Fatima Jörg Chiara Kwame Lucía Иван Ольга Ahmed Wei Yuki Nadia Tomás Greta")
	family := strings.Fields("Abrahamsen Петренко Okafor Moreau Lindqvist Haddad Yıldız Novák Иванов Tanaka Karimi Zhang Costa Bauer Rossi Nowak")
	syllables := strings.Fields("ba de fi go hu ja ke li mo nu pa re si to vu wa ye zo")
	var b bytes.Buffer
	b.WriteString("key,name,type,birth\n")
	for i := range n {
		name := given[r.IntN(len(given))] + " " + family[r.IntN(len(family))] + syllables[r.IntN(len(syllables))] + syllables[r.IntN(len(syllables))]
		if i%100 == 99 {
			fmt.Fprintf(&b, "k%07d,KIM Jong Un,person,\n", i)
			continue
		}
		fmt.Fprintf(&b, "k%07d,%s,person,%d-%02d-%02d\n", i, name, 1940+r.IntN(60), 1+r.IntN(12), 1+r.IntN(28))
	}
	return os.WriteFile(path, b.Bytes(), 0o600)
}

// keysOnly keeps of each answer its key.
type keysOnly struct {
	w    io.Writer
	rest []byte
}

func (k *keysOnly) Write(b []byte) (int, error) {
	k.rest = append(k.rest, b...)
	for {
		i := bytes.IndexByte(k.rest, '\n')
		if i < 0 {
			return len(b), nil
		}
		var line struct{ Record struct{ Key string } }
		if err := json.Unmarshal(k.rest[:i], &line); err != nil {
			return 0, err
		}
		fmt.Fprintln(k.w, line.Record.Key)
		k.rest = k.rest[i+1:]
	}
}
