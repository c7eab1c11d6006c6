package source

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"khasan/entity"
)

// OFAC's XML: the schema of SDN.XML and CONSOLIDATED.XML, and the ENHANCED
// schema of the Sanctions List Service. ADVANCED is in ofacadvanced.go.

const sdnXMLElements = `sdnList publshInformation Publish_Date Record_Count sdnEntry uid firstName lastName title sdnType remarks programList program
	idList id idType idNumber idCountry issueDate expirationDate akaList aka type category addressList address address1 address2 address3 city
	stateOrProvince postalCode country nationalityList nationality mainEntry citizenshipList citizenship dateOfBirthList dateOfBirthItem dateOfBirth
	placeOfBirthList placeOfBirthItem placeOfBirth vesselInfo callSign vesselType vesselFlag vesselOwner tonnage grossRegisteredTonnage deadWeightTonnage`

// ofacList names an OFAC list; sdn tells the SDN list from the others.
func ofacList(format string, sdn bool, read func(*List, emitter) error) *List {
	l := &List{ID: "ofac-sdn", Title: "OFAC Specially Designated Nationals and Blocked Persons List", Authority: ofacAuthority, Format: format, read: read}
	if !sdn {
		l.ID, l.Title = "ofac-cons", "OFAC Consolidated (non-SDN) Sanctions List"
	}
	return l
}

func recogniseSDNXML(b *blob, root xmlToken, first []xmlToken) *List {
	if root.name != "sdnList" {
		return nil
	}
	var programmes []string
	for i, t := range first {
		if t.kind == xmlStart && t.name == "program" && i+1 < len(first) {
			programmes = append(programmes, squash(first[i+1].text))
		}
	}
	l := ofacList("OFAC SDN XML", !isNonSDN(programmes) || len(programmes) == 0, readSDNXML)
	if d := strings.Split(textAfter(first, "Publish_Date"), "/"); len(d) == 3 { // month first
		l.Date, _ = entity.ReadDate(d[2] + "-" + d[0] + "-" + d[1])
	}
	l.Declared, _ = strconv.Atoi(textAfter(first, "Record_Count"))
	return l
}

func readSDNXML(l *List, emit emitter) error {
	ids, err := sdnXMLNames(l)
	if err != nil {
		return err
	}
	n := 0
	err = readXML(l, newDrift(sdnXMLElements), func(name string) bool { return name == "sdnEntry" }, nil,
		func(x *node, emit func(...*eptr) bool) error {
			if x.get("uid") == "" || x.get("lastName") == "" {
				return flawf(x.off, ErrFormat, "an entry without uid or name")
			}
			n++
			e := sdnXMLEntity(l, x)
			if !emit(e) {
				return nil
			}
			emit(ofacLinks(l, e, ids)...)
			return nil
		}, emit)
	if err == nil && l.Declared > 0 && n < l.Declared && n*10 < l.Declared*9 {
		return l.parts[0].fail(l.ID, n, flawf(l.parts[0].size, ErrCut, "%d entries, where the file itself declares %d", n, l.Declared))
	}
	return err
}

// sdnXMLNames maps the names of a list to its numbers, to resolve "Linked To".
func sdnXMLNames(l *List) (map[string]string, error) {
	ids := map[string]string{}
	err := readXML(l, newDrift(sdnXMLElements), func(name string) bool { return name == "sdnEntry" }, nil,
		func(x *node, _ func(...*eptr) bool) error {
			k := x.get("lastName")
			if f := x.get("firstName"); f != "" {
				k += ", " + f
			}
			k = linkKey(k)
			if _, dup := ids[k]; dup {
				ids[k] = ""
			} else {
				ids[k] = x.get("uid")
			}
			return nil
		}, func(*eptr, *blob, int) bool { return true })
	return ids, err
}

