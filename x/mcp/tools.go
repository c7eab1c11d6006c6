package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"go.yaml.in/yaml/v3"

	"khasan"
	"khasan/entity"
	"khasan/law"
	"khasan/report"
)

// maxText bounds a document that an agent gives.
const maxText = 4 << 20

type whoArgs struct {
	Name    string `json:"name" jsonschema:"the name, in any script and spelling"`
	Schema  string `json:"schema,omitempty" jsonschema:"Person, Organization, Company, Vessel, Airplane or CryptoWallet; empty for any"`
	Birth   string `json:"birth,omitempty" jsonschema:"date of birth, founding or building: YYYY, YYYY-MM or YYYY-MM-DD"`
	Country string `json:"country,omitempty" jsonschema:"a state by name or ISO 3166-1 alpha-2 code"`
	Number  string `json:"number,omitempty" jsonschema:"a passport, tax, registration, IMO or wallet number"`
	Limit   int    `json:"limit,omitempty" jsonschema:"the greatest number of hits; 0 is 10"`
}

type whatArgs struct {
	Class   string   `json:"class,omitempty" jsonschema:"kind of dealing, dotted: coal, arms.ammunition, oil.refined, labour, finance.loan, transport.ship_to_ship ..."`
	Goods   []string `json:"goods,omitempty" jsonschema:"what passes, in words of any of ten languages"`
	HS      string   `json:"hs,omitempty" jsonschema:"Harmonized System code of 2, 4 or 6 digits"`
	From    string   `json:"from,omitempty" jsonschema:"the giving state by name or code"`
	To      string   `json:"to,omitempty" jsonschema:"the receiving state by name or code"`
	Origin  string   `json:"origin,omitempty" jsonschema:"the state in which the goods were made"`
	Via     []string `json:"via,omitempty" jsonschema:"states of transit"`
	On      string   `json:"on,omitempty" jsonschema:"the day: YYYY-MM-DD, a month, a year, or two with a slash"`
	As      []string `json:"as,omitempty" jsonschema:"jurisdictions to rule for: UN, EU, US, GB, CH, DE; none is all"`
	Parties []string `json:"parties,omitempty" jsonschema:"names of those who take part"`
	Purpose string   `json:"purpose,omitempty" jsonschema:"commercial, humanitarian, medical, diplomatic, livelihood, personal or military"`
}

type whereArgs struct {
	Text string `json:"text" jsonschema:"the document's text"`
	Date string `json:"date,omitempty" jsonschema:"the day it was written, YYYY-MM-DD, when it does not say"`
	Lang string `json:"lang,omitempty" jsonschema:"its language, when known"`
}

type explainArgs struct {
	ID string `json:"id" jsonschema:"the id of a measure or of a listed party, as another tool gave it"`
}

// newServer makes the protocol server over an engine. Every tool only reads
// and gives the same answer to the same question.
func newServer(eng *khasan.Engine) *mcp.Server {
	s := mcp.NewServer(&mcp.Implementation{Name: "khasan", Title: "Khasan: sanctions", Version: khasan.Release}, &mcp.ServerOptions{
		Instructions: "Every answer begins with the version of the data it was made from; cite it. A score is no proof: give the reasons with it. 'not_barred' means by the measures held; 'unknown' is not 'allowed'. A gap in a document is a part about which nothing may be concluded."})
	read := &mcp.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true}
	mcp.AddTool(s, &mcp.Tool{Name: "who", Annotations: read,
		Description: "Is this party on a sanctions list? Gives the listed parties it may be, scored, each with its listings and reasons."}, whoTool(eng))
	mcp.AddTool(s, &mcp.Tool{Name: "what", Annotations: read,
		Description: "Is this dealing barred by sanctions? Gives the ruling with paragraph, days in force, exemptions considered, and what is missing to decide."}, whatTool(eng))
	mcp.AddTool(s, &mcp.Tool{Name: "where", Annotations: read,
		Description: "Read a document: the listed parties it names and the dealings it describes, each with its place in the text, how it is told (done, planned, denied, ...), and the ruling on it."}, whereTool(eng))
	mcp.AddTool(s, &mcp.Tool{Name: "explain", Annotations: read,
		Description: "Everything held about one measure or one listed party, by its id."}, explainTool(eng))
	return s
}

