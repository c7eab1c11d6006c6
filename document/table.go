package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// readCSV reads a table in plain text. Text is the file itself; every cell
// that holds something is a block with its row and column.
func readCSV(ctx context.Context, d *Document, data []byte, o *Options) error {
	if err := d.decode(ctx, data, ""); err != nil {
		return err
	}
	sep := byte('\t')
	if d.MediaType == "text/csv" {
		sep = separator(d.Text)
	}
	s := d.Text
	row, col := 1, 1
	for i := 0; i < len(s); {
		if i&0xffff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		start, end, next := i, i, i
		if s[i] == '"' {
			start = i + 1
			end = len(s)
			next = len(s)
			for j := start; j < len(s); {
				k := strings.IndexByte(s[j:], '"')
				if k < 0 {
					break
				}
				j += k
				if j+1 < len(s) && s[j+1] == '"' {
					j += 2
					continue
				}
				end, next = j, j+1
				break
			}
			for next < len(s) && s[next] != sep && s[next] != '\n' {
				next++
			}
		} else {
			for next < len(s) && s[next] != sep && s[next] != '\n' {
				next++
			}
			end = next
		}
		cell := s[start:end]
		if t := strings.TrimSpace(cell); t != "" {
			at := start + strings.Index(cell, t)
			if n := len(d.Blocks); n >= min(o.Limits.Blocks, o.Limits.Cells) {
				d.Blocks[n-1].End = at + len(t)
			} else {
				d.Blocks = append(d.Blocks, Block{Start: at, End: at + len(t), Kind: Cell, Row: row, Col: col})
			}
		}
		if next < len(s) && s[next] == '\n' {
			row, col = row+1, 1
		} else {
			col++
		}
		i = next + 1
	}
	return nil
}

// separator is the one of , ; tab | that the first lines hold most evenly.
func separator(s string) byte {
	head := s[:min(len(s), 8<<10)]
	best, most := byte(','), 0
	for _, c := range []byte(",;\t|") {
		n := 0
		for i, line := range strings.Split(head, "\n") {
			if i == 10 {
				break
			}
			n += min(strings.Count(line, string(c)), 50)
		}
		if n > most {
			best, most = c, n
		}
	}
	return best
}

// readXLSX reads the cells of every sheet as they are shown, and the comments
// on them.
func readXLSX(ctx context.Context, d *Document, data []byte, o *Options) error {
	p, err := openPack(data, o) // bounds what the library would unpack
	if err != nil {
		return err
	}
	total := uint64(0)
	for _, f := range p.z.File {
		total += f.UncompressedSize64
		if f.UncompressedSize64 > f.CompressedSize64*uint64(o.Limits.Ratio)+(1<<16) {
			return fmt.Errorf("%w: %s is packed more than %d to 1", ErrLimit, f.Name, o.Limits.Ratio)
		}
	}
	if total > uint64(max(o.job.text, 0)) {
		return fmt.Errorf("%w: it unpacks to %d bytes", ErrLimit, total)
	}
	if core, err := p.get("docProps/core.xml"); err == nil {
		coreProps(ctx, d, core)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: int64(o.job.text) + 1, UnzipXMLSizeLimit: int64(o.job.text) + 1})
	if err != nil {
		return fmt.Errorf("the workbook is broken: %w", err)
	}
	defer f.Close()
	o.job.text -= int(total)
	w := newBlocks(d, o)
	for _, sheet := range f.GetSheetList() {
		w.part = sheet
		if err := readSheet(ctx, f, w, sheet, o); err != nil {
			d.Gaps = append(d.Gaps, Gap{Where: "sheet " + sheet, Reason: err.Error(), Hint: "save the sheet as CSV"})
		}
	}
	w.done()
	return nil
}

func readSheet(ctx context.Context, f *excelize.File, w *blocks, sheet string, o *Options) error {
	kind := Cell
	if shown, err := f.GetSheetVisible(sheet); err == nil && !shown {
		kind = Hidden
	}
	rows, err := f.Rows(sheet)
	if err != nil {
		return err
	}
	defer rows.Close()
	for w.row = 1; rows.Next(); w.row++ {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("%w: out of time at row %d", ErrLimit, w.row)
		}
		cells, err := rows.Columns()
		if err != nil {
			return fmt.Errorf("row %d: %w", w.row, err)
		}
		if o.job.cells -= max(len(cells), 1); o.job.cells < 0 {
			return fmt.Errorf("%w: more than %d cells; read to row %d", ErrLimit, o.Limits.Cells, w.row)
		}
		for i, c := range cells {
			if i >= o.Limits.Columns {
				w.d.Gaps = append(w.d.Gaps, Gap{Where: fmt.Sprintf("sheet %s row %d", sheet, w.row), Reason: fmt.Sprintf("only %d of %d columns were read", o.Limits.Columns, len(cells)), Hint: "save the sheet as CSV"})
				break
			}
			w.col = i + 1
			w.write(strings.ToValidUTF8(c, "\uFFFD"))
			w.end(kind)
		}
	}
	if err := rows.Error(); err != nil {
		return err
	}
	comments, err := f.GetComments(sheet)
	if err != nil {
		return errors.New("the comments were not read: " + err.Error())
	}
	for _, c := range comments {
		text := c.Text
		if text == "" {
			for _, r := range c.Paragraph {
				text += r.Text
			}
		}
		w.write(text)
		w.end(Note)
	}
	return nil
}
