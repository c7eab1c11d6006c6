package index

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// The snapshot file. All numbers are little-endian.
//
//	offset  bytes  what
//	0       8      magic "KHASAN\x1a\x0a"
//	8       4      version of this layout (formatVersion)
//	12      4      number of sections, n
//	16      8      offset of the section table
//	24      8      length of the whole file
//	32      ...    the sections, each beginning at a multiple of 8; gaps are zero
//	table   n*48   for each section:
//	                 24  name, padded with zero bytes
//	                  8  offset in the file
//	                  8  length in bytes
//	                  4  CRC-32C of its bytes
//	                  4  zero
//	end-8   4      CRC-32C of the header's 32 bytes and the table
//	end-4   4      "END\x0a"
//
// Sections:
//
//	lists     the lists the snapshot was made from, as JSON (see List)
//	e.data    the entities' records, one after the other (see record.go)
//	e.off     offset of each record in e.data, 8 bytes each; one more at the end
//	e.id      table: hash of an id or referent → entity (see table.go)
//	e.edge    table: hash of an id → edges (ownership and the like) that name it
//	e.same    links between records of one party (see same.go)
//	n.*       names, numbers, dates and countries (see layout.go)
//	probe     8 bytes that say how names were read (see probe.go)
const (
	magic         = "KHASAN\x1a\x0a"
	formatVersion = 4 // those before had the same records and laid names out otherwise
	recordVersion = 1 // of files of records alone, and the oldest whose records are read
	headerLen     = 32
	entryLen      = 48
	trailerLen    = 8
	trailerMark   = "END\x0a"
)

// ErrSnapshot is wrapped by every error about a file that is no whole snapshot.
var ErrSnapshot = errors.New("not a whole snapshot")

func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

// entry is one row of the section table.
type entry struct {
	name     string
	off, len uint64
	crc      uint32
}

// A fileWriter writes sections one after the other, and the table at the end.
type fileWriter struct {
	w       io.WriterAt
	version uint32
	off     uint64
	entries []entry
	open    bool
	crc     uint32
	err     error
}

func newFileWriter(w io.WriterAt) *fileWriter {
	return &fileWriter{w: w, version: formatVersion, off: headerLen}
}

// begin starts a section; what is written until the next begin or finish
// belongs to it.
func (f *fileWriter) begin(name string) {
	f.end()
	if pad := -f.off & 7; pad > 0 {
		f.put(make([]byte, pad))
	}
	if len(name) > 24 {
		f.err = errors.Join(f.err, fmt.Errorf("section name %q is longer than 24 bytes", name))
	}
	f.entries = append(f.entries, entry{name: name, off: f.off})
	f.open, f.crc = true, 0
}

func (f *fileWriter) end() {
	if !f.open {
		return
	}
	e := &f.entries[len(f.entries)-1]
	e.len, e.crc, f.open = f.off-e.off, f.crc, false
}

func (f *fileWriter) put(b []byte) {
	if f.err == nil {
		_, f.err = f.w.WriteAt(b, int64(f.off))
	}
	f.off += uint64(len(b))
}

// Write adds to the section begun last.
func (f *fileWriter) Write(b []byte) (int, error) {
	f.crc = crc32.Update(f.crc, castagnoli(), b)
	f.put(b)
	return len(b), f.err
}

func (f *fileWriter) section(name string, b []byte) {
	f.begin(name)
	f.Write(b)
}

