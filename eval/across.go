package eval

import (
	"fmt"
	"io"
	"slices"
	"unicode"

	"khasan/entity"
	"khasan/index"
	"khasan/match"
)

// Scripts is how names that parties are listed under in another script than
// Latin meet the Latin names of the same party: what asking for them would find
// if lists gave Latin names alone.
type Scripts struct {
	Script               string
	Names, Match, Review int
	Missed               []string // at most 40
	// Strangers counts the comparisons with the Latin names of the twenty parties
	// before that have a name in the script; Wrong those that meet.
	Strangers, Wrong int
}

// scripts of names that are told apart, the commoner first.
var scripts = []struct {
	name  string
	table *unicode.RangeTable
}{{"Cyrillic", unicode.Cyrillic}, {"Arabic", unicode.Arabic}, {"Han", unicode.Han}, {"Hangul", unicode.Hangul}, {"kana", unicode.Katakana}, {"Hebrew", unicode.Hebrew}, {"Greek", unicode.Greek}}

func scriptName(s string) string {
	for _, c := range s {
		for _, x := range scripts {
			if unicode.Is(x.table, c) {
				return x.name
			}
		}
	}
	return ""
}

// AcrossScripts compares every name of two words or more in another script with
// the Latin names of its party, by name alone: of persons, or of firms and other
// organisations.
func AcrossScripts(ix *index.Index, firms bool) ([]Scripts, error) {
	by := map[string]*Scripts{}
	before := map[string][]*match.Party{}
	for i := range uint32(ix.Len()) {
		e, err := ix.Entity(i)
		if err != nil {
			return nil, err
		}
		switch e.Schema {
		case entity.Person:
			if firms {
				continue
			}
		case entity.Organization, entity.Company, entity.PublicBody:
			if !firms {
				continue
			}
		default:
			continue
		}
		var latin *match.Party
		for j := range e.Names {
			s := scriptName(e.Names[j].Full)
			if s == "" {
				continue
			}
			if latin == nil {
				l := entity.Entity{Schema: e.Schema}
				for _, n := range e.Names {
					if scriptName(n.Full) == "" && n.Quality != entity.Weak {
						l.Names = append(l.Names, n)
					}
				}
				latin = match.Of(&l)
			}
			q := single(e.Schema, e.Names[j].Full)
			if len(latin.Names) == 0 || len(q.Names[0].Readings) == 0 || !firms && s != "Han" && s != "Hangul" && len(q.Names[0].Readings[0].Tokens) < 2 {
				continue
			}
			if by[s] == nil {
				by[s] = &Scripts{Script: s}
			}
			x := by[s]
			x.Names++
			for _, o := range before[s] {
				if x.Strangers++; match.Compare(q, o, &match.Options{Rarity: ix.Rarity}).Band >= match.Review {
					x.Wrong++
				}
			}
			if b := before[s]; len(b) == 0 || b[len(b)-1] != latin {
				if len(b) == 20 {
					b = slices.Delete(b, 0, 1)
				}
				before[s] = append(b, latin)
			}
			switch r := match.Compare(q, latin, &match.Options{Rarity: ix.Rarity}); {
			case r.Band == match.Match:
				x.Match++
			case r.Band == match.Review:
				x.Review++
			case len(x.Missed) < 40:
				x.Missed = append(x.Missed, fmt.Sprintf("%.3f %s | %s", r.Score, e.Names[j].Full, e.Names[0].Full))
			}
		}
	}
	var out []Scripts
	for _, x := range scripts {
		if s := by[x.name]; s != nil {
			out = append(out, *s)
		}
	}
	slices.SortStableFunc(out, func(a, b Scripts) int { return b.Names - a.Names })
	return out, nil
}

// WriteScripts writes them as text.
func WriteScripts(w io.Writer, all []Scripts, verbose bool) error {
	for _, s := range all {
		if _, err := fmt.Fprintf(w, "%-10s %6d names: %.1f %% meet a Latin name of their party, %.1f %% as match; others' names: %d of %d\n", s.Script, s.Names,
			100*ratio(s.Match+s.Review, s.Names), 100*ratio(s.Match, s.Names), s.Wrong, s.Strangers); err != nil {
			return err
		}
		if verbose {
			for _, m := range s.Missed {
				fmt.Fprintln(w, "missed", m)
			}
		}
	}
	return nil
}
