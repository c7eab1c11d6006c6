package law

import (
	"fmt"
	"slices"

	"khasan/entity"
)

// An Edge says that Owner holds a share of Asset, or controls it.
type Edge struct {
	Owner, Asset string
	// Percent is the share held, 0 to 100; negative: not known.
	Percent float64
	// Control says that the owner can direct the asset by other means: it
	// appoints the board, or its wishes are done.
	Control bool
}

// A Chain is a way from an asset up to listed parties.
type Chain struct {
	// Asset is the party that counts as frozen.
	Asset string `json:"asset" yaml:"asset"`
	// Listed are the listed parties at the top, in order of name.
	Listed []string `json:"listed" yaml:"listed"`
	// Percent is the share that was counted against the threshold.
	Percent float64 `json:"percent,omitempty" yaml:"percent"`
	// Steps are the links in words, from the top down.
	Steps []string `json:"steps,omitempty" yaml:"steps"`
	// Rule is the authority whose rule was used: US, EU, GB.
	Rule string `json:"rule" yaml:"rule"`
	// Unsure says that a share on the way is not known.
	Unsure bool `json:"unsure,omitempty" yaml:"unsure"`
	// Listings are the listings of the parties at the top: they say which
	// measure freezes.
	Listings []entity.Listing `json:"-" yaml:"-"`
}

// An OwnershipRule is when a party counts as frozen because of who owns it.
type OwnershipRule struct {
	Authority string
	// Threshold in percent; Strict: more than it, else it or more.
	Threshold float64
	Strict    bool
	// Control by other means than shares counts too.
	Control bool
	// Aggregate adds up the shares of several listed parties.
	Aggregate bool
	Source    string
}

// OwnershipRules are the rules held, by authority.
//
//   - US: OFAC guidance of 2014-08-13: 50 % or more, added up, no control test.
//   - EU: Council best practices of July 2024: 50 % or more, or control; added
//     up after a Commission FAQ (seen in a law firm's note only).
//   - GB: reg. 7 of the 2019 regulations: more than 50 %, or control; not added
//     up unless the holders act together.
func OwnershipRules() []OwnershipRule {
	return []OwnershipRule{
		{Authority: "US", Threshold: 50, Aggregate: true, Source: "OFAC guidance of 13 Aug 2014, FAQ 398"},
		{Authority: "EU", Threshold: 50, Control: true, Aggregate: true, Source: "Council best practices, July 2024"},
		{Authority: "GB", Threshold: 50, Strict: true, Control: true, Source: "SI 2019/855 reg. 7"},
	}
}

// ownershipRuleOf is the rule of an authority; CH and CA follow the EU's test
// here, from memory.
func ownershipRuleOf(authority string) (OwnershipRule, bool) {
	if authority == "CH" || authority == "CA" {
		authority = "EU"
	}
	for _, r := range OwnershipRules() {
		if r.Authority == authority {
			return r, true
		}
	}
	return OwnershipRule{}, false
}

func (r OwnershipRule) met(share float64) bool {
	const eps = 1e-9
	if r.Strict {
		return share > r.Threshold+eps
	}
	return share >= r.Threshold-eps
}

// OwnedBy finds the parties that count as frozen under the rule because listed
// parties own or control them, with the chain that leads to each. A party that
// counts as frozen passes its own holdings on in full. The result is sorted by
// asset; listed parties themselves are not in it. Cross-holdings are allowed.
func OwnedBy(edges []Edge, listed func(id string) bool, rule OwnershipRule) []Chain {
	byOwner := map[string][]int{}
	var roots []string
	for i, e := range edges {
		byOwner[e.Owner] = append(byOwner[e.Owner], i)
		if listed(e.Owner) && !slices.Contains(roots, e.Owner) {
			roots = append(roots, e.Owner)
		}
	}
	slices.Sort(roots)
	found := map[string]Chain{}
	if rule.Aggregate {
		spread(edges, byOwner, roots, listed, rule, found)
	} else {
		for _, r := range roots {
			spread(edges, byOwner, []string{r}, listed, rule, found)
		}
	}
	out := make([]Chain, 0, len(found))
	for _, c := range found {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Chain) int {
		if a.Asset < b.Asset {
			return -1
		}
		return 1
	})
	return out
}

