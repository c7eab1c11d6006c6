package main

import (
	"context"

	"khasan/report"
)

const versionUsage = `
The program, the lists loaded with their dates and digests, and the law data.

  khasan version [options]

Example:

  khasan version -json
`

func runVersion(_ context.Context, p *program, args []string) (int, error) {
	f := p.flags("version", versionUsage)
	c := p.common(f)
	if rest, err := parse(f, args); err != nil {
		return 0, err
	} else if len(rest) > 0 {
		return 0, usagef("version takes no arguments")
	}
	eng, err := c.open()
	if err != nil {
		return 0, err
	}
	defer eng.Close()
	if *c.json {
		return exitClear, report.JSONVersion(p.out, eng.Version())
	}
	return exitClear, report.WriteVersion(p.out, eng.Version(), p.style(p.out))
}
