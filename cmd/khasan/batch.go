package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/xuri/excelize/v2"

	"khasan"
	"khasan/entity"
	"khasan/report"
)

const batchUsage = `
Screen a table of parties: one line out for each row in, in the same order.

  khasan batch [options] -o OUT.jsonl FILE

FILE is CSV, TSV, JSON lines or XLSX with a row of column names; "-" reads
JSON lines or CSV from standard input. Columns are recognised by name (name,
alias, birth, country, nationality, id, passport, imo, type, gender, and key
for your own number of the row), or said with -map.

Memory does not grow with the table. A batch that was ended, however, goes on
where it stopped when the same command is given again: rows already answered
are not asked twice, and the result is the same as of one run.

Example:

  khasan batch -map key=customer_no,name=full_name -o answers.jsonl customers.csv
`

// batchRow is one row to screen, batchLine its answer.
type batchRow struct {
	n   int64
	key string
	q   khasan.WhoQuery
	err string
	at  int64 // bytes of the input read so far
}

type batchLine struct {
	Record batchRecord `json:"record"`
}

type batchRecord struct {
	N     int64  `json:"n"` // row, from 1
	Key   string `json:"key,omitempty"`
	Query string `json:"query"`
	// Band is the gravest band of the hits, "none" without hits, "error" for a
	// row that could not be asked.
	Band  string       `json:"band"`
	Error string       `json:"error,omitempty"`
	Hits  []khasan.Hit `json:"hits"`
}

func runBatch(ctx context.Context, p *program, args []string) (int, error) {
	f := p.flags("batch", batchUsage)
	c := p.common(f)
	var pairs list
	out := f.String("o", "", "write answers to `FILE`, JSON lines (a name in .csv: a table)")
	f.Var(&pairs, "map", "`FIELD=COLUMN` pairs, when the columns have other names")
	typ := f.String("type", "", "`TYPE` of the parties, when no column says: person, organization, ...")
	threshold := f.Float64("threshold", 0, "least `SCORE` of a hit (default: the review band)")
	limit := f.Int("limit", 5, "at most `N` hits a row")
	workers := f.Int("workers", runtime.GOMAXPROCS(0), "`N` rows at once")
	explain := f.Bool("explain", false, "with features and reasons")
	quiet := f.Bool("q", false, "no progress on standard error")
	restart := f.Bool("restart", false, "begin anew, even when OUT holds answers")
	rest, err := parse(f, args)
	if err != nil {
		return 0, err
	}
	if len(rest) != 1 || *out == "" {
		return 0, usagef("give one FILE, and where the answers go with -o")
	}
	columns, err := columnMap(pairs)
	if err != nil {
		return 0, err
	}
	schema, err := schemaOf(*typ)
	if err != nil {
		return 0, err
	}
	eng, err := c.open()
	if err != nil {
		return 0, err
	}
	defer eng.Close()

	sink, done, err := openSink(*out, eng.Version(), *restart)
	if err != nil {
		return 0, err
	}
	defer sink.close()
	if done > 0 {
		fmt.Fprintf(p.err, "%s holds %d answers already; going on with row %d\n", *out, done, done+1)
	}
	rows, size, err := openRows(p, rest[0], columns)
	if err != nil {
		return 0, err
	}
	counts := map[string]int64{}
	started := time.Now()
	var answered int64
	err = screenRows(ctx, eng, rows, done, max(*workers, 1), khasan.WhoQuery{Schema: schema, Threshold: *threshold, Limit: *limit, Explain: *explain},
		func(r batchRecord, at int64) error {
			counts[r.Band]++
			answered++
			if !*quiet && answered%5000 == 0 {
				sink.flush()
				progress(p.err, answered+done, at, size, answered, time.Since(started))
			}
			return sink.put(r)
		})
	if cerr := sink.close(); err == nil {
		err = cerr
	}
	if !*quiet {
		fmt.Fprint(p.err, "\r\x1b[K")
	}
	if err != nil {
		if errors.Is(err, context.Canceled) {
			return 0, fmt.Errorf("ended after %d rows; give the same command again to go on", answered+done)
		}
		return 0, err
	}
	d := time.Since(started)
	fmt.Fprintf(p.err, "%d rows in %s (%.0f a second): %d match, %d review, %d none, %d not asked\n", answered, d.Round(time.Millisecond),
		float64(answered)/max(d.Seconds(), 1e-9), counts["match"], counts["review"], counts["none"], counts["error"])
	p.warnStale(eng.Version(), *c.data == "")
	if counts["match"]+counts["review"] > 0 || sink.found {
		return exitFound, nil
	}
	return exitClear, nil
}

