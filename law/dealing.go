package law

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	"khasan/entity"
)

// A Dealing is what passes, from whom, to whom, when and by what route, in a
// trader's terms. Only what is known need be filled in.
//
// Goods go from From to To; labour from the workers' home to the employer;
// money from payer to payee; a service from who renders it to who gets it.
type Dealing struct {
	ID string `json:"id,omitempty" yaml:"id"`
	// Class is a dotted dealing class ("coal", "arms.ammunition", "finance.loan").
	Class string `json:"class,omitempty" yaml:"class"`
	// Goods are words for what passes, in any of ten languages.
	Goods []string `json:"goods,omitempty" yaml:"goods"`
	// HS is a Harmonized System code of 2, 4 or 6 digits (national digits after
	// the sixth are ignored); HSEdition is 2012, 2017 or 2022.
	HS        string `json:"hs,omitempty" yaml:"hs"`
	HSEdition string `json:"hs_edition,omitempty" yaml:"hs_edition"`
	// From, To, Origin: ISO 3166-1 alpha-2, a name of the State, SU, a region
	// (UA-43, region:crimea), WORLD, group:..., org:..., person:..., or "" for
	// not known.
	From   string `json:"from,omitempty" yaml:"from"`
	To     string `json:"to,omitempty" yaml:"to"`
	Origin string `json:"origin,omitempty" yaml:"origin"`
	// EndUse is what the goods are for: a word (military, civilian) or the State
	// in which they are used.
	EndUse string   `json:"end_use,omitempty" yaml:"end_use"`
	Via    []string `json:"via,omitempty" yaml:"via"`     // States of transit
	Ports  []string `json:"ports,omitempty" yaml:"ports"` // ports called at
	On     Period   `json:"on,omitzero" yaml:"on"`
	// As are the jurisdictions from which the question is asked (UN, EU, US,
	// GB, DE, ...); empty: all regimes held, each where it has a link.
	As []string `json:"as,omitempty" yaml:"as"`
	// Means is how it travels.
	Means   Means   `json:"means,omitzero" yaml:"means"`
	Parties []Party `json:"parties,omitempty" yaml:"parties"`
	// Service is the kind of service rendered (finance, insurance, brokering,
	// training, technical_assistance, repair, transport), and ConnectedWith the
	// class of what it is connected with.
	Service       string `json:"service,omitempty" yaml:"service"`
	ConnectedWith string `json:"connected_with,omitempty" yaml:"connected_with"`
	Value         Value  `json:"value,omitzero" yaml:"value"`
	// Purpose: humanitarian, livelihood, diplomatic, medical, personal,
	// commercial, military.
	Purpose string `json:"purpose,omitempty" yaml:"purpose"`
	// Authorised are approvals said to be held: committee, notified, licence.
	Authorised []string `json:"authorised,omitempty" yaml:"authorised"`
	// Contract is the day the contract was made.
	Contract Period `json:"contract,omitzero" yaml:"contract"`
	// Legs are the parts of a barter; each inherits what it does not say.
	Legs []Dealing `json:"legs,omitempty" yaml:"legs"`
}

// A Period is a day, a month or a year, or a span of them. The dealing took
// place at some time within it, or, with Throughout, went on all through it.
type Period struct {
	From, To   entity.Date
	Throughout bool
}

// IsZero reports whether no day is known.
func (p Period) IsZero() bool { return p.From.IsZero() && p.To.IsZero() }

// String is "2018-03-01", "2017-08", or "2017-04-01/2017-10-31".
func (p Period) String() string {
	switch {
	case p.To.IsZero() || p.From == p.To:
		return p.From.String()
	case p.From.IsZero():
		return "/" + p.To.String()
	}
	return p.From.String() + "/" + p.To.String()
}

// Means is how goods travel.
type Means struct {
	Vessel     string   `json:"vessel,omitempty" yaml:"vessel"`
	IMO        string   `json:"imo,omitempty" yaml:"imo"`
	Flags      []string `json:"flags,omitempty" yaml:"flags"` // flag States of the ships or aircraft
	ShipToShip bool     `json:"ship_to_ship,omitempty" yaml:"ship_to_ship"`
}

// Value is what the dealing is worth.
type Value struct {
	Amount   float64 `json:"amount,omitempty" yaml:"amount"`
	Currency string  `json:"currency,omitempty" yaml:"currency"`
	Quantity float64 `json:"quantity,omitempty" yaml:"quantity"`
	Unit     string  `json:"unit,omitempty" yaml:"unit"`
}

