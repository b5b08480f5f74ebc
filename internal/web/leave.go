package web

import (
	"net/http"

	"afterwards/internal/web/httpx"
)

// leave ends the visit and sends the browser to a page that gives nothing
// away. It is a GET so that a plain link does it without JavaScript; ending is
// all it does, and other sites cannot trigger it.
//
// Browsers keep pages, even no-store ones, to show them again on Back. Changing
// a cookie that scripts cannot read makes Chromium drop them; a POST that is
// sent again from the history meets a visit number that has changed.
func (s *site) leave(w http.ResponseWriter, r *http.Request) error {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
	default:
		return &httpx.Refusal{Status: http.StatusForbidden, Public: "Leave only works from this site's own pages."}
	}
	if s.opts.EndSession != nil {
		s.opts.EndSession(w, r)
	}
	s.beginVisit(w)
	// Cookies are not on the list: the ones that matter are changed above, and
	// the one by which an account knows its own device must outlive this.
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	http.Redirect(w, r, s.opts.LeaveTo, http.StatusSeeOther)
	return nil
}
