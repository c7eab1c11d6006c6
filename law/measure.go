package law

import (
	"fmt"
	"slices"
	"strings"

	"khasan/entity"
)

// A Measure is one paragraph of one instrument.
type Measure struct {
	ID         string `yaml:"id"`
	Paragraph  string `yaml:"paragraph"`
	Title      string `yaml:"title"`
	Says       string `yaml:"says"`       // the substance in our words
	Instrument string `yaml:"instrument"` // default: the file's
	Regime     string `yaml:"regime"`     // default: the file's
	// Binds is the jurisdiction whose persons are bound: UN, EU, US, GB, ...
	Binds string `yaml:"binds"`
	// BindsWhom says it in words.
	BindsWhom string `yaml:"binds_whom"`
	// Secondary says that persons whom it does not bind risk being sanctioned
	// themselves: "shall" (the dealing is then conditional) or "may" (a note).
	Secondary string `yaml:"secondary"`
	// Force is decides, calls_upon, clarifies, exemption, intent or fact; only
	// what decides bars.
	Force string `yaml:"force"`
	// Target is whom the measure is aimed at: states, regions, or "listed".
	Target []string `yaml:"target"`
	// Scope is what the measure reaches; Bars holds several when parts have
	// their own direction, goods or days.
	Scope `yaml:",inline"`
	Bars  []Scope `yaml:"bars"`
	// Listed says which listings make a party one that the measure freezes.
	Listed []ListedRule `yaml:"listed"`
	// National has days on which a State's own law took the measure up, where
	// that is known to lag.
	National   map[string]string `yaml:"national"`
	WindDown   *WindDown         `yaml:"wind_down"`
	Deadline   string            `yaml:"deadline"`
	Cap        *Cap              `yaml:"cap"`
	Exemptions []Exemption       `yaml:"exemptions"`
	// ControlLists name the documents that list the goods.
	ControlLists []string `yaml:"control_lists"`
	Supersedes   []string `yaml:"supersedes"`
	WidenedBy    []string `yaml:"widened_by"`
	Disputed     string   `yaml:"disputed"`
	Note         string   `yaml:"note"`
	// Engine is a remark that every finding by this measure carries.
	Engine   string   `yaml:"ruling_note"`
	Verified Verified `yaml:"verified"`
	Sources  []string `yaml:"sources"`

	file string
}

// Verified says which facts of a record were seen in a source.
type Verified struct {
	Substance bool `yaml:"substance"`
	Paragraph bool `yaml:"paragraph"`
	Date      bool `yaml:"date"`
}

// All reports whether nothing rests on memory.
func (v Verified) All() bool { return v.Substance && v.Paragraph && v.Date }

// A Scope is what a measure reaches: which way, what, under which conditions.
type Scope struct {
	// Direction is from_target, to_target, both, duty (of a State) or persons.
	Direction string `yaml:"direction"`
	// Target, when given, replaces the measure's.
	For []string `yaml:"for"`
	// Classes are dealing classes reached; "any:goods", "any:technology",
	// "any:service", "any:money" or "any" reach whole kinds.
	Classes []string `yaml:"classes"`
	Except  []string `yaml:"except"`
	// General are broad classes that, told without detail, are taken as meant.
	General []string `yaml:"general"`
	// Partly are classes reached only under a condition that is put in words.
	Partly []Partly `yaml:"partly"`
	// HS are headings of the Harmonized System; Status says whether the text
	// names them (in_text) or we indicate them (indicative).
	HS []string `yaml:"hs"`
	// HSPartly are headings that hold more than what is barred.
	HSPartly  []string `yaml:"hs_partly"`
	HSStatus  string   `yaml:"hs_status"`
	HSEdition string   `yaml:"hs_edition"`
	// Services are kinds of service barred only in connection with Classes (or
	// with Connected when given).
	Services  []string `yaml:"services"`
	Connected []string `yaml:"connected"`
	// Transit says that the text itself speaks of goods of other origin that
	// pass through the target. Else goods known to originate elsewhere, sold by
	// others, are not reached by passing through.
	Transit bool `yaml:"transit"`
	// When limits the scope to dealings of which it is true; IfUnknown says what
	// follows when the dealing does not tell: conditional (default) or miss.
	When      Condition  `yaml:"when"`
	IfUnknown string     `yaml:"if_unknown"`
	InForce   []Interval `yaml:"in_force"`

	when compiledCondition
}

// Partly is a class that is reached under a condition.
type Partly struct {
	Class string `yaml:"class"`
	If    string `yaml:"if"`
}

// An Interval is a time in force: from a day on, up to and without another.
type Interval struct {
	From string `yaml:"from"`
	To   string `yaml:"to"`
	// FromTime is an hour of the first day with its zone.
	FromTime string `yaml:"from_time"`
	// ToUncertain: the last text seen ran out, a renewal was not found.
	ToUncertain   bool `yaml:"to_uncertain"`
	FromUncertain bool `yaml:"from_uncertain"`

	from, to int32
}

