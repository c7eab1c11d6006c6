package khasan

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"khasan/reading"
)

// A Proposer is a second reader whose findings are checked before they are
// taken over, such as a language model.
type Proposer interface {
	reading.Extractor
	// Name is what answers call it.
	Name() string
}

// Proposals says what became of a proposer's findings.
type Proposals struct {
	By string `json:"by"`
	// Accepted were not read by the rules, and stand among the dealings.
	Accepted int `json:"accepted"`
	// Known were read by the rules as well.
	Known   int       `json:"known"`
	Refused []Refusal `json:"refused,omitempty"`
}

// Refusal is a proposal that was not taken over, and why.
type Refusal struct {
	Class  string         `json:"class"`
	From   reading.OrNull `json:"from"`
	To     reading.OrNull `json:"to"`
	Status string         `json:"status"`
	Quote  string         `json:"quote"`
	Reason string         `json:"reason"`
}

// proposedCertainty is the greatest certainty of what only a proposer read.
const proposedCertainty = 0.4

// propose asks the proposer and adds to found what the text bears out.
func (e *Engine) propose(ctx context.Context, p Proposer, text string, blocks []reading.Block, opt reading.ReadOptions, found *reading.Findings) (*Proposals, error) {
	got, err := p.ReadText(ctx, text, blocks, opt)
	if err != nil {
		return nil, err
	}
	found.Gaps = append(found.Gaps, got.Gaps...)
	res := &Proposals{By: p.Name()}
	own := len(found.Dealings)
	for _, d := range got.Dealings {
		reason := e.checkProposal(&d, text, found, own)
		switch reason {
		case "":
			d.ID = fmt.Sprintf("p%d", res.Accepted+1)
			d.ProposedBy, d.Certainty, d.Lang = p.Name(), proposedCertainty, found.Lang
			found.Dealings = append(found.Dealings, d)
			res.Accepted++
		case known:
			res.Known++
		default:
			res.Refused = append(res.Refused, Refusal{d.Class, d.From, d.To, d.Status, d.Quote, reason})
		}
	}
	return res, nil
}

// known is the reason not to take over what the rules read as well.
const known = "read by the rules as well"

// checkProposal says why a proposal is not taken over, or "". The first own
// dealings of found are those read by the rules.
func (e *Engine) checkProposal(d *reading.Dealing, text string, found *reading.Findings, own int) string {
	switch {
	case d.Start < 0 || d.End > len(text) || d.Start >= d.End || text[d.Start:d.End] != d.Quote:
		return "the quote does not stand in the text"
	case !slices.Contains(e.book.Classes(), d.Class):
		return "no such class of dealing"
	case !slices.Contains(reading.Statuses(), d.Status):
		return "no such status"
	case d.From == "" && d.To == "":
		return "neither giver nor receiver is named"
	}
	for _, p := range []*reading.OrNull{&d.From, &d.To} {
		if *p == "" {
			continue
		}
		m := named(string(*p), d, found.Mentions)
		if m == nil {
			return fmt.Sprintf("no word in or before the quote names %s", *p)
		}
		d.Evidence = append(d.Evidence, reading.Evidence{Slot: slot(p, d), Text: m.Text, Start: m.Start, End: m.End, By: "proposed; the party is named there", Score: proposedCertainty})
	}
	for i := range found.Dealings {
		o := &found.Dealings[i]
		if o.Start >= d.End || d.Start >= o.End || !sameClass(o.Class, d.Class) || !agree(o.From, d.From) || !agree(o.To, d.To) {
			continue
		}
		if i >= own || o.Group() == d.Group() {
			return known
		}
		return fmt.Sprintf("the rules read it as %s there", o.Status)
	}
	return ""
}

func slot(p *reading.OrNull, d *reading.Dealing) string {
	if p == &d.From {
		return "from"
	}
	return "to"
}

// named finds the mention nearest to a quote, in it or before it, that acts
// for a state.
func named(state string, d *reading.Dealing, mentions []reading.Mention) *reading.Mention {
	var best *reading.Mention
	for i := range mentions {
		m := &mentions[i]
		if m.Start < d.End && (m.ActsFor == state || m.Entity == "country:"+state) {
			best = m
		}
	}
	return best
}

func sameClass(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+".") || strings.HasPrefix(b, a+".")
}

func agree(a, b reading.OrNull) bool { return a == "" || b == "" || a == b }
