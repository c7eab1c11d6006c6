package name

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
	"unsafe"

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
	text     string // NFKC, lower case, without signs; it may lie in Parser.cur
	known    *info  // what is known of it, when it was met before
	from, to int32  // where its letters are in Parser.cur, before text is set
	runes    int32
	comma    int32 // how many commas came before
	script   script
	upper    bool // written in capitals only
	dotted   bool // one letter followed by a full stop
	hyphen   bool // a hyphen stands before it
	quoted   bool // within quotation marks or parentheses
	mixed    bool // letters of two scripts, put right
}

// split cuts a name into words.
func split(text string) []word {
	var px Parser
	px.split(text)
	return px.words
}

func (px *Parser) split(text string) {
	if len(text) > maxBytes || !px.splitASCII(text) {
		px.splitAny(px.clean(text))
	}
	px.look()
}

// look sets each word's letters, and what is known of it. What it needs of
// memory is looked at for all words together before it is gone through: the
// machine waits for some as long as for one.
func (px *Parser) look() {
	ws, touched := px.words, uint32(0)
	if m := uint64(len(px.sets)) - 1; len(px.sets) > 0 {
		for i := range ws {
			if w := &ws[i]; w.text == "" {
				h := px.hash(px.cur[w.from:w.to], sense(w.script))
				px.hashes[i] = h
				touched ^= px.sets[h&m].tags[0]
			}
		}
		for i := range ws {
			if w := &ws[i]; w.text == "" {
				h := px.hashes[i]
				set := &px.sets[h&m]
				for k, t := range &set.tags {
					if t == uint32(h>>32) && set.words[k] != nil {
						w.known = set.words[k]
						touched ^= uint32(w.known.script)
						set.asked(k)
						break
					}
				}
			}
		}
		for i := range ws {
			if w := &ws[i]; w.known != nil {
				touched ^= uint32(w.known.token.Text[0])
			}
		}
		px.touched = touched
	}
	for i := range ws {
		w := &ws[i]
		if w.text != "" {
			continue
		}
		letters := px.cur[w.from:w.to]
		if k := w.known; k == nil || k.as != sense(w.script) || k.token.Text != string(letters) {
			w.known = px.seen(letters, sense(w.script))
		}
		if w.known != nil {
			w.text = w.known.token.Text
		} else {
			w.text = unsafe.String(unsafe.SliceData(letters), len(letters))
		}
	}
}

func (px *Parser) splitAny(text string) {
	ws, cur, start := px.words[:0], px.cur[:0], 0
	var scripts [otherScript + 1]int
	first, several := noScript, false // the word's script, and whether it has letters of others
	letters, upper, runes, signs := 0, 0, 0, 0
	tail := 0 // bytes of capitals at the end of a word, after a lower-case letter
	commas, quote := int32(0), rune(0)
	hyphen := false
	flush := func(sep rune) {
		if runes > 0 && len(ws) < maxTokens {
			ws = append(ws, word{from: int32(start), to: int32(len(cur)), comma: commas, upper: letters > 1 && upper == letters, hyphen: hyphen, quoted: quote != 0, runes: int32(runes + signs), script: first})
			w := &ws[len(ws)-1]
			w.dotted = sep == '.' && runes == 1 && letters == 1
			if several {
				w.text = string(cur[start:])
				w.script, w.mixed = mainScript(&w.text, &scripts)
				w.runes = int32(utf8.RuneCountInString(w.text))
			}
			if tail >= 2 {
				ws = glued(ws, cur, tail)
			}
			hyphen = sep == '-'
		} else if sep != '-' {
			hyphen = false
		}
		start, letters, upper, runes, signs, tail = len(cur), 0, 0, 0, 0, 0
		if several {
			scripts = [otherScript + 1]int{}
		} else {
			scripts[first], scripts[noScript] = 0, 0
		}
		first, several = noScript, false
	}
	lastScript := noScript
	for i := 0; i < len(text); {
		c, size := rune(text[i]), 1
		var l rune
		var sc script
		letter := false
		if c < 0x80 {
			switch asciiClass[c] {
			case aSmall:
				l, sc, letter = c, latin, true
			case aCapital:
				l, sc, letter = c|0x20, latin, true
			}
		} else {
			c, size = utf8.DecodeRuneInString(text[i:])
			if l, sc = usual(c); sc != noScript {
				letter = true
			} else if !isQuote(c) && unicode.IsLetter(c) {
				l, sc, letter = unicode.ToLower(c), scriptOf(c), true
			}
		}
		i += size
		switch {
		case letter:
			if runes > 0 && breaks(lastScript, sc) {
				flush(0)
			}
			lastScript = sc
			scripts[sc]++
			if sc != first && sc != noScript {
				if first == noScript {
					first = sc
				} else {
					several = true
				}
			}
			letters++
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
		case c == ' ':
			flush(' ')
		case isQuote(c):
			if scripts[hebrew] > 0 {
				cur = append(cur, '\'')
				signs++
			} else if runes == 0 && quoteOpens(text[i:], c) {
				quote = c
			} else if quote == c {
				flush(c)
				quote = 0
			}
		case unicode.IsDigit(c):
			cur = utf8.AppendRune(cur, digit(c))
			runes++
		case unicode.IsMark(c):
			if runes > 0 && c >= 0x370 { // marks of Latin words are gone by NFKC; what is left is noise
				cur = utf8.AppendRune(cur, c)
				signs++
			}
		case c == 'ー', c == '々':
			if runes > 0 {
				cur = utf8.AppendRune(cur, c)
				signs++
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
					cur = append(cur, "and"...)
					ws = append(ws, word{from: int32(start), to: int32(len(cur)), script: latin, comma: commas, runes: 3})
					start = len(cur)
				}
			}
		}
	}
	flush(0)
	px.words, px.cur = ws, cur
}

