package document

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/saintfish/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// readPlain reads a text file. Blocks are parted by empty lines.
func readPlain(_ context.Context, d *Document, data []byte, _ *Options) error {
	if err := d.decode(data, ""); err != nil {
		return err
	}
	d.paragraphs(0, len(d.Text))
	return nil
}

// paragraphs parts Text[from:to] into blocks at empty lines.
func (d *Document) paragraphs(from, to int) {
	start, end := -1, -1
	for at := from; at < to; {
		next := to
		if i := strings.IndexByte(d.Text[at:to], '\n'); i >= 0 {
			next = at + i + 1
		}
		line := d.Text[at:next]
		if trimmed := strings.TrimSpace(line); trimmed == "" {
			if start >= 0 {
				d.Blocks = append(d.Blocks, Block{Start: start, End: end, Kind: Paragraph})
			}
			start = -1
		} else {
			lead := strings.Index(line, trimmed)
			if start < 0 {
				start = at + lead
			}
			end = at + lead + len(trimmed)
		}
		at = next
	}
	if start >= 0 {
		d.Blocks = append(d.Blocks, Block{Start: start, End: end, Kind: Paragraph})
	}
}

// decode sets Text, Encoding and spans from bytes in a named encoding, or in
// the one that the bytes themselves show: a byte order mark, valid UTF-8, the
// zero bytes of UTF-16, and last the statistics of letters.
func (d *Document) decode(data []byte, label string) error {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		d.setSame(data, 3, "utf-8")
		return nil
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return d.decodeWith(data, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "utf-16")
	}
	if label == "" {
		label = utf16Guess(data)
		if label == "" && utf8.Valid(data) {
			d.setSame(data, 0, "utf-8")
			return nil
		}
		if label == "" {
			r, err := chardet.NewTextDetector().DetectBest(data[:min(len(data), 1<<16)])
			if err != nil {
				return fmt.Errorf("its character set was not recognised; convert it to UTF-8: %w", err)
			}
			label = r.Charset
		}
	}
	label = strings.ToLower(label)
	if label == "utf-8" || label == "utf8" {
		d.setLossy(data)
		return nil
	}
	enc, err := htmlindex.Get(label)
	if err != nil {
		return fmt.Errorf("character set %q is not known; convert it to UTF-8", label)
	}
	if name, err := htmlindex.Name(enc); err == nil {
		label = name
	}
	return d.decodeWith(data, enc, label)
}

// utf16Guess sees UTF-16 without a byte order mark by its zero bytes.
func utf16Guess(b []byte) string {
	b = b[:min(len(b), 4096)]
	var zero [2]int
	for i, c := range b {
		if c == 0 {
			zero[i&1]++
		}
	}
	half := len(b) / 2
	switch {
	case half >= 4 && zero[1] > half*7/10 && zero[0] < half/20+1:
		return "utf-16le"
	case half >= 4 && zero[0] > half*7/10 && zero[1] < half/20+1:
		return "utf-16be"
	}
	return ""
}

// setSame takes UTF-8 bytes as they are, after a mark of skip bytes.
func (d *Document) setSame(data []byte, skip int, label string) {
	if !utf8.Valid(data[skip:]) {
		d.setLossy(data[skip:])
		for i := range d.spans {
			d.spans[i].orig += skip
			d.spans[i].origEnd += skip
		}
		return
	}
	d.Text, d.Encoding = string(data[skip:]), label
	d.spans = []span{{0, len(d.Text), skip, len(data), true}}
}

// setLossy takes bytes that should be UTF-8 and are not all: what is broken
// becomes the replacement character, and is said as a gap.
func (d *Document) setLossy(data []byte) {
	var b strings.Builder
	b.Grow(len(data))
	bad, run := 0, 0
	flush := func(at int) {
		if at > run {
			d.spans = append(d.spans, span{b.Len(), b.Len() + at - run, run, at, true})
			b.Write(data[run:at])
		}
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			flush(i)
			d.spans = append(d.spans, span{b.Len(), b.Len() + 3, i, i + 1, false})
			b.WriteRune(utf8.RuneError)
			run = i + 1
			bad++
		}
		i += n
	}
	flush(len(data))
	d.Text, d.Encoding = b.String(), "utf-8"
	if bad > 0 {
		d.Gaps = append(d.Gaps, Gap{Where: "text", Reason: fmt.Sprintf("%d bytes are not UTF-8", bad), Hint: "convert the file to UTF-8 from its real character set"})
	}
}

// decodeWith decodes stretch by stretch and keeps where each comes from: a
// stretch ends with a line, so that Origin is exact to the line and, for
// letters in ASCII runs, to the byte.
func (d *Document) decodeWith(data []byte, enc encoding.Encoding, label string) error {
	dec := enc.NewDecoder()
	var b strings.Builder
	b.Grow(len(data) * 3 / 2)
	dst := make([]byte, 1<<14)
	for at := 0; at < len(data); {
		atEnd := len(data)-at <= 1<<12
		chunk := data[at:min(at+1<<12, len(data))]
		nDst, nSrc, err := dec.Transformer.Transform(dst, chunk, atEnd)
		if nSrc == 0 && err != nil {
			return fmt.Errorf("not decodable as %s at byte %d: %w", label, at, err)
		}
		text := dst[:nDst]
		d.align(text, chunk[:nSrc], b.Len(), at)
		b.Write(text)
		at += nSrc
	}
	d.Text, d.Encoding = b.String(), label
	if n := strings.Count(d.Text, "\uFFFD"); n > 0 {
		d.Gaps = append(d.Gaps, Gap{Where: "text", Reason: fmt.Sprintf("%d characters could not be decoded as %s", n, label), Hint: "convert the file to UTF-8 from its real character set"})
	}
	return nil
}

// align adds spans for one decoded chunk. When the original has as many bytes
// as the text has characters (a single-byte set) each run of ASCII maps byte
// by byte and every other character to its byte; else the chunk is one span.
func (d *Document) align(text, orig []byte, textAt, origAt int) {
	if utf8.RuneCount(text) != len(orig) {
		d.spans = append(d.spans, span{textAt, textAt + len(text), origAt, origAt + len(orig), false})
		return
	}
	i, o := 0, 0
	for i < len(text) {
		j := i
		for j < len(text) && text[j] < utf8.RuneSelf {
			j++
		}
		if j > i {
			d.spans = append(d.spans, span{textAt + i, textAt + j, origAt + o, origAt + o + j - i, true})
			o += j - i
			i = j
			continue
		}
		_, n := utf8.DecodeRune(text[i:])
		d.spans = append(d.spans, span{textAt + i, textAt + i + n, origAt + o, origAt + o + 1, false})
		i += n
		o++
	}
}
