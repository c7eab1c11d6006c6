package server

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"go.yaml.in/yaml/v3"
	"golang.org/x/net/netutil"

	"khasan"
	"khasan/index"
	"khasan/store"
	"khasan/web"
)

// Config is how the service behaves. The zero value is good: loopback, no
// keys, bounded in every direction.
type Config struct {
	// Addr is where to listen; "" is 127.0.0.1:8000.
	Addr string
	// Title is the service's name in answers and pages; "" is Khasan.
	Title string
	// PublicURL is the address under which clients reach the service, when it is
	// another than the one they are seen to use.
	PublicURL string
	// Data is the folder the engine was opened over, whose list versions the
	// pages show; "" is none.
	Data string
	// Manifest, when set, says which data sets to serve in place of the engine's.
	Manifest *Manifest
	// Keys are the API keys taken; nil takes everybody.
	Keys *Keys
	// Rate is the requests a second that one client (a key, or else an address)
	// may make, Burst how many at once; 0 is no limit.
	Rate  float64
	Burst int
	// TrustProxy takes the client's address from X-Forwarded-For.
	TrustProxy bool
	// MaxBody bounds a body in bytes, 0 is 8 MiB; MaxDocument that of a document
	// or a table, 0 is 32 MiB.
	MaxBody, MaxDocument int64
	// MaxBatch bounds the queries of one /match, 0 is 100; MaxMatches the results
	// of one query, 0 is 500; MatchPage is how many come unasked, 0 is 5.
	MaxBatch, MaxMatches, MatchPage int
	// MaxURL bounds the address in bytes; 0 is 60,000.
	MaxURL int
	// MaxConns bounds connections; 0 is 4096. No one address may hold more than
	// a quarter of them, unless TrustProxy says that a proxy stands in front.
	// MaxHeavy bounds documents read at
	// the same time; 0 is 4.
	MaxConns, MaxHeavy int
	// Timeout is how long an answer may take; 0 is 30 s.
	Timeout time.Duration
	// Drain is how long a shutdown waits for answers under way; 0 is 15 s.
	Drain time.Duration
	// UpdateToken guards POST /updatez; "" keeps it shut.
	UpdateToken string
	// DefaultAlgorithm and BestAlgorithm are names for clients that ask for none
	// or for the best; "" is logic-v2.
	DefaultAlgorithm, BestAlgorithm string
	// HiddenAlgorithms are left out of /algorithms; they can still be asked for.
	HiddenAlgorithms []string
	// Refresh is how often to look for new data; 0 is never.
	Refresh time.Duration
	// OIDC lets people into the pages by a provider; nil asks nobody. It needs
	// PublicURL.
	OIDC *OIDC
	// Trace sends spans to a collector; nil makes none.
	Trace *Trace
	// TLSCert and TLSKey are files in PEM; both or neither.
	TLSCert, TLSKey string
	// Pprof is a loopback address for profiles; "" is none.
	Pprof string
	// Engine are options for the engine that a manifest opens.
	Engine *khasan.Options
	// Log takes what happens; nil drops it. No line holds what was asked.
	Log *slog.Logger
	// Records is where every answer is kept before it is given; nil keeps none.
	// An answer that cannot be kept is not given.
	Records *store.Store
	// FourEyes asks a second person to agree before an alert is cleared or
	// confirmed. UserHeader is the header in which a proxy in front says who asks,
	// after it has made sure; "": none does.
	FourEyes   bool
	UserHeader string
}

