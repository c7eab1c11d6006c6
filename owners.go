package khasan

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"khasan/entity"
	"khasan/index"
	"khasan/law"
	"khasan/match"
)

// ownedBy finds the parties that the query surely means, listed or not, and
// the chains of ownership above them. Firms that no list names are no hits of
// Who, but what is loaded may know who owns them.
func (e *Engine) ownedBy(q WhoQuery) []law.Chain {
	s := e.cur.Load()
	x := q.Entity
	x.Names = append([]entity.Name{{Full: q.Name}}, x.Names...)
	party := match.Of(&x)
	var ids []uint32
	for _, h := range s.snap.Search(nil, party.Parsed(), math.Inf(-1)) {
		ids = append(ids, h.Entity)
	}
	slices.Sort(ids)
	opt := &match.Options{Rarity: s.snap.Rarity}
	var out []law.Chain
	for _, i := range slices.Compact(ids) {
		c, err := s.snap.Entity(i)
		if err != nil || len(s.snap.Edges(c.ID)) == 0 {
			continue
		}
		if r := match.Compare(party, match.Of(&c), opt); r.Band.String() == "match" {
			out = append(out, owned(s.snap, c.ID)...)
		}
	}
	return out
}

// mostOwners bounds how many parties above a firm are looked at.
const mostOwners = 500

// owned finds by which authorities' rules a party counts as frozen because
// listed parties own or control it. It goes up the ownership edges of the
// loaded data; the chains speak of parties by their names.
func owned(ix *index.Index, id string) []law.Chain {
	var edges []law.Edge
	var names []string // id, caption, id, caption, ...
	known := map[string][]entity.Listing{}
	see := func(id string) {
		if _, ok := known[id]; ok {
			return
		}
		known[id] = nil
		i, ok := ix.ByID(id)
		if !ok {
			return
		}
		x, err := ix.Entity(i)
		if err != nil {
			return
		}
		known[id] = x.Listings
		if c := x.Caption(); c != "" {
			names = append(names, id, c)
		}
	}
	see(id)
	seen := map[string]bool{}
	for queue := []string{id}; len(queue) > 0 && len(known) < mostOwners; queue = queue[1:] {
		for _, e := range ix.Edges(queue[0]) {
			if e.Schema != entity.Ownership || seen[e.ID] || !slices.Contains(e.Props["asset"], queue[0]) {
				continue
			}
			seen[e.ID] = true
			share := -1.0
			if v, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(e.Prop("percentage")), "%"), 64); err == nil && v >= 0 && v <= 100 {
				share = v
			}
			for _, owner := range e.Props["owner"] {
				edges = append(edges, law.Edge{Owner: owner, Asset: queue[0], Percent: share})
				if _, ok := known[owner]; !ok {
					see(owner)
					queue = append(queue, owner)
				}
			}
		}
	}
	if len(edges) == 0 {
		return nil
	}
	chains := law.Owned(id, edges, func(id string) []entity.Listing { return known[id] })
	words := strings.NewReplacer(names...)
	for i := range chains {
		c := &chains[i]
		c.Asset = words.Replace(c.Asset)
		for _, list := range [][]string{c.Listed, c.Steps} {
			for k := range list {
				list[k] = words.Replace(list[k])
			}
		}
	}
	return chains
}
