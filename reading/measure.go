package reading

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// unscYear says in which year a Security Council resolution was adopted, by
// its number: the resolutions of a year are numbered in a row (first number of
// each year, from the Council's own series).
var unscYear = []struct{ first, year int }{
	{1325, 2000}, {1335, 2001}, {1387, 2002}, {1455, 2003}, {1521, 2004}, {1577, 2005}, {1653, 2006}, {1738, 2007}, {1794, 2008}, {1860, 2009}, {1906, 2010}, {1966, 2011}, {2032, 2012}, {2087, 2013}, {2133, 2014}, {2195, 2015}, {2259, 2016}, {2336, 2017}, {2399, 2018}, {2453, 2019}, {2505, 2020}, {2561, 2021}, {2615, 2022}, {2672, 2023}, {2716, 2024}, {2768, 2025},
}

// unscTarget is the state under measures by resolutions that are often cited
// alone (the Council's own records; the lead resolution of each regime and, for
// the DPRK, all that hold measures).
var unscTarget = map[string]string{
	"1695": "KP", "1718": "KP", "1874": "KP", "2087": "KP", "2094": "KP", "2270": "KP", "2321": "KP", "2356": "KP", "2371": "KP", "2375": "KP", "2397": "KP",
	"1737": "IR", "1747": "IR", "1803": "IR", "1929": "IR", "2231": "IR", "1970": "LY", "1973": "LY", "2140": "YE", "2216": "YE", "1493": "CD", "2127": "CF",
	"2206": "SS", "2428": "SS", "1591": "SD", "2374": "ML", "2653": "HT",
}

// namedMeasure is the first instrument named in the sentence.
func (s *sent) namedMeasure() *MeasureRef {
	for i := range s.d.out.Measures {
		if m := &s.d.out.Measures[i]; m.Start >= s.start && m.End <= s.end {
			return m
		}
	}
	return nil
}

var (
	reRes = regexp.MustCompile(`(?i)(?:S/RES/|\b(?:UNSCR|resolution(?:s|en)?|résolutions?|resolución|resoluciones|резолюци[яиюей]+|резолюці[яїюєй]+)\s*(?:No\.?|Nr\.?|nº|№|n°)?\s*|(?:결의(?:안)?\s*)(?:제)?|(?:决议|決議|القرار\s*(?:رقم)?\s*)(?:第)?|第)\s*(\d{4})\b`)
	reZh  = regexp.MustCompile(`第\s*(\d{4})\s*(?:号|號|\()`)
	reKo  = regexp.MustCompile(`(\d{4})\s*호`)
	rePar = regexp.MustCompile(`(?i)^[\s,(]*(?:\d{4}\)?[\s,]*)?(?:,?\s*(?:paragraph|para\.?|§|Ziffer|Absatz|Abs\.|Nummer|Nr\.|Punkt|пункт[а-я]*|párrafo|paragraphe|제?)\s*)(\d{1,3})(?:\s*(?:항|段))?`)
	reEU  = regexp.MustCompile(`(?i)\b(?:Regulation|Verordnung|Règlement|Reglamento|Регламент)\s*\(?(?:EU|EG|EC|UE|CE)?\)?\s*(?:No\.?|Nr\.?|n°|nº)?\s*(\d{1,4}/\d{2,4})`)
	reEU2 = regexp.MustCompile(`(?i)\b(?:Council Decision|Beschluss|Decision|Décision|Decisión)\s*\(?(?:GASP|CFSP|PESC)?\)?\s*(\d{4}/\d{1,4})`)
	reCFR = regexp.MustCompile(`\b31\s*C\.?F\.?R\.?\s*(?:Part|part|§)?\s*(\d{3})`)
	reEO  = regexp.MustCompile(`(?i)\bExecutive Order\s*(?:No\.?\s*)?(1[34]\d{3})`)
)

// measureWords are parts of the words before a measure's number; a block
// without any of them is not searched further.
var measureWords = []string{"esol", "ésol", "RES/", "UNSCR", "RESOL", "езолюц", "ЕЗОЛЮЦ", "결의", "决议", "決議", "قرار", "第", "egulation", "erordnung", "èglement", "eglamento", "егламент",
	"ecision", "écision", "ecisión", "eschluss", "C.F.R", "CFR", "xecutive Order", "EXECUTIVE ORDER"}

func namesMeasure(block string) bool {
	for _, w := range measureWords {
		if strings.Contains(block, w) {
			return true
		}
	}
	return false
}

// measureRefs finds the legal instruments a stretch of text names.
func measureRefs(dst []MeasureRef, text string, from, to int) []MeasureRef {
	block := text[from:to]
	if !strings.ContainsAny(block, "0123456789") || !namesMeasure(block) {
		return dst
	}
	n := len(dst)
	add := func(loc []int, instrument, number string) {
		m := MeasureRef{Text: block[loc[0]:loc[1]], Start: from + loc[0], End: from + loc[1], Instrument: instrument, Number: number}
		for _, o := range dst[n:] {
			if o.Start < m.End && m.Start < o.End {
				return
			}
		}
		if p := rePar.FindStringSubmatch(block[loc[1]:min(len(block), loc[1]+60)]); p != nil {
			m.Paragraph = p[1]
		}
		dst = append(dst, m)
	}
	un := func(loc []int) {
		num := block[loc[2]:loc[3]]
		var k int
		fmt.Sscanf(num, "%d", &k)
		year := 0
		for _, u := range unscYear {
			if k >= u.first {
				year = u.year
			}
		}
		if year == 0 || k > 2900 {
			return
		}
		add(loc, fmt.Sprintf("S/RES/%d (%d)", k, year), num)
	}
	for _, loc := range reRes.FindAllStringSubmatchIndex(block, -1) {
		un(loc)
	}
	if strings.Contains(block, "决议") || strings.Contains(block, "決議") {
		for _, loc := range reZh.FindAllStringSubmatchIndex(block, -1) {
			un(loc)
		}
	}
	if strings.Contains(block, "결의") {
		for _, loc := range reKo.FindAllStringSubmatchIndex(block, -1) {
			un(loc)
		}
	}
	for _, re := range []*regexp.Regexp{reEU, reEU2} {
		for _, loc := range re.FindAllStringSubmatchIndex(block, -1) {
			num := block[loc[2]:loc[3]]
			kind := "Regulation (EU) "
			if re == reEU2 {
				kind = "Decision (CFSP) "
			}
			add(loc, kind+num, num)
		}
	}
	for _, loc := range reCFR.FindAllStringSubmatchIndex(block, -1) {
		num := block[loc[2]:loc[3]]
		add(loc, "31 CFR part "+num, num)
	}
	for _, loc := range reEO.FindAllStringSubmatchIndex(block, -1) {
		num := block[loc[2]:loc[3]]
		add(loc, "Executive Order "+num, num)
	}
	slices.SortFunc(dst[n:], func(a, b MeasureRef) int { return a.Start - b.Start })
	return dst
}
