package reading

import "strings"

func german() *language {
	return &language{code: "de", order: orderV2, capNouns: true, compounds: true, commaClauses: true, dative: true, ordinalDot: true,
		verb: germanVerb, noun: germanNoun, name: germanName}
}

var germanAdjEndings = []string{"e", "en", "er", "es", "em"}

// germanName inflects a name. Paradigms: name (genitive -s or '), adj (an
// adjective in -isch: all endings), adjn (the first word is an adjective in
// -e), fix (nothing), noun (as germanNoun).
func germanName(name, paradigm string) []form {
	switch paradigm {
	case "adj":
		out := []form{{name, fAdj}}
		for _, e := range germanAdjEndings {
			out = append(out, form{name + e, fAdj | caseOfEnding(e)})
		}
		return out
	case "adjn":
		i := strings.IndexByte(name, ' ')
		if i < 1 || name[i-1] != 'e' {
			return []form{{name, anyCase}}
		}
		out := []form{{name, fNom | fAcc}}
		for _, e := range []string{"n", "r", "s", "m"} {
			out = append(out, form{name[:i] + e + name[i:], anyCase &^ fNom})
			if e == "n" || e == "r" {
				out = append(out, form{name[:i] + e + name[i:] + "s", fGen})
			}
		}
		return out
	case "fix":
		return []form{{name, anyCase}}
	case "noun":
		return germanNoun(name)
	}
	out := []form{{name, fNom | fDat | fAcc}}
	if strings.HasSuffix(name, "lande") || strings.HasSuffix(name, "Emirate") || strings.HasSuffix(name, "Staaten") {
		out = append(out, form{name + "n", fDat})
	}
	if !strings.HasSuffix(name, "s") && !strings.HasSuffix(name, "x") && !strings.HasSuffix(name, "z") {
		out = append(out, form{name + "s", fGen})
	} else {
		out[0].feat |= fGen
	}
	return out
}

func caseOfEnding(e string) uint32 {
	switch e {
	case "er":
		return fNom | fGen | fDat
	case "em":
		return fDat
	case "es":
		return fNom | fAcc
	}
	return anyCase
}

// germanNoun makes the forms of a noun: the bases given, parted by commas (the
// second and later ones are plurals with their umlaut), each with the endings
// a noun may take. It makes some forms that do not exist; they do no harm.
func germanNoun(spec string) []form {
	var out []form
	seen := map[string]bool{}
	put := func(t string, f uint32) {
		if !seen[t] {
			seen[t] = true
			out = append(out, form{t, f})
			return
		}
		if f&fPl != 0 { // singular and plural are alike: "der Nordkoreaner", "die Nordkoreaner"
			for i := range out {
				if out[i].text == t {
					out[i].feat |= f
				}
			}
		}
	}
	for i, b := range strings.Split(spec, ",") {
		b = strings.TrimSpace(b)
		if b == "" {
			continue
		}
		if base, ok := strings.CutSuffix(b, "~"); ok { // an adjective used as a modifier
			for _, e := range germanAdjEndings {
				put(base+e, 0)
			}
			put(base, 0)
			continue
		}
		if head, tail, ok := strings.Cut(b, "~ "); ok { // adjective and noun
			for _, e := range germanAdjEndings {
				for _, n := range germanNoun(tail) {
					put(head+e+" "+n.text, n.feat)
				}
			}
			continue
		}
		f := uint32(anyCase)
		if i > 0 {
			f |= fPl
		}
		put(b, f)
		last := b[len(b)-1]
		if last != 's' {
			put(b+"s", fGen)
		}
		switch {
		case last == 'e':
			put(b+"n", anyCase|fPl)
		case strings.HasSuffix(b, "er") || strings.HasSuffix(b, "el"):
			put(b+"n", fDat|fPl)
		case strings.HasSuffix(b, "en"):
		default:
			put(b+"es", fGen)
			put(b+"e", anyCase|fPl)
			put(b+"en", anyCase|fPl)
			if strings.HasSuffix(b, "in") {
				put(b+"nen", anyCase|fPl)
			}
			if i > 0 {
				put(b+"n", fDat|fPl)
			}
		}
	}
	return out
}

// germanVerb conjugates. The spec is an infinitive for a weak verb ("liefern"),
// or infinitive, third person singular, past, participle, subjunctive II for
// any other ("geben gibt gab gegeben gäbe"); a bar sets off a separable prefix
// ("weiter|geben gibt gab gegeben gäbe"); a leading "sich " or a trailing word
// after "+" is ignored.
func germanVerb(spec string) []form {
	w := strings.Fields(spec)
	if len(w) == 0 {
		return nil
	}
	prefix, inf, sep := strings.Cut(w[0], "|")
	if !sep {
		prefix, inf = "", w[0]
	}
	stem := strings.TrimSuffix(strings.TrimSuffix(inf, "n"), "e")
	if strings.HasSuffix(inf, "eln") || strings.HasSuffix(inf, "ern") {
		stem = strings.TrimSuffix(inf, "n")
	}
	e := ""
	if strings.HasSuffix(stem, "t") || strings.HasSuffix(stem, "d") || strings.HasSuffix(stem, "chn") || strings.HasSuffix(stem, "fn") || strings.HasSuffix(stem, "gn") {
		e = "e"
	}
	type ff struct {
		t string
		f uint32
	}
	var fin []ff
	var part string
	if len(w) >= 4 {
		fin = append(fin, ff{w[1], fFin}, ff{inf, fFin | fPl}, ff{stem + "e", fFin | fSubj1}, ff{w[2], fFin | fPast})
		p := w[2]
		switch {
		case strings.HasSuffix(p, "e"):
			fin = append(fin, ff{p + "n", fFin | fPast | fPl})
		default:
			fin = append(fin, ff{p + "en", fFin | fPast | fPl}, ff{p + "e", fFin | fPast})
		}
		if len(w) >= 5 {
			fin = append(fin, ff{w[4], fFin | fSubj}, ff{w[4] + "n", fFin | fSubj | fPl})
		}
		part = w[3]
	} else {
		fin = append(fin, ff{stem + e + "t", fFin}, ff{inf, fFin | fPl}, ff{stem + "e", fFin | fSubj1}, ff{stem + e + "te", fFin | fPast}, ff{stem + e + "ten", fFin | fPast | fPl})
		switch {
		case strings.HasSuffix(inf, "ieren") || !sep && inseparable(inf):
			part = stem + e + "t"
		default:
			part = "ge" + stem + e + "t"
		}
	}
	var out []form
	out = append(out, form{prefix + inf, fInf})
	for _, f := range fin {
		out = append(out, form{prefix + f.t, f.f})
		if sep {
			out = append(out, form{f.t + "…" + prefix, f.f | fSep})
		}
	}
	out = append(out, form{prefix + part, fPart})
	if sep {
		out = append(out, form{prefix + "zu" + inf, fInf})
	}
	presp := prefix + inf + "d"
	for _, a := range germanAdjEndings {
		out = append(out, form{prefix + part + a, fAdj | fPart}, form{presp + a, fAdj | fPresp})
	}
	return out
}

func inseparable(v string) bool {
	for _, p := range []string{"be", "ver", "er", "ent", "emp", "zer", "miss", "ge", "unter", "über", "wider"} {
		if strings.HasPrefix(v, p) && len(v) > len(p)+3 {
			return true
		}
	}
	return false
}
