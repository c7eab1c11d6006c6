package eval

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"

	"khasan/reading"
)

// GoldDoc is one annotated text.
type GoldDoc struct {
	Name     string
	Lang     string
	Text     string // "" when the text is a file of its own
	SHA256   string
	Date     string // the document's day, ISO 8601; "" when not known
	Actors   []GoldMention
	Dealings []GoldDealing
	Threats  []GoldThreat
	// NoDealing are byte ranges in which no dealing may be found, Distractors
	// ranges in which no party may be found.
	NoDealing   [][2]int
	Distractors [][2]int
}

// GoldMention is an annotated mention; offsets are bytes.
type GoldMention struct {
	Text, Entity, Type, Form string
	Start, End               int
}

// GoldDealing is an annotated dealing; offsets are bytes.
type GoldDealing struct {
	ID, Class, From, To, Status string
	Start, End                  int
	Core                        bool
	Reciprocal                  bool
	Expect                      string
	Quote                       string
}

// GoldThreat is an annotated threat.
type GoldThreat struct {
	By, Against string
	Start, End  int
}

type goldFile struct {
	Docs         []json.RawMessage `json:"docs"`
	Doc          string            `json:"doc"`
	ID           string            `json:"id"`
	SHA256       string            `json:"sha256"`
	Lang         string            `json:"lang"`
	Text         string            `json:"text"`
	Date         json.RawMessage   `json:"document_date"`
	Actors       []goldSpan        `json:"actors"`
	Mentions     []goldSpan        `json:"mentions"`
	Distractors  []goldSpan        `json:"distractors"`
	NoDealing    []goldSpan        `json:"no_dealing"`
	Dealings     []goldDealing     `json:"dealings"`
	Threats      []goldDealing     `json:"threats"`
	Annotations  *goldFile         `json:"annotations"`
	OffsetsUsed  string            `json:"offsets"`
	DocumentName string            `json:"name"`
}

type goldSpan struct {
	Text   string `json:"text"`
	Entity string `json:"entity"`
	Type   string `json:"type"`
	Form   string `json:"form"`
	Quote  string `json:"quote"`
	Start  int    `json:"start"`
	End    int    `json:"end"`
	BStart *int   `json:"bstart"`
	BEnd   *int   `json:"bend"`
}

type goldDealing struct {
	goldSpan
	ID         string  `json:"id"`
	Class      string  `json:"class"`
	From       *string `json:"from"`
	To         *string `json:"to"`
	By         *string `json:"by"`
	Against    *string `json:"against"`
	Status     string  `json:"status"`
	Importance string  `json:"importance"`
	Expect     *string `json:"expect"`
	Reciprocal bool    `json:"reciprocal"`
}

// ParseGold reads an annotation file: one document, or many under "docs". For
// a file of one document text may hold its text; then byte offsets are worked
// out from code points where the file does not give them.
func ParseGold(b []byte, text string) ([]GoldDoc, error) {
	var f goldFile
	if err := json.Unmarshal(b, &f); err != nil {
		return nil, fmt.Errorf("gold: %w", err)
	}
	if len(f.Docs) == 0 {
		if text != "" {
			f.Text = text
		}
		return []GoldDoc{f.doc()}, nil
	}
	var out []GoldDoc
	for i, raw := range f.Docs {
		var d goldFile
		if err := json.Unmarshal(raw, &d); err != nil {
			return nil, fmt.Errorf("gold: document %d: %w", i, err)
		}
		if d.Lang == "" {
			d.Lang = f.Lang
		}
		if a := d.Annotations; a != nil {
			if len(d.Actors) == 0 {
				d.Actors, d.Mentions = a.Actors, a.Mentions
			}
			if len(d.Dealings) == 0 {
				d.Dealings, d.Threats = a.Dealings, a.Threats
			}
			d.Distractors = append(d.Distractors, a.Distractors...)
			d.NoDealing = append(d.NoDealing, a.NoDealing...)
		}
		out = append(out, d.doc())
	}
	return out, nil
}

