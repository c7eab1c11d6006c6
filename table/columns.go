package table

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"khasan/entity"
)

// known are the fields of a row and the column names known for each.
func known() map[string][]string {
	return map[string][]string{
		"key":     {"key", "customer", "customer_id", "customer_no", "reference", "row_id"},
		"name":    {"name", "full_name", "fullname", "full name", "party", "customer_name", "caption"},
		"alias":   {"alias", "aliases", "aka", "other_names"},
		"birth":   {"birth", "birth_date", "birthdate", "date_of_birth", "dob", "founded", "incorporation_date"},
		"country": {"country", "countries", "nationality", "citizenship", "jurisdiction", "flag"},
		"id":      {"id", "number", "id_number", "passport", "passport_number", "tax_number", "registration_number", "imo", "imo_number", "lei", "wallet"},
		"type":    {"type", "schema", "kind"},
		"gender":  {"gender", "sex"},
	}
}

// A Mapping says which field the columns of other names are: column, in lower
// case, to field.
type Mapping map[string]string

// ReadMapping reads FIELD=COLUMN pairs.
func ReadMapping(pairs []string) (Mapping, error) {
	m := Mapping{}
	for _, p := range pairs {
		field, column, ok := strings.Cut(p, "=")
		if _, is := known()[field]; !ok || !is {
			return nil, fmt.Errorf("%s: want FIELD=COLUMN with FIELD one of key, name, alias, birth, country, id, type, gender", p)
		}
		m[strings.ToLower(strings.TrimSpace(column))] = field
	}
	return m, nil
}

// fieldOf says which field a column is, "" for none.
func fieldOf(column string, columns Mapping) string {
	c := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(column, "\ufeff")))
	if f, ok := columns[c]; ok {
		return f
	}
	for _, field := range []string{"key", "name", "alias", "birth", "country", "id", "type", "gender"} {
		if slices.Contains(slices.Collect(maps.Values(columns)), field) {
			continue // said by -map: no other column is taken for it
		}
		if slices.Contains(known()[field], strings.ReplaceAll(c, "-", "_")) {
			return field
		}
	}
	return ""
}

// set puts one cell into a row's query. Cells of several values are parted by
// ";" or "|".
func (r *Row) set(field, value string) {
	value = strings.TrimSpace(value)
	if value == "" || field == "" {
		return
	}
	if !utf8.ValidString(value) {
		r.Err = fmt.Sprintf("the %s is not UTF-8: %q; save the table as UTF-8", field, cut(value))
		return
	}
	switch field {
	case "key":
		r.Key = value
		return
	case "name":
		if r.Name == "" {
			r.Name = value
			return
		}
		field = "alias"
	}
	for _, v := range strings.FieldsFunc(value, func(c rune) bool { return c == ';' || c == '|' }) {
		v = strings.TrimSpace(v)
		switch field {
		case "alias":
			r.More.Names = append(r.More.Names, entity.Name{Full: v, Quality: entity.Strong})
		case "birth":
			d, err := entity.ReadDate(v)
			if err != nil {
				r.Err = fmt.Sprintf("birth %q is no date", v)
				return
			}
			r.More.Births = append(r.More.Births, d)
		case "country":
			code, ok := entity.CountryOf(v)
			if !ok {
				r.Err = fmt.Sprintf("country %q is not known", v)
				return
			}
			r.More.Countries = append(r.More.Countries, entity.Country{Code: code, Link: "country"})
		case "id":
			r.More.IDs = append(r.More.IDs, entity.Identifier{Number: v})
		case "type":
			s, err := SchemaOf(v)
			if err != nil {
				r.Err = fmt.Sprintf("type %q is not known", v)
				return
			}
			r.Schema = s
		case "gender":
			r.More.Genders = append(r.More.Genders, strings.ToLower(v))
		}
	}
}

// headOf reads the row of column names.
func headOf(name string, cells []string, columns Mapping) ([]string, error) {
	var fields []string
	for _, c := range cells {
		fields = append(fields, fieldOf(c, columns))
	}
	if !slices.Contains(fields, "name") && !slices.Contains(fields, "id") {
		return nil, fmt.Errorf("%s: no column is a name or a number among %s; say which with -map name=COLUMN", name, strings.Join(cells, ", "))
	}
	return fields, nil
}

// cut shortens a value to be shown.
func cut(s string) string {
	if len(s) > 60 {
		return s[:60] + "..."
	}
	return s
}

// SchemaOf is the schema of a type as people write it ("person", "ship"); "" for
// "".
func SchemaOf(s string) (string, error) {
	switch strings.ToLower(s) {
	case "":
		return "", nil
	case "person", "individual":
		return entity.Person, nil
	case "organization", "organisation", "entity", "org":
		return entity.Organization, nil
	case "company", "firm":
		return entity.Company, nil
	case "legalentity":
		return entity.LegalEntity, nil
	case "vessel", "ship":
		return entity.Vessel, nil
	case "aircraft", "airplane":
		return entity.Airplane, nil
	case "wallet", "cryptowallet":
		return entity.CryptoWallet, nil
	}
	return "", fmt.Errorf("type %q is not known: want person, organization, company, vessel, aircraft or wallet", cut(s))
}
