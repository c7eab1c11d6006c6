package khasan

import (
	"khasan/entity"
	"khasan/law"
	"khasan/reading"
)

// Version says from what an answer was made.
type Version struct {
	Engine  string        `json:"engine"`
	Options string        `json:"options"` // digest of the options
	Lists   []ListVersion `json:"lists"`
	Law     string        `json:"law"`
}

// ListVersion is one loaded list.
type ListVersion struct {
	ID     string `json:"id"`
	Title  string `json:"title,omitempty"`
	Date   string `json:"date"` // the list's own date, ISO 8601
	SHA256 string `json:"sha256"`
	// Entities is the number of parties the list names.
	Entities int `json:"entities,omitempty"`
}

// Listing is a listing as an answer shows it.
type Listing struct {
	List       string   `json:"list"`
	ID         string   `json:"id"` // the list's own key
	Ref        string   `json:"ref,omitempty"`
	Authority  string   `json:"authority,omitempty"`
	Programmes []string `json:"programmes,omitempty"`
	From       string   `json:"from,omitempty"`
	To         string   `json:"to,omitempty"`
	Reason     string   `json:"reason,omitempty"`
	URL        string   `json:"url,omitempty"`
	// Score is how sure it is that the party meant is the one listed.
	Score float64 `json:"score,omitempty"`
}

// Feature is one term of a score.
type Feature struct {
	Name   string  `json:"name"`
	Value  float64 `json:"value"`
	Weight float64 `json:"weight"`
	Detail string  `json:"detail,omitempty"`
}

// WhoQuery asks whether a party is listed. Name alone is enough; Entity holds
// all else that is known (dates, countries, numbers, further names).
type WhoQuery struct {
	Name   string
	Schema string // "" for any; else Person, Organization, Company, Vessel, ...
	Entity entity.Entity
	// Limit is the greatest number of hits; 0 is 10.
	Limit int
	// Threshold is the least score to report; 0 is the review threshold.
	Threshold float64
	// Lists restricts the question to these lists; empty is all.
	Lists []string
	// Exclude are ids never to report.
	Exclude []string
	// Keep, when not nil, says of a party found whether it may be reported; what
	// it refuses does not count towards Limit. Records do not hold it.
	Keep func(*entity.Entity) bool `json:"-"`
	// Explain asks for features and reasons.
	Explain bool
}

// Hit is one party that the query may mean.
type Hit struct {
	Query   string  `json:"query"`
	ID      string  `json:"id"`
	Caption string  `json:"caption"`
	Schema  string  `json:"schema"`
	Score   float64 `json:"score"`
	// Band is match, review, related or none.
	Band     string    `json:"band"`
	Listings []Listing `json:"listings"`
	Features []Feature `json:"features"`
	// Name is the listed name that matched.
	Name string `json:"name"`
	// Reasons are sentences for a reviewer.
	Reasons []string `json:"reasons,omitempty"`
	// Also are the ids of other records of the same party, and why.
	Also []Same `json:"also,omitempty"`
	// Entity is the whole party as published.
	Entity *entity.Entity `json:"-"`
}

// Same is another record that means the same party.
type Same struct {
	ID       string `json:"id"`
	Evidence string `json:"evidence"`
}

// WhoAnswer is the answer to [Engine.Who].
type WhoAnswer struct {
	Version Version
	Query   WhoQuery
	Hits    []Hit
}

// Listed reports whether a hit is in the match band.
func (a *WhoAnswer) Listed() bool {
	for i := range a.Hits {
		if a.Hits[i].Band == "match" {
			return true
		}
	}
	return false
}

// WhatAnswer is the answer to [Engine.What].
type WhatAnswer struct {
	Version Version
	Dealing law.Dealing
	Ruling  law.Ruling
	// Parties are the answers to Who for each party named in the dealing.
	Parties []WhoAnswer
}

// WhereQuery says how to read a document.
type WhereQuery struct {
	// Date is the day the document was written, when it does not say.
	Date entity.Date
	// Lang is the document's language when it is known (BCP 47).
	Lang string
	// As are the jurisdictions from which dealings are ruled on; empty is all
	// regimes held.
	As []string
	// Proposer, when not nil, is a second reader; what it finds beside the rules
	// is checked against the text. An answer with proposals cannot be replayed.
	Proposer Proposer `json:"-"`
}

// Mention is a party, state, place or body named in the document.
type Mention struct {
	reading.Mention
	Listings []Listing `json:"listings"`
}

// RuledDealing is a dealing read in the document, with the ruling on it.
type RuledDealing struct {
	reading.Dealing
	// Ruling is nil for what is no dealing to rule on (a reference to a measure).
	Ruling *law.Ruling `json:"ruling"`
	// Tier is A asserted and barred, B open and barred, C denied and barred,
	// D not barred, E not known. What only a proposer read is never A.
	Tier string `json:"tier,omitempty"`
}

// DocumentInfo is the document as it was read.
type DocumentInfo struct {
	Name      string `json:"name"`
	Lang      string `json:"lang"`
	Bytes     int    `json:"bytes"`
	MediaType string `json:"media_type"`
	Encoding  string `json:"encoding,omitempty"`
	Title     string `json:"title,omitempty"`
	Date      string `json:"date,omitempty"`
	SHA256    string `json:"sha256,omitempty"`
}

// MeasureRef is a place where the document names a legal instrument, with the
// measures held of it.
type MeasureRef struct {
	reading.MeasureRef
	// Measures are the ids of the records held, in the book's order.
	Measures []string `json:"measures"`
}

// Summary counts what was found.
type Summary struct {
	Mentions    int `json:"mentions"`
	Listed      int `json:"listed"` // distinct listed parties
	Dealings    int `json:"dealings"`
	Barred      int `json:"barred"` // asserted or open, and barred
	Conditional int `json:"conditional"`
	Denied      int `json:"denied"` // barred if done, but denied
	Gaps        int `json:"gaps"`
}

// WhereAnswer is the answer to [Engine.Where].
type WhereAnswer struct {
	Version  Version
	Document DocumentInfo
	Text     string
	Mentions []Mention
	Dealings []RuledDealing
	Threats  []reading.Threat
	Measures []MeasureRef
	// Gaps are parts of the document that were not read. Each is a finding of
	// its own: nothing may be concluded about that part.
	Gaps []reading.Gap
	// Proposals says what a second reader proposed; nil when none was asked.
	Proposals *Proposals
	Summary   Summary
}
