package reading

import (
	"context"
	"iter"

	"khasan/entity"
)

// A ListedName is one name of a listed party.
type ListedName struct {
	// Ref is the caller's number of the party; mentions carry it back.
	Ref int
	// Text is the name in any script.
	Text string
	// Schema is the party's schema (entity.Person, ...).
	Schema string
	// Weak names count only beside other evidence, so one word is not enough.
	Weak bool
	// Caption is the party's main name; mentions of all its names get their
	// entity id from it. Empty is Text.
	Caption string
	// Country is the state the party belongs to, when known (alpha-2).
	Country string
}

// Options say what a Reader knows beside its lexicons.
type Options struct {
	// Listed yields the names of listed parties; nil for none.
	Listed iter.Seq[ListedName]
	// Resolve, when not nil, is asked about a full name found in the text that
	// no lexicon and no list name holds as written. It returns the refs of the
	// parties it may be and how sure that is, 0 to 1.
	Resolve func(name, schema string) (refs []int, certainty float64)
}

// ReadOptions say what is known of one text.
type ReadOptions struct {
	// Date is the day the text was written; zero when not known. Words such as
	// "last month" need it.
	Date entity.Date
	// Lang is the text's language (ISO 639-1), "" to find out.
	Lang string
}

// A Reader reads texts. It is immutable and safe for concurrent use.
type Reader struct {
	opt Options
}

// New makes a Reader. It fails only on lexicon data that does not parse.
func New(opt Options) (*Reader, error) {
	return &Reader{opt: opt}, nil
}

// A Block is a stretch of text that belongs together: a paragraph, a heading,
// a table cell.
type Block struct {
	Start, End int
	// Kind is paragraph, heading, cell, ...; Zone is main or boilerplate.
	Kind, Zone string
	Page       int
}

// ReadText reads plain text; blocks may be nil, then empty lines part it.
func (r *Reader) ReadText(ctx context.Context, text string, blocks []Block, opt ReadOptions) (*Findings, error) {
	return &Findings{Lang: opt.Lang}, ctx.Err()
}
