package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"khasan"
	"khasan/store"
)

// A hook tells an address of alerts that opened: a POST of JSON, signed.
//
//	Khasan-Timestamp: seconds since 1970 of this very try
//	Khasan-Signature: v1=HMAC-SHA256(secret, timestamp "." body), in hex
//	Idempotency-Key:  the notice, the same at every try
//
// A receiver refuses signatures that do not hold and timestamps more than five
// minutes off, and passes over keys that it has taken before.
type hook struct {
	url    string
	secret []byte
	client *http.Client
	// first is the pause after the first failure; each further one is twice as
	// long, up to most. A notice is tried until it is taken, but not longer at a
	// time than patience; what is left is tried by the next run.
	first, most, patience time.Duration
}

// newHook makes a hook of a URL and the file of its secret.
func newHook(p *program, address, secretFile string) (*hook, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, usagef("-webhook: %q is no http or https address", address)
	}
	secret := []byte(p.getenv("KHASAN_WEBHOOK_SECRET"))
	if secretFile != "" {
		if secret, err = os.ReadFile(secretFile); err != nil {
			return nil, err
		}
	}
	if secret = bytes.TrimSpace(secret); len(secret) < 16 {
		return nil, usagef("-webhook needs a secret of 16 characters or more: KHASAN_WEBHOOK_SECRET, or a file with -webhook-secret")
	}
	return &hook{url: address, secret: secret, first: time.Second, most: time.Minute, patience: 10 * time.Minute,
		client: &http.Client{Timeout: 15 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}, nil
}

// notice is the body of a webhook.
type notice struct {
	Notice   int64      `json:"notice"`
	At       time.Time  `json:"at"`
	Alert    int64      `json:"alert"`
	State    string     `json:"state"`
	Reopened bool       `json:"reopened"`
	Customer string     `json:"customer"`
	Entity   string     `json:"entity"`
	Evidence string     `json:"evidence"`
	Hit      khasan.Hit `json:"hit"`
}

// errRefused is an answer that another try would not change.
var errRefused = errors.New("the receiver refuses it")

// post tries once. after is how long the receiver asks to wait, 0 when it does
// not say.
func (h *hook) post(ctx context.Context, n *store.Notice, now time.Time) (after time.Duration, err error) {
	b := notice{Notice: n.ID, At: n.At, Alert: n.Alert.ID, State: n.Alert.State, Reopened: len(n.Alert.Former) > 0, Customer: n.Alert.Customer,
		Entity: n.Alert.Entity, Evidence: n.Alert.Evidence}
	if err := json.Unmarshal(n.Alert.Hit, &b.Hit); err != nil {
		return 0, err
	}
	body, err := json.Marshal(b)
	if err != nil {
		return 0, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	at := strconv.FormatInt(now.Unix(), 10)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "khasan/"+khasan.Release)
	r.Header.Set("Khasan-Timestamp", at)
	r.Header.Set("Khasan-Signature", "v1="+sign(h.secret, at, body))
	r.Header.Set("Idempotency-Key", "khasan-notice-"+strconv.FormatInt(n.ID, 10))
	res, err := h.client.Do(r)
	if err != nil {
		// The address may hold a token; it is not repeated.
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err
		}
		return 0, err
	}
	defer res.Body.Close()
	io.Copy(io.Discard, io.LimitReader(res.Body, 1<<16))
	switch c := res.StatusCode; {
	case c >= 200 && c < 300:
		return 0, nil
	case c == http.StatusRequestTimeout || c == http.StatusTooManyRequests || c >= 500:
		if s, err := strconv.Atoi(strings.TrimSpace(res.Header.Get("Retry-After"))); err == nil && s > 0 {
			after = min(time.Duration(s)*time.Second, time.Hour)
		}
		return after, fmt.Errorf("status %d", c)
	default:
		return 0, fmt.Errorf("status %d: %w", c, errRefused)
	}
}

// sign is the signature of a body at a time.
func sign(secret []byte, at string, body []byte) string {
	m := hmac.New(sha256.New, secret)
	m.Write([]byte(at))
	m.Write([]byte("."))
	m.Write(body)
	return hex.EncodeToString(m.Sum(nil))
}

// pause is how long to wait after a number of failures: doubled each time, up
// to a quarter more or less, so that many senders do not come at once.
func (h *hook) pause(tries int) time.Duration {
	d := h.most
	if tries < 20 {
		d = min(h.first<<tries, h.most)
	}
	return d - d/4 + time.Duration(rand.Int64N(int64(d/2)+1))
}

// deliver tells of all notices. It ends when none is left or its patience is:
// what could not be delivered stays in the records. A refused notice is tried
// again tomorrow.
func (h *hook) deliver(ctx context.Context, s *store.Store) (sent, failed int, err error) {
	end := time.Now().Add(h.patience)
	for {
		now := time.Now().UTC()
		due, err := s.Due(ctx, now, 100)
		if err != nil {
			return sent, failed, err
		}
		for i := range due {
			n := &due[i]
			after, err := h.post(ctx, n, time.Now())
			now := time.Now().UTC()
			switch {
			case err == nil:
				if err := s.Sent(ctx, n.ID, now); err != nil {
					return sent, failed, err
				}
				sent++
				continue
			case ctx.Err() != nil:
				return sent, failed, ctx.Err()
			case errors.Is(err, errRefused):
				after = 24 * time.Hour
			}
			failed++
			if err := s.Failed(ctx, n.ID, now.Add(max(after, h.pause(n.Tries))), err.Error()); err != nil {
				return sent, failed, err
			}
		}
		left, next, err := s.Unsent(ctx)
		if err != nil || left == 0 || next.After(end) || time.Now().After(end) {
			return sent, failed, err
		}
		select {
		case <-time.After(time.Until(next)):
		case <-ctx.Done():
			return sent, failed, ctx.Err()
		}
	}
}
