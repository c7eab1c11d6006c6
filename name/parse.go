package name

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Bounds on what is read of one name. The longest name in the published lists
// has 230 letters and 40 words.
const (
	maxBytes  = 1024 // of letters, once marks and signs are left out
	maxScan   = 1 << 16
	maxTokens = 48
)

// A word is a piece of the name as written, before it is read.
type word struct {
	text   string // NFKC, lower case, without signs
	script script
	comma  int  // how many commas came before
	upper  bool // written in capitals only
	dotted bool // one letter followed by a full stop
	hyphen bool // a hyphen stands before it
	quoted bool // within quotation marks or parentheses
	mixed  bool // letters of two scripts, put right
}

// split cuts a name into words.
func split(text string) []word {
	var px Parser
	px.split(text)
	return px.words
}

func (px *Parser) split(text string) {
	text, plain := px.clean(text)
	if plain {
		px.splitASCII(text)
	} else {
		px.splitAny(text)
	}
}

func (px *Parser) splitAny(text string) {
	ws, cur := px.words[:0], px.cur[:0]
	var scripts [otherScript + 1]int
	letters, upper, runes := 0, 0, 0
	tail := 0 // bytes of capitals at the end of a word, after a lower-case letter
	commas, quote := 0, rune(0)
	hyphen := false
	flush := func(sep rune) {
		if runes > 0 && len(ws) < maxTokens {
			w := word{text: px.text(cur), comma: commas, upper: letters > 1 && upper == letters, hyphen: hyphen, quoted: quote != 0}
			w.dotted = sep == '.' && runes == 1 && letters == 1
			w.script, w.mixed = mainScript(&w.text, &scripts)
			ws = appendWord(ws, w, tail)
			hyphen = sep == '-'
		} else if sep != '-' {
			hyphen = false
		}
		cur, letters, upper, runes, tail = cur[:0], 0, 0, 0, 0
		scripts = [otherScript + 1]int{}
	}
	lastScript := noScript
	for i, c := range text {
		switch {
		case c == '\'' || c == '’' || c == 'ʼ' || c == '`' || c == '‘' || c == 'ʻ' || c == 'ʿ' || c == 'ʾ' || c == '´' || c == 'ʹ' || c == '׳' || c == '″' || c == 'ʺ':
			if scripts[hebrew] > 0 {
				cur = append(cur, '\'')
			} else if runes == 0 && quoteOpens(text[i+utf8.RuneLen(c):], c) {
				quote = c
			} else if quote == c {
				flush(c)
				quote = 0
			}
			continue
		case unicode.IsLetter(c):
			sc := scriptOf(c)
			if runes > 0 && breaks(lastScript, sc) {
				flush(0)
			}
			lastScript = sc
			scripts[sc]++
			letters++
			l := unicode.ToLower(c)
			if l != c {
				upper++
				if tail > 0 || upper < letters {
					tail += utf8.RuneLen(l)
				}
			} else {
				tail = 0
			}
			cur = utf8.AppendRune(cur, l)
			runes++
		case unicode.IsDigit(c):
			cur = utf8.AppendRune(cur, digit(c))
			runes++
		case unicode.IsMark(c):
			if runes > 0 && c >= 0x370 { // marks of Latin words are gone by NFKC; what is left is noise
				cur = utf8.AppendRune(cur, c)
			}
		case c == 'ー', c == '々':
			if runes > 0 {
				cur = utf8.AppendRune(cur, c)
			}
		default:
			sep := c
			switch c {
			case '-', '‐', '‑', '–', '־':
				sep = '-'
			}
			flush(sep)
			switch c {
			case ',', '،', '、', '，', ';':
				commas++
			case '"', '“', '„', '«', '(', '[':
				if quote == '"' && c == '"' {
					quote = 0
				} else {
					quote = c
				}
			case '”', '»', ')', ']':
				quote = 0
			case '&', '+':
				if len(ws) < maxTokens {
					ws = append(ws, word{text: "and", script: latin, comma: commas})
				}
			}
		}
	}
	flush(0)
	px.words, px.cur = ws, cur
}

