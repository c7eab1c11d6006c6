package reading

import "strings"

// formLine reports whether a line looks like a line of a form: short, and with
// a key before a colon or a tab.
func formLine(line string) bool {
	t := strings.TrimSpace(line)
	if t == "" || len(t) > 160 {
		return false
	}
	i := strings.IndexAny(t, ":\t：")
	return i > 1 && i < 80 && i < len(t)-1 || strings.Contains(t, " | ")
}

// shortLine reports whether a line is too short for running text; characters of
// scripts that need several bytes but no more room count once.
func shortLine(line string) bool {
	n := 0
	for _, r := range strings.TrimSpace(line) {
		n++
		if r >= 0x1100 {
			n += 2 // Korean, Chinese, Japanese
		}
	}
	return n < 50
}

// splitForm parts a block whose lines are lines of a form; it returns nil for
// running text.
func splitForm(text string, b Block) []Block {
	body := text[b.Start:b.End]
	if strings.Count(strings.TrimSpace(body), "\n") < 1 {
		return nil
	}
	forms, lines := 0, 0
	for l := range strings.SplitSeq(body, "\n") {
		if strings.TrimSpace(l) == "" {
			continue
		}
		lines++
		if formLine(l) || shortLine(l) && !strings.HasSuffix(strings.TrimSpace(l), ",") {
			forms++
		}
	}
	if lines < 2 || forms*3 < lines*2 {
		return nil
	}
	var out []Block
	at := b.Start
	for l := range strings.SplitAfterSeq(body, "\n") {
		if strings.TrimSpace(l) != "" {
			p := b
			p.Start, p.End = at, at+len(l)
			out = append(out, p)
		}
		at += len(l)
	}
	return out
}

// field is one line of a form: "Consignee: ... ".
type field struct {
	role       string // from, to, goods, origin, loading, discharge, doc
	text       string
	start, end int
	entity     string
	acts       string
	class      []classGoods
	goodsAt    [2]int
	lang       string
}

// readField reads a form's line: the key is a word of kind "field" at its
// beginning. It reports whether the line is one whose words tell of no act.
func (s *sent) readField() bool {
	first := s.firstWord()
	if first >= len(s.items) {
		return false
	}
	if s.word(&s.items[first], "art") != nil && first+1 < len(s.items) && s.word(&s.items[first], "field") == nil {
		first++ // "The Seller: ..."
	}
	w := s.word(&s.items[first], "field")
	if w == nil {
		return false
	}
	if w.value == "doc" {
		for i := first; i < len(s.items); i++ {
			if s.isFinite(&s.items[i]) && s.items[i].get(eNoun) == nil {
				return false // "the contract obliges ...": a sentence, no title
			}
		}
		s.d.formDoc = w.form
		s.d.fields = append(s.d.fields, field{role: "doc", text: s.str(&s.items[first]), start: s.start, end: s.end})
		return s.end-s.start < 80
	}
	// the mark after the key
	colon := -1
	for j := first + 1; j < len(s.items) && j <= first+6; j++ {
		if s.items[j].punct && strings.ContainsAny(s.str(&s.items[j]), ":：|") {
			colon = j
			break
		}
	}
	if colon < 0 {
		return false
	}
	f := field{role: w.value, start: s.start, end: s.end, lang: s.x.lang.code, text: s.text[s.items[colon].end:s.end]}
	for j := colon + 1; j < len(s.items); j++ {
		it := &s.items[j]
		if it.mention >= 0 && (f.entity == "" || strings.HasPrefix(f.entity, "place:") || strings.HasPrefix(f.entity, "org:")) {
			m := &s.ments[it.mention]
			if f.acts == "" || strings.HasPrefix(m.Entity, "country:") {
				if f.entity == "" || !strings.HasPrefix(f.entity, "org:") {
					f.entity = m.Entity
				}
				if m.ActsFor != "" {
					f.acts = m.ActsFor
				}
			}
		}
		if s.isGoods(it) && f.class == nil && (w.value == "goods" || w.value == "origin") {
			f.class = s.classesOf(s.goodsList(j))
			f.goodsAt = [2]int{it.start, it.end}
		}
	}
	if f.role == "goods" {
		for k := range s.cands {
			cd := &s.cands[k]
			if cd.origin || len(cd.marks) > 0 && (cd.marks[len(cd.marks)-1] == "aus" || cd.marks[len(cd.marks)-1] == "from" || cd.marks[len(cd.marks)-1] == "of") {
				s.d.fields = append(s.d.fields, field{role: "origin", start: s.start, end: s.end, entity: cd.entity, acts: cd.acts, text: f.text, lang: f.lang})
			}
		}
	}
	s.d.fields = append(s.d.fields, f)
	return f.role != "goods"
}

