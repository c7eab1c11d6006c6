package name

import "strings"

// personRoles says what each word of a person's name is and puts the words
// into their usual order: a comma after the first words means that the family
// name was written first. Then the turned words are appended to out: those from
// cut to end, those before, the rest. Cut is 0 otherwise.
func personRoles(out, toks []Token, meta []*word, known []*info) (words []Token, cut, end int) {
	n := len(toks)
	plain := 0
	for i := range toks {
		t, w := &toks[i], meta[i]
		f := t.Fold
		is := known[i].is
		switch {
		case t.Role == Number:
		case w.quoted && n > 1:
			t.Role = Nickname
		case len(f) == 1 && w.script != han && w.script != hangul && !(f == "e" || f == "y" || f == "i") || w.dotted:
			t.Role = Initial
		case is&aParticle != 0 && n > 1 && !(i == 0 && (f == "ben" || f == "ali" || f == "van" || f == "an" || f == "bar")),
			i+1 < n && is&aSunArticle != 0 && meta[i+1].hyphen:
			t.Role, t.Keys = Particle, nil
		case is&aTitle != 0 && plain == 0 && n > 2 || is&aTitle != 0 && plain == 0 && n > 1 && (len(f) <= 3 || w.dotted):
			t.Role = Title
		case plain > 1 && i == n-1 && lastTitle(f):
			t.Role = Title
		case plain > 1 && i == n-1 && (f == "llc" || f == "ltd" || f == "inc" || f == "gmbh" || f == "ooo" || f == "plc"):
			*t = legalForm(t.Text, known[i].fact)
		case is&aSuffix != 0 && plain > 0 && i >= n-2 && (i == n-1 || known[i+1].is&aSuffix != 0):
			t.Role = Suffix
		default:
			plain++
		}
	}
	for i := range toks {
		t := &toks[i]
		if t.Role != Plain {
			continue
		}
		switch {
		case i > 0 && toks[i-1].Role == Particle && known[i-1].is&aFiliation != 0:
			t.Role = Patronymic
		case i > 0 && known[i].flags&isPatronymic != 0:
			t.Role = Patronymic
		case i > 0 && toks[i-1].Role == Particle && strings.HasSuffix(t.Fold, "i") && len(t.Fold) > 3 && (toks[i-1].Fold == "al" || toks[i-1].Fold == "el" || known[i-1].is&aSunArticle != 0):
			t.Role = Nisbah
		}
	}
	// FAMILY, Given. A comma before suffixes and titles only means nothing.
	for i := range toks {
		if meta[i].comma > 0 {
			cut = i
			break
		}
	}
	if cut > 0 {
		substance := false
		for i := cut; i < n; i++ {
			if r := toks[i].Role; r != Suffix && r != Title && r != Nickname {
				substance = true
			}
		}
		if substance && meta[cut].comma == 1 {
			for i := range cut {
				if toks[i].Role == Plain {
					toks[i].Role = Family
				}
			}
			end = n
			for end > cut && toks[end-1].Role == Suffix {
				end--
			}
			for i := cut; i < end; i++ {
				if toks[i].Role == Plain {
					toks[i].Role = Given
				}
			}
			out = append(out, toks[cut:end]...)
			out = append(out, toks[:cut]...)
			return append(out, toks[end:]...), cut, end
		}
	}
	// DUPONT in capitals among words that are not is the family name.
	upper, mixed := 0, 0
	for i := range toks {
		if meta[i].upper {
			upper++
		} else if toks[i].Role == Plain && meta[i].script == latin {
			mixed++
		}
	}
	if upper > 0 && mixed > 0 {
		for i := range toks {
			if toks[i].Role == Plain {
				if meta[i].upper {
					toks[i].Role = Family
				} else if meta[i].script == latin {
					toks[i].Role = Given
				}
			}
		}
	}
	return toks, 0, 0
}

// lastTitle reports whether a word is a title when it comes last, as in tables
// that put it there.
func lastTitle(f string) bool {
	switch f {
	case "dr", "mr", "mrs", "ms", "prof", "gen", "col", "eng", "hon", "rev":
		return true
	}
	return false
}

