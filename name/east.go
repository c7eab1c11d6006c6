package name

import (
	"strings"
	"unicode/utf8"
)

// East Asian names: one syllable is one token, in every script, so that
// 김정은, 金正恩, Ким Чен Ын and Kim Jong Un compare syllable by syllable.

func inList(list, w string) bool {
	for list != "" {
		var x string
		x, list, _ = strings.Cut(list, " ")
		if x == w {
			return true
		}
	}
	return false
}

// readHangul adds the reading by syllables of a Korean person's name.
func (p *parse) readHangul() {
	if p.kind == Organization || p.kind == Vessel || len(p.words) > 3 {
		return
	}
	var rs []rune
	for i := range p.words {
		if p.words[i].script != hangul {
			return
		}
		for _, c := range p.words[i].text {
			if !isHangul(c) {
				return
			}
			rs = append(rs, c)
		}
	}
	if len(rs) < 2 || len(rs) > 5 {
		if len(rs) != 1 {
			return
		}
	}
	surname := 1
	if len(rs) > 3 && inList(koreanDouble, string(rs[:2])) {
		surname = 2
	} else if !strings.ContainsRune(koreanSurnames, rs[0]) || len(rs) > 4 {
		surname = 0
		if len(rs) > 3 {
			return
		}
	}
	if len(p.words) > 1 && surname > 0 && utf8.RuneCountInString(p.words[0].text) > 2 {
		surname = 0
	}
	p.out = append(p.out, Reading{Scheme: "hangul-syllables", Tokens: hangulSyllables(rs, surname)})
}

func hangulSyllables(rs []rune, surname int) []Token {
	toks := make([]Token, len(rs))
	for i, c := range rs {
		t := &toks[i]
		t.Text = string(c)
		t.Fold = string(foldSyllable(nil, c, i < surname))
		t.Skel = ""
		t.Keys = hangulKeys(nil, c, i < surname)
		t.Block = string(appendBlock(nil, t.Fold))
		t.Role = eastRole(i, surname)
	}
	return toks
}

func eastRole(i, surname int) Role {
	switch {
	case surname == 0:
		return Plain
	case i < surname:
		return Family
	}
	return Given
}

// readHan adds the readings of a name in Han characters; it reports false when
// the words are not all Han, so that the caller reads them plainly.
func (p *parse) readHan() bool {
	var rs []rune
	for i := range p.words {
		if p.words[i].script != han {
			return false
		}
		for _, c := range p.words[i].text {
			if !isHan(c) {
				return false
			}
			rs = append(rs, c)
		}
	}
	surname := 0
	var two [8]byte
	if len(rs) >= 2 {
		if len(rs) >= 3 && inList(doubleSurnames, string(utf8.AppendRune(utf8.AppendRune(two[:0], simple(rs[0])), simple(rs[1])))) {
			surname = 2
		} else if strings.ContainsRune(chineseSurnames, simple(rs[0])) {
			surname = 1
		}
	}
	if len(rs) <= 4 && p.kind != Organization && p.kind != Vessel && len(p.words) <= 2 {
		if surname > 0 || len(rs) <= 3 {
			p.out = append(p.out, Reading{Scheme: "han-mandarin", Tokens: mandarinSyllables(rs, surname)})
			if t := koreanSyllables(rs, surname); t != nil {
				p.out = append(p.out, Reading{Scheme: "han-korean", Tokens: t})
			}
			if t := cantoneseSyllablesOf(rs, surname); t != nil {
				p.out = append(p.out, Reading{Scheme: "han-cantonese", Tokens: t})
			}
		}
		for i := range p.words {
			if t := japaneseName(p.words[i].text, surname == 0); t != nil && len(p.words) == 1 {
				p.out = append(p.out, Reading{Scheme: "han-japanese", Tokens: t})
			}
		}
	}
	// Read as words: a foreign name by its sound, a firm by its core.
	var toks []Token
	for i := range p.words {
		w := p.words[i].text
		form := ""
		if p.kind != Person {
			w, form = hanForm(w)
		}
		if w != "" {
			t := makeToken(w, han, russian)
			if p.kind != Person && p.kind != Vessel {
				if c := words.sectors[t.Fold]; c != "" {
					t.Role = Sector
				}
			}
			toks = append(toks, t)
		}
		if form != "" {
			toks = append(toks, legalForm(form, words.forms[Fold(form)]))
		}
	}
	if len(toks) > 0 && (len(p.out) == 0 || len(rs) > 1) {
		p.out = append(p.out, Reading{Scheme: "han-mandarin-words", Tokens: toks})
	}
	return true
}

