package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"khasan"
	"khasan/entity"
	"khasan/law"
	"khasan/report"
)

// whereQuestion is what is kept of a question about a document: which it was,
// not its text. The document itself is given again to replay it.
type whereQuestion struct {
	Name   string      `json:"name"`
	SHA256 string      `json:"sha256"`
	Date   entity.Date `json:"date"`
	Lang   string      `json:"lang,omitempty"`
	As     []string    `json:"as,omitempty"`
}

// OfWho makes the record of an answer to Who.
func OfWho(at time.Time, asker string, a *khasan.WhoAnswer) (Record, error) {
	return record(at, asker, "who", a.Query, a.Version, func(b *bytes.Buffer) error { return report.JSONWho(b, a) })
}

// OfWhat makes the record of an answer to What. The question is the dealing as
// it was asked; the parties' listings are part of the answer.
func OfWhat(at time.Time, asker string, a *khasan.WhatAnswer) (Record, error) {
	return record(at, asker, "what", a.Dealing, a.Version, func(b *bytes.Buffer) error { return report.JSONWhat(b, a) })
}

// OfWhere makes the record of an answer to Where.
func OfWhere(at time.Time, asker string, q khasan.WhereQuery, a *khasan.WhereAnswer) (Record, error) {
	question := whereQuestion{Name: a.Document.Name, SHA256: a.Document.SHA256, Date: q.Date, Lang: q.Lang, As: q.As}
	return record(at, asker, "where", question, a.Version, func(b *bytes.Buffer) error { return report.JSONWhere(b, a) })
}

func record(at time.Time, asker, kind string, question any, v khasan.Version, write func(*bytes.Buffer) error) (Record, error) {
	q, err := json.Marshal(question)
	if err != nil {
		return Record{}, err
	}
	answer, err := messages(write)
	if err != nil {
		return Record{}, err
	}
	version, err := json.Marshal(v)
	if err != nil {
		return Record{}, err
	}
	return Record{At: at, Asker: asker, Kind: kind, Question: q, Answer: answer, Version: version}, nil
}

// messages are the lines of a JSON answer as one JSON array.
func messages(write func(*bytes.Buffer) error) (json.RawMessage, error) {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return nil, err
	}
	lines := bytes.Split(bytes.TrimRight(b.Bytes(), "\n"), []byte("\n"))
	return append(append([]byte("["), bytes.Join(lines, []byte(",\n"))...), ']'), nil
}

// Errors of Replay.
var (
	// ErrOtherVersion: the engine at hand is not made of the recorded lists,
	// law and program, so that its answer proves nothing.
	ErrOtherVersion = errors.New("the engine at hand is another version than the one recorded")
	// ErrOtherAnswer: the same version gave another answer.
	ErrOtherAnswer = errors.New("the answer is not the one recorded")
	// ErrDocument: a question about a document needs the document again.
	ErrDocument = errors.New("the document is not the one recorded")
)

// Replay asks a recorded question again and compares the answers byte by byte.
// The engine must be the recorded version over the recorded lists; document is
// the file asked about, for a question of kind where. What comes back is the
// new answer, also together with an ErrOtherAnswer.
func Replay(ctx context.Context, eng *khasan.Engine, r Record, document []byte) (json.RawMessage, error) {
	now, err := json.Marshal(eng.Version())
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(now, r.Version) {
		return nil, fmt.Errorf("record %d: %w: recorded %s, at hand %s", r.Seq, ErrOtherVersion, r.Version, now)
	}
	var answer json.RawMessage
	switch r.Kind {
	case "who":
		var q khasan.WhoQuery
		if err := json.Unmarshal(r.Question, &q); err != nil {
			return nil, fmt.Errorf("record %d: %w", r.Seq, err)
		}
		a, err := eng.Who(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("record %d: %w", r.Seq, err)
		}
		answer, err = messages(func(b *bytes.Buffer) error { return report.JSONWho(b, a) })
		if err != nil {
			return nil, err
		}
	case "what":
		ds, err := law.ParseDealings(r.Question)
		if err != nil || len(ds) != 1 {
			return nil, fmt.Errorf("record %d: the question does not parse: %w", r.Seq, err)
		}
		a, err := eng.What(ctx, ds[0])
		if err != nil {
			return nil, fmt.Errorf("record %d: %w", r.Seq, err)
		}
		answer, err = messages(func(b *bytes.Buffer) error { return report.JSONWhat(b, a) })
		if err != nil {
			return nil, err
		}
	case "where":
		var q whereQuestion
		if err := json.Unmarshal(r.Question, &q); err != nil {
			return nil, fmt.Errorf("record %d: %w", r.Seq, err)
		}
		a, err := eng.Where(ctx, q.Name, document, khasan.WhereQuery{Date: q.Date, Lang: q.Lang, As: q.As})
		if err != nil {
			return nil, fmt.Errorf("record %d: %w: %w", r.Seq, ErrDocument, err)
		}
		if a.Document.SHA256 != q.SHA256 {
			return nil, fmt.Errorf("record %d: %w: it has SHA-256 %s, recorded is %s", r.Seq, ErrDocument, a.Document.SHA256, q.SHA256)
		}
		answer, err = messages(func(b *bytes.Buffer) error { return report.JSONWhere(b, a) })
		if err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("record %d: a record of kind %q is no question", r.Seq, r.Kind)
	}
	if !bytes.Equal(answer, r.Answer) {
		return answer, fmt.Errorf("record %d: %w", r.Seq, ErrOtherAnswer)
	}
	return answer, nil
}
