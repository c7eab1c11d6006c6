package source

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"khasan/entity"
)

// The EU consolidated list of financial sanctions (FSF): XML 1.1 (export/
// sanctionEntity), the XML 1.0 that went before it (WHOLE/ENTITY), and the CSV
// of both. The lists print names, dates and papers in another order each day:
// they are sorted by the list's own numbers here.

const (
	euAuthority = "European Union"
	euTitle     = "EU consolidated list of persons, groups and entities subject to financial sanctions"
	euElements  = `export sanctionEntity remark regulation publicationUrl subjectType nameAlias regulationSummary citizenship birthdate identification address contactInfo`
	euOld       = `WHOLE ENTITY NAME LASTNAME FIRSTNAME MIDDLENAME WHOLENAME GENDER TITLE FUNCTION LANGUAGE BIRTH DATE PLACE COUNTRY PASSPORT NUMBER CITIZEN ADDRESS STREET ZIPCODE CITY OTHER`
)

func recogniseEU(b *blob, root xmlToken, first []xmlToken) *List {
	l := &List{ID: "eu", Title: euTitle, Authority: euAuthority}
	switch {
	case root.name == "export" && slices.ContainsFunc(first, func(t xmlToken) bool { return t.name == "sanctionEntity" }):
		l.Format, l.read = "EU FSF XML 1.1", readEU
		l.Date, _ = entity.ReadDate(root.value("generationDate"))
	case root.name == "WHOLE" && slices.ContainsFunc(first, func(t xmlToken) bool { return t.name == "ENTITY" }):
		l.Format, l.read = "EU FSF XML 1.0", readEUOld
		l.Date, _ = entity.ReadDate(root.value("Date"))
	default:
		return nil
	}
	return l
}

// byID sorts elements by their logicalId.
func byID(ns []*node) []*node {
	sort.SliceStable(ns, func(i, j int) bool {
		a, _ := strconv.ParseInt(ns[i].attr("logicalId"), 10, 64)
		b, _ := strconv.ParseInt(ns[j].attr("logicalId"), 10, 64)
		return a < b
	})
	return ns
}

// euDates puts the days of legal acts into a listing: the first is its
// beginning, the others amendments.
func euDates(li *entity.Listing, days []entity.Date) {
	slices.SortFunc(days, entity.Date.Compare)
	days = slices.Compact(days)
	for _, d := range days {
		switch {
		case d.IsZero():
		case li.From.IsZero():
			li.From = d
		case d.Compare(li.From) > 0:
			li.Amended = append(li.Amended, d)
		}
	}
}

func readEU(l *List, emit emitter) error {
	return readXML(l, newDrift(euElements), func(name string) bool { return name == "sanctionEntity" }, nil,
		func(n *node, emit func(...*eptr) bool) error {
			id := n.attr("logicalId")
			if id == "" || len(n.all("nameAlias")) == 0 {
				return flawf(n.off, ErrFormat, "an entity without logicalId or name")
			}
			emit(euEntity(l, n, id))
			return nil
		}, emit)
}

func euSchema(code string) string {
	switch strings.ToLower(code) {
	case "person", "p":
		return entity.Person
	case "vessel", "v":
		return entity.Vessel
	}
	return entity.Organization
}

