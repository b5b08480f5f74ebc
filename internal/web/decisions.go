package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/decision"
	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/web/httpx"
	"afterwards/situation"
)

// keepAnswer keeps the answer of an interview, because the person asked for it.
// Nothing else ever stores an answer.
func (s *site) keepAnswer(w http.ResponseWriter, r *http.Request) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	given, _ := readAnswers(s.adviser.Vocabulary(), form)
	wrote := &writing{Zone: form.Get("zone")}
	for _, a := range given {
		wrote.Answers = append(wrote.Answers, a.Carried())
	}
	return s.keepOrCarry(w, r, form.Get(visitField), wrote)
}

// openDecisions is the kept decisions of whoever is signed in.
func (s *site) openDecisions(open *account.Open) *decision.Log {
	return decision.Open(open.Key, s.keeping.Records, s.keeping.Now)
}

// keepDecision decides by the answers that were carried, and keeps that.
func (s *site) keepDecision(ctx context.Context, open *account.Open, wrote *writing) (decision.Kept, error) {
	v := s.adviser.Vocabulary()
	given, _ := readAnswers(v, map[string][]string{answerField: wrote.Answers})
	d, _ := s.adviser.DecideAfter(given.situation(v), given.shownBefore(v))
	kept := decision.Decision{
		When: wrote.at(s.keeping.Now()), Knowledge: d.Knowledge, Facts: v.Write(given.situation(v)),
		Verdict: d.Verdict, Title: s.verdictWords(d.Verdict).Title, Until: d.Until, Forms: d.Forms,
	}
	for _, a := range given {
		kept.Answered = append(kept.Answered, decision.Answered{Ask: a.Ask(), Says: a.Says()})
	}
	for _, why := range d.Reasons {
		if why.Verdict == d.Verdict {
			kept.Reasons = append(kept.Reasons, decision.Reason{Rule: why.Rule, Says: why.Says})
		}
	}
	return s.openDecisions(open).Keep(ctx, kept)
}

// toldToday is what whoever is signed in told within a day, in answers and in
// readings of letters that they kept. For somebody who is not, or whose records
// cannot be read now, there is nothing.
func (s *site) toldToday(r *http.Request) []situation.Situation {
	open := s.whoever(r)
	if open == nil {
		return nil
	}
	defer open.Key.Wipe()
	told, err := s.toldLately(r.Context(), open)
	if err != nil {
		s.report(r, err)
	}
	return told
}

// toldLately is what was told within a day in what is kept, and what the contact
// log says of messages without an answer.
func (s *site) toldLately(ctx context.Context, open *account.Open) (told []situation.Situation, err error) {
	yesterday := s.keeping.Now().Add(-24 * time.Hour)
	decisions, err := s.openDecisions(open).Since(ctx, yesterday)
	if err != nil {
		return nil, err
	}
	readings, err := s.openLetters(open).ReadSince(ctx, yesterday)
	if err != nil {
		return nil, err
	}
	if log, ok, err := s.loggedUnanswered(ctx, open); err != nil {
		return nil, err
	} else if ok {
		told = append(told, log)
	}
	var all []map[string]any
	for _, k := range decisions {
		all = append(all, k.Value.Facts)
	}
	for _, r := range readings {
		all = append(all, r.Facts)
	}
	for _, facts := range all {
		if before, err := s.adviser.Vocabulary().Read(facts); err == nil {
			told = append(told, before)
		}
	}
	return told, nil
}

// decisionsPage lists what was kept, the latest first.
type decisionsPage struct {
	frame
	Decisions []decisionLine
	Older     int64
	Done      string
}

func (decisionsPage) template() string { return "decisions.html" }

type decisionLine struct {
	ID     id.ID
	Title  string
	Moment string
	Rated  bool
}

func (s *site) decisions(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	before, _ := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	kept, err := s.openDecisions(open).List(r.Context(), max(before, 0), entriesPerPage+1)
	if err != nil {
		return err
	}
	p := decisionsPage{frame: s.placeFrame(r, "Answers", open), Done: doneWords[r.URL.Query().Get("done")]}
	if len(kept) > entriesPerPage {
		kept = kept[:entriesPerPage]
		p.Older = kept[entriesPerPage-1].Place
	}
	for _, k := range kept {
		p.Decisions = append(p.Decisions, decisionLine{k.ID, k.Value.Title, momentWords(k.Value.When), len(k.Value.Ratings) > 0})
	}
	return s.show(w, http.StatusOK, p)
}

