package server

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
	"go.yaml.in/yaml/v3"
)

// A Manifest says which FollowTheMoney data sets to serve, in the file format
// of yente: catalogs to load in part, and data sets one by one.
//
//	catalogs:
//	  - {url: "https://.../catalog.json", scopes: [sanctions], resource_name: entities.ftm.json}
//	datasets:
//	  - {name: mylist, title: My list, path: ./mylist.ftm.json, version: "2026-01-01"}
type Manifest struct {
	// Path is where the manifest is: a file, or an address (http, https, file).
	Path string
	// Dir is where data is kept while it is served; "" is the system's folder
	// for temporary files.
	Dir string
	// Getenv resolves "$NAME" in an auth_token; nil leaves it as it is.
	Getenv func(string) string
	// Client fetches what is not a file; nil is a client with a time limit.
	Client *http.Client
	// Deltas applies published changes instead of loading a whole data set anew.
	Deltas bool

	loaded map[string]*loadedSet
	shown  string // the catalog of what is loaded
}

type manifestFile struct {
	Catalogs []struct {
		URL          string   `yaml:"url"`
		AuthToken    string   `yaml:"auth_token"`
		Scope        string   `yaml:"scope"`
		Scopes       []string `yaml:"scopes"`
		ResourceName string   `yaml:"resource_name"`
		Namespace    bool     `yaml:"namespace"`
		ResourceType string   `yaml:"resource_type"`
	} `yaml:"catalogs"`
	Datasets []struct {
		dataset   `yaml:",inline"`
		Path      string `yaml:"path"`
		Load      *bool  `yaml:"load"`
		AuthToken string `yaml:"auth_token"`
	} `yaml:"datasets"`
}

// A loadedSet is one data set's entities as read.
type loadedSet struct {
	version string
	spool   *spool
	at      map[string]span
	order   []string
}

func (m *Manifest) client() *http.Client {
	if m.Client != nil {
		return m.Client
	}
	return &http.Client{Timeout: 30 * time.Minute}
}

func (m *Manifest) token(s string) string {
	if name, ok := strings.CutPrefix(s, "$"); ok && m.Getenv != nil {
		return m.Getenv(strings.Trim(name, "{}"))
	}
	return s
}

