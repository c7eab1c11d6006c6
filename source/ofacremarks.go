package source

import (
	"regexp"
	"strings"
	"unicode"

	"khasan/entity"
)

// OFAC packs what its other columns have no room for into the remarks:
// statements parted by semicolons, each a kind and a value, with "alt. " before
// the second of a kind. The kinds are those of the lists of 2018 to 2026.

// remarkIDs are the wordings of numbers that name their kind by other words than
// "Number" or "No."; longest first among those that begin alike.
var remarkIDs = []string{
	// The commonest first: the table is walked from the top.
	"Tax ID No.", "Registration Number", "National ID No.", "Vessel Registration Identification", "Registration ID", "Cedula No.", "Identification Number",
	"Diplomatic Passport Laissez-Passer", "Stateless Person Passport", "Stateless Person ID Card", "British National Overseas Passport", "Diplomatic Passport", "Service Passport", "Passport",
	"Tazkira National ID Card", "Personal ID Card", "Refugee ID Card", "Travel Document Number",
	"MMSI", "Other Vessel Call Sign", "Vessel Call Sign", "Vessel Other Call Sign",
	"Aircraft Construction Number (also called L/N or S/N or F/N)", "Aircraft Manufacturer's Serial Number (MSN)", "Aircraft Tail Number", "Previous Aircraft Tail Number", "Aircraft Mode S Transponder Code", "Aircraft Serial Identification",
	"SWIFT/BIC", "BIK (RU)", "D-U-N-S Number", "ISIN", "Legal Entity Number", "Equity Ticker", "Economic Register Number (CBLS)",
	"Unified Social Credit Code (USCC)", "United Social Credit Code Certificate (USCCC)", "Numero Unico de Identificacao Tributaria (NUIT)", "Numero de Identidad",
	"Russian State Individual Business Registration Number Pattern (OGRNIP)", "Chinese Commercial Code", "Registration Certificate Number (Dubai)",
	"C.U.R.P.", "C.U.I.P.", "C.U.I.T.", "C.U.I.", "C.I.F.", "C.I.N.", "C.R. No.", "Romanian C.R.", "D.N.I.", "I.F.E.", "N.I.E.", "N.I.F.", "R.F.C.", "RFC", "RIF", "RTN", "RUC", "NIT", "SSN", "US FEIN", "LE Number",
	"Italian Fiscal Code", "Fiscal Code", "VisaNumberID", "Credencial electoral", "Cartilla de Servicio Militar Nacional", "Folio Mercantil No.", "Matricula Mercantil No", "License",
	"CNP (Personal Numerical Code)", "Romanian Permanent Resident CAN", "Romanian Tax Registration", "UAE Identification", "Paraguayan tax identification number",
	"Branch Unit Number", "Central Registration System Number", "Business Registration Document", "Public Security and Immigration No.", "Trademark number", "International Maritime Organization No.", "File Number",
}

var (
	remarkIssued  = regexp.MustCompile(`^(.*?)\s+(?:Date of )?issued?\s+((?:circa )?(?:[0-9]{1,2} )?(?:[A-Z][a-z]{2} )?[0-9]{4})(.*)$`)
	remarkExpires = regexp.MustCompile(`^(.*?)\s+expire[sd]?\s+((?:circa )?(?:[0-9]{1,2} )?(?:[A-Z][a-z]{2} )?[0-9]{4})(.*)$`)
	remarkNumber  = regexp.MustCompile(`^([\pL.' /&()-]*?(?:\bNo\.|\bNumber|\bNo|\bID|\bIdentification|\bCard|\bPassport)(?: \([A-Z/ ]+\))?:?)\s+#?\s*(\S*[0-9].*)$`)
	directiveDate = regexp.MustCompile(`^(Listing|Effective) Date \(([^)]*)\):?\s*(.*)$`)
)

// ofacRemarks reads the remarks of one record into the entity; weak aliases are
// given back apart, to stand after the other names.
func ofacRemarks(e *entity.Entity, list, remarks string, weak *[]entity.Name) {
	remarks = squash(remarks)
	if remarks == "" {
		return
	}
	segs := splitRemarks(remarks)
	for i, s := range segs {
		if i == len(segs)-1 {
			s = strings.TrimSuffix(s, ".")
		}
		s = strings.TrimSpace(s)
		if rest, ok := cutFold(s, "alt. "); ok {
			s = rest
		}
		ofacStatement(e, list, s, weak)
	}
}

