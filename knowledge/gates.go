package knowledge

import (
	"io/fs"
	"slices"
	"strings"
	"sync"
)

// Gate is one of the questions that a decision must pass, in their order. The
// strictest answer of any gate wins and nothing outvotes it.
type Gate struct {
	Pos
	Gate  string `yaml:"gate,required"`
	Order int    `yaml:"order,required"`
	Title string `yaml:"title,required"`
	// PausesAfter lets an interview pause once a rule of the gate has fired and
	// these facts have been asked: the rest can wait until the moment has passed.
	PausesAfter []string `yaml:"pauses_after"`
	// Exceptions are used by every rule of the gate that has none of its own.
	Exceptions []Outcome  `yaml:"exceptions"`
	Rules      []GateRule `yaml:"rules,required"`
}

// GateRule says when a gate closes, and what stays open.
type GateRule struct {
	Pos
	ID     string `yaml:"id,required"`
	When   Text   `yaml:"when,required"`
	Unless Text   `yaml:"unless"`
	// Card is help to offer beside the verdict.
	Card string `yaml:"card"`
	// Suspends ends the interview: nothing further is asked.
	Suspends bool `yaml:"suspends"`

	Verdict string   `yaml:"verdict,required"`
	Leaves  []string `yaml:"leaves,required"`
	Says    string   `yaml:"says,required"`
	Until   string   `yaml:"until"`
	Changes string   `yaml:"changes,required"`

	// Exceptions are tried in order; the first whose condition holds replaces
	// the verdict and the forms.
	Exceptions []Outcome  `yaml:"exceptions"`
	NoneExcept bool       `yaml:"no_exceptions"`
	Sources    []SourceAt `yaml:"sources,required"`
	Grade      string     `yaml:"grade,required"`
	// Claims are the claims about research that bear on the rule.
	Claims   []string   `yaml:"claims"`
	Disagree []Disagree `yaml:"disagree"`
	Examples Examples   `yaml:"examples,required"`
}

// Outcome is what a rule gives under a further condition.
type Outcome struct {
	Pos
	When    Text     `yaml:"when,required"`
	Verdict string   `yaml:"verdict,required"`
	Leaves  []string `yaml:"leaves,required"`
	Says    string   `yaml:"says,required"`
	Until   string   `yaml:"until"`
}

// SourceAt points into a source.
type SourceAt struct {
	Pos
	Source string `yaml:"source,required"`
	At     string `yaml:"at"`
}

// String gives "source at", as "article-2 lines 14-16".
func (s SourceAt) String() string { return strings.TrimSpace(s.Source + " " + s.At) }

// Disagree is what another source says against the rule.
type Disagree struct {
	Pos
	Says    string     `yaml:"says,required"`
	Sources []SourceAt `yaml:"sources,required"`
}

// Examples are situations in which a rule must fire, with what it must then
// give, and situations in which it must not.
type Examples struct {
	Fires []Example `yaml:"fires,required"`
	Not   []Example `yaml:"not,required"`
}

// Example is a situation given by some facts. Safety facts that it leaves out
// are answered harmlessly when it is tried, so that it shows its own rule.
type Example struct {
	Pos
	Facts   map[string]Facet `yaml:"facts,required"`
	Verdict string           `yaml:"verdict"`
}

// Facet is the value of a fact in an example: a scalar, or a list of items.
type Facet struct {
	Pos
	Value any
}

// Source is where something that the program says comes from.
type Source struct {
	Pos
	ID    string `yaml:"id,required"`
	Kind  string `yaml:"kind,required"`
	Title string `yaml:"title,required"`
	// Short is the title where there is little room.
	Short string `yaml:"short"`
	By    string `yaml:"by"`
	Where string `yaml:"where"`
	// Seen says how much of the source was read.
	Seen string `yaml:"seen,required"`
	// Finds says in our words what the source shows, for research.
	Finds string `yaml:"finds"`
}

