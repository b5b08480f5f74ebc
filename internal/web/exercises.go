package web

import (
	"net/http"
	"slices"

	"afterwards/advice"
	"afterwards/internal/account"
	"afterwards/internal/exercise"
	"afterwards/internal/web/httpx"
	"afterwards/knowledge"
)

// exercisesPage lists the exercises by what somebody needs.
type exercisesPage struct {
	frame
	Given     answers // those that the page does not ask for
	Crisis    bool
	Suggested []suggested
	Asks      []asked
	Told      bool // something on this page has been answered
	Groups    []exerciseGroup
	Done      bool // somebody is signed in, and may look at what they did
}

func (exercisesPage) template() string { return "exercises.html" }

type exerciseGroup struct {
	Title, Says string
	Exercises   []exerciseLink
}

type exerciseLink struct {
	Path, Title, About string
	Minutes            int
	Harder             bool // by the person's own numbers
}

// suggested is an exercise that may fit, and why.
type suggested struct {
	exerciseLink
	Because, Own string
}

func linkToExercise(e *knowledge.Exercise) exerciseLink {
	return exerciseLink{Path: "/exercises/" + e.Exercise, Title: e.Title, About: e.About, Minutes: e.Minutes}
}

func (s *site) exercises(w http.ResponseWriter, r *http.Request) error {
	return s.showExercises(w, r, nil)
}

// exercisesWith is the list for somebody who brings answers along or gives some.
func (s *site) exercisesWith(w http.ResponseWriter, r *http.Request) error {
	form, err := httpx.Form(w, r, answersLimit)
	if err != nil {
		return err
	}
	if err := s.sameVisit(r, form.Get(visitField)); err != nil {
		return err
	}
	given, _ := readAnswers(s.adviser.Vocabulary(), form)
	return s.showExercises(w, r, s.withHour(given, form.Get("hour")))
}

// withHour adds the hour on the person's device, where a script told it and they
// did not.
func (s *site) withHour(given answers, hour string) answers {
	if hour == "" || given.index(hourFact) >= 0 {
		return given
	}
	a, err := readAnswer(s.adviser.Vocabulary(), hourFact, []string{hour})
	if err != nil {
		return given
	}
	return given.with(a)
}

func (s *site) showExercises(w http.ResponseWriter, r *http.Request, given answers) error {
	j := s.adviser.Judgement()
	p := exercisesPage{frame: s.frame(r, "Exercises"), Crisis: given.inCrisis()}
	past, in := s.past(r)
	p.Done = in
	if len(given) > 0 || len(past) > 0 {
		p.Suggested = s.suggest(given, past)
	}
	p.Given, p.Asks, p.Told = s.askedHere(given, j.ForExercises.Asks)
	for _, n := range j.ForExercises.Needs {
		group := exerciseGroup{Title: n.Title, Says: n.Says}
		for i := range j.Exercises {
			if e := &j.Exercises[i]; e.Need == n.Need {
				link := linkToExercise(e)
				link.Harder = s.adviser.Worsens(e.Exercise, past)
				group.Exercises = append(group.Exercises, link)
			}
		}
		if len(group.Exercises) > 0 {
			p.Groups = append(p.Groups, group)
		}
	}
	return s.show(w, http.StatusOK, p)
}

func (s *site) suggest(given answers, past []advice.Rated) (all []suggested) {
	for _, one := range s.adviser.Suggest(given.situation(s.adviser.Vocabulary()), past) {
		all = append(all, suggested{linkToExercise(one.Exercise), one.Because, one.Own})
	}
	return all
}

// ratedBack is how many exercises back somebody's own numbers count.
const ratedBack = 500

func (s *site) openExercises(open *account.Open) *exercise.Log {
	return exercise.Open(open.Key, s.keeping.Records, s.keeping.Now)
}

// past are the numbers of whoever is signed in, the latest last; in is false if
// nobody is. Numbers that cannot be read now are none: the pages go on.
func (s *site) past(r *http.Request) (past []advice.Rated, in bool) {
	open := s.whoever(r)
	if open == nil {
		return nil, false
	}
	defer open.Key.Wipe()
	kept, err := s.openExercises(open).List(r.Context(), 0, ratedBack)
	if err != nil {
		s.report(r, err)
	}
	for _, k := range slices.Backward(kept) {
		if better, ok := k.Value.Change(); ok {
			past = append(past, advice.Rated{Exercise: k.Value.Exercise, Better: better})
		}
	}
	return past, true
}
