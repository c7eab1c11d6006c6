package server_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"khasan"
	"khasan/entity"
	"khasan/server"
	"khasan/store"
)

// browser starts one Chromium; without it the tests that need one are skipped.
func browser(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is not started in short tests")
	}
	path := ""
	for _, n := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(n); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Skip("no Chromium is installed")
	}
	profile, err := os.MkdirTemp("", "khasan-browser-*")
	if err != nil {
		t.Fatal(err)
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-sync", true), chromedp.UserDataDir(profile), chromedp.WindowSize(1200, 900), chromedp.WSURLReadTimeout(60*time.Second))
	alloc, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, cancelCtx := chromedp.NewContext(alloc)
	ctx, cancelTime := context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(func() {
		chromedp.Cancel(ctx) // waits until the browser has gone
		cancelTime()
		cancelCtx()
		cancel()
		os.RemoveAll(profile) // what it still held open goes with the machine's next clean-up
	})
	if err := chromedp.Run(ctx); err != nil {
		t.Skip("Chromium does not start here: ", err)
	}
	return ctx
}

// run does actions in the browser and fails the test when one fails.
func run(t *testing.T, ctx context.Context, what string, actions ...chromedp.Action) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 60*time.Second)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// audit looks for what automated checks of accessibility can find: a page
// without language or title, landmarks missing or twice, headings that skip a
// level, fields without label, pictures without words, links and buttons
// without name, ids twice, tables without headings, references to nothing, and
// text with too little contrast on its ground.
const audit = `(() => {
  const bad = [];
  const say = (what, el) => bad.push(what + (el ? ": " + el.outerHTML.slice(0, 120) : ""));
  const root = document.documentElement;
  if (!root.lang) say("no language");
  if (!document.title.trim()) say("no title");
  for (const [sel, n] of [["main", 1], ["h1", 1], ["header.top", 1], ["nav", 1], ["footer.foot", 1]])
    if (document.querySelectorAll(sel).length !== n) say("not one " + sel);
  for (const nav of document.querySelectorAll("nav")) if (!nav.getAttribute("aria-label")) say("nav without label", nav);
  let level = 0;
  for (const h of document.querySelectorAll("h1,h2,h3,h4,h5,h6")) {
    const l = +h.tagName[1];
    if (l > level + 1) say("heading skips a level", h);
    level = l;
    if (!h.textContent.trim()) say("empty heading", h);
  }
  const name = (el) => (el.getAttribute("aria-label") || (el.getAttribute("aria-labelledby") || "").split(/\s+/).map((i) => document.getElementById(i)?.textContent || "").join("") || el.textContent || el.alt || el.title || "").trim();
  for (const f of document.querySelectorAll("input:not([type=hidden]),select,textarea,meter,progress"))
    if (!(f.labels && f.labels.length && [...f.labels].some((l) => l.textContent.trim())) && !f.getAttribute("aria-label")) say("field without label", f);
  for (const el of document.querySelectorAll("a[href],button,summary")) if (!name(el) && !el.querySelector("img[alt]:not([alt=''])")) say("no name", el);
  for (const el of document.querySelectorAll("img")) if (!el.hasAttribute("alt")) say("picture without words", el);
  for (const el of document.querySelectorAll("svg[role=img]")) if (!document.getElementById(el.getAttribute("aria-labelledby"))) say("drawing without title", el);
  const ids = {};
  for (const el of document.querySelectorAll("[id]")) { if (ids[el.id]) say("id twice", el); ids[el.id] = 1; }
  for (const attr of ["aria-labelledby", "aria-describedby", "for", "list"])
    for (const el of document.querySelectorAll("[" + attr + "]"))
      for (const id of el.getAttribute(attr).split(/\s+/)) if (id && !document.getElementById(id)) say(attr + " points at nothing", el);
  for (const table of document.querySelectorAll("table")) if (!table.querySelector("th")) say("table without headings", table);
  for (const th of document.querySelectorAll("th")) if (!th.scope) say("heading cell without scope", th);
  for (const el of document.querySelectorAll(".scroll")) if (el.tabIndex < 0 || !el.getAttribute("role")) say("a region that scrolls cannot be reached by keyboard", el);
  for (const el of document.querySelectorAll("[style],[onclick],script:not([src]),style")) say("inline style or script", el);
  const rgb = (s) => { const m = s.match(/[\d.]+/g).map(Number); return m.length > 3 && m[3] === 0 ? null : m; };
  const lum = (c) => { const f = (v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }; return .2126 * f(c[0]) + .7152 * f(c[1]) + .0722 * f(c[2]); };
  const ground = (el) => { for (; el; el = el.parentElement) { const c = rgb(getComputedStyle(el).backgroundColor); if (c) return c; } return [255, 255, 255]; };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (walk.nextNode()) {
    const el = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || seen.has(el) || el.closest("svg,option,noscript,.skip,.visually-hidden") || !el.getClientRects().length) continue;
    seen.add(el);
    const st = getComputedStyle(el), a = lum(rgb(st.color)), b = lum(ground(el));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    const large = parseFloat(st.fontSize) >= 24 || parseFloat(st.fontSize) >= 18.66 && +st.fontWeight >= 700;
    if (ratio < (large ? 3 : 4.5)) say("contrast " + ratio.toFixed(2), el);
  }
  if (root.scrollWidth > root.clientWidth + 1) say("the page is wider than the window by " + (root.scrollWidth - root.clientWidth));
  return bad;
})()`

