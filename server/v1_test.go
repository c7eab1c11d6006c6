package server_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"khasan"
	"khasan/entity"
	"khasan/index"
	"khasan/server"
	"khasan/store"
)

func TestWho(t *testing.T) {
	ts := serve(t, server.Config{})
	for _, c := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"GET", "/v1/who?name=Ri+Pyong+Chul", "", 200, "true"},
		{"POST", "/v1/who", `{"name":"Ри Пён Чхоль","countries":"North Korea"}`, 200, "true"},
		{"POST", "/v1/who", `{"entity":{"schema":"Person","properties":{"name":["RI PYONG CHUL"],"nationality":["kp"]}}}`, 200, "true"},
		{"POST", "/v1/who", `{"name":"Ri Pyong Chul","lists":["no-such-list"]}`, 200, "false"},
		{"POST", "/v1/who", `{"name":"Erika Mustermann"}`, 200, "false"},
		{"POST", "/v1/who", `{"name":""}`, 400, "name"},
		{"POST", "/v1/who", `{"name":"x","birth":"yesterday"}`, 400, "birth"},
		{"POST", "/v1/who", `{"name":"x","countries":["Atlantis"]}`, 400, "countries"},
		{"POST", "/v1/who", `{"name":"x","limit":501}`, 400, "limit"},
		{"POST", "/v1/who", `{"name":"x","banana":1}`, 400, "body"},
		{"POST", "/v1/who", `{`, 400, "body"},
		{"POST", "/v1/who", ``, 400, "body"},
		{"DELETE", "/v1/who", ``, 405, ""},
		{"GET", "/v1/banana", ``, 404, ""},
	} {
		res, out := call(t, c.method, ts.URL+c.path, c.body)
		if res.StatusCode != c.status {
			t.Errorf("%s %s %s: %d, want %d: %v", c.method, c.path, c.body, res.StatusCode, c.status, out)
			continue
		}
		if c.status == 200 {
			if fmt.Sprint(out["listed"]) != c.want {
				t.Errorf("%s %s %s: listed %v, want %s", c.method, c.path, c.body, out["listed"], c.want)
			}
			if dig(out, "version", "engine") == nil || dig(out, "version", "lists", 0, "sha256") == nil {
				t.Error("an answer does not say what it was made from")
			}
		} else {
			if typ := res.Header.Get("Content-Type"); typ != "application/problem+json" {
				t.Errorf("%s %s: the error is %s", c.method, c.path, typ)
			}
			if w, _ := out["where"].(string); w != c.want {
				t.Errorf("%s %s: where is %q, want %q", c.method, c.path, w, c.want)
			}
		}
	}
	res, out := call(t, "POST", ts.URL+"/v1/who", `{"name":"Ri Pyong Chul"}`, "Accept", "application/x-ndjson")
	if res.Header.Get("Content-Type") != "application/x-ndjson" || !strings.HasPrefix(fmt.Sprint(out["text"]), `{"version":`) {
		t.Errorf("JSON lines: %v %v", res.Header, out)
	}
}

func TestWhat(t *testing.T) {
	ts := serve(t, server.Config{})
	res, out := call(t, "POST", ts.URL+"/v1/what", `{"class":"coal","from":"KP","to":"CN","on":"2018-03-01"}`)
	if res.StatusCode != 200 || dig(out, "ruling", "verdict") != "barred" || dig(out, "ruling", "measures", 0, "paragraph") == nil {
		t.Errorf("%d %v", res.StatusCode, out)
	}
	if res, out := call(t, "POST", ts.URL+"/v1/what", `{"class":"coal","from":"Atlantis","to":"CN"}`); res.StatusCode != 400 || out["detail"] == nil {
		t.Errorf("an unknown state: %d %v", res.StatusCode, out)
	}
	if res, _ := call(t, "POST", ts.URL+"/v1/what", `{"class":"coal","from":"KP","to":"CN","on":"2018-02-30"}`); res.StatusCode != 400 {
		t.Errorf("an impossible day: %d", res.StatusCode)
	}
	_, ms := call(t, "GET", ts.URL+"/v1/measures", "")
	id := fmt.Sprint(dig(ms, "measures", 0, "id"))
	if _, m := call(t, "GET", ts.URL+"/v1/measures/"+id, ""); dig(m, "id") != id || dig(m, "instrument") == nil {
		t.Errorf("measure %s: %v", id, m)
	}
	if res, _ := call(t, "GET", ts.URL+"/v1/measures/banana", ""); res.StatusCode != 404 {
		t.Errorf("no such measure: %d", res.StatusCode)
	}
	_, lists := call(t, "GET", ts.URL+"/v1/lists", "")
	if dig(lists, "lists", 0, "age_days") == nil {
		t.Errorf("lists: %v", lists)
	}
}

