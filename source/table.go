package source

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"khasan/entity"
)

// Bounds of a table whose rows are put together by a key, and so held.
const (
	maxRows  = 4_000_000
	maxTable = 512 << 20 // bytes of its fields
)

// A rowFunc takes one row of a table: the sheet's name ("" in a text file), the
// fields, and where the row begins.
type rowFunc func(sheet string, row []string, off int64) error

// rows reads the rows of a table, a text file or a workbook, head included.
func (b *blob) rows(comma byte, ansi bool, each rowFunc) error {
	if b.sheet {
		w, c, err := b.workbook()
		if err != nil {
			return err
		}
		defer c.Close()
		for _, sh := range w.sheets {
			if err := w.rows(sh, func(row []string, off int64) error { return each(sh.name, row, off) }); err != nil {
				return err
			}
		}
		return nil
	}
	r, err := b.open()
	if err != nil {
		return err
	}
	defer r.Close()
	s := newCSV(r, comma)
	s.ansi = ansi
	wrapped, some := false, false
	for {
		row, off, err := s.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		// A spreadsheet that took every line for one field wrote it back in quotes.
		if !some {
			some, wrapped = true, len(row) == 1 && strings.Count(row[0], string(comma)) > 3
		}
		if wrapped && len(row) == 1 {
			in := newCSV(strings.NewReader(strings.TrimRight(row[0], "\t ")), comma)
			in.noQuote = true
			if row, _, err = in.next(); err != nil {
				continue
			}
		}
		if err := each("", row, off); err != nil {
			return err
		}
	}
}

// delimiter guesses what parts the fields of a text: the one of comma,
// semicolon, tab and stroke that is most in its first lines.
func delimiter(head []byte) byte {
	lines := bytes.SplitN(head, []byte("\n"), 6)
	best, most := byte(','), 0
	for _, c := range []byte{',', ';', '\t', '|'} {
		n := 0
		for _, l := range lines[:min(len(lines), 5)] {
			n += bytes.Count(l, []byte{c})
		}
		if n > most {
			best, most = c, n
		}
	}
	return best
}

// recogniseTable looks at a table's first rows.
func recogniseTable(b *blob) (*List, error) {
	comma := delimiter(b.head)
	ansi := !b.sheet && !utf8.Valid(trimRune(b.head))
	var first []previewRow
	enough := errors.New("enough")
	src := b
	if !b.sheet { // only the head, so that a long line costs nothing
		src = bytesBlob(b.name, b.head[:min(len(b.head), 32<<10)])
	}
	sheets := map[string]int{}
	err := src.rows(comma, true, func(sheet string, row []string, off int64) error {
		if sheets[sheet]++; sheets[sheet] <= 12 {
			first = append(first, previewRow{sheet, row})
		}
		if len(first) > 400 || !b.sheet && len(first) >= 12 {
			return enough
		}
		return nil
	})
	if b.sheet && err != nil && err != enough {
		return nil, b.fail("", 0, err)
	}
	if len(first) == 0 {
		return nil, b.fail("", 0, flawf(0, ErrFormat, "no rows"))
	}
	for _, f := range tableFormats {
		if l := f(b, first); l != nil {
			l.parts, l.comma = []*blob{b}, comma
			l.ansi = l.ansi && ansi
			return l, nil
		}
	}
	if !b.sheet && len(first[0].row) < 2 && len(first) < 2 {
		return nil, b.fail("", 0, flawf(0, ErrFormat, "begins with %q", clip(squash(string(b.head[:min(len(b.head), 60)])), 40)))
	}
	return nil, b.fail("", 0, flawf(0, ErrFormat, "a table of unknown columns (%s)", clip(squash(strings.Join(first[0].row, ", ")), 60)))
}

type previewRow struct {
	sheet string
	row   []string
}

// trimRune cuts the last few bytes, where a head may end within a character.
func trimRune(b []byte) []byte {
	if len(b) < headSize {
		return b
	}
	return b[:len(b)-4]
}

// headRow finds the row among the first that has all the columns.
func headRow(first []previewRow, names ...string) (columns, int) {
	for i, r := range first {
		if c := headOf(r.row); c.has(names...) {
			return c, i
		}
	}
	return nil, -1
}

