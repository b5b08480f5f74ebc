package app

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"afterwards/internal/errs"
)

// Config is how the operator wants the program to run.
type Config struct {
	Listen   string // host:port
	Data     string // folder for the database, the server key; made for its owner alone
	Database string // postgres:// URL; empty for SQLite in Data
	LeaveTo  string // where Leave goes; empty for the default

	// Signups is empty for one person on their own computer, without names;
	// "open" or "closed" for several people, who sign in by name.
	Signups string

	CertFile, KeyFile string // TLS served here
	// ProxyHeader names the header in which a reverse proxy that ends TLS puts
	// the address of the client. Whoever can reach the program past the proxy
	// can forge it.
	ProxyHeader string
}

const (
	headerName = `^[A-Za-z0-9-]*$`
	hostName   = `^[A-Za-z0-9.-]+(:[0-9]+)?$`
)

// TLS reports whether people reach the program over HTTPS.
func (c Config) TLS() bool { return c.CertFile != "" || c.ProxyHeader != "" }

// Check returns a sentence about the first setting that cannot be used.
func (c Config) Check() error {
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil || port == "" {
		return errs.New(errs.Invalid, "--listen %q is not an address: write host:port, as 127.0.0.1:8080", c.Listen)
	}
	if c.Signups != "" && c.Signups != "open" && c.Signups != "closed" {
		return errs.New(errs.Invalid, "--signups is open or closed, not %q; leave it out for one person", c.Signups)
	}
	if !regexp.MustCompile(headerName).MatchString(c.ProxyHeader) {
		return errs.New(errs.Invalid, "--proxy-header %q is not the name of a header: write X-Forwarded-For, for example", c.ProxyHeader)
	}
	if (c.CertFile == "") != (c.KeyFile == "") {
		return errs.New(errs.Invalid, "--tls-cert and --tls-key go together: name both files or neither")
	}
	if !loopback(host) && !c.TLS() {
		return errs.New(errs.Invalid, "--listen %s can be reached from other machines, and without TLS others can read along: "+
			"give --tls-cert and --tls-key, or --proxy-header behind a reverse proxy, or listen on 127.0.0.1", c.Listen)
	}
	if !loopback(host) && c.Signups == "" {
		return errs.New(errs.Invalid, "--listen %s can be reached by others, and the program is set up for one person: add --signups open or --signups closed", c.Listen)
	}
	if c.Database != "" {
		u, err := url.Parse(c.Database)
		if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
			return errs.New(errs.Invalid, "--database must be a postgres:// URL; leave it out to use SQLite in the data folder")
		}
	}
	if c.LeaveTo != "" {
		u, err := url.Parse(c.LeaveTo)
		if err != nil || u.Scheme != "https" || u.User != nil || !regexp.MustCompile(hostName).MatchString(u.Host) {
			return errs.New(errs.Invalid, "--leave-to must be an https:// address, as https://www.wikipedia.org/")
		}
	}
	return nil
}

// hosts are the names under which the program answers. On this machine alone,
// no name that somebody else's DNS has pointed here; nil for any.
func (c Config) hosts() []string {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil || !loopback(host) || c.ProxyHeader != "" {
		return nil
	}
	return []string{"127.0.0.1", "localhost", "::1", host}
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// DefaultData is the folder for the data of one person: where their system
// keeps the data of programs.
func DefaultData() (string, error) {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "afterwards"), nil
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		dir, err := os.UserConfigDir()
		if err != nil {
			return "", fmt.Errorf("there is no folder for data on this system: name one with --data")
		}
		return filepath.Join(dir, "Afterwards"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("there is no home folder: name a folder with --data")
	}
	return filepath.Join(home, ".local", "share", "afterwards"), nil
}
