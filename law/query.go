package law

import (
	"fmt"
	"slices"
	"strings"

	"khasan/entity"
)

// query is a dealing made ready: checked, its words and codes resolved.
type query struct {
	d                *Dealing
	from, to, origin string
	fromVague        bool
	toVague          bool
	useIn            string // State of end use
	via, flags       []string
	items            []item
	hs               string
	connected        []string // classes of what a service is connected with
	connectedHS      string
	service          string
	purpose          string
	note             string
	lo, hi           int32
	noDay            bool
	contractLo       int32
	contractHi       int32
	as               []string
	partyStates      []string
	explain          bool

	own        Dealing // the dealing itself, and room for working
	scratch    []int32
	itemSpace  [6]item
	placeSpace [4]string
	stateSpace [4]string
}

// item is one thing that passes.
type item struct {
	class string
	entry *classEntry
	sure  float64
	how   string // where the class is from: "", word, hs, implied, means
	word  string
	vague bool
}

// resolve checks a dealing and fills the query. Errors say how to mend it.
func (b *Book) resolve(q *query, d *Dealing, opt *Options) error {
	q.d = d
	q.items = q.itemSpace[:0]
	q.via = q.placeSpace[:0]
	q.partyStates = q.stateSpace[:0]
	var err error
	if q.from, q.fromVague, err = b.atlas.place(d.From); err != nil {
		return fmt.Errorf("from: %w", err)
	}
	if q.to, q.toVague, err = b.atlas.place(d.To); err != nil {
		return fmt.Errorf("to: %w", err)
	}
	if d.Origin != "" {
		if q.origin, _, err = b.atlas.place(d.Origin); err != nil {
			return fmt.Errorf("origin: %w", err)
		}
	}
	for _, v := range d.Via {
		c, _, err := b.atlas.place(v)
		if err != nil {
			return fmt.Errorf("via: %w", err)
		}
		if c != "" {
			q.via = append(q.via, c)
		}
	}
	for _, f := range d.Means.Flags {
		c, _, err := b.atlas.place(f)
		if err != nil {
			return fmt.Errorf("means flags: %w", err)
		}
		if c != "" {
			q.flags = append(q.flags, c)
		}
	}
	if b.atlas.state(d.EndUse) {
		q.useIn = d.EndUse
	}
	for i := range d.Parties {
		p := &d.Parties[i]
		if p.Kind != "" && !slices.Contains(partyKinds, p.Kind) {
			return fmt.Errorf("party %s: kind %q: want one of %s", p.Name, p.Kind, strings.Join(partyKinds, ", "))
		}
		if p.Country == "" {
			continue
		}
		c, _, err := b.atlas.place(p.Country)
		if err != nil {
			return fmt.Errorf("party %s: %w", p.Name, err)
		}
		if c == "" {
			continue
		}
		q.partyStates = append(q.partyStates, c)
		switch p.Role {
		case "from", "seller", "exporter", "shipper", "payer", "supplier":
			if q.from == "" && !q.fromVague {
				q.from = c
			}
		case "to", "buyer", "importer", "consignee", "payee", "employer":
			if q.to == "" && !q.toVague {
				q.to = c
			}
		case "end_user":
			q.useIn = c
		}
	}
	for _, j := range d.As {
		if !b.atlas.jurisdiction(j) {
			return fmt.Errorf("as: %q is no jurisdiction: want UN, EU or a country code", j)
		}
	}
	q.as = d.As
	if d.Purpose != "" && !slices.Contains(purposes, d.Purpose) {
		return fmt.Errorf("purpose %q: want one of %s", d.Purpose, strings.Join(purposes, ", "))
	}
	for _, a := range d.Authorised {
		if !slices.Contains(approvals, a) {
			return fmt.Errorf("authorised %q: want one of %s", a, strings.Join(approvals, ", "))
		}
	}
	if d.Service != "" && !slices.Contains(b.services, d.Service) {
		return fmt.Errorf("service %q: want one of %s", d.Service, strings.Join(b.services, ", "))
	}
	q.service = d.Service
	if q.purpose = d.Purpose; q.purpose == "" && under(d.Class, "aid.humanitarian") {
		q.purpose = "humanitarian"
	}
	if err := b.resolveDay(q, opt); err != nil {
		return err
	}
	return b.resolveItems(q)
}