type handler[In any] = mcp.ToolHandlerFor[In, any]

// answer is text for the agent; an error of the question is an answer too, so
// that the agent can mend it.
func answer(write func(*bytes.Buffer) error) (*mcp.CallToolResult, any, error) {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return nil, nil, err
	}
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: b.String()}}}, nil, nil
}

func whoTool(eng *khasan.Engine) handler[whoArgs] {
	return func(ctx context.Context, _ *mcp.CallToolRequest, in whoArgs) (*mcp.CallToolResult, any, error) {
		q := khasan.WhoQuery{Name: in.Name, Schema: in.Schema, Limit: min(max(in.Limit, 0), 100), Explain: true}
		if in.Birth != "" {
			d, err := entity.ParseDate(in.Birth)
			if err != nil {
				return nil, nil, err
			}
			q.Entity.Births = []entity.Date{d}
		}
		if in.Country != "" {
			c, ok := entity.CountryOf(in.Country)
			if !ok {
				return nil, nil, fmt.Errorf("there is no country %q", in.Country)
			}
			q.Entity.Countries = []entity.Country{{Code: c, Link: "country"}}
		}
		if in.Number != "" {
			q.Entity.IDs = []entity.Identifier{{Kind: "idNumber", Number: in.Number}}
		}
		a, err := eng.Who(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		return answer(func(b *bytes.Buffer) error { return report.JSONWho(b, a) })
	}
}

func whatTool(eng *khasan.Engine) handler[whatArgs] {
	return func(ctx context.Context, _ *mcp.CallToolRequest, in whatArgs) (*mcp.CallToolResult, any, error) {
		d := law.Dealing{Class: in.Class, Goods: in.Goods, HS: in.HS, From: in.From, To: in.To, Origin: in.Origin, Via: in.Via, As: in.As, Purpose: in.Purpose}
		if in.On != "" {
			if err := json.Unmarshal([]byte(fmt.Sprintf("%q", in.On)), &d.On); err != nil {
				return nil, nil, err
			}
		}
		for _, p := range in.Parties {
			d.Parties = append(d.Parties, law.Party{Name: p})
		}
		a, err := eng.What(ctx, d)
		if err != nil {
			return nil, nil, err
		}
		return answer(func(b *bytes.Buffer) error { return report.JSONWhat(b, a) })
	}
}

func whereTool(eng *khasan.Engine) handler[whereArgs] {
	return func(ctx context.Context, _ *mcp.CallToolRequest, in whereArgs) (*mcp.CallToolResult, any, error) {
		if len(in.Text) > maxText {
			return nil, nil, fmt.Errorf("the text is longer than %d bytes; give it in parts", maxText)
		}
		if strings.TrimSpace(in.Text) == "" {
			return nil, nil, errors.New("the text is empty")
		}
		q := khasan.WhereQuery{Lang: in.Lang}
		if in.Date != "" {
			d, err := entity.ParseDate(in.Date)
			if err != nil {
				return nil, nil, err
			}
			q.Date = d
		}
		a, err := eng.Where(ctx, "text.txt", []byte(in.Text), q)
		if err != nil {
			return nil, nil, err
		}
		return answer(func(b *bytes.Buffer) error { return report.JSONWhere(b, a) })
	}
}

func explainTool(eng *khasan.Engine) handler[explainArgs] {
	return func(ctx context.Context, _ *mcp.CallToolRequest, in explainArgs) (*mcp.CallToolResult, any, error) {
		if m, ok := eng.Law().Measure(in.ID); ok {
			return answer(func(b *bytes.Buffer) error {
				// The record in the form in which it is kept.
				fmt.Fprintf(b, "law: %s\n", eng.Law().Version())
				return yaml.NewEncoder(b).Encode(m)
			})
		}
		if x, ok := eng.Entity(in.ID); ok {
			return answer(func(b *bytes.Buffer) error {
				out, err := x.FTM()
				b.Write(out)
				return err
			})
		}
		return nil, nil, fmt.Errorf("there is neither a measure nor a listed party with the id %q", in.ID)
	}
}
