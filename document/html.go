package document

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readHTML reads all of a page: text, alternative texts, captions. Menus,
// headers, footers and asides are marked as boilerplate. Scripts and styles
// hold no text for readers. The page is read as a stream of tokens, so that
// every stretch of text keeps its bytes in the original.
func readHTML(ctx context.Context, d *Document, data []byte, o *Options) error {
	label := metaCharset(data)
	raw := &Document{}
	if err := raw.decode(ctx, data, label); err != nil {
		return err
	}
	d.Encoding = raw.Encoding
	d.Gaps = append(d.Gaps, raw.Gaps...)
	if err := d.readTokens(ctx, raw, o.Limits.Blocks); err != nil {
		return err
	}
	if strings.TrimSpace(d.Text) == "" {
		d.Gaps = append(d.Gaps, Gap{Where: "page", Reason: "the page holds no text", Hint: "it may be drawn by a script: save it from a browser as HTML or PDF"})
	}
	markMain(ctx, d, raw.Text)
	return nil
}

// readHTMLText reads a page that is text already.
func readHTMLText(ctx context.Context, d *Document, page string, most int) error {
	raw := &Document{}
	raw.setSame([]byte(page), 0, "utf-8")
	return d.readTokens(ctx, raw, most)
}

// readTokens reads a decoded page token by token.
func (d *Document) readTokens(ctx context.Context, raw *Document, most int) error {
	p := &htmlReader{d: d, raw: raw, most: most}
	z := html.NewTokenizer(strings.NewReader(raw.Text))
	z.SetMaxBuf(64 << 20)
	at := 0
	for n := 0; ; n++ {
		if n%4096 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		tt := z.Next()
		if tt == html.ErrorToken {
			break
		}
		rawTok := z.Raw()
		start := at
		at += len(rawTok)
		switch tt {
		case html.TextToken:
			p.text(raw.Text[start:at], start)
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			p.open(atom.Lookup(name), string(name), attrs(z, more), tt == html.SelfClosingTagToken, start, at, z)
		case html.EndTagToken:
			name, _ := z.TagName()
			p.closeTag(string(name))
		}
	}
	p.endBlock()
	d.Text = p.b.String()
	return nil
}

// metaCharset is the character set a page names, "" when it names none.
func metaCharset(data []byte) string {
	head := strings.ToLower(string(data[:min(len(data), 4096)]))
	for _, mark := range []string{`charset="`, `charset='`, `charset=`, `encoding="`, `encoding='`} {
		_, rest, ok := strings.Cut(head, mark)
		if !ok {
			continue
		}
		end := strings.IndexFunc(rest, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' && r != ':'
		})
		if end > 0 {
			// A page that says UTF-8 but is not is decoded by what it is.
			if l := rest[:end]; l != "utf-8" && l != "utf8" {
				return l
			}
			return ""
		}
	}
	return ""
}

func attrs(z *html.Tokenizer, more bool) map[string]string {
	if !more {
		return nil
	}
	m := map[string]string{}
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		if len(m) < 64 {
			m[string(k)] = string(v)
		}
	}
	return m
}

// htmlReader is the state of reading one page.
type htmlReader struct {
	d      *Document
	raw    *Document
	b      strings.Builder
	stack  []frame
	start  int  // of the block under way, -1 between blocks
	space  bool // white space is due before the next word
	opened bool
	most   int // blocks
	row    int
	col    int
}

// frame is an open element that matters.
type frame struct {
	name string
	kind string
	zone string
	skip bool
}

// maxNesting bounds open elements: deeper ones are read as their parents.
const maxNesting = 512

func (p *htmlReader) top() frame {
	if len(p.stack) == 0 {
		return frame{kind: Paragraph, zone: Main}
	}
	return p.stack[len(p.stack)-1]
}

