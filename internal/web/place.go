package web

import (
	"net/http"
	"strconv"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/web/httpx"
)

// placePage shows who can get in, who tried, and what can be changed.
type placePage struct {
	frame
	Done     string // what was done just now, in words
	Handle   string
	Device   string
	Sessions []account.Session
	Others   bool // there are sessions besides this one
	Tries    []account.DayTries
}

func (placePage) template() string { return "place.html" }

// doneWords answer what was done before the page. The address names it by a
// word of ours.
var doneWords = map[string]string{
	"code":             "Your new recovery code works. The old one does not open anything any more.",
	"passphrase":       "Your passphrase is changed. All other devices are signed out.",
	"session":          "That device is signed out.",
	"deleted":          "The entry is deleted.",
	"deleted-answer":   "The answer is deleted.",
	"deleted-exercise": "The numbers of that exercise are deleted.",
	"deleted-checkin":  "That check-in is deleted.",
	"marked":           "The day is marked.",
	"unmarked":         "The day is no longer marked.",
	"contact":          "It is noted.",
	"deleted-contact":  "That note is deleted.",
	"ended-boundary":   "It has ended. Nothing is lost.",
	"deleted-boundary": "That boundary is deleted.",
	"deleted-letter":   "All that was known of the letter is deleted.",
}

func (s *site) place(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	sessions, err := s.keeping.Accounts.Sessions(r.Context(), open)
	if err != nil {
		return err
	}
	tries, err := s.keeping.Accounts.WrongTries(r.Context(), open)
	if err != nil {
		return err
	}
	return s.show(w, http.StatusOK, placePage{
		frame: s.placeFrame(r, "Your place", open), Done: doneWords[r.URL.Query().Get("done")],
		Handle: open.Handle, Device: open.Device, Sessions: sessions, Others: len(sessions) > 1, Tries: tries,
	})
}

func (s *site) endOneSession(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	session, ok := id.Parse(r.PathValue("id"))
	if !ok {
		return notHere()
	}
	if err := s.keeping.Accounts.EndSession(r.Context(), open, session); err != nil {
		return err
	}
	if session == open.Session {
		s.close(w)
		return seeOther(w, r, "/")
	}
	return seeOther(w, r, "/place?done=session")
}

func (s *site) signOutEverywhere(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	if err := s.keeping.Accounts.SignOutEverywhere(r.Context(), open); err != nil {
		return err
	}
	s.close(w)
	return seeOther(w, r, "/place/in")
}

// deletePlacePage says what deleting does before it is done.
type deletePlacePage struct {
	frame
	Hosted bool
	Shown  bool
	Fields fields
}

func (deletePlacePage) template() string { return "place-delete.html" }

func (s *site) deletePlaceForm(r *http.Request, open *account.Open) deletePlacePage {
	return deletePlacePage{s.placeFrame(r, "Your place", open), s.keeping.Hosted, shown(r), fields{passField(r, "Your passphrase")}}
}

func (s *site) deletePlaceStart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.show(w, http.StatusOK, s.deletePlaceForm(r, open))
}

func (s *site) deletePlace(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	if err := s.keeping.Accounts.Delete(r.Context(), open, take(form, "pass")); err != nil {
		status, says := s.refused(r, err)
		p := s.deletePlaceForm(r, open)
		p.Fields = p.Fields.wrong("pass", says)
		return s.show(w, status, p)
	}
	s.dropCookie(w, s.deviceCookie())
	s.close(w)
	return s.show(w, http.StatusOK, deletedPage{s.placeFrame(r, "Your place", nil), s.keeping.Hosted})
}

// deletedPage says that everything is gone.
type deletedPage struct {
	frame
	Hosted bool
}

func (deletedPage) template() string { return "place-deleted.html" }

// placeFrame surrounds a page that belongs to somebody's place. open is nil
// for a page before signing in.
func (s *site) placeFrame(r *http.Request, title string, open *account.Open) frame {
	return frame{Title: title, Visit: s.visit(r), In: open != nil && open.Stage == account.Ready}
}

// notHere is the answer for what is absent and for what belongs to somebody else.
func notHere() error { return errs.New(errs.NotFound, "That is not here, or not any more.") }

// shownRecord reads which record a form is about, and at which revision the
// person saw it.
func shownRecord(w http.ResponseWriter, r *http.Request) (record id.ID, revision int64, err error) {
	form, err := httpx.Form(w, r, visitLimit)
	if err != nil {
		return "", 0, err
	}
	record, ok := id.Parse(r.PathValue("id"))
	if !ok {
		return "", 0, notHere()
	}
	revision, _ = strconv.ParseInt(form.Get("revision"), 10, 64)
	return record, revision, nil
}
