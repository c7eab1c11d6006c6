package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"khasan"
	"khasan/law"
	"khasan/reading"
)

// WriteVersion writes what the program holds, for a person.
func WriteVersion(w io.Writer, v khasan.Version, s Style) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "khasan %s\n", v.Engine)
	var t table
	for _, l := range v.Lists {
		t.add([]string{"list", l.ID, l.Date, fmt.Sprintf("%d parties", l.Entities), "sha256 " + short(l.SHA256)})
	}
	t.add([]string{"law", v.Law})
	t.add([]string{"options", v.Options})
	if err := t.write(b, s, "  "); err != nil {
		return err
	}
	return b.Flush()
}

func short(digest string) string {
	if len(digest) > 16 {
		return digest[:16]
	}
	return digest
}

// listsLine names the lists an answer was made from.
func listsLine(v khasan.Version) string {
	var f []string
	for _, l := range v.Lists {
		f = append(f, l.ID+" "+l.Date)
	}
	if len(f) == 0 {
		return "no lists loaded"
	}
	return "lists: " + strings.Join(f, ", ") + "; law " + short(v.Law) + "; khasan " + v.Engine
}

// WriteWho writes the answer to Who for a person. With terms set every term of
// each score is shown.
func WriteWho(w io.Writer, a *khasan.WhoAnswer, s Style, terms bool) error {
	b := bufio.NewWriter(w)
	if len(a.Hits) == 0 {
		fmt.Fprintf(b, "%s: %s\n", clean(a.Query.Name), s.paint(green, "no listed party found"))
	}
	for i := range a.Hits {
		h := &a.Hits[i]
		fmt.Fprintf(b, "%s  %.2f  %s  %s\n", s.paint(verdictColor(h.Band), strings.ToUpper(h.Band)), h.Score,
			s.paint(bold, clean(h.Caption)), s.paint(dim, h.Schema+" "+h.ID))
		if h.Name != "" && h.Name != h.Caption {
			fmt.Fprintf(b, "  matched as  %s\n", clean(h.Name))
		}
		if len(h.Reasons) > 0 {
			writeWrapped(b, s, "  because     ", strings.Join(h.Reasons, "; "))
		}
		for _, l := range h.Listings {
			writeWrapped(b, s, "  listed      ", listingText(l))
		}
		for _, o := range h.Also {
			writeWrapped(b, s, "  same party  ", o.ID+" ("+o.Evidence+")")
		}
		if terms {
			var t table
			for _, f := range h.Features {
				t.add([]string{f.Name, fmt.Sprintf("%+.2f × %.2f", f.Value, f.Weight), f.Detail})
			}
			if err := t.write(b, s, "    "); err != nil {
				return err
			}
		}
	}
	fmt.Fprintln(b, s.paint(dim, listsLine(a.Version)))
	return b.Flush()
}

func listingText(l khasan.Listing) string {
	t := l.List + " " + l.ID
	if l.Ref != "" && l.Ref != l.ID {
		t += " (" + l.Ref + ")"
	}
	if len(l.Programmes) > 0 {
		t += ", " + strings.Join(l.Programmes, ", ")
	}
	if l.From != "" {
		t += ", since " + l.From
	}
	if l.To != "" {
		t += ", until " + l.To
	}
	return t
}

// writeWrapped writes text after a label, further lines indented below it.
func writeWrapped(w io.Writer, s Style, label, text string) {
	room := 0
	if s.Width > 0 {
		room = max(s.Width-width(label), 24)
	}
	for i, l := range wrap(text, room) {
		if i == 0 {
			fmt.Fprintf(w, "%s%s\n", label, l)
		} else {
			fmt.Fprintf(w, "%s%s\n", strings.Repeat(" ", width(label)), l)
		}
	}
}

// WriteWhat writes the answer to What for a person.
func WriteWhat(w io.Writer, a *khasan.WhatAnswer, s Style) error {
	b := bufio.NewWriter(w)
	for i := range a.Parties {
		p := &a.Parties[i]
		for j := range p.Hits {
			h := &p.Hits[j]
			if h.Band != "match" && h.Band != "review" {
				continue
			}
			fmt.Fprintf(b, "party %q: %s %.2f %s\n", clean(p.Query.Name), s.paint(verdictColor(h.Band), h.Band), h.Score, clean(h.Caption))
			for _, l := range h.Listings {
				writeWrapped(b, s, "  listed  ", listingText(l))
			}
		}
	}
	writeRuling(b, s, "", &a.Ruling, true)
	fmt.Fprintln(b, s.paint(dim, listsLine(a.Version)))
	return b.Flush()
}

