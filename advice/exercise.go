package advice

import (
	"cmp"
	"fmt"
	"slices"

	"afterwards/knowledge"
	"afterwards/situation"
)

// Practice is an exercise as it stands in one situation.
type Practice struct {
	Exercise *knowledge.Exercise
	// Shut is why it is closed here; then nothing else is shown of it.
	Shut string
	// Gated says that it needs a form of contact, and none is open.
	Gated bool
	// Ask lists the facts that have to be known first, and Questions what is
	// asked about this hour.
	Ask       []string
	Questions []knowledge.OwnQuestion
	// Guards are those that keep it, and Instead the exercises they offer.
	Guards  []*knowledge.Guard
	Instead []string
}

// Open reports whether the exercise can begin once its questions are answered.
func (p Practice) Open() bool { return p.Shut == "" && !p.Gated && len(p.Ask) == 0 }

// Answered looks at the answers to the questions about this hour. With one that
// closes the exercise, shut says why; with one missing, missing is true.
func (p Practice) Answered(given func(question string) string) (shut string, missing bool) {
	for _, q := range p.Questions {
		i := slices.IndexFunc(q.Answers, func(a knowledge.OwnAnswer) bool { return a.Value == given(q.ID) })
		switch {
		case i < 0:
			missing = true
		case q.Answers[i].Shut != "":
			return q.Answers[i].Shut, missing
		}
	}
	return "", missing
}

// Rated is one time that a person did an exercise and gave both numbers. Better
// is by how much it was better afterwards, from -100 to 100.
type Rated struct {
	Exercise string
	Better   int
}

// Suggestion is an exercise that may fit, with the reason in words.
type Suggestion struct {
	Exercise *knowledge.Exercise
	Because  string
	// Own says what the person's own numbers have to do with it, or "".
	Own string
}

// exercise is a compiled exercise.
type exercise struct {
	data   *knowledge.Exercise
	shut   []situation.Condition
	fits   []situation.Condition
	needs  forms
	guards []*guard
}

// guard is a compiled guard.
type guard struct {
	data *knowledge.Guard
	shut []situation.Condition
	asks []int
}

// exercises is everything about exercises, compiled.
type exercises struct {
	all          []exercise
	phases, shut []situation.Condition
	night, quiet situation.Condition
}

func (c *compiler) exercises() (out exercises, guards map[string]*guard) {
	j := c.a.judgement
	rules := &j.ForExercises
	out.night, out.quiet, out.shut = c.condition(rules.Night), c.condition(rules.Quiet), c.shut(rules.Shut)
	for _, p := range rules.Phases {
		out.phases = append(out.phases, c.condition(p.When))
	}
	guards = map[string]*guard{}
	for i := range rules.Guards {
		g := &rules.Guards[i]
		compiled := &guard{data: g, shut: c.shut(g.Shut)}
		for k := range j.Facts {
			if slices.Contains(g.Asks, j.Facts[k].Name) {
				compiled.asks = append(compiled.asks, k)
			}
		}
		guards[g.Harm] = compiled
	}
	for i := range j.Exercises {
		e := &j.Exercises[i]
		compiled := exercise{data: e, shut: c.shut(e.Shut), needs: c.a.forms(e.Needs)}
		for _, f := range e.Fits {
			compiled.fits = append(compiled.fits, c.condition(f.When))
		}
		compiled.guards = marked(guards, e.Harms)
		out.all = append(out.all, compiled)
	}
	return out, guards
}

func (c *compiler) shut(all []knowledge.Shut) (conditions []situation.Condition) {
	for _, s := range all {
		conditions = append(conditions, c.condition(s.When))
	}
	return conditions
}

// exerciseExamples tries the examples beside the exercises, with the safety facts
// that one leaves out answered harmlessly.
func (c *compiler) exerciseExamples() {
	base := c.a.harmless()
	for i := range c.a.exercises.all {
		e := &c.a.exercises.all[i]
		for _, x := range e.data.Examples {
			s, ok := c.example(base, x.Facts)
			if !ok {
				continue
			}
			p := c.a.practice(e, &s)
			is := "open"
			switch {
			case p.Shut != "":
				is = "shut"
			case p.Gated:
				is = "gated"
			case len(p.Ask) > 0 || len(p.Questions) > 0:
				is = "ask"
			}
			if is != x.Is {
				c.problem(x.Pos, "exercise %s is %s in its example, and %s is wanted", e.data.Exercise, is, x.Is)
			}
		}
	}
}

