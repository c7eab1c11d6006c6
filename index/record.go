package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"

	"khasan/entity"
)

// A record is one entity as bytes: the CRC-32C of what follows (4 bytes), then
// its fields in the order of entity.Entity:
//
//	ID, Schema; Names: Full, Parts (Role, Text), Quality, Lang, Script, List;
//	Births, Deaths, BirthPlaces, Genders; Countries: Code, Link;
//	Addresses: Full, Street, City, Region, PostalCode, Detail, Country;
//	IDs: Kind, Number, Country, Issued, Expires, Note;
//	Listings: List, Key, Ref, Authority, Programmes, From, To, Amended, Reason, URL;
//	Topics; Props: key, values; Datasets, Referents, Target (0 or 1),
//	FirstSeen, LastSeen, LastChange
//
// A number is a varint (encoding/binary's, unsigned); a text its length and its
// UTF-8 bytes; a list its length and its items; a date a byte, 0 for none, else
// 0x10 and flags (1 month, 2 day, 4 span, 8 circa), then the year and what the
// flags say, a varint each; a map is written in the order of its keys. The same
// entity always gives the same bytes.
var errRecord = errors.New("an entity's record is damaged")

type encoder struct{ b []byte }

func (e *encoder) num(n int) { e.b = binary.AppendUvarint(e.b, uint64(n)) }

func (e *encoder) text(s string) {
	e.num(len(s))
	e.b = append(e.b, s...)
}

func (e *encoder) texts(v []string) {
	e.num(len(v))
	for _, s := range v {
		e.text(s)
	}
}

func (e *encoder) date(d entity.Date) {
	if d.IsZero() {
		e.b = append(e.b, 0)
		return
	}
	f := byte(0x10)
	if d.Month != 0 {
		f |= 1
	}
	if d.Day != 0 {
		f |= 2
	}
	if d.YearTo != 0 {
		f |= 4
	}
	if d.Circa {
		f |= 8
	}
	e.b = append(e.b, f)
	e.num(int(uint16(d.Year)))
	if d.Month != 0 {
		e.num(int(uint8(d.Month)))
	}
	if d.Day != 0 {
		e.num(int(uint8(d.Day)))
	}
	if d.YearTo != 0 {
		e.num(int(uint16(d.YearTo)))
	}
}

func (e *encoder) dates(v []entity.Date) {
	e.num(len(v))
	for _, d := range v {
		e.date(d)
	}
}

