package knowledge

// Promises is what is promised of the answers.
type Promises struct {
	// WhileUnanswered is the mildest verdict while a safety fact is open.
	WhileUnanswered string    `yaml:"while_unanswered,required"`
	Promises        []Promise `yaml:"promises,required"`
}

// Promise is a statement about the answers that is proved for every situation.
// It is written from the guideline and not from the gates, so that a gate that
// is loosened breaks one.
type Promise struct {
	Pos
	ID   string `yaml:"id,required"`
	Says string `yaml:"says,required"`
	// When certainly holds, and Unless does not certainly hold, in the situations
	// that it speaks of.
	When   Text `yaml:"when,required"`
	Unless Text `yaml:"unless"`
	// AtMost is the mildest verdict that may be given, Leaves the forms that may
	// stay open with it.
	AtMost string   `yaml:"at_most"`
	Leaves []string `yaml:"leaves"`
	// AtLeast is the strictest verdict that may be given, Opens the forms that
	// must be open.
	AtLeast string   `yaml:"at_least"`
	Opens   []string `yaml:"opens"`
}

func (c *checker) promises(promises *Promises) {
	c.verdict(Pos{"promises.yaml", 1, 1}, promises.WhileUnanswered)
	seen := map[string]bool{}
	for _, p := range promises.Promises {
		if seen[p.ID] {
			c.problems.add(p.Pos, "", "the promise %q stands here twice", p.ID)
		}
		seen[p.ID] = true
		if p.AtMost == "" && p.AtLeast == "" {
			c.problems.add(p.Pos, "write at_most or at_least", "promise %s promises nothing", p.ID)
		}
		for _, v := range []string{p.AtMost, p.AtLeast} {
			if v != "" {
				c.verdict(p.Pos, v)
			}
		}
		c.leaves(p.Pos, p.Leaves)
		c.leaves(p.Pos, p.Opens)
	}
}
