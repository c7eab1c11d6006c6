package eval_test

import (
	"strings"
	"testing"
	"time"

	"khasan/entity"
	"khasan/eval"
	"khasan/index"
	"khasan/match"
)

// TestHostile asks an index for a listed name dressed up to be overlooked, and
// for texts made to cost time.
func TestHostile(t *testing.T) {
	named := func(id, schema, full string) entity.Entity {
		return entity.Entity{ID: id, Schema: schema, Names: []entity.Name{{Full: full}}}
	}
	ix, err := index.InMemory([]entity.Entity{
		named("1", entity.Person, "Vladimir Petrov Sokolov"), named("2", entity.Person, "Иван Сергеевич Громов"),
		named("3", entity.Company, "Northern Harbour Trading LLC"), named("4", entity.Person, "Ахмед Каримов"),
	})
	if err != nil {
		t.Fatal(err)
	}
	s := eval.NewScreener(ix)
	ask := func(schema, full string) match.Band {
		q := match.Of(&entity.Entity{Schema: schema, Names: []entity.Name{{Full: full}}})
		got, err := s.Screen(q, false)
		if err != nil {
			t.Fatal(err)
		}
		best := match.None
		for i := range got {
			best = max(best, got[i].Band)
		}
		return best
	}
	flood := func(s string) string {
		var b strings.Builder
		for _, c := range s {
			b.WriteRune(c)
			b.WriteString(strings.Repeat("\u0301\u0335", 40))
		}
		return b.String()
	}
	apart := func(s, sep string) string { return strings.Join(strings.Split(s, ""), sep) }
	for _, c := range []struct{ what, schema, name string }{
		{"Cyrillic letters in Latin words", entity.Person, "Vlаdimir Реtrоv Sоkоlоv"},
		{"Greek letters in Latin words", entity.Person, "Vlαdimir Petrοv Sοkοlοv"},
		{"a Latin letter in Cyrillic words", entity.Person, "Ивaн Сергeeвич Грoмов"},
		{"zero-width spaces", entity.Person, apart("Vladimir", "\u200b") + " Petrov " + apart("Sokolov", "\u200d")},
		{"word joiners and soft hyphens", entity.Person, "Vla\u00addimir Pet\u2060rov Soko\ufefflov"},
		{"direction overrides", entity.Person, "\u202eVladimir\u202c Petrov \u2066Sokolov\u2069"},
		{"full width", entity.Person, "Ｖｌａｄｉｍｉｒ　Ｐｅｔｒｏｖ　Ｓｏｋｏｌｏｖ"},
		{"mathematical letters", entity.Person, "𝐕𝐥𝐚𝐝𝐢𝐦𝐢𝐫 𝐏𝐞𝐭𝐫𝐨𝐯 𝐒𝐨𝐤𝐨𝐥𝐨𝐯"},
		{"letters in circles", entity.Person, "Ⓥⓛⓐⓓⓘⓜⓘⓡ Ⓟⓔⓣⓡⓞⓥ Ⓢⓞⓚⓞⓛⓞⓥ"},
		{"floods of marks", entity.Person, flood("Vladimir Petrov Sokolov")},
		{"marks as ornaments", entity.Person, "Vl\u0336a\u0336d\u0336imir Petrov Sokolov"},
		{"odd spaces and signs", entity.Person, "Vladimir\u00a0\u2003Petrov\t--\tSokolov!!!"},
		{"other capitals", entity.Person, "vLADIMIR pETROV sOKOLOV"},
		{"variation selectors", entity.Person, "Vladimir\ufe0f Petrov\ufe0f Sokolov"},
		{"a firm in Cyrillic look-alikes", entity.Company, "Nоrthern Наrbоur Тrаding LLC"},
	} {
		if b := ask(c.schema, c.name); b < match.Review {
			t.Errorf("%s: %q is %v", c.what, c.name, b)
		}
	}
	start := time.Now()
	for _, x := range []string{
		"", " ", "\x00", "\xff\xfe\xfd", strings.Repeat("\u0301", 1<<20), strings.Repeat("\u202e", 1<<20), strings.Repeat("a", 1<<20),
		strings.Repeat("Vladimir ", 1<<17), strings.Repeat("ab-", 1<<18), strings.Repeat("金正恩", 1<<18), strings.Repeat("عبد ال", 1<<17),
		strings.Repeat("Iо", 1<<18), strings.Repeat("1 ", 1<<19), strings.Repeat("(", 1<<20), strings.Repeat("'", 1<<20) + "Petrov",
		strings.Repeat("\u200b", 1<<20) + "Vladimir Petrov Sokolov", strings.Repeat("𝐕", 1<<18),
	} {
		for _, schema := range []string{entity.Person, entity.Company, entity.Vessel, ""} {
			one := time.Now()
			ask(schema, x)
			if d := time.Since(one); d > 5*time.Second {
				t.Errorf("%.20q... (%d bytes) took %v", x, len(x), d)
			}
		}
	}
	t.Logf("hostile texts of up to a megabyte: %v in all", time.Since(start))
}