func sdnXMLEntity(l *List, x *node) *entity.Entity {
	id := x.get("uid")
	e := &entity.Entity{ID: l.ofacID(id), Referents: l.ofacReferents(id), Schema: ofacSchema(x.get("sdnType")), Target: true, Topics: []string{"sanction"}, Datasets: []string{l.ID}}
	remarks := x.get("remarks")
	li := entity.Listing{List: l.ID, Key: id, Authority: l.Authority, Reason: remarks, URL: ofacURL + id}
	for _, p := range x.kid("programList").all("program") {
		li.Programmes = append(li.Programmes, squash(p.text))
	}
	e.Listings = []entity.Listing{li}
	for _, t := range strings.Split(x.get("title"), ";") {
		e.AddProp("position", t)
	}
	var weak []entity.Name
	for _, d := range x.kid("idList").all("id") {
		id := entity.Identifier{Country: countryCode(d.get("idCountry"))}
		id.Issued, _ = entity.ReadDate(d.get("issueDate"))
		id.Expires, _ = entity.ReadDate(d.get("expirationDate"))
		ofacField(e, l.ID, d.get("idType"), d.get("idNumber"), id, &weak)
	}
	for _, d := range x.kid("dateOfBirthList").all("dateOfBirthItem") {
		addBirth(e, d.get("dateOfBirth"))
	}
	for _, p := range x.kid("placeOfBirthList").all("placeOfBirthItem") {
		ofacPOB(e, p.get("placeOfBirth"))
	}
	for _, c := range x.kid("nationalityList").all("nationality") {
		addCountry(e, "nationality", c.get("country"))
	}
	for _, c := range x.kid("citizenshipList").all("citizenship") {
		addCountry(e, "citizenship", c.get("country"))
	}
	for _, a := range x.kid("addressList").all("address") {
		var street []string
		for _, k := range []string{"address1", "address2", "address3"} {
			if s := a.get(k); s != "" {
				street = append(street, s)
			}
		}
		addPlace(e, entity.Place{Street: strings.Join(street, ", "), City: a.get("city"), Region: a.get("stateOrProvince"), PostalCode: a.get("postalCode")}, a.get("country"))
	}
	v := x.kid("vesselInfo")
	addID(e, entity.Identifier{Kind: "callSign", Number: v.get("callSign")})
	e.AddProp("type", v.get("vesselType"))
	addCountry(e, "flag", v.get("vesselFlag"))
	e.AddProp("owner", v.get("vesselOwner"))
	e.AddProp("tonnage", strings.ReplaceAll(v.get("tonnage"), ",", ""))
	e.AddProp("grossRegisteredTonnage", strings.ReplaceAll(v.get("grossRegisteredTonnage"), ",", ""))
	// "(Linked To: X)" stands in brackets here.
	remarks = linkedRe.ReplaceAllStringFunc(remarks, func(s string) string {
		e.AddProp("linkedTo", linkedRe.FindStringSubmatch(s)[1])
		return ""
	})
	ofacRemarks(e, l.ID, strings.Trim(remarks, "; "), &weak)
	east := eastern(e)
	name := func(n *node, q entity.Quality) {
		full := n.get("lastName")
		if f := n.get("firstName"); f != "" {
			full += ", " + f
		}
		addName(e, ofacName(full, e.Schema, q, l.ID, east))
	}
	name(x, entity.Primary)
	for _, a := range x.kid("akaList").all("aka") {
		q := entity.Strong
		switch {
		case a.get("category") == "weak":
			q = entity.Weak
		case a.get("type") == "f.k.a.":
			q = entity.Former
		}
		name(a, q)
	}
	for _, n := range weak {
		addName(e, n)
	}
	return e
}

var linkedRe = regexp.MustCompile(`\(Linked To: ((?:[^()]|\([^()]*\))*)\)`)

// ofacField takes a typed statement of the XML formats: a feature or a document.
func ofacField(e *entity.Entity, list, typ, value string, id entity.Identifier, weak *[]entity.Name) {
	typ, value = squash(typ), squash(value)
	if typ == "" && value == "" {
		return
	}
	s := strings.ReplaceAll(typ, "’", "'") + " " + value
	if id.Country == "" && id.Issued.IsZero() && id.Expires.IsZero() && ofacKnown(e, list, s, weak) {
		return
	}
	if value == "" {
		e.AddProp("notes", typ)
		return
	}
	id.Kind, id.Number, id.Note = idKind(typ), value, typ
	if strings.HasPrefix(typ, "Digital Currency Address") {
		id.Kind = "publicKey"
	}
	addID(e, ofacIMO(id))
}

