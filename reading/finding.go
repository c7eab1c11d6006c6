package reading

import (
	"encoding/json"

	"khasan/entity"
)

// OrNull is a string that is null on the wire when it is empty.
type OrNull string

// MarshalJSON writes null for the empty string.
func (s OrNull) MarshalJSON() ([]byte, error) {
	if s == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(s))
}

// UnmarshalJSON reads what MarshalJSON writes.
func (s *OrNull) UnmarshalJSON(b []byte) error {
	var p *string
	if err := json.Unmarshal(b, &p); err != nil {
		return err
	}
	*s = ""
	if p != nil {
		*s = OrNull(*p)
	}
	return nil
}

// Findings is what a text was found to say. Slices are in text order.
type Findings struct {
	// Lang is the language of most of the text, ISO 639-1; "" when not known.
	Lang     string       `json:"lang"`
	Mentions []Mention    `json:"mentions"`
	Dealings []Dealing    `json:"dealings"`
	Threats  []Threat     `json:"threats"`
	Measures []MeasureRef `json:"measures"`
	// Gaps are parts that were not read: nothing may be concluded about them.
	Gaps []Gap `json:"gaps"`
}

// A Mention is a party, state, place or body named or described in the text.
// Offsets here and below are bytes into the UTF-8 text, end exclusive.
type Mention struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	// Entity is the identity: "country:KP", "person:kim-jong-un", "org:unsc",
	// "place:...", "group:...", "region:...", "vessel:...".
	Entity string `json:"entity"`
	// Type is person, country, government, organisation, place, region, vessel
	// or reference.
	Type string `json:"type"`
	// Form is name, inflected, adjective, metonym, abbreviation or descriptor.
	Form      string  `json:"form"`
	Certainty float64 `json:"certainty"`
	// ActsFor is the state (ISO 3166-1 alpha-2) for which the mentioned acts: the
	// country itself, or that of a person in office or of a firm's seat.
	ActsFor string `json:"acts_for,omitempty"`
	// Why says how the identity was reached when not by the words alone.
	Why string `json:"why,omitempty"`
	// Lang is the language of the passage.
	Lang string `json:"lang,omitempty"`
	// Refs are the listed parties that bear the name: the Ref of the
	// [ListedName]s matched, ascending.
	Refs []int `json:"-"`
}

// A Dealing is something that passes, or is said to pass, from one side to
// another.
type Dealing struct {
	ID    string `json:"id"`
	Class string `json:"class"`
	// From and To are ISO 3166-1 alpha-2 codes for states, else WORLD or an
	// entity id; null when not said.
	From OrNull `json:"from"`
	To   OrNull `json:"to"`
	// FromParty and ToParty are the entity ids of those named, when they are
	// not the states themselves: a firm, a person, a ship.
	FromParty string `json:"from_party,omitempty"`
	ToParty   string `json:"to_party,omitempty"`
	// Via are states or places the dealing passes through.
	Via []string `json:"via,omitempty"`
	// Status is done, ongoing, planned, sought, promised, hypothetical,
	// conditional or denied.
	Status string `json:"status"`
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Quote  string `json:"quote"`
	// Trigger is the word that tells of the act.
	Trigger      string   `json:"trigger"`
	TriggerStart int      `json:"trigger_start"`
	TriggerEnd   int      `json:"trigger_end"`
	Goods        []string `json:"goods"`
	Amount       string   `json:"amount,omitempty"`
	Place        string   `json:"place,omitempty"`
	Time         When     `json:"time"`
	Negations    []string `json:"negations"`
	Hedges       []string `json:"hedges"`
	// Attribution is who says so, as written.
	Attribution OrNull `json:"attribution"`
	// Condition is the id of the dealing, or else the words, on which it hangs.
	Condition OrNull `json:"condition"`
	// Generic marks what is told as a habit or a general truth, not one event.
	Generic bool `json:"generic,omitempty"`
	// Reciprocal marks an act without direction: they meet, they sign.
	Reciprocal bool `json:"reciprocal,omitempty"`
	// Inferred marks a dealing of which the sentence names one side only: the
	// other was taken from the text around it.
	Inferred  bool    `json:"inferred,omitempty"`
	Certainty float64 `json:"certainty"`
	// Frame is the id of the frame of acts that read it.
	Frame string `json:"frame,omitempty"`
	Lang  string `json:"lang,omitempty"`
	// ProposedBy names the proposer that read it when the rules did not: its
	// quote and parties were checked against the text, its reading was not.
	ProposedBy string `json:"proposed_by,omitempty"`
	// half: told with one side only, and yet worth telling ("sells arms to neither
	// side").
	half bool
	// Evidence says for each slot from which words it was taken and how.
	Evidence []Evidence `json:"evidence,omitempty"`
}

// Evidence is why one slot of a dealing holds what it holds.
type Evidence struct {
	Slot  string  `json:"slot"` // from, to, via, goods, time, status, ...
	Text  string  `json:"text"`
	Start int     `json:"start"`
	End   int     `json:"end"`
	By    string  `json:"by"` // the rule: "mark an", "adjective before goods", "subject", ...
	Score float64 `json:"score"`
}

// Group is the coarse status: asserted, open or denied.
func (d *Dealing) Group() string { return StatusGroup(d.Status) }

// StatusGroup is the coarse status of a fine one: done and ongoing are
// asserted, denied is denied, all others are open.
func StatusGroup(status string) string {
	switch status {
	case "done", "ongoing":
		return "asserted"
	case "denied":
		return "denied"
	}
	return "open"
}

// When is the time of a dealing as an interval.
type When struct {
	Text OrNull `json:"text"`
	// Norm is ISO 8601: a day, month or year, "from/to", or null.
	Norm OrNull `json:"norm"`
	// Kind is explicit, relative, era, inherited, implicit or unknown.
	Kind string `json:"kind"`
	// From and To bound it; zero is open.
	From entity.Date `json:"-"`
	To   entity.Date `json:"-"`
}

// A Threat is an act held out against somebody.
type Threat struct {
	By      OrNull `json:"by"`
	Against OrNull `json:"against"`
	// Act and Condition are ids of dealings, or words, or null.
	Act       OrNull `json:"act"`
	Condition OrNull `json:"condition"`
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Quote     string `json:"quote"`
	Trigger   string `json:"trigger,omitempty"`
}

// A MeasureRef is a place where the text names a legal instrument.
type MeasureRef struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	// Instrument is the instrument's name in the form of package law's records
	// ("S/RES/2371 (2017)"), or "" when the text does not give its number.
	Instrument string `json:"instrument"`
	Number     string `json:"number,omitempty"`
	Paragraph  string `json:"paragraph,omitempty"`
}

// A Gap is a part of a text that was not read, and why.
type Gap struct {
	Where  string `json:"where"`
	Reason string `json:"reason"`
	Hint   string `json:"hint,omitempty"`
	Start  int    `json:"start,omitempty"`
	End    int    `json:"end,omitempty"`
}
