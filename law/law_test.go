package law_test

import (
	"encoding/json"
	"testing"

	"khasan/law"
)

func TestDefault(t *testing.T) {
	b, err := law.Default()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d measures, version %s", len(b.Measures()), b.Version())
	ds, err := law.ParseDealings([]byte(`
- {class: arms, from: KP, to: RU, on: 2023-09-13}
- {class: coal, from: KP, to: CN, on: 2018-03-01}
- {hs: 0307.59, from: KP, to: CN, on: 2018-03-01}
- {goods: [gefrorener Tintenfisch], from: KP, to: CN, on: 2018-03-01}
- {class: finance.debt_relief, from: RU, to: KP, on: 2012}
- {class: labour, from: KP, to: SU, on: 1980/1999}
- {class: labour, from: KP, to: RU, on: 2023-09-25}
- {class: arms.ammunition, from: KR, to: US, on: 2023-04}
- {class: coal, from: RU, to: CN, via: [KP], origin: RU, ports: [Rajin], on: 2018-03-01}
- {class: arms, from: KR, to: WORLD, on: 2023}
- {class: cooperation.unspecified, from: RU, to: KP, on: 2023-09-13}
`))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range ds {
		r, err := b.Judge(d, &law.Options{Explain: true})
		if err != nil {
			t.Fatal(err)
		}
		j, _ := json.MarshalIndent(r, "", " ")
		_ = j
		ids := []string{}
		for _, f := range r.Measures {
			ids = append(ids, f.ID+":"+string(f.Verdict))
		}
		t.Logf("%v %v %s>%s %s: %s %v missing %v notes %v", d.Class, d.Goods, d.From, d.To, r.On, r.Verdict, ids, r.Missing, r.Notes)
	}
}
