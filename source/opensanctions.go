package source

import (
	"encoding/json"
	"io"
	"slices"
	"strings"

	"khasan/entity"
)

// OpenSanctions' targets.simple.csv: one row a target, several values joined by
// semicolons.
func recogniseSimple(b *blob, first []previewRow) *List {
	c, i := headRow(first, "id", "schema", "name", "aliases", "birthdate", "countries", "identifiers", "sanctions", "dataset")
	if i < 0 {
		return nil
	}
	l := &List{ID: "opensanctions", Title: "OpenSanctions targets", Format: "OpenSanctions simple CSV", read: readSimple}
	// The data set is named in a column, one and the same all down in a single set.
	set, last := "", ""
	for _, r := range first[i+1:] {
		if set == "" {
			set = c.get(r.row, "dataset")
		}
		if s := c.get(r.row, "lastseen"); s > last {
			last = s
		}
	}
	for _, r := range first[i+1:] {
		if c.get(r.row, "dataset") != set {
			set = ""
		}
	}
	if set != "" && !strings.Contains(set, ";") {
		l.Title = set
		l.ID = strings.ReplaceAll(strings.ToLower(strings.Join(strings.FieldsFunc(set, func(r rune) bool { return r == ' ' || r == '-' || r == ',' }), "_")), "'", "")
	}
	l.Date, _ = entity.ReadDate(last)
	return l
}

func readSimple(l *List, emit emitter) error {
	return readTable(l, ',', newDrift("id schema name aliases birthdate countries addresses identifiers sanctions phones emails programids dataset firstseen lastseen lastchange"),
		func(c columns, row []string) (*entity.Entity, error) {
			e := &entity.Entity{ID: c.get(row, "id"), Schema: c.get(row, "schema"), Target: true,
				FirstSeen: c.get(row, "firstseen"), LastSeen: c.get(row, "lastseen"), LastChange: c.get(row, "lastchange")}
			if e.ID == "" || e.Schema == "" {
				return nil, errRow("a row without id or schema")
			}
			addName(e, entity.Name{Full: c.get(row, "name"), List: l.ID})
			for _, a := range list(c.get(row, "aliases")) {
				addName(e, entity.Name{Full: a, Quality: entity.Strong, List: l.ID})
			}
			for _, d := range list(c.get(row, "birthdate")) {
				addBirth(e, d)
			}
			for _, s := range list(c.get(row, "countries")) {
				addCountry(e, "country", strings.ToUpper(s))
			}
			for _, a := range list(c.get(row, "addresses")) {
				addPlace(e, entity.Place{Full: a}, "")
			}
			for _, n := range list(c.get(row, "identifiers")) {
				addID(e, bareNumber(n))
			}
			for _, n := range list(c.get(row, "phones")) {
				addID(e, entity.Identifier{Kind: "phone", Number: n})
			}
			for _, n := range list(c.get(row, "emails")) {
				addID(e, entity.Identifier{Kind: "email", Number: n})
			}
			e.Datasets = list(c.get(row, "dataset"))
			s := strings.Trim(c.get(row, "sanctions"), `"`)
			programmes := list(c.get(row, "programids"))
			if s != "" || len(programmes) > 0 {
				li := entity.Listing{List: l.ID, Key: e.ID, Programmes: programmes, Reason: s}
				if len(e.Datasets) > 0 {
					li.Authority = e.Datasets[0]
				}
				e.Listings = []entity.Listing{li}
				e.Topics = []string{"sanction"}
			}
			return e, nil
		}, emit)
}

