package source

import (
	"archive/zip"
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// Bounds of files and archives. The largest list of an authority (OFAC's
// advanced XML) has 110 MB, collections of many lists several GB of JSON lines,
// which are read one by one; XML lists pack 10 to 20 to 1.
const (
	maxFile    = 8 << 30 // unpacked bytes of one file
	maxRatio   = 250     // unpacked to packed, past freeRatio
	freeRatio  = 16 << 20
	maxMembers = 4096 // of an archive
	headSize   = 64 << 10
)

// readAtCloser is what a zip archive needs of a file.
type readAtCloser interface {
	io.Reader
	io.ReaderAt
	io.Closer
}

// A blob is one file's unpacked content: a plain file, the content of a gzip
// file, or a member of a zip archive. It can be opened again and again.
type blob struct {
	name   string // for messages: "ofac.zip/sdn.csv"
	raw    func() (readAtCloser, int64, error)
	gz     bool
	member string // of a zip archive
	sheet  bool   // an XLSX workbook

	size int64 // unpacked
	sha  string
	head []byte
	tail []byte
}

type nopCloser struct{ *bytes.Reader }

func (nopCloser) Close() error { return nil }

func bytesBlob(name string, data []byte) *blob {
	return &blob{name: name, raw: func() (readAtCloser, int64, error) {
		return nopCloser{bytes.NewReader(data)}, int64(len(data)), nil
	}}
}

func fileBlob(name string) *blob {
	return &blob{name: name, raw: func() (readAtCloser, int64, error) {
		f, err := os.Open(name)
		if err != nil {
			return nil, 0, err
		}
		st, err := f.Stat()
		if err != nil {
			f.Close()
			return nil, 0, err
		}
		if !st.Mode().IsRegular() {
			f.Close()
			return nil, 0, fmt.Errorf("%s is no regular file", name)
		}
		return f, st.Size(), nil
	}}
}

// fail puts an error of this file into an [Error].
func (b *blob) fail(list string, record int, err error) error {
	var done *Error
	if errors.As(err, &done) {
		return err
	}
	e := &Error{List: list, File: b.name, Record: record, Offset: -1, Err: err}
	var f *flaw
	if errors.As(err, &f) {
		e.Offset, e.Err, e.Hint = f.off, f.err, f.hint
	}
	if e.Hint == "" {
		e.Hint = hintFor(e.Err)
	}
	return e
}

// expand looks at a file's first bytes and returns the blobs it holds: itself,
// or the members of a zip archive.
func (b *blob) expand() ([]*blob, error) {
	f, size, err := b.raw()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if size == 0 {
		return nil, b.fail("", 0, flawf(0, ErrEmpty, "0 bytes"))
	}
	if size > maxFile {
		return nil, b.fail("", 0, flawf(maxFile, ErrLimit, "%d bytes, more than %d", size, int64(maxFile)))
	}
	magic := make([]byte, 4)
	n, _ := f.ReadAt(magic, 0)
	magic = magic[:n]
	switch {
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		b.gz = true
		return []*blob{b}, nil
	case bytes.HasPrefix(magic, []byte("PK\x03\x04")), bytes.HasPrefix(magic, []byte("PK\x05\x06")):
		return b.expandZip(f, size)
	}
	return []*blob{b}, nil
}

func (b *blob) expandZip(f io.ReaderAt, size int64) ([]*blob, error) {
	z, err := zip.NewReader(f, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, b.fail("", 0, flawf(size, ErrCut, "zip archive without a readable directory (%v)", err))
	}
	if len(z.File) > maxMembers {
		return nil, b.fail("", 0, flawf(0, ErrLimit, "zip archive of %d members", len(z.File)))
	}
	var out []*blob
	total := uint64(0) // members may share their packed bytes, or be many
	for _, m := range z.File {
		if total += min(m.UncompressedSize64, 1<<40); total > freeRatio && total/maxRatio > uint64(size) {
			return nil, b.fail("", 0, flawf(0, ErrHostile, "the archive's members unpack more than %d to 1", maxRatio))
		}
		if m.Name == "[Content_Types].xml" || strings.HasPrefix(m.Name, "xl/") {
			b.sheet = true
		}
	}
	for _, m := range z.File {
		clean := path.Clean(strings.ReplaceAll(m.Name, "\\", "/"))
		if strings.HasPrefix(clean, "/") || clean == ".." || strings.HasPrefix(clean, "../") || strings.Contains(m.Name, ":") || strings.ContainsRune(m.Name, 0) {
			return nil, b.fail("", 0, flawf(0, ErrHostile, "archive member %q leads outside", clip(m.Name, 80)))
		}
		if m.UncompressedSize64 > maxFile {
			return nil, b.fail("", 0, flawf(0, ErrHostile, "archive member %q declares %d bytes", clip(m.Name, 80), m.UncompressedSize64))
		}
		if b.sheet || strings.HasSuffix(m.Name, "/") {
			continue
		}
		if m.UncompressedSize64 > freeRatio && m.UncompressedSize64/maxRatio > m.CompressedSize64 {
			return nil, b.fail("", 0, flawf(0, ErrHostile, "archive member %q unpacks more than %d to 1", clip(m.Name, 80), maxRatio))
		}
		out = append(out, &blob{name: b.name + "/" + m.Name, raw: b.raw, member: m.Name})
	}
	if b.sheet {
		return []*blob{b}, nil
	}
	if len(out) == 0 {
		return nil, b.fail("", 0, flawf(0, ErrEmpty, "an archive without members"))
	}
	return out, nil
}

// limited stops a decompression bomb: past freeRatio it holds the unpacked
// bytes to maxRatio times what was read of the packed ones.
type limited struct {
	r      io.Reader
	packed *counter
	n      int64
}

type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	l.n += int64(n)
	switch {
	case l.n > maxFile:
		return n, flawf(l.n, ErrLimit, "more than %d bytes", int64(maxFile))
	case l.packed != nil && l.n > freeRatio && l.n/maxRatio > l.packed.n:
		return n, flawf(l.n, ErrHostile, "unpacks more than %d to 1", maxRatio)
	case err == io.ErrUnexpectedEOF:
		return n, flawf(l.n, ErrCut, "the packed data end too early")
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zip.ErrChecksum):
		return n, flawf(l.n, ErrCut, "the packed data do not match their checksum")
	case err != nil && err != io.EOF && l.packed != nil:
		var f *flaw
		if !errors.As(err, &f) {
			return n, flawf(l.n, ErrFormat, "the packed data are damaged (%v)", err)
		}
	}
	return n, err
}

