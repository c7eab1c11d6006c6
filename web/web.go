package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"khasan"
	"khasan/index"
	"khasan/store"
)

//go:embed templates static messages.tsv reasons.tsv
var files embed.FS

// Config is how the pages behave; the zero value is good.
type Config struct {
	// Title is the service's name; "" is Khasan.
	Title string
	// MaxUpload bounds a document or table in bytes; 0 is 32 MiB.
	MaxUpload int64
	// Heavy waits for a place for dear work; nil has places for all.
	Heavy func(context.Context) (release func(), err error)
	// Keep records an answer before it is shown; on an error it is not shown. nil
	// keeps nothing.
	Keep func(context.Context, Answer) error
	// History is the list versions kept in the data folder; nil shows none.
	History *index.History
	// Records are the alerts to review; nil has no page for them.
	Records *store.Store
	// FourEyes asks a second person to agree before an alert is cleared or
	// confirmed.
	FourEyes bool
	// Reviewer says who asks where that is known; where it is not, and when it is
	// nil, reviewers give their own name.
	Reviewer func(*http.Request) (who string, known bool)
	// User is the name of who is logged in, for the head of the page and its
	// button to log out; nil, or "", is nobody.
	User func(*http.Request) string
	// Now is the clock; nil is time.Now. It decides how old a list looks and
	// when an upload is forgotten, never an answer.
	Now func() time.Time
}

// An Answer is what a page is about to show: exactly one of Who, What and
// Where, the last with its Query.
type Answer struct {
	Who   *khasan.WhoAnswer
	What  *khasan.WhatAnswer
	Where *khasan.WhereAnswer
	Query khasan.WhereQuery
}

// Pages serves the pages. It may be used by many goroutines.
type Pages struct {
	cfg      Config
	engine   func() *khasan.Engine
	mux      *http.ServeMux
	patterns []string
	msgs     *messages
	reasons  *sentences
	tmpl     map[string]*template.Template // by language
	assets   map[string]asset
	shelf    *shelf
	jobs     *jobs
	lists    listCache
}

type asset struct {
	body []byte
	typ  string
	hash string
}

// New makes the pages over an engine, which is asked for anew at every
// request.
func New(engine func() *khasan.Engine, cfg Config) (*Pages, error) {
	if cfg.Title == "" {
		cfg.Title = "Khasan"
	}
	if cfg.MaxUpload == 0 {
		cfg.MaxUpload = 32 << 20
	}
	if cfg.Heavy == nil {
		cfg.Heavy = func(context.Context) (func(), error) { return func() {}, nil }
	}
	if cfg.Keep == nil {
		cfg.Keep = func(context.Context, Answer) error { return nil }
	}
	if cfg.User == nil {
		cfg.User = func(*http.Request) string { return "" }
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	p := &Pages{cfg: cfg, engine: engine, mux: http.NewServeMux(), assets: map[string]asset{}, shelf: newShelf(cfg.Now), jobs: newJobs(cfg.Now)}
	var err error
	if p.reasons, err = readSentences(); err != nil {
		return nil, err
	}
	if p.msgs, err = readMessages(); err != nil {
		return nil, err
	}
	if err := p.readAssets(); err != nil {
		return nil, err
	}
	p.tmpl = map[string]*template.Template{}
	for lang := range p.msgs.by {
		if p.tmpl[lang], err = template.New("").Funcs(p.funcs(lang)).ParseFS(files, "templates/*.html"); err != nil {
			return nil, fmt.Errorf("page templates: %w", err)
		}
	}
	p.routes()
	return p, nil
}

func (p *Pages) readAssets() error {
	return fs.WalkDir(files, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		typ := mime.TypeByExtension(path.Ext(name))
		switch path.Ext(name) {
		case ".js":
			typ = "text/javascript; charset=utf-8"
		case ".css":
			typ = "text/css; charset=utf-8"
		case ".svg":
			typ = "image/svg+xml"
		}
		p.assets[strings.TrimPrefix(name, "static/")] = asset{b, typ, hex.EncodeToString(sum[:6])}
		return nil
	})
}