// screenRows asks about rows with several workers and hands the answers on in
// the order of the rows; rows up to skip are passed over.
func screenRows(ctx context.Context, eng *khasan.Engine, rows func(func(batchRow) bool) error, skip int64, workers int, base khasan.WhoQuery, put func(batchRecord, int64) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type job struct {
		rows []batchRow
		out  chan []batchRecord
	}
	jobs := make(chan job, workers*2)
	order := make(chan job, workers*2)
	var readErr error
	go func() {
		defer close(order)
		defer close(jobs)
		var chunk []batchRow
		send := func() bool {
			if len(chunk) == 0 {
				return true
			}
			j := job{chunk, make(chan []batchRecord, 1)}
			chunk = nil
			select {
			case order <- j:
			case <-ctx.Done():
				return false
			}
			select {
			case jobs <- j:
				return true
			case <-ctx.Done():
				return false
			}
		}
		readErr = rows(func(r batchRow) bool {
			if r.n <= skip {
				return ctx.Err() == nil
			}
			chunk = append(chunk, r)
			return len(chunk) < 64 || send()
		})
		send()
	}()
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for j := range jobs {
				out := make([]batchRecord, len(j.rows))
				for i := range j.rows {
					out[i] = screenRow(ctx, eng, &j.rows[i], base)
				}
				j.out <- out
			}
		})
	}
	var err error
	for j := range order {
		if err != nil {
			continue
		}
		select {
		case out := <-j.out:
			if err = ctx.Err(); err != nil {
				continue
			}
			for i, r := range out {
				if err = put(r, j.rows[i].at); err != nil {
					cancel()
					break
				}
			}
		case <-ctx.Done():
			err = ctx.Err()
		}
	}
	wg.Wait()
	return errors.Join(err, readErr)
}

func screenRow(ctx context.Context, eng *khasan.Engine, r *batchRow, base khasan.WhoQuery) batchRecord {
	out := batchRecord{N: r.n, Key: r.key, Query: r.q.Name, Band: "none", Hits: []khasan.Hit{}}
	if r.err != "" {
		out.Band, out.Error = "error", r.err
		return out
	}
	q := r.q
	if q.Schema == "" {
		q.Schema = base.Schema
	}
	q.Threshold, q.Limit, q.Explain = base.Threshold, base.Limit, base.Explain
	a, err := eng.Who(ctx, q)
	if err != nil {
		out.Band, out.Error = "error", err.Error()
		return out
	}
	out.Query = a.Query.Name
	if len(a.Hits) > 0 {
		out.Hits, out.Band = a.Hits, a.Hits[0].Band
	}
	return out
}

func progress(w io.Writer, n, at, size, answered int64, d time.Duration) {
	rate := float64(answered) / max(d.Seconds(), 1e-9)
	if size <= 0 || at <= 0 {
		fmt.Fprintf(w, "\r\x1b[K%d rows, %.0f a second", n, rate)
		return
	}
	share := min(float64(at)/float64(size), 1)
	left := time.Duration(float64(n)/share*(1-share)/max(rate, 1e-9)*1e9) * time.Nanosecond
	fmt.Fprintf(w, "\r\x1b[K%d rows, %.0f %%, %.0f a second, %s left", n, 100*share, rate, left.Round(time.Second))
}

// sink writes answers at the end of a file.
type sink struct {
	f      *os.File
	w      *bufio.Writer
	csv    *csv.Writer
	closed bool
	found  bool // answers of an earlier run hold a hit
}

