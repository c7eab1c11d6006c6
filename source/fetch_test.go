package source_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"khasan/source"
)

func TestFetch(t *testing.T) {
	un := fixture(t, "un.xml")
	calls, fail := 0, 0
	mode := ""
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls++
		if fail > 0 {
			fail--
			w.Header().Set("Retry-After", "7")
			http.Error(w, "busy", http.StatusServiceUnavailable)
			return
		}
		switch mode {
		case "page":
			fmt.Fprint(w, "<!doctype html><html>Maintenance</html>")
		case "empty":
		case "short":
			w.Header().Set("Content-Length", fmt.Sprint(len(un)))
			w.Write(un[:100])
		case "gone":
			http.NotFound(w, r)
		case "big":
			w.Header().Set("Content-Length", fmt.Sprint(int64(1)<<40))
		case "downgrade":
			http.Redirect(w, r, "ftp://example.org/x", http.StatusFound)
		default:
			if r.Header.Get("If-None-Match") == `"v1"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			w.Header().Set("ETag", `"v1"`)
			w.Write(un)
		}
	}))
	defer srv.Close()
	dir := t.TempDir()
	var waits []time.Duration
	f := &source.Fetcher{Sleep: func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil }}
	url := srv.URL + "/consolidated.xml"
	ctx := context.Background()

	fail = 2
	got, err := f.Fetch(ctx, url, dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	if calls != 3 || len(waits) != 2 || waits[0] != 7*time.Second {
		t.Errorf("%d calls, waits %v; want two retries that honour Retry-After", calls, waits)
	}
	if b, _ := os.ReadFile(got.Path); string(b) != string(un) || filepath.Base(got.Path) != "consolidated.xml" || got.Size != int64(len(un)) {
		t.Errorf("fetched %+v", got)
	}
	again, err := f.Fetch(ctx, url, dir, got)
	if err != nil || !again.Unchanged || again.SHA256 != got.SHA256 {
		t.Errorf("conditional: %+v, %v", again, err)
	}
	for m, want := range map[string]error{"page": source.ErrOutage, "empty": source.ErrEmpty, "short": nil, "gone": nil, "big": source.ErrLimit, "downgrade": nil} {
		mode = m
		if _, err := f.Fetch(ctx, url, dir, got); err == nil || want != nil && !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", m, err, want)
		}
	}
	// What was there stays, and no half file lies about.
	if b, _ := os.ReadFile(got.Path); string(b) != string(un) {
		t.Error("a failed fetch touched the last good file")
	}
	if es, _ := os.ReadDir(dir); len(es) != 1 {
		t.Errorf("%d files left, want one", len(es))
	}
	mode = ""
	f.MaxBytes = 100
	if _, err := f.Fetch(ctx, url, dir, nil); !errors.Is(err, source.ErrLimit) {
		t.Errorf("size limit: %v", err)
	}
	f.MaxBytes = 0
	if local, err := f.Fetch(ctx, filepath.Join("testdata", "un.xml"), t.TempDir(), nil); err != nil || local.SHA256 != got.SHA256 {
		t.Errorf("from a mirror folder: %+v, %v", local, err)
	}
	if _, err := f.Fetch(ctx, "gopher://x/y", dir, nil); err == nil {
		t.Error("gopher: no error")
	}
	done, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := f.Fetch(done, url, dir, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestVerify(t *testing.T) {
	open := func() *source.List {
		l, err := source.Open("un.xml", fixture(t, "un.xml"))
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	c, err := source.Verify(open(), source.Count{}, 0.1)
	if err != nil || c.Entities != 2 {
		t.Fatalf("%+v, %v", c, err)
	}
	if _, err := source.Verify(open(), source.Count{Entities: 3}, 0.1); !errors.Is(err, source.ErrShrunk) {
		t.Errorf("shrunk by a third: %v", err)
	}
	if _, err := source.Verify(open(), source.Count{Entities: 3}, 1); err != nil {
		t.Errorf("forced: %v", err)
	}
}

func TestPublishers(t *testing.T) {
	for _, p := range source.Publishers() {
		if p.List == "" || len(p.URLs) == 0 {
			t.Errorf("%+v", p)
		}
	}
}
