package khasan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"khasan/entity"
	"khasan/match"
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
	x := q.Entity
	if q.Schema != "" {
		x.Schema = q.Schema
	}
	if strings.TrimSpace(q.Name) != "" {
		x.Names = append([]entity.Name{{Full: q.Name}}, x.Names...)
	} else if len(x.Names) > 0 {
		a.Query.Name = x.Names[0].Full
	} else if len(x.IDs) > 0 {
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
		if slices.Contains(q.Exclude, c.ID) || len(q.Lists) > 0 && !onLists(&c, q.Lists) {
			continue
		}
		hit := Hit{Query: a.Query.Name, ID: c.ID, Caption: c.Caption(), Schema: c.Schema, Score: round(h.result.Score),
			Band: h.result.Band.String(), Listings: listings(&c), Features: []Feature{}, Entity: &c}
		if i := h.result.Listed; i >= 0 && i < len(c.Names) {
			hit.Name = c.Names[i].Full
		}
		if q.Explain {
			ex := match.Explain(party, match.Of(&c), h.result)
			for _, f := range ex.Features {
				hit.Features = append(hit.Features, Feature{Name: f.Name, Value: f.Value, Weight: f.Weight, Detail: f.Detail})
			}
			hit.Reasons = ex.Reasons
		}
		// Other records of the same party are shown with it, never alone.
		for _, o := range s.snap.Same(h.entity) {
			y, err := s.snap.Entity(o.Entity)
			if err != nil {
				return nil, fmt.Errorf("entity %d: %w", o.Entity, err)
			}
			if slices.Contains(q.Exclude, y.ID) || len(q.Lists) > 0 && !onLists(&y, q.Lists) {
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

// scored is a candidate with its comparison.
type scored struct {
	entity uint32
	result match.Result
}

// search finds every listed party that scores at least threshold, best first.
func (e *Engine) search(s *state, party *match.Party, threshold float64) []scored {
	var out []scored
	var ids []uint32
	for i := range party.IDs {
		ids = append(ids, s.snap.Number(party.IDs[i].Number)...)
	}
	for _, h := range s.snap.Search(nil, party.Parsed()) {
		ids = append(ids, h.Entity)
	}
	slices.Sort(ids)
	opt := &match.Options{Rarity: s.snap.Rarity}
	for _, i := range slices.Compact(ids) {
		c, err := s.snap.Entity(i)
		if err != nil || len(c.Listings) == 0 && !c.Target {
			continue
		}
		r := match.Compare(party, match.Of(&c), opt)
		if r.Score >= threshold {
			out = append(out, scored{i, r})
		}
	}
	slices.SortStableFunc(out, func(a, b scored) int { return cmp.Compare(b.result.Score, a.result.Score) })
	return out
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
