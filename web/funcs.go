package web

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"

	"khasan/law"
)

// funcs are what the templates of one language may call.
func (p *Pages) funcs(lang string) template.FuncMap {
	return template.FuncMap{
		"t": func(key string, args ...any) string { return p.msgs.text(lang, key, args...) },
		// word is the reader's word for a code ("arms.ammunition", "barred"), or
		// the code itself.
		"word":    func(kind, code string) string { return p.word(lang, kind, code) },
		"day":     func(s any) string { return day(lang, fmt.Sprint(s)) },
		"country": func(code any) string { return nodeName(lang, fmt.Sprint(code)) },
		"dir":     textDir,
		"tlang":   textLang,
		"asset": func(name string) string {
			return "/static/" + name + "?v=" + p.assets[name].hash
		},
		"num":   func(n any) string { return number(lang, fmt.Sprint(n)) },
		"score": func(x float64) string { return decimal(lang, strconv.FormatFloat(x, 'f', 2, 64)) },
		"join":  strings.Join,
		"str":   func(v any) string { return fmt.Sprint(v) },
		"lower": strings.ToLower,
		"short": func(s string) string { return clip(s, 12) },
		"until": func(to string) string {
			if to == "" {
				return p.msgs.text(lang, "measure.open")
			}
			return day(lang, to)
		},
		"pages": func() []string {
			pages := []string{"who", "what", "where", "batch", "lists", "measures"}
			if p.cfg.Records != nil {
				pages = append(pages, "review")
			}
			return pages
		},
		// because is a reason in the reader's language, in an element that says in
		// which it is when it has none.
		"because":       func(reason string) template.HTML { return p.because(lang, reason) },
		"reviewReasons": reasonsOf,
		"since":         func(t time.Time) string { return p.since(lang, t) },
		"moment":        func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") },
		"add":           func(a, b int) int { return a + b },
		"schemata":      schemata,
		"purposes":      purposes,
		"countries":     func() []option { return countryOptions(lang) },
		"dict": func(kv ...any) map[string]any {
			m := map[string]any{}
			for i := 0; i+1 < len(kv); i += 2 {
				m[fmt.Sprint(kv[i])] = kv[i+1]
			}
			return m
		},
		"last": func(ss []string) string {
			if len(ss) == 0 {
				return ""
			}
			return ss[len(ss)-1]
		},
		"scopes": scopesOf,
		"regime": func(code string) string { return p.regime(lang, code) },
		"first":  func(n int, ss []string) []string { return ss[:min(n, len(ss))] },
	}
}

func (p *Pages) because(lang, reason string) template.HTML {
	text, ok := reason, false
	if lang == "de" {
		text, ok = p.reasons.german(reason)
	}
	if text = template.HTMLEscapeString(text); ok || lang == "en" {
		return template.HTML(text)
	}
	return template.HTML(`<span lang="en">` + text + `</span>`)
}

// word is the reader's word for a code. A dotted class without a word of its
// own is shown by that of its first part and the rest.
func (p *Pages) word(lang, kind, code string) string {
	if code == "" {
		return ""
	}
	if s := p.msgs.or(lang, kind+"."+code, ""); s != "" {
		return s
	}
	if top, rest, ok := strings.Cut(code, "."); ok {
		return p.word(lang, kind, top) + ": " + strings.ReplaceAll(rest, "_", " ")
	}
	return strings.ReplaceAll(code, "_", " ")
}

// number groups the digits of a whole number by the language's custom.
func number(lang, s string) string {
	if len(s) < 4 || strings.Trim(s, "0123456789") != "" {
		return s
	}
	sep := ","
	if lang == "de" {
		sep = "."
	}
	var parts []string
	for len(s) > 3 {
		parts = append([]string{s[len(s)-3:]}, parts...)
		s = s[:len(s)-3]
	}
	return strings.Join(append([]string{s}, parts...), sep)
}

// regime is a regime in words: who made it, and about what.
func (p *Pages) regime(lang, code string) string {
	by, about, _ := strings.Cut(code, "-")
	maker := p.msgs.or(lang, "maker."+by, "")
	if maker == "" {
		return code
	}
	if about == "" {
		return maker
	}
	what := p.msgs.or(lang, "regime."+about, "")
	if what == "" {
		r, err := language.ParseRegion(strings.ToUpper(about))
		if err != nil {
			return maker + ": " + strings.ToUpper(about)
		}
		what = countryName(lang, r.String())
	}
	return maker + ": " + what
}

func decimal(lang, s string) string {
	if lang == "de" {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}

type option struct{ Code, Name string }

// countryOptions are the states to choose from, those that sanctions are about
// first.
func countryOptions(lang string) []option {
	var out []option
	for _, c := range []string{"KP", "RU", "BY", "IR", "SY", "CU", "VE", "MM", "CN", "HK", "US", "GB", "DE", "FR", "IT", "NL", "PL", "AT", "CH", "UA", "KR", "JP", "IN", "TR", "AE", "KZ", "KG", "AM", "GE", "RS", "MN", "VN", "LA", "SG", "MY", "TH", "TZ", "SL", "MZ", "AO", "SD", "SO", "LY", "YE", "IQ", "AF", "PK", "CD", "CF", "ML", "HT", "ZW", "EG", "ZA", "BR", "MX", "CA", "AU"} {
		out = append(out, option{c, countryName(lang, c)})
	}
	return out
}

// scopeRow is one scope of a measure for the page.
type scopeRow struct {
	law.Scope
	Target []string
}

func scopesOf(m *law.Measure) []scopeRow {
	var out []scopeRow
	if m.Direction != "" || len(m.InForce) > 0 {
		out = append(out, scopeRow{m.Scope, m.Target})
	}
	for _, b := range m.Bars {
		r := scopeRow{b, m.Target}
		if len(b.For) > 0 {
			r.Target = b.For
		}
		if len(r.InForce) == 0 {
			r.InForce = m.InForce
		}
		out = append(out, r)
	}
	return out
}
