package source

import (
	"encoding/json"
	"fmt"
	"strings"

	"khasan/entity"
)

// The World Bank's list of ineligible firms and individuals, the JSON of its
// procurement service.

type wbRecord struct {
	ID       json.Number `json:"SUPP_ID"`
	Name     string      `json:"SUPP_NAME"`
	Type     string      `json:"SUPP_TYPE_CODE"`
	Land     string      `json:"LAND1"`
	Country  string      `json:"COUNTRY_NAME"`
	City     string      `json:"SUPP_CITY"`
	Address  string      `json:"SUPP_ADDR"`
	State    string      `json:"SUPP_STATE_CODE"`
	Zip      string      `json:"SUPP_ZIP_CODE"`
	Post     string      `json:"SUPP_POST_CODE"`
	From     string      `json:"DEBAR_FROM_DATE"`
	To       string      `json:"DEBAR_TO_DATE"`
	Reason   string      `json:"DEBAR_REASON"`
	Info     string      `json:"ADD_SUPP_INFO"`
	Status   string      `json:"INELIGIBLY_STATUS"`
	Refresh  string      `json:"LAST_REFRESH_DATE"`
	Acronym  string      `json:"SUPP_PRE_ACRN"`
	Acronym2 string      `json:"SUPP_POST_ACRN"`
}

func recogniseWorldBank(b *blob, first []byte) *List {
	var r wbRecord
	if json.Unmarshal(first, &r) != nil || r.Name == "" || r.ID == "" {
		return nil
	}
	l := &List{ID: "wb", Title: "World Bank listing of ineligible firms and individuals", Authority: "World Bank Group", Format: "World Bank JSON", read: readWorldBank}
	l.Date, _ = entity.ReadDate(r.Refresh)
	return l
}

func readWorldBank(l *List, emit emitter) error {
	seen := map[string]int{}
	return readJSON(l, at("response/ZPROCSUPP/*"), func(raw []byte, off int64, emit func(...*eptr) bool) error {
		var r wbRecord
		if err := json.Unmarshal(raw, &r); err != nil {
			return flawf(off, ErrFormat, "%v", err)
		}
		if r.Name == "" {
			return flawf(off, ErrFormat, "a record without a name")
		}
		key := r.ID.String()
		if seen[key]++; seen[key] > 1 {
			key = fmt.Sprintf("%s-%d", key, seen[key])
		}
		e := &entity.Entity{ID: "wb-" + key, Schema: entity.Organization, Target: true, Topics: []string{"debarment"}, Datasets: []string{l.ID}}
		if r.Type == "I" {
			e.Schema = entity.Person
		}
		li := entity.Listing{List: l.ID, Key: key, Authority: l.Authority, Programmes: []string{"debarment"}, Reason: strings.TrimSpace(r.Reason + " " + r.Status)}
		li.From, _ = entity.ReadDate(r.From)
		if to, err := entity.ReadDate(r.To); err == nil && to.Year < 2999 {
			li.To = to // 2999 is "for good"
		}
		e.Listings = []entity.Listing{li}
		// Former names and aliases stand in brackets behind the name.
		addName(e, entity.Name{Full: r.Name, List: l.ID})
		e.AddProp("notes", r.Info)
		for _, s := range []string{r.Acronym, r.Acronym2} {
			addName(e, entity.Name{Full: s, Quality: entity.Weak, List: l.ID})
		}
		post := r.Zip
		if post == "" {
			post = r.Post
		}
		land := r.Country
		if countryCode(land) == "" {
			land = r.Land
		}
		addPlace(e, entity.Place{Street: squash(r.Address), City: squash(r.City), Region: squash(r.State), PostalCode: squash(post)}, land)
		emit(e)
		return nil
	}, emit)
}
