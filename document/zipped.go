package document

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// A pack is an opened ZIP container with the bounds on what may be taken out
// of it.
type pack struct {
	z *zip.Reader
	o *Options
}

func openPack(data []byte, o *Options) (*pack, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("the container is damaged or cut: %w", err)
	}
	if len(z.File) > 20*o.Limits.Parts {
		return nil, fmt.Errorf("%w: %d files in the container", ErrLimit, len(z.File))
	}
	return &pack{z: z, o: o}, nil
}

// get unpacks the first file of a name.
func (p *pack) get(name string) ([]byte, error) {
	for _, f := range p.z.File {
		if f.Name == name {
			return p.read(f)
		}
	}
	return nil, fmt.Errorf("%s is missing in the container", name)
}

// read unpacks one file, within the bounds of size and ratio.
func (p *pack) read(f *zip.File) ([]byte, error) {
	if f.Flags&1 != 0 {
		return nil, errors.New("it is locked with a password")
	}
	if f.CompressedSize64 > 1<<40 {
		return nil, errors.New("its size is wrong")
	}
	most := max(0, min(int64(p.o.job.text), int64(f.CompressedSize64)*int64(p.o.Limits.Ratio)+(1<<16)))
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	if int64(len(b)) > most {
		return nil, fmt.Errorf("%w: %s unpacks to more than %d bytes", ErrLimit, f.Name, most)
	}
	p.o.job.text -= len(b)
	return b, nil
}

// zipKind says which packed format a ZIP container is.
func zipKind(data []byte) string {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "application/zip"
	}
	for _, f := range z.File {
		switch f.Name {
		case "word/document.xml":
			return typeDOCX
		case "ppt/presentation.xml":
			return typePPTX
		case "xl/workbook.xml":
			return typeXLSX
		case "content.xml":
			return typeODT
		}
	}
	return "application/zip"
}

const (
	typeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	typePPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	typeODT  = "application/vnd.oasis.opendocument.text"
)

// xmlDepth bounds the nesting of elements.
const xmlDepth = 512

// walk goes through an XML file as tokens, with a bound on nesting. Entities
// beyond XML's own five are not expanded, so nothing can blow up.
func walk(ctx context.Context, data []byte, f func(tok xml.Token) error) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = true
	d.Entity = nil
	depth := 0
	for n := 0; ; n++ {
		if n%8192 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		t, err := d.RawToken()
		if err == io.EOF {
			if depth != 0 {
				return errors.New("the XML ends inside an element: the file was cut")
			}
			return nil
		}
		if err != nil {
			return err
		}
		switch t.(type) {
		case xml.StartElement:
			if depth++; depth > xmlDepth {
				return fmt.Errorf("%w: elements nested more than %d deep", ErrLimit, xmlDepth)
			}
		case xml.EndElement:
			depth--
		}
		if err := f(t); err != nil {
			return err
		}
	}
}

