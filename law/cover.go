package law

import (
	"fmt"
	"slices"
	"strings"
)

// coverage is how what passes stands to what a scope reaches.
type coverage int8

const (
	notReached coverage = iota
	reachedBroader
	reachedPartly
	reached
)

type covered struct {
	how       coverage
	clause    string
	condition string
	transport bool
}

// covers finds the strongest way in which a scope reaches what passes.
func (b *Book) covers(q *query, bs *boundScope) covered {
	var best covered
	s := bs.s
	byCode := notReached
	if q.hs != "" && len(s.HS)+len(s.HSPartly) > 0 {
		c := coversHS(q, s, q.hs)
		byCode = c.how
		if c.how > best.how {
			best = c
		}
		// Where the text itself names the headings, a code outside them decides.
		if c.how == notReached && s.HSStatus == "in_text" && !s.when.set {
			for i := range q.items {
				if q.items[i].how == "means" {
					if c := b.coversItem(q, bs, &q.items[i]); c.how > best.how {
						best = c
					}
				}
			}
			return best
		}
	}
	for i := range q.items {
		it := &q.items[i]
		if best.how == reached {
			break
		}
		c := b.coversItem(q, bs, it)
		// A class that is only inferred from the code adds nothing where the
		// scope has headings of its own.
		if it.how == "hs" && len(s.HS)+len(s.HSPartly) > 0 && byCode == notReached {
			continue
		}
		if c.how > best.how {
			best = c
		}
	}
	if best.how < reached && len(s.Services) > 0 && q.service != "" && slices.Contains(s.Services, q.service) {
		if c := coversService(q, s); c.how > best.how {
			best = c
		}
	}
	return best
}

func coversHS(q *query, s *Scope, code string) covered {
	status := "named in the text"
	if s.HSStatus != "in_text" {
		status = "by our indication; the text names the goods in words"
	}
	for _, h := range s.HS {
		if strings.HasPrefix(code, h) {
			c := covered{how: reached}
			if q.explain {
				c.clause = fmt.Sprintf("HS %s falls under %s (%s)", code, h, status)
			}
			return c
		}
	}
	for _, h := range s.HSPartly {
		if strings.HasPrefix(code, h) {
			return covered{how: reachedPartly, clause: "HS " + code + " holds more than what is barred", condition: "what the goods under HS " + code + " are: only part of the heading is barred"}
		}
	}
	for _, list := range [...][]string{s.HS, s.HSPartly} {
		for _, h := range list {
			if strings.HasPrefix(h, code) {
				return covered{how: reachedPartly, clause: "of HS " + code + " only " + h + " is reached", condition: "the full HS code: of " + code + " only part is barred"}
			}
		}
	}
	return covered{}
}

func (b *Book) coversItem(q *query, bs *boundScope, it *item) covered {
	s := bs.s
	for _, c := range s.Except {
		if under(it.class, c) {
			return covered{}
		}
	}
	c := covered{transport: it.entry.Kind == "service" && under(it.class, "transport") || under(it.class, "vessels")}
	as := ""
	switch {
	case (bs.any && it.entry.Kind != "act" && it.entry.Kind != "none") || slices.Contains(bs.kinds, it.entry.Kind):
		c.how, as = reached, "all "+either(strings.Join(bs.kinds, " and "), "dealings")
	default:
		for _, m := range s.Classes {
			switch {
			case under(it.class, m):
				c.how, as = reached, m
			case c.how == notReached && !it.vague && under(m, it.class) && b.goods.class(m).Kind == it.entry.Kind:
				c.how, as = reachedBroader, m
			}
		}
		if c.how < reached {
			for _, m := range s.General {
				if it.class == m {
					c.how, as = reached, m
					if q.explain {
						c.clause = fmt.Sprintf("%s, told in general, is taken as what the measure bars; a named kind outside it is judged on its own", it.class)
					}
				}
			}
		}
		if c.how < reachedPartly {
			for i := range s.Partly {
				if p := &s.Partly[i]; under(it.class, p.Class) {
					c.how, as, c.condition = reachedPartly, p.Class, p.If
				}
			}
		}
	}
	if c.how == notReached {
		return c
	}
	if c.how == reachedBroader {
		c.condition = "what exactly passes: " + as + " is barred, " + it.class + " says less"
	}
	if it.sure < fullSure && c.how == reached {
		c.how = reachedPartly
		if it.how == "hs" {
			c.condition = "whether the goods under HS " + it.word + " are " + it.entry.Label
		} else {
			c.condition = fmt.Sprintf("whether %q means %s", it.word, it.entry.Label)
		}
	}
	if q.explain && c.clause == "" {
		c.clause = itemWords(it) + " is reached under " + as
		if c.how == reachedPartly {
			c.clause = itemWords(it) + " is reached " + c.condition
		} else if c.how == reachedBroader {
			c.clause = itemWords(it) + " may be " + as
		}
	}
	return c
}

func itemWords(it *item) string {
	switch it.how {
	case "word":
		return fmt.Sprintf("%s (from %q, certainty %.2f)", it.class, it.word, it.sure)
	case "hs":
		return fmt.Sprintf("%s (from HS %s)", it.class, it.word)
	case "implied":
		return it.class + " (in " + it.word + ")"
	case "means":
		return it.class + " (by the means of transport)"
	}
	return it.class
}

// coversService finds services in connection with barred things.
func coversService(q *query, s *Scope) covered {
	with := s.Connected
	if len(with) == 0 {
		with = s.Classes
	}
	for _, c := range q.connected {
		if slices.Contains(with, "any") || slices.ContainsFunc(with, func(w string) bool { return under(c, w) }) {
			r := covered{how: reached}
			if q.explain {
				r.clause = strings.ReplaceAll(q.service, "_", " ") + " in connection with " + c + " is reached"
			}
			return r
		}
	}
	if q.connectedHS != "" {
		for _, h := range s.HS {
			if strings.HasPrefix(q.connectedHS, h) {
				return covered{how: reached, clause: strings.ReplaceAll(q.service, "_", " ") + " in connection with HS " + q.connectedHS + " is reached"}
			}
		}
	}
	return covered{}
}
