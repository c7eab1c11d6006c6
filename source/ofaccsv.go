package source

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"khasan/entity"
)

// OFAC's delimited set: SDN (or CONS_PRIM), ADD, ALT and SDN_COMMENTS, without
// heads, "-0-" for nothing; the layouts are in OFAC's dat_spec.txt. The SDN
// file alone is a list; the others belong to it by its entity numbers.

const (
	ofacAuthority = "US Treasury, Office of Foreign Assets Control"
	ofacURL       = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id="
	maxOFACExtra  = 128 << 20 // bytes of one ADD, ALT or COMMENTS file
)

// ofacKind tells by its shape which of the set a file is: "sdn", "add", "alt",
// "comments", or "".
func ofacKind(head []byte) (kind string, comma byte) {
	for _, comma := range []byte{',', '@', '|'} {
		s := newCSV(strings.NewReader(string(head)), comma)
		s.ansi = true
		votes := map[string]int{}
		rows := 0
		for rows < 20 {
			row, _, err := s.next()
			if err != nil {
				break
			}
			rows++
			if _, err := strconv.Atoi(row[0]); err != nil {
				continue
			}
			num2 := false
			if len(row) > 1 {
				_, err := strconv.Atoi(row[1])
				num2 = err == nil
			}
			switch {
			case len(row) == 12 && (row[2] == "-0-" || row[2] == "individual" || row[2] == "vessel" || row[2] == "aircraft"):
				votes["sdn"]++
			case len(row) == 5 && num2 && (row[2] == "aka" || row[2] == "fka" || row[2] == "nka"):
				votes["alt"]++
			case len(row) == 6 && num2:
				votes["add"]++
			case len(row) == 2 && !num2:
				votes["comments"]++
			}
		}
		for _, k := range []string{"sdn", "alt", "add", "comments"} {
			if votes[k] > 0 && votes[k]*10 >= rows*8 {
				return k, comma
			}
		}
	}
	return "", 0
}

// ofacFile is one file of the set.
type ofacFile struct {
	*blob
	kind  string
	comma byte
}

// rows reads a file of the set.
func (f ofacFile) rows(each func(row []string, off int64, rec int) error) error {
	r, err := f.open()
	if err != nil {
		return err
	}
	defer r.Close()
	s := newCSV(r, f.comma)
	s.ansi = true
	want := map[string]int{"sdn": 12, "alt": 5, "add": 6, "comments": 2}[f.kind]
	for rec := 1; ; rec++ {
		row, off, err := s.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return f.fail("", rec, err)
		}
		if len(row) != want {
			return f.fail("", rec, flawf(off, ErrFormat, "%d fields, want %d", len(row), want))
		}
		if _, err := strconv.Atoi(row[0]); err != nil {
			return f.fail("", rec, flawf(off, ErrFormat, "entity number %q", clip(row[0], 20)))
		}
		for i := range row {
			if row[i] == "-0-" {
				row[i] = ""
			}
		}
		if err := each(row, off, rec); err != nil {
			if errors.Is(err, errStop) {
				return err
			}
			return f.fail("", rec, err)
		}
	}
}

// groupOFAC puts the files of OFAC's CSV set together: each ADD, ALT and
// COMMENTS file goes to the primary file that knows its entity numbers.
func groupOFAC(blobs []*blob) ([]*List, error) {
	var prims, extras []ofacFile
	for _, b := range blobs {
		k, comma := ofacKind(b.head)
		f := ofacFile{b, k, comma}
		if k == "sdn" {
			prims = append(prims, f)
		} else {
			extras = append(extras, f)
		}
	}
	var errs []error
	sets := make([][]ofacFile, len(prims))
	ids := make([]map[string]bool, len(prims))
	for i, p := range prims {
		sets[i] = []ofacFile{p}
		ids[i] = map[string]bool{}
		if len(extras) == 0 {
			continue
		}
		err := p.rows(func(row []string, _ int64, _ int) error {
			ids[i][row[0]] = true
			return nil
		})
		if err != nil {
			errs = append(errs, err)
			ids[i] = nil
		}
	}
	for _, x := range extras {
		var own []string
		err := x.rows(func(row []string, _ int64, _ int) error {
			if len(own) == 0 || own[len(own)-1] != row[0] {
				own = append(own, row[0])
			}
			return nil
		})
		if err != nil {
			errs = append(errs, err)
			continue
		}
		best, found := -1, 0
		for i := range prims {
			n := 0
			for _, id := range own {
				if ids[i][id] {
					n++
				}
			}
			taken := slices.ContainsFunc(sets[i], func(f ofacFile) bool { return f.kind == x.kind })
			if n > found && !taken && sameSet(prims[i].name, x.name) {
				best, found = i, n
			}
		}
		// An older or newer file of the set has a few strangers; a file of another
		// list or year has many.
		if best < 0 || found*10 < len(own)*9 {
			errs = append(errs, &Error{List: "ofac", File: x.name, Offset: -1,
				Err:  fmt.Errorf("an OFAC %s file without its primary file (%d of %d entity numbers found): %w", strings.ToUpper(x.kind), found, len(own), ErrFormat),
				Hint: "put SDN.CSV (or CONS_PRIM.CSV) of the same day beside it"})
			continue
		}
		sets[best] = append(sets[best], x)
	}
	var lists []*List
	for i, set := range sets {
		if ids[i] == nil && len(extras) > 0 {
			continue
		}
		lists = append(lists, ofacCSVList(set))
	}
	return lists, errors.Join(errs...)
}