// appendRecord appends an entity's record to b.
func appendRecord(b []byte, x *entity.Entity) []byte {
	start := len(b)
	e := &encoder{append(b, 0, 0, 0, 0)}
	e.text(x.ID)
	e.text(x.Schema)
	e.num(len(x.Names))
	for i := range x.Names {
		n := &x.Names[i]
		e.text(n.Full)
		e.num(len(n.Parts))
		for _, p := range n.Parts {
			e.num(int(p.Role))
			e.text(p.Text)
		}
		e.num(int(n.Quality))
		e.text(n.Lang)
		e.text(n.Script)
		e.text(n.List)
	}
	e.dates(x.Births)
	e.dates(x.Deaths)
	e.texts(x.BirthPlaces)
	e.texts(x.Genders)
	e.num(len(x.Countries))
	for _, c := range x.Countries {
		e.text(c.Code)
		e.text(c.Link)
	}
	e.num(len(x.Addresses))
	for i := range x.Addresses {
		a := &x.Addresses[i]
		for _, s := range []string{a.Full, a.Street, a.City, a.Region, a.PostalCode, a.Detail, a.Country} {
			e.text(s)
		}
	}
	e.num(len(x.IDs))
	for i := range x.IDs {
		d := &x.IDs[i]
		e.text(d.Kind)
		e.text(d.Number)
		e.text(d.Country)
		e.date(d.Issued)
		e.date(d.Expires)
		e.text(d.Note)
	}
	e.num(len(x.Listings))
	for i := range x.Listings {
		l := &x.Listings[i]
		for _, s := range []string{l.List, l.Key, l.Ref, l.Authority} {
			e.text(s)
		}
		e.texts(l.Programmes)
		e.date(l.From)
		e.date(l.To)
		e.dates(l.Amended)
		e.text(l.Reason)
		e.text(l.URL)
	}
	e.texts(x.Topics)
	keys := make([]string, 0, len(x.Props))
	for k := range x.Props {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	e.num(len(keys))
	for _, k := range keys {
		e.text(k)
		e.texts(x.Props[k])
	}
	e.texts(x.Datasets)
	e.texts(x.Referents)
	target := 0
	if x.Target {
		target = 1
	}
	e.num(target)
	e.text(x.FirstSeen)
	e.text(x.LastSeen)
	e.text(x.LastChange)
	binary.LittleEndian.PutUint32(e.b[start:], crc32.Checksum(e.b[start+4:], castagnoli()))
	return e.b
}

type decoder struct {
	b   []byte
	bad bool
}

func (d *decoder) num() int {
	v, n := binary.Uvarint(d.b)
	if n <= 0 || v > 1<<40 {
		d.bad, d.b = true, nil
		return 0
	}
	d.b = d.b[n:]
	return int(v)
}

// count reads the length of a list; each item takes a byte at least.
func (d *decoder) count() int {
	n := d.num()
	if n > len(d.b) {
		d.bad, d.b = true, nil
		return 0
	}
	return n
}

func (d *decoder) text() string {
	n := d.count()
	s := string(d.b[:n])
	d.b = d.b[n:]
	return s
}

// bytes reads a length and as many bytes, which are not copied.
func (d *decoder) bytes() []byte {
	n := d.count()
	b := d.b[:n:n]
	d.b = d.b[n:]
	return b
}

func (d *decoder) texts() []string {
	n := d.count()
	if n == 0 {
		return nil
	}
	v := make([]string, n)
	for i := range v {
		v[i] = d.text()
	}
	return v
}

func (d *decoder) date() entity.Date {
	if len(d.b) == 0 {
		d.bad = true
		return entity.Date{}
	}
	f := d.b[0]
	d.b = d.b[1:]
	if f == 0 {
		return entity.Date{}
	}
	x := entity.Date{Year: int16(d.num()), Circa: f&8 != 0}
	if f&1 != 0 {
		x.Month = int8(d.num())
	}
	if f&2 != 0 {
		x.Day = int8(d.num())
	}
	if f&4 != 0 {
		x.YearTo = int16(d.num())
	}
	if x.IsZero() { // would have been written as such
		d.bad = true
	}
	return x
}

func (d *decoder) dates() []entity.Date {
	n := d.count()
	if n == 0 {
		return nil
	}
	v := make([]entity.Date, n)
	for i := range v {
		v[i] = d.date()
	}
	return v
}

// items makes room for a list of n things, nil for none.
func items[T any](n int) []T {
	if n == 0 {
		return nil
	}
	return make([]T, n)
}

// readRecord reads what appendRecord wrote. Its texts are copies: the entity
// outlives the snapshot.
func readRecord(b []byte) (entity.Entity, error) {
	if len(b) < 4 || crc32.Checksum(b[4:], castagnoli()) != binary.LittleEndian.Uint32(b) {
		return entity.Entity{}, errRecord
	}
	return decodeRecord(b[4:])
}

// decodeRecord reads a record without its CRC.
func decodeRecord(b []byte) (entity.Entity, error) {
	var x entity.Entity
	d := &decoder{b: b}
	x.ID = d.text()
	x.Schema = d.text()
	x.Names = items[entity.Name](d.count())
	for i := range x.Names {
		n := &x.Names[i]
		n.Full = d.text()
		n.Parts = items[entity.Part](d.count())
		for j := range n.Parts {
			n.Parts[j] = entity.Part{Role: entity.Role(d.num()), Text: d.text()}
		}
		n.Quality = entity.Quality(d.num())
		n.Lang, n.Script, n.List = d.text(), d.text(), d.text()
	}
	x.Births, x.Deaths = d.dates(), d.dates()
	x.BirthPlaces, x.Genders = d.texts(), d.texts()
	x.Countries = items[entity.Country](d.count())
	for i := range x.Countries {
		x.Countries[i] = entity.Country{Code: d.text(), Link: d.text()}
	}
	x.Addresses = items[entity.Place](d.count())
	for i := range x.Addresses {
		a := &x.Addresses[i]
		for _, p := range []*string{&a.Full, &a.Street, &a.City, &a.Region, &a.PostalCode, &a.Detail, &a.Country} {
			*p = d.text()
		}
	}
	x.IDs = items[entity.Identifier](d.count())
	for i := range x.IDs {
		v := &x.IDs[i]
		v.Kind, v.Number, v.Country = d.text(), d.text(), d.text()
		v.Issued, v.Expires = d.date(), d.date()
		v.Note = d.text()
	}
	x.Listings = items[entity.Listing](d.count())
	for i := range x.Listings {
		l := &x.Listings[i]
		l.List, l.Key, l.Ref, l.Authority = d.text(), d.text(), d.text(), d.text()
		l.Programmes = d.texts()
		l.From, l.To = d.date(), d.date()
		l.Amended = d.dates()
		l.Reason, l.URL = d.text(), d.text()
	}
	x.Topics = d.texts()
	if n := d.count(); n > 0 {
		x.Props = make(map[string][]string, n)
		for range n {
			k := d.text()
			x.Props[k] = d.texts()
		}
	}
	x.Datasets, x.Referents = d.texts(), d.texts()
	x.Target = d.num() == 1
	x.FirstSeen, x.LastSeen, x.LastChange = d.text(), d.text(), d.text()
	if d.bad || len(d.b) != 0 {
		return entity.Entity{}, fmt.Errorf("%w: fields do not fit", errRecord)
	}
	return x, nil
}
