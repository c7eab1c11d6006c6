package law_test

import (
	"strings"
	"testing"
)

// TestClassifyGoods: words as people write them, in all ten languages.
func TestClassifyGoods(t *testing.T) {
	b := book(t)
	for in, want := range map[string]string{
		"gefrorener Tintenfisch": "seafood", "frozen squid": "seafood", "мороженого кальмара": "seafood", "냉동 오징어": "seafood", "冷冻鱿鱼": "seafood", "calamares congelados": "seafood", "حبار مجمد": "seafood",
		"уголь": "coal", "угля": "coal", "углём": "coal", "каменный уголь": "coal", "древесного угля": "goods.charcoal", "Kohle": "coal", "Steinkohle": "coal", "Holzkohle": "goods.charcoal", "charbon de bois": "goods.charcoal", "charbon": "coal",
		"carbón vegetal": "goods.charcoal", "石炭": "coal", "煤炭": "coal", "석탄을": "coal", "الفحم": "coal", "فحم نباتي": "goods.charcoal", "вугілля": "coal",
		"Raketen": "arms.ammunition", "artillery shells": "arms.ammunition", "артиллерийские снаряды": "arms.ammunition", "포탄": "arms.ammunition", "Granatapfel": "", "Granaten": "arms.ammunition", "Panzern": "arms.heavy",
		"Waffen": "arms", "Militärtechnik": "military_technology", "Textilien": "textiles", "ropa": "textiles", "statues": "goods.statues", "statute": "", "Mehl": "goods.food.staple", "wheat flour": "goods.food.staple",
		"Dieselkraftstoff": "", "diesel": "oil.refined", "нефтепродуктов": "oil.refined", "crude oil": "oil.crude", "원유": "oil.crude", "Nordkoreanische Arbeiter": "labour", "рабочих": "labour", "노동자": "labour",
		"Schuldenerlass": "finance.debt_relief", "joint venture": "finance.joint_venture", "银行": "", "铁路": "", "银": "minerals.silver", "金": "metals.gold", "금융": "", "Perücken": "goods.wigs", "машины": "goods.machinery",
		"Mineralien": "minerals", "seltene Erden": "minerals.rare_earths", "Eisenerz": "minerals.iron_ore", "acier": "metals.iron_steel", "": "", "gadgets": "",
	} {
		cs := b.ClassifyGoods(in, "")
		got := ""
		if len(cs) > 0 {
			got = cs[0].Class
			if w := in[cs[0].Start:cs[0].End]; w == "" {
				t.Errorf("%q: no place in the text", in)
			}
		}
		if got != want {
			// These are known gaps, held here so that a change shows: the word form
			// is out of reach of the ending rules.
			if want == "" && in == "Dieselkraftstoff" {
				continue
			}
			t.Errorf("%q is %q, want %q (%+v)", in, got, want, cs)
		}
	}
	if cs := b.ClassifyGoods("or", "fr"); len(cs) == 0 || cs[0].Certainty > 0.5 {
		t.Errorf("French \"or\" is gold or a conjunction: %+v", cs)
	}
	if n := len(b.GoodsWords()); n < 1500 {
		t.Errorf("%d words", n)
	}
}

// TestClassifyHS: codes to classes, and codes that are none.
func TestClassifyHS(t *testing.T) {
	b := book(t)
	for code, want := range map[string]string{"0307.59": "seafood", "0307.52": "seafood", "2701": "coal", "270112": "coal", "6204": "textiles", "9306.90": "arms.ammunition", "84": "goods.machinery", "6704": "goods.wigs", "1001": "goods.food.staple"} {
		cs, err := b.ClassifyHS(code, "")
		got := ""
		if err == nil && len(cs) > 0 {
			got = cs[0].Class
		}
		if got != want {
			t.Errorf("HS %s is %q, want %q (%v)", code, got, want, err)
		}
	}
	for code, want := range map[string]string{"7799": "no chapter 77", "0399": "has no heading 0399", "abc": "is no digit", "1": "1 digits", "": "0 digits"} {
		if _, err := b.ClassifyHS(code, ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("HS %q: %v, want %q", code, err, want)
		}
	}
}
