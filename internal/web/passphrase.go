package web

import (
	"net/http"

	"afterwards/internal/account"
	"afterwards/internal/web/httpx"
)

// passphrasePage asks for a new passphrase.
type passphrasePage struct {
	frame
	Lost    bool // the person came in by recovery code
	Shown   bool
	Suggest string
	Sorry   string
	Fields  fields
}

func (passphrasePage) template() string { return "passphrase.html" }

func (s *site) passphraseForm(r *http.Request, open *account.Open) passphrasePage {
	p := passphrasePage{
		frame: s.placeFrame(r, "Your place", open), Lost: open.Stage == account.NeedsPassphrase,
		Shown: shown(r), Suggest: account.Suggest(),
	}
	if !p.Lost {
		p.Fields = append(p.Fields, passField(r, "The passphrase you have now"))
	}
	p.Fields = append(p.Fields,
		field{Name: "next", Label: "A new passphrase", Complete: "new-password", Secret: true, Shown: p.Shown, Help: "At least 15 characters. Spaces count. You may paste it."},
		field{Name: "again", Label: "The same once more", Complete: "new-password", Secret: true, Shown: p.Shown},
	)
	return p
}

func (s *site) passphraseStart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	if open.Stage == account.NeedsRecovery {
		return seeOther(w, r, stagePages[open.Stage])
	}
	return s.show(w, http.StatusOK, s.passphraseForm(r, open))
}

// setPassphrase changes the passphrase, or sets one for somebody who came in
// by recovery code; they get a new code with it.
func (s *site) setPassphrase(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	if open.Stage == account.NeedsRecovery {
		return seeOther(w, r, stagePages[open.Stage])
	}
	again := func(status int, name, says string) error {
		p := s.passphraseForm(r, open)
		p.Fields = p.Fields.wrong(name, says)
		return s.show(w, status, p)
	}
	next := take(form, "next")
	if err := account.CheckPassphrase(open.Handle, next); err != nil {
		return again(http.StatusUnprocessableEntity, "next", httpx.Public(err))
	}
	if !next.Equal(take(form, "again")) {
		return again(http.StatusUnprocessableEntity, "again", "The two are not the same. Please type both again, or choose to see what you type.")
	}
	var renewed account.Renewed
	problem := "pass"
	if open.Stage == account.NeedsPassphrase {
		problem = "next"
		renewed, err = s.keeping.Accounts.SetPassphrase(r.Context(), open, next)
	} else {
		renewed, err = s.keeping.Accounts.ChangePassphrase(r.Context(), open, take(form, "pass"), next)
	}
	if err != nil {
		status, says := s.refused(r, err)
		return again(status, problem, says)
	}
	s.setCookie(w, s.sessionCookie(), renewed.SessionCookie, renewed.SessionAge)
	if renewed.RecoveryCode != "" {
		return s.showCode(w, r, renewed.Open, renewed.RecoveryCode, false)
	}
	return seeOther(w, r, "/place?done=passphrase")
}
