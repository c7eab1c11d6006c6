package law_test

import (
	"testing"

	"khasan/law"
)

func book(t testing.TB) *law.Book {
	t.Helper()
	b, err := law.Default()
	if err != nil {
		t.Fatal(err)
	}
	return b
}
