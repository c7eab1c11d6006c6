package main

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"khasan"
	"khasan/server"
)

// The calls that the README shows are answered as it shows them: each part of
// the answer that it prints stands in the answer, in that order.
func TestReadmeCalls(t *testing.T) {
	for _, tool := range []string{"curl", "sh"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("no ", tool)
		}
	}
	b, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	eng, err := khasan.Open("", nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.New(eng, server.Config{})
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(s.Handler())
	defer ts.Close()
	lines := strings.Split(string(b), "\n")
	calls := 0
	for i, line := range lines {
		command, ok := strings.CutPrefix(strings.TrimSpace(line), "$ ")
		if !ok || !strings.HasPrefix(command, "curl ") {
			continue
		}
		calls++
		if !strings.Contains(command, "127.0.0.1:8000") {
			t.Errorf("%s: not the address the service listens on", command)
		}
		out, err := exec.Command("sh", "-c", strings.ReplaceAll(command, "127.0.0.1:8000", strings.TrimPrefix(ts.URL, "http://"))).Output()
		if err != nil {
			t.Fatalf("%s: %v", command, err)
		}
		rest := string(out)
		for part := range strings.SplitSeq(strings.TrimSpace(lines[i+1]), "…") {
			at := strings.Index(rest, part)
			if at < 0 {
				t.Errorf("%s\nno %q in what is left of the answer: %.400s", command, part, rest)
				break
			}
			rest = rest[at+len(part):]
		}
	}
	if calls < 3 {
		t.Errorf("the README shows %d calls", calls)
	}
}
