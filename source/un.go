package source

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"khasan/entity"
)

// The UN Security Council Consolidated List, XML as published at
// https://scsanctions.un.org (schema sc-sanctions.xsd). Elements seen in
// versions from 2017 to 2026; INTERPOL links since 2026.
const unElements = `CONSOLIDATED_LIST INDIVIDUALS ENTITIES INDIVIDUAL ENTITY DATAID VERSIONNUM FIRST_NAME SECOND_NAME
	THIRD_NAME FOURTH_NAME UN_LIST_TYPE REFERENCE_NUMBER LISTED_ON SUBMITTED_ON SUBMITTED_BY DELISTED_ON GENDER COMMENTS1
	HAS_INTERPOL_LINK INTERPOL_LINK NATIONALITY NATIONALITY2 VALUE LIST_TYPE LAST_DAY_UPDATED TITLE DESIGNATION
	NAME_ORIGINAL_SCRIPT INDIVIDUAL_ALIAS ENTITY_ALIAS QUALITY ALIAS_NAME NOTE DATE_OF_BIRTH CITY_OF_BIRTH
	COUNTRY_OF_BIRTH INDIVIDUAL_ADDRESS ENTITY_ADDRESS STREET CITY STATE_PROVINCE ZIP_CODE COUNTRY
	INDIVIDUAL_DATE_OF_BIRTH TYPE_OF_DATE DATE YEAR FROM_YEAR TO_YEAR INDIVIDUAL_PLACE_OF_BIRTH INDIVIDUAL_DOCUMENT
	TYPE_OF_DOCUMENT TYPE_OF_DOCUMENT2 NUMBER ISSUING_COUNTRY COUNTRY_OF_ISSUE CITY_OF_ISSUE DATE_OF_ISSUE
	DATE_OF_EXPIRY SORT_KEY SORT_KEY_LAST_MOD`

func recogniseUN(b *blob, root xmlToken, first []xmlToken) *List {
	if root.name != "CONSOLIDATED_LIST" {
		return nil
	}
	l := &List{ID: "un", Title: "United Nations Security Council Consolidated List", Authority: "United Nations Security Council", Format: "UN XML", read: readUN}
	l.Date, _ = entity.ReadDate(root.value("dateGenerated"))
	return l
}

func readUN(l *List, emit emitter) error {
	return readXML(l, newDrift(unElements),
		func(name string) bool { return name == "INDIVIDUAL" || name == "ENTITY" }, nil,
		func(n *node, emit func(...*eptr) bool) error {
			if n.get("DATAID") == "" || n.get("REFERENCE_NUMBER") == "" && n.get("FIRST_NAME") == "" {
				return flawf(n.off, ErrFormat, "a record without DATAID, name or reference")
			}
			emit(unEntity(l, n))
			return nil
		}, emit)
}

