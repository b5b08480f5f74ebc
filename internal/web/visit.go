package web

import (
	"net/http"

	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/web/httpx"
)

// A visit is the time between two presses of Leave. Its number is random, says
// nothing, and is kept nowhere on the server: Leave puts a new one in a cookie,
// and each form with private text carries the number of the page it stands on.
// A form from before Leave, sent again from the browser's history, is refused
// instead of showing the answers in it to whoever pressed Back.
//
// Before the first Leave there is no cookie, and a browser that refuses cookies
// never has one: the number is then empty, and stays so.

// visitField is the form field that carries the visit's number.
const visitField = "visit"

func (s *site) visitCookie() string {
	if s.opts.TLS {
		return "__Host-visit"
	}
	return "visit"
}

// visit returns the number of this browser's visit.
func (s *site) visit(r *http.Request) string {
	c, err := r.Cookie(s.visitCookie())
	if err != nil {
		return ""
	}
	v, _ := id.Parse(c.Value)
	return string(v)
}

// beginVisit ends the visit by beginning another.
func (s *site) beginVisit(w http.ResponseWriter) {
	http.SetCookie(w, &http.Cookie{
		Name: s.visitCookie(), Value: string(id.New()), Path: "/",
		HttpOnly: true, Secure: s.opts.TLS, SameSite: http.SameSiteStrictMode,
	})
}

// sameVisit refuses a form that belongs to a visit that was left.
func (s *site) sameVisit(r *http.Request, formVisit string) error {
	if formVisit == s.visit(r) {
		return nil
	}
	return errs.New(errs.Conflict, "You left this page, so what stood on it is not shown again. You can begin again.")
}

// visitLimit is enough for the one number in the form, in bytes.
const visitLimit = 1 << 10

// checkVisit tells a page that the browser brought back from its memory
// whether it may show itself again: 204 yes, 409 no.
func (s *site) checkVisit(w http.ResponseWriter, r *http.Request) error {
	form, err := httpx.Form(w, r, visitLimit)
	if err != nil {
		return err
	}
	if err := s.sameVisit(r, form.Get(visitField)); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
