package index_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"khasan/entity"
	"khasan/index"
	lists "khasan/source"
)

// TestReplay takes 739 stored versions of the UN list, 2021 to 2025, as daily
// updates of a data folder, outages and empty files among them, and compares
// the folder as of many days with the versions read directly. It needs the
// folder of facts beside the project, git, and KHASAN_REPLAY: "all" (with
// -timeout 30m), or every how many versions one is taken.
func TestReplay(t *testing.T) {
	every, err := strconv.Atoi(os.Getenv("KHASAN_REPLAY"))
	if os.Getenv("KHASAN_REPLAY") == "all" {
		every = 1
	} else if err != nil || every < 1 {
		t.Skip("set KHASAN_REPLAY=all to replay years of updates")
	}
	bundle, err := filepath.Abs("../../shared/data/history/un_consolidated_xml_2021-01_2025-06.bundle")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(bundle); err != nil {
		t.Skip("no shared data")
	}
	repo := filepath.Join(t.TempDir(), "r")
	git := func(args ...string) []byte {
		cmd := exec.Command("git", args...)
		b, err := cmd.Output()
		if err != nil {
			t.Fatalf("git %v: %v", args, err)
		}
		return b
	}
	git("clone", "-q", "--bare", "-b", "data", bundle, repo)
	dir := t.TempDir()
	blobs := map[entity.Date]string{} // the last good version of each day
	counts := map[string]int{}
	var spent, slowest time.Duration
	var peak uint64
	for i, line := range strings.Split(strings.TrimSpace(string(git("-C", repo, "log", "--reverse", "--format=%H %ad", "--date=short", "data"))), "\n") {
		if i%every != 0 {
			continue
		}
		hash, day, _ := strings.Cut(line, " ")
		data := git("-C", repo, "cat-file", "blob", hash+":consolidated.xml")
		today, err := entity.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		counts["versions"]++
		start := time.Now()
		l, err := lists.Open(day+"/consolidated.xml", data)
		if err != nil {
			switch {
			case errors.Is(err, lists.ErrOutage), errors.Is(err, lists.ErrFormat), errors.Is(err, lists.ErrCut):
				counts["outages"]++
			case errors.Is(err, lists.ErrEmpty):
				counts["empty"]++
			default:
				t.Errorf("%s: %v", day, err)
			}
			continue
		}
		out, _, err := index.Update(t.Context(), dir, []index.Source{{
			List: index.List{ID: l.ID, Date: l.Date, SHA256: l.SHA256, Format: l.Format}, Stream: l.Entities(),
		}}, &index.UpdateOptions{Today: today})
		if err != nil {
			t.Fatal(err)
		}
		d := time.Since(start)
		spent, slowest = spent+d, max(slowest, d)
		switch err := out[0].Err; {
		case errors.Is(err, index.ErrShrunk):
			counts["refused as shrunk"]++
			t.Log(day, err)
		case errors.Is(err, index.ErrOlder):
			counts["refused as older"]++
			t.Log(day, err)
		case err != nil:
			counts["refused when read"]++
		case out[0].Changed:
			counts["applied"]++
			blobs[l.Date] = hash
		default:
			counts["nothing new"]++
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		peak = max(peak, m.HeapInuse)
	}
	h := index.NewHistory(dir)
	vs, err := h.Versions("un")
	if err != nil {
		t.Fatal(err)
	}
	st, err := os.Stat(filepath.Join(dir, "history", "un.log"))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%v in %v, slowest %v, heap at most %d MB; %d versions kept in %d bytes", counts, spent.Round(time.Millisecond), slowest.Round(time.Millisecond), peak>>20, len(vs), st.Size())
	if every == 1 && (counts["outages"] != 12 || counts["empty"] != 3 || counts["applied"]+counts["nothing new"] != 739-15) {
		t.Errorf("%v; want the 12 outage pages and 3 empty files refused and all others taken", counts)
	}
	for i := 0; i < len(vs); i += 1 + len(vs)/12 {
		l, err := lists.Open("consolidated.xml", git("-C", repo, "cat-file", "blob", blobs[vs[i].Date]+":consolidated.xml"))
		if err != nil {
			t.Fatal(err)
		}
		ix, err := index.OpenDirOn(t.Context(), dir, vs[i].Date)
		if err != nil {
			t.Fatal(err)
		}
		n := uint32(0)
		for x, err := range l.Entities() {
			if err != nil {
				t.Fatal(err)
			}
			y, err := ix.Entity(n)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(x, y, cmpopts.EquateEmpty()); d != "" {
				t.Fatalf("on %v: %s", vs[i].Date, d)
			}
			n++
		}
		if int(n) != ix.Len() || ix.Lists()[0].SHA256 != l.SHA256 {
			t.Errorf("on %v: %d entities, want %d", vs[i].Date, ix.Len(), n)
		}
	}
}