// open opens a file or an address for reading.
func (m *Manifest) open(ctx context.Context, at, token string) (io.ReadCloser, error) {
	u, err := url.Parse(at)
	if err == nil && (u.Scheme == "http" || u.Scheme == "https") {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
		if err != nil {
			return nil, err
		}
		if token != "" {
			req.Header.Set("Authorization", "Token "+token)
		}
		res, err := m.client().Do(req)
		if err != nil {
			return nil, fmt.Errorf("fetching %s: %w", u.Redacted(), err)
		}
		if res.StatusCode != http.StatusOK {
			res.Body.Close()
			return nil, fmt.Errorf("fetching %s: %s", u.Redacted(), res.Status)
		}
		return unzip(res.Body)
	}
	path := at
	if err == nil && u.Scheme == "file" {
		path = u.Path
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return unzip(f)
}

// unzip undoes gzip when the content is so packed.
func unzip(r io.ReadCloser) (io.ReadCloser, error) {
	b := bufio.NewReaderSize(r, 1<<18)
	if head, _ := b.Peek(2); len(head) == 2 && head[0] == 0x1f && head[1] == 0x8b {
		z, err := gzip.NewReader(b)
		if err != nil {
			r.Close()
			return nil, err
		}
		return struct {
			io.Reader
			io.Closer
		}{z, r}, nil
	}
	return struct {
		io.Reader
		io.Closer
	}{b, r}, nil
}

// read reads the manifest and the catalogs it names.
func (m *Manifest) read(ctx context.Context) (*datasets, error) {
	r, err := m.open(ctx, m.Path, "")
	if err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, 16<<20))
	if err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	var file manifestFile
	if err := yaml.Unmarshal(b, &file); err != nil {
		return nil, fmt.Errorf("manifest %s: %w", m.Path, err)
	}
	sets := &datasets{}
	for _, c := range file.Catalogs {
		if c.Scope != "" {
			c.Scopes = append(c.Scopes, c.Scope)
		}
		if c.ResourceName == "" {
			c.ResourceName = "entities.ftm.json"
		}
		if err := m.readCatalog(ctx, sets, c.URL, m.token(c.AuthToken), c.Scopes, c.ResourceName, c.Namespace); err != nil {
			return nil, err
		}
	}
	for i := range file.Datasets {
		d := file.Datasets[i].dataset
		d.authToken = m.token(file.Datasets[i].AuthToken)
		switch p := file.Datasets[i].Path; {
		case p != "":
			d.path = m.relative(p)
		case d.EntitiesURL != nil && *d.EntitiesURL != "":
			d.path = *d.EntitiesURL
		}
		d.Load = d.path != ""
		if l := file.Datasets[i].Load; l != nil {
			d.Load = *l && d.path != ""
		}
		if err := sets.add(&d); err != nil {
			return nil, fmt.Errorf("manifest %s: %w", m.Path, err)
		}
	}
	if len(sets.list) == 0 {
		return nil, fmt.Errorf("manifest %s names no data set", m.Path)
	}
	for _, d := range sets.list {
		if d.UpdatedAt = isoSeconds(d.UpdatedAt); d.Version != nil {
			continue
		}
		v := "unversioned"
		if d.UpdatedAt != nil {
			v = strings.NewReplacer("-", "", ":", "", "T", "").Replace(*d.UpdatedAt) + "-upd"
		} else if st, err := os.Stat(d.path); err == nil && d.path != "" {
			v = st.ModTime().UTC().Format("20060102150405") + "-mod"
		}
		d.Version = &v
	}
	return sets, nil
}

// relative is a path of the manifest: beside the manifest, or else where the
// program runs.
func (m *Manifest) relative(p string) string {
	if strings.Contains(p, "://") || filepath.IsAbs(p) {
		return p
	}
	beside := filepath.Join(filepath.Dir(strings.TrimPrefix(m.Path, "file://")), p)
	if _, err := os.Stat(beside); err == nil {
		return beside
	}
	return p
}

// readCatalog adds the data sets of a published catalog: those in its scopes
// and all in them. A scope is loaded as one file; without scopes, each data
// set that is no collection is.
func (m *Manifest) readCatalog(ctx context.Context, sets *datasets, at, token string, scopes []string, resource string, namespace bool) error {
	r, err := m.open(ctx, m.relative(at), token)
	if err != nil {
		return fmt.Errorf("catalog: %w", err)
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, 256<<20))
	if err != nil {
		return fmt.Errorf("catalog: %w", err)
	}
	var file struct {
		Datasets []json.RawMessage `json:"datasets"`
	}
	if err := json.Unmarshal(b, &file); err != nil {
		return fmt.Errorf("catalog: %w", err)
	}
	all := &datasets{}
	for _, raw := range file.Datasets {
		var d struct {
			dataset
			OldChildren []string `json:"datasets"`
		}
		if err := json.Unmarshal(raw, &d); err != nil {
			return fmt.Errorf("catalog: %w", err)
		}
		d.dataset.Datasets = d.OldChildren
		d.dataset.Namespace, d.dataset.authToken = namespace, token
		d.dataset.Load, d.dataset.IndexCurrent, d.dataset.IndexVersion = false, false, nil
		for _, res := range d.Resources {
			if o, ok := res.(map[string]any); ok && o["name"] == resource {
				if u, ok := o["url"].(string); ok {
					d.dataset.EntitiesURL = &u
				}
			}
		}
		if d.dataset.EntitiesURL != nil {
			d.dataset.path = m.relative(*d.dataset.EntitiesURL)
		}
		if err := all.add(&d.dataset); err != nil {
			return fmt.Errorf("catalog: %w", err)
		}
	}
	wanted := map[string]bool{}
	for _, sc := range scopes {
		if all.byName[sc] == nil {
			return fmt.Errorf("catalog: there is no data set %q to take as scope", sc)
		}
		for n := range all.within(sc) {
			wanted[n] = true
		}
	}
	for _, d := range all.list {
		if len(scopes) > 0 && !wanted[d.Name] {
			continue
		}
		d.Load = d.path != "" && (slices.Contains(scopes, d.Name) || len(scopes) == 0 && len(d.Children) == 0)
		if err := sets.add(d); err != nil {
			return fmt.Errorf("catalog: %w", err)
		}
	}
	return nil
}