// A Party takes part in a dealing.
type Party struct {
	// Role: from, to, seller, buyer, end_user, bank, carrier, broker, insurer, ...
	Role    string `json:"role,omitempty" yaml:"role"`
	Name    string `json:"name,omitempty" yaml:"name"`
	Country string `json:"country,omitempty" yaml:"country"`
	// Kind: person, company, government, armed_forces, bank, armed_group, ngo, un.
	Kind string `json:"kind,omitempty" yaml:"kind"`
	// Listings are the list entries found for the party.
	Listings []entity.Listing `json:"-" yaml:"-"`
	// Owned are chains of ownership or control that lead to listed parties.
	Owned []Chain `json:"owned,omitempty" yaml:"owned"`
}

// ParseDealings reads dealings from YAML or JSON: one mapping, a list of them,
// several YAML documents, or JSON lines. Unknown keys are errors.
func ParseDealings(data []byte) ([]Dealing, error) {
	if trimmed := bytes.TrimSpace(data); len(trimmed) > 0 && trimmed[0] == '{' && bytes.Contains(trimmed, []byte("}\n{")) {
		var out []Dealing
		n := 0
		for line := range bytes.Lines(data) {
			n++
			if len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			ds, err := parseDealings(line)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
			out = append(out, ds...)
		}
		return out, nil
	}
	return parseDealings(data)
}

func parseDealings(data []byte) ([]Dealing, error) {
	var out []Dealing
	shape := yaml.NewDecoder(bytes.NewReader(data)) // says whether a document is a list
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	for {
		var n yaml.Node
		err := shape.Decode(&n)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, helpful(err)
		}
		if len(n.Content) == 1 && n.Content[0].Kind == yaml.SequenceNode {
			var l []Dealing
			err = dec.Decode(&l)
			out = append(out, l...)
		} else {
			var d Dealing
			err = dec.Decode(&d)
			out = append(out, d)
		}
		if err != nil {
			return nil, helpful(err)
		}
	}
	if len(out) == 0 {
		return nil, errors.New("no dealing in it: want a mapping with keys such as class, from, to, on")
	}
	return out, nil
}

// strictNode decodes a node and refuses unknown keys. A node decoded by hand
// forgets its decoder's strictness, so the node is written out and read again.
func strictNode(n *yaml.Node, v any) error {
	b, err := yaml.Marshal(n)
	if err != nil {
		return err
	}
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	if err := dec.Decode(v); err != nil && !errors.Is(err, io.EOF) {
		if n.Line > 1 {
			return fmt.Errorf("in the mapping that begins on line %d: %w", n.Line, err)
		}
		return err
	}
	return nil
}

// helpful says of a YAML error what to mend.
func helpful(err error) error {
	s := err.Error()
	s = strings.ReplaceAll(s, "yaml: unmarshal errors:\n  ", "")
	s = strings.ReplaceAll(s, "yaml: ", "")
	if i := strings.Index(s, " not found in type law.Dealing"); i > 0 {
		return fmt.Errorf("%s is no key of a dealing; the keys are id, class, goods, hs, hs_edition, from, to, origin, end_use, via, ports, on, as, means, parties, service, connected_with, value, purpose, authorised, contract, legs", s[:i])
	}
	return errors.New(s)
}

// periodForm is the long form of a period.
type periodForm struct {
	From       string `json:"from,omitempty" yaml:"from"`
	To         string `json:"to,omitempty" yaml:"to"`
	Throughout bool   `json:"throughout,omitempty" yaml:"throughout"`
}

func (p *Period) set(f periodForm) error {
	var err error
	*p = Period{Throughout: f.Throughout}
	if f.From != "" {
		if p.From, err = entity.ParseDate(f.From); err != nil {
			return err
		}
	}
	if f.To != "" {
		if p.To, err = entity.ParseDate(f.To); err != nil {
			return err
		}
	}
	if !p.From.IsZero() && !p.To.IsZero() && p.To.Last().Compare(p.From.First()) < 0 {
		return fmt.Errorf("period %s to %s ends before it begins", f.From, f.To)
	}
	return nil
}

// setText reads the short form: a date, or two with a slash.
func (p *Period) setText(s string) error {
	if a, b, ok := strings.Cut(s, "/"); ok && len(b) > 4 {
		return p.set(periodForm{From: a, To: b})
	}
	return p.set(periodForm{From: s, To: s})
}

