package web

import (
	"cmp"
	"net/http"
	"net/url"

	"afterwards/internal/errs"
	"afterwards/internal/web/httpx"
	"afterwards/knowledge"
	"afterwards/situation"
)

// answersLimit is the size of an interview's form, in bytes: several times what
// every fact answered at length needs.
const answersLimit = 64 << 10

// decidePage is the door of the interview.
type decidePage struct{ frame }

func (decidePage) template() string { return "decide.html" }

func (s *site) decideStart(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, http.StatusOK, decidePage{s.frame(r, "Questions")})
}

// questionPage asks one thing.
type questionPage struct {
	frame
	Path    string // where the answer goes
	Before  string // what the questions come before, if that is not the decision
	End     string // the words for stopping here
	Part    string // what the question is about
	Name    string
	Ask     string
	Help    string
	Why     string
	Set     bool // several answers may be given
	Choices []choice
	Open    choice // rather not say
	Given   answers
	Back    bool   // there is a question before this one
	Kept    bool   // this question has been answered
	Sorry   string // what was wrong with the last answer
}

func (questionPage) template() string { return "question.html" }

// parts are the names of the groups of facts.
var parts = map[string]string{
	"safety":     "First, your safety and theirs",
	"ex":         "What your ex asked for or did",
	"moment":     "This moment",
	"story":      "What was, and how it ended",
	"you":        "You",
	"contact":    "The contact you think of",
	"rebuilding": "The time since",
}

// decide takes an answer and asks the next question, or gives the decision when
// nothing that is still open could change it.
func (s *site) decide(w http.ResponseWriter, r *http.Request) error {
	form, err := httpx.Form(w, r, answersLimit)
	if err != nil {
		return err
	}
	if err := s.sameVisit(r, form.Get(visitField)); err != nil {
		return err
	}
	step, err := s.step(form)
	switch {
	case err != nil:
		return err
	case step.ask != nil:
		return s.showQuestion(w, r, asking{}, step.ask, step.given, step.sorry)
	case step.end:
		return s.showDecision(w, r, step.given, step.sorry)
	}
	if fact, ok := s.next(&step.given, form.Get("hour"), step.paused); ok {
		return s.showQuestion(w, r, asking{}, fact, step.given, step.sorry)
	}
	return s.showDecision(w, r, step.given, step.sorry)
}

// step is what a form of an interview asks for.
type step struct {
	given  answers
	ask    *knowledge.Fact // a question to show whatever is open, or nil
	end    bool            // the person wants to stop here
	paused bool            // the questions could wait before the last answer was given
	sorry  string
}

// step takes the answer that a form of an interview gives, or the wish in it.
func (s *site) step(form url.Values) (step, error) {
	v := s.adviser.Vocabulary()
	given, unread := readAnswers(v, form)
	next := step{given: given, paused: s.paused(given)}
	if unread > 0 {
		next.sorry = "Some earlier answers could not be read and were left out. The others are still here."
	}
	switch asked := form.Get("q"); {
	case form.Has("end"):
		next.end = true
	case form.Has("change"):
		next.ask, _ = v.Fact(form.Get("change"))
	case form.Has("back"):
		next.ask, _ = v.Fact(given.before(asked))
	case asked != "" && !form.Has("keep"):
		fact, ok := v.Fact(asked)
		if !ok {
			return step{}, errs.New(errs.Invalid, "There is no such question. Go back: your answers are still there.")
		}
		a, wrong := takeAnswer(v, fact, form)
		if wrong != "" {
			next.ask, next.sorry = fact, wrong
			return next, nil
		}
		next.given = given.with(a)
	}
	return next, nil
}

// takeAnswer reads the answer to the question on the page. If it cannot be used,
// wrong says why.
func takeAnswer(v *situation.Vocabulary, fact *knowledge.Fact, form url.Values) (a answer, wrong string) {
	values := form["v"]
	if form.Has("open") {
		values = []string{leftOpen} // the button beside the boxes of a set
	}
	if len(values) == 0 {
		if fact.Type == knowledge.Set {
			return a, "Choose what is true for you, or “" + fact.NoneSays + "”."
		}
		return a, "Choose one of the answers."
	}
	if len(values) > 1 && fact.Type == knowledge.Set {
		for _, value := range values {
			if value == situation.None || value == leftOpen {
				return a, "“" + fact.NoneSays + "” cannot be true together with another answer. Choose again."
			}
		}
	}
	a, err := readAnswer(v, fact.Name, values)
	if err != nil {
		return a, "That answer could not be read. Choose one of these."
	}
	return a, ""
}

// hourFact is the one fact that a device can answer by itself.
const hourFact = "local_hour"

// next returns the next question. When that is the hour, and a script has put
// the clock of the device into the form, it is answered and not asked.
//
// An hour that is no hour for decisions pauses the interview: the answer is
// shown before the rest is asked. Whoever was paused before has chosen to go on.
func (s *site) next(given *answers, hour string, paused bool) (*knowledge.Fact, bool) {
	v := s.adviser.Vocabulary()
	open := s.adviser.Ask(given.situation(v), given.leftOpen)
	if len(open) > 0 && open[0] == hourFact && hour != "" {
		if a, err := readAnswer(v, hourFact, []string{hour}); err == nil {
			*given = given.with(a)
			open = s.adviser.Ask(given.situation(v), given.leftOpen)
		}
	}
	if len(open) == 0 || !paused && s.paused(*given) {
		return nil, false
	}
	if first, _ := s.adviser.Pause(given.situation(v), given.leftOpen); first != "" && !paused {
		return v.Fact(first)
	}
	return v.Fact(open[0])
}

// paused reports whether the questions can wait for a better hour.
func (s *site) paused(given answers) bool {
	_, paused := s.adviser.Pause(given.situation(s.adviser.Vocabulary()), given.leftOpen)
	return paused
}

// asking is where a question is asked: in the interview, if it is empty, or on
// the way to something else.
type asking struct{ path, before, end string }

func (s *site) showQuestion(w http.ResponseWriter, r *http.Request, at asking, fact *knowledge.Fact, given answers, sorry string) error {
	p := questionPage{
		frame: s.frame(r, "Questions"), Path: cmp.Or(at.path, "/decide"), Before: at.before,
		End:  cmp.Or(at.end, "Stop here and see the answer so far"),
		Part: parts[fact.Group], Name: fact.Name, Ask: fact.Ask, Help: fact.Help, Why: fact.Why,
		Set: fact.Type == knowledge.Set, Given: given, Sorry: sorry,
		Back: given.before(fact.Name) != "",
	}
	var values []string
	if i := given.index(fact.Name); i >= 0 {
		p.Kept, values = true, given[i].values
	}
	p.Choices = choices(fact, values)
	p.Open = choice{leftOpen, fact.Unknown, p.Kept && values == nil}
	return s.show(w, http.StatusOK, p)
}
