package web

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/xuri/excelize/v2"

	"khasan"
	"khasan/entity"
)

// jobs are the tables being screened. They live in memory only, under ids
// nobody can guess, and are forgotten after keepFor.
type jobs struct {
	mu    sync.Mutex
	now   func() time.Time
	by    map[string]*job
	order []string
}

const maxJobs = 32

// A job is one uploaded table on its way.
type job struct {
	ID, File string
	Table    *table
	Roles    []string
	at       time.Time
	state    atomic.Int32 // waiting, running, done, failed
	finished atomic.Int64
	cancel   context.CancelFunc

	mu      sync.Mutex
	results []batchRow
	version khasan.Version
	err     error
}

const (
	jobWaiting = iota
	jobRunning
	jobDone
	jobFailed
)

// A batchRow is the outcome for one row of the table.
type batchRow struct {
	Row     int      `json:"row"`
	ID      string   `json:"id,omitempty"`
	Name    string   `json:"name"`
	Band    string   `json:"band"`
	Score   float64  `json:"score"`
	Match   string   `json:"listed_as,omitempty"`
	Entity  string   `json:"entity,omitempty"`
	Lists   []string `json:"lists,omitempty"`
	Reasons []string `json:"reasons,omitempty"`
	Error   string   `json:"error,omitempty"`
}

func newJobs(now func() time.Time) *jobs { return &jobs{now: now, by: map[string]*job{}} }

func (j *jobs) add(file string, t *table) *job {
	j.mu.Lock()
	defer j.mu.Unlock()
	for len(j.order) > 0 && (len(j.order) >= maxJobs || j.now().Sub(j.by[j.order[0]].at) > keepFor) {
		j.drop(j.order[0])
	}
	x := &job{ID: newID(), File: file, Table: t, Roles: t.guess(), at: j.now()}
	j.by[x.ID] = x
	j.order = append(j.order, x.ID)
	return x
}

// drop forgets a job and stops it; the caller holds the lock.
func (j *jobs) drop(id string) {
	if x := j.by[id]; x != nil && x.cancel != nil {
		x.cancel()
	}
	delete(j.by, id)
	j.order = slices.DeleteFunc(j.order, func(o string) bool { return o == id })
}

func (j *jobs) get(id string) (*job, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	x, ok := j.by[id]
	if ok && j.now().Sub(x.at) > keepFor {
		j.drop(id)
		return nil, false
	}
	return x, ok
}

func (p *Pages) batchForm(g *page) error {
	return g.show(http.StatusOK, "batch.html", "batch", g.t("batch.heading"), &batchView{MaxMB: p.cfg.MaxUpload >> 20})
}

// batchView is the page Batch in each of its states.
type batchView struct {
	MaxMB         int64
	Err           string
	Job           *job
	Waiting       bool
	Running       bool
	Done, Total   int
	Finished      bool
	Percent       int
	Sample        [][]string
	RoleNames     []string
	Counts        map[string]int
	Rows          []batchRow
	RowsLeft      int
	FailedBecause string
}

func (p *Pages) batchUpload(g *page) error {
	g.r.Body = http.MaxBytesReader(g.w, g.r.Body, p.cfg.MaxUpload+1<<20)
	bad := func(msg string) error {
		return g.show(http.StatusUnprocessableEntity, "batch.html", "batch", g.t("batch.heading"), &batchView{MaxMB: p.cfg.MaxUpload >> 20, Err: msg})
	}
	if err := g.r.ParseMultipartForm(8 << 20); err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return &fault{http.StatusRequestEntityTooLarge, g.t("upload.large", p.cfg.MaxUpload>>20)}
		}
		return bad(g.t("upload.broken"))
	}
	defer g.r.MultipartForm.RemoveAll()
	f, h, err := g.r.FormFile("file")
	if err != nil || h.Size == 0 {
		return bad(g.t("batch.err.empty"))
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return bad(g.t("upload.broken"))
	}
	release, err := p.cfg.Heavy(g.r.Context())
	if err != nil {
		return &fault{http.StatusServiceUnavailable, g.t("error.busy")}
	}
	t, err := readTable(data)
	release()
	if errors.Is(err, errNoRows) {
		return bad(g.t("batch.err.rows"))
	}
	if err != nil {
		return bad(g.t("batch.err.read", err))
	}
	g.redirect("/batch/" + p.jobs.add(h.Filename, t).ID)
	return nil
}

