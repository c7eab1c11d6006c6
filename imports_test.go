package khasan_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport is the house's table: data goes from left to right, and a package
// imports packages to its left only. Folders are named as below the root; "."
// is the root package. Test files are free.
var mayImport = map[string][]string{
	"entity":            {},
	"name":              {},
	"document":          {},
	"source":            {"entity"},
	"index":             {"entity", "name", "match"},
	"match":             {"entity", "name"},
	"law":               {"entity"},
	"starter":           {"entity", "source", "index"},
	"reading":           {"entity", "document", "name", "index", "law"},
	".":                 {"source", "entity", "name", "index", "match", "law", "document", "reading", "starter"},
	"proposer":          {"reading"},
	"report":            {".", "entity", "law", "reading", "document", "match"},
	"table":             {"entity"},
	"internal/pgserver": {},
	"store":             {".", "entity", "law", "match", "report"},
	"eval":              {".", "entity", "name", "index", "match", "law", "document", "reading"},
	"web":               {".", "entity", "law", "reading", "document", "match", "report", "store", "index", "source"},
	"server":            {".", "entity", "law", "reading", "document", "match", "report", "store", "web", "index"},
	"cmd/khasan":        nil, // everything
}

// TestImports reads the imports of every file and holds them to the table.
func TestImports(t *testing.T) {
	files := 0
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || p == "x") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		src, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, src, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		if isGenerator(string(src)) {
			return nil
		}
		files++
		dir := path.Clean(filepath.ToSlash(filepath.Dir(p)))
		allowed, ok := mayImport[dir]
		if !ok {
			t.Errorf("%s: folder %q is not in the table: a new folder is a new noun, add it to design and table", p, dir)
			return nil
		}
		if allowed == nil {
			return nil
		}
		for _, s := range f.Imports {
			imp, _ := strconv.Unquote(s.Path.Value)
			sub := "."
			if imp != "khasan" {
				var ok bool
				if sub, ok = strings.CutPrefix(imp, "khasan/"); !ok {
					continue
				}
			}
			if !slices.Contains(allowed, sub) {
				t.Errorf("%s imports %s, which is not to its left", p, imp)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files == 0 {
		t.Fatal("no file was checked")
	}
}

// isGenerator reports whether a file is a table generator left out of builds.
func isGenerator(src string) bool {
	head, _, _ := strings.Cut(src, "\npackage ")
	return strings.Contains(head, "//go:build ignore")
}
