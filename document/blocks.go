package document

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// blocks gathers the text of a packed format, block by block: characters are
// cleaned, white space is folded, and a line break inside a block stays one.
type blocks struct {
	d    *Document
	b    []byte
	from int // where the block under way begins
	most int // blocks

	zone           string
	part           string
	page, row, col int

	outer [][]byte // what was written of the blocks that asides stand in
}

func newBlocks(d *Document, o *Options) *blocks {
	return &blocks{d: d, most: o.Limits.Blocks}
}

// write adds to the block under way.
func (w *blocks) write(s string) {
	s = clean(strings.ToValidUTF8(s, "\uFFFD"))
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch c {
		case ' ', '\t', '\r', '\f', '\v':
			if n := len(w.b); n > w.from && w.b[n-1] != ' ' && w.b[n-1] != '\n' {
				w.b = append(w.b, ' ')
			}
		case '\n':
			if n := len(w.b); n > w.from && w.b[n-1] == ' ' {
				w.b = w.b[:n-1]
			}
			if n := len(w.b); n > w.from && w.b[n-1] != '\n' {
				w.b = append(w.b, '\n')
			}
		default:
			w.b = append(w.b, c)
		}
	}
}

// hyphen makes sure that what was written ends in a hyphen, unhyphen that it
// does not.
func (w *blocks) hyphen() {
	if !bytes.HasSuffix(w.b, []byte("-")) {
		w.b = append(w.b, '-')
	}
}

func (w *blocks) unhyphen() { w.b = bytes.TrimSuffix(w.b, []byte("-")) }

// end ends the block under way, when it has text.
func (w *blocks) end(kind string) {
	w.b = append(w.b[:w.from], bytes.TrimSpace(w.b[w.from:])...)
	if len(w.b) == w.from {
		return
	}
	if n := len(w.d.Blocks); n >= w.most {
		w.d.Blocks[n-1].End = len(w.b)
	} else {
		b := Block{Start: w.from, End: len(w.b), Kind: kind, Zone: w.zone, Part: w.part, Page: w.page}
		if kind == Cell {
			b.Row, b.Col = w.row, w.col
		}
		w.d.Blocks = append(w.d.Blocks, b)
	}
	w.gap()
}

func (w *blocks) gap() {
	w.b = append(w.b, "\n\n"...)
	w.from = len(w.b)
}

// aside puts the block under way by, for one that hangs inside it (a note, a
// text box, a struck out word) and comes before it in the text; asideEnd goes
// on with it.
func (w *blocks) aside() {
	w.outer = append(w.outer, slices.Clone(w.b[w.from:]))
	w.b = w.b[:w.from]
}

func (w *blocks) asideEnd(kind string) {
	w.end(kind)
	n := len(w.outer)
	if n == 0 {
		return
	}
	w.b = append(w.b, w.outer[n-1]...)
	w.outer = w.outer[:n-1]
}

// done gives the text to the document.
func (w *blocks) done() {
	for len(w.outer) > 0 {
		w.asideEnd(Paragraph)
	}
	w.end(Paragraph)
	w.d.Text = string(bytes.TrimRight(w.b, "\n"))
}

// spend takes n bytes off what may still be taken out of packed parts.
func (o *Options) spend(n int) error {
	if o.job.text -= n; o.job.text < 0 {
		return fmt.Errorf("%w: more than %d bytes of text", ErrLimit, o.Limits.Text)
	}
	return nil
}
