package server_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"khasan/server"
	"khasan/store"
)

// A provider is a small OpenID Connect provider: it lets everybody in as the
// person it is set to, and checks what a real one checks.
type provider struct {
	*httptest.Server
	t      *testing.T
	signer jose.Signer

	mu     sync.Mutex
	claims map[string]any        // of the next token
	codes  map[string]url.Values // authorization requests by code
	fault  string
}

func newProvider(t *testing.T) *provider {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: key, KeyID: "k"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := &provider{t: t, signer: signer, codes: map[string]url.Values{}}
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(v)
	}
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, r *http.Request) {
		answer(w, map[string]any{"issuer": p.URL, "authorization_endpoint": p.URL + "/auth", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, r *http.Request) {
		answer(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "k", Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("/auth", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if q.Get("code_challenge_method") != "S256" || q.Get("code_challenge") == "" || q.Get("nonce") == "" || q.Get("state") == "" || q.Get("client_id") != "khasan" {
			http.Error(w, "not a request to take: "+r.URL.RawQuery, 400)
			return
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		back, _ := url.Parse(q.Get("redirect_uri"))
		out := url.Values{"state": {q.Get("state")}}
		if p.fault == "denied" {
			out.Set("error", "access_denied")
		} else {
			code := rand.Text()
			p.codes[code] = q
			out.Set("code", code)
		}
		back.RawQuery = out.Encode()
		http.Redirect(w, r, back.String(), http.StatusFound)
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		q, ok := p.codes[r.PostFormValue("code")]
		delete(p.codes, r.PostFormValue("code")) // good once
		sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		if !ok || base64.RawURLEncoding.EncodeToString(sum[:]) != q.Get("code_challenge") {
			http.Error(w, `{"error":"invalid_grant"}`, 400)
			return
		}
		claims := map[string]any{"iss": p.URL, "aud": "khasan", "sub": "u1", "nonce": q.Get("nonce"), "iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix()}
		for k, v := range p.claims {
			claims[k] = v
		}
		raw, err := jwt.Signed(p.signer).Claims(claims).Serialize()
		if err != nil {
			t.Error(err)
		}
		answer(w, map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": raw})
	})
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

// loginService is a service whose pages ask the provider.
func loginService(t *testing.T, p *provider, change func(*server.Config)) (address string) {
	t.Helper()
	eng, err := starterEngine()
	if err != nil {
		t.Fatal(err)
	}
	var h http.Handler
	ts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.ServeHTTP(w, r) }))
	t.Cleanup(ts.Close)
	cfg := server.Config{PublicURL: ts.URL, OIDC: &server.OIDC{Issuer: p.URL, ClientID: "khasan", ClientSecret: "s"}}
	if change != nil {
		change(&cfg)
	}
	s, err := server.New(eng, cfg)
	if err != nil {
		t.Fatal(err)
	}
	h = s.Handler()
	return ts.URL
}

// visit is a browser: it keeps cookies and follows where it is sent.
func visitor(t *testing.T) (*http.Client, func(method, address string) (int, string, string)) {
	jar, _ := cookiejar.New(nil)
	c := &http.Client{Jar: jar}
	return c, func(method, address string) (int, string, string) {
		t.Helper()
		req, err := http.NewRequest(method, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := c.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		b, _ := io.ReadAll(res.Body)
		return res.StatusCode, res.Request.URL.RequestURI(), string(b)
	}
}

func TestLogin(t *testing.T) {
	p := newProvider(t)
	p.claims = map[string]any{"email": "mina@bank.example", "email_verified": true, "name": "Mina Kim"}
	address := loginService(t, p, func(c *server.Config) { c.OIDC.Allow = []string{"@bank.example"} })
	_, visit := visitor(t)
	status, at, body := visit("GET", address+"/who?q=Kim+Jong+Un")
	if status != 200 || at != "/who?q=Kim+Jong+Un" || !strings.Contains(body, "Mina Kim") {
		t.Fatalf("after the log-in: %d at %s", status, at)
	}
	// The session opens the pages, and nothing that a foreign site could use.
	if status, _, _ := visit("GET", address+"/v1/lists"); status != 401 {
		t.Errorf("the API by a cookie: %d", status)
	}
	if status, _, body := visit("POST", address+"/logout"); status != 200 || strings.Contains(body, "Mina Kim") {
		t.Errorf("logging out: %d", status)
	}
	stop := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := stop.Get(address + "/measures")
	if err != nil {
		t.Fatal(err)
	}
	if to := res.Header.Get("Location"); res.StatusCode != 303 || to != "/login?to=%2Fmeasures" {
		t.Errorf("without a log-in: %d to %q", res.StatusCode, to)
	}
	for _, open := range []string{"/healthz", "/readyz", "/static/style.css", "/openapi.json"} {
		if res, err := stop.Get(address + open); err != nil || res.StatusCode != 200 {
			t.Errorf("%s: %v %v", open, res.StatusCode, err)
		}
	}
	// A form or a script is told, not sent to another site.
	res, err = stop.Post(address+"/where", "application/x-www-form-urlencoded", strings.NewReader("text=x"))
	if err != nil || res.StatusCode != 401 {
		t.Errorf("a form without a log-in: %v %v", res.StatusCode, err)
	}
}

func TestLoginWithKeys(t *testing.T) {
	p := newProvider(t)
	secret, line, err := server.NewKey("desk", []string{"who"}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := server.ParseKeys(strings.NewReader(line))
	if err != nil {
		t.Fatal(err)
	}
	address := loginService(t, p, func(c *server.Config) { c.Keys = keys })
	for _, c := range []struct {
		path, key string
		want      int
	}{{"/v1/who?name=x", secret, 200}, {"/v1/who?name=x", "", 401}, {"/v1/lists", secret, 403}, {"/who?q=Kim", secret, 200}} {
		if res, _ := call(t, "GET", address+c.path, "", "X-Api-Key", c.key); res.StatusCode != c.want {
			t.Errorf("%s with key %t: %d, want %d", c.path, c.key != "", res.StatusCode, c.want)
		}
	}
}

// What must not let anybody in.
func TestLoginRefused(t *testing.T) {
	good := map[string]any{"email": "mina@bank.example", "email_verified": true}
	for _, c := range []struct {
		name   string
		allow  []string
		claims map[string]any
		fault  string
		want   int
	}{
		{"allowed", []string{"mina@bank.example"}, good, "", 200},
		{"allowed by group", []string{"group:compliance"}, map[string]any{"groups": []string{"x", "compliance"}}, "", 200},
		{"verified as text", []string{"@bank.example"}, map[string]any{"email": "mina@bank.example", "email_verified": "true"}, "", 200},
		{"other domain", []string{"@bank.example"}, map[string]any{"email": "mina@notbank.example.org", "email_verified": true}, "", 403},
		{"domain as a tail", []string{"@bank.example"}, map[string]any{"email": "mina@evilbank.example", "email_verified": true}, "", 403},
		{"not verified", []string{"mina@bank.example"}, map[string]any{"email": "mina@bank.example", "email_verified": false}, "", 403},
		{"verification not stated", []string{"mina@bank.example"}, map[string]any{"email": "mina@bank.example"}, "", 403},
		{"other group", []string{"group:compliance"}, map[string]any{"groups": []string{"noncompliance"}}, "", 403},
		{"broken off", nil, good, "denied", 403},
		{"old token", nil, map[string]any{"exp": time.Now().Add(-time.Hour).Unix()}, "", 502},
		{"token for another", nil, map[string]any{"aud": "other"}, "", 502},
		{"other nonce", nil, map[string]any{"nonce": "n"}, "", 502},
		{"other issuer", nil, map[string]any{"iss": "https://example.org"}, "", 502},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newProvider(t)
			p.claims, p.fault = c.claims, c.fault
			address := loginService(t, p, func(cfg *server.Config) { cfg.OIDC.Allow = c.allow })
			_, visit := visitor(t)
			if status, at, _ := visit("GET", address+"/measures"); status != c.want {
				t.Errorf("%d at %s, want %d", status, at, c.want)
			}
			if c.want != 200 {
				p.mu.Lock()
				p.fault = "denied"
				p.mu.Unlock()
				if status, _, _ := visit("GET", address+"/measures"); status == 200 {
					t.Error("in all the same")
				}
			}
		})
	}
}

// A way back that was not begun by this browser leads nowhere, and a log-in
// leads to no other site.
func TestLoginState(t *testing.T) {
	p := newProvider(t)
	address := loginService(t, p, nil)
	_, visit := visitor(t)
	if status, _, _ := visit("GET", address+"/login/callback?code=x&state=y"); status != 400 {
		t.Errorf("a way back from nowhere: %d", status)
	}
	for _, to := range []string{"https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/who\r\nX: y"} {
		_, visit := visitor(t)
		if status, at, _ := visit("GET", address+"/login?to="+url.QueryEscape(to)); status != 200 || at != "/who" {
			t.Errorf("to %q: %d at %s", to, status, at)
		}
	}
	// A cookie that was changed, or is of the other kind, is none.
	c, visit := visitor(t)
	visit("GET", address+"/who")
	u, _ := url.Parse(address)
	kept := c.Jar.Cookies(u)
	if len(kept) != 1 || kept[0].Name != "khasan-session" {
		t.Fatalf("cookies after the log-in: %v", kept)
	}
	stop := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	try := func(value string) int {
		req, _ := http.NewRequest("GET", address+"/who", nil)
		req.AddCookie(&http.Cookie{Name: "khasan-session", Value: value})
		res, err := stop.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode
	}
	if got := try(kept[0].Value); got != 200 {
		t.Fatalf("the session itself: %d", got)
	}
	b := []byte(kept[0].Value)
	b[len(b)/2] ^= 1
	for _, v := range []string{string(b), "", "x", kept[0].Value[:10]} {
		if got := try(v); got != 303 {
			t.Errorf("a session %.12q: %d", v, got)
		}
	}
}

// A provider that is away is said so, and the service starts without it.
func TestLoginUnreachable(t *testing.T) {
	p := newProvider(t)
	p.Close()
	address := loginService(t, p, nil)
	_, visit := visitor(t)
	if status, _, body := visit("GET", address+"/who"); status != 502 || !strings.Contains(body, "cannot be reached") {
		t.Errorf("%d", status)
	}
	if status, _, _ := visit("GET", address+"/readyz"); status != 200 {
		t.Errorf("readyz: %d", status)
	}
}

// Alerts are for those who are named as reviewers.
func TestLoginReviewers(t *testing.T) {
	p := newProvider(t)
	p.claims = map[string]any{"groups": []string{"desk"}}
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "records.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	for group, want := range map[string]int{"desk": 200, "seniors": 403} {
		address := loginService(t, p, func(c *server.Config) { c.Records, c.FourEyes, c.OIDC.Reviewers = st, true, []string{"group:" + group} })
		_, visit := visitor(t)
		if status, _, _ := visit("GET", address+"/review"); status != want {
			t.Errorf("reviewers %s: %d, want %d", group, status, want)
		}
	}
}

func TestLoginConfig(t *testing.T) {
	eng, err := starterEngine()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []server.Config{
		{OIDC: &server.OIDC{Issuer: "https://i", ClientID: "c"}},
		{PublicURL: "https://k.example", OIDC: &server.OIDC{ClientID: "c"}},
		{PublicURL: "https://k.example", OIDC: &server.OIDC{Issuer: "https://i", ClientID: "c", Key: make([]byte, 7)}},
	} {
		if _, err := server.New(eng, c); err == nil {
			t.Errorf("taken: %+v", c.OIDC)
		}
	}
}
