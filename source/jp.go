package source

import (
	"fmt"
	"regexp"
	"strings"

	"khasan/entity"
)

// The Japanese lists: the Ministry of Finance's asset freezes (XLSX, a sheet for
// each regime, columns named in Japanese and different in each), and METI's
// foreign end users.

func recogniseMOF(b *blob, first []previewRow) *List {
	if _, i := headRow(first, "告示日付", "告示番号", "日本語表記", "英語表記"); i < 0 {
		return nil
	}
	return &List{ID: "jp", Title: "Japan, list of asset freezes (資産凍結等対象者)", Authority: "Japan, Ministry of Finance", Format: "MOF XLSX", read: readMOF}
}

// Columns by what they hold; sheets name them differently.
var (
	jpAlias    = []string{"別名", "別称", "別名別称", "別名・別称", "別称・別名", "別称別名", "確定可能な別名", "別称・旧称", "別称旧称"}
	jpFormer   = []string{"旧称", "過去の別名", "以前の別名", "旧称・以前の呼称", "旧称以前の呼称"}
	jpWeak     = []string{"確定に十分でない別名"}
	jpPosition = []string{"役職", "肩書", "肩書等"}
	jpBirth    = []string{"生年月日", "生年月日・出生地", "生年月日出生地"}
	jpPlace    = []string{"出生地", "出生地・出身地", "出生地出身地"}
	jpAddress  = []string{"住所", "住所・所在地", "住所所在地", "所在地", "住所等", "活動地域・住所", "活動地域住所"}
	jpInfo     = []string{"その他の情報", "詳細", "指定の根拠"}
	jpMark     = regexp.MustCompile(`[(（][a-zａ-ｚ][)）]`)
	jpScript   = regexp.MustCompile(`(?i)[(（]\s*original script\s*[:：]\s*([^)）]+)[)）]`)
	jpGloss    = regexp.MustCompile(`[(（]([^()（）]*)[)）]`)
	jpYears    = regexp.MustCompile(`^([0-9]{4})年?(?:頃)?\s*(?:-|から|～|〜|－)\s*([0-9]{4})年?`)
)

var (
	jpOr  = strings.NewReplacer("又は", "\n", "または", "\n", "生Born", "\nBorn")
	jpAka = strings.NewReplacer("a.k.a.", "", "別称、", "")
)

// width maps the full-width forms of ASCII to ASCII.
func width(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '　':
			return ' '
		}
		return r
	}, s)
}

// jpSplit takes apart "(a)…(b)…", lines and semicolons; 不明 is "not known".
func jpSplit(s string) []string {
	var out []string
	for _, p := range jpMark.Split(s, -1) {
		for _, f := range strings.FieldsFunc(p, func(r rune) bool { return r == '\n' || r == ';' || r == '；' }) {
			if f = strings.Trim(f, " 、,，。\t\r・　"); f != "" && f != "不明" {
				out = append(out, f)
			}
		}
	}
	return out
}

func (c columns) first(row []string, names []string) string {
	for _, n := range names {
		if i, ok := c[colKey(n)]; ok && i < len(row) && row[i] != "" {
			return row[i]
		}
	}
	return ""
}

func readMOF(l *List, emit emitter) error {
	b := l.parts[0]
	var c columns
	sheet, title := "", ""
	rec, seen := 0, map[string]int{}
	err := b.rows(',', false, func(name string, row []string, off int64) error {
		if name != sheet {
			sheet, title, c = name, "", nil
		}
		if c == nil {
			if h := headOf(row); h.has("告示日付", "英語表記") {
				c = h
			} else if title == "" && len(row) > 0 {
				title = squash(row[0])
			}
			return nil
		}
		rec++
		e := jpRow(l, sheet, title, c, row, seen)
		if e == nil {
			return nil
		}
		if !emit(e, b, rec) {
			return errStop
		}
		return nil
	})
	if err != nil && err != errStop {
		return b.fail(l.ID, rec, err)
	}
	return err
}

