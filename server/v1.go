package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"khasan"
	"khasan/entity"
	"khasan/law"
	"khasan/report"
)

// The service's own endpoints. Answers are one JSON object, or JSON lines as
// the command line writes them when the client asks for
// application/x-ndjson; errors are problem+json.

func (s *Server) v1Routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /v1/who", s.whoGet)
	mux.HandleFunc("POST /v1/who", s.whoPost)
	mux.HandleFunc("POST /v1/what", s.whatPost)
	mux.HandleFunc("POST /v1/where", s.wherePost)
	mux.HandleFunc("POST /v1/batch", s.batch)
	mux.HandleFunc("GET /v1/lists", s.lists)
	mux.HandleFunc("GET /v1/measures", s.measures)
	mux.HandleFunc("GET /v1/measures/{id}", s.measure)
	mux.HandleFunc("GET /v1/entities/{id}", s.v1Entity)
	for _, p := range []string{"/v1/who", "/v1/what", "/v1/where", "/v1/batch", "/v1/lists", "/v1/measures"} {
		mux.HandleFunc(p, func(w http.ResponseWriter, r *http.Request) {
			writeProblem(w, http.StatusMethodNotAllowed, "This address does not take "+r.Method+".", "")
		})
	}
	mux.HandleFunc("/v1/", func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, http.StatusNotFound, "There is nothing at this address; /openapi.yaml lists what there is.", "")
	})
}

// wantsLines says whether the client asks for JSON lines.
func wantsLines(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		t, _, _ := mime.ParseMediaType(strings.TrimSpace(part))
		if t == "application/x-ndjson" || t == "application/jsonl" {
			return true
		}
	}
	return false
}

// A whoRequest is the body of /v1/who.
type whoRequest struct {
	Name string `json:"name"`
	// Names are further names.
	Names     []string       `json:"names"`
	Schema    string         `json:"schema"`
	Birth     textOrTexts    `json:"birth"`
	Countries textOrTexts    `json:"countries"`
	Numbers   []numberGiven  `json:"numbers"`
	Genders   textOrTexts    `json:"genders"`
	Addresses textOrTexts    `json:"addresses"`
	Places    textOrTexts    `json:"birth_places"`
	Entity    map[string]any `json:"entity"` // FollowTheMoney: schema and properties
	Limit     int            `json:"limit"`
	Threshold *float64       `json:"threshold"`
	Lists     []string       `json:"lists"`
	Exclude   []string       `json:"exclude"`
	Explain   *bool          `json:"explain"`
}

type numberGiven struct {
	Kind    string `json:"kind"`
	Number  string `json:"number"`
	Country string `json:"country"`
}

// textOrTexts takes one text or a list of them.
type textOrTexts []string

func (t *textOrTexts) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		if one != "" {
			*t = []string{one}
		}
		return nil
	}
	var many []string
	if err := json.Unmarshal(b, &many); err != nil {
		return errors.New("want a text or a list of texts")
	}
	*t = many
	return nil
}

// A badRequest says what part of a request is wrong and why.
type badRequest struct{ where, why string }

func (b *badRequest) Error() string { return b.why }

// query makes the body into a question.
func (q *whoRequest) query(s *Server) (khasan.WhoQuery, error) {
	out := khasan.WhoQuery{Name: q.Name, Schema: q.Schema, Limit: q.Limit, Lists: q.Lists, Exclude: q.Exclude, Explain: true}
	bad := func(where, why string, a ...any) (khasan.WhoQuery, error) {
		return out, &badRequest{where, fmt.Sprintf(why, a...)}
	}
	if q.Schema != "" && s.model.schemata[q.Schema] == nil {
		return bad("schema", "there is no schema %q", q.Schema)
	}
	if q.Limit < 0 || q.Limit > s.cfg.MaxMatches {
		return bad("limit", "want 1 to %d", s.cfg.MaxMatches)
	}
	if q.Threshold != nil {
		if *q.Threshold < 0 || *q.Threshold > 1 {
			return bad("threshold", "want 0 to 1")
		}
		out.Threshold = max(*q.Threshold, .0001)
	}
	if q.Explain != nil {
		out.Explain = *q.Explain
	}
	if q.Entity != nil {
		schema, _ := q.Entity["schema"].(string)
		if s.model.schemata[schema] == nil {
			return bad("entity.schema", "there is no schema %q", schema)
		}
		props, unknown := s.exampleProps(schema, q.Entity)
		if len(unknown) > 0 {
			return bad("entity.properties", "%s has no property %s", schema, strings.Join(unknown, ", "))
		}
		out.Entity = s.queryEntity(schema, props)
		if out.Schema == "" {
			out.Schema = schema
		}
	}
	x := &out.Entity
	for _, n := range q.Names {
		x.Names = append(x.Names, entity.Name{Full: n})
	}
	for _, v := range q.Birth {
		d, err := entity.ParseDate(v)
		if err != nil {
			return bad("birth", "%v", err)
		}
		x.Births = append(x.Births, d)
	}
	for _, v := range q.Countries {
		c, ok := countryCode(v)
		if !ok {
			return bad("countries", "there is no country %q; write its name or its two-letter code", v)
		}
		x.Countries = append(x.Countries, entity.Country{Code: c, Link: "country"})
	}
	for _, n := range q.Numbers {
		if n.Number == "" {
			return bad("numbers", "a number is empty")
		}
		if n.Kind == "" {
			n.Kind = "idNumber"
		}
		c, _ := countryCode(n.Country)
		x.IDs = append(x.IDs, entity.Identifier{Kind: n.Kind, Number: n.Number, Country: c})
	}
	x.Genders = append(x.Genders, q.Genders...)
	x.BirthPlaces = append(x.BirthPlaces, q.Places...)
	for _, a := range q.Addresses {
		x.Addresses = append(x.Addresses, entity.Place{Full: a})
	}
	if !utf8.ValidString(q.Name) {
		return bad("name", "%v", errLetters)
	}
	if err := checkValues(x); err != nil {
		return bad("names", "%v", err)
	}
	return out, nil
}

