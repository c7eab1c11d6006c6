package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// A Document is the text of a file.
type Document struct {
	Name string
	// MediaType is what the content is ("text/html"); Encoding its character
	// set ("utf-8", "windows-1251"), when it has one.
	MediaType, Encoding string
	Title               string
	// Date is the day the file itself says it was written, ISO 8601, or "".
	Date string
	// Text is the text in UTF-8. Of a plain text file in UTF-8 it is the bytes
	// themselves without a byte order mark.
	Text string
	// Blocks are the paragraphs, headings, cells of Text in order; they do not
	// overlap, and what lies between them is white space.
	Blocks []Block
	Gaps   []Gap
	// Bytes is the size of the original.
	Bytes int

	spans []span // Text → original, ascending, for Origin
}

// Kinds of blocks.
const (
	Paragraph = "paragraph"
	Heading   = "heading"
	Item      = "item"
	Cell      = "cell"
	Caption   = "caption"
	Header    = "header" // a page's or message's head
	Footer    = "footer"
	Note      = "note"
	Deleted   = "deleted" // struck out, but still in the file
	Hidden    = "hidden"
	Quoted    = "quoted"
)

// Zones of a page.
const (
	Main        = "main"
	Boilerplate = "boilerplate" // menus, advertisements, the page's frame
)

// A Block is a stretch of text that belongs together.
type Block struct {
	Start, End int // bytes into Text
	Kind       string
	Zone       string
	// Page counts from 1; 0 where there are none. Row and Col of a cell count
	// from 1.
	Page, Row, Col int
	// Part names the attachment, sheet or note that the block is in; "" is the
	// body.
	Part string
}

// A Gap is a part that was not read.
type Gap struct {
	Where  string // "body", "attachment x.doc", ...
	Page   int
	Reason string
	Hint   string // what the user can do
}

// A span says where a stretch of Text comes from in the original. When same
// is set the bytes are the same ones, and offsets inside may be computed.
type span struct {
	text, textEnd int
	orig, origEnd int
	same          bool
}

// Limits bound what is read. The zero value of a field is its default.
type Limits struct {
	Bytes   int // of the original; 512 MB
	Text    int // of text taken out of a packed file; 256 MB
	Parts   int // attachments, sheets, files in an archive; 1000
	Depth   int // of parts within parts, and of nesting elements; 5 and 512
	Ratio   int // of unpacked to packed; 200
	Pages   int // 5000
	Columns int // of a table; 2000
}

func (l Limits) withDefaults() Limits {
	def := func(p *int, v int) {
		if *p == 0 {
			*p = v
		}
	}
	def(&l.Bytes, 512<<20)
	def(&l.Text, 256<<20)
	def(&l.Parts, 1000)
	def(&l.Depth, 5)
	def(&l.Ratio, 200)
	def(&l.Pages, 5000)
	def(&l.Columns, 2000)
	return l
}

// Options bend reading; nil is good.
type Options struct {
	Limits Limits
	// MediaType overrides what the content looks like.
	MediaType string
	// CacheDir is where compiled code may be kept to start faster; "" for none.
	CacheDir string
}

// Errors that a caller may branch on.
var (
	// ErrUnsupported: the content is of a kind that is not read.
	ErrUnsupported = errors.New("this kind of file is not read")
	// ErrLimit: a bound of Limits was reached.
	ErrLimit = errors.New("over the limit")
	// ErrEmpty: there is nothing in the file.
	ErrEmpty = errors.New("the file is empty")
)

// Read reads a document. An error means that nothing could be read; a part
// that could not is a gap.
func Read(ctx context.Context, name string, data []byte, opt *Options) (*Document, error) {
	var o Options
	if opt != nil {
		o = *opt
	}
	o.Limits = o.Limits.withDefaults()
	if len(data) == 0 {
		return nil, ErrEmpty
	}
	if len(data) > o.Limits.Bytes {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", ErrLimit, len(data), o.Limits.Bytes)
	}
	kind := o.MediaType
	if kind == "" {
		kind = sniff(name, data)
	}
	for _, r := range readers() {
		if r.kind != kind {
			continue
		}
		d := &Document{Name: name, MediaType: kind, Bytes: len(data)}
		if err := r.read(ctx, d, data, &o); err != nil {
			return nil, fmt.Errorf("%s: %w", kind, err)
		}
		d.finish()
		return d, nil
	}
	return nil, fmt.Errorf("%w: %s; give it as text, HTML, PDF, DOCX, ODT, RTF, EML, XLSX or CSV", ErrUnsupported, kind)
}

