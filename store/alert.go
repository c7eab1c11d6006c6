package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"khasan"
)

// The states of an alert.
const (
	StateOpen      = "open"      // nobody has decided
	StateEscalated = "escalated" // passed on to somebody with more say
	StateCleared   = "cleared"   // not the listed party, on this evidence
	StateConfirmed = "confirmed" // the listed party
)

// An Alert is a hit on a customer that a person reviews. There is at most one
// for each pair of customer and listed party; it keeps its history.
type Alert struct {
	ID       int64  `json:"id"`
	Customer string `json:"customer"`
	// Entity is the listed party's id, Caption its name.
	Entity  string  `json:"entity"`
	Caption string  `json:"caption"`
	Query   string  `json:"query"`
	State   string  `json:"state"`
	Score   float64 `json:"score"`
	// Evidence is the digest of what of the listed party matters to a decision.
	Evidence string `json:"evidence"`
	// Hit is the khasan.Hit as last seen, as JSON.
	Hit      json.RawMessage `json:"hit"`
	Assignee string          `json:"assignee"`
	// Proposed is the state that Proposer wants and a second person must agree
	// to, where four eyes are asked for; "" when nothing is proposed.
	Proposed string    `json:"proposed,omitempty"`
	Proposer string    `json:"proposer,omitempty"`
	Opened   time.Time `json:"opened"`
	Changed  time.Time `json:"changed"`
}

// A Decision is one change of an alert's state.
type Decision struct {
	ID       int64     `json:"id"`
	Alert    int64     `json:"alert"`
	At       time.Time `json:"at"`
	Reviewer string    `json:"reviewer"`
	Before   string    `json:"before"`
	After    string    `json:"after"`
	Reason   string    `json:"reason"`
	Evidence string    `json:"evidence"`
}

// System is the reviewer of decisions that no person made.
const System = "khasan"

// Evidence is the digest of what matters of a hit: who the listed party is
// said to be (schema, names, births, countries, numbers) and on which lists
// and programmes it stands. A change in wording of a reason, of an address or
// of a date of amendment leaves it as it is.
func Evidence(h *khasan.Hit) string {
	var f []string
	add := func(kind string, v ...string) {
		for _, s := range v {
			if s != "" {
				f = append(f, kind+"\x1f"+s)
			}
		}
	}
	add("schema", h.Schema)
	if x := h.Entity; x != nil {
		for _, n := range x.Names {
			add("name", n.Full)
		}
		for _, b := range x.Births {
			add("birth", b.String())
		}
		for _, c := range x.Countries {
			add("country", c.Code)
		}
		for _, id := range x.IDs {
			add("number", id.Kind+"\x1f"+id.Number)
		}
		add("gender", x.Genders...)
	}
	for _, l := range h.Listings {
		add("listing", l.List+"\x1f"+l.ID+"\x1f"+l.To)
		for _, p := range l.Programmes {
			add("programme", l.List+"\x1f"+p)
		}
	}
	slices.Sort(f)
	f = slices.Compact(f)
	h256 := sha256.New()
	for _, s := range f {
		h256.Write([]byte(s))
		h256.Write([]byte{0x1e})
	}
	return hex.EncodeToString(h256.Sum(nil)[:16])
}

// Raise records a hit on a customer. A new pair opens an alert. For a pair
// already decided nothing happens while the evidence is the same; when the
// listing has changed in a way that matters, a cleared alert opens again, with
// a decision that says so. It returns the alert and whether it is new or has
// opened again.
func (s *Store) Raise(ctx context.Context, at time.Time, customer string, h *khasan.Hit) (Alert, bool, error) {
	evidence := Evidence(h)
	hit, err := json.Marshal(h)
	if err != nil {
		return Alert{}, false, err
	}
	var a Alert
	raised := false
	err = s.tx(ctx, func(tx *sql.Tx) error {
		var err error
		a, err = s.scanAlert(tx.QueryRowContext(ctx, s.bind(alertColumns+` WHERE customer = ? AND entity = ?`+s.forUpdate()), customer, h.ID))
		now := at.UnixMilli()
		if errors.Is(err, ErrNotFound) {
			raised = true
			a = Alert{Customer: customer, Entity: h.ID, Caption: h.Caption, Query: h.Query, State: StateOpen, Score: h.Score, Evidence: evidence,
				Hit: hit, Opened: time.UnixMilli(now).UTC(), Changed: time.UnixMilli(now).UTC()}
			return tx.QueryRowContext(ctx, s.bind(`INSERT INTO alert (customer, entity, caption, query, state, score, evidence, hit, assignee, proposed, proposer, opened, changed)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', '', '', ?, ?) RETURNING id`),
				customer, h.ID, h.Caption, h.Query, StateOpen, h.Score, evidence, string(hit), now, now).Scan(&a.ID)
		}
		if err != nil {
			return err
		}
		if a.Evidence == evidence {
			return nil
		}
		state := a.State
		if state == StateCleared {
			state, raised = StateOpen, true
			if err := s.decide(ctx, tx, Decision{Alert: a.ID, At: at, Reviewer: System, Before: a.State, After: StateOpen,
				Reason: "the listing changed in a way that matters since it was cleared", Evidence: evidence}); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, s.bind(`UPDATE alert SET state = ?, score = ?, evidence = ?, caption = ?, query = ?, hit = ?, proposed = '', proposer = '', changed = ? WHERE id = ?`),
			state, h.Score, evidence, h.Caption, h.Query, string(hit), now, a.ID)
		a.State, a.Score, a.Evidence, a.Caption, a.Query, a.Hit = state, h.Score, evidence, h.Caption, h.Query, hit
		a.Proposed, a.Proposer, a.Changed = "", "", time.UnixMilli(now).UTC()
		return err
	})
	if err != nil {
		return Alert{}, false, fmt.Errorf("raise an alert: %w", err)
	}
	return a, raised, nil
}

