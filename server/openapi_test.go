package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"khasan/server"
)

// contract is openapi.yaml as far as the test reads it.
type contract struct {
	doc map[string]any
}

func readContract(t *testing.T) *contract {
	t.Helper()
	b, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c := &contract{}
	if err := yaml.Unmarshal(b, &c.doc); err != nil {
		t.Fatal(err)
	}
	return c
}

// resolve follows a $ref within the document.
func (c *contract) resolve(v any) map[string]any {
	m, _ := v.(map[string]any)
	for range 10 {
		ref, ok := m["$ref"].(string)
		if !ok {
			return m
		}
		var at any = c.doc
		for _, p := range strings.Split(strings.TrimPrefix(ref, "#/"), "/") {
			at = dig(at, p)
		}
		m, _ = at.(map[string]any)
	}
	return m
}

// check holds a value to a schema, as much of JSON Schema as the document uses.
func (c *contract) check(schema any, v any, at string) []string {
	s := c.resolve(schema)
	if s == nil {
		return []string{at + ": the schema cannot be resolved"}
	}
	var errs []string
	fail := func(f string, a ...any) { errs = append(errs, at+": "+fmt.Sprintf(f, a...)) }
	if k, ok := s["const"]; ok && fmt.Sprint(k) != fmt.Sprint(v) {
		fail("%v is not %v", v, k)
	}
	if e, ok := s["enum"].([]any); ok && !slices.ContainsFunc(e, func(x any) bool { return fmt.Sprint(x) == fmt.Sprint(v) }) {
		fail("%v is none of %v", v, e)
	}
	if all, ok := s["allOf"].([]any); ok {
		for _, x := range all {
			errs = append(errs, c.check(x, v, at)...)
		}
	}
	if one, ok := s["oneOf"].([]any); ok {
		if !slices.ContainsFunc(one, func(x any) bool { return len(c.check(x, v, at)) == 0 }) {
			fail("%v is none of its forms", v)
		}
	}
	var types []string
	switch x := s["type"].(type) {
	case string:
		types = []string{x}
	case []any:
		for _, y := range x {
			types = append(types, fmt.Sprint(y))
		}
	}
	if len(types) > 0 && !slices.ContainsFunc(types, func(typ string) bool { return isType(typ, v) }) {
		fail("%T is not %v", v, types)
		return errs
	}
	if n, ok := v.(float64); ok {
		if lo, ok := number(s["minimum"]); ok && n < lo {
			fail("%v is below %v", n, lo)
		}
		if hi, ok := number(s["maximum"]); ok && n > hi {
			fail("%v is above %v", n, hi)
		}
	}
	if m, ok := v.(map[string]any); ok {
		if req, ok := s["required"].([]any); ok {
			for _, k := range req {
				if _, there := m[fmt.Sprint(k)]; !there {
					fail("%v is missing", k)
				}
			}
		}
		props, _ := s["properties"].(map[string]any)
		for k, x := range m {
			if p, ok := props[k]; ok {
				errs = append(errs, c.check(p, x, at+"."+k)...)
			} else if more, ok := s["additionalProperties"].(map[string]any); ok {
				errs = append(errs, c.check(more, x, at+"."+k)...)
			}
		}
	}
	if l, ok := v.([]any); ok && s["items"] != nil {
		for i, x := range l {
			errs = append(errs, c.check(s["items"], x, fmt.Sprintf("%s[%d]", at, i))...)
		}
	}
	return errs
}

func number(v any) (float64, bool) {
	switch x := v.(type) {
	case int:
		return float64(x), true
	case float64:
		return x, true
	}
	return 0, false
}

func isType(typ string, v any) bool {
	switch x := v.(type) {
	case nil:
		return typ == "null"
	case string:
		return typ == "string"
	case bool:
		return typ == "boolean"
	case float64:
		return typ == "number" || typ == "integer" && x == float64(int64(x))
	case []any:
		return typ == "array"
	case map[string]any:
		return typ == "object"
	}
	return false
}

