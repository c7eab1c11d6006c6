package source

import (
	"errors"
	"io/fs"
	"iter"
	"path/filepath"
	"strings"
)

// A Checked is what one list of a folder holds, or why it cannot be read.
type Checked struct {
	Path  string // the file, or the first of the list's files
	List  *List  // nil when the content was not recognised
	Count Count
	Err   error // [*Error]; the counts are those up to it
}

// Check reads every file below a folder, recognises it, counts what it holds
// and reports what is wrong: the table of "khasan lists -check". A folder's
// files are read together, as [ReadFiles] does; files that cannot be lists are
// passed over.
func Check(dir string) iter.Seq[Checked] {
	return func(yield func(Checked) bool) {
		var dirs []string
		err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() {
				if p != dir && strings.HasPrefix(d.Name(), ".") {
					return filepath.SkipDir
				}
				dirs = append(dirs, p)
			}
			return nil
		})
		if err != nil {
			yield(Checked{Path: dir, Err: err})
			return
		}
		for _, d := range dirs {
			for l, err := range ReadFiles([]string{d}) {
				switch {
				case err != nil:
					for _, e := range split(err) {
						var typed *Error
						c := Checked{Path: d, Err: e}
						if errors.As(e, &typed) {
							c.Path = typed.File
						} else if strings.HasSuffix(e.Error(), "no list files in this folder") {
							continue
						}
						if !yield(c) {
							return
						}
					}
				default:
					c := Checked{Path: l.Files[0].Name, List: l}
					c.Count, c.Err = Verify(l, Count{}, 1)
					if !yield(c) {
						return
					}
				}
			}
		}
	}
}

// split takes apart errors that were joined.
func split(err error) []error {
	if j, ok := err.(interface{ Unwrap() []error }); ok {
		var out []error
		for _, e := range j.Unwrap() {
			out = append(out, split(e)...)
		}
		return out
	}
	return []error{err}
}