func jpRow(l *List, sheet, title string, c columns, row []string, seen map[string]int) *entity.Entity {
	days := c.get(row, "告示日付")
	if days == "" || strings.Contains(days, "削除") {
		return nil // a continuation, or a party taken off the list
	}
	latin, native := c.first(row, []string{"英語表記"}), c.first(row, []string{"日本語表記"})
	if latin == "" && native == "" {
		return nil
	}
	no, _, _ := strings.Cut(sheet, ".")
	key := no + "-" + strings.Trim(strings.SplitN(width(c.get(row, "告示番号")), "(", 2)[0], "*# ")
	if seen[key]++; seen[key] > 1 {
		key = fmt.Sprintf("%s-%d", key, seen[key])
	}
	e := &entity.Entity{ID: "jp-" + key, Schema: entity.Organization, Target: true, Topics: []string{"sanction"}, Datasets: []string{l.ID}}
	birth := c.first(row, jpBirth)
	switch {
	case strings.Contains(sheet, "個人"), strings.Contains(title, "個人") && !strings.Contains(title, "団体"), birth != "" && birth != "不明", c.first(row, []string{"国籍"}) != "":
		e.Schema = entity.Person
	case strings.Contains(sheet, "団体"), strings.Contains(sheet, "銀行"), strings.Contains(title, "団体"):
	default:
		e.Schema = entity.LegalEntity
	}
	if birth == "" && strings.Contains(sheet, "団体") {
		e.Schema = entity.Organization
	}
	li := entity.Listing{List: l.ID, Key: key, Authority: l.Authority, Programmes: []string{squash(sheet)}}
	for i, f := range strings.Fields(width(days)) {
		d, err := entity.ReadDate(strings.TrimRight(serialDate(strings.TrimRight(f, "改訂正追加 ")), "."))
		switch {
		case err != nil:
		case i == 0 || li.From.IsZero():
			li.From = d
		default:
			li.Amended = append(li.Amended, d)
		}
	}
	var info []string
	for _, k := range jpInfo {
		if s := c.first(row, []string{k}); s != "" {
			info = append(info, squash(s))
		}
	}
	li.Reason = strings.Join(info, " ")
	e.Listings = []entity.Listing{li}
	e.AddProp("unscId", c.get(row, "国連参照番号"))
	// The original script stands in brackets behind the Latin name.
	for _, m := range jpScript.FindAllStringSubmatch(latin, 4) {
		defer addName(e, entity.Name{Full: m[1], Quality: entity.Primary, List: l.ID})
	}
	latin = jpScript.ReplaceAllString(latin, "")
	for i, n := range strings.FieldsFunc(latin, func(r rune) bool { return r == '\n' || r == ';' || r == '；' }) {
		q := entity.Primary
		if i > 0 {
			q = entity.Strong
		}
		addName(e, entity.Name{Full: width(n), Quality: q, List: l.ID})
	}
	addName(e, entity.Name{Full: native, Quality: entity.Primary, Lang: "ja", List: l.ID})
	for _, k := range []struct {
		cols []string
		q    entity.Quality
	}{{jpAlias, entity.Strong}, {jpFormer, entity.Former}, {jpWeak, entity.Weak}} {
		above := 0 // names in the Japanese line above
		for _, a := range jpSplit(c.first(row, k.cols)) {
			names := splitOutside(a, '、')
			if scriptOf(a) != "Latn" {
				above = len(names)
			} else if f := caAliases(a); len(f) == above {
				names = f // the same names in Latin, as many, parted by commas
			}
			for _, n := range names {
				jpAliasName(l, e, n, k.q)
			}
		}
	}
	for _, s := range jpSplit(c.first(row, jpPosition)) {
		e.AddProp("position", s)
	}
	for _, s := range jpSplit(c.first(row, []string{"称号"})) {
		e.AddProp("title", s)
	}
	jpBirths(e, birth)
	for _, s := range jpSplit(c.first(row, jpPlace)) {
		addBirthPlace(e, width(s))
	}
	for _, s := range jpSplit(c.first(row, []string{"国籍"})) {
		for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r == '、' || r == ',' }) {
			if code := jpCountry(f); code != "" {
				putCountry(e, "nationality", code)
			} else {
				e.AddProp("nationality", f)
			}
		}
	}
	for _, s := range jpSplit(c.first(row, jpAddress)) {
		p := entity.Place{Full: width(s)}
		for _, f := range append([]string{s}, strings.FieldsFunc(s, func(r rune) bool { return r == '、' || r == ',' || r == '（' || r == '(' })...) {
			if p.Country = jpCountry(f); p.Country != "" {
				break
			}
		}
		land := p.Country
		addPlace(e, p, land)
	}
	jpPapers(e, "passportNumber", c.first(row, []string{"旅券番号"}))
	jpPapers(e, "idNumber", c.first(row, []string{"ID番号", "身分登録番号"}))
	for _, k := range []string{"電話", "電話番号", "FAX"} {
		for _, s := range jpSplit(c.first(row, []string{k})) {
			addID(e, entity.Identifier{Kind: "phone", Number: width(s)})
		}
	}
	addIMOs(e, width(li.Reason))
	for _, m := range jpSwift.FindAllStringSubmatch(width(li.Reason), 4) {
		addID(e, entity.Identifier{Kind: "swiftBic", Number: strings.ReplaceAll(m[1], " ", "")})
	}
	return e
}