// What an ASCII character is in a name.
const (
	aSign = iota
	aCapital
	aSmall
	aDigit
	aQuote
)

// asciiClass holds that.
var asciiClass = func() (t [128]uint8) {
	for c := range t {
		switch {
		case c >= 'a' && c <= 'z':
			t[c] = aSmall
		case c >= 'A' && c <= 'Z':
			t[c] = aCapital
		case c >= '0' && c <= '9':
			t[c] = aDigit
		case c == '\'' || c == '`':
			t[c] = aQuote
		}
	}
	return t
}()

// splitASCII is split for a text of ASCII characters.
func (px *Parser) splitASCII(text string) {
	ws, cur := px.words[:0], px.cur[:0]
	letters, upper := 0, 0
	tail := 0
	commas, quote := 0, byte(0)
	hyphen := false
	flush := func(sep byte) {
		if len(cur) > 0 && len(ws) < maxTokens {
			w := word{text: px.text(cur), comma: commas, upper: letters > 1 && upper == letters, hyphen: hyphen, quoted: quote != 0}
			w.dotted = sep == '.' && len(cur) == 1 && letters == 1
			if letters > 0 {
				w.script = latin
			}
			ws = appendWord(ws, w, tail)
			hyphen = sep == '-'
		} else if sep != '-' {
			hyphen = false
		}
		cur, letters, upper, tail = cur[:0], 0, 0, 0
	}
	for i := range len(text) {
		c := text[i]
		switch asciiClass[c&127] {
		case aSmall:
			letters++
			tail = 0
			cur = append(cur, c)
		case aCapital:
			letters++
			upper++
			if tail > 0 || upper < letters {
				tail++
			}
			cur = append(cur, c|0x20)
		case aDigit:
			cur = append(cur, c)
		case aQuote:
			if len(cur) == 0 && quoteOpens(text[i+1:], rune(c)) {
				quote = c
			} else if quote == c {
				flush(c)
				quote = 0
			}
		default:
			flush(c)
			switch c {
			case ',', ';':
				commas++
			case '"', '(', '[':
				if quote == '"' && c == '"' {
					quote = 0
				} else {
					quote = c
				}
			case ')', ']':
				quote = 0
			case '&', '+':
				if len(ws) < maxTokens {
					ws = append(ws, word{text: "and", script: latin, comma: commas})
				}
			}
		}
	}
	flush(0)
	px.words, px.cur = ws, cur
}

// text is a word's letters as a string, the one already known if there is one.
func (px *Parser) text(b []byte) string {
	if i := px.seen(b); i != nil {
		px.note(i)
		return i.token.Text
	}
	return string(b)
}

// quoteOpens reports whether an apostrophe at the start of a word begins a
// quotation: another one closes a word later on.
func quoteOpens(rest string, c rune) bool {
	i := strings.IndexRune(rest, c)
	if i < 2 || i > 40 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest[i+utf8.RuneLen(c):])
	return !unicode.IsLetter(r)
}

// breaks reports whether two scripts cannot stand in one word: Han beside
// Latin, but not kana beside Han, nor letters that look alike.
func breaks(a, b script) bool {
	if a == b || a == noScript || b == noScript {
		return false
	}
	east := func(s script) bool { return s == han || s == kana || s == hangul }
	return east(a) != east(b) || east(a) && a != b
}

