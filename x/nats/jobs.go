package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"khasan/table"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// A job is a block of rows to answer.
type job struct {
	Batch string `json:"batch"`
	// N is the job's place in the batch, from 0; First the number of its first
	// row, from 1.
	N     int         `json:"n"`
	First int64       `json:"first"`
	Rows  []table.Row `json:"rows"`
}

// id is the message id of a job and of its answers.
func (j *job) id() string { return fmt.Sprintf("%s/%d", token(j.Batch), j.N) }

// putRows makes a table's rows into jobs. When it returns without an error
// every job is in the stream, once; when it was cut short, the same call again
// puts what is missing.
func putRows(ctx context.Context, js jetstream.JetStream, batch string, block int, in table.Rows) (rows int64, jobs int, err error) {
	var under []jetstream.PubAckFuture
	var msgs []*nats.Msg
	// settle waits for the acknowledgements; what got none is put again.
	settle := func() error {
		for i, f := range under {
			var err error
			select {
			case <-f.Ok():
				continue
			case err = <-f.Err():
			case <-ctx.Done():
				return ctx.Err()
			}
			if perr := patiently(ctx, 2*time.Minute, func(ctx context.Context) error {
				_, err := js.PublishMsg(ctx, msgs[i])
				return err
			}); perr != nil {
				return fmt.Errorf("put a job: %w", errors.Join(perr, err))
			}
		}
		under, msgs = under[:0], msgs[:0]
		return nil
	}
	j := job{Batch: batch, First: 1}
	send := func() error {
		if len(j.Rows) == 0 {
			return nil
		}
		b, err := json.Marshal(&j)
		if err != nil {
			return err
		}
		m := nats.NewMsg(jobsPrefix + token(batch))
		m.Data = b
		m.Header.Set(jetstream.MsgIDHeader, j.id())
		var f jetstream.PubAckFuture
		if err := patiently(ctx, 2*time.Minute, func(ctx context.Context) (err error) { f, err = js.PublishMsgAsync(m); return err }); err != nil {
			return fmt.Errorf("put a job: %w", err)
		}
		under, msgs = append(under, f), append(msgs, m)
		rows += int64(len(j.Rows))
		jobs++
		j.N, j.First, j.Rows = j.N+1, j.First+int64(len(j.Rows)), j.Rows[:0]
		if len(under) >= 128 {
			return settle()
		}
		return nil
	}
	var stop error
	err = in(func(r table.Row) bool {
		if r.Key == "" {
			r.Key = fmt.Sprintf("row-%d", r.N)
		}
		if j.Rows = append(j.Rows, r); len(j.Rows) >= max(block, 1) {
			stop = send()
		}
		return stop == nil
	})
	if stop != nil {
		err = stop
	}
	if err == nil {
		err = send()
	}
	if err == nil {
		err = settle()
	}
	return rows, jobs, err
}
