package server

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// OIDC lets people into the pages by an OpenID Connect provider: authorization
// code with PKCE. The API goes on taking keys, and nothing but keys.
type OIDC struct {
	// Issuer is the provider's address, whose discovery document is read at the
	// first log-in. ClientID and ClientSecret are what it knows the service by;
	// a public client has no secret.
	Issuer, ClientID, ClientSecret string
	// Allow says who may come in of those the provider knows: an e-mail address,
	// "@example.org" for all addresses of a domain (both only if the provider has
	// verified the address), or "group:NAME" for members of a group (claim
	// "groups"). Empty is everybody.
	Allow []string
	// Reviewers are those of them who may see and decide alerts; empty is all.
	Reviewers []string
	// Session is how long a log-in lasts; 0 is 8 h.
	Session time.Duration
	// Key seals the cookies, 32 bytes; nil is a new one at every start, with
	// which all log-ins end, and which several processes do not share.
	Key []byte
	// Client asks the provider; nil is one with a time limit.
	Client *http.Client
}

// A login is an OIDC at work. All state is in the browser's cookies, sealed:
// nobody can fill this process's memory by beginning log-ins.
type login struct {
	cfg    OIDC
	base   string // the service's public address
	secure bool
	seal   cipher.AEAD
	now    func() time.Time

	mu       sync.Mutex
	provider *oidc.Provider
}

// A session is who is logged in, as the cookie holds it.
type session struct {
	Subject string    `json:"s"`
	Name    string    `json:"n"`
	Until   time.Time `json:"u"`
	Reviews bool      `json:"r"` // may see and decide alerts
}

// A pending log-in is what must come back from the provider.
type pendingLogin struct {
	State    string    `json:"s"`
	Nonce    string    `json:"n"`
	Verifier string    `json:"v"`
	To       string    `json:"t"`
	Until    time.Time `json:"u"`
}

func newLogin(cfg OIDC, public string) (*login, error) {
	u, err := url.Parse(public)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("log-in by OIDC: the public address of the service must be set (the provider sends people back there); got %q", public)
	}
	if cfg.Issuer == "" || cfg.ClientID == "" {
		return nil, errors.New("log-in by OIDC: issuer and client id must both be set")
	}
	if cfg.Session == 0 {
		cfg.Session = 8 * time.Hour
	}
	if cfg.Client == nil {
		cfg.Client = &http.Client{Timeout: 10 * time.Second}
	}
	if cfg.Key == nil {
		cfg.Key = make([]byte, 32)
		rand.Read(cfg.Key)
	}
	if len(cfg.Key) != 32 {
		return nil, fmt.Errorf("log-in by OIDC: the session key has %d bytes, want 32", len(cfg.Key))
	}
	block, err := aes.NewCipher(cfg.Key)
	if err != nil {
		return nil, fmt.Errorf("log-in by OIDC: session key: %w", err)
	}
	seal, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("log-in by OIDC: session key: %w", err)
	}
	return &login{cfg: cfg, base: strings.TrimSuffix(public, "/"), secure: u.Scheme == "https", seal: seal, now: time.Now}, nil
}

// oauth is the client towards the provider, whose addresses are asked for once
// and kept when they came.
func (l *login) oauth(ctx context.Context) (*oauth2.Config, *oidc.Provider, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.provider == nil {
		// The provider keeps the context for later fetches of its keys.
		p, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), l.cfg.Client), l.cfg.Issuer)
		if err != nil {
			return nil, nil, fmt.Errorf("asking the log-in provider: %w", err)
		}
		l.provider = p
	}
	return &oauth2.Config{ClientID: l.cfg.ClientID, ClientSecret: l.cfg.ClientSecret, Endpoint: l.provider.Endpoint(),
		RedirectURL: l.base + "/login/callback", Scopes: []string{oidc.ScopeOpenID, "profile", "email"}}, l.provider, nil
}

