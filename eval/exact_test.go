package eval_test

import (
	"os"
	"testing"

	"khasan/eval"
	"khasan/starter"
)

// TestExact compares the index with comparing everybody, without any bound, on
// the lists built in. KHASAN_FULL=1 asks ten times as much.
func TestExact(t *testing.T) {
	ix, err := starter.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	n := 160
	if os.Getenv("KHASAN_FULL") != "" {
		n *= 10
	} else if testing.Short() {
		n = 60
	}
	queries, err := eval.MixedQueries(ix, nil, n, 3)
	if err != nil {
		t.Fatal(err)
	}
	x, err := eval.Exact(ix, queries, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d queries: %d pairs match, %d not found; %d to review and above, %d not found; %d with another score", x.Queries, x.Match, x.MatchLost, x.Review, x.ReviewLost, x.Other)
	if x.Match < n/2 {
		t.Errorf("only %d pairs match: the test tests nothing", x.Match)
	}
	if x.MatchLost > 0 || x.ReviewLost*1000 > x.Review || x.Other > x.ReviewLost {
		t.Errorf("lost: %v", x.Examples)
	}
}
