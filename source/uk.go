package source

import (
	"regexp"
	"slices"
	"strings"

	"khasan/entity"
)

// The UK lists: the UK Sanctions List of the Foreign, Commonwealth and
// Development Office (XML and CSV), since January 2026 the only one, and the
// consolidated list of OFSI before it (CSV and XLSX, layouts of 2018 and 2022).
//
// The elements below Individual, Entity and Ship details are those of the
// published schema; the copies at hand have none of them, so their reading is
// tested on small files of our own only.

const ukElements = `Designations DateGenerated Designation LastUpdated DateDesignated UniqueID OFSIGroupID UNReferenceNumber Names Name Name1 Name2 Name3 Name4 Name5 Name6
	NameType AliasStrength NonLatinNames NonLatinName NameNonLatinScript NonLatinScriptType NonLatinScriptLanguage Titles Title RegimeName IndividualEntityShip
	DesignationSource SanctionsImposed SanctionsImposedIndicators OtherInformation UKStatementofReasons Addresses Address AddressLine1 AddressLine2 AddressLine3
	AddressLine4 AddressLine5 AddressLine6 AddressPostalCode AddressCountry PhoneNumbers PhoneNumber EmailAddresses EmailAddress Websites Website
	IndividualDetails Individual DOBs DOB Nationalities Nationality NationalIdentifierDetails NationalIdentifier NationalIdentifierNumber
	NationalIdentifierAdditionalInformation PassportDetails Passport PassportNumber PassportAdditionalInformation Positions Position BirthDetails Location
	TownOfBirth CountryOfBirth Genders Gender EntityDetails Entity TypeOfEntities TypeOfEntity Subsidiaries Subsidiary ParentCompanies ParentCompany
	BusinessRegistrationNumbers BusinessRegistrationNumber ShipDetails Ship IMONumbers IMONumber CurrentOwnerOperators CurrentOwnerOperator
	PreviousOwnerOperators PreviousOwnerOperator CurrentBelievedFlagOfShips CurrentBelievedFlagOfShip PreviousFlags PreviousFlag ArmsEmbargo AssetFreeze CharteringOfShips ClosureOfRepresentativeOffices
	CrewServicingOfShipsAndAircraft Deflag DirectorDisqualificationSanction PreventionOfBusinessArrangements PreventionOfCharteringOfShipsAndAircraft
	ProhibitionOfPortEntry TargetedArmsEmbargo TechnicalAssistanceRelatedToAircraft TravelBan TrustServicesSanctions TypeOfShipDetails TypeOfShip
	TypeOfShipDetail TonnageOfShipDetails TonnageOfShip TonnageOfShipDetail LengthOfShipDetails LengthOfShip LengthOfShipDetail YearBuilts YearBuilt HullIdentificationNumbers HullIdentificationNumber`

const ukAuthority = "HM Government, United Kingdom"

func recogniseUK(b *blob, root xmlToken, first []xmlToken) *List {
	if root.name != "Designations" || !slices.ContainsFunc(first, func(t xmlToken) bool { return t.name == "Designation" }) {
		return nil
	}
	l := &List{ID: "uk", Title: "UK Sanctions List", Authority: ukAuthority, Format: "UK Sanctions List XML", read: readUK, owners: true}
	l.Date, _ = entity.ReadDate(textAfter(first, "DateGenerated"))
	return l
}

func readUK(l *List, emit emitter) error {
	d := newDrift(ukElements)
	return readXML(l, d, func(name string) bool { return name == "Designation" }, nil,
		func(n *node, emit func(...*eptr) bool) error {
			if n.get("UniqueID") == "" || len(n.kid("Names").kids) == 0 {
				return flawf(n.off, ErrFormat, "a designation without UniqueID or name")
			}
			emit(ukEntity(l, n))
			return nil
		}, emit)
}

// leaves gives the texts of the elements of a name, at any depth.
func (n *node) leaves(name string) []string {
	var out []string
	var walk func(*node)
	walk = func(x *node) {
		for _, k := range x.kids {
			if k.name == name && len(k.kids) == 0 {
				if s := squash(k.text); s != "" {
					out = append(out, s)
				}
			}
			walk(k)
		}
	}
	walk(n)
	return out
}

func ukSchema(kind string) string {
	switch strings.ToLower(squash(kind)) {
	case "individual":
		return entity.Person
	case "ship":
		return entity.Vessel
	}
	return entity.Organization
}

