package source_test

import (
	"strings"
	"testing"

	"khasan/source"
)

// TestMapping refuses what would lose a column without a word.
func TestMapping(t *testing.T) {
	for _, c := range []struct{ mapping, want string }{
		{"", "it is empty"},
		{"list: own\ncolumns:\n  alias: A\n", "neither name nor lastName"},
		{"columns:\n  name: N\n", "list is missing"},
		{"list: own\ncolums:\n  name: N\n", "colums"},
		{"list: own\ncolumns:\n  name: N\n  alais: A\n", "did you mean alias?"},
		{"list: own\ncolumns:\n  name: N\n  birthdate: D\n", "did you mean birthDate?"},
		{"list: own\ncolumns:\n  name: N\n  passport: D\n", `has no "passport"; a column of your own goes under further`},
		{"list: own\nschema: Persn\ncolumns:\n  name: N\n", "did you mean Person?"},
		{"list: own\nschema: {column: K, values: {a: Person, b: Firm}}\ncolumns:\n  name: N\n", `FollowTheMoney has no "Firm"`},
		{"list: own\ncolumns:\n  name: N\nfurther:\n  alias: A\n", "belongs under columns"},
		{"list: own\ncolumns:\n  name: N\n  imoNumber: I\n  flag: [F, G]\n  notes: X\nfurther:\n  rating: R\n", ""},
	} {
		_, err := source.ParseMapping([]byte(c.mapping))
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.mapping, err, c.want)
		}
	}
}