// Exercise returns the exercise of an address as it stands in a situation.
func (a *Adviser) Exercise(address string, s situation.Situation) (Practice, bool) {
	a.settle(&s)
	for i := range a.exercises.all {
		if e := &a.exercises.all[i]; e.data.Exercise == address {
			return a.practice(e, &s), true
		}
	}
	return Practice{}, false
}

// ExerciseAfter is [Adviser.Exercise] for somebody who was shown answers before.
// What closed the exercise then and is told to be milder now closes it still.
func (a *Adviser) ExerciseAfter(address string, s situation.Situation, earlier ...situation.Situation) (Practice, bool) {
	p, ok := a.Exercise(address, s)
	for _, e := range earlier {
		for _, name := range a.Flips(s, e) {
			before, _ := a.vocabulary.Value(e, name)
			graver, err := a.vocabulary.With(s, name, before)
			if err != nil {
				continue // an error is impossible: the value was read from a situation
			}
			if was, _ := a.Exercise(address, graver); was.Shut != "" && p.Shut == "" {
				p.Shut = was.Shut
			} else if was.Gated {
				p.Gated = p.Shut == ""
			}
		}
	}
	return p, ok
}

// shutBy returns the words of the first condition that certainly holds.
func shutBy(all []knowledge.Shut, conditions []situation.Condition, s *situation.Situation) string {
	for i := range conditions {
		if conditions[i].Must(s) {
			return all[i].Says
		}
	}
	return ""
}

func (a *Adviser) practice(e *exercise, s *situation.Situation) Practice {
	p := Practice{Exercise: e.data}
	p.Shut = cmp.Or(
		shutBy(a.judgement.ForExercises.Shut, a.exercises.shut, s),
		shutBy(e.data.Shut, e.shut, s))
	for _, g := range e.guards {
		p.Guards = append(p.Guards, g.data)
		p.Shut = cmp.Or(p.Shut, shutBy(g.data.Shut, g.shut, s))
		for _, f := range g.asks {
			if name := a.judgement.Facts[f].Name; !a.vocabulary.KnownAt(s, f) && !slices.Contains(p.Ask, name) {
				p.Ask = append(p.Ask, name)
			}
		}
		p.Questions = append(p.Questions, g.data.Questions...)
		for _, address := range g.data.Instead {
			if address != e.data.Exercise && !slices.Contains(p.Instead, address) {
				p.Instead = append(p.Instead, address)
			}
		}
	}
	p.Gated = p.Shut == "" && e.needs != 0 && e.needs&a.decide(*s).leaves == 0
	return p
}

// Phase returns the phase that a situation is in, or nil while nothing certain
// says so.
func (a *Adviser) Phase(s situation.Situation) *knowledge.Phase {
	a.settle(&s)
	for i := range a.exercises.phases {
		if a.exercises.phases[i].Must(&s) {
			return &a.judgement.ForExercises.Phases[i]
		}
	}
	return nil
}

// Quiet reports whether nothing is suggested because people come first.
func (a *Adviser) Quiet(s situation.Situation) bool {
	a.settle(&s)
	return a.exercises.quiet.Must(&s)
}

const (
	mostSuggestions = 3
	// caution is how many times an exercise counts as done with the usual result,
	// so that one good or bad evening decides nothing.
	caution = 4
	// worse is the rise, out of 100, from which an exercise made things worse.
	worse = 15
	// Points for what speaks for an exercise beside the person's own numbers: that
	// it fits what was told, that it is for this phase, each step of its grade.
	forFitting, forPhase, forGrade = 8, 3, 1
)

// Worsens reports whether an exercise made things worse for this person, by
// their own numbers, the latest last: clearly worse twice running, or, for one
// that can feed brooding, worse at all in three of the last four times.
func (a *Adviser) Worsens(address string, past []Rated) bool {
	own := changes(past, address)
	n := len(own)
	if n >= 2 && own[n-1] <= -worse && own[n-2] <= -worse {
		return true
	}
	if i := slices.IndexFunc(a.exercises.all, func(e exercise) bool { return e.data.Exercise == address }); i < 0 || !slices.Contains(a.exercises.all[i].data.Harms, "brooding") {
		return false
	}
	down := 0
	for _, better := range own[max(0, n-4):] {
		if better < 0 {
			down++
		}
	}
	return down >= 3
}