// compounds adds the readings in which Abd and what follows is one word. The
// words apart stay the first reading: slips and turned orders break a compound.
func (p *parse) compounds(scheme string, base []Token) {
	if p.kind == Organization || p.kind == Vessel || len(base) > 16 {
		return
	}
	if !mayJoin(base) {
		return
	}
	joined, found := p.px.room(len(base))[:0], false
	for i := 0; i < len(base); i++ {
		f := base[i].Fold
		if stem := abdStem(f); stem != "" {
			joined = append(joined, p.compound("abdul", stem, base[i].Text))
			found = found || len(f) != len("abdul")+len(stem) || f[:len("abdul")] != "abdul"
			continue
		}
		if f == "abd" || f == "bd" || f == "abdul" || f == "abdel" || f == "abdal" || f == "abdol" || f == "abdoul" || f == "abdur" || f == "abdus" || f == "abdu" || f == "abdun" {
			j := i + 1
			if j < len(base) && len(base[j].Fold) == 2 && (particles[base[j].Fold] || sunArticles[base[j].Fold]) {
				j++
			}
			if j < len(base) && (theophoric[base[j].Fold] || theophoricSkeleton(base[j].Fold)) {
				joined = append(joined, p.compound("abdul", base[j].Fold, p.join(f, base[j].Text, "")))
				found = true
				i = j
				continue
			}
		}
		// words in -ullah and -eddin, written apart
		if i+1 < len(base) && (len(f) > 2 || len(f) == 2 && textScript(base[i].Text) == arabic) {
			switch next := base[i+1].Fold; next {
			case "ullah", "ollah", "allah":
				joined = append(joined, p.compound(f, "ullah", p.join(f, base[i+1].Text, "")))
				found = true
				i++
				continue
			case "eddin", "eddine", "uddin", "addin", "aldin":
				joined = append(joined, p.compound(f, "uddin", p.join(f, base[i+1].Text, "")))
				found = true
				i++
				continue
			case "al", "ul", "el", "ud", "ad", "ed":
				if i+2 < len(base) {
					switch base[i+2].Fold {
					case "din", "deen", "dine":
						joined = append(joined, p.compound(f, "uddin", p.join(f, base[i+1].Text, base[i+2].Text)))
						found = true
						i += 2
						continue
					case "lah", "llah", "allah":
						joined = append(joined, p.compound(f, "ullah", p.join(f, base[i+1].Text, base[i+2].Text)))
						found = true
						i += 2
						continue
					}
				}
			}
		}
		joined = append(joined, base[i])
	}
	if found {
		p.out = append(p.out, Reading{Scheme: p.join(scheme, "-compound", ""), Tokens: joined})
	}
}

// mayJoin reports whether compounds can find anything.
func mayJoin(base []Token) bool {
	for i := range base {
		f := base[i].Fold
		if len(f) >= 2 && (f[:2] == "ab" || f[:2] == "bd") {
			return true
		}
		if i > 0 {
			switch f {
			case "ullah", "ollah", "allah", "eddin", "eddine", "uddin", "addin", "aldin", "din", "deen", "dine", "lah", "llah":
				return true
			}
		}
	}
	return false
}

// theophoricSkeleton reports whether an unvowelled word is a name of God as
// Arabic writes it.
func theophoricSkeleton(f string) bool {
	switch f {
	case "hi", "ahd", "mnan", "jlil", "qdus", "wkil", "qium", "sbur", "shkur", "ghfar", "ghfur", "munm", "mnm", "mtlb", "wdud", "zahr", "zhir", "kbir", "rb", "sbhan",
		"rhmn", "rhman", "rhim", "ziz", "aziz", "krim", "lk", "malk", "ltif", "qadr", "ghni", "hkim", "hmid", "hq", "jbar", "khalq", "mjid", "nasr", "rzaq", "rshid", "star", "slam", "smd", "wahd", "whab", "fth", "ftah", "hafz", "hlim", "llh", "allh", "allah", "lh":
		return true
	}
	return false
}

// compound is a word of two parts, written as text.
func (p *parse) compound(a, b, text string) Token {
	p.px.raw = append(append(p.px.raw[:0], a...), b...)
	t := p.px.joined(p.px.raw).token
	t.Text = text
	return t
}

// join is texts written as one.
func (p *parse) join(a, b, c string) string {
	p.px.raw = append(append(append(p.px.raw[:0], a...), b...), c...)
	return p.px.written(p.px.raw)
}
