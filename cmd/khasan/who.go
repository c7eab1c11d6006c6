package main

import (
	"bufio"
	"context"
	"strings"
	"time"

	"khasan"
	"khasan/entity"
	"khasan/report"
	"khasan/store"
	"khasan/table"
)

const whoUsage = `
Is this party listed? Any script, any spelling; the answer says why.

  khasan who [options] NAME

A NAME of several words needs no quotes. "-" reads one name a line from
standard input.

Example:

  khasan who -birth 1984-01-08 -country KP Ким Чен Ын
`

func runWho(ctx context.Context, p *program, args []string) (int, error) {
	f := p.flags("who", whoUsage)
	c := p.common(f)
	var births, countries, ids, lists, names list
	f.Var(&births, "birth", "`DATE` of birth, founding or building: YYYY, YYYY-MM or YYYY-MM-DD")
	f.Var(&countries, "country", "`CODE` of a country of the party (ISO 3166 alpha-2)")
	f.Var(&ids, "id", "a `NUMBER` of the party: passport, tax, registration, IMO, wallet")
	f.Var(&names, "alias", "a further `NAME` of the party")
	f.Var(&lists, "list", "ask only this `LIST` (see 'khasan lists')")
	typ := f.String("type", "", "`TYPE` of the party: person, organization, company, vessel, aircraft, wallet")
	gender := f.String("gender", "", "male or female")
	limit := f.Int("limit", 10, "at most `N` hits")
	threshold := f.Float64("threshold", 0, "least `SCORE` to show, 0 to 1 (default: the review band)")
	record := f.String("record", "", "keep question and answer in the log at `PLACE` (see 'khasan audit')")
	all := f.Bool("v", false, "show every term of the score")
	rest, err := parse(f, args)
	if err != nil {
		return 0, err
	}
	if len(rest) == 0 && len(ids) == 0 {
		return 0, usagef("whose name? Give one, or a number with -id")
	}
	q := khasan.WhoQuery{Limit: *limit, Threshold: *threshold, Lists: lists, Explain: true}
	if q.Schema, err = table.SchemaOf(*typ); err != nil {
		return 0, usagef("-%v", err)
	}
	for _, b := range births {
		d, err := dayFlag("birth", b)
		if err != nil {
			return 0, err
		}
		q.Entity.Births = append(q.Entity.Births, d)
	}
	for _, code := range countries {
		if code = strings.ToUpper(code); len(code) != 2 {
			return 0, usagef("-country %s: want an ISO 3166 alpha-2 code such as KP", code)
		}
		q.Entity.Countries = append(q.Entity.Countries, entity.Country{Code: code, Link: "country"})
	}
	for _, n := range ids {
		q.Entity.IDs = append(q.Entity.IDs, entity.Identifier{Number: n})
	}
	for _, n := range names {
		q.Entity.Names = append(q.Entity.Names, entity.Name{Full: n, Quality: entity.Strong})
	}
	if *gender != "" {
		q.Entity.Genders = []string{*gender}
	}
	eng, err := c.open()
	if err != nil {
		return 0, err
	}
	defer eng.Close()
	log, err := openRecorder(ctx, p, *record)
	if err != nil {
		return 0, err
	}
	defer log.Close()

	ask := func(name string) (bool, error) {
		q := q
		q.Name = name
		a, err := eng.Who(ctx, q)
		if err != nil {
			return false, err
		}
		err = log.keep(ctx, func(at time.Time, asker string) (store.Record, error) { return store.OfWho(at, asker, a) })
		if err != nil {
			return false, err
		}
		if *c.json {
			return len(a.Hits) > 0, report.JSONWho(p.out, a)
		}
		return len(a.Hits) > 0, report.WriteWho(p.out, a, p.style(p.out), *all)
	}
	found := false
	if len(rest) == 1 && rest[0] == "-" {
		s := bufio.NewScanner(p.in)
		s.Buffer(nil, 1<<20)
		for s.Scan() {
			if strings.TrimSpace(s.Text()) == "" {
				continue
			}
			hit, err := ask(s.Text())
			if err != nil {
				return 0, err
			}
			found = found || hit
		}
		if err := s.Err(); err != nil {
			return 0, err
		}
	} else if found, err = ask(strings.Join(rest, " ")); err != nil {
		return 0, err
	}
	c.warnStale(eng.Version())
	if found {
		return exitFound, nil
	}
	return exitClear, nil
}
