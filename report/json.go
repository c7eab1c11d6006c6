package report

import (
	"encoding/json"
	"io"

	"khasan"
	"khasan/law"
	"khasan/reading"
)

// A Message is one line of the JSON output: exactly one field is set. The
// first message of an answer is always the version.
type Message struct {
	Version  *khasan.Version      `json:"version,omitempty"`
	Hit      *khasan.Hit          `json:"hit,omitempty"`
	Miss     *Miss                `json:"miss,omitempty"`
	Ruling   *law.Ruling          `json:"ruling,omitempty"`
	Document *khasan.DocumentInfo `json:"document,omitempty"`
	Mention  *khasan.Mention      `json:"mention,omitempty"`
	Dealing  *khasan.RuledDealing `json:"dealing,omitempty"`
	Threat   *reading.Threat      `json:"threat,omitempty"`
	Measure  *khasan.MeasureRef   `json:"measure,omitempty"`
	Gap      *reading.Gap         `json:"gap,omitempty"`
	Proposed *khasan.Proposals    `json:"proposed,omitempty"`
	Summary  *khasan.Summary      `json:"summary,omitempty"`
}

// A Miss says that a query found nobody in the match or review band.
type Miss struct {
	Query string `json:"query"`
}

// lines writes messages, one a line; an entity's text is not escaped for HTML.
type lines struct {
	enc *json.Encoder
	err error
}

func newLines(w io.Writer) *lines {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return &lines{enc: e}
}

func (l *lines) put(m Message) {
	if l.err == nil {
		l.err = l.enc.Encode(m)
	}
}

// JSONVersion writes the version message.
func JSONVersion(w io.Writer, v khasan.Version) error {
	l := newLines(w)
	l.put(Message{Version: &v})
	return l.err
}

// JSONWho writes the answer to Who: the version, then a hit a line, or a miss.
func JSONWho(w io.Writer, a *khasan.WhoAnswer) error {
	l := newLines(w)
	l.put(Message{Version: &a.Version})
	for i := range a.Hits {
		l.put(Message{Hit: &a.Hits[i]})
	}
	if len(a.Hits) == 0 {
		l.put(Message{Miss: &Miss{Query: a.Query.Name}})
	}
	return l.err
}

// JSONWhat writes the answer to What: the version, the listed parties that the
// dealing names, then the ruling.
func JSONWhat(w io.Writer, a *khasan.WhatAnswer) error {
	l := newLines(w)
	l.put(Message{Version: &a.Version})
	for i := range a.Parties {
		for j := range a.Parties[i].Hits {
			l.put(Message{Hit: &a.Parties[i].Hits[j]})
		}
	}
	l.put(Message{Ruling: &a.Ruling})
	return l.err
}

// JSONWhere writes the answer to Where: version, document, mentions, dealings,
// threats, measures named, gaps, what a second reader proposed, summary.
func JSONWhere(w io.Writer, a *khasan.WhereAnswer) error {
	l := newLines(w)
	l.put(Message{Version: &a.Version})
	l.put(Message{Document: &a.Document})
	for i := range a.Mentions {
		l.put(Message{Mention: &a.Mentions[i]})
	}
	for i := range a.Dealings {
		l.put(Message{Dealing: &a.Dealings[i]})
	}
	for i := range a.Threats {
		l.put(Message{Threat: &a.Threats[i]})
	}
	for i := range a.Measures {
		l.put(Message{Measure: &a.Measures[i]})
	}
	for i := range a.Gaps {
		l.put(Message{Gap: &a.Gaps[i]})
	}
	if a.Proposals != nil {
		l.put(Message{Proposed: a.Proposals})
	}
	l.put(Message{Summary: &a.Summary})
	return l.err
}
