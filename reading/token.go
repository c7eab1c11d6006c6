package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// tokenKind says what a token is made of.
type tokenKind uint8

const (
	tWord  tokenKind = iota // letters of a script that parts its words
	tHan                    // one character of a script that does not
	tKana                   // a run of katakana
	tHang                   // a Korean word with whatever is glued to it
	tArab                   // an Arabic word with whatever is glued to it
	tNum                    // digits, with points and commas inside
	tPunct                  // one mark
	tHyph                   // a hyphen between two words: read over when names are looked up
	tPoss                   // 's
)

// A token is one word or mark; start and end are offsets into the whole text.
type token struct {
	start, end int32
	kind       tokenKind
	upper      bool // begins with a capital
	caps       bool // is all capitals (two or more)
	space      bool // white space stands before it
	newline    bool // a line break stands before it
}

// tokenize appends the tokens of text[from:to] to dst.
func tokenize(dst []token, text string, from, to int) []token {
	i := from
	space, nl := true, true
	for i < to {
		c := text[i]
		var r rune
		n := 1
		if c < utf8.RuneSelf {
			r = rune(c)
		} else {
			r, n = utf8.DecodeRuneInString(text[i:to])
		}
		switch {
		case c == '\n' || r == '\u2028' || r == '\u2029':
			space, nl = true, true
			i += n
			continue
		case c < utf8.RuneSelf && (c <= ' ') || c >= utf8.RuneSelf && unicode.IsSpace(r):
			space = true
			i += n
			continue
		case r == '\u00ad' || r == '\u200b' || r == '\ufeff' || r == '\u200e' || r == '\u200f':
			i += n // marks without width part nothing
			continue
		}
		t := token{start: int32(i), space: space, newline: nl}
		space, nl = false, false
		switch {
		case isASCIILetter(c) || c >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsMark(r)):
			i = scanWord(&t, text, i, to, r, n)
		case c >= '0' && c <= '9' || c >= utf8.RuneSelf && unicode.IsDigit(r):
			t.kind = tNum
			i = scanNumber(text, i, to)
		default:
			t.kind = tPunct
			i += n
			if isHyphen(r) && !t.space && len(dst) > 0 && dst[len(dst)-1].kind <= tNum && i < to {
				if r2, _ := utf8.DecodeRuneInString(text[i:to]); unicode.IsLetter(r2) || unicode.IsDigit(r2) {
					t.kind = tHyph
				}
			}
			if isApostrophe(r) && !t.space && len(dst) > 0 && dst[len(dst)-1].kind == tWord && i < to && (text[i] == 's' || text[i] == 'S') {
				if r2, _ := utf8.DecodeRuneInString(text[i+1 : to]); i+1 >= to || !unicode.IsLetter(r2) {
					t.kind = tPoss
					i++
				}
			}
		}
		if i == int(t.start) { // ʼ is a letter and an apostrophe: by itself it begins no word
			t.kind = tPunct
			i += n
		}
		t.end = int32(i)
		dst = append(dst, t)
	}
	return dst
}

func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '‘' }

func isHyphen(r rune) bool { return r == '-' || r == '‐' || r == '‑' || r == '·' || r == '・' }

func isKatakana(r rune) bool { return r >= 0x30a1 && r <= 0x30fa || r == 'ー' }

func isHan(r rune) bool {
	return r >= 0x4e00 && r <= 0x9fff || r >= 0x3400 && r <= 0x4dbf || r >= 0x3041 && r <= 0x3096 ||
		r >= 0xf900 && r <= 0xfaff || r >= 0x20000 && r <= 0x2ffff || r == '々' || r == '〇'
}

func isHangul(r rune) bool { return r >= 0xac00 && r <= 0xd7a3 || r >= 0x1100 && r <= 0x11ff }

func isArabic(r rune) bool { return r >= 0x0600 && r <= 0x06ff || r >= 0xfb50 && r <= 0xfefc }