func (p *Pages) batchShow(g *page) error {
	j, ok := p.jobs.get(g.r.PathValue("id"))
	if !ok {
		return &fault{http.StatusNotFound, g.t("batch.gone")}
	}
	v := &batchView{Job: j, Total: len(j.Table.Rows), Done: int(j.finished.Load())}
	refresh := 0
	switch j.state.Load() {
	case jobWaiting:
		v.Waiting = true
		v.Sample = j.Table.Rows[:min(len(j.Table.Rows), 5)]
		for _, r := range columnRoles {
			v.RoleNames = append(v.RoleNames, r.role)
		}
	case jobRunning:
		v.Running, refresh = true, 2
	default:
		v.Finished = true
		j.mu.Lock()
		v.Counts = map[string]int{}
		for _, r := range j.results {
			v.Counts[r.Band]++
			if r.Error != "" {
				v.Counts["error"]++
			}
			if r.Band != "none" || r.Error != "" {
				v.Rows = append(v.Rows, r)
			}
		}
		if j.err != nil {
			v.FailedBecause = j.err.Error()
		}
		j.mu.Unlock()
		slices.SortStableFunc(v.Rows, func(a, b batchRow) int {
			switch {
			case a.Score > b.Score:
				return -1
			case a.Score < b.Score:
				return 1
			}
			return a.Row - b.Row
		})
		if len(v.Rows) > 200 {
			v.RowsLeft = len(v.Rows) - 200
			v.Rows = v.Rows[:200]
		}
	}
	v.Percent = v.Done * 100 / max(1, v.Total)
	return g.showRefresh(http.StatusOK, "batch.html", "batch", g.t("batch.heading"), v, refresh)
}

// batchStart begins the screening with the columns as the reader set them, or
// forgets the table when asked to.
func (p *Pages) batchStart(g *page) error {
	j, ok := p.jobs.get(g.r.PathValue("id"))
	if !ok {
		return &fault{http.StatusNotFound, g.t("batch.gone")}
	}
	g.r.Body = http.MaxBytesReader(g.w, g.r.Body, 1<<20)
	if err := g.r.ParseForm(); err != nil {
		return &fault{http.StatusBadRequest, g.t("upload.broken")}
	}
	if g.r.PostFormValue("do") == "forget" {
		p.jobs.mu.Lock()
		p.jobs.drop(j.ID)
		p.jobs.mu.Unlock()
		g.redirect("/batch")
		return nil
	}
	roles := make([]string, len(j.Table.Header))
	named := false
	for i := range roles {
		r := g.r.PostFormValue(fmt.Sprint("col", i))
		if slices.ContainsFunc(columnRoles, func(c struct {
			role  string
			words []string
		}) bool {
			return c.role == r
		}) {
			roles[i] = r
		}
		named = named || roles[i] == "name" || roles[i] == "number"
	}
	if !named {
		return &fault{http.StatusUnprocessableEntity, g.t("batch.err.name")}
	}
	if j.state.CompareAndSwap(jobWaiting, jobRunning) {
		j.Roles = roles
		ctx, cancel := context.WithCancel(context.WithoutCancel(g.r.Context()))
		p.jobs.mu.Lock()
		j.cancel = cancel
		p.jobs.mu.Unlock()
		go j.run(ctx, g.eng, p.cfg.Keep)
	}
	g.redirect("/batch/" + j.ID)
	return nil
}

// run screens the rows, on as many processors as there are, and keeps the
// results in the order of the rows.
func (j *job) run(ctx context.Context, eng *khasan.Engine, keep func(context.Context, Answer) error) {
	rows := j.Table.Rows
	out := make([]batchRow, len(rows))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(rows) || ctx.Err() != nil {
					return
				}
				out[i] = screen(ctx, eng, keep, i+2, rows[i], j.Roles)
				j.finished.Add(1)
			}
		})
	}
	wg.Wait()
	j.mu.Lock()
	j.results, j.version = out, eng.Version()
	j.err = ctx.Err()
	j.mu.Unlock()
	if ctx.Err() != nil {
		j.state.Store(jobFailed)
		return
	}
	j.state.Store(jobDone)
}

