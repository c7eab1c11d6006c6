package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"khasan"
	"khasan/entity"
)

// maxDepth is how deep a request's JSON may nest: queries, a query, its
// properties, a list, and room.
const maxDepth = 32

// A matchSpec is one query, checked.
type matchSpec struct {
	schema            string
	props             map[string][]string
	limit             int
	threshold, cutoff float64
	alg               algorithm
	weights           map[string]float64
	scope             scope
}

// A scoredEntity is one result.
type scoredEntity struct {
	*wireEntity
	Score        float64                `json:"score"`
	Features     map[string]float64     `json:"features"`
	Match        bool                   `json:"match"`
	Explanations map[string]explanation `json:"explanations"`
}

type matchResult struct {
	results []scoredEntity
	total   int
}

// matchQuery scores one query against the snapshot.
func (s *Server) matchQuery(ctx context.Context, v *view, m *matchSpec) (*matchResult, error) {
	x := s.queryEntity(m.schema, m.props)
	m.alg.narrow(&x)
	if err := checkValues(&x); err != nil {
		return nil, &badRequest{"properties", err.Error()}
	}
	out := &matchResult{results: []scoredEntity{}}
	if len(x.Names) == 0 && len(x.IDs) == 0 {
		return out, nil // nothing to look for finds nothing
	}
	floor := min(m.cutoff, m.threshold)
	ask := max(m.alg.probability(floor), .0001)
	if len(m.weights) > 0 {
		ask = min(ask, .05) // the client's weights may raise a low score
	}
	// The scope is part of the question: what lies outside it takes no place,
	// and of several records of one party it is the one inside that is given.
	// Ids to exclude are looked for in all records of a party, so afterwards.
	wires := map[string]*wireEntity{}
	within := m.scope
	within.excludeIDs = nil
	admits := within.admits()
	keep := func(e *entity.Entity) bool {
		w := v.wireOf(e)
		if w == nil || !admits(w) {
			return false
		}
		wires[e.ID] = w
		return true
	}
	// More than the limit is asked for: total counts what is beyond it.
	ans, err := v.eng.Who(ctx, khasan.WhoQuery{Schema: m.schema, Entity: x, Limit: candidates(m.limit) + len(m.scope.excludeIDs), Threshold: ask, Explain: true, Keep: keep})
	if err != nil {
		if errors.Is(err, khasan.ErrEmptyQuery) {
			return out, nil
		}
		return nil, err
	}
	if err := s.keepWho(ctx, ans); err != nil {
		return nil, err
	}
	for i := range ans.Hits {
		h := &ans.Hits[i]
		e := wires[h.ID]
		if v.raw == nil {
			for _, a := range h.Also {
				e.Referents = append(e.Referents, a.ID)
			}
		}
		if m.scope.excludes(e) {
			continue
		}
		score := m.alg.scale(reweigh(h, m.weights))
		if score >= m.threshold {
			out.total++
		}
		if score <= floor {
			continue
		}
		why := explain(h, &m.alg)
		features := make(map[string]float64, len(why))
		for n, w := range why {
			features[n] = w.Score
		}
		out.results = append(out.results, scoredEntity{wireEntity: e, Score: score, Match: score >= m.threshold, Features: features, Explanations: why})
	}
	slices.SortStableFunc(out.results, func(a, b scoredEntity) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	if len(out.results) > m.limit {
		out.results = out.results[:m.limit]
	}
	outcome := "clear"
	if out.total > 0 {
		outcome = "match"
	}
	s.metrics.answers.WithLabelValues("match", outcome).Inc()
	return out, nil
}

// candidates is how many parties are scored for a limit.
func candidates(limit int) int { return min(max(limit*10, 20), max(500, limit)) }

// excludes says whether a party is among the ids that are not wanted, by its
// own id or by one it had before.
func (s *scope) excludes(e *wireEntity) bool {
	return s.excludeIDs != nil && (s.excludeIDs[e.ID] || slices.ContainsFunc(e.Referents, func(r string) bool { return s.excludeIDs[r] }))
}

// admits is the scope as a test of one party.
func (s *scope) admits() func(*wireEntity) bool {
	return func(e *wireEntity) bool {
		if s.schemata != nil && !s.schemata[e.Schema] || s.excludeSchema[e.Schema] {
			return false
		}
		if s.datasets != nil && !slices.ContainsFunc(e.Datasets, func(d string) bool { return s.datasets[d] }) {
			return false
		}
		if s.changedSince != "" && !(deref(e.LastChange) > s.changedSince) {
			return false
		}
		if s.excludes(e) {
			return false
		}
		if len(s.topics) > 0 && !slices.ContainsFunc(e.strings("topics"), func(t string) bool { return slices.Contains(s.topics, t) }) {
			return false
		}
		for _, f := range s.filters {
			vals := wireField(e, f.field)
			if !slices.ContainsFunc(f.values, func(v string) bool { return slices.Contains(vals, v) }) {
				return false
			}
		}
		return true
	}
}

// wireField are the values of a field that a filter may name.
func wireField(e *wireEntity, field string) []string {
	switch field {
	case "id":
		return append([]string{e.ID}, e.Referents...)
	case "schema":
		return []string{e.Schema}
	case "datasets":
		return e.Datasets
	case "countries":
		var out []string
		for _, p := range []string{"country", "nationality", "citizenship", "jurisdiction", "mainCountry", "birthCountry", "flag", "pastFlags"} {
			out = append(out, e.strings(p)...)
		}
		return out
	case "genders":
		return e.strings("gender")
	}
	return e.strings(strings.TrimPrefix(field, "properties."))
}

// matchBody is the body of /match, read without a schema so that every fault
// can be named.
type matchBody struct {
	queries map[string]map[string]any
	order   []string
	weights map[string]float64
	config  map[string]any
	params  map[string]any
}

func (s *Server) readJSON(w http.ResponseWriter, r *http.Request) (any, bool) {
	b, err := readBody(w, r, s.cfg.MaxBody)
	if err != nil {
		s.bodyFault(w, r, err)
		return nil, false
	}
	if len(bytes.TrimSpace(b)) == 0 {
		writeInvalid(w, []fieldError{{Type: "missing", Loc: []any{"body"}, Msg: "Field required", Input: nil}})
		return nil, false
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	// A name with broken letters would be compared as another one.
	if !utf8.Valid(b) || checkDepth(b, maxDepth) != nil {
		writeDetail(w, http.StatusBadRequest, "There was an error parsing the body")
		return nil, false
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	var v any
	err = dec.Decode(&v)
	if err == nil && dec.More() {
		err = errors.New("extra data")
	}
	if err != nil {
		writeInvalid(w, []fieldError{jsonFault(b, err)})
		return nil, false
	}
	return v, true
}

// bodyFault answers for a body that is too large, or that broke off.
func (s *Server) bodyFault(w http.ResponseWriter, r *http.Request, err error) {
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		w.Header().Set("Connection", "close")
		s.fail(w, r, http.StatusRequestEntityTooLarge, fmt.Sprintf("The body is larger than %d bytes.", big.Limit))
		return
	}
	s.fail(w, r, http.StatusBadRequest, "There was an error parsing the body")
}

// parseMatchBody checks the body's form and names every fault.
func parseMatchBody(v any) (*matchBody, []fieldError) {
	var errs []fieldError
	fail := func(typ, msg string, input any, loc ...any) {
		errs = append(errs, fieldError{Type: typ, Loc: append([]any{"body"}, loc...), Msg: msg, Input: input})
	}
	top, ok := v.(map[string]any)
	if !ok {
		fail("model_attributes_type", "Input should be a valid dictionary or object to extract fields from", v)
		return nil, errs
	}
	b := &matchBody{queries: map[string]map[string]any{}, weights: map[string]float64{}, config: map[string]any{}}
	switch wts := top["weights"].(type) {
	case nil:
		if w, there := top["weights"]; there {
			fail("dict_type", "Input should be a valid dictionary", w, "weights")
		}
	case map[string]any:
		for _, k := range sortedKeys(wts) {
			f, ok := asNumber(wts[k])
			if !ok {
				fail("float_type", "Input should be a valid number", wts[k], "weights", k)
				continue
			}
			b.weights[k] = f
		}
	default:
		fail("dict_type", "Input should be a valid dictionary", wts, "weights")
	}
	switch cfg := top["config"].(type) {
	case nil:
		if c, there := top["config"]; there {
			fail("dict_type", "Input should be a valid dictionary", c, "config")
		}
	case map[string]any:
		for _, k := range sortedKeys(cfg) {
			switch cfg[k].(type) {
			case []any, map[string]any:
				fail("string_type", "Input should be a valid string", cfg[k], "config", k)
			default:
				b.config[k] = cfg[k]
			}
		}
	default:
		fail("dict_type", "Input should be a valid dictionary", cfg, "config")
	}
	b.params, _ = top["params"].(map[string]any)
	qs, there := top["queries"]
	if !there {
		fail("missing", "Field required", top, "queries")
		return b, errs
	}
	queries, ok := qs.(map[string]any)
	if !ok {
		fail("dict_type", "Input should be a valid dictionary", qs, "queries")
		return b, errs
	}
	for _, id := range sortedKeys(queries) {
		q, ok := queries[id].(map[string]any)
		if !ok {
			fail("model_attributes_type", "Input should be a valid dictionary or object to extract fields from", queries[id], "queries", id)
			continue
		}
		checkExample(q, fail, "queries", id)
		b.queries[id] = q
		b.order = append(b.order, id)
	}
	return b, errs
}

// checkExample checks one query's schema, id and properties.
func checkExample(q map[string]any, fail func(typ, msg string, input any, loc ...any), at ...any) {
	loc := func(more ...any) []any { return append(append([]any{}, at...), more...) }
	switch q["id"].(type) {
	case nil, string:
	default:
		fail("string_type", "Input should be a valid string", q["id"], loc("id")...)
	}
	switch sc, there := q["schema"]; {
	case !there:
		fail("missing", "Field required", q, loc("schema")...)
	default:
		if _, ok := sc.(string); !ok {
			fail("string_type", "Input should be a valid string", sc, loc("schema")...)
		}
	}
	switch props := q["properties"].(type) {
	case nil:
		if p, there := q["properties"]; there {
			fail("dict_type", "Input should be a valid dictionary", p, loc("properties")...)
		}
	case map[string]any:
		for _, name := range sortedKeys(props) {
			if _, ok := props[name].(map[string]any); ok {
				fail("list_type", "Input should be a valid list", props[name], loc("properties", name)...)
			}
		}
	default:
		fail("dict_type", "Input should be a valid dictionary", props, loc("properties")...)
	}
}

func sortedKeys[V any](m map[string]V) []string {
	ks := make([]string, 0, len(m))
	for k := range m {
		ks = append(ks, k)
	}
	slices.Sort(ks)
	return ks
}

func asNumber(v any) (float64, bool) {
	switch x := v.(type) {
	case json.Number:
		f, err := x.Float64()
		return f, err == nil && !math.IsInf(f, 0)
	case bool:
		if x {
			return 1, true
		}
		return 0, true
	case string:
		f, err := strconv.ParseFloat(strings.TrimSpace(x), 64)
		return f, err == nil && !math.IsNaN(f) && !math.IsInf(f, 0)
	}
	return 0, false
}

// texts makes a property's value into texts: a string or a list, numbers and
// truth values as they are written.
func texts(v any) []string {
	var out []string
	switch x := v.(type) {
	case nil:
	case string:
		if x = strings.TrimSpace(x); x != "" {
			out = append(out, x)
		}
	case json.Number:
		out = append(out, x.String())
	case bool:
		out = append(out, map[bool]string{true: "True", false: "False"}[x])
	case []any:
		for _, m := range x {
			out = append(out, texts(m)...)
		}
	}
	return out
}

// examples reads a query's properties. Those the schema does not have are
// dropped.
func (s *Server) exampleProps(schema string, q map[string]any) (props map[string][]string, unknown []string) {
	props = map[string][]string{}
	raw, _ := q["properties"].(map[string]any)
	for _, name := range sortedKeys(raw) {
		vals := texts(raw[name])
		if s.model.prop(schema, name) == nil {
			unknown = append(unknown, name)
			continue
		}
		if len(vals) > 0 {
			props[name] = vals
		}
	}
	return props, unknown
}

// A requestScope holds what the query string says about which parties may be
// found.
type requestScope struct {
	include, exclude, excludeSchema, topics, excludeIDs []string
	since                                               string
}

func (p *params) scope() requestScope {
	return requestScope{include: p.all("include_dataset"), exclude: p.all("exclude_dataset"), excludeSchema: p.all("exclude_schema"),
		topics: p.all("topics"), since: p.pattern("changed_since", changedSince), excludeIDs: p.atMost("exclude_entity_ids", 50)}
}

// match is the batch of queries.
func (s *Server) match(w http.ResponseWriter, r *http.Request) {
	p := params{q: queryOf(r)}
	limit := p.integer("limit", s.cfg.MatchPage, 0, s.cfg.MaxMatches)
	threshold := p.number("threshold", .7)
	cutoff := p.number("cutoff", .7)
	algName := p.str("algorithm", s.cfg.DefaultAlgorithm)
	rs := p.scope()
	v, ok := s.readJSON(w, r)
	if !ok {
		return
	}
	body, errs := parseMatchBody(v)
	if errs = append(p.errs, errs...); len(errs) > 0 {
		writeInvalid(w, errs)
		return
	}
	vw := s.view()
	set := r.PathValue("dataset")
	if vw.sets.byName[set] == nil {
		writeDetail(w, http.StatusNotFound, "No such dataset.")
		return
	}
	alg, ok := s.findAlgorithm(algName)
	if !ok {
		writeDetail(w, http.StatusBadRequest, "Invalid algorithm: "+algName)
		return
	}
	if len(body.queries) > s.cfg.MaxBatch {
		writeDetail(w, http.StatusBadRequest, fmt.Sprintf("Too many queries in one batch (limit: %d)", s.cfg.MaxBatch))
		return
	}
	if k, ok := badSetting(alg, body.config); !ok {
		writeDetail(w, http.StatusBadRequest, fmt.Sprintf("Invalid configuration parameter: %s for algorithm %s", k, alg.name))
		return
	}
	if len(body.queries) == 0 {
		writeDetail(w, http.StatusBadRequest, "No queries provided.")
		return
	}
	specs := make([]*matchSpec, len(body.order))
	for i, id := range body.order {
		spec, err := s.spec(vw, set, body.queries[id], rs, body.params)
		if err != nil {
			writeDetail(w, http.StatusBadRequest, "Cannot parse example entity: "+err.Error())
			return
		}
		spec.limit, spec.threshold, spec.cutoff, spec.alg, spec.weights = limit, threshold, cutoff, alg, body.weights
		specs[i] = spec
	}
	results, err := s.matchAll(r.Context(), vw, specs)
	if err != nil {
		s.queryFault(w, r, err)
		return
	}
	responses := make(map[string]any, len(specs))
	for i, id := range body.order {
		responses[id] = map[string]any{
			"status": 200, "results": results[i].results, "total": total{results[i].total, "eq"}, "query": echo(body.queries[id]),
		}
	}
	w.Header().Set("x-batch-size", strconv.Itoa(len(specs)))
	writeJSON(w, http.StatusOK, map[string]any{"responses": responses, "limit": limit})
}

// queryFault answers for a question that could not be put to the engine.
func (s *Server) queryFault(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		s.fail(w, r, http.StatusServiceUnavailable, "The request took too long.")
		return
	}
	var bad *badRequest
	if errors.As(err, &bad) {
		s.fail(w, r, http.StatusBadRequest, "Cannot parse example entity: "+bad.why)
		return
	}
	if errors.Is(err, errNotKept) {
		s.fail(w, r, http.StatusServiceUnavailable, "The answer could not be recorded and is not given.")
		return
	}
	s.log.Error("answering", "route", route(r), "error", err)
	s.fail(w, r, http.StatusInternalServerError, "Internal Server Error")
}

// echo gives a query back as it was understood.
func echo(q map[string]any) map[string]any {
	props := map[string]any{}
	raw, _ := q["properties"].(map[string]any)
	for k, v := range raw {
		if one, ok := v.(string); ok {
			props[k] = one
			continue
		}
		if vals := texts(v); vals != nil {
			props[k] = vals
		} else {
			props[k] = []string{}
		}
	}
	return map[string]any{"id": q["id"], "schema": q["schema"], "properties": props}
}

// badSetting finds a configuration entry that the algorithm does not have.
func badSetting(alg algorithm, config map[string]any) (key string, ok bool) {
	for _, k := range sortedKeys(config) {
		if _, known := settings()[k]; !known || !alg.config {
			return k, false
		}
	}
	return "", true
}

// spec checks one query against the data sets, with the extensions in the
// body: include_datasets, exclude_datasets and exclude_entity_ids for all or
// for one query, and filters for one query.
func (s *Server) spec(v *view, set string, q map[string]any, rs requestScope, global map[string]any) (*matchSpec, error) {
	schema, _ := q["schema"].(string)
	if s.model.schemata[schema] == nil {
		return nil, fmt.Errorf("no such schema: %s", schema)
	}
	own, _ := q["params"].(map[string]any)
	for _, more := range []map[string]any{global, own} {
		rs.include = append(rs.include[:len(rs.include):len(rs.include)], texts(more["include_datasets"])...)
		rs.exclude = append(rs.exclude[:len(rs.exclude):len(rs.exclude)], texts(more["exclude_datasets"])...)
		rs.excludeIDs = append(rs.excludeIDs[:len(rs.excludeIDs):len(rs.excludeIDs)], texts(more["exclude_entity_ids"])...)
	}
	names, _ := v.sets.scope(set, rs.include, rs.exclude)
	m := &matchSpec{schema: schema, scope: scope{datasets: names, schemata: s.model.matchableWith(schema), changedSince: rs.since,
		excludeSchema: setOf(rs.excludeSchema), topics: rs.topics, excludeIDs: setOf(rs.excludeIDs)}}
	var unknown []string
	m.props, unknown = s.exampleProps(schema, q)
	if len(unknown) > 0 {
		s.log.Debug("properties dropped from a query", "schema", schema, "count", len(unknown))
	}
	if fs, ok := q["filters"].(map[string]any); ok {
		for _, field := range sortedKeys(fs) {
			groups, _ := fs[field].([]any)
			flat := filter{field: field}
			for _, g := range groups {
				if vs, ok := g.([]any); ok { // each list is a choice, all lists must hold
					if vals := texts(vs); len(vals) > 0 {
						m.scope.filters = append(m.scope.filters, filter{field, vals})
					}
				} else {
					flat.values = append(flat.values, texts(g)...)
				}
			}
			if one, ok := fs[field].(string); ok {
				flat.values = []string{one}
			}
			if len(flat.values) > 0 {
				m.scope.filters = append(m.scope.filters, flat)
			}
		}
	}
	return m, nil
}

// matchAll asks all queries, several at once when there are several.
func (s *Server) matchAll(ctx context.Context, v *view, specs []*matchSpec) ([]*matchResult, error) {
	out := make([]*matchResult, len(specs))
	errs := make([]error, len(specs))
	if len(specs) == 1 {
		r, err := s.matchQuery(ctx, v, specs[0])
		out[0] = r
		return out, err
	}
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(len(specs), runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := range next {
				out[i], errs[i] = s.matchQuery(ctx, v, specs[i])
			}
		})
	}
	for i := range specs {
		next <- i
	}
	close(next)
	wg.Wait()
	return out, errors.Join(errs...)
}

