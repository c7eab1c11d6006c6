package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// A Notice says that an alert opened, until somebody has been told.
type Notice struct {
	ID    int64
	Alert Alert
	At    time.Time
	// Tries is how often telling has failed, Error why the last time.
	Tries int
	Error string
}

// Notify makes Raise leave a notice of every alert that it opens, in the same
// transaction: who is to be told is told even when the process ends between.
func (s *Store) Notify(on bool) { s.notify.Store(on) }

// leaveNotice writes a notice within Raise.
func (s *Store) leaveNotice(ctx context.Context, tx *sql.Tx, alert int64, at time.Time) error {
	if !s.notify.Load() {
		return nil
	}
	_, err := tx.ExecContext(ctx, s.bind(`INSERT INTO notice (alert, at, due) VALUES (?, ?, ?)`), alert, at.UnixMilli(), at.UnixMilli())
	return err
}

// Due are the notices whose time has come, the oldest first, with their alerts
// as they are now; limit 0 is 100.
func (s *Store) Due(ctx context.Context, at time.Time, limit int) ([]Notice, error) {
	if limit <= 0 {
		limit = 100
	}
	rows, err := s.db.QueryContext(ctx, s.bind(`SELECT id, alert, at, tries, error FROM notice WHERE sent = 0 AND due <= ? ORDER BY id LIMIT ?`), at.UnixMilli(), limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Notice
	for rows.Next() {
		var n Notice
		var ms int64
		if err := rows.Scan(&n.ID, &n.Alert.ID, &ms, &n.Tries, &n.Error); err != nil {
			return nil, err
		}
		n.At = time.UnixMilli(ms).UTC()
		out = append(out, n)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	rows.Close()
	for i := range out {
		if out[i].Alert, _, err = s.Alert(ctx, out[i].Alert.ID); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Unsent is how many notices nobody has been told of, and when the next is due.
func (s *Store) Unsent(ctx context.Context) (n int64, next time.Time, err error) {
	var ms sql.NullInt64
	err = s.db.QueryRowContext(ctx, `SELECT COUNT(*), MIN(due) FROM notice WHERE sent = 0`).Scan(&n, &ms)
	if ms.Valid {
		next = time.UnixMilli(ms.Int64).UTC()
	}
	return n, next, err
}

// Sent says that a notice has reached whom it was for.
func (s *Store) Sent(ctx context.Context, id int64, at time.Time) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, s.bind(`UPDATE notice SET sent = ?, error = '' WHERE id = ?`), at.UnixMilli(), id)
		return err
	})
}

// Failed says that telling failed, why, and when to try again.
func (s *Store) Failed(ctx context.Context, id int64, again time.Time, why string) error {
	if len(why) > 500 {
		why = why[:500]
	}
	err := s.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, s.bind(`UPDATE notice SET tries = tries + 1, due = ?, error = ? WHERE id = ?`), again.UnixMilli(), why, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("notice %d: %w", id, err)
	}
	return nil
}
