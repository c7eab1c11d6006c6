package index

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// apartName is the file in a data folder that holds the links which somebody
// has undone: two ids a line with a tab between, sorted.
const apartName = "apart.tsv"

// ReadApart reads the pairs of ids that a data folder holds to be two parties
// though they share a number.
func ReadApart(dir string) ([][2]string, error) {
	b, err := os.ReadFile(filepath.Join(dir, apartName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out [][2]string
	lines := bufio.NewScanner(bytes.NewReader(b))
	for n := 1; lines.Scan(); n++ {
		x, y, ok := strings.Cut(lines.Text(), "\t")
		if !ok || x == "" || y == "" || strings.Contains(y, "\t") {
			return nil, fmt.Errorf("%s: line %d: want two ids with a tab between", filepath.Join(dir, apartName), n)
		}
		out = append(out, pairOf(x, y))
	}
	return out, lines.Err()
}

// SetApart undoes the link between two records of a data folder, or makes it
// again, and builds the snapshot anew. It reports whether that changed anything.
func SetApart(ctx context.Context, dir, a, b string, apart bool) (bool, error) {
	if strings.ContainsAny(a+b, "\t\n\r") || a == "" || b == "" || a == b {
		return false, fmt.Errorf("%q and %q are no pair of ids", a, b)
	}
	pairs, err := ReadApart(dir)
	if err != nil {
		return false, err
	}
	p := pairOf(a, b)
	if slices.Contains(pairs, p) == apart {
		return false, nil
	}
	if apart {
		pairs = append(pairs, p)
	} else {
		pairs = slices.DeleteFunc(pairs, func(q [2]string) bool { return q == p })
	}
	slices.SortFunc(pairs, func(x, y [2]string) int { return slices.Compare(x[:], y[:]) })
	err = replace(filepath.Join(dir, apartName), func(f *os.File) error {
		for _, p := range pairs {
			if _, err := fmt.Fprintf(f, "%s\t%s\n", p[0], p[1]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return false, err
	}
	_, _, err = Update(ctx, dir, nil, &UpdateOptions{Rebuild: true})
	return true, err
}
