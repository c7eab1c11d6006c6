package name

import (
	"bufio"
	"compress/gzip"
	"math/rand"
	"os"
	"strings"
	"testing"
)

// TestMeetShares logs the share of the published name pairs that meet, and of
// random pairs that do, by script and half: translit.tsv was learned from half
// 0 (every other line), half 1 is unseen.
func TestMeetShares(t *testing.T) {
	aims := map[string]float64{"russian": 0.93, "korean": 0.70, "chinese": 0.67, "arabic": 0.88, "hebrew": 0.87, "katakana": 0.88}
	step, random := 97, 3000
	if os.Getenv("NAME_FULL") != "" {
		step, random = 11, 120000
	}
	for _, set := range []string{"russian", "korean", "chinese", "arabic", "hebrew", "katakana"} {
		for half := range 2 {
			pairs := loadPairs(t, set, half)
			r := rand.New(rand.NewSource(7))
			names := make([][2]Name, 0, 6000)
			ok := 0
			for i := 0; i < len(pairs); i += step {
				p := pairs[i]
				n := [2]Name{Parse(p.latin, Any), Parse(p.foreign, Any)}
				names = append(names, n)
				if m, _ := n[0].Meet(&n[1]); m {
					ok++
				}
			}
			false_, tried := 0, 0
			for range random {
				a, b := &names[r.Intn(len(names))], &names[r.Intn(len(names))]
				if a == b {
					continue
				}
				tried++
				if m, _ := a[0].Meet(&b[1]); m {
					false_++
					if os.Getenv("NAME_SHOW") != "" {
						t.Log(a[0].Text, b[1].Text, b[0].Text)
					}
				}
			}
			share := float64(ok) / float64(len(names))
			t.Logf("%-9s half %d: %.4f of %d pairs meet; random pairs %d of %d", set, half, share, len(names), false_, tried)
			if share < aims[set] {
				t.Errorf("%s half %d: share %.4f below %.2f", set, half, share, aims[set])
			}
		}
	}
}

func loadPairs(t testing.TB, set string, half int) []namePair {
	f, err := os.Open("../../shared/data/names/wikidata_translit_pairs/wd_" + set + "_80.tsv.gz")
	if err != nil {
		t.Skip("name pairs are not here: ", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var out []namePair
	sc := bufio.NewScanner(z)
	for n := 0; sc.Scan(); n++ {
		if p := strings.Split(sc.Text(), "\t"); n%2 == half && len(p) >= 2 {
			out = append(out, namePair{p[0], strings.ReplaceAll(p[1], " ", "")})
		}
	}
	return out
}

type namePair struct{ latin, foreign string }

// TestArabicNames: the commonest words of names in Arabic script meet their
// Latin spellings, whatever the language that spelt them.
func TestArabicNames(t *testing.T) {
	for _, c := range [][2]string{
		{"سيد محمد حقانی", "Sayyed Mohammed Haqqani"}, {"عبدالمنان نيازی", "Abdul Manan Nyazi"}, {"معمر", "Moammar"},
		{"علي حسين", "Ali Hossein"}, {"ایمن", "Ayman"}, {"نور محمد", "Noor Mohammad"},
	} {
		if ok, _ := Meet(c[0], c[1], Person); !ok {
			t.Errorf("%s does not meet %s", c[0], c[1])
		}
	}
}

// TestMixedLetters: a Cyrillic word with a Latin letter in it is Cyrillic, a
// Latin word with Cyrillic letters that look Latin is Latin.
func TestMixedLetters(t *testing.T) {
	for _, c := range [][2]string{
		{"Iгор Микoлайович", "Ihor Mykolayovych"}, // Latin I and o
		{"Vlаdimir Рutin", "Vladimir Putin"},      // Cyrillic а and Р
	} {
		if ok, _ := Meet(c[0], c[1], Person); !ok {
			t.Errorf("%s does not meet %s", c[0], c[1])
		}
	}
}
