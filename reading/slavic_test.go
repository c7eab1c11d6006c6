package reading

import "testing"

// TestSlavicForms holds the generators to forms whose case is known.
func TestSlavicForms(t *testing.T) {
	for _, c := range []struct {
		lang, kind, spec, paradigm, form string
		feat                             uint32
	}{
		{"ru", "name", "Северная Корея", "name", "Северной Корее", fDat},
		{"ru", "name", "Северная Корея", "name", "Северной Кореей", fIns},
		{"ru", "name", "Соединенные Штаты +Америки", "name", "Соединенными Штатами Америки", fIns},
		{"ru", "name", "Ким Чен Ын", "last", "Ким Чен Ыном", fIns},
		{"ru", "name", "Владимир Путин", "person", "Владимиром Путиным", fIns},
		{"ru", "name", "Мария Захарова", "personf", "Марии Захаровой", fGen},
		{"ru", "name", "Шойгу", "person", "Шойгу", fDat},
		{"ru", "noun", "баллистическая ракета", "", "баллистических ракет", fGen},
		{"ru", "noun", "уголь/угл%", "", "углем", fIns},
		{"ru", "noun", "рабочий~", "", "рабочих", fGen},
		{"ru", "verb", "поставлять", "", "поставляется", fPass},
		{"ru", "verb", "поставить!", "", "поставлены", fPass},
		{"ru", "verb", "поставить!", "", "поставит", fFut},
		{"ru", "verb", "передать! передаст передадут передал передан", "", "переданные", fAdj},
		{"uk", "name", "Північна Корея", "name", "Північній Кореї", fDat},
		{"uk", "name", "Північна Корея", "name", "Північною Кореєю", fIns},
		{"uk", "name", "Путін", "person", "Путіним", fIns},
		{"uk", "noun", "вугілля", "", "вугіллям", fIns},
		{"uk", "noun", "балістична ракета", "", "балістичних ракет", fGen},
		{"uk", "verb", "постачати", "", "постачається", fPass},
		{"uk", "verb", "поставити!", "", "поставлено", fPass},
		{"uk", "verb", "постачати", "", "постачатиме", fFut},
	} {
		l := russian()
		if c.lang == "uk" {
			l = ukrainian()
		}
		var forms []form
		switch c.kind {
		case "name":
			forms = l.name(c.spec, c.paradigm)
		case "noun":
			forms = l.noun(c.spec)
		case "verb":
			forms = l.verb(c.spec)
		}
		found := false
		for _, f := range forms {
			if f.text == c.form && f.feat&c.feat != 0 {
				found = true
			}
		}
		if !found {
			t.Errorf("%s %s %q: no form %q with feature %b in %v", c.lang, c.kind, c.spec, c.form, c.feat, forms)
		}
	}
}
