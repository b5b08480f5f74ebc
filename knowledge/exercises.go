package knowledge

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Exercise is something to do for a few minutes, step by step. The program
// guides each step; nothing of it is a treatment.
type Exercise struct {
	Pos
	Exercise string `yaml:"exercise,required"` // its address, and the name of its file
	Number   string `yaml:"number,required"`   // in the catalogue, as D-014
	Title    string `yaml:"title,required"`
	About    string `yaml:"about,required"`
	// Need is the group of the list in which it stands.
	Need string `yaml:"need,required"`
	// Phases and Tracks say when, and on which course, it is suggested. Tracks
	// are names of programmes, or the one word all.
	Phases []string `yaml:"phases,required"`
	Tracks []string `yaml:"tracks,required"`
	// Minutes is how long it takes, unhurried.
	Minutes int `yaml:"minutes,required"`
	// Night says that it fits the small hours and raw moments: it asks for no
	// light, noise, errand or other person, and stirs nothing up.
	Night bool `yaml:"night"`
	// Harms are the ways in which it can hurt, by the names of the guards.
	Harms   []string `yaml:"harms"`
	Support Support  `yaml:"support,required"` // why, and how well that is supported
	For     string   `yaml:"for,required"`     // whom it may suit
	NotFor  []string `yaml:"not_for"`          // when to leave it, where no fact can tell
	// Shut closes it, beside what its guards say; Needs lists forms of contact
	// of which one must be open, as for a [Rule].
	Shut  []Shut   `yaml:"shut"`
	Needs []string `yaml:"needs"`
	// Fits says when it is the thing to suggest, in words for the person.
	Fits []Fit `yaml:"fits"`
	// Rate is asked before the first step and after the last.
	Rate  Rate   `yaml:"rate,required"`
	Steps []Step `yaml:"steps,required"`
	// Stop is said to whoever stops early, Hard at the end, for somebody to whom
	// it was hard.
	Stop     string            `yaml:"stop,required"`
	Hard     string            `yaml:"hard,required"`
	Sources  []SourceAt        `yaml:"sources,required"`
	Examples []ExerciseExample `yaml:"examples,required"`
}

// Fit is a reason for suggesting an exercise.
type Fit struct {
	Pos
	When Text   `yaml:"when,required"`
	Says string `yaml:"says,required"` // to the person: "You said that …"
}

// Rate asks for a number from 0 to 100, with words for both ends.
type Rate struct {
	Pos
	Ask  string `yaml:"ask,required"`
	Low  string `yaml:"low,required"`
	High string `yaml:"high,required"`
	// Better is the end that is easier to be at: low or high.
	Better string `yaml:"better,required"`
}

// Step is one page of an exercise. At most one of the kinds is given; with none
// it is read, and one goes on.
type Step struct {
	Pos
	Title string `yaml:"title,required"`
	Says  string `yaml:"says,required"` // a line break begins another paragraph

	Timer   *Timer   `yaml:"timer"`
	Breathe *Breathe `yaml:"breathe"`
	Write   *Write   `yaml:"write"`
	List    *Lines   `yaml:"list"`
	Rate    *Dial    `yaml:"rate"`
	Choose  *Choose  `yaml:"choose"`
	Do      *Task    `yaml:"do"`
}

// Timer lets a time pass.
type Timer struct {
	Pos
	Seconds int    `yaml:"seconds,required"`
	Calm    string `yaml:"calm,required"` // a line that stands there meanwhile
}

// Breathe paces breaths; all but the rounds are seconds.
type Breathe struct {
	Pos
	In     int `yaml:"in,required"`
	Hold   int `yaml:"hold"`
	Out    int `yaml:"out,required"`
	Rounds int `yaml:"rounds,required"`
}

// Seconds is how long all breaths take.
func (b *Breathe) Seconds() int { return (b.In + b.Hold + b.Out) * b.Rounds }

// Write is a box for words, which are kept only if the person asks for it.
type Write struct {
	Pos
	Prompt string `yaml:"prompt,required"`
}

// Lines is a number of short lines to fill, as many as one likes.
type Lines struct {
	Pos
	Prompt string `yaml:"prompt,required"`
	Lines  int    `yaml:"lines,required"`
}

// Dial asks for a number within the exercise. A pair is asked for twice in the
// same words, and both numbers are shown side by side.
type Dial struct {
	Pos
	Pair string `yaml:"pair"`
	Ask  string `yaml:"ask,required"`
	Low  string `yaml:"low,required"`
	High string `yaml:"high,required"`
}

// Choose offers some answers, each of which leads to words.
type Choose struct {
	Pos
	Ask     string   `yaml:"ask,required"`
	Options []Option `yaml:"options,required"`
}

// Option is one answer and what is said to it.
type Option struct {
	Pos
	ID   string `yaml:"id,required"`
	Says string `yaml:"says,required"`
	Then string `yaml:"then,required"`
}

