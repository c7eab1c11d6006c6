package main

import (
	"context"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"khasan"
	"khasan/server"
	"khasan/store"
)

const serveUsage = `
khasan serve answers over HTTP: the API under /v1, the endpoints that yente's
clients speak, and the pages. It listens on loopback unless told otherwise, and
takes new data without a pause (SIGHUP, -refresh, or POST /updatez).

  khasan serve
  khasan serve -data lists -addr 0.0.0.0:8000 -keys /etc/khasan/keys
  khasan serve -manifest manifest.yml
  khasan serve -new-key desk -scopes who,what -expires 2027-12-31 >> keys

Every option can be set by its variable, KHASAN_ and its name in capitals
(KHASAN_ADDR, KHASAN_MAX_BODY); what yente calls YENTE_PORT, YENTE_MANIFEST,
YENTE_UPDATE_TOKEN and the like is taken as well.
`

// serveFlags are the options of the verb before they are checked.
type serveFlags struct {
	common
	addr, title, url, manifest, keys, token, records, userHeader string
	newKey, scopes, expires                                      string
	cert, key, pprof, tmp                                        string
	algorithm, best                                              string
	issuer, client, secret, allow, reviewers, sessionKey         string
	otlp                                                         string
	hidden, unread                                               []string
	rate, ratio                                                  float64
	burst, batch, page, matches, conns                           int
	heavy, maxURL                                                int
	maxBody, maxDocument                                         int64
	timeout, drain, refresh                                      time.Duration
	proxy, deltas, verbose, logJSON, fourEyes, probe             bool
}

