// Package report writes answers out: as text set for a terminal, as JSON
// lines for a machine, and as one self-contained HTML page for a reader.
//
// Every form carries the same facts. A dealing that a document denies, only
// threatens or only imagines is shown with the ruling on the act if done, and
// never as an act done.
package report
