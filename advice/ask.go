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

// Asks reports whether the question for a fact can make sense in a situation:
// whether the children have a channel is no question for somebody without.
func (a *Adviser) Asks(s situation.Situation, name string) bool {
	for i := range a.judgement.Facts {
		if a.judgement.Facts[i].Name == name {
			return a.onlyIf[i].May(&s)
		}
	}
	return false
}

// questions is [Adviser.Ask] whether or not anything should be asked.
func (a *Adviser) questions(s situation.Situation, skip func(name string) bool) []string {
	var open []int
	hang := make([]bool, len(a.judgement.Facts))
	a.hanging(&s, hang)
	for i := range hang {
		if hang[i] && (skip == nil || !skip(a.judgement.Facts[i].Name)) {
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
	facts := len(a.judgement.Facts)
	left, hang := make([]float64, facts), make([]bool, facts)
	for _, f := range open {
		answers := a.vocabulary.Alternatives(s, a.judgement.Facts[f].Name)
		for i := range answers {
			clear(hang)
			a.hanging(&answers[i], hang)
			for _, asked := range hang {
				if asked {
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

// possible is what a rule can still come to: nothing, or some outcomes.
type possible struct {
	nothing  bool
	outcomes int
	// What all of the outcomes keep to at least, and what they keep to at most.
	mildest, strictest outcome
}

func (p *possible) add(o outcome) {
	if p.outcomes == 0 {
		p.mildest, p.strictest = o, o
	}
	p.outcomes++
	p.mildest.verdict, p.strictest.verdict = max(p.mildest.verdict, o.verdict), min(p.strictest.verdict, o.verdict)
	p.mildest.leaves, p.strictest.leaves = p.mildest.leaves|o.leaves, p.strictest.leaves&o.leaves
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
			p.add(e.outcome)
		}
		if e.when.Must(s) {
			return p
		}
	}
	p.add(r.outcome)
	return p
}

// hanging marks the facts that an undecided rule or form hangs on which can still
// make a difference.
func (a *Adviser) hanging(s *situation.Situation, hang []bool) {
	a.hangingFor(s, anyDifference, hang)
}

// difference is what an answer can make: to the verdict, or to whether some forms
// are open.
type difference struct {
	verdict bool
	forms   forms
}

var anyDifference = difference{true, ^forms(0)}

// hangingFor is hanging where only some differences count.
func (a *Adviser) hangingFor(s *situation.Situation, counts difference, hang []bool) {
	a.hangingAs(s, counts, hang)
	// An answer whose question may yet turn out to make no sense counts now, and
	// may not count later: what hangs on it then is open too.
	without, doubtful := *s, false
	for _, i := range a.dependent {
		if a.vocabulary.KnownAt(s, i) && !a.onlyIf[i].Must(s) {
			without, doubtful = a.vocabulary.Forget(without, a.judgement.Facts[i].Name), true
		}
	}
	if doubtful {
		a.hangingAs(&without, counts, hang)
	}
}

func (a *Adviser) hangingAs(s *situation.Situation, counts difference, hang []bool) {
	// A question that makes no sense here will not be asked.
	moot := func(fact int) bool { return !a.onlyIf[fact].May(s) }
	var room [48]possible // more rules than this only cost an allocation
	all := room[:0]
	// What is certain whatever is answered: a verdict at least this strict, and
	// no forms but these.
	certain := outcome{a.open, a.mayFit(s, moot)}
	for i := range a.rules {
		p := a.rules[i].possible(s, moot)
		all = append(all, p)
		if !p.nothing {
			certain.verdict = min(certain.verdict, p.mildest.verdict)
			certain.leaves &= p.mildest.leaves
		}
	}
	certain.leaves &= a.leaves[certain.verdict] & counts.forms

	for i := range all {
		p := &all[i]
		undecided := p.outcomes > 1 || p.nothing && p.outcomes > 0
		if undecided && (counts.verdict && p.strictest.verdict < certain.verdict || certain.leaves&^p.strictest.leaves != 0) {
			a.markRule(&a.rules[i], s, hang)
		}
	}
	for i := range a.fits {
		if certain.leaves&(1<<i) != 0 && !a.fits[i].Must(s) {
			a.markOpen(&a.fits[i], s, hang)
		}
	}
	for _, f := range a.safety {
		if !a.vocabulary.KnownAt(s, f) && (counts.verdict && certain.verdict > 0 || certain.leaves != 0) {
			hang[f] = true
		}
	}
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

func (a *Adviser) markRule(r *rule, s *situation.Situation, hang []bool) {
	if !r.when.Must(s) {
		a.markOpen(&r.when, s, hang)
	}
	if r.data.Unless.Value != "" && !r.unless.Must(s) {
		a.markOpen(&r.unless, s, hang)
	}
	for i := range r.exceptions {
		e := &r.exceptions[i]
		if e.when.Must(s) {
			return
		}
		a.markOpen(&e.when, s, hang)
	}
}

// markOpen marks the open facts of a condition; in place of one that only makes
// sense after another question, that other.
func (a *Adviser) markOpen(c *situation.Condition, s *situation.Situation, hang []bool) {
	c.Open(s, func(f int) {
		only := &a.onlyIf[f]
		switch {
		case only.Must(s):
			hang[f] = true
		case only.May(s):
			only.Open(s, func(g int) { hang[g] = true })
		}
	})
}
