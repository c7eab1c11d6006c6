package source_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"khasan/entity"
	"khasan/source"
)

// TestSharedCounts holds every list beside the project to the number of
// records that its description states, counted there by another program.
func TestSharedCounts(t *testing.T) {
	for _, c := range []struct {
		file  string
		id    string
		count int
		note  string // why another number than the description's is right
	}{
		{"au/dfat_consolidated_2026-07-23.xlsx", "au", 3846, ""},
		{"au/regulation8_consolidated_2024-11-11.xlsx", "au", 3062, "described as about 3,160; 3,062 different references"},
		{"ca/sema-lmes_2020-04.xml.gz", "ca", 1369, ""},
		{"ca/sema-lmes_2025-05.xml.gz", "ca", 4759, ""},
		{"reconstructed/ca_sema-lmes_2026-08-22.xml.gz", "ca", 5690, ""},
		{"ch/seco_official_example_amendment_2024-01-17.xml", "ch", 3, ""},
		{"ch/seco_trimmed_sample_2026-08-27.xml", "ch", 3, "4 targets, one of them de-listed"},
		{"reconstructed/ch_seco_2026-02-24.xml.gz", "ch", 7608, "8,254 targets, 646 without any identity"},
		{"eu/fsd_WHOLE_v1.0_2016-02-11.xml.gz", "eu", 595, ""},
		{"reconstructed/eu_xmlFullSanctionsList_1_1_2026-02-26.xml.gz", "eu", 5860, ""},
		{"reconstructed/eu_xmlFullSanctionsList_1_1_2026-05-01.xml.gz", "eu", 5860, ""},
		{"jp/meti_foreign_user_list_2025-09-29.xlsx", "jp-meti", 835, ""},
		{"ofac/sdn_2021-08-18.csv.gz", "ofac-sdn", 9083, ""},
		{"ofac/sdn_2023-09-12.csv.gz", "ofac-sdn", 12875, ""},
		{"ofac/sdn_2024-05-03.csv.gz", "ofac-sdn", 14965, ""},
		{"ofac/trio_2021-04", "ofac-sdn", 8890, ""},
		{"ofac/trio_2023-12-28", "ofac-sdn", 13821, ""},
		{"ofac/cons_prim.csv.gz", "ofac-cons", 442, ""},
		{"ofac/consolidated_2020-12-14.xml.gz", "ofac-cons", 376, ""},
		{"ofac/consolidated_2024-05-06.xml.gz", "ofac-cons", 443, ""},
		{"ofac/consolidated_2025-03-28.xml.gz", "ofac-cons", 443, ""},
		{"ofac/enhanced_CONS_ENHANCED_2024-07-03.xml.gz", "ofac-cons", 443, ""},
		{"ofac/enhanced_CONS_ENHANCED_2025-01-10.zip", "ofac-cons", 443, ""},
		{"ofac/enhanced_CONS_ENHANCED_2026-01-08.xml.gz", "ofac-cons", 442, ""},
		{"ofac/enhanced_IRGC_filtered_2024-08-28.xml.gz", "ofac-sdn", 293, ""},
		{"ofac/enhanced_yemen_filtered.xml.gz", "ofac-sdn", 10, ""},
		{"ofac/cons_advanced_2020-03-17.xml.gz", "ofac-cons", 375, ""},
		{"uk/ofsi_ConList_2018-04-13.csv.gz", "uk-ofsi", 2106, ""},
		{"uk/ofsi_ConList_2022format_2025-04-10.xlsx", "uk-ofsi", 4686, ""},
		{"uk/ofsi_ConList_2022format_2025-04-10_from_xlsx.csv.gz", "uk-ofsi", 4686, ""},
		{"reconstructed/uk_UK-Sanctions-List_2026-02-24.xml.gz", "uk", 5738, ""},
		{"reconstructed/uk_UK-Sanctions-List_2026-08-22.xml.gz", "uk", 6349, ""},
		{"un/1718_designated_vessels_list_2020-06-04.html.gz", "un-1718-vessels", 59, ""},
		{"us_csl/consolidated_2022-04.csv.gz", "us-csl", 14160, ""},
		{"us_csl/dpl.txt.gz", "us-dpl", 581, ""},
		{"wb/worldbank_debarred_2026-02-22.json.gz", "wb", 1370, ""},
		{"opensanctions/targets.simple_interpol_red_notices_2025-05.csv.gz", "interpol_red_notices", 6561, ""},
		{"opensanctions/targets.simple_ua_war_sanctions_2026-03.csv.gz", "ukraine_war_and_sanctions", 5600, ""},
		{"opensanctions/senzing_us_congress.json.gz", "os_us_congress", 1319, ""},
	} {
		if os.Getenv("KHASAN_FULL") == "" && (strings.Contains(c.file, "_xml") || strings.HasPrefix(c.file, "us_csl") || strings.Contains(c.file, "uk_UK") || strings.Contains(c.file, "from_xlsx") || strings.Contains(c.file, "trio")) {
			continue // the large ones
		}
		l, es := readAll(t, sharedFile(t, c.file))
		n := 0
		for i := range es {
			if !es[i].IsEdge() {
				n++
			}
		}
		if l.ID != c.id || n != c.count {
			t.Errorf("%s: list %s with %d records, want %s with %d", c.file, l.ID, n, c.id, c.count)
		}
	}
}