func runServe(ctx context.Context, p *program, args []string) (int, error) {
	f := p.flags("serve", serveUsage)
	o := serveFlags{common: p.common(f)}
	env := func(names ...string) string {
		for _, n := range names {
			if v := p.getenv(n); v != "" {
				return v
			}
		}
		return ""
	}
	var fault error
	num := func(def int, names ...string) int {
		v := env(names...)
		if v == "" {
			return def
		}
		n, err := strconv.Atoi(v)
		if err != nil && fault == nil {
			fault = usagef("%s: %q is not a number", names[0], v)
		}
		return n
	}
	frac := func(def float64, name string) float64 {
		v := env(name)
		if v == "" {
			return def
		}
		n, err := strconv.ParseFloat(v, 64)
		if err != nil && fault == nil {
			fault = usagef("%s: %q is not a number", name, v)
		}
		return n
	}
	span := func(def time.Duration, name string) time.Duration {
		v := env(name)
		if v == "" {
			return def
		}
		d, err := time.ParseDuration(v)
		if err != nil && fault == nil {
			fault = usagef("%s: %q is not a time such as 30s or 1h", name, v)
		}
		return d
	}
	yes := func(names ...string) bool {
		b, _ := strconv.ParseBool(env(names...))
		return b
	}
	addr := env("KHASAN_ADDR")
	if port, host := env("YENTE_PORT"), env("YENTE_HOST"); addr == "" && (port != "" || host != "") {
		if host == "" {
			host = "127.0.0.1"
		}
		if port == "" {
			port = "8000"
		}
		addr = net.JoinHostPort(host, port)
	}
	if addr == "" {
		addr = "127.0.0.1:8000"
	}
	f.StringVar(&o.addr, "addr", addr, "where to listen")
	f.StringVar(&o.title, "title", env("KHASAN_TITLE", "YENTE_TITLE"), "the service's `NAME` on pages")
	f.StringVar(&o.url, "public-url", env("KHASAN_PUBLIC_URL"), "the `URL` under which clients reach the service")
	f.StringVar(&o.manifest, "manifest", env("KHASAN_MANIFEST", "YENTE_MANIFEST"), "serve the data sets of this manifest (`FILE` or URL) in place of -data")
	f.BoolVar(&o.deltas, "deltas", env("YENTE_DELTA_UPDATES") == "" || yes("YENTE_DELTA_UPDATES"), "update a manifest's data sets by their published changes")
	f.StringVar(&o.tmp, "tmp", env("KHASAN_TMP", "YENTE_DATA_PATH"), "`DIR` for a manifest's data while it is served")
	f.StringVar(&o.keys, "keys", env("KHASAN_KEYS"), "`FILE` of API keys, as hashes; none: everybody may ask")
	f.BoolVar(&o.probe, "probe", false, "ask the service that listens on -addr whether it is ready, and stop: 0 yes, 1 no (for a container's health check)")
	f.StringVar(&o.newKey, "new-key", "", "make a key with this `ID`: the line for the key file on standard output, the key itself on standard error; then stop")
	f.StringVar(&o.scopes, "scopes", "all", "what a new key may ask: who, what, where, read, admin, review, all")
	f.StringVar(&o.expires, "expires", "", "the last `DAY` of a new key")
	f.StringVar(&o.records, "records", env("KHASAN_RECORDS"), "keep every answer, before it is given, in this log (`FILE` or postgres:// address)")
	f.BoolVar(&o.fourEyes, "four-eyes", yes("KHASAN_FOUR_EYES"), "ask a second person to agree before an alert is cleared or confirmed")
	f.StringVar(&o.userHeader, "user-header", env("KHASAN_USER_HEADER"), "`HEADER` in which the proxy in front says who reviews; it must drop what clients send in it")
	f.StringVar(&o.token, "update-token", env("KHASAN_UPDATE_TOKEN", "YENTE_UPDATE_TOKEN"), "`TOKEN` for POST /updatez; none keeps it shut")
	f.StringVar(&o.issuer, "oidc-issuer", env("KHASAN_OIDC_ISSUER"), "let people into the pages by this OpenID Connect provider (`URL`); needs -oidc-client and -public-url")
	f.StringVar(&o.client, "oidc-client", env("KHASAN_OIDC_CLIENT"), "the `ID` this service has at the provider; its secret, if any, comes from KHASAN_OIDC_SECRET")
	f.StringVar(&o.allow, "oidc-allow", env("KHASAN_OIDC_ALLOW"), "who may come in: addresses, @domains and group:NAMEs with commas between; none: all the provider knows")
	f.StringVar(&o.reviewers, "oidc-reviewers", env("KHASAN_OIDC_REVIEWERS"), "who of them may see and decide alerts, written like -oidc-allow; none: all of them")
	f.StringVar(&o.otlp, "otlp", env("KHASAN_OTLP", "OTEL_EXPORTER_OTLP_ENDPOINT"), "send a span for every request to this OpenTelemetry collector (`URL`, OTLP over HTTP)")
	f.Float64Var(&o.ratio, "trace-ratio", frac(1, "KHASAN_TRACE_RATIO"), "share of requests traced that no caller traces")
	f.Float64Var(&o.rate, "rate", frac(0, "KHASAN_RATE"), "requests a second for each client; 0 is no limit")
	f.IntVar(&o.burst, "burst", num(0, "KHASAN_BURST"), "requests at once for each client; 0 is twice the rate")
	f.BoolVar(&o.proxy, "trust-proxy", yes("KHASAN_TRUST_PROXY"), "take the client's address from X-Forwarded-For")
	f.Int64Var(&o.maxBody, "max-body", int64(num(8<<20, "KHASAN_MAX_BODY")), "greatest body, in `BYTES`")
	f.Int64Var(&o.maxDocument, "max-document", int64(num(32<<20, "KHASAN_MAX_DOCUMENT")), "greatest document or table, in `BYTES`")
	f.IntVar(&o.batch, "max-batch", num(100, "KHASAN_MAX_BATCH", "YENTE_MAX_BATCH"), "queries in one /match")
	f.IntVar(&o.matches, "max-matches", num(500, "KHASAN_MAX_MATCHES", "YENTE_MAX_MATCHES"), "results of one query")
	f.IntVar(&o.page, "match-page", num(5, "KHASAN_MATCH_PAGE", "YENTE_MATCH_PAGE"), "results of one query when it does not say")
	f.IntVar(&o.maxURL, "max-url", num(60_000, "KHASAN_MAX_URL", "YENTE_MAX_URL_LENGTH"), "longest address, in `BYTES`")
	f.IntVar(&o.conns, "max-conns", num(4096, "KHASAN_MAX_CONNS"), "connections at the same time")
	f.IntVar(&o.heavy, "max-heavy", num(4, "KHASAN_MAX_HEAVY"), "documents read at the same time")
	f.DurationVar(&o.timeout, "timeout", span(30*time.Second, "KHASAN_TIMEOUT"), "how long an answer may take")
	f.DurationVar(&o.drain, "drain", span(15*time.Second, "KHASAN_DRAIN"), "how long a shutdown waits for answers under way")
	f.DurationVar(&o.refresh, "refresh", span(-1, "KHASAN_REFRESH"), "how often to look for new data; 0 is never; not said, hourly with -manifest and never with -data")
	f.StringVar(&o.algorithm, "algorithm", env("KHASAN_ALGORITHM", "YENTE_DEFAULT_ALGORITHM"), "the algorithm of clients that name none")
	f.StringVar(&o.best, "best-algorithm", env("KHASAN_BEST_ALGORITHM", "YENTE_BEST_ALGORITHM"), "what \"best\" means")
	f.StringVar(&o.cert, "tls-cert", env("KHASAN_TLS_CERT"), "certificate chain, a PEM `FILE`")
	f.StringVar(&o.key, "tls-key", env("KHASAN_TLS_KEY"), "its key, a PEM `FILE`")
	f.StringVar(&o.pprof, "pprof", env("KHASAN_PPROF"), "loopback `ADDRESS` for profiles")
	f.BoolVar(&o.verbose, "v", yes("KHASAN_VERBOSE", "YENTE_DEBUG"), "log every answer (route, status and time; never what was asked)")
	f.BoolVar(&o.logJSON, "log-json", yes("KHASAN_LOG_JSON", "YENTE_LOG_JSON"), "log as JSON")
	rest, err := parse(f, args)
	if err != nil {
		return 0, err
	}
	if fault != nil {
		return 0, fault
	}
	if len(rest) > 0 {
		return 0, usagef("serve takes no arguments, only options; got %q", rest[0])
	}
	if o.newKey != "" {
		return exitClear, o.makeKey(p)
	}
	if o.probe {
		return exitClear, o.askReady(ctx)
	}
	if (o.cert == "") != (o.key == "") {
		return 0, usagef("-tls-cert and -tls-key go together")
	}
	if o.refresh < 0 {
		o.refresh = 0
		if auto := env("YENTE_AUTO_REINDEX"); o.manifest != "" && (auto == "" || yes("YENTE_AUTO_REINDEX")) {
			o.refresh = time.Hour // as yente does: whoever moves over must not be left with old lists
		}
	}
	o.hidden = strings.Fields(strings.ReplaceAll(env("YENTE_HIDDEN_ALGORITHMS"), ",", " "))
	for _, name := range []string{"YENTE_CRONTAB", "YENTE_HTTP_PROXY", "YENTE_DATA_TOKEN", "YENTE_MATCH_CANDIDATES", "YENTE_INDEX_URL"} {
		if env(name) != "" {
			o.unread = append(o.unread, name)
		}
	}
	o.secret, o.sessionKey = p.getenv("KHASAN_OIDC_SECRET"), p.getenv("KHASAN_SESSION_KEY")
	return exitClear, o.serve(ctx, p)
}