// matchOne is the single query planned for yente's second version: POST
// /v2/match with the query, its filters and its settings in one body; what is
// wrong in it is an error, not dropped.
func (s *Server) matchOne(w http.ResponseWriter, r *http.Request) {
	v, ok := s.readJSON(w, r)
	if !ok {
		return
	}
	top, ok := v.(map[string]any)
	var errs []fieldError
	fail := func(typ, msg string, input any, loc ...any) {
		errs = append(errs, fieldError{Type: typ, Loc: append([]any{"body"}, loc...), Msg: msg, Input: input})
	}
	if !ok {
		fail("model_attributes_type", "Input should be a valid dictionary or object to extract fields from", v)
		writeInvalid(w, errs)
		return
	}
	q := top
	at := []any{}
	if inner, ok := top["query"].(map[string]any); ok {
		q, at = inner, []any{"query"}
	}
	checkExample(q, fail, at...)
	num := func(name string, def float64) float64 {
		raw, there := top[name]
		if !there || raw == nil {
			return def
		}
		f, ok := asNumber(raw)
		if !ok {
			fail("float_type", "Input should be a valid number", raw, name)
			return def
		}
		return f
	}
	limit := int(num("limit", float64(s.cfg.MatchPage)))
	if limit < 0 || limit > s.cfg.MaxMatches {
		errs = append(errs, fieldError{Type: "less_than_equal", Loc: []any{"body", "limit"}, Msg: fmt.Sprintf("Input should be less than or equal to %d", s.cfg.MaxMatches), Input: top["limit"], Ctx: map[string]any{"le": s.cfg.MaxMatches}})
	}
	threshold := num("threshold", .7)
	cutoff := num("cutoff", threshold)
	fs, _ := top["filters"].(map[string]any)
	rs := requestScope{excludeSchema: texts(fs["exclude_schemata"]), topics: texts(fs["topics"]), excludeIDs: texts(fs["exclude_entities"])}
	if since := texts(fs["changed_since"]); len(since) > 0 {
		if rs.since = since[0]; !changedSince.MatchString(rs.since) {
			fail("string_pattern_mismatch", fmt.Sprintf("String should match pattern '%s'", changedSince), rs.since, "filters", "changed_since")
		}
	}
	if len(errs) > 0 {
		writeInvalid(w, errs)
		return
	}
	vw := s.view()
	set := r.PathValue("dataset")
	if set == "" {
		set = "default"
		if d := texts(top["dataset"]); len(d) > 0 {
			set = d[0]
		}
	}
	if vw.sets.byName[set] == nil {
		writeDetail(w, http.StatusNotFound, "No such dataset.")
		return
	}
	rs.include = texts(fs["datasets"])
	for _, d := range rs.include {
		if vw.sets.byName[d] == nil {
			writeDetail(w, http.StatusBadRequest, "No such dataset: "+d)
			return
		}
	}
	algName := s.cfg.DefaultAlgorithm
	if a := texts(top["algorithm"]); len(a) > 0 {
		algName = a[0]
	}
	alg, ok := s.findAlgorithm(algName)
	if !ok {
		writeDetail(w, http.StatusBadRequest, "Invalid algorithm: "+algName)
		return
	}
	cfg, _ := top["config"].(map[string]any)
	if k, ok := badSetting(alg, cfg); !ok {
		writeDetail(w, http.StatusBadRequest, fmt.Sprintf("Invalid configuration parameter: %s for algorithm %s", k, alg.name))
		return
	}
	spec, err := s.spec(vw, set, q, rs, nil)
	if err != nil {
		writeDetail(w, http.StatusBadRequest, "Cannot parse example entity: "+err.Error())
		return
	}
	if _, unknown := s.exampleProps(spec.schema, q); len(unknown) > 0 {
		writeDetail(w, http.StatusBadRequest, fmt.Sprintf("Invalid property for schema %s: %s", spec.schema, strings.Join(unknown, ", ")))
		return
	}
	spec.limit, spec.threshold, spec.cutoff, spec.alg = limit, threshold, cutoff, alg
	res, err := s.matchQuery(r.Context(), vw, spec)
	if err != nil {
		s.queryFault(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"results": res.results, "total": total{res.total, "eq"}, "query": echo(q), "limit": limit})
}

