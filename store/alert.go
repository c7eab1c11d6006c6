package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"khasan"
	"khasan/entity"
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
	// Evidence is the digest of what of both matters to a decision.
	Evidence string `json:"evidence"`
	// Hit is the khasan.Hit as last seen, as JSON; Subject the customer and Party
	// the listed party then, as entity.Entity in JSON (null in old records).
	Hit     json.RawMessage `json:"hit"`
	Subject json.RawMessage `json:"subject"`
	Party   json.RawMessage `json:"party"`
	// Former is what was said of both when the alert was last decided
	// and is said otherwise now; empty when nothing has changed since.
	Former   []Fact `json:"former,omitempty"`
	Assignee string `json:"assignee"`
	// Proposed is the state that Proposer wants and a second person must agree
	// to, where four eyes are asked for; "" when nothing is proposed.
	Proposed string `json:"proposed,omitempty"`
	Proposer string `json:"proposer,omitempty"`
	// Opened is when it came into the queue, for a reopened one the last time;
	// Changed when anything about it changed.
	Opened  time.Time `json:"opened"`
	Changed time.Time `json:"changed"`
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

// A Fact is one thing said of the listed party or the customer that matters to
// a decision.
type Fact struct {
	// Kind is schema, name, birth, country, number, gender, listing or programme;
	// of the customer with "customer_" before it.
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

// Facts are what matters of a hit on a customer: who the listed party is said
// to be (schema, names, births, countries, numbers), on which lists and
// programmes it stands, and who the customer is; sorted, none twice. The wording
// of a reason, an address or a date of amendment is not among them.
func Facts(customer *entity.Entity, h *khasan.Hit) []Fact {
	var f []Fact
	add := func(kind string, v ...string) {
		for _, s := range v {
			if s != "" {
				f = append(f, Fact{kind, s})
			}
		}
	}
	party := func(of string, x *entity.Entity) {
		for _, n := range x.Names {
			add(of+"name", n.Full)
		}
		for _, b := range x.Births {
			add(of+"birth", b.String())
		}
		for _, c := range x.Countries {
			add(of+"country", c.Code)
		}
		for _, id := range x.IDs {
			add(of+"number", strings.TrimSpace(id.Kind+" "+id.Number))
		}
		add(of+"gender", x.Genders...)
	}
	add("schema", h.Schema)
	if h.Entity != nil {
		party("", h.Entity)
	}
	for _, l := range h.Listings {
		s := l.List + " " + l.ID
		if l.To != "" {
			s += " until " + l.To
		}
		add("listing", s)
		for _, p := range l.Programmes {
			add("programme", l.List+" "+p)
		}
	}
	if customer != nil {
		add("customer_schema", customer.Schema)
		party("customer_", customer)
	}
	slices.SortFunc(f, func(a, b Fact) int {
		return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.Value, b.Value))
	})
	return slices.Compact(f)
}

// Evidence is the digest of the facts of a hit on a customer.
func Evidence(customer *entity.Entity, h *khasan.Hit) string {
	h256 := sha256.New()
	for _, f := range Facts(customer, h) {
		h256.Write([]byte(f.Kind + "\x1f" + f.Value + "\x1e"))
	}
	return hex.EncodeToString(h256.Sum(nil)[:16])
}

// Changes are the facts that a party lost and gained since former was written
// down; nothing when former is empty.
func (a *Alert) Changes() (gone, come []Fact) {
	if len(a.Former) == 0 {
		return nil, nil
	}
	now := a.facts()
	for _, f := range a.Former {
		if !slices.Contains(now, f) {
			gone = append(gone, f)
		}
	}
	for _, f := range now {
		if !slices.Contains(a.Former, f) {
			come = append(come, f)
		}
	}
	return gone, come
}

// facts are those of the hit as last seen.
func (a *Alert) facts() []Fact {
	var h khasan.Hit
	var x, customer entity.Entity
	if json.Unmarshal(a.Hit, &h) != nil || json.Unmarshal(a.Subject, &customer) != nil {
		return nil
	}
	if json.Unmarshal(a.Party, &x) == nil && x.ID != "" {
		h.Entity = &x
	}
	return Facts(&customer, &h)
}

