package knowledge

import (
	"io/fs"
	"slices"
)

// Guide is a page about one question that people bring: what the sources say,
// marked by what the person tells, and how well it is supported.
type Guide struct {
	Pos
	Guide string `yaml:"guide,required"` // its address
	Order int    `yaml:"order,required"`
	Group string `yaml:"group,required"`
	Title string `yaml:"title,required"`
	About string `yaml:"about,required"`
	// Support says how well what stands here is supported.
	Support Support `yaml:"support,required"`
	// Shut replaces the page where its condition holds: the first that does.
	Shut []Shut `yaml:"shut"`
	// Asks lists the facts that are asked on the page.
	Asks []string `yaml:"asks"`
	// Results are what the answers come to: the first whose condition holds.
	Results  []Result       `yaml:"results"`
	Parts    []Part         `yaml:"parts,required"`
	Examples []GuideExample `yaml:"examples"`
}

// Support says how well something is supported, and by what.
type Support struct {
	Pos
	Grade  string   `yaml:"grade,required"`
	Says   string   `yaml:"says,required"`
	Claims []string `yaml:"claims"`
}

// Shut says in which situations a guide is closed, and why.
type Shut struct {
	Pos
	When Text   `yaml:"when,required"`
	Says string `yaml:"says,required"`
}

// Result is what the answers come to.
type Result struct {
	Pos
	ID    string `yaml:"id,required"`
	When  Text   `yaml:"when,required"`
	Title string `yaml:"title,required"`
	Says  string `yaml:"says,required"`
	// Needs lists forms of contact of which one must be open, as for a [Rule].
	Needs []string `yaml:"needs"`
}

// Part is a section of a guide.
type Part struct {
	Pos
	Title string `yaml:"title,required"`
	Says  string `yaml:"says"`
	When  Text   `yaml:"when"`
	// Kind says how the items are laid out: a list, two sides, a table, or
	// questions with their answers.
	Kind    string     `yaml:"kind,required"`
	Columns []string   `yaml:"columns"`
	Items   []PartItem `yaml:"items,required"`
}

// PartItem is one thing that a part says.
type PartItem struct {
	Pos
	Title string `yaml:"title"`
	Says  string `yaml:"says"`
	// When marks the item as fitting what was told; with Only it is shown in no
	// other case.
	When  Text     `yaml:"when"`
	Only  bool     `yaml:"only"`
	Needs []string `yaml:"needs"`
	// Side is "for" or "against", in a part with two sides.
	Side    string     `yaml:"side"`
	Cells   []string   `yaml:"cells"` // in a table
	Rules   []string   `yaml:"rules"`
	Claims  []string   `yaml:"claims"`
	Sources []SourceAt `yaml:"sources"`
}

// GuideExample is a situation and what its answers come to: the id of a result,
// "shut", or "" where no result holds.
type GuideExample struct {
	Pos
	Facts  map[string]Facet `yaml:"facts,required"`
	Result string           `yaml:"result,required"`
}

// GuideGroups are the parts of the list of guides, in their order.
var GuideGroups = []string{"contact", "apart", "understanding", "again", "questions"}

var partKinds = []string{"list", "sides", "table", "questions"}

// loadGuides reads the guides in their order.
func (j *Judgement) loadGuides(fsys fs.FS) (files []string, problems Problems) {
	files, _ = fs.Glob(fsys, "guides/*.yaml")
	for _, file := range files {
		var g Guide
		problems = append(problems, Decode(fsys, file, &g)...)
		j.Guides = append(j.Guides, g)
	}
	slices.SortStableFunc(j.Guides, func(a, b Guide) int { return a.Order - b.Order })
	return files, problems
}

func (c *checker) guides(guides []Guide, facts []Fact, rules, claims map[string]bool) {
	names := names(facts, func(f Fact) string { return f.Name })
	orders, slugs := map[int]string{}, map[string]bool{}
	for i := range guides {
		g := &guides[i]
		if other, ok := orders[g.Order]; ok {
			c.problems.add(g.Pos, "give each guide its own place", "the guides %s and %s have the same order %d", other, g.Guide, g.Order)
		}
		orders[g.Order] = g.Guide
		if slugs[g.Guide] {
			c.problems.add(g.Pos, "", "the guide %q stands here twice", g.Guide)
		}
		slugs[g.Guide] = true
		oneOf(c, g.Pos, "group", g.Group, GuideGroups)
		c.grade(g.Support.Pos, g.Support.Grade)
		c.claims(g.Support.Pos, g.Support.Claims, claims)
		for _, name := range g.Asks {
			if !slices.Contains(names, name) {
				c.problems.add(g.Pos, Nearest(name, names), "guide %s: there is no fact called %q", g.Guide, name)
			}
		}
		results := map[string]bool{"shut": true, "": true}
		for _, r := range g.Results {
			if results[r.ID] {
				c.problems.add(r.Pos, "", "guide %s: the result %q stands here twice", g.Guide, r.ID)
			}
			results[r.ID] = true
			c.leaves(r.Pos, r.Needs)
		}
		for _, e := range g.Examples {
			if !results[e.Result] {
				c.problems.add(e.Pos, "", "guide %s: there is no result %q", g.Guide, e.Result)
			}
		}
		if len(g.Results) > 0 && len(g.Examples) < len(g.Results) {
			c.problems.add(g.Pos, "show one for each result", "guide %s: %d results and %d examples", g.Guide, len(g.Results), len(g.Examples))
		}
		for k := range g.Parts {
			c.part(g, &g.Parts[k], rules, claims)
		}
	}
}

func (c *checker) part(g *Guide, p *Part, rules, claims map[string]bool) {
	oneOf(c, p.Pos, "kind", p.Kind, partKinds)
	for _, item := range p.Items {
		switch {
		case p.Kind == "table" && len(item.Cells) != len(p.Columns):
			c.problems.add(item.Pos, "one for each column", "guide %s: %d cells under %d columns", g.Guide, len(item.Cells), len(p.Columns))
		case p.Kind != "table" && item.Says == "":
			c.problems.add(item.Pos, "", "guide %s: the item says nothing", g.Guide)
		case p.Kind == "sides" && item.Side != "for" && item.Side != "against":
			c.problems.add(item.Pos, "write for or against", "guide %s: unknown side %q", g.Guide, item.Side)
		case p.Kind == "questions" && item.Title == "":
			c.problems.add(item.Pos, "title is the question", "guide %s: an answer without a question", g.Guide)
		case item.Only && item.When.Value == "":
			c.problems.add(item.Pos, "write when", "guide %s: only without a condition", g.Guide)
		}
		c.leaves(item.Pos, item.Needs)
		c.known(item.Sources)
		c.claims(item.Pos, item.Claims, claims)
		for _, id := range item.Rules {
			if !rules[id] {
				c.problems.add(item.Pos, "", "guide %s: there is no rule %q", g.Guide, id)
			}
		}
	}
}
