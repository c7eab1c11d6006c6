package main

import (
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/term"

	"khasan"
	"khasan/entity"
	"khasan/report"
)

// common are the options that every answering verb takes.
type common struct {
	data *string
	json *bool
	on   *string
	p    *program
}

func (p *program) common(f *flag.FlagSet) common {
	on := "on"
	if f.Name() == "what" { // whose -on is the day of the dealing
		on = "lists-on"
	}
	return common{
		data: f.String("data", p.getenv("KHASAN_DATA"), "`DIR` with a snapshot made by 'khasan load'; empty: the starter data built in"),
		json: f.Bool("json", false, "JSON lines, one message a line, the version first"),
		on:   f.String(on, "", "ask of the lists as they were on `DAY`, from the versions that the data folder keeps"),
		p:    p,
	}
}

// open opens the engine over the chosen data.
func (c common) open() (*khasan.Engine, error) {
	day, err := dayFlag("on", *c.on)
	if err != nil {
		return nil, err
	}
	eng, err := khasan.Open(*c.data, &khasan.Options{On: day, Cache: c.p.cache()})
	if err != nil {
		return nil, err
	}
	for _, l := range eng.Snapshot().Lists() {
		if l.Note != "" {
			fmt.Fprintf(c.p.err, "warning: %s: %s\n", l.ID, l.Note)
		}
	}
	return eng, nil
}

// cache is the folder in which expanded starter data is kept: KHASAN_CACHE, or
// the user's own; KHASAN_CACHE=off: none.
func (p *program) cache() string {
	switch dir := p.getenv("KHASAN_CACHE"); dir {
	case "":
		if dir, err := os.UserCacheDir(); err == nil {
			return filepath.Join(dir, "khasan")
		}
		return ""
	case "off":
		return ""
	default:
		return dir
	}
}

// style is how text is set on w: by the terminal's width and colours when w is
// one, plain and unlimited when it is a pipe or a file. NO_COLOR is honoured.
func (p *program) style(w io.Writer) report.Style {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		n, _ := strconv.Atoi(p.getenv("KHASAN_WIDTH"))
		return report.Style{Width: n}
	}
	s := report.Style{Width: 100, Color: p.getenv("NO_COLOR") == "" && p.getenv("TERM") != "dumb"}
	if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
		s.Width = min(n, 140)
	}
	return s
}

// staleAfter is how many days old a list may be before every answer warns:
// official lists change several times a month.
const staleAfter = 30

// ageOn is how many days a list's date lies before a day; false when the list
// does not say its date.
func ageOn(date entity.Date, day time.Time) (int, bool) {
	if date.IsZero() {
		return 0, false
	}
	d := date.First()
	t := time.Date(int(d.Year), time.Month(d.Month), int(d.Day), 0, 0, 0, 0, time.UTC)
	return int(math.Floor(day.Sub(t).Hours() / 24)), true
}

// askedDay is the day whose lists are asked: that of -on, else today.
func (c common) askedDay() time.Time {
	if d, err := dayFlag("on", *c.on); err == nil && !d.IsZero() {
		d = d.Last()
		return time.Date(int(d.Year), time.Month(d.Month), int(d.Day), 0, 0, 0, 0, time.UTC)
	}
	return time.Now()
}

// warnStale writes one warning to standard error when lists are old on the day
// that is asked of.
func (c common) warnStale(v khasan.Version) {
	c.p.warnStale(v, *c.data == "", *c.on, c.askedDay())
}

func (p *program) warnStale(v khasan.Version, starter bool, on string, day time.Time) {
	var old []string
	for _, l := range v.Lists {
		d, err := entity.ParseDate(l.Date)
		if err != nil {
			continue
		}
		if age, ok := ageOn(d, day); ok && age > staleAfter {
			old = append(old, fmt.Sprintf("%s of %s (%d days)", l.ID, l.Date, age))
		}
	}
	if len(old) == 0 {
		return
	}
	what := "the loaded lists are old"
	hint := "load today's with 'khasan update' or 'khasan load -o DIR FILE...'"
	switch {
	case on != "":
		what = "of " + on + " no younger versions are kept"
		hint = "load those of that time with 'khasan load -add -o DIR FILE...'"
	case starter:
		what = "this is the starter data built into the program, and it is old"
	}
	fmt.Fprintf(p.err, "warning: %s: %s; a party listed or freed since is answered wrongly; %s\n", what, strings.Join(old, ", "), hint)
}

// today is the current day; only commands know one.
func today() entity.Date {
	y, m, d := time.Now().UTC().Date()
	return entity.Day(y, int(m), d)
}

// dayFlag reads a day (or month, or year) from a flag.
func dayFlag(name, s string) (entity.Date, error) {
	if s == "" {
		return entity.Date{}, nil
	}
	d, err := entity.ParseDate(s)
	if err != nil {
		return d, usagef("-%s: %v", name, err)
	}
	return d, nil
}

// list is a flag that may be given several times or with commas.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }
func (l *list) Set(s string) error {
	for _, v := range strings.Split(s, ",") {
		if v = strings.TrimSpace(v); v != "" {
			*l = append(*l, v)
		}
	}
	return nil
}
