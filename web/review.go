package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"khasan"
	"khasan/entity"
	"khasan/store"
)

// undecided are the states in which an alert waits for a person.
func undecided() []string { return []string{store.StateOpen, store.StateEscalated} }

// reviewViews are the parts of the queue that the page offers.
func reviewViews() []string {
	return []string{"mine", "free", "all", "second", "escalated", "cleared", "confirmed"}
}

// queuePage is how many alerts one page of the queue shows.
const queuePage = 50

// reviewQueue is the queue as the page shows it.
type reviewQueue struct {
	Me     string
	SignIn bool // the reviewer may say who they are
	View   string
	Views  []viewLink
	Counts []store.Count
	Rows   []alertRow
	Total  int64
	Page   int
	More   bool
	Done   string
	Err    string
	People []personCount
	Four   bool
}

type viewLink struct {
	Name string
	N    int64
}

type personCount struct {
	Who string
	N   int64
}

// alertRow is one alert in the queue.
type alertRow struct {
	store.Alert
	Hit   khasan.Hit
	Lists []string
	Days  int
	Old   bool
}

func (p *Pages) alertRow(a *store.Alert) alertRow {
	r := alertRow{Alert: *a}
	json.Unmarshal(a.Hit, &r.Hit)
	for _, l := range r.Hit.Listings {
		if !slices.Contains(r.Lists, l.List) {
			r.Lists = append(r.Lists, l.List)
		}
	}
	if a.State == store.StateOpen || a.State == store.StateEscalated {
		r.Days = int(p.cfg.Now().Sub(a.Opened).Hours() / 24)
		r.Old = r.Days >= 7
	}
	return r
}

// reviewer is who is reviewing, and whether they only say so themselves.
func (g *page) reviewer() (who string, said bool) {
	if f := g.p.cfg.Reviewer; f != nil {
		if who, known := f(g.r); known {
			return who, false
		}
	}
	if c, err := g.r.Cookie("reviewer"); err == nil {
		if v, err := url.QueryUnescape(c.Value); err == nil {
			return clip(strings.TrimSpace(v), 60), true
		}
	}
	return "", true
}

// filter is what a view shows to a person.
func viewFilter(view, me string) store.Filter {
	switch view {
	case "mine":
		return store.Filter{States: undecided(), Assignee: me}
	case "free":
		return store.Filter{States: undecided(), Nobody: true}
	case "second":
		return store.Filter{States: undecided(), Second: me}
	case "escalated", "cleared", "confirmed":
		return store.Filter{States: []string{view}}
	}
	return store.Filter{States: undecided()}
}

func pickView(v, me string) string {
	if !slices.Contains(reviewViews(), v) || me == "" && (v == "mine" || v == "second") {
		return "all"
	}
	return v
}

func (p *Pages) reviewQueue(g *page) error {
	ctx, s := g.r.Context(), p.cfg.Records
	q := &reviewQueue{Four: p.cfg.FourEyes}
	q.Me, q.SignIn = g.reviewer()
	q.View = pickView(g.r.URL.Query().Get("view"), q.Me)
	q.Page, _ = strconv.Atoi(g.r.URL.Query().Get("page"))
	q.Page = min(max(q.Page, 1), 1_000_000)
	var err error
	if q.Counts, err = s.Counts(ctx, p.cfg.Now()); err != nil {
		return err
	}
	for _, v := range reviewViews() {
		if v != pickView(v, q.Me) || v == "second" && !p.cfg.FourEyes {
			continue
		}
		n, err := s.Waiting(ctx, viewFilter(v, q.Me))
		if err != nil {
			return err
		}
		q.Views = append(q.Views, viewLink{v, n})
		if v == q.View {
			q.Total = n
		}
	}
	f := viewFilter(q.View, q.Me)
	f.Limit, f.Offset = queuePage, (q.Page-1)*queuePage
	alerts, err := s.Queue(ctx, f)
	if err != nil {
		return err
	}
	for i := range alerts {
		q.Rows = append(q.Rows, p.alertRow(&alerts[i]))
	}
	q.More = int64(f.Offset+len(alerts)) < q.Total
	people, err := s.People(ctx, undecided()...)
	if err != nil {
		return err
	}
	for who, n := range people {
		if who != "" {
			q.People = append(q.People, personCount{who, n})
		}
	}
	slices.SortFunc(q.People, func(a, b personCount) int { return strings.Compare(a.Who, b.Who) })
	q.Done = p.done(g)
	return g.show(http.StatusOK, "review.html", "review", g.t("review.heading"), q)
}

// done says what became of the alert decided just before.
func (p *Pages) done(g *page) string {
	id, err := strconv.ParseInt(g.r.URL.Query().Get("done"), 10, 64)
	if err != nil {
		return ""
	}
	a, _, err := p.cfg.Records.Alert(g.r.Context(), id)
	if err != nil {
		return ""
	}
	if a.Proposed != "" {
		return g.t("review.done.proposed", a.ID, g.p.word(g.lang, "state", a.Proposed))
	}
	return g.t("review.done", a.ID, g.p.word(g.lang, "state", a.State))
}

