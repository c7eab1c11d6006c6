package entity

import (
	"fmt"
	"strings"
)

// Schemata, in FollowTheMoney's words. An unknown schema is kept as it came.
const (
	Person       = "Person"
	Organization = "Organization"
	Company      = "Company"
	LegalEntity  = "LegalEntity" // person or firm: the list does not say
	PublicBody   = "PublicBody"
	Vessel       = "Vessel"
	Airplane     = "Airplane"
	CryptoWallet = "CryptoWallet"
	Address      = "Address"
	Ownership    = "Ownership" // an edge: properties owner, asset, percentage
	Directorship = "Directorship"
	Family       = "Family"
	UnknownLink  = "UnknownLink"
	Security     = "Security"
	Thing        = "Thing"
)

// An Entity is one party (or one edge between parties) as published.
type Entity struct {
	// ID is unique and stable within a data set: the list's id, a hyphen, and
	// the list's own key for the record ("un-6908443", "ofac-20157"), or the
	// FollowTheMoney id as it came.
	ID string
	// Schema is one of the constants above.
	Schema string
	// Names holds every name, the primary ones first.
	Names []Name
	// Births holds dates of birth of a person; Dates of founding, building or
	// registration of anything else. Lists give several for one person.
	Births []Date
	Deaths []Date
	// BirthPlaces are free text as published.
	BirthPlaces []string
	// Genders: "male", "female", "other".
	Genders []string
	// Countries hold links to a state, ISO 3166-1 alpha-2 in upper case; SU, YU,
	// CS for states that are gone. What could not be mapped is in Props.
	Countries []Country
	// Addresses as published.
	Addresses []Place
	// IDs are documents and numbers: passports, tax numbers, IMO, wallets.
	IDs []Identifier
	// Listings has one entry for each list that names the party.
	Listings []Listing
	// Topics are OpenSanctions' topic words ("sanction", "role.pep", ...).
	Topics []string
	// Props keeps every further FollowTheMoney property under its own name
	// ("position", "flag", "tonnage", "owner", "notes", ...), values in order.
	Props map[string][]string
	// Datasets and Referents are FollowTheMoney's: which sets the entity is in
	// and which other ids mean the same.
	Datasets  []string
	Referents []string
	// Target says that the party itself is listed (not a mere relation).
	Target bool
	// FirstSeen, LastSeen and LastChange are ISO 8601 as the data set gave them.
	FirstSeen, LastSeen, LastChange string
}

// Quality says how much a name counts.
type Quality uint8

const (
	// Primary is the name under which the party is listed.
	Primary Quality = iota
	// Strong is a good-quality alias ("a.k.a.", UN "Good").
	Strong
	// Weak is a low-quality alias: alone it is no ground for a match (OFAC
	// "weak aka", UN "Low").
	Weak
	// Former is a name no longer borne ("f.k.a.").
	Former
)

func (q Quality) String() string {
	switch q {
	case Primary:
		return "primary"
	case Strong:
		return "strong"
	case Weak:
		return "weak"
	case Former:
		return "former"
	}
	return "unknown"
}

