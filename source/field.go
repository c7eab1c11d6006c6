package source

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"khasan/entity"
)

// eptr is short for the readers' signatures.
type eptr = entity.Entity

var orAnd = strings.NewReplacer(" or ", "/", " and ", "/")

// addCountry links a party to a state named in words; what cannot be mapped is
// kept in Props under the link's name.
func addCountry(e *entity.Entity, link, text string) {
	text = squash(text)
	if text == "" || strings.EqualFold(text, "na") || strings.EqualFold(text, "n/a") || strings.EqualFold(text, "unknown") || strings.EqualFold(text, "none") {
		return
	}
	code, ok := entity.CountryOf(text)
	if !ok {
		done := false
		if strings.ContainsAny(text, "/;") || strings.Contains(text, " or ") || strings.Contains(text, " and ") {
			f := strings.FieldsFunc(orAnd.Replace(text), func(r rune) bool { return r == '/' || r == ';' })
			for _, t := range f {
				if c, ok := entity.CountryOf(strings.TrimSpace(t)); ok {
					putCountry(e, link, c)
					done = true
				}
			}
		}
		if !done {
			e.AddProp(link, text)
		}
		return
	}
	putCountry(e, link, code)
	// What was said beside the name ("citizenship revoked in 2015") is kept.
	if strings.ContainsAny(text, "(.") && strings.ContainsAny(text, "0123456789") {
		e.AddProp(link, text)
	}
}

func putCountry(e *entity.Entity, link, code string) {
	c := entity.Country{Code: code, Link: link}
	if !slices.Contains(e.Countries, c) {
		e.Countries = append(e.Countries, c)
	}
}

// countryCode maps a state's name to its code, "" when unknown.
func countryCode(text string) string {
	c, _ := entity.CountryOf(squash(text))
	return c
}

// addName appends a name unless it is blank or there with the same quality.
func addName(e *entity.Entity, n entity.Name) {
	n.Full = squash(n.Full)
	if n.Full == "" || n.Full == "-" || strings.EqualFold(n.Full, "na") || strings.EqualFold(n.Full, "n/a") {
		return
	}
	for i := range e.Names {
		if e.Names[i].Full == n.Full {
			if len(e.Names[i].Parts) == 0 {
				e.Names[i].Parts = n.Parts
			}
			if e.Names[i].Lang == "" {
				e.Names[i].Lang = n.Lang
			}
			return
		}
	}
	if n.Script == "" {
		n.Script = scriptOf(n.Full)
	}
	e.Names = append(e.Names, n)
}

// shortForm finds the abbreviation that lists put behind an organisation's
// name: "FOREIGN TRADE BANK (FTB)".
var shortForm = regexp.MustCompile(`^(.{5,}?)\s*\(([A-Z][A-Z0-9&.-]{1,11})\)$`)

// bareNames adds, to each name of an organisation that ends in its
// abbreviation, the name without it, which is how the world writes it, and the
// abbreviation as a weak alias: alone it is no ground for a match. The name as
// published stays and stands first.
func bareNames(e *entity.Entity) {
	if e.Schema == entity.Person || e.IsEdge() {
		return
	}
	for _, n := range e.Names[:len(e.Names):len(e.Names)] {
		if !strings.HasSuffix(n.Full, ")") {
			continue
		}
		m := shortForm.FindStringSubmatch(n.Full)
		if m == nil {
			continue
		}
		bare := n
		bare.Full, bare.Parts = m[1], nil
		addName(e, bare)
		addName(e, entity.Name{Full: m[2], Quality: entity.Weak, List: n.List})
	}
	sortPrimary(e)
}

// addPart appends a part of a name unless it is blank.
func addPart(ps []entity.Part, role entity.Role, text string) []entity.Part {
	if text = squash(text); text == "" || strings.EqualFold(text, "na") {
		return ps
	}
	return append(ps, entity.Part{Role: role, Text: text})
}

// joinParts is the whole name of its parts.
func joinParts(ps []entity.Part) string {
	var b strings.Builder
	for i, p := range ps {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(p.Text)
	}
	return b.String()
}

