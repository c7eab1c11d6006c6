package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
	"github.com/parquet-go/parquet-go/format"
	"github.com/xuri/excelize/v2"

	"khasan"
)

// parquetRows reads a Parquet file, a few rows at a time. Columns are named by
// their path with dots; values of a repeated column are values of one cell.
func parquetRows(name string, columns map[string]string) (rows func(func(batchRow) bool) error, size int64, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, err
	}
	st, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	file, err := parquet.OpenFile(f, st.Size(), parquet.SkipBloomFilters(true), parquet.SkipPageIndex(true))
	if err != nil {
		f.Close()
		return nil, 0, fmt.Errorf("%s: %w", name, err)
	}
	schema := file.Schema()
	var heads []string
	var say []func(parquet.Value) string
	for _, path := range schema.Columns() {
		leaf, _ := schema.Lookup(path...)
		// The inner names of a list ("aliases.list.element") say nothing.
		path = slices.DeleteFunc(slices.Clone(path), func(s string) bool { return s == "list" || s == "element" || s == "item" || s == "array" })
		heads = append(heads, strings.Join(path, "."))
		say = append(say, parquetText(leaf.Node.Type()))
	}
	fields, err := headOf(name, heads, columns)
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	total := file.NumRows()
	return func(yield func(batchRow) bool) error {
		defer f.Close()
		n := int64(0)
		buf := make([]parquet.Row, 256)
		for _, g := range file.RowGroups() {
			r := g.Rows()
			for {
				k, err := r.ReadRows(buf)
				for i := range k {
					n++
					row := batchRow{n: n, at: n}
					for _, v := range buf[i] {
						c := v.Column()
						if !v.IsNull() && c >= 0 && c < len(fields) && fields[c] != "" {
							row.set(fields[c], say[c](v))
						}
					}
					if !yield(row) {
						r.Close()
						return nil
					}
				}
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					r.Close()
					return fmt.Errorf("%s: after row %d: %w", name, n, err)
				}
			}
			if err := r.Close(); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		return nil
	}, total, nil
}

// parquetText writes the values of a column of a type as text.
func parquetText(t parquet.Type) func(parquet.Value) string {
	if l := t.LogicalType(); l != nil {
		switch u := l.Value.(type) {
		case *format.DateType:
			return func(v parquet.Value) string { return time.Unix(int64(v.Int32())*86400, 0).UTC().Format("2006-01-02") }
		case *format.TimestampType:
			per := time.Millisecond
			switch u.Unit.Value.(type) {
			case *format.MicroSeconds:
				per = time.Microsecond
			case *format.NanoSeconds:
				per = time.Nanosecond
			}
			return func(v parquet.Value) string {
				return time.Unix(0, 0).Add(time.Duration(v.Int64()) * per).UTC().Format("2006-01-02")
			}
		}
	}
	switch t.Kind() {
	case parquet.Int32:
		return func(v parquet.Value) string { return strconv.FormatInt(int64(v.Int32()), 10) }
	case parquet.Int64:
		return func(v parquet.Value) string { return strconv.FormatInt(v.Int64(), 10) }
	case parquet.Float:
		return func(v parquet.Value) string { return strconv.FormatFloat(float64(v.Float()), 'f', -1, 32) }
	case parquet.Double:
		return func(v parquet.Value) string { return strconv.FormatFloat(v.Double(), 'f', -1, 64) }
	case parquet.ByteArray, parquet.FixedLenByteArray:
		return func(v parquet.Value) string { return string(v.ByteArray()) }
	}
	return func(v parquet.Value) string { return v.String() }
}

// finisher makes the answers' part into the table that a name asks for; nil
// when the answers are written there themselves.
func finisher(name string) func(part, out string, v khasan.Version) error {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".parquet":
		return func(part, out string, v khasan.Version) error { return finishTable(part, out, v, writeParquet) }
	case ".xlsx":
		return func(part, out string, v khasan.Version) error { return finishTable(part, out, v, writeXLSX) }
	}
	return nil
}

// tableRow is one answer as a row of a table: the best hit, and all hits as JSON.
type tableRow struct {
	N       int64   `parquet:"n"`
	Key     string  `parquet:"key,zstd"`
	Query   string  `parquet:"query,zstd"`
	Band    string  `parquet:"band,dict,zstd"`
	Score   float64 `parquet:"score"`
	ID      string  `parquet:"id,dict,zstd"`
	Caption string  `parquet:"caption,dict,zstd"`
	Lists   string  `parquet:"lists,dict,zstd"`
	Error   string  `parquet:"error,dict,zstd"`
	Hits    string  `parquet:"hits,zstd"`
}

