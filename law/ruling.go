package law

import "encoding/json"

// A Verdict is the answer in one word.
type Verdict string

// Verdicts, the gravest first.
const (
	Barred      Verdict = "barred"
	Conditional Verdict = "conditional"
	Unknown     Verdict = "unknown"
	NotBarred   Verdict = "not_barred"
)

// rank orders verdicts: the ruling on a whole is its gravest part.
func (v Verdict) rank() int {
	switch v {
	case Barred:
		return 3
	case Conditional:
		return 2
	case Unknown:
		return 1
	}
	return 0
}

// worse is the graver of two verdicts.
func worse(a, b Verdict) Verdict {
	if b.rank() > a.rank() {
		return b
	}
	return a
}

// A Text is a string that is null in JSON when empty.
type Text string

// MarshalJSON writes null for the empty text.
func (t Text) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(t))
}

// A Ruling is the answer to one dealing.
type Ruling struct {
	Verdict Verdict `json:"verdict"`
	// On is the day ruled for; a period is "2017", "2017-08" or
	// "2017-04-01/2017-10-31". Empty: no day was given.
	On string `json:"on"`
	// Measures are those that reach the dealing, the gravest verdict first.
	Measures []Finding `json:"measures"`
	// Missing says what would have to be known to decide.
	Missing []string `json:"missing"`
	// NearestMisses are measures that came close and why they do not bar;
	// filled only when explanations are asked for.
	NearestMisses []Finding `json:"nearest_misses,omitempty"`
	// Notes are remarks on the ruling as a whole.
	Notes []string `json:"notes,omitempty"`
	// Legs are the rulings on the legs of a dealing that has several.
	Legs []Ruling `json:"legs,omitempty"`
	// Leg is the leg's id, in the ruling on a leg.
	Leg string `json:"leg,omitempty"`
}

// A Finding is what one measure says of a dealing.
type Finding struct {
	ID         string  `json:"id"`
	Instrument string  `json:"instrument"`
	Paragraph  string  `json:"paragraph"`
	Title      string  `json:"title,omitempty"`
	Binds      string  `json:"binds,omitempty"`
	Verdict    Verdict `json:"verdict"`
	// InForceFrom and InForceTo are the days of the interval that counted; To
	// is the first day on which the measure no longer applies, empty while it
	// has no end.
	InForceFrom string `json:"in_force_from"`
	InForceTo   Text   `json:"in_force_to"`
	// Exemption is the exemption that decided, in our words; "not claimed: ..."
	// when there is one that the dealing does not claim.
	Exemption Text `json:"exemption"`
	// Clauses are the steps that decided, in order; filled on demand.
	Clauses []string `json:"clauses,omitempty"`
	// Verified says that substance, paragraph number and day were each seen in
	// a source; Notes say what was not.
	Verified bool `json:"verified"`
	// DependsOnDate says that the period straddles a start or an end.
	DependsOnDate bool     `json:"depends_on_date,omitempty"`
	Notes         []string `json:"notes,omitempty"`
	// Party is the listed party that the finding is about, and Chain the
	// ownership that leads to it.
	Party string   `json:"party,omitempty"`
	Chain []string `json:"chain,omitempty"`

	missing []string
}
