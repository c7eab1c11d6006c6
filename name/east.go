package name

import (
	"strings"
	"sync"
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
	var rs [5]rune
	n := 0
	for i := range p.words {
		if p.words[i].script != hangul {
			return
		}
		for _, c := range p.words[i].text {
			if !isHangul(c) || n == len(rs) {
				return
			}
			rs[n] = c
			n++
		}
	}
	if n == 0 {
		return
	}
	surname := 1
	if n > 3 && inList(koreanDouble, string(rs[:2])) {
		surname = 2
	} else if !koreanFamilies.has(rs[0]) || n > 4 {
		surname = 0
		if n > 3 {
			return
		}
	}
	if len(p.words) > 1 && surname > 0 && p.words[0].runes > 2 {
		surname = 0
	}
	p.out = append(p.out, Reading{Scheme: "hangul-syllables", Tokens: p.px.hangulSyllables(rs[:n], surname)})
}

func (px *Parser) hangulSyllables(rs []rune, surname int) []Token {
	toks := px.room(len(rs))
	for i, c := range rs {
		as := ofHangul
		if i < surname {
			as = ofHangulName
		}
		toks[i] = px.character(c, as).token
		toks[i].Role = eastRole(i, surname)
	}
	return toks
}

// character is what is known of a character of a name in one way of reading it.
func (px *Parser) character(c rune, as sense) *info {
	var room [utf8.UTFMax]byte
	return px.syllable(utf8.AppendRune(room[:0], c), as, func(t *Token) bool {
		switch as {
		case ofHangul, ofHangulName:
			hangulSyllable(t, c, as == ofHangulName)
		case ofMandarin, ofMandarinName:
			mandarinSyllable(t, c, as == ofMandarinName)
		case ofKorean, ofKoreanName:
			return koreanCharacter(t, c, as == ofKoreanName)
		case ofCantonese:
			s := hanReading(c, cantonese)
			if s == "" {
				return false
			}
			k := cantoneseKey(s)
			t.Fold, t.Keys = k[2:], []string{k}
			t.Block = string(appendBlock(nil, t.Fold))
		}
		return true
	})
}

func hangulSyllable(t *Token, c rune, surname bool) {
	t.Fold = string(foldSyllable(nil, c, surname))
	t.Keys = hangulKeys(nil, c, surname)
	t.Block = string(appendBlock(nil, t.Fold))
}

// A charSet holds characters of one stretch of Unicode.
type charSet struct {
	from rune
	bits []uint64
}

func charsOf(from, to rune, chars string) charSet {
	s := charSet{from, make([]uint64, (to-from)/64+1)}
	for _, c := range chars {
		if c >= from && c <= to {
			s.bits[(c-from)/64] |= 1 << ((c - from) % 64)
		}
	}
	return s
}

func (s *charSet) has(c rune) bool {
	k := c - s.from
	return k >= 0 && int(k/64) < len(s.bits) && s.bits[k/64]>>(k%64)&1 != 0
}

// The characters of chineseSurnames, those that doubleSurnames begin with, and
// the syllables of koreanSurnames.
var (
	chineseFamilies = charsOf(hanFirst, hanLast, chineseSurnames)
	doubleFamilies  = charsOf(hanFirst, hanLast, func() (firsts string) {
		for w := range strings.FieldsSeq(doubleSurnames) {
			_, n := utf8.DecodeRuneInString(w)
			firsts += w[:n]
		}
		return firsts
	}())
	koreanFamilies = charsOf(hangulBase, hangulBase+11171, koreanSurnames)
)

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
	var rs [4]rune
	n := 0
	for i := range p.words {
		if p.words[i].script != han {
			return false
		}
		for _, c := range p.words[i].text {
			if !isHan(c) {
				return false
			}
			if n < len(rs) {
				rs[n] = c
			}
			n++
		}
	}
	surname := 0
	if n >= 2 {
		var two [8]byte
		first := simple(rs[0])
		if n >= 3 && doubleFamilies.has(first) && inList(doubleSurnames, string(utf8.AppendRune(utf8.AppendRune(two[:0], first), simple(rs[1])))) {
			surname = 2
		} else if chineseFamilies.has(first) {
			surname = 1
		}
	}
	px := p.px
	if n <= len(rs) && p.kind != Organization && p.kind != Vessel && len(p.words) <= 2 {
		if surname > 0 || n <= 3 {
			p.syllables("han-mandarin", rs[:n], surname, ofMandarin, ofMandarinName)
			p.syllables("han-korean", rs[:n], surname, ofKorean, ofKoreanName)
			p.syllables("han-cantonese", rs[:n], surname, ofCantonese, ofCantonese)
		}
		if len(p.words) == 1 {
			if t := px.japaneseName(p.words[0].text, surname == 0); t != nil {
				p.out = append(p.out, Reading{Scheme: "han-japanese", Tokens: t})
			}
		}
	}
	// Read as words: a foreign name by its sound, a firm by its core.
	toks := px.toks[:0]
	for i := range p.words {
		w := &p.words[i]
		text, form := w.text, -1
		if p.kind != Person {
			text, form = hanForm(text)
		}
		if text != "" {
			k := w.known
			if k == nil || len(text) < len(w.text) {
				k = px.know(text, han, russian)
			}
			t := k.token
			if p.kind != Person && p.kind != Vessel && k.is&aSector != 0 {
				t.Role = Sector
			}
			toks = append(toks, t)
		}
		if form >= 0 {
			toks = append(toks, legalForm(hanForms[form], hanFormFacts()[form]))
		}
	}
	px.toks = toks
	if len(toks) > 0 && (len(p.out) == 0 || n > 1) {
		p.out = append(p.out, Reading{Scheme: "han-mandarin-words", Tokens: toks})
	}
	return true
}

