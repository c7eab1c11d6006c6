package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"iter"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"

	"khasan"
	"khasan/entity"
	"khasan/index"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	f := flag.NewFlagSet("load", flag.ContinueOnError)
	dir := f.String("o", "", "the folder with the data")
	names := f.Int("names", 300_000, "make: how many names to load")
	url := f.String("url", "http://127.0.0.1:8000", "run: the service")
	rate := f.Int("rate", 1000, "run: requests a second")
	batch := f.Int("batch", 1, "run: questions in a request")
	span := f.Duration("for", 30*time.Second, "run: how long")
	swap := f.Duration("swap", 8*time.Second, "run: put in a new version of the lists so often; 0 never")
	conns := f.Int("conns", 64, "run: connections")
	if len(args) == 0 {
		return fmt.Errorf("want make or run")
	}
	if err := f.Parse(args[1:]); err != nil {
		return err
	}
	if *dir == "" {
		return fmt.Errorf("-o: which folder?")
	}
	switch args[0] {
	case "make":
		return makeData(*dir, *names)
	case "run":
		return attack(*dir, *url, *rate, *batch, *conns, *span, *swap)
	}
	return fmt.Errorf("want make or run, not %q", args[0])
}

// words are those of the names of the starter data, of persons by their place.
type words struct{ given, family, firm []string }

func wordsOf(eng *khasan.Engine) words {
	var w words
	seen := map[string]bool{}
	add := func(to *[]string, word string) {
		word = strings.Trim(word, ".,()\"'")
		if len(word) < 3 || seen[word] || strings.ContainsFunc(word, func(r rune) bool { return r > 0x24f || r >= '0' && r <= '9' }) {
			return
		}
		seen[word] = true
		*to = append(*to, word)
	}
	snap := eng.Snapshot()
	for i := range snap.Len() {
		x, err := snap.Entity(uint32(i))
		if err != nil {
			continue
		}
		for _, n := range x.Names {
			parts := strings.Fields(n.Full)
			for k, p := range parts {
				switch {
				case x.Schema != entity.Person:
					add(&w.firm, p)
				case k == 0:
					add(&w.given, p)
				default:
					add(&w.family, p)
				}
			}
		}
	}
	return w
}

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

func (w *words) person(r *rand.Rand) string {
	s := pick(r, w.given) + " " + pick(r, w.family)
	if r.IntN(2) == 0 {
		s += " " + pick(r, w.family)
	}
	return s
}

func (w *words) company(r *rand.Rand) string {
	s := pick(r, w.firm) + " " + pick(r, w.firm)
	for range r.IntN(3) {
		s += " " + pick(r, w.firm)
	}
	return s
}

// party is the nth party: a name or two, and half have a date.
func (w *words) party(n int) entity.Entity {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	x := entity.Entity{ID: fmt.Sprintf("made-%d", n), Schema: entity.Person, Listings: []entity.Listing{{List: "made", Key: fmt.Sprint(n)}}}
	name := w.person
	if n%4 == 0 {
		x.Schema, name = entity.Company, w.company
	}
	x.Names = []entity.Name{{Full: name(r)}, {Full: name(r), Quality: entity.Strong}}
	if r.IntN(2) == 0 {
		x.Births = []entity.Date{entity.Day(1940+r.IntN(60), 1+r.IntN(12), 1+r.IntN(28))}
	}
	x.Countries = []entity.Country{{Code: []string{"KP", "RU", "IR", "SY"}[r.IntN(4)], Link: "country"}}
	return x
}

// makeData writes two versions of the lists, which differ in some parties, and
// the questions.
func makeData(dir string, names int) error {
	eng, err := khasan.Open("", nil)
	if err != nil {
		return err
	}
	defer eng.Close()
	w := wordsOf(eng)
	parties := names / 2
	for v, at := range []string{"lists", "next"} {
		if err := os.MkdirAll(filepath.Join(dir, at), 0o755); err != nil {
			return err
		}
		var stream iter.Seq2[entity.Entity, error] = func(yield func(entity.Entity, error) bool) {
			for n := v * 500; n < parties+v*500; n++ {
				if !yield(w.party(n), nil) {
					return
				}
			}
		}
		l := index.List{ID: "made", Title: "made up", Date: entity.Day(2026, 11, 1+v), SHA256: strings.Repeat(fmt.Sprint(v), 64)}
		stats, err := index.Build(context.Background(), filepath.Join(dir, at, index.SnapshotName), []index.Source{{List: l, Stream: stream}}, nil)
		if err != nil {
			return err
		}
		fmt.Printf("%s: %+v\n", at, stats)
	}
	out, err := os.Create(filepath.Join(dir, "questions.jsonl"))
	if err != nil {
		return err
	}
	defer out.Close()
	b := bufio.NewWriter(out)
	r := rand.New(rand.NewPCG(2, 2))
	for range 20_000 {
		x := w.party(500 + r.IntN(parties-500))
		name := x.Names[r.IntN(2)].Full
		birth := ""
		if len(x.Births) > 0 {
			birth = x.Births[0].String()
		}
		switch k := r.IntN(100); {
		case k < 10:
		case k < 25:
			name = misspelt(r, name)
		case k < 30:
			name = cyrillic(name)
		default:
			name, birth = nobody(r), fmt.Sprintf("%d-%02d-%02d", 1940+r.IntN(60), 1+r.IntN(12), 1+r.IntN(28))
			x.Schema = entity.Person
		}
		if r.IntN(2) == 0 {
			birth = ""
		}
		props := map[string]any{"name": []string{name}}
		if birth != "" && x.Schema == entity.Person {
			props["birthDate"] = []string{birth}
		}
		line, err := json.Marshal(map[string]any{"schema": x.Schema, "properties": props})
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "%s\n", line)
	}
	return b.Flush()
}