func unEntity(l *List, n *node) *entity.Entity {
	e := &entity.Entity{ID: "un-" + n.get("DATAID"), Schema: entity.Organization, Target: true, Topics: []string{"sanction"}, Datasets: []string{l.ID}}
	person := n.name == "INDIVIDUAL"
	kind := "ENTITY"
	if person {
		e.Schema, kind = entity.Person, "INDIVIDUAL"
	}
	listing := entity.Listing{List: l.ID, Key: n.get("DATAID"), Ref: n.get("REFERENCE_NUMBER"), Authority: l.Authority, Reason: n.get("COMMENTS1")}
	if p := n.get("UN_LIST_TYPE"); p != "" {
		listing.Programmes = []string{p}
	}
	listing.From, _ = entity.ReadDate(n.get("LISTED_ON"))
	listing.To, _ = entity.ReadDate(n.get("DELISTED_ON"))
	if listing.URL = n.get("INTERPOL_LINK"); listing.URL == "" {
		listing.URL = unLink.FindString(listing.Reason)
	}
	for _, u := range n.all("LAST_DAY_UPDATED") {
		for _, v := range append(u.all("VALUE"), u) {
			if d, err := entity.ReadDate(squash(v.text)); err == nil && !slices.Contains(listing.Amended, d) {
				listing.Amended = append(listing.Amended, d)
			}
		}
	}
	slices.SortFunc(listing.Amended, entity.Date.Compare)
	e.Listings = []entity.Listing{listing}

	// The four name elements are positions, not roles: a Korean family name
	// stands first, an Arabic chain runs through all four.
	var parts []entity.Part
	for _, p := range []string{"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"} {
		parts = addPart(parts, entity.RoleUnknown, n.get(p))
	}
	full := joinParts(parts)
	if !person || len(parts) < 2 {
		parts = nil
	}
	for i, s := range unSplit(full) {
		q := entity.Primary
		if i > 0 {
			q, parts = entity.Strong, nil
		}
		addName(e, entity.Name{Full: s, Parts: parts, Quality: q, List: l.ID})
	}
	for _, s := range unSplit(n.get("NAME_ORIGINAL_SCRIPT")) {
		addName(e, entity.Name{Full: s, Quality: entity.Primary, List: l.ID})
	}
	for _, a := range n.all(kind + "_ALIAS") {
		note := a.get("NOTE")
		q := entity.Strong
		switch ln := strings.ToLower(note); {
		case a.get("QUALITY") == "Low":
			q = entity.Weak
		case a.get("QUALITY") == "f.k.a.", strings.Contains(ln, "formerly"), strings.Contains(ln, "previously"):
			q = entity.Former
		}
		for _, s := range unSplit(a.get("ALIAS_NAME")) {
			addName(e, entity.Name{Full: s, Quality: q, List: l.ID})
		}
		if _, foreign, ok := strings.Cut(note, "script:"); ok {
			addName(e, entity.Name{Full: foreign, Quality: q, List: l.ID})
		} else if note != "" {
			e.AddProp("aliasNote", a.get("ALIAS_NAME")+": "+note)
		}
		// Papers in an alias carry a date and place of birth of their own.
		addBirth(e, a.get("DATE_OF_BIRTH"))
		addBirthPlace(e, a.get("CITY_OF_BIRTH"), a.get("COUNTRY_OF_BIRTH"))
	}
	for _, d := range n.all("INDIVIDUAL_DATE_OF_BIRTH") {
		unBirth(e, d)
	}
	for _, p := range n.all("INDIVIDUAL_PLACE_OF_BIRTH") {
		addBirthPlace(e, p.get("STREET"), p.get("CITY"), p.get("STATE_PROVINCE"), p.get("COUNTRY"))
		addCountry(e, "birthCountry", p.get("COUNTRY"))
		if s := p.get("NOTE"); s != "" {
			e.AddProp("birthPlaceNote", s)
		}
	}
	addGender(e, n.get("GENDER"))
	for _, tag := range []string{"NATIONALITY", "NATIONALITY2"} {
		for _, c := range n.all(tag) {
			for _, v := range append(c.all("VALUE"), c) {
				addCountry(e, "nationality", v.text)
			}
		}
	}
	for _, v := range n.kid("TITLE").all("VALUE") {
		e.AddProp("title", squash(v.text))
	}
	for _, v := range n.kid("DESIGNATION").all("VALUE") {
		e.AddProp("position", squash(v.text))
	}
	for _, a := range n.all(kind + "_ADDRESS") {
		addPlace(e, entity.Place{Street: a.get("STREET"), City: a.get("CITY"), Region: a.get("STATE_PROVINCE"), PostalCode: a.get("ZIP_CODE"), Detail: a.get("NOTE")}, a.get("COUNTRY"))
	}
	for _, d := range n.all("INDIVIDUAL_DOCUMENT") {
		unDocument(e, d)
	}
	addIMOs(e, listing.Reason)
	for _, s := range []string{"SUBMITTED_BY", "SUBMITTED_ON"} {
		e.AddProp(map[string]string{"SUBMITTED_BY": "submittedBy", "SUBMITTED_ON": "submittedOn"}[s], n.get(s))
	}
	return e
}