// Task is something done away from the page.
type Task struct {
	Pos
	Done string `yaml:"done,required"` // what the button says, in the first person
}

// Kind names the kind of the step: say, timer, breathe, write, list, rate,
// choose or do.
func (s *Step) Kind() string {
	if kinds := s.kinds(); len(kinds) > 0 {
		return kinds[0]
	}
	return "say"
}

func (s *Step) kinds() (all []string) {
	for _, k := range []struct {
		kind  string
		given bool
	}{
		{"timer", s.Timer != nil}, {"breathe", s.Breathe != nil}, {"write", s.Write != nil}, {"list", s.List != nil},
		{"rate", s.Rate != nil}, {"choose", s.Choose != nil}, {"do", s.Do != nil},
	} {
		if k.given {
			all = append(all, k.kind)
		}
	}
	return all
}

// ExerciseExample is a situation and how the exercise stands there: open, shut,
// ask (a guard has a question first) or gated (no form of contact that it needs
// is open).
type ExerciseExample struct {
	Pos
	Facts map[string]Facet `yaml:"facts,required"`
	Is    string           `yaml:"is,required"`
}

// Exercises is what holds for every exercise.
type Exercises struct {
	Needs  []Need  `yaml:"needs,required"`
	Phases []Phase `yaml:"phases,required"`
	// Asks lists facts that the list of exercises asks for.
	Asks []string `yaml:"asks"`
	// Night is the condition under which only exercises for the night are suggested.
	Night Text `yaml:"night,required"`
	// Shut closes every exercise; Quiet suggests none.
	Shut  []Shut `yaml:"shut,required"`
	Quiet Text   `yaml:"quiet,required"`
	// Gated is said where an exercise needs contact and none is open; Unanswered
	// while a question of a guard is left open.
	Gated      string  `yaml:"gated,required"`
	Unanswered string  `yaml:"unanswered,required"`
	Guards     []Guard `yaml:"guards,required"`
}

// Need is a group of the list.
type Need struct {
	Pos
	Need  string `yaml:"need,required"`
	Title string `yaml:"title,required"`
	Says  string `yaml:"says,required"`
}

// Phase is a part of the way. A situation is in the first whose condition
// certainly holds.
type Phase struct {
	Pos
	Phase string `yaml:"phase,required"`
	When  Text   `yaml:"when,required"`
	Says  string `yaml:"says,required"` // why an exercise of it is suggested
}

// Guard keeps exercises with one kind of harm away from where they hurt.
type Guard struct {
	Pos
	Harm string `yaml:"harm,required"`
	Says string `yaml:"says,required"` // what the page says about it
	// Asks lists facts that must be known before the exercise opens.
	Asks []string `yaml:"asks"`
	Shut []Shut   `yaml:"shut"`
	// Questions are asked on the page before the exercise, and are no facts.
	Questions []OwnQuestion `yaml:"questions"`
	// Instead lists exercises to offer where this guard closes one.
	Instead []string `yaml:"instead"`
	// Words are beginnings of words and phrases that call for the mark wherever
	// an exercise uses them.
	Words []string `yaml:"words"`
	// Demands lists keys that an exercise with the mark must have: not_for, needs.
	Demands []string `yaml:"demands"`
}

// OwnQuestion is a question about this hour.
type OwnQuestion struct {
	Pos
	ID      string      `yaml:"id,required"`
	Ask     string      `yaml:"ask,required"`
	Answers []OwnAnswer `yaml:"answers,required"`
}

// OwnAnswer is an answer to it. Shut says why the exercise then stays closed.
type OwnAnswer struct {
	Pos
	Value string `yaml:"value,required"`
	Says  string `yaml:"says,required"`
	Shut  string `yaml:"shut"`
}

const (
	leastSteps, mostSteps     = 3, 6
	leastMinutes, mostMinutes = 1, 90
	mostTimer                 = 20 * 60 // seconds
	mostLines                 = 10
)

// exerciseStates are what an example may say.
var exerciseStates = []string{"open", "shut", "ask", "gated"}

// loadExercises reads the exercises, in the order of their numbers.
func (j *Judgement) loadExercises(fsys fs.FS) (files []string, problems Problems) {
	files, _ = fs.Glob(fsys, "exercises/*.yaml")
	if len(files) == 0 {
		return nil, nil
	}
	problems = Decode(fsys, "exercises.yaml", &j.ForExercises)
	for _, file := range files {
		var e Exercise
		problems = append(problems, Decode(fsys, file, &e)...)
		if name := strings.TrimSuffix(path.Base(file), ".yaml"); e.Exercise != "" && e.Exercise != name {
			problems.add(e.Pos, "name the file after the exercise", "the exercise is called %q", e.Exercise)
		}
		j.Exercises = append(j.Exercises, e)
	}
	slices.SortStableFunc(j.Exercises, func(a, b Exercise) int { return strings.Compare(a.Number, b.Number) })
	return append(files, "exercises.yaml"), problems
}

