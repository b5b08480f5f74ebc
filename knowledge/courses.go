package knowledge

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Course is a programme with its steps: prompts to answer in any order, at any
// pace. [Programme] says which one fits a decision.
type Course struct {
	Pos
	Programme string   `yaml:"programme,required"` // its address, and the name of its file
	Systems   []string `yaml:"systems,required"`   // of the ledger of the articles, as S02
	Title     string   `yaml:"title,required"`
	About     string   `yaml:"about,required"`
	Group     string   `yaml:"group,required"`
	For       string   `yaml:"for,required"`
	NotFor    []string `yaml:"not_for"`
	Support   Support  `yaml:"support,required"`
	// Harms are marks of guards that hold for the whole programme; Asks lists
	// facts to ask for beside theirs; Shut closes it.
	Harms []string `yaml:"harms"`
	Asks  []string `yaml:"asks"`
	Shut  []Shut   `yaml:"shut"`
	// Instead lists programmes to offer where it is closed, Exits those that are
	// offered beside every step as an equal road.
	Instead []string `yaml:"instead"`
	Exits   []string `yaml:"exits"`
	// Stages says that each step waits for the one before it. It can still be read.
	Stages    bool            `yaml:"stages"`
	Keep      string          `yaml:"keep"` // a paragraph for its own page
	Attitudes []Attitude      `yaml:"attitudes"`
	Steps     []CourseStep    `yaml:"steps,required"`
	Sources   []SourceAt      `yaml:"sources,required"`
	Examples  []CourseExample `yaml:"examples,required"`
}

// Attitude is something to bring along, shown beside every step.
type Attitude struct {
	Pos
	Title string `yaml:"title,required"`
	Says  string `yaml:"says,required"`
}

// CourseStep is one page of a programme.
type CourseStep struct {
	Pos
	Step  string `yaml:"step,required"` // its address; it never changes
	Title string `yaml:"title,required"`
	Says  string `yaml:"says,required"` // a line break begins another paragraph
	Why   string `yaml:"why"`
	// Harms and Shut close this step alone; Needs lists forms of contact of which
	// one must be open.
	Harms []string     `yaml:"harms"`
	Shut  []Shut       `yaml:"shut"`
	Needs []string     `yaml:"needs"`
	Items []CourseItem `yaml:"items,required"`
	// Done lists what the person ticks when it holds for them; NotYet is said
	// where it does not.
	Done   []string `yaml:"done,required"`
	NotYet string   `yaml:"not_yet,required"`
}

// CourseItem is one thing to do or to answer. Exactly one of the kinds is given.
type CourseItem struct {
	Pos
	ID     string  `yaml:"id,required"`
	Write  *Write  `yaml:"write"`
	List   *Lines  `yaml:"list"`
	Rate   *Dial   `yaml:"rate"`
	Choose *Choose `yaml:"choose"`
	Tick   *Tick   `yaml:"tick"`
	Table  *Table  `yaml:"table"`
	Aloud  *Aloud  `yaml:"aloud"`
	// The rest are addresses of other pages.
	Exercise  string `yaml:"exercise"`
	Letter    string `yaml:"letter"`
	Guide     string `yaml:"guide"`
	Programme string `yaml:"programme"`
}

// Tick is something that the person did.
type Tick struct {
	Pos
	Says string `yaml:"says,required"` // in the first person
}

// Table asks for several things about each row. Rows are given or the person's
// own. A ledger has rows that come over time, each with its day.
type Table struct {
	Pos
	Prompt  string     `yaml:"prompt,required"`
	Columns []string   `yaml:"columns,required"`
	Rows    []TableRow `yaml:"rows"`
	More    int        `yaml:"more"` // rows of the person's own
	Ledger  bool       `yaml:"ledger"`
}

// TableRow is a given row.
type TableRow struct {
	Pos
	Name string `yaml:"name,required"`
	Note string `yaml:"note"`
}

// Aloud is something to say or to answer aloud.
type Aloud struct {
	Pos
	Says    string `yaml:"says,required"`
	Minutes int    `yaml:"minutes,required"`
}

// CourseExample is a situation and how the programme stands in it: open, shut or
// ask (something must be known first). Step names a step whose state is meant.
type CourseExample struct {
	Pos
	Facts map[string]Facet `yaml:"facts,required"`
	Step  string           `yaml:"step"`
	Is    string           `yaml:"is,required"`
}

// CourseGroups are the groups of the list, in its order.
var CourseGroups = []string{"end", "self", "people", "other", "help"}

var courseStates = []string{"open", "shut", "ask", "gated"}

// Kind names the kind of an item: write, list, rate, choose, tick, table, aloud,
// exercise, letter, guide or programme. It is empty unless exactly one is given.
func (x *CourseItem) Kind() (kind string) {
	for _, k := range []struct {
		kind  string
		given bool
	}{
		{"write", x.Write != nil}, {"list", x.List != nil}, {"rate", x.Rate != nil}, {"choose", x.Choose != nil}, {"tick", x.Tick != nil},
		{"table", x.Table != nil}, {"aloud", x.Aloud != nil},
		{"exercise", x.Exercise != ""}, {"letter", x.Letter != ""}, {"guide", x.Guide != ""}, {"programme", x.Programme != ""},
	} {
		switch {
		case !k.given:
		case kind != "":
			return ""
		default:
			kind = k.kind
		}
	}
	return kind
}