// list takes apart what a field joins with semicolons.
func list(s string) []string {
	var out []string
	for f := range strings.SplitSeq(s, ";") {
		if f = strings.Trim(squash(f), `"`); f != "" && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}

// bareNumber tells the kind of a number by its form alone, where that is safe.
func bareNumber(n string) entity.Identifier {
	if v, ok := strings.CutPrefix(strings.ToUpper(n), "IMO"); ok {
		return entity.Identifier{Kind: "imoNumber", Number: strings.TrimSpace(v)}
	}
	if len(n) > 1 && n[0] == 'Q' && strings.Trim(n[1:], "0123456789") == "" {
		return entity.Identifier{Kind: "wikidataId", Number: n}
	}
	return entity.Identifier{Kind: "idNumber", Number: n}
}

// Senzing's generic entity JSON, as OpenSanctions exports it and as Senzing's
// users keep their own records: flat or in lists of features.
// https://senzing.com/docs/entity_specification/

func recogniseSenzing(b *blob, first []byte) *List {
	var h map[string]any
	if json.Unmarshal(first, &h) != nil || h["DATA_SOURCE"] == nil || h["RECORD_ID"] == nil {
		return nil
	}
	id, _ := h["DATA_SOURCE"].(string)
	return &List{ID: strings.ToLower(id), Title: "Senzing records " + id, Format: "Senzing JSON", read: readSenzing}
}

func readSenzing(l *List, emit emitter) error {
	return readJSON(l, atTop, func(raw []byte, off int64, emit func(...*eptr) bool) error {
		var m map[string]any
		if err := json.Unmarshal(raw, &m); err != nil {
			return flawf(off, ErrFormat, "%v", err)
		}
		id, _ := m["RECORD_ID"].(string)
		if id == "" {
			return flawf(off, ErrFormat, "a record without RECORD_ID")
		}
		e := &entity.Entity{ID: id, Schema: entity.LegalEntity, Datasets: []string{l.ID}}
		switch t, _ := m["RECORD_TYPE"].(string); strings.ToUpper(t) {
		case "PERSON":
			e.Schema = entity.Person
		case "ORGANIZATION", "COMPANY":
			e.Schema = entity.Organization
		case "VESSEL":
			e.Schema = entity.Vessel
		case "AIRCRAFT":
			e.Schema = entity.Airplane
		}
		e.LastChange, _ = m["LAST_CHANGE"].(string)
		senzingFeatures(l, e, m)
		var keys []string
		for k := range m {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			if fs, ok := m[k].([]any); ok {
				for _, f := range fs {
					if fm, ok := f.(map[string]any); ok {
						senzingFeatures(l, e, fm)
					}
				}
			}
		}
		if slices.Contains(e.Topics, "sanction") {
			e.Target = true
			e.Listings = append(e.Listings, entity.Listing{List: l.ID, Key: id, URL: e.Prop("url")})
		}
		emit(e)
		return nil
	}, emit)
}

// senzingIDs maps Senzing's attributes to kinds of number.
var senzingIDs = []struct{ number, country, kind string }{
	{"PASSPORT_NUMBER", "PASSPORT_COUNTRY", "passportNumber"}, {"NATIONAL_ID_NUMBER", "NATIONAL_ID_COUNTRY", "idNumber"}, {"TAX_ID_NUMBER", "TAX_ID_COUNTRY", "taxNumber"},
	{"DRIVERS_LICENSE_NUMBER", "DRIVERS_LICENSE_STATE", "idNumber"}, {"SSN_NUMBER", "", "socialSecurityNumber"}, {"LEI_NUMBER", "", "leiCode"}, {"DUNS_NUMBER", "", "dunsCode"},
	{"IMO_NUMBER", "", "imoNumber"}, {"MMSI_NUMBER", "", "mmsi"}, {"CALL_SIGN", "", "callSign"}, {"PHONE_NUMBER", "", "phone"}, {"EMAIL_ADDRESS", "", "email"}, {"WEBSITE_ADDRESS", "", "website"},
}

func senzingFeatures(l *List, e *entity.Entity, m map[string]any) {
	get := func(k string) string { s, _ := m[k].(string); return squash(s) }
	q := entity.Primary
	if t := strings.ToUpper(get("NAME_TYPE")); t != "" && t != "PRIMARY" {
		q = entity.Strong
	}
	full := get("NAME_FULL")
	if full == "" {
		full = get("NAME_ORG")
	}
	var parts []entity.Part
	parts = addPart(parts, entity.RoleGiven, get("NAME_FIRST"))
	parts = addPart(parts, entity.RoleMiddle, get("NAME_MIDDLE"))
	parts = addPart(parts, entity.RoleFamily, get("NAME_LAST"))
	if full == "" {
		full = joinParts(parts)
	}
	addName(e, entity.Name{Full: full, Parts: parts, Quality: q, List: l.ID})
	for _, k := range []string{"DATE_OF_BIRTH", "REGISTRATION_DATE"} {
		addBirth(e, get(k))
	}
	if d, err := entity.ReadDate(get("DATE_OF_DEATH")); err == nil {
		e.Deaths = append(e.Deaths, d)
	}
	addBirthPlace(e, get("PLACE_OF_BIRTH"))
	addGender(e, get("GENDER"))
	for k, link := range map[string]string{"NATIONALITY": "nationality"} {
		addCountry(e, link, strings.ToUpper(get(k)))
	}
	addCountry(e, "citizenship", strings.ToUpper(get("CITIZENSHIP")))
	addCountry(e, "jurisdiction", strings.ToUpper(get("REGISTRATION_COUNTRY")))
	addCountry(e, "country", strings.ToUpper(get("COUNTRY_OF_ASSOCIATION")))
	if get("ADDR_FULL") != "" || get("ADDR_LINE1") != "" || get("ADDR_CITY") != "" {
		addPlace(e, entity.Place{Full: get("ADDR_FULL"), Street: get("ADDR_LINE1"), City: get("ADDR_CITY"), Region: get("ADDR_STATE"), PostalCode: get("ADDR_POSTAL_CODE")}, get("ADDR_COUNTRY"))
	}
	for _, k := range senzingIDs {
		addID(e, entity.Identifier{Kind: k.kind, Number: get(k.number), Country: countryCode(strings.ToUpper(get(k.country)))})
	}
	if t, n := get("OTHER_ID_TYPE"), get("OTHER_ID_NUMBER"); n != "" && n != e.ID {
		kind := "idNumber"
		if strings.EqualFold(t, "wikidataId") {
			kind = "wikidataId"
		}
		addID(e, entity.Identifier{Kind: kind, Number: n, Note: t, Country: countryCode(strings.ToUpper(get("OTHER_ID_COUNTRY")))})
	}
	if t := get("TOPIC"); t != "" && !slices.Contains(e.Topics, t) {
		e.Topics = append(e.Topics, t)
	}
	e.AddProp("url", get("URL"))
	if k := get("REL_POINTER_KEY"); k != "" {
		e.AddProp("related", strings.TrimSpace(k+" "+get("REL_POINTER_ROLE")))
	}
}

// readTable is the frame of every reader of delimited text with a head.
func readTable(l *List, comma byte, d *drift, each func(c columns, row []string) (*entity.Entity, error), emit emitter) error {
	b := l.parts[0]
	r, err := b.open()
	if err != nil {
		return err
	}
	defer r.Close()
	s := newCSV(r, comma)
	s.ansi = l.ansi
	var head columns
	width := 0
	for rec := 0; ; {
		row, off, err := s.next()
		if err == io.EOF {
			l.Unknown = d.names()
			return nil
		}
		if err != nil {
			return b.fail(l.ID, rec+1, err)
		}
		if head == nil {
			if len(row) < 3 {
				continue // "Last Updated" lines before the head
			}
			head, width = headOf(row), len(row)
			for _, h := range row {
				if k := colKey(h); k != "" {
					if err := d.note(k, off); err != nil {
						return b.fail(l.ID, 0, err)
					}
				}
			}
			continue
		}
		rec++
		if len(row) > width+1 || len(row) < 2 {
			return b.fail(l.ID, rec, flawf(off, ErrFormat, "%d fields under %d columns", len(row), width))
		}
		e, err := each(head, row)
		if err != nil {
			return b.fail(l.ID, rec, flawf(off, ErrFormat, "%v", err))
		}
		if e != nil && !emit(e, b, rec) {
			return errStop
		}
	}
}

type errRow string

func (e errRow) Error() string { return string(e) }
