package index

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"khasan/match"
	"khasan/name"
)

// Names that share one word only: what match makes of them beyond the rule that
// two words must agree, and how their names are found.

// loneWords are the words in Latin letters that are listed names by themselves:
// their folded forms, and the tokens of each.
type loneWords struct {
	folds []string // by length, and in order among those of a length
	off   []uint32 // first token of each; one more than there are folds
	ids   []uint32
}

func (x *names) loneWords() *loneWords {
	var ids []uint32
	for f := range uint32(x.shape.n) {
		if _, _, roles := x.shapeOf(f); len(roles) != 1 {
			continue
		}
		if id := uint32(x.tokens.at(int(x.formOff.at(int(f))))); x.look(id)&lookAfar == 0 && x.bag(id)>>26 > 1 {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b uint32) int {
		f, g := x.fold(a), x.fold(b)
		return cmp.Or(len(f)-len(g), strings.Compare(f, g), int(a)-int(b))
	})
	l := &loneWords{ids: slices.Clip(slices.Compact(ids))}
	for i, id := range l.ids {
		if f := x.fold(id); i == 0 || f != l.folds[len(l.folds)-1] {
			l.folds, l.off = append(l.folds, f), append(l.off, uint32(i))
		}
	}
	l.off = append(l.off, uint32(len(l.ids)))
	return l
}

// alone are the listed names of one Latin word that match may take for the only
// word of a query in another script though no key and no skeleton tells of it:
// names of one word are compared by the weights of letters, whatever they are.
func (x *names) alone(s *search, t *name.Token) []uint32 {
	if len(t.Fold) < 2 || digits(t.Fold) {
		return nil
	}
	from := len(s.key)
	s.key = appendPart(appendPart(append(s.key, byte(oneWord), byte(t.Role)), t.Fold), t.Text)
	a := x.memo.ask(s.key[from:], from, len(s.key))
	if r := s.recalled(&a); r != nil {
		return r.alone
	}
	r := s.remember(&a)
	all := x.lone()
	if s.scan.Set(t) {
		s.again = s.scan.Words(s.again[:0], all.folds)
	} else { // a script of which nothing was learned is compared by edits
		s.again = s.again[:0]
		for i, f := range all.folds {
			if len(f) <= 2*len(t.Fold) && len(t.Fold) <= 2*len(f) {
				s.again = append(s.again, uint32(i))
			}
		}
	}
	for _, k := range s.again {
		for _, id := range all.ids[all.off[k]:all.off[k+1]] {
			u, keys := x.token(id, s.keys[:0])
			s.keys = keys
			if s.crossed.Across(t, &u) > 0 {
				r.alone = append(r.alone, id)
			}
		}
	}
	if len(r.alone) <= 1<<12 {
		x.memo.put(&a, r)
	}
	return r.alone
}

// abbreviated adds to s.found the forms that have the family name of a query
// whose given names are first letters, and others' first letters for given
// names that the query writes out. Match asks for a family name that is equal
// (or shares a key, if it is the query that has the letters) and the rarer the
// fewer letters agree, see match.TermAbbreviated.
func (x *names) abbreviated(s *search, words int, tag uint64) {
	a := &s.asked
	letters := bits.OnesCount32(a.single)
	for i, t := range a.toks[:a.n] {
		if a.bears>>i&1 == 0 || len(t.Fold) < 2 || digits(t.Fold) {
			continue
		}
		if words > 1 {
			if a.rarity[i] >= match.SeldomWith(3) {
				s.take(&x.whole, hashString(seedInitials, cut(t.Fold)), tag)
			}
			continue
		}
		if letters == 0 || a.rarity[i] < match.SeldomWith(letters) {
			return
		}
		from := len(s.key)
		s.key = appendKey(s.key, t, bearer)
		own := x.memo.ask(s.key[from:], from, len(s.key))
		like := &x.word(s, &own, t, bearer).like
		for k := range like.ids[:like.firm] {
			if at := &like.ids[k]; float32(x.rare(at.id))/20 >= match.SeldomWith(letters) {
				s.gone = x.posts(s.gone[:0], &slot{place: *at})
				for _, f := range s.gone {
					s.found = append(s.found, uint64(f)<<queryBits|tag)
				}
			}
		}
	}
}

// hasInitial reports whether a name has a word of one letter.
func hasInitial(toks []name.Token) bool {
	for i := range toks {
		if len(toks[i].Fold) == 1 {
			return true
		}
	}
	return false
}

// business is the place of the word that tells a firm in a name like Rosneft
// Oil Company, -1 in others: such a name is found by that word alone.
func business(toks []name.Token) int {
	var words [8]*name.Token
	if len(toks) < 3 || len(toks) > len(words) {
		return -1
	}
	for i := range toks {
		words[i] = &toks[i]
	}
	return name.Business(words[:len(toks)])
}

// letterKeys gives the keys by which a firm called by its letters (OPMM) and one
// of such first letters (Ocean Pearl Maritime Management) meet: those under which a listed
// name is entered, or those under which a query looks.
func letterKeys(keys *[name.Initials]uint32, toks []name.Token, query bool) {
	var words [match.MaxTokens]name.LetterWord
	n := 0
	for i := range toks {
		if toks[i].Fold == "" {
			continue
		}
		if n == len(words) {
			break
		}
		words[n] = name.LetterOf(toks[i].Role, toks[i].Text, toks[i].Fold, toks[i].Keys)
		n++
	}
	letters, acronym := uint32(seedLetters), uint32(seedAcronym)
	if query { // looks for the other kind
		letters, acronym = acronym, letters
	}
	if at := name.Acronym(words[:n]); at >= 0 {
		k := 0
		for i := range toks {
			if toks[i].Fold == "" {
				continue
			}
			if k == at {
				if name.Lettered(toks[i].Fold) > 0 {
					keys[0] = hashString(acronym, toks[i].Fold)
				}
				break
			}
			k++
		}
		return
	}
	var buf [8]byte
	for way := range name.Initials {
		b := name.AppendInitials(buf[:0], words[:n], way)
		if len(b) == 0 {
			continue
		}
		h := hashString(letters, view(b))
		if !slices.Contains(keys[:way], h) {
			keys[way] = h
		}
	}
}