func euEntity(l *List, n *node, id string) *entity.Entity {
	e := &entity.Entity{ID: "eu-" + id, Schema: euSchema(n.kid("subjectType").attr("code")), Target: true, Topics: []string{"sanction"}, Datasets: []string{l.ID}}
	li := entity.Listing{List: l.ID, Key: id, Ref: n.attr("euReferenceNumber"), Authority: euAuthority}
	var days []entity.Date
	day := func(s string) {
		if d, err := entity.ReadDate(s); err == nil {
			days = append(days, d)
		}
	}
	day(n.attr("designationDate"))
	for _, r := range n.all("regulation") {
		day(r.attr("publicationDate"))
		if p := r.attr("programme"); p != "" && !slices.Contains(li.Programmes, p) {
			li.Programmes = append(li.Programmes, p)
		}
		if li.URL == "" {
			li.URL = r.get("publicationUrl")
		}
		e.AddProp("legalBasis", r.attr("numberTitle"))
	}
	e.AddProp("unscId", n.attr("unitedNationId"))
	var remarks []string
	for _, r := range n.all("remark") {
		if s := squash(r.text); s != "" {
			remarks = append(remarks, s)
		}
	}
	if s := n.attr("designationDetails"); s != "" {
		remarks = append(remarks, s)
	}
	li.Reason = strings.Join(remarks, " ")
	first := true
	for _, a := range byID(n.all("nameAlias")) {
		day(a.kid("regulationSummary").attr("publicationDate"))
		q := entity.Strong
		switch {
		case a.attr("strong") == "false":
			q = entity.Weak
		case first:
			q, first = entity.Primary, false
		}
		var ps []entity.Part
		ps = addPart(ps, entity.RoleGiven, a.attr("firstName"))
		ps = addPart(ps, entity.RoleMiddle, a.attr("middleName"))
		ps = addPart(ps, entity.RoleFamily, a.attr("lastName"))
		full := a.attr("wholeName")
		if full == "" {
			full = joinParts(ps)
		}
		addName(e, entity.Name{Full: full, Parts: ps, Quality: q, Lang: strings.ToLower(a.attr("nameLanguage")), List: l.ID})
		addGender(e, a.attr("gender"))
		e.AddProp("title", a.attr("title"))
		e.AddProp("position", a.attr("function"))
	}
	for _, b := range byID(n.all("birthdate")) {
		euBirth(e, b)
	}
	for _, c := range byID(n.all("citizenship")) {
		addCountry(e, "nationality", euCountry(c))
	}
	for _, a := range byID(n.all("address")) {
		city := a.attr("city")
		if city == "" {
			city = a.attr("place")
		}
		street := a.attr("street")
		if p := a.attr("poBox"); p != "" {
			street = strings.TrimPrefix(street+", P.O. Box "+p, ", ")
		}
		var detail []string
		for _, r := range a.all("remark") {
			detail = append(detail, squash(r.text))
		}
		addPlace(e, entity.Place{Street: street, City: city, Region: a.attr("region"), PostalCode: a.attr("zipCode"), Detail: strings.Join(detail, " ")}, euCountry(a))
		for _, ci := range a.all("contactInfo") {
			addID(e, entity.Identifier{Kind: contactKind(ci.attr("key")), Number: ci.attr("value")})
		}
	}
	for _, d := range byID(n.all("identification")) {
		id := entity.Identifier{Kind: euIDKind(d.attr("identificationTypeCode"), d.attr("identificationTypeDescription")), Number: d.attr("number"), Note: d.attr("identificationTypeDescription")}
		if id.Number == "" {
			id.Number = d.attr("latinNumber")
		}
		if c := d.attr("countryIso2Code"); c != "00" {
			id.Country = countryCode(c)
		}
		id.Issued, _ = entity.ReadDate(d.attr("issueDate"))
		id.Expires, _ = entity.ReadDate(d.attr("validTo"))
		for _, k := range []string{"knownExpired", "knownFalse", "reportedLost", "revokedByIssuer", "diplomatic"} {
			if d.attr(k) == "true" {
				id.Note = strings.TrimSpace(id.Note + "; " + k)
			}
		}
		addID(e, id)
	}
	addIMOs(e, li.Reason)
	euDates(&li, days)
	e.Listings = []entity.Listing{li}
	return e
}

func euCountry(n *node) string {
	c := n.attr("countryIso2Code")
	if c == "00" || c == "" {
		c = n.attr("countryDescription")
	}
	if strings.EqualFold(c, "unknown") {
		return ""
	}
	return c
}

func contactKind(key string) string {
	switch strings.ToLower(key) {
	case "email":
		return "email"
	case "web", "website":
		return "website"
	}
	return "phone"
}

