package index

import (
	"hash/maphash"
	"sync"
	"sync/atomic"
)

// A store numbers texts that several readers meet at once: the same text gets
// the same number. Which number depends on who came first; what is written must
// not. It is in shards, by hash.
type store struct {
	seed   maphash.Seed
	shards [storeShards]storeShard
}

const (
	shardBits   = 6
	storeShards = 1 << shardBits
)

type storeShard struct {
	mu    sync.Mutex
	slots atomic.Pointer[[]atomic.Uint64] // open addressing: half a text's hash, above its number within the shard plus one
	end   []uint32                        // where each ends in data
	data  []byte
	_     [64]byte
}

func newStore() *store { return &store{seed: maphash.MakeSeed()} }

func (s *store) hash(b []byte) uint64 { return maphash.Bytes(s.seed, b) }

// look looks at the part of memory where a hash may lie, so that it is there
// when number wants it.
func (s *store) look(h uint64) uint64 {
	if p := s.shards[h%storeShards].slots.Load(); p != nil {
		return (*p)[int(h>>32)&(len(*p)-1)].Load()
	}
	return 0
}

// number is the number of a text with its hash, and whether it was not met
// before.
func (s *store) number(h uint64, b []byte) (n uint32, fresh bool) {
	i := h % storeShards
	x := &s.shards[i]
	x.mu.Lock()
	n, fresh = x.number(h, b)
	x.mu.Unlock()
	return n<<shardBits | uint32(i), fresh
}

func (x *storeShard) number(h uint64, b []byte) (n uint32, fresh bool) {
	p := x.slots.Load()
	if p == nil || 2*len(x.end) >= len(*p) {
		p = x.grow(p)
	}
	slots := *p
	m := len(slots) - 1
	k := int(h>>32) & m
	for {
		v := slots[k].Load()
		if v == 0 {
			break
		}
		if v>>32 == h>>32 && view(x.at(uint32(v)-1)) == view(b) {
			return uint32(v) - 1, false
		}
		k = (k + 1) & m
	}
	n = uint32(len(x.end))
	slots[k].Store(h>>32<<32 | uint64(n+1))
	x.data = append(x.data, b...)
	x.end = append(x.end, uint32(len(x.data)))
	return n, true
}

func (x *storeShard) grow(old *[]atomic.Uint64) *[]atomic.Uint64 {
	if old == nil {
		slots := make([]atomic.Uint64, 1<<5)
		x.slots.Store(&slots)
		return &slots
	}
	slots := make([]atomic.Uint64, 4*len(*old))
	m := len(slots) - 1
	for i := range *old {
		if v := (*old)[i].Load(); v != 0 {
			k := int(v>>32) & m
			for slots[k].Load() != 0 {
				k = (k + 1) & m
			}
			slots[k].Store(v)
		}
	}
	x.slots.Store(&slots)
	return &slots
}

func (x *storeShard) at(n uint32) []byte {
	from := uint32(0)
	if n > 0 {
		from = x.end[n-1]
	}
	return x.data[from:x.end[n]]
}

// at is a text by its number, when nobody enters any more; it must not be
// written to.
func (s *store) at(n uint32) []byte { return s.shards[n%storeShards].at(n >> shardBits) }

// most is one more than the greatest number, when nobody enters any more.
func (s *store) most() int {
	n := 0
	for i := range s.shards {
		n = max(n, len(s.shards[i].end))
	}
	return n << shardBits
}

// stores are what readers number together: words (see appendWhole), their keys
// and skeletons, what the words of a form are in it, and forms.
type stores struct{ words, keys, shapes, forms *store }

func newStores() *stores { return &stores{newStore(), newStore(), newStore(), newStore()} }
