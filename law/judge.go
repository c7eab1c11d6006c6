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
		if !m.bs.m.decides() && m.h.missKind != missForce {
			continue
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
	if h.exemption == "" && h.unclaimed != "" {
		h.exemption = "not claimed: " + h.unclaimed
	}
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
	unclaimed string // an exemption that the dealing does not claim
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
			h.unclaimed = w.Text
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
		h.unclaimed = either(h.unclaimed, e.Text)
		if q.explain {
			h.clauses = append(h.clauses, "exemption not claimed ("+strings.ReplaceAll(e.Kind, "_", " ")+"): "+e.Text)
		}
	}
	return false, ""
}
