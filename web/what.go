package web

import (
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"khasan/entity"
	"khasan/law"
)

// whatForm is the page What: the dealing as asked, and the ruling on it.
type whatForm struct {
	Class, Goods, HS, From, To, Origin, Via, On, Purpose string
	Vessel, IMO, Amount, Currency, Contract              string
	ShipToShip                                           bool
	As                                                   map[string]bool
	Parties                                              []partyInput
	Classes                                              []classGroup
	Jurisdictions                                        []string
	Roles                                                []string
	Asked                                                bool
	Err                                                  string
	Ruling                                               *law.Ruling
	Hits                                                 []whoHit
	Timeline                                             template.HTML
}

// Summary is the dealing in one line, for the answer and its print.
func (f *whatForm) Summary() []string {
	var out []string
	add := func(s string) {
		if s != "" {
			out = append(out, s)
		}
	}
	add(f.Goods)
	if f.HS != "" {
		add("HS " + f.HS)
	}
	if f.From != "" || f.To != "" {
		or := func(s string) string {
			if s == "" {
				return "?"
			}
			return s
		}
		route := or(f.From)
		for v := range strings.SplitSeq(f.Via, ",") {
			if v = strings.TrimSpace(v); v != "" {
				route += " → " + v
			}
		}
		add(route + " → " + or(f.To))
	}
	for _, p := range f.Parties {
		add(p.Name)
	}
	add(f.Vessel)
	if f.IMO != "" {
		add("IMO " + f.IMO)
	}
	add(strings.TrimSpace(f.Amount + " " + f.Currency))
	return out
}

type partyInput struct {
	No         int
	Role, Name string
}

type classGroup struct {
	Name  string
	Finer []string
}

// classes are the kinds of dealing the form offers; the measures know finer
// ones, and the field for goods takes words.
func classes() []classGroup {
	return []classGroup{
		{"arms", []string{"arms.ammunition", "arms.missile", "arms.small", "arms.repair"}},
		{"military_technology", nil},
		{"military_training", nil},
		{"military_technical_cooperation", nil},
		{"wmd", []string{"wmd.nuclear_programme", "wmd.missile_programme"}},
		{"dual_use", nil},
		{"technology", nil},
		{"space", nil},
		{"coal", nil},
		{"minerals", []string{"minerals.iron_ore", "minerals.lead", "minerals.copper", "minerals.rare_earths"}},
		{"metals", []string{"metals.iron_steel", "metals.gold"}},
		{"seafood", nil},
		{"textiles", nil},
		{"goods", []string{"goods.food", "goods.luxury", "goods.machinery", "goods.electrical", "goods.vehicles", "goods.wood", "goods.earth_stone", "goods.statues", "goods.helicopters", "goods.general"}},
		{"oil", []string{"oil.crude", "oil.refined", "oil.aviation_fuel", "oil.condensate"}},
		{"gas", nil},
		{"labour", nil},
		{"finance", []string{"finance.payment", "finance.loan", "finance.investment", "finance.insurance", "finance.banking", "finance.joint_venture", "finance.bulk_cash"}},
		{"transport", []string{"transport.ship_to_ship", "transport.flagging", "transport.crewing", "transport.bunkering", "transport.charter", "transport.port_call", "transport.aviation"}},
		{"vessels", nil},
		{"real_property", []string{"real_property.lease"}},
		{"science", nil},
		{"aid", []string{"aid.humanitarian", "aid.military"}},
	}
}

func jurisdictions() []string { return []string{"UN", "EU", "US", "GB", "CH", "DE"} }

func purposes() []string {
	return []string{"commercial", "humanitarian", "medical", "diplomatic", "livelihood", "personal", "military"}
}

