package table_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"khasan/entity"
	"khasan/table"
)

func read(t *testing.T, text string, m table.Mapping) (rows []table.Row, err error) {
	t.Helper()
	in, err := table.Read("t", strings.NewReader(text), m)
	if err != nil {
		return nil, err
	}
	err = in(func(r table.Row) bool { rows = append(rows, r); return true })
	return rows, err
}

// TestKinds reads the same party from three kinds of text.
func TestKinds(t *testing.T) {
	for kind, text := range map[string]string{
		"CSV":        "\ufeffkey,full_name,aka,dob,nationality,type,passport\nA1,KIM Jong Un,Kim Chong-un;김정은,1984-01-08,KP,person,123456789\n",
		"semicolons": "key;name;alias;birth;country;type;id\nA1;KIM Jong Un;Kim Chong-un|김정은;8 Jan 1984;North Korea;individual;123456789\n",
		"tabs":       "key\tname\talias\tbirth\tcountry\ttype\tid\nA1\tKIM Jong Un\tKim Chong-un;김정은\t1984-01-08\tKP\tPerson\t123456789\n",
		"JSON lines": `{"key":"A1","name":"KIM Jong Un","alias":["Kim Chong-un","김정은"],"birth":"1984-01-08","country":"KP","type":"person","id":123456789}` + "\n\n",
	} {
		rows, err := read(t, text, nil)
		if err != nil || len(rows) != 1 || rows[0].Err != "" {
			t.Errorf("%s: %+v, %v", kind, rows, err)
			continue
		}
		x := rows[0].Party()
		if x.ID != "A1" || x.Schema != entity.Person || len(x.Names) != 3 || x.Names[0].Full != "KIM Jong Un" || x.Names[2].Full != "김정은" ||
			len(x.Births) != 1 || x.Births[0].String() != "1984-01-08" || len(x.Countries) != 1 || x.Countries[0].Code != "KP" || len(x.IDs) != 1 || x.IDs[0].Number != "123456789" {
			t.Errorf("%s: %+v", kind, x)
		}
	}
}

// TestMapping reads a column by the name it was said to have, and no other for it.
func TestMapping(t *testing.T) {
	m, err := table.ReadMapping([]string{"name=Bezeichnung", "key=Kundennummer"})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := read(t, "kundennummer,BEZEICHNUNG,name\n7,Acme,not this\n", m)
	if err != nil || len(rows) != 1 || rows[0].Key != "7" || rows[0].Name != "Acme" || len(rows[0].More.Names) != 0 {
		t.Errorf("%+v, %v", rows, err)
	}
	for _, bad := range []string{"name", "nose=x"} {
		if _, err := table.ReadMapping([]string{bad}); err == nil || !strings.Contains(err.Error(), "FIELD=COLUMN") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

// TestBadCells keeps the row and says what is wrong with it; the next is read.
func TestBadCells(t *testing.T) {
	rows, err := read(t, "name,birth,country,type\nA,yesterday,,\nB,,Atlantis,\nC,,,goblin\nM\xfcller,,,\nD,,,\n", nil)
	if err != nil || len(rows) != 5 {
		t.Fatalf("%+v, %v", rows, err)
	}
	for i, want := range []string{`birth "yesterday" is no date`, `country "Atlantis" is not known`, `type "goblin" is not known`, "the name is not UTF-8", ""} {
		if rows[i].Err != want && (want == "" || !strings.Contains(rows[i].Err, want)) {
			t.Errorf("row %d: %q, want %q", i+1, rows[i].Err, want)
		}
	}
}

// TestBadTables says what is wrong with a table, where, and what to do.
func TestBadTables(t *testing.T) {
	for text, want := range map[string]string{
		"":                            "t: the table is empty",
		"\xff\xfen\x00":               "t: the table is UTF-16; save it as UTF-8",
		"PK\x03\x04\x14\x00":          "t: this is no text; a workbook's name ends in .xlsx",
		"colour,size\nred,2\n":        "no column is a name or a number among colour, size",
		"name\nA\n\"B\nC\n":           "t: row 2 (line 4)",
		"{\"name\":\"A\"}\n{\"name\"": "t: line 2",
	} {
		if _, err := read(t, text, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// endless is a table whose third row has no end.
type endless struct{ n int64 }

func (e *endless) Read(b []byte) (int, error) {
	if e.n > 1<<31 {
		return 0, io.EOF
	}
	for i := range b {
		b[i] = 'x'
	}
	if e.n == 0 {
		copy(b, "name\nA\n\"")
	}
	if e.n > 0 && e.n < 1<<20 {
		b[0] = '\n' // lines do not end a cell in quotation marks
	}
	e.n += int64(len(b))
	return len(b), nil
}

// TestLongRow ends at a row without end before memory does.
func TestLongRow(t *testing.T) {
	e := &endless{}
	in, err := table.Read("t", e, nil)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	err = in(func(table.Row) bool { n++; return true })
	if err == nil || !strings.Contains(err.Error(), "row 2 is longer than 8 MB") || n != 1 || e.n > 32<<20 {
		t.Errorf("%d rows, %d bytes read: %v", n, e.n, err)
	}
	in, err = table.Read("t", io.MultiReader(strings.NewReader(`{"name":"A"}`+"\n"+`{"name":"`), &endless{n: 1 << 20}), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := in(func(table.Row) bool { return true }); err == nil || !strings.Contains(err.Error(), "row 2 is longer than 8 MB") {
		t.Errorf("JSON lines: %v", err)
	}
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a.csv")
	if err := os.WriteFile(name, []byte("name\nA\nB\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for place, in := range map[string]io.Reader{name: nil, "-": strings.NewReader("name\nA\nB\n")} {
		rows, _, err := table.Open(t.Context(), place, in, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		if err := rows(func(r table.Row) bool { got = append(got, r.Name); return true }); err != nil || fmt.Sprint(got) != "[A B]" {
			t.Errorf("%s: %v, %v", place, got, err)
		}
	}
	if _, _, err := table.Open(t.Context(), filepath.Join(dir, "none.csv"), nil, nil); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	for _, ext := range []string{".xlsx", ".parquet"} {
		bad := filepath.Join(dir, "bad"+ext)
		if err := os.WriteFile(bad, []byte("PK\x03\x04 cut"), 0o600); err != nil {
			t.Fatal(err)
		}
		rows, _, err := table.Open(t.Context(), bad, nil, nil)
		if err == nil {
			err = rows(func(table.Row) bool { return true })
		}
		if err == nil || !strings.Contains(err.Error(), bad) {
			t.Errorf("%s: %v", ext, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("key,name,birth\n1,\"A \"\"B\"\"\",2001-02-03\n"))
	f.Add([]byte(`{"key":1,"name":["A","B"],"country":null}`))
	f.Add([]byte("name;id\r\nA;1\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		in, err := table.Read("t", strings.NewReader(string(b)), nil)
		if err != nil {
			return
		}
		n := int64(0)
		in(func(r table.Row) bool {
			if n++; r.N != n {
				t.Errorf("row %d is numbered %d", n, r.N)
			}
			r.Party()
			return true
		})
	})
}
