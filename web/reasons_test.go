package web

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"khasan/entity"
	"khasan/match"
	"khasan/starter"
)

// TestGermanReasons compares listed parties with each other and with slips of
// themselves, and wants every sentence that is said of them in German.
func TestGermanReasons(t *testing.T) {
	s, err := readSentences()
	if err != nil {
		t.Fatal(err)
	}
	ix, err := starter.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	var ents []entity.Entity
	for i := 0; i < ix.Len(); i += 60 {
		e, err := ix.Entity(uint32(i))
		if err != nil {
			t.Fatal(err)
		}
		if len(e.Names) > 0 && !e.IsEdge() && e.Schema != entity.Address {
			ents = append(ents, e)
		}
	}
	said := map[string]bool{}
	check := func(a, b *entity.Entity) {
		q, c := match.Of(a), match.Of(b)
		r := match.Compare(q, c, nil)
		x := match.Explain(q, c, r)
		all := x.Reasons
		for _, f := range x.Features {
			all = append(all, f.Detail)
		}
		for _, reason := range all {
			if reason == "" {
				continue
			}
			de, ok := s.german(reason)
			if !ok || de == "" {
				t.Errorf("not in German: %q (%s, %s)", reason, a.Names[0].Full, b.Names[0].Full)
			}
			for i := range s.all {
				if s.all[i].english.MatchString(reason) {
					said[s.all[i].german[0]] = true
				}
			}
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range ents {
		a := ents[i]
		for range 4 {
			check(&a, &ents[rng.IntN(len(ents))])
		}
		for range 4 {
			b := a
			b.Names = []entity.Name{{Full: slipped(a.Names[rng.IntN(len(a.Names))].Full, rng)}}
			if len(a.Births) > 0 {
				b.Births = []entity.Date{{Year: a.Births[0].Year + int16(rng.IntN(3)), Month: a.Births[0].Day % 13, Day: max(a.Births[0].Month, 1)}}
			}
			check(&b, &a)
		}
	}
	if len(said) < 30 {
		t.Errorf("only %d kinds of sentences came up: the test tests little", len(said))
	}
	if _, ok := s.german("something else"); ok {
		t.Error("what is not in the table has become German")
	}
}

// slipped writes a name otherwise: a letter less, a word less, more, exchanged
// or cut to its first letter.
func slipped(s string, rng *rand.Rand) string {
	w := strings.Fields(s)
	if len(w) == 0 {
		return s
	}
	k := rng.IntN(len(w))
	r := []rune(w[k])
	switch rng.IntN(6) {
	case 0:
		w[k] = string(r[:len(r)-1])
	case 1:
		w = append(w[:k:k], w[k+1:]...)
	case 2:
		w = append(w, fmt.Sprint("Zulu", rng.IntN(9)), "Ltd")
	case 3:
		w[0], w[k] = w[k], w[0]
	case 4:
		w[k] = string(r[:1])
	}
	return strings.Join(w, " ")
}
