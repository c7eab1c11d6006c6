package reading

import "strings"

func russian() *language {
	return &language{code: "ru", order: orderSVO, commaClauses: true, caseMarks: true, proDrop: true, negConcord: true,
		verb: russianVerb, noun: russianNounForms, name: russianName}
}

func ruGrammar() slavic { return slavic{noun: russianNoun, adj: russianAdj} }

func russianNounForms(spec string) []form {
	if !strings.ContainsAny(spec, " ~,@%") && hasAnySuffix(spec, "ый", "ский", "ческий") {
		return ruGrammar().adjective(spec, 0)
	}
	return ruGrammar().phrase(spec, true)
}

// russianName inflects a name: adj; demonym (people: declines in the plural
// too); name (a state, place or body, adjectives agree); person and personf
// (given name and surname); last (only the last word declines, as in Korean
// and Chinese names); noun; fix.
func russianName(name, paradigm string) []form {
	switch paradigm {
	case "adj":
		return ruGrammar().adjective(name, fAdj)
	case "noun":
		return ruGrammar().phrase(name, true)
	case "demonym":
		return ruGrammar().phrase(name+"@", true)
	case "last", "person", "personf":
		return russianPerson(name, paradigm)
	case "name":
		if !strings.Contains(name, " ") && hasAnySuffix(name, "о", "е") && !hasAnySuffix(name, "ово", "ево", "ёво", "ино", "ыно", "ье", "ое", "ее", "ные", "ие") {
			return []form{{name, anyCase}} // "Нампхо", "Токио"
		}
		if strings.ToUpper(name) == name && len([]rune(name)) > 1 || strings.ContainsAny(name, "—–.,") || name[0] < 0x80 {
			return []form{{name, anyCase}}
		}
		return ruGrammar().phrase(name, false)
	}
	return []form{{name, anyCase}}
}

// russianPerson declines the parts of a person's name together.
func russianPerson(name, paradigm string) []form {
	words := strings.Fields(name)
	var out []form
	for c := range 6 {
		t := ""
		for i, w := range words {
			part := w
			switch {
			case paradigm == "last":
				if i == len(words)-1 {
					part = russianSurname(w, false, c)
				}
			case i == len(words)-1:
				part = russianSurname(w, paradigm == "personf", c)
			default:
				part = russianGiven(w, paradigm == "personf", c)
			}
			if t != "" {
				t += " "
			}
			t += part
		}
		out = append(out, form{t, caseBits[c]})
	}
	return joinForms(out)
}

func russianGiven(w string, fem bool, c int) string {
	if fem && !hasAnySuffix(w, "а", "я", "ь") {
		return w
	}
	d := russianNoun(w)
	if d.gender == 'm' && c == cAcc {
		c = cGen
	}
	if d.gender == 'n' || len(d.f[0][c]) == 0 {
		return w
	}
	return d.f[0][c][0]
}

func russianSurname(w string, fem bool, c int) string {
	stem, end := cutRune(w)
	pick := func(stem string, e ...string) string { return stem + e[c] }
	switch {
	case fem && hasAnySuffix(w, "ова", "ева", "ина", "ына"):
		return pick(stem, "а", "ой", "ой", "у", "ой", "ой")
	case fem && hasAnySuffix(w, "ая"):
		return pick(strings.TrimSuffix(w, "ая"), "ая", "ой", "ой", "ую", "ой", "ой")
	case fem && !hasAnySuffix(w, "а", "я"):
		return w
	case hasAnySuffix(w, "ов", "ев", "ин", "ын") && len([]rune(w)) > 4:
		return pick(w, "", "а", "у", "а", "ым", "е")
	case hasAnySuffix(w, "ский", "цкий", "ой"):
		s, e, _ := russianAdj(w)
		if c == cAcc {
			c = cGen
		}
		return s + strings.Split(e['m'][c], "/")[0]
	case strings.Contains("оеиуюыэ", end):
		return w
	}
	return russianGiven(w, fem, c)
}

const ruVowels = "аеиоуыэюя"

