// Package source turns published sanctions lists into entities.
//
// [Open] recognises a list by its content (UN, OFAC, EU, UK, Swiss, Canadian,
// Australian, Japanese, World Bank, OpenSanctions, Senzing, or a table of
// one's own) and returns a [List]: who published it, of which day it is, its
// digest, and its entities as a stream. [ReadFiles] does so for files and
// folders and puts together what belongs together (the OFAC CSV set is one
// list). Plain, gzip and zip files are read alike.
//
//	for list, err := range source.ReadFiles([]string{"consolidated.xml", "ofac/"}) {
//		if err != nil { ... }
//		for e, err := range list.Entities() { ... }
//	}
//
// What a format says is kept: name parts, alias quality, scripts, partial
// dates, numbers with kind and issuer, each listing with authority, programme,
// dates and reference. Memory is bounded by the largest record, not the list
// (held are OFAC's address and alias files, XLSX's shared texts, and tables
// with several rows for a party, up to 512 MB).
// A list that is cut, empty, mis-encoded, of another format, hostile, or whose
// make-up has changed past a bound is refused with an [Error] that names file,
// record and byte offset and says what to do; the stream ends there, and what
// it gave before must not be used as a whole list.
//
// The package does not match, merge or store, and reads the network only in
// [Fetcher.Fetch].
package source
