package eval

import (
	"iter"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"khasan/entity"
	"khasan/index"
)

// Synth yields made-up parties with n names in all, for measuring size and
// speed: persons' names put together from words of the names in an index, each
// script by itself, so that words are as frequent as they are there; half of
// the last words and some of the others are coined from two halves of such
// words, so that the number of different words grows with n as it does in life.
// One in eight is a firm with another's words. Names of this kind have more
// near relations than real ones. The same index, n and seed give the same.
func Synth(ix *index.Index, n int, seed uint64) iter.Seq2[entity.Entity, error] {
	return func(yield func(entity.Entity, error) bool) {
		var persons, firms [][]string
		for i := range uint32(ix.Len()) {
			if ix.NumNames(i) == 0 {
				continue
			}
			e, err := ix.Entity(i)
			if err != nil {
				yield(entity.Entity{}, err)
				return
			}
			for j := range e.Names {
				w := strings.Fields(e.Names[j].Full)
				switch {
				case e.Schema == entity.Person && (len(w) >= 2 && len(w) <= 5 || len(w) == 1 && plainScript(w[0]) > 0x3000):
					persons = append(persons, w)
				case e.Schema != entity.Person && len(w) > 1 && len(w) < 8:
					firms = append(firms, w)
				}
			}
		}
		if len(persons) == 0 {
			return
		}
		s := synth{rng: rand.New(rand.NewPCG(seed, 11)), by: map[rune][][]string{}}
		for _, w := range persons {
			k := plainScript(w[0])
			s.by[k] = append(s.by[k], w)
		}
		left := n
		for id := 0; left > 0; id++ {
			key := strconv.Itoa(id)
			e := entity.Entity{ID: "synth-" + key, Schema: entity.Person, Target: true, Listings: []entity.Listing{{List: "synth", Key: key}}}
			from := persons
			if len(firms) > 0 && s.rng.IntN(8) == 0 {
				e.Schema, from = entity.Company, firms
			}
			for range min(left, 1+s.rng.IntN(2)*s.rng.IntN(3)) {
				e.Names = append(e.Names, entity.Name{Full: s.name(from), Quality: entity.Strong})
				left--
			}
			e.Names[0].Quality = entity.Primary
			if !yield(e, nil) {
				return
			}
		}
	}
}

type synth struct {
	rng *rand.Rand
	by  map[rune][][]string // names by script
}

// plainScript groups names by script, coarsely: by the block of 256 letters of
// the first one, Latin ones together and Han ones together.
func plainScript(w string) rune {
	for _, c := range w {
		switch {
		case !unicode.IsLetter(c):
			continue
		case c < 0x250 || c >= 0x1E00 && c < 0x2000:
			return 1
		case unicode.Is(unicode.Han, c):
			return 0x4E00
		case unicode.Is(unicode.Hangul, c):
			return 0xAC00
		}
		return c >> 8 << 8
	}
	return 0
}

func (s *synth) name(from [][]string) string {
	a := from[s.rng.IntN(len(from))]
	k := plainScript(a[0])
	b := s.by[k]
	if len(b) == 0 {
		b = from
	}
	other := b[s.rng.IntN(len(b))]
	if len(a) == 1 { // Han and Hangul names without spaces
		return s.coin(a[0], other[0])
	}
	w := slices.Clone(a)
	last := other[len(other)-1]
	third := b[s.rng.IntN(len(b))]
	for i := range w {
		if i > 0 && s.rng.IntN(6) == 0 {
			w[i] = s.coin(w[i], third[s.rng.IntN(len(third))])
		}
	}
	if s.rng.IntN(2) == 0 {
		last = s.coin(last, third[len(third)-1])
	}
	w[len(w)-1] = last
	return strings.Join(w, " ")
}

// coin joins the first half of one word and the second half of another.
func (s *synth) coin(a, b string) string {
	x, y := []rune(a), []rune(b)
	return string(x[:(len(x)+1)/2]) + strings.ToLower(string(y[len(y)/2:]))
}
