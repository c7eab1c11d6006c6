package source_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"khasan/entity"
	"khasan/source"
)

type expectedDiff struct {
	Before, After, Added, Removed, Changed int
	AddedRefs                              []string `json:"added_refs"`
	RemovedRefs                            []string `json:"removed_refs"`
	ChangedIgnoringOrder                   int      `json:"changed_ignoring_order"`
}

func diffFiles(t testing.TB, a, b string) (na, nb int, changes []source.Change) {
	t.Helper()
	la, ea := readAll(t, sharedFile(t, a))
	lb, eb := readAll(t, sharedFile(t, b))
	for i := range ea {
		if !ea[i].IsEdge() {
			na++
		}
	}
	for i := range eb {
		if !eb[i].IsEdge() {
			nb++
		}
	}
	changes, err := source.Diff(la.Entities(), lb.Entities())
	if err != nil {
		t.Fatal(err)
	}
	return na, nb, changes
}

func tally(cs []source.Change) (added, removed, changed int) {
	for i := range cs {
		// Edges follow their parties and are counted apart.
		if len(cs[i].ID) > 0 && cs[i].Name == cs[i].ID {
			continue
		}
		switch cs[i].Kind {
		case "added":
			added++
		case "removed":
			removed++
		default:
			changed++
		}
	}
	return
}

