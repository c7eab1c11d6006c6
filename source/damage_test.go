package source_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"khasan/source"
)

// TestSharedDamage damages real lists in the ways of a bad line or disk: cut,
// bytes changed, a block lost, doubled, or of zeros. Nothing may panic, what is
// refused says where, a cut XML file is always refused, and a list that is
// taken all the same has its parties within a tenth, or the guard of the update
// stands between it and the data.
func TestSharedDamage(t *testing.T) {
	times := 1
	if os.Getenv("KHASAN_FULL") != "" {
		times = 25
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, file := range []string{"un/consolidated_2026-08-01.xml.gz", "ofac/cons_prim.csv.gz", "ofac/consolidated_2025-03-28.xml.gz", "ofac/cons_advanced_2020-03-17.xml.gz",
		"ofac/enhanced_CONS_ENHANCED_2026-01-08.xml.gz", "eu/fsd_WHOLE_v1.0_2016-02-11.xml.gz", "uk/ofsi_ConList_2018-04-13.csv.gz", "ca/sema-lmes_2020-04.xml.gz",
		"au/dfat_consolidated_2026-07-23.xlsx", "jp/meti_foreign_user_list_2025-09-29.xlsx", "wb/worldbank_debarred_2026-02-22.json.gz", "us_csl/dpl.txt.gz",
		"un/1718_designated_vessels_list_2020-06-04.html.gz", "opensanctions/export_sa_peps_2024-03/entities.ftm.json.gz", "opensanctions/targets.simple_ua_war_sanctions_2026-03.csv.gz"} {
		whole, err := os.ReadFile(sharedFile(t, file))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, ".gz") {
			z, err := gzip.NewReader(bytes.NewReader(whole))
			if err != nil {
				t.Fatal(err)
			}
			if whole, err = io.ReadAll(z); err != nil {
				t.Fatal(err)
			}
		}
		count := func(data []byte) (source.Count, error) {
			l, err := source.Open(file, data)
			if err != nil {
				return source.Count{}, err
			}
			return source.Verify(l, source.Count{}, 1)
		}
		good, err := count(whole)
		if err != nil {
			t.Fatal(err)
		}
		taken, guarded, refused := 0, 0, 0
		for range times {
			for kind := range 5 {
				data := bytes.Clone(whole)
				at := rnd.IntN(len(data))
				size := min(1+rnd.IntN(20_000), len(data)-at)
				switch kind {
				case 0:
					data = data[:at]
				case 1:
					for range 1 + rnd.IntN(5) {
						data[rnd.IntN(len(data))] ^= 1 << rnd.IntN(8)
					}
				case 2:
					data = append(data[:at], data[at+size:]...)
				case 3:
					data = append(data[:at+size:at+size], whole[at:]...)
				case 4:
					clear(data[at : at+size])
				}
				got, err := count(data)
				var typed *source.Error
				switch {
				case err != nil && (!errors.As(err, &typed) || typed.File == ""):
					t.Errorf("%s, damage %d at %d: an error without its place: %v", file, kind, at, err)
				case err != nil:
					refused++
				case kind == 0 && strings.Contains(file, ".xml"):
					t.Errorf("%s cut at %d was taken", file, at)
				case 10*got.Entities < 9*good.Entities || 10*got.Names < 9*good.Names:
					guarded++
				case 10*got.Entities > 11*good.Entities:
					t.Errorf("%s, damage %d at %d: %d parties of %d", file, kind, at, got.Entities, good.Entities)
				default:
					taken++
				}
			}
		}
		t.Logf("%s: %d refused, %d left to the guard, %d taken", file, refused, guarded, taken)
	}
}
