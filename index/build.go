package index

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"

	"khasan/entity"
)

// A List is one list a snapshot was made from.
type List struct {
	ID        string      `json:"id"`
	Title     string      `json:"title,omitempty"`
	Authority string      `json:"authority,omitempty"`
	Format    string      `json:"format,omitempty"`
	Date      entity.Date `json:"date"`
	// DateFrom says by what the date is known: "file", "file name", ...
	DateFrom string `json:"date_from,omitempty"`
	// SHA256 is the hex digest of the list's bytes as published, unpacked.
	SHA256 string   `json:"sha256"`
	Files  []string `json:"files,omitempty"`
	// Note says what the list is not, when it is not whole.
	Note string `json:"note,omitempty"`
	// Entities counts the parties, Edges the links between them, Names all
	// names.
	Entities int `json:"entities"`
	Edges    int `json:"edges,omitempty"`
	Names    int `json:"names"`
}

// A Source is a list to build from: what is known of it, and its entities.
type Source struct {
	List
	Stream iter.Seq2[entity.Entity, error]
	// Removed, when it is not nil, makes it a delta: the stream has what is new
	// or changed against the version loaded, Removed gives the ids that are gone.
	// Only Update takes deltas.
	Removed func() ([]string, error)
}

// BuildOptions bend a build; nil is good.
type BuildOptions struct {
	// Progress is called now and then with the list under way and the number
	// of its entities so far.
	Progress func(list string, entities int)
	// Apart are pairs of ids that are not the same party though a number says so.
	Apart [][2]string
	// recordsOnly leaves out everything that can be made again from the
	// records: a small file for [Expand], which no other function opens.
	recordsOnly bool
}

// Stats says what a build wrote.
type Stats struct {
	Lists    []List
	Entities int
	Names    int
	Bytes    int64
}

// Build writes a snapshot of the lists to path, whole or not at all: it writes
// beside it, synchronises, and renames. The same lists give the same bytes.
// Records are written as they are read; what is kept in memory are the names'
// index and 16 bytes an entity.
func Build(ctx context.Context, path string, lists []Source, opt *BuildOptions) (Stats, error) {
	var st Stats
	err := replace(path, func(f *os.File) (err error) {
		st, err = buildTo(ctx, f, lists, opt)
		return err
	})
	if err != nil {
		return Stats{}, err
	}
	return st, nil
}

// Save writes the snapshot to a file, whole or not at all.
func (ix *Index) Save(path string) error {
	return replace(path, func(f *os.File) error {
		_, err := f.Write(ix.file.data)
		return err
	})
}

// replace writes a file beside path, synchronises it, and renames it.
func replace(path string, write func(*os.File) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), unfinished)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	err = write(f)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// buildTo writes a snapshot to w, which should be empty.
func buildTo(ctx context.Context, w interface {
	WriteAt([]byte, int64) (int, error)
}, lists []Source, opt *BuildOptions) (Stats, error) {
	b := builder{out: newFileWriter(w), names: newNamesBuilder(), same: newSameBuilder(), ids: newIDSet()}
	if opt != nil {
		b.same.apart = map[[2]string]bool{}
		for _, p := range opt.Apart {
			b.same.apart[pairOf(p[0], p[1])] = true
		}
	}
	if opt != nil && opt.recordsOnly {
		b.out.version = recordVersion
	}
	b.out.begin("e.data")
	b.readers(opt != nil && opt.recordsOnly)
	defer b.noMore()
	var st Stats
	for _, l := range lists {
		if err := b.list(ctx, &l, opt); err != nil {
			return Stats{}, err
		}
		st.Lists = append(st.Lists, l.List)
		st.Entities += l.Entities + l.Edges
		st.Names += l.Names
	}
	if len(b.buf) > 0 {
		b.out.Write(b.buf)
	}
	b.off = append(b.off, b.at)
	b.out.section("e.off", bytes64(b.off))
	if opt == nil || !opt.recordsOnly {
		b.noMore()
		var id, edge, same []byte
		together(
			func() { b.names.settle(b.by) },
			func() { id = b.id.build(fullTag) },
			func() { edge, same = b.edge.build(fullTag), b.same.build() },
		)
		b.out.section("e.id", id)
		b.out.section("e.edge", edge)
		b.out.section("e.same", same)
		b.by, b.free, b.ids = nil, nil, idSet{}
		for _, s := range b.names.sections() {
			b.out.section(s.name, s.data)
		}
		b.out.section("probe", probe())
	}
	info, err := json.Marshal(st.Lists)
	if err != nil {
		return Stats{}, err
	}
	b.out.section("lists", info)
	n, err := b.out.finish()
	st.Bytes = int64(n)
	return st, err
}

// builder is the state of one build.
type builder struct {
	out   *fileWriter
	names *namesBuilder
	same  *sameBuilder
	id    tableBuilder
	edge  tableBuilder
	off   []uint64
	at    uint64
	buf   []byte
	ids   idSet
	by    []*reader
	work  chan *batch
	free  []*batch
}

// ErrTwice is wrapped when two entities have one id.
var ErrTwice = errors.New("two entities have the same id")

// batchSize is how many entities' names are read together. Reading is most of
// the work of a build and is spread over the processors; everything else is
// done in the order of the list, so that the result does not depend on them.
const batchSize = 64