// Every operation of the contract is asked for real, at least once well and
// where it can fail once badly, and what comes back is what the contract says.
func TestContract(t *testing.T) {
	c := readContract(t)
	ts := serve(t, server.Config{Manifest: manifest(t), UpdateToken: "secret"})
	good := query("Company", `{"name":["Korea Mining Development Trading Corporation"]}`)
	form := "Content-Type: application/x-www-form-urlencoded"
	_, measures := call(t, "GET", ts.URL+"/v1/measures", "")
	someMeasure := fmt.Sprint(dig(measures, "measures", 0, "id"))
	requests := []struct {
		op, path, body, header string
		status                 int
	}{
		{"whoGet", "/v1/who?name=KOMID", "", "", 200},
		{"whoGet", "/v1/who", "", "", 400},
		{"who", "/v1/who", `{"name":"Korea Mining Development Trading Corporation"}`, "", 200},
		{"who", "/v1/who", `[]`, "", 400},
		{"what", "/v1/what", `{"class":"coal","from":"KP","to":"CN","on":"2018-03-01","parties":[{"role":"seller","name":"KOMID"}]}`, "", 200},
		{"what", "/v1/what", `{"class":"banana"}`, "", 0},
		{"where", "/v1/where", "North Korea sold coal to China in March 2018.", "Content-Type: text/plain", 200},
		{"where", "/v1/where", "", "", 400},
		{"batch", "/v1/batch", `{"who":{"name":"KOMID"}}`, "", 200},
		{"lists", "/v1/lists", "", "", 200},
		{"measures", "/v1/measures?q=coal", "", "", 200},
		{"measure", "/v1/measures/" + someMeasure, "", "", 200},
		{"measure", "/v1/measures/banana", "", "", 404},
		{"listedEntity", "/v1/entities/NK-komid", "", "", 200},
		{"listedEntity", "/v1/entities/banana", "", "", 404},
		{"match", "/match/both", good, "", 200},
		{"match", "/match/banana", good, "", 404},
		{"match", "/match/both", `{"queries":{}}`, "", 400},
		{"match", "/match/both?limit=x", good, "", 422},
		{"matchOne", "/v2/match", `{"schema":"Company","properties":{"name":["KOMID"]}}`, "", 200},
		{"matchOne", "/v2/match", `{}`, "", 422},
		{"matchOneIn", "/v2/match/both", `{"schema":"Company","properties":{"name":["KOMID"]}}`, "", 200},
		{"matchOneIn", "/v2/match/banana", `{"schema":"Company","properties":{"name":["KOMID"]}}`, "", 404},
		{"search", "/search/both?q=trading", "", "", 200},
		{"search", "/search/both?q=(", "", "", 400},
		{"search", "/search/banana", "", "", 404},
		{"search", "/search/both?limit=501", "", "", 422},
		{"entity", "/entities/NK-komid", "", "", 200},
		{"entity", "/entities/un-komid", "", "", 308},
		{"entity", "/entities/banana", "", "", 404},
		{"adjacent", "/entities/NK-komid/adjacent", "", "", 200},
		{"adjacentProperty", "/entities/NK-komid/adjacent/sanctions", "", "", 200},
		{"adjacentProperty", "/entities/NK-komid/adjacent/banana", "", "", 404},
		{"reconcileManifest", "/reconcile/both", "", "", 200},
		{"reconcile", "/reconcile/both", url.Values{"queries": {`{"q0":{"query":"KOMID"}}`}}.Encode(), form, 200},
		{"reconcile", "/reconcile/both", "queries=x", form, 400},
		{"suggestEntity", "/reconcile/both/suggest/entity?prefix=ko", "", "", 200},
		{"suggestProperty", "/reconcile/both/suggest/property?prefix=na", "", "", 200},
		{"suggestType", "/reconcile/both/suggest/type?prefix=p", "", "", 200},
		{"extendProperty", "/reconcile/both/extend/property?type=Person", "", "", 200},
		{"catalog", "/catalog", "", "", 200},
		{"manifest", "/manifest", "", "", 200},
		{"algorithms", "/algorithms", "", "", 200},
		{"updatez", "/updatez", "", "", 403},
		{"updatez", "/updatez?token=secret&sync=1", "", "", 200},
		{"healthz", "/healthz", "", "", 200},
		{"readyz", "/readyz", "", "", 200},
		{"version", "/version", "", "", 200},
		{"openapiJSON", "/openapi.json", "", "", 200},
		{"openapiYAML", "/openapi.yaml", "", "", 200},
		{"metrics", "/metrics", "", "", 200},
	}
	asked := map[string]bool{}
	for p, methods := range c.doc["paths"].(map[string]any) {
		for method, op := range methods.(map[string]any) {
			id := fmt.Sprint(dig(op, "operationId"))
			pattern := regexp.MustCompile("^" + regexp.MustCompile(`\\\{[a-z]+\\\}`).ReplaceAllString(regexp.QuoteMeta(p), `[^/]+`) + "$")
			for _, r := range requests {
				if r.op != id {
					continue
				}
				path, _, _ := strings.Cut(r.path, "?")
				if !pattern.MatchString(path) {
					t.Errorf("%s is not at %s", id, r.path)
				}
				asked[id] = true
				k, v, _ := strings.Cut(r.header, ": ")
				res, out := call(t, strings.ToUpper(method), ts.URL+r.path, r.body, k, v)
				if r.status != 0 && res.StatusCode != r.status {
					t.Errorf("%s %s: %d, want %d: %.300v", id, r.path, res.StatusCode, r.status, out)
				}
				c.answer(t, id+" "+r.path, op, res, out)
			}
			if !asked[id] {
				t.Errorf("%s %s (%s) is not asked for", method, p, id)
			}
		}
	}
	// And the other way about: what is asked for is in the contract.
	for _, r := range requests {
		if !asked[r.op] {
			t.Errorf("%s is not in the contract", r.op)
		}
	}
}

// answer holds one answer to its operation: the status is one of those named,
// the type is, and the content is of the schema.
func (c *contract) answer(t *testing.T, name string, op any, res *http.Response, out map[string]any) {
	t.Helper()
	answers := dig(op, "responses").(map[string]any)
	spec, ok := answers[fmt.Sprint(res.StatusCode)]
	if !ok {
		t.Errorf("%s: status %d is not in the contract", name, res.StatusCode)
		return
	}
	content, _ := c.resolve(spec)["content"].(map[string]any)
	if content == nil {
		return
	}
	typ, _, _ := strings.Cut(res.Header.Get("Content-Type"), ";")
	media, ok := content[typ].(map[string]any)
	if !ok {
		t.Errorf("%s: %d comes as %q, which is not in the contract", name, res.StatusCode, typ)
		return
	}
	if text, raw := out["text"]; raw {
		if !strings.Contains(typ, "json") || strings.Contains(typ, "ndjson") {
			return
		}
		t.Errorf("%s: not a JSON object: %.100v", name, text)
	}
	for _, e := range c.check(media["schema"], any(out), "answer") {
		t.Errorf("%s: %s", name, e)
	}
	if _, err := json.Marshal(out); err != nil {
		t.Error(err)
	}
}