// load reads the entities of every data set that is to be loaded and has
// changed. An error leaves what was loaded before as it is.
func (m *Manifest) load(ctx context.Context) (*datasets, map[string]*loadedSet, error) {
	sets, err := m.read(ctx)
	if err != nil {
		return nil, nil, err
	}
	next := map[string]*loadedSet{}
	for _, d := range sets.list {
		if !d.Load {
			continue
		}
		old := m.loaded[d.Name]
		switch {
		case old != nil && old.version == *d.Version:
			next[d.Name] = old
		case old != nil && m.Deltas && d.DeltaURL != nil:
			if next[d.Name], err = m.applyDeltas(ctx, sets, d, old); err == nil && next[d.Name] != nil {
				break
			}
			fallthrough // no unbroken chain of changes: the whole set anew
		default:
			if next[d.Name], err = m.loadSet(ctx, sets, d); err != nil {
				return nil, nil, fmt.Errorf("data set %s: %w", d.Name, err)
			}
		}
		d.IndexVersion, d.IndexCurrent = &next[d.Name].version, next[d.Name].version == *d.Version
	}
	return sets, next, nil
}

// checksumOf is the SHA-1 that the catalog states for the file, or "".
func checksumOf(d *dataset) string {
	for _, res := range d.Resources {
		if o, ok := res.(map[string]any); ok && d.EntitiesURL != nil && o["url"] == *d.EntitiesURL {
			sum, _ := o["checksum"].(string)
			return sum
		}
	}
	return ""
}

