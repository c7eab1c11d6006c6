// Command khasan answers three questions about sanctions, each with its
// evidence: who is listed, what dealing is barred, and where a document
// speaks of either.
//
// Each verb has a file of its own. Exit codes: 0 nothing found, 1 error,
// 2 wrong use, 3 something found.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// Exit codes, the same for every verb.
const (
	exitClear = 0
	exitError = 1
	exitUsage = 2
	exitFound = 3
)

// A verb is one subcommand.
type verb struct {
	name  string
	brief string // one line for the overview
	run   func(ctx context.Context, p *program, args []string) (int, error)
}

// verbs in the order of the overview.
func verbs() []verb {
	return []verb{
		{"where", "read documents: the listed parties and the dealings in them, and what bars each", runWhere},
		{"who", "is this party listed?", runWho},
		{"what", "is this dealing barred, and by which paragraph?", runWhat},
		{"load", "build a data folder from list files", runLoad},
		{"update", "fetch today's lists, verify them, and swap them in", runUpdate},
		{"diff", "what changed between two versions of a list", runDiff},
		{"history", "the versions kept of the lists, and when a party was on them", runHistory},
		{"apart", "undo the link between two records that are not the same party", runApart},
		{"measures", "the measures held: list, search, show, draw", runMeasures},
		{"lint", "check a folder of measures and run the tests beside them", runLint},
		{"lists", "what is loaded, of which day, how old", runLists},
		{"eval", "measure how often the engine is right, on labelled files", runEval},
		{"serve", "answer over HTTP: the API, the pages, the endpoints of yente's clients", runServe},
		{"batch", "screen a table of parties, bounded in memory, resumable", runBatch},
		{"watch", "customers under watch: which does a list update touch?", runWatch},
		{"audit", "the log of answers: prove it whole, replay it", runAudit},
		{"version", "the program, its lists and its law data", runVersion},
	}
}

// program is what a verb may touch of the world: its streams and settings.
type program struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program whatever it does
	code := run(ctx, &program{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv}, os.Args[1:])
	stop()
	os.Exit(code)
}

// errUsage marks an error of use: exit 2 instead of 1.
var errUsage = errors.New("usage")

func usagef(format string, a ...any) error {
	return fmt.Errorf("%w%s", errUsage, "\x00"+fmt.Sprintf(format, a...))
}

func run(ctx context.Context, p *program, args []string) int {
	if len(args) == 0 {
		overview(p.err)
		return exitUsage
	}
	name, rest := args[0], args[1:]
	switch name {
	case "-h", "-help", "--help", "help":
		if name == "help" && len(rest) > 0 {
			name, rest = rest[0], []string{"-h"}
			break
		}
		overview(p.out)
		return exitClear
	case "-version", "--version":
		name = "version"
	}
	for _, v := range verbs() {
		if v.name != name {
			continue
		}
		code, err := v.run(ctx, p, rest)
		switch {
		case err == nil:
			return code
		case errors.Is(err, flag.ErrHelp):
			return exitClear
		case errors.Is(err, errUsage):
			_, msg, _ := strings.Cut(err.Error(), "\x00")
			if msg != "" {
				fmt.Fprintf(p.err, "khasan %s: %s\n", name, msg)
			}
			fmt.Fprintf(p.err, "run 'khasan %s -h' for its options\n", name)
			return exitUsage
		}
		fmt.Fprintf(p.err, "khasan %s: %v\n", name, err)
		return exitError
	}
	fmt.Fprintf(p.err, "khasan: there is no verb %q\n", name)
	overview(p.err)
	return exitUsage
}

func overview(w io.Writer) {
	fmt.Fprint(w, `Khasan answers three questions about sanctions, each with its evidence.

  khasan VERB [options] [arguments]

`)
	for _, v := range verbs() {
		fmt.Fprintf(w, "  %-10s %s\n", v.name, v.brief)
	}
	fmt.Fprint(w, `
'khasan VERB -h' shows a verb's options and an example. Every verb takes
-data DIR (default: KHASAN_DATA, else the starter data built in) and -json.
Exit codes: 0 nothing found, 1 error, 2 wrong use, 3 something found.
`)
}

// flags makes a verb's flag set; its help is the usage text and the options.
func (p *program) flags(name, usage string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.Usage = func() {
		fmt.Fprintf(p.out, "%s\nOptions:\n", strings.TrimLeft(usage, "\n"))
		f.SetOutput(p.out)
		f.PrintDefaults()
		f.SetOutput(io.Discard)
	}
	return f
}

// parse reads flags that may stand before or after the arguments, and turns
// a wrong flag into an error of use. A bare "--" ends the flags.
func parse(f *flag.FlagSet, args []string) ([]string, error) {
	var rest []string
	for {
		if err := f.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, err
			}
			return nil, usagef("%v", err)
		}
		n := len(args) - f.NArg()
		if n > 0 && args[n-1] == "--" {
			return append(rest, f.Args()...), nil
		}
		if f.NArg() == 0 {
			return rest, nil
		}
		rest = append(rest, f.Arg(0))
		args = f.Args()[1:]
	}
}
