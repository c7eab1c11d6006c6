package server_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"khasan/server"
)

// A key is replaced without a gap: both lines of one id are in force until the
// old one goes. Each key has its own rate, whatever address it comes from.
func TestRotation(t *testing.T) {
	eng, err := starterEngine()
	if err != nil {
		t.Fatal(err)
	}
	parse := func(lines ...string) *server.Keys {
		t.Helper()
		k, err := server.ParseKeys(strings.NewReader(strings.Join(lines, "\n")))
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	old, oldLine, err := server.NewKey("desk", []string{"read"}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	young, youngLine, err := server.NewKey("desk", []string{"read"}, time.Now().AddDate(0, 0, 1))
	if err != nil {
		t.Fatal(err)
	}
	other, otherLine, err := server.NewKey("branch", []string{"read"}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.New(eng, server.Config{Keys: parse(oldLine, otherLine), Rate: .001, Burst: 6})
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(s.Handler())
	defer ts.Close()
	want := func(when, key string, code int) {
		t.Helper()
		if res, _ := call(t, "GET", ts.URL+"/v1/lists", "", "X-Api-Key", key); res.StatusCode != code {
			t.Errorf("%s: %d, want %d", when, res.StatusCode, code)
		}
	}
	want("the old key", old, http.StatusOK)
	want("the new key before its line", young, http.StatusUnauthorized)
	s.SetKeys(parse(oldLine, youngLine, otherLine))
	want("the old key beside the new", old, http.StatusOK)
	want("the new key beside the old", young, http.StatusOK)
	s.SetKeys(parse(youngLine, otherLine))
	want("the old key without its line", old, http.StatusUnauthorized)
	want("the new key alone", young, http.StatusOK)
	// The rate is the id's: a new key is no new allowance.
	want("the fifth", young, http.StatusOK)
	want("the sixth", young, http.StatusOK)
	want("the seventh", young, http.StatusTooManyRequests)
	want("another key", other, http.StatusOK)
}