// ukQuality is the quality of a name by the list's kind and strength.
func ukQuality(kind, strength string) entity.Quality {
	k, s := strings.ToLower(kind), strings.ToLower(strength)
	switch {
	case strings.HasPrefix(s, "low"):
		return entity.Weak
	case k == "primary name":
		return entity.Primary
	case k == "fka" || strings.HasPrefix(k, "former") || strings.HasPrefix(k, "f.k.a"):
		return entity.Former
	}
	return entity.Strong
}

// ukName puts the six name fields together: the sixth is the family name, or
// the whole name of an entity or ship.
func ukName(e *entity.Entity, list string, six string, others []string, q entity.Quality) entity.Name {
	if e.Schema != entity.Person {
		parts := append(slices.Clone(others), six)
		return entity.Name{Full: strings.Join(slices.DeleteFunc(parts, func(s string) bool { return squash(s) == "" }), " "), Quality: q, List: list}
	}
	east := eastern(e)
	var ps []entity.Part
	if east {
		ps = addPart(ps, entity.RoleFamily, six)
	}
	for i, s := range others {
		role := entity.RoleMiddle
		if i == 0 {
			role = entity.RoleGiven
		}
		ps = addPart(ps, role, s)
	}
	if !east {
		ps = addPart(ps, entity.RoleFamily, six)
	}
	n := entity.Name{Full: joinParts(ps), Parts: ps, Quality: q, List: list}
	if len(ps) == 1 {
		n.Parts = nil
	}
	return n
}

// ukUnknown writes the parts of a date that are not known as noughts.
var ukUnknown = strings.NewReplacer("dd/", "00/", "mm/", "00/", "DD/", "00/", "MM/", "00/")

// ukBirth reads "00/00/1962", "dd/mm/1962" and the other forms.
func ukBirth(e *entity.Entity, s string) {
	for _, v := range numbered(s) {
		addBirth(e, ukUnknown.Replace(v))
	}
}

func ukEntity(l *List, n *node) *entity.Entity {
	id := n.get("UniqueID")
	e := &entity.Entity{ID: "uk-" + id, Schema: ukSchema(n.get("IndividualEntityShip")), Target: true, Topics: []string{"sanction"}, Datasets: []string{l.ID}}
	li := entity.Listing{List: l.ID, Key: id, Ref: id, Authority: l.Authority}
	if p := n.get("RegimeName"); p != "" {
		li.Programmes = []string{p}
	}
	li.From, _ = entity.ReadDate(n.get("DateDesignated"))
	if d, err := entity.ReadDate(n.get("LastUpdated")); err == nil && d != li.From {
		li.Amended = []entity.Date{d}
	}
	li.Reason = strings.TrimSpace(n.get("UKStatementofReasons") + " " + n.get("OtherInformation"))
	e.Listings = []entity.Listing{li}
	e.AddProp("unscId", n.get("UNReferenceNumber"))
	e.AddProp("ofsiGroupId", n.get("OFSIGroupID"))
	for _, s := range strings.Split(n.get("SanctionsImposed"), "|") {
		e.AddProp("measures", s)
	}
	for _, s := range strings.Split(n.get("DesignationSource"), "|") {
		e.AddProp("designationSource", s)
	}
	for _, v := range n.leaves("Nationality") {
		for _, c := range numbered(v) {
			addCountry(e, "nationality", c)
		}
	}
	for _, a := range n.kid("Addresses").all("Address") {
		var lines []string
		for _, k := range []string{"AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4", "AddressLine5"} {
			if s := a.get(k); s != "" {
				lines = append(lines, s)
			}
		}
		addPlace(e, entity.Place{Street: strings.Join(lines, ", "), City: a.get("AddressLine6"), PostalCode: a.get("AddressPostalCode")}, a.get("AddressCountry"))
	}
	for _, k := range n.kid("Names").all("Name") {
		addName(e, ukName(e, l.ID, k.get("Name6"), []string{k.get("Name1"), k.get("Name2"), k.get("Name3"), k.get("Name4"), k.get("Name5")}, ukQuality(k.get("NameType"), k.get("AliasStrength"))))
	}
	sortPrimary(e)
	for _, s := range n.leaves("NameNonLatinScript") {
		addName(e, entity.Name{Full: s, Quality: entity.Strong, List: l.ID})
	}
	for _, s := range n.leaves("DOB") {
		ukBirth(e, s)
	}
	towns, lands := n.leaves("TownOfBirth"), n.leaves("CountryOfBirth")
	for i := 0; i < max(len(towns), len(lands)); i++ {
		var town, land string
		if i < len(towns) {
			town = towns[i]
		}
		if i < len(lands) {
			land = lands[i]
		}
		addBirthPlace(e, town, land)
		addCountry(e, "birthCountry", land)
	}
	for _, s := range n.leaves("Gender") {
		addGender(e, s)
	}
	ukPapers(e, "passportNumber", "Passport", n.leaves("PassportNumber"), n.leaves("PassportAdditionalInformation"))
	ukPapers(e, "idNumber", "National Identifier", n.leaves("NationalIdentifierNumber"), n.leaves("NationalIdentifierAdditionalInformation"))
	for _, k := range []struct{ tag, kind string }{{"PhoneNumber", "phone"}, {"EmailAddress", "email"}, {"Website", "website"}, {"BusinessRegistrationNumber", "registrationNumber"}, {"IMONumber", "imoNumber"}, {"HullIdentificationNumber", "serialNumber"}} {
		for _, s := range n.leaves(k.tag) {
			for _, v := range numbered(s) {
				addID(e, entity.Identifier{Kind: k.kind, Number: v})
			}
		}
	}
	for _, s := range n.leaves("CurrentBelievedFlagOfShip") {
		addCountry(e, "flag", s)
	}
	for _, k := range []struct{ tag, prop string }{{"Position", "position"}, {"Title", "title"}, {"TypeOfEntity", "legalForm"}, {"Subsidiary", "subsidiary"}, {"ParentCompany", "parent"},
		{"CurrentOwnerOperator", "owner"}, {"PreviousOwnerOperator", "pastOwner"}, {"PreviousFlag", "pastFlags"}, {"TypeOfShip", "type"}, {"TypeOfShipDetail", "type"},
		{"TonnageOfShip", "tonnage"}, {"TonnageOfShipDetail", "tonnage"}, {"LengthOfShip", "length"}, {"LengthOfShipDetail", "length"}} {
		for _, s := range n.leaves(k.tag) {
			e.AddProp(k.prop, s)
		}
	}
	for _, s := range n.leaves("YearBuilt") {
		addBirth(e, s)
	}
	addIMOs(e, li.Reason)
	return e
}

