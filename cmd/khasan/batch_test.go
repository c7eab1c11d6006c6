package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// customers writes a table of n synthetic parties, some of them listed.
func customers(t *testing.T, n int) string {
	t.Helper()
	r := rand.New(rand.NewPCG(7, 7))
	given := []string{"Anna", "Oleg", "Min-jun", "Fatima", "Jörg", "Chiara", "Kwame", "Lucía"}
	family := []string{"Abrahamsen", "Петренко", "Okafor", "Moreau", "Lindqvist", "Haddad", "Yıldız", "Novák"}
	var b strings.Builder
	b.WriteString("customer_no,full_name,dob,nationality\n")
	for i := range n {
		name := given[r.IntN(len(given))] + " " + family[r.IntN(len(family))]
		if i%50 == 49 {
			name = "KIM Jong Un"
		}
		birth := fmt.Sprintf("%d-%02d-%02d", 1940+r.IntN(60), 1+r.IntN(12), 1+r.IntN(28))
		if i%97 == 96 {
			birth = "31.31.1900"
		}
		fmt.Fprintf(&b, "C%06d,\"%s\",%s,%s\n", i, name, birth, []string{"NO", "UA", "KP", "DE"}[r.IntN(4)])
	}
	path := filepath.Join(t.TempDir(), "customers.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestBatchKilled ends a batch with SIGKILL at random instants and gives the
// command again each time: the answers are those of one run, none lost, none
// doubled.
func TestBatchKilled(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// The test binary is the program when it is called by its name.
	khasan := filepath.Join(t.TempDir(), "khasan")
	if err := os.Symlink(exe, khasan); err != nil {
		t.Skip(err)
	}
	n, kills := 6000, 4
	if testing.Short() {
		n, kills = 2000, 2
	}
	in := customers(t, n)
	for _, ext := range []string{".jsonl", ".csv"} {
		args := func(out string) []string {
			return []string{"batch", "-q", "-map", "key=customer_no,name=full_name", "-o", out, in}
		}
		dir := t.TempDir()
		whole, broken := filepath.Join(dir, "whole"+ext), filepath.Join(dir, "broken"+ext)
		started := time.Now()
		run := func(out string) {
			b, err := exec.Command(khasan, args(out)...).CombinedOutput()
			if code := exitCode(err); err == nil || code != "3" {
				t.Fatalf("batch ended with %v: %s", err, b)
			}
		}
		run(whole)
		d := time.Since(started)
		for range kills {
			cmd := exec.Command(khasan, args(broken)...)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(d/6 + time.Duration(rand.Int64N(int64(d/2)+1)))
			cmd.Process.Kill()
			cmd.Wait()
		}
		run(broken)
		a, err := os.ReadFile(whole)
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(broken)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%s: the resumed batch differs: %d and %d bytes", ext, len(a), len(b))
		}
		if lines := bytes.Count(a, []byte("\n")); lines != n+1 {
			t.Errorf("%s: %d lines for %d rows", ext, lines, n)
		}
		if !bytes.Contains(a, []byte("is no date")) || !bytes.Contains(a, []byte("ofac-20157")) {
			t.Errorf("%s: a bad row was not said, or the listed party not found", ext)
		}
	}
}
