package eval

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"khasan/entity"
	"khasan/match"
)

// A Translit is how the two sides of transliteration pairs meet.
type Translit struct {
	Pairs    int
	Match    int // pairs that score in the match band
	Review   int // pairs that score in the review band
	Random   int // pairs put together at random, as many
	RandomOK int // those of them that meet, as match or review
	Missed   []string
	Chance   []string // random pairs that meet
}

// Share is the share of pairs that meet, as match or review.
func (t *Translit) Share() float64 { return ratio(t.Match+t.Review, t.Pairs) }

// RandomShare is the share of random pairs that do.
func (t *Translit) RandomShare() float64 { return ratio(t.RandomOK, t.Random) }

// ReadTranslit reads pairs: two columns with a tab between, further columns
// ignored. A side whose letters are written apart ("в о л к о в", as the
// Wikidata sets have it) is put together; "#" begins a comment.
func ReadTranslit(r io.Reader) ([][2]string, error) {
	var out [][2]string
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	for n := 1; s.Scan(); n++ {
		line := s.Text()
		if strings.TrimSpace(line) == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) < 2 {
			return nil, fmt.Errorf("translit: line %d has no tab", n)
		}
		out = append(out, [2]string{together(f[0]), together(f[1])})
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("translit: %w", err)
	}
	return out, nil
}

// Unlearned is every other pair, from the second: of the files that the weights
// in name/translit.tsv are from, the lines that they were not learned from (see
// name/gen_translit.go).
func Unlearned(pairs [][2]string) (out [][2]string) {
	for i := 1; i < len(pairs); i += 2 {
		out = append(out, pairs[i])
	}
	return out
}

// together joins letters written apart: every piece is one letter with its
// marks, and there are several. A piece "_" is a space.
func together(s string) string {
	s = strings.TrimSpace(s)
	f := strings.Split(s, " ")
	if len(f) < 2 {
		return s
	}
	for _, x := range f {
		if n := len([]rune(x)); n > 2 {
			return s
		}
	}
	return strings.ReplaceAll(strings.Join(f, ""), "_", " ")
}

// Meet scores every pair, the second column asked for and the first listed, and
// as many pairs put together at random (with a fixed seed) whose Latin sides
// differ.
func Meet(pairs [][2]string) *Translit {
	t := &Translit{Pairs: len(pairs)}
	side := func(s string) *match.Party {
		return match.Of(&entity.Entity{Schema: entity.Person, Names: []entity.Name{{Full: s}}})
	}
	for _, p := range pairs {
		switch r := match.Compare(side(p[1]), side(p[0]), nil); r.Band {
		case match.Match:
			t.Match++
		case match.Review:
			t.Review++
		default:
			if len(t.Missed) < 200 {
				t.Missed = append(t.Missed, fmt.Sprintf("%.3f %s | %s", r.Score, p[0], p[1]))
			}
		}
	}
	rng := rand.New(rand.NewPCG(1, uint64(len(pairs))))
	for i := range pairs {
		j := rng.IntN(len(pairs))
		if strings.EqualFold(pairs[i][0], pairs[j][0]) || pairs[i][1] == pairs[j][1] {
			continue
		}
		t.Random++
		if r := match.Compare(side(pairs[j][1]), side(pairs[i][0]), nil); r.Band >= match.Review {
			t.RandomOK++
			if len(t.Chance) < 200 {
				t.Chance = append(t.Chance, fmt.Sprintf("%.3f %s | %s (%s)", r.Score, pairs[i][0], pairs[j][1], pairs[j][0]))
			}
		}
	}
	return t
}