// tableFormats are tried in order.
var tableFormats = []func(b *blob, first []previewRow) *List{
	recogniseSimple, recogniseCSLCSV, recogniseOFSI, recogniseUKCSV, recogniseEUCSV, recogniseDFAT, recogniseMOF, recogniseMETI,
	recogniseDPL,
}

// A rowGroup is one record of a grouped table: its rows in order, and where it began.
type rowGroup struct {
	key  string
	rows [][]string
	off  int64
	rec  int
}

// readGrouped reads a table whose parties have several rows, which need not
// stand together: rows of one key make one entity, in the order of their first.
func readGrouped(l *List, d *drift, head []string, key func(c columns, row []string) string, build func(c columns, rows [][]string) (*entity.Entity, error), emit emitter) error {
	b := l.parts[0]
	var c columns
	at := map[string]int{}
	var groups []*rowGroup
	n, held, wide := 0, 0, 0
	err := b.rows(l.comma, l.ansi, func(sheet string, row []string, off int64) error {
		if c == nil {
			if h := headOf(row); h.has(head...) {
				c, wide = h, len(row)
				for _, name := range row {
					if k := colKey(name); k != "" {
						if err := d.note(k, off); err != nil {
							return err
						}
					}
				}
			}
			return nil
		}
		if n++; n > maxRows {
			return flawf(off, ErrLimit, "more than %d rows", maxRows)
		}
		if len(row) > wide && !b.sheet && !blankRow(row[wide:]) {
			return flawf(off, ErrFormat, "%d fields under %d columns", len(row), wide)
		}
		for _, f := range row {
			held += len(f) + 16
		}
		if held > maxTable {
			return flawf(off, ErrLimit, "a table of more than %d bytes", maxTable)
		}
		k := key(c, row)
		if k == "" {
			if blankRow(row) {
				return nil
			}
			return flawf(off, ErrFormat, "a row without its key column")
		}
		i, ok := at[k]
		if !ok {
			i = len(groups)
			at[k] = i
			groups = append(groups, &rowGroup{key: k, off: off, rec: n})
		}
		groups[i].rows = append(groups[i].rows, row)
		return nil
	})
	if err != nil {
		return b.fail(l.ID, n+1, err)
	}
	l.Unknown = d.names()
	for _, g := range groups {
		e, err := build(c, g.rows)
		if err != nil {
			return b.fail(l.ID, g.rec, flawf(g.off, ErrFormat, "%v", err))
		}
		if e != nil && !emit(e, b, g.rec) {
			return errStop
		}
	}
	return nil
}

func blankRow(row []string) bool {
	return !slices.ContainsFunc(row, func(s string) bool { return strings.TrimSpace(s) != "" })
}

// numbered takes apart "(1) X (2) Y", "1) X 2) Y" and "(a) X (b) Y"; text
// without such marks comes back whole, "-" as nothing.
func numbered(s string) []string {
	s = squash(s)
	if s == "" || s == "-" {
		return nil
	}
	for _, open := range []string{"(", ""} {
		for _, first := range []string{"1", "a"} {
			if !strings.HasPrefix(s, open+first+")") && !strings.HasPrefix(s, open+first+".") {
				continue
			}
			close := s[len(open)+1 : len(open)+2]
			var out []string
			rest := s
			for i := 0; i < 100; i++ {
				mark := open + ordinal(first, i) + close
				if !strings.HasPrefix(rest, mark) {
					break
				}
				rest = rest[len(mark):]
				next := open + ordinal(first, i+1) + close
				j := strings.Index(rest, " "+next)
				v := rest
				if j >= 0 {
					v, rest = rest[:j], rest[j+1:]
				}
				if v = strings.Trim(v, " .;,"); v != "" && v != "-" {
					out = append(out, v)
				}
				if j < 0 {
					break
				}
			}
			return out
		}
	}
	return []string{s}
}

func ordinal(first string, i int) string {
	if first == "a" {
		if i > 25 {
			return "\x00"
		}
		return string(rune('a' + i))
	}
	n := i + 1
	if n < 10 {
		return string(rune('0' + n))
	}
	return string(rune('0'+n/10)) + string(rune('0'+n%10))
}