// cookie names: with TLS the browser holds the prefix to its promises (secure,
// this host only, all paths).
func (l *login) cookieName(kind string) string {
	if l.secure {
		return "__Host-khasan-" + kind
	}
	return "khasan-" + kind
}

// set seals v into a cookie of a kind, which is part of what is sealed: one
// cannot be passed off as the other.
func (l *login) set(w http.ResponseWriter, kind string, v any, age time.Duration) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	nonce := make([]byte, l.seal.NonceSize())
	rand.Read(nonce)
	sealed := base64.RawURLEncoding.EncodeToString(l.seal.Seal(nonce, nonce, text, []byte(kind)))
	if len(sealed) > 3800 {
		return errors.New("the log-in does not fit into a cookie")
	}
	http.SetCookie(w, l.cookie(kind, sealed, int(age.Seconds())))
	return nil
}

func (l *login) cookie(kind, value string, age int) *http.Cookie {
	// Lax, not Strict: the way back from the provider begins at its site.
	return &http.Cookie{Name: l.cookieName(kind), Value: value, Path: "/", MaxAge: age, HttpOnly: true, Secure: l.secure, SameSite: http.SameSiteLaxMode}
}

func (l *login) get(r *http.Request, kind string, v any) bool {
	c, err := r.Cookie(l.cookieName(kind))
	if err != nil {
		return false
	}
	b, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil || len(b) < l.seal.NonceSize() {
		return false
	}
	n := l.seal.NonceSize()
	text, err := l.seal.Open(nil, b[:n], b[n:], []byte(kind))
	return err == nil && json.Unmarshal(text, v) == nil
}

// session is who is logged in.
func (l *login) session(r *http.Request) (*session, bool) {
	var s session
	if !l.get(r, "session", &s) || !l.now().Before(s.Until) {
		return nil, false
	}
	return &s, true
}

// localPath is where to go after the log-in: a path of this service and
// nothing else, so that a link cannot lead elsewhere by way of the log-in.
func localPath(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.ContainsAny(to, "\\\r\n\t") || len(to) > 1500 {
		return "/who"
	}
	return to
}

func (s *Server) loginRoutes(mux *http.ServeMux) {
	if s.login == nil {
		return
	}
	mux.HandleFunc("GET /login", s.loginBegin)
	mux.HandleFunc("GET /login/callback", s.loginBack)
	logout := http.NewCrossOriginProtection().Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, s.login.cookie("session", "", -1))
		lang, _ := r.Cookie("lang")
		r.Header.Del("Cookie") // the page is already that of nobody
		if lang != nil {
			r.AddCookie(lang)
		}
		s.pages.Message(w, r, http.StatusOK, "login.out.title", "login.out")
	}))
	mux.Handle("POST /logout", logout)
}

// loginBegin sends the browser to the provider.
func (s *Server) loginBegin(w http.ResponseWriter, r *http.Request) {
	l := s.login
	oauth, _, err := l.oauth(r.Context())
	if err != nil {
		s.log.Error("log-in", "error", err)
		s.metrics.logins.WithLabelValues("unreachable").Inc()
		s.pages.Message(w, r, http.StatusBadGateway, "error.title", "login.unreachable")
		return
	}
	p := pendingLogin{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), To: localPath(r.URL.Query().Get("to")), Until: l.now().Add(10 * time.Minute)}
	if err := l.set(w, "login", p, 10*time.Minute); err != nil {
		s.log.Error("log-in", "error", err)
		s.pages.Message(w, r, http.StatusInternalServerError, "error.title", "error.internal")
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, oauth.AuthCodeURL(p.State, oidc.Nonce(p.Nonce), oauth2.S256ChallengeOption(p.Verifier)), http.StatusSeeOther)
}

