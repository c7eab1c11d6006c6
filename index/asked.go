package index

import (
	"math/bits"
	"slices"

	"khasan/match"
	"khasan/name"
)

// asked is what is known of a reading of the query before anything is compared.
type asked struct {
	least float64 // log-odds that are wanted
	firm  bool    // the query is a firm
	// The query is a firm or may be one: it may be called by its letters.
	lettered bool
	free     bool // no bound can be given: every name goes through
	part     bool // not all words are looked up
	n        int
	weight   [2][match.MaxTokens]float32 // as for a person, as for a firm
	total    [2]float32
	bag      [match.MaxTokens]uint32
	bears    uint32 // words by which names are found, titles not counted
	single   uint32 // words of one letter
	shared   uint32 // words that count when shared
	whole    uint32 // bag of all that counts in the whole name, and how long it is
	length   int
	afar     bool // in other than Latin letters
	signs    signs
	threes   [match.MaxTokens]uint32 // bags of three neighbours as one
	nthree   int
	threeAt  [match.MaxTokens]uint8 // the last word of each
	twice    bool                   // two words have the same letters
	odd      bool                   // a word is not compared as a plain one, see match.Pair
	real     [2]bool
	full     int // words of more than a letter that are not generic
	toks     [match.MaxTokens]*name.Token
	rarity   [match.MaxTokens]float32
	word     [match.MaxTokens]match.Word // made when first wanted
	made     uint32
	text     [64]byte // the whole name, when it fits
	// Of all words of the reading, how surprising they are, in nats; negative
	// when it is not known.
	surprise []float32
	lengths  uint64 // a bit for each number of letters that is a word's, or one off
	ledgers  [2][16]ledger
	round    uint32 // of ledgers
}

// kind says what bears the query's name.
func (a *asked) kind(k name.Kind) {
	a.firm, a.lettered = k == name.Organization, k == name.Organization || k == name.Any
}

func (a *asked) begin() {
	a.n, a.bears, a.single, a.shared, a.whole, a.length, a.nthree = 0, 0, 0, 0, 0, 0, 0
	a.signs, a.full = 0, 0
	a.free, a.afar, a.twice, a.odd, a.made, a.surprise = false, false, false, false, 0, a.surprise[:0]
	a.total, a.real, a.lengths = [2]float32{}, [2]bool{}, 0
	a.round++
}

func (a *asked) add(t *name.Token, surprise float32, bears bool) {
	i := a.n
	a.n++
	own := uint32(1) << i
	a.toks[i], a.rarity[i] = t, surprise
	if bears && t.Role != name.Title {
		a.bears |= own
	}
	if len(t.Fold) == 1 {
		a.single |= own
	}
	a.odd = a.odd || !match.Plain(t.Role, t.Fold)
	if i == 0 {
		a.afar = !latin(t.Text)
	}
	if a.afar {
		a.signs.add(t.Text)
	}
	if match.Syllable(t.Text) {
		surprise = 0
	}
	a.bag[i] = bagOf(cut(t.Fold))
	a.twice = a.twice || slices.Contains(a.bag[:i], a.bag[i])
	a.lengths |= 7 << (a.bag[i] >> 26) >> 1
	for k := range 2 {
		w, generic := match.Weight(t.Role, len(t.Fold), surprise, k == 1)
		a.weight[k][i] = w
		a.total[k] += w
		if !generic {
			a.real[k] = true
			a.shared |= own
			if k == 0 && len(t.Fold) > 1 {
				a.full++
			}
		}
	}
	if wholeRole(t.Role) {
		a.whole |= a.bag[i] & letters
		if a.length+len(t.Fold) <= len(a.text) {
			copy(a.text[a.length:], t.Fold)
		}
		a.length += len(t.Fold)
	}
	if i >= 2 {
		if n := a.bag[i]>>26 + a.bag[i-1]>>26 + a.bag[i-2]>>26; n <= 32 {
			a.threeAt[a.nthree] = uint8(i)
			a.threes[a.nthree] = (a.bag[i]|a.bag[i-1]|a.bag[i-2])&letters | n<<26
			a.nthree++
		}
	}
}

