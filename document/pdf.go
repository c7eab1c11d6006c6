package document

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// A pdfEngine is PDFium, compiled to WebAssembly: a file made to break it
// breaks its sandbox only. It sees no file and no address. Compiling takes
// about four seconds, or a tenth of one with a cache on disk, so it starts
// with the first PDF. One file is read at a time.
type pdfEngine struct {
	mu     sync.Mutex
	pool   pdfium.Pool
	cache  wazero.CompilationCache
	cancel context.CancelFunc
}

// pdfMemory bounds what PDFium may take: 1 GB in pages of 64 KB.
const pdfMemory = 1 << 14

// start is called with the lock held.
func (e *pdfEngine) start(cacheDir string) error {
	if e.pool != nil {
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	// PDFium's setjmp needs exception handling; without it no file opens.
	conf := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(pdfMemory).
		WithCloseOnContextDone(true)
	if cacheDir != "" {
		cache, err := wazero.NewCompilationCacheWithDir(cacheDir)
		if err != nil {
			cancel()
			return fmt.Errorf("the cache folder: %w", err)
		}
		e.cache = cache
		conf = conf.WithCompilationCache(cache)
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context: ctx, MinIdle: 0, MaxIdle: 1, MaxTotal: 1,
		FSConfig: wazero.NewFSConfig(), RuntimeConfig: conf,
		Stdout: io.Discard, Stderr: io.Discard,
		RandomSource: rand.New(rand.NewSource(1)), // the same file reads the same
	})
	if err != nil {
		cancel()
		return fmt.Errorf("starting PDFium: %w", err)
	}
	e.pool, e.cancel = pool, cancel
	return nil
}

func (e *pdfEngine) close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.stop()
}

func (e *pdfEngine) stop() error {
	if e.pool == nil {
		return nil
	}
	err := e.pool.Close()
	e.cancel()
	if e.cache != nil {
		err = errors.Join(err, e.cache.Close(context.Background()))
	}
	e.pool, e.cancel, e.cache = nil, nil, nil
	return err
}

// readPDF reads the text of every page. A page without letters but with
// something drawn on it is a gap: it is a scan, and nothing may be concluded.
func readPDF(ctx context.Context, d *Document, data []byte, o *Options) error {
	e := o.job.pdf
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.start(o.CacheDir); err != nil {
		return err
	}
	// A call into PDFium that does not come back is ended by ending the
	// engine; the next file starts another one.
	hung := context.AfterFunc(ctx, e.cancel)
	in, err := e.pool.GetInstanceWithContext(ctx)
	if err == nil {
		err = pdfPages(ctx, in, d, data, o)
		if ctx.Err() == nil {
			err = errors.Join(err, in.Close())
		}
	}
	if !hung() {
		e.pool, e.cache = nil, nil
		if err == nil {
			return nil
		}
		return fmt.Errorf("%w: out of time", ErrLimit)
	}
	return err
}

func pdfPages(ctx context.Context, in pdfium.Pdfium, d *Document, data []byte, o *Options) error {
	doc, err := in.OpenDocument(&requests.OpenDocument{File: &data})
	if err != nil {
		switch {
		case errors.Is(err, pdferrors.ErrPassword):
			return errors.New("it is locked with a password; save it without one")
		case errors.Is(err, pdferrors.ErrSecurity):
			return errors.New("it is locked in a way that is not known; save it unlocked")
		}
		return fmt.Errorf("it is damaged or no PDF: %w", err)
	}
	defer in.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: doc.Document})
	if m, err := in.GetMetaData(&requests.GetMetaData{Document: doc.Document, Tags: &[]string{"Title", "CreationDate"}}); err == nil {
		for _, t := range m.Tags {
			switch t.Tag {
			case "Title":
				d.Title = strings.TrimSpace(strings.ToValidUTF8(t.Value, "\uFFFD"))
			case "CreationDate":
				d.Date = pdfDay(t.Value)
			}
		}
	}
	count, err := in.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return fmt.Errorf("counting pages: %w", err)
	}
	if count.PageCount == 0 {
		d.Gaps = append(d.Gaps, Gap{Where: "document", Reason: "it has no pages", Hint: "the file may be damaged: print it to a new PDF"})
		return nil
	}
	pages := make([][]pdfLine, 0, min(count.PageCount, o.Limits.Pages))
	left := o.job.text
	for n := 0; n < count.PageCount; n++ {
		if n == o.Limits.Pages || ctx.Err() != nil || left <= 0 {
			d.Gaps = append(d.Gaps, Gap{Where: "document", Page: n + 1, Reason: fmt.Sprintf("pages %d to %d were not read: a limit was reached", n+1, count.PageCount), Hint: "split the file"})
			break
		}
		lines, gap := pdfPage(in, doc.Document, n)
		if gap != nil {
			d.Gaps = append(d.Gaps, *gap)
		}
		for _, l := range lines {
			left -= len(l.text)
		}
		pages = append(pages, lines)
	}
	o.job.text = left
	markRunning(pages)
	known := pdfWords(pages)
	w := newBlocks(d, o)
	for n, lines := range pages {
		w.page = n + 1
		pdfParagraphs(w, lines, known)
	}
	w.done()
	return nil
}