// edge makes the options for log-in and tracing.
func (o *serveFlags) edge(p *program, cfg *server.Config) error {
	if o.issuer != "" || o.client != "" {
		cfg.OIDC = &server.OIDC{Issuer: o.issuer, ClientID: o.client, ClientSecret: o.secret}
		for to, from := range map[*[]string]string{&cfg.OIDC.Allow: o.allow, &cfg.OIDC.Reviewers: o.reviewers} {
			for a := range strings.SplitSeq(from, ",") {
				if a = strings.TrimSpace(a); a != "" {
					*to = append(*to, a)
				}
			}
		}
		if o.sessionKey != "" {
			key, err := hex.DecodeString(o.sessionKey)
			if err != nil || len(key) != 32 {
				return usagef("KHASAN_SESSION_KEY: want 64 hex digits, as openssl rand -hex 32 makes them")
			}
			cfg.OIDC.Key = key
		}
	}
	if o.otlp != "" {
		cfg.Trace = &server.Trace{Endpoint: o.otlp, Ratio: o.ratio, Service: p.getenv("OTEL_SERVICE_NAME"), Headers: map[string]string{}}
		if o.ratio == 0 {
			cfg.Trace.Ratio = -1
		}
		for h := range strings.SplitSeq(p.getenv("OTEL_EXPORTER_OTLP_HEADERS"), ",") {
			if k, v, ok := strings.Cut(h, "="); ok {
				cfg.Trace.Headers[strings.TrimSpace(k)] = strings.TrimSpace(v)
			}
		}
	}
	return nil
}

// makeKey prints a new key: the secret where a person reads it, the line to
// keep where a file takes it.
func (o *serveFlags) makeKey(p *program) error {
	var until time.Time
	if o.expires != "" {
		var err error
		if until, err = time.Parse("2006-01-02", o.expires); err != nil {
			return usagef("-expires: want YYYY-MM-DD")
		}
	}
	secret, line, err := server.NewKey(o.newKey, strings.Split(o.scopes, ","), until)
	if err != nil {
		return usagef("%v", err)
	}
	fmt.Fprintln(p.err, secret)
	_, err = fmt.Fprintln(p.out, line)
	return err
}