// day checks an exact or partial date against the calendar.
func checkDate(what string, d entity.Date) error {
	if d.IsZero() {
		return nil
	}
	if d.Month < 0 || d.Month > 12 || d.Month == 0 && d.Day != 0 || d.Day < 0 || int(d.Day) > 0 && int(d.Day) > entity.DaysIn(int(d.Year), int(d.Month)) {
		return fmt.Errorf("%s: there is no day %04d-%02d-%02d", what, d.Year, d.Month, d.Day)
	}
	return nil
}

func span(what string, p Period) (lo, hi int32, err error) {
	if err := checkDate(what, p.From); err != nil {
		return 0, 0, err
	}
	if err := checkDate(what, p.To); err != nil {
		return 0, 0, err
	}
	from, to := p.From, p.To
	if to.IsZero() {
		to = from
	}
	if from.IsZero() {
		from = to
	}
	lo, hi = dayNumber(from.First()), dayNumber(to.Last())
	if hi < lo {
		return 0, 0, fmt.Errorf("%s: the period %s ends before it begins", what, p)
	}
	return lo, hi, nil
}

func (b *Book) resolveDay(q *query, opt *Options) error {
	on := q.d.On
	if on.IsZero() {
		q.noDay = true
		if opt != nil && !opt.Today.IsZero() {
			on = Period{From: opt.Today, To: opt.Today}
		}
	}
	if on.IsZero() {
		// Without any day the ruling is for the latest state of each record.
		q.lo, q.hi = maxDay-1, maxDay-1
	} else {
		var err error
		if q.lo, q.hi, err = span("on", on); err != nil {
			return err
		}
	}
	if !q.d.Contract.IsZero() {
		var err error
		if q.contractLo, q.contractHi, err = span("contract", q.d.Contract); err != nil {
			return err
		}
		if !q.noDay && q.contractLo > q.hi {
			return fmt.Errorf("contract: made %s, after the dealing itself (%s)", q.d.Contract, on)
		}
	}
	return nil
}

// service of a class, when the dealing names none.
func serviceOf(class string) string {
	switch {
	case under(class, "finance.insurance"):
		return "insurance"
	case under(class, "finance"):
		return "finance"
	case under(class, "transport"):
		return "transport"
	case under(class, "military_training"):
		return "training"
	case under(class, "arms.repair"):
		return "repair"
	case under(class, "services"):
		return "services"
	}
	return ""
}

func (b *Book) addItem(q *query, class string, sure float64, how, word string) {
	for i := range q.items {
		if q.items[i].class == class {
			q.items[i].sure = max(q.items[i].sure, sure)
			return
		}
	}
	e := b.goods.class(class)
	if e == nil {
		return
	}
	q.items = append(q.items, item{class: class, entry: e, sure: sure, how: how, word: word, vague: e.Vague && e.Class == class || e.Vague && class != e.Class && e.Kind == "none"})
	for _, c := range e.Implies {
		b.addItem(q, c, sure, "implied", class)
	}
}

// least certainty at which a word or a code counts, and at which it counts in full.
const (
	leastSure = 0.3
	fullSure  = 0.7
)

