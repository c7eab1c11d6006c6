package match

import (
	"khasan/entity"
)

// compareFacts sets the terms that do not come from names and says which cap
// applies. Silence on either side is no evidence: the value stays 0.
func compareFacts(q, c *Party, v *[NumTerms]float32) Cap {
	limit := NoCap
	v[TermKind], limit = kinds(q.Schema, c.Schema)
	person := q.Schema == entity.Person || c.Schema == entity.Person
	v[TermBirth] = dates(q.Births, c.Births, person)
	v[TermDeath] = dates(q.Deaths, c.Deaths, person) * 0.7
	v[TermCountry] = countries(q.Countries, c.Countries, c.Addresses)
	v[TermPlace] = places(q.BirthPlaces, c.BirthPlaces)
	v[TermGender] = genders(q.Genders, c.Genders)
	v[TermNumber] = numbers(q.IDs, c.IDs)
	return limit
}

// kinds compares schemata. A person is never a ship; a person and a firm are
// told apart by a query that says what it asks for, but lists err, and
// LegalEntity may be either.
func kinds(q, c string) (float32, Cap) {
	a, b := family(q), family(c)
	switch {
	case a == 0 || b == 0 || a == b || a+b == 3 && (q == entity.LegalEntity || c == entity.LegalEntity):
		return 0, NoCap
	case a <= 2 && b <= 2:
		return -2.5, NoCap
	}
	return -3, OtherKind
}

// family groups schemata: 1 persons, 2 firms, 3 ships, 4 aircraft, 5 wallets;
// 0 what may be anything.
func family(schema string) int {
	switch schema {
	case entity.Person:
		return 1
	case entity.Organization, entity.Company, entity.PublicBody:
		return 2
	case entity.Vessel:
		return 3
	case entity.Airplane:
		return 4
	case entity.CryptoWallet:
		return 5
	}
	return 0
}

// Log-odds of what two dates say. The gains are bounded by how often
// strangers agree by chance: one person in some 15,000 shares a birthday in
// full, one in 50 the year (ages 20 to 75). The losses are smaller than the
// gains in number because lists give wrong and several dates; they grow with
// the distance. A year that is one off speaks for nobody: of 1,388 pairs of
// records that two lists have of one person (linked by a number or a reference
// of the Security Council; ten lists, 2026-11-26) not one has years alone that
// are one apart, which 1.2 % of strangers have, nor full dates whose day and
// month agree a year apart; 75 % have the same day, 22 % the same year with less
// known, 1.2 % another day of it, as do 1.7 % of strangers.
const (
	dateExact   = 5.0
	dateMonth   = 3.8 // year and month agree, a day is missing
	dateYear    = 2.2 // the year agrees, no more is known on one side
	dateSwapped = 3.0 // day and month exchanged
	dateTypo    = 1.6 // of the same year; one digit of day or month differs or two are exchanged
	dateSameYr  = -0.4
	dateYearOff = 0    // day and month agree, the year has a slip in it or is one off
	dateOneYr   = -0.4 // years known only, one apart
	dateNear    = -1.2
	dateFar     = -3.6
	dateFarther = -4.5
)

// dates gives what the best pair of dates says: agreement of any pair counts,
// for lists give several dates for one person.
func dates(q, c []entity.Date, person bool) float32 {
	best, said := float32(-100), false
	for _, a := range q {
		if a.IsZero() {
			continue
		}
		for _, b := range c {
			if b.IsZero() {
				continue
			}
			said = true
			best = max(best, datePair(a, b))
		}
	}
	if !said {
		return 0
	}
	if !person && best < 0 {
		// Dates of founding, registration and building are mixed on lists.
		best *= 0.4
	}
	return best
}

func datePair(a, b entity.Date) float32 {
	al, ah, bl, bh := int(a.Year), lastYear(a), int(b.Year), lastYear(b)
	span := a.YearTo != 0 || b.YearTo != 0
	circa := a.Circa || b.Circa
	if span || circa {
		slack := 0
		if circa {
			slack = 2
		}
		switch gap := max(al-bh, bl-ah); {
		case gap <= 0:
			return dateYear - 0.6
		case gap <= slack:
			return 0.8
		case gap <= slack+2:
			return dateNear
		case gap <= 10:
			return dateFar
		}
		return dateFarther
	}
	full := a.Day != 0 && b.Day != 0
	if al == bl {
		switch {
		case full && a.Month == b.Month && a.Day == b.Day:
			return dateExact
		case a.Month == 0 || b.Month == 0:
			return dateYear
		case a.Month == b.Month && !full:
			return dateMonth
		case full && a.Month == b.Day && a.Day == b.Month:
			return dateSwapped
		case full && oneSlip(int(a.Month)*100+int(a.Day), int(b.Month)*100+int(b.Day)):
			return dateTypo
		case full && (a.Month == 1 && a.Day == 1 || b.Month == 1 && b.Day == 1):
			// 1 January stands for "the year only" in many registers.
			return dateYear - 0.4
		}
		return dateSameYr
	}
	if full && a.Month == b.Month && a.Day == b.Day && !(a.Month == 1 && a.Day == 1) {
		if oneSlip(al, bl) || al-bl == 1 || bl-al == 1 {
			return dateYearOff
		}
		return dateNear
	}
	switch gap := max(al-bl, bl-al); {
	case gap == 1 && !full:
		return dateOneYr
	case gap == 1:
		return dateNear
	case gap <= 2:
		return dateNear - 0.6
	case gap <= 10:
		return dateFar
	}
	return dateFarther
}

