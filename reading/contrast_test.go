package reading_test

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"testing"

	"khasan/entity"
	"khasan/reading"
)

// A contrast is one sentence made from a template, and what must be read in
// it. One edit of a template has one known effect.
type contrast struct {
	edit, text string
	class      string
	from, to   string
	status     string // group: asserted, open, denied; "none" for no dealing
	via        string
	attr       bool
}

// contrastLang makes the contrast set of a language; the tables of further
// languages stand in contrast_<code>_test.go.
type contrastLang struct {
	code  string
	least float64 // share that must be right
	make  func() []contrast
}

func contrastLangs() []contrastLang {
	return []contrastLang{
		{"de", 0.95, germanContrasts},
		{"en", 0.95, englishContrasts},
		{"ru", 0.85, russianContrasts},
		{"uk", 0.85, ukrainianContrasts},
		{"fr", 0.85, frenchContrasts},
		{"es", 0.85, spanishContrasts},
		{"ko", 0.85, koreanContrasts},
		{"zh", 0.85, chineseContrasts},
		{"ja", 0.85, japaneseContrasts},
		{"ar", 0.85, arabicContrasts},
	}
}

type cActor struct{ code, nom, gen, dat, adj string }
type cGoods struct{ class, acc, gen string }

func germanContrasts() []contrast {
	actors := []cActor{
		{"KP", "Nordkorea", "Nordkoreas", "Nordkorea", "nordkoreanisch"},
		{"RU", "Russland", "Russlands", "Russland", "russisch"},
		{"CN", "China", "Chinas", "China", "chinesisch"},
		{"IR", "der Iran", "des Iran", "dem Iran", "iranisch"},
		{"SY", "Syrien", "Syriens", "Syrien", "syrisch"},
		{"UA", "die Ukraine", "der Ukraine", "der Ukraine", "ukrainisch"},
		{"RU", "Moskau", "Moskaus", "Moskau", "russisch"},
		{"KP", "Pjöngjang", "Pjöngjangs", "Pjöngjang", "nordkoreanisch"},
	}
	goods := []cGoods{
		{"arms.ammunition", "Granaten", "Granaten"},
		{"arms", "Waffen", "Waffen"},
		{"coal", "Kohle", "Kohle"},
		{"oil.refined", "Diesel", "Diesel"},
		{"textiles", "Textilien", "Textilien"},
		{"goods.luxury", "Luxusgüter", "Luxusgütern"},
		{"seafood", "Meeresfrüchte", "Meeresfrüchten"},
		{"military_technology", "Militärtechnologie", "Militärtechnologie"},
		{"goods.machinery", "Maschinen", "Maschinen"},
		{"minerals.iron_ore", "Eisenerz", "Eisenerz"},
	}
	var out []contrast
	acc := func(a cActor) string { // after an, ohne: "an die Ukraine", "an den Iran"
		if strings.HasPrefix(a.nom, "der ") {
			return "den " + a.nom[4:]
		}
		return a.nom
	}
	nach := func(a cActor) string {
		switch {
		case strings.HasPrefix(a.nom, "der "):
			return "in den " + a.nom[4:]
		case strings.HasPrefix(a.nom, "die "):
			return "in " + a.nom
		}
		return "nach " + a.nom
	}
	aus := func(a cActor) string { return "aus " + a.dat }
	for i, a := range actors {
		for j, b := range actors {
			if a.code == b.code {
				continue
			}
			for k, g := range goods {
				if (i+j+k)%3 != 0 { // a third of all combinations
					continue
				}
				c := actors[(i+j+k)%len(actors)]
				for c.code == a.code || c.code == b.code {
					c = actors[(indexOf(actors, c)+1)%len(actors)]
				}
				A := upper(a.nom)
				add := func(edit, text, from, to, status string) {
					out = append(out, contrast{edit: edit, text: text, class: g.class, from: from, to: to, status: status})
				}
				add("active", A+" liefert "+g.acc+" an "+acc(b)+".", a.code, b.code, "asserted")
				add("past", A+" hat "+g.acc+" an "+acc(b)+" geliefert.", a.code, b.code, "asserted")
				add("passive", g.acc+" wurden von "+a.dat+" an "+acc(b)+" verkauft.", a.code, b.code, "asserted")
				add("receive", upper(b.nom)+" kauft "+g.acc+" von "+a.dat+".", a.code, b.code, "asserted")
				add("receive import", upper(b.nom)+" importierte 2017 "+g.acc+" "+aus(a)+".", a.code, b.code, "asserted")
				add("dative", A+" gab "+b.dat+" "+g.acc+".", a.code, b.code, "asserted")
				add("noun", "Die Lieferung von "+g.gen+" "+aus(a)+" an "+acc(b)+" begann im März.", a.code, b.code, "asserted")
				add("noun adjective", "Der Export "+a.adj+"er "+g.acc+" "+nach(b)+" wächst.", a.code, b.code, "asserted")
				add("negated", A+" liefert keine "+g.acc+" an "+acc(b)+".", a.code, b.code, "denied")
				add("never", A+" hat nie "+g.acc+" an "+acc(b)+" geliefert.", a.code, b.code, "denied")
				add("payment negated", upper(b.nom)+" hat die von "+a.dat+" gelieferten "+g.acc+" nicht bezahlt.", a.code, b.code, "asserted?")
				add("denial", A+" bestreitet, "+g.acc+" an "+acc(b)+" zu liefern.", a.code, b.code, "denied")
				add("denial that", upper(b.nom)+" dementierte, dass "+a.nom+" "+g.acc+" an "+acc(b)+" liefert.", a.code, b.code, "denied")
				add("could", A+" könnte "+g.acc+" an "+acc(b)+" liefern.", a.code, b.code, "open")
				add("plan", A+" plant, "+g.acc+" an "+acc(b)+" zu liefern.", a.code, b.code, "open")
				add("want", upper(b.nom)+" will "+g.acc+" von "+a.dat+" kaufen.", a.code, b.code, "open")
				add("promise", A+" versprach "+b.dat+" die Lieferung von "+g.gen+".", a.code, b.code, "open")
				add("if", "Wenn "+a.nom+" "+g.acc+" an "+acc(b)+" liefert, wird Washington reagieren.", a.code, b.code, "open")
				add("conditional", A+" würde "+g.acc+" an "+acc(b)+" liefern, falls Washington zustimmt.", a.code, b.code, "open")
				add("whether", "Es ist unklar, ob "+a.nom+" "+g.acc+" an "+acc(b)+" liefert.", a.code, b.code, "open")
				add("hedge", A+" hat offenbar "+g.acc+" an "+acc(b)+" geliefert.", a.code, b.code, "open")
				add("forbid", "Die Resolution verbietet es, "+g.acc+" "+aus(a)+" "+nach(b)+" zu liefern.", "", "", "none")
				add("forbid noun", "Die Verordnung verbietet die Lieferung von "+g.gen+" an "+acc(b)+".", "", "", "none")
				out = append(out, contrast{"according", "Laut Seoul liefert " + a.nom + " " + g.acc + " an " + acc(b) + ".", g.class, a.code, b.code, "asserted", "", true})
				out = append(out, contrast{"via", A + " lieferte " + g.acc + " über " + acc(c) + " an " + acc(b) + ".", g.class, a.code, b.code, "asserted", c.code, false})
				add("relative", "Die "+g.acc+", die "+a.nom+" an "+acc(b)+" verkaufte, sind alt.", a.code, b.code, "asserted")
				add("stop", A+" hat die Lieferung von "+g.gen+" an "+acc(b)+" eingestellt.", a.code, b.code, "denied")
				add("refuse", A+" lehnt es ab, "+g.acc+" an "+acc(b)+" zu verkaufen.", a.code, b.code, "denied")
				add("ask", upper(b.nom)+" bat "+acc(a)+", "+g.acc+" zu liefern.", a.code, b.code, "open")
				add("light verb", A+" stellte "+b.dat+" "+g.acc+" zur Verfügung.", a.code, b.code, "asserted")
				add("verb first", "Liefert "+a.nom+" "+g.acc+" an "+acc(b)+", wird Washington reagieren.", a.code, b.code, "open")
				add("admit", A+" räumte ein, "+g.acc+" an "+acc(b)+" geliefert zu haben.", a.code, b.code, "asserted")
				add("announce", A+" kündigte an, "+g.acc+" an "+acc(b)+" zu liefern.", a.code, b.code, "open")
				add("not proved", "Dass "+a.nom+" "+g.acc+" an "+acc(b)+" geliefert habe, ist nicht belegt.", a.code, b.code, "denied")
				add("after a colon", "Seoul ist sich sicher: "+A+" liefert "+g.acc+" an "+acc(b)+".", a.code, b.code, "asserted")
				add("denied after", "Laut Seoul hat "+a.nom+" "+g.acc+" an "+acc(b)+" geliefert. "+A+" weist das zurück.", a.code, b.code, "denied")
				add("whoever", "Wer "+g.acc+" an "+acc(b)+" liefert, macht sich strafbar.", "", "", "none")
			}
		}
	}
	return out
}

