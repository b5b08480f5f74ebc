package web

import "net/http"

// aboutPage says what this place protects against, and what it does not.
type aboutPage struct {
	frame
	LeaveTo string
}

func (aboutPage) template() string { return "about.html" }

func (s *site) about(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, http.StatusOK, aboutPage{s.frame(r, "About"), s.opts.LeaveTo})
}
