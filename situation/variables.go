package situation

import "afterwards/knowledge"

// Variable is one thing that a condition can ask for: a fact, or one item of a
// set, which holds (value 1) or not (value 0). The values of an enum are its
// answers in their order, those of a number its ranges; a bool is 0 or 1.
type Variable struct {
	Fact   int // its place in [Vocabulary.Facts]
	Item   int // its place in a set, or -1
	Values int
}

// Variables lists the variables of the facts, in the order of the facts.
func (v *Vocabulary) Variables() []Variable {
	var all []Variable
	for i, fields := range v.fields {
		for j, f := range fields {
			item := -1
			if v.facts[i].Type == knowledge.Set {
				item = j
			}
			all = append(all, Variable{i, item, f.width})
		}
	}
	return all
}

// Term says which values of a variable a condition allows: bit i for value i.
type Term struct {
	Variable int // its place in [Vocabulary.Variables]
	Allowed  uint64
}

// Alternatives returns the condition as alternatives, each a conjunction of
// terms. The zero condition has one that is empty, and so always holds.
func (c *Condition) Alternatives() [][]Term {
	if c.source == "" {
		return [][]Term{{}}
	}
	all := make([][]Term, len(c.any))
	for i, conjunction := range c.any {
		for _, t := range conjunction {
			all[i] = append(all[i], Term{t.field.variable, t.allowed >> t.field.shift})
		}
	}
	return all
}
