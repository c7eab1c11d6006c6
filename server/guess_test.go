package server

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"khasan"
)

// Keys guessed from very many addresses: none is let in, one address gets few
// tries, and the memory stays what it was. A million with KHASAN_FULL=1.
func TestGuesses(t *testing.T) {
	n := 30_000
	if os.Getenv("KHASAN_FULL") != "" {
		n = 1_000_000
	}
	eng, err := khasan.Open("", nil)
	if err != nil {
		t.Fatal(err)
	}
	_, line, err := NewKey("desk", []string{"all"}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := ParseKeys(strings.NewReader(line))
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(eng, Config{Keys: keys, Rate: 5})
	if err != nil {
		t.Fatal(err)
	}
	heap := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	status := map[int]int{}
	guess := func(i int, from string) {
		r := httptest.NewRequest(http.MethodGet, "/v1/lists", nil)
		r.Header.Set("X-Api-Key", fmt.Sprintf("kh_desk_%032d", i))
		r.RemoteAddr = from
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		status[w.Code]++
	}
	guess(0, "10.0.0.1:1")
	before := heap()
	for i := range n {
		guess(i, fmt.Sprintf("10.%d.%d.%d:1", i>>16&255, i>>8&255, i&255))
	}
	if grown := heap() - before; grown > 8<<20 {
		t.Errorf("%d guesses hold %d MB", n, grown>>20)
	}
	if status[http.StatusOK] > 0 || status[http.StatusUnauthorized]+status[http.StatusTooManyRequests] != n+1 {
		t.Errorf("answers: %v", status)
	}
	// One customer's network is one client, however many addresses it has.
	clear(status)
	for i := range 200 {
		guess(i, fmt.Sprintf("[2001:db8:1:2::%x]:1", i))
	}
	if status[http.StatusTooManyRequests] < 150 {
		t.Errorf("guesses from one /64: %v", status)
	}
}