// forExercises checks what holds for every exercise.
func (c *checker) forExercises(all *Exercises, facts []Fact, exercises []Exercise) {
	known := names(facts, func(f Fact) string { return f.Name })
	for _, name := range all.Asks {
		if !slices.Contains(known, name) {
			c.problems.add(Pos{"exercises.yaml", 1, 1}, Nearest(name, known), "there is no fact called %q", name)
		}
	}
	addresses := names(exercises, func(e Exercise) string { return e.Exercise })
	for i := range all.Guards {
		g := &all.Guards[i]
		for _, name := range g.Asks {
			if !slices.Contains(known, name) {
				c.problems.add(g.Pos, Nearest(name, known), "guard %s: there is no fact called %q", g.Harm, name)
			}
		}
		for _, address := range g.Instead {
			if !slices.Contains(addresses, address) {
				c.problems.add(g.Pos, Nearest(address, addresses), "guard %s: there is no exercise %q", g.Harm, address)
			}
		}
		for _, key := range g.Demands {
			if key != "not_for" && key != "needs" {
				c.problems.add(g.Pos, "use not_for or needs", "guard %s: %q cannot be demanded", g.Harm, key)
			}
		}
		for _, q := range g.Questions {
			if !slices.ContainsFunc(q.Answers, func(a OwnAnswer) bool { return a.Shut == "" }) ||
				!slices.ContainsFunc(q.Answers, func(a OwnAnswer) bool { return a.Shut != "" }) {
				c.problems.add(q.Pos, "one answer has shut, another has none", "guard %s: nothing hangs on the question %s", g.Harm, q.ID)
			}
		}
	}
}

// exercises checks everything about the exercises that needs no engine.
func (c *checker) exercises(j *Judgement, claims map[string]bool) {
	all := &j.ForExercises
	c.forExercises(all, j.Facts, j.Exercises)
	needs := names(all.Needs, func(n Need) string { return n.Need })
	phases := names(all.Phases, func(p Phase) string { return p.Phase })
	harms := names(all.Guards, func(g Guard) string { return g.Harm })
	tracks := append(names(j.Programmes, func(p Programme) string { return p.Name }), "all")
	numbers := map[string]string{}
	for i := range j.Exercises {
		e := &j.Exercises[i]
		if other, ok := numbers[e.Number]; ok {
			c.problems.add(e.Pos, "each has a number of its own", "the exercises %s and %s are both %s", other, e.Exercise, e.Number)
		}
		numbers[e.Number] = e.Exercise
		oneOf(c, e.Pos, "need", e.Need, needs)
		for _, list := range []struct {
			what         string
			given, known []string
		}{{"phase", e.Phases, phases}, {"track", e.Tracks, tracks}, {"harm", e.Harms, harms}} {
			if len(list.given) == 0 && list.what != "harm" {
				c.problems.add(e.Pos, "name at least one", "exercise %s: no %s", e.Exercise, list.what)
			}
			for _, name := range list.given {
				oneOf(c, e.Pos, list.what, name, list.known)
			}
		}
		if len(e.Tracks) > 1 && slices.Contains(e.Tracks, "all") {
			c.problems.add(e.Pos, "write all alone", "exercise %s: all and other tracks", e.Exercise)
		}
		c.grade(e.Support.Pos, e.Support.Grade)
		c.claims(e.Support.Pos, e.Support.Claims, claims)
		c.cite(e.Pos, e.Sources, e.Support.Grade)
		c.leaves(e.Pos, e.Needs)
		oneOf(c, e.Rate.Pos, "end", e.Rate.Better, []string{"low", "high"})
		c.steps(e)
		c.guarded(e, all.Guards)
		for _, x := range e.Examples {
			oneOf(c, x.Pos, "state", x.Is, exerciseStates)
		}
		if len(e.Examples) == 0 {
			c.problems.add(e.Pos, "show where it is open", "exercise %s has no example", e.Exercise)
		}
		if (len(e.Shut) > 0 || len(e.Harms) > 0) && len(e.Examples) < 2 {
			c.problems.add(e.Pos, "show where it is open, and where it is shut, asks or is gated", "exercise %s has guards and one example", e.Exercise)
		}
	}
}

