// Package khasan answers three questions about sanctions, each with its
// evidence: Who is listed, What dealing is barred, and Where a document speaks
// of either.
//
//	eng, err := khasan.Open("", nil) // "" is the starter data built in
//	who, err := eng.Who(ctx, khasan.WhoQuery{Name: "Ким Чен Ын"})
//	what, err := eng.What(ctx, law.Dealing{Class: "coal", From: "KP", To: "CN", ...})
//	where, err := eng.Where(ctx, "article.html", data, khasan.WhereQuery{})
//
// The same input over the same data with the same version gives the same
// answer, byte for byte, and every answer carries that version: the engine's,
// the options' digest, each list's date and SHA-256, and the law data's
// digest. An Engine may be used by many goroutines; [Engine.Reload] swaps in
// fresh lists without stopping a question under way.
//
// The engine reads no clock, no environment and no network: a question that
// needs a day is given one.
package khasan
