package name

import "strings"

// firmRoles finds the legal form (one word of its class, however it was
// spelt), places, lines of business and numbers in a firm's name; what is left
// is its distinctive core. The words are appended to out.
func firmRoles(out, toks []Token, meta []*word) []Token {
	var stack [96]byte
	buf := stack[:0]
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if n, used := numeral(toks, i); used > 0 {
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
				var text string
				buf = buf[:0]
				for k := i; k < j; k++ {
					buf = append(buf, toks[k].Fold...)
					text += toks[k].Text
				}
				t = makeToken(string(buf), latin, russian)
				t.Text = text
				if class, ok := words.forms[t.Fold]; ok {
					t = legalForm(text, class)
				}
				out = append(out, t)
				i = j - 1
				continue
			}
		}
		if firmParticle(t.Fold) || i > 0 && i+1 < len(toks) && (t.Fold == "no" || t.Fold == "number" || t.Fold == "nr") && number(toks[i+1].Fold) != "" {
			t.Role, t.Keys = Particle, nil
			out = append(out, t)
			continue
		}
		if n, class, place := longest(toks, i, &buf); n > 0 {
			text := toks[i].Text
			for k := i + 1; k < i+n; k++ {
				text += " " + toks[k].Text
			}
			if place {
				if n == 1 {
					t.Role = PlaceName
					t.Keys = append(t.Keys[:len(t.Keys):len(t.Keys)], "place:"+class)
					out = append(out, t)
				} else {
					for k := i; k < i+n; k++ {
						toks[k].Role = PlaceName
						out = append(out, toks[k])
					}
				}
			} else {
				out = append(out, legalForm(text, class))
			}
			i += n - 1
			continue
		}
		switch {
		case len(t.Fold) == 1 && meta[i].script == latin:
		case particles[t.Fold] && len(t.Fold) <= 3 && t.Fold != "bin":
			t.Role, t.Keys = Particle, nil
		default:
			if class, ok := words.sectors[t.Fold]; ok {
				t.Role = Sector
				t.Keys = append(t.Keys[:len(t.Keys):len(t.Keys)], "sector:"+class)
				if i == len(toks)-1 && i > 0 && generalForm(class) {
					t = legalForm(t.Text, class)
				}
			}
		}
		out = append(out, t)
	}
	plainForms(out)
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
				*t = legalForm(t.Text, class)
			}
		}
	}
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
func numeral(toks []Token, i int) (string, int) {
	f := toks[i].Fold
	if len(f) > 8 && toks[i].Role != Number {
		if _, ok := numberWords[f]; !ok {
			return "", 0
		}
	}
	if tens := tensWord(f); tens != 0 {
		if i+1 < len(toks) {
			if u := number(toks[i+1].Fold); len(u) == 1 && u != "0" {
				return string([]byte{tens, u[0]}), 2
			}
		}
		return string([]byte{tens, '0'}), 1
	}
	n := number(f)
	if n == "" || i == 0 && roman(f) != "" {
		return "", 0
	}
	return n, 1
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

func legalForm(text, class string) Token {
	return Token{Text: text, Fold: foldClass(class), Role: LegalForm}
}

// foldClass is the class of a legal form as a folded word.
func foldClass(class string) string {
	if strings.IndexByte(class, ' ') < 0 {
		return class
	}
	return strings.ReplaceAll(class, " ", "")
}

func firmParticle(f string) bool {
	switch f {
	case "the", "of", "and", "for", "und", "fur", "et", "in", "on", "at", "by":
		return true
	}
	return false
}

// longest finds the longest legal form or place that begins at word i.
func longest(toks []Token, i int, buf *[]byte) (n int, class string, place bool) {
	f := toks[i].Fold
	if c, ok := words.forms[f]; ok && (i > 0 || len(f) > 2) && len(f) > 1 {
		n, class = 1, c
	} else if c, ok := words.places[f]; ok && len(f) > 3 {
		n, class, place = 1, c, true
	}
	most := words.starts[f]
	if most == 0 {
		return n, class, place
	}
	b := append((*buf)[:0], f...)
	for k := i + 1; k < len(toks) && k-i < most; k++ {
		b = append(b, ' ')
		b = append(b, toks[k].Fold...)
		if c, ok := words.forms[string(b)]; ok {
			n, class, place = k-i+1, c, false
		} else if c, ok := words.places[string(b)]; ok {
			n, class, place = k-i+1, c, true
		}
	}
	*buf = b
	return n, class, place
}

// looksFirm reports whether a name of unknown kind is a firm's: it has a legal
// form of three letters or more, or ends in one.
func looksFirm(toks []Token) bool {
	for i := range toks {
		f := toks[i].Fold
		if i == 0 || len(f) < 2 {
			continue
		}
		if _, ok := words.forms[f]; ok && (len(f) >= 3 || i == len(toks)-1) && !particles[f] {
			return true
		}
		if c := words.sectors[f]; c != "" && len(f) > 4 {
			return true
		}
	}
	return false
}

// shipRoles finds a ship's prefix and number.
func shipRoles(toks []Token) []Token {
	// M/V and M.V. come apart into two letters.
	if len(toks) > 2 && len(toks[0].Fold) == 1 && len(toks[1].Fold) == 1 && shipPrefixes[toks[0].Fold+toks[1].Fold] {
		t := Token{Text: toks[0].Text + toks[1].Text, Fold: toks[0].Fold + toks[1].Fold}
		toks = append([]Token{t}, toks[2:]...)
	}
	for i := range toks {
		t := &toks[i]
		if t.Role == Number {
			if n := number(t.Fold); n != "" {
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
		if n := number(t.Fold); i > 0 && n != "" {
			t.Role, t.Fold, t.Keys, t.Skel, t.Block = Number, n, nil, "", ""
		}
	}
	return toks
}
