package reading_test

func chineseContrasts() []contrast {
	actors := []cActor{{code: "KP", nom: "朝鲜"}, {code: "RU", nom: "俄罗斯"}, {code: "CN", nom: "中国"}, {code: "IR", nom: "伊朗"}, {code: "SY", nom: "叙利亚"}, {code: "UA", nom: "乌克兰"}, {code: "RU", nom: "莫斯科"}, {code: "KP", nom: "北韓"}}
	goods := []cGoods{{"arms.ammunition", "炮弹", ""}, {"arms", "武器", ""}, {"coal", "煤炭", ""}, {"oil.refined", "柴油", ""}, {"textiles", "纺织品", ""}, {"goods.luxury", "奢侈品", ""}, {"seafood", "海产品", ""}, {"military_technology", "军事技术", ""}, {"goods.machinery", "機械", ""}, {"minerals.iron_ore", "铁矿石", ""}}
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
				add("active", A+"向"+B+"供应"+G+"。", "asserted")
				add("past", A+"去年向"+B+"出口了"+G+"。", "asserted")
				add("passive", A+"的"+G+"被运往"+B+"。", "asserted")
				add("receive", B+"从"+A+"进口"+G+"。", "asserted")
				add("origin", B+"购买了"+A+G+"。", "asserted")
				add("to", A+"把"+G+"卖给"+B+"。", "asserted")
				add("noun", A+"对"+B+"的"+G+"出口有所增加。", "asserted")
				add("relative", A+"向"+B+"出售的"+G+"已经老化。", "asserted")
				add("relative agent", B+"收到由"+A+"提供的"+G+"。", "asserted")
				add("negated", A+"没有向"+B+"出口"+G+"。", "denied")
				add("never", A+"从未向"+B+"出口"+G+"。", "denied")
				add("denial", A+"否认向"+B+"出售"+G+"。", "denied")
				add("denial that", B+"否认"+A+"向"+B+"出口"+G+"。", "denied")
				add("false report", "关于"+A+"向"+B+"出口"+G+"的报道是捏造的。", "denied")
				add("stop", A+"停止向"+B+"出口"+G+"。", "denied")
				add("refuse", A+"拒绝向"+B+"提供"+G+"。", "denied")
				add("could", A+"可能向"+B+"提供"+G+"。", "open")
				add("reportedly", A+"据称向"+B+"提供了"+G+"。", "open")
				add("plan", A+"计划向"+B+"出口"+G+"。", "open")
				add("will", A+"将向"+B+"出口"+G+"。", "open")
				add("promise", A+"承诺向"+B+"提供"+G+"。", "open")
				add("want", B+"希望从"+A+"购买"+G+"。", "open")
				add("ask", B+"要求"+A+"提供"+G+"。", "open")
				add("whether", "目前尚不清楚"+A+"是否向"+B+"提供"+G+"。", "open")
				add("if", "如果"+A+"向"+B+"提供"+G+"，美国将作出反应。", "open")
				add("forbid", "决议禁止"+A+"向"+B+"出口"+G+"。", "none")
				add("forbid law", "任何国家不得从"+A+"进口"+G+"。", "none")
				out = append(out, contrast{"according", "据韩国国家情报院称，" + A + "向" + B + "出口" + G + "。", g.class, a.code, b.code, "asserted", "", true})
				out = append(out, contrast{"said", "韩国政府表示，" + A + "向" + B + "出口了" + G + "。", g.class, a.code, b.code, "asserted", "", false})
				out = append(out, contrast{"via", A + "经" + c.nom + "向" + B + "出口" + G + "。", g.class, a.code, b.code, "asserted", c.code, false})
			}
		}
	}
	return out
}
