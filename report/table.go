package report

import (
	"io"
	"strings"

	"github.com/rivo/uniseg"
)

// Style says how text for people is set.
type Style struct {
	// Width is the number of columns; 0 means no limit (a pipe or a file).
	Width int
	// Color switches ANSI colours on.
	Color bool
}

// The colours that mean something: red stops, yellow asks, green passes.
const (
	plain  = ""
	bold   = "1"
	dim    = "2"
	red    = "1;31"
	yellow = "1;33"
	green  = "32"
	cyan   = "36"
)

func (s Style) paint(code, text string) string {
	if !s.Color || code == plain || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// verdictColor is the colour of a verdict or band.
func verdictColor(v string) string {
	switch v {
	case "barred", "match":
		return red
	case "conditional", "unknown", "review":
		return yellow
	case "not_barred", "none":
		return green
	}
	return plain
}

// width is the number of terminal columns of s (Han and Hangul take two).
func width(s string) int { return uniseg.StringWidth(s) }

// clean makes foreign text safe to print: control and direction characters,
// which could redraw the terminal or reorder a line, become visible marks.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case r < 0x20 || r >= 0x7f && r < 0xa0:
			return '\uFFFD'
		case r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			return '\uFFFD'
		}
		return r
	}, s)
}

// wrap breaks s at spaces into lines of at most n columns; a word longer than
// a line stands alone, and text without spaces is broken between characters.
func wrap(s string, n int) []string {
	s = clean(s)
	if n <= 0 || width(s) <= n {
		return []string{s}
	}
	var lines []string
	var line strings.Builder
	w := 0
	flush := func() {
		if line.Len() > 0 {
			lines = append(lines, strings.TrimRight(line.String(), " "))
			line.Reset()
			w = 0
		}
	}
	for _, word := range strings.Fields(s) {
		ww := width(word)
		if w > 0 && w+1+ww > n {
			flush()
		}
		if ww > n {
			g := uniseg.NewGraphemes(word)
			for g.Next() {
				if w+g.Width() > n {
					flush()
				}
				line.WriteString(g.Str())
				w += g.Width()
			}
			continue
		}
		if w > 0 {
			line.WriteByte(' ')
			w++
		}
		line.WriteString(word)
		w += ww
	}
	flush()
	return lines
}

// cut shortens s to n columns, with an ellipsis.
func cut(s string, n int) string {
	s = clean(s)
	if n <= 0 || width(s) <= n {
		return s
	}
	var b strings.Builder
	w := 0
	g := uniseg.NewGraphemes(s)
	for g.Next() {
		if w+g.Width() > n-1 {
			break
		}
		b.WriteString(g.Str())
		w += g.Width()
	}
	return b.String() + "…"
}

// table sets rows in columns of equal display width, two spaces apart. The
// last column is wrapped to what is left of the line.
type table struct {
	rows   [][]string
	colors [][]string
}

func (t *table) add(cells []string, colors ...string) {
	t.rows = append(t.rows, cells)
	t.colors = append(t.colors, colors)
}

func (t *table) write(w io.Writer, s Style, indent string) error {
	var widths []int
	for _, r := range t.rows {
		for i, c := range r {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], width(clean(c)))
		}
	}
	for k, r := range t.rows {
		left := width(indent)
		var b strings.Builder
		b.WriteString(indent)
		for i, c := range r {
			color := plain
			if i < len(t.colors[k]) {
				color = t.colors[k][i]
			}
			if i < len(r)-1 {
				c = clean(c)
				b.WriteString(s.paint(color, c))
				b.WriteString(strings.Repeat(" ", widths[i]-width(c)+2))
				left += widths[i] + 2
				continue
			}
			room := 0
			if s.Width > 0 {
				room = max(s.Width-left, 20)
			}
			for j, l := range wrap(c, room) {
				if j > 0 {
					b.WriteString("\n" + strings.Repeat(" ", left))
				}
				b.WriteString(s.paint(color, l))
			}
		}
		if _, err := io.WriteString(w, strings.TrimRight(b.String(), " ")+"\n"); err != nil {
			return err
		}
	}
	return nil
}