// askReady asks the service on this machine whether it is ready.
func (o *serveFlags) askReady(ctx context.Context) error {
	host, port, err := net.SplitHostPort(o.addr)
	if err != nil {
		return usagef("-addr: %v", err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	client := &http.Client{Timeout: 3 * time.Second}
	scheme := "http"
	if o.cert != "" { // its own certificate, for another name
		scheme = "https"
		client.Transport = &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, scheme+"://"+net.JoinHostPort(host, port)+"/readyz", nil)
	if err != nil {
		return err
	}
	res, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("not ready: %w", err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready: %s", res.Status)
	}
	return nil
}

func readKeys(file string) (*server.Keys, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return server.ParseKeys(f)
}

func (o *serveFlags) serve(ctx context.Context, p *program) error {
	level := slog.LevelInfo
	if o.verbose {
		level = slog.LevelDebug
	}
	var h slog.Handler = slog.NewTextHandler(p.err, &slog.HandlerOptions{Level: level})
	if o.logJSON {
		h = slog.NewJSONHandler(p.err, &slog.HandlerOptions{Level: level})
	}
	log := slog.New(h)
	cfg := server.Config{Data: *o.data, Addr: o.addr, Title: o.title, PublicURL: o.url, Rate: o.rate, Burst: o.burst, TrustProxy: o.proxy, MaxBody: o.maxBody,
		MaxDocument: o.maxDocument, MaxBatch: o.batch, MaxMatches: o.matches, MatchPage: o.page, MaxURL: o.maxURL, MaxConns: o.conns, MaxHeavy: o.heavy,
		Timeout: o.timeout, Drain: o.drain, Refresh: o.refresh, UpdateToken: o.token, DefaultAlgorithm: o.algorithm, BestAlgorithm: o.best, HiddenAlgorithms: o.hidden,
		TLSCert: o.cert, TLSKey: o.key, Pprof: o.pprof, Log: log, FourEyes: o.fourEyes, UserHeader: o.userHeader}
	for _, name := range o.unread {
		log.Warn("this variable is yente's and has no effect here; see doc/api.md", "name", name)
	}
	if err := o.edge(p, &cfg); err != nil {
		return err
	}
	if o.keys != "" {
		k, err := readKeys(o.keys)
		if err != nil {
			return err
		}
		cfg.Keys = k
	}
	if o.records != "" {
		st, err := store.Open(ctx, o.records)
		if err != nil {
			return err
		}
		defer st.Close()
		cfg.Records = st
	}
	var eng *khasan.Engine
	if o.manifest != "" {
		cfg.Manifest = &server.Manifest{Path: o.manifest, Dir: o.tmp, Getenv: p.getenv, Deltas: o.deltas}
	} else {
		var err error
		if eng, err = o.open(); err != nil {
			return err
		}
	}
	if host, _, err := net.SplitHostPort(o.addr); err == nil && cfg.Keys == nil && cfg.OIDC == nil {
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			log.Warn("everybody who reaches this address may ask; set -keys, or keep a proxy in front that asks who they are", "addr", o.addr)
		}
	}
	s, err := server.New(eng, cfg)
	if err != nil {
		return err
	}
	if eng != nil {
		p.warnStale(eng.Version(), *o.data == "", "", time.Now())
	}
	// The lists are mapped, so what the collector looks through is small, and at
	// the usual setting it looks through it all day: a sixth of the time.
	if p.getenv("GOGC") == "" {
		debug.SetGCPercent(300)
	}
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	defer signal.Stop(hup)
	go func() {
		for range hup {
			if o.keys != "" {
				if k, err := readKeys(o.keys); err != nil {
					log.Error("the key file cannot be read; the keys in force stay", "error", err)
				} else {
					s.SetKeys(k)
				}
			}
			if changed, err := s.Reload(ctx); err != nil {
				log.Error("reloading the data; the data in force stays", "error", err)
			} else {
				log.Info("looked for new data", "changed", changed)
			}
		}
	}()
	err = s.ListenAndServe(ctx, func(a net.Addr) {
		scheme := "http"
		if o.cert != "" {
			scheme = "https"
		}
		log.Info("listening", "url", scheme+"://"+a.String())
	})
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
