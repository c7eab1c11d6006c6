package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"khasan"
	"khasan/entity"
	"khasan/law"
	"khasan/source"
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
	// Held are the versions in the data folder, newest first; HeldErr why they
	// cannot be read. Since is the comparison asked for.
	Held    []heldVersion
	HeldErr string
	Since   *comparison
}

// A heldVersion is one version of a list that the data folder keeps.
type heldVersion struct {
	Day, Loaded        string
	Parties            int
	New, Gone, Changed int
	First              bool
	Compare            string // the address of what changed since; "" for the newest
}

// A comparison is what changed in a list between one version and the newest.
type comparison struct {
	Day                    string
	Added, Removed, Change int
	Changes                []source.Change
	More                   bool
}

// maxChanges bounds what one page shows.
const maxChanges = 500

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
	if p.cfg.History != nil {
		if err := p.held(g, id, &v); err != nil {
			return err
		}
	}
	return g.show(http.StatusOK, "list.html", "lists", title, v)
}

// held fills in the versions kept of a list, and the comparison asked for.
func (p *Pages) held(g *page, id string, v *listView) error {
	vs, err := p.cfg.History.Versions(id)
	if err != nil {
		v.HeldErr = err.Error()
		return nil
	}
	for n := len(vs) - 1; n >= 0; n-- {
		x := &vs[n]
		h := heldVersion{Day: x.Day().String(), Loaded: x.Loaded.String(), Parties: x.Entities, New: x.New, Gone: x.Gone, Changed: x.Changed, First: n == 0}
		if n < len(vs)-1 {
			h.Compare = "/lists/" + url.PathEscape(id) + "?since=" + strconv.Itoa(n) + "#since"
		}
		v.Held = append(v.Held, h)
	}
	asked := g.r.URL.Query().Get("since")
	if asked == "" {
		return nil
	}
	n, err := strconv.Atoi(asked)
	if err != nil || n < 0 || n >= len(vs)-1 {
		return &fault{http.StatusNotFound, g.t("lists.noversion")}
	}
	release, err := p.cfg.Heavy(g.r.Context())
	if err != nil {
		return &fault{http.StatusServiceUnavailable, g.t("error.busy")}
	}
	defer release()
	before, err := p.cfg.History.Source(id, n)
	if err != nil {
		return err
	}
	after, err := p.cfg.History.Source(id, len(vs)-1)
	if err != nil {
		return err
	}
	changes, err := source.Diff(before.Stream, after.Stream)
	if err != nil {
		return err
	}
	c := &comparison{Day: vs[n].Day().String(), Changes: changes}
	for i := range changes {
		switch changes[i].Kind {
		case "added":
			c.Added++
		case "removed":
			c.Removed++
		default:
			c.Change++
		}
	}
	if len(c.Changes) > maxChanges {
		c.Changes, c.More = c.Changes[:maxChanges], true
	}
	v.Since = c
	return nil
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
	Latest  []*law.Measure // the last to come into force, where nothing is searched
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
	if q == "" {
		today := p.cfg.Now().UTC().Format("2006-01-02")
		for i := range ms {
			if f := ms[i].From(); f != "" && f <= today {
				v.Latest = append(v.Latest, ms[i])
			}
		}
		slices.SortStableFunc(v.Latest, func(a, b *law.Measure) int { return cmp.Compare(b.From(), a.From()) })
		v.Latest = v.Latest[:min(len(v.Latest), 8)]
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
