package name

import "unicode/utf8"

// japaneseName reads a Japanese person's name in Han characters: a family name
// and a given name that are known words, or one of them when the name cannot be
// Chinese (loose). The readings of Japanese names cannot be told from the
// characters: the words meet their Latin spellings by the keys of known.bin,
// and are folded as Mandarin, which is what the learned weights know.
func japaneseName(w string, loose bool) []Token {
	n := utf8.RuneCountInString(w)
	if n < 2 || n > 6 {
		return nil
	}
	var half []Token
	for _, k := range [...]int{2, 1, 3} { // two characters and two is the usual shape
		if k >= n {
			continue
		}
		cut := 0
		for range k {
			_, size := utf8.DecodeRuneInString(w[cut:])
			cut += size
		}
		a, b := knownKeys(nil, knownHash(w[:cut])), knownKeys(nil, knownHash(w[cut:]))
		if len(a) == 0 && len(b) == 0 {
			continue
		}
		toks := []Token{japaneseWord(w[:cut], a, Family), japaneseWord(w[cut:], b, Given)}
		if toks[0].Fold == "" || toks[1].Fold == "" {
			continue
		}
		if len(a) > 0 && len(b) > 0 {
			return toks
		}
		if half == nil && loose {
			half = toks
		}
	}
	return half
}

func japaneseWord(w string, keys []string, role Role) Token {
	t := Token{Text: w, Fold: string(romaniseHan(nil, w, mandarin)), Keys: keys, Role: role}
	t.Block = blockOf(han, t.Fold)
	return t
}
