package law

import (
	"fmt"
	"strings"
)

// openEnds says what is missing when no measure decided: an end that is not
// named, or a class that does not say what passes.
func (b *Book) openEnds(r *Ruling, q *query) {
	if r.Verdict == Barred || r.Verdict == Conditional {
		return
	}
	if len(q.items) == 0 && q.hs == "" {
		r.Verdict = worse(r.Verdict, Unknown)
		if len(q.d.Goods) > 0 {
			r.Missing = append(r.Missing, fmt.Sprintf("what passes: the words %q are not in the vocabulary; give a class or an HS code", strings.Join(q.d.Goods, ", ")))
		} else {
			r.Missing = append(r.Missing, "what passes: give a class, an HS code or words for the goods")
		}
		return
	}
	acts := true
	for i := range q.items {
		it := &q.items[i]
		if it.entry.Kind != "act" {
			acts = false
		}
		if !it.vague {
			continue
		}
		if state := b.sanctioned(q); state != "" {
			r.Verdict = worse(r.Verdict, Unknown)
			r.Missing = append(r.Missing, "what passes: \""+it.entry.Label+"\" does not say it, and much of what may pass with "+state+" is barred")
		}
	}
	if len(q.items) == 0 {
		acts = false
	}
	if acts {
		r.Notes = append(r.Notes, "no class of dealing that measures bar by itself; what is exchanged in its course is a dealing of its own")
		return
	}
	var from, to bool
	for i := range q.items {
		from = from || b.anyFrom[q.items[i].entry.top]
		to = to || b.anyTo[q.items[i].entry.top]
	}
	if q.hs != "" && len(q.items) == 0 {
		from, to = false, false
	}
	open := func(code string, vague, barred bool, note, missing string) {
		if code != "" || !barred {
			return
		}
		if vague {
			r.Notes = append(r.Notes, note)
			return
		}
		r.Verdict = worse(r.Verdict, Unknown)
		r.Missing = append(r.Missing, missing)
	}
	open(q.from, q.fromVague, from, "who gives is told in general; measures bar this from some States", "who gives (the State): measures bar this from some")
	open(q.to, q.toVague, to, "who receives is told in general; measures bar this to some States", "who receives (the State): measures bar this to some")
}

// sanctioned is an end of the dealing at which a binding measure is aimed on
// that day, whatever it bars; "" when there is none.
func (b *Book) sanctioned(q *query) string {
	for k, end := range [...]string{q.from, q.to} {
		t := b.targets[end]
		if t == nil {
			continue
		}
		for _, n := range t.all {
			bs := &b.scopes[n]
			if !bs.m.decides() || bs.m.Secondary != "" || k == 0 && bs.s.Direction == "to_target" || k == 1 && bs.s.Direction == "from_target" {
				continue
			}
			if when, _, _ := inForce(q, bs.inForce); when == timeOut {
				continue
			}
			if who, _ := b.bound(q, bs.m); who != "" {
				return end
			}
		}
	}
	return ""
}
