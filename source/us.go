package source

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strings"

	"khasan/entity"
)

// The US Consolidated Screening List of the Department of Commerce, CSV and
// JSON: thirteen lists of Treasury, Commerce and State in one form.

func cslList(format string, read func(*List, emitter) error) *List {
	return &List{ID: "us-csl", Title: "US Consolidated Screening List", Authority: "US Department of Commerce, International Trade Administration", Format: format, read: read}
}

func recogniseCSLCSV(b *blob, first []previewRow) *List {
	if _, i := headRow(first, "source", "entitynumber", "altnames", "federalregisternotice", "name"); i < 0 {
		return nil
	}
	l := cslList("CSL CSV", readCSLCSV)
	// The file has no date of its own; it is at least as new as its newest record.
	var c columns
	b.rows(delimiter(b.head), false, func(_ string, row []string, _ int64) error {
		if c == nil {
			if h := headOf(row); h.has("source", "startdate") {
				c = h
			}
			return nil
		}
		if d, err := entity.ParseDate(c.get(row, "startdate")); err == nil && d.Compare(l.Date) > 0 {
			l.Date, l.DateFrom = d, "newest record"
		}
		return nil
	})
	return l
}

// cslRecord is one record in either form.
type cslRecord struct {
	ID, Source, Number, Type, Name, Title, Remarks, Notice, Start, End           string
	CallSign, VesselType, Gross, GRT, Flag, Owner, URL, Requirement, Policy      string
	Programs, AltNames, Births, BirthPlaces, Nationalities, Citizenships, Places []string
	IDs                                                                          []entity.Identifier
	Addresses                                                                    []cslAddress
}

type cslAddress struct {
	Address, City, State, Country string
	PostalCode                    string `json:"postal_code"`
}

func readCSLCSV(l *List, emit emitter) error {
	return readTable(l, l.comma, newDrift(`id source entitynumber type programs name title addresses federalregisternotice startdate enddate standardorder licenserequirement licensepolicy
		callsign vesseltype grosstonnage grossregisteredtonnage vesselflag vesselowner remarks sourcelisturl altnames citizenships datesofbirth nationalities placesofbirth sourceinformationurl ids country`),
		func(c columns, row []string) (*entity.Entity, error) {
			g := func(k string) string { return c.get(row, k) }
			r := cslRecord{ID: g("id"), Source: g("source"), Number: g("entitynumber"), Type: g("type"), Name: g("name"), Title: g("title"), Remarks: g("remarks"), Notice: g("federalregisternotice"),
				Start: g("startdate"), End: g("enddate"), CallSign: g("callsign"), VesselType: g("vesseltype"), Gross: g("grosstonnage"), GRT: g("grossregisteredtonnage"), Flag: g("vesselflag"), Owner: g("vesselowner"),
				URL: g("sourceinformationurl"), Requirement: g("licenserequirement"), Policy: g("licensepolicy"), Programs: list(g("programs")), AltNames: list(g("altnames")), Births: list(g("datesofbirth")),
				BirthPlaces: list(g("placesofbirth")), Nationalities: list(g("nationalities")), Citizenships: list(g("citizenships")), Places: list(g("addresses"))}
			for _, s := range list(g("ids")) {
				r.IDs = append(r.IDs, cslID(s))
			}
			return r.entity(l)
		}, emit)
}

// cslID reads "IMO 8767977, Vessel Registration Identification" and "RU,
// 7702070139, Tax ID No.": country, number, kind.
func cslID(s string) entity.Identifier {
	f := strings.Split(s, ", ")
	var id entity.Identifier
	if len(f) > 2 && len(f[0]) == 2 {
		id.Country = countryCode(f[0])
		f = f[1:]
	}
	id.Note = f[len(f)-1]
	id.Number = strings.Join(f[:len(f)-1], ", ")
	if len(f) == 1 {
		id.Number, id.Note = f[0], ""
	}
	return id
}

