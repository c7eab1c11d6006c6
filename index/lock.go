package index

import (
	"errors"
	"os"
	"path/filepath"
)

// ErrLocked is wrapped when another process is writing a data folder.
var ErrLocked = errors.New("another process is writing this data folder")

// unfinished is the pattern of the files that Build writes to before it
// renames them.
const unfinished = ".khasan-*"

// sweep removes what writers that were killed did not finish.
func sweep(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, unfinished))
	if err != nil {
		return err
	}
	kept, err := filepath.Glob(filepath.Join(dir, historyDir, unfinished))
	if err != nil {
		return err
	}
	for _, f := range append(files, kept...) {
		if err := os.Remove(f); err != nil {
			return err
		}
	}
	return nil
}
