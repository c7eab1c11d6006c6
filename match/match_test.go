package match_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"khasan/entity"
	"khasan/match"
)

func party(schema string, names ...string) *entity.Entity {
	e := &entity.Entity{Schema: schema}
	for _, n := range names {
		e.Names = append(e.Names, entity.Name{Full: n})
	}
	return e
}

func compare(a, b *entity.Entity) match.Result {
	return match.Compare(match.Of(a), match.Of(b), nil)
}

func TestBands(t *testing.T) {
	const p, o = entity.Person, entity.Company
	for _, c := range []struct {
		schema, a, b string
		least, most  match.Band
	}{
		{p, "Vladimir Putin", "Vladimir Putin", match.Match, match.Match},
		{p, "PUTIN, Vladimir", "Vladimir Putin", match.Match, match.Match},
		{p, "Vladimir Puttin", "Vladimir Putin", match.Match, match.Match},
		{p, "VladimirPutin", "Vladimir Putin", match.Match, match.Match},
		{p, "Владимир Путин", "Vladimir Putin", match.Review, match.Match},
		{p, "Vladimir Putin", "Angela Merkel", match.None, match.None},
		{p, "", "Angela Merkel", match.None, match.None},
		// Contradiction is not omission.
		{p, "Hafez Makhlouf", "Rami Makhlouf", match.None, match.Related},
		{p, "Sergey Lavrov", "Sergey Viktorovich Lavrov", match.Review, match.Match},
		// One word of a longer name is never more than related.
		{p, "Ali", "Mohammad Ali Hassan Rashid", match.None, match.Related},
		{o, "Gazprom", "Gazprom Neft Trading", match.None, match.Related},
		{o, "Siemens AG", "Siemens Aktiengesellschaft", match.Match, match.Match},
		// Known to be spellings of one name, and only the patronymic left out.
		{p, "Yevgeny Aleksandrovich Zhuravlyov", "Evgenii Zhuravlev", match.Review, match.Match},
		{p, "Tatiana Navkova", "Tatyana Aleksandrovna Navkova", match.Review, match.Match},
		// Near each other, but known to be two names or two syllables.
		{p, "Muhammad Zahid Qureshi", "Muhammad Sajid Qureshi", match.Related, match.Review},
		{p, "Evgeny Shkolov", "Evgenia Shkolova", match.Related, match.Review},
		{p, "Liu Guoqiang", "Liu Guoliang", match.Related, match.Review},
		{p, "LAUREN TNKUNDA", "Laurent Nkunda", match.Match, match.Match},
		{p, "Henry Vandermolen II", "Henry Vandermolen III", match.None, match.Related},
		{p, "Raymond Ouellette Jr.", "Raymond Ouellette, Junior", match.Match, match.Match},
		{o, "Krasny Fund IV LP", "Krasny Fund V LP", match.Related, match.Review},
		{o, "ATK Logistics LLC", "AKT Logistics LLC", match.Related, match.Review},
		{o, "KMDTC", "Korea Mining Development Trading Corporation", match.Review, match.Review},
		{o, "Islamic Republic of Iran Shipping Lines", "IRISL", match.Review, match.Review},
		{o, "OMM", "Ocean Maritime Management", match.Related, match.Related},
		{p, "KMDTC", "Korea Mining Development Trading Corporation", match.None, match.None},
		{o, "Banque Centrale de Kastoria", "Central Bank of Kastoria", match.Match, match.Match},
		{o, "Taraneh Trading Co LLC", "Taraneh General Trading LLC", match.Match, match.Match},
		{o, "Ministry of Defence of the Republic of Belovia", "Belovian Ministry of Defense", match.Review, match.Match},
		{o, "Frente de Liberación de Belovia", "Belovia Liberation Front", match.Review, match.Match},
		// Firms by their core and their business, in any script.
		{o, "深圳市金龙科技有限公司", "Shenzhen Jinlong Technology Co., Ltd.", match.Match, match.Match},
		{o, "조선백호무역회사", "Korea Paekho Trading Corporation", match.Match, match.Match},
		{o, "深圳市金龙科技有限公司", "Shenzhen Jinlong Shipping Co., Ltd.", match.None, match.Related},
		{o, "Национальный банк Республики Тавриды", "National Bank of the Republic of Tavrida", match.Review, match.Match},
		{o, "Zavod Elektrosignal", "Zavod Elektropribor", match.None, match.Related},
		{o, "Bank of China (Hong Kong) Limited", "Bank of China (Singapore) Limited", match.None, match.Related},
	} {
		r := compare(party(c.schema, c.a), party(c.schema, c.b))
		if r.Band < c.least || r.Band > c.most {
			t.Errorf("%q against %q: %.3f %v, want %v to %v", c.a, c.b, r.Score, r.Band, c.least, c.most)
		}
	}
}