// russianAdj gives the stem and the endings of an adjective by gender and case.
func russianAdj(w string) (string, map[byte][6]string, bool) {
	var end string
	for _, e := range []string{"ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие"} {
		if strings.HasSuffix(w, e) {
			end = e
		}
	}
	if end == "" {
		return "", nil, false
	}
	stem := strings.TrimSuffix(w, end)
	_, l := cutRune(stem)
	soft := hasAnySuffix(stem, "н") && (end == "ий" || end == "яя" || end == "ее" || end == "ие")
	hush := strings.Contains("жшщч", l)
	switch {
	case soft:
		return stem, map[byte][6]string{
			'm': {"ий", "его", "ему", "ий", "им", "ем"}, 'f': {"яя", "ей", "ей", "юю", "ей", "ей"},
			'n': {"ее", "его", "ему", "ее", "им", "ем"}, 'p': {"ие", "их", "им", "ие", "ими", "их"}}, true
	case hush:
		return stem, map[byte][6]string{
			'm': {"ий", "его", "ему", "ий", "им", "ем"}, 'f': {"ая", "ей", "ей", "ую", "ей", "ей"},
			'n': {"ее", "его", "ему", "ее", "им", "ем"}, 'p': {"ие", "их", "им", "ие", "ими", "их"}}, true
	}
	m, y := "ый", "ы"
	if strings.Contains("кгх", l) {
		m, y = "ий", "и"
	}
	if end == "ой" {
		m = "ой"
	}
	return stem, map[byte][6]string{
		'm': {m, "ого", "ому", m, y + "м", "ом"}, 'f': {"ая", "ой", "ой", "ую", "ой", "ой"},
		'n': {"ое", "ого", "ому", "ое", y + "м", "ом"}, 'p': {y + "е", y + "х", y + "м", y + "е", y + "ми", y + "х"}}, true
}

