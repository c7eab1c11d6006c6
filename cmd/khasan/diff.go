package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"path/filepath"
	"strings"

	"khasan/entity"
	"khasan/index"
	"khasan/source"
)

const diffUsage = `
What was added, removed and changed between two versions of a list, field by
field. The order of records and of what is in them is no change.

  khasan diff [options] OLD NEW
  khasan diff [options] -data DIR -list LIST DAY [DAY]

OLD and NEW are files or folders of one list. With -list, the versions kept in
the data folder that held on two days are compared (default: now).

Example:

  khasan diff un_2025-04-19.xml un_2025-11-20.xml
`

func runDiff(ctx context.Context, p *program, args []string) (int, error) {
	f := p.flags("diff", diffUsage)
	data := f.String("data", p.getenv("KHASAN_DATA"), "data folder `DIR` with versions kept")
	asJSON := f.Bool("json", false, "JSON lines, one change a line")
	id := f.String("list", "", "compare versions of this `LIST` that the data folder keeps")
	brief := f.Bool("brief", false, "only the parties, not what changed in them")
	var ignore list
	f.Var(&ignore, "ignore", "pass over a `FIELD` (names, births, listing.reason, props. for all properties, ...)")
	rest, err := parse(f, args)
	if err != nil {
		return 0, err
	}
	var before, after version
	switch {
	case *id != "" && (len(rest) == 1 || len(rest) == 2):
		if before, err = keptVersion(*data, *id, rest[0]); err != nil {
			return 0, err
		}
		day := today().String()
		if len(rest) == 2 {
			day = rest[1]
		}
		if after, err = keptVersion(*data, *id, day); err != nil {
			return 0, err
		}
	case *id == "" && len(rest) == 2:
		if before, err = fileVersion(rest[0]); err != nil {
			return 0, err
		}
		if after, err = fileVersion(rest[1]); err != nil {
			return 0, err
		}
	default:
		return 0, usagef("which two versions? Give two files, or -list LIST and one or two days")
	}
	if before.ID != after.ID {
		return 0, fmt.Errorf("%s and %s are versions of two lists, %s and %s", before.from, after.from, before.ID, after.ID)
	}
	changes, err := source.Diff(before.stream, after.stream)
	if err != nil {
		return 0, err
	}
	counts := map[string]int{}
	kept := changes[:0]
	for _, c := range changes {
		if c.Kind == "changed" {
			if c.Only(ignore...) {
				continue
			}
			fields := c.Fields[:0:0]
			for _, x := range c.Fields {
				if one := (source.Change{Fields: []source.FieldChange{x}}); !one.Only(ignore...) {
					fields = append(fields, x)
				}
			}
			c.Fields = fields
		}
		counts[c.Kind]++
		kept = append(kept, c)
	}
	w := bufio.NewWriter(p.out)
	defer w.Flush()
	if *asJSON {
		writeChangesJSON(w, before, after, kept, counts)
	} else {
		fmt.Fprintf(w, "%s: %s → %s: %d added, %d removed, %d changed\n", before.ID, before.Date, after.Date, counts["added"], counts["removed"], counts["changed"])
		for i := range kept {
			writeChange(w, &kept[i], *brief)
		}
	}
	if len(kept) > 0 {
		return exitFound, w.Flush()
	}
	return exitClear, w.Flush()
}

// version is one side of a comparison.
type version struct {
	index.List
	from   string
	stream iter.Seq2[entity.Entity, error]
}

func fileVersion(path string) (version, error) {
	lists, _, err := readLists([]string{path})
	if err != nil {
		return version{}, err
	}
	if len(lists) != 1 {
		return version{}, fmt.Errorf("%s holds %d lists, not one", path, len(lists))
	}
	return version{lists[0].List, filepath.Base(path), lists[0].Stream}, nil
}

func keptVersion(dir, id, day string) (version, error) {
	if dir == "" {
		return version{}, usagef("-list needs a data folder: -data DIR")
	}
	d, err := dayFlag("list "+id, day)
	if err != nil {
		return version{}, err
	}
	sources, err := index.NewHistory(dir).SourcesOn(d)
	if err != nil {
		return version{}, err
	}
	for _, s := range sources {
		if s.ID != id {
			continue
		}
		if s.Note != "" {
			return version{}, fmt.Errorf("list %s: %s", id, s.Note)
		}
		return version{s.List, day, s.Stream}, nil
	}
	return version{}, fmt.Errorf("%s keeps no version of %s", dir, id)
}

func writeChange(w *bufio.Writer, c *source.Change, brief bool) {
	sign := map[string]string{"added": "+", "removed": "-", "changed": "~"}[c.Kind]
	ref := c.ID
	if c.Ref != "" {
		ref = c.Ref + " (" + c.ID + ")"
	}
	fmt.Fprintf(w, "%s %s  %s\n", sign, ref, c.Name)
	if brief {
		return
	}
	for _, f := range c.Fields {
		for _, v := range f.Old {
			fmt.Fprintf(w, "    %s - %s\n", f.Field, v)
		}
		for _, v := range f.New {
			fmt.Fprintf(w, "    %s + %s\n", f.Field, v)
		}
	}
}

// jsonChange is a change on the wire.
type jsonChange struct {
	Kind   string      `json:"kind"`
	ID     string      `json:"id"`
	Ref    string      `json:"ref,omitempty"`
	Name   string      `json:"name"`
	Fields []jsonField `json:"fields,omitempty"`
}

type jsonField struct {
	Field string   `json:"field"`
	Old   []string `json:"old,omitempty"`
	New   []string `json:"new,omitempty"`
}

func jsonOf(c *source.Change) jsonChange {
	j := jsonChange{Kind: c.Kind, ID: c.ID, Ref: c.Ref, Name: c.Name}
	for _, f := range c.Fields {
		j.Fields = append(j.Fields, jsonField{f.Field, f.Old, f.New})
	}
	return j
}

func writeChangesJSON(w *bufio.Writer, before, after version, changes []source.Change, counts map[string]int) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.Encode(map[string]any{"diff": map[string]any{"list": before.ID, "from": dated(before.List), "to": dated(after.List),
		"added": counts["added"], "removed": counts["removed"], "changed": counts["changed"]}})
	for i := range changes {
		enc.Encode(map[string]any{"change": jsonOf(&changes[i])})
	}
}

// dated is what identifies a version on the wire.
func dated(l index.List) map[string]string {
	return map[string]string{"date": l.Date.String(), "sha256": strings.ToLower(l.SHA256)}
}