// clean bounds a name and makes it NFKC, dropping what is not seen: format
// characters (zero width, direction overrides) and runs of marks. Plain says
// that it is ASCII.
func (px *Parser) clean(text string) (cleaned string, plain bool) {
	if len(text) > maxScan {
		text = text[:maxScan]
	}
	ascii := true
	for i := range len(text) {
		if text[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		return text[:min(len(text), maxBytes)], true
	}
	b := px.raw[:0]
	marks, plainly := 0, true
	for _, c := range text {
		if !stable(c) {
			plainly = false
			if c == utf8.RuneError || unicode.Is(unicode.Cf, c) || c >= 0xFE00 && c <= 0xFE0F {
				continue
			}
			if unicode.Is(unicode.Mn, c) {
				if marks++; marks > 3 {
					continue
				}
			} else {
				marks = 0
			}
		} else {
			marks = 0
		}
		b = utf8.AppendRune(b, c)
		if len(b) > maxBytes {
			break
		}
	}
	px.raw = b
	var s string
	if plainly || norm.NFKC.IsNormal(b) {
		s = string(b)
	} else {
		s = string(norm.NFKC.Bytes(b))
	}
	if len(s) > 4*maxBytes {
		s = s[:4*maxBytes]
	}
	return s, false
}

// stable reports whether a character lies in a stretch that has neither format
// characters nor marks, and that NFKC leaves as it is whatever stable character
// stands before; most letters do.
func stable(c rune) bool {
	return c < 0x80 || c >= 0xC0 && c < 0x132 || c >= 0x14A && c < 0x17F || c >= 0x400 && c < 0x483 || c >= 0x621 && c < 0x64B || c >= 0x679 && c < 0x6D4 ||
		c >= 0x30A1 && c < 0x30FF || c >= 0x4E00 && c < 0xA000 || c >= 0xAC00 && c < 0xD7A4
}

func digit(c rune) rune {
	if c < 0x80 {
		return c
	}
	switch {
	case c >= 0x660 && c <= 0x669:
		return '0' + c - 0x660
	case c >= 0x6F0 && c <= 0x6F9:
		return '0' + c - 0x6F0
	case c >= 0x966 && c < 0xE00 && c&0x7F >= 0x66 && c&0x7F <= 0x6F:
		return '0' + c&0x7F - 0x66
	}
	return c
}

// mainScript is the script of a word. Where Latin letters stand beside ones of
// another alphabet that look like Latin, the word is put into one script: into
// Latin when all the foreign letters have a Latin twin, otherwise the other way;
// into Cyrillic, too, when most letters are Cyrillic (Iгор with a Latin I).
func mainScript(text *string, count *[otherScript + 1]int) (script, bool) {
	best, kinds := noScript, 0
	for s := latin; s <= otherScript; s++ {
		if count[s] > 0 {
			kinds++
			if count[s] > count[best] || best == noScript {
				best = s
			}
		}
	}
	if kinds < 2 || count[latin] == 0 {
		return best, false
	}
	all := best != cyrillic || count[cyrillic] <= count[latin]
	var b strings.Builder
	for _, c := range *text {
		if c < 0x80 || scriptOf(c) == latin {
			b.WriteRune(c)
		} else if t := alikeLatin(c); t != 0 {
			b.WriteByte(t)
		} else {
			all = false
			break
		}
	}
	if all {
		*text = b.String()
		return latin, true
	}
	b.Reset()
	for _, c := range *text {
		if i := strings.IndexRune("abcehijkmoprstuxy", c); i >= 0 && best == cyrillic {
			c = []rune("авсеніјкморрстуху")[i]
			if c == 'ј' {
				c = 'й'
			}
		}
		b.WriteRune(c)
	}
	*text = b.String()
	return best, true
}

// parse is one name being read.
type parse struct {
	kind  Kind
	words []word
	out   []Reading
	px    *Parser
}

func (p *parse) read() {
	main := latin
	var counts [otherScript + 1]int
	for i := range p.words {
		counts[p.words[i].script] += utf8.RuneCountInString(p.words[i].text)
	}
	for s := latin; s <= otherScript; s++ {
		if counts[s] > counts[main] {
			main = s
		}
	}
	lang := russian
	if main == cyrillic {
		for i := range p.words {
			if l := cyrLanguage(p.words[i].text); l != russian {
				lang = l
				break
			}
		}
	}
	scheme := scriptNames[main]
	if main == cyrillic {
		scheme = cyrSchemes[lang]
	}
	switch main {
	case han:
		if p.readHan() {
			return
		}
		scheme = "han-mandarin"
	case hangul:
		p.readHangul()
		scheme = "hangul-rr"
	case cyrillic:
		defer p.readEastCyrillic()
	case latin:
		defer p.readEastLatin()
	}
	base := p.base(lang)
	if len(base) == 0 {
		return
	}
	p.out = append(p.out, Reading{Scheme: scheme, Tokens: base})
	p.compounds(scheme, base)
}

// base reads every word in its own script, finds the roles, and turns FAMILY,
// Given around.
func (p *parse) base(lang cyrLang) []Token {
	toks, meta := p.px.toks[:0], p.px.meta[:0]
	for i := range p.words {
		w := &p.words[i]
		t := w.text
		if w.script == arabic && p.kind != Vessel {
			pre, rest := arabicPrefix(t)
			if pre != "" {
				for _, x := range strings.Fields(pre) {
					toks = append(toks, p.px.know(x, arabic, lang).token)
					meta = append(meta, w)
				}
				t = rest
			}
		}
		k := p.px.know(t, w.script, lang)
		if k.token.Fold == "" {
			continue
		}
		toks = append(toks, k.token)
		meta = append(meta, w)
	}
	p.px.toks, p.px.meta = toks, meta
	if len(toks) > maxTokens {
		toks = toks[:maxTokens]
	}
	dst := p.px.spare[:0]
	switch {
	case p.kind == Vessel:
		return shipRoles(toks)
	case p.kind == Organization, p.kind == Any && looksFirm(toks):
		dst = firmRoles(dst, toks, meta)
		p.px.spare = dst
		return dst
	}
	out, turned := personRoles(dst, toks, meta)
	if turned {
		p.px.spare = out
	}
	return out
}

// arabicPrefix parts the article and Abd from an Arabic word: "ال" and the
// compounds "عبدال". The pieces before come back separated by spaces.
func arabicPrefix(w string) (before, rest string) {
	const al, abd = "ال", "عبد"
	n := utf8.RuneCountInString(w)
	if strings.HasPrefix(w, abd+al) && n > 6 {
		return abd + " " + al, w[len(abd+al):]
	}
	if strings.HasPrefix(w, al) && n > 4 && w != "الله" {
		return al, w[len(al):]
	}
	return "", w
}

// Fold is the comparable Latin form of one word: lower case, no marks, other
// scripts romanised by their first reading.
func Fold(w string) string {
	ascii := true
	for i := range len(w) {
		if c := w[i]; c >= 0x80 || !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
			ascii = false
			break
		}
	}
	if ascii {
		return w
	}
	var b []byte
	for _, x := range split(w) {
		b = romanise(b, x.text, x.script, cyrLanguage(x.text))
	}
	return string(b)
}

