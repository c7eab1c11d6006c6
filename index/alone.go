package index

import (
	"slices"
	"strings"

	"khasan/name"
)

// loneWords are the words in Latin letters that are listed names by themselves:
// their folded forms in order, and the tokens of each.
type loneWords struct {
	folds []string
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
		if c := strings.Compare(x.fold(a), x.fold(b)); c != 0 {
			return c
		}
		return int(a) - int(b)
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
	h := mix(hashString(seedFold+uint32(oneWord), t.Text))
	ways := x.memo.slots[h%uint32(len(x.memo.slots))&^(memoWays-1):][:memoWays]
	free := int(h >> 30)
	for i := range ways {
		r := ways[i].Load()
		if r == nil {
			free = i
			break
		}
		if r.kind == oneWord && r.fold == t.Fold && r.text == t.Text && r.role == t.Role {
			return r.ids
		}
	}
	r := &remembered{kind: oneWord, fold: strings.Clone(t.Fold), text: strings.Clone(t.Text), role: t.Role}
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
				r.ids = append(r.ids, id)
			}
		}
	}
	if len(r.ids) <= 1<<12 {
		ways[free].Store(r)
	}
	return r.ids
}
