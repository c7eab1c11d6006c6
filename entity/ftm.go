package entity

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// MarshalText writes a date as [Date.String] does; "" is the zero date.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	v, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// proxy is FollowTheMoney's JSON of one entity.
type proxy struct {
	ID         string              `json:"id"`
	Caption    string              `json:"caption,omitempty"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
	Referents  []string            `json:"referents"`
	Datasets   []string            `json:"datasets"`
	FirstSeen  string              `json:"first_seen,omitempty"`
	LastSeen   string              `json:"last_seen,omitempty"`
	LastChange string              `json:"last_change,omitempty"`
	Target     *bool               `json:"target,omitempty"`
	Khasan     *exact              `json:"khasan,omitempty"`
}

// exact holds what FollowTheMoney's properties cannot say; readers of plain
// FollowTheMoney pass over it. A field is there only when it differs from what
// the properties give back.
type exact struct {
	Names       []Name              `json:"names,omitempty"`
	Births      []Date              `json:"births,omitempty"`
	Deaths      []Date              `json:"deaths,omitempty"`
	Countries   []Country           `json:"countries,omitempty"`
	Addresses   []Place             `json:"addresses,omitempty"`
	IDs         []Identifier        `json:"ids,omitempty"`
	Listings    []Listing           `json:"listings,omitempty"`
	Props       map[string][]string `json:"props,omitempty"`
	BirthPlaces []string            `json:"birthPlaces,omitempty"`
}

// nested is the form in which a property's value may be an entity itself
// (targets.nested.json), and a single value may stand without its list.
type nested struct {
	proxy
	Properties map[string]json.RawMessage `json:"properties"`
}

var nameProps = []struct {
	prop string
	q    Quality
}{{"name", Primary}, {"alias", Strong}, {"weakAlias", Weak}, {"previousName", Former}}

// countryProps are the links between a party and a state.
var countryProps = []string{"nationality", "citizenship", "country", "jurisdiction", "flag", "birthCountry", "mainCountry"}

// idProps are the properties whose values are numbers; any other number keeps
// its kind in Props.
var idProps = []string{
	"passportNumber", "idNumber", "taxNumber", "innCode", "ogrnCode", "kppCode", "okpoCode", "bikCode", "leiCode", "swiftBic", "imoNumber", "mmsi", "callSign",
	"registrationNumber", "serialNumber", "icaoCode", "publicKey", "dunsCode", "uscCode", "vatCode", "cikCode", "isin", "isinCode", "socialSecurityNumber", "licenseNumber",
	"uniqueEntityId", "npiCode", "giiNumber", "permId", "wikidataId", "ticker", "phone", "email", "website",
}

// birthProp is the property that Births go to.
func birthProp(schema string) string {
	switch schema {
	case Person:
		return "birthDate"
	case Vessel, Airplane:
		return "buildDate"
	}
	return "incorporationDate"
}

// oldCodes are FollowTheMoney's codes of states that are gone.
var oldCodes = map[string]string{"suhh": "SU", "yucs": "YU", "cshh": "CS", "csxx": "CS", "ddde": "DD"}

// FromFTM reads one FollowTheMoney entity, flat or with nested entities. Of
// the nested ones sanctions, addresses and papers become listings, addresses
// and identifiers; of any other the id is kept. A property this program has no
// field for goes to Props as it came.
func FromFTM(b []byte) (Entity, error) { return fromFTM(b, 0) }

// maxNesting bounds how deep entities may stand in entities; data sets have two
// or three levels.
const maxNesting = 12

func fromFTM(b []byte, depth int) (Entity, error) {
	if depth > maxNesting {
		return Entity{}, fmt.Errorf("read FollowTheMoney entity: entities nested deeper than %d", maxNesting)
	}
	var p proxy
	err := json.Unmarshal(b, &p)
	var adjuncts []Entity
	var te *json.UnmarshalTypeError
	if errors.As(err, &te) {
		p, adjuncts, err = fromNested(b, depth)
	}
	if err != nil {
		return Entity{}, fmt.Errorf("read FollowTheMoney entity: %w", err)
	}
	if p.ID == "" || p.Schema == "" {
		return Entity{}, errors.New("read FollowTheMoney entity: no id or no schema")
	}
	e := fromProxy(&p)
	for i := range adjuncts {
		e.Attach(&adjuncts[i])
	}
	if x := p.Khasan; x != nil {
		e.restore(x)
	}
	return e, nil
}

func fromNested(b []byte, depth int) (proxy, []Entity, error) {
	var n nested
	if err := json.Unmarshal(b, &n); err != nil {
		return proxy{}, nil, err
	}
	p := n.proxy
	p.Properties = make(map[string][]string, len(n.Properties))
	var adjuncts []Entity
	var keys []string
	for k := range n.Properties {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		var vals []json.RawMessage
		if raw := bytes.TrimSpace(n.Properties[k]); len(raw) > 0 && raw[0] != '[' {
			vals = append(vals, raw) // a single value where a list belongs
		} else if err := json.Unmarshal(raw, &vals); err != nil {
			return p, nil, err
		}
		for _, raw := range vals {
			raw = bytes.TrimSpace(raw)
			if len(raw) == 0 || string(raw) == "null" {
				continue
			}
			if raw[0] != '{' {
				var s string
				if json.Unmarshal(raw, &s) != nil {
					s = string(raw) // a number or truth value
				}
				p.Properties[k] = append(p.Properties[k], s)
				continue
			}
			var head struct{ ID, Schema string }
			if err := json.Unmarshal(raw, &head); err != nil || head.ID == "" || head.Schema == "" {
				p.Properties[k] = append(p.Properties[k], string(raw)) // an object that is no entity
				continue
			}
			sub, err := fromFTM(raw, depth+1)
			if err != nil {
				return p, nil, err
			}
			p.Properties[k] = append(p.Properties[k], sub.ID)
			if sub.IsAdjunct() {
				adjuncts = append(adjuncts, sub)
			}
		}
	}
	return p, adjuncts, nil
}

// code maps a FollowTheMoney country code; "" for one that ISO 3166-1 lacks.
func ftmCode(s string) string {
	if c := oldCodes[s]; c != "" {
		return c
	}
	if len(s) != 2 {
		return ""
	}
	return strings.ToUpper(s)
}

func fromProxy(p *proxy) Entity {
	e := Entity{ID: p.ID, Schema: p.Schema, Datasets: p.Datasets, Referents: p.Referents, FirstSeen: p.FirstSeen, LastSeen: p.LastSeen, LastChange: p.LastChange}
	if len(e.Datasets) == 0 {
		e.Datasets = nil
	}
	if len(e.Referents) == 0 {
		e.Referents = nil
	}
	rest := p.Properties
	// take marks a property as used; the remaining ones go to Props.
	used := make(map[string]bool, 16)
	take := func(k string) []string { used[k] = true; return rest[k] }
	party := !e.IsEdge() && !e.IsAdjunct()
	if party {
		for _, np := range nameProps {
			for _, v := range take(np.prop) {
				e.Names = append(e.Names, Name{Full: v, Quality: np.q})
			}
		}
		// The caption is the name the data set shows; it goes first.
		for i := range e.Names {
			if i > 0 && e.Names[i].Full == p.Caption && e.Names[i].Quality == Primary {
				n := e.Names[i]
				copy(e.Names[1:i+1], e.Names[:i])
				e.Names[0] = n
				break
			}
		}
		dates := func(prop string, into *[]Date) {
			vs, ok := rest[prop]
			if !ok {
				return
			}
			var bad bool
			var ds []Date
			for _, v := range vs {
				d, err := ParseDate(v)
				if err != nil {
					bad = true
					break
				}
				ds = append(ds, d)
			}
			if !bad {
				used[prop] = true
				*into = append(*into, ds...)
			}
		}
		dates(birthProp(e.Schema), &e.Births)
		if e.Schema == Person {
			dates("deathDate", &e.Deaths)
		}
		e.BirthPlaces = take("birthPlace")
		e.Genders = take("gender")
		for _, cp := range countryProps {
			vs := rest[cp]
			if len(vs) == 0 {
				continue
			}
			var odd []string
			for _, v := range vs {
				if c := ftmCode(v); c != "" {
					e.Countries = append(e.Countries, Country{Code: c, Link: cp})
				} else {
					odd = append(odd, v)
				}
			}
			used[cp] = true
			if odd != nil {
				e.set(cp, odd)
			}
		}
		for _, v := range take("address") {
			e.Addresses = append(e.Addresses, Place{Full: v})
		}
		for _, ip := range idProps {
			if vs, ok := rest[ip]; ok {
				used[ip] = true
				for _, v := range vs {
					e.IDs = append(e.IDs, Identifier{Kind: ip, Number: v})
				}
			}
		}
		e.Topics = take("topics")
	}
	for k, vs := range rest {
		if !used[k] {
			e.set(k, vs)
		}
	}
	switch {
	case p.Target != nil:
		e.Target = *p.Target
	default:
		for _, t := range e.Topics {
			if t == "sanction" || strings.HasPrefix(t, "sanction.") || t == "debarment" {
				e.Target = t != "sanction.linked"
			}
		}
	}
	return e
}

func (e *Entity) set(k string, vs []string) {
	if e.Props == nil {
		e.Props = map[string][]string{}
	}
	e.Props[k] = vs
}

// IsAdjunct reports whether the entity only says more about another one: a
// sanction, an address, a paper.
func (e *Entity) IsAdjunct() bool {
	switch e.Schema {
	case "Sanction", Address, "Passport", "Identification":
		return true
	}
	return false
}

// Holder is the id of the party that an adjunct says more about, "" for an
// address, which its party names itself (in the property addressEntity).
func (e *Entity) Holder() string {
	if e.Schema == "Sanction" {
		return e.Prop("entity")
	}
	return e.Prop("holder")
}

// Attach takes an adjunct into the party: a sanction as a listing, an address
// as a place, a paper as an identifier. It reports whether it was one.
func (e *Entity) Attach(a *Entity) bool {
	date := func(prop string) Date {
		d, _ := ParseDate(a.Prop(prop))
		return d
	}
	switch a.Schema {
	case "Sanction":
		l := Listing{Key: a.ID, Authority: a.Prop("authority"), Reason: a.Prop("reason"), URL: a.Prop("sourceUrl"), To: date("endDate")}
		if len(a.Datasets) > 0 {
			l.List = a.Datasets[0]
		}
		for _, k := range []string{"program", "programId"} {
			for _, p := range a.Props[k] {
				if !slices.Contains(l.Programmes, p) {
					l.Programmes = append(l.Programmes, p)
				}
			}
		}
		for _, k := range []string{"unscId", "authorityId", "recordId"} {
			if v := a.Prop(k); v != "" && l.Ref == "" {
				l.Ref = v
			}
		}
		for _, k := range []string{"listingDate", "startDate"} {
			if d := date(k); !d.IsZero() && l.From.IsZero() {
				l.From = d
			}
		}
		for _, v := range a.Props["modifiedAt"] {
			if d, err := ParseDate(v); err == nil {
				l.Amended = append(l.Amended, d)
			}
		}
		e.Listings = append(e.Listings, l)
	case Address:
		p := Place{Full: a.Prop("full"), Street: a.Prop("street"), City: a.Prop("city"), Region: a.Prop("region"), PostalCode: a.Prop("postalCode"), Detail: a.Prop("remarks"), Country: ftmCode(a.Prop("country"))}
		if p.Region == "" {
			p.Region = a.Prop("state")
		}
		if p.Full == "" {
			p.Full = strings.Join(slices.DeleteFunc([]string{p.Street, p.City, p.Region, p.PostalCode, p.Country}, func(s string) bool { return s == "" }), ", ")
		}
		for i := range e.Addresses {
			if e.Addresses[i].Full == p.Full {
				e.Addresses[i] = p
				return true
			}
		}
		e.Addresses = append(e.Addresses, p)
	case "Passport", "Identification":
		kind := "idNumber"
		if a.Schema == "Passport" {
			kind = "passportNumber"
		}
		id := Identifier{Kind: kind, Number: a.Prop("number"), Country: ftmCode(a.Prop("country")), Issued: date("startDate"), Expires: date("endDate"), Note: a.Prop("type")}
		for i := range e.IDs {
			if e.IDs[i].Number == id.Number && e.IDs[i].Note == "" {
				id.Kind = e.IDs[i].Kind
				e.IDs[i] = id
				return true
			}
		}
		if id.Number != "" {
			e.IDs = append(e.IDs, id)
		}
	default:
		return false
	}
	return true
}

// FTM writes the entity as FollowTheMoney JSON on one line. What its
// properties cannot say (name parts, spans of years, issuers of numbers,
// listings) is added under the key "khasan", which other readers pass over;
// [FromFTM] gives the same entity back.
func (e *Entity) FTM() ([]byte, error) {
	p := proxy{ID: e.ID, Caption: e.Caption(), Schema: e.Schema, Properties: e.Properties(), Datasets: e.Datasets, Referents: e.Referents,
		FirstSeen: e.FirstSeen, LastSeen: e.LastSeen, LastChange: e.LastChange, Target: &e.Target}
	if p.Datasets == nil {
		p.Datasets = []string{}
	}
	if p.Referents == nil {
		p.Referents = []string{}
	}
	back := fromProxy(&p)
	var x exact
	differs := func(a, b any) bool { return !reflect.DeepEqual(a, b) }
	if differs(back.Names, e.Names) {
		x.Names = e.Names
	}
	if differs(back.Births, e.Births) {
		x.Births = e.Births
	}
	if differs(back.Deaths, e.Deaths) {
		x.Deaths = e.Deaths
	}
	if differs(back.Countries, e.Countries) {
		x.Countries = e.Countries
	}
	if differs(back.Addresses, e.Addresses) {
		x.Addresses = e.Addresses
	}
	if differs(back.IDs, e.IDs) {
		x.IDs = e.IDs
	}
	if differs(back.BirthPlaces, e.BirthPlaces) {
		x.BirthPlaces = e.BirthPlaces
	}
	x.Listings = e.Listings
	if differs(back.Props, e.Props) {
		x.Props = e.Props
	}
	if differs(x, exact{}) {
		p.Khasan = &x
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(&p); err != nil {
		return nil, fmt.Errorf("write FollowTheMoney entity %s: %w", e.ID, err)
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// Properties are the entity in the properties of its schema, as plain texts:
// what FollowTheMoney can say of it. The map and its lists are new.
func (e *Entity) Properties() map[string][]string {
	out := make(map[string][]string, len(e.Props)+8)
	add := func(k, v string) {
		if v != "" && !slices.Contains(out[k], v) {
			out[k] = append(out[k], v)
		}
	}
	for k, vs := range e.Props {
		out[k] = append([]string(nil), vs...)
	}
	for _, n := range e.Names {
		k := "alias"
		for _, np := range nameProps {
			if np.q == n.Quality {
				k = np.prop
			}
		}
		add(k, n.Full)
	}
	for _, d := range e.Births {
		add(birthProp(e.Schema), plainDate(d))
	}
	for _, d := range e.Deaths {
		add("deathDate", plainDate(d))
	}
	for _, v := range e.BirthPlaces {
		add("birthPlace", v)
	}
	for _, v := range e.Genders {
		add("gender", v)
	}
	for _, c := range e.Countries {
		code := strings.ToLower(c.Code)
		for old, c2 := range map[string]string{"suhh": "SU", "yucs": "YU", "cshh": "CS", "ddde": "DD"} {
			if c2 == c.Code {
				code = old
			}
		}
		add(c.Link, code)
	}
	for _, a := range e.Addresses {
		add("address", a.Full)
	}
	for _, id := range e.IDs {
		add(id.Kind, id.Number)
	}
	for _, t := range e.Topics {
		add("topics", t)
	}
	return out
}

// plainDate is the part of a date that FollowTheMoney can say.
func plainDate(d Date) string {
	d.Circa, d.YearTo = false, 0
	return d.String()
}

func (e *Entity) restore(x *exact) {
	if x.Names != nil {
		e.Names = x.Names
	}
	if x.Births != nil {
		e.Births = x.Births
	}
	if x.Deaths != nil {
		e.Deaths = x.Deaths
	}
	if x.Countries != nil {
		e.Countries = x.Countries
	}
	if x.Addresses != nil {
		e.Addresses = x.Addresses
	}
	if x.IDs != nil {
		e.IDs = x.IDs
	}
	if x.BirthPlaces != nil {
		e.BirthPlaces = x.BirthPlaces
	}
	if x.Listings != nil {
		e.Listings = x.Listings
	}
	if x.Props != nil {
		e.Props = x.Props
	}
}
