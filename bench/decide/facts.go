package main

import (
	"math/rand/v2"
	"slices"

	"afterwards/advice"
	"afterwards/knowledge"
	"afterwards/situation"
)

// drawn is one situation, as JSON would give it and as we keep it.
type drawn struct {
	facts     map[string]any
	situation situation.Situation
}

// draw draws situations, always the same, of some facts or of all. What must be
// answered mostly is, and mostly harmlessly, as with most people; of the other
// facts few, many or all are known, but for those that nobody is asked for
// because they would make no sense.
func draw(a *advice.Adviser, names []string, n int) (all []drawn, err error) {
	r := rand.New(rand.NewPCG(20, 26))
	value := func(f *knowledge.Fact) any {
		if f.Type != knowledge.Set {
			return f.Answers[r.IntN(len(f.Answers))].Value.Value
		}
		items := []string{}
		for _, item := range f.Values() {
			if r.IntN(4) == 0 {
				items = append(items, item)
			}
		}
		return items
	}
	v := a.Vocabulary()
	only := make([]situation.Condition, len(v.Facts()))
	for i, f := range v.Facts() {
		only[i], _ = v.Compile(f.OnlyIf)
	}
	for range n {
		facts, s, told := map[string]any{}, v.Unknown(), r.Float64()
		for i := range v.Facts() {
			f := &v.Facts()[i]
			if names != nil && !slices.Contains(names, f.Name) || !only[i].May(&s) {
				continue
			}
			switch chance := r.Float64(); {
			case f.Safety && chance < .85:
				facts[f.Name] = harmless(f)
			case f.Safety && chance < .97, !f.Safety && chance < told:
				facts[f.Name] = value(f)
			}
			if value, known := facts[f.Name]; known {
				if s, err = v.With(s, f.Name, value); err != nil {
					return nil, err
				}
			}
		}
		all = append(all, drawn{facts, s})
	}
	return all, nil
}

func harmless(f *knowledge.Fact) any {
	switch f.Type {
	case knowledge.Bool:
		return false
	case knowledge.Set:
		return []string{}
	}
	return f.Answers[0].Value.Value
}
