package web

import (
	"net/http"
	"strconv"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/journal"
	"afterwards/internal/web/httpx"
)

// deleteEntryPage asks once.
type deleteEntryPage struct {
	frame
	ID       id.ID
	Revision int64
	Name     string
	Moment   string
	Changed  bool // it was changed after the person was asked
}

func (deleteEntryPage) template() string { return "entry-delete.html" }

func (s *site) deleteEntryStart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	found, err := s.findEntry(r, open)
	if err != nil {
		return err
	}
	return s.show(w, http.StatusOK, s.askToDelete(r, open, found, false))
}

func (s *site) askToDelete(r *http.Request, open *account.Open, e journal.Kept, changed bool) deleteEntryPage {
	return deleteEntryPage{
		frame: s.placeFrame(r, "Journal", open), ID: e.ID, Revision: e.Revision,
		Name: entryLine(e).Name(), Moment: momentWords(e.Value.When), Changed: changed,
	}
}

func (s *site) deleteEntry(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	found, err := s.findEntry(r, open)
	if err != nil {
		return err
	}
	revision, _ := strconv.ParseInt(form.Get("revision"), 10, 64)
	err = s.openJournal(open).Delete(r.Context(), found.ID, revision)
	if errs.Is(err, errs.Conflict) {
		return s.show(w, http.StatusConflict, s.askToDelete(r, open, found, true))
	} else if err != nil {
		return err
	}
	return seeOther(w, r, "/journal?done=deleted")
}
