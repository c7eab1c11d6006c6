package source

import (
	"fmt"
	"hash/fnv"
	"strings"

	"khasan/entity"
)

// The Denied Persons List of the US Bureau of Industry and Security, as it is
// published by itself: a table with tabs between, a row for each address of an
// order, without numbers. The same orders stand in the Consolidated Screening
// List, in its own form.
//
// Layout: the file dpl.txt of 2019 and of 2022.

const bisAuthority = "US Department of Commerce, Bureau of Industry and Security"

func recogniseDPL(b *blob, first []previewRow) *List {
	if _, i := headRow(first, "name", "streetaddress", "effectivedate", "expirationdate", "standardorder", "frcitation"); i < 0 {
		return nil
	}
	l := &List{ID: "us-dpl", Title: "US Denied Persons List", Authority: bisAuthority, Format: "BIS DPL", read: readDPL}
	// The file has no date of its own; it is at least as new as its newest change.
	// The list of 2022 has one of the year 3017: what is past 2099 is a slip.
	var c columns
	b.rows(delimiter(b.head), false, func(_ string, row []string, _ int64) error {
		if c == nil {
			c = headOf(row)
			return nil
		}
		for _, k := range []string{"lastupdate", "effectivedate"} {
			if d, err := dplDate(c.get(row, k)); err == nil && d.Year < 2100 && d.Compare(l.Date) > 0 {
				l.Date, l.DateFrom = d, "newest record"
			}
		}
		return nil
	})
	return l
}

// dplDate reads "06/19/2003", "3/20/1992" and "2007-01-31".
func dplDate(s string) (entity.Date, error) {
	f := strings.Split(strings.TrimSpace(s), "/")
	if len(f) == 3 && len(f[2]) == 4 {
		pad := func(s string) string { return strings.Repeat("0", max(2-len(s), 0)) + s }
		s = f[2] + "-" + pad(f[0]) + "-" + pad(f[1])
	}
	return entity.ParseDate(s)
}

func readDPL(l *List, emit emitter) error {
	return readTable(l, l.comma, newDrift(`name streetaddress city state country postalcode effectivedate expirationdate standardorder lastupdate action frcitation`),
		func(c columns, row []string) (*entity.Entity, error) {
			g := func(k string) string { return strings.TrimSpace(c.get(row, k)) }
			if g("name") == "" {
				if strings.Join(row, "") == "" {
					return nil, nil // a row of nothing
				}
				return nil, errRow("an order without a name")
			}
			// A row has no number; what makes it one order at one address does.
			h := fnv.New64a()
			fmt.Fprint(h, g("name"), "|", g("streetaddress"), "|", g("city"), "|", g("country"), "|", g("effectivedate"))
			key := fmt.Sprintf("%016x", h.Sum64())
			e := &entity.Entity{ID: l.ID + "-" + key, Schema: entity.LegalEntity, Target: true, Topics: []string{"export.control"}, Datasets: []string{l.ID}}
			li := entity.Listing{List: l.ID, Key: key, Ref: g("frcitation"), Authority: l.Authority, Programmes: []string{"DPL"}}
			li.From, _ = dplDate(g("effectivedate"))
			li.To, _ = dplDate(g("expirationdate"))
			switch g("standardorder") {
			case "Y":
				li.Reason = "standard denial order"
			case "N":
				li.Reason = "denial order that is not the standard one: read its terms"
			}
			e.Listings = []entity.Listing{li}
			addName(e, ofacName(g("name"), e.Schema, entity.Primary, l.ID, false))
			addPlace(e, entity.Place{Street: g("streetaddress"), City: g("city"), Region: g("state"), PostalCode: g("postalcode")}, g("country"))
			return e, nil
		}, emit)
}
