package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"mime"
	"net"
	"net/http"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
	"go.opentelemetry.io/otel/trace"
)

var errTooDeep = errors.New("the JSON nests too deep")

// bufs are reused for answers; a large one is given back to the collector.
var bufs = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func getBuf() *bytes.Buffer { b := bufs.Get().(*bytes.Buffer); b.Reset(); return b }
func putBuf(b *bytes.Buffer) {
	if b.Cap() < 1<<18 {
		bufs.Put(b)
	}
}

// recorder remembers the status and size of an answer.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (r *recorder) WriteHeader(code int) {
	if r.status == 0 || r.status < 200 {
		r.status = code
	}
	r.ResponseWriter.WriteHeader(code)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// outermost counts, logs and keeps a panic from taking the process down. It
// logs the route's pattern, never the path, the query or the body: those hold
// what was asked.
func (s *Server) outermost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		rec := &recorder{ResponseWriter: w}
		r = r.WithContext(context.WithValue(r.Context(), routeKey{}, new(string)))
		var span trace.Span
		if s.tracer != nil {
			r, span = s.tracer.begin(r)
		}
		s.metrics.inFlight.Inc()
		defer func() {
			s.metrics.inFlight.Dec()
			if v := recover(); v != nil {
				if v == http.ErrAbortHandler {
					panic(v)
				}
				s.log.LogAttrs(r.Context(), slog.LevelError, "panic while answering",
					slog.String("route", route(r)), slog.Any("panic", v), slog.String("stack", string(debug.Stack())))
				s.metrics.panics.Inc()
				if rec.status == 0 {
					s.fail(rec, r, http.StatusInternalServerError, "Internal Server Error")
				}
			}
			took := time.Since(start)
			if span != nil {
				s.tracer.end(span, route(r), knownMethod(r.Method), rec.status)
			}
			s.metrics.observe(route(r), r.Method, rec.status, took)
			if s.log.Enabled(r.Context(), slog.LevelDebug) {
				s.log.LogAttrs(r.Context(), slog.LevelDebug, "answered",
					slog.String("route", route(r)), slog.String("method", r.Method), slog.Int("status", rec.status),
					slog.Int64("bytes", rec.bytes), slog.Duration("took", took), slog.String("trace", traceID(r)))
			}
		}()
		next.ServeHTTP(rec, r)
	})
}

// routeKey is where a request's context keeps the pattern that answers it.
type routeKey struct{}

// withRoute notes which pattern of the mux answered, for those outside, whose
// request is another copy.
func (s *Server) withRoute(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p, ok := r.Context().Value(routeKey{}).(*string); ok {
				*p = r.Pattern
			}
		}()
		mux.ServeHTTP(w, r)
	})
}

// route is the pattern that answered, without the method.
func route(r *http.Request) string {
	p, _ := r.Context().Value(routeKey{}).(*string)
	if p == nil || *p == "" {
		return "other"
	}
	if _, after, ok := strings.Cut(*p, " "); ok {
		return after
	}
	return *p
}

var traceparent = regexp.MustCompile(`^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$`)

func traceID(r *http.Request) string {
	if t := r.Header.Get("Traceparent"); traceparent.MatchString(t) {
		return t[3:35]
	}
	return ""
}

// guards are the checks before any handler: the address's length, trace
// headers given back (or begun, so that every answer can be found in the log), security headers, and how long an answer may take.
func (s *Server) guards(next http.Handler) http.Handler {
	fixed := http.Header{}
	for k, v := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY",
		"Cross-Origin-Opener-Policy": "same-origin", "Content-Security-Policy": apiCSP} {
		fixed.Set(k, v)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		for k, v := range fixed { // lists shared by all answers; whoever sets one replaces it
			h[k] = v
		}
		if r.TLS != nil {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if t := r.Header.Get("Traceparent"); traceparent.MatchString(t) {
			h.Set("Traceparent", t)
			if st := r.Header.Get("Tracestate"); st != "" && len(st) <= 512 {
				h.Set("Tracestate", st)
			}
		} else {
			t := fmt.Sprintf("00-%016x%016x-%016x-00", rand.Uint64(), rand.Uint64(), rand.Uint64()|1)
			r.Header.Set("Traceparent", t)
			h.Set("Traceparent", t)
		}
		if len(r.RequestURI) > s.cfg.MaxURL {
			s.fail(w, r, http.StatusRequestURITooLong, "URL too long")
			return
		}
		if s.cfg.Timeout > 0 && !streams(r) {
			ctx, cancel := context.WithTimeout(r.Context(), s.cfg.Timeout)
			defer cancel()
			r = r.WithContext(ctx)
			// A client that takes its answer by the drop is let go as well. There is
			// no connection to set in a test's recorder.
			http.NewResponseController(w).SetWriteDeadline(time.Now().Add(s.cfg.Timeout + 30*time.Second))
		}
		next.ServeHTTP(w, r)
	})
}

// apiCSP is for answers that are no page: nothing may run or be framed. The
// pages set their own.
const apiCSP = "default-src 'none'; frame-ancestors 'none'"

// streams says which requests may take long because they go on as they run.
func streams(r *http.Request) bool {
	return r.URL.Path == "/v1/batch" || strings.HasPrefix(r.URL.Path, "/batch")
}

