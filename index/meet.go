package index

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// How the forms are found in which two words of a query meet, in an index of
// which a search cannot keep a number for each form (see gather.go). The postings
// are gone over twice: first a bit for each form says that it was met, and a
// form met again is noted; then what was met is gathered for those alone. What
// was met leaves most of them out unread (see sieve.go).

// mostMet is how many words of a form that meet are told apart.
const mostMet = 5

// A met is a form in which words met: how many, and the slots of them. When
// there are more than mostMet the form is looked at whatever they are.
type met struct {
	form uint32
	n    uint8
	at   [mostMet]uint16
}

// add adds a slot.
func (m *met) add(at int) {
	if m.n < mostMet {
		m.at[m.n] = uint16(at)
	}
	m.n = min(m.n+1, mostMet+1)
}

// skipCommon is how many times the forms found the forms of the commonest unit
// must be to be left out: going over a form costs so much less than looking at
// what is met in it.
const skipCommon = 48

// chunkWords are the words of a chunk's bits, see appendPosts.
const chunkWords = 1 << 16 / 64

// meet fills s.again with the forms that may score what is wanted among those
// that two words like units of the query have been found in. The words that only
// the commonest unit has are not looked up when they are many more than what was
// found before: any of that may have one of them.
func (x *names) meet(s *search) {
	if n := (x.shape.n>>16 + 1) * chunkWords; len(s.once) < n {
		s.once = make([]uint64, n)
	}
	s.again = s.again[:0]
	v := &s.sieve
	if len(s.ties) == 0 {
		s.tieUp()
	}
	x.plan(s)
	// One look at each list of forms before any is gone through, as in recall.
	for i := range s.ties {
		if l := &s.ties[i]; l.from&onlyForm == 0 && l.n > 0 {
			s.looked ^= uint32(x.post[l.from])
		}
	}
	common, size := 0, -1
	for i := range s.units {
		if u := &s.units[i]; s.active>>i&1 != 0 && u.size > size {
			common, size = i, u.size
		}
	}
	only := uint64(1) << common
	seen, walked := 0, 0
	for i := range s.ties {
		if l := &s.ties[i]; l.units&s.active != 0 && l.units&s.active != only {
			n := len(s.again)
			x.see(s, l)
			walked += int(l.n)
			seen += int(l.n) - (len(s.again) - n)
		}
	}
	if size > skipCommon*seen {
		// Any of these may have a word of the commonest unit.
		v.assumed = s.units[common].words
		s.again = s.again[:0]
		for i := range s.ties {
			if l := &s.ties[i]; l.units&s.active != 0 && l.units&s.active != only {
				s.again = x.posts(s.again, &s.slots[i])
			}
		}
	} else {
		for i := range s.ties {
			if l := &s.ties[i]; l.units&s.active == only {
				x.see(s, l)
				walked += int(l.n)
			}
		}
		only = 0
	}
	x.gone(s, walked)
	if len(s.again) == 0 {
		return
	}
	if s.ranked = manyMet*len(s.again) > x.shape.n; s.ranked {
		s.rank()
	} else {
		s.note()
	}
	if !v.on {
		x.unrank(s)
		s.again = s.again[:0]
		for i := range s.mets {
			s.again = append(s.again, s.mets[i].form)
		}
		return
	}
	for i := range s.ties {
		if l := &s.ties[i]; l.units&^s.sieve.dropped != 0 && (only == 0 || l.units&s.active != only) {
			x.collect(s, i)
		}
	}
	x.unrank(s)
	x.strain(s)
}

// unrank takes back what rank noted in s.once.
func (x *names) unrank(s *search) {
	if s.ranked {
		for i := range s.mets {
			s.once[s.mets[i].form>>6] = 0
		}
	}
}

// gone takes back the bits of the forms that were met.
func (x *names) gone(s *search, walked int) {
	if 8*walked > len(s.once) {
		clear(s.once)
		return
	}
	for i := range s.ties {
		if l := &s.ties[i]; l.units&s.active != 0 {
			s.gone = x.posts(s.gone[:0], &s.slots[i])
			for _, f := range s.gone {
				s.once[f>>6] = 0
			}
		}
	}
}

// see notes the forms that have a token, and adds those noted before to s.again,
// some more than once.
func (x *names) see(s *search, l *tie) {
	if l.from&onlyForm != 0 {
		s.seen(l.from &^ onlyForm)
		return
	}
	b, n := x.post[l.from:], int(l.n)
	if n < x.size.short {
		if x.size.wide == 3 {
			for b = b[:3*n]; len(b) >= 3; b = b[3:] {
				s.seen(uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16)
			}
			return
		}
		for b = b[:4*n]; len(b) >= 4; b = b[4:] {
			s.seen(binary.LittleEndian.Uint32(b))
		}
		return
	}
	for n > 0 {
		chunk, lows, rest := chunkOf(b)
		b = rest
		n -= len(lows)
		s.lows = slices.Grow(s.lows[:0], len(lows))[:len(lows)]
		known := sight((*[chunkWords]uint64)(s.once[chunk*chunkWords:]), lows, s.lows)
		for _, f := range s.lows[:known] {
			s.again = append(s.again, uint32(chunk)<<16|uint32(f))
		}
	}
}

