package source

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// A Publisher is where a list is fetched from.
type Publisher struct {
	// List is the id of the list that the files make up.
	List string
	// URLs are the addresses of its files; https, or file paths of a mirror.
	URLs []string
}

// Publishers are the addresses at which the lists were published in 2026, as
// far as they are fixed (the Japanese one changes with each issue, the 1718
// vessels are a PDF). They were taken from other programs' configuration and
// not fetched by this project: check one before relying on it.
func Publishers() []Publisher {
	const ofac = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/"
	return []Publisher{
		{"un", []string{"https://scsanctions.un.org/resources/xml/en/consolidated.xml"}},
		{"ofac-sdn", []string{ofac + "SDN.CSV", ofac + "ADD.CSV", ofac + "ALT.CSV", ofac + "SDN_COMMENTS.CSV"}},
		{"ofac-cons", []string{ofac + "CONS_PRIM.CSV", ofac + "CONS_ADD.CSV", ofac + "CONS_ALT.CSV", ofac + "CONS_COMMENTS.CSV"}},
		{"eu", []string{"https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw"}},
		{"uk", []string{"https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml"}},
		{"ch", []string{"https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml?lang=en&action=downloadXmlGesamtlisteAction"}},
		{"ca", []string{"https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_internationales/sanctions/sema-lmes.xml"}},
		{"au", []string{"https://www.dfat.gov.au/sites/default/files/Australian_Sanctions_Consolidated_List.xlsx"}},
		{"us-csl", []string{"https://api.trade.gov/static/consolidated_screening_list/consolidated.json"}},
	}
}

// A Fetcher downloads files. The zero value is ready.
type Fetcher struct {
	Client *http.Client // default: one of its own
	// Timeout bounds one attempt, from the request to the last byte; default 5
	// minutes.
	Timeout time.Duration
	// MaxBytes bounds one file; default 512 MB.
	MaxBytes int64
	// Retries are further attempts after the first; default 3, -1 none. Waits
	// double from Wait (default 2 s) on; Retry-After is honoured up to a minute.
	Retries   int
	Wait      time.Duration
	UserAgent string
	// Sleep waits; default: a timer that the context ends.
	Sleep func(ctx context.Context, d time.Duration) error
	// Progress, if set, is told of bytes read.
	Progress func(url string, bytes int64)
}

// A Fetched is one file as it came, and what a later conditional request needs.
type Fetched struct {
	URL          string `json:"url"`
	Path         string `json:"path"` // of the file in the folder
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
	Size         int64  `json:"size"`
	SHA256       string `json:"sha256"` // of the bytes as they came
	// Unchanged says that the server, or the digest, found it the same as before.
	Unchanged bool `json:"-"`
}

// Fetch downloads one file into a folder, unless it is the same as prev (may be
// nil). An address without a scheme, or with file:, is a path of a mirror. The
// file is written under a temporary name and renamed when it is whole; a
// shorter body than announced, a status that is not 200 or 304, a page in the
// place of a list, or an empty body is an error, and what was there stays.
func (f *Fetcher) Fetch(ctx context.Context, address, dir string, prev *Fetched) (*Fetched, error) {
	if prev != nil && prev.URL != address {
		prev = nil
	}
	u, err := url.Parse(address)
	if err == nil && (u.Scheme == "" || u.Scheme == "file") {
		p := address
		if u.Scheme == "file" {
			p = u.Path
		}
		return f.local(address, p, dir, prev)
	}
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return nil, fmt.Errorf("fetch %q: want an http or https address, or a path", address)
	}
	retries := f.Retries
	switch {
	case retries == 0:
		retries = 3
	case retries < 0:
		retries = 0
	}
	wait := f.Wait
	if wait == 0 {
		wait = 2 * time.Second
	}
	for try := 0; ; try++ {
		got, after, err := f.once(ctx, address, u, dir, prev)
		if err == nil {
			return got, nil
		}
		var perm *permanent
		if errors.As(err, &perm) || try >= retries || ctx.Err() != nil {
			return nil, fmt.Errorf("fetch %s: %w", address, err)
		}
		d := wait << try
		if after > d {
			d = min(after, time.Minute)
		}
		if err := f.sleep(ctx, min(d, 2*time.Minute)); err != nil {
			return nil, fmt.Errorf("fetch %s: %w", address, err)
		}
	}
}

