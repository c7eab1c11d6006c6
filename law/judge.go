package law

import (
	"fmt"
	"slices"
	"strings"

	"khasan/entity"
)

// Options bend a ruling; nil is a good option.
type Options struct {
	// Explain asks for the clauses of each finding and the nearest misses.
	Explain bool
	// Today is the day ruled for when the dealing gives none. When it is zero
	// too, each measure's latest state counts, and the ruling says so.
	Today entity.Date
}

// mostMisses is how many near misses a ruling shows.
const mostMisses = 8

// Judge rules on a dealing. An error means that the dealing itself cannot be
// as given (an unknown country, a day that is none, an HS code that does not
// exist, legs that contradict each other) and says what to mend.
func (b *Book) Judge(d Dealing, opt *Options) (Ruling, error) {
	if len(d.Legs) > 0 {
		return b.judgeLegs(&d, opt)
	}
	// The question's working space is kept by the book and used again: nothing
	// of it is in the answer.
	q, _ := b.space.Get().(*query)
	if q == nil {
		q = new(query)
	}
	q.own = d
	q.explain = opt != nil && opt.Explain
	r, err := b.judgeOne(q, opt)
	if err != nil && d.ID != "" {
		err = fmt.Errorf("dealing %s: %w", d.ID, err)
	}
	scratch := q.scratch
	*q = query{scratch: scratch}
	b.space.Put(q)
	return r, err
}

func (b *Book) judgeOne(q *query, opt *Options) (Ruling, error) {
	if err := b.resolve(q, &q.own, opt); err != nil {
		return Ruling{}, err
	}
	return b.judge(q, opt), nil
}

// judgeLegs rules on each leg; the whole is as grave as its gravest leg.
func (b *Book) judgeLegs(d *Dealing, opt *Options) (Ruling, error) {
	if d.Class != "" || d.HS != "" || len(d.Goods) > 0 {
		return Ruling{}, fmt.Errorf("a dealing with legs says in the legs what passes: move class, hs and goods into them")
	}
	whole := Ruling{Verdict: NotBarred, On: d.On.String(), Measures: []Finding{}, Missing: []string{}}
	ids := map[string]bool{}
	for i := range d.Legs {
		leg := d.Legs[i]
		if leg.ID == "" {
			leg.ID = fmt.Sprintf("leg %d", i+1)
		}
		if ids[leg.ID] {
			return Ruling{}, fmt.Errorf("two legs have the id %q", leg.ID)
		}
		ids[leg.ID] = true
		if len(leg.Legs) > 0 {
			return Ruling{}, fmt.Errorf("leg %s: a leg has no legs of its own", leg.ID)
		}
		if leg.From != "" && leg.From == leg.To {
			return Ruling{}, fmt.Errorf("leg %s: from and to are both %s", leg.ID, leg.From)
		}
		if leg.On.IsZero() {
			leg.On = d.On
		} else if !d.On.IsZero() {
			lo, hi, err := span("on", d.On)
			llo, lhi, lerr := span("on", leg.On)
			if err == nil && lerr == nil && (lhi < lo || llo > hi) {
				return Ruling{}, fmt.Errorf("leg %s: its day %s lies outside the dealing's (%s)", leg.ID, leg.On, d.On)
			}
		}
		leg.From, leg.To = either(leg.From, d.From), either(leg.To, d.To)
		if leg.As == nil {
			leg.As = d.As
		}
		leg.Purpose = either(leg.Purpose, d.Purpose)
		leg.Parties = append(slices.Clone(d.Parties), leg.Parties...)
		r, err := b.Judge(leg, opt)
		if err != nil {
			return Ruling{}, fmt.Errorf("leg %s: %w", leg.ID, err)
		}
		r.Leg = leg.ID
		whole.Verdict = worse(whole.Verdict, r.Verdict)
		for _, f := range r.Measures {
			if !slices.ContainsFunc(whole.Measures, func(g Finding) bool { return g.ID == f.ID && g.Verdict.rank() >= f.Verdict.rank() }) {
				whole.Measures = append(whole.Measures, f)
			}
		}
		for _, m := range r.Missing {
			whole.Missing = append(whole.Missing, leg.ID+": "+m)
		}
		whole.Legs = append(whole.Legs, r)
	}
	sortFindings(whole.Measures)
	return whole, nil
}

