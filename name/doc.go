// Package name makes a name in any script comparable: it splits it into
// tokens, says what each token is (given name, particle, legal form, ...),
// and gives each a folded Latin form and the keys under which its other
// spellings meet it.
//
//	n := name.Parse("Хрущёв", name.Person)
//	ok, evidence := name.Meet("Хрущёв", "Chruschtschow", name.Person)
//
// A script that can be read in several ways yields several [Reading]s: Han as
// Mandarin, Korean, Cantonese or Japanese; a Korean or Chinese name word by
// word and syllable by syllable; Abd and what follows apart and together.
// Comparing two names means comparing their best two readings.
//
// Three things bring spellings together, because no single one does. The
// folded form ([Token.Fold]) is the plain romanisation. The keys
// ([Token.Keys]) are what a spelling stands for: consonants as eight languages
// spell them ("l:"), syllables of Korean ("k:"), Mandarin ("m:") and Cantonese
// ("c:"), nicknames ("nick:"), words known to be one name ("w:"), and for
// firms the line of business ("sector:") and country ("place:"). And
// [Similarity] weighs letters of two scripts by how much seeing them together
// speaks for one name, learned from published pairs (across.tsv). A
// [Token.Block] finds candidates for it and proves nothing.
//
// Promises: Parse never fails and never panics; the work is bounded whatever
// the text (a kilobyte of letters, 48 words, eight readings are read); the
// same text gives the same answer; letters that only look Latin, invisible
// characters and floods of marks do not hide a name. A [Parser] that has met
// the words of a name before reads it again without allocating.
//
// What it does not do: it compares strings, not parties, and does not know how
// common a name is; what a likeness means is for package match to say. It
// tells the language of a Cyrillic name by its letters alone, reads vowels of
// Arabic and Hebrew only where they are written, cuts Thai, Burmese and Khmer
// at spaces only, and reads Japanese names in Han characters only when both
// parts are known words.
//
// The tables and where they are from: han.bin (Unihan 15.0), translit.tsv
// (Wikidata pairs of Merhav and Ash 2018, CC0), hanchars.tsv (the same and
// Wikidata, CC0), known.bin and two.bin (Wikidata, CC0),
// words.tsv (legal forms and sectors of OpenSanctions rigour, MIT; nicknames of
// carltonnorthern, Apache-2.0; countries of datasets/country-codes, PDDL).
// The generators gen_*.go say how each was made.
package name
