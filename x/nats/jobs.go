package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"khasan/entity"
)

// A job is a block of rows to answer.
type job struct {
	Batch string `json:"batch"`
	// N is the job's place in the batch, from 0; First the number of its first
	// row, from 1.
	N     int   `json:"n"`
	First int64 `json:"first"`
	Rows  []row `json:"rows"`
}

// id is the message id of a job and of its answers.
func (j *job) id() string { return fmt.Sprintf("%s/%d", token(j.Batch), j.N) }

// A row is one party to screen.
type row struct {
	Key     string `json:"key"`
	Name    string `json:"name,omitempty"`
	Type    string `json:"type,omitempty"`
	Birth   string `json:"birth,omitempty"`
	Country string `json:"country,omitempty"`
	Number  string `json:"number,omitempty"`
}

// entity is the party of a row, or what is wrong with it.
func (r *row) entity() (entity.Entity, error) {
	x := entity.Entity{ID: r.Key}
	switch strings.ToLower(r.Type) {
	case "", "any":
	case "person", "individual":
		x.Schema = entity.Person
	case "organization", "organisation", "entity":
		x.Schema = entity.Organization
	case "company":
		x.Schema = entity.Company
	case "vessel", "ship":
		x.Schema = entity.Vessel
	case "airplane", "aircraft":
		x.Schema = entity.Airplane
	default:
		return x, fmt.Errorf("type %q is not known", r.Type)
	}
	if r.Name != "" {
		x.Names = []entity.Name{{Full: r.Name}}
	}
	if r.Birth != "" {
		d, err := entity.ReadDate(r.Birth)
		if err != nil {
			return x, fmt.Errorf("birth %q is no date", r.Birth)
		}
		x.Births = []entity.Date{d}
	}
	if r.Country != "" {
		code, ok := entity.CountryOf(r.Country)
		if !ok {
			return x, fmt.Errorf("country %q is not known", r.Country)
		}
		x.Countries = []entity.Country{{Code: code, Link: "country"}}
	}
	if r.Number != "" {
		x.IDs = []entity.Identifier{{Number: r.Number}}
	}
	return x, nil
}

// rowsOf reads a table, row by row.
func rowsOf(in io.Reader, yield func(row) error) error {
	c := csv.NewReader(in)
	c.FieldsPerRecord = -1
	c.ReuseRecord = true
	head, err := c.Read()
	if err != nil {
		return fmt.Errorf("the table's head: %w", err)
	}
	at := map[string]int{}
	for i, h := range head {
		at[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))] = i
	}
	if _, ok := at["name"]; !ok {
		if _, ok := at["id"]; !ok {
			return fmt.Errorf("no column is called name or id among %s", strings.Join(head, ", "))
		}
	}
	for n := 1; ; n++ {
		cells, err := c.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("row %d: %w", n, err)
		}
		cell := func(name string) string {
			if i, ok := at[name]; ok && i < len(cells) {
				return strings.Clone(strings.TrimSpace(cells[i]))
			}
			return ""
		}
		r := row{Key: cell("key"), Name: cell("name"), Type: cell("type"), Birth: cell("birth"), Country: cell("country"), Number: cell("id")}
		if r.Key == "" {
			r.Key = fmt.Sprintf("row-%d", n)
		}
		if err := yield(r); err != nil {
			return err
		}
	}
}

// putRows makes a table's rows into jobs. When it returns without an error
// every job is in the stream, once; when it was cut short, the same call again
// puts what is missing.
func putRows(ctx context.Context, js jetstream.JetStream, batch string, block int, in io.Reader) (rows int64, jobs int, err error) {
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
	err = rowsOf(in, func(r row) error {
		if j.Rows = append(j.Rows, r); len(j.Rows) < max(block, 1) {
			return nil
		}
		return send()
	})
	if err == nil {
		err = send()
	}
	if err == nil {
		err = settle()
	}
	return rows, jobs, err
}