const enhancedElements = `sanctionsData publicationInfo dataAsOf filters sanctionsLists sanctionsList sanctionsPrograms sanctionsProgram referenceValues referenceValue
	type value isoCode code featureTypes featureType detailType publishExclude publishDescription publishOrder entities entity generalInfo identityId entityType
	title remarks sanctionsTypes sanctionsType legalAuthorities legalAuthority names name isPrimary isLowQuality aliasType translations translation script
	formattedFirstName formattedLastName formattedFullName nameParts namePart addresses address country addressParts addressPart features feature versionId
	valueRefId valueDate fromDateBegin fromDateEnd toDateBegin toDateEnd isApproximate isDateRange reliability identityDocuments identityDocument documentNumber
	isValid issuingCountry issuingLocation issueDate expirationDate idFeatures idFeature relationships relationship relatedEntity quality comments locations issuingAuthority`

func recogniseEnhanced(b *blob, root xmlToken, first []xmlToken) *List {
	if root.name != "sanctionsData" {
		return nil
	}
	sdn, any := false, false
	for i, t := range first {
		if t.kind == xmlStart && t.name == "sanctionsList" && i+1 < len(first) {
			any = true
			sdn = sdn || first[i+1].text == "SDN List"
		}
	}
	l := ofacList("OFAC enhanced XML", sdn || !any, readEnhanced)
	l.Date, _ = entity.ReadDate(textAfter(first, "dataAsOf"))
	return l
}

func readEnhanced(l *List, emit emitter) error {
	here, err := l.numbersHere("entity", "id")
	if err != nil {
		return err
	}
	return readXML(l, newDrift(enhancedElements), func(name string) bool { return name == "entity" }, nil,
		func(x *node, emit func(...*eptr) bool) error {
			if x.attr("id") == "" || len(x.kid("names").kids) == 0 {
				return flawf(x.off, ErrFormat, "an entity without id or name")
			}
			e, edges := enhancedEntity(l, x, here)
			if emit(e) {
				emit(edges...)
			}
			return nil
		}, emit)
}

// sublist is the id of the list that a name of a sub-list belongs to.
func sublist(name string) string {
	if name == "SDN List" {
		return "ofac-sdn"
	}
	return "ofac-cons"
}

