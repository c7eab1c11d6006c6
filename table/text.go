package table

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

func csvRows(name string, r io.Reader, at *counter, head []byte, columns Mapping) Rows {
	return func(yield func(Row) bool) error {
		c := csv.NewReader(r)
		c.FieldsPerRecord = -1
		c.ReuseRecord = true
		first, _, _ := bytes.Cut(head, []byte("\n"))
		for _, sep := range []rune{'\t', ';'} {
			if bytes.ContainsRune(first, sep) && !bytes.ContainsRune(first, ',') {
				c.Comma = sep
			}
		}
		cells, err := c.Read()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		fields, err := headOf(name, cells, columns)
		if err != nil {
			return err
		}
		for n := int64(1); ; n++ {
			at.row = 0
			cells, err := c.Read()
			if err == io.EOF {
				return nil
			}
			row := Row{N: n, At: at.n}
			if errors.Is(err, errLong) {
				return fmt.Errorf("%s: row %d is %w", name, n, errLong)
			}
			var bad *csv.ParseError
			if errors.As(err, &bad) {
				return fmt.Errorf("%s: row %d (line %d): %w", name, n, bad.Line, bad.Err)
			}
			if err != nil {
				return fmt.Errorf("%s: row %d: %w", name, n, err)
			}
			for i, cell := range cells {
				if i < len(fields) {
					row.set(fields[i], strings.Clone(cell))
				}
			}
			if !yield(row) {
				return nil
			}
		}
	}
}

func jsonRows(name string, r *bufio.Reader, at *counter, columns Mapping) Rows {
	return func(yield func(Row) bool) error {
		s := bufio.NewScanner(r)
		s.Buffer(make([]byte, 1<<16), maxRow)
		n := int64(0)
		for line := 1; s.Scan(); line++ {
			at.row = 0
			b := bytes.TrimSpace(bytes.TrimPrefix(s.Bytes(), []byte("\xef\xbb\xbf")))
			if len(b) == 0 {
				continue
			}
			n++
			row := Row{N: n, At: at.n}
			var m map[string]any
			if err := json.Unmarshal(b, &m); err != nil {
				return fmt.Errorf("%s: line %d: %w", name, line, err)
			}
			keys := make([]string, 0, len(m))
			for k := range m {
				keys = append(keys, k)
			}
			slices.Sort(keys)
			for _, k := range keys {
				field := fieldOf(k, columns)
				switch v := m[k].(type) {
				case string:
					row.set(field, v)
				case float64:
					row.set(field, strings.TrimSuffix(fmt.Sprintf("%.0f", v), ".0"))
				case []any:
					for _, x := range v {
						row.set(field, fmt.Sprint(x))
					}
				}
			}
			if !yield(row) {
				return nil
			}
		}
		if err := s.Err(); errors.Is(err, bufio.ErrTooLong) || errors.Is(err, errLong) {
			return fmt.Errorf("%s: row %d is longer than 8 MB: this is no table of parties, a line each", name, n+1)
		} else if err != nil {
			return fmt.Errorf("%s: after row %d: %w", name, n, err)
		}
		return nil
	}
}
