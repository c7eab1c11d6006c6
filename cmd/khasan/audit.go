package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"khasan"
	"khasan/store"
	"khasan/table"
)

const auditUsage = `
The log of what was asked and answered: prove it whole, show it, replay it.

  khasan audit verify            every record there, none changed
  khasan audit show ID           one record
  khasan audit export [FIRST]    the log as JSON lines, for an examiner
  khasan audit replay ID [FILE]  ask the question again and compare the answer;
                                 FILE is the document, where one was asked about;
                                 lists that have changed since are taken as they
                                 were, from the versions that -data keeps

The log is a file (SQLite) or a postgres:// URL, given by -records or by
KHASAN_RECORDS. 'khasan serve' and 'khasan who|what|where -record' write it.

Example:

  khasan audit verify -records records.db
`

// runAudit exits with 3 when the log is broken or a replay differs.
func runAudit(ctx context.Context, p *program, args []string) (int, error) {
	f := p.flags("audit", auditUsage)
	c := p.common(f)
	place := f.String("records", p.getenv("KHASAN_RECORDS"), "`PLACE` of the log: a file or a postgres:// URL")
	rest, err := parse(f, args)
	if err != nil {
		return 0, err
	}
	if len(rest) == 0 {
		return 0, usagef("verify, show, export or replay?")
	}
	if *place == "" {
		return 0, usagef("where is the log? Give -records")
	}
	if !table.IsURL(*place) {
		if _, err := os.Stat(*place); err != nil {
			return 0, err
		}
	}
	s, err := store.Open(ctx, *place)
	if err != nil {
		return 0, err
	}
	defer s.Close()
	seq := func(i int) (int64, error) {
		if len(rest) <= i {
			return 0, usagef("which record? Give its number")
		}
		n, err := strconv.ParseInt(rest[i], 10, 64)
		if err != nil || n < 1 {
			return 0, usagef("%q is no record's number", rest[i])
		}
		return n, nil
	}
	enc := json.NewEncoder(p.out)
	enc.SetEscapeHTML(false)
	switch rest[0] {
	case "verify":
		n, head, err := s.Verify(ctx)
		var broken *store.BrokenError
		if errors.As(err, &broken) {
			fmt.Fprintf(p.out, "%v; the %d records before it are whole\n", broken, n)
			return exitFound, nil
		}
		if err != nil {
			return 0, err
		}
		fmt.Fprintf(p.out, "%d records, all whole; head %s\n", n, head)
		return exitClear, nil
	case "show":
		n, err := seq(1)
		if err != nil {
			return 0, err
		}
		r, err := s.Record(ctx, n)
		if err != nil {
			return 0, err
		}
		return exitClear, enc.Encode(r)
	case "export":
		first := int64(1)
		if len(rest) > 1 {
			if first, err = seq(1); err != nil {
				return 0, err
			}
		}
		for r, err := range s.Records(ctx, first, 0) {
			if err != nil {
				return 0, err
			}
			if err := enc.Encode(r); err != nil {
				return 0, err
			}
		}
		return exitClear, nil
	case "replay":
		n, err := seq(1)
		if err != nil {
			return 0, err
		}
		r, err := s.Record(ctx, n)
		if err != nil {
			return 0, err
		}
		var document []byte
		if len(rest) > 2 {
			if document, err = os.ReadFile(rest[2]); err != nil {
				return 0, err
			}
		}
		eng, err := c.open()
		if err != nil {
			return 0, err
		}
		defer eng.Close()
		answer, err := store.Replay(ctx, eng, r, document)
		if errors.Is(err, store.ErrOtherVersion) && *c.data != "" {
			// The lists have changed since: those of then are kept in the folder.
			var v khasan.Version
			if json.Unmarshal(r.Version, &v) == nil && len(v.Lists) > 0 {
				then, oerr := khasan.Open(*c.data, &khasan.Options{Lists: v.Lists})
				if oerr != nil {
					return 0, fmt.Errorf("%w; and the lists of then: %w", err, oerr)
				}
				defer then.Close()
				answer, err = store.Replay(ctx, then, r, document)
			}
		}
		if errors.Is(err, store.ErrOtherAnswer) {
			fmt.Fprintf(p.out, "%v\nrecorded: %s\nnow:      %s\n", err, r.Answer, answer)
			return exitFound, nil
		}
		if err != nil {
			return 0, err
		}
		fmt.Fprintf(p.out, "record %d: the same %d bytes\n", r.Seq, len(answer))
		return exitClear, nil
	}
	return 0, usagef("there is no %q: verify, show, export or replay", rest[0])
}

// recorder keeps the answers of one command in the log, when one is asked for.
type recorder struct {
	s     *store.Store
	asker string
}

// openRecorder opens the log at place; "" records nothing.
func openRecorder(ctx context.Context, p *program, place string) (*recorder, error) {
	if place == "" {
		return &recorder{}, nil
	}
	s, err := store.Open(ctx, place)
	if err != nil {
		return nil, err
	}
	asker := p.getenv("USER")
	if asker == "" {
		asker = "command"
	}
	return &recorder{s, asker}, nil
}

// keep appends a record that was made for this moment.
func (r *recorder) keep(ctx context.Context, of func(at time.Time, asker string) (store.Record, error)) error {
	if r.s == nil {
		return nil
	}
	rec, err := of(time.Now().UTC(), r.asker)
	if err != nil {
		return err
	}
	_, err = r.s.Append(ctx, rec)
	return err
}

func (r *recorder) Close() error {
	if r.s == nil {
		return nil
	}
	return r.s.Close()
}
