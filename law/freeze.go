package law

import (
	"fmt"
	"slices"
	"strings"

	"khasan/entity"
)

// freezes adds what asset freezes say of the dealing's parties: those listed
// themselves, and those that listed parties own.
func (b *Book) freezes(r *Ruling, q *query, misses *[]miss) {
	for i := range q.d.Parties {
		p := &q.d.Parties[i]
		if len(p.Listings) == 0 && len(p.Owned) == 0 {
			continue
		}
		if !value(q) {
			return
		}
		for _, m := range b.listed {
			b.freeze(r, q, m, p, misses)
		}
	}
}

// value reports whether something of value passes: a meeting is no making
// available of funds or economic resources.
func value(q *query) bool {
	if q.hs != "" || len(q.items) == 0 {
		return true
	}
	for i := range q.items {
		if k := q.items[i].entry.Kind; k != "act" && k != "none" {
			return true
		}
	}
	return false
}

func (b *Book) freeze(r *Ruling, q *query, m *Measure, p *Party, misses *[]miss) {
	l := activeListing(q, m, p.Listings)
	var chain []string
	unsure := false
	if l == nil {
		for i := range p.Owned {
			c := &p.Owned[i]
			if rule, ok := ownershipRuleOf(m.Binds); ok && rule.Authority != c.Rule {
				continue
			}
			if l = activeListing(q, m, c.Listings); l != nil {
				chain = append(chain, c.Steps...)
				chain = append(chain, fmt.Sprintf("by the rule of %s, %s counts as frozen", c.Rule, c.Asset))
				unsure = c.Unsure
				break
			}
		}
	}
	if l == nil {
		return
	}
	scopes := m.scopes()
	if len(scopes) == 0 {
		return
	}
	s := scopes[0] // a freeze has one
	ivs := s.InForce
	if len(ivs) == 0 {
		ivs = m.InForce
	}
	bs := &boundScope{m: m, s: s, aims: m.Target}
	when, iv, text := inForce(q, ivs)
	h := hit{verdict: Barred, interval: iv, party: p.Name, chain: chain}
	name := either(p.Name, "a party")
	if q.explain {
		h.clauses = append(h.clauses, fmt.Sprintf("%s is on the list %s (%s)", name, l.List, either(strings.Join(l.Programmes, ", "), either(l.Ref, l.Key))))
		if len(chain) > 0 {
			h.clauses = append(h.clauses, chain...)
		}
	}
	who, _ := b.bound(q, m)
	switch {
	case when == timeOut:
		h.why, h.missKind = text, missDate
	case who == "":
		h.why, h.missKind = "it binds "+either(m.BindsWhom, m.Binds)+"; the dealing shows no link to them", missWho
	case !m.decides():
		h.why, h.missKind = forceWords(m), missForce
	}
	if h.why != "" {
		if h.missKind == missWho {
			note := fmt.Sprintf("%s is on the list %s: those whom its authority (%s) binds may not deal with it", name, l.List, m.Binds)
			if !slices.Contains(r.Notes, note) {
				r.Notes = append(r.Notes, note)
			}
		}
		if q.explain {
			*misses = append(*misses, miss{h, bs})
		}
		return
	}
	if when != timeIn {
		h.verdict = Conditional
		h.depends = when == timePart
		h.missing = append(h.missing, text)
	}
	if unsure {
		h.verdict = Conditional
		h.missing = append(h.missing, "the shares by which listed parties own "+name)
	}
	if q.explain {
		h.clauses = append(h.clauses, who, text, "funds and economic resources may not be made available to it, nor received from it where they are frozen")
	}
	soften := func(v Verdict, clause string) {
		if h.verdict.rank() > v.rank() {
			h.verdict = v
		}
		if q.explain && clause != "" {
			h.clauses = append(h.clauses, clause)
		}
	}
	if freed, why := b.exempt(q, m, &h, soften); freed {
		h.why, h.missKind = why, missFreed
		if q.explain {
			*misses = append(*misses, miss{h, bs})
		}
		return
	}
	b.add(r, q, bs, &h)
}

// activeListing finds a listing that the measure follows and that stood on the
// dealing's day.
func activeListing(q *query, m *Measure, ls []entity.Listing) *entity.Listing {
	for i := range ls {
		l := &ls[i]
		if !l.From.IsZero() && dayNumber(l.From.First()) > q.hi || !l.To.IsZero() && dayNumber(l.To.First()) <= q.lo {
			continue
		}
		for _, rule := range m.Listed {
			if rule.List != l.List {
				continue
			}
			if len(rule.Programmes)+len(rule.Refs) == 0 {
				return l
			}
			for _, r := range rule.Refs {
				if strings.HasPrefix(l.Ref, r) {
					return l
				}
			}
			for _, p := range rule.Programmes {
				if slices.ContainsFunc(l.Programmes, func(s string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(p)) }) {
					return l
				}
			}
		}
	}
	return nil
}
