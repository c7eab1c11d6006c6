package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// A tally is what was collected.
type tally struct {
	jobs  int
	rows  int64
	twice int // jobs whose answers were in the stream more than once
	by    map[string]*share
}

// A share is what one worker did.
type share struct {
	rows        int64
	first, last time.Time
}

// collect reads a batch's answers from the stream and writes each row once, in
// the order in which jobs were answered. It ends when done says so, or, with a
// nil done, when no answer has come for the time wait.
func collect(ctx context.Context, js jetstream.JetStream, batch string, wait time.Duration, out io.Writer, done func(tally) bool) (tally, error) {
	t := tally{by: map[string]*share{}}
	at := uint64(1) // in the stream
	var c jetstream.Consumer
	w := bufio.NewWriterSize(out, 1<<16)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	seen := map[int]bool{}
	last := time.Now()
	for ctx.Err() == nil {
		if done != nil && done(t) || done == nil && time.Since(last) > wait {
			return t, w.Flush()
		}
		// A consumer of the moment, made anew where it was when its server goes.
		if c == nil {
			ask, cancel := context.WithTimeout(ctx, 5*time.Second)
			var err error
			c, err = js.CreateConsumer(ask, answersStream, jetstream.ConsumerConfig{FilterSubject: answersPrefix + token(batch), AckPolicy: jetstream.AckNonePolicy,
				DeliverPolicy: jetstream.DeliverByStartSequencePolicy, OptStartSeq: at, InactiveThreshold: time.Minute, Replicas: 1, MemoryStorage: true})
			cancel()
			if err != nil {
				c = nil
				select {
				case <-ctx.Done():
				case <-time.After(200 * time.Millisecond):
				}
				continue
			}
		}
		msgs, err := c.Fetch(64, jetstream.FetchMaxWait(time.Second))
		if err != nil {
			c = nil
			continue
		}
		n := 0
		for m := range msgs.Messages() {
			meta, err := m.Metadata()
			if err != nil {
				return t, fmt.Errorf("a message of the stream says not where it stood: %w", err)
			}
			if meta.Sequence.Stream < at {
				continue
			}
			at = meta.Sequence.Stream + 1
			n++
			last = time.Now()
			var a answers
			if err := json.Unmarshal(m.Data(), &a); err != nil {
				return t, fmt.Errorf("an answer in the stream is not one: %w", err)
			}
			if seen[a.N] {
				t.twice++
				continue
			}
			seen[a.N] = true
			t.jobs++
			t.rows += int64(len(a.Rows))
			s := t.by[a.Worker]
			if s == nil {
				s = &share{}
				t.by[a.Worker] = s
			}
			if s.first.IsZero() {
				s.first = meta.Timestamp
			}
			s.last = meta.Timestamp
			s.rows += int64(len(a.Rows))
			for i := range a.Rows {
				if err := enc.Encode(map[string]any{"record": &a.Rows[i]}); err != nil {
					return t, err
				}
			}
		}
		if n == 0 {
			if err := msgs.Error(); err != nil && !errors.Is(err, nats.ErrTimeout) {
				c = nil
			} else if ctx.Err() == nil && !alive(ctx, c) {
				c = nil
			}
		}
	}
	return t, ctx.Err()
}

// alive reports whether a consumer is still known to the servers: nothing more
// would come from one that went with its server, and no error either.
func alive(ctx context.Context, c jetstream.Consumer) bool {
	ask, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	_, err := c.Info(ask)
	return err == nil
}
