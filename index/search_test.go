package index_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"khasan/entity"
	"khasan/index"
	"khasan/match"
	"khasan/name"
)

// syllables make words that look like names and are nobody's.
var syllables = strings.Fields("ba be bo da de do ka ke ko la le lo ma me mo na ne no ra re ro sa se so ta te to zi vu kha ghi sho thu ndr ast ovi")

func word(rng *rand.Rand) string {
	var b strings.Builder
	for range 1 + rng.IntN(4) {
		b.WriteString(syllables[rng.IntN(len(syllables))])
	}
	return b.String()
}

func slip(s string, rng *rand.Rand) string {
	r := []byte(s)
	if len(r) < 4 {
		return s
	}
	i := 1 + rng.IntN(len(r)-2)
	switch rng.IntN(6) {
	case 0:
		r[i], r[i-1] = r[i-1], r[i]
	case 1:
		r = slices.Delete(r, i, i+1)
	case 2:
		r = slices.Insert(r, i, r[i])
	case 3:
		r[i] = 'a' + byte(rng.IntN(26))
	case 4:
		if k := slices.Index(r, ' '); k > 0 {
			r = slices.Delete(r, k, k+1)
		}
	case 5:
		if k := slices.Index(r, ' '); k > 0 {
			r = append(append(slices.Clone(r[k+1:]), ' '), r[:k]...)
		}
	}
	return string(r)
}

// TestExact compares the index with comparing everybody: nothing that scores
// as a match may be missing, and next to nothing that scores as review.
func TestExact(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var words []string
	for range 300 {
		words = append(words, word(rng))
	}
	var ents []entity.Entity
	for i := range 2000 {
		e := entity.Entity{ID: fmt.Sprint("x-", i), Schema: entity.Person}
		for range 1 + rng.IntN(2) {
			var w []string
			for range 1 + rng.IntN(4) {
				w = append(w, words[rng.IntN(1+rng.IntN(len(words)))])
			}
			e.Names = append(e.Names, entity.Name{Full: strings.Join(w, " ")})
		}
		ents = append(ents, e)
	}
	ix, err := index.InMemory(ents)
	if err != nil {
		t.Fatal(err)
	}
	var all []*match.Party
	for i := range ents {
		all = append(all, match.Of(&ents[i]))
	}
	found, lost, lostMatch := 0, 0, 0
	for i := range 150 {
		q := ents[rng.IntN(len(ents))].Names[0].Full
		for range i % 3 {
			q = slip(q, rng)
		}
		party := match.Of(&entity.Entity{Schema: entity.Person, Names: []entity.Name{{Full: q}}})
		hits := ix.Search(nil, party.Parsed(), match.Odds(match.ReviewAt))
		if !slices.IsSortedFunc(hits, func(a, b index.Hit) int {
			if a.Entity != b.Entity {
				return int(a.Entity) - int(b.Entity)
			}
			return int(a.Name) - int(b.Name)
		}) {
			t.Fatalf("hits of %q are not in order", q)
		}
		p := match.Prepare(party, &match.Options{NamesOnly: true, Rarity: ix.Rarity})
		for e := range all {
			for n := range all[e].Names {
				r := p.Compare(&match.Party{Schema: entity.Person, Names: all[e].Names[n : n+1]})
				if r.Score < match.ReviewAt {
					continue
				}
				found++
				if slices.Contains(hits, index.Hit{Entity: uint32(e), Name: uint32(n)}) {
					continue
				}
				lost++
				if r.Score >= match.MatchAt {
					lostMatch++
					t.Errorf("%q should find %q (%.3f)", q, ents[e].Names[n].Full, r.Score)
				}
			}
		}
	}
	if found < 150 {
		t.Errorf("only %d pairs scored: the test tests nothing", found)
	}
	if lost*1000 > found {
		t.Errorf("%d of %d pairs at or above review were lost", lost, found)
	}
}

