package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"khasan/law"
	"khasan/report"
	"khasan/store"
)

const whatUsage = `
Is this dealing barred, by which paragraph, since when, and under which
exemption not?

  khasan what [options] [WORDS FOR THE GOODS]
  khasan what -f FILE           dealings in a YAML or JSON file
  khasan what -test FILE        check a file of dealings and expected rulings

Countries are ISO 3166 alpha-2 codes. Without -on the ruling is for today.

Example:

  khasan what -hs 0307.59 -from KP -to CN -on 2018-03-01
`

func runWhat(ctx context.Context, p *program, args []string) (int, error) {
	f := p.flags("what", whatUsage)
	c := p.common(f)
	var d law.Dealing
	var goods, via, as, parties list
	f.StringVar(&d.Class, "class", "", "`CLASS` of the dealing (coal, arms.ammunition, labour, finance.loan, ...)")
	f.Var(&goods, "goods", "`WORDS` for what passes, in any of ten languages")
	f.StringVar(&d.HS, "hs", "", "Harmonized System `CODE` of the goods")
	f.StringVar(&d.HSEdition, "hs-edition", "", "`YEAR` of the code's edition (2012, 2017, 2022)")
	f.StringVar(&d.From, "from", "", "`COUNTRY` of the giver, seller or sender")
	f.StringVar(&d.To, "to", "", "`COUNTRY` of the receiver, buyer or employer")
	f.StringVar(&d.Origin, "origin", "", "`COUNTRY` where the goods were made or mined")
	f.StringVar(&d.EndUse, "end-use", "", "`WORDS` for what the goods are to be used for")
	f.Var(&via, "via", "`COUNTRY` of transit; may be repeated")
	f.Var(&as, "as", "`JURISDICTION` from which the question is asked (UN, EU, US, GB, ...); default: all held")
	f.Var(&parties, "party", "`NAME` of a party to the dealing; it is screened; may be repeated")
	on := f.String("on", "", "`DAY` of the dealing")
	file := f.String("f", "", "read dealings from `FILE` (YAML or JSON; - is standard input)")
	test := f.String("test", "", "check the dealings and expected rulings in `FILE`")
	record := f.String("record", "", "keep question and answer in the log at `PLACE` (see 'khasan audit')")
	rest, err := parse(f, args)
	if err != nil {
		return 0, err
	}
	if *test != "" {
		return runLawTests(ctx, p, *test)
	}
	var dealings []law.Dealing
	if *file != "" {
		if len(rest) > 0 {
			return 0, usagef("-f and words for goods at once")
		}
		data, err := readAll(p, *file)
		if err != nil {
			return 0, err
		}
		if dealings, err = law.ParseDealings(data); err != nil {
			return 0, fmt.Errorf("%s: %w", *file, err)
		}
	} else {
		d.Goods = goods
		if len(rest) > 0 {
			d.Goods = append(d.Goods, strings.Join(rest, " "))
		}
		d.Via, d.As = via, as
		for _, n := range parties {
			d.Parties = append(d.Parties, law.Party{Name: n})
		}
		day, err := dayFlag("on", *on)
		if err != nil {
			return 0, err
		}
		d.On = law.Period{From: day, To: day}
		if d.Class == "" && d.HS == "" && len(d.Goods) == 0 && len(d.Parties) == 0 {
			return 0, usagef("what passes? Give -class, -hs, or words for the goods")
		}
		dealings = []law.Dealing{d}
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
	found := false
	for i := range dealings {
		if dealings[i].On.From.IsZero() && dealings[i].On.To.IsZero() {
			dealings[i].On = law.Period{From: today(), To: today()}
		}
		a, err := eng.What(ctx, dealings[i])
		if err != nil {
			return 0, err
		}
		err = log.keep(ctx, func(at time.Time, asker string) (store.Record, error) { return store.OfWhat(at, asker, a) })
		if err != nil {
			return 0, err
		}
		found = found || a.Ruling.Verdict == "barred" || a.Ruling.Verdict == "conditional"
		if *c.json {
			err = report.JSONWhat(p.out, a)
		} else {
			err = report.WriteWhat(p.out, a, p.style(p.out))
		}
		if err != nil {
			return 0, err
		}
	}
	c.warnStale(eng.Version())
	if found {
		return exitFound, nil
	}
	return exitClear, nil
}

// readAll reads a small file, or standard input for "-".
func readAll(p *program, name string) ([]byte, error) {
	const most = 16 << 20
	r := p.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		r = f
	}
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && len(data) > most {
		err = fmt.Errorf("%s: larger than %d MB", name, most>>20)
	}
	return data, err
}
