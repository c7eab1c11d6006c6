package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"khasan/internal/pgserver"

	"database/sql"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"
)

// program runs the test binary as khasan and returns what it printed.
func khasanRun(t *testing.T, want int, args ...string) string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "khasan")
	if err := os.Symlink(exe, link); err != nil {
		t.Skip(err)
	}
	var out, errs bytes.Buffer
	c := exec.Command(link, args...)
	c.Stdout, c.Stderr = &out, &errs
	err = c.Run()
	if c.ProcessState.ExitCode() != want {
		t.Fatalf("khasan %s: %v, want exit code %d\n%s", strings.Join(args, " "), err, want, errs.String())
	}
	return out.String() + errs.String()
}

// A table of each kind with the same rows gives the same answers, and Parquet
// comes out as it goes in, also after a kill.
func TestTables(t *testing.T) {
	dir := t.TempDir()
	in := customers(t, 1500)
	whole := filepath.Join(dir, "whole.jsonl")
	columns := "key=customer_no,name=full_name"
	khasanRun(t, 3, "batch", "-q", "-map", columns, "-o", whole, in)
	want, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(in)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cells, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		No    string    `parquet:"customer_no"`
		Name  string    `parquet:"full_name,dict"`
		Birth *int32    `parquet:"dob,date,optional"`
		Text  string    `parquet:"note"`
		Also  []string  `parquet:"nationality,list"`
		At    time.Time `parquet:"seen"`
	}
	var rows []row
	for _, c := range cells[1:] {
		r := row{No: c[0], Name: c[1], Also: []string{c[3]}, Text: "pass over"}
		if d, err := time.Parse("2006-01-02", c[2]); err == nil {
			days := int32(d.Unix() / 86400)
			r.Birth = &days
		}
		rows = append(rows, r)
	}
	table := filepath.Join(dir, "rows.parquet")
	pf, err := os.Create(table)
	if err != nil {
		t.Fatal(err)
	}
	if err := parquet.Write(pf, rows, parquet.MaxRowsPerRowGroup(400)); err != nil {
		t.Fatal(err)
	}
	pf.Close()
	again := filepath.Join(dir, "again.jsonl")
	khasanRun(t, 3, "batch", "-q", "-map", columns, "-o", again, table)
	got, err := os.ReadFile(again)
	if err != nil {
		t.Fatal(err)
	}
	a, b := bytes.Split(want, []byte("\n")), bytes.Split(got, []byte("\n"))
	same := 0
	for i := range min(len(a), len(b)) {
		// A date that is none cannot be in a column of dates.
		if bytes.Equal(a[i], b[i]) || bytes.Contains(a[i], []byte("is no date")) {
			same++
		}
	}
	if same != len(a) || len(a) != len(b) {
		t.Errorf("of %d lines %d are as those of the CSV", len(a), same)
	}
	// Out as Parquet and as a workbook, the first ended midway by SIGKILL.
	exe, _ := os.Executable()
	link := filepath.Join(t.TempDir(), "khasan")
	if err := os.Symlink(exe, link); err != nil {
		t.Skip(err)
	}
	out := filepath.Join(dir, "answers.parquet")
	for range 3 {
		c := exec.Command(link, "batch", "-q", "-map", columns, "-o", out, in)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(200 * time.Millisecond)
		c.Process.Kill()
		c.Wait()
		if _, err := os.Stat(out); err == nil {
			break
		}
	}
	if _, err := os.Stat(out); err != nil {
		khasanRun(t, 3, "batch", "-q", "-map", columns, "-o", out, in)
	}
	answers, err := parquet.ReadFile[tableRow](out)
	if err != nil || len(answers) != 1500 {
		t.Fatalf("%d answers, %v", len(answers), err)
	}
	found := 0
	for i, r := range answers {
		if r.N != int64(i+1) || r.Key != cells[i+1][0] {
			t.Fatalf("row %d is %+v", i+1, r)
		}
		if r.Band == "match" {
			found++
			if r.Score < .7 || !strings.Contains(r.Hits, `"id":"`+r.ID+`"`) {
				t.Errorf("row %d: %+v", i+1, r)
			}
		}
	}
	if n := bytes.Count(want, []byte(`","band":"match","hits"`)); found != n || n == 0 {
		t.Errorf("%d matches, in JSON lines %d", found, n)
	}
	if _, err := os.Stat(out + ".part"); !os.IsNotExist(err) {
		t.Errorf("the part is left: %v", err)
	}
	if msg := khasanRun(t, 1, "batch", "-q", "-map", columns, "-o", out, in); !strings.Contains(msg, "there and whole") {
		t.Error(msg)
	}
	book := filepath.Join(dir, "answers.xlsx")
	khasanRun(t, 3, "batch", "-q", "-map", columns, "-o", book, in)
	x, err := excelize.OpenFile(book)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	sheet, err := x.GetRows("Sheet1")
	if err != nil || len(sheet) != 1501 || sheet[1500][1] != cells[1500][0] {
		t.Fatalf("the workbook has %d rows, %v", len(sheet), err)
	}
	// Not a Parquet file at all.
	bad := filepath.Join(dir, "bad.parquet")
	if err := os.WriteFile(bad, []byte("PAR1 no"), 0o600); err != nil {
		t.Fatal(err)
	}
	khasanRun(t, 1, "batch", "-q", "-o", filepath.Join(dir, "bad.jsonl"), bad)
}

