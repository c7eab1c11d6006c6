// Package name makes a name in any script comparable: it splits it into
// tokens, says what each token is (given name, particle, legal form, ...),
// and gives each a folded Latin form and the keys under which its other
// spellings meet it.
//
// A script that can be read in several ways (Han as Mandarin, Cantonese,
// Korean or Japanese) yields several [Reading]s; comparing two names means
// comparing their best two readings. The package compares strings, not
// parties: what a likeness means is for package match to say.
package name
