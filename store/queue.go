package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Filter chooses alerts of the queue; the zero value is all of them, the
// oldest first.
type Filter struct {
	// States are those wanted; empty is every state.
	States []string
	// Assignee is whose; "" is everybody's. Nobody wants those that nobody has.
	Assignee string
	Nobody   bool
	// Second wants the alerts on which a decision is proposed by another than
	// this person, who may agree to it.
	Second string
	// Limit is how many at most, 0 is 100; Offset how many to pass over.
	Limit, Offset int
}

// where is the filter as a condition.
func (f *Filter) where() (string, []any) {
	q, args := ` WHERE 1 = 1`, []any{}
	if len(f.States) > 0 {
		q += ` AND state IN (?` + strings.Repeat(`, ?`, len(f.States)-1) + `)`
		for _, s := range f.States {
			args = append(args, s)
		}
	}
	if f.Nobody {
		q += ` AND assignee = ''`
	} else if f.Assignee != "" {
		q, args = q+` AND assignee = ?`, append(args, f.Assignee)
	}
	if f.Second != "" {
		q, args = q+` AND proposed <> '' AND proposer <> ?`, append(args, f.Second)
	}
	return q, args
}

// Queue lists alerts, the oldest first.
func (s *Store) Queue(ctx context.Context, f Filter) ([]Alert, error) {
	if f.Limit <= 0 {
		f.Limit = 100
	}
	q, args := f.where()
	return s.alerts(ctx, alertColumns+q+` ORDER BY opened, id LIMIT ? OFFSET ?`, append(args, f.Limit, f.Offset)...)
}

// Waiting is how many alerts a filter chooses, whatever its limit.
func (s *Store) Waiting(ctx context.Context, f Filter) (n int64, err error) {
	q, args := f.where()
	err = s.db.QueryRowContext(ctx, s.bind(`SELECT COUNT(*) FROM alert`+q), args...).Scan(&n)
	return n, err
}

// Beside are the ids of the alerts before and after one in the queue that a
// filter chooses, whether it is in it or not; 0 is none.
func (s *Store) Beside(ctx context.Context, f Filter, a *Alert) (before, after int64, err error) {
	q, args := f.where()
	for _, d := range []struct {
		id      *int64
		op, way string
	}{{&before, "<", "DESC"}, {&after, ">", "ASC"}} {
		err := s.db.QueryRowContext(ctx, s.bind(`SELECT id FROM alert`+q+` AND (opened, id) `+d.op+` (?, ?) ORDER BY opened `+d.way+`, id `+d.way+` LIMIT 1`),
			append(slices.Clone(args), a.Opened.UnixMilli(), a.ID)...).Scan(d.id)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return 0, 0, err
		}
	}
	return before, after, nil
}

// Since yields alerts that came up at or after a time, whatever their state,
// in the order of their ids.
func (s *Store) Since(ctx context.Context, from time.Time) ([]Alert, error) {
	return s.alerts(ctx, alertColumns+` WHERE opened >= ? ORDER BY id`, from.UnixMilli())
}

// Of lists the alerts on one listed party.
func (s *Store) Of(ctx context.Context, entity string) ([]Alert, error) {
	return s.alerts(ctx, alertColumns+` WHERE entity = ? ORDER BY id`, entity)
}

func (s *Store) alerts(ctx context.Context, q string, args ...any) ([]Alert, error) {
	rows, err := s.db.QueryContext(ctx, s.bind(q), args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Alert
	for rows.Next() {
		a, err := s.scanAlert(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, rows.Err()
}

// Count is how many alerts are in a state and how long they have been there.
type Count struct {
	State  string    `json:"state"`
	Alerts int64     `json:"alerts"`
	Oldest time.Time `json:"oldest"`
	// Day, Week and Month are how many opened less than a day, 7 and 30 days ago,
	// each without those counted before it; Older the rest.
	Day   int64 `json:"day"`
	Week  int64 `json:"week"`
	Month int64 `json:"month"`
	Older int64 `json:"older"`
}

// Counts says how many alerts there are, by state, and how old they are at a
// time.
func (s *Store) Counts(ctx context.Context, at time.Time) ([]Count, error) {
	day, week, month := at.Add(-24*time.Hour).UnixMilli(), at.AddDate(0, 0, -7).UnixMilli(), at.AddDate(0, 0, -30).UnixMilli()
	rows, err := s.db.QueryContext(ctx, s.bind(`SELECT state, COUNT(*), MIN(opened),
		SUM(CASE WHEN opened > ? THEN 1 ELSE 0 END), SUM(CASE WHEN opened > ? THEN 1 ELSE 0 END), SUM(CASE WHEN opened > ? THEN 1 ELSE 0 END)
		FROM alert GROUP BY state ORDER BY state`), day, week, month)
	if err != nil {
		return nil, fmt.Errorf("count alerts: %w", err)
	}
	defer rows.Close()
	var out []Count
	for rows.Next() {
		var c Count
		var oldest int64
		if err := rows.Scan(&c.State, &c.Alerts, &oldest, &c.Day, &c.Week, &c.Month); err != nil {
			return nil, err
		}
		c.Oldest = time.UnixMilli(oldest).UTC()
		c.Older, c.Month, c.Week = c.Alerts-c.Month, c.Month-c.Week, c.Week-c.Day
		out = append(out, c)
	}
	return out, rows.Err()
}

// People are those who have alerts in a state, with how many.
func (s *Store) People(ctx context.Context, states ...string) (map[string]int64, error) {
	f := Filter{States: states}
	q, args := f.where()
	rows, err := s.db.QueryContext(ctx, s.bind(`SELECT assignee, COUNT(*) FROM alert`+q+` GROUP BY assignee`), args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]int64{}
	for rows.Next() {
		var who string
		var n int64
		if err := rows.Scan(&who, &n); err != nil {
			return nil, err
		}
		out[who] = n
	}
	return out, rows.Err()
}
