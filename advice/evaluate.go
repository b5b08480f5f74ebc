package advice

import "afterwards/situation"

// gates matches every condition that a verdict hangs on in one pass.
type gates struct {
	*situation.Matcher
	// Where the conditions stand: the rules first, then the forms, what excuses
	// a rule (or -1), and again the rules about safety, which close something
	// already when they may apply.
	fits    int
	unless  []int
	may     int
	pending []int // the rules that stand from may on
}

func (a *Adviser) newGates() *gates {
	g := &gates{}
	var certain, possible []*situation.Condition
	for i := range a.rules {
		certain = append(certain, &a.rules[i].when)
	}
	g.fits = len(certain)
	for i := range a.fits {
		certain = append(certain, &a.fits[i])
	}
	for i := range a.rules {
		excuse := -1
		if a.rules[i].data.Unless.Value != "" {
			excuse = len(certain)
			certain = append(certain, &a.rules[i].unless)
		}
		g.unless = append(g.unless, excuse)
	}
	g.may = len(certain)
	for i := range a.rules {
		if a.rules[i].safety {
			g.pending = append(g.pending, i)
			possible = append(possible, &a.rules[i].when)
		}
	}
	g.Matcher = a.vocabulary.Matcher(certain, possible)
	return g
}

// match finds which conditions hold, once the answers to questions that make no
// sense have been taken back, such as the channel for the children of somebody
// who has none: whatever was said there, nothing may hang on it.
func (a *Adviser) match(s *situation.Situation) situation.Found {
	a.settle(s)
	return a.gates.Match(s)
}

// settle forgets the answers to questions that make no sense, in the order of
// the facts.
func (a *Adviser) settle(s *situation.Situation) {
	if a.asides.Unknown(s) {
		return
	}
	for _, i := range a.dependent {
		if a.vocabulary.KnownAt(s, i) && !a.onlyIf[i].May(s) {
			*s = a.vocabulary.Forget(*s, a.judgement.Facts[i].Name)
		}
	}
}

// excused reports whether the exemption of rule i certainly holds.
func (g *gates) excused(f *situation.Found, i int) bool {
	return g.unless[i] >= 0 && g.Holds(f, g.unless[i])
}

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
func (a *Adviser) evaluate(s *situation.Situation, f *situation.Found) (result outcome, decided int) {
	g := a.gates
	result, decided = outcome{verdict: a.open}, nothingAgainst
	for c := g.Next(f, g.fits); c < g.fits+len(a.fits); c = g.Next(f, c+1) {
		result.leaves |= 1 << (c - g.fits)
	}
	for i := g.Next(f, 0); i < len(a.rules); i = g.Next(f, i+1) {
		if g.excused(f, i) {
			continue
		}
		o, _ := a.rules[i].result(s)
		result.leaves &= o.leaves
		if o.verdict < result.verdict {
			result.verdict, decided = o.verdict, i
		}
	}
	for c := g.Next(f, g.may); c < g.may+len(g.pending); c = g.Next(f, c+1) {
		// Not known to apply, not known not to: it gives no verdict of its own,
		// but what it would close is not open meanwhile.
		if i := g.pending[c-g.may]; !g.Holds(f, i) && !g.excused(f, i) {
			o, _ := a.rules[i].result(s)
			result.leaves &= o.leaves
		}
	}
	if result.verdict > a.unanswered.verdict && !a.answered.Known(s) {
		result.verdict, decided = a.unanswered.verdict, unansweredDecides
	}
	result.leaves &= a.leaves[result.verdict]
	return result, decided
}

const (
	unansweredDecides = -1
	nothingAgainst    = -2
)

// decide is evaluate for a situation that has not been matched yet.
func (a *Adviser) decide(s situation.Situation) outcome {
	f := a.match(&s)
	o, _ := a.evaluate(&s, &f)
	return o
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

// Verdict returns the name of the verdict and a number for the forms that can
// be compared for equality. It does not explain, and allocates nothing.
func (a *Adviser) Verdict(s *situation.Situation) (name string, forms uint32) {
	o := a.decide(*s)
	return a.judgement.Verdicts[o.verdict].Name, uint32(o.leaves)
}
