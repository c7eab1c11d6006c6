// Load puts a running service under load and swaps its lists meanwhile.
//
//	go run . make -o DIR                    300,000 names to load, as two versions, and the questions
//	khasan serve -data DIR/lists -addr 127.0.0.1:8000 -refresh 2s
//	go run . run -o DIR -url http://127.0.0.1:8000 -rate 2000 -for 30s
//
// The names are made up of words that listed parties bear, always the same
// ones. Of the questions a tenth are names as listed, a seventh misspelt, a
// twentieth in other letters, and the rest nobody's; half have a date of birth.
//
// run sends at a steady rate whatever comes back (vegeta), so that a slow
// answer does not slow down the asking and hide itself. It says how many
// answers came, of what status, and how long they took; with -swap it puts a
// new version of the lists in place every so often, by a rename as khasan load
// does. -batch asks several questions in a request.
package main
