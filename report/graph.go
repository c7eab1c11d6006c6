package report

import (
	"fmt"
	"html"
	"math"
	"slices"
	"strings"

	"khasan"
)

// Graph draws who deals what with whom as an SVG picture: a node for each
// side, an arrow for each pair with the classes that pass, coloured by the
// weightiest tier among them, dashed when nothing is told as done. It is the
// same picture for the same answer. An answer without two-sided dealings gives
// "".
func Graph(a *khasan.WhereAnswer) string {
	type edge struct {
		from, to string
		classes  []string
		tiers    map[string]string // the weightiest of each class
		tier     string
	}
	var nodes []string
	var edges []*edge
	at := map[[2]string]*edge{}
	node := func(s string) string {
		if s == "" {
			s = "?"
		}
		if !slices.Contains(nodes, s) {
			nodes = append(nodes, s)
		}
		return s
	}
	for i := range a.Dealings {
		d := &a.Dealings[i]
		if d.Ruling == nil || d.From == "" && d.To == "" {
			continue
		}
		from, to := node(string(d.From)), node(string(d.To))
		e := at[[2]string{from, to}]
		if e == nil {
			e = &edge{from: from, to: to, tier: d.Tier, tiers: map[string]string{}}
			at[[2]string{from, to}] = e
			edges = append(edges, e)
		}
		if !slices.Contains(e.classes, d.Class) {
			e.classes = append(e.classes, d.Class)
			e.tiers[d.Class] = d.Tier
		}
		e.tiers[d.Class] = min(e.tiers[d.Class], d.Tier)
		e.tier = min(e.tier, d.Tier)
	}
	if len(edges) == 0 {
		return ""
	}
	for _, e := range edges {
		slices.SortStableFunc(e.classes, func(a, b string) int { return strings.Compare(e.tiers[a], e.tiers[b]) })
	}
	const w, h, r = 900.0, 540.0, 30.0
	pos := layout(nodes, func(n string) int {
		d := 0
		for _, e := range edges {
			if e.from == n || e.to == n {
				d += len(e.classes)
			}
		}
		return d
	}, w, h)
	color := map[string]string{"A": "#b3261e", "B": "#a15c00", "C": "#6b6b6b", "D": "#2e7d32", "E": "#455a8a"}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" role="img" aria-label="Who deals what with whom">`, w, h)
	b.WriteString(`<defs>`)
	for _, t := range []string{"A", "B", "C", "D", "E"} {
		fmt.Fprintf(&b, `<marker id="arrow%s" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="%s"/></marker>`, t, color[t])
	}
	b.WriteString(`</defs>`)
	// Labels lie over all arrows, a class on each line.
	var labels strings.Builder
	label := func(x, y float64, lines []string, fill string) {
		fmt.Fprintf(&labels, `<text text-anchor="middle" fill="%s" stroke="#fff" stroke-width="4" paint-order="stroke">`, fill)
		for i, l := range lines {
			fmt.Fprintf(&labels, `<tspan x="%.1f" y="%.1f">%s</tspan>`, x, y+14*(float64(i)-float64(len(lines)-1)/2)+4, html.EscapeString(l))
		}
		labels.WriteString(`</text>`)
	}
	for _, e := range edges {
		p, q := pos[e.from], pos[e.to]
		dash := ""
		if e.tier != "A" && e.tier != "D" {
			dash = ` stroke-dasharray="6 4"`
		}
		lines := e.classes
		if len(lines) > 4 {
			lines = append(slices.Clone(lines[:3]), fmt.Sprintf("and %d more", len(lines)-3))
		}
		if e.from == e.to {
			fmt.Fprintf(&b, `<path d="M%.1f %.1fc-50 -70 50 -70 %.1f 0" fill="none" stroke="%s"%s marker-end="url(#arrow%s)"/>`,
				p[0]-15, p[1]-r+4, 30.0, color[e.tier], dash, e.tier)
			label(p[0], p[1]-r-56, lines, color[e.tier])
			continue
		}
		dx, dy := q[0]-p[0], q[1]-p[1]
		n := math.Hypot(dx, dy)
		ux, uy := dx/n, dy/n
		// Bend every arrow to its right, so that two ways do not lie on one line.
		bend := 30 + n*0.12
		mx, my := (p[0]+q[0])/2-uy*bend, (p[1]+q[1])/2+ux*bend
		sx, sy := p[0]+ux*r, p[1]+uy*r
		ex, ey := q[0]-ux*(r+3), q[1]-uy*(r+3)
		fmt.Fprintf(&b, `<path d="M%.1f %.1fQ%.1f %.1f %.1f %.1f" fill="none" stroke="%s" stroke-width="1.6"%s marker-end="url(#arrow%s)"/>`,
			sx, sy, mx, my, ex, ey, color[e.tier], dash, e.tier)
		label((p[0]+q[0])/2-uy*bend*0.55, (p[1]+q[1])/2+ux*bend*0.55, lines, color[e.tier])
	}
	b.WriteString(labels.String())
	for _, n := range nodes {
		p := pos[n]
		short := n
		if i := strings.IndexByte(n, ':'); i >= 0 {
			short = n[i+1:]
		}
		fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="%.0f" fill="#f3f1ea" stroke="#333"/>`, p[0], p[1], r)
		if len(short) <= 6 {
			fmt.Fprintf(&b, `<text class="node" x="%.1f" y="%.1f" text-anchor="middle">%s</text>`, p[0], p[1]+5, html.EscapeString(short))
		} else {
			fmt.Fprintf(&b, `<text class="node" x="%.1f" y="%.1f" text-anchor="middle">%s</text>`, p[0], p[1]+r+16, html.EscapeString(cut(short, 26)))
		}
	}
	b.WriteString(`</svg>`)
	return b.String()
}

// layout puts the two nodes with the most dealings at the left and the right,
// where the widest room is between them, and the others above and below in
// turn. degree says how many a node has.
func layout(nodes []string, degree func(string) int, w, h float64) map[string][2]float64 {
	order := slices.Clone(nodes)
	slices.SortStableFunc(order, func(a, b string) int { return degree(b) - degree(a) })
	pos := map[string][2]float64{}
	var rows [2][]string
	for i, n := range order {
		switch i {
		case 0:
			pos[n] = [2]float64{80, h / 2}
		case 1:
			pos[n] = [2]float64{w - 80, h / 2}
		default:
			rows[i%2] = append(rows[i%2], n)
		}
	}
	for k, row := range rows {
		for i, n := range row {
			pos[n] = [2]float64{w * (float64(i) + 1) / float64(len(row)+1), 60 + float64(k)*(h-130)}
		}
	}
	return pos
}