// Raise records a hit on a customer. A new pair opens an alert. For a pair
// already decided nothing happens while the evidence is the same; when the
// listing or the customer has changed in a way that matters, a cleared alert
// opens again, with a decision that says so. It returns the alert and whether it is new or has
// opened again.
func (s *Store) Raise(ctx context.Context, at time.Time, customer *entity.Entity, h *khasan.Hit) (Alert, bool, error) {
	a := Alert{Customer: customer.ID, Entity: h.ID, Caption: h.Caption, Query: h.Query, State: StateOpen, Score: h.Score, Evidence: Evidence(customer, h)}
	var err error
	if a.Hit, err = json.Marshal(h); err != nil {
		return Alert{}, false, err
	}
	if a.Subject, err = json.Marshal(customer); err != nil {
		return Alert{}, false, err
	}
	if a.Party, err = json.Marshal(h.Entity); err != nil {
		return Alert{}, false, err
	}
	raised := false
	err = s.tx(ctx, func(tx *sql.Tx) error {
		was, err := s.scanAlert(tx.QueryRowContext(ctx, s.bind(alertColumns+` WHERE customer = ? AND entity = ?`+s.forUpdate()), a.Customer, a.Entity))
		now := at.UnixMilli()
		a.Opened, a.Changed = time.UnixMilli(now).UTC(), time.UnixMilli(now).UTC()
		if errors.Is(err, ErrNotFound) {
			raised = true
			err := tx.QueryRowContext(ctx, s.bind(`INSERT INTO alert (customer, entity, caption, query, state, score, evidence, hit, subject, party, assignee, proposed, proposer, opened, changed)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', ?, ?) RETURNING id`),
				a.Customer, a.Entity, a.Caption, a.Query, a.State, a.Score, a.Evidence, string(a.Hit), string(a.Subject), string(a.Party), now, now).Scan(&a.ID)
			if err != nil {
				return err
			}
			return s.leaveNotice(ctx, tx, a.ID, at)
		}
		if err != nil {
			return err
		}
		if was.Evidence == a.Evidence {
			a = was
			return nil
		}
		a.ID, a.State, a.Opened, a.Assignee, a.Former = was.ID, was.State, was.Opened, was.Assignee, was.Former
		if len(a.Former) == 0 && was.State != StateOpen {
			a.Former = was.facts()
		}
		if was.State == StateCleared {
			a.State, a.Opened, raised = StateOpen, a.Changed, true
			if err := s.decide(ctx, tx, Decision{Alert: a.ID, At: at, Reviewer: System, Before: was.State, After: StateOpen,
				Reason: "the listing or the customer changed in a way that matters since it was cleared", Evidence: a.Evidence}, &a); err != nil {
				return err
			}
			if err := s.leaveNotice(ctx, tx, a.ID, at); err != nil {
				return err
			}
		}
		former, err := json.Marshal(a.Former)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, s.bind(`UPDATE alert SET state = ?, score = ?, evidence = ?, caption = ?, query = ?, hit = ?, subject = ?, party = ?, former = ?,
			proposed = '', proposer = '', opened = ?, changed = ? WHERE id = ?`),
			a.State, a.Score, a.Evidence, a.Caption, a.Query, string(a.Hit), string(a.Subject), string(a.Party), string(former), a.Opened.UnixMilli(), now, a.ID)
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
				Reason: "proposes " + r.State + ": " + r.Reason, Evidence: a.Evidence}, &a); err != nil {
				return err
			}
			_, err := tx.ExecContext(ctx, s.bind(`UPDATE alert SET proposed = ?, proposer = ?, changed = ? WHERE id = ?`), r.State, r.Reviewer, now, a.ID)
			return err
		}
		if r.FourEyes && final && a.Proposer == r.Reviewer {
			return ErrSamePair
		}
		if err := s.decide(ctx, tx, Decision{Alert: a.ID, At: at, Reviewer: r.Reviewer, Before: a.State, After: r.State, Reason: r.Reason, Evidence: a.Evidence}, &a); err != nil {
			return err
		}
		if r.State == StateOpen { // back in the queue: its age counts from now
			a.Opened = time.UnixMilli(now).UTC()
		}
		if final {
			a.Former = nil
		}
		former, err := json.Marshal(a.Former)
		if err != nil {
			return err
		}
		a.State, a.Proposed, a.Proposer, a.Changed = r.State, "", "", time.UnixMilli(now).UTC()
		_, err = tx.ExecContext(ctx, s.bind(`UPDATE alert SET state = ?, proposed = '', proposer = '', former = ?, opened = ?, changed = ? WHERE id = ?`),
			r.State, string(former), a.Opened.UnixMilli(), now, a.ID)
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

// decide writes one decision about an alert, and a record of it in the log, so
// that decisions are as tamper-evident as answers.
func (s *Store) decide(ctx context.Context, tx *sql.Tx, d Decision, a *Alert) error {
	err := tx.QueryRowContext(ctx, s.bind(`INSERT INTO decision (alert, at, reviewer, before, after, reason, evidence) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`),
		d.Alert, d.At.UnixMilli(), d.Reviewer, d.Before, d.After, d.Reason, d.Evidence).Scan(&d.ID)
	if err != nil {
		return err
	}
	question, err := json.Marshal(map[string]any{"alert": a.ID, "customer": a.Customer, "entity": a.Entity, "evidence": d.Evidence})
	if err != nil {
		return err
	}
	answer, err := json.Marshal(d)
	if err != nil {
		return err
	}
	_, err = s.appendTx(ctx, tx, Record{At: d.At, Asker: d.Reviewer, Kind: "decision", Question: question, Answer: answer, Version: json.RawMessage(`{}`)})
	return err
}

const alertColumns = `SELECT id, customer, entity, caption, query, state, score, evidence, hit, subject, party, former, assignee, proposed, proposer, opened, changed FROM alert`

func (s *Store) forUpdate() string {
	if s.postgres {
		return ` FOR UPDATE`
	}
	return ``
}

type scanner interface{ Scan(...any) error }

func (s *Store) scanAlert(row scanner) (Alert, error) {
	var a Alert
	var hit, subject, party, former string
	var opened, changed int64
	err := row.Scan(&a.ID, &a.Customer, &a.Entity, &a.Caption, &a.Query, &a.State, &a.Score, &a.Evidence, &hit, &subject, &party, &former, &a.Assignee, &a.Proposed, &a.Proposer, &opened, &changed)
	if errors.Is(err, sql.ErrNoRows) {
		return a, ErrNotFound
	}
	if err != nil {
		return a, err
	}
	null := func(s string) json.RawMessage {
		if s == "" {
			return json.RawMessage("null")
		}
		return json.RawMessage(s)
	}
	a.Hit, a.Subject, a.Party = null(hit), null(subject), null(party)
	a.Opened, a.Changed = time.UnixMilli(opened).UTC(), time.UnixMilli(changed).UTC()
	if former != "" {
		if err := json.Unmarshal([]byte(former), &a.Former); err != nil {
			return a, fmt.Errorf("alert %d: %w", a.ID, err)
		}
	}
	return a, nil
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