const (
	mostCourseItems = 9
	mostCourseSteps = 14
	mostOwnRows     = 8
)

// loadCourses reads the programmes, in the order of their titles' files.
func (j *Judgement) loadCourses(fsys fs.FS) (files []string, problems Problems) {
	files, _ = fs.Glob(fsys, "programmes/*.yaml")
	for _, file := range files {
		var x Course
		problems = append(problems, Decode(fsys, file, &x)...)
		if name := strings.TrimSuffix(path.Base(file), ".yaml"); x.Programme != "" && x.Programme != name {
			problems.add(x.Pos, "name the file after the programme", "the programme is called %q", x.Programme)
		}
		j.Courses = append(j.Courses, x)
	}
	return files, problems
}

// courses checks everything about the programmes that needs no engine.
func (c *checker) courses(j *Judgement, claims map[string]bool) {
	lists := map[string][]string{
		"fact":      names(j.Facts, func(f Fact) string { return f.Name }),
		"mark":      names(j.ForExercises.Guards, func(g Guard) string { return g.Harm }),
		"exercise":  names(j.Exercises, func(e Exercise) string { return e.Exercise }),
		"letter":    names(j.Letters, func(l Letter) string { return l.Letter }),
		"guide":     names(j.Guides, func(g Guide) string { return g.Guide }),
		"programme": names(j.Courses, func(x Course) string { return x.Programme }),
	}
	for _, p := range j.Programmes {
		if len(j.Courses) > 0 && !slices.Contains(lists["programme"], p.Name) {
			c.problems.add(p.Pos, "write programmes/"+p.Name+".yaml", "a decision can name the programme %q, and it has no file", p.Name)
		}
	}
	for i := range j.Courses {
		x := &j.Courses[i]
		oneOf(c, x.Pos, "group", x.Group, CourseGroups)
		c.grade(x.Support.Pos, x.Support.Grade)
		c.claims(x.Support.Pos, x.Support.Claims, claims)
		c.cite(x.Pos, x.Sources, x.Support.Grade)
		c.listed(x.Pos, "fact", x.Asks, lists)
		c.listed(x.Pos, "mark", x.Harms, lists)
		c.listed(x.Pos, "programme", slices.Concat(x.Instead, x.Exits), lists)
		if n := len(x.Steps); n < 2 || n > mostCourseSteps {
			c.problems.add(x.Pos, "", "programme %s: %d steps, and there may be 2 to %d", x.Programme, n, mostCourseSteps)
		}
		seen := map[string]bool{}
		for k := range x.Steps {
			s := &x.Steps[k]
			if seen[s.Step] {
				c.problems.add(s.Pos, "", "programme %s: the step %q stands here twice", x.Programme, s.Step)
			}
			seen[s.Step] = true
			c.listed(s.Pos, "mark", s.Harms, lists)
			c.leaves(s.Pos, s.Needs)
			c.courseItems(x, s, lists)
		}
		c.courseExamples(x, seen)
	}
}

// listed holds names to those that there are.
func (c *checker) listed(at Pos, what string, given []string, lists map[string][]string) {
	for _, v := range given {
		if !slices.Contains(lists[what], v) {
			c.problems.add(at, Nearest(v, lists[what]), "there is no %s %q", what, v)
		}
	}
}

func (c *checker) courseItems(x *Course, s *CourseStep, lists map[string][]string) {
	if n := len(s.Items); n > mostCourseItems {
		c.problems.add(s.Pos, "", "programme %s, step %s: %d items, and there may be %d", x.Programme, s.Step, n, mostCourseItems)
	}
	seen := map[string]bool{}
	for i := range s.Items {
		item := &s.Items[i]
		kind := item.Kind()
		if kind == "" {
			c.problems.add(item.Pos, "give exactly one kind", "programme %s, step %s: the item %s has no kind, or several", x.Programme, s.Step, item.ID)
		}
		if seen[item.ID] {
			c.problems.add(item.Pos, "", "programme %s, step %s: the item %q stands here twice", x.Programme, s.Step, item.ID)
		}
		seen[item.ID] = true
		for what, address := range map[string]string{"exercise": item.Exercise, "letter": item.Letter, "guide": item.Guide, "programme": item.Programme} {
			if address != "" {
				c.listed(item.Pos, what, []string{address}, lists)
			}
		}
		if t := item.Table; t != nil && (len(t.Rows)+t.More == 0 && !t.Ledger || t.More > mostOwnRows || len(t.Columns) > 4) {
			c.problems.add(t.Pos, "rows, own rows up to 8, at most 4 columns", "programme %s, step %s: the table %s cannot be filled", x.Programme, s.Step, item.ID)
		}
	}
}

func (c *checker) courseExamples(x *Course, steps map[string]bool) {
	shown := map[string]bool{}
	for _, e := range x.Examples {
		oneOf(c, e.Pos, "state", e.Is, courseStates)
		if e.Step != "" && !steps[e.Step] {
			c.problems.add(e.Pos, "", "programme %s: there is no step %q", x.Programme, e.Step)
		}
		shown[e.Is] = true
	}
	if !shown["open"] || len(x.Shut) > 0 && !shown["shut"] {
		c.problems.add(x.Pos, "show one of each that there is", "programme %s needs examples in which it is open and shut", x.Programme)
	}
}
