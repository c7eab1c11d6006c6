package index

import (
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/klauspost/compress/zstd"

	"khasan/entity"
)

// listState is a list's records at one version, without their CRC.
type listState struct{ recs [][]byte }

// recordID is the id a record begins with.
func recordID(rec []byte) string {
	d := decoder{b: rec}
	return d.text()
}

// source hands the state on as a list to build from.
func (st *listState) source(info List) Source {
	recs := st.recs // apply never writes into them
	return Source{List: info, Stream: func(yield func(entity.Entity, error) bool) {
		for _, r := range recs {
			x, err := decodeRecord(r)
			if err != nil {
				err = fmt.Errorf("%w: list %s: %w", ErrHistory, info.ID, err)
			}
			if !yield(x, err) || err != nil {
				return
			}
		}
	}}
}

// difference writes the body of the frame that leads from old to now, and
// counts in v.
func difference(old, now *listState, v *Version) ([]byte, error) {
	byID := make(map[string]int, len(old.recs))
	for i, r := range old.recs {
		byID[recordID(r)] = i
	}
	seen := make(map[string]bool, len(now.recs))
	const fresh = -1
	was := make([]int, len(now.recs)) // the record's number before
	same := make([]bool, len(now.recs))
	met := 0
	for i, r := range now.recs {
		id := recordID(r)
		if seen[id] {
			return nil, fmt.Errorf("list %s: %s: %w", v.ID, id, ErrTwice)
		}
		was[i], seen[id] = fresh, true
		if k, ok := byID[id]; ok {
			was[i], same[i] = k, string(old.recs[k]) == string(r)
			met++
		}
		switch {
		case same[i]:
		case was[i] == fresh:
			v.New++
		default:
			v.Changed++
		}
	}
	v.Gone = len(old.recs) - met
	var steps []byte
	count := 0
	var put []int
	for i := 0; i < len(now.recs); count++ {
		k := i + 1
		if same[i] {
			for k < len(now.recs) && same[k] && was[k] == was[k-1]+1 {
				k++
			}
			steps = binary.AppendUvarint(steps, uint64(k-i)<<1)
			steps = binary.AppendUvarint(steps, uint64(was[i]))
		} else {
			for k < len(now.recs) && !same[k] {
				k++
			}
			steps = binary.AppendUvarint(steps, uint64(k-i)<<1|1)
			for ; i < k; i++ {
				steps = binary.AppendUvarint(steps, uint64(was[i]+1))
				put = append(put, i)
			}
		}
		i = k
	}
	info, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	body := binary.AppendUvarint(nil, uint64(len(info)))
	body = append(body, info...)
	body = binary.AppendUvarint(body, uint64(count))
	body = append(body, steps...)
	for len(put) > 0 {
		var raw, dict []byte
		n := 0
		for ; n < len(put) && len(raw) < blockBytes; n++ {
			r := now.recs[put[n]]
			raw = binary.AppendUvarint(raw, uint64(len(r)))
			raw = append(raw, r...)
			if k := was[put[n]]; k != fresh {
				dict = append(dict, old.recs[k]...)
			}
		}
		packed, err := pack(raw, dict)
		if err != nil {
			return nil, err
		}
		body = binary.AppendUvarint(body, uint64(n))
		body = binary.AppendUvarint(body, uint64(len(packed)))
		body = append(body, packed...)
		put = put[n:]
	}
	return body, nil
}

// apply makes of the state the version that a frame holds.
func (st *listState) apply(b *frameBody) error {
	d := &decoder{b: b.rest}
	next := make([][]byte, 0, len(st.recs)+64)
	type hole struct{ at, was int }
	var holes []hole
	for range d.count() {
		s := d.num()
		n := s >> 1
		if s&1 == 0 {
			from := d.num()
			if d.bad || from > len(st.recs) || n > len(st.recs)-from {
				return errSection
			}
			next = append(next, st.recs[from:from+n]...)
			continue
		}
		if n > len(d.b) {
			return errSection
		}
		for range n {
			was := d.num() - 1
			if was >= len(st.recs) {
				return errSection
			}
			holes = append(holes, hole{len(next), was})
			next = append(next, nil)
		}
	}
	for len(holes) > 0 {
		n := d.num()
		packed := d.bytes()
		if d.bad || n == 0 || n > len(holes) {
			return errSection
		}
		var dict []byte
		for _, h := range holes[:n] {
			if h.was >= 0 {
				dict = append(dict, st.recs[h.was]...)
			}
		}
		raw, err := unpack(packed, dict)
		if err != nil {
			return fmt.Errorf("%w: %w", errSection, err)
		}
		r := &decoder{b: raw}
		for _, h := range holes[:n] {
			next[h.at] = r.bytes()
		}
		if r.bad || len(r.b) > 0 {
			return errSection
		}
		holes = holes[n:]
	}
	if d.bad || len(d.b) > 0 {
		return errSection
	}
	st.recs = next
	return nil
}

// dictionaryID marks blocks that were packed with a dictionary; zstd wants a
// number, which it is does not matter.
const dictionaryID = 1

// pack compresses a block, with the records it replaces as dictionary.
func pack(raw, dict []byte) ([]byte, error) {
	opt := []zstd.EOption{zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false),
		zstd.WithWindowSize(window(len(raw) + len(dict)))}
	if len(dict) > 0 {
		opt = append(opt, zstd.WithEncoderDictRaw(dictionaryID, dict))
	}
	e, err := zstd.NewWriter(nil, opt...)
	if err != nil {
		return nil, err
	}
	defer e.Close()
	return e.EncodeAll(raw, nil), nil
}

// window is the least power of two that zstd may look back over n bytes with.
func window(n int) int {
	w := 1 << 15
	for w < n && w < 16<<20 {
		w <<= 1
	}
	return w
}

func unpack(packed, dict []byte) ([]byte, error) {
	opt := []zstd.DOption{zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1 << 30), zstd.WithDecoderLowmem(true)}
	if len(dict) > 0 {
		opt = append(opt, zstd.WithDecoderDictRaw(dictionaryID, dict))
	}
	d, err := zstd.NewReader(nil, opt...)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return d.DecodeAll(packed, nil)
}
