package index

import (
	"encoding/binary"
	"math/bits"
	"sort"
	"unsafe"
)

// Arrays of a snapshot are laid out in as many bits as their values need, and
// are read in place. A cut or foreign section is refused when it is opened.

// spare is how many bytes follow what is read eight at a time.
const spare = 8

// packed holds numbers of one width.
//
//	offset  bytes  what
//	0       4      width in bits, w: 0 to 57
//	4       4      how many, n
//	8       ...    n numbers one after the other, from the lowest bit of the first
//	               byte on; the last byte filled up with zero bits
//	...     8      zero
type packed struct {
	b     []byte // without the last bytes but one of spare, so that eight can be read from each
	width uint
	mask  uint64
	n     int
}

func (p *packed) at(i int) uint64 {
	bit := uint(i) * p.width
	return load64(p.b, bit>>3) >> (bit & 7) & p.mask
}

// load64 reads eight bytes, of which the slice need hold the first only: the
// rest are spare.
func load64(b []byte, i uint) uint64 {
	return *(*uint64)(unsafe.Pointer(&b[i]))
}

// maxWidth is how wide a number of packed can be: with up to seven bits before
// it, it still lies in eight bytes.
const maxWidth = 57

// A packer writes numbers of one width.
type packer struct {
	b     []byte
	width uint
	acc   uint64
	used  uint
	n     uint32
}

// newPacker begins an array of numbers up to most.
func newPacker(most uint64, n int) *packer {
	p := &packer{width: uint(bits.Len64(most))}
	p.b = make([]byte, 8, 8+(n*int(p.width)+7)/8+spare)
	binary.LittleEndian.PutUint32(p.b, uint32(p.width))
	return p
}

func (p *packer) add(v uint64) {
	p.n++
	p.acc |= v << p.used
	if p.used += p.width; p.used >= 64 {
		p.b = binary.LittleEndian.AppendUint64(p.b, p.acc)
		p.used -= 64
		p.acc = v >> (p.width - p.used)
	}
}

func (p *packer) bytes() []byte {
	binary.LittleEndian.PutUint32(p.b[4:], p.n)
	for ; p.used > 0; p.used -= min(8, p.used) {
		p.b = append(p.b, byte(p.acc))
		p.acc >>= 8
	}
	return append(p.b, make([]byte, spare)...)
}

func packWords(v []uint32) []byte {
	most := uint32(0)
	for _, x := range v {
		most = max(most, x)
	}
	p := newPacker(uint64(most), len(v))
	for _, x := range v {
		p.add(uint64(x))
	}
	return p.bytes()
}

func openPacked(b []byte) (p packed, err error) {
	if len(b) < 8+spare {
		return p, errSection
	}
	p.width, p.n = uint(binary.LittleEndian.Uint32(b)), int(binary.LittleEndian.Uint32(b[4:]))
	if p.width > maxWidth || len(b) != 8+(p.n*int(p.width)+7)/8+spare {
		return p, errSection
	}
	p.mask = 1<<p.width - 1
	p.b = b[8 : len(b)-spare+1]
	return p, nil
}

// steps holds numbers that never fall, each the place where something begins
// and the one before it ends.
//
//	offset  bytes  what
//	0       4      how many, n
//	4       4      width in bits, w: 0 to 32
//	8       ...    for each sixteen of them: the first (4 bytes), and how much
//	               greater each of the sixteen is (w bits each, as in packed; zero
//	               when there are no more)
//	...     8      zero
type steps struct {
	b      []byte
	width  uint
	mask   uint64
	stride uint
	n      int
}

const stepsBlock = 16

func (s *steps) at(i int) uint32 {
	at := uint(i) / stepsBlock * s.stride
	bit := uint(i) % stepsBlock * s.width
	return uint32(load64(s.b, at)) + uint32(load64(s.b, at+4+bit>>3)>>(bit&7)&s.mask)
}

func (s *steps) span(i int) (from, to uint32) { return s.at(i), s.at(i + 1) }

func packSteps(v []uint32) []byte {
	most := uint32(0)
	for i, x := range v {
		most = max(most, x-v[i/stepsBlock*stepsBlock])
	}
	width := uint(bits.Len32(most))
	out := make([]byte, 8, 8+(len(v)+stepsBlock-1)/stepsBlock*(4+2*int(width))+spare)
	binary.LittleEndian.PutUint32(out, uint32(len(v)))
	binary.LittleEndian.PutUint32(out[4:], uint32(width))
	for len(v) > 0 {
		block := v[:min(stepsBlock, len(v))]
		v = v[len(block):]
		out = binary.LittleEndian.AppendUint32(out, block[0])
		var acc uint64
		used := uint(0)
		for i := range stepsBlock {
			d := uint64(0)
			if i < len(block) {
				d = uint64(block[i] - block[0])
			}
			acc |= d << used
			for used += width; used >= 8; used -= 8 {
				out = append(out, byte(acc))
				acc >>= 8
			}
		}
	}
	return append(out, make([]byte, spare)...)
}