// russianNoun declines a noun. Marks: "рынок/рынк" gives the oblique stem;
// "%" after a word in -ь makes it masculine; "катер,катера" gives the nominative
// plural, a third part the genitive plural; "=" keeps it as it is.
func russianNoun(spec string) declension {
	d := declension{gender: 'm'}
	parts := strings.Split(spec, ",")
	w, masc := strings.CutSuffix(parts[0], "%")
	w, fixed := strings.CutSuffix(w, "=")
	w, obl, fleeting := strings.Cut(w, "/")
	if b, ok := strings.CutSuffix(obl, "%"); ok {
		obl, masc = b, true
	}
	stem, end := cutRune(w)
	_, l := cutRune(stem)
	back := strings.Contains("кгхжшщч", l)
	i := func() string { // the vowel of -ы
		if back {
			return "и"
		}
		return "ы"
	}
	switch {
	case fixed || strings.Contains("иуюэ", end) && !hasAnySuffix(w, "ии") && len(parts) == 1 && !ruPluralI(w):
		d.gender = 'n'
		d.set(0, w, w, w, w, w, w)
		d.set(1, w, w, w, w, w, w)
	case hasAnySuffix(w, "ые", "ие") && ruPluralAdj(w):
		return ruGrammar().substantive(w)
	case end == "ы" || end == "и": // plural only
		d.gender = 'p'
		gen := stem + "ов/" + stem
		if len(parts) > 1 {
			gen = parts[1]
		}
		if hasAnySuffix(w, "ии") {
			s := strings.TrimSuffix(w, "и")
			d.set(1, w, s+"й", s+"ям", w, s+"ями", s+"ях")
		} else {
			d.set(1, w, gen, stem+"ам", w, stem+"ами", stem+"ах")
		}
	case hasAnySuffix(w, "ия"):
		d.gender = 'f'
		d.set(0, w, stem+"и", stem+"и", stem+"ю", stem+"ей", stem+"и")
		d.set(1, stem+"и", stem+"й", stem+"ям", stem+"и", stem+"ями", stem+"ях")
	case end == "я":
		d.gender = 'f'
		gp := stem + "ь"
		if strings.Contains(ruVowels+"ь", l) {
			gp = strings.TrimSuffix(stem, "ь") + "й/" + strings.TrimSuffix(stem, "ь") + "ей"
		}
		d.set(0, w, stem+"и", stem+"е", stem+"ю", stem+"ей", stem+"е")
		d.set(1, stem+"и", gp, stem+"ям", stem+"и", stem+"ями", stem+"ях")
	case end == "а":
		d.gender = 'f'
		gp := stem
		if l == "к" {
			s2, _ := cutRune(stem)
			s3, p := cutRune(s2)
			switch {
			case strings.Contains("жчшщц", p):
				gp = s2 + "ек"
			case p == "й" || p == "ь":
				gp = s3 + "ек"
			case !strings.Contains(ruVowels, p):
				gp = s2 + "ок"
			}
		}
		o := "ой"
		if strings.Contains("жшщчц", l) {
			o = "ей"
		}
		d.set(0, w, stem+i(), stem+"е", stem+"у", stem+o, stem+"е")
		d.set(1, stem+i(), gp, stem+"ам", stem+i(), stem+"ами", stem+"ах")
	case hasAnySuffix(w, "ие", "ье"):
		d.gender = 'n'
		loc := stem + "и"
		gp := stem + "й"
		if l == "ь" {
			loc, gp = stem+"е", strings.TrimSuffix(stem, "ь")+"ий"
		}
		d.set(0, w, stem+"я", stem+"ю", w, stem+"ем", loc)
		d.set(1, stem+"я", gp, stem+"ям", stem+"я", stem+"ями", stem+"ях")
	case end == "о" || end == "е":
		d.gender = 'n'
		ins := "ом"
		if end == "е" {
			ins = "ем"
		}
		d.set(0, w, stem+"а", stem+"у", w, stem+ins, stem+"е")
		d.set(1, stem+"а", stem, stem+"ам", stem+"а", stem+"ами", stem+"ах")
	case end == "ь":
		o := stem
		if obl != "" {
			o = obl
		}
		if masc || hasAnySuffix(w, "тель", "арь") {
			d.set(0, w, o+"я", o+"ю", w, o+"ем", o+"е")
			d.set(1, o+"и", o+"ей", o+"ям", o+"и", o+"ями", o+"ях")
		} else {
			d.gender = 'f'
			d.set(0, w, o+"и", o+"и", w, stem+"ью", o+"и")
			d.set(1, o+"и", o+"ей", o+"ям", o+"и", o+"ями", o+"ях")
		}
	case end == "й":
		loc := "е"
		if l == "и" {
			loc = "и"
		}
		d.set(0, w, stem+"я", stem+"ю", w, stem+"ем", stem+loc)
		d.set(1, stem+"и", stem+"ев", stem+"ям", stem+"и", stem+"ями", stem+"ях")
	default:
		o := w
		if fleeting && obl != "" {
			o = obl
		} else if _, ok := strings.CutSuffix(w, "ец"); ok && len([]rune(w)) > 4 {
			b := strings.TrimSuffix(w, "ец")
			o = b + "ц"
			if _, p := cutRune(b); strings.Contains(ruVowels, p) {
				o = b + "йц"
			}
		}
		_, e := cutRune(o)
		pl, gp, ins := "ы", "ов", "ом"
		switch {
		case strings.Contains("кгх", e):
			pl = "и"
		case strings.Contains("жшщч", e):
			pl, gp, ins = "и", "ей", "ем"
		case e == "ц":
			gp, ins = "ев/"+o+"ов", "ем/"+o+"ом"
		}
		d.set(0, w, o+"а", o+"у", w, o+ins, o+"е")
		d.set(1, o+pl, o+gp, o+"ам", o+pl, o+"ами", o+"ах")
		if strings.HasSuffix(w, "нин") { // гражданин, граждане
			b := strings.TrimSuffix(w, "ин")
			d.set(1, b+"е", b, b+"ам", b+"", b+"ами", b+"ах")
		}
	}
	if len(parts) > 1 && d.gender != 'p' { // nominative plural given
		p, e := cutRune(parts[1])
		a := "а"
		if e == "я" || e == "и" && !strings.Contains("кгхжшщч", lastLetter(p)) {
			a = "я"
		}
		gp := p + "ов"
		if a == "я" {
			gp = p + "ей"
		}
		if len(parts) > 2 {
			gp = parts[2]
		}
		d.set(1, parts[1], gp, p+a+"м", parts[1], p+a+"ми", p+a+"х")
	}
	return d
}

func lastLetter(s string) string { _, l := cutRune(s); return l }

// ruPluralI: a word in -и that is a plural and not a foreign name.
func ruPluralI(w string) bool {
	return hasAnySuffix(w, "ки", "ии", "ти", "ги", "щи", "чи", "ши")
}

// ruPluralAdj: a plural noun that declines as an adjective.
func ruPluralAdj(w string) bool {
	return hasAnySuffix(w, "ные", "нные", "чие", "щие", "овые", "ские") && !hasAnySuffix(w, "ание", "ение")
}

