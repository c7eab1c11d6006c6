package server_test

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"khasan/server"
)

// archive is a publisher: a catalog with a collection of two lists and one
// list outside of it, for whoever has the token.
func archive(t *testing.T, checksum func([]byte) string) *httptest.Server {
	t.Helper()
	entity := func(id, name, set string) string {
		return fmt.Sprintf(`{"id":%q,"schema":"Company","properties":{"name":[%q],"parent":["p-1"]},"datasets":[%q],"referents":["old-%s"]}`, id, name, set, id) + "\n"
	}
	files := map[string][]byte{
		"/all.json":  []byte(entity("a", "Hesong Trading Corporation", "first") + entity("b", "Korea Tangun Trading Corporation", "second")),
		"/else.json": []byte(entity("c", "Green Pine Associated Corporation", "elsewhere")),
	}
	ts := httptest.NewUnstartedServer(nil)
	ts.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Token secret" {
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		if r.URL.Path == "/catalog.json" {
			set := func(name, more, file string) string {
				s := fmt.Sprintf(`{"name":%q,"title":"The %s","version":"20240601000000-abc"%s`, name, name, more)
				if file != "" {
					s += fmt.Sprintf(`,"resources":[{"name":"entities.ftm.json","url":"%s%s","checksum":%q},{"name":"names.txt","url":"%s/names.txt"}]`, ts.URL, file, checksum(files[file]), ts.URL)
				}
				return s + "}"
			}
			fmt.Fprintf(w, `{"datasets":[%s,%s,%s,%s]}`, set("all", `,"children":["first","second"]`, "/all.json"), set("first", "", ""), set("second", "", ""), set("elsewhere", "", "/else.json"))
			return
		}
		b, ok := files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Write(b)
	})
	ts.Start()
	t.Cleanup(ts.Close)
	return ts
}

func sha1Of(b []byte) string {
	sum := sha1.Sum(b)
	return hex.EncodeToString(sum[:])
}

// catalogManifest is a manifest that takes a catalog.
func catalogManifest(t *testing.T, more string) *server.Manifest {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "manifest.yml")
	if err := os.WriteFile(path, []byte("catalogs:\n  - {"+more+"}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return &server.Manifest{Path: path, Dir: dir, Getenv: func(n string) string {
		if n == "DELIVERY" {
			return "secret"
		}
		return ""
	}}
}

// Of a catalog the scopes are served, with what is in them, and nothing else.
func TestManifestCatalog(t *testing.T) {
	pub := archive(t, sha1Of)
	ts := serve(t, server.Config{Manifest: catalogManifest(t, `url: "`+pub.URL+`/catalog.json", auth_token: "$DELIVERY", scopes: [all], resource_name: entities.ftm.json`)})
	_, cat := call(t, "GET", ts.URL+"/catalog", "")
	var names []string
	for _, d := range cat["datasets"].([]any) {
		names = append(names, fmt.Sprint(dig(d, "name")))
	}
	if strings.Join(names, " ") != "all first second" || fmt.Sprint(cat["current"]) != "[all]" {
		t.Errorf("data sets %v, current %v", names, cat["current"])
	}
	for _, c := range []struct{ set, name, want string }{
		{"all", "Hesong Trading Corporation", "a"}, {"first", "Hesong Trading Corporation", "a"}, {"second", "Hesong Trading Corporation", ""},
		{"second", "Korea Tangun Trading Corporation", "b"}, {"default", "Green Pine Associated Corporation", ""},
	} {
		if ids, _ := found(t, ts.URL, "/match/"+c.set, "Company", `{"name":"`+c.name+`"}`); strings.Join(ids, " ") != c.want {
			t.Errorf("%s in %s: %v, want %q", c.name, c.set, ids, c.want)
		}
	}
	if res, _ := call(t, "POST", ts.URL+"/match/elsewhere", query("Company", `{"name":"x"}`)); res.StatusCode != 404 {
		t.Errorf("a set outside the scopes: %d", res.StatusCode)
	}
}

// A data set with a namespace has its ids signed, those it points at as well.
func TestManifestNamespace(t *testing.T) {
	pub := archive(t, sha1Of)
	ts := serve(t, server.Config{Manifest: catalogManifest(t, `url: "`+pub.URL+`/catalog.json", auth_token: "$DELIVERY", scopes: [all], namespace: true`)})
	ids, _ := found(t, ts.URL, "/match/all", "Company", `{"name":"Hesong Trading Corporation"}`)
	if len(ids) != 1 || !strings.HasPrefix(ids[0], "a.") || len(ids[0]) != len("a.")+40 {
		t.Fatalf("ids: %v", ids)
	}
	_, e := call(t, "GET", ts.URL+"/entities/"+ids[0]+"?nested=false", "")
	if p := fmt.Sprint(dig(e, "properties", "parent", 0)); !strings.HasPrefix(p, "p-1.") {
		t.Errorf("what it points at: %s", p)
	}
	if r := fmt.Sprint(dig(e, "referents", 0)); !strings.HasPrefix(r, "old-a.") {
		t.Errorf("its former id: %s", r)
	}
}

// What is wrong with a manifest stops the start and says what.
func TestManifestRefused(t *testing.T) {
	pub, forged := archive(t, sha1Of), archive(t, func([]byte) string { return strings.Repeat("0", 40) })
	at := func(ts *httptest.Server) string { return `url: "` + ts.URL + `/catalog.json", auth_token: "$DELIVERY"` }
	for _, c := range []struct{ name, more, want string }{
		{"unknown scope", at(pub) + ", scopes: [all, sanctions]", `"sanctions"`},
		{"another file than described", at(forged) + ", scopes: [all]", "SHA-1"},
		{"no token", `url: "` + pub.URL + `/catalog.json", scopes: [all]`, "401"},
		{"no catalog", `url: "` + pub.URL + `/nothing.json", auth_token: "$DELIVERY", scopes: [all]`, "404"},
		{"twice the same", at(pub) + ", scopes: [all]}\n  - {" + at(pub) + ", scopes: [first]", `"first"`},
	} {
		_, err := server.New(nil, server.Config{Manifest: catalogManifest(t, c.more)})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error holds the token", c.name)
		}
	}
}
