package index

import (
	"context"
	"encoding/json"
	"fmt"

	"khasan/entity"
)

// Expand opens a file of records alone (see Records), or the records of a
// snapshot, by building the whole snapshot of it in memory.
func Expand(ctx context.Context, records []byte) (*Index, error) {
	ix, err := openRecords(records)
	if err != nil {
		return nil, err
	}
	return open(ctx, ix.Sources(), nil)
}

// openRecords opens what is needed to read a file's records in order.
func openRecords(data []byte) (*Index, error) {
	f, err := readFile(data, recordVersion)
	if err != nil {
		return nil, err
	}
	if err := f.verify(); err != nil {
		return nil, err
	}
	ix := &Index{file: f, records: f.get("e.data"), off: f.get("e.off")}
	if len(ix.off) < 8 || len(ix.off)%8 != 0 || ix.at(ix.Len()) != uint64(len(ix.records)) {
		return nil, fmt.Errorf("%w: section e.off: %w", ErrSnapshot, errSection)
	}
	if err := json.Unmarshal(f.get("lists"), &ix.lists); err != nil {
		return nil, fmt.Errorf("%w: section lists: %w", ErrSnapshot, err)
	}
	return ix, nil
}

// Records writes the records alone of lists: a small file for Expand.
func Records(ctx context.Context, lists []Source) ([]byte, error) {
	var m memory
	_, err := buildTo(ctx, &m, lists, &BuildOptions{recordsOnly: true})
	return m, err
}

// Sources are the snapshot's lists to build from again, in their order. The
// index must stay open while they are read.
func (ix *Index) Sources() []Source {
	var out []Source
	next := 0
	for _, l := range ix.lists {
		from, to := next, min(next+l.Entities+l.Edges, ix.Len())
		next = to
		out = append(out, Source{List: l, Stream: func(yield func(entity.Entity, error) bool) {
			for i := from; i < to; i++ {
				x, err := ix.Entity(uint32(i))
				if !yield(x, err) || err != nil {
					return
				}
			}
		}})
	}
	return out
}