func (c *Config) fill() {
	def := func(p *string, v string) {
		if *p == "" {
			*p = v
		}
	}
	num := func(p *int, v int) {
		if *p == 0 {
			*p = v
		}
	}
	def(&c.Addr, "127.0.0.1:8000")
	def(&c.Title, "Khasan")
	def(&c.BestAlgorithm, "logic-v2")
	def(&c.DefaultAlgorithm, "best")
	num(&c.MaxBatch, 100)
	num(&c.MaxMatches, 500)
	num(&c.MatchPage, 5)
	num(&c.MaxURL, 60_000)
	num(&c.MaxConns, 4096)
	num(&c.MaxHeavy, 4)
	if c.MaxBody == 0 {
		c.MaxBody = 8 << 20
	}
	if c.MaxDocument == 0 {
		c.MaxDocument = 32 << 20
	}
	if c.Timeout == 0 {
		c.Timeout = 30 * time.Second
	}
	if c.Drain == 0 {
		c.Drain = 15 * time.Second
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Burst == 0 {
		c.Burst = max(1, int(c.Rate*2))
	}
}

// A Server answers over HTTP. It may be used by many goroutines.
type Server struct {
	cfg      Config
	base     *khasan.Engine
	log      *slog.Logger
	model    *ftmModel
	metrics  *metrics
	keys     atomic.Pointer[Keys]
	rates    *limiter
	guesses  *limiter
	heavy    chan struct{}
	keeper   *keeper // nil: no records are kept
	login    *login  // nil: the pages are open, or take keys
	pages    *web.Pages
	tracer   *tracer // nil: no spans
	current  atomic.Pointer[view]
	closing  atomic.Bool
	searched atomic.Bool // text search has been asked for
	swap     sync.Mutex
	pending  atomic.Bool
	handler  http.Handler
	api      []byte // openapi.yaml as JSON
}

//go:embed openapi.yaml
var openapiYAML []byte

// New makes a server over an engine. With Config.Manifest the engine is used
// only until the manifest's data is loaded, which New does before it returns;
// it may then be nil.
func New(eng *khasan.Engine, cfg Config) (*Server, error) {
	cfg.fill()
	for _, name := range []string{cfg.BestAlgorithm, cfg.DefaultAlgorithm} {
		if _, ok := findAlgorithm(name); !ok && !strings.EqualFold(name, "best") || name == cfg.BestAlgorithm && !ok {
			return nil, fmt.Errorf("there is no algorithm %q", name)
		}
	}
	if cfg.FourEyes && cfg.Keys == nil && cfg.UserHeader == "" && cfg.OIDC == nil {
		return nil, errors.New("four eyes need to be known: set API keys, or the header in which a proxy says who asks; a name that anybody can type proves nothing")
	}
	model, err := parseFTM(ftmText)
	if err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg, base: eng, log: cfg.Log, model: model, metrics: newMetrics(), heavy: make(chan struct{}, cfg.MaxHeavy),
		guesses: newLimiter(1, 20, 10_000)}
	if cfg.Records != nil {
		s.keeper = &keeper{store: cfg.Records}
	}
	if cfg.Keys != nil {
		s.keys.Store(cfg.Keys)
	}
	if cfg.Rate > 0 {
		s.rates = newLimiter(cfg.Rate, cfg.Burst, 100_000)
	}
	if cfg.OIDC != nil {
		if s.login, err = newLogin(*cfg.OIDC, cfg.PublicURL); err != nil {
			return nil, err
		}
	}
	if s.api, err = yamlToJSON(openapiYAML); err != nil {
		return nil, fmt.Errorf("openapi.yaml: %w", err)
	}
	if cfg.Manifest != nil {
		v, err := manifestView(context.Background(), model, cfg.Manifest, cfg.Engine)
		if err != nil {
			return nil, err
		}
		s.publish(v)
	} else {
		if eng == nil {
			return nil, errors.New("a server needs an engine or a manifest")
		}
		s.publish(engineView(model, eng))
	}
	if cfg.Trace != nil {
		if s.tracer, err = newTracer(*cfg.Trace, s.view().eng.Version().Engine, s.metrics, s.log); err != nil {
			return nil, err
		}
	}
	if s.handler, err = s.routes(); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Server) view() *view { return s.current.Load() }

// publish makes a view the current one, and counts what is in it.
func (s *Server) publish(v *view) {
	s.current.Store(v)
	s.metrics.lists.Reset()
	s.metrics.parties.Reset()
	s.metrics.names.Reset()
	for _, l := range v.eng.Snapshot().Lists() {
		s.metrics.names.WithLabelValues(l.ID).Set(float64(l.Names))
	}
	for _, l := range v.eng.Version().Lists {
		s.metrics.parties.WithLabelValues(l.ID).Set(float64(l.Entities))
		if t, err := time.Parse("2006-01-02", l.Date); err == nil {
			s.metrics.lists.WithLabelValues(l.ID).Set(float64(t.Unix()))
		}
	}
	// Text search is made ready beside the first requests where it is used: over
	// a manifest, and once somebody has searched. It costs more than the rest of
	// a swap, and who only screens never needs it.
	if v.raw != nil || s.searched.Load() {
		go v.corpus()
	}
}

