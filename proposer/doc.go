// Package proposer asks a language model which dealings a text describes: the
// second reader beside package reading, for texts whose words no lexicon holds.
// It is off unless an endpoint is named, and speaks to any server with the
// chat completions API of OpenAI, such as a model server on this machine.
//
//	m, err := proposer.New(proposer.Options{URL: "http://127.0.0.1:8080/v1", Model: "a-model", Classes: book.Classes()})
//	answer, err := eng.Where(ctx, "letter.txt", data, khasan.WhereQuery{Proposer: m})
//
// What it gives are proposals and no findings. [khasan.Engine.Where] takes one
// over only when its quote stands in the text letter by letter, its class and
// status are of the scheme, and each of its parties is named in or before the
// quote; its certainty is low, and it is never told as asserted and barred by
// itself. What is refused is told with the reason.
//
// It promises: the text goes to the endpoint and nowhere else; the request is
// the same for the same text (temperature 0, a fixed seed); time, size and
// number of requests are bounded; the key is never printed. It does not
// promise the same answer twice: that is the model's to say, which is why an
// answer names the model, and why no record is kept of it for replay.
package proposer
