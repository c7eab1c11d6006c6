package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strings"
)

// Bounds of JSON lists.
const (
	maxJSONRecord = 32 << 20
	maxJSONDepth  = 64
)

// A jsonScanner takes the records out of JSON text one by one: objects that
// stand at a given path. It checks the outer structure and leaves the inside of
// a record to encoding/json.
type jsonScanner struct {
	r   *bufio.Reader
	off int64
	// want reports whether an object at this path is a record: keys, with "*" for
	// an element of an array; empty for one of the top level.
	want func(path []string) bool

	path  []string // of the value that is being read
	kinds []byte   // '{' or '[' for each open container
	buf   []byte
	began bool
}

func newJSON(r io.Reader, want func(path []string) bool) *jsonScanner {
	s := &jsonScanner{r: bufio.NewReaderSize(r, 128<<10), want: want}
	if b, _ := s.r.Peek(3); bytes.Equal(b, []byte("\xef\xbb\xbf")) {
		s.r.Discard(3)
		s.off = 3
	}
	return s
}

func (s *jsonScanner) byte() (byte, error) {
	c, err := s.r.ReadByte()
	if err == nil {
		s.off++
	}
	return c, err
}

// str reads a string whose opening quote was read; with keep it is appended to
// the buffer as it stands.
func (s *jsonScanner) str(keep bool) (string, error) {
	from := s.off
	var key []byte
	for {
		// Whole runs without quote or backslash go at once.
		if s.r.Buffered() == 0 {
			s.r.Peek(1)
		}
		b, _ := s.r.Peek(s.r.Buffered())
		i := bytes.IndexByte(b, '"')
		if i < 0 {
			i = len(b)
		}
		if j := bytes.IndexByte(b[:i], '\\'); j >= 0 {
			i = j
		}
		if i > 0 {
			if keep {
				s.buf = append(s.buf, b[:i]...)
			} else {
				key = append(key, b[:i]...)
			}
			s.r.Discard(i)
			s.off += int64(i)
			if s.off-from > maxJSONRecord {
				return "", flawf(from, ErrLimit, "a text longer than %d bytes", maxJSONRecord)
			}
			continue
		}
		c, err := s.byte()
		if err != nil {
			return "", s.ended(err)
		}
		if keep {
			s.buf = append(s.buf, c)
		} else {
			key = append(key, c)
		}
		switch c {
		case '"':
			if keep {
				return "", nil
			}
			var k string
			if err := json.Unmarshal(append([]byte{'"'}, key...), &k); err != nil {
				return "", flawf(from, ErrFormat, "a JSON text that cannot be read")
			}
			return k, nil
		case '\\':
			if c, err = s.byte(); err != nil {
				return "", s.ended(err)
			}
			if keep {
				s.buf = append(s.buf, c)
			} else {
				key = append(key, c)
			}
		}
	}
}

func (s *jsonScanner) ended(err error) error {
	if err == io.EOF {
		return flawf(s.off, ErrCut, "the file ends within a JSON value")
	}
	return err
}

// object reads the rest of an object whose brace was read.
func (s *jsonScanner) object() ([]byte, error) {
	from := s.off - 1
	s.buf = append(s.buf[:0], '{')
	depth := 1
	for depth > 0 {
		c, err := s.byte()
		if err != nil {
			return nil, s.ended(err)
		}
		s.buf = append(s.buf, c)
		if len(s.buf) > maxJSONRecord {
			return nil, flawf(from, ErrLimit, "a record longer than %d bytes", maxJSONRecord)
		}
		switch c {
		case '"':
			if _, err := s.str(true); err != nil {
				return nil, err
			}
		case '{', '[':
			if depth++; depth > maxJSONDepth {
				return nil, flawf(s.off, ErrLimit, "JSON nested deeper than %d", maxJSONDepth)
			}
		case '}', ']':
			depth--
		}
	}
	if i := badUTF8(s.buf); i >= 0 {
		return nil, flawf(from+int64(i), ErrEncoding, "bytes that are not UTF-8")
	}
	return s.buf, nil
}

