package source

import (
	"bytes"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"slices"
	"sort"
	"strings"

	"go.yaml.in/yaml/v3"

	"khasan/entity"
)

// A Mapping says how a table of one's own (CSV or XLSX) is a list. It is
// written in YAML:
//
//	list: own-blocklist
//	title: Parties we do not deal with
//	authority: Example Bank
//	key: Customer No
//	schema: {column: Kind, values: {P: Person, C: Company}}   # or: schema: Person
//	columns:
//	  name: Full Name
//	  alias: {column: Aliases, split: ";"}
//	  birthDate: DOB
//	  nationality: [Nationality 1, Nationality 2]
//	  passportNumber: Passport
//	  listed: Added on
//	further:
//	  rating: Rating
//
// The keys under columns are name, alias, weakAlias, previousName, firstName,
// middleName, lastName, birthDate, deathDate, birthPlace, gender, nationality,
// citizenship, country, jurisdiction, flag, address, street, city, region,
// postalCode, addressCountry, programme, listed, until, ref, reason, url, topic;
// the kind of any number (passportNumber, imoNumber, ...); or any other
// FollowTheMoney property. The keys under further are free. A file named table.csv is read by the mapping in
// table.csv.map.yaml beside it.
type Mapping struct {
	List      string `yaml:"list"`
	Title     string `yaml:"title"`
	Authority string `yaml:"authority"`
	Programme string `yaml:"programme"` // for every row
	Topic     string `yaml:"topic"`     // default "sanction"
	Sheet     string `yaml:"sheet"`     // of a workbook; default: every sheet with the columns
	Delimiter string `yaml:"delimiter"` // of a text file; default: guessed
	Encoding  string `yaml:"encoding"`  // "utf-8" (default) or "windows-1252"
	Key       string `yaml:"key"`       // column of the row's own number; default: made of the names
	Date      string `yaml:"date"`      // day of the list
	Schema    oneOf  `yaml:"schema"`
	Columns   map[string]cols
	Further   map[string]cols `yaml:"further"` // kept as properties of one's own names
}

// oneOf is a schema for all rows, or one by the value of a column.
type oneOf struct {
	Fixed  string
	Column string            `yaml:"column"`
	Values map[string]string `yaml:"values"`
}

func (o *oneOf) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		return n.Decode(&o.Fixed)
	}
	type plain oneOf
	return n.Decode((*plain)(o))
}

// cols are the columns of a field, and how one of them is split.
type cols struct {
	Columns []string
	Split   string
}

func (c *cols) UnmarshalYAML(n *yaml.Node) error {
	switch n.Kind {
	case yaml.ScalarNode:
		c.Columns = []string{n.Value}
		return nil
	case yaml.SequenceNode:
		return n.Decode(&c.Columns)
	}
	var m struct {
		Column  string   `yaml:"column"`
		Columns []string `yaml:"columns"`
		Split   string   `yaml:"split"`
	}
	if err := n.Decode(&m); err != nil {
		return err
	}
	c.Columns, c.Split = m.Columns, m.Split
	if m.Column != "" {
		c.Columns = append([]string{m.Column}, c.Columns...)
	}
	if len(c.Columns) == 0 {
		return errors.New("want column or columns")
	}
	return nil
}

