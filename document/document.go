package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
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

// A span says where a stretch of Text comes from in the original. It is made
// of units that are tw bytes long in Text and ow in the original (1 and 1 for
// the same bytes, 2 and 1 for Cyrillic letters of a single-byte set), so that
// offsets inside can be computed. A span of a single unit is an entity or the
// like.
type span struct {
	text, textEnd int
	orig, origEnd int
	tw, ow        int32
	// When tw is perRune the units are characters: aw bytes of the original
	// for one of ASCII, ow for any other.
	aw int32
}

const (
	perRune = -1
	maxRun  = 1024 // bytes of Text in a span whose characters must be counted
)

// addDecoded notes that n bytes of Text at text are decoded from m at orig:
// one character, or several of ASCII.
func addDecoded(spans []span, text, n, orig, m int, ascii bool) []span {
	width := m
	if ascii {
		width = m / n
	}
	fits := func(l *span) bool {
		w := &l.ow
		if ascii {
			w = &l.aw
		}
		if *w == 0 {
			*w = int32(width)
		}
		return *w == int32(width)
	}
	if k := len(spans); k > 0 {
		l := &spans[k-1]
		if l.tw == perRune && l.textEnd == text && l.origEnd == orig && l.textEnd-l.text+n <= maxRun && fits(l) {
			l.textEnd, l.origEnd = text+n, orig+m
			return spans
		}
	}
	l := span{text: text, textEnd: text + n, orig: orig, origEnd: orig + m, tw: perRune}
	fits(&l)
	return append(spans, l)
}

// width is how many bytes of the original stand for the text of a span, and
// whether the text ends between characters; else the character it ends in is
// counted when up is set.
func (s *span) width(text string, up bool) (n int, exact bool) {
	if s.tw != perRune {
		units := len(text) / int(s.tw)
		exact = len(text)%int(s.tw) == 0
		if up && !exact {
			units++
		}
		return units * int(s.ow), exact
	}
	exact = true
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			n += int(s.aw)
			i++
			continue
		}
		r, k := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && k == 1 { // cut inside
			if up {
				n += int(s.ow)
			}
			return n, false
		}
		n += int(s.ow)
		i += k
	}
	return n, true
}

// addSpan notes that n bytes of Text at text come from the m bytes at orig,
// in units; it joins what goes on in the same manner.
func addSpan(spans []span, text, n, orig, m, tw, ow int) []span {
	if k := len(spans); k > 0 {
		l := &spans[k-1]
		if l.textEnd == text && l.origEnd == orig && l.tw == int32(tw) && l.ow == int32(ow) {
			l.textEnd, l.origEnd = text+n, orig+m
			return spans
		}
		// One blank between two words that stand in the file as they are.
		if tw == 1 && ow == 1 && l.tw == 1 && l.ow == 1 && l.textEnd+1 == text && l.origEnd+1 == orig {
			l.textEnd, l.origEnd = text+n, orig+m
			return spans
		}
	}
	return append(spans, span{text, text + n, orig, orig + m, int32(tw), int32(ow), 0})
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
	Cells   int // of all tables together; 2 million
	Blocks  int // 1 million; what comes after goes into the last one
	Seconds int // 120
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
	def(&l.Cells, 2_000_000)
	def(&l.Blocks, 1_000_000)
	def(&l.Seconds, 120)
	return l
}

// Options bend reading; nil is good.
type Options struct {
	Limits Limits
	// MediaType overrides what the content looks like.
	MediaType string
	// CacheDir is where compiled code may be kept to start faster; "" for none.
	CacheDir string

	job *job
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

// Read reads one document with a [Reader] of its own. An error means that
// nothing could be read; a part that could not is a gap.
func Read(ctx context.Context, name string, data []byte, opt *Options) (*Document, error) {
	r := NewReader(opt)
	defer r.Close()
	return r.Read(ctx, name, data)
}

// A Reader reads many documents; several goroutines may use it. It keeps the
// PDF engine, which takes seconds to start, from the first PDF on until it is
// closed.
type Reader struct {
	opt Options
	pdf pdfEngine
}

// NewReader makes a reader; nil options are good ones.
func NewReader(opt *Options) *Reader {
	r := &Reader{}
	if opt != nil {
		r.opt = *opt
	}
	r.opt.Limits = r.opt.Limits.withDefaults()
	return r
}

// Close lets go of what the reader keeps.
func (r *Reader) Close() error { return r.pdf.close() }

// Read reads a document, as the function Read does.
func (r *Reader) Read(ctx context.Context, name string, data []byte) (*Document, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Duration(r.opt.Limits.Seconds)*time.Second)
	defer cancel()
	o := r.opt
	o.job = &job{pdf: &r.pdf, text: o.Limits.Text, parts: o.Limits.Parts, cells: o.Limits.Cells}
	return readPart(ctx, name, o.MediaType, data, &o)
}

// A job is the reading of one file with all that is packed in it. What may
// still be taken out of it is counted down over all its parts.
type job struct {
	pdf   *pdfEngine
	text  int // bytes
	parts int
	cells int
	depth int
}

// readPart reads a file, or a part of one at the depth that the job is at.
func readPart(ctx context.Context, name, kind string, data []byte, o *Options) (d *Document, err error) {
	if len(data) == 0 {
		return nil, ErrEmpty
	}
	if len(data) > o.Limits.Bytes {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", ErrLimit, len(data), o.Limits.Bytes)
	}
	if kind == "" {
		kind = sniff(name, data)
	}
	for _, r := range readers() {
		if r.kind != kind {
			continue
		}
		// The libraries behind some formats panic on files made to break them.
		defer func() {
			if p := recover(); p != nil {
				d, err = nil, fmt.Errorf("%s: broken file: %v", kind, p)
			}
		}()
		d = &Document{Name: name, MediaType: kind, Bytes: len(data)}
		if err := r.read(ctx, d, data, o); err != nil {
			return nil, fmt.Errorf("%s: %w", kind, err)
		}
		d.finish()
		return d, nil
	}
	return nil, unsupported(kind, data)
}