// next returns the next record, valid until the call after, its offset, and the
// path it stands at; io.EOF at the end.
func (s *jsonScanner) next() ([]byte, int64, []string, error) {
	for {
		c, err := s.byte()
		if err == io.EOF {
			switch {
			case len(s.kinds) > 0:
				return nil, s.off, nil, s.ended(err)
			case !s.began:
				return nil, s.off, nil, flawf(s.off, ErrEmpty, "no JSON in it")
			}
			return nil, s.off, nil, io.EOF
		}
		if err != nil {
			return nil, s.off, nil, err
		}
		n := len(s.kinds)
		switch c {
		case ' ', '\t', '\r', '\n', ',', ':', 0x1a:
		case '"':
			k, err := s.str(false)
			if err != nil {
				return nil, s.off, nil, err
			}
			// Within an object a text followed by a colon is a key.
			if n > 0 && s.kinds[n-1] == '{' {
				for {
					b, err := s.r.Peek(1)
					if err != nil || b[0] != ' ' && b[0] != '\t' && b[0] != '\n' && b[0] != '\r' {
						break
					}
					s.byte()
				}
				if b, _ := s.r.Peek(1); len(b) == 1 && b[0] == ':' {
					s.path[n-1] = k
				}
			}
		case '{':
			s.began = true
			if s.want(s.path) {
				off := s.off - 1
				b, err := s.object()
				return b, off, s.path, err
			}
			fallthrough
		case '[':
			s.began = true
			if n >= maxJSONDepth {
				return nil, s.off, nil, flawf(s.off, ErrLimit, "JSON nested deeper than %d", maxJSONDepth)
			}
			s.kinds = append(s.kinds, c)
			s.path = append(s.path, map[byte]string{'{': "", '[': "*"}[c])
		case '}', ']':
			if n == 0 || s.kinds[n-1] != c-2 {
				return nil, s.off, nil, flawf(s.off-1, ErrFormat, "%q where none belongs", c)
			}
			s.kinds, s.path = s.kinds[:n-1], s.path[:n-1]
		default:
			if n == 0 {
				return nil, s.off, nil, flawf(s.off-1, ErrFormat, "%q where a JSON value belongs", c)
			}
		}
	}
}

// atTop wants the objects of the top level (JSON lines) or of an array there.
func atTop(path []string) bool {
	return len(path) == 0 || len(path) == 1 && path[0] == "*"
}

// at wants objects at one path, written "response/ZPROCSUPP/*".
func at(want string) func([]string) bool {
	return func(path []string) bool { return strings.Join(path, "/") == want }
}

// readJSON is the frame of every JSON reader.
func readJSON(l *List, want func([]string) bool, each func(raw []byte, off int64, emit func(...*eptr) bool) error, emit emitter) error {
	b := l.parts[0]
	r, err := b.open()
	if err != nil {
		return err
	}
	defer r.Close()
	s := newJSON(r, want)
	for rec := 1; ; rec++ {
		raw, off, _, err := s.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return b.fail(l.ID, rec, err)
		}
		more := true
		err = each(raw, off, func(es ...*eptr) bool {
			for _, e := range es {
				if more && !emit(e, b, rec) {
					more = false
				}
			}
			return more
		})
		if err != nil {
			return b.fail(l.ID, rec, err)
		}
		if !more {
			return errStop
		}
	}
}

// recogniseJSON looks at the first record of each form in which JSON lists come.
func recogniseJSON(b *blob) (*List, error) {
	// The head may end in the middle of the first record; read that one whole.
	open := func(want func([]string) bool) []byte {
		r, err := b.open()
		if err != nil {
			return nil
		}
		defer r.Close()
		raw, _, _, err := newJSON(io.LimitReader(r, maxJSONRecord+1), want).next()
		if err != nil {
			return nil
		}
		return bytes.Clone(raw)
	}
	for _, f := range jsonFormats {
		if f.mark != "" && !bytes.Contains(b.head, []byte(f.mark)) {
			continue
		}
		raw := open(f.want)
		if raw == nil {
			continue
		}
		if l := f.recognise(b, raw); l != nil {
			l.parts = []*blob{b}
			return l, nil
		}
	}
	return nil, b.fail("", 0, flawf(0, ErrFormat, "JSON of an unknown kind"))
}

// jsonFormats are tried in order; mark is a text that the head must contain.
var jsonFormats = []struct {
	mark      string
	want      func([]string) bool
	recognise func(b *blob, first []byte) *List
}{
	{`"schema"`, atTop, recogniseFTM},
	{`"op"`, atTop, recogniseDelta},
	{`"DATA_SOURCE"`, atTop, recogniseSenzing},
	{`"results"`, at("results/*"), recogniseCSLJSON},
	{`ZPROCSUPP`, at("response/ZPROCSUPP/*"), recogniseWorldBank},
}