// ParseMapping reads a mapping; an unknown key is an error.
func ParseMapping(b []byte) (*Mapping, error) {
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	var m Mapping
	if err := d.Decode(&m); err != nil {
		if err == io.EOF {
			err = errors.New("it is empty")
		}
		return nil, fmt.Errorf("mapping file: %w", err)
	}
	switch {
	case m.List == "":
		return nil, errors.New("mapping file: list is missing: a short name for the list")
	case len(m.Columns["name"].Columns) == 0 && len(m.Columns["lastName"].Columns) == 0:
		return nil, errors.New("mapping file: columns has neither name nor lastName")
	case len(m.Delimiter) > 1:
		return nil, fmt.Errorf("mapping file: delimiter %q, want one character", m.Delimiter)
	case m.Encoding != "" && m.Encoding != "utf-8" && m.Encoding != "windows-1252":
		return nil, fmt.Errorf("mapping file: encoding %q, want utf-8 or windows-1252", m.Encoding)
	}
	// A misspelt field would be kept as a property that nothing looks at: names
	// lost without a word.
	for _, k := range slices.Sorted(maps.Keys(m.Columns)) {
		if err := oneOfWords("columns", k, mappedFields, mappedNumbers, ftmProperties); err != nil {
			return nil, fmt.Errorf("%w a column of your own goes under further", err)
		}
	}
	for k := range m.Further {
		if slices.Contains(mappedFields, k) || slices.Contains(mappedNumbers, k) {
			return nil, fmt.Errorf("mapping file: further: %s belongs under columns", k)
		}
	}
	schemata := []string{m.Schema.Fixed}
	for _, v := range m.Schema.Values {
		schemata = append(schemata, v)
	}
	for _, v := range schemata {
		if err := oneOfWords("schema", v, ftmSchemata); v != "" && err != nil {
			return nil, err
		}
	}
	return &m, nil
}

// oneOfWords wants a word of some lists, and names the nearest of them.
func oneOfWords(key, word string, known ...[]string) error {
	best, least := "", 1+len(word)/2
	for _, k := range slices.Concat(known...) {
		if k == word {
			return nil
		}
		if d := edits(strings.ToLower(word), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	if best != "" {
		best = fmt.Sprintf(" did you mean %s?", best)
	}
	return fmt.Errorf("mapping file: %s: FollowTheMoney has no %q;%s", key, clip(word, 40), best)
}

// edits is how many letters must be put in, taken out or changed to make one
// word of the other.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		was := row[0]
		row[0] = i + 1
		for j := range len(b) {
			d := was
			if a[i] != b[j] {
				d = 1 + min(was, row[j], row[j+1])
			}
			was, row[j+1] = row[j+1], d
		}
	}
	return row[len(b)]
}

// Open reads a table by the mapping.
func (m *Mapping) Open(name string, data []byte) (*List, error) {
	blobs, err := bytesBlob(name, data).expand()
	if err != nil {
		return nil, err
	}
	if len(blobs) != 1 {
		return nil, fmt.Errorf("%s holds %d files, not one table", name, len(blobs))
	}
	return m.list(blobs[0])
}

func (m *Mapping) list(b *blob) (*List, error) {
	if err := b.scan(); err != nil {
		return nil, err
	}
	l := &List{ID: m.List, Title: m.Title, Authority: m.Authority, Format: "table by mapping", parts: []*blob{b}, ansi: m.Encoding == "windows-1252"}
	if l.Title == "" {
		l.Title = m.List
	}
	if m.Date != "" {
		d, err := entity.ReadDate(m.Date)
		if err != nil {
			return nil, fmt.Errorf("mapping file: date: %w", err)
		}
		l.Date = d
	}
	if l.comma = delimiter(b.head); m.Delimiter != "" {
		l.comma = m.Delimiter[0]
	}
	l.read = m.read
	l.seal()
	return l, nil
}

