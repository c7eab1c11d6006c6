package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"time"

	"khasan/internal/pgserver"
	"khasan/table"

	"khasan"
)

const usage = `khasan-nats node|put|work|collect|batch|trial [options]

  node     a server of NATS JetStream, alone or one of a cluster
  put      make the rows of a table into jobs: what 'khasan batch' reads (CSV,
           TSV, JSON lines, XLSX, Parquet, postgres://...#TABLE), columns by
           their names or by -map FIELD=COLUMN,...
  work     take jobs, answer them
  collect  the answers of a batch as JSON lines
  batch    all of it in one process, for one machine
  trial    three servers and three workers on this machine, one of each killed
           and started again midway: every row answered once, none lost?

Each has its options: khasan-nats VERB -h`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil && ctx.Err() == nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "khasan-nats:", err)
		}
		os.Exit(1)
	}
}

// run does one verb.
func run(ctx context.Context, args []string, out, log io.Writer) error {
	if len(args) == 0 {
		return errors.New(usage)
	}
	f := flag.NewFlagSet(args[0], flag.ContinueOnError)
	f.SetOutput(log)
	url := f.String("url", "nats://127.0.0.1:4222", "`URL`s of the servers, with commas between")
	replicas := f.Int("replicas", 1, "on how many servers each message is kept, `N` of 1, 3 or 5")
	batch := f.String("batch", "default", "`NAME` of the batch")
	block := f.Int("block", 64, "`N` rows in one job")
	data := f.String("data", os.Getenv("KHASAN_DATA"), "`DIR` with a snapshot made by 'khasan load'; empty: the starter data built in")
	records := f.String("records", "", "also keep answers in the table khasan_answer of this postgres:// `URL`")
	switch args[0] {
	case "node":
		o := nodeOptions{}
		f.StringVar(&o.name, "name", "khasan-1", "`NAME` of the server in its cluster")
		f.StringVar(&o.store, "store", "", "`DIR` for the streams")
		f.StringVar(&o.host, "host", "127.0.0.1", "`HOST` to listen on")
		f.IntVar(&o.port, "port", 4222, "`PORT` for clients")
		f.IntVar(&o.clusterPort, "cluster-port", 0, "`PORT` for the other servers; 0: a server alone")
		f.StringVar(&o.routes, "routes", "", "`URL`s of the other servers (nats://host:cluster-port), with commas between")
		f.BoolVar(&o.sync, "sync", false, "wait for the disk at every message: a power cut of all servers at once loses nothing")
		if err := f.Parse(args[1:]); err != nil {
			return err
		}
		s, err := startNode(o)
		if err != nil {
			return err
		}
		fmt.Fprintln(log, "listening on", s.ClientURL())
		<-ctx.Done()
		s.Shutdown()
		s.WaitForShutdown()
		return nil
	case "put":
		columns := mapping(f)
		if err := f.Parse(args[1:]); err != nil {
			return err
		}
		if f.NArg() != 1 {
			return errors.New("put: give one table")
		}
		js, close, err := connect(ctx, *url, *replicas)
		if err != nil {
			return err
		}
		defer close()
		rows, _, err := table.Open(ctx, f.Arg(0), os.Stdin, *columns)
		if err != nil {
			return err
		}
		n, jobs, err := putRows(ctx, js, *batch, *block, rows)
		fmt.Fprintf(log, "%d rows in %d jobs\n", n, jobs)
		return err
	case "work":
		name := f.String("name", "", "`NAME` of the worker (default: host and process)")
		at := f.Int("at", runtime.GOMAXPROCS(0), "`N` jobs at once")
		if err := f.Parse(args[1:]); err != nil {
			return err
		}
		js, close, err := connect(ctx, *url, *replicas)
		if err != nil {
			return err
		}
		defer close()
		w, err := newWorker(ctx, js, *name, *data, *records)
		if err != nil {
			return err
		}
		defer w.close()
		err = w.work(ctx, *at)
		fmt.Fprintf(log, "%s: %d rows in %d jobs, %d of them answered before\n", w.name, w.rows.Load(), w.jobs.Load(), w.again.Load())
		return err
	case "collect":
		o := f.String("o", "", "`FILE` for the answers; empty: standard output")
		wait := f.Duration("wait", 3*time.Second, "end when no answer has come for so long")
		if err := f.Parse(args[1:]); err != nil {
			return err
		}
		js, close, err := connect(ctx, *url, *replicas)
		if err != nil {
			return err
		}
		defer close()
		return toFile(*o, out, func(w io.Writer) error {
			t, err := collect(ctx, js, *batch, *wait, w, nil)
			fmt.Fprintf(log, "%d rows of %d jobs, %d jobs were there twice and were passed over\n", t.rows, t.jobs, t.twice)
			return err
		})
	case "batch":
		store := f.String("store", "", "`DIR` for the streams")
		o := f.String("o", "", "`FILE` for the answers; empty: standard output")
		at := f.Int("at", runtime.GOMAXPROCS(0), "`N` jobs at once")
		columns := mapping(f)
		if err := f.Parse(args[1:]); err != nil {
			return err
		}
		if f.NArg() != 1 || *store == "" {
			return errors.New("batch: give one table, and a folder for the streams with -store")
		}
		return toFile(*o, out, func(w io.Writer) error {
			rows, _, err := table.Open(ctx, f.Arg(0), os.Stdin, *columns)
			if err != nil {
				return err
			}
			return oneMachine(ctx, *store, *batch, *block, *at, *data, *records, rows, w, log)
		})
	case "trial":
		t := trialOptions{block: 64}
		f.IntVar(&t.n, "n", 20000, "`N` rows")
		f.IntVar(&t.nodes, "nodes", 3, "`N` servers")
		f.IntVar(&t.workers, "workers", 3, "`N` workers")
		postgres := f.Bool("postgres", false, "also into a PostgreSQL started for the trial")
		if err := f.Parse(args[1:]); err != nil {
			return err
		}
		t.block, t.data, t.records = *block, *data, *records
		if *postgres {
			url, stop, err := pgserver.Start()
			if err != nil {
				return err
			}
			defer stop()
			t.records = url
		}
		return trial(ctx, t, out, log)
	}
	return errors.New(usage)
}

