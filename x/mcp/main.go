package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"khasan"
)

func main() {
	data := flag.String("data", os.Getenv("KHASAN_DATA"), "`DIR` with a snapshot made by 'khasan load'; empty: the starter data built in")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	eng, err := khasan.Open(*data, nil)
	if err == nil {
		err = newServer(eng).Run(ctx, &mcp.StdioTransport{})
	}
	if err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, "khasan-mcp:", err)
		os.Exit(1)
	}
}
