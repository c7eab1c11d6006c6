package source

import (
	"slices"
	"strconv"
	"strings"

	"khasan/entity"
)

// OFAC's ADVANCED XML (namespace http://www.un.org/sanctions/1.0): values are
// numbers of reference sets; locations and papers stand before the parties,
// listings and relations after them. It is read twice: first all but the
// parties, then these.

const advancedElements = `Sanctions DateOfIssue Year Month Day ReferenceValueSets Locations Location LocationAreaCode FeatureVersionReference LocationCountry
	LocationPart LocationPartValue Comment Value IDRegDocumentReference IDRegDocuments IDRegDocument IDRegistrationNo IssuingAuthority DocumentDate
	DocumentedNameReference DistinctParties DistinctParty Profile Identity Alias DocumentedName DocumentedNamePart NamePartValue NamePartGroups
	MasterNamePartGroup NamePartGroup Feature FeatureVersion DatePeriod Start From To End VersionDetail IdentityReference VersionLocation
	ProfileRelationships ProfileRelationship SanctionsEntries SanctionsEntry EntryEvent Date SanctionsMeasure SanctionsEntryLinks DurationMinimum DurationMaximum DirectURL ExternalReference
	DocumentedNameCountry DocumentMentioned IDRegDocumentMention SupInfo SanctionsEntryReference ProfileSubsidiaryBodyReference`

func recogniseAdvanced(b *blob, root xmlToken, first []xmlToken) *List {
	if root.name != "Sanctions" || !slices.ContainsFunc(first, func(t xmlToken) bool { return t.name == "ReferenceValueSets" || t.name == "DateOfIssue" }) {
		return nil
	}
	// The party with the lowest number is first; those of the other lists begin
	// past 4000, those of the SDN list with 36.
	sdn := true
	if r, err := b.open(); err == nil {
		defer r.Close()
		s := newXMLScanner(r)
		for {
			t, err := s.next()
			if err != nil {
				break
			}
			if t.kind == xmlStart && t.name == "DistinctParty" {
				n, _ := strconv.Atoi(t.value("FixedRef"))
				sdn = n < 4000
				break
			}
		}
	}
	l := ofacList("OFAC advanced XML", sdn, readAdvanced)
	l.Date, _ = entity.ReadDate(textAfter(first, "Year") + "-" + textAfter(first, "Month") + "-" + textAfter(first, "Day"))
	return l
}

// advanced holds what the first pass collects.
type advanced struct {
	ref       map[string]string // "AliasType 1400" to "A.K.A."
	iso       map[string]string // country id to ISO code
	areaCode  map[string]string // area code id to country id
	places    map[string]entity.Place
	placeLand map[string]string
	papers    map[string][]paper // by identity
	entries   map[string][]entity.Listing
	lists     map[string][]string
	links     map[string][]*node
	here      map[string]bool // numbers of the parties
}

type paper struct {
	kind string
	id   entity.Identifier
}

func (a *advanced) value(set, id string) string { return a.ref[set+" "+id] }

func readAdvanced(l *List, emit emitter) error {
	a := &advanced{ref: map[string]string{}, iso: map[string]string{}, areaCode: map[string]string{}, places: map[string]entity.Place{}, placeLand: map[string]string{},
		papers: map[string][]paper{}, entries: map[string][]entity.Listing{}, lists: map[string][]string{}, links: map[string][]*node{}}
	var err error
	if a.here, err = l.numbersHere("DistinctParty", "FixedRef"); err != nil {
		return err
	}
	d := newDrift(advancedElements)
	d.loose = true // the reference sets name themselves
	err = readXML(l, d, func(name string) bool {
		return strings.HasSuffix(name, "Values") || name == "Location" || name == "IDRegDocument" || name == "SanctionsEntry" || name == "ProfileRelationship"
	}, nil, func(x *node, _ func(...*eptr) bool) error {
		a.collect(l, x)
		return nil
	}, func(*eptr, *blob, int) bool { return true })
	if err != nil {
		return err
	}
	if len(a.ref) == 0 {
		return l.parts[0].fail(l.ID, 0, flawf(0, ErrFormat, "no reference value sets"))
	}
	d = newDrift(advancedElements)
	for k := range a.ref {
		set, _, _ := strings.Cut(k, " ")
		d.known[set], d.known[set+"Values"] = true, true
	}
	for _, s := range []string{"EntryLinkTypeValues", "ExRefTypeValues", "SupInfoTypeValues", "TargetTypeValues"} {
		d.known[s] = true
	}
	return readXML(l, d, func(name string) bool { return name == "DistinctParty" }, nil,
		func(x *node, emit func(...*eptr) bool) error {
			if x.attr("FixedRef") == "" {
				return flawf(x.off, ErrFormat, "a party without FixedRef")
			}
			e, edges := a.party(l, x)
			if len(e.Names) == 0 {
				return flawf(x.off, ErrFormat, "party %s has no name", clip(x.attr("FixedRef"), 20))
			}
			if emit(e) {
				emit(edges...)
			}
			return nil
		}, emit)
}