var jpSwift = regexp.MustCompile(`SWIFT(?:/BIC)?\s*:\s*([A-Z]{4} ?[A-Z]{2} ?[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b`)

// splitOutside splits at a mark that does not stand in brackets.
func splitOutside(s string, mark rune) []string {
	var out []string
	depth, from := 0, 0
	for i, r := range s {
		switch r {
		case '(', '（':
			depth++
		case ')', '）':
			depth--
		case mark:
			if depth <= 0 {
				out = append(out, s[from:i])
				from = i + len(string(r))
			}
		}
	}
	return append(out, s[from:])
}

// jpAliasName reads "カタカナ（Latin）": two names.
func jpAliasName(l *List, e *entity.Entity, s string, q entity.Quality) {
	s = jpAka.Replace(width(s))
	if scriptOf(s) == "" {
		return
	}
	var inside []string
	out := s
	if scriptOf(jpGloss.ReplaceAllString(s, "")) != "Latn" {
		for _, m := range jpGloss.FindAllStringSubmatch(s, 4) {
			if scriptOf(m[1]) == "Latn" && !strings.Contains(m[1], ":") {
				inside = append(inside, m[1])
			}
		}
		out = jpGloss.ReplaceAllString(s, "")
	}
	// A list of names in one line is parted by commas in Latin script only when
	// no legal form is about.
	addName(e, entity.Name{Full: out, Quality: q, Lang: jaIf(out), List: l.ID})
	for _, n := range inside {
		addName(e, entity.Name{Full: n, Quality: q, List: l.ID})
	}
}

func jaIf(s string) string {
	if c := scriptOf(s); c == "Jpan" || c == "Hani" {
		return "ja"
	}
	return ""
}

// jpCountry finds a state by its Japanese name, with or without the form of
// government behind it.
func jpCountry(s string) string {
	s = strings.TrimSpace(width(s))
	if c := countryCode(s); c != "" {
		return c
	}
	for _, suffix := range []string{"民主主義人民共和国", "イスラム共和国", "アラブ共和国", "共和国", "連邦", "王国", "国"} {
		if t, ok := strings.CutSuffix(s, suffix); ok {
			if c := countryCode(t); c != "" {
				return c
			}
		}
	}
	if strings.HasPrefix(s, "北朝鮮") {
		return "KP"
	}
	return ""
}

func jpBirths(e *entity.Entity, s string) {
	for _, v := range jpSplit(jpOr.Replace(s)) {
		v = strings.TrimSpace(width(v))
		circa := strings.Contains(v, "頃") || strings.Contains(v, "推定")
		if m := jpYears.FindStringSubmatch(v); m != nil {
			if d, err := entity.ReadDate(m[1] + " to " + m[2]); err == nil {
				d.Circa = circa
				putBirth(e, d)
				continue
			}
		}
		v = strings.TrimSuffix(serialDate(v), "生")
		if i := strings.LastIndexAny(v, "年月日"); i >= 0 && circa {
			for i++; i < len(v) && v[i]&0xC0 == 0x80; i++ {
			}
			v = v[:i]
		}
		d, err := entity.ReadDate(strings.TrimSpace(v))
		if err != nil {
			e.AddProp("birthDateText", v)
			continue
		}
		d.Circa = d.Circa || circa
		putBirth(e, d)
	}
}

