package reading_test

func japaneseContrasts() []contrast {
	actors := []cActor{{code: "KP", nom: "北朝鮮"}, {code: "RU", nom: "ロシア"}, {code: "CN", nom: "中国"}, {code: "IR", nom: "イラン"}, {code: "SY", nom: "シリア"}, {code: "UA", nom: "ウクライナ"}, {code: "RU", nom: "モスクワ"}, {code: "KP", nom: "平壌"}}
	goods := []cGoods{{"arms.ammunition", "砲弾", ""}, {"arms", "武器", ""}, {"coal", "石炭", ""}, {"oil.refined", "軽油", ""}, {"textiles", "繊維製品", ""}, {"goods.luxury", "ぜいたく品", ""}, {"seafood", "海産物", ""}, {"military_technology", "軍事技術", ""}, {"goods.machinery", "機械", ""}, {"minerals.iron_ore", "鉄鉱石", ""}}
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
				A, B, G := a.nom, b.nom, g.acc
				add := func(edit, text, status string) {
					from, to := a.code, b.code
					if status == "none" {
						from, to = "", ""
					}
					out = append(out, contrast{edit: edit, text: text, class: g.class, from: from, to: to, status: status})
				}
				add("active", A+"は"+B+"に"+G+"を供給している。", "asserted")
				add("past", A+"は昨年、"+B+"に"+G+"を輸出した。", "asserted")
				add("order", B+"へ"+A+"が"+G+"を送った。", "asserted")
				add("passive", G+"は"+A+"から"+B+"に輸出された。", "asserted")
				add("passive agent", G+"が"+A+"によって"+B+"に売却された。", "asserted")
				add("receive", B+"は"+A+"から"+G+"を輸入した。", "asserted")
				add("received", B+"は"+A+"から"+G+"を受け取っている。", "asserted")
				add("origin", B+"は"+A+"産の"+G+"を購入した。", "asserted")
				add("noun", A+"の"+B+"への"+G+"の輸出が始まった。", "asserted")
				add("noun by", A+"による"+B+"への"+G+"供給が続いている。", "asserted")
				add("relative", A+"が"+B+"に売った"+G+"は古い。", "asserted")
				add("relative agent", B+"に"+G+"を供給した"+A+"は代金を受け取った。", "asserted")
				add("polite", A+"は"+B+"に"+G+"を輸出しました。", "asserted")
				add("joined", A+"は"+B+"に"+G+"を輸出し、代金を受け取った。", "asserted")
				add("negated", A+"は"+B+"に"+G+"を輸出していない。", "denied")
				add("negated past", A+"は"+B+"に"+G+"を供給しなかった。", "denied")
				add("never", A+"は"+B+"に"+G+"を輸出したことは一度もない。", "denied")
				add("denial", A+"は"+B+"に"+G+"を売却したとの報道を否定した。", "denied")
				add("denial that", "米国は、"+A+"が"+B+"に"+G+"を供与したことを否定した。", "denied")
				add("false", A+"が"+B+"に"+G+"を輸出したという報道は事実無根だ。", "denied")
				add("said not", A+"は"+B+"に"+G+"を売っていないと述べた。", "denied")
				add("stop", A+"は"+B+"への"+G+"の輸出を停止した。", "denied")
				add("refuse", A+"は"+B+"に"+G+"を供給することを拒否した。", "denied")
				add("could", A+"は"+B+"に"+G+"を供給する可能性がある。", "open")
				add("can", A+"は"+B+"に"+G+"を供給できる。", "open")
				add("perhaps", A+"は"+B+"に"+G+"を供給したかもしれない。", "open")
				add("seems", A+"は"+B+"に"+G+"を輸出したとみられる。", "open")
				add("suspicion", A+"が"+B+"に"+G+"を輸出した疑いがある。", "open")
				add("plan", A+"は"+B+"に"+G+"を輸出する計画だ。", "open")
				add("decided", A+"は"+B+"に"+G+"を供与することを決めた。", "open")
				add("consider", A+"は"+B+"に"+G+"を供与することを検討している。", "open")
				add("promise", A+"は"+B+"に"+G+"を提供すると約束した。", "open")
				add("try", A+"は"+B+"に"+G+"を輸出しようとした。", "open")
				add("want", B+"は"+A+"から"+G+"を輸入したい考えだ。", "open")
				add("ask", B+"は"+A+"に"+G+"の供給を求めた。", "open")
				add("ask verb", B+"は"+A+"に"+G+"を供給するよう要請した。", "open")
				add("whether", A+"が"+B+"に"+G+"を輸出したかどうかは不明だ。", "open")
				add("if", A+"が"+B+"に"+G+"を提供すれば、米国は対応する。", "open")
				add("if case", A+"が"+B+"に"+G+"を輸出した場合、米国は制裁を科す。", "open")
				add("headline", A+"、"+B+"に"+G+"を供与", "asserted")
				add("headline question", A+"、"+B+"に"+G+"を供与か", "open")
				add("cleft", B+"に"+G+"を供与したのは"+A+"だ。", "asserted")
				add("joined list", A+"は"+B+"から代金を受け取り、"+G+"を送った。", "asserted")
				add("duty", A+"は"+B+"に"+G+"を供給する義務がある。", "open")
				add("ability", A+"は"+B+"に"+G+"を供給する能力を持つ。", "open")
				add("will not", A+"は"+B+"に"+G+"を供与するつもりはない。", "denied")
				add("no proof", A+"が"+B+"に"+G+"を輸出した証拠はない。", "denied")
				add("unconfirmed", A+"が"+B+"に"+G+"を輸出したことは確認されていない。", "open")
				add("asked not", A+"は"+B+"に"+G+"を輸出しないよう求められた。", "denied")
				add("forbid", "決議は、"+A+"が"+B+"に"+G+"を輸出することを禁じている。", "none")
				add("forbid noun", "決議は"+A+"から"+B+"への"+G+"の輸出を禁止している。", "none")
				add("forbid law", A+"から"+G+"を輸入してはならない。", "none")
				out = append(out, contrast{"payment negated", B + "は" + A + "が供給した" + G + "の代金を支払っていない。", g.class, a.code, b.code, "asserted?", "", false})
				out = append(out, contrast{"according", "国情院によると、" + A + "は" + B + "に" + G + "を輸出した。", g.class, a.code, b.code, "asserted", "", true})
				out = append(out, contrast{"said", "韓国政府は、" + A + "が" + B + "に" + G + "を輸出したと発表した。", g.class, a.code, b.code, "asserted", "", false})
				out = append(out, contrast{"via", A + "は" + c.nom + "を経由して" + B + "に" + G + "を輸出した。", g.class, a.code, b.code, "asserted", c.code, false})
			}
		}
	}
	return out
}
