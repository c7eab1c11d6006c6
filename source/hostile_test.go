package source_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"khasan/source"
)

// readErr opens and reads everything and returns the first error.
func readErr(name string, data []byte) error {
	l, err := source.Open(name, data)
	if err != nil {
		return err
	}
	for _, err := range l.Entities() {
		if err != nil {
			return err
		}
	}
	return nil
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func gz(t testing.TB, data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(data)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zipped(t testing.TB, members map[string][]byte) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for n, d := range members {
		w, err := z.Create(n)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(d)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const unHead = `<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="2026-01-02"><INDIVIDUALS>`

func TestRefused(t *testing.T) {
	un := fixture(t, "un.xml")
	record := func(s string) []byte {
		return []byte(unHead + `<INDIVIDUAL><DATAID>1</DATAID><REFERENCE_NUMBER>X</REFERENCE_NUMBER><FIRST_NAME>A</FIRST_NAME>` + s + `</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>`)
	}
	var unknown strings.Builder
	for i := range 30 {
		fmt.Fprintf(&unknown, "<NEW_ELEMENT_%d/>", i)
	}
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{"empty", nil, source.ErrEmpty},
		{"blank", []byte(" \n\t\n"), source.ErrEmpty},
		{"cut in a record", un[:len(un)/2], source.ErrCut},
		{"cut before the end", un[:len(un)-30], source.ErrCut},
		{"cut gzip", gz(t, un)[:200], source.ErrCut},
		{"outage page", []byte("<!DOCTYPE html><html><body>Maintenance</body></html>"), source.ErrOutage},
		{"outage page before a list", append([]byte(`<head><body> moved <a HREF="x">here</a> </body>`), un...), source.ErrOutage},
		{"UTF-16", []byte("\xff\xfe<\x00?\x00x\x00m\x00l\x00"), source.ErrEncoding},
		{"declared Latin 1", bytes.Replace(un, []byte("UTF-8"), []byte("ISO-8859-1"), 1), source.ErrEncoding},
		{"bytes of Latin 1", bytes.Replace(un, []byte("Sampletown"), []byte("S\xe4mple"), 1), source.ErrEncoding},
		{"binary junk", []byte("\x00\x01\x02\x03\xfe\xfdjunk\x00"), source.ErrFormat},
		{"PDF", []byte("%PDF-1.7\n..."), source.ErrFormat},
		{"prose", []byte("Dear all,\nplease find the list attached.\n"), source.ErrFormat},
		{"XML of another kind", []byte("<rss><channel/></rss>"), source.ErrFormat},
		{"JSON of another kind", []byte(`{"hello":"world"}`), source.ErrFormat},
		{"no records", []byte(unHead + `</INDIVIDUALS></CONSOLIDATED_LIST>`), source.ErrEmpty},
		{"wrong end tag", bytes.Replace(un, []byte("</CITY>"), []byte("</TOWN>"), 1), source.ErrFormat},
		{"a second root", append(bytes.Clone(un), []byte("<CONSOLIDATED_LIST></CONSOLIDATED_LIST>")...), source.ErrFormat},
		{"entity bomb", []byte(`<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><CONSOLIDATED_LIST>&b;</CONSOLIDATED_LIST>`), source.ErrHostile},
		{"external entity", []byte(`<!DOCTYPE l SYSTEM "file:///etc/passwd"><CONSOLIDATED_LIST/>`), source.ErrHostile},
		{"undefined entity", record("<COMMENTS1>&xxe;</COMMENTS1>"), source.ErrHostile},
		{"pieces of text without end", record("<NOTE>" + strings.Repeat("a<!---->", 5<<20) + "</NOTE>"), source.ErrLimit},
		{"a table twice in one file", bytes.Repeat(fixture(t, "ofac/sdn.csv"), 8), source.ErrFormat},
		{"page cut", bytes.ReplaceAll(fixture(t, "vessels.html"), []byte("</html>"), nil), source.ErrCut},
		{"page without its first vessel", bytes.Replace(fixture(t, "vessels.html"), []byte("30-Mar-18"), nil, 1), source.ErrCut},
		{"page of another encoding", bytes.Replace(fixture(t, "vessels.html"), []byte("SAMPLE GHOST"), []byte("S\xc4MPLE"), 1), source.ErrEncoding},
		{"depth", record(strings.Repeat("<NOTE>", 500) + strings.Repeat("</NOTE>", 500)), source.ErrLimit},
		{"unknown elements", record(unknown.String()), source.ErrUnknown},
		{"many attributes", record("<NOTE " + strings.Repeat(`a="b" `, 1000) + "/>"), source.ErrLimit},
		{"path traversal", zipped(t, map[string][]byte{"../../etc/cron.d/x.xml": un}), source.ErrHostile},
		{"absolute path", zipped(t, map[string][]byte{"/etc/x.xml": un}), source.ErrHostile},
		{"Windows path", zipped(t, map[string][]byte{`C:\x.xml`: un}), source.ErrHostile},
		{"not a zip", []byte("PK\x03\x04" + strings.Repeat("x", 100)), source.ErrCut},
		{"OFAC alone without names", fixture(t, "ofac/alt.csv"), source.ErrFormat},
		{"OFAC row cut", []byte("36,\"A\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n40,\"B"), source.ErrCut},
		{"OFAC field missing", []byte(strings.Repeat("36,\"A\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n", 12) + "40,\"B\",-0- \r\n"), source.ErrFormat},
		{"FollowTheMoney line broken", []byte(`{"id":"a","schema":"Person","properties":{}}` + "\n" + `{"id":"b","schema":` + "\n"), source.ErrCut},
		{"JSON nesting", []byte(strings.Repeat(`{"schema":[`, 5000)), source.ErrFormat},
		{"workbook without sheets", zipped(t, map[string][]byte{"[Content_Types].xml": []byte("<Types/>"), "xl/workbook.xml": []byte("<workbook/>")}), source.ErrFormat},
	} {
		err := readErr(c.name, c.data)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
			continue
		}
		var e *source.Error
		if !errors.As(err, &e) || e.File == "" || e.Hint == "" {
			t.Errorf("%s: %#v has no file or no hint", c.name, err)
		}
	}
}

// endless is a reader of n bytes of one kind between a head and a tail.
type endless struct {
	head, tail string
	fill       byte
	n          int64
}

func (e *endless) Read(p []byte) (int, error) {
	switch {
	case e.head != "":
		n := copy(p, e.head)
		e.head = e.head[n:]
		return n, nil
	case e.n > 0:
		n := int(min(int64(len(p)), e.n))
		for i := range p[:n] {
			p[i] = e.fill
		}
		e.n -= int64(n)
		return n, nil
	case e.tail != "":
		n := copy(p, e.tail)
		e.tail = e.tail[n:]
		return n, nil
	}
	return 0, io.EOF
}

// TestHugeLine writes files with one enormous line, as they are and packed, and
// holds the memory that reading them takes to a bound.
func TestHugeLine(t *testing.T) {
	size := int64(40 << 20)
	if os.Getenv("KHASAN_HUGE") != "" {
		size = 1 << 30
	}
	dir := t.TempDir()
	for _, c := range []struct {
		name       string
		head, tail string
		fill       byte
		want       error
	}{
		{"text.xml", unHead + "<INDIVIDUAL><DATAID>1</DATAID><COMMENTS1>", "</COMMENTS1></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>", 'x', source.ErrLimit},
		{"attribute.xml", unHead + `<INDIVIDUAL A="`, `"/></INDIVIDUALS></CONSOLIDATED_LIST>`, 'x', source.ErrLimit},
		{"comment.xml", unHead + `<!--`, `--></INDIVIDUALS></CONSOLIDATED_LIST>`, 'x', source.ErrLimit},
		{"sdn.csv", "36,\"A\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n37,\"", "\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n", 'x', source.ErrLimit},
		{"line.csv", "", "", 'x', source.ErrFormat},
		{"commas.csv", "id,schema,name,aliases,birth_date,countries,identifiers,sanctions,dataset\n", "", ',', source.ErrLimit},
		{"entities.ftm.json", `{"id":"a","schema":"Person","properties":{"name":["`, `"]}}`, 'x', source.ErrFormat},
		{"two.ftm.json", `{"id":"a","schema":"Person","properties":{"name":["A"]}}` + "\n" + `{"id":"b","schema":"Person","properties":{"name":["`, `"]}}`, 'x', source.ErrLimit},
		{"blank.xml", "", "", ' ', source.ErrEmpty},
		{"zero.bin", "", "", 0, source.ErrFormat},
	} {
		p := filepath.Join(dir, c.name)
		f, err := os.Create(p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(f, &endless{c.head, c.tail, c.fill, size}); err != nil {
			t.Fatal(err)
		}
		f.Close()
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		var got error
		for l, err := range source.ReadFiles([]string{p}) {
			got = err
			if err == nil {
				for _, err := range l.Entities() {
					got = err
				}
			}
		}
		runtime.ReadMemStats(&after)
		if !errors.Is(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
		if n := int64(after.TotalAlloc - before.TotalAlloc); n > 320<<20 {
			t.Errorf("%s: %d MB allocated", c.name, n>>20)
		}
		os.Remove(p)
	}
}

// TestHugeFile refuses ten gigabytes by their size alone.
func TestHugeFile(t *testing.T) {
	p := filepath.Join(t.TempDir(), "list.xml")
	if err := os.WriteFile(p, []byte(unHead), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(p, 10<<30); err != nil {
		t.Skip("no file with a hole here:", err)
	}
	start := time.Now()
	for _, err := range source.ReadFiles([]string{p}) {
		if !errors.Is(err, source.ErrLimit) {
			t.Error(err)
		}
	}
	if d := time.Since(start); d > 2*time.Second {
		t.Errorf("it took %v", d)
	}
}

// TestManyParties reads a table of more parties than any list has.
func TestManyParties(t *testing.T) {
	if os.Getenv("KHASAN_HUGE") == "" {
		t.Skip("set KHASAN_HUGE=1 to read ten million rows")
	}
	p := filepath.Join(t.TempDir(), "many.csv")
	f, err := os.Create(p)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	w.WriteString("id,schema,name,aliases,birth_date,countries,identifiers,sanctions,dataset\n")
	for i := range 10_000_100 {
		fmt.Fprintf(w, "x%d,Person,N%d,,,,,,d\n", i, i)
	}
	w.Flush()
	f.Close()
	n := 0
	for l, err := range source.ReadFiles([]string{p}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range l.Entities() {
			if err = e; err == nil {
				n++
			}
		}
		var typed *source.Error
		if !errors.Is(err, source.ErrLimit) || !errors.As(err, &typed) || n < 10_000_000 || n > 10_000_010 {
			t.Errorf("%v after %d", err, n)
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("%d MB from the system", m.Sys>>20)
}

// TestBombs packs a lot into a little.
func TestBombs(t *testing.T) {
	var packed bytes.Buffer
	w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	io.Copy(w, &endless{unHead, "", ' ', 256 << 20})
	w.Close()
	if err := readErr("bomb.xml.gz", packed.Bytes()); !errors.Is(err, source.ErrHostile) {
		t.Errorf("gzip bomb: %v", err)
	}
	var zb bytes.Buffer
	z := zip.NewWriter(&zb)
	m, _ := z.Create("bomb.xml")
	io.Copy(m, &endless{unHead, "", ' ', 256 << 20})
	z.Close()
	if err := readErr("bomb.zip", zb.Bytes()); !errors.Is(err, source.ErrHostile) {
		t.Errorf("zip bomb: %v", err)
	}
	// A member that declares 10 GB.
	zb.Reset()
	z = zip.NewWriter(&zb)
	h := &zip.FileHeader{Name: "huge.xml", Method: zip.Store, UncompressedSize64: 10 << 30, CompressedSize64: 10}
	raw, _ := z.CreateRaw(h)
	raw.Write([]byte("<a/><a/>  "))
	z.Close()
	if err := readErr("huge.zip", zb.Bytes()); !errors.Is(err, source.ErrHostile) {
		t.Errorf("declared 10 GB: %v", err)
	}
	// Many members, each of them small enough, that declare 16 GB together.
	zb.Reset()
	z = zip.NewWriter(&zb)
	for i := range 1024 {
		raw, _ := z.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf("%d.xml", i), Method: zip.Store, UncompressedSize64: 16 << 20, CompressedSize64: 10})
		raw.Write([]byte("<a/><a/>  "))
	}
	z.Close()
	if err := readErr("many.zip", zb.Bytes()); !errors.Is(err, source.ErrHostile) {
		t.Errorf("16 GB in many members: %v", err)
	}
	// A member that unpacks to more than it declares.
	var small bytes.Buffer
	fw, _ := flate.NewWriter(&small, flate.BestCompression)
	io.Copy(fw, &endless{unHead, "", ' ', 64 << 20})
	fw.Close()
	zb.Reset()
	z = zip.NewWriter(&zb)
	raw, _ = z.CreateRaw(&zip.FileHeader{Name: "liar.xml", Method: zip.Deflate, UncompressedSize64: 500, CompressedSize64: uint64(small.Len())})
	raw.Write(small.Bytes())
	z.Close()
	if err := readErr("liar.zip", zb.Bytes()); !errors.Is(err, source.ErrFormat) {
		t.Errorf("more than declared: %v", err)
	}
	// Sheets that are one and the same part, to be read again and again.
	var sheets, rels strings.Builder
	for i := range 500 {
		fmt.Fprintf(&sheets, `<sheet name="S%d" r:id="r%d"/>`, i, i)
		fmt.Fprintf(&rels, `<Relationship Id="r%d" Target="worksheets/sheet1.xml"/>`, i)
	}
	if err := readErr("again.xlsx", zipped(t, map[string][]byte{"[Content_Types].xml": []byte("<Types/>"), "xl/workbook.xml": []byte("<workbook><sheets>" + sheets.String() + "</sheets></workbook>"),
		"xl/_rels/workbook.xml.rels": []byte("<R>" + rels.String() + "</R>"), "xl/worksheets/sheet1.xml": []byte("<worksheet/>")})); !errors.Is(err, source.ErrHostile) {
		t.Errorf("one sheet many times: %v", err)
	}
	// A cell without end, not packed.
	zb.Reset()
	z = zip.NewWriter(&zb)
	for name, text := range map[string]string{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": `<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<R><Relationship Id="r1" Target="worksheets/sheet1.xml"/></R>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData><row><c t="str"><v>` + strings.Repeat("aaaaaaaa<!---->", 1<<20) + `</v></c></row></sheetData></worksheet>`} {
		m, _ := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		io.WriteString(m, text)
	}
	z.Close()
	if err := readErr("cell.xlsx", zb.Bytes()); !errors.Is(err, source.ErrLimit) {
		t.Errorf("a cell without end: %v", err)
	}
	// The same within a workbook: shared texts that unpack without end.
	zb.Reset()
	z = zip.NewWriter(&zb)
	for name, text := range map[string]string{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": `<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`, "xl/_rels/workbook.xml.rels": `<R><Relationship Id="r1" Target="worksheets/sheet1.xml"/></R>`} {
		m, _ := z.Create(name)
		m.Write([]byte(text))
	}
	m, _ = z.Create("xl/sharedStrings.xml")
	io.Copy(m, &endless{"<sst>", "", ' ', 256 << 20})
	z.Close()
	if err := readErr("bomb.xlsx", zb.Bytes()); !errors.Is(err, source.ErrHostile) && !errors.Is(err, source.ErrLimit) {
		t.Errorf("workbook bomb: %v", err)
	}
	// Two zips in one another are not unpacked.
	inner := zipped(t, map[string][]byte{"un.xml": fixture(t, "un.xml")})
	if err := readErr("outer.zip", zipped(t, map[string][]byte{"inner.zip": inner})); !errors.Is(err, source.ErrFormat) {
		t.Errorf("zip in zip: %v", err)
	}
}

func TestPacked(t *testing.T) {
	un := fixture(t, "un.xml")
	plain, err := source.Open("un.xml", un)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"un.xml.gz": gz(t, un), "un.zip": zipped(t, map[string][]byte{"a/un.xml": un}), "bom.xml": append([]byte("\xef\xbb\xbf"), un...), "end.xml": append(bytes.Clone(un), "\r\n\x1a"...)} {
		l, err := source.Open(name, data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		n := 0
		for _, err := range l.Entities() {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			n++
		}
		if n != 2 {
			t.Errorf("%s: %d entities", name, n)
		}
		if same := l.SHA256 == plain.SHA256; same != (name == "un.xml.gz" || name == "un.zip") {
			t.Errorf("%s: digest %s, plain %s", name, l.SHA256, plain.SHA256)
		}
	}
	set := map[string][]byte{}
	for _, n := range []string{"sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv"} {
		set[n] = fixture(t, "ofac/"+n)
	}
	l, err := source.Open("ofac.zip", zipped(t, set))
	if err != nil {
		t.Fatal(err)
	}
	if l.ID != "ofac-sdn" || len(l.Files) != 4 {
		t.Errorf("zipped OFAC set: %s of %d files", l.ID, len(l.Files))
	}
	// The set's files named one by one, as an update fetches them, other lists
	// before and after them; a folder ends what belongs together.
	in := func(names ...string) []string {
		for i, n := range names {
			names[i] = filepath.Join("testdata", filepath.FromSlash(n))
		}
		return names
	}
	for _, c := range []struct {
		paths []string
		want  string
	}{
		{in("ofac/sdn.csv", "ofac/add.csv", "ofac/alt.csv"), "ofac-sdn 3 <nil> "},
		{in("own.csv", "ofac/alt.csv", "un.xml", "ofac/sdn.csv", "simple.csv"), "own 1 <nil> un 1 <nil> ofac-sdn 2 <nil> sample_set 1 <nil> "},
		{in("ofac/alt.csv", "ofac", "un.xml"), "an error, ofac-sdn 4 <nil> un 1 <nil> "},
		{in("nowhere.xml", "ofac/sdn.csv", "nowhere2.xml"), "an error, ofac-sdn 1 <nil> an error, "},
	} {
		got := ""
		for l, err := range source.ReadFiles(c.paths) {
			if err != nil {
				got += "an error, "
				continue
			}
			got += fmt.Sprintf("%s %d %v ", l.ID, len(l.Files), err)
		}
		if got != c.want {
			t.Errorf("%v: %s, want %s", c.paths, got, c.want)
		}
	}
}

// TestCutAnywhere cuts every fixture at many places: reading must end in an
// error or in fewer entities, never in a panic or the whole list.
func TestCutAnywhere(t *testing.T) {
	for _, name := range fixtures {
		if name == "ofac" {
			name = "ofac/sdn.csv"
		}
		if name == "own.csv" {
			continue
		}
		data := fixture(t, name)
		whole := 0
		l, err := source.Open(name, data)
		if err != nil {
			t.Fatal(err)
		}
		for range l.Entities() {
			whole++
		}
		for cut := 1; cut < len(data)-2; cut += 1 + len(data)/97 {
			n := 0
			l, err := source.Open(name, data[:cut])
			if err == nil {
				for _, err2 := range l.Entities() {
					if err2 != nil {
						err = err2
						break
					}
					n++
				}
			}
			// Text without an end mark cannot tell that rows are missing.
			if err == nil && strings.HasSuffix(name, ".xml") {
				t.Errorf("%s cut at %d of %d: %d entities and no error", name, cut, len(data), n)
			}
			// A row of a grouped table that lost its key's last digits is another party.
			if n > whole+1 {
				t.Errorf("%s cut at %d: %d entities of %d", name, cut, n, whole)
			}
		}
	}
}
