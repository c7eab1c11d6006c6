package reading_test

import "unicode/utf8"

// koJoin glues a particle: the first form after a consonant, the second after a
// vowel.
func koJoin(word, afterConsonant, afterVowel string) string {
	r, _ := utf8.DecodeLastRuneInString(word)
	if (r-0xac00)%28 != 0 {
		return word + afterConsonant
	}
	return word + afterVowel
}

func koreanContrasts() []contrast {
	actors := []cActor{{code: "KP", nom: "북한"}, {code: "RU", nom: "러시아"}, {code: "CN", nom: "중국"}, {code: "IR", nom: "이란"}, {code: "SY", nom: "시리아"}, {code: "UA", nom: "우크라이나"}, {code: "RU", nom: "모스크바"}, {code: "KP", nom: "평양"}}
	goods := []cGoods{{"arms.ammunition", "포탄", ""}, {"arms", "무기", ""}, {"coal", "석탄", ""}, {"oil.refined", "경유", ""}, {"textiles", "섬유제품", ""}, {"goods.luxury", "사치품", ""}, {"seafood", "수산물", ""}, {"military_technology", "군사기술", ""}, {"goods.machinery", "기계", ""}, {"minerals.iron_ore", "철광석", ""}}
	top := func(w string) string { return koJoin(w, "은", "는") }
	nom := func(w string) string { return koJoin(w, "이", "가") }
	acc := func(w string) string { return koJoin(w, "을", "를") }
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
				for c.code == a.code || c.code == b.code {
					c = actors[(indexOf(actors, c)+1)%len(actors)]
				}
				G := acc(g.acc)
				add := func(edit, text, status string) {
					from, to := a.code, b.code
					if status == "none" {
						from, to = "", ""
					}
					out = append(out, contrast{edit: edit, text: text, class: g.class, from: from, to: to, status: status})
				}
				add("active", top(a.nom)+" "+b.nom+"에 "+G+" 공급한다.", "asserted")
				add("past", top(a.nom)+" "+b.nom+"에 "+G+" 수출했다.", "asserted")
				add("order", b.nom+"에 "+nom(a.nom)+" "+G+" 보냈다.", "asserted")
				add("passive", nom(g.acc)+" "+a.nom+"에서 "+b.nom+"로 수출됐다.", "asserted")
				add("receive", top(b.nom)+" "+a.nom+"에서 "+G+" 수입했다.", "asserted")
				add("receive passive", top(b.nom)+" "+koJoin(a.nom, "으로부터", "로부터")+" "+G+" 제공받았다.", "asserted")
				add("origin", top(b.nom)+" "+a.nom+"산 "+G+" 구매했다.", "asserted")
				add("noun", a.nom+"의 "+b.nom+"에 대한 "+g.acc+" 수출이 시작됐다.", "asserted")
				add("relative", nom(a.nom)+" "+b.nom+"에 판매한 "+top(g.acc)+" 낡았다.", "asserted")
				add("ongoing", top(a.nom)+" "+b.nom+"에 "+G+" 수출하고 있다.", "asserted")
				add("negated", top(a.nom)+" "+b.nom+"에 "+G+" 수출하지 않았다.", "denied")
				add("never", top(a.nom)+" "+b.nom+"에 "+G+" 수출한 적이 없다.", "denied")
				add("denial", top(a.nom)+" "+b.nom+"에 "+G+" 수출했다는 보도를 부인했다.", "denied")
				add("denial that", "미국은 "+nom(a.nom)+" "+b.nom+"에 "+G+" 보냈다는 의혹을 부인했다.", "denied")
				add("said not", top(a.nom)+" "+b.nom+"에 "+G+" 판매하지 않았다고 밝혔다.", "denied")
				add("stop", top(a.nom)+" "+b.nom+"에 대한 "+g.acc+" 공급을 중단했다.", "denied")
				add("could", top(a.nom)+" "+b.nom+"에 "+G+" 공급할 수 있다.", "open")
				add("seems", top(a.nom)+" "+b.nom+"에 "+G+" 보낸 것으로 추정된다.", "open")
				add("plan", top(a.nom)+" "+b.nom+"에 "+G+" 수출할 계획이다.", "open")
				add("decided", top(a.nom)+" "+b.nom+"에 "+G+" 제공하기로 했다.", "open")
				add("promise", top(a.nom)+" "+b.nom+"에 "+G+" 제공하겠다고 약속했다.", "open")
				add("want", top(b.nom)+" "+a.nom+"에서 "+G+" 수입하려 한다.", "open")
				add("ask", top(b.nom)+" "+a.nom+"에 "+g.acc+" 공급을 요청했다.", "open")
				add("if", nom(a.nom)+" "+b.nom+"에 "+G+" 제공하면 미국은 대응할 것이다.", "open")
				add("forbid", "결의는 "+a.nom+"에서 "+b.nom+"로 "+G+" 수출하는 것을 금지한다.", "none")
				add("forbid law", a.nom+"에서 "+G+" 수입하여서는 아니 된다.", "none")
				out = append(out, contrast{"according", "국정원에 따르면 " + top(a.nom) + " " + b.nom + "에 " + G + " 수출했다.", g.class, a.code, b.code, "asserted", "", true})
				out = append(out, contrast{"said", "한국 정부는 " + nom(a.nom) + " " + b.nom + "에 " + G + " 수출했다고 밝혔다.", g.class, a.code, b.code, "asserted", "", false})
				out = append(out, contrast{"via", top(a.nom) + " " + acc(c.nom) + " 통해 " + b.nom + "에 " + G + " 수출했다.", g.class, a.code, b.code, "asserted", c.code, false})
			}
		}
	}
	return out
}
