package reading_test

import "strings"

func romanceGoods(fr bool) []cGoods {
	if fr {
		return []cGoods{{"arms.ammunition", "obus", ""}, {"arms", "armes", ""}, {"coal", "charbon", ""}, {"oil.refined", "gazole", ""}, {"textiles", "textiles", ""}, {"goods.luxury", "produits de luxe", ""}, {"goods.food", "blé", ""}}
	}
	return []cGoods{{"arms.ammunition", "proyectiles", ""}, {"arms", "armas", ""}, {"coal", "carbón", ""}, {"oil.refined", "diésel", ""}, {"textiles", "textiles", ""}, {"goods.luxury", "artículos de lujo", ""}, {"goods.food", "trigo", ""}}
}

// frenchContrasts: nom with article, gen after "de", dat after "à".
func frenchContrasts() []contrast {
	actors := []cActor{
		{"KP", "la Corée du Nord", "de la Corée du Nord", "à la Corée du Nord", "nord-coréen"},
		{"RU", "la Russie", "de la Russie", "à la Russie", "russe"},
		{"CN", "la Chine", "de la Chine", "à la Chine", "chinois"},
		{"IR", "l'Iran", "de l'Iran", "à l'Iran", "iranien"},
		{"SY", "la Syrie", "de la Syrie", "à la Syrie", "syrien"},
		{"UA", "l'Ukraine", "de l'Ukraine", "à l'Ukraine", "ukrainien"},
		{"KP", "Pyongyang", "de Pyongyang", "à Pyongyang", "nord-coréen"},
	}
	var out []contrast
	for i, a := range actors {
		for j, b := range actors {
			if a.code == b.code {
				continue
			}
			for k, g := range romanceGoods(true) {
				if (i+j+k)%2 != 0 {
					continue
				}
				art := "du "
				if strings.HasSuffix(g.acc, "s") {
					art = "des "
				}
				d := "de "
				if strings.ContainsAny(g.acc[:1], "aeo") {
					d = "d'"
				}
				add := func(edit, text, from, to, status string) {
					out = append(out, contrast{edit: edit, text: text, class: g.class, from: from, to: to, status: status})
				}
				A, B := upper(a.nom), upper(b.nom)
				add("active", A+" livre "+art+g.acc+" "+b.dat+".", a.code, b.code, "asserted")
				add("past", A+" a vendu "+art+g.acc+" "+b.dat+".", a.code, b.code, "asserted")
				add("receive", B+" importe "+art+g.acc+" "+a.gen+".", a.code, b.code, "asserted")
				add("bought", B+" a acheté "+art+g.acc+" "+a.dat+".", a.code, b.code, "asserted")
				add("noun", "La livraison "+d+g.acc+" "+a.gen+" "+b.dat+" a commencé en mars.", a.code, b.code, "asserted")
				add("negated", A+" ne livre pas "+d+g.acc+" "+b.dat+".", a.code, b.code, "denied")
				add("never", A+" n'a jamais livré "+d+g.acc+" "+b.dat+".", a.code, b.code, "denied")
				add("denial", A+" dément avoir livré "+art+g.acc+" "+b.dat+".", a.code, b.code, "denied")
				add("could", A+" pourrait livrer "+art+g.acc+" "+b.dat+".", a.code, b.code, "open")
				add("conditional mood", A+" livrerait "+art+g.acc+" "+b.dat+".", a.code, b.code, "open")
				add("want", B+" veut acheter "+art+g.acc+" "+a.dat+".", a.code, b.code, "open")
				add("refuse", A+" refuse de livrer "+art+g.acc+" "+b.dat+".", a.code, b.code, "denied")
				add("forbid", "La résolution interdit la livraison "+d+g.acc+" "+b.dat+".", "", "", "none")
				out = append(out, contrast{"according", "Selon Séoul, " + a.nom + " livre " + art + g.acc + " " + b.dat + ".", g.class, a.code, b.code, "asserted", "", true})
				add("relative", "L'essentiel "+art+g.acc+" que "+a.nom+" a vendu "+b.dat+" est vieux.", a.code, b.code, "asserted")
			}
		}
	}
	return out
}

func spanishContrasts() []contrast {
	actors := []cActor{
		{"KP", "Corea del Norte", "", "", ""}, {"RU", "Rusia", "", "", ""}, {"CN", "China", "", "", ""}, {"IR", "Irán", "", "", ""},
		{"SY", "Siria", "", "", ""}, {"UA", "Ucrania", "", "", ""}, {"KP", "Pionyang", "", "", ""}, {"RU", "Moscú", "", "", ""},
	}
	var out []contrast
	for i, a := range actors {
		for j, b := range actors {
			if a.code == b.code {
				continue
			}
			for k, g := range romanceGoods(false) {
				if (i+j+k)%2 != 0 {
					continue
				}
				add := func(edit, text, from, to, status string) {
					out = append(out, contrast{edit: edit, text: text, class: g.class, from: from, to: to, status: status})
				}
				add("active", a.nom+" suministra "+g.acc+" a "+b.nom+".", a.code, b.code, "asserted")
				add("past", a.nom+" ha entregado "+g.acc+" a "+b.nom+".", a.code, b.code, "asserted")
				add("receive", b.nom+" importó "+g.acc+" de "+a.nom+" en 2017.", a.code, b.code, "asserted")
				add("passive", upper(g.acc)+" fue vendido por "+a.nom+" a "+b.nom+".", a.code, b.code, "asserted")
				add("noun", "La entrega de "+g.acc+" de "+a.nom+" a "+b.nom+" comenzó en marzo.", a.code, b.code, "asserted")
				add("negated", a.nom+" no suministra "+g.acc+" a "+b.nom+".", a.code, b.code, "denied")
				add("never", a.nom+" nunca vendió "+g.acc+" a "+b.nom+".", a.code, b.code, "denied")
				add("denial", a.nom+" niega haber entregado "+g.acc+" a "+b.nom+".", a.code, b.code, "denied")
				add("denial that", b.nom+" desmintió que "+a.nom+" suministre "+g.acc+" a "+b.nom+".", a.code, b.code, "denied")
				add("neither party", "Ni México ni "+a.nom+" venden "+g.acc+" a "+b.nom+".", a.code, b.code, "denied")
				add("could", a.nom+" podría suministrar "+g.acc+" a "+b.nom+".", a.code, b.code, "open")
				add("plan", a.nom+" planea vender "+g.acc+" a "+b.nom+".", a.code, b.code, "open")
				add("want", b.nom+" quiere comprar "+g.acc+" a "+a.nom+".", a.code, b.code, "open")
				add("if", "Si "+a.nom+" vende "+g.acc+" a "+b.nom+", Washington reaccionará.", a.code, b.code, "open")
				add("refuse", a.nom+" se negó a vender "+g.acc+" a "+b.nom+".", a.code, b.code, "denied")
				add("forbid", "La resolución prohíbe la venta de "+g.acc+" a "+b.nom+".", "", "", "none")
				out = append(out, contrast{"according", "Según Seúl, " + a.nom + " suministra " + g.acc + " a " + b.nom + ".", g.class, a.code, b.code, "asserted", "", true})
				out = append(out, contrast{"via", a.nom + " vendió " + g.acc + " a " + b.nom + " a través de México.", g.class, a.code, b.code, "asserted", "MX", false})
			}
		}
	}
	return out
}
