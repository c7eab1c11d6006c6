package name

import "strings"

// personRoles says what each word of a person's name is and puts the words
// into their usual order: a comma after the first words means that the family
// name was written first; the turned words are appended to out.
func personRoles(out, toks []Token, meta []*word) (words []Token, turned bool) {
	n := len(toks)
	plain := 0
	for i := range toks {
		t, w := &toks[i], meta[i]
		f := t.Fold
		is := wordSets[f]
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
			*t = legalForm(t.Text, vocabularyForm(f))
		case is&aSuffix != 0 && plain > 0 && i >= n-2 && (i == n-1 || suffixes[toks[i+1].Fold]):
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
		case i > 0 && filiations[toks[i-1].Fold] && toks[i-1].Role == Particle:
			t.Role = Patronymic
		case i > 0 && patronymic(t.Fold):
			t.Role = Patronymic
		case i > 0 && toks[i-1].Role == Particle && strings.HasSuffix(t.Fold, "i") && len(t.Fold) > 3 && (toks[i-1].Fold == "al" || toks[i-1].Fold == "el" || sunArticles[toks[i-1].Fold]):
			t.Role = Nisbah
		}
	}
	// FAMILY, Given. A comma before suffixes and titles only means nothing.
	cut := -1
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
			end := n
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
			return append(out, toks[end:]...), true
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
	return toks, false
}

// Which sets of words a word is in.
const (
	aParticle = 1 << iota
	aSunArticle
	aTitle
	aSuffix
)

// wordSets says it of every word that is in one: one look where there would be
// four.
var wordSets = func() map[string]uint8 {
	m := map[string]uint8{}
	for k, set := range []map[string]bool{particles, sunArticles, titles, suffixes} {
		for w, in := range set {
			if in {
				m[w] |= 1 << k
			}
		}
	}
	return m
}()

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
	joined, found := make([]Token, 0, len(base)), false
	for i := 0; i < len(base); i++ {
		f := base[i].Fold
		if stem := abdStem(f); stem != "" {
			joined = append(joined, compound("abdul"+stem, base[i].Text))
			found = found || "abdul"+stem != f
			continue
		}
		if f == "abd" || f == "bd" || f == "abdul" || f == "abdel" || f == "abdal" || f == "abdol" || f == "abdoul" || f == "abdur" || f == "abdus" || f == "abdu" || f == "abdun" {
			j := i + 1
			if j < len(base) && (particles[base[j].Fold] || sunArticles[base[j].Fold]) && len(base[j].Fold) == 2 {
				j++
			}
			if j < len(base) && (theophoric[base[j].Fold] || theophoricSkeleton(base[j].Fold)) {
				joined = append(joined, compound("abdul"+base[j].Fold, f+base[j].Text))
				found = true
				i = j
				continue
			}
		}
		// words in -ullah and -eddin, written apart
		if i+1 < len(base) && len(f) > 2 {
			switch next := base[i+1].Fold; next {
			case "ullah", "ollah", "allah":
				joined = append(joined, compound(f+"ullah", f+base[i+1].Text))
				found = true
				i++
				continue
			case "eddin", "eddine", "uddin", "addin", "aldin":
				joined = append(joined, compound(f+"uddin", f+base[i+1].Text))
				found = true
				i++
				continue
			case "al", "ul", "el", "ud", "ad", "ed":
				if i+2 < len(base) {
					switch base[i+2].Fold {
					case "din", "deen", "dine":
						joined = append(joined, compound(f+"uddin", f+base[i+1].Text+base[i+2].Text))
						found = true
						i += 2
						continue
					case "lah", "llah", "allah":
						joined = append(joined, compound(f+"ullah", f+base[i+1].Text+base[i+2].Text))
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
		p.out = append(p.out, Reading{Scheme: scheme + "-compound", Tokens: joined})
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
	case "rhmn", "rhman", "rhim", "ziz", "aziz", "krim", "lk", "malk", "ltif", "qadr", "ghni", "hkim", "hmid", "hq", "jbar", "khalq", "mjid", "nasr", "rzaq", "rshid", "star", "slam", "smd", "wahd", "whab", "fth", "ftah", "hafz", "hlim", "llh", "allh", "allah", "lh":
		return true
	}
	return false
}

func compound(fold, text string) Token {
	t := makeToken(fold, latin, russian)
	t.Text = text
	return t
}

func vocabularyForm(f string) string { return words.forms[f] }
