package law

import (
	"fmt"
	"slices"
	"strings"

	"khasan/entity"
)

// atlas knows codes of States, unions and regions.
type atlas struct {
	known   [26 * 26]bool
	unions  map[string][]member
	regions map[string]string // any name: code
	within  map[string]string // region: State
}

type member struct {
	code     string
	from, to int32
}

type atlasFile struct {
	Unions []struct {
		Code    string   `yaml:"code"`
		Members []string `yaml:"members"`
		Changed []struct {
			Code string `yaml:"code"`
			From string `yaml:"from"`
			To   string `yaml:"to"`
		} `yaml:"changed"`
	} `yaml:"unions"`
	Regions []struct {
		Code   string   `yaml:"code"`
		Within string   `yaml:"within"`
		Names  []string `yaml:"names"`
	} `yaml:"regions"`
	Gone []string `yaml:"gone"`
}

func newAtlas(f *atlasFile) (*atlas, error) {
	a := &atlas{unions: map[string][]member{}, regions: map[string]string{}, within: map[string]string{}}
	for i := range a.known {
		s := string([]byte{byte('A' + i/26), byte('A' + i%26)})
		c, ok := entity.CountryOf(s)
		a.known[i] = ok && c == s
	}
	for _, g := range f.Gone {
		a.known[stateIndex(g)] = true
	}
	for _, u := range f.Unions {
		for _, m := range u.Members {
			a.unions[u.Code] = append(a.unions[u.Code], member{m, minDay, maxDay})
		}
		for _, c := range u.Changed {
			m := member{c.Code, minDay, maxDay}
			var err error
			if c.From != "" {
				if m.from, err = parseDay(c.From); err != nil {
					return nil, err
				}
			}
			if c.To != "" {
				if m.to, err = parseDay(c.To); err != nil {
					return nil, err
				}
			}
			a.unions[u.Code] = append(a.unions[u.Code], m)
		}
	}
	for _, r := range f.Regions {
		a.regions[r.Code] = r.Code
		a.within[r.Code] = r.Within
		for _, n := range r.Names {
			a.regions[n] = r.Code
		}
	}
	return a, nil
}

func stateIndex(s string) int {
	if len(s) != 2 || s[0] < 'A' || s[0] > 'Z' || s[1] < 'A' || s[1] > 'Z' {
		return -1
	}
	return int(s[0]-'A')*26 + int(s[1]-'A')
}

// state reports whether s is the code of a State.
func (a *atlas) state(s string) bool {
	i := stateIndex(s)
	return i >= 0 && a.known[i]
}

// place reads an end of a dealing: a State's code or name, a region, a union, WORLD, or
// a group, body or person. The result is "" for what is not a place.
func (a *atlas) place(s string) (code string, vague bool, err error) {
	if s == "" {
		return "", false, nil
	}
	if a.state(s) {
		return s, false, nil
	}
	if s == "WORLD" {
		return "", true, nil
	}
	if a.unions[s] != nil {
		return s, false, nil
	}
	if c := a.regions[s]; c != "" {
		return c, false, nil
	}
	if kind, _, ok := strings.Cut(s, ":"); ok {
		switch kind {
		case "group", "region":
			return "", true, nil
		case "org", "person", "place":
			return "", false, nil
		}
		return "", false, fmt.Errorf("%q: want a country code, WORLD, or group:, region:, org: or person: with a name", s)
	}
	if len(s) > 3 && s[2] == '-' && a.state(s[:2]) {
		return s[:2], false, nil
	}
	if c, ok := entity.CountryOf(s); ok {
		return c, false, nil
	}
	if len(s) == 2 {
		if c, ok := entity.CountryOf(strings.ToUpper(s)); ok {
			return "", false, fmt.Errorf("country %q: codes are in capitals, %s", s, c)
		}
	}
	return "", false, fmt.Errorf("country %q is not known: give its ISO 3166 code of two letters (KP, RU, CN), WORLD, or leave it out", s)
}

// bound reports whether a State's persons are bound by a jurisdiction's law on a day.
func (a *atlas) bound(state, jurisdiction string, day int32) bool {
	if state == jurisdiction {
		return true
	}
	for _, m := range a.unions[jurisdiction] {
		if m.code == state && day >= m.from && day < m.to {
			return true
		}
	}
	return false
}

// checkTargets says whether all entries of a list are places or "listed".
func (a *atlas) checkTargets(list []string) error {
	for _, t := range list {
		if t == "listed" || a.state(t) || a.within[t] != "" {
			continue
		}
		return fmt.Errorf("%q is no country code, no region of jurisdictions.yaml, and not \"listed\"", t)
	}
	return nil
}

// jurisdictions that instruments may bind.
func (a *atlas) jurisdiction(s string) bool {
	return s == "UN" || a.unions[s] != nil || a.state(s) && !slices.Contains([]string{"SU", "YU", "CS", "DD"}, s)
}
