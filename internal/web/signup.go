package web

import (
	"net/http"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/web/httpx"
)

// newPlacePage says what a place protects against, and then asks for what
// opens it.
type newPlacePage struct {
	frame
	Hosted  bool
	Closed  bool // this server takes no new accounts
	Shown   bool
	Suggest string
	Sorry   string
	Fields  fields
	Carry   *writing
}

func (newPlacePage) template() string { return "place-new.html" }

func (s *site) newPlace(r *http.Request, handle string) newPlacePage {
	p := newPlacePage{
		frame: s.placeFrame(r, "Your place", nil), Hosted: s.keeping.Hosted, Closed: s.keeping.Hosted && !s.keeping.SignUps,
		Shown: shown(r), Suggest: account.Suggest(),
	}
	if p.Hosted {
		p.Fields = append(p.Fields, field{
			Name: "handle", Label: "A sign-in name", Value: handle, Complete: "username",
			Help: "It need not be your name, and better is not. It is shown to nobody, but whoever tries to take the same one learns that it is taken. Choose one that you will remember: it cannot be looked up.",
		})
	}
	p.Fields = append(p.Fields,
		field{Name: "pass", Label: "Your passphrase", Complete: "new-password", Secret: true, Shown: p.Shown, Help: "At least 15 characters. Spaces count. You may paste it."},
		field{Name: "again", Label: "The same once more", Complete: "new-password", Secret: true, Shown: p.Shown},
	)
	return p
}

func (s *site) placeStart(w http.ResponseWriter, r *http.Request) error {
	if open, err := s.resume(r); err == nil {
		open.Key.Wipe()
		return seeOther(w, r, stagePages[open.Stage])
	}
	if made, err := s.made(r); err != nil {
		return err
	} else if made && !s.keeping.Hosted {
		return seeOther(w, r, "/place/in")
	}
	return s.show(w, http.StatusOK, s.newPlace(r, ""))
}

// makePlace makes the account and answers with its recovery code: the one
// thing that is shown and not redirected to, because nothing may hold it in
// between. Sending the form again leads on without showing anything.
func (s *site) makePlace(w http.ResponseWriter, r *http.Request) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	if err := s.sameVisit(r, form.Get(visitField)); err != nil {
		return err
	}
	if open, err := s.resume(r); err == nil {
		open.Key.Wipe()
		return seeOther(w, r, stagePages[open.Stage])
	}
	carry := readWriting(form)
	again := func(status int, name, says string) error {
		p := s.newPlace(r, form.Get("handle"))
		p.Carry, p.Fields = carry, p.Fields.wrong(name, says)
		if name == "" {
			p.Sorry = says
		}
		return s.show(w, status, p)
	}
	pass := take(form, "pass")
	if s.keeping.Hosted {
		if err := account.CheckHandle(form.Get("handle")); err != nil {
			return again(http.StatusUnprocessableEntity, "handle", httpx.Public(err))
		}
	}
	if err := account.CheckPassphrase(form.Get("handle"), pass); err != nil {
		return again(http.StatusUnprocessableEntity, "pass", httpx.Public(err))
	}
	if !pass.Equal(take(form, "again")) {
		return again(http.StatusUnprocessableEntity, "again", "The two are not the same. Please type both again, or choose to see what you type.")
	}
	if s.keeping.Hosted && !s.keeping.SignUps {
		return again(http.StatusForbidden, "", "This server takes no new accounts.")
	}
	made, err := s.keeping.Accounts.Create(r.Context(), form.Get("handle"), pass, s.client(r))
	if err != nil {
		status, says := s.refused(r, err)
		if errs.Is(err, errs.Conflict) && s.keeping.Hosted {
			return again(status, "handle", says)
		}
		return again(status, "", says)
	}
	defer made.Open.Key.Wipe()
	s.begin(w, made.SignedIn)
	kept := false
	if carry != nil {
		if _, err := s.keep(r.Context(), made.Open, carry); err != nil {
			return s.writeAgain(w, r, made.Open, carry, err)
		}
		kept = true
	}
	return s.showCode(w, r, made.Open, made.RecoveryCode, kept)
}
