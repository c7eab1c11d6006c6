// Package index finds the few parties worth comparing with a name or a number
// among all that are listed, and keeps them in a snapshot on disk.
//
//	stats, err := index.Build(ctx, "data/lists.khasan", lists, nil)
//	ix, err := index.OpenDir("data")
//	hits := ix.Search(nil, parsedNames)
//	party, err := ix.Entity(hits[0].Entity)
//
// A snapshot is one immutable file, documented byte by byte in file.go. It is
// mapped into memory, so that it opens in milliseconds whatever its size and
// is shared between processes; a cut or damaged one is refused and the error
// says where. What Search returns holds every party whose names can score in
// the match band (the tests prove it against comparing with everybody).
//
// An Index is read only and safe for concurrent use. The package scores
// nothing: package match does.
package index