// splitRemarks splits at semicolons that are not within a quoted weak alias.
func splitRemarks(s string) []string {
	var out []string
	from := 0
	for i := 0; i < len(s); i++ {
		if s[i] != ';' {
			continue
		}
		seg := strings.TrimSpace(s[from:i])
		if q := strings.Index(seg, "k.a. '"); q >= 0 && !strings.HasSuffix(seg, "'") && strings.Contains(s[i:min(len(s), i+80)], "'") {
			continue
		}
		out = append(out, seg)
		from = i + 1
	}
	if seg := strings.TrimSpace(s[from:]); seg != "" {
		out = append(out, seg)
	}
	return out
}

func cutFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return strings.TrimSpace(s[len(prefix):]), true
	}
	return s, false
}

// remarkFields are statements whose value goes to one property, or to the
// function; in the order in which they are tried.
var remarkFields = []struct {
	prefix string
	put    func(e *entity.Entity, v string)
}{
	{"DOB:", addBirth}, {"DOB ", addBirth}, {"Organization Established Date ", addBirth}, {"Aircraft Manufacture Date ", addBirth}, {"Vessel Year of Build ", addBirth},
	{"POB:", func(e *entity.Entity, v string) { ofacPOB(e, v) }}, {"POB ", func(e *entity.Entity, v string) { ofacPOB(e, v) }},
	{"Date of Death ", func(e *entity.Entity, v string) {
		if d, err := entity.ReadDate(v); err == nil {
			e.Deaths = append(e.Deaths, d)
		}
	}},
	{"nationality of registration ", func(e *entity.Entity, v string) { addCountry(e, "jurisdiction", v) }},
	{"nationality ", func(e *entity.Entity, v string) { addCountry(e, "nationality", v) }},
	{"citizen ", func(e *entity.Entity, v string) { addCountry(e, "citizenship", v) }},
	{"Gender ", addGender},
	{"Gender: ", addGender},
	{"Former Vessel Flag ", func(e *entity.Entity, v string) { e.AddProp("pastFlags", v) }},
	{"Vessel Flag ", func(e *entity.Entity, v string) { addCountry(e, "flag", v) }},
	{"Vessel Type ", prop("type")}, {"Vessel Owner ", prop("owner")},
	{"Other Vessel Type ", prop("type")},
	{"Vessel Gross Registered Tonnage ", prop("grossRegisteredTonnage")}, {"Vessel Gross Tonnage ", prop("grossRegisteredTonnage")}, {"Vessel Deadweight ", prop("tonnage")}, {"Vessel Tonnage ", prop("tonnage")},
	{"Issuer Name ", prop("issuerName")}, {"Purchase/Sales For Divestment Date ", directive("Purchase/Sales For Divestment Date ")}, {"IFCA Determination ", directive("IFCA Determination ")},
	{"Aircraft Model ", prop("model")}, {"Aircraft Operator ", prop("operator")}, {"Aircraft Type ", prop("type")},
	{"Linked To:", prop("linkedTo")},
	{"Secondary sanctions risk:", prop("secondarySanctionsRisk")},
	{"Additional Sanctions Information", func(e *entity.Entity, v string) { e.AddProp("sanctionsInformation", strings.TrimLeft(v, "- ")) }},
	{"Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions:", prop("transactionsProhibited")},
	{"Organization Type:", prop("sector")}, {"Target Type ", prop("targetType")},
	{"Email Address ", number("email")}, {"Email ", number("email")}, {"Website ", number("website")},
	{"Phone Number ", number("phone")}, {"Phone No. ", number("phone")}, {"PHONE ", number("phone")}, {"Telephone: ", number("phone")}, {"Telephone ", number("phone")}, {"Fax: ", number("phone")}, {"Fax ", number("phone")},
	{"Executive Order ", directive("Executive Order ")}, {"CAATSA Section ", directive("CAATSA Section ")}, {"PEESA Information ", directive("PEESA Information ")}, {"IFSR ", directive("IFSR ")},
	{"For more information", func(*entity.Entity, string) {}},
	{"Title: ", prop("position")}, {"Height ", prop("height")}, {"Weight ", prop("weight")},
	{"Eye Color ", prop("eyeColor")}, {"Hair Color ", prop("hairColor")}, {"Complexion ", prop("appearance")}, {"Physique ", prop("appearance")}, {"Scars ", prop("appearance")},
}

func prop(name string) func(*entity.Entity, string) {
	return func(e *entity.Entity, v string) { e.AddProp(name, v) }
}

// directive keeps the wording before the value.
func directive(prefix string) func(*entity.Entity, string) {
	return func(e *entity.Entity, v string) { e.AddProp("directive", prefix+v) }
}

func number(kind string) func(*entity.Entity, string) {
	return func(e *entity.Entity, v string) { addID(e, entity.Identifier{Kind: kind, Number: v}) }
}

func ofacPOB(e *entity.Entity, v string) {
	addBirthPlace(e, v)
	if i := strings.LastIndexByte(v, ','); i >= 0 {
		v = v[i+1:]
	}
	if c := countryCode(v); c != "" {
		putCountry(e, "birthCountry", c)
	}
}

