package server

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// The endpoints that yente's clients speak: paths, parameters, limits, status
// codes and error texts are those of yente 5.5, as far as they can be seen
// from outside. doc/api.md lists where answers differ and why.

const (
	maxPage    = 500
	maxResults = 9999
	maxOffset  = maxResults - maxPage
)

var changedSince = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?$`)

func (s *Server) yenteRoutes(mux *http.ServeMux) {
	mux.HandleFunc("POST /match/{dataset}", s.match)
	mux.HandleFunc("POST /v2/match", s.matchOne)
	mux.HandleFunc("POST /v2/match/{dataset}", s.matchOne)
	mux.HandleFunc("GET /search/{dataset}", s.search)
	mux.HandleFunc("GET /entities/{id}", s.entity)
	mux.HandleFunc("GET /entities/{id}/adjacent", s.adjacent)
	mux.HandleFunc("GET /entities/{id}/adjacent/{prop}", s.adjacentProp)
	s.reconcileRoutes(mux)
	mux.HandleFunc("GET /catalog", s.catalog)
	mux.HandleFunc("GET /manifest", s.catalog)
	mux.HandleFunc("GET /algorithms", s.algorithms)
	mux.HandleFunc("POST /updatez", s.updatez)
	mux.HandleFunc("GET /healthz", s.healthz)
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.HandleFunc("GET /version", s.versionInfo)
	mux.HandleFunc("GET /openapi.json", s.openapiJSON)
}

// queryOf reads the query string. What cannot be read is left out, as a
// lenient server does.
func queryOf(r *http.Request) url.Values {
	v, _ := url.ParseQuery(r.URL.RawQuery)
	return v
}

func (s *Server) healthz(w http.ResponseWriter, r *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	if v := s.view(); v == nil || s.closing.Load() {
		writeDetail(w, http.StatusServiceUnavailable, "Index not ready.")
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

// catalog lists the data sets, and which of them are up to date.
func (s *Server) catalog(w http.ResponseWriter, r *http.Request) {
	v := s.view()
	current, outdated := []string{}, []string{}
	listed := []*dataset{}
	for _, d := range v.sets.list {
		if !d.implied {
			listed = append(listed, d)
		}
		if !d.Load {
			continue
		}
		if d.IndexCurrent {
			current = append(current, d.Name)
		} else {
			outdated = append(outdated, d.Name)
		}
	}
	body, err := json.Marshal(map[string]any{"datasets": listed, "current": current, "outdated": outdated, "index_stale": len(outdated) > 0})
	if err != nil {
		writeDetail(w, http.StatusInternalServerError, "The catalog could not be written.")
		return
	}
	sum := sha256.Sum256(body)
	etag := `"` + hex.EncodeToString(sum[:16]) + `"`
	w.Header().Set("ETag", etag)
	w.Header().Set("Cache-Control", "public,max-age=300")
	for want := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		if want = strings.TrimPrefix(strings.TrimSpace(want), "W/"); want == etag || want == "*" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.Write(body)
}

// updatez loads the data again. With sync the answer waits for it.
func (s *Server) updatez(w http.ResponseWriter, r *http.Request) {
	p := params{q: queryOf(r)}
	token := p.str("token", "")
	wait := p.boolean("sync", false)
	if len(p.errs) > 0 {
		writeInvalid(w, p.errs)
		return
	}
	want := strings.TrimSpace(s.cfg.UpdateToken)
	if want == "" || subtle.ConstantTimeCompare([]byte(token), []byte(want)) != 1 {
		writeDetail(w, http.StatusForbidden, "Invalid token.")
		return
	}
	if wait {
		if _, err := s.Reload(r.Context()); err != nil {
			s.log.Error("reloading the data", "error", err)
			writeDetail(w, http.StatusInternalServerError, "The data could not be loaded; the service goes on with what it has.")
			return
		}
	} else {
		s.reloadSoon()
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

// versionInfo is an extension that other drop-ins have as well.
func (s *Server) versionInfo(w http.ResponseWriter, r *http.Request) {
	v := s.view()
	if v == nil {
		writeDetail(w, http.StatusServiceUnavailable, "Index not ready.")
		return
	}
	ver := v.eng.Version()
	writeJSON(w, http.StatusOK, map[string]any{"name": "khasan", "version": ver.Engine, "api": "yente 5.5", "options": ver.Options, "law": ver.Law, "lists": ver.Lists})
}

// entity answers with one party, its neighbours inlined unless told otherwise.
func (s *Server) entity(w http.ResponseWriter, r *http.Request) {
	p := params{q: queryOf(r)}
	nested := p.boolean("nested", true)
	if len(p.errs) > 0 {
		writeInvalid(w, p.errs)
		return
	}
	c, e := s.findEntity(w, r, "")
	if e == nil {
		return
	}
	if nested {
		e = c.nested(e)
	}
	writeJSON(w, http.StatusOK, e)
}

// findEntity finds the party of the path, or answers: 404, or 308 to where a
// former id has gone.
func (s *Server) findEntity(w http.ResponseWriter, r *http.Request, tail string) (*corpus, *wireEntity) {
	v := s.view()
	id := r.PathValue("id")
	c := s.corpus(v)
	n, moved, ok := c.find(id)
	if !ok {
		writeDetail(w, http.StatusNotFound, "No such entity!")
		return nil, nil
	}
	e := c.get(n)
	if moved {
		to := "/entities/" + url.PathEscape(e.ID) + tail
		if r.URL.RawQuery != "" {
			to += "?" + r.URL.RawQuery
		}
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusPermanentRedirect)
		return nil, nil
	}
	return c, e
}

type total struct {
	Value    int    `json:"value"`
	Relation string `json:"relation"`
}

// adjacentPage is one property's neighbours.
type adjacentPage struct {
	Results []*wireEntity `json:"results"`
	Total   total         `json:"total"`
	Limit   int           `json:"limit"`
	Offset  int           `json:"offset"`
}

func adjacentParams(p *params) (sorts []sortField, limit, offset int) {
	sorts = parseSorts(p.all("sort"))
	return sorts, p.integer("limit", 10, 0, maxPage), p.integer("offset", 0, 0, maxOffset)
}

func parseSorts(in []string) []sortField {
	var out []sortField
	for _, s := range in {
		field, dir, _ := strings.Cut(s, ":")
		if field != "" {
			out = append(out, sortField{field: field, desc: strings.EqualFold(dir, "desc")})
		}
	}
	return out
}

func (c *corpus) page(e *wireEntity, ns []uint32, sorts []sortField, limit, offset int) adjacentPage {
	page := adjacentPage{Results: []*wireEntity{}, Total: total{len(ns), "eq"}, Limit: limit, Offset: offset}
	h := make(hits, len(ns))
	for _, n := range ns {
		h[n] = 0
	}
	order := c.rank(h, sorts, false)
	for _, x := range order[min(offset, len(order)):min(offset+limit, len(order))] {
		page.Results = append(page.Results, c.nestedLink(c.get(x.n), e.ID))
	}
	return page
}

func (s *Server) adjacent(w http.ResponseWriter, r *http.Request) {
	p := params{q: queryOf(r)}
	sorts, limit, offset := adjacentParams(&p)
	if len(p.errs) > 0 {
		writeInvalid(w, p.errs)
		return
	}
	c, e := s.findEntity(w, r, "/adjacent")
	if e == nil {
		return
	}
	adj := map[string]adjacentPage{}
	for prop, ns := range c.neighbours(e) {
		adj[prop] = c.page(e, ns, sorts, limit, offset)
	}
	writeJSON(w, http.StatusOK, map[string]any{"entity": e, "adjacent": adj})
}

func (s *Server) adjacentProp(w http.ResponseWriter, r *http.Request) {
	p := params{q: queryOf(r)}
	sorts, limit, offset := adjacentParams(&p)
	if len(p.errs) > 0 {
		writeInvalid(w, p.errs)
		return
	}
	prop := r.PathValue("prop")
	c, e := s.findEntity(w, r, "/adjacent/"+url.PathEscape(prop))
	if e == nil {
		return
	}
	near := c.neighbours(e)
	if _, ok := near[prop]; !ok {
		sc := s.model.schemata[e.Schema]
		known := sc != nil && (sc.reverse[prop] != nil || sc.props[prop] != nil && sc.props[prop].typ == "entity")
		if !known {
			writeDetail(w, http.StatusNotFound, "No such property!")
			return
		}
	}
	writeJSON(w, http.StatusOK, c.page(e, near[prop], sorts, limit, offset))
}

// search finds parties by words, filters and facets.
func (s *Server) search(w http.ResponseWriter, r *http.Request) {
	p := params{q: queryOf(r)}
	q := p.str("q", "")
	schema := p.str("schema", "Thing")
	limit, offset := p.integer("limit", 10, 0, maxPage), p.integer("offset", 0, 0, maxOffset)
	since := p.pattern("changed_since", changedSince)
	target := p.maybeBool("target")
	p.boolean("fuzzy", false) // as in yente, read and without effect on this route's words
	simple := p.boolean("simple", false)
	op := p.oneOf("filter_op", "OR", "OR", "AND")
	facets := p.all("facets")
	for _, f := range facets {
		if !slices.Contains(facetFields, f) {
			p.fail("enum", "facets", "Input should be "+oneOfWords(facetFields), f, map[string]any{"expected": oneOfWords(facetFields)})
		}
	}
	if len(facets) == 0 {
		facets = []string{"countries", "topics", "datasets"}
	}
	if len(p.errs) > 0 {
		writeInvalid(w, p.errs)
		return
	}
	v := s.view()
	sets, ok := v.sets.scope(r.PathValue("dataset"), p.all("include_dataset"), p.all("exclude_dataset"))
	if !ok {
		writeDetail(w, http.StatusNotFound, "No such dataset.")
		return
	}
	if s.model.schemata[schema] == nil {
		writeDetail(w, http.StatusBadRequest, "Invalid schema")
		return
	}
	sc := scope{datasets: sets, schemata: s.model.within(schema), changedSince: since, targetOnly: target, allOfEachField: op == "AND"}
	sc.excludeSchema = setOf(p.all("exclude_schema"))
	for _, field := range []string{"countries", "topics", "datasets"} {
		if vals := p.all(field); len(vals) > 0 {
			sc.filters = append(sc.filters, filter{field, vals})
		}
	}
	for _, f := range p.all("filter") {
		field, val, ok := strings.Cut(f, ":")
		if !ok || field == "" {
			writeDetail(w, http.StatusBadRequest, fmt.Sprintf("Invalid filter: %s", f))
			return
		}
		i := slices.IndexFunc(sc.filters, func(x filter) bool { return x.field == field })
		if i < 0 {
			sc.filters = append(sc.filters, filter{field: field})
			i = len(sc.filters) - 1
		}
		sc.filters[i].values = append(sc.filters[i].values, val)
	}
	var qu *query
	var err error
	if simple {
		qu = simpleQuery(q)
	} else if qu, err = parseQuery(q); err != nil {
		writeDetail(w, http.StatusBadRequest, "Invalid query: "+err.Error())
		return
	}
	c := s.corpus(v)
	found, err := c.evaluate(r.Context(), qu, c.passes(&sc))
	if err != nil {
		writeDetail(w, http.StatusServiceUnavailable, "The search took too long.")
		return
	}
	order := c.rank(found, parseSorts(p.all("sort")), strings.TrimSpace(q) != "")
	results := []*wireEntity{}
	for _, x := range order[min(offset, len(order)):min(offset+limit, len(order))] {
		results = append(results, c.get(x.n))
	}
	fs := map[string]facet{}
	for _, f := range facets {
		label, words := s.facetWords(v, f)
		fs[f] = c.facet(found, f, label, words)
	}
	writeJSON(w, http.StatusOK, map[string]any{"results": results, "facets": fs, "total": total{len(order), "eq"}, "limit": limit, "offset": offset})
}

var facetFields = []string{"datasets", "schema", "countries", "identifiers", "topics", "genders"}

func oneOfWords(vs []string) string {
	return "'" + strings.Join(vs[:len(vs)-1], "', '") + "' or '" + vs[len(vs)-1] + "'"
}

// facetWords is a facet's title, and the words for its values.
func (s *Server) facetWords(v *view, field string) (string, func(string) string) {
	same := func(x string) string { return x }
	switch field {
	case "datasets":
		return "Data sources", v.sets.title
	case "schema":
		return "Entity types", func(x string) string {
			if sc := s.model.schemata[x]; sc != nil {
				return sc.plural
			}
			return x
		}
	case "countries":
		return "Countries", countryLabel
	case "topics":
		return "Topics", func(x string) string {
			if l := s.model.topics[x]; l != "" {
				return l
			}
			return x
		}
	case "genders":
		return "Genders", func(x string) string {
			switch x {
			case "male", "female", "other":
				return strings.ToUpper(x[:1]) + x[1:]
			}
			return x
		}
	}
	return "Identifiers", same
}

func setOf(ss []string) map[string]bool {
	if len(ss) == 0 {
		return nil
	}
	m := map[string]bool{}
	for _, s := range ss {
		m[s] = true
	}
	return m
}