// misspelt changes one letter or leaves it out.
func misspelt(r *rand.Rand, s string) string {
	b := []byte(s)
	i := r.IntN(len(b))
	if r.IntN(2) == 0 {
		return string(append(b[:i:i], b[i+1:]...))
	}
	b[i] = byte('a' + r.IntN(26))
	return string(b)
}

// cyrillic writes the letters in others; not as a linguist would.
func cyrillic(s string) string {
	return strings.NewReplacer("sh", "ш", "ch", "ч", "zh", "ж", "kh", "х", "a", "а", "b", "б", "v", "в", "g", "г", "d", "д", "e", "е", "z", "з", "i", "и", "k", "к", "l", "л", "m", "м",
		"n", "н", "o", "о", "p", "п", "r", "р", "s", "с", "t", "т", "u", "у", "f", "ф", "h", "х", "c", "к", "j", "дж", "y", "й", "q", "к", "w", "в", "x", "кс").Replace(strings.ToLower(s))
}

// nobody is a name from syllables, and nobody's.
func nobody(r *rand.Rand) string {
	syl := []string{"an", "ber", "cla", "dor", "el", "fin", "gre", "hil", "in", "jor", "ka", "lu", "mar", "nel", "ot", "pe", "ra", "sten", "ti", "ul", "ver", "wil"}
	word := func() string {
		s := ""
		for range 2 + r.IntN(2) {
			s += pick(r, syl)
		}
		return strings.ToUpper(s[:1]) + s[1:]
	}
	return word() + " " + word()
}

func attack(dir, url string, rate, batch, conns int, span, swap time.Duration) error {
	in, err := os.ReadFile(filepath.Join(dir, "questions.jsonl"))
	if err != nil {
		return err
	}
	qs := strings.Split(strings.TrimSpace(string(in)), "\n")
	var targets []vegeta.Target
	for i := 0; i+batch <= len(qs); i += batch {
		var b strings.Builder
		b.WriteString(`{"queries":{`)
		for k := range batch {
			if k > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `"q%d":%s`, k, qs[i+k])
		}
		b.WriteString("}}")
		targets = append(targets, vegeta.Target{Method: http.MethodPost, URL: url + "/match/default", Body: []byte(b.String()), Header: http.Header{"Content-Type": {"application/json"}}})
	}
	done := make(chan struct{})
	swaps := make(chan int, 1)
	go func() {
		n := 0
		defer func() { swaps <- n }()
		if swap <= 0 {
			return
		}
		t := time.NewTicker(swap)
		defer t.Stop()
		for {
			select {
			case <-done:
				return
			case <-t.C:
			}
			if err := exchange(dir); err != nil {
				fmt.Fprintln(os.Stderr, "swapping:", err)
				return
			}
			n++
		}
	}()
	a := vegeta.NewAttacker(vegeta.Connections(conns), vegeta.Workers(uint64(min(conns, 16))), vegeta.MaxWorkers(uint64(conns)), vegeta.Timeout(30*time.Second))
	var m vegeta.Metrics
	for res := range a.Attack(vegeta.NewStaticTargeter(targets...), vegeta.Rate{Freq: rate, Per: time.Second}, span, "match") {
		m.Add(res)
	}
	close(done)
	m.Close()
	fmt.Printf("asked %d requests of %d at %d a second; %.0f a second answered, %.0f questions; success %.4f %%; statuses %v\n", m.Requests, batch, rate, m.Throughput, m.Throughput*float64(batch), m.Success*100, m.StatusCodes)
	fmt.Printf("took: median %s, 95th %s, 99th %s, longest %s; %d swaps\n", m.Latencies.P50, m.Latencies.P95, m.Latencies.P99, m.Latencies.Max, <-swaps)
	if len(m.Errors) > 0 {
		return fmt.Errorf("%d kinds of failure, the first: %s", len(m.Errors), m.Errors[0])
	}
	return nil
}

// exchange puts the other version in the place of the one in force.
func exchange(dir string) error {
	now, next, old := filepath.Join(dir, "lists", index.SnapshotName), filepath.Join(dir, "next", index.SnapshotName), filepath.Join(dir, "next", "old")
	if err := os.Link(now, old); err != nil {
		return err
	}
	if err := os.Rename(next, now); err != nil {
		return err
	}
	return os.Rename(old, next)
}
