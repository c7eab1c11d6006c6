package table

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // database/sql driver "pgx"
)

// IsURL reports whether a place is an address of PostgreSQL.
func IsURL(place string) bool {
	return strings.HasPrefix(place, "postgres://") || strings.HasPrefix(place, "postgresql:")
}

// Name is what to call a table where passwords must not stand: its file's name,
// or the table's.
func Name(place string) string {
	if IsURL(place) {
		_, table, _ := strings.Cut(place, "#")
		return "postgres " + table
	}
	return filepath.Base(place)
}

// postgresRows reads a table or view of PostgreSQL, postgres://...#TABLE or
// #SCHEMA.TABLE, in the order of its key column, in one read-only transaction
// that sees one state of it. Rows are taken as they come, not held.
func postgresRows(ctx context.Context, place string, columns Mapping) Rows {
	return func(yield func(Row) bool) error {
		name := Name(place)
		fail := func(err error) error {
			text := err.Error()
			if u, perr := url.Parse(place); perr == nil && u.User != nil {
				if pw, ok := u.User.Password(); ok && pw != "" {
					text = strings.ReplaceAll(text, pw, "***")
				}
			}
			return fmt.Errorf("%s: %s", name, text)
		}
		address, table, _ := strings.Cut(place, "#")
		if table == "" {
			return errors.New("which table? Give it after a #: postgres://host/base#customers")
		}
		quoted := pgx.Identifier(strings.Split(table, ".")).Sanitize()
		db, err := sql.Open("pgx", address)
		if err != nil {
			return fail(err)
		}
		defer db.Close()
		tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
		if err != nil {
			return fail(err)
		}
		defer tx.Rollback()
		// The columns first, to know by which to order.
		none, err := tx.QueryContext(ctx, "SELECT * FROM "+quoted+" LIMIT 0")
		if err != nil {
			return fail(err)
		}
		heads, err := none.Columns()
		none.Close()
		if err != nil {
			return fail(err)
		}
		fields, err := headOf(name, heads, columns)
		if err != nil {
			return err
		}
		key := slices.Index(fields, "key")
		if key < 0 {
			return fmt.Errorf("%s: no column is a key among %s: rows need an order that stays; say which with -map key=COLUMN", name, strings.Join(heads, ", "))
		}
		rows, err := tx.QueryContext(ctx, "SELECT * FROM "+quoted+" ORDER BY "+pgx.Identifier{heads[key]}.Sanitize())
		if err != nil {
			return fail(err)
		}
		defer rows.Close()
		cells := make([]any, len(heads))
		into := make([]any, len(heads))
		for i := range cells {
			into[i] = &cells[i]
		}
		for n := int64(1); rows.Next(); n++ {
			if err := rows.Scan(into...); err != nil {
				return fail(fmt.Errorf("row %d: %w", n, err))
			}
			row := Row{N: n}
			for i, c := range cells {
				if fields[i] != "" {
					row.set(fields[i], cellText(c))
				}
			}
			if !yield(row) {
				return nil
			}
		}
		if err := rows.Err(); err != nil {
			return fail(err)
		}
		return nil
	}
}

// cellText is a value of a table as text; an array's values are parted by ";".
func cellText(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		if strings.HasPrefix(x, "{") && strings.HasSuffix(x, "}") {
			var parts []string
			for _, p := range strings.Split(x[1:len(x)-1], ",") {
				parts = append(parts, strings.Trim(p, `"`))
			}
			return strings.Join(parts, ";")
		}
		return x
	case []byte:
		return string(x)
	case time.Time:
		return x.Format("2006-01-02")
	case int64:
		return strconv.FormatInt(x, 10)
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}