func (a *asked) end(full bool) { a.part, a.free = full, full || !a.real[0] || !a.real[1] }

// wholeRole reports whether a word of a role counts in the whole name.
func wholeRole(r name.Role) bool {
	return r != name.Title && r != name.LegalForm && r != name.Prefix
}

// ledger is what a query's reading brings to a bound when some of its words are
// covered.
type ledger struct {
	round           uint32
	covered         uint32
	gain, left, big float32 // what may be shared, what is left over, the heaviest of it
	denied          float32 // see match.Balance.Denied; for names without letters for words
}

// ledger is that for words covered.
func (a *asked) ledger(k int, covered uint32) *ledger {
	g := &a.ledgers[k][(covered^covered>>4)%16]
	if g.round == a.round && g.covered == covered {
		return g
	}
	*g = ledger{round: a.round, covered: covered}
	for i := range a.n {
		switch own := uint32(1) << i; {
		case covered&own != 0:
			if a.shared&own != 0 {
				g.gain += a.weight[k][i]
			}
		case a.single&own != 0:
			g.gain += a.weight[k][i]
		default:
			g.left += a.weight[k][i]
			g.big = max(g.big, a.weight[k][i])
		}
	}
	b := match.Balance{Gain: g.gain * sharedWeight, LeftA: g.left, TotalA: a.total[k]}
	g.denied = b.Denied(a.least)
	return g
}

// apart is how many letters the whole name and that of a form are apart at least.
// Two in one script that is not Latin are counted in its signs.
func (a *asked) apart(length int, whole uint32, signs signs) int {
	d := max(length-a.length, a.length-length, bits.OnesCount32(whole&^a.whole), bits.OnesCount32(a.whole&^whole))
	if a.afar && signs != 0 {
		d = min(d, a.signs.apart(signs))
	}
	return d
}

// abbreviates reports whether one of the names may be a family name with first
// letters for the rest, see match.TermAbbreviated: whether a form has letters
// for words, and whether a single word besides.
func (a *asked) abbreviates(letters, one bool, k int) bool {
	return k == 0 && (letters || a.single != 0) && (one || a.full == 1)
}

type roleWeight struct {
	base, slope, single float32
	generic             bool
}

// roleWeights holds match.Weight by its parts.
var roleWeights = func() (t [2][32]roleWeight) {
	for k := range t {
		for r := range t[k] {
			w := &t[k][r]
			w.base, w.generic = match.Weight(name.Role(r), 9, 0, k == 1)
			top, _ := match.Weight(name.Role(r), 9, name.Rarest, k == 1)
			w.slope = top - w.base
			w.single, _ = match.Weight(name.Role(r), 1, 0, k == 1)
		}
	}
	return
}()

// sharedWeight is the weight of what is shared.
var sharedWeight = float32(match.TermShared.Weight())

// rarities scales a stored surprise to 0 to 1 as match does.
var rarities = func() (t [256]float32) {
	for i := range t {
		low, _ := match.Weight(name.Plain, 9, 0, false)
		top, _ := match.Weight(name.Plain, 9, name.Rarest, false)
		w, _ := match.Weight(name.Plain, 9, float32(i)/20, false)
		t[i] = (w - low) / (top - low)
	}
	return
}()

// What is noted of how a stored word is written.
const (
	lookAfar     = 1 << iota // in other than Latin letters
	lookSyllable             // one sign that is a syllable, Han or Hangul
	lookSoft                 // it stands in some name as a word by which that is not looked up
)

func lookOf(t *name.Token) (b byte) {
	if !latin(t.Text) {
		b |= lookAfar
	}
	if match.Syllable(t.Text) {
		b |= lookSyllable
	}
	return b
}
