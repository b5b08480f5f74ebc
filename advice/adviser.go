// Package advice decides: from a situation to one verdict, the forms of contact
// that stay open, every reason with its source, what is not known, and what
// would change the answer.
//
// The rules are data (package knowledge). This package only says how they
// combine: the strictest verdict of any gate wins, the forms are what every
// gate leaves open, and nothing outvotes a gate.
package advice

import (
	"fmt"
	"slices"

	"afterwards/knowledge"
	"afterwards/situation"
)

// Adviser decides situations by one version of the knowledge. It does not
// change once made and is safe for use by several goroutines.
type Adviser struct {
	vocabulary *situation.Vocabulary
	judgement  *knowledge.Judgement

	rules      []rule
	notes      []note
	promises   []promise
	guides     []guide
	exercises  exercises
	letters    []letter
	boundaries boundaries
	courses    []course
	conflicts  []conflict
	fits       []situation.Condition // per form
	programmes []situation.Condition
	onlyIf     []situation.Condition // per fact
	dependent  []int                 // facts that only some situations ask for
	safety     []int                 // facts that must be answered, in the order of asking
	gates      *gates
	answered   situation.FactSet  // the facts that must be answered
	asides     situation.FactSet  // those of dependent
	matched    *situation.Matcher // the conditions of the notes
	unanswered outcome
	open       verdict
	leaves     []forms  // per verdict: what may stay open under it
	bearings   [][]bool // per rule, and last for the unanswered: the facts that it hangs on
}

// verdict is an index into the verdicts of the knowledge, strictest first: the
// smaller, the stricter.
type verdict int

// forms is a set of forms: one bit each.
type forms uint32

// outcome is what a rule gives.
type outcome struct {
	verdict verdict
	leaves  forms
}

type rule struct {
	gate         *knowledge.Gate
	data         *knowledge.GateRule
	when, unless situation.Condition
	outcome      outcome
	exceptions   []exception
	safety       bool // names a fact that must be answered
	reason       Reason
	help         Card // empty without help
}

type exception struct {
	data    *knowledge.Outcome
	when    situation.Condition
	outcome outcome
	reason  Reason
	until   string
}

type promise struct {
	data          *knowledge.Promise
	when, unless  situation.Condition
	leaves, opens forms
}

// New compiles the knowledge and tries the examples beside its rules. All
// problems are returned together; a knowledge with problems advises nothing.
func New(j *knowledge.Judgement) (*Adviser, error) {
	a, err := Compile(j)
	if err == nil {
		err = a.Examples().Err()
	}
	if err != nil {
		return nil, err
	}
	return a, nil
}

// Examples tries the examples beside the rules, guides, exercises, letters, boundaries and programmes, and returns a problem
// for each that does not come out.
func (a *Adviser) Examples() knowledge.Problems {
	c := compiler{a: a}
	c.examples()
	c.noteExamples()
	c.guideExamples()
	c.exerciseExamples()
	c.letterExamples()
	c.boundaryExamples()
	c.courseExamples()
	return c.problems
}

// Compile is [New] without trying the examples, for knowledge that has been
// checked, as that which is built in.
func Compile(j *knowledge.Judgement) (*Adviser, error) {
	v, err := situation.New(j.Facts)
	if err != nil {
		return nil, err
	}
	a := &Adviser{vocabulary: v, judgement: j, open: verdict(len(j.Verdicts) - 1)}
	a.unanswered = outcome{a.verdict(j.Unanswered.Verdict), a.forms(nil)}
	for _, v := range j.Verdicts {
		a.leaves = append(a.leaves, a.forms(v.Leaves))
	}
	c := compiler{a: a}
	for i, f := range j.Facts {
		a.onlyIf = append(a.onlyIf, c.condition(f.OnlyIf))
		if f.OnlyIf.Value != "" {
			a.dependent = append(a.dependent, i)
		}
		if f.Safety {
			a.safety = append(a.safety, i)
		}
	}
	for _, f := range j.Forms {
		a.fits = append(a.fits, c.condition(f.Fits))
	}
	for _, p := range j.Programmes {
		a.programmes = append(a.programmes, c.condition(p.When))
	}
	for i := range j.Gates {
		for k := range j.Gates[i].Rules {
			a.rules = append(a.rules, c.rule(&j.Gates[i], &j.Gates[i].Rules[k]))
		}
	}
	for _, i := range a.safety {
		f := &j.Facts[i]
		if !slices.ContainsFunc(a.rules, func(r rule) bool { return slices.Contains(r.when.Facts(), f.Name) }) {
			c.problems = append(c.problems, knowledge.Problem{Pos: f.Pos, Hint: "is a file of knowledge/gates missing?",
				Says: fmt.Sprintf("fact %s: it must be answered, and no rule of a gate asks for it", f.Name)})
		}
	}
	for i := range j.Promises.Promises {
		d := &j.Promises.Promises[i]
		a.promises = append(a.promises, promise{d, c.condition(d.When), c.condition(d.Unless), a.forms(d.Leaves), a.forms(d.Opens)})
	}
	for i := range j.Topics {
		for k := range j.Topics[i].Rules {
			a.notes = append(a.notes, c.note(&j.Topics[i], &j.Topics[i].Rules[k]))
		}
	}
	a.finish()
	for i := range j.Guides {
		a.guides = append(a.guides, c.guide(&j.Guides[i]))
	}
	var guards map[string]*guard
	a.exercises, guards = c.exercises()
	a.courses = c.courses(guards)
	a.boundaries = c.boundaries()
	for i := range j.Letters {
		a.letters = append(a.letters, c.letter(&j.Letters[i]))
	}
	if err := c.problems.Err(); err != nil {
		return nil, err
	}
	return a, nil
}

