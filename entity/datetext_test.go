package entity_test

import (
	"testing"

	"khasan/entity"
)

func TestReadDate(t *testing.T) {
	for in, want := range map[string]string{
		"1984-01-08": "1984-01-08", "08 Jan 1984": "1984-01-08", "8 January 1984": "1984-01-08", "January 8, 1984": "1984-01-08",
		"8.1.1984": "1984-01-08", "08/01/1984": "1984-01-08", "01/31/1984": "1984-01-31", "00/00/1962": "1962", "00/03/1962": "1962-03",
		"1984年1月8日": "1984-01-08", "Jan 1984": "1984-01", "Sept. 1984": "1984-09", "1984": "1984", "circa 1962": "1962~", "c.1962": "1962~",
		"circa 08 Jan 1984": "1984-01-08~", "1960 to 1964": "1960/1964", "between 1960 and 1964": "1960/1964", "1960-1964": "1960/1964", "Approximately 1955- 1958": "1955/1958~", "1955 – 1958": "1955/1958",
		"circa 1979 to 1982": "1979/1982~", "01 Jan 1960 to 31 Dec 1962": "1960/1962", "2016-11-30-05:00": "2016-11-30",
		"2017-07-03T20:27:45.483-04:00": "2017-07-03", "2026-08-01T23:00:03.110Z": "2026-08-01", "01-AUG-2016": "2016-08-01", "19840108": "1984-01-08",
		"Approximately 1970": "1970~", "8 févr. 2001": "2001-02-08", "12. Mai 1945": "1945-05-12", "1984-01": "1984-01", "Between Aug. and Sep. 1977": "1977~",
		"1960/1964~": "1960/1964~", "1st of May 1950": "1950-05-01", "2024-05-06 00:00:00": "2024-05-06",
	} {
		d, err := entity.ReadDate(in)
		if err != nil || d.String() != want {
			t.Errorf("ReadDate(%q) = %q, %v; want %q", in, d, err, want)
		}
	}
	for _, in := range []string{"", "unknown", "29 years old", "31 Feb 1984", "1984-13-01", "na", "1964 to 1960", "30-35 years old", "24/06/99999", "Passport 1984"} {
		if d, err := entity.ReadDate(in); err == nil {
			t.Errorf("ReadDate(%q) = %q, want an error", in, d)
		}
	}
}

func FuzzReadDate(f *testing.F) {
	for _, s := range []string{"circa 1962", "1960 to 1964", "8.1.1984", "1984年1月8日", "between Aug and Sep 1977"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := entity.ReadDate(s)
		if err != nil {
			return
		}
		if d.IsZero() {
			t.Fatalf("ReadDate(%q) gave the zero date and no error", s)
		}
		if b, err := entity.ReadDate(d.String()); err != nil || b != d {
			t.Fatalf("ReadDate(%q) = %q, which reads back as %q, %v", s, d, b, err)
		}
	})
}

func TestCountryOf(t *testing.T) {
	for in, want := range map[string]string{
		"Democratic People's Republic of Korea": "KP", "Korea, North": "KP", "North Korea": "KP", "DPRK": "KP", "KP": "KP", "PRK": "KP", "Nordkorea": "KP", "北朝鮮": "KP", "Северная Корея": "KP",
		"Iran (Islamic Republic of)": "IR", "Congo, Democratic Republic of the": "CD", "Syrian Arab Republic": "SY", "Russia": "RU", "Russian Federation": "RU",
		"former Soviet Union": "SU", "USA": "US", "United Kingdom of Great Britain and Northern\nIreland": "GB", "State of Palestine": "PS", "Türkiye": "TR",
		"Bahrain (citizenship revoked in Jan. 2015)": "BH", "Afghan": "AF", "Hong Kong Special Administrative Region": "HK", "Burma": "MM", "Congo": "CG", "Niger": "NE", "Nigeria": "NG",
		"Korea, South": "KR", "Region: Crimea": "UA", "Viet Nam": "VN", "The Netherlands": "NL", "Cote d'Ivoire": "CI", "Georgia": "GE", "Guinea": "GN",
	} {
		if c, ok := entity.CountryOf(in); !ok || c != want {
			t.Errorf("CountryOf(%q) = %q, %v; want %q", in, c, ok, want)
		}
	}
	for _, in := range []string{"", "na", "unknown", "Atlantis"} {
		if c, ok := entity.CountryOf(in); ok {
			t.Errorf("CountryOf(%q) = %q, want nothing", in, c)
		}
	}
}