func (p *Pages) what(g *page) error {
	q := g.r.URL.Query()
	get := func(k string) string { return strings.TrimSpace(clip(q.Get(k), 300)) }
	f := &whatForm{Class: get("class"), Goods: get("goods"), HS: get("hs"), From: get("from"), To: get("to"), Origin: get("origin"), Via: get("via"), On: get("on"),
		Purpose: get("purpose"), Vessel: get("vessel"), IMO: get("imo"), Amount: get("amount"), Currency: get("currency"), Contract: get("contract"), ShipToShip: q.Get("sts") != "",
		As: map[string]bool{}, Classes: classes(), Jurisdictions: jurisdictions(),
		Roles: []string{"seller", "buyer", "end_user", "bank", "carrier", "broker", "insurer"}}
	for _, a := range q["as"] {
		f.As[a] = true
	}
	for i := range 3 {
		n := strconv.Itoa(i)
		f.Parties = append(f.Parties, partyInput{No: i + 1, Role: get("role" + n), Name: get("party" + n)})
	}
	f.Asked = q.Has("class") || q.Has("goods") || q.Has("from")
	if !f.Asked {
		return g.show(http.StatusOK, "what.html", "what", g.t("what.heading"), f)
	}
	d, msg := f.dealing(g)
	status := http.StatusOK
	if msg == "" {
		a, err := g.eng.What(g.r.Context(), d)
		if err != nil {
			// The engine's errors about a dealing say what to mend.
			msg = err.Error()
		} else {
			if err := p.cfg.Keep(g.r.Context(), Answer{What: a}); err != nil {
				return &fault{http.StatusServiceUnavailable, g.t("error.keep")}
			}
			f.Ruling = &a.Ruling
			f.Timeline = timeline(g, g.eng.Law(), &a.Ruling)
			for i := range a.Parties {
				f.Hits = append(f.Hits, hitsOf(&a.Parties[i])...)
			}
		}
	}
	if msg != "" {
		f.Err, status = msg, http.StatusUnprocessableEntity
	}
	return g.show(status, "what.html", "what", g.t("what.heading"), f)
}

// dealing makes the form into a dealing, or says what to mend.
func (f *whatForm) dealing(g *page) (d law.Dealing, msg string) {
	if f.Class == "" && f.Goods == "" && f.HS == "" && f.Parties[0].Name == "" {
		return d, g.t("what.err.what")
	}
	if f.From == "" && f.To == "" && f.Parties[0].Name == "" {
		return d, g.t("what.err.sides")
	}
	d = law.Dealing{Class: f.Class, Goods: split(f.Goods), HS: f.HS, Via: split(f.Via), Purpose: f.Purpose,
		Means: law.Means{Vessel: f.Vessel, IMO: f.IMO, ShipToShip: f.ShipToShip}}
	for _, s := range []struct {
		in  string
		out *string
	}{{f.From, &d.From}, {f.To, &d.To}, {f.Origin, &d.Origin}} {
		*s.out = stateOf(s.in)
	}
	for i, v := range d.Via {
		d.Via[i] = stateOf(v)
	}
	var err error
	if f.On != "" {
		if d.On, err = periodOf(f.On); err != nil {
			return d, g.t("what.err.date")
		}
	}
	if f.Contract != "" {
		if d.Contract, err = periodOf(f.Contract); err != nil {
			return d, g.t("what.err.date")
		}
	}
	if f.Amount != "" {
		if d.Value.Amount, err = strconv.ParseFloat(strings.NewReplacer(",", "", " ", "", "'", "").Replace(f.Amount), 64); err != nil {
			return d, g.t("what.err.amount")
		}
		d.Value.Currency = strings.ToUpper(f.Currency)
	}
	for _, a := range f.Jurisdictions {
		if f.As[a] {
			d.As = append(d.As, a)
		}
	}
	for _, p := range f.Parties {
		if p.Name != "" {
			d.Parties = append(d.Parties, law.Party{Role: p.Role, Name: p.Name})
		}
	}
	return d, ""
}

// stateOf is a state's code for its name in any case; anything else is left to
// the engine, which knows regions and groups and says what it does not know.
func stateOf(s string) string {
	if c, ok := entity.CountryOf(s); ok {
		return c
	}
	if c, ok := entity.CountryOf(strings.ToUpper(s)); ok {
		return c
	}
	return s
}

func periodOf(s string) (law.Period, error) {
	if a, b, ok := strings.Cut(s, "/"); ok && len(b) > 4 {
		from, err := entity.ParseDate(a)
		if err != nil {
			return law.Period{}, err
		}
		to, err := entity.ParseDate(b)
		return law.Period{From: from, To: to}, err
	}
	d, err := entity.ParseDate(s)
	return law.Period{From: d, To: d}, err
}

func split(s string) []string {
	var out []string
	for w := range strings.SplitSeq(s, ",") {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}