// TestSameAnswer asks an index that has answered many questions what a new one
// is asked: what a search keeps for the next must not change an answer.
func TestSameAnswer(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	// Long words of few syllables: many share a piece and most letters.
	long := func() (s string) {
		for range 3 + rng.IntN(3) {
			s += syllables[rng.IntN(6)]
		}
		return s
	}
	var words []string
	for range 60 {
		words = append(words, long())
	}
	met := func() string { return words[rng.IntN(len(words))] }
	var ents []entity.Entity
	for i := range 400 {
		ents = append(ents, entity.Entity{ID: fmt.Sprint("x-", i), Schema: entity.Person, Names: []entity.Name{{Full: met() + " " + long()}}})
	}
	used, err := index.InMemory(ents)
	if err != nil {
		t.Fatal(err)
	}
	some := 0
	for range 100 {
		// Words met before, joined in ways that were not, and then a new one.
		q := strings.Join([]string{met(), met(), met(), slip(met(), rng)}, " ")
		if rng.IntN(4) == 0 {
			q += " " + q[strings.LastIndexByte(q, ' ')+1:]
		}
		fresh, err := index.InMemory(ents)
		if err != nil {
			t.Fatal(err)
		}
		party := match.Of(&entity.Entity{Schema: entity.Person, Names: []entity.Name{{Full: q}}})
		least := match.Odds(match.ReviewAt) - 100 // all that are found, not only those that can score
		got, want := used.Search(nil, party.Parsed(), least), fresh.Search(nil, party.Parsed(), least)
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %v after other questions, %v as the first", q, got, want)
		}
		some += len(want)
	}
	if some < 1000 {
		t.Errorf("only %d found: the test tests nothing", some)
	}
}

// TestRebuilt compares a name rebuilt from the snapshot with the name parsed.
func TestRebuilt(t *testing.T) {
	full := []string{"Kim Jong Un", "Владимир Путин", "AL-TIKRITI, Barzan Ibrahim", "Open Joint Stock Company Gazprom", "金正恩", ""}
	var ents []entity.Entity
	for i, f := range full {
		ents = append(ents, entity.Entity{ID: fmt.Sprint("x-", i), Schema: entity.Person, Names: []entity.Name{{Full: "anybody at all"}, {Full: f, Quality: entity.Weak}}})
	}
	ix, err := index.InMemory(ents)
	if err != nil {
		t.Fatal(err)
	}
	var r index.Rebuilt
	for i, f := range full {
		ix.Name(index.Hit{Entity: uint32(i), Name: 1}, &r)
		want := name.Parse(f, name.Person)
		if r.Quality != entity.Weak || len(r.Readings) != len(want.Readings) {
			t.Fatalf("%q: quality %v, %d readings, want %d", f, r.Quality, len(r.Readings), len(want.Readings))
		}
		for k := range want.Readings {
			a, b := r.Readings[k], want.Readings[k]
			if a.Scheme != b.Scheme || len(a.Tokens) != len(b.Tokens) {
				t.Fatalf("%q: reading %d is %v, want %v", f, k, a, b)
			}
			for j := range b.Tokens {
				x, y := a.Tokens[j], b.Tokens[j]
				if x.Fold != y.Fold || x.Skel != y.Skel || x.Text != y.Text || x.Role != y.Role || !slices.Equal(x.Keys, y.Keys) {
					t.Errorf("%q: word %d is %+v, want %+v", f, j, x, y)
				}
			}
		}
	}
}

