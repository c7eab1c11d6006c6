package reading

import "strings"

func french() *language {
	return &language{code: "fr", order: orderSVO, adjAfter: true, negConcord: true, verb: frenchVerb, noun: frenchNoun, name: romanceName}
}

func spanish() *language {
	return &language{code: "es", order: orderSVO, adjAfter: true, proDrop: true, negConcord: true, verb: spanishVerb, noun: spanishNoun, name: romanceName}
}

// romanceName inflects a name. adj: gender and number ("nord-coréen",
// "norcoreano"); anything else stands as it is.
func romanceName(name, paradigm string) []form {
	switch paradigm {
	case "adj":
		var out []form
		for _, f := range romanceAdj(name) {
			out = append(out, form{f, fAdj})
		}
		return out
	case "people": // the inhabitants: "Nord-Coréens"
		var out []form
		for _, f := range romanceAdj(name) {
			out = append(out, form{f, anyCase | fPl})
		}
		return out
	}
	return []form{{name, anyCase}}
}

// romanceAdj makes masculine and feminine, singular and plural.
func romanceAdj(w string) []string {
	switch {
	case strings.HasSuffix(w, "ien"), strings.HasSuffix(w, "éen"):
		return []string{w, w + "ne", w + "s", w + "nes"}
	case strings.HasSuffix(w, "ais"), strings.HasSuffix(w, "ois"):
		return []string{w, w + "e", w + "es"}
	case strings.HasSuffix(w, "o"):
		b := w[:len(w)-1]
		return []string{w, b + "a", b + "os", b + "as"}
	case strings.HasSuffix(w, "és"):
		b := strings.TrimSuffix(w, "és")
		return []string{w, b + "esa", b + "eses", b + "esas"}
	case strings.HasSuffix(w, "án"), strings.HasSuffix(w, "ón"):
		return []string{w, strings.NewReplacer("án", "ana", "ón", "ona").Replace(w), strings.NewReplacer("án", "anes", "ón", "ones").Replace(w)}
	case strings.HasSuffix(w, "if"):
		return []string{w, w[:len(w)-1] + "ve", w + "s", w[:len(w)-1] + "ves"}
	case strings.HasSuffix(w, "e"), strings.HasSuffix(w, "a"), strings.HasSuffix(w, "í"):
		return []string{w, w + "s", w + "es"}
	case strings.HasSuffix(w, "al"):
		return []string{w, w + "e", w + "es", w[:len(w)-1] + "ux"}
	}
	return []string{w, w + "e", w + "a", w + "s", w + "es", w + "as", w + "os"}
}

func frenchNoun(spec string) []form  { return romanceNoun(spec, frenchPlural) }
func spanishNoun(spec string) []form { return romanceNoun(spec, romancePlural) }

// frenchPlural: "char" chars, "bateau" bateaux, "métal" métaux.
func frenchPlural(w string) string {
	switch {
	case strings.HasSuffix(w, "s"), strings.HasSuffix(w, "x"), strings.HasSuffix(w, "z"):
		return w
	case strings.HasSuffix(w, "au"), strings.HasSuffix(w, "eu"):
		return w + "x"
	case strings.HasSuffix(w, "al") && w != "naval" && w != "final" && w != "fatal" && w != "natal" && w != "banal" && w != "festival":
		return w[:len(w)-1] + "ux"
	}
	return w + "s"
}

// romanceNoun makes singular and plural of each base, parted by commas; of
// several words the first two get the plural. "~" after a word inflects it as
// an adjective.
func romanceNoun(spec string, plural func(string) string) []form {
	var out []form
	for i, b := range strings.Split(spec, ",") {
		b = strings.TrimSpace(b)
		if b == "" {
			continue
		}
		if a, ok := strings.CutSuffix(b, "~"); ok {
			for _, f := range romanceAdj(a) {
				out = append(out, form{f, 0})
			}
			continue
		}
		f := uint32(anyCase)
		if i > 0 {
			f |= fPl
		}
		out = append(out, form{b, f})
		w := strings.Fields(b)
		p := append([]string(nil), w...)
		p[0] = plural(p[0])
		out = append(out, form{strings.Join(p, " "), anyCase | fPl})
		if len(p) > 1 && p[1] != "de" && p[1] != "à" && p[1] != "en" && p[1] != "d'" && p[1] != "du" {
			p[1] = plural(p[1])
			out = append(out, form{strings.Join(p, " "), anyCase | fPl})
		}
	}
	return out
}

