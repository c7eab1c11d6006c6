// Package table reads parties from the tables that people keep them in: CSV,
// TSV, JSON lines, XLSX, Parquet, and tables of PostgreSQL. Rows come one by one;
// memory does not grow with the table.
//
//	rows, size, err := table.Open(ctx, "customers.csv", os.Stdin, nil)
//	err = rows(func(r table.Row) bool { fmt.Println(r.Key, r.Name); return true })
//
// Columns are recognised by their names or said with a [Mapping]. A cell that
// cannot be understood is an error of its row (Err) and ends nothing; a table that
// cannot be read further is an error that says the row.
package table

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"khasan/entity"
)

// A Row is one party.
type Row struct {
	N   int64  `json:"n"`             // from 1
	At  int64  `json:"-"`             // bytes of the input read so far, 0 when not known
	Key string `json:"key,omitempty"` // the table's own number for it
	// Name is its first name, Schema its kind ("" for any), More all else.
	Name   string        `json:"name,omitempty"`
	Schema string        `json:"schema,omitempty"`
	More   entity.Entity `json:"more,omitzero"`
	// Err says why the row cannot be asked about; "" when it can.
	Err string `json:"err,omitempty"`
}

// Party is the whole party; its ID is the key.
func (r *Row) Party() entity.Entity {
	x := r.More
	x.ID, x.Schema = r.Key, r.Schema
	if r.Name != "" {
		x.Names = append([]entity.Name{{Full: r.Name}}, x.Names...)
	}
	return x
}

// Rows hands over the rows in order until it is told to stop.
type Rows func(yield func(Row) bool) error

// Open opens a table: a file, "-" for in, or postgres://...#TABLE. Size is its
// length in bytes (for Parquet in rows, as are At then), 0 when not known.
func Open(ctx context.Context, place string, in io.Reader, columns Mapping) (rows Rows, size int64, err error) {
	if IsURL(place) {
		return postgresRows(ctx, place, columns), 0, nil
	}
	switch strings.ToLower(filepath.Ext(place)) {
	case ".xlsx":
		return xlsxRows(place, columns), 0, nil
	case ".parquet":
		return parquetRows(place, columns)
	}
	var file *os.File
	if place != "-" {
		if file, err = os.Open(place); err != nil {
			return nil, 0, err
		}
		st, err := file.Stat()
		if err != nil {
			file.Close()
			return nil, 0, err
		}
		size, in = st.Size(), file
	}
	text, err := textRows(place, in, columns)
	if err != nil {
		if file != nil {
			file.Close()
		}
		return nil, 0, err
	}
	return func(yield func(Row) bool) error {
		if file != nil {
			defer file.Close()
		}
		return text(yield)
	}, size, nil
}

// Read reads a table of text, CSV, TSV or JSON lines; name is what errors call it.
func Read(name string, in io.Reader, columns Mapping) (Rows, error) {
	return textRows(name, in, columns)
}

func textRows(name string, in io.Reader, columns Mapping) (Rows, error) {
	counted := &counter{r: in}
	r := bufio.NewReaderSize(counted, 1<<16)
	head, err := r.Peek(1 << 12)
	if len(head) == 0 {
		if err == io.EOF {
			err = nil
		}
		return nil, fmt.Errorf("%s: %w", name, errors.Join(errors.New("the table is empty"), err))
	}
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return nil, fmt.Errorf("%s: the table is UTF-16; save it as UTF-8 (in a spreadsheet: \"CSV UTF-8\")", name)
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return nil, fmt.Errorf("%s: this is no text; a workbook's name ends in .xlsx, a Parquet file's in .parquet", name)
	}
	if t := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"); len(t) > 0 && t[0] == '{' {
		return jsonRows(name, r, counted, columns), nil
	}
	return csvRows(name, r, counted, head, columns), nil
}

// maxRow bounds one row of text, in bytes: a quotation mark that is never closed
// must not take the memory of the machine.
const maxRow = 8 << 20

// counter counts what is read, in all and of the row under way.
type counter struct {
	r      io.Reader
	n, row int64
}

func (c *counter) Read(b []byte) (int, error) {
	if c.row > maxRow {
		return 0, errLong
	}
	n, err := c.r.Read(b)
	c.n += int64(n)
	c.row += int64(n)
	return n, err
}

var errLong = errors.New("longer than 8 MB: a quotation mark is not closed, or this is no table of parties")
