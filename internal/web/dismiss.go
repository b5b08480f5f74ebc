package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"afterwards/draft"
	"afterwards/internal/account"
	"afterwards/internal/dismissal"
	"afterwards/internal/errs"
	"afterwards/internal/web/httpx"
)

// Without an account, what somebody chose not to have marked travels in the form
// of the draft, one field a choice. Whoever is signed in has phrases and acts
// kept, for all drafts; a single place belongs to the draft in front of them.
const (
	dismissedField = "dismissed" // a choice made before
	dismissField   = "dismiss"   // the button that makes one
	undoField      = "undo"      // the button that takes one back

	maxCarried = 200 // choices in a form
)

// oneDismissal is one choice: a place by its key, a phrase by its words, an act
// by its id.
type oneDismissal struct {
	how  draft.Dismissal
	what string
}

// Field is the choice as a form carries it.
func (d oneDismissal) Field() string { return string(d.how) + ":" + d.what }

func (d oneDismissal) same(o oneDismissal) bool {
	return d.how == o.how && (d.what == o.what || d.how == draft.ByPhrase && draft.PhraseWords(d.what) == draft.PhraseWords(o.what))
}

// readDismissal reads a choice from a field. What makes no sense is none.
func readDismissal(field string) (oneDismissal, bool) {
	how, what, _ := strings.Cut(field, ":")
	d := oneDismissal{draft.Dismissal(how), what}
	switch d.how {
	case draft.ByPlace:
		return d, what != "" && len(what) <= 64
	case draft.ByPhrase:
		return d, len(what) <= draft.MaxPhrase && draft.PhraseWords(what) != ""
	case draft.ByAct:
		return d, slices.Contains(draft.Acts(), what) && draft.Dismissible(what)
	}
	return d, false
}

// dismissals are the choices that hold for a draft.
type dismissals struct {
	Carried []oneDismissal // by the form
	kept    []oneDismissal // in the place of whoever is signed in
	In      bool           // somebody is
	Sorry   string
}