// sortPrimary puts the primary names first and keeps the order of the others.
func sortPrimary(e *entity.Entity) {
	slices.SortStableFunc(e.Names, func(a, b entity.Name) int {
		switch ap, bp := a.Quality == entity.Primary, b.Quality == entity.Primary; {
		case ap && !bp:
			return -1
		case bp && !ap:
			return 1
		}
		return 0
	})
}

// ukPapers pairs numbers with what is said about them.
func ukPapers(e *entity.Entity, kind, note string, numbers, infos []string) {
	var ns, is []string
	for _, s := range numbers {
		ns = append(ns, numbered(s)...)
	}
	for _, s := range infos {
		is = append(is, numbered(s)...)
	}
	for i, s := range ns {
		id := entity.Identifier{Kind: kind, Number: s, Note: note}
		if i < len(is) && len(is) == len(ns) {
			id.Note = is[i]
			if k := idKind(is[i]); kind == "idNumber" && k != "passportNumber" {
				id.Kind = k
			}
			id.Country = leadingCountry(is[i])
		}
		addID(e, id)
	}
}

// leadingCountry finds the state with which a remark begins ("India number,
// issued on 4 Jun. 1985").
func leadingCountry(s string) string {
	w := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '.' })
	for n := min(4, len(w)); n > 0; n-- {
		if c, ok := entity.CountryOf(strings.Join(w[:n], " ")); ok {
			return c
		}
	}
	return ""
}

// The UK Sanctions List as CSV: one row for each name of a designation, columns
// after the published layout; a line with the report's date before the head.
func recogniseUKCSV(b *blob, first []previewRow) *List {
	_, i := headRow(first, "uniqueid", "name6", "designationtype", "regimename")
	if i < 0 {
		return nil
	}
	l := &List{ID: "uk", Title: "UK Sanctions List", Authority: ukAuthority, Format: "UK Sanctions List CSV", read: readUKTable, ansi: true, owners: true}
	l.Date = reportDate(first[:i])
	return l
}

// reportDate finds a date in the lines before a table's head.
func reportDate(rows []previewRow) entity.Date {
	for _, r := range rows {
		for _, f := range r.row {
			if _, after, ok := strings.Cut(f, ":"); ok {
				f = after
			}
			if d, err := readSerial(strings.TrimSpace(f)); err == nil && d.Day != 0 {
				return d
			}
		}
	}
	return entity.Date{}
}

