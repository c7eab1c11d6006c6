package law

import (
	"fmt"
	"html"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// Data is the folder of measures, vocabulary and tests built in: a copy of it
// is the start of a book of one's own.
func Data() fs.FS {
	sub, err := fs.Sub(dataFS, "data")
	if err != nil {
		return dataFS // cannot be: the folder is embedded
	}
	return sub
}

// RunTests runs every test file (*.txtar) of a folder against the book.
func (b *Book) RunTests(fsys fs.FS) ([]TestResult, error) {
	var out []TestResult
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".txtar") {
			return err
		}
		data, err := fs.ReadFile(fsys, p)
		if err != nil {
			return err
		}
		ts, err := ParseTests(p, data)
		if err != nil {
			return err
		}
		for i := range ts {
			out = append(out, b.RunTest(&ts[i])...)
		}
		return nil
	})
	return out, err
}

// Show is a measure with its history, as a person would want to read it.
func (b *Book) Show(m *Measure) string {
	var w strings.Builder
	line := func(label, format string, a ...any) {
		fmt.Fprintf(&w, "  %-11s %s\n", label, fmt.Sprintf(format, a...))
	}
	fmt.Fprintf(&w, "%s, %s: %s\n\n  %s\n\n", m.Instrument, paragraphWords(m.Paragraph), m.Title, m.Says)
	line("id", "%s", m.ID)
	line("force", "%s", strings.ReplaceAll(m.Force, "_", " "))
	line("binds", "%s", either(m.BindsWhom, m.Binds))
	line("aimed at", "%s", strings.Join(m.Target, ", "))
	for _, s := range m.scopes() {
		b.showScope(&w, m, s)
	}
	if len(m.InForce) > 0 {
		line("in force", "%s", intervalsWords(m.InForce))
	}
	states := make([]string, 0, len(m.National))
	for s := range m.National {
		states = append(states, s)
	}
	slices.Sort(states)
	for _, s := range states {
		line("national", "taken up by %s on %s", s, m.National[s])
	}
	if m.WindDown != nil {
		line("wind-down", "to %s: %s", m.WindDown.To, m.WindDown.Text)
	}
	if m.Deadline != "" {
		line("deadline", "%s", m.Deadline)
	}
	if m.Cap != nil {
		line("cap", "%s, %s, counted over %s", m.Cap.Value, m.Cap.Period, m.Cap.Scope)
	}
	for _, e := range m.Exemptions {
		text := strings.ReplaceAll(e.Kind, "_", " ") + ": " + e.Text
		if e.From != "" {
			text += ", from " + e.From
		}
		if e.To != "" {
			text += ", until " + e.To
		}
		line("exemption", "%s", text)
	}
	for _, l := range m.Listed {
		line("follows", "the list %s %s", l.List, strings.Join(slices.Concat(l.Programmes, l.Refs), ", "))
	}
	if len(m.ControlLists) > 0 {
		line("lists", "%s", strings.Join(m.ControlLists, ", "))
	}
	b.showLinks(&w, m)
	for _, n := range []string{m.Disputed, m.Engine, m.Note} {
		if n != "" {
			line("note", "%s", n)
		}
	}
	if m.Verified.All() {
		line("verified", "substance, paragraph and first day were seen in a source")
	} else {
		line("verified", "%s", m.doubt())
	}
	for i, s := range m.Sources {
		label := ""
		if i == 0 {
			label = "sources"
		}
		line(label, "%s: %s", s, b.sources[s])
	}
	return w.String()
}

func paragraphWords(p string) string {
	if p == "whole" || strings.HasPrefix(p, "art") || strings.HasPrefix(p, "s.") || strings.Contains(p, "para") {
		return p
	}
	if strings.ContainsAny(p, ".§") {
		return p
	}
	return "paragraph " + p
}

func (b *Book) showScope(w *strings.Builder, m *Measure, s *Scope) {
	verb := "bars"
	if !m.decides() {
		verb = "concerns"
	}
	way := map[string]string{"from_target": "what comes from it", "to_target": "what goes to it", "both": "what passes either way", "duty": "a duty of States", "persons": "the movement of persons"}[s.Direction]
	if len(s.For) > 0 {
		way += " (" + strings.Join(s.For, ", ") + ")"
	}
	text := way
	var what []string
	for _, c := range slices.Concat(s.Classes, s.General) {
		l := b.ClassLabel(c)
		if k, ok := strings.CutPrefix(c, "any"); ok {
			l = "all " + either(strings.TrimPrefix(k, ":"), "dealings")
		}
		if !slices.Contains(what, l) {
			what = append(what, l)
		}
	}
	if len(what) > 0 {
		text += ": " + strings.Join(what, ", ")
	}
	fmt.Fprintf(w, "  %-11s %s\n", verb, text)
	for _, p := range s.Partly {
		fmt.Fprintf(w, "  %-11s %s, %s\n", "  in part", b.ClassLabel(p.Class), p.If)
	}
	if len(s.Except) > 0 {
		var ls []string
		for _, c := range s.Except {
			ls = append(ls, b.ClassLabel(c))
		}
		fmt.Fprintf(w, "  %-11s %s\n", "  but not", strings.Join(ls, ", "))
	}
	if len(s.HS)+len(s.HSPartly) > 0 {
		by := "by our indication"
		if s.HSStatus == "in_text" {
			by = "named in the text"
		}
		codes := strings.Join(s.HS, ", ")
		if len(s.HSPartly) > 0 {
			codes = strings.TrimPrefix(codes+"; in part "+strings.Join(s.HSPartly, ", "), "; ")
		}
		fmt.Fprintf(w, "  %-11s %s (%s)\n", "  HS", codes, by)
	}
	if len(s.Services) > 0 {
		with := "them"
		if len(s.Connected) > 0 {
			with = strings.Join(s.Connected, ", ")
		}
		fmt.Fprintf(w, "  %-11s %s in connection with %s\n", "  services", strings.ReplaceAll(strings.Join(s.Services, ", "), "_", " "), with)
	}
	if len(s.InForce) > 0 && (len(m.Bars) > 0) {
		fmt.Fprintf(w, "  %-11s %s\n", "  in force", intervalsWords(s.InForce))
	}
}

