package server

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// OpenRefine's reconciliation service, version 0.2 of its protocol.

func (s *Server) reconcileRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /reconcile/{dataset}", s.reconcileGet)
	mux.HandleFunc("POST /reconcile/{dataset}", s.reconcilePost)
	mux.HandleFunc("GET /reconcile/{dataset}/suggest/entity", s.suggestEntity)
	mux.HandleFunc("GET /reconcile/{dataset}/suggest/property", s.suggestProperty)
	mux.HandleFunc("GET /reconcile/{dataset}/suggest/type", s.suggestType)
	mux.HandleFunc("GET /reconcile/{dataset}/extend/property", s.extendProperty)
}

// A named is an id with its words, as the protocol has them everywhere.
type named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func (s *Server) dataset(w http.ResponseWriter, r *http.Request) (*view, string, bool) {
	v := s.view()
	name := r.PathValue("dataset")
	if v.sets.byName[name] == nil {
		writeDetail(w, http.StatusNotFound, "No such dataset.")
		return nil, "", false
	}
	return v, name, true
}

// baseURL is how the client reaches this service.
func (s *Server) baseURL(r *http.Request) string {
	if s.cfg.PublicURL != "" {
		return strings.TrimSuffix(s.cfg.PublicURL, "/")
	}
	scheme := "http"
	if r.TLS != nil || s.cfg.TrustProxy && r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

// reconcileGet is the service's manifest; queries may be asked by GET as well.
func (s *Server) reconcileGet(w http.ResponseWriter, r *http.Request) {
	q := queryOf(r)
	if q.Get("queries") != "" || q.Get("extend") != "" {
		s.reconcileAnswer(w, r, q.Get("queries"), q.Get("extend"))
		return
	}
	v, name, ok := s.dataset(w, r)
	if !ok {
		return
	}
	tail := ""
	if r.URL.RawQuery != "" { // an API key rides along into the service addresses
		tail = "?" + r.URL.RawQuery
	}
	base := s.baseURL(r)
	service := base + "/reconcile/" + url.PathEscape(name)
	suggest := func(kind string) map[string]string {
		return map[string]string{"service_url": service, "service_path": "/suggest/" + kind + tail}
	}
	defaults := []named{}
	for _, n := range []string{"LegalEntity", "Person", "Organization", "Company", "Vessel"} {
		defaults = append(defaults, named{n, s.model.schemata[n].label})
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"versions":        []string{"0.2"},
		"name":            v.sets.title(name) + " (" + s.cfg.Title + ")",
		"identifierSpace": "https://opensanctions.org/entities/",
		"schemaSpace":     "https://followthemoney.tech/reference/",
		"documentation":   base + "/openapi.json",
		"batchSize":       3,
		"view":            map[string]string{"url": base + "/entity/{{id}}"},
		"preview":         map[string]any{"url": base + "/entity/{{id}}?preview=1", "width": 430, "height": 600},
		"suggest":         map[string]any{"entity": suggest("entity"), "type": suggest("type"), "property": suggest("property")},
		"extend": map[string]any{
			"propose_properties": map[string]string{"service_url": service, "service_path": "/extend/property" + tail},
			"property_settings":  extendSettings(),
			"propose_settings":   extendSettings(),
		},
		"defaultTypes": defaults,
	})
}

func extendSettings() []map[string]any {
	return []map[string]any{
		{"name": "limit", "label": "Limit", "type": "number", "default": 0, "help_text": "Maximum number of values to return per row (0 for no limit)"},
		{"name": "render", "label": "Render", "type": "select", "default": "caption", "help_text": "How to present the values",
			"choices": []map[string]string{{"value": "caption", "name": "Readable label"}, {"value": "raw", "name": "Value as published"}}},
	}
}

func (s *Server) reconcilePost(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, s.cfg.MaxBody)
	// The form's fields, and only then those of the address.
	var err error
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		err = r.ParseMultipartForm(s.cfg.MaxBody)
	} else {
		err = r.ParseForm()
	}
	if err != nil {
		s.bodyFault(w, r, err)
		return
	}
	s.reconcileAnswer(w, r, r.PostFormValue("queries"), r.PostFormValue("extend"))
}

