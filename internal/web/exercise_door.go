package web

import (
	"net/http"
	"slices"

	"afterwards/advice"
	"afterwards/internal/id"
)

// exerciseDoor says what the exercise is, for whom, and asks what it must know.
type exerciseDoor struct {
	About   string
	Minutes int
	Says    string
	Grade   string
	Claims  []claimLink
	Sources []string
	For     string
	// NotForSays stands before the list of NotFor.
	NotForSays string
	NotFor     []string
	Guards     []string
	Shut       string
	Gated      string
	Harder     bool
	InCrisis   bool
	Asks       []asked
	Questions  []asked
	Instead    []exerciseLink
	Signed     bool
}

// showDoor shows what stands before the first step.
func (s *site) showDoor(w http.ResponseWriter, r *http.Request, p exercisePage, run *walk, practice advice.Practice, shut string) error {
	e, rules := practice.Exercise, s.adviser.Judgement().ForExercises
	d := &exerciseDoor{
		About: e.About, Minutes: e.Minutes, Says: e.Support.Says, Grade: e.Support.Grade, Claims: s.claimLinks(e.Support.Claims),
		For: e.For, NotFor: e.NotFor, Shut: practice.Shut, InCrisis: run.given.inCrisis(),
	}
	p.Door, p.Go = d, "before"
	for _, at := range e.Sources {
		d.Sources = append(d.Sources, s.source(at.String()))
	}
	if d.Shut == "" {
		d.Shut = shut
	}
	if d.Shut != "" {
		p.Given = run.given.seen(s.adviser)
	}
	if practice.Gated {
		d.Gated = rules.Gated
	}
	for _, g := range practice.Guards {
		if slices.Contains(g.Demands, "not_for") {
			d.NotForSays = g.Says
		} else {
			d.Guards = append(d.Guards, g.Says)
		}
	}
	if d.Shut != "" || practice.Gated {
		for _, address := range practice.Instead {
			if other, ok := s.adviser.Exercise(address, run.given.situation(s.adviser.Vocabulary())); ok {
				d.Instead = append(d.Instead, linkToExercise(other.Exercise))
			}
		}
	}
	if d.Shut == "" && !practice.Gated {
		p.Given, d.Asks, _ = s.askedHere(run.given, practice.Ask)
		for i := range d.Asks {
			// Here a question that is left open is not one that was passed over.
			d.Asks[i].Open.Value, d.Asks[i].Open.Given = leftOpen, run.given.leftOpen(d.Asks[i].Name)
		}
		for _, q := range practice.Questions {
			ask := asked{Name: gateField + q.ID, Ask: q.Ask}
			for _, a := range q.Answers {
				ask.Choices = append(ask.Choices, choice{a.Value, a.Says, run.form.Get(gateField+q.ID) == a.Value})
			}
			d.Questions = append(d.Questions, ask)
		}
		if run.to != "" && run.to != doorPage {
			p.Sorry = "Please choose an answer to each of these first."
			if slices.ContainsFunc(practice.Ask, run.given.leftOpen) {
				p.Sorry = rules.Unanswered
			}
		}
	}
	past, in := s.past(r)
	d.Harder, d.Signed = s.adviser.Worsens(e.Exercise, past), in
	if open := s.whoever(r); open != nil {
		run.form.Set("for", string(open.Account))
		open.Key.Wipe()
	}
	if run.form.Get("run") == "" {
		run.form.Set("run", string(id.New()))
	}
	p.Fields = run.carried(&p)
	return s.show(w, http.StatusOK, p)
}
