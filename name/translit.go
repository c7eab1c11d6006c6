package name

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// acrossData is written by gen_across.go, which describes it: script, romanised
// letters of that script (or one Han character), Latin letters, ten times the
// nats by which seeing the two together speaks for one name, and what the Latin
// letter before adds to it.
//
//go:embed across.tsv
var acrossData string

// A translit is the table.
//
// slots is an open hash: script and both segments in the upper bits, the number
// of the unit in the lower 16. most tells without a look into it that a pair is
// not there: under a foreign segment the bits (see segmentBit) of all Latin ones
// it has a weight with. A foreign segment has some five partners of several
// hundred.
type translit struct {
	slots [1 << translitBits]uint64
	most  [1 << partnerBits]uint64
	by    [][32]int8 // weight of each unit by the Latin letter before it, in tenths of nats; the first is for what has none
	top   []int8     // the most of each
	chars map[rune][]charPiece
	left  [otherScript + 1]leftOver
}

// leftOver is what Latin letters cost beside a script that nothing accounts for:
// own by the letter and the one before it, to which next adds by the letter and
// the one after it. Number 0 stands for the beginning and the end.
type leftOver struct {
	own, next [32][32]int16
	bias      int
	most      int32     // the most that one can bring
	nextMost  [32]int16 // the most that next can
}

