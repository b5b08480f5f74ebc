package advice

import (
	"cmp"
	"slices"

	"afterwards/situation"
)

// Ask returns the facts that are still unknown and can still change the verdict
// or the forms, the best question first: safety facts in their order, then
// those after whose answers, on average, the fewest questions are left. Facts
// for which skip reports true, because the person would rather not say, are
// left out; skip may be nil. An empty list means that no answer changes
// anything any more.
func (a *Adviser) Ask(s situation.Situation, skip func(name string) bool) []string {
	a.settle(&s)
	if a.suspended(&s) {
		return nil
	}
	return a.questions(s, skip)
}

// questions is [Adviser.Ask] whether or not anything should be asked.
func (a *Adviser) questions(s situation.Situation, skip func(name string) bool) []string {
	var open []int
	for i, weight := range a.weigh(&s) {
		if weight > 0 && (skip == nil || !skip(a.judgement.Facts[i].Name)) {
			open = append(open, i)
		}
	}
	slices.SortStableFunc(open, func(x, y int) int {
		fx, fy := &a.judgement.Facts[x], &a.judgement.Facts[y]
		switch {
		case fx.Safety == fy.Safety:
			return x - y
		case fx.Safety:
			return -1
		}
		return 1
	})
	if len(open) > 1 && !a.judgement.Facts[open[0]].Safety {
		a.shortestFirst(s, open)
	}
	names := make([]string, len(open))
	for i, f := range open {
		names[i] = a.judgement.Facts[f].Name
	}
	return names
}

// Pause reports whether the questions can wait because of the moment, such as
// the hour of the night. While a question of those that cannot wait is open, it
// returns that one instead. skip is as for [Adviser.Ask].
func (a *Adviser) Pause(s situation.Situation, skip func(name string) bool) (ask string, paused bool) {
	a.settle(&s)
	for i := range a.rules {
		after := a.rules[i].gate.PausesAfter
		if len(after) == 0 || !a.rules[i].fires(&s) {
			continue
		}
		if a.safetyToAsk(&s, skip) {
			return "", false
		}
		open := a.Ask(s, skip)
		for _, name := range after {
			if slices.Contains(open, name) {
				return name, false
			}
		}
		return "", true
	}
	return "", false
}

// safetyToAsk reports whether a safety fact is open that the person has
// not been asked yet.
func (a *Adviser) safetyToAsk(s *situation.Situation, skip func(name string) bool) bool {
	return slices.ContainsFunc(a.safety, func(f int) bool {
		return !a.vocabulary.KnownAt(s, f) && (skip == nil || !skip(a.judgement.Facts[f].Name))
	})
}

// shortestFirst sorts questions by how many are left after them, over their
// answers taken as equally likely. It looks one question ahead.
func (a *Adviser) shortestFirst(s situation.Situation, open []int) {
	left := make(map[int]float64, len(open))
	for _, f := range open {
		answers := a.vocabulary.Alternatives(s, a.judgement.Facts[f].Name)
		for i := range answers {
			for _, weight := range a.weigh(&answers[i]) {
				if weight > 0 {
					left[f] += 1 / float64(len(answers))
				}
			}
		}
	}
	slices.SortStableFunc(open, func(x, y int) int { return cmp.Compare(left[x], left[y]) })
}

// suspended reports whether a rule has fired after which nothing is asked.
func (a *Adviser) suspended(s *situation.Situation) bool {
	for i := range a.rules {
		if a.rules[i].data.Suspends && a.rules[i].fires(s) {
			return true
		}
	}
	return false
}

// possible is what a rule can still come to: nothing, or one of some outcomes.
type possible struct {
	nothing  bool
	outcomes []outcome
}

func (r *rule) possible(s *situation.Situation, moot func(int) bool) possible {
	if r.excused(s) || !r.when.MayWithout(s, moot) {
		return possible{nothing: true}
	}
	mayBeExcused := r.data.Unless.Value != "" && r.unless.MayWithout(s, moot)
	p := possible{nothing: mayBeExcused || !r.when.Must(s)}
	for i := range r.exceptions {
		e := &r.exceptions[i]
		if e.when.MayWithout(s, moot) {
			p.outcomes = append(p.outcomes, e.outcome)
		}
		if e.when.Must(s) {
			return p
		}
	}
	p.outcomes = append(p.outcomes, r.outcome)
	return p
}

