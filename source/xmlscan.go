package source

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Bounds of the XML scanner. The longest text of a known list is 30 kB.
const (
	maxXMLDepth = 64
	maxXMLToken = 4 << 20 // bytes of one tag or one text
	maxXMLAttrs = 256
)

// An xmlScanner reads XML as lists are written: elements, attributes, texts,
// CDATA, comments; UTF-8 only. It checks nesting and encoding, declares no
// entities and loads nothing: a DOCTYPE with an internal subset or a system
// identifier is refused, so entity bombs and external entities have nowhere to
// stand. It differs from encoding/xml in speed, in giving byte offsets of the
// file, and in its bounds.
type xmlScanner struct {
	r     io.Reader
	buf   []byte
	pos   int   // next byte in buf
	base  int64 // offset of buf[0]
	eof   bool
	rerr  error
	stack []string
	names map[string]string // interned element and attribute names
	root  bool              // the root element was closed
}

type xmlKind uint8

const (
	xmlStart xmlKind = iota
	xmlEnd
	xmlText
)

type xmlAttr struct{ name, value string }

type xmlToken struct {
	kind  xmlKind
	name  string // local name, prefix dropped
	attrs []xmlAttr
	text  string
	off   int64
	empty bool // <x/>: no end token follows
}

func newXMLScanner(r io.Reader) *xmlScanner {
	return &xmlScanner{r: r, buf: make([]byte, 0, 64<<10), names: map[string]string{}}
}

func (s *xmlScanner) offset() int64 { return s.base + int64(s.pos) }

// more reads on; keep is the first byte that must stay in the buffer.
func (s *xmlScanner) more(keep int) bool {
	if s.eof {
		return false
	}
	if keep > 0 {
		n := copy(s.buf, s.buf[keep:])
		s.buf = s.buf[:n]
		s.base += int64(keep)
		s.pos -= keep
	}
	if len(s.buf) == cap(s.buf) {
		nb := make([]byte, len(s.buf), 2*cap(s.buf))
		copy(nb, s.buf)
		s.buf = nb
	}
	for tries := 0; tries < 100; tries++ {
		n, err := s.r.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf = s.buf[:len(s.buf)+n]
		if err != nil {
			s.eof = true
			if err != io.EOF {
				s.rerr = err
			}
			return n > 0
		}
		if n > 0 {
			return true
		}
	}
	s.eof, s.rerr = true, io.ErrNoProgress
	return false
}

// until finds a delimiter from the current position on and returns the index
// just past it in the buffer.
func (s *xmlScanner) until(delim string, what string) (int, error) {
	from := s.pos
	for {
		if i := bytes.Index(s.buf[from:], []byte(delim)); i >= 0 {
			return from + i + len(delim), nil
		}
		if len(s.buf)-s.pos > maxXMLToken {
			return 0, flawf(s.offset(), ErrLimit, "a %s longer than %d bytes", what, maxXMLToken)
		}
		from = max(s.pos, len(s.buf)-len(delim)+1)
		keep := s.pos
		if !s.more(keep) {
			return 0, s.cut(what)
		}
		from -= keep
	}
}

func (s *xmlScanner) cut(what string) error {
	if s.rerr != nil {
		return s.rerr
	}
	in := ""
	if n := len(s.stack); n > 0 {
		in = " within <" + s.stack[n-1] + ">"
	}
	return flawf(s.base+int64(len(s.buf)), ErrCut, "the file ends in a %s%s", what, in)
}

// next returns the next token; io.EOF after the root element's end.
func (s *xmlScanner) next() (xmlToken, error) {
	for {
		if s.pos >= len(s.buf) && !s.more(s.pos) {
			switch {
			case s.rerr != nil:
				return xmlToken{}, s.rerr
			case len(s.stack) > 0:
				return xmlToken{}, s.cut("record")
			case !s.root:
				return xmlToken{}, flawf(s.offset(), ErrEmpty, "no element in it")
			}
			return xmlToken{}, io.EOF
		}
		if s.buf[s.pos] != '<' {
			t, err := s.charData()
			if err != nil {
				return t, err
			}
			if t.text == "" {
				continue
			}
			if len(s.stack) == 0 {
				if strings.Trim(t.text, " \t\r\n\ufeff\x1a\x00") != "" {
					return t, flawf(t.off, ErrFormat, "text outside the root element")
				}
				continue
			}
			return t, nil
		}
		for len(s.buf)-s.pos < 9 && s.more(s.pos) {
		}
		rest := s.buf[s.pos:]
		switch {
		case bytes.HasPrefix(rest, []byte("<?")):
			end, err := s.until("?>", "processing instruction")
			if err != nil {
				return xmlToken{}, err
			}
			if err := s.declaration(string(s.buf[s.pos:end])); err != nil {
				return xmlToken{}, err
			}
			s.pos = end
		case bytes.HasPrefix(rest, []byte("<!--")):
			s.pos += 4
			end, err := s.until("-->", "comment")
			if err != nil {
				return xmlToken{}, err
			}
			s.pos = end
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			off := s.offset()
			if len(s.stack) == 0 {
				return xmlToken{}, flawf(off, ErrFormat, "text outside the root element")
			}
			s.pos += 9
			end, err := s.until("]]>", "CDATA section")
			if err != nil {
				return xmlToken{}, err
			}
			b := s.buf[s.pos : end-3]
			if i := badUTF8(b); i >= 0 {
				return xmlToken{}, flawf(s.offset()+int64(i), ErrEncoding, "bytes that are not UTF-8")
			}
			t := xmlToken{kind: xmlText, text: string(b), off: off}
			s.pos = end
			return t, nil
		case bytes.HasPrefix(rest, []byte("<!")):
			return xmlToken{}, flawf(s.offset(), ErrHostile, "a document type or entity declaration")
		case bytes.HasPrefix(rest, []byte("</")):
			return s.endTag()
		default:
			return s.startTag()
		}
	}
}

