package law

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// A Problem is something wrong in the data.
type Problem struct {
	File    string `json:"file"`
	Measure string `json:"measure,omitempty"`
	Text    string `json:"text"`
}

// Error is the problem in one line.
func (p Problem) Error() string {
	if p.Measure != "" {
		return fmt.Sprintf("%s: %s: %s", p.File, p.Measure, p.Text)
	}
	return p.File + ": " + p.Text
}

func (b *Book) problem(file, measure, format string, a ...any) {
	b.problems = append(b.problems, Problem{file, measure, fmt.Sprintf(format, a...)})
}

// Lint reads a folder of measures and reports everything wrong with it.
func Lint(fsys fs.FS) ([]Problem, error) {
	b, err := read(fsys)
	if err != nil {
		return nil, err
	}
	return b.problems, nil
}

var idForm = regexp.MustCompile(`^[a-z0-9]+(-[A-Za-z0-9]+)*$`)

func (b *Book) lintMeasure(m *Measure) {
	bad := func(format string, a ...any) { b.problem(m.file, m.ID, format, a...) }
	if !idForm.MatchString(m.ID) {
		bad("id %q: want words of small letters and digits with hyphens between", m.ID)
	}
	for _, f := range []struct{ name, value string }{{"paragraph", m.Paragraph}, {"title", m.Title}, {"says", m.Says}, {"instrument", m.Instrument}, {"regime", m.Regime}, {"binds", m.Binds}} {
		if f.value == "" {
			bad("%s is missing", f.name)
		}
	}
	if !slices.Contains(forces, m.Force) {
		bad("force %q: want one of %s", m.Force, strings.Join(forces, ", "))
	}
	if m.Binds != "" && !b.atlas.jurisdiction(m.Binds) {
		bad("binds %q: want UN, EU or a country code", m.Binds)
	}
	if !slices.Contains([]string{"", "shall", "may"}, m.Secondary) {
		bad("secondary %q: want shall or may", m.Secondary)
	}
	if len(m.Sources) == 0 {
		bad("no source: name at least one key of sources.yaml")
	}
	for _, s := range m.Sources {
		if b.sources[s] == "" {
			bad("source %q is not in sources.yaml", s)
		}
	}
	if len(m.Target) == 0 {
		bad("target is missing")
	}
	if err := b.atlas.checkTargets(m.Target); err != nil {
		bad("target: %v", err)
	}
	for s, day := range m.National {
		if !b.atlas.jurisdiction(s) {
			bad("national: %q is no country code", s)
		}
		if _, err := parseDay(day); err != nil {
			bad("national %s: %v", s, err)
		}
	}
	scopes := m.scopes()
	if len(scopes) == 0 {
		bad("direction is missing")
	}
	if len(m.Bars) > 0 && m.Direction != "" {
		bad("direction stands beside bars: move it into one of them")
	}
	dated := len(m.InForce) > 0
	for _, s := range scopes {
		dated = dated || len(s.InForce) > 0
		b.lintScope(m, s, bad)
	}
	if !dated {
		bad("in_force is missing")
	}
	if len(m.Bars) > 0 { // the inline scope is then only a home for in_force
		b.lintIntervals(m.InForce, bad)
	}
	if w := m.WindDown; w != nil {
		var err error
		if w.to, err = parseDay(w.To); err != nil {
			bad("wind_down to: %v", err)
		}
		if w.ContractBefore != "" {
			if w.before, err = parseDay(w.ContractBefore); err != nil {
				bad("wind_down contract_before: %v", err)
			}
		}
	}
	if m.Deadline != "" {
		if _, err := parseDay(m.Deadline); err != nil {
			bad("deadline: %v", err)
		}
	}
	for i := range m.Exemptions {
		e := &m.Exemptions[i]
		if !slices.Contains(kinds, e.Kind) {
			bad("exemption kind %q: want one of %s", e.Kind, strings.Join(kinds, ", "))
		}
		if e.Text == "" {
			bad("an exemption without text")
		}
		if err := e.When.compile(&e.when); err != nil {
			bad("exemption: %v", err)
		}
		b.lintClasses(e.Classes, bad)
		e.to = maxDay
		var err error
		if e.From != "" {
			if e.from, err = parseDay(e.From); err != nil {
				bad("exemption from: %v", err)
			}
		}
		if e.To != "" {
			if e.to, err = parseDay(e.To); err != nil {
				bad("exemption to: %v", err)
			}
		}
		if e.Frees && !e.when.set {
			bad("an exemption that frees must say when")
		}
	}
	for _, l := range m.Listed {
		if l.List == "" {
			bad("listed: the list is missing")
		}
	}
	if len(m.Listed) == 0 && slices.Contains(m.Target, "listed") && m.decides() {
		bad("target is \"listed\", but no listed rule says which listings count")
	}
}

