package source

import (
	"slices"
	"strings"

	"khasan/entity"
)

// The Swiss list (SECO), XML: sanctions programmes with their sets, places,
// then targets; a target's modifications say when it was listed and de-listed.
// De-listed targets stay in the file and are left out here.

const chElements = `swiss-sanctions-list sanctions-program program-key program-name sanctions-set origin place location location-variant area area-variant country
	target sanctions-set-id foreign-identifier individual entity object identity name name-part value spelling-variant day-month-year place-of-birth address
	address-details zip-code c-o p-o-box remark nationality identification-document number issuer date-of-issue expiry-date justification relation other-information
	generic-attribute modification added removed`

func recogniseSECO(b *blob, root xmlToken, first []xmlToken) *List {
	if root.name != "swiss-sanctions-list" {
		return nil
	}
	l := &List{ID: "ch", Title: "Swiss consolidated list (SECO)", Authority: "Switzerland, State Secretariat for Economic Affairs", Format: "SECO XML", read: readSECO}
	l.Date, _ = entity.ReadDate(root.value("date"))
	if root.value("list-type") == "amendment" {
		l.Title += ", amendment only"
	}
	return l
}

type chProgramme struct{ key, name string }

func readSECO(l *List, emit emitter) error {
	sets := map[string]chProgramme{}
	places := map[string]*node{}
	collect := func(n *node) {
		switch n.name {
		case "sanctions-program":
			p := chProgramme{lang(n, "program-key"), lang(n, "program-name")}
			for _, s := range n.all("sanctions-set") {
				sets[s.attr("ssid")] = p
			}
		case "place":
			places[n.attr("ssid")] = n
		}
	}
	// Places stand after the targets in some versions: they are collected first.
	err := readXML(l, newDrift(chElements), func(name string) bool { return name == "sanctions-program" || name == "place" }, nil,
		func(n *node, _ func(...*eptr) bool) error { collect(n); return nil }, func(*eptr, *blob, int) bool { return true })
	if err != nil {
		return err
	}
	return readXML(l, newDrift(chElements), func(name string) bool { return name == "target" }, nil,
		func(n *node, emit func(...*eptr) bool) error {
			if n.attr("ssid") == "" {
				return flawf(n.off, ErrFormat, "a target without ssid")
			}
			e, edges := chEntity(l, n, sets, places)
			if e != nil && emit(e) {
				emit(edges...)
			}
			return nil
		}, emit)
}

// lang returns the English text of an element given in several languages.
func lang(n *node, name string) string {
	all := n.all(name)
	for _, x := range all {
		if x.attr("lang") == "eng" {
			return squash(x.text)
		}
	}
	if len(all) > 0 {
		return squash(all[0].text)
	}
	return ""
}

// chModified reads the modifications: beginning, amendments, end.
func chModified(n *node, li *entity.Listing) {
	type mod struct {
		kind string
		day  entity.Date
	}
	var ms []mod
	for _, m := range n.all("modification") {
		d, err := entity.ReadDate(m.attr("effective-date"))
		if err != nil {
			d, _ = entity.ReadDate(m.attr("publication-date"))
		}
		ms = append(ms, mod{m.attr("modification-type"), d})
	}
	// Newest first or oldest first, both occur; a re-listing after a de-listing
	// ends the latter.
	slices.SortStableFunc(ms, func(a, b mod) int { return a.day.Compare(b.day) })
	for _, m := range ms {
		switch m.kind {
		case "listed":
			if li.From.IsZero() || !li.To.IsZero() {
				li.From = m.day
			}
			li.To = entity.Date{}
		case "de-listed":
			if li.To = m.day; m.day.IsZero() {
				li.To = entity.Date{Year: 1}
			}
		default:
			if !m.day.IsZero() && !slices.Contains(li.Amended, m.day) {
				li.Amended = append(li.Amended, m.day)
			}
		}
	}
}

