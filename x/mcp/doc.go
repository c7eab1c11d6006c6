// Command khasan-mcp offers Khasan to language-model agents over the Model
// Context Protocol, on standard input and output: who is listed, what is
// barred, what a document says, and what a measure says in full.
//
//	khasan-mcp -data DIR      (no folder: the starter data built in)
//
// The agent gets the engine's own answers, with version, reasons and
// paragraphs; nothing is put into words here. Tools only read. A document is
// given as text: the program opens no files and no addresses for an agent.
package main
