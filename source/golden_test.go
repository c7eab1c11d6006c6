package source_test

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"khasan/entity"
	"khasan/source"
)

var update = flag.Bool("update", false, "write the golden files anew")

// fixtures are small files of our own, one for each format.
var fixtures = []string{
	"un.xml", "ofac", "sdn.xml", "enhanced.xml", "advanced.xml", "eu.xml", "eu10.xml", "eu.csv", "uk.xml", "uk.csv", "ofsi.csv", "ch.xml", "ca.xml",
	"csl.csv", "csl.json", "wb.json", "ftm.json", "nested.json", "delta.json", "simple.csv", "senzing.json", "vessels.html", "own.csv",
	"dpl.txt",
}

// dump writes a list and its entities as text that can be compared.
func dump(t testing.TB, l *source.List) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "list %s | %s | %s | %s | %s by %s | declared %d\n", l.ID, l.Title, l.Authority, l.Format, l.Date, l.DateFrom, l.Declared)
	for e, err := range l.Entities() {
		if err != nil {
			t.Fatalf("%v", err)
		}
		line, err := e.FTM()
		if err != nil {
			t.Fatal(err)
		}
		back, err := entity.FromFTM(line)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if d := cmp.Diff(e, back); d != "" {
			t.Errorf("%s does not survive FollowTheMoney JSON:\n%s", e.ID, d)
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	if len(l.Unknown) > 0 {
		fmt.Fprintf(&b, "unknown %v\n", l.Unknown)
	}
	if l.Delta {
		gone, err := l.Removed()
		fmt.Fprintln(&b, "removed", gone, err)
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	p := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(p, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (-want +got), -update writes it anew:\n%s", name, d)
	}
}

func TestGolden(t *testing.T) {
	for _, name := range fixtures {
		t.Run(name, func(t *testing.T) {
			n := 0
			for l, err := range source.ReadFiles([]string{filepath.Join("testdata", name)}) {
				if err != nil {
					t.Fatal(err)
				}
				n++
				golden(t, name, dump(t, l))
			}
			if n != 1 {
				t.Errorf("%d lists, want one", n)
			}
		})
	}
}

// workbook makes a small XLSX file: sheets of rows; a text that begins with '='
// is a number.
func workbook(t testing.TB, names []string, sheets ...[][]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name, text string) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(text))
	}
	esc := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	put("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`)
	var wb, rels, shared strings.Builder
	count := 0
	for i, rows := range sheets {
		fmt.Fprintf(&wb, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, esc.Replace(names[i]), i+1, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
		var s strings.Builder
		s.WriteString(`<worksheet><sheetData>`)
		for r, row := range rows {
			fmt.Fprintf(&s, `<row r="%d">`, r+1)
			for c, v := range row {
				ref := fmt.Sprintf("%c%d", 'A'+c, r+1)
				switch {
				case v == "":
				case v[0] == '=':
					fmt.Fprintf(&s, `<c r="%s"><v>%s</v></c>`, ref, v[1:])
				case c%2 == 0: // texts stand both in the cell and in the shared part
					fmt.Fprintf(&s, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, ref, esc.Replace(v))
				default:
					fmt.Fprintf(&s, `<c r="%s" t="s"><v>%d</v></c>`, ref, count)
					fmt.Fprintf(&shared, `<si><r><t>%s</t></r><rPh sb="0" eb="1"><t>フリガナ</t></rPh></si>`, esc.Replace(v))
					count++
				}
			}
			s.WriteString(`</row>`)
		}
		s.WriteString(`</sheetData></worksheet>`)
		put(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), s.String())
	}
	put("xl/workbook.xml", `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>`+wb.String()+`</sheets></workbook>`)
	put("xl/_rels/workbook.xml.rels", `<Relationships>`+rels.String()+`</Relationships>`)
	put("xl/sharedStrings.xml", `<sst>`+shared.String()+`</sst>`)
	put("docProps/core.xml", `<cp:coreProperties xmlns:cp="x" xmlns:dcterms="y"><dcterms:modified>2026-07-23T04:05:22Z</dcterms:modified></cp:coreProperties>`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGoldenWorkbooks(t *testing.T) {
	for _, c := range []struct {
		name   string
		sheets []string
		rows   [][][]string
	}{
		{"au2024.xlsx", []string{"Sheet1"}, [][][]string{{
			{"Reference", "Name of Individual or Entity", "Type", "Name Type", "Date of Birth", "Place of Birth", "Citizenship", "Address", "Additional Information", "Listing Information", "Committees", "Control Date"},
			{"2", "SAMPLE PERSON", "Individual", "Primary Name", "a) Approximately 1955- 1958 b) 1960", "Sampletown, Afghanistan", "Afghanistan", "NA", "Title: a) Mr", "Listed by UN 1988 Committee on 25 January 2001 (amended on 20 December 2005, 3 Sep 2003)", "1988", "=41988"},
			{"2a", "Пример", "Individual", "Original Script", "a) Approximately 1955- 1958 b) 1960", "Sampletown, Afghanistan", "Afghanistan", "NA", "Title: a) Mr", "", "1988", "=41988"},
			{"2b", "S. Person", "Individual", "aka", "", "", "", "", "", "", "1988", "=41988"},
			{"3", "Sample Works", "Entity ", "Primary Name", "", "", "", "1 Test Street, Sampletown, North Korea", "", "", "1718", "=42000"}}}},
		{"au2026.xlsx", []string{"Consolidated List"}, [][][]string{{
			{"Reference", "Name of Individual or Entity", "Type", "Name Type", "Alias Strength", "Date of Birth", "Place of Birth", "Citizenship", "Address", "Additional Information", "Listing Information", "IMO Number", "Committees", "Control Date", "Instrument of Designation", "Targeted Financial Sanction", "Travel Ban", "Arms Embargo", "Maritime Restriction"},
			{"8227", "SAMPLE SHIP", "Vessel", "Primary Name", "", "", "", "", "", "", "", "=1234567", "Autonomous (Vessels)", "=45826", "Sample Designation 2025", "=0", "=0", "=0", "=1"},
			{"8227a", "SAMPLE OLD SHIP", "Vessel", "Alias", "Weak", "", "", "", "", "", "", "=1234567", "Autonomous (Vessels)", "=45826", "Sample Designation 2025", "=0", "=0", "=0", "=1"}}}},
		{"mof.xlsx", []string{"一覧", "15.北朝鮮(決議1718号等；個人)", "16.北朝鮮(協調；団体)"}, [][][]string{
			{{"このファイル"}},
			{{"北朝鮮（個人）"}, {"告示日付", "告示番号", "日本語表記", "英語表記", "別称・別名", "役職", "生年月日", "国籍", "旅券番号", "住所", "その他の情報"},
				{"2009.7.24\n2022.8.3改訂", "1", "サンプル・パーソン", "Sample Person\n（original script：샘플）", "(a)サンプル・エー（Sample A）\n(b)サンプル・ビー（Sample B）", "代表\nDirector", "=16358", "北朝鮮", "北朝鮮旅券番号：123456789、2010年発行", "北朝鮮平壌特別市", "性別・男性"},
				{"2011.11.18削除", "2"},
				{"2016.9.9", "3", "サンプル・スリー", "Sample Three", "不明", "不明", "(a)1955年-1958年頃\n(b)1965年又は1966年", "不明"}},
			{{"注"}, {"告示日付", "告示番号", "日本語表記", "英語表記", "別称・旧称", "所在地", "その他の情報"},
				{"2013.4.5", "1(#47)", "サンプル・バンク", "SAMPLE BANK", "エスビー；サンプル\nSB; Sampel Bank", "北朝鮮平壌特別市", "SWIFT/BIC:SAMPKPPY"}},
		}},
		{"meti.xlsx", []string{"ユーザーリスト"}, [][][]string{{
			{"No.", "国名、地域名\nCountry or Region", "企業名､組織名\nCompany or Organization", "別名\nAlso Known As", "懸念区分\nType of WMD", "通常兵器\nConventional Weapons"},
			{"=1", "アラブ首長国連邦\nUnited Arab Emirates", "Sample General Trading LLC", "・Sample Trading LLC\n・SGT", "ミサイル\nM", ""}}}},
	} {
		l, err := source.Open(c.name, workbook(t, c.sheets, c.rows...))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		golden(t, c.name, dump(t, l))
	}
}
