package eval_test

import (
	"bufio"
	"compress/gzip"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"

	"khasan/entity"
	"khasan/eval"
	"khasan/index"
	"khasan/match"
	"khasan/source"
)

const shared = "../../shared/"

func open(t *testing.T, path string) io.Reader {
	t.Helper()
	f, err := os.Open(shared + path)
	if err != nil {
		t.Skip("the development sets are not here")
	}
	t.Cleanup(func() { f.Close() })
	if !strings.HasSuffix(path, ".gz") {
		return f
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// limits are the figures of testdata/names.txt.
func limits(t *testing.T) func(name string, got float64) {
	t.Helper()
	f, err := os.Open("testdata/names.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	type limit struct {
		most bool
		at   float64
	}
	all := map[string]limit{}
	s := bufio.NewScanner(f)
	for s.Scan() {
		w := strings.Fields(s.Text())
		if len(w) != 3 || w[0] == "#" {
			continue
		}
		v, err := strconv.ParseFloat(w[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		all[w[0]] = limit{w[1] == "at_most", v}
	}
	return func(name string, got float64) {
		t.Helper()
		l, ok := all[name]
		switch {
		case !ok:
			t.Errorf("testdata/names.txt has no %q", name)
		case l.most && got > l.at:
			t.Errorf("%s is %.4f, at most %.4f is allowed", name, got, l.at)
		case !l.most && got < l.at:
			t.Errorf("%s is %.4f, at least %.4f is wanted", name, got, l.at)
		default:
			t.Logf("%s %.4f", name, got)
		}
	}
}

// TestBlindPairs holds both halves of the pairs written blind to their limits.
func TestBlindPairs(t *testing.T) {
	check := limits(t)
	f, err := os.Open("testdata/blind_names.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	pairs, err := eval.ReadPairs(f)
	if err != nil {
		t.Fatal(err)
	}
	work, measure := eval.Halves(pairs)
	if len(work)+len(measure) != len(pairs) || len(measure) < len(pairs)/3 {
		t.Fatalf("%d pairs in halves of %d and %d", len(pairs), len(work), len(measure))
	}
	for name, half := range map[string][]eval.Pair{"work": work, "measure": measure} {
		eval.ScorePairs(half, nil)
		check("blind_"+name+"_f1_at_review", eval.ReportPairs(half, match.ReviewAt).All.F1())
		check("blind_"+name+"_precision_at_match", eval.ReportPairs(half, match.MatchAt).All.Precision())
	}
}

func TestPairs(t *testing.T) {
	check := limits(t)
	pairs, err := eval.ReadPairs(open(t, "fixtures/name_pairs.csv"))
	if err != nil {
		t.Fatal(err)
	}
	eval.ScorePairs(pairs, nil)
	check("pairs_f1_at_review", eval.ReportPairs(pairs, match.ReviewAt).All.F1())
	r := eval.ReportPairs(pairs, match.MatchAt)
	check("pairs_precision_at_match", r.All.Precision())
	strong, none := r.Means[0].Mean, r.Means[len(r.Means)-1].Mean
	if strong <= none {
		t.Errorf("strong matches score %.3f on average, strong non-matches %.3f", strong, none)
	}
}

func TestRetrieval(t *testing.T) {
	check := limits(t)
	pos, err := eval.ReadSubjects(open(t, "fixtures/un_positives.csv"))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(open(t, "data/un/consolidated_2026-08-01.xml.gz"))
	if err != nil {
		t.Fatal(err)
	}
	list, err := source.Open("un.xml", data)
	if err != nil {
		t.Fatal(err)
	}
	var ents []entity.Entity
	for e, err := range list.Entities() {
		if err != nil {
			t.Fatal(err)
		}
		ents = append(ents, e)
	}
	ix, err := index.InMemory(ents)
	if err != nil {
		t.Fatal(err)
	}
	for _, which := range []string{"us", "global"} {
		neg, err := eval.ReadSubjects(open(t, "fixtures/negatives_"+which+".csv.gz"))
		if err != nil {
			t.Fatal(err)
		}
		if testing.Short() {
			neg = neg[:2000]
		}
		r, err := eval.Retrieve(ix, pos, neg, match.MatchAt)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range r.Rows {
			if row.Threshold == match.MatchAt {
				check("un_recall_name", row.Recall)
				check("un_recall_birth", row.RecallBirth)
				check("un_false_"+which, float64(row.FalseName))
			}
		}
	}
}

func TestTranslit(t *testing.T) {
	check := limits(t)
	for _, which := range []string{"russian", "arabic", "hebrew", "katakana", "korean", "chinese"} {
		all, err := eval.ReadTranslit(open(t, "data/names/wikidata_translit_pairs/wd_"+which+"_80.tsv.gz"))
		if err != nil {
			t.Fatal(err)
		}
		var some [][2]string
		for i := 0; i < len(all); i += len(all) / 3000 {
			some = append(some, all[i])
		}
		r := eval.Meet(some)
		check("translit_"+which, r.Share())
		if r.RandomShare() > 0.002 {
			t.Errorf("%s: %d of %d random pairs meet", which, r.RandomOK, r.Random)
		}
	}
}

// TestReaders sees that wrong files are refused with what is wrong.
func TestReaders(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", "empty"},
		{"schema,name1\nPerson,a", `no column "name2"`},
		{"schema,name1,name2,is_match\nPerson,a,b,perhaps", "is_match"},
		{"schema,name1,name2,is_match\nPerson,a", "columns"},
	} {
		_, err := eval.ReadPairs(strings.NewReader(c.in))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("ReadPairs(%q): %v, want something about %q", c.in, err, c.want)
		}
	}
	if _, err := eval.ReadTranslit(strings.NewReader("one column")); err == nil {
		t.Error("ReadTranslit takes a line without a tab")
	}
	s, err := eval.ReadSubjects(strings.NewReader("listed_name,treated_name,date_of_birth\nA B,B A,1968-13-30\n"))
	if err != nil || len(s) != 1 || s[0].Birth != (entity.Date{Year: 1968}) {
		t.Errorf("ReadSubjects: %+v, %v", s, err)
	}
}

// TestFit fits to samples that one term decides and wants its sign and size.
func TestFit(t *testing.T) {
	var samples []eval.Sample
	for i := range 200 {
		s := eval.Sample{Match: i%2 == 0, Weight: 1}
		s.Values[match.TermBase] = 1
		if !s.Match {
			s.Values[match.TermConflict] = 1
		}
		samples = append(samples, s)
	}
	w := eval.Fit(samples, eval.FitOptions{})
	if w[match.TermConflict] > -2 {
		t.Errorf("conflict weighs %.2f", w[match.TermConflict])
	}
	for i := range samples {
		if p := samples[i].Score(&w); (p > 0.5) != samples[i].Match {
			t.Fatalf("sample %d scores %.3f", i, p)
		}
	}
}
