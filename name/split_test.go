package name

import (
	"math/rand/v2"
	"slices"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// TestSplitASCII splits texts of ASCII as all others are split.
func TestSplitASCII(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	parts := []string{"Anna", "o", "O'Neil", "SiemensAG", "'", "`", "\"", "(", ")", "[", "]", ",", ";", "-", ".", "&", "+", " ", " ", " ", "7", "x9", "LLC", "van", "J.", "\x00", "~", "/", "GmbH", "'Abd", "FooLTD"}
	var a, b Parser
	for range 50000 {
		text := ""
		for range 1 + r.IntN(12) {
			if r.IntN(8) == 0 {
				text += string(rune(r.IntN(128)))
			} else {
				text += parts[r.IntN(len(parts))]
			}
		}
		a.splitASCII(text)
		b.splitAny(text)
		if !slices.Equal(a.words, b.words) {
			t.Fatalf("%q: %+v, want %+v", text, a.words, b.words)
		}
	}
}

// TestStable looks at every character.
func TestStable(t *testing.T) {
	n := 0
	for c := range rune(unicode.MaxRune + 1) {
		if !stable(c) {
			continue
		}
		n++
		if c == unicode.ReplacementChar || unicode.Is(unicode.Cf, c) || unicode.Is(unicode.Mn, c) || c >= 0xFE00 && c <= 0xFE0F {
			t.Errorf("%U is more than a letter", c)
		}
		if s := string(c); !norm.NFKC.IsNormalString(s) || !norm.NFKC.PropertiesString(s).BoundaryBefore() {
			t.Errorf("%U is changed", c)
		}
	}
	if n < 30000 {
		t.Errorf("only %d are stable", n)
	}
}

// TestUsual looks at every character, too.
func TestUsual(t *testing.T) {
	n := 0
	for c := range rune(unicode.MaxRune + 1) {
		lower, sc := usual(c)
		if sc == noScript {
			continue
		}
		n++
		if !unicode.IsLetter(c) || lower != unicode.ToLower(c) || sc != scriptOf(c) || isQuote(c) {
			t.Errorf("%U: %U in %d; want %U in %d", c, lower, sc, unicode.ToLower(c), scriptOf(c))
		}
	}
	if n < 30000 {
		t.Errorf("only %d are usual", n)
	}
}

// TestParserForgets reads more words than a Parser keeps, each twice and in
// turn with frequent ones: the answers are those of a new one.
func TestParserForgets(t *testing.T) {
	var px Parser
	common := []string{"Maria", "Иван", "金", "Trading"}
	word := func(i int) string {
		w := []byte("Qa")
		for ; i > 0; i /= 17 {
			w = append(w, "bcdfghklmnprstvwz"[i%17], "aeiou"[i%5])
		}
		return string(w)
	}
	const most = 4 * mostSets
	for i := range 2 * most {
		full := word(i*7919%(most+1000)) + " " + common[i%len(common)]
		got := px.Parse(full, Any)
		if i%61 != 0 {
			continue
		}
		want := Parse(full, Any)
		if len(got.Readings) != len(want.Readings) {
			t.Fatalf("%q: %d readings, want %d", full, len(got.Readings), len(want.Readings))
		}
		for k := range want.Readings {
			if !slices.EqualFunc(got.Readings[k].Tokens, want.Readings[k].Tokens, func(a, b Token) bool {
				return a.Text == b.Text && a.Fold == b.Fold && a.Skel == b.Skel && a.Block == b.Block && a.Role == b.Role && slices.Equal(a.Keys, b.Keys)
			}) {
				t.Fatalf("%q: %v, want %v", full, got.Readings[k], want.Readings[k])
			}
		}
	}
	if px.held < most/2 || px.held > most {
		t.Errorf("%d words remembered", px.held)
	}
}

// TestMandarinSpellings holds isEastSurname to what it takes for granted.
func TestMandarinSpellings(t *testing.T) {
	for s := range mandarinSpellings {
		if len(s) > 7 {
			t.Errorf("%q is a syllable of more than seven letters", s)
		}
	}
}