func (f *goldFile) doc() GoldDoc {
	d := GoldDoc{Name: f.Doc, Lang: f.Lang, Text: f.Text, SHA256: f.SHA256}
	if d.Name == "" {
		d.Name = f.ID
	}
	if d.Name == "" {
		d.Name = f.DocumentName
	}
	var s string
	var o struct{ Value, Assume *string }
	if json.Unmarshal(f.Date, &s) == nil {
		d.Date = s
	} else if json.Unmarshal(f.Date, &o) == nil {
		if o.Value != nil {
			d.Date = *o.Value
		} else if o.Assume != nil {
			d.Date = *o.Assume
		}
	}
	// code points to bytes
	var at []int
	if f.Text != "" {
		for i := range f.Text {
			at = append(at, i)
		}
		at = append(at, len(f.Text))
	}
	from := 0
	bytes := func(g goldSpan) (int, int) {
		if g.Start == 0 && g.End == 0 && g.BStart == nil {
			// no offsets: the next place where the words stand
			q := g.Quote
			if q == "" {
				q = g.Text
			}
			i := strings.Index(f.Text[min(from, len(f.Text)):], q)
			if i < 0 {
				from = 0
				i = strings.Index(f.Text, q)
			}
			if i < 0 || q == "" {
				return 0, 0
			}
			i += from
			if g.Quote == "" {
				from = i + len(q)
			}
			return i, i + len(q)
		}
		if g.BStart != nil && g.BEnd != nil {
			return *g.BStart, *g.BEnd
		}
		if strings.HasPrefix(f.OffsetsUsed, "byte") || at == nil || g.End >= len(at) {
			return g.Start, g.End
		}
		return at[g.Start], at[g.End]
	}
	for _, m := range append(slices.Clone(f.Actors), f.Mentions...) {
		a, b := bytes(m)
		d.Actors = append(d.Actors, GoldMention{m.Text, m.Entity, m.Type, m.Form, a, b})
	}
	str := func(p *string) string {
		if p == nil {
			return ""
		}
		return *p
	}
	from = 0
	for _, x := range f.Dealings {
		a, b := bytes(x.goldSpan)
		d.Dealings = append(d.Dealings, GoldDealing{ID: x.ID, Class: x.Class, From: str(x.From), To: str(x.To), Status: x.Status, Start: a, End: b,
			Core: x.Importance != "minor", Reciprocal: x.Reciprocal, Expect: str(x.Expect), Quote: x.Quote})
	}
	for _, x := range f.Threats {
		a, b := bytes(x.goldSpan)
		d.Threats = append(d.Threats, GoldThreat{str(x.By), str(x.Against), a, b})
	}
	for _, x := range f.NoDealing {
		a, b := bytes(x)
		d.NoDealing = append(d.NoDealing, [2]int{a, b})
	}
	for _, x := range f.Distractors {
		a, b := bytes(x)
		d.Distractors = append(d.Distractors, [2]int{a, b})
	}
	return d
}

// Tally is hits, misses and false finds.
type Tally struct{ TP, FP, FN int }

// P is precision, R recall, F1 their harmonic mean; 1 when nothing was to be
// found and nothing was.
func (c Tally) P() float64 { return tallyRatio(c.TP, c.TP+c.FP) }

// R is recall.
func (c Tally) R() float64 { return tallyRatio(c.TP, c.TP+c.FN) }

// F1 is the harmonic mean of precision and recall.
func (c Tally) F1() float64 { return tallyRatio(2*c.TP, 2*c.TP+c.FP+c.FN) }

func tallyRatio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

func (c *Tally) add(o Tally) { c.TP += o.TP; c.FP += o.FP; c.FN += o.FN }

// ReadingScore is how well a reading agrees with the annotation.
type ReadingScore struct {
	Docs      int
	Actors    Tally // offsets and entity equal
	Spans     Tally // offsets overlap and entity equal
	Named     Tally // recall over gold forms other than descriptor; FP not split
	Described Tally
	// Dealings are the core ones: class equal or a dotted prefix, from and to
	// equal. What matches a minor one is neither a hit nor false.
	Dealings Tally
	// Direction: among core dealings of which the class and the pair of
	// parties was found at the place, how many have the direction right.
	DirRight, DirAll int
	// Status group right among matched core dealings; exact status right.
	GroupRight, GroupAll, StatusRight int
	// FalseAssertions are matched dealings told as done or ongoing where the
	// annotation says denied or open; LostAssertions the reverse.
	FalseAssertions, LostAssertions int
	// Alerts are asserted dealings of a barred class: found / all.
	AlertsFound, AlertsAll int
	Threats                Tally
	DistractorHits         int // parties found in a distractor
	NoDealingHits          int // dealings found where there is none
	// Confusion counts gold status by found status.
	Confusion map[string]int
	// Log lists misses and false finds, one a line.
	Log []string
}