// namedRoles makes "the Seller", "der Käufer" in running text the party that a
// line of the form names.
func (s *sent) namedRoles() {
	for i := range s.items {
		it := &s.items[i]
		w := s.word(it, "role")
		if w == nil {
			w = s.word(it, "field")
		}
		if w == nil || it.mention >= 0 || w.kind == "field" && w.value != "from" && w.value != "to" {
			continue
		}
		if (s.x.lang.glued || s.x.lang.caseMarks) && i == s.firstWord() && s.word(it, "field") != nil && i+1 < len(s.items) && s.items[i+1].punct && strings.ContainsAny(s.str(&s.items[i+1]), ":：") {
			continue // the key of a line
		}
		value, _, _ := strings.Cut(w.value, " ")
		own := s.roleParty(i)
		if own < 0 && w.kind == "role" {
			own = s.calledParty(i)
		}
		f := field{}
		caseless := s.x.lang.glued || s.x.lang.spaceless
		switch {
		case own >= 0:
			m := &s.ments[s.items[own].mention]
			f = field{role: value, entity: m.Entity, acts: m.ActsFor, text: m.Text}
			if !hasRole(s.d.roles, value) {
				s.d.roles = append(s.d.roles, f)
			}
		case hasRole(s.d.fields, value):
			f = role(s.d.fields, value)
		case hasRole(s.d.roles, value) && i > 0 && it.upper && !s.x.lang.capNouns && s.word(&s.items[i-1], "prep") != nil:
			f = role(s.d.roles, value) // "al Comprador", "au Vendeur"
		case hasRole(s.d.roles, value) && (s.x.lang.spaceless || w.kind == "role" && (it.upper || caseless) || i > 0 && s.word(&s.items[i-1], "art") != nil && s.word(&s.items[i-1], "art").value != "indef"):
			f = role(s.d.roles, value)
		default:
			continue
		}
		if own >= 0 && (s.items[own].isAdj() || s.items[own].poss) {
			continue // the adjective says it
		}
		if own > i {
			s.items[own].seat = true
		}
		s.put(i, Mention{Text: s.str(it), Start: it.start, End: it.end, Entity: f.entity, ActsFor: f.acts, Type: "reference", Form: "descriptor", Certainty: 0.8,
			Why: "reference: the party of the line " + strings.TrimSpace(f.text), Lang: s.x.lang.code}, true)
		it.ents = nil
		if c := parseFeat(w.value) & anyCase; c != 0 && s.x.lang.caseMarks {
			it.ents = []entry{{kind: eActor, feat: c}} // its form says its case
		}
	}
}

// calledParty finds the party that a phrase before a role calls by it ("ООО Заря,
// Владивосток, именуемое в дальнейшем Продавец"), -1 for none.
func (s *sent) calledParty(i int) int {
	called := false
	for j := i - 1; j >= 0 && j >= i-8; j-- {
		if s.word(&s.items[j], "called") != nil {
			called = true
			i = j
			break
		}
	}
	if !called {
		return -1
	}
	best := -1
	for j := i - 1; j >= 0 && j >= i-40; j-- {
		it := &s.items[j]
		if s.word(it, "role") != nil || it.mention >= 0 && s.ments[it.mention].Form == "descriptor" {
			break
		}
		if k := it.mention; k >= 0 && s.ments[k].ActsFor != "" && s.ments[k].Type != "person" {
			if best < 0 || strings.HasPrefix(s.ments[k].Entity, "country:") && !strings.HasPrefix(s.ments[s.items[best].mention].Entity, "country:") {
				best = j
			}
		}
	}
	return best
}

func hasRole(fs []field, r string) bool { return role(fs, r).entity != "" }

