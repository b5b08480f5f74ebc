package knowledge

import (
	"io/fs"
	"slices"
)

// Topic is one file of rules: what is said about one matter.
type Topic struct {
	Pos
	Topic string `yaml:"topic,required"`
	Order int    `yaml:"order,required"`
	Title string `yaml:"title,required"`
	Rules []Rule `yaml:"rules,required"`
}

// Rule is a piece of advice that a source gives for some situations, in our
// words, with what we make of it. Rules stand beside the gates and cross none:
// they never change a verdict.
type Rule struct {
	Pos
	ID     string `yaml:"id,required"`
	Action Action `yaml:"action,required"`
	Stance Stance `yaml:"stance,required"`
	// When is the condition; an empty one holds always.
	When Text `yaml:"when,required"`
	// Needs lists the forms of contact that the rule takes for granted. It is
	// shown only where the gates leave one of them open.
	Needs []string `yaml:"needs"`
	// Against lists the forms that the rule speaks against: where it holds, no
	// rule is shown that needs one of those.
	Against []string `yaml:"against"`
	Says    string   `yaml:"says,required"`
	// Because says why a rule is only reported or refused, or what we changed
	// in one that we follow.
	Because  string     `yaml:"because"`
	Strength Strength   `yaml:"strength,required"`
	Sources  []SourceAt `yaml:"sources,required"`
	Grade    string     `yaml:"grade,required"`
	// Claims are the claims about research that bear on the rule.
	Claims   []string `yaml:"claims"`
	Examples Examples `yaml:"examples,required"`
}

// Action is what a rule does.
type Action string

// The four actions. A rule that infers gives a reading of a situation; nothing
// is ever done because of it.
const (
	Advise Action = "advise"
	Warn   Action = "warn"
	Forbid Action = "forbid"
	Infer  Action = "infer"
)

// Stance is what we make of what a source says.
type Stance string

// We follow a rule (it is shown as advice), report it (shown as what one author
// says, with its weakness) or refuse it (shown as often said, with the reason
// why we do not follow it).
const (
	Follow Stance = "follow"
	Report Stance = "report"
	Refuse Stance = "refuse"
)

// Strength is how strongly a source words its rule.
type Strength string

// The three strengths, strongest first.
const (
	Must   Strength = "must"
	Should Strength = "should"
	May    Strength = "may"
)

var (
	actions   = []Action{Advise, Warn, Forbid, Infer}
	stances   = []Stance{Follow, Report, Refuse}
	strengths = []Strength{Must, Should, May}
)

// Rank returns 0 for the strongest.
func (s Strength) Rank() int { return slices.Index(strengths, s) }

// loadTopics reads the files of rules in their order.
func loadTopics(fsys fs.FS) (topics []Topic, files []string, problems Problems) {
	files, _ = fs.Glob(fsys, "rules/*.yaml")
	for _, file := range files {
		var t Topic
		problems = append(problems, Decode(fsys, file, &t)...)
		topics = append(topics, t)
	}
	slices.SortStableFunc(topics, func(a, b Topic) int { return a.Order - b.Order })
	return topics, files, problems
}

// rules checks everything about the rules that needs no engine.
func (c *checker) rules(topics []Topic, claims map[string]bool) (ids map[string]bool) {
	ids = map[string]bool{}
	seen := map[string]Pos{}
	orders := map[int]string{}
	for _, t := range topics {
		if other, ok := orders[t.Order]; ok {
			c.problems.add(t.Pos, "give each topic its own place", "the topics %s and %s have the same order %d", other, t.Topic, t.Order)
		}
		orders[t.Order] = t.Topic
		for i := range t.Rules {
			r := &t.Rules[i]
			if first, ok := seen[r.ID]; ok {
				c.problems.add(r.Pos, "", "the rule %q is already at %s", r.ID, first)
			}
			seen[r.ID], ids[r.ID] = r.Pos, true
			oneOf(c, r.Pos, "action", r.Action, actions)
			oneOf(c, r.Pos, "stance", r.Stance, stances)
			oneOf(c, r.Pos, "strength", r.Strength, strengths)
			c.leaves(r.Pos, r.Needs)
			c.cite(r.Pos, r.Sources, r.Grade)
			c.claims(r.Pos, r.Claims, claims)
			c.leaves(r.Pos, r.Against)
			if r.Stance != Follow && len(r.Needs)+len(r.Against) > 0 {
				c.problems.add(r.Pos, "leave needs and against out", "rule %s is not followed, so no contact hangs on it", r.ID)
			}
			if r.Stance != Follow && r.Because == "" {
				c.problems.add(r.Pos, "say why it is not followed", "rule %s is not followed, and the reason is missing", r.ID)
			}
			if len(r.Examples.Fires) == 0 || len(r.Examples.Not) == 0 && r.When.Value != "" {
				c.problems.add(r.Examples.at(r.Pos), "show one of each", "rule %s needs an example that fires and one that does not", r.ID)
			}
		}
	}
	return ids
}

func (c *checker) claims(at Pos, cited []string, known map[string]bool) {
	for _, id := range cited {
		if !known[id] {
			c.problems.add(at, "knowledge/claims has them", "there is no claim %q", id)
		}
	}
}

func oneOf[T ~string](c *checker, at Pos, what string, value T, known []T) {
	if !slices.Contains(known, value) {
		words := make([]string, len(known))
		for i, k := range known {
			words[i] = string(k)
		}
		c.problems.add(at, Nearest(string(value), words), "unknown %s %q", what, string(value))
	}
}
