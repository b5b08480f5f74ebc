package main

import (
	"fmt"
	"math/bits"
	"slices"

	"afterwards/advice"
	"afterwards/knowledge"
	"afterwards/situation"
)

// chosen are conditions of gates and rules that every peer can say in the shape
// in which we wrote them. They ask for truth values, words, numbers and lists.
var chosen = []string{
	"life.user", "life.ex", "law.pending", "abuse.told", "abuse.fear", "abuse.pattern", "own-conduct.pursuit",
	"ex-no.blocked", "ex-no.relayed", "ex-no.two-unanswered", "ex-no.one-unanswered", "minors-power.age",
	"minors-power.power", "hour.night", "hour.hyperemotional", "hour.shock", "aim.new-partner",
	"readiness.feelings", "readiness.acceptance", "readiness.ex-unwilling",
	"R191", "R195", "R196", "R209", "R037", "R021", "R073", "R114", "R003", "R015",
	"R061", "R080", "R025", "R093", "R147", "R056", "R112", "R125", "R167", "R172",
}

// rule holds if all of its tests do and, where there are any, one of the
// conjunctions of any. A test of a fact that is unknown does not hold, whatever
// it asks.
type rule struct {
	id        string
	condition situation.Condition
	all       []test
	any       [][]test
}

// test asks one thing of a fact: a bool or an enum is one of some values, a
// number is at least low and below high where these are set, a set has an item
// or lacks it.
type test struct {
	fact      *knowledge.Fact
	values    []any
	low, high *int
	item      string
	lacks     bool
}

// translate reads the chosen conditions from what our own engine made of them.
func translate(a *advice.Adviser) ([]rule, error) {
	texts := map[string]knowledge.Text{}
	for _, g := range a.Judgement().Gates {
		for _, r := range g.Rules {
			texts[r.ID] = r.When
		}
	}
	for _, t := range a.Judgement().Topics {
		for _, r := range t.Rules {
			texts[r.ID] = r.When
		}
	}
	v := a.Vocabulary()
	var rules []rule
	for _, id := range chosen {
		text, ok := texts[id]
		if !ok {
			return nil, fmt.Errorf("there is no rule %s any more: choose another in rules.go", id)
		}
		condition, problems := v.Compile(text)
		if err := problems.Err(); err != nil {
			return nil, err
		}
		r := rule{id: id, condition: condition}
		alternatives := condition.Alternatives()
		common := func(t situation.Term) bool {
			return !slices.ContainsFunc(alternatives, func(all []situation.Term) bool { return !slices.Contains(all, t) })
		}
		for i, terms := range alternatives {
			var rest []test
			for _, term := range terms {
				t, err := testOf(v, term)
				switch {
				case err != nil:
					return nil, fmt.Errorf("rule %s: %w", id, err)
				case !common(term):
					rest = append(rest, t)
				case i == 0:
					r.all = append(r.all, t)
				}
			}
			if len(rest) > 0 {
				r.any = append(r.any, rest)
			}
		}
		rules = append(rules, r)
	}
	return rules, nil
}

func testOf(v *situation.Vocabulary, term situation.Term) (test, error) {
	variable := v.Variables()[term.Variable]
	t := test{fact: &v.Facts()[variable.Fact]}
	switch t.fact.Type {
	case knowledge.Bool:
		t.values = []any{term.Allowed == 2}
	case knowledge.Enum:
		for i, value := range t.fact.Values() {
			if term.Allowed>>i&1 == 1 {
				t.values = append(t.values, value)
			}
		}
	case knowledge.Number:
		first, after := bits.TrailingZeros64(term.Allowed), bits.Len64(term.Allowed)
		if bits.OnesCount64(term.Allowed) != after-first {
			return t, fmt.Errorf("%s is asked for with a gap", t.fact.Name)
		}
		if first > 0 {
			t.low = &t.fact.Cuts[first-1]
		}
		if after < variable.Values {
			t.high = &t.fact.Cuts[after-1]
		}
	case knowledge.Set:
		t.item, t.lacks = t.fact.Values()[variable.Item], term.Allowed == 1
	}
	return t, nil
}

// tests are those of all parts of the rule.
func (r *rule) tests() []test {
	all := slices.Clone(r.all)
	for _, tests := range r.any {
		all = append(all, tests...)
	}
	return all
}

// named lists the facts that the rules ask for.
func named(rules []rule) (facts []string) {
	for i := range rules {
		for _, t := range rules[i].tests() {
			if !slices.Contains(facts, t.fact.Name) {
				facts = append(facts, t.fact.Name)
			}
		}
	}
	return facts
}
