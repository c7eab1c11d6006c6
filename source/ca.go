package source

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"khasan/entity"
)

// The Canadian list (SEMA and others), XML of Global Affairs Canada. A record
// has no number of its own: its key is regulation, schedule and item, which the
// regulations cite. Element names of 2020 (Entity, DateOfBirth) and 2025.

const caElements = `data-set record Country LastName GivenName Schedule Item DateOfListing DateOfBirthOrShipBuildDate DateOfBirth Aliases EntityOrShip Entity
	TitleOrShip Title ShipIMONumber`

var caKey = strings.NewReplacer(",", "", "/", "-", ".", "-")

func recogniseCanada(b *blob, root xmlToken, first []xmlToken) *List {
	if root.name != "data-set" || !slices.ContainsFunc(first, func(t xmlToken) bool { return t.name == "record" }) || !slices.ContainsFunc(first, func(t xmlToken) bool { return t.name == "Schedule" || t.name == "Item" }) {
		return nil
	}
	l := &List{ID: "ca", Title: "Consolidated Canadian Autonomous Sanctions List", Authority: "Global Affairs Canada", Format: "Canada SEMA XML", read: readCanada}
	if l.Date = caNewest(b); !l.Date.IsZero() {
		l.DateFrom = "newest record"
	}
	return l
}

// caNewest is the newest day of listing in the file, which has no date of its
// own; zero when the file cannot be read, which reading it will tell.
func caNewest(b *blob) entity.Date {
	r, err := b.open()
	if err != nil {
		return entity.Date{}
	}
	defer r.Close()
	var newest entity.Date
	s, in := newXMLScanner(r), false
	for {
		t, err := s.next()
		if err != nil {
			return newest
		}
		if t.kind == xmlText && in {
			if d, err := entity.ReadDate(squash(t.text)); err == nil && d.Compare(newest) > 0 {
				newest = d
			}
		}
		in = t.kind == xmlStart && t.name == "DateOfListing"
	}
}

func readCanada(l *List, emit emitter) error {
	seen := map[string]int{}
	return readXML(l, newDrift(caElements), func(name string) bool { return name == "record" }, nil,
		func(n *node, emit func(...*eptr) bool) error {
			e := &entity.Entity{Target: true, Topics: []string{"sanction"}, Datasets: []string{l.ID}}
			org := n.get("EntityOrShip")
			if org == "" {
				org = n.get("Entity")
			}
			regime, _, _ := strings.Cut(n.get("Country"), " / ")
			li := entity.Listing{List: l.ID, Authority: l.Authority, Programmes: []string{regime}}
			if s := n.get("Schedule"); s != "" {
				li.Ref = "Schedule " + s
				if i := n.get("Item"); i != "" {
					li.Ref += ", item " + i
				}
			}
			li.From, _ = entity.ReadDate(n.get("DateOfListing"))
			var ps []entity.Part
			title := n.get("TitleOrShip")
			if title == "" {
				title = n.get("Title")
			}
			switch {
			case org != "" && n.get("ShipIMONumber") != "":
				e.Schema = entity.Vessel
				e.AddProp("type", title)
				addName(e, entity.Name{Full: org, List: l.ID})
			case org != "":
				e.Schema = entity.Organization
				e.AddProp("title", title)
				addName(e, entity.Name{Full: org, List: l.ID})
			default:
				e.Schema = entity.Person
				e.AddProp("title", title)
				e.Listings = []entity.Listing{li}
				ps = addPart(ps, entity.RoleGiven, n.get("GivenName"))
				ps = addPart(ps, entity.RoleFamily, n.get("LastName"))
				if regime == "North Korea" || regime == "China" || strings.HasPrefix(regime, "Democratic People") {
					slices.Reverse(ps)
				}
				addName(e, entity.Name{Full: joinParts(ps), Parts: ps, List: l.ID})
			}
			if len(e.Names) == 0 {
				return flawf(n.off, ErrFormat, "a record without a name")
			}
			if len(ps) == 1 {
				e.Names[0].Parts = nil
			}
			// Items are renumbered within a schedule when one is repealed; the name
			// keeps the key apart from another party's.
			h := fnv.New32a()
			fmt.Fprint(h, e.Names[0].Full)
			key := strings.ToLower(strings.Join(strings.Fields(fmt.Sprintf("%s %s %08x", firstWords(regime, 2), n.get("Schedule"), h.Sum32())), "-"))
			key = caKey.Replace(key)
			if seen[key]++; seen[key] > 1 {
				key = fmt.Sprintf("%s-%d", key, seen[key])
			}
			e.ID, li.Key = "ca-"+key, key
			e.Listings = []entity.Listing{li}
			addID(e, entity.Identifier{Kind: "imoNumber", Number: n.get("ShipIMONumber")})
			for _, a := range caAliases(n.get("Aliases")) {
				addName(e, entity.Name{Full: a, Quality: entity.Strong, List: l.ID})
			}
			d := n.get("DateOfBirthOrShipBuildDate")
			if d == "" {
				d = n.get("DateOfBirth")
			}
			addBirth(e, d)
			emit(e)
			return nil
		}, emit)
}

func firstWords(s string, n int) string {
	f := strings.Fields(s)
	return strings.Join(f[:min(n, len(f))], " ")
}

// caAliases splits at semicolons, or at commas that do not part a legal form.
func caAliases(s string) []string {
	if strings.Contains(s, ";") {
		return list(s)
	}
	var out []string
	for f := range strings.SplitSeq(s, ",") {
		f = squash(f)
		low := strings.ToLower(strings.Trim(f, ". "))
		switch low {
		case "ltd", "inc", "llc", "co", "s.a", "sa", "limited", "jr", "sr", "co. ltd", "pte. ltd", "corp":
			if len(out) > 0 {
				out[len(out)-1] += ", " + f
				continue
			}
		}
		if f != "" {
			out = append(out, f)
		}
	}
	return out
}