// Add sums another document's score.
func (s *ReadingScore) Add(o ReadingScore) {
	s.Docs += o.Docs
	s.Actors.add(o.Actors)
	s.Spans.add(o.Spans)
	s.Named.add(o.Named)
	s.Described.add(o.Described)
	s.Dealings.add(o.Dealings)
	s.Threats.add(o.Threats)
	s.DirRight += o.DirRight
	s.DirAll += o.DirAll
	s.GroupRight += o.GroupRight
	s.GroupAll += o.GroupAll
	s.StatusRight += o.StatusRight
	s.FalseAssertions += o.FalseAssertions
	s.LostAssertions += o.LostAssertions
	s.AlertsFound += o.AlertsFound
	s.AlertsAll += o.AlertsAll
	s.DistractorHits += o.DistractorHits
	s.NoDealingHits += o.NoDealingHits
	if s.Confusion == nil {
		s.Confusion = map[string]int{}
	}
	for k, v := range o.Confusion {
		s.Confusion[k] += v
	}
	s.Log = append(s.Log, o.Log...)
}

// ClassMatches reports whether two classes are equal or one is a dotted prefix
// of the other.
func ClassMatches(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+".") || strings.HasPrefix(b, a+".")
}

func overlaps(a, b, c, d int) bool { return a < d && c < b }

// ScoreReading compares findings with the annotation of one document.
func ScoreReading(g GoldDoc, f *reading.Findings) ReadingScore {
	s := ReadingScore{Docs: 1, Confusion: map[string]int{}}
	logf := func(format string, a ...any) { s.Log = append(s.Log, g.Name+": "+fmt.Sprintf(format, a...)) }
	if len(g.Actors) > 0 { // a document without any was not annotated for parties
		scoreMentions(g, f, &s, logf)
	}
	scoreDealings(g, f, &s, logf)
	scoreThreats(g, f, &s, logf)
	return s
}

func scoreMentions(g GoldDoc, f *reading.Findings, s *ReadingScore, logf func(string, ...any)) {
	used := make([]bool, len(f.Mentions))
	loose := make([]bool, len(f.Mentions))
	for _, a := range g.Actors {
		hit, near := -1, -1
		for i, m := range f.Mentions {
			if !used[i] && m.Start == a.Start && m.End == a.End && m.Entity == a.Entity {
				hit = i
				break
			}
		}
		for i, m := range f.Mentions {
			if !loose[i] && m.Entity == a.Entity && overlaps(m.Start, m.End, a.Start, a.End) {
				near = i
				break
			}
		}
		if near >= 0 {
			loose[near] = true
			s.Spans.TP++
		} else {
			s.Spans.FN++
		}
		c := &s.Named
		if a.Form == "descriptor" {
			c = &s.Described
		}
		if hit < 0 {
			s.Actors.FN++
			c.FN++
			logf("mention missed: %d-%d %q %s (%s)", a.Start, a.End, a.Text, a.Entity, a.Form)
			continue
		}
		used[hit] = true
		s.Actors.TP++
		c.TP++
	}
	for i, m := range f.Mentions {
		if !used[i] {
			s.Actors.FP++
			c := &s.Named
			if m.Form == "descriptor" {
				c = &s.Described
			}
			c.FP++
			logf("mention false: %d-%d %q %s (%s)", m.Start, m.End, m.Text, m.Entity, m.Form)
		}
		if !loose[i] {
			s.Spans.FP++
		}
		for _, d := range g.Distractors {
			if overlaps(m.Start, m.End, d[0], d[1]) {
				s.DistractorHits++
			}
		}
	}
}