// whoAnswer is the wire form of an answer to Who.
type whoAnswer struct {
	Version *khasan.Version `json:"version,omitempty"`
	Query   string          `json:"query"`
	Listed  bool            `json:"listed"`
	Hits    []khasan.Hit    `json:"hits"`
}

func (s *Server) askWho(ctx context.Context, v *view, q khasan.WhoQuery) (*khasan.WhoAnswer, error) {
	a, err := v.eng.Who(ctx, q)
	if errors.Is(err, khasan.ErrEmptyQuery) {
		return nil, &badRequest{"name", err.Error()}
	}
	if err != nil {
		return nil, err
	}
	outcome := "clear"
	if len(a.Hits) > 0 {
		outcome = a.Hits[0].Band
	}
	s.metrics.answers.WithLabelValues("who", outcome).Inc()
	return a, s.keepWho(ctx, a)
}

// clientKey is where the key's id is kept in a request's context.
type clientKey struct{}

func (s *Server) whoGet(w http.ResponseWriter, r *http.Request) {
	p := r.URL.Query()
	q := whoRequest{Name: p.Get("name"), Schema: p.Get("schema"), Birth: p["birth"], Countries: p["country"], Lists: p["list"], Exclude: p["exclude"]}
	for _, n := range p["number"] {
		q.Numbers = append(q.Numbers, numberGiven{Number: n})
	}
	var err error
	if l := p.Get("limit"); l != "" {
		if q.Limit, err = strconv.Atoi(l); err != nil {
			writeProblem(w, http.StatusBadRequest, "limit is not a number", "limit")
			return
		}
	}
	if t := p.Get("threshold"); t != "" {
		f, err := strconv.ParseFloat(t, 64)
		if err != nil || f != f {
			writeProblem(w, http.StatusBadRequest, "threshold is not a number", "threshold")
			return
		}
		q.Threshold = &f
	}
	s.who(w, r, &q)
}

func (s *Server) whoPost(w http.ResponseWriter, r *http.Request) {
	var q whoRequest
	if s.decode(w, r, &q) {
		s.who(w, r, &q)
	}
}

func (s *Server) who(w http.ResponseWriter, r *http.Request, in *whoRequest) {
	q, err := in.query(s)
	if err == nil {
		var a *khasan.WhoAnswer
		if a, err = s.askWho(r.Context(), s.view(), q); err == nil {
			if wantsLines(r) {
				s.writeLines(w, r, func(out io.Writer) error { return report.JSONWho(out, a) })
				return
			}
			writeJSON(w, http.StatusOK, whoAnswer{&a.Version, a.Query.Name, a.Listed(), list(a.Hits)})
			return
		}
	}
	s.v1Fault(w, r, err)
}

// v1Fault answers for what went wrong: the client's fault with its place, ours
// without a word about the inside.
func (s *Server) v1Fault(w http.ResponseWriter, r *http.Request, err error) {
	var bad *badRequest
	if errors.As(err, &bad) {
		writeProblem(w, http.StatusBadRequest, bad.why, bad.where)
		return
	}
	s.queryFault(w, r, err)
}

