package web

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"khasan/entity"
)

var (
	pointed = regexp.MustCompile(`^(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})$`)
	yearly  = regexp.MustCompile(`^(\d{4})[./](\d{1,2})[./](\d{1,2})$`)
	slashed = regexp.MustCompile(`^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$`)
)

// errTwoWays says that a date's day and month can be read either way round.
var errTwoWays = errors.New("day and month can be read two ways; only the year was used")

// givenDate reads a date as people and their tables write it: the partial
// dates of entity, 8.1.1984 (a point means the day first), 1984/01/08, 8 January
// 1984, and with slashes or hyphens where one of the numbers can only be a day.
// Where both can be a month the year alone is given, with errTwoWays.
func givenDate(s string) (entity.Date, error) {
	s = strings.TrimSpace(s)
	d, err := entity.ParseDate(s)
	if err == nil {
		return d, nil
	}
	of := func(y, m, dd string) (entity.Date, error) {
		n := func(x string) int { v, _ := strconv.Atoi(x); return v }
		return entity.ParseDate(fmt.Sprintf("%04d-%02d-%02d", n(y), n(m), n(dd)))
	}
	if p := pointed.FindStringSubmatch(s); p != nil {
		return of(p[3], p[2], p[1])
	}
	if p := yearly.FindStringSubmatch(s); p != nil {
		return of(p[1], p[2], p[3])
	}
	if p := slashed.FindStringSubmatch(s); p != nil {
		a, _ := strconv.Atoi(p[1])
		b, _ := strconv.Atoi(p[2])
		switch {
		case a > 12 || a == b:
			return of(p[3], p[2], p[1])
		case b > 12:
			return of(p[3], p[1], p[2])
		}
		y, yerr := entity.ParseDate(p[3])
		if yerr != nil {
			return y, yerr
		}
		return y, fmt.Errorf("date %q: %w", s, errTwoWays)
	}
	for _, form := range []string{"2 January 2006", "2 Jan 2006", "2-Jan-2006", "January 2, 2006", "Jan 2, 2006", "2006-01-02 15:04:05", "2006-01-02T15:04:05"} {
		if t, terr := time.Parse(form, s); terr == nil {
			return entity.ParseDate(t.Format("2006-01-02"))
		}
	}
	return d, err
}