// hanForm parts a legal form from the end (or start) of a firm's name.
func hanForm(w string) (core, form string) {
	for _, f := range [...]string{"有限责任公司", "有限責任公司", "股份有限公司", "有限公司", "总公司", "總公司", "株式会社", "株式會社", "合同会社", "有限会社", "公司", "集团", "集團"} {
		if strings.HasSuffix(w, f) && len(w) > len(f) {
			return w[:len(w)-len(f)], f
		}
		if strings.HasPrefix(w, f) && len(w) > len(f) {
			return w[len(f):], f
		}
	}
	return w, ""
}

func mandarinSyllables(rs []rune, surname int) []Token {
	toks := make([]Token, len(rs))
	for i, c := range rs {
		t := &toks[i]
		s := hanReading(c, mandarin)
		if i == 0 && surname == 1 {
			if x := surnameReading(c); x != "" {
				s = x
			}
		}
		t.Text, t.Fold, t.Role = string(c), s, eastRole(i, surname)
		if s != "" {
			t.Keys = []string{"m:" + s}
			t.Block = blockOf(han, s)
		} else {
			t.Fold = foldUnread(c)
		}
	}
	return toks
}

// foldUnread is what a character without a reading folds to: its number, so
// that it equals itself and nothing else.
func foldUnread(c rune) string {
	const hex = "0123456789abcdef"
	b := []byte("u")
	for s := 16; s >= 0; s -= 4 {
		b = append(b, hex[c>>s&15])
	}
	return string(b)
}

func koreanSyllables(rs []rune, surname int) []Token {
	toks := make([]Token, len(rs))
	for i, c := range rs {
		s := hanReading(c, korean)
		if i < surname {
			if n := hanReading(c, koreanName); n != "" {
				s = n
			}
		}
		if s == "" {
			s = hanReading(c, koreanName)
		}
		if s == "" {
			if d := traditional(c); d != 0 {
				s = hanReading(d, korean)
				if n := hanReading(d, koreanName); n != "" && i < surname || s == "" {
					s = n
				}
			}
		}
		if s == "" {
			return nil
		}
		h, _ := utf8.DecodeRuneInString(s)
		t := &toks[i]
		t.Text, t.Role = string(c), eastRole(i, surname)
		t.Fold = string(foldSyllable(nil, h, i < surname))
		t.Keys = hangulKeys(nil, h, i < surname)
		t.Block = string(appendBlock(nil, t.Fold))
	}
	return toks
}

// traditionals inverts the simplified column for characters that Korea reads.
var traditionals = func() map[rune]rune {
	m := map[rune]rune{}
	for c := rune(hanFirst); c <= hanLast; c++ {
		if s := simple(c); s != c && m[s] == 0 && hanCell(c, korean) != 0 {
			m[s] = c
		}
	}
	return m
}()

func traditional(c rune) rune { return traditionals[c] }

func cantoneseSyllablesOf(rs []rune, surname int) []Token {
	toks := make([]Token, len(rs))
	for i, c := range rs {
		s := hanReading(c, cantonese)
		if s == "" {
			return nil
		}
		k := cantoneseKey(s)
		t := &toks[i]
		t.Text, t.Fold, t.Keys, t.Role = string(c), k[2:], []string{k}, eastRole(i, surname)
		t.Block = string(appendBlock(nil, t.Fold))
	}
	return toks
}