// verdictWords are the verdicts in words.
func verdictWords(v string) string {
	switch v {
	case "barred":
		return "BARRED"
	case "conditional":
		return "CONDITIONAL"
	case "not_barred":
		return "not barred by the measures held"
	case "unknown":
		return "not known"
	}
	return v
}

// tierWords say what a verdict means for a dealing told in a certain way.
func tierWords(d *reading.Dealing, verdict string) string {
	status := d.Status
	told := statusWords(status)
	switch {
	case d.ProposedBy != "" && verdict != "" && status != "denied":
		return "proposed by " + clean(d.ProposedBy) + ", not read by the rules; if so, " + verdictWords(verdict)
	case verdict == "not_barred" || verdict == "unknown" || verdict == "":
		return verdictWords(verdict)
	case status == "denied":
		return "denied; would be " + strings.ToLower(verdictWords(verdict))
	case status == "done" || status == "ongoing":
		return verdictWords(verdict)
	}
	return verdictWords(verdict) + " if done (" + told + ")"
}

func statusWords(status string) string {
	switch status {
	case "done":
		return "told as done"
	case "ongoing":
		return "told as going on"
	case "planned":
		return "planned"
	case "sought":
		return "wanted"
	case "promised":
		return "promised"
	case "hypothetical":
		return "only possible"
	case "conditional":
		return "on a condition"
	case "denied":
		return "denied"
	}
	return status
}

// WriteWhere writes the answer to Where for a person.
func WriteWhere(w io.Writer, a *khasan.WhereAnswer, s Style) error {
	b := bufio.NewWriter(w)
	d := a.Document
	head := fmt.Sprintf("%s, %d bytes", d.MediaType, d.Bytes)
	if d.Lang != "" {
		head += ", " + langName(d.Lang)
	}
	if d.Date != "" {
		head += ", written " + d.Date
	}
	fmt.Fprintf(b, "%s  %s\n", s.paint(bold, clean(d.Name)), s.paint(dim, head))

	fmt.Fprintf(b, "\n%s\n", s.paint(bold, "LISTED PARTIES"))
	parties := listedParties(a)
	if len(parties) == 0 {
		fmt.Fprintln(b, "  none of the parties named was found on the loaded lists")
	}
	for _, p := range parties {
		fmt.Fprintf(b, "  %s  %s\n", s.paint(red, clean(p.name)), s.paint(dim, p.entity))
		for _, l := range p.listings {
			writeWrapped(b, s, "    listed  ", listingText(l))
		}
		writeWrapped(b, s, "    named   ", p.places())
	}
	if others := otherActors(a); len(others) > 0 {
		writeWrapped(b, s, "  also named, not listed: ", strings.Join(others, ", "))
	}

	fmt.Fprintf(b, "\n%s\n", s.paint(bold, "DEALINGS"))
	if len(a.Dealings) == 0 {
		fmt.Fprintln(b, "  none found")
	}
	for i := range a.Dealings {
		writeDealing(b, s, &a.Dealings[i])
	}
	if len(a.Threats) > 0 {
		fmt.Fprintf(b, "\n%s\n", s.paint(bold, "THREATS"))
		for _, t := range a.Threats {
			line := orUnknown(string(t.By)) + " against " + orUnknown(string(t.Against))
			if t.Act != "" {
				line += ", act " + string(t.Act)
			}
			if t.Condition != "" {
				line += ", if " + string(t.Condition)
			}
			fmt.Fprintf(b, "  %s  %s\n", line, s.paint(dim, span(t.Start, t.End)))
			writeWrapped(b, s, "    ", "“"+t.Quote+"”")
		}
	}
	if len(a.Measures) > 0 {
		fmt.Fprintf(b, "\n%s\n", s.paint(bold, "MEASURES NAMED"))
		for _, m := range a.Measures {
			name := m.Instrument
			if name == "" {
				name = "instrument not named"
			}
			fmt.Fprintf(b, "  “%s” %s: %s, %d records held\n", clean(m.Text), s.paint(dim, span(m.Start, m.End)), name, len(m.Measures))
		}
	}
	if p := a.Proposals; p != nil {
		fmt.Fprintf(b, "\n%s\n", s.paint(bold, "PROPOSED BY "+clean(p.By)))
		fmt.Fprintf(b, "  %d taken over, %d read by the rules as well, %d refused\n", p.Accepted, p.Known, len(p.Refused))
		for _, r := range p.Refused {
			writeWrapped(b, s, "  refused: ", fmt.Sprintf("%s %s → %s %s, “%s”: %s", clean(r.Class), orUnknown(clean(string(r.From))), orUnknown(clean(string(r.To))), clean(r.Status), clean(r.Quote), r.Reason))
		}
	}
	if len(a.Gaps) > 0 {
		fmt.Fprintf(b, "\n%s\n", s.paint(yellow, "NOT READ"))
		for _, g := range a.Gaps {
			t := g.Where + ": " + g.Reason
			if g.Hint != "" {
				t += " (" + g.Hint + ")"
			}
			writeWrapped(b, s, "  ", t)
		}
	}
	m := a.Summary
	fmt.Fprintf(b, "\n%d listed parties; %d dealings: %d barred, %d conditional, %d denied", m.Listed, m.Dealings, m.Barred, m.Conditional, m.Denied)
	if m.Gaps > 0 {
		fmt.Fprintf(b, "; %d parts not read", m.Gaps)
	}
	fmt.Fprintf(b, "\n%s\n", s.paint(dim, listsLine(a.Version)))
	return b.Flush()
}