func TestWhere(t *testing.T) {
	ts := serve(t, server.Config{})
	text, err := os.ReadFile("../examples/summit.en.txt")
	if err != nil {
		t.Fatal(err)
	}
	res, out := call(t, "POST", ts.URL+"/v1/where?name=summit.txt&date=2024-06-20", string(text), "Content-Type", "text/plain")
	if res.StatusCode != 200 {
		t.Fatalf("%d %v", res.StatusCode, out)
	}
	if n, _ := dig(out, "summary", "dealings").(float64); n == 0 {
		t.Errorf("no dealing was found: %v", dig(out, "summary"))
	}
	for _, m := range out["mentions"].([]any) {
		i, j := int(dig(m, "start").(float64)), int(dig(m, "end").(float64))
		if got := string(text[i:j]); got != dig(m, "text") {
			t.Errorf("mention at %d is %q, not %q", i, got, dig(m, "text"))
		}
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, _ := w.CreateFormFile("file", "summit.txt")
	part.Write(text)
	w.Close()
	if res, out := call(t, "POST", ts.URL+"/v1/where", form.String(), "Content-Type", w.FormDataContentType()); res.StatusCode != 200 || dig(out, "document", "name") != "summit.txt" {
		t.Errorf("a form: %d %v", res.StatusCode, out["document"])
	}
	if res, _ := call(t, "POST", ts.URL+"/v1/where", "  "); res.StatusCode != 400 {
		t.Errorf("an empty document: %d", res.StatusCode)
	}
	if res, _ := call(t, "POST", ts.URL+"/v1/where?date=soon", "x"); res.StatusCode != 400 {
		t.Errorf("a date that is none: %d", res.StatusCode)
	}
}

func TestBatch(t *testing.T) {
	ts := serve(t, server.Config{})
	body := `{"id":1,"who":{"name":"Ri Pyong Chul"}}
{"id":"two","what":{"class":"coal","from":"KP","to":"CN","on":"2018-03-01"}}
not JSON

{"id":4,"who":{"name":""}}
{"id":5}
{"id":6,"who":{"name":"x"},"what":{"class":"coal"}}
{"id":7,"who":{"name":"Erika Mustermann"}}
`
	res, err := http.Post(ts.URL+"/v1/batch", "application/x-ndjson", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var got []string
	sc := bufio.NewScanner(res.Body)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var m map[string]any
		if err := json.Unmarshal(sc.Bytes(), &m); err != nil {
			t.Fatalf("%s: %v", sc.Bytes(), err)
		}
		switch {
		case m["version"] != nil:
			got = append(got, "version")
		case m["summary"] != nil:
			got = append(got, fmt.Sprint(dig(m, "summary", "answered"), "/", dig(m, "summary", "failed")))
		case m["error"] != nil:
			got = append(got, fmt.Sprint(m["line"], " error"))
		case m["who"] != nil:
			got = append(got, fmt.Sprint(m["line"], " ", dig(m, "who", "listed")))
		case m["what"] != nil:
			got = append(got, fmt.Sprint(m["line"], " ", dig(m, "what", "ruling", "verdict")))
		}
	}
	if want := "version, 1 true, 2 barred, 3 error, 5 error, 6 error, 7 error, 8 false, 7/4"; strings.Join(got, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
	}
}

// Answers begin before the last question is sent, and neither side is held
// whole in memory.
func TestBatchStreams(t *testing.T) {
	ts := serve(t, server.Config{})
	pr, pw := io.Pipe()
	req, _ := http.NewRequest("POST", ts.URL+"/v1/batch", pr)
	first := make(chan string, 1)
	go func() {
		fmt.Fprintln(pw, `{"id":1,"who":{"name":"Ri Pyong Chul"}}`)
		select {
		case <-first:
		case <-time.After(20 * time.Second):
		}
		fmt.Fprintln(pw, `{"id":2,"who":{"name":"Ri Pyong Chul"}}`)
		pw.Close()
	}()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	sc := bufio.NewScanner(res.Body)
	sc.Buffer(nil, 1<<20)
	n := 0
	for sc.Scan() {
		if n++; n == 2 {
			first <- sc.Text() // the answer to the first question, before the second is asked
		}
	}
	if n != 4 {
		t.Errorf("%d lines, want version, two answers and the summary", n)
	}
}

func TestKeys(t *testing.T) {
	secret, line, err := server.NewKey("desk", []string{"who"}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(line, secret) {
		t.Fatal("the key file holds the key")
	}
	admin, adminLine, _ := server.NewKey("ops", []string{"all", "admin"}, time.Time{})
	old, oldLine, _ := server.NewKey("old", []string{"all"}, time.Now().AddDate(0, 0, -2))
	keys, err := server.ParseKeys(strings.NewReader("# keys\n" + line + "\n" + adminLine + "\n" + oldLine + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	ts := serve(t, server.Config{Keys: keys})
	for _, c := range []struct {
		path, header, value string
		want                int
	}{
		{"/v1/who?name=x", "", "", 401},
		{"/v1/who?name=x", "Authorization", "Bearer " + secret, 200},
		{"/v1/who?name=x", "Authorization", "ApiKey " + secret, 200},
		{"/v1/who?name=x", "X-Api-Key", secret, 200},
		{"/v1/who?name=x&api_key=" + secret, "", "", 200},
		{"/v1/who?name=x", "X-Api-Key", secret + "x", 401},
		{"/v1/who?name=x", "X-Api-Key", strings.Replace(secret, "desk", "ops", 1), 401},
		{"/v1/who?name=x", "X-Api-Key", old, 401},
		{"/v1/lists", "X-Api-Key", secret, 403},
		{"/v1/lists", "X-Api-Key", admin, 200},
		{"/metrics", "X-Api-Key", secret, 403},
		{"/metrics", "X-Api-Key", admin, 200},
		{"/healthz", "", "", 200},
		{"/search/default?q=x", "", "", 401},
	} {
		res, _ := call(t, "GET", ts.URL+c.path, "", c.header, c.value)
		if res.StatusCode != c.want {
			t.Errorf("%s with %s: %d, want %d", strings.ReplaceAll(c.path, secret, "KEY"), c.header, res.StatusCode, c.want)
		}
	}
	for _, bad := range []string{"desk abc who -", "desk", "desk " + strings.Repeat("00", 32) + " who tomorrow"} {
		if _, err := server.ParseKeys(strings.NewReader(bad)); err == nil {
			t.Errorf("the key file %q is taken", bad)
		}
	}
}

func TestRate(t *testing.T) {
	ts := serve(t, server.Config{Rate: .01, Burst: 3})
	got := map[int]int{}
	for range 6 {
		res, _ := call(t, "GET", ts.URL+"/v1/lists", "")
		got[res.StatusCode]++
		if res.StatusCode == 429 && res.Header.Get("Retry-After") == "" {
			t.Error("no word on when to come back")
		}
	}
	if got[200] != 3 || got[429] != 3 {
		t.Errorf("answers by status: %v", got)
	}
	if res, _ := call(t, "GET", ts.URL+"/healthz", ""); res.StatusCode != 200 {
		t.Error("probes are held to a rate")
	}
}

// No log line holds what was asked.
func TestLogs(t *testing.T) {
	var mu sync.Mutex
	var buf bytes.Buffer
	log := slog.New(slog.NewTextHandler(writerFunc(func(b []byte) (int, error) {
		mu.Lock()
		defer mu.Unlock()
		return buf.Write(b)
	}), &slog.HandlerOptions{Level: slog.LevelDebug}))
	ts := serve(t, server.Config{Log: log})
	call(t, "GET", ts.URL+"/v1/who?name=Mustermann", "")
	call(t, "POST", ts.URL+"/match/default", query("Person", `{"name":"Mustermann","Mustermannprop":"x"}`))
	call(t, "GET", ts.URL+"/search/default?q=Mustermann", "")
	call(t, "GET", ts.URL+"/entities/Mustermann", "")
	call(t, "POST", ts.URL+"/v1/where", "Erika Mustermann ships coal from North Korea.")
	call(t, "GET", ts.URL+"/Mustermann", "")
	call(t, "GET", ts.URL+"/who?q=Mustermann", "")
	mu.Lock()
	defer mu.Unlock()
	if !strings.Contains(buf.String(), "route=/v1/who") {
		t.Error("answers are not logged")
	}
	if strings.Contains(buf.String(), "Mustermann") {
		t.Errorf("the log holds what was asked:\n%s", buf.String())
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

// listen runs a server on a listener of its own with all its time limits.
func listen(t testing.TB, eng *khasan.Engine, cfg server.Config) (addr string, s *server.Server, stop func() error) {
	t.Helper()
	s, err := server.New(eng, cfg)
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, ln, nil) }()
	var once sync.Once
	var result error
	stop = func() error {
		once.Do(func() { cancel(); result = <-done })
		return result
	}
	t.Cleanup(func() { stop() })
	return ln.Addr().String(), s, stop
}

// Hostile clients cost bounded memory, and the rest keeps being answered.
func TestHostile(t *testing.T) {
	eng, err := starterEngine()
	if err != nil {
		t.Fatal(err)
	}
	keys, _ := server.ParseKeys(strings.NewReader(""))
	addr, _, _ := listen(t, eng, server.Config{MaxConns: 800})
	guarded, _, _ := listen(t, eng, server.Config{Keys: keys})
	base := "http://" + addr
	alive := func(when string) {
		t.Helper()
		start := time.Now()
		res, _ := call(t, "POST", base+"/match/default", query("Person", `{"name":"Ri Pyong Chul"}`))
		if res.StatusCode != 200 {
			t.Errorf("%s: %d", when, res.StatusCode)
		}
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%s: an honest question took %s", when, d)
		}
	}
	alive("at first")
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)

	// Slowloris: headers by the drop.
	var conns []net.Conn
	for range 150 {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(c, "POST /match/default HTTP/1.1\r\nHost: x\r\nX-A: ")
		conns = append(conns, c)
	}
	alive("under slow headers")

	// More of them than one place may hold: those too many are shut out, and
	// who comes from elsewhere is answered.
	small, _, _ := listen(t, eng, server.Config{MaxConns: 40})
	for range 60 {
		c, err := net.Dial("tcp", small)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprintf(c, "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ")
	}
	elsewhere := &http.Client{Timeout: 4 * time.Second, Transport: &http.Transport{DialContext: (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}}).DialContext}}
	if res, err := elsewhere.Get("http://" + small + "/healthz"); err != nil || res.StatusCode != 200 {
		t.Errorf("from elsewhere, while one place floods: %v", err)
	}

	// Answers that are not taken: each is bounded, and the others go on.
	for range 20 {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		for range 50 {
			fmt.Fprintf(c, "GET /search/default?limit=500 HTTP/1.1\r\nHost: x\r\n\r\n")
		}
	}
	alive("while answers are not taken")

	// More names, or numbers, than a party has.
	many := strings.Repeat(`"Ri Pyong Chul",`, 20_000) + `"x"`
	for _, p := range []struct{ path, body string }{
		{"/match/default", query("Person", `{"name":[`+many+`]}`)}, {"/match/default", query("Person", `{"idNumber":[`+many+`]}`)},
		{"/v1/who", `{"names":[` + many + `]}`}, {"/v2/match", `{"schema":"Person","properties":{"name":[` + many + `]}}`},
	} {
		if res, _ := call(t, "POST", base+p.path, p.body); res.StatusCode != 400 && res.StatusCode != 422 {
			t.Errorf("20,000 values to %s: %d", p.path, res.StatusCode)
		}
	}

	// A body of a gigabyte, declared and not.
	for _, declared := range []bool{true, false} {
		pr, pw := io.Pipe()
		go func() {
			chunk := bytes.Repeat([]byte("x"), 1<<20)
			for range 1024 {
				if _, err := pw.Write(chunk); err != nil {
					return
				}
			}
			pw.Close()
		}()
		req, _ := http.NewRequest("POST", base+"/match/default", pr)
		if declared {
			req.ContentLength = 1 << 30
		}
		res, err := http.DefaultClient.Do(req)
		if err == nil {
			if res.StatusCode != 413 {
				t.Errorf("a body of 1 GB: %d", res.StatusCode)
			}
			res.Body.Close()
		} // else the connection was cut while sending, which is an answer as well
		pr.Close()
	}
	alive("after large bodies")

	// Headers without end.
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	c.SetDeadline(time.Now().Add(10 * time.Second))
	fmt.Fprintf(c, "GET /healthz HTTP/1.1\r\nHost: x\r\n")
	for i := range 100_000 {
		if _, err := fmt.Fprintf(c, "X-%d: %s\r\n", i, strings.Repeat("y", 100)); err != nil {
			break
		}
	}
	answer, _ := bufio.NewReader(c).ReadString('\n')
	if answer != "" && !strings.Contains(answer, "431") {
		t.Errorf("headers without end: %q", answer)
	}
	c.Close()
	alive("after a header bomb")

	// Deep JSON, on every address that takes JSON.
	deep := strings.Repeat(`{"a":`, 100_000) + "1" + strings.Repeat("}", 100_000)
	for _, p := range []string{"/match/default", "/v2/match", "/v1/who", "/v1/what"} {
		if res, _ := call(t, "POST", base+p, deep); res.StatusCode != 400 {
			t.Errorf("deep JSON to %s: %d", p, res.StatusCode)
		}
	}
	form := "queries=" + strings.Repeat("[", 100_000)
	if res, _ := call(t, "POST", base+"/reconcile/default", form, "Content-Type", "application/x-www-form-urlencoded"); res.StatusCode != 400 {
		t.Errorf("deep JSON in a form: %d", res.StatusCode)
	}
	alive("after deep JSON")

	// Keys guessed: twenty at once, and one a second.
	status := map[int]int{}
	began := time.Now()
	for i := range 3000 {
		res, err := http.Get(fmt.Sprintf("http://%s/v1/lists?api_key=kh_%d_guess", guarded, i))
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, res.Body)
		res.Body.Close()
		status[res.StatusCode]++
	}
	if most := 22 + int(time.Since(began).Seconds()); status[200] > 0 || status[401] > most || status[401]+status[429] != 3000 {
		t.Errorf("guessing keys: %v; at most %d may be tried", status, most)
	}

	runtime.GC()
	runtime.GC() // what pools hold outlives one
	var after runtime.MemStats
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 64<<20 {
		t.Errorf("the heap grew by %d MB", grown>>20)
	}
	// The slow connections are let go once their time is up.
	conns[0].SetReadDeadline(time.Now().Add(8 * time.Second))
	if _, err := io.ReadAll(conns[0]); err != nil {
		t.Errorf("a slow connection is still held: %v", err)
	}
	for _, c := range conns {
		c.Close()
	}
}

