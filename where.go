package khasan

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"khasan/document"
	"khasan/entity"
	"khasan/law"
	"khasan/match"
	"khasan/reading"
)

// Where reads a document: the listed parties it names and the dealings it
// describes, each with its place in the text and the ruling on it. The name
// is only shown; what the data is, its bytes say.
//
// A part that cannot be read is a gap in the answer, not an error; an error
// means that nothing could be read at all.
func (e *Engine) Where(ctx context.Context, name string, data []byte, q WhereQuery) (*WhereAnswer, error) {
	s := e.cur.Load()
	doc, err := e.docs.Read(ctx, name, data)
	if err != nil {
		return nil, err
	}
	reader, err := s.reader()
	if err != nil {
		return nil, err
	}
	day := q.Date
	if day.IsZero() && doc.Date != "" {
		if d, err := entity.ParseDate(doc.Date); err == nil {
			day = d
		}
	}
	blocks := make([]reading.Block, len(doc.Blocks))
	for i, b := range doc.Blocks {
		blocks[i] = reading.Block{Start: b.Start, End: b.End, Kind: b.Kind, Zone: b.Zone, Page: b.Page}
	}
	found, err := reader.ReadText(ctx, doc.Text, blocks, reading.ReadOptions{Date: day, Lang: q.Lang})
	if err != nil {
		return nil, err
	}
	var proposals *Proposals
	if q.Proposer != nil {
		opt := reading.ReadOptions{Date: day, Lang: found.Lang}
		if proposals, err = e.propose(ctx, q.Proposer, doc.Text, blocks, opt, found); err != nil {
			return nil, err
		}
	}
	sum := sha256.Sum256(data)
	a := &WhereAnswer{
		Version: s.version,
		Document: DocumentInfo{Name: name, Lang: found.Lang, Bytes: len(data), MediaType: doc.MediaType, Encoding: doc.Encoding,
			Title: doc.Title, Date: day.String(), SHA256: hex.EncodeToString(sum[:])},
		Text:    doc.Text,
		Threats: found.Threats, Proposals: proposals,
	}
	a.Gaps = append(a.Gaps, documentGaps(doc)...)
	a.Gaps = append(a.Gaps, found.Gaps...)

	links := e.link(s, found)
	parties := map[string][]Listing{} // by the mention's identity
	for _, m := range found.Mentions {
		am := Mention{Mention: m, Listings: []Listing{}}
		l, ok := links[m.Entity]
		if !ok {
			l = linked{m.Refs, m.Certainty}
		}
		for _, ref := range l.refs {
			x, err := s.snap.Entity(uint32(ref))
			if err != nil {
				return nil, fmt.Errorf("entity %d: %w", ref, err)
			}
			for _, li := range listings(&x) {
				li.Score = round(l.certainty * m.Certainty)
				am.Listings = append(am.Listings, li)
			}
		}
		if len(am.Listings) > 0 && len(parties[m.Entity]) == 0 {
			parties[m.Entity] = am.Listings
		}
		a.Mentions = append(a.Mentions, am)
	}
	for _, d := range found.Dealings {
		rd := RuledDealing{Dealing: d}
		if ruled(d.Class) {
			r, err := e.book.Judge(lawDealing(&d, day, q.As, parties), nil)
			if err != nil {
				// What was read may be something that the law's records do not know;
				// then nothing is known of it, and the rest of the answer stands.
				r = law.Ruling{Verdict: law.Unknown, Measures: []law.Finding{}, Missing: []string{err.Error()}}
			}
			rd.Ruling = &r
			if rd.Tier = tier(d.Group(), string(r.Verdict)); rd.Tier == "A" && (d.ProposedBy != "" || d.Inferred) {
				rd.Tier = "B" // proposed by a model, or one side not told: to be looked at
			}
		}
		a.Dealings = append(a.Dealings, rd)
	}
	for _, m := range found.Measures {
		a.Measures = append(a.Measures, MeasureRef{MeasureRef: m, Measures: e.measuresOf(m.Instrument)})
	}
	a.Summary = summarise(a)
	return a, nil
}

// ruled reports whether a class of dealing is one that measures speak of. A
// reference to a measure is no dealing.
func ruled(class string) bool {
	top, _, _ := strings.Cut(class, ".")
	return top != "measure"
}

// tier orders findings by what a desk has to do about them.
func tier(group, verdict string) string {
	switch verdict {
	case "not_barred":
		return "D"
	case "barred", "conditional":
		switch group {
		case "asserted":
			return "A"
		case "denied":
			return "C"
		}
		return "B"
	}
	return "E"
}

// lawDealing puts a dealing that was read into the law's terms.
func lawDealing(d *reading.Dealing, day entity.Date, as []string, parties map[string][]Listing) law.Dealing {
	ld := law.Dealing{
		ID: d.ID, Class: d.Class, Goods: d.Goods,
		From: string(d.From), To: string(d.To), Via: d.Via, As: as,
		On: law.Period{From: d.Time.From, To: d.Time.To},
	}
	if ld.On.From.IsZero() && ld.On.To.IsZero() {
		ld.On = law.Period{From: day, To: day}
	}
	for _, p := range []struct{ role, id string }{{"from", d.FromParty}, {"to", d.ToParty}} {
		if p.id == "" {
			continue
		}
		party := law.Party{Role: p.role, Name: p.id}
		for _, l := range parties[p.id] {
			li := entity.Listing{List: l.List, Key: l.ID, Ref: l.Ref, Authority: l.Authority, Programmes: l.Programmes}
			// A listing counts from its own day on: what passed before was free of it.
			li.From, _ = entity.ParseDate(l.From)
			li.To, _ = entity.ParseDate(l.To)
			party.Listings = append(party.Listings, li)
		}
		ld.Parties = append(ld.Parties, party)
	}
	return ld
}