// finishTable writes a table beside its name, synchronises and renames it, and
// then drops the part.
func finishTable(part, out string, v khasan.Version, write func(io.Writer, khasan.Version, func(func(*tableRow) error) error) error) error {
	in, err := os.Open(part)
	if err != nil {
		return err
	}
	defer in.Close()
	tmp, err := os.CreateTemp(filepath.Dir(out), ".khasan-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	err = write(tmp, v, func(yield func(*tableRow) error) error {
		r := bufio.NewReaderSize(in, 1<<20)
		for {
			line, err := r.ReadBytes('\n')
			if err == io.EOF && len(line) == 0 {
				return nil
			}
			if err != nil {
				return err
			}
			var m struct {
				Record *struct {
					batchRecord
					Hits json.RawMessage `json:"hits"`
				} `json:"record"`
			}
			if err := json.Unmarshal(line, &m); err != nil {
				return err
			}
			if m.Record == nil {
				continue // the version
			}
			row := tableRow{N: m.Record.N, Key: m.Record.Key, Query: m.Record.Query, Band: m.Record.Band, Error: m.Record.Error}
			var hits []khasan.Hit
			if err := json.Unmarshal(m.Record.Hits, &hits); err != nil {
				return err
			}
			if len(hits) > 0 {
				row.Score, row.ID, row.Caption, row.Lists = hits[0].Score, hits[0].ID, hits[0].Caption, strings.Join(listsOf(&hits[0]), " ")
				row.Hits = string(m.Record.Hits)
			}
			if err := yield(&row); err != nil {
				return err
			}
		}
	})
	if err == nil {
		err = tmp.Sync()
	}
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(tmp.Name(), out)
	}
	if err != nil {
		return err
	}
	return os.Remove(part)
}

func writeParquet(w io.Writer, v khasan.Version, rows func(func(*tableRow) error) error) error {
	version, err := json.Marshal(v)
	if err != nil {
		return err
	}
	p := parquet.NewGenericWriter[tableRow](w, parquet.Compression(&zstd.Codec{}), parquet.MaxRowsPerRowGroup(50_000), parquet.KeyValueMetadata("khasan.version", string(version)))
	buf := make([]tableRow, 0, 1024)
	err = rows(func(r *tableRow) error {
		if buf = append(buf, *r); len(buf) < cap(buf) {
			return nil
		}
		_, err := p.Write(buf)
		buf = buf[:0]
		return err
	})
	if err == nil {
		_, err = p.Write(buf)
	}
	return errors.Join(err, p.Close())
}

// sheetRows is how many rows one sheet of a workbook can hold.
const sheetRows = 1_048_576

func writeXLSX(w io.Writer, v khasan.Version, rows func(func(*tableRow) error) error) error {
	version, err := json.Marshal(v)
	if err != nil {
		return err
	}
	f := excelize.NewFile()
	defer f.Close()
	head := []any{"n", "key", "query", "band", "score", "id", "caption", "lists", "error"}
	var sheet *excelize.StreamWriter
	at, sheets := 0, 0
	err = rows(func(r *tableRow) error {
		if sheet == nil || at == sheetRows {
			if sheet != nil {
				if err := sheet.Flush(); err != nil {
					return err
				}
			}
			sheets++
			name := fmt.Sprintf("Sheet%d", sheets)
			if sheets > 1 {
				if _, err := f.NewSheet(name); err != nil {
					return err
				}
			}
			var err error
			if sheet, err = f.NewStreamWriter(name); err != nil {
				return err
			}
			if err := sheet.SetRow("A1", append(slices.Clone(head), "version: "+string(version))); err != nil {
				return err
			}
			at = 1
		}
		at++
		cell, err := excelize.CoordinatesToCellName(1, at)
		if err != nil {
			return err
		}
		// Text cells: nothing in them is ever taken for a formula.
		return sheet.SetRow(cell, []any{r.N, r.Key, r.Query, r.Band, r.Score, r.ID, r.Caption, r.Lists, r.Error})
	})
	if err == nil && sheet != nil {
		err = sheet.Flush()
	}
	if err != nil {
		return err
	}
	return f.Write(w)
}