// Patterns are those that a mux should send here.
func (p *Pages) Patterns() []string { return p.patterns }

func (p *Pages) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.mux.ServeHTTP(w, r) }

func (p *Pages) handle(pattern string, h func(*page) error) {
	p.patterns = append(p.patterns, pattern)
	// Forms from other sites are refused: Go's cross-origin protection reads
	// Sec-Fetch-Site and Origin, which a page cannot forge.
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		pg := p.page(w, r, "error")
		pg.fail(http.StatusForbidden, pg.t("error.origin"))
	}))
	p.mux.Handle(pattern, guard.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		pg := p.page(w, r, "")
		if err := h(pg); err != nil {
			pg.error(err)
		}
	})))
}

func (p *Pages) routes() {
	p.handle("GET /{$}", func(g *page) error { g.redirect("/who"); return nil })
	p.handle("GET /who", p.who)
	p.handle("GET /entity/{id}", p.entityPage)
	p.handle("GET /what", p.what)
	p.handle("GET /where", p.whereForm)
	p.handle("POST /where", p.whereRead)
	p.handle("GET /where/{id}", p.whereShow)
	p.handle("GET /where/{id}/{file}", p.whereExport)
	p.handle("GET /batch", p.batchForm)
	p.handle("POST /batch", p.batchUpload)
	p.handle("GET /batch/{id}", p.batchShow)
	p.handle("POST /batch/{id}", p.batchStart)
	p.handle("GET /batch/{id}/{file}", p.batchFile)
	p.handle("GET /lists", p.listsPage)
	p.handle("GET /lists/{id}", p.listPage)
	p.handle("GET /measures", p.measuresPage)
	p.handle("GET /measures/{id}", p.measurePage)
	if p.cfg.Records != nil {
		p.handle("GET /review", p.reviewQueue)
		p.handle("POST /review/me", p.reviewSign)
		p.handle("GET /review/{id}", p.reviewShow)
		p.handle("POST /review/{id}", p.reviewDecide)
	}
	p.patterns = append(p.patterns, "GET /static/{name}", "GET /favicon.ico", "GET /robots.txt")
	p.mux.HandleFunc("GET /static/{name}", p.static)
	p.mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, r *http.Request) {
		r.SetPathValue("name", "icon.svg")
		p.static(w, r)
	})
	p.mux.HandleFunc("GET /robots.txt", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprint(w, "User-agent: *\nDisallow: /\n")
	})
}

func (p *Pages) static(w http.ResponseWriter, r *http.Request) {
	a, ok := p.assets[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.typ)
	h.Set("ETag", `"`+a.hash+`"`)
	if r.URL.Query().Get("v") == a.hash {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.body))
}

// csp lets a page load its own style and script, and nothing from elsewhere.
const csp = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// A page is one request being answered.
type page struct {
	p    *Pages
	w    http.ResponseWriter
	r    *http.Request
	lang string
	eng  *khasan.Engine
}

func (p *Pages) page(w http.ResponseWriter, r *http.Request, _ string) *page {
	g := &page{p: p, w: w, r: r, eng: p.engine()}
	g.lang = p.msgs.pick(r)
	if l := r.URL.Query().Get("lang"); p.msgs.has(l) {
		// A language chosen by hand is remembered; the cookie says nothing else.
		http.SetCookie(w, &http.Cookie{Name: "lang", Value: l, Path: "/", MaxAge: 31536000, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil})
	}
	return g
}

// t is a message in the page's language.
func (g *page) t(key string, args ...any) string { return g.p.msgs.text(g.lang, key, args...) }

func (g *page) redirect(to string) { http.Redirect(g.w, g.r, to, http.StatusSeeOther) }

// layout is what every page shows around its content.
type layout struct {
	Lang     string
	Page     string // who, what, where, batch, lists, measures, review
	Title    string
	Brand    string
	Heading  string
	Version  khasan.Version
	Stale    []string
	OtherURL string // the same page in the other language
	Other    string
	Now      string // when it was answered, for the print
	User     string // who is logged in
	Data     any
	Refresh  int // seconds after which a browser without scripts asks again
}