// Suggest names at most three exercises that may fit a situation, best first,
// each for another need. It learns from the person's own numbers, those of each
// exercise pulled towards the mean of all they did, so that few times count for
// little. Nothing is suggested that a guard may close or that made things worse
// before, and nothing at all in a crisis.
func (a *Adviser) Suggest(s situation.Situation, past []Rated) []Suggestion {
	a.settle(&s)
	if a.exercises.quiet.Must(&s) {
		return nil
	}
	phase := a.Phase(s)
	programme := a.programme(&s, a.decide(s).verdict)
	night := a.exercises.night.Must(&s)
	usual := mean(changes(past, ""))
	type candidate struct {
		suggestion Suggestion
		expected   float64
	}
	var all []candidate
	for i := range a.exercises.all {
		e := &a.exercises.all[i]
		p := a.practice(e, &s)
		if !p.Open() || len(p.Questions) > 0 || a.Worsens(e.data.Exercise, past) || night && !e.data.Night {
			continue
		}
		if !slices.Contains(e.data.Tracks, "all") && !slices.Contains(e.data.Tracks, programme) {
			continue
		}
		// While nothing tells the phase, those of the first are suggested: they ask
		// least of anybody.
		inPhase := phase != nil && slices.Contains(e.data.Phases, phase.Phase)
		if phase != nil && !inPhase || phase == nil && !slices.Contains(e.data.Phases, a.judgement.ForExercises.Phases[0].Phase) {
			continue
		}
		c := candidate{suggestion: Suggestion{Exercise: e.data}}
		points := forGrade * float64(len(knowledge.Grades)-slices.Index(knowledge.Grades, e.data.Support.Grade))
		switch k := slices.IndexFunc(e.fits, func(fit situation.Condition) bool { return fit.Must(&s) }); {
		case k >= 0:
			c.suggestion.Because = e.data.Fits[k].Says
			points += forFitting
		case inPhase:
			c.suggestion.Because = phase.Says
		default:
			c.suggestion.Because = e.data.For
		}
		if inPhase {
			points += forPhase
		}
		own := changes(past, e.data.Exercise)
		c.expected = shrunk(mean(own), len(own), usual) + points
		c.suggestion.Own = ownWords(own)
		all = append(all, c)
	}
	slices.SortStableFunc(all, func(x, y candidate) int { return cmp.Compare(y.expected, x.expected) })
	var out []Suggestion
	needs := map[string]bool{}
	for _, c := range all {
		if len(out) == mostSuggestions {
			break
		}
		// Three ways to do the same leave nothing to choose.
		if needs[c.suggestion.Exercise.Need] {
			continue
		}
		needs[c.suggestion.Exercise.Need] = true
		out = append(out, c.suggestion)
	}
	return out
}

// shrunk is a mean of n times, pulled towards the usual.
func shrunk(mean float64, n int, usual float64) float64 {
	return (float64(n)*mean + caution*usual) / float64(n+caution)
}

// changes are by how much it was better each time, the latest last; of any
// exercise where address is empty.
func changes(past []Rated, address string) (all []int) {
	for _, r := range past {
		if address == "" || r.Exercise == address {
			all = append(all, r.Better)
		}
	}
	return all
}

// mean is 0 for nothing.
func mean(all []int) float64 {
	sum := 0
	for _, n := range all {
		sum += n
	}
	return float64(sum) / float64(max(1, len(all)))
}

// manyTimes is from how many times on the person's own numbers are put into
// words, and clearly the change, out of 100, that is one.
const manyTimes, clearly = 6, 5

// ownWords say what the numbers usually did, going by the one in the middle.
func ownWords(own []int) string {
	if len(own) < manyTimes {
		return ""
	}
	middle := slices.Sorted(slices.Values(own))[len(own)/2]
	switch {
	case middle >= clearly:
		return fmt.Sprintf("You gave numbers %d times. Afterwards it was usually easier for you.", len(own))
	case middle <= -clearly:
		return fmt.Sprintf("You gave numbers %d times. Afterwards it was usually harder for you.", len(own))
	}
	return fmt.Sprintf("You gave numbers %d times. Before and after were usually much the same.", len(own))
}