func attr(t xml.StartElement, local string) string {
	for _, a := range t.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// readDOCX reads a Word file: body, tables, text boxes, foot- and endnotes,
// headers, footers and comments. Inserted text is text; deleted text that is
// still in the file is marked.
func readDOCX(ctx context.Context, d *Document, data []byte, o *Options) error {
	p, err := openPack(data, o)
	if err != nil {
		return err
	}
	w := newBlocks(d, o)
	if core, err := p.get("docProps/core.xml"); err == nil {
		coreProps(ctx, d, core)
	}
	var names []string
	for _, f := range p.z.File {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	if d.MediaType == typePPTX {
		w.done()
		return slides(ctx, p, w, names)
	}
	if err := docxPart(ctx, p, w, "word/document.xml", Paragraph); err != nil {
		if len(d.Blocks) == 0 {
			return err
		}
		d.Gaps = append(d.Gaps, Gap{Where: "body", Reason: "read only to where it breaks: " + err.Error(), Hint: "open and save it again"})
	}
	for _, n := range names {
		kind := ""
		switch base := path.Base(n); {
		case path.Dir(n) != "word":
		case strings.HasPrefix(base, "header"):
			kind = Header
		case strings.HasPrefix(base, "footer") && base != "footnotes.xml":
			kind = Footer
		case base == "footnotes.xml", base == "endnotes.xml", base == "comments.xml":
			kind = Note
		}
		if kind == "" || !strings.HasSuffix(n, ".xml") {
			continue
		}
		w.part = strings.TrimSuffix(path.Base(n), ".xml")
		if kind != Note {
			w.zone = Boilerplate
		}
		if err := docxPart(ctx, p, w, n, kind); err != nil {
			d.Gaps = append(d.Gaps, Gap{Where: w.part, Reason: err.Error()})
		}
		w.zone = ""
	}
	w.done()
	if strings.TrimSpace(d.Text) == "" {
		d.Gaps = append(d.Gaps, Gap{Where: "body", Reason: "the file holds no text", Hint: "if it shows pictures of pages, it needs text recognition (OCR)"})
	}
	return nil
}

// slides reads a presentation, a page for each slide, its notes after it.
func slides(ctx context.Context, p *pack, w *blocks, names []string) error {
	numbered := map[int][]string{}
	most := 0
	for _, n := range names {
		var k int
		dir, base := path.Dir(n), path.Base(n)
		if dir != "ppt/slides" && dir != "ppt/notesSlides" {
			continue
		}
		if _, err := fmt.Sscanf(strings.TrimLeft(base, "abcdefghijklmnopqrstuvwxyzS"), "%d.xml", &k); err != nil || k < 1 || k > w.most {
			continue
		}
		numbered[k] = append(numbered[k], n)
		most = max(most, k)
	}
	for k := 1; k <= most; k++ {
		slices.SortFunc(numbered[k], func(a, b string) int { return strings.Compare(b, a) }) // slides before notesSlides
		for _, n := range numbered[k] {
			kind := Paragraph
			if path.Dir(n) == "ppt/notesSlides" {
				kind = Note
			}
			w.page = k
			if err := docxPart(ctx, p, w, n, kind); err != nil {
				w.d.Gaps = append(w.d.Gaps, Gap{Where: "slide", Page: k, Reason: err.Error(), Hint: "open and save it again"})
			}
		}
	}
	w.done()
	return nil
}

func docxPart(ctx context.Context, p *pack, w *blocks, name, kind string) error {
	b, err := p.get(name)
	if err != nil {
		return err
	}
	var inText, inRun, inProps, hidden, aside bool
	var saved []string // kinds of the paragraphs around text boxes
	deleted, cells, fallback := 0, 0, 0
	paragraph := kind
	err = walk(ctx, b, func(tok xml.Token) error {
		switch t := tok.(type) {
		case xml.StartElement:
			if t.Name.Local == "Fallback" {
				fallback++ // the same text box again, for older programs
			}
			if fallback > 0 {
				return nil
			}
			switch t.Name.Local {
			case "p":
				paragraph, hidden = kind, false
			case "pStyle":
				if s := strings.ToLower(attr(t, "val")); strings.HasPrefix(s, "heading") || strings.HasPrefix(s, "berschrift") || s == "title" {
					paragraph = Heading
				}
			case "numPr":
				paragraph = Item
			case "vanish":
				if v := attr(t, "val"); v != "0" && v != "false" && inRun {
					hidden = true
				}
			case "r":
				inRun = true
			case "t", "delText":
				if hidden {
					w.aside()
					aside = true
				}
				inText = true
			case "tab":
				w.write(" ")
			case "br", "cr":
				w.write("\n")
			case "noBreakHyphen":
				w.write("\u2011")
			case "softHyphen":
				w.write("\u00ad")
			case "del", "moveFrom":
				if !inProps {
					w.aside()
					deleted++
				}
			case "rPr", "pPr", "trPr":
				inProps = true
			case "txbxContent":
				// A text box hangs in the middle of a paragraph.
				w.aside()
				saved = append(saved, paragraph)
			case "tbl":
				w.row = 0
			case "tr":
				w.row++
				w.col = 0
			case "tc":
				w.col++
				cells++
			}
		case xml.EndElement:
			if t.Name.Local == "Fallback" {
				fallback--
			}
			if fallback > 0 {
				return nil
			}
			switch t.Name.Local {
			case "t", "delText":
				inText = false
			case "r":
				inRun = false
				if aside { // only the run is hidden, not what stands around it
					w.asideEnd(Hidden)
				}
				hidden, aside = false, false
			case "del", "moveFrom":
				if !inProps && deleted > 0 {
					w.asideEnd(Deleted)
					deleted--
				}
			case "rPr", "pPr", "trPr":
				inProps = false
			case "txbxContent":
				if n := len(saved); n > 0 {
					w.asideEnd(paragraph)
					paragraph, saved = saved[n-1], saved[:n-1]
				}
			case "tc":
				cells--
			case "p":
				switch {
				case deleted > 0:
					w.end(Deleted)
				case cells > 0 && paragraph == kind:
					w.end(Cell)
				default:
					w.end(paragraph)
				}
			}
		case xml.CharData:
			if inText && fallback == 0 {
				w.write(string(t))
			}
		}
		return nil
	})
	w.end(paragraph)
	return err
}

// coreProps reads title and date from a container's properties.
func coreProps(ctx context.Context, d *Document, b []byte) {
	in := ""
	walk(ctx, b, func(tok xml.Token) error {
		switch t := tok.(type) {
		case xml.StartElement:
			in = t.Name.Local
		case xml.EndElement:
			in = ""
		case xml.CharData:
			switch in {
			case "title":
				d.Title += strings.TrimSpace(string(t))
			case "created", "creation-date":
				if d.Date == "" {
					d.Date = isoDay(string(t))
				}
			}
		}
		return nil
	})
}

// readODT reads an OpenDocument text.
func readODT(ctx context.Context, d *Document, data []byte, o *Options) error {
	p, err := openPack(data, o)
	if err != nil {
		return err
	}
	if m, err := p.get("META-INF/manifest.xml"); err == nil && bytes.Contains(m, []byte("encryption-data")) {
		return errors.New("it is locked with a password; save it without one")
	}
	if m, err := p.get("meta.xml"); err == nil {
		coreProps(ctx, d, m)
	}
	b, err := p.get("content.xml")
	if err != nil {
		return err
	}
	w := newBlocks(d, o)
	inBody, citation, cells, notes, tracked := false, false, 0, 0, 0
	kind := Paragraph
	end := func() {
		switch {
		case tracked > 0:
			w.end(Deleted)
		case notes > 0:
			w.end(Note)
		case cells > 0:
			w.end(Cell)
		default:
			w.end(kind)
		}
	}
	err = walk(ctx, b, func(tok xml.Token) error {
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "body":
				inBody = true
			case "h":
				kind = Heading
			case "list-item":
				kind = Item
			case "tab":
				w.write("\t")
			case "line-break":
				w.write("\n")
			case "s":
				w.write(" ")
			case "note", "annotation":
				w.aside()
				notes++
			case "note-citation":
				citation = true
			case "tracked-changes":
				tracked++
			case "table":
				w.row = 0
			case "table-row":
				w.row++
				w.col = 0
			case "table-cell":
				w.col++
				cells++
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "p", "h":
				end()
				if t.Name.Local == "h" {
					kind = Paragraph
				}
			case "list-item":
				kind = Paragraph
			case "note-citation":
				citation = false
			case "note", "annotation":
				if notes > 0 {
					w.asideEnd(Note)
					notes--
				}
			case "tracked-changes":
				tracked--
			case "table-cell":
				cells--
			case "body":
				inBody = false
			}
		case xml.CharData:
			if inBody && !citation {
				w.write(string(t))
			}
		}
		return nil
	})
	end()
	w.done()
	return err
}