func (b *Book) judge(q *query, opt *Options) Ruling {
	r := Ruling{Verdict: NotBarred, Measures: []Finding{}, Missing: []string{}}
	if q.lo == q.hi && !q.noDay {
		r.On = dayString(q.lo)
	} else {
		r.On = q.d.On.String()
	}
	if q.noDay {
		if opt != nil && !opt.Today.IsZero() {
			r.On = opt.Today.String()
			r.Notes = append(r.Notes, "no day was given: ruled for "+r.On)
		} else {
			r.Notes = append(r.Notes, "no day was given: ruled by the latest state of each measure")
			r.Missing = append(r.Missing, "the day of the dealing")
		}
	}
	if q.note != "" {
		r.Notes = append(r.Notes, q.note)
	}
	var misses []miss
	b.candidates(q, func(n int32) {
		bs := &b.scopes[n]
		h, ok := b.apply(q, bs)
		if !ok {
			if h.missKind == missWho && bs.m.Secondary == "may" && len(q.as) == 0 {
				if when, _, _ := inForce(q, bs.inForce); when == timeIn {
					note := bs.m.Instrument + " (" + bs.m.Binds + ") may sanction whoever does this, bound by it or not"
					if !slices.Contains(r.Notes, note) {
						r.Notes = append(r.Notes, note)
					}
				}
			}
			if q.explain && h.why != "" {
				misses = append(misses, miss{h, bs})
			}
			return
		}
		b.add(&r, q, bs, &h)
	})
	b.freezes(&r, q, &misses)
	settle(&r)
	b.openEnds(&r, q)
	if q.explain {
		b.nearest(&r, misses)
	}
	sortFindings(r.Measures)
	return r
}

// add puts a finding into the ruling; of two by one measure the graver stays.
func (b *Book) add(r *Ruling, q *query, bs *boundScope, h *hit) {
	f := b.finding(bs.m, h)
	if q.explain {
		f.Clauses = append(f.Clauses, h.clauses...)
	}
	f.missing = h.missing
	for i := range r.Measures {
		if r.Measures[i].ID == f.ID {
			if f.Verdict.rank() > r.Measures[i].Verdict.rank() {
				r.Measures[i] = f
			}
			return
		}
	}
	r.Measures = append(r.Measures, f)
}

func sortFindings(fs []Finding) {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		if c := b.Verdict.rank() - a.Verdict.rank(); c != 0 {
			return c
		}
		return 0
	})
}

// settle draws the verdict from the findings and collects what is missing. A
// measure that only might reach the dealing is no news beside one that bars it.
func settle(r *Ruling) {
	for i := range r.Measures {
		r.Verdict = worse(r.Verdict, r.Measures[i].Verdict)
	}
	if r.Verdict == Barred {
		r.Measures = slices.DeleteFunc(r.Measures, func(f Finding) bool { return f.Verdict == Unknown })
	}
	for i := range r.Measures {
		for _, m := range r.Measures[i].missing {
			if !slices.Contains(r.Missing, m) {
				r.Missing = append(r.Missing, m)
			}
		}
	}
}

// miss is a scope that came close.
type miss struct {
	h  hit
	bs *boundScope
}

// near misses by kind, the most telling first.
const (
	missFreed = iota
	missForce
	missDate
	missWay
	missWhen
	missWho
)

func (b *Book) nearest(r *Ruling, misses []miss) {
	slices.SortStableFunc(misses, func(x, y miss) int { return x.h.missKind - y.h.missKind })
	for _, m := range misses {
		if len(r.NearestMisses) == mostMisses {
			return
		}
		same := func(f Finding) bool { return f.ID == m.bs.m.ID }
		if slices.ContainsFunc(r.Measures, same) || slices.ContainsFunc(r.NearestMisses, same) {
			continue
		}
		h := m.h
		h.verdict = NotBarred
		f := b.finding(m.bs.m, &h)
		f.Clauses = append(f.Clauses, m.h.clauses...)
		f.Clauses = append(f.Clauses, m.h.why)
		r.NearestMisses = append(r.NearestMisses, f)
	}
}

// finding is the record's side of a finding.
func (b *Book) finding(m *Measure, h *hit) Finding {
	f := Finding{
		ID: m.ID, Instrument: m.Instrument, Paragraph: m.Paragraph, Title: m.Title, Binds: m.Binds,
		Verdict: h.verdict, InForceFrom: h.interval.From, InForceTo: Text(h.interval.To), Exemption: Text(h.exemption),
		Verified: m.Verified.All(), DependsOnDate: h.depends, Party: h.party, Chain: h.chain,
	}
	if !f.Verified {
		f.Notes = append(f.Notes, m.doubt())
	}
	if h.interval.ToUncertain {
		f.Notes = append(f.Notes, "the last text seen ran to "+h.interval.To+"; it may have been renewed")
	}
	if m.Disputed != "" {
		f.Notes = append(f.Notes, m.Disputed)
	}
	if m.Engine != "" {
		f.Notes = append(f.Notes, m.Engine)
	}
	return f
}

