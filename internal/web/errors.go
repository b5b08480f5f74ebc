package web

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"

	"afterwards/internal/web/httpx"
)

// errorPage says that something did not work, and how to go on.
type errorPage struct {
	frame
	Heading string
	Says    string
}

func (errorPage) template() string { return "error.html" }

// showError is the page for every error that reaches a person.
func (s *site) showError(w http.ResponseWriter, r *http.Request, status int, err error) {
	p := errorPage{frame: s.frame(r, "Sorry"), Heading: "That did not work", Says: httpx.Public(err)}
	switch {
	case status == http.StatusNotFound:
		p.Heading = "There is nothing here"
	case status >= http.StatusInternalServerError:
		p.Heading = "Something went wrong on our side"
		p.Says = "It is not your doing. If you were writing, go back: what you wrote is still on that page."
	}
	if strings.HasPrefix(r.URL.Path, "/api/") { // programs get what the API promises
		problem, _ := json.Marshal(map[string]any{"title": http.StatusText(status), "status": status, "detail": p.Says})
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(status)
		_, _ = w.Write(problem)
		return
	}
	if err := s.show(w, status, p); err != nil {
		s.log.LogAttrs(r.Context(), slog.LevelError, "failed", slog.String("route", r.Pattern), slog.String("cause", err.Error()))
		http.Error(w, p.Says, status)
	}
}
