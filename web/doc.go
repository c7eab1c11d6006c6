// Package web holds the pages: Who, What, Where, Batch, Lists and Measures, in
// English and German.
//
//	pages, err := web.New(func() *khasan.Engine { return eng }, web.Config{})
//	for _, p := range pages.Patterns() { mux.Handle(p, pages) }
//
// Pages are made on the server and work without scripts; scripts add answers
// as you type, live progress and highlighting. Nothing is fetched from
// elsewhere, and the content security policy forbids it. What is uploaded is
// kept in memory only, for a bounded time, under an address nobody can guess.
//
// The package decides nothing: every figure on a page comes from the engine.
package web
