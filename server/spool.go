package server

import (
	"bufio"
	"fmt"
	"io"
	"os"
)

// A spool keeps lines in a file that has no name, and reads any of them again.
// A data set of millions of parties thus takes address space, not memory.
type spool struct {
	f    *os.File
	w    *bufio.Writer
	size int64
}

// A span is the place of one line.
type span struct {
	off int64
	len int32
}

func newSpool(dir string) (*spool, error) {
	f, err := os.CreateTemp(dir, "khasan-entities-*")
	if err != nil {
		return nil, fmt.Errorf("making room for a data set: %w", err)
	}
	// The file lives as long as it is open, however the process ends.
	if err := os.Remove(f.Name()); err != nil {
		f.Close()
		return nil, fmt.Errorf("making room for a data set: %w", err)
	}
	return &spool{f: f, w: bufio.NewWriterSize(f, 1<<18)}, nil
}

func (s *spool) add(line []byte) (span, error) {
	at := span{s.size, int32(len(line))}
	n, err := s.w.Write(line)
	s.size += int64(n)
	return at, err
}

func (s *spool) flush() error { return s.w.Flush() }

func (s *spool) read(at span) ([]byte, error) {
	b := make([]byte, at.len)
	if _, err := s.f.ReadAt(b, at.off); err != nil && err != io.EOF {
		return nil, err
	}
	return b, nil
}
