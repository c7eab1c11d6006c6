package index

import "hash/maphash"

// texts numbers texts in the order in which they are first met.
type texts struct {
	seed  maphash.Seed
	slots []uint32 // open addressing: a text's number plus one
	hash  []uint32
	end   []uint32 // where each ends in data
	data  []byte
}

func newTexts() texts { return texts{seed: maphash.MakeSeed(), slots: make([]uint32, 1<<8)} }

// number is the number of a text, and whether it was not met before.
func (t *texts) number(b []byte) (n uint32, fresh bool) {
	if 2*len(t.hash) >= len(t.slots) {
		t.grow()
	}
	h := uint32(maphash.Bytes(t.seed, b))
	m := uint32(len(t.slots) - 1)
	k := h & m
	for ; t.slots[k] != 0; k = (k + 1) & m {
		if n := t.slots[k] - 1; t.hash[n] == h && view(t.at(n)) == view(b) {
			return n, false
		}
	}
	n = uint32(len(t.hash))
	t.slots[k] = n + 1
	t.hash = append(t.hash, h)
	t.data = append(t.data, b...)
	t.end = append(t.end, uint32(len(t.data)))
	return n, true
}

func (t *texts) grow() {
	t.slots = make([]uint32, 4*len(t.slots))
	m := uint32(len(t.slots) - 1)
	for n, h := range t.hash {
		k := h & m
		for t.slots[k] != 0 {
			k = (k + 1) & m
		}
		t.slots[k] = uint32(n) + 1
	}
}

// at is a text by its number; it must not be written to.
func (t *texts) at(n uint32) []byte {
	from := uint32(0)
	if n > 0 {
		from = t.end[n-1]
	}
	return t.data[from:t.end[n]]
}

func (t *texts) len() int { return len(t.hash) }
