package source

import (
	"archive/zip"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"khasan/entity"
)

// Bounds of a workbook.
const (
	maxSharedText = 256 << 20 // bytes of the shared texts, 16 added for each
	maxColumns    = 1024
	maxCell       = 4 << 20
	maxSheets     = 1024
)

// A workbook reads XLSX (ISO/IEC 29500) as far as lists need it: the cells'
// texts, sheet by sheet, row by row. Furigana (<rPh>), which spreadsheets keep
// beside a Japanese text, are left out; dates are the serial numbers they are
// stored as. Only the shared texts are held in memory.
type workbook struct {
	files  map[string]*zip.File
	shared []string
	sheets []sheet
}

type sheet struct{ name, path string }

func (b *blob) workbook() (*workbook, io.Closer, error) {
	f, size, err := b.raw()
	if err != nil {
		return nil, nil, err
	}
	z, err := zip.NewReader(f, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		f.Close()
		return nil, nil, flawf(size, ErrCut, "a workbook without a readable directory (%v)", err)
	}
	w := &workbook{files: map[string]*zip.File{}}
	for _, m := range z.File {
		w.files[strings.TrimPrefix(m.Name, "/")] = m
	}
	if err := w.open(); err != nil {
		f.Close()
		return nil, nil, err
	}
	return w, f, nil
}

// modified is the day on which a workbook says it was last changed.
func (b *blob) modified() entity.Date {
	w, c, err := b.workbook()
	if err != nil {
		return entity.Date{}
	}
	defer c.Close()
	var day entity.Date
	in := false
	w.part("docProps/core.xml", func(s *xmlScanner) error {
		for {
			t, err := s.next()
			if err != nil {
				return err
			}
			in = t.kind == xmlStart && t.name == "modified" || in && t.kind == xmlText
			if in && t.kind == xmlText {
				day, _ = entity.ReadDate(strings.TrimSpace(t.text))
			}
		}
	})
	return day
}

// part opens a member and hands it to the function as an XML scanner.
func (w *workbook) part(name string, do func(s *xmlScanner) error) error {
	m := w.files[name]
	if m == nil {
		return flawf(0, ErrFormat, "a workbook without %s", clip(name, 60))
	}
	rc, err := m.Open()
	if err != nil {
		return flawf(0, ErrFormat, "%s cannot be read (%v)", clip(name, 60), err)
	}
	defer rc.Close()
	err = do(newXMLScanner(&limited{r: rc, packed: &counter{n: int64(m.CompressedSize64)}}))
	if err == io.EOF {
		err = nil
	}
	return err
}

func (w *workbook) open() error {
	rels := map[string]string{}
	err := w.part("xl/_rels/workbook.xml.rels", func(s *xmlScanner) error {
		for {
			t, err := s.next()
			if err != nil {
				return err
			}
			if t.kind == xmlStart && t.name == "Relationship" {
				if len(rels) >= 4*maxSheets {
					return flawf(t.off, ErrLimit, "a workbook of more than %d parts", 4*maxSheets)
				}
				target := t.value("Target")
				if strings.HasPrefix(target, "/") {
					target = strings.TrimPrefix(target, "/")
				} else {
					target = path.Join("xl", target)
				}
				rels[t.value("Id")] = target
			}
		}
	})
	if err != nil {
		return err
	}
	err = w.part("xl/workbook.xml", func(s *xmlScanner) error {
		for {
			t, err := s.next()
			if err != nil {
				return err
			}
			if t.kind == xmlStart && t.name == "sheet" {
				// The prefix is dropped: "id" is r:id, the sheet's own is "sheetId".
				if p := rels[t.value("id")]; p != "" {
					if len(w.sheets) >= maxSheets {
						return flawf(t.off, ErrLimit, "a workbook of more than %d sheets", maxSheets)
					}
					if slices.ContainsFunc(w.sheets, func(o sheet) bool { return o.path == p }) {
						return flawf(t.off, ErrHostile, "two sheets of a workbook are one and the same part %s", clip(p, 60))
					}
					w.sheets = append(w.sheets, sheet{t.value("name"), p})
				}
			}
		}
	})
	if err != nil {
		return err
	}
	if w.files["xl/sharedStrings.xml"] == nil {
		return nil
	}
	total := 0
	return w.part("xl/sharedStrings.xml", func(s *xmlScanner) error {
		var cur strings.Builder
		inText, phonetic := false, 0
		for {
			t, err := s.next()
			if err != nil {
				return err
			}
			switch {
			case t.kind == xmlStart && t.name == "si":
				cur.Reset()
				if total += 16; t.empty {
					w.shared = append(w.shared, "")
				}
			case t.kind == xmlStart && t.name == "rPh" && !t.empty:
				phonetic++
			case t.kind == xmlEnd && t.name == "rPh":
				phonetic--
			case t.kind == xmlStart && t.name == "t":
				inText = !t.empty
			case t.kind == xmlEnd && t.name == "t":
				inText = false
			case t.kind == xmlText && inText && phonetic == 0:
				cur.WriteString(t.text)
				total += len(t.text)
			case t.kind == xmlEnd && t.name == "si":
				w.shared = append(w.shared, cur.String())
			}
			if total > maxSharedText {
				return flawf(t.off, ErrLimit, "more than %d bytes of shared text", maxSharedText)
			}
		}
	})
}