func readUKTable(l *List, emit emitter) error {
	d := newDrift(`lastupdated uniqueid ofsigroupid unreferencenumber name1 name2 name3 name4 name5 name6 nametype aliasstrength title namenonlatinscript nonlatinscripttype
		nonlatinscriptlanguage addressline1 addressline2 addressline3 addressline4 addressline5 addressline6 addresspostalcode addresscountry phonenumber website emailaddress
		datedesignated regimename designationtype designationsource sanctionsimposed otherinformation ukstatementofreasons dob nationalityies nationality nationalidentifiernumber
		nationalidentifieradditionalinformation passportnumber passportadditionalinformation position gender townofbirth countryofbirth typeofentity subsidiaries parentcompany
		businessregistrationnumbers imonumber currentowneroperators previousowneroperators currentbelievedflagofship previousflags typeofship tonnageofship lengthofship yearbuilt hullidentificationnumberhin`)
	return readGrouped(l, d, []string{"uniqueid", "name6"},
		func(c columns, row []string) string { return c.get(row, "uniqueid") },
		func(c columns, rows [][]string) (*entity.Entity, error) {
			r := rows[0]
			id := c.get(r, "uniqueid")
			e := &entity.Entity{ID: "uk-" + id, Schema: ukSchema(c.get(r, "designationtype")), Target: true, Topics: []string{"sanction"}, Datasets: []string{l.ID}}
			li := entity.Listing{List: l.ID, Key: id, Ref: id, Authority: l.Authority, Reason: strings.TrimSpace(c.get(r, "ukstatementofreasons") + " " + c.get(r, "otherinformation"))}
			if p := c.get(r, "regimename"); p != "" {
				li.Programmes = []string{p}
			}
			li.From, _ = readSerial(c.get(r, "datedesignated"))
			if d, err := readSerial(c.get(r, "lastupdated")); err == nil && d != li.From {
				li.Amended = []entity.Date{d}
			}
			e.Listings = []entity.Listing{li}
			e.AddProp("unscId", c.get(r, "unreferencenumber"))
			e.AddProp("ofsiGroupId", c.get(r, "ofsigroupid"))
			for _, r := range rows {
				ukCommon(e, c, r)
				ukPapers(e, "idNumber", "National Identifier", []string{c.get(r, "nationalidentifiernumber")}, []string{c.get(r, "nationalidentifieradditionalinformation")})
				ukPapers(e, "passportNumber", "Passport", []string{c.get(r, "passportnumber")}, []string{c.get(r, "passportadditionalinformation")})
				var lines []string
				for _, k := range []string{"addressline1", "addressline2", "addressline3", "addressline4", "addressline5"} {
					if s := c.get(r, k); s != "" {
						lines = append(lines, s)
					}
				}
				addPlace(e, entity.Place{Street: strings.Join(lines, ", "), City: c.get(r, "addressline6"), PostalCode: c.get(r, "addresspostalcode")}, c.get(r, "addresscountry"))
				for _, k := range []struct{ col, kind string }{{"phonenumber", "phone"}, {"website", "website"}, {"emailaddress", "email"}, {"businessregistrationnumbers", "registrationNumber"}, {"imonumber", "imoNumber"}, {"hullidentificationnumberhin", "serialNumber"}} {
					for _, v := range numbered(c.get(r, k.col)) {
						addID(e, entity.Identifier{Kind: k.kind, Number: v})
					}
				}
				addCountry(e, "flag", c.get(r, "currentbelievedflagofship"))
				for _, k := range []struct{ col, prop string }{{"typeofentity", "legalForm"}, {"subsidiaries", "subsidiary"}, {"parentcompany", "parent"}, {"currentowneroperators", "owner"},
					{"previousowneroperators", "pastOwner"}, {"previousflags", "pastFlags"}, {"typeofship", "type"}, {"tonnageofship", "tonnage"}, {"lengthofship", "length"}} {
					for _, v := range numbered(c.get(r, k.col)) {
						e.AddProp(k.prop, v)
					}
				}
				addBirth(e, c.get(r, "yearbuilt"))
				for _, s := range strings.Split(c.get(r, "sanctionsimposed"), "|") {
					e.AddProp("measures", s)
				}
			}
			for _, r := range rows {
				addName(e, ukName(e, l.ID, c.get(r, "name6"), []string{c.get(r, "name1"), c.get(r, "name2"), c.get(r, "name3"), c.get(r, "name4"), c.get(r, "name5")}, ukQuality(c.get(r, "nametype"), c.get(r, "aliasstrength"))))
			}
			return ukFinish(l, e, c, rows)
		}, emit)
}

