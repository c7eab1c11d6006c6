package name

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEastFirm(t *testing.T) {
	for text, want := range map[string]string{
		"深圳市金龙科技有限公司": "shenzhen jinlong technology/sector llc/form",
		"조선백호무역회사":    "korea/place paekho trading/sector company/form",
		"朝鮮白虎貿易公司":    "korea/place paekho trading/sector company/form",
		"株式会社ハルカ商事":   "jsc/form haruka trading/sector",
		"海星":          "",
	} {
		n := Parse(text, Organization)
		got := ""
		for _, r := range n.Readings {
			if !strings.HasSuffix(r.Scheme, "-firm") {
				continue
			}
			var words []string
			for _, x := range r.Tokens {
				s := x.Fold
				switch x.Role {
				case Sector:
					s += "/sector"
				case LegalForm:
					s += "/form"
				case PlaceName:
					s += "/place"
				}
				words = append(words, s)
			}
			got = strings.Join(words, " ")
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestMeanings(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"банка", "bank", true}, {"производственное", "production", true}, {"للتنمية", "development", true}, {"обороны", "defence", true},
		{"nauchno", "scientific", false}, // in Latin letters a stem is long
		{"электросигнал", "электроприбор", false}, {"москва", "minsk", false},
	} {
		n, m := Parse("x "+c.a, Organization), Parse("x "+c.b, Organization)
		same := false
		x, y := n.Readings[0].Tokens, m.Readings[0].Tokens
		for _, k := range x[len(x)-1].Keys {
			same = same || strings.HasPrefix(k, "w:=") && hasString(y[len(y)-1].Keys, k)
		}
		if same != c.same {
			t.Errorf("%s and %s mean the same: %t", c.a, c.b, same)
		}
	}
	if n := Parse("Сергей Банков", Person); len(n.Readings) > 0 {
		for _, k := range n.Readings[0].Tokens[1].Keys {
			if strings.HasPrefix(k, "w:=") {
				t.Error("a person's name is no line of business")
			}
		}
	}
}

// TestEastBeginnings holds every word of the table to what is looked at before it
// is looked up.
func TestEastBeginnings(t *testing.T) {
	d := eastDictionary()
	for w := range d.words {
		if c, _ := utf8.DecodeRuneInString(w); !d.first.has(c) {
			t.Errorf("%q is not found by its first character", w)
		}
	}
}