// corpus is the current view's text search.
func (s *Server) corpus(v *view) *corpus {
	s.searched.Store(true)
	return v.corpus()
}

// Reload looks for new data and publishes it. Requests under way finish over
// what they began with. On an error the service goes on with what it has.
func (s *Server) Reload(ctx context.Context) (changed bool, err error) {
	s.swap.Lock()
	defer s.swap.Unlock()
	defer func() {
		outcome := "unchanged"
		switch {
		case err != nil:
			outcome = "failed"
		case changed:
			outcome = "swapped"
		}
		s.metrics.swaps.WithLabelValues(outcome).Inc()
	}()
	if m := s.cfg.Manifest; m != nil {
		v, err := manifestView(ctx, s.model, m, s.cfg.Engine)
		if err != nil || v == nil {
			return false, err
		}
		s.publish(v)
		return true, nil
	}
	if changed, err = s.base.Reload(ctx); err != nil || !changed {
		return false, err
	}
	s.publish(engineView(s.model, s.base))
	return true, nil
}

// reloadSoon reloads in the background; one at a time is enough.
func (s *Server) reloadSoon() {
	if !s.pending.CompareAndSwap(false, true) {
		return
	}
	go func() {
		defer s.pending.Store(false)
		if changed, err := s.Reload(context.Background()); err != nil {
			s.log.Error("reloading the data", "error", err)
		} else if changed {
			s.log.Info("new data is in force")
		}
	}()
}

// SetKeys replaces the API keys taken; nil takes everybody.
func (s *Server) SetKeys(k *Keys) { s.keys.Store(k) }

// Handler is the whole service, for a listener of one's own.
func (s *Server) Handler() http.Handler { return s.handler }

func (s *Server) routes() (http.Handler, error) {
	mux := http.NewServeMux()
	s.yenteRoutes(mux)
	s.v1Routes(mux)
	mux.Handle("GET /metrics", s.metrics.handler())
	mux.HandleFunc("GET /openapi.yaml", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/yaml")
		w.Write(openapiYAML)
	})
	var history *index.History
	if s.cfg.Data != "" && s.cfg.Manifest == nil {
		history = index.NewHistory(s.cfg.Data)
	}
	pages, err := web.New(func() *khasan.Engine { return s.view().eng }, web.Config{Title: s.cfg.Title, MaxUpload: s.cfg.MaxDocument, Heavy: s.heavySlot, Keep: s.keepPage,
		History: history, Records: s.cfg.Records, FourEyes: s.cfg.FourEyes, Reviewer: s.reviewer, User: s.userName})
	if err != nil {
		return nil, err
	}
	s.pages = pages
	s.loginRoutes(mux)
	for _, pattern := range pages.Patterns() {
		mux.Handle(pattern, pages)
	}
	mux.HandleFunc("/", s.notFound(mux))
	var h http.Handler = s.withRoute(mux)
	h = s.access(h)
	h = cors(h)
	h = compress(h)
	h = s.guards(h)
	return s.outermost(h), nil
}

// notFound answers for what is not there, for a method that an address does
// not take, and sends an address with a slash too many to the one without.
func (s *Server) notFound(mux *http.ServeMux) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if p := r.URL.Path; len(p) > 1 && p[len(p)-1] == '/' && isYente(p) {
			u := *r.URL
			u.Path, u.RawPath = p[:len(p)-1], ""
			w.Header().Set("Location", u.RequestURI())
			w.WriteHeader(http.StatusTemporaryRedirect)
			return
		}
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			other := &http.Request{Method: method, URL: r.URL, Host: r.Host}
			if _, pattern := mux.Handler(other); method != r.Method && pattern != "/" && pattern != "" {
				w.Header().Set("Allow", method)
				s.fail(w, r, http.StatusMethodNotAllowed, "Method Not Allowed")
				return
			}
		}
		s.fail(w, r, http.StatusNotFound, "Not Found")
	}
}

