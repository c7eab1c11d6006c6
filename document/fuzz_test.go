package document_test

import (
	"bytes"
	"errors"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"khasan/document"
)

var fuzzLimits = &document.Options{Limits: document.Limits{Bytes: 1 << 20, Text: 8 << 20, Parts: 50, Cells: 20_000, Seconds: 20}}

// check holds what every document promises.
func check(t *testing.T, d *document.Document, err error, data []byte) {
	t.Helper()
	if err != nil {
		if d != nil {
			t.Fatal("a document and an error")
		}
		return
	}
	if !utf8.ValidString(d.Text) {
		t.Fatalf("text is not UTF-8: %q", d.Text)
	}
	last := 0
	for _, b := range d.Blocks {
		if b.Start < last || b.End < b.Start || b.End > len(d.Text) || b.Kind == "" || b.Zone == "" {
			t.Fatalf("block %+v after %d in %d", b, last, len(d.Text))
		}
		last = b.End
		if from, to, _ := d.Origin(b.Start, b.End); from > to || to > len(data) {
			t.Fatalf("block %+v is traced to %d, %d of %d", b, from, to, len(data))
		}
	}
}

func fuzz(f *testing.F, kind string, wrap func(testing.TB, []byte) []byte, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if wrap != nil {
			data = wrap(t, data)
		}
		start := time.Now()
		d, err := document.Read(t.Context(), "x", data, &document.Options{MediaType: kind, Limits: fuzzLimits.Limits})
		check(t, d, err, data)
		if time.Since(start) > 15*time.Second {
			t.Fatal("it took longer than 15 s")
		}
	})
}

func FuzzPlain(f *testing.F) {
	fuzz(f, "text/plain", nil, "a\n\nb", "\xcf\xf0\xe8\xe2\xe5\xf2", "\xff\xfea\x00b\x00", "\xba\xcf\xc7\xd1\xc0\xba", "\x1b$B4A\x1b(B")
}

func FuzzHTML(f *testing.F) {
	fuzz(f, "text/html", nil, string(articles(f)["a.html"]), "<p>a&shy;b&nbsp;<table><tr><td hidden>x<del>y", `<meta charset=koi8-r><p>`+"\xf0\xd2\xc9")
}

func FuzzRTF(f *testing.F) {
	fuzz(f, "text/rtf", nil, string(articles(f)["a.rtf"]), `{\rtf1\uc2\u21271 ??\'d0{\footnote n}\bin3 abc\cell}`)
}

func FuzzMail(f *testing.F) {
	fuzz(f, "message/rfc822", nil, string(articles(f)["a.eml"]), "From: a@example.org\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>a\n--x\nContent-Disposition: attachment; filename=a.txt\nContent-Transfer-Encoding: base64\n\nYWJj\n--x--\n")
}

func FuzzCSV(f *testing.F) {
	fuzz(f, "text/csv", nil, "a;b\n\"c;\"\"d\"\"\";e\n", "a,b\r\n\"")
}

func FuzzWord(f *testing.F) {
	fuzz(f, "", func(t testing.TB, body []byte) []byte { return docx(t, string(body)) },
		"<w:p><w:r><w:t>a</w:t></w:r><w:del><w:r><w:delText>b</w:delText></w:r></w:del></w:p>", "<w:tbl><w:tr><w:tc><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>c</w:t><w:txbxContent><w:p/></w:txbxContent></w:r></w:p></w:tc></w:tr></w:tbl>")
}

func FuzzODT(f *testing.F) {
	fuzz(f, "", func(t testing.TB, body []byte) []byte { return odt(t, string(body)) },
		"<text:h>a</text:h><text:p>b<text:note><text:note-citation>1</text:note-citation><text:p>c</text:p></text:note></text:p><table:table><table:table-row><table:table-cell><text:p>d</text:p></table:table-cell></table:table-row></table:table>")
}

func FuzzXLSX(f *testing.F) {
	x := excelize.NewFile()
	x.SetSheetRow("Sheet1", "A1", &[]any{"a", 1.5, true})
	var b bytes.Buffer
	x.Write(&b)
	fuzz(f, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", nil, b.String())
}

func FuzzZip(f *testing.F) {
	fuzz(f, "application/zip", nil, string(packed(f, "a.txt", "x", "b.html", "<p>y", "c.zip", string(packed(f, "d.txt", "z")))))
}

func FuzzPDF(f *testing.F) {
	f.Add(articlePDF())
	f.Add(pdfFile(nil))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<20 {
			return
		}
		d, err := sharedReader().Read(t.Context(), "x.pdf", append([]byte("%PDF-"), data...))
		if errors.Is(err, document.ErrLimit) {
			t.Fatal(err)
		}
		check(t, d, err, append([]byte("%PDF-"), data...))
	})
}