// measuresOf are the records held of an instrument.
func (e *Engine) measuresOf(instrument string) []string {
	ids := []string{}
	if instrument == "" {
		return ids
	}
	for _, m := range e.book.Measures() {
		if m.Instrument == instrument {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

func summarise(a *WhereAnswer) Summary {
	s := Summary{Mentions: len(a.Mentions), Dealings: len(a.Dealings), Gaps: len(a.Gaps)}
	var listed []string
	for i := range a.Mentions {
		m := &a.Mentions[i]
		if len(m.Listings) > 0 && !slices.Contains(listed, m.Entity) {
			listed = append(listed, m.Entity)
		}
	}
	s.Listed = len(listed)
	for i := range a.Dealings {
		d := &a.Dealings[i]
		if d.Ruling == nil {
			continue
		}
		v := string(d.Ruling.Verdict)
		switch {
		case (v == "barred" || v == "conditional") && d.Group() == "denied":
			s.Denied++
		case v == "barred":
			s.Barred++
		case v == "conditional":
			s.Conditional++
		}
	}
	return s
}

func documentGaps(doc *document.Document) []reading.Gap {
	var gaps []reading.Gap
	for _, g := range doc.Gaps {
		where := g.Where
		if g.Page > 0 {
			where = strings.TrimSpace(fmt.Sprintf("%s page %d", where, g.Page))
		}
		gaps = append(gaps, reading.Gap{Where: where, Reason: g.Reason, Hint: g.Hint})
	}
	return gaps
}

// newReader makes the reader of a snapshot: its names go into the mention
// trie, and full names that no list holds as written are put to Who.
func (e *Engine) newReader(s *state) (*reading.Reader, error) {
	return reading.New(reading.Options{
		Listed: func(yield func(reading.ListedName) bool) {
			for i := range s.snap.Len() {
				x, err := s.snap.Entity(uint32(i))
				if err != nil || x.IsEdge() || len(x.Listings) == 0 {
					continue
				}
				n := reading.ListedName{Ref: i, Schema: x.Schema, Caption: x.Caption()}
				if len(x.Countries) > 0 {
					n.Country = x.Countries[0].Code
				}
				for j := range x.Names {
					n.Text, n.Weak = x.Names[j].Full, x.Names[j].Quality == entity.Weak
					if !yield(n) {
						return
					}
				}
			}
		},
		Resolve: func(name, schema string) ([]int, float64) {
			hits := e.search(s, match.Of(&entity.Entity{Schema: schema, Names: []entity.Name{{Full: name}}}), match.MatchAt)
			var refs []int
			best := 0.0
			for _, h := range hits {
				refs = append(refs, int(h.entity))
				best = max(best, h.result.Score)
			}
			return refs, best
		},
	})
}

// link finds the listed parties behind identities that the names in the text
// did not reach: of each person, organisation or vessel, the fullest name it
// is called by, or the name its identity is made of, is put to Who. What is
// found for one mention holds for all mentions of the identity.
func (e *Engine) link(s *state, found *reading.Findings) map[string]linked {
	out := map[string]linked{}
	for i := range found.Mentions {
		m := &found.Mentions[i]
		if len(m.Refs) > 0 {
			l := out[m.Entity]
			l.refs = union(l.refs, m.Refs)
			l.certainty = max(l.certainty, m.Certainty)
			out[m.Entity] = l
		}
	}
	for i := range found.Mentions {
		m := &found.Mentions[i]
		schema := ""
		switch m.Type {
		case "person":
			schema = entity.Person
		case "organisation":
			schema = entity.Organization
		case "vessel":
			schema = entity.Vessel
		default:
			continue
		}
		if _, ok := out[m.Entity]; ok || m.Entity == "" {
			continue
		}
		_, slug, _ := strings.Cut(m.Entity, ":")
		x := &entity.Entity{Schema: schema, Names: []entity.Name{{Full: strings.ReplaceAll(slug, "-", " ")}}}
		if len(m.ActsFor) == 2 {
			x.Countries = []entity.Country{{Code: m.ActsFor, Link: "country"}}
		}
		if strings.ContainsRune(m.Text, ' ') && m.Form == "name" {
			x.Names = append(x.Names, entity.Name{Full: m.Text, Quality: entity.Strong})
		}
		l := linked{}
		for _, h := range e.search(s, match.Of(x), match.MatchAt) {
			l.refs = append(l.refs, int(h.entity))
			l.certainty = max(l.certainty, round(h.result.Score))
		}
		out[m.Entity] = l
	}
	return out
}

// linked is what Who found for an identity.
type linked struct {
	refs      []int
	certainty float64
}

func union(a, b []int) []int {
	for _, x := range b {
		if !slices.Contains(a, x) {
			a = append(a, x)
		}
	}
	return a
}
