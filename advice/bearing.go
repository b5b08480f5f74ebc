package advice

import (
	"slices"

	"afterwards/situation"
)

// bearing finds, for each rule and last for the facts that must be answered, the
// facts that its result hangs on: what is named, and what decides whether that
// makes sense. Whatever else changes, the rule says the same.
func (a *Adviser) bearing() [][]bool {
	place := map[string]int{}
	for i := range a.judgement.Facts {
		place[a.judgement.Facts[i].Name] = i
	}
	var mark func(facts []bool, names []string)
	mark = func(facts []bool, names []string) {
		for _, name := range names {
			if f := place[name]; !facts[f] {
				facts[f] = true
				mark(facts, a.onlyIf[f].Facts())
			}
		}
	}
	all := make([][]bool, len(a.rules)+1)
	for i := range all {
		all[i] = make([]bool, len(a.judgement.Facts))
	}
	for i := range a.rules {
		r := &a.rules[i]
		mark(all[i], r.when.Facts())
		mark(all[i], r.unless.Facts())
		for k := range r.exceptions {
			mark(all[i], r.exceptions[k].when.Facts())
		}
	}
	for _, f := range a.safety {
		mark(all[len(a.rules)], []string{a.judgement.Facts[f].Name})
	}
	return all
}

// bears reports whether a verdict can hang on a fact.
func (a *Adviser) bears(fact int) bool {
	return slices.ContainsFunc(a.bearings, func(facts []bool) bool { return facts[fact] })
}

// against lists, as places among the bearings, what alone is enough for the
// verdict of a situation.
func (a *Adviser) against(s *situation.Situation, now verdict) (all []int) {
	for i := range a.rules {
		if r := &a.rules[i]; r.fires(s) {
			if o, _ := r.result(s); o.verdict <= now {
				all = append(all, i)
			}
		}
	}
	if a.unanswered.verdict <= now && !a.answered.Known(s) {
		all = append(all, len(a.rules))
	}
	return all
}

// touch reports whether each of these hangs on one of two facts.
func (a *Adviser) touch(against []int, x, y int) bool {
	for _, i := range against {
		if facts := a.bearings[i]; !facts[x] && !facts[y] {
			return false
		}
	}
	return true
}