func romancePlural(w string) string {
	switch {
	case strings.HasSuffix(w, "ús"):
		return strings.TrimSuffix(w, "ús") + "uses"
	case strings.HasSuffix(w, "és"):
		return strings.TrimSuffix(w, "és") + "eses"
	case strings.HasSuffix(w, "ón"), strings.HasSuffix(w, "án"), strings.HasSuffix(w, "én"), strings.HasSuffix(w, "ín"), strings.HasSuffix(w, "ún"):
		return strings.NewReplacer("ón", "ones", "án", "anes", "én", "enes", "ín", "ines", "ún", "unes").Replace(w)
	case strings.HasSuffix(w, "s"), strings.HasSuffix(w, "x"):
		return w
	case strings.HasSuffix(w, "au"), strings.HasSuffix(w, "eu"):
		return w + "x"
	case strings.HasSuffix(w, "ión"):
		return strings.TrimSuffix(w, "ión") + "iones"
	case strings.HasSuffix(w, "z"):
		return w[:len(w)-1] + "ces"
	case strings.HasSuffix(w, "dor"), strings.HasSuffix(w, "tor"), strings.HasSuffix(w, "dad"), strings.HasSuffix(w, "il"), strings.HasSuffix(w, "ol"), strings.HasSuffix(w, "el"), strings.HasSuffix(w, "r") && !strings.HasSuffix(w, "eur") && !strings.HasSuffix(w, "er") && !strings.HasSuffix(w, "oir"):
		return w + "es"
	}
	return w + "s"
}

// frenchPast gives the simple past of an irregular verb, worked out from its
// participle ("reçu" reçut, "mis" mit, "obtenu" obtint).
func frenchPast(inf, part string) []string {
	cut := func(s, end string) string { return strings.TrimSuffix(s, end) }
	switch {
	case inf == "faire":
		return []string{"fit", "firent"}
	case strings.HasSuffix(part, "enu"):
		return []string{cut(part, "enu") + "int", cut(part, "enu") + "inrent"}
	case strings.HasSuffix(inf, "uire"):
		return []string{cut(inf, "re") + "sit", cut(inf, "re") + "sirent"}
	case strings.HasSuffix(inf, "crire"):
		return []string{cut(inf, "re") + "vit", cut(inf, "re") + "virent"}
	case strings.HasSuffix(inf, "aindre"), strings.HasSuffix(inf, "eindre"):
		return []string{cut(inf, "ndre") + "gnit", cut(inf, "ndre") + "gnirent"}
	case strings.HasSuffix(part, "ert"):
		return []string{cut(inf, "ir") + "it", cut(inf, "ir") + "irent"}
	case strings.HasSuffix(inf, "ndre"):
		return []string{cut(part, "u") + "it", cut(part, "u") + "irent", cut(part, "is") + "it", cut(part, "is") + "irent"}
	case strings.HasSuffix(part, "u"):
		return []string{part + "t", part + "rent"}
	case strings.HasSuffix(part, "is"):
		return []string{cut(part, "s") + "t", cut(part, "s") + "rent"}
	case strings.HasSuffix(part, "it"):
		return []string{part, cut(part, "t") + "rent"}
	case strings.HasSuffix(part, "i"):
		return []string{part + "t", part + "rent"}
	}
	return nil
}

// phrasal parts what stands around a verb's own forms in a lexicon's entry: a
// leading "se " makes it reflexive ("se procurer"), what follows "+" always
// comes right after the verb, alternatives parted by "|" ("procéder +à|au|aux").
func phrasal(spec string) (verb string, after []string, refl bool) {
	verb, tail, ok := strings.Cut(spec, "+")
	if ok {
		after = strings.Split(tail, "|")
	}
	verb, refl = strings.CutPrefix(strings.TrimSpace(verb), "se ")
	return verb, after, refl
}

// withAfter adds what follows a phrasal verb to each of its forms.
func withAfter(forms []form, after []string) []form {
	if len(after) == 0 {
		return forms
	}
	var out []form
	for _, a := range after {
		for _, f := range forms {
			out = append(out, form{f.text + " " + strings.TrimSpace(a), f.feat})
		}
	}
	return out
}

