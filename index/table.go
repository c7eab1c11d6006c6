package index

import (
	"encoding/binary"
	"errors"
	"math"
	mathbits "math/bits"
	"slices"
	"unsafe"
)

// A section is one named run of bytes of a snapshot, little-endian throughout.
type section struct {
	name string
	data []byte
}

// A table maps 32-bit hashes to numbers, several to one hash. Entries lie
// sorted by hash, and a directory over the leading bits finds those of a hash
// at once; of the bits below some are kept with each number, its tag. Different
// keys may share what is kept of their hashes: whoever asks must check.
//
//	offset  bytes  what
//	0       4      shift: 32 less the number of leading bits
//	4       4      how many bits a tag has: the highest below the leading ones
//	8       4      bytes of the directory, d
//	12      4      zero
//	16      d      directory, steps: for each value of the leading bits its first
//	               entry; one more at the end
//	...     ...    zero bytes up to a multiple of 8
//	...     ...    packed: the entries, each a tag above a number
type table struct {
	shift, tag uint32
	dir        steps // first entry of each value of the leading bits, and one more
	ent        packed
	low        uint   // width of a number
	mask       uint64 // of a number
}

// tagBits is how many bits of a hash are kept below those of the directory,
// where needless answers do little harm: of a hundred hashes that were not
// entered one finds something. fullTag keeps all.
const (
	tagBits = 10
	// Whole names are many and asked for seldom: four of a hundred.
	wholeTag = 8
	fullTag  = 32
)

// tableBuilder gathers entries.
type tableBuilder struct{ entries []uint64 }

func (b *tableBuilder) add(hash, val uint32) {
	b.entries = append(b.entries, uint64(hash)<<32|uint64(val))
}

// addAll adds entries that are numbered from base on.
func (b *tableBuilder) addAll(entries []uint64, base uint32) {
	for _, e := range entries {
		b.entries = append(b.entries, e+uint64(base))
	}
}

// sort puts the entries in order and drops doubles.
func (b *tableBuilder) sort() {
	b.entries = slices.Compact(radix(b.entries))
}

// build lays the table out as bytes, with tags of so many bits if there are as
// many.
func (b *tableBuilder) build(tag uint32) []byte {
	b.sort()
	n := len(b.entries)
	bits := uint32(1)
	for 1<<bits < n/8 && bits < 28 {
		bits++
	}
	shift := 32 - bits
	tag = min(tag, shift)
	dir := make([]uint32, 1<<bits+1)
	most := uint64(0)
	for _, e := range b.entries {
		dir[e>>32>>shift+1]++
		most = max(most, e&math.MaxUint32)
	}
	for i := range 1 << bits {
		dir[i+1] += dir[i]
	}
	low := uint(mathbits.Len64(most))
	p := newPacker(1<<(uint(tag)+low)-1, n)
	for _, e := range b.entries {
		p.add(uint64(tagOf(uint32(e>>32), shift, tag))<<low | e&math.MaxUint32)
	}
	d := packSteps(dir)
	out := binary.LittleEndian.AppendUint32(nil, shift)
	out = binary.LittleEndian.AppendUint32(out, tag)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(d)))
	out = binary.LittleEndian.AppendUint32(out, 0)
	out = append(out, d...)
	out = append(out, make([]byte, -len(d)&7)...)
	return append(out, p.bytes()...)
}

// tagOf is what is kept of a hash.
func tagOf(h, shift, tag uint32) uint32 { return h << (32 - shift) >> (32 - tag) }

// lists lays out what build does, but with the numbers of a hash as a list: for
// hashes that have many.
//
//	offset  bytes  what
//	0       4      bytes of the table, t
//	4       4      zero
//	8       t      table: hash → twice its only number and one, or twice the place
//	               of its list
//	...     ...    zero bytes up to a multiple of 8
//	...     ...    the lists (see appendList)
func (b *tableBuilder) lists() []byte {
	b.sort()
	var t tableBuilder
	var all []byte
	var some []uint32
	for rest := b.entries; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n]>>32 == rest[0]>>32 {
			n++
		}
		h := uint32(rest[0] >> 32)
		if n == 1 {
			t.add(h, uint32(rest[0])<<1|1)
		} else {
			t.add(h, uint32(len(all))<<1)
			some = some[:0]
			for _, e := range rest[:n] {
				some = append(some, uint32(e))
			}
			all = appendList(all, some)
		}
		rest = rest[n:]
	}
	x := t.build(tagBits)
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(x)))
	out = binary.LittleEndian.AppendUint32(out, 0)
	out = append(out, x...)
	return append(append(out, make([]byte, -len(x)&7)...), all...)
}