// TestSharedParties looks for parties whose listing is a matter of record, and
// for their absence where they are not listed.
func TestSharedParties(t *testing.T) {
	names := func(es []entity.Entity) map[string]bool {
		m := map[string]bool{}
		for _, e := range es {
			for _, n := range e.Names {
				m[strings.ToUpper(n.Full)] = true
			}
			for _, i := range e.IDs {
				m[i.Kind+" "+i.Number] = true
			}
		}
		return m
	}
	for _, c := range []struct {
		file        string
		has, hasNot []string
	}{
		// Foreign Trade Bank was listed by the Council in August 2017.
		{"un/consolidated_2017-07-03.xml.gz", []string{"KOREA MINING DEVELOPMENT TRADING CORPORATION"}, []string{"FOREIGN TRADE BANK", "FOREIGN TRADE BANK (FTB)", "KIM JONG UN"}},
		{"un/consolidated_2018-10-29.xml.gz", []string{"KOREA MINING DEVELOPMENT TRADING CORPORATION", "FOREIGN TRADE BANK (FTB)"}, []string{"KIM JONG UN"}},
		{"un/consolidated_2026-08-01.xml.gz", []string{"KOREA MINING DEVELOPMENT TRADING CORPORATION", "FOREIGN TRADE BANK (FTB)"}, []string{"KIM JONG UN", "VLADIMIR VLADIMIROVICH PUTIN"}},
		{"ofac/sdn_2021-08-18.csv.gz", []string{"KIM JONG UN", "KOREA MINING DEVELOPMENT TRADING CORPORATION"}, []string{"VLADIMIR VLADIMIROVICH PUTIN"}},
		{"ofac/sdn_2023-09-12.csv.gz", []string{"KIM JONG UN", "VLADIMIR VLADIMIROVICH PUTIN", "KOREA MINING DEVELOPMENT TRADING CORPORATION", "FOREIGN TRADE BANK OF THE DEMOCRATIC PEOPLE'S REPUBLIC OF KOREA", "imoNumber 9921996"}, nil},
		{"un/1718_designated_vessels_list_2020-06-04.html.gz", []string{"imoNumber 7303803", "imoNumber 8909575"}, nil},
		{"reconstructed/eu_xmlFullSanctionsList_1_1_2026-02-26.xml.gz", []string{"VLADIMIR VLADIMIROVICH PUTIN"}, []string{"KIM JONG UN"}},
	} {
		_, es := readAll(t, sharedFile(t, c.file))
		m := names(es)
		for _, n := range c.has {
			if !m[n] {
				t.Errorf("%s: no %s", c.file, n)
			}
		}
		for _, n := range c.hasNot {
			if m[n] {
				t.Errorf("%s: has %s", c.file, n)
			}
		}
	}
}

func TestSharedBroken(t *testing.T) {
	for _, c := range []struct {
		file string
		want error
	}{
		{"un/broken/empty_2023-10-25.xml", source.ErrEmpty},
		{"un/broken/outage_153b_2021-08-19.xml", source.ErrOutage},
		{"un/broken/outage_redirect_92b_2023-12-21.xml", source.ErrOutage},
		{"un/broken/not_wellformed_reencoded_2025-08-16.xml.gz", source.ErrEncoding},
		{"un/1718_designated_vessels_list_2020-06-04.pdf", source.ErrFormat},
		{"ofac/partial_2026-08-01", source.ErrFormat},
		{"ofac/sdn_xml_sample_2014-07-16.xml", source.ErrCut},
	} {
		var got error
		for l, err := range source.ReadFiles([]string{sharedFile(t, c.file)}) {
			if err == nil {
				_, err = source.Verify(l, source.Count{}, 0.1)
			}
			got = errors.Join(got, err)
		}
		if !errors.Is(got, c.want) {
			t.Errorf("%s: %v, want %v", c.file, got, c.want)
		}
	}
}

// TestSharedTable prints the table of every file with -v.
func TestSharedTable(t *testing.T) {
	if os.Getenv("KHASAN_TABLE") == "" {
		t.Skip("set KHASAN_TABLE=1 to print the table")
	}
	root := sharedFile(t, "SOURCES.md")
	for _, d := range []string{"au", "ca", "ch", "eu", "jp", "ofac", "opensanctions", "reconstructed", "uk", "un", "us_csl", "wb"} {
		for c := range source.Check(filepath.Join(filepath.Dir(root), d)) {
			rel, _ := filepath.Rel(filepath.Dir(root), c.Path)
			line := fmt.Sprintf("%-70s", rel)
			if c.List != nil {
				line += fmt.Sprintf(" %-16s %-24s %-10s %6d %6d %6d %6d", c.List.ID, c.List.Format, c.List.Date, c.Count.Entities, c.Count.Names, c.Count.Identifiers, c.Count.Edges)
			}
			if c.Err != nil {
				line += " " + c.Err.Error()
			}
			t.Log(line)
		}
	}
}