// barredClass reports whether the annotation expects the law to bar it.
func (d *GoldDealing) barredClass() bool { return d.Expect == "barred-class" }

func scoreDealings(g GoldDoc, f *reading.Findings, s *ReadingScore, logf func(string, ...any)) {
	type pair struct {
		gold, got int
		score     float64
	}
	var pairs []pair
	sides := func(d *GoldDealing, x *reading.Dealing) (same, swapped bool) {
		same = d.From == string(x.From) && d.To == string(x.To)
		swapped = d.From == string(x.To) && d.To == string(x.From)
		if (d.Reciprocal || x.Reciprocal && d.Reciprocal) && swapped {
			same = true
		}
		return
	}
	for i := range g.Dealings {
		for j := range f.Dealings {
			d, x := &g.Dealings[i], &f.Dealings[j]
			if !ClassMatches(d.Class, x.Class) {
				continue
			}
			same, swapped := sides(d, x)
			if !same && !swapped {
				continue
			}
			near := overlaps(d.Start, d.End, x.Start, x.End)
			if !near && (d.End < x.Start-400 || x.End < d.Start-400) {
				continue
			}
			sc := 0.0
			if same {
				sc += 4
			}
			if near {
				sc += 2
			}
			if d.Core {
				sc += 0.5
			}
			if d.Class == x.Class {
				sc += 0.3
			}
			if reading.StatusGroup(d.Status) == x.Group() {
				sc++
			}
			if d.Status == x.Status {
				sc += 0.5
			}
			sc -= float64(absInt(d.Start-x.Start)) / 10000
			pairs = append(pairs, pair{i, j, sc})
		}
	}
	sort.SliceStable(pairs, func(a, b int) bool { return pairs[a].score > pairs[b].score })
	goldTo := make([]int, len(g.Dealings))
	gotTo := make([]int, len(f.Dealings))
	for i := range goldTo {
		goldTo[i] = -1
	}
	for i := range gotTo {
		gotTo[i] = -1
	}
	for _, p := range pairs {
		if goldTo[p.gold] < 0 && gotTo[p.got] < 0 {
			goldTo[p.gold], gotTo[p.got] = p.got, p.gold
		}
	}
	for i := range g.Dealings {
		d := &g.Dealings[i]
		alert := d.barredClass() && reading.StatusGroup(d.Status) == "asserted"
		if alert && d.Core {
			s.AlertsAll++
		}
		if goldTo[i] < 0 {
			if d.Core {
				s.Dealings.FN++
				logf("dealing missed: %s %s %s→%s %s %q", d.ID, d.Class, d.From, d.To, d.Status, clip(d.Quote))
			}
			continue
		}
		x := &f.Dealings[goldTo[i]]
		same, _ := sides(d, x)
		gg, xg := reading.StatusGroup(d.Status), x.Group()
		if gg != "asserted" && xg == "asserted" {
			s.FalseAssertions++
			logf("false assertion: %s %s %s→%s gold %s, read %s %q", d.ID, d.Class, d.From, d.To, d.Status, x.Status, clip(x.Quote))
		}
		if !d.Core {
			continue
		}
		s.DirAll++
		if !same {
			s.Dealings.FN++
			s.Dealings.FP++
			logf("dealing turned: %s %s %s→%s read %s→%s %q", d.ID, d.Class, d.From, d.To, x.From, x.To, clip(x.Quote))
			continue
		}
		s.DirRight++
		s.Dealings.TP++
		s.GroupAll++
		s.Confusion[d.Status+" read "+x.Status]++
		if gg == xg {
			s.GroupRight++
		} else {
			logf("status: %s %s %s→%s gold %s, read %s %q", d.ID, d.Class, d.From, d.To, d.Status, x.Status, clip(x.Quote))
			if gg == "asserted" {
				s.LostAssertions++
			}
		}
		if d.Status == x.Status {
			s.StatusRight++
		}
		if alert && xg == "asserted" {
			s.AlertsFound++
		}
	}
	for j := range f.Dealings {
		x := &f.Dealings[j]
		for _, n := range g.NoDealing {
			if x.TriggerEnd > 0 && overlaps(x.TriggerStart, x.TriggerEnd, n[0], n[1]) || x.TriggerEnd == 0 && x.Start >= n[0] && x.End <= n[1] {
				s.NoDealingHits++
				logf("dealing where there is none: %s %s→%s %q", x.Class, x.From, x.To, clip(x.Quote))
			}
		}
		if gotTo[j] >= 0 {
			continue
		}
		// a second reading of what a minor annotation tells is not punished
		minor := false
		for i := range g.Dealings {
			d := &g.Dealings[i]
			if !d.Core && overlaps(d.Start, d.End, x.Start, x.End) && ClassMatches(top(d.Class), top(x.Class)) {
				minor = true
			}
		}
		if minor {
			continue
		}
		s.Dealings.FP++
		logf("dealing false: %s %s %s→%s %s [%s] %q", x.ID, x.Class, x.From, x.To, x.Status, x.Trigger, clip(x.Quote))
	}
}

