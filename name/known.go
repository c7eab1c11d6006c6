package name

import (
	_ "embed"
	"strconv"
	"unicode/utf8"
)

// knownData is written by gen_known.go, which describes it.
//
//go:embed known.bin
var knownData string

// KnownHash is the hash of a word in the table of known words: FNV-1a of its
// folded form for Latin, of its letters (see plainLetter) for other scripts.
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
		s = utf8.AppendRune(s, plainLetter(c))
	}
	return fnv(string(s))
}

// plainLetter is a letter as the table has it: Han simplified, Persian letters
// as Arabic ones, without hamza, ё as е.
func plainLetter(c rune) rune {
	switch c {
	case 'ی', 'ى', 'ئ':
		return 'ي'
	case 'ک':
		return 'ك'
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ة', 'ۀ', 'ە':
		return 'ه'
	case 'ؤ':
		return 'و'
	case 'ё':
		return 'е'
	}
	return simple(c)
}

func fnv(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// KnownWord says for the generator whether a word is in a script that the table
// holds, or Latin.
func KnownWord(w string) (foreign, isLatin bool) {
	switch textScript(w) {
	case han, hangul, kana, arabic, hebrew, cyrillic:
		return true, false
	case latin:
		return false, true
	}
	return false, false
}

// KnownFound says for the generator whether a word in another script would be
// found by a Latin one beside other words without the table: by an equal form,
// a shared key, or the weights of letters where the coarse skeletons agree.
func KnownFound(foreign, word string) bool {
	a, b := Parse(foreign, Any), Parse(word, Any)
	for i := range a.Readings {
		for j := range b.Readings {
			x, y := a.Readings[i].Tokens, b.Readings[j].Tokens
			if len(x) != 1 || len(y) != 1 {
				continue
			}
			if x[0].Fold == y[0].Fold && x[0].Fold != "" || SameBlock(&x[0], &y[0]) && Across(&x[0], &y[0]) >= Meets {
				return true
			}
			for _, k := range x[0].Keys {
				if hasString(y[0].Keys, k) {
					return true
				}
			}
		}
	}
	return false
}

// knownKeys appends the keys of the groups a word belongs to.
func knownKeys(dst []string, hash uint32) []string {
	for i, end := knownRun(hash); i < end; i++ {
		dst = append(dst, "w:"+strconv.FormatUint(uint64(knownAt(2*i+1)), 36))
	}
	return dst
}

// knownRun is the first entry of a hash, and one after the last.
func knownRun(hash uint32) (i, end int) {
	if b := hash >> (32 - knownMarkBits); knownMarks[b/64]>>(b%64)&1 == 0 {
		return 0, 0
	}
	i, end = int(knownFrom[hash>>(32-knownBits)]), int(knownFrom[hash>>(32-knownBits)+1])
	for i < end && knownAt(2*i) < hash {
		i++
	}
	k := i
	for k < end && knownAt(2*k) == hash {
		k++
	}
	return i, k
}

// knownAt is the i-th number of knownData.
func knownAt(i int) uint32 {
	s := knownData[4*i : 4*i+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

const knownBits = 14

// knownFrom is where the hashes of each value of the leading bits begin.
var knownFrom = func() (from [1<<knownBits + 1]uint32) {
	n := len(knownData) / 8
	for i := range n {
		from[knownAt(2*i)>>(32-knownBits)+1]++
	}
	for k := range 1 << knownBits {
		from[k+1] += from[k]
	}
	return
}()

const knownMarkBits = 20

// knownMarks has a bit for the leading bits of each hash: most words are in no
// group, and nothing else is looked at for them.
var knownMarks = func() (marks [1 << knownMarkBits / 64]uint64) {
	for i := range len(knownData) / 8 {
		b := knownAt(2*i) >> (32 - knownMarkBits)
		marks[b/64] |= 1 << (b % 64)
	}
	return
}()