func (s *Server) reconcileAnswer(w http.ResponseWriter, r *http.Request, queries, extend string) {
	v, name, ok := s.dataset(w, r)
	if !ok {
		return
	}
	p := params{q: queryOf(r)}
	algorithm := p.str("algorithm", s.cfg.DefaultAlgorithm)
	since := p.pattern("changed_since", changedSince)
	if len(p.errs) > 0 {
		writeInvalid(w, p.errs)
		return
	}
	if extend != "" {
		s.extend(w, v, extend)
		return
	}
	if queries == "" {
		writeDetail(w, http.StatusBadRequest, "No queries provided.")
		return
	}
	if err := checkDepth([]byte(queries), maxDepth); err != nil {
		writeDetail(w, http.StatusBadRequest, "Cannot decode queries: "+err.Error())
		return
	}
	var in map[string]struct {
		Query      string          `json:"query"`
		Type       json.RawMessage `json:"type"`
		Limit      *int            `json:"limit"`
		Properties []struct {
			PID string `json:"pid"`
			V   any    `json:"v"`
		} `json:"properties"`
	}
	if err := json.Unmarshal([]byte(queries), &in); err != nil {
		writeDetail(w, http.StatusBadRequest, "Cannot decode queries: "+err.Error())
		return
	}
	if len(in) > s.cfg.MaxBatch {
		writeDetail(w, http.StatusBadRequest, fmt.Sprintf("Too many queries in one batch (limit: %d)", s.cfg.MaxBatch))
		return
	}
	alg, ok := s.findAlgorithm(algorithm)
	if !ok {
		writeDetail(w, http.StatusBadRequest, "Invalid algorithm: "+algorithm)
		return
	}
	type result struct {
		ID          string  `json:"id"`
		Name        string  `json:"name"`
		Description string  `json:"description"`
		Type        []named `json:"type"`
		Score       float64 `json:"score"`
		Match       bool    `json:"match"`
	}
	type answer struct {
		Result []result `json:"result"`
	}
	out := map[string]answer{}
	for id, q := range in {
		schema := "LegalEntity"
		if t := typeName(q.Type); t != "" {
			schema = t
		}
		if s.model.schemata[schema] == nil {
			writeDetail(w, http.StatusBadRequest, "Invalid schema: "+schema)
			return
		}
		props := map[string][]string{}
		if q.Query != "" {
			props["name"] = []string{q.Query}
		}
		for _, pr := range q.Properties {
			if def := s.model.prop(schema, pr.PID); def != nil {
				props[def.name] = append(props[def.name], valuesOf(pr.V)...)
			}
		}
		limit := s.cfg.MatchPage
		if q.Limit != nil {
			limit = max(0, min(*q.Limit, s.cfg.MaxMatches))
		}
		sets, _ := v.sets.scope(name, nil, nil)
		m, err := s.matchQuery(r.Context(), v, &matchSpec{schema: schema, props: props, limit: limit, threshold: .7, cutoff: .5,
			alg: alg, scope: scope{datasets: sets, changedSince: since}})
		if err != nil {
			writeDetail(w, http.StatusBadRequest, err.Error())
			return
		}
		a := answer{Result: []result{}}
		for _, e := range m.results {
			a.Result = append(a.Result, result{ID: e.ID, Name: e.Caption, Description: s.describe(e.wireEntity), Type: []named{s.typeOf(e.Schema)}, Score: math.Round(e.Score*1e4) / 100, Match: e.Match})
		}
		out[id] = a
	}
	w.Header().Set("x-batch-size", fmt.Sprint(len(in)))
	writeJSON(w, http.StatusOK, out)
}

// typeName takes a type as a string or as a list of them.
func typeName(raw json.RawMessage) string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return one
	}
	var many []json.RawMessage
	if json.Unmarshal(raw, &many) == nil && len(many) > 0 {
		return typeName(many[0])
	}
	var obj struct {
		ID string `json:"id"`
	}
	json.Unmarshal(raw, &obj)
	return obj.ID
}

// valuesOf are the texts of a JSON value: itself, its members, or its id.
func valuesOf(v any) []string {
	switch x := v.(type) {
	case nil:
		return nil
	case string:
		return []string{x}
	case []any:
		var out []string
		for _, m := range x {
			out = append(out, valuesOf(m)...)
		}
		return out
	case map[string]any:
		if id, ok := x["id"]; ok {
			return valuesOf(id)
		}
		return nil
	}
	return []string{fmt.Sprint(v)}
}

func (s *Server) typeOf(schema string) named {
	if sc := s.model.schemata[schema]; sc != nil {
		return named{schema, sc.label}
	}
	return named{schema, schema}
}

