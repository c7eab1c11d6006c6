package reading

import (
	"strings"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"
)

// readable are the languages the identifier chooses between.
var latinLangs = map[whatlanggo.Lang]string{
	whatlanggo.Deu: "de", whatlanggo.Eng: "en", whatlanggo.Fra: "fr", whatlanggo.Spa: "es",
	whatlanggo.Por: "pt", whatlanggo.Ita: "it", whatlanggo.Pol: "pl", whatlanggo.Nld: "nl", whatlanggo.Tur: "tr", whatlanggo.Vie: "vi", whatlanggo.Ind: "id",
	whatlanggo.Rus: "ru", whatlanggo.Ukr: "uk", whatlanggo.Pes: "fa", whatlanggo.Arb: "ar",
}

// scriptOf counts the letters of a sample by script and decides the language
// where the script alone does.
func scriptOf(sample string) string {
	var latin, cyr, han, kana, hang, arab, other int
	for _, r := range sample {
		switch {
		case r < 0x80:
			if r|0x20 >= 'a' && r|0x20 <= 'z' {
				latin++
			}
		case r >= 0x00c0 && r < 0x0250:
			latin++
		case r >= 0x0400 && r < 0x0530:
			cyr++
		case r >= 0x3041 && r <= 0x30fe:
			kana++
		case isHangul(r):
			hang++
		case isHan(r):
			han++
		case isArabic(r):
			arab++
		case r >= 0x0370 && r < 0x1e00:
			other++
		}
	}
	best, code := latin, "latin"
	if cyr > best {
		best, code = cyr, "cyrillic"
	}
	if arab > best {
		best, code = arab, "arabic"
	}
	if hang*2 > best {
		best, code = hang*2, "ko"
	}
	if (han+kana)*3 > best {
		best = (han + kana) * 3
		code = "zh"
		if kana*8 > han {
			code = "ja"
		}
	}
	if other > best {
		return "other"
	}
	if best == 0 {
		return ""
	}
	return code
}

// identify gives each block its language: by script where that decides, else by
// the identifier over a sample, smoothed by the document's majority.
func (r *Reader) identify(text string, blocks []Block, given string) []string {
	out := make([]string, len(blocks))
	if given != "" {
		for i := range out {
			out[i] = given
		}
		// a passage in another script is another language all the same
		for i, b := range blocks {
			if sc := scriptOf(sample(text, b)); sc != "" && sc != scriptOfLang(given) {
				out[i] = ""
			}
		}
	}
	weight := map[string]int{}
	for i, b := range blocks {
		if out[i] != "" {
			continue
		}
		s := sample(text, b)
		switch sc := scriptOf(s); sc {
		case "ko", "zh", "ja", "other":
			out[i] = sc
		case "latin", "cyrillic", "arabic":
			if len(s) < 25 {
				continue
			}
			code, sure := detect(sc, s)
			if sc == "arabic" {
				code, sure = arabicLang(s), 1
			}
			if sc == "cyrillic" && (code == "ru" || code == "uk" || code == "") {
				c := cyrillicLang(s)
				if c == "" {
					continue // the rest of the document decides
				}
				code, sure = c, 1
			}
			if !r.reads(code) && len(s) < 500 {
				if c := r.nearest(sc, s); c != "" {
					code = c
				}
			}
			if sc == "latin" && r.reads(code) && len(s) < 200 {
				// too short for letters to decide: the words do
				if c, n := r.mostWords(sc, s); c != "" && c != code && n > r.functionWords(code, s)+r.knownWords(code, s) {
					code, sure = c, 1
				}
			}
			if len(s) >= 60 || sure > 0.7 {
				out[i] = code
			}
			if code != "" {
				weight[sc+code] += len(s)
			}
		}
		if out[i] != "" && (out[i] == "ko" || out[i] == "zh" || out[i] == "ja") {
			weight[out[i]] += len(s)
		}
	}
	best := func(sc string) string {
		b, n := "", 0
		for _, l := range allCodes {
			if w := weight[sc+l]; w > n {
				b, n = l, w
			}
		}
		return b
	}
	if weight["ja"] > weight["zh"] {
		for i, b := range blocks {
			if out[i] == "zh" && b.End-b.Start < 200 {
				out[i] = "ja" // a heading or a line of a form without kana
			}
		}
	}
	major := map[string]string{"latin": best("latin"), "cyrillic": best("cyrillic"), "arabic": best("arabic")}
	for i, b := range blocks {
		s := sample(text, b)
		sc := scriptOf(s)
		m := major[sc]
		if m == "" {
			m = map[string]string{"latin": "en", "cyrillic": "ru", "arabic": "ar"}[sc]
		}
		if given != "" && scriptOfLang(given) == sc {
			out[i] = given
			continue
		}
		if out[i] == "" {
			out[i] = m
			continue
		}
		// a short passage, one in a language not read, or one that holds more
		// of the document's function words follows the document
		if out[i] != m && r.reads(m) {
			if len(s) < 120 || !r.reads(out[i]) && len(s) < 400 || r.reads(out[i]) && r.functionWords(m, s)*10 >= r.functionWords(out[i], s)*9 {
				out[i] = m
			}
		}
	}
	return out
}

