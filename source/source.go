package source

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"khasan/entity"
)

// A List is one published list (or data set) in one version.
type List struct {
	// ID is "un", "un-1718-vessels", "ofac-sdn", "ofac-cons", "eu", "uk",
	// "uk-ofsi", "ch", "ca", "au", "jp", "us-csl", "us-dpl", "wb", or the data set's name.
	ID string
	// Title and Authority are the list's name and who publishes it.
	Title, Authority string
	// Format is the format that was recognised: "UN XML", "OFAC CSV", ...
	Format string
	// Date is the day of the list; DateFrom says by what: "file" when the file
	// itself states it, "file name", "file properties" for a workbook's own
	// record of its last change, or "newest record" for the newest day of
	// listing, than which the list cannot be older; "" and zero: not known.
	// (The day on which a server says that it was changed is for who fetched it.)
	Date     entity.Date
	DateFrom string
	// SHA256 is the hex digest of the list's bytes, unpacked; for a list of
	// several files, of their digests in order.
	SHA256 string
	// Files are the files the list is made of.
	Files []File
	// Declared is the number of records the file says it has; 0: it does not say.
	Declared int
	// Unknown holds, once the stream of entities has been read to its end, the
	// names of elements or columns that the reader did not know.
	Unknown []string
	// Repeated holds, likewise, the ids of parties that the file has more than
	// once: the UN's list of 2023-12-09 printed one twice. The further ones are
	// given with "-2", "-3" behind the id.
	Repeated []string

	// Delta says that the entities are additions and changes to an earlier
	// version; [List.Removed] are the ids that it deletes.
	Delta bool

	parts   []*blob
	read    func(l *List, emit emitter) error
	removed []string
	comma   byte // delimiter of a table
	owners  bool // owners are named in Props and made edges of
	ansi    bool // bytes that are not UTF-8 are Windows-1252
}

// A File is one file of a list.
type File struct {
	Name   string
	Size   int64  // unpacked
	SHA256 string // of the unpacked bytes
}

// emitter gives one entity of the record that begins at a byte offset onwards;
// false: the reader is to stop.
type emitter func(e *entity.Entity, file *blob, record int) bool

// maxParties bounds a list whose ids are held to find those that stand in it
// twice: ten times the largest.
const maxParties = 10_000_000

// errStop ends a reader whose consumer has had enough.
var errStop = errors.New("stop")

// Entities reads the list. The stream ends with the first error, which is an
// [Error]; edges between parties (ownership and the like) are entities too and
// follow the party they were found with. It may be called again.
func (l *List) Entities() iter.Seq2[entity.Entity, error] {
	return func(yield func(entity.Entity, error) bool) {
		n, stopped := 0, false
		var tooMany error
		var seen map[string]int
		if !strings.HasPrefix(l.Format, "FollowTheMoney") && !l.Delta {
			seen = map[string]int{}
		}
		l.Repeated = nil
		var ids map[string]string
		edges := map[string]bool{} // parent and subsidiary may both tell of one
		if l.owners {
			var err error
			if ids, err = l.nameIDs(); err != nil {
				yield(entity.Entity{}, l.parts[0].fail(l.ID, 0, err))
				return
			}
		}
		err := l.read(l, func(e *entity.Entity, file *blob, record int) bool {
			n++
			if seen != nil {
				bareNames(e)
				if len(seen) > maxParties {
					tooMany = flawf(-1, ErrLimit, "more than %d parties", maxParties)
					return false
				}
				if seen[e.ID]++; seen[e.ID] > 1 {
					l.Repeated = append(l.Repeated, e.ID)
					e.ID = fmt.Sprintf("%s-%d", e.ID, seen[e.ID])
				}
			}
			if !yield(*e, nil) {
				stopped = true
			}
			if l.owners && !stopped {
				for _, edge := range ownerEdges(e, ids) {
					if edges[edge.ID] {
						continue
					}
					edges[edge.ID] = true
					if !yield(edge, nil) {
						stopped = true
						break
					}
				}
			}
			return !stopped
		})
		if stopped || tooMany == nil && errors.Is(err, errStop) {
			return
		}
		err = cmp.Or(tooMany, err)
		// A party or two printed twice is the publisher's slip; more is a file that
		// was put together wrongly.
		if k := len(l.Repeated); err == nil && k > 5 && k*100 > n {
			err = l.parts[0].fail(l.ID, 0, flawf(-1, ErrFormat, "%d parties stand in it more than once, the first is %s", k, clip(l.Repeated[0], 60)))
		}
		if err == nil && n == 0 {
			err = l.parts[0].fail(l.ID, 0, flawf(l.parts[0].size, ErrEmpty, "a list without records"))
		}
		if err != nil {
			yield(entity.Entity{}, l.parts[0].fail(l.ID, 0, err))
		}
	}
}

// Open recognises the content of one file and returns its list. Of an archive
// with several lists it returns an error: use [ReadFiles].
func Open(name string, data []byte) (*List, error) {
	blobs, err := bytesBlob(name, data).expand()
	if err != nil {
		return nil, err
	}
	lists, err := group(blobs)
	if err != nil {
		return nil, err
	}
	if len(lists) != 1 {
		return nil, fmt.Errorf("%s holds %d lists, not one", name, len(lists))
	}
	return lists[0], nil
}