func (p *htmlReader) open(a atom.Atom, name string, at map[string]string, selfClosing bool, start, end int, z *html.Tokenizer) {
	f := p.top()
	f.name = name
	void := selfClosing
	switch a {
	case atom.Br, atom.Hr:
		p.space = true
		if a == atom.Hr {
			p.endBlock()
		}
		return
	case atom.Img, atom.Input, atom.Area:
		if alt := strings.TrimSpace(at["alt"]); alt != "" && !f.skip {
			p.endBlock()
			p.piece(alt, start, end)
			p.endBlockAs(Caption)
		}
		return
	case atom.Meta:
		name := strings.ToLower(at["property"] + at["name"] + at["itemprop"])
		switch name {
		case "article:published_time", "date", "datepublished", "dc.date", "dcterms.date", "dcterms.created", "pubdate":
			if p.d.Date == "" {
				p.d.Date = isoDay(at["content"])
			}
		case "og:title":
			if p.d.Title == "" {
				p.d.Title = strings.TrimSpace(at["content"])
			}
		}
		return
	case atom.Link, atom.Base, atom.Wbr, atom.Col, atom.Source, atom.Track, atom.Embed, atom.Param:
		return
	case atom.Time:
		if p.d.Date == "" {
			p.d.Date = isoDay(at["datetime"])
		}
	case atom.Script, atom.Style, atom.Template, atom.Noembed, atom.Iframe, atom.Object, atom.Svg, atom.Math:
		f.skip = true
	case atom.Title:
		p.endBlock()
		f.kind, f.zone = Header, Boilerplate
	case atom.Nav, atom.Footer, atom.Aside, atom.Menu, atom.Form, atom.Select, atom.Button, atom.Dialog:
		p.endBlock()
		f.zone = Boilerplate
	case atom.Header:
		p.endBlock()
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		p.endBlock()
		f.kind = Heading
	case atom.Li, atom.Dt, atom.Dd:
		p.endBlock()
		f.kind = Item
	case atom.Tr:
		p.endBlock()
		p.row, p.col = p.row+1, 0
	case atom.Table:
		p.endBlock()
		p.row, p.col = 0, 0
	case atom.Td, atom.Th:
		p.endBlock()
		p.col++
		f.kind = Cell
	case atom.Figcaption, atom.Caption:
		p.endBlock()
		f.kind = Caption
	case atom.Del, atom.S, atom.Strike:
		p.endBlock()
		f.kind = Deleted
	case atom.Blockquote:
		p.endBlock()
		f.kind = Quoted
	default:
		if block(a) {
			p.endBlock()
		}
	}
	if _, ok := at["hidden"]; ok || strings.Contains(strings.ReplaceAll(strings.ToLower(at["style"]), " ", ""), "display:none") {
		p.endBlock()
		f.kind = Hidden
	}
	if !void && len(p.stack) < maxNesting {
		p.stack = append(p.stack, f)
	}
}

// block reports whether an element begins a paragraph of its own.
func block(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Body, atom.Html, atom.Head, atom.Ul, atom.Ol, atom.Dl, atom.Thead,
		atom.Tbody, atom.Tfoot, atom.Figure, atom.Address, atom.Pre, atom.Fieldset, atom.Details, atom.Summary, atom.Center, atom.Option, atom.Hgroup, atom.Search:
		return true
	}
	return false
}

// closeTag closes the element and all that was left open inside it. A closing
// tag without its opening one is passed over.
func (p *htmlReader) closeTag(name string) {
	for i := len(p.stack) - 1; i >= 0; i-- {
		if p.stack[i].name != name {
			continue
		}
		a := atom.Lookup([]byte(name))
		if block(a) || p.kindChanges(i) {
			p.endBlock()
		}
		p.stack = p.stack[:i]
		return
	}
}

// kindChanges reports whether closing the i-th element changes the block.
func (p *htmlReader) kindChanges(i int) bool {
	below := frame{kind: Paragraph, zone: Main}
	if i > 0 {
		below = p.stack[i-1]
	}
	f := p.stack[i]
	return f.kind != below.kind || f.zone != below.zone || f.kind == Cell || f.kind == Item || f.kind == Heading
}

