package reading_test

import (
	"strings"
	"unicode"
)

// slavicTemplates are the sentences of a Slavic contrast set. In a template,
// {A...} and {B...} are the parties by case (n nominative, g genitive, d
// dative, i instrumental, to "to", from "from", at "at, from a seller"), {C} a
// third in the nominative, {Cvia} in the accusative; {ga} goods in the
// accusative, {gg} in the genitive, {gn} in the nominative; {adj} is A's
// adjective in the genitive plural or as the goods need it.
type slavicTemplates [][3]string // edit, text, "from to status"

type slavicActor struct {
	code string
	n, g, d, a, i,
	to, from, at string
	fem byte // agreement of the past tense: m, f, n
}

type slavicGoods struct {
	class    string
	acc, gen string
}

func slavicContrasts(actors []slavicActor, goods []slavicGoods, tmpl slavicTemplates, ends map[byte]string) []contrast {
	var out []contrast
	for i, a := range actors {
		for j, b := range actors {
			if a.code == b.code {
				continue
			}
			for k, g := range goods {
				if (i+j+k)%3 != 0 {
					continue
				}
				c := actors[(i+j+k)%len(actors)]
				for n := 0; c.code == a.code || c.code == b.code; n++ {
					c = actors[(i+j+k+n)%len(actors)]
				}
				r := strings.NewReplacer("{An}", a.n, "{Ag}", a.g, "{Ad}", a.d, "{Aa}", a.a, "{Ai}", a.i, "{Ato}", a.to, "{Afrom}", a.from, "{Aat}", a.at, "{Ae}", ends[a.fem],
					"{Bn}", b.n, "{Bg}", b.g, "{Bd}", b.d, "{Ba}", b.a, "{Bi}", b.i, "{Bto}", b.to, "{Bfrom}", b.from, "{Bat}", b.at, "{Be}", ends[b.fem],
					"{Cn}", c.n, "{Ca}", c.a, "{ga}", g.acc, "{gg}", g.gen)
				for _, t := range tmpl {
					f := strings.Fields(t[2])
					x := contrast{edit: t[0], text: capital(r.Replace(t[1])), class: g.class, from: a.code, to: b.code, status: f[0]}
					if len(f) > 1 {
						switch f[1] {
						case "attr":
							x.attr = true
						case "via":
							x.via = c.code
						}
					}
					out = append(out, x)
				}
			}
		}
	}
	return out
}

