package index

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"khasan/entity"
)

// SnapshotName is the snapshot's file name in a data folder.
const SnapshotName = "lists.khasan"

// An Index is an open snapshot.
type Index struct {
	file    *file
	names   *names
	lists   []List
	off     []byte // 8 bytes an entity, and one more
	records []byte
	id      table
	edge    table
	same    []byte
	digest  string
	unmap   func() error
	cleanup runtime.Cleanup
}

// verifyUpTo is the size to which opening compares all checksums. A larger
// file is checked by header, table and array bounds, each record when it is
// read, and the whole of it by Verify.
const verifyUpTo = 64 << 20

// OpenDir opens the snapshot of a data folder.
func OpenDir(dir string) (*Index, error) {
	ix, err := OpenFile(filepath.Join(dir, SnapshotName))
	if os.IsNotExist(err) {
		return nil, fmt.Errorf("%s holds no lists; make them with 'khasan load -o %s FILE...': %w", dir, dir, err)
	}
	return ix, err
}

// OpenFile maps a snapshot into memory and opens it.
func OpenFile(path string) (*Index, error) {
	data, unmap, err := mapFile(path)
	if err != nil {
		return nil, err
	}
	ix, err := FromBytes(data)
	if err != nil {
		unmap()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	ix.unmap = unmap
	// A snapshot replaced while questions are under way is unmapped when the
	// last of them lets go of it.
	ix.cleanup = runtime.AddCleanup(ix, func(f func() error) { f() }, unmap)
	return ix, nil
}

// FromBytes opens a snapshot that is in memory; the bytes must not change.
func FromBytes(data []byte) (*Index, error) {
	f, err := readFile(data, formatVersion)
	if err != nil {
		return nil, err
	}
	if len(data) <= verifyUpTo {
		if err := f.verify(); err != nil {
			return nil, err
		}
	}
	ix := &Index{file: f, records: f.get("e.data"), off: f.get("e.off"), same: f.get("e.same")}
	ix.digest = hex.EncodeToString(binary.LittleEndian.AppendUint64(nil, hash64(string(f.table))))
	bad := func(section string, err error) error {
		return fmt.Errorf("%w: section %s: %w", ErrSnapshot, section, err)
	}
	if err := json.Unmarshal(f.get("lists"), &ix.lists); err != nil {
		return nil, bad("lists", err)
	}
	if len(ix.off) < 8 || len(ix.off)%8 != 0 || ix.at(len(ix.off)/8-1) != uint64(len(ix.records)) {
		return nil, bad("e.off", errSection)
	}
	if ix.id, err = openTable(f.get("e.id")); err != nil {
		return nil, bad("e.id", err)
	}
	if ix.edge, err = openTable(f.get("e.edge")); err != nil {
		return nil, bad("e.edge", err)
	}
	if n := len(ix.same); n < 4 || uint64(n) < 4+16*uint64(binary.LittleEndian.Uint32(ix.same)) {
		return nil, bad("e.same", errSection)
	}
	if !bytes.Equal(f.get("probe"), probe()) {
		return nil, ErrOutdated
	}
	if ix.names, err = openNames(f.get); err != nil {
		return nil, bad("names", err)
	}
	if ix.names.ents.any.n != ix.Len() {
		return nil, bad("n.ents", errSection)
	}
	return ix, nil
}

// Close unmaps the snapshot. Nothing may be asked of it afterwards.
func (ix *Index) Close() error {
	if ix.unmap == nil {
		return nil
	}
	ix.cleanup.Stop()
	f := ix.unmap
	ix.unmap = nil
	return f()
}

// Verify reads the whole snapshot and compares every section with its checksum.
func (ix *Index) Verify() error { return ix.file.verify() }

// Digest names the snapshot's content: the same digest, the same bytes.
func (ix *Index) Digest() string { return ix.digest }

// Size is the snapshot's size in bytes.
func (ix *Index) Size() int { return len(ix.file.data) }

// Lists are the lists the snapshot was made from, in the order of loading.
func (ix *Index) Lists() []List { return ix.lists }

// Len is the number of entities, edges included. They are numbered from 0.
func (ix *Index) Len() int { return len(ix.off)/8 - 1 }

func (ix *Index) at(i int) uint64 { return binary.LittleEndian.Uint64(ix.off[8*i:]) }

// Entity reads the i-th entity. The error says when its record is damaged.
func (ix *Index) Entity(i uint32) (entity.Entity, error) {
	if int(i) >= ix.Len() {
		return entity.Entity{}, fmt.Errorf("there is no entity %d, only %d", i, ix.Len())
	}
	from, to := ix.at(int(i)), ix.at(int(i)+1)
	if from > to || to > uint64(len(ix.records)) {
		return entity.Entity{}, fmt.Errorf("%w: section e.off, entity %d: %w", ErrSnapshot, i, errSection)
	}
	x, err := readRecord(ix.records[from:to])
	runtime.KeepAlive(ix)
	if err != nil {
		return x, fmt.Errorf("%w: section e.data, bytes %d to %d: %w", ErrSnapshot, from, to, err)
	}
	return x, nil
}

// ByID finds an entity by its id, or by another id that means the same.
func (ix *Index) ByID(id string) (uint32, bool) {
	second, found := uint32(0), false
	for _, i := range ix.id.find(nil, hashString(seedID, id)) {
		x, err := ix.Entity(i)
		if err != nil {
			continue
		}
		if x.ID == id {
			return i, true
		}
		for _, r := range x.Referents {
			if r == id {
				second, found = i, true
			}
		}
	}
	return second, found
}

// Edges lists the edges (ownership, directorship, ...) that name the party.
func (ix *Index) Edges(id string) []entity.Entity {
	var out []entity.Entity
	for _, i := range ix.edge.find(nil, hashString(seedEdge, id)) {
		x, err := ix.Entity(i)
		if err != nil {
			continue
		}
		named := false
		for _, end := range edgeEnds() {
			for _, v := range x.Props[end] {
				named = named || v == id
			}
		}
		if named {
			out = append(out, x)
		}
	}
	return out
}
