package name

import (
	"slices"
	"sync"
)

// A Scan finds, among very many Latin words in order, those that a word of
// another script may be alike by the learned weights of letters. It goes along
// the words as along a tree, keeps for every beginning they share what can be
// made of it ([gain] by columns), and leaves a branch when the best that the
// rest of the foreign word could bring is not enough: some microseconds for
// thousands of words. The zero value is ready to use.
type Scan struct {
	script script
	n      int // letters of the foreign word
	wide   int // letters of a segment at most
	slots  [scanSlots]scanSlot
	used   []uint16
	arcs   []scanArc
	empty  []scanArc // with nothing on the Latin side, by their first letter, from the last
	firsts [maxTranslit + 2]uint8
	live   [maxTranslit + 1][2]uint8 // the rows of a column from which enough can be reached, one after the last
	table  *translit
	// best is the most that a pair of segments can bring, by the first foreign
	// letter and how many letters each has; rest the most that the foreign
	// letters from one on can bring beside so many Latin ones, and past the same
	// when the first segment has more Latin letters than one or two (they are
	// not among the so many).
	best [maxTranslit + 1][maxReading + 1][maxArc + 1]int32
	rest [maxTranslit + 1][maxTranslit + 1]int32
	past [maxArc][maxTranslit + 1][maxTranslit + 1]int32
	// What was made of a beginning, by how many of its letters and of the foreign
	// word's: so that the last letter belongs to a segment, or is left over; what
	// that is worth depends on the letter after it. Cols is the better of the two,
	// for the letter that follows in the word at hand.
	held, over, cols [maxTranslit + 1][maxTranslit + 1]int32
}

const (
	scanBits  = 11
	scanSlots = 1 << scanBits // more than twice the Latin segments of a script
	// maxReading is the longest foreign segment: the reading of a character.
	maxReading = 6
	maxArc     = maxPiece
	// scanSlack is by how much less than meetGain two words may gain that are
	// the only ones of their names and still review: a cost of a third, see
	// package match.
	scanSlack = 13
	// acrossSlack is the same for acrossLeast, see likely, and one.
	acrossSlack = 28
)

type scanSlot struct {
	code uint32 // of the Latin segment, plus one
	head int32  // its first arc, plus one
}

// scanArc is a pair of segments: the foreign one from a letter to another.
type scanArc struct {
	from, to uint8
	unit     uint16
	next     int32
}

// Set makes a word of another script ready; it reports false when there are no
// weights for the script.
func (s *Scan) Set(t *Token) bool {
	s.script = textScript(t.Text)
	if !learned(s.script) || t.Fold == "" {
		return false
	}
	for _, k := range s.used {
		s.slots[k] = scanSlot{}
	}
	s.table = translits()
	s.used, s.arcs, s.empty = s.used[:0], s.arcs[:0], s.empty[:0]
	f := t.Fold[:min(len(t.Fold), maxTranslit)]
	s.n, s.wide = len(f), maxSegment
	if s.script == han {
		s.wide = maxPiece
	}
	var room [maxTranslit]charSpan
	spans := charSpans(room[:0], s.script, t.Text)
	for i := range s.best {
		for k := range s.best[i] {
			for l := range s.best[i][k] {
				s.best[i][k][l] = never
			}
		}
	}
	ya := endsYa(s.script, t)
	for i := s.n - 1; i >= 0; i-- {
		code := uint64(0)
		for k := 1; k <= maxSegment && i+k <= s.n; k++ {
			code = code*27 + uint64(f[i+k-1]&31)
			s.arcsOf(i, k, code)
			if ya && i+k == s.n {
				s.arcsOf(i, k, code-'a'&31+'i'&31)
			}
		}
		for len(spans) > 0 && spans[len(spans)-1].from == i {
			c := &spans[len(spans)-1]
			for _, p := range c.pieces {
				code := uint32(0)
				for j := range len(p.piece) {
					code = code*27 + uint32(p.piece[j]&31)
				}
				s.arc(i, c.to, code, len(p.piece), p.unit)
			}
			spans = spans[:len(spans)-1]
		}
	}
	s.bounds()
	n := 0
	for i := range s.n + 2 {
		s.firsts[i] = uint8(n)
		for n < len(s.empty) && int(s.empty[len(s.empty)-1-n].from) == i {
			n++
		}
	}
	return true
}

