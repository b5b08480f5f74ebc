package cli

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"afterwards/internal/app"
)

type serveCommand struct{ app.Config }

func (c *serveCommand) command() command {
	c.Listen = "127.0.0.1:8080"
	return command{
		name: "serve",
		says: "Start the program and print its address. This is what happens without a command.",
		options: []option{
			{name: "listen", value: "ADDR", env: "AFTERWARDS_LISTEN", into: &c.Listen,
				says: "Address to listen on, " + c.Listen + " if left out. Other machines can only be served with TLS."},
			{name: "data", value: "DIR", env: "AFTERWARDS_DATA", into: &c.Data,
				says: "Folder for what is kept. Without it, where your system keeps the data of programs."},
			{name: "database", value: "URL", env: "AFTERWARDS_DATABASE", into: &c.Database,
				says: "A postgres:// URL, for many people. Without it, SQLite in the data folder."},
			{name: "signups", value: "open|closed", env: "AFTERWARDS_SIGNUPS", into: &c.Signups,
				says: "For several people, who sign in by name: may new ones join? Without it, one person."},
			{name: "leave-to", value: "URL", env: "AFTERWARDS_LEAVE_TO", into: &c.LeaveTo,
				says: "Where Leave goes: an https:// page that says nothing about the person who opens it."},
			{name: "tls-cert", value: "FILE", into: &c.CertFile, says: "Certificate, to serve HTTPS."},
			{name: "tls-key", value: "FILE", into: &c.KeyFile, says: "Key of the certificate."},
			{name: "proxy-header", value: "NAME", env: "AFTERWARDS_PROXY_HEADER", into: &c.ProxyHeader,
				says: "A reverse proxy ends TLS and puts the client's address into this header."},
		},
		run: c.run,
	}
}

// run serves until the program is told to stop.
func (c *serveCommand) run(s *session) error {
	if c.Data == "" {
		dir, err := app.DefaultData()
		if err != nil {
			return err
		}
		c.Data = dir
	}
	for _, file := range []string{c.CertFile, c.KeyFile} {
		if _, err := os.Stat(file); file != "" && err != nil {
			return fmt.Errorf("the certificate and its key cannot be used: %w", err)
		}
	}
	// The first signal ends serving in order; a second one ends the program.
	ctx, stop := signal.NotifyContext(s.ctx, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	defer stop()
	a, err := app.Open(ctx, c.Config, slog.New(slog.NewTextHandler(s.Err, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		return err
	}
	defer a.Close()
	return a.Run(ctx, func(url string) {
		where := c.Data
		if strings.HasPrefix(c.Database, "postgres") {
			where = "the PostgreSQL database, and its server key in " + c.Data
		}
		fmt.Fprintf(s.out, "Afterwards is at %s\nWhat you choose to keep is in %s. Stop with Ctrl-C.\n", url, where)
		_ = s.out.Flush()
	})
}
