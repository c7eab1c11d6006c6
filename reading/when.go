package reading

import (
	"fmt"
	"strconv"
	"strings"

	"khasan/entity"
)

// isYear reports whether item i is a year.
func (s *sent) isYear(i int) bool {
	it := &s.items[i]
	if !it.num {
		return false
	}
	t := s.num(it)
	if len(t) != 4 || !digits(t) {
		return false
	}
	y, _ := strconv.Atoi(t)
	return y >= 1900 && y <= 2100
}

// num is the text of a number with its digits in ASCII ("２０２３", "٢٠٢٣").
func (s *sent) num(it *item) string {
	t := s.text[it.start:it.end]
	if len(t) > 0 && t[0] < 0x80 {
		return t
	}
	return strings.Map(func(r rune) rune {
		for _, zero := range []rune{'０', '٠', '۰'} {
			if r >= zero && r <= zero+9 {
				return '0' + r - zero
			}
		}
		return r
	}, t)
}

// eras are the first years of the Japanese eras, the name under which a year is
// counted (the Cabinet's orders on the names of eras).
var eras = map[string]int{"令和": 2019, "平成": 1989, "昭和": 1926, "大正": 1912, "明治": 1868}

// yearBefore reads a word such as "last year" right before item i: how many
// years it is from the document's.
func (s *sent) yearBefore(i int) (int16, bool) {
	if i == 0 || s.items[i-1].get(eTime) == nil {
		return 0, false
	}
	tw := s.x.times[s.items[i-1].get(eTime).ref]
	if tw.kind != "rel" || !strings.HasPrefix(tw.value, "year") {
		return 0, false
	}
	n, err := strconv.Atoi(tw.value[4:])
	return int16(n), err == nil
}

// eastern reads a date whose parts follow their numbers: 2023年9月13日, 令和5年,
// 2023년 9월; a month or day alone takes the year of the document.
func (s *sent) eastern(i int) (When, int, bool) {
	l := s.x.lang
	if !l.lattice && !l.spaceless && !l.glued {
		return When{}, i, false
	}
	a := i
	era := 0
	if y, ok := eras[s.str(&s.items[i])]; ok && l.lattice {
		era, i = y, i+1
	}
	part := func(k int, marks string) (int, bool) {
		if k+1 >= len(s.items) {
			return 0, false
		}
		m := s.str(&s.items[k+1])
		ok := false
		for w := range strings.SplitSeq(marks, "|") {
			ok = ok || strings.HasPrefix(m, w) && (l.glued || m == w)
		}
		if !ok || s.items[k+1].start != s.items[k].end {
			return 0, false
		}
		if !s.items[k].num {
			return 0, false
		}
		n, err := strconv.Atoi(s.num(&s.items[k]))
		return n, err == nil
	}
	var d entity.Date
	end := i
	kind := "explicit"
	if era > 0 && i < len(s.items) && s.str(&s.items[i]) == "元年" {
		d.Year, end = int16(era), i+1
	} else if y, ok := part(i, "年|년"); ok {
		if era > 0 {
			y += era - 1
		}
		if y < 1800 || y > 2100 {
			return When{}, a, false
		}
		d.Year = int16(y)
		end = i + 2
	} else if era > 0 {
		return When{}, a, false
	}
	if m, ok := part(end, "月|월"); ok && m >= 1 && m <= 12 {
		d.Month = int8(m)
		end += 2
		if day, ok := part(end, "日|일|號|号"); ok && day >= 1 && day <= 31 {
			d.Day = int8(day)
			end += 2
		}
	}
	if end == i {
		return When{}, a, false
	}
	if d.Year == 0 {
		doc := s.d.opt.Date
		if doc.IsZero() {
			return When{Text: OrNull(s.text[s.items[a].start:s.items[end-1].end]), Norm: OrNull(fmt.Sprintf("XXXX-%02d", d.Month)), Kind: "explicit"}, end, true
		}
		kind = "relative"
		d.Year = doc.Year
		if y, ok := s.yearBefore(a); ok {
			d.Year += y // "昨年8月"
			a--
		} else if d.Month > doc.Month {
			d.Year--
		}
	}
	w := When{Text: OrNull(s.text[s.items[a].start:s.items[end-1].end]), Norm: OrNull(d.String()), Kind: kind, From: d, To: d}
	if d.Day != 0 && int(d.Day) > entity.DaysIn(int(d.Year), int(d.Month)) {
		return When{}, a, false
	}
	return w, end, true
}