// russianVerb conjugates: "infinitive 3rd-singular 3rd-plural past-masculine
// short-passive-participle"; what is left out or "-" follows the infinitive's
// class. "!" after the infinitive marks the perfective, whose present is a
// future. Forms given after a colon are listed: "намерен:fin". Words after "+"
// follow every form.
func russianVerb(spec string) []form {
	if strings.Contains(spec, ":") {
		return listedForms(spec)
	}
	spec, tail, _ := strings.Cut(spec, "+")
	w := strings.Fields(spec)
	if len(w) == 0 {
		return nil
	}
	inf, perf := strings.CutSuffix(w[0], "!")
	refl := ""
	if b, ok := strings.CutSuffix(inf, "ся"); ok {
		inf, refl = b, "ся"
	}
	arg := func(i int) string {
		if i < len(w) && w[i] != "-" {
			return w[i]
		}
		return ""
	}
	sg, pl, past, ppp := "", "", "", ""
	first := ""
	stem := strings.TrimSuffix(inf, "ть")
	base, _ := cutRune(stem)
	switch {
	case hasAnySuffix(inf, "давать", "знавать", "ставать"):
		b := strings.TrimSuffix(inf, "вать")
		sg, pl, past = b+"ет", b+"ют", stem+"л"
	case hasAnySuffix(inf, "овать", "евать") && len([]rune(inf)) > 6 && !hasAnySuffix(inf, "ревать", "левать", "девать", "певать", "тевать"):
		b := strings.TrimSuffix(strings.TrimSuffix(inf, "овать"), "евать")
		u := "у"
		if hasAnySuffix(inf, "ьевать") {
			u = "ю"
		}
		sg, pl, past, ppp = b+u+"ет", b+u+"ют", stem+"л", stem+"н"
	case hasAnySuffix(inf, "ать", "ять"):
		sg, pl, past, ppp = stem+"ет", stem+"ют", stem+"л", stem+"н"
	case hasAnySuffix(inf, "ить"):
		t := "ят"
		if strings.Contains("жшщч", lastLetter(base)) {
			t = "ат"
		}
		m := ruMutate(base)
		sg, pl, past, ppp, first = base+"ит", base+t, stem+"л", m+"ен", m+"ю"
		if strings.Contains("жшщч", lastLetter(m)) {
			first = m + "у"
		}
	case hasAnySuffix(inf, "нуть"):
		sg, pl, past, ppp = base+"ет", base+"ут", stem+"л", stem+"т"
	case hasAnySuffix(inf, "еть"):
		sg, pl, past = stem+"ет", stem+"ют", stem+"л"
	default:
		past = stem + "л"
	}
	explicit := func(p *string, i int) {
		if a := arg(i); a != "" {
			*p = a
			if refl != "" {
				*p = strings.TrimSuffix(a, "ся")
			}
		}
	}
	explicit(&sg, 1)
	explicit(&pl, 2)
	explicit(&past, 3)
	explicit(&ppp, 4)
	t := ""
	if tail != "" {
		t = " " + strings.TrimSpace(tail)
	}
	var out []form
	add := func(s string, feat uint32) {
		if s == "" {
			return
		}
		if refl != "" {
			if strings.Contains(ruVowels, lastLetter(s)) && feat&fAdj == 0 {
				s += "сь"
			} else {
				s += "ся"
			}
		}
		out = append(out, form{s + t, feat})
	}
	fin := uint32(fFin)
	if perf {
		fin |= fFut
	}
	pass := func(s string, feat uint32) { // the passive in -ся
		if refl == "" && s != "" {
			e := "ся"
			if strings.Contains(ruVowels, lastLetter(s)) {
				e = "сь"
			}
			out = append(out, form{s + e + t, feat | fPass})
		}
	}
	conj := func(add func(string, uint32)) {
		add(sg, fin)
		add(pl, fin|fPl)
	}
	add(inf, fInf)
	conj(add)
	if s, ok := strings.CutSuffix(sg, "т"); ok {
		add(s+"м", fin|fPl|fFirst)
		add(s+"те", fin|fPl|fSecond)
		if perf || hasAnySuffix(inf, "ить") {
			ruImperative(pl, add)
		}
		if first == "" {
			if b, ok := strings.CutSuffix(pl, "ют"); ok {
				first = b + "ю"
			} else if b, ok := strings.CutSuffix(pl, "ут"); ok {
				first = b + "у"
			}
		}
		add(first, fin|fFirst)
	}
	pf := past
	if b, ok := strings.CutSuffix(past, "шел"); ok {
		pf = b + "шл"
	} else if !strings.HasSuffix(past, "л") {
		pf = past + "л"
	}
	add(past, fFin|fPast)
	add(pf+"а", fFin|fPast)
	add(pf+"о", fFin|fPast)
	add(pf+"и", fFin|fPast|fPl)
	if !perf {
		pass(inf, fInf)
		conj(pass)
		pass(past, fFin|fPast)
		pass(pf+"а", fFin|fPast)
		pass(pf+"о", fFin|fPast)
		pass(pf+"и", fFin|fPast|fPl)
	}
	// gerunds
	if b, ok := strings.CutSuffix(past, "л"); ok && perf {
		if refl == "" {
			out = append(out, form{b + "в" + t, fPresp | fPast})
		} else {
			out = append(out, form{b + "вшись" + t, fPresp | fPast})
		}
	}
	if !perf && len(pl) > 4 {
		b, _ := cutRune(pl)
		b, v := cutRune(b)
		e := "я"
		if strings.Contains("жшщч", lastLetter(b)) || v == "у" && strings.Contains("кгх", lastLetter(b)) {
			e = "а"
		}
		if hasAnySuffix(inf, "давать") {
			b = strings.TrimSuffix(inf, "ть")
		}
		if refl == "" {
			out = append(out, form{b + e + t, fPresp})
		} else {
			out = append(out, form{b + e + "сь" + t, fPresp})
		}
		// present participles
		stem, _ := cutRune(pl)
		for _, f := range ruGrammar().adjective(stem+"щий", fAdj|fPresp) {
			out = append(out, form{f.text + refl + t, f.feat})
			if refl == "" {
				out = append(out, form{f.text + "ся" + t, f.feat | fPass})
			}
		}
		if refl == "" {
			p := ""
			switch {
			case hasAnySuffix(inf, "давать"):
				p = strings.TrimSuffix(inf, "ть") + "емый"
			case hasAnySuffix(sg, "ет"):
				p = strings.TrimSuffix(sg, "т") + "мый"
			case hasAnySuffix(sg, "ит"):
				p = strings.TrimSuffix(sg, "т") + "мый"
			}
			if p != "" {
				for _, f := range ruGrammar().adjective(p, fAdj|fPresp|fPass) {
					out = append(out, form{f.text + t, f.feat})
				}
			}
		}
	}
	// past participles
	if b, ok := strings.CutSuffix(past, "л"); ok {
		for _, f := range ruGrammar().adjective(b+"вший", fAdj|fPart) {
			out = append(out, form{f.text + refl + t, f.feat})
		}
	}
	if ppp != "" && refl == "" && (perf || hasAnySuffix(inf, "овать")) {
		for _, e := range []string{"", "а", "о", "ы"} {
			f := uint32(fFin | fPast | fPass)
			if e == "ы" {
				f |= fPl
			}
			out = append(out, form{ppp + e + t, f})
		}
		long := ppp + "ный"
		if strings.HasSuffix(ppp, "т") {
			long = ppp + "ый"
		}
		for _, f := range ruGrammar().adjective(long, fAdj|fPart|fPass) {
			out = append(out, form{f.text + t, f.feat})
		}
	}
	return out
}

// ruMutate is the consonant change of the first person and the passive
// participle of verbs in -ить (поставить: поставлен; снабдить: снабжен).
func ruMutate(b string) string {
	for _, m := range [][2]string{{"ст", "щ"}, {"п", "пл"}, {"б", "бл"}, {"в", "вл"}, {"м", "мл"}, {"ф", "фл"}, {"с", "ш"}, {"з", "ж"}, {"д", "ж"}, {"т", "ч"}} {
		if s, ok := strings.CutSuffix(b, m[0]); ok {
			return s + m[1]
		}
	}
	return b
}

// ruImperative adds the polite imperative, made from the third person plural
// ("поставят": "поставьте", "перечислят": "перечислите"); both ends are added
// where only the stress would decide.
func ruImperative(pl string, add func(string, uint32)) {
	b, _ := cutRune(pl)
	b, _ = cutRune(b)
	switch _, l := cutRune(b); {
	case b == "" || b == pl:
	case strings.Contains(ruVowels, l):
		add(b+"йте", fFin|fImp|fPl)
	default:
		add(b+"ите", fFin|fImp|fPl)
		add(b+"ьте", fFin|fImp|fPl)
	}
}