// dataFolder builds a snapshot with the starter's parties and one more.
func dataFolder(t testing.TB, dir, extra string) {
	t.Helper()
	eng, err := starterEngine()
	if err != nil {
		t.Fatal(err)
	}
	snap := eng.Snapshot()
	stream := func(yield func(entity.Entity, error) bool) {
		for i := range min(snap.Len(), 1500) {
			x, err := snap.Entity(uint32(i))
			if !yield(x, err) || err != nil {
				return
			}
		}
		yield(entity.Entity{ID: "test-extra", Schema: entity.Company, Names: []entity.Name{{Full: extra}},
			Listings: []entity.Listing{{List: "test", Key: "extra"}}, Target: true}, nil)
	}
	src := index.Source{List: index.List{ID: "test", Date: entity.Day(2026, 8, 1), SHA256: strings.Repeat("0", 64)}, Stream: stream}
	if _, err := index.Build(context.Background(), filepath.Join(dir, index.SnapshotName), []index.Source{src}, nil); err != nil {
		t.Fatal(err)
	}
}

// New data is swapped in under load, again and again, without a failed
// request; a shutdown lets answers under way finish.
func TestSwapUnderLoad(t *testing.T) {
	dir := t.TempDir()
	dataFolder(t, dir, "Chilsong Trading Corporation")
	eng, err := khasan.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	addr, s, stop := listen(t, eng, server.Config{})
	base := "http://" + addr
	ctx, cancel := context.WithCancel(context.Background())
	var asked, failed atomic.Int64
	var wg sync.WaitGroup
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}
	for n := range 6 {
		wg.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				var res *http.Response
				var err error
				switch (n + i) % 4 {
				case 0:
					res, err = client.Post(base+"/match/default", "application/json", strings.NewReader(query("Person", `{"name":"Ri Pyong Chul"}`)))
				case 1:
					res, err = client.Get(base + "/v1/who?name=Chilsong+Trading")
				case 2:
					res, err = client.Get(base + "/search/default?q=trading&limit=1")
				default:
					res, err = client.Get(base + "/catalog")
				}
				asked.Add(1)
				if err != nil {
					failed.Add(1)
					continue
				}
				if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode != 200 {
					failed.Add(1)
				}
				res.Body.Close()
			}
		})
	}
	names := []string{"Chilsong Trading Corporation", "Ponghwa Hospital", "Korea Kwangson Banking Corporation"}
	for i := range 4 {
		time.Sleep(150 * time.Millisecond)
		dataFolder(t, dir, names[(i+1)%len(names)])
		changed, err := s.Reload(context.Background())
		if err != nil || !changed {
			t.Errorf("reload %d: %v, %v", i, changed, err)
		}
		_, out := call(t, "GET", base+"/v1/who?name="+strings.ReplaceAll(names[(i+1)%len(names)], " ", "+"), "")
		if dig(out, "hits", 0, "id") != "test-extra" {
			t.Errorf("swap %d is not in force: %v", i, out)
		}
	}
	cancel()
	wg.Wait()
	if failed.Load() > 0 || asked.Load() < 50 {
		t.Errorf("%d of %d requests failed", failed.Load(), asked.Load())
	}
	t.Logf("%d requests over 4 swaps", asked.Load())

	// A broken snapshot is refused and what is in force stays.
	// It comes as every new snapshot does, by a rename: a file that is mapped
	// must not be written over.
	broken := filepath.Join(dir, "broken")
	if err := os.WriteFile(broken, []byte("garbage"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(broken, filepath.Join(dir, index.SnapshotName)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Reload(context.Background()); err == nil {
		t.Error("a broken snapshot is taken")
	}
	if res, _ := call(t, "GET", base+"/v1/who?name=Ri+Pyong+Chul", ""); res.StatusCode != 200 {
		t.Errorf("after a broken snapshot: %d", res.StatusCode)
	}

	// Shutting down: a batch under way gets its end.
	pr, pw := io.Pipe()
	req, _ := http.NewRequest("POST", base+"/v1/batch", pr)
	type outcome struct {
		text string
		err  error
	}
	got := make(chan outcome, 1)
	go func() {
		res, err := client.Do(req)
		if err != nil {
			got <- outcome{err: err}
			return
		}
		defer res.Body.Close()
		b, err := io.ReadAll(res.Body)
		got <- outcome{string(b), err}
	}()
	fmt.Fprintln(pw, `{"who":{"name":"Ri Pyong Chul"}}`)
	time.Sleep(100 * time.Millisecond)
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	time.Sleep(200 * time.Millisecond)
	fmt.Fprintln(pw, `{"who":{"name":"Ri Pyong Chul"}}`)
	pw.Close()
	o := <-got
	if o.err != nil || !strings.Contains(o.text, `"answered":2`) {
		t.Errorf("a batch under way at the shutdown: %v\n%.300s", o.err, o.text)
	}
	if err := <-stopped; err != nil {
		t.Errorf("shutdown: %v", err)
	}
	if _, err := net.DialTimeout("tcp", addr, time.Second); err == nil {
		t.Error("still listening after the shutdown")
	}
}

// Every answer is in the log before it is given; without the log there is no
// answer.
func TestRecords(t *testing.T) {
	log, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "records.db"))
	if err != nil {
		t.Fatal(err)
	}
	ts := serve(t, server.Config{Records: log})
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() { call(t, "GET", ts.URL+"/v1/who?name=Ri+Pyong+Chul", "") })
	}
	wg.Wait()
	call(t, "POST", ts.URL+"/v1/what", `{"class":"coal","from":"KP","to":"CN","on":"2018-03-01"}`)
	call(t, "POST", ts.URL+"/v1/where", "North Korea sold coal to China in March 2018.")
	call(t, "POST", ts.URL+"/match/default", query("Person", `{"name":"Ri Pyong Chul"}`))
	call(t, "GET", ts.URL+"/who?q=Ri+Pyong+Chul", "")
	call(t, "GET", ts.URL+"/what?class=coal&from=KP&to=CN&on=2018-03-01", "")
	call(t, "POST", ts.URL+"/v1/batch", `{"who":{"name":"Ri Pyong Chul"}}`)
	n, _, err := log.Verify(context.Background())
	if err != nil || n != 26 {
		t.Errorf("%d records, want 26: %v", n, err)
	}
	kinds := map[string]int{}
	for r, err := range log.Records(context.Background(), 1, 100) {
		if err != nil {
			t.Fatal(err)
		}
		kinds[r.Kind]++
	}
	if kinds["who"] != 23 || kinds["what"] != 2 || kinds["where"] != 1 {
		t.Errorf("records by kind: %v", kinds)
	}
	log.Close()
	for _, p := range []string{"/v1/who?name=Ri+Pyong+Chul", "/who?q=Ri+Pyong+Chul"} {
		if res, out := call(t, "GET", ts.URL+p, ""); res.StatusCode != 503 {
			t.Errorf("%s without a log: %d %.200v", p, res.StatusCode, out)
		}
	}
}

