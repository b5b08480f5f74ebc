package web

import (
	"net/http"

	"afterwards/internal/errs"
	"afterwards/internal/secret"
	"afterwards/internal/web/httpx"
)

// field is one line of a form, with what was wrong with it.
type field struct {
	Name     string
	Label    string
	Help     string
	Value    string // never a passphrase or a code
	Complete string // what the browser may fill in, by the names of HTML
	Secret   bool   // letters are hidden unless the person asks to see them
	Shown    bool
	Focus    bool
	Wrong    string
}

// Type is the type of the input.
func (f field) Type() string {
	if f.Secret && !f.Shown {
		return "password"
	}
	return "text"
}

// fields are the lines of a form in their order.
type fields []field

// wrong marks the field of that name. It takes the focus from the others.
func (f fields) wrong(name, says string) fields {
	for i := range f {
		f[i].Focus = f[i].Name == name
		if f[i].Focus {
			f[i].Wrong = says
		}
	}
	return f
}

// lettersField is the parameter of an address that shows what is typed in
// hidden fields, for browsers without JavaScript.
const lettersField = "letters"

// shown reports whether the person asked to see what they type.
func shown(r *http.Request) bool { return r.URL.Query().Get(lettersField) == "shown" }

// formLimit is enough for a form of names and passphrases, with the text of an
// entry on its way through it; in bytes.
const formLimit = 1 << 20

// take reads a secret out of a form.
func take(form map[string][]string, name string) secret.Bytes {
	if values := form[name]; len(values) > 0 {
		return secret.Bytes(values[0])
	}
	return nil
}

// refused is the status for a form that is shown again with the sentence of
// err beside what has to change. Faults of ours are logged.
func (s *site) refused(r *http.Request, err error) (status int, says string) {
	if errs.KindOf(err) == errs.Internal || errs.KindOf(err) == errs.Unavailable {
		s.report(r, err)
	}
	return httpx.Status(err), httpx.Public(err)
}
