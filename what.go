package khasan

import (
	"context"

	"khasan/entity"
	"khasan/law"
)

// What rules on a dealing. The parties it names are asked for with Who first,
// and those found listed, or owned by listed parties, join the ruling. A wrong
// dealing (an unknown country, an impossible day, legs that contradict each
// other) is an error that says what to mend.
func (e *Engine) What(ctx context.Context, d law.Dealing) (*WhatAnswer, error) {
	s := e.cur.Load()
	a := &WhatAnswer{Version: s.version}
	if err := e.screen(ctx, a, &d); err != nil {
		return nil, err
	}
	a.Dealing = d
	r, err := e.book.Judge(d, &law.Options{Explain: true})
	if err != nil {
		return nil, err
	}
	a.Ruling = r
	return a, nil
}

// screen asks Who for each party of the dealing and of its legs.
func (e *Engine) screen(ctx context.Context, a *WhatAnswer, d *law.Dealing) error {
	parties := make([]law.Party, len(d.Parties))
	copy(parties, d.Parties)
	d.Parties = parties
	for i := range d.Parties {
		p := &d.Parties[i]
		if p.Name == "" {
			continue
		}
		q := WhoQuery{Name: p.Name, Explain: true}
		if p.Country != "" {
			q.Entity.Countries = []entity.Country{{Code: p.Country, Link: "country"}}
		}
		w, err := e.Who(ctx, q)
		if err != nil {
			return err
		}
		for j := range w.Hits {
			if h := &w.Hits[j]; h.Band == "match" {
				p.Listings = append(p.Listings, h.Entity.Listings...)
			}
		}
		p.Owned = append(p.Owned, e.ownedBy(q)...)
		a.Parties = append(a.Parties, *w)
	}
	legs := make([]law.Dealing, len(d.Legs))
	copy(legs, d.Legs)
	d.Legs = legs
	for i := range d.Legs {
		if err := e.screen(ctx, a, &d.Legs[i]); err != nil {
			return err
		}
	}
	return nil
}