// moot returns which facts hang on a condition that cannot hold any more: such a
// question makes no sense here and will not be asked.
func (a *Adviser) moot(s *situation.Situation) func(fact int) bool {
	return func(fact int) bool { return !a.onlyIf[fact].May(s) }
}

// certain returns what each rule can still come to, and what is certain whatever
// is answered: a verdict at least this strict, and no forms but these.
func (a *Adviser) certain(s *situation.Situation, moot func(int) bool) (all []possible, certain outcome) {
	all = make([]possible, len(a.rules))
	certain = outcome{a.open, a.mayFit(s, moot)}
	for i := range a.rules {
		p := a.rules[i].possible(s, moot)
		all[i] = p
		if p.nothing {
			continue
		}
		mildest := outcome{}
		for _, o := range p.outcomes {
			mildest.verdict = max(mildest.verdict, o.verdict)
			mildest.leaves |= o.leaves
		}
		certain.verdict = min(certain.verdict, mildest.verdict)
		certain.leaves &= mildest.leaves
	}
	certain.leaves &= a.leaves[certain.verdict]
	return all, certain
}

// weigh counts, for each fact, the undecided rules and forms that hang on it
// and can still make a difference.
func (a *Adviser) weigh(s *situation.Situation) []int {
	all, certain := a.certain(s, a.moot(s))
	return a.weights(s, all, certain, func(o outcome) bool {
		return o.verdict < certain.verdict || certain.leaves&^o.leaves != 0
	})
}

// weighForms is weigh where nothing makes a difference but whether one of some
// forms is open.
func (a *Adviser) weighForms(s *situation.Situation, wanted forms) []int {
	all, certain := a.certain(s, a.moot(s))
	certain.leaves &= wanted
	return a.weights(s, all, certain, func(o outcome) bool { return certain.leaves&^o.leaves != 0 })
}

func (a *Adviser) weights(s *situation.Situation, all []possible, certain outcome, matters func(outcome) bool) []int {
	weights := make([]int, len(a.judgement.Facts))
	for i := range a.rules {
		p := all[i]
		undecided := len(p.outcomes) > 1 || p.nothing && len(p.outcomes) > 0
		if undecided && slices.ContainsFunc(p.outcomes, matters) {
			a.weighRule(&a.rules[i], s, weights)
		}
	}
	for i := range a.fits {
		if certain.leaves&(1<<i) != 0 && !a.fits[i].Must(s) {
			a.addOpen(&a.fits[i], s, weights)
		}
	}
	for _, f := range a.safety {
		if !a.vocabulary.KnownAt(s, f) && (certain.verdict > 0 || certain.leaves != 0) {
			weights[f]++
		}
	}
	return weights
}

// mayFit returns the forms whose own condition may hold.
func (a *Adviser) mayFit(s *situation.Situation, moot func(int) bool) forms {
	var fit forms
	for i := range a.fits {
		if a.fits[i].MayWithout(s, moot) {
			fit |= 1 << i
		}
	}
	return fit
}

func (a *Adviser) weighRule(r *rule, s *situation.Situation, weights []int) {
	if !r.when.Must(s) {
		a.addOpen(&r.when, s, weights)
	}
	if r.data.Unless.Value != "" && !r.unless.Must(s) {
		a.addOpen(&r.unless, s, weights)
	}
	for i := range r.exceptions {
		e := &r.exceptions[i]
		if e.when.Must(s) {
			return
		}
		a.addOpen(&e.when, s, weights)
	}
}

// addOpen counts the open facts of a condition. A question that only makes
// sense after another one gives its weight to the other.
func (a *Adviser) addOpen(c *situation.Condition, s *situation.Situation, weights []int) {
	c.Open(s, func(f int) {
		only := &a.onlyIf[f]
		switch {
		case only.Must(s):
			weights[f]++
		case only.May(s):
			only.Open(s, func(g int) { weights[g]++ })
		}
	})
}
