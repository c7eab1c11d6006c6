package name

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// translitData is written by gen_translit.go, which describes it: script,
// romanised letters of that script, Latin letters, and ten times the nats by
// which seeing the two together speaks for one name.
//
//go:embed translit.tsv
var translitData string

// translit is the table as an open hash: script and both segments in the upper
// bits, the weight in the lower 12.
//
// most tells without a look into the table that a pair is not there: under a
// foreign segment the bits (see segmentBit) of all Latin ones it has a weight
// with. A foreign segment has some five partners of several hundred.
type translit struct {
	slots [1 << translitBits]uint64
	most  [1 << partnerBits]uint64
}

const (
	translitBits = 14
	partnerBits  = 12
	maxSegment   = 3
	// noWeight is what a letter costs that nothing accounts for, in tenths of
	// nats: one left over on either side.
	noWeight = -52
)

func segmentCode(s string) uint64 {
	c := uint64(0)
	for i := range len(s) {
		c = c*27 + uint64(s[i]&31)
	}
	return c
}

func translitSlot(k uint64) uint64 { return k * 0x9E3779B97F4A7C15 >> (64 - translitBits) }

var translits = func() (t translit) {
	for rest := translitData; rest != ""; {
		line, more, _ := strings.Cut(rest, "\n")
		rest = more
		f := strings.Split(line, "\t")
		if len(f) != 4 {
			continue
		}
		var sc script
		for i, n := range scriptNames {
			if n == f[0] {
				sc = script(i)
			}
		}
		w, err := strconv.Atoi(f[3])
		if err != nil || sc == noScript {
			continue
		}
		k := translitKey(sc, segmentCode(f[1]), segmentCode(f[2]))
		h := translitSlot(k)
		for t.slots[h] != 0 {
			h = (h + 1) & (1<<translitBits - 1)
		}
		t.slots[h] = k<<12 | uint64(w+2048)
		t.most[partnerSlot(sc, segmentCode(f[1]))] |= segmentBit(segmentCode(f[2]))
	}
	return t
}()

func translitKey(sc script, s, t uint64) uint64 { return uint64(sc)<<30 | s<<15 | t }

// partnerSlot is where a foreign segment's partners are noted in translit.most;
// segments that share a slot share the bits, too.
func partnerSlot(sc script, s uint64) uint64 {
	return (uint64(sc)<<15 | s) * 0x9E3779B97F4A7C15 >> (64 - partnerBits)
}

func segmentBit(t uint64) uint64 { return 1 << (t * 0x9E3779B97F4A7C15 >> 58) }

// weight is the weight of a pair of segments, ok false when it is not listed.
func (t *translit) weight(k uint64) (int, bool) {
	for h := translitSlot(k); ; h = (h + 1) & (1<<translitBits - 1) {
		e := t.slots[h]
		if e == 0 {
			return 0, false
		}
		if e>>12 == k {
			return int(e&4095) - 2048, true
		}
	}
}

// learned reports whether the table knows a script.
func learned(sc script) bool {
	switch sc {
	case cyrillic, arabic, hebrew, hangul, kana, han:
		return true
	}
	return false
}

const maxTranslit = 24

// hanChars are the pieces of Latin words that a Han character, simplified,
// stands for in names written by their sound, where the letters of its reading
// do not tell it: see gen_hanchars.go.
//
//go:embed hanchars.tsv
var hanCharsData string

type charPiece struct {
	piece  string
	weight int16
}

var hanChars = sync.OnceValue(func() map[rune][]charPiece {
	m := make(map[rune][]charPiece, 3000)
	for line := range strings.Lines(hanCharsData) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 3 {
			continue
		}
		c, _ := utf8.DecodeRuneInString(f[0])
		if w, err := strconv.Atoi(f[2]); err == nil {
			m[c] = append(m[c], charPiece{f[1], int16(w)})
		}
	}
	return m
})

// maxPiece is the longest piece in hanChars.
const maxPiece = 6

// A charSpan is a character of a word: where its reading lies in the folded
// form, and what it stands for.
type charSpan struct {
	from, to int
	pieces   []charPiece
}

// charSpans appends the characters of a Han word that stand for more than their
// reading does.
func charSpans(dst []charSpan, sc script, text string) []charSpan {
	if sc != han {
		return dst
	}
	at := 0
	for _, c := range text {
		n := len(hanReading(c, mandarin))
		if !isHan(c) || at+n > maxTranslit {
			break // what follows is folded in another way, or not read
		}
		if p := hanChars()[simple(c)]; n > 0 && len(p) > 0 {
			dst = append(dst, charSpan{at, at + n, p})
		}
		at += n
	}
	return dst
}

// gain is by how many tenths of a nat it is likelier that a romanised foreign
// word s and a Latin word t are one name than that they are two: the best sum
// of weights over all ways of cutting both into segments, some of which may be
// characters. Letters beyond the 24th are not read.
func gain(sc script, s, t string, chars []charSpan) int {
	s, t = s[:min(len(s), maxTranslit)], t[:min(len(t), maxTranslit)]
	var best [maxTranslit + 1][maxTranslit + 1]int32
	// The segments of t that begin at each letter, and their bits.
	var codes [maxTranslit + 1][maxSegment + 1]uint16
	var marks [maxTranslit + 1][maxSegment + 1]uint64
	ns, nt := len(s), len(t)
	empty := segmentBit(0)
	for j := 0; j <= nt; j++ {
		ct := uint64(0)
		marks[j][0] = empty
		for l := 1; l <= maxSegment && j+l <= nt; l++ {
			ct = ct*27 + uint64(t[j+l-1]&31)
			codes[j][l], marks[j][l] = uint16(ct), segmentBit(ct)
		}
	}
	for i := 0; i <= ns; i++ {
		for j := 0; j <= nt; j++ {
			best[i][j] = never
		}
	}
	best[0][0] = 0
	for i := 0; i <= ns; i++ {
		var cs [maxSegment + 1]uint64
		var partners [maxSegment + 1]uint64
		last := min(maxSegment, ns-i)
		for k := 0; k <= last; k++ {
			if k > 0 {
				cs[k] = cs[k-1]*27 + uint64(s[i+k-1]&31)
			}
			partners[k] = translits.most[partnerSlot(sc, cs[k])]
		}
		for len(chars) > 0 && chars[0].from < i {
			chars = chars[1:]
		}
		for j := 0; j <= nt; j++ {
			b := best[i][j]
			if b == never {
				continue
			}
			if len(chars) > 0 && chars[0].from == i {
				for _, p := range chars[0].pieces {
					if strings.HasPrefix(t[j:], p.piece) {
						to := &best[chars[0].to][j+len(p.piece)]
						*to = max(*to, b+int32(p.weight))
					}
				}
			}
			for k := 0; k <= last; k++ {
				// Of one side's letters alone at most one of t and two of s
				// are accounted for, and never more than five of both.
				l, longest := 0, min(maxSegment, 5-k, nt-j)
				if k == 0 {
					l, longest = 1, min(longest, 1)
				} else if k > 2 {
					l = 1
				}
				for ; l <= longest; l++ {
					w, ok := 0, false
					if partners[k]&marks[j][l] != 0 {
						w, ok = translits.weight(translitKey(sc, cs[k], uint64(codes[j][l])))
					}
					if !ok {
						if k+l > 1 {
							continue
						}
						w = noWeight
					} else if k+l == 1 && w < noWeight {
						w = noWeight
					}
					if v := b + int32(w); v > best[i+k][j+l] {
						best[i+k][j+l] = v
					}
				}
			}
		}
	}
	return int(best[ns][nt])
}