func openSteps(b []byte) (s steps, err error) {
	if len(b) < 8+spare {
		return s, errSection
	}
	s.n, s.width = int(binary.LittleEndian.Uint32(b)), uint(binary.LittleEndian.Uint32(b[4:]))
	s.mask, s.stride = 1<<s.width-1, 4+2*s.width
	if s.width > 32 || s.n < 1 || len(b) != 8+(s.n+stepsBlock-1)/stepsBlock*int(s.stride)+spare {
		return s, errSection
	}
	s.b = b[8 : len(b)-spare+1]
	return s, nil
}

// end is the last number.
func (s *steps) end() int { return int(s.at(s.n - 1)) }

// marks holds a bit for each of n things, and finds how many are set before one
// and which is the k-th.
//
//	offset  bytes  what
//	0       4      how many things, n
//	4       4      how many are set, m
//	8       8*k    k = n/32+1 times: the bits of 32 things (4 bytes), and how many
//	               are set before them (4)
//	...     4*h    h = m/64 rounded up: in which of these the 1st, 65th, 129th, ...
//	               that is set lies
//	...     4      k-1
type marks struct {
	w       []uint64
	hint    []uint32
	n, ones int
}

const hintEach = 64

func packMarks(set []bool) []byte {
	words := len(set)/32 + 1
	out := make([]byte, 8, 8+8*words+len(set)/8)
	var hints []byte
	ones := uint32(0)
	for i := range words {
		var w uint32
		before := ones
		for k, on := range set[32*i : min(32*i+32, len(set))] {
			if on {
				if ones%hintEach == 0 {
					hints = binary.LittleEndian.AppendUint32(hints, uint32(i))
				}
				w |= 1 << k
				ones++
			}
		}
		out = binary.LittleEndian.AppendUint32(out, w)
		out = binary.LittleEndian.AppendUint32(out, before)
	}
	binary.LittleEndian.PutUint32(out, uint32(len(set)))
	binary.LittleEndian.PutUint32(out[4:], ones)
	out = append(out, hints...)
	return binary.LittleEndian.AppendUint32(out, uint32(words-1))
}

func openMarks(b []byte) (m marks, err error) {
	if len(b) < 8 {
		return m, errSection
	}
	m.n, m.ones = int(binary.LittleEndian.Uint32(b)), int(binary.LittleEndian.Uint32(b[4:]))
	k := m.n/32 + 1
	if len(b) != 8+8*k+4*((m.ones+hintEach-1)/hintEach+1) || m.ones > m.n {
		return m, errSection
	}
	m.w = unsafe.Slice((*uint64)(unsafe.Pointer(&b[8])), k)
	m.hint = words(b[8+8*k:])
	if m.rank(m.n) != m.ones {
		return m, errSection
	}
	return m, nil
}

func (m *marks) has(i int) bool { return m.w[i>>5]>>(i&31)&1 != 0 }

// rank is how many before the i-th are set.
func (m *marks) rank(i int) int {
	w := m.w[i>>5]
	return int(w>>32) + bits.OnesCount32(uint32(w)&(1<<(i&31)-1))
}

// find is the k-th that is set, n when there are not so many.
func (m *marks) find(k int) int {
	if k >= m.ones {
		return m.n
	}
	lo, hi := int(m.hint[k/hintEach]), int(m.hint[k/hintEach+1])
	// The last word before which no more than k are set.
	if hi > lo+4 {
		lo += sort.Search(hi-lo, func(j int) bool { return int(m.w[lo+j+1]>>32) > k })
	} else {
		for lo < hi && int(m.w[lo+1]>>32) <= k {
			lo++
		}
	}
	w := uint32(m.w[lo])
	for range k - int(m.w[lo]>>32) {
		w &= w - 1
	}
	return lo<<5 + bits.TrailingZeros32(w)
}

// next is the first at or after i that is set, n when none is.
func (m *marks) next(i int) int {
	if i >= m.n {
		return m.n
	}
	k := i >> 5
	w := uint32(m.w[k]) >> (i & 31) << (i & 31)
	for w == 0 {
		if k++; k == len(m.w) {
			return m.n
		}
		w = uint32(m.w[k])
	}
	return k<<5 + bits.TrailingZeros32(w)
}

// groups says which of many things belong to which owner; the things of an
// owner follow each other, in the order of the owners. Any is set for owners
// that have some, first for the first thing of each.
type groups struct{ any, first marks }

// span is the first thing of an owner, and one after the last.
func (g *groups) span(owner int) (from, to int) {
	from = g.first.find(g.any.rank(owner))
	if !g.any.has(owner) {
		return from, from
	}
	return from, g.first.next(from + 1)
}

// owner is whose a thing is.
func (g *groups) owner(thing int) int { return g.any.find(g.first.rank(thing+1) - 1) }

// packGroups takes the first thing of each owner, and one more.
func packGroups(from []uint32) (any, first []byte) {
	has := make([]bool, len(from)-1)
	begins := make([]bool, from[len(from)-1])
	for i := range has {
		if from[i] < from[i+1] {
			has[i], begins[from[i]] = true, true
		}
	}
	return packMarks(has), packMarks(begins)
}

func openGroups(any, first []byte) (g groups, err error) {
	if g.any, err = openMarks(any); err == nil {
		g.first, err = openMarks(first)
	}
	if err == nil && (g.any.ones != g.first.ones || g.first.n > 0 && !g.first.has(0)) {
		err = errSection
	}
	return g, err
}
