package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"khasan"
	"khasan/report"
	"khasan/store"
)

const whereUsage = `
Read documents: the listed parties they name and the dealings they describe,
each with its words, its place, and the ruling on it.

  khasan where [options] FILE...

FILE is a text, HTML, PDF, Word, OpenDocument, RTF, e-mail or table file, a
folder of such, an http or https address, or "-" for standard input.

With -model a language model reads the document too. The text is sent to that
address and nowhere else. What it finds beside the rules is shown as proposed,
and only where its quote and its parties stand in the text.

Example:

  khasan where -date 2023-09-25 examples/summit.de.txt
`

// maxFile bounds what is read of one document.
const maxFile = 512 << 20

func runWhere(ctx context.Context, p *program, args []string) (int, error) {
	f := p.flags("where", whereUsage)
	c := p.common(f)
	var as list
	date := f.String("date", "", "`DAY` the document was written, when it does not say")
	lang := f.String("lang", "", "`LANG` of the document (de, en, ...); default: found out for each passage")
	html := f.String("html", "", "write a self-contained HTML report to `FILE`")
	record := f.String("record", "", "keep question and answer in the log at `PLACE` (see 'khasan audit')")
	var model modelFlags
	f.StringVar(&model.url, "model", p.getenv("KHASAN_MODEL"), "ask the model server at `URL` (OpenAI's chat completions API) as well; its key comes from KHASAN_MODEL_KEY")
	f.StringVar(&model.name, "model-name", p.getenv("KHASAN_MODEL_NAME"), "`NAME` of the model at that server")
	f.StringVar(&model.keyFile, "model-key-file", "", "`FILE` that holds the key of the model server")
	f.Var(&as, "as", "rule as seen from this `JURISDICTION` only (UN, EU, US, ...); may be repeated")
	rest, err := parse(f, args)
	if err != nil {
		return 0, err
	}
	if len(rest) == 0 {
		return 0, usagef("which document? Give a file, a folder, or - for standard input")
	}
	q := khasan.WhereQuery{Lang: *lang, As: as}
	if q.Date, err = dayFlag("date", *date); err != nil {
		return 0, err
	}
	files, err := documents(rest)
	if err != nil {
		return 0, err
	}
	if *html != "" && len(files) > 1 {
		return 0, usagef("-html takes one document, not %d", len(files))
	}
	eng, err := c.open()
	if err != nil {
		return 0, err
	}
	defer eng.Close()
	if model.url != "" && *record != "" {
		return 0, usagef("-record keeps answers that can be given again; a model's proposals (-model) cannot: choose one")
	}
	second, err := model.proposer(p, eng.Law().Classes())
	if err != nil {
		return 0, err
	}
	if second != nil {
		q.Proposer = second
	}
	log, err := openRecorder(ctx, p, *record)
	if err != nil {
		return 0, err
	}
	defer log.Close()

	found, failed := false, 0
	read, stop := readDocuments(ctx, eng, p, files, q)
	defer stop() // before the engine is closed
	for i, name := range files {
		if len(files) > 1 && !*c.json {
			fmt.Fprintf(p.err, "%d of %d: %s\n", i+1, len(files), name)
		}
		var r readResult
		select {
		case r = <-read[i]:
		case <-ctx.Done():
			return 0, ctx.Err()
		}
		a, err := r.answer, r.err
		if err != nil {
			if len(files) == 1 || ctx.Err() != nil {
				return 0, err
			}
			fmt.Fprintf(p.err, "khasan where: %v\n", err)
			failed++
			continue
		}
		err = log.keep(ctx, func(at time.Time, asker string) (store.Record, error) { return store.OfWhere(at, asker, q, a) })
		if err != nil {
			return 0, err
		}
		found = found || a.Summary.Barred > 0 || a.Summary.Conditional > 0 || a.Summary.Listed > 0
		if *html != "" {
			err = writeFile(*html, func(w io.Writer) error { return report.HTMLWhere(w, a) })
		} else if *c.json {
			err = report.JSONWhere(p.out, a)
		} else {
			err = report.WriteWhere(p.out, a, p.style(p.out))
		}
		if err != nil {
			return 0, err
		}
	}
	c.warnStale(eng.Version())
	if failed > 0 {
		return 0, fmt.Errorf("%d of %d documents could not be read", failed, len(files))
	}
	if found {
		return exitFound, nil
	}
	return exitClear, nil
}

// readResult is one document's answer.
type readResult struct {
	answer *khasan.WhereAnswer
	err    error
}

// readDocuments reads files on all processors; the i-th channel gives the
// answer for the i-th file. No more answers wait than there are processors.
// stop ends the reading and returns when nobody reads any more.
func readDocuments(ctx context.Context, eng *khasan.Engine, p *program, files []string, q khasan.WhereQuery) (out []chan readResult, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	out = make([]chan readResult, len(files))
	for i := range out {
		out[i] = make(chan readResult)
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(files)) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(files) {
					return
				}
				a, err := readDocument(ctx, eng, p, files[i], q)
				select {
				case out[i] <- readResult{a, err}:
				case <-ctx.Done():
					return
				}
			}
		})
	}
	return out, func() { cancel(); wg.Wait() }
}

func readDocument(ctx context.Context, eng *khasan.Engine, p *program, name string, q khasan.WhereQuery) (*khasan.WhereAnswer, error) {
	if isWeb(name) {
		shown, data, err := fetchDocument(ctx, name)
		if err != nil {
			return nil, err
		}
		a, err := eng.Where(ctx, shown, data, q)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", shown, err)
		}
		return a, nil
	}
	var r io.Reader = p.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		r = f
	}
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(data) > maxFile {
		return nil, fmt.Errorf("%s: larger than %d MB: split it first", name, maxFile>>20)
	}
	shown := filepath.Base(name)
	if name == "-" {
		shown = "standard input"
	}
	a, err := eng.Where(ctx, shown, data, q)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return a, nil
}

// documents lists the files meant: folders are walked in name order, hidden
// files in them left out.
func documents(args []string) ([]string, error) {
	var files []string
	for _, a := range args {
		if a == "-" || isWeb(a) {
			files = append(files, a)
			continue
		}
		info, err := os.Stat(a)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			files = append(files, a)
			continue
		}
		n := len(files)
		err = filepath.WalkDir(a, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if path != a && d.Name()[0] == '.' {
				if d.IsDir() {
					return filepath.SkipDir
				}
				return nil
			}
			if d.Type().IsRegular() {
				files = append(files, path)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		slices.Sort(files[n:])
		if len(files) == n {
			return nil, errors.New(a + ": no document in this folder")
		}
	}
	return files, nil
}

// writeFile writes a file whole or not at all.
func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".khasan-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
