package source

import (
	"regexp"
	"slices"
	"strings"

	"khasan/entity"
)

// The Australian consolidated list (DFAT), XLSX: one row for each name, "2",
// "2a", "2b" the rows of one party. Layouts of 2024 (12 columns) and 2026 (19:
// alias strength, IMO number, the four measures).

func recogniseDFAT(b *blob, first []previewRow) *List {
	_, i := headRow(first, "reference", "nameofindividualorentity", "type", "nametype")
	if i < 0 {
		return nil
	}
	return &List{ID: "au", Title: "Australian Consolidated List", Authority: "Australia, Department of Foreign Affairs and Trade", Format: "DFAT consolidated list", read: readDFAT, ansi: true}
}

var (
	auListed  = regexp.MustCompile(`(?i)listed (?:by [^,;]*? )?on:? ?([0-9]{1,2}(?:st|nd|rd|th)? [A-Z][a-z.]+ ?[0-9]{4})`)
	auUNRef   = regexp.MustCompile(`\b([A-Z]{2}[ei]\.[0-9]{3})\b`)
	auMarks   = regexp.MustCompile(`(?:^|[\s;,])\(?([a-z])\)\s*`)
	auNumber  = regexp.MustCompile(`(?i)\b(passport|national identification|national ID|identification|identity card|tax identification|registration)(?: (?:number|no\.?|card))*:? ?(?:no\.?|number)?:? ?([A-Z]{0,4}[0-9][A-Z0-9/-]{4,19})\b`)
	auAmended = regexp.MustCompile(`[0-9]{1,2} [A-Z][a-z]{2,8}\.? [0-9]{4}`)
)

// lettered takes apart "a) X b) Y"; text without marks comes back whole.
func lettered(s string) []string {
	at := auMarks.FindAllStringSubmatchIndex(s, -1)
	if len(at) == 0 || s[at[0][2]:at[0][3]] != "a" || strings.TrimSpace(s[:at[0][0]]) != "" {
		if s = squash(s); s == "" {
			return nil
		}
		return []string{s}
	}
	var out []string
	for i, m := range at {
		end := len(s)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		if v := strings.Trim(squash(s[m[1]:end]), " ;,."); v != "" {
			out = append(out, v)
		}
	}
	return out
}

