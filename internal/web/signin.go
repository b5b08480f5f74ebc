package web

import (
	"context"
	"net/http"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/web/httpx"
)

// signInPage asks who is here.
type signInPage struct {
	frame
	Hosted  bool
	SignUps bool
	Code    bool // by recovery code instead of passphrase
	Shown   bool
	Sorry   string
	Fields  fields
	Carry   *writing
}

func (signInPage) template() string { return "sign-in.html" }

// Action is where the form goes.
func (p signInPage) Action() string {
	if p.Code {
		return "/place/recover"
	}
	return "/place/in"
}

func (s *site) signInForm(r *http.Request, handle string, code bool) signInPage {
	p := signInPage{
		frame: s.placeFrame(r, "Your place", nil), Hosted: s.keeping.Hosted, SignUps: s.keeping.SignUps,
		Code: code, Shown: shown(r),
	}
	if p.Hosted {
		p.Fields = append(p.Fields, field{Name: "handle", Label: "Your sign-in name", Value: handle, Complete: "username", Focus: true})
	}
	last := field{Name: "pass", Label: "Your passphrase", Complete: "current-password", Secret: true, Shown: p.Shown, Focus: !p.Hosted}
	if code {
		last = field{
			Name: "code", Label: "Your recovery code", Complete: "off", Secret: true, Shown: p.Shown, Focus: !p.Hosted,
			Help: "Small or large letters, with or without spaces and dashes: all are fine.",
		}
	}
	p.Fields = append(p.Fields, last)
	return p
}

func (s *site) signInStart(w http.ResponseWriter, r *http.Request) error {
	return s.signInDoor(w, r, false)
}

func (s *site) recoverStart(w http.ResponseWriter, r *http.Request) error {
	return s.signInDoor(w, r, true)
}

func (s *site) signInDoor(w http.ResponseWriter, r *http.Request, code bool) error {
	if open, err := s.resume(r); err == nil {
		open.Key.Wipe()
		return seeOther(w, r, stagePages[open.Stage])
	}
	if made, err := s.made(r); err != nil {
		return err
	} else if !made {
		return seeOther(w, r, "/place/new")
	}
	return s.show(w, http.StatusOK, s.signInForm(r, "", code))
}

func (s *site) signIn(w http.ResponseWriter, r *http.Request) error {
	return s.enter(w, r, false, func(ctx context.Context, handle string, form map[string][]string) (account.SignedIn, error) {
		return s.keeping.Accounts.SignIn(ctx, handle, take(form, "pass"), s.client(r))
	})
}

func (s *site) recover(w http.ResponseWriter, r *http.Request) error {
	return s.enter(w, r, true, func(ctx context.Context, handle string, form map[string][]string) (account.SignedIn, error) {
		return s.keeping.Accounts.SignInByRecovery(ctx, handle, string(take(form, "code")), s.client(r))
	})
}

// enter signs in, keeps what the form carried, tells of wrong tries and leads
// to the journal.
func (s *site) enter(w http.ResponseWriter, r *http.Request, code bool,
	open func(ctx context.Context, handle string, form map[string][]string) (account.SignedIn, error),
) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	if err := s.sameVisit(r, form.Get(visitField)); err != nil {
		return err
	}
	carry := readWriting(form)
	if form.Has("door") { // from the other way in
		p := s.signInForm(r, form.Get("handle"), code)
		p.Carry = carry
		return s.show(w, http.StatusOK, p)
	}
	in, err := open(r.Context(), form.Get("handle"), form)
	if err != nil {
		status, says := s.refused(r, err)
		p := s.signInForm(r, form.Get("handle"), code)
		p.Carry = carry
		if errs.Is(err, errs.Unauthorized) || errs.Is(err, errs.Invalid) {
			p.Fields = p.Fields.wrong(p.Fields[len(p.Fields)-1].Name, says)
		} else {
			p.Sorry, p.Fields = says, p.Fields.wrong("", "")
		}
		return s.show(w, status, p)
	}
	defer in.Open.Key.Wipe()
	// A browser that was signed in already would keep a session that nobody
	// can see any more.
	if err := s.keeping.Accounts.End(r.Context(), cookieValue(r, s.sessionCookie())); err != nil {
		s.report(r, err)
	}
	s.begin(w, in)

	next := stagePages[in.Open.Stage]
	foreign := carry != nil && carry.For != "" && carry.For != in.Open.Account
	if carry != nil && !foreign {
		address, err := s.keep(r.Context(), in.Open, carry)
		if err != nil {
			return s.writeAgain(w, r, in.Open, carry, err)
		}
		if in.Open.Stage == account.Ready {
			next = address
		}
	}
	if foreign || in.Tries.Wrong > 0 {
		return s.show(w, http.StatusOK, noticePage{
			frame: s.placeFrame(r, "Your place", in.Open), Tries: in.Tries, Foreign: foreign, Next: next,
		})
	}
	return seeOther(w, r, next)
}

// noticePage tells, after signing in, what happened in between.
type noticePage struct {
	frame
	Tries   account.Tries
	Foreign bool // the form carried what somebody else had written
	Next    string
}

func (noticePage) template() string { return "notice.html" }

func (s *site) signOut(w http.ResponseWriter, r *http.Request) error {
	// Signing out works without a session too: what is asked for is the case then.
	if err := s.keeping.Accounts.End(r.Context(), cookieValue(r, s.sessionCookie())); err != nil {
		return err
	}
	s.close(w)
	return seeOther(w, r, "/")
}