// isQuote reports whether a character is one of those written for an
// apostrophe.
func isQuote(c rune) bool {
	switch c {
	case '\'', '’', 'ʼ', '`', '‘', 'ʻ', 'ʿ', 'ʾ', '´', 'ʹ', '׳', '″', 'ʺ':
		return true
	}
	return false
}

// What an ASCII character is in a name.
const (
	aSign = iota
	aCapital
	aSmall
	aDigit
	aQuote
)

// asciiClass holds that; bytes of other characters are signs.
var asciiClass = func() (t [256]uint8) {
	for c := range 128 {
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

// splitASCII is split for a text of ASCII characters; it reports false, and has
// done nothing of use, when there are others.
func (px *Parser) splitASCII(text string) bool {
	ws, cur, start := px.words[:0], px.cur[:0], 0
	letters, upper := 0, 0
	tail := 0
	commas, quote := int32(0), byte(0)
	hyphen := false
	flush := func(sep byte) {
		if n := len(cur) - start; n > 0 && len(ws) < maxTokens {
			ws = append(ws, word{from: int32(start), to: int32(len(cur)), comma: commas, upper: letters > 1 && upper == letters, hyphen: hyphen, quoted: quote != 0, runes: int32(n)})
			w := &ws[len(ws)-1]
			w.dotted = sep == '.' && n == 1 && letters == 1
			if letters > 0 {
				w.script = latin
			}
			if tail >= 2 {
				ws = glued(ws, cur, tail)
			}
			hyphen = sep == '-'
		} else if sep != '-' {
			hyphen = false
		}
		start, letters, upper, tail = len(cur), 0, 0, 0
	}
	for i := range len(text) {
		c := text[i]
		switch asciiClass[c] {
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
			if len(cur) == start && quoteOpens(text[i+1:], rune(c)) {
				quote = c
			} else if quote == c {
				flush(c)
				quote = 0
			}
		default:
			if c >= 0x80 {
				return false
			}
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
					cur = append(cur, "and"...)
					ws = append(ws, word{from: int32(start), to: int32(len(cur)), script: latin, comma: commas, runes: 3})
					start = len(cur)
				}
			}
		}
	}
	flush(0)
	px.words, px.cur = ws, cur
	return true
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
// characters (zero width, direction overrides) and runs of marks.
func (px *Parser) clean(text string) string {
	text = text[:min(len(text), maxScan)]
	// As long as every character is stable, the text is its own form.
	for i, c := range text {
		if i > maxBytes {
			if isASCII(text) {
				return text[:maxBytes]
			}
			return text[:i]
		}
		if !stable(c) {
			return px.normal(text)
		}
	}
	return text
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// normal is clean for a text that may change by it.
func (px *Parser) normal(text string) string {
	b := px.raw[:0]
	marks := 0
	for _, c := range text {
		if !stable(c) {
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
	if !norm.NFKC.IsNormal(b) {
		b = norm.NFKC.Append(px.form[:0], b...)
		px.form = b
	}
	return unsafe.String(unsafe.SliceData(b), min(len(b), 4*maxBytes))
}

// stable reports whether a character lies in a stretch that has neither format
// characters nor marks, and that NFKC leaves as it is whatever stable character
// stands before; most letters do.
func stable(c rune) bool {
	return c < 0x80 || c >= 0xC0 && c < 0x132 || c >= 0x14A && c < 0x17F || c >= 0x400 && c < 0x483 || c >= 0x5D0 && c < 0x5EB || c >= 0x621 && c < 0x64B ||
		c >= 0x679 && c < 0x6D4 || c >= 0x1EA0 && c < 0x1EFA || c >= 0x2018 && c < 0x201F || c >= 0x30A1 && c < 0x30FF || c >= 0x4E00 && c < 0xA000 ||
		c >= 0xAC00 && c < 0xD7A4
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
		counts[p.words[i].script] += int(p.words[i].runes)
	}
	for s := latin; s <= otherScript; s++ {
		if counts[s] > counts[main] {
			main = s
		}
	}
	lang := russian
	if main == cyrillic {
		for i := range p.words {
			w := &p.words[i]
			l := russian
			if w.known != nil && w.script == cyrillic {
				l = w.known.lang
			} else {
				l = cyrLanguage(w.text)
			}
			if l != russian {
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
			p.readEastFirm(main)
			return
		}
		scheme = "han-mandarin"
	case hangul:
		p.readHangul()
		scheme = "hangul-rr"
	}
	base, known := p.base(lang)
	if len(base) == 0 {
		return
	}
	p.out = append(p.out, Reading{Scheme: scheme, Tokens: base})
	p.compounds(scheme, base)
	switch main {
	case cyrillic:
		p.readEastCyrillic(lang, known)
	case latin:
		p.readEastLatin(known)
	case han, hangul, kana:
		p.readEastFirm(main)
	}
}

// base reads every word in its own script, finds the roles, and turns FAMILY,
// Given around. For persons it gives what is known of each word, too.
func (p *parse) base(lang cyrLang) ([]Token, []*info) {
	px := p.px
	toks, meta, known := px.toks[:0], px.meta[:0], px.known[:0]
	for i := range p.words {
		w := &p.words[i]
		k := w.known
		if w.script == arabic && p.kind != Vessel {
			before, rest := arabicPrefix(w.text)
			for before != "" {
				var x string
				x, before, _ = strings.Cut(before, " ")
				a := px.know(x, arabic, lang)
				toks, meta, known = append(toks, a.token), append(meta, w), append(known, a)
			}
			if len(rest) < len(w.text) {
				k = px.know(rest, arabic, lang)
			}
		}
		if k == nil || lang != russian && w.script == cyrillic {
			k = px.know(w.text, w.script, lang)
		}
		if k.token.Fold == "" {
			continue
		}
		toks, meta, known = append(toks, k.token), append(meta, w), append(known, k)
	}
	px.toks, px.meta, px.known = toks, meta, known
	if len(toks) > maxTokens {
		toks, known = toks[:maxTokens], known[:maxTokens]
	}
	dst := px.spare[:0]
	switch {
	case p.kind == Vessel:
		return px.shipRoles(toks, known), nil
	case p.kind == Organization, p.kind == Any && looksFirm(toks, known):
		px.spare = px.firmRoles(dst, toks, meta, known)
		return px.spare, nil
	}
	out, cut, end := personRoles(dst, toks, meta, known)
	if cut > 0 {
		px.spare = out
		px.turn = append(append(append(px.turn[:0], known[cut:end]...), known[:cut]...), known[end:]...)
		known = px.turn
	}
	return out, known
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

// makeToken reads one word, and says what the tables have on it. Its strings
// share no memory with the caller's, but for text.
func makeToken(t *Token, text string, sc script, lang cyrLang) *fact {
	t.Text = text
	var own keys // the folded form, keys and block, one after the other
	own.b = romanise(own.room[:0], text, sc, lang)
	if string(own.b) == text {
		t.Fold = text
	} else {
		t.Fold = string(own.b)
	}
	if t.Fold == "" {
		return &noFact
	}
	if isDigits(t.Fold) {
		t.Role = Number
		return factOf(t.Fold)
	}
	own.b = own.b[:0]
	skel := own.sounds(t, sc, lang)
	hash := fnv(t.Fold)
	fact := facts().of(t.Fold, hash)
	var nicks, arabics []string
	hears := own.n
	switch sc {
	case latin:
		nicks, arabics = fact.nicks, fact.arabic
		own.groups(hash)
	case arabic:
		arabics = arabicNames().arabic[plainArabic(text)]
		own.groups(knownHash(text))
	case han, hangul, kana, hebrew, cyrillic:
		own.groups(knownHash(text))
	}
	end := len(own.b)
	own.b = blockOf(own.b, sc, t.Fold)
	s := string(own.b)
	t.Block = s[end:]
	if n := own.n + len(nicks) + len(arabics); n > 0 {
		t.Keys = make([]string, 0, n)
		at := 0
		for i, to := range own.ends[:own.n] {
			if i == hears {
				t.Keys = append(t.Keys, nicks...)
			}
			t.Keys = append(t.Keys, s[at:to])
			at = int(to)
		}
		if own.n == hears {
			t.Keys = append(t.Keys, nicks...)
		}
		t.Keys = append(t.Keys, arabics...)
	}
	if skel {
		t.Skel = t.Keys[0]
	}
	return fact
}

// keys gathers the keys of a word.
type keys struct {
	b    []byte
	ends [maxOwnKeys]uint16
	n    int
	room [256]byte
}

// maxOwnKeys is more than a word can have keys of its own: of eight habits, and
// of six groups of known words.
const maxOwnKeys = 16

// add ends the key that was appended to b, unless there is one like it.
func (k *keys) add() bool {
	at := 0
	if k.n > 0 {
		at = int(k.ends[k.n-1])
	}
	x := k.b[at:]
	if len(x) == 0 {
		return false
	}
	from := 0
	for _, to := range k.ends[:k.n] {
		if string(k.b[from:to]) == string(x) {
			k.b = k.b[:at]
			return false
		}
		from = int(to)
	}
	k.ends[k.n] = uint16(len(k.b))
	k.n++
	return true
}

// groups adds the keys of the groups of known words that a hash belongs to.
func (k *keys) groups(hash uint32) {
	for i, end := knownRun(hash); i < end && k.n < maxOwnKeys; i++ {
		k.b = strconv.AppendUint(append(k.b, "w:"...), uint64(knownAt(2*i+1)), 36)
		k.ends[k.n] = uint16(len(k.b))
		k.n++
	}
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// sounds adds the spelling-habit keys of a word, and reports whether the first
// is its skeleton.
func (k *keys) sounds(t *Token, sc script, lang cyrLang) (skel bool) {
	var s sounds
	switch sc {
	case cyrillic:
		s.hearCyrillic(t.Text, lang, false)
		k.b = s.key(k.b)
		skel = k.add()
		if strings.ContainsAny(t.Text, "гё") {
			s.hearCyrillic(t.Text, lang, true)
			k.b = s.key(k.b)
			k.add()
		}
		return skel
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
		s.hear(w, english)
		k.b = s.key(k.b)
		skel = k.add()
		// The others that hear anything else.
		heard := s.alike(english)
		for h := german; h < habits; h++ {
			if heard>>h&1 != 0 {
				continue
			}
			s.hear(w, h)
			heard |= s.alike(h)
			k.b = s.key(k.b)
			k.add()
		}
		return skel
	}
	var wb [64]byte
	w := append(wb[:0], t.Fold[:min(len(t.Fold), 48)]...)
	s.hear(w, english)
	if sc.abjad() && s.n <= 3 {
		return false // without vowels three consonants say too little
	}
	k.b = s.key(k.b)
	skel = k.add()
	if sc == greek { // ντ, μπ, γκ are nt, mp, gk or the d, b, g of foreign names
		s.hear([]byte(foreignGreek.Replace(t.Fold)), english)
		k.b = s.key(k.b)
		k.add()
	}
	return skel
}

var foreignGreek = strings.NewReplacer("nt", "d", "mp", "b", "gk", "g")

// glued parts the last word when its last tail letters, in capitals, are a legal
// form glued to it ("SiemensAG").
func glued(ws []word, letters []byte, tail int) []word {
	w := &ws[len(ws)-1]
	text := w.text
	if text == "" {
		text = string(letters[w.from:w.to])
	}
	if len(text)-tail < 4 || words.forms[text[len(text)-tail:]] == "" {
		return ws
	}
	rest := *w
	w.text, rest.text = text[:len(text)-tail], text[len(text)-tail:]
	w.runes, rest.runes, rest.upper = int32(utf8.RuneCountInString(w.text)), int32(utf8.RuneCountInString(rest.text)), true
	return append(ws, rest)
}