func (b *Book) resolveItems(q *query) error {
	d := q.d
	if d.Class != "" {
		if b.goods.class(d.Class) == nil {
			return fmt.Errorf("class %q is not known%s", d.Class, b.suggest(d.Class))
		}
		if strings.HasSuffix(d.Class, ".") || strings.Contains(d.Class, "..") {
			return fmt.Errorf("class %q: want words with single points between", d.Class)
		}
	}
	if d.HS != "" {
		digits, err := hsDigits(d.HS)
		if err == nil {
			err = b.hs.check(digits, d.HSEdition)
		}
		if err != nil {
			return err
		}
		q.hs = digits
	}
	finer, rest := false, false
	for _, w := range d.Goods {
		hit := false
		for _, c := range b.goods.classify(w, "") {
			if c.Certainty < leastSure {
				continue
			}
			if d.Class != "" {
				// Words only make the class finer; they do not overrule it.
				if !under(c.Class, d.Class) || c.Certainty < 0.5 {
					continue
				}
				hit = true
				if c.Class != d.Class {
					finer = true
					b.addItem(q, c.Class, c.Certainty, "word", c.Word)
				} else {
					rest = true
				}
				continue
			}
			hit = true
			b.addItem(q, c.Class, c.Certainty, "word", c.Word)
		}
		rest = rest || !hit
	}
	if d.Class != "" && (!finer || rest) {
		b.addItem(q, d.Class, 1, "", "")
	}
	if q.hs != "" {
		other, agree := "", false
		b.goods.classifyHS(q.hs, func(entry int, _ string, sure float64) {
			c := b.goods.entries[entry].Class
			if d.Class != "" && sure < fullSure && !under(c, d.Class) {
				return
			}
			if d.Class != "" && !under(c, d.Class) && !under(d.Class, c) {
				if sure == 1 && other == "" {
					other = c
				}
			} else {
				agree = true
			}
			b.addItem(q, c, sure, "hs", q.hs)
		})
		// Said once, where class and code cannot both be meant.
		if e := b.goods.class(d.Class); other != "" && !agree && e.Kind == "goods" && !e.Vague {
			q.note = "the HS code " + q.hs + " is of " + other + ", the class says " + d.Class + ": ruled on both"
		}
	}
	if d.Means.ShipToShip {
		b.addItem(q, "transport.ship_to_ship", 1, "means", "")
	}
	if q.service == "" && d.ConnectedWith != "" {
		for i := range q.items {
			if q.service = serviceOf(q.items[i].class); q.service != "" {
				break
			}
		}
	}
	if d.ConnectedWith != "" {
		if digits, err := hsDigits(d.ConnectedWith); err == nil {
			if err := b.hs.check(digits, d.HSEdition); err != nil {
				return fmt.Errorf("connected_with: %w", err)
			}
			q.connectedHS = digits
			b.goods.classifyHS(digits, func(entry int, _ string, sure float64) {
				if sure >= fullSure {
					q.connected = append(q.connected, b.goods.entries[entry].Class)
				}
			})
		} else if b.goods.class(d.ConnectedWith) != nil {
			q.connected = append(q.connected, d.ConnectedWith)
		} else {
			return fmt.Errorf("connected_with: class %q is not known%s", d.ConnectedWith, b.suggest(d.ConnectedWith))
		}
	}
	return nil
}

// suggest names a class that may have been meant.
func (b *Book) suggest(class string) string {
	var tops []string
	last := class[strings.LastIndexByte(class, '.')+1:]
	for c := range b.goods.classes {
		if c == last || strings.HasSuffix(c, "."+last) || strings.HasPrefix(c, class) || len(class) > 3 && strings.Contains(c, class[:4]) {
			tops = append(tops, c)
		}
	}
	slices.Sort(tops)
	if len(tops) > 0 {
		return ": did you mean " + strings.Join(tops[:min(len(tops), 3)], ", ") + "?"
	}
	if cs := b.goods.classify(strings.ReplaceAll(class, "_", " "), ""); len(cs) > 0 {
		return fmt.Sprintf(": did you mean %s? Words for the goods belong under goods", cs[0].Class)
	}
	for c := range b.goods.classes {
		if !strings.Contains(c, ".") {
			tops = append(tops, c)
		}
	}
	slices.Sort(tops)
	return "; the classes are " + strings.Join(tops, ", ") + ", each with finer ones under a point"
}
