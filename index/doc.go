// Package index finds the few parties worth comparing with a name or a number
// among all that are listed, and keeps them in a snapshot on disk.
//
//	outcomes, stats, err := index.Update(ctx, "data", lists, nil)
//	ix, err := index.OpenDir("data")
//	q := match.Prepare(party, &match.Options{Rarity: ix.Rarity, NamesOnly: true})
//	found := ix.Screen(nil, q, match.Odds(match.ReviewAt))
//	party, err := ix.Entity(found[0].Entity)
//
// A snapshot is one immutable file, documented byte by byte in file.go. It is
// mapped into memory, so that it opens in milliseconds whatever its size and
// is shared between processes; a cut or damaged one is refused and the error
// says where. What Search and Screen return holds every party whose names can score in
// the match band (the tests prove it against comparing with everybody).
//
// [Update] is the way to change a data folder: it holds new lists against
// guards, keeps their versions in the folder's [History], and puts the new
// snapshot in the place of the old in one step, whole however the process ends.
// [OpenDirOn] opens the folder as of a day. Records of one party on several
// lists are linked by references and numbers, with the evidence ([Index.Same]),
// and never merged.
//
// An Index is read only and safe for concurrent use. The package scores
// nothing: package match does, and says how high a score can be at most, by
// which most names are left out before they are compared.
package index
