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
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
	"github.com/xuri/excelize/v2"

	"khasan"
)

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