// scripts by ISO 15924 code, in the order in which they are tried.
var scripts = []struct {
	code  string
	table *unicode.RangeTable
}{
	{"Latn", unicode.Latin}, {"Cyrl", unicode.Cyrillic}, {"Arab", unicode.Arabic}, {"Hang", unicode.Hangul}, {"Jpan", unicode.Hiragana},
	{"Jpan", unicode.Katakana}, {"Hani", unicode.Han}, {"Hebr", unicode.Hebrew}, {"Grek", unicode.Greek}, {"Thai", unicode.Thai},
	{"Deva", unicode.Devanagari}, {"Beng", unicode.Bengali}, {"Mymr", unicode.Myanmar}, {"Geor", unicode.Georgian}, {"Armn", unicode.Armenian},
	{"Ethi", unicode.Ethiopic}, {"Khmr", unicode.Khmer}, {"Laoo", unicode.Lao}, {"Taml", unicode.Tamil}, {"Sinh", unicode.Sinhala}, {"Guru", unicode.Gurmukhi},
}

// scriptOf is the ISO 15924 code of the script of most letters; "" without any.
func scriptOf(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		if strings.IndexFunc(s, func(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' }) >= 0 {
			return "Latn"
		}
		return ""
	}
	var count [32]int
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		for i := range scripts {
			if unicode.Is(scripts[i].table, r) {
				count[i]++
				break
			}
		}
	}
	best := -1
	kana := 0
	for i := range scripts {
		if count[i] > 0 && (best < 0 || count[i] > count[best]) {
			best = i
		}
		if scripts[i].code == "Jpan" {
			kana += count[i]
		}
	}
	if best < 0 {
		return ""
	}
	if scripts[best].code == "Hani" && kana > 0 {
		return "Jpan"
	}
	return scripts[best].code
}

// addBirth reads a date of birth (or founding); what is no date is kept in
// Props under "birthDate" (or "incorporationDate").
func addBirth(e *entity.Entity, text string) {
	text = squash(text)
	if text == "" || strings.EqualFold(text, "na") || strings.EqualFold(text, "unknown") {
		return
	}
	d, err := entity.ReadDate(text)
	if err != nil {
		if e.Schema == entity.Person {
			e.AddProp("birthDateText", text)
		} else {
			e.AddProp("dateText", text)
		}
		return
	}
	putBirth(e, d)
}

func putBirth(e *entity.Entity, d entity.Date) {
	if !d.IsZero() && !slices.Contains(e.Births, d) {
		e.Births = append(e.Births, d)
	}
}

func addBirthPlace(e *entity.Entity, parts ...string) {
	var f []string
	for _, p := range parts {
		if p = squash(p); p != "" && !strings.EqualFold(p, "na") {
			f = append(f, p)
		}
	}
	if s := strings.Join(f, ", "); s != "" && !slices.Contains(e.BirthPlaces, s) {
		e.BirthPlaces = append(e.BirthPlaces, s)
	}
}

// addPlace appends an address; Full is made of the fields when it is blank.
func addPlace(e *entity.Entity, p entity.Place, country string) {
	country = squash(country)
	p.Country = countryCode(country)
	if p.Full == "" {
		var f []string
		for _, s := range []string{p.Street, p.City, p.Region, p.PostalCode, country} {
			if s = squash(s); s != "" {
				f = append(f, s)
			}
		}
		p.Full = strings.Join(f, ", ")
	}
	p.Full = squash(p.Full)
	if p.Full == "" && p.Detail == "" {
		return
	}
	if !slices.Contains(e.Addresses, p) {
		e.Addresses = append(e.Addresses, p)
	}
	if p.Country != "" {
		putCountry(e, "country", p.Country)
	}
}

// addID appends a number unless it is blank or there.
func addID(e *entity.Entity, id entity.Identifier) {
	id.Number, id.Note = squash(id.Number), squash(id.Note)
	if id.Number == "" || strings.EqualFold(id.Number, "na") || strings.EqualFold(id.Number, "n/a") || id.Number == "-" {
		return
	}
	for _, o := range e.IDs {
		if o.Kind == id.Kind && o.Number == id.Number && (o.Country == id.Country || id.Country == "") {
			return
		}
	}
	e.IDs = append(e.IDs, id)
}

// imoRe finds IMO ship and company numbers in running text.
var imoRe = regexp.MustCompile(`(?i)\bIMO\b[^0-9;.]{0,24}?([0-9]{7})\b`)

// addIMOs takes the IMO numbers out of a text.
func addIMOs(e *entity.Entity, text string) {
	if !strings.Contains(strings.ToUpper(text), "IMO") {
		return
	}
	for _, m := range imoRe.FindAllStringSubmatch(text, 8) {
		addID(e, entity.Identifier{Kind: "imoNumber", Number: m[1]})
	}
}