func role(fs []field, r string) field {
	for k := range fs {
		if f := &fs[k]; f.role == r && f.entity != "" {
			return *f
		}
	}
	return field{}
}

// roleParty finds who a party of a contract is where running text says so:
// "the Chinese Buyer", "the Seller, a company in Kassel (Germany),", "X Ltd,
// Dandong (the Seller)". It returns the item of the name, -1 for none.
func (s *sent) roleParty(i int) int {
	acts := func(j int) bool {
		k := s.items[j].mention
		return k >= 0 && s.ments[k].ActsFor != "" && s.ments[k].Type != "person"
	}
	if i > 0 && acts(i-1) && (s.items[i-1].isAdj() || s.items[i-1].poss) {
		return i - 1
	}
	best, seat := -1, s.x.lang.spaceless && i+1 < len(s.items) && s.items[i+1].punct && strings.ContainsAny(s.str(&s.items[i+1]), "(（：:")
	for j := i + 1; j < len(s.items) && j <= i+16; j++ {
		it := &s.items[j]
		if !s.x.lang.spaceless && j == i+1 && it.punct && strings.ContainsAny(s.str(it), "(（：:") && s.word(&s.items[i], "role") != nil {
			seat = true // "甲方（中国某公司）"
			continue
		}
		if it.punct && seat && strings.ContainsAny(s.str(it), ")）") {
			break
		}
		if !s.x.lang.spaceless && (s.word(it, "coord") != nil && !seat || it.punct && strings.ContainsAny(s.str(it), ")）")) {
			break
		}
		if it.punct && s.str(it) == "(" && j > i+2 && !s.x.lang.spaceless {
			seat = true // "l'Acheteur, la Korea Kumsan Trading (Corée du Nord)"
		}
		if it.punct && s.str(it) == "," && j > i+2 && !s.x.lang.spaceless && (s.items[j-1].upper || s.items[j-1].mention >= 0) {
			seat = true // "the Seller, Hongxiang Ltd., Dandong, China"
		}
		if s.x.lang.caseMarks && it.punct && s.str(it) == "." && s.items[j-1].end-s.items[j-1].start <= 4 {
			continue // "г. Казань"
		}
		if it.punct && strings.ContainsAny(s.str(it), ";:.") && !(s.x.lang.spaceless && j == i+1) || s.x.lang.spaceless && it.punct && strings.ContainsAny(s.str(it), ")）") || s.word(it, "field") != nil || s.isGoods(it) || s.word(it, "rel") != nil && s.word(it, "art") == nil {
			break
		}
		if e := it.verb(); e != nil && it.get(eNoun) == nil && e.feat&fPart == 0 || it.get(eSep) != nil || s.word(it, "aux") != nil {
			break
		}
		if w := s.word(it, "prep"); w != nil {
			v, _, _ := strings.Cut(w.value, " ")
			if !(seatMark[v] || v == "of" || v == "mit" || v == "with") {
				break
			}
			seat = true
		}
		if acts(j) && seat {
			if best < 0 || strings.HasPrefix(s.ments[s.items[j].mention].Entity, "country:") {
				best = j
			}
			if strings.HasPrefix(s.ments[s.items[j].mention].Entity, "country:") {
				break
			}
		}
	}
	if best >= 0 {
		return best
	}
	// "... (the Seller)"
	open := false
	if before := strings.TrimRight(s.text[s.start:s.items[i].start], " \n\"„“»"); i > 0 && (strings.HasSuffix(before, "-") || strings.HasSuffix(before, "–") || strings.HasSuffix(before, "—")) {
		open = true // "X AG (Moskau) - Verkäufer -"
	}
	for j := i - 1; j >= 0 && j >= i-5; j-- {
		if s.items[j].punct && strings.ContainsAny(s.str(&s.items[j]), "(（") {
			open = true
			break
		}
	}
	hereafter := false
	for j := i - 1; j >= 0 && j >= i-6; j-- {
		if s.word(&s.items[j], "hereafter") != nil {
			hereafter = true // "ci-après « le Vendeur »"
		}
	}
	if !open && !hereafter {
		return -1
	}
	for j := i - 1; j >= 0 && j >= i-25; j-- {
		if s.items[j].punct && strings.ContainsAny(s.str(&s.items[j]), ")）") && !hereafter || s.word(&s.items[j], "field") != nil {
			break
		}
		if acts(j) {
			return j
		}
	}
	return -1
}