const never = -1 << 20

// bounds fills rest and past.
func (s *Scan) bounds() {
	skip := s.table.left[s.script].most
	for i := s.n; i >= 0; i-- {
		for r := range maxTranslit + 1 {
			v := int32(never)
			if i == s.n && r == 0 {
				v = 0
			}
			if r > 0 {
				v = max(v, s.rest[i][r-1]+skip)
			}
			for m := range s.wide {
				s.past[m][i][r] = never
			}
			for k := 1; k <= s.wide && i+k <= s.n; k++ {
				for l := 0; l <= s.wide; l++ {
					w := s.best[i][k][l]
					if w == never {
						continue
					}
					if l <= r {
						v = max(v, w+s.rest[i+k][r-l])
					}
					for m := 1; m < l; m++ {
						if l <= r+m {
							s.past[m][i][r] = max(s.past[m][i][r], w+s.rest[i+k][r+m-l])
						}
					}
				}
			}
			s.rest[i][r] = v
		}
	}
}

// arcsOf enters what k letters from the i-th, of such a code, stand for.
func (s *Scan) arcsOf(i, k int, code uint64) {
	lone := k == 1
	for _, p := range partners(s.script, code) {
		l := int(p.letters)
		if k+l > 5 || l == 0 && k > 2 {
			continue
		}
		if l == 0 {
			lone = false
		}
		s.arc(i, i+k, p.code, l, p.unit)
	}
	if lone {
		s.arc(i, i+1, 0, 0, 0)
	}
}

// arc enters a pair of segments.
func (s *Scan) arc(from, to int, code uint32, letters int, unit uint16) {
	a := scanArc{from: uint8(from), to: uint8(to), unit: unit}
	s.best[from][to-from][letters] = max(s.best[from][to-from][letters], int32(s.table.top[unit]))
	if letters == 0 {
		s.empty = append(s.empty, a)
		return
	}
	k := scanAt(code)
	for s.slots[k].code != 0 && s.slots[k].code != code+1 {
		k = (k + 1) & (scanSlots - 1)
	}
	if s.slots[k].code == 0 {
		if len(s.used) >= scanSlots*3/4 {
			return // cannot be: a word of 24 letters has fewer partners
		}
		s.slots[k].code = code + 1
		s.used = append(s.used, uint16(k))
	}
	a.next = s.slots[k].head
	s.arcs = append(s.arcs, a)
	s.slots[k].head = int32(len(s.arcs))
}

func scanAt(code uint32) int { return int(code * 0x9E3779B1 >> (32 - scanBits)) }

// Words appends to dst the positions of those words that may be alike as the
// only words of their names. They are folded, by length and in order among those
// of a length.
func (s *Scan) Words(dst []uint32, words []string) []uint32 {
	return s.within(dst, words, scanSlack)
}

// Alike appends to dst the positions of those words for which [Across] may give
// more than 0 by the letters alone; a word that shares a key may be left out.
// They are in the order that Words wants.
func (s *Scan) Alike(dst []uint32, words []string) []uint32 {
	return s.within(dst, words, acrossSlack)
}

// within does what Words says for words that gain at most so much less than
// meetGain.
func (s *Scan) within(dst []uint32, words []string, slack int) []uint32 {
	left := &s.table.left[s.script]
	least := int32(meetGain[s.script] - slack - left.bias)
	for i := range s.held[0] {
		s.held[0][i], s.over[0][i] = never, never
	}
	beginning, length := "", -1
	for at := 0; at < len(words); {
		w := words[at]
		if n := len(w); n != length {
			beginning, length = "", n
			s.held[0][0] = 0
			if !s.down("", min(n, maxTranslit), least) {
				k, _ := slices.BinarySearchFunc(words[at:], n+1, func(w string, n int) int { return len(w) - n })
				at += k
				continue
			}
		}
		w = w[:min(len(w), maxTranslit)]
		j := 0
		for j < len(w) && j < len(beginning) && w[j] == beginning[j] {
			j++
		}
		beginning = w
		cut := 0
		for j < len(w) {
			j++
			if !s.column(w, j, least) {
				cut = j
				break
			}
		}
		if cut == 0 {
			if max(s.held[len(w)][s.n], s.over[len(w)][s.n]+int32(left.next[w[len(w)-1]&31][0])) >= least {
				dst = append(dst, uint32(at))
			}
			at++
			continue
		}
		// Past all words that begin so.
		beginning = w[:cut-1]
		for at++; at < len(words) && len(words[at]) == length && words[at][:cut] == w[:cut]; at++ {
		}
	}
	return dst
}

