package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"khasan/table"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"khasan"
)

// answers are those to one job.
type answers struct {
	Batch  string   `json:"batch"`
	N      int      `json:"n"`
	Worker string   `json:"worker"`
	Rows   []answer `json:"rows"`
}

// An answer is that to one row.
type answer struct {
	N     int64        `json:"n"` // row, from 1
	Key   string       `json:"key"`
	Query string       `json:"query"`
	Band  string       `json:"band"` // the gravest of the hits; "error": not asked
	Error string       `json:"error,omitempty"`
	Hits  []khasan.Hit `json:"hits"`
}

// A worker takes jobs and answers them.
type worker struct {
	name              string
	js                jetstream.JetStream
	eng               *khasan.Engine
	db                *pgxpool.Pool
	jobs, rows, again atomic.Int64
}

func newWorker(ctx context.Context, js jetstream.JetStream, name, data, records string) (*worker, error) {
	if name == "" {
		host, _ := os.Hostname()
		name = fmt.Sprintf("%s-%d", host, os.Getpid())
	}
	w := &worker{name: name, js: js}
	var err error
	if w.eng, err = openEngine(data); err != nil {
		return nil, err
	}
	if records != "" {
		if w.db, err = pgxpool.New(ctx, records); err != nil {
			w.close()
			return nil, fmt.Errorf("open the table of answers: %w", err)
		}
		if err := makeTable(ctx, w.db); err != nil {
			w.close()
			return nil, fmt.Errorf("make the table of answers: %w", err)
		}
	}
	return w, nil
}

// makeTable makes the table of answers when it is missing. Several workers may
// do so at once.
func makeTable(ctx context.Context, db *pgxpool.Pool) error {
	return patiently(ctx, 10*time.Second, func(ctx context.Context) error {
		_, err := db.Exec(ctx, `CREATE TABLE IF NOT EXISTS khasan_answer (batch TEXT NOT NULL, key TEXT NOT NULL, n BIGINT NOT NULL, band TEXT NOT NULL, answer TEXT NOT NULL,
			worker TEXT NOT NULL, PRIMARY KEY (batch, key))`)
		return err
	})
}

func (w *worker) close() {
	if w.db != nil {
		w.db.Close()
	}
	if w.eng != nil {
		w.eng.Close()
	}
}

// work takes jobs until ctx is done. Servers that come and go are waited for.
func (w *worker) work(ctx context.Context, at int) error {
	var wg sync.WaitGroup
	failed := make(chan error, at)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for range max(at, 1) {
		wg.Go(func() {
			if err := w.loop(ctx); err != nil && ctx.Err() == nil {
				failed <- err
				cancel()
			}
		})
	}
	wg.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return ctx.Err()
	}
}

func (w *worker) loop(ctx context.Context) error {
	var c jetstream.Consumer
	pause := func() {
		select {
		case <-ctx.Done():
		case <-time.After(200 * time.Millisecond):
		}
	}
	for ctx.Err() == nil {
		if c == nil {
			ask, cancel := context.WithTimeout(ctx, 5*time.Second)
			var err error
			c, err = w.js.Consumer(ask, jobsStream, consumerName)
			cancel()
			if err != nil {
				c = nil
				pause()
				continue
			}
		}
		msgs, err := c.Fetch(2, jetstream.FetchMaxWait(2*time.Second))
		if err != nil {
			c = nil
			pause()
			continue
		}
		n := 0
		for m := range msgs.Messages() {
			n++
			if err := w.do(ctx, m); err != nil {
				return err
			}
		}
		if err := msgs.Error(); err != nil && n == 0 && !errors.Is(err, nats.ErrTimeout) {
			c = nil // the server that led the consumer may be gone
			pause()
		}
	}
	return ctx.Err()
}

// do answers one job. Only what the worker itself cannot mend is an error; a
// job without its answers in place is not acknowledged and comes again.
func (w *worker) do(ctx context.Context, m jetstream.Msg) error {
	var j job
	if err := json.Unmarshal(m.Data(), &j); err != nil {
		m.TermWithReason("not a job: " + err.Error())
		return nil
	}
	out := answers{Batch: j.Batch, N: j.N, Worker: w.name, Rows: make([]answer, len(j.Rows))}
	for i := range j.Rows {
		out.Rows[i] = w.answer(ctx, &j.Rows[i])
		out.Rows[i].N = j.First + int64(i)
	}
	if ctx.Err() != nil {
		m.Nak()
		return nil
	}
	if w.db != nil {
		err := patiently(ctx, ackWait/2, func(ctx context.Context) error { return w.keep(ctx, &out) })
		if err != nil {
			return fmt.Errorf("keep answers: %w", err)
		}
	}
	b, err := json.Marshal(&out)
	if err != nil {
		return err
	}
	a := nats.NewMsg(answersPrefix + token(j.Batch))
	a.Data = b
	a.Header.Set(jetstream.MsgIDHeader, j.id())
	var ack *jetstream.PubAck
	err = patiently(ctx, 2*time.Minute, func(ctx context.Context) (err error) {
		ack, err = w.js.PublishMsg(ctx, a)
		return err
	})
	if err != nil {
		return nil // it comes again
	}
	if ack.Duplicate {
		w.again.Add(1)
	} else {
		w.jobs.Add(1)
		w.rows.Add(int64(len(out.Rows)))
	}
	// Not heard of: the job comes again, and its answer is dropped as one known.
	sure, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	m.DoubleAck(sure)
	return nil
}

// keep writes answers to the table; one that is there stays.
func (w *worker) keep(ctx context.Context, a *answers) error {
	n := len(a.Rows)
	keys, nums, bands, texts := make([]string, n), make([]int64, n), make([]string, n), make([]string, n)
	for i := range a.Rows {
		b, err := json.Marshal(&a.Rows[i])
		if err != nil {
			return err
		}
		keys[i], nums[i], bands[i], texts[i] = a.Rows[i].Key, a.Rows[i].N, a.Rows[i].Band, string(b)
	}
	_, err := w.db.Exec(ctx, `INSERT INTO khasan_answer (batch, key, n, band, answer, worker)
		SELECT $1, k, n, b, a, $2 FROM unnest($3::text[], $4::bigint[], $5::text[], $6::text[]) AS t (k, n, b, a) ON CONFLICT DO NOTHING`,
		a.Batch, w.name, keys, nums, bands, texts)
	return err
}

func (w *worker) answer(ctx context.Context, r *table.Row) answer {
	a := answer{Key: r.Key, Query: r.Name, Band: "none", Hits: []khasan.Hit{}}
	var err error
	if r.Err != "" {
		err = errors.New(r.Err)
	} else {
		var found *khasan.WhoAnswer
		if found, err = w.eng.Who(ctx, khasan.WhoQuery{Entity: r.Party(), Limit: 5}); err == nil && len(found.Hits) > 0 {
			a.Hits, a.Band = found.Hits, found.Hits[0].Band
		}
	}
	if err != nil {
		a.Band, a.Error = "error", err.Error()
	}
	return a
}