// attach reads a part (an attachment, a file in an archive) and puts it after
// what there is. A part that cannot be read is a gap.
func (w *blocks) attach(ctx context.Context, part, name, kind string, data []byte, o *Options) {
	w.end(Paragraph)
	gap := func(reason, hint string) { w.d.Gaps = append(w.d.Gaps, Gap{Where: part, Reason: reason, Hint: hint}) }
	if o.job.parts--; o.job.parts < 0 {
		if o.job.parts == -1 {
			gap("too many parts: this one and those after it were not read", "unpack it and give the parts one by one")
		}
		return
	}
	if o.job.depth >= o.Limits.Depth {
		gap(fmt.Sprintf("packed more than %d deep", o.Limits.Depth), "unpack it and give the parts one by one")
		return
	}
	if ctx.Err() != nil {
		gap("out of time", "give the part by itself")
		return
	}
	o.job.depth++
	child, err := readPart(ctx, name, kind, data, o)
	o.job.depth--
	if errors.Is(err, ErrEmpty) {
		return
	}
	if err != nil {
		gap(err.Error(), "look at it by hand")
		return
	}
	at := len(w.b)
	if len(child.Text) > 0 && at+len(child.Text) > 1<<31-1 {
		gap("too much text", "give the part by itself")
		return
	}
	w.b = append(w.b, child.Text...)
	w.gap()
	for _, b := range child.Blocks {
		b.Start, b.End, b.Part = b.Start+at, b.End+at, joinPart(part, b.Part)
		w.d.Blocks = append(w.d.Blocks, b)
	}
	for _, g := range child.Gaps {
		g.Where = joinPart(part, g.Where)
		w.d.Gaps = append(w.d.Gaps, g)
	}
}

func joinPart(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "/" + b
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
		{"text/rtf", readRTF},
		{typeDOCX, readDOCX},
		{typePPTX, readDOCX},
		{typeODT, readODT},
		{"application/pdf", readPDF},
		{"message/rfc822", readMail},
		{"text/csv", readCSV},
		{"text/tab-separated-values", readCSV},
		{typeXLSX, readXLSX},
		{"application/zip", readZip},
		{"application/gzip", readGzip},
	}
}

// unsupported says what a file is that is not read, and what to do.
func unsupported(kind string, data []byte) error {
	hint := "give it as text, HTML, PDF, DOCX, ODT, RTF, EML, XLSX or CSV"
	utf16 := func(s string) []byte {
		var b []byte
		for _, c := range []byte(s) {
			b = append(b, c, 0)
		}
		return b
	}
	if kind == "application/x-ole-storage" {
		head := data[:min(len(data), 1<<20)]
		switch {
		case bytes.Contains(head, utf16("EncryptedPackage")):
			kind, hint = "a Word, Excel or PowerPoint file under a password", "take the password off and save it again"
		case bytes.Contains(head, utf16("__substg1.0_")):
			kind, hint = "an Outlook message (MSG)", "save it as EML"
		case bytes.Contains(head, utf16("WordDocument")):
			kind, hint = "a Word file of before 2007 (DOC)", "save it as DOCX"
		case bytes.Contains(head, utf16("Workbook")):
			kind, hint = "an Excel file of before 2007 (XLS)", "save it as XLSX"
		}
	}
	if kind == "image" {
		hint = "it needs text recognition (OCR) first"
	}
	return fmt.Errorf("%w: %s; %s", ErrUnsupported, kind, hint)
}

// sniff says what the content is. The name decides only between kinds that
// look the same.
func sniff(name string, data []byte) string {
	head := data[:min(len(data), 1<<14)]
	switch {
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return "application/pdf"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return zipKind(data)
	case bytes.HasPrefix(head, []byte("{\\rtf")):
		return "text/rtf"
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
	if i := bytes.Index(head[:min(len(head), 1024)], []byte("%PDF-")); i >= 0 && binary(head) {
		return "application/pdf" // bytes before the mark are allowed
	}
	if binary(head) {
		return "application/octet-stream"
	}
	if n := mailHead(head); ext == ".eml" && n > 0 || n >= 3 {
		return "message/rfc822"
	}
	switch ext {
	case ".csv":
		return "text/csv"
	case ".tsv", ".tab":
		return "text/tab-separated-values"
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
	d.Title = strings.Join(strings.Fields(clean(strings.ToValidUTF8(d.Title, "\uFFFD"))), " ")
	slices.SortStableFunc(d.Blocks, func(a, b Block) int { return a.Start - b.Start })
	for i := range d.Blocks {
		if d.Blocks[i].Zone == "" {
			d.Blocks[i].Zone = Main
		}
	}
}

// Origin says which bytes of the original a stretch of Text comes from. It is
// exact when both ends fall between characters (or entities) of the original;
// else it is the least stretch that holds it. Of a packed
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
		if start > s.text {
			n, ok := s.width(d.Text[s.text:start], false)
			a, exact = s.orig+n, exact && ok
		}
		if end < s.textEnd {
			n, ok := s.width(d.Text[s.text:end], true)
			b, exact = s.orig+n, exact && ok
		}
		if from < 0 {
			from = a
		}
		to = b
	}
	return from, to, exact && from >= 0
}
