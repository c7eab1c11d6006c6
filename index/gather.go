package index

import (
	"slices"
	"unsafe"

	"khasan/match"
)

// Of an index that is not too large every search has a number for each form: it
// gathers what of the query is met in a form while it goes over the postings,
// and most forms in which two words meet are left out by that and by what is
// remembered of the form, unread.

// gathered is how many forms an index may have for that; a search takes 4 bytes
// each.
const gathered = 1 << 18

// A meeting is a form in which two words are like units of the query.
type meeting struct {
	form    uint32
	n       int32  // words of the form that are
	covered uint32 // the words of the query that they are like
	exact   uint32 // those of them that are equal
	units   uint64
	weight  [2]float32 // what the words weigh at most, as for a person, as for a firm
}

// In a search's tags a form has the number of the search that met it last, and
// below it the slot, or after onceMore the meeting.
const (
	tagLow   = 1<<16 - 1
	onceMore = 1 << 15
)

// gather is meet and the first part of sift: it fills s.again with the forms
// that must be looked at, and reports false when it cannot.
func (x *names) gather(s *search) bool {
	if !x.gathers || len(s.slots) >= onceMore {
		return false
	}
	if len(s.tags) < x.shape.n {
		s.tags, s.round = make([]uint32, x.shape.n), 0
	}
	if s.round++; s.round > tagLow {
		clear(s.tags)
		s.round = 1
	}
	s.meetings = s.meetings[:0]
	s.again = s.again[:0]
	common, size := 0, -1
	for i := range s.units {
		if u := &s.units[i]; !u.aside && u.size > size {
			common, size = i, u.size
		}
	}
	n := len(s.slots)
	for k := range s.lists {
		s.lists[k] = slices.Grow(s.lists[k][:0], n)[:n]
	}
	only := uint64(1) << (common & 63)
	first, second, third := sortSlots(s, x.post, only)
	firsts, commons, asides := s.lists[0][:first], s.lists[1][:second], s.lists[2][:third]
	base, total := s.round<<16, 0
	for _, i := range firsts {
		total += int(s.slots[i].n)
	}
	found := s.room(total)
	again := tagForms(s.slots, firsts, s.tags, x.post, x.size.short, base, found)
	seen := total - again
	for _, h := range found[:again] {
		x.met(s, h)
	}
	if len(s.meetings) >= onceMore-1 {
		return false
	}
	if size > skipCommon*seen {
		for _, i := range firsts {
			s.gone = x.posts(s.gone[:0], &s.slots[i])
			for _, f := range s.gone {
				if s.tags[f] >= base {
					s.tags[f] = 0
					s.again = append(s.again, f)
				}
			}
		}
		return true
	}
	// Two words that are like the same one and no other do not meet.
	x.meetMore(s, commons, base)
	if len(s.meetings) >= onceMore-1 {
		return false
	}
	if len(s.meetings) > 0 {
		x.meetMore(s, asides, base|onceMore)
	}
	x.screen(s)
	return true
}

// meetMore adds slots to the forms whose tags are base or above.
func (x *names) meetMore(s *search, list []uint16, base uint32) {
	total := 0
	for _, i := range list {
		total += int(s.slots[i].n)
	}
	found := s.room(total)
	for _, h := range found[:taggedForms(s.slots, list, s.tags, x.post, x.size.short, base, found)] {
		x.met(s, h)
	}
}

// A sighting is a form below the slot of a word of it.
type sighting uint64

func (s *search) room(n int) []sighting {
	if cap(s.sightings) < n {
		s.sightings = make([]sighting, max(n, 1<<10))
	}
	return s.sightings[:n]
}

// sortSlots puts into s.lists the slots that are gone through first, those that
// only the commonest unit has, and those that are not looked up by; it says how
// many. It looks at each list of forms once, as recall does.
//
//go:noinline
func sortSlots(s *search, post []byte, only uint64) (first, second, third int) {
	slots, active, looked := s.slots, s.active, uint32(0)
	firsts, commons, asides := s.lists[0], s.lists[1], s.lists[2]
	for i := range slots {
		l := &slots[i]
		if l.from&onlyForm == 0 {
			if l.n == 0 {
				continue
			}
			looked ^= uint32(post[l.from])
		}
		switch u := l.units; {
		case u&active == 0:
			asides[third] = uint16(i)
			third++
		case u == only:
			commons[second] = uint16(i)
			second++
		default:
			firsts[first] = uint16(i)
			first++
		}
	}
	s.looked ^= looked
	return
}