func scoreThreats(g GoldDoc, f *reading.Findings, s *ReadingScore, logf func(string, ...any)) {
	used := make([]bool, len(f.Threats))
	for _, t := range g.Threats {
		hit := -1
		for i, x := range f.Threats {
			if !used[i] && string(x.By) == t.By && (string(x.Against) == t.Against || t.Against == "") && overlaps(x.Start, x.End, t.Start, t.End) {
				hit = i
				break
			}
		}
		if hit < 0 {
			s.Threats.FN++
			logf("threat missed: %s against %s", t.By, t.Against)
			continue
		}
		used[hit] = true
		s.Threats.TP++
	}
	for i, x := range f.Threats {
		if !used[i] {
			s.Threats.FP++
			logf("threat false: %s against %s %q", x.By, x.Against, clip(x.Quote))
		}
	}
}

func top(c string) string {
	t, _, _ := strings.Cut(c, ".")
	return t
}

func absInt(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

func clip(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > 110 {
		return string(r[:110]) + "…"
	}
	return string(r)
}

// GoldFindings is the annotation as findings: a reading that is always right.
// Scored against its gold it must give 1 everywhere.
func GoldFindings(g GoldDoc) *reading.Findings {
	f := &reading.Findings{Lang: g.Lang}
	for _, m := range g.Actors {
		f.Mentions = append(f.Mentions, reading.Mention{Text: m.Text, Start: m.Start, End: m.End, Entity: m.Entity, Type: m.Type, Form: m.Form, Certainty: 1})
	}
	for _, d := range g.Dealings {
		f.Dealings = append(f.Dealings, reading.Dealing{ID: d.ID, Class: d.Class, From: reading.OrNull(d.From), To: reading.OrNull(d.To), Status: d.Status, Start: d.Start, End: d.End, Reciprocal: d.Reciprocal})
	}
	for _, t := range g.Threats {
		f.Threats = append(f.Threats, reading.Threat{By: reading.OrNull(t.By), Against: reading.OrNull(t.Against), Start: t.Start, End: t.End})
	}
	return f
}

// FalseAlarms says which of the dealings that were reported as barred acts the
// annotation has as lawful or as denied, open or no dealing at all.
func FalseAlarms(g GoldDoc, barred []reading.Dealing) []string {
	var out []string
	for i := range barred {
		x := &barred[i]
		bad := ""
		for j := range g.Dealings {
			d := &g.Dealings[j]
			if !ClassMatches(d.Class, x.Class) || !overlaps(d.Start, d.End, x.Start, x.End) || d.From != string(x.From) || d.To != string(x.To) {
				continue
			}
			switch {
			case d.Expect == "not-barred":
				bad = "lawful"
			case reading.StatusGroup(d.Status) == "denied":
				bad = "denied"
			default:
				bad = ""
			}
			if bad == "" {
				break
			}
		}
		for _, n := range g.NoDealing {
			if x.TriggerEnd > 0 && overlaps(x.TriggerStart, x.TriggerEnd, n[0], n[1]) {
				bad = "no dealing"
			}
		}
		if bad != "" {
			out = append(out, fmt.Sprintf("reported as a barred act, but %s: %s %s→%s %s %q", bad, x.Class, x.From, x.To, x.Status, clip(x.Quote)))
		}
	}
	return out
}
