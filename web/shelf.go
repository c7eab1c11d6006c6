package web

import (
	"crypto/rand"
	"encoding/hex"
	"sync"
	"time"

	"khasan"
)

// keepFor is how long an answer about an upload is kept, in memory only.
const keepFor = 30 * time.Minute

// A shelf keeps the answers about documents under ids nobody can guess, so
// that a page can be reloaded and its findings exported. It is bounded in
// number and in bytes: the oldest goes first.
type shelf struct {
	mu    sync.Mutex
	now   func() time.Time
	items map[string]*shelved
	order []string
	bytes int
}

type shelved struct {
	answer *khasan.WhereAnswer
	at     time.Time
	size   int
}

const (
	shelfItems = 256
	shelfBytes = 256 << 20
)

func newShelf(now func() time.Time) *shelf {
	return &shelf{now: now, items: map[string]*shelved{}}
}

func newID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program rather than give weak bytes
	return hex.EncodeToString(b[:])
}

func (s *shelf) put(a *khasan.WhereAnswer) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := newID()
	size := len(a.Text)*2 + 512*(len(a.Mentions)+len(a.Dealings)) + 4096
	s.items[id] = &shelved{a, s.now(), size}
	s.order = append(s.order, id)
	s.bytes += size
	for len(s.order) > 1 && (len(s.order) > shelfItems || s.bytes > shelfBytes || s.now().Sub(s.items[s.order[0]].at) > keepFor) {
		s.drop(s.order[0])
	}
	return id
}

// drop forgets the oldest; the caller holds the lock.
func (s *shelf) drop(id string) {
	s.bytes -= s.items[id].size
	delete(s.items, id)
	s.order = s.order[1:]
}

func (s *shelf) get(id string) (*khasan.WhereAnswer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x, ok := s.items[id]
	if !ok || s.now().Sub(x.at) > keepFor {
		return nil, false
	}
	return x.answer, true
}
