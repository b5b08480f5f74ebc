package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"afterwards/internal/exercise"
	"afterwards/internal/id"
	"afterwards/internal/web/httpx"
	"afterwards/knowledge"
)

// An exercise lives in its form, as an interview does: each page carries what
// was given on those before it, in fields that name the step. Nothing of it is
// kept, except the two numbers of somebody who is signed in.
const (
	gateField   = "g-" // before the name of a question about this hour
	writeField  = "w-" // before the number of a step: what was written
	listField   = "l-" // the same for the lines of a list
	dialField   = "r-" // for a number
	chooseField = "c-" // for a choice
)

// doorPage is the page of an exercise on which one can begin.
const doorPage = "door"

// exercisePage is one page of an exercise: its door, a question before or after
// it, a step, or its end.
type exercisePage struct {
	frame
	Path   string
	Title  string
	Given  answers
	Fields []carriedField // what was given on other pages
	Crisis bool           // words on the page before speak of the writer's own life
	Sorry  string

	// Exactly one of these is there.
	Door   *exerciseDoor
	Rating *dial // before the first step
	Step   *stepPage
	After  *dial
	End    *exerciseEnd

	Go   string // the page that comes next
	Back string // the page before; empty on the door
	Walk []bool // a stone for each step; true for those behind
}

func (exercisePage) template() string { return "exercise.html" }

// carriedField is something given on another page.
type carriedField struct{ Name, Value string }

// dial asks for a number from 0 to 100. Middle, in words, can be empty.
type dial struct{ Name, Ask, Low, Middle, High, Value string }

type stepPage struct {
	Number, Of int
	Title      string
	Says       []string
	Kind       string
	Timer      *knowledge.Timer
	Breathe    *knowledge.Breathe
	Time       string // how long it takes, in words
	Name       string // of the field
	Prompt     string
	Text       string
	Lines      []string
	Dial       *dial
	Ask        string
	Choices    []choice
	Then       []string
	Done       string
}

type exerciseEnd struct {
	Stopped       string // what is said to whoever stopped early
	Early         bool
	Ask           *dial // the number now, for whoever stopped and gave one before
	Rate          knowledge.Rate
	Before, After string
	Pairs         []pairOfNumbers
	Written       string
	Hard          string
	Kept          bool
	Sorry         string // why the numbers could not be kept
}

type pairOfNumbers struct{ Ask, First, Second string }

func (s *site) exercise(w http.ResponseWriter, r *http.Request) error {
	return s.walkOn(w, r, url.Values{})
}

func (s *site) exerciseWith(w http.ResponseWriter, r *http.Request) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	if err := s.sameVisit(r, form.Get(visitField)); err != nil {
		return err
	}
	return s.walkOn(w, r, form)
}

// walkOn shows the page of an exercise that the form asks for.
func (s *site) walkOn(w http.ResponseWriter, r *http.Request, form url.Values) error {
	v := s.adviser.Vocabulary()
	given, _ := readAnswers(v, form)
	given = s.withHour(given, form.Get("hour"))
	practice, ok := s.adviser.ExerciseAfter(r.PathValue("exercise"), given.situation(v), s.shownEarlier(r, given)...)
	if !ok {
		return unknownPath(w, r)
	}
	run := &walk{site: s, exercise: practice.Exercise, form: form, given: given, at: form.Get("at"), to: form.Get("to")}
	p := exercisePage{
		frame: s.frame(r, "Exercise"), Path: r.URL.Path, Title: practice.Exercise.Title, Given: given,
	}
	if pick, picked, ok := strings.Cut(form.Get("pick"), ":"); ok {
		form.Set(chooseField+pick, picked) // a choice shows its words on the same page
		run.to = pick
	}
	shut, missing := practice.Answered(func(q string) string { return form.Get(gateField + q) })
	if !practice.Open() || shut != "" || missing || run.to == "" || run.to == doorPage {
		return s.showDoor(w, r, p, run, practice, shut)
	}
	p.Crisis = run.crisis()
	run.fill(&p)
	if p.End != nil {
		s.keepDone(r, run, p.End)
	}
	p.Fields = run.carried(&p)
	return s.show(w, http.StatusOK, p)
}

// keepDone keeps the numbers of somebody who is signed in and gave one. If that
// fails the page says so, and what was written on it stays.
func (s *site) keepDone(r *http.Request, run *walk, end *exerciseEnd) {
	open := s.whoever(r)
	if open == nil {
		return
	}
	defer open.Key.Wipe()
	before, after := readNumber(end.Before), readNumber(end.After)
	// A page that somebody else opened in this browser is not about this person.
	others := run.form.Get("for") != "" && run.form.Get("for") != string(open.Account)
	if before == nil && after == nil || others {
		return
	}
	e := run.exercise
	d := exercise.Done{
		When: (&writing{Zone: run.form.Get("zone")}).at(s.keeping.Now()), Exercise: e.Exercise, Title: e.Title,
		Ask: e.Rate.Ask, Low: e.Rate.Low, High: e.Rate.High, Better: e.Rate.Better,
		Before: before, After: after, Early: end.Early,
	}
	d.Run, _ = id.Parse(run.form.Get("run"))
	if _, err := s.openExercises(open).Keep(r.Context(), d); err != nil {
		_, end.Sorry = s.refused(r, err)
		return
	}
	end.Kept = true
}

func readNumber(given string) *int {
	n, err := strconv.Atoi(given)
	if err != nil {
		return nil
	}
	return &n
}