func (b *Book) showLinks(w *strings.Builder, m *Measure) {
	name := func(id string) string {
		o := b.byID[id]
		if o == nil {
			return id
		}
		return fmt.Sprintf("%s, paragraph %s (%s)", o.Instrument, o.Paragraph, id)
	}
	for _, id := range m.Supersedes {
		fmt.Fprintf(w, "  %-11s %s\n", "replaces", name(id))
	}
	for _, o := range b.measures {
		if slices.Contains(o.Supersedes, m.ID) {
			fmt.Fprintf(w, "  %-11s %s\n", "replaced by", name(o.ID))
		}
	}
	for _, id := range m.WidenedBy {
		fmt.Fprintf(w, "  %-11s %s\n", "widened by", name(id))
	}
}

func intervalsWords(ivs []Interval) string {
	var out []string
	for _, iv := range ivs {
		s := "since " + iv.From
		if iv.To != "" {
			s = iv.From + " to " + iv.To
			if iv.ToUncertain {
				s += " (by the last text seen; perhaps renewed)"
			}
		}
		if iv.FromTime != "" {
			s += ", from " + iv.FromTime
		}
		if iv.FromUncertain {
			s += " (not certain)"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// Regimes are the names of all regimes, in order.
func (b *Book) Regimes() []string {
	var out []string
	for _, m := range b.measures {
		if !slices.Contains(out, m.Regime) {
			out = append(out, m.Regime)
		}
	}
	slices.Sort(out)
	return out
}

// Timeline writes a picture (SVG) of a regime: one bar per measure, from its
// first day to its end; an open end runs off the right edge, an uncertain one
// is dashed, and what does not decide is pale.
func (b *Book) Timeline(w io.Writer, regime string) error {
	var ms []*Measure
	first, last := maxDay, int32(20260101)
	for _, m := range b.measures {
		if m.Regime != regime || len(m.intervals()) == 0 {
			continue
		}
		ms = append(ms, m)
		for _, iv := range m.intervals() {
			first = min(first, iv.from)
			last = max(last, iv.from)
			if iv.to != maxDay {
				last = max(last, iv.to)
			}
		}
	}
	if len(ms) == 0 {
		return fmt.Errorf("no regime %q: the regimes are %s", regime, strings.Join(b.Regimes(), ", "))
	}
	slices.SortStableFunc(ms, func(a, c *Measure) int { return int(a.intervals()[0].from) - int(c.intervals()[0].from) })
	const left, width, row, top = 330, 620, 16, 40
	y0, y1 := float64(first/10000), float64(last/10000+1)
	x := func(n int32) float64 {
		if n == maxDay {
			return left + width
		}
		year := float64(n/10000) + (float64(n/100%100)-1)/12 + (float64(n%100)-1)/372
		return left + (year-y0)/(y1-y0)*width
	}
	height := top + row*len(ms) + 20
	var s strings.Builder
	fmt.Fprintf(&s, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" font-family="sans-serif" font-size="10">`+"\n", left+width+10, height, left+width+10, height)
	fmt.Fprintf(&s, `<title>Measures of the regime %s by time in force</title>`+"\n", html.EscapeString(regime))
	fmt.Fprintf(&s, `<text x="4" y="16" font-size="13" font-weight="bold">%s: %d measures</text>`+"\n", html.EscapeString(regime), len(ms))
	step := 1
	for (y1-y0)/float64(step) > 14 {
		step++
	}
	for y := int32(y0); y <= int32(y1); y += int32(step) {
		px := x(y*10000 + 101)
		if px > left+width {
			break
		}
		fmt.Fprintf(&s, `<line x1="%.1f" y1="28" x2="%.1f" y2="%d" stroke="#ddd"/><text x="%.1f" y="26" fill="#555">%d</text>`+"\n", px, px, height-10, px+2, y)
	}
	for i, m := range ms {
		y := top + i*row
		label := m.Instrument + " " + m.Paragraph + ", " + m.Title
		if r := []rune(label); len(r) > 58 {
			label = string(r[:57]) + "…"
		}
		fmt.Fprintf(&s, `<g><title>%s: %s (%s)</title><text x="4" y="%d">%s</text>`, html.EscapeString(m.ID), html.EscapeString(m.Says), html.EscapeString(intervalsWords(m.intervals())), y+10, html.EscapeString(label))
		fill := "#b3261e"
		if !m.Decides() {
			fill = "#b9c0c7"
		}
		for _, iv := range m.intervals() {
			dash := ""
			if iv.ToUncertain || iv.FromUncertain {
				dash = ` stroke="#333" stroke-dasharray="3 2"`
			}
			fmt.Fprintf(&s, `<rect x="%.1f" y="%d" width="%.1f" height="10" rx="2" fill="%s" fill-opacity="0.75"%s/>`, x(iv.from), y+2, max(x(iv.to)-x(iv.from), 2), fill, dash)
		}
		s.WriteString("</g>\n")
	}
	s.WriteString("</svg>\n")
	_, err := io.WriteString(w, s.String())
	return err
}
