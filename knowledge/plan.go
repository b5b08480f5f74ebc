package knowledge

// SafetyPlan is what the page about a safety plan asks for.
type SafetyPlan struct {
	Parts   []PlanPart `yaml:"parts,required"`
	Support Support    `yaml:"support,required"`
	Note    string     `yaml:"note,required"`
}

// PlanPart is one part of it.
type PlanPart struct {
	Pos
	Part   string `yaml:"part,required"` // its name in forms and in what is kept; it never changes
	Title  string `yaml:"title,required"`
	Prompt string `yaml:"prompt,required"`
	Help   string `yaml:"help,required"`
}

func (c *checker) plan(p *SafetyPlan) {
	c.grade(p.Support.Pos, p.Support.Grade)
	seen := map[string]bool{}
	for _, x := range p.Parts {
		if seen[x.Part] {
			c.problems.add(x.Pos, "", "the part %q of the plan stands here twice", x.Part)
		}
		seen[x.Part] = true
	}
}
