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
// hash at once. Different keys may share a hash: whoever asks must check.
type table struct {
	shift uint32
	dir   []uint32 // one more than there are leading-bit values
	hash  []uint32
	val   []uint32
}

// tableBuilder gathers entries.
type tableBuilder struct{ entries []uint64 }

func (b *tableBuilder) add(hash, val uint32) {
	b.entries = append(b.entries, uint64(hash)<<32|uint64(val))
}

// build sorts the entries, drops doubles and lays the table out as bytes.
func (b *tableBuilder) build() []byte {
	slices.Sort(b.entries)
	b.entries = slices.Compact(b.entries)
	n := len(b.entries)
	bits := uint32(1)
	for 1<<bits < n/2 && bits < 28 {
		bits++
	}
	shift := 32 - bits
	out := make([]byte, 0, 8+4*(1<<bits+1)+8*n)
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
		out = binary.LittleEndian.AppendUint32(out, uint32(e>>32))
	}
	for _, e := range b.entries {
		out = binary.LittleEndian.AppendUint32(out, uint32(e))
	}
	return out
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
	if len(w) != 2+d+2*n {
		return t, errSection
	}
	t.dir, t.hash, t.val = w[2:2+d], w[2+d:2+d+n], w[2+d+n:]
	return t, nil
}

// find gives the values under a hash.
func (t *table) find(h uint32) []uint32 {
	if len(t.hash) == 0 {
		return nil
	}
	p := h >> t.shift
	lo, hi := t.dir[p], t.dir[p+1]
	for lo < hi && t.hash[lo] < h {
		lo++
	}
	end := lo
	for end < hi && t.hash[end] == h {
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