// syllables adds the reading of characters in one way, unless one of them cannot
// be read so.
func (p *parse) syllables(scheme string, rs []rune, surname int, as, asName sense) {
	var of [4]*info
	for i, c := range rs {
		how := as
		if i < surname && (asName != ofMandarinName || surname == 1) {
			how = asName
		}
		if of[i] = p.px.character(c, how); of[i].flags&isUnread != 0 {
			return
		}
	}
	toks := p.px.room(len(rs))
	for i := range rs {
		toks[i] = of[i].token
		toks[i].Role = eastRole(i, surname)
	}
	p.out = append(p.out, Reading{Scheme: scheme, Tokens: toks})
}

// hanForms are the legal forms of firms in Han characters, longer ones first.
var hanForms = [...]string{"有限责任公司", "有限責任公司", "股份有限公司", "有限公司", "总公司", "總公司", "株式会社", "株式會社", "合同会社", "有限会社", "公司", "集团", "集團"}

// hanFormFacts is what the tables say of them.
var hanFormFacts = sync.OnceValue(func() (of [len(hanForms)]*fact) {
	for i, f := range hanForms {
		of[i] = factOf(Fold(f))
	}
	return of
})

// hanForm parts a legal form from the end (or start) of a firm's name; form is
// its place in hanForms, -1 when there is none.
func hanForm(w string) (core string, form int) {
	for i, f := range hanForms {
		if strings.HasSuffix(w, f) && len(w) > len(f) {
			return w[:len(w)-len(f)], i
		}
		if strings.HasPrefix(w, f) && len(w) > len(f) {
			return w[len(f):], i
		}
	}
	return w, -1
}

