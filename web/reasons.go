package web

import (
	"fmt"
	"regexp"
	"strings"
)

// sentences are what package match says, in German; see reasons.tsv.
type sentences struct {
	all   []sentence
	words map[string]map[string]string // {role} and the like: English to German
}

type sentence struct {
	english *regexp.Regexp
	german  []string // text and holes, in turn
}

var hole = regexp.MustCompile(`\{[a-z]*\}`)

func readSentences() (*sentences, error) {
	b, err := files.ReadFile("reasons.tsv")
	if err != nil {
		return nil, err
	}
	s := &sentences{words: map[string]map[string]string{}}
	for n, line := range strings.Split(string(b), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		en, de, ok := strings.Cut(line, "\t")
		if !ok {
			return nil, fmt.Errorf("reasons.tsv, line %d: want English and German with a tab between", n+1)
		}
		if kind, word, ok := strings.Cut(en, ": "); ok && hole.FindString(kind) == kind {
			if s.words[kind] == nil {
				s.words[kind] = map[string]string{}
			}
			s.words[kind][word] = de
			continue
		}
		// Every hole is a group; German has the same holes in the same order.
		holes := hole.FindAllString(en, -1)
		if strings.Join(holes, "") != strings.Join(hole.FindAllString(de, -1), "") {
			return nil, fmt.Errorf("reasons.tsv, line %d: the two have different holes", n+1)
		}
		var re strings.Builder
		re.WriteString("^")
		for i, text := range hole.Split(en, -1) {
			re.WriteString(regexp.QuoteMeta(text))
			if i < len(holes) {
				re.WriteString("(.*?)")
			}
		}
		s.all = append(s.all, sentence{regexp.MustCompile("(?s)" + re.String() + "$"), splitHoles(de)})
	}
	return s, nil
}

// splitHoles parts "a {} b" into "a ", "{}", " b".
func splitHoles(s string) (out []string) {
	at := 0
	for _, m := range hole.FindAllStringIndex(s, -1) {
		out = append(out, s[at:m[0]], s[m[0]:m[1]])
		at = m[1]
	}
	return append(out, s[at:])
}

// german is a reason in German; not ok, and as it was, when it has none.
func (s *sentences) german(reason string) (string, bool) {
	parts := strings.Split(reason, "; ")
	for i, p := range parts {
		t, ok := s.one(p)
		if !ok {
			return reason, false
		}
		parts[i] = t
	}
	return strings.Join(parts, "; "), true
}

func (s *sentences) one(reason string) (string, bool) {
sentences:
	for i := range s.all {
		m := s.all[i].english.FindStringSubmatch(reason)
		if m == nil {
			continue
		}
		var b strings.Builder
		k := 0
		for j, piece := range s.all[i].german {
			if j%2 == 0 {
				b.WriteString(piece)
				continue
			}
			k++
			switch piece {
			case "{}":
				b.WriteString(m[k])
			case "{pairs}":
				t, ok := s.german(m[k])
				if !ok {
					continue sentences
				}
				b.WriteString(t)
			default:
				t, ok := s.words[piece][m[k]]
				if !ok {
					continue sentences
				}
				b.WriteString(t)
			}
		}
		return b.String(), true
	}
	return reason, false
}
