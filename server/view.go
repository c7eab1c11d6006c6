package server

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"khasan"
	"khasan/entity"
	"khasan/index"
)

// A view is one state of the data: the engine, the data sets, and what text
// search needs. It is published whole and never changed.
type view struct {
	eng  *khasan.Engine
	snap *index.Index
	sets *datasets
	// corpus is built when first asked for, and then shared.
	corpus func() *corpus
	// raw is where the entities of a manifest are; nil when they come from the
	// engine's snapshot.
	raw *rawSets
}

// rawSets are the entities of a manifest as they were published.
type rawSets struct {
	at    map[string]rawAt
	order []string
}

type rawAt struct {
	spool *spool
	span  span
}

func (r *rawSets) get(id string) *wireEntity {
	at, ok := r.at[id]
	if !ok {
		return nil
	}
	b, err := at.spool.read(at.span)
	if err != nil {
		return nil
	}
	e, err := parseWire(b)
	if err != nil {
		return nil
	}
	return e
}

// wireOf is a party found as clients of the drop-in get it.
func (v *view) wireOf(x *entity.Entity) *wireEntity {
	if v.raw != nil {
		return v.raw.get(x.ID)
	}
	return wireOf(x)
}

// wireOf writes a party of the engine in the wire form.
func wireOf(x *entity.Entity) *wireEntity {
	given := x.Properties()
	e := &wireEntity{ID: x.ID, Caption: x.Caption(), Schema: x.Schema, Properties: make(map[string][]any, len(given)+1), Referents: slices.Clone(x.Referents),
		FirstSeen: &x.FirstSeen, LastSeen: &x.LastSeen, LastChange: &x.LastChange}
	for prop, vals := range given {
		list := make([]any, len(vals))
		for i, v := range vals {
			list[i] = v
		}
		e.Properties[prop] = list
	}
	lists := listSet(x)
	e.Datasets = lists
	e.Target = len(x.Listings) > 0 || x.Target
	if e.Target && len(e.Properties["topics"]) == 0 && len(x.Listings) > 0 {
		e.Properties["topics"] = []any{"sanction"}
	}
	if x.LastChange == "" {
		s := lastChange(x)
		e.LastChange = &s
	}
	e.fill()
	return e
}

// lastChange is when an entity last changed; of a list that does not say, the
// newest day on which it was listed or amended.
func lastChange(x *entity.Entity) string {
	if x.LastChange != "" {
		return x.LastChange
	}
	var last entity.Date
	for i := range x.Listings {
		l := &x.Listings[i]
		if l.From.Compare(last) > 0 {
			last = l.From
		}
		for _, d := range l.Amended {
			if d.Compare(last) > 0 {
				last = d
			}
		}
	}
	if last.IsZero() {
		return ""
	}
	return last.First().String()
}

// partyCard is the card of a party of the engine, without a detour over its
// wire form: a snapshot has hundreds of thousands.
func (m *ftmModel) partyCard(x *entity.Entity) card {
	seconds := func(s string) string { return deref(isoSeconds(&s)) }
	return card{id: x.ID, caption: x.Caption(), schema: x.Schema, target: len(x.Listings) > 0 || x.Target, datasets: listSet(x), referents: x.Referents,
		firstSeen: seconds(x.FirstSeen), lastSeen: seconds(x.LastSeen), lastChanged: seconds(lastChange(x)),
		each: func(yield func(prop, typ, value string)) {
			for i := range x.Names {
				yield("name", "name", x.Names[i].Full)
			}
			for i := range x.Countries {
				yield(x.Countries[i].Link, "country", strings.ToLower(x.Countries[i].Code))
			}
			for _, d := range slices.Concat(x.Births, x.Deaths) {
				yield("birthDate", "date", d.String())
			}
			for i := range x.IDs {
				yield(x.IDs[i].Kind, "identifier", x.IDs[i].Number)
			}
			for i := range x.Addresses {
				yield("address", "address", x.Addresses[i].Full)
			}
			for _, v := range x.BirthPlaces {
				yield("birthPlace", "string", v)
			}
			for _, v := range x.Genders {
				yield("gender", "gender", v)
			}
			for _, v := range x.Topics {
				yield("topics", "topic", v)
			}
			if len(x.Topics) == 0 && len(x.Listings) > 0 {
				yield("topics", "topic", "sanction")
			}
			for prop, vals := range x.Props {
				typ := m.typeOf(x.Schema, prop)
				for _, v := range vals {
					yield(prop, typ, v)
				}
			}
		}}
}

