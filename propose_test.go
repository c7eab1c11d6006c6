package khasan_test

import (
	"context"
	"strings"
	"testing"

	"khasan"
	"khasan/entity"
	"khasan/reading"
)

// prompter proposes what a test says.
type prompter []reading.Dealing

func (p prompter) Name() string { return "test-model" }

func (p prompter) ReadText(_ context.Context, text string, _ []reading.Block, _ reading.ReadOptions) (*reading.Findings, error) {
	f := &reading.Findings{}
	for _, d := range p {
		d.Start = strings.Index(text, d.Quote)
		d.End = d.Start + len(d.Quote)
		if d.Start < 0 {
			d.End = -1
		}
		f.Dealings = append(f.Dealings, d)
	}
	return f, nil
}

// TestProposalsAreChecked holds that a proposal enters an answer only when the
// text bears it out, and never as asserted and barred.
func TestProposalsAreChecked(t *testing.T) {
	eng, err := khasan.Open("", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer eng.Close()
	// "frobbles" is a verb that no lexicon will hold.
	text := "North Korea sells coal to China. South Korea is not concerned. North Korea frobbles anthracite around China at night."
	p := prompter{
		{Class: "coal", From: "KP", To: "CN", Status: "ongoing", Quote: "North Korea frobbles anthracite around China"},
		{Class: "coal", From: "KP", To: "CN", Status: "ongoing", Quote: "North Korea sells coal to China"},
		{Class: "coal", From: "KP", To: "CN", Status: "done", Quote: "North Korea shipped coal to China"},
		{Class: "coal", From: "KP", To: "JP", Status: "done", Quote: "frobbles anthracite"},
		{Class: "dragons", From: "KP", To: "CN", Status: "done", Quote: "frobbles anthracite"},
		{Class: "coal", From: "KP", To: "CN", Status: "certain", Quote: "frobbles anthracite"},
		{Class: "coal", Status: "done", Quote: "frobbles anthracite"},
	}
	ask := func(q khasan.WhereQuery) *khasan.WhereAnswer {
		q.Date = entity.Day(2023, 9, 25)
		a, err := eng.Where(context.Background(), "t.txt", []byte(text), q)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	plain, a := ask(khasan.WhereQuery{}), ask(khasan.WhereQuery{Proposer: p})
	if plain.Proposals != nil {
		t.Error("proposals without a proposer")
	}
	if a.Proposals == nil || a.Proposals.Accepted != 1 || a.Proposals.Known != 1 {
		t.Fatalf("proposals %+v, want one taken over and one known", a.Proposals)
	}
	want := []string{"does not stand in the text", "names JP", "class", "status", "neither giver nor receiver"}
	if len(a.Proposals.Refused) != len(want) {
		t.Fatalf("refused %+v", a.Proposals.Refused)
	}
	for i, w := range want {
		if r := a.Proposals.Refused[i].Reason; !strings.Contains(r, w) {
			t.Errorf("refusal %d: %q, want %q", i, r, w)
		}
	}
	if len(a.Dealings) != len(plain.Dealings)+1 {
		t.Fatalf("%d dealings with proposals, %d without", len(a.Dealings), len(plain.Dealings))
	}
	d := a.Dealings[len(a.Dealings)-1]
	if d.ProposedBy != "test-model" || d.Certainty > 0.5 || d.Ruling == nil || d.Ruling.Verdict != "barred" || d.Tier != "B" || len(d.Evidence) < 2 {
		t.Errorf("proposed dealing %+v", d)
	}
}
