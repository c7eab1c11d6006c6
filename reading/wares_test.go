package reading_test

import (
	"context"
	"testing"

	"khasan/entity"
	"khasan/reading"
)

// TestWares reads dealings in wares that no lexicon holds, where the verb says
// that wares pass and both sides are told; and takes nothing else for wares.
func TestWares(t *testing.T) {
	r := newReader(t)
	for _, c := range []struct{ lang, text, want string }{
		{"de", "Polnische Händler verkauften 2021 Zahnbürsten nach Nordkorea.", "goods PL→KP done Zahnbürsten"},
		{"de", "Russland lieferte der Ukraine keinen Beweis.", ""},
		{"en", "Last month a Turkish company sold twelve parasols to Iran.", "goods TR→IR done twelve parasols"},
		{"en", "China exported toothbrushes to North Korea in 2022.", "goods CN→KP done toothbrushes"},
		{"en", "Russia has sold its stake to China.", ""},
		{"en", "China supplied North Korea with a message.", ""},
		{"fr", "La Chine a vendu des brosses à dents à la Corée du Nord en 2020.", "goods CN→KP done brosses"},
		{"es", "España vendió paraguas a Irán en 2019.", "goods ES→IR done paraguas"},
		{"ru", "Турция продала России зубочистки в 2022 году.", "goods TR→RU done зубочистки"},
		{"ko", "중국은 2022년 북한에 칫솔을 수출했다.", "goods CN→KP done 칫솔을"},
		{"zh", "中国2022年向朝鲜出口了牙刷。", "goods CN→KP done 牙刷"},
	} {
		f, err := r.ReadText(context.Background(), c.text, nil, reading.ReadOptions{Date: entity.Day(2023, 9, 25), Lang: c.lang})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, d := range f.Dealings {
			goods := ""
			if len(d.Goods) > 0 {
				goods = d.Goods[0]
			}
			got += string(d.Class) + " " + string(d.From) + "→" + string(d.To) + " " + d.Status + " " + goods
		}
		if got != c.want {
			t.Errorf("%s %q: %q, want %q", c.lang, c.text, got, c.want)
		}
	}
}
