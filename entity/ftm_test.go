package entity_test

import (
	"bytes"
	"reflect"
	"testing"

	"khasan/entity"
)

func full() entity.Entity {
	return entity.Entity{
		ID: "un-1", Schema: entity.Person, Target: true,
		Names: []entity.Name{
			{Full: "Ada Example", Parts: []entity.Part{{Role: entity.RoleGiven, Text: "Ada"}, {Role: entity.RoleFamily, Text: "Example"}}, Script: "Latn", List: "un"},
			{Full: "Ада Пример", Script: "Cyrl", Lang: "ru", List: "un"},
			{Full: "The Counter", Quality: entity.Weak, List: "un"},
			{Full: "Ada Sample", Quality: entity.Former, List: "un"},
		},
		Births:      []entity.Date{{Year: 1960, YearTo: 1964}, {Year: 1962, Circa: true}, entity.Day(1961, 2, 3)},
		Deaths:      []entity.Date{{Year: 2020, Month: 5}},
		BirthPlaces: []string{"Exampletown"},
		Genders:     []string{"female"},
		Countries:   []entity.Country{{Code: "SU", Link: "citizenship"}, {Code: "KP", Link: "nationality"}},
		Addresses:   []entity.Place{{Full: "1 Road, Town", Street: "1 Road", City: "Town", Country: "KP"}},
		IDs:         []entity.Identifier{{Kind: "passportNumber", Number: "123", Country: "KP", Issued: entity.Day(2001, 2, 3), Note: "Passport"}, {Kind: "visaNumber", Number: "9"}},
		Listings:    []entity.Listing{{List: "un", Key: "1", Ref: "XXi.001", Programmes: []string{"DPRK"}, From: entity.Day(2016, 11, 30), Amended: []entity.Date{entity.Day(2017, 1, 1)}}},
		Topics:      []string{"sanction"},
		Props:       map[string][]string{"position": {"Clerk", "Head clerk"}},
		Datasets:    []string{"un"},
	}
}

func TestFTMRoundTrip(t *testing.T) {
	for _, e := range []entity.Entity{full(),
		{ID: "v", Schema: entity.Vessel, Names: []entity.Name{{Full: "EXAMPLE 1"}}, IDs: []entity.Identifier{{Kind: "imoNumber", Number: "1234567"}}, Births: []entity.Date{{Year: 1999}}},
		{ID: "o", Schema: entity.Ownership, Props: map[string][]string{"owner": {"a"}, "asset": {"b"}, "percentage": {"50"}}},
		{ID: "x", Schema: entity.Company},
	} {
		b, err := e.FTM()
		if err != nil {
			t.Fatal(err)
		}
		g, err := entity.FromFTM(b)
		if err != nil {
			t.Fatalf("%s: %v", b, err)
		}
		if !reflect.DeepEqual(e, g) {
			t.Errorf("round trip changed\n%+v to\n%+v\nover %s", e, g, b)
		}
		b2, _ := g.FTM()
		if !bytes.Equal(b, b2) {
			t.Errorf("written twice:\n%s\n%s", b, b2)
		}
	}
}

func TestFromFTM(t *testing.T) {
	e, err := entity.FromFTM([]byte(`{"id":"Q1","caption":"Ada Example","schema":"Person","properties":{"name":["Aada Example","Ada Example"],"weakAlias":["Countess"],
		"birthDate":["1961-02","1962"],"nationality":["suhh","ge-ab","kp"],"position":["Clerk"],"topics":["sanction"],
		"sanctions":[{"id":"s1","schema":"Sanction","properties":{"authority":["Council"],"program":["P"],"startDate":["2017-01-02"],"entity":["Q1"]},"datasets":["ds"]}],
		"addressEntity":[{"id":"a1","schema":"Address","properties":{"full":["1 Road"],"country":["kp"]}}],
		"ownershipOwner":[{"id":"o1","schema":"Ownership","properties":{"asset":["x"]}}]},"datasets":["ds"],"referents":["r1"],"last_seen":"2024-01-01"}`))
	if err != nil {
		t.Fatal(err)
	}
	if e.Caption() != "Ada Example" || len(e.Names) != 3 || e.Names[2].Quality != entity.Weak || e.Births[0].String() != "1961-02" {
		t.Errorf("names or dates: %+v %v", e.Names, e.Births)
	}
	if len(e.Countries) != 2 || e.Countries[0].Code != "SU" || e.Prop("nationality") != "ge-ab" || !e.Target {
		t.Errorf("countries %v, props %v, target %v", e.Countries, e.Props, e.Target)
	}
	if len(e.Listings) != 1 || e.Listings[0].List != "ds" || e.Listings[0].From != entity.Day(2017, 1, 2) || e.Listings[0].Programmes[0] != "P" {
		t.Errorf("listings %+v", e.Listings)
	}
	if len(e.Addresses) != 1 || e.Addresses[0].Country != "KP" || e.Prop("ownershipOwner") != "o1" || e.LastSeen != "2024-01-01" {
		t.Errorf("addresses %+v, props %v", e.Addresses, e.Props)
	}
	for _, bad := range []string{``, `{}`, `{"id":"x"}`, `[1]`, `{"id":"x","schema":"Person","properties":[1]}`} {
		if _, err := entity.FromFTM([]byte(bad)); err == nil {
			t.Errorf("FromFTM(%s): no error", bad)
		}
	}
}

func FuzzFromFTM(f *testing.F) {
	e := full()
	b, _ := e.FTM()
	f.Add(b)
	f.Add([]byte(`{"id":"x","schema":"Person","properties":{"name":["a",{"id":"y","schema":"Sanction","properties":{}}]}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := entity.FromFTM(b)
		if err != nil {
			return
		}
		out, err := e.FTM()
		if err != nil {
			t.Fatalf("%v", err)
		}
		if _, err := entity.FromFTM(out); err != nil {
			t.Fatalf("%s: %v", out, err)
		}
	})
}
