package proposer

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"khasan/reading"
)

// Both readers answer the same question.
var (
	_ reading.Extractor = (*Model)(nil)
	_ reading.Extractor = (*reading.Reader)(nil)
)

// server answers every passage with what reply makes of it.
func server(t *testing.T, reply func(passage string) (int, string)) (*Model, *[]request) {
	t.Helper()
	var asked []request
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		var q request
		if err := json.Unmarshal(b, &q); err != nil || r.URL.Path != "/v1/chat/completions" || r.Header.Get("Authorization") != "Bearer secret-key" {
			t.Errorf("asked %s with %q: %v", r.URL.Path, r.Header.Get("Authorization"), err)
		}
		asked = append(asked, q)
		code, content := reply(q.Messages[1].Content)
		w.WriteHeader(code)
		json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"message": message{"assistant", content}}}})
	}))
	t.Cleanup(s.Close)
	m, err := New(Options{URL: s.URL + "/v1/", Model: "m", Key: "secret-key", Classes: []string{"coal"}, Timeout: 2 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return m, &asked
}

func TestProposals(t *testing.T) {
	text := "Bericht.\n\nDie Kähne brachten Anthrazit über den Fluss."
	m, asked := server(t, func(string) (int, string) {
		return 200, "```json\n" + `{"dealings":[{"class":"coal","from":"KP","to":null,"status":"done","quote":"Die Kähne brachten Anthrazit","trigger":"brachten","goods":["Anthrazit","Öl"]},
			{"class":"coal","from":"KP","to":"CN","status":"done","quote":"Kähne lieferten Kohle"}]}` + "\n```"
	})
	f, err := m.ReadText(context.Background(), text, nil, reading.ReadOptions{Lang: "de"})
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Dealings) != 2 {
		t.Fatalf("%d proposals, want 2", len(f.Dealings))
	}
	d := f.Dealings[0]
	if text[d.Start:d.End] != d.Quote || text[d.TriggerStart:d.TriggerEnd] != "brachten" || len(d.Goods) != 1 || d.From != "KP" || d.To != "" {
		t.Errorf("first proposal: %+v", d)
	}
	if f.Dealings[1].Start != -1 {
		t.Errorf("a quote that does not stand in the text has a place: %d", f.Dealings[1].Start)
	}
	if q := (*asked)[0]; q.Temperature != 0 || q.Seed == 0 || !strings.Contains(q.Messages[0].Content, "coal") || q.Messages[1].Content != text {
		t.Errorf("asked: %+v", q)
	}
}

func TestBadAnswers(t *testing.T) {
	for name, content := range map[string]string{"no object": "I cannot help with that.", "broken": `{"dealings":[{`, "other object": `{"answer":1}`, "wrong type": `{"dealings":"none"}`} {
		m, _ := server(t, func(string) (int, string) { return 200, content })
		f, err := m.ReadText(context.Background(), "A passage.", nil, reading.ReadOptions{})
		if err != nil || len(f.Dealings) != 0 || len(f.Gaps) != 1 {
			t.Errorf("%s: %+v, %v; want one gap", name, f, err)
		}
	}
	m, _ := server(t, func(string) (int, string) { return 401, "" })
	if _, err := m.ReadText(context.Background(), "A passage.", nil, reading.ReadOptions{}); err == nil || strings.Contains(err.Error(), "secret-key") {
		t.Errorf("status 401: %v", err)
	}
	m, _ = server(t, func(string) (int, string) { return 200, strings.Repeat("x", maxReply) })
	if _, err := m.ReadText(context.Background(), "A passage.", nil, reading.ReadOptions{}); err == nil {
		t.Error("a reply beyond the bound was read")
	}
	for _, o := range []Options{{URL: "ftp://x/v1", Model: "m", Classes: []string{"coal"}}, {URL: "http://x/v1", Classes: []string{"coal"}}, {URL: "http://x/v1", Model: "m"}} {
		if _, err := New(o); err == nil {
			t.Errorf("made a model of %+v", o)
		}
	}
}

// TestPieces holds that pieces are bounded, in order, and leave nothing out.
func TestPieces(t *testing.T) {
	const step = "Один шаг вперёд. "
	text := strings.Repeat(step, 2000)
	n := len(step)
	blocks := []reading.Block{{Start: 0, End: 3 * n}, {Start: 4 * n, End: 900 * n}, {Start: 901 * n, End: len(text)}}
	covered := 0
	last := 0
	for _, p := range pieces(text, blocks) {
		if p[0] < last || p[1] <= p[0] || p[1]-p[0] > maxPiece || text[p[0]]&0xC0 == 0x80 {
			t.Fatalf("piece %v after %d", p, last)
		}
		covered += p[1] - p[0]
		last = p[1]
	}
	if covered < len(text)-2*n {
		t.Errorf("%d of %d bytes are in pieces", covered, len(text))
	}
}
