package eval

import (
	"fmt"
	"io"
	"strings"

	"khasan/index"
)

// WriteSize writes what each part of a snapshot takes, in all and for each
// listed name.
func WriteSize(w io.Writer, ix *index.Index) error {
	names := 0
	for i := range uint32(ix.Len()) {
		names += ix.NumNames(i)
	}
	per := func(n int) float64 { return float64(n) / float64(max(names, 1)) }
	var b strings.Builder
	fmt.Fprintf(&b, "%-14s %12s %14s\n", "section", "bytes", "bytes a name")
	for _, s := range ix.Sections() {
		fmt.Fprintf(&b, "%-14s %12d %14.2f\n", s.Name, s.Bytes, per(s.Bytes))
	}
	fmt.Fprintf(&b, "%-14s %12d %14.2f\n%-14s %12d %14.2f\n%d entities, %d names\n", "names' index", ix.NameBytes(), per(ix.NameBytes()), "all", ix.Size(), per(ix.Size()), ix.Len(), names)
	_, err := io.WriteString(w, b.String())
	return err
}
