package web

import "net/http"

// homePage is the front page: the doors, and what this place is.
type homePage struct{ frame }

func (homePage) template() string { return "home.html" }

func (s *site) home(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, http.StatusOK, homePage{s.frame(r, "Start")})
}
