package web

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"khasan/law"
)

// timeline draws when each measure of a ruling is in force, with the day ruled
// for as a line through all.
func timeline(g *page, book *law.Book, r *law.Ruling) template.HTML {
	type bar struct {
		label    string
		verdict  law.Verdict
		from, to time.Time
		open     bool
	}
	parse := func(s string) (time.Time, bool) { t, err := time.Parse("2006-01-02", s); return t, err == nil }
	var bars []bar
	now := g.p.cfg.Now()
	first, last := now, now
	for _, f := range append(append([]law.Finding{}, r.Measures...), r.NearestMisses...) {
		from, ok := parse(f.InForceFrom)
		if !ok || len(bars) == 14 {
			continue
		}
		to, closed := parse(string(f.InForceTo))
		if !closed {
			to = now
		}
		bars = append(bars, bar{strings.TrimSpace(f.Instrument + " " + f.Paragraph), f.Verdict, from, to, !closed})
		if from.Before(first) {
			first = from
		}
		if to.After(last) {
			last = to
		}
	}
	if len(bars) == 0 {
		return ""
	}
	from, to, hasDay := span(r.On)
	if hasDay {
		if from.Before(first) {
			first = from
		}
		if to.After(last) {
			last = to
		}
	}
	first = time.Date(first.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	last = time.Date(last.Year()+1, 1, 1, 0, 0, 0, 0, time.UTC)
	const left, width, row = 250.0, 640.0, 30.0
	x := func(t time.Time) float64 {
		return left + width*float64(t.Sub(first))/float64(last.Sub(first))
	}
	height := row*float64(len(bars)) + 44
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="timeline" viewBox="0 0 %.0f %.0f" role="img" aria-labelledby="timeline-title"><title id="timeline-title">%s</title>`,
		left+width+16, height, template.HTMLEscapeString(g.t("what.timeline")))
	years := last.Year() - first.Year()
	step := max(1, (years+7)/8)
	for y := first.Year(); y <= last.Year(); y += step {
		px := x(time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC))
		fmt.Fprintf(&b, `<line class="grid" x1="%.1f" x2="%.1f" y1="8" y2="%.1f"/><text class="year" x="%.1f" y="%.1f" text-anchor="middle">%d</text>`, px, px, height-28, px, height-10, y)
	}
	if hasDay {
		x1, x2 := x(from), x(to.AddDate(0, 0, 1))
		fmt.Fprintf(&b, `<rect class="day" x="%.1f" y="4" width="%.1f" height="%.1f"/>`, x1-1, max(2.5, x2-x1), height-32)
	}
	for i, m := range bars {
		y := 12 + row*float64(i)
		fmt.Fprintf(&b, `<text class="bar-label" x="%.0f" y="%.1f" text-anchor="end">%s</text>`, left-10, y+14, template.HTMLEscapeString(clip(m.label, 38)))
		fmt.Fprintf(&b, `<rect class="bar verdict-%s" x="%.1f" y="%.1f" width="%.1f" height="18" rx="3"><title>%s: %s – %s</title></rect>`,
			template.HTMLEscapeString(string(m.verdict)), x(m.from), y, max(3, x(m.to)-x(m.from)), template.HTMLEscapeString(m.label), m.from.Format("2006-01-02"),
			map[bool]string{true: "…", false: m.to.Format("2006-01-02")}[m.open])
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// span is the first and last day of a date as a ruling writes it.
func span(s string) (from, to time.Time, ok bool) {
	a, b, two := strings.Cut(s, "/")
	if !two {
		b = a
	}
	from, _, ok1 := days(a)
	_, to, ok2 := days(b)
	return from, to, ok1 && ok2
}

func days(s string) (first, last time.Time, ok bool) {
	for _, f := range []struct {
		layout     string
		y, m, days int
	}{{"2006-01-02", 0, 0, 0}, {"2006-01", 0, 1, -1}, {"2006", 1, 0, -1}} {
		if t, err := time.Parse(f.layout, s); err == nil {
			return t, t.AddDate(f.y, f.m, f.days), true
		}
	}
	return first, last, false
}