// mapping is the option -map.
func mapping(f *flag.FlagSet) *table.Mapping {
	m := &table.Mapping{}
	f.Func("map", "`FIELD=COLUMN` pairs with commas between, when the columns have other names", func(s string) (err error) {
		*m, err = table.ReadMapping(strings.Split(s, ","))
		return err
	})
	return m
}

// toFile gives write a file, or out when there is no name.
func toFile(name string, out io.Writer, write func(io.Writer) error) error {
	if name == "" {
		return write(out)
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// oneMachine runs a server, a worker and the rest in this process.
func oneMachine(ctx context.Context, store, batch string, block, at int, data, records string, rows table.Rows, out, log io.Writer) error {
	s, err := startNode(nodeOptions{name: "khasan", store: store, alone: true})
	if err != nil {
		return err
	}
	defer func() { s.Shutdown(); s.WaitForShutdown() }()
	js, close, err := connectIn(ctx, s)
	if err != nil {
		return err
	}
	defer close()
	w, err := newWorker(ctx, js, "here", data, records)
	if err != nil {
		return err
	}
	defer w.close()
	working, done := context.WithCancel(ctx)
	defer done()
	ended := make(chan error, 1)
	go func() { ended <- w.work(working, at) }()
	n, jobs, err := putRows(ctx, js, batch, block, rows)
	if err != nil {
		return err
	}
	t, err := collect(ctx, js, batch, 0, out, func(t tally) bool { return t.jobs == jobs })
	done()
	if werr := <-ended; err == nil && !errors.Is(werr, context.Canceled) {
		err = werr
	}
	if err == nil && t.rows != n {
		err = fmt.Errorf("%d rows were put and %d answered", n, t.rows)
	}
	fmt.Fprintf(log, "%d rows in %d jobs\n", t.rows, t.jobs)
	return err
}

func openEngine(data string) (*khasan.Engine, error) {
	opt := &khasan.Options{}
	if dir, err := os.UserCacheDir(); err == nil && !strings.EqualFold(os.Getenv("KHASAN_CACHE"), "off") {
		opt.Cache = dir + "/khasan"
	}
	return khasan.Open(data, opt)
}