// rows gives the rows of a sheet that are not blank.
func (w *workbook) rows(sh sheet, each func(row []string, off int64) error) error {
	return w.part(sh.path, func(s *xmlScanner) error {
		var row []string
		var rowOff int64
		var kind string
		var val strings.Builder
		col, inVal, phonetic := 0, false, 0
		put := func() error {
			v := val.String()
			if kind == "s" {
				i, err := strconv.Atoi(strings.TrimSpace(v))
				if v == "" {
					return nil
				}
				if err != nil || i < 0 || i >= len(w.shared) {
					return flawf(s.offset(), ErrFormat, "a cell refers to shared text %q of %d", clip(v, 20), len(w.shared))
				}
				v = w.shared[i]
			}
			// How a carriage return is written in a workbook.
			if strings.Contains(v, "_x000D_") {
				v = strings.ReplaceAll(v, "_x000D_", "")
			}
			if v = strings.TrimSpace(v); v == "" || col < 0 {
				return nil
			}
			if col >= maxColumns {
				return flawf(s.offset(), ErrLimit, "more than %d columns", maxColumns)
			}
			for len(row) <= col {
				row = append(row, "")
			}
			row[col] = v
			return nil
		}
		for {
			t, err := s.next()
			if err != nil {
				return err
			}
			switch {
			case t.kind == xmlStart && t.name == "row":
				row, rowOff, col = nil, t.off, -1
			case t.kind == xmlStart && t.name == "c":
				col++
				if c := cellColumn(t.value("r")); c >= 0 {
					col = c
				}
				kind = t.value("t")
				val.Reset()
			case t.kind == xmlStart && (t.name == "v" || t.name == "t"):
				inVal = !t.empty
			case t.kind == xmlEnd && (t.name == "v" || t.name == "t"):
				inVal = false
			case t.kind == xmlStart && t.name == "rPh" && !t.empty:
				phonetic++
			case t.kind == xmlEnd && t.name == "rPh":
				phonetic--
			case t.kind == xmlText && inVal && phonetic == 0:
				if val.WriteString(t.text); val.Len() > maxCell {
					return flawf(t.off, ErrLimit, "a cell of more than %d bytes", maxCell)
				}
			case t.kind == xmlEnd && t.name == "c":
				if err := put(); err != nil {
					return err
				}
			case t.kind == xmlEnd && t.name == "row":
				if len(row) == 0 {
					continue
				}
				if err := each(row, rowOff); err != nil {
					return err
				}
			}
		}
	})
}

// cellColumn is the column of a cell reference ("C7" is 2), -1 without one.
func cellColumn(ref string) int {
	n := 0
	for i := 0; i < len(ref) && i < 4; i++ {
		c := ref[i]
		if c < 'A' || c > 'Z' {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	return n - 1
}

// serialDate turns a spreadsheet's serial number into a day; other text comes
// back as it is.
func serialDate(s string) string {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f < 2000 || f > 100000 || strings.Contains(s, "-") {
		return s
	}
	if f < 2200 && !strings.Contains(s, ".") {
		return s // a year, not a day in 1905 or 1906
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(f)).Format("2006-01-02")
}

// readSerial reads a date that may be a serial number.
func readSerial(s string) (entity.Date, error) { return entity.ReadDate(serialDate(s)) }
