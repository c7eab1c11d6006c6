package name

import (
	_ "embed"
	"strings"
	"sync"
)

// twoData is written by gen_two.go, which describes it.
//
//go:embed two.bin
var twoData string

// twoTable holds the words that are known as names, and which of them are
// spellings of one name, as open hash tables of their hashes; 0 is free.
type twoTable struct{ words, same []uint32 }

var twoNames = sync.OnceValue(func() *twoTable {
	at := func(i int) uint32 {
		s := twoData[4*i : 4*i+4]
		return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
	}
	n := int(at(0))
	t := &twoTable{}
	fill := func(from, to int) []uint32 {
		size := 1
		for size < 2*(to-from) {
			size *= 2
		}
		h := make([]uint32, size)
		for i := from; i < to; i++ {
			x := at(i)
			k := int(x>>7) & (size - 1)
			for h[k] != 0 {
				k = (k + 1) & (size - 1)
			}
			h[k] = x
		}
		return h
	}
	t.words, t.same = fill(1, 1+n), fill(1+n, len(twoData)/4)
	return t
})

func hasHash(h []uint32, x uint32) bool {
	m := len(h) - 1
	for k := int(x>>7) & m; h[k] != 0; k = (k + 1) & m {
		if h[k] == x {
			return true
		}
	}
	return false
}

// TwoHash is the hash of a word in the table behind [TwoNames]; SameHash that of
// two. They are exported for the generator, as is [Script].
func TwoHash(w string) uint32 {
	for i := range len(w) {
		if w[i] >= 0x80 {
			return max(knownHash(w), 1)
		}
	}
	return max(fnv(w), 1)
}

// Script is the script of a word, "latin" or another.
func Script(w string) string { return scriptNames[textScript(w)] }

// SameHash is the hash of two words, in either order.
func SameHash(a, b string) uint32 {
	x, y := TwoHash(a), TwoHash(b)
	return max((min(x, y)*0x9E3779B1)^max(x, y), 1)
}

// TwoNames reports whether two words of one script, folded when it is Latin, are
// known to be two names, however near their letters are: Said and Saad, Mahmud
// and Muhammad, Rajesh and Rakesh, but not Said and Saeed. Both must be well attested
// as names and neither be known as a spelling of the other (see two.bin), unless
// they are a man's name and a woman's (Evgeny, Evgenia).
func TwoNames(a, b string) bool {
	if a == b || len(a) < 2 || len(b) < 2 {
		return false
	}
	t := twoNames()
	return hasHash(t.words, TwoHash(a)) && hasHash(t.words, TwoHash(b)) && (!hasHash(t.same, SameHash(a, b)) || genders(a, b))
}

// OneName reports whether two words of one script, folded when it is Latin, are
// known to be spellings of one name: Tatiana and Tatyana, Mohamed and Muhammad. See
// [TwoNames].
func OneName(a, b string) bool {
	return len(a) > 2 && len(b) > 2 && hasHash(twoNames().same, SameHash(a, b)) && !genders(a, b)
}

// genders reports whether of two names one is the other as a woman bears it.
func genders(a, b string) bool {
	if len(a) > len(b) || len(a) == len(b) && a[len(a)-1] == 'a' {
		a, b = b, a
	}
	if len(a) < 4 || b[len(b)-1] != 'a' || a[len(a)-1] == 'a' {
		return false
	}
	stem := func(w string) string {
		for len(w) > 3 && isVowelByte(w[len(w)-1]) {
			w = w[:len(w)-1]
		}
		return w
	}
	return stem(a) == stem(b)
}

// OtherSyllables reports whether two Latin words are as many Mandarin syllables, or
// as many Korean ones, and not the same: then a letter between them is another
// name and no slip (Guoqiang and Guoliang). A final n beside ng is let
// through.
func OtherSyllables(a, b string) bool {
	if len(a) > 18 || len(b) > 18 {
		return false
	}
	for _, zh := range [...]bool{true, false} {
		var x, y [4]string
		p, ok := cutWord(x[:0], a, zh)
		if !ok {
			continue
		}
		q, ok := cutWord(y[:0], b, zh)
		if !ok || len(p) != len(q) {
			continue
		}
		for i := range p {
			if !sameSyllable(p[i], q[i], zh) {
				return true
			}
		}
	}
	return false
}

func sameSyllable(a, b string, zh bool) bool {
	if a == b {
		return true
	}
	if n := min(len(a), len(b)); len(a)+len(b) == 2*n+1 && a[:n] == b[:n] && a[n-1] == 'n' && (a[n:] == "g" || b[n:] == "g") {
		return true
	}
	if zh {
		for _, k := range mandarinSpellings[a] {
			if hasString(mandarinSpellings[b], k) {
				return true
			}
		}
		return false
	}
	k1, v1, f1, ok1 := koreanSyllable(a)
	k2, v2, f2, ok2 := koreanSyllable(b)
	return ok1 && ok2 && k1 == k2 && f1 == f2 && strings.ContainsAny(v1, v2)
}

// Syllabic reports whether a Latin word cuts into Mandarin or Korean syllables.
func Syllabic(w string) bool {
	var buf [4]string
	_, zh := cutWord(buf[:0], w, true)
	if zh {
		return true
	}
	_, ko := cutWord(buf[:0], w, false)
	return ko
}

// EastSurname reports whether a Latin word may be a Chinese or Korean family name.
func EastSurname(w string) bool {
	return len(w) <= 7 && (isEastSurname(w, true) || isEastSurname(w, false))
}