// WindDown lets older contracts run on to a day.
type WindDown struct {
	To             string `yaml:"to"`
	ContractBefore string `yaml:"contract_before"`
	Text           string `yaml:"text"`

	to, before int32
}

// A Cap is an amount up to which dealings stay free.
type Cap struct {
	Value  string `yaml:"value"`
	Period string `yaml:"period"`
	Scope  string `yaml:"scope"` // over whom it is counted
}

// An Exemption is what a measure leaves free, or may leave free.
type Exemption struct {
	// Kind is outright, committee_approval, notification, licence, purpose,
	// person, contract_date, origin_route, goods, country, quota or other.
	Kind string `yaml:"kind"`
	Text string `yaml:"text"`
	// ID names a carve-out that several measures share.
	ID string `yaml:"id"`
	// Ordinary exemptions are so wide that the answer is conditional unless the
	// dealing is known to fall outside.
	Ordinary bool `yaml:"ordinary"`
	// Frees says that the exemption, when all of When is known to be true,
	// leaves the dealing not barred; otherwise it makes it conditional.
	Frees bool      `yaml:"frees"`
	When  Condition `yaml:"when"`
	// Classes limits the exemption to some of the measure's classes.
	Classes []string `yaml:"classes"`
	From    string   `yaml:"from"`
	To      string   `yaml:"to"`

	when     compiledCondition
	from, to int32
}

// ListedRule says which listings a freeze follows.
type ListedRule struct {
	List       string   `yaml:"list"`       // "un", "ofac-sdn", "eu", ...
	Programmes []string `yaml:"programmes"` // any of these in the listing's own words; empty: all
	Refs       []string `yaml:"refs"`       // or a reference that begins so ("KPi.")
}

// Forces, directions, kinds and statuses that records may use.
var (
	forces     = []string{"decides", "calls_upon", "clarifies", "exemption", "intent", "fact"}
	directions = []string{"from_target", "to_target", "both", "duty", "persons"}
	statuses   = []string{"", "in_text", "indicative"}
	kinds      = []string{"outright", "committee_approval", "notification", "licence", "purpose", "person", "contract_date", "origin_route", "goods", "country", "quota", "other"}
)

// scopes are all scopes of the measure: the inline one and those under bars.
func (m *Measure) scopes() []*Scope {
	var out []*Scope
	if m.Scope.Direction != "" {
		out = append(out, &m.Scope)
	}
	for i := range m.Bars {
		out = append(out, &m.Bars[i])
	}
	return out
}

// decides reports whether the measure can bar.
func (m *Measure) decides() bool { return m.Force == "decides" }

// Decides reports whether the measure can bar a dealing: it decides, and it is
// no mere duty of States.
func (m *Measure) Decides() bool {
	if !m.decides() {
		return false
	}
	if len(m.Listed) > 0 {
		return true
	}
	for _, s := range m.scopes() {
		if s.Direction != "duty" && s.Direction != "persons" {
			return true
		}
	}
	return false
}

// Reaches reports whether the measure's scopes name anything that can pass.
func (s *Scope) reaches() bool {
	return len(s.Classes)+len(s.General)+len(s.Partly)+len(s.HS)+len(s.HSPartly)+len(s.Services) > 0
}

// From is the measure's first day in force, "" when none is recorded.
func (m *Measure) From() string {
	var first int32
	for _, iv := range m.intervals() {
		if first == 0 || iv.from < first {
			first = iv.from
		}
	}
	return dayString(first)
}

// intervals are all intervals of all scopes, in order, without repeats.
func (m *Measure) intervals() []Interval {
	var out []Interval
	add := func(ivs []Interval) {
		for _, iv := range ivs {
			if !slices.Contains(out, iv) {
				out = append(out, iv)
			}
		}
	}
	add(m.InForce)
	for i := range m.Bars {
		add(m.Bars[i].InForce)
	}
	slices.SortFunc(out, func(a, b Interval) int { return int(a.from) - int(b.from) })
	return out
}

// dayNumber packs an exact day into a number that sorts: 20170805.
func dayNumber(d entity.Date) int32 {
	return int32(d.Year)*10000 + int32(d.Month)*100 + int32(d.Day)
}

const (
	minDay = int32(0)
	maxDay = int32(99999999)
)

// dayString is the ISO form of a packed day.
func dayString(n int32) string {
	if n == minDay || n == maxDay {
		return ""
	}
	var b [10]byte
	for i, p := 9, n; i >= 0; i-- {
		if i == 4 || i == 7 {
			b[i] = '-'
			continue
		}
		b[i] = byte('0' + p%10)
		p /= 10
	}
	return string(b[:])
}

// parseDay reads an exact day.
func parseDay(s string) (int32, error) {
	d, err := entity.ParseDate(s)
	if err != nil {
		return 0, err
	}
	if d.Day == 0 || d.Circa || d.YearTo != 0 {
		return 0, fmt.Errorf("date %q: want an exact day, YYYY-MM-DD", s)
	}
	return dayNumber(d), nil
}

// under reports whether class c is m or finer than m.
func under(c, m string) bool {
	return strings.HasPrefix(c, m) && (len(c) == len(m) || c[len(m)] == '.')
}
