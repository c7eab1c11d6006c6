package khasan

import (
	"context"
	"fmt"
	"math"
	"slices"

	"khasan/entity"
	"khasan/index"
	"khasan/match"
	"khasan/name"
)

// Changed lists the parties of the current snapshot that are new against an
// older one, or whose names, dates, countries, numbers or listings have
// changed in it, in the order of the snapshot. A nil older snapshot makes all
// of them new. Edges are not among them.
func (e *Engine) Changed(ctx context.Context, older *index.Index) ([]uint32, error) {
	s := e.cur.Load()
	var out []uint32
	for i := range uint32(s.snap.Len()) {
		if i%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		x, err := s.snap.Entity(i)
		if err != nil {
			return nil, err
		}
		if x.IsEdge() || len(x.Listings) == 0 && !x.Target {
			continue
		}
		if older != nil {
			if j, ok := older.ByID(x.ID); ok {
				y, err := older.Entity(j)
				if err != nil {
					return nil, err
				}
				if sameParty(&x, &y) {
					continue
				}
			}
		}
		out = append(out, i)
	}
	return out, nil
}

// sameParty reports whether nothing changed that a comparison looks at.
func sameParty(x, y *entity.Entity) bool {
	listing := func(a, b entity.Listing) bool {
		return a.List == b.List && a.Key == b.Key && slices.Equal(a.Programmes, b.Programmes) && a.From == b.From && a.To == b.To
	}
	named := func(a, b entity.Name) bool { return a.Full == b.Full && a.Quality == b.Quality }
	return x.Schema == y.Schema && slices.EqualFunc(x.Names, y.Names, named) && slices.Equal(x.Births, y.Births) &&
		slices.Equal(x.Deaths, y.Deaths) && slices.Equal(x.Countries, y.Countries) && slices.Equal(x.IDs, y.IDs) &&
		slices.Equal(x.BirthPlaces, y.BirthPlaces) && slices.Equal(x.Genders, y.Genders) && slices.EqualFunc(x.Listings, y.Listings, listing)
}

// Touches asks Who backwards: which of the customers do these listed parties
// touch? Customers are a snapshot of their own. Each hit that scores at least
// the threshold (0: the review band) is yielded with its customer, listed
// party by listed party, customers in order; the score is the one that Who
// gives when it is asked about the customer. Explain asks for features and
// reasons.
func (e *Engine) Touches(ctx context.Context, customers *index.Index, listed []uint32, threshold float64, explain bool, yield func(customer *entity.Entity, h Hit) error) error {
	s := e.cur.Load()
	if threshold == 0 {
		threshold = match.ReviewAt
	}
	odds := math.Log(threshold / (1 - threshold))
	opt := &match.Options{Rarity: s.snap.Rarity}
	bareOpt := &match.Options{Rarity: s.snap.Rarity, NamesOnly: true}
	// The customers' names come ready from their snapshot; the room for them is
	// used again and again.
	one := match.Party{Names: make([]match.Name, 1)}
	bare := match.Prepare(&one, bareOpt)
	var all match.Party
	full := match.Prepare(&all, opt)
	var hits []index.Hit
	var r index.Rebuilt
	var rs []index.Rebuilt
	for k, i := range listed {
		if k%64 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		x, err := s.snap.Entity(i)
		if err != nil {
			return fmt.Errorf("entity %d: %w", i, err)
		}
		// One party for each listed name, as Who compares them.
		parties := make([]match.Party, s.snap.NumNames(i))
		rebuilt := make([]index.Rebuilt, len(parties))
		var names []name.Name
		for n := range parties {
			parties[n] = *s.rebuild(&rebuilt[n], index.Hit{Entity: i, Name: uint32(n)})
			p := &parties[n]
			p.Schema, p.Births, p.Deaths, p.BirthPlaces, p.Genders = x.Schema, x.Births, x.Deaths, x.BirthPlaces, x.Genders
			p.Countries, p.Addresses, p.IDs = x.Countries, x.Addresses, x.IDs
			names = append(names, rebuilt[n].Name)
		}
		// What facts beside the names can add is bounded by those that are listed.
		need := odds - mostFacts(&match.Party{Births: x.Births, Deaths: x.Deaths, Countries: x.Countries, BirthPlaces: x.BirthPlaces, Genders: x.Genders})
		var found []uint32
		for j := range x.IDs {
			found = append(found, customers.Number(x.IDs[j].Number)...)
		}
		// Names alone first: most candidates need no more to be passed over.
		hits = customers.Search(hits[:0], names, math.Inf(-1))
		for j := 0; j < len(hits); {
			c := hits[j].Entity
			enough := false
			for ; j < len(hits) && hits[j].Entity == c; j++ {
				if enough {
					continue
				}
				customers.Name(hits[j], &r)
				one.Names[0] = match.Name{Name: r.Name, Quality: r.Quality}
				one.Names[0].Text = asked
				bare.Reset(&one, bareOpt)
				for n := range parties {
					if bare.Compare(&parties[n]).LogOdds >= need {
						enough = true
						break
					}
				}
			}
			if enough {
				found = append(found, c)
			}
		}
		slices.Sort(found)
		for _, c := range slices.Compact(found) {
			customer, err := customers.Entity(c)
			if err != nil {
				return fmt.Errorf("customer %d: %w", c, err)
			}
			all = match.Party{Schema: customer.Schema, Births: customer.Births, Deaths: customer.Deaths, BirthPlaces: customer.BirthPlaces, Genders: customer.Genders,
				Countries: customer.Countries, Addresses: customer.Addresses, IDs: customer.IDs, Names: all.Names[:0]}
			rs = slices.Grow(rs[:0], customers.NumNames(c))[:customers.NumNames(c)]
			for n := range rs {
				customers.Name(index.Hit{Entity: c, Name: uint32(n)}, &rs[n])
				all.Names = append(all.Names, match.Name{Name: rs[n].Name, Quality: rs[n].Quality})
				all.Names[n].Text = customer.Names[n].Full
			}
			full.Reset(&all, opt)
			best, name := match.Result{}, -1
			for n := range parties {
				if res := full.Compare(&parties[n]); name < 0 || res.LogOdds > best.LogOdds {
					best, name = res, n
				}
			}
			if name < 0 || best.Score < threshold {
				continue
			}
			h := Hit{Query: customer.Caption(), ID: x.ID, Caption: x.Caption(), Schema: x.Schema, Score: round(best.Score), Band: best.Band.String(),
				Listings: listings(&x), Features: []Feature{}, Entity: &x}
			if best.Listed >= 0 {
				h.Name = x.Names[name].Full
			}
			if explain {
				if best.Listed >= 0 {
					best.Listed = name
				}
				h.explain(match.Of(&customer), match.Of(&x), best)
			}
			if err := yield(&customer, h); err != nil {
				return err
			}
		}
	}
	return nil
}

// asked stands for the text of a customer's name that was not read yet: names
// that agree word by word are the same text only where there is one.
const asked = "\x00"
