package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"khasan"
	"khasan/server"
)

// starterEngine is one engine over the starter data for all tests.
var starterEngine = sync.OnceValues(func() (*khasan.Engine, error) { return khasan.Open("", nil) })

func serve(t testing.TB, cfg server.Config) *httptest.Server {
	t.Helper()
	var eng *khasan.Engine
	if cfg.Manifest == nil {
		var err error
		if eng, err = starterEngine(); err != nil {
			t.Fatal(err)
		}
	}
	s, err := server.New(eng, cfg)
	if err != nil {
		t.Fatal(err)
	}
	ts := httptest.NewServer(s.Handler())
	t.Cleanup(ts.Close)
	return ts
}

// manifest writes a manifest with two data sets, a collection of both and one
// of the second only.
func manifest(t testing.TB) *server.Manifest {
	t.Helper()
	dir := t.TempDir()
	data, err := os.ReadFile("testdata/vessels.ftm.json")
	if err != nil {
		t.Fatal(err)
	}
	var first, second []byte
	for line := range bytes.Lines(data) {
		if bytes.Contains(line, []byte(`"datasets":["first"]`)) {
			first = append(first, line...)
		} else {
			second = append(second, line...)
		}
	}
	for name, b := range map[string][]byte{"first.json": first, "second.json": second, "manifest.yml": []byte(`
datasets:
  - {name: first, title: First list, path: ./first.json, version: "20240527134702-zbn"}
  - {name: second, title: Second list, path: ./second.json, version: "20240527134702-zbn"}
  - {name: both, title: Both lists, children: [first, second]}
  - {name: later, title: The second alone, datasets: [second]}
`)} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return &server.Manifest{Path: filepath.Join(dir, "manifest.yml"), Dir: dir}
}

// call asks and decodes the JSON answer.
func call(t testing.TB, method, url, body string, header ...string) (*http.Response, map[string]any) {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] != "" {
			req.Header.Set(header[i], header[i+1])
		}
	}
	c := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	json.Unmarshal(b, &out)
	if out == nil && len(b) > 0 {
		out = map[string]any{"text": string(b)}
	}
	return res, out
}

// dig walks into an answer: keys of objects, indexes of lists.
func dig(v any, path ...any) any {
	for _, p := range path {
		switch k := p.(type) {
		case string:
			m, ok := v.(map[string]any)
			if !ok {
				return nil
			}
			v = m[k]
		case int:
			l, ok := v.([]any)
			if !ok || k >= len(l) {
				return nil
			}
			v = l[k]
		}
	}
	return v
}

func query(schema, props string) string {
	return fmt.Sprintf(`{"queries":{"q":{"schema":%q,"properties":%s}}}`, schema, props)
}

