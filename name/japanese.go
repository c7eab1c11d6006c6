package name

import "unicode/utf8"

// japaneseName reads a Japanese person's name in Han characters: a family name
// and a given name that are both known words. The readings that Japanese names
// have cannot be told from the characters; the words meet their Latin
// spellings by the keys of known.bin and are folded by their Sino-Japanese
// reading.
func japaneseName(w string) []Token {
	n := utf8.RuneCountInString(w)
	if n < 2 || n > 6 {
		return nil
	}
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
		if len(a) > 0 && len(b) > 0 {
			return []Token{japaneseWord(w[:cut], a, Family), japaneseWord(w[cut:], b, Given)}
		}
	}
	return nil
}

func japaneseWord(w string, keys []string, role Role) Token {
	t := Token{Text: w, Fold: string(romaniseHan(nil, w, japanese)), Keys: keys, Role: role}
	t.Block = string(appendBlock(nil, t.Fold))
	return t
}