// column fills the column of the first j letters, and reports whether any word
// that begins with them can come to least.
func (s *Scan) column(w string, j int, least int32) bool {
	left := &s.table.left[s.script]
	c := w[j-1] & 31
	// What the column before is worth, now that the letter after it is known.
	last, next := &s.cols[j-1], int32(0)
	if j > 1 {
		next = int32(left.next[w[j-2]&31][c])
	}
	for i := range s.n + 1 {
		last[i] = never
	}
	held, over := &s.held[j], &s.over[j]
	for i := 0; i <= s.n; i++ {
		held[i], over[i] = never, never
	}
	own := int32(left.own[c][before(w, j-1)])
	for i := s.live[j-1][0]; i < s.live[j-1][1]; i++ {
		last[i] = max(s.held[j-1][i], s.over[j-1][i]+next)
		over[i] = last[i] + own
	}
	code, unit := uint32(0), uint32(1)
	for l := 1; l <= s.wide && l <= j; l++ {
		code += uint32(w[j-l]&31) * unit
		unit *= 27
		k := scanAt(code)
		for s.slots[k].code != 0 && s.slots[k].code != code+1 {
			k = (k + 1) & (scanSlots - 1)
		}
		back, p := &s.cols[j-l], before(w, j-l)
		for h := s.slots[k].head; h != 0; {
			a := &s.arcs[h-1]
			if v := back[a.from] + int32(s.table.by[a.unit][p]); v > held[a.to] {
				held[a.to] = v
			}
			h = a.next
		}
	}
	return s.down(w[:j], len(w)-j, least)
}

// down leaves foreign letters out of the column of a beginning, notes which of
// its rows are live, and reports whether anything is, there or on the way past
// it, with so many letters to come.
func (s *Scan) down(w string, left int, least int32) bool {
	j := len(w)
	held, over := &s.held[j], &s.over[j]
	p, next := before(w, j), int32(0)
	if j > 0 {
		next = int32(s.table.left[s.script].nextMost[p])
	}
	from, to := uint8(s.n), uint8(0)
	for i := range uint8(s.n + 1) {
		if max(held[i], over[i]+next)+s.rest[i][left] < least {
			held[i], over[i] = never, never
			continue
		}
		from, to = min(from, i), i+1
		for k := s.firsts[i]; k < s.firsts[i+1]; k++ {
			a := &s.empty[len(s.empty)-1-int(k)]
			v := int32(s.table.by[a.unit][p])
			held[a.to] = max(held[a.to], held[i]+v)
			over[a.to] = max(over[a.to], over[i]+v)
		}
	}
	s.live[j] = [2]uint8{from, to}
	if to > 0 {
		return true
	}
	for m := 1; m < s.wide && m <= j; m++ {
		back := &s.cols[j-m]
		for i := s.live[j-m][0]; i < s.live[j-m][1]; i++ {
			if back[i]+s.past[m][i][left] >= least {
				return true
			}
		}
	}
	return false
}

// partner is a Latin segment that stands for a foreign one.
type partner struct {
	of      uint32 // script and code of the foreign one
	code    uint32
	letters uint8
	unit    uint16
}

// partners are the Latin segments that a segment of a script has a weight with.
func partners(sc script, code uint64) []partner {
	all := partnerTable()
	k := uint32(sc)<<16 | uint32(code)
	from, _ := slices.BinarySearchFunc(all, k, func(p partner, k uint32) int { return int(p.of) - int(k) })
	to := from
	for to < len(all) && all[to].of == k {
		to++
	}
	return all[from:to]
}

var partnerTable = sync.OnceValue(func() []partner {
	var all []partner
	for _, e := range translits().slots {
		if e == 0 {
			continue
		}
		k := e >> 16
		t := uint32(k & (1<<15 - 1))
		p := partner{of: uint32(k>>30)<<16 | uint32(k>>15&(1<<15-1)), code: t, unit: uint16(e)}
		for ; t > 0; t /= 27 {
			p.letters++
		}
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b partner) int { return int(a.of) - int(b.of) })
	return all
})
