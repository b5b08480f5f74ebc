package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/boundary"
	"afterwards/internal/checkin"
	"afterwards/internal/contact"
	"afterwards/internal/id"
	"afterwards/internal/web/httpx"
	"afterwards/situation"
)

func (s *site) contactRoutes() []route {
	return []route{
		{"GET", "/contacts", s.ready(s.contacts)},
		{"POST", "/contacts", s.ready(s.contactKeep)},
		{"POST", "/contacts/{id}/delete", s.ready(s.contactDelete)},
	}
}

func (s *site) openContacts(open *account.Open) *contact.Log {
	return contact.Open(open.Key, s.keeping.Records, s.keeping.Now)
}

// contactsPage is the contact log: what was, what had no answer, and how days
// stood to the boundaries. A slip takes away its own day and no other.
type contactsPage struct {
	frame
	Lines      []contactLine
	Older      int
	Unanswered int
	Kept       *boundary.Count // of the last four weeks; nil where nothing is known
	Slip       bool
	Done       string
	Crisis     bool // the note just kept may be about the writer's own life
	Sorry      string
	Form       contactForm
}

func (contactsPage) template() string { return "contacts.html" }

type contactForm struct {
	Whos, Ways, Whys []choice
	Answered         []choice
	Before, After    dial
	Minutes, Note    string
	When             string
}

type contactLine struct {
	ID           id.ID
	Revision     int64
	Moment, Says string
	Note         string
	Outside      bool
}

func newContactForm(form url.Values) contactForm {
	f := contactForm{
		Before: dial{"before", "How much did it hurt before?", "not at all", "", "as much as I can bear", form.Get("before")},
		After:  dial{"after", "And afterwards?", "not at all", "", "as much as I can bear", form.Get("after")}, Minutes: form.Get("minutes"), Note: form.Get("note"), When: form.Get("when"),
	}
	for _, v := range contact.Whos {
		f.Whos = append(f.Whos, choice{string(v), upper(contact.Words(v)), form.Get("who") == string(v)})
	}
	for _, v := range contact.Ways {
		f.Ways = append(f.Ways, choice{string(v), upper(contact.Words(v)), form.Get("way") == string(v)})
	}
	for _, v := range contact.Whys {
		f.Whys = append(f.Whys, choice{string(v), upper(contact.Words(v)), form.Get("why") == string(v)})
	}
	for _, v := range []struct{ value, says string }{{"not-yet", "No answer yet"}, {"yes", "There was an answer"}} {
		f.Answered = append(f.Answered, choice{v.value, v.says, form.Get("answered") == v.value})
	}
	return f
}

// upper begins a line with a capital.
func upper(says string) string {
	if says == "" {
		return says
	}
	return strings.ToUpper(says[:1]) + says[1:]
}

// asContact is a logged contact as boundaries see it.
func asContact(e contact.Entry) boundary.Contact {
	c := boundary.Contact{At: e.When, Way: boundary.Way(e.Way), Mine: e.Who == contact.Me, Reply: e.Why == contact.Reply}
	switch e.Why {
	case contact.Children:
		c.Topic = boundary.Children
	case contact.Practical:
		c.Topic = boundary.Home
	case contact.Say:
		c.Topic = boundary.Us
	case contact.Else:
		c.Topic = boundary.Chat
	}
	return c
}

func (s *site) contacts(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.showContacts(w, r, open, http.StatusOK, contactsPage{Done: doneWords[r.URL.Query().Get("done")], Slip: r.URL.Query().Has("slip")}, url.Values{})
}