// keptDecisionPage is one kept decision, and how it looks today.
type keptDecisionPage struct {
	frame
	ID       id.ID
	Revision int64
	Decision decision.Decision
	Moment   string
	Kept     bool   // it was kept a moment ago
	Today    string // what the same answers would give now, where that is something else
	Newer    bool   // the knowledge has changed since
	Back     string // how long ago it was, in words, once looking back makes sense
	Views    []choice
	Sorry    string
	Note     string
}

func (keptDecisionPage) template() string { return "kept-decision.html" }

// viewWords say how an answer may look later.
var viewWords = map[decision.View]string{
	decision.Right:  "It was right for me",
	decision.Partly: "Partly",
	decision.Wrong:  "It was wrong for me",
	decision.Unsure: "I can't tell yet",
}

func (s *site) keptDecision(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	k, err := s.findDecision(r, open)
	if err != nil {
		return err
	}
	return s.showKept(w, r, open, http.StatusOK, k, "", "")
}

func (s *site) findDecision(r *http.Request, open *account.Open) (decision.Kept, error) {
	kept, ok := id.Parse(r.PathValue("id"))
	if !ok {
		return decision.Kept{}, notHere()
	}
	return s.openDecisions(open).Find(r.Context(), kept)
}

func (s *site) showKept(w http.ResponseWriter, r *http.Request, open *account.Open, status int, k decision.Kept, note, sorry string) error {
	p := keptDecisionPage{
		frame: s.placeFrame(r, "Answers", open), ID: k.ID, Revision: k.Revision, Decision: k.Value,
		Moment: momentWords(k.Value.When), Kept: r.URL.Query().Has("kept"), Note: note, Sorry: sorry,
		Back: agoWords(s.keeping.Now().Sub(k.Value.When)),
	}
	if facts, err := s.adviser.Vocabulary().Read(k.Value.Facts); err == nil {
		d := s.adviser.Explain(facts)
		p.Newer = d.Knowledge != k.Value.Knowledge
		if d.Verdict != k.Value.Verdict && p.Newer {
			p.Today = s.verdictWords(d.Verdict).Title
		}
	}
	for _, v := range decision.Views {
		p.Views = append(p.Views, choice{string(v), viewWords[v], false})
	}
	return s.show(w, status, p)
}

// agoWords says how long ago something was, once that is a day or more.
func agoWords(ago time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case ago < day:
		return ""
	case ago < 7*day:
		return "A day or more"
	case ago < 30*day:
		return "A week or more"
	}
	return "A month or more"
}

// ViewWords is for the template.
func (keptDecisionPage) ViewWords(v decision.View) string { return viewWords[v] }

// Moment words a time for the template.
func (keptDecisionPage) At(t time.Time) string { return momentWords(t) }

func (s *site) rateDecision(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	k, err := s.findDecision(r, open)
	if err != nil {
		return err
	}
	revision, _ := strconv.ParseInt(form.Get("revision"), 10, 64)
	view := decision.View(form.Get("view"))
	if !slices.Contains(decision.Views, view) {
		return s.showKept(w, r, open, http.StatusUnprocessableEntity, k, form.Get("note"), "Choose one of the answers.")
	}
	rated, err := s.openDecisions(open).Rate(r.Context(), k.ID, revision, view, form.Get("note"))
	switch {
	case errs.Is(err, errs.Conflict):
		return s.showKept(w, r, open, http.StatusConflict, k, form.Get("note"), "This answer was changed in another window. What you wrote is still here: look at the page and send it again.")
	case err != nil:
		status, says := s.refused(r, err)
		return s.showKept(w, r, open, status, k, form.Get("note"), says)
	}
	return seeOther(w, r, "/answer/"+string(rated.ID))
}

func (s *site) deleteDecision(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	k, err := s.findDecision(r, open)
	if err != nil {
		return err
	}
	revision, _ := strconv.ParseInt(form.Get("revision"), 10, 64)
	if err := s.openDecisions(open).Delete(r.Context(), k.ID, revision); err != nil {
		return err
	}
	return seeOther(w, r, "/answers?done=deleted-answer")
}
