package web

import (
	"net/http"
	"net/url"

	"afterwards/draft"
	"afterwards/internal/account"
	"afterwards/internal/dismissal"
	"afterwards/internal/errs"
	"afterwards/internal/unmark"
	"afterwards/internal/web/httpx"
)

// Without an account, what somebody chose not to have marked travels in the form
// of the draft, one field a choice. Whoever is signed in has phrases and acts
// kept, for all drafts; a single place belongs to the draft in front of them.
const (
	dismissedField = "dismissed" // a choice made before
	dismissField   = "dismiss"   // the button that makes one
	undoField      = "undo"      // the button that takes one back
)

// dismissed are the choices that hold for a draft.
type dismissed struct {
	unmark.Choices
	Sorry string // why one could not be kept
}

// dismissed reads the choices that a form carries, and does what its button
// says.
func (s *site) dismissed(r *http.Request, form url.Values) dismissed {
	var d dismissed
	d.Carry(unmark.ReadAll(form[dismissedField])...)
	more, add := unmark.Read(form.Get(dismissField))
	less, undo := unmark.Read(form.Get(undoField))
	if undo {
		d.Drop(less)
	}
	open := s.whoever(r)
	if open == nil {
		if add {
			d.Carry(more)
		}
		return d
	}
	defer open.Key.Wipe()
	d.In = true
	book := s.openDismissals(open)
	var err error
	switch {
	case undo && less.How != draft.ByPlace:
		err = book.Remove(r.Context(), keptChoice(less))
	case add && more.How != draft.ByPlace:
		if err = book.Add(r.Context(), keptChoice(more)); err != nil {
			d.Carry(more)
		}
	case add:
		d.Carry(more)
	}
	if err != nil {
		s.report(r, err)
		d.Sorry = "That could not be kept for later. " + errs.Public(err)
	}
	list, err := book.List(r.Context())
	if err != nil {
		s.report(r, err)
		return d
	}
	d.Kept = keptChoices(list)
	return d
}

// keptChoice is a phrase or an act as it is kept.
func keptChoice(c unmark.Choice) dismissal.Choice {
	if c.How == draft.ByAct {
		return dismissal.Choice{Act: c.What}
	}
	return dismissal.Choice{Phrase: c.What}
}

// keptChoices are what is kept, phrases first.
func keptChoices(l dismissal.List) []unmark.Choice {
	var all []unmark.Choice
	for _, phrase := range l.Phrases {
		all = append(all, unmark.Choice{How: draft.ByPhrase, What: phrase})
	}
	for _, act := range l.Acts {
		all = append(all, unmark.Choice{How: draft.ByAct, What: act})
	}
	return all
}

// openDismissals is what whoever is signed in chose not to have marked.
func (s *site) openDismissals(open *account.Open) *dismissal.Book {
	return dismissal.Open(open.Key, s.keeping.Records, s.keeping.Now)
}

// unmarkedPage lists what is kept, with the way back.
type unmarkedPage struct {
	frame
	Done  bool
	Lines []unmark.Line
}

func (unmarkedPage) template() string { return "unmarked.html" }

func (s *site) unmarked(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	list, err := s.openDismissals(open).List(r.Context())
	if err != nil {
		return err
	}
	p := unmarkedPage{frame: s.placeFrame(r, "Your place", open), Done: r.URL.Query().Has("done")}
	for _, c := range keptChoices(list) {
		p.Lines = append(p.Lines, c.Line())
	}
	return s.show(w, http.StatusOK, p)
}

// markAgain takes a kept choice back.
func (s *site) markAgain(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	if c, ok := unmark.Read(form.Get(undoField)); ok && c.How != draft.ByPlace {
		if err := s.openDismissals(open).Remove(r.Context(), keptChoice(c)); err != nil {
			return err
		}
	}
	return seeOther(w, r, "/place/unmarked?done")
}