// frenchVerb conjugates; see phrasal for verbs of several words.
func frenchVerb(spec string) []form {
	verb, after, refl := phrasal(spec)
	out := frenchForms(verb)
	if refl {
		var rf []form
		for _, f := range out {
			se := "se "
			if strings.ContainsAny(f.text[:1], "aeiouyh") || strings.HasPrefix(f.text, "é") {
				se = "s'"
			}
			if f.feat&fPart == 0 {
				rf = append(rf, form{se + f.text, f.feat})
				continue
			}
			rf = append(rf, form{"s'est " + f.text, fFin | fPast}, form{"se sont " + f.text, fFin | fPast | fPl}, form{"s'était " + f.text, fFin | fPast},
				form{"s'étaient " + f.text, fFin | fPast | fPl}, form{"s'être " + f.text, fInf}, form{"se serait " + f.text, fFin | fSubj}, form{"se seraient " + f.text, fFin | fSubj | fPl})
		}
		out = rf
	}
	return withAfter(out, after)
}

// frenchForms conjugates one word. The spec is an infinitive in -er, -ir (finir) or -re,
// or infinitive, third persons singular and plural, participle, stem of the
// future ("recevoir reçoit reçoivent reçu recevr").
func frenchForms(spec string) []form {
	w := strings.Fields(spec)
	if len(w) == 0 {
		return nil
	}
	inf := w[0]
	var sg, pl, part, fut, imp string
	var past []string
	switch {
	case len(w) >= 5:
		sg, pl, part, fut = w[1], w[2], w[3], w[4]
		past = frenchPast(inf, part)
		imp = strings.TrimSuffix(pl, "ent")
		if strings.HasSuffix(inf, "evoir") {
			imp = strings.TrimSuffix(inf, "oir")
		}
		if strings.HasSuffix(inf, "er") {
			past = []string{inf[:len(inf)-2] + "a", inf[:len(inf)-2] + "èrent"}
			imp = inf[:len(inf)-2]
		}
	case strings.HasSuffix(inf, "er"):
		st := inf[:len(inf)-2]
		sg, pl, part, fut, imp = st+"e", st+"ent", st+"é", inf, st
		soft := st
		if strings.HasSuffix(st, "g") {
			soft, imp = st+"e", st+"e"
		}
		if strings.HasSuffix(st, "c") {
			soft = st[:len(st)-1] + "ç"
			imp = soft
		}
		past = []string{soft + "a", st + "èrent"}
	case strings.HasSuffix(inf, "ir"):
		st := inf[:len(inf)-2]
		sg, pl, part, fut, imp = st+"it", st+"issent", st+"i", inf, st+"iss"
		past = []string{st + "irent"}
	case strings.HasSuffix(inf, "re"):
		st := inf[:len(inf)-2]
		sg, pl, part, fut, imp = st, st+"ent", st+"u", inf[:len(inf)-1], st
		past = []string{st + "it", st + "irent"}
	}
	out := []form{{inf, fInf}, {sg, fFin}, {pl, fFin | fPl}, {imp + "ait", fFin | fPast}, {imp + "aient", fFin | fPast | fPl},
		{fut + "a", fFin | fFut}, {fut + "ont", fFin | fFut | fPl}, {fut + "ait", fFin | fSubj}, {fut + "aient", fFin | fSubj | fPl}, {imp + "ant", fPresp}}
	if s, ok := strings.CutSuffix(pl, "ent"); ok && s+"e" != sg {
		out = append(out, form{s + "e", fFin}) // "qu'elle fournisse"
	}
	for _, p := range past {
		out = append(out, form{p, fFin | fPast})
	}
	one := imp
	if strings.HasSuffix(inf, "er") && len(w) >= 5 {
		one = inf[:len(inf)-2]
	}
	out = append(out, form{one + "ons", fFin | fFirst}, form{strings.TrimSuffix(one, "e") + "ions", fFin | fPast | fFirst}, form{fut + "ons", fFin | fFut | fFirst},
		form{fut + "ions", fFin | fSubj | fFirst})
	for _, e := range []string{"", "e", "s", "es"} {
		if e == "s" && strings.HasSuffix(part, "s") {
			continue
		}
		out = append(out, form{part + e, fPart})
	}
	return out
}