func span(start, end int) string { return fmt.Sprintf("bytes %d–%d", start, end) }

func orUnknown(s string) string {
	if s == "" {
		return "?"
	}
	return s
}

func writeDealing(b *bufio.Writer, s Style, d *khasan.RuledDealing) {
	verdict := ""
	if d.Ruling != nil {
		verdict = string(d.Ruling.Verdict)
	}
	words := tierWords(&d.Dealing, verdict)
	color := verdictColor(verdict)
	if verdict == "barred" && (d.Group() != "asserted" || d.ProposedBy != "") {
		color = yellow
	}
	if d.Ruling == nil {
		words, color = "no dealing to rule on", dim
	}
	fmt.Fprintf(b, "  %-4s %s  %s  %s → %s  %s\n", d.ID, s.paint(bold, d.Class), statusWords(d.Status),
		orUnknown(string(d.From)), orUnknown(string(d.To)), s.paint(color, words))
	writeWrapped(b, s, "       ", "“"+d.Quote+"”")
	line := span(d.Start, d.End)
	if d.Time.Norm != "" {
		line += ", time " + string(d.Time.Norm)
	}
	if d.Attribution != "" {
		line += ", said by " + clean(string(d.Attribution))
	}
	if d.Condition != "" {
		line += ", condition " + clean(string(d.Condition))
	}
	if len(d.Via) > 0 {
		line += ", via " + strings.Join(d.Via, ", ")
	}
	fmt.Fprintf(b, "       %s\n", s.paint(dim, line))
	if d.Ruling != nil {
		writeRuling(b, s, "       ", d.Ruling, false)
	}
}

