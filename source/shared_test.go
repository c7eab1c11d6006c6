package source_test

import (
	"os"
	"path/filepath"
	"testing"

	"khasan/entity"
	"khasan/source"
)

// shared is the folder of published lists beside the project; tests that need
// it skip when it is not there.
const shared = "../../shared/data"

func sharedFile(t testing.TB, name string) string {
	t.Helper()
	p := filepath.Join(shared, filepath.FromSlash(name))
	if _, err := os.Stat(p); err != nil {
		t.Skipf("no %s beside the project", name)
	}
	return p
}

// readAll reads the only list in the paths.
func readAll(t testing.TB, paths ...string) (*source.List, []entity.Entity) {
	t.Helper()
	var lists []*source.List
	for l, err := range source.ReadFiles(paths) {
		if err != nil {
			t.Fatalf("%v", err)
		}
		lists = append(lists, l)
	}
	if len(lists) != 1 {
		t.Fatalf("%v: %d lists, want one", paths, len(lists))
	}
	var es []entity.Entity
	for e, err := range lists[0].Entities() {
		if err != nil {
			t.Fatalf("%v", err)
		}
		es = append(es, e)
	}
	return lists[0], es
}

func count(es []entity.Entity, schema string) int {
	n := 0
	for i := range es {
		if es[i].Schema == schema {
			n++
		}
	}
	return n
}