func (r *cslRecord) entity(l *List) (*entity.Entity, error) {
	if r.Name == "" || r.Source == "" {
		return nil, errRow("a record without name or source")
	}
	key := r.ID
	if r.Number != "" {
		key = r.Number
	}
	if key == "" {
		h := fnv.New64a()
		fmt.Fprint(h, r.Source, "|", r.Name, "|", r.Notice, "|", r.Start, "|", strings.Join(r.Places, ";"))
		key = fmt.Sprintf("%016x", h.Sum64())
	}
	// A party on two of Treasury's lists has one number and two records.
	short := ""
	if _, s, ok := strings.Cut(r.Source, "("); ok {
		short, _, _ = strings.Cut(s, ")")
	}
	id := "us-csl-" + strings.ToLower(strings.Join(strings.Fields(short), "-")) + "-" + key
	e := &entity.Entity{ID: id, Schema: entity.LegalEntity, Target: true, Topics: []string{"sanction"}, Datasets: []string{l.ID}}
	switch r.Type {
	case "":
	default:
		e.Schema = ofacSchema(r.Type)
	}
	if strings.Contains(r.Source, "Bureau of Industry") || strings.Contains(r.Source, "ITAR") || strings.Contains(r.Source, "Nonproliferation") {
		e.Topics = []string{"export.control"}
	}
	li := entity.Listing{List: l.ID, Key: key, Ref: r.Notice, Authority: r.Source, Programmes: r.Programs, URL: r.URL}
	if len(li.Programmes) == 0 && short != "" {
		li.Programmes = []string{short}
	}
	li.From, _ = entity.ReadDate(r.Start)
	li.To, _ = entity.ReadDate(r.End)
	var why []string
	for _, s := range []string{r.Remarks, r.Requirement, r.Policy} {
		if s != "" {
			why = append(why, s)
		}
	}
	li.Reason = strings.Join(why, " ")
	e.Listings = []entity.Listing{li}
	for _, t := range list(r.Title) {
		e.AddProp("position", t)
	}
	for _, s := range r.Nationalities {
		addCountry(e, "nationality", s)
	}
	for _, s := range r.Citizenships {
		addCountry(e, "citizenship", s)
	}
	for _, d := range r.Births {
		addBirth(e, d)
	}
	for _, p := range r.BirthPlaces {
		ofacPOB(e, p)
	}
	var weak []entity.Name
	for _, i := range r.IDs {
		ofacField(e, l.ID, i.Note, i.Number, i, &weak)
	}
	addID(e, entity.Identifier{Kind: "callSign", Number: r.CallSign})
	e.AddProp("type", r.VesselType)
	e.AddProp("tonnage", r.Gross)
	e.AddProp("grossRegisteredTonnage", r.GRT)
	addCountry(e, "flag", r.Flag)
	e.AddProp("owner", r.Owner)
	for _, a := range r.Places {
		land := a
		if i := strings.LastIndexByte(a, ','); i >= 0 {
			land = strings.TrimSpace(a[i+1:])
		}
		p := entity.Place{Full: a}
		if len(land) != 2 || countryCode(land) == "" {
			land = ""
		}
		addPlace(e, p, land)
	}
	for _, a := range r.Addresses {
		addPlace(e, entity.Place{Street: a.Address, City: a.City, Region: a.State, PostalCode: a.PostalCode}, a.Country)
	}
	rem := linkedRe.ReplaceAllStringFunc(r.Remarks, func(s string) string {
		e.AddProp("linkedTo", linkedRe.FindStringSubmatch(s)[1])
		return ""
	})
	if r.Number != "" {
		ofacRemarks(e, l.ID, strings.Trim(rem, "; "), &weak)
	}
	east := eastern(e)
	addName(e, ofacName(r.Name, e.Schema, entity.Primary, l.ID, east))
	for _, n := range r.AltNames {
		addName(e, ofacName(n, e.Schema, entity.Strong, l.ID, east))
	}
	for _, n := range weak {
		addName(e, n)
	}
	return e, nil
}

func recogniseCSLJSON(b *blob, first []byte) *List {
	var h struct {
		Source   string
		Name     string
		AltNames *[]string `json:"alt_names"`
		Notice   *string   `json:"federal_register_notice"`
	}
	if json.Unmarshal(first, &h) != nil || h.Source == "" || h.Name == "" {
		return nil
	}
	return cslList("CSL JSON", readCSLJSON)
}

func readCSLJSON(l *List, emit emitter) error {
	return readJSON(l, at("results/*"), func(raw []byte, off int64, emit func(...*eptr) bool) error {
		var j struct {
			ID           string `json:"id"`
			Source       string `json:"source"`
			Number       any    `json:"entity_number"`
			Type         string `json:"type"`
			Name         string `json:"name"`
			Title        string `json:"title"`
			Remarks      string `json:"remarks"`
			Notice       string `json:"federal_register_notice"`
			Start        string `json:"start_date"`
			End          string `json:"end_date"`
			CallSign     string `json:"call_sign"`
			VesselType   string `json:"vessel_type"`
			Gross        string `json:"gross_tonnage"`
			GRT          string `json:"gross_registered_tonnage"`
			Flag         string `json:"vessel_flag"`
			Owner        string `json:"vessel_owner"`
			URL          string `json:"source_information_url"`
			Requirement  string `json:"license_requirement"`
			Policy       string `json:"license_policy"`
			Programs     []string
			AltNames     []string `json:"alt_names"`
			Births       []string `json:"dates_of_birth"`
			BirthPlaces  []string `json:"places_of_birth"`
			Nationality  []string `json:"nationalities"`
			Citizenships []string
			Addresses    []cslAddress
			IDs          []struct {
				Type, Number, Country string
				Issued                string `json:"issue_date"`
				Expires               string `json:"expiration_date"`
			}
		}
		if err := json.Unmarshal(raw, &j); err != nil {
			return flawf(off, ErrFormat, "%v", err)
		}
		r := cslRecord{ID: j.ID, Source: j.Source, Type: j.Type, Name: squash(j.Name), Title: j.Title, Remarks: j.Remarks, Notice: j.Notice, Start: j.Start, End: j.End, CallSign: j.CallSign,
			VesselType: j.VesselType, Gross: j.Gross, GRT: j.GRT, Flag: j.Flag, Owner: j.Owner, URL: j.URL, Requirement: j.Requirement, Policy: j.Policy, Programs: j.Programs, AltNames: j.AltNames,
			Births: j.Births, BirthPlaces: j.BirthPlaces, Nationalities: j.Nationality, Citizenships: j.Citizenships, Addresses: j.Addresses}
		if j.Number != nil {
			if f, ok := j.Number.(float64); ok {
				r.Number = fmt.Sprintf("%.0f", f)
			} else {
				r.Number = fmt.Sprint(j.Number)
			}
		}
		for _, x := range j.IDs {
			id := entity.Identifier{Note: x.Type, Number: x.Number, Country: countryCode(x.Country)}
			id.Issued, _ = entity.ReadDate(x.Issued)
			id.Expires, _ = entity.ReadDate(x.Expires)
			r.IDs = append(r.IDs, id)
		}
		e, err := r.entity(l)
		if err != nil {
			return flawf(off, ErrFormat, "%v", err)
		}
		emit(e)
		return nil
	}, emit)
}
