package eval

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"khasan/entity"
	"khasan/index"
	"khasan/match"
)

// A Subject is one row of a retrieval set: somebody to be screened.
type Subject struct {
	Name string
	// Listed is the listed name that must be found; empty for innocents.
	Listed string
	Birth  entity.Date
}

// ReadSubjects reads a retrieval set. Positives have the columns listed_name
// and treated_name, innocents full_name; both may have date_of_birth, of which
// what can be read is used ("1968-13-30" gives the year).
func ReadSubjects(r io.Reader) ([]Subject, error) {
	rows, col, err := readTable(r, ',')
	if err != nil {
		return nil, fmt.Errorf("subjects: %w", err)
	}
	get := func(row []string, name string) string {
		if k, ok := col[name]; ok && k < len(row) {
			return strings.TrimSpace(row[k])
		}
		return ""
	}
	if _, ok := col["full_name"]; !ok {
		if _, ok := col["treated_name"]; !ok {
			return nil, fmt.Errorf("subjects: there is neither a column full_name nor treated_name")
		}
	}
	var out []Subject
	for _, row := range rows {
		s := Subject{Name: get(row, "full_name"), Listed: get(row, "listed_name"), Birth: looseDate(get(row, "date_of_birth"))}
		if t := get(row, "treated_name"); t != "" {
			s.Name = t
		}
		if s.Name != "" {
			out = append(out, s)
		}
	}
	return out, nil
}

// looseDate reads as much of an ISO-like date as the calendar allows.
func looseDate(s string) entity.Date {
	f := strings.Split(s, "-")
	n := make([]int, 3)
	for i := range min(3, len(f)) {
		v, err := strconv.Atoi(strings.TrimSpace(f[i]))
		if err != nil || v < 0 {
			break
		}
		n[i] = v
	}
	switch {
	case n[0] < 1000 || n[0] > 9999:
		return entity.Date{}
	case n[1] < 1 || n[1] > 12:
		return entity.Date{Year: int16(n[0])}
	case n[2] < 1 || n[2] > entity.DaysIn(n[0], n[1]):
		return entity.Date{Year: int16(n[0]), Month: int8(n[1])}
	}
	return entity.Day(n[0], n[1], n[2])
}

// A Retrieval is how a retrieval set comes out: by name alone and with dates
// of birth, at a range of thresholds.
type Retrieval struct {
	Positives int // those whose listed name is in the data
	Absent    int // those whose listed name is not
	Negatives int
	Rows      []RetrievalRow
	// Missed are positives below the threshold asked for, by name alone.
	Threshold float64
	Missed    []string
	False     []string // innocents that reach it by name alone, at most 50
	FalseDate []string // those that reach it with their date of birth, at most 50
}

// A RetrievalRow is one threshold.
type RetrievalRow struct {
	Threshold                 float64
	Found, FoundBirth         int // positives for whom the right party scores at least it
	FalseName, FalseBirth     int // innocents for whom anything does
	Recall, RecallBirth       float64
	FalseRate, FalseRateBirth float64
}

