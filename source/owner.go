package source

import (
	"strings"

	"khasan/entity"
)

// The UK's lists name parents, subsidiaries and ships' owners in words. Where
// the words are exactly the name of one other party of the same list, an
// Ownership edge is made; otherwise they stay words, in Props.

// nameIDs maps the folded names of a list's parties to their ids; a name that
// two parties bear maps to "".
func (l *List) nameIDs() (map[string]string, error) {
	ids := map[string]string{}
	err := l.read(l, func(e *entity.Entity, _ *blob, _ int) bool {
		for _, n := range e.Names {
			if n.Quality == entity.Weak {
				continue
			}
			k := entity.FoldCountry(n.Full)
			if id, dup := ids[k]; dup && id != e.ID {
				ids[k] = ""
			} else {
				ids[k] = e.ID
			}
		}
		return true
	})
	return ids, err
}

// ownerEdges makes the edges of one party.
func ownerEdges(e *entity.Entity, ids map[string]string) []entity.Entity {
	var out []entity.Entity
	for _, p := range []struct {
		prop  string
		owner bool // the named party owns this one
	}{{"parent", true}, {"owner", true}, {"subsidiary", false}} {
		for _, v := range e.Props[p.prop] {
			for _, name := range ownerNames(v) {
				id := ids[entity.FoldCountry(name)]
				if id == "" || id == e.ID {
					continue
				}
				owner, asset := id, e.ID
				if !p.owner {
					owner, asset = e.ID, id
				}
				out = append(out, entity.Entity{ID: owner + "-owns-" + asset, Schema: entity.Ownership, Datasets: e.Datasets,
					Props: map[string][]string{"owner": {owner}, "asset": {asset}, "role": {p.prop}}})
			}
		}
	}
	return out
}

// ownerNames takes apart what a field may join.
func ownerNames(s string) []string {
	out := []string{s}
	for _, v := range numbered(s) {
		out = append(out, v)
		if strings.Contains(v, ";") {
			out = append(out, list(v)...)
		}
	}
	return unique(out)
}

func unique(ss []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range ss {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
