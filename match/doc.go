// Package match says how alike two parties are, from 0 to 1, and why.
//
//	q := match.Of(&entity.Entity{Schema: entity.Person, Names: ...})
//	r := match.Compare(q, match.Of(listed), nil)
//	r.Score, r.Band       // 0.97, match
//	r.Features(q, c, nil) // "surname equal and rare", "birth year differs by 1"
//
// The score is one visible sum: every [Term] is a value that can be read off
// the two parties (how much of the name is accounted for, how many edits, what
// stands on both sides without a counterpart, whether the birth dates agree)
// times a weight from one table (weights.go), and the sum of them all is the
// log-odds that the two are the same party; the score is its logistic. Nothing
// else enters it but the caps, which are named too: a weak alias alone is never
// a match, nor is a single word found inside a longer name.
//
// A contradiction (each side has a substantive word the other cannot account
// for) counts apart from an omission (one side says more than the other).
// Dates, countries, places, gender and numbers raise the score when they agree
// and lower it when they do not; silence does neither.
//
// Promises: the same two parties and options give the same result; Compare
// does not allocate; names are bounded (see [MaxTokens]), so no name takes more
// than some microseconds. What it does not do: decide what a match means for
// the one who asks, or look at anything but the two parties.
package match