func chEntity(l *List, n *node, sets map[string]chProgramme, places map[string]*node) (*entity.Entity, []*entity.Entity) {
	id := n.attr("ssid")
	e := &entity.Entity{ID: "ch-" + id, Target: true, Topics: []string{"sanction"}, Datasets: []string{l.ID}}
	var body *node
	switch {
	case n.kid("individual").name != "":
		e.Schema, body = entity.Person, n.kid("individual")
	case n.kid("object").name != "":
		body = n.kid("object")
		switch body.attr("object-type") {
		case "vessel":
			e.Schema = entity.Vessel
		case "aircraft":
			e.Schema = entity.Airplane
		default:
			e.Schema = entity.Thing
		}
	case n.kid("entity").name != "":
		e.Schema, body = entity.Organization, n.kid("entity")
	default:
		return nil, nil
	}
	li := entity.Listing{List: l.ID, Key: id, Ref: id, Authority: l.Authority}
	chModified(n, &li)
	if !li.To.IsZero() {
		return nil, nil
	}
	inSets := n.all("sanctions-set-id")
	if a := n.attr("sanctions-set-id"); a != "" { // an attribute in older versions
		for _, f := range strings.Fields(a) {
			inSets = append(inSets, &node{text: f})
		}
	}
	for _, s := range inSets {
		p, ok := sets[squash(s.text)]
		switch {
		case !ok:
			e.AddProp("sanctionsSet", squash(s.text))
		case !slices.Contains(li.Programmes, p.key):
			li.Programmes = append(li.Programmes, p.key)
		}
	}
	var reasons []string
	for _, j := range body.all("justification") {
		reasons = append(reasons, squash(j.text))
	}
	for _, o := range body.all("other-information") {
		s := squash(o.text)
		reasons = append(reasons, s)
		addIMOs(e, s)
	}
	li.Reason = strings.Join(reasons, " ")
	e.Listings = []entity.Listing{li}
	if f := n.get("foreign-identifier"); f != "" {
		// For UN listings this is the Council's reference.
		if len(f) == 7 && f[3] == '.' {
			e.AddProp("unscId", f)
		} else {
			e.AddProp("foreignIdentifier", f)
		}
	}
	addGender(e, body.attr("sex"))
	for _, pass := range []bool{true, false} {
		for _, ident := range body.all("identity") {
			if (ident.attr("main") != "false") == pass {
				chIdentity(l, e, ident, pass, places)
			}
		}
	}
	sortPrimary(e)
	for _, a := range body.all("generic-attribute") {
		e.AddProp("notes", strings.TrimSpace(a.attr("name")+" "+squash(a.text)))
		if strings.Contains(strings.ToLower(a.attr("name")), "imo") {
			addID(e, entity.Identifier{Kind: "imoNumber", Number: squash(a.text)})
		}
	}
	var edges []*entity.Entity
	for _, r := range body.all("relation") {
		other := r.attr("target-id")
		if other == "" {
			continue
		}
		edge := &entity.Entity{ID: e.ID + "-rel-" + other, Schema: entity.UnknownLink, Datasets: e.Datasets, Props: map[string][]string{"subject": {e.ID}, "object": {"ch-" + other}}}
		switch t := r.attr("relation-type"); t {
		case "owned-by", "controlled-by":
			edge.Schema = entity.Ownership
			edge.Props = map[string][]string{"owner": {"ch-" + other}, "asset": {e.ID}, "role": {t}}
		default:
			edge.Props["role"] = []string{t}
		}
		edges = append(edges, edge)
	}
	if len(e.Names) == 0 {
		e.Names = []entity.Name{{Full: "target " + id, List: l.ID}}
	}
	return e, edges
}

// chRoles maps the parts of a name.
var chRoles = map[string]entity.Role{
	"family-name": entity.RoleFamily, "given-name": entity.RoleGiven, "further-given-name": entity.RoleMiddle, "father-name": entity.RolePatronymic,
	"maiden-name": entity.RoleMaiden, "title": entity.RoleTitle, "suffix": entity.RoleSuffix, "grand-father-name": entity.RolePatronymic, "tribal-name": entity.RoleNisbah,
}

