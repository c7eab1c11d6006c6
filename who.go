package khasan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"khasan/entity"
	"khasan/index"
	"khasan/match"
	"khasan/name"
)

// ErrEmptyQuery is returned by Who for a query that names nobody.
var ErrEmptyQuery = errors.New("the query has neither a name nor a number")

// Who asks whether a party is listed. Hits come best first; those of one score
// in the order of the lists.
func (e *Engine) Who(ctx context.Context, q WhoQuery) (*WhoAnswer, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s := e.cur.Load()
	a := &WhoAnswer{Version: s.version, Query: q}
	x := q.Party()
	switch {
	case strings.TrimSpace(q.Name) != "":
	case len(x.Names) > 0:
		a.Query.Name = x.Names[0].Full
	case len(x.IDs) > 0:
		a.Query.Name = x.IDs[0].Number
	}
	if len(x.Names) == 0 && len(x.IDs) == 0 {
		return nil, ErrEmptyQuery
	}
	threshold := q.Threshold
	if threshold == 0 {
		threshold = e.opt.Threshold
	}
	if threshold == 0 {
		threshold = match.ReviewAt
	}
	limit := q.Limit
	if limit == 0 {
		limit = e.opt.Limit
	}
	if limit == 0 {
		limit = 10
	}
	party := match.Of(&x)
	hits := e.search(s, party, threshold)
	taken := map[uint32]bool{}
	for _, h := range hits {
		if len(a.Hits) == limit {
			break
		}
		if taken[h.entity] {
			continue
		}
		c, err := s.snap.Entity(h.entity)
		if err != nil {
			return nil, fmt.Errorf("entity %d: %w", h.entity, err)
		}
		if !q.admits(&c) {
			continue
		}
		hit := Hit{Query: a.Query.Name, ID: c.ID, Caption: c.Caption(), Schema: c.Schema, Score: round(h.result.Score),
			Band: h.result.Band.String(), Listings: listings(&c), Features: []Feature{}, Entity: &c}
		if i := h.result.Listed; i >= 0 && i < len(c.Names) {
			hit.Name = c.Names[i].Full
		}
		if q.Explain {
			hit.explain(party, match.Of(&c), h.result)
		}
		// Other records of the same party are shown with it, never alone.
		for _, o := range s.snap.Same(h.entity) {
			y, err := s.snap.Entity(o.Entity)
			if err != nil {
				return nil, fmt.Errorf("entity %d: %w", o.Entity, err)
			}
			if !q.admits(&y) {
				continue
			}
			taken[o.Entity] = true
			hit.Also = append(hit.Also, Same{ID: y.ID, Evidence: o.Evidence})
			hit.Listings = append(hit.Listings, listings(&y)...)
		}
		a.Hits = append(a.Hits, hit)
	}
	return a, nil
}

// Party is the party asked about: Entity with Schema and, before its other
// names, Name.
func (q *WhoQuery) Party() entity.Entity {
	x := q.Entity
	if q.Schema != "" {
		x.Schema = q.Schema
	}
	if strings.TrimSpace(q.Name) != "" {
		x.Names = append([]entity.Name{{Full: q.Name}}, x.Names...)
	}
	return x
}

// admits says whether a party found may be reported.
func (q *WhoQuery) admits(x *entity.Entity) bool {
	return !slices.Contains(q.Exclude, x.ID) && (len(q.Lists) == 0 || onLists(x, q.Lists)) && (q.Keep == nil || q.Keep(x))
}

// explain puts the comparison that a hit stands on into its features and
// reasons.
func (h *Hit) explain(q, c *match.Party, r match.Result) {
	ex := match.Explain(q, c, r)
	for _, f := range ex.Features {
		h.Features = append(h.Features, Feature{Name: f.Name, Value: f.Value, Weight: f.Weight, Detail: f.Detail})
	}
	h.Reasons = ex.Reasons
}

// scored is a candidate with its comparison.
type scored struct {
	entity uint32
	result match.Result
}