func indexOf(as []cActor, a cActor) int {
	for i := range as {
		if as[i].nom == a.nom {
			return i
		}
	}
	return 0
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func englishContrasts() []contrast {
	actors := []cActor{
		{"KP", "North Korea", "North Korea's", "", "North Korean"},
		{"RU", "Russia", "Russia's", "", "Russian"},
		{"CN", "China", "China's", "", "Chinese"},
		{"IR", "Iran", "Iran's", "", "Iranian"},
		{"SY", "Syria", "Syria's", "", "Syrian"},
		{"UA", "Ukraine", "Ukraine's", "", "Ukrainian"},
		{"RU", "Moscow", "Moscow's", "", "Russian"},
		{"KP", "Pyongyang", "Pyongyang's", "", "North Korean"},
	}
	goods := []cGoods{
		{"arms.ammunition", "artillery shells", ""},
		{"arms", "weapons", ""},
		{"coal", "coal", ""},
		{"oil.refined", "diesel", ""},
		{"textiles", "textiles", ""},
		{"goods.luxury", "luxury goods", ""},
		{"seafood", "seafood", ""},
		{"military_technology", "military technology", ""},
		{"goods.machinery", "machinery", ""},
		{"minerals.iron_ore", "iron ore", ""},
	}
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
				add := func(edit, text, from, to, status string) {
					out = append(out, contrast{edit: edit, text: text, class: g.class, from: from, to: to, status: status})
				}
				add("active", a.nom+" supplies "+g.acc+" to "+b.nom+".", a.code, b.code, "asserted")
				add("past", a.nom+" has delivered "+g.acc+" to "+b.nom+".", a.code, b.code, "asserted")
				add("passive", upper(g.acc)+" was shipped to "+b.nom+" by "+a.nom+".", a.code, b.code, "asserted")
				add("receive", b.nom+" buys "+g.acc+" from "+a.nom+".", a.code, b.code, "asserted")
				add("receive import", b.nom+" imported "+g.acc+" from "+a.nom+" in 2017.", a.code, b.code, "asserted")
				add("dative", a.nom+" gave "+b.nom+" "+g.acc+".", a.code, b.code, "asserted")
				add("with", a.nom+" supplied "+b.nom+" with "+g.acc+".", a.code, b.code, "asserted")
				add("noun", "The delivery of "+g.acc+" from "+a.nom+" to "+b.nom+" began in March.", a.code, b.code, "asserted")
				add("noun possessive", a.gen+" exports of "+g.acc+" to "+b.nom+" are growing.", a.code, b.code, "asserted")
				add("noun adjective", a.adj+" "+g.acc+" exports to "+b.nom+" are growing.", a.code, b.code, "asserted")
				add("negated", a.nom+" does not supply "+g.acc+" to "+b.nom+".", a.code, b.code, "denied")
				add("no goods", a.nom+" supplied no "+g.acc+" to "+b.nom+".", a.code, b.code, "denied")
				add("never", a.nom+" has never delivered "+g.acc+" to "+b.nom+".", a.code, b.code, "denied")
				add("payment negated", b.nom+" bought "+g.acc+" from "+a.nom+" but did not pay.", a.code, b.code, "asserted")
				add("denial", a.nom+" denied supplying "+g.acc+" to "+b.nom+".", a.code, b.code, "denied")
				add("denial that", b.nom+" denies that "+a.nom+" supplies "+g.acc+" to "+b.nom+".", a.code, b.code, "denied")
				add("could", a.nom+" could supply "+g.acc+" to "+b.nom+".", a.code, b.code, "open")
				add("plan", a.nom+" plans to supply "+g.acc+" to "+b.nom+".", a.code, b.code, "open")
				add("want", b.nom+" wants to buy "+g.acc+" from "+a.nom+".", a.code, b.code, "open")
				add("promise", a.nom+" promised to send "+g.acc+" to "+b.nom+".", a.code, b.code, "open")
				add("if", "If "+a.nom+" supplies "+g.acc+" to "+b.nom+", Washington will react.", a.code, b.code, "open")
				add("conditional", a.nom+" would sell "+g.acc+" to "+b.nom+" if Washington agreed.", a.code, b.code, "open")
				add("whether", "It is unclear whether "+a.nom+" supplies "+g.acc+" to "+b.nom+".", a.code, b.code, "open")
				add("hedge", a.nom+" has reportedly delivered "+g.acc+" to "+b.nom+".", a.code, b.code, "open")
				add("forbid", "The resolution prohibits the supply of "+g.acc+" from "+a.nom+" to "+b.nom+".", "", "", "none")
				add("forbid verb", "It is forbidden to export "+g.acc+" to "+b.nom+".", "", "", "none")
				add("shall not", "Member States shall not supply "+g.acc+" to "+b.nom+".", "", "", "none")
				out = append(out, contrast{"according", "According to Seoul, " + a.nom + " supplies " + g.acc + " to " + b.nom + ".", g.class, a.code, b.code, "asserted", "", true})
				out = append(out, contrast{"via", a.nom + " delivered " + g.acc + " to " + b.nom + " via " + c.nom + ".", g.class, a.code, b.code, "asserted", c.code, false})
				add("relative", "The "+g.acc+" that "+a.nom+" sold to "+b.nom+" was old.", a.code, b.code, "asserted")
				add("relative which", "The "+g.acc+", which "+b.nom+" bought from "+a.nom+", was old.", a.code, b.code, "asserted")
				add("stop", a.nom+" stopped exporting "+g.acc+" to "+b.nom+".", a.code, b.code, "denied")
				add("refuse", a.nom+" refused to sell "+g.acc+" to "+b.nom+".", a.code, b.code, "denied")
				add("ask", b.nom+" asked "+a.nom+" to supply "+g.acc+".", a.code, b.code, "open")
				add("no state", "No state may buy "+g.acc+" from "+a.nom+".", "", "", "none")
				add("light verb", a.nom+" made "+g.acc+" available to "+b.nom+".", a.code, b.code, "asserted")
				add("should", "Washington will react should "+a.nom+" supply "+g.acc+" to "+b.nom+".", a.code, b.code, "open")
				add("admit", a.nom+" admitted that it had supplied "+b.nom+" with "+g.acc+".", a.code, b.code, "asserted")
				add("denial past", a.nom+" denied on Monday that it had supplied "+b.nom+" with "+g.acc+".", a.code, b.code, "denied")
				add("will be", upper(g.acc)+" will be shipped from "+a.nom+" to "+b.nom+" next month.", a.code, b.code, "open")
				add("the ministry", "The "+a.adj+" ministry sold "+g.acc+" to "+b.nom+".", a.code, b.code, "asserted")
				add("denied after", "According to Seoul, "+a.nom+" has supplied "+g.acc+" to "+b.nom+". "+a.nom+" rejects this.", a.code, b.code, "denied")
				add("whoever", "Any person who supplies "+g.acc+" to "+b.nom+" commits an offence.", "", "", "none")
				add("fetched there", b.nom+" has many traders in "+a.nom+" and buys "+g.acc+" there.", a.code, b.code, "asserted?")
			}
		}
	}
	return out
}

