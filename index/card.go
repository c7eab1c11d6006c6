package index

import (
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"

	"khasan/match"
	"khasan/name"
)

// A sketch is what is remembered of a form once its words were read. It is a
// cache only.
//
//	a  bits 0 to 25   letters of the whole name, see bagOf
//	   26 to 32       how many there are
//	   33 to 36       words by which the name is found, titles not counted
//	   37, 38         titles
//	   39 to 41       words that do not weigh: particles, forms, letters, ...
//	   42, 43         words of one letter
//	   44             nothing can be said: the form is always looked at
//	   45             a firm's
//	   46 to 53       what the others weigh at least, in sixteenths, as for a person
//	   54 to 61       as for a firm
//	   62             it has one word of more than a letter that is not generic
//	   63             it is known
//	b  bits 0 to 31   lengths that words have
//	   32 to 63       and that two or three neighbours have together
//	c  its signs, see there
type sketch struct{ a, b, c atomic.Uint64 }

const (
	sketchLength = 26
	sketchBear   = 33
	sketchTitles = 37
	sketchOthers = 39
	sketchLone   = 42
	sketchAlways = 1 << 44
	sketchFirm   = 1 << 45
	sketchWeight = 46 // and 8 bits after it
	sketchOne    = 1 << 62
	sketchKnown  = 1 << 63
)

// A brief is a sketch without the lengths of its words.
type brief struct{ a, c atomic.Uint64 }

// A card is all that is wanted of a form to bound its score. It is not changed
// once it is made.
type card struct {
	kind      name.Kind
	scheme    byte
	signs     signs   // 0 when it is in Latin letters
	substance [2]bool // it has a word that is not generic, as for a person, as for a firm
	lone      int8    // words of one letter, up to 100
	full      int8    // longer ones that are not generic, up to 100
	length    int     // of the whole name
	whole     uint32  // its letters
	total     [2]float32
	form      []uint32   // as names.form gives it
	is        []cardWord // of each word
	// The letters of each word and the next as one, and of it and the next two:
	// two for each word but the last, 0 when there is none or it is long.
	runs []uint32
}

type cardWord struct {
	bag    uint32
	weight [2]float32
}

// sketches are what is remembered of all forms. It is a cache only.
type sketches struct {
	of    []sketch
	cards []atomic.Pointer[card]
	brief []brief // of a large index these alone

	mu    sync.Mutex // for making cards
	forms []uint32   // room for them, taken a piece at a time
	words []cardWord
	room  []card
}

// sketched is what is remembered of forms.
func (x *names) sketched() *sketches {
	if k := x.sketches.Load(); k != nil {
		return k
	}
	k := &sketches{}
	if x.gathers {
		k.of, k.cards = make([]sketch, x.shape.n), make([]atomic.Pointer[card], x.shape.n)
	} else {
		k.brief = make([]brief, x.shape.n)
	}
	x.sketches.CompareAndSwap(nil, k)
	return x.sketches.Load()
}

// fill makes a card, in the room it has, of a form's words.
func (x *names) fill(c *card, kind name.Kind, form []uint32) {
	*c = card{kind: kind, form: form, is: slices.Grow(c.is[:0], len(form))[:len(form)], runs: c.runs[:0]}
	lone, full := 0, 0
	for i, w := range form {
		at := (*[2]uint32)(x.attr[2*(w&tokenMask):])
		is := &c.is[i]
		is.bag = at[0]
		role := name.Role(w >> roleShift & roleMask)
		for k := range is.weight {
			t := &roleWeights[k][role]
			weight := t.base
			switch {
			case is.bag>>26 == 1:
				weight = t.single
			case at[1]>>rareBits&lookSyllable == 0:
				weight = t.base + t.slope*rarities[byte(at[1])]
			}
			is.weight[k] = weight
			c.total[k] += weight
			c.substance[k] = c.substance[k] || !t.generic
		}
		if is.bag>>26 == 1 {
			lone++
		} else if !roleWeights[0][role].generic {
			full++
		}
		if wholeRole(role) {
			c.whole |= is.bag & letters
			c.length += int(is.bag >> 26)
		}
	}
	for i := 0; i+1 < len(form); i++ {
		two := joinBags(c.is[i].bag, c.is[i+1].bag)
		three := uint32(0)
		if i+2 < len(form) && two != 0 {
			three = joinBags(two, c.is[i+2].bag)
		}
		c.runs = append(c.runs, two, three)
	}
	c.lone, c.full = int8(min(lone, 100)), int8(min(full, 100))
	if len(form) > 0 && x.look(form[0]&tokenMask)&lookAfar != 0 {
		for _, w := range form {
			if t := x.plainToken(w & tokenMask); t.Fold != "" {
				c.signs.add(t.Text)
			}
		}
	}
}