// spanishVerb conjugates; see phrasal for verbs of several words.
func spanishVerb(spec string) []form {
	verb, after, refl := phrasal(spec)
	out := spanishForms(verb)
	if refl {
		var rf []form
		for _, f := range out {
			switch {
			case f.feat&fPart != 0:
				if strings.HasSuffix(f.text, "o") {
					rf = append(rf, form{"se ha " + f.text, fFin | fPast}, form{"se han " + f.text, fFin | fPast | fPl}, form{"se había " + f.text, fFin | fPast},
						form{"se habían " + f.text, fFin | fPast | fPl}, form{"haberse " + f.text, fInf}, form{"se habría " + f.text, fFin | fSubj})
				}
			case f.feat&fInf != 0:
				if strings.HasSuffix(f.text, "r") {
					rf = append(rf, form{f.text + "se", fInf})
				}
			case f.feat&fPresp != 0:
				rf = append(rf, form{strings.NewReplacer("ando", "ándo", "iendo", "iéndo").Replace(f.text) + "se", f.feat})
			default:
				rf = append(rf, form{"se " + f.text, f.feat})
			}
		}
		out = rf
	}
	return withAfter(out, after)
}

// spanishForms conjugates one word: an infinitive, or infinitive, third persons singular
// and plural of the present, third person of the past, participle.
func spanishForms(spec string) []form {
	w := strings.Fields(spec)
	if len(w) == 0 || len(w[0]) < 3 {
		return nil
	}
	inf := w[0]
	st, end := inf[:len(inf)-2], inf[len(inf)-2:]
	var sg, pl, past, pasts, part, imp, ger string
	if end == "ar" {
		sg, pl, past, pasts, part, imp, ger = st+"a", st+"an", st+"ó", st+"aron", st+"ado", st+"aba", st+"ando"
	} else {
		sg, pl, past, pasts, part, imp, ger = st+"e", st+"en", st+"ió", st+"ieron", st+"ido", st+"ía", st+"iendo"
	}
	if len(w) >= 5 {
		sg, pl, past, part = w[1], w[2], w[3], w[4]
		switch {
		case strings.HasSuffix(past, "ó"):
			b := strings.TrimSuffix(past, "ó")
			if end == "ar" {
				pasts = b + "aron"
			} else {
				pasts = strings.TrimSuffix(b, "i") + "ieron"
			}
		case strings.HasSuffix(past, "o"):
			pasts = strings.TrimSuffix(past, "o") + "ieron"
		}
	}
	out := []form{{inf, fInf}, {sg, fFin}, {pl, fFin | fPl}, {past, fFin | fPast}, {pasts, fFin | fPast | fPl}, {imp, fFin | fPast}, {imp + "n", fFin | fPast | fPl},
		{inf + "á", fFin | fFut}, {inf + "án", fFin | fFut | fPl}, {inf + "ía", fFin | fSubj}, {inf + "ían", fFin | fSubj | fPl}, {ger, fPresp}, {inf + "le", fInf}, {inf + "les", fInf}}
	if p, ok := strings.CutSuffix(pasts, "ron"); ok { // "si vendiera"
		out = append(out, form{p + "ra", fFin | fSubj}, form{p + "ran", fFin | fSubj | fPl}, form{p + "se", fFin | fSubj})
	}
	ps := sg[:len(sg)-1] // "envíe", "transfiera": the stem of the present
	switch {
	case len(st) < 2: // dar: "dé", "den" are too like other words
	case end == "ar": // "que entregue"
		s := ps
		switch {
		case strings.HasSuffix(s, "g"):
			s += "u"
		case strings.HasSuffix(s, "c"):
			s = s[:len(s)-1] + "qu"
		case strings.HasSuffix(s, "z"):
			s = s[:len(s)-1] + "c"
		}
		out = append(out, form{s + "e", fFin}, form{s + "en", fFin | fPl})
	default:
		out = append(out, form{ps + "a", fFin}, form{ps + "an", fFin | fPl})
	}
	plural := map[string]string{"ar": "amos", "er": "emos", "ir": "imos"}[end]
	if plural != "" && len(st) > 1 {
		out = append(out, form{st + plural, fFin | fFirst}, form{inf + "emos", fFin | fFut | fFirst}, form{inf + "íamos", fFin | fSubj | fFirst})
		if end == "er" {
			out = append(out, form{st + "imos", fFin | fPast | fFirst})
		}
		if p, ok := strings.CutSuffix(pasts, "ieron"); ok && p != st {
			out = append(out, form{p + "imos", fFin | fPast | fFirst})
		}
	}
	b := strings.TrimSuffix(part, "o")
	for _, e := range []string{"o", "a", "os", "as"} {
		out = append(out, form{b + e, fPart})
	}
	return out
}
