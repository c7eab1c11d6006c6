package main

import (
	"context"
	"encoding/json"
	"fmt"

	"khasan/index"
)

const apartUsage = `
Records of one party on several lists are shown as one answer when a reference
or a number says that they are one. Where a list is wrong about the number,
undo it:

  khasan apart -data DIR ID ID         these two are not the same party
  khasan apart -data DIR -undo ID ID   they may be after all
  khasan apart -data DIR               what was undone

The snapshot is built anew each time. What was undone stays so in later
updates.

Example:

  khasan apart -data data eu-5759 ofac-10584
`

func runApart(ctx context.Context, p *program, args []string) (int, error) {
	f := p.flags("apart", apartUsage)
	data := f.String("data", p.getenv("KHASAN_DATA"), "data folder `DIR`")
	undo := f.Bool("undo", false, "link the two again, if a number says so")
	asJSON := f.Bool("json", false, "JSON lines")
	rest, err := parse(f, args)
	if err != nil {
		return 0, err
	}
	if *data == "" {
		return 0, usagef("which data folder? Give -data")
	}
	if len(rest) == 0 && !*undo {
		pairs, err := index.ReadApart(*data)
		if err != nil {
			return 0, err
		}
		enc := json.NewEncoder(p.out)
		for _, q := range pairs {
			if *asJSON {
				enc.Encode(map[string]any{"apart": q})
			} else {
				fmt.Fprintf(p.out, "%s\t%s\n", q[0], q[1])
			}
		}
		return exitClear, nil
	}
	if len(rest) != 2 {
		return 0, usagef("which two records? Give two ids")
	}
	if !*undo {
		if err := known(*data, rest); err != nil {
			return 0, err
		}
	}
	changed, err := index.SetApart(ctx, *data, rest[0], rest[1], !*undo)
	if err != nil {
		return 0, err
	}
	if !changed {
		fmt.Fprintln(p.out, "nothing changed")
	}
	return exitClear, nil
}

// known wants ids that the folder's snapshot has.
func known(dir string, ids []string) error {
	ix, err := index.OpenDir(dir)
	if err != nil {
		return err
	}
	defer ix.Close()
	for _, id := range ids {
		if _, ok := ix.ByID(id); !ok {
			return fmt.Errorf("%s has no record %q", dir, id)
		}
	}
	return nil
}