// loginBack takes what the provider sends the browser back with.
func (s *Server) loginBack(w http.ResponseWriter, r *http.Request) {
	l := s.login
	refuse := func(status int, key, outcome string, err error) {
		s.metrics.logins.WithLabelValues(outcome).Inc()
		if err != nil { // says what the provider said, which names nobody
			s.log.Warn("log-in refused", "why", outcome, "error", err)
		}
		s.pages.Message(w, r, status, "error.title", key)
	}
	var p pendingLogin
	q := r.URL.Query()
	there := l.get(r, "login", &p) && l.now().Before(p.Until)
	http.SetCookie(w, l.cookie("login", "", -1)) // good once
	if !there || subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(p.State)) != 1 {
		refuse(http.StatusBadRequest, "login.stale", "stale", nil)
		return
	}
	if code := q.Get("error"); code != "" {
		refuse(http.StatusForbidden, "login.refused", "refused", nil)
		return
	}
	oauth, provider, err := l.oauth(r.Context())
	if err != nil {
		refuse(http.StatusBadGateway, "login.unreachable", "unreachable", err)
		return
	}
	ctx := oidc.ClientContext(r.Context(), l.cfg.Client)
	token, err := oauth.Exchange(ctx, q.Get("code"), oauth2.VerifierOption(p.Verifier))
	if err != nil {
		refuse(http.StatusBadGateway, "login.failed", "failed", errors.New("the provider did not take the code"))
		return
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := provider.Verifier(&oidc.Config{ClientID: l.cfg.ClientID, Now: l.now}).Verify(ctx, raw)
	if err != nil || subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(p.Nonce)) != 1 {
		refuse(http.StatusBadGateway, "login.failed", "failed", errors.New("the provider's token is not one to trust"))
		return
	}
	var claims struct {
		Email    string   `json:"email"`
		Verified any      `json:"email_verified"` // some providers write it as a string
		Name     string   `json:"name"`
		Groups   []string `json:"groups"`
	}
	if err := id.Claims(&claims); err != nil {
		refuse(http.StatusBadGateway, "login.failed", "failed", errors.New("the provider's token cannot be read"))
		return
	}
	if fmt.Sprint(claims.Verified) != "true" {
		claims.Email = ""
	}
	if !lets(l.cfg.Allow, claims.Email, claims.Groups) {
		refuse(http.StatusForbidden, "login.notallowed", "not_allowed", nil)
		return
	}
	who := session{Subject: id.Subject, Name: claims.Name, Until: l.now().Add(l.cfg.Session), Reviews: lets(l.cfg.Reviewers, claims.Email, claims.Groups)}
	if claims.Email != "" {
		who.Subject = claims.Email
	}
	if who.Name == "" {
		who.Name = who.Subject
	}
	if err := l.set(w, "session", who, l.cfg.Session); err != nil {
		refuse(http.StatusInternalServerError, "error.internal", "failed", err)
		return
	}
	s.metrics.logins.WithLabelValues("let_in").Inc()
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, p.To, http.StatusSeeOther)
}

// lets says whether a person is among those of a list; an empty one is all.
func lets(list []string, email string, groups []string) bool {
	if len(list) == 0 {
		return true
	}
	email = strings.ToLower(email)
	return slices.ContainsFunc(list, func(a string) bool {
		if g, ok := strings.CutPrefix(a, "group:"); ok {
			return slices.Contains(groups, g)
		}
		a = strings.ToLower(a)
		if strings.HasPrefix(a, "@") {
			return strings.HasSuffix(email, a)
		}
		return email != "" && email == a
	})
}

// isPage says which addresses are pages.
func isPage(path string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch first {
	case "", "who", "entity", "what", "where", "batch", "lists", "measures", "review":
		return true
	}
	return false
}

// askToLogIn answers for a page that somebody wants who is not logged in.
func (s *Server) askToLogIn(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if r.Method == http.MethodGet && r.Header.Get("X-Fragment") == "" {
		http.Redirect(w, r, "/login?to="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		return
	}
	s.pages.Message(w, r, http.StatusUnauthorized, "error.title", "login.needed")
}

// userName is who is logged in, for the page's head.
func (s *Server) userName(r *http.Request) string {
	if s.login == nil {
		return ""
	}
	if u, ok := s.login.session(r); ok {
		return u.Name
	}
	return ""
}
