package reading

import "strings"

func ukrainian() *language {
	return &language{code: "uk", order: orderSVO, commaClauses: true, caseMarks: true, proDrop: true, negConcord: true,
		verb: ukrainianVerb, noun: ukrainianNounForms, name: ukrainianName}
}

func ukGrammar() slavic { return slavic{noun: ukrainianNoun, adj: ukrainianAdj} }

func ukrainianNounForms(spec string) []form {
	if !strings.ContainsAny(spec, " ~,@%") && hasAnySuffix(spec, "ий") {
		return ukGrammar().adjective(spec, 0)
	}
	return ukGrammar().phrase(spec, true)
}

// ukrainianName inflects a name; the paradigms are those of russianName.
func ukrainianName(name, paradigm string) []form {
	switch paradigm {
	case "adj":
		return ukGrammar().adjective(name, fAdj)
	case "noun":
		return ukGrammar().phrase(name, true)
	case "demonym":
		return ukGrammar().phrase(name+"@", true)
	case "last", "person", "personf":
		words := strings.Fields(name)
		var out []form
		for c := range 6 {
			parts := make([]string, len(words))
			for i, w := range words {
				switch {
				case paradigm == "last" && i < len(words)-1:
					parts[i] = w
				default:
					parts[i] = ukrainianPart(w, paradigm == "personf", i == len(words)-1, c)
				}
			}
			out = append(out, form{strings.Join(parts, " "), caseBits[c]})
		}
		return joinForms(out)
	case "name":
		if strings.ToUpper(name) == name && len([]rune(name)) > 1 || strings.ContainsAny(name, "—–.,") || name[0] < 0x80 {
			return []form{{name, anyCase}}
		}
		return ukGrammar().phrase(name, false)
	}
	return []form{{name, anyCase}}
}

// ukrainianPart declines one word of a person's name.
func ukrainianPart(w string, fem, surname bool, c int) string {
	_, end := cutRune(w)
	switch {
	case fem && !hasAnySuffix(w, "а", "я"):
		return w
	case fem && surname && hasAnySuffix(w, "ова", "єва", "ева", "іна"):
		b, _ := cutRune(w)
		return b + []string{"а", "ої", "ій", "у", "ою", "ій"}[c]
	case surname && hasAnySuffix(w, "ський", "цький", "ий"):
		s, e, _ := ukrainianAdj(w)
		if c == cAcc {
			c = cGen
		}
		return s + strings.Split(e['m'][c], "/")[0]
	case surname && hasAnySuffix(w, "ов", "єв", "ев", "ін", "їн") && len([]rune(w)) > 4:
		return w + []string{"", "а", "у", "а", "им", "і"}[c]
	case surname && hasAnySuffix(w, "ко"):
		b, _ := cutRune(w)
		return b + []string{"о", "а", "у", "а", "ом", "у"}[c]
	case strings.Contains("оеиіуюєї", end):
		return w
	}
	d := ukrainianNoun(w)
	if c == cAcc && d.gender == 'm' {
		c = cGen
	}
	if len(d.f[0][c]) == 0 {
		return w
	}
	return d.f[0][c][0]
}

const ukVowels = "аеєиіїоуюя"

// ukrainianAdj gives the stem and the endings of an adjective.
func ukrainianAdj(w string) (string, map[byte][6]string, bool) {
	end := ""
	for _, e := range []string{"ий", "ій", "а", "я", "е", "є", "і"} {
		if strings.HasSuffix(w, e) && (len([]rune(e)) == 2 || hasAnySuffix(w, "н"+e, "ськ"+e, "цьк"+e, "ов"+e, "ин"+e, "л"+e, "т"+e, "в"+e, "к"+e, "р"+e, "ч"+e, "щ"+e)) {
			end = e
			break
		}
	}
	if end == "" {
		return "", nil, false
	}
	stem := strings.TrimSuffix(w, end)
	if end == "ій" || end == "я" || end == "є" {
		return stem, map[byte][6]string{
			'm': {"ій", "ього", "ьому", "ій", "ім", "ьому"}, 'f': {"я", "ьої", "ій", "ю", "ьою", "ій"},
			'n': {"є", "ього", "ьому", "є", "ім", "ьому"}, 'p': {"і", "іх", "ім", "і", "іми", "іх"}}, true
	}
	return stem, map[byte][6]string{
		'm': {"ий", "ого", "ому", "ий", "им", "ому"}, 'f': {"а", "ої", "ій", "у", "ою", "ій"},
		'n': {"е", "ого", "ому", "е", "им", "ому"}, 'p': {"і", "их", "им", "і", "ими", "их"}}, true
}