// Form is a way of contact that may stay open.
type Form struct {
	Pos
	Name  string `yaml:"name,required"`
	Title string `yaml:"title,required"`
	Says  string `yaml:"says,required"`
	Fits  Text   `yaml:"fits,required"`
}

// Programme is a course of recovery, chosen by the first condition that holds.
type Programme struct {
	Pos
	Name     string   `yaml:"name,required"`
	Title    string   `yaml:"title,required"`
	When     Text     `yaml:"when"`
	NotUnder []string `yaml:"not_under"`
}

// Verdict is how an answer is put into words.
type Verdict struct {
	Pos
	Name  string `yaml:"name,required"`
	Title string `yaml:"title,required"`
	Says  string `yaml:"says,required"`
	Now   []Todo `yaml:"now,required"`
	// Leaves lists the forms that may stay open under it; it is proved that no
	// other does.
	Leaves []string `yaml:"leaves,required"`
}

// Todo is a thing that a person can do now, behind one of the program's doors if
// it has one.
type Todo struct {
	Pos
	Says string `yaml:"says,required"`
	Door string `yaml:"door"`
}

// Judgement is everything that decisions are made by.
type Judgement struct {
	Facts      []Fact
	Gates      []Gate
	Promises   Promises
	Unanswered General
	Open       General
	Changed    General
	Forms      []Form
	Programmes []Programme
	Verdicts   []Verdict // strictest first
	Sources    []Source

	Topics    []Topic
	Claims    []ClaimTopic
	Sayings   []Saying
	Conflicts []Conflict
	Guides    []Guide
	// ForExercises holds for all of the exercises.
	Exercises    []Exercise
	ForExercises Exercises
	Letters      []Letter
	Boundaries   Boundaries
	Scales       []Scale
	Progress     Progress
	Plan         SafetyPlan
	Courses      []Course
	Replies      Replies
	// Version names the content: it changes when any file of it does.
	Version string
}

// General is a reason that is no rule of a gate: what holds while a safety fact
// is unknown, and what holds when nothing stands against contact.
type General struct {
	Pos
	Verdict string     `yaml:"verdict,required"`
	Says    string     `yaml:"says,required"` // {question} is replaced by the question that is open
	Until   string     `yaml:"until"`
	Changes string     `yaml:"changes,required"`
	Grade   string     `yaml:"grade,required"`
	Sources []SourceAt `yaml:"sources,required"`
}

// Grades of evidence. A to D say how good it is; -b was tested after breakups,
// -g elsewhere; rule is a rule of conduct or law, which needs no study.
var Grades = []string{"A-b", "A-g", "B-b", "B-g", "C", "D", "rule"}

var sourceKinds = []string{"article", "research", "guidance", "project"}