// show writes a page.
func (g *page) show(status int, tmpl, pageName, heading string, data any) error {
	return g.showRefresh(status, tmpl, pageName, heading, data, 0)
}

func (g *page) showRefresh(status int, tmpl, pageName, heading string, data any, refresh int) error {
	v := g.eng.Version()
	other := "de"
	if g.lang == "de" {
		other = "en"
	}
	q := g.r.URL.Query()
	q.Set("lang", other)
	l := layout{Lang: g.lang, Page: pageName, Brand: g.p.cfg.Title, Heading: heading, Title: heading + " · " + g.p.cfg.Title, Version: v,
		Other: other, OtherURL: g.r.URL.Path + "?" + q.Encode(), Data: data, Refresh: refresh, User: g.p.cfg.User(g.r), Now: g.p.cfg.Now().UTC().Format("2006-01-02 15:04 UTC")}
	if g.r.Method != http.MethodGet && g.r.Method != http.MethodHead {
		l.OtherURL = "/" + pageName + "?lang=" + other
	}
	for _, x := range v.Lists {
		if days, ok := g.age(x.Date); ok && days > staleAfter {
			l.Stale = append(l.Stale, x.ID)
		}
	}
	t := g.p.tmpl[g.lang]
	var buf bytes.Buffer
	name := "layout.html"
	if g.r.Header.Get("X-Fragment") != "" {
		name = tmpl + "-results" // scripts ask for the part that changes
		if t.Lookup(name) == nil {
			name = tmpl
		}
	}
	if name == "layout.html" {
		if err := t.ExecuteTemplate(&buf, tmpl, l); err != nil {
			return fmt.Errorf("page %s: %w", tmpl, err)
		}
		body := template.HTML(buf.String())
		buf.Reset()
		if err := t.ExecuteTemplate(&buf, "layout.html", struct {
			layout
			Body template.HTML
		}{l, body}); err != nil {
			return fmt.Errorf("page %s: %w", tmpl, err)
		}
	} else if err := t.ExecuteTemplate(&buf, name, l); err != nil {
		return fmt.Errorf("page %s: %w", tmpl, err)
	}
	h := g.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", csp)
	h.Set("Content-Language", g.lang)
	h.Set("Cache-Control", "no-store") // an answer names people
	h.Add("Vary", "X-Fragment, Accept-Language, Cookie")
	g.w.WriteHeader(status)
	_, err := buf.WriteTo(g.w)
	return err
}

// staleAfter is how many days old a list may be before every page says so.
const staleAfter = 30

// age is how many days ago a day was.
func (g *page) age(date string) (days int, ok bool) {
	t, err := time.Parse("2006-01-02", date)
	if err != nil {
		return 0, false
	}
	return int(g.p.cfg.Now().Sub(t).Hours() / 24), true
}

// fail shows an error page with a reason a reader can act on.
func (g *page) fail(status int, why string) {
	if err := g.show(status, "error.html", "", g.t("error.title"), why); err != nil {
		http.Error(g.w, why, status)
	}
}

// Message answers with a page that says one thing; heading and text are keys of
// the messages.
func (p *Pages) Message(w http.ResponseWriter, r *http.Request, status int, heading, text string) {
	g := p.page(w, r, "")
	tmpl := "error.html"
	if status < 400 {
		tmpl = "message.html"
	}
	if err := g.show(status, tmpl, "", g.t(heading), g.t(text)); err != nil {
		http.Error(w, g.t(text), status)
	}
}

// A fault is an error to show with its status.
type fault struct {
	status int
	msg    string
}

func (f *fault) Error() string { return f.msg }

func (g *page) error(err error) {
	if f, ok := err.(*fault); ok {
		g.fail(f.status, f.msg)
		return
	}
	g.fail(http.StatusInternalServerError, g.t("error.internal"))
}