// UnmarshalYAML reads "2018-03-01", "2017-04/2017-10", or from, to, throughout.
func (p *Period) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		if n.Tag == "!!null" {
			return nil
		}
		return p.setText(n.Value)
	}
	var f periodForm
	if err := strictNode(n, &f); err != nil {
		return err
	}
	return p.set(f)
}

// UnmarshalJSON reads what UnmarshalYAML reads.
func (p *Period) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	var s string
	if json.Unmarshal(b, &s) == nil {
		if s == "" {
			return nil
		}
		return p.setText(s)
	}
	var f periodForm
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return fmt.Errorf("period: want a date or {from, to, throughout}: %w", err)
	}
	return p.set(f)
}

// MarshalJSON writes the short form when nothing is lost by it.
func (p Period) MarshalJSON() ([]byte, error) {
	if p.Throughout {
		return json.Marshal(periodForm{From: p.From.String(), To: p.To.String(), Throughout: true})
	}
	return json.Marshal(p.String())
}

// listingForm is a listing as a dealing file writes it.
type listingForm struct {
	List       string   `json:"list" yaml:"list"`
	Key        string   `json:"key,omitempty" yaml:"key"`
	Ref        string   `json:"ref,omitempty" yaml:"ref"`
	Programmes []string `json:"programmes,omitempty" yaml:"programmes"`
	From       string   `json:"from,omitempty" yaml:"from"`
	To         string   `json:"to,omitempty" yaml:"to"`
}

type partyForm struct {
	Role     string        `json:"role,omitempty" yaml:"role"`
	Name     string        `json:"name,omitempty" yaml:"name"`
	Country  string        `json:"country,omitempty" yaml:"country"`
	Kind     string        `json:"kind,omitempty" yaml:"kind"`
	Listings []listingForm `json:"listings,omitempty" yaml:"listings"`
	Owned    []chainForm   `json:"owned,omitempty" yaml:"owned"`
}

// chainForm is a chain of ownership with the listings at its top.
type chainForm struct {
	Chain    `yaml:",inline"`
	Listings []listingForm `json:"listings,omitempty" yaml:"listings"`
}

func (f *listingForm) listing() (entity.Listing, error) {
	e := entity.Listing{List: f.List, Key: f.Key, Ref: f.Ref, Programmes: f.Programmes}
	var err error
	if f.From != "" {
		if e.From, err = entity.ParseDate(f.From); err != nil {
			return e, err
		}
	}
	if f.To != "" {
		e.To, err = entity.ParseDate(f.To)
	}
	return e, err
}

func listingForms(ls []entity.Listing) []listingForm {
	var out []listingForm
	for _, l := range ls {
		out = append(out, listingForm{List: l.List, Key: l.Key, Ref: l.Ref, Programmes: l.Programmes, From: l.From.String(), To: l.To.String()})
	}
	return out
}

func (p *Party) set(f partyForm) error {
	*p = Party{Role: f.Role, Name: f.Name, Country: f.Country, Kind: f.Kind}
	for i := range f.Listings {
		l, err := f.Listings[i].listing()
		if err != nil {
			return err
		}
		p.Listings = append(p.Listings, l)
	}
	for i := range f.Owned {
		c := f.Owned[i].Chain
		for k := range f.Owned[i].Listings {
			l, err := f.Owned[i].Listings[k].listing()
			if err != nil {
				return err
			}
			c.Listings = append(c.Listings, l)
		}
		p.Owned = append(p.Owned, c)
	}
	return nil
}

// UnmarshalYAML reads a party with its listings.
func (p *Party) UnmarshalYAML(n *yaml.Node) error {
	var f partyForm
	if err := strictNode(n, &f); err != nil {
		return err
	}
	return p.set(f)
}

// UnmarshalJSON reads a party with its listings.
func (p *Party) UnmarshalJSON(b []byte) error {
	var f partyForm
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return fmt.Errorf("party: %w", err)
	}
	return p.set(f)
}

// MarshalJSON writes a party with its listings.
func (p Party) MarshalJSON() ([]byte, error) {
	f := partyForm{Role: p.Role, Name: p.Name, Country: p.Country, Kind: p.Kind, Listings: listingForms(p.Listings)}
	for _, c := range p.Owned {
		f.Owned = append(f.Owned, chainForm{c, listingForms(c.Listings)})
	}
	return json.Marshal(f)
}
