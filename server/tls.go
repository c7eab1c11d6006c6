package server

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// A certificate is a key pair in files, read again when they change: whoever
// renews it puts the new files in place and need not tell the service. Files
// that cannot be read leave the last good pair in force.
type certificate struct {
	cert, key string
	log       *slog.Logger
	now       func() time.Time

	mu     sync.Mutex
	pair   *tls.Certificate
	stamp  string // of the files that pair, or the last failure, came from
	looked time.Time
}

// lookEvery is how often the files are looked at.
const lookEvery = 10 * time.Second

func newCertificate(cert, key string, log *slog.Logger) (*certificate, error) {
	c := &certificate{cert: cert, key: key, log: log, now: time.Now}
	c.stamp, c.looked = c.stampOf(), c.now()
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	c.pair = &pair
	return c, nil
}

func (c *certificate) stampOf() string {
	s := ""
	for _, f := range []string{c.cert, c.key} {
		if st, err := os.Stat(f); err == nil {
			s += fmt.Sprint(st.ModTime().UnixNano(), " ", st.Size(), "; ")
		}
	}
	return s
}

// get is the pair in force.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now().Sub(c.looked) < lookEvery {
		return c.pair, nil
	}
	c.looked = c.now()
	stamp := c.stampOf()
	if stamp == c.stamp {
		return c.pair, nil
	}
	c.stamp = stamp
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		c.log.Error("the certificate's files changed and cannot be read; the one in force stays", "error", err)
		return c.pair, nil
	}
	c.pair = &pair
	c.log.Info("a new certificate is in force")
	return c.pair, nil
}
