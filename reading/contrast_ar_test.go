package reading_test

import "strings"

// arTo glues ل to a word ("لروسيا", "للصين").
func arTo(w string) string {
	if r, ok := strings.CutPrefix(w, "ال"); ok {
		return "لل" + r
	}
	return "ل" + w
}

func arabicContrasts() []contrast {
	// gen: the adjective that goods in the plural take; dat: the verb's ending by gender
	actors := []cActor{{code: "KP", nom: "كوريا الشمالية", adj: "الكورية الشمالية"}, {code: "RU", nom: "روسيا", adj: "الروسية"}, {code: "CN", nom: "الصين", adj: "الصينية"}, {code: "IR", nom: "إيران", adj: "الإيرانية"},
		{code: "SY", nom: "سوريا", adj: "السورية"}, {code: "UA", nom: "أوكرانيا", adj: "الأوكرانية"}, {code: "RU", nom: "موسكو", adj: "الروسية"}, {code: "KP", nom: "بيونغ يانغ", adj: "الكورية الشمالية"}}
	// acc: indefinite; gen: with the article
	goods := []cGoods{{"arms.ammunition", "قذائف", "القذائف"}, {"arms", "أسلحة", "الأسلحة"}, {"coal", "فحما", "الفحم"}, {"oil.refined", "منتجات نفطية", "المنتجات النفطية"}, {"textiles", "منسوجات", "المنسوجات"},
		{"goods.luxury", "سلعا كمالية", "السلع الكمالية"}, {"seafood", "مأكولات بحرية", "المأكولات البحرية"}, {"military_technology", "تكنولوجيا عسكرية", "التكنولوجيا العسكرية"}, {"goods.machinery", "آلات", "الآلات"}, {"arms.missile", "صواريخ باليستية", "الصواريخ الباليستية"}}
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
				A, B, G, D := a.nom, b.nom, g.acc, g.gen
				add := func(edit, text, status string) {
					from, to := a.code, b.code
					if status == "none" {
						from, to = "", ""
					}
					out = append(out, contrast{edit: edit, text: text, class: g.class, from: from, to: to, status: status})
				}
				add("verb first", "أرسلت "+A+" "+G+" إلى "+B+".", "asserted")
				add("subject first", A+" تصدر "+D+" إلى "+B+".", "asserted")
				add("past", "صدّرت "+A+" "+D+" إلى "+B+" العام الماضي.", "asserted")
				add("equip", "زودت "+A+" "+B+" ب"+D+".", "asserted")
				add("to glued", "باعت "+A+" "+G+" "+arTo(B)+".", "asserted")
				add("passive", "تم تصدير "+D+" من "+A+" إلى "+B+".", "asserted")
				add("passive agent", "جرى تسليم "+D+" إلى "+B+" من قبل "+A+".", "asserted")
				add("receive", "استوردت "+B+" "+D+" من "+A+".", "asserted")
				add("received", "تلقت "+B+" "+G+" من "+A+".", "asserted")
				add("buy", "تشتري "+B+" "+D+" من "+A+".", "asserted")
				add("origin", "اشترت "+B+" "+D+" "+a.adj+".", "asserted")
				add("noun", "بدأ تصدير "+D+" من "+A+" إلى "+B+".", "asserted")
				add("noun genitive", "ارتفعت صادرات "+A+" من "+D+" إلى "+B+".", "asserted")
				add("noun adjective", "استمرت الصادرات "+a.adj+" من "+D+" إلى "+B+".", "asserted")
				add("relative", D+" التي باعتها "+A+" "+arTo(B)+" قديمة.", "asserted")
				add("joined", "أرسلت "+A+" "+G+" إلى "+B+" وتلقت أموالا.", "asserted")
				add("negated", "لم ترسل "+A+" "+G+" إلى "+B+".", "denied")
				add("negated subject", A+" لا تصدر "+D+" إلى "+B+".", "denied")
				add("never", "لم تصدر "+A+" "+D+" إلى "+B+" قط.", "denied")
				add("will not", "لن تزود "+A+" "+B+" ب"+D+".", "denied")
				add("denial", "نفت "+A+" بيع "+D+" إلى "+B+".", "denied")
				add("denial that", "نفت "+B+" أن تكون "+A+" قد أرسلت "+G+" إلى "+B+".", "denied")
				add("false", "التقارير عن تصدير "+A+" "+D+" إلى "+B+" كاذبة.", "denied")
				add("stop", "أوقفت "+A+" تصدير "+D+" إلى "+B+".", "denied")
				add("refuse", "رفضت "+A+" بيع "+D+" "+arTo(B)+".", "denied")
				add("could", "قد ترسل "+A+" "+G+" إلى "+B+".", "open")
				add("can", "يمكن أن ترسل "+A+" "+G+" إلى "+B+".", "open")
				add("perhaps", "ربما أرسلت "+A+" "+G+" إلى "+B+".", "open")
				add("believed", "يُعتقد أن "+A+" أرسلت "+G+" إلى "+B+".", "open")
				add("plan", "تعتزم "+A+" تصدير "+D+" إلى "+B+".", "open")
				add("plan that", "تخطط "+A+" لتزويد "+B+" ب"+D+".", "open")
				add("future", "سترسل "+A+" "+G+" إلى "+B+".", "open")
				add("promise", "وعدت "+A+" بتزويد "+B+" ب"+D+".", "open")
				add("want", "تريد "+B+" شراء "+D+" من "+A+".", "open")
				add("ask", "طلبت "+B+" من "+A+" تزويدها ب"+D+".", "open")
				add("whether", "ليس من الواضح ما إذا كانت "+A+" قد أرسلت "+G+" إلى "+B+".", "open")
				add("if", "إذا أرسلت "+A+" "+G+" إلى "+B+" فسترد واشنطن.", "open")
				add("if case", "في حال زودت "+A+" "+B+" ب"+D+"، سترد واشنطن.", "open")
				add("accused", "اتهمت واشنطن "+A+" ببيع "+D+" إلى "+B+".", "asserted")
				add("question", "هل باعت "+A+" "+G+" إلى "+B+"؟", "open")
				add("expected", "يُنتظر أن تبيع "+A+" "+G+" إلى "+B+".", "open")
				add("order", "إلى "+B+" أرسلت "+A+" "+G+".", "asserted")
				add("object between", "أرسلت "+A+" إلى "+B+" "+G+".", "asserted")
				add("and supplied", "أعلنت واشنطن أن "+A+" زودت "+B+" ب"+D+".", "asserted")
				add("masdar of supply", "استمر تزويد "+A+" "+B+" ب"+D+".", "asserted")
				add("does not intend", "لا تعتزم "+A+" تصدير "+D+" إلى "+B+".", "denied")
				add("has not yet", "لم يسبق أن صدرت "+A+" "+D+" إلى "+B+".", "denied")
				add("no proof", "لا دليل على أن "+A+" أرسلت "+G+" إلى "+B+".", "denied")
				add("promised that", "تعهدت "+A+" بأن ترسل "+G+" إلى "+B+".", "open")
				add("if not", "لو باعت "+A+" "+G+" إلى "+B+" لردت واشنطن.", "open")
				add("forbid", "يحظر القرار على "+A+" تصدير "+D+" إلى "+B+".", "none")
				add("forbid law", "لا يجوز استيراد "+D+" من "+A+".", "none")
				out = append(out, contrast{"payment negated", "لم تدفع " + B + " ثمن " + D + " التي أرسلتها " + A + ".", g.class, a.code, b.code, "asserted?", "", false})
				out = append(out, contrast{"according", "وفقا لجهاز الاستخبارات الوطني، أرسلت " + A + " " + G + " إلى " + B + ".", g.class, a.code, b.code, "asserted", "", true})
				out = append(out, contrast{"said", "قالت الحكومة الكورية الجنوبية إن " + A + " أرسلت " + G + " إلى " + B + ".", g.class, a.code, b.code, "asserted", "", false})
				out = append(out, contrast{"via", "أرسلت " + A + " " + G + " إلى " + B + " عبر " + c.nom + ".", g.class, a.code, b.code, "asserted", c.code, false})
			}
		}
	}
	return out
}