// scanWord sets the token's kind and returns where the word ends.
func scanWord(t *token, text string, i, to int, r rune, n int) int {
	start := i
	switch {
	case isHan(r):
		t.kind = tHan
		return i + n
	case isKatakana(r):
		t.kind = tKana
		for i < to {
			r, n = utf8.DecodeRuneInString(text[i:to])
			if !isKatakana(r) {
				break
			}
			i += n
		}
		return i
	case isHangul(r):
		t.kind = tHang
	case isArabic(r):
		t.kind = tArab
	}
	t.upper = unicode.IsUpper(r)
	letters, capitals := 0, 0
	for i < to {
		c := text[i]
		if isASCIILetter(c) {
			letters++
			if c <= 'Z' {
				capitals++
			}
			i++
			continue
		}
		if c < utf8.RuneSelf {
			if c >= '0' && c <= '9' && t.kind == tWord {
				i++
				continue
			}
			if c == '\'' {
				if j := apostrophe(text, start, i, 1, to); j > 0 {
					return j
				} else if j < 0 {
					break
				}
				i++
				continue
			}
			// initials: U.S., z.B.
			if c == '.' && letters == 1 && capitals+1 > 0 && i+1 < to && isASCIILetter(text[i+1]) && (i+2 >= to || !isASCIILetter(text[i+2])) {
				j := i
				for j+1 < to && text[j] == '.' && isASCIILetter(text[j+1]) && (j+2 >= to || !isASCIILetter(text[j+2])) {
					j += 2
				}
				if j < to && text[j] == '.' {
					j++
				}
				t.caps = t.upper
				return j
			}
			break
		}
		r, n = utf8.DecodeRuneInString(text[i:to])
		if isApostrophe(r) {
			if j := apostrophe(text, start, i, n, to); j > 0 {
				return j
			} else if j < 0 {
				break
			}
			i += n
			continue
		}
		if r == '\u00ad' || r == '\u200c' || r == '\u200d' {
			i += n
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsMark(r) || isHan(r) || isKatakana(r) || isHangul(r) != (t.kind == tHang) || isArabic(r) != (t.kind == tArab) {
			break
		}
		letters++
		if unicode.IsUpper(r) {
			capitals++
		}
		i += n
	}
	t.caps = letters > 1 && letters == capitals
	return i
}

// apostrophe decides about an apostrophe of n bytes at i inside a word that
// began at start: >0 is the end of the word after it (l', d'), <0 the word
// ends before it (Korea|'s), 0 it belongs to the word (don't).
func apostrophe(text string, start, i, n, to int) int {
	if i+n >= to {
		if elides(text[start:i]) {
			return i + n
		}
		return -1
	}
	r, m := utf8.DecodeRuneInString(text[i+n : to])
	if !unicode.IsLetter(r) {
		return -1
	}
	if r == 's' || r == 'S' {
		if i+n+m >= to {
			return -1
		}
		if r2, _ := utf8.DecodeRuneInString(text[i+n+m : to]); !unicode.IsLetter(r2) {
			return -1
		}
	}
	if elides(text[start:i]) {
		return i + n
	}
	return 0
}

// elides reports whether a word is one that loses its vowel before another:
// l', d', qu'.
func elides(w string) bool {
	switch strings.ToLower(w) {
	case "l", "d", "n", "s", "m", "t", "c", "j", "qu", "jusqu", "lorsqu", "puisqu", "quelqu", "dell", "all", "nell", "un":
		return true
	}
	return false
}

func scanNumber(text string, i, to int) int {
	for i < to {
		c := text[i]
		switch {
		case c >= '0' && c <= '9':
			i++
		case (c == '.' || c == ',' || c == ':') && i+1 < to && text[i+1] >= '0' && text[i+1] <= '9':
			i += 2
		default:
			r, n := utf8.DecodeRuneInString(text[i:to])
			if c < utf8.RuneSelf || !unicode.IsDigit(r) && r != '\u00a0' && r != '\u202f' {
				return i
			}
			if !unicode.IsDigit(r) { // a thin space between groups of three
				if i+n+3 > to || !digits(text[i+n:i+n+3]) {
					return i
				}
			}
			i += n
		}
	}
	return i
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) > 0
}

