package web

import (
	"errors"
	"net/http"
	"strings"

	"khasan"
	"khasan/entity"
)

// whoForm is the page Who: what was asked, and what was found.
type whoForm struct {
	Name, Schema, Birth, Country, Number string
	All                                  bool // also what is merely related
	Asked                                bool
	Err                                  string
	ErrField                             string
	Hits                                 []whoHit
	Best                                 string
	Lists, Parties                       int      // what was looked through
	Oldest                               string   // the day of the oldest list
	Examples                             []string // names to begin with
}

// Question is what was asked, in one line, for the answer and its print.
func (f *whoForm) Question() []string {
	var out []string
	for _, s := range []string{f.Name, f.Birth, f.Country, f.Number} {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// whoHit is one hit with what the page adds to it.
type whoHit struct {
	*khasan.Hit
	Percent  int
	Pairs    []pair
	Evidence []evidence
	Party    party
}

// evidence is one fact beside the names, and what it says.
type evidence struct {
	Term   string
	Detail string
	Side   string // for, against, neither
	Share  float64
}

// schemata that the form offers.
func schemata() []string {
	return []string{"Person", "Organization", "Vessel", "Airplane", "CryptoWallet"}
}

func (p *Pages) who(g *page) error {
	q := g.r.URL.Query()
	f := &whoForm{Name: clip(q.Get("q"), 500), Schema: q.Get("schema"), Birth: clip(q.Get("birth"), 40), Country: clip(q.Get("country"), 60),
		Number: clip(q.Get("number"), 100), All: q.Get("all") != ""}
	f.Asked = q.Has("q") || q.Has("number")
	status := http.StatusOK
	if f.Asked {
		query, field, msg := f.query(g)
		if msg != "" {
			f.Err, f.ErrField, status = msg, field, http.StatusUnprocessableEntity
		} else {
			a, err := g.eng.Who(g.r.Context(), query)
			switch {
			case errors.Is(err, khasan.ErrEmptyQuery):
				f.Err, f.ErrField, status = g.t("who.err.empty"), "q", http.StatusUnprocessableEntity
			case err != nil:
				return err
			default:
				if err := p.cfg.Keep(g.r.Context(), Answer{Who: a}); err != nil {
					return &fault{http.StatusServiceUnavailable, g.t("error.keep")}
				}
				f.Hits = hitsOf(a)
				f.Best = "none"
				if len(f.Hits) > 0 {
					f.Best = f.Hits[0].Band
				}
			}
		}
	}
	for _, l := range g.eng.Version().Lists {
		f.Lists++
		f.Parties += l.Entities
		if l.Date != "" && (f.Oldest == "" || l.Date < f.Oldest) {
			f.Oldest = l.Date
		}
	}
	if !f.Asked {
		f.Examples = []string{"Kim Jong Un", "Ким Чен Ын", "金正恩", "Chong Chon Gang", "Korea Mining Development"}
	}
	heading := g.t("who.heading")
	return g.show(status, "who.html", "who", heading, f)
}

// query makes the form into a question, or says which field to mend.
func (f *whoForm) query(g *page) (q khasan.WhoQuery, field, msg string) {
	name, number := strings.TrimSpace(f.Name), strings.TrimSpace(f.Number)
	if name == "" && number == "" {
		return q, "q", g.t("who.err.empty")
	}
	q = khasan.WhoQuery{Name: name, Schema: f.Schema, Explain: true, Limit: 20}
	if f.All {
		q.Threshold = .25
	}
	if f.Birth != "" {
		d, err := givenDate(f.Birth)
		if err != nil {
			return q, "birth", g.t("who.err.birth")
		}
		q.Entity.Births = []entity.Date{d}
	}
	if f.Country != "" {
		c, ok := entity.CountryOf(f.Country)
		if !ok {
			if c, ok = entity.CountryOf(strings.ToUpper(f.Country)); !ok {
				return q, "country", g.t("who.err.country", f.Country)
			}
		}
		q.Entity.Countries = []entity.Country{{Code: c, Link: "country"}}
	}
	if number != "" {
		q.Entity.IDs = []entity.Identifier{{Kind: "idNumber", Number: number}}
	}
	return q, "", ""
}

func hitsOf(a *khasan.WhoAnswer) []whoHit {
	var out []whoHit
	for i := range a.Hits {
		h := whoHit{Hit: &a.Hits[i], Percent: int(a.Hits[i].Score*100 + .5)}
		h.Pairs = alignment(a.Query, h.Hit)
		h.Evidence = factsOf(h.Hit)
		if h.Entity != nil {
			h.Party = partyOf(h.Entity)
		}
		out = append(out, h)
	}
	return out
}

// factsOf are the facts beside the names that a hit's score rests on.
func factsOf(h *khasan.Hit) []evidence {
	var out []evidence
	for _, f := range h.Features {
		switch {
		case strings.HasPrefix(f.Name, "cap_"):
			out = append(out, evidence{Term: "cap", Side: "against", Detail: f.Detail})
		case isFact(f.Name):
			out = append(out, evidence{Term: f.Name, Detail: f.Detail, Side: sideOf(f.Value * f.Weight), Share: f.Value * f.Weight})
		}
	}
	return out
}

func sideOf(share float64) string {
	switch {
	case share > 0:
		return "for"
	case share < 0:
		return "against"
	}
	return "neither"
}

func isFact(term string) bool {
	switch term {
	case "birth", "death", "country", "birth_place", "gender", "number", "kind":
		return true
	}
	return false
}

// party is a listed party as the pages show it.
type party struct {
	ID, Caption, Schema string
	Names               []entity.Name
	Births              []string
	BirthPlaces         []string
	Countries           []string
	Numbers             []entity.Identifier
	Addresses           []string
	Listings            []entity.Listing
	Genders             []string
	Aliases             int // names beside the caption
	More                []fact
}

type fact struct{ Name, Value string }

func partyOf(x *entity.Entity) party {
	v := party{ID: x.ID, Caption: x.Caption(), Schema: x.Schema, Names: x.Names, BirthPlaces: x.BirthPlaces, Numbers: x.IDs, Listings: x.Listings, Genders: x.Genders, Aliases: max(0, len(x.Names)-1)}
	for _, d := range x.Births {
		v.Births = append(v.Births, d.String())
	}
	seen := map[string]bool{}
	for _, c := range x.Countries {
		if !seen[c.Code] {
			seen[c.Code] = true
			v.Countries = append(v.Countries, c.Code)
		}
	}
	for _, a := range x.Addresses {
		if a.Full != "" {
			v.Addresses = append(v.Addresses, a.Full)
		}
	}
	for _, n := range []string{"position", "type", "flag", "owner", "tonnage", "notes"} {
		for _, val := range x.Props[n] {
			v.More = append(v.More, fact{n, val})
		}
	}
	return v
}

// entityPage shows one party with all that is published of it.
func (p *Pages) entityPage(g *page) error {
	x, ok := g.eng.Entity(g.r.PathValue("id"))
	if !ok {
		return &fault{http.StatusNotFound, g.t("entity.none")}
	}
	return g.show(http.StatusOK, "entity.html", "who", x.Caption(), partyOf(&x))
}

// clip bounds what a form field may hold, at a character's edge.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n]
}
