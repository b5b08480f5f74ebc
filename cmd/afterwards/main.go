// Afterwards: for what comes after a breakup. See README.md.
package main

import (
	"context"
	"os"

	"afterwards/internal/cli"
)

func main() {
	os.Exit(cli.Main(context.Background(), cli.Env{Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}
