package eval_test

import (
	"os"
	"strings"
	"testing"

	"khasan/entity"
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
	x, err := eval.Exact(t.Context(), ix, entity.Person, queries, nil)
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

// TestExactOneWord does the same for names that share one word only: given
// names as first letters, names of one word in other scripts, and firms with
// their business left out or added.
func TestExactOneWord(t *testing.T) {
	ix, err := starter.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	queries := strings.Fields(`Манзур Хизбалла Газпром Тахир Вагнер ウサマ ハッサン アル・カイダ 塔利班 哈马斯 헤즈볼라 탈레반 حماس طالبان חמאס Ταλιμπάν`)
	var abbreviated []string
	step := uint32(ix.Len()/40 + 1)
	for i := uint32(0); i < uint32(ix.Len()); i += step {
		if ix.NumNames(i) == 0 {
			continue
		}
		e, err := ix.Entity(i)
		if err != nil {
			t.Fatal(err)
		}
		w := strings.Fields(e.Names[0].Full)
		if len(w) < 2 || w[0][0] >= 0x80 {
			continue
		}
		if e.Schema != entity.Person {
			abbreviated = append(abbreviated, w[0]+" Oil Company", w[0])
			continue
		}
		for k := range w[:len(w)-1] {
			w[k] = w[k][:1] + "."
		}
		abbreviated = append(abbreviated, strings.Join(w, " "))
	}
	x, err := eval.Exact(t.Context(), ix, entity.Person, append(queries, abbreviated...), nil)
	if err != nil {
		t.Fatal(err)
	}
	nothingLost(t, x, x.Queries/2)
}

// TestExactFirms does the same for names asked as firms': listed names, firms by the
// first letters of their words and the words of such letters, and names in Han,
// Hangul and Cyrillic.
func TestExactFirms(t *testing.T) {
	ix, err := starter.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	queries := strings.Fields(`조선광업개발무역회사 조선무역은행 朝鲜矿业开发贸易公司 中国石油 Газпромбанк OMM KOMID`)
	queries = append(queries, "Министерство обороны Республики Беларусь", "National Iranian Oil Company", "Korea Mining Development Trading Corporation", "NIOC Ltd")
	step := uint32(ix.Len()/60 + 1)
	for i := uint32(0); i < uint32(ix.Len()); i += step {
		if ix.NumNames(i) == 0 {
			continue
		}
		e, err := ix.Entity(i)
		if err != nil {
			t.Fatal(err)
		}
		if e.Schema == entity.Person {
			continue
		}
		w := strings.Fields(e.Names[0].Full)
		var letters string
		for _, x := range w {
			letters += x[:1]
		}
		queries = append(queries, e.Names[0].Full, letters)
		if n := len(w); n == 1 && len(w[0]) >= 4 && len(w[0]) <= 6 {
			queries = append(queries, strings.Join(strings.Split(w[0], ""), "ana ")+"ana")
		}
	}
	x, err := eval.Exact(t.Context(), ix, entity.Company, queries, nil)
	if err != nil {
		t.Fatal(err)
	}
	nothingLost(t, x, x.Queries/3)
}

// nothingLost fails when a pair was lost or scored otherwise, or there are fewer
// pairs than least.
func nothingLost(t *testing.T, x *eval.Exactness, least int) {
	t.Helper()
	t.Logf("%d queries: %d pairs to review and above, %d not found", x.Queries, x.Review, x.ReviewLost)
	if x.Review < least {
		t.Errorf("only %d pairs: the test tests little", x.Review)
	}
	if x.ReviewLost > 0 || x.Other > 0 {
		t.Errorf("lost: %v; %d with another score", x.Examples, x.Other)
	}
}