// joinBags is the bag of two words as one, 0 when that is longer than 32 letters.
func joinBags(a, b uint32) uint32 {
	n := a>>26 + b>>26
	if n > 32 {
		return 0
	}
	return (a|b)&letters | n<<26
}

// learn remembers a form.
func (x *names) learn(s *search, f uint32) *card {
	kind, scheme, _ := x.shapeOf(f)
	s.form = x.form(s.form[:0], f)
	form := s.form
	x.fill(&s.read[0], kind, form)
	k := x.sketched()
	k.mu.Lock()
	defer k.mu.Unlock()
	if c := k.cards[f].Load(); c != nil {
		return c
	}
	const room = 1 << 12
	runs := s.read[0].runs
	if len(k.forms) < len(form)+len(runs) {
		k.forms = make([]uint32, max(2*room, len(form)+len(runs)))
	}
	if len(k.words) < len(form) {
		k.words = make([]cardWord, max(room, len(form)))
	}
	if len(k.room) == 0 {
		k.room = make([]card, room/4)
	}
	n := len(form)
	c := &k.room[0]
	*c = s.read[0]
	c.scheme = scheme
	c.form, c.is, c.runs = k.forms[:n:n], k.words[:n:n], k.forms[n:n+len(runs):n+len(runs)]
	copy(c.form, form)
	copy(c.is, s.read[0].is)
	copy(c.runs, runs)
	k.forms, k.words, k.room = k.forms[n+len(runs):], k.words[n:], k.room[1:]
	k.of[f].make(c)
	k.cards[f].Store(c)
	return c
}

// make makes a sketch from a card.
func (e *sketch) make(c *card) {
	var one, two uint64
	var weight [2]float32
	bear, titles, others := 0, 0, 0
	for i, w := range c.form {
		is := &c.is[i]
		role := name.Role(w >> roleShift & roleMask)
		n := int(is.bag >> 26)
		two |= 1 << min(n, 31)
		for j := i - 1; j >= 0 && j >= i-2; j-- {
			n += int(c.is[j].bag >> 26)
			two |= 1 << (32 + min(n, 31))
		}
		if w&substantive != 0 {
			if bear++; role == name.Title {
				titles++
			}
		}
		if is.bag>>26 == 1 || w&substantive == 0 || roleWeights[0][role].generic {
			others++
			continue
		}
		weight[0] += is.weight[0]
		weight[1] += is.weight[1]
	}
	bear -= titles
	one = uint64(c.whole) | uint64(c.length)<<sketchLength | uint64(bear)<<sketchBear | uint64(titles)<<sketchTitles |
		uint64(others)<<sketchOthers | uint64(c.lone)<<sketchLone
	if c.length > 127 || bear > 15 || titles > 3 || others > 7 || c.lone > 3 || weight[0] > 15.5 || weight[1] > 15.5 ||
		len(c.form) > match.MaxTokens || !c.substance[0] || !c.substance[1] {
		one = sketchAlways
	} else {
		for k, w := range weight {
			one |= uint64(w*16) << (sketchWeight + 8*k)
		}
	}
	if c.full == 1 {
		one |= sketchOne
	}
	if c.kind == name.Organization {
		one |= sketchFirm
	}
	e.b.Store(two)
	e.c.Store(uint64(c.signs))
	e.a.Store(one | sketchKnown)
}

// signs are the letters of a whole name that is not in Latin ones, as written:
// bits 0 to 48 which, 49 whether each is a syllable, 50 to 55 how many, 63 for
// more than 62, and above them which script.
type signs uint64

const (
	signBits   = 49
	signLength = signBits + 1
	signScript = 56
)

// add adds a word.
func (s *signs) add(text string) {
	n := *s >> signLength & 63
	for _, r := range text {
		if *s == 0 {
			block, syllables := match.Block(r)
			*s = signs(block>>7%255+1) << signScript
			if syllables {
				*s |= 1 << signBits
			}
		}
		*s |= 1 << (uint32(r) % signBits)
		n++
	}
	*s = *s&^(63<<signLength) | min(n, 63)<<signLength
}

// apart is how many letters two names in one script are apart at least, many
// when they are not in one.
func (s signs) apart(t signs) int {
	if s>>signScript != t>>signScript {
		return 1 << 20
	}
	n, m := int(s>>signLength&63), int(t>>signLength&63)
	if n == 63 || m == 63 {
		return 0
	}
	const bag = 1<<signBits - 1
	d := max(n-m, m-n, bits.OnesCount64(uint64(s&^t&bag)), bits.OnesCount64(uint64(t&^s&bag)))
	if s>>signBits&1 != 0 {
		d *= 3
	}
	return d
}
