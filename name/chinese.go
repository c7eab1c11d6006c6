package name

import "strings"

// Mandarin and Cantonese syllables in Latin and Cyrillic letters.

// pinyin is the set of the syllables of Mandarin that Unihan knows.
var pinyin = func() map[string]bool {
	m := map[string]bool{}
	for _, s := range hanLists.lists[0][1:] {
		m[s] = true
	}
	for _, s := range [...]string{"m", "n", "ng", "hm", "hng", "e"} {
		delete(m, s)
	}
	return m
}()

// wadeGiles appends the pinyin syllables that a Wade-Giles syllable without
// apostrophe may stand for (Wade 1867, Giles 1892; ch is zh, ch, j or q).
func wadeGiles(dst []string, w string) []string {
	initials, rest := "", w
	switch {
	case strings.HasPrefix(w, "hs"):
		initials, rest = "x", w[2:]
	case strings.HasPrefix(w, "ch"):
		initials, rest = "jq", w[2:]
		switch {
		case strings.HasPrefix(rest, "i"), strings.HasPrefix(rest, "ue"), rest == "u", rest == "un":
			if rest == "ih" {
				initials, rest = "ZC", "i"
			} else if rest == "u" || rest == "un" {
				initials = "jqZC"
			}
		default:
			initials = "ZC"
		}
	case strings.HasPrefix(w, "tz"), strings.HasPrefix(w, "ts"):
		initials, rest = "zc", w[2:]
	case strings.HasPrefix(w, "sz"), strings.HasPrefix(w, "ss"):
		initials, rest = "s", w[2:]
	case strings.HasPrefix(w, "sh"):
		initials, rest = "S", w[2:]
	case strings.HasPrefix(w, "p"):
		initials, rest = "bp", w[1:]
	case strings.HasPrefix(w, "t"):
		initials, rest = "dt", w[1:]
	case strings.HasPrefix(w, "k"):
		initials, rest = "gk", w[1:]
	case strings.HasPrefix(w, "j"):
		initials, rest = "r", w[1:]
	case len(w) > 1 && strings.IndexByte("mfnlhsyw", w[0]) >= 0:
		initials, rest = w[:1], w[1:]
	default:
		initials = " "
	}
	switch rest {
	case "ung":
		rest = "ong"
	case "ieh":
		rest = "ie"
	case "ueh":
		rest = "ue"
	case "ien":
		rest = "ian"
	case "uei":
		rest = "ui"
	case "ih", "uh":
		rest = "i"
	case "eh":
		rest = "e"
	case "erh":
		rest = "er"
	case "o":
		rest = "o"
	case "en":
		if initials == "y" {
			rest = "an"
		}
	case "uan", "un", "u", "ue":
	}
	other, third := rest, rest
	if rest == "o" {
		other, third = "uo", "e"
	}
	for i := range len(initials) {
		p := initials[i : i+1]
		switch p {
		case " ":
			p = ""
		case "Z":
			p = "zh"
		case "C":
			p = "ch"
		case "S":
			p = "sh"
		}
		for _, r := range [...]string{rest, other, third} {
			s := p + r
			if pinyin[s] && !hasString(dst, s) {
				dst = append(dst, s)
			}
		}
	}
	return dst
}

// mandarinSpellings gives the keys of every Latin spelling of a Mandarin
// syllable, in pinyin, Wade-Giles and a few older ways.
var mandarinSpellings = func() map[string][]string {
	m := map[string][]string{}
	put := func(spelt, syllable string) {
		if k := "m:" + syllable; len(spelt) > 1 && pinyin[syllable] && !hasString(m[spelt], k) {
			m[spelt] = append(m[spelt], k)
		}
	}
	for _, s := range hanLists.lists[0][1:] {
		put(s, s)
	}
	for _, i := range strings.Split(",p,t,k,ch,ts,tz,ss,sz,hs,sh,j,m,f,n,l,h,s,w,y", ",") {
		for _, r := range strings.Fields("a ai an ang ao e ei en eng eh ei er erh i ia iao ieh ie ien ian in ing iu iung iang ih o ou ung ong u ua uai uan uang uei ui un uo ueh ue uh uan") {
			for _, s := range wadeGiles(nil, i+r) {
				put(i+r, s)
			}
		}
	}
	for _, p := range [...][2]string{{"lee", "li"}, {"soong", "song"}, {"woo", "wu"}, {"lue", "lu"}, {"lyu", "lu"}, {"lv", "lu"}, {"nv", "nu"}, {"nyu", "nu"}} {
		put(p[0], p[1])
	}
	return m
}()

// mandarinKeys appends the keys of a Latin word that may be one Mandarin
// syllable.
func mandarinKeys(dst []string, w string) []string { return append(dst, mandarinSpellings[w]...) }

// jyutping to the spellings of Hong Kong's names: finals first.
var jyutFinals = [...][2]string{
	{"aai", "ai"}, {"aau", "au"}, {"aam", "am"}, {"aan", "an"}, {"aang", "ang"}, {"aap", "ap"}, {"aat", "at"}, {"aak", "ak"}, {"aa", "a"},
	{"oeng", "eung"}, {"oek", "euk"}, {"oe", "eu"}, {"eoi", "ui"}, {"eon", "un"}, {"eot", "ut"},
	{"yun", "un"}, {"yut", "ut"}, {"yu", "u"}, {"ou", "o"},
}