// readEastLatin looks whether a Latin name is Korean or Chinese. If each word
// is one syllable already the words get syllable keys; otherwise a reading
// with the words cut into syllables is added.
func (p *parse) readEastLatin() {
	if p.kind == Organization || p.kind == Vessel || len(p.out) == 0 {
		return
	}
	base := p.out[0].Tokens
	if len(base) > 6 || !p.mayBeEast(base) {
		return
	}
	var buf [6]*info
	infos := buf[:0]
	for i := range base {
		switch base[i].Role {
		case Title, Suffix:
			continue
		case Plain, Given, Family, Particle:
		default:
			return
		}
		if len(infos) == 4 || len(base[i].Fold) > 19 {
			return
		}
		k := p.px.know(base[i].Text, latin, russian).cuts()
		if k.cut[0] == nil && k.cut[1] == nil && (i == 0 || !strings.HasSuffix(k.token.Fold, "s")) {
			return
		}
		infos = append(infos, k)
	}
	if len(infos) == 0 || len(p.out) > 1 {
		return
	}
	comma := len(base) > 1 && base[len(base)-1].Role == Family && base[0].Role == Given
	for _, sys := range [...]struct {
		scheme string
		zh     bool
	}{{"latin-korean", false}, {"latin-mandarin", true}} {
		syl, at, ok := cutSyllables(infos, sys.zh)
		if !ok {
			continue
		}
		n := len(syl)
		if n > 4 {
			continue
		}
		surFirst := isEastSurname(syl[0], sys.zh) && at[0] == 1
		surLast := n > 1 && isEastSurname(syl[n-1], sys.zh) && at[len(at)-1] == 1
		if n == 1 {
			if at[0] == 1 {
				p.eastKeys(base, sys.zh, surFirst)
			}
			continue
		}
		if !surFirst && !surLast {
			continue
		}
		last := comma || surLast && !surFirst
		same := n == len(infos)
		if same {
			for i := range syl {
				same = same && syl[i] == infos[i].token.Fold
			}
		}
		if same {
			p.eastKeys(base, sys.zh, false)
			// the surname's own spellings
			k := 0
			if last {
				k = len(base) - 1
			}
			if !sys.zh && k < len(base) {
				base[k].Keys = koreanKeys(base[k].Keys[:len(base[k].Keys):len(base[k].Keys)], base[k].Fold, true)
			}
			if !last || !comma {
				continue
			}
		}
		if last { // surname to the front
			syl = append([]string{syl[n-1]}, syl[:n-1]...)
		}
		toks := make([]Token, n)
		for i, s := range syl {
			t := &toks[i]
			t.Text, t.Fold, t.Role = s, s, eastRole(i, 1)
			if sys.zh {
				t.Keys = mandarinKeys(nil, s)
				t.Keys = cantoneseKeys(t.Keys, s)
			} else {
				t.Keys = koreanKeys(nil, s, i == 0)
				if i == 0 && latinSurname(s) != s {
					t.Fold = latinSurname(s)
				}
			}
			t.Block = string(appendBlock(nil, s))
		}
		p.out = append(p.out, Reading{Scheme: sys.scheme, Tokens: toks})
	}
}

func (p *parse) eastKeys(toks []Token, zh, surname bool) {
	for i := range toks {
		t := &toks[i]
		if t.Role == Title || t.Role == Suffix {
			continue
		}
		if t.Role == Particle {
			t.Role = Plain
		}
		k := t.Keys[:len(t.Keys):len(t.Keys)]
		if zh {
			k = cantoneseKeys(mandarinKeys(k, t.Fold), t.Fold)
		} else {
			k = koreanKeys(k, t.Fold, surname)
		}
		t.Keys = k
	}
}

// cutSyllables cuts words into Korean or Mandarin syllables; at says how many
// each word gave. The last word may end in the s of a genitive.
func cutSyllables(infos []*info, zh bool) (syl []string, at []int, ok bool) {
	system := 0
	if zh {
		system = 1
	}
	for i, k := range infos {
		cut := k.cut[system]
		if f := k.token.Fold; cut == nil && i == len(infos)-1 && i > 0 && len(f) > 2 && f[len(f)-1] == 's' {
			cut, _ = cutWord(nil, f[:len(f)-1], zh)
		}
		if len(cut) == 0 {
			return nil, nil, false
		}
		syl = append(syl, cut...)
		if len(syl) > 5 {
			return nil, nil, false
		}
		at = append(at, len(cut))
	}
	return syl, at, true
}