func russianContrasts() []contrast {
	actors := []slavicActor{
		{"KP", "Северная Корея", "Северной Кореи", "Северной Корее", "Северную Корею", "Северной Кореей", "в Северную Корею", "из Северной Кореи", "у Северной Кореи", 'f'},
		{"RU", "Россия", "России", "России", "Россию", "Россией", "в Россию", "из России", "у России", 'f'},
		{"CN", "Китай", "Китая", "Китаю", "Китай", "Китаем", "в Китай", "из Китая", "у Китая", 'm'},
		{"IR", "Иран", "Ирана", "Ирану", "Иран", "Ираном", "в Иран", "из Ирана", "у Ирана", 'm'},
		{"SY", "Сирия", "Сирии", "Сирии", "Сирию", "Сирией", "в Сирию", "из Сирии", "у Сирии", 'f'},
		{"KP", "КНДР", "КНДР", "КНДР", "КНДР", "КНДР", "в КНДР", "из КНДР", "у КНДР", 'f'},
		{"RU", "Москва", "Москвы", "Москве", "Москву", "Москвой", "в Москву", "из Москвы", "у Москвы", 'f'},
	}
	goods := []slavicGoods{
		{"arms.ammunition", "снаряды", "снарядов"}, {"arms", "оружие", "оружия"}, {"coal", "уголь", "угля"},
		{"oil.refined", "дизельное топливо", "дизельного топлива"}, {"textiles", "текстиль", "текстиля"}, {"seafood", "морепродукты", "морепродуктов"},
		{"military_technology", "военные технологии", "военных технологий"}, {"minerals.iron_ore", "железную руду", "железной руды"}, {"arms.missile", "баллистические ракеты", "баллистических ракет"},
	}
	tmpl := slavicTemplates{
		{"active", "{An} поставляет {ga} {Bto}.", "asserted"},
		{"past dative", "{An} поставил{Ae} {Bd} {ga}.", "asserted"},
		{"passive", "{ga} были проданы {Ai} {Bd}.", "asserted"},
		{"receive", "{Bn} закупает {ga} {Aat}.", "asserted"},
		{"receive import", "{Bn} в 2017 году импортировал{Be} {ga} {Afrom}.", "asserted"},
		{"noun agent", "Поставка {Ai} {Bd} {gg} началась в марте.", "asserted"},
		{"noun", "Поставки {gg} {Afrom} {Bto} начались в марте.", "asserted"},
		{"noun receive", "Закупка {Bi} {gg} {Aat} продолжается.", "asserted"},
		{"order", "{Bto} {ga} поставляет {An}.", "asserted"},
		{"negated", "{An} не поставляет {ga} {Bto}.", "denied"},
		{"never", "{An} никогда не поставлял{Ae} {gg} {Bd}.", "denied"},
		{"denial", "{An} отрицает, что поставляет {ga} {Bto}.", "denied"},
		{"denial noun", "{Bn} опровергает сообщения о закупках {gg} {Aat}.", "denied"},
		{"refusal", "{An} отказывается поставлять {ga} {Bd}.", "denied"},
		{"could", "{An} может поставить {ga} {Bd}.", "open"},
		{"plan", "{An} планирует поставить {ga} {Bd}.", "open"},
		{"want", "{Bn} хочет купить {ga} {Aat}.", "open"},
		{"promise", "{An} пообещал{Ae} поставить {Bd} {ga}.", "open"},
		{"if", "Если {An} поставит {ga} {Bd}, Вашингтон введет санкции.", "open"},
		{"whether", "Неизвестно, поставляет ли {An} {ga} {Bd}.", "open"},
		{"hedge", "{An} якобы поставил{Ae} {ga} {Bd}.", "open"},
		{"future", "{An} поставит {Bd} {ga}.", "open"},
		{"attribution", "По данным разведки, {An} поставил{Ae} {ga} {Bd}.", "asserted attr"},
		{"via", "{An} поставляет {ga} {Bto} через {Ca}.", "asserted via"},
		{"forbid", "Резолюция запрещает {Bd} закупать {ga} {Aat}.", "none"},
		{"said", "{Cn} сообщает, что {An} поставил{Ae} {ga} {Bd}.", "asserted"},
		{"participle", "{ga}, закупленные {Bi} {Aat}, уже прибыли.", "asserted"},
	}
	return slavicContrasts(actors, goods, tmpl, map[byte]string{'m': "", 'f': "а", 'n': "о"})
}

