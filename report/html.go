package report

import (
	"cmp"
	_ "embed"
	"html/template"
	"io"
	"slices"
	"strings"

	"khasan"
	"khasan/law"
)

//go:embed where.html
var wherePage string

// A Piece is a stretch of the document's text with what lies on it.
type Piece struct {
	Text string
	// Entity is the identity of the party named here, "" for none.
	Entity string
	Listed bool
	// Dealings are the ids of the dealings whose quote covers the piece, and
	// Tier the weightiest of theirs.
	Dealings []string
	Tier     string
	// Anchor is set on the first piece of a dealing's quote.
	Anchor string
}

// Pieces cuts the document's text at the ends of mentions and quotes, so that
// a page can mark them. The pieces joined are the text again.
func Pieces(a *khasan.WhereAnswer) []Piece {
	cuts := []int{0, len(a.Text)}
	for i := range a.Mentions {
		cuts = append(cuts, a.Mentions[i].Start, a.Mentions[i].End)
	}
	for i := range a.Dealings {
		cuts = append(cuts, a.Dealings[i].Start, a.Dealings[i].End)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	byStart := make([]*khasan.RuledDealing, len(a.Dealings))
	for i := range a.Dealings {
		byStart[i] = &a.Dealings[i]
	}
	slices.SortStableFunc(byStart, func(x, y *khasan.RuledDealing) int { return cmp.Compare(x.Start, y.Start) })
	var out []Piece
	anchored := map[string]bool{}
	mention, first := 0, 0
	for i := 1; i < len(cuts); i++ {
		lo, hi := cuts[i-1], cuts[i]
		if lo < 0 || hi > len(a.Text) {
			continue
		}
		p := Piece{Text: a.Text[lo:hi]}
		for mention < len(a.Mentions) && a.Mentions[mention].End <= lo {
			mention++
		}
		if mention < len(a.Mentions) && a.Mentions[mention].Start <= lo && hi <= a.Mentions[mention].End {
			p.Entity, p.Listed = a.Mentions[mention].Entity, len(a.Mentions[mention].Listings) > 0
		}
		for first < len(byStart) && byStart[first].End <= lo {
			first++
		}
		for _, d := range byStart[first:] {
			if d.Start > lo {
				break
			}
			if d.End < hi {
				continue
			}
			p.Dealings = append(p.Dealings, d.ID)
			if d.Tier != "" && (p.Tier == "" || d.Tier < p.Tier) {
				p.Tier = d.Tier
			}
			if !anchored[d.ID] && p.Anchor == "" {
				anchored[d.ID] = true
				p.Anchor = d.ID
			}
		}
		out = append(out, p)
	}
	return out
}

// row is a dealing as the page's table shows it.
type row struct {
	*khasan.RuledDealing
	Told, Words string
	Measures    []law.Finding
}

// HTMLWhere writes the answer to Where as one self-contained page: the
// dealings with their rulings, the graph, and the document with its
// highlights. It loads nothing from anywhere and prints well.
func HTMLWhere(w io.Writer, a *khasan.WhereAnswer) error {
	t, err := template.New("where").Funcs(template.FuncMap{
		"join": strings.Join,
		"listing": func(l khasan.Listing) string {
			return listingText(l)
		},
		"or": orUnknown,
	}).Parse(wherePage)
	if err != nil {
		return err
	}
	var rows []row
	for i := range a.Dealings {
		d := &a.Dealings[i]
		r := row{RuledDealing: d, Told: statusWords(d.Status), Words: "no dealing to rule on"}
		if d.Ruling != nil {
			r.Words = tierWords(&d.Dealing, string(d.Ruling.Verdict))
			for _, m := range d.Ruling.Measures {
				if m.Verdict == "barred" || m.Verdict == "conditional" {
					r.Measures = append(r.Measures, m)
				}
			}
		}
		rows = append(rows, r)
	}
	type listed struct {
		Name, Entity, Places string
		Listings             []khasan.Listing
	}
	var parties []listed
	for _, p := range listedParties(a) {
		parties = append(parties, listed{p.name, p.entity, p.places(), p.listings})
	}
	return t.Execute(w, map[string]any{
		"A": a, "Rows": rows, "Parties": parties, "Others": otherActors(a),
		"Pieces": Pieces(a), "Graph": template.HTML(Graph(a)), "Lists": listsLine(a.Version),
	})
}
