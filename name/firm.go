package name

import "strings"

// firmRoles finds the legal form (one word of its class, however it was
// spelt), places, lines of business and numbers in a firm's name; what is left
// is its distinctive core. The words are appended to out.
func (px *Parser) firmRoles(out, toks []Token, meta []*word, known []*info) []Token {
	for i := 0; i < len(toks); i++ {
		t, k := toks[i], known[i]
		if n, used := px.numeral(toks, known, i); used > 0 {
			t.Role, t.Fold, t.Keys, t.Skel, t.Block = Number, n, nil, "", ""
			out = append(out, t)
			i += used - 1
			continue
		}
		// letters with full stops between them are one word: S. A., G.m.b.H.
		if meta[i].dotted {
			j := i + 1
			for j < len(toks) && meta[j].dotted {
				j++
			}
			if j < len(toks) && len(toks[j].Fold) == 1 {
				j++
			}
			if j > i+1 {
				fold, text := px.raw[:0], px.form[:0]
				for k := i; k < j; k++ {
					fold, text = append(fold, toks[k].Fold...), append(text, toks[k].Text...)
				}
				px.raw, px.form = fold, text
				k = px.joined(fold)
				t = k.token
				if string(text) != t.Text {
					t.Text = px.written(text)
				}
				if k.is&aForm != 0 {
					t = legalForm(t.Text, k.fact)
				}
				out = append(out, t)
				i = j - 1
				continue
			}
		}
		if firmParticle(t.Fold) || i+1 < len(toks) && (t.Fold == "no" || t.Fold == "number" || t.Fold == "nr") && known[i+1].number() != "" {
			t.Role, t.Keys = Particle, nil
			out = append(out, t)
			continue
		}
		if n, of, place := px.longest(toks, known, i); n > 0 {
			switch {
			case place && n == 1:
				t.Role = PlaceName
				t.Keys = k.means(k.grow(t.Keys, byPlace))
				out = append(out, t)
			case place:
				for k := i; k < i+n; k++ {
					toks[k].Role = PlaceName
					out = append(out, toks[k])
				}
			case n == 1:
				out = append(out, legalForm(t.Text, of))
			default:
				text := append(px.raw[:0], t.Text...)
				for k := i + 1; k < i+n; k++ {
					text = append(append(text, ' '), toks[k].Text...)
				}
				px.raw = text
				out = append(out, legalForm(px.written(text), of))
			}
			i += n - 1
			continue
		}
		switch {
		case len(t.Fold) == 1 && meta[i].script == latin:
		case len(t.Fold) <= 3 && k.is&aParticle != 0 && t.Fold != "bin":
			t.Role, t.Keys = Particle, nil
		case k.is&aSector != 0:
			t.Role = Sector
			if i == len(toks)-1 && i > 0 && generalForm(k.fact.sector) {
				t = Token{Text: t.Text, Fold: foldClass(k.fact.sector), Role: LegalForm}
			} else {
				t.Keys = k.means(k.grow(t.Keys, bySector))
			}
		default:
			t.Keys = k.means(t.Keys)
			if m := k.meaning(); i > 0 && len(m) > 0 && (m[0] == "w:=republic" || m[0] == "w:=federation") {
				t.Role, t.Keys = Particle, nil // as good as never said: of the Republic of Belarus
			}
		}
		out = append(out, t)
	}
	plainForms(out)
	firstForm(out)
	plainSectors(out)
	lastNumeral(out)
	if k := len(out) - 1; k > 2 && meta[len(meta)-1].quoted && out[k].Role == Plain && initials(out[:k], out[k].Fold) {
		out[k].Role = Title // the name's own letters in brackets say nothing more
	}
	// A name of a legal form alone ("The Company") keeps its words.
	core := false
	for i := range out {
		if out[i].Role != LegalForm && out[i].Role != Particle {
			core = true
		}
	}
	if !core {
		for i := range out {
			out[i].Role = Plain
		}
	}
	return out
}

// generalForm reports whether a line of business is none but the word company
// in one of its forms.
func generalForm(class string) bool {
	return class == "corporation" || class == "company" || class == "group" || class == "holding"
}