func lastYear(d entity.Date) int {
	if d.YearTo != 0 {
		return int(d.YearTo)
	}
	return int(d.Year)
}

// oneSlip reports whether two four-digit numbers differ in one digit or in
// the order of two neighbours.
func oneSlip(a, b int) bool {
	var x, y [4]int
	for i := 3; i >= 0; i-- {
		x[i], y[i] = a%10, b%10
		a, b = a/10, b/10
	}
	diff, at := 0, 0
	for i := range x {
		if x[i] != y[i] {
			if diff == 0 {
				at = i
			}
			diff++
		}
	}
	return diff == 1 || diff == 2 && at < 3 && x[at] == y[at+1] && x[at+1] == y[at]
}

// countries: sharing a nationality is worth little (about one in 30 of those
// asked for does), not sharing any lowers: people and firms have more ties
// than lists say.
func countries(q, c []entity.Country, at []entity.Place) float32 {
	said := false
	for i := range q {
		if q[i].Code == "" {
			continue
		}
		for j := range c {
			if c[j].Code == "" {
				continue
			}
			said = true
			if q[i].Code == c[j].Code || successor(q[i].Code, c[j].Code) || successor(c[j].Code, q[i].Code) {
				return 0.7
			}
		}
		for j := range at {
			if at[j].Country == q[i].Code {
				return 0.4
			}
		}
	}
	if said {
		return -0.9
	}
	return 0
}

// successor reports whether new is a state that old became.
func successor(old, new string) bool {
	switch old {
	case "SU":
		switch new {
		case "RU", "UA", "BY", "KZ", "UZ", "TM", "KG", "TJ", "AM", "AZ", "GE", "MD", "EE", "LV", "LT":
			return true
		}
	case "YU", "CS":
		switch new {
		case "RS", "ME", "HR", "SI", "BA", "MK", "XK":
			return true
		}
	}
	return false
}

func genders(q, c []string) float32 {
	said := false
	for _, a := range q {
		for _, b := range c {
			if a == "" || b == "" || a == "other" || b == "other" {
				continue
			}
			said = true
			if a == b {
				return 0.2
			}
		}
	}
	if said {
		return -1.5
	}
	return 0
}

// places compares places of birth by their words: sharing the longest word of
// one is agreement; sharing none is a mild objection, for a village, a
// district and a province may all be given as the place.
func places(q, c []string) float32 {
	said := false
	for _, a := range q {
		for _, b := range c {
			if a == "" || b == "" {
				continue
			}
			said = true
			if sharesWord(a, b) {
				return 1.0
			}
		}
	}
	if said {
		return -0.4
	}
	return 0
}

// sharesWord reports whether two texts share a word of four letters or more,
// compared without regard to case; it does not allocate.
func sharesWord(a, b string) bool {
	for len(a) > 0 {
		var w string
		w, a = cutWord(a)
		if len(w) < 4 {
			continue
		}
		for rest := b; len(rest) > 0; {
			var x string
			x, rest = cutWord(rest)
			if equalFold(w, x) && !commonPlaceWord(w) {
				return true
			}
		}
	}
	return false
}

func cutWord(s string) (w, rest string) {
	i := 0
	for i < len(s) && !wordByte(s[i]) {
		i++
	}
	j := i
	for j < len(s) && wordByte(s[j]) {
		j++
	}
	return s[i:j], s[j:]
}

func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func equalFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

func commonPlaceWord(w string) bool {
	for _, s := range [...]string{"city", "village", "district", "province", "region", "area", "town", "republic", "state", "north", "south", "east", "west", "governorate", "county", "near", "former", "islamic", "federation", "democratic", "people"} {
		if equalFold(w, s) {
			return true
		}
	}
	return false
}

// numbers: the same number of the same kind decides; two different numbers of
// a kind of which one has only one speak against.
func numbers(q, c []entity.Identifier) float32 {
	best := float32(0)
	for i := range q {
		for j := range c {
			a, b := &q[i], &c[j]
			same := sameNumber(a.Number, b.Number)
			switch {
			case same && a.Kind != "" && a.Kind == b.Kind && (a.Country == "" || b.Country == "" || a.Country == b.Country):
				return 8
			case same && long(a.Number):
				best = max(best, 5)
			case !same && a.Kind == b.Kind && only(a.Kind) && best <= 0:
				best = -3
			}
		}
	}
	return best
}

// only reports whether a party has one number of a kind.
func only(kind string) bool {
	switch kind {
	case "imoNumber", "leiCode", "innCode", "ogrnCode":
		return true
	}
	return false
}

func long(n string) bool {
	k := 0
	for i := range len(n) {
		if wordByte(n[i]) {
			k++
		}
	}
	return k >= 6
}

// sameNumber compares two numbers by their letters and digits; a word "IMO" or
// "No." in front is passed over.
func sameNumber(a, b string) bool {
	a, b = bare(a), bare(b)
	i, j, n := 0, 0, 0
	for {
		for i < len(a) && !wordByte(a[i]) {
			i++
		}
		for j < len(b) && !wordByte(b[j]) {
			j++
		}
		if i == len(a) || j == len(b) {
			return i == len(a) && j == len(b) && n > 0
		}
		if lower(a[i]) != lower(b[j]) {
			return false
		}
		i, j, n = i+1, j+1, n+1
	}
}

func bare(s string) string {
	for _, p := range [...]string{"IMO", "imo", "No.", "no."} {
		if len(s) > len(p) && s[:len(p)] == p {
			return s[len(p):]
		}
	}
	return s
}
