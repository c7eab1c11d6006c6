package web

import (
	"errors"
	"slices"
	"testing"
)

func TestGivenDate(t *testing.T) {
	for in, want := range map[string]string{
		"1984": "1984", "1984-01": "1984-01", "1984-01-08": "1984-01-08", "08.01.1984": "1984-01-08", "8.1.1984": "1984-01-08", "8. 1. 1984": "1984-01-08",
		"1984/01/08": "1984-01-08", "31/01/1984": "1984-01-31", "01/31/1984": "1984-01-31", "5/5/1984": "1984-05-05", "13-02-1984": "1984-02-13",
		"8 January 1984": "1984-01-08", "08-Jan-1984": "1984-01-08", "January 8, 1984": "1984-01-08", "1984-01-08 00:00:00": "1984-01-08",
	} {
		if d, err := givenDate(in); err != nil || d.String() != want {
			t.Errorf("%q: %s, %v; want %s", in, d, err, want)
		}
	}
	if d, err := givenDate("08/01/1984"); !errors.Is(err, errTwoWays) || d.String() != "1984" {
		t.Errorf("a date that can be read two ways: %s, %v", d, err)
	}
	for _, bad := range []string{"", "soon", "32.01.1984", "30.02.1984", "13/13/1984", "1/2/3"} {
		if d, err := givenDate(bad); err == nil {
			t.Errorf("%q is read as %s", bad, d)
		}
	}
}

func TestGuess(t *testing.T) {
	for _, c := range []struct{ header, want []string }{
		{[]string{"Kundennummer", "Name", "Geburtstag", "Land"}, []string{"id", "name", "birth", "country"}},
		{[]string{"First name", "Last name", "DOB"}, []string{"name", "name", "birth"}},
		{[]string{"Vorname", "Nachname", "Staatsangehörigkeit"}, []string{"name", "name", "country"}},
		{[]string{"Full name", "First name", "Passport"}, []string{"name", "", "number"}},
		{[]string{"what", "ever"}, []string{"name", ""}},
	} {
		tb := &table{Header: c.header}
		if got := tb.guess(); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.header, got, c.want)
		}
	}
}