// ofacStatement reads one statement.
func ofacStatement(e *entity.Entity, list, s string, weak *[]entity.Name) {
	if s == "" || ofacKnown(e, list, s, weak) {
		return
	}
	if id, ok := ofacNumber(s); ok {
		addID(e, id)
		return
	}
	for _, p := range e.Props["position"] {
		if p == s {
			return // the title column's text over again
		}
	}
	e.AddProp("notes", s)
}

// ofacKnown takes the statements that are not numbers of papers.
func ofacKnown(e *entity.Entity, list, s string, weak *[]entity.Name) bool {
	for _, k := range []struct {
		prefix string
		q      entity.Quality
	}{{"a.k.a. ", entity.Weak}, {"f.k.a. ", entity.Former}, {"n.k.a. ", entity.Strong}, {"alt. a.k.a. ", entity.Weak}} {
		if v, ok := cutFold(s, k.prefix); ok {
			v = strings.TrimSuffix(strings.TrimPrefix(v, "'"), "'")
			*weak = append(*weak, entity.Name{Full: v, Quality: k.q, List: list})
			return true
		}
	}
	if strings.HasPrefix(s, "Digital Currency Address") {
		kind, v := s, ""
		if i := strings.LastIndexByte(s, ' '); i > 0 {
			kind, v = s[:i], s[i+1:]
		}
		addID(e, entity.Identifier{Kind: "publicKey", Number: v, Note: kind})
		return true
	}
	if !strings.Contains(s, " Date (") {
	} else if m := directiveDate.FindStringSubmatch(s); m != nil {
		e.AddProp("directive", s)
		if d, err := entity.ReadDate(m[3]); err == nil && m[1] == "Listing" && len(e.Listings) > 0 && e.Listings[0].From.IsZero() {
			e.Listings[0].From = d
		}
		return true
	}
	for _, f := range remarkFields {
		if v, ok := cutFold(s, f.prefix); ok {
			f.put(e, v)
			return true
		}
	}
	return false
}

// ofacNumber reads "Passport 721493424 (Russia) issued 19 Jun 2013 expires 19
// Jun 2023": a wording, a number, the issuer, dates.
func ofacNumber(s string) (entity.Identifier, bool) {
	var id entity.Identifier
	if !strings.Contains(s, "expire") {
		// the usual case; the expressions below are slow
	} else if m := remarkExpires.FindStringSubmatch(s); m != nil {
		id.Expires, _ = entity.ReadDate(m[2])
		s = m[1] + m[3]
	}
	if !strings.Contains(s, "issue") {
	} else if m := remarkIssued.FindStringSubmatch(s); m != nil {
		id.Issued, _ = entity.ReadDate(m[2])
		s = m[1] + m[3]
	}
	s = strings.TrimRight(s, ". ;")
	if i := strings.LastIndexByte(s, '('); i > 0 && strings.HasSuffix(s, ")") {
		if c, ok := entity.CountryOf(s[i+1 : len(s)-1]); ok {
			id.Country = c
			s = strings.TrimSpace(s[:i])
		}
	}
	for _, k := range remarkIDs {
		v, ok := cutFold(s, k)
		if !ok || v == "" || len(s) > len(k) && !strings.ContainsRune(" :#", rune(s[len(k)])) {
			continue
		}
		if strings.IndexFunc(v, unicode.IsDigit) < 0 && k != "SWIFT/BIC" && !strings.Contains(k, "Call Sign") && !strings.Contains(k, "Tail") {
			continue
		}
		// "Passport Number 1234": the rest of the wording is not the number.
		v = strings.TrimLeft(v, ":# ")
		for _, w := range []string{"Number ", "No. ", "no. "} {
			v = strings.TrimPrefix(v, w)
		}
		id.Note, id.Number = k, strings.TrimLeft(v, ":# ")
		id.Kind = idKind(k)
		return ofacIMO(id), true
	}
	if strings.IndexFunc(s, unicode.IsDigit) < 0 {
		return id, false
	}
	if m := remarkNumber.FindStringSubmatch(s); m != nil && len(m[1]) < 70 && len(m[2]) < 60 {
		id.Note, id.Number = strings.TrimRight(m[1], ":"), m[2]
		id.Kind = idKind(id.Note)
		return ofacIMO(id), true
	}
	return id, false
}

// ofacIMO corrects the kind of a number that says itself to be an IMO number.
func ofacIMO(id entity.Identifier) entity.Identifier {
	if v, ok := strings.CutPrefix(id.Number, "IMO "); ok {
		id.Kind, id.Number = "imoNumber", strings.TrimSpace(v)
	}
	return id
}
