// Package cli is the command line: one file for each command.
//
// Commands print for people by default and for programs with --format. They end
// with 0 when all is well, 1 when they found something, and 2 when the input or
// the use was wrong; then one sentence on the error stream says what, where and
// what to do.
package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"afterwards/internal/errs"
)

// Env is what the program meets outside: arguments and streams.
type Env struct {
	Args     []string // without the program's name
	In       io.Reader
	Out, Err io.Writer
}

// Exit codes.
const (
	clean    = 0
	findings = 1
	failed   = 2
)

// commands are all commands; their help texts are read by people who are tired.
// The first is what happens without one.
func commands() []command {
	return []command{
		new(serveCommand).command(),
		new(checkCommand).command(),
		new(decideCommand).command(),
		lspCommand(),
		new(verifyCommand).command(),
		new(knowledgeCheck).command(),
		versionCommand(),
	}
}

// session is what a command works with.
type session struct {
	Env
	ctx context.Context
	out *bufio.Writer
}

// exit ends a command with a code and nothing more to say.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

const description = `After a breakup: whether to reach out, what to say, how to let go.

Without a command the program starts a private web page on this computer.
Nothing is sent anywhere, and nothing is kept unless you ask for it.`

// Main runs one command and returns the exit code.
func Main(ctx context.Context, env Env) int {
	s := &session{Env: env, ctx: ctx, out: bufio.NewWriter(env.Out)}
	err := s.run()
	if flushed := s.out.Flush(); err == nil && flushed != nil {
		err = fmt.Errorf("the answer could not be written: %w", flushed)
	}
	if code, ok := errors.AsType[exit](err); ok {
		return int(code)
	}
	if err != nil {
		return env.complain(err)
	}
	return clean
}

func (s *session) run() error {
	all := commands()
	c, args, err := choose(all, s.Args)
	if err == nil {
		err = c.parse(args)
	}
	switch {
	case err == errHelp && c == nil:
		helpAll(s.out, all)
	case err == errHelp:
		c.help(s.out)
	case err != nil:
		return fmt.Errorf("%w; see afterwards --help", err)
	default:
		return c.run(s)
	}
	return nil
}

// complain prints one sentence and returns the code for failure.
func (e Env) complain(err error) int {
	sentence := err.Error()
	if ours, ok := err.(*errs.Error); ok {
		sentence = ours.Public
	}
	fmt.Fprintln(e.Err, "afterwards: "+sentence)
	return failed
}

// brief tells the runtime that this is a short run: it collects garbage only
// when there is much of it.
func brief() {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(256 << 20)
}

// open opens FILE, or the input stream for "-".
func (s *session) open(file string) (io.ReadCloser, error) {
	if file == "-" {
		return io.NopCloser(s.In), nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("the file cannot be opened: %w", err)
	}
	return f, nil
}
