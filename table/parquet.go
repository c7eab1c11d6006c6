package table

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// parquetRows reads a Parquet file, a few rows at a time. Columns are named by
// their path with dots; values of a repeated column are values of one cell.
func parquetRows(name string, columns Mapping) (rows Rows, size int64, err error) {
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
	return func(yield func(Row) bool) error {
		defer f.Close()
		n := int64(0)
		buf := make([]parquet.Row, 256)
		for _, g := range file.RowGroups() {
			r := g.Rows()
			for {
				k, err := r.ReadRows(buf)
				for i := range k {
					n++
					row := Row{N: n, At: n}
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
