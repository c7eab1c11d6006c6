package source_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"testing"

	"khasan/entity"
	"khasan/source"
)

// exercise reads a fuzzed file: it may fail, but only with an Error that names
// the file, and what it gives must be sound and survive FollowTheMoney JSON.
func exercise(t *testing.T, name string, data []byte) {
	l, err := source.Open(name, data)
	if err != nil {
		return
	}
	n := 0
	for e, err := range l.Entities() {
		if err != nil {
			var typed *source.Error
			if !errors.As(err, &typed) || typed.File == "" {
				t.Fatalf("an error without its place: %v", err)
			}
			return
		}
		if n++; n > 2000 {
			return
		}
		if e.ID == "" {
			t.Fatalf("an entity without id: %+v", e)
		}
		line, err := e.FTM()
		if err != nil {
			t.Fatalf("%v", err)
		}
		if e.Schema == "" {
			continue
		}
		if _, err := entity.FromFTM(line); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
}

// fuzzFormat fuzzes the reader of some fixtures.
func fuzzFormat(f *testing.F, name string, fixtures ...string) {
	for _, x := range fixtures {
		f.Add(fixture(f, x))
	}
	f.Fuzz(func(t *testing.T, data []byte) { exercise(t, name, data) })
}

func FuzzUN(f *testing.F)      { fuzzFormat(f, "un.xml", "un.xml") }
func FuzzOFACCSV(f *testing.F) { fuzzFormat(f, "sdn.csv", "ofac/sdn.csv") }
func FuzzOFACXML(f *testing.F) { fuzzFormat(f, "sdn.xml", "sdn.xml", "enhanced.xml", "advanced.xml") }
func FuzzEU(f *testing.F)      { fuzzFormat(f, "eu", "eu.xml", "eu10.xml", "eu.csv") }
func FuzzUK(f *testing.F)      { fuzzFormat(f, "uk", "uk.xml", "uk.csv", "ofsi.csv") }
func FuzzSECO(f *testing.F)    { fuzzFormat(f, "ch.xml", "ch.xml") }
func FuzzCanada(f *testing.F)  { fuzzFormat(f, "ca.xml", "ca.xml") }
func FuzzCSL(f *testing.F)     { fuzzFormat(f, "csl", "csl.csv", "csl.json") }
func FuzzJSON(f *testing.F) {
	fuzzFormat(f, "list.json", "ftm.json", "nested.json", "delta.json", "senzing.json", "wb.json")
}
func FuzzDPL(f *testing.F)     { fuzzFormat(f, "dpl.txt", "dpl.txt") }
func FuzzSimple(f *testing.F)  { fuzzFormat(f, "simple.csv", "simple.csv") }
func FuzzVessels(f *testing.F) { fuzzFormat(f, "vessels.html", "vessels.html") }
func FuzzArchive(f *testing.F) {
	f.Add(zipped(f, map[string][]byte{"un.xml": fixture(f, "un.xml")}))
	f.Add(gz(f, fixture(f, "un.xml")))
	f.Add(workbook(f, []string{"Sheet1"}, [][]string{{"Reference", "Name of Individual or Entity", "Type", "Name Type"}, {"2", "SAMPLE", "Individual", "Primary Name"}}))
	f.Add(workbook(f, []string{"15.個人"}, [][]string{{"告示日付", "告示番号", "日本語表記", "英語表記", "生年月日"}, {"2009.7.24", "1", "サンプル", "Sample", "(a)1955年-1958年頃"}}))
	f.Fuzz(func(t *testing.T, data []byte) { exercise(t, "archive", data) })
}

// FuzzWorkbook fuzzes the parts of a workbook, unpacked: its sheet and its shared
// texts, by which Australia's and Japan's lists are recognised and read.
func FuzzWorkbook(f *testing.F) {
	part := func(name string, book []byte) string {
		z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
		if err != nil {
			f.Fatal(err)
		}
		r, err := z.Open(name)
		if err != nil {
			f.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			f.Fatal(err)
		}
		return string(b)
	}
	for _, rows := range [][][]string{
		{{"Reference", "Name of Individual or Entity", "Type", "Name Type", "Date of Birth", "Citizenship", "IMO Number", "Listing Information", "Control Date"},
			{"2", "SAMPLE", "Individual", "Primary Name", "a) Approximately 1955- 1958 b) 1960", "Afghanistan", "=1234567", "Listed on 25 January 2001", "=41988"}, {"2a", "S", "Individual", "aka"}},
		{{"告示日付", "告示番号", "日本語表記", "英語表記", "別称・別名", "生年月日", "旅券番号"}, {"2009.7.24", "1", "サンプル", "Sample", "(a)サンプル・エー（Sample A）\n(b)B", "(a)1955年-1958年頃", "北朝鮮旅券番号：123456789、2010年発行"}},
		{{"No.", "国名、地域名\nCountry or Region", "企業名､組織名\nCompany or Organization", "別名\nAlso Known As", "懸念区分\nType of WMD"}, {"=1", "北朝鮮\nNorth Korea", "Sample LLC", "・Sample\n・SGT", "M"}},
	} {
		book := workbook(f, []string{"15.個人"}, rows)
		f.Add(part("xl/worksheets/sheet1.xml", book), part("xl/sharedStrings.xml", book))
	}
	f.Fuzz(func(t *testing.T, sheet, shared string) {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, p := range [][2]string{{"[Content_Types].xml", "<Types/>"},
			{"xl/workbook.xml", `<workbook><sheets><sheet name="15.個人" r:id="r1"/></sheets></workbook>`},
			{"xl/_rels/workbook.xml.rels", `<R><Relationship Id="r1" Target="worksheets/sheet1.xml"/></R>`},
			{"xl/worksheets/sheet1.xml", sheet}, {"xl/sharedStrings.xml", shared}} {
			w, err := z.CreateHeader(&zip.FileHeader{Name: p[0], Method: zip.Store})
			if err != nil {
				t.Fatal(err)
			}
			io.WriteString(w, p[1])
		}
		z.Close()
		exercise(t, "book.xlsx", b.Bytes())
	})
}

// FuzzRemarks fuzzes what OFAC packs into one column.
func FuzzRemarks(f *testing.F) {
	f.Add("DOB circa 1962; Passport PS123 (Korea, North) issued 01 Feb 2003; a.k.a. 'THE; SAMPLE'; Linked To: X.")
	f.Add("Digital Currency Address - XBT 1x; Vessel Registration Identification IMO 1234567; Listing Date (EO 1): 24 Feb 2022")
	f.Fuzz(func(t *testing.T, s string) {
		row := []byte("36,\"A\",\"individual\",\"P\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"")
		for i := 0; i < len(s); i++ {
			if s[i] == '"' {
				row = append(row, '"')
			}
			row = append(row, s[i])
		}
		exercise(t, "sdn.csv", append(row, "\"\r\n"...))
	})
}

func FuzzMapping(f *testing.F) {
	f.Add(fixture(f, "own.csv.map.yaml"), fixture(f, "own.csv"))
	f.Fuzz(func(t *testing.T, mapping, table []byte) {
		m, err := source.ParseMapping(mapping)
		if err != nil {
			return
		}
		l, err := m.Open("own.csv", table)
		if err != nil {
			return
		}
		n := 0
		for _, err := range l.Entities() {
			if err != nil {
				return
			}
			if n++; n > 1000 {
				return
			}
		}
	})
}