func (b *builder) list(ctx context.Context, l *Source, opt *BuildOptions) error {
	l.Entities, l.Edges, l.Names = 0, 0, 0
	var under []*batch // being read, oldest first
	now := b.batch()
	send := func() error {
		b.work <- now
		under = append(under, now)
		now = b.batch()
		if len(under) < cap(b.work) {
			return nil
		}
		t := under[0]
		under = under[1:]
		return b.take(ctx, l, t, opt)
	}
	for x, err := range l.Stream {
		if err != nil {
			return err
		}
		if now.ents = append(now.ents, x); len(now.ents) == batchSize {
			if err := send(); err != nil {
				return err
			}
		}
	}
	if err := send(); err != nil {
		return err
	}
	for _, t := range under {
		if err := b.take(ctx, l, t, opt); err != nil {
			return err
		}
	}
	return nil
}

// readers read what is sent to work until it is closed.
func (b *builder) readers(recordsOnly bool) {
	n := portions()
	b.work = make(chan *batch, 4*n)
	for range n {
		r := &reader{all: b.names.all, only: recordsOnly}
		b.by = append(b.by, r)
		go func(work <-chan *batch) {
			for t := range work {
				r.read(t)
				t.done <- struct{}{}
			}
		}(b.work)
	}
}

// noMore ends the readers.
func (b *builder) noMore() {
	if b.work != nil {
		close(b.work)
		b.work = nil
	}
}

// take enters a batch once it is read.
func (b *builder) take(ctx context.Context, l *Source, t *batch, opt *BuildOptions) error {
	<-t.done
	if err := ctx.Err(); err != nil {
		return err
	}
	first := uint32(len(b.off))
	from := uint32(0)
	for i := range t.ents {
		if n := len(b.off); n%1024 == 0 && opt != nil && opt.Progress != nil {
			opt.Progress(l.ID, l.Entities+l.Edges)
		}
		if !b.ids.add(t.ids[i]) {
			return fmt.Errorf("list %s: %s: %w; was the same list loaded twice?", l.ID, t.ents[i].ID, ErrTwice)
		}
		l.count(&t.ents[i])
		b.off = append(b.off, b.at)
		b.at += uint64(t.recEnd[i] - from)
		from = t.recEnd[i]
	}
	b.id.addAll(t.id, first)
	b.edge.addAll(t.edge, first)
	if opt == nil || !opt.recordsOnly {
		b.names.add(t)
		for i := range t.same {
			k := &t.same[i]
			k.entry.n += first
			b.same.enter(k.key, k.entry)
		}
	}
	b.buf = append(b.buf, t.records...)
	if len(b.buf) > 1<<20 {
		b.out.Write(b.buf)
		b.buf = b.buf[:0]
	}
	b.free = append(b.free, t)
	return b.out.err
}

// batch is an empty batch, with the room of one that was entered before.
func (b *builder) batch() *batch {
	n := len(b.free) - 1
	if n < 0 {
		return &batch{done: make(chan struct{}, 1)}
	}
	t := b.free[n]
	b.free = b.free[:n]
	clear(t.ents)
	clear(t.same)
	*t = batch{ents: t.ents[:0], names: t.names[:0], reads: t.reads[:0], words: t.words[:0], done: t.done, records: t.records[:0], recEnd: t.recEnd[:0],
		ids: t.ids[:0], id: t.id[:0], edge: t.edge[:0], numbers: t.numbers[:0], facts: t.facts[:0], same: t.same[:0]}
	return t
}

// edgeEnds are the FollowTheMoney properties by which an edge names parties.
func edgeEnds() []string {
	return []string{"owner", "asset", "director", "organization", "person", "relative", "subject", "object", "member", "employee", "employer",
		"agent", "client", "predecessor", "successor", "holder", "debtor", "creditor", "payer", "beneficiary", "associate"}
}

// Seeds part the hash tables' key spaces.
const (
	seedID   = 101
	seedEdge = 102
)

// hash64 is FNV-1a; two ids of one data set with the same 64 bits are taken
// for one, which happens once in 10^7 sets of a million.
func hash64(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// An idSet holds hashes of ids.
type idSet struct {
	slots []uint64 // open addressing; 0 is empty
	n     int
	zero  bool
}

func newIDSet() idSet { return idSet{slots: make([]uint64, 1<<10)} }

// add reports whether a hash was not there before.
func (s *idSet) add(h uint64) bool {
	if h == 0 {
		was := s.zero
		s.zero = true
		return !was
	}
	if 2*s.n >= len(s.slots) {
		old := s.slots
		s.slots = make([]uint64, 4*len(old))
		for _, x := range old {
			if x != 0 {
				*s.slot(x) = x
			}
		}
	}
	at := s.slot(h)
	if *at == h {
		return false
	}
	*at = h
	s.n++
	return true
}

// slot is where a hash lies, or would.
func (s *idSet) slot(h uint64) *uint64 {
	m := len(s.slots) - 1
	k := int(h*0x9E3779B97F4A7C15>>32) & m
	for s.slots[k] != 0 && s.slots[k] != h {
		k = (k + 1) & m
	}
	return &s.slots[k]
}

func bytes64(v []uint64) []byte {
	b := make([]byte, 0, 8*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint64(b, x)
	}
	return b
}

// syncDir makes a rename durable where the system can.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer d.Close()
	d.Sync()
	return nil
}
