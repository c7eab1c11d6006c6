package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"khasan/entity"
)

// batchFields are the fields of a row and the column names known for each.
func batchFields() map[string][]string {
	return map[string][]string{
		"key":     {"key", "customer", "customer_id", "customer_no", "reference", "row_id"},
		"name":    {"name", "full_name", "fullname", "full name", "party", "customer_name", "caption"},
		"alias":   {"alias", "aliases", "aka", "other_names"},
		"birth":   {"birth", "birth_date", "birthdate", "date_of_birth", "dob", "founded", "incorporation_date"},
		"country": {"country", "countries", "nationality", "citizenship", "jurisdiction", "flag"},
		"id":      {"id", "number", "id_number", "passport", "passport_number", "tax_number", "registration_number", "imo", "imo_number", "lei", "wallet"},
		"type":    {"type", "schema", "kind"},
		"gender":  {"gender", "sex"},
	}
}

// columnMap reads FIELD=COLUMN pairs.
func columnMap(pairs []string) (map[string]string, error) {
	m := map[string]string{}
	for _, p := range pairs {
		field, column, ok := strings.Cut(p, "=")
		if _, known := batchFields()[field]; !ok || !known {
			return nil, usagef("-map %s: want FIELD=COLUMN with FIELD one of key, name, alias, birth, country, id, type, gender", p)
		}
		m[strings.ToLower(strings.TrimSpace(column))] = field
	}
	return m, nil
}

// fieldOf says which field a column is, "" for none.
func fieldOf(column string, columns map[string]string) string {
	c := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(column, "\ufeff")))
	if f, ok := columns[c]; ok {
		return f
	}
	for _, field := range []string{"key", "name", "alias", "birth", "country", "id", "type", "gender"} {
		if slices.Contains(slices.Collect(maps.Values(columns)), field) {
			continue // said by -map: no other column is taken for it
		}
		if slices.Contains(batchFields()[field], strings.ReplaceAll(c, "-", "_")) {
			return field
		}
	}
	return ""
}

// set puts one cell into a row's query. Cells of several values are parted by
// ";" or "|".
func (r *batchRow) set(field, value string) {
	value = strings.TrimSpace(value)
	if value == "" || field == "" {
		return
	}
	switch field {
	case "key":
		r.key = value
		return
	case "name":
		if r.q.Name == "" {
			r.q.Name = value
			return
		}
		field = "alias"
	}
	for _, v := range strings.FieldsFunc(value, func(c rune) bool { return c == ';' || c == '|' }) {
		v = strings.TrimSpace(v)
		switch field {
		case "alias":
			r.q.Entity.Names = append(r.q.Entity.Names, entity.Name{Full: v, Quality: entity.Strong})
		case "birth":
			d, err := entity.ReadDate(v)
			if err != nil {
				r.err = fmt.Sprintf("birth %q is no date", v)
				return
			}
			r.q.Entity.Births = append(r.q.Entity.Births, d)
		case "country":
			code, ok := entity.CountryOf(v)
			if !ok {
				r.err = fmt.Sprintf("country %q is not known", v)
				return
			}
			r.q.Entity.Countries = append(r.q.Entity.Countries, entity.Country{Code: code, Link: "country"})
		case "id":
			r.q.Entity.IDs = append(r.q.Entity.IDs, entity.Identifier{Number: v})
		case "type":
			s, err := schemaOf(v)
			if err != nil {
				r.err = fmt.Sprintf("type %q is not known", v)
				return
			}
			r.q.Schema = s
		case "gender":
			r.q.Entity.Genders = append(r.q.Entity.Genders, strings.ToLower(v))
		}
	}
}

// openRows opens a table; size is its length in bytes, 0 when not known.
func openRows(ctx context.Context, p *program, name string, columns map[string]string) (rows func(func(batchRow) bool) error, size int64, err error) {
	if isURL(name) {
		return postgresRows(ctx, name, columns), 0, nil
	}
	var in io.Reader = p.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, 0, err
		}
		st, err := f.Stat()
		if err != nil {
			return nil, 0, err
		}
		size = st.Size()
		in = f
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".xlsx":
		return xlsxRows(name, columns), 0, nil
	case ".parquet":
		return parquetRows(name, columns)
	}
	counted := &countReader{r: in}
	r := bufio.NewReaderSize(counted, 1<<20)
	head, err := r.Peek(1 << 12)
	if len(head) == 0 {
		return nil, 0, fmt.Errorf("%s: %w", name, errors.Join(errors.New("the table is empty"), dropEOF(err)))
	}
	if t := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"); len(t) > 0 && t[0] == '{' {
		return jsonRows(name, r, counted, columns), size, nil
	}
	return csvRows(name, r, counted, head, columns), size, nil
}

func dropEOF(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

type countReader struct {
	r io.Reader
	n int64
}

func (c *countReader) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

func csvRows(name string, r io.Reader, at *countReader, head []byte, columns map[string]string) func(func(batchRow) bool) error {
	return func(yield func(batchRow) bool) error {
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
			cells, err := c.Read()
			if err == io.EOF {
				return nil
			}
			row := batchRow{n: n, at: at.n}
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

// headOf reads the row of column names.
func headOf(name string, cells []string, columns map[string]string) ([]string, error) {
	var fields []string
	for _, c := range cells {
		fields = append(fields, fieldOf(c, columns))
	}
	if !slices.Contains(fields, "name") && !slices.Contains(fields, "id") {
		return nil, fmt.Errorf("%s: no column is a name or a number among %s; say which with -map name=COLUMN", name, strings.Join(cells, ", "))
	}
	return fields, nil
}

func jsonRows(name string, r *bufio.Reader, at *countReader, columns map[string]string) func(func(batchRow) bool) error {
	return func(yield func(batchRow) bool) error {
		s := bufio.NewScanner(r)
		s.Buffer(make([]byte, 1<<16), 8<<20)
		n := int64(0)
		for line := 1; s.Scan(); line++ {
			b := bytes.TrimSpace(bytes.TrimPrefix(s.Bytes(), []byte("\xef\xbb\xbf")))
			if len(b) == 0 {
				continue
			}
			n++
			row := batchRow{n: n, at: at.n}
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
		if err := s.Err(); err != nil {
			return fmt.Errorf("%s: after row %d: %w", name, n, err)
		}
		return nil
	}
}

func xlsxRows(name string, columns map[string]string) func(func(batchRow) bool) error {
	return func(yield func(batchRow) bool) error {
		f, err := excelize.OpenFile(name, excelize.Options{UnzipSizeLimit: 2 << 30, UnzipXMLSizeLimit: 32 << 20})
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		defer f.Close()
		sheets := f.GetSheetList()
		if len(sheets) == 0 {
			return fmt.Errorf("%s: no sheet", name)
		}
		rows, err := f.Rows(sheets[0])
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		defer rows.Close()
		var fields []string
		for n := int64(0); rows.Next(); n++ {
			cells, err := rows.Columns()
			if err != nil {
				return fmt.Errorf("%s: row %d: %w", name, n+1, err)
			}
			if n == 0 {
				if fields, err = headOf(name, cells, columns); err != nil {
					return err
				}
				continue
			}
			row := batchRow{n: n}
			for i, cell := range cells {
				if i < len(fields) {
					row.set(fields[i], cell)
				}
			}
			if !yield(row) {
				return nil
			}
		}
		return rows.Error()
	}
}
