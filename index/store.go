package index

import (
	"encoding/binary"
	"hash/maphash"
	"sync"
	"sync/atomic"
)

// A store numbers texts that several readers meet at once: the same text gets
// the same number. Which number depends on who came first; what is written must
// not. It is in shards, by hash. A text that is there is found without a lock:
// it lies where it was put, and is complete before a slot leads to it.
type store struct {
	seed   maphash.Seed
	shards [storeShards]storeShard
}

const (
	shardBits   = 6
	storeShards = 1 << shardBits
)

type storeShard struct {
	slots atomic.Pointer[[]atomic.Uint64] // open addressing, see slotOf
	mu    sync.Mutex                      // of those who enter
	// Each text with half its hash (4 bytes), its number within the shard (4)
	// and its length (2) before it. Each chunk has twice as much room as the one
	// before.
	chunks [32][]byte
	chunk  int
	used   int      // of the last chunk
	places []uint64 // of the texts by number: chunk and offset
	_      [64]byte
}

const (
	firstChunk = 1 << 9
	textHead   = 10
	placeBits  = 40 // of which 35 are the offset
)

func newStore() *store { return &store{seed: maphash.MakeSeed()} }

func (s *store) hash(b []byte) uint64 { return maphash.Bytes(s.seed, b) }

// slotOf is a slot: some bits of half a hash above a place and one.
func slotOf(h uint32, place uint64) uint64 { return uint64(h>>8)<<placeBits | place + 1 }

// look is the slot where a text with a hash may be, glance the number of a text
// that is found by one. Both are for having what number will want of memory at
// hand.
func (s *store) look(h uint64) uint64 {
	if p := s.shards[h%storeShards].slots.Load(); p != nil {
		return (*p)[int(h>>32)&(len(*p)-1)].Load()
	}
	return 0
}

func (s *store) glance(h, slot uint64) byte {
	if slot>>placeBits != h>>40 || slot == 0 {
		return 0
	}
	return s.shards[h%storeShards].record(slot)[textHead-1]
}

// record is the text that a slot leads to, with what is before it and after.
func (x *storeShard) record(slot uint64) []byte {
	place := slot&(1<<placeBits-1) - 1
	return x.chunks[place>>35][place&(1<<35-1):]
}

// number is the number of a text with its hash, and whether it was not met
// before.
func (s *store) number(h uint64, b []byte) (n uint32, fresh bool) {
	i := h % storeShards
	x := &s.shards[i]
	half := uint32(h >> 32)
	n, _, found := x.find(half, b)
	if !found {
		x.mu.Lock()
		n, fresh = x.enter(half, b)
		x.mu.Unlock()
	}
	return n<<shardBits | uint32(i), fresh
}

// find is the number of a text, or the free slot where it would be.
func (x *storeShard) find(h uint32, b []byte) (n uint32, free *atomic.Uint64, found bool) {
	p := x.slots.Load()
	if p == nil {
		return 0, nil, false
	}
	slots := *p
	m := len(slots) - 1
	for k := int(h) & m; ; k = (k + 1) & m {
		v := slots[k].Load()
		if v == 0 {
			return 0, &slots[k], false
		}
		if v>>placeBits != uint64(h>>8) {
			continue
		}
		r := x.record(v)
		if int(binary.LittleEndian.Uint16(r[8:])) == len(b) && view(r[textHead:textHead+len(b)]) == view(b) {
			return binary.LittleEndian.Uint32(r[4:]), nil, true
		}
	}
}

// enter is the number of a text, which is entered when it is not there.
func (x *storeShard) enter(h uint32, b []byte) (n uint32, fresh bool) {
	if p := x.slots.Load(); p == nil || 2*len(x.places) >= len(*p) {
		x.grow(p)
	}
	n, free, found := x.find(h, b)
	if found {
		return n, false
	}
	n = uint32(len(x.places))
	size := textHead + len(b)
	if x.used+size > len(x.chunks[x.chunk]) {
		if x.chunks[0] != nil {
			x.chunk++
		}
		x.chunks[x.chunk], x.used = make([]byte, max(firstChunk<<x.chunk, size)), 0
	}
	r := x.chunks[x.chunk][x.used:]
	binary.LittleEndian.PutUint32(r, h)
	binary.LittleEndian.PutUint32(r[4:], n)
	binary.LittleEndian.PutUint16(r[8:], uint16(len(b)))
	copy(r[textHead:], b)
	place := uint64(x.chunk)<<35 | uint64(x.used)
	x.used += size
	x.places = append(x.places, place)
	free.Store(slotOf(h, place))
	return n, true
}

func (x *storeShard) grow(old *[]atomic.Uint64) {
	n := 1 << 5
	if old != nil {
		n = 2 * len(*old)
		if n < 1<<12 {
			n *= 2
		}
	}
	slots := make([]atomic.Uint64, n)
	m := n - 1
	for _, place := range x.places {
		h := binary.LittleEndian.Uint32(x.record(place + 1))
		k := int(h) & m
		for slots[k].Load() != 0 {
			k = (k + 1) & m
		}
		slots[k].Store(slotOf(h, place))
	}
	x.slots.Store(&slots)
}

// at is a text by its number, when nobody enters any more; it must not be
// written to.
func (s *store) at(n uint32) []byte {
	x := &s.shards[n%storeShards]
	r := x.record(x.places[n>>shardBits] + 1)
	return r[textHead : textHead+int(binary.LittleEndian.Uint16(r[8:]))]
}

// most is one more than the greatest number, when nobody enters any more.
func (s *store) most() int {
	n := 0
	for i := range s.shards {
		n = max(n, len(s.shards[i].places))
	}
	return n << shardBits
}

// stores are what readers number together: words (see appendWhole), their keys
// and skeletons, what the words of a form are in it, and forms.
type stores struct{ words, keys, shapes, forms *store }

func newStores() *stores { return &stores{newStore(), newStore(), newStore(), newStore()} }