// reviewSign keeps the name a reviewer gives, where the service does not know
// who asks.
func (p *Pages) reviewSign(g *page) error {
	if _, said := g.reviewer(); !said {
		return &fault{http.StatusConflict, g.t("review.known")}
	}
	g.r.Body = http.MaxBytesReader(g.w, g.r.Body, 1<<14)
	name := clip(strings.TrimSpace(g.r.FormValue("name")), 60)
	http.SetCookie(g.w, &http.Cookie{Name: "reviewer", Value: url.QueryEscape(name), Path: "/review", MaxAge: 43200, HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: g.r.TLS != nil})
	g.redirect("/review")
	return nil
}

// reviewAlert is one alert as the page shows it.
type reviewAlert struct {
	alertRow
	Me            string
	View          string
	Four          bool
	MayAgree      bool // a second person may agree to what is proposed
	Percent       int
	Pairs         []pair
	Evidence      []evidence
	Subject       party
	Party         party
	Rows          []compared
	Gone, Come    []store.Fact
	Decisions     []store.Decision
	Before, After int64
	Gives         []string // decisions on offer
	Chosen        string
	Reason, Note  string
	Done, Err     string
}

// compared is one kind of fact on both sides.
type compared struct {
	Kind              string // a message key
	Customer, Listed  []string
	Term              string
	For, Against, Nil bool
}

// reasonsOf are the stock reasons on offer, as message keys.
func reasonsOf() []string {
	return []string{"birth", "country", "number", "kind", "gender", "name", "listed", "more"}
}

func (p *Pages) reviewShow(g *page) error {
	return p.reviewPage(g, http.StatusOK, "", "", "", "")
}

func (p *Pages) alertOf(g *page) (store.Alert, []store.Decision, error) {
	id, err := strconv.ParseInt(g.r.PathValue("id"), 10, 64)
	if err != nil {
		return store.Alert{}, nil, &fault{http.StatusNotFound, g.t("review.none")}
	}
	a, ds, err := p.cfg.Records.Alert(g.r.Context(), id)
	if errors.Is(err, store.ErrNotFound) {
		return a, ds, &fault{http.StatusNotFound, g.t("review.none")}
	}
	return a, ds, err
}

func (p *Pages) reviewPage(g *page, status int, chosen, reason, note, msg string) error {
	a, ds, err := p.alertOf(g)
	if err != nil {
		return err
	}
	v := &reviewAlert{alertRow: p.alertRow(&a), Four: p.cfg.FourEyes, Decisions: ds, Chosen: chosen, Reason: reason, Note: note, Err: msg}
	v.Me, _ = g.reviewer()
	v.View = pickView(g.r.FormValue("view"), v.Me)
	v.Percent = int(a.Score*100 + .5)
	var customer, listed entity.Entity
	json.Unmarshal(a.Subject, &customer)
	json.Unmarshal(a.Party, &listed)
	if customer.ID == "" {
		customer = entity.Entity{ID: a.Customer, Names: []entity.Name{{Full: a.Query}}}
	}
	if listed.ID == "" {
		listed = entity.Entity{ID: a.Entity, Schema: v.Hit.Schema, Names: []entity.Name{{Full: a.Caption}}}
	}
	v.Hit.Entity = &listed
	v.Subject, v.Party = partyOf(&customer), partyOf(&listed)
	v.Pairs = alignment(khasan.WhoQuery{Schema: customer.Schema, Entity: customer}, &v.Hit)
	v.Evidence = factsOf(&v.Hit)
	v.Rows = p.sideBySide(g, v)
	v.Gone, v.Come = a.Changes()
	if v.Before, v.After, err = p.cfg.Records.Beside(g.r.Context(), viewFilter(v.View, v.Me), &a); err != nil {
		return err
	}
	for _, s := range []string{store.StateCleared, store.StateEscalated, store.StateConfirmed, store.StateOpen} {
		if s != a.State {
			v.Gives = append(v.Gives, s)
		}
	}
	v.MayAgree = a.Proposed != "" && v.Me != "" && a.Proposer != v.Me
	v.Done = p.done(g)
	return g.show(status, "alert.html", "review", g.t("review.alert", a.ID), v)
}

