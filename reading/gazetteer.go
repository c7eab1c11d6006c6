package reading

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"
)

// gazetteers are the tables of names that have a column for each language,
// with the sort of entity their rows are.
var gazetteers = []struct{ file, sort string }{
	{"data/places.tsv", "place"},
	{"data/persons.tsv", "person"},
	{"data/orgs.tsv", "org"},
}

// The columns of a gazetteer before those of the languages.
const gazetteerCols = 3 // id, for, options

// loadGazetteer enters the names that a table has in the lexicon's language. A
// name in known is left to the row that has it; if that row is of the same sort
// it takes over the table's id, so that all languages speak of one entity.
func (x *lexicon) loadGazetteer(fsys fs.FS, file, sort string, known map[string]int32) error {
	col, english := -1, -1
	return rows(fsys, file, gazetteerCols+10, func(n int, c []string) error {
		if col < 0 {
			col, english = slices.Index(c, x.lang.code), slices.Index(c, "en")
			if col < 0 || english < 0 {
				return fmt.Errorf("no column for language %q", x.lang.code)
			}
			return nil
		}
		cell := c[col]
		if cell == "=" {
			cell = c[english]
		}
		if cell == "" || cell == "-" {
			return nil
		}
		full, shy, paradigm := actor{entity: sort + ":" + c[0], typ: typeOf[sort], kind: "name", actsAs: c[1]}, false, "name"
		if sort == "person" {
			paradigm = "person"
		}
		for _, o := range strings.Fields(c[2]) {
			k, v, _ := strings.Cut(o, "=")
			var err error
			switch k {
			case "f":
				paradigm = "personf"
			case "east":
				paradigm = "last"
			case "shy":
				shy = true
			case "from":
				_, err = fmt.Sscanf(v, "%d", &full.from)
			case "to":
				_, err = fmt.Sscanf(v, "%d", &full.to)
			default:
				err = fmt.Errorf("unknown option %q", o)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", c[0], err)
			}
		}
		if sort == "person" && !x.lang.caseMarks {
			paradigm = "name"
		}
		names := strings.Split(cell, "|")
		refs := [2]int32{-1, -1} // the row for whole names, the row for short ones
		for _, name := range names {
			if ref, ok := known[name]; ok {
				x.rename(ref, full.entity)
				continue
			}
			row := 0
			if shy && len(name) < len(names[0]) && strings.Contains(names[0], name) {
				row = 1
			}
			if refs[row] < 0 {
				a := full
				if row == 1 {
					a.needs = full.entity
				}
				x.actors = append(x.actors, a)
				refs[row] = int32(len(x.actors) - 1)
			}
			x.addActor(name, paradigm, refs[row], utf8.RuneCountInString(name) > 1)
			known[name] = refs[row]
		}
		return nil
	})
}

// rename gives the entity of a row another id of the same sort, everywhere.
func (x *lexicon) rename(ref int32, id string) {
	old := x.actors[ref].entity
	oldSort, _, _ := strings.Cut(old, ":")
	if sort, _, _ := strings.Cut(id, ":"); sort != oldSort || old == id {
		return
	}
	for i := range x.actors {
		a := &x.actors[i]
		if a.entity == old {
			a.entity = id
		}
		if a.needs != "" {
			n := strings.Split(a.needs, ",")
			for k := range n {
				if n[k] == old {
					n[k] = id
				}
			}
			a.needs = strings.Join(n, ",")
		}
	}
}
