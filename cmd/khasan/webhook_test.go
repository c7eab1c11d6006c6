package main

import (
	"crypto/hmac"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"khasan"
	"khasan/entity"
	"khasan/store"
)

// A flaky receiver fails in every way there is: it breaks off before and after
// it has taken a notice, answers 500, 503 and 429, and is slow. Each notice
// must take effect there once, with a signature that holds.
func TestWebhook(t *testing.T) {
	const secret = "0123456789abcdef-secret"
	var mu sync.Mutex
	tries := map[string]int{}
	taken := map[string]int64{} // by idempotency key: the alert
	bad := 0
	ts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		at := r.Header.Get("Khasan-Timestamp")
		sec, err := strconv.ParseInt(at, 10, 64)
		mu.Lock()
		defer mu.Unlock()
		if err != nil || time.Since(time.Unix(sec, 0)).Abs() > 5*time.Minute || !hmac.Equal([]byte(r.Header.Get("Khasan-Signature")), []byte("v1="+sign([]byte(secret), at, body))) {
			bad++
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		key := r.Header.Get("Idempotency-Key")
		n := tries[key]
		tries[key]++
		take := func() {
			if _, again := taken[key]; !again {
				var b struct {
					Alert int64
					Hit   khasan.Hit
				}
				if json.Unmarshal(body, &b) != nil || b.Hit.ID == "" {
					bad++
				}
				taken[key] = b.Alert
			}
		}
		switch n {
		case 0:
			panic(http.ErrAbortHandler) // the connection breaks off
		case 1:
			w.WriteHeader(500)
		case 2:
			take()
			panic(http.ErrAbortHandler) // taken, but the sender never hears of it
		case 3:
			<-r.Context().Done() // until the sender waits no longer
		case 4:
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(429)
		case 5:
			w.WriteHeader(503)
		default:
			take()
		}
	}))
	defer ts.Close()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "r.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	raise := func(customer string) {
		t.Helper()
		h := khasan.Hit{ID: "un-1", Caption: "X", Score: .9, Listings: []khasan.Listing{{List: "un", ID: "1"}}}
		if _, raised, err := s.Raise(t.Context(), time.Now(), &entity.Entity{ID: customer}, &h); err != nil || !raised {
			t.Fatal(raised, err)
		}
	}
	raise("before") // nobody asked to be told of it
	s.Notify(true)
	for i := range 5 {
		raise(fmt.Sprint("c", i))
	}
	h := &hook{url: ts.URL, secret: []byte(secret), client: &http.Client{Timeout: 100 * time.Millisecond}, first: time.Millisecond, most: 20 * time.Millisecond, patience: 20 * time.Second}
	// A receiver that is not there at all: nothing is lost.
	gone := *h
	gone.url, gone.patience = "http://127.0.0.1:1/", 30*time.Millisecond
	if sent, failed, err := gone.deliver(t.Context(), s); sent != 0 || failed == 0 || err != nil {
		t.Fatalf("nobody there: %d sent, %d failed, %v", sent, failed, err)
	}
	sent, failed, err := h.deliver(t.Context(), s)
	// Of a connection that breaks off before any answer Go's client tries again
	// by itself, as the key says it may.
	if err != nil || sent != 5 || failed < 5*4 {
		t.Fatalf("%d sent, %d failed, %v", sent, failed, err)
	}
	for key, n := range tries {
		if n < 7 {
			t.Errorf("%s took %d tries, of which the first six had to fail", key, n)
		}
	}
	alerts := map[int64]bool{}
	for _, a := range taken {
		alerts[a] = true
	}
	if len(taken) != 5 || len(alerts) != 5 || bad != 0 {
		t.Errorf("taken %v, %d bad", taken, bad)
	}
	if n, _, err := s.Unsent(t.Context()); n != 0 || err != nil {
		t.Errorf("%d unsent, %v", n, err)
	}
	// With the wrong secret it is refused, kept, and not tried at once again.
	raise("refused")
	h.secret = []byte("another secret, as long")
	if sent, failed, err := h.deliver(t.Context(), s); sent != 0 || failed != 1 || err != nil {
		t.Errorf("wrong secret: %d sent, %d failed, %v", sent, failed, err)
	}
	if n, next, err := s.Unsent(t.Context()); n != 1 || err != nil || time.Until(next) < 20*time.Hour {
		t.Errorf("after a refusal: %d unsent, the next %s, %v", n, next, err)
	}
	if _, err := newHook(&program{getenv: func(string) string { return "short" }}, "https://example.org/hook", ""); err == nil || !strings.Contains(err.Error(), "secret") {
		t.Errorf("a short secret was taken: %v", err)
	}
}