// ukCommon reads the columns that the UK's tables share.
func ukCommon(e *entity.Entity, c columns, r []string) {
	for _, v := range numbered(c.get(r, "nationalityies", "nationality")) {
		addCountry(e, "nationality", v)
	}
	ukBirth(e, serialDate(c.get(r, "dob")))
	towns, lands := numbered(c.get(r, "townofbirth")), numbered(c.get(r, "countryofbirth"))
	for i := 0; i < max(len(towns), len(lands)); i++ {
		var town, land string
		if i < len(towns) {
			town = towns[i]
		}
		switch {
		case i < len(lands):
			land = lands[i]
		case len(lands) == 1:
			land = lands[0]
		}
		addBirthPlace(e, town, land)
		addCountry(e, "birthCountry", land)
	}
	addGender(e, c.get(r, "gender"))
	for _, v := range numbered(c.get(r, "position")) {
		e.AddProp("position", v)
	}
	for _, v := range numbered(c.get(r, "title")) {
		e.AddProp("title", v)
	}
}

// ukFinish adds the original-script names, which stand beside the Latin ones.
func ukFinish(l *List, e *entity.Entity, c columns, rows [][]string) (*entity.Entity, error) {
	sortPrimary(e)
	for _, r := range rows {
		addName(e, entity.Name{Full: c.get(r, "namenonlatinscript"), Quality: entity.Strong, List: l.ID})
	}
	if len(e.Names) == 0 {
		return nil, errRow("a party without a name")
	}
	addIMOs(e, e.Listings[0].Reason)
	return e, nil
}

// OFSI's consolidated list: rows of one Group ID, not always together.
func recogniseOFSI(b *blob, first []previewRow) *List {
	_, i := headRow(first, "name6", "name1", "grouptype", "groupid")
	if i < 0 {
		return nil
	}
	l := &List{ID: "uk-ofsi", Title: "OFSI Consolidated List of Financial Sanctions Targets in the UK", Authority: "HM Treasury, Office of Financial Sanctions Implementation", Format: "OFSI ConList", read: readOFSI, ansi: true, owners: true}
	l.Date = reportDate(first[:i])
	return l
}

var (
	ofsiTag   = regexp.MustCompile(`\(([A-Z][A-Za-z/ .]+)\):`)
	ofsiUNRef = regexp.MustCompile(`(?i)UN Ref(?:erence(?: Number)?)?\)?:?\s*(?:UN Ref\s*)?([A-Z]{2}[ei]\.[0-9]{3}|[A-Z]{2}\.[A-Z]\.[0-9.]+[0-9])`)
)

// ofsiTags reads "(Key):value (Key):value" out of the other information.
func ofsiTags(s string) (tags [][2]string, rest string) {
	at := ofsiTag.FindAllStringSubmatchIndex(s, -1)
	if len(at) == 0 {
		return nil, s
	}
	rest = strings.TrimSpace(s[:at[0][0]])
	for i, m := range at {
		end := len(s)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		tags = append(tags, [2]string{s[m[2]:m[3]], strings.TrimSpace(s[m[1]:end])})
	}
	return tags, rest
}