// screen asks for one row. A cell that cannot be read is said, not passed over.
func screen(ctx context.Context, eng *khasan.Engine, keep func(context.Context, Answer) error, n int, row, roles []string) batchRow {
	r := batchRow{Row: n, Band: "none"}
	q := khasan.WhoQuery{Explain: true, Limit: 1}
	var problems []string
	for i, role := range roles {
		if i >= len(row) {
			break
		}
		v := strings.TrimSpace(row[i])
		if v == "" {
			continue
		}
		switch role {
		case "name":
			if q.Name != "" {
				q.Name += " "
			}
			q.Name += v
		case "id":
			r.ID = v
		case "schema":
			q.Schema = schemaOf(v)
		case "birth":
			d, err := givenDate(v)
			if err != nil {
				problems = append(problems, err.Error())
				if !errors.Is(err, errTwoWays) {
					continue
				}
			}
			q.Entity.Births = append(q.Entity.Births, d)
		case "country":
			c, ok := entity.CountryOf(stateOf(v))
			if !ok {
				problems = append(problems, fmt.Sprintf("country %q is not known", v))
				continue
			}
			q.Entity.Countries = append(q.Entity.Countries, entity.Country{Code: c, Link: "country"})
		case "number":
			q.Entity.IDs = append(q.Entity.IDs, entity.Identifier{Kind: "idNumber", Number: v})
		}
	}
	r.Name = q.Name
	a, err := eng.Who(ctx, q)
	if err == nil {
		err = keep(ctx, Answer{Who: a})
	}
	switch {
	case errors.Is(err, khasan.ErrEmptyQuery):
		problems = append(problems, "no name and no number")
	case err != nil:
		problems = append(problems, err.Error())
	case len(a.Hits) > 0:
		h := &a.Hits[0]
		r.Band, r.Score, r.Match, r.Entity, r.Reasons = h.Band, h.Score, h.Caption, h.ID, h.Reasons
		for _, l := range h.Listings {
			if !slices.Contains(r.Lists, l.List) {
				r.Lists = append(r.Lists, l.List)
			}
		}
	}
	r.Error = strings.Join(problems, "; ")
	return r
}

// schemaOf reads what people write for the kind of a party.
func schemaOf(v string) string {
	switch strings.ToLower(v) {
	case "person", "individual", "natural person", "natürliche person", "p", "i":
		return entity.Person
	case "company", "firma", "unternehmen", "organisation", "organization", "entity", "legal entity", "juristische person", "o", "c", "e":
		return entity.Organization
	case "vessel", "ship", "schiff":
		return entity.Vessel
	case "aircraft", "airplane", "flugzeug":
		return entity.Airplane
	}
	return ""
}

// batchFile gives the results as a file.
func (p *Pages) batchFile(g *page) error {
	j, ok := p.jobs.get(g.r.PathValue("id"))
	if !ok {
		return &fault{http.StatusNotFound, g.t("batch.gone")}
	}
	if g.r.PathValue("file") == "progress.json" {
		g.w.Header().Set("Content-Type", "application/json")
		g.w.Header().Set("Cache-Control", "no-store")
		return json.NewEncoder(g.w).Encode(map[string]any{"done": j.finished.Load(), "total": len(j.Table.Rows), "finished": j.state.Load() >= jobDone})
	}
	if j.state.Load() < jobDone {
		return &fault{http.StatusConflict, g.t("batch.running")}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	var buf bytes.Buffer
	typ := ""
	switch g.r.PathValue("file") {
	case "results.csv":
		typ = "text/csv; charset=utf-8"
		buf.WriteString("\ufeff") // spreadsheet programs take it as UTF-8 only so
		w := csv.NewWriter(&buf)
		for _, row := range j.table() {
			if err := w.Write(row); err != nil {
				return err
			}
		}
		if w.Flush(); w.Error() != nil {
			return w.Error()
		}
	case "results.jsonl":
		typ = "application/x-ndjson"
		enc := json.NewEncoder(&buf)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(map[string]any{"version": j.version}); err != nil {
			return err
		}
		for _, r := range j.results {
			if err := enc.Encode(map[string]any{"row": r}); err != nil {
				return err
			}
		}
	case "results.xlsx":
		typ = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		if err := j.xlsx(&buf); err != nil {
			return err
		}
	default:
		return &fault{http.StatusNotFound, g.t("error.notfound")}
	}
	h := g.w.Header()
	h.Set("Content-Type", typ)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", "khasan-"+g.r.PathValue("file")))
	_, err := buf.WriteTo(g.w)
	return err
}

// table is the uploaded table with the outcome beside each row.
func (j *job) table() [][]string {
	head := append(slices.Clone(j.Table.Header), "khasan band", "khasan score", "khasan listed as", "khasan entity", "khasan lists", "khasan reasons", "khasan remark")
	out := [][]string{harmless(head)}
	for i, r := range j.results {
		row := make([]string, len(j.Table.Header))
		copy(row, j.Table.Rows[i])
		row = append(row, r.Band, fmt.Sprintf("%.4f", r.Score), r.Match, r.Entity, strings.Join(r.Lists, " "), strings.Join(r.Reasons, "; "), r.Error)
		out = append(out, harmless(row))
	}
	return out
}

// harmless keeps a cell from being taken for a formula when a spreadsheet
// program opens the file.
func harmless(row []string) []string {
	out := make([]string, len(row))
	for i, c := range row {
		if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
			c = "'" + c
		}
		out[i] = c
	}
	return out
}

func (j *job) xlsx(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	sw, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	for i, row := range j.table() {
		cells := make([]any, len(row))
		for k, c := range row {
			cells[k] = c
		}
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := sw.SetRow(at, cells); err != nil {
			return err
		}
	}
	if err := sw.Flush(); err != nil {
		return err
	}
	_, err = f.WriteTo(w)
	return err
}
