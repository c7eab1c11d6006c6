package web

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"

	"khasan"
)

// A graph is who deals with whom, drawn as SVG, with the same in words for
// those who do not see it.
type graph struct {
	SVG   template.HTML
	Edges []graphEdge
}

type graphEdge struct {
	From, To, Class, Tier string
	Count                 int
}

// dealGraph draws the states and parties of a document on a ring, and an
// arrow for each kind of dealing between two of them.
func dealGraph(lang string, word func(class string) string, a *khasan.WhereAnswer) *graph {
	const most = 24 // more is no picture
	var g graph
	at := map[[3]string]int{}
	place := map[string]int{}
	var nodes []string
	node := func(id string) {
		if _, ok := place[id]; !ok {
			place[id] = len(nodes)
			nodes = append(nodes, id)
		}
	}
	for i := range a.Dealings {
		d := &a.Dealings[i]
		from, to := string(d.From), string(d.To)
		if d.FromParty != "" {
			from = d.FromParty
		}
		if d.ToParty != "" {
			to = d.ToParty
		}
		if from == "" || to == "" || from == to || d.Ruling == nil {
			continue
		}
		key := [3]string{from, to, d.Class}
		if k, ok := at[key]; ok {
			g.Edges[k].Count++
			if rank(d.Tier) < rank(g.Edges[k].Tier) {
				g.Edges[k].Tier = d.Tier
			}
			continue
		}
		if _, a := place[from]; !a && len(nodes) >= most {
			continue
		}
		if _, b := place[to]; !b && len(nodes) >= most {
			continue
		}
		node(from)
		node(to)
		at[key] = len(g.Edges)
		g.Edges = append(g.Edges, graphEdge{from, to, d.Class, d.Tier, 1})
	}
	if len(g.Edges) == 0 {
		return nil
	}
	// Those with most to do with each other stand farthest apart, where there is
	// room between them for arrows and words.
	degree := map[string]int{}
	for _, e := range g.Edges {
		degree[e.From]++
		degree[e.To]++
	}
	slices.SortStableFunc(nodes, func(a, b string) int { return degree[b] - degree[a] })
	ring := make([]string, len(nodes))
	for i, id := range nodes {
		at := i / 2
		if i%2 == 1 {
			at += (len(nodes) + 1) / 2
		}
		ring[at] = id
	}
	nodes = ring
	for i, id := range nodes {
		place[id] = i
	}
	const w, h = 820.0, 470.0
	rx, ry := 310.0, 175.0
	if len(nodes) == 2 {
		ry = 0
	}
	pos := func(i int) (x, y float64) {
		t := 2*math.Pi*float64(i)/float64(len(nodes)) + math.Pi
		return w/2 + rx*math.Cos(t), h/2 + ry*math.Sin(t)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="graph" viewBox="0 0 %.0f %.0f" role="img" aria-labelledby="graph-title">`, w, h)
	fmt.Fprintf(&b, `<title id="graph-title">%s</title><defs>`, template.HTMLEscapeString(map[string]string{"en": "Who deals with whom", "de": "Wer mit wem handelt"}[lang]))
	for _, t := range []string{"a", "b", "c", "d", "e"} {
		fmt.Fprintf(&b, `<marker id="arrow-%s" class="arrow tier-%s" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z"/></marker>`, t, t)
	}
	b.WriteString(`</defs>`)
	between := map[[2]string]int{}
	var labels strings.Builder // over all arrows
	for _, e := range g.Edges {
		x1, y1 := pos(place[e.From])
		x2, y2 := pos(place[e.To])
		n := between[[2]string{e.From, e.To}]
		between[[2]string{e.From, e.To}]++
		// Arrows of one pair fan out; those of the way back bend to the other side.
		bend := 18 + 24*float64(n)
		mx, my := (x1+x2)/2, (y1+y2)/2
		dx, dy := x2-x1, y2-y1
		l := math.Hypot(dx, dy)
		cx, cy := mx-dy/l*bend*2, my+dx/l*bend*2
		// Begin and end at the rim of the nodes.
		x1, y1 = toward(x1, y1, cx, cy, 30)
		x2, y2 = toward(x2, y2, cx, cy, 32)
		tier := strings.ToLower(e.Tier)
		if tier == "" {
			tier = "e"
		}
		dash := ""
		if tier == "b" || tier == "c" {
			dash = ` stroke-dasharray="6 4"`
		}
		fmt.Fprintf(&b, `<path class="edge tier-%s" d="M%.1f %.1fQ%.1f %.1f %.1f %.1f"%s marker-end="url(#arrow-%s)"/>`, tier, x1, y1, cx, cy, x2, y2, dash, tier)
		label := word(e.Class)
		if e.Count > 1 {
			label += fmt.Sprintf(" ×%d", e.Count)
		}
		// Nearer to where it comes from than the middle, where arrows cross.
		t := .36
		if len(g.Edges) == 1 {
			t = .5
		}
		lx, ly := (1-t)*(1-t)*x1+2*t*(1-t)*cx+t*t*x2, (1-t)*(1-t)*y1+2*t*(1-t)*cy+t*t*y2
		fmt.Fprintf(&labels, `<text class="edge-label" x="%.1f" y="%.1f" text-anchor="middle">%s</text>`, lx, ly+4, template.HTMLEscapeString(label))
	}
	b.WriteString(labels.String())
	for i, id := range nodes {
		x, y := pos(i)
		fmt.Fprintf(&b, `<g class="node"><circle cx="%.1f" cy="%.1f" r="26"/><text x="%.1f" y="%.1f" text-anchor="middle">%s</text><text class="node-name" x="%.1f" y="%.1f" text-anchor="middle">%s</text></g>`,
			x, y, x, y+5, template.HTMLEscapeString(shortNode(id)), x, y+42, template.HTMLEscapeString(nodeName(lang, id)))
	}
	b.WriteString(`</svg>`)
	g.SVG = template.HTML(b.String())
	return &g
}

func toward(x, y, tx, ty, by float64) (float64, float64) {
	l := math.Hypot(tx-x, ty-y)
	if l == 0 {
		return x, y
	}
	return x + (tx-x)/l*by, y + (ty-y)/l*by
}

func shortNode(id string) string {
	if len(id) == 2 {
		return id
	}
	_, name, ok := strings.Cut(id, ":")
	if !ok {
		name = id
	}
	var s strings.Builder
	for w := range strings.SplitSeq(name, "-") {
		for _, r := range w {
			s.WriteRune(r)
			break
		}
	}
	return clip(strings.ToUpper(s.String()), 4)
}

// nodeName is a state, party or body in words.
func nodeName(lang, id string) string {
	if kind, name, ok := strings.Cut(id, ":"); ok {
		if kind == "country" {
			return countryName(lang, name)
		}
		if kind == "org" && len(name) <= 5 {
			return strings.ToUpper(name) // an abbreviation
		}
		ws := strings.Split(name, "-")
		for i, w := range ws {
			if w != "" {
				ws[i] = strings.ToUpper(w[:1]) + w[1:]
			}
		}
		return clip(strings.Join(ws, " "), 32)
	}
	return clip(countryName(lang, id), 32)
}