// finish puts what was compiled into the form in which it is asked.
func (a *Adviser) finish() {
	a.gates = a.newGates()
	a.answered, a.asides = a.vocabulary.FactSet(a.safety), a.vocabulary.FactSet(a.dependent)
	slices.SortStableFunc(a.notes, byWeight)
	conditions := make([]*situation.Condition, len(a.notes))
	for i := range a.notes {
		conditions[i] = &a.notes[i].when
		a.notes[i].card = a.notes[i].toCard()
	}
	a.matched = a.vocabulary.Matcher(conditions, nil)
	for i := range a.rules {
		a.rules[i].explain(a.judgement)
	}
	a.conflicts = a.compileConflicts()
	a.bearings = a.bearing()
}

// Default returns the adviser of the knowledge that the program was built with.
func Default() (*Adviser, error) {
	j, err := knowledge.BuiltIn()
	if err != nil {
		return nil, err
	}
	return Compile(j)
}

// Vocabulary returns the facts that the adviser knows.
func (a *Adviser) Vocabulary() *situation.Vocabulary { return a.vocabulary }

// Judgement returns the knowledge that the adviser judges by. It must not be
// changed.
func (a *Adviser) Judgement() *knowledge.Judgement { return a.judgement }

func (a *Adviser) verdict(name string) verdict {
	return verdict(slices.IndexFunc(a.judgement.Verdicts, func(v knowledge.Verdict) bool { return v.Name == name }))
}

func (a *Adviser) forms(names []string) forms {
	var set forms
	for i, f := range a.judgement.Forms {
		if slices.Contains(names, f.Name) {
			set |= 1 << i
		}
	}
	return set
}

func (a *Adviser) formNames(set forms) []string {
	list := []string{}
	for i, f := range a.judgement.Forms {
		if set&(1<<i) != 0 {
			list = append(list, f.Name)
		}
	}
	return list
}

type compiler struct {
	a        *Adviser
	problems knowledge.Problems
}

func (c *compiler) condition(text knowledge.Text) situation.Condition {
	condition, problems := c.a.vocabulary.Compile(text)
	c.problems = append(c.problems, problems...)
	return condition
}

func (c *compiler) rule(g *knowledge.Gate, r *knowledge.GateRule) rule {
	compiled := rule{
		gate: g, data: r,
		when: c.condition(r.When), unless: c.condition(r.Unless),
		outcome: outcome{c.a.verdict(r.Verdict), c.a.forms(r.Leaves)},
	}
	exceptions := r.Exceptions
	if len(exceptions) == 0 && !r.NoneExcept {
		exceptions = g.Exceptions
	}
	for i := range exceptions {
		e := &exceptions[i]
		compiled.exceptions = append(compiled.exceptions, exception{
			data: e, when: c.condition(e.When),
			outcome: outcome{c.a.verdict(e.Verdict), c.a.forms(e.Leaves)},
		})
	}
	for _, name := range compiled.when.Facts() {
		if f, ok := c.a.vocabulary.Fact(name); ok && f.Safety {
			compiled.safety = true
		}
	}
	return compiled
}

// examples tries the examples beside each rule. In an example the safety facts
// that it leaves out are answered harmlessly, so that each shows its own rule.
func (c *compiler) examples() {
	base := c.a.harmless()
	for i := range c.a.rules {
		r := &c.a.rules[i]
		for _, e := range r.data.Examples.Fires {
			s, ok := c.example(base, e.Facts)
			if !ok {
				continue
			}
			if !r.fires(&s) {
				c.problem(e.Pos, "rule %s does not fire in its example", r.data.ID)
				continue
			}
			o, _ := r.result(&s)
			want := e.Verdict
			if want == "" {
				want = r.data.Verdict
			}
			if got := c.a.judgement.Verdicts[o.verdict].Name; got != want {
				c.problem(e.Pos, "rule %s gives %s in its example, and %s is wanted", r.data.ID, got, want)
			}
		}
		for _, e := range r.data.Examples.Not {
			if s, ok := c.example(base, e.Facts); ok && r.fires(&s) {
				c.problem(e.Pos, "rule %s fires in an example that must not fire it", r.data.ID)
			}
		}
	}
}

func (c *compiler) problem(at knowledge.Pos, format string, args ...any) {
	c.problems = append(c.problems, knowledge.Problem{Pos: at, Says: fmt.Sprintf(format, args...),
		Hint: "change the condition or the example"})
}

func (c *compiler) example(base situation.Situation, facts map[string]knowledge.Facet) (situation.Situation, bool) {
	s := base
	for name, facet := range facts {
		t, err := c.a.vocabulary.With(s, name, facet.Value)
		if err != nil {
			c.problems = append(c.problems, knowledge.Problem{Pos: facet.Pos, Says: err.Error()})
			return s, false
		}
		s = t
	}
	return s, true
}

// harmless is the situation in which every safety fact has its first answer,
// which is the harmless one, or for a set no item.
func (a *Adviser) harmless() situation.Situation {
	s := a.vocabulary.Unknown()
	for _, i := range a.safety {
		f := &a.judgement.Facts[i]
		var value any = []string{}
		switch f.Type {
		case knowledge.Bool:
			value = false
		case knowledge.Enum, knowledge.Number:
			value = f.Answers[0].Value.Value
		}
		t, err := a.vocabulary.With(s, f.Name, value)
		if err != nil {
			panic("advice: the first answer of a checked fact is refused: " + err.Error())
		}
		s = t
	}
	return s
}
