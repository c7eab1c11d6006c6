package source_test

import (
	"errors"
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

// TestMappedTable says of a table of one's own what to do about it, in its
// owner's terms.
func TestMappedTable(t *testing.T) {
	m, err := source.ParseMapping([]byte("list: own\nkey: id\ncolumns:\n  name: name\n  alias: aka\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		table, want string
		kind        error
	}{
		{"id;name;aka\n1;A;\n2;B\n\n3;C;c;;\n", "", nil},
		{"id;name;aka\n1;A;\n2;B;Trading;b\n", "4 fields, the head has 3: a delimiter within a field", source.ErrFormat},
		{"id;name;aka\n1;M\xfcller;\n", "encoding: windows-1252", source.ErrEncoding},
		{"\xff\xfei\x00d\x00", "save the table as UTF-8", source.ErrEncoding},
		{"id;name;aka\n", "a head and no rows", source.ErrEmpty},
		{"id;name;aka\n1;\"A;\n", "a quotation mark that is not closed", source.ErrCut},
		{"id;name;aka\n1;A;\n1;B;\n", "mend the row", source.ErrFormat},
		{"id;name\n1;A\n", "compare the mapping's column names", source.ErrFormat},
	} {
		l, err := m.Open("own.csv", []byte(c.table))
		if err == nil {
			_, err = source.Verify(l, source.Count{}, 1)
		}
		if !errors.Is(err, c.kind) || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.table, err, c.want)
		}
	}
}
