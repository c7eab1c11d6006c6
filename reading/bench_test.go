package reading_test

import (
	"bufio"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"khasan/entity"
	"khasan/reading"
)

// generalText is news and encyclopedia text of the shared sets, about n bytes;
// the benchmark is skipped without them.
func generalText(tb testing.TB, lang string, n int) string {
	f, err := os.Open("../../shared/data/text/uner_pud." + lang + ".iob2.gz")
	if err != nil {
		tb.Skip("text sets not here")
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	var b strings.Builder
	sc := bufio.NewScanner(z)
	for sc.Scan() {
		if l, ok := strings.CutPrefix(sc.Text(), "# text = "); ok {
			b.WriteString(l)
			b.WriteString("\n\n")
		}
	}
	base := b.String()
	if base == "" {
		tb.Skip("no text lines")
	}
	for b.Len() < n {
		b.WriteString(base)
	}
	return b.String()
}

func newReader(tb testing.TB) *reading.Reader {
	r, err := reading.New(reading.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func BenchmarkReadGeneral(b *testing.B) {
	for _, lang := range []string{"de", "en"} {
		b.Run(lang, func(b *testing.B) {
			text := generalText(b, lang, 1<<20)
			r := newReader(b)
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.ReadText(context.Background(), text, nil, reading.ReadOptions{Lang: lang}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkReadDense(b *testing.B) {
	var s strings.Builder
	for _, c := range germanContrasts() {
		s.WriteString(c.text + " ")
		if s.Len()%700 < 60 {
			s.WriteString("\n\n")
		}
	}
	text := s.String()
	r := newReader(b)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.ReadText(context.Background(), text, nil, reading.ReadOptions{Lang: "de", Date: entity.Day(2023, 9, 25)}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMentions(b *testing.B) {
	text := generalText(b, "en", 1<<20)
	r := newReader(b)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		r.CountMentions(text, "en")
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		newReader(b)
	}
}

// BenchmarkListed finds 100,000 made-up listed names in a text that has none.
func BenchmarkListed(b *testing.B) {
	names := func(yield func(reading.ListedName) bool) {
		for i := range 100000 {
			if !yield(reading.ListedName{Ref: i, Text: fmt.Sprintf("Name%d Family%d", i%5000, i), Schema: entity.Person}) {
				return
			}
		}
	}
	r, err := reading.New(reading.Options{Listed: names})
	if err != nil {
		b.Fatal(err)
	}
	text := generalText(b, "en", 1<<20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := r.ReadText(context.Background(), text, nil, reading.ReadOptions{Lang: "en"}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestMemory reads a long text and holds the reader to a bound; with
// KHASAN_LONG=1 the text has 200 MB.
func TestMemory(t *testing.T) {
	n := 8 << 20
	if os.Getenv("KHASAN_LONG") != "" {
		n = 200 << 20
	}
	line := "Der Wind wehte den ganzen Tag über die Felder, und niemand sprach ein Wort. "
	text := strings.Repeat(strings.Repeat(line, 40)+"\n\n", n/(40*len(line)))
	r := newReader(t)
	// a tight collector, so that what is in use is near what is live
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	peak := uint64(0)
	done := make(chan bool)
	stop := make(chan bool)
	go func() {
		var m runtime.MemStats
		for {
			select {
			case <-stop:
				close(done)
				return
			default:
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapInuse)
				runtime.Gosched()
			}
		}
	}()
	if _, err := r.ReadText(context.Background(), text, nil, reading.ReadOptions{Lang: "de"}); err != nil {
		t.Fatal(err)
	}
	close(stop)
	<-done
	runtime.ReadMemStats(&after)
	extra := int64(peak) - int64(before.HeapInuse)
	t.Logf("%d MB read, %d MB more heap in use at the peak", len(text)>>20, extra>>20)
	if extra > 96<<20 {
		t.Errorf("%d MB more heap for a text of %d MB", extra>>20, len(text)>>20)
	}
}
