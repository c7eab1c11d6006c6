package reading

import "context"

// An Extractor takes findings from a text. A [Reader] is one, by rules; package
// proposer has another, by a language model. blocks may be nil.
type Extractor interface {
	ReadText(ctx context.Context, text string, blocks []Block, opt ReadOptions) (*Findings, error)
}

// Statuses are the values of a dealing's status.
func Statuses() []string {
	return []string{"done", "ongoing", "planned", "sought", "promised", "hypothetical", "conditional", "denied"}
}