// Errors of review.
var (
	ErrNoReason  = errors.New("a decision needs a reason")
	ErrSamePair  = errors.New("the second person must be another than the first")
	ErrBadState  = errors.New("the state is none of open, escalated, cleared, confirmed")
	ErrStale     = errors.New("the alert has changed since it was shown: look at it again")
	ErrNoPerson  = errors.New("a decision needs a reviewer")
	ErrNotChange = errors.New("the alert is in that state already")
)

// Review is what a person decides about an alert.
type Review struct {
	Alert    int64
	Reviewer string
	State    string
	Reason   string
	// Evidence is the digest the reviewer saw; when the alert's is another by
	// now, the decision is refused with ErrStale. Empty skips the check.
	Evidence string
	// FourEyes asks for a second person: the first call proposes, and only a
	// call by another person with the same state decides.
	FourEyes bool
}

// Decide changes an alert's state. With FourEyes a first decision to clear or
// confirm is only proposed.
func (s *Store) Decide(ctx context.Context, at time.Time, r Review) (Alert, error) {
	switch {
	case r.Reason == "":
		return Alert{}, ErrNoReason
	case r.Reviewer == "":
		return Alert{}, ErrNoPerson
	case !slices.Contains([]string{StateOpen, StateEscalated, StateCleared, StateConfirmed}, r.State):
		return Alert{}, fmt.Errorf("%q: %w", r.State, ErrBadState)
	}
	var a Alert
	err := s.tx(ctx, func(tx *sql.Tx) error {
		var err error
		if a, err = s.scanAlert(tx.QueryRowContext(ctx, s.bind(alertColumns+` WHERE id = ?`+s.forUpdate()), r.Alert)); err != nil {
			return err
		}
		if r.Evidence != "" && r.Evidence != a.Evidence {
			return ErrStale
		}
		if a.State == r.State {
			return ErrNotChange
		}
		now := at.UnixMilli()
		final := r.State == StateCleared || r.State == StateConfirmed
		if r.FourEyes && final && a.Proposed != r.State {
			a.Proposed, a.Proposer = r.State, r.Reviewer
			if err := s.decide(ctx, tx, Decision{Alert: a.ID, At: at, Reviewer: r.Reviewer, Before: a.State, After: a.State,
				Reason: "proposes " + r.State + ": " + r.Reason, Evidence: a.Evidence}); err != nil {
				return err
			}
			_, err := tx.ExecContext(ctx, s.bind(`UPDATE alert SET proposed = ?, proposer = ?, changed = ? WHERE id = ?`), r.State, r.Reviewer, now, a.ID)
			return err
		}
		if r.FourEyes && final && a.Proposer == r.Reviewer {
			return ErrSamePair
		}
		if err := s.decide(ctx, tx, Decision{Alert: a.ID, At: at, Reviewer: r.Reviewer, Before: a.State, After: r.State, Reason: r.Reason, Evidence: a.Evidence}); err != nil {
			return err
		}
		a.State, a.Proposed, a.Proposer, a.Changed = r.State, "", "", time.UnixMilli(now).UTC()
		_, err = tx.ExecContext(ctx, s.bind(`UPDATE alert SET state = ?, proposed = '', proposer = '', changed = ? WHERE id = ?`), r.State, now, a.ID)
		return err
	})
	if err != nil {
		return Alert{}, fmt.Errorf("decide alert %d: %w", r.Alert, err)
	}
	return a, nil
}

