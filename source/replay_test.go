package source_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"khasan/source"
)

// versions gives every stored version of a file in a git bundle, oldest first.
func versions(t *testing.T, bundle, file string, each func(name string, data []byte)) {
	t.Helper()
	if os.Getenv("KHASAN_REPLAY") == "" {
		t.Skip("set KHASAN_REPLAY=1 to replay years of updates")
	}
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git")
	}
	p, err := filepath.Abs(sharedFile(t, bundle))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	git := func(args ...string) []byte {
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		b, err := cmd.Output()
		if err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, stderr.String())
		}
		return b
	}
	git("clone", "-q", "--bare", "-b", "data", p, "r")
	dir = filepath.Join(dir, "r")
	for _, line := range strings.Split(strings.TrimSpace(string(git("log", "--reverse", "--format=%H %ad", "--date=short", "data", "--", file))), "\n") {
		hash, day, _ := strings.Cut(line, " ")
		each(day+"/"+file, git("cat-file", "blob", hash+":"+file))
	}
}

// replay takes every version as a daily update: refused or applied.
func replay(t *testing.T, bundle, file string) (applied, refused int, why map[string]int) {
	why = map[string]int{}
	var last source.Count
	var spent time.Duration
	var peak uint64
	var total int64
	versions(t, bundle, file, func(name string, data []byte) {
		start := time.Now()
		total += int64(len(data))
		l, err := source.Open(name, data)
		var c source.Count
		if err == nil {
			c, err = source.Verify(l, last, 0.10)
		}
		spent += time.Since(start)
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		peak = max(peak, m.HeapInuse)
		if err != nil {
			refused++
			kind := "other: " + err.Error()
			for _, s := range []error{source.ErrOutage, source.ErrEmpty, source.ErrCut, source.ErrFormat, source.ErrEncoding, source.ErrShrunk} {
				if errors.Is(err, s) {
					kind = s.Error()
				}
			}
			why[kind]++
			t.Logf("%s refused: %v", name, err)
			return
		}
		last = c
		applied++
	})
	t.Logf("%d applied, %d refused %v; %d MB in %v, heap at most %d MB", applied, refused, why, total>>20, spent.Round(time.Millisecond), peak>>20)
	return
}

func TestReplayUN(t *testing.T) {
	applied, refused, why := replay(t, "history/un_consolidated_xml_2021-01_2025-06.bundle", "consolidated.xml")
	if applied+refused != 739 || why[source.ErrOutage.Error()] != 12 || why[source.ErrEmpty.Error()] != 3 || refused != 15 {
		t.Errorf("%d applied, %d refused %v; want 12 outages and 3 empty files refused of 739", applied, refused, why)
	}
}

func TestReplaySDN(t *testing.T) {
	applied, refused, why := replay(t, "history/ofac_sdn_csv_2021-08_2024-05.bundle", "sdn.csv")
	if applied+refused != 309 || why[source.ErrEmpty.Error()] < 1 {
		t.Errorf("%d applied, %d refused %v, want 309 together, the last one empty", applied, refused, why)
	}
}

func TestReplayConsolidated(t *testing.T) {
	applied, refused, why := replay(t, "history/ofac_consolidated_xml_2021_2024.bundle", "consolidated.xml")
	if applied+refused != 31 {
		t.Errorf("%d applied, %d refused %v, want 31 together", applied, refused, why)
	}
}