func euBirth(e *entity.Entity, b *node) {
	circa := b.attr("circa") == "true"
	if b.attr("calendarType") != "" && b.attr("calendarType") != "GREGORIAN" {
		e.AddProp("birthDateText", strings.TrimSpace(b.attr("birthdate")+" "+b.attr("year")+" ("+b.attr("calendarType")+")"))
	} else if from, to := b.attr("yearRangeFrom"), b.attr("yearRangeTo"); from != "" && to != "" {
		if d, err := entity.ReadDate(from + " to " + to); err == nil {
			d.Circa = d.Circa || circa
			putBirth(e, d)
		}
	} else {
		s := b.attr("birthdate")
		if s == "" {
			for _, k := range []string{"year", "monthOfYear", "dayOfMonth"} {
				v := b.attr(k)
				if v == "" || v == "0" {
					break
				}
				if len(v) == 1 {
					v = "0" + v
				}
				s = strings.TrimPrefix(s+"-"+v, "-")
			}
		}
		if d, err := entity.ReadDate(s); err == nil {
			d.Circa = d.Circa || circa
			putBirth(e, d)
		} else if s != "" {
			e.AddProp("birthDateText", s)
		}
	}
	land := euCountry(b)
	desc := b.attr("countryDescription")
	if strings.EqualFold(desc, "unknown") {
		desc = ""
	}
	addBirthPlace(e, b.attr("place"), b.attr("city"), b.attr("region"), desc)
	addCountry(e, "birthCountry", land)
}

// euIDKind maps the list's type codes.
func euIDKind(code, desc string) string {
	switch strings.ToLower(code) {
	case "passport", "stpassport", "diplomatic", "diplpassport", "travel":
		return "passportNumber"
	case "id", "residentperm", "electcard", "birthcert", "drivinglic":
		return "idNumber"
	case "fiscalcode", "tax", "taxid":
		return "taxNumber"
	case "regnumber", "tradelic", "regnum":
		return "registrationNumber"
	case "swiftbic":
		return "swiftBic"
	case "imo":
		return "imoNumber"
	case "ssn":
		return "socialSecurityNumber"
	}
	return idKind(desc)
}

func readEUOld(l *List, emit emitter) error {
	return readXML(l, newDrift(euOld), func(name string) bool { return name == "ENTITY" }, nil,
		func(n *node, emit func(...*eptr) bool) error {
			id := n.attr("Id")
			if id == "" || len(n.all("NAME")) == 0 {
				return flawf(n.off, ErrFormat, "an entity without Id or name")
			}
			e := &entity.Entity{ID: "eu-" + id, Schema: euSchema(n.attr("Type")), Target: true, Topics: []string{"sanction"}, Datasets: []string{l.ID}}
			li := entity.Listing{List: l.ID, Key: id, Authority: euAuthority, Reason: n.attr("remark"), URL: n.attr("pdf_link")}
			if p := n.attr("programme"); p != "" {
				li.Programmes = []string{p}
			}
			e.AddProp("legalBasis", n.attr("legal_basis"))
			var days []entity.Date
			for _, x := range append(n.kids, n) {
				if d, err := entity.ReadDate(x.attr("reg_date")); err == nil {
					days = append(days, d)
				}
			}
			euDates(&li, days)
			for i, x := range n.all("NAME") {
				q := entity.Strong
				if i == 0 {
					q = entity.Primary
				}
				var ps []entity.Part
				ps = addPart(ps, entity.RoleGiven, x.get("FIRSTNAME"))
				ps = addPart(ps, entity.RoleMiddle, x.get("MIDDLENAME"))
				ps = addPart(ps, entity.RoleFamily, x.get("LASTNAME"))
				full := x.get("WHOLENAME")
				if full == "" {
					full = joinParts(ps)
				}
				addName(e, entity.Name{Full: full, Parts: ps, Quality: q, Lang: strings.ToLower(x.get("LANGUAGE")), List: l.ID})
				addGender(e, x.get("GENDER"))
				e.AddProp("title", x.get("TITLE"))
				e.AddProp("position", x.get("FUNCTION"))
			}
			for _, x := range n.all("BIRTH") {
				addBirth(e, x.get("DATE"))
				addBirthPlace(e, x.get("PLACE"), x.get("COUNTRY"))
				addCountry(e, "birthCountry", x.get("COUNTRY"))
			}
			for _, x := range n.all("PASSPORT") {
				euPaper(e, x.get("NUMBER"), x.get("COUNTRY"))
			}
			for _, x := range n.all("CITIZEN") {
				addCountry(e, "nationality", x.get("COUNTRY"))
			}
			for _, x := range n.all("ADDRESS") {
				addPlace(e, entity.Place{Street: strings.TrimSpace(x.get("NUMBER") + " " + x.get("STREET")), City: x.get("CITY"), PostalCode: x.get("ZIPCODE"), Detail: x.get("OTHER")}, x.get("COUNTRY"))
			}
			addIMOs(e, li.Reason)
			e.Listings = []entity.Listing{li}
			emit(e)
			return nil
		}, emit)
}

