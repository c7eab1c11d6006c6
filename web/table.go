package web

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// A table is an uploaded list of parties: a header and rows.
type table struct {
	Header []string
	Rows   [][]string
}

const (
	maxRows    = 200_000
	maxColumns = 200
)

var errNoRows = errors.New("the table has no rows below its header")

// readTable reads CSV (comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252)
// or XLSX.
func readTable(data []byte) (*table, error) {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return readXLSX(data)
	}
	return readCSV(toUTF8(data))
}

func toUTF8(b []byte) []byte {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return b[3:]
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")):
		big := b[0] == 0xfe
		var u []uint16
		for i := 2; i+1 < len(b); i += 2 {
			if big {
				u = append(u, uint16(b[i])<<8|uint16(b[i+1]))
			} else {
				u = append(u, uint16(b[i+1])<<8|uint16(b[i]))
			}
		}
		return []byte(string(utf16.Decode(u)))
	case utf8.Valid(b):
		return b
	}
	// Spreadsheet programs of western Europe write Windows-1252.
	out := make([]rune, 0, len(b))
	for _, c := range b {
		if c >= 0x80 && c < 0xa0 {
			out = append(out, cp1252[c-0x80])
			continue
		}
		out = append(out, rune(c))
	}
	return []byte(string(out))
}

// cp1252 is what Windows-1252 has where Latin-1 has control signs.
var cp1252 = [32]rune{0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
	0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178}

func readCSV(b []byte) (*table, error) {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	comma := ','
	for _, c := range []rune{';', '\t'} {
		if bytes.Count(line, []byte(string(c))) > bytes.Count(line, []byte(string(comma))) {
			comma = c
		}
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma, -1, true
	var t table
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if err := t.add(row); err != nil {
			return nil, err
		}
	}
	return t.done()
}

func readXLSX(b []byte) (*table, error) {
	f, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{UnzipSizeLimit: 256 << 20, UnzipXMLSizeLimit: 64 << 20})
	if err != nil {
		return nil, fmt.Errorf("the workbook cannot be read: %w", err)
	}
	defer f.Close()
	sheets := f.GetSheetList()
	if len(sheets) == 0 {
		return nil, errors.New("the workbook has no sheet")
	}
	rows, err := f.Rows(sheets[0])
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var t table
	for rows.Next() {
		row, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		if err := t.add(row); err != nil {
			return nil, err
		}
	}
	return t.done()
}

func (t *table) add(row []string) error {
	blank := true
	for _, c := range row {
		blank = blank && strings.TrimSpace(c) == ""
	}
	if blank {
		return nil
	}
	if len(row) > maxColumns {
		return fmt.Errorf("more than %d columns", maxColumns)
	}
	if t.Header == nil {
		t.Header = row
		return nil
	}
	if len(t.Rows) == maxRows {
		return fmt.Errorf("more than %d rows: use the program's batch or the API, which have no bound", maxRows)
	}
	t.Rows = append(t.Rows, row)
	return nil
}

func (t *table) done() (*table, error) {
	if len(t.Rows) == 0 {
		return nil, errNoRows
	}
	return t, nil
}

// columnRoles are what a column may hold, and the headings that say so.
var columnRoles = []struct {
	role  string
	words []string
}{
	{"name", []string{"name", "full name", "fullname", "customer", "kunde", "firma", "vollständiger name", "nom", "nombre", "имя", "company", "vessel"}},
	{"id", []string{"id", "customer id", "kundennummer", "nr", "no", "number", "reference", "ref"}},
	{"schema", []string{"type", "schema", "art", "kind"}},
	{"birth", []string{"birth", "birthdate", "birth date", "date of birth", "dob", "birthday", "geburtsdatum", "geburtstag", "geboren", "geb.", "date de naissance", "fecha de nacimiento", "founded", "gründungsdatum"}},
	{"country", []string{"country", "nationality", "citizenship", "land", "nationalität", "staat", "staatsangehörigkeit"}},
	{"number", []string{"passport", "passport number", "id number", "tax number", "imo", "registration number", "pass", "ausweis", "steuernummer", "ausweisnummer"}},
	{"", nil},
}

// nameParts are headings of columns that hold a name together.
var nameParts = []string{"first name", "given name", "middle name", "last name", "family name", "surname", "vorname", "nachname", "familienname", "prénom", "apellido"}

// guess proposes a role for every column by its heading.
func (t *table) guess() []string {
	out := make([]string, len(t.Header))
	taken := map[string]bool{}
	plain := func(h string) string {
		return strings.ToLower(strings.TrimSpace(strings.NewReplacer("_", " ", "-", " ").Replace(h)))
	}
	for _, exact := range []bool{true, false} {
		if !exact && !taken["name"] { // a name in several columns
			for i, h := range t.Header {
				if out[i] == "" && slices.Contains(nameParts, plain(h)) {
					out[i], taken["name"] = "name", true
				}
			}
		}
		for i, h := range t.Header {
			h = plain(h)
			for _, r := range columnRoles {
				if out[i] != "" || taken[r.role] {
					continue
				}
				for _, w := range r.words {
					if h == w || !exact && len(w) > 3 && strings.Contains(h, w) {
						out[i] = r.role
						taken[r.role] = true
						break
					}
				}
			}
		}
	}
	if !taken["name"] {
		out[0] = "name"
	}
	return out
}