// tagForms tags the forms that have the tokens of some slots with the slot, and
// puts those into found that have a tag of base or above already; it says how
// many. There must be room in found for all. Postings are written as appendPosts
// does, forms being few enough for three bytes.
func tagForms(slots []slot, list []uint16, tags []uint32, post []byte, short int, base uint32, found []sighting) (n int) {
	for _, at := range list {
		l := &slots[at]
		own := base | uint32(at)
		if l.from&onlyForm != 0 {
			f := l.from &^ onlyForm
			if t := tags[f]; t >= base {
				found[n] = sighting(at)<<32 | sighting(f)
				n++
			} else {
				tags[f] = own
			}
			continue
		}
		b, m := post[l.from:], int(l.n)
		if m < short {
			for ; m > 0; m-- {
				f := uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16
				b = b[3:]
				if t := tags[f]; t >= base {
					found[n] = sighting(at)<<32 | sighting(f)
					n++
				} else {
					tags[f] = own
				}
			}
			continue
		}
		for m > 0 {
			chunk, lows, rest := chunkOf(b)
			b = rest
			m -= len(lows)
			n += tagLows(tags[chunk<<16:], lows, base, own, sighting(at)<<32|sighting(chunk)<<16, found[n:n+len(lows)])
		}
	}
	return n
}

// tagLows is tagForms for a chunk of postings. It calls nothing, so that all it
// needs stays in registers, and has no branch that cannot be foreseen.
//
//go:noinline
func tagLows(tags []uint32, lows []uint16, base, own uint32, high sighting, found []sighting) (n int) {
	for _, f := range lows {
		t := tags[f]
		found[n] = high | sighting(f)
		if t >= base {
			n++
		}
		if t < base {
			t = own
		}
		tags[f] = t
	}
	return n
}

// taggedForms is tagForms that does not tag.
func taggedForms(slots []slot, list []uint16, tags []uint32, post []byte, short int, base uint32, found []sighting) (n int) {
	for _, at := range list {
		l := &slots[at]
		if l.from&onlyForm != 0 {
			if f := l.from &^ onlyForm; tags[f] >= base {
				found[n] = sighting(at)<<32 | sighting(f)
				n++
			}
			continue
		}
		b, m := post[l.from:], int(l.n)
		if m < short {
			for ; m > 0; m-- {
				f := uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16
				if b = b[3:]; tags[f] >= base {
					found[n] = sighting(at)<<32 | sighting(f)
					n++
				}
			}
			continue
		}
		for m > 0 {
			chunk, lows, rest := chunkOf(b)
			b = rest
			m -= len(lows)
			n += taggedLows(tags[chunk<<16:], lows, base, sighting(at)<<32|sighting(chunk)<<16, found[n:n+len(lows)])
		}
	}
	return n
}

// taggedLows is taggedForms for a chunk of postings, see tagLows.
//
//go:noinline
func taggedLows(tags []uint32, lows []uint16, base uint32, high sighting, found []sighting) (n int) {
	for _, f := range lows {
		if tags[f] >= base {
			found[n] = high | sighting(f)
			n++
		}
	}
	return n
}

// chunkOf reads a chunk of postings: its number, and what the forms are above
// 65,536 times that. See appendPosts.
func chunkOf(b []byte) (chunk int, lows []uint16, rest []byte) {
	chunk, some := int(b[0])|int(b[1])<<8, int(b[2])+int(b[3])<<8+1
	end := 4 + 2*some
	return chunk, unsafe.Slice((*uint16)(unsafe.Pointer(&b[4:end][0])), some), b[end:]
}

// met adds a slot to the meeting of a form that has been found before.
func (x *names) met(s *search, h sighting) {
	f := uint32(h)
	l := &s.slots[h>>32]
	if !l.known {
		x.know(s, l)
	}
	t := s.tags[f]
	if t&onceMore != 0 {
		m := &s.meetings[t&(onceMore-1)]
		m.n++
		m.covered |= l.words
		m.exact |= l.exact
		m.units |= l.units
		m.weight[0] += l.weight[0]
		m.weight[1] += l.weight[1]
		return
	}
	n := len(s.meetings)
	if n == cap(s.meetings) {
		if n >= onceMore-1 {
			return
		}
		s.meetings = slices.Grow(s.meetings, 64)
	}
	o := &s.slots[t&tagLow]
	if !o.known {
		x.know(s, o)
	}
	s.tags[f] = s.round<<16 | onceMore | uint32(n)
	s.meetings = s.meetings[:n+1]
	m := &s.meetings[n]
	m.form, m.n, m.covered, m.exact, m.units = f, 2, l.words|o.words, l.exact|o.exact, l.units|o.units
	m.weight[0] = l.weight[0] + o.weight[0]
	m.weight[1] = l.weight[1] + o.weight[1]
}

// know fills in what of a slot is wanted when it is met again.
func (x *names) know(s *search, l *slot) {
	l.known = true
	r := rarities[l.rare]
	// No word by which a name is found weighs more, whatever its role.
	l.weight = [2]float32{0.7 + 0.4*r, max(0.7, 0.4+0.7*r)}
	l.exact = 0
	if u := &s.units[l.first]; l.says && !s.asked.twice {
		if h := u.how[l.at].Load(); h != 0 && match.Unpack(h).Cost == 0 {
			l.exact = u.words
		}
	}
}