// openSink opens the answers' file; done is how many rows it answers already.
// A line that was cut by the end of the last run is taken back. Answers made
// by another version are not gone on with.
func openSink(path string, v khasan.Version, restart bool) (*sink, int64, error) {
	table := strings.EqualFold(filepath.Ext(path), ".csv")
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, 0, err
	}
	var head bytes.Buffer
	if err := report.JSONVersion(&head, v); err != nil {
		return nil, 0, err
	}
	if table {
		line, err := json.Marshal(v)
		if err != nil {
			return nil, 0, err
		}
		head.Reset()
		w := csv.NewWriter(&head)
		w.Write([]string{"n", "key", "query", "band", "score", "id", "caption", "lists", "error", "version: " + string(line)})
		w.Flush()
	}
	s := &sink{f: f, w: bufio.NewWriterSize(f, 1<<16)}
	if table {
		s.csv = csv.NewWriter(s.w)
	}
	if restart {
		if err := f.Truncate(0); err != nil {
			return nil, 0, err
		}
	}
	whole, lines, first, err := s.wholeLines(table)
	if err != nil {
		f.Close()
		return nil, 0, fmt.Errorf("%s: %w", path, err)
	}
	if err := f.Truncate(whole); err != nil {
		return nil, 0, err
	}
	if _, err := f.Seek(whole, io.SeekStart); err != nil {
		return nil, 0, err
	}
	if lines == 0 {
		_, err := s.w.Write(head.Bytes())
		return s, 0, err
	}
	if first != head.String() {
		f.Close()
		return nil, 0, fmt.Errorf("%s holds answers of another version of the program, the lists or the options; keep it and choose another name, or begin anew with -restart", path)
	}
	return s, lines - 1, nil
}

// wholeLines counts the complete lines of a file and where they end. The lines
// of a table may hold line breaks inside quotes.
func (s *sink) wholeLines(table bool) (end, lines int64, first string, err error) {
	r := bufio.NewReaderSize(s.f, 1<<20)
	marks := [][]byte{[]byte(`"band":"match"`), []byte(`"band":"review"`)}
	if table {
		marks = [][]byte{[]byte(`,match,`), []byte(`,review,`)}
	}
	var at int64
	quoted := false
	var head []byte
	for {
		b, err := r.ReadSlice('\n')
		at += int64(len(b))
		for _, m := range marks {
			s.found = s.found || bytes.Contains(b, m)
		}
		if table {
			for _, c := range b {
				if c == '"' {
					quoted = !quoted
				}
			}
		}
		if lines == 0 && len(head) < 1<<20 {
			head = append(head, b...)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err == io.EOF {
			return end, lines, string(head), nil
		}
		if err != nil {
			return 0, 0, "", err
		}
		if !quoted {
			if lines == 0 {
				first = string(head)
			}
			lines++
			end = at
			head = []byte(first)
		}
	}
}

func (s *sink) put(r batchRecord) error {
	if s.csv == nil {
		e := json.NewEncoder(s.w)
		e.SetEscapeHTML(false)
		return e.Encode(batchLine{r})
	}
	row := []string{fmt.Sprint(r.N), r.Key, r.Query, r.Band, "", "", "", "", r.Error, ""}
	if len(r.Hits) > 0 {
		h := &r.Hits[0]
		var lists []string
		for _, l := range h.Listings {
			if !slices.Contains(lists, l.List) {
				lists = append(lists, l.List)
			}
		}
		row[4], row[5], row[6], row[7] = fmt.Sprintf("%.4f", h.Score), h.ID, h.Caption, strings.Join(lists, " ")
	}
	for i, c := range row {
		// A cell that begins like a formula would be run by a spreadsheet.
		if i != 0 && i != 4 && c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
			row[i] = "'" + c
		}
	}
	s.csv.Write(row)
	s.csv.Flush()
	return s.csv.Error()
}

func (s *sink) flush() { s.w.Flush() }

func (s *sink) close() error {
	if s.closed {
		return nil
	}
	s.closed = true
	return errors.Join(s.w.Flush(), s.f.Sync(), s.f.Close())
}

// batchFields are the fields of a row and the column names known for each.
func batchFields() map[string][]string {
	return map[string][]string{
		"key":     {"key", "customer", "customer_id", "customer_no", "reference", "row_id"},
		"name":    {"name", "full_name", "fullname", "full name", "party", "customer_name", "caption"},
		"alias":   {"alias", "aliases", "aka", "other_names"},
		"birth":   {"birth", "birth_date", "birthdate", "date_of_birth", "dob", "founded", "incorporation_date"},
		"country": {"country", "countries", "nationality", "citizenship", "jurisdiction", "flag"},
		"id":      {"id", "number", "id_number", "passport", "passport_number", "tax_number", "registration_number", "imo", "imo_number", "lei", "wallet"},
		"type":    {"type", "schema", "kind"},
		"gender":  {"gender", "sex"},
	}
}