// Assign gives an alert to a person; "" gives it back to the queue.
func (s *Store) Assign(ctx context.Context, at time.Time, alert int64, to string) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, s.bind(`UPDATE alert SET assignee = ?, changed = ? WHERE id = ?`), to, at.UnixMilli(), alert)
		if err != nil {
			return err
		}
		if n, _ := r.RowsAffected(); n == 0 {
			return fmt.Errorf("alert %d: %w", alert, ErrNotFound)
		}
		return nil
	})
}

// decide writes one decision.
func (s *Store) decide(ctx context.Context, tx *sql.Tx, d Decision) error {
	_, err := tx.ExecContext(ctx, s.bind(`INSERT INTO decision (alert, at, reviewer, before, after, reason, evidence) VALUES (?, ?, ?, ?, ?, ?, ?)`),
		d.Alert, d.At.UnixMilli(), d.Reviewer, d.Before, d.After, d.Reason, d.Evidence)
	return err
}

const alertColumns = `SELECT id, customer, entity, caption, query, state, score, evidence, hit, assignee, proposed, proposer, opened, changed FROM alert`

func (s *Store) forUpdate() string {
	if s.postgres {
		return ` FOR UPDATE`
	}
	return ``
}

type scanner interface{ Scan(...any) error }

func (s *Store) scanAlert(row scanner) (Alert, error) {
	var a Alert
	var hit string
	var opened, changed int64
	err := row.Scan(&a.ID, &a.Customer, &a.Entity, &a.Caption, &a.Query, &a.State, &a.Score, &a.Evidence, &hit, &a.Assignee, &a.Proposed, &a.Proposer, &opened, &changed)
	if errors.Is(err, sql.ErrNoRows) {
		return a, ErrNotFound
	}
	a.Hit, a.Opened, a.Changed = json.RawMessage(hit), time.UnixMilli(opened).UTC(), time.UnixMilli(changed).UTC()
	return a, err
}

// Alert returns one alert with its decisions, oldest first.
func (s *Store) Alert(ctx context.Context, id int64) (Alert, []Decision, error) {
	a, err := s.scanAlert(s.db.QueryRowContext(ctx, s.bind(alertColumns+` WHERE id = ?`), id))
	if err != nil {
		return a, nil, fmt.Errorf("alert %d: %w", id, err)
	}
	rows, err := s.db.QueryContext(ctx, s.bind(`SELECT id, alert, at, reviewer, before, after, reason, evidence FROM decision WHERE alert = ? ORDER BY id`), id)
	if err != nil {
		return a, nil, err
	}
	defer rows.Close()
	var ds []Decision
	for rows.Next() {
		var d Decision
		var at int64
		if err := rows.Scan(&d.ID, &d.Alert, &at, &d.Reviewer, &d.Before, &d.After, &d.Reason, &d.Evidence); err != nil {
			return a, nil, err
		}
		d.At = time.UnixMilli(at).UTC()
		ds = append(ds, d)
	}
	return a, ds, rows.Err()
}

// Queue lists alerts, the oldest first. State "" is every state, assignee ""
// is everybody's; limit 0 is 100.
func (s *Store) Queue(ctx context.Context, state, assignee string, limit, offset int) ([]Alert, error) {
	if limit <= 0 {
		limit = 100
	}
	q, args := alertColumns+` WHERE 1 = 1`, []any{}
	if state != "" {
		q, args = q+` AND state = ?`, append(args, state)
	}
	if assignee != "" {
		q, args = q+` AND assignee = ?`, append(args, assignee)
	}
	rows, err := s.db.QueryContext(ctx, s.bind(q+` ORDER BY opened, id LIMIT ? OFFSET ?`), append(args, limit, offset)...)
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

// Count is how many alerts are in a state and how old the oldest is.
type Count struct {
	State  string    `json:"state"`
	Alerts int64     `json:"alerts"`
	Oldest time.Time `json:"oldest"`
}

// Counts says how many alerts there are, by state.
func (s *Store) Counts(ctx context.Context) ([]Count, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT state, COUNT(*), MIN(opened) FROM alert GROUP BY state ORDER BY state`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Count
	for rows.Next() {
		var c Count
		var oldest int64
		if err := rows.Scan(&c.State, &c.Alerts, &oldest); err != nil {
			return nil, err
		}
		c.Oldest = time.UnixMilli(oldest).UTC()
		out = append(out, c)
	}
	return out, rows.Err()
}