func readOFSI(l *List, emit emitter) error {
	d := newDrift(`name1 name2 name3 name4 name5 name6 title namenonlatinscript nonlatinscripttype nonlatinscriptlanguage dob townofbirth countryofbirth nationality passportnumber
		passportdetails ninumber nationalidentificationnumber nationalidentificationdetails position address1 address2 address3 address4 address5 address6 postzipcode country
		otherinformation grouptype aliastype aliasquality regime listedon uksanctionslistdatedesignated lastupdated groupid grpstatus`)
	return readGrouped(l, d, []string{"name6", "groupid"},
		func(c columns, row []string) string { return c.get(row, "groupid") },
		func(c columns, rows [][]string) (*entity.Entity, error) {
			r := rows[0]
			id := c.get(r, "groupid")
			e := &entity.Entity{ID: "uk-ofsi-" + id, Schema: ukSchema(c.get(r, "grouptype")), Target: true, Topics: []string{"sanction"}, Datasets: []string{l.ID}}
			info := c.get(r, "otherinformation")
			li := entity.Listing{List: l.ID, Key: id, Authority: l.Authority, Reason: info}
			if p := c.get(r, "regime"); p != "" {
				li.Programmes = []string{p}
			}
			li.From, _ = readSerial(c.get(r, "listedon"))
			if d, err := readSerial(c.get(r, "lastupdated")); err == nil && d != li.From {
				li.Amended = []entity.Date{d}
			}
			tags, _ := ofsiTags(info)
			for _, t := range tags {
				v := strings.TrimRight(t[1], ". ")
				switch t[0] {
				case "UK Sanctions List Ref":
					if li.Ref, _, _ = strings.Cut(v, " "); len(li.Ref) > 12 {
						li.Ref = ""
					}
					li.Ref = strings.TrimRight(li.Ref, ".")
				case "Gender":
					addGender(e, v)
				case "IMO number":
					for _, n := range numbered(v) {
						addID(e, entity.Identifier{Kind: "imoNumber", Number: n})
					}
				case "Flag of ship", "Current believed flag of ship":
					addCountry(e, "flag", v)
				case "Previous flags":
					e.AddProp("pastFlags", v)
				case "Current owners", "Current owner/operator":
					e.AddProp("owner", v)
				case "Previous owners", "Previous owner/operator":
					e.AddProp("pastOwner", v)
				case "Type of ship":
					e.AddProp("type", v)
				case "Tonnage of ship":
					e.AddProp("tonnage", v)
				case "Length of ship":
					e.AddProp("length", v)
				case "Year built":
					addBirth(e, v)
				case "Phone number", "Email address", "Website":
					for _, n := range numbered(v) {
						addID(e, entity.Identifier{Kind: idKind(t[0]), Number: n})
					}
				case "Business Reg No", "Business Registration Number":
					for _, n := range numbered(v) {
						addID(e, entity.Identifier{Kind: "registrationNumber", Number: n, Note: t[0]})
					}
				case "Parent company":
					e.AddProp("parent", v)
				case "Subsidiaries":
					e.AddProp("subsidiary", v)
				case "Type of entity":
					e.AddProp("legalForm", v)
				}
			}
			if !strings.Contains(info, "UN R") && !strings.Contains(info, "UN ref") {
			} else if m := ofsiUNRef.FindStringSubmatch(info); m != nil {
				e.AddProp("unscId", m[1])
			}
			e.Listings = []entity.Listing{li}
			for _, r := range rows {
				ukCommon(e, c, r)
				if c.has("passportnumber") {
					ukPapers(e, "passportNumber", "Passport", []string{c.get(r, "passportnumber")}, []string{c.get(r, "passportdetails")})
					ukPapers(e, "idNumber", "National Identification", []string{c.get(r, "nationalidentificationnumber")}, []string{c.get(r, "nationalidentificationdetails")})
				} else {
					ofsiOldPapers(e, "passportNumber", c.get(r, "passportdetails"))
					ofsiOldPapers(e, "idNumber", c.get(r, "ninumber"))
				}
				var lines []string
				for _, k := range []string{"address1", "address2", "address3", "address4", "address5"} {
					if s := c.get(r, k); s != "" {
						lines = append(lines, s)
					}
				}
				addPlace(e, entity.Place{Street: strings.Join(lines, ", "), City: c.get(r, "address6"), PostalCode: c.get(r, "postzipcode")}, c.get(r, "country"))
			}
			for _, r := range rows {
				kind := c.get(r, "aliastype")
				addName(e, ukName(e, l.ID, c.get(r, "name6"), []string{c.get(r, "name1"), c.get(r, "name2"), c.get(r, "name3"), c.get(r, "name4"), c.get(r, "name5")}, ukQuality(kind, c.get(r, "aliasquality"))))
			}
			return ukFinish(l, e, c, rows)
		}, emit)
}

var ofsiNumber = regexp.MustCompile(`(?i)^(.*?)(?:no\.?|number|passport)?\s*:?\s*([A-Z]{0,5}[ -]?[0-9][A-Z0-9./ -]*[0-9A-Z])(.*)$`)

// ofsiOldPapers reads the free text of the old layout: "1) 82606 Pakistan 2)
// Passport No: 592667 (Qatari passport issued on 3 May 2007)".
func ofsiOldPapers(e *entity.Entity, kind, s string) {
	for _, v := range numbered(s) {
		m := ofsiNumber.FindStringSubmatch(v)
		if m == nil {
			e.AddProp("idNote", v)
			continue
		}
		id := entity.Identifier{Kind: kind, Number: strings.TrimSpace(m[2]), Note: squash(m[1] + " " + m[3])}
		id.Country = leadingCountry(strings.Trim(m[3], " ().,"))
		addID(e, id)
	}
}
