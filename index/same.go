package index

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"khasan/entity"
	"khasan/name"
)

// Records of one party on several lists are linked, never merged: each stays
// as its list published it, and the link says by what it was made. A shared
// name alone makes no link. Numbers that lists get wrong at times (passports,
// tax numbers, a company's IMO number) make one only when the names have a word
// in common; a ship is the same ship under any name. A link that is wrong all
// the same can be undone, see SetApart.
//
// The section e.same holds the number of links (4 bytes), then for each link
// entity, entity, offset and length of its evidence (4 bytes each), sorted,
// then the texts.

// A Same is another record of the same party.
type Same struct {
	Entity uint32
	// Evidence is by what it is known ("imoNumber 8905490").
	Evidence string
}

// ownNumber is a number that one party alone has, with its kind, or "".
// Passports and tax numbers count together with their country.
func ownNumber(id *entity.Identifier) string {
	n := strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z':
			return r
		}
		return -1
	}, id.Number)
	if id.Kind == "imoNumber" {
		n = strings.TrimLeft(n, "IMOimo")
	}
	switch id.Kind {
	case "imoNumber", "leiCode", "publicKey", "ogrnCode", "uniqueEntityId":
		if len(n) >= 7 {
			return id.Kind + " " + n
		}
	case "innCode", "swiftBic":
		if len(n) >= 8 {
			return id.Kind + " " + strings.ToUpper(n)
		}
	case "passportNumber", "idNumber", "taxNumber":
		if len(n) >= 6 && id.Country != "" {
			return id.Kind + " " + strings.ToUpper(n) + " of " + id.Country
		}
	}
	return ""
}

// most is how many records of one list may have a number; more have a filler
// such as "000000".
const most = 4

type sameBuilder struct {
	byKey map[string][]sameEntry
	apart map[[2]string]bool // ids, the smaller first
}

type sameEntry struct {
	n        uint32
	id, list string
	kind     string
	words    []uint32 // hashes of the bearing words of all names
}

func newSameBuilder() *sameBuilder { return &sameBuilder{byKey: map[string][]sameEntry{}} }

// A sameKey is a number or reference of a record; n is its place in a batch.
type sameKey struct {
	key   string
	entry sameEntry
}

// appendSame appends the numbers and references of a record that its party alone
// has; words are the hashes of the words of its names.
func appendSame(dst []sameKey, n uint32, x *entity.Entity, words []uint32) []sameKey {
	if x.IsEdge() || len(x.Listings) == 0 {
		return dst
	}
	e := sameEntry{n: n, id: x.ID, list: x.Listings[0].List, kind: party(x.Schema)}
	for i := range x.IDs {
		if k := ownNumber(&x.IDs[i]); k != "" {
			if e.words == nil {
				e.words = sorted(words)
			}
			dst = append(dst, sameKey{k, e})
		}
	}
	// Other lists quote the Security Council's permanent reference.
	for i := range x.Listings {
		if ref := unReference(x.Listings[i].Ref); ref != "" {
			dst = append(dst, sameKey{refPrefix + ref, e})
		}
		// The US screening list repeats OFAC's under its own record numbers.
		switch key, repeats := strings.CutPrefix(x.ID, "us-csl-sdn-"); {
		case x.Listings[i].List == "ofac-sdn" || x.Listings[i].List == "ofac-cons":
			dst = append(dst, sameKey{ofacPrefix + x.Listings[i].Key, e})
		case x.Listings[i].List == "us-csl" && repeats:
			dst = append(dst, sameKey{ofacPrefix + key, e})
		}
	}
	for _, v := range x.Props["unscId"] {
		if ref := unReference(v); ref != "" {
			dst = append(dst, sameKey{refPrefix + ref, e})
		}
	}
	return dst
}

const (
	refPrefix  = "UN reference "
	ofacPrefix = "OFAC number "
)

// enter notes that a record has a key, once.
func (b *sameBuilder) enter(k string, e sameEntry) {
	es := b.byKey[k]
	if len(es) > 0 && es[len(es)-1].n == e.n || len(es) > 100 {
		return
	}
	b.byKey[k] = append(es, e)
}

// hasOwnNumber reports whether a record has a number that its party alone has.
func hasOwnNumber(x *entity.Entity) bool {
	if x.IsEdge() || len(x.Listings) == 0 {
		return false
	}
	for i := range x.IDs {
		if ownNumber(&x.IDs[i]) != "" {
			return true
		}
	}
	return false
}

