package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"sync"

	"khasan"
	"khasan/entity"
	"khasan/law"
)

// listRow is one list as loaded.
type listRow struct {
	khasan.ListVersion
	Days   int
	HasAge bool
	Old    bool
}

func (p *Pages) listsPage(g *page) error {
	var rows []listRow
	for _, l := range g.eng.Version().Lists {
		r := listRow{ListVersion: l}
		r.Days, r.HasAge = g.age(l.Date)
		r.Old = r.HasAge && r.Days > staleAfter
		rows = append(rows, r)
	}
	return g.show(http.StatusOK, "lists.html", "lists", g.t("lists.heading"), rows)
}

// listView is one list: what kinds of party it names, and its latest changes.
type listView struct {
	listRow
	Kinds  []kindCount
	Recent []change
}

type kindCount struct {
	Schema string
	Count  int
}

// A change is a listing made, amended or ended on a day.
type change struct {
	On, What            string // ISO day; listed, amended, delisted
	ID, Caption, Schema string
	Ref                 string
}

// listCache holds what a walk over the whole snapshot found, for one snapshot.
type listCache struct {
	mu    sync.Mutex
	key   string
	views map[string]*listView
}

const recentChanges = 50

func (p *Pages) listPage(g *page) error {
	ver := g.eng.Version()
	id := g.r.PathValue("id")
	i := slices.IndexFunc(ver.Lists, func(l khasan.ListVersion) bool { return l.ID == id })
	if i < 0 {
		return &fault{http.StatusNotFound, g.t("lists.none")}
	}
	views := p.lists.of(g.eng, ver)
	v := listView{listRow: listRow{ListVersion: ver.Lists[i]}}
	if c := views[id]; c != nil {
		v.Kinds, v.Recent = c.Kinds, c.Recent
	}
	v.Days, v.HasAge = g.age(v.Date)
	v.Old = v.HasAge && v.Days > staleAfter
	title := v.Title
	if title == "" {
		title = id
	}
	return g.show(http.StatusOK, "list.html", "lists", title, v)
}

// of walks the snapshot once.
func (c *listCache) of(eng *khasan.Engine, ver khasan.Version) map[string]*listView {
	key := ver.Law
	for _, l := range ver.Lists {
		key += " " + l.SHA256
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.key == key {
		return c.views
	}
	views := map[string]*listView{}
	kinds := map[string]map[string]int{}
	snap := eng.Snapshot()
	for i := range snap.Len() {
		x, err := snap.Entity(uint32(i))
		if err != nil || x.IsEdge() {
			continue
		}
		for j := range x.Listings {
			l := &x.Listings[j]
			v := views[l.List]
			if v == nil {
				v = &listView{}
				views[l.List], kinds[l.List] = v, map[string]int{}
			}
			kinds[l.List][x.Schema]++
			add := func(d entity.Date, what string) {
				if !d.IsZero() {
					v.Recent = append(v.Recent, change{On: d.String(), What: what, ID: x.ID, Caption: x.Caption(), Schema: x.Schema, Ref: l.Ref})
				}
			}
			add(l.From, "listed")
			add(l.To, "delisted")
			for _, d := range l.Amended {
				add(d, "amended")
			}
			if len(v.Recent) > 20*recentChanges {
				v.Recent = newest(v.Recent)
			}
		}
	}
	for id, v := range views {
		v.Recent = newest(v.Recent)
		for s, n := range kinds[id] {
			v.Kinds = append(v.Kinds, kindCount{s, n})
		}
		slices.SortFunc(v.Kinds, func(a, b kindCount) int {
			return cmp.Or(b.Count-a.Count, cmp.Compare(a.Schema, b.Schema))
		})
	}
	c.key, c.views = key, views
	return views
}

func newest(cs []change) []change {
	slices.SortStableFunc(cs, func(a, b change) int { return cmp.Or(cmp.Compare(b.On, a.On), cmp.Compare(a.ID, b.ID)) })
	return cs[:min(len(cs), recentChanges)]
}

// measuresView is the page Measures: all that are held, by regime.
type measuresView struct {
	Query   string
	Regimes []regimeView
	Count   int
	Version string
}

type regimeView struct {
	Name     string
	Measures []*law.Measure
}

func (p *Pages) measuresPage(g *page) error {
	q := strings.TrimSpace(clip(g.r.URL.Query().Get("q"), 200))
	v := measuresView{Query: q, Version: g.eng.Law().Version()}
	at := map[string]int{}
	ms := g.eng.Law().Measures()
	for i := range ms {
		m := ms[i]
		if q != "" && !containsFold(strings.Join([]string{m.ID, m.Instrument, m.Paragraph, m.Title, m.Says, m.Regime}, " "), q) {
			continue
		}
		k, ok := at[m.Regime]
		if !ok {
			k = len(v.Regimes)
			at[m.Regime] = k
			v.Regimes = append(v.Regimes, regimeView{Name: m.Regime})
		}
		v.Regimes[k].Measures = append(v.Regimes[k].Measures, m)
		v.Count++
	}
	return g.show(http.StatusOK, "measures.html", "measures", g.t("measures.heading"), v)
}

func (p *Pages) measurePage(g *page) error {
	id := g.r.PathValue("id")
	ms := g.eng.Law().Measures()
	for i := range ms {
		if m := ms[i]; m.ID == id {
			return g.show(http.StatusOK, "measure.html", "measures", m.Instrument+", "+m.Paragraph, m)
		}
	}
	return &fault{http.StatusNotFound, g.t("measures.none")}
}

// containsFold reports whether every word of q is in s, in any case.
func containsFold(s, q string) bool {
	s = strings.ToLower(s)
	for w := range strings.FieldsSeq(strings.ToLower(q)) {
		if !strings.Contains(s, w) {
			return false
		}
	}
	return true
}
