package match_test

import (
	"testing"

	"khasan/entity"
	"khasan/match"
)

func person(names ...string) *match.Party {
	e := entity.Entity{Schema: entity.Person}
	for _, n := range names {
		e.Names = append(e.Names, entity.Name{Full: n})
	}
	return match.Of(&e)
}

func TestBands(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want match.Band
	}{
		{"Vladimir Putin", "Vladimir Putin", match.Match},
		{"Putin Vladimir", "Vladimir Putin", match.Match},
		{"Vladimir Putin", "Angela Merkel", match.None},
		{"", "Angela Merkel", match.None},
		{"Ali", "Mohammad Ali Hassan Rashid", match.None},
	} {
		r := match.Compare(person(c.a), person(c.b), nil)
		if c.want == match.Match && r.Band != match.Match || c.want == match.None && r.Band > match.Related {
			t.Errorf("%q against %q: %.3f %v, want %v", c.a, c.b, r.Score, r.Band, c.want)
		}
	}
}