// timeAt reads an expression of time that begins at item i.
func (s *sent) timeAt(i int) (When, int, bool) {
	it := &s.items[i]
	doc := s.d.opt.Date
	if w, j, ok := s.eastern(i); ok {
		return w, j, true
	}
	for _, e := range it.ents {
		if e.kind != eTime {
			continue
		}
		tw := s.x.times[e.ref]
		switch tw.kind {
		case "era", "decade":
			from, to, _ := strings.Cut(tw.value, "/")
			a, _ := strconv.Atoi(from)
			b, _ := strconv.Atoi(to)
			return When{Text: OrNull(s.str(it)), Norm: OrNull(tw.value), Kind: "era", From: entity.Date{Year: int16(a)}, To: entity.Date{Year: int16(b)}}, i + 1, true
		case "rel":
			w := When{Text: OrNull(s.str(it)), Kind: "relative"}
			if !doc.IsZero() {
				w.From, w.To = relative(doc, tw.value)
				w.Norm = normOf(w.From, w.To)
			}
			return w, i + 1, true
		case "month":
			if n, err := strconv.Atoi(tw.value); err == nil {
				return s.monthAt(i, n)
			}
		case "yearmark": // 2023年, 2023년: year, month, day marks follow their number
		}
	}
	if it.num {
		if w, j, ok := s.numericDate(i); ok {
			return w, j, true
		}
		if s.isYear(i) {
			// a year alone, no page or amount: nothing countable follows
			y, _ := strconv.Atoi(s.num(it))
			d := entity.Date{Year: int16(y)}
			return When{Text: OrNull(s.str(it)), Norm: OrNull(d.String()), Kind: "explicit", From: d, To: d}, i + 1, true
		}
	}
	return When{}, i, false
}

// monthAt reads a month with the day and year around it.
func (s *sent) monthAt(i, month int) (When, int, bool) {
	d := entity.Date{Month: int8(month)}
	a, b := i, i+1
	day := func(k int) (int8, bool) {
		if k < 0 || k >= len(s.items) || !s.items[k].num {
			return 0, false
		}
		t := strings.TrimRight(s.num(&s.items[k]), ".")
		n, err := strconv.Atoi(t)
		return int8(n), err == nil && n >= 1 && n <= 31 && len(t) <= 2
	}
	if n, ok := day(i - 1); ok {
		d.Day, a = n, i-1
	} else if i > 1 && s.items[i-1].punct && s.str(&s.items[i-1]) == "." {
		if n, ok := day(i - 2); ok {
			d.Day, a = n, i-2
		}
	} else if n, ok := day(i + 1); ok {
		d.Day, b = n, i+2
	}
	if b+1 < len(s.items) && s.items[b].punct && strings.Contains("/(", s.str(&s.items[b])) && s.items[b+1].get(eTime) != nil && s.x.times[s.items[b+1].get(eTime).ref].value == strconv.Itoa(month) {
		b += 2 // "سبتمبر/أيلول"
		if b < len(s.items) && s.items[b].punct && s.str(&s.items[b]) == ")" {
			b++
		}
	}
	if b < len(s.items) && s.items[b].punct && strings.ContainsAny(s.str(&s.items[b]), ",") && b+1 < len(s.items) && s.isYear(b+1) {
		b++
	}
	explicit := true
	switch {
	case b < len(s.items) && s.isYear(b):
		y, _ := strconv.Atoi(s.num(&s.items[b]))
		d.Year = int16(y)
		b++
	case s.d.opt.Date.IsZero():
		return When{Text: OrNull(s.text[s.items[a].start:s.items[b-1].end]), Norm: OrNull(fmt.Sprintf("XXXX-%02d", month)), Kind: "explicit"}, b, true
	default:
		d.Year = s.d.opt.Date.Year
		explicit = false
		if d.Month > s.d.opt.Date.Month {
			d.Year--
		}
	}
	w := When{From: d, To: d, Kind: "explicit", Norm: OrNull(d.String())}
	if !explicit {
		w.Kind = "relative"
	}
	if a > 0 {
		for _, e := range s.items[a-1].ents {
			if e.kind == eTime && s.x.times[e.ref].kind == "part" {
				a--
				switch s.x.times[e.ref].value {
				case "mid":
					w.Norm = OrNull(d.String() + "~15")
				}
				break
			}
		}
	}
	w.Text = OrNull(s.text[s.items[a].start:s.items[b-1].end])
	return w, b, true
}

