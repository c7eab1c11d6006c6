package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/saintfish/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// readPlain reads a text file. Blocks are parted by empty lines.
func readPlain(ctx context.Context, d *Document, data []byte, o *Options) error {
	if err := d.decode(ctx, data, ""); err != nil {
		return err
	}
	d.paragraphs(0, len(d.Text), o.Limits.Blocks)
	return nil
}

// paragraphs parts Text[from:to] into blocks at empty lines.
func (d *Document) paragraphs(from, to, most int) {
	add := func(start, end int) {
		if n := len(d.Blocks); n >= most {
			d.Blocks[n-1].End = end
			return
		}
		d.Blocks = append(d.Blocks, Block{Start: start, End: end, Kind: Paragraph})
	}
	start, end := -1, -1
	for at := from; at < to; {
		next := to
		if i := strings.IndexByte(d.Text[at:to], '\n'); i >= 0 {
			next = at + i + 1
		}
		line := d.Text[at:next]
		if trimmed := strings.TrimSpace(line); trimmed == "" {
			if start >= 0 {
				add(start, end)
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
		add(start, end)
	}
}

// decode sets Text, Encoding and spans from bytes in a named encoding, or in
// the one that the bytes themselves show: a byte order mark, valid UTF-8, the
// zero bytes of UTF-16, and last the statistics of letters.
func (d *Document) decode(ctx context.Context, data []byte, label string) error {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		d.setSame(data, 3, "utf-8")
		return nil
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return d.decodeWith(ctx, data, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "utf-16")
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
	return d.decodeWith(ctx, data, enc, label)
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
	d.spans = []span{{0, len(d.Text), skip, len(data), 1, 1, 0}}
}

// setLossy takes bytes that should be UTF-8 and are not all: what is broken
// becomes the replacement character, and is said as a gap.
func (d *Document) setLossy(data []byte) {
	var b strings.Builder
	b.Grow(len(data))
	bad, run := 0, 0
	flush := func(at int) {
		if at > run {
			d.spans = addSpan(d.spans, b.Len(), at-run, run, at-run, 1, 1)
			b.Write(data[run:at])
		}
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			flush(i)
			d.spans = addSpan(d.spans, b.Len(), 3, i, 1, 3, 1)
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

// decodeWith decodes character by character and keeps where each comes from:
// letters of equal width in a row are one span.
func (d *Document) decodeWith(ctx context.Context, data []byte, enc encoding.Encoding, label string) error {
	dec := enc.NewDecoder().Transformer
	ascii := label != "iso-2022-jp" && !strings.HasPrefix(label, "utf-16")
	var b strings.Builder
	b.Grow(len(data) * 3 / 2)
	var dst [64]byte
	next := 0
	for at := 0; at < len(data); {
		if at >= next {
			next = at + 1<<20
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		if ascii && data[at] < utf8.RuneSelf {
			to := at + 1
			for to < len(data) && data[to] < utf8.RuneSelf {
				to++
			}
			for at < to {
				n := min(to-at, maxRun)
				d.spans = addDecoded(d.spans, b.Len(), n, at, n, true)
				b.Write(data[at : at+n])
				at += n
			}
			continue
		}
		// The least stretch that the decoder takes is one character.
		nDst, nSrc := 0, 0
		var err error
		for n := 1; n <= 8 && nSrc == 0 && at+n <= len(data); n++ {
			nDst, nSrc, err = dec.Transform(dst[:], data[at:at+n], at+n == len(data))
		}
		if nSrc == 0 {
			if err == nil {
				err = errors.New("no character")
			}
			return fmt.Errorf("not decodable as %s at byte %d: %w", label, at, err)
		}
		if nDst > 0 {
			if utf8.RuneCount(dst[:nDst]) == 1 {
				d.spans = addDecoded(d.spans, b.Len(), nDst, at, nSrc, nDst == 1)
			} else {
				d.spans = append(d.spans, span{b.Len(), b.Len() + nDst, at, at + nSrc, int32(nDst), int32(nSrc), 0})
			}
			b.Write(dst[:nDst])
		}
		at += nSrc
	}
	d.Text, d.Encoding = b.String(), label
	if n := strings.Count(d.Text, "\uFFFD"); n > 0 {
		d.Gaps = append(d.Gaps, Gap{Where: "text", Reason: fmt.Sprintf("%d characters could not be decoded as %s", n, label), Hint: "convert the file to UTF-8 from its real character set"})
	}
	return nil
}
