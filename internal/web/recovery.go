package web

import (
	"net/http"
	"strings"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/secret"
	"afterwards/internal/web/httpx"
)

// codePage shows a recovery code, once.
type codePage struct {
	frame
	Groups []string // of letters and numbers, to be joined by dashes
	Kept   bool     // something was kept on the way here
}

func (codePage) template() string { return "code.html" }

func (s *site) showCode(w http.ResponseWriter, r *http.Request, open *account.Open, code string, kept bool) error {
	return s.show(w, http.StatusOK, codePage{s.placeFrame(r, "Your place", open), strings.Split(code, "-"), kept})
}

// confirmPage asks for the code as the person noted it.
type confirmPage struct {
	frame
	First  bool // there is no confirmed code yet, so another can be had at once
	Shown  bool
	Fields fields
}

func (confirmPage) template() string { return "code-confirm.html" }

func (s *site) confirmForm(r *http.Request, open *account.Open) confirmPage {
	return confirmPage{
		frame: s.placeFrame(r, "Your place", open), First: open.Stage == account.NeedsRecovery, Shown: shown(r),
		Fields: fields{{
			Name: "code", Label: "Recovery code", Complete: "off", Focus: true, Secret: true, Shown: shown(r),
			Help: "Small or large letters, with or without spaces and dashes: all are fine.",
		}},
	}
}

func (s *site) confirmStart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	if open.Stage == account.NeedsPassphrase {
		return seeOther(w, r, stagePages[open.Stage])
	}
	return s.show(w, http.StatusOK, s.confirmForm(r, open))
}

func (s *site) confirmCode(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	first := open.Stage == account.NeedsRecovery
	if err := s.keeping.Accounts.ConfirmRecovery(r.Context(), open, form.Get("code")); err != nil {
		if !errs.Is(err, errs.Invalid) {
			return err
		}
		p := s.confirmForm(r, open)
		p.Fields = p.Fields.wrong("code", httpx.Public(err))
		return s.show(w, http.StatusUnprocessableEntity, p)
	}
	if first {
		return seeOther(w, r, s.firstKept(r, open))
	}
	return seeOther(w, r, "/place?done=code")
}

// firstKept is where the first thing stands that somebody kept in their new place:
// a letter that they came with, or else the journal.
func (s *site) firstKept(r *http.Request, open *account.Open) string {
	kept, err := s.openLetters(open).List(r.Context(), 0, 1)
	if err != nil || len(kept) == 0 {
		return "/journal"
	}
	return letterPath(kept[0].ID)
}

// newCodePage asks for the passphrase before a new code is made.
type newCodePage struct {
	frame
	Shown  bool
	Sorry  string
	Fields fields
}

func (newCodePage) template() string { return "code-new.html" }

func (s *site) newCodeForm(r *http.Request, open *account.Open) newCodePage {
	return newCodePage{frame: s.placeFrame(r, "Your place", open), Shown: shown(r), Fields: fields{passField(r, "Your passphrase")}}
}

// passField asks once more for the passphrase of somebody who is signed in.
func passField(r *http.Request, label string) field {
	return field{Name: "pass", Label: label, Complete: "current-password", Secret: true, Shown: shown(r)}
}

func (s *site) newCodeStart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	if open.Stage != account.Ready {
		return seeOther(w, r, stagePages[open.Stage])
	}
	return s.show(w, http.StatusOK, s.newCodeForm(r, open))
}

func (s *site) newCode(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	if open.Stage == account.NeedsPassphrase {
		return seeOther(w, r, stagePages[open.Stage])
	}
	var pass secret.Bytes
	if open.Stage == account.Ready {
		pass = take(form, "pass")
	}
	code, err := s.keeping.Accounts.NewRecoveryCode(r.Context(), open, pass)
	if err != nil {
		status, says := s.refused(r, err)
		p := s.newCodeForm(r, open)
		p.Fields = p.Fields.wrong("pass", says)
		return s.show(w, status, p)
	}
	return s.showCode(w, r, open, code, false)
}
