// Package document turns a file's bytes into plain text of which every byte
// can be traced to the original.
//
//	doc, err := document.Read(ctx, "article.html", data, nil)
//	for _, b := range doc.Blocks { use(doc.Text[b.Start:b.End]) }
//	from, to, exact := doc.Origin(start, end)
//
// What a file is, its content says; its name is only a hint. All of a page is
// read: what is not its main text is marked, not dropped. A part that could
// not be read (a scan, a password, a broken part) is a [Gap], never an empty
// result: nothing may be concluded about it.
//
// Reading is bounded in bytes, parts, depth and ratio of packing by [Limits].
// The package opens no file and no address: what a document refers to outside
// of itself is not fetched.
package document