// MarshalText writes the quality as its word.
func (q Quality) MarshalText() ([]byte, error) { return []byte(q.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (q *Quality) UnmarshalText(b []byte) error {
	for v := Primary; v <= Former; v++ {
		if string(b) == v.String() {
			*q = v
			return nil
		}
	}
	return fmt.Errorf("name quality %q: want primary, strong, weak or former", b)
}

// A Name is one name of a party.
type Name struct {
	// Full is the whole name in reading order as published ("KIM JONG UN").
	Full string
	// Parts are the pieces the list itself gave; empty when it gave only Full.
	Parts   []Part  `json:",omitempty"`
	Quality Quality `json:",omitempty"`
	// Lang is a BCP 47 tag, Script an ISO 15924 code; empty when not said.
	Lang, Script string `json:",omitempty"`
	// List is the id of the list that gave the name.
	List string `json:",omitempty"`
}

// Role says what a part of a name is.
type Role uint8

const (
	RoleUnknown Role = iota
	RoleGiven
	RoleMiddle
	RolePatronymic
	RoleMatronymic
	RoleFamily
	RoleMaiden
	RoleTitle
	RoleSuffix
	RoleNickname
	RoleNisbah
)

var roleNames = [...]string{"unknown", "given", "middle", "patronymic", "matronymic", "family", "maiden", "title", "suffix", "nickname", "nisbah"}

func (r Role) String() string {
	if int(r) < len(roleNames) {
		return roleNames[r]
	}
	return "unknown"
}

// MarshalText writes the role as its word.
func (r Role) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (r *Role) UnmarshalText(b []byte) error {
	for i, n := range roleNames {
		if string(b) == n {
			*r = Role(i)
			return nil
		}
	}
	return fmt.Errorf("role %q of a part of a name is not known", b)
}

// A Part is one piece of a name with its role.
type Part struct {
	Role Role
	Text string
}

// A Country is a link between a party and a state.
type Country struct {
	// Code is ISO 3166-1 alpha-2 in upper case.
	Code string
	// Link is the FollowTheMoney property: "nationality", "citizenship",
	// "country", "jurisdiction", "flag", "birthCountry".
	Link string
}

// A Place is an address as published; Full is what to show.
type Place struct {
	Full                                     string
	Street, City, Region, PostalCode, Detail string `json:",omitempty"`
	Country                                  string `json:",omitempty"` // ISO 3166-1 alpha-2, upper case
}

// An Identifier is a document or a number.
type Identifier struct {
	// Kind is the FollowTheMoney property: passportNumber, idNumber, taxNumber,
	// innCode, ogrnCode, leiCode, swiftBic, imoNumber, mmsi, callSign,
	// registrationNumber, serialNumber, publicKey (wallets), phone, email, ...
	Kind    string
	Number  string
	Country string `json:",omitempty"` // ISO 3166-1 alpha-2 of the issuer, upper case
	Issued  Date   `json:",omitzero"`
	Expires Date   `json:",omitzero"`
	// Note is the list's own wording of the kind ("Digital Currency Address - XBT").
	Note string `json:",omitempty"`
}

// A Listing is the fact that one list names the party.
type Listing struct {
	// List is the id of the list: "un", "ofac-sdn", "ofac-cons", "eu", "uk",
	// "ch", "ca", "au", "jp", "us-csl", "us-dpl", "wb", or the data set's name.
	List string
	// Key is the list's own key of the record ("6908443", "20157").
	Key string `json:",omitempty"`
	// Ref is the reference a lawyer cites ("KPi.001"), when there is one.
	Ref string `json:",omitempty"`
	// Authority is who listed ("United Nations Security Council").
	Authority string `json:",omitempty"`
	// Programmes are the regimes in the list's own words ("DPRK", "DPRK2").
	Programmes []string `json:",omitempty"`
	// From is the day of listing; To of delisting (zero while listed).
	From, To Date `json:",omitzero"`
	// Amended are later changes.
	Amended []Date `json:",omitempty"`
	// Reason is the list's text; starter data has none.
	Reason string `json:",omitempty"`
	URL    string `json:",omitempty"`
}

// Caption is the name to show: the first primary name, or the id.
func (e *Entity) Caption() string {
	for i := range e.Names {
		if e.Names[i].Quality == Primary {
			return e.Names[i].Full
		}
	}
	if len(e.Names) > 0 {
		return e.Names[0].Full
	}
	return e.ID
}

// Prop returns the first value of a further property, or "".
func (e *Entity) Prop(name string) string {
	if v := e.Props[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// AddProp appends a value to a further property unless it is blank or there.
func (e *Entity) AddProp(name, value string) {
	value = strings.TrimSpace(value)
	if value == "" {
		return
	}
	for _, v := range e.Props[name] {
		if v == value {
			return
		}
	}
	if e.Props == nil {
		e.Props = map[string][]string{}
	}
	e.Props[name] = append(e.Props[name], value)
}

// IsEdge reports whether the entity is a link between two others.
func (e *Entity) IsEdge() bool {
	switch e.Schema {
	case Ownership, Directorship, Family, UnknownLink, "Membership", "Employment", "Associate", "Representation", "Succession", "Occupancy", "Debt", "Payment":
		return true
	}
	return false
}