// isYente says whether a path is one of those that yente's clients speak.
func isYente(path string) bool {
	first := strings.TrimPrefix(path, "/")
	if i := strings.IndexByte(first, '/'); i >= 0 {
		first = first[:i]
	}
	switch first {
	case "match", "search", "entities", "reconcile", "catalog", "manifest", "algorithms", "updatez", "healthz", "readyz", "version", "openapi.json", "v2":
		return true
	}
	return false
}

// cors lets any origin read what yente lets any origin read. The service
// gives no cookie, so there is nothing to ride on.
func cors(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		if origin == "" || !isYente(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", "x-batch-size, traceparent, tracestate")
		if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
			h.Set("Access-Control-Allow-Methods", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT")
			if want := r.Header.Get("Access-Control-Request-Headers"); want != "" {
				h.Set("Access-Control-Allow-Headers", want)
			}
			h.Set("Access-Control-Max-Age", "600")
			h.Set("Content-Type", "text/plain; charset=utf-8")
			h.Add("Vary", "Access-Control-Request-Headers")
			io.WriteString(w, "OK")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// readBody reads a body whole, up to max bytes.
func readBody(w http.ResponseWriter, r *http.Request, max int64) ([]byte, error) {
	if r.ContentLength > max {
		return nil, &http.MaxBytesError{Limit: max}
	}
	return io.ReadAll(http.MaxBytesReader(w, r.Body, max))
}

// gzipFrom is the size from which an answer is worth compressing.
const gzipFrom = 500

var gzips = sync.Pool{New: func() any { z, _ := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed); return z }}

// compress gzips text answers of gzipFrom bytes and more for clients that take it.
func compress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Encoding")
		if !takesGzip(r.Header.Get("Accept-Encoding")) || r.Method == http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		z := &zipper{ResponseWriter: w}
		defer z.close()
		next.ServeHTTP(z, r)
	})
}

func takesGzip(accept string) bool {
	for part := range strings.SplitSeq(accept, ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name = strings.TrimSpace(name); name != "gzip" && name != "*" {
			continue
		}
		q = strings.ReplaceAll(q, " ", "")
		v, err := strconv.ParseFloat(strings.TrimPrefix(q, "q="), 64)
		if q == "" || err == nil && v > 0 {
			return true
		}
	}
	return false
}

// zipper holds back the first bytes until it is known whether the answer is
// worth compressing.
type zipper struct {
	http.ResponseWriter
	held    []byte
	status  int
	decided bool
	gz      *gzip.Writer
}

func (z *zipper) WriteHeader(code int) {
	if code < 200 {
		z.ResponseWriter.WriteHeader(code)
		return
	}
	if z.status == 0 {
		z.status = code
	}
}

func (z *zipper) Write(b []byte) (int, error) {
	if z.status == 0 {
		z.status = http.StatusOK
	}
	if !z.decided {
		if len(z.held)+len(b) < gzipFrom {
			z.held = append(z.held, b...)
			return len(b), nil
		}
		if err := z.decide(true); err != nil {
			return 0, err
		}
	}
	if z.gz != nil {
		return z.gz.Write(b)
	}
	return z.ResponseWriter.Write(b)
}

// decide sends the header, and the bytes held back.
func (z *zipper) decide(large bool) error {
	z.decided = true
	h := z.Header()
	typ, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	text := strings.HasPrefix(typ, "text/") || strings.Contains(typ, "json") || strings.Contains(typ, "javascript") || strings.Contains(typ, "xml") || strings.Contains(typ, "yaml")
	if large && text && h.Get("Content-Encoding") == "" && z.status != http.StatusNoContent && z.status != http.StatusNotModified {
		h.Set("Content-Encoding", "gzip")
		h.Del("Content-Length")
		if etag := h.Get("ETag"); etag != "" && !strings.HasPrefix(etag, "W/") {
			h.Set("ETag", "W/"+etag)
		}
		z.gz = gzips.Get().(*gzip.Writer)
		z.gz.Reset(z.ResponseWriter)
	}
	if z.status != 0 {
		z.ResponseWriter.WriteHeader(z.status)
	}
	if len(z.held) == 0 {
		return nil
	}
	var err error
	if z.gz != nil {
		_, err = z.gz.Write(z.held)
	} else {
		_, err = z.ResponseWriter.Write(z.held)
	}
	z.held = nil
	return err
}

// FlushError sends what there is; a stream is compressed from its first flush.
func (z *zipper) FlushError() error {
	if !z.decided {
		if err := z.decide(true); err != nil {
			return err
		}
	}
	if z.gz != nil {
		if err := z.gz.Flush(); err != nil {
			return err
		}
	}
	return http.NewResponseController(z.ResponseWriter).Flush()
}

func (z *zipper) Unwrap() http.ResponseWriter { return z.ResponseWriter }

func (z *zipper) close() {
	if !z.decided && (z.status != 0 || len(z.held) > 0) {
		z.decide(false)
	}
	if z.gz != nil {
		z.gz.Close()
		gzips.Put(z.gz)
	}
}

// clientIP is the peer's address; a proxy's word is taken only when the
// configuration says that one stands in front.
func (s *Server) clientIP(r *http.Request) string {
	if s.cfg.TrustProxy {
		f := r.Header.Get("X-Forwarded-For")
		if i := strings.LastIndexByte(f, ','); i >= 0 {
			f = f[i+1:]
		}
		if ip := net.ParseIP(strings.TrimSpace(f)); ip != nil {
			return ip.String()
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
