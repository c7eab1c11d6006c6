package entity

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
)

// countriesTxt is written by gen_countries.go from Unicode CLDR (Unicode
// licence v3) and OpenSanctions' rigour (MIT).
//
//go:embed countries.txt
var countriesTxt string

// countryNames is the table of countries.txt, read once.
var countryNames = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 8192)
	for line := range strings.Lines(countriesTxt) {
		if line[0] == '#' {
			continue
		}
		f := strings.SplitN(strings.TrimSuffix(line, "\n"), "\t", 3)
		if len(f) != 3 {
			continue
		}
		m["="+f[0]] = f[0]
		if f[1] != "" {
			m["="+f[1]] = f[0]
		}
		for k := range strings.SplitSeq(f[2], "|") {
			m[k] = f[0]
		}
	}
	// Wordings of the lists themselves that neither table has.
	for k, c := range map[string]string{
		"korea north": "KP", "korea south": "KR", "rpdc": "KP", "democratic peoples republic of korea": "KP", "dprk": "KP",
		"usa": "US", "u s a": "US", "u s": "US", "us": "US", "uk": "GB", "u k": "GB", "uae": "AE", "u a e": "AE", "drc": "CD", "ussr": "SU",
		"soviet union": "SU", "former soviet union": "SU", "former ussr": "SU", "union of soviet socialist republics": "SU",
		"yugoslavia": "YU", "federal republic of yugoslavia": "YU", "serbia and montenegro": "CS", "czechoslovakia": "CS",
		"czech republic": "CZ", "burma": "MM", "congo democratic republic of the": "CD", "democratic republic of the congo": "CD",
		"congo republic of the": "CG", "republic of the congo": "CG", "palestinian": "PS", "palestinian territories": "PS",
		"palestinian territory occupied": "PS", "occupied palestinian territories": "PS", "west bank": "PS", "gaza": "PS", "region gaza": "PS",
		"region crimea": "UA", "crimea region of ukraine": "UA", "republic of north macedonia": "MK", "north macedonia the republic of": "MK",
		"syrian": "SY", "iranian": "IR", "iraqi": "IQ", "afghan": "AF", "yemeni": "YE", "pakistani": "PK", "kuwaiti": "KW", "somali": "SO",
		"saudi arabian": "SA", "saudi": "SA", "emirati": "AE", "british": "GB", "french": "FR", "dutch": "NL", "swiss": "CH", "spanish": "ES",
		"sultanate of oman": "OM", "hong kong china": "HK", "macau china": "MO", "libyan arab jamahiriya": "LY", "union of the comoros": "KM",
		"cote divoire": "CI", "cape verde": "CV", "swaziland": "SZ", "bahamas the": "BS", "gambia the": "GM", "holy see": "VA",
		"virgin islands british": "VG", "british virgin islands": "VG", "turkiye": "TR", "cabo verde": "CV", "macau": "MO",
		"ukrainian ssr": "UA", "ukranian ssr": "UA", "byelorussian ssr": "BY", "belarusian ssr": "BY", "georgian ssr": "GE", "kazakh ssr": "KZ", "uzbek ssr": "UZ", "russian sfsr": "RU",
		"サウディ アラビア": "SA", "中華人民共和国": "CN", "朝鮮民主主義人民共和国": "KP", "大韓民国": "KR",
		"северная корея": "KP", "южная корея": "KR", "chinese": "CN", "russian": "RU", "turkish": "TR", "german": "DE", "italian": "IT", "ukrainian": "UA", "belarusian": "BY",
	} {
		if _, ok := m[k]; !ok {
			m[k] = c
		}
	}
	return m
})

// FoldCountry is the form under which a state's name is looked up: lower case,
// apostrophes dropped, every other run of what is no letter and no digit a
// single blank.
func FoldCountry(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		case r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == '`':
		default:
			gap = true
		}
	}
	return b.String()
}

// CountryOf finds the ISO 3166-1 alpha-2 code of a state or territory by its
// name in any of some twenty languages, its adjective in English, or its two-
// or three-letter code in upper case. States that are gone have their old
// codes (SU, YU, CS). It reads past the remarks that lists add ("Iran
// (Islamic Republic of)", "Korea, North", "Bahrain (citizenship revoked)"),
// but guesses nothing: what it does not know is "", false.
func CountryOf(s string) (code string, ok bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", false
	}
	m := countryNames()
	if len(s) == 2 || len(s) == 3 {
		if c := m["="+strings.ToUpper(s)]; c != "" && s == strings.ToUpper(s) {
			return c, true
		}
	}
	try := func(t string) bool {
		k := FoldCountry(t)
		if c := m[k]; c != "" {
			code = c
			return true
		}
		if r, cut := strings.CutPrefix(k, "the "); cut && m[r] != "" {
			code = m[r]
			return true
		}
		return false
	}
	if try(s) {
		return code, true
	}
	// "Korea, North"; "Congo, Democratic Republic of the".
	if a, b, cut := strings.Cut(s, ","); cut && try(strings.TrimSpace(b)+" "+a) {
		return code, true
	}
	// "Former USSR Currently Belarus": the state of today.
	if _, now, cut := strings.Cut(s, "urrently "); cut && try(now) {
		return code, true
	}
	for _, stop := range []string{"(", ";", " - ", " – ", ","} {
		if i := strings.Index(s, stop); i > 0 && try(s[:i]) {
			return code, true
		}
	}
	return "", false
}