// declaration checks the encoding that an XML declaration names.
func (s *xmlScanner) declaration(pi string) error {
	if !strings.HasPrefix(pi, "<?xml ") {
		return nil
	}
	i := strings.Index(pi, "encoding")
	if i < 0 {
		return nil
	}
	v := strings.ToLower(pi[i+len("encoding"):])
	v = strings.Trim(strings.SplitN(strings.TrimLeft(v, "= \t\r\n"), " ", 2)[0], "\"'?>")
	switch v {
	case "utf-8", "utf8", "us-ascii", "ascii":
		return nil
	}
	return flawf(s.offset(), ErrEncoding, "declared encoding %q, want UTF-8", clip(v, 40))
}

func (s *xmlScanner) charData() (xmlToken, error) {
	from := s.pos
	for {
		if i := bytes.IndexByte(s.buf[from:], '<'); i >= 0 {
			from += i
			break
		}
		if len(s.buf)-s.pos > maxXMLToken {
			return xmlToken{}, flawf(s.offset(), ErrLimit, "a text longer than %d bytes", maxXMLToken)
		}
		from = len(s.buf)
		keep := s.pos
		if !s.more(keep) {
			if s.rerr != nil {
				return xmlToken{}, s.rerr
			}
			from = len(s.buf)
			break
		}
		from -= keep
	}
	off := s.offset()
	b := s.buf[s.pos:from]
	if blank(b) {
		s.pos = from
		return xmlToken{kind: xmlText, off: off}, nil
	}
	if i := badUTF8(b); i >= 0 {
		return xmlToken{}, flawf(off+int64(i), ErrEncoding, "bytes that are not UTF-8")
	}
	text, err := s.unescape(b, off)
	if err != nil {
		return xmlToken{}, err
	}
	s.pos = from
	return xmlToken{kind: xmlText, text: text, off: off}, nil
}

func blank(b []byte) bool {
	for _, c := range b {
		if c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return false
		}
	}
	return true
}

