//go:build unix

package source_test

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"khasan/source"
)

func unpacked(b *testing.B, name string) []byte {
	f, err := os.Open(sharedFile(b, name))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			b.Fatal(err)
		}
	}
	data, err := io.ReadAll(r)
	if err != nil {
		b.Fatal(err)
	}
	return data
}

var benchFiles = []string{
	"un/consolidated_2026-08-01.xml.gz", "ofac/sdn_2024-05-03.csv.gz", "ofac/enhanced_CONS_ENHANCED_2026-01-08.xml.gz", "ofac/consolidated_2025-03-28.xml.gz", "ofac/cons_advanced_2020-03-17.xml.gz",
	"reconstructed/eu_xmlFullSanctionsList_1_1_2026-02-26.xml.gz", "reconstructed/uk_UK-Sanctions-List_2026-08-22.xml.gz", "reconstructed/ch_seco_2026-02-24.xml.gz", "ca/sema-lmes_2025-05.xml.gz",
	"uk/ofsi_ConList_2022format_2025-04-10_from_xlsx.csv.gz", "us_csl/consolidated_2022-04.csv.gz", "wb/worldbank_debarred_2026-02-22.json.gz", "opensanctions/yente_entities.delta.json.gz",
}

// cpuTime is the processor time that this process has used: on a busy machine
// the wall clock measures the others.
func cpuTime() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func reportCPU(b *testing.B, bytes int, start time.Duration) {
	b.ReportMetric(float64(bytes)*float64(b.N)/1e6/(cpuTime()-start).Seconds(), "MB/cpu-s")
}

// BenchmarkRead reads a whole list to entities.
func BenchmarkRead(b *testing.B) {
	for _, name := range benchFiles {
		b.Run(strings.ReplaceAll(name, "/", "_"), func(b *testing.B) {
			data := unpacked(b, name)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			b.ResetTimer()
			start := cpuTime()
			defer func() { reportCPU(b, len(data), start) }()
			for range b.N {
				l, err := source.Open(name, data)
				if err != nil {
					b.Fatal(err)
				}
				for _, err := range l.Entities() {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// BenchmarkPlain reads the same bytes with the standard library's decoder and
// makes nothing of them.
func BenchmarkPlain(b *testing.B) {
	for _, name := range benchFiles {
		b.Run(strings.ReplaceAll(name, "/", "_"), func(b *testing.B) {
			data := unpacked(b, name)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			b.ResetTimer()
			start := cpuTime()
			defer func() { reportCPU(b, len(data), start) }()
			for range b.N {
				switch {
				case strings.Contains(name, ".xml"):
					d := xml.NewDecoder(bytes.NewReader(data))
					for {
						if _, err := d.Token(); err != nil {
							break
						}
					}
				case strings.Contains(name, ".csv"):
					d := csv.NewReader(bytes.NewReader(data))
					d.FieldsPerRecord, d.LazyQuotes = -1, true
					for {
						if _, err := d.Read(); err != nil {
							break
						}
					}
				default:
					d := json.NewDecoder(bytes.NewReader(data))
					for {
						var v any
						if err := d.Decode(&v); err != nil {
							break
						}
					}
				}
			}
		})
	}
}
