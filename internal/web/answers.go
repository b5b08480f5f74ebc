package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"afterwards/advice"
	"afterwards/knowledge"
	"afterwards/situation"
)

// An interview lives in the form: each answer so far is a field "a" that holds
// fact=value, in the order of asking. A set joins its items with commas, or
// says none; "?" means that the person would rather leave it open. The server
// keeps nothing between two pages, so it may be restarted at any moment.

const (
	answerField = "a"
	shownMark   = "~"  // before the values with which an answer was last shown
	askedField  = "f-" // before the name of a fact that a guide asks for
	leftOpen    = "?"
	valueLimit  = 200 // bytes of one answer; the longest real one is below it
)

// answer is one fact and what was said about it.
type answer struct {
	fact   *knowledge.Fact
	values []string // nil when left open
	// shown are the values with which an answer was last shown, where those are
	// a risk: see [answers.seen].
	shown []string
}

// answers are the answers of an interview, in the order of asking.
type answers []answer

// readAnswers reads the answers that a form carries: those of earlier pages, and
// those that a guide asks for, each under the name of its fact. Those that do
// not fit their fact are left out and counted; a fact answered twice keeps its
// place and takes the later answer.
func readAnswers(v *situation.Vocabulary, form url.Values) (given answers, unread int) {
	take := func(name string, values []string, shown string) {
		a, err := readAnswer(v, name, values)
		if err != nil || len(strings.Join(values, ",")) > valueLimit {
			unread++
			return
		}
		if before, err := readAnswer(v, name, strings.Split(shown, ",")); err == nil && shown != "" {
			a.shown = before.values
		}
		given = given.with(a)
	}
	for _, field := range form[answerField] {
		name, value, _ := strings.Cut(field, "=")
		value, shown, _ := strings.Cut(value, shownMark)
		take(name, strings.Split(value, ","), shown)
	}
	for i := range v.Facts() {
		name := v.Facts()[i].Name
		values := slices.DeleteFunc(slices.Clone(form[askedField+name]), func(value string) bool { return value == "" })
		if len(values) > 0 { // boxes that are all empty say nothing
			take(name, values, "")
		}
	}
	return given, unread
}

// readAnswer checks an answer against the fact. The error is a public sentence.
func readAnswer(v *situation.Vocabulary, name string, values []string) (answer, error) {
	fact, _ := v.Fact(name)
	if slices.Equal(values, []string{leftOpen}) {
		values = nil
	}
	// An empty list leaves a fact open, and refuses a name that is no fact's.
	if _, err := v.Answer(v.Unknown(), name, values...); err != nil {
		return answer{}, err
	}
	if fact == nil {
		return answer{}, fmt.Errorf("web: there is no fact of that name")
	}
	return answer{fact: fact, values: values}, nil
}

func (g answers) index(name string) int {
	return slices.IndexFunc(g, func(a answer) bool { return a.fact.Name == name })
}

// with returns the answers with a in its old place, or at the end.
func (g answers) with(a answer) answers {
	if i := g.index(a.fact.Name); i >= 0 {
		g = slices.Clone(g)
		if a.shown == nil {
			a.shown = g[i].shown
		}
		g[i] = a
		return g
	}
	return append(slices.Clip(g), a)
}

// before returns the question that came before the one named, or "" if that was
// the first. A question that was not answered yet comes after all others.
func (g answers) before(name string) string {
	i := g.index(name)
	if i < 0 {
		i = len(g)
	}
	if i == 0 {
		return ""
	}
	return g[i-1].fact.Name
}

// seen notes that an answer is shown now: whatever is a risk among what was told
// travels on with the answers, so that one which gets milder afterwards is met
// as such.
func (g answers) seen(a *advice.Adviser) answers {
	g = slices.Clone(g)
	v := a.Vocabulary()
	for i := range g {
		if len(g[i].fact.Risk) == 0 || g[i].fact.Passes || g[i].values == nil {
			continue
		}
		if g[i].shown == nil {
			g[i].shown = g[i].values
			continue
		}
		before, _ := v.Answer(v.Unknown(), g[i].fact.Name, g[i].shown...)
		now, _ := v.Answer(v.Unknown(), g[i].fact.Name, g[i].values...)
		if len(a.Flips(now, before)) == 0 {
			g[i].shown = g[i].values
		}
	}
	return g
}

// shownBefore is the situation with which an answer was last shown.
func (g answers) shownBefore(v *situation.Vocabulary) situation.Situation {
	s := v.Unknown()
	for _, a := range g {
		if a.shown == nil {
			continue
		}
		if next, err := v.Answer(s, a.fact.Name, a.shown...); err == nil {
			s = next
		}
	}
	return s
}

// situation is what the answers say.
func (g answers) situation(v *situation.Vocabulary) situation.Situation {
	s := v.Unknown()
	for _, a := range g {
		if next, err := v.Answer(s, a.fact.Name, a.values...); err == nil {
			s = next // an error is impossible: readAnswer tried it
		}
	}
	return s
}

// leftOpen reports whether the person would rather not say.
func (g answers) leftOpen(name string) bool {
	i := g.index(name)
	return i >= 0 && g[i].values == nil
}

// Carried is the answer as a form carries it.
func (a answer) Carried() string {
	carried := a.fact.Name + "=" + leftOpen
	if a.values != nil {
		carried = a.fact.Name + "=" + strings.Join(a.values, ",")
	}
	if a.shown != nil {
		carried += shownMark + strings.Join(a.shown, ",")
	}
	return carried
}

// Name is the fact's name.
func (a answer) Name() string { return a.fact.Name }

// Ask is the question.
func (a answer) Ask() string { return a.fact.Ask }

// Says is the answer in words.
func (a answer) Says() string {
	if a.values == nil {
		return a.fact.Unknown
	}
	var said []string
	for _, c := range choices(a.fact, a.values) {
		if c.Given {
			said = append(said, c.Says)
		}
	}
	return strings.Join(said, "; ")
}

// choice is one answer that a question offers.
type choice struct {
	Value string
	Says  string
	Given bool // it is the answer given before
}

// choices are the answers that a fact offers, of which values were given. For a
// set "none of these" is the last.
func choices(f *knowledge.Fact, values []string) []choice {
	var all []choice
	for _, a := range f.Answers {
		value := fmt.Sprint(a.Value.Value)
		given := slices.Contains(values, value)
		if f.Type == knowledge.Number && len(values) == 1 {
			n, err := strconv.Atoi(values[0])
			given = err == nil && f.Range(n) == f.Range(a.Value.Value.(int))
		}
		all = append(all, choice{value, a.Says, given})
	}
	if f.Type == knowledge.Set {
		all = append(all, choice{situation.None, f.NoneSays, slices.Equal(values, []string{situation.None})})
	}
	return all
}