// euPaper reads a number with its kind behind it: "AD001095 (passport-National
// passport) ((no longer valid))".
func euPaper(e *entity.Entity, number, country string) {
	n, rest, _ := strings.Cut(number, " (")
	code, desc, _ := strings.Cut(strings.TrimRight(rest, ")"), "-")
	desc, _, _ = strings.Cut(desc, ")")
	addID(e, entity.Identifier{Kind: euIDKind(code, desc), Number: n, Note: desc, Country: countryCode(country)})
}

// The CSV of the list has one row for each name, address, date, paper and
// citizenship of a party. Column names: 1.0 (Entity_logical_id, Naal_lastname)
// and 1.1 (Entity_LogicalId, NameAlias_LastName), the latter after the list's
// published layout.
func recogniseEUCSV(b *blob, first []previewRow) *List {
	l := &List{ID: "eu", Title: euTitle, Authority: euAuthority}
	if c, i := headRow(first, "entitylogicalid", "naalwholename"); i >= 0 {
		l.Format, l.read = "EU FSF CSV 1.0", readEUCSV
		if i+1 < len(first) {
			l.Date, _ = entity.ReadDate(c.get(first[i+1].row, "datefile", "datefilexxxx", "filegenerationdate"))
		}
		if l.Date.IsZero() && i+1 < len(first) {
			l.Date, _ = entity.ReadDate(first[i+1].row[0])
		}
		return l
	}
	if c, i := headRow(first, "entitylogicalid", "namealiaswholename"); i >= 0 {
		l.Format, l.read = "EU FSF CSV 1.1", readEUCSV
		if i+1 < len(first) {
			l.Date, _ = entity.ReadDate(c.get(first[i+1].row, "filegenerationdate"))
		}
		return l
	}
	return nil
}

