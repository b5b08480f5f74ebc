package cli

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"afterwards/internal/app"
)

type serveCommand struct {
	Listen      string `default:"127.0.0.1:8080" env:"AFTERWARDS_LISTEN" placeholder:"ADDR" help:"Address to listen on. Other machines can only be served with TLS."`
	Data        string `env:"AFTERWARDS_DATA" placeholder:"DIR" help:"Folder for what is kept. Without it, where your system keeps the data of programs."`
	Database    string `env:"AFTERWARDS_DATABASE" placeholder:"URL" help:"A postgres:// URL, for many people. Without it, SQLite in the data folder."`
	Signups     string `env:"AFTERWARDS_SIGNUPS" placeholder:"open|closed" help:"For several people, who sign in by name: may new ones join? Without it, one person."`
	LeaveTo     string `env:"AFTERWARDS_LEAVE_TO" placeholder:"URL" help:"Where Leave goes: an https:// page that says nothing about the person who opens it."`
	TLSCert     string `name:"tls-cert" type:"existingfile" placeholder:"FILE" help:"Certificate, to serve HTTPS."`
	TLSKey      string `name:"tls-key" type:"existingfile" placeholder:"FILE" help:"Key of the certificate."`
	ProxyHeader string `env:"AFTERWARDS_PROXY_HEADER" placeholder:"NAME" help:"A reverse proxy ends TLS and puts the client's address into this header."`
}

// Run serves until the program is told to stop.
func (c *serveCommand) Run(s *session) error {
	if c.Data == "" {
		dir, err := app.DefaultData()
		if err != nil {
			return err
		}
		c.Data = dir
	}
	// The first signal ends serving in order; a second one ends the program.
	ctx, stop := signal.NotifyContext(s.ctx, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	defer stop()
	a, err := app.Open(ctx, app.Config{
		Listen: c.Listen, Data: c.Data, Database: c.Database, Signups: c.Signups, LeaveTo: c.LeaveTo,
		CertFile: c.TLSCert, KeyFile: c.TLSKey, ProxyHeader: c.ProxyHeader,
	}, slog.New(slog.NewTextHandler(s.Err, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		return err
	}
	defer a.Close()
	return a.Run(ctx, func(url string) {
		fmt.Fprintf(s.out, "Afterwards is at %s\nWhat you choose to keep is in %s. Stop with Ctrl-C.\n", url, c.Data)
		_ = s.out.Flush()
	})
}
