package source

import (
	"errors"
	"io"
	"slices"
	"strings"
)

// Bounds of one record and of what a format's reader may not know.
const (
	maxXML         = 512 << 20 // bytes of an XML list: some hold reference sets in memory
	maxRecordNodes = 200_000
	maxRecordBytes = 32 << 20
	// maxUnknown is how many different unknown elements (or columns) a list may
	// have before it is taken for another format.
	maxUnknown = 12
)

// A node is one XML element of a record.
type node struct {
	name  string
	attrs []xmlAttr
	text  string
	kids  []*node
	off   int64
}

// kid returns the first child of a name, or an empty node.
func (n *node) kid(name string) *node {
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
	}
	return &node{}
}

// all returns the children of a name.
func (n *node) all(name string) []*node {
	var out []*node
	for _, k := range n.kids {
		if k.name == name {
			out = append(out, k)
		}
	}
	return out
}

// get returns the trimmed text at a path of first children.
func (n *node) get(path ...string) string {
	for _, p := range path {
		n = n.kid(p)
	}
	return squash(n.text)
}

// attr returns an attribute, trimmed.
func (n *node) attr(name string) string {
	for _, a := range n.attrs {
		if a.name == name {
			return squash(a.value)
		}
	}
	return ""
}

// squash trims and makes every run of white space one blank.
func squash(s string) string {
	clean := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= 0x80 || c == ' ' && (i == 0 || s[i-1] == ' ') {
			clean = false
			break
		}
	}
	if clean && (s == "" || s[len(s)-1] != ' ') {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// drift counts what a reader does not know, and refuses past the bound.
type drift struct {
	known map[string]bool
	seen  map[string]int
	loose bool // the format is open: unknown names are only counted
}

func newDrift(known ...string) *drift {
	d := &drift{known: map[string]bool{}, seen: map[string]int{}}
	for _, line := range known {
		for k := range strings.FieldsSeq(line) {
			d.known[k] = true
		}
	}
	return d
}

func (d *drift) note(name string, off int64) error {
	if d.known[name] {
		return nil
	}
	if len(d.seen) >= 1000 {
		return nil
	}
	d.seen[name]++
	if !d.loose && len(d.seen) > maxUnknown {
		return flawf(off, ErrUnknown, "%d kinds of element that this format did not have, among them %s", len(d.seen), strings.Join(d.names()[:4], ", "))
	}
	return nil
}

func (d *drift) names() []string {
	var out []string
	for k := range d.seen {
		out = append(out, clip(k, 40))
	}
	slices.Sort(out)
	return out
}

// tree reads the rest of an element that has begun.
func (s *xmlScanner) tree(start xmlToken, d *drift) (*node, error) {
	nodes, from := 0, start.off
	var read func(t xmlToken) (*node, error)
	read = func(t xmlToken) (*node, error) {
		n := &node{name: t.name, attrs: t.attrs, off: t.off}
		if nodes++; nodes > maxRecordNodes {
			return nil, flawf(t.off, ErrLimit, "a record of more than %d elements", maxRecordNodes)
		}
		if err := d.note(t.name, t.off); err != nil {
			return nil, err
		}
		if t.empty {
			return n, nil
		}
		var more []string // texts after the first, parted by elements and comments
		for {
			t, err := s.next()
			if err != nil {
				if errors.Is(err, io.EOF) {
					err = s.cut("record")
				}
				return nil, err
			}
			if t.off-from > maxRecordBytes {
				return nil, flawf(t.off, ErrLimit, "a record longer than %d bytes", maxRecordBytes)
			}
			switch t.kind {
			case xmlEnd:
				if more != nil {
					n.text += strings.Join(more, "")
				}
				return n, nil
			case xmlText:
				if n.text == "" {
					n.text = t.text
				} else {
					more = append(more, t.text)
				}
			case xmlStart:
				k, err := read(t)
				if err != nil {
					return nil, err
				}
				n.kids = append(n.kids, k)
			}
		}
	}
	return read(start)
}

// records walks an XML list: each element named in records is given as a tree,
// any other is passed through (its start is given to enter, if not nil).
func records(r io.Reader, d *drift, isRecord func(name string) bool, enter func(t xmlToken) error, each func(n *node) (bool, error)) error {
	s := newXMLScanner(r)
	for {
		t, err := s.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if t.kind != xmlStart {
			continue
		}
		if !isRecord(t.name) {
			if err := d.note(t.name, t.off); err != nil {
				return err
			}
			if enter != nil {
				if err := enter(t); err != nil {
					return err
				}
			}
			continue
		}
		n, err := s.tree(t, d)
		if err != nil {
			return err
		}
		more, err := each(n)
		if err != nil || !more {
			return err
		}
	}
}
