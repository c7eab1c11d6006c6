package server

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"
)

// Scopes that a key may have. ScopeAll is every scope but admin and review.
const (
	ScopeWho    = "who"
	ScopeWhat   = "what"
	ScopeWhere  = "where"
	ScopeRead   = "read"   // lists, measures, catalog, entities, search
	ScopeAdmin  = "admin"  // metrics when keys are in force
	ScopeReview = "review" // see and decide alerts
	ScopeAll    = "all"
)

// Keys are the API keys the service takes, as hashes. The zero value takes
// none.
type Keys struct {
	byID map[string][]key
}

// A key is one line of a key file. Two lines may share an id while one
// replaces the other.
type key struct {
	id      string
	hash    [sha256.Size]byte
	scopes  []string
	expires time.Time // zero: never
}

// NewKey makes a key: the secret to hand out once, and the line to keep in the
// key file, which holds only its SHA-256. The secret has 160 random bits, so a
// plain hash is enough: there is nothing to guess.
func NewKey(id string, scopes []string, expires time.Time) (secret, line string, err error) {
	if id == "" || strings.ContainsFunc(id, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-')
	}) {
		return "", "", fmt.Errorf("key id %q: letters, digits and hyphens only", id)
	}
	for _, s := range scopes {
		if !slices.Contains([]string{ScopeWho, ScopeWhat, ScopeWhere, ScopeRead, ScopeAdmin, ScopeReview, ScopeAll}, s) {
			return "", "", fmt.Errorf("scope %q: want who, what, where, read, admin, review or all", s)
		}
	}
	var raw [20]byte
	if _, err := rand.Read(raw[:]); err != nil {
		return "", "", fmt.Errorf("making a key: %w", err)
	}
	secret = "kh_" + id + "_" + strings.ToLower(base32.StdEncoding.EncodeToString(raw[:]))
	sum := sha256.Sum256([]byte(secret))
	until := "-"
	if !expires.IsZero() {
		until = expires.UTC().Format("2006-01-02")
	}
	return secret, id + " " + hex.EncodeToString(sum[:]) + " " + strings.Join(scopes, ",") + " " + until, nil
}