func enhancedEntity(l *List, x *node, here map[string]bool) (*entity.Entity, []*entity.Entity) {
	id := x.attr("id")
	e := &entity.Entity{ID: l.ofacID(id), Referents: l.ofacReferents(id), Schema: ofacSchema(x.get("generalInfo", "entityType")), Target: true, Topics: []string{"sanction"}, Datasets: []string{l.ID}}
	var programmes, reasons []string
	for _, p := range x.kid("sanctionsPrograms").all("sanctionsProgram") {
		if s := squash(p.text); !slices.Contains(programmes, s) {
			programmes = append(programmes, s)
		}
	}
	for _, k := range [][2]string{{"sanctionsTypes", "sanctionsType"}, {"legalAuthorities", "legalAuthority"}} {
		for _, t := range x.kid(k[0]).all(k[1]) {
			if s := squash(t.text); !slices.Contains(reasons, s) {
				reasons = append(reasons, s)
			}
		}
	}
	// One listing for each of OFAC's lists; the oldest day among the sub-lists.
	for _, s := range x.kid("sanctionsLists").all("sanctionsList") {
		li := entity.Listing{List: sublist(squash(s.text)), Key: id, Authority: l.Authority, Programmes: programmes, Reason: strings.Join(reasons, "; "), URL: ofacURL + id}
		li.From, _ = entity.ReadDate(s.attr("datePublished"))
		e.AddProp("sanctionsList", squash(s.text))
		if i := slices.IndexFunc(e.Listings, func(o entity.Listing) bool { return o.List == li.List }); i < 0 {
			e.Listings = append(e.Listings, li)
		} else if o := &e.Listings[i]; !li.From.IsZero() && (o.From.IsZero() || li.From.Compare(o.From) < 0) {
			o.From = li.From
		}
	}
	for _, t := range strings.Split(x.get("generalInfo", "title"), ";") {
		e.AddProp("position", t)
	}
	var weak []entity.Name
	for _, f := range x.kid("features").all("feature") {
		typ, v := f.get("type"), f.get("value")
		switch typ {
		case "Birthdate":
			if _, err := entity.ReadDate(v); err != nil && f.get("valueDate", "fromDateBegin") != "" {
				putBirth(e, spanOf(f.get("valueDate", "fromDateBegin"), f.get("valueDate", "toDateEnd"), f.get("valueDate", "isApproximate") == "true"))
			} else {
				addBirth(e, v)
			}
		default:
			ofacFeature(e, l.ID, typ, v, &weak)
		}
	}
	for _, d := range x.kid("identityDocuments").all("identityDocument") {
		id := entity.Identifier{Country: countryCode(d.get("issuingCountry"))}
		id.Issued, _ = entity.ReadDate(d.get("issueDate", "fromDateBegin"))
		id.Expires, _ = entity.ReadDate(d.get("expirationDate", "fromDateBegin"))
		ofacField(e, l.ID, d.get("type"), d.get("documentNumber"), id, &weak)
	}
	for _, a := range x.kid("addresses").all("address") {
		part := map[string]string{}
		for _, t := range a.kid("translations").all("translation") {
			for _, p := range t.kid("addressParts").all("addressPart") {
				if k := strings.ToUpper(p.get("type")); part[k] == "" {
					part[k] = p.get("value")
				}
			}
		}
		addPlace(e, ofacPlace(part), a.get("country"))
	}
	ofacRemarks(e, l.ID, x.get("generalInfo", "remarks"), &weak)
	east := eastern(e)
	for _, n := range x.kid("names").all("name") {
		q := entity.Strong
		switch {
		case n.get("isPrimary") == "true":
			q = entity.Primary
		case n.get("isLowQuality") == "true":
			q = entity.Weak
		case n.get("aliasType") == "F.K.A.":
			q = entity.Former
		}
		for _, t := range n.kid("translations").all("translation") {
			var parts []namePart
			for _, p := range t.kid("nameParts").all("namePart") {
				parts = append(parts, namePart{p.get("type"), p.get("value")})
			}
			nm := partsName(parts, e.Schema, east)
			if nm.Full == "" {
				nm.Full = t.get("formattedFullName")
			}
			nm.Quality, nm.List = q, l.ID
			addName(e, nm)
		}
	}
	for _, n := range weak {
		addName(e, n)
	}
	var edges []*entity.Entity
	for _, r := range x.kid("relationships").all("relationship") {
		edges = append(edges, ofacEdge(l, e, r.attr("id"), r.get("type"), r.kid("relatedEntity").attr("entityId"), false, here))
	}
	return e, edges
}

// ofacFeature takes a feature of the ENHANCED and ADVANCED formats.
func ofacFeature(e *entity.Entity, list, typ, v string, weak *[]entity.Name) {
	switch typ {
	case "Birthdate":
		addBirth(e, v)
	case "Place of Birth":
		ofacPOB(e, v)
	case "Nationality Country":
		addCountry(e, "nationality", v)
	case "Citizenship Country":
		addCountry(e, "citizenship", v)
	case "Location":
	default:
		ofacField(e, list, typ, v, entity.Identifier{}, weak)
	}
}

// ofacPlace makes an address of its parts by OFAC's names for them.
func ofacPlace(part map[string]string) entity.Place {
	var street []string
	for _, k := range []string{"ADDRESS1", "ADDRESS2", "ADDRESS3"} {
		if part[k] != "" {
			street = append(street, part[k])
		}
	}
	region := part["STATE/PROVINCE"]
	if region == "" {
		region = part["REGION"]
	}
	return entity.Place{Street: strings.Join(street, ", "), City: part["CITY"], Region: region, PostalCode: part["POSTAL CODE"]}
}

type namePart struct{ kind, text string }

