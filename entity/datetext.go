package entity

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// monthNames are the first letters by which a month is known in the languages
// of the lists: English, German, French, Spanish, Russian.
var monthNames = [...][]string{
	1:  {"jan", "jän", "ene", "янв"},
	2:  {"feb", "fév", "fev", "фев"},
	3:  {"mar", "mär", "mrz", "мар"},
	4:  {"apr", "avr", "abr", "апр"},
	5:  {"may", "mai", "май", "мая"},
	6:  {"jun", "juin", "июн"},
	7:  {"jul", "juil", "июл"},
	8:  {"aug", "aoû", "aou", "ago", "авг"},
	9:  {"sep", "set", "сен"},
	10: {"oct", "okt", "окт"},
	11: {"nov", "ноя"},
	12: {"dec", "dez", "déc", "dic", "дек"},
}

func monthOf(w string) int {
	for m := 1; m <= 12; m++ {
		for _, p := range monthNames[m] {
			if strings.HasPrefix(w, p) {
				return m
			}
		}
	}
	return 0
}

// circaWords mark a date as approximate.
var circaWords = []string{"circa", "approximately", "approx", "about", "around", "ca", "c", "probably", "estimated", "est", "env", "vers", "environ", "um", "etwa"}

// ReadDate reads a date as lists write it: "1984-01-08", "08 Jan 1984",
// "January 8, 1984", "8.1.1984", "08/01/1984" (day first), "00/00/1962",
// "1984年1月8日", "Jan 1984", "1984"; approximate with "circa 1962" and its like;
// a span with "1960 to 1964", "between 1960 and 1964", "1960-1964". Of a span
// between two days the years are kept. Text beside the date is an error, so
// that a remark is not taken for a date.
func ReadDate(s string) (Date, error) {
	bad := func(why string) (Date, error) { return Date{}, fmt.Errorf("date %q: %s", s, why) }
	if len(s) > 120 {
		return bad("too long for a date")
	}
	var circa bool
	type tok struct {
		s   string
		num bool
	}
	var toks []tok
	rs := []rune(strings.ToLower(strings.TrimSpace(s)))
	var seps []rune // what stands before the token
	for i := 0; i < len(rs); {
		r := rs[i]
		switch {
		case unicode.IsDigit(r):
			j := i
			for j < len(rs) && unicode.IsDigit(rs[j]) {
				j++
			}
			toks = append(toks, tok{string(rs[i:j]), true})
			i = j
		case r == '年' || r == '月' || r == '日':
			i++
			for len(seps) < len(toks) {
				seps = append(seps, '-')
			}
			continue
		case unicode.IsLetter(r):
			j := i
			for j < len(rs) && (unicode.IsLetter(rs[j]) || unicode.Is(unicode.M, rs[j])) && !strings.ContainsRune("年月日", rs[j]) {
				j++
			}
			toks = append(toks, tok{string(rs[i:j]), false})
			i = j
		default:
			if r == '~' {
				circa = true
			}
			if r == ':' && len(toks) > 3 {
				i = len(rs) // the rest is a time of day or a zone
				if n := len(toks); toks[n-1].num && n > 3 {
					toks = toks[:n-1]
				}
				break
			}
			i++
		}
		for len(seps) < len(toks) {
			// A dash counts with blanks on either side of it.
			sep := ' '
			for j := i - len([]rune(toks[len(seps)].s)) - 1; j >= 0 && !unicode.IsDigit(rs[j]) && !unicode.IsLetter(rs[j]); j-- {
				if sep == ' ' {
					sep = rs[j]
				}
			}
			seps = append(seps, sep)
		}
	}
	// Words that only lead in, and words that qualify.
	var span bool
	k := 0
	for i := range toks {
		w := toks[i]
		if !w.num {
			switch {
			case contains(circaWords, w.s):
				circa = true
				continue
			case w.s == "between" || w.s == "from" || w.s == "zwischen" || w.s == "entre" || w.s == "von":
				span = true
				continue
			case w.s == "t" && k == 3: // ISO 8601 time
				toks = toks[:i]
			case (w.s == "of" || w.s == "year" || w.s == "in" || w.s == "th" || w.s == "st" || w.s == "nd" || w.s == "rd" || w.s == "de"):
				continue
			}
			if i >= len(toks) {
				break
			}
		}
		toks[k], seps[k] = toks[i], seps[i]
		k++
	}
	toks, seps = toks[:min(k, len(toks))], seps[:min(k, len(seps))]
	if len(toks) == 0 {
		return bad("no date in it")
	}
	// A span: two halves around a word or a dash.
	for i, w := range toks {
		if i == 0 {
			continue
		}
		half := 0
		if !w.num && (w.s == "to" || w.s == "and" || w.s == "until" || w.s == "bis" || w.s == "und" || w.s == "et" || w.s == "or" && span) {
			half = 1
		} else if w.num && len(w.s) == 4 && toks[i-1].num && len(toks[i-1].s) == 4 && (seps[i] == '-' || seps[i] == '/' || seps[i] == '–' || seps[i] == '—') {
			half = 0
			if len(toks) != 2 {
				continue
			}
		} else {
			continue
		}
		var l, r []string
		for _, t := range toks[:i] {
			l = append(l, t.s)
		}
		for _, t := range toks[i+half:] {
			r = append(r, t.s)
		}
		a, err := ReadDate(strings.Join(l, " "))
		if err != nil {
			// "between Aug and Sep 1977": the first half borrows the year.
			if len(r) > 0 {
				a, err = ReadDate(strings.Join(append(l, r[len(r)-1]), " "))
			}
			if err != nil {
				return bad("the first half of the span is no date")
			}
		}
		b, err := ReadDate(strings.Join(r, " "))
		if err != nil {
			return bad("the second half of the span is no date")
		}
		if b.Year < a.Year {
			return bad("the span ends before it begins")
		}
		if a.Year == b.Year {
			return Date{Year: a.Year, Circa: true}, nil
		}
		return Date{Year: a.Year, YearTo: b.Year, Circa: circa}, nil
	}
	// ISO 8601 with a zone after the day: "2016-11-30-05:00" left a stray number.
	if len(toks) == 4 && toks[0].num && len(toks[0].s) == 4 && toks[1].num && toks[2].num && toks[3].num {
		toks = toks[:3]
	}
	var y, m, d int
	num := func(t tok) int { n, _ := strconv.Atoi(t.s); return n }
	switch {
	case len(toks) == 1 && toks[0].num && len(toks[0].s) == 4:
		y = num(toks[0])
	case len(toks) == 1 && toks[0].num && len(toks[0].s) == 8: // 19840108
		y, m, d = num(tok{s: toks[0].s[:4]}), num(tok{s: toks[0].s[4:6]}), num(tok{s: toks[0].s[6:]})
	case len(toks) == 2 && !toks[0].num && toks[1].num && len(toks[1].s) == 4: // Jan 1984
		if m = monthOf(toks[0].s); m == 0 {
			return bad("no such month")
		}
		y = num(toks[1])
	case len(toks) == 2 && toks[0].num && toks[1].num: // 1984-01, 01/1984
		switch {
		case len(toks[0].s) == 4 && len(toks[1].s) <= 2:
			y, m = num(toks[0]), num(toks[1])
		case len(toks[1].s) == 4 && len(toks[0].s) <= 2:
			m, y = num(toks[0]), num(toks[1])
		default:
			return bad("not a form that is known")
		}
	case len(toks) == 2 && toks[0].num && len(toks[0].s) == 4 && !toks[1].num: // 1984 Jan
		if m = monthOf(toks[1].s); m == 0 {
			return bad("no such month")
		}
		y = num(toks[0])
	case len(toks) == 3 && toks[0].num && toks[1].num && toks[2].num:
		switch {
		case len(toks[0].s) == 4:
			y, m, d = num(toks[0]), num(toks[1]), num(toks[2])
		case len(toks[2].s) == 4:
			d, m, y = num(toks[0]), num(toks[1]), num(toks[2])
			if m > 12 && d <= 12 { // month first
				d, m = m, d
			}
		default:
			return bad("not a form that is known")
		}
	case len(toks) == 3:
		for i, t := range toks {
			if t.num {
				continue
			}
			if m != 0 {
				return bad("not a form that is known")
			}
			if m = monthOf(t.s); m == 0 {
				return bad("no such month")
			}
			rest := []tok{toks[(i+1)%3], toks[(i+2)%3]}
			for _, q := range rest {
				switch {
				case !q.num:
					return bad("not a form that is known")
				case len(q.s) == 4:
					y = num(q)
				case len(q.s) <= 2:
					d = num(q)
				}
			}
			break
		}
	default:
		return bad("not a form that is known")
	}
	if y == 0 {
		return bad("no year")
	}
	if m > 12 {
		return bad(fmt.Sprintf("there is no month %d", m))
	}
	if m == 0 {
		d = 0
	}
	if m > 0 && d > DaysIn(y, m) {
		return bad(fmt.Sprintf("month %d of %d has no day %d", m, y, d))
	}
	if y > 9999 {
		return bad("no such year")
	}
	return Date{Year: int16(y), Month: int8(m), Day: int8(d), Circa: circa}, nil
}

func contains(ss []string, s string) bool {
	for _, v := range ss {
		if v == s {
			return true
		}
	}
	return false
}
