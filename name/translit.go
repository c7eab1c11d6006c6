package name

import (
	_ "embed"
	"strconv"
	"strings"
)

// translitData is written by gen_translit.go, which describes it: script,
// romanised letters of that script, Latin letters, and ten times the nats by
// which seeing the two together speaks for one name.
//
//go:embed translit.tsv
var translitData string

// translit is the table as an open hash: script and both segments in the upper
// bits, the weight in the lower 12.
type translit struct {
	slots [1 << translitBits]uint64
}

const (
	translitBits = 14
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
	}
	return t
}()

func translitKey(sc script, s, t uint64) uint64 { return uint64(sc)<<30 | s<<15 | t }

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

// gain is by how many tenths of a nat it is likelier that a romanised foreign
// word s and a Latin word t are one name than that they are two: the best sum
// of weights over all ways of cutting both into segments. Letters beyond the
// 24th are not read.
func gain(sc script, s, t string) int {
	const never = -1 << 20
	s, t = s[:min(len(s), maxTranslit)], t[:min(len(t), maxTranslit)]
	var best [maxTranslit + 1][maxTranslit + 1]int
	ns, nt := len(s), len(t)
	for i := 0; i <= ns; i++ {
		for j := 0; j <= nt; j++ {
			best[i][j] = never
		}
	}
	best[0][0] = 0
	for i := 0; i <= ns; i++ {
		for j := 0; j <= nt; j++ {
			b := best[i][j]
			if b == never {
				continue
			}
			cs := uint64(0)
			for k := 0; k <= maxSegment && i+k <= ns; k++ {
				if k > 0 {
					cs = cs*27 + uint64(s[i+k-1]&31)
				}
				ct := uint64(0)
				for l := 0; l <= maxSegment && j+l <= nt; l++ {
					if l > 0 {
						ct = ct*27 + uint64(t[j+l-1]&31)
					}
					if k+l == 0 || k+l > 5 || k == 0 && l > 1 || l == 0 && k > 2 {
						continue
					}
					w, ok := translits.weight(translitKey(sc, cs, ct))
					if !ok {
						if k+l > 1 {
							continue
						}
						w = noWeight
					} else if k+l == 1 && w < noWeight {
						w = noWeight
					}
					if v := b + w; v > best[i+k][j+l] {
						best[i+k][j+l] = v
					}
				}
			}
		}
	}
	return best[ns][nt]
}
