package reading_test

import (
	"context"
	"testing"
	"unicode/utf8"

	"khasan/entity"
	"khasan/reading"
)

// FuzzRead reads any text: it must not panic, every offset must point into the
// text at the words quoted, and a second reading must find the same.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"", ".", "Nordkorea liefert, falls Russland, das China, die Waffen an den Iran, zu liefern.", "\xff\xfe Kim's ’s",
		"Sollte Südkorea der Ukraine Waffen liefern, werde Russland dem Norden Technik geben, drohte der Kreml.",
		"If X were to (arm) \"Ukraine\": Russia — would, that which who sold to Iran; give.",
		"Seller: A Co., Ltd\nBuyer: B, Iran\nGoods: 5 t coal\nOrigin: DPRK\n", "북한은 러시아에 포탄을 수출했다.", "朝鲜向俄罗斯出口煤炭。", "КНДР поставила России снаряды.",
		"Der Film „The Kim, Putin und Russland“ gibt weiter.", "United States of North Korea's 1,000.5 13.9.2023 2023-13-45 L. L. L.",
	} {
		f.Add(s, "")
		f.Add(s, "de")
		f.Add(s, "en")
	}
	names := func(yield func(reading.ListedName) bool) {
		yield(reading.ListedName{Ref: 1, Text: "KIM, Jong Un", Schema: entity.Person})
		yield(reading.ListedName{Ref: 2, Text: "Korea Kumsan Trading Corporation", Schema: entity.Company, Country: "KP"})
	}
	r, err := reading.New(reading.Options{Listed: names})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text, lang string) {
		if lang != "de" && lang != "en" {
			lang = ""
		}
		got, err := r.ReadText(context.Background(), text, nil, reading.ReadOptions{Lang: lang, Date: entity.Day(2023, 9, 25)})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range got.Mentions {
			if m.Start < 0 || m.End > len(text) || m.Start >= m.End || text[m.Start:m.End] != m.Text {
				t.Fatalf("mention %+v does not stand in the text", m)
			}
		}
		for _, d := range got.Dealings {
			if d.Start < 0 || d.End > len(text) || d.Start >= d.End || text[d.Start:d.End] != d.Quote || text[d.TriggerStart:d.TriggerEnd] != d.Trigger {
				t.Fatalf("dealing %+v does not stand in the text", d)
			}
			if d.Class == "" || d.Status == "" {
				t.Fatalf("dealing %+v lacks class or status", d)
			}
			for _, e := range d.Evidence {
				if e.Start < 0 || e.End > len(text) || e.Start > e.End {
					t.Fatalf("evidence %+v does not stand in the text", e)
				}
			}
		}
		if utf8.ValidString(text) {
			for _, m := range got.Mentions {
				if !utf8.ValidString(m.Text) {
					t.Fatalf("mention cut inside a character: %q", m.Text)
				}
			}
		}
		again, err := r.ReadText(context.Background(), text, nil, reading.ReadOptions{Lang: lang, Date: entity.Day(2023, 9, 25)})
		if err != nil || len(again.Dealings) != len(got.Dealings) || len(again.Mentions) != len(got.Mentions) {
			t.Fatal("a second reading finds something else")
		}
	})
}