// sameSet keeps OFAC's delimited, piped and fixed files apart.
func sameSet(a, b string) bool {
	ext := func(s string) string {
		return filepath.Ext(strings.TrimSuffix(strings.ToLower(s), ".gz"))
	}
	return ext(a) == ext(b)
}

// nonSDN are programmes of the lists beside the SDN list.
var nonSDN = []string{"NS-PLC", "561-", "UKRAINE-EO13662", "CMIC", "FSE-", "CAPTA", "NS-ISA", "13599", "HIFPAA"}

// isNonSDN tells the consolidated (non-SDN) list by the programmes of its rows.
func isNonSDN(programmes []string) bool {
	n := 0
	for _, p := range programmes {
		if slices.ContainsFunc(nonSDN, func(s string) bool { return strings.HasPrefix(p, s) }) {
			n++
		}
	}
	return n*2 > len(programmes)
}

func ofacCSVList(set []ofacFile) *List {
	l := &List{ID: "ofac-sdn", Title: "OFAC Specially Designated Nationals and Blocked Persons List", Authority: ofacAuthority, Format: "OFAC CSV"}
	var programmes []string
	s := newCSV(strings.NewReader(string(set[0].head)), set[0].comma)
	s.ansi = true
	first := ""
	for {
		row, _, err := s.next()
		if err != nil || len(row) < 12 {
			break
		}
		if first == "" {
			first = row[0]
		}
		programmes = append(programmes, row[3])
	}
	name := strings.ToLower(filepath.Base(set[0].name))
	if isNonSDN(programmes) || strings.HasPrefix(name, "cons") && first != "36" {
		l.ID, l.Title = "ofac-cons", "OFAC Consolidated (non-SDN) Sanctions List"
	}
	for _, f := range set {
		l.parts = append(l.parts, f.blob)
	}
	l.read = func(l *List, emit emitter) error { return readOFACCSV(l, set, emit) }
	return l
}

func readOFACCSV(l *List, set []ofacFile, emit emitter) error {
	extra := map[string]map[string][][]string{}
	for _, f := range set[1:] {
		if f.size > maxOFACExtra {
			return f.fail(l.ID, 0, flawf(f.size, ErrLimit, "%d bytes, more than %d", f.size, maxOFACExtra))
		}
		m := map[string][][]string{}
		if err := f.rows(func(row []string, _ int64, _ int) error {
			m[row[0]] = append(m[row[0]], row[1:])
			return nil
		}); err != nil {
			return err
		}
		extra[f.kind] = m
	}
	// "Linked To:" names its party; the first pass says which number that is.
	ids := map[string]string{}
	if err := set[0].rows(func(row []string, _ int64, _ int) error {
		k := linkKey(row[1])
		if _, dup := ids[k]; dup {
			ids[k] = "" // two parties of one name: the list does not say which
		} else {
			ids[k] = row[0]
		}
		return nil
	}); err != nil {
		return err
	}
	return set[0].rows(func(row []string, off int64, rec int) error {
		e := ofacRow(l, row, extra)
		if !emit(e, set[0].blob, rec) {
			return errStop
		}
		for _, edge := range ofacLinks(l, e, ids) {
			if !emit(edge, set[0].blob, rec) {
				return errStop
			}
		}
		return nil
	})
}

// ofacID is the id of a party by OFAC's number: "ofac-20157", on the
// consolidated list "ofac-cons-20157", since a party may be on both and two
// entities cannot have one id; there the former stands among the Referents.
func (l *List) ofacID(n string) string {
	if l.ID == "ofac-cons" {
		return "ofac-cons-" + n
	}
	return "ofac-" + n
}

func (l *List) ofacReferents(n string) []string {
	if l.ID == "ofac-cons" {
		return []string{"ofac-" + n}
	}
	return nil
}

func linkKey(name string) string {
	return strings.TrimRight(strings.ToUpper(squash(name)), ". ")
}