// readForm makes the dealing that a form tells of: an invoice, a contract, a
// bill of lading.
func (d *doc) readForm() {
	var from, to, origin, goods, load, discharge *field
	for i := range d.fields {
		f := &d.fields[i]
		set := func(p **field) {
			if *p == nil || (*p).acts == "" && (*p).entity == "" {
				*p = f
			}
		}
		switch f.role {
		case "from":
			set(&from)
		case "to":
			set(&to)
		case "origin":
			set(&origin)
		case "goods":
			if f.class != nil {
				set(&goods)
				if goods.class == nil {
					goods = f
				}
			}
		case "loading":
			set(&load)
		case "discharge":
			set(&discharge)
		}
	}
	if goods == nil || goods.class == nil {
		return
	}
	giver, taker := from, to
	if giver == nil || giver.acts == "" && !strings.HasPrefix(giver.entity, "org:") {
		giver = load
	}
	if taker == nil || taker.acts == "" && !strings.HasPrefix(taker.entity, "org:") {
		taker = discharge
	}
	by := "shipper"
	if origin != nil && origin.acts != "" && (giver == nil || giver.acts != origin.acts) {
		// goods of one state sold by another: where they are from decides
		giver, by = origin, "country of origin"
	}
	if giver == nil || taker == nil || party(giver.entity, giver.acts) == party(taker.entity, taker.acts) {
		return
	}
	status := "planned"
	switch {
	case containsAny(d.formDoc, "invoice", "lading", "packing", "delivery note", "rechnung", "frachtbrief", "lieferschein", "konnossement", "connaissement", "facture", "factura", "conocimiento", "инвойс", "фактура", "накладн", "коносамент", "упаковочн", "рахунок", "інвойс", "пакувальн",
		"فاتورة", "بوليصة", "سند شحن", "قائمة التعبئة", "送り状", "インボイス", "船荷証券", "パッキング", "梱包明細", "发票", "提单", "装箱单", "송장", "선하증권", "포장명세"):
		status = "done"
	}
	lo, hi := goods.start, goods.end
	for _, f := range []*field{giver, taker} {
		lo, hi = min(lo, f.start), max(hi, f.end)
	}
	for _, c := range goods.class {
		x := Dealing{ID: dealingID(d.nextID + 1), Class: c.class, From: OrNull(party(giver.entity, giver.acts)), To: OrNull(party(taker.entity, taker.acts)),
			FromParty: partyOf(giver.entity), ToParty: partyOf(taker.entity), Status: status, Start: lo, End: hi, Quote: d.text[lo:hi],
			Trigger: d.text[goods.goodsAt[0]:goods.goodsAt[1]], TriggerStart: goods.goodsAt[0], TriggerEnd: goods.goodsAt[1], Goods: c.texts,
			Negations: []string{}, Hedges: []string{}, Certainty: 0.8, Frame: "form", Lang: goods.lang}
		for _, e := range []struct {
			slot, by string
			f        *field
		}{{"from", by, giver}, {"to", "consignee or port of discharge", taker}, {"goods", "description of goods", goods}} {
			x.Evidence = append(x.Evidence, Evidence{Slot: e.slot, Text: strings.TrimSpace(e.f.text), Start: e.f.start, End: e.f.end, By: "line of a form: " + e.by, Score: 0.8})
		}
		x.Time = When{Kind: "unknown"}
		if !d.opt.Date.IsZero() {
			x.Time = When{Norm: OrNull(d.opt.Date.String()), Kind: "implicit", From: d.opt.Date, To: d.opt.Date}
		}
		dup := false
		for i := range d.out.Dealings {
			o := &d.out.Dealings[i]
			if classWithin(o.Class, x.Class) && o.From == x.From && o.To == x.To {
				dup = true
			}
		}
		if !dup {
			d.addDealing(x)
		}
	}
}

func containsAny(s string, subs ...string) bool {
	s = strings.ToLower(s)
	for _, x := range subs {
		if strings.Contains(s, x) {
			return true
		}
	}
	return false
}
