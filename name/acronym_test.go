package name

import "testing"

func TestAcronym(t *testing.T) {
	words := func(text string) []LetterWord {
		var out []LetterWord
		n := Parse(text, Organization)
		for _, x := range n.Readings[0].Tokens {
			out = append(out, LetterOf(x.Role, x.Text, x.Fold, x.Keys))
		}
		return out
	}
	for _, c := range []struct {
		long, short string
		want        bool
	}{
		{"Korea Mining Development Trading Corporation", "kmdtc", true}, {"Korea Mining Development Trading Corporation", "kmdt", true},
		{"Islamic Republic of Iran Shipping Lines", "irisl", true}, {"Ocean Pearl Maritime Management Co Ltd", "opmm", true},
		{"Ocean Pearl Maritime Management", "opmn", false}, {"Trust 35 Construction Bureau", "tcb", false}, {"Ocean Pearl", "op", false},
	} {
		got := false
		for way := range Initials {
			got = got || string(AppendInitials(nil, words(c.long), way)) == c.short
		}
		if got != c.want {
			t.Errorf("%s by its letters %s: %t", c.long, c.short, got)
		}
	}
	for text, want := range map[string]int{"OPMM Co Ltd": 0, "OPMM Group": 0, "IRISL (Malta) Ltd": 0, "Ocean Pearl": -1, "OPMM Trading": -1} {
		if got := Acronym(words(text)); got != want {
			t.Errorf("%s: the acronym is word %d, want %d", text, got, want)
		}
	}
	for w, want := range map[string]float32{"opmm": 1, "irisl": 1, "gulf": 0.5, "omm": 0.5, "om": 0, "constructions": 0, "m23": 0} {
		if got := Lettered(w); got != want {
			t.Errorf("%s is an acronym by %.1f, want %.1f", w, got, want)
		}
	}
}