const (
	translitBits = 14
	partnerBits  = 12
	maxSegment   = 3
	// noWeight is what a letter costs that nothing accounts for, in tenths of
	// nats, where the table does not say: digits.
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

var translits = sync.OnceValue(func() *translit {
	t := &translit{by: make([][32]int8, 1, 13000), chars: make(map[rune][]charPiece, 3000)}
	for c := range t.by[0] {
		t.by[0][c] = noWeight
	}
	for sc := range t.left {
		for c := range t.left[sc].own {
			for p := range t.left[sc].own[c] {
				t.left[sc].own[c][p] = noWeight
			}
		}
	}
	for rest := acrossData; rest != ""; {
		line, more, _ := strings.Cut(rest, "\n")
		rest = more
		name, line, _ := strings.Cut(line, "\t")
		s, line, _ := strings.Cut(line, "\t")
		piece, line, _ := strings.Cut(line, "\t")
		weight, line, ok := strings.Cut(line, "\t")
		before, after, _ := strings.Cut(line, "\t")
		var sc script
		for i, n := range scriptNames {
			if n == name {
				sc = script(i)
			}
		}
		w, err := strconv.Atoi(weight)
		if err != nil || sc == noScript || !ok {
			continue
		}
		if s == "" {
			l := &t.left[sc]
			if piece == "" {
				l.bias = w
				continue
			}
			c := piece[0] & 31
			for p := range l.own[c] {
				l.own[c][p] = int16(w)
			}
			byLetterOf(before, func(p byte, v int) { l.own[c][p] += int16(v) })
			byLetterOf(after, func(n byte, v int) { l.next[c][n] = int16(v) })
			continue
		}
		u := len(t.by)
		t.by = append(t.by, [32]int8{})
		by := &t.by[u]
		for p := range by {
			by[p] = clamp(w)
		}
		byLetterOf(before, func(p byte, v int) { by[p] = clamp(w + v) })
		if s[0] >= 0x80 {
			c, _ := utf8.DecodeRuneInString(s)
			t.chars[c] = append(t.chars[c], charPiece{piece, uint16(u)})
			continue
		}
		k := translitKey(sc, segmentCode(s), segmentCode(piece))
		h := translitSlot(k)
		for t.slots[h] != 0 {
			h = (h + 1) & (1<<translitBits - 1)
		}
		t.slots[h] = k<<16 | uint64(u)
		t.most[partnerSlot(sc, segmentCode(s))] |= segmentBit(segmentCode(piece))
	}
	for u := range t.by {
		t.top = append(t.top, slices.Max(t.by[u][:]))
	}
	for sc := range t.left {
		l := &t.left[sc]
		l.most = noWeight
		for c := range l.own {
			l.nextMost[c] = slices.Max(l.next[c][:])
			l.most = max(l.most, int32(slices.Max(l.own[c][:]))+int32(l.nextMost[c]))
		}
	}
	return t
})

func clamp(w int) int8 { return int8(max(-128, min(w, 127))) }

// byLetterOf reads numbers by letters: "^-7 a12", where "^" is none.
func byLetterOf(s string, each func(letter byte, v int)) {
	for f := range strings.FieldsSeq(s) {
		v, err := strconv.Atoi(f[1:])
		if err != nil {
			continue
		}
		if f[0] == '^' {
			each(0, v)
		} else {
			each(f[0]&31, v)
		}
	}
}

// before is the number of the letter before the j-th, 0 for none.
func before(t string, j int) byte {
	if j == 0 {
		return 0
	}
	return t[j-1] & 31
}

func translitKey(sc script, s, t uint64) uint64 { return uint64(sc)<<30 | s<<15 | t }

// partnerSlot is where a foreign segment's partners are noted in translit.most;
// segments that share a slot share the bits, too.
func partnerSlot(sc script, s uint64) uint64 {
	return (uint64(sc)<<15 | s) * 0x9E3779B97F4A7C15 >> (64 - partnerBits)
}

func segmentBit(t uint64) uint64 { return 1 << (t * 0x9E3779B97F4A7C15 >> 58) }

// unit is the number of a pair of segments, 0 when it is not listed.
func (t *translit) unit(k uint64) int {
	for h := translitSlot(k); ; h = (h + 1) & (1<<translitBits - 1) {
		e := t.slots[h]
		if e == 0 {
			return 0
		}
		if e>>16 == k {
			return int(e & 0xFFFF)
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

// A charPiece is a piece of Latin words that a Han character, simplified,
// stands for in names written by their sound, where the letters of its reading
// do not tell it, and its unit.
type charPiece struct {
	piece string
	unit  uint16
}

// maxPiece is the longest piece of a character.
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
		if p := translits().chars[simple(c)]; n > 0 && len(p) > 0 {
			dst = append(dst, charSpan{at, at + n, p})
		}
		at += n
	}
	return dst
}

// gain is by how many tenths of a nat it is likelier that a romanised foreign
// word s and a Latin word t are one name than that they are two of 500: the best
// sum of weights over all ways of cutting both into segments, some of which may
// be characters. Letters beyond the 24th are not read.
func gain(sc script, s, t string, chars []charSpan) int {
	s, t = s[:min(len(s), maxTranslit)], t[:min(len(t), maxTranslit)]
	tab := translits()
	left := &tab.left[sc]
	var best [maxTranslit + 1][maxTranslit + 1]int32
	// The segments of t that begin at each letter, and their bits; the letter
	// before, and what leaving it over brings.
	var codes [maxTranslit + 1][maxSegment + 1]uint16
	var marks [maxTranslit + 1][maxSegment + 1]uint64
	var back [maxTranslit + 1]byte
	var skip [maxTranslit + 1]int32
	ns, nt := len(s), len(t)
	empty := segmentBit(0)
	for j := 0; j <= nt; j++ {
		ct := uint64(0)
		marks[j][0] = empty
		for l := 1; l <= maxSegment && j+l <= nt; l++ {
			ct = ct*27 + uint64(t[j+l-1]&31)
			codes[j][l], marks[j][l] = uint16(ct), segmentBit(ct)
		}
		back[j] = before(t, j)
		if j < nt {
			c, n := t[j]&31, byte(0)
			if j+1 < nt {
				n = t[j+1] & 31
			}
			skip[j] = int32(left.own[c][back[j]]) + int32(left.next[c][n])
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
		for k := 1; k <= last; k++ {
			cs[k] = cs[k-1]*27 + uint64(s[i+k-1]&31)
			partners[k] = tab.most[partnerSlot(sc, cs[k])]
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
						*to = max(*to, b+int32(tab.by[p.unit][back[j]]))
					}
				}
			}
			if j < nt {
				best[i][j+1] = max(best[i][j+1], b+skip[j])
			}
			for k := 1; k <= last; k++ {
				// At most two letters of s alone are accounted for, and never
				// more than five of both.
				l, longest := 0, min(maxSegment, 5-k, nt-j)
				if k > 2 {
					l = 1
				}
				for ; l <= longest; l++ {
					u := 0
					if partners[k]&marks[j][l] != 0 {
						u = tab.unit(translitKey(sc, cs[k], uint64(codes[j][l])))
					}
					if u == 0 && k+l > 1 {
						continue
					}
					if v := b + int32(tab.by[u][back[j]]); v > best[i+k][j+l] {
						best[i+k][j+l] = v
					}
				}
			}
		}
	}
	return int(best[ns][nt]) + left.bias
}
