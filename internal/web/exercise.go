package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"afterwards/advice"
	"afterwards/draft"
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
	At   int    // the number of the step
}

func (exercisePage) template() string { return "exercise.html" }

// carriedField is something given on another page.
type carriedField struct{ Name, Value string }

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

// dial asks for a number from 0 to 100.
type dial struct{ Name, Ask, Low, High, Value string }

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
	Signed        bool
}

type pairOfNumbers struct{ Ask, First, Second string }

// walk is one time through an exercise, as the form has it.
type walk struct {
	site     *site
	exercise *knowledge.Exercise
	form     url.Values
	given    answers
	at, to   string
}

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
	practice, ok := s.adviser.ExerciseAfter(r.PathValue("exercise"), given.situation(v), s.toldBefore(r, given)...)
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
		if err := s.keepDone(r, run, p.End); err != nil {
			return err
		}
	}
	p.Fields = run.carried(&p)
	return s.show(w, http.StatusOK, p)
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
	if open := s.whoever(r); open != nil {
		defer open.Key.Wipe()
		past, err := s.rated(r, open)
		if err != nil {
			return err
		}
		d.Harder, d.Signed = s.adviser.Worsens(e.Exercise, past), true
		run.form.Set("for", string(open.Account))
	}
	if run.form.Get("run") == "" {
		run.form.Set("run", string(id.New()))
	}
	p.Fields = run.carried(&p)
	return s.show(w, http.StatusOK, p)
}

// fill puts the page that is wanted into p. What is no page leads to the first.
func (run *walk) fill(p *exercisePage) {
	e := run.exercise
	n, err := strconv.Atoi(run.to)
	switch {
	case err == nil && n >= 1 && n <= len(e.Steps):
		p.Step, p.At = run.step(n), n
		p.Go, p.Back = strconv.Itoa(n+1), strconv.Itoa(n-1)
		if n == len(e.Steps) {
			p.Go = "after"
		}
		if n == 1 {
			p.Back = "before"
		}
		for i := range e.Steps {
			p.Walk = append(p.Walk, i < n)
		}
	case run.to == "after":
		p.After = run.rating("after")
		p.Go, p.Back = "end", strconv.Itoa(len(e.Steps))
	case run.to == "end", run.to == "stop":
		p.End = run.end()
		p.Go = "end"
	default:
		p.Rating = run.rating("before")
		p.Go, p.Back = "1", doorPage
	}
}

func (run *walk) rating(name string) *dial {
	r := run.exercise.Rate
	return &dial{name, r.Ask, r.Low, r.High, run.number(name)}
}

// number is a number from 0 to 100 as it was given, or "".
func (run *walk) number(name string) string {
	n, err := strconv.Atoi(strings.TrimSpace(run.form.Get(name)))
	if err != nil || n < 0 || n > 100 {
		return ""
	}
	return strconv.Itoa(n)
}

func (run *walk) step(n int) *stepPage {
	s := &run.exercise.Steps[n-1]
	p := &stepPage{Number: n, Of: len(run.exercise.Steps), Title: s.Title, Says: strings.Split(s.Says, "\n"), Kind: s.Kind(), Timer: s.Timer, Breathe: s.Breathe}
	key := strconv.Itoa(n)
	switch p.Kind {
	case "timer":
		p.Time = timeWords(s.Timer.Seconds)
	case "breathe":
		p.Time = timeWords(s.Breathe.Seconds())
	case "write":
		p.Name, p.Prompt, p.Text = writeField+key, s.Write.Prompt, run.form.Get(writeField+key)
	case "list":
		p.Name, p.Prompt = listField+key, s.List.Prompt
		given := run.form[p.Name]
		for i := range s.List.Lines {
			line := ""
			if i < len(given) {
				line = given[i]
			}
			p.Lines = append(p.Lines, line)
		}
	case "rate":
		p.Dial = &dial{dialField + key, s.Rate.Ask, s.Rate.Low, s.Rate.High, run.number(dialField + key)}
	case "choose":
		p.Ask = s.Choose.Ask
		chosen := run.form.Get(chooseField + key)
		for _, o := range s.Choose.Options {
			p.Choices = append(p.Choices, choice{key + ":" + o.ID, o.Says, o.ID == chosen})
			if o.ID == chosen {
				p.Then = strings.Split(o.Then, "\n")
			}
		}
	case "do":
		p.Done = s.Do.Done
	}
	return p
}

func (run *walk) end() *exerciseEnd {
	e := run.exercise
	end := &exerciseEnd{
		Rate: e.Rate, Before: run.number("before"), After: run.number("after"), Hard: e.Hard, Written: run.written(),
		Early: run.to == "stop" || run.form.Has("early"),
	}
	if run.to == "stop" {
		end.Stopped, end.After = e.Stop, ""
		if end.Before != "" {
			end.Ask = run.rating("after")
			end.Ask.Value = ""
		}
	}
	first := map[string]string{}
	for i := range e.Steps {
		d := e.Steps[i].Rate
		if d == nil || d.Pair == "" {
			continue
		}
		given := run.number(dialField + strconv.Itoa(i+1))
		if before, ok := first[d.Pair]; !ok {
			first[d.Pair] = given
		} else if before != "" && given != "" {
			end.Pairs = append(end.Pairs, pairOfNumbers{d.Ask, before, given})
		}
	}
	return end
}