// ofacLinks makes an edge of every "Linked To:" whose party is on the list.
func ofacLinks(l *List, e *entity.Entity, ids map[string]string) []*entity.Entity {
	var out []*entity.Entity
	for _, name := range e.Props["linkedTo"] {
		id := ids[linkKey(name)]
		if id == "" || l.ofacID(id) == e.ID {
			continue
		}
		out = append(out, &entity.Entity{
			ID: e.ID + "-link-" + id, Schema: entity.UnknownLink, Datasets: e.Datasets,
			Props: map[string][]string{"subject": {e.ID}, "object": {l.ofacID(id)}, "role": {"Linked To"}},
		})
	}
	return out
}

// ofacRow makes the entity of one row of the primary file.
func ofacRow(l *List, row []string, extra map[string]map[string][][]string) *entity.Entity {
	id := row[0]
	e := &entity.Entity{ID: l.ofacID(id), Referents: l.ofacReferents(id), Schema: ofacSchema(row[2]), Target: true, Topics: []string{"sanction"}, Datasets: []string{l.ID}}
	remarks := row[11]
	for _, c := range extra["comments"][id] {
		remarks += c[0]
	}
	listing := entity.Listing{List: l.ID, Key: id, Authority: l.Authority, Reason: squash(remarks), URL: ofacURL + id}
	for _, p := range strings.FieldsFunc(row[3], func(r rune) bool { return r == '[' || r == ']' }) {
		if p = squash(p); p != "" && !slices.Contains(listing.Programmes, p) {
			listing.Programmes = append(listing.Programmes, p)
		}
	}
	e.Listings = []entity.Listing{listing}
	for _, t := range strings.Split(row[4], ";") {
		e.AddProp("position", t)
	}
	addID(e, entity.Identifier{Kind: "callSign", Number: row[5]})
	e.AddProp("type", row[6])
	e.AddProp("tonnage", strings.ReplaceAll(row[7], ",", ""))
	e.AddProp("grossRegisteredTonnage", strings.ReplaceAll(row[8], ",", ""))
	addCountry(e, "flag", row[9])
	e.AddProp("owner", row[10])
	var weak []entity.Name
	ofacRemarks(e, l.ID, remarks, &weak)
	for _, a := range extra["add"][id] {
		addPlace(e, entity.Place{Street: a[1], City: a[2], Detail: a[4]}, a[3])
	}
	east := eastern(e)
	addName(e, ofacName(row[1], e.Schema, entity.Primary, l.ID, east))
	for _, a := range extra["alt"][id] {
		q := entity.Strong
		if a[1] == "fka" {
			q = entity.Former
		}
		n := ofacName(a[2], e.Schema, q, l.ID, east)
		if a[3] != "" {
			e.AddProp("aliasNote", n.Full+": "+a[3])
		}
		addName(e, n)
	}
	for _, n := range weak {
		addName(e, n)
	}
	return e
}

func ofacSchema(kind string) string {
	switch strings.ToLower(kind) {
	case "individual":
		return entity.Person
	case "vessel":
		return entity.Vessel
	case "aircraft":
		return entity.Airplane
	}
	return entity.Organization
}

// eastern reports whether a person's names are read family name first.
func eastern(e *entity.Entity) bool {
	if e.Schema != entity.Person {
		return false
	}
	for _, c := range e.Countries {
		switch c.Code {
		case "KP", "KR", "CN", "TW", "HK", "MO", "VN":
			return true
		}
	}
	if len(e.Listings) > 0 {
		for _, p := range e.Listings[0].Programmes {
			if strings.HasPrefix(p, "DPRK") || strings.HasPrefix(p, "HK-") {
				return true
			}
		}
	}
	return false
}

// ofacName reads "KIM, Jong Un": the family name before the comma. Full is in
// reading order, the family name first for those who have it so.
func ofacName(s, schema string, q entity.Quality, list string, east bool) entity.Name {
	s = squash(s)
	n := entity.Name{Full: s, Quality: q, List: list}
	if schema != entity.Person {
		return n
	}
	family, given, ok := strings.Cut(s, ",")
	if !ok {
		return n
	}
	given, suffix, _ := strings.Cut(given, ",")
	family, given, suffix = squash(family), squash(given), squash(suffix)
	if family == "" || given == "" {
		return n
	}
	if east {
		n.Parts = addPart(n.Parts, entity.RoleFamily, family)
		n.Parts = addPart(n.Parts, entity.RoleGiven, given)
	} else {
		n.Parts = addPart(n.Parts, entity.RoleGiven, given)
		n.Parts = addPart(n.Parts, entity.RoleFamily, family)
	}
	n.Parts = addPart(n.Parts, entity.RoleSuffix, suffix)
	n.Full = joinParts(n.Parts)
	return n
}
