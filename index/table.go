package index

import (
	"encoding/binary"
	"errors"
	"slices"
	"unsafe"
)

// A section is one named run of bytes of a snapshot, little-endian throughout.
type section struct {
	name string
	data []byte
}

// A table maps 32-bit hashes to 32-bit values, several to one hash. Entries
// lie sorted by hash, and a directory over the leading bits finds the run of a
// hash at once; of each hash 16 further bits are kept. Different keys may share
// what is kept of their hashes: whoever asks must check.
//
//	offset  bytes       what
//	0       4           shift: 32 less the number of leading bits, b
//	4       4           number of entries, n
//	8       4*(2^b+1)   for each value of the leading bits its first entry; n
//	...     4*n         the values
//	...     2*n         the tags (see tag); two zero bytes more when n is odd
type table struct {
	shift uint32
	dir   []uint32 // one more than there are leading-bit values
	val   []uint32
	tag   []uint16
}

// tag is what is kept of a hash: the bits below those of the directory, the
// least of them left out when there are more than 16.
func tag(h, shift uint32) uint16 { return uint16(h << (32 - shift) >> 16) }

// tableBuilder gathers entries.
type tableBuilder struct{ entries []uint64 }

func (b *tableBuilder) add(hash, val uint32) {
	b.entries = append(b.entries, uint64(hash)<<32|uint64(val))
}

// build sorts the entries, drops doubles and lays the table out as bytes.
func (b *tableBuilder) build() []byte {
	b.entries = radix(b.entries)
	b.entries = slices.Compact(b.entries)
	n := len(b.entries)
	bits := uint32(1)
	for 1<<bits < n/4 && bits < 28 {
		bits++
	}
	shift := 32 - bits
	out := make([]byte, 0, 8+4*(1<<bits+1)+6*n+2)
	out = binary.LittleEndian.AppendUint32(out, shift)
	out = binary.LittleEndian.AppendUint32(out, uint32(n))
	k := 0
	for p := uint64(0); p <= 1<<bits; p++ {
		for k < n && b.entries[k]>>32>>shift < p {
			k++
		}
		out = binary.LittleEndian.AppendUint32(out, uint32(k))
	}
	for _, e := range b.entries {
		out = binary.LittleEndian.AppendUint32(out, uint32(e))
	}
	for _, e := range b.entries {
		out = binary.LittleEndian.AppendUint16(out, tag(uint32(e>>32), shift))
	}
	if n%2 == 1 {
		out = append(out, 0, 0)
	}
	return out
}

// radix sorts by eight passes of one byte each, the ones that are all the same
// left out.
func radix(a []uint64) []uint64 {
	if len(a) < 1<<10 {
		slices.Sort(a)
		return a
	}
	var count [8][256]int
	for _, x := range a {
		for d := range count {
			count[d][x>>(8*d)&255]++
		}
	}
	b := make([]uint64, len(a))
	for d := range count {
		c := &count[d]
		if c[a[0]>>(8*d)&255] == len(a) {
			continue
		}
		at := 0
		for i, n := range c {
			c[i], at = at, at+n
		}
		for _, x := range a {
			k := x >> (8 * d) & 255
			b[c[k]] = x
			c[k]++
		}
		a, b = b, a
	}
	return a
}

var errSection = errors.New("a section of the snapshot is cut short")

func openTable(b []byte) (table, error) {
	var t table
	w := words(b)
	if len(w) < 4 {
		return t, errSection
	}
	n := int(w[1])
	if w[0] < 4 || w[0] > 31 {
		return t, errSection
	}
	t.shift = w[0]
	d := 1<<(32-t.shift) + 1
	if n < 0 || n > len(w) || len(w) != 2+d+n+(n+1)/2 {
		return t, errSection
	}
	t.dir, t.val = w[2:2+d], w[2+d:2+d+n]
	if n > 0 {
		t.tag = unsafe.Slice((*uint16)(unsafe.Pointer(&w[2+d+n])), n)
	}
	return t, nil
}

// size is how many bytes the table takes.
func (t *table) size() int { return 8 + 4*len(t.dir) + 4*len(t.val) + 2*len(t.tag) }

// find gives the values under a hash, and perhaps others.
func (t *table) find(h uint32) []uint32 {
	if len(t.val) == 0 {
		return nil
	}
	p, k := h>>t.shift, tag(h, t.shift)
	lo, hi := t.dir[p], t.dir[p+1]
	for lo < hi && t.tag[lo] < k {
		lo++
	}
	end := lo
	for end < hi && t.tag[end] == k {
		end++
	}
	return t.val[lo:end]
}

// words views bytes as 32-bit words without copying. Snapshots are
// little-endian and so are the machines this program is built for (amd64,
// arm64, riscv64, wasm); openNames refuses others.
func words(b []byte) []uint32 {
	if len(b) < 4 {
		return nil
	}
	if uintptr(unsafe.Pointer(&b[0]))%4 != 0 {
		b = slices.Clone(b)
	}
	return unsafe.Slice((*uint32)(unsafe.Pointer(&b[0])), len(b)/4)
}

// wordBytes is the inverse of words.
func wordBytes(w []uint32) []byte {
	out := make([]byte, 0, 4*len(w))
	for _, x := range w {
		out = binary.LittleEndian.AppendUint32(out, x)
	}
	return out
}

// view is a string over bytes that never change (a snapshot's).
func view(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	return unsafe.String(&b[0], len(b))
}

// hashString is FNV-1a with a final mix, so that leading bits are good.
func hashString(seed uint32, s string) uint32 {
	h := 2166136261 ^ seed*0x9E3779B1
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return mix(h)
}

func mix(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x85EBCA6B
	h ^= h >> 13
	h *= 0xC2B2AE35
	return h ^ h>>16
}