// TestFacts sees that dates, countries and numbers raise as well as lower.
func TestFacts(t *testing.T) {
	base := func() *entity.Entity { return party(entity.Person, "Omar Rashid Hamadi") }
	with := func(f func(e *entity.Entity)) *entity.Entity { e := base(); f(e); return e }
	plain := compare(base(), base()).LogOdds
	born := func(d string) func(e *entity.Entity) {
		return func(e *entity.Entity) {
			x, err := entity.ParseDate(d)
			if err != nil {
				t.Fatal(err)
			}
			e.Births = []entity.Date{x}
		}
	}
	country := func(c string) func(e *entity.Entity) {
		return func(e *entity.Entity) { e.Countries = []entity.Country{{Code: c}} }
	}
	for _, c := range []struct {
		name string
		a, b func(e *entity.Entity)
		up   bool
	}{
		{"equal dates", born("1970-03-02"), born("1970-03-02"), true},
		{"equal years", born("1970"), born("1970-03-02"), true},
		{"day and month exchanged", born("1970-03-02"), born("1970-02-03"), true},
		{"a span that holds the year", born("1968/1972"), born("1970"), true},
		{"years one apart", born("1970"), born("1971"), false},
		{"a year off", born("1970-03-02"), born("1971"), false},
		{"a year off, day and month equal", born("1970-03-02"), born("1971-03-02"), false},
		{"other years", born("1970-03-02"), born("1985-11-12"), false},
		{"shared country", country("SY"), country("SY"), true},
		{"a state that is gone", country("SU"), country("RU"), true},
		{"other country", country("SY"), country("CN"), false},
	} {
		if got := compare(with(c.a), with(c.b)).LogOdds; got > plain != c.up {
			t.Errorf("%s: log-odds %.2f, by name alone %.2f", c.name, got, plain)
		}
	}
	far := compare(with(born("1970-03-02")), with(born("1985-11-12")))
	if far.Band == match.Match {
		t.Errorf("the same name with a birth date 15 years off is a match (%.3f)", far.Score)
	}
	a, b := party(entity.Vessel, "One"), party(entity.Vessel, "Another")
	a.IDs = []entity.Identifier{{Kind: "imoNumber", Number: "IMO 9187629"}}
	b.IDs = []entity.Identifier{{Kind: "imoNumber", Number: "9187629"}}
	if r := compare(a, b); r.Band != match.Match {
		t.Errorf("the same IMO number gives %v", r.Band)
	}
}

// TestWeakAlias: a low-quality alias alone is never a match.
func TestWeakAlias(t *testing.T) {
	c := party(entity.Person, "Ibrahim Yusuf Karam", "Abu Haidar")
	c.Names[1].Quality = entity.Weak
	q := party(entity.Person, "Abu Haidar")
	r := compare(q, c)
	if r.Band != match.Review || r.Cap != match.WeakAlias {
		t.Errorf("band %v, cap %q", r.Band, r.Cap)
	}
	q.Births, c.Births = []entity.Date{entity.Day(1960, 5, 6)}, []entity.Date{entity.Day(1960, 5, 6)}
	if r := compare(q, c); r.Band != match.Match {
		t.Errorf("with the birth date it is %v", r.Band)
	}
}