// FoldAll folds every word of a text and joins them by single spaces; letters
// separated by full stops are one word ("G.m.b.H.").
func FoldAll(text string) string {
	var b []byte
	for i, x := range joinDotted(split(text)) {
		if i > 0 {
			b = append(b, ' ')
		}
		b = romanise(b, x.text, x.script, cyrLanguage(x.text))
	}
	return strings.TrimSpace(string(b))
}

// joinDotted makes one word of letters with full stops between them.
func joinDotted(ws []word) []word {
	out := ws[:0]
	for i := 0; i < len(ws); i++ {
		w := ws[i]
		if w.dotted {
			for i+1 < len(ws) && (ws[i+1].dotted || utf8.RuneCountInString(ws[i+1].text) == 1 && ws[i].dotted) && ws[i+1].script == w.script && !ws[i+1].hyphen {
				i++
				w.text += ws[i].text
				if !ws[i].dotted {
					break
				}
			}
			if utf8.RuneCountInString(w.text) > 1 {
				w.dotted = false
			}
		}
		out = append(out, w)
	}
	return out
}

func romanise(dst []byte, w string, sc script, lang cyrLang) []byte {
	if len(w) > 200 {
		w = w[:200]
	}
	switch sc {
	case cyrillic:
		return romaniseCyrillic(dst, w, lang)
	case greek:
		return romaniseGreek(dst, w)
	case armenian:
		return romaniseArmenian(dst, w)
	case georgian:
		return romaniseGeorgian(dst, w)
	case arabic:
		return romaniseArabic(dst, w)
	case hebrew:
		return romaniseHebrew(dst, w)
	case indic:
		return romaniseIndic(dst, w)
	case thai:
		return romaniseThai(dst, w)
	case burmese:
		return romaniseBurmese(dst, w)
	case khmer:
		return romaniseKhmer(dst, w)
	case ethiopic:
		return romaniseEthiopic(dst, w)
	case hangul:
		return romaniseHangul(dst, w)
	case kana:
		return romaniseKana(dst, w)
	case han:
		return romaniseHan(dst, w, mandarin)
	}
	for _, c := range w {
		if c < 0x80 {
			dst = appendASCII(dst, c)
		} else {
			dst = append(dst, foldLatin(c)...)
		}
	}
	return dst
}