// ParseKeys reads a key file: a key a line, "id sha256 scopes expiry", expiry
// a day or "-"; # begins a comment.
func ParseKeys(r io.Reader) (*Keys, error) {
	k := &Keys{byID: map[string][]key{}}
	sc := bufio.NewScanner(r)
	for n := 1; sc.Scan(); n++ {
		line, _, _ := strings.Cut(sc.Text(), "#")
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		if len(f) != 4 {
			return nil, fmt.Errorf("key file, line %d: want 'id sha256 scopes expiry'", n)
		}
		sum, err := hex.DecodeString(f[1])
		if err != nil || len(sum) != sha256.Size {
			return nil, fmt.Errorf("key file, line %d: the hash is not a SHA-256 in hex", n)
		}
		e := key{id: f[0], hash: [sha256.Size]byte(sum), scopes: strings.Split(f[2], ",")}
		if f[3] != "-" {
			if e.expires, err = time.Parse("2006-01-02", f[3]); err != nil {
				return nil, fmt.Errorf("key file, line %d: the expiry is no day (YYYY-MM-DD)", n)
			}
			e.expires = e.expires.AddDate(0, 0, 1) // good to the end of that day
		}
		k.byID[e.id] = append(k.byID[e.id], e)
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	return k, nil
}

// check finds the key for a secret. Its cost does not depend on how much of
// the secret is right.
func (k *Keys) check(secret string, now time.Time) (key, bool) {
	sum := sha256.Sum256([]byte(secret))
	rest, ok := strings.CutPrefix(secret, "kh_")
	id := rest
	if i := strings.LastIndexByte(rest, '_'); i >= 0 {
		id = rest[:i]
	}
	if !ok {
		id = ""
	}
	for _, e := range k.byID[id] {
		if subtle.ConstantTimeCompare(sum[:], e.hash[:]) == 1 && (e.expires.IsZero() || now.Before(e.expires)) {
			return e, true
		}
	}
	return key{}, false
}

func (e *key) may(scope string) bool {
	return slices.Contains(e.scopes, scope) || scope != ScopeAdmin && scope != ScopeReview && slices.Contains(e.scopes, ScopeAll)
}

// secretOf takes the key from where clients put it: the Authorization header
// (Bearer, ApiKey, or the password of Basic, which browsers ask for), X-Api-Key,
// or the api_key parameter.
func secretOf(r *http.Request) string {
	if _, password, ok := r.BasicAuth(); ok {
		return password
	}
	if a := r.Header.Get("Authorization"); a != "" {
		scheme, v, ok := strings.Cut(a, " ")
		if ok && (strings.EqualFold(scheme, "bearer") || strings.EqualFold(scheme, "apikey") || strings.EqualFold(scheme, "token")) {
			return strings.TrimSpace(v)
		}
		return a
	}
	if v := r.Header.Get("X-Api-Key"); v != "" {
		return v
	}
	return r.URL.Query().Get("api_key")
}

// scopeOf is the scope a path needs; "" is open to all.
func scopeOf(path string) string {
	first, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if first == "v1" || first == "v2" {
		first, _, _ = strings.Cut(rest, "/")
	}
	switch first {
	case "healthz", "readyz", "version", "openapi.json", "openapi.yaml", "static", "favicon.ico", "updatez", "robots.txt", "login", "logout":
		return "" // updatez has its own token
	case "match", "who", "reconcile", "batch", "":
		return ScopeWho
	case "what":
		return ScopeWhat
	case "where":
		return ScopeWhere
	case "metrics":
		return ScopeAdmin
	case "review":
		return ScopeReview
	}
	return ScopeRead
}

// access takes keys, where any are set, and holds every client to its rate.
func (s *Server) access(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scope := scopeOf(r.URL.Path)
		if scope == "" || r.Method == http.MethodOptions {
			next.ServeHTTP(w, r)
			return
		}
		client := "ip " + network(s.clientIP(r))
		keys := s.keys.Load()
		if s.login != nil && keys == nil {
			keys = &Keys{} // people are asked who they are, so programs are as well
		}
		if user, ok := s.userOf(r); ok {
			if scope == ScopeReview && !user.Reviews {
				s.metrics.refused.WithLabelValues("scope").Inc()
				s.pages.Message(w, r, http.StatusForbidden, "error.title", "login.noreview")
				return
			}
			client = "user " + user.Subject
			r = r.WithContext(context.WithValue(r.Context(), clientKey{}, user.Subject))
		} else if s.login != nil && isPage(r.URL.Path) && secretOf(r) == "" {
			s.askToLogIn(w, r)
			return
		} else if keys != nil {
			// Guessing is held to a rate of its own, by address.
			secret := secretOf(r)
			e, ok := keys.check(secret, time.Now())
			if !ok {
				s.metrics.refused.WithLabelValues("key").Inc()
				if wait, ok := s.guesses.take(client); !ok {
					w.Header().Set("Retry-After", retryAfter(wait))
					s.fail(w, r, http.StatusTooManyRequests, "Too many requests with a wrong key.")
					return
				}
				w.Header().Set("WWW-Authenticate", `Bearer realm="khasan"`)
				if scope == ScopeReview { // a page for browsers, which ask for a password
					w.Header().Add("WWW-Authenticate", `Basic realm="khasan", charset="UTF-8"`)
				}
				s.fail(w, r, http.StatusUnauthorized, "A valid API key is needed.")
				return
			}
			if !e.may(scope) {
				s.metrics.refused.WithLabelValues("scope").Inc()
				s.fail(w, r, http.StatusForbidden, "This key may not ask "+scope+".")
				return
			}
			client = "key " + e.id
			r = r.WithContext(context.WithValue(r.Context(), clientKey{}, e.id))
		}
		if s.rates != nil {
			if wait, ok := s.rates.take(client); !ok {
				s.metrics.refused.WithLabelValues("rate").Inc()
				w.Header().Set("Retry-After", retryAfter(wait))
				s.fail(w, r, http.StatusTooManyRequests, "Too many requests.")
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// network is what a client's address counts as: of IPv6 a customer has a whole
// /64, and could otherwise be as many clients as it likes.
func network(ip string) string {
	a, err := netip.ParseAddr(ip)
	if err != nil || a.Unmap().Is4() {
		return ip
	}
	p, err := a.WithZone("").Prefix(64)
	if err != nil {
		return ip
	}
	return p.String()
}

// userOf is who is logged in, on the pages only: a browser sends its cookies
// unasked, so nothing else is open to them.
func (s *Server) userOf(r *http.Request) (*session, bool) {
	if s.login == nil || !isPage(r.URL.Path) {
		return nil, false
	}
	return s.login.session(r)
}

func retryAfter(d time.Duration) string {
	return fmt.Sprint(max(1, int((d+time.Second-1)/time.Second)))
}

// A limiter holds each client to a rate by a bucket of tokens. It keeps a
// bounded number of clients: when it is full, those whose buckets are full
// again are forgotten, which changes nothing for them; if none is, all are.
type limiter struct {
	mu      sync.Mutex
	rate    float64 // tokens a second
	burst   float64
	max     int
	now     func() time.Time
	buckets map[string]bucket
}

type bucket struct {
	tokens float64
	at     time.Time
}

func newLimiter(rate float64, burst, max int) *limiter {
	return &limiter{rate: rate, burst: float64(burst), max: max, now: time.Now, buckets: map[string]bucket{}}
}

// take takes one token, or says how long until there is one.
func (l *limiter) take(client string) (wait time.Duration, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	b, known := l.buckets[client]
	if !known {
		if len(l.buckets) >= l.max {
			for c, o := range l.buckets {
				if o.tokens+now.Sub(o.at).Seconds()*l.rate >= l.burst {
					delete(l.buckets, c)
				}
			}
			if len(l.buckets) >= l.max {
				clear(l.buckets)
			}
		}
		b = bucket{tokens: l.burst, at: now}
	}
	b.tokens = min(l.burst, b.tokens+now.Sub(b.at).Seconds()*l.rate)
	b.at = now
	if b.tokens < 1 {
		l.buckets[client] = b
		return time.Duration((1 - b.tokens) / l.rate * float64(time.Second)), false
	}
	b.tokens--
	l.buckets[client] = b
	return 0, true
}