// text takes a stretch of text between tags, white space folded and entities
// resolved.
func (p *htmlReader) text(s string, at int) {
	f := p.top()
	if f.skip {
		return
	}
	for i := 0; i < len(s); {
		c := s[i]
		if c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' {
			p.space = true
			i++
			continue
		}
		j := i
		if c == '&' {
			j = i + 1
			for j < len(s) && j-i < 34 && (s[j] == '#' || s[j] >= '0' && s[j] <= '9' || s[j] >= 'a' && s[j] <= 'z' || s[j] >= 'A' && s[j] <= 'Z') {
				j++
			}
			if j < len(s) && s[j] == ';' {
				j++
			}
			if r := html.UnescapeString(s[i:j]); r != s[i:j] {
				p.piece(r, at+i, at+j)
				i = j
				continue
			}
			j = i + 1
		}
		for j < len(s) && s[j] != '&' && s[j] != ' ' && s[j] != '\n' && s[j] != '\t' && s[j] != '\r' && s[j] != '\f' {
			j++
		}
		p.same(s[i:j], at+i)
		i = j
	}
}

// begin opens a block when none is, and writes the white space that is due.
func (p *htmlReader) begin() {
	if !p.opened {
		p.opened, p.start = true, p.b.Len()
	} else if p.space {
		p.b.WriteByte(' ')
	}
	p.space = false
}

// same writes text that stands in the page as it is.
func (p *htmlReader) same(s string, at int) {
	if clean(s) != s {
		// Characters that say nothing are dropped one by one, so that what is
		// around them keeps its place.
		for i := 0; i < len(s); {
			_, n := utf8.DecodeRuneInString(s[i:])
			if c := clean(s[i : i+n]); c == s[i:i+n] {
				p.begin()
				p.span(n, at+i, at+i+n, true)
				p.b.WriteString(c)
			} else {
				p.piece(s[i:i+n], at+i, at+i+n)
			}
			i += n
		}
		return
	}
	p.begin()
	p.span(len(s), at, at+len(s), true)
	p.b.WriteString(s)
}

// piece writes text that stands for other bytes: an entity, an attribute.
func (p *htmlReader) piece(s string, from, to int) {
	if s = clean(s); s == "" {
		return
	}
	if strings.TrimSpace(s) == "" {
		p.space = true
		return
	}
	p.begin()
	p.span(len(s), from, to, false)
	p.b.WriteString(s)
}

// span notes where n bytes about to be written come from: from decoded page
// to original bytes.
func (p *htmlReader) span(n, from, to int, same bool) {
	a, b, exact := p.raw.Origin(from, to)
	if same && exact && b-a == n {
		p.d.spans = addSpan(p.d.spans, p.b.Len(), n, a, b-a, 1, 1)
		return
	}
	p.d.spans = append(p.d.spans, span{p.b.Len(), p.b.Len() + n, a, b, int32(n), int32(b - a), 0})
}

func (p *htmlReader) endBlock() { p.endBlockAs("") }

// endBlockAs ends the block under way.
func (p *htmlReader) endBlockAs(kind string) {
	p.space = false
	if !p.opened {
		return
	}
	p.opened = false
	f := p.top()
	if kind == "" {
		kind = f.kind
	}
	end := p.b.Len()
	b := Block{Start: p.start, End: end, Kind: kind, Zone: f.zone}
	if kind == Cell {
		b.Row, b.Col = p.row, p.col
	}
	if f.name == "title" {
		p.d.Title = p.b.String()[p.start:end]
	}
	if k := len(p.d.Blocks); k >= p.most {
		p.d.Blocks[k-1].End = end
	} else {
		p.d.Blocks = append(p.d.Blocks, b)
	}
	p.b.WriteString("\n\n")
}

// isoDay is the day at the beginning of an ISO 8601 time, "" when there is none.
func isoDay(s string) string {
	s = strings.TrimSpace(s)
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return ""
	}
	for i, c := range []byte(s[:10]) {
		if i != 4 && i != 7 && (c < '0' || c > '9') {
			return ""
		}
	}
	return s[:10]
}
