package name

import (
	_ "embed"
	"encoding/binary"
	"sort"
	"strconv"
	"unicode/utf8"
)

// knownData is written by gen_known.go, which describes it.
//
//go:embed known.bin
var knownData string

// KnownHash is the hash of a word in the table of known words: FNV-1a of its
// folded form for Latin, of its letters (Han simplified) for other scripts.
// It is exported for the generator.
func KnownHash(w string) uint32 {
	if textScript(w) == latin {
		return fnv(Fold(w))
	}
	return knownHash(w)
}

func knownHash(w string) uint32 {
	var b [96]byte
	s := b[:0]
	for _, c := range w {
		if len(s) > 80 {
			break
		}
		s = utf8.AppendRune(s, simple(c))
	}
	return fnv(string(s))
}

func fnv(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// KnownWord says for the generator whether a word is East Asian or Latin.
func KnownWord(w string) (east, isLatin bool) {
	switch textScript(w) {
	case han, hangul, kana:
		return true, false
	case latin:
		return false, true
	}
	return false, false
}

// knownKeys appends the keys of the groups a word belongs to.
func knownKeys(dst []string, hash uint32) []string {
	n := len(knownData) / 8
	at := func(i int) uint32 { return binary.LittleEndian.Uint32([]byte(knownData[8*i : 8*i+4])) }
	i := sort.Search(n, func(i int) bool { return at(i) >= hash })
	for ; i < n && at(i) == hash; i++ {
		g := binary.LittleEndian.Uint32([]byte(knownData[8*i+4 : 8*i+8]))
		dst = append(dst, "w:"+strconv.FormatUint(uint64(g), 36))
	}
	return dst
}
