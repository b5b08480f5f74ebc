package web

import (
	"net/http"
	"strings"

	"afterwards/internal/account"
	"afterwards/internal/web/httpx"
)

// searchPage looks for words in the journal. They travel in the body of a
// form: an address would keep them in the browser's history.
type searchPage struct {
	frame
	Query string
	Asked bool
	Days  []dayOfEntries
	Full  bool // there may be more than is shown
}

func (searchPage) template() string { return "search.html" }

const (
	searchResults = 100
	queryLength   = 500 // bytes of a query that are looked at
)

func (s *site) searchStart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.show(w, http.StatusOK, searchPage{frame: s.placeFrame(r, "Journal", open)})
}

func (s *site) search(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	query := form.Get("words")
	if len(query) > queryLength {
		query = strings.ToValidUTF8(query[:queryLength], "")
	}
	found, err := s.openJournal(open).Search(r.Context(), query, searchResults)
	if err != nil {
		return err
	}
	return s.show(w, http.StatusOK, searchPage{
		frame: s.placeFrame(r, "Journal", open), Query: query, Asked: strings.TrimSpace(query) != "",
		Days: byDay(found, s.keeping.Now()), Full: len(found) == searchResults,
	})
}
