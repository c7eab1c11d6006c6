package law

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed data/hs2022.txt
var hs2022Text string

// hsTable knows which codes of the Harmonized System exist. The six-digit
// table is of the edition 2022; for 2012 and 2017 headings of four digits are
// known by what changed since, and six digits are not checked.
type hsTable struct {
	codes map[string]struct{} // of 2, 4 and 6 digits, edition 2022
}

// Headings that came or went between editions (from the World Customs
// Organization's correlation summaries, carried from memory: the list may be
// short; a heading here is never refused for 2022 by it).
var (
	// headingsSince2022 did not exist in 2017 or 2012.
	headingsSince2022 = []string{"0309", "2404", "3827", "8485", "8524", "8549", "8806", "8807"}
	// headingsUntil2017 existed before 2022 and are gone.
	headingsUntil2017 = []string{"8803", "2848"}
	// headingsSince2017 did not exist in 2012.
	headingsSince2017 = []string{"9620"}
)

func newHSTable() *hsTable {
	t := &hsTable{codes: make(map[string]struct{}, 8000)}
	for line := range strings.Lines(hs2022Text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		// "0101 21 29 30 90": a heading and the last two digits under it.
		f := strings.Fields(line)
		t.codes[f[0][:2]] = struct{}{}
		t.codes[f[0]] = struct{}{}
		for _, s := range f[1:] {
			t.codes[f[0]+s] = struct{}{}
		}
	}
	return t
}

// digits drops the separators of a code and cuts national digits.
func hsDigits(code string) (string, error) {
	plain := len(code) <= 6
	for i := 0; plain && i < len(code); i++ {
		plain = code[i] >= '0' && code[i] <= '9'
	}
	s := code
	if !plain {
		var b strings.Builder
		for _, r := range code {
			switch {
			case r >= '0' && r <= '9':
				b.WriteRune(r)
			case r == '.' || r == ' ' || r == '-':
			default:
				return "", fmt.Errorf("HS code %q: %q is no digit", code, r)
			}
		}
		s = b.String()
	}
	if len(s) > 6 {
		s = s[:6]
	}
	switch len(s) {
	case 2, 4, 6:
		return s, nil
	}
	return "", fmt.Errorf("HS code %q has %d digits: want a chapter (03), a heading (0307) or a subheading (0307.59)", code, len(s))
}

// check says whether a code exists in an edition ("" is any edition).
func (t *hsTable) check(digits, edition string) error {
	_, now := t.codes[digits]
	heading := digits[:min(4, len(digits))]
	switch edition {
	case "2022":
		if now {
			return nil
		}
	case "":
		if now || slices.Contains(headingsUntil2017, heading) {
			return nil
		}
		// A subheading that only an older edition had, under a heading that lives.
		if _, ok := t.codes[heading]; ok && len(digits) == 6 {
			return fmt.Errorf("HS code %s does not exist in the edition 2022; if it is of an older one, say so (hs_edition: 2017) or give the heading %s", digits, heading)
		}
	case "2017", "2012":
		if slices.Contains(headingsSince2022, heading) || edition == "2012" && slices.Contains(headingsSince2017, heading) {
			return fmt.Errorf("HS heading %s does not exist in the edition %s: it came later", heading, edition)
		}
		if slices.Contains(headingsUntil2017, heading) {
			return nil
		}
		if _, ok := t.codes[heading]; ok {
			return nil
		}
	default:
		return fmt.Errorf("HS edition %q: the editions known are 2012, 2017 and 2022", edition)
	}
	if edition == "" {
		edition = "2022"
	}
	hint := ""
	if _, ok := t.codes[digits[:2]]; !ok {
		hint = fmt.Sprintf(": there is no chapter %s", digits[:2])
	} else if _, ok := t.codes[heading]; !ok {
		hint = fmt.Sprintf(": chapter %s has no heading %s", digits[:2], heading)
	}
	return fmt.Errorf("HS code %s does not exist in the edition %s%s", digits, edition, hint)
}
