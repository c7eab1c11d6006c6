package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"khasan/entity"
	"khasan/index"
	"khasan/source"
)

const historyUsage = `
The versions of the lists that a data folder keeps; with -id, when one party
was listed and what was changed.

  khasan history -data DIR [-list LIST] [-id ID]

ID is the party's id ("ofac-20157") or the reference of its listing
("KPi.001"). A day of change is the day of the first kept version that shows
it.

Example:

  khasan history -data data -id KPe.001
`

func runHistory(ctx context.Context, p *program, args []string) (int, error) {
	f := p.flags("history", historyUsage)
	data := f.String("data", p.getenv("KHASAN_DATA"), "data folder `DIR`")
	asJSON := f.Bool("json", false, "JSON lines")
	only := f.String("list", "", "only this `LIST`")
	id := f.String("id", "", "follow the party with this `ID` or reference")
	rest, err := parse(f, args)
	if err != nil {
		return 0, err
	}
	if len(rest) > 0 {
		return 0, usagef("history takes no arguments; a party is given with -id")
	}
	if *data == "" {
		return 0, usagef("whose history? Give a data folder with -data")
	}
	h := index.NewHistory(*data)
	lists, err := h.Lists()
	if err != nil {
		return 0, err
	}
	if *only != "" {
		if !slices.Contains(lists, *only) {
			return 0, fmt.Errorf("%s keeps no version of %s", *data, *only)
		}
		lists = []string{*only}
	}
	w := bufio.NewWriter(p.out)
	defer w.Flush()
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	found := false
	for _, l := range lists {
		if *id != "" {
			life, err := follow(ctx, h, l, *id)
			if err != nil {
				return 0, err
			}
			if life == nil {
				continue
			}
			found = true
			if *asJSON {
				enc.Encode(map[string]any{"history": life})
			} else {
				life.write(w)
			}
			continue
		}
		vs, err := h.Versions(l)
		if err != nil {
			return 0, err
		}
		for i := range vs {
			v := &vs[i]
			if *asJSON {
				enc.Encode(map[string]any{"version": v})
				continue
			}
			fmt.Fprintf(w, "%-18s %-10s loaded %-10s %7d parties  %6d new %6d gone %6d other  sha256 %.16s\n", l, v.Date, v.Loaded, v.Entities, v.New, v.Gone, v.Changed, v.SHA256)
		}
	}
	if *id != "" && !found {
		return 0, fmt.Errorf("no kept version has a party %q", *id)
	}
	return exitClear, w.Flush()
}

// A span is a time in which a party was listed, by the versions kept.
type span struct {
	From string `json:"from"`         // day of the first version that has it
	To   string `json:"to,omitempty"` // day of the first that has it no more; "" while listed
}

// life is what the versions of one list say of one party.
type life struct {
	List  string `json:"list"`
	ID    string `json:"id"`
	Ref   string `json:"ref,omitempty"`
	Name  string `json:"name"`
	Since string `json:"since"` // day of the first version kept: nothing is known before
	// Listed is the day of listing that the list itself states.
	Listed  string   `json:"listed,omitempty"`
	Spans   []span   `json:"spans"`
	Changes []turned `json:"changes,omitempty"`
}

// turned is a change that one version brought.
type turned struct {
	Day    string      `json:"day"`
	Fields []jsonField `json:"fields"`
}

// follow finds a party in every version of a list; nil when none has it.
func follow(ctx context.Context, h *index.History, id, party string) (*life, error) {
	var out *life
	var last *entity.Entity
	since := ""
	err := h.Each(id, func(s index.Source, v index.Version, same bool) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		day := v.Day().String()
		if since == "" {
			since = day
		}
		var now *entity.Entity
		if last != nil && same {
			now = last
		} else {
			for x, err := range s.Stream {
				if err != nil {
					return err
				}
				if is(&x, party) {
					now = &x
					break
				}
			}
		}
		switch {
		case now == nil && last != nil:
			out.Spans[len(out.Spans)-1].To = day
		case now != nil && last == nil:
			if out == nil {
				out = &life{List: id, Since: since}
			}
			out.Spans = append(out.Spans, span{From: day})
		case now != nil && now != last:
			changes, err := source.Diff(one(last), one(now))
			if err != nil {
				return err
			}
			for i := range changes {
				out.Changes = append(out.Changes, turned{day, jsonOf(&changes[i]).Fields})
			}
		}
		if last = now; now != nil {
			out.ID, out.Name = now.ID, now.Caption()
			if len(now.Listings) > 0 {
				out.Ref, out.Listed = now.Listings[0].Ref, now.Listings[0].From.String()
			}
		}
		return nil
	})
	return out, err
}

// is reports whether a party has an id, a listing's reference or its key.
func is(x *entity.Entity, id string) bool {
	if x.ID == id {
		return true
	}
	for i := range x.Listings {
		if x.Listings[i].Ref == id {
			return true
		}
	}
	return false
}

func one(x *entity.Entity) iter.Seq2[entity.Entity, error] {
	return func(yield func(entity.Entity, error) bool) { yield(*x, nil) }
}

func (l *life) write(w *bufio.Writer) {
	ref := l.ID
	if l.Ref != "" {
		ref = l.Ref + " (" + l.ID + ")"
	}
	fmt.Fprintf(w, "%s  %s  %s\n", l.List, ref, l.Name)
	if l.Listed != "" {
		fmt.Fprintf(w, "  the list gives %s as its day of listing\n", l.Listed)
	}
	for _, s := range l.Spans {
		from := "listed from " + s.From
		if s.From == l.Since {
			from = "listed in the oldest version kept, " + s.From
		}
		to := "still listed"
		if s.To != "" {
			to = "gone by " + s.To
		}
		fmt.Fprintf(w, "  %s; %s\n", from, to)
	}
	for _, c := range l.Changes {
		fmt.Fprintf(w, "  %s\n", c.Day)
		for _, f := range c.Fields {
			for _, v := range f.Old {
				fmt.Fprintf(w, "    %s - %s\n", f.Field, v)
			}
			for _, v := range f.New {
				fmt.Fprintf(w, "    %s + %s\n", f.Field, v)
			}
		}
	}
}