// Business is the place of the one word that tells a firm whose name is that
// word, a line of business and the word company in one of its forms (Rosneft
// Oil Company); -1 for other names.
func Business(toks []*Token) int {
	at, sectors, general := -1, 0, 0
	for i, t := range toks {
		switch {
		case t.Role == LegalForm:
			if generalForm(t.Fold) {
				general++
			}
		case t.Role == Sector && hasGeneral(t.Keys):
			general++
		case t.Role == Sector:
			sectors++
		case t.Role == Plain && at < 0 && len(t.Fold) >= 4:
			at = i
		case t.Role != Particle:
			return -1
		}
	}
	if sectors != 1 || general == 0 {
		return -1
	}
	return at
}

func hasGeneral(keys []string) bool {
	for _, k := range keys {
		if class, ok := strings.CutPrefix(k, "sector:"); ok && generalForm(class) {
			return true
		}
	}
	return false
}

// plainForms makes a legal form of the word company where it stands before
// one: Company Limited. A group or a holding before one is more of a name.
func plainForms(toks []Token) {
	for i := len(toks) - 2; i > 0; i-- {
		if t := &toks[i]; t.Role == Sector && toks[i+1].Role == LegalForm {
			if class := words.sectors[t.Fold]; class == "company" || class == "corporation" {
				*t = Token{Text: t.Text, Fold: foldClass(class), Role: LegalForm}
			}
		}
	}
}

// firstForm makes a legal form of the word company where it comes first and two
// words that tell the firm come after it: Compagnie Maritime du Levant, not
// Société Générale.
func firstForm(toks []Token) {
	if len(toks) < 3 || toks[0].Role != Sector || words.sectors[toks[0].Fold] != "company" {
		return
	}
	tells, plain := 0, 0
	for i := range toks[1:] {
		switch t := &toks[i+1]; t.Role {
		case Plain, PlaceName:
			plain++
			tells++
		case Sector:
			if !hasGeneral(t.Keys) {
				tells++
			}
		}
	}
	if plain > 0 && tells > 1 {
		toks[0] = Token{Text: toks[0].Text, Fold: "company", Role: LegalForm}
	}
}

// plainSectors makes a particle of a word that says nothing more before a line of
// business: general trading, money exchange.
func plainSectors(toks []Token) {
	for i := 1; i+1 < len(toks); i++ {
		t, next := &toks[i], &toks[i+1]
		if (t.Fold == "general" && (next.Fold == "trading" || next.Fold == "trade") || t.Fold == "money" && (next.Fold == "exchange" || next.Fold == "exchangers")) &&
			(t.Role == Plain || t.Role == Sector) {
			t.Role, t.Keys = Particle, nil
		}
	}
}

// lastNumeral makes a number of a single I, V or X that ends a firm's name after
// a line of business: Fund V L.P.
func lastNumeral(toks []Token) {
	k := len(toks) - 1
	for k > 0 && toks[k].Role == LegalForm {
		k--
	}
	if k > 1 && toks[k].Role == Plain && (toks[k-1].Role == Sector || toks[k-1].Role == LegalForm) {
		if n := romanLetter(toks[k].Fold); n != "" && toks[k].Text == toks[k].Fold {
			toks[k] = Token{Text: toks[k].Text, Fold: n, Role: Number}
		}
	}
}

// romanLetter is a Roman numeral of one letter in figures.
func romanLetter(f string) string {
	switch f {
	case "i":
		return "1"
	case "v":
		return "5"
	case "x":
		return "10"
	}
	return ""
}

// initials reports whether a word is made of the first letters of others, three
// at least; those of particles and legal forms may be left out.
func initials(toks []Token, w string) bool {
	if len(w) < 3 {
		return false
	}
	k := 0
	for i := range toks {
		f := toks[i].Fold
		if toks[i].Role == LegalForm {
			f = toks[i].Text
		}
		switch {
		case f != "" && k < len(w) && f[0] == w[k]:
			k++
		case toks[i].Role != Particle && toks[i].Role != LegalForm:
			return false
		}
	}
	return k == len(w)
}

// numeral reads the number that begins at word i and says how many words it
// takes: figures, an ordinal, a Roman numeral after the first word, or words
// ("forty-four", "forty 4").
func (px *Parser) numeral(toks []Token, known []*info, i int) (string, int) {
	f, k := toks[i].Fold, known[i]
	if len(f) > 8 && toks[i].Role != Number && k.is&aNumber == 0 {
		return "", 0
	}
	if tens := tensWord(f); tens != 0 {
		if i+1 < len(toks) {
			if u := known[i+1].number(); len(u) == 1 && u != "0" {
				return px.written([]byte{tens, u[0]}), 2
			}
		}
		return px.written([]byte{tens, '0'}), 1
	}
	if k.flags&isNumber == 0 || i == 0 && k.flags&isRoman != 0 {
		return "", 0
	}
	return k.number(), 1
}

