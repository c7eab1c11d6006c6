package document

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
)

// readRTF reads Rich Text: its paragraphs and table cells, letters by code
// page, by the font's character set, or by Unicode.
func readRTF(ctx context.Context, d *Document, data []byte, o *Options) error {
	r := &rtfReader{w: newBlocks(d, o), data: data, fonts: map[int]string{}}
	r.state = rtfState{charset: "windows-1252", uc: 1}
	if err := r.read(ctx); err != nil {
		if ctx.Err() != nil || len(d.Blocks) == 0 && len(r.pending) == 0 {
			return err
		}
		d.Gaps = append(d.Gaps, Gap{Where: "body", Reason: "read only to where it breaks: " + err.Error(), Hint: "open and save it again"})
	}
	r.flush()
	r.w.end(Paragraph)
	r.w.done()
	return nil
}

type rtfState struct {
	skip    bool
	charset string
	uc      int // bytes that stand for a Unicode letter and are passed over
	hidden  bool
	deleted bool
	font    bool // inside the table of fonts
	number  int  // of the font being defined
	note    bool
}

type rtfReader struct {
	w        *blocks
	data     []byte
	state    rtfState
	stack    []rtfState
	pending  []byte // bytes of the current character set
	fonts    map[int]string
	base     string
	surr     rune
	inTable  bool
	skipNext int
}

func (r *rtfReader) read(ctx context.Context) error {
	r.base = "windows-1252"
	for i := 0; i < len(r.data); {
		if i&0xffff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		switch c := r.data[i]; c {
		case '{':
			r.flush()
			if len(r.stack) >= 1000 {
				return fmt.Errorf("%w: groups nested more than 1000 deep", ErrLimit)
			}
			r.stack = append(r.stack, r.state)
			i++
		case '}':
			r.flush()
			if len(r.stack) == 0 {
				return nil
			}
			if r.state.note && !r.stack[len(r.stack)-1].note {
				r.w.end(Note)
			}
			r.state = r.stack[len(r.stack)-1]
			r.stack = r.stack[:len(r.stack)-1]
			if len(r.stack) == 0 {
				return nil
			}
			i++
		case '\\':
			i = r.control(i + 1)
		case '\r', '\n':
			i++
		default:
			r.char(c)
			i++
		}
	}
	return errors.New("the file ends inside a group: it was cut")
}

// char takes one byte of text.
func (r *rtfReader) char(c byte) {
	if r.skipNext > 0 {
		r.skipNext--
		return
	}
	if !r.state.skip && !r.state.font {
		r.pending = append(r.pending, c)
	}
}

// flush decodes the bytes gathered.
func (r *rtfReader) flush() {
	if len(r.pending) == 0 {
		return
	}
	s := string(r.pending)
	if enc, err := htmlindex.Get(r.state.charset); err == nil {
		if t, err := enc.NewDecoder().Bytes(r.pending); err == nil {
			s = string(t)
		}
	}
	r.pending = r.pending[:0]
	r.w.write(strings.ToValidUTF8(s, "\uFFFD"))
}

func (r *rtfReader) control(i int) int {
	if i >= len(r.data) {
		return i
	}
	c := r.data[i]
	if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
		j := i
		for j < len(r.data) && j-i < 32 && (r.data[j] >= 'a' && r.data[j] <= 'z' || r.data[j] >= 'A' && r.data[j] <= 'Z') {
			j++
		}
		word := string(r.data[i:j])
		k := j
		if k < len(r.data) && r.data[k] == '-' {
			k++
		}
		for k < len(r.data) && k-j < 12 && r.data[k] >= '0' && r.data[k] <= '9' {
			k++
		}
		n, err := strconv.Atoi(string(r.data[j:k]))
		has := err == nil
		if !has {
			k = j
		}
		if k < len(r.data) && r.data[k] == ' ' {
			k++
		}
		if word == "bin" && has && n > 0 {
			return min(k+n, len(r.data))
		}
		r.word(word, n, has)
		return k
	}
	switch c {
	case '\'':
		if i+2 < len(r.data) {
			if v, err := strconv.ParseUint(string(r.data[i+1:i+3]), 16, 8); err == nil {
				r.char(byte(v))
			}
			return i + 3
		}
		return len(r.data)
	case '*':
		r.state.skip = true
	case '~':
		r.text("\u00a0")
	case '-':
		r.text("\u00ad")
	case '_':
		r.text("\u2011")
	case '\\', '{', '}':
		r.char(c)
	case '\r', '\n':
		r.paragraph(Paragraph)
	}
	return i + 1
}