// LoadJudgement reads facts, gates, forms, programmes, verdicts and sources,
// and checks everything about them that needs no engine.
func LoadJudgement(fsys fs.FS) (*Judgement, Problems) {
	j := &Judgement{}
	var problems, inFacts Problems
	// The facts are as long as all other files together. They are read beside
	// those, because whoever asks for a decision waits for this.
	var reading sync.WaitGroup
	reading.Go(func() { j.Facts, inFacts = LoadFacts(fsys) })

	var sources struct {
		Sources []Source `yaml:"sources,required"`
	}
	problems = append(problems, Decode(fsys, "sources.yaml", &sources)...)
	j.Sources = sources.Sources

	var forms struct {
		Forms      []Form      `yaml:"forms,required"`
		Programmes []Programme `yaml:"programmes,required"`
	}
	problems = append(problems, Decode(fsys, "forms/forms.yaml", &forms)...)
	j.Forms, j.Programmes = forms.Forms, forms.Programmes

	var verdicts struct {
		Verdicts   []Verdict `yaml:"verdicts,required"`
		Unanswered General   `yaml:"unanswered,required"`
		Open       General   `yaml:"open,required"`
		Changed    General   `yaml:"changed,required"`
	}
	problems = append(problems, Decode(fsys, "verdicts.yaml", &verdicts)...)
	j.Verdicts, j.Unanswered, j.Open, j.Changed = verdicts.Verdicts, verdicts.Unanswered, verdicts.Open, verdicts.Changed

	files, err := fs.Glob(fsys, "gates/*.yaml")
	if err != nil || len(files) == 0 {
		problems.add(Pos{"gates", 1, 1}, "", "there are no gates, so nothing can be advised")
	}
	for _, file := range files {
		var g Gate
		problems = append(problems, Decode(fsys, file, &g)...)
		j.Gates = append(j.Gates, g)
	}
	slices.SortStableFunc(j.Gates, func(a, b Gate) int { return a.Order - b.Order })
	problems = append(problems, Decode(fsys, "promises.yaml", &j.Promises)...)
	topics, ruleFiles, more := loadTopics(fsys)
	j.Topics = topics
	problems = append(problems, more...)
	claimFiles, more := j.loadClaims(fsys)
	problems = append(problems, more...)
	guideFiles, more := j.loadGuides(fsys)
	problems = append(problems, more...)
	exerciseFiles, more := j.loadExercises(fsys)
	problems = append(problems, more...)
	letterFiles, more := j.loadLetters(fsys)
	problems = append(problems, more...)
	scaleFiles, more := j.loadScales(fsys)
	problems = append(problems, more...)
	courseFiles, more := j.loadCourses(fsys)
	problems = append(problems, more...)
	problems = append(problems, Decode(fsys, "replies.yaml", &j.Replies)...)
	problems = append(problems, Decode(fsys, "boundaries.yaml", &j.Boundaries)...)
	problems = append(problems, Decode(fsys, "progress.yaml", &j.Progress)...)
	problems = append(problems, Decode(fsys, "plan.yaml", &j.Plan)...)
	files = slices.Concat(files, ruleFiles, claimFiles, guideFiles, exerciseFiles, letterFiles, scaleFiles, courseFiles)
	reading.Wait()
	problems = append(inFacts, problems...)
	if len(problems) == 0 {
		j.check(&problems)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	j.Version = version(fsys, append(files, "facts.yaml", "promises.yaml", "sources.yaml", "forms/forms.yaml", "verdicts.yaml", "replies.yaml", "boundaries.yaml", "progress.yaml", "plan.yaml"))
	return j, nil
}

func (j *Judgement) check(problems *Problems) {
	sources := map[string]bool{}
	for _, s := range j.Sources {
		if sources[s.ID] {
			problems.add(s.Pos, "", "the source %q stands here twice", s.ID)
		}
		sources[s.ID] = true
		if !slices.Contains(sourceKinds, s.Kind) {
			problems.add(s.Pos, Nearest(s.Kind, sourceKinds), "source %s: unknown kind %q", s.ID, s.Kind)
		}
	}
	c := checker{
		problems: problems, sources: sources,
		verdicts: names(j.Verdicts, func(v Verdict) string { return v.Name }),
		forms:    names(j.Forms, func(f Form) string { return f.Name }),
	}
	for _, g := range []General{j.Unanswered, j.Open, j.Changed} {
		c.cite(g.Pos, g.Sources, g.Grade)
		c.verdict(g.Pos, g.Verdict)
	}
	orders, ids := map[int]string{}, map[string]Pos{}
	for _, g := range j.Gates {
		if other, ok := orders[g.Order]; ok {
			problems.add(g.Pos, "give each gate its own place", "the gates %s and %s have the same order %d", other, g.Gate, g.Order)
		}
		orders[g.Order] = g.Gate
		c.outcomes(g.Exceptions)
		for _, name := range g.PausesAfter {
			if !slices.ContainsFunc(j.Facts, func(f Fact) bool { return f.Name == name }) {
				problems.add(g.Pos, Nearest(name, names(j.Facts, func(f Fact) string { return f.Name })), "there is no fact called %q", name)
			}
		}
		for _, r := range g.Rules {
			if first, ok := ids[r.ID]; ok {
				problems.add(r.Pos, "", "the rule %q is already at %s", r.ID, first)
			}
			ids[r.ID] = r.Pos
			if !strings.HasPrefix(r.ID, g.Gate+".") {
				problems.add(r.Pos, "write "+g.Gate+".…", "the rule %q does not begin with the name of its gate", r.ID)
			}
			c.verdict(r.Pos, r.Verdict)
			c.leaves(r.Pos, r.Leaves)
			c.outcomes(r.Exceptions)
			c.cite(r.Pos, r.Sources, r.Grade)
			for _, d := range r.Disagree {
				c.cite(d.Pos, d.Sources, r.Grade)
			}
			if len(r.Examples.Fires) == 0 || len(r.Examples.Not) == 0 {
				problems.add(r.Examples.at(r.Pos), "show one of each", "rule %s needs an example that fires and one that does not", r.ID)
			}
		}
	}
	for _, p := range j.Programmes {
		for _, v := range p.NotUnder {
			c.verdict(p.Pos, v)
		}
	}
	for _, v := range j.Verdicts {
		c.leaves(v.Pos, v.Leaves)
	}
	c.promises(&j.Promises)
	claims := c.claimTopics(j.Claims)
	for _, g := range j.Gates {
		for _, r := range g.Rules {
			c.claims(r.Pos, r.Claims, claims)
		}
	}
	rules := c.rules(j.Topics, claims)
	c.conflicts(j.Conflicts, rules, c.sayings(j.Sayings, claims))
	c.guides(j.Guides, j.Facts, rules, claims)
	c.exercises(j, claims)
	c.letters(j, claims)
	c.boundaries(j, claims)
	c.scales(j.Scales)
	c.plan(&j.Plan)
	c.courses(j, claims)
	c.replies(j, claims)
}

func (e Examples) at(otherwise Pos) Pos {
	for _, list := range [][]Example{e.Fires, e.Not} {
		if len(list) > 0 {
			return list[0].Pos
		}
	}
	return otherwise
}

func names[T any](items []T, name func(T) string) []string {
	var all []string
	for _, item := range items {
		all = append(all, name(item))
	}
	return all
}

// checker checks the references from rules to other parts of the knowledge.
type checker struct {
	problems        *Problems
	sources         map[string]bool
	verdicts, forms []string
}

func (c *checker) verdict(at Pos, name string) {
	if !slices.Contains(c.verdicts, name) {
		c.problems.add(at, Nearest(name, c.verdicts), "unknown verdict %q", name)
	}
}

func (c *checker) leaves(at Pos, leaves []string) {
	for _, f := range leaves {
		if !slices.Contains(c.forms, f) {
			c.problems.add(at, Nearest(f, c.forms), "unknown form %q", f)
		}
	}
}

func (c *checker) outcomes(outcomes []Outcome) {
	for _, o := range outcomes {
		c.verdict(o.Pos, o.Verdict)
		c.leaves(o.Pos, o.Leaves)
	}
}

func (c *checker) cite(at Pos, cited []SourceAt, grade string) {
	if len(cited) == 0 {
		c.problems.add(at, "name a source of sources.yaml", "a source is missing")
	}
	c.known(cited)
	c.grade(at, grade)
}

// known checks that the sources cited exist.
func (c *checker) known(cited []SourceAt) {
	for _, s := range cited {
		if !c.sources[s.Source] {
			known := make([]string, 0, len(c.sources))
			for id := range c.sources {
				known = append(known, id)
			}
			c.problems.add(s.Pos, Nearest(s.Source, known), "unknown source %q", s.Source)
		}
	}
}

func (c *checker) grade(at Pos, grade string) {
	if !slices.Contains(Grades, grade) {
		c.problems.add(at, Nearest(grade, Grades), "unknown grade %q", grade)
	}
}
