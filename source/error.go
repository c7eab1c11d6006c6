package source

import (
	"errors"
	"fmt"
	"strings"
)

// What an [Error] is about, for errors.Is.
var (
	// ErrFormat: the content is no list that is known, or not the one it began as.
	ErrFormat = errors.New("not a known list format")
	// ErrCut: the content ends too early.
	ErrCut = errors.New("the file is cut short")
	// ErrEmpty: there is nothing in it.
	ErrEmpty = errors.New("the file is empty")
	// ErrEncoding: the bytes are not in the encoding that the format has.
	ErrEncoding = errors.New("wrong character encoding")
	// ErrOutage: a web page in the place of a list.
	ErrOutage = errors.New("a web page, not a list")
	// ErrLimit: a bound on size, depth or count is passed.
	ErrLimit = errors.New("a limit is passed")
	// ErrHostile: entity declarations, path traversal, a decompression bomb.
	ErrHostile = errors.New("refused as hostile")
	// ErrUnknown: too much in it that the reader of this format does not know.
	ErrUnknown = errors.New("too many unknown elements")
)

// An Error says where in which file reading failed, and what to do.
type Error struct {
	List   string // id of the list, "" when not yet recognised
	File   string // name of the file, with the member's name for an archive
	Record int    // number of the record, from 1; 0: before the first
	Offset int64  // byte offset in the unpacked file; -1: not known
	Err    error  // what went wrong; wraps one of the sentinels
	Hint   string // what to do
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.List != "" {
		fmt.Fprintf(&b, " (%s)", e.List)
	}
	if e.Record > 0 {
		fmt.Fprintf(&b, ": record %d", e.Record)
	}
	if e.Offset >= 0 {
		fmt.Fprintf(&b, ": byte %d", e.Offset)
	}
	fmt.Fprintf(&b, ": %v", e.Err)
	if e.Hint != "" {
		b.WriteString("; ")
		b.WriteString(e.Hint)
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }

// flaw is an error at a place within one file, before it is known which.
type flaw struct {
	off  int64
	err  error
	hint string
}

func (f *flaw) Error() string { return f.err.Error() }
func (f *flaw) Unwrap() error { return f.err }

// flawf makes a flaw at a byte offset: kind is the sentinel it wraps.
func flawf(off int64, kind error, format string, args ...any) error {
	return &flaw{off: off, err: fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), kind)}
}

// hints say what to do about each kind of failure.
func hintFor(err error) string {
	switch {
	case errors.Is(err, ErrOutage):
		return "the publisher's site was down or redirecting: keep the last good file and fetch again later"
	case errors.Is(err, ErrEmpty), errors.Is(err, ErrCut):
		return "the download was interrupted: keep the last good file and fetch again"
	case errors.Is(err, ErrEncoding):
		return "the file was saved again in another encoding on its way: take it from the publisher unchanged"
	case errors.Is(err, ErrHostile):
		return "no publisher's list looks like this: check where the file is from"
	case errors.Is(err, ErrUnknown):
		return "the publisher may have changed the format: look for a newer version of this program before trusting the list"
	case errors.Is(err, ErrLimit):
		return "no known list is that large: check where the file is from"
	case errors.Is(err, ErrFormat):
		return "see the list of formats, or describe a table of your own with a mapping file"
	}
	return ""
}
