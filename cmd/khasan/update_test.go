package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"khasan/index"
)

// A publisher's server in good and bad days: the list as published, the same
// again, an outage page with status 200, a file cut short, an alias file gone,
// one grown without end. Whatever comes, the last good version stays.
func TestUpdateFetched(t *testing.T) {
	at := filepath.Join("..", "..", "source", "testdata", "ofac")
	files := map[string][]byte{}
	for _, n := range []string{"sdn.csv", "add.csv", "alt.csv"} {
		b, err := os.ReadFile(filepath.Join(at, n))
		if err != nil {
			t.Fatal(err)
		}
		files[n] = b
	}
	changed := time.Date(2026, 3, 4, 22, 0, 0, 0, time.UTC)
	broken := ""
	asked, sent := 0, 0
	ts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := path.Base(r.URL.Path)
		asked++
		if name == "alt.csv" {
			switch broken {
			case "outage":
				fmt.Fprint(w, "<!DOCTYPE html><html><body>We are sorry</body></html>")
				return
			case "cut":
				w.Header().Set("Content-Length", fmt.Sprint(len(files[name])))
				w.Write(files[name][:len(files[name])/2])
				return
			case "gone":
				http.NotFound(w, r)
				return
			case "busy":
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			case "endless":
				for range 100 {
					if _, err := w.Write(bytes.Repeat([]byte{'x'}, 64<<10)); err != nil {
						return
					}
				}
				return
			case "plain":
				w.Header().Set("Location", "http://"+r.Host+"/loop/alt.csv")
				w.WriteHeader(http.StatusFound)
				return
			}
		}
		sent++
		http.ServeContent(w, r, name, changed, bytes.NewReader(files[name]))
	}))
	defer ts.Close()
	dir := t.TempDir()
	sources := filepath.Join(dir, "sources.json")
	if err := os.WriteFile(sources, fmt.Appendf(nil, `[{"list": "ofac-sdn", "urls": ["%[1]s/sdn.csv", "%[1]s/add.csv", "%[1]s/alt.csv"]}]`, ts.URL), 0o644); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data")
	do := func(code int, want string, args ...string) {
		t.Helper()
		if !slices.Contains(args, "-list") {
			args = append(args, "-list", "ofac-sdn")
		}
		var out, errs bytes.Buffer
		p := &program{in: strings.NewReader(""), out: &out, err: &errs, getenv: func(string) string { return "" }}
		got := run(t.Context(), p, append([]string{"update", "-data", data, "-sources", sources, "-retries", "-1", "-timeout", "20s", "-max-bytes", "1000000"}, args...))
		if got != code || !strings.Contains(out.String()+errs.String(), want) {
			t.Errorf("%s: code %d, want %d and %q: %s%s", broken, got, code, want, &out, &errs)
		}
	}
	names := 0
	whole := func() {
		t.Helper()
		ix, err := index.OpenDir(data)
		if err != nil {
			t.Fatal(err)
		}
		defer ix.Close()
		l := ix.Lists()[0]
		if names == 0 {
			names = l.Names
		}
		if len(ix.Lists()) != 1 || l.ID != "ofac-sdn" || l.Names != names || l.Date.String() != "2026-03-04" || l.DateFrom != "server" {
			t.Errorf("%s: %+v", broken, ix.Lists())
		}
	}
	// What cannot be had on the first day is asked for again on the second, by
	// its name or not.
	broken = "busy"
	do(1, "503")
	do(1, "503", "-list", "")
	broken = ""
	asked = 0
	do(0, "ofac-sdn           2026-03-04", "-list", "")
	whole()
	first := sent
	do(0, "nothing new")
	whole()
	if sent != first+3 || asked != 6 { // ServeContent answers them with 304
		t.Errorf("%d files sent, then %d; %d requests", first, sent-first, asked)
	}
	for mode, want := range map[string]string{
		"outage":  "a web page, not a list",
		"cut":     "refused ofac-sdn: fetch",
		"gone":    "look up the list's new address",
		"busy":    "503 Service Unavailable",
		"endless": "a limit is passed",
		"plain":   "more than five redirects",
	} {
		broken = mode
		do(1, want)
		do(1, want, "-force")
		whole()
	}
	broken = ""
	doubled := fmt.Appendf(nil, `[{"list": "ofac-sdn", "urls": ["%[1]s/a/sdn.csv", "%[1]s/b/sdn.csv"]}]`, ts.URL)
	before, err := os.ReadFile(sources)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(sources, doubled, 0o644); err != nil {
		t.Fatal(err)
	}
	do(1, "end in one file name, sdn.csv")
	whole()
	if err := os.WriteFile(sources, before, 0o644); err != nil {
		t.Fatal(err)
	}
	// All is sent again after the list's files were lost.
	if err := os.RemoveAll(filepath.Join(data, "fetched")); err != nil {
		t.Fatal(err)
	}
	do(0, "nothing new")
	whole()
}