// guarded checks that an exercise carries the marks that its words call for,
// and what its marks demand.
func (c *checker) guarded(e *Exercise, guards []Guard) {
	words := " " + strings.Join(strings.FieldsFunc(strings.ToLower(e.words()), func(r rune) bool { return r < 'a' || r > 'z' }), " ")
	for i := range guards {
		g := &guards[i]
		if !slices.Contains(e.Harms, g.Harm) {
			for _, begin := range g.Words {
				if strings.Contains(words, " "+begin) {
					c.problems.add(e.Pos, "add it to harms, or say it in another way", "exercise %s says “%s …” and has not the mark %s", e.Exercise, begin, g.Harm)
					break
				}
			}
			continue
		}
		for _, key := range g.Demands {
			if key == "not_for" && len(e.NotFor) == 0 || key == "needs" && len(e.Needs) == 0 {
				c.problems.add(e.Pos, "", "exercise %s has the mark %s, and no %s", e.Exercise, g.Harm, key)
			}
		}
	}
}

// words are what the exercise says, in one string.
func (e *Exercise) words() string {
	all := []string{e.Title, e.About, e.For, e.Rate.Ask, e.Stop, e.Hard}
	for i := range e.Steps {
		s := &e.Steps[i]
		all = append(all, s.Title, s.Says)
		switch s.Kind() {
		case "write":
			all = append(all, s.Write.Prompt)
		case "list":
			all = append(all, s.List.Prompt)
		case "choose":
			all = append(all, s.Choose.Ask)
			for _, o := range s.Choose.Options {
				all = append(all, o.Says, o.Then)
			}
		}
	}
	return strings.Join(all, "\n")
}

func (c *checker) steps(e *Exercise) {
	if n := len(e.Steps); n < leastSteps || n > mostSteps {
		c.problems.add(e.Pos, fmt.Sprintf("%d to %d steps", leastSteps, mostSteps), "exercise %s has %d steps", e.Exercise, n)
	}
	if e.Minutes < leastMinutes || e.Minutes > mostMinutes {
		c.problems.add(e.Pos, fmt.Sprintf("%d to %d minutes", leastMinutes, mostMinutes), "exercise %s takes %d minutes", e.Exercise, e.Minutes)
	}
	guided, pairs := 0, map[string][]*Dial{}
	for i := range e.Steps {
		s := &e.Steps[i]
		if kinds := s.kinds(); len(kinds) > 1 {
			c.problems.add(s.Pos, "make two steps of it", "exercise %s: a step is %s at once", e.Exercise, strings.Join(kinds, " and "))
		}
		switch s.Kind() {
		case "timer":
			guided += s.Timer.Seconds
			if s.Timer.Seconds < 10 || s.Timer.Seconds > mostTimer {
				c.problems.add(s.Timer.Pos, fmt.Sprintf("10 to %d seconds", mostTimer), "exercise %s: a timer of %d seconds", e.Exercise, s.Timer.Seconds)
			}
		case "breathe":
			b := s.Breathe
			guided += b.Seconds()
			if b.In < 2 || b.In > 7 || b.Hold < 0 || b.Hold > 7 || b.Out < b.In || b.Out > 12 || b.Rounds < 2 || b.Rounds > 60 {
				c.problems.add(b.Pos, "in 2 to 7, hold 0 to 7, out as long as in or longer and at most 12, rounds 2 to 60", "exercise %s: nobody breathes like that", e.Exercise)
			}
		case "list":
			if s.List.Lines < 2 || s.List.Lines > mostLines {
				c.problems.add(s.List.Pos, fmt.Sprintf("2 to %d", mostLines), "exercise %s: a list of %d lines", e.Exercise, s.List.Lines)
			}
		case "rate":
			if s.Rate.Pair != "" {
				pairs[s.Rate.Pair] = append(pairs[s.Rate.Pair], s.Rate)
			}
		case "choose":
			c.options(e, s.Choose)
		}
	}
	if guided > e.Minutes*60 {
		c.problems.add(e.Pos, "say more minutes, or make it shorter", "exercise %s takes %d minutes, and its timers alone %d seconds", e.Exercise, e.Minutes, guided)
	}
	for name, pair := range pairs {
		if len(pair) != 2 {
			c.problems.add(pair[0].Pos, "a pair is asked for twice", "exercise %s: the pair %q stands here %d times", e.Exercise, name, len(pair))
		} else if pair[0].Ask != pair[1].Ask || pair[0].Low != pair[1].Low || pair[0].High != pair[1].High {
			c.problems.add(pair[1].Pos, "use the same words", "exercise %s: the pair %q asks in two ways", e.Exercise, name)
		}
	}
}

func (c *checker) options(e *Exercise, q *Choose) {
	if len(q.Options) < 2 || len(q.Options) > 6 {
		c.problems.add(q.Pos, "2 to 6", "exercise %s: %d answers to choose from", e.Exercise, len(q.Options))
	}
	ids := map[string]bool{}
	for _, o := range q.Options {
		if ids[o.ID] {
			c.problems.add(o.Pos, "", "exercise %s: the option %q stands here twice", e.Exercise, o.ID)
		}
		ids[o.ID] = true
	}
}
