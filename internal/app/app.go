// Package app wires the program together: it is the only package that knows
// every adapter.
package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"afterwards/advice"
	"afterwards/internal/account"
	"afterwards/internal/api"
	"afterwards/internal/store"
	"afterwards/internal/web"
)

// App is the program, ready to serve.
type App struct {
	config   Config
	store    *store.Store
	accounts *account.Service
	handler  http.Handler
	log      *slog.Logger
}

// Open checks the settings, opens the database and prepares every page. Errors
// are sentences for the operator.
func Open(ctx context.Context, c Config, log *slog.Logger) (*App, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	// Reading the knowledge keeps a processor busy and opening the database waits
	// for the disk, so they are done at the same time.
	var adviser *advice.Adviser
	var unread error
	var reading sync.WaitGroup
	reading.Go(func() { adviser, unread = advice.Default() })
	db, err := store.Open(ctx, store.Options{Dir: c.Data, URL: c.Database})
	reading.Wait()
	if err != nil {
		return nil, err
	}
	if unread != nil {
		return nil, errors.Join(fmt.Errorf("the knowledge cannot be loaded, so nothing is advised: %w", unread), db.Close())
	}
	a := &App{config: c, store: db, log: log}
	a.accounts, err = account.New(db, account.Options{ServerKey: db.ServerKey(), Local: c.Signups == "", Closed: c.Signups == "closed"})
	if err == nil {
		a.handler, err = a.routes(adviser)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return a, nil
}

func (a *App) routes(adviser *advice.Adviser) (http.Handler, error) {
	c := a.config
	pages, err := web.New(web.Options{
		Adviser: adviser, API: api.Handler(adviser),
		LeaveTo: c.LeaveTo, Hosts: c.hosts(), TLS: c.TLS(), Log: a.log,
		Keeping: &web.Keeping{
			Accounts: a.accounts, Records: a.store, Kinds: kinds,
			Hosted: c.Signups != "", SignUps: c.Signups == "open",
			Address: clientAddress(c.ProxyHeader),
		},
	})
	if err != nil {
		return nil, err
	}
	return pages, nil
}

// clientAddress reads the address of the client from the proxy's header: the
// last one in it, which the proxy itself put there. Without a proxy it is nil,
// and the other end of the connection counts.
func clientAddress(header string) func(*http.Request) netip.Addr {
	if header == "" {
		return nil
	}
	return func(r *http.Request) netip.Addr {
		values := r.Header.Values(header)
		if len(values) == 0 {
			return netip.Addr{}
		}
		list := strings.Split(values[len(values)-1], ",")
		last := strings.TrimSpace(list[len(list)-1])
		if at, err := netip.ParseAddrPort(last); err == nil {
			return at.Addr()
		}
		addr, _ := netip.ParseAddr(last)
		return addr
	}
}

// Handler serves every page and the API.
func (a *App) Handler() http.Handler { return a.handler }

// Close closes the database.
func (a *App) Close() error { return a.store.Close() }

// Run listens, calls ready with the address, and serves until ctx ends. It then
// lets running requests finish, for ten seconds at most.
func (a *App) Run(ctx context.Context, ready func(url string)) error {
	if a.config.CertFile != "" {
		if _, err := tls.LoadX509KeyPair(a.config.CertFile, a.config.KeyFile); err != nil {
			return fmt.Errorf("the certificate and its key cannot be used: %w", err)
		}
	}
	listener, err := net.Listen("tcp", a.config.Listen)
	if err != nil {
		return fmt.Errorf("nothing can be served at %s: %w; choose another address with --listen", a.config.Listen, err)
	}
	server := &http.Server{
		Handler:           a.handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		WriteTimeout:      2 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		// The library's own lines may quote what a client sent.
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	done := make(chan error, 1)
	go func() {
		if a.config.CertFile != "" {
			done <- server.ServeTLS(listener, a.config.CertFile, a.config.KeyFile)
		} else {
			done <- server.Serve(listener)
		}
	}()
	ready(a.address(listener))
	day := time.NewTicker(24 * time.Hour)
	defer day.Stop()
	for a.tidy(ctx); ; {
		select {
		case <-day.C:
			a.tidy(ctx)
			continue
		case err := <-done:
			return fmt.Errorf("serving ended: %w", err)
		case <-ctx.Done():
		}
		break
	}
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := server.Shutdown(finish); err != nil {
		return server.Close() // whoever has not finished by now may have gone
	}
	return nil
}

// tidy removes what has ended long ago. That it failed is for the operator; the
// next day tries again.
func (a *App) tidy(ctx context.Context) {
	if err := a.accounts.Tidy(ctx); err != nil && ctx.Err() == nil {
		a.log.LogAttrs(ctx, slog.LevelError, "tidying failed", slog.String("cause", err.Error()))
	}
}

func (a *App) address(l net.Listener) string {
	scheme := "http"
	if a.config.CertFile != "" {
		scheme = "https"
	}
	return scheme + "://" + l.Addr().String()
}
