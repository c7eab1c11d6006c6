package source

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"khasan/entity"
)

// OpenSanctions' formats: entities.ftm.json (one FollowTheMoney entity a line,
// flat: sanctions, addresses and papers are lines of their own),
// targets.nested.json (the same nested), and entities.delta.json (lines of ADD,
// MOD and DEL between two versions). https://www.opensanctions.org/docs/bulk/

// Bounds of what is held of a flat file to be joined to its parties: how many
// sanctions, addresses and papers, and their bytes as they stand in the file.
const (
	maxAdjuncts     = 8_000_000
	maxAdjunctBytes = 2 << 30
)

type ftmHead struct {
	ID       string   `json:"id"`
	Schema   string   `json:"schema"`
	Datasets []string `json:"datasets"`
	Op       string   `json:"op"`
}

var lastSeenRe = regexp.MustCompile(`"last_seen":\s*"([0-9]{4}-[0-9]{2}-[0-9]{2})[T"]`)

var datasetsRe = regexp.MustCompile(`"datasets":\s*\[([^\]]*)\]`)

func ftmList(b *blob, h ftmHead) *List {
	l := &List{ID: "ftm", Title: "FollowTheMoney entities", Authority: "", Format: "FollowTheMoney JSON", read: readFTM}
	if len(h.Datasets) > 0 {
		l.ID = h.Datasets[0]
		for _, m := range datasetsRe.FindAllSubmatch(b.head, -1) {
			if !slices.Contains(strings.Split(strings.ReplaceAll(string(m[1]), `"`, ""), ","), l.ID) {
				l.ID = "opensanctions" // a collection: its lines are of several sets
				break
			}
		}
		l.Title = "Data set " + l.ID
	}
	// Every run of OpenSanctions stamps what it still finds at the source.
	for _, m := range lastSeenRe.FindAllSubmatch(b.head, -1) {
		if d, err := entity.ParseDate(string(m[1])); err == nil && d.Compare(l.Date) > 0 {
			l.Date, l.DateFrom = d, "newest record"
		}
	}
	// A collection has entities of many sets; its folder or file name tells more
	// than the first line.
	base := strings.ToLower(filepath.Base(b.name))
	for _, suffix := range []string{".gz", ".json", ".ftm", ".entities", ".delta", ".nested", ".targets"} {
		base = strings.TrimSuffix(base, suffix)
	}
	if name, _, ok := strings.Cut(base, "-entities"); ok && name != "" {
		l.ID, l.Title = name, "Data set "+name
	}
	return l
}

func recogniseFTM(b *blob, first []byte) *List {
	var h ftmHead
	if json.Unmarshal(first, &h) != nil || h.ID == "" || h.Schema == "" {
		return nil
	}
	l := ftmList(b, h)
	if bytesContainNested(first) || bytesContainNested(b.head) {
		l.Format = "FollowTheMoney nested JSON"
	}
	return l
}

// bytesContainNested reports whether a property's value is an entity.
func bytesContainNested(b []byte) bool {
	return strings.Contains(string(b), `":[{"id":`) || strings.Contains(string(b), `": [{"id":`)
}

func recogniseDelta(b *blob, first []byte) *List {
	var h struct {
		Op     string
		Entity ftmHead
	}
	if json.Unmarshal(first, &h) != nil || h.Op == "" || h.Entity.ID == "" {
		return nil
	}
	l := ftmList(b, h.Entity)
	l.Format, l.Delta = "OpenSanctions delta", true
	return l
}

// ftmLine reads one line of any of the formats: the entity, the nested
// entities to follow it, and the id that a delta deletes.
func ftmLine(raw []byte, delta bool, off int64) (e entity.Entity, more []entity.Entity, gone string, err error) {
	if delta {
		var d struct {
			Op     string          `json:"op"`
			Entity json.RawMessage `json:"entity"`
		}
		if err := json.Unmarshal(raw, &d); err != nil {
			return e, nil, "", flawf(off, ErrFormat, "%v", err)
		}
		switch d.Op {
		case "DEL":
			var h ftmHead
			if err := json.Unmarshal(d.Entity, &h); err != nil || h.ID == "" {
				return e, nil, "", flawf(off, ErrFormat, "a deletion without id")
			}
			return e, nil, h.ID, nil
		case "ADD", "MOD":
			raw = d.Entity
		default:
			return e, nil, "", flawf(off, ErrFormat, "operation %q, want ADD, MOD or DEL", clip(d.Op, 20))
		}
	}
	e, err = entity.FromFTM(raw)
	if err != nil {
		return e, nil, "", flawf(off, ErrFormat, "%v", err)
	}
	if bytesContainNested(raw) {
		more = ftmNested(raw, e.ID, 0)
	}
	return e, more, "", nil
}