// The review page is for those who may: a key with its scope, not one for all
// else, and no form from another site.
func TestReviewAccess(t *testing.T) {
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "records.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	eng, err := starterEngine()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := server.New(eng, server.Config{Records: st, FourEyes: true}); err == nil {
		t.Error("four eyes were taken though nobody is known")
	}
	var lines string
	secret := map[string]string{}
	for id, scope := range map[string]string{"ann": "review", "api": "all"} {
		s, line, err := server.NewKey(id, []string{scope}, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		secret[id], lines = s, lines+line+"\n"
	}
	keys, err := server.ParseKeys(strings.NewReader(lines))
	if err != nil {
		t.Fatal(err)
	}
	h := khasan.Hit{ID: "un-1", Caption: "EXAMPLE", Score: .8, Band: "match", Listings: []khasan.Listing{{List: "un", ID: "1"}}}
	if _, _, err := st.Raise(t.Context(), time.Now(), &entity.Entity{ID: "C1"}, &h); err != nil {
		t.Fatal(err)
	}
	ts := serve(t, server.Config{Records: st, Keys: keys})
	do := func(key, method, path, body string, header ...string) (int, string) {
		t.Helper()
		r, err := http.NewRequest(method, ts.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if key != "" {
			r.SetBasicAuth("any", secret[key])
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		c := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		res, err := c.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		b, _ := io.ReadAll(res.Body)
		return res.StatusCode, string(b)
	}
	if code, _ := do("", "GET", "/review", ""); code != 401 {
		t.Errorf("without a key: %d", code)
	}
	if code, _ := do("api", "GET", "/review", ""); code != 403 {
		t.Errorf("with a key for all but review: %d", code)
	}
	if code, body := do("ann", "GET", "/review/1", ""); code != 200 || !strings.Contains(body, "EXAMPLE") {
		t.Errorf("with the right key: %d", code)
	}
	const decision = "state=cleared&reason=birth"
	if code, _ := do("ann", "POST", "/review/1", decision, "Sec-Fetch-Site", "cross-site"); code != 403 {
		t.Errorf("a form from another site: %d", code)
	}
	// Who the key is stands in the log, whatever name a cookie gives.
	if code, body := do("ann", "POST", "/review/1", decision, "Cookie", "reviewer=eve"); code != 303 {
		t.Errorf("a decision: %d %s", code, body)
	}
	_, ds, err := st.Alert(t.Context(), 1)
	if err != nil || len(ds) != 1 || ds[0].Reviewer != "ann" {
		t.Errorf("decided: %+v, %v", ds, err)
	}
	for _, bad := range []string{"/review/0", "/review/x", "/review/99999999999999999999"} {
		if code, _ := do("ann", "GET", bad, ""); code != 404 {
			t.Errorf("%s: %d", bad, code)
		}
	}
	// What was shown is not what is there any more.
	if code, _ := do("ann", "POST", "/review/1", "state=confirmed&reason=listed&evidence=old"); code != 422 {
		t.Errorf("a decision on stale evidence: %d", code)
	}
}
