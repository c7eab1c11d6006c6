package document_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"khasan/document"
)

// article is written in every format below; each has to give these paragraphs.
var article = []string{
	"Coal on the border line",
	"The port of Rajin lies fifty kilometres from the border. Trains carry Russian coal to its third pier, and ships take it on to the south.",
	"A resolution of 2017 bars the purchase of North Korean coal. It leaves coal of other origin free to pass, when it is notified beforehand.",
	"No purchase was made last year.",
}

func packed(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		f.Write([]byte(files[i+1]))
	}
	z.Close()
	return b.Bytes()
}

const wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

func docx(t testing.TB, body string, more ...string) []byte {
	return packed(t, append([]string{"[Content_Types].xml", "<Types/>", "word/document.xml",
		`<?xml version="1.0"?><w:document ` + wordNS + `><w:body>` + body + `</w:body></w:document>`}, more...)...)
}

func odt(t testing.TB, body string) []byte {
	return packed(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml",
		`<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b"><office:body><office:text>`+body+`</office:text></office:body></office:document-content>`)
}

// pdfFile writes a PDF of text lines; a page is a list of lines, and an empty
// line is a gap between paragraphs. A nil page is a picture.
func pdfFile(pages ...[]string) []byte {
	var b bytes.Buffer
	var at []int
	obj := func(s string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), s)
	}
	b.WriteString("%PDF-1.4\n")
	kids := ""
	for i := range pages {
		kids += fmt.Sprintf("%d 0 R ", 5+2*i)
	}
	obj("<</Type/Catalog/Pages 2 0 R>>")
	obj(fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids, len(pages)))
	obj("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
	obj("<</Title(Test)/CreationDate(D:20230925100000Z)>>")
	esc := strings.NewReplacer("\\", "\\\\", "(", "\\(", ")", "\\)")
	for i, lines := range pages {
		obj(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>", 6+2*i))
		var c strings.Builder
		y := 780
		for _, l := range lines {
			if l == "" {
				y -= 12
				continue
			}
			s, _ := charmap.Windows1252.NewEncoder().String(l)
			fmt.Fprintf(&c, "BT /F1 11 Tf 60 %d Td (%s) Tj ET\n", y, esc.Replace(s))
			y -= 14
		}
		if lines == nil {
			c.WriteString("q 500 0 0 700 40 40 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n")
		}
		obj(fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", c.Len(), c.String()))
	}
	x := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, x)
	return b.Bytes()
}

// wrap breaks a paragraph into lines, with a hyphen inside its longest word
// when that comes at a line's end.
func wrap(s string, width int) []string {
	var out []string
	line := ""
	for f := range strings.FieldsSeq(s) {
		if line != "" && len(line)+1+len(f) > width {
			if room := width - len(line) - 2; len(f) > 8 && room >= 3 && room < len(f)-3 {
				line, f = line+" "+f[:room]+"-", f[room:]
			}
			out = append(out, line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + f)
	}
	return append(out, line)
}

func articlePDF() []byte {
	var lines []string
	for _, p := range article {
		lines = append(append(lines, wrap(p, 60)...), "")
	}
	return pdfFile(lines)
}

// articles is the article in every format.
func articles(t testing.TB) map[string][]byte {
	var htm, word, open, rtf strings.Builder
	for _, p := range article {
		htm.WriteString("<p>" + strings.Replace(p, "coal", "c<b>oa</b>l", 1) + "</p>\n")
		// Words are parted into runs anywhere.
		word.WriteString("<w:p><w:r><w:t>" + p[:7] + `</w:t></w:r><w:r><w:t xml:space="preserve">` + p[7:] + "</w:t></w:r></w:p>")
		open.WriteString("<text:p>" + p[:7] + "<text:span>" + p[7:] + "</text:span></text:p>")
		rtf.WriteString(strings.ReplaceAll(p, "South", "S\\'6futh") + "\\par\n")
	}
	plain := strings.Join(article, "\n\n")
	return map[string][]byte{
		"a.txt":  []byte(plain),
		"a.html": []byte("<html><body>" + htm.String() + "</body></html>"),
		"a.docx": docx(t, word.String()),
		"a.odt":  odt(t, open.String()),
		"a.rtf":  []byte("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\f0 " + rtf.String() + "}"),
		"a.eml":  []byte("From: a@example.org\r\nTo: b@example.org\r\nSubject: coal\r\nDate: Mon, 25 Sep 2023 10:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + strings.ReplaceAll(plain, "\n", "\r\n") + "\r\n"),
		"a.pdf":  articlePDF(),
	}
}

// sharedReader starts the PDF engine once for all tests, and quickly the
// second time they run.
var sharedReader = sync.OnceValue(func() *document.Reader {
	return document.NewReader(&document.Options{CacheDir: filepath.Join(os.TempDir(), "khasan-pdf")})
})

func paragraphs(d *document.Document) []string {
	var out []string
	for _, b := range d.Blocks {
		if b.Kind != document.Header {
			out = append(out, d.Text[b.Start:b.End])
		}
	}
	return out
}

func TestSameArticle(t *testing.T) {
	r := sharedReader()
	for name, data := range articles(t) {
		t.Run(name, func(t *testing.T) {
			d, err := r.Read(t.Context(), name, data)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := strings.Join(paragraphs(d), "\n"), strings.Join(article, "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			if len(d.Gaps) > 0 {
				t.Errorf("gaps: %+v", d.Gaps)
			}
		})
	}
}

func described(d *document.Document) string {
	var out []string
	for _, b := range d.Blocks {
		s := b.Kind
		if b.Part != "" {
			s += " @" + b.Part
		}
		if b.Page > 0 {
			s += fmt.Sprintf(" p%d", b.Page)
		}
		if b.Row > 0 {
			s += fmt.Sprintf(" r%dc%d", b.Row, b.Col)
		}
		out = append(out, s+": "+d.Text[b.Start:b.End])
	}
	return strings.Join(out, "\n")
}

func expect(t *testing.T, d *document.Document, want string) {
	t.Helper()
	if got := described(d); got != strings.TrimSpace(want) {
		t.Errorf("got\n%s\nwant\n%s", got, strings.TrimSpace(want))
	}
}

func TestWord(t *testing.T) {
	run := func(s string) string { return `<w:r><w:t xml:space="preserve">` + s + `</w:t></w:r>` }
	d := read(t, "x", docx(t,
		`<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>`+run("Head")+`</w:p>`+
			`<w:p>`+run("The buyer ")+`<w:ins>`+run("shall ")+`</w:ins><w:del><w:r><w:delText>shall not </w:delText></w:r></w:del>`+run("pay.")+`<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r></w:p>`+
			`<w:tbl><w:tr><w:tc><w:p>`+run("Goods")+`</w:p></w:tc><w:tc><w:p>`+run("Coal")+`</w:p></w:tc></w:tr><w:tr><w:tc><w:p>`+run("Origin")+`</w:p></w:tc></w:tr></w:tbl>`+
			`<w:p>`+run("Around ")+`<w:r><w:txbxContent><w:p>`+run("a box")+`</w:p></w:txbxContent></w:r>`+run("it")+`</w:p>`,
		"word/footnotes.xml", `<w:footnotes `+wordNS+`><w:footnote><w:p>`+run("A note")+`</w:p></w:footnote></w:footnotes>`,
		"word/header1.xml", `<w:hdr `+wordNS+`><w:p>`+run("Letterhead")+`</w:p></w:hdr>`,
		"docProps/core.xml", `<p xmlns:dc="d" xmlns:dcterms="t"><dc:title>Contract</dc:title><dcterms:created>2023-09-25T10:00:00Z</dcterms:created></p>`))
	if d.Title != "Contract" || d.Date != "2023-09-25" {
		t.Errorf("title %q, date %q", d.Title, d.Date)
	}
	expect(t, d, `
heading: Head
deleted: shall not
hidden: secret
paragraph: The buyer shall pay.
cell r1c1: Goods
cell r1c2: Coal
cell r2c1: Origin
paragraph: a box
paragraph: Around it
note @footnotes: A note
header @header1: Letterhead`)
}

func TestMail(t *testing.T) {
	inner := "From: c@example.org\r\nTo: d@example.org\r\nSubject: inner\r\n\r\nForwarded words.\r\n"
	m := "From: =?utf-8?B?" + base64.StdEncoding.EncodeToString([]byte("Käufer")) + "?= <a@example.org>\r\nTo: b@example.org\r\nSubject: Offer\r\nDate: Mon, 25 Sep 2023 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" +
		"--x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n--y\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nWe offer coal.\r\n\r\n> Can you?\r\n--y\r\nContent-Type: text/html\r\n\r\n<p>We offer coal.</p><blockquote>Can you?</blockquote>\r\n--y--\r\n" +
		"--x\r\nContent-Type: application/octet-stream; name=offer.docx\r\nContent-Disposition: attachment; filename=offer.docx\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
		base64.StdEncoding.EncodeToString(docx(t, "<w:p><w:r><w:t>Ten thousand tonnes</w:t></w:r></w:p>")) + "\r\n" +
		"--x\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename=old.eml\r\n\r\n" + inner +
		"--x\r\nContent-Type: image/png; name=scan.png\r\nContent-Disposition: attachment; filename=scan.png\r\n\r\nabc\r\n--x--\r\n"
	d := read(t, "m.eml", []byte(m))
	if d.MediaType != "message/rfc822" || d.Title != "Offer" || d.Date != "2023-09-25" {
		t.Errorf("%q %q %q", d.MediaType, d.Title, d.Date)
	}
	expect(t, d, `
header: From: Käufer <a@example.org>
header: To: b@example.org
header: Date: Mon, 25 Sep 2023 10:00:00 +0000
header: Subject: Offer
paragraph: We offer coal.
quoted: Can you?
paragraph @offer.docx: Ten thousand tonnes
header @old.eml: From: c@example.org
header @old.eml: To: d@example.org
header @old.eml: Subject: inner
paragraph @old.eml: Forwarded words.`)
	if len(d.Gaps) != 1 || d.Gaps[0].Where != "scan.png" {
		t.Errorf("gaps %+v", d.Gaps)
	}
}

func TestTables(t *testing.T) {
	csv := "Goods;Origin\r\n\"Coal; \"\"hard\"\"\";KP\r\n"
	d := read(t, "x.csv", []byte(csv))
	if d.Text != csv {
		t.Error("the text of a CSV file is not the file")
	}
	expect(t, d, "cell r1c1: Goods\ncell r1c2: Origin\ncell r2c1: Coal; \"\"hard\"\"\ncell r2c2: KP")

	f := excelize.NewFile()
	f.SetSheetRow("Sheet1", "A1", &[]any{"Goods", "Tonnes", "Day"})
	f.SetSheetRow("Sheet1", "A3", &[]any{"Coal", 1200.5, time.Date(2023, 9, 25, 0, 0, 0, 0, time.UTC)})
	f.AddComment("Sheet1", excelize.Comment{Cell: "A3", Author: "x", Paragraph: []excelize.RichTextRun{{Text: "from where?"}}})
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	d = read(t, "x.xlsx", b.Bytes())
	if got := described(d); !strings.HasPrefix(got, "cell @Sheet1 r1c1: Goods\ncell @Sheet1 r1c2: Tonnes\ncell @Sheet1 r1c3: Day\ncell @Sheet1 r3c1: Coal\ncell @Sheet1 r3c2: 1200.5\ncell @Sheet1 r3c3: ") || !strings.Contains(got, "from where?") {
		t.Error(got)
	}
}

func TestRTF(t *testing.T) {
	d := read(t, "x", []byte(`{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 Arial;}{\f1\fcharset0 Arial;}}{\info{\title hidden}}\f0 \'d0\'ee\'f1\'f1\'e8\'ff{\*\x skipped}\f1  caf\'e9 \u21271?\u28207? \endash  x\par{\v secret\par}\trowd\intbl Goods\cell Coal\cell\row\pard end\par}`))
	expect(t, d, "paragraph: Россия café 北港 – x\nhidden: secret\ncell r1c1: Goods\ncell r1c2: Coal\nparagraph: end")
}

func TestPDF(t *testing.T) {
	r := sharedReader()
	var pages [][]string
	for i := range 3 {
		pages = append(pages, []string{"Daily Report", "", fmt.Sprintf("This is page number %d of the long-term report, which", []int{11, 22, 33}[i]), "is about Waffen- und Munitionslieferungen and long-", "term trade in am-", "munition.", "", fmt.Sprintf("- %d -", i+1)})
	}
	pages = append(pages, nil)
	d, err := r.Read(t.Context(), "x", pdfFile(pages...))
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "Test" || d.Date != "2023-09-25" {
		t.Errorf("%q %q", d.Title, d.Date)
	}
	got := described(d)
	if !strings.HasPrefix(got, "header p1: Daily Report\nparagraph p1: This is page number 11 of the long-term report, which is about Waffen- und Munitionslieferungen and long-term trade in ammunition.\nfooter p1: - 1 -\nheader p2:") {
		t.Error(got)
	}
	if len(d.Gaps) != 1 || d.Gaps[0].Page != 4 || !strings.Contains(d.Gaps[0].Hint, "OCR") {
		t.Errorf("gaps %+v", d.Gaps)
	}
	// Cut anywhere, it is an error or a document, and the engine goes on.
	whole := articlePDF()
	for n := 10; n < len(whole); n += len(whole) / 12 {
		r.Read(t.Context(), "cut.pdf", whole[:n])
	}
	if _, err := r.Read(t.Context(), "x", whole); err != nil {
		t.Errorf("after broken files: %v", err)
	}
}

// TestHostile holds reading to its bounds.
func TestHostile(t *testing.T) {
	big := strings.Repeat("\x00", 64<<20)
	deep := docx(t, "<w:p><w:r><w:t>"+"end"+"</w:t></w:r></w:p>")
	for i := range 12 {
		deep = packed(t, fmt.Sprintf("f%d.zip", i), string(deep))
	}
	var many []string
	for i := range 3000 {
		many = append(many, fmt.Sprintf("%d.txt", i), "x")
	}
	var gz bytes.Buffer
	g := gzip.NewWriter(&gz)
	g.Write([]byte(big))
	g.Close()
	nested := strings.Repeat("<w:p>", 100_000)
	mime := "From: a@example.org\nTo: b@example.org\nSubject: x\nContent-Type: multipart/mixed; boundary=b0\n\n"
	for i := range 5000 {
		mime += fmt.Sprintf("--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n", i, i+1)
	}
	cases := []struct {
		name string
		data []byte
		gap  bool // not read as a whole, but said so
	}{
		{"bomb.docx", docx(t, big), false},
		{"bomb.gz", gz.Bytes(), false},
		{"deep.zip", deep, true},
		{"many.zip", packed(t, many...), true},
		{"nested.docx", docx(t, nested), false},
		{"laughs.docx", packed(t, "word/document.xml", `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w:p><w:t>&b;</w:t></w:p>`), false},
		{"nested.rtf", []byte("{\\rtf1 " + strings.Repeat("{", 100_000)), false},
		{"mime.eml", []byte(mime), false},
	}
	for _, c := range cases {
		start := time.Now()
		d, err := document.Read(t.Context(), c.name, c.data, nil)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s took %v", c.name, took)
		}
		switch {
		case c.gap && (err != nil || len(d.Gaps) == 0):
			t.Errorf("%s: %v, no gap", c.name, err)
		case !c.gap && err == nil && len(d.Gaps) == 0:
			t.Errorf("%s was read without a word: %.80q", c.name, d.Text)
		}
	}
	// A page nested deeper than a browser would is still read.
	d := read(t, "x.html", []byte("<html>"+strings.Repeat("<div>", 200_000)+"the core"))
	if !strings.Contains(d.Text, "the core") {
		t.Error("a deep page lost its text")
	}
	if _, err := document.Read(t.Context(), "x.doc", append([]byte("\xd0\xcf\x11\xe0"), []byte("W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00")...), nil); !errors.Is(err, document.ErrUnsupported) || !strings.Contains(err.Error(), "DOCX") {
		t.Errorf("an old Word file: %v", err)
	}
}
