package web

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"khasan"
	"khasan/entity"
	"khasan/report"
)

// whereView is the page Where: the form, and what was read.
type whereView struct {
	Text, Date, Lang string
	Err, ErrField    string
	ID               string
	Answer           *khasan.WhereAnswer
	Segments         []segment
	Dealings         []dealingRow
	Parties          []partyRow
	Graph            *graph
	MaxMB            int64
}

func (p *Pages) whereForm(g *page) error {
	return g.show(http.StatusOK, "where.html", "where", g.t("where.heading"), &whereView{MaxMB: p.cfg.MaxUpload >> 20})
}

// whereRead reads an upload and sends the browser to its answer, so that a
// reload does not send the document again.
func (p *Pages) whereRead(g *page) error {
	v := &whereView{MaxMB: p.cfg.MaxUpload >> 20}
	bad := func(field, msg string) error {
		v.Err, v.ErrField = msg, field
		return g.show(http.StatusUnprocessableEntity, "where.html", "where", g.t("where.heading"), v)
	}
	g.r.Body = http.MaxBytesReader(g.w, g.r.Body, p.cfg.MaxUpload+1<<20)
	if err := g.r.ParseMultipartForm(8 << 20); err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return &fault{http.StatusRequestEntityTooLarge, g.t("upload.large", p.cfg.MaxUpload>>20)}
		}
		if err := g.r.ParseForm(); err != nil {
			return &fault{http.StatusBadRequest, g.t("upload.broken")}
		}
	}
	if g.r.MultipartForm != nil {
		defer g.r.MultipartForm.RemoveAll()
	}
	v.Text, v.Date, v.Lang = g.r.PostFormValue("text"), strings.TrimSpace(g.r.PostFormValue("date")), g.r.PostFormValue("doclang")
	q := khasan.WhereQuery{Lang: v.Lang}
	if v.Date != "" {
		d, err := entity.ParseDate(v.Date)
		if err != nil {
			return bad("date", g.t("where.err.date"))
		}
		q.Date = d
	}
	for _, as := range g.r.PostForm["as"] {
		if as != "" {
			q.As = append(q.As, as)
		}
	}
	name, data := "text.txt", []byte(v.Text)
	if f, h, err := g.r.FormFile("file"); err == nil {
		defer f.Close()
		if h.Size > 0 {
			if name = h.Filename; name == "" {
				name = "document"
			}
			if data, err = io.ReadAll(f); err != nil {
				return &fault{http.StatusBadRequest, g.t("upload.broken")}
			}
		}
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return bad("text", g.t("where.err.empty"))
	}
	release, err := p.cfg.Heavy(g.r.Context())
	if err != nil {
		return &fault{http.StatusServiceUnavailable, g.t("error.busy")}
	}
	defer release()
	a, err := g.eng.Where(g.r.Context(), name, data, q)
	if err != nil {
		return bad("file", g.t("where.err.read", err))
	}
	if err := p.cfg.Keep(g.r.Context(), Answer{Where: a, Query: q}); err != nil {
		return &fault{http.StatusServiceUnavailable, g.t("error.keep")}
	}
	g.redirect("/where/" + p.shelf.put(a))
	return nil
}

func (p *Pages) whereShow(g *page) error {
	id := g.r.PathValue("id")
	a, ok := p.shelf.get(id)
	if !ok {
		return &fault{http.StatusNotFound, g.t("where.gone")}
	}
	v := &whereView{ID: id, Answer: a, MaxMB: p.cfg.MaxUpload >> 20}
	v.Segments = segments(a)
	v.Dealings = dealingRows(a)
	v.Parties = partyRows(a)
	v.Graph = dealGraph(g.lang, func(c string) string { return p.word(g.lang, "class", c) }, a)
	return g.show(http.StatusOK, "where.html", "where", g.t("where.found", a.Document.Name), v)
}

// whereExport gives the findings as a file.
func (p *Pages) whereExport(g *page) error {
	a, ok := p.shelf.get(g.r.PathValue("id"))
	if !ok {
		return &fault{http.StatusNotFound, g.t("where.gone")}
	}
	var buf bytes.Buffer
	var typ string
	var err error
	switch file := g.r.PathValue("file"); file {
	case "findings.jsonl":
		typ, err = "application/x-ndjson", report.JSONWhere(&buf, a)
	case "findings.txt":
		typ, err = "text/plain; charset=utf-8", report.WriteWhere(&buf, a, report.Style{})
	case "report.html":
		typ, err = "text/html; charset=utf-8", report.HTMLWhere(&buf, a)
	default:
		return &fault{http.StatusNotFound, g.t("error.notfound")}
	}
	if err != nil {
		return err
	}
	h := g.w.Header()
	h.Set("Content-Type", typ)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:")
	h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", "khasan-"+g.r.PathValue("file")))
	_, err = buf.WriteTo(g.w)
	return err
}