// listSet are the lists an entity is from.
func listSet(x *entity.Entity) []string {
	var out []string
	for i := range x.Listings {
		if l := x.Listings[i].List; l != "" && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	for _, d := range x.Datasets {
		if !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	if out == nil {
		out = []string{}
	}
	return out
}

// engineView is the view over an engine's own lists: each list a data set, and
// "default" all of them.
func engineView(model *ftmModel, eng *khasan.Engine) *view {
	v := &view{eng: eng, snap: eng.Snapshot(), sets: &datasets{}}
	ver := eng.Version()
	var names []string
	newest := ""
	for _, l := range ver.Lists {
		names = append(names, l.ID)
		newest = max(newest, l.Date)
	}
	version := versionOf(newest, ver)
	add := func(d *dataset) {
		d.Version, d.IndexVersion, d.IndexCurrent = &version, &version, d.Load
		v.sets.add(d) // fails on two of a name, which the snapshot rules out
	}
	add(&dataset{Name: "default", Title: "All lists", Children: names})
	for _, l := range ver.Lists {
		if l.ID == "default" {
			continue
		}
		title := l.Title
		n := l.Entities
		date := l.Date
		add(&dataset{Name: l.ID, Title: title, Load: true, EntityCount: &n, UpdatedAt: isoSeconds(&date)})
	}
	v.corpus = background(func() *corpus {
		n := uint32(v.snap.Len())
		// Links between parties are kept with the parties; they are documents of
		// their own after all of these.
		var edges []*wireEntity
		seen := map[string]bool{}
		read := func(i uint32) *wireEntity {
			x, err := v.snap.Entity(i)
			if err != nil {
				return &wireEntity{ID: fmt.Sprint("unreadable-", i), Schema: "Thing", Properties: map[string][]any{}}
			}
			if e := wireOf(&x); e != nil {
				return e
			}
			return &wireEntity{ID: x.ID, Schema: x.Schema, Properties: map[string][]any{}}
		}
		get := func(i uint32) *wireEntity {
			if i >= n {
				return edges[i-n]
			}
			return read(i)
		}
		all := func(yield func(card) bool) {
			for i := range n {
				e, err := v.snap.Entity(i)
				if err != nil {
					e = entity.Entity{ID: fmt.Sprint("unreadable-", i), Schema: entity.Thing}
				}
				for _, x := range v.snap.Edges(e.ID) {
					if _, there := v.snap.ByID(x.ID); !there && !seen[x.ID] {
						seen[x.ID] = true
						if w := wireOf(&x); w != nil {
							if len(w.Datasets) == 0 {
								w.Datasets = listSet(&e)
							}
							edges = append(edges, w)
						}
					}
				}
				if !yield(model.partyCard(&e)) {
					return
				}
			}
			for _, e := range edges {
				if !yield(model.cardOf(e)) {
					return
				}
			}
		}
		return newCorpus(model, all, get)
	})
	return v
}

// versionOf names a state of the lists: the newest list's day, and a few
// letters that change when any list does.
func versionOf(newest string, v khasan.Version) string {
	var all []byte
	for _, l := range v.Lists {
		all = append(all, l.SHA256...)
	}
	tag := shortHash(all, 3)
	return compactDay(newest) + "000000-" + tag
}

// background starts f now and gives everybody its result.
func background(f func() *corpus) func() *corpus {
	once := sync.OnceValue(f)
	return once
}

// manifestView loads a manifest's data sets and opens an engine over them. It
// is nil when nothing has changed since the last time.
func manifestView(ctx context.Context, model *ftmModel, m *Manifest, opt *khasan.Options) (*view, error) {
	sets, loaded, err := m.load(ctx)
	if err != nil {
		return nil, err
	}
	shown, err := json.Marshal(sets.list)
	if err != nil {
		return nil, err
	}
	if m.loaded != nil && string(shown) == m.shown && maps.Equal(loaded, m.loaded) {
		return nil, nil
	}
	raw := &rawSets{at: map[string]rawAt{}}
	for _, d := range sets.list {
		l := loaded[d.Name]
		if l == nil {
			continue
		}
		n := len(l.order)
		if d.EntityCount == nil {
			d.EntityCount = &n
		}
		for _, id := range l.order {
			if old, twice := raw.at[id]; twice {
				// In two data sets: one party, a member of both.
				at, err := mergeSets(old, rawAt{l.spool, l.at[id]})
				if err != nil {
					return nil, err
				}
				raw.at[id] = at
				continue
			}
			raw.at[id] = rawAt{l.spool, l.at[id]}
			raw.order = append(raw.order, id)
		}
	}
	for _, l := range loaded {
		if err := l.spool.flush(); err != nil {
			return nil, err
		}
	}
	if sets.byName["default"] == nil {
		// Clients that ask for no set in particular ask for "default".
		d := &dataset{Name: "default", Title: "All data sets", Hidden: true, implied: true}
		for _, x := range sets.list {
			d.Children = append(d.Children, x.Name)
		}
		v := "all"
		d.Version = &v
		if err := sets.add(d); err != nil {
			return nil, err
		}
	}
	eng, err := openEntities(ctx, m.Dir, matchable(model, raw), sets, opt)
	if err != nil {
		return nil, err
	}
	m.loaded, m.shown = loaded, string(shown)
	v := &view{eng: eng, snap: eng.Snapshot(), sets: sets, raw: raw}
	v.corpus = background(func() *corpus {
		get := func(n uint32) *wireEntity { return raw.get(raw.order[n]) }
		all := func(yield func(card) bool) {
			for _, id := range raw.order {
				e := raw.get(id)
				if e == nil { // the places must stay those of raw.order
					e = &wireEntity{ID: id, Schema: "Thing"}
				}
				if !yield(model.cardOf(e)) {
					return
				}
			}
		}
		return newCorpus(model, all, get)
	})
	return v, nil
}

// mergeSets writes an entity that two data sets hold as a member of both.
func mergeSets(a, b rawAt) (rawAt, error) {
	var es [2]*wireEntity
	for i, at := range []rawAt{a, b} {
		if err := at.spool.flush(); err != nil {
			return a, err
		}
		line, err := at.spool.read(at.span)
		if err != nil {
			return a, err
		}
		if es[i], err = parseWire(line); err != nil {
			return a, err
		}
	}
	for _, d := range es[1].Datasets {
		if !slices.Contains(es[0].Datasets, d) {
			es[0].Datasets = append(es[0].Datasets, d)
		}
	}
	line, err := json.Marshal(es[0])
	if err != nil {
		return a, err
	}
	sp, err := a.spool.add(line)
	if err != nil {
		return a, err
	}
	return rawAt{a.spool, sp}, a.spool.flush()
}

// matchable are the entities that a query may meet, made into the engine's
// form. Each counts as listed: which of them are targets, the answer says.
func matchable(model *ftmModel, raw *rawSets) iter.Seq2[entity.Entity, error] {
	return func(yield func(entity.Entity, error) bool) {
		for _, id := range raw.order {
			at := raw.at[id]
			b, err := at.spool.read(at.span)
			if err != nil {
				yield(entity.Entity{}, err)
				return
			}
			var head struct {
				Schema string `json:"schema"`
			}
			if json.Unmarshal(b, &head) != nil {
				continue
			}
			if s := model.schemata[head.Schema]; s != nil && !s.matchable {
				continue
			}
			x, err := entity.FromFTM(b)
			if err != nil {
				yield(entity.Entity{}, fmt.Errorf("entity %s: %w", id, err))
				return
			}
			x.Target = true
			for _, n := range x.IDs {
				if n.Kind == "swiftBic" && len(n.Number) == 11 { // asked for by its eight letters, or by another branch
					x.IDs = append(x.IDs, entity.Identifier{Kind: n.Kind, Number: n.Number[:8]})
				}
			}
			if !yield(x, nil) {
				return
			}
		}
	}
}

// openEntities builds a snapshot of a manifest's entities, each data set that
// is loaded a list, and opens an engine over it. The folder is gone again when
// this returns: the snapshot stays mapped.
func openEntities(ctx context.Context, base string, all iter.Seq2[entity.Entity, error], sets *datasets, opt *khasan.Options) (*khasan.Engine, error) {
	dir, err := os.MkdirTemp(base, "khasan-snapshot-*")
	if err != nil {
		return nil, fmt.Errorf("making room for a snapshot: %w", err)
	}
	defer os.RemoveAll(dir)
	var names, versions []string
	for _, d := range sets.list {
		if d.Load {
			names = append(names, d.Name)
			versions = append(versions, d.Name+" "+*d.Version)
		}
	}
	src := index.Source{List: index.List{ID: strings.Join(names, "+"), Title: "data sets of the manifest", Format: "FollowTheMoney",
		SHA256: shortHash([]byte(strings.Join(versions, "\n")), 64)}, Stream: all}
	if _, err := index.Build(ctx, filepath.Join(dir, index.SnapshotName), []index.Source{src}, nil); err != nil {
		return nil, err
	}
	return khasan.Open(dir, opt)
}

func compactDay(iso string) string {
	t, err := time.Parse("2006-01-02", iso)
	if err != nil {
		return "00000000"
	}
	return t.Format("20060102")
}
