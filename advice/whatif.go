package advice

import (
	"slices"

	"afterwards/situation"
)

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
	change Change
	fact   int
	time   bool
	after  situation.Situation
	gives  outcome
}

// whatIf lists the smallest changes of facts that can change, after which the
// verdict would be another.
func (a *Adviser) whatIf(s situation.Situation) []WhatIf {
	now := a.decide(s).verdict
	list := []WhatIf{}
	milder := false
	steps := a.steps(s)
	for i := range steps {
		st := &steps[i]
		if st.gives.verdict == now {
			continue
		}
		milder = milder || st.gives.verdict > now
		list = append(list, WhatIf{Fact: st.change.Fact, Value: st.change.Value, Time: st.time,
			Verdict: a.judgement.Verdicts[st.gives.verdict].Name, Forms: a.formNames(st.gives.leaves)})
	}
	if !milder {
		list = append(list, a.pairs(steps, now)...)
	}
	return list
}

// steps are the single changes from a situation, with what each would give.
func (a *Adviser) steps(s situation.Situation) (all []step) {
	for i := range a.judgement.Facts {
		f := &a.judgement.Facts[i]
		if !f.CanChange || !a.onlyIf[i].May(&s) {
			continue
		}
		for _, t := range a.vocabulary.Alternatives(s, f.Name) {
			value, known := a.vocabulary.Value(t, f.Name)
			if known {
				all = append(all, step{Change{f.Name, value}, i, f.Passes, t, a.decide(t)})
			}
		}
	}
	return all
}

// pairs are changes of two facts that together give a milder verdict, where no
// single change does; those that come with time alone first.
func (a *Adviser) pairs(steps []step, now verdict) (list []WhatIf) {
	for i := range steps {
		first := &steps[i]
		for k := i + 1; k < len(steps); k++ {
			second := &steps[k]
			if second.fact == first.fact {
				continue
			}
			both, err := a.vocabulary.With(first.after, second.change.Fact, second.change.Value)
			if err != nil {
				continue // impossible: the value was read from a situation
			}
			gives := a.decide(both)
			if gives.verdict <= now {
				continue
			}
			list = append(list, WhatIf{Fact: first.change.Fact, Value: first.change.Value, And: &second.change, Time: first.time && second.time,
				Verdict: a.judgement.Verdicts[gives.verdict].Name, Forms: a.formNames(gives.leaves)})
		}
	}
	slices.SortStableFunc(list, func(x, y WhatIf) int {
		if x.Time != y.Time {
			if x.Time {
				return -1
			}
			return 1
		}
		return 0
	})
	return list[:min(len(list), pairsLimit)]
}