func (b *Book) lintScope(m *Measure, s *Scope, bad func(string, ...any)) {
	if !slices.Contains(directions, s.Direction) {
		bad("direction %q: want one of %s", s.Direction, strings.Join(directions, ", "))
	}
	if !slices.Contains(statuses, s.HSStatus) {
		bad("hs_status %q: want in_text or indicative", s.HSStatus)
	}
	if len(s.HS)+len(s.HSPartly) > 0 && s.HSStatus == "" {
		bad("hs_status is missing: in_text when the text names the headings, indicative when we do")
	}
	for _, list := range [][]string{s.HS, s.HSPartly} {
		for _, h := range list {
			d, err := hsDigits(h)
			if err == nil {
				err = b.hs.check(d, s.HSEdition)
			}
			if err != nil {
				bad("%v", err)
			} else if d != h {
				bad("HS code %q: write it as %s", h, d)
			}
		}
	}
	b.lintClasses(s.Classes, bad)
	b.lintClasses(s.Except, bad)
	b.lintClasses(s.General, bad)
	b.lintClasses(s.Connected, bad)
	for _, p := range s.Partly {
		b.lintClasses([]string{p.Class}, bad)
		if p.If == "" {
			bad("partly %s: say under which condition (if)", p.Class)
		}
	}
	for _, v := range s.Services {
		if !slices.Contains(b.services, v) {
			bad("service %q: want one of %s", v, strings.Join(b.services, ", "))
		}
	}
	if s.IfUnknown != "" && s.IfUnknown != "miss" && s.IfUnknown != "conditional" {
		bad("if_unknown %q: want conditional or miss", s.IfUnknown)
	}
	if err := s.When.compile(&s.when); err != nil {
		bad("when: %v", err)
	}
	if err := b.atlas.checkTargets(s.For); err != nil {
		bad("for: %v", err)
	}
	b.lintIntervals(s.InForce, bad)
	if m.decides() && s.Direction != "duty" && s.Direction != "persons" && !s.reaches() && len(m.Listed) == 0 {
		bad("it decides, but names nothing that it reaches: give classes, hs or listed")
	}
}

func (b *Book) lintIntervals(ivs []Interval, bad func(string, ...any)) {
	last := minDay
	for i := range ivs {
		iv := &ivs[i]
		var err error
		if iv.from, err = parseDay(iv.From); err != nil {
			bad("in_force from: %v", err)
		}
		iv.to = maxDay
		if iv.To != "" {
			if iv.to, err = parseDay(iv.To); err != nil {
				bad("in_force to: %v", err)
			} else if iv.to <= iv.from {
				bad("in_force: %s to %s ends before it begins", iv.From, iv.To)
			}
		}
		if iv.from < last {
			bad("in_force: the interval from %s overlaps the one before", iv.From)
		}
		last = iv.to
	}
}

func (b *Book) lintClasses(classes []string, bad func(string, ...any)) {
	for _, c := range classes {
		if k, ok := strings.CutPrefix(c, "any"); ok {
			if k == "" || slices.Contains([]string{":goods", ":technology", ":service", ":labour", ":money", ":property", ":aid"}, k) {
				continue
			}
		}
		if b.goods.class(c) == nil {
			bad("class %q is not in classes.yaml", c)
		}
	}
}

// lintReferences checks that measures named by others exist.
func (b *Book) lintReferences() {
	for _, m := range b.measures {
		for _, list := range [][]string{m.Supersedes, m.WidenedBy} {
			for _, id := range list {
				if b.byID[id] == nil {
					b.problem(m.file, m.ID, "it names the measure %q, which is not held", id)
				}
			}
		}
	}
}

func (b *Book) lintGoods(file string) {
	for i := range b.goods.entries {
		e := &b.goods.entries[i]
		if b.goods.class(e.Class) == nil {
			b.problem(file, e.ID, "class %q is not in classes.yaml", e.Class)
		}
		for _, list := range [][]string{e.HS, e.HSPartly} {
			for _, h := range list {
				d, err := hsDigits(h)
				if err == nil {
					err = b.hs.check(d, "")
				}
				if err == nil && d != h {
					err = fmt.Errorf("HS code %q: write it as %s", h, d)
				}
				if err != nil {
					b.problem(file, e.ID, "%v", err)
				}
			}
		}
		for l := range e.Words {
			if !slices.Contains(languages, l) {
				b.problem(file, e.ID, "language %q: want one of %s", l, strings.Join(languages, ", "))
			}
		}
	}
	for _, e := range b.goods.classes {
		for _, c := range e.Implies {
			if b.goods.class(c) == nil {
				b.problem("classes.yaml", e.Class, "it implies %q, which is no class", c)
			}
		}
	}
}