// badUTF8 is the index of the first byte that is not UTF-8, or of a control
// character that XML does not have; -1 when there is none.
func badUTF8(b []byte) int {
	for i := 0; i < len(b); {
		c := b[i]
		if c < utf8.RuneSelf {
			if c == 0 {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// unescape replaces the five named references of XML and the numbered ones.
// Any other entity is refused.
func (s *xmlScanner) unescape(b []byte, off int64) (string, error) {
	i := bytes.IndexByte(b, '&')
	if i < 0 {
		return string(b), nil
	}
	out := make([]byte, 0, len(b))
	for {
		out = append(out, b[:i]...)
		b, off = b[i:], off+int64(i)
		j := bytes.IndexByte(b[:min(len(b), 16)], ';')
		if j < 0 {
			// A bare ampersand is not XML, but lists have them ("Smith & Co").
			out = append(out, '&')
			b, off = b[1:], off+1
		} else {
			ref := string(b[1:j])
			switch ref {
			case "amp":
				out = append(out, '&')
			case "lt":
				out = append(out, '<')
			case "gt":
				out = append(out, '>')
			case "quot":
				out = append(out, '"')
			case "apos":
				out = append(out, '\'')
			case "nbsp":
				out = append(out, ' ')
			default:
				var n uint64
				var err error
				if h, ok := strings.CutPrefix(ref, "#x"); ok {
					n, err = strconv.ParseUint(h, 16, 32)
				} else if d, ok := strings.CutPrefix(ref, "#"); ok {
					n, err = strconv.ParseUint(d, 10, 32)
				} else if strings.ContainsAny(ref, " \t\r\n,.&") {
					out = append(out, '&')
					b, off = b[1:], off+1
					goto next
				} else {
					return "", flawf(off, ErrHostile, "entity &%s; that XML does not define", clip(ref, 20))
				}
				if err != nil || n > utf8.MaxRune {
					return "", flawf(off, ErrFormat, "character reference &%s;", clip(ref, 20))
				}
				if n != 0 {
					out = utf8.AppendRune(out, rune(n))
				}
			}
			b, off = b[j+1:], off+int64(j)+1
		}
	next:
		if i = bytes.IndexByte(b, '&'); i < 0 {
			return string(append(out, b...)), nil
		}
	}
}

func (s *xmlScanner) intern(b []byte) string {
	if v, ok := s.names[string(b)]; ok {
		return v
	}
	n := b
	if i := bytes.IndexByte(b, ':'); i >= 0 {
		n = b[i+1:]
	}
	v := string(n)
	if len(s.names) < 4096 {
		s.names[string(b)] = v
	}
	return v
}

func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.' || c == ':' || c >= 0x80
}

func (s *xmlScanner) endTag() (xmlToken, error) {
	off := s.offset()
	s.pos += 2
	end, err := s.until(">", "tag")
	if err != nil {
		return xmlToken{}, err
	}
	name := s.intern(bytes.TrimRight(s.buf[s.pos:end-1], " \t\r\n"))
	s.pos = end
	n := len(s.stack)
	if n == 0 || s.stack[n-1] != name {
		want := "none"
		if n > 0 {
			want = "</" + s.stack[n-1] + ">"
		}
		return xmlToken{}, flawf(off, ErrFormat, "end tag </%s> where %s belongs", clip(name, 40), want)
	}
	s.stack = s.stack[:n-1]
	s.root = n == 1
	return xmlToken{kind: xmlEnd, name: name, off: off}, nil
}

// tagEnd finds the '>' that closes the tag at pos, quotes respected.
func (s *xmlScanner) tagEnd() (int, error) {
	i, quote := s.pos+1, byte(0)
	for {
		for ; i < len(s.buf); i++ {
			c := s.buf[i]
			switch {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '>':
				return i, nil
			case c == '"' || c == '\'':
				quote = c
			case c == '<':
				return 0, flawf(s.base+int64(i), ErrFormat, "a tag within a tag")
			}
		}
		if len(s.buf)-s.pos > maxXMLToken {
			return 0, flawf(s.offset(), ErrLimit, "a tag longer than %d bytes", maxXMLToken)
		}
		keep := s.pos
		if !s.more(keep) {
			return 0, s.cut("tag")
		}
		i -= keep
	}
}

func (s *xmlScanner) startTag() (xmlToken, error) {
	off := s.offset()
	end, err := s.tagEnd()
	if err != nil {
		return xmlToken{}, err
	}
	b := s.buf[s.pos+1 : end]
	empty := len(b) > 0 && b[len(b)-1] == '/'
	if empty {
		b = b[:len(b)-1]
	}
	i := 0
	for i < len(b) && nameByte(b[i]) {
		i++
	}
	if i == 0 {
		return xmlToken{}, flawf(off, ErrFormat, "'<' that begins no tag")
	}
	if j := badUTF8(b); j >= 0 {
		return xmlToken{}, flawf(off+1+int64(j), ErrEncoding, "bytes that are not UTF-8")
	}
	if s.root && len(s.stack) == 0 {
		return xmlToken{}, flawf(off, ErrFormat, "a second root element <%s>", clip(string(b[:i]), 40))
	}
	t := xmlToken{kind: xmlStart, name: s.intern(b[:i]), off: off, empty: empty}
	for i < len(b) {
		for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\r' || b[i] == '\n') {
			i++
		}
		if i == len(b) {
			break
		}
		j := i
		for j < len(b) && nameByte(b[j]) {
			j++
		}
		name := b[i:j]
		for j < len(b) && (b[j] == ' ' || b[j] == '\t' || b[j] == '\r' || b[j] == '\n') {
			j++
		}
		if len(name) == 0 || j >= len(b) || b[j] != '=' {
			return t, flawf(off, ErrFormat, "an attribute of <%s> that cannot be read", t.name)
		}
		j++
		for j < len(b) && (b[j] == ' ' || b[j] == '\t' || b[j] == '\r' || b[j] == '\n') {
			j++
		}
		if j >= len(b) || b[j] != '"' && b[j] != '\'' {
			return t, flawf(off, ErrFormat, "an attribute of <%s> without quotes", t.name)
		}
		k := bytes.IndexByte(b[j+1:], b[j])
		if k < 0 {
			return t, flawf(off, ErrFormat, "an attribute of <%s> without an end", t.name)
		}
		v, err := s.unescape(b[j+1:j+1+k], off)
		if err != nil {
			return t, err
		}
		if len(t.attrs) >= maxXMLAttrs {
			return t, flawf(off, ErrLimit, "more than %d attributes", maxXMLAttrs)
		}
		t.attrs = append(t.attrs, xmlAttr{s.intern(name), v})
		i = j + k + 2
	}
	s.pos = end + 1
	if empty {
		s.root = len(s.stack) == 0
	} else {
		if len(s.stack) >= maxXMLDepth {
			return t, flawf(off, ErrLimit, "elements nested deeper than %d", maxXMLDepth)
		}
		s.stack = append(s.stack, t.name)
	}
	return t, nil
}

// clip shortens a text for an error message.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
