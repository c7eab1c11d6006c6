package server_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"khasan/server"
)

// BenchmarkMatch is one question over the whole of the service but the socket:
// a party that is listed, and one that nobody lists.
func BenchmarkMatch(b *testing.B) {
	eng, err := starterEngine()
	if err != nil {
		b.Fatal(err)
	}
	s, err := server.New(eng, server.Config{})
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct{ name, schema, props string }{
		{"listed", "Person", `{"name":["Ri Pyong Chul"],"country":["kp"]}`},
		{"innocent", "Person", `{"name":["Annegret Wiesenhuetter"],"birthDate":["1971-04-02"]}`},
	} {
		body := query(c.schema, c.props)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest(http.MethodPost, "/match/default", strings.NewReader(body))
				r.Header.Set("Content-Type", "application/json")
				w := httptest.NewRecorder()
				w.Body = nil
				s.Handler().ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
			}
		})
	}
}
