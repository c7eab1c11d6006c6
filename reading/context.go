package reading

import "strings"

// This file fills a side that a sentence does not name from the text around
// it. Such a dealing is marked as inferred: it is shown for somebody to look
// at, never reported as told.

// predecessor gives a dealing of before 26 December 1991 with Moscow or a
// Russian place to the Soviet Union: one whose time is said, or, where it is not,
// one told right after a dealing of the Soviet Union by a place's name alone.
func (s *sent) predecessor(d *Dealing) {
	if d.From != "RU" && d.To != "RU" {
		return
	}
	old := (d.Time.Kind == "explicit" || d.Time.Kind == "era") && !d.Time.To.IsZero() && d.Time.To.Year < 1992
	if !old && d.Time.Kind != "explicit" {
		for i := len(s.d.out.Dealings) - 1; i >= 0 && s.d.out.Dealings[i].Start >= s.d.oneBack; i-- {
			if p := &s.d.out.Dealings[i]; p.From == "SU" || p.To == "SU" {
				old = true
			}
		}
		for i := range s.ments {
			if e := s.ments[i].Entity; e == "country:SU" {
				old = true
			} else if e == "country:RU" && s.ments[i].Form != "metonym" {
				return
			}
		}
	}
	if !old {
		return
	}
	if d.From == "RU" {
		d.From = "SU"
	}
	if d.To == "RU" {
		d.To = "SU"
	}
}

// infer fills an empty side: who denies an act is a side of it; else the pair
// goes on that was spoken of before, or the one state the text is about.
func (s *sent) infer(a *act, st *standing, here []Dealing) bool {
	f := a.frame
	from, to := party(a.from.entity, a.from.acts), party(a.to.entity, a.to.acts)
	if from != "" && to != "" || from == "" && to == "" || f.Generic || f.Both && (a.noun || f.Kind != "pay") && len(a.exch) == 0 || a.recip || f.Reciprocal && len(a.exch) == 0 {
		return false
	}
	switch f.Kind {
	case "develop", "market", "ship_to_ship":
		return false
	}
	known := from + to
	if s.otherSide(a) {
		return false // both sides of a letter are known
	}
	if strings.Contains(known, ":") && !strings.HasPrefix(known, "org:") || known == "WORLD" || s.ask {
		return false
	}
	put := func(entity, acts, how string, score float64) bool {
		p := party(entity, acts)
		for _, v := range a.via {
			if party(v.entity, v.acts) == p {
				return false
			}
		}
		if p == "" || p == known || p == "WORLD" || strings.HasPrefix(entity, "region:") || strings.HasPrefix(entity, "group:") {
			return false
		}
		v := fill{entity, acts, -1, how, score}
		if from == "" {
			a.from = v
		} else {
			a.to = v
		}
		return true
	}
	if st.status == "denied" {
		for ci := s.clauses[a.clause].parent; ci >= 0; ci = s.clauses[ci].parent {
			if e, acts, _, _ := s.subject(ci); e != "" && put(e, acts, "who denies it", 0.6) {
				return true
			}
		}
	}
	if s.saidElse(a) || a.goodsFrom == "goods of the clause after" {
		return false // the clause after tells the other half
	}
	other := func(d *Dealing) bool {
		switch {
		case sameState(known, string(d.From)):
			return put(entityOf(d.To), codeOf(d.To), "the other side of the dealing told before", 0.45)
		case sameState(known, string(d.To)):
			return put(entityOf(d.From), codeOf(d.From), "the other side of the dealing told before", 0.45)
		}
		return false
	}
	for i := len(here) - 1; i >= 0; i-- {
		if other(&here[i]) {
			return true
		}
	}
	for i := len(s.d.out.Dealings) - 1; i >= 0; i-- {
		p := &s.d.out.Dealings[i]
		if p.Start < s.d.twoBack {
			break
		}
		if !p.Inferred && other(p) {
			return true
		}
	}
	// the state that the text is about
	best, n, second := "", 0, 0
	for e, c := range s.d.told {
		if e == known {
			continue
		}
		if c > n || c == n && e < best {
			best, n, second = e, c, n
		} else if c > second {
			second = c
		}
	}
	if f.Kind == "pay" || f.Kind == "move" {
		return false // where goods that only move came from is not guessed
	}
	if n >= 3 && n >= 2*second {
		return put("country:"+best, best, "the state that the text is about", 0.35)
	}
	if t := s.d.topic; len(s.d.text) < topicReach && t != "" && t != known && s.d.told[t] >= 2 && s.d.told[t]*3 >= n*2 {
		return put("country:"+t, t, "the state with which the text begins", 0.3)
	}
	return false
}

// sameState reports whether two codes are of one state or of its predecessor.
func sameState(a, b string) bool {
	return a == b || a == "RU" && b == "SU" || a == "SU" && b == "RU"
}

// strict are states that may be sold hardly anything by anybody: what one of them
// got matters whoever gave it.
var strict = map[string]bool{"KP": true}

// dropHalves leaves out dealings of which only one side is known: of forty such
// readings seven were right. What passed to a state under the strictest measures
// and what is denied of everybody stay.
func (d *doc) dropHalves() {
	gone := map[string]bool{}
	keep := d.out.Dealings[:0]
	for _, x := range d.out.Dealings {
		if (x.From == "" || x.To == "") && !x.half && !(strict[string(x.To)] && x.Group() == "asserted" && carried(x.Class) && x.Class != "labour") {
			gone[x.ID] = true
			continue
		}
		keep = append(keep, x)
	}
	d.out.Dealings = keep
	if len(gone) == 0 {
		return
	}
	for i := range keep {
		if gone[string(keep[i].Condition)] {
			keep[i].Condition = ""
		}
	}
	for i := range d.out.Threats {
		t := &d.out.Threats[i]
		if gone[string(t.Act)] {
			t.Act = ""
		}
		if gone[string(t.Condition)] {
			t.Condition = ""
		}
	}
}

// topicReach is the length of a text, in bytes, up to which the state it begins
// with may be what all of it is about.
const topicReach = 6000