// sight notes forms of a chunk, and puts those noted before into known, as many
// as it returns.
//
//go:noinline
func sight(once *[chunkWords]uint64, forms, known []uint16) (n int) {
	known = known[:len(forms)]
	for _, f := range forms {
		p := &once[f>>6]
		old := *p
		*p = old | 1<<(f&63)
		known[n] = f
		n += int(old >> (f & 63) & 1)
	}
	return n
}

// seen notes a form that a word has been found in.
func (s *search) seen(f uint32) {
	p := &s.once[f>>6]
	if bit := uint64(1) << (f & 63); *p&bit == 0 {
		*p |= bit
	} else {
		s.again = append(s.again, f)
	}
}

// hashForm spreads the numbers of forms; the highest bits are the best.
func hashForm(f uint32) uint32 { return f * 0x9E3779B1 }

// sureWords is how many words s.sure has.
const sureWords = chunkWords

// manyMet is one of how many forms must be in s.again that they are noted in order.
const manyMet = 1 << 9

// rank fills s.mets with the forms of s.again in order, each once, s.once with a
// bit for each, and s.ranks with how many are before those of a word of s.once.
func (s *search) rank() {
	for _, f := range s.again {
		s.once[f>>6] |= 1 << (f & 63)
	}
	if len(s.ranks) < len(s.once) {
		s.ranks = make([]uint32, len(s.once))
	}
	s.mets = s.mets[:0]
	for i, w := range s.once {
		s.ranks[i] = uint32(len(s.mets))
		for ; w != 0; w &= w - 1 {
			s.mets = append(s.mets, met{form: uint32(i)<<6 | uint32(bits.TrailingZeros64(w))})
		}
	}
}

// note fills s.homes and s.mets with the forms of s.again, each once, and s.sure
// with a bit for the last sixteen of their numbers.
func (s *search) note() {
	size := 1 << max(8, bits.Len(uint(2*len(s.again)-1)))
	if len(s.homes) < size {
		s.homes = make([]uint64, size)
	}
	clear(s.homes[:size])
	clear(s.sure[:])
	s.sieve.shift = uint32(32 - bits.Len(uint(size-1)))
	s.mets = s.mets[:0]
	homes, shift := s.homes[:size], s.sieve.shift
	for _, f := range s.again {
		for k := int(hashForm(f) >> shift); ; k = (k + 1) & (size - 1) {
			if e := homes[k]; e == 0 {
				s.mets = append(s.mets, met{form: f})
				homes[k] = uint64(f)<<32 | uint64(len(s.mets))
				s.sure[f>>6%sureWords] |= 1 << (f & 63)
				break
			} else if uint32(e>>32) == f {
				break
			}
		}
	}
}

// collect adds a slot to what is met in the forms of s.mets.
func (x *names) collect(s *search, at int) {
	l := &s.ties[at]
	if l.from&onlyForm != 0 {
		s.maybe(l.from&^onlyForm, at)
		return
	}
	b, n := x.post[l.from:], int(l.n)
	if n < x.size.short {
		if x.size.wide == 3 {
			for b = b[:3*n]; len(b) >= 3; b = b[3:] {
				s.maybe(uint32(b[0])|uint32(b[1])<<8|uint32(b[2])<<16, at)
			}
			return
		}
		for b = b[:4*n]; len(b) >= 4; b = b[4:] {
			s.maybe(binary.LittleEndian.Uint32(b), at)
		}
		return
	}
	for n > 0 {
		chunk, lows, rest := chunkOf(b)
		b = rest
		n -= len(lows)
		s.lows = slices.Grow(s.lows[:0], len(lows))[:len(lows)]
		if s.ranked {
			once, ranks := s.once[chunk*chunkWords:], s.ranks[chunk*chunkWords:]
			known := sighted((*[sureWords]uint64)(once), lows, s.lows)
			for _, f := range s.lows[:known] {
				s.mets[int(ranks[f>>6])+bits.OnesCount64(once[f>>6]&(1<<(f&63)-1))].add(at)
			}
			continue
		}
		known := sighted(&s.sure, lows, s.lows)
		for _, f := range s.lows[:known] {
			s.addMet(uint32(chunk)<<16|uint32(f), at)
		}
	}
}

// sighted puts those forms that have a bit into known, as many as it returns.
//
//go:noinline
func sighted(sure *[sureWords]uint64, forms, known []uint16) (n int) {
	known = known[:len(forms)]
	for _, f := range forms {
		known[n] = f
		n += int(sure[f>>6] >> (f & 63) & 1)
	}
	return n
}

func (s *search) maybe(f uint32, at int) {
	if s.ranked {
		if w, bit := s.once[f>>6], uint64(1)<<(f&63); w&bit != 0 {
			s.mets[int(s.ranks[f>>6])+bits.OnesCount64(w&(bit-1))].add(at)
		}
		return
	}
	if s.sure[f>>6%sureWords]&(1<<(f&63)) != 0 {
		s.addMet(f, at)
	}
}

// addMet adds a slot to what is met in a form, if it is one of s.mets.
func (s *search) addMet(f uint32, at int) {
	shift := s.sieve.shift & 31
	homes := s.homes[:1<<(32-shift)]
	for k := int(hashForm(f) >> shift); ; k = (k + 1) & (len(homes) - 1) {
		e := homes[k]
		if e == 0 {
			return
		}
		if uint32(e>>32) == f {
			s.mets[uint32(e)-1].add(at)
			return
		}
	}
}