// TestOriginalScript: a full name in its own script is a match for its usual
// romanisation when every syllable or word agrees; a name that very many bear,
// or one of two syllables, is for review.
func TestOriginalScript(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want match.Band
	}{
		{"김정은", "KIM Jong Un", match.Match},
		{"金正恩", "KIM Jong Un", match.Match},
		{"Ким Чен Ын", "KIM Jong Un", match.Match},
		{"Ким Чен Ир", "Kim Jong Il", match.Match},
		{"최룡해", "CHOE Ryong Hae", match.Match},
		{"Сергей Викторович Лавров", "LAVROV, Sergey Viktorovich", match.Match},
		{"김영철", "KIM Yong Chol", match.Review}, // a name of tens of thousands
		{"박영식", "PAK Yong Sik", match.Review},
		{"王伟", "Wang Wei", match.Review},
		{"김정은", "KIM Jong Il", match.None},
		{"Ким Чен Ын", "KIM Yong Chol", match.None},
	} {
		r := compare(party(entity.Person, c.a), party(entity.Person, c.b))
		if r.Band != c.want && !(c.want == match.None && r.Band < match.Review) {
			t.Errorf("%s against %s: %.3f %v (%v), want %v", c.a, c.b, r.Score, r.Band, r.Cap, c.want)
		}
	}
}

// TestUndated: asked with a date of birth, a common name that is listed without
// one is for review; a rare name, a listed date that agrees, and a question
// without a date are not held back.
func TestUndated(t *testing.T) {
	born := func(e *entity.Entity, d entity.Date) *entity.Entity { e.Births = []entity.Date{d}; return e }
	day := entity.Day(1970, 3, 2)
	for _, c := range []struct {
		what string
		q, l *entity.Entity
		want match.Band
	}{
		{"common, no date listed", born(party(entity.Person, "Anthony Rodriguez"), day), party(entity.Person, "Anthony Rodriguez"), match.Review},
		{"common, asked without date", party(entity.Person, "Anthony Rodriguez"), party(entity.Person, "Anthony Rodriguez"), match.Match},
		{"common, dates agree", born(party(entity.Person, "Anthony Rodriguez"), day), born(party(entity.Person, "Anthony Rodriguez"), day), match.Match},
		{"rare, no date listed", born(party(entity.Person, "Zelimkhan Yandarbiyev"), day), party(entity.Person, "Zelimkhan Yandarbiyev"), match.Match},
	} {
		if r := compare(c.q, c.l); r.Band != c.want {
			t.Errorf("%s: %.3f %v (%v), want %v", c.what, r.Score, r.Band, r.Cap, c.want)
		}
	}
}

// TestSum sees that the features add up to the log-odds.
func TestSum(t *testing.T) {
	for _, c := range [][2]string{{"Sergej Lavrow", "Sergey Viktorovich Lavrov"}, {"Kim Kyong Min", "Kim Kyong Il"}, {"Ali Hassan", "Omar Rashid"}} {
		q, l := match.Of(party(entity.Person, c[0])), match.Of(party(entity.Person, c[1]))
		r := match.Compare(q, l, nil)
		sum := 0.0
		for _, f := range r.Features(q, l, nil) {
			sum += f.Value * f.Weight
		}
		if d := sum - r.LogOdds; r.Cap == match.NoCap && (d > 1e-4 || d < -1e-4) {
			t.Errorf("%q: features add up to %.4f, log-odds are %.4f", c, sum, r.LogOdds)
		}
		if len(match.Explain(q, l, r).Reasons) == 0 {
			t.Errorf("%q: no reasons", c)
		}
	}
}

