// Package reading takes from a text the parties it names and the dealings it
// describes, each with the words that say so.
//
//	r, err := reading.New(reading.Options{Listed: names})
//	found, err := r.ReadText(ctx, text, reading.ReadOptions{Date: entity.Day(2023, 9, 25)})
//
// A text is read in stages, each a pure function of the one before: tokens and
// sentences; mentions (a trie of names and by-names whose inflected forms carry
// their case); what "the country" or "the regime" refers to; clauses; frames of
// acts, whose slots (giver, receiver, goods) are filled by scored evidence;
// cues of negation, hedge, condition, plan and attribution, which count only on
// the head they govern; time as an interval.
//
// Everything a language needs is data: one folder below data/ for each, with
// its actors, goods, acts, cues, and words of time, and one table of its
// grammar's habits (see language.go). No rule is written for one sentence.
//
// It promises: the same text with the same options gives the same findings,
// byte for byte; every offset points into the text given; nothing is made up
// (every slot has its evidence in the text or is empty). A Reader may be used
// by many goroutines. It reads no clock and no network, and holds no more than
// one block of a text at a time in worked-out form.
//
// It does not judge: whether a dealing is barred is for package law to say,
// and whether a name is a listed party's for package match.
package reading