// TestSharedDiffs holds Diff to updates that were measured on the raw files by
// another program. Added and removed must be equal. Changed may differ where
// the raw files differ in what is no content: see each case.
func TestSharedDiffs(t *testing.T) {
	raw, err := os.ReadFile(sharedFile(t, "expected_diffs.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]expectedDiff
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, a, b string }{
		{"un 2017-07-03 -> 2018-10-29", "un/consolidated_2017-07-03.xml.gz", "un/consolidated_2018-10-29.xml.gz"},
		{"un 2018-10-29 -> 2020-11-30", "un/consolidated_2018-10-29.xml.gz", "un/consolidated_2020-11-30.xml.gz"},
		{"un 2020-11-30 -> 2023-09-12", "un/consolidated_2020-11-30.xml.gz", "un/consolidated_2023-09-12.xml.gz"},
		{"un 2023-09-12 -> 2024-09-26", "un/consolidated_2023-09-12.xml.gz", "un/consolidated_2024-09-26.xml.gz"},
		{"un 2024-09-26 -> 2025-04-19", "un/consolidated_2024-09-26.xml.gz", "un/consolidated_2025-04-19.xml.gz"},
		{"un 2025-04-19 -> 2025-11-20", "un/consolidated_2025-04-19.xml.gz", "un/consolidated_2025-11-20.xml.gz"},
		{"un 2025-11-20 -> 2026-02-27", "un/consolidated_2025-11-20.xml.gz", "un/consolidated_2026-02-27.xml.gz"},
		{"un 2026-02-27 -> 2026-08-01", "un/consolidated_2026-02-27.xml.gz", "un/consolidated_2026-08-01.xml.gz"},
		{"ofac sdn.csv 2021-08-18 -> 2023-09-12", "ofac/sdn_2021-08-18.csv.gz", "ofac/sdn_2023-09-12.csv.gz"},
		{"ofac sdn.csv 2023-09-12 -> 2023-12-28", "ofac/sdn_2023-09-12.csv.gz", "ofac/trio_2023-12-28/sdn.csv.gz"},
		{"ofac sdn.csv 2023-12-28 -> 2024-04-26", "ofac/trio_2023-12-28/sdn.csv.gz", "ofac/sdn_2024-04-26.csv.gz"},
		{"ofac sdn.csv 2024-04-26 -> 2024-05-01", "ofac/sdn_2024-04-26.csv.gz", "ofac/sdn_2024-05-01.csv.gz"},
		{"ofac sdn.csv 2024-05-01 -> 2024-05-03", "ofac/sdn_2024-05-01.csv.gz", "ofac/sdn_2024-05-03.csv.gz"},
		{"eu (reconstructed) 2026-02-26 -> 2026-05-01", "reconstructed/eu_xmlFullSanctionsList_1_1_2026-02-26.xml.gz", "reconstructed/eu_xmlFullSanctionsList_1_1_2026-05-01.xml.gz"},
		{"uk (reconstructed) 2026-02-24 -> 2026-08-22", "reconstructed/uk_UK-Sanctions-List_2026-02-24.xml.gz", "reconstructed/uk_UK-Sanctions-List_2026-08-22.xml.gz"},
		{"ofac CONS_ENHANCED 2024-07-03 -> 2026-01-08", "ofac/enhanced_CONS_ENHANCED_2024-07-03.xml.gz", "ofac/enhanced_CONS_ENHANCED_2026-01-08.xml.gz"},
	} {
		if os.Getenv("KHASAN_FULL") == "" && (strings.HasPrefix(c.name, "eu") || strings.HasPrefix(c.name, "uk") || strings.Contains(c.name, "sdn.csv 2023") || strings.Contains(c.name, "sdn.csv 2021")) {
			continue // the large ones, a few seconds each
		}
		w := want[c.name]
		na, nb, cs := diffFiles(t, c.a, c.b)
		added, removed, changed := tally(cs)
		if w.ChangedIgnoringOrder > 0 {
			w.Changed = w.ChangedIgnoringOrder
		}
		t.Logf("%s: %d -> %d, +%d -%d ~%d; measured ~%d", c.name, na, nb, added, removed, changed, w.Changed)
		if added != w.Added || removed != w.Removed || w.Before != 0 && (na != w.Before || nb != w.After) {
			t.Errorf("%s: %d -> %d, +%d -%d; want %d -> %d, +%d -%d", c.name, na, nb, added, removed, w.Before, w.After, w.Added, w.Removed)
		}
		kind := map[string]string{}
		for _, x := range cs {
			kind[x.Ref] = x.Kind
		}
		for _, r := range w.AddedRefs {
			if kind[r] != "added" {
				t.Errorf("%s: %s is %q, want added", c.name, r, kind[r])
			}
		}
		for _, r := range w.RemovedRefs {
			if kind[r] != "removed" {
				t.Errorf("%s: %s is %q, want removed", c.name, r, kind[r])
			}
		}
		// Of the update that brought the INTERPOL elements, which touched every
		// record, what is left without them was measured too.
		if c.name == "un 2026-02-27 -> 2026-08-01" {
			links := 0
			for i := range cs {
				if cs[i].Kind == "changed" && !cs[i].Only("listing.url") {
					links++
				}
			}
			if links != 156 {
				t.Errorf("%s: %d changed beside the links, want 156", c.name, links)
			}
		} else if changed > w.Changed {
			t.Errorf("%s: %d changed, more than the %d whose bytes did", c.name, changed, w.Changed)
		}
		if testing.Verbose() {
			fields := map[string]int{}
			only := map[string]int{}
			for _, x := range cs {
				for _, f := range x.Fields {
					fields[f.Field]++
				}
				if len(x.Fields) == 1 {
					only[x.Fields[0].Field]++
				}
			}
			t.Logf("  fields %v; alone %v", fields, only)
		}
	}
}

func TestDiff(t *testing.T) {
	seq := func(es ...entity.Entity) func(func(entity.Entity, error) bool) {
		return func(yield func(entity.Entity, error) bool) {
			for _, e := range es {
				if !yield(e, nil) {
					return
				}
			}
		}
	}
	p := func(id, ref string, names ...string) entity.Entity {
		e := entity.Entity{ID: id, Schema: entity.Person, Listings: []entity.Listing{{List: "un", Key: id, Ref: ref}}}
		for _, n := range names {
			e.Names = append(e.Names, entity.Name{Full: n})
		}
		return e
	}
	cs, err := source.Diff(
		seq(p("un-1", "A.1", "Ada", "Eda"), p("un-2", "A.2", "Bob"), p("un-3", "A.3", "Cy"), p("un-4", "A.4", "Dee")),
		seq(p("un-4", "A.4", "Dee"), p("un-9", "A.3", "Cy"), p("un-1", "A.1", "Eda", "Ada"), p("un-5", "A.5", "Eve")))
	if err != nil {
		t.Fatal(err)
	}
	if len(cs) != 3 || cs[0].Kind != "added" || cs[0].ID != "un-5" || cs[1].Kind != "changed" || cs[1].Ref != "A.3" || !cs[1].Only("listing.") || cs[2].ID != "un-2" {
		t.Errorf("changes %+v", cs)
	}
}
