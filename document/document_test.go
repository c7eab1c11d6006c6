package document_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"

	"khasan/document"
)

func read(t *testing.T, name string, data []byte) *document.Document {
	t.Helper()
	d, err := document.Read(t.Context(), name, data, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPlainIsItself(t *testing.T) {
	text := "Erste Zeile\r\nzweite Zeile\r\n\r\nZweiter Absatz: Граница 국경\n"
	d := read(t, "a.txt", []byte(text))
	if d.Text != text || d.MediaType != "text/plain" || d.Encoding != "utf-8" || len(d.Blocks) != 2 {
		t.Fatalf("%+v", d)
	}
	if got := d.Text[d.Blocks[1].Start:d.Blocks[1].End]; got != "Zweiter Absatz: Граница 국경" {
		t.Errorf("second block: %q", got)
	}
	d = read(t, "a.txt", []byte("\xef\xbb\xbfAbc"))
	if from, to, exact := d.Origin(1, 3); d.Text != "Abc" || from != 4 || to != 6 || !exact {
		t.Errorf("after a mark: %q %d %d %v", d.Text, from, to, exact)
	}
}

// TestEncodings writes one text in many character sets; each is recognised and
// every word is traced to its bytes.
func TestEncodings(t *testing.T) {
	ru := strings.Repeat("Россия поставляет нефть в Северную Корею, сообщает агентство. ", 8)
	ko := strings.Repeat("북한은 러시아에 포탄을 수출했다고 한국 정부가 밝혔다. ", 8)
	cases := []struct {
		name, text string
		enc        func([]byte) ([]byte, error)
	}{
		{"windows-1251", ru, charmap.Windows1251.NewEncoder().Bytes},
		{"koi8-r", ru, charmap.KOI8R.NewEncoder().Bytes},
		{"euc-kr", ko, korean.EUCKR.NewEncoder().Bytes},
		{"utf-16 with mark", ru, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes},
		{"utf-16 without", "Russia supplies oil to North Korea, the agency says.", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().Bytes},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b, err := c.enc([]byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			d := read(t, "x.txt", b)
			if d.Text != c.text {
				t.Fatalf("read as %s: %.60q", d.Encoding, d.Text)
			}
		})
	}
	b, _ := charmap.Windows1251.NewEncoder().Bytes([]byte(ru))
	d := read(t, "x.txt", b)
	at := strings.Index(d.Text, "нефть")
	from, to, _ := d.Origin(at, at+len("нефть"))
	want, _ := charmap.Windows1251.NewEncoder().String("нефть")
	if got := string(b[from:to]); got != want {
		t.Errorf("нефть is traced to bytes %d to %d: %q", from, to, got)
	}
}

func TestHTML(t *testing.T) {
	page := `<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Gipfel &amp; Grenze</title>
<meta property="article:published_time" content="2023-09-25T10:00:00Z"><script>var x = "Kohle";</script></head>
<body><nav><a href="/">Startseite</a></nav><h1>Am Bahnhof</h1>
<p>Russland   will <b>Grana</b>ten&nbsp;kaufen &ndash; von <i>Nord&shy;korea</i>.</p>
<table><tr><td>Ware</td><td>Kohle</td></tr></table><img alt="Zug an der Br&uuml;cke" src=x>
<p style="display: none">verborgen</p><footer>Impressum</footer></body></html>`
	d := read(t, "page", []byte(page))
	if d.MediaType != "text/html" || d.Title != "Gipfel & Grenze" || d.Date != "2023-09-25" {
		t.Fatalf("%q %q %q", d.MediaType, d.Title, d.Date)
	}
	if strings.Contains(d.Text, "var x") {
		t.Error("a script was read as text")
	}
	var got []string
	for _, b := range d.Blocks {
		got = append(got, b.Zone[:4]+" "+b.Kind+" "+d.Text[b.Start:b.End])
	}
	want := []string{"boil header Gipfel & Grenze", "boil paragraph Startseite", "main heading Am Bahnhof",
		"main paragraph Russland will Granaten kaufen – von Nordkorea.", "main cell Ware", "main cell Kohle",
		"main caption Zug an der Brücke", "main hidden verborgen", "boil paragraph Impressum"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	at := strings.Index(d.Text, "Granaten")
	if from, to, _ := d.Origin(at, at+8); page[from:to] != "Grana</b>ten" {
		t.Errorf("Granaten is traced to %q", page[from:to])
	}
	at = strings.Index(d.Text, "will")
	if from, to, exact := d.Origin(at, at+4); page[from:to] != "will" || !exact {
		t.Errorf("will is traced to %q", page[from:to])
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		data string
		want error
	}{
		{"", document.ErrEmpty},
		{"\x00\x01\x02\x03junk\x00\x00\x07", document.ErrUnsupported},
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", document.ErrUnsupported},
	} {
		if _, err := document.Read(t.Context(), "x", []byte(c.data), nil); !errors.Is(err, c.want) {
			t.Errorf("%q: %v, want %v", c.data, err, c.want)
		}
	}
	if _, err := document.Read(t.Context(), "x", make([]byte, 11), &document.Options{Limits: document.Limits{Bytes: 10}}); !errors.Is(err, document.ErrLimit) {
		t.Errorf("over the limit: %v", err)
	}
	d := read(t, "x.txt", []byte("good \xff bad, and much more plain text after it so that it is UTF-8 but for one byte \xc3\xa4\xc3\xb6\xc3\xbc"))
	if !utf8.ValidString(d.Text) {
		t.Error("text that is not UTF-8 came out")
	}
}

// FuzzRead checks whatever comes in under whatever name.
func FuzzRead(f *testing.F) {
	f.Add("a.txt", []byte("plain\n\ntext"))
	f.Add("a.html", []byte("<html><p>a&amp;b<table><tr><td>x</p></html>"))
	f.Add("a", []byte("\xff\xfea\x00b\x00"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		d, err := document.Read(t.Context(), name, data, fuzzLimits)
		check(t, d, err, data)
	})
}

// TestArticle marks what is around an article, by what is in it.
func TestArticle(t *testing.T) {
	long := strings.Repeat("The port carries coal over the third pier to the ships that wait outside, and nobody asks where it was dug. ", 4)
	var b strings.Builder
	b.WriteString("<html><body><div class=\"menu\"><p>Subscribe now</p></div><article><h1>At the border</h1>")
	for i := range 5 {
		fmt.Fprintf(&b, "<p>%d %s</p>", i, long)
	}
	b.WriteString("</article><div class=\"sidebar related\"><p>Most read today</p></div></body></html>")
	d := read(t, "x.html", []byte(b.String()))
	zones := map[string]string{}
	for _, k := range d.Blocks {
		zones[d.Text[k.Start:k.End][:5]] = k.Zone
	}
	want := map[string]string{"Subsc": document.Boilerplate, "At th": document.Main, "0 The": document.Main, "4 The": document.Main, "Most ": document.Boilerplate}
	for k, z := range want {
		if zones[k] != z {
			t.Errorf("%s: %s, want %s", k, zones[k], z)
		}
	}
}

// TestOriginWide traces words of a double-byte set to their bytes.
func TestOriginWide(t *testing.T) {
	text := strings.Repeat("북한은 러시아에 coal 포탄을 수출했다고 한국 정부가 밝혔다. ", 8)
	b, _ := korean.EUCKR.NewEncoder().Bytes([]byte(text))
	d := read(t, "x.txt", b)
	at := strings.LastIndex(d.Text, "포탄")
	from, to, exact := d.Origin(at, at+len("포탄"))
	want, _ := korean.EUCKR.NewEncoder().String("포탄")
	if !exact || string(b[from:to]) != want {
		t.Errorf("%d %d %v", from, to, exact)
	}
	if _, _, exact := d.Origin(at, at+1); exact {
		t.Error("half a letter is traced exactly")
	}
}

// BenchmarkPlain reads 200 MB of text; B/op over 200 MB is the memory factor.
func BenchmarkPlain(b *testing.B) {
	ru := []byte(strings.Repeat(strings.Repeat("Россия поставляет нефть, сообщает агентство. ", 8)+"\n\n", 270_000))
	cp, _ := charmap.Windows1251.NewEncoder().Bytes(ru[:len(ru)/2])
	for _, c := range []struct {
		name string
		data []byte
	}{{"utf-8", ru}, {"windows-1251", cp}} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := document.Read(b.Context(), "x.txt", c.data, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
