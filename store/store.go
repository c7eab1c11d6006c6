package store

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	_ "github.com/jackc/pgx/v5/stdlib" // database/sql driver "pgx"
	_ "modernc.org/sqlite"             // database/sql driver "sqlite"
)

//go:embed schema.sql
var schema string

// ErrNotFound is returned for a record, alert or customer that is not there.
var ErrNotFound = errors.New("not found")

// A Store is an open database of records. It is safe for concurrent use.
type Store struct {
	db       *sql.DB
	postgres bool
	// write serialises writers of an SQLite file within the process, so that
	// none meets a busy database; PostgreSQL locks rows instead.
	write  sync.Mutex
	notify atomic.Bool
}

// Open opens the records at a place: a file name for SQLite (made when
// missing), or a postgres:// URL. The schema is brought up to date.
func Open(ctx context.Context, place string) (*Store, error) {
	s := &Store{postgres: strings.HasPrefix(place, "postgres://") || strings.HasPrefix(place, "postgresql://")}
	var err error
	if s.postgres {
		s.db, err = sql.Open("pgx", place)
	} else {
		s.db, err = openSQLite(place)
	}
	if err != nil {
		return nil, fmt.Errorf("open records: %w", hideSecret(err, place))
	}
	if err := s.migrate(ctx); err != nil {
		s.db.Close()
		return nil, fmt.Errorf("open records: %w", hideSecret(err, place))
	}
	return s, nil
}

// openSQLite opens a file with a write-ahead log and full synchronisation: an
// acknowledged record survives a power cut.
func openSQLite(path string) (*sql.DB, error) {
	if path == "" {
		return nil, errors.New("no file name for the records")
	}
	if dir := filepath.Dir(path); dir != "." {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, err
		}
	}
	// The file may hold personal data: only its owner may read it.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	f.Close()
	q := url.Values{"_pragma": {"journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(10000)", "foreign_keys(1)"}, "_txlock": {"immediate"}}
	return sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+q.Encode())
}

// hideSecret keeps a connection URL, which may hold a password, out of errors.
func hideSecret(err error, place string) error {
	u, perr := url.Parse(place)
	if perr != nil || u.User == nil {
		return err
	}
	if pw, ok := u.User.Password(); ok && pw != "" && strings.Contains(err.Error(), pw) {
		return errors.New(strings.ReplaceAll(err.Error(), pw, "***"))
	}
	return err
}

// Close closes the database.
func (s *Store) Close() error { return s.db.Close() }

// migrate applies the steps of schema.sql that the database does not have yet,
// each in a transaction of its own. Steps are parted by lines "-- step N".
func (s *Store) migrate(ctx context.Context) error {
	if _, err := s.db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS schema_step (step INTEGER PRIMARY KEY)`); err != nil {
		return err
	}
	var have int
	if err := s.db.QueryRowContext(ctx, `SELECT COALESCE(MAX(step), 0) FROM schema_step`).Scan(&have); err != nil {
		return err
	}
	steps := strings.Split(schema, "-- step ")[1:]
	if have > len(steps) {
		return fmt.Errorf("the records were written by a newer version (schema step %d, this version knows %d)", have, len(steps))
	}
	for i := have; i < len(steps); i++ {
		err := s.tx(ctx, func(tx *sql.Tx) error {
			_, body, _ := strings.Cut(steps[i], "\n")
			if s.postgres {
				body = strings.NewReplacer(" INTEGER PRIMARY KEY AUTOINCREMENT", " BIGSERIAL PRIMARY KEY", " BLOB", " BYTEA", " INTEGER", " BIGINT").Replace(body)
			}
			for _, stmt := range strings.Split(body, ";\n") {
				if strings.TrimSpace(stmt) == "" {
					continue
				}
				if _, err := tx.ExecContext(ctx, stmt); err != nil {
					return fmt.Errorf("schema step %d: %w", i+1, err)
				}
			}
			_, err := tx.ExecContext(ctx, s.bind(`INSERT INTO schema_step (step) VALUES (?)`), i+1)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// bind puts PostgreSQL's numbered parameters for question marks.
func (s *Store) bind(q string) string {
	if !s.postgres {
		return q
	}
	var b strings.Builder
	n := 0
	for i := range len(q) {
		if q[i] == '?' {
			n++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
			continue
		}
		b.WriteByte(q[i])
	}
	return b.String()
}

// tx runs f in a transaction, committed only when f succeeds.
func (s *Store) tx(ctx context.Context, f func(*sql.Tx) error) error {
	if !s.postgres {
		s.write.Lock()
		defer s.write.Unlock()
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit()
}