// A pdfLine is one line as it stands on the page; distances in points from
// the lower left.
type pdfLine struct {
	text                     string
	left, right, bottom, top float64
	placed                   bool   // the distances are known
	hyphen                   bool   // the line ends in a hyphen that parts a word
	running                  string // Header or Footer, when repeated over pages
}

func pdfPage(in pdfium.Pdfium, doc references.FPDF_DOCUMENT, n int) ([]pdfLine, *Gap) {
	broken := func(err error) *Gap {
		return &Gap{Where: "page", Page: n + 1, Reason: "the page is broken: " + err.Error(), Hint: "print it to a new PDF"}
	}
	page, err := in.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: doc, Index: n})
	if err != nil {
		return nil, broken(err)
	}
	defer in.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: page.Page})
	tp, err := in.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: requests.Page{ByReference: &page.Page}})
	if err != nil {
		return nil, broken(err)
	}
	defer in.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: tp.TextPage})
	chars, err := in.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: tp.TextPage})
	if err != nil {
		return nil, broken(err)
	}
	var lines []pdfLine
	letters, bad := 0, 0
	if chars.Count > 0 {
		t, err := in.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: tp.TextPage, StartIndex: 0, Count: chars.Count})
		if err != nil {
			return nil, broken(err)
		}
		text := strings.ToValidUTF8(strings.TrimRight(t.Text, "\x00"), "\uFFFD")
		box := func(i int) (l, r, b, t float64, ok bool) {
			c, err := in.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: tp.TextPage, Index: i})
			if err != nil {
				return 0, 0, 0, 0, false
			}
			return c.Left, c.Right, c.Bottom, c.Top, c.Right > c.Left
		}
		at := 0 // UTF-16 units, as PDFium counts
		var cur strings.Builder
		first := -1
		flush := func(end int, hyphen bool) {
			s := strings.TrimSpace(clean(cur.String()))
			cur.Reset()
			if s == "" {
				first = -1
				return
			}
			l := pdfLine{text: s, hyphen: hyphen}
			if first >= 0 {
				l1, r1, b1, t1, ok1 := box(first)
				l2, r2, b2, t2, ok2 := box(end)
				if ok1 && ok2 {
					l.left, l.right, l.bottom, l.top, l.placed = min(l1, l2), max(r1, r2), min(b1, b2), max(t1, t2), true
				}
			}
			lines = append(lines, l)
			first = -1
		}
		last := -1
		for _, r := range text {
			width := 1
			if r > 0xffff {
				width = 2
			}
			switch {
			case r == '\r' || r == '\n':
				flush(last, strings.HasSuffix(cur.String(), "\u00ad"))
			case r == 2 || r == 0xfffe:
				// PDFium's mark of a hyphen that parts a word at a line's end.
				flush(last, true)
			default:
				if !unicode.IsSpace(r) {
					if first < 0 {
						first = at
					}
					last = at
				}
				if unicode.IsLetter(r) || unicode.IsDigit(r) {
					letters++
				}
				if r == utf8.RuneError || r >= 0xe000 && r < 0xf900 || r < 0x20 && r != '\t' {
					bad++
				}
				if r >= 0x20 || r == '\t' {
					cur.WriteRune(r)
				}
			}
			at += width
		}
		flush(last, false)
	}
	drawn := 0
	if letters < 20 {
		if c, err := in.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: requests.Page{ByReference: &page.Page}}); err == nil {
			drawn = c.Count
		}
	}
	switch {
	case letters < 20 && drawn > 0 && len(lines) < drawn:
		// A short page of text has about as many objects as lines; a scan has
		// a picture and no lines.
		if letters == 0 || hasImage(in, page.Page, drawn) {
			return lines, &Gap{Where: "page", Page: n + 1, Reason: "the page is a picture: its text was not read", Hint: "it needs text recognition (OCR)"}
		}
	case bad > 10 && bad > letters/2:
		return lines, &Gap{Where: "page", Page: n + 1, Reason: "the page's fonts do not say which letters they draw", Hint: "it needs text recognition (OCR)"}
	}
	return lines, nil
}

