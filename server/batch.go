package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"runtime"
	"time"

	"khasan/law"
)

// A batchLine is one line of a batch: an id of the client's, and one question.
type batchLine struct {
	ID   json.RawMessage `json:"id,omitempty"`
	Who  *whoRequest     `json:"who,omitempty"`
	What *law.Dealing    `json:"what,omitempty"`
}

// A batchAnswer is one line of the answer, with exactly one of who, what and
// error.
type batchAnswer struct {
	ID    json.RawMessage `json:"id,omitempty"`
	Line  int             `json:"line"`
	Who   *whoAnswer      `json:"who,omitempty"`
	What  *whatAnswer     `json:"what,omitempty"`
	Error string          `json:"error,omitempty"`
}

// maxLine bounds one line of a batch.
const maxLine = 1 << 20

// batch reads questions and writes answers, a line each, in order and as it
// goes: neither side needs room for the whole. A line that cannot be read gets
// an error of its own and the rest goes on. The first line of the answer is
// the version; the last says how many lines there were, so that an answer that
// broke off is seen to have.
func (s *Server) batch(w http.ResponseWriter, r *http.Request) {
	rc := http.NewResponseController(w)
	rc.EnableFullDuplex() // answers begin before the last question is read
	v := s.view()         // one state of the data for the whole batch
	w.Header().Set("Content-Type", "application/x-ndjson")
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()

	type slot chan batchAnswer
	workers := runtime.GOMAXPROCS(0)
	order := make(chan slot, workers*4)
	work := make(chan func(), workers)
	for range workers {
		go func() {
			for f := range work {
				f()
			}
		}()
	}
	go func() {
		defer close(order)
		defer close(work)
		sc := bufio.NewScanner(r.Body)
		sc.Buffer(make([]byte, 64<<10), maxLine)
		n := 0
		for {
			rc.SetReadDeadline(time.Now().Add(60 * time.Second)) // a minute for each line, not for all
			if !sc.Scan() {
				break
			}
			n++
			line := bytes.TrimSpace(sc.Bytes())
			if len(line) == 0 {
				continue
			}
			line = bytes.Clone(line)
			out, at := make(slot, 1), n
			select {
			case order <- out:
			case <-ctx.Done():
				return
			}
			select {
			case work <- func() { out <- s.batchOne(ctx, v, at, line) }:
			case <-ctx.Done():
				out <- batchAnswer{Line: at, Error: "the batch was stopped"}
				return
			}
		}
		if err := sc.Err(); err != nil {
			why := "the questions broke off: " + err.Error()
			if errors.Is(err, bufio.ErrTooLong) {
				why = "a line is longer than 1 MiB; the batch ends here"
			}
			out := make(slot, 1)
			out <- batchAnswer{Line: n + 1, Error: why}
			select {
			case order <- out:
			case <-ctx.Done():
			}
		}
	}()

	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(map[string]any{"version": v.eng.Version()}); err != nil {
		return
	}
	answered, failed := 0, 0
	flushed := time.Now()
	for out := range order {
		var a batchAnswer
		select {
		case a = <-out:
		case <-ctx.Done():
			return
		}
		answered++
		if a.Error != "" {
			failed++
		}
		rc.SetWriteDeadline(time.Now().Add(60 * time.Second))
		if err := enc.Encode(a); err != nil {
			return
		}
		if len(order) == 0 || time.Since(flushed) > 200*time.Millisecond {
			if rc.Flush() != nil {
				return
			}
			flushed = time.Now()
		}
	}
	enc.Encode(map[string]any{"summary": map[string]int{"answered": answered, "failed": failed}})
}

func (s *Server) batchOne(ctx context.Context, v *view, n int, line []byte) batchAnswer {
	var in batchLine
	out := batchAnswer{Line: n}
	if err := strictJSON(line, &in); err != nil {
		out.Error = err.Error()
		return out
	}
	out.ID = in.ID
	var err error
	switch {
	case in.Who != nil && in.What != nil:
		err = errors.New("a line holds one question: who or what")
	case in.Who != nil:
		q, e := in.Who.query(s)
		if err = e; err != nil {
			break
		}
		a, e := s.askWho(ctx, v, q)
		if err = e; err == nil {
			// The version stands once, at the head of the answer.
			out.Who = &whoAnswer{Query: a.Query.Name, Listed: a.Listed(), Hits: list(a.Hits)}
		}
	case in.What != nil:
		a, e := s.askWhat(ctx, v, *in.What)
		if err = e; err == nil {
			wire := whatWire(a)
			wire.Version = nil
			out.What = &wire
		}
	default:
		err = errors.New("a line holds one question: who or what")
	}
	if err != nil {
		out.Error = err.Error()
		if ctx.Err() != nil {
			out.Error = "the batch was stopped"
		}
	}
	return out
}
