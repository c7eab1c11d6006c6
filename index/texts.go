package index

import "hash/maphash"

// texts numbers texts in the order in which they are first met.
type texts struct {
	seed  maphash.Seed
	slots []uint64 // open addressing: half a text's hash, above its number plus one
	end   []uint32 // where each ends in data
	data  []byte
}

func newTexts() texts { return texts{seed: maphash.MakeSeed(), slots: make([]uint64, 1<<8)} }

// number is the number of a text, and whether it was not met before.
func (t *texts) number(b []byte) (n uint32, fresh bool) {
	if 2*len(t.end) >= len(t.slots) {
		t.grow()
	}
	h := maphash.Bytes(t.seed, b)
	m := len(t.slots) - 1
	k := int(h>>32) & m
	for ; t.slots[k] != 0; k = (k + 1) & m {
		if x := t.slots[k]; x>>32 == h>>32 && view(t.at(uint32(x)-1)) == view(b) {
			return uint32(x) - 1, false
		}
	}
	n = uint32(len(t.end))
	t.slots[k] = h>>32<<32 | uint64(n+1)
	t.data = append(t.data, b...)
	t.end = append(t.end, uint32(len(t.data)))
	return n, true
}

func (t *texts) grow() { t.slots = widen(t.slots) }

// widen makes more room in an open hash of numbers with the hash above them, by
// whose lower bits they lie.
func widen(old []uint64) []uint64 {
	slots := make([]uint64, 4*len(old))
	m := len(slots) - 1
	for _, x := range old {
		if x != 0 {
			k := int(x>>32) & m
			for slots[k] != 0 {
				k = (k + 1) & m
			}
			slots[k] = x
		}
	}
	return slots
}

// at is a text by its number; it must not be written to.
func (t *texts) at(n uint32) []byte {
	from := uint32(0)
	if n > 0 {
		from = t.end[n-1]
	}
	return t.data[from:t.end[n]]
}

func (t *texts) len() int { return len(t.end) }