func chIdentity(l *List, e *entity.Entity, ident *node, main bool, places map[string]*node) {
	for _, c := range ident.all("nationality") {
		x := c.kid("country")
		code := x.attr("iso-code")
		if code == "" {
			code = squash(x.text)
		}
		addCountry(e, "nationality", code)
	}
	east := eastern(e)
	for _, nm := range ident.all("name") {
		q := entity.Strong
		switch {
		case nm.attr("quality") == "low":
			q = entity.Weak
		case nm.attr("name-type") == "formerly-known-as":
			q = entity.Former
		case nm.attr("name-type") == "primary-name" && main:
			q = entity.Primary
		}
		chName(l, e, nm, q, east)
	}
	for _, d := range ident.all("day-month-year") {
		y, m, day := d.attr("year"), d.attr("month"), d.attr("day")
		s := y
		if m != "" && y != "" {
			s = day + "/" + m + "/" + y
			if day == "" {
				s = m + "/" + y
			}
		}
		if c := d.attr("calendar"); c != "" && c != "Gregorian" {
			e.AddProp("birthDateText", s+" ("+c+")")
			continue
		}
		if dt, err := entity.ReadDate(s); err == nil {
			dt.Circa = dt.Circa || d.attr("quality") == "low"
			putBirth(e, dt)
		} else if s != "" {
			e.AddProp("birthDateText", s)
		}
	}
	for _, p := range ident.all("place-of-birth") {
		place, land := chPlace(places[p.attr("place-id")])
		addBirthPlace(e, place, land)
		addCountry(e, "birthCountry", land)
	}
	for _, a := range ident.all("address") {
		place, land := chPlace(places[a.attr("place-id")])
		street := a.get("address-details")
		if po := a.get("p-o-box"); po != "" {
			street = strings.TrimPrefix(street+", P.O. Box "+po, ", ")
		}
		var detail []string
		for _, k := range []string{"c-o", "remark"} {
			if s := a.get(k); s != "" {
				detail = append(detail, s)
			}
		}
		addPlace(e, entity.Place{Street: street, City: place, PostalCode: a.get("zip-code"), Detail: strings.Join(detail, "; ")}, land)
	}
	for _, d := range ident.all("identification-document") {
		t := strings.ReplaceAll(d.attr("document-type"), "-", " ")
		id := entity.Identifier{Kind: idKind(t), Number: d.get("number"), Note: t}
		x := d.kid("issuer")
		if id.Country = countryCode(x.attr("code")); id.Country == "" {
			id.Country = countryCode(x.text)
		}
		id.Issued, _ = entity.ReadDate(d.get("date-of-issue"))
		id.Expires, _ = entity.ReadDate(d.get("expiry-date"))
		addID(e, id)
	}
}

// chName makes a name of its parts, and one more for each set of spelling
// variants of one language and script.
func chName(l *List, e *entity.Entity, nm *node, q entity.Quality, east bool) {
	type variant struct{ lang, script string }
	var order []variant
	seen := map[variant]bool{}
	var ps []entity.Part
	parts := nm.all("name-part")
	slices.SortStableFunc(parts, func(a, b *node) int { return strings.Compare(a.attr("order"), b.attr("order")) })
	rank := func(r entity.Role) int {
		switch {
		case r == entity.RoleFamily && !east:
			return 2
		case r == entity.RoleFamily:
			return 0
		case r == entity.RoleSuffix || r == entity.RoleMaiden:
			return 3
		}
		return 1
	}
	arrange := func(ps []entity.Part) []entity.Part {
		slices.SortStableFunc(ps, func(a, b entity.Part) int { return rank(a.Role) - rank(b.Role) })
		return ps
	}
	whole := true
	for _, p := range parts {
		ps = addPart(ps, chRoles[p.attr("name-part-type")], p.get("value"))
		whole = whole && p.attr("name-part-type") == "whole-name"
		for _, v := range p.all("spelling-variant") {
			k := variant{strings.ToLower(v.attr("lang")), v.attr("script")}
			if !seen[k] {
				seen[k] = true
				order = append(order, k)
			}
		}
	}
	ps = arrange(ps)
	n := entity.Name{Full: joinParts(ps), Parts: ps, Quality: q, List: l.ID}
	if whole || len(ps) < 2 {
		n.Parts = nil
	}
	addName(e, n)
	for _, k := range order {
		var vs []entity.Part
		whole := true // every part has a variant in this script
		for _, p := range parts {
			text, has := p.get("value"), false
			for _, v := range p.all("spelling-variant") {
				if strings.ToLower(v.attr("lang")) == k.lang && v.attr("script") == k.script {
					text, has = squash(v.text), true
					break
				}
			}
			whole = whole && has
			vs = addPart(vs, chRoles[p.attr("name-part-type")], text)
		}
		vs = arrange(vs)
		if s := scriptOf(joinParts(vs)); !whole && (k.script != "" && k.script != "LATN" || s != "Latn") {
			continue // half in one script, half in another: no name that anybody writes
		}
		vq := entity.Strong
		if q == entity.Weak {
			vq = q
		}
		v := entity.Name{Full: joinParts(vs), Parts: vs, Quality: vq, List: l.ID}
		if len(vs) < 2 {
			v.Parts = nil
		}
		addName(e, v)
	}
}

// chPlace is a place's name and state.
func chPlace(p *node) (place, land string) {
	if p == nil {
		return "", ""
	}
	var f []string
	for _, k := range []string{"location", "area"} {
		if s := p.get(k); s != "" {
			f = append(f, s)
		}
	}
	c := p.kid("country")
	if land = c.attr("iso-code"); land == "" || land == "--" {
		land = squash(c.text)
	}
	return strings.Join(f, ", "), land
}