// decode reads a JSON body strictly: a key that is not known is a mistake of
// the client's that would else pass unseen.
func (s *Server) decode(w http.ResponseWriter, r *http.Request, v any) bool {
	b, err := readBody(w, r, s.cfg.MaxBody)
	if err != nil {
		s.bodyFault(w, r, err)
		return false
	}
	if err := strictJSON(b, v); err != nil {
		writeProblem(w, http.StatusBadRequest, err.Error(), "body")
		return false
	}
	return true
}

func strictJSON(b []byte, v any) error {
	if !utf8.Valid(b) {
		return errLetters
	}
	if err := checkDepth(b, maxDepth); err != nil {
		return err
	}
	if len(bytes.TrimSpace(b)) == 0 {
		return errors.New("the body is empty; want a JSON object")
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	dec.UseNumber()
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("the JSON cannot be read: %w", err)
	}
	if dec.More() {
		return errors.New("there is more after the JSON value")
	}
	return nil
}

func (s *Server) writeLines(w http.ResponseWriter, r *http.Request, write func(io.Writer) error) {
	buf := getBuf()
	defer putBuf(buf)
	if err := write(buf); err != nil {
		s.queryFault(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.Write(buf.Bytes())
}

// whatAnswer is the wire form of an answer to What.
type whatAnswer struct {
	Version *khasan.Version `json:"version,omitempty"`
	Dealing law.Dealing     `json:"dealing"`
	Ruling  law.Ruling      `json:"ruling"`
	Parties []whoAnswer     `json:"parties"`
}

func (s *Server) askWhat(ctx context.Context, v *view, d law.Dealing) (*khasan.WhatAnswer, error) {
	a, err := v.eng.What(ctx, d)
	if err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		// The engine's errors about a dealing say what to mend in it.
		return nil, &badRequest{"dealing", err.Error()}
	}
	s.metrics.answers.WithLabelValues("what", string(a.Ruling.Verdict)).Inc()
	return a, s.keepWhat(ctx, a)
}

func whatWire(a *khasan.WhatAnswer) whatAnswer {
	out := whatAnswer{Version: &a.Version, Dealing: a.Dealing, Ruling: a.Ruling, Parties: []whoAnswer{}}
	for i := range a.Parties {
		p := &a.Parties[i]
		out.Parties = append(out.Parties, whoAnswer{Query: p.Query.Name, Listed: p.Listed(), Hits: list(p.Hits)})
	}
	return out
}

func (s *Server) whatPost(w http.ResponseWriter, r *http.Request) {
	var d law.Dealing
	if !s.decode(w, r, &d) {
		return
	}
	a, err := s.askWhat(r.Context(), s.view(), d)
	if err != nil {
		s.v1Fault(w, r, err)
		return
	}
	if wantsLines(r) {
		s.writeLines(w, r, func(out io.Writer) error { return report.JSONWhat(out, a) })
		return
	}
	writeJSON(w, http.StatusOK, whatWire(a))
}

// wherePost reads a document: the body itself, or the field "file" of a form.
func (s *Server) wherePost(w http.ResponseWriter, r *http.Request) {
	p := r.URL.Query()
	q := khasan.WhereQuery{Lang: p.Get("lang"), As: p["as"]}
	if d := p.Get("date"); d != "" {
		day, err := entity.ParseDate(d)
		if err != nil {
			writeProblem(w, http.StatusBadRequest, err.Error(), "date")
			return
		}
		q.Date = day
	}
	name := p.Get("name")
	data, name, ok := s.document(w, r, name)
	if !ok {
		return
	}
	if len(bytes.TrimSpace(data)) == 0 {
		writeProblem(w, http.StatusBadRequest, "the document is empty", "body")
		return
	}
	release, err := s.heavySlot(r.Context())
	if err != nil {
		w.Header().Set("Retry-After", "5")
		s.fail(w, r, http.StatusServiceUnavailable, "All places for reading documents are taken; try again soon.")
		return
	}
	defer release()
	a, err := s.askWhere(r.Context(), s.view(), name, data, q)
	if err != nil {
		s.v1Fault(w, r, err)
		return
	}
	if wantsLines(r) {
		s.writeLines(w, r, func(out io.Writer) error { return report.JSONWhere(out, a) })
		return
	}
	writeJSON(w, http.StatusOK, whereWire(a))
}

func (s *Server) document(w http.ResponseWriter, r *http.Request, name string) (data []byte, title string, ok bool) {
	typ, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if typ != "multipart/form-data" {
		b, err := readBody(w, r, s.cfg.MaxDocument)
		if err != nil {
			s.bodyFault(w, r, err)
			return nil, "", false
		}
		if name == "" {
			name = "document"
		}
		return b, name, true
	}
	r.Body = http.MaxBytesReader(w, r.Body, s.cfg.MaxDocument+1<<20)
	if err := r.ParseMultipartForm(8 << 20); err != nil {
		s.bodyFault(w, r, err)
		return nil, "", false
	}
	defer r.MultipartForm.RemoveAll()
	f, h, err := r.FormFile("file")
	if err != nil {
		writeProblem(w, http.StatusBadRequest, "the form has no file in its field \"file\"", "file")
		return nil, "", false
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		s.bodyFault(w, r, err)
		return nil, "", false
	}
	if name == "" {
		name = h.Filename
	}
	return b, name, true
}

func (s *Server) askWhere(ctx context.Context, v *view, name string, data []byte, q khasan.WhereQuery) (*khasan.WhereAnswer, error) {
	a, err := v.eng.Where(ctx, name, data, q)
	if err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		return nil, &badRequest{"document", err.Error()}
	}
	outcome := "clear"
	switch {
	case a.Summary.Barred > 0:
		outcome = "barred"
	case a.Summary.Conditional > 0:
		outcome = "conditional"
	case a.Summary.Listed > 0:
		outcome = "listed"
	case a.Summary.Gaps > 0:
		outcome = "gaps"
	}
	s.metrics.answers.WithLabelValues("where", outcome).Inc()
	return a, s.keepWhere(ctx, q, a)
}