func (a *advanced) date(n *node) entity.Date {
	y, _ := strconv.Atoi(n.get("Year"))
	m, _ := strconv.Atoi(n.get("Month"))
	d, _ := strconv.Atoi(n.get("Day"))
	if y <= 0 || y > 9999 || m < 0 || m > 12 || d < 0 || d > 31 {
		return entity.Date{}
	}
	return entity.Day(y, m, d)
}

func (a *advanced) collect(l *List, x *node) {
	switch {
	case strings.HasSuffix(x.name, "Values"):
		for _, v := range x.kids {
			if id := v.attr("ID"); id != "" {
				a.ref[v.name+" "+id] = squash(v.text)
				if iso := v.attr("ISO2"); iso != "" && v.name == "Country" {
					a.iso[id] = iso
				}
				if v.name == "AreaCode" {
					a.areaCode[id] = v.attr("CountryID")
				}
			}
		}
	case x.name == "Location":
		part := map[string]string{}
		for _, p := range x.all("LocationPart") {
			k := a.value("LocPartType", p.attr("LocPartTypeID"))
			if part[k] == "" {
				part[k] = p.get("LocationPartValue", "Value")
			}
		}
		id := x.attr("ID")
		a.places[id] = ofacPlace(part)
		land := x.kid("LocationCountry").attr("CountryID")
		if land == "" {
			land = a.areaCode[x.kid("LocationAreaCode").attr("AreaCodeID")]
		}
		name := a.value("Country", land)
		if name == "" {
			name = a.ref["AreaCode "+x.kid("LocationAreaCode").attr("AreaCodeID")]
		}
		if iso := a.iso[land]; iso != "" && countryCode(name) == "" {
			name = iso
		}
		a.placeLand[id] = name
	case x.name == "IDRegDocument":
		p := paper{kind: a.value("IDRegDocType", x.attr("IDRegDocTypeID"))}
		p.id.Number = x.get("IDRegistrationNo")
		land := x.attr("IssuedBy-CountryID")
		if p.id.Country = a.iso[land]; p.id.Country == "" {
			p.id.Country = countryCode(a.value("Country", land))
		}
		for _, d := range x.all("DocumentDate") {
			day := a.date(d.kid("DatePeriod").kid("Start").kid("From"))
			switch a.value("IDRegDocDateType", d.attr("IDRegDocDateTypeID")) {
			case "Issue Date":
				p.id.Issued = day
			case "Expiration Date":
				p.id.Expires = day
			}
		}
		a.papers[x.attr("IdentityID")] = append(a.papers[x.attr("IdentityID")], p)
	case x.name == "SanctionsEntry":
		profile := x.attr("ProfileID")
		sub := a.value("List", x.attr("ListID"))
		li := entity.Listing{List: sublist(sub), Key: profile, Authority: l.Authority, URL: ofacURL + profile}
		var reasons []string
		for _, ev := range x.all("EntryEvent") {
			if d := a.date(ev.kid("Date")); !d.IsZero() && (li.From.IsZero() || d.Compare(li.From) < 0) {
				li.From = d
			}
			if s := a.value("LegalBasis", ev.attr("LegalBasisID")); s != "" && s != "Unknown" && !slices.Contains(reasons, s) {
				reasons = append(reasons, s)
			}
		}
		for _, m := range x.all("SanctionsMeasure") {
			if s := m.get("Comment"); s != "" && !slices.Contains(li.Programmes, s) {
				li.Programmes = append(li.Programmes, s)
			}
			if s := a.value("SanctionsType", m.attr("SanctionsTypeID")); s != "" && s != "Program" && s != "Unknown" && !slices.Contains(reasons, s) {
				reasons = append(reasons, s)
			}
		}
		li.Reason = strings.Join(reasons, "; ")
		if !slices.Contains(a.lists[profile], sub) {
			a.lists[profile] = append(a.lists[profile], sub)
		}
		es := a.entries[profile]
		if i := slices.IndexFunc(es, func(o entity.Listing) bool { return o.List == li.List }); i < 0 {
			a.entries[profile] = append(es, li)
		} else {
			if !li.From.IsZero() && (es[i].From.IsZero() || li.From.Compare(es[i].From) < 0) {
				es[i].From = li.From
			}
			for _, p := range li.Programmes {
				if !slices.Contains(es[i].Programmes, p) {
					es[i].Programmes = append(es[i].Programmes, p)
				}
			}
		}
	case x.name == "ProfileRelationship":
		from := x.attr("From-ProfileID")
		a.links[from] = append(a.links[from], x)
	}
}