// A segment is a stretch of the text with the marks that lie over it.
type segment struct {
	Text    string
	Class   string // "", or the classes of the marks
	ID      string // the anchor of what begins here
	Title   string
	Mention bool
	Break   bool
}

// segments cuts the text where a mention or a dealing begins or ends. The
// marks of mentions win over those of dealings inside, as the narrower.
func segments(a *khasan.WhereAnswer) []segment {
	text := a.Text
	if len(text) > maxShown {
		text = clip(text, maxShown)
	}
	cuts := []int{0, len(text)}
	in := func(i, j int) bool { return i >= 0 && i < j && j <= len(text) }
	for i := range a.Dealings {
		if d := &a.Dealings[i]; in(d.Start, d.End) {
			cuts = append(cuts, d.Start, d.End)
		}
	}
	for i := range a.Mentions {
		if m := &a.Mentions[i]; in(m.Start, m.End) {
			cuts = append(cuts, m.Start, m.End)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	dealings := slices.Clone(a.Dealings)
	slices.SortStableFunc(dealings, func(x, y khasan.RuledDealing) int {
		return cmp.Compare(rank(x.Tier), rank(y.Tier))
	})
	begun := map[string]bool{}
	var out []segment
	for k := 0; k+1 < len(cuts); k++ {
		i, j := cuts[k], cuts[k+1]
		s := segment{Text: text[i:j]}
		var classes []string
		for n := range dealings {
			d := &dealings[n]
			if d.Start <= i && j <= d.End && in(d.Start, d.End) {
				if len(classes) == 0 {
					classes = append(classes, "deal", "tier-"+strings.ToLower(d.Tier))
					s.Title = d.ID
				}
				if !begun[d.ID] && d.Start == i {
					begun[d.ID] = true
					if s.ID == "" {
						s.ID = "at-" + d.ID
					}
				}
			}
		}
		for n := range a.Mentions {
			m := &a.Mentions[n]
			if m.Start <= i && j <= m.End && in(m.Start, m.End) {
				classes = append(classes, "mention")
				if len(m.Listings) > 0 {
					classes = append(classes, "listed")
				}
				s.Mention, s.Title = true, m.Entity
				break
			}
		}
		s.Class = strings.Join(classes, " ")
		out = append(out, s)
	}
	return out
}

// maxShown is how much of a text the page shows with its marks; the findings
// and the exports are of the whole.
const maxShown = 400_000

func rank(tier string) int {
	if tier == "" {
		return 'Z' // what is not ruled on comes last
	}
	return int(tier[0])
}

// A dealingRow is one dealing of the table.
type dealingRow struct {
	*khasan.RuledDealing
	Shown bool // its place is in the text shown
}

// dealingRows are the dealings by tier, those to act on first.
func dealingRows(a *khasan.WhereAnswer) []dealingRow {
	var out []dealingRow
	seen := map[int]bool{}
	for i := range a.Dealings {
		d := &a.Dealings[i]
		shown := d.Start >= 0 && d.Start < min(len(a.Text), maxShown) && !seen[d.Start]
		seen[d.Start] = true
		out = append(out, dealingRow{d, shown})
	}
	slices.SortStableFunc(out, func(x, y dealingRow) int { return cmp.Compare(rank(x.Tier), rank(y.Tier)) })
	return out
}

// A partyRow is one listed party named in the text.
type partyRow struct {
	Text, Entity, Type string
	Count              int
	Listings           []khasan.Listing
	Certainty          float64
}

func partyRows(a *khasan.WhereAnswer) []partyRow {
	var out []partyRow
	at := map[string]int{}
	for i := range a.Mentions {
		m := &a.Mentions[i]
		if len(m.Listings) == 0 {
			continue
		}
		k, ok := at[m.Entity]
		if !ok {
			k = len(out)
			at[m.Entity] = k
			out = append(out, partyRow{Text: m.Text, Entity: m.Entity, Type: m.Type, Listings: m.Listings, Certainty: m.Certainty})
		}
		out[k].Count++
		if len(m.Text) > len(out[k].Text) {
			out[k].Text = m.Text
		}
	}
	return out
}