// writeRuling writes a ruling: the measures that decided it first. With all
// set, also what was looked at and did not bar, and what would change it.
func writeRuling(b *bufio.Writer, s Style, indent string, r *law.Ruling, all bool) {
	if all {
		on := ""
		if r.On != "" {
			on = " on " + r.On
		}
		fmt.Fprintf(b, "%s%s%s\n", indent, s.paint(verdictColor(string(r.Verdict)), verdictWords(string(r.Verdict))), on)
	}
	const most = 4
	n := 0
	for i := range r.Measures {
		m := &r.Measures[i]
		if m.Verdict != "barred" && m.Verdict != "conditional" {
			continue
		}
		n++
		if n > most && !all {
			continue
		}
		text := fmt.Sprintf("%s, para %s", m.Instrument, m.Paragraph)
		if m.InForceFrom != "" {
			text += ", in force from " + m.InForceFrom
		}
		if m.InForceTo != "" {
			text += " to " + string(m.InForceTo)
		}
		if m.Verdict == "conditional" {
			text += ": conditional"
			if m.Exemption != "" {
				text += ", " + string(m.Exemption)
			}
		}
		if !m.Verified {
			text += " [not fully verified]"
		}
		writeWrapped(b, s, indent+s.paint(verdictColor(string(m.Verdict)), "§ "), text)
		if all {
			for _, c := range m.Clauses {
				writeWrapped(b, s, indent+"    ", c)
			}
		}
	}
	if n > most && !all {
		fmt.Fprintf(b, "%s  and %d more; -json has all\n", indent, n-most)
	}
	for _, m := range r.Missing {
		writeWrapped(b, s, indent+"? ", m)
	}
	if !all {
		return
	}
	for i := range r.Legs {
		l := &r.Legs[i]
		fmt.Fprintf(b, "%s%s: ", indent, l.Leg)
		writeRuling(b, s, indent+"  ", l, true)
	}
	for i := range r.NearestMisses {
		m := &r.NearestMisses[i]
		if len(m.Clauses) > 0 {
			writeWrapped(b, s, indent+"· ", fmt.Sprintf("%s, para %s, does not: %s", m.Instrument, m.Paragraph, m.Clauses[len(m.Clauses)-1]))
		}
	}
	for _, n := range r.Notes {
		writeWrapped(b, s, indent+"· ", n)
	}
}

// party is one listed party with its places in the text.
type party struct {
	name, entity string
	listings     []khasan.Listing
	forms        []string
	first        []string
	count        int
}

func (p *party) places() string {
	t := fmt.Sprintf("%d times: ", p.count)
	if p.count == 1 {
		t = "once: "
	}
	for i, f := range p.forms {
		if i > 0 {
			t += ", "
		}
		if i == 8 {
			t += "…"
			break
		}
		t += "“" + f + "” at " + p.first[i]
	}
	return t
}

func listedParties(a *khasan.WhereAnswer) []*party {
	var ps []*party
	at := map[string]*party{}
	for i := range a.Mentions {
		m := &a.Mentions[i]
		if len(m.Listings) == 0 {
			continue
		}
		p := at[m.Entity]
		if p == nil {
			p = &party{name: m.Text, entity: m.Entity, listings: m.Listings}
			at[m.Entity] = p
			ps = append(ps, p)
		}
		p.count++
		if len(m.Text) > len(p.name) && m.Form == "name" {
			p.name = m.Text
		}
		if !slices.Contains(p.forms, m.Text) {
			p.forms = append(p.forms, m.Text)
			p.first = append(p.first, fmt.Sprint(m.Start))
		}
	}
	return ps
}

// otherActors are the persons, bodies and states named that are not listed,
// each by the fullest name that the text gives it.
func otherActors(a *khasan.WhereAnswer) []string {
	var order []string
	name := map[string]string{}
	for i := range a.Mentions {
		m := &a.Mentions[i]
		if len(m.Listings) > 0 || m.Entity == "" {
			continue
		}
		switch m.Type {
		case "person", "organisation", "country", "government", "vessel":
		default:
			continue
		}
		old, seen := name[m.Entity]
		if !seen {
			order = append(order, m.Entity)
		}
		if !seen || m.Form == "name" && (len(m.Text) > len(old) || old == "") {
			if m.Form == "name" {
				name[m.Entity] = m.Text
			} else {
				name[m.Entity] = ""
			}
		}
	}
	out := make([]string, 0, len(order))
	for _, e := range order {
		n := clean(name[e])
		_, id, _ := strings.Cut(e, ":")
		switch {
		case n == "":
			n = strings.ReplaceAll(id, "-", " ")
		case strings.HasPrefix(e, "country:"):
			n += " (" + id + ")"
		}
		out = append(out, n)
	}
	return out
}

// langName is a language's English name for the head of a report.
func langName(tag string) string {
	names := map[string]string{"de": "German", "en": "English", "fr": "French", "es": "Spanish", "ru": "Russian", "uk": "Ukrainian",
		"ko": "Korean", "zh": "Chinese", "ja": "Japanese", "ar": "Arabic"}
	if n, ok := names[tag]; ok {
		return n
	}
	return tag
}