func (m *Manifest) loadSet(ctx context.Context, sets *datasets, d *dataset) (*loadedSet, error) {
	r, err := m.open(ctx, d.path, d.authToken)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	sp, err := newSpool(m.Dir)
	if err != nil {
		return nil, err
	}
	out := &loadedSet{version: *d.Version, spool: sp, at: map[string]span{}}
	sum := sha1.New()
	sc := bufio.NewScanner(io.TeeReader(r, sum))
	sc.Buffer(make([]byte, 1<<20), 256<<20)
	sign := signer(d)
	within := sets.within(d.Name)
	for n := 1; sc.Scan(); n++ {
		if n%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
		line := bytes.TrimSpace(sc.Bytes())
		if len(line) == 0 {
			continue
		}
		if err := out.add(line, d, within, sign); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	if err := sc.Err(); err != nil {
		return nil, err
	}
	if want := checksumOf(d); want != "" && want != hex.EncodeToString(sum.Sum(nil)) {
		return nil, errors.New("the file is not the one that the catalog describes: its SHA-1 differs")
	}
	return out, sp.flush()
}

// add puts in one entity: its data sets cut down to those asked for, its ids
// signed when the set has a namespace of its own.
func (l *loadedSet) add(line []byte, d *dataset, within map[string]bool, sign func(*wireEntity)) error {
	e, err := parseWire(line)
	if err != nil {
		return err
	}
	e.Datasets = slices.DeleteFunc(e.Datasets, func(n string) bool { return !within[n] })
	if len(e.Datasets) == 0 {
		e.Datasets = []string{d.Name}
	}
	sign(e)
	b, err := json.Marshal(e)
	if err != nil {
		return err
	}
	at, err := l.spool.add(b)
	if err != nil {
		return err
	}
	if _, ok := l.at[e.ID]; !ok {
		l.order = append(l.order, e.ID)
	}
	l.at[e.ID] = at
	return nil
}

// signer makes ids unique to a data set with a namespace: id, a point, and the
// HMAC-SHA1 of the id under the data set's name, as FollowTheMoney signs them.
func signer(d *dataset) func(*wireEntity) {
	if !d.Namespace {
		return func(*wireEntity) {}
	}
	key := []byte(d.Name)
	model, err := parseFTM(ftmText)
	sign := func(id string) string {
		id, _, _ = strings.Cut(id, ".")
		var h hash.Hash = hmac.New(sha1.New, key)
		io.WriteString(h, id)
		return id + "." + hex.EncodeToString(h.Sum(nil))
	}
	return func(e *wireEntity) {
		if err != nil {
			return
		}
		e.ID = sign(e.ID)
		for i, r := range e.Referents {
			e.Referents[i] = sign(r)
		}
		for prop, vals := range e.Properties {
			if model.typeOf(e.Schema, prop) != "entity" {
				continue
			}
			for i, v := range vals {
				if s, ok := v.(string); ok {
					vals[i] = sign(s)
				}
			}
		}
	}
}

// applyDeltas brings a loaded set up to its version by the published changes,
// in order. It returns nil when the changes do not reach back far enough.
func (m *Manifest) applyDeltas(ctx context.Context, sets *datasets, d *dataset, old *loadedSet) (*loadedSet, error) {
	r, err := m.open(ctx, m.relative(*d.DeltaURL), d.authToken)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var idx struct {
		Versions map[string]string `json:"versions"`
	}
	if err := json.NewDecoder(io.LimitReader(r, 64<<20)).Decode(&idx); err != nil {
		return nil, err
	}
	versions := sortedKeys(idx.Versions)
	if len(versions) == 0 || old.version < versions[0] || !slices.Contains(versions, *d.Version) {
		return nil, nil
	}
	sp, err := newSpool(m.Dir)
	if err != nil {
		return nil, err
	}
	next := &loadedSet{version: *d.Version, spool: sp, at: make(map[string]span, len(old.at))}
	for _, id := range old.order {
		line, err := old.spool.read(old.at[id])
		if err != nil {
			return nil, err
		}
		at, err := sp.add(line)
		if err != nil {
			return nil, err
		}
		next.at[id] = at
		next.order = append(next.order, id)
	}
	within, sign := sets.within(d.Name), signer(d)
	for _, v := range versions {
		if cmp.Compare(v, old.version) <= 0 || cmp.Compare(v, *d.Version) > 0 {
			continue
		}
		if err := m.applyDelta(ctx, next, d, m.relative(idx.Versions[v]), within, sign); err != nil {
			return nil, fmt.Errorf("changes %s: %w", v, err)
		}
	}
	next.order = slices.DeleteFunc(next.order, func(id string) bool { _, ok := next.at[id]; return !ok })
	return next, sp.flush()
}

func (m *Manifest) applyDelta(ctx context.Context, l *loadedSet, d *dataset, at string, within map[string]bool, sign func(*wireEntity)) error {
	r, err := m.open(ctx, at, d.authToken)
	if err != nil {
		return err
	}
	defer r.Close()
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<20), 256<<20)
	for n := 1; sc.Scan(); n++ {
		if len(bytes.TrimSpace(sc.Bytes())) == 0 {
			continue
		}
		var op struct {
			Op     string          `json:"op"`
			Entity json.RawMessage `json:"entity"`
		}
		if err := json.Unmarshal(sc.Bytes(), &op); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		switch op.Op {
		case "ADD", "MOD":
			if err := l.add(op.Entity, d, within, sign); err != nil {
				return fmt.Errorf("line %d: %w", n, err)
			}
		case "DEL":
			var e wireEntity
			if err := json.Unmarshal(op.Entity, &e); err != nil {
				return fmt.Errorf("line %d: %w", n, err)
			}
			sign(&e)
			delete(l.at, e.ID)
		default:
			return fmt.Errorf("line %d: unknown operation %q", n, op.Op)
		}
	}
	return sc.Err()
}
