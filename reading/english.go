package reading

import "strings"

func english() *language {
	return &language{code: "en", order: orderSVO, dative: true, verb: englishVerb, noun: englishNoun, name: englishName}
}

// englishName inflects a name: adj is an adjective, noun a common noun, fix and
// name stand as they are (the 's is a token of its own).
func englishName(name, paradigm string) []form {
	switch paradigm {
	case "adj":
		return []form{{name, fAdj}}
	case "demonym": // adjective and, with -s, the people
		return []form{{name, fAdj}, {name + "s", anyCase | fPl}}
	case "noun":
		return englishNoun(name)
	}
	return []form{{name, anyCase}}
}

// englishNoun makes singular and plural of each base, parted by commas.
func englishNoun(spec string) []form {
	var out []form
	for i, b := range strings.Split(spec, ",") {
		b = strings.TrimSpace(b)
		if b == "" {
			continue
		}
		f := uint32(anyCase)
		if i > 0 {
			f |= fPl
		}
		out = append(out, form{b, f}, form{plural(b), anyCase | fPl})
	}
	return out
}

func plural(b string) string {
	switch {
	case strings.HasSuffix(b, "s") || strings.HasSuffix(b, "x") || strings.HasSuffix(b, "ch") || strings.HasSuffix(b, "sh"):
		return b + "es"
	case strings.HasSuffix(b, "y") && len(b) > 2 && !strings.ContainsRune("aeiou", rune(b[len(b)-2])):
		return b[:len(b)-1] + "ies"
	}
	return b + "s"
}

// englishVerb conjugates: an infinitive for a regular verb, or infinitive, past
// and participle ("give gave given"); words after "+" follow every form
// ("hand+over", "give gave given+away").
func englishVerb(spec string) []form {
	spec, tail, _ := strings.Cut(spec, "+")
	w := strings.Fields(spec)
	if len(w) == 0 {
		return nil
	}
	inf := w[0]
	third := plural(inf)
	if strings.HasSuffix(inf, "o") {
		third = inf + "es"
	}
	var past, part, ing string
	switch {
	case strings.HasSuffix(inf, "e"):
		past = inf + "d"
	case strings.HasSuffix(inf, "y") && len(inf) > 2 && !strings.ContainsRune("aeiou", rune(inf[len(inf)-2])):
		past = inf[:len(inf)-1] + "ied"
	default:
		past = inf + "ed"
	}
	part = past
	if len(w) >= 3 {
		past, part = w[1], w[2]
	}
	ing = inf + "ing"
	if strings.HasSuffix(inf, "e") && !strings.HasSuffix(inf, "ee") {
		ing = inf[:len(inf)-1] + "ing"
	}
	if len(w) >= 4 {
		ing = w[3]
	}
	t := ""
	if tail != "" {
		t = " " + strings.TrimSpace(tail)
	}
	out := []form{{inf + t, fInf | fFin | fPl}, {third + t, fFin}}
	if past == part {
		out = append(out, form{past + t, fFin | fPast | fPart})
	} else {
		out = append(out, form{past + t, fFin | fPast}, form{part + t, fPart})
	}
	return append(out, form{ing + t, fPresp})
}