// describe is one line about a party: what it is, where, since when.
func (s *Server) describe(e *wireEntity) string {
	parts := []string{s.typeOf(e.Schema).Name}
	for _, prop := range []string{"nationality", "country", "jurisdiction", "flag"} {
		for _, c := range e.strings(prop) {
			if l := countryLabel(c); !slices.Contains(parts, l) {
				parts = append(parts, l)
			}
		}
	}
	for _, prop := range []string{"birthDate", "incorporationDate", "imoNumber"} {
		if v := e.strings(prop); len(v) > 0 {
			parts = append(parts, v[0])
		}
	}
	return strings.Join(parts[:min(len(parts), 6)], " · ")
}

func writeSuggest(w http.ResponseWriter, prefix string, result any) {
	writeJSON(w, http.StatusOK, map[string]any{"code": "/api/status/ok", "status": "200 OK", "prefix": prefix, "result": result})
}

// suggestEntity completes a name: every word begun must be in it.
func (s *Server) suggestEntity(w http.ResponseWriter, r *http.Request) {
	p := params{q: queryOf(r)}
	prefix := p.str("prefix", "")
	limit := p.integer("limit", 10, 0, maxPage)
	since := p.pattern("changed_since", changedSince)
	if len(p.errs) > 0 {
		writeInvalid(w, p.errs)
		return
	}
	v, name, ok := s.dataset(w, r)
	if !ok {
		return
	}
	sets, _ := v.sets.scope(name, nil, nil)
	things := s.model.within("Thing")
	q := &query{}
	ws := words(prefix)
	for i, word := range ws {
		if i == len(ws)-1 {
			q.and = append(q.and, &query{like: word + "*", field: "names"})
		} else {
			q.and = append(q.and, &query{word: word, field: "names"})
		}
	}
	type suggestion struct {
		ID          string  `json:"id"`
		Name        string  `json:"name"`
		Description string  `json:"description"`
		Type        []named `json:"type"`
		Notable     []named `json:"n:type,omitempty"`
	}
	out := []suggestion{}
	if len(ws) > 0 {
		c := s.corpus(v)
		found, err := c.evaluate(r.Context(), q, c.passes(&scope{datasets: sets, schemata: things, changedSince: since}))
		if err != nil {
			writeDetail(w, http.StatusServiceUnavailable, "The search took too long.")
			return
		}
		for _, x := range c.rank(found, nil, true) {
			if len(out) == limit {
				break
			}
			e := c.get(x.n)
			out = append(out, suggestion{ID: e.ID, Name: e.Caption, Description: s.describe(e), Type: []named{s.typeOf(e.Schema)}})
		}
	}
	writeSuggest(w, prefix, out)
}

func (s *Server) suggestProperty(w http.ResponseWriter, r *http.Request) {
	p := params{q: queryOf(r)}
	prefix := p.str("prefix", "")
	limit := p.integer("limit", 10, 0, maxPage)
	if len(p.errs) > 0 {
		writeInvalid(w, p.errs)
		return
	}
	if _, _, ok := s.dataset(w, r); !ok {
		return
	}
	type suggestion struct {
		named
		Description string  `json:"description"`
		Type        []named `json:"n:type,omitempty"`
	}
	out := []suggestion{}
	like := strings.ToLower(prefix)
	seen := map[string]bool{}
	for _, n := range s.model.names {
		sc := s.model.schemata[n]
		if !sc.matchable {
			continue
		}
		for _, pr := range sc.order {
			q := pr.qname()
			if seen[q] || !pr.matchable || pr.typ == "entity" || len(out) == limit {
				continue
			}
			if strings.HasPrefix(strings.ToLower(pr.name), like) || strings.Contains(strings.ToLower(pr.label), like) || strings.HasPrefix(strings.ToLower(q), like) {
				seen[q] = true
				out = append(out, suggestion{named: named{q, pr.label}, Description: s.model.schemata[pr.schema].label + ": " + pr.label})
			}
		}
	}
	writeSuggest(w, prefix, out)
}

func (s *Server) suggestType(w http.ResponseWriter, r *http.Request) {
	p := params{q: queryOf(r)}
	prefix := p.str("prefix", "")
	limit := p.integer("limit", 10, 0, maxPage)
	if len(p.errs) > 0 {
		writeInvalid(w, p.errs)
		return
	}
	if _, _, ok := s.dataset(w, r); !ok {
		return
	}
	out := []named{}
	like := strings.ToLower(prefix)
	for _, n := range s.model.names {
		sc := s.model.schemata[n]
		if sc.matchable && len(out) < limit && (strings.HasPrefix(strings.ToLower(n), like) || strings.HasPrefix(strings.ToLower(sc.label), like)) {
			out = append(out, named{n, sc.label})
		}
	}
	writeSuggest(w, prefix, out)
}

