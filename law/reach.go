package law

import (
	"fmt"
	"slices"
	"strings"
)

// ways in which a dealing may stand to a measure's target.
type way int8

const (
	wayNone way = iota
	wayTransit
	wayFull
)

// aimed says whether the dealing goes the way that the scope bars, with a
// clause in words.
func aimed(q *query, bs *boundScope, transport bool) (way, string) {
	s := bs.s
	in := func(c string) bool { return c != "" && slices.Contains(bs.aims, c) }
	words := func(format, c string) string {
		if !q.explain {
			return ""
		}
		return fmt.Sprintf(format, c)
	}
	if s.Direction != "to_target" {
		switch {
		case in(q.from):
			return wayFull, words("it goes from %s, as the measure bars", q.from)
		case in(q.origin):
			return wayFull, words("it originates in %s, whoever sells it", q.origin)
		}
	}
	if s.Direction != "from_target" {
		switch {
		case in(q.to):
			return wayFull, words("it goes to %s, as the measure bars", q.to)
		case in(q.useIn):
			return wayFull, words("its end use is in %s", q.useIn)
		}
	}
	if transport {
		for _, f := range q.flags {
			if in(f) {
				return wayFull, words("a ship or aircraft of %s takes part", f)
			}
		}
	}
	if s.Direction != "to_target" {
		for _, v := range q.via {
			if in(v) && (s.Transit || q.origin == "") {
				return wayTransit, words("it passes through %s", v)
			}
		}
	}
	if s.Direction == "both" {
		for _, p := range q.partyStates {
			if in(p) {
				return wayFull, words("a party of %s takes part", p)
			}
		}
	}
	return wayNone, ""
}

func wayWords(bs *boundScope, _ string) string {
	aims := strings.Join(bs.aims, ", ")
	switch bs.s.Direction {
	case "from_target":
		return "it bars what comes from " + aims + ", and this does not"
	case "to_target":
		return "it bars what goes to " + aims + ", and this does not"
	}
	return "it bars dealings with " + aims + ", and this is none"
}

// bound says who is bound by the measure in this dealing ("" for nobody), and
// whether a State's own law lagged.
func (b *Book) bound(q *query, m *Measure) (who, lag string) {
	if m.Binds == "UN" {
		if len(q.as) == 0 || slices.Contains(q.as, "UN") {
			return "it binds all Member States of the United Nations", ""
		}
		for _, j := range q.as {
			day, ok := m.National[j]
			if !ok {
				continue
			}
			if n, err := parseDay(day); err == nil && q.lo < n {
				lag = "it binds " + j + " as a State, but " + j + "'s own law took it up on " + day + " only"
			}
		}
		return "it binds all Member States of the United Nations, asked from " + q.as[0], lag
	}
	if len(q.as) > 0 {
		for _, j := range q.as {
			if b.atlas.bound(j, m.Binds, q.hi) || j == m.Binds {
				return "asked from " + j + ", which it binds", ""
			}
		}
		return "", ""
	}
	for _, c := range [...]string{q.from, q.to} {
		if c != "" && b.atlas.bound(c, m.Binds, q.hi) {
			return c + " takes part, which it binds", ""
		}
	}
	for _, c := range q.partyStates {
		if b.atlas.bound(c, m.Binds, q.hi) {
			return "a party of " + c + " takes part, which it binds", ""
		}
	}
	if m.Secondary == "shall" {
		return "whoever takes part risks being sanctioned under it", "it does not bind the parties, but whoever takes part is to be sanctioned (secondary sanctions)"
	}
	if m.Binds == "US" {
		if q.d.Value.Currency == "USD" {
			return "payment in US dollars clears through persons whom it binds", ""
		}
		if q.origin == "US" {
			return "goods of US origin stay under it wherever they are", ""
		}
	}
	return "", ""
}

// timing is how a dealing's day stands to a measure's.
type timing int8

const (
	timeOut timing = iota
	timePart
	timeUnsure
	timeIn
)

// inForce finds the interval that counts and says so in words.
func inForce(q *query, ivs []Interval) (timing, Interval, string) {
	var next, last Interval
	for _, iv := range ivs {
		switch {
		case q.lo >= iv.from && q.hi < iv.to:
			if iv.FromTime != "" && q.lo == iv.from {
				if !q.explain {
					return timePart, iv, "in force on " + iv.From + " from " + iv.FromTime + " on only"
				}
				return timePart, iv, "in force on " + iv.From + " from " + iv.FromTime + " on only; before that hour it was not barred by this"
			}
			if iv.FromUncertain {
				return timeUnsure, iv, "whether it came back on " + iv.From + " is not known"
			}
			if !q.explain {
				return timeIn, iv, ""
			}
			return timeIn, iv, forceSpan(iv)
		case q.hi >= iv.from && q.lo < iv.to:
			text := ""
			switch {
			case q.lo < iv.from && q.hi >= iv.to:
				text = "barred from " + iv.From + " and before " + iv.To + " only"
			case q.lo < iv.from:
				text = "before " + iv.From + " not barred by " + "this measure, from then on it is"
			default:
				text = "before " + iv.To + " barred, from then on not by this measure"
			}
			if q.d.On.Throughout {
				return timeIn, iv, "the dealing went on into the time in force: " + text
			}
			return timePart, iv, text
		case q.lo >= iv.to:
			last = iv
		case next.From == "":
			next = iv
		}
	}
	if last.From != "" && last.ToUncertain && next.From == "" {
		return timeUnsure, last, "the last text seen ran to " + last.To + "; a renewal was not found"
	}
	if !q.explain {
		return timeOut, Interval{}, ""
	}
	switch {
	case next.From != "" && last.From != "":
		return timeOut, next, "in force to " + last.To + " and again from " + next.From + ", not on this day"
	case next.From != "":
		return timeOut, next, "in force only from " + next.From + " on"
	}
	return timeOut, last, "in force only before " + last.To
}

func forceSpan(iv Interval) string {
	if iv.To == "" {
		return "in force since " + iv.From
	}
	return "in force from " + iv.From + " to " + iv.To
}