// detect is the identifier's language of a sample, and how sure it is. Of
// languages that are equally near it takes one by the order of a map, which is
// another each time; here the first of allCodes is taken that none is nearer than.
func detect(script, s string) (code string, sure float64) {
	info := whatlanggo.DetectWithOptions(s, whatlanggo.Options{Whitelist: whitelist(script)})
	if info.Confidence > 0 || info.Lang < 0 {
		return latinLangs[info.Lang], info.Confidence
	}
	langs := map[string]whatlanggo.Lang{}
	for l := range whitelist(script) {
		langs[latinLangs[l]] = l
	}
	for _, c := range allCodes {
		l, ok := langs[c]
		switch {
		case !ok:
		case code == "":
			code = c
		default:
			pair := map[whatlanggo.Lang]bool{langs[code]: true, l: true}
			if got := whatlanggo.DetectWithOptions(s, whatlanggo.Options{Whitelist: pair}); got.Lang == l && got.Confidence > 0 {
				code = c
			}
		}
	}
	return code, 0
}

// arabicLang tells Arabic from Persian by letters and the article: Persian has
// letters that Arabic lacks and writes two letters otherwise.
func arabicLang(s string) string {
	ar, fa := 0, 0
	for _, r := range s {
		switch r {
		case 'پ', 'چ', 'ژ', 'گ', 'ک', 'ی':
			fa++
		case 'ة', 'ى', 'ي', 'ك', 'أ', 'إ':
			ar++
		}
	}
	ar += strings.Count(s, " ال")
	if fa > ar {
		return "fa"
	}
	return "ar"
}

// nearest is the language read whose function words make up a third of a short
// sample or more, "" for none: identifiers mistake short texts for languages
// near them.
func (r *Reader) nearest(script, s string) string {
	words := 0
	for _, t := range tokenize(nil, s, 0, len(s)) {
		if t.kind == tWord && !t.upper {
			words++
		}
	}
	best, n := "", words/3
	for _, c := range allCodes {
		if !r.reads(c) || scriptOfLang(c) != script {
			continue
		}
		if k := r.functionWords(c, s); k > n {
			best, n = c, k
		}
	}
	if best != "" {
		return best
	}
	// hardly a function word: the words of acts, goods and names must decide
	n = 0
	for _, c := range allCodes {
		if !r.reads(c) || scriptOfLang(c) != script {
			continue
		}
		if k := r.knownWords(c, s); k > n && k*2 > words {
			best, n = c, k
		} else if k == n {
			best = ""
		}
	}
	return best
}

// mostWords is the language that knows most words of a sample, function words
// counted twice.
func (r *Reader) mostWords(script, s string) (code string, n int) {
	for _, c := range allCodes {
		if !r.reads(c) || scriptOfLang(c) != script {
			continue
		}
		if k := r.functionWords(c, s) + r.knownWords(c, s); k > n {
			code, n = c, k
		}
	}
	return code, n
}

// knownWords counts the words of a sample, in lower case, that a lexicon holds.
func (r *Reader) knownWords(code, s string) int {
	x := r.lexicon(code)
	n := 0
	if x == nil {
		return 0
	}
	var buf []byte
	for _, t := range tokenize(nil, s, 0, len(s)) {
		if t.kind != tWord || t.upper {
			continue
		}
		buf = appendWord(buf[:0], s[t.start:t.end])
		if id := x.vocab[string(buf)]; id != 0 {
			if node, ok := x.next[uint64(uint32(id))]; ok && len(x.out[node]) > 0 {
				n++
			}
		}
	}
	return n
}

// functionWords counts the words of a sample that are function words.
func (r *Reader) functionWords(code, s string) int {
	x := r.lexicon(code)
	n := 0
	if x == nil {
		return 0
	}
	var buf []byte
	for _, t := range tokenize(nil, s, 0, len(s)) {
		if t.kind != tWord || t.upper {
			continue
		}
		buf = appendWord(buf[:0], s[t.start:t.end])
		if id := x.vocab[string(buf)]; id != 0 {
			if node, ok := x.next[uint64(uint32(id))]; ok {
				for _, e := range x.out[node] {
					if e.kind == eWord {
						n++
						break
					}
				}
			}
		}
	}
	return n
}

var allCodes = []string{"de", "en", "fr", "es", "ru", "uk", "ar", "fa", "pt", "it", "pl", "nl", "tr", "vi", "id"}

func scriptOfLang(code string) string {
	switch code {
	case "ru", "uk":
		return "cyrillic"
	case "ar", "fa":
		return "arabic"
	case "ko", "zh", "ja":
		return code
	}
	return "latin"
}

func whitelist(script string) map[whatlanggo.Lang]bool {
	w := map[whatlanggo.Lang]bool{}
	for l, c := range latinLangs {
		if scriptOfLang(c) == script {
			w[l] = true
		}
	}
	return w
}

// sample is the beginning of a block, cut at a character.
func sample(text string, b Block) string {
	end := min(b.End, b.Start+600)
	for end > b.Start && end < len(text) && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[b.Start:end]
}

// majority is the language of most of the text.
func majority(blocks []Block, langs []string) string {
	w := map[string]int{}
	best := ""
	for i, b := range blocks {
		w[langs[i]] += b.End - b.Start
		if w[langs[i]] > w[best] || best == "" {
			best = langs[i]
		}
	}
	return best
}
