package web

import "net/http"

// shared answers another app that shares words with the installed one. The
// service worker takes them before they leave the device; where there is none
// yet, they are not read here either. What came with a form must not be shown
// again after Leave, and this form knows no visit.
func (s *site) shared(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, "/check/shared#result", http.StatusSeeOther)
	return nil
}

func (s *site) shareAgain(w http.ResponseWriter, r *http.Request) error {
	p := s.emptyCheck(r)
	p.Sorry = "This device was not ready yet to take words from another app. They were neither read nor kept. Share them once more, or paste them here."
	return s.show(w, http.StatusOK, p)
}