// reader is one kind of file.
type reader struct {
	kind string
	read func(context.Context, *Document, []byte, *Options) error
}

func readers() []reader {
	return []reader{
		{"text/plain", readPlain},
		{"text/html", readHTML},
	}
}

// sniff says what the content is. The name decides only between kinds that
// look the same.
func sniff(name string, data []byte) string {
	head := data[:min(len(data), 1<<14)]
	switch {
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return "application/pdf"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return "application/zip"
	case bytes.HasPrefix(head, []byte("{\\rtf")):
		return "application/rtf"
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return "application/x-ole-storage"
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return "application/gzip"
	case bytes.HasPrefix(head, []byte("\x89PNG")), bytes.HasPrefix(head, []byte("\xff\xd8\xff")), bytes.HasPrefix(head, []byte("GIF8")), bytes.HasPrefix(head, []byte("II*\x00")), bytes.HasPrefix(head, []byte("MM\x00*")):
		return "image"
	}
	text := strings.ToLower(string(toASCII(head)))
	trimmed := strings.TrimLeft(text, " \t\r\n\f")
	if strings.HasPrefix(trimmed, "<!doctype html") || strings.HasPrefix(trimmed, "<html") || strings.HasPrefix(trimmed, "<?xml") && strings.Contains(text, "<html") {
		return "text/html"
	}
	ext := strings.ToLower(path.Ext(name))
	if (ext == ".html" || ext == ".htm" || ext == ".xhtml") && strings.Contains(text, "<") {
		return "text/html"
	}
	if strings.HasPrefix(trimmed, "<") && (strings.Contains(text, "<body") || strings.Contains(text, "<div") || strings.Contains(text, "<p>") || strings.Contains(text, "<p ")) {
		return "text/html"
	}
	if binary(head) {
		return "application/octet-stream"
	}
	return "text/plain"
}

// toASCII drops the zero bytes of UTF-16, so that markup can be seen in it.
func toASCII(b []byte) []byte {
	if bytes.IndexByte(b, 0) < 0 {
		return b
	}
	return bytes.ReplaceAll(b, []byte{0}, nil)
}

// binary reports whether bytes are no text in any encoding read here.
func binary(b []byte) bool {
	if bytes.HasPrefix(b, []byte{0xff, 0xfe}) || bytes.HasPrefix(b, []byte{0xfe, 0xff}) || utf16Guess(b) != "" {
		return false
	}
	control := 0
	for _, c := range b {
		if c == 0 {
			return true
		}
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b && c != 0x1a {
			control++
		}
	}
	return control*20 > len(b)
}

// finish sorts blocks and gives every block a zone.
func (d *Document) finish() {
	slices.SortStableFunc(d.Blocks, func(a, b Block) int { return a.Start - b.Start })
	for i := range d.Blocks {
		if d.Blocks[i].Zone == "" {
			d.Blocks[i].Zone = Main
		}
	}
}

// Origin says which bytes of the original a stretch of Text comes from. It is
// exact where the text stands in the file as it is or in another encoding of
// the same length; else it is the least stretch that holds it. Of a packed
// format (DOCX, PDF) the bytes say nothing: from and to are -1, and the
// block's page, row and part say where to look.
func (d *Document) Origin(start, end int) (from, to int, exact bool) {
	i, _ := slices.BinarySearchFunc(d.spans, start, func(s span, at int) int {
		switch {
		case s.textEnd <= at:
			return -1
		case s.text > at:
			return 1
		}
		return 0
	})
	from, to, exact = -1, -1, true
	for ; i < len(d.spans) && d.spans[i].text < end; i++ {
		s := d.spans[i]
		a, b := s.orig, s.origEnd
		if s.same {
			a = s.orig + max(start-s.text, 0)
			b = s.origEnd - max(s.textEnd-end, 0)
		} else if start > s.text || end < s.textEnd {
			exact = false
		}
		if from < 0 {
			from = a
		}
		to = b
	}
	return from, to, exact && from >= 0
}
