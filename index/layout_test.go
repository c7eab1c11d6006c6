package index_test

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"khasan/entity"
	"khasan/index"
	"khasan/name"
)

// TestLayout reads a snapshot and a history by what is written about their
// bytes beside their readers (file.go, record.go, table.go, pack.go, layout.go,
// tokens.go, same.go, history.go), with nothing of the package: what is written holds, and
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
		s := []index.Source{{List: index.List{ID: "x", Date: entity.Day(2024, 1, 1+day), SHA256: "aa"}, Stream: stream(x, party("x", "x-2", "Muster Trading"))},
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
	want("header", string(b[:8]) == "KHASAN\x1a\x0a" && u32(b[8:]) == 4 && u64(b[24:]) == uint64(len(b)))
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
	bits := func(b []byte, from, width int) (v uint64) {
		for k := range width {
			v |= uint64(b[(from+k)/8]>>((from+k)%8)&1) << k
		}
		return v
	}
	packed64 := func(b []byte, i uint32) uint64 {
		w, n := int(u32(b)), int(u32(b[4:]))
		want("packed", int(i) < n && len(b) == 8+(n*w+7)/8+8 && u64(b[len(b)-8:]) == 0)
		return bits(b[8:], int(i)*w, w)
	}
	packed := func(b []byte, i uint32) uint32 { return uint32(packed64(b, i)) }
	steps := func(b []byte, i uint32) uint32 {
		n, w := int(u32(b)), int(u32(b[4:]))
		want("steps", int(i) < n && len(b) == 8+(n+15)/16*(4+2*w)+8 && u64(b[len(b)-8:]) == 0)
		block := b[8+int(i)/16*(4+2*w):]
		return u32(block) + uint32(bits(block[4:], int(i)%16*w, w))
	}
	marks := func(b []byte) (out []bool) {
		n, m := int(u32(b)), int(u32(b[4:]))
		k := n/32 + 1
		hints := b[8+8*k:]
		want("marks", len(hints) == 4*((m+63)/64+1) && int(u32(hints[len(hints)-4:])) == k-1)
		met := 0
		for i := range n {
			p := b[8+8*(i/32):]
			want("rank", i%32 != 0 || int(u32(p[4:])) == met)
			set := u32(p)>>(i%32)&1 == 1
			if set {
				want("hint", met%64 != 0 || int(u32(hints[met/64*4:])) == i/32)
				met++
			}
			out = append(out, set)
		}
		want("marks set", met == m)
		return out
	}
	find := func(b []byte, h uint32) (out []uint32) {
		shift, tag, d := u32(b), u32(b[4:]), int(u32(b[8:]))
		dir, entries := b[16:16+d], b[16+(d+7)/8*8:]
		low := u32(entries) - tag
		for k := steps(dir, h>>shift); k < steps(dir, h>>shift+1); k++ {
			if e := packed64(entries, k); e>>low == uint64(h<<(32-shift)>>(32-tag)) {
				out = append(out, uint32(e&(1<<low-1)))
			}
		}
		return out
	}
	list := func(b []byte) (out []uint32, size int) {
		n, at := binary.Uvarint(b)
		last := uint32(0)
		for range n {
			v, k := binary.Uvarint(b[at:])
			last += uint32(v)
			out, at = append(out, last), at+k
		}
		return out, at
	}
	if got := find(sec["e.id"], hash(101, "x-2")); len(got) != 1 || got[0] != 1 {
		t.Fatal("x-2 is found as", got)
	}

	// layout.go and tokens.go: the folded words of entity 0's name, and back.
	same("names of entities", fmt.Sprint(marks(sec["n.ents"]), marks(sec["n.entfirst"])), "[true true true] [true true true]")
	same("readings of names", marks(sec["n.reads"])[0], true, marks(sec["n.readfirst"])[0], true, marks(sec["n.fresh"])[0], true)
	same("quality", packed(sec["n.quality"], 0), uint32(entity.Strong))
	word := func(name string, i uint32) uint32 { return u32(sec[name][4*i:]) }
	form := uint32(0) // of the first reading, which is fresh
	same("names of the form", marks(sec["n.more"])[form], false)
	shape := packed(sec["n.shape"], form)
	roles := sec["n.roles"][word("n.shapes", 2*shape):][:word("n.shapes", 2*shape+1)>>16]
	same("kind", byte(word("n.shapes", 2*shape+1)), byte(name.Organization))
	var folds []string
	tokens := map[string]uint32{}
	at32 := steps(sec["n.formoff"], form)
	same("words of the form", int(steps(sec["n.formoff"], form+1)-at32), len(roles))
	for k := range roles {
		want("role", roles[k] < 64)
		id := packed(sec["n.word"], at32+uint32(k))
		tok := sec["n.tok"][word("n.tokoff", id/16)+word("n.attr", 2*id+1)>>11:]
		want("text that is its folded form, and few keys", tok[2]&64 == 0 && tok[2]&15 < 15)
		f := string(tok[3 : 3+tok[0]])
		refs := tok[3+int(tok[0])+int(tok[1]):]
		for range tok[2]&15 + tok[2]>>5 {
			place := u32(refs) & (1<<24 - 1)
			refs = refs[3:]
			key := sec["n.keytext"][place+1:][:sec["n.keytext"][place]]
			has, _ := list(sec["n.keytext"][place+1+uint32(len(key)):])
			want("tokens of a key", slices.Contains(has, id))
			want("key", slices.Contains(find(sec["n.keys"], hash(3, string(key))), place))
		}
		folds, tokens[f] = append(folds, f), id
	}
	same("words of the name", strings.Join(folds, " "), "beispielwerke trading")
	same("postings of the only form", packed(sec["n.postoff"], tokens["beispielwerke"]), form<<1|1)
	p := sec["n.post"][packed(sec["n.postoff"], tokens["trading"])>>1:]
	want("postings", p[0] == 2 && u32(p[1:])&(1<<24-1) == form)
	want("the word", slices.Contains(find(sec["n.folds"], hash(1, "beispielwerke")), tokens["beispielwerke"]))
	segs := sec["n.segs"]
	t0 := int(u32(segs))
	found := false
	for _, v := range find(segs[8:8+t0], hash(64+4*13, "beis")) {
		ids := []uint32{v >> 1}
		if v&1 == 0 {
			ids, _ = list(segs[8+(t0+7)/8*8:][v>>1:])
		}
		found = found || slices.Contains(ids, tokens["beispielwerke"])
	}
	want("pieces of a word", found)

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