var jpNumber = regexp.MustCompile(`[A-Z]{0,5}[ /-]?[0-9][0-9A-Z/.-]{2,24}`)

// jpPapers finds the first number in each statement; the rest is its note.
func jpPapers(e *entity.Entity, kind, s string) {
	for _, v := range jpSplit(s) {
		v = squash(width(v))
		n := jpNumber.FindString(v)
		if n == "" {
			continue
		}
		id := entity.Identifier{Kind: kind, Number: n}
		if v != n {
			id.Note = v
			for _, land := range []string{"旅券", "国旅券", "番号"} {
				if i := strings.Index(v, land); i > 0 {
					if id.Country = jpCountry(v[:i]); id.Country != "" {
						break
					}
				}
			}
		}
		addID(e, id)
	}
}

func recogniseMETI(b *blob, first []previewRow) *List {
	if len(first) == 0 {
		return nil
	}
	if _, i := headRow(first, "国名地域名countryorregion", "企業名組織名companyororganization"); i >= 0 {
		return &List{ID: "jp-meti", Title: "Japan, Foreign End User List", Authority: "Japan, Ministry of Economy, Trade and Industry", Format: "METI XLSX", read: readMETI}
	}
	for _, r := range first {
		for k := range headOf(r.row) {
			if strings.HasSuffix(k, "companyororganization") {
				return &List{ID: "jp-meti", Title: "Japan, Foreign End User List", Authority: "Japan, Ministry of Economy, Trade and Industry", Format: "METI XLSX", read: readMETI}
			}
		}
	}
	return nil
}

func readMETI(l *List, emit emitter) error {
	b := l.parts[0]
	var cols map[string]int
	rec := 0
	err := b.rows(l.comma, false, func(_ string, row []string, off int64) error {
		if cols == nil {
			m := map[string]int{}
			for i, h := range row {
				k := colKey(h)
				for _, suffix := range []string{"no", "countryorregion", "companyororganization", "alsoknownas", "typeofwmd", "conventionalweapons"} {
					if strings.HasSuffix(k, suffix) {
						m[suffix] = i
					}
				}
			}
			if _, ok := m["companyororganization"]; ok {
				cols = m
			}
			return nil
		}
		c := columns(cols)
		raw := func(k string) string {
			if i, ok := cols[k]; ok && i < len(row) {
				return row[i]
			}
			return ""
		}
		name := squash(raw("companyororganization"))
		if name == "" {
			return nil
		}
		rec++
		no := c.get(row, "no")
		e := &entity.Entity{ID: "jp-meti-" + no, Schema: entity.Organization, Target: true, Topics: []string{"export.control"}, Datasets: []string{l.ID}}
		li := entity.Listing{List: l.ID, Key: no, Authority: l.Authority, Programmes: []string{"Foreign End User List"}, From: l.Date}
		var why []string
		for _, k := range []string{"typeofwmd", "conventionalweapons"} {
			if f := strings.Split(strings.TrimSpace(raw(k)), "\n"); len(f) > 0 && f[len(f)-1] != "" {
				why = append(why, f[len(f)-1])
			}
		}
		li.Reason = strings.Join(why, "; ")
		e.Listings = []entity.Listing{li}
		addName(e, entity.Name{Full: width(name), List: l.ID})
		for a := range strings.SplitSeq(raw("alsoknownas"), "\n") {
			addName(e, entity.Name{Full: strings.TrimLeft(width(a), "・･ -"), Quality: entity.Strong, List: l.ID})
		}
		for f := range strings.SplitSeq(raw("countryorregion"), "\n") {
			if code := jpCountry(f); code != "" {
				putCountry(e, "country", code)
				break
			}
		}
		if !emit(e, b, rec) {
			return errStop
		}
		return nil
	})
	if err != nil && err != errStop {
		return b.fail(l.ID, rec, err)
	}
	return err
}