var unLink = regexp.MustCompile(`https://www\.interpol\.int/[^\s"<>]+`)

// unSplit takes apart names that the list joined with semicolons, and original
// script names joined with strokes.
func unSplit(s string) []string {
	if s == "" {
		return nil
	}
	if !strings.Contains(s, ";") && !(scriptOf(s) != "Latn" && strings.Contains(s, "/")) {
		return []string{s}
	}
	var out []string
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r == ';' || r == '/' && scriptOf(s) != "Latn" }) {
		if f = squash(f); f != "" {
			out = append(out, f)
		}
	}
	return out
}

// unBirth reads one INDIVIDUAL_DATE_OF_BIRTH: exact, approximate or a span; a
// note may hold the only date ("Nov. 1973") or what qualifies it.
func unBirth(e *entity.Entity, n *node) {
	kind, note := n.get("TYPE_OF_DATE"), n.get("NOTE")
	approx := kind == "APPROXIMATELY" || strings.HasPrefix(strings.ToLower(note), "approx")
	var d entity.Date
	var err error
	switch {
	case n.get("DATE") != "":
		d, err = entity.ReadDate(n.get("DATE"))
	case n.get("FROM_YEAR") != "" && n.get("TO_YEAR") != "":
		if m, e2 := entity.ReadDate(note); e2 == nil && !m.IsZero() {
			d = m // "Between Aug. and Sep. 1977" says more than 1977 to 1977
		} else {
			d, err = entity.ReadDate(n.get("FROM_YEAR") + " to " + n.get("TO_YEAR"))
		}
	case n.get("YEAR") != "":
		if m, e2 := entity.ReadDate(note + " " + n.get("YEAR")); note != "" && e2 == nil {
			d = m // "Sep." beside the year
		} else {
			d, err = entity.ReadDate(n.get("YEAR"))
		}
	case note != "":
		d, err = entity.ReadDate(note)
	default:
		return
	}
	if err != nil {
		e.AddProp("birthDateText", squash(n.get("DATE")+" "+n.get("YEAR")+" "+note))
		return
	}
	d.Circa = d.Circa || approx
	putBirth(e, d)
	if note != "" && !strings.HasPrefix(strings.ToLower(note), "approx") {
		e.AddProp("birthDateText", note)
	}
}

// unDocument reads a paper: its kind is the list's wording, the more precise
// one first.
func unDocument(e *entity.Entity, n *node) {
	t1, t2, note := n.get("TYPE_OF_DOCUMENT"), n.get("TYPE_OF_DOCUMENT2"), n.get("NOTE")
	number := n.get("NUMBER")
	kind := idKind(t1)
	if t2 != "" && kind == "idNumber" {
		kind = idKind(t2)
	}
	if number == "" {
		// "Afghan national identification card (tazkira) number 44323"
		if i := strings.LastIndexByte(t2, ' '); i > 0 && strings.IndexFunc(t2[i:], unicode.IsDigit) > 0 {
			number, t2 = t2[i+1:], t2[:i]
		} else {
			if note != "" {
				e.AddProp("idNote", squash(t1+" "+t2+" "+note))
			}
			return
		}
	}
	id := entity.Identifier{Kind: kind, Number: number, Note: t1}
	if t2 != "" && t2 != t1 {
		id.Note = squash(t1 + " " + t2)
	}
	if note != "" {
		id.Note = squash(id.Note + "; " + note)
	}
	for _, c := range []string{"COUNTRY_OF_ISSUE", "ISSUING_COUNTRY", "CITY_OF_ISSUE"} {
		if code := countryCode(n.get(c)); code != "" {
			id.Country = code
			break
		}
	}
	id.Issued, _ = entity.ReadDate(n.get("DATE_OF_ISSUE"))
	id.Expires, _ = entity.ReadDate(n.get("DATE_OF_EXPIRY"))
	addID(e, id)
}
