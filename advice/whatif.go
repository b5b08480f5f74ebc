package advice

import "afterwards/situation"

// WhatIf is a smallest change after which the verdict would be another: of one
// fact, or of two where no single one makes it milder.
type WhatIf struct {
	Fact  string `json:"fact"`
	Value any    `json:"value"`
	// And is the second change, if it takes two.
	And *Change `json:"and,omitempty"`
	// Time says that it comes with time alone.
	Time    bool     `json:"time"`
	Verdict string   `json:"verdict"`
	Forms   []string `json:"forms"`
}

// Change is a fact and the value that it would have.
type Change struct {
	Fact  string `json:"fact"`
	Value any    `json:"value"`
}

// pairsLimit bounds how many changes of two facts are named.
const pairsLimit = 12

// step is one change of a fact that can change.
type step struct {
	fact  int
	after situation.Situation
	gives outcome
}

// whatIf lists the smallest changes of facts that can change, after which the
// verdict would be another.
func (a *Adviser) whatIf(s situation.Situation) []WhatIf {
	now := a.decide(s).verdict
	list := []WhatIf{}
	milder := false
	steps := a.steps(s)
	for i := range steps {
		if st := &steps[i]; st.gives.verdict != now {
			milder = milder || st.gives.verdict > now
			list = append(list, a.toWhatIf(st, nil, st.gives))
		}
	}
	if !milder && now < a.open {
		list = append(list, a.pairs(&s, steps, now)...)
	}
	return list
}

// steps are the single changes from a situation that a verdict may hang on, with
// what each would give.
func (a *Adviser) steps(s situation.Situation) (all []step) {
	for i := range a.judgement.Facts {
		f := &a.judgement.Facts[i]
		if !f.CanChange || !a.bears(i) || !a.onlyIf[i].May(&s) {
			continue
		}
		for _, t := range a.vocabulary.Alternatives(s, f.Name) {
			all = append(all, step{i, t, a.decide(t)})
		}
	}
	return all
}

// pairs are changes of two facts that together give a milder verdict, where no
// single change does; those that come with time alone first.
func (a *Adviser) pairs(s *situation.Situation, steps []step, now verdict) []WhatIf {
	type pair struct {
		first, second *step
		gives         outcome
	}
	var inTime, other []pair
	against := a.against(s, now)
	for i := range steps {
		first := &steps[i]
		for k := i + 1; k < len(steps); k++ {
			second := &steps[k]
			if second.fact == first.fact || !a.touch(against, first.fact, second.fact) {
				continue
			}
			gives := a.decide(a.vocabulary.Take(first.after, second.after, second.fact))
			if gives.verdict <= now {
				continue
			}
			if a.passes(first) && a.passes(second) {
				inTime = append(inTime, pair{first, second, gives})
			} else {
				other = append(other, pair{first, second, gives})
			}
		}
	}
	all := append(inTime, other...)
	list := make([]WhatIf, min(len(all), pairsLimit))
	for i := range list {
		list[i] = a.toWhatIf(all[i].first, all[i].second, all[i].gives)
	}
	return list
}

func (a *Adviser) passes(st *step) bool { return a.judgement.Facts[st.fact].Passes }

func (a *Adviser) toWhatIf(first, second *step, gives outcome) WhatIf {
	change := a.change(first)
	w := WhatIf{Fact: change.Fact, Value: change.Value, Time: a.passes(first),
		Verdict: a.judgement.Verdicts[gives.verdict].Name, Forms: a.formNames(gives.leaves)}
	if second != nil {
		change := a.change(second)
		w.And, w.Time = &change, w.Time && a.passes(second)
	}
	return w
}

func (a *Adviser) change(st *step) Change {
	name := a.judgement.Facts[st.fact].Name
	value, _ := a.vocabulary.Value(st.after, name)
	return Change{name, value}
}