// accessible audits the page that is open, in light and dark, wide and narrow,
// and with axe-core where KHASAN_AXE names its file.
func accessible(t *testing.T, ctx context.Context, page string) {
	t.Helper()
	for _, look := range []struct {
		scheme string
		width  int64
	}{{"light", 1200}, {"dark", 1200}, {"light", 360}} {
		var bad []string
		run(t, ctx, page, emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: look.scheme}}),
			chromedp.EmulateViewport(look.width, 900), chromedp.Evaluate(audit, &bad))
		for _, b := range bad {
			t.Errorf("%s, %s, %d px: %s", page, look.scheme, look.width, b)
		}
	}
	run(t, ctx, page, emulation.SetEmulatedMedia(), chromedp.EmulateViewport(1200, 900))
	if file := os.Getenv("KHASAN_AXE"); file != "" {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		run(t, ctx, page+" under axe", chromedp.Evaluate(string(src), nil),
			chromedp.Evaluate(`axe.run({resultTypes: ["violations"]}).then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ": " + v.help + ": " + n.html.slice(0, 160))))`, &found, awaitPromise))
		for _, f := range found {
			t.Errorf("%s: axe: %s", page, f)
		}
	}
}

func awaitPromise(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

// text is what an element shows.
func text(t *testing.T, ctx context.Context, sel string) string {
	t.Helper()
	var s string
	run(t, ctx, sel, chromedp.Text(sel, &s, chromedp.ByQuery))
	return s
}

func contains(t *testing.T, what, s string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(s, w) {
			t.Errorf("%s does not show %q: %.400s", what, w, s)
		}
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	ts := serve(t, server.Config{})
	at := func(p string) chromedp.Action { return chromedp.Navigate(ts.URL + p) }
	upload := func(name, content string) string {
		t.Helper()
		p := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(p, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return p
	}

	t.Run("who", func(t *testing.T) {
		run(t, ctx, "as you type", at("/who"), chromedp.SendKeys("#q", "Ri Pyong Chul", chromedp.ByQuery),
			chromedp.WaitVisible("#results article", chromedp.ByQuery))
		contains(t, "Who", text(t, ctx, "#results"), "treat as a match", "RI PYONG CHUL", "agrees", "Listings")
		accessible(t, ctx, "who, found")
		run(t, ctx, "by the button", at("/who?q=Erika+Mustermann"))
		contains(t, "Who", text(t, ctx, "main"), "Not listed")
		accessible(t, ctx, "who, not found")
		run(t, ctx, "bad input", at("/who?q=x&birth=yesterday"))
		contains(t, "Who", text(t, ctx, ".alert"), "Please mend this", "YYYY")
		var invalid bool
		run(t, ctx, "the field is marked", chromedp.Evaluate(`document.querySelector("#birth").getAttribute("aria-invalid") === "true"`, &invalid))
		if !invalid {
			t.Error("the wrong field is not marked")
		}
		accessible(t, ctx, "who, bad input")
		run(t, ctx, "another script", at("/who?q=%EB%A6%AC%EB%B3%91%EC%B2%A0&lang=de"))
		contains(t, "Wer", text(t, ctx, "main"), "Wer: Ist diese Partei gelistet?")
		run(t, ctx, "the party", at("/who?q=Ri+Pyong+Chul&lang=en"), chromedp.Click("#results article h3 a", chromedp.ByQuery), chromedp.WaitVisible("dl", chromedp.ByQuery))
		contains(t, "the party", text(t, ctx, "main"), "Names", "Listings")
		accessible(t, ctx, "party")
	})
	t.Run("what", func(t *testing.T) {
		run(t, ctx, "a dealing", at("/what"), chromedp.SetValue("#class", "coal", chromedp.ByQuery), chromedp.SendKeys("#from", "North Korea", chromedp.ByQuery),
			chromedp.SendKeys("#to", "China", chromedp.ByQuery), chromedp.SendKeys("#on", "2018-03-01", chromedp.ByQuery),
			chromedp.Click("main form button[type=submit]", chromedp.ByQuery), chromedp.WaitVisible("#ruling", chromedp.ByQuery))
		contains(t, "What", text(t, ctx, "main"), "Barred", "2371", "1 March 2018", "When the measures are in force")
		accessible(t, ctx, "what, barred")
		run(t, ctx, "bad input", at("/what?class=coal&from=KP&to=CN&on=2018-02-30"))
		contains(t, "What", text(t, ctx, ".alert"), "mend")
		run(t, ctx, "nothing said", at("/what?class=&from="))
		contains(t, "What", text(t, ctx, ".alert"), "what passes")
		accessible(t, ctx, "what, bad input")
	})
	t.Run("where", func(t *testing.T) {
		doc, err := os.ReadFile("../examples/summit.de.txt")
		if err != nil {
			t.Fatal(err)
		}
		run(t, ctx, "a file", at("/where"), chromedp.SetUploadFiles("#file", []string{upload("gipfel.txt", string(doc))}, chromedp.ByQuery),
			chromedp.SendKeys("#date", "2024-06-20", chromedp.ByQuery), chromedp.Click("main form button", chromedp.ByQuery), chromedp.WaitVisible(".document", chromedp.ByQuery))
		contains(t, "Where", text(t, ctx, "main"), "gipfel.txt", "Dealings", "Who deals with whom", "Barred")
		accessible(t, ctx, "where, read")
		var jump bool
		run(t, ctx, "from the table to the text", chromedp.Click(`.deals a[href^="#at-"]`, chromedp.ByQuery),
			chromedp.Evaluate(`!!document.querySelector(".document :target")`, &jump))
		if !jump {
			t.Error("the table does not lead into the text")
		}
		run(t, ctx, "bad input", at("/where"), chromedp.Click("main form button", chromedp.ByQuery), chromedp.WaitVisible(".alert", chromedp.ByQuery))
		contains(t, "Where", text(t, ctx, ".alert"), "Paste a text or choose a file")
		accessible(t, ctx, "where, bad input")
	})
	t.Run("batch", func(t *testing.T) {
		table := "Kundennummer;Name;Geburtsdatum\n1;Ri Pyong Chul;\n2;Erika Mustermann;\n3;;\n4;Chong Chon Gang;gestern\n"
		run(t, ctx, "a table", at("/batch"), chromedp.SetUploadFiles("#file", []string{upload("kunden.csv", table)}, chromedp.ByQuery),
			chromedp.Click("main form button", chromedp.ByQuery), chromedp.WaitVisible("#col0", chromedp.ByQuery))
		var guess string
		run(t, ctx, "the guess", chromedp.Evaluate(`[...document.querySelectorAll("select")].map(s => s.value).join(" ")`, &guess))
		if guess != "id name birth" {
			t.Errorf("columns guessed as %q", guess)
		}
		accessible(t, ctx, "batch, columns")
		run(t, ctx, "the results", chromedp.Click("button[value=start]", chromedp.ByQuery), chromedp.WaitVisible("#done-h", chromedp.ByQuery))
		contains(t, "Batch", text(t, ctx, "main"), "RI PYONG CHUL", "match", "no name and no number")
		accessible(t, ctx, "batch, results")
		run(t, ctx, "forgotten", chromedp.Click("button[value=forget]", chromedp.ByQuery), chromedp.WaitVisible("#file", chromedp.ByQuery))
		run(t, ctx, "bad input", chromedp.SetUploadFiles("#file", []string{upload("leer.csv", "Name\n")}, chromedp.ByQuery),
			chromedp.Click("main form button", chromedp.ByQuery), chromedp.WaitVisible(".alert", chromedp.ByQuery))
		contains(t, "Batch", text(t, ctx, ".alert"), "no rows")
		accessible(t, ctx, "batch, bad input")
	})
	t.Run("lists", func(t *testing.T) {
		run(t, ctx, "lists", at("/lists"))
		contains(t, "Lists", text(t, ctx, "main"), "un", "2026")
		accessible(t, ctx, "lists")
		run(t, ctx, "one list", at("/lists/un"))
		contains(t, "a list", text(t, ctx, "main"), "person", "listed")
		accessible(t, ctx, "list")
		run(t, ctx, "no such list", at("/lists/banana"))
		contains(t, "no list", text(t, ctx, ".alert"), "no such list")
		accessible(t, ctx, "error")
	})
	t.Run("measures", func(t *testing.T) {
		run(t, ctx, "measures", at("/measures"), chromedp.SendKeys("#q", "2371 coal", chromedp.ByQuery), chromedp.Sleep(600*time.Millisecond), chromedp.WaitVisible("#results table", chromedp.ByQuery))
		contains(t, "Measures", text(t, ctx, "#results"), "2371")
		accessible(t, ctx, "measures")
		run(t, ctx, "one measure", chromedp.Click("#results a", chromedp.ByQuery), chromedp.WaitVisible("#ver-h", chromedp.ByQuery))
		contains(t, "a measure", text(t, ctx, "main"), "What it says", "Verified")
		accessible(t, ctx, "measure")
		run(t, ctx, "bad input", at("/measures?q=zzzz"))
		contains(t, "Measures", text(t, ctx, "main"), "No measure has these words")
	})
	t.Run("keyboard", func(t *testing.T) {
		var focus string
		run(t, ctx, "tab", at("/who?q=x"), chromedp.Evaluate(`document.activeElement.blur()`, nil), chromedp.KeyEvent("\t"),
			chromedp.Evaluate(`document.activeElement.className`, &focus))
		if focus != "skip" {
			t.Errorf("the first stop is %q, not the way to the content", focus)
		}
		run(t, ctx, "slash", chromedp.KeyEvent("/"), chromedp.Evaluate(`document.activeElement.id`, &focus))
		if focus != "q" {
			t.Errorf("/ goes to %q", focus)
		}
	})
}

// Every page does its work without scripts.
func TestPagesWithoutScripts(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	ts := serve(t, server.Config{})
	at := func(p string) chromedp.Action { return chromedp.Navigate(ts.URL + p) }
	run(t, ctx, "scripts off", emulation.SetScriptExecutionDisabled(true))
	run(t, ctx, "who", at("/who"), chromedp.SendKeys("#q", "Ri Pyong Chul\r", chromedp.ByQuery), chromedp.WaitVisible("#results article", chromedp.ByQuery))
	contains(t, "Who", text(t, ctx, "#results"), "RI PYONG CHUL")
	run(t, ctx, "what", at("/what"), chromedp.SendKeys("#goods", "anthracite", chromedp.ByQuery), chromedp.SendKeys("#from", "KP", chromedp.ByQuery),
		chromedp.SendKeys("#to", "CN", chromedp.ByQuery), chromedp.SendKeys("#on", "2018\r", chromedp.ByQuery), chromedp.WaitVisible("#ruling", chromedp.ByQuery))
	contains(t, "What", text(t, ctx, "main"), "Barred")
	run(t, ctx, "where", at("/where"), chromedp.SendKeys("#text", "In March 2018 North Korea sold coal to China.", chromedp.ByQuery),
		chromedp.Click("main form button", chromedp.ByQuery), chromedp.WaitVisible(".document", chromedp.ByQuery))
	contains(t, "Where", text(t, ctx, "main"), "North Korea", "Barred")
	table := filepath.Join(t.TempDir(), "t.csv")
	if err := os.WriteFile(table, []byte("name\nRi Pyong Chul\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	run(t, ctx, "batch", at("/batch"), chromedp.SetUploadFiles("#file", []string{table}, chromedp.ByQuery), chromedp.Click("main form button", chromedp.ByQuery),
		chromedp.WaitVisible("button[value=start]", chromedp.ByQuery), chromedp.Click("button[value=start]", chromedp.ByQuery), chromedp.WaitVisible("#done-h", chromedp.ByQuery))
	contains(t, "Batch", text(t, ctx, "main"), "RI PYONG CHUL")
	run(t, ctx, "lists", at("/lists"), chromedp.Click("main table a", chromedp.ByQuery), chromedp.WaitVisible("#kinds-h", chromedp.ByQuery))
	run(t, ctx, "measures", at("/measures"), chromedp.SendKeys("#q", "2371\r", chromedp.ByQuery), chromedp.WaitVisible(`#q[value="2371"]`, chromedp.ByQuery))
	contains(t, "Measures", text(t, ctx, "#results"), "2371")
}

// An alert's way in a browser: from the queue by keyboard to a proposal, a
// second person's agreement, and its opening again when the listing changes.
func TestReviewPage(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "records.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	eng, err := starterEngine()
	if err != nil {
		t.Fatal(err)
	}
	customer := entity.Entity{ID: "C-1042", Schema: entity.Person, Names: []entity.Name{{Full: "Ri Byong Chol"}}, Births: []entity.Date{entity.Day(1975, 4, 2)},
		Countries: []entity.Country{{Code: "KR", Link: "nationality"}}}
	who, err := eng.Who(t.Context(), khasan.WhoQuery{Name: "Ri Pyong Chul", Explain: true, Limit: 1, Entity: entity.Entity{Schema: entity.Person, Births: customer.Births}, Threshold: .3})
	if err != nil || len(who.Hits) != 1 {
		t.Fatal(who, err)
	}
	raise := func(c entity.Entity, programme string) {
		t.Helper()
		h := who.Hits[0]
		h.Query = c.Caption()
		h.Listings = slices.Clone(h.Listings)
		h.Listings[0].Programmes = append(slices.Clone(h.Listings[0].Programmes), programme)
		if _, raised, err := st.Raise(t.Context(), time.Now().Add(-50*time.Hour), &c, &h); err != nil || !raised {
			t.Fatal(raised, err)
		}
	}
	raise(customer, "DPRK2")
	other := customer
	other.ID, other.Names = "C-2077", []entity.Name{{Full: "리병철"}}
	raise(other, "DPRK2")
	ts := serve(t, server.Config{Records: st, FourEyes: true, UserHeader: "X-Test-User"})
	at := func(p string) chromedp.Action { return chromedp.Navigate(ts.URL + p) }
	as := func(who string) chromedp.Action {
		return chromedp.ActionFunc(func(ctx context.Context) error {
			if err := network.Enable().Do(ctx); err != nil {
				return err
			}
			return network.SetExtraHTTPHeaders(network.Headers{"X-Test-User": who}).Do(ctx)
		})
	}
	picture := func(name string) {
		if dir := os.Getenv("KHASAN_PICTURES"); dir != "" {
			var b []byte
			run(t, ctx, name, chromedp.FullScreenshot(&b, 100))
			if err := os.WriteFile(filepath.Join(dir, name+".png"), b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	run(t, ctx, "the queue", as("ann"), at("/review?lang=en"), chromedp.WaitVisible("[data-queue]", chromedp.ByQuery))
	contains(t, "the queue", text(t, ctx, "main"), "Ri Byong Chol", "C-1042", "리병철", "all waiting", "1 to 7 days", "2 days")
	contains(t, "the navigation", text(t, ctx, "header nav"), "Review")
	accessible(t, ctx, "review, queue")
	picture("queue")
	// j to the first row, Enter opens it, c clears; without a reason it is refused.
	run(t, ctx, "by keyboard", chromedp.KeyEvent("j"), chromedp.KeyEvent("\r"), chromedp.WaitVisible("[data-decide]", chromedp.ByQuery))
	contains(t, "the alert", text(t, ctx, "main"), "side by side", "2 April 1975", "speaks against", "South Korea")
	accessible(t, ctx, "review, alert")
	picture("alert")
	run(t, ctx, "without a reason", chromedp.KeyEvent("c"), chromedp.Evaluate(`document.querySelector("[data-decide]").noValidate = true`, nil),
		chromedp.Click("[data-decide] button", chromedp.ByQuery), chromedp.WaitVisible(".alert", chromedp.ByQuery))
	contains(t, "no reason", text(t, ctx, ".alert"), "Give a reason")
	run(t, ctx, "a reason", chromedp.SetValue("#reason", "birth", chromedp.ByQuery), chromedp.SendKeys("#note", "passport seen", chromedp.ByQuery),
		chromedp.Click("[data-decide] button", chromedp.ByQuery), chromedp.WaitVisible(".note[role=status]", chromedp.ByQuery))
	contains(t, "proposed", text(t, ctx, "main"), "Alert 1: cleared is proposed", "리병철") // and on with the next
	run(t, ctx, "the same person again", at("/review/1"), chromedp.WaitVisible("[data-decide]", chromedp.ByQuery))
	contains(t, "first pair of eyes", text(t, ctx, "main"), "ann proposes: cleared", "Another person must agree")
	run(t, ctx, "agrees with herself", chromedp.SetValue("#reason", "birth", chromedp.ByQuery), chromedp.Click("[data-decide] button", chromedp.ByQuery), chromedp.WaitVisible(".alert", chromedp.ByQuery))
	contains(t, "four eyes", text(t, ctx, ".alert"), "Another person")
	// The second person, with scripts off, in German.
	run(t, ctx, "second person", as("bob"), emulation.SetScriptExecutionDisabled(true), at("/review?view=second&lang=de"), chromedp.WaitVisible("[data-queue]", chromedp.ByQuery))
	contains(t, "Warteschlange", text(t, ctx, "main"), "für mein zweites Augenpaar", "Ri Byong Chol")
	run(t, ctx, "agrees", chromedp.Click("[data-queue] tbody a", chromedp.ByQuery), chromedp.WaitVisible("[data-decide]", chromedp.ByQuery),
		chromedp.SetValue("#reason", "birth", chromedp.ByQuery), chromedp.Click("[data-decide] button", chromedp.ByQuery), chromedp.WaitVisible("[role=status]", chromedp.ByQuery))
	contains(t, "entlastet", text(t, ctx, "main"), "Meldung 1 ist jetzt: entlastet")
	if a, ds, err := st.Alert(t.Context(), 1); err != nil || a.State != store.StateCleared || len(ds) != 2 || !strings.Contains(ds[0].Reason, "another date of birth, founding or building: passport seen") {
		t.Fatalf("after both: %+v %+v %v", a, ds, err)
	}
	// The listing changes: the alert is there again and says what is new.
	raise(customer, "RUSSIA")
	run(t, ctx, "opened again", emulation.SetScriptExecutionDisabled(false), at("/review/1?lang=en"), chromedp.WaitVisible("#changed-h", chromedp.ByQuery))
	contains(t, "opened again", text(t, ctx, "main"), "opened again", "What changed since it was decided", "un RUSSIA (new)", "un DPRK2 (no longer)", "the listing or the customer changed")
	accessible(t, ctx, "review, opened again")
	picture("reopened")
	run(t, ctx, "escalated", chromedp.KeyEvent("a"), chromedp.WaitVisible(`button[value=give]`, chromedp.ByQuery), chromedp.KeyEvent("e"),
		chromedp.SetValue("#reason", "more", chromedp.ByQuery), chromedp.Focus("#note", chromedp.ByQuery), chromedp.Click("[data-decide] button", chromedp.ByQuery), chromedp.WaitVisible("[role=status]", chromedp.ByQuery))
	if a, _, err := st.Alert(t.Context(), 1); err != nil || a.State != store.StateEscalated || a.Assignee != "bob" {
		t.Fatalf("after the escalation: %+v %v", a, err)
	}
	run(t, ctx, "mine", at("/review?view=mine"), chromedp.WaitVisible("[data-queue]", chromedp.ByQuery))
	contains(t, "mine", text(t, ctx, "[data-queue]"), "Ri Byong Chol", "escalated")
	if _, _, err := st.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}