// extendProperty proposes what columns may be added for a type.
func (s *Server) extendProperty(w http.ResponseWriter, r *http.Request) {
	p := params{q: queryOf(r)}
	typ := p.str("type", "Thing")
	limit := p.integer("limit", maxResults, 0, maxResults)
	if len(p.errs) > 0 {
		writeInvalid(w, p.errs)
		return
	}
	if _, _, ok := s.dataset(w, r); !ok {
		return
	}
	sc := s.model.schemata[typ]
	if sc == nil {
		writeDetail(w, http.StatusNotFound, "No such type: "+typ)
		return
	}
	out := []named{}
	for _, pr := range sc.order {
		if len(out) < limit {
			out = append(out, named{pr.name, pr.label})
		}
	}
	writeJSON(w, http.StatusOK, map[string]any{"limit": limit, "type": typ, "properties": out})
}

// extend gives values of parties by id, for new columns.
func (s *Server) extend(w http.ResponseWriter, v *view, raw string) {
	if err := checkDepth([]byte(raw), maxDepth); err != nil {
		writeDetail(w, http.StatusBadRequest, "Cannot decode extend query: "+err.Error())
		return
	}
	var in struct {
		IDs        []string `json:"ids"`
		Properties []struct {
			ID       string `json:"id"`
			Settings struct {
				Limit  json.Number `json:"limit"`
				Render string      `json:"render"`
			} `json:"settings"`
		} `json:"properties"`
	}
	if err := json.Unmarshal([]byte(raw), &in); err != nil {
		writeDetail(w, http.StatusBadRequest, "Cannot decode extend query: "+err.Error())
		return
	}
	if len(in.IDs) > maxResults || len(in.Properties) > maxPage {
		writeDetail(w, http.StatusBadRequest, "Too many ids or properties.")
		return
	}
	c := s.corpus(v)
	meta := []named{}
	for _, p := range in.Properties {
		meta = append(meta, named{p.ID, s.propLabel(p.ID)})
	}
	rows := map[string]map[string][]map[string]string{}
	for _, id := range in.IDs {
		row := map[string][]map[string]string{}
		n, moved, ok := c.find(id)
		if moved {
			writeDetail(w, http.StatusBadRequest, "Please specify the canonical entity ID, not a referent")
			return
		}
		var e *wireEntity
		var near map[string][]uint32
		if ok {
			e = c.get(n)
			near = c.neighbours(e)
		}
		for _, p := range in.Properties {
			cells := []map[string]string{}
			name := p.ID
			if _, after, ok := strings.Cut(name, ":"); ok {
				name = after
			}
			if e != nil {
				typ := s.model.typeOf(e.Schema, name)
				if ns, ok := near[name]; ok {
					for _, m := range ns {
						d := &c.docs[m]
						if p.Settings.Render == "raw" {
							cells = append(cells, map[string]string{"str": d.id})
						} else {
							cells = append(cells, map[string]string{"str": d.caption})
						}
					}
				} else {
					for _, val := range e.strings(name) {
						if p.Settings.Render != "raw" {
							val = s.caption(typ, val)
						}
						cells = append(cells, map[string]string{"str": val})
					}
				}
			}
			if lim, err := p.Settings.Limit.Int64(); err == nil && lim > 0 && int(lim) < len(cells) {
				cells = cells[:lim]
			}
			row[p.ID] = cells
		}
		rows[id] = row
	}
	writeJSON(w, http.StatusOK, map[string]any{"meta": meta, "rows": rows})
}

// caption is the words for a coded value.
func (s *Server) caption(typ, v string) string {
	switch typ {
	case "country":
		return countryLabel(v)
	case "topic":
		if l := s.model.topics[v]; l != "" {
			return l
		}
	}
	return v
}

func (s *Server) propLabel(name string) string {
	schema := "Thing"
	if sc, after, ok := strings.Cut(name, ":"); ok {
		schema, name = sc, after
	}
	if p := s.model.prop(schema, name); p != nil {
		return p.label
	}
	for _, n := range s.model.names {
		sc := s.model.schemata[n]
		if p := sc.props[name]; p != nil {
			return p.label
		}
		if p := sc.reverse[name]; p != nil {
			return p.reverseLabels
		}
	}
	return name
}