// numericDate reads 13.9.2023, 13/09/2023, 2023-09-13.
func (s *sent) numericDate(i int) (When, int, bool) {
	it := &s.items[i]
	end := it.end
	j := i + 1
	for j < len(s.items) && j <= i+4 && s.items[j].start == end && (s.items[j].num || s.items[j].punct && strings.ContainsAny(s.str(&s.items[j]), "./-")) {
		end = s.items[j].end
		j++
	}
	t := strings.TrimRight(s.num(&item{start: it.start, end: end}), ".-/")
	f := strings.FieldsFunc(t, func(r rune) bool { return r == '.' || r == '/' || r == '-' })
	if len(f) != 3 {
		return When{}, i, false
	}
	var n [3]int
	for k := range f {
		v, err := strconv.Atoi(f[k])
		if err != nil {
			return When{}, i, false
		}
		n[k] = v
	}
	y, m, d := n[2], n[1], n[0]
	if len(f[0]) == 4 {
		y, d = n[0], n[2]
	}
	if m > 12 && d <= 12 {
		m, d = d, m
	}
	if y < 1900 || y > 2100 || m < 1 || m > 12 || d < 1 || d > entity.DaysIn(y, m) {
		return When{}, i, false
	}
	day := entity.Day(y, m, d)
	return When{Text: OrNull(t), Norm: OrNull(day.String()), Kind: "explicit", From: day, To: day}, j, true
}

func normOf(a, b entity.Date) OrNull {
	if a == b {
		return OrNull(a.String())
	}
	return OrNull(a.String() + "/" + b.String())
}

// relative reads a period before or after the document's day.
func relative(doc entity.Date, v string) (entity.Date, entity.Date) {
	n := 0
	switch {
	case strings.HasPrefix(v, "year"):
		n, _ = strconv.Atoi(v[4:])
		d := entity.Date{Year: doc.Year + int16(n)}
		return d, d
	case strings.HasPrefix(v, "month"):
		n, _ = strconv.Atoi(v[5:])
		d := shiftMonths(entity.Date{Year: doc.Year, Month: doc.Month}, n)
		return d, d
	case strings.HasPrefix(v, "day"):
		n, _ = strconv.Atoi(v[3:])
		d := shiftDays(doc, n)
		return d, d
	case strings.HasPrefix(v, "-P"):
		n, _ = strconv.Atoi(v[2 : len(v)-1])
		switch v[len(v)-1] {
		case 'Y':
			a := doc
			a.Year -= int16(n)
			return a, doc
		case 'M':
			return shiftMonths(doc, -n), doc
		case 'D':
			return shiftDays(doc, -n), doc
		}
	}
	return doc, doc
}

