package index

import (
	"math/bits"
	"sync/atomic"

	"khasan/match"
)

// how is how alike the i-th word of the query and the j-th of a form are; not
// ok when the form's may be a part of the other or the other way round.
func (x *names) how(s *search, i, j int, id uint32) (match.Likeness, bool) {
	l := s.listed.slot[j]
	if l == nil {
		return match.Likeness{}, false
	}
	var cell *atomic.Uint64
	for m := l.units; m != 0; m &= m - 1 {
		k := bits.TrailingZeros64(m)
		u := &s.units[k]
		if u.words>>i&1 == 0 {
			continue
		}
		if u.how == nil {
			return match.Likeness{}, false
		}
		if cell = u.cell(l, k, id); cell == nil {
			return match.Likeness{}, false
		}
	}
	if cell == nil {
		return match.Likeness{}, false
	}
	return match.Unpack(x.liken(s, cell, i, id)), true
}

// cell is where it is kept how alike the k-th unit, this one, and a token are.
func (u *unit) cell(l *slot, k int, id uint32) *atomic.Uint64 {
	if int(l.first) == k {
		return &u.how[l.at]
	}
	if at, ok := u.at(id); ok {
		return &u.how[at]
	}
	return nil
}

// liken is how alike the i-th word of the query and a token are, packed, from
// where it is kept or put there.
func (x *names) liken(s *search, cell *atomic.Uint64, i int, id uint32) uint64 {
	if b := cell.Load(); b != 0 {
		return b
	}
	a := &s.asked
	if a.made>>i&1 == 0 {
		a.made |= 1 << i
		a.word[i].Set(a.toks[i])
	}
	s.token, s.keys = x.token(id, s.keys[:0])
	s.word.Set(&s.token)
	b := match.Liken(&a.word[i], &s.word, &s.crossed).Pack()
	cell.Store(b)
	return b
}

// likenesses fills s.how with what is known of how alike the words of the
// reading being looked up and those of a form are, for match.Pair; not ok when
// that is not all.
func (x *names) likenesses(s *search, form []uint32) (known []match.Known, ok bool) {
	n := len(form)
	if len(s.slots) == 0 || n > match.MaxTokens || n == 1 && s.asked.n == 1 {
		return nil, false
	}
	s.how = s.how[:0]
	for j, w := range form {
		id := w & tokenMask
		k := s.slotOf(id)
		if k == 0 {
			if x.bag(id)>>26 == 0 {
				return nil, false
			}
			continue
		}
		l := &s.slots[k-1]
		for m := l.units; m != 0; m &= m - 1 {
			k := bits.TrailingZeros64(m)
			if u := &s.units[k]; u.how != nil {
				i := bits.TrailingZeros32(u.words)
				if cell := u.cell(l, k, id); cell != nil {
					s.how = append(s.how, match.Known{I: uint8(i), J: uint8(j), Likeness: x.liken(s, cell, i, id)})
				}
			}
		}
	}
	return s.how, len(s.how) <= 64
}