// radix sorts by passes of eleven bits each, those that are all the same left
// out. Mostly the numbers of entries rise, and only the hashes above them are
// looked at: what is equal stays in its order.
func radix(a []uint64) []uint64 {
	if len(a) < 1<<10 {
		slices.Sort(a)
		return a
	}
	rise, whole := true, true // the numbers, and the entries
	for i := 1; i < len(a) && (rise || whole); i++ {
		rise = rise && uint32(a[i]) >= uint32(a[i-1])
		whole = whole && a[i] >= a[i-1]
	}
	if whole {
		return a
	}
	shifts := []uint{0, 11, 22, 32, 43, 54}
	if rise {
		shifts = shifts[3:]
	}
	var count [6][1 << 11]uint32
	for _, x := range a {
		for d, s := range shifts {
			count[d][x>>s&(1<<11-1)]++
		}
	}
	b := make([]uint64, len(a))
	for d, s := range shifts {
		c := &count[d]
		if int(c[a[0]>>s&(1<<11-1)]) == len(a) {
			continue
		}
		at := uint32(0)
		for i, n := range c {
			c[i], at = at, at+n
		}
		for _, x := range a {
			k := x >> s & (1<<11 - 1)
			b[c[k]] = x
			c[k]++
		}
		a, b = b, a
	}
	return a
}

var errSection = errors.New("a section of the snapshot is cut short")

func openTable(b []byte) (t table, err error) {
	if len(b) < 16 {
		return t, errSection
	}
	t.shift, t.tag = binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:])
	d := int(binary.LittleEndian.Uint32(b[8:]))
	if t.shift < 4 || t.shift > 31 || t.tag > t.shift || d > len(b)-16 || 16+d+-d&7 > len(b) {
		return t, errSection
	}
	if t.dir, err = openSteps(b[16 : 16+d]); err != nil {
		return t, err
	}
	if t.ent, err = openPacked(b[16+d+-d&7:]); err != nil {
		return t, err
	}
	if t.dir.n != 1<<(32-t.shift)+1 || t.dir.end() != t.ent.n || t.ent.width < uint(t.tag) {
		return t, errSection
	}
	t.low = t.ent.width - uint(t.tag)
	t.mask = 1<<t.low - 1
	return t, nil
}

// run gives the first entry under a hash, and one after the last.
func (t *table) run(h uint32) (i, end int) {
	from, to := t.dir.span(int(h >> t.shift))
	i = int(from)
	k := uint64(tagOf(h, t.shift, t.tag))
	for i < int(to) && t.ent.at(i)>>t.low < k {
		i++
	}
	end = i
	for end < int(to) && t.ent.at(end)>>t.low == k {
		end++
	}
	return i, end
}

// val is the number of an entry.
func (t *table) val(i int) uint32 { return uint32(t.ent.at(i) & t.mask) }

// find appends the numbers under a hash, and perhaps others.
func (t *table) find(dst []uint32, h uint32) []uint32 {
	for i, end := t.run(h); i < end; i++ {
		dst = append(dst, t.val(i))
	}
	return dst
}

// lists is a table with a list to each hash.
type lists struct {
	table
	all []byte
}

func openLists(b []byte) (l lists, err error) {
	if len(b) < 8 {
		return l, errSection
	}
	n := int(binary.LittleEndian.Uint32(b))
	if n > len(b)-8 || 8+n+-n&7 > len(b) {
		return l, errSection
	}
	l.table, err = openTable(b[8 : 8+n])
	l.all = b[8+n+-n&7:]
	return l, err
}

// find appends the numbers under a hash, and perhaps others.
func (l *lists) find(dst []uint32, h uint32) []uint32 {
	for i, end := l.run(h); i < end; i++ {
		if v := l.val(i); v&1 != 0 {
			dst = append(dst, v>>1)
		} else {
			dst = readList(dst, l.all[v>>1:])
		}
	}
	return dst
}

// appendList writes numbers that rise: how many, the first, and how much greater
// each other is than the one before, as varints.
func appendList(dst []byte, v []uint32) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(v)))
	last := uint32(0)
	for _, x := range v {
		dst = binary.AppendUvarint(dst, uint64(x-last))
		last = x
	}
	return dst
}

// readList reads them back and appends them.
func readList(dst []uint32, b []byte) []uint32 {
	n, at := binary.Uvarint(b)
	last := uint32(0)
	for ; n > 0; n-- {
		c := b[at]
		at++
		d := uint32(c & 127)
		for s := 7; c >= 128; s += 7 {
			c = b[at]
			at++
			d |= uint32(c&127) << s
		}
		last += d
		dst = append(dst, last)
	}
	return dst
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
