package web

import (
	"context"
	"net/http"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/journal"
	"afterwards/internal/web/httpx"
)

// writePage is the paper: for a new entry, or for one to change.
type writePage struct {
	frame
	Writing writing
	Sorry   string
	Gone    bool   // the entry to change was deleted meanwhile
	Other   *other // it was changed meanwhile: both texts are shown
}

func (writePage) template() string { return "write.html" }

// other is an entry as it is kept now, beside the text that was to replace it.
type other struct{ Title, Body string }

func (s *site) writeStart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.show(w, http.StatusOK, writePage{frame: s.placeFrame(r, "Journal", open), Writing: writing{For: open.Account}})
}

func (s *site) editStart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	found, err := s.findEntry(r, open)
	if err != nil {
		return err
	}
	return s.show(w, http.StatusOK, writePage{frame: s.placeFrame(r, "Journal", open), Writing: writing{
		Title: found.Value.Title, Body: found.Value.Body, Entry: found.ID, Revision: found.Revision, For: open.Account,
	}})
}

// keepWriting keeps what was written, and answers only after it is on the disk.
func (s *site) keepWriting(w http.ResponseWriter, r *http.Request) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	wrote := readWriting(form)
	if wrote == nil {
		wrote = &writing{}
	}
	return s.keepOrCarry(w, r, form.Get(visitField), wrote)
}

// keepOrCarry keeps what was written on a page of formVisit, or takes it along
// to where one signs in.
func (s *site) keepOrCarry(w http.ResponseWriter, r *http.Request, formVisit string, wrote *writing) error {
	open, err := s.resume(r)
	switch {
	case errs.Is(err, errs.Unauthorized):
		return s.carryOn(w, r, formVisit, wrote)
	case err != nil:
		return s.writeAgain(w, r, nil, wrote, err)
	}
	defer open.Key.Wipe()
	if wrote.For != "" && wrote.For != open.Account {
		return errs.New(errs.Conflict, "This was written by somebody else who used this browser. It was not kept here. It will be if they sign in and send this page again.")
	}
	address, err := s.keep(r.Context(), open, wrote)
	if err != nil {
		return s.writeAgain(w, r, open, wrote, err)
	}
	return seeOther(w, r, address)
}

// carryOn asks somebody whose session has ended to sign in, and takes the
// text along in the form. After Leave it is not repeated to whoever brings the
// page back; it is still in the request, to be sent again after signing in.
func (s *site) carryOn(w http.ResponseWriter, r *http.Request, formVisit string, wrote *writing) error {
	if s.sameVisit(r, formVisit) != nil {
		return errs.New(errs.Conflict, "You signed out or left, so this was not kept and is not shown. It is not lost yet: "+
			"sign in in another tab, come back to this one, reload it, and allow the browser to send it again.")
	}
	made, err := s.made(r)
	if err != nil {
		return s.writeAgain(w, r, nil, wrote, err)
	}
	if !made {
		p := s.newPlace(r, "")
		p.Carry = wrote
		return s.show(w, http.StatusUnauthorized, p)
	}
	p := s.signInForm(r, "", false)
	p.Carry = wrote
	return s.show(w, http.StatusUnauthorized, p)
}

// sentAgain is how soon the same words are a second press of the button, and not
// the same words on another day.
const sentAgain = 2 * time.Minute

// keep writes the entry into the journal, or the answer of an interview among
// the answers, and returns the address of what was kept. The same words sent
// twice in a row, by a second press of the button or by reloading, are kept once.
func (s *site) keep(ctx context.Context, open *account.Open, wrote *writing) (address string, err error) {
	if wrote.Letter != nil {
		return s.keepLetter(ctx, open, wrote)
	}
	if len(wrote.Answers) > 0 {
		kept, err := s.keepDecision(ctx, open, wrote)
		return "/answer/" + string(kept.ID) + "?kept", err
	}
	j := s.openJournal(open)
	entry := journal.Entry{Title: wrote.Title, Body: wrote.Body}
	if wrote.Entry != "" {
		kept, err := j.Edit(ctx, wrote.Entry, wrote.Revision, entry)
		return keptAddress(kept.ID), err
	}
	latest, err := j.List(ctx, 0, 1)
	if err != nil {
		return "", err
	}
	for _, e := range latest.Entries {
		if e.Value.Title == wrote.Title && e.Value.Body == wrote.Body && s.keeping.Now().Sub(e.Value.When).Abs() < sentAgain {
			return keptAddress(e.ID), nil
		}
	}
	entry.When = wrote.at(s.keeping.Now())
	kept, err := j.Write(ctx, entry)
	return keptAddress(kept.ID), err
}

// writeAgain shows the paper again with the text on it, and why it could not be
// kept. open is nil if nobody's place could be opened.
func (s *site) writeAgain(w http.ResponseWriter, r *http.Request, open *account.Open, wrote *writing, cause error) error {
	if wrote.Letter != nil {
		return s.letterAgain(w, r, open, wrote, cause)
	}
	status, says := s.refused(r, cause)
	p := writePage{frame: s.placeFrame(r, "Journal", open), Writing: *wrote, Sorry: says}
	if open == nil {
		return s.show(w, status, p)
	}
	p.Writing.For = open.Account
	if wrote.Entry == "" {
		return s.show(w, status, p)
	}
	switch errs.KindOf(cause) {
	case errs.NotFound:
		p.Gone, p.Sorry, p.Writing.Entry = true, "", ""
	case errs.Conflict:
		now, err := s.openJournal(open).Find(r.Context(), wrote.Entry)
		if err != nil {
			return s.writeAgain(w, r, open, wrote, err)
		}
		p.Sorry, p.Writing.Revision = "", now.Revision
		p.Other = &other{now.Value.Title, now.Value.Body}
	}
	return s.show(w, status, p)
}