func ukrainianContrasts() []contrast {
	actors := []slavicActor{
		{"KP", "Північна Корея", "Північної Кореї", "Північній Кореї", "Північну Корею", "Північною Кореєю", "до Північної Кореї", "з Північної Кореї", "у Північної Кореї", 'f'},
		{"RU", "Росія", "Росії", "Росії", "Росію", "Росією", "до Росії", "з Росії", "у Росії", 'f'},
		{"CN", "Китай", "Китаю", "Китаю", "Китай", "Китаєм", "до Китаю", "з Китаю", "у Китаю", 'm'},
		{"IR", "Іран", "Ірану", "Ірану", "Іран", "Іраном", "до Ірану", "з Ірану", "у Ірану", 'm'},
		{"SY", "Сирія", "Сирії", "Сирії", "Сирію", "Сирією", "до Сирії", "із Сирії", "у Сирії", 'f'},
		{"KP", "КНДР", "КНДР", "КНДР", "КНДР", "КНДР", "до КНДР", "з КНДР", "у КНДР", 'f'},
		{"RU", "Москва", "Москви", "Москві", "Москву", "Москвою", "до Москви", "з Москви", "у Москви", 'f'},
	}
	goods := []slavicGoods{
		{"arms.ammunition", "снаряди", "снарядів"}, {"arms", "зброю", "зброї"}, {"coal", "вугілля", "вугілля"},
		{"oil.refined", "дизельне паливо", "дизельного палива"}, {"textiles", "текстиль", "текстилю"}, {"seafood", "морепродукти", "морепродуктів"},
		{"military_technology", "військові технології", "військових технологій"}, {"minerals.iron_ore", "залізну руду", "залізної руди"}, {"arms.missile", "балістичні ракети", "балістичних ракет"},
	}
	tmpl := slavicTemplates{
		{"active", "{An} постачає {ga} {Bto}.", "asserted"},
		{"past dative", "{An} поставил{Ae} {Bd} {ga}.", "asserted"},
		{"passive", "{ga} було продано {Ai} {Bd}.", "asserted"},
		{"receive", "{Bn} закуповує {ga} {Aat}.", "asserted"},
		{"receive import", "{Bn} у 2017 році імпортувал{Be} {ga} {Afrom}.", "asserted"},
		{"noun agent", "Постачання {Ai} {Bd} {gg} почалося в березні.", "asserted"},
		{"noun", "Поставки {gg} {Afrom} {Bto} почалися в березні.", "asserted"},
		{"noun receive", "Закупівля {Bi} {gg} {Aat} триває.", "asserted"},
		{"order", "{Bto} {ga} постачає {An}.", "asserted"},
		{"negated", "{An} не постачає {ga} {Bto}.", "denied"},
		{"never", "{An} ніколи не постачал{Ae} {gg} {Bd}.", "denied"},
		{"denial", "{An} заперечує, що постачає {ga} {Bto}.", "denied"},
		{"denial noun", "{Bn} спростовує повідомлення про закупівлі {gg} {Aat}.", "denied"},
		{"refusal", "{An} відмовляється постачати {ga} {Bd}.", "denied"},
		{"could", "{An} може поставити {ga} {Bd}.", "open"},
		{"plan", "{An} планує поставити {ga} {Bd}.", "open"},
		{"want", "{Bn} хоче купити {ga} {Aat}.", "open"},
		{"promise", "{An} пообіцял{Ae} поставити {Bd} {ga}.", "open"},
		{"if", "Якщо {An} поставить {ga} {Bd}, Вашингтон запровадить санкції.", "open"},
		{"whether", "Невідомо, чи постачає {An} {ga} {Bd}.", "open"},
		{"hedge", "{An} нібито поставил{Ae} {ga} {Bd}.", "open"},
		{"future", "{An} поставить {Bd} {ga}.", "open"},
		{"attribution", "За даними розвідки, {An} поставил{Ae} {ga} {Bd}.", "asserted attr"},
		{"via", "{An} постачає {ga} {Bto} через {Ca}.", "asserted via"},
		{"forbid", "Резолюція забороняє {Bd} закуповувати {ga} {Aat}.", "none"},
		{"said", "{Cn} повідомляє, що {An} поставил{Ae} {ga} {Bd}.", "asserted"},
		{"participle", "{ga}, закуплені {Bi} {Aat}, вже прибули.", "asserted"},
	}
	// the masculine past is in -в
	out := slavicContrasts(actors, goods, tmpl, map[byte]string{'m': "в", 'f': "а", 'n': "о"})
	for i := range out {
		for _, v := range []string{"поставилв поставив", "імпортувалв імпортував", "постачалв постачав", "пообіцялв пообіцяв"} {
			a, b, _ := strings.Cut(v, " ")
			out[i].text = strings.ReplaceAll(out[i].text, a, b)
		}
	}
	return out
}

func capital(s string) string {
	r := []rune(s)
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}
