package name

import (
	_ "embed"
	"strings"
)

// wordData is written by gen_words.go, which describes it and names its sources.
//
//go:embed words.tsv
var wordData string

// vocabulary holds the words of firms' names and the nicknames. Spellings are
// folded, words of one spelling separated by one space.
type vocabulary struct {
	forms   map[string]string   // spelling → class of legal form
	starts  map[string]int      // first word of a legal form of several words → how many at most
	sectors map[string]string   // spelling → class of business
	places  map[string]string   // spelling → ISO country code
	nicks   map[string][]string // nickname or name → keys of its groups
}

var words = func() (v vocabulary) {
	v = vocabulary{map[string]string{}, map[string]int{}, map[string]string{}, map[string]string{}, map[string][]string{}}
	for rest := wordData; rest != ""; {
		line, more, _ := strings.Cut(rest, "\n")
		rest = more
		kind, line, ok := strings.Cut(line, "\t")
		class, spellings, ok2 := strings.Cut(line, "\t")
		if !ok || !ok2 {
			continue
		}
		key := ""
		if kind == "nick" {
			key = "nick:" + class
			v.nicks[class] = append(v.nicks[class], key)
		}
		for spellings != "" {
			var s string
			s, spellings, _ = strings.Cut(spellings, "|")
			switch kind {
			case "form":
				if _, taken := v.forms[s]; taken {
					continue
				}
				v.forms[s] = class
				if first, _, several := strings.Cut(s, " "); several {
					v.starts[first] = max(v.starts[first], strings.Count(s, " ")+1)
				}
			case "sector":
				v.sectors[s] = class
			case "place":
				v.places[s] = class
				if first, _, several := strings.Cut(s, " "); several {
					v.starts[first] = max(v.starts[first], strings.Count(s, " ")+1)
				}
			case "nick":
				v.nicks[s] = append(v.nicks[s], key)
			}
		}
	}
	for class, spellings := range map[string]string{ // short names that official tables leave out
		"kp": "dprk", "kr": "korea", "ru": "russia", "ir": "iran", "sy": "syria", "vn": "vietnam", "la": "laos", "us": "usa|america", "gb": "britain|england",
		"ve": "venezuela", "bo": "bolivia", "tz": "tanzania", "md": "moldova", "by": "belarus", "cz": "czechia", "tw": "taiwan", "hk": "hongkong|hong kong", "ae": "dubai|abu dhabi|uae",
	} {
		for _, s := range strings.Split(spellings, "|") {
			v.places[s] = class
			if first, _, several := strings.Cut(s, " "); several {
				v.starts[first] = max(v.starts[first], 2)
			}
		}
	}
	return v
}()