func shiftMonths(d entity.Date, n int) entity.Date {
	if d.Month == 0 {
		return d
	}
	m := int(d.Year)*12 + int(d.Month) - 1 + n
	d.Year, d.Month = int16(m/12), int8(m%12+1)
	if d.Day != 0 {
		d.Day = min(d.Day, int8(entity.DaysIn(int(d.Year), int(d.Month))))
	}
	return d
}

func shiftDays(d entity.Date, n int) entity.Date {
	if d.Day == 0 {
		return d
	}
	day := int(d.Day) + n
	for day < 1 {
		d = shiftMonths(entity.Date{Year: d.Year, Month: d.Month}, -1)
		day += entity.DaysIn(int(d.Year), int(d.Month))
	}
	for day > entity.DaysIn(int(d.Year), int(d.Month)) {
		day -= entity.DaysIn(int(d.Year), int(d.Month))
		d = shiftMonths(entity.Date{Year: d.Year, Month: d.Month}, 1)
	}
	d.Day = int8(day)
	return d
}

// when is the time of an act: said in its clause, in the clauses it leans on,
// at the head of the sentence, in the section, or the document's own day.
func (s *sent) when(a *act, c *clause, d *Dealing) When {
	find := func(ci int) (When, bool) {
		var best When
		ok := false
		for _, k := range s.clauses[ci].items {
			if w, _, found := s.timeAt(k); found {
				if strings.Contains(string(best.Text), string(w.Text)) && ok {
					continue
				}
				// what says more wins: a day over a year, an era over "now"
				if !ok || best.Kind == "relative" && w.Kind != "relative" || best.From.Month == 0 && w.From.Month != 0 && best.Kind != "era" {
					if s.underGoods(k, a) {
						continue
					}
					best, ok = w, true
				}
			}
		}
		return best, ok
	}
	if w, ok := find(a.clause); ok {
		return w
	}
	ci := a.clause
	for n := 0; n < 5 && s.clauses[ci].parent >= 0; n++ {
		ci = s.clauses[ci].parent
		if w, ok := find(ci); ok {
			w.Kind = "inherited"
			return w
		}
	}
	if d.Status == "done" || d.Status == "denied" || d.Status == "promised" || d.Status == "ongoing" {
		if s.d.era.Kind != "" && s.pastTense() {
			w := s.d.era
			w.Kind = "inherited"
			return w
		}
	}
	if !s.d.opt.Date.IsZero() {
		day := s.d.opt.Date
		return When{Norm: OrNull(day.String()), Kind: "implicit", From: day, To: day}
	}
	return When{Kind: "unknown"}
}

// underGoods: "debts from Soviet times": the time belongs to the goods.
func (s *sent) underGoods(k int, a *act) bool {
	it := &s.items[k]
	if len(it.marks) == 0 {
		return false
	}
	m := it.marks[len(it.marks)-1]
	if m != "aus" && m != "from" && m != "of" && m != "von" && m != "gen" {
		return false
	}
	p := s.prevHead(k)
	return p >= 0 && s.isGoods(&s.items[p])
}

// pastTense reports whether the sentence is told in the past.
func (s *sent) pastTense() bool {
	for i := range s.items {
		it := &s.items[i]
		if f, ok := s.wordFeat(it, "aux"); ok && f&fPast != 0 {
			return true
		}
		if e := it.verb(); e != nil && e.feat&fPast != 0 {
			return true
		}
	}
	return false
}

// noteEra keeps an era named in a sentence for the sentences that follow in
// the same paragraph.
func (s *sent) noteEra() {
	for i := range s.items {
		for _, e := range s.items[i].ents {
			if e.kind != eTime {
				continue
			}
			tw := s.x.times[e.ref]
			if tw.kind != "era" && tw.kind != "decade" {
				continue
			}
			if w, _, ok := s.timeAt(i); ok {
				if p := s.prevHead(i); p >= 0 && s.isGoods(&s.items[p]) {
					continue
				}
				if s.d.era.Kind == "" || s.d.era.From.Year > w.From.Year {
					s.d.era = w
				}
			}
		}
	}
}