type reader struct {
	io.Reader
	close []io.Closer
}

func (r *reader) Close() error {
	var err error
	for i := len(r.close) - 1; i >= 0; i-- {
		if e := r.close[i].Close(); err == nil {
			err = e
		}
	}
	return err
}

// open reads the unpacked content from its beginning.
func (b *blob) open() (io.ReadCloser, error) {
	f, size, err := b.raw()
	if err != nil {
		return nil, err
	}
	switch {
	case b.gz:
		c := &counter{r: f}
		z, err := gzip.NewReader(bufio.NewReaderSize(c, 64<<10))
		if err != nil {
			f.Close()
			return nil, b.fail("", 0, flawf(0, ErrCut, "gzip header that cannot be read (%v)", err))
		}
		return &reader{&limited{r: z, packed: c}, []io.Closer{f, z}}, nil
	case b.member != "":
		z, err := zip.NewReader(f, size)
		if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
			f.Close()
			return nil, err
		}
		for _, m := range z.File {
			if m.Name == b.member {
				rc, err := m.Open()
				if err != nil {
					f.Close()
					return nil, b.fail("", 0, flawf(0, ErrFormat, "archive member that cannot be read (%v)", err))
				}
				c := &counter{n: int64(m.CompressedSize64)}
				return &reader{&limited{r: rc, packed: c}, []io.Closer{f, rc}}, nil
			}
		}
		f.Close()
		return nil, fmt.Errorf("%s is gone from its archive", b.name)
	}
	return &reader{&limited{r: f}, []io.Closer{f}}, nil
}

// scan reads the whole content once: digest, size, first and last bytes.
func (b *blob) scan() error {
	if b.sha != "" {
		return nil
	}
	r, err := b.open()
	if err != nil {
		return err
	}
	defer r.Close()
	h := sha256.New()
	buf := make([]byte, 256<<10)
	for {
		n, err := r.Read(buf)
		h.Write(buf[:n])
		if len(b.head) < headSize {
			b.head = append(b.head, buf[:min(n, headSize-len(b.head))]...)
		}
		if n > 0 {
			b.tail = append(b.tail, buf[max(0, n-512):n]...)
			b.tail = b.tail[max(0, len(b.tail)-512):]
			b.size += int64(n)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			b.size = 0
			return b.fail("", 0, err)
		}
	}
	b.sha = hex.EncodeToString(h.Sum(nil))
	if b.size == 0 {
		return b.fail("", 0, flawf(0, ErrEmpty, "0 bytes"))
	}
	return nil
}