func readDFAT(l *List, emit emitter) error {
	d := newDrift(`reference nameofindividualorentity type nametype aliasstrength dateofbirth placeofbirth citizenship address additionalinformation listinginformation
		imonumber committees controldate instrumentofdesignation targetedfinancialsanction travelban armsembargo maritimerestriction`)
	return readGrouped(l, d, []string{"reference", "nameofindividualorentity"},
		func(c columns, row []string) string {
			ref := c.get(row, "reference")
			i := 0
			for i < len(ref) && ref[i] >= '0' && ref[i] <= '9' {
				i++
			}
			return ref[:i]
		},
		func(c columns, rows [][]string) (*entity.Entity, error) {
			r := rows[0]
			ref := strings.TrimRight(c.get(r, "reference"), "abcdefghijklmnopqrstuvwxyz ")
			e := &entity.Entity{ID: "au-" + ref, Target: true, Topics: []string{"sanction"}, Datasets: []string{l.ID}}
			switch strings.ToLower(c.get(r, "type")) {
			case "individual":
				e.Schema = entity.Person
			case "vessel":
				e.Schema = entity.Vessel
			default:
				e.Schema = entity.Organization
			}
			li := entity.Listing{List: l.ID, Key: ref, Ref: ref, Authority: l.Authority}
			if p := c.get(r, "committees"); p != "" {
				li.Programmes = []string{p}
			}
			info, listed := c.get(r, "additionalinformation"), c.get(r, "listinginformation")
			li.Reason = strings.TrimSpace(listed + " " + info)
			if m := auListed.FindStringSubmatch(listed); m != nil {
				li.From, _ = entity.ReadDate(m[1])
			}
			if _, am, ok := strings.Cut(listed, "amended"); ok {
				for _, s := range auAmended.FindAllString(am, 40) {
					if d, err := entity.ReadDate(s); err == nil {
						li.Amended = append(li.Amended, d)
					}
				}
			}
			if d, err := readSerial(c.get(r, "controldate")); err == nil {
				if li.From.IsZero() {
					li.From = d
				} else if len(li.Amended) == 0 && d.Compare(li.From) > 0 {
					li.Amended = append(li.Amended, d)
				}
			}
			slices.SortFunc(li.Amended, entity.Date.Compare)
			e.Listings = []entity.Listing{li}
			if m := auUNRef.FindString(info + " " + listed); m != "" && strings.HasPrefix(info, m) {
				e.AddProp("unscId", m)
			}
			e.AddProp("instrument", c.get(r, "instrumentofdesignation"))
			for _, m := range []struct{ col, name string }{{"targetedfinancialsanction", "Targeted Financial Sanction"}, {"travelban", "Travel Ban"}, {"armsembargo", "Arms Embargo"}, {"maritimerestriction", "Maritime Restriction"}} {
				if v := c.get(r, m.col); v == "1" || strings.EqualFold(v, "true") || strings.EqualFold(v, "yes") {
					e.AddProp("measures", m.name)
				}
			}
			for _, r := range rows {
				q := entity.Strong
				nt := strings.ToLower(c.get(r, "nametype"))
				switch {
				case strings.HasPrefix(nt, "primary"), strings.HasPrefix(nt, "original script"):
					q = entity.Primary
				case strings.EqualFold(c.get(r, "aliasstrength"), "weak"):
					q = entity.Weak
				case strings.HasPrefix(nt, "f"): // formerly known as
					q = entity.Former
				}
				addName(e, entity.Name{Full: c.get(r, "nameofindividualorentity"), Quality: q, List: l.ID})
				addID(e, entity.Identifier{Kind: "imoNumber", Number: c.get(r, "imonumber")})
				auBirths(e, c.get(r, "dateofbirth"))
				for _, s := range lettered(c.get(r, "placeofbirth")) {
					addBirthPlace(e, s)
					if i := strings.LastIndexByte(s, ','); i >= 0 {
						s = s[i+1:]
					}
					if code := countryCode(s); code != "" {
						putCountry(e, "birthCountry", code)
					}
				}
				for _, s := range lettered(c.get(r, "citizenship")) {
					for f := range strings.SplitSeq(s, ";") {
						addCountry(e, "nationality", f)
					}
				}
				for _, s := range lettered(c.get(r, "address")) {
					land := s
					if i := strings.LastIndexByte(s, ','); i >= 0 {
						land = s[i+1:]
					}
					if strings.EqualFold(s, "na") {
						continue
					}
					p := entity.Place{Full: s}
					if countryCode(land) == "" {
						land = ""
					}
					addPlace(e, p, land)
				}
			}
			sortPrimary(e)
			if len(e.Names) == 0 {
				return nil, errRow("a party without a name")
			}
			addIMOs(e, info)
			for _, m := range auNumber.FindAllStringSubmatch(info, 16) {
				addID(e, entity.Identifier{Kind: idKind(m[1]), Number: m[2], Note: m[1]})
			}
			return e, nil
		}, emit)
}

// auBirths reads "1945, 1946", "a) Approximately 1955-1958 b) 1960" and serials.
func auBirths(e *entity.Entity, s string) {
	if s = squash(s); s == "" || strings.EqualFold(s, "na") {
		return
	}
	for _, v := range lettered(s) {
		v = serialDate(v)
		if _, err := entity.ReadDate(v); err == nil {
			addBirth(e, v)
			continue
		}
		for f := range strings.FieldsFuncSeq(v, func(r rune) bool { return r == ',' || r == ';' }) {
			f = serialDate(squash(f))
			// Lines of one cell: "06/10/1956 20/06/1956", "Approximately 1968 28/08/1965".
			if i := strings.LastIndexByte(f, ' '); i > 0 && strings.Count(f[i:], "/") == 2 {
				for _, p := range []string{f[:i], f[i+1:]} {
					if _, err := entity.ReadDate(p); err != nil {
						i = 0
					}
				}
				if i > 0 {
					addBirth(e, f[:i])
					f = f[i+1:]
				}
			}
			addBirth(e, f)
		}
	}
}