// ukrainianNoun declines a noun; the marks are those of russianNoun.
func ukrainianNoun(spec string) declension {
	d := declension{gender: 'm'}
	parts := strings.Split(spec, ",")
	w, masc := strings.CutSuffix(parts[0], "%")
	w, fixed := strings.CutSuffix(w, "=")
	w, obl, _ := strings.Cut(w, "/")
	if b, ok := strings.CutSuffix(obl, "%"); ok {
		obl, masc = b, true
	}
	stem, end := cutRune(w)
	_, l := cutRune(stem)
	hush := strings.Contains("жшщч", l)
	soften := func(s string) string { // к г х before -і
		for _, m := range [][2]string{{"к", "ц"}, {"г", "з"}, {"х", "с"}} {
			if b, ok := strings.CutSuffix(s, m[0]); ok {
				return b + m[1]
			}
		}
		return s
	}
	switch {
	case fixed || strings.Contains("уює", end) || end == "і" && len(parts) == 1 && !hasAnySuffix(w, "ні", "ці", "ості", "ві"):
		d.gender = 'n'
		d.set(0, w, w, w, w, w, w)
		d.set(1, w, w, w, w, w, w)
	case end == "и" || end == "і" || end == "ї": // plural only
		d.gender = 'p'
		gen := stem + "ів/" + stem
		a := "а"
		if end == "ї" || end == "і" && !hasAnySuffix(w, "чі", "жі", "ші") {
			a = "я"
			if end == "ї" {
				gen = stem + "їв/" + stem + "й"
			}
		}
		if len(parts) > 1 {
			gen = parts[1]
		}
		d.set(1, w, gen, stem+a+"м", w, stem+a+"ми", stem+a+"х")
	case hasAnySuffix(w, "ія"):
		d.gender = 'f'
		d.set(0, w, stem+"ї", stem+"ї", stem+"ю", stem+"єю", stem+"ї")
		d.set(1, stem+"ї", stem+"й", stem+"ям", stem+"ї", stem+"ями", stem+"ях")
	case end == "я" && len([]rune(stem)) > 2 && doubled(stem) || hasAnySuffix(w, "р'я", "р’я", "рʼя", "в'я", "ття", "стя"): // neuter: озброєння, вугілля, підприємство
		d.gender = 'n'
		one, _ := cutRune(stem)
		d.set(0, w, w, stem+"ю", w, w+"м", stem+"і")
		d.set(1, w, one+"ь", w+"м", w, w+"ми", w+"х")
	case end == "я" && strings.Contains(ukVowels, l): // Корея, зброя
		d.gender = 'f'
		d.set(0, w, stem+"ї", stem+"ї", stem+"ю", stem+"єю", stem+"ї")
		d.set(1, stem+"ї", stem+"й", stem+"ям", stem+"ї", stem+"ями", stem+"ях")
	case end == "я":
		d.gender = 'f'
		d.set(0, w, stem+"і", stem+"і", stem+"ю", stem+"ею", stem+"і")
		d.set(1, stem+"і", stem+"ь", stem+"ям", stem+"і", stem+"ями", stem+"ях")
	case end == "а":
		d.gender = 'f'
		gp := stem
		if l == "к" {
			s2, _ := cutRune(stem)
			if _, p := cutRune(s2); !strings.Contains(ukVowels+"ьй", p) {
				gp = s2 + "ок"
			} else if p == "ь" || p == "й" {
				s3, _ := cutRune(s2)
				gp = s3 + "йок/" + s2 + "ок/" + s3 + "ьок"
			}
		}
		y, o := "и", "ою"
		if hush {
			y, o = "і", "ею"
		}
		gs := y
		if hush {
			gs = "і"
		}
		d.set(0, w, stem+gs, soften(stem)+"і", stem+"у", stem+o, soften(stem)+"і")
		d.set(1, stem+y, gp, stem+"ам", stem+y, stem+"ами", stem+"ах")
	case end == "о" || end == "е":
		d.gender = 'n'
		ins := "ом"
		if end == "е" {
			ins = "ем"
		}
		d.set(0, w, stem+"а", stem+"у", w, stem+ins, stem+"і/"+stem+"у")
		d.set(1, stem+"а", stem, stem+"ам", stem+"а", stem+"ами", stem+"ах")
	case end == "ь":
		o := stem
		if obl != "" {
			o = obl
		}
		if masc || hasAnySuffix(w, "тель", "ець", "ар") {
			if obl == "" && hasAnySuffix(w, "ець") {
				b := strings.TrimSuffix(w, "ець")
				o = b + "ц"
				if _, p := cutRune(b); strings.Contains(ukVowels, p) {
					o = b + "йц"
				}
			}
			d.set(0, w, o+"я/"+o+"ю", o+"ю/"+o+"еві", w, o+"ем", o+"і/"+o+"ю")
			d.set(1, o+"і", o+"ів", o+"ям", o+"і", o+"ями", o+"ях")
		} else {
			d.gender = 'f'
			i2 := o
			if b, ok := strings.CutSuffix(o, "іст"); ok { // потужність, потужності
				i2 = b + "ост"
			}
			d.set(0, w, i2+"і", i2+"і", w, stem+"ю/"+stem+l+"ю", i2+"і")
			d.set(1, i2+"і", i2+"ей", i2+"ям", i2+"і", i2+"ями", i2+"ях")
		}
	case end == "й":
		if hasAnySuffix(w, "ій") {
			d.set(0, w, stem+"я", stem+"ю", w, stem+"єм", stem+"ї")
		} else {
			d.set(0, w, stem+"ю/"+stem+"я", stem+"ю", w, stem+"єм", stem+"ї")
		}
		d.set(1, stem+"ї", stem+"їв", stem+"ям", stem+"ї", stem+"ями", stem+"ях")
	default:
		o := w
		if obl != "" {
			o = obl
		}
		_, e := cutRune(o)
		pl := "и"
		ins := "ом"
		if strings.Contains("жшщч", e) {
			pl, ins = "і", "ем"
		}
		d.set(0, w, o+"а/"+o+"у", o+"у/"+o+"ові", w, o+ins, soften(o)+"і/"+o+"у")
		d.set(1, o+pl, o+"ів", o+"ам", o+pl, o+"ами", o+"ах")
		if b, ok := strings.CutSuffix(w, "нин"); ok {
			d.set(1, b+"ни", b+"н", b+"нам", b+"ни", b+"нами", b+"нах")
		}
	}
	if len(parts) > 1 && d.gender != 'p' {
		p, e := cutRune(parts[1])
		a := "а"
		if e == "я" || e == "і" {
			a = "я"
		}
		gp := p + "ів"
		if len(parts) > 2 {
			gp = parts[2]
		}
		d.set(1, parts[1], gp, p+a+"м", parts[1], p+a+"ми", p+a+"х")
	}
	return d
}

