package source

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// recognise tells by a file's first bytes which list it is. It returns nil, nil
// for a file that is one of the OFAC CSV set, which group puts together.
func recognise(b *blob) (*List, error) {
	if b.sheet {
		return recogniseTable(b)
	}
	if bytes.HasPrefix(b.head, []byte("%PDF")) {
		return nil, b.fail("", 0, &flaw{0, fmt.Errorf("a PDF: %w", ErrFormat), "take the list in its XML, CSV, HTML or XLSX form, or convert it to HTML first"})
	}
	if u := bytes.HasPrefix(b.head, []byte("\xff\xfe")) || bytes.HasPrefix(b.head, []byte("\xfe\xff")); u {
		return nil, b.fail("", 0, flawf(0, ErrEncoding, "UTF-16"))
	}
	head := bytes.TrimPrefix(b.head, []byte("\xef\xbb\xbf"))
	text := bytes.TrimLeft(head, " \t\r\n")
	if len(text) == 0 {
		return nil, b.fail("", 0, flawf(0, ErrEmpty, "nothing but white space"))
	}
	if text[0] == '<' {
		return recogniseXML(b, text)
	}
	if text[0] == '{' || text[0] == '[' {
		return recogniseJSON(b)
	}
	if kind, _ := ofacKind(head); kind != "" {
		return nil, nil
	}
	if i := bytes.IndexByte(text, 0); i >= 0 {
		return nil, b.fail("", 0, flawf(int64(i), ErrFormat, "binary data"))
	}
	return recogniseTable(b)
}

// isPage reports whether a text is a web page.
func isPage(text []byte) bool {
	t := squash(strings.ToLower(string(text[:min(len(text), 1024)])))
	for _, p := range []string{"<!doctype html", "<html", "<head", "<body"} {
		if strings.HasPrefix(t, p) {
			return true
		}
	}
	return false
}

// recogniseXML looks at the root element and the first few after it.
func recogniseXML(b *blob, text []byte) (*List, error) {
	if isPage(text) {
		if l := recogniseUNVessels(b, text); l != nil {
			return l, nil
		}
		return nil, b.fail("", 0, flawf(0, ErrOutage, "begins with %q", clip(squash(string(text[:min(len(text), 60)])), 60)))
	}
	s := newXMLScanner(bytes.NewReader(b.head))
	var first []xmlToken
	for len(first) < 40 {
		t, err := s.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			if len(first) == 0 {
				return nil, b.fail("", 0, err)
			}
			break // the head is cut where it is cut; reading on will tell
		}
		if t.kind != xmlEnd {
			first = append(first, t)
		}
	}
	if b.size > maxXML {
		return nil, b.fail("", 0, flawf(maxXML, ErrLimit, "XML of %d bytes, more than %d", b.size, int64(maxXML)))
	}
	root := first[0]
	for _, f := range xmlFormats {
		l := f(b, root, first)
		if l == nil {
			continue
		}
		l.parts = []*blob{b}
		// A list whose last bytes are not its root's end is cut: say so before a
		// single record is used.
		if t := strings.TrimRight(string(b.tail), " \t\r\n\x00\x1a"); !strings.HasSuffix(t, ">") || !strings.Contains(t[strings.LastIndexByte(t, '<')+1:], root.name) {
			if !strings.HasSuffix(t, "-->") {
				return nil, b.fail(l.ID, 0, flawf(b.size, ErrCut, "the file does not end with </%s>", root.name))
			}
		}
		return l, nil
	}
	return nil, b.fail("", 0, flawf(root.off, ErrFormat, "XML of an unknown kind, <%s>", clip(root.name, 60)))
}

// value returns an attribute of a token.
func (t xmlToken) value(name string) string {
	for _, a := range t.attrs {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// textAfter returns the first text after the start of an element among tokens.
func textAfter(toks []xmlToken, name string) string {
	for i, t := range toks {
		if t.kind == xmlStart && t.name == name && i+1 < len(toks) && toks[i+1].kind == xmlText {
			return squash(toks[i+1].text)
		}
	}
	return ""
}

// xmlFormats are tried in order; each returns nil for a root that is not its own.
var xmlFormats = []func(b *blob, root xmlToken, first []xmlToken) *List{
	recogniseUN, recogniseSDNXML, recogniseEnhanced, recogniseAdvanced, recogniseEU, recogniseUK, recogniseSECO, recogniseCanada,
}

// readXML is the frame of every XML reader: it opens the file, walks the
// records and turns errors into those of this list.
func readXML(l *List, d *drift, isRecord func(string) bool, enter func(xmlToken) error, each func(n *node, emit func(...*eptr) bool) error, emit emitter) error {
	b := l.parts[0]
	r, err := b.open()
	if err != nil {
		return err
	}
	defer r.Close()
	rec := 0
	err = records(r, d, isRecord, enter, func(n *node) (bool, error) {
		rec++
		more := true
		err := each(n, func(es ...*eptr) bool {
			for _, e := range es {
				if more && !emit(e, b, rec) {
					more = false
				}
			}
			return more
		})
		return more, err
	})
	l.Unknown = d.names()
	if err != nil {
		return b.fail(l.ID, rec+1, err)
	}
	return nil
}
