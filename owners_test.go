package khasan_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"khasan"
	"khasan/entity"
	"khasan/index"
	"khasan/law"
)

// TestWhatOwned: a deal with a firm that no list names, but that a listed one
// owns through another, is found, with the chain.
func TestWhatOwned(t *testing.T) {
	party := func(id, name string, ls ...entity.Listing) entity.Entity {
		return entity.Entity{ID: id, Schema: entity.Company, Names: []entity.Name{{Full: name}}, Listings: ls, Target: len(ls) > 0}
	}
	edge := func(id, owner, asset, percent string) entity.Entity {
		return entity.Entity{ID: id, Schema: entity.Ownership, Props: map[string][]string{"owner": {owner}, "asset": {asset}, "percentage": {percent}}}
	}
	ix, err := index.InMemory([]entity.Entity{
		party("x-1", "Zarechny Umbrella Trust", entity.Listing{List: "ofac-sdn", Key: "1", Programmes: []string{"NPWMD"}}),
		party("x-2", "Quillfeather Holding"), party("x-3", "Brackenthorpe Umbrella Works"), party("x-4", "Lutterworth Parasol Company"),
		edge("e-1", "x-1", "x-2", "60"), edge("e-2", "x-2", "x-3", "100"), edge("e-3", "x-2", "x-4", "40"),
	})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := ix.Save(filepath.Join(dir, index.SnapshotName)); err != nil {
		t.Fatal(err)
	}
	eng, err := khasan.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer eng.Close()
	ask := func(name string) law.Ruling {
		a, err := eng.What(context.Background(), law.Dealing{Class: "goods.machinery", From: "US", To: "VN", On: law.Period{From: entity.Day(2024, 9, 1)}, Parties: []law.Party{{Name: name}}})
		if err != nil {
			t.Fatal(err)
		}
		return a.Ruling
	}
	r := ask("Brackenthorpe Umbrella Works")
	if r.Verdict != law.Barred {
		t.Fatalf("%+v", r)
	}
	if got := strings.Join(r.Measures[0].Chain, "; "); !strings.HasPrefix(got, "Zarechny Umbrella Trust holds 60 % of Quillfeather Holding; Quillfeather Holding holds 100 % of Brackenthorpe Umbrella Works") {
		t.Errorf("chain: %s", got)
	}
	if r := ask("Lutterworth Parasol Company"); r.Verdict != law.NotBarred {
		t.Errorf("40 %%: %+v", r)
	}
}