// ReadFiles recognises files, and those in folders (not their sub-folders), and
// yields their lists in the order of the paths. Files named one after the other
// are looked at together, and so are those of a folder: OFAC's list is several.
// A file that is no list is an error when it was named itself, and passed over
// in a folder when it cannot be a list at all (a read-me, a picture); an error
// does not end the sequence. A file with a mapping beside it
// (table.csv.map.yaml) is read by that.
func ReadFiles(paths []string) iter.Seq2[*List, error] {
	return func(yield func(*List, error) bool) {
		var named []string
		give := func(lists []*List, errs []error) bool {
			for _, err := range errs {
				if !yield(nil, err) {
					return false
				}
			}
			for _, l := range lists {
				if !yield(l, nil) {
					return false
				}
			}
			return true
		}
		for _, p := range paths {
			st, err := os.Stat(p)
			if err == nil && !st.IsDir() {
				named = append(named, p)
				continue
			}
			if !give(readTogether(named)) {
				return
			}
			named = nil
			if err != nil {
				if !yield(nil, err) {
					return
				}
				continue
			}
			names, err := listFiles(p)
			if err != nil {
				if !yield(nil, err) {
					return
				}
				continue
			}
			if !give(readTogether(names)) {
				return
			}
		}
		give(readTogether(named))
	}
}

// listFiles are the files of a folder that can be lists.
func listFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") || e.IsDir() || !couldBeList(e) {
			continue
		}
		names = append(names, filepath.Join(dir, e.Name()))
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s: no list files in this folder", dir)
	}
	return names, nil
}

// readTogether reads files that may make up lists together.
func readTogether(names []string) (lists []*List, errs []error) {
	var blobs []*blob
	for _, n := range names {
		if raw, err := os.ReadFile(n + ".map.yaml"); err == nil {
			l, err := openMapped(n, raw)
			if err != nil {
				errs = append(errs, err)
			} else {
				lists = append(lists, l)
			}
			continue
		}
		b, err := fileBlob(n).expand()
		if err != nil {
			errs = append(errs, err)
			continue
		}
		blobs = append(blobs, b...)
	}
	if len(blobs) == 0 {
		return lists, errs
	}
	grouped, err := group(blobs)
	if err != nil {
		errs = append(errs, split(err)...)
	}
	lists = append(lists, grouped...)
	at := func(l *List) int {
		return slices.IndexFunc(names, func(n string) bool { return l.parts[0].name == n || strings.HasPrefix(l.parts[0].name, n+"/") })
	}
	slices.SortStableFunc(lists, func(a, b *List) int { return at(a) - at(b) })
	return lists, errs
}

// openMapped reads a table by the mapping file beside it.
func openMapped(name string, mapping []byte) (*List, error) {
	m, err := ParseMapping(mapping)
	if err != nil {
		return nil, fmt.Errorf("%s.map.yaml: %w", name, err)
	}
	blobs, err := fileBlob(name).expand()
	if err != nil {
		return nil, err
	}
	if len(blobs) != 1 {
		return nil, fmt.Errorf("%s holds %d files, not one table", name, len(blobs))
	}
	l, err := m.list(blobs[0])
	if err != nil && strings.HasPrefix(err.Error(), "mapping file:") {
		err = fmt.Errorf("%s.map.yaml: %w", name, err)
	}
	return l, err
}

var listSuffix = regexp.MustCompile(`(?i)\.(xml|csv|json|jsonl|ndjson|xlsx|html?|txt|tsv|zip|gz|del|pip)$`)

func couldBeList(e fs.DirEntry) bool { return listSuffix.MatchString(e.Name()) }

// group recognises blobs and puts together those that make up one list. Lists
// that were recognised are returned beside the error of those that were not.
func group(blobs []*blob) ([]*List, error) {
	var lists []*List
	var errs []error
	var loose []*blob
	for _, b := range blobs {
		if err := b.scan(); err != nil {
			errs = append(errs, err)
			continue
		}
		switch l, err := recognise(b); {
		case err != nil:
			errs = append(errs, err)
		case l != nil:
			lists = append(lists, l)
		default:
			loose = append(loose, b)
		}
	}
	sets, err := groupOFAC(loose)
	if err != nil {
		errs = append(errs, err)
	}
	lists = append(lists, sets...)
	for _, l := range lists {
		l.seal()
	}
	slices.SortStableFunc(lists, func(a, b *List) int { return slices.Index(blobs, a.parts[0]) - slices.Index(blobs, b.parts[0]) })
	return lists, errors.Join(errs...)
}

var nameDate = regexp.MustCompile(`(?:^|[^0-9])(20[0-9]{2})[-_.]?([01][0-9])[-_.]?([0-3][0-9])(?:[^0-9]|$)`)

// seal fills in what follows from a list's files.
func (l *List) seal() {
	h := sha256.New()
	for _, b := range l.parts {
		l.Files = append(l.Files, File{b.name, b.size, b.sha})
		fmt.Fprintln(h, b.sha)
	}
	if l.SHA256 = hex.EncodeToString(h.Sum(nil)); len(l.parts) == 1 {
		l.SHA256 = l.parts[0].sha
	}
	if !l.Date.IsZero() && l.DateFrom != "newest record" {
		if l.DateFrom == "" {
			l.DateFrom = "file"
		}
		return
	}
	for _, name := range []string{filepath.Base(l.parts[0].name), l.parts[0].name} {
		if m := nameDate.FindStringSubmatch(name); m != nil {
			if d, err := entity.ParseDate(m[1] + "-" + m[2] + "-" + m[3]); err == nil {
				l.Date, l.DateFrom = d, "file name"
				return
			}
		}
	}
	if b := l.parts[0]; b.sheet {
		if d := b.modified(); !d.IsZero() {
			l.Date, l.DateFrom = d, "file properties"
		}
	}
}