// gender maps a list's word to the entity's.
func addGender(e *entity.Entity, s string) {
	g := ""
	switch strings.ToLower(squash(s)) {
	case "male", "m", "masculine", "man":
		g = "male"
	case "female", "f", "feminine", "woman":
		g = "female"
	case "other":
		g = "other"
	default:
		return
	}
	if !slices.Contains(e.Genders, g) {
		e.Genders = append(e.Genders, g)
	}
}

// idKinds maps the lists' words for documents to FollowTheMoney's properties,
// the first that occurs in the lower-cased wording wins.
var idKinds = []struct{ word, kind string }{
	{"passport", "passportNumber"}, {"pasaporte", "passportNumber"}, {"passeport", "passportNumber"}, {"travel document", "passportNumber"},
	{"digital currency", "publicKey"}, {"wallet", "publicKey"},
	{"vessel registration identification", "imoNumber"}, {"imo", "imoNumber"},
	{"mmsi", "mmsi"}, {"maritime mobile service", "mmsi"}, {"call sign", "callSign"},
	{"swift", "swiftBic"}, {"bic", "swiftBic"},
	{"legal entity number", "leiCode"}, {"legal entity identifier", "leiCode"}, {"lei code", "leiCode"},
	{"d-u-n-s", "dunsCode"}, {"duns", "dunsCode"},
	{"inn", "innCode"}, {"ogrn", "ogrnCode"},
	{"unified social credit", "uscCode"}, {"uscc", "uscCode"}, {"bik (ru)", "bikCode"}, {"okpo", "okpoCode"}, {"government gazette", "okpoCode"},
	{"v.a.t", "vatCode"}, {"vat", "vatCode"}, {"tax", "taxNumber"}, {"fiscal", "taxNumber"}, {"r.f.c", "taxNumber"}, {"rfc", "taxNumber"},
	{"nit", "taxNumber"}, {"ruc", "taxNumber"}, {"rif", "taxNumber"}, {"cuit", "taxNumber"}, {"c.u.i.t", "taxNumber"}, {"rtn", "taxNumber"},
	{"manufacturer", "serialNumber"}, {"construction number", "serialNumber"}, {"serial", "serialNumber"}, {"msn", "serialNumber"},
	{"tail number", "registrationNumber"}, {"mode s", "icaoCode"},
	{"isin", "isinCode"}, {"ticker", "ticker"}, {"fein", "taxNumber"}, {"electoral", "idNumber"},
	{"social security", "socialSecurityNumber"}, {"ssn", "socialSecurityNumber"}, {"national insurance", "socialSecurityNumber"},
	{"commercial regist", "registrationNumber"}, {"business regist", "registrationNumber"}, {"registration", "registrationNumber"}, {"company number", "registrationNumber"},
	{"company no", "registrationNumber"}, {"registry", "registrationNumber"}, {"regnumber", "registrationNumber"}, {"register", "registrationNumber"}, {"enterprise number", "registrationNumber"},
	{"chamber of comm", "registrationNumber"}, {"matricula", "registrationNumber"}, {"folio mercantil", "registrationNumber"}, {"business number", "registrationNumber"},
	{"license", "licenseNumber"}, {"licence", "licenseNumber"}, {"c.r. no", "registrationNumber"}, {"trade mark", "registrationNumber"},
	{"email", "email"}, {"e-mail", "email"}, {"phone", "phone"}, {"telephone", "phone"}, {"fax", "phone"}, {"website", "website"},
}

// idKind is the FollowTheMoney property for a list's wording; "idNumber" when
// none fits better. A driver's licence is an idNumber.
func idKind(wording string) string {
	w := " " + strings.ToLower(wording)
	if strings.Contains(w, "driver") || strings.Contains(w, "driving") {
		return "idNumber"
	}
	for _, k := range idKinds {
		if len(k.word) <= 4 {
			// A short word must stand alone.
			if i := strings.Index(w, k.word); i > 0 && !unicode.IsLetter(rune(w[i-1])) && (i+len(k.word) == len(w) || !unicode.IsLetter(rune(w[i+len(k.word)]))) {
				return k.kind
			}
			continue
		}
		if strings.Contains(w, k.word) {
			return k.kind
		}
	}
	return "idNumber"
}