// pdfImage is PDFium's number for a picture (FPDF_PAGEOBJ_IMAGE).
const pdfImage = 3

func hasImage(in pdfium.Pdfium, page references.FPDF_PAGE, count int) bool {
	for i := range min(count, 2000) {
		o, err := in.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: requests.Page{ByReference: &page}, Index: i})
		if err != nil {
			continue
		}
		t, err := in.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o.PageObject})
		if err == nil && int(t.Type) == pdfImage {
			return true
		}
	}
	return false
}

// markRunning marks as headers and footers the lines at a page's edges that
// stand off from what follows and are, but for their digits, on at least
// three pages.
func markRunning(pages [][]pdfLine) {
	seen := map[string]int{}
	for _, lines := range pages {
		edges(lines, func(i int, kind string) { seen[kind+withoutDigits(lines[i].text)]++ })
	}
	for _, lines := range pages {
		edges(lines, func(i int, kind string) {
			if seen[kind+withoutDigits(lines[i].text)] >= 3 {
				lines[i].running = kind
			}
		})
	}
}

// edges calls f for up to two lines at the head and at the foot of a page that
// a gap parts from its body.
func edges(lines []pdfLine, f func(i int, kind string)) {
	step := func(i int) float64 { // between line i and the next one
		if !lines[i].placed || !lines[i+1].placed {
			return 0
		}
		return lines[i].bottom - lines[i+1].bottom
	}
	least := 0.0
	for i := range len(lines) - 1 {
		if s := step(i); s > 1 && (least == 0 || s < least) {
			least = s
		}
	}
	if least == 0 || len(lines) < 3 {
		return
	}
	for n := 1; n <= 2 && 2*n < len(lines); n++ {
		if step(n-1) > 1.3*least {
			for i := range n {
				f(i, Header)
			}
			break
		}
	}
	for n := 1; n <= 2 && 2*n < len(lines); n++ {
		if step(len(lines)-n-1) > 1.3*least {
			for i := len(lines) - n; i < len(lines); i++ {
				f(i, Footer)
			}
			break
		}
	}
}

func withoutDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '0'
		}
		return r
	}, s)
}

// pdfWords are the words with a hyphen inside, as written inside lines: they
// keep it when a line's end falls on it.
func pdfWords(pages [][]pdfLine) map[string]bool {
	known := map[string]bool{}
	for _, lines := range pages {
		for _, l := range lines {
			for f := range strings.FieldsSeq(l.text) {
				if i := strings.IndexByte(f, '-'); i > 0 && i < len(f)-1 {
					known[strings.ToLower(trimWord(f))] = true
				}
			}
		}
	}
	return known
}