func whereWire(a *khasan.WhereAnswer) map[string]any {
	return map[string]any{"version": a.Version, "document": a.Document, "mentions": list(a.Mentions), "dealings": list(a.Dealings),
		"threats": list(a.Threats), "measures": list(a.Measures), "gaps": list(a.Gaps), "summary": a.Summary}
}

// list is a slice that is never null on the wire.
func list[T any](v []T) []T {
	if v == nil {
		return []T{}
	}
	return v
}

func (s *Server) lists(w http.ResponseWriter, r *http.Request) {
	ver := s.view().eng.Version()
	type row struct {
		khasan.ListVersion
		AgeDays *int `json:"age_days"`
	}
	rows := []row{}
	for _, l := range ver.Lists {
		x := row{ListVersion: l}
		if t, err := time.Parse("2006-01-02", l.Date); err == nil {
			d := int(time.Since(t).Hours() / 24)
			x.AgeDays = &d
		}
		rows = append(rows, x)
	}
	writeJSON(w, http.StatusOK, map[string]any{"version": ver, "lists": rows})
}

// measureWire is a measure as its record has it, empty fields left out.
func measureWire(m *law.Measure) map[string]any {
	b, err := yaml.Marshal(m)
	if err != nil {
		return map[string]any{"id": m.ID}
	}
	var out map[string]any
	if err := yaml.Unmarshal(b, &out); err != nil {
		return map[string]any{"id": m.ID}
	}
	v, _ := withoutEmpty(out).(map[string]any)
	return v
}

func withoutEmpty(v any) any {
	switch x := v.(type) {
	case map[string]any:
		for k, e := range x {
			if e = withoutEmpty(e); e == nil {
				delete(x, k)
			} else {
				x[k] = e
			}
		}
		if len(x) == 0 {
			return nil
		}
	case []any:
		if len(x) == 0 {
			return nil
		}
		for i := range x {
			x[i] = withoutEmpty(x[i])
		}
	case string:
		if x == "" {
			return nil
		}
	}
	return v
}

func (s *Server) measures(w http.ResponseWriter, r *http.Request) {
	book := s.view().eng.Law()
	p := r.URL.Query()
	ms := book.Measures()
	if q := strings.Fields(p.Get("q")); len(q) > 0 {
		ms = book.Search(q...)
	}
	out := []map[string]any{}
	for _, m := range ms {
		if reg := p["regime"]; len(reg) > 0 && !slices.Contains(reg, m.Regime) {
			continue
		}
		out = append(out, measureWire(m))
	}
	writeJSON(w, http.StatusOK, map[string]any{"law": book.Version(), "measures": out})
}

func (s *Server) measure(w http.ResponseWriter, r *http.Request) {
	m, ok := s.view().eng.Law().Measure(r.PathValue("id"))
	if !ok {
		writeProblem(w, http.StatusNotFound, "There is no such measure.", "id")
		return
	}
	writeJSON(w, http.StatusOK, measureWire(m))
}

// v1Entity is a listed party by id, as FollowTheMoney with all that is kept.
func (s *Server) v1Entity(w http.ResponseWriter, r *http.Request) {
	x, ok := s.view().eng.Entity(r.PathValue("id"))
	if !ok {
		writeProblem(w, http.StatusNotFound, "There is no such party in the loaded lists.", "id")
		return
	}
	b, err := x.FTM()
	if err != nil {
		s.queryFault(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(b)
}