func (a *advanced) party(l *List, x *node) (*entity.Entity, []*entity.Entity) {
	ref := x.attr("FixedRef")
	profile := x.kid("Profile")
	e := &entity.Entity{ID: l.ofacID(ref), Referents: l.ofacReferents(ref), Target: true, Topics: []string{"sanction"}, Datasets: []string{l.ID}, Listings: a.entries[profile.attr("ID")]}
	sub := profile.attr("PartySubTypeID")
	kind := a.value("PartySubType", sub)
	if kind == "Unknown" || kind == "" {
		// Sub-types without a name are persons (4) and entities (3).
		kind = map[string]string{"4": "individual", "3": "entity"}[sub]
	}
	e.Schema = ofacSchema(kind)
	for _, s := range a.lists[profile.attr("ID")] {
		e.AddProp("sanctionsList", s)
	}
	var weak []entity.Name
	for _, f := range profile.all("Feature") {
		typ := a.value("FeatureType", f.attr("FeatureTypeID"))
		for _, v := range f.all("FeatureVersion") {
			if p := v.kid("DatePeriod"); p.name != "" {
				s, t := p.kid("Start"), p.kid("End")
				d := spanOf(a.date(s.kid("From")).String(), a.date(t.kid("To")).String(), s.attr("Approximate") == "true" || t.attr("Approximate") == "true")
				switch typ {
				case "Birthdate", "Aircraft Manufacture Date", "Organization Established Date", "Vessel Year of Build":
					putBirth(e, d)
				default:
					ofacFeature(e, l.ID, typ, d.String(), &weak)
				}
				continue
			}
			detail := v.get("VersionDetail")
			if id := v.kid("VersionDetail").attr("DetailReferenceID"); id != "" {
				if s := a.value("DetailReference", id); s != "" {
					detail = s
				}
			}
			for _, at := range v.all("VersionLocation") {
				id := at.attr("LocationID")
				switch typ {
				case "Location":
					addPlace(e, a.places[id], a.placeLand[id])
				case "Nationality Country", "Citizenship Country", "Vessel Flag", "VESSEL FLAG", "Nationality of Registration":
					ofacFeature(e, l.ID, typ, a.placeLand[id], &weak)
				case "Place of Birth":
					p := a.places[id]
					addBirthPlace(e, p.Street, p.City, p.Region, a.placeLand[id])
				}
			}
			if detail != "" {
				ofacFeature(e, l.ID, typ, detail, &weak)
			}
		}
	}
	identity := profile.kid("Identity")
	for _, p := range a.papers[identity.attr("ID")] {
		ofacField(e, l.ID, p.kind, p.id.Number, p.id, &weak)
	}
	group := map[string]string{}
	for _, m := range identity.kid("NamePartGroups").all("MasterNamePartGroup") {
		for _, g := range m.all("NamePartGroup") {
			group[g.attr("ID")] = a.value("NamePartType", g.attr("NamePartTypeID"))
		}
	}
	east := eastern(e)
	for _, primary := range []bool{true, false} {
		for _, al := range identity.all("Alias") {
			if (al.attr("Primary") == "true") != primary {
				continue
			}
			q := entity.Strong
			switch {
			case primary:
				q = entity.Primary
			case al.attr("LowQuality") == "true":
				q = entity.Weak
			case a.value("AliasType", al.attr("AliasTypeID")) == "F.K.A.":
				q = entity.Former
			}
			for _, dn := range al.all("DocumentedName") {
				var parts []namePart
				for _, p := range dn.all("DocumentedNamePart") {
					v := p.kid("NamePartValue")
					parts = append(parts, namePart{group[v.attr("NamePartGroupID")], squash(v.text)})
				}
				n := partsName(parts, e.Schema, east)
				n.Quality, n.List = q, l.ID
				addName(e, n)
			}
		}
	}
	if c := x.get("Comment"); c != "" {
		ofacRemarks(e, l.ID, c, &weak)
		e.AddProp("notes", c)
	}
	for _, n := range weak {
		addName(e, n)
	}
	var edges []*entity.Entity
	for _, r := range a.links[profile.attr("ID")] {
		edges = append(edges, ofacEdge(l, e, r.attr("ID"), a.value("RelationType", r.attr("RelationTypeID")), r.attr("To-ProfileID"), r.attr("Former") == "true", a.here))
	}
	return e, edges
}