// doubt says what about a record rests on memory.
func (m *Measure) doubt() string {
	switch v := m.Verified; {
	case !v.Substance:
		return "not verified: nothing of this record was seen in a source"
	case !v.Paragraph && !v.Date:
		return "not verified: the paragraph number and the first day are from memory"
	case !v.Paragraph:
		return "not verified: the paragraph number is from memory"
	case !v.Date:
		return "not verified: the first day is from memory"
	}
	return ""
}

// candidates calls each once for every scope that may reach the dealing.
func (b *Book) candidates(q *query, each func(int32)) {
	var ends [8]string
	n := 0
	push := func(s string) {
		if s == "" || n == len(ends) || slices.Contains(ends[:n], s) || b.targets[s] == nil {
			return
		}
		ends[n] = s
		n++
	}
	push(q.from)
	push(q.to)
	push(q.origin)
	push(q.useIn)
	for _, v := range q.via {
		push(v)
	}
	for _, f := range q.flags {
		push(f)
	}
	for _, p := range q.partyStates {
		push(p)
	}
	if n == 0 {
		return
	}
	list := q.scratch[:0]
	for _, end := range ends[:n] {
		t := b.targets[end]
		for i := range q.items {
			list = append(list, t.tops[q.items[i].entry.top]...)
		}
		for _, c := range q.connected {
			list = append(list, t.tops[b.goods.class(c).top]...)
		}
		if q.service != "" {
			for _, c := range [...]string{"finance", "transport"} {
				list = append(list, t.tops[b.goods.classes[c].top]...)
			}
		}
		if q.hs != "" {
			list = append(list, t.chapters[q.hs[:2]]...)
		}
		if q.connectedHS != "" {
			list = append(list, t.chapters[q.connectedHS[:2]]...)
		}
	}
	q.scratch = list
	slices.Sort(list)
	last := int32(-1)
	for _, s := range list {
		if s != last {
			each(s)
			last = s
		}
	}
}

// hit is how a scope reaches a dealing, or why it does not.
type hit struct {
	verdict   Verdict
	interval  Interval
	exemption string
	depends   bool
	clauses   []string
	missing   []string
	why       string // of a miss
	missKind  int
	party     string
	chain     []string
}

// apply tests a dealing against a scope, step by step: is it aimed this way, is
// what passes reached, is somebody bound, is it in force, do its conditions
// hold, does it decide, does an exemption free it.
func (b *Book) apply(q *query, bs *boundScope) (h hit, ok bool) {
	m, s := bs.m, bs.s
	what := b.covers(q, bs)
	if what.how == notReached {
		return h, false
	}
	miss := func(kind int, format string, a ...any) (hit, bool) {
		h.missKind = kind
		if q.explain {
			h.why = fmt.Sprintf(format, a...)
		}
		return h, false
	}
	if q.explain {
		h.clauses = append(h.clauses, what.clause)
	}
	way, end := aimed(q, bs, what.transport)
	if way == wayNone {
		return miss(missWay, "%s", wayWords(bs, end))
	}
	if q.explain {
		h.clauses = append(h.clauses, end)
	}
	who, lag := b.bound(q, m)
	if who == "" {
		return miss(missWho, "it binds %s; the dealing shows no link to them", either(m.BindsWhom, m.Binds))
	}
	if q.explain {
		h.clauses = append(h.clauses, who)
	}
	when, iv, text := inForce(q, bs.inForce)
	h.interval = iv
	if when == timeOut {
		return miss(missDate, "%s", text)
	}
	if q.explain {
		h.clauses = append(h.clauses, text)
	}
	h.verdict = Barred
	soften := func(v Verdict, clause string) {
		if h.verdict.rank() > v.rank() {
			h.verdict = v
		}
		if q.explain && clause != "" {
			h.clauses = append(h.clauses, clause)
		}
	}
	switch when {
	case timePart:
		h.depends = true
		soften(Conditional, "")
		h.missing = append(h.missing, "the exact day: "+text)
	case timeUnsure:
		soften(Unknown, "")
		h.missing = append(h.missing, "whether "+m.Instrument+" was renewed after "+iv.To)
	}
	if lag != "" {
		soften(Conditional, lag)
	}
	switch what.how {
	case reachedPartly:
		soften(Conditional, "")
		if strings.HasPrefix(what.condition, "if ") {
			what.condition = m.Instrument + ", " + paragraphWords(m.Paragraph) + ", bars it only " + what.condition
		}
		h.missing = append(h.missing, what.condition)
	case reachedBroader:
		soften(Unknown, "")
		h.missing = append(h.missing, what.condition)
	}
	if way == wayTransit {
		soften(Conditional, "")
	}
	if s.when.set {
		var unknown []string
		all, _ := s.When.test(&s.when, q, &unknown)
		switch {
		case all == no || all == notSaid && s.IfUnknown == "miss":
			return miss(missWhen, "it reaches only dealings of which this is said: %s", strings.Join(unknown, "; "))
		case all == notSaid:
			soften(Conditional, "")
			h.missing = append(h.missing, unknown...)
		}
	}
	if !m.decides() {
		return miss(missForce, "%s", forceWords(m))
	}
	if freed, why := b.exempt(q, m, &h, soften); freed {
		return miss(missFreed, "%s", why)
	}
	if m.Cap != nil {
		soften(Conditional, "free within the cap: "+m.Cap.Value+", "+m.Cap.Period+", counted over "+m.Cap.Scope+"; one delivery cannot be judged alone")
		h.exemption = either(h.exemption, "within the cap: "+m.Cap.Value+", "+m.Cap.Period)
		h.missing = append(h.missing, "whether it is within the cap: "+m.Cap.Value+", "+m.Cap.Period+", "+m.Cap.Scope)
	}
	if way == wayTransit && h.verdict == Conditional && what.how == reached {
		h.missing = append(h.missing, "whether the goods originate in or are sold by the State they pass through")
	}
	return h, true
}

