package index_test

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"khasan/entity"
	"khasan/index"
)

// TestLayout reads a snapshot and a history by what is written about their
// bytes beside their readers (file.go, record.go, table.go, names.go, tokens.go,
// same.go, history.go), with nothing of the package: what is written holds, and
// a reader in another language can be made from it.
func TestLayout(t *testing.T) {
	dir := t.TempDir()
	party := func(list, id, full string) entity.Entity {
		return entity.Entity{ID: id, Schema: entity.Company, Names: []entity.Name{{Full: full, Quality: entity.Strong, Lang: "eng", List: list}},
			Births: []entity.Date{{Year: 1962, Month: 3, Circa: true}}, IDs: []entity.Identifier{{Kind: "leiCode", Number: "ABCDEFGH123456789012"}},
			Listings: []entity.Listing{{List: list, Key: id, From: entity.Day(2017, 8, 5)}}, Props: map[string][]string{"b": {"2", "3"}, "a": {"1"}}, Target: true}
	}
	stream := func(es ...entity.Entity) func(func(entity.Entity, error) bool) {
		return func(yield func(entity.Entity, error) bool) {
			for _, e := range es {
				if !yield(e, nil) {
					return
				}
			}
		}
	}
	x := party("x", "x-1", "Beispiel Trading")
	for day := range 2 {
		s := []index.Source{{List: index.List{ID: "x", Date: entity.Day(2024, 1, 1+day), SHA256: "aa"}, Stream: stream(x, party("x", "x-2", "Muster Line"))},
			{List: index.List{ID: "y", SHA256: "bb"}, Stream: stream(party("y", "y-1", "Beispiel Handel"))}}
		if _, _, err := index.Update(t.Context(), dir, s, nil); err != nil {
			t.Fatal(err)
		}
		x.Names[0].Full = "Beispielwerke Trading"
	}
	b, err := os.ReadFile(filepath.Join(dir, index.SnapshotName))
	if err != nil {
		t.Fatal(err)
	}
	u32, u64 := binary.LittleEndian.Uint32, binary.LittleEndian.Uint64
	sum := func(b ...byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }
	want := func(what string, ok bool) {
		t.Helper()
		if !ok {
			t.Fatal(what + " is not as it is written")
		}
	}

	// file.go: header, table, trailer, sections.
	want("header", string(b[:8]) == "KHASAN\x1a\x0a" && u32(b[8:]) == 1 && u64(b[24:]) == uint64(len(b)))
	n, at := int(u32(b[12:])), int(u64(b[16:]))
	table := b[at : at+48*n]
	want("length", at+48*n+8 == len(b) && string(b[len(b)-4:]) == "END\x0a")
	want("checksum of header and table", u32(b[len(b)-8:]) == sum(append(append([]byte{}, b[:32]...), table...)...))
	sec := map[string][]byte{}
	end := 32
	for i := range n {
		r := table[48*i:]
		off, size := int(u64(r[24:])), int(u64(r[32:]))
		sec[strings.TrimRight(string(r[:24]), "\x00")] = b[off : off+size]
		want("section", off%8 == 0 && off >= end && off-end < 8 && u32(r[40:]) == sum(b[off:off+size]...) && u32(r[44:]) == 0 && strings.Trim(string(b[end:off]), "\x00") == "")
		end = off + size
	}
	var lists []index.List
	want("lists", json.Unmarshal(sec["lists"], &lists) == nil && len(lists) == 2 && lists[0].ID == "x" && lists[0].Entities == 2)

	// record.go: entity 0, field by field.
	record := func(i int) []byte {
		r := sec["e.data"][u64(sec["e.off"][8*i:]):u64(sec["e.off"][8*i+8:])]
		want("checksum of a record", u32(r) == sum(r[4:]...))
		return r[4:]
	}
	r := record(0)
	num := func() int {
		v, k := binary.Uvarint(r)
		r = r[k:]
		return int(v)
	}
	text := func() string {
		k := num()
		s := string(r[:k])
		r = r[k:]
		return s
	}
	same := func(what string, got ...any) {
		t.Helper()
		for i := 0; i < len(got); i += 2 {
			if got[i] != got[i+1] {
				t.Fatalf("%s: item %d is %v, want %v", what, i/2, got[i], got[i+1])
			}
		}
	}
	none := func(what string, n int) {
		for range n {
			same(what, num(), 0)
		}
	}
	same("id, schema, names", text(), "x-1", text(), "Company", num(), 1, text(), "Beispielwerke Trading", num(), 0, num(), int(entity.Strong), text(), "eng", text(), "", text(), "x")
	same("births", num(), 1, num(), 0x10|1|8, num(), 1962, num(), 3)
	none("deaths, places, genders, countries, addresses", 5)
	same("numbers", num(), 1, text(), "leiCode", text(), "ABCDEFGH123456789012", text(), "", num(), 0, num(), 0, text(), "")
	same("listings", num(), 1, text(), "x", text(), "x-1", text(), "", text(), "", num(), 0, num(), 0x13, num(), 2017, num(), 8, num(), 5, num(), 0, num(), 0, text(), "", text(), "")
	same("topics, props", num(), 0, num(), 2, text(), "a", num(), 1, text(), "1", text(), "b", num(), 2, text(), "2", text(), "3")
	same("the rest", num(), 0, num(), 0, num(), 1, text(), "", text(), "", text(), "", len(r), 0)

	// table.go: x-2 by its id. The hash is FNV-1a with a seed and a final mix.
	mix := func(h uint32) uint32 {
		h = (h ^ h>>16) * 0x85EBCA6B
		h = (h ^ h>>13) * 0xC2B2AE35
		return h ^ h>>16
	}
	hash := func(seed uint32, s string) uint32 {
		h := 2166136261 ^ seed*0x9E3779B1
		for i := range len(s) {
			h = (h ^ uint32(s[i])) * 16777619
		}
		return mix(h)
	}
	find := func(b []byte, h uint32) (out []uint32) {
		shift, n := u32(b), int(u32(b[4:]))
		dir := b[8:]
		val := dir[4*(1<<(32-shift)+1):]
		tags := val[4*n:]
		want("table", len(tags) == 2*(n+n%2))
		for k := u32(dir[4*(h>>shift):]); k < u32(dir[4*(h>>shift)+4:]); k++ {
			if binary.LittleEndian.Uint16(tags[2*k:]) == uint16(h<<(32-shift)>>16) {
				out = append(out, u32(val[4*k:]))
			}
		}
		return out
	}
	if got := find(sec["e.id"], hash(101, "x-2")); len(got) != 1 || got[0] != 1 {
		t.Fatal("x-2 is found as", got)
	}

	// names.go and tokens.go: the folded words of entity 0's name, and back.
	word := func(name string, i uint32) uint32 { return u32(sec[name][4*i:]) }
	first := word("n.entname", 0)
	same("names of entity 0", word("n.entname", 1)-first, uint32(1), sec["n.quality"][first], byte(entity.Strong))
	form := word("n.ref", word("n.nameref", first))
	var folds []string
	tokens := map[string]uint32{}
	for k := word("n.formoff", form); k < word("n.formoff", form+1); k++ {
		w := word("n.form", k)
		want("bit 25", w>>25&1 == 0)
		id := w & (1<<25 - 1)
		tok := sec["n.tok"][word("n.tokoff", id):word("n.tokoff", id+1)]
		f := string(tok[5 : 5+tok[0]])
		size := 5 + int(tok[0])
		for _, l := range []byte{tok[1], tok[2]} {
			if l != 255 {
				size += int(l)
			}
		}
		size += int(tok[4])
		for range tok[3] {
			size += 1 + int(tok[size])
		}
		same("size of a token", size, len(tok))
		folds, tokens[f] = append(folds, f), id
	}
	same("words of the name", strings.Join(folds, " "), "beispielwerke trading")
	same("names of the form", word("n.formname", word("n.nameoff", form)), first)
	want("postings", word("n.post", word("n.postoff", tokens["beispielwerke"])) == form)
	if got := find(sec["n.keys"], hash(1, "beispielwerke")); len(got) == 0 || got[0] != tokens["beispielwerke"] {
		t.Fatal("the word is found as", got)
	}
	want("end of the tokens", sec["n.tok"][len(sec["n.tok"])-1] == 0 && len(sec["n.tok"])-1 == int(word("n.tokoff", uint32(len(sec["n.attr"])/8))))

	// same.go: records of one party, by their LEI code.
	l := sec["e.same"]
	same("links", u32(l), uint32(4), u32(l[4:]), uint32(0), u32(l[8:]), uint32(2))
	want("evidence", string(l[4+16*4:][u32(l[12:]):][:u32(l[16:])]) == "leiCode ABCDEFGH123456789012")

	// history.go: two frames; the second copies a record and replaces another.
	b, err = os.ReadFile(filepath.Join(dir, "history", "x.log"))
	if err != nil {
		t.Fatal(err)
	}
	want("magic", string(b[:8]) == "KHASANH\x01")
	b = b[8:]
	for k := range 2 {
		size := int(u64(b[4:]))
		r = b[16 : 16+size]
		want("frame", string(b[:4]) == "VERS" && u32(b[12:]) == sum(b[:12]...) && u32(b[16+size:]) == sum(r...))
		b = b[20+size:]
		var v index.Version
		want("version", json.Unmarshal([]byte(text()), &v) == nil && v.Date == entity.Day(2024, 1, 1+k) && v.Entities == 2)
		if k == 0 {
			same("steps", num(), 1, num(), 2<<1|1, num(), 0, num(), 0)
		} else {
			same("steps", num(), 2, num(), 1<<1|1, num(), 1, num(), 1<<1, num(), 1)
		}
		same("blocks", num(), 2-k)
		same("packed bytes", num(), len(r))
	}
	same("the end", len(b), 0)
}