func trimWord(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// pdfParagraphs joins a page's lines into paragraphs: a new one begins after a
// gap wider than the page's usual one, with another size of letters, after a
// short line that ends a sentence, and with an indented line.
func pdfParagraphs(w *blocks, lines []pdfLine, known map[string]bool) {
	var steps []float64
	right := 0.0
	for i := range lines {
		right = max(right, lines[i].right)
		if i > 0 && lines[i].placed && lines[i-1].placed {
			if s := lines[i-1].bottom - lines[i].bottom; s > 0 {
				steps = append(steps, s)
			}
		}
	}
	usual := 0.0
	if len(steps) > 0 {
		slices.Sort(steps)
		usual = steps[len(steps)/2]
		// On a page of few lines most steps may be between paragraphs.
		usual = min(usual, steps[0]*1.4)
	}
	for i, l := range lines {
		if i > 0 {
			prev := lines[i-1]
			if l.running != "" || prev.running != "" || parted(prev, l, usual, right) {
				w.end(runningKind(prev))
			} else {
				joinLine(w, prev, l, known)
			}
		}
		w.zone = ""
		if l.running != "" {
			w.zone = Boilerplate
		}
		text := l.text
		w.write(text)
	}
	if len(lines) > 0 {
		w.end(runningKind(lines[len(lines)-1]))
	}
	w.zone = ""
}

func runningKind(l pdfLine) string {
	if l.running != "" {
		return l.running
	}
	return Paragraph
}

// parted reports whether a paragraph ends between two lines.
func parted(a, b pdfLine, usual, right float64) bool {
	if a.hyphen {
		return false
	}
	if !a.placed || !b.placed {
		return sentenceEnd(a.text)
	}
	if beside(a, b) {
		return false
	}
	ha, hb := a.top-a.bottom, b.top-b.bottom
	step := a.bottom - b.bottom
	if step <= 0 { // the next column, or a table's next cell
		return step > -0.5*ha && step < 0.5*ha || sentenceEnd(a.text)
	}
	switch {
	case usual > 0 && step > 1.35*usual:
		return true
	case max(ha, hb) > 1.5*min(ha, hb) && len(a.text) > 3 && len(b.text) > 3 && step > 1.2*usual:
		return true
	case sentenceEnd(a.text) && a.right < a.left+0.85*(right-a.left):
		return true
	case sentenceEnd(a.text) && b.left > a.left+0.8*hb && b.left < a.left+6*hb:
		return true
	}
	return false
}

// beside reports whether b goes on right where a ends, on the same line.
func beside(a, b pdfLine) bool {
	h := max(a.top-a.bottom, b.top-b.bottom)
	mid := (b.top + b.bottom) / 2
	return a.placed && b.placed && b.left > a.right-0.2*h && b.left < a.right+0.25*h && mid > a.bottom-0.2*h && mid < a.top+0.2*h
}

func sentenceEnd(s string) bool {
	s = strings.TrimRight(s, "\"'”’»)]")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?:;。！？؟", r)
}

// joinLine writes what stands between two lines of a paragraph. A hyphen at
// the end is undone when a small letter follows, unless the document writes
// the word with one, or the word that follows only goes with a part ("Waffen-
// und Munitionslieferungen").
func joinLine(w *blocks, a, b pdfLine, known map[string]bool) {
	switch {
	case beside(a, b):
	case a.hyphen:
		first, _ := utf8.DecodeRuneInString(b.text)
		head := lastWord(strings.TrimSuffix(a.text, "-"))
		tail := trimWord(firstWord(b.text))
		switch {
		case known[strings.ToLower(head+"-"+tail)]:
			w.hyphen()
		case !unicode.IsLower(first) && unicode.IsLetter(first):
			w.hyphen()
		case conjunction(tail):
			w.hyphen()
			w.write(" ")
		default:
			w.unhyphen()
		}
	case strings.HasSuffix(a.text, "-") && len(a.text) > 1:
		b.hyphen, a.hyphen = false, true
		if r, _ := utf8.DecodeLastRuneInString(a.text[:len(a.text)-1]); !unicode.IsLetter(r) {
			w.write(" ")
			return
		}
		joinLine(w, a, b, known)
	default:
		la, _ := utf8.DecodeLastRuneInString(a.text)
		fb, _ := utf8.DecodeRuneInString(b.text)
		if wide(la) && wide(fb) {
			return // Chinese and Japanese write no space between words
		}
		w.write(" ")
	}
}

func conjunction(s string) bool {
	switch strings.ToLower(s) {
	case "und", "oder", "bzw", "sowie", "and", "or", "to", "et", "ou", "y", "o", "и", "или":
		return true
	}
	return false
}

func lastWord(s string) string {
	return trimWord(s[strings.LastIndexAny(s, " \t")+1:])
}

func firstWord(s string) string {
	w, _, _ := strings.Cut(s, " ")
	return w
}

func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r < 0x3040 || r >= 0xff00 && r < 0xff61
}

// pdfDay reads the day of a PDF date ("D:20230925100000+02'00'").
func pdfDay(s string) string {
	s = strings.TrimPrefix(strings.TrimSpace(s), "D:")
	if len(s) < 8 {
		return ""
	}
	return isoDay(s[:4] + "-" + s[4:6] + "-" + s[6:8])
}