// written is everything that was written, step by step, for the journal.
func (run *walk) written() string {
	var b strings.Builder
	for i := range run.exercise.Steps {
		if text := run.writtenAt(i + 1); text != "" {
			prompt := ""
			switch s := &run.exercise.Steps[i]; s.Kind() {
			case "write":
				prompt = s.Write.Prompt
			case "list":
				prompt = s.List.Prompt
			}
			fmt.Fprintf(&b, "%s\n%s\n\n", prompt, text)
		}
	}
	return strings.TrimSpace(b.String())
}

func (run *walk) writtenAt(n int) string {
	key := strconv.Itoa(n)
	if n < 1 || n > len(run.exercise.Steps) {
		return ""
	}
	switch run.exercise.Steps[n-1].Kind() {
	case "write":
		return strings.TrimSpace(run.form.Get(writeField + key))
	case "list":
		lines := slices.DeleteFunc(slices.Clone(run.form[listField+key]), func(l string) bool { return strings.TrimSpace(l) == "" })
		return strings.Join(lines, "\n")
	}
	return ""
}

// crisis reports whether the words of the page before, or at the end any, speak
// of the writer's own life. It is said on the page and nowhere else.
func (run *walk) crisis() bool {
	n, _ := strconv.Atoi(run.at)
	text := run.writtenAt(n)
	if run.to == "end" || run.to == "stop" {
		text = run.written()
	}
	return text != "" && draft.Check(draft.Unsent, text).Verdict == draft.Crisis
}

// carried is what the page takes along: everything given that it does not ask
// for itself.
func (run *walk) carried(p *exercisePage) (fields []carriedField) {
	add := func(name string, values ...string) {
		for _, value := range values {
			fields = append(fields, carriedField{name, value})
		}
	}
	add("run", run.form.Get("run"))
	add("for", run.form.Get("for"))
	if p.End != nil && p.End.Early {
		add("early", "1")
	}
	if p.Door == nil {
		for _, g := range run.site.adviser.Judgement().ForExercises.Guards {
			for _, q := range g.Questions {
				if slices.Contains(run.exercise.Harms, g.Harm) {
					add(gateField+q.ID, run.form.Get(gateField+q.ID))
				}
			}
		}
	}
	if p.Rating == nil {
		add("before", run.number("before"))
	}
	if p.After == nil && (p.End == nil || p.End.Ask == nil) {
		add("after", run.number("after"))
	}
	for i := range run.exercise.Steps {
		if key := strconv.Itoa(i + 1); p.Step == nil || p.Step.Number != i+1 {
			for _, prefix := range []string{writeField, dialField, chooseField, listField} {
				add(prefix+key, run.form[prefix+key]...)
			}
		} else {
			add(chooseField+key, run.form[chooseField+key]...)
		}
	}
	return slices.DeleteFunc(fields, func(f carriedField) bool { return f.Value == "" && !strings.HasPrefix(f.Name, listField) })
}

// keepDone keeps the numbers of somebody who is signed in and gave one.
func (s *site) keepDone(r *http.Request, run *walk, end *exerciseEnd) error {
	open := s.whoever(r)
	if open == nil {
		return nil
	}
	defer open.Key.Wipe()
	end.Signed = true
	before, after := readNumber(end.Before), readNumber(end.After)
	// A page that somebody else opened in this browser is not about this person.
	others := run.form.Get("for") != "" && run.form.Get("for") != string(open.Account)
	if before == nil && after == nil || others {
		return nil
	}
	e := run.exercise
	d := exercise.Done{
		When: (&writing{Zone: run.form.Get("zone")}).at(s.keeping.Now()), Exercise: e.Exercise, Title: e.Title,
		Ask: e.Rate.Ask, Low: e.Rate.Low, High: e.Rate.High, Better: e.Rate.Better,
		Before: before, After: after, Early: end.Early,
	}
	d.Run, _ = id.Parse(run.form.Get("run"))
	if _, err := s.openExercises(open).Keep(r.Context(), d); err != nil {
		return err
	}
	end.Kept = true
	return nil
}

func readNumber(given string) *int {
	n, err := strconv.Atoi(given)
	if err != nil {
		return nil
	}
	return &n
}

// timeWords says roughly how long something takes.
func timeWords(seconds int) string {
	switch minutes := (seconds + 15) / 30; {
	case seconds <= 20:
		return "about a quarter of a minute"
	case minutes <= 1:
		return "about half a minute"
	case minutes == 2:
		return "about a minute"
	case minutes == 3:
		return "about a minute and a half"
	case minutes%2 == 1:
		return fmt.Sprintf("about %d and a half minutes", minutes/2)
	default:
		return fmt.Sprintf("about %d minutes", minutes/2)
	}
}
