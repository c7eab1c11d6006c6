package khasan

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"khasan/document"
	"khasan/entity"
	"khasan/index"
	"khasan/law"
	"khasan/reading"
	"khasan/starter"
)

// Release is the engine's version; answers carry it.
const Release = "0.1.0"

// Options bend an engine; nil and the zero value are good.
type Options struct {
	// Threshold is the least score of a hit in Who; 0 is the review band's.
	Threshold float64 `json:"threshold,omitempty"`
	// Limit is the greatest number of hits in Who; 0 is 10.
	Limit int `json:"limit,omitempty"`
	// On, when it is not zero, asks of the lists as they were on that day, from
	// the versions that the data folder keeps (see index.OpenDirOn). Such an
	// engine does not reload.
	On entity.Date `json:"on,omitzero"`
	// Lists, when there are any, asks of these very versions of the lists, in this
	// order, from those that the data folder keeps: what an answer of before was
	// made from (its Version says). Such an engine does not reload.
	Lists []ListVersion `json:"-"`
	// Cache is a folder in which the starter data, once expanded, is kept for the
	// next process; "": it is expanded each time.
	Cache string `json:"-"`
	// Law replaces the book of measures built in.
	Law *law.Book `json:"-"`
}

// An Engine answers Who, What and Where over one data folder.
type Engine struct {
	opt    Options
	digest string
	dir    string
	book   *law.Book
	docs   *document.Reader
	cur    atomic.Pointer[state]
	reload sync.Mutex
}

// state is what one snapshot brings; it never changes once published.
type state struct {
	snap    *index.Index
	version Version
	reader  func() (*reading.Reader, error)
}

// Open opens the data folder dir, made by 'khasan load'; "" opens the starter
// data built in. A folder without a snapshot is an error.
func Open(dir string, opt *Options) (*Engine, error) {
	e := &Engine{dir: dir}
	if opt != nil {
		e.opt = *opt
	}
	b, err := json.Marshal(e.opt)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b)
	e.digest = hex.EncodeToString(sum[:8])
	if e.book = e.opt.Law; e.book == nil {
		if e.book, err = law.Default(); err != nil {
			return nil, fmt.Errorf("law data built in: %w", err)
		}
	}
	snap, err := openSnapshot(dir, &e.opt)
	if err != nil {
		return nil, err
	}
	e.docs = document.NewReader(nil)
	e.cur.Store(e.newState(snap))
	return e, nil
}

func openSnapshot(dir string, opt *Options) (*index.Index, error) {
	switch {
	case dir != "" && len(opt.Lists) > 0:
		var lists []index.List
		for _, l := range opt.Lists {
			lists = append(lists, index.List{ID: l.ID, SHA256: l.SHA256})
		}
		return index.OpenVersions(context.Background(), dir, lists)
	case dir != "" && opt.On.IsZero():
		return index.OpenDir(dir)
	case dir != "":
		return index.OpenDirOn(context.Background(), dir, opt.On)
	}
	var snap *index.Index
	var err error
	if opt.Cache != "" {
		snap, err = starter.OpenIn(opt.Cache)
	} else {
		snap, err = starter.Open()
	}
	if err != nil || opt.On.IsZero() {
		return snap, err
	}
	return snap.On(context.Background(), opt.On)
}

func (e *Engine) newState(snap *index.Index) *state {
	s := &state{snap: snap}
	s.version = Version{Engine: Release + revision(), Options: e.digest, Law: e.book.Version()}
	for _, l := range snap.Lists() {
		s.version.Lists = append(s.version.Lists, ListVersion{ID: l.ID, Title: l.Title, Date: l.Date.String(), SHA256: l.SHA256, Entities: l.Entities})
	}
	s.reader = sync.OnceValues(func() (*reading.Reader, error) { return e.newReader(s) })
	return s
}

// revision is the commit the program was built from, when the build knows.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "+" + s.Value[:12]
		}
	}
	return ""
}

// Close frees the snapshot. No question may be under way.
func (e *Engine) Close() error {
	s := e.cur.Swap(nil)
	if s == nil {
		return nil
	}
	return errors.Join(e.docs.Close(), s.snap.Close())
}

// Reload opens the data folder's snapshot again when it has changed, and
// publishes it to questions asked from then on. It reports whether it did. On
// an error the engine goes on with what it has.
func (e *Engine) Reload(ctx context.Context) (bool, error) {
	if e.dir == "" || !e.opt.On.IsZero() || len(e.opt.Lists) > 0 {
		return false, nil
	}
	e.reload.Lock()
	defer e.reload.Unlock()
	if err := ctx.Err(); err != nil {
		return false, err
	}
	snap, err := index.OpenDir(e.dir)
	if err != nil {
		return false, err
	}
	old := e.cur.Load()
	if old == nil {
		snap.Close()
		return false, errors.New("engine is closed")
	}
	if snap.Digest() == old.snap.Digest() {
		return false, snap.Close()
	}
	e.cur.Store(e.newState(snap))
	// The old snapshot is left to the garbage collector: questions under way
	// may still read from its memory map, which a finaliser unmaps.
	return true, nil
}

// Version says what answers are made from now.
func (e *Engine) Version() Version { return e.cur.Load().version }

// Law is the book of measures.
func (e *Engine) Law() *law.Book { return e.book }

// Snapshot is the current snapshot, for reading. It stays valid while it is
// held, also after a Reload.
func (e *Engine) Snapshot() *index.Index { return e.cur.Load().snap }

// Entity is a listed party by its id.
func (e *Engine) Entity(id string) (entity.Entity, bool) {
	s := e.cur.Load().snap
	i, ok := s.ByID(id)
	if !ok {
		return entity.Entity{}, false
	}
	x, err := s.Entity(i)
	return x, err == nil
}
