package law_test

import (
	"strings"
	"testing"

	"khasan/entity"
	"khasan/law"
)

// TestOwnedBy works through the differences between the three rules.
func TestOwnedBy(t *testing.T) {
	listed := func(id string) bool { return id == "A" || id == "B" }
	edge := func(o, a string, p float64) law.Edge { return law.Edge{Owner: o, Asset: a, Percent: p} }
	for _, c := range []struct {
		name  string
		edges []law.Edge
		asset string
		want  map[string]bool
	}{
		{"exactly half", []law.Edge{edge("A", "X", 50)}, "X", map[string]bool{"US": true, "EU": true, "GB": false}},
		{"a quarter each", []law.Edge{edge("A", "X", 25), edge("B", "X", 25)}, "X", map[string]bool{"US": true, "EU": true, "GB": false}},
		{"49 % and the board", []law.Edge{{Owner: "A", Asset: "X", Percent: 49, Control: true}}, "X", map[string]bool{"US": false, "EU": true, "GB": true}},
		{"more than half", []law.Edge{edge("A", "X", 50.1)}, "X", map[string]bool{"US": true, "EU": true, "GB": true}},
		{"60 % then 40 %", []law.Edge{edge("A", "X", 60), edge("X", "Y", 40)}, "Y", map[string]bool{"US": false, "EU": false, "GB": false}},
		{"60 % then 40 %, and B 10 %", []law.Edge{edge("A", "X", 60), edge("X", "Y", 40), edge("B", "Y", 10)}, "Y", map[string]bool{"US": true, "EU": true, "GB": false}},
		{"60 % then 60 %", []law.Edge{edge("A", "X", 60), edge("X", "Y", 60)}, "Y", map[string]bool{"US": true, "EU": true, "GB": true}},
		{"a circle", []law.Edge{edge("X", "Y", 60), edge("Y", "X", 60), edge("A", "X", 40)}, "Y", map[string]bool{"US": false, "EU": false, "GB": false}},
		{"not listed", []law.Edge{edge("C", "X", 100)}, "X", map[string]bool{"US": false, "EU": false, "GB": false}},
	} {
		for _, rule := range law.OwnershipRules() {
			got := false
			for _, ch := range law.OwnedBy(c.edges, listed, rule) {
				if ch.Asset == c.asset && !ch.Unsure {
					got = true
					if len(ch.Steps) == 0 || len(ch.Listed) == 0 {
						t.Errorf("%s, %s: the chain is not told: %+v", c.name, rule.Authority, ch)
					}
				}
			}
			if got != c.want[rule.Authority] {
				t.Errorf("%s: %s says %v, want %v", c.name, rule.Authority, got, c.want[rule.Authority])
			}
		}
	}
	chains := law.OwnedBy([]law.Edge{edge("A", "X", 60), edge("X", "Y", 60)}, listed, law.OwnershipRules()[0])
	if s := strings.Join(chains[1].Steps, "; "); s != "A holds 60 % of X; X holds 60 % of Y" {
		t.Errorf("chain of Y: %s", s)
	}
	unsure := law.OwnedBy([]law.Edge{edge("A", "X", -1)}, listed, law.OwnershipRules()[0])
	if len(unsure) != 1 || !unsure[0].Unsure {
		t.Errorf("a share that is not known: %+v", unsure)
	}
}

// TestOwned: the chain reaches the ruling, by each authority's own list.
func TestOwned(t *testing.T) {
	edges := []law.Edge{{Owner: "boss", Asset: "holding", Percent: 51}, {Owner: "holding", Asset: "works", Percent: 100}}
	listings := func(id string) []entity.Listing {
		if id == "boss" {
			return []entity.Listing{{List: "ofac-sdn", Programmes: []string{"NPWMD"}}, {List: "eu", Programmes: []string{"UKR"}}}
		}
		return nil
	}
	chains := law.Owned("works", edges, listings)
	if len(chains) != 2 || chains[0].Rule != "US" || chains[1].Rule != "EU" {
		t.Fatalf("%+v", chains)
	}
	d := law.Dealing{Class: "goods.machinery", From: "DE", To: "VN", On: law.Period{From: entity.Day(2024, 9, 1)}, Parties: []law.Party{{Name: "works", Owned: chains}}}
	r, err := book(t).Judge(d, &law.Options{Explain: true})
	if err != nil || r.Verdict != law.Barred {
		t.Fatalf("%+v, %v", r, err)
	}
	for _, f := range r.Measures {
		if f.ID == "freeze-eu" && strings.Contains(strings.Join(f.Chain, "; "), "boss holds 51 % of holding; holding holds 100 % of works") {
			return
		}
	}
	t.Errorf("no finding shows the chain: %+v", r.Measures)
}