// doubled reports whether a stem ends in a doubled consonant.
func doubled(stem string) bool {
	b, l := cutRune(stem)
	_, p := cutRune(b)
	return l == p && !strings.Contains(ukVowels, l)
}

// ukrainianVerb conjugates; the spec is that of russianVerb with an infinitive
// in -ти.
func ukrainianVerb(spec string) []form {
	if strings.Contains(spec, ":") {
		return listedForms(spec)
	}
	spec, tail, _ := strings.Cut(spec, "+")
	w := strings.Fields(spec)
	if len(w) == 0 {
		return nil
	}
	inf, perf := strings.CutSuffix(w[0], "!")
	inf, refl := strings.CutSuffix(inf, "ся")
	stem := strings.TrimSuffix(inf, "ти")
	base, _ := cutRune(stem)
	sg, pl, past, ppp, fp := "", "", stem+"в", "", stem+"л"
	switch {
	case hasAnySuffix(inf, "увати", "ювати"):
		b := strings.TrimSuffix(stem, "ва")
		sg, pl = b+"є", b+"ють"
		ppp = strings.TrimSuffix(strings.TrimSuffix(stem, "ува"), "юва") + "ован"
	case hasAnySuffix(inf, "ати", "яти"):
		sg, pl, ppp = stem+"є", stem+"ють", stem+"н"
		if hasAnySuffix(inf, "давати", "ставати", "знавати") {
			b := strings.TrimSuffix(stem, "ва")
			sg, pl, ppp = b+"є", b+"ють", ""
		}
	case hasAnySuffix(inf, "ити", "їти"):
		t := "ять"
		if strings.Contains("жшщч", lastLetter(base)) {
			t = "ать"
		}
		sg, pl, ppp = base+"ить", base+t, ukMutate(base)+"ен"
	case hasAnySuffix(inf, "нути"):
		sg, pl, ppp = base+"е", base+"уть", stem+"т"
	case hasAnySuffix(inf, "іти"):
		sg, pl = stem+"є", stem+"ють"
	}
	for i, p := range []*string{&sg, &pl, &past, &ppp} {
		if i+1 < len(w) && w[i+1] != "-" {
			*p = w[i+1]
			if refl {
				*p = strings.TrimSuffix(*p, "ся")
			}
			if i == 2 {
				fp = *p
				if b, ok := strings.CutSuffix(*p, "в"); ok {
					fp = b + "л"
				} else {
					fp = *p + "л"
				}
			}
		}
	}
	t := ""
	if tail != "" {
		t = " " + strings.TrimSpace(tail)
	}
	var out []form
	reflex := func(s string) string {
		if hasAnySuffix(s, "є", "е") {
			return s + "ться"
		}
		return s + "ся"
	}
	fin := uint32(fFin)
	if perf {
		fin |= fFut
	}
	conj := func(put func(string) string, feat uint32) {
		add := func(s string, f uint32) {
			if s != "" {
				out = append(out, form{put(s) + t, f | feat})
			}
		}
		add(inf, fInf)
		add(sg, fin)
		add(pl, fin|fPl)
		if b, ok := strings.CutSuffix(pl, "ть"); ok {
			if b2, ok := strings.CutSuffix(b, "ю"); ok {
				add(b2+"ємо", fin|fPl)
			} else if b2, ok := strings.CutSuffix(b, "я"); ok {
				add(b2+"имо", fin|fPl)
			}
		}
		add(past, fFin|fPast)
		add(fp+"а", fFin|fPast)
		add(fp+"о", fFin|fPast)
		add(fp+"и", fFin|fPast|fPl)
		if !perf { // the synthetic future: поставлятиме
			add(inf+"ме", fFin|fFut)
			add(inf+"муть", fFin|fFut|fPl)
		}
		if feat&fPass == 0 {
			if perf {
				add(past+"ши", fPresp|fPast)
			} else {
				add(strings.TrimSuffix(pl, "ть")+"чи", fPresp)
			}
		}
	}
	plain := func(s string) string { return s }
	if refl {
		conj(reflex, 0)
		return out
	}
	conj(plain, 0)
	if !perf {
		conj(reflex, fPass)
	}
	if ppp != "" && (perf || hasAnySuffix(inf, "увати", "ювати")) {
		out = append(out, form{ppp + "о" + t, fFin | fPast | fPass})
		out = append(out, form{ppp + t, fFin | fPast | fPass})
		for _, f := range ukGrammar().adjective(ppp+"ий", fAdj|fPart|fPass) {
			out = append(out, form{f.text + t, f.feat})
			// the predicate "снаряди були поставлені"
			if f.feat&fNom != 0 {
				out = append(out, form{f.text + t, fFin | fPast | fPass | f.feat&fPl})
			}
		}
	}
	return out
}

// ukMutate is the consonant change of the passive participle of verbs in -ити.
func ukMutate(b string) string {
	for _, m := range [][2]string{{"ст", "щ"}, {"п", "пл"}, {"б", "бл"}, {"в", "вл"}, {"м", "мл"}, {"ф", "фл"}, {"с", "ш"}, {"з", "ж"}, {"д", "дж"}, {"т", "ч"}} {
		if s, ok := strings.CutSuffix(b, m[0]); ok {
			return s + m[1]
		}
	}
	return b
}
