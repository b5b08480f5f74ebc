// Afterwards: for what comes after a breakup. See README.md.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"afterwards/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Main(ctx, cli.Env{Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}