// TestHostile gives names made to hurt: each must be judged at once.
func TestHostile(t *testing.T) {
	names := []string{
		strings.Repeat("a", 1<<20), strings.Repeat("ab ", 1<<18), strings.Repeat("́", 1000), "\u202eputin\u202c vladimir",
		"V\u200bl\u200badimir P\u200butin", "Vlаdimir Рutin", "\xff\xfe\x00", strings.Repeat("金正恩", 5000), "", " , - ' ",
	}
	start := time.Now()
	for _, a := range names {
		for _, b := range append(names, "Vladimir Putin") {
			compare(party(entity.Person, a), party(entity.Person, b))
		}
	}
	if d := time.Since(start); d > 10*time.Second {
		t.Errorf("%d comparisons took %v", len(names)*(len(names)+1), d)
	}
	for _, n := range []string{"V\u200bl\u200badimir P\u200butin", "Vlаdimir Рutin"} {
		if r := compare(party(entity.Person, n), party(entity.Person, "Vladimir Putin")); r.Band < match.Review {
			t.Errorf("%q against Vladimir Putin: %.3f", n, r.Score)
		}
	}
}

// TestAllocs sees that a prepared comparison allocates nothing.
func TestAllocs(t *testing.T) {
	q, c := match.Of(party(entity.Person, "Sergej Viktorovic Lavrov")), match.Of(party(entity.Person, "Sergey Lavrov", "LAVROV, Sergei Viktorovich"))
	p := match.Prepare(q, nil)
	p.Compare(c)
	if n := testing.AllocsPerRun(100, func() { p.Compare(c) }); n > 0 {
		t.Errorf("%.1f allocations a comparison", n)
	}
}

// TestWeights compares with other weights: what agrees with the weights in use
// is the same, and a term's change shows by as much as its value.
func TestWeights(t *testing.T) {
	q := match.Of(&entity.Entity{Schema: entity.Person, Names: []entity.Name{{Full: "Jon Smithe"}}})
	c := match.Of(&entity.Entity{Schema: entity.Person, Names: []entity.Name{{Full: "John Smith"}}})
	was := match.Compare(q, c, nil)
	w, err := match.ReadWeights(strings.NewReader("# nothing\n\n"))
	if err != nil || w != match.DefaultWeights() {
		t.Fatalf("an empty file: %v, %v", w, err)
	}
	if got := match.Compare(q, c, &match.Options{Weights: &w}); got != was {
		t.Errorf("with the weights in use %+v, want %+v", got, was)
	}
	w, err = match.ReadWeights(strings.NewReader("edits -9.5   -2.08\nbirth 2 # twice as much\n"))
	if err != nil {
		t.Fatal(err)
	}
	got := match.Compare(q, c, &match.Options{Weights: &w})
	sum := func(r *match.Result, w match.Weights) (s float64) {
		for i, v := range r.Values {
			s += float64(v * w[i])
		}
		return s
	}
	if was.Values[match.TermEdits] <= 0 || got.LogOdds >= was.LogOdds || math.Abs(got.LogOdds-min(sum(&got, w), got.Cap.Limit())) > 1e-4 {
		t.Errorf("with dearer edits %f of %+v, was %f", got.LogOdds, got.Values, was.LogOdds)
	}
	for in, want := range map[string]string{
		"edits":             "line 1: which weight has edits",
		"edits 1\nedits 2":  "line 2: edits has a weight already",
		"\nnose 1":          `line 2: there is no term "nose"`,
		"edits NaN":         "no number from -100 to 100",
		"edits 1e9":         "no number from -100 to 100",
		"term  new  in use": `there is no term "term"`,
	} {
		if _, err := match.ReadWeights(strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", in, err, want)
		}
	}
}

// TestDatesTold says how dates relate though they weigh nothing: a reviewer
// looks for it.
func TestDatesTold(t *testing.T) {
	e := func(year int) *match.Party {
		return match.Of(&entity.Entity{Schema: entity.Person, Names: []entity.Name{{Full: "Ingeborg Abrahamsen"}}, Births: []entity.Date{entity.Day(year, 1, 8)}})
	}
	q, c := e(1983), e(1984)
	r := match.Compare(q, c, nil)
	x := match.Explain(q, c, r)
	if r.Values[match.TermBirth] != 0 || !slices.Contains(x.Reasons, "birth year differs by 1 (1983-01-08, 1984-01-08)") {
		t.Errorf("birth %f, reasons %q", r.Values[match.TermBirth], x.Reasons)
	}
}