// columnMap reads FIELD=COLUMN pairs.
func columnMap(pairs []string) (map[string]string, error) {
	m := map[string]string{}
	for _, p := range pairs {
		field, column, ok := strings.Cut(p, "=")
		if _, known := batchFields()[field]; !ok || !known {
			return nil, usagef("-map %s: want FIELD=COLUMN with FIELD one of key, name, alias, birth, country, id, type, gender", p)
		}
		m[strings.ToLower(strings.TrimSpace(column))] = field
	}
	return m, nil
}

// fieldOf says which field a column is, "" for none.
func fieldOf(column string, columns map[string]string) string {
	c := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(column, "\ufeff")))
	if f, ok := columns[c]; ok {
		return f
	}
	for _, field := range []string{"key", "name", "alias", "birth", "country", "id", "type", "gender"} {
		if slices.Contains(slices.Collect(maps.Values(columns)), field) {
			continue // said by -map: no other column is taken for it
		}
		if slices.Contains(batchFields()[field], strings.ReplaceAll(c, "-", "_")) {
			return field
		}
	}
	return ""
}

// set puts one cell into a row's query. Cells of several values are parted by
// ";" or "|".
func (r *batchRow) set(field, value string) {
	value = strings.TrimSpace(value)
	if value == "" || field == "" {
		return
	}
	switch field {
	case "key":
		r.key = value
		return
	case "name":
		if r.q.Name == "" {
			r.q.Name = value
			return
		}
		field = "alias"
	}
	for _, v := range strings.FieldsFunc(value, func(c rune) bool { return c == ';' || c == '|' }) {
		v = strings.TrimSpace(v)
		switch field {
		case "alias":
			r.q.Entity.Names = append(r.q.Entity.Names, entity.Name{Full: v, Quality: entity.Strong})
		case "birth":
			d, err := entity.ReadDate(v)
			if err != nil {
				r.err = fmt.Sprintf("birth %q is no date", v)
				return
			}
			r.q.Entity.Births = append(r.q.Entity.Births, d)
		case "country":
			code, ok := entity.CountryOf(v)
			if !ok {
				r.err = fmt.Sprintf("country %q is not known", v)
				return
			}
			r.q.Entity.Countries = append(r.q.Entity.Countries, entity.Country{Code: code, Link: "country"})
		case "id":
			r.q.Entity.IDs = append(r.q.Entity.IDs, entity.Identifier{Number: v})
		case "type":
			s, err := schemaOf(v)
			if err != nil {
				r.err = fmt.Sprintf("type %q is not known", v)
				return
			}
			r.q.Schema = s
		case "gender":
			r.q.Entity.Genders = append(r.q.Entity.Genders, strings.ToLower(v))
		}
	}
}

// openRows opens a table; size is its length in bytes, 0 when not known.
func openRows(p *program, name string, columns map[string]string) (rows func(func(batchRow) bool) error, size int64, err error) {
	var in io.Reader = p.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, 0, err
		}
		st, err := f.Stat()
		if err != nil {
			return nil, 0, err
		}
		size = st.Size()
		in = f
	}
	if strings.EqualFold(filepath.Ext(name), ".xlsx") {
		return xlsxRows(name, columns), 0, nil
	}
	counted := &countReader{r: in}
	r := bufio.NewReaderSize(counted, 1<<20)
	head, err := r.Peek(1 << 12)
	if len(head) == 0 {
		return nil, 0, fmt.Errorf("%s: %w", name, errors.Join(errors.New("the table is empty"), dropEOF(err)))
	}
	if t := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"); len(t) > 0 && t[0] == '{' {
		return jsonRows(name, r, counted, columns), size, nil
	}
	return csvRows(name, r, counted, head, columns), size, nil
}

