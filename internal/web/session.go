package web

import (
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/web/httpx"
)

// signedIn is a handler for somebody who is signed in. The key in open is
// wiped when it returns.
type signedIn func(w http.ResponseWriter, r *http.Request, open *account.Open) error

// The pages on which a session that is not ready goes on.
var stagePages = map[account.Stage]string{
	account.Ready:           "/journal",
	account.NeedsRecovery:   "/place/code",
	account.NeedsPassphrase: "/place/passphrase",
}

// ready lets only whole sessions through. Everybody else gets the same answer
// whatever the address names, so that nothing can be learned by trying.
func (s *site) ready(h signedIn) httpx.Handler {
	return s.present(func(w http.ResponseWriter, r *http.Request, open *account.Open) error {
		if open.Stage != account.Ready {
			return seeOther(w, r, stagePages[open.Stage])
		}
		return h(w, r, open)
	})
}

// present lets everybody through who is signed in, at any stage.
func (s *site) present(h signedIn) httpx.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		open, err := s.resume(r)
		if errs.Is(err, errs.Unauthorized) {
			return s.toDoor(w, r)
		} else if err != nil {
			return err
		}
		defer open.Key.Wipe()
		return h(w, r, open)
	}
}

// resume opens the session of the request, or gives [errs.Unauthorized].
func (s *site) resume(r *http.Request) (*account.Open, error) {
	// Browsers say where a form comes from. What says nothing is no page of ours.
	if r.Method != http.MethodGet && r.Method != http.MethodHead && r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == "" {
		return nil, errs.New(errs.Unauthorized, "You are signed out. Please sign in again.")
	}
	return s.keeping.Accounts.Resume(r.Context(), cookieValue(r, s.sessionCookie()))
}

// whoever opens the session of a page that works without one; nil if there is
// none, or none that is ready. The key in it is for the caller to wipe.
func (s *site) whoever(r *http.Request) *account.Open {
	if s.keeping == nil || cookieValue(r, s.sessionCookie()) == "" {
		return nil
	}
	open, err := s.resume(r)
	if err != nil {
		return nil
	}
	if open.Stage != account.Ready {
		open.Key.Wipe()
		return nil
	}
	return open
}

// toDoor leads to the page on which one signs in, or makes a place if this
// program of one person has none yet.
func (s *site) toDoor(w http.ResponseWriter, r *http.Request) error {
	made, err := s.made(r)
	if err != nil {
		return err
	}
	if !made {
		return seeOther(w, r, "/place/new")
	}
	return seeOther(w, r, "/place/in")
}

// made reports whether there can be somebody to sign in.
func (s *site) made(r *http.Request) (bool, error) {
	if s.keeping.Hosted {
		return true, nil
	}
	return s.keeping.Accounts.Exists(r.Context())
}

// begin gives the browser its cookies.
func (s *site) begin(w http.ResponseWriter, in account.SignedIn) {
	s.setCookie(w, s.sessionCookie(), in.SessionCookie, in.SessionAge)
	s.setCookie(w, s.deviceCookie(), in.DeviceCookie, in.DeviceAge)
}

// close takes the session away from the browser, and begins another visit so
// that pages from before are not shown again. The browser stays a known
// device, or its owner would be a stranger next time.
func (s *site) close(w http.ResponseWriter) {
	s.dropCookie(w, s.sessionCookie())
	s.beginVisit(w)
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
}

// endSession is for Leave: it ends what can be ended and never stands in the way.
func (s *site) endSession(w http.ResponseWriter, r *http.Request) {
	s.dropCookie(w, s.sessionCookie())
	if err := s.keeping.Accounts.End(r.Context(), cookieValue(r, s.sessionCookie())); err != nil {
		s.report(r, err)
	}
}

// client is what is known of whoever sends the request.
func (s *site) client(r *http.Request) account.Client {
	return account.Client{Device: cookieValue(r, s.deviceCookie()), Address: s.address(r)}
}

// address is where a request comes from. An address of this machine says
// nothing about who is asking, so it is not counted.
func (s *site) address(r *http.Request) netip.Addr {
	if s.keeping.Address != nil {
		return s.keeping.Address(r)
	}
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || at.Addr().Unmap().IsLoopback() {
		return netip.Addr{}
	}
	return at.Addr()
}

func (s *site) sessionCookie() string { return s.cookieName("session") }
func (s *site) deviceCookie() string  { return s.cookieName("device") }

// cookieName binds a cookie to this host wherever browsers can hold it to that.
func (s *site) cookieName(name string) string {
	if s.opts.TLS {
		return "__Host-" + name
	}
	return name
}

func (s *site) setCookie(w http.ResponseWriter, name, value string, age time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(age / time.Second),
		HttpOnly: true, Secure: s.opts.TLS, SameSite: http.SameSiteStrictMode,
	})
}

func (s *site) dropCookie(w http.ResponseWriter, name string) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Path: "/", MaxAge: -1, HttpOnly: true, Secure: s.opts.TLS, SameSite: http.SameSiteStrictMode,
	})
}

func cookieValue(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// report logs a fault that the person is told about in another way than by
// the error page.
func (s *site) report(r *http.Request, err error) {
	s.log.LogAttrs(r.Context(), slog.LevelError, "failed", slog.String("route", r.Pattern), slog.String("cause", err.Error()))
}

// seeOther sends the browser on after a form, so that reloading sends nothing again.
func seeOther(w http.ResponseWriter, r *http.Request, to string) error {
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
