package index

import (
	"context"
	"encoding/json"
	"fmt"

	"khasan/entity"
)

// Expand opens a file of records alone (see BuildOptions.RecordsOnly) by
// building the whole snapshot of it in memory.
func Expand(ctx context.Context, records []byte) (*Index, error) {
	f, err := readFile(records)
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
	var lists []List
	if err := json.Unmarshal(f.get("lists"), &lists); err != nil {
		return nil, fmt.Errorf("%w: section lists: %w", ErrSnapshot, err)
	}
	var sources []Source
	next := 0
	for _, l := range lists {
		from, to := next, next+l.Entities+l.Edges
		next = to
		sources = append(sources, Source{List: l, Stream: func(yield func(entity.Entity, error) bool) {
			for i := from; i < to; i++ {
				x, err := ix.Entity(uint32(i))
				if !yield(x, err) || err != nil {
					return
				}
			}
		}})
	}
	var m memory
	if _, err := BuildTo(ctx, &m, sources, nil); err != nil {
		return nil, err
	}
	return FromBytes(m)
}