func dropEOF(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

type countReader struct {
	r io.Reader
	n int64
}

func (c *countReader) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

func csvRows(name string, r io.Reader, at *countReader, head []byte, columns map[string]string) func(func(batchRow) bool) error {
	return func(yield func(batchRow) bool) error {
		c := csv.NewReader(r)
		c.FieldsPerRecord = -1
		c.ReuseRecord = true
		first, _, _ := bytes.Cut(head, []byte("\n"))
		for _, sep := range []rune{'\t', ';'} {
			if bytes.ContainsRune(first, sep) && !bytes.ContainsRune(first, ',') {
				c.Comma = sep
			}
		}
		cells, err := c.Read()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		fields, err := headOf(name, cells, columns)
		if err != nil {
			return err
		}
		for n := int64(1); ; n++ {
			cells, err := c.Read()
			if err == io.EOF {
				return nil
			}
			row := batchRow{n: n, at: at.n}
			var bad *csv.ParseError
			if errors.As(err, &bad) {
				return fmt.Errorf("%s: row %d (line %d): %w", name, n, bad.Line, bad.Err)
			}
			if err != nil {
				return fmt.Errorf("%s: row %d: %w", name, n, err)
			}
			for i, cell := range cells {
				if i < len(fields) {
					row.set(fields[i], strings.Clone(cell))
				}
			}
			if !yield(row) {
				return nil
			}
		}
	}
}

// headOf reads the row of column names.
func headOf(name string, cells []string, columns map[string]string) ([]string, error) {
	var fields []string
	for _, c := range cells {
		fields = append(fields, fieldOf(c, columns))
	}
	if !slices.Contains(fields, "name") && !slices.Contains(fields, "id") {
		return nil, fmt.Errorf("%s: no column is a name or a number among %s; say which with -map name=COLUMN", name, strings.Join(cells, ", "))
	}
	return fields, nil
}

func jsonRows(name string, r *bufio.Reader, at *countReader, columns map[string]string) func(func(batchRow) bool) error {
	return func(yield func(batchRow) bool) error {
		s := bufio.NewScanner(r)
		s.Buffer(make([]byte, 1<<16), 8<<20)
		n := int64(0)
		for line := 1; s.Scan(); line++ {
			b := bytes.TrimSpace(bytes.TrimPrefix(s.Bytes(), []byte("\xef\xbb\xbf")))
			if len(b) == 0 {
				continue
			}
			n++
			row := batchRow{n: n, at: at.n}
			var m map[string]any
			if err := json.Unmarshal(b, &m); err != nil {
				return fmt.Errorf("%s: line %d: %w", name, line, err)
			}
			keys := make([]string, 0, len(m))
			for k := range m {
				keys = append(keys, k)
			}
			slices.Sort(keys)
			for _, k := range keys {
				field := fieldOf(k, columns)
				switch v := m[k].(type) {
				case string:
					row.set(field, v)
				case float64:
					row.set(field, strings.TrimSuffix(fmt.Sprintf("%.0f", v), ".0"))
				case []any:
					for _, x := range v {
						row.set(field, fmt.Sprint(x))
					}
				}
			}
			if !yield(row) {
				return nil
			}
		}
		if err := s.Err(); err != nil {
			return fmt.Errorf("%s: after row %d: %w", name, n, err)
		}
		return nil
	}
}

func xlsxRows(name string, columns map[string]string) func(func(batchRow) bool) error {
	return func(yield func(batchRow) bool) error {
		f, err := excelize.OpenFile(name, excelize.Options{UnzipSizeLimit: 2 << 30, UnzipXMLSizeLimit: 32 << 20})
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		defer f.Close()
		sheets := f.GetSheetList()
		if len(sheets) == 0 {
			return fmt.Errorf("%s: no sheet", name)
		}
		rows, err := f.Rows(sheets[0])
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		defer rows.Close()
		var fields []string
		for n := int64(0); rows.Next(); n++ {
			cells, err := rows.Columns()
			if err != nil {
				return fmt.Errorf("%s: row %d: %w", name, n+1, err)
			}
			if n == 0 {
				if fields, err = headOf(name, cells, columns); err != nil {
					return err
				}
				continue
			}
			row := batchRow{n: n}
			for i, cell := range cells {
				if i < len(fields) {
					row.set(fields[i], cell)
				}
			}
			if !yield(row) {
				return nil
			}
		}
		return rows.Error()
	}
}
