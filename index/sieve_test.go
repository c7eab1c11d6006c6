package index_test

import (
	"slices"
	"testing"

	"khasan/entity"
	"khasan/eval"
	"khasan/index"
	"khasan/match"
	"khasan/starter"
)

// TestLarge asks an index what it finds as a small one and as a large one, of which
// forms are left out by what is known without reading them: names put together
// from the words of the lists built in, so that many share two words.
func TestLarge(t *testing.T) {
	lists, err := starter.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer lists.Close()
	var ents []entity.Entity
	for e, err := range eval.Synth(lists, 8000, 3) {
		if err != nil {
			t.Fatal(err)
		}
		ents = append(ents, e)
	}
	var both [2]*index.Index
	for i := range both {
		if both[i], err = index.InMemory(ents); err != nil {
			t.Fatal(err)
		}
	}
	index.AsLarge(both[1])
	n := 800
	if testing.Short() {
		n = 200
	}
	queries, err := eval.MixedQueries(both[0], nil, n, 4)
	if err != nil {
		t.Fatal(err)
	}
	least := match.Odds(match.ReviewAt)
	some := 0
	for _, q := range queries {
		for _, schema := range []string{entity.Person, entity.Company} {
			party := match.Of(&entity.Entity{Schema: schema, Names: []entity.Name{{Full: q}}})
			if len(party.Names) == 0 {
				continue
			}
			var found [2][]index.Scored
			for i, ix := range both {
				found[i] = ix.Screen(nil, match.Prepare(party, &match.Options{NamesOnly: true, Rarity: ix.Rarity}), least)
			}
			if !slices.Equal(found[0], found[1]) {
				t.Errorf("%q (%s): %d found in a small index, %d in a large one", q, schema, len(found[0]), len(found[1]))
			}
			some += len(found[0])
		}
	}
	if some < n {
		t.Errorf("only %d found: the test tests nothing", some)
	}
}