// queryEntity makes a query's properties into a party to compare.
func (s *Server) queryEntity(schema string, props map[string][]string) entity.Entity {
	x := entity.Entity{Schema: schema}
	for _, prop := range sortedKeys(props) {
		vals := props[prop]
		switch s.model.typeOf(schema, prop) {
		case "name":
			q := entity.Primary
			switch prop {
			case "alias", "abbreviation":
				q = entity.Strong
			case "weakAlias":
				continue // too general to look for
			case "previousName":
				q = entity.Former
			}
			for _, v := range vals {
				x.Names = append(x.Names, entity.Name{Full: v, Quality: q})
			}
		case "country":
			for _, v := range vals {
				if code, ok := countryCode(v); ok {
					x.Countries = append(x.Countries, entity.Country{Code: code, Link: prop})
				}
			}
		case "date":
			for _, v := range vals {
				d, err := entity.ParseDate(v)
				if err != nil {
					continue
				}
				switch prop {
				case "birthDate", "incorporationDate", "buildDate":
					x.Births = append(x.Births, d)
				case "deathDate", "dissolutionDate":
					x.Deaths = append(x.Deaths, d)
				}
			}
		case "gender":
			x.Genders = append(x.Genders, vals...)
		case "address":
			for _, v := range vals {
				x.Addresses = append(x.Addresses, entity.Place{Full: v})
			}
		case "identifier", "phone", "email":
			for _, v := range vals {
				x.IDs = append(x.IDs, entity.Identifier{Kind: prop, Number: v})
				if prop == "swiftBic" && len(v) == 11 { // the last three name a branch
					x.IDs = append(x.IDs, entity.Identifier{Kind: prop, Number: v[:8]})
				}
			}
		default:
			if prop == "birthPlace" {
				x.BirthPlaces = append(x.BirthPlaces, vals...)
				continue
			}
			for _, v := range vals {
				x.AddProp(prop, v)
			}
		}
	}
	// A person given in parts only still has a name.
	if len(x.Names) == 0 && schema == entity.Person {
		var parts []string
		for _, p := range []string{"firstName", "secondName", "middleName", "fatherName", "lastName"} {
			if v := props[p]; len(v) > 0 {
				parts = append(parts, v[0])
			}
		}
		if len(parts) > 0 {
			x.Names = []entity.Name{{Full: strings.Join(parts, " ")}}
		}
	}
	// Names first by quality: the query is called by its primary name.
	slices.SortStableFunc(x.Names, func(a, b entity.Name) int { return int(a.Quality) - int(b.Quality) })
	return x
}
