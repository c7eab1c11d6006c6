package name

import "unicode/utf8"

// japaneseName reads a Japanese person's name in Han characters: a family name
// and a given name that are known words, or one of them when the name cannot be
// Chinese (loose). The readings of Japanese names cannot be told from the
// characters: the words meet their Latin spellings by the keys of known.bin,
// and are folded as Mandarin, which is what the learned weights know.
func (px *Parser) japaneseName(w string, loose bool) []Token {
	n := utf8.RuneCountInString(w)
	if n < 2 || n > 6 {
		return nil
	}
	var half [2]*info
	for _, k := range [...]int{2, 1, 3} { // two characters and two is the usual shape
		if k >= n {
			continue
		}
		cut := 0
		for range k {
			_, size := utf8.DecodeRuneInString(w[cut:])
			cut += size
		}
		a, b := isKnown(w[:cut]), isKnown(w[cut:])
		if !a && (!b || !loose) || !b && !loose {
			continue
		}
		both := [2]*info{px.japaneseWord(w[:cut]), px.japaneseWord(w[cut:])}
		if (both[0].flags|both[1].flags)&isUnread != 0 {
			continue
		}
		if a && b {
			half = both
			break
		}
		if half[0] == nil {
			half = both
		}
	}
	if half[0] == nil {
		return nil
	}
	toks := px.room(2)
	toks[0], toks[1] = half[0].token, half[1].token
	toks[0].Role, toks[1].Role = Family, Given
	return toks
}

// isKnown reports whether a word is in the table of known words.
func isKnown(w string) bool {
	i, end := knownRun(knownHash(w))
	return i < end
}

func (px *Parser) japaneseWord(w string) *info {
	return px.syllable(bytesOf(w), ofJapanese, func(t *Token) bool {
		t.Fold, t.Keys = string(romaniseHan(nil, w, mandarin)), knownKeys(nil, knownHash(w))
		t.Block = string(blockOf(nil, han, t.Fold))
		return t.Fold != ""
	})
}
