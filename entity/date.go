package entity

import (
	"fmt"
	"strconv"
	"strings"
)

// A Date is a day, a month or a year, as exact as the source gave it; it may
// be approximate ("circa 1962") or a span of years ("between 1960 and 1964").
// The zero Date is "not said".
type Date struct {
	Year  int16 // 0: not said
	Month int8  // 1 to 12; 0: only the year is known
	Day   int8  // 1 to 31; 0: only year and month are known
	// YearTo, when not zero, makes it the span Year to YearTo.
	YearTo int16
	// Circa marks an approximate date.
	Circa bool
}

// Day makes an exact date.
func Day(y, m, d int) Date { return Date{Year: int16(y), Month: int8(m), Day: int8(d)} }

// IsZero reports whether nothing was said.
func (d Date) IsZero() bool { return d.Year == 0 }

// First and Last are the earliest and latest exact day the date may mean.
func (d Date) First() Date {
	f := Date{Year: d.Year, Month: max(d.Month, 1), Day: max(d.Day, 1)}
	return f
}

// Last is the latest exact day the date may mean.
func (d Date) Last() Date {
	l := Date{Year: d.Year, Month: d.Month, Day: d.Day}
	if d.YearTo != 0 {
		l = Date{Year: d.YearTo}
	}
	if l.Month == 0 {
		l.Month = 12
		l.Day = 0
	}
	if l.Day == 0 {
		l.Day = int8(DaysIn(int(l.Year), int(l.Month)))
	}
	return l
}

// Compare orders two dates by year, month, day; an unknown part sorts first.
func (d Date) Compare(e Date) int {
	if c := int(d.Year) - int(e.Year); c != 0 {
		return sign(c)
	}
	if c := int(d.Month) - int(e.Month); c != 0 {
		return sign(c)
	}
	return sign(int(d.Day) - int(e.Day))
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

// DaysIn is the number of days of a month, 0 for a month that is none.
func DaysIn(y, m int) int {
	switch m {
	case 1, 3, 5, 7, 8, 10, 12:
		return 31
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 0
}

// String is ISO 8601 as far as known: "1984-01-08", "1984-01", "1984"; a span
// is "1960/1964"; an approximate date has a trailing "~" (EDTF).
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	s := fmt.Sprintf("%04d", d.Year)
	if d.Month != 0 {
		s += fmt.Sprintf("-%02d", d.Month)
		if d.Day != 0 {
			s += fmt.Sprintf("-%02d", d.Day)
		}
	}
	if d.YearTo != 0 {
		s += fmt.Sprintf("/%04d", d.YearTo)
	}
	if d.Circa {
		s += "~"
	}
	return s
}

// ParseDate reads what [Date.String] writes: ISO 8601 as far as known, a time
// part ignored. It refuses a day that the calendar does not have.
func ParseDate(s string) (Date, error) {
	var d Date
	t := strings.TrimSpace(s)
	if rest, ok := strings.CutSuffix(t, "~"); ok {
		d.Circa, t = true, rest
	}
	if i := strings.IndexAny(t, "T "); i > 0 {
		t = t[:i]
	}
	if a, b, ok := strings.Cut(t, "/"); ok {
		y, err := strconv.Atoi(b)
		if err != nil || len(b) != 4 {
			return Date{}, fmt.Errorf("date %q: want YYYY/YYYY for a span", s)
		}
		d.YearTo, t = int16(y), a
	}
	f := strings.Split(t, "-")
	if len(f) > 3 || len(f[0]) != 4 {
		return Date{}, fmt.Errorf("date %q: want YYYY, YYYY-MM or YYYY-MM-DD", s)
	}
	var n [3]int
	for i := range f {
		v, err := strconv.Atoi(f[i])
		if err != nil || v <= 0 || i > 0 && len(f[i]) > 2 {
			return Date{}, fmt.Errorf("date %q: want YYYY, YYYY-MM or YYYY-MM-DD", s)
		}
		n[i] = v
	}
	if len(f) > 1 && n[1] > 12 {
		return Date{}, fmt.Errorf("date %q: there is no month %d", s, n[1])
	}
	if len(f) > 2 && n[2] > DaysIn(n[0], n[1]) {
		return Date{}, fmt.Errorf("date %q: month %d of %d has no day %d", s, n[1], n[0], n[2])
	}
	if d.YearTo != 0 && (len(f) > 1 || int(d.YearTo) < n[0]) {
		return Date{}, fmt.Errorf("date %q: want YYYY/YYYY, the earlier year first", s)
	}
	d.Year, d.Month, d.Day = int16(n[0]), int8(n[1]), int8(n[2])
	return d, nil
}