// TestNumber looks parties up by their numbers, however written.
func TestNumber(t *testing.T) {
	ix, err := index.InMemory([]entity.Entity{
		{ID: "a", Schema: entity.Vessel, IDs: []entity.Identifier{{Kind: "imoNumber", Number: "IMO 9187629"}}},
		{ID: "b", Schema: entity.Person, IDs: []entity.Identifier{{Kind: "passportNumber", Number: "ab-12 345"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for number, want := range map[string]uint32{"9187629": 0, "imo9187629": 0, "AB12345": 1} {
		if got := ix.Number(number); !slices.Contains(got, want) {
			t.Errorf("number %q finds %v, want %d", number, got, want)
		}
	}
	if got := ix.Number("12"); len(got) != 0 {
		t.Errorf("a number of two digits finds %v", got)
	}
}

// TestJoined finds names of which two words are written as one with a slip in
// it, though both halves are known words, and though one is a single letter.
func TestJoined(t *testing.T) {
	ents := []entity.Entity{
		{ID: "a", Schema: entity.Person, Names: []entity.Name{{Full: "O Kuk Ryol"}}},
		{ID: "b", Schema: entity.Person, Names: []entity.Name{{Full: "Azim AGHA-JANI"}}},
		{ID: "c", Schema: entity.Person, Names: []entity.Name{{Full: "Adha Somebody"}}},
		{ID: "d", Schema: entity.Company, Names: []entity.Name{{Full: "TALLON COMPANY"}}},
	}
	ix, err := index.InMemory(ents)
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]uint32{"OKuuk Ryol": 0, "Azim ADHAJANI": 1, "TALOON COMPANY": 3} {
		party := match.Of(&entity.Entity{Schema: entity.Person, Names: []entity.Name{{Full: query}}})
		got := ix.Screen(nil, match.Prepare(party, &match.Options{NamesOnly: true, Rarity: ix.Rarity}), match.Odds(match.ReviewAt))
		if len(got) == 0 || got[0].Entity != want {
			t.Errorf("%q finds %v, want %q", query, got, ents[want].Names[0].Full)
		}
	}
}

// TestNoPostings asks for a name with a word that no name is looked up by and
// that is the last that was entered.
func TestNoPostings(t *testing.T) {
	ix, err := index.InMemory([]entity.Entity{{ID: "x-1", Schema: entity.Person, Names: []entity.Name{{Full: "Garcia Lopez de"}}}})
	if err != nil {
		t.Fatal(err)
	}
	party := match.Of(&entity.Entity{Schema: entity.Person, Names: []entity.Name{{Full: "Garcia Lopez de"}}})
	if hits := ix.Search(nil, party.Parsed(), match.Odds(match.ReviewAt)); len(hits) != 1 {
		t.Errorf("found %d names, want 1", len(hits))
	}
}

// TestNameOfLegalForm finds a name that is nothing but a legal form, asked as a
// firm's, a person's or anybody's, whenever comparing everybody does.
func TestNameOfLegalForm(t *testing.T) {
	ents := []entity.Entity{
		{ID: "a", Schema: entity.Company, Names: []entity.Name{{Full: "ООО"}}},
		{ID: "b", Schema: entity.Person, Names: []entity.Name{{Full: "ANO"}}},
		{ID: "c", Schema: entity.Company, Names: []entity.Name{{Full: "Ltd"}}},
		{ID: "d", Schema: entity.LegalEntity, Names: []entity.Name{{Full: "ANO"}}},
		{ID: "e", Schema: entity.Company, Names: []entity.Name{{Full: "Somebody Ltd"}}},
	}
	ix, err := index.InMemory(ents)
	if err != nil {
		t.Fatal(err)
	}
	met := 0
	for _, e := range ents[:4] {
		for _, schema := range []string{entity.Person, entity.Company, entity.LegalEntity} {
			party := match.Of(&entity.Entity{Schema: schema, Names: e.Names})
			p := match.Prepare(party, &match.Options{NamesOnly: true, Rarity: ix.Rarity})
			hits := ix.Search(nil, party.Parsed(), match.Odds(match.ReviewAt))
			for i := range ents {
				if r := p.Compare(match.Of(&ents[i])); r.Score < match.ReviewAt {
					continue
				}
				if met++; !slices.Contains(hits, index.Hit{Entity: uint32(i)}) {
					t.Errorf("%q as %s should find %s, %q", e.Names[0].Full, schema, ents[i].ID, ents[i].Names[0].Full)
				}
			}
		}
	}
	if met < 8 {
		t.Errorf("only %d meet: the test tests nothing", met)
	}
}

// TestParticleMisspelt: of a listed name that is a particle and a word only the
// word is looked up; a slip in the particle makes a word of it. Also of an index
// that is searched as large ones are.
func TestParticleMisspelt(t *testing.T) {
	ents := []entity.Entity{
		{ID: "a", Schema: entity.Person, Names: []entity.Name{{Full: "Hassan Ayyub"}}},
		{ID: "b", Schema: entity.Person, Names: []entity.Name{{Full: "Abu Ayyub"}}},
	}
	for _, large := range []bool{false, true} {
		ix, err := index.InMemory(ents)
		if err != nil {
			t.Fatal(err)
		}
		if large {
			index.AsLarge(ix)
		}
		party := match.Of(&entity.Entity{Schema: entity.Person, Names: []entity.Name{{Full: "Abbu Ayyub"}}})
		p := match.Prepare(party, &match.Options{NamesOnly: true, Rarity: ix.Rarity})
		want := p.Compare(match.Of(&ents[1]))
		if want.Score < match.ReviewAt {
			t.Fatalf("comparing gives %.3f: the test tests nothing", want.Score)
		}
		got := ix.Screen(nil, p, match.Odds(match.ReviewAt))
		if len(got) != 1 || got[0].Entity != 1 || got[0].Score != want.Score {
			t.Errorf("large %v: found %v, want %q with %.3f", large, got, ents[1].Names[0].Full, want.Score)
		}
	}
}

// TestJoinedOtherwise: two words that are read otherwise than the same signs
// written as one word find it, and the other way round.
func TestJoinedOtherwise(t *testing.T) {
	apart, joined := "الله کرم عزیزی", "اللهکرم عزیزی"
	for _, x := range [][2]string{{apart, joined}, {joined, apart}} {
		e := entity.Entity{ID: "a", Schema: entity.Person, Names: []entity.Name{{Full: x[1]}}}
		for _, large := range []bool{false, true} {
			ix, err := index.InMemory([]entity.Entity{{ID: "b", Schema: entity.Person, Names: []entity.Name{{Full: "Somebody Else"}}}, e})
			if err != nil {
				t.Fatal(err)
			}
			if large {
				index.AsLarge(ix)
			}
			party := match.Of(&entity.Entity{Schema: entity.Person, Names: []entity.Name{{Full: x[0]}}})
			p := match.Prepare(party, &match.Options{NamesOnly: true, Rarity: ix.Rarity})
			want := p.Compare(match.Of(&e))
			if want.Score < match.ReviewAt {
				t.Fatalf("comparing %s with %s gives %.3f: the test tests nothing", x[0], x[1], want.Score)
			}
			if got := ix.Screen(nil, p, match.Odds(match.ReviewAt)); len(got) != 1 || got[0].Score != want.Score {
				t.Errorf("large %v: %s finds %v, want %s with %.3f", large, x[0], got, x[1], want.Score)
			}
		}
	}
}

// TestJoinedWithSlip: two words joined with a letter left out are seven letters
// of eight.
func TestJoinedWithSlip(t *testing.T) {
	mustFind(t, "Htootwe Ayzamin", "Htoo Htwe Ayzamin")
}

// TestLong: of a name with many words that may be several things not all are
// looked up; the rest contradicts nothing.
func TestLong(t *testing.T) {
	parts := strings.Fields("Alef Beta Gime Dale Hesk Vavr Zain Chet Teto Yodi Kafk Lame Memo Nune Same Ayin Petr Tsad Kofm Resh Shin Tave")
	var long []string
	for i := range parts[1:] {
		long = append(long, parts[i]+strings.ToLower(parts[i+1]))
	}
	name := strings.Join(long[:20], " ")
	mustFind(t, "Qwerlazu Zuntorvi "+name, name, parts...)
}

// mustFind asks an index of some persons for one that is found by comparing.
func mustFind(t *testing.T, query, want string, others ...string) {
	t.Helper()
	e := entity.Entity{ID: "a", Schema: entity.Person, Names: []entity.Name{{Full: want}}}
	ents := []entity.Entity{e}
	for i, o := range append(others, "Somebody Else") {
		ents = append(ents, entity.Entity{ID: fmt.Sprint("o", i), Schema: entity.Person, Names: []entity.Name{{Full: o}}})
	}
	ix, err := index.InMemory(ents)
	if err != nil {
		t.Fatal(err)
	}
	party := match.Of(&entity.Entity{Schema: entity.Person, Names: []entity.Name{{Full: query}}})
	p := match.Prepare(party, &match.Options{NamesOnly: true, Rarity: ix.Rarity})
	r := p.Compare(match.Of(&e))
	if r.Score < match.ReviewAt {
		t.Fatalf("comparing %s with %s gives %.3f: the test tests nothing", query, want, r.Score)
	}
	if got := ix.Screen(nil, p, match.Odds(match.ReviewAt)); len(got) != 1 || got[0].Score != r.Score {
		t.Errorf("%s finds %v, want %s with %.3f", query, got, want, r.Score)
	}
}