// fail answers with an error in the form of the path asked for.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, status int, detail string) {
	if isYente(r.URL.Path) {
		writeDetail(w, status, detail)
		return
	}
	writeProblem(w, status, detail, "")
}

// heavySlot waits for one of the places for dear work. The caller gives it
// back with release.
func (s *Server) heavySlot(ctx context.Context) (release func(), err error) {
	select {
	case s.heavy <- struct{}{}:
		return func() { <-s.heavy }, nil
	default:
	}
	t := time.NewTimer(5 * time.Second)
	defer t.Stop()
	select {
	case s.heavy <- struct{}{}:
		return func() { <-s.heavy }, nil
	case <-t.C:
		s.metrics.refused.WithLabelValues("busy").Inc()
		return nil, errBusy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

var errBusy = errors.New("all places for reading documents are taken; try again soon")

// ListenAndServe answers until ctx is done, then lets answers under way finish.
// ready, when not nil, is called once with the address it listens on.
func (s *Server) ListenAndServe(ctx context.Context, ready func(net.Addr)) error {
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", s.cfg.Addr)
	if err != nil {
		return err
	}
	return s.Serve(ctx, ln, ready)
}

// Serve is ListenAndServe on a listener of one's own, which it closes.
func (s *Server) Serve(ctx context.Context, ln net.Listener, ready func(net.Addr)) error {
	srv := &http.Server{
		Handler: s.handler,
		// A client that sends its header or its body by the drop is let go.
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		WriteTimeout:      10 * time.Minute, // bounded per request by Timeout; a batch may stream long
		MaxHeaderBytes:    128 << 10,        // an address of MaxURL bytes gets its own answer
		ErrorLog:          slog.NewLogLogger(quiet{s.log.Handler()}, slog.LevelDebug),
	}
	if s.cfg.Pprof != "" {
		stop, err := servePprof(s.cfg.Pprof)
		if err != nil {
			ln.Close()
			return err
		}
		defer stop()
	}
	addr := ln.Addr()
	ln = netutil.LimitListener(ln, s.cfg.MaxConns)
	if !s.cfg.TrustProxy { // behind a proxy all come from one place
		ln = newFairListener(ln, max(1, s.cfg.MaxConns/4), s.metrics.refused.WithLabelValues("connections").Inc)
	}
	if s.cfg.TLSCert != "" {
		cert, err := newCertificate(s.cfg.TLSCert, s.cfg.TLSKey, s.log)
		if err != nil {
			ln.Close()
			return err
		}
		srv.TLSConfig = &tls.Config{GetCertificate: cert.get, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
		ln = tls.NewListener(ln, srv.TLSConfig)
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }()
	if ready != nil {
		ready(addr)
	}
	var tick <-chan time.Time
	if s.cfg.Refresh > 0 {
		t := time.NewTicker(s.cfg.Refresh)
		defer t.Stop()
		tick = t.C
	}
	for {
		select {
		case <-tick:
			s.reloadSoon()
			continue
		case err := <-failed:
			return err
		case <-ctx.Done():
		}
		break
	}
	// Probes see it first, so that a balancer sends no more.
	s.closing.Store(true)
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.cfg.Drain)
	defer cancel()
	err := srv.Shutdown(drain)
	s.StopTracing(drain)
	if err != nil {
		srv.Close()
		return fmt.Errorf("shutting down: answers were still under way after %s", s.cfg.Drain)
	}
	return nil
}

// quiet passes on what net/http logs without the peer's address.
type quiet struct{ slog.Handler }

func (q quiet) Handle(ctx context.Context, r slog.Record) error {
	return q.Handler.Handle(ctx, slog.NewRecord(r.Time, r.Level, "a connection failed", r.PC))
}

// servePprof offers profiles on a listener of their own, loopback only.
func servePprof(addr string) (stop func(), err error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("profiles: %w", err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("profiles are offered on loopback only, not on %s", addr)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("profiles: %w", err)
	}
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go srv.Serve(ln)
	return func() { srv.Close() }, nil
}

func (s *Server) openapiJSON(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Write(s.api)
}

func yamlToJSON(b []byte) ([]byte, error) {
	var v any
	if err := yaml.Unmarshal(b, &v); err != nil {
		return nil, err
	}
	return json.Marshal(v)
}

func shortHash(b []byte, n int) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])[:n]
}
