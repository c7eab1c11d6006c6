package report_test

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/rivo/uniseg"

	"khasan"
	"khasan/entity"
	"khasan/law"
	"khasan/report"
)

func engine(t *testing.T) *khasan.Engine {
	t.Helper()
	e, err := khasan.Open("", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func where(t *testing.T, name string) *khasan.WhereAnswer {
	t.Helper()
	text, err := os.ReadFile("../examples/" + name)
	if err != nil {
		t.Fatal(err)
	}
	a, err := engine(t).Where(t.Context(), name, text, khasan.WhereQuery{Date: entity.Day(2023, 9, 25)})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// oneField checks that output is JSON lines of which each has one field, the
// version first, and returns how often each field comes.
func oneField(t *testing.T, b []byte) map[string]int {
	t.Helper()
	n := map[string]int{}
	for i, line := range bytes.Split(bytes.TrimRight(b, "\n"), []byte("\n")) {
		var m map[string]json.RawMessage
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		if len(m) != 1 {
			t.Fatalf("line %d has %d fields: %s", i+1, len(m), line)
		}
		for k := range m {
			if (k == "version") != (i == 0) {
				t.Fatalf("line %d is %s", i+1, k)
			}
			n[k]++
		}
	}
	return n
}

func TestJSON(t *testing.T) {
	a := where(t, "summit.de.txt")
	var b bytes.Buffer
	if err := report.JSONWhere(&b, a); err != nil {
		t.Fatal(err)
	}
	n := oneField(t, b.Bytes())
	if n["document"] != 1 || n["summary"] != 1 || n["mention"] != len(a.Mentions) || n["dealing"] != len(a.Dealings) || n["dealing"] == 0 {
		t.Errorf("messages: %v", n)
	}
	// The field names of the wire form are a promise.
	for _, want := range []string{`"entity":"person:kim-jong-un"`, `"class":"coal"`, `"from":"KP"`, `"to":"CN"`, `"verdict":"barred"`, `"paragraph":"8"`,
		`"status":"denied"`, `"negations":`, `"hedges":`, `"attribution":`, `"condition":`, `"certainty":`, `"trigger":`, `"listings":[{"list":"ofac-sdn"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s is nowhere in the output", want)
		}
	}
	e := engine(t)
	b.Reset()
	what, err := e.What(t.Context(), law.Dealing{Class: "coal", From: "KP", To: "CN", On: law.Period{From: entity.Day(2018, 3, 1)}})
	if err != nil {
		t.Fatal(err)
	}
	report.JSONWhat(&b, what)
	if n := oneField(t, b.Bytes()); n["ruling"] != 1 {
		t.Errorf("messages: %v", n)
	}
	b.Reset()
	who, err := e.Who(t.Context(), khasan.WhoQuery{Name: "Nobody Atall Herelisted"})
	if err != nil {
		t.Fatal(err)
	}
	report.JSONWho(&b, who)
	if n := oneField(t, b.Bytes()); n["miss"] != 1 {
		t.Errorf("messages: %v", n)
	}
}

// TestDeniedIsNotDone checks the promise of every form: a dealing that is
// denied or only imagined is never shown as a barred act.
func TestDeniedIsNotDone(t *testing.T) {
	for _, name := range []string{"summit.de.txt", "summit.en.txt"} {
		a := where(t, name)
		var b bytes.Buffer
		if err := report.WriteWhere(&b, a, report.Style{}); err != nil {
			t.Fatal(err)
		}
		open := 0
		for _, d := range a.Dealings {
			if d.Ruling == nil || d.Ruling.Verdict != law.Barred || d.Group() == "asserted" {
				continue
			}
			open++
			line := regexp.MustCompile(`(?m)^  ` + d.ID + ` .*$`).FindString(b.String())
			if line == "" || strings.HasSuffix(line, "BARRED") || !strings.Contains(line, "if done") && !strings.Contains(line, "would be") {
				t.Errorf("%s: %s is %s: %q", name, d.ID, d.Status, line)
			}
			if d.Tier == "A" {
				t.Errorf("%s: %s is %s and of tier A", name, d.ID, d.Status)
			}
		}
		if open == 0 {
			t.Errorf("%s holds no open or denied dealing to test", name)
		}
	}
}

func TestWidth(t *testing.T) {
	a := where(t, "summit.de.txt")
	var b bytes.Buffer
	if err := report.WriteWhere(&b, a, report.Style{Width: 80}); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		line = strings.TrimRight(line, "\n")
		if w := uniseg.StringWidth(line); w > 110 {
			t.Errorf("%d columns: %s", w, line)
		}
		if strings.HasPrefix(strings.TrimSpace(line), "“") && uniseg.StringWidth(line) > 80 {
			t.Errorf("a quote is not wrapped: %s", line)
		}
	}
	if strings.Contains(b.String(), "\x1b[") {
		t.Error("colours without being asked for")
	}
	b.Reset()
	report.WriteWhere(&b, a, report.Style{Color: true})
	if !strings.Contains(b.String(), "\x1b[1;31m") {
		t.Error("no colours though asked for")
	}
}

// TestHostileText puts control and direction characters into what is shown.
func TestHostileText(t *testing.T) {
	e := engine(t)
	text := "Russland liefert \x1b[31mWaffen\x1b[0m an \u202eNordkorea\u202c. <script>alert(1)</script> Kim Jong-un \"&<b>."
	a, err := e.Where(t.Context(), "x\x1b]0;title\x07.txt", []byte(text), khasan.WhereQuery{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	report.WriteWhere(&b, a, report.Style{})
	if strings.ContainsAny(b.String(), "\x1b\x07\u202e") {
		t.Errorf("control characters of the document reach the terminal: %q", b.String())
	}
	b.Reset()
	if err := report.HTMLWhere(&b, a); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "<script") {
		t.Error("the document's markup is live in the page")
	}
}

func TestHTML(t *testing.T) {
	a := where(t, "summit.de.txt")
	var all strings.Builder
	for _, p := range report.Pieces(a) {
		all.WriteString(p.Text)
	}
	if all.String() != a.Text {
		t.Error("the pieces joined are not the text")
	}
	var b bytes.Buffer
	if err := report.HTMLWhere(&b, a); err != nil {
		t.Fatal(err)
	}
	if m := regexp.MustCompile(`(?i)(src|href)="(https?:)?//`).FindString(b.String()); m != "" {
		t.Errorf("the page loads from elsewhere: %s", m)
	}
	for _, d := range a.Dealings {
		if !strings.Contains(b.String(), `id="`+d.ID+`"`) && d.Ruling != nil && strings.Count(b.String(), d.ID) < 2 {
			t.Errorf("%s is not marked in the document", d.ID)
		}
	}
	if g := report.Graph(a); !strings.Contains(g, ">KP<") || !strings.Contains(g, "marker-end") {
		t.Error("the graph shows no arrow from KP")
	}
	if g := report.Graph(&khasan.WhereAnswer{}); g != "" {
		t.Errorf("a graph of nothing: %s", g)
	}
}
