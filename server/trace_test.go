package server_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"khasan/server"
)

// A request is one span at the collector, with the route and the outcome and
// without anything of what was asked; the caller's trace goes on.
func TestTraceSpans(t *testing.T) {
	got := make(chan map[string]any, 8)
	collector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var v map[string]any
		if r.URL.Path != "/v1/traces" || r.Header.Get("X-Team") != "screening" || json.NewDecoder(r.Body).Decode(&v) != nil {
			t.Errorf("export to %s with headers %v", r.URL.Path, r.Header)
		}
		got <- v
	}))
	defer collector.Close()
	eng, err := starterEngine()
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.New(eng, server.Config{Trace: &server.Trace{Endpoint: collector.URL, Headers: map[string]string{"X-Team": "screening"}}})
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(s.Handler())
	defer ts.Close()
	const tp = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	res, _ := call(t, "GET", ts.URL+"/entities/Secret-Person?x=Secret", "", "traceparent", tp)
	if res.Header.Get("Traceparent") != tp {
		t.Errorf("given back: %q", res.Header.Get("Traceparent"))
	}
	begun, _ := call(t, "GET", ts.URL+"/healthz", "")
	if err := s.StopTracing(t.Context()); err != nil {
		t.Fatal(err)
	}
	v := <-got
	span := dig(v, "resourceSpans", 0, "scopeSpans", 0, "spans", 0)
	for k, want := range map[string]any{"traceId": tp[3:35], "parentSpanId": tp[36:52], "name": "GET /entities/{id}", "kind": 2.0} {
		if dig(span, k) != want {
			t.Errorf("%s = %v, want %v", k, dig(span, k), want)
		}
	}
	text, _ := json.Marshal(v)
	for _, want := range []string{`"intValue":"404"`, `"service.name"`, `"stringValue":"/entities/{id}"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	if strings.Contains(string(text), "Secret") || strings.Contains(string(text), "127.0.0.1") {
		t.Errorf("the span says what was asked, or by whom: %s", text)
	}
	second := dig(v, "resourceSpans", 0, "scopeSpans", 0, "spans", 1)
	if id, _ := dig(second, "traceId").(string); id == "" || !strings.Contains(begun.Header.Get("Traceparent"), id) {
		t.Errorf("a trace begun here is answered as %q and sent as %v", begun.Header.Get("Traceparent"), id)
	}
}

func TestTraceConfig(t *testing.T) {
	eng, err := starterEngine()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := server.New(eng, server.Config{Trace: &server.Trace{Endpoint: "collector:4318"}}); err == nil {
		t.Error("an address without a scheme is taken")
	}
}
