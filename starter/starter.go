// Package starter holds the facts of two published lists, built in, so that
// the program's first command answers with nothing downloaded: the Security
// Council's consolidated list and OFAC's list of specially designated
// nationals, each of the day that [Open]'s lists say.
//
// It is our own compact file of facts (names, dates, places, numbers,
// references, programmes), without the lists' prose. It is old the day after
// it was made: load today's lists before relying on an answer. The command
//
//	khasan load -starter starter/starter.zst UN.xml OFAC-FOLDER
//
// makes the file again; the same lists give the same bytes.
package starter

import (
	"cmp"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"github.com/klauspost/compress/zstd"

	"khasan/entity"
	"khasan/index"
)

//go:embed starter.zst
var packed []byte

// maxBytes bounds what is unpacked.
const maxBytes = 256 << 20

// OpenIn opens the starter data as kept in a folder by an earlier call, which
// takes milliseconds, or else expands it and keeps it there. A folder that
// cannot be written is no error.
func OpenIn(dir string) (*index.Index, error) {
	sum := sha256.Sum256(packed)
	path := filepath.Join(dir, "starter-"+hex.EncodeToString(sum[:8])+".khasan")
	if ix, err := index.OpenFile(path); err == nil {
		return ix, nil
	}
	// None is there, or it is damaged or another version's: make it again.
	ix, err := Open()
	if err != nil || os.MkdirAll(dir, 0o700) != nil {
		return ix, err
	}
	if old, err := filepath.Glob(filepath.Join(dir, "starter-*.khasan")); err == nil {
		for _, f := range old {
			os.Remove(f)
		}
	}
	ix.Save(path)
	return ix, nil
}

// Open opens the starter data, which takes a few tenths of a second.
func Open() (*index.Index, error) {
	d, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxBytes), zstd.WithDecoderConcurrency(0))
	if err != nil {
		return nil, fmt.Errorf("starter data: %w", err)
	}
	defer d.Close()
	b, err := d.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("starter data: %w", err)
	}
	ix, err := index.Expand(context.Background(), b)
	if err != nil {
		return nil, fmt.Errorf("starter data: %w", err)
	}
	return ix, nil
}

// Make packs the facts of lists into the form that is built in. The same lists
// give the same bytes, in whatever order they are given.
func Make(ctx context.Context, lists []index.Source) ([]byte, error) {
	lists = slices.Clone(lists)
	slices.SortStableFunc(lists, func(a, b index.Source) int { return cmp.Compare(a.ID, b.ID) })
	for i := range lists {
		lists[i].Stream = Facts(lists[i].Stream)
	}
	records, err := index.Records(ctx, lists)
	if err != nil {
		return nil, err
	}
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(8<<20))
	if err != nil {
		return nil, err
	}
	defer e.Close()
	return e.EncodeAll(records, nil), nil
}

// factProps are the further properties that are facts: a word, a number, a
// day, an id. All others, which may hold a list's prose, are left out.
func factProps() map[string]bool {
	keep := map[string]bool{}
	for _, p := range []string{"flag", "type", "tonnage", "grossRegisteredTonnage", "deadweightTonnage", "buildDate", "registrationDate", "callSign",
		"mmsi", "imoNumber", "owner", "asset", "percentage", "ownershipType", "subject", "object", "director", "organization", "role", "title",
		"incorporationDate", "unReference", "model", "serialNumber", "manufacturer", "currency", "pastFlags", "legalForm", "startDate", "endDate",
		"website", "email", "dissolutionDate", "gender", "schema"} {
		keep[p] = true
	}
	return keep
}

// Facts yields the entities of a stream without prose.
func Facts(in iter.Seq2[entity.Entity, error]) iter.Seq2[entity.Entity, error] {
	keep := factProps()
	return func(yield func(entity.Entity, error) bool) {
		for x, err := range in {
			if err != nil {
				yield(x, err)
				return
			}
			props := map[string][]string{}
			for k, v := range x.Props {
				if keep[k] {
					props[k] = v
				}
			}
			x.Props = nil
			if len(props) > 0 {
				x.Props = props
			}
			ls := make([]entity.Listing, len(x.Listings))
			for i, l := range x.Listings {
				l.Reason, l.URL, l.Amended = "", "", nil
				ls[i] = l
			}
			x.Listings = ls
			if !yield(x, nil) {
				return
			}
		}
	}
}