// wanted are the names of all columns that the mapping uses, folded.
func (m *Mapping) wanted() []string {
	var out []string
	add := func(s string) {
		if k := colKey(s); k != "" && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	add(m.Key)
	add(m.Schema.Column)
	for _, part := range []map[string]cols{m.Columns, m.Further} {
		for _, c := range part {
			for _, s := range c.Columns {
				add(s)
			}
		}
	}
	sort.Strings(out)
	return out
}

func (m *Mapping) read(l *List, emit emitter) error {
	b := l.parts[0]
	want := m.wanted()
	var c columns
	sheet, rec, wide, seen := "", 0, 0, map[string]int{}
	found := false
	err := b.rows(l.comma, l.ansi, func(name string, row []string, off int64) error {
		if m.Sheet != "" && name != m.Sheet {
			return nil
		}
		if name != sheet {
			sheet, c = name, nil
		}
		if c == nil {
			if h := headOf(row); h.has(want...) {
				c, found, wide = h, true, len(row)
			}
			return nil
		}
		if blankRow(row) {
			return nil
		}
		rec++
		// A delimiter that is not quoted moves all that follows it.
		if len(row) > wide && !b.sheet && !blankRow(row[wide:]) {
			return flawf(off, ErrFormat, "%d fields, the head has %d: a delimiter within a field that is not quoted?", len(row), wide)
		}
		e, err := m.row(l, c, row, seen)
		if err != nil {
			return flawf(off, ErrFormat, "%v", err)
		}
		if !emit(e, b, rec) {
			return errStop
		}
		return nil
	})
	if err == nil && !found {
		err = &flaw{0, fmt.Errorf("no row with all the columns of the mapping (%s): %w", strings.Join(want, ", "), ErrFormat), "compare the mapping's column names with the table's first row"}
	}
	if err == nil && rec == 0 {
		err = &flaw{b.size, fmt.Errorf("a head and no rows: %w", ErrEmpty), "fill the table, or take it out of the folder"}
	}
	if err == nil || err == errStop {
		return err
	}
	failed := b.fail(l.ID, rec, err)
	var typed *Error
	if errors.As(failed, &typed) {
		switch {
		case errors.Is(err, ErrEncoding):
			typed.Hint = "save the table as UTF-8, or say encoding: windows-1252 in its mapping file"
		case errors.Is(err, ErrCut):
			typed.Hint = "a quotation mark that is not closed, or a file that was not saved whole"
		case typed.Hint == hintFor(ErrFormat):
			typed.Hint = "mend the row, or what the mapping file says of its columns"
		}
	}
	return failed
}

func (m *Mapping) row(l *List, c columns, row []string, seen map[string]int) (*entity.Entity, error) {
	values := func(f cols) []string {
		var out []string
		for _, k := range f.Columns {
			v := c.get(row, colKey(k))
			if f.Split == "" {
				if v != "" {
					out = append(out, v)
				}
				continue
			}
			for p := range strings.SplitSeq(v, f.Split) {
				if p = squash(p); p != "" {
					out = append(out, p)
				}
			}
		}
		return out
	}
	get := func(field string) []string { return values(m.Columns[field]) }
	one := func(field string) string { return strings.Join(get(field), " ") }
	e := &entity.Entity{Schema: m.Schema.Fixed, Target: true, Topics: []string{"sanction"}, Datasets: []string{l.ID}}
	if m.Topic != "" {
		e.Topics = []string{m.Topic}
	}
	if m.Schema.Column != "" {
		v := c.get(row, colKey(m.Schema.Column))
		e.Schema = m.Schema.Values[v]
		if e.Schema == "" {
			return nil, fmt.Errorf("schema: column %s is %q, which the mapping has no value for", m.Schema.Column, clip(v, 40))
		}
	}
	if e.Schema == "" {
		e.Schema = entity.LegalEntity
	}
	var ps []entity.Part
	for _, r := range []struct {
		field string
		role  entity.Role
	}{{"firstName", entity.RoleGiven}, {"middleName", entity.RoleMiddle}, {"lastName", entity.RoleFamily}} {
		for _, v := range get(r.field) {
			ps = addPart(ps, r.role, v)
		}
	}
	names := get("name")
	if len(names) == 0 {
		names = []string{joinParts(ps)}
	}
	for i, n := range names {
		x := entity.Name{Full: n, List: l.ID}
		if i == 0 {
			x.Parts = ps
		}
		addName(e, x)
	}
	for _, q := range []struct {
		field string
		q     entity.Quality
	}{{"alias", entity.Strong}, {"weakAlias", entity.Weak}, {"previousName", entity.Former}} {
		for _, n := range get(q.field) {
			addName(e, entity.Name{Full: n, Quality: q.q, List: l.ID})
		}
	}
	if len(e.Names) == 0 {
		return nil, errors.New("a row without a name")
	}
	key := ""
	if m.Key != "" {
		if key = c.get(row, colKey(m.Key)); key == "" {
			return nil, fmt.Errorf("a row without its key (column %s)", m.Key)
		}
	} else {
		h := fnv.New64a()
		for _, n := range e.Names {
			fmt.Fprint(h, n.Full, "|")
		}
		key = fmt.Sprintf("%016x", h.Sum64())
	}
	if seen[key]++; seen[key] > 1 {
		if m.Key != "" {
			return nil, fmt.Errorf("key %q occurs twice", clip(key, 40))
		}
		key = fmt.Sprintf("%s-%d", key, seen[key])
	}
	e.ID = l.ID + "-" + key
	li := entity.Listing{List: l.ID, Key: key, Authority: l.Authority, Ref: one("ref"), Reason: one("reason"), URL: one("url"), Programmes: get("programme")}
	if m.Programme != "" {
		li.Programmes = append(li.Programmes, m.Programme)
	}
	for _, d := range []struct {
		field string
		into  *entity.Date
	}{{"listed", &li.From}, {"until", &li.To}} {
		if v := one(d.field); v != "" {
			day, err := readSerial(v)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", d.field, err)
			}
			*d.into = day
		}
	}
	e.Listings = []entity.Listing{li}
	for _, v := range get("birthDate") {
		addBirth(e, serialDate(v))
	}
	for _, v := range get("deathDate") {
		if d, err := readSerial(v); err == nil {
			e.Deaths = append(e.Deaths, d)
		}
	}
	for _, v := range get("birthPlace") {
		addBirthPlace(e, v)
	}
	for _, v := range get("gender") {
		addGender(e, v)
	}
	for _, link := range []string{"nationality", "citizenship", "country", "jurisdiction", "flag"} {
		for _, v := range get(link) {
			if len(v) == 2 || len(v) == 3 {
				v = strings.ToUpper(v)
			}
			addCountry(e, link, v)
		}
	}
	for _, v := range get("address") {
		addPlace(e, entity.Place{Full: v}, "")
	}
	addPlace(e, entity.Place{Street: one("street"), City: one("city"), Region: one("region"), PostalCode: one("postalCode")}, one("addressCountry"))
	for _, v := range get("topic") {
		if !slices.Contains(e.Topics, v) {
			e.Topics = append(e.Topics, v)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(m.Columns)) {
		switch {
		case slices.Contains(mappedFields, k):
		case slices.Contains(mappedNumbers, k):
			for _, v := range get(k) {
				addID(e, entity.Identifier{Kind: k, Number: v})
			}
		default:
			for _, v := range get(k) {
				e.AddProp(k, v)
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(m.Further)) {
		for _, v := range values(m.Further[k]) {
			e.AddProp(k, v)
		}
	}
	return e, nil
}

var mappedFields = strings.Fields(`name alias weakAlias previousName firstName middleName lastName birthDate deathDate birthPlace gender nationality citizenship country
	jurisdiction flag address street city region postalCode addressCountry programme listed until ref reason url topic`)

var mappedNumbers = strings.Fields(`passportNumber idNumber taxNumber innCode ogrnCode kppCode okpoCode leiCode swiftBic imoNumber mmsi callSign registrationNumber
	serialNumber icaoCode publicKey dunsCode uscCode vatCode isin socialSecurityNumber licenseNumber phone email website`)

// ftmSchemata and ftmProperties are those of FollowTheMoney that a listed party
// can have, as in server/ftm.txt.
var ftmSchemata = strings.Fields(`Person Organization Company LegalEntity PublicBody Vessel Airplane Vehicle CryptoWallet Security Thing Asset`)

var ftmProperties = strings.Fields(`summary description sourceUrl publisher wikipediaUrl wikidataId keywords program programId notes createdAt modifiedAt
	abbreviation legalForm incorporationDate dissolutionDate status sector classification mainCountry opencorporatesUrl bvdId uniqueEntityId npiCode
	giiNumber permId cageCode ipoCode cikCode irsCode jibCode voenCode coatoCode caemCode mbsCode okopfCode oksmCode fnsCode pfrNumber ticker ricCode
	amount currency capital parent
	title secondName fatherName motherName nameSuffix birthCountry position ethnicity height weight eyeColor hairColor appearance religion
	political profession education spokenLanguage
	type model manufacturer owner operator buildDate crsNumber pastFlags grossRegisteredTonnage tonnage deadweightTonnage
	pastTypes navigationArea registrationPort accountId managingExchange holder balance balanceDate creationDate mangingExchange
	figiCode issuer issueDate maturityDate
	amountEur amountUsd bikCode currencySymbol fssCode icijId isinCode nameChangeDate okvedCode publisherUrl taxStatus`)
