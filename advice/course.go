package advice

import (
	"cmp"
	"slices"

	"afterwards/knowledge"
	"afterwards/situation"
)

// Coursed is a programme as it stands in one situation.
type Coursed struct {
	Course *knowledge.Course
	// Shut is why the programme is closed here; Ask lists the facts that have to
	// be known before it opens.
	Shut  string
	Ask   []string
	Steps []CoursedStep
}

// CoursedStep is a step as it stands in one situation.
type CoursedStep struct {
	Step *knowledge.CourseStep
	Shut string
	// Gated says that it needs a form of contact, and none is open.
	Gated bool
	Ask   []string
	// Questions are asked about this hour before it opens.
	Questions []knowledge.OwnQuestion
}

// Open reports whether the programme can be worked on.
func (c Coursed) Open() bool { return c.Shut == "" && len(c.Ask) == 0 }

// Open reports whether the step can be answered, once its questions are.
func (c CoursedStep) Open() bool { return c.Shut == "" && !c.Gated && len(c.Ask) == 0 }

type course struct {
	data  *knowledge.Course
	shut  []situation.Condition
	asks  []int
	marks []*guard
	steps []courseStep
}

type courseStep struct {
	data  *knowledge.CourseStep
	shut  []situation.Condition
	marks []*guard
	needs forms
}

func (c *compiler) courses(guards map[string]*guard) (all []course) {
	j := c.a.judgement
	for i := range j.Courses {
		x := &j.Courses[i]
		out := course{data: x, shut: c.shut(x.Shut), marks: marked(guards, x.Harms)}
		for k, f := range j.Facts {
			if slices.Contains(x.Asks, f.Name) {
				out.asks = append(out.asks, k)
			}
		}
		for k := range x.Steps {
			s := &x.Steps[k]
			out.steps = append(out.steps, courseStep{s, c.shut(s.Shut), marked(guards, s.Harms), c.a.forms(s.Needs)})
		}
		all = append(all, out)
	}
	return all
}

func marked(guards map[string]*guard, harms []string) (all []*guard) {
	for _, harm := range harms {
		if g := guards[harm]; g != nil {
			all = append(all, g)
		}
	}
	return all
}

// courseExamples tries the examples beside the programmes, with the safety facts
// that one leaves out answered harmlessly.
func (c *compiler) courseExamples() {
	base := c.a.harmless()
	for i := range c.a.courses {
		x := &c.a.courses[i]
		for _, e := range x.data.Examples {
			s, ok := c.example(base, e.Facts)
			if !ok {
				continue
			}
			if got := stateOf(c.a.coursed(x, &s), e.Step); got != e.Is {
				c.problem(e.Pos, "programme %s %s is %s in its example, and %s is wanted", x.data.Programme, e.Step, got, e.Is)
			}
		}
	}
}

// stateOf names the state of a programme, or of one of its steps.
func stateOf(c Coursed, step string) string {
	shut, gated, ask := c.Shut, false, len(c.Ask) > 0
	for _, s := range c.Steps {
		if step != "" && s.Step.Step == step {
			shut, gated, ask = cmp.Or(shut, s.Shut), s.Gated, ask || len(s.Ask) > 0 || len(s.Questions) > 0
		}
	}
	switch {
	case shut != "":
		return "shut"
	case gated:
		return "gated"
	case ask:
		return "ask"
	}
	return "open"
}

// Course returns the programme of an address as it stands in a situation, for
// somebody who was shown answers before in the earlier ones: what closed it then
// and is told to be milder now closes it still.
func (a *Adviser) Course(address string, s situation.Situation, earlier ...situation.Situation) (Coursed, bool) {
	i := slices.IndexFunc(a.courses, func(x course) bool { return x.data.Programme == address })
	if i < 0 {
		return Coursed{}, false
	}
	x := &a.courses[i]
	a.settle(&s)
	out := a.coursed(x, &s)
	for _, e := range earlier {
		for _, name := range a.Flips(s, e) {
			before, _ := a.vocabulary.Value(e, name)
			graver, err := a.vocabulary.With(s, name, before)
			if err != nil {
				continue // an error is impossible: the value was read from a situation
			}
			was := a.coursed(x, &graver)
			out.Shut = cmp.Or(out.Shut, was.Shut)
			for k := range out.Steps {
				out.Steps[k].Shut = cmp.Or(out.Steps[k].Shut, was.Steps[k].Shut)
				out.Steps[k].Gated = out.Steps[k].Gated || was.Steps[k].Gated
			}
		}
	}
	return out, true
}

func (a *Adviser) coursed(x *course, s *situation.Situation) Coursed {
	out := Coursed{Course: x.data, Shut: cmp.Or(shutBy(a.judgement.ForExercises.Shut, a.exercises.shut, s), shutBy(x.data.Shut, x.shut, s))}
	for _, f := range x.asks {
		out.Ask = a.askFor(out.Ask, s, f)
	}
	for _, g := range x.marks {
		out.Shut = cmp.Or(out.Shut, shutBy(g.data.Shut, g.shut, s))
		for _, f := range g.asks {
			out.Ask = a.askFor(out.Ask, s, f)
		}
	}
	leaves, decided := forms(0), false
	for i := range x.steps {
		step := &x.steps[i]
		cs := CoursedStep{Step: step.data, Shut: shutBy(step.data.Shut, step.shut, s)}
		for _, g := range step.marks {
			cs.Shut = cmp.Or(cs.Shut, shutBy(g.data.Shut, g.shut, s))
			for _, f := range g.asks {
				cs.Ask = a.askFor(cs.Ask, s, f)
			}
			cs.Questions = append(cs.Questions, g.data.Questions...)
		}
		if step.needs != 0 {
			if !decided {
				leaves, decided = a.decide(*s).leaves, true
			}
			cs.Gated = cs.Shut == "" && step.needs&leaves == 0
		}
		out.Steps = append(out.Steps, cs)
	}
	return out
}

// askFor adds a fact that is not known yet.
func (a *Adviser) askFor(names []string, s *situation.Situation, fact int) []string {
	if name := a.judgement.Facts[fact].Name; !a.vocabulary.KnownAt(s, fact) && !slices.Contains(names, name) {
		return append(names, name)
	}
	return names
}