// permanent marks an error that another attempt will not mend.
type permanent struct{ error }

func (p *permanent) Unwrap() error { return p.error }

func (f *Fetcher) sleep(ctx context.Context, d time.Duration) error {
	if f.Sleep != nil {
		return f.Sleep(ctx, d)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

func (f *Fetcher) limit() int64 {
	if f.MaxBytes > 0 {
		return f.MaxBytes
	}
	return 512 << 20
}

func (f *Fetcher) once(ctx context.Context, address string, u *url.URL, dir string, prev *Fetched) (*Fetched, time.Duration, error) {
	timeout := f.Timeout
	if timeout == 0 {
		timeout = 5 * time.Minute
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, 0, &permanent{err}
	}
	agent := f.UserAgent
	if agent == "" {
		agent = "khasan"
	}
	req.Header.Set("User-Agent", agent)
	if prev != nil {
		if _, err := os.Stat(prev.Path); err == nil {
			if prev.ETag != "" {
				req.Header.Set("If-None-Match", prev.ETag)
			}
			if prev.LastModified != "" {
				req.Header.Set("If-Modified-Since", prev.LastModified)
			}
		}
	}
	client := f.Client
	if client == nil {
		client = &http.Client{CheckRedirect: noDowngrade}
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, 0, err
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusNotModified && prev != nil:
		same := *prev
		same.Unchanged = true
		return &same, 0, nil
	case resp.StatusCode != http.StatusOK:
		err := fmt.Errorf("the server answers %s", resp.Status)
		switch resp.StatusCode {
		case http.StatusNotFound, http.StatusGone:
			err = fmt.Errorf("%w; look up the list's new address at its publisher", err)
		case http.StatusUnauthorized, http.StatusForbidden:
			err = fmt.Errorf("%w; the publisher does not let this address or program in", err)
		}
		after, _ := time.ParseDuration(resp.Header.Get("Retry-After") + "s")
		if resp.StatusCode >= 500 || resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusRequestTimeout {
			return nil, after, err
		}
		return nil, 0, &permanent{err}
	case resp.ContentLength > f.limit():
		return nil, 0, &permanent{fmt.Errorf("%d bytes announced, more than %d: %w", resp.ContentLength, f.limit(), ErrLimit)}
	}
	got := &Fetched{URL: address, ETag: resp.Header.Get("ETag"), LastModified: resp.Header.Get("Last-Modified")}
	err = f.write(got, resp.Body, dir, fileName(u), resp.ContentLength, prev)
	return got, 0, err
}

// noDowngrade follows up to five redirects, never from https to http.
func noDowngrade(req *http.Request, via []*http.Request) error {
	if len(via) > 5 {
		return errors.New("more than five redirects")
	}
	if via[len(via)-1].URL.Scheme == "https" && req.URL.Scheme != "https" {
		return errors.New("redirected from https to http")
	}
	return nil
}

func (f *Fetcher) local(address, p, dir string, prev *Fetched) (*Fetched, error) {
	r, err := os.Open(p)
	if err != nil {
		return nil, fmt.Errorf("fetch: %w", err)
	}
	defer r.Close()
	st, err := r.Stat()
	if err != nil {
		return nil, fmt.Errorf("fetch: %w", err)
	}
	if !st.Mode().IsRegular() {
		return nil, fmt.Errorf("fetch %s: not a file", p)
	}
	got := &Fetched{URL: address, LastModified: st.ModTime().UTC().Format(http.TimeFormat)}
	if err := f.write(got, r, dir, filepath.Base(p), st.Size(), prev); err != nil {
		return nil, fmt.Errorf("fetch %s: %w", p, err)
	}
	return got, nil
}

// FileName is the name under which [Fetcher.Fetch] puts what an address gives.
func FileName(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return fileName(u)
	}
	return filepath.Base(address)
}

// fileName makes a safe file name of an address.
func fileName(u *url.URL) string {
	base := path.Base(u.Path)
	if base == "content" || base == "." || base == "/" { // the EU's ends so
		base = path.Base(path.Dir(u.Path))
	}
	base = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == '_' {
			return r
		}
		return '_'
	}, base)
	base = strings.TrimLeft(base, ".")
	if base == "" {
		base = "list"
	}
	if path.Ext(base) == ".xhtml" || path.Ext(base) == "" {
		base += ".xml"
	}
	return base
}