// TestContrasts reads every contrast set.
func TestContrasts(t *testing.T) {
	r, err := reading.New(reading.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range contrastLangs() {
		t.Run(l.code, func(t *testing.T) {
			right, all := 0, 0
			miss := map[string]int{}
			of := map[string]int{}
			shown := map[string]int{}
			for _, c := range l.make() {
				f, err := r.ReadText(context.Background(), c.text, nil, reading.ReadOptions{Date: entity.Day(2023, 9, 25), Lang: l.code})
				if err != nil {
					t.Fatal(err)
				}
				all++
				of[c.edit]++
				if why := c.check(f); why != "" {
					miss[c.edit]++
					if shown[c.edit]++; shown[c.edit] <= 2 {
						t.Logf("%s: %s\n\t%s", c.edit, c.text, why)
					}
					continue
				}
				right++
			}
			var edits []string
			for e := range of {
				edits = append(edits, e)
			}
			sort.Strings(edits)
			for _, e := range edits {
				if miss[e] > 0 {
					t.Logf("%-18s %4d of %4d wrong", e, miss[e], of[e])
				}
			}
			share := float64(right) / float64(all)
			t.Logf("%s: %d of %d right (%.1f %%)", l.code, right, all, 100*share)
			if share < l.least {
				t.Errorf("%s: %.3f right, want %.3f", l.code, share, l.least)
			}
		})
	}
}

// check says what is wrong with a reading, "" when nothing is.
func (c *contrast) check(f *reading.Findings) string {
	var said []string
	for i := range f.Dealings {
		d := &f.Dealings[i]
		if strings.HasPrefix(d.Class, "measure") || strings.HasPrefix(d.Class, "finance.payment") {
			continue
		}
		said = append(said, fmt.Sprintf("%s %s→%s %s via %v attr %q", d.Class, d.From, d.To, d.Status, d.Via, d.Attribution))
	}
	got := strings.Join(said, "; ")
	if c.status == "none" {
		if len(said) > 0 {
			return "want none, got " + got
		}
		return ""
	}
	want := fmt.Sprintf("want %s %s→%s %s via %s, got ", c.class, c.from, c.to, c.status, c.via)
	if c.edit == "neither party" {
		// the other party's dealing is denied too: one of the two is asked for
		keep := f.Dealings[:0:0]
		for _, d := range f.Dealings {
			if d.Group() != c.status {
				return want + got
			}
			if string(d.From) == c.from {
				keep = append(keep, d)
			}
		}
		if len(said) > 2 || len(keep) != 1 {
			return want + fmt.Sprint(len(said)) + ": " + got
		}
		f = &reading.Findings{Dealings: keep}
	} else if len(said) != 1 {
		return want + fmt.Sprint(len(said)) + ": " + got
	}
	for i := range f.Dealings {
		d := &f.Dealings[i]
		if strings.HasPrefix(d.Class, "measure") || strings.HasPrefix(d.Class, "finance.payment") {
			continue
		}
		ok := d.Class == c.class && string(d.From) == c.from && string(d.To) == c.to
		if c.status == "asserted?" {
			ok = ok && d.Group() != "denied"
		} else {
			ok = ok && d.Group() == c.status
		}
		if c.via != "" {
			ok = ok && len(d.Via) == 1 && d.Via[0] == c.via
		}
		if c.attr {
			ok = ok && d.Attribution != ""
		}
		if !ok {
			return want + got
		}
	}
	return ""
}
