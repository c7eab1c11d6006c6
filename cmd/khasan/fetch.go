package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
	"time"

	"khasan/proposer"
)

// fetchTimeout bounds the download of one document.
const fetchTimeout = 2 * time.Minute

// isWeb reports whether an argument is an address to fetch and no file.
func isWeb(arg string) bool {
	return strings.HasPrefix(arg, "http://") || strings.HasPrefix(arg, "https://")
}

// fetchDocument downloads a document that was named by its address, up to
// maxFile bytes. Redirects are followed five times, never from https to http.
func fetchDocument(ctx context.Context, address string) (name string, data []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", nil, err
	}
	client := &http.Client{CheckRedirect: func(r *http.Request, via []*http.Request) error {
		switch {
		case len(via) >= 5:
			return errors.New("more than five redirects")
		case via[0].URL.Scheme == "https" && r.URL.Scheme != "https":
			return fmt.Errorf("redirected from https to %s", r.URL.Scheme)
		}
		return nil
	}}
	resp, err := client.Do(req)
	if err != nil {
		return "", nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return "", nil, fmt.Errorf("%s: the server answered %s", req.URL.Redacted(), resp.Status)
	}
	data, err = io.ReadAll(io.LimitReader(resp.Body, maxFile+1))
	if err != nil {
		return "", nil, fmt.Errorf("%s: %w", req.URL.Redacted(), err)
	}
	if len(data) > maxFile {
		return "", nil, fmt.Errorf("%s: larger than %d MB", req.URL.Redacted(), maxFile>>20)
	}
	return urlName(resp.Request.URL), data, nil
}

// urlName is a document's name in an answer: host and last part of the path,
// without what a query or a password may hold.
func urlName(u *url.URL) string {
	if base := path.Base(u.Path); base != "." && base != "/" {
		return u.Host + "/" + base
	}
	return u.Host
}

// modelFlags are the options of the verb's second reader.
type modelFlags struct {
	url, name, keyFile string
}

// proposer makes the model that the flags name, nil when they name none. The
// key comes from a file or from KHASAN_MODEL_KEY, never from the command line,
// where others can see it.
func (m modelFlags) proposer(p *program, classes []string) (*proposer.Model, error) {
	if m.url == "" {
		if m.name != "" || m.keyFile != "" {
			return nil, usagef("-model-name and -model-key-file want -model URL")
		}
		return nil, nil
	}
	key := p.getenv("KHASAN_MODEL_KEY")
	if m.keyFile != "" {
		b, err := os.ReadFile(m.keyFile)
		if err != nil {
			return nil, fmt.Errorf("key of the model: %w", err)
		}
		key = strings.TrimSpace(string(b))
	}
	return proposer.New(proposer.Options{URL: m.url, Model: m.name, Key: key, Classes: classes})
}
