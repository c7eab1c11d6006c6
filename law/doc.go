// Package law holds sanctions measures as data and rules on dealings: is it
// barred, by which paragraph, since when, and under which exemption not.
//
//	book, err := law.Default()
//	r, err := book.Judge(law.Dealing{
//		Class: "coal", From: "KP", To: "CN",
//		On: law.Period{From: entity.Day(2018, 3, 1)},
//	}, nil)
//	// r.Verdict is law.Barred, r.Measures[0].ID is "un-dprk-2371-8"
//
// A [Measure] is one paragraph of one instrument; it lives in a YAML file
// under data/, one file per instrument, with a test file beside it. A
// [Dealing] is what passes, from whom, to whom, when and by what route; a
// barter has several legs. [Book.Judge] answers for the measures in force on
// the dealing's day, in one of four words:
//
//   - barred: a measure bars it, and nothing said of the dealing frees it;
//   - conditional: a cap, a licence, an approval, an end use or the day decides;
//   - unknown: what is missing to decide is named in [Ruling.Missing];
//   - not_barred: by the measures held. The book is finite; that is no advice.
//
// What the package promises: the same dealing and the same book give the same
// ruling; each finding names instrument, paragraph and days; what was not
// verified about a record is said in the finding. A [Book] never changes once
// loaded and may be used by many goroutines.
//
// What it does not do: it knows no names of parties (a [Party] comes with the
// listings that a search found), reads no documents, and asks no clock.
package law
