package index

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
)

// ErrNoVersion is wrapped when a folder does not keep a version of a list.
var ErrNoVersion = errors.New("the data folder does not keep this version of the list")

// OpenVersions opens a data folder with these very versions of lists, in this
// order, known by id and digest; nothing else of them is looked at. They are
// taken from the folder's snapshot and from the versions it keeps.
func OpenVersions(ctx context.Context, dir string, lists []List) (*Index, error) {
	var have []Source
	now, err := OpenDir(dir)
	if err == nil {
		defer now.Close()
		have = now.Sources()
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	h := NewHistory(dir)
	var sources []Source
next:
	for _, l := range lists {
		for _, s := range have {
			if s.ID == l.ID && s.SHA256 == l.SHA256 {
				sources = append(sources, s)
				continue next
			}
		}
		versions, err := h.Versions(l.ID)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for n := range versions {
			if versions[n].List.SHA256 != l.SHA256 {
				continue
			}
			s, err := h.Source(l.ID, n)
			if err != nil {
				return nil, err
			}
			sources = append(sources, s)
			continue next
		}
		return nil, fmt.Errorf("list %s with SHA-256 %s: %w", l.ID, l.SHA256, ErrNoVersion)
	}
	apart, err := ReadApart(dir)
	if err != nil {
		return nil, err
	}
	return open(ctx, sources, &BuildOptions{Apart: apart})
}