// A table in PostgreSQL as customers: the same index and the same answers as
// of the same rows in a file.
func TestPostgresTable(t *testing.T) {
	place := postgres(t)
	db, err := sql.Open("pgx", place)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	in := customers(t, 800)
	f, err := os.Open(in)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cells, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`CREATE SCHEMA crm; CREATE TABLE crm.party ("Customer No" TEXT PRIMARY KEY, full_name TEXT, aka TEXT[], dob TEXT, nationality CHAR(2), entered TIMESTAMPTZ DEFAULT now())`); err != nil {
		t.Fatal(err)
	}
	kept := [][]string{cells[0]}
	for _, i := range slices.Backward(cells[1:]) { // not in the order of the key
		if strings.HasPrefix(i[2], "31.") {
			continue
		}
		kept = append(kept, i)
		if _, err := db.Exec(`INSERT INTO crm.party VALUES ($1, $2, '{}', $3, $4)`, i[0], i[1], i[2], i[3]); err != nil {
			t.Fatal(err)
		}
	}
	slices.SortFunc(kept[1:], func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	dir := t.TempDir()
	var b bytes.Buffer
	csv.NewWriter(&b).WriteAll(kept)
	file := filepath.Join(dir, "kept.csv")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	one, two := filepath.Join(dir, "one.jsonl"), filepath.Join(dir, "two.jsonl")
	khasanRun(t, 3, "batch", "-q", "-map", "key=customer_no,name=full_name", "-o", one, file)
	khasanRun(t, 3, "batch", "-q", "-map", "key=customer no,name=full_name", "-o", two, place+"#crm.party")
	x, _ := os.ReadFile(one)
	y, _ := os.ReadFile(two)
	if !bytes.Equal(x, y) || len(x) == 0 {
		t.Errorf("answers differ: %d and %d bytes", len(x), len(y))
	}
	idx := filepath.Join(dir, "c.khasan")
	if msg := khasanRun(t, 0, "watch", "add", "-customers", idx, "-map", "key=customer no", place+"#crm.party"); !strings.Contains(msg, fmt.Sprintf("%d customers", len(kept)-1)) {
		t.Error(msg)
	}
	if msg := khasanRun(t, 3, "watch", "run", "-customers", idx); !strings.Contains(msg, `"customer":"C000799"`) {
		t.Error(msg)
	}
	for args, want := range map[string]string{"#crm.none": "does not exist", "": "which table", "#pg_catalog.pg_class": "no column is a"} {
		if msg := khasanRun(t, 1, "batch", "-q", "-o", filepath.Join(dir, "no.jsonl"), place+args); !strings.Contains(msg, want) {
			t.Errorf("%s: %s", args, msg)
		}
	}
	secret := strings.Replace(place, "khasan@", "khasan:s3cr3tword@", 1)
	secret = strings.Replace(secret, "/postgres?", "/none?", 1)
	if msg := khasanRun(t, 1, "batch", "-q", "-o", filepath.Join(dir, "no.jsonl"), secret+"#t"); strings.Contains(msg, "s3cr3t") {
		t.Errorf("the password is repeated: %s", msg)
	}
}

// postgres starts a throw-away server on loopback and returns its URL.
func postgres(t *testing.T) string {
	t.Helper()
	url, stop, err := pgserver.Start()
	if errors.Is(err, pgserver.ErrNone) {
		t.Skip("PostgreSQL is not installed; .ci/run installs it")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return url
}
