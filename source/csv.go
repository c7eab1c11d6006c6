package source

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Bounds of delimited text.
const (
	maxCSVRecord = 4 << 20
	maxCSVFields = 4096
)

// A csvScanner reads delimited text record by record: quoted fields with
// doubled quotes and line breaks, and, as lists have them, stray quotes within
// a field. It differs from encoding/csv in its bounds and its byte offsets.
type csvScanner struct {
	r       *bufio.Reader
	comma   byte
	noQuote bool // quotes are text
	// ansi: bytes that are not UTF-8 are Windows-1252, as some lists are saved.
	ansi bool
	off  int64 // of the next byte
	rec  []byte
	ends []int
}

func newCSV(r io.Reader, comma byte) *csvScanner {
	br := bufio.NewReaderSize(r, 64<<10)
	s := &csvScanner{r: br, comma: comma}
	if b, _ := br.Peek(3); bytes.Equal(b, []byte("\xef\xbb\xbf")) {
		br.Discard(3)
		s.off = 3
	}
	return s
}

// next returns the next record that is not blank, and where it begins; io.EOF
// at the end. A closing 0x1A, which OFAC's files have, is skipped.
func (s *csvScanner) next() ([]string, int64, error) {
	for {
		start := s.off
		s.rec, s.ends = s.rec[:0], s.ends[:0]
		quoted, inQuote, some := false, false, false
		for {
			c, err := s.r.ReadByte()
			if err == io.EOF {
				if inQuote {
					return nil, start, flawf(s.off, ErrCut, "the file ends within a quoted field that began at byte %d", start)
				}
				if len(s.rec) == 0 && len(s.ends) == 0 {
					return nil, start, io.EOF
				}
				break
			}
			if err != nil {
				return nil, start, err
			}
			s.off++
			if len(s.rec) > maxCSVRecord {
				return nil, start, flawf(start, ErrLimit, "a line longer than %d bytes", maxCSVRecord)
			}
			if inQuote {
				if c != '"' {
					s.rec = append(s.rec, c)
					continue
				}
				n, err := s.r.ReadByte()
				switch {
				case err == nil && n == '"':
					s.off++
					s.rec = append(s.rec, '"')
				case err == nil && n != s.comma && n != '\n' && n != '\r' && n != ' ' && n != '\t':
					s.off++
					s.rec = append(s.rec, '"', n)
				default:
					if err == nil {
						s.r.UnreadByte()
					}
					inQuote = false
				}
				continue
			}
			if c == '\n' {
				break
			}
			switch {
			case c == '\r':
			case c == 0x1a:
			case c == '"' && !s.noQuote && !quoted && s.fieldEmpty():
				inQuote, quoted, some = true, true, true
			case c == s.comma:
				if len(s.ends) >= maxCSVFields {
					return nil, start, flawf(start, ErrLimit, "more than %d fields in a line", maxCSVFields)
				}
				s.ends = append(s.ends, len(s.rec))
				quoted, some = false, true
			default:
				s.rec = append(s.rec, c)
			}
		}
		if len(s.rec) == 0 && !some {
			continue
		}
		s.ends = append(s.ends, len(s.rec))
		text := string(s.rec)
		ends := s.ends
		if i := badUTF8(s.rec); i >= 0 {
			if !s.ansi || bytes.IndexByte(s.rec, 0) >= 0 {
				return nil, start, flawf(start, ErrEncoding, "bytes that are not UTF-8")
			}
			return s.fromANSI(ends), start, nil
		}
		out := make([]string, len(ends))
		from := 0
		for i, e := range ends {
			out[i] = strings.TrimSpace(text[from:e])
			from = e
		}
		return out, start, nil
	}
}

func (s *csvScanner) fromANSI(ends []int) []string {
	out := make([]string, len(ends))
	from := 0
	for i, e := range ends {
		b := s.rec[from:e]
		if !utf8.Valid(b) {
			if d, err := charmap.Windows1252.NewDecoder().Bytes(b); err == nil {
				b = d
			}
		}
		out[i] = strings.TrimSpace(string(b))
		from = e
	}
	return out
}

func (s *csvScanner) fieldEmpty() bool {
	from := 0
	if n := len(s.ends); n > 0 {
		from = s.ends[n-1]
	}
	return len(bytes.TrimSpace(s.rec[from:])) == 0
}

// columns finds the columns of a table by the names in its head, which are
// compared in lower case without blanks and punctuation.
type columns map[string]int

func headOf(row []string) columns {
	c := columns{}
	for i, h := range row {
		if k := colKey(h); k != "" {
			if _, dup := c[k]; !dup {
				c[k] = i
			}
		}
	}
	return c
}

func colKey(h string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimPrefix(h, "\ufeff")) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 0x80 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func (c columns) has(names ...string) bool {
	for _, n := range names {
		if _, ok := c[n]; !ok {
			return false
		}
	}
	return true
}

// get returns the first of the named columns that is there and filled.
func (c columns) get(row []string, names ...string) string {
	for _, n := range names {
		if i, ok := c[n]; ok && i < len(row) && row[i] != "" {
			return squash(row[i])
		}
	}
	return ""
}
