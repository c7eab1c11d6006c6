package source_test

import (
	"testing"

	"khasan/entity"
)

func TestSharedUN(t *testing.T) {
	for _, c := range []struct {
		file             string
		date             string
		persons, orgs    int
		unknown, declare int
	}{
		{"un/consolidated_2017-07-03.xml.gz", "2017-07-03", 650, 371, 0, 0},
		{"un/consolidated_2018-10-29.xml.gz", "2018-10-29", 703, 390, 0, 0},
		{"un/consolidated_2020-11-30.xml.gz", "2020-11-30", 713, 305, 0, 0},
		{"un/consolidated_2023-09-12.xml.gz", "2023-09-12", 694, 253, 0, 0},
		{"un/consolidated_2024-09-26.xml.gz", "2024-09-26", 682, 193, 0, 0},
		{"un/consolidated_2025-04-19.xml.gz", "2025-04-19", 684, 193, 0, 0},
		{"un/consolidated_2025-11-20.xml.gz", "2025-11-20", 727, 273, 0, 0},
		{"un/consolidated_2026-02-27.xml.gz", "2026-02-27", 730, 273, 0, 0},
		{"un/consolidated_2026-08-01.xml.gz", "2026-08-01", 736, 275, 0, 0},
	} {
		l, es := readAll(t, sharedFile(t, c.file))
		if l.ID != "un" || l.Date.String() != c.date || l.DateFrom != "file" {
			t.Errorf("%s: list %q of %s by %s, want un of %s", c.file, l.ID, l.Date, l.DateFrom, c.date)
		}
		if p, o := count(es, entity.Person), count(es, entity.Organization); p != c.persons || o != c.orgs {
			t.Errorf("%s: %d persons and %d organisations, want %d and %d", c.file, p, o, c.persons, c.orgs)
		}
		if len(l.Unknown) != c.unknown {
			t.Errorf("%s: unknown elements %v", c.file, l.Unknown)
		}
	}
}
