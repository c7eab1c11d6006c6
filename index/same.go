package index

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"khasan/entity"
)

// Records of one party on several lists are linked, never merged: each stays
// as its list published it, and the link says by what it was made. A shared
// name alone makes no link.
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

// ownNumbers are the kinds of numbers that one party alone has. Passports and
// tax numbers count together with their country.
func ownNumber(id *entity.Identifier) string {
	n := strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z':
			return r
		}
		return -1
	}, id.Number)
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

// most is how many records may share a number; more are a filler such as
// "000000", not one party.
const most = 8

type sameBuilder struct {
	byKey map[string][]sameEntry
}

type sameEntry struct {
	n    uint32
	list string
	kind string
}

func newSameBuilder() *sameBuilder { return &sameBuilder{byKey: map[string][]sameEntry{}} }

func (b *sameBuilder) add(n uint32, x *entity.Entity) {
	if x.IsEdge() || len(x.Listings) == 0 {
		return
	}
	e := sameEntry{n: n, list: x.Listings[0].List, kind: party(x.Schema)}
	for i := range x.IDs {
		if k := ownNumber(&x.IDs[i]); k != "" && len(b.byKey[k]) <= most {
			b.byKey[k] = append(b.byKey[k], e)
		}
	}
	// Other lists quote the Security Council's permanent reference.
	for i := range x.Listings {
		if ref := x.Listings[i].Ref; unReference(ref) {
			k := "UN reference " + ref
			b.byKey[k] = append(b.byKey[k], e)
		}
	}
	for _, v := range x.Props["unReference"] {
		if unReference(v) {
			b.byKey["UN reference "+v] = append(b.byKey["UN reference "+v], e)
		}
	}
}

// party is the coarse kind: a person and a firm are never one party.
func party(schema string) string {
	switch schema {
	case entity.Person:
		return "person"
	case entity.Vessel, entity.Airplane:
		return "craft"
	case entity.LegalEntity:
		return ""
	}
	return "organisation"
}

// unReference reports whether s is a permanent reference number of the UN
// list: letters, a point, digits ("KPi.001", "QDe.004").
func unReference(s string) bool {
	a, d, ok := strings.Cut(s, ".")
	if !ok || len(a) < 2 || len(a) > 4 || len(d) != 3 || a[len(a)-1] != 'i' && a[len(a)-1] != 'e' && a[len(a)-1] != 'v' {
		return false
	}
	for _, c := range d {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

func (b *sameBuilder) build() []byte {
	type link struct {
		a, b uint32
		by   string
	}
	var links []link
	for k, es := range b.byKey {
		if len(es) < 2 || len(es) > most {
			continue
		}
		for _, x := range es {
			for _, y := range es {
				if x.n != y.n && x.list != y.list && (x.kind == y.kind || x.kind == "" || y.kind == "") {
					links = append(links, link{x.n, y.n, k})
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
