package index

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"khasan/entity"
)

// The versions of a list that were loaded into a data folder are kept beside
// its snapshot, in history/LIST.log: a file that only grows, one frame for
// each version, each holding what differs from the frame before. Numbers are
// little-endian; a varint is encoding/binary's.
//
//	offset  bytes  what
//	0       8      magic "KHASANH\x01"
//	8       ...    frames, one after the other
//
//	frame
//	0       4      mark "VERS"
//	4       8      length of the body, n
//	12      4      CRC-32C of the 12 bytes before
//	16      n      body
//	16+n    4      CRC-32C of the body
//
//	body
//	varint, JSON   length, and the version (see Version)
//	varint         number of steps; then each step:
//	  varint s     s&1 = 0: copy s>>1 records of the version before,
//	    varint       from this one onwards
//	               s&1 = 1: s>>1 records follow that are new or changed, each
//	    varint       0, or 1 + the number of the record that it replaces
//	blocks         of those records, in order; each block:
//	  varint         number of records
//	  varint         length of the packed bytes
//	  bytes          zstd; unpacked, for each record its length (varint) and
//	                 its bytes as in record.go, without the CRC. The records
//	                 replaced, one after the other, are zstd's dictionary.
//
// A frame that the end of the file cuts was never finished: the reader passes
// over it and the next writer removes it. Any other damage is an error.
const (
	historyMagic = "KHASANH\x01"
	historyDir   = "history"
	frameMark    = "VERS"
	frameHead    = 16
	// blockBytes bounds a block before packing, and so what packing it takes.
	blockBytes = 4 << 20
)

// ErrHistory is wrapped by every error about a damaged history.
var ErrHistory = errors.New("the history of a list is damaged")

// A History is the list versions kept in a data folder. Only one writer at a
// time may use it (see Lock).
type History struct{ dir string }

// NewHistory returns the history of a data folder; there need not be any yet.
func NewHistory(dir string) *History { return &History{filepath.Join(dir, historyDir)} }

// A Version is one version of one list in the history.
type Version struct {
	List
	// Loaded is the day on which it was taken in.
	Loaded entity.Date `json:"loaded"`
	// New, Gone and Changed count records against the version stored before
	// it, byte for byte; the meaning of a change is for source.Diff to say.
	New     int `json:"new"`
	Gone    int `json:"gone"`
	Changed int `json:"changed"`
}

// Day is the day from which the version holds: the list's own date, or the day
// it was loaded when the list has none.
func (v *Version) Day() entity.Date {
	if v.Date.IsZero() {
		return v.Loaded
	}
	return v.Date
}