func readEUCSV(l *List, emit emitter) error {
	d := newDrift()
	d.loose = true // a hundred columns, most of them about the legal act of a row
	return readGrouped(l, d, []string{"entitylogicalid"},
		func(c columns, row []string) string { return c.get(row, "entitylogicalid") },
		func(c columns, rows [][]string) (*entity.Entity, error) {
			r := rows[0]
			id := c.get(r, "entitylogicalid")
			e := &entity.Entity{ID: "eu-" + id, Schema: euSchema(c.get(r, "subjecttype", "entitysubjecttypeclassificationcode", "entitysubjecttype")), Target: true, Topics: []string{"sanction"}, Datasets: []string{l.ID}}
			li := entity.Listing{List: l.ID, Key: id, Ref: c.get(r, "eurefnum", "entityeureferencenumber"), Authority: euAuthority, Reason: c.get(r, "entityremark"), URL: c.get(r, "lebaurl", "entityregulationpublicationurl")}
			e.AddProp("unscId", c.get(r, "entityunitednationid"))
			var days []entity.Date
			day := func(s string) {
				if d, err := entity.ReadDate(s); err == nil {
					days = append(days, d)
				}
			}
			firstName := true
			for _, r := range rows {
				if p := c.get(r, "programme", "entityregulationprogramme"); p != "" && !slices.Contains(li.Programmes, p) {
					li.Programmes = append(li.Programmes, p)
				}
				e.AddProp("legalBasis", c.get(r, "lebanumtitle", "entityregulationnumbertitle"))
				for _, k := range []string{"lebapublicationdate", "entityregulationpublicationdate", "entitydesignationdate", "naallebapublicationdate", "namealiasregulationpublicationdate"} {
					day(c.get(r, k))
				}
				var ps []entity.Part
				ps = addPart(ps, entity.RoleGiven, c.get(r, "naalfirstname", "namealiasfirstname"))
				ps = addPart(ps, entity.RoleMiddle, c.get(r, "naalmiddlename", "namealiasmiddlename"))
				ps = addPart(ps, entity.RoleFamily, c.get(r, "naallastname", "namealiaslastname"))
				full := c.get(r, "naalwholename", "namealiaswholename")
				if full == "" {
					full = joinParts(ps)
				}
				if full != "" {
					q := entity.Strong
					switch {
					case strings.EqualFold(c.get(r, "namealiasstrong"), "false"):
						q = entity.Weak
					case firstName:
						q, firstName = entity.Primary, false
					}
					addName(e, entity.Name{Full: full, Parts: ps, Quality: q, Lang: strings.ToLower(c.get(r, "naallanguage", "namealiasnamelanguage")), List: l.ID})
				}
				addGender(e, c.get(r, "naalgender", "namealiasgender"))
				e.AddProp("title", c.get(r, "naaltitle", "namealiastitle"))
				e.AddProp("position", c.get(r, "naalfunction", "namealiasfunction"))
				addPlace(e, entity.Place{Street: strings.TrimSpace(c.get(r, "addrnumber") + " " + c.get(r, "addrstreet", "addressstreet")), City: c.get(r, "addrcity", "addresscity", "addressplace"),
					Region: c.get(r, "addressregion"), PostalCode: c.get(r, "addrzipcode", "addresszipcode"), Detail: c.get(r, "addrother", "addressremark")}, c.get(r, "addrcountry", "addresscountryiso2code", "addresscountrydescription"))
				bd := c.get(r, "birtdate", "birthdatebirthdate")
				if bd == "" {
					bd = c.get(r, "birthdateyear")
				}
				addBirth(e, bd)
				land := c.get(r, "birtcountry", "birthdatecountryiso2code")
				addBirthPlace(e, c.get(r, "birtplace", "birthdateplace", "birthdatecity"), c.get(r, "birthdateregion"), c.get(r, "birthdatecountrydescription", "birtcountry"))
				if land != "00" {
					addCountry(e, "birthCountry", land)
				}
				if n := c.get(r, "idennumber"); n != "" {
					euPaper(e, n, c.get(r, "idencountry"))
				}
				if n := c.get(r, "identificationnumber", "identificationlatinnumber"); n != "" {
					addID(e, entity.Identifier{Kind: euIDKind(c.get(r, "identificationtypecode"), c.get(r, "identificationtypedescription")), Number: n,
						Note: c.get(r, "identificationtypedescription"), Country: countryCode(c.get(r, "identificationcountryiso2code"))})
				}
				if land := c.get(r, "citicountry", "citizenshipcountryiso2code"); land != "00" {
					addCountry(e, "nationality", land)
				}
			}
			if len(e.Names) == 0 {
				return nil, errRow("a party without a name")
			}
			addIMOs(e, li.Reason)
			euDates(&li, days)
			e.Listings = []entity.Listing{li}
			return e, nil
		}, emit)
}