// search finds every listed party that scores at least threshold, best first.
//
// The names that the index hands over are compared first, rebuilt from the
// snapshot without reading the party; only a party that can still reach the
// threshold with the best its facts may add is read and compared in full.
func (e *Engine) search(s *state, party *match.Party, threshold float64) []scored {
	var out []scored
	var ids []uint32
	for i := range party.IDs {
		ids = append(ids, s.snap.Number(party.IDs[i].Number)...)
	}
	opt := &match.Options{Rarity: s.snap.Rarity}
	bare := match.Prepare(party, &match.Options{Rarity: s.snap.Rarity, NamesOnly: true})
	need := math.Log(threshold/(1-threshold)) - mostFacts(party)
	// A name that the index passed over stays below review: it alone can be
	// enough only where that is.
	all := need <= 0 && threshold < match.ReviewAt
	if all {
		for _, h := range s.snap.Search(nil, party.Parsed(), math.Inf(-1)) {
			ids = append(ids, h.Entity)
		}
	} else {
		for _, h := range s.snap.Screen(nil, bare, need) {
			ids = append(ids, h.Entity)
		}
	}
	var r index.Rebuilt
	slices.Sort(ids)
	full := match.Prepare(party, opt)
	for _, i := range slices.Compact(ids) {
		c, err := s.snap.Entity(i)
		if err != nil || len(c.Listings) == 0 && !c.Target {
			continue
		}
		best := match.Result{Query: -1, Listed: -1}
		if s.snap.NumNames(i) == 0 { // a wallet, a security: its number is all there is
			best = full.Compare(match.Of(&c))
		}
		for n := range s.snap.NumNames(i) {
			one := s.rebuild(&r, index.Hit{Entity: i, Name: uint32(n)})
			one.Schema, one.Births, one.Deaths, one.BirthPlaces, one.Genders = c.Schema, c.Births, c.Deaths, c.BirthPlaces, c.Genders
			one.Countries, one.Addresses, one.IDs = c.Countries, c.Addresses, c.IDs
			res := full.Compare(one)
			if n == 0 || res.LogOdds > best.LogOdds {
				if best = res; best.Listed >= 0 {
					best.Listed = n
				}
			}
		}
		if best.Score >= threshold {
			out = append(out, scored{i, best})
		}
	}
	slices.SortStableFunc(out, func(a, b scored) int { return cmp.Compare(b.result.Score, a.result.Score) })
	return out
}

// rebuild is a party with one name, taken from the snapshot as it was parsed
// when the snapshot was made; it is good until r is used again.
func (s *state) rebuild(r *index.Rebuilt, h index.Hit) *match.Party {
	s.snap.Name(h, r)
	p := &match.Party{Names: []match.Name{{Name: r.Name, Quality: r.Quality, Surprise: r.Surprise}}}
	switch r.Kind {
	case name.Organization:
		p.Schema = entity.Organization
	case name.Person:
		p.Schema = entity.Person
	case name.Vessel:
		p.Schema = entity.Vessel
	}
	return p
}

// mostFacts bounds what facts beside the names can add to the log-odds of a
// party, by which of them the query has; package match gives each its greatest
// gain. Numbers are not among them: who bears one is found by it.
func mostFacts(q *match.Party) float64 {
	most := 0.0
	for _, f := range []struct {
		said bool
		gain float64
	}{{len(q.Births) > 0, 5}, {len(q.Deaths) > 0, 3.5}, {len(q.Countries) > 0, 0.7}, {len(q.BirthPlaces) > 0, 1}, {len(q.Genders) > 0, 0.2}} {
		if f.said {
			most += f.gain
		}
	}
	return most
}

// round keeps scores at four digits, so that they are the same everywhere.
func round(x float64) float64 { return float64(int(x*10000+0.5)) / 10000 }

func onLists(x *entity.Entity, lists []string) bool {
	for i := range x.Listings {
		if slices.Contains(lists, x.Listings[i].List) {
			return true
		}
	}
	return false
}

func listings(x *entity.Entity) []Listing {
	out := []Listing{}
	for i := range x.Listings {
		l := &x.Listings[i]
		out = append(out, Listing{List: l.List, ID: l.Key, Ref: l.Ref, Authority: l.Authority, Programmes: l.Programmes,
			From: l.From.String(), To: l.To.String(), Reason: l.Reason, URL: l.URL})
	}
	return out
}
