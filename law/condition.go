package law

import (
	"fmt"
	"slices"
	"strings"
)

// A Condition is what must be true of a dealing. Each field that is given must
// hold; a list holds when one of its entries does.
type Condition struct {
	Purpose    []string `yaml:"purpose"`
	EndUse     []string `yaml:"end_use"`
	Origin     []string `yaml:"origin"`
	OriginNot  []string `yaml:"origin_not"`
	Via        []string `yaml:"via"`
	Port       []string `yaml:"port"`
	Flag       []string `yaml:"flag"`
	Party      []string `yaml:"party"` // kinds of party
	From       []string `yaml:"from"`
	To         []string `yaml:"to"`
	Authorised []string `yaml:"authorised"`
	// ContractBefore is the day before which the contract was made.
	ContractBefore string `yaml:"contract_before"`
}

// truth is a three-valued answer.
type truth int8

const (
	no truth = iota
	notSaid
	yes
)

type compiledCondition struct {
	set      bool
	contract int32
}

func (c *Condition) empty() bool {
	return len(c.Purpose)+len(c.EndUse)+len(c.Origin)+len(c.OriginNot)+len(c.Via)+len(c.Port)+len(c.Flag)+len(c.Party)+len(c.From)+len(c.To)+len(c.Authorised) == 0 && c.ContractBefore == ""
}

// test says whether a condition holds of a dealing. some is true when at least
// one part is known to hold; why collects, when it is not nil, what is not
// known or what does not hold.
func (c *Condition) test(cc *compiledCondition, q *query, why *[]string) (all truth, some bool) {
	all = yes
	note := func(t truth, format string, a ...any) {
		if t == yes {
			some = true
			return
		}
		if t < all {
			all = t
		}
		if why != nil {
			*why = append(*why, fmt.Sprintf(format, a...))
		}
	}
	d := q.d
	if len(c.Purpose) > 0 {
		note(oneOf(c.Purpose, q.purpose), "the purpose (%s)", strings.Join(c.Purpose, " or "))
	}
	if len(c.EndUse) > 0 {
		t := oneOf(c.EndUse, d.EndUse)
		if t != yes && slices.Contains(c.EndUse, "military") {
			for i := range d.Parties {
				if d.Parties[i].Kind == "armed_forces" {
					t = yes
				}
			}
			if q.purpose == "military" {
				t = yes
			}
		}
		note(t, "the end use (%s)", strings.Join(c.EndUse, " or "))
	}
	if len(c.Origin) > 0 {
		note(oneOf(c.Origin, q.origin), "the origin (%s)", strings.Join(c.Origin, " or "))
	}
	if len(c.OriginNot) > 0 {
		t := notSaid
		if q.origin != "" {
			t = yes
			if slices.Contains(c.OriginNot, q.origin) {
				t = no
			}
		}
		// Goods known to be of another origin are what such a clause is about;
		// of unknown origin they are not presumed to be.
		if t == notSaid && slices.Contains(c.OriginNot, q.from) {
			t = no
		}
		note(t, "that the goods do not originate in %s", strings.Join(c.OriginNot, " or "))
	}
	if len(c.Via) > 0 {
		t := no
		if len(q.via) == 0 {
			t = notSaid
		}
		for _, v := range q.via {
			if slices.Contains(c.Via, v) {
				t = yes
			}
		}
		if slices.Contains(c.Via, q.from) {
			t = yes
		}
		note(t, "the route (through %s)", strings.Join(c.Via, " or "))
	}
	if len(c.Port) > 0 {
		t := no
		if len(d.Ports) == 0 {
			t = notSaid
		}
		for _, p := range d.Ports {
			for _, w := range c.Port {
				if strings.EqualFold(p, w) {
					t = yes
				}
			}
		}
		note(t, "the port (%s)", strings.Join(c.Port, " or "))
	}
	if len(c.Flag) > 0 {
		t := no
		if len(q.flags) == 0 {
			t = notSaid
		}
		for _, f := range q.flags {
			if slices.Contains(c.Flag, f) {
				t = yes
			}
		}
		note(t, "the flag of the ships or aircraft (%s)", strings.Join(c.Flag, " or "))
	}
	if len(c.Party) > 0 {
		t := notSaid
		for i := range d.Parties {
			if d.Parties[i].Kind == "" {
				continue
			}
			if t == notSaid {
				t = no
			}
			if slices.Contains(c.Party, d.Parties[i].Kind) {
				t = yes
			}
		}
		note(t, "who takes part (%s)", strings.ReplaceAll(strings.Join(c.Party, " or "), "_", " "))
	}
	if len(c.From) > 0 {
		note(oneOf(c.From, q.from), "the giver (%s)", strings.Join(c.From, " or "))
	}
	if len(c.To) > 0 {
		note(oneOf(c.To, q.to), "the receiver (%s)", strings.Join(c.To, " or "))
	}
	if len(c.Authorised) > 0 {
		t := notSaid
		for _, a := range d.Authorised {
			if slices.Contains(c.Authorised, a) {
				t = yes
			}
		}
		note(t, "an authorisation (%s)", strings.ReplaceAll(strings.Join(c.Authorised, " or "), "_", " "))
	}
	if c.ContractBefore != "" {
		t := notSaid
		if q.contractHi != 0 {
			t = no
			if q.contractHi < cc.contract {
				t = yes
			} else if q.contractLo < cc.contract {
				t = notSaid
			}
		}
		note(t, "that the contract was made before %s", c.ContractBefore)
	}
	return all, some
}

func oneOf(list []string, v string) truth {
	if v == "" {
		return notSaid
	}
	if slices.Contains(list, v) {
		return yes
	}
	return no
}

// compile checks and prepares a condition.
func (c *Condition) compile(cc *compiledCondition) error {
	cc.set = !c.empty()
	if c.ContractBefore != "" {
		var err error
		if cc.contract, err = parseDay(c.ContractBefore); err != nil {
			return fmt.Errorf("contract_before: %w", err)
		}
	}
	for _, p := range c.Purpose {
		if !slices.Contains(purposes, p) {
			return fmt.Errorf("purpose %q: want one of %s", p, strings.Join(purposes, ", "))
		}
	}
	for _, p := range c.Party {
		if !slices.Contains(partyKinds, p) {
			return fmt.Errorf("party %q: want one of %s", p, strings.Join(partyKinds, ", "))
		}
	}
	for _, a := range c.Authorised {
		if !slices.Contains(approvals, a) {
			return fmt.Errorf("authorised %q: want one of %s", a, strings.Join(approvals, ", "))
		}
	}
	return nil
}

// Words that dealings and conditions may use.
var (
	purposes   = []string{"humanitarian", "livelihood", "diplomatic", "medical", "personal", "commercial", "military"}
	partyKinds = []string{"person", "company", "government", "armed_forces", "bank", "armed_group", "ngo", "un"}
	approvals  = []string{"committee", "notified", "licence"}
)