// cantoneseKey is the key of a jyutping syllable.
func cantoneseKey(s string) string {
	initial, final := "", s
	for _, p := range [...]string{"gw", "kw", "ng", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "w", "z", "c", "s", "j"} {
		if strings.HasPrefix(s, p) && len(s) > len(p) {
			initial, final = p, s[len(p):]
			break
		}
	}
	switch initial {
	case "gw":
		initial = "kw"
	case "b":
		initial = "p"
	case "d":
		initial = "t"
	case "g":
		initial = "k"
	case "z", "c":
		initial = "ch"
	case "j":
		initial = "y"
	case "ng":
		initial = ""
	}
	for _, f := range jyutFinals {
		if final == f[0] {
			final = f[1]
			break
		}
	}
	return "c:" + initial + final
}

var cantoneseSyllables = func() map[string]bool {
	m := map[string]bool{}
	for _, s := range hanLists.lists[2][1:] {
		m[cantoneseKey(s)] = true
	}
	return m
}()

// cantoneseKeys appends the key of a Latin word that may be one Cantonese
// syllable as Hong Kong spells it.
func cantoneseKeys(dst []string, w string) []string {
	if len(w) < 2 || len(w) > 6 {
		return dst
	}
	initial, final := "", w
	for _, p := range [...][2]string{{"kw", "kw"}, {"gw", "kw"}, {"qu", "kw"}, {"ts", "ch"}, {"tz", "ch"}, {"ch", "ch"}, {"sh", "s"}, {"ng", ""}, {"b", "p"}, {"d", "t"}, {"g", "k"}, {"j", "ch"}, {"z", "ch"}} {
		if strings.HasPrefix(w, p[0]) && len(w) > len(p[0]) {
			initial, final = p[1], w[len(p[0]):]
			break
		}
	}
	if initial == "" && final == w && strings.IndexByte("pmftnlkhwsy", w[0]) >= 0 {
		initial, final = w[:1], w[1:]
	}
	for _, p := range [...][2]string{{"ee", "i"}, {"oo", "u"}, {"uen", "un"}, {"yuen", "un"}, {"oon", "un"}, {"ou", "o"}, {"ay", "ai"}, {"ow", "au"}, {"ew", "iu"}, {"ah", "a"}, {"um", "am"}, {"or", "o"}} {
		if final == p[0] {
			final = p[1]
			break
		}
	}
	k := "c:" + initial + final
	if cantoneseSyllables[k] {
		dst = append(dst, k)
	}
	return dst
}

// Palladius's Cyrillic syllables (1888), as pinyin: initials, then finals.
var palladius = func() map[string]string {
	m := map[string]string{}
	initials := map[string]string{"b": "б", "p": "п", "m": "м", "f": "ф", "d": "д", "t": "т", "n": "н", "l": "л", "g": "г", "k": "к", "h": "х", "j": "цз", "q": "ц", "x": "с", "zh": "чж", "ch": "ч", "sh": "ш", "r": "ж", "z": "цз", "c": "ц", "s": "с"}
	finals := map[string]string{"a": "а", "o": "о", "e": "э", "ai": "ай", "ei": "эй", "ao": "ао", "ou": "оу", "an": "ань", "en": "энь", "ang": "ан", "eng": "эн", "ong": "ун", "i": "и", "ia": "я", "ie": "е", "iao": "яо", "iu": "ю", "ian": "янь", "in": "инь", "iang": "ян", "ing": "ин", "iong": "юн", "u": "у", "ua": "уа", "uo": "о", "uai": "уай", "ui": "уй", "uan": "уань", "un": "унь", "uang": "уан", "ue": "юэ"}
	whole := map[string]string{"yi": "и", "ya": "я", "ye": "е", "yao": "яо", "you": "ю", "yan": "янь", "yin": "инь", "yang": "ян", "ying": "ин", "yong": "юн", "wu": "у", "wa": "ва", "wo": "во", "wai": "вай", "wei": "вэй", "wan": "вань", "wen": "вэнь", "wang": "ван", "weng": "вэн", "yu": "юй", "yue": "юэ", "yuan": "юань", "yun": "юнь", "er": "эр", "a": "а", "ai": "ай", "an": "ань", "ang": "ан", "ao": "ао", "e": "э", "en": "энь", "o": "о", "ou": "оу", "hui": "хой"}
	for s := range pinyin {
		c, ok := whole[s]
		if !ok {
			n := 1
			if len(s) > 1 && s[1] == 'h' {
				n = 2
			}
			if n >= len(s) {
				continue
			}
			i, okI := initials[s[:n]]
			rest := s[n:]
			f, okF := finals[rest]
			if !okI || !okF {
				continue
			}
			switch s[:n] {
			case "j", "q", "x": // u is ü
				switch rest {
				case "u":
					f = "юй"
				case "uan":
					f = "юань"
				case "un":
					f = "юнь"
				}
			case "zh", "ch", "sh", "r", "z", "c", "s":
				if rest == "i" {
					f = "ы"
					if s[:n] == "zh" || s[:n] == "ch" || s[:n] == "sh" || s[:n] == "r" {
						f = "и"
					}
				}
			}
			c = i + f
		}
		if old, ok := m[c]; !ok || s < old {
			m[c] = s
		}
	}
	return m
}()
