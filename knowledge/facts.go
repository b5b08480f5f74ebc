package knowledge

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// FactType is the kind of values a fact takes.
type FactType string

// The four kinds. A number is only ever compared with its listed cuts.
const (
	Bool   FactType = "bool"
	Enum   FactType = "enum"
	Number FactType = "number"
	Set    FactType = "set"
)

// Fact is one thing about a situation that a rule may ask for, and the words
// in which a person is asked. Every fact may be unknown.
type Fact struct {
	Pos
	Name  string   `yaml:"name,required"`
	Type  FactType `yaml:"type,required"`
	Group string   `yaml:"group,required"`
	Means string   `yaml:"means,required"`

	// Ask is the question, Why the reason for asking, Help an optional line
	// below the question.
	Ask  string `yaml:"ask,required"`
	Why  string `yaml:"why,required"`
	Help string `yaml:"help"`

	// Safety marks the facts that hold the verdict down while unanswered.
	Safety bool `yaml:"safety"`
	// CanChange marks facts that time or the people may change, and that may
	// be named as such without pressing anybody.
	CanChange bool `yaml:"can_change"`
	// Risk holds orders of values from harmless to grave, as "none < some < all";
	// "each item" makes every item of a set a risk. Passes marks facts that
	// change with time alone. Both say what must be proved of the gates.
	Risk   []Text `yaml:"risk"`
	Passes bool   `yaml:"passes"`
	// OnlyIf is a condition without which the question makes no sense.
	OnlyIf Text `yaml:"only_if"`

	Cuts    []int    `yaml:"cuts"` // ascending; for numbers
	Most    int      `yaml:"most"` // the largest number there can be; 0 for any
	Unit    string   `yaml:"unit"`
	Answers []Answer `yaml:"answers,required"`
	// NoneSays is the answer "none of these" of a set.
	NoneSays string `yaml:"none_says"`
	// Unknown is the answer that leaves the fact open.
	Unknown string `yaml:"unknown,required"`
}

// Answer is one value of a fact and how a person says it. For a number the
// value stands for the whole range between two cuts.
type Answer struct {
	Pos
	Value Scalar `yaml:"value,required"`
	Says  string `yaml:"says,required"`
}

// Values lists the values of an enum or the items of a set.
func (f *Fact) Values() []string {
	var values []string
	for _, a := range f.Answers {
		if s, ok := a.Value.Value.(string); ok {
			values = append(values, s)
		}
	}
	return values
}

// Range returns the index of the range of a number that n falls in: 0 below
// the first cut, 1 from the first cut on, and so on.
func (f *Fact) Range(n int) int {
	i, found := slices.BinarySearch(f.Cuts, n)
	if found {
		i++
	}
	return i
}

// groups are the parts of the interview.
var groups = []string{"safety", "ex", "moment", "story", "you", "contact", "rebuilding"}

// LoadFacts reads facts.yaml.
func LoadFacts(fsys fs.FS) ([]Fact, Problems) {
	var file struct {
		Facts []Fact `yaml:"facts,required"`
	}
	problems := Decode(fsys, "facts.yaml", &file)
	if len(problems) > 0 {
		return nil, problems
	}
	seen := map[string]Pos{}
	for i := range file.Facts {
		f := &file.Facts[i]
		if first, ok := seen[f.Name]; ok {
			problems.add(f.Pos, "remove one", "the fact %q is already at %s", f.Name, first)
		}
		seen[f.Name] = f.Pos
		checkFact(f, &problems)
	}
	return file.Facts, problems
}

// EachItem is the order of risk of a set of which every item is a risk.
const EachItem = "each item"

// Risks returns the pairs of values of which the second is the graver, by their
// places among the answers. For a set of risks there are none: see [EachItem].
func (f *Fact) Risks() (pairs [][2]int) {
	for _, chain := range f.Risk {
		before := -1
		for name := range strings.SplitSeq(chain.Value, " < ") {
			i := slices.IndexFunc(f.Answers, func(a Answer) bool { return fmt.Sprint(a.Value.Value) == name })
			if before >= 0 {
				pairs = append(pairs, [2]int{before, i})
			}
			before = i
		}
	}
	return pairs
}

func checkRisk(f *Fact, problems *Problems) {
	if f.Safety && len(f.Risk) == 0 {
		problems.add(f.Pos, "say which values are graver: risk: [\"a < b\"]", "fact %s: a safety fact needs an order of risk", f.Name)
	}
	for _, chain := range f.Risk {
		if chain.Value == EachItem {
			if f.Type != Set {
				problems.add(chain.Pos, "write an order, as a < b", "fact %s: only a set has items", f.Name)
			}
			continue
		}
		names := strings.Split(chain.Value, " < ")
		if len(names) < 2 || f.Type == Set {
			problems.add(chain.Pos, "write a < b, or for a set: "+EachItem, "fact %s: this is not an order of risk", f.Name)
		}
		for _, name := range names {
			if !slices.ContainsFunc(f.Answers, func(a Answer) bool { return fmt.Sprint(a.Value.Value) == name }) {
				problems.add(chain.Pos, "use the values of the answers", "fact %s: %q is not one of its answers", f.Name, name)
			}
		}
	}
}

func checkFact(f *Fact, problems *Problems) {
	checkRisk(f, problems)
	if !slices.Contains(groups, f.Group) {
		problems.add(f.Pos, Nearest(f.Group, groups), "fact %s: unknown group %q", f.Name, f.Group)
	}
	if (f.Type == Number) != (len(f.Cuts) > 0) {
		problems.add(f.Pos, "cuts are for numbers, and a number needs them", "fact %s: type %s with %d cuts", f.Name, f.Type, len(f.Cuts))
	}
	if !slices.IsSorted(f.Cuts) {
		problems.add(f.Pos, "", "fact %s: the cuts are not in ascending order", f.Name)
	}
	if f.Type == Set && f.NoneSays == "" {
		problems.add(f.Pos, "add none_says", "fact %s: a set needs words for none of these", f.Name)
	}
	seen := map[any]bool{}
	ranges := map[int]bool{}
	for _, a := range f.Answers {
		v := a.Value.Value
		if seen[v] {
			problems.add(a.Pos, "", "fact %s: the value %v stands here twice", f.Name, v)
		}
		seen[v] = true
		switch f.Type {
		case Bool:
			if _, ok := v.(bool); !ok {
				problems.add(a.Value.Pos, "write true or false", "fact %s: %v is not a truth value", f.Name, v)
			}
		case Enum, Set:
			if _, ok := v.(string); !ok {
				problems.add(a.Value.Pos, "put it in quotes", "fact %s: %v is not a word", f.Name, v)
			}
		case Number:
			n, ok := v.(int)
			if !ok {
				problems.add(a.Value.Pos, "", "fact %s: %v is not a whole number", f.Name, v)
				continue
			}
			ranges[f.Range(n)] = true
		default:
			problems.add(f.Pos, "use bool, enum, number or set", "fact %s: unknown type %q", f.Name, f.Type)
			return
		}
	}
	if f.Type == Number && len(ranges) != len(f.Cuts)+1 {
		problems.add(f.Pos, "one answer for each range between the cuts", "fact %s: %d of %d ranges have an answer", f.Name, len(ranges), len(f.Cuts)+1)
	}
	if f.Type == Bool && len(f.Answers) != 2 {
		problems.add(f.Pos, "", "fact %s: a bool has two answers, not %d", f.Name, len(f.Answers))
	}
}