// appendWord appends the look-up form of a word to dst: lower case, NFC,
// straight apostrophe, no dots of initials, Russian ё as е, Arabic without
// vowel signs and with one alef.
func appendWord(dst []byte, w string) []byte {
	ascii := true
	for i := 0; i < len(w); i++ {
		c := w[i]
		if c >= utf8.RuneSelf {
			ascii = false
			break
		}
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if c == '.' {
			continue
		}
		dst = append(dst, c)
	}
	if ascii {
		return dst
	}
	dst = dst[:0]
	if !norm.NFC.IsNormalString(w) {
		w = norm.NFC.String(w)
	}
	if strings.ContainsFunc(w, func(r rune) bool { return r >= 0xfb50 && r <= 0xfefc }) {
		w = norm.NFKC.String(w) // letters by their form in the line, as old PDFs have them
	}
	for _, r := range w {
		switch {
		case r < utf8.RuneSelf:
			if r >= 'A' && r <= 'Z' {
				r |= 0x20
			}
			if r == '.' {
				continue
			}
			dst = append(dst, byte(r))
			continue
		case isApostrophe(r):
			dst = append(dst, '\'')
			continue
		case r == '\u00ad' || r == '\u200c' || r == '\u200d':
			continue
		case r >= 0x064b && r <= 0x0652 || r == 0x0640 || r == 0x0670:
			continue
		case r == 'أ' || r == 'إ' || r == 'آ' || r == 'ٱ':
			r = 'ا'
		case r == 'ى' || r == 'ی':
			r = 'ي'
		case r == 'ة':
			r = 'ه'
		case r == 'ک':
			r = 'ك'
		case r == 'ё' || r == 'Ё':
			r = 'е'
		case r >= 0x4e00 && r <= 0x9fff:
			r = simplified(r)
		default:
			r = unicode.ToLower(r)
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

// A span is a half-open range of tokens.
type span struct{ a, b int }

// sentences parts the tokens of one block into sentences.
func sentences(text string, toks []token, lang *language) []span {
	var out []span
	a := 0
	for i := range toks {
		if lang.spaceless && lang.order == orderSVO && i > a && toks[i].newline {
			out = append(out, span{a, i}) // a line of Chinese is not broken inside a sentence
			a = i
		}
		if toks[i].kind != tPunct {
			continue
		}
		if !strings.Contains(".!?…。！？؟۔｡", text[toks[i].start:toks[i].end]) {
			continue
		}
		if text[toks[i].start] == '.' && !endsSentence(text, toks, i, lang) {
			continue
		}
		b := i + 1
		for b < len(toks) && toks[b].kind == tPunct && !toks[b].space && strings.Contains("\"”“»’')]】」』.!?…“", text[toks[b].start:toks[b].end]) {
			b++
		}
		if b <= a {
			continue
		}
		out = append(out, span{a, b})
		a = b
	}
	if a < len(toks) {
		out = append(out, span{a, len(toks)})
	}
	return short(text, toks, out)
}

// maxSentence bounds the tokens worked out together: what a slot may be filled
// with is looked for in the whole sentence, so its cost grows with the square.
const maxSentence = 240

// short parts sentences that are longer, at a mark where there is one.
func short(text string, toks []token, in []span) []span {
	ok := true
	for _, p := range in {
		ok = ok && p.b-p.a <= maxSentence
	}
	if ok {
		return in
	}
	var out []span
	for _, p := range in {
		for p.b-p.a > maxSentence {
			cut := p.a + maxSentence
			for k := cut; k > p.a+maxSentence/2; k-- {
				if toks[k].kind == tPunct && strings.Contains(",;:–—\n，、；：", text[toks[k].start:toks[k].end]) || toks[k].newline {
					cut = k + 1
					if toks[k].newline && toks[k].kind != tPunct {
						cut = k
					}
					break
				}
			}
			out = append(out, span{p.a, cut})
			p.a = cut
		}
		out = append(out, p)
	}
	return out
}

// endsSentence decides about a full stop.
func endsSentence(text string, toks []token, i int, lang *language) bool {
	if i+1 >= len(toks) {
		return true
	}
	next := toks[i+1]
	if !next.space && next.kind != tPunct && next.kind != tHan {
		return false
	}
	if i == 0 {
		return true
	}
	prev := toks[i-1]
	if prev.end != toks[i].start {
		return true
	}
	w := text[prev.start:prev.end]
	switch prev.kind {
	case tNum:
		// an ordinal: "13. September", "21. Jahrhundert"
		if lang != nil && lang.ordinalDot && len(w) <= 2 && (next.kind == tWord) {
			return false
		}
	case tWord:
		if utf8.RuneCountInString(w) == 1 && prev.upper {
			return false // an initial
		}
		if lang != nil && lang.abbrev[strings.ToLower(w)] {
			return false
		}
		if next.kind == tWord && !next.upper && next.space && unicode.IsLower(firstRune(text[next.start:])) {
			return false
		}
	}
	return true
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