// finish writes the table and the header; the file is whole only then.
func (f *fileWriter) finish() (length uint64, err error) {
	f.end()
	if pad := -f.off & 7; pad > 0 {
		f.put(make([]byte, pad))
	}
	table := make([]byte, 0, len(f.entries)*entryLen+trailerLen)
	for _, e := range f.entries {
		var name [24]byte
		copy(name[:], e.name)
		table = append(table, name[:]...)
		table = binary.LittleEndian.AppendUint64(table, e.off)
		table = binary.LittleEndian.AppendUint64(table, e.len)
		table = binary.LittleEndian.AppendUint32(table, e.crc)
		table = append(table, 0, 0, 0, 0)
	}
	length = f.off + uint64(len(table)) + trailerLen
	head := make([]byte, 0, headerLen)
	head = append(head, magic...)
	head = binary.LittleEndian.AppendUint32(head, f.version)
	head = binary.LittleEndian.AppendUint32(head, uint32(len(f.entries)))
	head = binary.LittleEndian.AppendUint64(head, f.off)
	head = binary.LittleEndian.AppendUint64(head, length)
	crc := crc32.Update(crc32.Checksum(head, castagnoli()), castagnoli(), table)
	table = binary.LittleEndian.AppendUint32(table, crc)
	table = append(table, trailerMark...)
	f.put(table)
	if f.err == nil {
		_, f.err = f.w.WriteAt(head, 0)
	}
	return length, f.err
}

// file is an opened snapshot's bytes with its table.
type file struct {
	data    []byte
	entries []entry
	table   []byte // the bytes of the table, which digest everything
}

// readFile checks header, table and trailer, and that every section lies
// inside the file. It takes versions of the layout from oldest on.
func readFile(data []byte, oldest uint32) (*file, error) {
	bad := func(off int, format string, a ...any) error {
		return fmt.Errorf("%w: at byte %d: %s", ErrSnapshot, off, fmt.Sprintf(format, a...))
	}
	if len(data) < headerLen+trailerLen {
		return nil, bad(len(data), "%d bytes are too few", len(data))
	}
	if string(data[:8]) != magic {
		return nil, bad(0, "it does not begin as one; make one with 'khasan load'")
	}
	if v := binary.LittleEndian.Uint32(data[8:]); v < oldest || v > formatVersion {
		return nil, bad(8, "layout version %d, this program reads %d; make it again with 'khasan load -again -o DIR'", v, formatVersion)
	}
	n := int(binary.LittleEndian.Uint32(data[12:]))
	at := binary.LittleEndian.Uint64(data[16:])
	length := binary.LittleEndian.Uint64(data[24:])
	if length != uint64(len(data)) {
		return nil, bad(24, "it should have %d bytes and has %d: the file was cut or grown", length, len(data))
	}
	if n > 1000 || at > length || length-at != uint64(n*entryLen+trailerLen) {
		return nil, bad(12, "the section table does not fit")
	}
	table := data[at : length-trailerLen]
	tail := data[length-trailerLen:]
	crc := crc32.Update(crc32.Checksum(data[:headerLen], castagnoli()), castagnoli(), table)
	if binary.LittleEndian.Uint32(tail) != crc || string(tail[4:]) != trailerMark {
		return nil, bad(int(at), "the section table is damaged")
	}
	f := &file{data: data, table: table}
	for i := range n {
		b := table[i*entryLen:]
		e := entry{
			name: string(bytes.TrimRight(b[:24], "\x00")),
			off:  binary.LittleEndian.Uint64(b[24:]),
			len:  binary.LittleEndian.Uint64(b[32:]),
			crc:  binary.LittleEndian.Uint32(b[40:]),
		}
		if e.off > at || e.len > at-e.off || e.off&7 != 0 {
			return nil, bad(int(at)+i*entryLen, "section %s lies outside the file", e.name)
		}
		f.entries = append(f.entries, e)
	}
	return f, nil
}

// get returns a section's bytes, nil when there is none of that name.
func (f *file) get(name string) []byte {
	for i := range f.entries {
		if e := &f.entries[i]; e.name == name {
			return f.data[e.off : e.off+e.len : e.off+e.len]
		}
	}
	return nil
}

// verify compares every section with its checksum.
func (f *file) verify() error {
	for i := range f.entries {
		e := &f.entries[i]
		if crc32.Checksum(f.data[e.off:e.off+e.len], castagnoli()) != e.crc {
			return fmt.Errorf("%w: section %s (bytes %d to %d) is damaged; load the lists again", ErrSnapshot, e.name, e.off, e.off+e.len)
		}
	}
	return nil
}
