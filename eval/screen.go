package eval

import (
	"fmt"
	"math"

	"khasan/entity"
	"khasan/index"
	"khasan/match"
	"khasan/name"
)

// A Screener asks one index after listed parties, the way the engine does, and
// gives bare scores. It keeps room between questions: one goroutine each.
type Screener struct {
	// Least is the log-odds from which names are given when nothing else is
	// compared; those that cannot reach it are not compared at all.
	Least   float64
	ix      *index.Index
	opt     match.Options
	hits    []index.Hit
	names   []name.Name
	rebuilt index.Rebuilt
	one     [1]match.Name
	q       match.Prepared
	out     []index.Scored
}

// NewScreener makes a screener over an index.
func NewScreener(ix *index.Index) *Screener {
	return &Screener{ix: ix, Least: math.Inf(-1), opt: match.Options{Rarity: ix.Rarity}}
}

// Screen gives every party found for q, its best name only, in the order of
// the index. With facts false only names are compared. The slice is the
// screener's, until the next call.
func (s *Screener) Screen(q *match.Party, facts bool) ([]index.Scored, error) {
	s.names = s.names[:0]
	for i := range q.Names {
		s.names = append(s.names, q.Names[i].Name)
	}
	s.out = s.out[:0]
	s.opt.NamesOnly = !facts
	s.q.Reset(q, &s.opt)
	if !facts {
		s.out = s.ix.Screen(s.out, &s.q, s.Least)
		return s.out, nil
	}
	s.hits = s.ix.Search(s.hits[:0], s.names, math.Inf(-1))
	for i := 0; i < len(s.hits); {
		e := s.hits[i].Entity
		best := index.Scored{Entity: e, Result: match.Result{LogOdds: math.Inf(-1)}}
		x, err := s.ix.Entity(e)
		if err != nil {
			return nil, fmt.Errorf("screen: %w", err)
		}
		c := party(&x)
		for ; i < len(s.hits) && s.hits[i].Entity == e; i++ {
			s.ix.Name(s.hits[i], &s.rebuilt)
			s.one[0] = match.Name{Name: s.rebuilt.Name, Quality: s.rebuilt.Quality, Surprise: s.rebuilt.Surprise}
			c.Names = s.one[:]
			if r := s.q.Compare(&c); r.LogOdds > best.LogOdds {
				best.Name, best.Result = s.hits[i].Name, r
			}
		}
		s.out = append(s.out, best)
	}
	return s.out, nil
}

// party is an entity ready to be compared but for its names.
func party(x *entity.Entity) match.Party {
	return match.Party{Schema: x.Schema, Births: x.Births, Deaths: x.Deaths, BirthPlaces: x.BirthPlaces, Genders: x.Genders,
		Countries: x.Countries, Addresses: x.Addresses, IDs: x.IDs}
}