// tensWord is the first figure of a word for twenty to ninety, 0 for others.
func tensWord(f string) byte {
	switch f {
	case "twenty":
		return '2'
	case "thirty":
		return '3'
	case "forty", "fourty":
		return '4'
	case "fifty":
		return '5'
	case "sixty":
		return '6'
	case "seventy":
		return '7'
	case "eighty":
		return '8'
	case "ninety":
		return '9'
	}
	return 0
}

// legalForm is the word of a legal form as written, by what is known of it.
func legalForm(text string, of *fact) Token {
	return Token{Text: text, Fold: of.whole, Role: LegalForm}
}

// foldClass is the class of a legal form as a folded word: classes are written as
// in their own country ("oü"), folded forms in plain letters and digits.
func foldClass(class string) string {
	return strings.ReplaceAll(Fold(class), " ", "")
}

func firmParticle(f string) bool {
	switch f {
	case "the", "of", "and", "for", "und", "fur", "et", "in", "on", "at", "by":
		return true
	}
	return false
}

// longest finds the longest legal form or place that begins at word i, and what
// the tables say of it.
func (px *Parser) longest(toks []Token, known []*info, i int) (n int, of *fact, place bool) {
	f, is := toks[i].Fold, known[i].is
	if is&(aForm|aPlace|aStart) == 0 {
		return 0, nil, false
	}
	k := known[i].fact
	if is&aForm != 0 && (i > 0 || len(f) > 2) && len(f) > 1 {
		n, of = 1, k
	} else if is&aPlace != 0 && len(f) > 3 {
		n, of, place = 1, k, true
	}
	if is&aStart == 0 {
		return n, of, place
	}
	b := append(px.raw[:0], f...)
	for m := i + 1; m < len(toks) && m-i < k.starts; m++ {
		b = append(append(b, ' '), toks[m].Fold...)
		if x := facts().by[string(b)]; x == nil {
		} else if x.form != "" {
			n, of, place = m-i+1, x, false
		} else if x.place != "" {
			n, of, place = m-i+1, x, true
		}
	}
	px.raw = b
	return n, of, place
}

// looksFirm reports whether a name of unknown kind is a firm's: it has a legal
// form of three letters or more, or ends in one.
func looksFirm(toks []Token, known []*info) bool {
	for i := range toks {
		f, is := toks[i].Fold, known[i].is
		if i == 0 || len(f) < 2 {
			continue
		}
		if is&aForm != 0 && (len(f) >= 3 || i == len(toks)-1) && is&aParticle == 0 {
			return true
		}
		if is&aSector != 0 && len(f) > 4 {
			return true
		}
	}
	return false
}

// shipRoles finds a ship's prefix and number.
func (px *Parser) shipRoles(toks []Token, known []*info) []Token {
	// M/V and M.V. come apart into two letters.
	if len(toks) > 2 && len(toks[0].Fold) == 1 && len(toks[1].Fold) == 1 && shipPrefixes[toks[0].Fold+toks[1].Fold] {
		px.raw = append(append(px.raw[:0], toks[0].Text...), toks[1].Text...)
		px.form = append(append(px.form[:0], toks[0].Fold...), toks[1].Fold...)
		t := Token{Text: px.written(px.raw), Fold: px.written(px.form)}
		toks[1], toks, known = t, toks[1:], known[1:]
	}
	for i := range toks {
		t := &toks[i]
		if t.Role == Number {
			if n := known[i].number(); n != "" {
				t.Fold = n
			}
			continue
		}
		if i == 0 && len(toks) > 1 && shipPrefixes[t.Fold] {
			t.Role = Prefix
			continue
		}
		if i == 0 && len(toks) > 1 && t.Fold == "the" {
			t.Role = Particle
			continue
		}
		n := known[i].number()
		if n == "" && i > 0 && i == len(toks)-1 {
			n = romanLetter(t.Fold)
		}
		if i > 0 && n != "" {
			t.Role, t.Fold, t.Keys, t.Skel, t.Block = Number, n, nil, "", ""
		}
	}
	return toks
}