func mandarinSyllable(t *Token, c rune, surname bool) {
	s := hanReading(c, mandarin)
	if surname {
		if x := surnameReading(c); x != "" {
			s = x
		}
	}
	if t.Fold = s; s != "" {
		t.Keys = []string{"m:" + s}
		t.Block = string(blockOf(nil, han, s))
	} else {
		t.Fold = foldUnread(c)
	}
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

// koreanCharacter reads a character as Koreans do; it reports false when they do
// not.
func koreanCharacter(t *Token, c rune, surname bool) bool {
	s := hanReading(c, korean)
	if surname {
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
			if n := hanReading(d, koreanName); n != "" && surname || s == "" {
				s = n
			}
		}
	}
	if s == "" {
		return false
	}
	h, _ := utf8.DecodeRuneInString(s)
	hangulSyllable(t, h, surname)
	return true
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

// readEastLatin looks whether a Latin name is Korean or Chinese. If each word
// is one syllable already the words get syllable keys; otherwise a reading
// with the words cut into syllables is added.
func (p *parse) readEastLatin(known []*info) {
	if p.kind == Organization || p.kind == Vessel || len(p.out) == 0 {
		return
	}
	base := p.out[0].Tokens
	if len(base) > 6 || !p.mayBeEast(base, known) {
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
		k := p.px.asLatin(base, known, i)
		if m := k.cuts(); m.cut[0] == nil && m.cut[1] == nil && (i == 0 || !strings.HasSuffix(k.token.Fold, "s")) {
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
		syl, at, ok := p.px.cutSyllables(infos, sys.zh)
		if !ok {
			continue
		}
		n := len(syl)
		if n > 4 {
			continue
		}
		surFirst := at[0] == 1 && isEastSurname(syl[0], sys.zh)
		surLast := n > 1 && at[len(at)-1] == 1 && isEastSurname(syl[n-1], sys.zh)
		if n == 1 {
			if at[0] == 1 {
				p.px.eastKeys(base, known, sys.zh, surFirst)
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
			p.px.eastKeys(base, known, sys.zh, false)
			// the surname's own spellings
			k := 0
			if last {
				k = len(base) - 1
			}
			if !sys.zh && k < len(base) {
				base[k].Keys = p.px.asLatin(base, known, k).grow(base[k].Keys, byKoreanName)
			}
			if !last || !comma {
				continue
			}
		}
		toks := p.px.room(n)
		for i, s := range syl {
			if last { // surname to the front
				i = (i + 1) % n
			}
			as := ofLatinMandarin
			if !sys.zh {
				if as = ofLatinKorean; i == 0 {
					as = ofLatinKoreanName
				}
			}
			toks[i] = p.px.latinSyllable(s, as).token
			toks[i].Role = eastRole(i, 1)
		}
		p.out = append(p.out, Reading{Scheme: sys.scheme, Tokens: toks})
	}
}

// latinSyllable is what is known of a syllable in Latin letters.
func (px *Parser) latinSyllable(s string, as sense) *info {
	return px.syllable(bytesOf(s), as, func(t *Token) bool {
		t.Fold = t.Text
		if as == ofLatinMandarin {
			t.Keys = cantoneseKeys(mandarinKeys(nil, s), s)
		} else {
			t.Keys = koreanKeys(nil, s, as == ofLatinKoreanName)
			if x := latinSurname(s); x != s && as == ofLatinKoreanName {
				t.Fold = x
			}
		}
		t.Block = string(appendBlock(nil, s))
		return true
	})
}

// asLatin is what is known of the i-th word as one in Latin letters; known may be
// nil.
func (px *Parser) asLatin(toks []Token, known []*info, i int) *info {
	if known != nil && known[i].script == latin {
		return known[i]
	}
	return px.know(toks[i].Text, latin, russian)
}

func (px *Parser) eastKeys(toks []Token, known []*info, zh, surname bool) {
	for i := range toks {
		t := &toks[i]
		if t.Role == Title || t.Role == Suffix {
			continue
		}
		if t.Role == Particle {
			t.Role = Plain
		}
		by := byMandarin
		if !zh {
			if by = byKorean; surname {
				by = byKoreanName
			}
		}
		t.Keys = px.asLatin(toks, known, i).grow(t.Keys, by)
	}
}

// cutSyllables cuts words into Korean or Mandarin syllables; at says how many
// each word gave. The last word may end in the s of a genitive.
func (px *Parser) cutSyllables(infos []*info, zh bool) (syl []string, at []int, ok bool) {
	syl, at = px.cuts[:0], px.ats[:0]
	system := 0
	if zh {
		system = 1
	}
	for i, k := range infos {
		cut := k.more.cut[system]
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
	px.cuts, px.ats = syl, at
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
func (p *parse) mayBeEast(base []Token, known []*info) bool {
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
	return (p.px.asLatin(base, known, first).flags|p.px.asLatin(base, known, last).flags)&isEast != 0
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
	if len(s) > 7 {
		return false // longer than any syllable
	}
	if zh {
		for _, k := range mandarinSpellings[s] {
			if mandarinSurnames[k] {
				return true
			}
		}
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
func (p *parse) readEastCyrillic(lang cyrLang, known []*info) {
	if p.kind == Organization || p.kind == Vessel || len(p.out) == 0 || len(p.words) > 4 {
		return
	}
	base := p.out[0].Tokens
	if len(base) != len(p.words) {
		return
	}
	all := len(base) >= 2
	var of [4]*info
	for i := range p.words {
		w := &p.words[i]
		if known != nil && known[i].script == w.script && known[i].token.Text == w.text {
			of[i] = known[i].eastern()
		} else { // turned around, or a firm
			of[i] = p.px.know(w.text, w.script, lang).eastern()
		}
		all = all && len(of[i].more.korean[surnameAt(i)]) > 0
	}
	if all {
		sur := false
		for _, k := range of[0].more.korean[1] {
			sur = sur || koreanSurnameKeys[k]
		}
		if sur {
			for i := range base {
				if k := of[i]; known != nil && known[i] == k {
					base[i].Keys = k.grow(base[i].Keys, byCyrillic+growth(surnameAt(i)))
				} else {
					base[i].Keys = append(base[i].Keys[:len(base[i].Keys):len(base[i].Keys)], k.more.korean[surnameAt(i)]...)
				}
			}
		}
	}
	syl := p.px.cuts[:0]
	for i := range p.words {
		if !of[i].more.palladian {
			return
		}
		syl = append(syl, of[i].more.palladius...)
	}
	p.px.cuts = syl
	if len(syl) < 2 || len(syl) > 4 || !mandarinSurnames["m:"+syl[0]] {
		return
	}
	toks := p.px.room(len(syl))
	for i, s := range syl {
		toks[i] = p.px.syllable(bytesOf(s), ofPalladius, func(t *Token) bool {
			t.Fold, t.Keys = t.Text, []string{"m:" + t.Text}
			t.Block = string(appendBlock(nil, t.Text))
			return true
		}).token
		toks[i].Role = eastRole(i, 1)
	}
	p.out = append(p.out, Reading{Scheme: "cyrillic-mandarin", Tokens: toks})
}

// surnameAt is 1 where the surname of an East Asian name stands, 0 elsewhere.
func surnameAt(i int) int {
	if i == 0 {
		return 1
	}
	return 0
}

// eastern sets what a word is as one of a Korean or Chinese name in Cyrillic
// letters, once.
func (i *info) eastern() *info {
	if m := i.further(); !m.isHeard {
		m.isHeard = true
		w := i.token.Text
		m.korean = [2][]string{cyrillicKorean(nil, w, false), cyrillicKorean(nil, w, true)}
		m.palladius, m.palladian = cutPalladius(nil, w, 3)
	}
	return i
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
	if len(w) > 12 {
		return dst // initial, vowel and final have two letters each at most
	}
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
