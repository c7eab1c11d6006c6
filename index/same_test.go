package index_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"khasan/entity"
	"khasan/index"
)

// record is one party of one list with one number.
func record(list, id, schema, text, kind, number string) entity.Entity {
	x := entity.Entity{ID: list + "-" + id, Schema: schema, Names: []entity.Name{{Full: text}}, Listings: []entity.Listing{{List: list, Key: id}}}
	if kind == "unscId" {
		x.AddProp(kind, number)
	} else if kind != "" {
		x.IDs = []entity.Identifier{{Kind: kind, Number: number, Country: "KP"}}
	}
	return x
}

func TestSame(t *testing.T) {
	un := record("un", "1", entity.Person, "Sample Anna", "passportNumber", "836110034")
	un.Listings[0].Ref = "KPi.999"
	short := record("un", "2", entity.Person, "Carla Example", "", "")
	short.Listings[0].Ref = "QDi.043"
	ents := []entity.Entity{un, short,
		record("eu", "2", entity.Person, "Written Otherwise", "unscId", "QDi.43"),
		record("uk", "5", entity.Person, "Carla Example", "unscId", "QDi.430"),
		record("eu", "1", entity.Person, "Anna Maria Sample", "passportNumber", "836-110 034"),
		record("us", "1", entity.Person, "Boris Other", "passportNumber", "836110034"),
		record("uk", "1", entity.Person, "Entirely Different", "unscId", "KPi.999"),
		record("uk", "2", entity.Company, "Sample Anna Ltd", "passportNumber", "836110034"),
		record("us", "2", entity.Person, "Sample Anna", "", ""),
		record("us", "3", entity.Vessel, "Old Name", "imoNumber", "IMO 9999993"),
		record("uk", "3", entity.Vessel, "New Sign", "imoNumber", "9999993"),
		record("us", "4", entity.Company, "Old Shipping", "imoNumber", "1234567"),
		record("uk", "4", entity.Company, "Quite Another", "imoNumber", "1234567"),
	}
	for i := range 6 {
		ents = append(ents, record("eu", fmt.Sprint("f", i), entity.Person, "Filler Name", "idNumber", "0000000"))
	}
	ents = append(ents, record("us", "f", entity.Person, "Filler Name", "idNumber", "0000000"))
	dir := t.TempDir()
	if _, _, err := index.Update(t.Context(), dir, []index.Source{version(1, ents)}, nil); err != nil {
		t.Fatal(err)
	}
	check := func(id string, want ...string) {
		t.Helper()
		ix, err := index.OpenDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer ix.Close()
		i, ok := ix.ByID(id)
		if !ok {
			t.Fatal(id)
		}
		got := []string{}
		for _, s := range ix.Same(i) {
			x, err := ix.Entity(s.Entity)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, x.ID)
			if s.Evidence == "" {
				t.Errorf("%s: no evidence", id)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s is linked to %v, want %v", id, got, want)
		}
	}
	check("un-1", "eu-1", "uk-1") // a passport and a name; the reference quoted
	check("un-2", "eu-2")         // a reference that lost its zero
	check("uk-5")                 // another reference
	check("us-1")                 // the passport, but nothing of the name
	check("us-2")                 // the name alone
	check("uk-2")                 // a firm is no person
	check("us-3", "uk-3")         // a ship renamed
	check("us-4")                 // a company number under two names
	check("us-f")                 // a number that many have
	if changed, err := index.SetApart(t.Context(), dir, "un-1", "eu-1", true); err != nil || !changed {
		t.Fatal(changed, err)
	}
	check("un-1", "uk-1")
	check("eu-1")
	if changed, err := index.SetApart(t.Context(), dir, "eu-1", "un-1", true); err != nil || changed {
		t.Error(changed, err)
	}
	ix, err := index.OpenDirOn(context.Background(), dir, entity.Day(2024, 5, 1))
	if err != nil {
		t.Fatal(err)
	}
	if i, _ := ix.ByID("eu-1"); len(ix.Same(i)) != 0 {
		t.Error("as of a day the link is there again")
	}
	if _, err := index.SetApart(t.Context(), dir, "un-1", "eu-1", false); err != nil {
		t.Fatal(err)
	}
	check("eu-1", "un-1")
	if err := os.WriteFile(filepath.Join(dir, "apart.tsv"), []byte("one\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := index.Update(t.Context(), dir, nil, &index.UpdateOptions{Rebuild: true}); err == nil {
		t.Error("a damaged apart.tsv was passed over")
	}
}