// makeToken reads one word. Its strings share no memory with the caller's, but
// for text.
func makeToken(text string, sc script, lang cyrLang) Token {
	t := Token{Text: text}
	var buf [64]byte
	if b := romanise(buf[:0], text, sc, lang); string(b) == text {
		t.Fold = text
	} else {
		t.Fold = string(b)
	}
	if t.Fold == "" {
		return t
	}
	if isDigits(t.Fold) {
		t.Role = Number
		return t
	}
	t.sounds(sc, lang)
	if sc == latin {
		t.Keys = append(t.Keys, words.nicks[t.Fold]...)
	}
	switch sc {
	case latin:
		t.Keys = knownKeys(t.Keys, fnv(t.Fold))
		t.Keys = append(t.Keys, arabicNames().latin[t.Fold]...)
	case arabic:
		t.Keys = append(knownKeys(t.Keys, knownHash(t.Text)), arabicNames().arabic[plainArabic(t.Text)]...)
	case han, hangul, kana, hebrew, cyrillic:
		t.Keys = knownKeys(t.Keys, knownHash(t.Text))
	}
	t.Block = blockOf(sc, t.Fold)
	return t
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// sounds sets the skeleton and the spelling-habit keys.
func (t *Token) sounds(sc script, lang cyrLang) {
	var s sounds
	var kb [40]byte
	add := func(k []byte) string {
		if len(k) == 0 {
			return ""
		}
		for _, x := range t.Keys {
			if x == string(k) {
				return x
			}
		}
		if t.Keys == nil {
			t.Keys = make([]string, 0, 2)
		}
		x := string(k)
		t.Keys = append(t.Keys, x)
		return x
	}
	switch sc {
	case cyrillic:
		s.hearCyrillic(t.Text, lang, false)
		t.Skel = add(s.key(kb[:0]))
		if strings.ContainsAny(t.Text, "гё") {
			s.hearCyrillic(t.Text, lang, true)
			add(s.key(kb[:0]))
		}
		return
	case latin:
		var wb [64]byte
		w := wb[:0]
		for _, c := range t.Text {
			switch {
			case c < 0x80:
				w = appendASCII(w, c)
			default:
				if x := soundLatin(c); x != "" {
					w = append(w, x...)
				} else {
					w = append(w, foldLatin(c)...)
				}
			}
			if len(w) > 48 {
				break
			}
		}
		for h := english; h < habits; h++ {
			s.hear(w, h)
			k := add(s.key(kb[:0]))
			if h == english {
				t.Skel = k
			}
			if !s.asked {
				break // all hear the same
			}
		}
		return
	}
	var wb [64]byte
	w := append(wb[:0], t.Fold[:min(len(t.Fold), 48)]...)
	s.hear(w, english)
	if sc.abjad() && s.n <= 3 {
		return // without vowels three consonants say too little
	}
	t.Skel = add(s.key(kb[:0]))
	if sc == greek { // ντ, μπ, γκ are nt, mp, gk or the d, b, g of foreign names
		s.hear([]byte(foreignGreek.Replace(t.Fold)), english)
		add(s.key(kb[:0]))
	}
}

var foreignGreek = strings.NewReplacer("nt", "d", "mp", "b", "gk", "g")

// appendWord adds a word, or two when its last tail letters, in capitals, are a
// legal form glued to it ("SiemensAG").
func appendWord(ws []word, w word, tail int) []word {
	if tail >= 2 && len(w.text)-tail >= 4 {
		if f := w.text[len(w.text)-tail:]; words.forms[f] != "" {
			w.text = w.text[:len(w.text)-tail]
			ws = append(ws, w)
			w.text, w.upper = f, true
		}
	}
	return append(ws, w)
}
