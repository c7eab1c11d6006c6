package server

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"khasan/entity"
)

// countryCode reads a state by its code in any case or by its name.
func countryCode(v string) (string, bool) {
	if t := strings.TrimSpace(v); len(t) == 2 {
		v = strings.ToUpper(t)
	}
	return entity.CountryOf(v)
}

// countryLabel is the English name of a state or territory by its code.
func countryLabel(code string) string {
	switch c := strings.ToUpper(code); c {
	case "SU", "SUHH":
		return "Soviet Union"
	case "YU", "YUCS":
		return "Yugoslavia"
	case "CS", "CSHH", "CSXX":
		return "Czechoslovakia"
	case "DD":
		return "East Germany"
	case "EU":
		return "European Union"
	case "ZZ":
		return "Global"
	default:
		r, err := language.ParseRegion(c)
		if err != nil {
			return code
		}
		if n := display.English.Regions().Name(r); n != "" {
			return n
		}
		return code
	}
}