// dismissed reads the choices that a form carries, and does what its button
// says.
func (s *site) dismissed(r *http.Request, form url.Values) dismissals {
	var d dismissals
	for _, field := range form[dismissedField] {
		if one, ok := readDismissal(field); ok {
			d.carry(one)
		}
	}
	more, add := readDismissal(form.Get(dismissField))
	less, undo := readDismissal(form.Get(undoField))
	if undo {
		d.Carried = slices.DeleteFunc(d.Carried, less.same)
	}
	open := s.whoever(r)
	if open == nil {
		if add {
			d.carry(more)
		}
		return d
	}
	defer open.Key.Wipe()
	d.In = true
	book := s.openDismissals(open)
	var err error
	switch {
	case undo && less.how != draft.ByPlace:
		err = book.Remove(r.Context(), less.split())
	case add && more.how != draft.ByPlace:
		if err = book.Add(r.Context(), more.split()); err != nil {
			d.carry(more)
		}
	case add:
		d.carry(more)
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
	for _, phrase := range list.Phrases {
		d.kept = append(d.kept, oneDismissal{draft.ByPhrase, phrase})
	}
	for _, act := range list.Acts {
		d.kept = append(d.kept, oneDismissal{draft.ByAct, act})
	}
	return d
}

// split is a phrase or an act as it is kept.
func (d oneDismissal) split() dismissal.Choice {
	if d.how == draft.ByAct {
		return dismissal.Choice{Act: d.what}
	}
	return dismissal.Choice{Phrase: d.what}
}

// carry adds a choice to the form. The oldest makes room.
func (d *dismissals) carry(one oneDismissal) {
	if slices.ContainsFunc(d.Carried, one.same) {
		return
	}
	d.Carried = append(d.Carried, one)
	d.Carried = d.Carried[max(0, len(d.Carried)-maxCarried):]
}

// all is what is dismissed, for the engine.
func (d dismissals) all() draft.Dismissals {
	var all draft.Dismissals
	for _, one := range slices.Concat(d.Carried, d.kept) {
		switch one.how {
		case draft.ByPlace:
			all.Keys = append(all.Keys, one.what)
		case draft.ByPhrase:
			all.Phrases = append(all.Phrases, one.what)
		case draft.ByAct:
			all.Acts = append(all.Acts, one.what)
		}
	}
	return all
}

// wayToDismiss is a button beside a mark.
type wayToDismiss struct{ Says, Field string }

// ways are the buttons beside a mark: none where it cannot be dismissed.
func (d dismissals) ways(text string, f draft.Finding) []wayToDismiss {
	if !draft.Dismissible(f.Act) {
		return nil
	}
	words, kind := "These words, wherever they stand here", "Whatever here "+draft.ActName(f.Act)
	if d.In {
		words, kind = "These words, in all my drafts", "Whatever "+draft.ActName(f.Act)+", in all my drafts"
	}
	ways := []wayToDismiss{{"Only this place", oneDismissal{draft.ByPlace, f.Key}.Field()}}
	phrase := strings.Join(strings.Fields(text[f.Start:f.End]), " ")
	if one := (oneDismissal{draft.ByPhrase, phrase}); len(phrase) <= draft.MaxPhrase && draft.PhraseWords(phrase) != "" {
		ways = append(ways, wayToDismiss{words, one.Field()})
	}
	return append(ways, wayToDismiss{kind, oneDismissal{draft.ByAct, f.Act}.Field()})
}

// unmarked is one choice that holds for this draft, with the way back.
type unmarked struct {
	Quote string // the words it is about, if it is about words
	Says  string
	Field string
	Kept  bool
}

// unmarked lists the choices: every one that the form carries, as far as its
// place is still there, and of those that are kept the ones that matter here.
func (d dismissals) unmarked(text string, r draft.Report) []unmarked {
	var all []unmarked
	var found []draft.Finding
	for _, sentence := range r.Sentences {
		for _, f := range sentence.Acts {
			if f.Dismissed == "" {
				continue
			}
			found = append(found, f)
			if f.Dismissed == draft.ByPlace {
				all = append(all, unmarked{Quote: text[f.Start:f.End], Says: "in this place", Field: oneDismissal{draft.ByPlace, f.Key}.Field()})
			}
		}
	}
	matters := func(one oneDismissal) bool {
		return slices.ContainsFunc(found, func(f draft.Finding) bool {
			words := " " + draft.PhraseWords(text[f.Start:f.End]) + " "
			return f.Dismissed == one.how && (one.how == draft.ByAct && f.Act == one.what ||
				one.how == draft.ByPhrase && strings.Contains(" "+draft.PhraseWords(one.what)+" ", words))
		})
	}
	for i, one := range slices.Concat(d.Carried, d.kept) {
		kept := i >= len(d.Carried)
		if one.how == draft.ByPlace || kept && !matters(one) {
			continue
		}
		u := unmarked{Field: one.Field(), Kept: kept}
		if one.how == draft.ByPhrase {
			u.Quote, u.Says = one.what, "wherever it stands"
		} else {
			u.Says = "Whatever " + draft.ActName(one.what)
		}
		all = append(all, u)
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
	Lines []unmarked
}

func (unmarkedPage) template() string { return "unmarked.html" }

func (s *site) unmarked(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	list, err := s.openDismissals(open).List(r.Context())
	if err != nil {
		return err
	}
	p := unmarkedPage{frame: s.placeFrame(r, "Your place", open), Done: r.URL.Query().Has("done")}
	for _, phrase := range list.Phrases {
		p.Lines = append(p.Lines, unmarked{Quote: phrase, Says: "wherever it stands", Field: oneDismissal{draft.ByPhrase, phrase}.Field()})
	}
	for _, act := range list.Acts {
		p.Lines = append(p.Lines, unmarked{Says: "Whatever " + draft.ActName(act), Field: oneDismissal{draft.ByAct, act}.Field()})
	}
	return s.show(w, http.StatusOK, p)
}

// markAgain takes a kept choice back.
func (s *site) markAgain(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	if less, ok := readDismissal(form.Get(undoField)); ok && less.how != draft.ByPlace {
		if err := s.openDismissals(open).Remove(r.Context(), less.split()); err != nil {
			return err
		}
	}
	return seeOther(w, r, "/place/unmarked?done")
}