// ftmNested finds the edges, and the parties at their other ends, within a
// nested entity.
func ftmNested(raw []byte, parent string, depth int) []entity.Entity {
	var n struct {
		ID         string                       `json:"id"`
		Properties map[string][]json.RawMessage `json:"properties"`
	}
	if depth > 8 || json.Unmarshal(raw, &n) != nil {
		return nil
	}
	var keys []string
	for k := range n.Properties {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var out []entity.Entity
	for _, k := range keys {
		for _, v := range n.Properties[k] {
			if len(v) == 0 || v[0] != '{' {
				continue
			}
			e, err := entity.FromFTM(v)
			if err != nil || e.IsAdjunct() {
				continue
			}
			out = append(out, e)
			out = append(out, ftmNested(v, e.ID, depth+1)...)
		}
	}
	return out
}

// readFTM reads all three formats. A flat file is read twice: first its
// sanctions, addresses and papers, which may stand before or after their
// party, then the parties, each with what belongs to it. Those without a party
// in the file (in a delta) follow at the end as they came.
func readFTM(l *List, emit emitter) error {
	held := map[string][]entity.Entity{} // by the holder's id
	places := map[string]entity.Entity{}
	count, size := 0, 0
	nested := l.Format == "FollowTheMoney nested JSON"
	if !nested {
		err := readJSON(l, atTop, func(raw []byte, off int64, _ func(...*eptr) bool) error {
			if !mayBeAdjunct(raw) {
				return nil
			}
			e, _, gone, err := ftmLine(raw, l.Delta, off)
			if err != nil || gone != "" || !e.IsAdjunct() {
				return err
			}
			if count++; count > maxAdjuncts {
				return flawf(off, ErrLimit, "more than %d sanctions, addresses and papers", maxAdjuncts)
			}
			if size += len(raw); size > maxAdjunctBytes {
				return flawf(off, ErrLimit, "sanctions, addresses and papers of more than %d bytes", maxAdjunctBytes)
			}
			if e.Schema == entity.Address {
				places[e.ID] = e
			} else {
				held[e.Holder()] = append(held[e.Holder()], e)
			}
			return nil
		}, func(*entity.Entity, *blob, int) bool { return true })
		if err != nil {
			return err
		}
	}
	l.removed = nil
	attached := map[string]bool{}
	// A party with a line of its own may stand within another's as well, and
	// there in part only: its own line counts.
	sent := map[string]bool{}
	if nested {
		err := readJSON(l, atTop, func(raw []byte, off int64, _ func(...*eptr) bool) error {
			var h ftmHead
			if err := json.Unmarshal(raw, &h); err != nil {
				return flawf(off, ErrFormat, "%v", err)
			}
			sent[h.ID] = true
			return nil
		}, func(*entity.Entity, *blob, int) bool { return true })
		if err != nil {
			return err
		}
	}
	err := readJSON(l, atTop, func(raw []byte, off int64, emit func(...*eptr) bool) error {
		e, more, gone, err := ftmLine(raw, l.Delta, off)
		if err != nil {
			return err
		}
		if gone != "" {
			l.removed = append(l.removed, gone)
			return nil
		}
		if e.IsAdjunct() && !nested {
			return nil
		}
		for _, id := range e.Props["addressEntity"] {
			if a, ok := places[id]; ok {
				e.Attach(&a)
				attached[id] = true
			}
		}
		for i := range held[e.ID] {
			e.Attach(&held[e.ID][i])
			attached[held[e.ID][i].ID] = true
		}
		emit(&e)
		for i := range more {
			if !sent[more[i].ID] {
				sent[more[i].ID] = true
				emit(&more[i])
			}
		}
		return nil
	}, emit)
	if err != nil {
		return err
	}
	if !l.Delta {
		return nil
	}
	var rest []entity.Entity
	for _, es := range held {
		rest = append(rest, es...)
	}
	for _, e := range places {
		rest = append(rest, e)
	}
	rest = slices.DeleteFunc(rest, func(e entity.Entity) bool { return attached[e.ID] })
	slices.SortFunc(rest, func(a, b entity.Entity) int { return strings.Compare(a.ID, b.ID) })
	for i := range rest {
		if !emit(&rest[i], l.parts[0], 0) {
			return errStop
		}
	}
	return nil
}

// mayBeAdjunct is a cheap look before a line is decoded.
func mayBeAdjunct(raw []byte) bool {
	s := string(raw[:min(len(raw), 4096)])
	for _, k := range []string{`"Sanction"`, `"Address"`, `"Passport"`, `"Identification"`} {
		if strings.Contains(s, k) {
			return true
		}
	}
	return len(raw) > 4096
}

// Removed are the ids that a delta deletes; it reads the list.
func (l *List) Removed() ([]string, error) {
	if !l.Delta {
		return nil, errors.New("only a delta has removed entities")
	}
	for _, err := range l.Entities() {
		if err != nil {
			return nil, err
		}
	}
	return slices.Clone(l.removed), nil
}