// cutWord cuts a word into at most three syllables, the fewest and the first
// the longest.
func cutWord(dst []string, w string, zh bool) ([]string, bool) {
	if len(w) > 18 {
		return dst, false
	}
	for most := 1; most <= 3; most++ {
		if out, ok := cutInto(dst, w, zh, most); ok {
			return out, true
		}
	}
	return dst, false
}

func cutInto(dst []string, w string, zh bool, n int) ([]string, bool) {
	if n == 1 {
		if eastSyllable(w, zh) {
			return append(dst, w), true
		}
		return dst, false
	}
	for k := min(len(w)-1, 7); k >= 1; k-- {
		if eastSyllable(w[:k], zh) {
			if out, ok := cutInto(append(dst, w[:k]), w[k:], zh, n-1); ok {
				return out, true
			}
		}
	}
	return dst, false
}

// mayBeEast reports whether the first or the last word of a name is an East
// Asian surname, or the only word a syllable.
func (p *parse) mayBeEast(base []Token) bool {
	first, last := -1, -1
	for i := range base {
		if textScript(base[i].Text) != latin {
			return false
		}
		if r := base[i].Role; r != Title && r != Suffix {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return false
	}
	if first == last {
		f := base[first].Fold
		return len(f) <= 7 && (eastSyllable(f, false) || eastSyllable(f, true))
	}
	return p.px.know(base[first].Text, latin, russian).east || p.px.know(base[last].Text, latin, russian).east
}

func eastSyllable(s string, zh bool) bool {
	if zh {
		return len(mandarinSpellings[s]) > 0
	}
	if latinSurname(s) != s {
		return true
	}
	if len(s) > 6 || len(s) == 0 {
		return false
	}
	switch s[0] {
	case 'v', 'z', 'c':
		if !strings.HasPrefix(s, "ch") {
			return false
		}
	}
	switch s[len(s)-1] {
	case 'd', 'b', 'r':
		return false
	}
	_, _, _, ok := koreanSyllable(s)
	return ok
}

func isEastSurname(s string, zh bool) bool {
	if zh {
		for _, k := range mandarinSpellings[s] {
			if mandarinSurnames[k] {
				return true
			}
		}
		return false
	}
	if len(s) > 7 {
		return false
	}
	k, vowels, f, ok := koreanSyllable(latinSurname(s))
	for i := range len(vowels) {
		b := koreanBytes(k, int(vowels[i]-'a'), f)
		if ok && koreanSurnameKeys[string(b[:])] {
			return true
		}
	}
	return false
}

var mandarinSurnames = func() map[string]bool {
	m := map[string]bool{}
	for _, c := range chineseSurnames {
		s := surnameReading(c)
		if s == "" {
			s = hanReading(c, mandarin)
		}
		m["m:"+s] = true
	}
	return m
}()

var koreanSurnameKeys = func() map[string]bool {
	m := map[string]bool{}
	for _, c := range koreanSurnames {
		for _, k := range hangulKeys(nil, c, true) {
			m[k] = true
		}
	}
	return m
}()

// readEastCyrillic does the same for Cyrillic: Korean names by Kontsevich's
// rules and the older spellings, Chinese ones by Palladius's.
func (p *parse) readEastCyrillic() {
	if p.kind == Organization || p.kind == Vessel || len(p.out) == 0 || len(p.words) > 4 {
		return
	}
	base := p.out[0].Tokens
	if len(base) != len(p.words) {
		return
	}
	all := len(base) >= 2
	var keys [4][]string
	for i := range p.words {
		keys[i] = cyrillicKorean(nil, p.words[i].text, i == 0)
		all = all && len(keys[i]) > 0
	}
	if all {
		sur := false
		for _, k := range keys[0] {
			sur = sur || koreanSurnameKeys[k]
		}
		if sur {
			for i := range base {
				base[i].Keys = append(base[i].Keys[:len(base[i].Keys):len(base[i].Keys)], keys[i]...)
			}
		}
	}
	var syl []string
	for i := range p.words {
		s, ok := cutPalladius(syl, p.words[i].text, 3)
		if !ok {
			return
		}
		syl = s
	}
	if len(syl) < 2 || len(syl) > 4 || !mandarinSurnames["m:"+syl[0]] {
		return
	}
	toks := make([]Token, len(syl))
	for i, s := range syl {
		toks[i] = Token{Text: s, Fold: s, Keys: []string{"m:" + s}, Block: string(appendBlock(nil, s)), Role: eastRole(i, 1)}
	}
	p.out = append(p.out, Reading{Scheme: "cyrillic-mandarin", Tokens: toks})
}

func cutPalladius(dst []string, w string, most int) ([]string, bool) {
	if w == "" {
		return dst, true
	}
	if most == 0 || len(w) > 48 {
		return dst, false
	}
	for k := min(len(w), 12); k >= 2; k -= 2 {
		if s, ok := palladius[w[:k]]; ok {
			if out, ok := cutPalladius(append(dst, s), w[k:], most-1); ok {
				return out, true
			}
		}
	}
	return dst, false
}

// cyrillicKorean appends the keys of a Cyrillic word that may be one Korean
// syllable.
func cyrillicKorean(dst []string, w string, surname bool) []string {
	s := w
	if surname {
		switch w {
		case "ли":
			return append(dst, koreanKey('R', 20, 0), koreanKey('0', 20, 0))
		case "цой":
			return append(dst, koreanKey('J', 11, 0))
		case "юн":
			return append(dst, koreanKey('0', 17, 2))
		}
	}
	initial := byte('0')
	for _, p := range [...]struct {
		spelt string
		class byte
	}{
		{"чж", 'J'}, {"дж", 'J'}, {"чх", 'J'}, {"тч", 'J'}, {"кх", 'K'}, {"кк", 'K'}, {"тх", 'T'}, {"тт", 'T'}, {"пх", 'P'}, {"пп", 'P'}, {"сс", 'S'},
		{"к", 'K'}, {"г", 'K'}, {"н", 'N'}, {"т", 'T'}, {"д", 'T'}, {"р", 'R'}, {"л", 'R'}, {"м", 'M'}, {"п", 'P'}, {"б", 'P'}, {"с", 'S'}, {"ч", 'J'}, {"х", 'H'}, {"ш", 'S'},
	} {
		if strings.HasPrefix(s, p.spelt) && len(s) > len(p.spelt) {
			initial, s = p.class, s[len(p.spelt):]
			break
		}
	}
	for _, p := range [...]struct {
		spelt  string
		vowels string
	}{
		{"йя", "d"}, {"йе", "h"}, {"ва", "j"}, {"вэ", "l"}, {"ве", "l"}, {"во", "o"}, {"ви", "q"}, {"ый", "t"}, {"ый", "t"}, {"ой", "l"}, {"ей", "b"},
		{"а", "a"}, {"э", "b"}, {"я", "c"}, {"о", "ei"}, {"е", "ebg"}, {"ё", "gm"}, {"у", "n"}, {"ю", "r"}, {"ы", "s"}, {"и", "ut"},
	} {
		if !strings.HasPrefix(s, p.spelt) {
			continue
		}
		var finals []int
		switch s[len(p.spelt):] {
		case "":
			finals = []int{0}
		case "к", "г":
			finals = []int{1}
		case "н":
			finals = []int{2, 7}
		case "нг":
			finals = []int{7}
		case "т":
			finals = []int{3}
		case "ль", "р", "л":
			finals = []int{4}
		case "м":
			finals = []int{5}
		case "п", "б":
			finals = []int{6}
		}
		for _, f := range finals {
			for i := range len(p.vowels) {
				dst = append(dst, koreanKey(initial, int(p.vowels[i]-'a'), f))
			}
		}
		if finals != nil {
			return dst
		}
	}
	return dst
}
