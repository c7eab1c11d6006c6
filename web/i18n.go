package web

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// messages are the words of the pages: a key, English, German, tab separated,
// in messages.tsv.
type messages struct {
	by map[string]map[string]string // language, key
}

func readMessages() (*messages, error) {
	b, err := files.ReadFile("messages.tsv")
	if err != nil {
		return nil, err
	}
	m := &messages{by: map[string]map[string]string{"en": {}, "de": {}}}
	for n, line := range strings.Split(string(b), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			return nil, fmt.Errorf("messages.tsv, line %d: want key, English, German", n+1)
		}
		if _, twice := m.by["en"][f[0]]; twice {
			return nil, fmt.Errorf("messages.tsv, line %d: %s is there twice", n+1, f[0])
		}
		m.by["en"][f[0]], m.by["de"][f[0]] = f[1], f[2]
	}
	return m, nil
}

func (m *messages) has(lang string) bool { return m.by[lang] != nil }

// pick chooses the language: by the address, by what was chosen before, by
// what the browser asks for, English.
func (m *messages) pick(r *http.Request) string {
	if l := r.URL.Query().Get("lang"); m.has(l) {
		return l
	}
	if c, err := r.Cookie("lang"); err == nil && m.has(c.Value) {
		return c.Value
	}
	tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err == nil {
		for _, t := range tags {
			b, _ := t.Base()
			if m.has(b.String()) {
				return b.String()
			}
		}
	}
	return "en"
}

// text is a message; a key without one is shown as it is, and a test finds it.
func (m *messages) text(lang, key string, args ...any) string {
	s, ok := m.by[lang][key]
	if !ok {
		return key
	}
	if len(args) > 0 {
		return fmt.Sprintf(s, args...)
	}
	return s
}

// or is a message, or the fallback when there is none for the key.
func (m *messages) or(lang, key, fallback string) string {
	if s, ok := m.by[lang][key]; ok {
		return s
	}
	return fallback
}

var monthsDE = [...]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"}

// day writes an ISO date (a day, a month, a year, a span) for a reader.
func day(lang, iso string) string {
	circa := strings.HasSuffix(iso, "~")
	s := strings.TrimSuffix(iso, "~")
	if i := strings.IndexByte(s, 'T'); i > 0 {
		s = s[:i]
	}
	out := s
	if a, b, ok := strings.Cut(s, "/"); ok {
		out = day(lang, a) + " – " + day(lang, b)
	} else if t, err := time.Parse("2006-01-02", s); err == nil {
		out = t.Format("2 January 2006")
		if lang == "de" {
			out = fmt.Sprintf("%d. %s %d", t.Day(), monthsDE[t.Month()-1], t.Year())
		}
	} else if t, err := time.Parse("2006-01", s); err == nil {
		out = t.Format("January 2006")
		if lang == "de" {
			out = fmt.Sprintf("%s %d", monthsDE[t.Month()-1], t.Year())
		}
	}
	if circa {
		if lang == "de" {
			return "um " + out
		}
		return "about " + out
	}
	return out
}

// countryName is a state in the reader's language.
func countryName(lang, code string) string {
	r, err := language.ParseRegion(code)
	if err != nil || len(code) != 2 {
		switch code {
		case "SU":
			return map[string]string{"en": "Soviet Union", "de": "Sowjetunion"}[lang]
		case "WORLD":
			return map[string]string{"en": "anywhere", "de": "überall"}[lang]
		}
		return code
	}
	n := display.English.Regions()
	if lang == "de" {
		n = display.German.Regions()
	}
	if s := n.Name(r); s != "" {
		return s
	}
	return code
}

// textDir is "rtl" for text that begins in a script written from right to
// left, else "ltr". Names are set apart by direction so that lines do not mix.
func textDir(s string) string {
	for _, r := range s {
		switch {
		case r >= 0x590 && r <= 0x8ff, r >= 0xfb1d && r <= 0xfdff, r >= 0xfe70 && r <= 0xfeff, r >= 0x1e900 && r <= 0x1e95f:
			return "rtl"
		case r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', r > 0xff:
			return "ltr"
		}
	}
	return "ltr"
}

// textLang is the language tag of a name by its script, for a screen reader
// and for the right glyphs; "" when the script does not tell.
func textLang(s string) string {
	han := false
	for _, r := range s {
		switch {
		case r >= 0x3040 && r <= 0x30ff:
			return "ja"
		case r >= 0xac00 && r <= 0xd7a3:
			return "ko"
		case r >= 0x4e00 && r <= 0x9fff:
			han = true
		case r >= 0x600 && r <= 0x6ff:
			return "ar"
		case r >= 0x590 && r <= 0x5ff:
			return "he"
		case r >= 0x400 && r <= 0x4ff:
			return "ru"
		case r >= 0x370 && r <= 0x3ff:
			return "el"
		}
	}
	if han {
		return "zh"
	}
	return ""
}