// Retrieve screens both sets against an index.
func Retrieve(ix *index.Index, positives, negatives []Subject, threshold float64) (*Retrieval, error) {
	truth := map[string][]uint32{}
	for i := range uint32(ix.Len()) {
		e, err := ix.Entity(i)
		if err != nil {
			return nil, err
		}
		for j := range e.Names {
			k := plainKey(e.Names[j].Full)
			if l := truth[k]; len(l) == 0 || l[len(l)-1] != i {
				truth[k] = append(l, i)
			}
		}
	}
	type verdict struct {
		name, birth float64
		by, byDate  string
		skip        bool
	}
	work := func(in []Subject, pos bool) ([]verdict, error) {
		out := make([]verdict, len(in))
		errs := make([]error, runtime.GOMAXPROCS(0))
		var wg sync.WaitGroup
		for g := range errs {
			wg.Add(1)
			go func() {
				defer wg.Done()
				s := NewScreener(ix)
				for i := g; i < len(in); i += len(errs) {
					v := &out[i]
					var right []uint32
					if pos {
						if right = truth[plainKey(in[i].Listed)]; len(right) == 0 {
							v.skip = true
							continue
						}
					}
					q := match.Of(&entity.Entity{Schema: entity.Person, Names: []entity.Name{{Full: in[i].Name}}})
					for _, birth := range []bool{false, true} {
						q.Births = nil
						if birth && !in[i].Birth.IsZero() {
							q.Births = []entity.Date{in[i].Birth}
						}
						got, err := s.Screen(q, birth)
						if err != nil {
							errs[g] = err
							return
						}
						best := 0.0
						for k := range got {
							if (!pos || slices.Contains(right, got[k].Entity)) && got[k].Score > best {
								best = got[k].Score
								by := &v.by
								if birth {
									by = &v.byDate
								}
								if best >= threshold {
									if e, err := ix.Entity(got[k].Entity); err == nil && int(got[k].Name) < len(e.Names) {
										*by = e.Names[got[k].Name].Full + " (" + e.ID + ")"
									}
								}
							}
						}
						if birth {
							v.birth = best
						} else {
							v.name = best
						}
					}
				}
			}()
		}
		wg.Wait()
		for _, err := range errs {
			if err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	pos, err := work(positives, true)
	if err != nil {
		return nil, err
	}
	neg, err := work(negatives, false)
	if err != nil {
		return nil, err
	}
	r := &Retrieval{Negatives: len(neg), Threshold: threshold}
	for i, v := range pos {
		if v.skip {
			r.Absent++
			continue
		}
		r.Positives++
		if v.name < threshold {
			r.Missed = append(r.Missed, fmt.Sprintf("%.3f %q should find %q", v.name, positives[i].Name, positives[i].Listed))
		}
	}
	for i, v := range neg {
		if v.name >= threshold && len(r.False) < 50 {
			r.False = append(r.False, fmt.Sprintf("%.3f %q finds %q", v.name, negatives[i].Name, v.by))
		}
		if v.birth >= threshold && len(r.FalseDate) < 50 {
			r.FalseDate = append(r.FalseDate, fmt.Sprintf("%.3f %q born %v finds %q", v.birth, negatives[i].Name, negatives[i].Birth, v.byDate))
		}
	}
	steps := []float64{0.30, 0.40, 0.50, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95}
	if !slices.Contains(steps, threshold) {
		steps = append(steps, threshold)
		slices.Sort(steps)
	}
	for _, t := range steps {
		row := RetrievalRow{Threshold: t}
		for _, v := range pos {
			if !v.skip && v.name >= t {
				row.Found++
			}
			if !v.skip && v.birth >= t {
				row.FoundBirth++
			}
		}
		for _, v := range neg {
			if v.name >= t {
				row.FalseName++
			}
			if v.birth >= t {
				row.FalseBirth++
			}
		}
		row.Recall, row.RecallBirth = ratio(row.Found, r.Positives), ratio(row.FoundBirth, r.Positives)
		row.FalseRate, row.FalseRateBirth = ratio(row.FalseName, r.Negatives), ratio(row.FalseBirth, r.Negatives)
		r.Rows = append(r.Rows, row)
	}
	return r, nil
}

// plainKey is a name by its letters and digits in lower case, words sorted: by
// it the listed name of a positive is found in the data, whatever the order
// and the signs.
func plainKey(s string) string {
	w := strings.FieldsFunc(strings.ToLower(s), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c) })
	slices.Sort(w)
	return strings.Join(w, " ")
}

// WriteRetrieval writes a retrieval as text.
func WriteRetrieval(w io.Writer, r *Retrieval, verbose bool) error {
	var b strings.Builder
	fmt.Fprintf(&b, "positives %d (another %d are not in the data), innocents %d\n", r.Positives, r.Absent, r.Negatives)
	b.WriteString("            by name alone                     with date of birth\n")
	b.WriteString("threshold   recall   false hits   rate        recall   false hits   rate\n")
	for _, x := range r.Rows {
		mark := " "
		if x.Threshold == r.Threshold {
			mark = "*"
		}
		fmt.Fprintf(&b, "%s  %.2f      %.4f   %6d    %8.4f %%   %.4f   %6d    %8.4f %%\n", mark, x.Threshold,
			x.Recall, x.FalseName, 100*x.FalseRate, x.RecallBirth, x.FalseBirth, 100*x.FalseRateBirth)
	}
	if verbose {
		for _, m := range r.Missed {
			fmt.Fprintf(&b, "missed %s\n", m)
		}
		for _, m := range r.False {
			fmt.Fprintf(&b, "false %s\n", m)
		}
		for _, m := range r.FalseDate {
			fmt.Fprintf(&b, "false with date %s\n", m)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
