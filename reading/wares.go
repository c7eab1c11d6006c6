package reading

import (
	"io/fs"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wares say of one language by which acts wares pass even when the lexicon does
// not hold what they are called; see data/wares.tsv.
type wares struct {
	acts map[string]bool
	not  []string // word forms, in lower case; "*" at the end stands for any ending
}

func (x *lexicon) loadWares(fsys fs.FS) error {
	x.wares.acts = map[string]bool{}
	return rows(fsys, "data/wares.tsv", 3, func(_ int, c []string) error {
		if c[0] != x.lang.code {
			return nil
		}
		for _, w := range strings.Fields(c[2]) {
			if c[1] == "acts" {
				x.wares.acts[w] = true
			} else {
				x.wares.not = append(x.wares.not, w)
			}
		}
		return nil
	})
}

// unnamed is the item of the wares that an act passes on when no lexicon holds
// their word, -1 when there is none: an unknown word where its object stands,
// and both sides are told in so many words.
func (s *sent) unnamed(a *act) int {
	if !s.x.wares.acts[a.frame.ID] || a.attr || a.goodsFrom != "" || a.from.entity == "" || a.to.entity == "" || a.from.item < 0 || a.to.item < 0 {
		return -1
	}
	if from, to := party(a.from.entity, a.from.acts), party(a.to.entity, a.to.acts); from == to {
		return -1
	}
	l := s.x.lang
	c := &s.clauses[a.clause]
	if c.typ == "rel" && c.ante >= 0 && !a.noun {
		if s.ware(a, c.ante) {
			return c.ante // "the winches that it bought from ..."
		}
		return -1
	}
	passive := !a.noun && s.isPassive(a)
	for dir := 1; dir >= -1; dir -= 2 {
		if dir > 0 && !a.noun && (passive || l.glued || l.lattice) && l.order != orderVSO && !l.capNouns {
			continue // what passes stands before the verb
		}
		if dir < 0 && (a.noun && !l.glued && !l.lattice || !passive && l.svo() && !l.capNouns && !l.caseMarks) {
			continue
		}
		for k := a.item + dir; k >= 0 && k < len(s.items) && abs(k-a.item) <= 8; k += dir {
			it := &s.items[k]
			if l.spaceless && k == a.item+1 && utf8.RuneCountInString(s.str(it)) == 1 {
				continue // 了, 过
			}
			if it.clause != a.clause || it.punct && strings.ContainsAny(s.str(it), ";:.!?。；：！？") || s.isVerbal(it) && it.get(eGood) == nil {
				if it.clause != a.clause || !l.capNouns {
					break
				}
				continue
			}
			if s.ware(a, k) {
				return k
			}
		}
	}
	return -1
}

// ware reports whether item k is a word unknown to the lexicon that may be what
// an act passes on.
func (s *sent) ware(a *act, k int) bool {
	it := &s.items[k]
	if it.mention >= 0 || it.punct || it.num || it.guess || it.poss || len(it.ents) > 0 {
		return false
	}
	l := s.x.lang
	word := strings.ToLower(s.str(it))
	r, _ := utf8.DecodeRuneInString(word)
	if !unicode.IsLetter(r) || utf8.RuneCountInString(word) < 3 && !l.spaceless && !l.glued && !l.lattice {
		return false
	}
	switch {
	case l.capNouns:
		if !it.upper || k == s.firstWord() && it.det == "" {
			return false
		}
	case l.glued:
		if len(it.marks) != 1 || it.marks[0] != "acc" && !(it.marks[0] == "topic" && !a.noun) {
			return false
		}
	case it.upper && !l.spaceless && !l.lattice:
		return false // a name, as a rule
	case l.code == "en" && strings.HasSuffix(word, "ly") || l.code == "fr" && strings.HasSuffix(word, "ment") || l.code == "es" && strings.HasSuffix(word, "mente"):
		return false
	}
	for _, m := range it.marks {
		if m != "acc" && m != "ex" && m != "nom" && m != "topic" && m != "gen" && a.frame.Marks[m] != "goods" && !(m == "de" && s.howMuch(a, k)) {
			return false
		}
	}
	if a.noun && len(it.marks) == 0 && !l.glued && !l.lattice {
		return false
	}
	return !slices.ContainsFunc(s.x.wares.not, func(w string) bool {
		if p, any := strings.CutSuffix(w, "*"); any {
			return strings.HasPrefix(word, p)
		}
		return word == w
	})
}

// howMuch reports whether "de" before item k says how much of it, or only that
// it is some ("des lunettes", "trois tonnes de ciment", "toneladas de cemento").
func (s *sent) howMuch(a *act, k int) bool {
	j := k - 1
	for j > a.item && s.word(&s.items[j], "art") != nil && s.word(&s.items[j], "prep") == nil {
		j--
	}
	if w := s.word(&s.items[max(j, 0)], "prep"); j <= a.item || w == nil || w.value != "de" {
		return false
	}
	p := &s.items[j-1]
	return j-1 == a.item || p.num || s.word(p, "counter") != nil || len(p.ents) == 0 && len(p.marks) == 0 && j >= 2 && s.items[j-2].num
}

// wareText is the unknown word of item k with those beside it ("combat
// trainers", "牙刷"), a number and what it counts left out.
func (s *sent) wareText(k int) string {
	own := func(j int) bool {
		it := &s.items[j]
		return it.mention < 0 && !it.punct && len(it.ents) == 0 && it.clause == s.items[k].clause
	}
	from, to := k, k
	for from > 0 && own(from-1) && !s.items[from-1].num {
		from--
	}
	for to+1 < len(s.items) && own(to+1) && !s.items[to+1].num {
		to++
	}
	return s.text[s.items[from].start:s.items[to].end]
}