// sideBySide sets what is known of the customer beside what is listed, and
// what the comparison made of it.
func (p *Pages) sideBySide(g *page, v *reviewAlert) []compared {
	say := map[string]bool{}
	known := map[string]bool{}
	for _, e := range v.Evidence {
		say[e.Term], known[e.Term] = e.Side == "for", e.Side != "neither"
	}
	names := func(x *party) []string {
		var out []string
		for _, n := range x.Names {
			out = append(out, n.Full)
		}
		return out
	}
	days := func(in []string) []string {
		var out []string
		for _, d := range in {
			out = append(out, day(g.lang, d))
		}
		return out
	}
	countries := func(in []string) []string {
		var out []string
		for _, c := range in {
			out = append(out, countryName(g.lang, c))
		}
		return out
	}
	numbers := func(in []entity.Identifier) []string {
		var out []string
		for i := range in {
			out = append(out, strings.TrimSpace(in[i].Number+" "+in[i].Note))
		}
		return out
	}
	var rows []compared
	for _, r := range []compared{
		{Kind: "who.name", Customer: names(&v.Subject), Listed: names(&v.Party)},
		{Kind: "who.kind", Term: "kind", Customer: one(p.word(g.lang, "schema", v.Subject.Schema)), Listed: one(p.word(g.lang, "schema", v.Party.Schema))},
		{Kind: "entity.births", Term: "birth", Customer: days(v.Subject.Births), Listed: days(v.Party.Births)},
		{Kind: "entity.places", Term: "birth_place", Customer: v.Subject.BirthPlaces, Listed: v.Party.BirthPlaces},
		{Kind: "entity.countries", Term: "country", Customer: countries(v.Subject.Countries), Listed: countries(v.Party.Countries)},
		{Kind: "entity.numbers", Term: "number", Customer: numbers(v.Subject.Numbers), Listed: numbers(v.Party.Numbers)},
		{Kind: "entity.addresses", Customer: v.Subject.Addresses, Listed: v.Party.Addresses},
	} {
		if len(r.Customer)+len(r.Listed) == 0 {
			continue
		}
		if r.Term != "" && known[r.Term] {
			r.For, r.Against = say[r.Term], !say[r.Term]
		}
		rows = append(rows, r)
	}
	return rows
}

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// reviewDecide takes a decision, or gives an alert to the reviewer or back.
func (p *Pages) reviewDecide(g *page) error {
	g.r.Body = http.MaxBytesReader(g.w, g.r.Body, 1<<16)
	if err := g.r.ParseForm(); err != nil {
		return &fault{http.StatusBadRequest, g.t("upload.broken")}
	}
	form := g.r.PostForm
	a, _, err := p.alertOf(g)
	if err != nil {
		return err
	}
	me, _ := g.reviewer()
	state, reason, note := form.Get("state"), form.Get("reason"), clip(strings.TrimSpace(form.Get("note")), 4000)
	fail := func(key string) error {
		return p.reviewPage(g, http.StatusUnprocessableEntity, state, reason, note, g.t(key))
	}
	if me == "" {
		return fail("review.err.who")
	}
	ctx, now := g.r.Context(), p.cfg.Now().UTC()
	view := pickView(form.Get("view"), me)
	back := fmt.Sprintf("/review/%d?view=%s", a.ID, view)
	switch form.Get("do") {
	case "take", "give":
		to := me
		if form.Get("do") == "give" {
			to = ""
		}
		if err := p.cfg.Records.Assign(ctx, now, a.ID, to); err != nil {
			return err
		}
		g.redirect(back)
		return nil
	}
	var why []string
	if slices.Contains(reasonsOf(), reason) {
		// In English whatever the page's language: it goes into the log.
		why = append(why, p.msgs.text("en", "reason."+reason))
	}
	if note != "" {
		why = append(why, note)
	}
	// Where to go on is asked before the decision takes the alert out of the view.
	before, after, err := p.cfg.Records.Beside(ctx, viewFilter(view, me), &a)
	if err != nil {
		return err
	}
	_, err = p.cfg.Records.Decide(ctx, now, store.Review{Alert: a.ID, Reviewer: me, State: state, Reason: strings.Join(why, ": "), Evidence: form.Get("evidence"), FourEyes: p.cfg.FourEyes})
	switch {
	case errors.Is(err, store.ErrNoReason):
		return fail("review.err.reason")
	case errors.Is(err, store.ErrBadState):
		return fail("review.err.state")
	case errors.Is(err, store.ErrStale):
		return fail("review.err.stale")
	case errors.Is(err, store.ErrSamePair):
		return fail("review.err.same")
	case errors.Is(err, store.ErrNotChange):
		return fail("review.err.already")
	case err != nil:
		return err
	}
	next := after
	if next == 0 {
		next = before
	}
	if next == 0 {
		g.redirect(fmt.Sprintf("/review?view=%s&done=%d", view, a.ID))
		return nil
	}
	g.redirect(fmt.Sprintf("/review/%d?view=%s&done=%d", next, view, a.ID))
	return nil
}

// since is how long ago a time was, for a person's eye.
func (p *Pages) since(lang string, t time.Time) string {
	d := p.cfg.Now().Sub(t)
	switch {
	case d < time.Hour:
		return p.msgs.text(lang, "review.age.minutes", max(int(d.Minutes()), 0))
	case d < 48*time.Hour:
		return p.msgs.text(lang, "review.age.hours", int(d.Hours()))
	}
	return p.msgs.text(lang, "review.age.days", int(d.Hours()/24))
}