func (s *site) showContacts(w http.ResponseWriter, r *http.Request, open *account.Open, status int, p contactsPage, form url.Values) error {
	ctx, now := r.Context(), s.keeping.Now()
	entries, err := s.openContacts(open).All(ctx)
	if err != nil {
		return err
	}
	limits, err := s.boundariesOf(ctx, open)
	if err != nil {
		return err
	}
	p.frame, p.Form = s.placeFrame(r, "Contact log", open), newContactForm(form)
	var values []contact.Entry
	var past []boundary.Contact
	for _, k := range entries {
		values, past = append(values, k.Value), append(past, asContact(k.Value))
	}
	p.Unanswered = contact.Unanswered(values)
	if p.Done != "" && len(entries) > 0 {
		latest := slices.MaxFunc(entries, func(a, b contact.Kept) int { return cmp.Compare(a.Place, b.Place) })
		p.Crisis = speaksOfDying(latest.Value.Note)
	}
	from, _ := strconv.Atoi(r.URL.Query().Get("from"))
	from = min(max(from, 0), len(entries))
	shown := entries[from:]
	if len(shown) > entriesPerPage {
		shown, p.Older = shown[:entriesPerPage], from+entriesPerPage
	}
	for i, k := range shown {
		e := k.Value
		p.Lines = append(p.Lines, contactLine{
			ID: k.ID, Revision: k.Revision, Moment: momentWords(e.When), Note: e.Note,
			Says:    upper(contact.Words(e.Way)) + ", " + contact.Words(e.Who) + ", about " + contact.Words(e.Why),
			Outside: !boundary.Judge(limits, past, past[from+i]).Within(),
		})
	}
	if len(limits) > 0 {
		quiet, zone, err := s.quietDays(ctx, open, now)
		if err != nil {
			return err
		}
		today := boundary.DateOf(now, zone)
		if k := boundary.Adherence(limits, past, quiet, today.Plus(-27), today, zone); k.Known > 0 {
			p.Kept = &k
		}
	}
	return s.show(w, status, p)
}

// boundariesOf are all boundaries, as values.
func (s *site) boundariesOf(ctx context.Context, open *account.Open) (limits []boundary.Boundary, err error) {
	kept, err := s.openBoundaries(open).All(ctx)
	for _, k := range kept {
		limits = append(limits, k.Value)
	}
	return limits, err
}

// quietDays are the days of which a check-in says that there was no contact, and
// the zone of the person's clock as it was last.
func (s *site) quietDays(ctx context.Context, open *account.Open, now time.Time) (quiet []boundary.Date, zone *time.Location, err error) {
	taken, err := s.openCheckins(open).All(ctx)
	zone = now.Location()
	for i, k := range taken {
		if i == 0 {
			zone = k.Value.When.Location()
		}
		if k.Value.Contact == checkin.NoContact {
			quiet = append(quiet, boundary.Date(k.Value.Day()))
		}
	}
	return quiet, zone, err
}

func (s *site) contactKeep(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, draftFormLimit)
	if err != nil {
		return err
	}
	e := contact.Entry{
		When: (&writing{Zone: form.Get("zone")}).at(s.keeping.Now()), Who: contact.Who(form.Get("who")), Way: contact.Way(form.Get("way")), Why: contact.Why(form.Get("why")),
		Answered: contact.Answered(form.Get("answered")), Note: strings.TrimSpace(form.Get("note")),
	}
	if e.Who != contact.Me {
		e.Answered = ""
	}
	number := func(name string) *int {
		if n, err := strconv.Atoi(strings.TrimSpace(form.Get(name))); err == nil {
			return &n
		}
		return nil
	}
	e.Minutes, e.Before, e.After = number("minutes"), number("before"), number("after")
	if day, err := time.ParseInLocation("2006-01-02T15:04", form.Get("when"), e.When.Location()); err == nil && day.Before(e.When) {
		e.When = day
	}
	if _, err := s.openContacts(open).Keep(r.Context(), e); err != nil {
		status, says := s.refused(r, err)
		return s.showContacts(w, r, open, status, contactsPage{Sorry: says}, form)
	}
	limits, err := s.boundariesOf(r.Context(), open)
	if err != nil {
		return err
	}
	if !boundary.Judge(limits, nil, asContact(e)).Within() {
		return seeOther(w, r, "/contacts?done=contact&slip")
	}
	return seeOther(w, r, "/contacts?done=contact")
}

func (s *site) contactDelete(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	one, revision, err := shownRecord(w, r)
	if err != nil {
		return err
	}
	if err := s.openContacts(open).Delete(r.Context(), one, revision); err != nil {
		return err
	}
	return seeOther(w, r, "/contacts?done=deleted-contact")
}

// unansweredFact is the fact that the log can tell.
const unansweredFact = "unanswered_messages"

// loggedUnanswered is what the contact log says of messages without an answer, as
// a situation; ok is false where there are none. What was told in an interview
// cannot be milder than one's own log.
func (s *site) loggedUnanswered(ctx context.Context, open *account.Open) (told situation.Situation, ok bool, err error) {
	kept, err := s.openContacts(open).All(ctx)
	if err != nil {
		return told, false, err
	}
	var entries []contact.Entry
	for _, k := range kept {
		entries = append(entries, k.Value)
	}
	n := contact.Unanswered(entries)
	if n == 0 {
		return told, false, nil
	}
	v := s.adviser.Vocabulary()
	told, err = v.With(v.Unknown(), unansweredFact, n)
	return told, err == nil, err
}
