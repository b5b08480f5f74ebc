package advice

import "afterwards/situation"

// fires reports whether the rule applies whatever the unknown facts are.
func (r *rule) fires(s *situation.Situation) bool {
	return r.when.Must(s) && !r.excused(s)
}

func (r *rule) excused(s *situation.Situation) bool {
	return r.data.Unless.Value != "" && r.unless.Must(s)
}

// result returns what the rule gives once it applies: the first exception that
// certainly holds, or else its own outcome. An exception opens something, so a
// fact that is unknown never grants one.
func (r *rule) result(s *situation.Situation) (outcome, *exception) {
	for i := range r.exceptions {
		if e := &r.exceptions[i]; e.when.Must(s) {
			return e.outcome, e
		}
	}
	return r.outcome, nil
}

// evaluate gives the verdict and the forms; decided is the rule that decided,
// or -1 when an unanswered question did, or -2 when nothing stood against it.
func (a *Adviser) evaluate(s *situation.Situation) (result outcome, decided int) {
	result = outcome{a.open, a.fitting(s)}
	decided = nothingAgainst
	for i := range a.rules {
		r := &a.rules[i]
		switch {
		case r.excused(s):
		case r.when.Must(s):
			o, _ := r.result(s)
			result.leaves &= o.leaves
			if o.verdict < result.verdict {
				result.verdict, decided = o.verdict, i
			}
		case r.safety && r.when.May(s):
			// Not known to apply, not known not to: it gives no verdict of
			// its own, but what it would close is not open meanwhile.
			o, _ := r.result(s)
			result.leaves &= o.leaves
		}
	}
	if result.verdict > a.unanswered.verdict && a.firstUnanswered(s) >= 0 {
		result.verdict, decided = a.unanswered.verdict, unansweredDecides
	}
	result.leaves &= a.leaves[result.verdict]
	return result, decided
}

const (
	unansweredDecides = -1
	nothingAgainst    = -2
)

// fitting returns the forms whose own condition certainly holds.
func (a *Adviser) fitting(s *situation.Situation) forms {
	var fit forms
	for i := range a.fits {
		if a.fits[i].Must(s) {
			fit |= 1 << i
		}
	}
	return fit
}

// firstUnanswered returns the first safety fact that is unknown, or -1.
func (a *Adviser) firstUnanswered(s *situation.Situation) int {
	for _, i := range a.safety {
		if !a.vocabulary.KnownAt(s, i) {
			return i
		}
	}
	return -1
}

// settle takes back the answers to questions that make no sense, such as the
// channel for the children of somebody who has none: whatever was said there,
// nothing may hang on it.
func (a *Adviser) settle(s *situation.Situation) {
	for _, i := range a.dependent {
		if !a.onlyIf[i].May(s) {
			*s = a.vocabulary.Forget(*s, a.judgement.Facts[i].Name)
		}
	}
}

// Verdict returns the name of the verdict and a number for the forms that can
// be compared for equality. It does not explain, and allocates nothing.
func (a *Adviser) Verdict(s *situation.Situation) (name string, forms uint32) {
	settled := *s
	a.settle(&settled)
	o, _ := a.evaluate(&settled)
	return a.judgement.Verdicts[o.verdict].Name, uint32(o.leaves)
}
