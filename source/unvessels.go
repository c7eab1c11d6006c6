package source

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"khasan/entity"
)

// The 1718 Committee's list of designated vessels, which is published as a PDF
// only: its conversion to HTML, a table of number, names, IMO number, date,
// and one column for each paragraph that bears on the vessel.

const maxHTML = 32 << 20

func recogniseUNVessels(b *blob, text []byte) *List {
	if !bytes.Contains(b.head, []byte("1718")) || !bytes.Contains(b.head, []byte("Vessel")) || !bytes.Contains(b.head, []byte("IMO")) {
		return nil
	}
	l := &List{ID: "un-1718-vessels", Title: "1718 Designated Vessels List", Authority: "United Nations Security Council, 1718 Committee", Format: "1718 vessels HTML", parts: []*blob{b}, read: readUNVessels}
	if m := vesselsDate.FindSubmatch(b.head); m != nil {
		l.Date, _ = entity.ReadDate(string(m[1]))
	}
	return l
}

var (
	vesselsDate = regexp.MustCompile(`(?i)vessels list\s+(?:of\s+)?([0-9]{1,2} [A-Z][a-z]+ [0-9]{4})`)
	vesselIMO   = regexp.MustCompile(`\b[0-9]{7}\b`)
	vesselMMSI  = regexp.MustCompile(`\b[0-9]{9}\b`)
	vesselMark  = regexp.MustCompile(`(?:^|\s)[0-9]{1,2}[:.]\s+`)
)

// marked takes apart "1: A 2: B".
func marked(s string) []string {
	var out []string
	for _, f := range vesselMark.Split(s, -1) {
		if f = squash(f); f != "" && f != "na" {
			out = append(out, f)
		}
	}
	return out
}

// htmlRows gives the rows of the tables of a page as the texts of their cells.
func htmlRows(r io.Reader) ([][]string, error) {
	z := html.NewTokenizer(io.LimitReader(r, maxHTML))
	z.SetMaxBuf(4 << 20)
	var rows [][]string
	var row []string
	var cell *strings.Builder
	flush := func() {
		if cell != nil {
			row = append(row, squash(cell.String()))
			cell = nil
		}
	}
	for {
		switch z.Next() {
		case html.ErrorToken:
			if err := z.Err(); err != io.EOF {
				return nil, flawf(0, ErrLimit, "%v", err)
			}
			return rows, nil
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "tr":
				row, cell = nil, nil
			case "td", "th":
				flush()
				cell = &strings.Builder{}
			case "p", "br", "li":
				if cell != nil {
					cell.WriteByte(' ')
				}
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "td", "th":
				flush()
			case "tr":
				flush()
				if row != nil {
					rows = append(rows, row)
				}
				row = nil
			}
		case html.TextToken:
			if text := z.Text(); cell != nil {
				if badUTF8(text) >= 0 {
					return nil, flawf(-1, ErrEncoding, "bytes that are not UTF-8, in row %d of its tables", len(rows)+1)
				}
				cell.Write(text)
			}
		}
	}
}

func readUNVessels(l *List, emit emitter) error {
	b := l.parts[0]
	r, err := b.open()
	if err != nil {
		return err
	}
	defer r.Close()
	if b.size > maxHTML {
		return b.fail(l.ID, 0, flawf(maxHTML, ErrLimit, "a page of %d bytes, more than %d", b.size, maxHTML))
	}
	if !bytes.Contains(bytes.ToLower(b.tail), []byte("</html>")) {
		return b.fail(l.ID, 0, flawf(b.size, ErrCut, "the page does not end with </html>"))
	}
	rows, err := htmlRows(r)
	if err != nil {
		return b.fail(l.ID, 0, err)
	}
	var paras []string
	var cur *entity.Entity
	rec := 0
	flush := func() bool {
		if cur == nil {
			return true
		}
		rec++
		ok := emit(cur, b, rec)
		cur = nil
		return ok
	}
	for _, row := range rows {
		if len(paras) == 0 && len(row) > 0 && strings.HasPrefix(row[0], "Paragraph") {
			paras = row
			continue
		}
		// A vessel's row has its names in the second cell and its day of designation
		// in the fourth; a number in the third, or the words that there is none.
		if day, err := vesselDay(row); err == nil {
			if !flush() {
				return errStop
			}
			// Most vessels are numbered: that is how a page tells that a part is missing.
			if n, err := strconv.Atoi(row[0]); err == nil && n != rec+1 {
				return b.fail(l.ID, rec+1, flawf(-1, ErrCut, "vessel %d stands where %d belongs", n, rec+1))
			}
			imo := vesselIMO.FindString(row[2])
			key := imo
			if key == "" {
				key = strings.ReplaceAll(entity.FoldCountry(strings.Join(marked(row[1]), " ")), " ", "-")
			}
			cur = &entity.Entity{ID: "un-1718-vessels-" + key, Schema: entity.Vessel, Target: true, Topics: []string{"sanction"}, Datasets: []string{l.ID}}
			li := entity.Listing{List: l.ID, Key: key, Authority: l.Authority, Programmes: []string{"DPRK"}, From: day}
			for j, p := range paras {
				if 4+j < len(row) && strings.EqualFold(row[4+j], "yes") {
					cur.AddProp("measures", p)
				}
			}
			cur.Listings = []entity.Listing{li}
			// The list numbers a vessel's names and flags; it does not say which are
			// the present ones.
			for k, n := range marked(row[1]) {
				q := entity.Primary
				if k > 0 {
					q = entity.Strong
				}
				addName(cur, entity.Name{Full: n, Quality: q, List: l.ID})
			}
			addID(cur, entity.Identifier{Kind: "imoNumber", Number: imo})
			for _, m := range vesselMMSI.FindAllString(row[2], -1) {
				addID(cur, entity.Identifier{Kind: "mmsi", Number: m})
			}
			continue
		}
		if cur == nil {
			continue
		}
		for j := 0; j+1 < len(row); j++ {
			v := row[j+1]
			if v == "" || v == "na" {
				continue
			}
			switch strings.ToLower(row[j]) {
			case "other information":
				cur.Listings[0].Reason = v
			case "flag":
				for _, f := range marked(v) {
					addCountry(cur, "flag", f)
				}
			case "call sign":
				for _, f := range marked(v) {
					addID(cur, entity.Identifier{Kind: "callSign", Number: f})
				}
			case "type":
				cur.AddProp("type", v)
			case "picture link":
				cur.AddProp("sourceUrl", strings.ReplaceAll(v, " ", ""))
			}
		}
	}
	if !flush() {
		return errStop
	}
	return nil
}

// vesselDay is the day of designation in a vessel's row.
func vesselDay(row []string) (entity.Date, error) {
	if len(row) < 4 || len(marked(row[1])) == 0 {
		return entity.Date{}, errRow("not a vessel's row")
	}
	return entity.ReadDate(shortYear(row[3]))
}

// shortYear makes "30-Mar-18" "30-Mar-2018".
func shortYear(s string) string {
	s = squash(s)
	if i := strings.LastIndexByte(s, '-'); i > 0 && len(s)-i == 3 {
		return fmt.Sprintf("%s-20%s", s[:i], s[i+1:])
	}
	return s
}