func TestMatch(t *testing.T) {
	ts := serve(t, server.Config{Manifest: manifest(t)})
	res, out := call(t, "POST", ts.URL+"/match/both", query("Company", `{"name":"Korea Mining Development Trading","country":["kp"]}`))
	if res.StatusCode != 200 || res.Header.Get("x-batch-size") != "1" {
		t.Fatalf("status %d, batch size %q", res.StatusCode, res.Header.Get("x-batch-size"))
	}
	r := dig(out, "responses", "q")
	if dig(r, "status") != 200.0 || dig(out, "limit") != 5.0 || dig(r, "total", "relation") != "eq" || dig(r, "total", "value") != 1.0 {
		t.Errorf("frame of the answer: %v", out)
	}
	hit := dig(r, "results", 0)
	for k, want := range map[string]any{"id": "NK-komid", "schema": "Company", "match": true, "target": true, "first_seen": "2023-04-20T10:32:33", "last_change": "2024-01-02T03:04:05"} {
		if got := dig(hit, k); got != want {
			t.Errorf("%s = %v, want %v", k, got, want)
		}
	}
	if s, _ := dig(hit, "score").(float64); s < .7 || s > 1 {
		t.Errorf("score %v", s)
	}
	for _, k := range []string{"detail", "score", "query", "candidate"} {
		if dig(hit, "explanations", "name_match", k) == nil {
			t.Errorf("explanation without %s", k)
		}
	}
	if id, there := dig(r, "query").(map[string]any)["id"]; !there || id != nil {
		t.Errorf("an id that was not given is echoed as %v", id)
	}
	if dig(r, "query", "properties", "name") != "Korea Mining Development Trading" {
		t.Errorf("query echoed as %v", dig(r, "query"))
	}

	ids := func(path, body string) string {
		res, out := call(t, "POST", ts.URL+path, body)
		if res.StatusCode != 200 {
			return fmt.Sprint(res.StatusCode, " ", out["detail"])
		}
		var got []string
		rs, _ := dig(out, "responses", "q", "results").([]any)
		for _, h := range rs {
			got = append(got, fmt.Sprint(dig(h, "id")))
		}
		return strings.Join(got, " ")
	}
	komid := query("Organization", `{"name":["Korea Mining Development Trading Corporation"]}`)
	for _, c := range []struct{ name, path, body, want string }{
		{"alias", "/match/both", query("Company", `{"name":"Changgwang Sinyong Corporation"}`), "NK-komid"},
		{"parent schema", "/match/both", komid, "NK-komid"},
		{"other kind", "/match/both", query("Person", `{"name":"Korea Mining Development Trading Corporation"}`), ""},
		{"other scope", "/match/second", komid, ""},
		{"collection by its old word", "/match/later", query("Vessel", `{"name":"Chong Chon Gang"}`), "NK-chongchongang"},
		{"default is everything", "/match/default", komid, "NK-komid"},
		{"include", "/match/both?include_dataset=second", komid, ""},
		{"exclude", "/match/both?exclude_dataset=first", komid, ""},
		{"exclude schema", "/match/both?exclude_schema=Company", komid, ""},
		{"exclude id", "/match/both?exclude_entity_ids=NK-komid", komid, ""},
		{"exclude referent", "/match/both?exclude_entity_ids=ofac-komid", komid, ""},
		{"topics or", "/match/both?topics=role.pep&topics=sanction", komid, "NK-komid"},
		{"topics none", "/match/both?topics=role.pep", komid, ""},
		{"changed", "/match/both?changed_since=2024-01-01", komid, "NK-komid"},
		{"not changed", "/match/both?changed_since=2024-01-03", komid, ""},
		{"limit", "/match/both?limit=0", komid, ""},
		{"number as a number", "/match/both", query("Vessel", `{"imoNumber":7937317}`), "NK-chongchongang"},
		{"unknown property", "/match/both", query("Vessel", `{"name":"Chong Chon Gang","banana":"x"}`), "NK-chongchongang"},
		{"fuzzy is accepted", "/match/both?fuzzy=false", komid, "NK-komid"},
		{"algorithm in any case", "/match/both?algorithm=LOGIC-V1", komid, "NK-komid"},
		{"excluded in the body", "/match/both", `{"params":{"exclude_entity_ids":["NK-komid"]},"queries":{"q":{"schema":"Company","properties":{"name":"KOMID"}}}}`, ""},
		{"excluded for one query", "/match/both", `{"queries":{"q":{"schema":"Company","properties":{"name":"Korea Mining Development Trading Corporation"},"params":{"exclude_datasets":["first"]}}}}`, ""},
		{"filters hold", "/match/both", `{"queries":{"q":{"schema":"Company","properties":{"name":"Korea Mining Development Trading Corporation"},"filters":{"countries":[["kp","ru"]],"topics":[["sanction"]]}}}}`, "NK-komid"},
		{"filters do not hold", "/match/both", `{"queries":{"q":{"schema":"Company","properties":{"name":"Korea Mining Development Trading Corporation"},"filters":{"countries":[["kp"],["ru"]]}}}}`, ""},
		{"nothing to look for", "/match/both", query("Company", `{}`), ""},
		{"weight of nothing", "/match/both", `{"weights":{"name_match":0.0},"queries":{"q":{"schema":"Company","properties":{"name":"KOMID"}}}}`, ""},
		{"known setting", "/match/both", `{"config":{"nm_number_mismatch":0.4},` + komid[1:], "NK-komid"},

		{"no such set", "/match/nope", komid, "404 No such dataset."},
		{"no such algorithm", "/match/both?algorithm=x", komid, "400 Invalid algorithm: x"},
		{"no such schema", "/match/both", query("Banana", `{}`), "400 Cannot parse example entity: no such schema: Banana"},
		{"no such setting", "/match/both", `{"config":{"k":1},` + komid[1:], "400 Invalid configuration parameter: k for algorithm logic-v2"},
		{"no queries", "/match/both", `{"queries":{}}`, "400 No queries provided."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := ids(c.path, c.body); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}

	t.Run("batch bound", func(t *testing.T) {
		var qs []string
		for i := range 101 {
			qs = append(qs, fmt.Sprintf(`"q%d":{"schema":"Person","properties":{"name":"x"}}`, i))
		}
		if got := ids("/match/both", `{"queries":{`+strings.Join(qs, ",")+`}}`); got != "400 Too many queries in one batch (limit: 100)" {
			t.Error(got)
		}
		res, _ := call(t, "POST", ts.URL+"/match/both", `{"queries":{`+strings.Join(qs[:100], ",")+`}}`)
		if res.StatusCode != 200 || res.Header.Get("x-batch-size") != "100" {
			t.Errorf("100 queries: %d, %s", res.StatusCode, res.Header.Get("x-batch-size"))
		}
	})

	t.Run("threshold and cutoff", func(t *testing.T) {
		near := query("Company", `{"name":"Korea Mining Trading"}`)
		_, out := call(t, "POST", ts.URL+"/match/both?threshold=0.99999&cutoff=0.2", near)
		for _, h := range dig(out, "responses", "q", "results").([]any) {
			if s := dig(h, "score").(float64); s <= .2 || dig(h, "match") != false {
				t.Errorf("score %v, match %v", s, dig(h, "match"))
			}
		}
		if n := dig(out, "responses", "q", "total", "value"); n != 0.0 {
			t.Errorf("total counts %v below the threshold", n)
		}
	})
}

// The faults of a request come in FastAPI's list form.
func TestInvalid(t *testing.T) {
	ts := serve(t, server.Config{Manifest: manifest(t)})
	ok := query("Company", `{"name":"x"}`)
	fifty := strings.Repeat("&exclude_entity_ids=x", 51)
	for _, c := range []struct{ method, path, body, typ, loc string }{
		{"POST", "/match/both?limit=abc", ok, "int_parsing", "[query limit]"},
		{"POST", "/match/both?limit=501", ok, "less_than_equal", "[query limit]"},
		{"POST", "/match/both?limit=-1", ok, "greater_than_equal", "[query limit]"},
		{"POST", "/match/both?threshold=high", ok, "float_parsing", "[query threshold]"},
		{"POST", "/match/both?changed_since=yesterday", ok, "string_pattern_mismatch", "[query changed_since]"},
		{"POST", "/match/both?x=1" + fifty, ok, "too_long", "[query exclude_entity_ids]"},
		{"POST", "/match/both", `{"queries":{"q":{"properties":{}}}}`, "missing", "[body queries q schema]"},
		{"POST", "/match/both", `{}`, "missing", "[body queries]"},
		{"POST", "/match/both", `{"queries":[]}`, "dict_type", "[body queries]"},
		{"POST", "/match/both", `{"queries":{"q":{"schema":"Person","properties":{"name":{"a":1}}}}}`, "list_type", "[body queries q properties name]"},
		{"POST", "/match/both", `{"weights":{"a":"b"},"queries":{}}`, "float_type", "[body weights a]"},
		{"POST", "/match/both", `{"queries":`, "json_invalid", "[body 11]"},
		{"POST", "/match/both", ``, "missing", "[body]"},
		{"GET", "/search/both?limit=501", "", "less_than_equal", "[query limit]"},
		{"GET", "/search/both?offset=9500", "", "less_than_equal", "[query offset]"},
		{"GET", "/search/both?filter_op=XOR", "", "literal_error", "[query filter_op]"},
		{"GET", "/search/both?facets=banana", "", "enum", "[query facets]"},
		{"GET", "/search/both?simple=perhaps", "", "bool_parsing", "[query simple]"},
		{"GET", "/entities/NK-komid?nested=perhaps", "", "bool_parsing", "[query nested]"},
		{"GET", "/entities/NK-komid/adjacent?limit=501", "", "less_than_equal", "[query limit]"},
		{"POST", "/updatez?sync=perhaps", "", "bool_parsing", "[query sync]"},
	} {
		res, out := call(t, c.method, ts.URL+c.path, c.body)
		if res.StatusCode != 422 {
			t.Errorf("%s %s: %d, want 422", c.method, c.path[:min(len(c.path), 60)], res.StatusCode)
			continue
		}
		if typ, loc := dig(out, "detail", 0, "type"), fmt.Sprint(dig(out, "detail", 0, "loc")); typ != c.typ || loc != c.loc {
			t.Errorf("%s: %v at %v, want %s at %s", c.path[:min(len(c.path), 60)], typ, loc, c.typ, c.loc)
		}
	}
}

func TestSearch(t *testing.T) {
	ts := serve(t, server.Config{Manifest: manifest(t)})
	find := func(rawQuery string) (string, map[string]any) {
		res, out := call(t, "GET", ts.URL+"/search/both?"+rawQuery, "")
		if res.StatusCode != 200 {
			return fmt.Sprint(res.StatusCode, " ", out["detail"]), out
		}
		var got []string
		for _, h := range out["results"].([]any) {
			got = append(got, fmt.Sprint(dig(h, "id")))
		}
		return strings.Join(got, " "), out
	}
	for _, c := range []struct{ q, more, want string }{
		{"mining", "", "NK-komid"},
		{"mining trading", "", "NK-komid"},
		{"mining bank", "", ""},
		{"mining OR bank", "&sort=caption", "NK-komid NK-tanchon"},
		{"changgwang NOT bank", "", "NK-komid"},
		{"changgwang -bank", "", "NK-komid"},
		{`"development trading"`, "", "NK-komid"},
		{`"trading development"`, "", ""},
		{"minin*", "", "NK-komid"},
		{"minning~1", "", "NK-komid"},
		{"MINING", "", "NK-komid"},
		{"name:tanchon", "", "NK-tanchon"},
		{"topics:fin.bank", "", "NK-tanchon"},
		{"properties.imoNumber:7937317", "", "NK-chongchongang"},
		{"properties.buildDate:[1970 TO 1980]", "", "NK-chongchongang"},
		{"(mining OR bank) AND changgwang", "&sort=caption", "NK-komid NK-tanchon"},
		{"", "&schema=Vessel", "NK-chongchongang"},
		{"", "&schema=Company&sort=last_change:desc", "NK-ommc NK-komid NK-tanchon"},
		{"", "&schema=Company&sort=last_change:asc&limit=1&offset=1", "NK-komid"},
		{"", "&filter=properties.buildDate:1977", "NK-chongchongang"},
		{"", "&topics=fin.bank&topics=sanction&filter_op=AND", "NK-tanchon"},
		{"", "&datasets=second&schema=Company", "NK-ommc"},
		{"", "&exclude_dataset=first&schema=Company", "NK-ommc"},
		{"", "&changed_since=2024-05-01T12:00:00", "NK-chongchongang"},
		{"", "&target=false", "addr-1"},
		{"mining (", "", "400 Invalid query: the search text cannot be read: a parenthesis is not closed"},
		{"mining (", "&simple=true", "NK-komid"},
		{"AND", "", "400 Invalid query: the search text cannot be read: nothing before AND"},
		{"", "&schema=Banana", "400 Invalid schema"},
	} {
		if got, _ := find("q=" + url.QueryEscape(c.q) + c.more); got != c.want {
			t.Errorf("q=%s%s: %q, want %q", c.q, c.more, got, c.want)
		}
	}
	_, out := find("schema=Company&facets=datasets&facets=schema&facets=countries&facets=topics")
	for _, c := range []struct {
		path []any
		want any
	}{
		{[]any{"facets", "datasets", "label"}, "Data sources"},
		{[]any{"facets", "datasets", "values", 0, "label"}, "First list"},
		{[]any{"facets", "datasets", "values", 0, "count"}, 2.0},
		{[]any{"facets", "schema", "label"}, "Entity types"},
		{[]any{"facets", "schema", "values", 0, "label"}, "Companies"},
		{[]any{"facets", "countries", "values", 0, "label"}, "North Korea"},
		{[]any{"facets", "topics", "values", 0, "label"}, "Sanctioned entity"},
		{[]any{"total", "value"}, 3.0},
		{[]any{"limit"}, 10.0},
		{[]any{"offset"}, 0.0},
	} {
		if got := dig(out, c.path...); got != c.want {
			t.Errorf("%v = %v, want %v", c.path, got, c.want)
		}
	}
	if _, out := find("q=mining"); len(out["facets"].(map[string]any)) != 3 {
		t.Errorf("unasked facets: %v", out["facets"])
	}
}

func TestEntities(t *testing.T) {
	ts := serve(t, server.Config{Manifest: manifest(t)})
	_, out := call(t, "GET", ts.URL+"/entities/NK-komid", "")
	if dig(out, "properties", "ownershipOwner", 0, "properties", "asset", 0, "id") != "NK-tanchon" {
		t.Errorf("an edge does not bring along what it leads to: %v", dig(out, "properties", "ownershipOwner"))
	}
	if dig(out, "properties", "ownershipOwner", 0, "properties", "owner", 0) != "NK-komid" {
		t.Errorf("the way back is no id: %v", dig(out, "properties", "ownershipOwner", 0, "properties", "owner"))
	}
	if dig(out, "properties", "sanctions", 0, "id") != "sanc-1" {
		t.Error("no sanction inlined")
	}
	_, flat := call(t, "GET", ts.URL+"/entities/NK-komid?nested=false", "")
	if dig(flat, "properties", "sanctions") != nil || dig(flat, "properties", "name", 0) == nil {
		t.Errorf("nested=false inlines: %v", flat)
	}
	_, ommc := call(t, "GET", ts.URL+"/entities/NK-ommc", "")
	if dig(ommc, "properties", "addressEntity", 0, "properties", "full", 0) != "Central District, Pyongyang" {
		t.Errorf("address is not inlined: %v", ommc)
	}
	if dig(ommc, "last_seen") != "2024-06-01T10:57:03" || dig(ommc, "first_seen") != "2023-04-20T10:32:33" {
		t.Errorf("times with zone or fraction: %v %v", dig(ommc, "first_seen"), dig(ommc, "last_seen"))
	}
	res, _ := call(t, "GET", ts.URL+"/entities/ofac-komid", "")
	if res.StatusCode != 308 || res.Header.Get("Location") != "/entities/NK-komid" {
		t.Errorf("a referent: %d to %q", res.StatusCode, res.Header.Get("Location"))
	}
	if res, out := call(t, "GET", ts.URL+"/entities/banana", ""); res.StatusCode != 404 || out["detail"] != "No such entity!" {
		t.Errorf("unknown id: %d %v", res.StatusCode, out)
	}
	_, adj := call(t, "GET", ts.URL+"/entities/NK-komid/adjacent", "")
	if dig(adj, "entity", "id") != "NK-komid" || dig(adj, "adjacent", "sanctions", "total", "value") != 1.0 || dig(adj, "adjacent", "ownershipOwner", "results", 0, "id") != "own-1" {
		t.Errorf("adjacent: %v", adj)
	}
	if _, p := call(t, "GET", ts.URL+"/entities/NK-tanchon/adjacent/ownershipAsset", ""); dig(p, "results", 0, "properties", "owner", 0, "id") != "NK-komid" {
		t.Errorf("adjacent by property: %v", p)
	}
	if _, p := call(t, "GET", ts.URL+"/entities/NK-tanchon/adjacent/sanctions", ""); dig(p, "total", "value") != 0.0 {
		t.Errorf("a property without values: %v", p)
	}
	for _, prop := range []string{"banana", "name"} {
		if res, out := call(t, "GET", ts.URL+"/entities/NK-komid/adjacent/"+prop, ""); res.StatusCode != 404 || out["detail"] != "No such property!" {
			t.Errorf("adjacent by %s: %d %v", prop, res.StatusCode, out)
		}
	}
}

func TestReconcile(t *testing.T) {
	ts := serve(t, server.Config{Manifest: manifest(t)})
	_, man := call(t, "GET", ts.URL+"/reconcile/both?api_key=k", "")
	if dig(man, "versions", 0) != "0.2" || dig(man, "batchSize") != 3.0 || dig(man, "preview", "width") != 430.0 || dig(man, "preview", "height") != 600.0 {
		t.Errorf("manifest: %v", man)
	}
	if p := fmt.Sprint(dig(man, "suggest", "entity", "service_path")); p != "/suggest/entity?api_key=k" {
		t.Errorf("the key is not passed on: %s", p)
	}
	form := func(k, v string) (*http.Response, map[string]any) {
		return call(t, "POST", ts.URL+"/reconcile/both", url.Values{k: {v}}.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	}
	_, out := form("queries", `{"q0":{"query":"Tanchon Commercial Bank","type":["Company"],"limit":5,"properties":[{"pid":"LegalEntity:jurisdiction","v":"kp"}]}}`)
	if h := dig(out, "q0", "result", 0); dig(h, "id") != "NK-tanchon" || dig(h, "match") != true || dig(h, "type", 0, "id") != "Company" || dig(h, "description") == "" {
		t.Errorf("reconciled: %v", out)
	}
	_, out = form("extend", `{"ids":["NK-komid"],"properties":[{"id":"country","settings":{"limit":1,"render":"raw"}},{"id":"topics"},{"id":"sanctions"}]}`)
	if dig(out, "meta", 0, "name") != "Country" || dig(out, "rows", "NK-komid", "country", 0, "str") != "kp" || dig(out, "rows", "NK-komid", "topics", 0, "str") != "Sanctioned entity" || dig(out, "rows", "NK-komid", "sanctions", 0, "str") != "1718" {
		t.Errorf("extended: %v", out)
	}
	if res, out := form("extend", `{"ids":["ofac-komid"],"properties":[]}`); res.StatusCode != 400 || out["detail"] != "Please specify the canonical entity ID, not a referent" {
		t.Errorf("extending a referent: %d %v", res.StatusCode, out)
	}
	for path, want := range map[string]string{"entity?prefix=tanch": "NK-tanchon", "property?prefix=nationality": "Person:nationality", "type?prefix=Comp": "Company"} {
		_, out := call(t, "GET", ts.URL+"/reconcile/both/suggest/"+path, "")
		if out["code"] != "/api/status/ok" || out["status"] != "200 OK" || dig(out, "result", 0, "id") != want {
			t.Errorf("suggest/%s: %v", path, out)
		}
	}
	if _, out := call(t, "GET", ts.URL+"/reconcile/both/extend/property?type=Person&limit=2", ""); len(out["properties"].([]any)) != 2 {
		t.Errorf("proposed: %v", out)
	}
	if res, _ := call(t, "GET", ts.URL+"/reconcile/banana", ""); res.StatusCode != 404 {
		t.Errorf("unknown set: %d", res.StatusCode)
	}
}

func TestCatalog(t *testing.T) {
	m := manifest(t)
	ts := serve(t, server.Config{Manifest: m, UpdateToken: "secret"})
	res, out := call(t, "GET", ts.URL+"/catalog", "")
	etag := res.Header.Get("ETag")
	if etag == "" || res.Header.Get("Cache-Control") != "public,max-age=300" {
		t.Errorf("headers: %v", res.Header)
	}
	if fmt.Sprint(out["current"], out["outdated"], out["index_stale"]) != "[first second] [] false" {
		t.Errorf("current %v, outdated %v, stale %v", out["current"], out["outdated"], out["index_stale"])
	}
	if dig(out, "datasets", 0, "version") != "20240527134702-zbn" || dig(out, "datasets", 0, "index_current") != true || dig(out, "datasets", 2, "load") != false {
		t.Errorf("data sets: %v", out["datasets"])
	}
	if res, _ := call(t, "GET", ts.URL+"/manifest", "", "If-None-Match", etag); res.StatusCode != 304 {
		t.Errorf("not modified: %d", res.StatusCode)
	}
	_, alg := call(t, "GET", ts.URL+"/algorithms", "")
	if alg["best"] != "logic-v2" || dig(alg, "algorithms", 0, "docs", "config", "nm_number_mismatch", "default") != .3 {
		t.Errorf("algorithms: %v", alg)
	}
	if res, out := call(t, "POST", ts.URL+"/updatez?token=wrong", ""); res.StatusCode != 403 || out["detail"] == nil {
		t.Errorf("a wrong token: %d", res.StatusCode)
	}
	// New data under a new version is in force once /updatez has answered.
	dir := filepath.Dir(m.Path)
	b, err := os.ReadFile(filepath.Join(dir, "first.json"))
	if err != nil {
		t.Fatal(err)
	}
	b = append(b, []byte(`{"id":"NK-haegumgang","schema":"Company","properties":{"name":["Haegumgang Trading Corporation"],"topics":["sanction"]},"datasets":["first"],"target":true}`)...)
	man, err := os.ReadFile(m.Path)
	if err != nil {
		t.Fatal(err)
	}
	os.WriteFile(filepath.Join(dir, "first.json"), b, 0o644)
	os.WriteFile(m.Path, bytes.Replace(man, []byte("20240527134702-zbn"), []byte("20240601000000-abc"), 1), 0o644)
	if res, out := call(t, "POST", ts.URL+"/updatez?token=secret&sync=true", ""); res.StatusCode != 200 || out["status"] != "ok" {
		t.Fatalf("update: %d %v", res.StatusCode, out)
	}
	if _, out := call(t, "POST", ts.URL+"/match/first", query("Company", `{"name":"Haegumgang Trading Corporation"}`)); dig(out, "responses", "q", "results", 0, "id") != "NK-haegumgang" {
		t.Errorf("new data is not in force: %v", out)
	}
	// A broken file leaves the last good data in force.
	os.WriteFile(filepath.Join(dir, "first.json"), []byte("<html>503</html>"), 0o644)
	os.WriteFile(m.Path, bytes.Replace(man, []byte("20240527134702-zbn"), []byte("20240701000000-abc"), 1), 0o644)
	if res, _ := call(t, "POST", ts.URL+"/updatez?token=secret&sync=true", ""); res.StatusCode != 500 {
		t.Errorf("a broken file: %d", res.StatusCode)
	}
	if _, out := call(t, "POST", ts.URL+"/match/first", query("Company", `{"name":"Haegumgang Trading Corporation"}`)); dig(out, "responses", "q", "results", 0, "id") != "NK-haegumgang" {
		t.Errorf("the last good data is gone: %v", out)
	}
}

// Changes are applied in order; a chain that begins too late means the whole
// set anew.
func TestDeltas(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	man := func(version string) string {
		return fmt.Sprintf("datasets:\n  - {name: d, title: D, path: ./d.json, delta_url: ./delta.json, version: %q}\n", version)
	}
	line := func(id, name string) string {
		return fmt.Sprintf(`{"id":%q,"schema":"Company","properties":{"name":[%q]},"datasets":["d"],"referents":[]}`, id, name)
	}
	write("manifest.yml", man("20240101000000-aaa"))
	write("d.json", line("a", "Hesong Trading Corporation")+"\n"+line("b", "Korea Tangun Trading Corporation")+"\n")
	m := &server.Manifest{Path: filepath.Join(dir, "manifest.yml"), Dir: dir, Deltas: true}
	ts := serve(t, server.Config{Manifest: m, UpdateToken: "s"})

	write("delta.json", `{"versions":{"20240101000000-aaa":"./1.json","20240102000000-bbb":"./2.json","20240103000000-ccc":"./3.json"}}`)
	write("1.json", "not to be read")
	write("2.json", `{"op":"DEL","entity":{"id":"a"}}`+"\n"+`{"op":"ADD","entity":`+line("c", "Green Pine Associated Corporation")+"}\n")
	write("3.json", `{"op":"MOD","entity":`+line("c", "Paeksan Associated Corporation")+"}\n")
	write("d.json", "not to be read either")
	write("manifest.yml", man("20240103000000-ccc"))
	if res, out := call(t, "POST", ts.URL+"/updatez?token=s&sync=true", ""); res.StatusCode != 200 {
		t.Fatal(out)
	}
	_, out := call(t, "GET", ts.URL+"/search/d?sort=caption", "")
	var got []string
	for _, h := range out["results"].([]any) {
		got = append(got, fmt.Sprint(dig(h, "caption")))
	}
	if want := "Korea Tangun Trading Corporation, Paeksan Associated Corporation"; strings.Join(got, ", ") != want {
		t.Errorf("after the changes: %s, want %s", strings.Join(got, ", "), want)
	}
}

func TestMatchOne(t *testing.T) {
	ts := serve(t, server.Config{Manifest: manifest(t)})
	res, out := call(t, "POST", ts.URL+"/v2/match/both", `{"schema":"Company","properties":{"name":["KOMID","Korea Mining Development Trading Corporation"]},"filters":{"datasets":["first"],"topics":["sanction"]}}`)
	if res.StatusCode != 200 || dig(out, "results", 0, "id") != "NK-komid" {
		t.Errorf("%d %v", res.StatusCode, out)
	}
	if _, out := call(t, "POST", ts.URL+"/v2/match/both", `{"schema":"Company","properties":{"name":["Korea Mining Development Trading Corporation"]},"filters":{"exclude_entities":["un-komid"]}}`); len(out["results"].([]any)) != 0 {
		t.Errorf("excluded by referent: %v", out)
	}
	if res, out := call(t, "POST", ts.URL+"/v2/match", `{"schema":"Company","properties":{"banana":["x"]}}`); res.StatusCode != 400 {
		t.Errorf("a property that is not one: %d %v", res.StatusCode, out)
	}
	if res, _ := call(t, "POST", ts.URL+"/v2/match", `{"properties":{}}`); res.StatusCode != 422 {
		t.Errorf("no schema: %d", res.StatusCode)
	}
}

func TestCommon(t *testing.T) {
	ts := serve(t, server.Config{Manifest: manifest(t)})
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/version": 200, "/openapi.json": 200, "/match/both": 405, "/banana": 404, "/catalog/": 307} {
		if res, _ := call(t, "GET", ts.URL+path, ""); res.StatusCode != want {
			t.Errorf("GET %s: %d, want %d", path, res.StatusCode, want)
		}
	}
	res, out := call(t, "GET", ts.URL+"/search/both?q="+strings.Repeat("x", 60_000), "")
	if res.StatusCode != 414 || out["detail"] == nil {
		t.Errorf("a long address: %d %v", res.StatusCode, out)
	}
	const tp = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	res, _ = call(t, "GET", ts.URL+"/healthz", "", "traceparent", tp, "tracestate", "a=b", "Origin", "https://example.org")
	if res.Header.Get("Traceparent") != tp || res.Header.Get("Tracestate") != "a=b" || res.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("headers: %v", res.Header)
	}
	res, _ = call(t, "OPTIONS", ts.URL+"/match/both", "", "Origin", "https://example.org", "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type")
	if res.StatusCode != 200 || res.Header.Get("Access-Control-Allow-Headers") != "content-type" {
		t.Errorf("preflight: %d %v", res.StatusCode, res.Header)
	}
	// The pages and the own API are for no other origin.
	res, _ = call(t, "GET", ts.URL+"/v1/lists", "", "Origin", "https://example.org")
	if res.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("the own API may be read from any origin")
	}
	// Asked for by hand: Go's client hides what it undoes itself.
	res, _ = call(t, "GET", ts.URL+"/catalog", "", "Accept-Encoding", "gzip")
	if res.Header.Get("Content-Encoding") != "gzip" {
		t.Error("an answer of 500 bytes is not packed")
	}
	res, _ = call(t, "GET", ts.URL+"/healthz", "", "Accept-Encoding", "gzip")
	if res.Header.Get("Content-Encoding") != "" {
		t.Error("a small answer is packed")
	}
	// The type of the body is not asked for.
	res, _ = call(t, "POST", ts.URL+"/match/both", query("Company", `{"name":"KOMID"}`), "Content-Type", "text/plain")
	if res.StatusCode != 200 {
		t.Errorf("a body of another type: %d", res.StatusCode)
	}
}