// write copies a body to its file: whole or not at all.
func (f *Fetcher) write(got *Fetched, body io.Reader, dir, name string, announced int64, prev *Fetched) error {
	tmp, err := os.CreateTemp(dir, ".fetch-*")
	if err != nil {
		return &permanent{err}
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	h := sha256.New()
	buf := make([]byte, 128<<10)
	var head []byte
	for {
		n, err := body.Read(buf)
		if got.Size += int64(n); got.Size > f.limit() {
			return &permanent{fmt.Errorf("more than %d bytes: %w", f.limit(), ErrLimit)}
		}
		h.Write(buf[:n])
		if len(head) < 1024 {
			head = append(head, buf[:min(n, 1024-len(head))]...)
		}
		if _, err := tmp.Write(buf[:n]); err != nil {
			return &permanent{err}
		}
		if f.Progress != nil && n > 0 {
			f.Progress(got.URL, got.Size)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("after %d bytes: %w", got.Size, err)
		}
	}
	switch {
	case got.Size == 0:
		return fmt.Errorf("0 bytes: %w", ErrEmpty)
	case announced >= 0 && got.Size != announced:
		return fmt.Errorf("%d bytes of %d announced: %w", got.Size, announced, ErrCut)
	case isPage([]byte(strings.TrimLeft(strings.TrimPrefix(string(head), "\xef\xbb\xbf"), " \t\r\n"))):
		return fmt.Errorf("begins with %q: %w", clip(squash(string(head[:min(len(head), 60)])), 50), ErrOutage)
	}
	if err := tmp.Sync(); err != nil {
		return &permanent{err}
	}
	if err := tmp.Close(); err != nil {
		return &permanent{err}
	}
	got.SHA256 = hex.EncodeToString(h.Sum(nil))
	if prev != nil && prev.SHA256 == got.SHA256 {
		if _, err := os.Stat(prev.Path); err == nil {
			got.Path, got.Unchanged = prev.Path, true
			return nil
		}
	}
	got.Path = filepath.Join(dir, name)
	if err := os.Rename(tmp.Name(), got.Path); err != nil {
		return &permanent{err}
	}
	return nil
}

// A Count is how much a list holds.
type Count struct {
	Entities    int `json:"entities"` // parties, edges not counted
	Edges       int `json:"edges"`
	Names       int `json:"names"`
	Identifiers int `json:"identifiers"`
}

// ErrShrunk says that a list lost more parties than its guard allows.
var ErrShrunk = errors.New("the list has shrunk past its guard")

// Verify reads a list to its end and counts it. It fails when the list does,
// when an id occurs twice, and when there are fewer than before
// by more than the part maxLoss (0.10 is the house's guard; 1 allows any loss,
// a zero before is no bound).
func Verify(l *List, before Count, maxLoss float64) (Count, error) {
	var c Count
	ids := make(map[string]struct{}, max(before.Entities, 1024))
	for e, err := range l.Entities() {
		if err != nil {
			return c, err
		}
		if e.IsEdge() {
			c.Edges++
			continue
		}
		if _, dup := ids[e.ID]; dup && !l.Delta {
			return c, l.parts[0].fail(l.ID, c.Entities+1, fmt.Errorf("id %s occurs twice: %w", clip(e.ID, 60), ErrFormat))
		}
		ids[e.ID] = struct{}{}
		c.Entities++
		c.Names += len(e.Names)
		c.Identifiers += len(e.IDs)
	}
	if lost := before.Entities - c.Entities; lost > 0 && float64(lost) > maxLoss*float64(before.Entities) {
		return c, &Error{List: l.ID, File: l.parts[0].name, Offset: -1, Err: fmt.Errorf("%d parties, %d before: %w", c.Entities, before.Entities, ErrShrunk),
			Hint: "keep the last good version; if the publisher did take that many off, force the update"}
	}
	return c, nil
}