func (r *rtfReader) text(s string) {
	if r.skipNext > 0 {
		r.skipNext--
		return
	}
	if !r.state.skip && !r.state.font {
		r.flush()
		r.w.write(s)
	}
}

func (r *rtfReader) paragraph(kind string) {
	if r.state.skip {
		return
	}
	r.flush()
	switch {
	case r.state.deleted:
		kind = Deleted
	case r.state.hidden:
		kind = Hidden
	case r.state.note:
		kind = Note
	}
	r.w.end(kind)
}

func (r *rtfReader) word(word string, n int, has bool) {
	s := &r.state
	switch word {
	case "fonttbl":
		s.font = true
	case "colortbl", "stylesheet", "info", "pict", "object", "themedata", "datastore", "listtable", "listoverridetable", "rsidtbl", "generator", "xmlnstbl", "fldinst", "header", "footer":
		s.skip = true
	case "footnote", "annotation":
		r.paragraph(Paragraph)
		s.note, s.skip = true, false
	case "ansicpg":
		r.flush()
		if l := codePage(n); l != "" {
			s.charset, r.base = l, l
		}
	case "f":
		if s.font {
			s.number = n
			return
		}
		r.flush()
		if l, ok := r.fonts[n]; ok {
			s.charset = l
		} else {
			s.charset = r.base
		}
	case "fcharset":
		if l := fontSet(n); s.font && l != "" {
			r.fonts[s.number] = l
		}
	case "plain":
		r.flush()
		s.hidden, s.deleted = false, false
	case "uc":
		s.uc = max(n, 0)
	case "u":
		r.flush()
		c := rune(n)
		if c < 0 {
			c += 0x10000
		}
		r.skipNext = 0
		switch {
		case c >= 0xd800 && c < 0xdc00:
			r.surr = c
		case c >= 0xdc00 && c < 0xe000 && r.surr != 0:
			r.text(string((r.surr-0xd800)<<10 | (c - 0xdc00) + 0x10000))
			r.surr = 0
		case utf8.ValidRune(c):
			r.text(string(c))
		}
		r.skipNext = s.uc
	case "par", "sect", "page":
		if r.inTable {
			r.text(" ")
			return
		}
		r.paragraph(Paragraph)
	case "line":
		r.text("\n")
	case "tab":
		r.text("\t")
	case "cell":
		r.w.col++
		r.paragraph(Cell)
	case "row":
		r.w.row++
		r.w.col = 0
	case "intbl":
		r.inTable = true
		if r.w.row == 0 {
			r.w.row = 1
		}
	case "pard":
		r.inTable = false
	case "v":
		r.flush()
		s.hidden = !has || n != 0
	case "deleted":
		r.flush()
		s.deleted = !has || n != 0
	case "emdash":
		r.text("—")
	case "endash":
		r.text("–")
	case "lquote":
		r.text("‘")
	case "rquote":
		r.text("’")
	case "ldblquote":
		r.text("“")
	case "rdblquote":
		r.text("”")
	case "bullet":
		r.text("•")
	}
}

// codePage is the name of a Windows code page.
func codePage(n int) string {
	switch n {
	case 866:
		return "ibm866"
	case 874:
		return "windows-874"
	case 932:
		return "shift_jis"
	case 936:
		return "gbk"
	case 949:
		return "euc-kr"
	case 950:
		return "big5"
	case 65001:
		return "utf-8"
	}
	if n >= 1250 && n <= 1258 {
		return "windows-" + strconv.Itoa(n)
	}
	return ""
}

// fontSet is the character set of a font's number (RTF 1.9, \fcharset).
func fontSet(n int) string {
	switch n {
	case 0:
		return "windows-1252"
	case 128:
		return "shift_jis"
	case 129:
		return "euc-kr"
	case 134:
		return "gbk"
	case 136:
		return "big5"
	case 161:
		return "windows-1253"
	case 162:
		return "windows-1254"
	case 163:
		return "windows-1258"
	case 177:
		return "windows-1255"
	case 178:
		return "windows-1256"
	case 186:
		return "windows-1257"
	case 204:
		return "windows-1251"
	case 222:
		return "windows-874"
	case 238:
		return "windows-1250"
	}
	return ""
}