// partsName puts a name together from OFAC's typed parts.
func partsName(ps []namePart, schema string, east bool) entity.Name {
	by := func(kinds ...string) []string {
		var out []string
		for _, p := range ps {
			if slices.Contains(kinds, p.kind) {
				out = append(out, p.text)
			}
		}
		return out
	}
	var n entity.Name
	if schema == entity.Person {
		family := func() {
			for _, s := range by("Last Name") {
				n.Parts = addPart(n.Parts, entity.RoleFamily, s)
			}
		}
		if east {
			family()
		}
		for _, s := range by("First Name") {
			n.Parts = addPart(n.Parts, entity.RoleGiven, s)
		}
		for _, s := range by("Middle Name") {
			n.Parts = addPart(n.Parts, entity.RoleMiddle, s)
		}
		for _, s := range by("Patronymic") {
			n.Parts = addPart(n.Parts, entity.RolePatronymic, s)
		}
		for _, s := range by("Matronymic") {
			n.Parts = addPart(n.Parts, entity.RoleMatronymic, s)
		}
		if !east {
			family()
		}
		for _, s := range by("Maiden Name") {
			n.Parts = addPart(n.Parts, entity.RoleMaiden, s)
		}
		for _, s := range by("Suffix") {
			n.Parts = addPart(n.Parts, entity.RoleSuffix, s)
		}
		for _, s := range by("Nickname") {
			n.Parts = addPart(n.Parts, entity.RoleNickname, s)
		}
		n.Full = joinParts(n.Parts)
		if len(n.Parts) == 1 {
			n.Parts = nil
		}
	}
	if n.Full == "" {
		var all []string
		for _, p := range ps {
			all = append(all, p.text)
		}
		n.Full = strings.Join(all, " ")
	}
	return n
}

// numbersHere collects the numbers of the parties of a list: a relation may
// lead to a party of the other list.
func (l *List) numbersHere(element, attr string) (map[string]bool, error) {
	here := map[string]bool{}
	d := newDrift()
	d.loose = true
	b := l.parts[0]
	r, err := b.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	err = records(r, d, func(string) bool { return false }, func(t xmlToken) error {
		if t.name == element {
			here[t.value(attr)] = true
		}
		return nil
	}, nil)
	if err != nil {
		return nil, b.fail(l.ID, 0, err)
	}
	return here, nil
}

// ofacEdge makes an edge of a stated relation; ownership is an Ownership edge.
func ofacEdge(l *List, e *entity.Entity, id, relation, number string, former bool, here map[string]bool) *entity.Entity {
	other := "ofac-" + number
	if here[number] {
		other = l.ofacID(number)
	}
	edge := &entity.Entity{ID: l.ofacID("rel-" + id), Schema: entity.UnknownLink, Datasets: e.Datasets, Props: map[string][]string{"role": {relation}}}
	switch relation {
	case "Owned or Controlled By":
		edge.Schema = entity.Ownership
		edge.Props["owner"], edge.Props["asset"] = []string{other}, []string{e.ID}
	case "Family member of":
		edge.Schema = entity.Family
		edge.Props["person"], edge.Props["relative"] = []string{e.ID}, []string{other}
	default:
		edge.Props["subject"], edge.Props["object"] = []string{e.ID}, []string{other}
	}
	if former {
		edge.Props["status"] = []string{"former"}
	}
	return edge
}

// spanOf makes a date of a first and a last day: a whole year or month when
// they are its ends, a span of years otherwise.
func spanOf(first, last string, circa bool) entity.Date {
	a, err := entity.ReadDate(first)
	if err != nil {
		return entity.Date{}
	}
	b, err := entity.ReadDate(last)
	if err != nil || b.Compare(a) < 0 {
		b = a
	}
	d := entity.Date{Year: a.Year, Circa: circa}
	switch {
	case a == b:
		d.Month, d.Day = a.Month, a.Day
	case a.Year != b.Year:
		d.YearTo = b.Year
	case a.Month == b.Month && a.Day == 1 && int(b.Day) == entity.DaysIn(int(a.Year), int(a.Month)):
		d.Month = a.Month
	case a.Month == 1 && a.Day == 1 && b.Month == 12 && b.Day == 31:
	default:
		d.Circa = true
	}
	return d
}
