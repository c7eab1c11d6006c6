//go:build !unix

package index

import (
	"fmt"
	"os"
)

// mapFile reads the file where it cannot be mapped.
func mapFile(path string) ([]byte, func() error, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	if len(data) == 0 {
		return nil, nil, fmt.Errorf("%s: %w: it is empty", path, ErrSnapshot)
	}
	return data, func() error { return nil }, nil
}