// Lists names the lists that have a history, in order.
func (h *History) Lists() ([]string, error) {
	files, err := os.ReadDir(h.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var out []string
	for _, f := range files {
		if id, ok := strings.CutSuffix(f.Name(), ".log"); ok {
			out = append(out, id)
		}
	}
	return out, err
}

func (h *History) path(list string) (string, error) {
	if list == "" || strings.ContainsAny(list, `/\:`) || list[0] == '.' {
		return "", fmt.Errorf("list id %q cannot be a file's name", list)
	}
	return filepath.Join(h.dir, list+".log"), nil
}

// Versions are the stored versions of a list in the order of their storing.
func (h *History) Versions(list string) ([]Version, error) {
	var out []Version
	_, err := h.frames(list, func(b *frameBody) error {
		out = append(out, b.version)
		return nil
	})
	return out, err
}

// Each walks through the stored versions of a list in the order of their days,
// each with all its entities. Same says that the records are byte for byte
// those of the version before.
func (h *History) Each(list string, f func(s Source, v Version, same bool) error) error {
	vs, err := h.Versions(list)
	if err != nil {
		return err
	}
	order := make([]int, len(vs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return vs[a].Day().Compare(vs[b].Day()) })
	if !slices.IsSorted(order) { // an older version was stored after a younger
		for _, n := range order {
			s, err := h.Source(list, n)
			if err != nil {
				return err
			}
			if err := f(s, vs[n], false); err != nil {
				return err
			}
		}
		return nil
	}
	var st listState
	_, err = h.frames(list, func(b *frameBody) error {
		if err := st.apply(b); err != nil {
			return err
		}
		v := b.version
		return f(st.source(v.List), v, v.New+v.Gone+v.Changed == 0)
	})
	return err
}

// Source is version n of a list, numbered as in Versions.
func (h *History) Source(list string, n int) (Source, error) {
	var st listState
	var info List
	k := 0
	_, err := h.frames(list, func(b *frameBody) error {
		if err := st.apply(b); err != nil {
			return err
		}
		info = b.version.List
		if k++; k > n {
			return errEnough
		}
		return nil
	})
	if err != nil {
		return Source{}, err
	}
	if k <= n {
		return Source{}, fmt.Errorf("list %s has %d stored versions, there is no number %d", list, k, n)
	}
	return st.source(info), nil
}

// Add stores a version of a list unless it is stored already, by its digest
// and day. The stream is read to its end first; when it fails nothing is stored.
// It holds two versions of the list in memory.
func (h *History) Add(ctx context.Context, s Source, loaded entity.Date) (v Version, stored bool, err error) {
	return h.add(ctx, s, loaded, func(*List) error { return nil })
}

// add stores a version that the guard lets pass.
func (h *History) add(ctx context.Context, s Source, loaded entity.Date, guard func(*List) error) (v Version, stored bool, err error) {
	path, err := h.path(s.ID)
	if err != nil {
		return v, false, err
	}
	var old listState
	day := (&Version{List: s.List, Loaded: loaded}).Day()
	some := false
	end, err := h.frames(s.ID, func(b *frameBody) error {
		if b.version.SHA256 == s.SHA256 && b.version.Day() == day {
			v, some = b.version, true
		}
		return old.apply(b)
	})
	if err != nil {
		return v, false, err
	}
	if some {
		return v, false, guard(&v.List)
	}
	var now listState
	v = Version{List: s.List, Loaded: loaded}
	v.Entities, v.Edges, v.Names = 0, 0, 0
	for x, err := range s.Stream {
		if err != nil {
			return v, false, err
		}
		if len(now.recs)%1024 == 0 && ctx.Err() != nil {
			return v, false, ctx.Err()
		}
		now.recs = append(now.recs, appendRecord(nil, &x)[4:])
		v.count(&x)
	}
	if err := guard(&v.List); err != nil {
		return v, false, err
	}
	body, err := difference(&old, &now, &v)
	if err != nil {
		return v, false, err
	}
	if err := os.MkdirAll(h.dir, 0o755); err != nil {
		return v, false, err
	}
	return v, true, appendFrame(path, end, body)
}

// setAside moves a damaged history away and leaves in its place the versions
// before the damage. It returns the file's new name.
func (h *History) setAside(list string) (string, error) {
	path, err := h.path(list)
	if err != nil {
		return "", err
	}
	var st listState
	end, err := h.frames(list, st.apply)
	if err == nil || !errors.Is(err, ErrHistory) {
		return "", fmt.Errorf("%s: %w: it reads otherwise the second time", path, ErrHistory)
	}
	aside := path + ".damaged"
	for n := 2; ; n++ {
		if _, err := os.Stat(aside); errors.Is(err, fs.ErrNotExist) {
			break
		}
		aside = fmt.Sprintf("%s.damaged-%d", path, n)
	}
	if err := os.Rename(path, aside); err != nil {
		return "", err
	}
	if end == 0 {
		return aside, nil
	}
	whole, err := os.Open(aside)
	if err != nil {
		return "", err
	}
	defer whole.Close()
	return aside, replace(path, func(f *os.File) error {
		_, err := io.CopyN(f, whole, end)
		return err
	})
}

// appendFrame writes a frame at the end of the last whole one and synchronises.
func appendFrame(path string, end int64, body []byte) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	var b []byte
	if end == 0 {
		b = append(b, historyMagic...)
	}
	at := len(b)
	b = append(b, frameMark...)
	b = binary.LittleEndian.AppendUint64(b, uint64(len(body)))
	b = binary.LittleEndian.AppendUint32(b, crc32.Checksum(b[at:], castagnoli()))
	b = append(b, body...)
	b = binary.LittleEndian.AppendUint32(b, crc32.Checksum(body, castagnoli()))
	err = f.Truncate(end)
	if err == nil {
		_, err = f.WriteAt(b, end)
	}
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// errEnough ends the reading of frames early.
var errEnough = errors.New("enough")

// frameBody is a frame as read, its records still packed.
type frameBody struct {
	version Version
	rest    []byte // from the steps on
}

// frames reads a list's frames in order and returns where the last whole one
// ends: 0 when there is no file or nothing in it.
func (h *History) frames(list string, each func(*frameBody) error) (end int64, err error) {
	path, err := h.path(list)
	if err != nil {
		return 0, err
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	size := info.Size()
	bad := func(at int64, format string, a ...any) error {
		return fmt.Errorf("%s: %w: at byte %d: %s", path, ErrHistory, at, fmt.Sprintf(format, a...))
	}
	head := make([]byte, frameHead)
	if size < int64(len(historyMagic)) {
		return 0, nil
	}
	if _, err := io.ReadFull(f, head[:len(historyMagic)]); err != nil {
		return 0, err
	}
	if string(head[:len(historyMagic)]) != historyMagic {
		if unwritten(head[:len(historyMagic)]) {
			return 0, nil
		}
		return 0, bad(0, "it does not begin as a history of this version")
	}
	for end = int64(len(historyMagic)); size-end >= frameHead; {
		if _, err := io.ReadFull(f, head); err != nil {
			return end, err
		}
		n := int64(binary.LittleEndian.Uint64(head[4:]))
		if string(head[:4]) != frameMark || crc32.Checksum(head[:12], castagnoli()) != binary.LittleEndian.Uint32(head[12:]) || n < 0 {
			// A file system may have lengthened the file before a crash without
			// writing the bytes.
			if unwritten(head) {
				return end, nil
			}
			return end, bad(end, "no frame begins here")
		}
		if n > size || n+4 > size-end-frameHead {
			return end, nil
		}
		body := make([]byte, n+4)
		if _, err := io.ReadFull(f, body); err != nil {
			return end, err
		}
		sum := binary.LittleEndian.Uint32(body[n:])
		body = body[:n]
		next := end + frameHead + n + 4
		if crc32.Checksum(body, castagnoli()) != sum {
			if next == size {
				return end, nil // the last frame, not all of which was written
			}
			return end, bad(end, "a version's frame of %d bytes is damaged", n)
		}
		fb := &frameBody{}
		if fb.rest, err = fb.readVersion(body); err != nil {
			return end, bad(end, "%v", err)
		}
		if err := each(fb); err != nil {
			if err == errEnough {
				return next, nil
			}
			if errors.Is(err, errSection) {
				err = bad(end, "%v", err)
			}
			return end, err
		}
		end = next
	}
	return end, nil
}

func (b *frameBody) readVersion(body []byte) ([]byte, error) {
	d := &decoder{b: body}
	info := d.text()
	if d.bad {
		return nil, errSection
	}
	return d.b, json.Unmarshal([]byte(info), &b.version)
}

func unwritten(b []byte) bool { return len(bytes.Trim(b, "\x00")) == 0 }

// SourcesOn are the lists as they were on a day: of each the newest version of
// that day or before. A list whose oldest version is younger is reckoned back
// from that version by its days of listing, and its Note says so.
func (h *History) SourcesOn(day entity.Date) ([]Source, error) {
	lists, err := h.Lists()
	if err != nil {
		return nil, err
	}
	var out []Source
	for _, id := range lists {
		vs, err := h.Versions(id)
		if err != nil {
			return nil, err
		}
		if len(vs) == 0 {
			continue
		}
		best, oldest := -1, 0
		for i := range vs {
			d := vs[i].Day()
			if d.First().Compare(day.Last()) <= 0 && (best < 0 || d.Compare(vs[best].Day()) >= 0) {
				best = i
			}
			if d.Compare(vs[oldest].Day()) < 0 {
				oldest = i
			}
		}
		reckoned := best < 0
		if reckoned {
			best = oldest
		}
		s, err := h.Source(id, best)
		if err != nil {
			return nil, err
		}
		if reckoned {
			s = reckon(s, day)
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b Source) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}

// reckon takes from a later version of a list what was listed on a day, by the
// days of listing it states. Parties freed in between are missing from it, and
// what was changed in between is as changed; the list's Note says so.
func reckon(s Source, day entity.Date) Source {
	in := s.Stream
	from := "the version of " + s.Date.String()
	if s.Date.IsZero() {
		from = "a version without a date"
	}
	s.Note = fmt.Sprintf("no version of or before %s is kept: reckoned from %s by its days of listing; parties without one are kept, parties freed in between are missing", day, from)
	s.Stream = func(yield func(entity.Entity, error) bool) {
		for x, err := range in {
			if err != nil {
				yield(x, err)
				return
			}
			if listedOn(&x, day) && !yield(x, nil) {
				return
			}
		}
	}
	return s
}

// listedOn reports whether one of an entity's listings may have been in force
// on a day; an edge and a party without listings are kept.
func listedOn(x *entity.Entity, day entity.Date) bool {
	if len(x.Listings) == 0 {
		return true
	}
	for i := range x.Listings {
		l := &x.Listings[i]
		begun := l.From.IsZero() || l.From.First().Compare(day.Last()) <= 0
		ended := !l.To.IsZero() && l.To.Last().Compare(day.First()) <= 0
		if begun && !ended {
			return true
		}
	}
	return false
}

// OpenDirOn opens a data folder as it was on a day: a snapshot built in memory
// from the versions kept; lists that have no history are reckoned back from
// the folder's snapshot.
func OpenDirOn(ctx context.Context, dir string, day entity.Date) (*Index, error) {
	sources, err := NewHistory(dir).SourcesOn(day)
	if err != nil {
		return nil, err
	}
	now, err := OpenDir(dir)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) || len(sources) == 0 {
			return nil, err
		}
	} else {
		defer now.Close()
		for _, s := range now.Sources() {
			if !slices.ContainsFunc(sources, func(o Source) bool { return o.ID == s.ID }) {
				sources = append(sources, s.on(day))
			}
		}
	}
	slices.SortFunc(sources, func(a, b Source) int { return cmp.Compare(a.ID, b.ID) })
	apart, err := ReadApart(dir)
	if err != nil {
		return nil, err
	}
	return open(ctx, sources, &BuildOptions{Apart: apart})
}

// On builds in memory the snapshot as of a day from this one alone.
func (ix *Index) On(ctx context.Context, day entity.Date) (*Index, error) {
	sources := ix.Sources()
	for i := range sources {
		sources[i] = sources[i].on(day)
	}
	return open(ctx, sources, nil)
}

// on reckons back unless the list is of that day or before.
func (s Source) on(day entity.Date) Source {
	if !s.Date.IsZero() && s.Date.Compare(day.Last()) <= 0 {
		return s
	}
	return reckon(s, day)
}

// open builds a snapshot in memory.
func open(ctx context.Context, sources []Source, opt *BuildOptions) (*Index, error) {
	var m memory
	if _, err := buildTo(ctx, &m, sources, opt); err != nil {
		return nil, err
	}
	return FromBytes(m)
}
