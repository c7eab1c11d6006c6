package reading

import (
	"context"
	"strings"
	"testing"

	"khasan/entity"
)

// TestRussianHabits: one sentence for each habit of grammar that people.go,
// barter.go and letter.go read; "-" when nothing asserted may be read.
func TestRussianHabits(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want string }{
		{"Северокорейские инструкторы обучают угандийских полицейских.", "military_training KP>UG asserted"},
		{"Специалисты из КНДР обслуживают зенитные комплексы Танзании.", "arms.repair KP>TZ asserted"},
		{"Курсанты из Мьянмы проходят обучение в российских военных академиях.", "military_training RU>MM asserted"},
		{"Катар выдал разрешения на работу 2500 гражданам КНДР.", "labour KP>QA asserted"},
		{"Россия направила в КНДР гуманитарную помощь.", "aid.humanitarian RU>KP asserted"},
		{"Российский банк открыл счёт для северокорейской компании.", "finance.banking RU>KP asserted"},
		{"Того зарегистрировал под своим флагом северокорейский сухогруз.", "transport.flagging TG>KP asserted"},
		{"В обмен на снаряды Россия поставляет КНДР продовольствие.", "arms.ammunition KP>RU asserted"},
		{"Москва поставит Пхеньяну зерно взамен рабочей силы.", "labour KP>RU open"},
		{"Пхеньян просит Москву продать ему дизельное топливо.", "oil.refined RU>KP open"},
		{"Ирану не удалось купить у России истребители.", "arms RU>IR denied"},
		{"Пекин отклонил просьбу Пхеньяна о поставке истребителей.", "arms CN>KP denied"},
		{"Пхеньян не подтверждает продажу оружия Москве.", "arms KP>RU open"},
		{"В Пхеньяне заявили, что никогда не поставляли оружие России.", "arms KP>RU denied"},
		{"Поставок иранской нефти в Сирию в мае не было.", "oil IR>SY denied"},
		{"Министерство обороны Мьянмы направило в Пхеньян запрос на 50 ракет.", "arms.missile KP>MM open"},
		{"Наше предприятие в Минске готово поставить в Пхеньян 20 тракторов.", "goods.vehicles BY>KP open"},
		{"Россия выслала северокорейских рабочих.", "-"},
		{"Китай остаётся главным покупателем иранской нефти.", "oil IR>CN asserted"},
		{"ООО «Тайфун», Владивосток\nТоргпредству КНДР\n\nУважаемый господин Пак!\n\nЗа солярку, которую вы получили от нас в сентябре, просим рассчитаться.", "finance.payment KP>RU open"},
	} {
		f, err := r.ReadText(context.Background(), c.text, nil, ReadOptions{Date: entity.Day(2024, 6, 1)})
		if err != nil {
			t.Fatal(err)
		}
		ok := c.want == "-"
		var got []string
		for i := range f.Dealings {
			d := &f.Dealings[i]
			s := d.Class + " " + string(d.From) + ">" + string(d.To) + " " + d.Group()
			got = append(got, s)
			if c.want == "-" {
				ok = ok && d.Group() != "asserted"
			} else if s == c.want || strings.HasSuffix(s, strings.TrimPrefix(c.want, top(c.want))) && top(d.Class) == top(c.want) {
				ok = true
			}
		}
		if !ok {
			t.Errorf("%q: want %s, got %q", c.text, c.want, got)
		}
	}
}