// spread grows the set of frozen parties from the roots until nothing is added.
// Each round looks only at assets whose owners changed.
func spread(edges []Edge, byOwner map[string][]int, roots []string, listed func(string) bool, rule OwnershipRule, found map[string]Chain) {
	type holding struct {
		share   float64
		control bool
		unsure  bool
		edges   []int
	}
	frozen := map[string][]string{} // party: the listed ones above it
	for _, r := range roots {
		frozen[r] = []string{r}
	}
	held := map[string]*holding{}
	queue := slices.Clone(roots)
	for len(queue) > 0 {
		var touched []string
		for _, o := range queue {
			for _, i := range byOwner[o] {
				e := edges[i]
				if listed(e.Asset) || e.Asset == o {
					continue
				}
				h := held[e.Asset]
				if h == nil {
					h = &holding{}
					held[e.Asset] = h
				}
				if slices.Contains(h.edges, i) {
					continue
				}
				h.edges = append(h.edges, i)
				if e.Percent >= 0 {
					h.share += e.Percent
				} else if !e.Control {
					h.unsure = true
				}
				h.control = h.control || e.Control
				if !slices.Contains(touched, e.Asset) {
					touched = append(touched, e.Asset)
				}
			}
		}
		queue = queue[:0]
		slices.Sort(touched)
		for _, a := range touched {
			if frozen[a] != nil {
				continue
			}
			h := held[a]
			sure := rule.met(h.share) || rule.Control && h.control
			if !sure && !h.unsure {
				continue
			}
			var top, steps []string
			for _, i := range h.edges {
				for _, t := range frozen[edges[i].Owner] {
					if !slices.Contains(top, t) {
						top = append(top, t)
					}
				}
				if c, ok := found[edges[i].Owner]; ok {
					for _, s := range c.Steps {
						if !slices.Contains(steps, s) {
							steps = append(steps, s)
						}
					}
				}
				steps = append(steps, edgeWords(edges[i]))
			}
			slices.Sort(top)
			c := Chain{Asset: a, Listed: top, Percent: h.share, Steps: steps, Rule: rule.Authority, Unsure: !sure}
			if old, ok := found[a]; !ok || old.Unsure && !c.Unsure {
				found[a] = c
			}
			if sure {
				frozen[a] = top
				queue = append(queue, a)
			}
		}
	}
}

func edgeWords(e Edge) string {
	switch {
	case e.Control && e.Percent > 0:
		return fmt.Sprintf("%s holds %.4g %% of %s and controls it", e.Owner, e.Percent, e.Asset)
	case e.Control:
		return fmt.Sprintf("%s controls %s", e.Owner, e.Asset)
	case e.Percent < 0:
		return fmt.Sprintf("%s holds a share of %s that is not known", e.Owner, e.Asset)
	}
	return fmt.Sprintf("%s holds %.4g %% of %s", e.Owner, e.Percent, e.Asset)
}

// Owned finds by which rules a party counts as frozen although no list names
// it: under each rule only those owners count whom that authority has listed
// (OFAC's for the US, the Union's for the EU, the UK's for GB). listings says
// what is known of a party. The chains are ready for [Party.Owned].
func Owned(asset string, edges []Edge, listings func(id string) []entity.Listing) []Chain {
	lists := map[string][]string{"US": {"ofac-sdn"}, "EU": {"eu"}, "GB": {"uk", "uk-ofsi"}}
	var out []Chain
	for _, rule := range OwnershipRules() {
		on := func(id string) bool {
			return slices.ContainsFunc(listings(id), func(l entity.Listing) bool { return slices.Contains(lists[rule.Authority], l.List) })
		}
		for _, c := range OwnedBy(edges, on, rule) {
			if c.Asset != asset {
				continue
			}
			for _, id := range c.Listed {
				for _, l := range listings(id) {
					if slices.Contains(lists[rule.Authority], l.List) {
						c.Listings = append(c.Listings, l)
					}
				}
			}
			if c.Unsure && len(c.Listings) == 0 {
				continue
			}
			out = append(out, c)
		}
	}
	return out
}
