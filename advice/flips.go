package advice

import (
	"slices"

	"afterwards/knowledge"
	"afterwards/situation"
)

// Flips lists the facts that were graver in an earlier situation than they are
// told to be now. Facts that change with time alone are left out.
func (a *Adviser) Flips(now, earlier situation.Situation) (names []string) {
	for i := range a.judgement.Facts {
		f := &a.judgement.Facts[i]
		if f.Passes || len(f.Risk) == 0 {
			continue
		}
		after, told := a.vocabulary.Value(now, f.Name)
		before, was := a.vocabulary.Value(earlier, f.Name)
		if told && was && graver(f, before, after) {
			names = append(names, f.Name)
		}
	}
	return names
}

// graver reports whether the first value of a fact is graver than the second.
func graver(f *knowledge.Fact, x, y any) bool {
	if items, ok := x.([]string); ok {
		left, _ := y.([]string)
		return slices.ContainsFunc(items, func(item string) bool { return !slices.Contains(left, item) })
	}
	place := func(value any) int {
		return slices.IndexFunc(f.Answers, func(answer knowledge.Answer) bool {
			if n, ok := value.(int); ok {
				return f.Range(n) == f.Range(answer.Value.Value.(int))
			}
			return answer.Value.Value == value
		})
	}
	// Orders are short: walk from the milder value up.
	from, to := place(y), place(x)
	reached := []int{from}
	for i := 0; i < len(reached); i++ {
		for _, pair := range f.Risks() {
			if pair[0] == reached[i] && !slices.Contains(reached, pair[1]) {
				reached = append(reached, pair[1])
			}
		}
	}
	return to != from && slices.Contains(reached, to)
}

// DecideAfter is [Adviser.Decide] for somebody who was shown answers before: if
// a fact is told to be milder now than it was then, the answer waits a day. It
// is never milder than Decide. changed lists those facts.
func (a *Adviser) DecideAfter(s situation.Situation, earlier ...situation.Situation) (d Decision, changed []string) {
	d = a.Decide(s)
	for _, e := range earlier {
		for _, name := range a.Flips(s, e) {
			if !slices.Contains(changed, name) {
				changed = append(changed, name)
			}
		}
	}
	if len(changed) == 0 {
		return d, nil
	}
	g := &a.judgement.Changed
	reason := a.general("changed", g, g.Says)
	held := a.verdict(g.Verdict)
	if was := a.verdict(d.Verdict); held < was {
		d.Verdict, d.Gate, d.Until = g.Verdict, "changed", g.Until
		d.Forms = slices.DeleteFunc(d.Forms, func(form string) bool { return a.leaves[held]&a.forms([]string{form}) == 0 })
		d.Reasons = append([]Reason{reason}, d.Reasons...)
		d.Cards = slices.DeleteFunc(slices.Clone(d.Cards), func(c Card) bool { return c.Kind != "help" })
	} else {
		d.Reasons = append(d.Reasons, reason)
	}
	return d, changed
}
