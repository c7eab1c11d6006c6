package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"
)

// A Record is one question with its answer.
type Record struct {
	// Seq is the place in the log, from 1; set by Append.
	Seq int64 `json:"seq"`
	// At is when it was asked, UTC, to the millisecond.
	At time.Time `json:"at"`
	// Asker is who asked: a key's name, a batch, a person's sign.
	Asker string `json:"asker"`
	// Kind is who, what, where, or an event of the log's own.
	Kind string `json:"kind"`
	// Question and Answer are JSON, kept byte for byte.
	Question json.RawMessage `json:"question"`
	Answer   json.RawMessage `json:"answer"`
	// Version is the khasan.Version the answer was made from, as JSON.
	Version json.RawMessage `json:"version"`
	// Hash is the chain's digest up to and with this record.
	Hash string `json:"hash"`
}

// sum is the digest of a record after the digest prev: SHA-256 over prev and
// every field, each with its length before it, so that no two records share a
// text.
func (r *Record) sum(prev []byte) []byte {
	h := sha256.New()
	var n [8]byte
	num := func(x int64) {
		binary.BigEndian.PutUint64(n[:], uint64(x))
		h.Write(n[:])
	}
	text := func(b []byte) {
		num(int64(len(b)))
		h.Write(b)
	}
	text(prev)
	num(r.Seq)
	num(r.At.UnixMilli())
	text([]byte(r.Asker))
	text([]byte(r.Kind))
	text(r.Question)
	text(r.Answer)
	text(r.Version)
	return h.Sum(nil)
}

// Append writes records at the end of the log, all or none, and returns the
// place of the last. When it returns without error they are on disk.
func (s *Store) Append(ctx context.Context, records ...Record) (int64, error) {
	var last int64
	err := s.tx(ctx, func(tx *sql.Tx) error {
		var err error
		last, err = s.appendTx(ctx, tx, records...)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("append to the log: %w", err)
	}
	return last, nil
}

// appendTx is Append within a transaction.
func (s *Store) appendTx(ctx context.Context, tx *sql.Tx, records ...Record) (last int64, err error) {
	var prev []byte
	if err := tx.QueryRowContext(ctx, `SELECT seq, hash FROM chain WHERE id = 1`+s.forUpdate()).Scan(&last, &prev); err != nil {
		return 0, err
	}
	insert, err := tx.PrepareContext(ctx, s.bind(`INSERT INTO record (seq, at, asker, kind, question, answer, version, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`))
	if err != nil {
		return 0, err
	}
	defer insert.Close()
	for i := range records {
		r := records[i]
		last++
		r.Seq = last
		prev = r.sum(prev)
		if _, err := insert.ExecContext(ctx, r.Seq, r.At.UnixMilli(), r.Asker, r.Kind, string(r.Question), string(r.Answer), string(r.Version), prev); err != nil {
			return 0, err
		}
	}
	_, err = tx.ExecContext(ctx, s.bind(`UPDATE chain SET seq = ?, hash = ? WHERE id = 1`), last, prev)
	return last, err
}

// A BrokenError says where the log is not what was written.
type BrokenError struct {
	Seq    int64 // the first record that does not hold
	Reason string
}

func (e *BrokenError) Error() string {
	return fmt.Sprintf("the log is broken at record %d: %s", e.Seq, e.Reason)
}

// Verify reads the whole log and proves it: every record there, in order, none
// changed. It returns the number of records and the digest of the last, which
// an auditor may keep elsewhere to find a log cut at its end together with its
// head. The error is a *[BrokenError] when the log does not hold.
func (s *Store) Verify(ctx context.Context) (n int64, head string, err error) {
	var prev []byte
	for r, err := range s.Records(ctx, 1, 0) {
		if err != nil {
			return n, "", err
		}
		if r.Seq != n+1 {
			return n, "", &BrokenError{n + 1, fmt.Sprintf("the next record in the log is %d", r.Seq)}
		}
		sum := r.sum(prev)
		if hex.EncodeToString(sum) != r.Hash {
			return n, "", &BrokenError{r.Seq, "its digest does not fit its fields and the record before it"}
		}
		prev, n = sum, r.Seq
	}
	var seq int64
	var hash []byte
	if err := s.db.QueryRowContext(ctx, `SELECT seq, hash FROM chain WHERE id = 1`).Scan(&seq, &hash); err != nil {
		if errors.Is(err, sql.ErrNoRows) {
			return n, "", &BrokenError{n + 1, "the head of the chain is missing"}
		}
		return n, "", err
	}
	if seq != n || !bytes.Equal(hash, prev) {
		return n, "", &BrokenError{n + 1, fmt.Sprintf("the head of the chain is at record %d with another digest: records are missing at the end, or the head was changed", seq)}
	}
	return n, hex.EncodeToString(prev), nil
}

// Records yields the log from record first on, at most limit records (0: all).
func (s *Store) Records(ctx context.Context, first, limit int64) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		q := `SELECT seq, at, asker, kind, question, answer, version, hash FROM record WHERE seq >= ? ORDER BY seq`
		args := []any{first}
		if limit > 0 {
			q += ` LIMIT ?`
			args = append(args, limit)
		}
		rows, err := s.db.QueryContext(ctx, s.bind(q), args...)
		if err != nil {
			yield(Record{}, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			var r Record
			var at int64
			var question, answer, version string
			var hash []byte
			if err := rows.Scan(&r.Seq, &at, &r.Asker, &r.Kind, &question, &answer, &version, &hash); err != nil {
				yield(Record{}, fmt.Errorf("record after %d: %w", r.Seq, err))
				return
			}
			r.At = time.UnixMilli(at).UTC()
			r.Question, r.Answer, r.Version = json.RawMessage(question), json.RawMessage(answer), json.RawMessage(version)
			r.Hash = hex.EncodeToString(hash)
			if !yield(r, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Record{}, err)
		}
	}
}

// Record returns one record of the log.
func (s *Store) Record(ctx context.Context, seq int64) (Record, error) {
	for r, err := range s.Records(ctx, seq, 1) {
		if err != nil {
			return Record{}, err
		}
		if r.Seq == seq {
			return r, nil
		}
	}
	return Record{}, fmt.Errorf("record %d: %w", seq, ErrNotFound)
}