func forceWords(m *Measure) string {
	switch m.Force {
	case "calls_upon":
		return "it calls upon States and bars nothing by itself"
	case "clarifies":
		return "it clarifies other paragraphs and bars nothing by itself"
	case "exemption":
		return "it is an exemption, not a ban"
	case "intent":
		return "it states an intention"
	}
	return "it states a fact"
}

// exempt goes through the exemptions. freed means that one leaves the dealing
// free of the measure.
func (b *Book) exempt(q *query, m *Measure, h *hit, soften func(Verdict, string)) (freed bool, why string) {
	if w := m.WindDown; w != nil && q.lo < w.to {
		t := notSaid
		if q.contractHi != 0 && w.before != 0 {
			t = no
			if q.contractHi < w.before {
				t = yes
			}
		}
		switch t {
		case yes:
			h.exemption = w.Text
			soften(Conditional, "wind-down to "+w.To+": "+w.Text)
		case notSaid:
			h.exemption = w.Text
			h.missing = append(h.missing, "the day of the contract: "+w.Text)
			if q.explain {
				h.clauses = append(h.clauses, "wind-down to "+w.To+", if the contract is old enough: "+w.Text)
			}
		}
	}
	for i := range m.Exemptions {
		e := &m.Exemptions[i]
		if q.hi < e.from || q.lo >= e.to {
			continue
		}
		if len(e.Classes) > 0 && !slices.ContainsFunc(q.items, func(it item) bool {
			return slices.ContainsFunc(e.Classes, func(c string) bool { return under(it.class, c) })
		}) {
			continue
		}
		var unknown []string
		all, some := yes, false
		if e.when.set {
			all, some = e.When.test(&e.when, q, &unknown)
		} else {
			all = notSaid
		}
		if all == no {
			continue
		}
		claimed := some || e.Ordinary
		switch e.Kind {
		case "committee_approval":
			claimed = claimed || slices.Contains(q.d.Authorised, "committee") || q.purpose == "humanitarian" || q.purpose == "medical"
		case "notification":
			claimed = claimed || slices.Contains(q.d.Authorised, "notified")
		case "licence":
			claimed = claimed || slices.Contains(q.d.Authorised, "licence")
		}
		if e.Frees && all == yes {
			return true, "exempt: " + e.Text
		}
		if claimed {
			h.exemption = e.Text
			soften(Conditional, "an exemption may apply ("+strings.ReplaceAll(e.Kind, "_", " ")+"): "+e.Text)
			for _, u := range unknown {
				h.missing = append(h.missing, u+", for the exemption of "+m.ID)
			}
			continue
		}
		h.exemption = either(h.exemption, e.Text)
		if q.explain {
			h.clauses = append(h.clauses, "exemption not claimed ("+strings.ReplaceAll(e.Kind, "_", " ")+"): "+e.Text)
		}
	}
	return false, ""
}

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
			if !bs.m.decides() || k == 0 && bs.s.Direction == "to_target" || k == 1 && bs.s.Direction == "from_target" {
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