// appendHashes appends the hashes of the bearing words of a reading.
func appendHashes(dst []uint32, toks []name.Token) []uint32 {
	for j := range toks {
		if t := &toks[j]; bears(t) && len(t.Fold) > 1 {
			dst = append(dst, hashString(seedFold, t.Fold))
			if len(t.Skel) > 2 {
				dst = append(dst, hashString(seedSkel, t.Skel))
			}
		}
	}
	return dst
}

func sorted(v []uint32) []uint32 {
	slices.Sort(v)
	return slices.Clip(slices.Compact(v))
}

// believes reports whether two records that have a key are one party.
func (b *sameBuilder) believes(key string, x, y *sameEntry) bool {
	if x.n == y.n || x.list == y.list || x.kind != y.kind && x.kind != "" && y.kind != "" {
		return false
	}
	if b.apart[pairOf(x.id, y.id)] {
		return false
	}
	if x.kind == craft && y.kind == craft || strings.HasPrefix(key, refPrefix) || strings.HasPrefix(key, ofacPrefix) || strings.HasPrefix(key, "leiCode") || strings.HasPrefix(key, "publicKey") {
		return true
	}
	i := 0
	for _, w := range x.words {
		for i < len(y.words) && y.words[i] < w {
			i++
		}
		if i < len(y.words) && y.words[i] == w {
			return true
		}
	}
	return false
}

func pairOf(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

// filler reports whether one list has a number too often.
func filler(es []sameEntry) bool {
	n := map[string]int{}
	for i := range es {
		if n[es[i].list]++; n[es[i].list] > most {
			return true
		}
	}
	return false
}

const craft = "craft"

// party is the coarse kind: a person and a firm are never one party.
func party(schema string) string {
	switch schema {
	case entity.Person:
		return "person"
	case entity.Vessel, entity.Airplane:
		return craft
	case entity.LegalEntity:
		return ""
	}
	return "organisation"
}

// unReference is a permanent reference number of the UN list, or "": letters, a
// point, digits ("KPi.001", "QDe.004"), of which other lists drop zeros ("QDi.43").
func unReference(s string) string {
	a, d, ok := strings.Cut(strings.TrimSpace(s), ".")
	if !ok || len(a) < 2 || len(a) > 4 || d == "" || len(d) > 3 || a[len(a)-1] != 'i' && a[len(a)-1] != 'e' && a[len(a)-1] != 'v' {
		return ""
	}
	for i := range len(a) - 1 {
		if a[i] < 'A' || a[i] > 'Z' {
			return ""
		}
	}
	for i := range len(d) {
		if d[i] < '0' || d[i] > '9' {
			return ""
		}
	}
	return a + "." + "000"[len(d):] + d
}

func (b *sameBuilder) build() []byte {
	type link struct {
		a, b uint32
		by   string
	}
	var links []link
	for k, es := range b.byKey {
		if len(es) < 2 || filler(es) {
			continue
		}
		for i := range es {
			for j := range es {
				if b.believes(k, &es[i], &es[j]) {
					links = append(links, link{es[i].n, es[j].n, k})
				}
			}
		}
	}
	slices.SortFunc(links, func(x, y link) int {
		return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b), strings.Compare(x.by, y.by))
	})
	links = slices.CompactFunc(links, func(x, y link) bool { return x.a == y.a && x.b == y.b })
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(links)))
	var text []byte
	for _, l := range links {
		out = binary.LittleEndian.AppendUint32(out, l.a)
		out = binary.LittleEndian.AppendUint32(out, l.b)
		out = binary.LittleEndian.AppendUint32(out, uint32(len(text)))
		out = binary.LittleEndian.AppendUint32(out, uint32(len(l.by)))
		text = append(text, l.by...)
	}
	return append(out, text...)
}

// Same lists the other records of entity i's party, in the order of the
// snapshot.
func (ix *Index) Same(i uint32) []Same {
	b := ix.same
	if len(b) < 4 {
		return nil
	}
	n := int(binary.LittleEndian.Uint32(b))
	rows, text := b[4:4+16*n], b[4+16*n:]
	at := func(k, field int) uint32 { return binary.LittleEndian.Uint32(rows[16*k+4*field:]) }
	lo, hi := 0, n
	for lo < hi {
		if m := (lo + hi) / 2; at(m, 0) < i {
			lo = m + 1
		} else {
			hi = m
		}
	}
	var out []Same
	for ; lo < n && at(lo, 0) == i; lo++ {
		from, size := int(at(lo, 2)), int(at(lo, 3))
		if from+size > len(text) {
			break
		}
		out = append(out, Same{Entity: at(lo, 1), Evidence: string(text[from : from+size])})
	}
	return out
}
